"""Saying that one did not write what others say: their claim stays on record, and so does this (rule 39)."""

from collections.abc import Iterator
from datetime import datetime

from campaignflow.gate.approvers import acting
from campaignflow.gate.cases import Case, case
from campaignflow.gate.claims import ids_of
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.content import DENIED, DISOWNED, approvals_of, leaves_of, recategorised
from campaignflow.gate.look import Look
from campaignflow.types import Ref
from campaignflow.workflow.authorship import CLAIM, claimed, known_as

__all__ = ["disown"]


def disown(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Say that one did not write what others said; only about oneself, and only where they said so."""
    found = case(look, command.ref)
    ref, person = found.ref.record, acting(command.actor)
    own = ids_of(look.named("person"), [person])
    said = approvals_of(found.record)
    denied = sorted(own & claimed(said.changes, said.created_by))
    proposals = list(_of_funds(look, command, found, own))
    if not denied and not proposals:
        look.refuse("nothing-to-disown", ref=ref, kind="order", person=person)
        return []
    details = {"disowned": {"people": denied}}
    return [
        Proposal(ref, DISOWNED, None, command.reason, command.note, details, is_event=True),
        *proposals,
    ]


def _of_funds(look: Look, command: Command, found: Case, own: set[str]) -> Iterator[Proposal]:
    """Yield the same of the funds that pay its lines: who gives one another category writes them, too."""
    leaves = leaves_of(look, Ref(found.ref.kind, found.ref.programme, found.ref.id), found.body)
    funds = {
        str(one["fund"]) for name, one in leaves.items() if name.startswith("budget@") and one.get("fund")
    }
    for ref in (f"fund:{one}" for one in sorted(funds)):
        if look.record(ref) is None:
            continue
        marked = {one for one in recategorised(look, ref) if one.startswith(CLAIM)}
        denied = sorted(own & set(map(known_as, marked)))
        if denied:
            details = {DENIED: denied}
            yield Proposal(ref, DISOWNED, None, command.reason, command.note, details, is_event=True)
