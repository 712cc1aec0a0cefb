"""Draw a random sample of mutants of the gate and the journal, and see which of them the tests notice.

    python tools/mutate.py                      # 400 mutants, seed 1 (make mutate)
    python tools/mutate.py --sample 60 --seed 7 --only gate

The mutants are cosmic-ray's.  They are made in a copy of the checkout, so that nobody's work is touched;
each is run against the tests that hold the promises of its room, which stop at the first failure.
"""

import argparse
import math
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_JOURNAL = "journal appending commit chain checks verify redaction projecting".split()
ROOMS = {
    "gate": (["gate"], ["tests/office"]),
    "journal": (
        [*(f"store/{name}.py" for name in _JOURNAL), "canonical.py"],
        ["tests/unit/store", "tests/office/test_records.py", "tests/office/test_verify.py"],
    ),
}
"""What is mutated, and the tests that are to notice."""
TIMEOUT = 120
"""Seconds after which a mutant counts as noticed: it went round in circles."""
Z = 1.96
"""Standard normal quantile of a 95 % interval (Wilson)."""


def main() -> int:
    """Run the sample and print score, interval and survivors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=sorted(ROOMS))
    parser.add_argument("--cosmic-ray", default=str(ROOT / ".venv-mutate" / "bin" / "cosmic-ray"))
    chosen = parser.parse_args()
    rooms = [chosen.only] if chosen.only else sorted(ROOMS)
    with tempfile.TemporaryDirectory() as folder:
        for number, room in enumerate(rooms):
            copy = Path(folder) / room
            share = chosen.sample // len(rooms) + (number < chosen.sample % len(rooms))
            _report(room, _run(room, copy, share, chosen.seed, chosen.cosmic_ray))
    return 0


def _run(room: str, copy: Path, sample: int, seed: int, cosmic_ray: str) -> list[tuple[str, ...]]:
    modules, tests = ROOMS[room]
    leave_out = shutil.ignore_patterns(".git", ".venv*", "build", "_build", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, copy, ignore=leave_out)
    there = [test for test in tests if (copy / test).exists()]
    command = f"{ROOT}/.venv/bin/python -m pytest -x -q -p no:cacheprovider -p no:xdist {' '.join(there)}"
    paths = [f'"src/campaignflow/{module}"' for module in modules]
    (copy / "mutate.toml").write_text(
        f"[cosmic-ray]\nmodule-path = [{', '.join(paths)}]\ntimeout = {TIMEOUT}\nexcluded-modules = []\n"
        f'test-command = "{command}"\n[cosmic-ray.distributor]\nname = "local"\n',
        "utf-8",
    )
    environment = {"PYTHONPATH": str(copy / "src"), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}

    def call(*arguments: str) -> None:
        subprocess.run([cosmic_ray, *arguments], cwd=copy, env=environment, check=True)

    call("init", "mutate.toml", "session.sqlite")
    _draw(copy / "session.sqlite", sample, seed)
    print(f"{room}: the tests without a mutant", file=sys.stderr, flush=True)
    subprocess.run(command.split(), cwd=copy, env=environment, check=True, stdout=subprocess.DEVNULL)
    call("exec", "mutate.toml", "session.sqlite")
    with sqlite3.connect(copy / "session.sqlite") as session:
        return list(
            session.execute(
                "SELECT module_path, operator_name, start_pos_row, test_outcome, diff"
                " FROM mutation_specs JOIN work_results USING (job_id) ORDER BY module_path, start_pos_row"
            )
        )


def _draw(file: Path, sample: int, seed: int) -> None:
    """Keep a random sample of the mutants."""
    with sqlite3.connect(file) as session:
        jobs = [
            row[0] for row in session.execute("SELECT job_id FROM mutation_specs ORDER BY module_path, rowid")
        ]
        kept = set(random.Random(seed).sample(jobs, min(sample, len(jobs))))
        for job in jobs:
            if job not in kept:
                session.execute("DELETE FROM mutation_specs WHERE job_id = ?", (job,))
                session.execute("DELETE FROM work_items WHERE job_id = ?", (job,))


def _report(room: str, results: list[tuple[str, ...]]) -> None:
    survivors = [row for row in results if "SURVIVED" in str(row[3]).upper()]
    total = len(results)
    noticed = total - len(survivors)
    for module, operator, line, _, diff in survivors:
        changed = [
            text for text in str(diff).splitlines() if text[:1] in "+-" and text[:3] not in {"+++", "---"}
        ]
        print(f"  survived: {module}:{line} {operator}", *changed, sep="\n    ")
    low, high = _interval(noticed, total)
    print(
        f"{room}: {noticed} of {total} mutants noticed, {noticed / max(total, 1):.1%} ({low:.0%}-{high:.0%})"
    )


def _interval(noticed: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson's)."""
    if not total:
        return 0.0, 1.0
    share, spread = noticed / total, Z * Z / total
    middle = (share + spread / 2) / (1 + spread)
    half = Z * math.sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return middle - half, middle + half


if __name__ == "__main__":
    sys.exit(main())
