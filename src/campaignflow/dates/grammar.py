"""Reads a date expression: the formal grammar of the plan file, one small reader for each rule of it.

Prose is turned into the grammar first by `campaignflow.dates.chinese` and `.english`.  What the
expression means in days is worked out in `campaignflow.dates.resolve`.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, cast

from campaignflow.dates import chinese, english
from campaignflow.dates import expression as ex
from campaignflow.dates.mistakes import refuse_loose_offset, refuse_missing_day, unreadable
from campaignflow.errors import InvalidValue
from campaignflow.labels import Word

__all__ = ["UNITS", "WEEKDAYS", "parse", "parse_clock"]

LONGEST = 300
"""Characters of a date expression that are read at all."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
UNITS = ("minutes", "hours", "days", "workdays", "weeks", "months", "years")
PERIODS = ("day", "workday", "week", "month", "quarter", "year")
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_Span = ex.Single | ex.Between | ex.From | ex.Until | ex.After | ex.Lasting | ex.OwnDay | ex.Daily
_ERAS = {"民國": 1911, "民国": 1911, "令和": 2018, "平成": 1988}
_SOONEST, _LATEST = 1900, 2199

_UNIT = r"(?:minute|hour|day|workday|week|month|year)s?"
_NTH_WORD = r"(?:first|second|third|fourth|fifth|last|[1-9]\d?(?:st|nd|rd|th))"
_WEEKDAY = "(?:" + "|".join(WEEKDAYS) + ")"
_CLOCK = r"\d{1,2}:\d\d(?:-\d{1,2}:\d\d)?"

_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_FISCAL = re.compile(r"FY(\d{4})(?:-Q([1-4]))?")
_ERA = re.compile(r"(民國|民国|令和|平成)([1-9]\d{0,2}|元)年(\d{1,2})月(\d{1,2})日")
_REF = re.compile(r"(?P<path>[^\W_][\w-]*(?:/[^\W_][\w-]*){0,3})(?:\.(?P<edge>start|end))?")
_OBSERVED = re.compile(r"observance:\s*(?P<name>.+?)(?:\.(?P<edge>start|end))?(?: (?P<year>\d{4}))?")
_WEEK_OF = re.compile(rf"(?:({_NTH_WORD}) )?week of (.+)")
_COMMENCING = re.compile(r"w/c (.+)")
_WEEKDAY_OF = re.compile(rf"(?:({_NTH_WORD}) )?({_WEEKDAY}) of (.+)")
_OFFSET = re.compile(rf"(.+) ([+-]) (\d{{1,5}}) ({_UNIT})")
_TAIL = re.compile(rf"(.+) ({_CLOCK}|morning|afternoon|evening)")
_LASTING = re.compile(rf"(.+) for (\d{{1,5}}) ({_UNIT})")
_EVERY = re.compile(rf"every (?:(\d{{1,3}}) )?({'|'.join(PERIODS)})s?(?: on (.+?))?(?: ({_CLOCK}))?")
_EVERY_WEEKDAY = re.compile(rf"every ({_WEEKDAY}(?:(?:, ?| and )(?:and )?{_WEEKDAY})*)(?: ({_CLOCK}))?")
_WORKDAYS_AFTER = re.compile(rf"(\d{{1,3}}) workdays? after every ({'|'.join(PERIODS)})")
_PICK_NTH = re.compile(rf"(?:({_NTH_WORD}) )?(day|workday|{_WEEKDAY})")


@lru_cache(maxsize=8192)
def parse(text: str) -> ex.Expression:
    """Return the expression a text stands for.

    Raises:
        InvalidValue: with the sentence that says why it cannot be read and what to type.
    """
    text = " ".join(text.split())
    exact = _ISO_DAY.fullmatch(text)
    if exact:
        return ex.Single(ex.Term(_day(int(exact[1]), int(exact[2]), int(exact[3]))))
    if len(text) > LONGEST:
        raise InvalidValue("when-too-long", limit=LONGEST)
    if not text:
        raise InvalidValue("when-empty")
    prose = english.formal(text) if text.isascii() else chinese.formal(text) or english.formal(text)
    return _when(prose if prose is not None else text, text)


def parse_clock(text: str) -> ex.Clock:
    """Return a clock time `HH:MM` or a span `HH:MM-HH:MM`, to 24:00."""
    if not re.fullmatch(_CLOCK, text):
        raise InvalidValue("clock-unreadable", text=text)
    return _clock(text)


def _when(text: str, written: str) -> ex.Expression:
    lower = text.lower()
    if lower == "tbd":
        return ex.Tbd()
    if lower in {"as needed", "as-needed"}:
        return ex.AsNeeded()
    if lower.startswith(("every ", "rrule:")) or " after every " in lower:
        return _recurrence(text, written)
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
    return ex.Daily(inner, _clock(match[2], broadcast=True))


def _slashed(match: re.Match[str], written: str) -> ex.Between:
    """Read `iso/iso`, in which the end may leave out what it shares with the start (ISO 8601-1 §5.5)."""
    first, last, tail = match[1], match[2], match[3]
    begin = _iso(first)
    if begin is None:
        unreadable(written, f"{first}/{last}")
    if tail:
        raise InvalidValue("when-two-readings", text=written, first=first, last=last, tail=tail)
    parts, shared = first.split("-"), last.split("-")
    if len(shared) < len(parts) and not re.match(r"\d{4}(?:-|$)", last):
        last = "-".join(parts[: len(parts) - len(shared)] + shared)
    end = _iso(last)
    if end is None:
        unreadable(written)
    return ex.Between(ex.Term(begin), ex.Term(end))


def _term(text: str, written: str) -> ex.Term:
    text = text.strip()
    at: ex.Clock | ex.Part | None = None
    if tail := _TAIL.fullmatch(text):
        text = tail[1]
        at = _clock(tail[2]) if tail[2][0].isdigit() else ex.Part(tail[2])  # type: ignore[arg-type]  # by the regex
    offsets: list[ex.Offset] = []
    while step := _OFFSET.fullmatch(text):
        count = int(step[3]) if step[2] == "+" else -int(step[3])
        offsets.append(ex.Offset(count, _unit(step[4])))
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
        return ex.NthWeekOf(_nth(week[1]), inner) if week[1] else ex.WeekOf(inner)
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
    nth = _nth(match[1]) if match[1] else None
    return ex.WeekdayOf(nth, WEEKDAYS.index(match[2]), _base_or_month(match[3], written))


def _base_or_month(text: str, written: str) -> ex.Base:
    return ex.Month(None, _month(int(text))) if re.fullmatch(r"\d\d", text) else _base(text, written)


def _iso_base(text: str, _written: str) -> ex.Base | None:
    return _iso(text)


def _iso(text: str) -> ex.Base | None:
    for pattern, read in _ISO_FORMS:
        if match := pattern.fullmatch(text):
            return read(match)
    return None


def _iso_third(match: re.Match[str]) -> ex.Third:
    year = _year(int(match[1])) if match[1] else None
    return ex.Third(year, _month(int(match[2])), cast("Any", match[3]))


def _optional_year(match: re.Match[str]) -> int | None:
    return _year(int(match[1])) if match[1] else None


def _iso_week(year: int, week: int, weekday: str | None) -> ex.IsoWeek:
    try:
        date.fromisocalendar(year, week, 1)
    except ValueError:
        raise InvalidValue("no-such-week", year=year, week=week) from None
    return ex.IsoWeek(year, week, int(weekday) if weekday else None)


def _fiscal(text: str, _written: str) -> ex.Base | None:
    match = _FISCAL.fullmatch(text)
    return ex.FiscalYear(_year(int(match[1])), int(match[2]) if match[2] else None) if match else None


def _era(text: str, _written: str) -> ex.Base | None:
    match = _ERA.fullmatch(text)
    if match is None:
        return None
    year = 1 if match[2] == "元" else int(match[2])
    return _day(_year(year + _ERAS[match[1]]), int(match[3]), int(match[4]))


def _observed(text: str, _written: str) -> ex.Base | None:
    match = _OBSERVED.fullmatch(text)
    if match is None:
        return None
    year = _year(int(match["year"])) if match["year"] else None
    return ex.Observed(match["name"], match["edge"], year)  # type: ignore[arg-type]  # by the regex


def _ref(text: str, written: str) -> ex.Base | None:
    match = _REF.fullmatch(text)
    if match is None or re.fullmatch(r"[\d/-]+", text):
        return None
    refuse_loose_offset(text, written)
    return ex.Ref(tuple(match["path"].split("/")), match["edge"])  # type: ignore[arg-type]  # by the regex


_ISO_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], ex.Base]], ...] = (
    (re.compile(r"(?:(\d{4})-)?(\d\d)-(\d\d)"), lambda m: _day(_optional_year(m), int(m[2]), int(m[3]))),
    (re.compile(r"(?:(\d{4})-)?(\d\d)-(early|mid|late)"), _iso_third),
    (re.compile(r"(\d{4})-(\d\d)"), lambda m: ex.Month(_year(int(m[1])), _month(int(m[2])))),
    (re.compile(r"(\d{4})"), lambda m: ex.Year(_year(int(m[1])))),
    (re.compile(r"(?:(\d{4})-)?Q([1-4])"), lambda m: ex.Quarter(_optional_year(m), int(m[2]))),
    (re.compile(r"(?:(\d{4})-)?H([12])"), lambda m: ex.Half(_optional_year(m), int(m[2]))),
    (re.compile(r"(\d{4})-W(\d\d)(?:-([1-7]))?"), lambda m: _iso_week(_year(int(m[1])), int(m[2]), m[3])),
    (re.compile(r"()M(\d\d)"), lambda m: ex.Month(None, _month(int(m[2])))),
)
"""ISO 8601 forms, and their yearless kin."""

_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], _Span]], ...] = (
    (
        re.compile("all (.+)", re.IGNORECASE),
        lambda m, written: ex.Single(_term(m[1], written), throughout=True),
    ),
    (re.compile("from (.+)", re.IGNORECASE), lambda m, written: ex.From(_term(m[1], written))),
    (re.compile("until (.+)", re.IGNORECASE), lambda m, written: ex.Until(_term(m[1], written))),
    (re.compile("after (.+)", re.IGNORECASE), _after),
    (re.compile(r"(?:(.+) )?daily (\d{1,2}:\d\d-\d{1,2}:\d\d)"), _daily),
    (_LASTING, lambda m, written: ex.Lasting(_term(m[1], written), int(m[2]), _unit(m[3]))),
    (re.compile(_CLOCK), lambda m, _written: ex.OwnDay(_clock(m[0]))),
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


def _recurrence(text: str, written: str) -> ex.Recurrence:
    lower = text.lower()
    if lower == "every tbd":
        return ex.EveryTbd()
    if lower.startswith("rrule:"):
        return ex.Rrule(_rule(text[6:].strip()))
    if after := _WORKDAYS_AFTER.fullmatch(lower):
        return ex.WorkdaysAfter(int(after[1]), cast("ex.Period", after[2]))
    if weekdays := _EVERY_WEEKDAY.fullmatch(lower):
        names = re.findall(_WEEKDAY, weekdays[1])
        clock = _clock(weekdays[2]) if weekdays[2] else None
        return ex.Every("week", 1, None, tuple(sorted({WEEKDAYS.index(name) for name in names})), clock)
    if every := _EVERY.fullmatch(lower):
        step = int(every[1]) if every[1] else 1
        if step == 0:
            raise InvalidValue("every-zero", text=written)
        period = cast("ex.Period", every[2])
        pick = _pick(every[3], period) if every[3] else None
        return ex.Every(period, step, pick, (), _clock(every[4]) if every[4] else None)
    raise InvalidValue("recurrence-unreadable", text=written)


def _rule(rule: str) -> str:
    """Check a rule of RFC 5545 §3.3.10 that comes round by the day, and does come round."""
    rule = rule.upper()
    fields = dict(part.partition("=")[::2] for part in rule.split(";"))
    by_the_day = fields.get("FREQ") in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
    until = re.fullmatch(r"\d{8}(?:T\d{6})?", fields.get("UNTIL", "20270101"))
    if not (by_the_day and until) or fields.keys() & {"BYHOUR", "BYMINUTE", "BYSECOND", "DTSTART"}:
        raise InvalidValue("rrule-unreadable", text=rule)
    from dateutil.rrule import rrulestr  # noqa: PLC0415  # the library costs every start, RRULE is rare

    # The 30th of February would be sought until the year 9999, and day by day that takes long.
    kept = {"BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYDAY", "WKST"} & fields.keys()
    every_day = ";".join(["FREQ=YEARLY", *(f"{name}={fields[name]}" for name in sorted(kept))])
    try:
        rrulestr(rule, dtstart=None, cache=False)
        never = int(fields.get("INTERVAL", "1")) < 1 or not any(True for _ in rrulestr(every_day))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        never = True
    if never:
        raise InvalidValue("rrule-unreadable", text=rule)
    return rule


_MOST_OF = {
    "week": {"day": 7, "workday": 7, "weekday": 1},
    "month": {"day": 28, "workday": 23, "weekday": 5},
    "quarter": {"day": 90, "workday": 66, "weekday": 14},
    "year": {"day": 365, "workday": 262, "weekday": 53},
}
"""The last day that every such period has; the most working days and weekdays that one can have."""


def _pick(text: str, period: ex.Period) -> ex.Pick:
    if yearly := re.fullmatch(r"(\d\d)-(\d\d)", text):
        if period != "year":
            raise InvalidValue("pick-outside", text=text, period=Word(period))
        day = _day(None, int(yearly[1]), int(yearly[2]))
        return ex.Pick("date", day.day, month=day.month)
    match = _PICK_NTH.fullmatch(text)
    if text.isdecimal():
        pick = ex.Pick("day", int(text))
    elif match and match[2] in WEEKDAYS:
        pick = ex.Pick("weekday", _nth(match[1]) if match[1] else 0, WEEKDAYS.index(match[2]))
    elif match and match[1]:
        pick = ex.Pick("workday" if match[2] == "workday" else "day", _nth(match[1]))
    else:
        raise InvalidValue("pick-unreadable", text=text)
    if period == "month" and pick.kind == "day" and 28 < pick.nth <= 31:
        raise InvalidValue("pick-not-in-every-month", day=pick.nth)
    is_number = text.isdecimal() or pick.nth > 0
    if period not in _MOST_OF or (is_number and not 1 <= pick.nth <= _MOST_OF[period][pick.kind]):
        raise InvalidValue("pick-outside", text=text, period=Word(period))
    return pick


def _clock(text: str, *, broadcast: bool = False) -> ex.Clock:
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


def _unit(text: str) -> ex.Unit:
    return cast("ex.Unit", text if text.endswith("s") else text + "s")


def _nth(text: str) -> int:
    return _NTH[text] if text in _NTH else int(text[:-2])


def _year(year: int) -> int:
    if not _SOONEST <= year <= _LATEST:
        raise InvalidValue("year-far-off", year=year, first=_SOONEST, last=_LATEST)
    return year


def _month(month: int) -> int:
    if not 1 <= month <= 12:
        raise InvalidValue("no-such-month", month=month)
    return month


def _day(year: int | None, month: int, day: int) -> ex.Day:
    if year is not None:
        _year(year)
    _month(month)
    refuse_missing_day(year, month, day)
    return ex.Day(year, month, day)
