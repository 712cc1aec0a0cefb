"""Saying that one did not write what others say: their claim stays on record, and so does this (rule 39)."""

from datetime import datetime

from campaignflow.gate.approvers import acting
from campaignflow.gate.cases import case
from campaignflow.gate.claims import ids_of
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.content import approvals_of
from campaignflow.gate.look import Look
from campaignflow.workflow.authorship import claimed

__all__ = ["disown"]


def disown(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Say that one did not write what others said; only about oneself, and only where they said so."""
    found = case(look, command.ref)
    ref, person = found.ref.record, acting(command.actor)
    own = ids_of(look.named("person"), [person])
    said = approvals_of(found.record)
    denied = sorted(own & claimed(said.changes, said.created_by))
    if not denied:
        look.refuse("nothing-to-disown", ref=ref, kind="order", person=person)
        return []
    details = {"disowned": {"people": denied}}
    return [Proposal(ref, "disowned", None, command.reason, command.note, details, is_event=True)]
