"""What changed on a record between two versions, leaf by leaf, with the entry that did it; and its baselines.

A baseline is the version at which a gated trigger fired (rule 45).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from campaignflow.canonical import Body, merged
from campaignflow.records.leaves import leaves, same
from campaignflow.store.journal import JournalEntry

__all__ = ["Baseline", "LeafChange", "baselines", "difference"]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A version that was approved, or passed where nothing had to be: when a gated trigger fired."""

    version: int
    trigger: str
    at: str
    """Day and time, as ISO 8601 in UTC."""


@dataclass(frozen=True, slots=True)
class LeafChange:
    """One planned value that is another than it was."""

    path: tuple[str, ...]
    before: Any
    """As it is kept; None where there was nothing."""
    after: Any
    version: int
    """The entry that last changed it."""
    by: str
    """The person responsible for that entry."""
    reason: str


def baselines(journal: Sequence[JournalEntry]) -> list[Baseline]:
    """Return the baselines of a record, oldest first."""
    return [
        Baseline(entry.version, str(entry.details.get("trigger", "")), entry.at.isoformat())
        for entry in journal
        if "baseline" in entry.details
    ]


def difference(journal: Sequence[JournalEntry], since: int) -> list[LeafChange]:
    """Return what differs in the plan of a record since a version, in order of the paths."""
    body: Body = {}
    before: dict[tuple[str, ...], Any] = {}
    touched: dict[tuple[str, ...], JournalEntry] = {}
    now: dict[tuple[str, ...], Any] = {}
    for entry in journal:
        body = merged(body, entry.patch)
        was, now = now, _leaves(body)
        if entry.version <= since:
            before = now
            continue
        for path in {*was, *now}:
            if not _equal(was.get(path), now.get(path)):
                touched[path] = entry
    changed = [path for path in sorted({*before, *now}) if not _equal(before.get(path), now.get(path))]
    return [
        LeafChange(
            path,
            before.get(path),
            now.get(path),
            touched[path].version,
            touched[path].responsible,
            touched[path].reason,
        )
        for path in changed
    ]


def _leaves(body: Mapping[str, Any]) -> dict[tuple[str, ...], Any]:
    return dict(leaves(body.get("plan", {})))


def _equal(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return same(one, other) and _days(one) == _days(other)


def _days(value: Any) -> Any:
    return value.get("resolved") if isinstance(value, Mapping) else None
