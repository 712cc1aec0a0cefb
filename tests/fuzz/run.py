"""Feeds broken plans to reader and schedule: a programme or a finding with a place, never an exception.

python tests/fuzz/run.py --count 10000 --seed 1
"""

import argparse
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).parents[2]))

from campaignflow.planfile.loader import read  # the path comes first
from campaignflow.scheduling.schedule import schedule  # the same
from tests.fuzz.mutations import broken  # the same

SECONDS = 2.0
"""Processor time that one file may take; more is a failure."""
MEGABYTES = 1_000
"""What the whole run may need at once."""
TODAY = date(2026, 12, 1)


@dataclass
class Outcome:
    """What became of one file."""

    number: int
    mutations: tuple[str, ...]
    codes: tuple[str, ...] = ()
    valid: bool = False
    seconds: float = 0.0
    fault: str = ""
    """What should not have happened, if anything did."""


@dataclass
class Figures:
    """What became of all of them."""

    files: int = 0
    valid: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    slowest: list[Outcome] = field(default_factory=list)
    faults: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one more file."""
        self.files += 1
        self.valid += outcome.valid
        self.codes.update(set(outcome.codes))
        self.slowest = sorted([*self.slowest, outcome], key=lambda one: -one.seconds)[:5]
        if outcome.fault:
            self.faults.append(outcome)


class TooSlow(BaseException):
    """One file took several times what it may."""


def played(seed: int, number: int, folder: Path) -> Outcome:
    """Return what becomes of the file with a number."""
    notation, data, mutations = broken(seed, number)
    outcome = Outcome(number, mutations)
    file = folder / f"{os.getpid()}.{notation}"
    file.write_bytes(data)
    begin = time.process_time()
    try:
        _judge(file, outcome)
    except (Exception, TooSlow):  # noqa: BLE001  # whatever it is, it is the fault that is looked for
        outcome.fault = traceback.format_exc()
    outcome.seconds = time.process_time() - begin
    return outcome


def _timed(seed: int, number: int, folder: Path) -> Outcome:
    """Return the same, cut off after several times the seconds it may take."""
    signal.signal(signal.SIGALRM, _alarm)
    signal.setitimer(signal.ITIMER_REAL, 10 * SECONDS)
    try:
        outcome = played(seed, number, folder)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if outcome.seconds > SECONDS and not outcome.fault:
        outcome.fault = f"took {outcome.seconds:.1f} s"
    return outcome


def _judge(file: Path, outcome: Outcome) -> None:
    reading = read(file)
    findings = list(reading.findings)
    if reading.programme is not None:
        made = schedule(reading.programme, today=TODAY)
        findings += [one for one in made.findings if not reading.excuses(one)]
    errors = [finding for finding in findings if finding.severity == "error"]
    outcome.codes = tuple(finding.code for finding in findings)
    outcome.valid = reading.programme is not None and not errors
    for finding in findings:
        for lang in ("zh", "en"):
            if not finding.message(lang).strip():
                outcome.fault = f"{finding.code} says nothing"
            finding.message(lang).encode("utf-8")
    if reading.programme is None and not errors:
        outcome.fault = "neither a programme nor an error"
    if reading.partial and not any(one.severity == "error" for one in reading.findings):
        outcome.fault = "something was left out and no error says so"
    for finding in errors:
        if finding.place.file is None or (finding.place.line is None and not finding.place.item):
            known = finding.code in {"file-too-large", "too-deep", "toml-unreadable", "more-mistakes"}
            outcome.fault = outcome.fault or ("" if known else f"{finding.code} has no place")


def _alarm(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlow


def run(count: int, seed: int, jobs: int) -> Figures:
    """Return the figures of so many files."""
    figures = Figures()
    steps = [range(begin, min(begin + 50, count)) for begin in range(0, count, 50)]
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(jobs) as pool:
        for outcomes in pool.map(partial(_step, seed, folder), steps):
            for outcome in outcomes:
                figures.add(outcome)
    return figures


def _step(seed: int, folder: str, numbers: Iterable[int]) -> list[Outcome]:
    return [_timed(seed, number, Path(folder)) for number in numbers]


def main() -> int:
    """Run and print the figures; 1 if anything happened that should not."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    begin = time.perf_counter()
    figures = run(chosen.count, chosen.seed, chosen.jobs)
    took = time.perf_counter() - begin
    usage = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    memory = max(usage) / 1024
    print(f"{figures.files} broken plans (seed {chosen.seed}) in {took:.0f} s; most memory {memory:.0f} MB")
    print(f"still valid: {figures.valid}; refused with findings: {figures.files - figures.valid}")
    print("files with a finding, by its code:")
    for code, count in figures.codes.most_common():
        print(f"  {count:6}  {code}")
    print("slowest:")
    for one in figures.slowest:
        print(f"  {one.seconds:6.2f} s  number {one.number}: {', '.join(one.mutations)}")
    print(f"exceptions and other faults: {len(figures.faults)}")
    for one in figures.faults[:20]:
        print(f"--- number {one.number}: {', '.join(one.mutations)}\n{one.fault}")
    return 1 if figures.faults or memory > MEGABYTES else 0


if __name__ == "__main__":
    sys.exit(main())
