"""Crash and race trials: processes of `worker` are started, killed with -9, set on one file, and judged.

Each trial returns a `Trial`: its figures, and what should not have happened.  Whatever a process was told is
in the journal once, whatever it was not told is there whole or not at all, and the same command completes.
"""

import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from campaignflow.gate.change import Change
from campaignflow.office import Office, open_office
from tests.soak.checks import all_entries, fired, gaps, problems, twice
from tests.soak.worker import Log, drawn, due, found, work, write
from tests.soak.year import FIRST, Clock, founded, planned, tried

__all__ = [
    "KINDS",
    "PROCESSES",
    "Trial",
    "killed",
    "killed_while_founding",
    "race",
    "together",
    "two_runs",
    "workshop",
]

KINDS = ("apply", "move", "run_due")
"""What a process does that is killed."""
START_SECONDS = 60.0
"""How long a process may take until it acts."""

# A server that has imported everything forks the processes, so that each of them starts at once.
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.soak.worker", "tests.soak.deciders"])


@dataclass
class Trial:
    """What became of one trial."""

    name: str
    seed: int
    figures: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def expect(self, holds: bool, fault: str) -> None:  # noqa: FBT001  # what is expected
        """Note a fault unless something holds."""
        if not holds:
            self.faults.append(fault)

    def check(self, office: Office) -> None:
        """Look whether the record is whole, and nothing is in it twice."""
        for fault in (*problems(office, deep=True), *gaps(office), *twice(office)):
            self.faults.append(fault)


@contextmanager
def workshop() -> Iterator[tuple[Path, Path]]:
    """Give a place for the office's file and one for the logs."""
    with tempfile.TemporaryDirectory(prefix="campaignflow-soak-") as folder:
        yield Path(folder) / "office.db", Path(folder)


def _faults(trial: Trial, log: Log) -> None:
    trial.faults += [line["trace"] for line in log.lines("fault")]


# -- several writers


def race(seed: int, seconds: float, writers: int = 4) -> Trial:
    """Let several processes write the same cases of one file at random."""
    trial = Trial("race", seed)
    with workshop() as (file, folder):
        founded(file).close()
        logs = [Log(folder / f"{number}.log") for number in range(writers)]
        together(
            [
                PROCESSES.Process(target=write, args=(_url(file), log.path, seed * 100 + number, seconds))
                for number, log in enumerate(logs)
            ]
        )
        with open_office(_url(file), clock=Clock()) as office:
            trial.check(office)
            _nothing_lost(trial, office, logs)
        for log in logs:
            _faults(trial, log)
            trial.figures.update(f"refused: {line['code']}" for line in log.lines("refused"))
            for line in log.lines("refused"):
                known = line["kind"] in {"Refused", "Conflict", "InvalidValue"}
                is_busy = line["code"] == "store-locked"
                trial.expect(known or is_busy, f"{line['kind']} {line['code']}: {line['verb']}")
        return trial


def together(processes: list[Any]) -> None:
    """Start processes, and wait until all have ended."""
    for one in processes:
        one.start()
    for one in processes:
        one.join()


def _nothing_lost(trial: Trial, office: Office, logs: list[Log]) -> None:
    """Compare what the processes were told with what is in the journal: each entry once, and no other."""
    entries = Counter((one.ref, one.version, one.hash) for one in all_entries(office))
    first = founded()
    entries.subtract((one.ref, one.version, one.hash) for one in all_entries(first))
    first.close()
    claimed = Counter(
        (ref, version, hash_)
        for log in logs
        for line in log.lines("done")
        if not line["replayed"]
        for ref, version, hash_ in line["entries"]
    )
    trial.figures["entries"] += claimed.total()
    trial.figures["acts"] += sum(bool(line["entries"]) for log in logs for line in log.lines("done"))
    lost, unclaimed = claimed - entries, entries - claimed
    trial.expect(not lost, f"told but not in the journal: {dict(lost)}")
    trial.expect(not unclaimed, f"in the journal but nobody was told: {dict(unclaimed)}")


# -- kill -9


def killed(seed: int, kind: str) -> Trial:
    """Kill a process while it does one kind of thing; then the office must be whole and go on.

    Every other process dies at a statement of the database, the others whenever the moment comes.
    """
    trial = Trial(kind, seed)
    draw = random.Random(seed)
    with workshop() as (file, folder):
        founded(file).close()
        log = Log(folder / "log")
        dies_at = draw.randint(1, 120) if seed % 2 else 0
        process = PROCESSES.Process(target=work, args=(_url(file), log.path, seed, kind, dies_at))
        process.start()
        _wait_for(trial, log, "ready", process)
        if not dies_at:
            time.sleep(draw.uniform(0, 0.4))
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        _faults(trial, log)
        trial.expect(process.exitcode == -signal.SIGKILL, f"ended with {process.exitcode}")
        with open_office(_url(file), create=False, clock=Clock()) as office:
            trial.check(office)
            _go_on(trial, office, log, seed, kind)
            trial.check(office)
    return trial


def _wait_for(trial: Trial, log: Log, word: str, process: Any) -> None:
    ends = time.monotonic() + START_SECONDS
    while not log.lines(word) and process.is_alive():
        if time.monotonic() > ends:
            trial.faults.append(f"not {word} after {START_SECONDS} s")
            return
        time.sleep(0.002)


def _go_on(trial: Trial, office: Office, log: Log, seed: int, kind: str) -> None:
    """Compare the journal with what was told, and repeat what the process was doing when it died."""
    journal = {(one.ref, one.version, one.hash) for one in all_entries(office)}
    claimed = [tuple(entry) for line in log.lines("done") for entry in line.get("entries", ())]
    trial.expect(journal.issuperset(claimed), "something that was told is not in the journal")
    trial.figures["acts before"] += len(log.lines("done"))
    done = {line["key"] for line in log.lines("done")}
    doing = [line for line in log.lines("doing") if line["key"] not in done]
    if not doing:
        trial.figures["killed between acts"] += 1
        return
    (last,) = doing
    now = datetime.fromisoformat(last["now"])
    if kind == "run_due":
        _run_again(trial, office, now)
        return
    written = [one for one in all_entries(office) if one.key == last["key"]]
    step = next(islice(drawn(seed, kind), last["number"], None))
    again = tried(office, step, key=last["key"])
    is_there = len({one.act for one in all_entries(office) if one.key == last["key"]})
    if isinstance(again, Change) and again:
        trial.expect(again.replayed == bool(written), "what was written is repeated, or the other way round")
        trial.expect(is_there == 1, f"{is_there} acts under one key")
    else:
        trial.expect(not written, f"was written, and is refused now: {again}")
    trial.figures["in flight, had been written" if written else "in flight, had left no trace"] += 1


def _run_again(trial: Trial, office: Office, now: datetime) -> None:
    """Run what is due again: what was not answered is answered now, and what was is not."""
    with office._store.snapshot() as view:
        left = {timer.key for timer in view.timers(now)}
    before = set(fired(office))
    office.run_due(now)
    after = fired(office)
    trial.expect(not left & before, f"still armed though answered: {left & before}")
    trial.expect(left <= set(after), f"not answered: {left - set(after)}")
    trial.expect(len(after) == len(set(after)), "answered twice")
    trial.figures["timers answered after the crash"] += len(left)
    trial.figures["in flight, had left no trace" if left else "in flight, had been written"] += 1


def killed_while_founding(seed: int) -> Trial:
    """Kill a process while it makes the store and founds the office; then founding it must work."""
    trial = Trial("founding", seed)
    with workshop() as (file, folder):
        log = Log(folder / "log")
        dies_at = random.Random(seed).randint(1, 42)
        process = PROCESSES.Process(target=found, args=(_url(file), log.path, dies_at))
        process.start()
        process.join()
        _faults(trial, log)
        with open_office(_url(file), clock=Clock()) as office:
            trial.figures["records when it died"] += len(office.records())
            office.apply(planned(), actor="li-wei")
            trial.check(office)
            trial.expect(not office.apply(planned(), actor="li-wei"), "applied again it changes something")
    return trial


# -- two at once


def two_runs(seed: int) -> Trial:
    """Let two processes carry out what is due at the same moment."""
    trial = Trial("two runs", seed)
    now = FIRST + timedelta(days=random.Random(seed).choice((60, 90, 110, 140)))
    with workshop() as (file, folder):
        office = founded(file, Clock(now))
        with office._store.snapshot() as view:
            armed = {timer.key for timer in view.timers(now)}
        logs = [Log(folder / f"{number}.log") for number in range(2)]
        barrier = PROCESSES.Barrier(2)
        together([PROCESSES.Process(target=due, args=(_url(file), log.path, now, barrier)) for log in logs])
        for log in logs:
            _faults(trial, log)
            trial.figures["runs that met a locked file"] += len(log.lines("refused"))
            trial.figures["answered by one of them"] += sum(len(line["keys"]) for line in log.lines("done"))
        keys = fired(office)
        trial.figures["timers"] += len(armed)
        trial.expect(armed <= set(keys), f"not answered: {armed - set(keys)}")
        trial.expect(len(keys) == len(set(keys)), "answered twice")
        trial.check(office)
        office.close()
    return trial


def _url(file: Path) -> str:
    return f"sqlite:///{file}"
