"""Days off: events on public holidays, series that meet them, deadlines counted onto a day off."""

from collections.abc import Iterator
from datetime import date, timedelta

from campaignflow.dates import expression as ex
from campaignflow.dates.span import as_day
from campaignflow.dates.when import When
from campaignflow.errors import Finding
from campaignflow.scheduling.checks.view import View, days_of, joined
from campaignflow.scheduling.entry import Entry

__all__ = ["CHECKS"]

EVENT = timedelta(days=3)
"""What lasts no longer is taken to happen on each of its days."""


def events_on_holidays(view: View) -> Iterator[Finding]:
    """An event of a day or three meets a public holiday that nobody has named."""
    for entry in view.of_kind("activity", "prepare", "agenda"):
        days = days_of(entry)
        if days is None or days[1] - days[0] >= EVENT or entry.is_fuzzy or entry.occurrences:
            continue
        if not _is_meant(view.resolver.nodes[entry.id].noun.when):
            found = _holiday(view, entry, days)
            if found is not None:
                yield view.found("on-holiday", entry, field="when", day=found[0], holiday=found[1])


def _holiday(view: View, entry: Entry, days: tuple[date, date]) -> tuple[date, str] | None:
    calendar = view.calendar(entry)
    for late in range((days[1] - days[0]).days + 1):
        day = days[0] + timedelta(late)
        name = calendar.name_of(day)
        if name is not None:
            return day, name
    return None


def _is_meant(when: When | None) -> bool:
    """Whether the days were chosen for what they are: another thing's own, an observance, a week."""
    match when.expression if when is not None else None:
        case ex.Single(ex.Term(base, ())) | ex.Lasting(ex.Term(base, ())):
            return isinstance(base, ex.Ref | ex.Observed | ex.WeekOf | ex.NthWeekOf)
        case _:
            return False


def series_on_holidays(view: View) -> Iterator[Finding]:
    """What comes round by the calendar meets public holidays."""
    for entry in view.of_kind("activity", "routine"):
        when = view.resolver.nodes[entry.id].noun.when
        if when is None or not isinstance(when.expression, ex.Every) or when.expression.period == "day":
            continue
        calendar = view.calendar(entry)
        days = [as_day(one.start) for one in entry.occurrences if one.start is not None]
        met = [day for day in days if calendar.name_of(day) is not None]
        if met and not entry.is_fuzzy:
            said = joined(day.isoformat() for day in met)
            yield view.found("series-on-holidays", entry, field="when", count=len(met), days=said)


def deadlines_on_days_off(view: View) -> Iterator[Finding]:
    """A deadline that was counted out, not written, falls on a day off."""
    for entry in view.of_kind("activity", "prepare", "agenda"):
        due = view.resolver.nodes[entry.id].noun.__dict__["due"]
        if entry.due is None or entry.is_fuzzy or entry.occurrences or not _is_computed(due):
            continue
        day, calendar = as_day(entry.due), view.calendar(entry)
        if not calendar.is_workday(day):
            yield view.found("due-on-day-off", entry, field="due", day=day, offer=calendar.add(day, -1))


def _is_computed(when: When) -> bool:
    """Whether a date was counted out rather than written as a day."""
    match when.expression:
        case ex.Single(term) | ex.Until(term):
            return bool(term.offsets) and term.offsets[-1].unit != "workdays"
        case _:
            return False


CHECKS = (events_on_holidays, series_on_holidays, deadlines_on_days_off)
