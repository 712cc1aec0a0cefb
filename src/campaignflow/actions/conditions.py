"""Conditions of an approval: imposed with it, reported on, discharged or lifted (rule 48).

They hold a later trigger up until then; nothing else ends them but the withdrawal of their decision.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from campaignflow.actions.asked import Asked
from campaignflow.actions.outcomes import passed
from campaignflow.canonical import Body
from campaignflow.dates.when import Duration, is_duration
from campaignflow.errors import InvalidValue
from campaignflow.gate.approvers import acting
from campaignflow.gate.cases import case
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.look import Look
from campaignflow.gate.owed import bars_from_ending, imposing
from campaignflow.gate.rounds import Matter, matter_of
from campaignflow.labels import word
from campaignflow.plan.approvals import FACETS
from campaignflow.types import meant
from campaignflow.workflow.decisions import OVERRIDE, Decision
from campaignflow.workflow.definition import Trigger, Turn, Workflow
from campaignflow.workflow.steps import Step

__all__ = ["discharge", "imposed", "lift", "ratified"]


# imposing


def imposed(look: Look, command: Command, asked: Asked, decision: Decision) -> list[Body]:
    """Return the conditions that come with a decision, as they are kept (rule 48)."""
    given = command.arguments.get("conditions", ())
    ref = asked.found.ref.record
    if bool(given) != (decision.verdict == "approve_with_conditions"):
        code = "conditions-and-verdict" if given else "conditions-missing"
        look.refuse(code, ref=ref, kind="conditions")
        return []
    listed: list[Body] = []
    for n, said in enumerate(given, 1):
        text, owner = str(said.get("text", "")).strip(), str(said.get("owner", ""))
        if not text or not asked.matter.approvers.said(owner):
            near = [] if asked.matter.approvers.said(owner) else look.near_people(owner)
            look.refuse("condition-incomplete", ref=ref, kind="conditions", owner=owner or "—", near=near)
        one: Body = {
            "id": f"{decision.id}/{n}",
            "step": asked.step.id,
            "decision": decision.id,
            "text": text,
            "owner": owner,
            "blocks": _blocked(look, asked, said.get("blocks")),
            "imposer": decision.principal,
            **(_written_by(asked) if not (asked.step.allow_author or asked.step.self_check) else {}),
        }
        if said.get("due"):
            one["due"] = _due(asked, str(said["due"]))
        if said.get("expects"):
            one["expects"] = _expected(said["expects"])
        listed.append(one)
    return listed


def _written_by(asked: Asked) -> Body:
    """Return who wrote what a condition is imposed on: once its trigger is fired, nothing else tells (45)."""
    approvers = asked.matter.approvers
    wrote = set(map(approvers.identity, asked.matter.content.firm_authors(asked.step)))
    return {"authors": sorted(wrote)} if wrote else {}


def _blocked(look: Look, asked: Asked, said: object) -> str:
    """Return the trigger a condition holds up: one that can still be fired, by default the next gated one."""
    workflow = look.workflow(asked.found.body)
    ahead = _ahead(workflow, asked)
    if not said:
        return _next_gate(workflow, asked, ahead)
    trigger = workflow.trigger(str(said))
    if trigger.name not in ahead:
        look.refuse(
            "condition-blocks-nothing", ref=asked.found.ref.record, kind="conditions", trigger=trigger.named
        )
    return trigger.name


def _ahead(workflow: Workflow, asked: Asked) -> set[str]:
    """Return the triggers that a record may come to from where it stands, without being stopped first."""
    came_from = asked.found.body.get("came_from")
    seen: set[tuple[str, str | None]] = set()
    waiting = [(asked.found.state, None if came_from is None else str(came_from))]
    found = {asked.standing.round.trigger}
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        for move in workflow.moves():
            trigger = move.trigger
            leads_back = trigger.returns and move.turn is Turn.FIRED
            if move.source != here[0] or trigger.stopping or (leads_back and move.dest != here[1]):
                continue
            found.add(trigger.name)
            waiting.append((move.dest, workflow.came_from(move.source, move.dest, here[1])))
    return found


def _next_gate(workflow: Workflow, asked: Asked, ahead: set[str]) -> str:
    """Return the gated trigger that comes after the round's own; its own where only a way back follows."""
    own = workflow.trigger(asked.standing.round.trigger)
    came_from = asked.found.body.get("came_from")
    reached = str(came_from) if own.returns and came_from else own.dest or asked.found.state

    def leads_on(trigger: Trigger) -> bool:
        is_gate = trigger.gated and not trigger.by_rule and trigger.name in ahead
        return is_gate and trigger.name != own.name and trigger.dest != reached

    return next((one.name for one in workflow.triggers if leads_on(one)), own.name)


def _due(asked: Asked, text: str) -> str:
    """Return by when a condition is to be met: a day, or the last moment of a length of time from now."""
    if is_duration(text):
        content = asked.matter.content
        return content.after(asked.matter.look.now.isoformat(), Duration(text).text).isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InvalidValue("condition-due-unreadable", text=text) from None


def _expected(said: object) -> list[str]:
    names = [str(one) for one in (said if isinstance(said, list | tuple) else [said])]
    for name in names:
        if name.partition(".")[0] not in FACETS:
            near = meant(name, {one: word(one, "zh") for one in FACETS})
            raise InvalidValue("not-one-of", text=name, expected=FACETS, near=near)
    return names


def ratified(look: Look, command: Command, asked: Asked) -> Body:
    """Return the condition of an override that somebody else is to ratify (rule 49), and report it."""
    who = str(command.arguments.get("ratify_by") or "")
    if not who:
        return {}
    approvers, actor = asked.matter.approvers, acting(command.actor)
    if not approvers.said(who) or approvers.identity(who) == approvers.identity(actor):
        ref, near = asked.found.ref.record, [] if approvers.said(who) else look.near_people(who)
        look.refuse("ratifier-missing", ref=ref, kind="conditions", person=who, near=near)
    workflow = look.workflow(asked.found.body)
    n = len(asked.matter.approvals.conditions) + 1
    one: Body = {
        "id": f"{asked.standing.round.n}/override-{n}",
        "step": asked.step.id,
        "decision": f"{OVERRIDE}:{asked.step.id}",
        "text": command.reason,
        "owner": actor,
        "blocks": _next_gate(workflow, asked, _ahead(workflow, asked)),
        "imposer": approvers.identity(who),
        **_written_by(asked),
    }
    if command.arguments.get("within"):
        one["due"] = _due(asked, str(command.arguments["within"]))
    trigger = workflow.trigger(one["blocks"]).named
    look.report(
        "override-to-ratify", ref=asked.found.ref.record, step=asked.step.title, who=who, trigger=trigger
    )
    return {"imposed": [one]}


# ending


def discharge(look: Look, command: Command, now: datetime) -> list[Proposal]:
    """Say that a condition has been met; by its imposing seat, and never by its owner or an author."""
    return _ended(look, command, now, "discharged")


def lift(look: Look, command: Command, now: datetime) -> list[Proposal]:
    """Let a condition go though it has not been met; needs a reason."""
    if not command.reason:
        look.refuse("reason-missing", ref=command.ref)
    return _ended(look, command, now, "lifted")


def _ended(look: Look, command: Command, now: datetime, how: str) -> list[Proposal]:
    found = case(look, command.ref)
    ref = found.ref.record
    matter = matter_of(look, found.ref, found.record, found.body, found.record.body_version)
    name = str(command.arguments["condition"])
    known = {one.id: one for one in matter.approvals.conditions.values() if not one.ended}
    condition = known.get(name)
    if condition is None:
        near = meant(name, {one.id: one.text for one in known.values()})
        raise InvalidValue(
            "condition-unknown", ref=ref, condition=name, known=sorted(known) or ["—"], near=near
        )
    step, actor = imposing(matter.approvals, condition), acting(command.actor)
    for bar in bars_from_ending(matter.approvers, condition, step, actor):
        look.refuse(bar.code, ref=ref, kind="permission", **bar.facts)
    human = matter.approvers.identity(actor)
    details: Body = {"discharged": {"id": condition.id, "how": how, "by": human}}
    if how == "discharged" and condition.expects and step is not None:
        details |= _approval(look, command, matter, step, now)
    if look.reasons:
        return []
    own = Proposal(ref, how, None, command.reason, command.note, is_event=True)
    own.details.update({**matter.details, **details})
    after = matter.after(details)
    is_open = after.standing is not None and after.standing.round.is_open
    return [own, *(passed(look, command, found, after) if is_open else [])]


def _approval(
    look: Look, command: Command, matter: Matter, step: Step, now: datetime
) -> Mapping[str, Mapping[str, Any]]:
    """Return the approval that discharging is where meeting the condition changed what was approved (A21).

    Whoever may end the condition but not decide the step, as who ratifies an override, only ends it.
    """
    standing, approvers, actor = matter.standing, matter.approvers, acting(command.actor)
    groups = approvers.groups(step, actor)
    if standing is None or step.id not in standing.round.steps or not groups:
        return {}
    bars = list(approvers.bars(step, actor, standing.barred(step)))
    for bar in bars:
        look.refuse(bar.code, ref=str(matter.ref), kind="permission", **bar.facts)
    seen = command.arguments.get("seen")
    if seen is None and step.must_see:
        look.refuse("must-say-what-was-seen", ref=str(matter.ref), kind="steps", step=step.title)
    matter.check_seen(step, seen)
    number = sum(one.id.startswith(f"{standing.round.n}.") for one in standing.round.decisions) + 1
    human = approvers.identity(actor)
    return {
        "decision": Decision(
            id=f"{standing.round.n}.{number}",
            step=step.id,
            verdict="approve",
            actor=human,
            principal=human,
            version=matter.version,
            at=now.isoformat(),
            groups=tuple(groups),
            basis=next(iter(groups.values())),
            leaves=dict(matter.content.covered(step)),
            seen=seen is not None,
        ).data
    }
