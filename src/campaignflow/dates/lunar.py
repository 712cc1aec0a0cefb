"""The Chinese calendar: lunar dates and solar terms as days of the Gregorian calendar.

Both are read from tables that ship with the package (`data/lunar.json`, lunar years 1899-2100, made
by `tools/refresh_calendars.py`); years outside them are asked of `lunar_python`, which is imported
only then.  Days are civil days in China (UTC+8), as GB/T 33661-2017 reckons them.  What people call
these days lives in `campaignflow.dates.observances`.
"""

import difflib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from campaignflow.errors import InvalidValue

__all__ = ["SOLAR_TERMS", "lunar_days", "lunar_spans", "solar_term"]

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Gregorian years that can be asked for."""

SOLAR_TERMS = tuple(
    "小寒 大寒 立春 雨水 惊蛰 春分 清明 谷雨 立夏 小满 芒种 夏至 "
    "小暑 大暑 立秋 处暑 白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至".split()
)
"""The 24 terms in the order of a Gregorian year: two in every month."""


class LunarYear(NamedTuple):
    """The shape of one lunar year."""

    new_year: date
    leap: int
    """The month that comes a second time, or 0."""
    lengths: tuple[int, ...]
    """Days in each month, the leap month in its place."""

    def day(self, month: int, day: int) -> date | None:
        """Return a day of a non-leap month, or None where that month is too short for it.

        Day -1 is the last day of the month; in month 12 that of the year, a leap month 12 included.
        """
        at = month - 1 + (0 < self.leap < month)
        if day == -1:
            stop = len(self.lengths) if month == 12 else at + 1
            return self.new_year + timedelta(sum(self.lengths[:stop]) - 1)
        if not 1 <= day <= self.lengths[at]:
            return None
        return self.new_year + timedelta(sum(self.lengths[:at]) + day - 1)


def lunar_days(year: int, month: int, day: int) -> list[date]:
    """Return the dates in a Gregorian year of a lunar month and day: none, one or two.

    The month is not the leap one; day -1 is its last day, in month 12 the last of the lunar year
    (除夕).  腊八 (12, 8) falls twice in 2022 and not at all in 2023.  Raises `InvalidValue` for years
    outside 1900-2199.
    """
    _check(year)
    found = (_lunar_year(lunar).day(month, day) for lunar in (year - 1, year))
    return [one for one in found if one is not None and one.year == year]


def lunar_spans(year: int, start: tuple[int, int], end: tuple[int, int]) -> list[tuple[date, date]]:
    """Return the spans between two lunar days, (month, day) each, that begin in a Gregorian year.

    An end before the start lies in the next lunar year.  A span whose start or end does not exist
    (day 30 of a short month) is left out: write -1 for the last day.  Raises `InvalidValue` for
    years outside 1900-2199.
    """
    _check(year)
    spans = []
    for lunar in (year - 1, year):
        first = _lunar_year(lunar).day(*start)
        if first is None or first.year != year:
            continue
        last = _lunar_year(lunar).day(*end)
        if last is not None and last < first:
            last = _lunar_year(lunar + 1).day(*end)
        if last is not None:
            spans.append((first, last))
    return spans


def solar_term(year: int, name: str) -> date:
    """Return the day of a solar term (清明, 冬至) in a Gregorian year; every term falls exactly once.

    Raises `InvalidValue` for a name that is none of the 24 and for years outside 1900-2199.
    """
    _check(year)
    if name not in SOLAR_TERMS:
        near = difflib.get_close_matches(name, SOLAR_TERMS, cutoff=0.5)
        raise InvalidValue("solar-term-unknown", term=name, near=near)
    return _terms(year)[SOLAR_TERMS.index(name)]


def _check(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidValue("lunar-out-of-range", year=year, first=FIRST_YEAR, last=LAST_YEAR)


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    text = files("campaignflow").joinpath("data/lunar.json").read_text(encoding="utf-8")
    tables: Mapping[str, Mapping[str, str]] = json.loads(text)
    return tables


@cache
def _lunar_year(year: int) -> LunarYear:
    row = _tables()["lunar_years"].get(str(year))
    return computed_lunar_year(year) if row is None else _unpacked_year(year, row)


def _unpacked_year(year: int, row: str) -> LunarYear:
    new_year, leap, months = row.split()
    lengths = tuple(29 + int(long) for long in months)
    return LunarYear(date.fromisoformat(f"{year}-{new_year}"), int(leap), lengths)


@cache
def _terms(year: int) -> tuple[date, ...]:
    row = _tables()["solar_terms"].get(str(year))
    return computed_terms(year) if row is None else _unpacked_terms(year, row)


def _unpacked_terms(year: int, row: str) -> tuple[date, ...]:
    """Read one digit for each term: days after the 3rd or the 18th of its month."""
    return tuple(date(year, at // 2 + 1, (3, 18)[at % 2] + int(late)) for at, late in enumerate(row))


def computed_lunar_year(year: int) -> LunarYear:
    """Return a lunar year as lunar_python has it, a month's negative number marking the leap one."""
    from lunar_python import (  # noqa: PLC0415  # 1 MB, for years beyond the tables
        LunarYear as Reckoned,
        Solar,
    )

    reckoned = Reckoned.fromYear(year)
    months = [month for month in reckoned.getMonths() if month.getYear() == year]
    first = Solar.fromJulianDay(months[0].getFirstJulianDay())
    new_year = date(first.getYear(), first.getMonth(), first.getDay())
    return LunarYear(new_year, reckoned.getLeapMonth(), tuple(month.getDayCount() for month in months))


def computed_terms(year: int) -> tuple[date, ...]:
    """Return the days of the 24 terms as lunar_python has them.

    Its table of a year carries the neighbours' terms, too, and 冬至 there is that of the year
    before; the year's own stands under ``DONG_ZHI``.
    """
    from lunar_python import Solar  # noqa: PLC0415  # as above

    table = Solar.fromYmd(year, 6, 1).getLunar().getJieQiTable()
    days = (table["DONG_ZHI" if name == "冬至" else name] for name in SOLAR_TERMS)
    return tuple(date(day.getYear(), day.getMonth(), day.getDay()) for day in days)
