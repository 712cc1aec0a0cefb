"""From which day to which a calendar reaches: feeds stay small, and old years stay where they are.

Which entries a calendar is about is settled in `campaignflow.export.selection`.
"""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import NamedTuple, Self

from campaignflow.errors import InvalidValue
from campaignflow.export.component import Component

__all__ = ["Window"]

_MONTH = re.compile(r"\d{4}-\d{2}")
_INSTANT = timedelta(microseconds=1)
_DAY = timedelta(days=1)


class Window(NamedTuple):
    """The first and the last day of a calendar, both included; by default it is open."""

    first: date = date.min
    last: date = date.max

    @classmethod
    def read(cls, first: date | str | None, last: date | str | None) -> Self:
        """Return the window between two days or months (`2027-03`), both included.

        Raises:
            InvalidValue: a text is neither a day nor a month, or the last day comes before the first.
        """
        begins, ends = _day(first, date.min, is_last=False), _day(last, date.max, is_last=True)
        if ends < begins:
            raise InvalidValue("ics-window-backwards", first=begins, last=ends)
        return cls(begins, ends)

    def holds(self, first: date, last: date) -> bool:
        """Whether days from the first to the last, both included, reach into the window."""
        return first <= self.last and last >= self.first

    def shows(self, component: Component) -> bool:
        """Whether a component takes place on a day of the window, by the clock that it is written in."""
        if self == _OPEN:
            return True
        start, end = component.start, component.end
        if end is None:
            end = start
        elif component.start is not None:
            # Its end is not part of it any more; of a to-do it is the last day, or moment, that counts.
            end -= _INSTANT if isinstance(end, datetime) else _DAY
        days = [one.date() if isinstance(one, datetime) else one for one in (start, end) if one is not None]
        return not days or self.holds(days[0], max(days))


_OPEN = Window()


def _day(value: date | str | None, default: date, *, is_last: bool) -> date:
    if value is None:
        return default
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        if _MONTH.fullmatch(value) is None:
            return date.fromisoformat(value)
        opening = date.fromisoformat(f"{value}-01")
    except ValueError:
        raise InvalidValue("ics-bound-unreadable", text=value) from None
    return opening.replace(day=monthrange(opening.year, opening.month)[1]) if is_last else opening
