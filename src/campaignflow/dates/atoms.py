"""The smallest readings of a date expression: clocks, ordinals, units, years, months and days."""

from typing import cast

from campaignflow.dates import expression as ex
from campaignflow.dates.mistakes import refuse_missing_day
from campaignflow.errors import InvalidValue

__all__ = [
    "CLOCK",
    "NTH",
    "PERIODS",
    "UNIT",
    "WEEKDAY",
    "WEEKDAYS",
    "checked_day",
    "checked_month",
    "checked_year",
    "clock",
    "ordinal",
    "unit_of",
]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PERIODS = ("day", "workday", "week", "month", "quarter", "year")
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_SOONEST, _LATEST = 1900, 2199

UNIT = r"(?:minute|hour|day|workday|week|month|year)s?"
NTH = r"(?:first|second|third|fourth|fifth|last|[1-9]\d?(?:st|nd|rd|th))"
WEEKDAY = "(?:" + "|".join(WEEKDAYS) + ")"
CLOCK = r"\d{1,2}:\d\d(?:-\d{1,2}:\d\d)?"
"""Patterns of a unit, an ordinal, a weekday, a clock time or span."""


def clock(text: str, *, broadcast: bool = False) -> ex.Clock:
    """Return a clock time or a span of it; broadcast hours run to 29:59."""
    begin, _, finish = text.partition("-")
    start = _minutes(begin, 30 if broadcast else 24)
    end = _minutes(finish, 30 if broadcast else 24) if finish else None
    if start >= 24 * 60 and not broadcast:
        raise InvalidValue("clock-unreadable", text=text)
    if end is not None and end == start:
        raise InvalidValue("clock-span-empty", text=text)
    return ex.Clock(start, end)


def _minutes(text: str, hours: int) -> int:
    hour, minute = (int(part) for part in text.split(":"))
    if minute > 59 or hour * 60 + minute > hours * 60 - (hours == 30):
        raise InvalidValue("clock-unreadable", text=text)
    return hour * 60 + minute


def unit_of(text: str) -> ex.Unit:
    """Return a unit of time in its plural."""
    return cast("ex.Unit", text if text.endswith("s") else text + "s")


def ordinal(text: str) -> int:
    """Return the number of an ordinal; last is -1."""
    return _NTH[text] if text in _NTH else int(text[:-2])


def checked_year(year: int) -> int:
    """Return a year that the calendar here knows, else refuse it."""
    if not _SOONEST <= year <= _LATEST:
        raise InvalidValue("year-far-off", year=year, first=_SOONEST, last=_LATEST)
    return year


def checked_month(month: int) -> int:
    """Return a month there is, else refuse it."""
    if not 1 <= month <= 12:
        raise InvalidValue("no-such-month", month=month)
    return month


def checked_day(year: int | None, month: int, day: int) -> ex.Day:
    """Return a day there is, with or without a year, else refuse it."""
    if year is not None:
        checked_year(year)
    checked_month(month)
    refuse_missing_day(year, month, day)
    return ex.Day(year, month, day)
