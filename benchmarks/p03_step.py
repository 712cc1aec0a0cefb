"""P3: one step of a campaign's lifecycle in memory: permission, approvals, machine, journal entry.

Ours is the judge of `fire`, which is all that decides, and the entry that it becomes: canonical payload,
header and hash.  The records it reads lie in memory.  The timers and calendar revisions that follow are added
in the second row.  The peers fire a bare trigger on machines with the campaign's states: they ask
for no permission, know no approvals, and keep no record.
"""

import json
import secrets
import subprocess
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import transitions
from measuring import ENVIRONMENT, Cost, Row, call, in_turn
from peers import bench_python, library

from campaignflow.actions.lifecycle import fire
from campaignflow.canonical import canonical
from campaignflow.gate.command import Command
from campaignflow.gate.effects import Effects
from campaignflow.gate.judge import judge
from campaignflow.gate.look import Look
from campaignflow.store.journal import (
    JournalEntry,
    header_bytes,
    manifest_digest,
    payload_bytes,
    payload_digest,
)
from campaignflow.store.record import Record
from campaignflow.types import Actor
from campaignflow.workflow.shipped import shipped

__all__ = ["rows"]

STEPS = 2_000
RUNS = 11
PEERS = Path(__file__).with_name("p03_peers.py")
NOW = datetime(2027, 1, 4, 1, tzinfo=UTC)
WEEK = "campaign:river-2027/water-week"
BODIES: Mapping[str, Mapping[str, Any]] = {
    "office:office": {"state": "active", "plan": {"timezone": "Asia/Shanghai", "founder": "li-wei"}},
    "unit:office": {"state": "active", "plan": {"name": "办公室", "coordinator": True}},
    "person:li-wei": {
        "state": "active",
        "plan": {"name": "李伟", "unit": "office", "roles": ["planner"]},
    },
    "programme:river-2027": {
        "state": "draft",
        "workflow": {"name": "programme", "version": 1},
        "plan": {"title": "年度宣传计划", "period": {"written": "2027"}, "timezone": "Asia/Shanghai"},
    },
    WEEK: {
        "state": "running",
        "workflow": {"name": "campaign", "version": 1},
        "plan": {"title": "世界水日 · 中国水周", "lead": ["office"]},
    },
}


def _record(ref: str, body: Mapping[str, Any]) -> Record:
    kind, _, name = ref.partition(":")
    programme, _, own = name.rpartition("/")
    return Record(ref, ref, kind, programme or None, own, 1, 1, "0" * 64, canonical(body))


class Memory:
    """A source of records that holds them all."""

    def __init__(self) -> None:
        self.all = {ref: _record(ref, body) for ref, body in BODIES.items()}

    def record(self, ref: str) -> Record | None:
        """Return a record by its full ref."""
        return self.all.get(ref)

    def records(self, kind: str | None = None, programme: str | None = None, **_: object) -> list[Record]:
        """Return records by kind and programme."""
        return [
            one
            for one in self.all.values()
            if kind in {None, one.kind} and (programme is None or one.programme == programme)
        ]

    def guard(self, _name: str) -> int:
        """Return the version of a guard."""
        return 1


class Step:
    """Our side."""

    def __init__(self) -> None:
        self.source: Any = Memory()
        self.memory: dict[str, tuple[Any, Any]] = {}
        self.command = Command("fire", WEEK, Actor("li-wei"), {"trigger": "suspend"}, reason="汛情")

    def judged(self) -> tuple[Effects, Look]:
        """Judge the step; it must pass."""
        look = Look(self.source, NOW, None, None, self.memory)
        effects = judge(look, self.command, fire)
        assert effects.written
        return effects, look

    def step(self) -> JournalEntry:
        """Judge the step and make the journal's entry of it."""
        return _entry(self.judged()[0])

    def whole(self) -> JournalEntry:
        """Do the same, with everything that is derived from the body."""
        effects, look = self.judged()
        effects.act(look, "act")
        return _entry(effects)


def _entry(effects: Effects) -> JournalEntry:
    (one,) = effects.written
    payload = payload_bytes(one.patch, one.reason, one.note, one.details)
    salt = secrets.token_bytes(16)
    mark, ref = payload_digest(salt, payload), str(one.ref)
    header = header_bytes(
        office="0" * 32,
        ref=ref,
        version=one.version + 1,
        prev_hash="0" * 64,
        act="act",
        manifest=manifest_digest([(ref, one.version + 1, mark)]),
        verb=one.verb,
        actor="li-wei",
        responsible="li-wei",
        at=effects.at,
        payload_digest=mark,
        library="1",
        capacity=effects.capacity,
    )
    return JournalEntry.read(header, payload, salt)


class Campaign:
    """What `transitions` moves."""


def _transitions() -> Callable[[], None]:
    workflow = shipped()["campaign"]
    model: Any = Campaign()
    machine = transitions.Machine(
        model, [one.name for one in workflow.states], initial="running", auto_transitions=False
    )
    for move in workflow.moves():
        machine.add_transition(f"{move.trigger.name}_{move.turn}", move.source, move.dest)
    machine.add_transition("suspend", "running", "suspended")
    machine.add_transition("resume", "suspended", "running")

    def two() -> None:
        model.suspend()
        model.resume()

    return two


def _repeated(work: Callable[[], object], count: int) -> None:
    for _ in range(count):
        work()


def _each(cost: Cost, count: int = STEPS) -> Cost:
    return Cost(cost.wall / count, cost.cpu / count)


def _elsewhere(python: str, name: str) -> Cost:
    """Let a peer play in its own environment; it tells what the steps alone took."""
    command = [python, str(PEERS), name, str(STEPS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=ENVIRONMENT)
    return _each(Cost(**json.loads(done.stdout)))


def rows() -> Iterator[Row]:
    """Time all sides in turn."""
    ours, two = Step(), _transitions()
    sides: dict[str, Callable[[], Cost]] = {
        "step": lambda: _each(call(partial(_repeated, ours.step, STEPS))),
        "whole": lambda: _each(call(partial(_repeated, ours.whole, STEPS))),
        "transitions": lambda: _each(call(partial(_repeated, two, STEPS // 2))),
    }
    said = {"transitions": f"{library('transitions').name}, a bare trigger"}
    for name in ("python-statemachine", "SpiffWorkflow"):
        peer = bench_python(name)
        said[name] = peer.absent or f"{peer.name}, a bare step"
        if not peer.absent:
            sides[name] = partial(_elsewhere, peer.program, name)
    times = in_turn(sides, RUNS)
    title = "one lifecycle step in memory: permission, approvals, machine, entry"
    goals = {"transitions": (4.0, "≤ 4 × the bare trigger")}
    for name, peer_said in said.items():
        most, goal = goals.get(name, (1.0, "ahead of it"))
        yield Row("P3", title, times["step"], peer_said, times.get(name), most=most, goal=goal)
    yield Row(
        "P3",
        "the same with the timers, tasks and calendar revisions that follow",
        times["whole"],
        said["transitions"],
        times["transitions"],
    )
