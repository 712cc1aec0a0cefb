"""Whose calendar it is: what is asked for, what its audience may see, and what is under embargo.

What the entries shown become lives in `campaignflow.export.events`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, Protocol

from campaignflow.errors import InvalidValue
from campaignflow.export.lines import one_line
from campaignflow.export.window import Window
from campaignflow.export.zones import zone
from campaignflow.labels import LANGUAGES, Word
from campaignflow.scheduling.entry import Entry
from campaignflow.types import Visibility

__all__ = [
    "UNCHANGED",
    "Agenda",
    "Revision",
    "Selection",
    "View",
    "language_of",
    "revision_of",
    "selected",
    "title_of",
]


class Agenda(Protocol):
    """What a calendar needs of a schedule."""

    @property
    def entries(self) -> Iterable[Entry]:
        """Every dated thing, in order."""

    @property
    def names(self) -> Mapping[str, str]:
        """Display names of units, people, media and channels, by id."""

    @property
    def programme_id(self) -> str:
        """Id of the programme; every UID rests on it."""

    @property
    def programme_title(self) -> str:
        """What the calendar is called."""

    @property
    def outsiders(self) -> Collection[str]:
        """Ids of the units and people that are no part of the office."""

    @property
    def stamp(self) -> date:
        """Day the programme was issued, else the first day of its period."""


def language_of(agenda: Agenda) -> str:
    """Return the language of a plan: an environment's would give other bytes on another machine."""
    return "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in agenda.programme_title) else "en"


def audience_of(
    agenda: Agenda, audience: Visibility | str | None, *, unit: str | None, person: str | None
) -> Visibility | str | None:
    """Return who is going to read a calendar as far as that is settled: partners, if it is for an outsider.

    `View.readers` settles the rest.
    """
    is_outside = any(one is not None and one in agenda.outsiders for one in (unit, person))
    return Visibility.PARTNERS if audience is None and is_outside else audience


@dataclass(frozen=True, slots=True)
class Revision:
    """How often the record of an entry has changed, as its journal knows."""

    sequence: int = 0
    """One more for every change of time, place, status or rule (RFC 5545, section 3.8.7.4)."""
    at: datetime | None = None
    """Aware moment of the last change: LAST-MODIFIED and DTSTAMP."""
    cancelled: bool = False
    known_as: str = ""
    """The id of the entry when it was first handed out, of which its UID is made; empty if it is the same."""
    follows: str = ""
    """The series that this one continues under another rule, by what that was first handed out as."""

    def __post_init__(self) -> None:
        _must_be_aware(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Whose calendar it is and how it is to look; the arguments of `to_ics` under their own names."""

    unit: str | None = None
    partner: str | None = None
    person: str | None = None
    campaign: str | None = None
    audience: Visibility | str | None = None
    todos: Literal["event", "todo", "both"] = "event"
    profile: Literal["compat", "extended"] = "compat"
    as_of: date | datetime | None = None
    revisions: Mapping[str, Revision] | None = None
    lang: str = "zh"
    alarm: timedelta | None = None
    first: date | str | None = None
    last: date | str | None = None
    longest: int | None = None
    """Days; what lasts longer stands on its first day only."""
    organizer: str | None = None
    addresses: Mapping[str, str] | None = None
    server_invites: bool = False

    def __post_init__(self) -> None:
        arguments: tuple[tuple[str, str | None, tuple[str | None, ...]], ...] = (
            ("audience", self.audience, (None, *Visibility)),
            ("todos", self.todos, ("event", "todo", "both")),
            ("profile", self.profile, ("compat", "extended")),
            ("lang", self.lang, LANGUAGES),
        )
        for argument, value, allowed in arguments:
            if value not in allowed:
                choices = tuple(str(one) for one in allowed if one is not None)
                raise InvalidValue("ics-choice-unknown", argument=argument, value=value, choices=choices)
        if self.partner is not None and self.audience == Visibility.INTERNAL:
            raise InvalidValue("ics-partner-internal")
        if self.longest is not None and self.longest < 1:
            raise InvalidValue("ics-longest", value=self.longest)
        if (self.organizer is None) != (self.addresses is None):
            raise InvalidValue("ics-half-an-invitation")
        _must_be_aware(self.as_of)
        Window.read(self.first, self.last)

    @property
    def window(self) -> Window:
        """The days it reaches over."""
        return Window.read(self.first, self.last)

    @property
    def readers(self) -> Visibility:
        """Who is going to read it: the audience, else partners for a partner's calendar, else the office."""
        if self.audience is not None:
            return Visibility(self.audience)
        return Visibility.INTERNAL if self.partner is None else Visibility.PARTNERS

    def is_before(self, moment: datetime, zone_name: str) -> bool:
        """Whether the as-of day lies before a moment.

        A bare day counts from its first instant, so that nothing goes out on the morning of the day on which
        its embargo lifts.  Without an as-of day no moment is known to have passed.
        """
        if self.as_of is None:
            return True
        if isinstance(self.as_of, datetime):
            return self.as_of < moment
        return datetime.combine(self.as_of, time(), tzinfo=zone(zone_name)) < moment


@dataclass(frozen=True, slots=True)
class Selection:
    """What a calendar may speak of."""

    entries: Sequence[Entry]
    """What it shows: what is asked for, less what its audience may not see (yet)."""
    known: Mapping[str, Entry]
    """What it may name, shown or not: all that its audience may see."""


def selected(agenda: Agenda, view: View) -> Selection:
    """Return what a calendar shows and names.

    Raises:
        InvalidValue: the unit, partner, person or campaign asked for is nowhere in the plan.
    """
    everything = list(agenda.entries)
    wanted = everything
    for one in (view.unit, view.person):
        if one is not None:
            wanted = [entry for entry in wanted if entry.involves(one)]
    if view.partner is not None:
        wanted = [entry for entry in wanted if view.partner in entry.media]
    if view.campaign is not None:
        wanted = [entry for entry in wanted if view.campaign in (entry.campaign, entry.id)]
    if not wanted:
        _must_be_known(agenda, view, everything)
    readers = view.readers
    known = {entry.id: entry for entry in everything if _may_be_seen(entry, view, readers)}
    shown = [entry for entry in wanted if entry.id in known]
    return Selection(shown, known)


def _must_be_known(agenda: Agenda, view: View, everything: Sequence[Entry]) -> None:
    people = (("unit", view.unit), ("medium", view.partner), ("person", view.person))
    for kind, value in people:
        if value is not None and value not in agenda.names:
            raise InvalidValue("ics-nobody", kind=Word(kind), id=value)
    known = {entry.campaign for entry in everything} | {entry.id for entry in everything}
    if view.campaign is not None and view.campaign not in known:
        raise InvalidValue("ics-nobody", kind=Word("campaign"), id=view.campaign)


def _may_be_seen(entry: Entry, view: View, readers: Visibility) -> bool:
    if readers is Visibility.INTERNAL:
        return True
    if not entry.visibility.reaches(readers):
        return False
    return entry.embargo is None or not view.is_before(entry.embargo, entry.zone)


def _must_be_aware(moment: date | None) -> None:
    if isinstance(moment, datetime) and moment.utcoffset() is None:
        raise InvalidValue("ics-moment-naive", moment=moment)


def title_of(entry: Entry, known: Mapping[str, Entry]) -> str:
    """Return the title; what stands inside an activity that readers know of is called after it, too."""
    title = one_line(entry.title)
    if entry.kind not in {"prepare", "agenda"}:
        return title
    whole = known.get(entry.id.rpartition("/")[0])
    return title if whole is None else f"{one_line(whole.title)} · {title}"


UNCHANGED = Revision()
"""Of what the record does not know."""


def revision_of(revisions: Mapping[str, Revision], entry_id: str, key: str) -> Revision:
    """Return what the record knows of an entry, or of one time of it where that was changed by itself."""
    own = revisions.get(f"{entry_id}@{key}") if key else None
    return own or revisions.get(entry_id) or UNCHANGED
