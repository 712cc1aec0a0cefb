"""What people write instead of a date the grammar knows, and the sentence that says what to type.

The grammar itself is read in `campaignflow.dates.grammar`.
"""

import re
from datetime import date, timedelta
from typing import NoReturn

from campaignflow.errors import InvalidValue
from campaignflow.types import without_quotes

__all__ = ["refuse_loose_offset", "refuse_missing_day", "unreadable"]

_UNIT = r"(?:minute|hour|day|workday|week|month|year)s?"
_DAY_SLASHES = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{2,4}))?\.?")
_YEAR_SLASHES = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_LOOSE_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SERIAL = re.compile(r"[3-6]\d{4}(?:\.0+)?")
_TIGHT_OFFSET = re.compile(rf"(.+?) ?([+\-−－＋]) ?(\d+) ?({_UNIT}.*)")


def refuse_loose_offset(text: str, written: str) -> None:
    """Refuse `water-day-5workdays`, which is an id to the grammar and a sum to its writer."""
    if loose := re.fullmatch(rf"(.+?)([+-])(\d+)({_UNIT})", text):
        raise InvalidValue(
            "offset-needs-spaces", text=written, offer=f"{loose[1]} {loose[2]} {loose[3]} {loose[4]}"
        )


def refuse_missing_day(year: int | None, month: int, day: int) -> None:
    """Refuse a day that the month does not have; a yearless 29 February may exist."""
    some_year = 2000 if year is None else year
    try:
        date(some_year, month, day)
    except ValueError:
        last = (date(some_year, month, 28) + timedelta(4)).replace(day=1) - timedelta(1)
        text, offer = iso_text(year, month, day), iso_text(year, month, last.day)
        raise InvalidValue("no-such-day", text=text, last=offer) from None


def iso_text(year: int | None, month: int, day: int) -> str:
    """Return a day as the plan file writes it, with or without a year."""
    return f"{month:02}-{day:02}" if year is None else f"{year:04}-{month:02}-{day:02}"


def unreadable(written: str, part: str | None = None) -> NoReturn:
    """Say what is wrong with a text that no rule reads, with the likely cause where there is one."""
    text = written if part is None else part
    if match := _SERIAL.fullmatch(text):
        day = date(1899, 12, 30) + timedelta(int(float(text)))
        raise InvalidValue("date-is-a-serial-number", text=text, offer=day.isoformat())
    if match := _YEAR_SLASHES.fullmatch(text) or _LOOSE_DAY.fullmatch(text):
        year, month, day_of_month = (int(number) for number in match.groups())
        if 1 <= month <= 12:
            refuse_missing_day(year, month, day_of_month)
            raise InvalidValue("date-not-iso", text=text, offer=iso_text(year, month, day_of_month))
    if match := _DAY_SLASHES.fullmatch(text):
        _refuse_slashes(text, int(match[1]), int(match[2]), match[3])
    if match := _TIGHT_OFFSET.fullmatch(text):
        sign = "+" if match[2] in "+＋" else "-"
        raise InvalidValue(
            "offset-needs-spaces", text=written, offer=f"{match[1]} {sign} {match[3]} {match[4]}"
        )
    if (bare := without_quotes(written)) not in {"", written}:
        raise InvalidValue("quotes-wide", text=written, offer=bare)
    raise InvalidValue("when-unreadable", text=written)


def _refuse_slashes(text: str, first: int, second: int, year: str | None) -> NoReturn:
    full = None if year is None else int(year if len(year) == 4 else "20" + year)
    offers = []
    for month, day in dict.fromkeys(((first, second), (second, first))):
        try:
            date(full or 2000, month, day)
        except ValueError:
            continue
        offers.append(iso_text(full, month, day))
    if not offers:
        raise InvalidValue("when-unreadable", text=text)
    raise InvalidValue("date-not-iso", text=text, offer=offers)
