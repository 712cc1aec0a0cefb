"""On which days the events of somebody else's calendar fall: series unrolled, instances put in their place.

Which starts a rule gives is in `campaignflow.dates.rules`; reading the events, in
`campaignflow.planfile.calendar_reading`.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from campaignflow.dates.rules import Days, Steps, by_rule
from campaignflow.planfile.calendar_event import IcsEvent

__all__ = ["MOST_TIMES", "falling", "first_day", "last_day"]

MOST_TIMES = 2_000
"""Times of one series that are taken in one go: each day of five years."""
MOST_STEPS = 300_000
"""Days that are looked at for all series of a calendar."""


def first_day(event: IcsEvent) -> date:
    """Return the day an event begins on, where it takes place."""
    return event.start.date() if isinstance(event.start, datetime) else event.start


def last_day(event: IcsEvent) -> date:
    """Return the last day of an event, where it takes place."""
    end = event.start if event.end is None else event.end
    return end.date() if isinstance(end, datetime) else end


def falling(
    events: Iterable[IcsEvent], first: date, last: date, cut: list[IcsEvent] | None = None
) -> Iterator[IcsEvent]:
    """Yield what falls on some of the days, each time of a series as an event with its `instance`.

    A time of a series that was moved by itself stands where it was moved to; one that was moved with all
    that follow (RANGE=THISANDFUTURE) takes them along.

    Args:
        events: Those of the calendar.
        first: The first day that is wanted.
        last: The last one.
        cut: Where series go of which not every time was taken, as there are too many.
    """
    held = list(events)
    moved = {(one.uid, one.instance) for one in held if one.instance is not None}
    onward: dict[str, list[IcsEvent]] = {}
    for event in held:
        if event.onward:
            onward.setdefault(event.uid, []).append(event)
    steps = Steps(MOST_STEPS)
    for event in held:
        if event.rule or event.also:
            times = _times(event, onward.get(event.uid, ()), Days(first, last), steps)
            yield from (one for one in islice(times, MOST_TIMES) if (one.uid, one.instance) not in moved)
            if cut is not None and (not steps.left or next(times, None) is not None):
                cut.append(event)
        elif first_day(event) <= last and last_day(event) >= first:
            yield event


def _times(event: IcsEvent, onward: Iterable[IcsEvent], days: Days, steps: Steps) -> Iterator[IcsEvent]:
    """Yield the times of a series on some days, those after a moved one as it was moved."""
    changed = [(one.instance, one) for one in onward if one.instance is not None]
    changed.sort(key=lambda each: _order(each[0]))
    turns = [_order(instance) for instance, _ in changed]
    slack = max((abs(_days_between(instance, one.start)) for instance, one in changed), default=0)
    early = timedelta(days=_days_between(event.start, last_day(event)) + slack + 1)
    wide = Days(max(days.first, _EARLIEST) - early, min(days.last, _LATEST) + timedelta(days=slack))
    # Exchange names the day that is left out by its midnight, whatever the time of the series is.
    nights = {one.date() for one in event.without if isinstance(one, datetime) and one.time() == time()}
    if isinstance(event.start, datetime) and event.start.time() == time():
        nights.clear()
    ruled = by_rule(event.rule, event.start, wide, steps) if event.rule else ()
    for start in sorted({event.start, *event.also, *ruled} - {*event.without}, key=_order):
        if isinstance(start, datetime) and start.date() in nights:
            continue
        at = bisect_right(turns, _order(start))
        like = changed[at - 1][1] if at else event
        begins = _moved_along(start, *changed[at - 1]) if at else start
        end = _shifted(like, begins)
        one = replace(like, start=begins, end=end, rule="", also=(), without=(), instance=start, onward=False)
        if first_day(one) <= days.last and last_day(one) >= days.first:
            yield one


_EARLIEST, _LATEST = date(1000, 1, 1), date(9000, 1, 1)


def _days_between(first: date, last: date) -> int:
    """Return the days from one day or moment to another, by the clock of each."""
    begun = first.date() if isinstance(first, datetime) else first
    over = last.date() if isinstance(last, datetime) else last
    return (over - begun).days


def _moved_along(start: date | datetime, instance: date | datetime, moved: IcsEvent) -> Any:
    """Return a time of a series moved by as much, by the clock, as an earlier one was."""
    if not isinstance(start, datetime) or not isinstance(moved.start, datetime):
        return start + timedelta(days=_days_between(instance, moved.start))
    zone = moved.start.tzinfo
    was = instance.astimezone(zone) if isinstance(instance, datetime) else moved.start
    length = moved.start.replace(tzinfo=None) - was.replace(tzinfo=None)
    return (start.astimezone(zone).replace(tzinfo=None) + length).replace(tzinfo=zone)


def _order(moment: date | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), UTC)


def _shifted(event: IcsEvent, start: date | datetime) -> Any:
    """Return the end of a time of a series: as long as the first was."""
    if event.end is None:
        return None
    if isinstance(start, datetime) and isinstance(event.end, datetime) and isinstance(event.start, datetime):
        return (start.astimezone(UTC) + (event.end.astimezone(UTC) - event.start.astimezone(UTC))).astimezone(
            start.tzinfo
        )
    return start + (last_day(event) - first_day(event))
