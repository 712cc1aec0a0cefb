"""What the machine of the office does about approvals: the campaign of `tests.soak.review` and its people.

What becomes of it is foretold by `tests.soak.review_model`; everything else that happens in the office is
in `test_office_machine`, of which this is a part.
"""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from tests.property.approvals_model import Say
from tests.property.playing import Playing
from tests.soak.review import FLOOD, REVIEWERS, STEPS, VALUES
from tests.soak.review_model import DEMANDS, PROTECTED, SOURCES, Mandate
from tests.soak.year import PEOPLE, Step

__all__ = ["Reviewing"]

HERE = ZoneInfo("Asia/Shanghai")
planners = st.sampled_from(("li-wei", "chen", "li-wei", "chen", "wang-fang", "zhao-min"))
anybody = st.sampled_from((*REVIEWERS, *PEOPLE))
said_reason = st.sampled_from([True] * 5 + [False])
verdicts = st.sampled_from(
    ["approve"] * 5 + ["approve_with_conditions", "request_changes", "refuse", "abstain", "comment"]
)
words = st.tuples(anybody, st.sampled_from(STEPS))
SEATS = [(who, one.name) for one in DEMANDS for who in sorted(one.everyone)]
"""Everybody by whom some step may be decided, with the step."""
NEXT = {"draft": "submit", "returned": "submit", "approved": "launch", "suspended": "resume"}


class Reviewing(Playing):
    """The part of the machine that submits, decides, and changes its mind."""

    @property
    def today(self) -> date:
        return self.clock.now.astimezone(HERE).date()

    def _step(self, verb: str, who: str, *, reason: bool, **said: Any) -> Step:
        return Step(verb, FLOOD, {"actor": who, "reason": "领导要求" if reason else "", **said})

    @rule(who=planners, any_trigger=st.sampled_from(sorted(SOURCES)), reason=said_reason, data=st.data())
    def move_the_review(self, who: str, any_trigger: str, reason: bool, data: Any) -> None:  # noqa: FBT001  # drawn
        trigger = data.draw(st.sampled_from([*self.review.triggers * 2, any_trigger]))
        self._fire(trigger, who, reason=reason)

    def _fire(self, trigger: str, who: str, *, reason: bool) -> None:
        wanted = self.review.fire(trigger, who, reason=reason)
        self.play(self._step("fire", who, reason=reason, trigger=trigger), wanted)

    @rule(who=st.sampled_from(("li-wei", "chen")), slot=st.sampled_from(sorted(VALUES)), n=st.integers(0, 2))
    def edit_what_is_reviewed(self, who: str, slot: str, n: int) -> None:
        self.apply(who, {slot: n})

    @precondition(lambda self: self.review.state in PROTECTED)
    @rule(who=planners)
    def resubmit(self, who: str) -> None:
        self.play(self._step("resubmit", who, reason=True), self.review.resubmit(who))

    def _likely(self) -> list[tuple[str, str]]:
        """Return who may say something on what, as the model has it."""
        round_ = self.review.round
        return [
            (person, name)
            for name, demand in ({} if round_ is None else round_.demands).items()
            for person in sorted(demand.everyone)
            if round_ is not None and self.review.may(round_, demand, Say(person, person, name))
        ]

    def _authors(self) -> list[tuple[str, str]]:
        """Return who is asked by a step that he wrote something of."""
        round_ = self.review.round
        return [
            (person, name)
            for name, demand in ({} if round_ is None else round_.demands).items()
            for person in sorted(demand.everyone & self.review.authors(demand))
        ]

    @rule(any_=words, verdict=verdicts, seen=st.booleans(), owner=anybody, data=st.data())
    def decide(self, any_: tuple[str, str], verdict: str, seen: bool, owner: str, data: Any) -> None:  # noqa: FBT001  # drawn
        actor, name = data.draw(st.sampled_from([*self._likely() * 2, *self._authors() * 3, *SEATS, any_]))
        self._decide(Say(actor, actor, name, verdict), owner, seen=seen)

    @precondition(lambda self: self.review.round is not None)
    @rule(principal=anybody, name=st.sampled_from(STEPS), verdict=verdicts, data=st.data())
    def decide_for_somebody(self, principal: str, name: str, verdict: str, data: Any) -> None:
        given = [(one.to, one.principal) for one in self.review.mandates if not one.ended]
        actor, principal = data.draw(st.sampled_from([*given * 3, (data.draw(anybody), principal)]))
        if verdict != "comment":
            self._decide(Say(actor, principal, name, verdict), "he-ping")

    @rule(most=st.integers(1, 7))
    def get_on(self, most: int) -> None:
        """What waits is approved, one after the other; then what comes next is fired."""
        for _ in range(most):
            waiting = [
                (actor, name)
                for actor, name in self._likely()
                if self.review.seen().statuses[name] in {"waiting", "stale"}
                and not self.review.agrees(actor, name)
            ]
            if waiting:
                actor, name = waiting[0]
                self._decide(Say(actor, actor, name))
            elif self.review.state in NEXT:
                self._fire(NEXT[self.review.state], "li-wei", reason=True)

    def _decide(self, say: Say, owner: str = "", *, seen: bool = False) -> None:
        conditions = say.verdict == "approve_with_conditions"
        more: dict[str, Any] = {"step": say.step, "verdict": say.verdict}
        if conditions:
            more["conditions"] = [{"text": "补交材料", "owner": owner, "blocks": "launch"}]
        if say.principal != say.actor:
            more["for_"] = say.principal
        is_shown = True
        if seen and (say.actor, say.step) in self.shown and say.verdict != "comment":
            more["seen"], what = self.shown[say.actor, say.step]
            is_shown = what == self._sight(say.step)
        wanted = self.review.decide(say, self.today, owner=owner if conditions else "", is_shown=is_shown)
        self.play(self._step("decide", say.actor, reason=False, **more), wanted)

    def _sight(self, name: str) -> object:
        """Return what somebody is shown of a step, as it is: the round that counts, the content."""
        round_ = self.review.round
        number = next((n for n, one in enumerate(self.review.rounds) if one is round_), -1)
        return number, self.review.content(self.review.demands[name])

    @rule(who=st.sampled_from(REVIEWERS))
    def look_into_the_inbox(self, who: str) -> None:
        for item in self.office.inbox(who):
            if item.ref == FLOOD and item.step and item.seen and not item.on_behalf_of:
                self.shown[who, item.step] = (item.seen, self._sight(item.step))

    @precondition(lambda self: self.review.round is not None)
    @rule(any_=words, reason=said_reason, data=st.data())
    def take_back(self, any_: tuple[str, str], reason: bool, data: Any) -> None:  # noqa: FBT001  # drawn
        round_ = self.review.round
        said = [] if round_ is None else [(one.principal, one.step) for one in round_.words]
        who, name = data.draw(st.sampled_from([*said * 2, any_]))
        wanted = self.review.take_back(who, name, reason=reason)
        self.play(self._step("take_back", who, reason=reason, step=name), wanted)

    @precondition(lambda self: self.review.round is not None)
    @rule(who=st.sampled_from(("wang-fang", "wang-fang", "li-wei")), name=st.sampled_from(STEPS))
    def override(self, who: str, name: str) -> None:
        wanted = self.review.override(who, name, reason=True)
        self.play(self._step("override", who, reason=True, step=name), wanted)

    @precondition(lambda self: self.review.open_conditions())
    @rule(who=st.sampled_from(REVIEWERS), lifts=st.booleans(), reason=said_reason, data=st.data())
    def end_a_condition(self, who: str, lifts: bool, reason: bool, data: Any) -> None:  # noqa: FBT001  # drawn
        condition = data.draw(st.sampled_from(self.review.open_conditions()))
        who = data.draw(st.sampled_from([condition.word.principal] * 2 + [who]))
        id_ = self._conditions()[self.review.conditions.index(condition)]
        wanted = self.review.end(condition, who, lifts=lifts, reason=reason)
        verb = "lift" if lifts else "discharge"
        self.play(self._step(verb, who, reason=reason, condition=id_), wanted)

    def _conditions(self) -> list[str]:
        """Return the ids of all conditions there ever were, in the order in which they were imposed."""
        entries = self.office.journal(FLOOD)
        return [str(one["id"]) for entry in entries for one in entry.details.get("imposed", ())]

    @rule(
        pair=st.tuples(anybody, anybody),
        who=anybody,
        days=st.integers(0, 40),
        is_own=st.sampled_from([True, True, True, False]),
    )
    def give_a_mandate(self, pair: tuple[str, str], who: str, days: int, is_own: bool) -> None:  # noqa: FBT001  # drawn
        principal, to = pair
        who = principal if is_own else who
        last = self.today + timedelta(days)
        wanted = self.review.give(Mandate(principal, to, self.today, last), who)
        said = {"to": to, "actor": who, "from_": self.today, "until": last}
        self.play(Step("give_mandate", f"person:{principal}", said), wanted)

    @precondition(lambda self: self.review.mandates)
    @rule(who=anybody, is_own=st.booleans(), data=st.data())
    def end_a_mandate(self, who: str, is_own: bool, data: Any) -> None:  # noqa: FBT001  # drawn
        given = self.review.mandates
        n = data.draw(st.integers(0, len(given) - 1))
        one = given[n]
        who = one.principal if is_own else who
        id_ = f"m{1 + sum(other.principal == one.principal for other in given[:n])}"
        wanted = self.review.take(n, who)
        self.play(Step("end_mandate", f"person:{one.principal}", {"mandate": id_, "actor": who}), wanted)
