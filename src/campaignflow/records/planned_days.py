"""What an approval looks at of a date: the days it means, the rule of what comes round, the window of all.

Nothing is worked out here (rule 29): days are as recorded (`campaignflow.records.days`), and of what comes
round only its rule, its bounds and its calendar count, not the times it comes to.  Which dates belong to
which leaf is in `campaignflow.records.facets`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from campaignflow.canonical import Body
from campaignflow.dates import expression as ex
from campaignflow.dates.precision import Precision
from campaignflow.dates.span import DAY
from campaignflow.dates.when import When
from campaignflow.errors import InvalidValue
from campaignflow.records.layout import is_date
from campaignflow.scheduling.nodes import refs_in

__all__ = ["meant", "window", "worded"]

_NOTHING: Mapping[str, Any] = {}
_MEANT = ("start", "end", "due", "precision", "certainty", "part", "part_end", "lifts")
_LOOSE = ("throughout", "first", "last")
"""What tells apart some time in March from all of March; of days that are known it says nothing more."""


class _Rule(NamedTuple):
    """What the words of a date say."""

    said: Mapping[str, Any] | None
    """None where nothing is decided."""
    recurs: bool = False
    is_daily: bool = False
    """Whether it comes round on each day of a span."""
    counts_workdays: bool = False
    names_another: bool = False
    """Whether it hangs on something else of the plan."""


def meant(date: Mapping[str, Any], beside: Mapping[str, Any] = _NOTHING, calendar: str = "") -> Body | None:
    """Return what a recorded date means, the same for every way to write it; None where no day is known.

    Args:
        date: `written` and `resolved`, as recorded.
        beside: What holds the date, with the `from` and `until` of a series.
        calendar: Id of the working calendar that a series counts by, if it has one.
    """
    days = date.get("resolved", _NOTHING)
    precision = Precision(days.get("precision", "undated"))
    if precision is not Precision.UNDATED and "occurrences" not in days:
        loose = () if precision.is_exact else _LOOSE
        return {name: days[name] for name in (*_MEANT, *loose) if name in days}
    rule = _rule(date["written"])
    return _series(rule, days, beside, calendar) if rule.recurs else None


def worded(date: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what the words of a date say that no days are recorded of; None where nothing is decided.

    Such are days off, the rule of an observance, what a series leaves out.
    """
    return _rule(date["written"]).said


def _series(rule: _Rule, days: Mapping[str, Any], beside: Mapping[str, Any], calendar: str) -> Body:
    said: Body = {**(rule.said or _NOTHING)}
    if "certainty" in days:
        said["certainty"] = days["certainty"]
    for bound, day in (("from", _first(days)), ("until", _last(days))):
        words = _rule(beside[bound]["written"]) if is_date(beside.get(bound)) else _UNDECIDED
        if day is not None and (rule.is_daily or words.names_another):
            said[bound] = day  # it moves with what it hangs on, though its words stay
        elif words.said is not None:
            said[bound] = words.said
    if calendar and rule.counts_workdays:
        said["calendar"] = calendar
    return said


def window(declared: Mapping[str, Any] | None, things: Iterable[Mapping[str, Any]]) -> Body | None:
    """Return the days from the first to the last of a declared window and of what happens (rule 29).

    Where something reaches beyond the declared window, it counts by its day and makes the whole no finer
    than it is itself; how certain the whole is says the declared window alone.  So nothing that changes
    inside the window changes it.  Without an end to the declared window there is none.

    Args:
        declared: The date as recorded.
        things: Key dates and activities as recorded.
    """
    own = _NOTHING if declared is None else declared.get("resolved", _NOTHING)
    others = [days for thing in things for days in _days(thing)]
    start, before = _edge(own, others, _first, min)
    end, behind = _edge(own, others, _last, max)
    said: Body = {name: day for name, day in (("start", start), ("end", end)) if day is not None}
    if not said:
        return None
    precisions = [Precision(days["precision"]) for days in (*before, *behind, own) if "precision" in days]
    said["precision"] = max(precisions, key=lambda one: one.rank).value
    return said | ({"certainty": own["certainty"]} if "certainty" in own else {})


def _days(thing: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name in ("when", "due"):
        days = thing.get(name, _NOTHING).get("resolved")
        if days:
            yield days


def _edge(
    own: Mapping[str, Any],
    others: Iterable[Mapping[str, Any]],
    end_of: Callable[[Mapping[str, Any]], str | None],
    outermost: Callable[[Iterable[str]], str],
) -> tuple[str | None, list[Mapping[str, Any]]]:
    """Return where the whole begins or ends, and the days beyond the declared window that make it so."""
    declared = end_of(own)
    if own and declared is None:
        return None, []
    ends = [(text[:DAY], days) for days in others if (text := end_of(days)) is not None]
    if not ends:
        return declared, []
    reached = outermost(day for day, _ in ends)
    if declared is not None and outermost((declared[:DAY], reached)) == declared[:DAY]:
        return declared, []
    return reached, [days for day, days in ends if day == reached]


def _first(days: Mapping[str, Any]) -> str | None:
    day: str | None = days.get("start", days.get("due"))
    return day


def _last(days: Mapping[str, Any]) -> str | None:
    day: str | None = days.get("end", days.get("due"))
    return day


_UNDECIDED = _Rule(None)


@lru_cache(maxsize=4096)
def _rule(text: str) -> _Rule:
    try:
        expression = When(text).expression
    except InvalidValue:  # written under a grammar that read it
        return _Rule({"written": text})
    match expression:
        case ex.Tbd() | ex.AsNeeded():
            return _UNDECIDED
        case ex.Daily(_, clock):
            return _Rule({"daily": _json(clock)}, recurs=True, is_daily=True)
        case ex.Every() | ex.WorkdaysAfter() | ex.Rrule() | ex.EveryTbd():
            return _Rule({"rule": _json(expression)}, recurs=True, counts_workdays=_by_workdays(expression))
        case _:
            return _Rule(_json(expression), names_another=any(True for _ in refs_in(expression)))


def _by_workdays(expression: ex.Recurrence) -> bool:
    match expression:
        case ex.WorkdaysAfter() | ex.Every(period="workday") | ex.Every(pick=ex.Pick(kind="workday")):
            return True
        case _:
            return False


def _json(value: Any) -> Any:
    """Return a part of an expression as JSON: what it is, and what it says beyond the usual."""
    if is_dataclass(value):
        said: Body = {"is": type(value).__name__}
        for field in fields(value):
            inner = getattr(value, field.name)
            if inner is not None and (field.default is MISSING or inner != field.default):
                said[field.name] = _json(inner)
        return said
    return [_json(one) for one in value] if isinstance(value, tuple) else value
