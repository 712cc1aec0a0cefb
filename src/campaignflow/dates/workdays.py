"""Working days: which days are worked, and counting by them.

A `WorkCalendar` is a weekly pattern, days off, extra working days and the day until which all that
has been announced.  It keeps the working days in one sorted list of ordinals, so that counting is a
bisection.  The calendars of countries are read in `campaignflow.dates.countries`; which calendar a
unit works by is for `campaignflow.scheduling` to say; days that are kept but worked live in
`campaignflow.dates.observances`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, NamedTuple, Self

from campaignflow.errors import InvalidValue

__all__ = ["Notice", "WorkCalendar", "YearDays"]

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years a calendar can be asked about."""

WEEKEND = frozenset({5, 6})


_day = date.fromordinal


class YearDays(NamedTuple):
    """What is known of some years beyond their weekly pattern."""

    off: Mapping[date, str]
    """Days off by the name of the holiday; empty for a weekend that was another weekday then."""
    extra: Collection[date]
    """Working days at weekends."""
    estimated: Collection[int] = ()
    """Years whose days off are partly estimates."""


Source = Callable[[int, int], YearDays]
"""Gives the days of the years from a first to a last one."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One year's days off and extra working days, as a government announces them."""

    year: int
    days_off: Mapping[date, str]
    extra_workdays: Collection[date] = ()

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Return a notice from JSON in the form of the holiday-cn project.

        ``{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}``; raises
        `InvalidValue` for anything else.
        """
        try:
            days = [(date.fromisoformat(day["date"]), day["name"], day["isOffDay"]) for day in data["days"]]
            year = int(data["year"])
        except (KeyError, TypeError, ValueError) as cause:
            raise InvalidValue("notice-unreadable") from cause
        off = {day: name for day, name, is_off in days if is_off}
        return cls(year, off, frozenset(day for day, _, is_off in days if not is_off))


class WorkCalendar:
    """The working days of a country or an office, from 1900 to 2199.

    `days_off` and `extra_workdays` beat the weekly pattern and what `source` says; a day in both is
    refused.  `covered_until` is the last announced day, None where a rule fixes all years;
    `announced_years` are known whatever it says, and `announced_as` names the calendar whose announcement
    is awaited, if it is another's.  Outside `first_year` to `last_year` nothing but the weekly pattern
    is known.  `weekend` counts from Monday, 0.  Counting raises `InvalidValue` for days before 1900
    or after 2199.
    """

    __slots__ = (
        "_days_off",
        "_estimated",
        "_extra",
        "_names",
        "_reach",
        "_source",
        "announced_as",
        "announced_years",
        "code",
        "covered_until",
        "first_year",
        "last_year",
        "weekend",
    )

    def __init__(  # noqa: PLR0913  # a calendar is made of these, all named
        self,
        code: str,
        *,
        days_off: Mapping[date, str] | None = None,
        extra_workdays: Collection[date] = (),
        weekend: frozenset[int] = WEEKEND,
        covered_until: date | None = None,
        first_year: int = FIRST_YEAR,
        last_year: int = LAST_YEAR,
        announced_years: Collection[int] = (),
        announced_as: str = "",
        source: Source | None = None,
    ) -> None:
        self.code = code
        self.weekend = frozenset(weekend)
        self.covered_until = covered_until
        self.first_year = first_year
        self.last_year = last_year
        self.announced_years = frozenset(announced_years)
        self.announced_as = announced_as or code
        self._days_off = dict(days_off or {})
        self._extra = frozenset(extra_workdays)
        self._source = source
        self._names: dict[int, str] = {}
        self._estimated: set[int] = set()
        # First and last day of the index and the index: one value, so that threads see them together.
        self._reach: tuple[int, int, list[int]] = (1, 0, [])
        if self.weekend >= frozenset(range(7)):
            raise InvalidValue("calendar-never-works", calendar=code)
        twice = sorted(self._extra & self._days_off.keys())
        if twice:
            raise InvalidValue("calendar-off-and-on", calendar=code, days=twice)

    def __repr__(self) -> str:
        return f"WorkCalendar({self.code!r}, covered_until={self.covered_until})"

    def with_changes(
        self,
        code: str,
        *,
        days_off: Mapping[date, str] | None = None,
        extra_workdays: Collection[date] = (),
        weekend: frozenset[int] | None = None,
        covered_until: date | None = None,
    ) -> "WorkCalendar":
        """Return an office's own calendar based on this one; what is not given stays as it is."""
        return WorkCalendar(
            code,
            days_off=days_off,
            extra_workdays=extra_workdays,
            weekend=self.weekend if weekend is None else weekend,
            covered_until=covered_until or self.covered_until,
            first_year=self.first_year,
            last_year=self.last_year,
            announced_years=self.announced_years,
            announced_as=code if covered_until else self.announced_as,
            source=self._read,
        )

    def with_notice(self, notice: Notice) -> "WorkCalendar":
        """Return this calendar with a year as it was announced, in place of what was assumed of it.

        A notice may also move days of the December before.  Raises `InvalidValue` for other days.
        An office's own calendar is based on the result; the notice would beat its own days.
        """
        year = notice.year
        strange = [day for day in (*notice.days_off, *notice.extra_workdays) if not _belongs(day, year)]
        if strange:
            raise InvalidValue("notice-other-year", calendar=self.code, year=year, days=sorted(strange))
        follows = self.covered_until == date(year - 1, 12, 31)
        return WorkCalendar(
            self.code,
            days_off=notice.days_off,
            extra_workdays=notice.extra_workdays,
            weekend=self.weekend,
            covered_until=date(year, 12, 31) if follows else self.covered_until,
            first_year=self.first_year,
            last_year=self.last_year,
            announced_years=self.announced_years | {year},
            announced_as=self.announced_as,
            source=partial(_without_year, self._read, year),
        )

    def is_workday(self, day: date) -> bool:
        """Whether a day is worked."""
        index = self._index_over(day, day)
        at = day.toordinal()
        spot = bisect_left(index, at)
        return spot < len(index) and index[spot] == at

    def add(self, day: date, n: int) -> date:
        """Return the n-th working day after a day, before it if n is negative (plan file, rule 6).

        The day itself is never counted; from a day off the neighbouring working day is the first.
        0 gives the day itself if it is worked, else the next working day.
        """
        at = day.toordinal()
        first, last, index = self._reach
        if first <= at <= last:
            spot = bisect_right(index, at) + n - 1 if n > 0 else bisect_left(index, at) + n
            if 0 <= spot < len(index):
                return _day(index[spot])
        return self._add_far(day, n)

    def count(self, after: date, until: date) -> int:
        """Return the number of working days after one day until another, which is included.

        Negative where `until` lies before `after`.
        """
        index = self._index_over(min(after, until), max(after, until))
        return bisect_right(index, until.toordinal()) - bisect_right(index, after.toordinal())

    def nth(self, first: date, last: date, n: int) -> date | None:
        """Return the n-th working day of a span, from its end if n is negative; None if it has fewer."""
        index = self._index_over(first, last)
        start, stop = bisect_left(index, first.toordinal()), bisect_right(index, last.toordinal())
        spot = start + n - 1 if n > 0 else stop + n
        return _day(index[spot]) if start <= spot < stop else None

    def name_of(self, day: date) -> str | None:
        """Return the name of the holiday on a day, None on other days."""
        self._index_over(day, day)
        return self._names.get(day.toordinal()) or None

    def is_announced(self, day: date) -> bool:
        """Whether it is official, not assumed, that a day is worked or off."""
        if day.year in self.announced_years:
            return True
        if not self.first_year <= day.year <= self.last_year:
            return False
        if self.covered_until is not None and day > self.covered_until:
            return False
        self._index_over(day, day)
        return day.year not in self._estimated

    def unannounced(self, *days: date) -> tuple[str, ...]:
        """Return what counting between the first and the last of some days rests on: ``CN 2027``.

        One entry for each year that is not announced; an office's calendar names the calendar whose
        announcement is awaited.
        """
        if not days:
            return ()
        first, last = min(days), max(days)
        if self._source is None and self._is_covered(first, last):
            return ()
        awaited = []
        for year in range(first.year, last.year + 1):
            start, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
            if not (self.is_announced(start) and self.is_announced(end)):
                awaited.append(f"{self.announced_as} {year}")
        return tuple(awaited)

    def _is_covered(self, first: date, last: date) -> bool:
        known = self.first_year <= first.year and last.year <= self.last_year
        return known and (self.covered_until is None or last <= self.covered_until)

    def _index_over(self, first: date, last: date) -> list[int]:
        """Return the sorted ordinals of all working days of a stretch that holds these days."""
        low, high, index = self._reach
        if low <= first.toordinal() and last.toordinal() <= high:
            return index
        if first.year < FIRST_YEAR or last.year > LAST_YEAR:
            raise self._out_of_range()
        return self._grown(first.year - 1, last.year + 1)

    def _out_of_range(self) -> InvalidValue:
        return InvalidValue("calendar-out-of-range", calendar=self.code, first=FIRST_YEAR, last=LAST_YEAR)

    def _add_far(self, day: date, n: int) -> date:
        """Add beyond the index: take in the years that suffice for most calendars, else all."""
        at = day.toordinal()
        self._index_over(day, day)
        for years in (abs(n) // 200 + 1, LAST_YEAR - FIRST_YEAR):
            index = self._grown(day.year - (years if n < 0 else 0), day.year + (years if n >= 0 else 0))
            spot = bisect_right(index, at) + n - 1 if n > 0 else bisect_left(index, at) + n
            if 0 <= spot < len(index):
                return _day(index[spot])
        raise self._out_of_range()

    def _grown(self, first: int, last: int) -> list[int]:
        """Take more years into the index, none twice, and return it."""
        first, last = max(first, FIRST_YEAR), min(last, LAST_YEAR)
        low, high, index = self._reach
        if low > high:
            index = self._workdays_of(first, last)
        else:
            known_first, known_last = _day(low).year, _day(high).year
            before = self._workdays_of(first, known_first - 1)
            after = self._workdays_of(known_last + 1, last)
            index = before + index + after
            first, last = min(first, known_first), max(last, known_last)
        self._reach = (date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal(), index)
        return index

    def _workdays_of(self, first: int, last: int) -> list[int]:
        """Return the ordinals of the working days of some years, and remember the names of days off."""
        if first > last:
            return []
        days = self._read(first, last)
        low, high = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()
        names = {day.toordinal(): name for day, name in days.off.items()}
        extra = {day.toordinal() for day in days.extra}
        self._names.update(names)
        self._estimated.update(days.estimated)
        # The ordinal 1 is a Monday.
        weekly = {at for at in range(low, high + 1) if (at - 1) % 7 not in self.weekend}
        return sorted((weekly - names.keys()) | {at for at in extra if low <= at <= high})

    def _read(self, first: int, last: int) -> YearDays:
        """Return the days of some years: those of the source, changed by this calendar's own."""
        if self._source is None:
            return YearDays(self._days_off, self._extra)
        below = self._source(first, last)
        off = {day: name for day, name in below.off.items() if day not in self._extra} | self._days_off
        return YearDays(off, self._extra.union(below.extra) - self._days_off.keys(), below.estimated)


def _belongs(day: date, year: int) -> bool:
    return day.year == year or (day.year, day.month) == (year - 1, 12)


def _without_year(source: Source, year: int, first: int, last: int) -> YearDays:
    """Give the days of a source except those of one year, which a notice tells anew."""
    days = source(first, last)
    off = {day: name for day, name in days.off.items() if day.year != year}
    return YearDays(off, [day for day in days.extra if day.year != year], days.estimated)
