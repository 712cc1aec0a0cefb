"""The side of python-statemachine and SpiffWorkflow in P3, run by the Python of `.venv-bench`.

    python p03_peers.py python-statemachine STEPS

Says as JSON what the steps took.  The machine has the states and triggers of a campaign and goes on and back;
the workflow is a chain of ten steps, as many as a campaign fires, played again and again; making it is not
timed.  Neither asks for permission or keeps a record.
"""

import json
import sys
import time
from itertools import pairwise

from SpiffWorkflow import Workflow
from SpiffWorkflow.specs.Simple import Simple
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from statemachine import State, StateMachine

STATES = (
    "draft in_review returned approved running wrapping_up evaluated archived suspended postponed cancelled"
)
CHAIN = 10


def campaign() -> type[StateMachine]:
    """Return a machine with the states of a campaign; some triggers lead from each to the next."""
    names = STATES.split()
    states = {name: State(initial=name == names[0], final=name == names[-1]) for name in names}
    triggers = {f"to_{there}": states[here].to(states[there]) for here, there in pairwise(names)}
    triggers |= {"suspend": states["running"].to(states["suspended"])}
    triggers |= {"resume": states["suspended"].to(states["running"])}
    return type("Campaign", (StateMachine,), states | triggers)


def statemachine_steps(count: int) -> tuple[float, float]:
    """Fire triggers of the machine, on and back."""
    machine = campaign()()
    for name in ("in_review", "returned", "approved", "running"):
        getattr(machine, f"to_{name}")()
    began, used = time.perf_counter(), time.process_time()
    for _ in range(count // 2):
        machine.suspend()
        machine.resume()
    return time.perf_counter() - began, time.process_time() - used


def spiffworkflow_steps(count: int) -> tuple[float, float]:
    """Run the tasks of a chain, one chain after the other."""
    spec = WorkflowSpec("campaign", addstart=True)
    last = spec.start
    for number in range(CHAIN):
        step = Simple(spec, f"step_{number}")
        last.connect(step)
        last = step
    wall = cpu = 0.0
    for _ in range(count // CHAIN):
        workflow = Workflow(spec)
        workflow.run_next()  # the start itself
        began, used = time.perf_counter(), time.process_time()
        for _ in range(CHAIN):
            workflow.run_next()
        wall += time.perf_counter() - began
        cpu += time.process_time() - used
    return wall, cpu


SIDES = {"python-statemachine": statemachine_steps, "SpiffWorkflow": spiffworkflow_steps}

if __name__ == "__main__":
    took = SIDES[sys.argv[1]](int(sys.argv[2]))
    json.dump({"wall": took[0], "cpu": took[1]}, sys.stdout)
