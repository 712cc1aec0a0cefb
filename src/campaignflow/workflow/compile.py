"""What is wrong with a workflow that could be read: the checks that `transitions` does not make.

Errors keep a workflow from being compiled (`campaignflow.workflow.machine`), warnings do not.  Rule 22
rests on these checks.  A firing needs a passing round if its trigger is marked gated or if it leads from
an unprotected into a protected state (`Workflow.is_gated`).  So rejected is every way into protection
that no round could guard: an initial state that is protected; a trigger to a fixed state that is not
marked gated, since a reader of the definition could not see that it asks for approval; a stopping
trigger, which nothing may hold up; a move that a round makes before it has passed.  A returning trigger
(resume, reinstate) needs no mark: it is gated exactly when it leads back into protection, and free when
it leads back to a draft.  Checks that need people, steps or dates are not made here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from campaignflow.errors import Finding, Place
from campaignflow.labels.workflow import Named
from campaignflow.types import folded
from campaignflow.workflow.definition import Move, State, Trigger, Turn, Workflow
from campaignflow.workflow.mistakes import near
from campaignflow.workflow.policy import known_permissions

__all__ = ["lint"]

Position = tuple[str, str | None]
"""A state, and what a record remembers in it (`Workflow.came_from`)."""

_CONTRADICTIONS = (
    ("by_rule", "permission"),
    ("by_rule", "automatic"),
    ("by_rule", "stopping"),
    ("automatic", "needs_reason"),
    ("holds_in", "returns"),
    ("holds_in", "stays"),
)
"""Marks of which a trigger can have one: a timer gives no reason, what stays does not wait elsewhere."""
_KEYS = {
    Turn.FIRED: "to",
    Turn.OPENED: "holds_in",
    Turn.SENT_BACK: "sent_back_to",
    Turn.REFUSED: "refused_to",
}
"""The key of a file that says where a turn leads."""
_OF_A_ROUND = ("holds_in", "sent_back_to", "refused_to")


def lint(workflow: Workflow, known: Collection[str] | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with a workflow, errors and warnings, each with its place in the definition.

    `known` are the permissions there are; by default those that the package ships.
    """
    permissions = known_permissions() if known is None else known
    names = [*_alike(workflow.states, "states"), *_alike(workflow.triggers, "triggers"), *_unknown(workflow)]
    if names:
        return tuple(names)  # the other checks walk along the names
    return (
        *_starts(workflow),
        *_paths(workflow),
        *_clocks(workflow.states),
        *(finding for trigger in workflow.triggers for finding in _trigger(trigger, permissions)),
        *_returns(workflow),
        *_entries(workflow),
        *_after_the_end(workflow),
        *_twice_the_same(workflow.triggers),
        *_not_reapproved(workflow),
    )


def _place(one: State | Trigger, key: str = "") -> Place:
    block = "states" if isinstance(one, State) else "triggers"
    return Place(item="/".join(part for part in (block, one.name, key) if part))


def _alike(ones: Iterable[State | Trigger], block: str) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for one in ones:
        key = folded(one.name)
        if key in seen:
            facts = {"one": seen[key], "other": one.name}
            if block == "states":
                yield Finding("state-names-alike", _place(one), facts)
            else:
                yield Finding("trigger-names-alike", _place(one), facts)
        seen[key] = one.name


def _unknown(workflow: Workflow) -> Iterator[Finding]:
    known = {state.name for state in workflow.states}
    for trigger in workflow.triggers:
        named = [("from", name) for name in trigger.sources]
        named += [(key, getattr(trigger, key) or "") for key in _OF_A_ROUND]
        for key, name in [*named, ("to", trigger.dest or "")]:
            if name and name not in known:
                facts = {"trigger": trigger.named, "state": name, "near": near(name, sorted(known))}
                yield Finding("state-unknown", _place(trigger, key), facts)


def _starts(workflow: Workflow) -> Iterator[Finding]:
    first = [state for state in workflow.states if state.initial]
    if len(first) != 1:
        yield Finding(
            "initial-not-one", Place(item="states"), {"states": [one.named for one in first] or "-"}
        )
    for state in first:
        if state.protected:
            yield Finding("initial-protected", _place(state), {"state": state.named})


def _paths(workflow: Workflow) -> Iterator[Finding]:
    """Yield the states to which, and from which onwards, no path leads.

    A path is walked along positions, each a state and what is remembered in it: a returning trigger leads
    back to what was left, so that not every arrow of the diagram is open to every record.
    """
    leaving: dict[str, list[Move]] = {state.name: [] for state in workflow.states}
    for move in workflow.moves():
        leaving[move.source].append(move)
    onwards: dict[Position, set[Position]] = {}
    left: list[Position] = [(state.name, None) for state in workflow.states if state.initial]
    while left:
        here = left.pop()
        if here not in onwards:
            onwards[here] = {there for move in leaving[here[0]] for there in _next(workflow, move, here[1])}
            left += onwards[here]
    ended = _leading_to(onwards, {state.name for state in workflow.states if state.final})
    stuck = {name for name, memory in onwards if (name, memory) not in ended}
    reached = {name for name, _ in onwards}
    for state in workflow.states:
        if onwards and state.name not in reached:
            yield Finding("state-unreachable", _place(state), {"state": state.named})
        if state.name in stuck:
            yield Finding("state-dead-end", _place(state), {"state": state.named})


def _next(workflow: Workflow, move: Move, memory: str | None) -> Iterator[Position]:
    """Yield the position after a move, if what is remembered leaves it open."""
    if not move.trigger.returns or move.turn is not Turn.FIRED or move.dest == memory:
        yield move.dest, workflow.came_from(move.source, move.dest, memory)


def _leading_to(onwards: Mapping[Position, set[Position]], ends: set[str]) -> set[Position]:
    """Return the positions from which one of some states can be reached."""
    backwards: dict[Position, list[Position]] = {}
    for here, theres in onwards.items():
        for there in theres:
            backwards.setdefault(there, []).append(here)
    left = [position for position in onwards if position[0] in ends]
    seen = set(left)
    while left:
        fresh = [one for one in backwards.get(left.pop(), ()) if one not in seen]
        seen.update(fresh)
        left += fresh
    return seen


def _clocks(states: Iterable[State]) -> Iterator[Finding]:
    silent = [state for state in states if state.clock is None]
    if len(silent) < len(tuple(states)):
        for state in silent:
            yield Finding("clock-unsaid", _place(state), {"state": state.named})


def _trigger(trigger: Trigger, permissions: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong with a trigger by itself."""
    yield from _ways(trigger)
    yield from _marks(trigger)
    yield from _permission(trigger, sorted(permissions))
    yield from _round(trigger)


def _ways(trigger: Trigger) -> Iterator[Finding]:
    if (trigger.dest is not None) + trigger.returns + trigger.stays != 1:
        yield Finding("trigger-goes-nowhere", _place(trigger), {"trigger": trigger.named})
    if not trigger.sources:
        yield Finding("trigger-without-source", _place(trigger), {"trigger": trigger.named})
    for name in dict.fromkeys(trigger.sources):
        if trigger.sources.count(name) > 1:
            yield Finding(
                "transition-twice", _place(trigger, "from"), {"trigger": trigger.named, "state": name}
            )


def _marks(trigger: Trigger) -> Iterator[Finding]:
    for one, other in _CONTRADICTIONS:
        if getattr(trigger, one) and getattr(trigger, other):
            facts = {"trigger": trigger.named, "one": one, "other": other}
            yield Finding("marks-contradict", _place(trigger), facts)
    if trigger.stopping and trigger.gated:
        yield Finding("stopping-is-gated", _place(trigger, "gated"), {"trigger": trigger.named})


def _permission(trigger: Trigger, known: list[str]) -> Iterator[Finding]:
    word = trigger.permission
    if word is None and not trigger.by_rule:
        yield Finding("permission-missing", _place(trigger), {"trigger": trigger.named, "known": known})
    if word is not None and word not in known:
        place = _place(trigger, "permission")
        facts = {"trigger": trigger.named, "permission": word, "known": known, "near": near(word, known)}
        yield Finding("permission-unknown", place, facts)


def _round(trigger: Trigger) -> Iterator[Finding]:
    for key in _OF_A_ROUND:
        said = getattr(trigger, key) is not None
        if said and not trigger.gated and not trigger.returns:
            yield Finding("round-without-gate", _place(trigger, key), {"trigger": trigger.named, "key": key})
        if not said and trigger.holds_in is not None:
            facts = {"trigger": trigger.named, "state": trigger.holds_in, "key": key}
            yield Finding("round-without-way-back", _place(trigger), facts)


def _returns(workflow: Workflow) -> Iterator[Finding]:
    moved = {(move.trigger.name, move.source) for move in workflow.moves() if move.turn is Turn.FIRED}
    for trigger in workflow.triggers:
        for source in trigger.sources if trigger.returns else ():
            if (trigger.name, source) not in moved:
                facts = {"trigger": trigger.named, "state": workflow.state(source).named}
                yield Finding("returns-from-nowhere", _place(trigger, "from"), facts)


def _entries(workflow: Workflow) -> Iterator[Finding]:
    """Yield the ways into protection that no round can guard (rule 22), once for each trigger and state."""
    ways: dict[tuple[Trigger, Turn, State], list[Named]] = {}
    for trigger, turn, source, dest in workflow.moves():
        left, entered = workflow.state(source), workflow.state(dest)
        if entered.protected and not left.protected:
            ways.setdefault((trigger, turn, entered), []).append(left.named)
    for (trigger, turn, entered), left_for_it in ways.items():
        place = _place(trigger, _KEYS[turn])
        facts = {"trigger": trigger.named, "state": entered.named}
        if turn is not Turn.FIRED:
            yield Finding("unguarded-round", place, {**facts, "key": _KEYS[turn]})
        elif trigger.stopping:
            yield Finding("stopping-enters-protection", place, {**facts, "sources": left_for_it})
        elif not trigger.gated and not trigger.returns:
            yield Finding("unguarded-entry", place, {**facts, "sources": left_for_it})


def _after_the_end(workflow: Workflow) -> Iterator[Finding]:
    ends = {state.name: state for state in workflow.states if state.final}
    ways = {(move.trigger, move.source): None for move in workflow.moves() if move.source in ends}
    for trigger, source in ways:
        if trigger.automatic or trigger.by_rule or not trigger.needs_reason:
            facts = {"trigger": trigger.named, "state": ends[source].named}
            yield Finding("final-goes-on", _place(trigger, "from"), facts)


def _twice_the_same(triggers: Iterable[Trigger]) -> Iterator[Finding]:
    for one, other in combinations(triggers, 2):
        as_one = replace(other, name=one.name, title=one.title, verb=one.verb, sources=one.sources)
        if as_one == one and set(one.sources) == set(other.sources):
            yield Finding("triggers-alike", _place(other), {"one": one.named, "other": other.named})


def _not_reapproved(workflow: Workflow) -> Iterator[Finding]:
    by_rule = (
        trigger for trigger in workflow.triggers if trigger.stays and trigger.gated and trigger.by_rule
    )
    covered = {source for trigger in by_rule for source in trigger.sources}
    for state in workflow.states:
        if state.protected and not state.final and state.name not in covered:
            yield Finding("protected-without-reapproval", _place(state), {"state": state.named})
