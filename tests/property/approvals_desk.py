"""The real rooms of approval, driven as the gate drives them: the same events as in `approvals_model`.

After every entry what approvals came to is written down as canonical JSON and read again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.property.approvals_model import (
    CREATOR,
    LEAVES,
    NOTHING,
    Ask,
    Demand,
    Edit,
    Event,
    Open,
    Override,
    Paper,
    Rename,
    Say,
    Seen,
    TakeBack,
    kind,
)

from campaignflow.canonical import canonical, digest, parsed
from campaignflow.workflow.approvals import Approvals
from campaignflow.workflow.decisions import Decision
from campaignflow.workflow.rounds import PASSED, Round
from campaignflow.workflow.standing import Standing, Status, refused_content
from campaignflow.workflow.steps import NEGATIVE, POSITIVE, Group, Step

START = datetime(2027, 3, 1, 9, tzinfo=UTC)
FRESH = "新人"
"""Whoever's name begins so may sit in any group."""


def step_of(demand: Demand) -> Step:
    """Return the step of a demand; a pool is named by its people."""
    return Step(
        demand.name,
        tuple(Group(tuple(sorted(people)), seats) for people, seats in demand.pools),
        everybody=demand.everybody,
        members=tuple(sorted(demand.everyone)) if demand.everybody else (),
        covers=tuple(sorted(demand.covers)),
        after=tuple(sorted(demand.after)),
        refusals=demand.refusals,
        distinct=tuple(sorted(demand.distinct)),
        tolerates=tuple(sorted(demand.tolerates)),
        valid_for=f"{demand.days} days" if demand.days else "",
        carries=demand.carries,
        returns="at_once" if demand.at_once else "when_all_spoke",
    )


class Desk:
    """One record and its approvals, and the content of it as a round asks for it."""

    def __init__(self, demands: Iterable[Demand]) -> None:
        self.steps = {one.name: step_of(one) for one in demands}
        self.late = {one.name for one in demands if one.late}
        self.papers: dict[int, Paper] = {1: dict.fromkeys(LEAVES, 1)}
        """The content by the version that wrote it."""
        self.entries = 1
        self.version = 1
        self.day = 0
        self.approvals = Approvals(created_by=(CREATOR,))

    # its content

    @property
    def paper(self) -> Paper:
        return self.papers[self.version]

    @property
    def digests(self) -> dict[str, str]:
        return {leaf: digest(canonical([leaf, value])) for leaf, value in self.paper.items()}

    def covered(self, step: Step) -> dict[str, str]:
        return {leaf: one for leaf, one in self.digests.items() if leaf in step.covers or not step.covers}

    def tolerated(self, leaf: str, version: int) -> str | None:
        return kind(leaf, self.papers[version].get(leaf), self.paper.get(leaf)) or None

    def is_past(self, at: str, length: str) -> bool:
        days = timedelta(int(length.removesuffix(" days")))
        return datetime.fromisoformat(at) + days <= START + timedelta(self.day)

    def authors(self, step: Step) -> frozenset[str]:
        """Return the authors as the gate completes them with who created the record."""
        covered = [leaf for leaf in LEAVES if leaf in step.covers or not step.covers]
        found = self.approvals.authors(covered, self.digests, step.id)
        if step.id not in self.approvals.baselines:
            found |= set(self.approvals.created_by)
        return found

    # how it stands

    @property
    def standing(self) -> Standing | None:
        round_ = self.approvals.standing
        return None if round_ is None else Standing(round_, self)

    def seen(self) -> Seen:
        standing = self.standing
        if standing is None:
            return NOTHING
        steps = standing.round.steps
        return Seen(
            {name: str(status) for name, status in standing.statuses.items()},
            frozenset(name for name in steps if standing.is_open(name)),
            standing.passes(),
            {name: self.authors(step) for name, step in steps.items()},
            {name: standing.barred(step) for name, step in steps.items()},
        )

    # what people do

    def play(self, event: Event) -> bool:
        """Let an event happen if it may, and say whether it did."""
        self.day += 1
        match event:
            case Edit():
                return self._edit(event)
            case Open():
                return self._open(event)
            case Rename():
                return self._rename()
        standing = self.standing
        return standing is not None and self._in(standing, event)

    def _write(self, details: Mapping[str, Any]) -> None:
        self.entries += 1
        self._keep(self.approvals.after(details))

    def _keep(self, now: Approvals) -> None:
        self.approvals = Approvals.read(parsed(canonical(now.data)))
        assert self.approvals == now

    def _edit(self, event: Edit) -> bool:
        if self.paper.get(event.leaf) == event.value:
            return False
        now = {**self.paper, event.leaf: event.value}
        self.version = self.entries + 1
        self.papers[self.version] = {leaf: value for leaf, value in now.items() if value is not None}
        self._keep(self.approvals.changed(self.version, [event.leaf], [event.who]))
        round_ = self.approvals.standing
        asked = {"version": self.version, "applies": list(round_.applies)} if round_ is not None else {}
        self._write({"asked": asked} if asked and event.asks else {})
        return True

    def _open(self, event: Open) -> bool:
        steps = {name: one for name, one in self.steps.items() if name not in self.late}
        before = self.approvals.standing
        round_ = Round(
            self.approvals.rounds + 1,
            "submit",
            ("submit",) if event.anew else ("submit", "launch"),
            self.version,
            self._now,
            steps,
            tuple(sorted(event.applies & steps.keys())),
            self.version,
            decisions=tuple(self._carried(steps, before or self.approvals.round)),
        )
        self._write({"round": round_.data})
        return True

    def _carried(self, steps: Mapping[str, Step], last: Round | None) -> Iterator[Decision]:
        for name, step in steps.items():
            old = None if last is None else last.steps.get(name)
            if last is None or old is None or old.digest != step.digest or not step.carries:
                continue
            for one in Standing(last, self).positives(old):
                if not self.authors(step) & {one.actor, one.principal, *one.chain}:
                    yield replace(one, carried=True)

    def _rename(self) -> bool:
        now = self.approvals.renamed("campaign:water-week", self.entries, LEAVES)
        self.papers = {version - self.entries: paper for version, paper in self.papers.items()}
        self.papers[1] = self.papers[self.version - self.entries]
        self.entries, self.version = 1, 1
        self._keep(now)
        return True

    def _in(self, standing: Standing, event: Event) -> bool:
        round_ = standing.round
        match event:
            case Say():
                return self._say(standing, event)
            case TakeBack(principal, step):
                said = [one for one in round_.last_words(step) if one.principal == principal]
                if said:
                    back = self._decision(round_, Say(principal, principal, step, "withdraw"))
                    details = {"decision": back.data, "of": said[-1].id, "revoked": round_.outcome == PASSED}
                    self._write({"taken_back": details})
                return bool(said)
            case Override(who, name):
                step = round_.steps.get(name)
                if step is None or not round_.is_open or who in self.authors(step):
                    return False
                said = {"step": name, "actor": who, "version": self.version, "at": self._now}
                self._write({"override": {**said, "leaves": self.covered(step)}})
                return True
            case Ask(applies):
                late = {name: self.steps[name] for name in self.late - round_.steps.keys()}
                known = applies & {*round_.steps, *late}
                steps = {name: one.data for name, one in late.items()}
                self._write({"asked": {"version": self.version, "applies": sorted(known), "steps": steps}})
                return True
        return self._fire(standing)

    def _fire(self, standing: Standing) -> bool:
        if not standing.passes():
            return False
        through = {Status.SATISFIED, Status.OVERRIDDEN}
        steps = [name for name, status in standing.statuses.items() if status in through]
        made = {"steps": steps, "version": self.version, "at": self._now, "leaves": self.digests}
        closed = {"closed": {"outcome": PASSED}} if standing.round.is_open else {}
        self._write({"baselines": made, **closed})
        return True

    def _say(self, standing: Standing, event: Say) -> bool:
        round_ = standing.round
        step = round_.steps.get(event.step)
        if step is None or (event.verdict != "comment" and not self.may(standing, step, event)):
            return False
        details: dict[str, Any] = {"decision": self._decision(round_, event).data}
        after = Standing(self.approvals.after(details).standing or round_, self)
        is_refused = event.verdict == "refuse" and after.statuses[step.id] is Status.REFUSED
        if is_refused or (event.verdict == "request_changes" and step.returns == "at_once"):
            content = {step.id: refused_content(after, step)}
            details["closed"] = {"outcome": "refused", "refused": content}
        self._write(details)
        return True

    def may(self, standing: Standing, step: Step, event: Say) -> bool:
        """Judge as the gate does, for somebody who has a mandate of everybody."""
        words = standing.round.last_words(step.id)
        applies = step.id in standing.round.applies or any(one.verdict in NEGATIVE for one in words)
        if not (standing.round.is_open and applies and standing.is_open(step.id)):
            return False
        if {event.actor, event.principal} & (self.authors(step) | standing.barred(step)):
            return False
        own = [one for one in words if one.actor == one.principal == event.principal]
        spoke = any(one.verdict in NEGATIVE or standing.stands(one, step) for one in own)
        if event.actor != event.principal and spoke:
            return False
        sits = {one.principal for one in standing.positives(step) if one.actor == event.actor}
        if event.verdict in POSITIVE and sits - {event.principal}:
            return False  # one person fills one seat
        return bool(self.groups(step, event.principal))

    def _decision(self, round_: Round, event: Say) -> Decision:
        step = round_.steps[event.step]
        return Decision(
            f"{round_.n}.{len(round_.decisions) + 1}",
            step.id,
            event.verdict,
            event.actor,
            event.principal,
            self.version,
            self._now,
            groups=self.groups(step, event.principal),
            leaves=self.covered(step),
        )

    def groups(self, step: Step, person: str) -> tuple[int, ...]:
        fresh = person.startswith(FRESH)
        return tuple(n for n, group in enumerate(step.groups) if fresh or person in group.by)

    @property
    def _now(self) -> str:
        return (START + timedelta(self.day)).isoformat()
