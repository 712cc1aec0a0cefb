"""Saying whether a condition of the plan holds for one record: a major matter, or an ordinary one.

Steps that are asked `only_if` a condition holds are asked until whoever decides it says that it does not.
That it holds for a whole programme is nobody's to say here, so that each record is looked at.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaignflow.canonical import Body, put
from campaignflow.errors import InvalidValue
from campaignflow.gate.approvers import acting
from campaignflow.gate.cases import Case, case
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.content import DETERMINED, content_mark
from campaignflow.gate.look import Look
from campaignflow.gate.rounds import matter_of
from campaignflow.types import Ref, meant
from campaignflow.workflow.steps import Group, Step

__all__ = ["determine"]


def determine(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Say whether a condition holds for a record: by whom the plan names, and by nobody who wrote it.

    That it does not hold is said of the content as it is: what is changed afterwards is asked about anew,
    so that nothing is called ordinary first and made important then (A3).
    """
    found = case(look, command.ref)
    ref = found.ref.record
    if found.workflow is None:
        look.refuse("no-lifecycle", ref=ref, kind="order")
        return []
    if look.is_closed(found.body):
        look.refuse("record-closed", ref=ref, kind="order", state=found.state)
    name, said = _condition(look, found, str(command.arguments["condition"]))
    holds = command.arguments["holds"]
    matter = matter_of(look, found.ref, found.record, found.body, found.record.body_version)
    actor = acting(command.actor)
    principal = command.actor.on_behalf_of or actor
    if principal != actor:
        look.refuse("no-mandate", ref=ref, kind="permission", actor=actor, principal=principal)
    # as of a step that covers everything, whoever decides
    seat = Step(f"condition:{name}", (Group(tuple(said.get("decided_by", ()))),), title=str(said["title"]))
    for bar in matter.approvers.bars(seat, actor):
        look.refuse(bar.code, ref=ref, kind="permission", **bar.facts)
    if not holds and not (command.reason or command.note):
        look.refuse("reason-missing", ref=ref)
    if look.reasons:
        return []
    mark = content_mark(look, matter.ref, found.body)
    told: Body | None = None if holds else {"by": matter.approvers.identity(actor), "content": mark}
    body = put(found.body, (DETERMINED, name), told)
    details = {"condition": name, "holds": bool(holds)}
    return [Proposal(ref, "determined", body, command.reason, command.note, details, is_event=True)]


def _condition(look: Look, found: Case, text: str) -> tuple[str, Mapping[str, Any]]:
    """Return the condition of a record's programme that is meant, by its id or its title."""
    name = found.ref.programme or found.ref.id
    around = look.body(str(Ref("programme", None, name))) or {}
    known: Mapping[str, Mapping[str, Any]] = around.get("plan", {}).get("conditions", {})
    text = text.removeprefix("condition:")
    if text in known:
        return text, known[text]
    titled = [one for one, said in known.items() if said["title"] == text]
    if len(titled) != 1:
        near = meant(text, {one: str(said["title"]) for one, said in known.items()})
        raise InvalidValue(
            "plan-condition-unknown",
            ref=found.ref.record,
            condition=text,
            known=sorted(known) or ["—"],
            near=near,
        )
    return titled[0], known[titled[0]]
