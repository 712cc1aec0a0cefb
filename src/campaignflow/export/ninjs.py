"""A plan as one ninjs 3.1 object: the programme, and a planning item for each thing planned.

The format: IPTC, *News in JSON*, http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json (CC BY 4.0), its
`eventDetails` and `plannedCoverage`.  Its `recurrenceDates` is at once a list and a text, so that no value
fits: what comes round is written time by time.
"""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Unpack

from campaignflow.export.lines import clean, one_line
from campaignflow.export.planned import (
    Choices,
    Exported,
    Line,
    Losses,
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

__all__ = ["to_ninjs"]

VERSION = "3.1"
_SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"
_CALLED = "ninjs 3.1"
_NEEDED = frozenset({"name", "uri"})


def to_ninjs(schedule: Agenda, *, plugins: "Plugins | None" = None, **choices: Unpack[Choices]) -> Exported:
    """Return a schedule as a ninjs 3.1 object (IPTC, News in JSON) for the planning desks of newsrooms.

    The object is the programme; its `associations` are the planning items, one for each thing planned and
    each time of what comes round.  Same plan, same bytes.  What ninjs cannot say stands in `findings`.

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
    text = json.dumps(_programme(made, losses), ensure_ascii=False, indent=1)
    return Exported(f"{text}\n".encode(), "application/json", losses.told())


def _programme(made: Planned, losses: Losses) -> dict[str, Any]:
    return {
        "uri": made.uid,
        "type": "planning",
        "profile": "campaignflow-programme",
        "versionCreated": _instant(made.modified),
        "language": made.lang,
        "title": made.title,
        "associations": [_item(line, made.lang, losses) for line in made.lines],
        "standard": {"name": "ninjs", "version": VERSION, "schema": _SCHEMA},
    }


def _item(line: Line, lang: str, losses: Losses) -> dict[str, Any]:
    _note_losses(line, losses)
    parts: dict[str, Any] = {
        "name": line.title,
        "rel": "planned",
        "uri": line.uid,
        "type": "planning",
        "profile": f"campaignflow-{line.kind}",
        "version": str(line.sequence),
        "versionCreated": _instant(line.modified),
        "pubStatus": _status(line),
        "usageTerms": word(f"export-{line.visibility.value}", lang),
        "edNote": "\n".join(map(clean, notes(line, lang))),
        "language": lang,
        "title": line.title,
        "descriptions": [{"role": "note", "value": clean(one)} for one in line.note],
        "people": [_party(one, "owner") for one in line.owner],
        "organisations": [
            _party(one, rel)
            for rel, parties in (
                ("lead", line.lead),
                ("support", line.support),
                ("media", line.media),
                ("channel", line.channels),
            )
            for one in parties
        ],
        "places": [{"name": one} for one in line.where],
        "subjects": [] if line.campaign is None else [_party(line.campaign, "campaign")],
        "eventDetails": _event(line),
        "plannedCoverage": _coverage(line),
        "altIds": [{"role": "campaignflow-id", "value": one_line(line.id)}] if line.id else [],
    }
    if line.embargo is not None and line.embargo != NEVER:
        parts["embargoedUntil"] = _instant(line.embargo)
    return {name: value for name, value in parts.items() if name in _NEEDED or value not in ("", [], {})}


def _status(line: Line) -> str:
    if line.is_cancelled:
        return "canceled"
    return "withheld" if line.embargo == NEVER else "usable"


def _party(party: Party, rel: str) -> dict[str, str]:
    return {"name": party.name, "rel": rel, "uri": party.uid}


def _event(line: Line) -> dict[str, Any]:
    dates = _dates(line)
    if not dates:
        return {}
    organiser = {"organiser": {"name": line.lead[0].name, "uri": line.lead[0].uid}} if line.lead else {}
    return {"dates": dates, **organiser}


def _dates(line: Line) -> dict[str, str]:
    """Return the dates: only what is known to the minute and firm is a `startDate` or an `endDate`."""
    found = {}
    for moment, firm, open_ in (
        (line.start, "startDate", "expectedStartDate"),
        (line.end, "endDate", "expectedEndDate"),
    ):
        if moment is not None:
            is_firm = isinstance(moment, datetime) and line.is_confirmed and not line.is_fuzzy
            found[firm if is_firm else open_] = day_or_moment(moment, line.zone)
    return found


def _coverage(line: Line) -> list[dict[str, Any]]:
    """Return a piece of coverage for each medium and channel; for a deadline alone one that is due then."""
    dates = {}
    if line.due is not None:
        is_firm = isinstance(line.due, datetime) and line.is_confirmed
        dates = {"endDate" if is_firm else "expectedEndDate": day_or_moment(line.due, line.zone)}
    pieces = [
        {"title": f"{line.title} · {one.name}", "edNote": one.name} for one in (*line.media, *line.channels)
    ]
    if not pieces and dates:
        pieces = [{"title": line.title}]
    status = {"pubStatus": "canceled"} if line.is_cancelled else {}
    return [{**one, **status, **({"dates": dates} if dates else {})} for one in pieces]


def _note_losses(line: Line, losses: Losses) -> None:
    if not line.is_dated:
        losses.add("export-loses-undated", line)
    if line.is_fuzzy and line.is_dated:
        losses.add("export-loses-window", line)
    days = [one for one in (line.start, line.end, line.due) if one is not None]
    if line.is_confirmed and any(not isinstance(one, datetime) for one in days):
        losses.add("export-loses-certainty", line)
    if line.due is not None:
        losses.add("export-loses-deadline", line)
    if line.part or line.part_end:
        losses.add("export-loses-part", line)
    if line.time:
        losses.add("export-loses-series", line)
    if line.needs:
        losses.add("export-loses-order", line)
    if line.media or line.channels:
        losses.add("export-loses-who-covers", line)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
