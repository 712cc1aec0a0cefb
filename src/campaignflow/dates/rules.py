"""Follows the rules by which something comes round (RRULE of RFC 5545, section 3.3.10; RFC 7529).

Which rules can be followed, and the starts that they give.  A rule is followed period by period (days,
weeks, months, years), so that one that never comes true ends with its last period.  What planners write is
in `campaignflow.dates.recurring`, series of others' calendars in `campaignflow.planfile.calendar_days`.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any, NamedTuple

from campaignflow.dates.lunar import lunar_days

__all__ = ["Days", "Steps", "by_rule", "followed"]

_LONGEST_RULE = 1_000
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_LISTS = {
    "BYMONTH": range(1, 13),
    "BYMONTHDAY": range(1, 32),
    "BYYEARDAY": range(1, 367),
    "BYWEEKNO": range(1, 54),
    "BYSETPOS": range(1, 367),
}
_PLAIN = {
    "UNTIL": re.compile(r"\d{8}(T\d{6}Z?)?"),
    "COUNT": re.compile(r"[1-9]\d{0,8}"),
    "INTERVAL": re.compile(r"[1-9]\d{0,3}"),
    "WKST": re.compile("MO|TU|WE|TH|FR|SA|SU"),
    "BYDAY": re.compile(r"([+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)(,|$))+"),
}
_CLOCK = {"BYHOUR": "hour", "BYMINUTE": "minute", "BYSECOND": "second"}
_MEANT = {
    "DAILY": frozenset(("BYMONTH", "BYMONTHDAY", "BYDAY")),
    "WEEKLY": frozenset(("BYMONTH", "BYMONTHDAY", "BYDAY")),
    "MONTHLY": frozenset(("BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS")),
    "YEARLY": frozenset((*_LISTS, "BYDAY")),
}
"""What a rule by days, weeks, months or years may pick among them."""
_LUNAR = frozenset("FREQ RSCALE UNTIL COUNT WKST BYMONTH BYMONTHDAY".split())
_LUNAR_YEARS = range(1901, 2101)
_NEVER = datetime(9999, 12, 31)  # noqa: DTZ001  # a wall clock
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def followed(written: str, start: date) -> str | None:
    """Return a rule in the form in which it can be followed from a start; None if it cannot be."""
    said = re.sub(r"\s+", "", written[: _LONGEST_RULE + 1]).upper().removeprefix("RRULE:")
    listed = [part.partition("=") for part in said.split(";") if part and not part.startswith("X-")]
    parts = {name: value for name, _, value in listed}
    twice = len(parts) < len(listed)
    if not listed:
        return ""
    if parts.get("COUNT") == "-1":
        del parts["COUNT"]  # how some writers say: as often as it comes
    if parts.get("SKIP") == "OMIT":
        del parts["SKIP"]
    if parts.get("RSCALE") == "GREGORIAN":
        del parts["RSCALE"]
    for name, field in _CLOCK.items():
        if name in parts and parts[name] == str(getattr(start, field, None)):
            del parts[name]
    if len(said) > _LONGEST_RULE or twice or not all(_is_right(name, value) for name, value in parts.items()):
        return None
    if "RSCALE" in parts:
        can = set(parts) <= _LUNAR and parts.get("FREQ") == "YEARLY" and _lunar_day(parts, start) is not None
    else:
        picks = {name for name in parts if name.startswith("BY")}
        can = "FREQ" in parts and picks <= _MEANT[parts["FREQ"]]
        can = can and ("BYWEEKNO" not in parts or parts.get("WKST", "MO") == "MO")
    return ";".join(f"{name}={value}" for name, value in parts.items()) if can else None


def _is_right(name: str, value: str) -> bool:
    """Whether a part of a rule is one that is known, and says something."""
    if name == "FREQ":
        return value in _FREQUENCIES
    if name == "RSCALE":
        return value == "CHINESE"
    if name in _PLAIN:
        right = _PLAIN[name].fullmatch(value) is not None
        return right and (name != "UNTIL" or _until(value, None) is not None)
    if name not in _LISTS or not re.fullmatch(r"[+-]?\d{1,3}(,[+-]?\d{1,3})*", value):
        return False
    numbers = [int(one) for one in value.split(",")]
    return all((one if name == "BYMONTH" else abs(one)) in _LISTS[name] for one in numbers)


class Days(NamedTuple):
    """A first day and a last one, both included."""

    first: date
    last: date


class Steps:
    """How many days may still be looked at, all series together."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self) -> bool:
        """Take one; False if none is left."""
        self.left = max(0, self.left - 1)
        return self.left > 0


def by_rule(rule: str, start: date | datetime, days: Days, steps: Steps) -> Iterator[date | datetime]:
    """Yield the starts between two days that a rule gives, by the wall clock of its start.

    Args:
        rule: As `followed` returned it.
        start: The first time of the series.
        days: Those that are wanted.
        steps: When they have run out, the series ends.
    """
    zone = start.tzinfo if isinstance(start, datetime) else None
    clock = start.time() if isinstance(start, datetime) else time()
    begin = start.date() if isinstance(start, datetime) else start
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    ends = _until(parts.get("UNTIL", ""), zone) or _NEVER
    first, last = days.first, min(days.last, ends.date())
    left = int(parts.get("COUNT", 0))
    for day in _candidates(parts, begin, begin if left else max(begin, first), last):
        if not steps.take():
            return
        if day is None or day < begin:
            continue
        if day > last or datetime.combine(day, clock) > ends:
            return
        if day >= first:
            yield datetime.combine(day, clock, zone) if isinstance(start, datetime) else day
        left -= 1
        if not left:
            return


def _candidates(parts: Mapping[str, str], begin: date, first: date, last: date) -> Iterator[date | None]:
    """Yield the days of each period in order from about the first day, None for a period without any."""
    picks = {name: {int(one) for one in parts[name].split(",")} for name in _LISTS if name in parts}
    named = filter(None, parts.get("BYDAY", "").split(","))
    weekdays = [(int(one[:-2] or 0), _DAYS.index(one[-2:])) for one in named]
    if parts["FREQ"] in {"DAILY", "WEEKLY"}:
        yield from _by_days(parts, begin, first, last, _Picks(picks, weekdays))
        return
    monthly = parts["FREQ"] == "MONTHLY"
    find: Callable[[date], Iterable[date]]
    if "RSCALE" in parts:
        find = partial(_of_lunar_year, day=_lunar_day(parts, begin) or (1, 1))
    else:
        find = partial(_of_month if monthly else _of_year, begin=begin, picks=_Picks(picks, weekdays))
    step = int(parts.get("INTERVAL", 1)) * (1 if monthly else 12)
    at = begin.year * 12 + (begin.month - 1 if monthly else 0)
    at += max(0, (first.year * 12 + first.month - 1 - at) // step - 1) * step
    over = last.year * 12 + last.month - 1 + (12 if "BYWEEKNO" in picks else 0)
    while at <= over and at // 12 <= date.max.year:
        found = sorted(set(find(date(at // 12, at % 12 + 1, 1))))
        if "BYSETPOS" in picks:
            places = {one - 1 if one > 0 else len(found) + one for one in picks["BYSETPOS"]}
            found = [one for place, one in enumerate(found) if place in places]
        yield from found or (None,)
        at += step


class _Picks(NamedTuple):
    """What a rule picks."""

    numbers: Mapping[str, set[int]]
    weekdays: Collection[tuple[int, int]]
    """The which of a month or year, 0 for each, and the weekday from 0."""


def _by_days(
    parts: Mapping[str, str], begin: date, first: date, last: date, picks: _Picks
) -> Iterator[date | None]:
    """Yield the days of a rule by days or weeks."""
    weekdays = {one for _, one in picks.weekdays}
    length = 1
    if parts["FREQ"] == "WEEKLY":
        length, weekdays = 7, weekdays or {begin.weekday()}
        begin -= timedelta(days=(begin.weekday() - _DAYS.index(parts.get("WKST", "MO"))) % 7)
    step = length * int(parts.get("INTERVAL", 1))
    at = begin.toordinal()
    at += max(0, (first.toordinal() - at) // step) * step
    while at <= last.toordinal() and at + length <= date.max.toordinal():
        days = [date.fromordinal(at + one) for one in range(length)]
        kept = [one for one in days if not weekdays or one.weekday() in weekdays]
        yield from [one for one in kept if _is_picked(one, picks.numbers)] or (None,)
        at += step


def _is_picked(day: date, numbers: Mapping[str, set[int]]) -> bool:
    """Whether a day is in one of the months and on one of the days of a month that a rule names."""
    from_the_end = day.day - monthrange(day.year, day.month)[1] - 1
    return ("BYMONTH" not in numbers or day.month in numbers["BYMONTH"]) and (
        "BYMONTHDAY" not in numbers or not numbers["BYMONTHDAY"].isdisjoint({day.day, from_the_end})
    )


def _of_month(month: date, begin: date, picks: _Picks) -> Iterator[date]:
    """Yield the days of one month that a rule names; without any, the day of the first time."""
    length = monthrange(month.year, month.month)[1]
    numbers, weekdays = picks
    if "BYMONTHDAY" in numbers:
        days = {one if one > 0 else length + 1 + one for one in numbers["BYMONTHDAY"]}
        found = {month.replace(day=one) for one in days if 1 <= one <= length}
        found &= _on(month, month.replace(day=length), weekdays) if weekdays else found
    elif weekdays:
        found = _on(month, month.replace(day=length), weekdays)
    else:
        found = {month.replace(day=begin.day)} if begin.day <= length else set()
    yield from (one for one in found if _is_picked(one, numbers))


def _of_lunar_year(new_year: date, day: tuple[int, int]) -> list[date]:
    """Return the lunar month and day of one year, which may fall twice in it or not at all."""
    return lunar_days(new_year.year, *day) if new_year.year in _LUNAR_YEARS else []


def _of_year(new_year: date, begin: date, picks: _Picks) -> Iterator[date]:
    """Yield the days of one year that a rule names; without any, the day of the first time."""
    numbers, weekdays = picks
    year = new_year.year
    end = date(year, 12, 31)
    if "BYWEEKNO" in numbers:
        wanted = {one for _, one in weekdays} or {begin.weekday()}
        found = {*_of_weeks(year, numbers["BYWEEKNO"], wanted)}
    elif "BYYEARDAY" in numbers:
        length = (end - new_year).days + 1
        days = {one - 1 if one > 0 else length + one for one in numbers["BYYEARDAY"]}
        found = {new_year + timedelta(days=one) for one in days if 0 <= one < length}
        found &= _on(new_year, end, weekdays) if weekdays else found
    elif weekdays and not numbers.keys() & {"BYMONTH", "BYMONTHDAY"}:
        found = _on(new_year, end, weekdays)
    else:
        months = numbers.get("BYMONTH", range(1, 13) if "BYMONTHDAY" in numbers else {begin.month})
        found = {day for one in months for day in _of_month(date(year, one, 1), begin, picks)}
    yield from (one for one in found if _is_picked(one, numbers))


def _on(first: date, last: date, weekdays: Collection[tuple[int, int]]) -> set[date]:
    """Return the weekdays named between two days, each of them or the first, the last or another."""
    found: set[date] = set()
    for number, weekday in weekdays:
        begins = first + timedelta(days=(weekday - first.weekday()) % 7)
        days = [begins + timedelta(days=one) for one in range(0, (last - begins).days + 1, 7)]
        at = number - 1 if number > 0 else len(days) + number
        found.update(days if not number else days[at : at + 1] if at >= 0 else ())
    return found


def _of_weeks(year: int, weeks: set[int], weekdays: set[int]) -> Iterator[date]:
    """Yield the weekdays of some weeks of a year (ISO 8601)."""
    last = date(year, 12, 28).isocalendar().week
    for week in {one if one > 0 else last + 1 + one for one in weeks}:
        if 1 <= week <= last:
            yield from (date.fromisocalendar(year, week, one + 1) for one in weekdays)


def _lunar_day(parts: Mapping[str, str], start: date) -> tuple[int, int] | None:
    """Return the lunar month and day of a start, if it is what the rule names and no leap month's."""
    day = start.date() if isinstance(start, datetime) else start
    if day.year not in _LUNAR_YEARS:
        return None
    every = ((month, number) for month in range(1, 13) for number in range(1, 31))
    found = next((one for one in every if day in lunar_days(day.year, *one)), None)
    named = (parts.get("BYMONTH"), parts.get("BYMONTHDAY"))
    if found is None or any(one not in {None, str(own)} for one, own in zip(named, found, strict=True)):
        return None
    return found


def _until(written: str, zone: Any) -> datetime | None:
    """Return up to when a series runs, by the wall clock of its zone; a day counts whole."""
    try:
        if len(written) == 8:
            return datetime.combine(date.fromisoformat(written), time.max)
        moment = datetime.fromisoformat(written.removesuffix("Z"))
    except ValueError:
        return None
    if written.endswith("Z") and zone is not None:
        return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    return moment
