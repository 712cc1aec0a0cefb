"""How what one import of a calendar wrote differs from what the last one wrote.

What of a calendar an import takes is in `campaignflow.planfile.imported`.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from campaignflow.planfile.tree import Block
from campaignflow.planfile.yaml_text import read_yaml

__all__ = ["Changes", "changes", "items_of"]

_DATED = ("when", "timezone", "rule", "known", "days_off", "extra_workdays")


class Changes(NamedTuple):
    """How the items of one import differ from those of the last, by id."""

    new: dict[str, Mapping[str, Any]]
    moved: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]]
    """With other days: the old item and the new."""
    changed: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]]
    """On the same days, otherwise different."""
    gone: dict[str, Mapping[str, Any]]
    same: int


def items_of(text: str) -> dict[str, Mapping[str, Any]]:
    """Return the dated items of a file that an import wrote, by id."""
    root = read_yaml(text, "", [])
    if not isinstance(root, Block):
        return {}
    found: dict[str, Mapping[str, Any]] = {
        key: one for kind in ("observances", "calendars") for key, one in _blocks(root.get(kind))
    }
    for _, campaign in _blocks(root.get("campaigns")):
        found |= dict(_blocks(campaign.get("key_dates")))
    return found


def _blocks(block: Any) -> list[tuple[str, Block]]:
    return (
        [(key, one) for key, one in block.items() if isinstance(one, Block)]
        if isinstance(block, Block)
        else []
    )


def changes(before: str, after: str) -> Changes:
    """Return how the file of an import differs from that of the last one."""
    old, new = items_of(before), items_of(after)
    both = [key for key in new if key in old]
    moved = [
        key for key in both if [old[key].get(one) for one in _DATED] != [new[key].get(one) for one in _DATED]
    ]
    changed = [key for key in both if key not in moved and old[key] != new[key]]
    return Changes(
        {key: one for key, one in new.items() if key not in old},
        {key: (old[key], new[key]) for key in moved},
        {key: (old[key], new[key]) for key in changed},
        {key: one for key, one in old.items() if key not in new},
        len(both) - len(moved) - len(changed),
    )
