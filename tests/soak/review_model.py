"""What should become of the campaign that is approved: its lifecycle, who may, conditions, mandates.

The reading of the rules of approval is `tests.property.approvals_model`; here stands what an office adds to
it (rules 22, 32, 42 to 50).  Like that it knows nothing of the library.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from tests.property.approvals_model import (
    AGREES,
    OBJECTS,
    Demand,
    Edit,
    Model,
    Round,
    Say,
    Word,
)
from tests.soak.model import DONE, PLANNERS, REFUSED, STOPPERS
from tests.soak.review import SLOTS, VALUES
from tests.soak.year import Plan

__all__ = ["DEMANDS", "Condition", "Mandate", "Review"]

GOVERNOR = "wang-fang"
"""Who governs and overrides; she plans nothing, so that she is nobody's author."""
_REFINED = frozenset({"refine"})
DEMANDS = (
    Demand("text", ((frozenset({"chen", "zhao-min", "he-ping"}), 2),), frozenset({"text"})),
    Demand("money", ((frozenset({"li-wei", "qian-duo"}), 1),), frozenset({"budget"}))._replace(
        after=frozenset({"text"}), tolerates=frozenset({"less"})
    ),
    Demand("days", ((frozenset({"zhao-min", "qian-duo", "gu-yan"}), 1),), frozenset({"dates"}))._replace(
        refusals=2, tolerates=_REFINED
    ),
    Demand("chief", ((frozenset({"gu-yan"}), 1),), tolerates=_REFINED),
)
ASKED_BEFORE = {"chief": "launch"}
"""The trigger a step gates, where that is not the submission."""
SOURCES: Mapping[str, tuple[str, ...]] = {
    "submit": ("draft", "returned", "in_review"),
    "withdraw": ("in_review",),
    "launch": ("approved",),
    "suspend": ("in_review", "approved", "running"),
    "resume": ("suspended",),
}
PROTECTED = ("approved", "running")


@dataclass
class Asked(Round):
    """A round, and what it was opened for."""

    trigger: str = ""
    triggers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Condition:
    """What must still be done before the launch."""

    word: Word
    owner: str
    ended: bool = False


@dataclass(frozen=True)
class Mandate:
    """That somebody decides for another, from one day to another."""

    principal: str
    to: str
    first: date
    last: date
    ended: bool = False

    def holds(self, today: date) -> bool:
        return not self.ended and self.first <= today <= self.last


@dataclass
class Review(Model):
    """The campaign as it should be."""

    state: str = "draft"
    came_from: str = ""
    mandates: list[Mandate] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    refused: dict[str, list[object]] = field(default_factory=dict)
    returned: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(DEMANDS)
        self.edits = [("li-wei", leaf, numbers[SLOTS[slot][0]]) for slot, (leaf, numbers) in VALUES.items()]

    def edited(self, plan: Plan, slots: Iterable[str], who: str) -> None:
        """Note what a file changed."""
        for slot in slots:
            if slot in VALUES:
                leaf, numbers = VALUES[slot]
                self.play(Edit(who, leaf, numbers[plan[slot]]))

    def content(self, demand: Demand) -> object:
        """Return what a step covers as it is."""
        paper = self.paper()
        return tuple(paper.get(leaf) for leaf in demand.leaves)

    # -- the lifecycle

    @property
    def triggers(self) -> list[str]:
        """What may be fired where the campaign stands."""
        return [name for name, sources in SOURCES.items() if self.state in sources]

    def fire(self, trigger: str, who: str, *, reason: bool) -> str:
        """Fire a trigger."""
        stops = trigger in {"withdraw", "suspend"}
        may = who in (STOPPERS if stops else PLANNERS)
        if not may or self.state not in SOURCES[trigger] or (stops and not reason):
            return REFUSED
        self.day += 1
        if trigger == "withdraw":
            self._closed("withdrawn")
            self.state = "draft"
        elif trigger == "suspend":
            self.came_from, self.state = self.state, "suspended"
        elif trigger == "resume" and self.came_from not in PROTECTED:
            self.state, self.came_from = self.came_from, ""
        else:
            return self._through(trigger, reason=reason)
        return DONE

    def _through(self, trigger: str, *, reason: bool) -> str:
        """Let a gated trigger pass, wait or be refused (rules 32, 44)."""
        if trigger == "launch" and self.open_conditions():
            return REFUSED
        round_ = self.round
        if isinstance(round_, Asked) and (round_.outcome, round_.trigger) == ("open", trigger):
            return self._passed(round_, trigger) if self.passes(round_) else REFUSED
        before = self._before(trigger)
        opened = None if before is None else self._opened(trigger, before, answered=reason)
        is_passed = round_ is not None and round_.outcome == "passed" and self.passes(round_)
        if before and round_ is not None and is_passed and trigger in before:
            return self._passed(round_, trigger)
        if opened is None:
            return REFUSED
        if round_ is not None and is_passed and trigger == "resume":  # it has no steps of its own
            return self._passed(round_, trigger)
        self.rounds.append(opened)
        self.returned = {}
        if self.passes(opened):
            return self._passed(opened, trigger)
        if trigger == "submit":
            self.state = "in_review"
        return DONE

    def _before(self, trigger: str) -> tuple[str, ...] | None:
        """Return the triggers upon which another one asks; None where something is in its way."""
        round_ = self.round
        if trigger == "submit":
            return ()
        assert isinstance(round_, Asked)
        if round_.outcome != "open":
            return round_.triggers if trigger != "launch" or self.passes(round_) else None
        is_in_the_way = trigger == "launch" or "refused" in self.seen().statuses.values()
        return None if is_in_the_way or not isinstance(round_.upon, Asked) else round_.upon.triggers

    def _passed(self, round_: Round, trigger: str) -> str:
        """Fire what a round has let pass: what it approved is the baseline now (rule 45)."""
        assert self._fire(round_)
        for name, demand in round_.demands.items():
            if self.status(round_, demand) in {"satisfied", "overridden"}:
                self.refused.pop(name, None)
        leads_to = {"submit": "approved", "launch": "running", "resume": self.came_from}
        self.state = leads_to.get(trigger, self.state)
        if trigger == "resume":
            self.came_from = ""
        return DONE

    def resubmit(self, who: str) -> str:
        """Ask again for what was changed since it was approved (rule 46)."""
        round_ = self.round
        if who not in PLANNERS or self.state not in PROTECTED:
            return REFUSED
        assert isinstance(round_, Asked)
        if round_.outcome == "open" or self.passes(round_):
            return REFUSED
        self.day += 1
        opened = self._opened("reapprove", round_.triggers, answered=True)
        if opened is None:
            return REFUSED
        self.rounds.append(opened)
        self.returned = {}
        self._attempt()
        return DONE

    # -- rounds

    def _opened(self, trigger: str, before: tuple[str, ...], *, answered: bool) -> Asked | None:
        """Return the round that a trigger opens; none where that is refused (rules 32, 42, 43)."""
        triggers = tuple(dict.fromkeys((*before, trigger)))
        newest = self.rounds[-1] if self.rounds else None
        upon = None
        if before and newest is not None:
            upon = newest if newest.outcome == "passed" else newest.upon
        demands = {
            name: one for name, one in self.demands.items() if ASKED_BEFORE.get(name, "submit") in triggers
        }
        round_ = Asked(demands, frozenset(demands), upon, trigger=trigger, triggers=triggers)
        former = self._former(demands)
        round_.words += self._carried(demands, former)
        if before:
            round_.overrides = {
                name: one
                for name, one in former.overrides.items()
                if name in demands and self.stands(demands[name], one)
            }
        for name, demand in demands.items():
            content = self.content(demand)
            is_again = self.returned.get(name) == content and not answered
            if is_again or content in self.refused.get(name, ()) or self._too_few(round_, demand):
                return None
        return round_

    def _former(self, demands: Mapping[str, Demand]) -> Round:
        """Return one round of all that still counts: of the last one and of the one it was opened upon."""
        newest = self.rounds[-1] if self.rounds else None
        rounds = [one for one in (newest and newest.upon, newest) if one is not None]
        whole = Round(dict(demands), frozenset(demands), None)
        for one in rounds:
            whole.words += one.words
            whole.overrides |= one.overrides
        return whole

    def _too_few(self, round_: Round, demand: Demand) -> bool:
        """Whether nobody is left who could pass a step that has not passed (rule 32)."""
        if self.status(round_, demand) in {"satisfied", "overridden"}:
            return False
        there = demand.everyone - self.authors(demand)
        return len(there | {one.principal for one in self.agreeing(round_, demand)}) < demand.seats

    def _closed(self, outcome: str) -> None:
        """End the round under way; what was objected to is kept (rule 42)."""
        round_ = self.rounds[-1] if self.rounds else None
        if round_ is None or (self.round is not round_ and round_.outcome != "refused"):
            return
        if round_.outcome not in {"open", "refused"}:
            return
        round_.outcome = outcome
        self.returned = {}
        for name, demand in round_.demands.items():
            against = {one.verdict for one in self.words(round_, name)} & set(OBJECTS)
            if "refuse" in against and self.status(round_, demand) == "refused":
                self.refused.setdefault(name, []).append(self.content(demand))
            elif against:
                self.returned[name] = self.content(demand)

    def _attempt(self) -> None:
        """Fire what passes by itself (rule 44)."""
        round_ = self.round
        if not isinstance(round_, Asked) or round_.outcome != "open" or not self.passes(round_):
            return
        here = {"submit": ("in_review",), "reapprove": PROTECTED}.get(round_.trigger, ())
        if self.state in here:
            self._passed(round_, round_.trigger)

    # -- deciding

    def agrees(self, person: str, step: str) -> bool:
        """Whether somebody's approval of a step stands."""
        round_ = self.round
        said = [] if round_ is None else self.agreeing(round_, self.demands[step])
        return any(person in {one.actor, one.principal} for one in said)

    def acts_for(self, actor: str, principal: str, today: date) -> bool:
        """Whether somebody may speak for another (rule 50)."""
        return actor == principal or any(
            (one.principal, one.to) == (principal, actor) and one.holds(today) for one in self.mandates
        )

    def decide(self, said: Say, today: date, *, owner: str = "", is_shown: bool = True) -> str:
        """Say something on a step; `owner` is whose condition comes with it."""
        round_ = self.round
        demand = None if round_ is None else round_.demands.get(said.step)
        if round_ is None or demand is None or not self.acts_for(said.actor, said.principal, today):
            return REFUSED
        if said.verdict == "comment":
            self.play(said)
            return DONE
        ahead = self.state != "running" and (self.state, self.came_from) != ("suspended", "running")
        if not is_shown or (owner and not ahead) or not self.may(round_, demand, said):
            return REFUSED
        assert self.play(said)
        if owner:
            self.conditions.append(Condition(round_.words[-1], owner))
        if round_.outcome == "refused":
            self._closed("refused")
            if self.state == "in_review":
                self.state = "returned"
        elif said.verdict in {*AGREES, "abstain"}:
            self._attempt()
        return DONE

    def take_back(self, who: str, step: str, *, reason: bool) -> str:
        """Take one's word back; what was fired upon it is revoked, with a reason (rule 47)."""
        round_ = self.round
        if round_ is None or step not in round_.demands:
            return REFUSED
        said = [one for one in self.words(round_, step) if one.principal == who]
        if not said:
            return REFUSED
        there = self._with(said[0], round_)
        revoked = any(one.outcome == "passed" for one in there)
        if revoked and not reason:
            return REFUSED
        self.day += 1
        back = Word(step, "withdraw", who, who, self.day, self.paper())
        for one in there:
            one.words.append(back)
        if revoked:
            self.baselines.pop(step, None)
        self.conditions = [replace(one, ended=one.ended or one.word == said[-1]) for one in self.conditions]
        return DONE

    def override(self, who: str, step: str, *, reason: bool) -> str:
        """Let a step pass without its people (rule 49)."""
        round_ = self.round
        if round_ is None or round_.outcome != "open" or who != GOVERNOR or not reason:
            return REFUSED
        if step not in round_.demands:
            return REFUSED
        self.day += 1
        round_.overrides[step] = Word(step, "override", who, who, self.day, self.paper())
        self._attempt()
        return DONE

    def open_conditions(self) -> list[Condition]:
        """Return what holds the launch up."""
        return [one for one in self.conditions if not one.ended]

    def end(self, condition: Condition, who: str, *, lifts: bool, reason: bool) -> str:
        """Discharge a condition or let it go (rule 48)."""
        demand = self.demands[condition.word.step]
        is_seat = who == condition.word.principal or who in demand.everyone
        if who == condition.owner or not is_seat or who in self.authors(demand):
            return REFUSED
        if lifts and not reason:
            return REFUSED
        self.conditions[self.conditions.index(condition)] = replace(condition, ended=True)
        self._attempt()
        return DONE

    # -- mandates

    def give(self, mandate: Mandate, who: str) -> str:
        """Let somebody decide for another; nobody gives what comes back to himself (rule 50)."""
        if who not in {mandate.principal, GOVERNOR} or mandate.to == mandate.principal:
            return REFUSED
        span = (mandate.first, mandate.last)
        if mandate.principal in self._reached(mandate.to, span):
            return REFUSED
        self.mandates.append(mandate)
        return DONE

    def _reached(self, person: str, span: tuple[date, date]) -> Iterator[str]:
        for one in self.mandates:
            first, last = max(span[0], one.first), min(span[1], one.last)
            if one.principal == person and not one.ended and first <= last:
                yield one.to
                yield from self._reached(one.to, (first, last))

    def take(self, number: int, who: str) -> str:
        """End a mandate."""
        one = self.mandates[number]
        if one.ended or who not in {one.principal, GOVERNOR}:
            return REFUSED
        self.mandates[number] = replace(one, ended=True)
        return DONE
