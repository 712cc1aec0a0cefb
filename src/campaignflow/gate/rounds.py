"""Rounds as the gate judges them: opened, asked about anew, passed or not (rules 32, 33, 37, 44-46).

How a step stands is `campaignflow.workflow.standing`; who may decide it, `approvers`; the verbs by which
people decide are `campaignflow.actions.approvals`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from campaignflow.canonical import Body, canonical, digest
from campaignflow.errors import InvalidValue
from campaignflow.gate.approvers import Approvers
from campaignflow.gate.carried import Former
from campaignflow.gate.content import RecordContent, approvals_of
from campaignflow.gate.enough import are_enough, out_of, refuse_too_few
from campaignflow.gate.look import OFFICE, Look
from campaignflow.gate.owed import last_day
from campaignflow.gate.permission import GOVERN, has_administrator, people_with
from campaignflow.gate.providers import ask
from campaignflow.gate.waiting import deadline
from campaignflow.gate.ways_out import ways_out
from campaignflow.labels import Clause, Leaf
from campaignflow.records import facets
from campaignflow.store.record import Record
from campaignflow.types import Ref, meant
from campaignflow.workflow.approvals import Approvals
from campaignflow.workflow.decisions import Decision, Override, Token
from campaignflow.workflow.rounds import PASSED, Round
from campaignflow.workflow.standing import PROVIDER, Standing, Status, refused_content
from campaignflow.workflow.steps import Step

__all__ = ["Matter", "matter_of", "missing", "objections"]


_HELD_UP_BY = {
    Status.WAITING: "step-waiting",
    Status.STALE: "step-stale",
    Status.REFUSED: "step-refused",
    Status.ERROR: "step-error",
}
"""What is said of a step that has not passed."""
_STUCK = {Status.WAITING: "step-stuck", Status.STALE: "step-stale-stuck"}
"""What is said of one for which too few people are left."""


@dataclass(frozen=True)
class Matter:
    """One record before its approvers: its content, what was said of it, and how that stands."""

    look: Look
    ref: Ref
    body: Mapping[str, Any]
    version: int
    """The `body_version` it has, or would have."""
    approvals: Approvals
    details: Mapping[str, Any]
    """What is to be recorded with the next entry: answers that providers gave anew."""

    @cached_property
    def content(self) -> RecordContent:
        """What there is to approve."""
        return RecordContent(self.look, self.ref, self.body, self.version, self.approvals)

    @cached_property
    def approvers(self) -> Approvers:
        """Who may decide."""
        return Approvers(self.look, self.body["plan"], self.content, self.approvals, asks_directory=True)

    @cached_property
    def standing(self) -> Standing | None:
        """How the round stands that counts; None where there is none."""
        round_ = self.approvals.standing
        return None if round_ is None else Standing(round_, self.content)

    def step(self, text: str) -> Step:
        """Return the step of the round that counts that a text names, by its id or its title.

        Raises:
            InvalidValue: there is none, or several are called so.
        """
        steps = {} if self.standing is None else self.standing.round.steps
        titled = [one for one in steps.values() if one.title == text]
        if text not in steps and len(titled) != 1:
            near = meant(text, {name: one.title for name, one in steps.items()})
            known = sorted(steps) or ["—"]
            raise InvalidValue("step-unknown", ref=str(self.ref), step=text, known=known, near=near)
        return steps[text] if text in steps else titled[0]

    def after(self, details: Mapping[str, Any]) -> "Matter":
        """Return it as it is once something has been recorded."""
        return replace(self, approvals=self.approvals.after(details), details={**self.details, **details})

    def seen(self, step: Step) -> str:
        """Return what a decision on a step must say it was shown: a digest of it, as short text (A1)."""
        standing = self.standing
        n = 0 if standing is None else standing.round.n
        return digest(canonical([str(self.ref), step.id, n, dict(self.content.covered(step))]))[:24]

    def awaited(self, step: Step) -> list[str]:
        """Return the ids of those who may decide a step and have not yet, else of those who have."""
        standing = self.standing
        if standing is None:
            return []
        may = sorted(self.approvers.may(step, standing.barred(step), by_token=step.bearers))
        words = standing.round.last_words(step.id)
        spoken = {one.principal for one in words if standing.stands(one, step)}
        return [one for one in may if self.approvers.identity(one) not in spoken] or may

    def check_seen(self, step: Step, seen: object) -> None:
        """Refuse a word on what is no longer as it was shown, and name what is other since (A1)."""
        if seen is None or seen == self.seen(step):
            return
        ref, changed = str(self.ref), self._changed_since(step, str(seen))
        if changed is None:
            self.look.refuse("never-shown", ref=ref, kind="version", step=step.title, seen=str(seen))
            return
        leaves = [Leaf(one) for one in changed]
        self.look.refuse("changed-since-seen", ref=ref, kind="version", step=step.title, changed=leaves)

    def _changed_since(self, step: Step, seen: str) -> list[str] | None:
        """Return the leaves that changed since a step was shown so; None if it never was in this round."""
        for then in self._before():
            if then.seen(step) == seen:
                return facets.difference(then.content.covered(step), self.content.covered(step))
        return None

    def _before(self) -> Iterator["Matter"]:
        """Yield it as it was since the round was opened: with other content, or with fewer words said."""
        standing = self.standing
        if standing is None:
            return
        for version in range(self.version, standing.round.version - 1, -1):
            yield replace(self, version=version, body=self.content.body_at(version))
        said = standing.round.decisions
        for count in range(len(said) - 1, -1, -1):
            round_ = replace(standing.round, decisions=said[:count])
            yield replace(self, approvals=self.approvals.counting(round_))

    def takes(self, token: Token) -> bool:
        """Whether a token is good still: unused, in time, and all as it was when it was made (rule 51)."""
        standing = self.standing
        step = None if standing is None else standing.round.steps.get(token.step)
        if standing is None or step is None or token.used or not step.bearers:
            return False
        is_asked = step.id in standing.round.applies and standing.is_open(step.id)
        if not (is_asked and standing.round.is_open and token.round == standing.round.n):
            return False
        if self.look.has_come(datetime.fromisoformat(token.until)):
            return False
        barred = standing.barred(step)
        return dict(token.leaves) == dict(self.content.covered(step)) and not any(
            self.approvers.bars(step, token.person, barred, by_token=True)
        )

    def has_taken_effect(self, decision: Decision) -> bool:
        """Whether something was fired upon a decision: it was given in a round that has passed (rule 47)."""
        rounds = (self.approvals.round, self.approvals.passed)
        return any(
            one is not None and one.outcome == PASSED and decision.id in {said.id for said in one.decisions}
            for one in rounds
        )

    def overridden(self, step: str) -> tuple[Override | None, Step | None]:
        """Return the last override of a step, and the step as it was then, of whatever round."""
        for one in (self.approvals.round, self.approvals.passed):
            if one is not None and step in one.overrides:
                return one.overrides[step], one.steps[step]
        return None, None

    # opening

    def opened(
        self,
        trigger: str,
        note: str,
        *,
        triggers: Iterable[str],
        may_resubmit: bool = False,
        goes_on: bool = False,
    ) -> "Matter":
        """Return it with a round opened for a trigger; what stands in the way is refused.

        Args:
            trigger: The trigger the round is for.
            note: Said with the opening: an answer to whoever sent the last round back.
            triggers: Those passed before, whose steps are asked with it; none where it begins anew.
            may_resubmit: Whether content that was refused may be submitted unchanged (override permission).
            goes_on: Whether it is for the next trigger upon one that was fired: then what that one was asked
                for is not asked again, not even of steps that do not carry.
        """
        asked = tuple(dict.fromkeys((*triggers, trigger)))
        answers = ask(self.look, self.ref, self.body, asked, None)
        steps = {name: self.frozen(step) for name, step in answers.steps.items()}
        known = Former(self.approvals, self.approvers, self.content, goes_on=goes_on)
        decisions = tuple(one for step in steps.values() for one in known.decisions(step))
        overrides = [known.override(step) for step in steps.values()] if len(asked) > 1 else []
        n = self.approvals.rounds + 1
        round_ = Round(
            n,
            trigger,
            asked,
            self.version,
            self.look.now.isoformat(),
            steps,
            answers.applies,
            self.version,
            answers.errors,
            decisions,
            {one.step: one for one in overrides if one is not None},
            providers=answers.providers,
        )
        own = {name: one for name, one in self.details.items() if name != "asked"}  # it was asked just now
        opened = replace(self, details=own).after({"round": round_.data})
        if steps and not has_administrator(self.look):
            self.look.report("founder-governs", ref=OFFICE, who=people_with(self.look, GOVERN) or ["—"])
        _check_opening(opened, self.approvals, note, may_resubmit=may_resubmit)
        return opened

    def frozen(self, step: Step) -> Step:
        """Return a step as it goes into a round: where everybody must speak, with who that is (rule 41)."""
        if not step.everybody:
            return step
        approvers = self.approvers
        people = [one for one in approvers.meant(step) if not approvers.said(one).get("shared")]
        return replace(step, members=tuple(sorted(set(map(approvers.identity, people)))))

    # passing

    def passed(self) -> Body:
        """Return what is recorded when its trigger fires: the round has passed, these are the baselines."""
        standing = self.standing
        if standing is None:
            return {}
        steps = [
            name
            for name in standing.round.steps
            if standing.statuses[name] in {Status.SATISFIED, Status.OVERRIDDEN}
        ]
        said: Body = {} if standing.round.outcome == PASSED else {"closed": {"outcome": PASSED}}
        if steps:
            leaves = dict(self.content.digests)
            at = self.look.now.isoformat()
            said["baselines"] = {"version": self.version, "at": at, "steps": steps, "leaves": leaves}
        return said


def objections(standing: Standing) -> Body:
    """Return which content was refused, and which sent back, where a round ends: for `closed` (rule 42)."""
    found: Body = {}
    for name, step in standing.round.steps.items():
        against = {one.verdict for one in standing.negatives(name)}
        is_refused = standing.statuses[name] is Status.REFUSED and "refuse" in against
        if against:
            kind = "refused" if is_refused else "returned"
            found.setdefault(kind, {})[name] = refused_content(standing, step)
    return found


def _check_opening(matter: Matter, before: Approvals, note: str, *, may_resubmit: bool) -> None:
    standing = matter.standing
    if standing is None:
        return
    ref = str(matter.ref)
    for name, step in standing.round.steps.items():
        if name not in standing.round.applies:
            continue
        content = refused_content(standing, step)
        if content in before.refused.get(name, ()) and not may_resubmit:
            matter.look.refuse("unchanged-since-refusal", ref=ref, kind="steps", step=step.title)
        if before.returned.get(name) == content and not note:
            matter.look.refuse("answer-missing", ref=ref, kind="steps", step=step.title)
    refuse_too_few(matter.look, ref, matter.approvers, standing)


def matter_of(
    look: Look,
    ref: Ref,
    record: Record | None,
    body: Mapping[str, Any],
    version: int,
    *,
    anew: bool = False,
) -> Matter:
    """Return a record before its approvers; providers are asked anew where it has changed since (rule 33).

    With `anew` they are asked anyway: what they declare for it has changed.
    """
    approvals = approvals_of(record)
    if record is not None and not approvals.uid:
        approvals = replace(approvals, uid=record.uid)
    own = Ref(ref.kind, ref.programme, ref.id)
    details: Body = {}
    round_ = approvals.standing
    if round_ is not None and (
        anew or version > round_.asked or round_.errors
    ):  # who failed is asked again (B14)
        answers = ask(look, own, body, round_.triggers, round_)
        frozen = Matter(look, own, body, version, approvals, {}).frozen
        joined = {name: frozen(one) for name, one in answers.steps.items() if name not in round_.steps}
        details = {"asked": replace(answers, steps=joined).details(version)}
        approvals = approvals.after(details)
    return Matter(look, own, body, version, approvals, details)


def missing(look: Look, matter: Matter, steps: Iterable[str]) -> None:
    """Refuse for each step that holds a round up: how it stands, and who can clear it (rule 20)."""
    standing = matter.standing
    if standing is None:
        return
    for name in steps:
        if name.startswith(PROVIDER):
            provider = name.removeprefix(PROVIDER)
            finding = look.provider_errors.get(provider)
            code = standing.round.errors[provider]
            because = Clause("provider-silent", {"code": code})
            if finding is not None and finding.code == code:
                because = Clause(code, finding.facts)
            look.refuse(
                "provider-in-error", ref=str(matter.ref), kind="steps", provider=provider, because=because
            )
            continue
        step = standing.round.steps[name]
        status = standing.statuses[name]
        people, code = matter.awaited(step), _HELD_UP_BY[status]
        facts: dict[str, Any] = {"step": step.title}
        if status is Status.STALE:
            facts["changed"] = [Leaf(one) for one in standing.changed(step)]
        if status is Status.REFUSED:
            facts["who"] = [one.principal for one in standing.negatives(name)]
        waits = status in {Status.WAITING, Status.STALE}
        if waits:
            facts["who"] = people or ["—"]
        if waits and not are_enough(matter.approvers, standing, [step]):
            code = _STUCK[status]
            facts |= {
                "seats": step.seats,
                "parties": step.parties,
                "out": [*out_of(matter.approvers, standing, step)] or [Clause("nobody-else-is-meant", {})],
                "ways": ways_out(look, str(matter.ref), matter.approvers, standing, step),
            }
            people = sorted({one for way in facts["ways"] for one in way.facts.get("who", ())})
        is_asked = standing.round.is_open and waits
        ends = deadline(look, matter.ref, matter.body, matter.approvals, step) if is_asked else None
        by = last_day(look, ends)
        look.refuse(code, ref=str(matter.ref), kind="steps", clears=people, by=by, **facts)
