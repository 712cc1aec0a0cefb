"""Works out which days an expression means: terms, their steps and clocks, and the forms of a `when`.

The bases of terms (days, weeks, observances, references) are in `campaignflow.dates.bases`, what
comes round in `campaignflow.dates.recurrence`.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from campaignflow.dates import expression as ex
from campaignflow.dates.bases import Setting, base_span, base_text, month_days
from campaignflow.dates.precision import Precision
from campaignflow.dates.span import UNDATED, Moment, Point, Span, as_day
from campaignflow.dates.workdays import FIRST_YEAR, LAST_YEAR
from campaignflow.errors import InvalidValue
from campaignflow.labels import Word

__all__ = ["instant", "resolve", "resolve_term"]


def resolve(expression: ex.Expression, setting: Setting, *, throughout: bool = False) -> Span:
    """Return the span a non-recurring expression means.

    With `throughout` a coarse period means the whole of it (windows of campaigns, blackouts),
    otherwise some time within it (key dates, activities).

    Raises:
        InvalidValue: with the sentence that says why it has no days or more than one reading.
    """
    span = _span(expression, setting, throughout=throughout)
    for moment in (span.start, span.end):
        if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise InvalidValue("year-far-off", year=moment.year, first=FIRST_YEAR, last=LAST_YEAR)
    return span


def _span(expression: ex.Expression, setting: Setting, *, throughout: bool) -> Span:
    match expression:
        case ex.Single(term, whole):
            return _single(term, setting, throughout=throughout or whole, exact=whole)
        case ex.Between(first, last):
            return _between(resolve_term(first, setting), resolve_term(last, setting))
        case ex.From(term):
            span = resolve_term(term, setting)
            return span._replace(last=None, part_end=None)
        case ex.Until(term):
            span = resolve_term(term, setting)
            return span._replace(first=None, part=None)
        case ex.After(ref):
            return _after(resolve_term(ex.Term(ref), setting))
        case ex.Lasting(term, count, unit):
            return _lasting(term, count, unit, setting)
        case ex.OwnDay(clock):
            if setting.own_day is None or not setting.own_day.is_one_day:
                raise InvalidValue("clock-needs-a-day", text=_clock_text(clock))
            return _at_clock(_whole(setting.own_day), clock, setting)
        case ex.Tbd() | ex.AsNeeded():
            return UNDATED
        case _:
            raise InvalidValue("recurrence-not-here")


def _single(term: ex.Term, setting: Setting, *, throughout: bool, exact: bool) -> Span:
    span = resolve_term(term, setting)
    point = span.first
    if not throughout or point is None or not span.is_single or point.lo == point.hi:
        return span
    first = Point(point.lo, point.lo, Precision.DAY if exact else point.precision)
    last = Point(point.hi, point.hi, Precision.DAY if exact else point.precision)
    return span._replace(first=first, last=last)


def _between(first: Span, last: Span) -> Span:
    begins, ends = first.start, last.end
    if begins is not None and ends is not None:
        by_clock = isinstance(begins, datetime) and isinstance(ends, datetime)
        if begins > ends if by_clock else as_day(begins) > as_day(ends):
            raise InvalidValue("ends-before-it-starts", start=begins, end=ends)
    return Span(first.first, last.last, part=first.part, part_end=last.part_end).and_from(first, last)


def _after(span: Span) -> Span:
    if span.last is None:
        return UNDATED.and_from(span)
    lo, hi = (
        moment if isinstance(moment, datetime) else moment + timedelta(1)
        for moment in (span.last.lo, span.last.hi)
    )
    return Span(Point(lo, hi, span.last.precision), None, provisional=True).and_from(span)


def _lasting(term: ex.Term, count: int, unit: ex.Unit, setting: Setting) -> Span:
    span = resolve_term(term, setting)
    if count == 0:
        raise InvalidValue("lasts-nothing")
    if span.first is None and span.last is None:
        return UNDATED.and_from(span)
    rests_on: set[str] = set()

    def end(moment: Moment) -> Moment:
        if unit in {"hours", "minutes"}:
            return _shift(moment, ex.Offset(count, unit), setting, rests_on)
        if unit == "workdays":  # the first day counts, if it is worked
            return _shift(
                moment, ex.Offset(count - setting.work.is_workday(as_day(moment)), unit), setting, rests_on
            )
        return _last_day(as_day(moment), count, unit)

    point = _only_point(
        span,
        term.base,
        lambda: f"for {count} {unit}",
        lambda moment: f"{_said(moment)}/{_said(end(moment))}",
        unit,
    )
    soonest = end(point.lo)
    last = Point(soonest, soonest if point.hi == point.lo else end(point.hi), point.precision)
    return span._replace(first=point, last=last, part_end=None, rests_on=span.rests_on | rests_on)


def _last_day(day: date, count: int, unit: ex.Unit) -> date:
    """Return the last day of a length of time whose first day counts (rule 5)."""
    after = _stepped(day, count, unit)
    return after if unit in {"months", "years"} and after.day != day.day else after - timedelta(1)


def resolve_term(term: ex.Term, setting: Setting) -> Span:
    """Return the span of one term: its base, moved by its steps, at its clock time or part of day."""
    span = base_span(term.base, setting)
    if term.offsets:
        if span.first is None and span.last is None:
            return UNDATED.and_from(span)
        for offset in term.offsets:
            span = _moved(span, offset, setting, term.base)
    match term.at:
        case ex.Clock():
            if span.start is None and span.end is None:
                return UNDATED.and_from(span)
            return _at_clock(span, term.at, setting)
        case ex.Part(name):
            if span.start is None and span.end is None:
                return UNDATED.and_from(span)
            return _at_part(span, name)
        case _:
            return span


def _moved(span: Span, offset: ex.Offset, setting: Setting, base: ex.Base) -> Span:
    rests_on = set(span.rests_on)
    point = _only_point(
        span,
        base,
        lambda: _offset_text(offset),
        lambda moment: _said(_shift(moment, offset, setting, set())),
        offset.unit,
    )
    lo = _shift(point.lo, offset, setting, rests_on)
    hi = lo if point.hi == point.lo else _shift(point.hi, offset, setting, rests_on)
    precision = point.precision
    if precision.is_exact:
        precision = Precision.MOMENT if isinstance(lo, datetime) else Precision.DAY
    moved = Point(lo, hi, precision)
    return span._replace(first=moved, last=moved, part=None, part_end=None, rests_on=frozenset(rests_on))


def _only_point(
    span: Span, base: ex.Base, step: Callable[[], str], stepped: Callable[[Moment], str], unit: ex.Unit
) -> Point:
    """Return the one point of a span, or say what its two ends would give (rule 5).

    By the clock even a thing of one day has two ends.
    """
    by_clock = unit in {"hours", "minutes"}
    if span.first is not None and (span.first is span.last or (span.is_one_day and not by_clock)):
        return span.first
    name = base_text(base)
    if span.first is None or span.last is None:
        raise InvalidValue("needs-one-end", name=name, edge="end" if span.first is None else "start")
    code = "needs-start-or-end" if isinstance(base, ex.Ref | ex.Observed) else "needs-one-day"
    results = {"start": stepped(span.first.lo), "end": stepped(span.last.hi)}
    raise InvalidValue(code, name=name, offset=step(), **results)


def _said(moment: Moment) -> str:
    return moment.isoformat(" ", "minutes")[:16] if isinstance(moment, datetime) else moment.isoformat()


def _shift(moment: Moment, offset: ex.Offset, setting: Setting, rests_on: set[str]) -> Moment:
    if offset.unit in {"hours", "minutes"}:
        if not isinstance(moment, datetime):
            raise InvalidValue("hours-need-a-clock")
        step = timedelta(**{offset.unit: offset.count})
        return (moment.astimezone(UTC) + step).astimezone(moment.tzinfo)
    day = as_day(moment)
    if offset.unit == "workdays":
        there = setting.work.add(day, offset.count)
        rests_on.update(setting.work.unannounced(min(day, there), max(day, there)))
        return there
    return _stepped(day, offset.count, offset.unit)


def _stepped(day: date, count: int, unit: ex.Unit) -> date:
    try:
        if unit in {"days", "weeks"}:
            return day + timedelta(**{unit: count})
        year, month = divmod(day.year * 12 + day.month - 1 + count * (12 if unit == "years" else 1), 12)
        return date(year, month + 1, min(day.day, month_days(year, month + 1)[1].day))
    except (OverflowError, ValueError):
        raise InvalidValue("offset-too-far", count=count, unit=Word(unit)) from None


def _at_clock(span: Span, clock: ex.Clock, setting: Setting) -> Span:
    day = _exact_day(span, _clock_text(clock))
    start = instant(day, clock.start, setting.zone)
    point = Point(start, start, Precision.MOMENT)
    last = point
    if clock.end is not None:
        late = clock.end if clock.end > clock.start else clock.end + 24 * 60
        end = instant(day, late, setting.zone)
        last = Point(end, end, Precision.MOMENT)
    return span._replace(first=point, last=last, part=None, part_end=None)


def _at_part(span: Span, name: str) -> Span:
    day = _exact_day(span, name)
    point = Point(day, day, Precision.PART_OF_DAY)
    return span._replace(first=point, last=point, part=name, part_end=name)


def _exact_day(span: Span, text: str) -> date:
    if not (span.precision.is_exact and span.is_one_day) or span.start is None:
        raise InvalidValue("clock-needs-a-day", text=text)
    return as_day(span.start)


def _whole(span: Span) -> Span:
    """Return the day of a span that lies within one day."""
    day = as_day(span.start)  # type: ignore[arg-type]  # asked only of one-day spans
    point = Point(day, day, Precision.DAY)
    return span._replace(first=point, last=point, part=None, part_end=None)


def instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """Return the instant of a wall time: the first after a gap, the first of a fold (rule 57).

    `minutes` count from midnight of `day` and may exceed 24 hours.
    """
    day, minutes = day + timedelta(minutes // 1440), minutes % 1440
    wall = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=zone)
    before, after = wall.utcoffset(), wall.replace(fold=1).utcoffset()
    if before == after or before is None or after is None or before > after:
        return wall
    low, high = (wall.replace(tzinfo=UTC) - after, wall.replace(tzinfo=UTC) - before)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    return high.replace(microsecond=0).astimezone(zone)


def _offset_text(offset: ex.Offset) -> str:
    return f"{'-' if offset.count < 0 else '+'} {abs(offset.count)} {offset.unit}"


def _clock_text(clock: ex.Clock) -> str:
    texts = [f"{m // 60:02}:{m % 60:02}" for m in (clock.start, clock.end) if m is not None]
    return "-".join(texts)
