"""The case a verb is about: its record, its workflow, and the item inside it that was named.

What verbs do with it stands in `campaignflow.actions`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from campaignflow.canonical import Body, at
from campaignflow.errors import InvalidValue
from campaignflow.gate.look import Look
from campaignflow.store.record import Record
from campaignflow.types import Ref
from campaignflow.workflow.definition import Workflow

__all__ = ["Case", "case", "items_in", "parties_of", "plan_path", "title_of"]

_TOP = ("key_dates", "activities", "routines")
_INNER = ("prepare", "agenda")


@dataclass(frozen=True, slots=True)
class Case:
    """A record a verb is about, and the item inside it, if one was named."""

    ref: Ref
    record: Record
    body: Body
    workflow: Workflow | None
    """None for records that only are or are not: units, people, media, channels, funds."""
    path: tuple[str, ...] = ()
    """Where the item stands in the body: (`plan`, `activities`, `briefing`); (`plan`,) for the record."""
    occurrence: str = ""
    """Which time of something that comes round, as `2027-W10`."""

    @property
    def plan(self) -> Mapping[str, Any]:
        """What is planned of the item, or of the record."""
        found: Mapping[str, Any] = at(self.body, self.path)
        return found

    @property
    def state(self) -> str:
        """The state of the record."""
        return str(self.body["state"])

    @property
    def item(self) -> str:
        """The name of the item inside the record: `briefing`, `weekly@2027-W10`; empty for the record."""
        return f"{self.ref.item}@{self.occurrence}" if self.occurrence else self.ref.item

    @property
    def progress(self) -> Mapping[str, Any]:
        """How far the item has come; empty where nothing has happened yet."""
        found: Mapping[str, Any] | None = self.body.get("progress", {}).get(self.item)
        return found or {}

    @property
    def item_state(self) -> str:
        """The state of the item: `planned`, `under_way`, `done` or `dropped`."""
        return str(self.progress.get("state", "planned"))


def case(look: Look, text: str) -> Case:
    """Return the case that a ref names, with the item inside it.

    Raises:
        InvalidValue: it names nothing, or several things.
    """
    name, _, occurrence = text.partition("@")
    ref = look.ref(name)
    record = look.record(ref.record)
    if record is None:  # resolving has seen it; only a preview's overlay could have lost it
        raise InvalidValue("ref-unknown", text=text, near=[])
    body = record.data
    path = plan_path(body, ref.path)
    if path is None:
        items = [one for one, _ in items_in(body)]
        near = [one for one in items if one.rpartition("/")[2] == ref.path[-1]]
        near = near or get_close_matches(ref.item, items, 1, 0.6)
        raise InvalidValue("item-unknown", ref=ref.record, item=ref.item, near=near)
    workflow = look.workflow(body) if "workflow" in body else None
    found = Case(ref, record, body, workflow, path, occurrence)
    if occurrence and occurrence not in _occurrences(found.plan):
        raise InvalidValue("occurrence-unknown", item=ref.item, key=occurrence)
    return found


def _occurrences(plan: Mapping[str, Any]) -> set[str]:
    found: set[str] = set()
    for name in ("when", "due"):
        found.update(plan.get(name, {}).get("resolved", {}).get("occurrences", {}))
    return found


def plan_path(body: Mapping[str, Any], path: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return where an item stands in a body by its address, None if there is no such item."""
    here: tuple[str, ...] = ("plan",)
    for depth, name in enumerate(path):
        for block in _INNER if depth else _TOP:
            if at(body, (*here, block, name)) is not None:
                here = (*here, block, name)
                break
        else:
            return None
    return here


def title_of(body: Mapping[str, Any], item: str = "") -> str:
    """Return what a record, or an item in it, is called; empty where nobody said, or it is not there."""
    address = item.partition("@")[0]
    place = plan_path(body, tuple(address.split("/")) if address else ())
    plan = (at(body, place) if place else None) or {}
    return str(plan.get("title") or plan.get("name") or "")


def items_in(body: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the address and the place in the body of every dated item, outer ones first."""
    yield from _items(body, "", ("plan",), _TOP)


def _items(
    body: Mapping[str, Any], address: str, path: tuple[str, ...], blocks: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for block in blocks:
        for name in at(body, (*path, block)) or ():
            inner, place = f"{address}/{name}" if address else name, (*path, block, name)
            yield inner, place
            yield from _items(body, inner, place, _INNER)


def parties_of(found: Case) -> list[str]:
    """Return who leads, supports or owns the item, what stands around it included."""
    parties: dict[str, None] = {}
    for depth in range(len(found.path), 0, -2):
        part = at(found.body, found.path[:depth]) or {}
        for role in ("lead", "support", "owner"):
            parties.update(dict.fromkeys(part.get(role, ())))
        if "unit" in part:
            parties[str(part["unit"])] = None
    return list(parties)
