"""What becomes of a gated trigger: it passes, opens a round and waits, or is refused (rules 22, 32, 44).

Deciding is `campaignflow.actions.approvals`; how rounds are judged is `campaignflow.gate.rounds`.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from campaignflow.canonical import Body
from campaignflow.gate.cases import Case
from campaignflow.gate.command import Command
from campaignflow.gate.content import approvals_of
from campaignflow.gate.hooked import hear_vetoes
from campaignflow.gate.look import Look
from campaignflow.gate.owed import ends_of, last_day, said_of
from campaignflow.gate.permission import OVERRIDE, may
from campaignflow.gate.rounds import Matter, matter_of, missing, objections
from campaignflow.workflow.definition import Trigger, Workflow
from campaignflow.workflow.standing import Status

__all__ = ["Passage", "completes", "held_up", "through"]


class Passage(NamedTuple):
    """What became of a gated trigger."""

    is_through: bool
    """Whether it passes; if not, and nothing was refused, its round is open now."""
    details: Mapping[str, Any]
    """What is to be recorded."""


def completes(trigger: Trigger) -> bool:
    """Whether a trigger is fired by the last decision itself (rule 44): one that waits, one of a rule."""
    return trigger.holds_in is not None or trigger.by_rule


def held_up(look: Look, matter: Matter, trigger: str) -> None:
    """Refuse for each condition that still holds a trigger up (rule 48)."""
    for one in matter.approvals.holding_up(trigger):
        look.refuse(
            "override-unratified" if one.ratifies else "condition-open",
            ref=str(matter.ref),
            kind="conditions",
            condition=one.id,
            text=said_of(matter.approvals, one),
            owner=one.owner,
            imposer=one.imposer,
            clears=[one.imposer],
            by=last_day(look, ends_of(look, matter.ref, matter.body, one)),
        )


def through(
    look: Look, command: Command, found: Case, trigger: Trigger, after: Mapping[str, Any], *, gated: bool
) -> Passage:
    """Return whether a trigger passes its gate, upon the body as it would be after it.

    Refused: what holds it up, each step and condition by itself (rule 20).
    """
    workflow = found.workflow
    if workflow is None:
        return Passage(is_through=True, details={})
    if trigger.stopping:
        return Passage(is_through=True, details=_stopped(look, command, found, trigger, after))
    matter = matter_of(look, found.ref, found.record, after, found.record.version + 1)
    hear_vetoes(look, command, found.ref, after, trigger.name)
    held_up(look, matter, trigger.name)
    if not gated:
        ends = look.workflow(after).state(str(after["state"])).final
        return Passage(
            is_through=True, details={**matter.details, **(_closed(matter, "stopped") if ends else {})}
        )
    known = len(look.reasons)
    matter = _asked(look, command, found, trigger, workflow, matter)
    standing = matter.standing
    if len(look.reasons) > known:
        return Passage(is_through=False, details={})
    if standing is None or standing.passes():
        return Passage(is_through=True, details={**matter.details, **matter.passed()})
    if "round" not in matter.details:
        missing(look, matter, standing.missing)
        return Passage(is_through=False, details={})
    if trigger.holds_in is None and command.actor.id.startswith("system:"):
        # neither a timer nor a question opens a round; somebody asks for it
        look.refuse("round-not-opened", ref=str(found.ref), kind="steps", trigger=trigger.named)
        missing(look, matter, standing.missing)
        return Passage(is_through=False, details={})
    return Passage(is_through=False, details=matter.details)


def _stopped(look: Look, command: Command, found: Case, trigger: Trigger, after: Mapping[str, Any]) -> Body:
    """Return what is recorded of a round when work is stopped for good: it ends (B24).

    Whatever goes wrong here keeps nothing running (rule 21).
    """
    workflow = look.workflow(after)
    state = workflow.state(str(after["state"]))
    goes_on = state.name in workflow.parking and not state.final
    round_ = approvals_of(found.record).round
    try:
        hear_vetoes(look, command, found.ref, after, trigger.name)
    except Exception:  # noqa: BLE001  # whatever cannot be read, stopping goes on (rule 21)
        look.report("vetoes-not-heard", ref=str(found.ref))
    if round_ is None or not round_.is_open or goes_on:
        return {}
    outcome = "stopped" if state.final else "withdrawn"
    try:
        return _closed(
            matter_of(look, found.ref, found.record, found.body, found.record.body_version), outcome
        )
    except Exception:  # noqa: BLE001  # stopping goes on (rule 21); the round ends all the same
        return {"closed": {"outcome": outcome}}


def _closed(matter: Matter, outcome: str) -> Body:
    """Return what is recorded of a round that nobody decides any more; what was objected to is kept (A17)."""
    standing = matter.standing
    if standing is None or not standing.round.is_open:
        return {}
    return {"closed": {"outcome": outcome, **objections(standing)}}


def _asked(
    look: Look, command: Command, found: Case, trigger: Trigger, workflow: Workflow, matter: Matter
) -> Matter:
    """Return the matter with the round that counts for a trigger: the one there is, or a new one."""
    round_ = matter.approvals.standing
    source = workflow.state(found.state)
    note = command.note or command.reason
    may_resubmit = bool(may(look, command.actor, OVERRIDE))

    def opened(*triggers: str, goes_on: bool = False) -> Matter:
        return matter.opened(
            trigger.name, note, triggers=triggers, may_resubmit=may_resubmit, goes_on=goes_on
        )

    if round_ is not None and round_.is_open and round_.trigger == trigger.name:
        return matter
    if round_ is not None and round_.is_open and not _superseded(matter, trigger):
        under_way = workflow.trigger(round_.trigger).named
        look.refuse("round-under-way", ref=str(found.ref), kind="steps", trigger=under_way)
        return matter
    if trigger.holds_in is not None and found.state in trigger.departures and not source.protected:
        return opened()
    if round_ is None and matter.approvals.rounds and source.protected:
        look.refuse("unapproved", ref=str(found.ref), kind="steps")
        return matter
    if round_ is not None and not round_.is_open and source.protected and not _passes(matter):
        return matter  # it is to be resubmitted first
    if round_ is not None and round_.is_open:
        round_ = matter.approvals.passed
    earlier = _gates(workflow, trigger) if round_ is None else round_.triggers
    is_passed = round_ is not None and matter.approvals.standing is round_ and _passes(matter)
    if trigger.name in earlier and is_passed:
        return matter
    asked = opened(*earlier, goes_on=not trigger.returns)
    standing = asked.standing
    is_new = standing is not None and any(
        standing.round.steps[name].trigger == trigger.name for name in standing.round.applies
    )
    # without steps of its own it needs no round of its own, if the last one still passes
    is_needed = is_new or not is_passed or (standing is not None and bool(standing.round.errors))
    return asked if is_needed else matter


def _superseded(matter: Matter, trigger: Trigger) -> bool:
    """Whether a trigger opens its round in the place of another one: on the way back, where that waits.

    What was to be fired there cannot be; but nobody gets rid of an objection so.
    """
    standing = matter.standing
    refused = standing is not None and Status.REFUSED in standing.statuses.values()
    return trigger.returns and not refused


def _passes(matter: Matter) -> bool:
    return matter.standing is not None and matter.standing.passes()


def _gates(workflow: Workflow, trigger: Trigger) -> tuple[str, ...]:
    """Return the triggers whose steps are asked where there has been no round: on the way back, all (A4)."""
    if not trigger.returns:
        return ()
    return tuple(one.name for one in workflow.triggers if one.gated and not one.by_rule)
