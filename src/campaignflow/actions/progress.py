"""How far the items inside a record have come: begun, done, dropped, pinned, taken up again.

Their dates are moved in `campaignflow.actions.moves`.
"""

from datetime import datetime
from typing import Any

from campaignflow.canonical import Body, put
from campaignflow.gate.cases import Case, case, parties_of
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.look import Look
from campaignflow.gate.permission import allow, belongs, may, people_with
from campaignflow.labels import Word

__all__ = ["begin", "complete", "pin", "reopen", "settle", "unpin", "with_progress"]


def with_progress(found: Case, **said: Any) -> Body:
    """Return the body with what is said of an item's progress; None takes it away."""
    body = found.body
    for name, value in said.items():
        body = put(body, ("progress", found.item, name), value)
    return body


def _item(look: Look, command: Command, states: tuple[str, ...]) -> Case | None:
    """Return the item a verb is about, if it is one and in one of the states; refuse otherwise."""
    found = case(look, command.ref)
    ref = str(found.ref)
    if not found.ref.path or found.path[1] == "key_dates":
        look.refuse("not-an-activity", ref=ref, kind="order", verb=command.verb)
        return None
    if look.is_closed(found.body):
        look.refuse("record-closed", ref=ref, kind="order", state=found.state)
    if found.item_state not in states:
        look.refuse("item-state", ref=ref, kind="order", verb=command.verb, state=Word(found.item_state))
    return found


def _allowed(look: Look, command: Command, found: Case) -> None:
    """Refuse unless the actor may complete work: a planner, or somebody of the parties whose work it is."""
    parties = parties_of(found)
    if may(look, command.actor, "complete") or belongs(look, command.actor, parties):
        return
    clears = people_with(look, "complete")
    look.refuse(
        "may-not-complete",
        ref=str(found.ref),
        kind="permission",
        clears=clears,
        actor=command.actor.id,
        who=[*parties, *clears],
    )


def complete(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Mark an activity, or one time of something that comes round, as done."""
    found = _item(look, command, ("planned", "under_way"))
    if found is None:
        return []
    _allowed(look, command, found)
    if _comes_round(found) and not found.occurrence:
        look.refuse("which-occurrence", ref=str(found.ref), item=found.ref.item)
    for need in found.plan.get("needs", ()):
        state = found.body.get("progress", {}).get(need, {}).get("state", "planned")
        if need in found.body["plan"].get("activities", {}) and state not in {"done", "dropped"}:
            look.report("done-before-its-needs", ref=str(found.ref), needs=need)
    return [_progressed(command, found, "completed", state="done")]


def begin(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Mark an activity as under way; from then on its dates do not follow others (rule 26)."""
    found = _item(look, command, ("planned",))
    if found is None:
        return []
    _allowed(look, command, found)
    return [_progressed(command, found, "begun", state="under_way")]


def reopen(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Take back that an activity was done or begun; needs a reason."""
    found = _item(look, command, ("done", "under_way"))
    if found is None:
        return []
    _allowed(look, command, found)
    if not command.reason:
        look.refuse("reason-missing", ref=str(found.ref))
    return [_progressed(command, found, "reopened", state=None)]


def settle(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Say that a task that stands on a record is done: a correction was made, a missed trigger seen to."""
    found = case(look, command.ref)
    task = str(command.arguments["task"])
    _allowed(look, command, found)
    if task not in found.body.get("tasks", {}):
        known = sorted(found.body.get("tasks", {}))
        look.refuse("no-such-task", ref=found.ref.record, task=task, known=known or ["—"])
        return []
    body = put(found.body, ("tasks", task), None)
    return [Proposal(found.ref.record, "settled", body, command.reason, command.note, {"task": task})]


def pin(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Hold an item's dates: they do not follow when what they hang on moves."""
    return _pinned(look, command, "pinned", pinned=True)


def unpin(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Let an item's dates follow again, from the next move on."""
    return _pinned(look, command, "unpinned", pinned=None)


def _pinned(look: Look, command: Command, verb: str, *, pinned: bool | None) -> list[Proposal]:
    found = case(look, command.ref)
    allow(look, command.actor, "plan", str(found.ref))
    if look.is_closed(found.body):
        look.refuse("record-closed", ref=str(found.ref), kind="order", state=found.state)
    if not found.ref.path:
        look.refuse("not-an-item", ref=str(found.ref), kind="order", verb=command.verb)
        return []
    return [_progressed(command, found, verb, pinned=pinned)]


def _progressed(command: Command, found: Case, verb: str, **said: Any) -> Proposal:
    details = {"item": found.item}
    return Proposal(
        found.ref.record, verb, with_progress(found, **said), command.reason, command.note, details
    )


def _comes_round(found: Case) -> bool:
    return any("occurrences" in found.plan.get(name, {}).get("resolved", {}) for name in ("when", "due"))
