"""What a decision brings about: its round goes back, ends, or lets its trigger pass (rules 42, 44).

Deciding itself is `campaignflow.actions.approvals`.
"""

from collections.abc import Iterable
from datetime import timedelta

from campaignflow.actions.consequences import follow
from campaignflow.actions.lifecycle import moved
from campaignflow.actions.rounds import completes, held_up
from campaignflow.canonical import Body, put
from campaignflow.gate.cases import Case, case
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.content import approvals_of
from campaignflow.gate.hooked import hear_vetoes
from campaignflow.gate.look import Look
from campaignflow.gate.rounds import Matter, matter_of, objections
from campaignflow.gate.waiting import Deadlines, step_of
from campaignflow.records.duties import Duty
from campaignflow.workflow.decisions import Decision
from campaignflow.workflow.definition import Turn
from campaignflow.workflow.machine import compiled
from campaignflow.workflow.standing import Standing, Status, refused_content
from campaignflow.workflow.steps import POSITIVE, Step

__all__ = ["ended", "late", "passed", "put_off", "what_follows"]


def what_follows(
    look: Look, command: Command, found: Case, after: Matter, step: Step, decision: Decision
) -> list[Proposal]:
    """Return what a decision brings about: the round goes back, ends, or lets its trigger pass."""
    standing = after.standing
    if standing is None or not standing.round.is_open:
        return []
    turn = _turn(standing, after, step, decision)
    if turn is not None:
        return [ended(look, command, found, after, turn)]
    if decision.verdict in POSITIVE or decision.verdict == "abstain":
        return passed(look, command, found, after)
    return []


def _turn(standing: Standing, after: Matter, step: Step, decision: Decision) -> Turn | None:
    """Return how a decision ends its round, if it does (rule 42)."""
    if decision.verdict == "refuse" and standing.statuses[step.id] is Status.REFUSED:
        return Turn.REFUSED
    if decision.verdict == "request_changes" and step.returns == "at_once":
        return Turn.SENT_BACK
    words = standing.round.last_words(step.id)
    is_wanted = any(one.verdict == "request_changes" for one in words)
    if decision.verdict == "comment" or step.returns == "at_once" or not is_wanted:
        return None
    # not those who cannot speak here any more, because they spoke on a distinct step
    everybody = {after.approvers.identity(one) for one in after.approvers.may(step, standing.barred(step))}
    return Turn.SENT_BACK if {one.principal for one in words} >= everybody else None


def ended(
    look: Look, command: Command, found: Case, after: Matter, turn: Turn, steps: Iterable[str] = ()
) -> Proposal:
    """Return the end of a round that was sent back or refused (rule 42); `steps` are those that were late."""
    standing = after.standing
    outcome = "returned" if turn is Turn.SENT_BACK else "refused"
    body: Body = found.body
    against: Body = {}
    if standing is not None:
        body, against = _after_turn(look, found, standing.round.trigger, turn), objections(standing)
        for name in steps:
            against.setdefault(outcome, {})[name] = refused_content(standing, standing.round.steps[name])
    own = Proposal(found.ref.record, outcome, body, command.reason)
    own.is_event = True
    own.details["closed"] = {"outcome": outcome, **against}
    return own


def _after_turn(look: Look, found: Case, trigger: str, turn: Turn) -> Body:
    """Return the body after its round was sent back or refused.

    What stands still meanwhile, suspended or postponed, goes back there when it is taken up again.
    """
    machine = compiled(look.workflow(found.body))
    if machine.can(found.state, trigger):
        return moved(found, machine.round(found.state, trigger, turn), found.body, look.now)
    back = str(found.body.get("came_from", ""))
    if not machine.can(back, trigger):
        return found.body
    later = machine.round(back, trigger, turn)
    ways = {
        move.dest for move in machine.workflow.moves() if move.trigger.returns and move.source == found.state
    }
    return put(found.body, ("came_from",), later) if later in ways else found.body


def late(look: Look, command: Command, duty: Duty, told: Proposal) -> list[Proposal]:
    """Return what follows when a step was not decided in time: told, sent back or refused (rule 55).

    The round is only ended over a step that somebody could have decided; who was passed over is named.
    """
    found = case(look, duty.ref)
    matter = matter_of(look, found.ref, found.record, found.body, found.record.body_version)
    standing = matter.standing
    step = None if standing is None else standing.round.steps.get(step_of(duty))
    if standing is None or step is None:
        return [told]
    deadlines = Deadlines(look, matter.ref, found.body, matter.approvals)
    over = deadlines.passed_over(step)
    if over:
        told.details["passed_over"] = over
    if not matter.approvers.may(step, standing.barred(step), by_token=step.bearers):
        look.report("nobody-to-decide", ref=found.ref.record, step=step.title)
        told.details.update(deadlines.put_off(step))
        return [told]
    if not deadlines.closes(step, duty):
        return [told]
    turn = Turn.SENT_BACK if step.on_late == "return" else Turn.REFUSED
    return [told, ended(look, command, found, matter, turn, (step.id,))]


def put_off(look: Look, duty: Duty, lost: timedelta) -> Body:
    """Return what is recorded of a deadline that passed while the office slept: it is put off (rule 54)."""
    found = case(look, duty.ref)
    approvals = approvals_of(found.record)
    step = None if approvals.round is None else approvals.round.steps.get(step_of(duty))
    if step is None:
        return {}
    return Deadlines(look, found.ref, found.body, approvals).put_off(step, lost)


def passed(look: Look, command: Command, found: Case, after: Matter) -> list[Proposal]:
    """Return the firing of what a round was opened for, if it passes and that fires by itself (rule 44).

    What holds the trigger up beside the round is only reported: the decision stands.
    """
    standing = after.standing
    workflow = look.workflow(found.body)
    if standing is None or not standing.passes():
        return []
    trigger = workflow.trigger(standing.round.trigger)
    machine = compiled(workflow)
    if not completes(trigger) or not machine.can(found.state, trigger.name):  # or it stands still meanwhile
        look.report("round-passes", ref=found.ref.record, trigger=trigger.named)
        return []
    before, look.reasons = look.reasons, []
    held_up(look, after, trigger.name)
    hear_vetoes(look, command, found.ref, found.body, trigger.name)
    attempt, look.reasons = look.reasons, before
    if attempt:
        look.reported += [one for one in attempt if one not in look.reported]
        return []
    state = machine.fire(found.state, trigger.name, found.body.get("came_from"))
    version = found.record.version + 2
    own = Proposal(found.ref.record, "passed", moved(found, state, found.body, look.now), command.reason)
    own.is_event = True
    own.details.update({"trigger": trigger.name, "baseline": version, **after.passed()})
    return follow(look, [own], reason=command.reason, stopping=False)
