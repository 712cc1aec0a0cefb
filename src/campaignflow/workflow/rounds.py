"""One round of asking: its steps as they were frozen when it was opened, and what was said so far.

How rounds follow each other is folded in `approvals`; whether a step is satisfied is `standing`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from campaignflow.workflow.decisions import Decision, Kept, Override
from campaignflow.workflow.steps import Step

__all__ = ["OPEN", "PASSED", "Round"]

OPEN, PASSED = "open", "passed"
"""Outcomes of the round that counts; every other outcome ends it."""


@dataclass(frozen=True, slots=True)
class Round(Kept):
    """One round of asking: its steps as they were frozen, and what was said so far."""

    n: int
    trigger: str
    """The trigger it is for."""
    triggers: tuple[str, ...]
    """The triggers before which its steps are asked: its own, and those that were passed before."""
    version: int
    """`body_version` at its opening."""
    at: str
    steps: Mapping[str, Step]
    applies: tuple[str, ...]
    """The steps that are asked at present."""
    asked: int
    """`body_version` that the providers were last asked about (rule 33)."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """Providers that could not answer, and the code of why."""
    decisions: tuple[Decision, ...] = ()
    overrides: Mapping[str, Override] = field(default_factory=dict)
    openings: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """For each step that has opened how often it did, and when it did last."""
    waiting: tuple[str, ...] = ()
    """The steps that can be decided now and still are to be."""
    paused: str = ""
    """Since when deadlines stand still, with the record; empty while they run."""
    outcome: str = OPEN
    providers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The plugins it asks, be it that they want no step, each with its version and digest (C1)."""
    extended: Mapping[str, int] = field(default_factory=dict)
    """Seconds by which deadlines were put off since their steps opened: nobody could have answered."""

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """Return the round of what `data` kept."""
        given = dict(said)
        given["steps"] = {name: Step.read(one) for name, one in said.get("steps", {}).items()}
        given["decisions"] = tuple(Decision.read(one) for one in said.get("decisions", ()))
        given["overrides"] = {name: Override.read(one) for name, one in said.get("overrides", {}).items()}
        given["openings"] = {
            name: (int(one[0]), str(one[1])) for name, one in said.get("openings", {}).items()
        }
        for name in ("triggers", "applies", "waiting"):
            given[name] = tuple(said.get(name, ()))
        return cls(**given)

    @property
    def is_open(self) -> bool:
        """Whether it may be decided."""
        return self.outcome == OPEN

    def renamed(self, versions: int) -> "Round":
        """Return it as it goes on where versions count from 1 again."""
        return replace(
            self,
            version=self.version - versions,
            asked=min(self.asked - versions, 0),
            decisions=tuple(replace(one, version=one.version - versions) for one in self.decisions),
            overrides={
                name: replace(one, version=one.version - versions) for name, one in self.overrides.items()
            },
        )

    def last_words(self, step: str) -> list[Decision]:
        """Return for each principal his newest verdict on a step; a comment is none (rule 35)."""
        newest: dict[str, Decision] = {}
        for one in self.decisions:
            if one.step == step and one.verdict != "comment":
                newest.pop(one.principal, None)
                newest[one.principal] = one
        return [one for one in newest.values() if one.verdict != "withdraw"]
