"""On which days the events of somebody else's calendar fall: series unrolled, instances put in their place.

Reading the events is in `campaignflow.planfile.calendar_reading`.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from dateutil.rrule import rrule, rrulestr

from campaignflow.planfile.calendar_reading import IcsEvent

__all__ = ["falling", "first_day", "last_day"]

MOST_TIMES = 1_000
"""Times of one series that are looked at in one go."""
_LONGEST_SERIES = 100_000


def first_day(event: IcsEvent) -> date:
    """Return the day an event begins on, where it takes place."""
    return event.start.date() if isinstance(event.start, datetime) else event.start


def last_day(event: IcsEvent) -> date:
    """Return the last day of an event, where it takes place."""
    end = event.start if event.end is None else event.end
    return end.date() if isinstance(end, datetime) else end


def falling(events: Iterable[IcsEvent], first: date, last: date) -> Iterator[IcsEvent]:
    """Yield what falls on some of the days, each time of a series as an event with its `instance`.

    A time of a series that was moved by itself stands where it was moved to.
    """
    held = list(events)
    moved = {(one.uid, one.instance) for one in held if one.instance is not None}
    for event in held:
        if event.rule or event.also:
            for one in _times(event, first, last):
                if (one.uid, one.instance) not in moved:
                    yield one
        elif first_day(event) <= last and last_day(event) >= first:
            yield event


def _times(event: IcsEvent, first: date, last: date) -> Iterator[IcsEvent]:
    starts = {event.start, *event.also, *_by_rule(event, first, last)} - {*event.without}
    for start in sorted(starts, key=_order):
        end = _shifted(event, start)
        one = replace(event, start=start, end=end, rule="", also=(), without=(), instance=start)
        if first_day(one) <= last and last_day(one) >= first:
            yield one


def _order(moment: date | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), UTC)


def _shifted(event: IcsEvent, start: date | datetime) -> Any:
    """Return the end of a time of a series: as long by the clock as the first was."""
    if event.end is None:
        return None
    if isinstance(start, datetime) and isinstance(event.end, datetime) and isinstance(event.start, datetime):
        return (start.astimezone(UTC) + (event.end.astimezone(UTC) - event.start.astimezone(UTC))).astimezone(
            start.tzinfo
        )
    return start + (last_day(event) - first_day(event))


def _by_rule(event: IcsEvent, first: date, last: date) -> Iterator[date | datetime]:
    """Yield the starts a rule gives, by the wall clock of the event, up to the last day."""
    if not event.rule:
        return
    zone = event.start.tzinfo if isinstance(event.start, datetime) else None
    begin = (
        event.start.replace(tzinfo=None)
        if isinstance(event.start, datetime)
        else datetime.combine(event.start, time())
    )
    parts = dict(part.partition("=")[::2] for part in event.rule.split(";"))
    counted = parts.pop("COUNT", "")
    most = min(int(counted), _LONGEST_SERIES) if counted.isdecimal() else _LONGEST_SERIES
    ends = _until(parts.pop("UNTIL", ""), zone)
    bound = min(datetime.combine(last, time.max), ends or datetime.combine(date.max, time.max))
    # dateutil heeds an end only where a day fits, and would follow a rule that never comes true for ever:
    # of days and weeks it is asked for all, and those that fit are picked here.
    picked = [one for one in _PICKED.get(parts["FREQ"], ()) if one in parts]
    picks = {one: parts.pop(one).split(",") for one in picked}
    try:
        series = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=begin)
        numbers = {one: {int(value) for value in picks[one]} for one in picks if one != "BYDAY"}
    except (ValueError, TypeError, KeyError, OverflowError):
        return
    if not isinstance(series, rrule):
        return
    length = last_day(event) - first_day(event) + timedelta(days=1)
    earliest = datetime.combine(first, time()) - length
    fits = (wall for wall in series.replace(until=bound) if _fits(wall, numbers, picks.get("BYDAY")))
    found = 0
    for wall in islice(fits, most):
        if wall >= earliest:
            found += 1
            if found > MOST_TIMES:
                return
            yield wall.replace(tzinfo=zone) if zone is not None else wall.date()


_PICKED = {"DAILY": ("BYMONTH", "BYMONTHDAY", "BYDAY"), "WEEKLY": ("BYMONTH", "BYMONTHDAY")}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _fits(wall: datetime, numbers: Mapping[str, set[int]], weekdays: list[str] | None) -> bool:
    """Whether a day is one of the months, days of the month and weekdays that a rule names."""
    from_the_end = wall.day - monthrange(wall.year, wall.month)[1] - 1
    return (
        ("BYMONTH" not in numbers or wall.month in numbers["BYMONTH"])
        and ("BYMONTHDAY" not in numbers or not numbers["BYMONTHDAY"].isdisjoint({wall.day, from_the_end}))
        and (weekdays is None or _DAYS[wall.weekday()] in weekdays)
    )


def _until(written: str, zone: Any) -> datetime | None:
    """Return up to when a series runs, by the wall clock of its zone; a day counts whole."""
    try:
        if len(written) == 8:
            return datetime.combine(date.fromisoformat(written), time.max)
        moment = datetime.fromisoformat(written.removesuffix("Z"))
    except ValueError:
        return None
    if written.endswith("Z") and zone is not None:
        return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    return moment
