"""Reads a date expression: the formal grammar of the plan file, one small reader for each rule of it.

Prose is turned into the grammar first by `campaignflow.dates.chinese` and `.english`.  What the
expression means in days is worked out in `campaignflow.dates.resolve`.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, cast

from campaignflow.dates import chinese, english, expression as ex
from campaignflow.dates.atoms import (
    CLOCK,
    NTH,
    UNIT,
    WEEKDAY,
    WEEKDAYS,
    checked_day,
    checked_month,
    checked_year,
    clock,
    ordinal,
    unit_of,
)
from campaignflow.dates.mistakes import refuse_loose_offset, unreadable
from campaignflow.dates.recurring import recurrence
from campaignflow.errors import InvalidValue

__all__ = ["parse"]

LONGEST = 300
"""Characters of a date expression that are read at all."""

_Span = ex.Single | ex.Between | ex.From | ex.Until | ex.After | ex.Lasting | ex.OwnDay | ex.Daily
_ERAS = {"民國": 1911, "民国": 1911, "令和": 2018, "平成": 1988}


_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_FISCAL = re.compile(r"FY(\d{4})(?:-Q([1-4]))?")
_ERA = re.compile(r"(民國|民国|令和|平成)([1-9]\d{0,2}|元)年(\d{1,2})月(\d{1,2})日")
_BRACKETED = re.compile("[(（][^()（）]*[)）]")
_PROSE_IN_NAME = re.compile(r"\d+(?:月|日|号|年|季度|[时点])")
_REF = re.compile(r"(?P<path>[^\W_][\w-]*(?:/[^\W_][\w-]*){0,3})(?:\.(?P<edge>start|end))?")
_OBSERVED = re.compile(r"observance:\s*(?P<name>.+?)(?:\.(?P<edge>start|end))?(?: (?P<year>\d{4}))?")
_WEEK_OF = re.compile(rf"(?:({NTH}) )?week of (.+)")
_COMMENCING = re.compile(r"w/c (.+)")
_WEEKDAY_OF = re.compile(rf"(?:({NTH}) )?({WEEKDAY}) of (.+)")
_OFFSET = re.compile(rf"(.+) ([+-]) (\d{{1,5}}) ({UNIT})")
_TAIL = re.compile(rf"(.+) ({CLOCK}|morning|afternoon|evening)")
_LASTING = re.compile(rf"(.+) for (\d{{1,5}}) ({UNIT})")


@lru_cache(maxsize=8192)
def parse(text: str) -> ex.Expression:
    """Return the expression a text stands for.

    Raises:
        InvalidValue: with the sentence that says why it cannot be read and what to type.
    """
    text = " ".join(text.split())
    exact = _ISO_DAY.fullmatch(text)
    if exact:
        return ex.Single(ex.Term(checked_day(int(exact[1]), int(exact[2]), int(exact[3]))))
    if len(text) > LONGEST:
        raise InvalidValue("when-too-long", limit=LONGEST)
    if not text:
        raise InvalidValue("when-empty")
    said = _without_weekday(text)
    prose = english.formal(said) if said.isascii() else chinese.formal(said) or english.formal(said)
    return _when(prose if prose is not None else said, text)


def _without_weekday(text: str) -> str:
    """Leave out weekdays in brackets beside a date; whether they are right is checked elsewhere."""
    while _BRACKETED.search(text):
        found = chinese.printed_weekday(text) or english.printed_weekday(text)
        if found is None:
            return text
        text = found[0].strip()
    return text


def _when(text: str, written: str) -> ex.Expression:
    lower = text.lower()
    if lower == "tbd":
        return ex.Tbd()
    if lower in {"as needed", "as-needed"}:
        return ex.AsNeeded()
    if lower.startswith(("every ", "rrule:")) or " after every " in lower:
        return recurrence(text, written)
    return _span(text, written)


def _span(text: str, written: str) -> _Span:
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(text):
            return read(match, written)
    return ex.Single(_term(text, written))


def _after(match: re.Match[str], written: str) -> ex.After:
    base = _base(match[1], written)
    if not isinstance(base, ex.Ref | ex.Observed):
        raise InvalidValue("after-needs-a-name", text=match[1])
    return ex.After(base)


def _daily(match: re.Match[str], written: str) -> ex.Daily:
    inner = _span(match[1], written) if match[1] else None
    if inner is not None and not isinstance(inner, ex.Single | ex.Between | ex.From | ex.Until | ex.Lasting):
        unreadable(written)
    return ex.Daily(inner, clock(match[2], broadcast=True))


def _slashed(match: re.Match[str], written: str) -> ex.Between:
    """Read `iso/iso`, in which the end may leave out what it shares with the start (ISO 8601-1 §5.5)."""
    first, last, tail = match[1], match[2], match[3]
    begin = _iso(first)
    if begin is None:
        unreadable(written, f"{first}/{last}")
    parts, shared = first.split("-"), last.split("-")
    if len(shared) < len(parts) and not re.match(r"\d{4}(?:-|$)", last):
        last = "-".join(parts[: len(parts) - len(shared)] + shared)
    if tail:
        raise InvalidValue("when-two-readings", text=written, first=first, last=last, tail=tail)
    end = _iso(last)
    if end is None:
        unreadable(written)
    return ex.Between(ex.Term(begin), ex.Term(end))


def _term(text: str, written: str) -> ex.Term:
    text = text.strip()
    at: ex.Clock | ex.Part | None = None
    if tail := _TAIL.fullmatch(text):
        text = tail[1]
        at = clock(tail[2]) if tail[2][0].isdigit() else ex.Part(tail[2])  # type: ignore[arg-type]  # by the regex
    offsets: list[ex.Offset] = []
    while step := _OFFSET.fullmatch(text):
        count = int(step[3]) if step[2] == "+" else -int(step[3])
        offsets.append(ex.Offset(count, unit_of(step[4])))
        text = step[1]
    return ex.Term(_base(text, written), tuple(reversed(offsets)), at)


def _base(text: str, written: str) -> ex.Base:
    for read in _BASES:
        base = read(text, written)
        if base is not None:
            return base
    return unreadable(written, text)


def _week(text: str, written: str) -> ex.Base | None:
    if week := _WEEK_OF.fullmatch(text):
        inner = _base_or_month(week[2], written)
        return ex.NthWeekOf(ordinal(week[1]), inner) if week[1] else ex.WeekOf(inner)
    if commencing := _COMMENCING.fullmatch(text):
        day = _iso(commencing[1])
        if not isinstance(day, ex.Day):
            raise InvalidValue("commencing-needs-a-day", text=commencing[1])
        return ex.WeekCommencing(day)
    return None


def _weekday_of(text: str, written: str) -> ex.Base | None:
    match = _WEEKDAY_OF.fullmatch(text)
    if match is None:
        return None
    nth = ordinal(match[1]) if match[1] else None
    return ex.WeekdayOf(nth, WEEKDAYS.index(match[2]), _base_or_month(match[3], written))


def _base_or_month(text: str, written: str) -> ex.Base:
    return ex.Month(None, checked_month(int(text))) if re.fullmatch(r"\d\d", text) else _base(text, written)


def _iso_base(text: str, _written: str) -> ex.Base | None:
    return _iso(text)


def _iso(text: str) -> ex.Base | None:
    for pattern, read in _ISO_FORMS:
        if match := pattern.fullmatch(text):
            return read(match)
    return None


def _iso_third(match: re.Match[str]) -> ex.Third:
    year = checked_year(int(match[1])) if match[1] else None
    return ex.Third(year, checked_month(int(match[2])), cast("Any", match[3]))


def _optional_year(match: re.Match[str]) -> int | None:
    return checked_year(int(match[1])) if match[1] else None


def _iso_week(year: int, week: int, weekday: str | None) -> ex.IsoWeek:
    try:
        date.fromisocalendar(year, week, 1)
    except ValueError:
        raise InvalidValue("no-such-week", year=year, week=week) from None
    return ex.IsoWeek(year, week, int(weekday) if weekday else None)


def _fiscal(text: str, _written: str) -> ex.Base | None:
    match = _FISCAL.fullmatch(text)
    return ex.FiscalYear(checked_year(int(match[1])), int(match[2]) if match[2] else None) if match else None


def _era(text: str, _written: str) -> ex.Base | None:
    match = _ERA.fullmatch(text)
    if match is None:
        return None
    year = 1 if match[2] == "元" else int(match[2])
    return checked_day(checked_year(year + _ERAS[match[1]]), int(match[3]), int(match[4]))


def _observed(text: str, _written: str) -> ex.Base | None:
    match = _OBSERVED.fullmatch(text)
    if match is None:
        return None
    year = checked_year(int(match["year"])) if match["year"] else None
    return ex.Observed(match["name"], match["edge"], year)  # type: ignore[arg-type]  # by the regex


def _ref(text: str, written: str) -> ex.Base | None:
    match = _REF.fullmatch(text)
    if match is None or re.fullmatch(r"[\d/-]+", text) or _PROSE_IN_NAME.search(text):
        return None
    refuse_loose_offset(text, written)
    return ex.Ref(tuple(match["path"].split("/")), match["edge"])  # type: ignore[arg-type]  # by the regex


_ISO_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], ex.Base]], ...] = (
    (
        re.compile(r"(?:(\d{4})-)?(\d\d)-(\d\d)"),
        lambda m: checked_day(_optional_year(m), int(m[2]), int(m[3])),
    ),
    (re.compile(r"(?:(\d{4})-)?(\d\d)-(early|mid|late)"), _iso_third),
    (re.compile(r"(\d{4})-(\d\d)"), lambda m: ex.Month(checked_year(int(m[1])), checked_month(int(m[2])))),
    (re.compile(r"(\d{4})"), lambda m: ex.Year(checked_year(int(m[1])))),
    (re.compile(r"(?:(\d{4})-)?Q([1-4])"), lambda m: ex.Quarter(_optional_year(m), int(m[2]))),
    (re.compile(r"(?:(\d{4})-)?H([12])"), lambda m: ex.Half(_optional_year(m), int(m[2]))),
    (
        re.compile(r"(\d{4})-W(\d\d)(?:-([1-7]))?"),
        lambda m: _iso_week(checked_year(int(m[1])), int(m[2]), m[3]),
    ),
    (re.compile(r"()M(\d\d)"), lambda m: ex.Month(None, checked_month(int(m[2])))),
)
"""ISO 8601 forms, and their yearless kin."""

_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], _Span]], ...] = (
    (re.compile(r"(?:(.+) )?daily (\d{1,2}:\d\d-\d{1,2}:\d\d)"), _daily),
    (
        re.compile("all (.+)", re.IGNORECASE),
        lambda m, written: ex.Single(_term(m[1], written), throughout=True),
    ),
    (re.compile("from (.+)", re.IGNORECASE), lambda m, written: ex.From(_term(m[1], written))),
    (re.compile("until (.+)", re.IGNORECASE), lambda m, written: ex.Until(_term(m[1], written))),
    (re.compile("after (.+)", re.IGNORECASE), _after),
    (_LASTING, lambda m, written: ex.Lasting(_term(m[1], written), int(m[2]), unit_of(m[3]))),
    (re.compile(CLOCK), lambda m, _written: ex.OwnDay(clock(m[0]))),
    (re.compile("(.+?) to (.+)"), lambda m, written: ex.Between(_term(m[1], written), _term(m[2], written))),
    (re.compile(r"(\d[\w-]*)/(\d[\w-]*)(?: (.+))?"), _slashed),
)
"""The ways to write a `when` that does not come round, tried in this order."""

_BASES: tuple[Callable[[str, str], ex.Base | None], ...] = (
    _iso_base,
    _fiscal,
    _era,
    _observed,
    _week,
    _weekday_of,
    _ref,
)
