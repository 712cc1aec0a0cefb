"""P4: what-if over 100,000 cases: which of them could fire what.

The table that is made of the machine once, asked for every case, beside the machine itself, which is fired
for each question and asks its conditions.  That both say the same is a law
(`tests/property/test_workflow_laws.py`); here it is compared once more on what is timed.
"""

import random
from collections.abc import Callable, Iterator
from functools import partial

from measuring import Cost, Row, call, in_turn
from peers import library

from campaignflow.workflow.machine import Machine, compiled
from campaignflow.workflow.mistakes import TriggerRefused
from campaignflow.workflow.shipped import shipped

__all__ = ["rows"]

CASES = 100_000
BY_FIRING = 500
"""Cases that the machine itself is asked about; its time a check is what counts."""
RUNS = 15


def _states(machine: Machine) -> list[str]:
    draw = random.Random(20270101)
    names = [state.name for state in machine.workflow.states]
    return draw.choices(names, k=CASES)


def _could(machine: Machine, states: list[str]) -> list[tuple[str, ...]]:
    return machine.could(states)


def _can(machine: Machine, states: list[str], trigger: str) -> int:
    return sum(machine.can(state, trigger) for state in states)


def _fired(machine: Machine, states: list[str]) -> list[tuple[str, ...]]:
    """Ask by firing: every trigger on every case, on a returning one with every way back."""
    names = [state.name for state in machine.workflow.states]
    found = []
    for state in states:
        open_ = []
        for trigger in machine.workflow.triggers:
            ways = names if trigger.returns else [None]
            if any(_fires(machine, state, trigger.name, way) for way in ways):
                open_.append(trigger.name)
        found.append(tuple(open_))
    return found


def _fires(machine: Machine, state: str, trigger: str, back_to: str | None) -> bool:
    try:
        machine.fire(state, trigger, back_to)
    except TriggerRefused:
        return False
    return True


def _each(work: Callable[[], object], checks: int) -> Cost:
    cost = call(work)
    return Cost(cost.wall / checks, cost.cpu / checks)


def rows() -> Iterator[Row]:
    """Time the table in its two forms, and the machine."""
    machine = compiled(shipped()["campaign"])
    states, triggers = _states(machine), len(machine.workflow.triggers)
    few = states[:BY_FIRING]
    agree = _fired(machine, few) == _could(machine, few)
    times = in_turn(
        {
            "could": partial(_each, partial(_could, machine, states), CASES),
            "can": partial(_each, partial(_can, machine, states, "suspend"), CASES),
            "fired": partial(_each, partial(_fired, machine, few), BY_FIRING * triggers),
        },
        {"could": RUNS, "can": RUNS, "fired": 5},
    )
    peer = f"the machine itself ({library('transitions').name}), by firing"
    same = f"all {BY_FIRING} cases compared: {'both say the same' if agree else 'THEY DIFFER'}"
    for name, what in (
        ("could", f"all that each of {CASES:,} cases could fire, a case"),
        ("can", f"whether each of {CASES:,} cases could fire one trigger, a check"),
    ):
        yield Row(
            "P4", what, times[name], peer, times["fired"], limit=1e-6, goal="≤ 1 µs a check", remarks=(same,)
        )
