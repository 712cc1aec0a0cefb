"""The schedule users hold: entries with real dates, in order, and the findings about them.

Dates are worked out by `campaignflow.scheduling.resolver`, findings by `campaignflow.scheduling.checks`.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from functools import cached_property
from typing import NamedTuple, Protocol

from campaignflow.dates.observances import Observance
from campaignflow.dates.span import Span, as_day
from campaignflow.dates.workdays import WorkCalendar
from campaignflow.errors import CampaignflowError, Finding, InvalidValue, Place
from campaignflow.plan.programme import Programme
from campaignflow.scheduling.checks import check, lifted
from campaignflow.scheduling.elsewhere import Path, elsewhere_of
from campaignflow.scheduling.entries import entries_of
from campaignflow.scheduling.entry import Entry, by_time
from campaignflow.scheduling.resolver import Dates, Resolver
from campaignflow.scheduling.settings import Settings

__all__ = ["NoSuchEntry", "PlanAnswers", "PlanChecks", "Schedule", "resolved", "schedule"]


class NoSuchEntry(CampaignflowError, KeyError):
    """Nothing in the schedule has this id."""

    __str__ = CampaignflowError.__str__


class Schedule(Mapping[str, Entry]):
    """Entries of a programme by id (`water-week/briefing`), in order of time, and findings about them."""

    def __init__(  # noqa: PLR0913  # `schedule` alone makes one; its parts have nothing in common
        self,
        programme: Programme,
        entries: Iterable[Entry],
        findings: Iterable[Finding],
        submit_by: Mapping[str, date],
        *,
        issued: date | None,
        period: tuple[date | None, date | None],
        resolver: Resolver | None = None,
    ) -> None:
        self.programme = programme
        self._resolver = resolver
        self.period = period
        """First and last day of the programme; None where it is open or not decided."""
        self.entries: tuple[Entry, ...] = tuple(sorted(entries, key=by_time))
        """All of them: dated ones by their first day, undated ones last."""
        self.findings: tuple[Finding, ...] = tuple(findings)
        """Everything wrong or doubtful, errors included; lifted ones count as notes."""
        self.submit_by: Mapping[str, date] = submit_by
        """For each campaign with approval steps, the latest day to submit it and still launch in time."""
        self.stamp: date = issued or period[0] or _first_day(self.entries)
        """The day calendars are stamped with: when the plan was issued, else the period's first day."""
        self._by_id = {entry.id: entry for entry in self.entries}

    def __getitem__(self, entry_id: str) -> Entry:
        try:
            return self._by_id[entry_id]
        except KeyError:
            near = get_close_matches(str(entry_id), self._by_id, 1, 0.6)
            raise NoSuchEntry("entry-unknown", id=str(entry_id), near=near) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def between(self, first: date | str, last: date | str) -> list[Entry]:
        """Return what happens or falls due from `first` to `last`, both included, in order.

        Something that comes round is there once for each time.  Entries that only inherit the
        campaign's window are left out: they have no day of their own.

        Raises:
            InvalidValue: a text is no day as `2027-03-01`.
        """
        begin, finish = _day(first), _day(last)
        found = []
        for entry in self.entries:
            if entry.inherited:
                continue
            for one in [entry.at(occurrence) for occurrence in entry.occurrences] or [entry]:
                days = [as_day(moment) for moment in (one.start, one.end, one.due) if moment is not None]
                if days and min(days) <= finish and (max(days) >= begin or _is_open(one)):
                    found.append(one)
        return sorted(found, key=by_time)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep the plan from being used as it is."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def dates(self) -> Mapping[str, Dates]:
        """Dates of every dated thing as they were worked out, by id; none where entries were given."""
        return {} if self._resolver is None else self._resolver.dates

    @cached_property
    def elsewhere(self) -> Mapping[Path, Span]:
        """Days of every other date, by its path in the plan; none where entries were given.

        `elsewhere["campaigns", "water-week", "budget", 0, "charged"]`; what they are is listed in
        `campaignflow.scheduling.elsewhere`.  Worked out when first asked for.
        """
        return {} if self._resolver is None else elsewhere_of(self._resolver)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Display names of units, people, media and channels by id."""
        programme = self.programme
        blocks = (programme.channels, programme.media, programme.people, programme.units)
        return {key: noun.name for block in blocks for key, noun in block.items()}

    @cached_property
    def outsiders(self) -> frozenset[str]:
        """Ids of the units and people that are no part of the office; whoever is of such a unit is none."""
        units = {key for key, unit in self.programme.units.items() if unit.outside}
        people = self.programme.people.items()
        return frozenset(units | {key for key, one in people if one.outside or one.unit in units})

    @property
    def programme_id(self) -> str:
        """Id of the programme."""
        return self.programme.id

    @property
    def programme_title(self) -> str:
        """Title of the programme."""
        return self.programme.title


class PlanChecks(Protocol):
    """Whoever looks a plan over beside campaignflow: its plugins (`campaignflow.hooks.plugins`)."""

    @property
    def observances(self) -> tuple[Observance, ...]:
        """Those they bring, beside the shipped ones."""
        ...

    def check_plan(self, programme: Programme, schedule: Schedule) -> "PlanAnswers":
        """Return what each found, and who answered at all."""
        ...


class PlanAnswers(NamedTuple):
    """What plugins found in a plan."""

    findings: tuple[Finding, ...]
    """All of them, by the plugins' names; an error for each that could not say."""
    answered: frozenset[str]
    """Names of the plugins that could say, be it nothing."""


def _day(day: date | str) -> date:
    if isinstance(day, date):
        return as_day(day)
    try:
        return date.fromisoformat(day)
    except (ValueError, TypeError):
        raise InvalidValue("day-unreadable", text=str(day)) from None


def _first_day(entries: Iterable[Entry]) -> date:
    return min(
        (as_day(entry.start) for entry in entries if entry.start is not None), default=date(2000, 1, 1)
    )


def _is_open(entry: Entry) -> bool:
    return entry.start is not None and entry.end is None and not isinstance(entry.start, datetime)


def schedule(  # each is a choice people make by name
    programme: Programme,
    *,
    today: date | str | None = None,
    calendars: Mapping[str, WorkCalendar] | None = None,
    observances: Iterable[Observance] = (),
    fixed: Mapping[str, Dates] | None = None,
    plugins: PlanChecks | None = None,
) -> Schedule:
    """Return real dates for everything in a programme, and findings about them.

    Pure: the same programme, day and calendars give the same schedule, in whatever order the plan
    lists things.  `today` lets it say what can no longer be done in time.  `calendars` replaces
    working calendars by code, `observances` adds to the shipped ones.  `fixed` gives dates, by id of
    the entry, that are facts and are not worked out again; what hangs on them follows them.
    `plugins` bring observances, too, and are asked for findings of their own.
    """
    now = None if today is None else _day(today)
    brought = () if plugins is None else plugins.observances
    resolver = _resolver(programme, calendars, (*observances, *brought), fixed)
    entries = entries_of(resolver)
    issued = _issued(resolver)
    findings, submit_by = check(resolver, entries, now, programme.read_with)
    period = resolver.settings.period
    made = Schedule(
        programme, entries.values(), findings, submit_by, issued=issued, period=period, resolver=resolver
    )
    if plugins is not None:
        said = plugins.check_plan(programme, made)
        nowhere, whole = Place(), programme.place()
        told = [one.at(whole) if one.place == nowhere else one for one in said.findings]
        made.findings = (*made.findings, *lifted(told, programme, said.answered))
    return made


def resolved(
    programme: Programme,
    *,
    fixed: Mapping[str, Dates] | None = None,
    calendars: Mapping[str, WorkCalendar] | None = None,
    observances: Iterable[Observance] = (),
) -> Schedule:
    """Return the schedule of a programme without looking it over; the arguments are those of `schedule`.

    Its findings are the dates that could not be worked out, and its `submit_by` is empty.
    """
    resolver = _resolver(programme, calendars, observances, fixed)
    entries, issued = entries_of(resolver), _issued(resolver)
    findings = [*resolver.settings.findings, *resolver.findings]
    period = resolver.settings.period
    return Schedule(
        programme, entries.values(), findings, {}, issued=issued, period=period, resolver=resolver
    )


def _resolver(
    programme: Programme,
    calendars: Mapping[str, WorkCalendar] | None,
    observances: Iterable[Observance],
    fixed: Mapping[str, Dates] | None,
) -> Resolver:
    return Resolver(programme, Settings(programme, calendars or {}, tuple(observances)), fixed)


def _issued(resolver: Resolver) -> date | None:
    programme = resolver.programme
    if programme.issued is not None:
        span = resolver.elsewhere(programme.issued, None, ("issued",))
        if span.start is not None:
            return as_day(span.start)
    return None
