"""Reads what comes round: `every month on last workday`, `8 workdays after every quarter`, RRULE.

When it comes round is worked out in `campaignflow.dates.recurrence`; everything else is read in
`campaignflow.dates.grammar`.
"""

import re
from datetime import date
from typing import cast

from campaignflow.dates import expression as ex
from campaignflow.dates.atoms import CLOCK, NTH, PERIODS, WEEKDAY, WEEKDAYS, checked_day, clock, ordinal
from campaignflow.dates.rules import Days, Steps, by_rule, followed
from campaignflow.errors import InvalidValue
from campaignflow.labels import Word

__all__ = ["recurrence"]

_EVERY = re.compile(rf"every (?:(\d{{1,3}}) )?({'|'.join(PERIODS)})s?(?: on (.+?))?(?: ({CLOCK}))?")
_EVERY_WEEKDAY = re.compile(rf"every ({WEEKDAY}(?:(?:, ?| and )(?:and )?{WEEKDAY})*)(?: ({CLOCK}))?")
_WORKDAYS_AFTER = re.compile(rf"(\d{{1,3}}) workdays? after every ({'|'.join(PERIODS)})")
_PICK_NTH = re.compile(rf"(?:({NTH}) )?(day|workday|{WEEKDAY})")


def recurrence(text: str, written: str) -> ex.Recurrence:
    """Return what comes round as a text says; `written` is the text for sentences."""
    lower = text.lower()
    if lower == "every tbd":
        return ex.EveryTbd()
    if lower.startswith("rrule:"):
        return ex.Rrule(_rule(text[6:].strip()))
    if after := _WORKDAYS_AFTER.fullmatch(lower):
        return ex.WorkdaysAfter(int(after[1]), cast("ex.Period", after[2]))
    if weekdays := _EVERY_WEEKDAY.fullmatch(lower):
        names = re.findall(WEEKDAY, weekdays[1])
        at = clock(weekdays[2]) if weekdays[2] else None
        return ex.Every("week", 1, None, tuple(sorted({WEEKDAYS.index(name) for name in names})), at)
    if every := _EVERY.fullmatch(lower):
        step = int(every[1]) if every[1] else 1
        if step == 0:
            raise InvalidValue("every-zero", text=written)
        period = cast("ex.Period", every[2])
        pick = _pick(every[3], period) if every[3] else None
        return ex.Every(period, step, pick, (), clock(every[4]) if every[4] else None)
    raise InvalidValue("recurrence-unreadable", text=written)


def _rule(rule: str) -> str:
    """Check a rule of RFC 5545, section 3.3.10, that comes round by the day, and does come round."""
    rule = rule.upper()
    meant = followed(rule, _CYCLE.first)
    if not meant or "RSCALE" in meant:
        raise InvalidValue("rrule-unreadable", text=rule)
    every = ";".join(part for part in meant.split(";") if part.partition("=")[0] not in _HOW_MANY)
    if not any(True for _ in by_rule(every, _CYCLE.first, _CYCLE, Steps(_MOST_STEPS))):
        raise InvalidValue("rrule-unreadable", text=rule)
    return rule


_HOW_MANY = frozenset(("INTERVAL", "COUNT", "UNTIL"))
_CYCLE, _MOST_STEPS = Days(date(2000, 1, 1), date(2399, 12, 31)), 200_000
"""The Gregorian calendar begins anew after 400 years: what does not come round in them never does."""


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
        day = checked_day(None, int(yearly[1]), int(yearly[2]))
        return ex.Pick("date", day.day, month=day.month)
    match = _PICK_NTH.fullmatch(text)
    if text.isdecimal():
        pick = ex.Pick("day", int(text))
    elif match and match[2] in WEEKDAYS:
        pick = ex.Pick("weekday", ordinal(match[1]) if match[1] else 0, WEEKDAYS.index(match[2]))
    elif match and match[1]:
        pick = ex.Pick("workday" if match[2] == "workday" else "day", ordinal(match[1]))
    else:
        raise InvalidValue("pick-unreadable", text=text)
    if period == "month" and pick.kind == "day" and 28 < pick.nth <= 31:
        raise InvalidValue("pick-not-in-every-month", day=pick.nth)
    is_number = text.isdecimal() or pick.nth > 0
    if period not in _MOST_OF or (is_number and not 1 <= pick.nth <= _MOST_OF[period][pick.kind]):
        raise InvalidValue("pick-outside", text=text, period=Word(period))
    return pick
