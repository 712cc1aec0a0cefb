"""A plan as NewsML-G2: a news message with an event and a planning item for each thing planned.

The format: IPTC, *NewsML-G2 2.35*, power conformance (https://iptc.org/std/NewsML-G2/, CC BY 4.0).  An
event is a concept item with `eventDetails`; the planning item names it as its subject and holds the
`newsCoverageSet`.  Codes are from the vocabularies of IPTC's catalog 41.
"""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Unpack
from xml.etree import ElementTree as ET

from campaignflow.export.lines import clean
from campaignflow.export.planned import (
    Choices,
    Exported,
    Line,
    Losses,
    Moment,
    Party,
    Planned,
    day_or_moment,
    notes,
    planned,
)
from campaignflow.export.selection import Agenda
from campaignflow.labels import word
from campaignflow.scheduling.entry import NEVER

if TYPE_CHECKING:
    from campaignflow.hooks.plugins import Plugins

__all__ = ["to_newsml"]

VERSION = "2.35"
NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
_CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
_CALLED = "NewsML-G2 2.35"
_NO_XML = re.compile("[\ufffe\uffff]")
_LANG = "xml:lang"


def to_newsml(schedule: Agenda, *, plugins: "Plugins | None" = None, **choices: Unpack[Choices]) -> Exported:
    """Return a schedule as a NewsML-G2 2.35 news message (IPTC) for the planning desks of news agencies.

    It holds, for each thing planned and each time of what comes round, a planning item, and before it the
    event that is covered, if its start is known.  Same plan, same bytes.  What NewsML-G2 cannot say stands
    in `findings`.

    Args:
        schedule: The programme with its real dates.
        plugins: Plugins that may take entries away and, in the office's own file, add some.
        choices: Those of `to_ics`: `unit`, `partner`, `person`, `campaign`, `audience`, `as_of`,
            `revisions`, `lang`, with the same rules of what a reader may see.

    Raises:
        PluginFailed: one of them could not be asked, and the audience is outside the office.
        InvalidValue: a choice that does not exist, a naive `as_of`, somebody who is nowhere in the plan.
    """
    made = planned(schedule, choices, plugins)
    losses = Losses(_CALLED)
    root = ET.Element("newsMessage", {"xmlns": NAMESPACE})
    header = ET.SubElement(root, "header")
    _add(header, "sent", _instant(made.modified))
    _add(header, "sender", made.title)
    items = ET.SubElement(root, "itemSet")
    for line in made.lines:
        _note_losses(line, losses)
        if line.start is not None:
            _event(items, line, made)
        _planning(items, line, made)
    ET.indent(root, " ")
    octets = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Exported(octets + b"\n", "application/vnd.iptc.g2.newsmessage+xml", losses.told())


def _item(items: ET.Element, name: str, guid: str, line: Line, made: Planned) -> ET.Element:
    attributes = {
        "guid": guid,
        "version": str(line.sequence + 1),
        "standard": "NewsML-G2",
        "standardversion": VERSION,
        "conformance": "power",
        _LANG: made.lang,
    }
    item = ET.SubElement(items, name, attributes)
    ET.SubElement(item, "catalogRef", {"href": _CATALOG})
    _add(ET.SubElement(item, "rightsInfo"), "usageTerms", word(f"export-{line.visibility.value}", made.lang))
    return item


def _meta(item: ET.Element, item_class: str, line: Line, made: Planned) -> ET.Element:
    meta = ET.SubElement(item, "itemMeta")
    ET.SubElement(meta, "itemClass", {"qcode": item_class})
    provider = ET.SubElement(meta, "provider", {"uri": made.uid})
    _add(provider, "name", made.title)
    _add(meta, "versionCreated", _instant(line.modified))
    if line.embargo is not None and line.embargo != NEVER:
        _add(meta, "embargoed", _instant(line.embargo))
    status = "canceled" if line.is_cancelled else "withheld" if line.embargo == NEVER else "usable"
    ET.SubElement(meta, "pubStatus", {"qcode": f"stat:{status}"})
    _add(meta, "title", line.title)
    return meta


def _event(items: ET.Element, line: Line, made: Planned) -> None:
    item = _item(items, "conceptItem", f"{line.uid}#event", line, made)
    _meta(item, "cinat:concept", line, made)
    concept = ET.SubElement(item, "concept")
    ET.SubElement(concept, "conceptId", {"uri": _event_uri(line)})
    ET.SubElement(concept, "type", {"qcode": "cpnat:event"})
    _add(concept, "name", line.title)
    details = ET.SubElement(concept, "eventDetails")
    dates = ET.SubElement(details, "dates")
    _date(dates, "start", line.start, line)
    if line.end is not None and not line.is_fuzzy:
        _date(dates, "end", line.end, line)
    for place in line.where:
        _add(ET.SubElement(details, "location"), "name", place)
    for name, parties in (("participant", line.support), ("organiser", line.lead)):
        for party in parties:
            _named(details, name, party)


def _event_uri(line: Line) -> str:
    return f"{line.uid}#event"


def _date(dates: ET.Element, name: str, moment: Moment | None, line: Line) -> None:
    """Add a date; one that is not fixed has its bounds beside it (approxstart, approxend)."""
    if moment is None:
        return
    bounds = {}
    if line.is_fuzzy and line.end is not None:
        bounds = {
            "approxstart": day_or_moment(moment, line.zone),
            "approxend": day_or_moment(line.end, line.zone),
        }
    ET.SubElement(dates, name, bounds).text = day_or_moment(moment, line.zone)


def _planning(items: ET.Element, line: Line, made: Planned) -> None:
    item = _item(items, "planningItem", line.uid, line, made)
    meta = _meta(item, "plinat:newscoverage", line, made)
    for note in notes(line, made.lang):
        _add(meta, "edNote", note)
    content = ET.SubElement(item, "contentMeta")
    for party in line.owner:
        _named(content, "contributor", party)
    if line.start is not None:
        subject = ET.SubElement(content, "subject", {"type": "cpnat:event", "uri": _event_uri(line)})
        _add(subject, "name", line.title)
    if line.campaign is not None:
        _named(content, "subject", line.campaign)
    _add(content, "headline", line.title)
    for one in line.note:
        _add(content, "description", one)
    _coverage(item, line)


def _coverage(item: ET.Element, line: Line) -> None:
    """Add what is to come out: with each medium, on each channel, or simply until the deadline."""
    pieces: list[tuple[Party | None, tuple[Party, ...], Party | None]] = [
        *((one, (one,), None) for one in line.media),
        *((one, line.lead, one) for one in line.channels),
    ]
    if not pieces and line.due is not None:
        pieces = [(None, line.lead, None)]
    if not pieces:
        return
    coverage = ET.SubElement(item, "newsCoverageSet")
    for where, assigned, channel in pieces:
        name = f"ID_{line.uid[-12:]}_{'due' if where is None else where.uid[-12:]}"
        planning = ET.SubElement(ET.SubElement(coverage, "newsCoverage", {"id": name}), "planning")
        for party in assigned:
            _named(planning, "assignedTo", party)
        if line.due is not None:
            _add(planning, "scheduled", day_or_moment(line.due, line.zone))
        if channel is not None:
            _named(planning, "service", channel)
        _add(planning, "headline", line.title)


def _named(parent: ET.Element, name: str, party: Party) -> None:
    _add(ET.SubElement(parent, name, {"uri": party.uid}), "name", party.name)


def _add(parent: ET.Element, name: str, text: str) -> None:
    """Add an element with a text, less the characters that XML cannot carry (XML 1.0, section 2.2)."""
    ET.SubElement(parent, name).text = _NO_XML.sub("", clean(text))


def _note_losses(line: Line, losses: Losses) -> None:
    if line.start is None and (line.end is not None or line.due is None):
        losses.add("export-loses-undated", line)
    if line.part or line.part_end:
        losses.add("export-loses-part", line)
    if line.is_confirmed and line.is_dated:
        losses.add("export-loses-certainty", line)
    if line.time:
        losses.add("export-loses-series", line)
    if line.needs:
        losses.add("export-loses-order", line)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
