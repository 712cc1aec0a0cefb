"""Roll-over: next year's programme out of this year's, and how each of its dates came about.

Dates that follow a rule or an observance keep their words; absolute ones get the later year and are
provisional, because a person must look; what cannot be done by itself is named with the reason.  Facts and
decisions of the old year stay behind: `Rollover.left` lists them.  How dates and titles move is in
`campaignflow.scheduling.years`; the records that link back to last year's are for `campaignflow.actions`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from campaignflow.dates import expression as ex
from campaignflow.dates.observances import Observance
from campaignflow.dates.span import Span, as_day
from campaignflow.dates.when import When
from campaignflow.dates.workdays import WorkCalendar
from campaignflow.errors import Finding, InvalidValue
from campaignflow.plan.programme import Programme
from campaignflow.scheduling.checks import check
from campaignflow.scheduling.checks.days_off import EVENT
from campaignflow.scheduling.entries import entries_of
from campaignflow.scheduling.entry import Entry
from campaignflow.scheduling.resolver import Resolver
from campaignflow.scheduling.settings import Settings
from campaignflow.scheduling.years import Carrier, How, Outcome, moved, strongest
from campaignflow.types import checked_id

__all__ = ["RolledItem", "Rollover", "period_in", "rolled"]


@dataclass(frozen=True, slots=True)
class RolledItem:
    """One dated thing of the new programme, and how its date came about."""

    id: str
    """Id of the entry, as `water-week/briefing`; of what is no entry its place, as `funds/special`."""
    how: How
    """`rule` and `observance` in the same words, `shifted` by the year, or left to a `person`."""
    before: date | None
    """First day in the old year, else the last; None where it had none."""
    after: date | None
    """Likewise in the new one."""
    why: Finding | None = None
    """What a person has to see to."""


@dataclass(frozen=True, slots=True)
class Rollover:
    """Next year's programme, and how each of its dates came about."""

    programme: Programme
    items: tuple[RolledItem, ...]
    """Every entry in the order of the plan, then what else has a date that changed or is in error."""
    left: tuple[str, ...]
    """Places in the old plan of what did not travel."""


def period_in(programme: Programme, year: int) -> When:
    """Return the period of a programme as it begins in another year, in the same words.

    29 February becomes the 28th where there is none.

    Raises:
        InvalidValue: the period has no year to begin in, or the new one lies beyond the calendar.
    """
    first, last = _period(programme)
    years = year - first.year
    try:
        return moved(programme.period, years)
    except InvalidValue:
        begins = _clamped(first, years)
        return When(f"from {begins}" if last is None else f"{begins}/{_clamped(last, years)}")


def rolled(
    programme: Programme,
    new_id: str,
    period: When | str,
    *,
    calendars: Mapping[str, WorkCalendar] | None = None,
    observances: Iterable[Observance] = (),
) -> Rollover:
    """Return the programme of another period, made of this one (rule 60).

    Absolute dates move by the years between the beginnings of the two periods.  Pure: the same programme,
    period and calendars give the same result; `calendars` and `observances` are as for `schedule`.

    What was marked `confirmed` is not so any more; what is shifted or needs a person is `provisional`.  A
    thing needs a person where its date cannot be written in the new year (it is `tbd` then), falls on a day
    off of who leads it, rests on days that are known for the old year only, or is in error now.  A season or
    a series that met days off before may do so again.  A key date or a campaign that is an observance
    stays where that falls; `why` says if it is a day off.

    Raises:
        InvalidValue: the id is none or the old one, a period has no year, or both begin in the same.
    """
    if checked_id(new_id) == programme.id:
        raise InvalidValue("rollover-same-id", id=new_id)
    plain, there, given = programme.model_copy().located(None), When.read(period), tuple(observances)
    old_years = _years_of(plain)
    new_years = _years_of(plain.model_copy(update={"period": there}))
    if old_years[0] == new_years[0]:
        raise InvalidValue("rollover-same-year", year=old_years[0])
    carrier = Carrier(plain, old_years, new_years)
    old = _Look(plain, calendars or {}, given)
    new = _Look(carrier.programme(new_id, there), calendars or {}, given)
    items = [*_period_item(carrier, there), *_items(carrier.outcomes, old, new)]
    for_a_person = {item.id for item in items if item.how == "person"}
    paths = {entry.path for entry in new.entries.values() if entry.id in for_a_person}
    made = carrier.programme(new_id, there, paths)
    return Rollover(made, tuple(items), tuple(carrier.left))


def _period(programme: Programme) -> tuple[date, date | None]:
    first, last = Settings(programme, {}, ()).period
    if first is None:
        raise InvalidValue("rollover-needs-year", text=programme.period.text)
    return first, last


def _period_item(carrier: Carrier, there: When) -> Iterator[RolledItem]:
    """Yield the period itself where it cannot begin or end on the day it did."""
    old = carrier.old
    try:
        moved(old.period, carrier.years)
    except InvalidValue as error:
        why = Finding(error.code, old.place("period"), error.facts)
        new = old.model_copy(update={"period": there})
        yield RolledItem("programme", "person", _period(old)[0], _period(new)[0], why)


def _years_of(programme: Programme) -> range:
    first, last = _period(programme)
    return range(first.year, (last or first).year + 1)


def _clamped(day: date, years: int) -> date:
    year = day.year + years
    return date(year, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


class _Look:
    """A programme with its dates and what is wrong with them."""

    def __init__(
        self, programme: Programme, calendars: Mapping[str, WorkCalendar], observances: tuple[Observance, ...]
    ) -> None:
        self.programme = programme
        self.resolver = Resolver(programme, Settings(programme, calendars, observances))
        self.entries = entries_of(self.resolver)
        findings, _ = check(self.resolver, self.entries, None)
        self.errors = [finding for finding in findings if finding.severity == "error"]

    def day(self, when: When | None, path: tuple[str | int, ...]) -> date | None:
        """Return the first day, else the last, of a date that is no entry's own."""
        if when is None:
            return None
        around = [node for node in self.resolver.nodes.values() if node.path == path[: len(node.path)]]
        nearest = max(around, key=lambda node: len(node.path), default=None)
        span = self.resolver.elsewhere(when, nearest, path)
        moment = span.start or span.end
        return None if moment is None else as_day(moment)

    def days_off(self, entry: Entry) -> list[date]:
        """Return the days off, in the calendar of who leads it, on which an entry falls."""
        node = self.resolver.nodes.get(entry.id)
        zone = None if node is None else node.zone
        work = self.resolver.settings.setting(entry.lead, zone, entry.path).work
        return [day for day in self._days(entry) if not work.is_workday(day)]

    def _days(self, entry: Entry) -> Iterator[date]:
        if entry.occurrences:
            moments = (one.start or one.due for one in entry.occurrences)
            yield from (as_day(moment) for moment in moments if moment is not None)
            return
        dates = self.resolver.dates.get(entry.id)
        if dates is None:  # a decision has a last day and nothing else
            if entry.due is not None and not entry.is_fuzzy:
                yield as_day(entry.due)
            return
        span, due = dates.when or Span(), dates.due or Span()
        if span.start is not None and span.precision.is_exact:
            first = as_day(span.start)
            late = 0 if _is_lasting(entry) else (as_day(span.end or first) - first).days
            yield from (first + timedelta(n) for n in range(late + 1))
        if due.end is not None and due.precision.is_exact:
            yield as_day(due.end)


def _is_lasting(entry: Entry) -> bool:
    """Whether something comes round or takes many days, rather than being an event on each of a few."""
    if entry.occurrences or entry.start is None:
        return bool(entry.occurrences)
    if entry.end is None:
        return not isinstance(entry.start, datetime)
    return as_day(entry.end) - as_day(entry.start) >= EVENT


def _first_day(entry: Entry) -> date | None:
    """Return the first day of an entry or of the first of its occurrences, else the last day."""
    first = entry.at(entry.occurrences[0]) if entry.occurrences else entry
    moment = first.start or first.due or first.end
    return None if moment is None else as_day(moment)


def _items(outcomes: Iterable[Outcome], old: _Look, new: _Look) -> list[RolledItem]:
    """Return how each date came about, the entries first."""
    by_path: dict[tuple[str | int, ...], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_path[outcome.path].append(outcome)
    items = {}
    for name, entry in old.entries.items():
        counts = strongest(by_path.pop(entry.path, []))
        how, why = ("rule", None) if counts is None else (counts.how, counts.why)
        there = new.entries[name]
        item = RolledItem(name, how, _first_day(entry), _first_day(there), why)
        items[name] = _looked_over(item, entry, there, old, new)
    for path, of_one in by_path.items():
        counts = strongest(of_one)
        if counts is not None and counts.how in {"shifted", "person"}:
            name = "/".join(map(str, path))
            before, after = old.day(counts.before, path), new.day(counts.after, path)
            items[name] = RolledItem(name, counts.how, before, after, counts.why)
    for name, finding in _errors(old, new):
        item = items.get(name) or RolledItem(name, "person", None, None, finding)
        items[name] = item if item.how == "person" else replace(item, how="person", why=finding)
    return list(items.values())


def _looked_over(item: RolledItem, entry: Entry, there: Entry, old: _Look, new: _Look) -> RolledItem:
    """Leave to a person what falls on a day off: nothing lands there silently."""
    off = new.days_off(there)
    if item.how == "person" or not off or (_is_lasting(there) and old.days_off(entry)):
        return item
    place = new.programme.place(*there.path)
    why = Finding("rollover-on-day-off", place, {"title": there.title, "day": off[0]}, (item.id,))
    return replace(item, how=item.how if _is_observance(there, new) else "person", why=why)


def _is_observance(entry: Entry, look: _Look) -> bool:
    """Whether a key date or a campaign is an observance, which nobody can move."""
    node = look.resolver.nodes.get(entry.id)
    when = None if node is None or entry.kind not in {"key-date", "campaign"} else node.noun.when
    match None if when is None else when.expression:
        case ex.Single(ex.Term(ex.Observed(), (), None)):
            return True
        case _:
            return False


def _errors(old: _Look, new: _Look) -> Iterator[tuple[str, Finding]]:
    """Yield what is in error now and was not, by the entries or else the place it is about."""
    before = {(finding.code, finding.items, finding.place.item) for finding in old.errors}
    for finding in new.errors:
        if (finding.code, finding.items, finding.place.item) not in before:
            yield from ((name, finding) for name in finding.items or (finding.place.item,))
