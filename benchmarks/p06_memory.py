"""P6: memory of a case at rest in a process, beside its own plan text.

Campaigns of 11 items are applied, and their records read from the store, as an office holds them between
commands: a slotted record, its body as bytes.  What is compared is everything but that body.  The peers are
models bound to a machine with the campaign's states and triggers, which hold no plan at all.  Bytes are
counted by `tracemalloc`.
"""

import gc
import json
import subprocess
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import transitions
from measuring import ENVIRONMENT, Cost, Row, Times
from p10_apply import plan
from peers import bench_python, library

from campaignflow.office import open_office
from campaignflow.workflow.shipped import shipped

__all__ = ["rows"]

CASES = 200
PEERS = Path(__file__).with_name("p06_peers.py")


@dataclass(frozen=True, slots=True)
class Sizes(Times):
    """Bytes in the place of seconds."""

    def __str__(self) -> str:
        """Say the median in KB."""
        return f"{self.median / 1000:.2f} KB"


def _of(size: float) -> Sizes:
    return Sizes([Cost(size, 0.0)])


def _held(make: Callable[[], list[Any]]) -> float:
    """Return the bytes that each of some objects takes, all that hangs on it included."""
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    made = make()
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return (after - before) / len(made)


def _ours() -> tuple[float, float]:
    """Return what a record takes beside its body, and the body itself."""
    office = open_office("sqlite://", clock=lambda: datetime(2026, 12, 1, tzinfo=UTC))
    office.apply(plan(CASES), actor="li-wei")
    bodies = [len(one.body) for one in office.records("campaign")]  # and fills caches
    whole = _held(lambda: office.records("campaign"))
    office.close()
    body = sum(bodies) / len(bodies)
    return whole - body, body


class Campaign:
    """What `transitions` binds its triggers to."""


def _transitions() -> float:
    workflow = shipped()["campaign"]
    machine = transitions.Machine(
        None, [one.name for one in workflow.states], initial=workflow.initial, auto_transitions=False
    )
    for move in workflow.moves():
        machine.add_transition(move.trigger.name, move.source, move.dest)

    def bound() -> list[Any]:
        models = [Campaign() for _ in range(CASES)]
        for model in models:
            machine.add_model(model)
        return models

    return _held(bound)


def _statemachine(python: str) -> float:
    command = [python, str(PEERS), str(CASES)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=ENVIRONMENT)
    return float(json.loads(done.stdout))


def rows() -> Iterator[Row]:
    """Count the bytes of each side once: they do not vary."""
    beside, body = _ours()
    title = "memory of a case at rest, beside its own plan text"
    remark = f"the plan text of a case of 11 items itself takes {body / 1000:.2f} KB"
    peers = {f"{library('transitions').name}, a bound model": _transitions()}
    other = bench_python("python-statemachine")
    for name, size in peers.items():
        yield Row("P6", title, _of(beside), name, _of(size), limit=1000, goal="≤ 1 KB", remarks=(remark,))
    if other.absent:
        yield Row("P6", title, _of(beside), other.absent)
    else:
        yield Row("P6", title, _of(beside), f"{other.name}, a machine", _of(_statemachine(other.program)))
