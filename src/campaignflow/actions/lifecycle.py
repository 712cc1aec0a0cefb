"""Moving records through their lifecycle: firing triggers, and keeping or changing workflow versions.

What happens to items inside a record is in `progress` and `moves`; its gates are in `rounds`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from campaignflow.actions.consequences import follow
from campaignflow.actions.rounds import through
from campaignflow.canonical import Body, at, put
from campaignflow.errors import InvalidValue
from campaignflow.gate.cases import Case, case
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.content import approvals_of
from campaignflow.gate.look import Look
from campaignflow.gate.permission import allow
from campaignflow.records import clock
from campaignflow.store.record import Record
from campaignflow.types import Actor, Ref
from campaignflow.workflow.definition import Clock, State, Trigger, Turn, Workflow
from campaignflow.workflow.machine import compiled
from campaignflow.workflow.migration import migrated
from campaignflow.workflow.mistakes import MigrationRefused, TriggerRefused

__all__ = ["fire", "migrate", "moved"]

FREED = {"written": "tbd"}
"""What stands for the date of something postponed."""
ROUND_OPENED = "round_opened"
"""Verb of a trigger that waits for its round where the record stands."""
CASCADE = Actor("system:cascade")


def fire(look: Look, command: Command, now: datetime) -> list[Proposal]:
    """Fire a trigger of a record's workflow (rules 21, 22).

    Children that belong to it stop and come back with it.  Refused: a trigger that its state does not
    allow, one that only a rule fires, a stopping one without a reason, one that has approval steps to
    pass.
    """
    found = case(look, command.ref)
    if found.workflow is None:
        look.refuse("no-lifecycle", ref=str(found.ref), kind="order")
        return []
    trigger = found.workflow.trigger(str(command.arguments["trigger"]))
    look.is_stopping = trigger.stopping
    _permitted(look, command, found, trigger)
    body = _fired(look, command, found, trigger, now)
    if body is None:
        return []
    own = _told(look, command, found, trigger, body)
    if look.reasons:
        return []
    bodies = {own.ref: own}
    if own.verb == ROUND_OPENED:  # it stays where it is, and so do those that belong to it
        return follow(look, [own], reason=command.reason, stopping=False)
    for child in _children(look, found, trigger, command.reason):
        look.cascade.append(child.ref)
        bodies[child.ref] = child
    return follow(look, list(bodies.values()), reason=command.reason, stopping=trigger.stopping)


def _told(look: Look, command: Command, found: Case, trigger: Trigger, body: Body) -> Proposal:
    """Return the entry of a firing: it went through its gate, or its round is open and it waits there."""
    workflow, state = look.workflow(found.body), str(body["state"])
    gated = workflow.is_gated(trigger.name, found.state, state)
    own = Proposal(found.ref.record, trigger.verb, body, command.reason, command.note)
    own.details["trigger"] = trigger.name
    resolved = body
    if gated and body["plan"] != found.body["plan"]:  # what is approved is the days, so they come first
        ways = follow(look, [own], reason=command.reason, stopping=False)
        resolved = next((dict(one.body) for one in ways if one.ref == own.ref and one.body), body)
    passage = through(look, command, found, trigger, resolved, gated=gated)
    own.details.update(passage.details)
    if passage.is_through:
        if gated:
            own.details["baseline"] = found.record.version + 1
        return own
    if look.reasons:
        return own
    held = compiled(workflow).round(found.state, trigger.name, Turn.OPENED)
    own.body = moved(found, held, {**body, **_kept(found.body)}, look.now)
    own.verb = trigger.verb if trigger.holds_in is not None else ROUND_OPENED
    own.is_event = True
    return own


def _kept(body: Mapping[str, Any]) -> Body:
    """Return what a record keeps of its stop while a round asks whether it may come back."""
    return {name: body[name] for name in ("came_from", "stopped_with") if name in body}


def _permitted(look: Look, command: Command, found: Case, trigger: Trigger) -> None:
    ref = str(found.ref)
    if trigger.by_rule and not command.is_own:
        look.refuse("trigger-by-rule", ref=ref, kind="order", trigger=trigger.name)
    leading = _leading(found.body)
    of = leading if leading and not trigger.stopping else None
    if trigger.permission is not None:
        allow(look, command.actor, trigger.permission, ref, of=of)
    if trigger.needs_reason and not command.reason:
        look.refuse("reason-missing", ref=ref, kind="content")


def _leading(body: Mapping[str, Any]) -> list[str]:
    plan = body["plan"]
    return [*plan.get("lead", ()), *([plan["unit"]] if "unit" in plan else ())]


def _fired(look: Look, command: Command, found: Case, trigger: Trigger, now: datetime) -> Body | None:
    """Return the body after the trigger, or None with the reasons kept."""
    workflow = found.workflow
    if workflow is None:
        return None
    try:
        state = compiled(workflow).fire(found.state, trigger.name, found.body.get("came_from"))
    except TriggerRefused as error:
        look.refuse_for(error, str(found.ref), "order")
        return None
    body = put(found.body, ("stopped_with",), None)
    body = put(body, ("tasks", f"missed:{trigger.name}"), None)
    return moved(found, state, _with_dates(command, trigger, body), now)


def moved(found: Case, state: str, body: Body, now: datetime) -> Body:
    """Return a body in another state: what it came from is remembered, its clock goes on as it should."""
    workflow = found.workflow
    if workflow is None:
        return body
    came_from = workflow.came_from(found.state, state, found.body.get("came_from"))
    body = put(put(body, ("state",), state), ("came_from",), came_from)
    return _with_clock(body, workflow.state(found.state), workflow.state(state), now)


def _with_dates(command: Command, trigger: Trigger, body: Body) -> Body:
    """Return the body with its slot freed when it is postponed, and taken again when it comes back."""
    when = at(body, ("plan", "when"))
    if trigger.name == "postpone" and when is not None and "postponed" not in body:
        return put(put(body, ("postponed", "when"), when), ("plan", "when"), dict(FREED))
    if trigger.name == "reinstate" and "postponed" in body:
        written = command.arguments.get("when")
        new = {"written": str(written)} if written else at(body, ("postponed", "when"))
        return put(put(body, ("plan", "when"), new), ("postponed",), None)
    return body


def _with_clock(body: Body, old: State, new: State, now: datetime) -> Body:
    """Return the body with its response clock running, paused or stopped as the new state says."""
    said = body.get("clock")
    if said is None or old.clock == new.clock:
        return body
    if "stopped" in said:  # what is asked anew gets a clock of its own
        return (
            body if new.clock is not Clock.RUNS else put(body, ("clock",), clock.start(said["allowed"], now))
        )
    step = {Clock.RUNS: clock.resume, Clock.PAUSED: clock.pause}.get(new.clock or Clock.STOPPED, clock.stop)
    return put(body, ("clock",), step(said, now))


def _children(look: Look, found: Case, trigger: Trigger, reason: str) -> Iterator[Proposal]:
    """Yield what happens to the records that belong to this one: they stop, and come back, with it.

    What may not come back yet, because it has to be approved first, stays where it is with all that belongs
    to it, and is named: it holds nothing up (rule 22).
    """
    stops = trigger.stopping and found.record.kind in {"campaign", "programme"}
    if not (stops or trigger.returns):
        return
    left: set[str] = set()
    for child in _belonging(look, found):
        workflow = look.workflow(child.data)
        machine = compiled(workflow)
        state = str(child.data["state"])
        if trigger.returns and child.data.get("stopped_with") != found.ref.record:
            continue
        if not machine.can(state, trigger.name):
            continue
        if trigger.returns and child.data["plan"].get("part_of") in left:
            left.add(child.id)
            continue
        inner = Case(_ref(child), child, child.data, workflow, ("plan",))
        command = Command(trigger.name, child.ref, CASCADE, {"trigger": trigger.name})
        own = workflow.trigger(trigger.name)
        after = _fired(look, command, inner, own, look.now)
        if after is None:
            continue
        if stops:
            after = put(after, ("stopped_with",), found.ref.record)
        known = len(look.reasons)
        told = _told(look, replace(command, reason=reason), inner, own, after)
        if trigger.returns and len(look.reasons) > known:
            title = str(child.data["plan"].get("title", child.id))
            look.report("stays-stopped", ref=child.ref, title=title, trigger=own.named)
            look.reported += look.reasons[known:]
            del look.reasons[known:]
            left.add(child.id)
            continue
        told.cause = f"{found.ref.record}@{found.record.version + 1}"
        yield told


def _belonging(look: Look, found: Case) -> list[Record]:
    """Return the records that belong to a campaign or a programme."""
    programme = found.ref.programme or (found.ref.id if found.record.kind == "programme" else None)
    if programme is None:
        return []
    campaigns = look.records(kind="campaign", programme=programme)
    if found.record.kind == "programme":
        return campaigns
    children, wanted = [], [found.ref.id]
    while wanted:
        parent = wanted.pop()
        for one in campaigns:
            if one.data["plan"].get("part_of") == parent and one not in children:
                children.append(one)
                wanted.append(one.id)
    return children


def migrate(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Move a running case to another version of its workflow; `states` maps states that are no more."""
    found = case(look, command.ref)
    allow(look, command.actor, "migrate", str(found.ref))
    if found.workflow is None:
        look.refuse("no-lifecycle", ref=str(found.ref), kind="order")
        return []
    if look.is_closed(found.body):
        look.refuse("record-closed", ref=str(found.ref), kind="order", state=found.state)
        return []
    new = look.newest_workflow(found.record.kind)
    version = command.arguments.get("version")
    if version is not None and (not isinstance(version, int) or isinstance(version, bool)):
        raise InvalidValue("version-unreadable", text=str(version))
    if version is not None:
        new = look.workflow({"workflow": {"name": found.workflow.name, "version": version}})
    states = command.arguments.get("states", {})
    came_from = found.body.get("came_from")
    try:
        state = migrated(found.workflow, new, found.state, states)
        if came_from is not None:
            came_from = migrated(found.workflow, new, str(came_from), states)
    except MigrationRefused as error:
        look.refuse_for(error, str(found.ref), "order")
        return []
    _keep_gates(look, found, new, states)
    if look.reasons:
        return []
    body = put(put(found.body, ("state",), state), ("came_from",), came_from)
    body = put(body, ("workflow",), _workflow_part(new))
    details = {"from": dict(found.body["workflow"]), "to": _workflow_part(new)}
    return [Proposal(found.ref.record, "migrated", body, command.reason, command.note, details)]


def _keep_gates(look: Look, found: Case, new: Workflow, states: Mapping[str, str]) -> None:
    """Refuse a migration that takes a record past a gate, or leaves what is to be approved nowhere (B30)."""
    ref = str(found.ref)
    known = {one.name for one in new.states}
    for name in (found.state, str(found.body.get("came_from", ""))):
        wanted = states.get(name, name)
        if name in known and wanted in known - {name} and new.state(wanted).protected:
            old, after = new.state(name).named, new.state(wanted).named
            look.refuse("migration-past-a-gate", ref=ref, kind="order", old=old, new=after)
    said = approvals_of(found.record)
    wanted_later = {one.blocks for one in said.conditions.values() if not one.ended}
    if said.round is not None and said.round.is_open:
        wanted_later.add(said.round.trigger)
    for name in sorted(wanted_later - {one.name for one in new.triggers}):
        trigger = look.workflow(found.body).trigger(name).named
        look.refuse("migration-loses-trigger", ref=ref, kind="conditions", trigger=trigger)


def _workflow_part(workflow: Workflow) -> dict[str, Any]:
    return {"name": workflow.name, "version": workflow.version}


def _ref(record: Record) -> Ref:
    return Ref(record.kind, record.programme, record.id)
