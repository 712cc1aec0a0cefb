"""Timing side by side: runs in turn, medians, and a row of the table for each comparison.

What is timed is in the `p…` modules, the peers are in `peers`, the table is printed by `run`.
"""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["ENVIRONMENT", "Cost", "Row", "Times", "call", "in_turn", "process"]

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | {
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
}
"""What every process that is timed is started with."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of one run."""

    wall: float
    cpu: float
    """User and system time, those of child processes included."""


@dataclass(frozen=True, slots=True)
class Times:
    """The runs of one side of a comparison."""

    costs: Sequence[Cost]

    @property
    def median(self) -> float:
        """Median of the wall times, in seconds."""
        return statistics.median(cost.wall for cost in self.costs)

    @property
    def cpu(self) -> float:
        """Median of the CPU times, in seconds."""
        return statistics.median(cost.cpu for cost in self.costs)

    def __str__(self) -> str:
        """Say the median, and the fastest and the slowest run in its unit: `396 ms (335–518)`."""
        factor, unit = next((one for one in _UNITS if self.median * one[0] >= 1), _UNITS[-1])
        walls = [cost.wall * factor for cost in self.costs]
        median = f"{_digits(statistics.median(walls))} {unit}"
        return median if len(walls) == 1 else f"{median} ({_digits(min(walls))}–{_digits(max(walls))})"


_UNITS = ((1, "s"), (1e3, "ms"), (1e6, "µs"))


def _digits(value: float) -> str:
    """Return three digits, or all before the point."""
    return f"{value:.3g}" if value < 1000 else f"{value:,.0f}"


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: ours beside a peer, a goal or none, and remarks."""

    number: str
    work: str
    ours: Times
    peer: str
    theirs: Times | None = None
    """None where the peer is absent; then `peer` says why."""
    most: float | None = None
    """Goal: the ratio of ours to the peer's is at most this."""
    limit: float | None = None
    """Goal: ours takes at most these seconds."""
    goal: str = ""
    """The goal as it is written down; empty for a row that only informs."""
    remarks: Sequence[str] = field(default=())

    @property
    def ratio(self) -> float | None:
        """Ours by the peer's, by the wall clock."""
        return None if self.theirs is None else self.ours.median / self.theirs.median

    @property
    def cpu_ratio(self) -> float | None:
        """Ours by the peer's, by CPU time: what another program on the machine disturbs less."""
        return None if self.theirs is None or not self.theirs.cpu else self.ours.cpu / self.theirs.cpu

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none or its peer is absent."""
        if self.limit is not None:
            return self.ours.median <= self.limit
        if self.most is None or self.ratio is None:
            return None
        return self.ratio <= self.most


def in_turn(sides: Mapping[str, Callable[[], Cost]], runs: Mapping[str, int] | int) -> dict[str, Times]:
    """Run the sides in turn (A B A B) and return the times of each; one that is done is left out.

    Each side is first run once for nothing where it is run more than three times, so that files are
    cached and bytecode is written.
    """
    wanted = dict.fromkeys(sides, runs) if isinstance(runs, int) else runs
    for name, side in sides.items():
        if wanted[name] > 3:
            side()
    costs: dict[str, list[Cost]] = {name: [] for name in sides}
    for turn in range(max(wanted.values())):
        for name, side in sides.items():
            if turn < wanted[name]:
                costs[name].append(side())
    return {name: Times(tuple(found)) for name, found in costs.items()}


def process(*command: str | Path, output: Path | None = None) -> Cost:
    """Run a program to its end and return what it took.

    Raises:
        RuntimeError: it failed; what is timed must do its work.
    """
    with (output or Path(os.devnull)).open("wb") as out:
        began = time.perf_counter()
        running = subprocess.Popen(
            [str(part) for part in command], stdout=out, stderr=subprocess.PIPE, env=ENVIRONMENT
        )
        assert running.stderr is not None
        said = running.stderr.read()
        _, status, used = os.wait4(running.pid, 0)
        took = time.perf_counter() - began
        running.returncode = os.waitstatus_to_exitcode(status)
        running.stderr.close()
    if running.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {said.decode(errors='replace')[-2000:]}")
    return Cost(took, used.ru_utime + used.ru_stime)


def call(work: Callable[[], object]) -> Cost:
    """Call a function of this process and return what it took."""
    began, used = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - began, time.process_time() - used)
