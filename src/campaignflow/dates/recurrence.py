"""Expands what comes round, inside a window and never beyond a cap.

An occurrence belongs to a period (`2027-W12`, `2027-03`, `2027-03-22`), which is its name for life:
a notice that moves a working day moves the occurrence and leaves its name.  Expressions without
recurrence are worked out in `campaignflow.dates.resolve`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from campaignflow.dates import expression as ex
from campaignflow.dates.bases import Setting, month_days
from campaignflow.dates.precision import Precision
from campaignflow.dates.resolve import instant
from campaignflow.dates.rules import Days, Steps, by_rule, followed
from campaignflow.dates.span import Moment, as_day
from campaignflow.errors import InvalidValue

__all__ = ["MOST_OCCURRENCES", "Round", "daily", "rounds"]

MOST_OCCURRENCES = 5_000
"""A series with more of them is refused: it is a mistake, and would fill everybody's calendar."""
_MOST_STEPS = 10_000_000
"""Days that are looked at for one rule: more than there are."""


@dataclass(frozen=True, slots=True)
class Round:
    """One time that something comes round."""

    key: str
    start: Moment
    end: Moment
    """Last day included, or moment."""
    precision: Precision
    rests_on: frozenset[str] = field(default_factory=frozenset)


def rounds(
    expression: ex.Recurrence,
    window: tuple[date, date],
    setting: Setting,
    *,
    leave_out: frozenset[date] = frozenset(),
) -> tuple[Round, ...]:
    """Return the occurrences of a recurrence in a window, both ends included.

    Raises:
        InvalidValue: more than `MOST_OCCURRENCES`.
    """
    match expression:
        case ex.EveryTbd():
            return ()
        case ex.Rrule(rule):
            found = _by_rule(rule, window)
        case ex.WorkdaysAfter(count, period):
            found = _workdays_after(count, period, window, setting)
        case ex.Every():
            found = _every(expression, window, setting)
    kept = []
    for one in found:
        if _day(one.start) not in leave_out:
            kept.append(one)
        if len(kept) > MOST_OCCURRENCES:
            raise InvalidValue("recurrence-too-many", limit=MOST_OCCURRENCES)
    return tuple(kept)


def daily(
    first: date, last: date, clock: ex.Clock, setting: Setting, *, leave_out: frozenset[date] = frozenset()
) -> tuple[Round, ...]:
    """Return a clock window on each day of a span; hours past 24 fall on the day after (broadcast)."""
    if (last - first).days >= MOST_OCCURRENCES:
        raise InvalidValue("recurrence-too-many", limit=MOST_OCCURRENCES)
    return tuple(
        _clocked(day, day.isoformat(), clock, setting, frozenset())
        for day in (first + timedelta(n) for n in range((last - first).days + 1))
        if day not in leave_out
    )


def _every(every: ex.Every, window: tuple[date, date], setting: Setting) -> Iterator[Round]:
    first, last = window
    if every.period == "workday":
        yield from _workdays(every, window, setting)
        return
    for number, (begin, end) in enumerate(periods(every.period, first, last, setting.week_starts)):
        if number % every.step:
            continue
        key = period_key(every.period, begin)
        for day, rests_on in _picked(every, begin, end, setting):
            if day is None:
                yield _whole_period(key, max(begin, first), min(end, last), every)
            elif first <= day <= last:
                yield _on_day(
                    day, day.isoformat() if _is_named_by_day(every) else key, every.clock, setting, rests_on
                )


def _is_named_by_day(every: ex.Every) -> bool:
    """Whether the day itself is the name; a working day may move inside its period, which keeps the name."""
    if every.pick is None:
        return every.period in {"day", "week"}
    return every.pick.kind != "workday" and (every.period == "week" or every.pick.nth == 0)


def _workdays(every: ex.Every, window: tuple[date, date], setting: Setting) -> Iterator[Round]:
    day, number = window[0], 0
    while day <= window[1]:
        if setting.work.is_workday(day):
            if number % every.step == 0:
                rests_on = frozenset(setting.work.unannounced(day, day))
                yield _on_day(day, day.isoformat(), every.clock, setting, rests_on)
            number += 1
        day += timedelta(1)


def _picked(
    every: ex.Every, begin: date, end: date, setting: Setting
) -> Iterator[tuple[date | None, frozenset[str]]]:
    """Yield the days picked in one period; None stands for the whole period."""
    if every.weekdays:
        for weekday in sorted(every.weekdays, key=lambda one: (one - setting.week_starts) % 7):
            yield begin + timedelta((weekday - begin.weekday()) % 7), frozenset()
    elif every.period == "day":
        yield begin, frozenset()
    elif every.pick is None:
        if every.clock is not None:
            raise InvalidValue("clock-needs-a-day", text="every " + every.period)
        yield None, frozenset()
    elif every.pick.kind == "workday":
        day = setting.work.nth(begin, end, every.pick.nth)
        if day is not None:
            yield day, frozenset(setting.work.unannounced(begin, end))
    else:
        for day in _picked_days(every.pick, begin, end):
            yield day, frozenset()


def _picked_days(pick: ex.Pick, begin: date, end: date) -> Iterator[date]:
    if pick.kind == "date":
        try:
            yield date(begin.year, pick.month, pick.nth)
        except ValueError:  # 29 February comes round every four years
            return
    elif pick.kind == "day":
        day = begin + timedelta(pick.nth - 1) if pick.nth > 0 else end + timedelta(pick.nth + 1)
        if begin <= day <= end:
            yield day
    else:
        first = begin + timedelta((pick.weekday - begin.weekday()) % 7)
        days = [first + timedelta(7 * n) for n in range((end - first).days // 7 + 1)] if first <= end else []
        if pick.nth == 0:
            yield from days
        elif len(days) >= abs(pick.nth):
            yield days[pick.nth - 1 if pick.nth > 0 else pick.nth]


def _workdays_after(
    count: int, period: ex.Period, window: tuple[date, date], setting: Setting
) -> Iterator[Round]:
    """Yield the day so many working days after each period of the window that ended (rule 10)."""
    first, last = window
    for begin, end in periods(period, first, last, setting.week_starts):
        if first <= end <= last:
            day = setting.work.add(end, count)
            rests_on = frozenset(setting.work.unannounced(end, day))
            yield Round(period_key(period, begin), day, day, Precision.DAY, rests_on)


def _by_rule(rule: str, window: tuple[date, date]) -> Iterator[Round]:
    first, last = window
    meant = followed(rule, first)
    if not meant:
        raise InvalidValue("rrule-unreadable", text=rule)
    for day in by_rule(meant, first, Days(first, last), Steps(_MOST_STEPS)):
        yield Round(day.isoformat(), as_day(day), as_day(day), Precision.DAY)


def _whole_period(key: str, begin: date, end: date, every: ex.Every) -> Round:
    precision = {"week": Precision.WEEK, "month": Precision.MONTH, "quarter": Precision.QUARTER}
    return Round(key, begin, end, precision.get(every.period, Precision.YEAR))


def _on_day(day: date, key: str, clock: ex.Clock | None, setting: Setting, rests_on: frozenset[str]) -> Round:
    return (
        Round(key, day, day, Precision.DAY, rests_on)
        if clock is None
        else _clocked(day, key, clock, setting, rests_on)
    )


def _clocked(day: date, key: str, clock: ex.Clock, setting: Setting, rests_on: frozenset[str]) -> Round:
    start = instant(day, clock.start, setting.zone)
    finish = clock.end if clock.end is None or clock.end > clock.start else clock.end + 24 * 60
    end = start if finish is None else instant(day, finish, setting.zone)
    return Round(key, start, end, Precision.MOMENT, rests_on)


def periods(period: str, first: date, last: date, week_starts: int) -> Iterator[tuple[date, date]]:
    """Yield the whole calendar periods that touch a window, in order."""
    begin = _period_start(period, first, week_starts)
    while begin <= last:
        end = _period_end(period, begin)
        yield begin, end
        begin = end + timedelta(1)


def period_key(period: str, begin: date) -> str:
    """Return the name of the period that begins on a day."""
    match period:
        case "week":
            year, week, _ = (begin + timedelta(3)).isocalendar()
            return f"{year}-W{week:02}"
        case "month":
            return f"{begin.year}-{begin.month:02}"
        case "quarter":
            return f"{begin.year}-Q{(begin.month + 2) // 3}"
        case "year":
            return f"{begin.year}"
        case _:
            return begin.isoformat()


def _period_start(period: str, day: date, week_starts: int) -> date:
    match period:
        case "week":
            return day - timedelta((day.weekday() - week_starts) % 7)
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "year":
            return day.replace(month=1, day=1)
        case _:
            return day


def _period_end(period: str, begin: date) -> date:
    match period:
        case "week":
            return begin + timedelta(6)
        case "month":
            return month_days(begin.year, begin.month)[1]
        case "quarter":
            return month_days(begin.year, begin.month + 2)[1]
        case "year":
            return begin.replace(month=12, day=31)
        case _:
            return begin


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
