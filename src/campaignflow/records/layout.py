"""How a record's plan is laid out: which keys hold things with identity, which lists have no order.

Plans are written in `campaignflow.records.body` and read back in `campaignflow.records.nouns`; leaves are
compared in `campaignflow.records.leaves`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

__all__ = [
    "BLOCKS",
    "INNER",
    "KEYED",
    "LISTED",
    "MUST_SAY",
    "NAMED",
    "UNORDERED",
    "in_order",
    "is_amount",
    "is_date",
    "item_path",
    "items_of",
]

Place = tuple[str, ...]
"""Where something stands in a record's plan: (`activities`, `briefing`, `when`)."""

BLOCKS: Mapping[str, str] = {
    "unit": "units",
    "person": "people",
    "medium": "media",
    "channel": "channels",
    "fund": "funds",
    "campaign": "campaigns",
}
"""For each kind of record but the programme, the block of the plan file that its nouns stand in."""

KEYED = frozenset(
    "key_dates activities prepare agenda approvals parties routines conditions observances calendars "
    "blackouts directives known".split()
)
"""Keys of nouns that hold a map by the ids that planners gave."""

LISTED: Mapping[str, str] = {
    "budget": "for",
    "lines": "for",
    "points": "for",
    "quotas": "of",
    "targets": "of",
    "waivers": "finding",
}
"""Keys that are a list in the plan file and a map by uid here, each with the field the uid is made of."""

MUST_SAY: Mapping[str, str] = {"approvals": "by", "quotas": "of", "targets": "of"}
"""Keys whose nouns must have a list that may hold nothing, and that list; what is empty is not recorded."""

UNORDERED = frozenset(
    "support supervise media channels needs only_if each directives roles posts beats covers by after tier "
    "units".split()
)
"""Keys of lists whose order says nothing; they are kept sorted by canonical bytes (rule 2)."""

NAMED = "named"
"""Stands in the map of something that says nothing but its id; nothing recorded is empty (rule 2)."""

INNER = ("key_dates", "activities", "prepare", "agenda", "routines")
"""Keys that hold the dated things inside a record."""


def is_date(value: Any) -> bool:
    """Whether a value of a plan is a date: what was written, and the days it means."""
    return isinstance(value, Mapping) and isinstance(value.get("written"), str)


def is_amount(value: Any) -> bool:
    """Whether a value of a plan is an amount of money."""
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("amount"), str)
        and value.keys() <= {"amount", "currency"}
    )


def in_order(keys: Iterable[str], order: Iterable[str] | None) -> list[str]:
    """Return the keys of a map in the order they were written in; without one, and behind it, sorted."""
    left = sorted(keys)
    if order is None:
        return left
    known = {key: None for key in order if key in set(left)}
    return [*known, *(key for key in left if key not in known)]


def items_of(plan: Mapping[str, Any]) -> Iterator[tuple[Place, Place, Mapping[str, Any]]]:
    """Yield the dated things inside a plan, each before what is inside it: address, place and content.

    The address is as (`briefing`, `release`), the place as (`activities`, `briefing`, `prepare`, `release`).
    """
    stack: list[tuple[Place, Place, Mapping[str, Any]]] = [((), (), plan)]
    while stack:
        item, place, content = stack.pop()
        if item:
            yield item, place, content
        for key in reversed(INNER):
            found = [
                ((*item, name), (*place, key, name), inner) for name, inner in content.get(key, {}).items()
            ]
            stack += reversed(found)


def item_path(plan: Mapping[str, Any], item: str) -> Place | None:
    """Return where a dated thing stands in a plan by its address, as `briefing/release`; None if nowhere."""
    place: Place = ()
    here: Any = plan
    for name in item.split("/"):
        key = next((key for key in INNER if name in here.get(key, {})), None)
        if key is None:
            return None
        here, place = here[key][name], (*place, key, name)
    return place
