"""The bases of date terms: which days an ISO date, a rule, an observance or a reference means.

What is done with a base (steps, clock times, ranges) is in `campaignflow.dates.resolve`; which
setting an item of a plan stands in is for `campaignflow.scheduling` to say.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import singledispatch
from typing import NamedTuple
from zoneinfo import ZoneInfo

from campaignflow.dates import expression as ex
from campaignflow.dates.atoms import WEEKDAYS
from campaignflow.dates.observances import Catalogue, Happening
from campaignflow.dates.precision import Precision
from campaignflow.dates.span import UNDATED, Point, Span, as_day
from campaignflow.dates.workdays import FIRST_YEAR, WorkCalendar
from campaignflow.errors import InvalidValue

__all__ = ["Setting", "base_span", "base_text", "month_days", "weeks_between"]


class Setting(NamedTuple):
    """What an expression is read against."""

    period: tuple[date | None, date | None]
    """First and last day of the programme; None where it is open or not decided."""
    zone: ZoneInfo
    work: WorkCalendar
    observances: Catalogue
    lookup: Callable[[ex.Ref], Span]
    """Returns the span of another thing of the plan; raises `InvalidValue` for an unknown one."""
    week_starts: int = 0
    """0 is Monday."""
    week_starts_said: bool = True
    fiscal_year_starts: tuple[int, int] = (1, 1)
    """Month and day."""
    own_day: Span | None = None
    """The day of the activity around an item of its `prepare` or `agenda`."""


@singledispatch
def base_span(base: object, _setting: Setting) -> Span:
    """Return the span of a base in a setting."""
    raise TypeError(base)


def _days(lo: date, hi: date, precision: Precision) -> Span:
    point = Point(lo, hi, precision)
    return Span(point, point)


@base_span.register
def _(base: ex.Day, setting: Setting) -> Span:
    if base.year is not None:
        day = date(base.year, base.month, base.day)
        return _days(day, day, Precision.DAY)
    return _in_period(_iso(base), setting, lambda year: _real_day(year, base.month, base.day))


@base_span.register
def _(base: ex.Month, setting: Setting) -> Span:
    return _coarse(base, setting, Precision.MONTH, lambda year: month_days(year, base.month))


@base_span.register
def _(base: ex.Third, setting: Setting) -> Span:
    def bounds(year: int) -> tuple[date, date]:
        first, last = month_days(year, base.month)
        return {
            "early": (first, first.replace(day=10)),
            "mid": (first.replace(day=11), first.replace(day=20)),
            "late": (first.replace(day=21), last),
        }[base.third]

    return _coarse(base, setting, Precision.THIRD, bounds)


@base_span.register
def _(base: ex.Quarter, setting: Setting) -> Span:
    def bounds(year: int) -> tuple[date, date]:
        return month_days(year, 3 * base.quarter - 2)[0], month_days(year, 3 * base.quarter)[1]

    return _coarse(base, setting, Precision.QUARTER, bounds)


@base_span.register
def _(base: ex.Half, setting: Setting) -> Span:
    def bounds(year: int) -> tuple[date, date]:
        return month_days(year, 6 * base.half - 5)[0], month_days(year, 6 * base.half)[1]

    return _coarse(base, setting, Precision.HALF, bounds)


@base_span.register
def _(base: ex.Year, _setting: Setting) -> Span:
    return _days(date(base.year, 1, 1), date(base.year, 12, 31), Precision.YEAR)


@base_span.register
def _(base: ex.IsoWeek, _setting: Setting) -> Span:
    if base.weekday is not None:
        day = date.fromisocalendar(base.year, base.week, base.weekday)
        return _days(day, day, Precision.DAY)
    first = date.fromisocalendar(base.year, base.week, 1)
    return _days(first, first + timedelta(6), Precision.WEEK)


@base_span.register
def _(base: ex.FiscalYear, setting: Setting) -> Span:
    month, day = setting.fiscal_year_starts
    index = (base.year - ((month, day) != (1, 1))) * 12 + month - 1 + 3 * ((base.quarter or 1) - 1)
    after = index + (3 if base.quarter else 12)
    first = date(index // 12, index % 12 + 1, day)
    last = date(after // 12, after % 12 + 1, day) - timedelta(1)
    span = _days(first, last, Precision.QUARTER if base.quarter else Precision.YEAR)
    return span if (month, day) == (1, 1) else span._replace(notes=frozenset({"fiscal-year-named"}))


@base_span.register
def _(base: ex.WeekCommencing, setting: Setting) -> Span:
    day = as_day(base_span(base.base, setting).start)  # type: ignore[arg-type]  # a day always has one
    return _days(day, day + timedelta(6), Precision.WEEK)


@base_span.register
def _(base: ex.WeekOf, setting: Setting) -> Span:
    inner = base_span(base.base, setting)
    if inner.start is None and inner.end is None:
        return UNDATED.and_from(inner)
    if not inner.is_one_day:
        raise InvalidValue("week-of-needs-a-day", text=base_text(base.base))
    day = as_day(inner.start)  # type: ignore[arg-type]  # one-day spans have a start
    first = day - timedelta((day.weekday() - setting.week_starts) % 7)
    return _week_days(first, first + timedelta(6), inner, setting)


@base_span.register
def _(base: ex.NthWeekOf, setting: Setting) -> Span:
    inner = base_span(base.base, setting)
    if inner.start is None or inner.end is None:
        return UNDATED.and_from(inner)
    first, last = as_day(inner.start), as_day(inner.end)
    weeks = list(weeks_between(first, last, setting.week_starts))
    if base.nth > len(weeks):
        raise InvalidValue("no-such-week-of", nth=base.nth, text=base_text(base.base), count=len(weeks))
    begin, end = weeks[base.nth - 1 if base.nth > 0 else base.nth]
    return _week_days(begin, end, inner, setting)


def _week_days(first: date, last: date, inner: Span, setting: Setting) -> Span:
    notes = frozenset() if setting.week_starts_said else frozenset({"week-start-assumed"})
    span = Span(Point(first, first, Precision.DAY), Point(last, last, Precision.DAY), notes=notes)
    return span._replace(provisional=inner.provisional, rests_on=inner.rests_on)


def weeks_between(first: date, last: date, week_starts: int) -> Iterable[tuple[date, date]]:
    """Yield the weeks of a span, part weeks at its edges cut to it (rule 7)."""
    begin = first
    while begin <= last:
        end = min(last, begin + timedelta(6 - (begin.weekday() - week_starts) % 7))
        yield begin, end
        begin = end + timedelta(1)


@base_span.register
def _(base: ex.WeekdayOf, setting: Setting) -> Span:
    inner = base_span(base.base, setting)
    if inner.start is None or inner.end is None:
        return UNDATED.and_from(inner)
    first, last = as_day(inner.start), as_day(inner.end)
    first += timedelta((base.weekday - first.weekday()) % 7)
    days = [first + timedelta(7 * n) for n in range((last - first).days // 7 + 1)] if first <= last else []
    if base.nth is None and len(days) != 1:
        raise InvalidValue("weekday-needs-nth", text=base_text(base.base), count=len(days))
    index = 0 if base.nth is None else (base.nth - 1 if base.nth > 0 else base.nth)
    if index >= len(days) or not days:
        raise InvalidValue("no-such-weekday", nth=base.nth, text=base_text(base.base), count=len(days))
    span = _days(days[index], days[index], Precision.DAY)
    return span._replace(provisional=inner.provisional, rests_on=inner.rests_on)


@base_span.register
def _(base: ex.Observed, setting: Setting) -> Span:
    observance = setting.observances.find(base.name)
    if observance is None:
        raise InvalidValue("observance-unknown", name=base.name, near=setting.observances.near(base.name))
    if base.year is not None:
        found = list(observance.happenings(base.year))
        where: object = base.year
    else:
        first, last = setting.period
        if first is None or last is None:
            raise InvalidValue("observance-needs-year", name=base.name)
        years = range(max(first.year - 1, FIRST_YEAR), last.year + 1)
        found = [
            h for year in years for h in observance.happenings(year) if h.start <= last and h.end >= first
        ]
        where = f"{first}/{last}"
    if len(found) != 1:
        code = "observance-never" if not found else "observance-often"
        raise InvalidValue(code, name=base.name, where=where, days=[happening.start for happening in found])
    return _edged(_happening_span(found[0], base.name), base.edge)


def _happening_span(happening: Happening, name: str) -> Span:
    rests_on = frozenset({f"{name} {happening.start.year}"}) if happening.provisional else frozenset()
    if happening.start == happening.end:
        return _days(happening.start, happening.start, Precision.DAY)._replace(
            rests_on=rests_on,
            provisional=happening.provisional,
        )
    first = Point(happening.start, happening.start, Precision.DAY)
    last = Point(happening.end, happening.end, Precision.DAY)
    return Span(first, last, rests_on=rests_on, provisional=happening.provisional)


@base_span.register
def _(base: ex.Ref, setting: Setting) -> Span:
    return _edged(setting.lookup(base), base.edge)


def _edged(span: Span, edge: ex.Edge) -> Span:
    if edge is None:
        return span
    point = span.first if edge == "start" else span.last
    if point is None:
        return UNDATED.and_from(span)
    part = span.part if edge == "start" else span.part_end
    return span._replace(first=point, last=point, part=part, part_end=part)


def _coarse(
    base: ex.Month | ex.Third | ex.Quarter | ex.Half,
    setting: Setting,
    precision: Precision,
    bounds: Callable[[int], tuple[date, date]],
) -> Span:
    if base.year is not None:
        return _days(*bounds(base.year), precision)
    return _in_period(_iso(base), setting, bounds, precision)


def _in_period(
    text: str,
    setting: Setting,
    bounds: Callable[[int], tuple[date, date] | None],
    precision: Precision = Precision.DAY,
) -> Span:
    """Look a yearless date up in the period: none, two or an open period is refused (rule 4)."""
    first, last = setting.period
    if first is None or last is None:
        raise InvalidValue("yearless-open-period", text=text)
    found = []
    for year in range(first.year, last.year + 1):
        days = bounds(year)
        if days is not None and days[0] <= last and days[1] >= first:
            found.append(days)
    if len(found) != 1:
        code = "yearless-outside-period" if not found else "yearless-twice"
        raise InvalidValue(code, text=text, first=first, last=last, days=[days[0] for days in found])
    return _days(*found[0], precision)


def _real_day(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found


def month_days(year: int, month: int) -> tuple[date, date]:
    """Return the first and last day of a month."""
    first = date(year, month, 1)
    return first, (first + timedelta(31)).replace(day=1) - timedelta(1)


def base_text(base: ex.Base) -> str:
    """Return a base in the words of the grammar, for sentences."""
    match base:
        case ex.Ref(path, edge):
            return "/".join(path) + (f".{edge}" if edge else "")
        case ex.Observed(name, edge, year):
            return f"observance:{name}" + (f".{edge}" if edge else "") + (f" {year}" if year else "")
        case ex.WeekOf(inner):
            return f"week of {base_text(inner)}"
        case ex.NthWeekOf(nth, inner):
            return f"{_nth_text(nth)}week of {base_text(inner)}"
        case ex.WeekdayOf(nth, weekday, inner):
            return f"{_nth_text(nth)}{WEEKDAYS[weekday]} of {base_text(inner)}"
        case ex.WeekCommencing(day):
            return f"w/c {base_text(day)}"
        case _:
            return _iso(base)


def _nth_text(nth: int | None) -> str:
    if nth is None:
        return ""
    if nth < 0:
        return "last "
    ending = "th" if nth % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(nth % 10, "th")
    return f"{nth}{ending} "


def _iso(base: ex.Base) -> str:
    """Return a day, a week or a coarse period as the plan file writes it."""
    match base:
        case ex.Day(_, month, day):
            text = f"{month:02}-{day:02}"
        case ex.Third(_, month, third):
            text = f"{month:02}-{third}"
        case ex.Month(year, month):
            text = f"{month:02}" if year else f"M{month:02}"
        case ex.Quarter(_, quarter):
            text = f"Q{quarter}"
        case ex.Half(_, half):
            text = f"H{half}"
        case ex.IsoWeek(_, week, weekday):
            text = f"W{week:02}" + (f"-{weekday}" if weekday else "")
        case ex.FiscalYear(year, quarter):
            return f"FY{year}" + (f"-Q{quarter}" if quarter else "")
        case _:
            text = ""
    return "-".join(filter(None, (str(getattr(base, "year", None) or ""), text)))
