"""What is planned, line by line, as far as a reader may know it; and what a format could not say of it.

News systems and tables are written from these lines alone (`campaignflow.export.ninjs`, `.newsml`, `.table`),
so that none of them can let out what the line does not hold.  Who may see which entry is settled in
`campaignflow.export.selection`; calendars are written by `campaignflow.export.ical`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, NamedTuple, TypedDict
from uuid import NAMESPACE_URL, uuid5

from campaignflow.dates.precision import Certainty, Precision
from campaignflow.errors import Finding
from campaignflow.export.events import CANCELLED_FOR
from campaignflow.export.lines import one_line
from campaignflow.export.selection import (
    Agenda,
    Revision,
    Selection,
    View,
    audience_of,
    language_of,
    revision_of,
    selected,
    title_of,
)
from campaignflow.export.zones import zone
from campaignflow.labels import word
from campaignflow.scheduling.entry import NEVER, Entry, Occurrence
from campaignflow.types import Visibility

if TYPE_CHECKING:
    from campaignflow.hooks.plugins import Plugins

__all__ = ["Choices", "Exported", "Line", "Losses", "Party", "Planned", "day_or_moment", "notes", "planned"]

Moment = date | datetime

_WORK = frozenset(("campaign", "key-date", "activity", "prepare", "agenda", "routine"))
"""Kinds that are told of though they have no date yet."""


class Choices(TypedDict, total=False):
    """Whose file it is and for when; the same words as those of `to_ics`."""

    unit: str | None
    partner: str | None
    person: str | None
    campaign: str | None
    audience: Visibility | str | None
    as_of: date | datetime | None
    revisions: Mapping[str, Revision] | None
    lang: str | None


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to hand out, and what its format could not say."""

    octets: bytes
    """The file: same plan, same bytes."""
    content_type: str
    """Its media type, as a host's server or mail would name it."""
    findings: tuple[Finding, ...] = ()
    """What the format could not say, or not as it was planned; for whoever hands it out, not for the file."""


class Party(NamedTuple):
    """A unit, person, medium or channel by its name."""

    uid: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that is planned, each time it comes round by itself, with nothing its reader may not know."""

    uid: str
    """URN for life (RFC 9562, version 5); it tells a reader outside nothing of the ids behind it."""
    place: str
    """Id of the entry, for findings alone: it is never written."""
    id: str
    """Id of the entry; empty for readers outside."""
    time: str
    """The period it belongs to, of what comes round."""
    kind: str
    title: str
    campaign: Party | None
    start: Moment | None
    end: Moment | None
    """Last day, or moment."""
    due: Moment | None
    zone: str
    part: str | None
    part_end: str | None
    precision: Precision
    is_confirmed: bool
    written: str
    lead: tuple[Party, ...]
    support: tuple[Party, ...]
    owner: tuple[Party, ...]
    media: tuple[Party, ...]
    channels: tuple[Party, ...]
    where: tuple[str, ...]
    needs: tuple[str, ...]
    """What must come first, as far as it may be known."""
    note: tuple[str, ...]
    visibility: Visibility
    embargo: datetime | None
    """Until when it may not be published; `NEVER` while that is not decided.  None once it has lifted."""
    is_cancelled: bool
    sequence: int
    modified: datetime

    @property
    def is_fuzzy(self) -> bool:
        """Whether it happens some time within its days rather than throughout."""
        return not self.precision.is_exact and self.kind != "campaign"

    @property
    def is_dated(self) -> bool:
        """Whether a day of its own is known."""
        return self.start is not None or self.end is not None or self.due is not None


class Planned(NamedTuple):
    """All that a file is written from."""

    uid: str
    title: str
    lines: tuple[Line, ...]
    lang: str
    modified: datetime
    """When the newest of it changed; without a record, the first instant of the programme's stamp."""


def planned(agenda: Agenda, choices: Choices, plugins: "Plugins | None" = None) -> Planned:
    """Return what a reader may know of a plan, in order of time.

    Raises:
        InvalidValue: a choice that does not exist, a naive `as_of`, somebody who is nowhere in the plan.
        PluginFailed: a plugin could not be asked, and the reader is outside the office.
    """
    lang = choices.get("lang") or language_of(agenda)
    unit, person = choices.get("unit"), choices.get("person")
    view = View(
        unit=unit,
        partner=choices.get("partner"),
        person=person,
        campaign=choices.get("campaign"),
        audience=audience_of(agenda, choices.get("audience"), unit=unit, person=person),
        as_of=choices.get("as_of"),
        revisions=choices.get("revisions"),
        lang=lang,
    )
    selection = selected(agenda, view)
    if plugins is not None:
        from campaignflow.export.plugged import as_plugins_want  # noqa: PLC0415  # only where there are any

        selection = as_plugins_want(selection, view.readers, plugins)
    found: dict[str, Line] = {}
    for line in _Lines(agenda, selection, view):
        # What has lost a day stands there twice, once to be cancelled: as long as it is on, it is not off.
        if line.uid not in found or found[line.uid].is_cancelled:
            found[line.uid] = line
    stamp = _midnight(agenda.stamp)
    newest = max((line.modified for line in found.values()), default=stamp)
    title = one_line(agenda.programme_title)
    return Planned(_urn(agenda.programme_id, "programme"), title, tuple(found.values()), lang, newest)


class _Lines:
    """The lines of one file while they are worked out."""

    def __init__(self, agenda: Agenda, selection: Selection, view: View) -> None:
        self._agenda = agenda
        self._selection = selection
        self._view = view
        self._is_internal = view.readers is Visibility.INTERNAL
        self._revisions = view.revisions or {}

    def __iter__(self) -> Iterator[Line]:
        for entry in self._selection.entries:
            times: tuple[Occurrence | None, ...] = entry.occurrences or (None,)
            for one in times:
                line = self._line(entry if one is None else entry.at(one), "" if one is None else one.key)
                if line is not None:
                    yield line

    def _line(self, entry: Entry, key: str) -> Line | None:
        revision = self._revision(entry.id, key)
        if revision.cancelled and self._is_past(revision, entry.zone):
            return None
        start, end = (None, None) if entry.inherited else (entry.start, entry.end)
        is_dated = any(one is not None for one in (start, end, entry.due))
        precision = entry.precision if is_dated else Precision.UNDATED
        if not is_dated and (revision.cancelled or entry.kind not in _WORK):
            return None
        ours = self._is_internal
        known = self._selection.known
        campaign = known.get(entry.campaign or "") if entry.campaign != entry.id else None
        media = entry.media if ours else tuple(one for one in entry.media if one == self._view.partner)
        return Line(
            uid=self._uid(entry.id, key),
            place=entry.id,
            id=entry.id if ours else "",
            time=key,
            kind=entry.kind,
            title=title_of(entry, known),
            campaign=None
            if campaign is None
            else Party(self._uid(campaign.id, ""), one_line(campaign.title)),
            start=start,
            end=end,
            due=entry.due,
            zone=entry.zone,
            part=entry.part if is_dated else None,
            part_end=entry.part_end if is_dated else None,
            precision=precision,
            is_confirmed=entry.certainty is Certainty.CONFIRMED,
            written=entry.written if ours and is_dated else "",
            lead=self._parties(entry.lead),
            support=self._parties(entry.support),
            owner=self._parties(entry.owner if ours else ()),
            media=self._parties(media),
            channels=self._parties(entry.channels if ours else ()),
            where=tuple(map(one_line, entry.where)),
            needs=tuple(self._uid(one, "") for one in entry.needs if one in known),
            note=entry.note if ours else (),
            visibility=entry.visibility,
            embargo=self._embargo(entry),
            is_cancelled=revision.cancelled,
            sequence=revision.sequence,
            modified=_midnight(self._agenda.stamp) if revision.at is None else revision.at.astimezone(UTC),
        )

    def _embargo(self, entry: Entry) -> datetime | None:
        if entry.embargo is None or entry.embargo == NEVER:
            return entry.embargo
        return entry.embargo if self._view.is_before(entry.embargo, entry.zone) else None

    def _parties(self, ids: Iterable[str]) -> tuple[Party, ...]:
        programme, names = self._agenda.programme_id, self._agenda.names
        return tuple(Party(_urn(programme, "party", one), one_line(names.get(one, one))) for one in ids)

    def _uid(self, entry_id: str, key: str) -> str:
        first = self._revision(entry_id, "").known_as or entry_id
        return _urn(self._agenda.programme_id, "entry", first, key)

    def _revision(self, entry_id: str, key: str) -> Revision:
        return revision_of(self._revisions, entry_id, key)

    def _is_past(self, revision: Revision, zone_name: str) -> bool:
        return revision.at is not None and not self._view.is_before(revision.at + CANCELLED_FOR, zone_name)


@dataclass(slots=True)
class Losses:
    """What a format could not say, gathered while a file is written."""

    format: str
    _places: dict[str, list[str]] = field(default_factory=dict)

    def add(self, what: str, line: Line) -> None:
        """Note that something of a line is not said, or only in words."""
        places = self._places.setdefault(what, [])
        if line.place not in places:
            places.append(line.place)

    def told(self) -> tuple[Finding, ...]:
        """Return a finding for each kind of thing, with the entries it is about."""
        return tuple(_finding(code, self.format, tuple(places)) for code, places in self._places.items())


def _finding(code: str, called: str, places: tuple[str, ...]) -> Finding:
    first = [*places[:_NAMED], *(["…"] if len(places) > _NAMED else [])]
    return Finding(code, facts={"format": called, "count": len(places), "entries": first}, items=places)


_NAMED = 5
"""How many entries a finding names; `items` has all of them."""


def notes(line: Line, lang: str) -> list[str]:
    """Return in words what editors should know of a date, for formats that have no field for it."""

    def say(code: str, **facts: object) -> str:
        return word(code, lang).format_map(facts)

    said = []
    if line.is_cancelled:
        said.append(say("export-cancelled"))
    if line.is_fuzzy and line.is_dated:
        said.append(say("export-some-time"))
    if not line.is_confirmed:
        said.append(say("ics-provisional"))
    if line.due is not None:
        said.append(say("export-due", moment=_in_words(line.due, line.zone)))
    if line.start is None and line.end is not None:
        said.append(say("export-until", moment=_in_words(line.end, line.zone)))
    parts = [part for part in dict.fromkeys((line.part, line.part_end)) if part is not None]
    if parts:
        said.append(say("export-part", parts=say("ics-and").join(map(say, parts))))
    if line.embargo == NEVER:
        said.append(say("ics-embargo-open"))
    if line.written:
        said.append(say("ics-written", text=one_line(line.written)))
    return said


def day_or_moment(moment: Moment, zone_name: str) -> str:
    """Return a day as `2027-03-15`, a moment as `2027-03-15T09:30:00+08:00` (ISO 8601)."""
    here = moment.astimezone(zone(zone_name)) if isinstance(moment, datetime) else moment
    return here.isoformat()


def _in_words(moment: Moment, zone_name: str) -> str:
    if isinstance(moment, datetime):
        return f"{moment.astimezone(zone(zone_name)):%Y-%m-%d %H:%M}"
    return moment.isoformat()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _urn(*parts: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, 'campaignflow:' + chr(0).join(parts))}"
