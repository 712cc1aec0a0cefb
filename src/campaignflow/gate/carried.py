"""What is carried from former rounds into a new one: approvals and overrides that stand still (rule 43).

How a round is opened is `rounds`; how a step stands, `campaignflow.workflow.standing`.
"""

from collections.abc import Iterator
from dataclasses import replace

from campaignflow.gate.approvers import Approvers
from campaignflow.gate.content import RecordContent
from campaignflow.workflow.approvals import Approvals
from campaignflow.workflow.decisions import Decision, Override
from campaignflow.workflow.rounds import Round
from campaignflow.workflow.standing import Standing
from campaignflow.workflow.steps import Step

__all__ = ["Former"]


class Former:
    """What was said in the rounds before, as far as it goes into a new one (rule 43).

    Everybody's newest word counts; those of the last round that passed stand behind those of a newer one.
    """

    def __init__(
        self, approvals: Approvals, approvers: Approvers, content: RecordContent, *, goes_on: bool
    ) -> None:
        self._approvers, self._content, self._goes_on = approvers, content, goes_on
        self._rounds = [one for one in (approvals.round, approvals.passed) if one is not None]

    def decisions(self, step: Step) -> Iterator[Decision]:
        """Yield the approvals of a step that stand and that none of its authors gave."""
        if step.carries or self._goes_on:
            for one in self._standing(step).positives(step):
                if not self._authors(step) & {one.actor, one.principal, *one.chain}:
                    yield replace(one, carried=True)

    def override(self, step: Step) -> Override | None:
        """Return the override of a step that stands still, and whose overrider has not become an author."""
        standing = self._standing(step)
        one = standing.round.overrides.get(step.id)
        if one is None or not step.overridable or not standing.stands(one, step):
            return None
        return None if one.actor in self._approvers.authors(step) else one

    def _authors(self, step: Step) -> frozenset[str]:
        if step.allow_author or step.self_check:
            return frozenset()
        return self._approvers.authors(step)

    def _standing(self, step: Step) -> Standing:
        """Return one round that holds all that was said on a step since it demands what it demands."""
        found: list[Round] = []
        for one in self._rounds:
            old = one.steps.get(step.id)
            if old is not None and old.digest != step.digest:
                break
            found.append(one)
        decisions = tuple(word for one in reversed(found) for word in one.decisions)
        overrides = {name: said for one in reversed(found) for name, said in one.overrides.items()}
        whole = Round(
            0, "", (), 0, "", {step.id: step}, (step.id,), 0, decisions=decisions, overrides=overrides
        )
        return Standing(whole, self._content)
