"""What a file's change of a record must obey: the rule of the verb a person would have used (rule 58)."""

from collections.abc import Iterable

from campaignflow.canonical import Body, at, put
from campaignflow.gate.cases import items_in
from campaignflow.gate.command import Command
from campaignflow.gate.look import Look
from campaignflow.records.leaves import LeafDiff, leaf_name
from campaignflow.store.record import Record

__all__ = ["later_back_to", "rules_of_verbs"]


def rules_of_verbs(
    look: Look, command: Command, record: Record, body: Body, takes: Iterable[LeafDiff]
) -> list[LeafDiff]:
    """Return the changes that stand; each obeys the rule of the verb a person would have used (rule 58)."""
    state = look.state_of(body)
    protected = state is not None and state.protected
    begun = state is not None and not state.initial
    kept = []
    for one in takes:
        if protected and not command.reason:
            look.refuse("reason-missing-protected", ref=record.ref, what=leaf_name(one.path))
        moves = one.path[-1] in {"when", "due"} and one.record is not None
        if moves and (begun or _was_confirmed(body, one)) and not command.reason:
            look.refuse("reason-missing-confirmed", ref=record.ref, what=leaf_name(one.path))
        if one.path[-1] == "certainty" and one.record == "confirmed":
            look.refuse("confirmed-is-one-way", ref=record.ref, what=leaf_name(one.path))
        touched = _begun(body, one)
        if one.path[-1] in {"when", "due"} and _state_of(body, one.path[:-1]) in {"done", "dropped"}:
            look.refuse("item-state", ref=record.ref, kind="order", verb=leaf_name(one.path), state="done")
        if touched and one.file is None:
            look.report("missing-item", ref=record.ref, what=leaf_name(one.path), state=touched)
            continue
        kept.append(one)
    return kept


def later_back_to(body: Body, before: Body, takes: Iterable[LeafDiff]) -> Body:
    """Return a body in which what is postponed stays without a date: it comes back on what the file says.

    So it is where somebody reschedules it meanwhile.
    """
    for one in takes:
        place, name = ("plan", *one.path[:-1]), one.path[-1]
        if name not in {"when", "due"} or one.file is None:
            continue
        address = next((item for item, where in items_in(body) if where == place), "")
        kept = ("progress", address, "postponed") if address else ("postponed",)
        former = at(body, kept) if address or place == ("plan",) else None
        if former:
            field = name if name in former else next(iter(former))
            body = put(body, (*kept, field), {"written": one.file["written"]})
            body = put(body, (*place, name), at(before, (*place, name)))
    return body


def _was_confirmed(body: Body, one: LeafDiff) -> bool:
    """Whether a date was said to stand, by somebody who confirmed it or marked it so."""
    item = at(body["plan"], one.path[:-1]) or {}
    return bool(item.get("certainty") == "confirmed")


_BEGUN = frozenset({"done", "under_way"})
"""How far one time of a series has come that keeps the series in the plan."""


def _begun(body: Body, one: LeafDiff) -> str:
    """Return how far an item that a change takes away, or one inside it, has come; else empty."""
    progress = body.get("progress", {})
    for address, place in items_in(body):
        if place[1 : len(one.path) + 1] == one.path:
            times = [said for item, said in progress.items() if item.startswith(f"{address}@")]
            begun = [said for said in times if said.get("state") in _BEGUN]
            known = [progress[address]] if address in progress else begun
            if known:
                return str(known[0].get("state", "planned"))
    return ""


def _state_of(body: Body, place: tuple[str, ...]) -> str:
    """Return how far the item at a place of the plan has come."""
    progress = body.get("progress", {})
    items = (address for address, where in items_in(body) if where[1:] == place)
    return next((str(progress[one].get("state", "")) for one in items if one in progress), "")
