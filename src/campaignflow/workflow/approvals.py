"""What became of approvals so far, folded from a record's entries: rounds, decisions, conditions, baselines.

Plain values, the same however often they are worked out (rule 11).  Whether a step is satisfied by them is
`standing`; who may speak is judged in the gate before an entry is written.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from campaignflow.workflow.authorship import denied
from campaignflow.workflow.decisions import Baseline, Condition, Decision, Kept, Override, Token
from campaignflow.workflow.rounds import OPEN, PASSED, Round
from campaignflow.workflow.steps import Step

__all__ = ["DETAILS", "Approvals"]

DETAILS = frozenset(
    {"round", "asked", "decision", "taken_back", "override", "imposed", "discharged"}
    | {"baselines", "closed", "authored", "minted", "waiting", "extended", "disowned"}
)
"""Keys of an entry's details that are about approvals."""


@dataclass(frozen=True, slots=True)
class Approvals(Kept):
    """Everything about approvals that a record's entries amount to."""

    uid: str = ""
    """The record's name for life, which its fingerprints are made with."""
    round: Round | None = None
    """The newest round; None before the first."""
    passed: Round | None = None
    """The last round that passed, where a newer one was opened upon it."""
    rounds: int = 0
    """How many there have been."""
    baselines: Mapping[str, Baseline] = field(default_factory=dict)
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    tokens: Mapping[str, Token] = field(default_factory=dict)
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each step what was refused or sent back since its baseline, as digests of its leaves (rule 42)."""
    returned: Mapping[str, str] = field(default_factory=dict)
    """The steps that sent the last round back, with a digest of what they had before them (rule 43)."""
    changes: Mapping[str, tuple[tuple[int, tuple[str, ...]], ...]] = field(default_factory=dict)
    """For each leaf every later version that changed it, with the people behind that change (rule 39)."""
    created_by: tuple[str, ...] = ()
    """The people behind its first version; empty if that is among the changes."""
    former: tuple[tuple[str, int], ...] = ()
    """Refs it had before it was renamed, with the number of versions there; those count from 0 downwards."""

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """Return the approvals of what `data` kept."""
        return cls(
            str(said.get("uid", "")),
            Round.read(said["round"]) if "round" in said else None,
            Round.read(said["passed"]) if "passed" in said else None,
            int(said.get("rounds", 0)),
            _baselines(said),
            {name: Condition.read(one) for name, one in said.get("conditions", {}).items()},
            {name: Token.read(one) for name, one in said.get("tokens", {}).items()},
            {name: tuple(one) for name, one in said.get("refused", {}).items()},
            dict(said.get("returned", {})),
            {
                leaf: tuple((int(version), tuple(people)) for version, people in one)
                for leaf, one in said.get("changes", {}).items()
            },
            tuple(said.get("created_by", ())),
            tuple((str(ref), int(count)) for ref, count in said.get("former", ())),
        )

    @property
    def data(self) -> dict[str, Any]:
        """Its JSON; baselines that were made together are kept once."""
        said = self.kept
        if self.baselines:
            said["baselines"] = {name: _made(one) for name, one in self.baselines.items()}
            said["approved"] = {_made(one): one.data for one in self.baselines.values()}
        return said

    @property
    def standing(self) -> Round | None:
        """The round that counts: under way, or the last that passed."""
        newest = self.round
        return newest if newest is not None and newest.outcome in {OPEN, PASSED} else self.passed

    def authors(self, covered: Iterable[str], present: Mapping[str, str], step: str) -> frozenset[str]:
        """Return the authors of what a step covers (rule 39).

        Args:
            covered: Leaves the step covers, those that are gone included.
            present: Fingerprints of the leaves as they are.
            step: Its id; its baseline clears who came before.
        """
        baseline = self.baselines.get(step)
        found: set[str] = set()
        for leaf in covered:
            if baseline is None or present.get(leaf) != baseline.leaves.get(leaf):
                for version, people in self.changes.get(leaf, ()):
                    if baseline is None or version > baseline.version:
                        found.update(people)
        return frozenset(found)

    def holding_up(self, trigger: str) -> list[Condition]:
        """Return the conditions that hold a trigger up."""
        return [one for one in self.conditions.values() if one.blocks == trigger and not one.ended]

    # the fold

    def counting(self, round_: Round) -> "Approvals":
        """Return them with another state of the round that counts."""
        if self.round is self.standing:
            return replace(self, round=round_)
        return replace(self, passed=round_)

    def renamed(self, former: str, versions: int, created: Iterable[str]) -> "Approvals":
        """Return them as they go on under another ref, whose versions count from 1 again.

        `created` are the leaves of the first version, if its people are not among the changes yet.
        """
        changes = {
            leaf: tuple((version - versions, people) for version, people in one)
            for leaf, one in self.changes.items()
        }
        for leaf in created if self.created_by else ():
            changes[leaf] = ((1 - versions, self.created_by), *changes.get(leaf, ()))
        return replace(
            self,
            round=None if self.round is None else self.round.renamed(versions),
            passed=None if self.passed is None else self.passed.renamed(versions),
            changes=changes,
            created_by=(),
            baselines={
                name: replace(one, version=one.version - versions) for name, one in self.baselines.items()
            },
            former=(*self.former, (former, versions)),
        )

    def changed(self, version: int, leaves: Iterable[str], people: Iterable[str]) -> "Approvals":
        """Return them after an entry that changed some leaves."""
        changes = dict(self.changes)
        behind = tuple(sorted(set(people)))
        for leaf in leaves:
            changes[leaf] = (*changes.get(leaf, ()), (version, behind))
        return replace(self, changes=changes)

    def after(self, details: Mapping[str, Any]) -> "Approvals":
        """Return them after an entry with these details, in the order in which things happen in an act."""
        now = self
        for name, step in _FOLD.items():
            if name in details:
                now = step(now, details[name])
        return now


def _baselines(said: Mapping[str, Any]) -> dict[str, Baseline]:
    approved = {name: Baseline.read(one) for name, one in said.get("approved", {}).items()}
    return {name: approved[made] for name, made in said.get("baselines", {}).items()}


def _made(baseline: Baseline) -> str:
    """Return when a baseline was made; a trigger may be fired twice on one version."""
    return f"{baseline.version} {baseline.at}"


def _opened(was: Approvals, said: Mapping[str, Any]) -> Approvals:
    round_ = Round.read(said)
    passed = was.passed
    if len(round_.triggers) == 1:  # it begins from the beginning
        passed = None
    elif was.round is not None and was.round.outcome == PASSED:
        passed = was.round
    return replace(was, round=round_, passed=passed, rounds=round_.n, returned={})


def _asked(was: Approvals, said: Mapping[str, Any]) -> Approvals:
    """The providers answered anew: new steps join, frozen ones keep what they demand (rule 33)."""
    counts = was.standing
    if counts is None:
        return was
    joined = {name: Step.read(one) for name, one in said.get("steps", {}).items()}
    answered = replace(
        counts,
        steps={**joined, **counts.steps},
        applies=tuple(said.get("applies", ())),
        errors=dict(said.get("errors", {})),
        asked=int(said["version"]),
        providers={**counts.providers, **said.get("providers", {})},
    )
    return was.counting(answered)


def _decided(was: Approvals, said: Mapping[str, Any]) -> Approvals:
    counts = was.standing
    if counts is None:
        return was
    one = Decision.read(said)
    used = was.tokens.get(one.token)
    if used is not None:
        was = replace(was, tokens={**was.tokens, used.id: replace(used, used=True)})
    return was.counting(replace(counts, decisions=(*counts.decisions, one)))


def _taken_back(was: Approvals, said: Mapping[str, Any]) -> Approvals:
    """A decision was withdrawn, revoked or annulled: its conditions end with it, and its step's baseline.

    It is void in every round that has it: the passed one, should the newer fail, and what is carried on.
    """
    one, of = Decision.read(said["decision"]), said.get("of")
    now = _decided(was, one.data)
    now = replace(now, round=_voided(now.round, one, of), passed=_voided(now.passed, one, of))
    ended = {
        name: replace(held, ended="withdrawn", ended_by=one.actor)
        for name, held in was.conditions.items()
        if held.decision == of and not held.ended
    }
    baselines = dict(was.baselines)
    if said.get("revoked"):
        baselines.pop(one.step, None)
    return replace(now, conditions={**was.conditions, **ended}, baselines=baselines)


def _voided(round_: Round | None, back: Decision, of: object) -> Round | None:
    if round_ is None or back in round_.decisions or of not in {one.id for one in round_.decisions}:
        return round_
    return replace(round_, decisions=(*round_.decisions, back))


def _overridden(was: Approvals, said: Mapping[str, Any]) -> Approvals:
    counts = was.standing
    if counts is None:
        return was
    one = Override.read(said)
    return was.counting(replace(counts, overrides={**counts.overrides, one.step: one}))


def _minted(was: Approvals, said: Mapping[str, Any]) -> Approvals:
    """A token was made; those that the same person had for the same step die (rule 51)."""
    one = Token.read(said)
    left = {name: old for name, old in was.tokens.items() if (old.step, old.person) != (one.step, one.person)}
    return replace(was, tokens={**left, one.id: one})


def _imposed(was: Approvals, said: Iterable[Mapping[str, Any]]) -> Approvals:
    new = {str(one["id"]): Condition.read(one) for one in said}
    return replace(was, conditions={**was.conditions, **new})


def _discharged(was: Approvals, said: Mapping[str, Any]) -> Approvals:
    one = was.conditions.get(str(said["id"]))
    if one is None:
        return was
    ended = replace(one, ended=str(said["how"]), ended_by=str(said["by"]))
    return replace(was, conditions={**was.conditions, one.id: ended})


def _fired(was: Approvals, said: Mapping[str, Any]) -> Approvals:
    """A gated trigger was fired: what its steps had approved is the baseline now, old refusals are past."""
    baselines = dict.fromkeys(said["steps"], Baseline(int(said["version"]), said["at"], said["leaves"]))
    refused = {name: one for name, one in was.refused.items() if name not in baselines}
    return replace(was, baselines={**was.baselines, **baselines}, refused=refused)


def _redacted(was: Approvals, said: Mapping[str, Any]) -> Approvals:
    """A value was redacted: who had changed it is said once more, for it no longer shows."""
    told = {leaf: tuple((int(n), tuple(people)) for n, people in rows) for leaf, rows in said.items()}
    return replace(was, changes={**was.changes, **told})


def _disowned(was: Approvals, said: Mapping[str, Any]) -> Approvals:
    """Somebody denied what others said of him: he is no author of what there is by their word."""
    changes = {
        leaf: tuple((version, denied(people, said["people"])) for version, people in rows)
        for leaf, rows in was.changes.items()
    }
    return replace(was, changes=changes, created_by=denied(was.created_by, said["people"]))


def _waiting(was: Approvals, said: Mapping[str, Any]) -> Approvals:
    if was.round is None:
        return was
    openings = {name: (int(n), str(at)) for name, (n, at) in said["openings"].items()}
    round_ = was.round
    # what waits anew has its whole time again
    extended = {
        name: by for name, by in round_.extended.items() if openings[name][0] == round_.openings[name][0]
    }
    now = replace(
        round_,
        waiting=tuple(said["steps"]),
        openings=openings,
        paused=said.get("paused", ""),
        extended=extended,
    )
    return replace(was, round=now)


def _closed(was: Approvals, said: Mapping[str, Any]) -> Approvals:
    refused = dict(was.refused)
    for step, content in said.get("refused", {}).items():
        refused[step] = (*refused.get(step, ()), str(content))
    round_ = None if was.round is None else replace(was.round, outcome=str(said["outcome"]))
    return replace(was, round=round_, refused=refused, returned=dict(said.get("returned", {})))


def _extended(was: Approvals, said: Mapping[str, int]) -> Approvals:
    """Deadlines were put off, because nobody was there or the office was asleep (rules 54, 55)."""
    round_ = was.round
    if round_ is None:
        return was
    later = {name: round_.extended.get(name, 0) + int(by) for name, by in said.items()}
    return replace(was, round=replace(round_, extended={**round_.extended, **later}))


_FOLD: Mapping[str, Callable[[Approvals, Any], Approvals]] = {
    "round": _opened,
    "asked": _asked,
    "decision": _decided,
    "taken_back": _taken_back,
    "override": _overridden,
    "minted": _minted,
    "imposed": _imposed,
    "discharged": _discharged,
    "closed": _closed,
    "baselines": _fired,
    "authored": _redacted,
    "waiting": _waiting,
    "extended": _extended,
    "disowned": _disowned,
}
