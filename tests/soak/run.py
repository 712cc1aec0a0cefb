# ruff: noqa: T201  # a script, it prints
"""Crash and race trials and the office machine, long and at random: nothing is lost, nothing there twice.

python tests/soak/run.py --kills 200 --seed 1
"""

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from hypothesis import HealthCheck, seed as seeded, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.property.playing import Playing  # the path comes first
from tests.property.reviewing import Reviewing  # the same
from tests.property.test_office_machine import OfficeMachine  # the same
from tests.soak.deciding import deciding, deciding_what_changes  # the same
from tests.soak.trials import KINDS, Trial, killed, killed_while_founding, race, two_runs  # the same

__all__ = ["main", "sample"]


def sample(
    kills: int, founding: int, runs: int, races: int, seconds: float, seed: int, *, decidings: int = 0
) -> Iterator[Trial]:
    """Play so many trials, each with a seed of its own that follows from the first."""
    for number in range(kills):
        yield killed(seed * 1000 + number, KINDS[number % len(KINDS)])
    for number in range(founding):
        yield killed_while_founding(seed * 1000 + number)
    for number in range(runs):
        yield two_runs(seed * 1000 + number)
    for number in range(races):
        yield race(seed * 1000 + number, seconds)
    for number in range(decidings):
        yield deciding(seed * 1000 + number)
    for number in range(decidings):
        yield deciding_what_changes(seed * 1000 + number)


def played(trials: Iterable[Trial]) -> list[Trial]:
    """Play trials to their end, and print what became of each kind of them."""
    done: list[Trial] = []
    began = time.perf_counter()
    for trial in trials:
        if done and done[-1].name != trial.name and trial.name not in {one.name for one in done}:
            print(f"  {trial.name} …", file=sys.stderr, flush=True)
        done.append(trial)
    for name in dict.fromkeys(one.name for one in done):
        own = [one for one in done if one.name == name]
        figures: Counter[str] = Counter()
        for one in own:
            figures.update(one.figures)
        print(f"{name}: {len(own)} trials, seeds {own[0].seed} to {own[-1].seed}")
        for what, count in sorted(figures.items()):
            print(f"  {count:6}  {what}")
    print(f"{len(done)} trials in {time.perf_counter() - began:.0f} s")
    return done


def machine(kind: type[Playing], examples: int, steps: int, seed: int) -> str:
    """Play a machine of the office at random; return what it found, or nothing."""
    long = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seeded(seed)(kind), settings=long)
    except Exception as fault:  # noqa: BLE001  # whatever it is, it is what is looked for
        each = fault.exceptions if isinstance(fault, ExceptionGroup) else [fault]
        return "\n".join(line for one in each for line in told(one))
    return ""


def told(fault: Exception) -> Iterator[str]:
    """Yield the steps that led to a fault, the last frames above it, with their values, its message."""
    yield from getattr(fault, "__notes__", ())
    walked = traceback.walk_tb(fault.__traceback__)
    for frame in traceback.StackSummary.extract(walked, limit=-3, capture_locals=True).format():
        yield from (line[:400] for line in frame.splitlines())
    yield f"{type(fault).__name__}: {fault}"


def main() -> int:
    """Run and print the figures; 1 if anything happened that should not."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200, help="processes to kill while they work")
    parser.add_argument("--founding", type=int, default=20, help="processes to kill while they found")
    parser.add_argument("--runs", type=int, default=20, help="pairs of run_due at once")
    parser.add_argument("--races", type=int, default=3, help="races of four writers on one file")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each race takes")
    parser.add_argument("--decidings", type=int, default=10, help="four people who decide at once, each way")
    parser.add_argument(
        "--machine", type=int, default=150, help="plays of each machine of the office, 50 steps"
    )
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randint(1, 10**6))
    chosen = parser.parse_args()
    print(f"Seed {chosen.seed}")
    done = played(
        sample(
            chosen.kills,
            chosen.founding,
            chosen.runs,
            chosen.races,
            chosen.seconds,
            chosen.seed,
            decidings=chosen.decidings,
        )
    )
    faults = [f"{one.name}, seed {one.seed}: {fault}" for one in done for fault in one.faults]
    for kind in (OfficeMachine, Reviewing) if chosen.machine else ():
        began = time.perf_counter()
        found = machine(kind, chosen.machine, 50, chosen.seed)
        faults += [f"{kind.__name__}, seed {chosen.seed}: {found}"] if found else []
        print(f"{kind.__name__}: {chosen.machine} plays in {time.perf_counter() - began:.0f} s")
    print(f"faults: {len(faults)}")
    for fault in faults[:20]:
        print(f"--- {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
