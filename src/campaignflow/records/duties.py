"""Duties: who is to be reminded of what on a record, and at which instant.

`duties` is a pure function of the record and the policy; timers are its projection (rule 52), which
`campaignflow.store` keeps and `campaignflow.actions` carries out.  Deadlines of approval steps belong to
their round and are not here; how the hours of a response run is in `campaignflow.records.clock`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple, Self
from zoneinfo import ZoneInfo

from campaignflow.dates.atoms import clock as read_clock
from campaignflow.dates.precision import Certainty
from campaignflow.dates.resolve import instant
from campaignflow.dates.span import Moment
from campaignflow.dates.when import Duration
from campaignflow.dates.workdays import WorkCalendar
from campaignflow.errors import InvalidValue
from campaignflow.records import clock
from campaignflow.scheduling.entry import Entry
from campaignflow.types import FrozenDict, Ref
from campaignflow.workflow.packaged import packaged

__all__ = ["DUTIES", "Duty", "Policy", "Rung", "Subject", "armed", "duties", "item_of", "shipped_policy"]

DUTIES = ("starts", "due", "overdue", "routine", "response", "launch", "wrap_up")
"""What somebody can be reminded of."""
PARTIES = ("owner", "lead", "support", "supervise", "coordinator")
KINDS = (
    *("campaign", "key-date", "activity", "prepare", "agenda", "routine", "condition"),
    *("item", "request", "issue", "finding", "commitment", "interview"),
)
CLOSED = frozenset({"done", "dropped", "postponed"})
"""States of an item in which nobody is reminded of it or of what is inside it."""

_ABOUT_AN_END = frozenset({"due", "overdue", "wrap_up", "response"})

_WHEN = re.compile(r"(?P<length>\d+ \w+) (?P<side>before|after)")


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder of a ladder: how far from what it is about, and to whom."""

    count: int
    """Before it if negative; with 0 days on the day, with 0 hours at the very time."""
    unit: str
    """`days`, `workdays`, or `hours` and `minutes`, which need a clock time to count from."""
    minutes: int
    """Local time of the reminder in minutes after midnight, where it is counted in days."""
    to: tuple[str, ...]
    """Of these parts the first that somebody has."""
    escalates: bool = False
    """Whether it comes once time is up, and passes over those who were told before."""
    kinds: tuple[str, ...] = ()
    """Kinds of things it is about; none means all."""
    states: tuple[str, ...] = ()
    """States of the record in which it is due; none means all."""

    @property
    def by_the_clock(self) -> bool:
        """Whether it is counted in elapsed hours."""
        return self.unit in {"hours", "minutes"}


@dataclass(frozen=True, slots=True)
class Policy:
    """The ladders of an office, as data."""

    ladders: Mapping[str, tuple[Rung, ...]]
    """The rungs of each duty, in their order."""

    @classmethod
    def from_data(cls, data: object) -> Self:
        """Return a policy from the content of a file like `data/policies/reminders.yaml`.

        Raises:
            InvalidValue: names the line that cannot be read and what would be right.
        """
        rows = _mapping(data, "", {"at", "ladders"})
        at = rows.get("at", "09:00")
        ladders = _mapping(rows.get("ladders", {}), "ladders", set(DUTIES))
        return cls(
            FrozenDict(
                {duty: tuple(_ladder(listed, f"ladders/{duty}", at)) for duty, listed in ladders.items()}
            )
        )

    def ladder(self, duty: str, kind: str) -> list[Rung]:
        """Return the rungs of a duty for a kind of thing; a rung's number is its place here."""
        return [rung for rung in self.ladders.get(duty, ()) if not rung.kinds or kind in rung.kinds]


@cache
def shipped_policy() -> Policy:
    """Return the policy that comes with the package."""
    return Policy.from_data(packaged("policies/reminders.yaml"))


def _unreadable(where: str, value: object, expected: str) -> InvalidValue:
    return InvalidValue("reminders-unreadable", where=where, text=str(value), expected=expected)


def _mapping(value: object, where: str, keys: set[str]) -> Mapping[str, Any]:
    expected = ", ".join(sorted(keys))
    if not isinstance(value, Mapping):
        raise _unreadable(where, value, f"{{{expected}}}")
    for key in value:
        if key not in keys:
            raise _unreadable(f"{where}/{key}".lstrip("/"), key, expected)
    return value


def _ladder(listed: object, where: str, at: object) -> Iterator[Rung]:
    if not isinstance(listed, list):
        raise _unreadable(where, listed, "[{when, to}, ...]")
    for number, row in enumerate(listed):
        here = f"{where}/{number}"
        said = _mapping(row, here, {"when", "at", "to", "kinds", "states"})
        count, unit, escalates = _distance(said.get("when"), f"{here}/when")
        to = _words(said.get("to", ()), f"{here}/to", PARTIES)
        if not to:
            raise _unreadable(f"{here}/to", "", ", ".join(PARTIES))
        yield Rung(
            count,
            unit,
            _minutes(said.get("at", at), f"{here}/at"),
            to,
            escalates,
            _words(said.get("kinds", ()), f"{here}/kinds", KINDS),
            _words(said.get("states", ()), f"{here}/states"),
        )


def _distance(value: object, where: str) -> tuple[int, str, bool]:
    """Return how far a rung lies from what it is about, in which unit, and whether it escalates."""
    fixed = {"on the day": (0, "days", False), "at the time": (0, "minutes", True)}
    if value in fixed:
        return fixed[str(value)]
    found = _WHEN.fullmatch(value) if isinstance(value, str) else None
    try:
        length = Duration(found["length"]) if found else None
    except InvalidValue:
        length = None
    if found is None or length is None or length.unit not in {"days", "workdays", "hours", "minutes"}:
        raise _unreadable(where, value, "3 workdays before, on the day, 1 hour before, at the time")
    after = found["side"] == "after"
    return length.count if after else -length.count, length.unit, after


def _minutes(value: object, where: str) -> int:
    try:
        at = read_clock(str(value))
    except (InvalidValue, ValueError):
        raise _unreadable(where, value, "09:00") from None
    if at.end is not None:
        raise _unreadable(where, value, "09:00")
    return at.start


def _words(value: object, where: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
    words = (value,) if isinstance(value, str) else value
    if not isinstance(words, list | tuple):
        raise _unreadable(where, value, ", ".join(known))
    for word in words:
        if not isinstance(word, str) or (known and word not in known):
            raise _unreadable(where, word, ", ".join(known))
    return tuple(words)


@dataclass(frozen=True, slots=True)
class Subject:
    """The record that duties are of, beside its dates."""

    ref: Ref
    state: str = ""
    """Its state in its workflow."""
    live: bool = True
    """Whether anybody is reminded in that state: not while it is suspended, postponed, over or archived."""
    supervise: tuple[str, ...] = ()
    """Who oversees it."""
    coordinator: tuple[str, ...] = ()
    """The coordinating unit of the office."""
    clock: Mapping[str, Any] | None = None
    """Its response clock, if it has one."""
    openings: Mapping[str, int] = field(default_factory=FrozenDict)
    """How many times an item was opened, by its path; else as often as the record (``""``), else once."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One reminder that is due at one instant."""

    ref: str
    """Full ref of the record."""
    item: str
    """Address inside the record, `briefing/release`; empty for the record itself."""
    duty: str
    """One of `DUTIES`."""
    occurrence: str
    """The period of an occurrence (`2027-W10`), empty for what happens once."""
    rung: int
    """Place on the ladder, from 0."""
    at: datetime
    """When it fires, in UTC."""
    target: datetime
    """The instant it is about, in UTC: a start, the end of a last day, the end of a response."""
    to: tuple[str, ...]
    """Ids of units and people; empty if not even a coordinating unit is known."""
    title: str
    opening: int = 1
    """How many times the item had been opened."""
    provisional: bool = False
    """Whether the date it is about may still move."""

    @property
    def key(self) -> str:
        """The name under which it fires once and never again (rule 52)."""
        address = f"{self.item}@{self.occurrence}" if self.occurrence else self.item
        place = f"{self.ref}#{address}" if address else self.ref
        target = self.target.isoformat().replace("+00:00", "Z")
        return f"{place} {self.duty} {self.opening}.{self.rung} {target}"


class _Aim(NamedTuple):
    """What a ladder counts from."""

    day: date
    """The local day."""
    target: datetime
    latest: datetime
    """When a reminder has lost its sense: at the clock time, or when the day is over."""
    has_clock: bool


def duties(
    subject: Subject,
    entries: Iterable[Entry],
    states: Mapping[str, str],
    policy: Policy,
    workdays: Callable[[tuple[str, ...]], WorkCalendar],
) -> list[Duty]:
    """Return everything that somebody is to be reminded of on a record, in order (at, ref, item, rung).

    `entries` are those of the record, `states` the states of items and occurrences by their path (`briefing`,
    `weekly@2027-W10`; what is not there is planned), `workdays` gives the calendar of those who lead.
    Nothing is due on what is done, dropped, postponed or undated, or only has its campaign's days.
    Every occurrence of a series is listed; `armed` says which of them counts now.
    """
    if not subject.live:
        return []
    listed = list(entries)
    found: list[Duty] = []
    for entry in listed:
        item = item_of(subject.ref, entry.id)
        if not _is_closed(item, states) and entry.kind != "approval":
            work = workdays(entry.lead)
            for about in _owed(entry, item, states):
                found += _climbed(subject, entry, about, policy, work)
    ends = None if subject.clock is None else clock.due(subject.clock)
    if ends is not None:
        own = next((one for one in listed if not item_of(subject.ref, one.id)), None)
        own = own or Entry(id=subject.ref.id, kind=subject.ref.kind, title=str(subject.ref))
        found += _climbed(subject, own, ("response", "", ends), policy, workdays(own.lead))
    return sorted(found, key=lambda one: (one.at, one.ref, one.item, one.rung, one.duty, one.occurrence))


def armed(listed: Iterable[Duty], after: Callable[[Duty], datetime]) -> list[Duty]:
    """Return the duties to keep a timer for: of each rung of a series only the next one (rule 54).

    `after` gives the instant at which a series was last carried out, else that from which on it counts; what
    it missed before is not made up for.
    """
    kept, seen = [], set()
    for duty in sorted(listed, key=lambda one: one.at):
        if duty.occurrence:
            series = (duty.ref, duty.item, duty.duty, duty.opening, duty.rung)
            if duty.at <= after(duty) or series in seen:
                continue
            seen.add(series)
        kept.append(duty)
    return kept


def item_of(ref: Ref, entry_id: str) -> str:
    """Return the address inside a record of an entry of the schedule.

    `water-week/briefing` of the campaign `water-week` is `briefing`, `routine:weekly` of a programme is
    `weekly`, `condition:major` keeps its name.
    """
    if entry_id == ref.id:
        return ""
    return entry_id.removeprefix(f"{ref.id}/").removeprefix("routine:")


def _is_closed(item: str, states: Mapping[str, str]) -> bool:
    """Whether an item, or something it is inside of, needs nobody any more."""
    parts = item.split("/")
    around = ["", *("/".join(parts[: n + 1]) for n in range(len(parts)))]
    return any(states.get(path) in CLOSED for path in around)


def _owed(entry: Entry, item: str, states: Mapping[str, str]) -> Iterator[tuple[str, str, Moment | None]]:
    """Yield the duties of an entry, the occurrence each is of, and the day or moment it is about."""
    if entry.inherited:
        return
    if entry.kind == "campaign":
        yield "launch", "", entry.start
        yield "wrap_up", "", entry.end
        return
    if states.get(item, "planned") == "planned":
        yield "starts", "", entry.start
    if not any(one.due is not None for one in entry.occurrences):
        yield "due", "", entry.due
        yield "overdue", "", entry.due
    for one in entry.occurrences:
        if states.get(f"{item}@{one.key}") not in CLOSED:
            yield "routine", one.key, one.start
            yield "due", one.key, one.due
            yield "overdue", one.key, one.due


def _climbed(
    subject: Subject,
    entry: Entry,
    about: tuple[str, str, Moment | None],
    policy: Policy,
    work: WorkCalendar,
) -> Iterator[Duty]:
    """Yield the reminders of one ladder; one that would come too late to be of use is left out."""
    duty, occurrence, moment = about
    if moment is None:
        return
    zone = ZoneInfo(entry.zone)
    aim = _aim(moment, zone, at_end=duty in _ABOUT_AN_END)
    item, told = item_of(subject.ref, entry.id), set[str]()
    for number, rung in enumerate(policy.ladder(duty, entry.kind)):
        if rung.states and subject.state not in rung.states:
            continue
        at = _fires(rung, aim, work, zone)
        if at is None or (at > aim.latest and not rung.escalates):
            continue
        to = _recipients(rung, entry, subject, told)
        told.update(to)
        yield Duty(
            ref=subject.ref.record,
            item=item,
            duty=duty,
            occurrence=occurrence,
            rung=number,
            at=at,
            target=aim.target,
            to=to,
            title=entry.title,
            opening=subject.openings.get(item, subject.openings.get("", 1)),
            provisional=duty != "response" and entry.certainty is Certainty.PROVISIONAL,
        )


def _aim(moment: Moment, zone: ZoneInfo, *, at_end: bool) -> _Aim:
    """Return what a ladder counts from: a moment, or a day's beginning or its end at 24:00."""
    if isinstance(moment, datetime):
        there = moment.astimezone(UTC)
        return _Aim(moment.astimezone(zone).date(), there, there, has_clock=True)
    begins, ends = (instant(moment, minutes, zone).astimezone(UTC) for minutes in (0, 24 * 60))
    return _Aim(moment, ends if at_end else begins, ends, has_clock=False)


def _fires(rung: Rung, aim: _Aim, work: WorkCalendar, zone: ZoneInfo) -> datetime | None:
    """Return the instant of a rung (rule 57); None where it needs a clock time and there is none."""
    if rung.by_the_clock:
        return aim.target + timedelta(**{rung.unit: rung.count}) if aim.has_clock else None
    if rung.unit == "days":
        day = aim.day + timedelta(rung.count)
    elif rung.count:
        day = work.add(aim.day, rung.count)
    else:
        day = aim.day if work.is_workday(aim.day) else work.add(aim.day, -1)
    return instant(day, rung.minutes, zone).astimezone(UTC)


def _recipients(rung: Rung, entry: Entry, subject: Subject, told: set[str]) -> tuple[str, ...]:
    """Return the first that there is of those a rung names, else the coordinating unit (rule 56)."""
    said = {"owner": entry.owner, "lead": entry.lead, "support": entry.support}
    said |= {"supervise": subject.supervise, "coordinator": subject.coordinator}
    for part in rung.to:
        found = tuple(one for one in said[part] if not (rung.escalates and one in told))
        if found:
            return found
    return subject.coordinator
