"""Taking people, units and other things of the office out of it, and back in (rules 24, 25).

Their roles and memberships are changed by applying a plan.  That somebody is left who governs, whatever is
changed by which verb, is seen to in `campaignflow.gate.judge`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaignflow.canonical import put
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.content import approvals_of
from campaignflow.gate.look import OFFICE, RETIRED, Look
from campaignflow.gate.permission import allow
from campaignflow.records.leaves import LeafDiff, is_governance
from campaignflow.store.record import Record
from campaignflow.types import OFFICE_KINDS

__all__ = ["is_governed", "require", "restore", "retire"]


def is_governed(kind: str, record: Record | None, leaf: LeafDiff) -> bool:
    """Whether a difference between file and record is for those who govern (rule 25).

    Beside roles, memberships and the office's steps these are a record's own steps, once it was submitted:
    they may be added to, but what was asked then is neither taken out nor changed by a planner.
    """
    if is_governance(kind, leaf.path):
        return True
    if record is None or not approvals_of(record).rounds:
        return False
    inside = _STEPS in leaf.path[::2]  # blocks and ids take turns
    is_new = leaf.record is None and leaf.path[-2:-1] == (_STEPS,)
    return (inside and not is_new) or _holds_steps(leaf.record)


def _holds_steps(value: Any) -> bool:
    """Whether something that goes has approval steps, or an item of it has."""
    return isinstance(value, Mapping) and (_STEPS in value or any(map(_holds_steps, value.values())))


_STEPS = "approvals"


def retire(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Take a person, unit, medium, channel or fund out of the office; it stays on record and acts no more."""
    return _set(look, command, "retired", RETIRED)


def restore(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Bring back what was taken out."""
    return _set(look, command, "restored", "active")


def require(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Say which plugins the office requires: uninstalling one then removes no gate (rule 33)."""
    allow(look, command.actor, "govern", OFFICE)
    if not command.reason:
        look.refuse("reason-missing", ref=OFFICE)
    names = [str(one) for one in command.arguments.get("plugins", ())]
    body = put(look.body(OFFICE) or {}, ("plan", "requires"), names or None)
    return [Proposal(OFFICE, "required", body, command.reason, command.note, {"plugins": names})]


def _set(look: Look, command: Command, verb: str, state: str) -> list[Proposal]:
    # by its full ref: what was taken out is found by no short one
    record = look.record(command.ref)
    ref = command.ref if record is not None else look.ref(command.ref).record
    record = look.record(ref)
    allow(look, command.actor, "govern", ref)
    if record is None or record.kind not in OFFICE_KINDS:
        look.refuse("not-of-the-office", ref=ref, kind="order")
        return []
    if not command.reason:
        look.refuse("reason-missing", ref=ref)
    return [Proposal(ref, verb, put(record.data, ("state",), state), command.reason, command.note)]
