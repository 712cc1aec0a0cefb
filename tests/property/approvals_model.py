"""A tiny reading of the rules of approval (34 to 41, 43 to 45): everything is tried out and replayed.

It is written from the rules and shares no line with `campaignflow.workflow`: one paper of three leaves, a
handful of people, and whatever they do with it, one event a day.  Who may do what is judged here as it is
in the gate, so that a history contains what an office would let happen.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

LEAVES = ("text", "budget", "dates")
PEOPLE = ("li-wei", "zhao-min", "wang-fang", "he-jun", "lin-yue", "chen-tong")
CREATOR = "zhou-zhiyuan"
AGREES = ("approve", "approve_with_conditions")
OBJECTS = ("request_changes", "refuse")

Paper = Mapping[str, int]


def kind(leaf: str, before: int | None, now: int | None) -> str:
    """Return of what kind a difference is; empty for one of no kind (rule 31)."""
    if before is None or now is None:
        return ""
    if leaf == "budget" and now < before:
        return "less"
    return "refine" if leaf == "dates" and now > before else ""


class Demand(NamedTuple):
    """What a step demands."""

    name: str
    pools: tuple[tuple[frozenset[str], int], ...]
    covers: frozenset[str] = frozenset()
    """Nothing means everything."""
    everybody: bool = False
    after: frozenset[str] = frozenset()
    refusals: int = 1
    distinct: frozenset[str] = frozenset()
    tolerates: frozenset[str] = frozenset()
    days: int = 0
    """How long an approval stands; 0 for ever."""
    carries: bool = True
    at_once: bool = True
    late: bool = False
    """Whether its provider asks for it only when asked anew."""

    @property
    def leaves(self) -> tuple[str, ...]:
        return tuple(leaf for leaf in LEAVES if leaf in self.covers or not self.covers)

    @property
    def everyone(self) -> frozenset[str]:
        return frozenset().union(*(people for people, _ in self.pools))

    @property
    def seats(self) -> int:
        return len(self.everyone) if self.everybody else sum(seats for _, seats in self.pools)


class Edit(NamedTuple):
    who: str
    leaf: str
    value: int | None
    asks: bool = True
    """Whether the providers are asked about it at once."""


class Say(NamedTuple):
    actor: str
    principal: str
    step: str
    verdict: str = "approve"


class TakeBack(NamedTuple):
    principal: str
    step: str


class Override(NamedTuple):
    who: str
    step: str


class Ask(NamedTuple):
    applies: frozenset[str]


class Open(NamedTuple):
    applies: frozenset[str]
    anew: bool = True
    """Whether it begins from the beginning, or goes on upon what passed."""


class Fire(NamedTuple):
    """A gated trigger is fired."""


class Rename(NamedTuple):
    """The record goes on under another ref."""


Event = Edit | Say | TakeBack | Override | Ask | Open | Fire | Rename


class Word(NamedTuple):
    step: str
    verdict: str
    actor: str
    principal: str
    day: int
    paper: Paper


@dataclass
class Round:
    demands: dict[str, Demand]
    applies: frozenset[str]
    upon: "Round | None"
    words: list[Word] = field(default_factory=list)
    overrides: dict[str, Word] = field(default_factory=dict)
    outcome: str = "open"
    is_asked: bool = True


class Seen(NamedTuple):
    """How everything stands."""

    statuses: Mapping[str, str]
    open: frozenset[str]
    passes: bool
    authors: Mapping[str, frozenset[str]]
    barred: Mapping[str, frozenset[str]]


NOTHING = Seen({}, frozenset(), passes=False, authors={}, barred={})


class Model:
    """One paper and its approvals, as the rules have it."""

    def __init__(self, demands: Iterable[Demand]) -> None:
        self.demands = {one.name: one for one in demands}
        self.edits: list[tuple[str, str, int | None]] = [(CREATOR, leaf, 1) for leaf in LEAVES]
        self.baselines: dict[str, int] = {}
        """For each step how many edits there were."""
        self.rounds: list[Round] = []
        self.day = 0

    # what there is

    def paper(self, edits: int | None = None) -> Paper:
        """Return the paper as it was after so many edits."""
        found = {leaf: value for _, leaf, value in self.edits[:edits]}
        return {leaf: value for leaf, value in found.items() if value is not None}

    @property
    def round(self) -> Round | None:
        """The round that counts."""
        newest = self.rounds[-1] if self.rounds else None
        return newest if newest is None or newest.outcome in {"open", "passed"} else newest.upon

    def authors(self, demand: Demand) -> frozenset[str]:
        """Rule 39."""
        since = self.baselines.get(demand.name)
        now, then = self.paper(), {} if since is None else self.paper(since)
        return frozenset(
            who
            for n, (who, leaf, _) in enumerate(self.edits)
            if leaf in demand.leaves and (since is None or (n >= since and now.get(leaf) != then.get(leaf)))
        )

    def stands(self, demand: Demand, word: Word) -> bool:
        """Rules 31 and 36."""
        if demand.days and self.day - word.day >= demand.days:
            return False
        now, then = self.paper(), word.paper
        return all(
            now.get(leaf) == then.get(leaf) or kind(leaf, then.get(leaf), now.get(leaf)) in demand.tolerates
            for leaf in demand.leaves
        )

    def words(self, round_: Round, name: str) -> list[Word]:
        """Rule 35."""
        said = [one for one in round_.words if one.step == name and one.verdict != "comment"]
        newest = [
            one for n, one in enumerate(said) if one.principal not in {w.principal for w in said[n + 1 :]}
        ]
        return [one for one in newest if one.verdict != "withdraw"]

    def agreeing(self, round_: Round, demand: Demand) -> list[Word]:
        return [
            one
            for one in self.words(round_, demand.name)
            if one.verdict in AGREES and self.stands(demand, one)
        ]

    def filled(self, round_: Round, demand: Demand) -> bool:
        """Rule 41."""
        agreeing = self.agreeing(round_, demand)
        pools, missing = demand.pools, demand.seats
        if demand.everybody:
            abstained = {one.principal for one in self.words(round_, demand.name) if one.verdict == "abstain"}
            pools = ((demand.everyone, demand.seats),)
            missing -= len(abstained & demand.everyone)
        ways = [(one.actor, one.principal) for one in agreeing]
        return bool(agreeing) and most_seats(ways, pools) >= missing

    def status(self, round_: Round, demand: Demand) -> str:
        """Rule 34, line by line."""
        name = demand.name
        words = self.words(round_, name)
        negatives = [one for one in words if one.verdict in OBJECTS]
        override = round_.overrides.get(name)
        overridden = override is not None and self.stands(demand, override)
        if len(negatives) >= demand.refusals:
            return "overridden" if overridden else "refused"
        if name not in round_.applies and not negatives:
            return "not_applicable"
        if overridden:
            return "overridden"
        if self.filled(round_, demand):
            return "satisfied"
        if name in before(round_.demands, name):
            return "error"
        positive = [one for one in words if one.verdict in AGREES]
        if override is not None or not all(self.stands(demand, one) for one in positive):
            return "stale"
        return "waiting"

    def is_open(self, round_: Round, name: str) -> bool:
        """Rule 37."""
        if name in before(round_.demands, name):
            return False
        for other in round_.demands[name].after & round_.demands.keys():
            status = self.status(round_, round_.demands[other])
            if status == "not_applicable" and self.is_open(round_, other):
                continue
            if status not in {"satisfied", "overridden"}:
                return False
        return True

    def barred(self, round_: Round, name: str) -> frozenset[str]:
        """Rule 41: whoever has spoken on a step that this one is distinct from."""
        found: set[str] = set()
        for other, demand in round_.demands.items():
            if other == name or not (other in round_.demands[name].distinct or name in demand.distinct):
                continue
            for one in self.words(round_, other):
                found |= {one.actor, one.principal} if one.verdict != "abstain" else set()
        return frozenset(found)

    def passes(self, round_: Round) -> bool:
        """Rule 44."""
        through = {"not_applicable", "satisfied", "overridden"}
        return round_.is_asked and all(self.status(round_, one) in through for one in round_.demands.values())

    def seen(self) -> Seen:
        """Return how everything stands."""
        round_ = self.round
        if round_ is None:
            return NOTHING
        return Seen(
            {name: self.status(round_, one) for name, one in round_.demands.items()},
            frozenset(name for name in round_.demands if self.is_open(round_, name)),
            self.passes(round_),
            {name: self.authors(one) for name, one in round_.demands.items()},
            {name: self.barred(round_, name) for name in round_.demands},
        )

    # what people do

    def play(self, event: Event) -> bool:
        """Let an event happen if it may, and say whether it did; a day passes either way."""
        self.day += 1
        match event:
            case Edit():
                return self._edit(event)
            case Open():
                return self._open(event)
            case Rename():
                for one in self.rounds:
                    one.is_asked = False
                return True
        round_ = self.round
        return round_ is not None and self._in(round_, event)

    def _edit(self, event: Edit) -> bool:
        if self.paper().get(event.leaf) == event.value:
            return False
        self.edits.append((event.who, event.leaf, event.value))
        for one in self.rounds:
            one.is_asked = False
        if self.round is not None:
            self.round.is_asked = event.asks
        return True

    def _open(self, event: Open) -> bool:
        newest = self.rounds[-1] if self.rounds else None
        upon = None
        if newest is not None and not event.anew:
            upon = newest if newest.outcome == "passed" else newest.upon
        demands = {name: one for name, one in self.demands.items() if not one.late}
        round_ = Round(demands, event.applies & demands.keys(), upon)
        round_.words += self._carried(demands, self.round or newest)
        self.rounds.append(round_)
        return True

    def _carried(self, demands: Mapping[str, Demand], last: Round | None) -> Iterator[Word]:
        """Rule 43: approvals that stand, of nobody who is an author by now."""
        for name, demand in demands.items():
            if last is not None and name in last.demands and demand.carries:
                for one in self.agreeing(last, demand):
                    if not self.authors(demand) & {one.actor, one.principal}:
                        yield one

    def _in(self, round_: Round, event: Event) -> bool:
        match event:
            case Say():
                return self._say(round_, event)
            case TakeBack(principal, step):
                said = [one for one in self.words(round_, step) if one.principal == principal]
                if said:
                    back = Word(step, "withdraw", principal, principal, self.day, self.paper())
                    for one in self._with(said[0], round_):
                        one.words.append(back)
                    if round_.outcome == "passed":
                        self.baselines.pop(step, None)
                return bool(said)
            case Override(who, step):
                demand = round_.demands.get(step)
                if demand is None or round_.outcome != "open" or who in self.authors(demand):
                    return False
                round_.overrides[step] = Word(step, "override", who, who, self.day, self.paper())
                return True
            case Ask(applies):
                late = {name: one for name, one in self.demands.items() if one.late}
                round_.demands = {**late, **round_.demands}
                round_.applies = applies & round_.demands.keys()
                round_.is_asked = True
                return True
        return self._fire(round_)

    def _with(self, word: Word, round_: Round) -> list[Round]:
        """Return the rounds that have a word: what is taken back is so wherever it was carried (rule 47)."""
        newest = self.rounds[-1]
        others = (newest, newest.upon)
        return [round_, *(one for one in others if one and one is not round_ and word in one.words)]

    def _fire(self, round_: Round) -> bool:
        if not self.passes(round_):
            return False
        for name, demand in round_.demands.items():
            if self.status(round_, demand) in {"satisfied", "overridden"}:
                self.baselines[name] = len(self.edits)
        round_.outcome = "passed"
        return True

    def _say(self, round_: Round, event: Say) -> bool:
        demand = round_.demands.get(event.step)
        if demand is None or (event.verdict != "comment" and not self.may(round_, demand, event)):
            return False
        self._word(round_, event)
        is_refused = event.verdict == "refuse" and self.status(round_, demand) == "refused"
        if is_refused or (event.verdict == "request_changes" and demand.at_once):
            round_.outcome = "refused"
        return True

    def _word(self, round_: Round, event: Say) -> None:
        word = Word(event.step, event.verdict, event.actor, event.principal, self.day, self.paper())
        round_.words.append(word)

    def may(self, round_: Round, demand: Demand, event: Say) -> bool:
        """Rules 38 to 41, for somebody who has a mandate of everybody."""
        words = self.words(round_, demand.name)
        objected = any(one.verdict in OBJECTS for one in words)
        if round_.outcome != "open" or not (demand.name in round_.applies or objected):
            return False
        out = self.authors(demand) | self.barred(round_, demand.name)
        if not self.is_open(round_, demand.name) or {event.actor, event.principal} & out:
            return False
        is_own = event.actor == event.principal
        spoke = any(
            one.actor == one.principal == event.principal
            and (one.verdict in OBJECTS or self.stands(demand, one))
            for one in words
        )
        sits = event.verdict in AGREES and any(
            one.actor == event.actor and one.principal != event.principal
            for one in self.agreeing(round_, demand)
        )
        return event.principal in demand.everyone and not sits and (is_own or not spoke)


def before(demands: Mapping[str, Demand], name: str) -> frozenset[str]:
    """Return every step that one waits for, by way of others too; itself, where it is in a ring."""
    found = frozenset[str]()
    for _ in demands:
        known = [demands[one].after & demands.keys() for one in {name, *found}]
        found = found.union(*known)
    return found


def most_seats(ways: Iterable[tuple[str, str]], pools: Iterable[tuple[Iterable[str], int]]) -> int:
    """Return how many seats can be filled, by trying every way for every seat; nobody counts twice."""
    chairs = [frozenset(people) for people, seats in pools for _ in range(seats)]
    listed = list(ways)

    def best(chair: int, actors: frozenset[str], principals: frozenset[str]) -> int:
        if chair == len(chairs):
            return 0
        found = best(chair + 1, actors, principals)
        for actor, principal in listed:
            if actor not in actors and principal not in principals and principal in chairs[chair]:
                found = max(found, 1 + best(chair + 1, actors | {actor}, principals | {principal}))
        return found

    return best(0, frozenset(), frozenset())
