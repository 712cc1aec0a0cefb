"""A press office signs one paper: its content by versions, the steps it goes through, what is said of it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from campaignflow.canonical import canonical, digest
from campaignflow.workflow.decisions import Decision, Override
from campaignflow.workflow.rounds import Round
from campaignflow.workflow.standing import Standing, Status
from campaignflow.workflow.steps import Group, Step

TITLES = {
    "department": "部门审核",
    "finance": "财务审核",
    "secrecy": "保密审查",
    "leader": "分管领导审定",
    "panel": "方案会商",
    "proofs": "至少三遍校对",
}
NOON = "2027-03-01T12:00:00+00:00"


class Paper:
    """What is to be approved: leaves by name, one map of them for each version."""

    def __init__(self, leaves: Mapping[str, str]) -> None:
        self.versions = [dict(leaves)]
        self.today = date(2027, 3, 1)
        self.bears: dict[tuple[str | None, str | None], str] = {}
        """Of what kind a difference is, by its two values."""

    def edit(self, leaf: str, value: str | None) -> int:
        """Write one leaf, or strike it out with None."""
        now = {**self.versions[-1], leaf: value}
        self.versions.append({name: one for name, one in now.items() if one is not None})
        return self.version

    @property
    def version(self) -> int:
        return len(self.versions)

    @property
    def leaves(self) -> dict[str, str]:
        """Its fingerprints."""
        return {name: digest(canonical([name, value])) for name, value in sorted(self.versions[-1].items())}

    def covered(self, step: Step) -> dict[str, str]:
        return {
            name: one
            for name, one in self.leaves.items()
            if not step.covers or name.partition(".")[0] in step.covers or name in step.covers
        }

    def tolerated(self, leaf: str, version: int) -> str | None:
        return self.bears.get((self.versions[version - 1].get(leaf), self.versions[-1].get(leaf)))

    def is_past(self, at: str, length: str) -> bool:
        return date.fromisoformat(at[:10]) + timedelta(int(length.removesuffix(" days"))) <= self.today

    # what is said of it

    def word(self, who: str, verdict: str, step: Step, *, acting: str = "", **more: Any) -> Decision:
        """Return what somebody says of it now; `acting` is whoever speaks for him."""
        return Decision(
            id=more.pop("id", "1.1"),
            step=step.id,
            verdict=verdict,
            actor=acting or who,
            principal=who,
            version=self.version,
            at=f"{self.today.isoformat()}T09:00:00+00:00",
            groups=more.pop("groups", (0,)),
            leaves=self.covered(step),
            **more,
        )

    def yes(self, step: Step, *people: str, **more: Any) -> list[Decision]:
        """Return the approvals of some people, each for himself."""
        return [self.word(one, "approve", step, **more) for one in people]

    def override(self, step: Step, who: str = "lin-yue") -> Override:
        return Override(step.id, who, self.version, NOON, self.covered(step))

    def standing(
        self,
        steps: Iterable[Step],
        words: Iterable[Decision] = (),
        *,
        overrides: Iterable[Override] = (),
        applies: Iterable[str] | None = None,
        **more: Any,
    ) -> Standing:
        """Return how a round of these steps stands against it."""
        faults = more.pop("faults", {})
        return Standing(
            round_of(
                steps,
                words,
                applies=applies,
                overrides={one.step: one for one in overrides},
                asked=more.pop("asked", self.version),
                **more,
            ),
            self,
            faults,
        )

    def status(self, step: Step, *words: Decision, **more: Any) -> Status:
        """Return how one step stands, alone in its round."""
        return self.standing([step], words, **more).statuses[step.id]


def step_of(id_: str, *by: str, seats: int = 1, **more: Any) -> Step:
    """Return a step of one group; without names, of everybody in the office."""
    groups = more.pop("groups", (Group(by or ("press-office",), seats),))
    return Step(id_, groups, title=TITLES.get(id_, id_), **more)


def round_of(
    steps: Iterable[Step],
    words: Iterable[Decision] = (),
    *,
    applies: Iterable[str] | None = None,
    **more: Any,
) -> Round:
    """Return an open round of these steps, all of them asked."""
    named = {one.id: one for one in steps}
    return Round(
        n=more.pop("n", 1),
        trigger=more.pop("trigger", "submit"),
        triggers=more.pop("triggers", ("submit",)),
        version=more.pop("version", 1),
        at=NOON,
        steps=named,
        applies=tuple(named if applies is None else applies),
        asked=more.pop("asked", 1),
        decisions=tuple(words),
        **more,
    )
