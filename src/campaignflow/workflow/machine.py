"""Runs a workflow: the only module that knows the library `transitions`, and the traps of it.

One machine for each definition, bound to no record.  A firing hands it a fresh cursor, which is read only
after a clean return; no text of a definition is ever a callback; wrong states and names become
`TriggerRefused`, with what is possible instead.  Permission, rounds, conditions and reasons are judged
in the gate before anything is fired here.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

import transitions

from campaignflow.workflow.compile import lint
from campaignflow.workflow.definition import Move, Trigger, Turn, Workflow
from campaignflow.workflow.mistakes import TriggerRefused, WorkflowError

__all__ = ["Machine", "compiled"]

MOST_KEPT = 256
"""Compiled definitions kept; an office has a dozen."""
STATE = "state_"
# transitions refuses a trigger that is called like this attribute; no name of ours ends in an underscore


class _Cursor:
    """What `transitions` moves: a state, and the state that a returning trigger goes back to."""

    __slots__ = ("back_to", "state_")

    def __init__(self, state: str, back_to: str | None) -> None:
        self.state_ = state
        self.back_to = back_to


class Machine:
    """A sound workflow, ready to run.  It holds no state of a record, and threads may share it.

    Raises:
        WorkflowError: the definition has errors.
    """

    __slots__ = ("_allowed", "_events", "_table", "_triggers", "workflow")

    def __init__(self, workflow: Workflow) -> None:
        errors = [finding for finding in lint(workflow) if finding.severity == "error"]
        if errors:
            raise WorkflowError(errors)
        self.workflow = workflow
        self._triggers = {trigger.name: trigger for trigger in workflow.triggers}
        engine = _engine(workflow)
        self._events = engine.events
        self._table: dict[str, dict[str, tuple[str, ...]]] = {state.name: {} for state in workflow.states}
        for trigger in workflow.triggers:
            for way in engine.get_transitions(trigger.name):
                row = self._table[way.source]
                row[trigger.name] = (*row.get(trigger.name, ()), str(way.dest))
        self._allowed = {
            name: tuple(trigger.name for trigger in workflow.triggers if trigger.name in row)
            for name, row in self._table.items()
        }

    def fire(self, state: str, trigger: str, back_to: str | None = None) -> str:
        """Return the state after a trigger, which is past its gate where it has one.

        `back_to` is what the record remembers (`Workflow.came_from`); only returning triggers read it.  In
        the state in which a trigger's round waits, firing it again completes it.

        Raises:
            TriggerRefused: `no-such-state`, `no-such-trigger`, `trigger-not-here` or `nothing-more-here` with
                what is possible instead, `nowhere-to-return`.
        """
        return self._move(state, self._trigger(state, trigger), Turn.FIRED, back_to)

    def round(self, state: str, trigger: str, turn: Turn) -> str:
        """Return the state after the round of a trigger was opened, sent back or refused.

        Where the workflow says nothing of it, the state stays.  A round that has passed is `fire`.
        """
        asked = self._trigger(state, trigger)
        if _event(trigger, turn) in self._events:
            return self._move(state, asked, turn, None)
        if not self.can(state, trigger):
            raise self._not_here(state, asked)
        return state

    def dest(self, state: str, trigger: str, back_to: str | None = None) -> str:
        """Return what `fire` would, and refuse what it would, by the table alone."""
        asked = self._trigger(state, trigger)
        ways = self._table[state].get(trigger)
        if ways is None:
            raise self._not_here(state, asked)
        if not asked.returns:
            return ways[0]
        if back_to not in ways:
            raise self._no_way_back(state, asked, back_to)
        return back_to

    def can(self, state: str, trigger: str) -> bool:
        """Whether a state allows a trigger; False for names that are unknown."""
        return trigger in self._table.get(state, ())

    def allowed(self, state: str) -> tuple[str, ...]:
        """Return the triggers that a state allows, in the order of the definition."""
        if state not in self._table:
            raise self._no_such_state(state)
        return self._allowed[state]

    def could(self, states: Iterable[str]) -> list[tuple[str, ...]]:
        """Return for each of many cases' states what it allows, in their order."""
        allowed = self._allowed
        try:
            return [allowed[state] for state in states]
        except KeyError as error:
            raise self._no_such_state(error.args[0]) from None

    def _move(self, state: str, trigger: Trigger, turn: Turn, back_to: str | None) -> str:
        cursor = _Cursor(state, back_to)
        try:
            moved = self._events[_event(trigger.name, turn)].trigger(cursor)
        except transitions.MachineError:
            raise self._not_here(state, trigger) from None
        if not moved:
            raise self._no_way_back(state, trigger, back_to)
        return cursor.state_

    def _no_such_state(self, state: str) -> TriggerRefused:
        known = {one.name: one for one in self.workflow.states}
        return TriggerRefused("no-such-state", **self.workflow.unknown(state, known))

    def _trigger(self, state: str, trigger: str) -> Trigger:
        if state not in self._table:
            raise self._no_such_state(state)
        try:
            return self._triggers[trigger]
        except KeyError:
            facts = self.workflow.unknown(trigger, self._triggers)
            raise TriggerRefused("no-such-trigger", **facts) from None

    def _not_here(self, state: str, trigger: Trigger) -> TriggerRefused:
        where = self.workflow.state(state).named
        here = [self._triggers[name] for name in self._allowed[state]]
        allowed = [one.named for one in here if not one.by_rule]
        if not allowed:
            return TriggerRefused("nothing-more-here", state=where, trigger=trigger.named, allowed=[])
        return TriggerRefused("trigger-not-here", state=where, trigger=trigger.named, allowed=allowed)

    def _no_way_back(self, state: str, trigger: Trigger, back_to: str | None) -> TriggerRefused:
        ways = [self.workflow.state(name).named for name in self._table[state][trigger.name]]
        where = self.workflow.state(state).named
        return TriggerRefused(
            "nowhere-to-return", state=where, trigger=trigger.named, back_to=back_to or "-", known=ways
        )


@lru_cache(maxsize=MOST_KEPT)
def compiled(workflow: Workflow) -> Machine:
    """Return the machine of a workflow; one for each exact definition.

    Raises:
        WorkflowError: the definition has errors (`campaignflow.workflow.compile`).
    """
    return Machine(workflow)


def _event(trigger: str, turn: Turn) -> str:
    """Return the name of a turn among the events; no trigger's name has a dot."""
    return trigger if turn is Turn.FIRED else f"{trigger}.{turn}"


def _engine(workflow: Workflow) -> transitions.Machine:
    engine = transitions.Machine(
        model=None,
        states=[state.name for state in workflow.states],
        initial=workflow.initial,
        auto_transitions=False,
        send_event=True,
        queued=False,
        model_attribute=STATE,
    )
    for move in workflow.moves():
        engine.add_transition(_event(move.trigger.name, move.turn), move.source, move.dest, _conditions(move))
    return engine


def _conditions(move: Move) -> list[str | Callable[..., bool | None]]:
    if not move.trigger.returns or move.turn is not Turn.FIRED:
        return []

    def came_from_there(event: transitions.EventData) -> bool:
        # a Boolean and nothing else: transitions compares with == True, so that 2 and "yes" would refuse
        return isinstance(event.model, _Cursor) and event.model.back_to == move.dest

    return [came_from_there]
