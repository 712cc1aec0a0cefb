"""The rules by which observances come round, one small function for each kind.

Every rule takes a year and returns the first and last days of what belongs to it, in order; none,
if that year has none.  `rule_from` reads a rule from data.  What an observance is, and the
catalogue of them, is in `campaignflow.dates.observances`; rules that a plan writes in the date
grammar (`week of 10-31`) are resolved by `campaignflow.dates.resolve`.
"""

import json
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from campaignflow.dates.lunar import SOLAR_TERMS, lunar_days, lunar_spans, solar_term
from campaignflow.errors import InvalidValue

__all__ = ["Rule", "Span", "rule_from"]

Span = tuple[date, date]
"""First and last day."""
Rule = Callable[[int], Sequence[Span]]
"""Gives the spans that belong to a year."""

WEEK_STARTS = {"monday": 0, "saturday": 5, "sunday": 6}


def fixed(year: int, *, month: int, day: int, every_years: int = 1, base_year: int = 0) -> list[Span]:
    """A day of the year, -1 the last of its month; 29 February in leap years only."""
    found = _day(year, month, day)
    return [(found, found)] if found and (year - base_year) % every_years == 0 else []


def fixed_range(year: int, *, start: tuple[int, int], end: tuple[int, int]) -> list[Span]:
    """The days from one (month, day) to another; an end before the start lies in the next year."""
    first = _day(year, *start)
    last = _day(year, *end)
    if first and last and last < first:
        last = _day(year + 1, *end)
    return [(first, last)] if first and last else []


def nth_weekday(year: int, *, month: int, weekday: int, n: int) -> list[Span]:
    """The n-th Monday (weekday 0) to Sunday of a month, from its end if n is negative."""
    whole = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
    days = [day for day in whole if day.weekday() == weekday]
    return [(day, day) for day in _nth(days, n)]


def nth_week(year: int, *, month: int, n: int, week_start: str, partial_first: bool) -> list[Span]:
    """The n-th week of a month, cut to the month; `partial_first` counts a part week at its start."""
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    begin = _week_begin(first, week_start)
    if begin < first and not partial_first:
        begin += timedelta(7)
    weeks = [begin + timedelta(7 * late) for late in range(6) if begin + timedelta(7 * late) <= last]
    return [(max(week, first), min(week + timedelta(6), last)) for week in _nth(weeks, n)]


def week_of(year: int, *, month: int, day: int, week_start: str) -> list[Span]:
    """The seven days around a day of the year."""
    within = _day(year, month, day)
    if within is None:
        return []
    begin = _week_begin(within, week_start)
    return [(begin, begin + timedelta(6))]


def whole_month(year: int, *, month: int) -> list[Span]:
    """A month from its first day to its last."""
    return [(date(year, month, 1), date(year, month, monthrange(year, month)[1]))]


def lunar(year: int, *, month: int, day: int) -> list[Span]:
    """A day of the Chinese calendar (non-leap month), -1 the last of the month or, in month 12, the year."""
    return [(found, found) for found in lunar_days(year, month, day)]


def lunar_range(year: int, *, start: tuple[int, int], end: tuple[int, int]) -> list[Span]:
    """The days from one day of the Chinese calendar to another, that begin in the year."""
    return lunar_spans(year, start, end)


def at_solar_term(year: int, *, term: str) -> list[Span]:
    """The day of a solar term."""
    found = solar_term(year, term)
    return [(found, found)]


def _day(year: int, month: int, day: int) -> date | None:
    last = monthrange(year, month)[1]
    if day == -1:
        return date(year, month, last)
    return date(year, month, day) if day <= last else None


def _week_begin(day: date, week_start: str) -> date:
    return day - timedelta((day.weekday() - WEEK_STARTS[week_start]) % 7)


def _nth(days: list[date], n: int) -> list[date]:
    """Return the n-th of some days, from the end if n is negative, as a list; empty if there is none."""
    spot = n - 1 if n > 0 else len(days) + n
    return days[spot : spot + 1] if spot >= 0 else []


KINDS: Mapping[str, tuple[Callable[..., Sequence[Span]], frozenset[str], frozenset[str]]] = {
    "fixed": (fixed, frozenset({"month", "day"}), frozenset({"every_years", "base_year"})),
    "fixed_range": (fixed_range, frozenset({"start", "end"}), frozenset()),
    "nth_weekday": (nth_weekday, frozenset({"month", "weekday", "n"}), frozenset()),
    "nth_week": (nth_week, frozenset({"month", "n", "week_start", "partial_first"}), frozenset()),
    "week_of": (week_of, frozenset({"month", "day", "week_start"}), frozenset()),
    "month": (whole_month, frozenset({"month"}), frozenset()),
    "lunar": (lunar, frozenset({"month", "day"}), frozenset()),
    "lunar_range": (lunar_range, frozenset({"start", "end"}), frozenset()),
    "solar_term": (at_solar_term, frozenset({"term"}), frozenset()),
}
"""The function of each kind, the keys it needs and those it may have."""


def _is_day(month: Any, day: Any) -> bool:
    return month in range(1, 13) and (day == -1 or day in range(1, monthrange(2024, month)[1] + 1))


def _is_pair(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2 and _is_day(*value)


CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "month": lambda value: value in range(1, 13),
    "day": lambda value: value == -1 or value in range(1, 32),
    "start": _is_pair,
    "end": _is_pair,
    "every_years": lambda value: value in range(1, 1000),
    "base_year": lambda value: value in range(1, 10000),
    "weekday": lambda value: value in range(7),
    "n": lambda value: value in range(-6, 7) and value != 0,
    "week_start": lambda value: value in list(WEEK_STARTS),
    "partial_first": lambda value: isinstance(value, bool),
    "term": lambda value: value in SOLAR_TERMS,
}


def rule_from(data: Any, name: str = "") -> Rule:
    """Return a rule from ``{"kind": "nth_weekday", "month": 5, "weekday": 6, "n": 2}``.

    Raises `InvalidValue` for the observance of that name if the rule has an unknown kind, lacks a
    key, has one too many, or says a day that no year has.
    """
    kind = data.get("kind") if isinstance(data, Mapping) else None
    arguments = {key: value for key, value in data.items() if key != "kind"} if kind else {}
    wrong = _wrong_key(str(kind), arguments)
    if wrong is not None:
        shown = json.dumps(data, ensure_ascii=False)
        raise InvalidValue("observance-bad-rule", name=name, rule=shown, key=wrong)
    return partial(KINDS[str(kind)][0], **arguments)


def _wrong_key(kind: str, arguments: Mapping[str, Any]) -> str | None:
    """Return the key of a rule that has to be mended, None if all is well."""
    if kind not in KINDS:
        return "kind"
    _, needed, allowed = KINDS[kind]
    for key in [*sorted(needed - arguments.keys()), *sorted(arguments.keys() - needed - allowed)]:
        return key
    for key, value in arguments.items():
        if not CHECKS[key](value):
            return key
    whole_year = kind in {"fixed", "week_of"}
    return "day" if whole_year and not _is_day(arguments["month"], arguments["day"]) else None
