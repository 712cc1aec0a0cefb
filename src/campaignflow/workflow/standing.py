"""How the steps of a round stand, and whether it passes: pure answers from what was said (rule 34).

What was said is `rounds` and `approvals`; who may still speak is judged in the gate.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from campaignflow.canonical import canonical, digest
from campaignflow.workflow.decisions import Decision, Override
from campaignflow.workflow.rounds import Round
from campaignflow.workflow.seats import Voice, filled
from campaignflow.workflow.steps import NEGATIVE, POSITIVE, Step, in_turn, rings

__all__ = ["PROVIDER", "Content", "Standing", "Status", "refused_content"]

PROVIDER = "provider:"
"""Begins the id of the step that stands for a provider that could not answer."""


class Status(StrEnum):
    """How a step stands."""

    NOT_APPLICABLE = "not_applicable"
    WAITING = "waiting"
    SATISFIED = "satisfied"
    REFUSED = "refused"
    STALE = "stale"
    OVERRIDDEN = "overridden"
    ERROR = "error"

    @property
    def lets_pass(self) -> bool:
        """Whether it holds nothing up."""
        return self in {Status.NOT_APPLICABLE, Status.SATISFIED, Status.OVERRIDDEN}


class Content(Protocol):
    """What a round is about, as it is now."""

    @property
    def version(self) -> int:
        """The record's `body_version`."""
        ...

    def covered(self, step: Step) -> Mapping[str, str]:
        """Return the present fingerprints of what a step covers."""
        ...

    def tolerated(self, leaf: str, version: int) -> str | None:
        """Return of what kind the difference of a leaf since a version is; None if it is of none."""
        ...

    def is_past(self, at: str, length: str) -> bool:
        """Whether so long a time has passed since a moment."""
        ...


@dataclass(frozen=True)
class Standing:
    """One round against the content it is about."""

    round: Round
    content: Content
    faults: Mapping[str, str] = field(default_factory=dict)
    """Steps whose evaluation failed, and the code of why."""

    @cached_property
    def _rings(self) -> frozenset[str]:
        return rings(self.round.steps.values())

    @cached_property
    def statuses(self) -> Mapping[str, Status]:
        """Every step's status in the order of their turns, and those of providers that could not answer."""
        steps = self.round.steps
        found = {name: self._status(steps[name]) for name in in_turn(steps)}
        return found | {f"{PROVIDER}{name}": Status.ERROR for name in self.round.errors}

    def stands(self, said: Decision | Override, step: Step) -> bool:
        """Whether what was said still holds for the content as it is (rules 31, 36)."""
        if step.valid_for and self.content.is_past(said.at, step.valid_for):
            return False
        return all(
            (kind := self.content.tolerated(leaf, said.version)) is not None and kind in step.tolerates
            for leaf in self.differing(said, step)
        )

    def differing(self, said: Decision | Override, step: Step) -> list[str]:
        """Return the covered leaves that are other than when something was said."""
        now = self.content.covered(step)
        return sorted(leaf for leaf in {*said.leaves, *now} if said.leaves.get(leaf) != now.get(leaf))

    def changed(self, step: Step) -> list[str]:
        """Return the leaves that are other than when a step was approved or overridden."""
        said: list[Decision | Override] = [
            one for one in self.round.last_words(step.id) if one.verdict in POSITIVE
        ]
        said += [self.round.overrides[step.id]] if step.id in self.round.overrides else []
        return sorted({leaf for one in said for leaf in self.differing(one, step)})

    def negatives(self, step: str) -> list[Decision]:
        """Return the standing negative verdicts on a step; they do not go stale (rule 36)."""
        return [one for one in self.round.last_words(step) if one.verdict in NEGATIVE]

    def positives(self, step: Step) -> list[Decision]:
        """Return the positive verdicts on a step that stand."""
        return [
            one
            for one in self.round.last_words(step.id)
            if one.verdict in POSITIVE and self.stands(one, step)
        ]

    def is_filled(self, step: Step) -> bool:
        """Whether enough people agree (rule 41)."""
        return bool(self.positives(step)) and self.taken(step) >= step.seats

    def taken(self, step: Step) -> int:
        """Return how many seats of a step are filled; where everybody must speak, who abstained has."""
        positive = self.positives(step)
        if not step.everybody:
            voices = [Voice(one.actor, one.principal, one.groups) for one in positive]
            return filled(voices, [group.seats for group in step.groups])
        words = self.round.last_words(step.id)
        abstained = [one for one in words if one.verdict == "abstain" and one.principal in step.members]
        voices = [Voice(one.actor, one.principal, (0,)) for one in positive if one.principal in step.members]
        return len(abstained) + filled(voices, [len(step.members)])

    def _status(self, step: Step) -> Status:
        negatives = self.negatives(step.id)
        override = self.round.overrides.get(step.id)
        overridden = override is not None and self.stands(override, step)
        if len(negatives) >= step.refusals:
            return Status.OVERRIDDEN if overridden else Status.REFUSED
        if step.id not in self.round.applies and not negatives:
            return Status.NOT_APPLICABLE
        if overridden:
            return Status.OVERRIDDEN
        if self.is_filled(step):
            return Status.SATISFIED
        if step.id in self._rings or step.id in self.faults:
            return Status.ERROR
        said = [one for one in self.round.last_words(step.id) if one.verdict in POSITIVE]
        if override is not None or any(not self.stands(one, step) for one in said):
            return Status.STALE
        return Status.WAITING

    def is_open(self, name: str) -> bool:
        """Whether a step may be decided now: every step before it has passed (rule 37)."""
        step = self.round.steps[name]
        if name in self._rings:
            return False
        for before in step.after:
            status = self.statuses.get(before)
            if status is None:
                continue
            if status is Status.NOT_APPLICABLE:
                if not self.is_open(before):
                    return False
            elif status not in {Status.SATISFIED, Status.OVERRIDDEN}:
                return False
        return True

    @property
    def waiting(self) -> list[Step]:
        """The steps that can be decided now and still are to be."""
        return [
            step
            for name, step in self.round.steps.items()
            if self.statuses[name] in {Status.WAITING, Status.STALE} and self.is_open(name)
        ]

    @property
    def missing(self) -> list[str]:
        """Ids of the steps that hold the round up."""
        return [name for name, status in self.statuses.items() if not status.lets_pass]

    def passes(self) -> bool:
        """Whether nothing but conditions could hold its trigger up (rule 44)."""
        return not self.missing and self.round.asked >= self.content.version

    def barred(self, step: Step) -> frozenset[str]:
        """Return the people who may not speak on a step because they spoke on one it is distinct from."""
        found: set[str] = set()
        for name, other in self.round.steps.items():
            if step.is_distinct_from(other):
                for one in self.round.last_words(name):
                    if one.verdict != "abstain":
                        found |= {one.actor, one.principal}
        return frozenset(found)


def refused_content(standing: Standing, step: Step) -> str:
    """Return what marks the content of a step, to know it again when it is submitted unchanged."""
    return digest(canonical(dict(standing.content.covered(step))))
