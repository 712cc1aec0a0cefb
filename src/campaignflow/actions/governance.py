"""Taking people, units and other things of the office out of it, and back in (rules 24, 25).

Their roles and memberships are changed by applying a plan.
"""

from datetime import datetime

from campaignflow.canonical import put
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.look import RETIRED, Look
from campaignflow.gate.permission import FOUNDER, allow, people_with
from campaignflow.types import OFFICE_KINDS

__all__ = ["restore", "retire"]


def retire(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Take a person, unit, medium, channel or fund out of the office; it stays on record and acts no more."""
    return _set(look, command, "retired", RETIRED)


def restore(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Bring back what was taken out."""
    return _set(look, command, "restored", "active")


def _is_last_governor(look: Look, name: str, kind: str) -> bool:
    """Whether nobody who governs would be left; where no administrator is, the founder governs."""
    if kind != "person":
        return False
    founder = str(look.office.get(FOUNDER, ""))
    left = [one for one in people_with(look, "govern") if one != name]
    return not left and (founder == name or look.named("person").get(founder, {}).get("state") != "active")


def _set(look: Look, command: Command, verb: str, state: str) -> list[Proposal]:
    # by its full ref: what was taken out is found by no short one
    record = look.record(command.ref)
    ref = command.ref if record is not None else look.ref(command.ref).record
    record = look.record(ref)
    allow(look, command.actor, "govern", ref)
    if record is None or record.kind not in OFFICE_KINDS:
        look.refuse("not-of-the-office", ref=ref, kind="order")
        return []
    if state == RETIRED and _is_last_governor(look, record.id, record.kind):
        look.refuse("last-governor", ref=ref, kind="permission")
    if not command.reason:
        look.refuse("reason-missing", ref=ref)
    return [Proposal(ref, verb, put(record.data, ("state",), state), command.reason, command.note)]
