"""Who was named in a step that there was already: whoever governs may make people eligible so (rule 40).

What makes somebody eligible otherwise, his roles and his units, stands on his own record
(`campaignflow.gate.approvers`).
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from campaignflow.canonical import Body, at, merged
from campaignflow.gate.cases import items_in
from campaignflow.gate.content import approvals_of
from campaignflow.gate.look import Look
from campaignflow.store.journal import JournalEntry
from campaignflow.store.record import Record
from campaignflow.types import Ref
from campaignflow.workflow.steps import Step

__all__ = ["is_a_role", "namings"]

GOVERNED = "governed"
"""Verb of the entries in which governance changes (rule 25)."""


class Naming(NamedTuple):
    """One party that was put into a step after it had been declared."""

    step: str
    """As it is declared: with the address of the item, where it is an item's."""
    party: str
    entry: JournalEntry


def namings(look: Look, ref: Ref, plan: Mapping[str, Any], step: Step, party: str) -> Iterator[JournalEntry]:
    """Yield the entries by which a party was put into a step that there was already.

    A step that is new takes nobody's place, so who is named in it from the beginning was granted nothing.
    """
    if step.provider.name != "plan":
        return
    name = step.pass_of or step.id
    for declaring, own in _declaring(ref, plan, name):
        record = look.record(declaring)
        if record is None:
            continue
        found: Sequence[Naming] = look.remembered(
            f"namings:{declaring}", record.version, partial(_of, look, declaring)
        )
        yield from (one.entry for one in found if (one.step, one.party) == (own, party))


def is_a_role(look: Look, name: str) -> bool:
    """Whether a name means a role so far: somebody holds it, or a step asks for it.

    Whoever brings a person or a unit of that name takes the place of everybody who holds the role.
    """
    if any(name in body["plan"].get("roles", ()) for body in look.named("person").values()):
        return True
    return any(name in _parties(one) for one in look.records())


def _parties(record: Record) -> set[str]:
    """Return who is named by the steps that a record declares or was asked."""
    approvals = approvals_of(record)
    asked = [one for one in (approvals.round, approvals.passed) if one is not None]
    found = {party for parties in _declared(record.data).values() for party in parties}
    groups = (group for one in asked for step in one.steps.values() for group in step.groups)
    return found | {party for group in groups for party in group.by}


def _declaring(ref: Ref, plan: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    """Yield the records that may declare a step, each with what it calls it there."""
    if ref.programme is not None:
        yield str(Ref("programme", None, ref.programme)), name
    before, _, own = name.partition("/")
    if own and before in plan.get("channels", ()):
        yield f"channel:{before}", own
    if name in _declared({"plan": plan}):
        yield ref.record, name


def _of(look: Look, ref: str) -> list[Naming]:
    return _read(look.journal(ref))


def _read(journal: Sequence[JournalEntry]) -> list[Naming]:
    if not any(entry.verb == GOVERNED for entry in journal):
        return []
    body: Body = {}
    known: dict[str, frozenset[str]] = {}
    found = []
    for entry in journal:
        body = merged(body, entry.patch)
        now = _declared(body)
        if entry.verb == GOVERNED:
            found += [
                Naming(name, party, entry)
                for name, parties in now.items()
                for party in sorted(parties - known.get(name, parties))
            ]
        known |= now
    return found


def _declared(body: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Return who is named in each step that a record declares, itself or on something in it."""
    places = {"": body.get("plan", {}), **{name: at(body, place) for name, place in items_in(body)}}
    return {
        f"{address}/{name}" if address else name: frozenset(map(str, said.get("by", ())))
        for address, part in places.items()
        for name, said in (part or {}).get("approvals", {}).items()
    }
