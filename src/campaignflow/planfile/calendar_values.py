"""Values of a calendar's properties: texts, days, moments and lengths of time, as plain Python.

Which property has which value is in `campaignflow.planfile.calendar_reading`.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

__all__ = ["YEARS", "after", "by_library", "compact", "day_meant", "like", "unescaped"]

YEARS = range(1901, 2199)
"""Years that are read: those of plans but the first and the last, which elsewhere may be other years."""
_ESCAPE = re.compile(r"\\([\\;,nN])")
_SPACED = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z?))?", re.IGNORECASE)
_SHORT = re.compile(r"(\d{8})T(\d{4})(Z?)", re.IGNORECASE)
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError)


def unescaped(written: str) -> str:
    """Return a text without its escapes; a line break in it is LF."""
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], written)


def compact(written: str) -> str:
    """Return a day or a moment as iCalendar writes it, from the forms in which some programs do.

    These are `2027-03-10`, `2027-03-10T09:00:00Z`, `20270310T0900`, and a day with a Z, which has no zone.
    """
    match = _SPACED.fullmatch(written)
    if match is not None:
        day = "".join(match.group(1, 2, 3))
        return day if match[4] is None else f"{day}T{match[4]}{match[5]}{match[6] or '00'}{match[7].upper()}"
    match = _SHORT.fullmatch(written)
    if match is not None:
        return f"{match[1]}T{match[2]}00{match[3].upper()}"
    return written[:8] if re.fullmatch(r"\d{8}Z", written, re.IGNORECASE) else written


def by_library(kind: str, value: str) -> Any:
    """Return a value as `icalendar` reads it; None if it cannot."""
    import icalendar.prop  # noqa: PLC0415  # an extra, and 65 ms

    read: Callable[[str], Any] = getattr(icalendar.prop, kind).from_ical
    try:
        return read(value)
    except _UNREADABLE:
        return None


def after(start: date, length: timedelta) -> date | datetime | None:
    """Return what lies a length of time after a start; None if no plan reaches so far."""
    try:
        if not isinstance(start, datetime):
            end: date = start + length
        else:
            # Days are days of the wall clock, hours are hours (RFC 5545, section 3.3.6).
            whole = timedelta(days=length.days)
            end = ((start + whole).astimezone(UTC) + (length - whole)).astimezone(start.tzinfo)
    except OverflowError:
        return None
    return end if end.year in YEARS else None


def day_meant(moment: datetime, zone: str) -> date:
    """Return the day that a moment stands for among days: where it is midnight in a zone, that one."""
    here = moment.astimezone(ZoneInfo(zone))
    whole = here.time() == time() or (here.hour, here.minute) == (23, 59)
    return here.date() if whole else moment.date()


def like(moment: date | datetime | None, start: date, zone: str) -> date | datetime | None:
    """Return a time of a series as its start is: a day of a series of days, a moment of one of moments."""
    if isinstance(moment, datetime):
        return moment.astimezone(start.tzinfo) if isinstance(start, datetime) else day_meant(moment, zone)
    if moment is None or not isinstance(start, datetime):
        return moment
    return datetime.combine(moment, start.timetz())
