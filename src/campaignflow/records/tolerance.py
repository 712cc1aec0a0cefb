"""What may differ under an approval: a date surer or finer, an amount lower (rule 31).

Compared are two values of one leaf, that of the decision and that of now, never step by step.  Which kinds
a step tolerates it says itself; leaves are made in `campaignflow.records.facets`.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from campaignflow.dates.precision import Certainty, Precision
from campaignflow.dates.span import DAY
from campaignflow.plan.quantity import Quantity
from campaignflow.records.layout import is_amount

__all__ = ["tolerated"]

_HOURS = {"morning": (0, 12), "afternoon": (12, 18), "evening": (18, 24)}
"""Hours of the parts of a day, from and to."""


def tolerated(leaf: str, before: Any | None, after: Any | None) -> str | None:
    """Return of what kind a difference is that a step may tolerate; None if it is none.

    `confirm`: of dates only the certainty differs, and it rises. `refine`: what differs are days within
    the former ones, more precise and no less certain; some may be confirmed only. `less`: one budget line
    at a lower amount.  A leaf that is new or gone is tolerated by nobody.
    """
    if not isinstance(before, Mapping) or not isinstance(after, Mapping) or before.keys() != after.keys():
        return None
    differing = [name for name, value in before.items() if value != after[name]]
    facet = leaf.partition("@")[0].partition(".")[0]
    if not differing:
        return None
    if facet == "budget":
        return "less" if _is_less(before, after) else None
    if facet != "dates":
        return None
    kinds = {_kind(name, before[name], after[name]) for name in differing}
    if None in kinds:
        return None
    return "refine" if "refine" in kinds else "confirm"


def _kind(name: str, before: Any, after: Any) -> str | None:
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return None
    was, now = before.get("certainty"), after.get("certainty")
    if {**before, "certainty": None} == {**after, "certainty": None}:
        return "confirm" if (was, now) == (Certainty.PROVISIONAL, Certainty.CONFIRMED) else None
    falls = was == Certainty.CONFIRMED and now != Certainty.CONFIRMED
    # an embargo lifts with the end of its days: a finer one lifts sooner than was approved
    if falls or name == "embargo" or not _is_finer(before, after) or not _lies_within(before, after):
        return None
    return "refine"


def _is_finer(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    if "precision" not in before or "precision" not in after:  # what comes round has none
        return False
    return Precision(after["precision"]).rank < Precision(before["precision"]).rank


def _lies_within(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    first, last = before.get("start", before.get("due")), before.get("end", before.get("due"))
    start, end = after.get("start", after.get("due")), after.get("end", after.get("due"))
    if first is not None and (start is None or _is_before(start, first)):
        return False
    if last is not None and (end is None or _is_before(last, end)):
        return False
    return _is_in_part(start, before.get("part")) and _is_in_part(end, before.get("part_end"), is_end=True)


def _is_before(one: str, other: str) -> bool:
    if len(one) > DAY and len(other) > DAY:
        return datetime.fromisoformat(one) < datetime.fromisoformat(other)
    return one[:DAY] < other[:DAY]


def _is_in_part(moment: str | None, part: str | None, *, is_end: bool = False) -> bool:
    """Whether a moment lies in a part of its day; the end may be the instant in which the part ends."""
    if part is None or moment is None or len(moment) == DAY:
        return True
    first, last = _HOURS[part]
    at = datetime.fromisoformat(moment)
    hour = at.hour + at.minute / 60
    return first <= hour < last or (is_end and hour == last)


def _is_less(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a budget line says the same but for an amount, or a number or cost of each, that is no higher.

    Where an amount is written, how many and at what cost are part of what it buys.
    """
    lowered = {"amount"} if "amount" in before else {"quantity", "unit_cost"}
    return before.keys() == after.keys() and all(
        after[name] == value
        or (name in lowered and _is_no_more(value, after[name]))
        or (name == "lines" and _are_less(value, after[name]))
        for name, value in before.items()
    )


def _are_less(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether of the parts of a line each is there still, and none is more."""
    return before.keys() == after.keys() and all(_is_less(line, after[uid]) for uid, line in before.items())


def _is_no_more(before: Any, after: Any) -> bool:
    if is_amount(before) and is_amount(after):
        is_same = before.get("currency") == after.get("currency")
        return is_same and Decimal(after["amount"]) <= Decimal(before["amount"])
    try:
        was, now = Quantity(before), Quantity(after)
    except ValueError:  # unknown: then nothing is known to be less
        return False
    return was.unit == now.unit and now.number <= was.number
