"""What a change of content does to approvals: providers are asked anew, steps go stale (33, 34, 46).

Staleness moves no state: it holds up what comes next, until the stale steps alone are asked again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from campaignflow import labels
from campaignflow.gate.command import Command
from campaignflow.gate.content import approvals_of, may_differ
from campaignflow.gate.effects import Written
from campaignflow.gate.look import Look
from campaignflow.gate.openings import waiting
from campaignflow.gate.rounds import Matter, matter_of
from campaignflow.records import facets
from campaignflow.types import Ref
from campaignflow.workflow.rounds import DETAILS, Approvals
from campaignflow.workflow.standing import Status

__all__ = ["StepMove", "amended"]


@dataclass(frozen=True, slots=True)
class StepMove:
    """One approval step that stands otherwise after an act than before."""

    ref: str
    step: str
    title: str
    before: str
    """Its status; empty for a step that joins the round."""
    after: str
    changed: tuple[str, ...] = ()
    """Leaves that its approval did not know."""

    def message(self, lang: str | None = None) -> str:
        """Return it as a line for people."""
        facts: dict[str, object] = {"step": self.title, "after": labels.Word(self.after)}
        if self.changed:
            facts["changed"] = [labels.Leaf(one) for one in self.changed]
        code = "step-goes-stale" if self.changed else "step-moves"
        return labels.sentence(code, labels.language(lang), facts)


def amended(look: Look, command: Command, written: Sequence[Written]) -> tuple[list[Written], list[StepMove]]:
    """Return the entries with what providers answered to them, and the steps that stand otherwise then.

    Refused: a change of what was approved, without a reason, in a protected state (rule 46).
    """
    found, moves = [], list[StepMove]()
    known: dict[Ref, Approvals] = {}
    for given in written:
        one, listed = _answered(look, command, given)
        moves += listed
        record = one.record
        if (record is not None and record.approvals is not None) or not DETAILS.isdisjoint(one.details):
            now = known.get(one.ref, approvals_of(record)).after(one.details)
            waits = waiting(look, one, now)
            if waits is not None:
                one = replace(one, details={**one.details, "waiting": waits})
                now = now.after({"waiting": waits})
            known[one.ref] = now
        found.append(one)
    return found, moves


def _answered(look: Look, command: Command, one: Written) -> tuple[Written, list[StepMove]]:
    """Return an entry with what providers answer to the change it makes, and how steps stand then."""
    record = one.record
    if (
        record is None
        or record.approvals is None
        or not one.patch
        or not may_differ(one.before, one.after)
        or "round" in one.details
    ):
        return one, []
    before = matter_of(look, one.ref, record, record.data, record.body_version)
    after = matter_of(look, one.ref, record, one.after, one.version + 1)
    listed = list(_moves(before, after))
    state = look.state_of(one.after)
    if (
        state is not None
        and state.protected
        and not (one.reason or command.reason)
        and _untold(before, after)
    ):
        look.refuse("reason-missing", ref=str(one.ref))
    return (replace(one, details={**one.details, **after.details}) if after.details else one), listed


def _untold(before: Matter, after: Matter) -> bool:
    """Whether a change is one that a step covers and does not tolerate: it takes a reason (rule 46)."""
    was, now, standing = before.content.leaves, after.content.leaves, after.standing
    if standing is None:
        return False
    differing = facets.difference(was, now)
    for name in standing.round.applies:
        step = standing.round.steps[name]
        for leaf in facets.covered(differing, after.content.covers(step)):
            if facets.tolerated(leaf, was.get(leaf), now.get(leaf)) not in step.tolerates:
                return True
    return False


def _moves(before: Matter, after: Matter) -> Iterable[StepMove]:
    old, new = before.standing, after.standing
    if new is None:
        return
    for name, status in new.statuses.items():
        was = "" if old is None else str(old.statuses.get(name, ""))
        if was == status:
            continue
        step = new.round.steps.get(name)
        changed = tuple(new.changed(step)) if step is not None and status is Status.STALE else ()
        title = name if step is None else step.title
        yield StepMove(str(after.ref), name, title, was, status.value, changed)
