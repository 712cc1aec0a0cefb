"""Laws of workflows: the table is the machine, every path can end, none goes round a gate (L17, L18)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from campaignflow.canonical import canonical, parsed
from campaignflow.workflow.compile import lint
from campaignflow.workflow.definition import State, Title, Trigger, Turn, Workflow
from campaignflow.workflow.diagram import diagram
from campaignflow.workflow.machine import Machine, compiled
from campaignflow.workflow.mistakes import TriggerRefused
from campaignflow.workflow.reader import read_workflow
from campaignflow.workflow.shipped import shipped

TITLE = Title("标题", "title")
ALL_SHIPPED = [pytest.param(workflow, id=name) for name, workflow in shipped().items()]

half = settings(max_examples=settings().max_examples // 2)
"""Each law is tried on its own workflows, so half as many do."""

Position = tuple[str, str | None]


def sound(workflow: Workflow) -> Workflow:
    """Return the workflow without the triggers that its errors are about."""
    while True:
        errors = [one for one in lint(workflow) if one.severity == "error"]
        if not errors:
            return workflow
        faulty = {one.place.item.split("/")[1] for one in errors if one.place.item.startswith("triggers/")}
        triggers = [one for one in workflow.triggers if one.name not in faulty]
        if not faulty:  # a state is at fault, by way of what leads there: the last that was added goes
            triggers = triggers[:-1]
        workflow = replace(workflow, triggers=tuple(triggers))


@st.composite
def workflows(draw):
    """A chain of states from the first to a final one, and triggers of any kind that lint lets stand."""
    names = [f"s{number}" for number in range(draw(st.integers(2, 6)))]
    protected = {name for name in names[1:] if draw(st.booleans())}
    final = {name for name in names[1:-1] if draw(st.integers(0, 3)) == 0} | {names[-1]}
    states = tuple(
        State(name, TITLE, name == names[0], name in final, name in protected, draw(st.booleans()))
        for name in names
    )
    open_states = st.sampled_from([name for name in names if name not in protected])
    triggers = []
    for number, (source, dest) in enumerate(pairwise(names)):
        chain = Trigger(f"go_{number}", TITLE, "gone", (source,), dest, permission="operate")
        chain = replace(chain, gated=True, needs_reason=True)
        if draw(st.booleans()):
            chain = replace(
                chain,
                holds_in=draw(open_states),
                sent_back_to=draw(open_states),
                refused_to=draw(open_states),
            )
        triggers.append(chain)
    some = st.sampled_from(names)
    for number in range(draw(st.integers(0, 6))):
        way = draw(st.sampled_from(["dest", "returns", "stays"]))
        mark = draw(st.sampled_from(["gated", "stopping", "neither"]))
        after_a_round = st.none() | some if mark == "gated" else st.none()
        triggers.append(
            Trigger(
                name=f"t_{number}",
                title=TITLE,
                verb="done",
                sources=tuple(draw(st.lists(some, min_size=1, max_size=3, unique=True))),
                dest=draw(some) if way == "dest" else None,
                returns=way == "returns",
                stays=way == "stays",
                sent_back_to=draw(after_a_round),
                refused_to=draw(after_a_round),
                gated=mark == "gated",
                stopping=mark == "stopping",
                needs_reason=draw(st.integers(0, 3)) > 0,
                permission="operate",
            )
        )
    return sound(Workflow("any", "any", 1, TITLE, states, tuple(triggers)))


def outcome(call, *arguments) -> str:
    """Return the state a call gives, or the code of its refusal."""
    try:
        return call(*arguments)
    except TriggerRefused as refused:
        return f"refused: {refused.code}"


def steps(machine: Machine, here: Position) -> Iterator[tuple[str, Turn, Position]]:
    """Yield every step a record can take from where it stands, by asking the machine itself."""
    state, memory = here
    workflow = machine.workflow
    for trigger in workflow.triggers:
        for turn in Turn:
            fired = turn is Turn.FIRED
            ask = (
                (machine.fire, state, trigger.name, memory)
                if fired
                else (machine.round, state, trigger.name, turn)
            )
            to = outcome(*ask)
            if not to.startswith("refused"):
                yield trigger.name, turn, (to, workflow.came_from(state, to, memory))


def walked(machine: Machine) -> dict[Position, list[tuple[str, Turn, Position]]]:
    """Return every position that a record can get into, with its steps."""
    seen: dict[Position, list[tuple[str, Turn, Position]]] = {}
    left: list[Position] = [(machine.workflow.initial, None)]
    while left:
        here = left.pop()
        if here not in seen:
            seen[here] = list(steps(machine, here))
            left += [there for _, _, there in seen[here]]
    return seen


def without_an_end(machine: Machine) -> set[Position]:
    """Return the positions from which no step after step leads to a final state."""
    ways = walked(machine)
    ended = {here for here in ways if machine.workflow.state(here[0]).final}
    while True:
        more = {here for here in ways if here not in ended and any(to in ended for _, _, to in ways[here])}
        if not more:
            return set(ways) - ended
        ended |= more


@half
@given(workflows())
def test_the_table_is_the_machine(workflow: Workflow) -> None:
    machine = Machine(workflow)
    names = [state.name for state in workflow.states]
    for state in names:
        possible = set()
        for trigger in workflow.triggers:
            for back_to in (None, *names):
                by_machine = outcome(machine.fire, state, trigger.name, back_to)
                assert outcome(machine.dest, state, trigger.name, back_to) == by_machine
                if not by_machine.startswith("refused"):
                    possible.add(trigger.name)
            assert machine.can(state, trigger.name) == (trigger.name in possible)
        assert machine.allowed(state) == tuple(one.name for one in workflow.triggers if one.name in possible)
    assert machine.could(names * 2) == [machine.allowed(name) for name in names * 2]


@half
@given(workflows())
def test_the_machine_does_what_the_definition_says(workflow: Workflow) -> None:
    machine = Machine(workflow)
    for trigger in workflow.triggers:
        for state in (one.name for one in workflow.states):
            went = outcome(machine.fire, state, trigger.name, None)
            if state not in trigger.sources and state != trigger.holds_in:
                assert went.startswith("refused")
            elif not trigger.returns:
                assert went == (state if trigger.stays else trigger.dest)
            waits = outcome(machine.round, state, trigger.name, Turn.OPENED)
            if machine.can(state, trigger.name):
                assert waits == (trigger.holds_in or state)


@half
@given(workflows())
def test_whoever_remembers_where_it_came_from_can_always_return_there(workflow: Workflow) -> None:
    machine = Machine(workflow)
    for state, memory in walked(machine):
        for trigger in workflow.triggers:
            if trigger.returns and state in trigger.sources and memory is not None:
                assert machine.fire(state, trigger.name, memory) == memory


@half
@given(workflows())
def test_any_allowed_path_can_still_reach_a_final_state(workflow: Workflow) -> None:
    assert without_an_end(Machine(workflow)) == set()


@half
@given(workflows())
def test_every_state_lies_on_some_path(workflow: Workflow) -> None:
    assert {state for state, _ in walked(Machine(workflow))} == {state.name for state in workflow.states}


@half
@given(workflows())
def test_any_path_into_a_protected_state_passes_a_gate(workflow: Workflow) -> None:
    machine = Machine(workflow)
    assert not workflow.state(workflow.initial).protected
    for (state, _), ways in walked(machine).items():
        for trigger, turn, (dest, _) in ways:
            if workflow.state(dest).protected and not workflow.state(state).protected:
                assert turn is Turn.FIRED
                assert workflow.is_gated(trigger, state, dest)


@half
@given(workflows())
def test_no_gate_holds_up_a_stopping_trigger(workflow: Workflow) -> None:
    for move in workflow.moves():
        if move.trigger.stopping and move.turn is Turn.FIRED:
            assert not workflow.is_gated(move.trigger.name, move.source, move.dest)


@half
@given(workflows())
def test_a_closed_record_is_left_only_with_a_reason(workflow: Workflow) -> None:
    for (state, _), ways in walked(Machine(workflow)).items():
        for trigger, _, (dest, _) in ways:
            if workflow.state(state).final and dest != state:
                assert workflow.trigger(trigger).needs_reason


@half
@given(workflows())
def test_a_workflow_read_back_is_the_same_to_the_byte(workflow: Workflow) -> None:
    stored = canonical(workflow.data)
    again = read_workflow(parsed(stored))
    assert again == workflow
    assert (canonical(again.data), again.digest) == (stored, workflow.digest)


@half
@given(workflows(), st.text(max_size=30), st.sampled_from(["zh", "en"]))
def test_no_title_breaks_a_diagram(workflow: Workflow, text: str, lang: str) -> None:
    shown = re.sub("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "", text).strip() or "-"
    title = Title(shown, shown)
    spoilt = replace(workflow, states=tuple(replace(state, title=title) for state in workflow.states))
    assert diagram(spoilt, lang).count("\n") == diagram(workflow, lang).count("\n")
    for line in diagram(spoilt, lang).splitlines():
        assert re.sub(r"#\d+;", "", line).count('"') in {0, 2}


@pytest.mark.parametrize("workflow", ALL_SHIPPED)
def test_from_every_position_of_every_shipped_workflow_a_final_state_can_be_reached(
    workflow: Workflow,
) -> None:
    machine = compiled(workflow)
    assert without_an_end(machine) == set()
    assert {state for state, _ in walked(machine)} == {state.name for state in workflow.states}


@pytest.mark.parametrize("workflow", ALL_SHIPPED)
def test_in_every_shipped_workflow_the_table_is_the_machine_and_no_path_goes_round_a_gate(
    workflow: Workflow,
) -> None:
    machine = compiled(workflow)
    for (state, memory), ways in walked(machine).items():
        for trigger, turn, (dest, _) in ways:
            if turn is Turn.FIRED:
                assert machine.dest(state, trigger, memory) == dest
            if workflow.state(dest).protected and not workflow.state(state).protected:
                assert turn is Turn.FIRED
                assert workflow.is_gated(trigger, state, dest)
