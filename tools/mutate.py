"""Plant random faults in the rooms that the promises live in, and see which of them the tests notice.

    python tools/mutate.py                                   # 400 mutants of all rooms, seed 1 (make mutate)
    python tools/mutate.py --sample 60 --seed 7 --only gate
    python tools/mutate.py --sample 0 --only workflow/steps.py workflow/rounds.py    # every mutant there is

The mutants are cosmic-ray's.  Left out are those of annotations, which nobody runs, those of `slots=True`,
which spares memory only, and those that take the stars of `**more` for an operator.  They are made in a copy
of the checkout, so that nobody's work is touched; each is run against the tests that hold the promises of
its module: first those nearest to it, then the wider circles, and no further than the first failure.
"""

import argparse
import ast
import math
import random
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("src/campaignflow")
PYTHON = str(ROOT / ".venv" / "bin" / "python")
Circles = tuple[str, ...]
"""Tests, the nearest first; each circle is one call of pytest, its files parted by spaces."""


@dataclass(frozen=True)
class Room:
    """What is mutated, and the tests that are to notice."""

    modules: tuple[str, ...]
    """Files of the package; stars are allowed."""
    tests: Circles
    nearer: Mapping[str, Circles] = field(default_factory=dict)
    """The tests of single modules, in place of those of the room."""


_JOURNAL = "journal appending commit chain checks verify redaction projecting".split()
_WORKFLOW = "tests/unit/workflow"
_OWN = "definition diagram machine migration policy reader rounds seats shipped standing steps".split()
_WORKFLOW_TESTS = {
    "compile": "definition lint",
    "approvals": "rounds",
    "decisions": "rounds",
    **{name: name for name in _OWN},
}
_APPROVALS = {
    "amending": ("staleness", "rounds conditions"),
    "approvers": ("approvers", "mandates tokens plugins_in_the_gate"),
    "enough": ("approvers", "tokens"),
    "openings": ("deadlines", "stopping"),
    "rounds": ("rounds", "staleness tokens overrides inbox"),
}


def _files(folder: str, names: str) -> str:
    return " ".join(f"{folder}/test_{name}.py" for name in names.split())


ROOMS = {
    "dates": Room(
        ("dates/*.py",),
        ("tests/unit/dates", "tests/unit/scheduling tests/real_plans"),
        {"dates/rules.py": ("tests/unit/dates/test_rules.py", "tests/unit/dates tests/unit/planfile")},
    ),
    "gate": Room(
        ("gate/*.py",),
        ("tests/office",),
        {
            f"gate/{module}.py": tuple(_files("tests/office", circle) for circle in circles)
            for module, circles in _APPROVALS.items()
        },
    ),
    "journal": Room(
        (*(f"store/{name}.py" for name in _JOURNAL), "canonical.py"),
        ("tests/unit/store tests/office/test_records.py tests/office/test_verify.py",),
    ),
    "workflow": Room(
        ("workflow/*.py",),
        (_WORKFLOW,),
        {
            f"workflow/{module}.py": (_files(_WORKFLOW, names), _WORKFLOW)
            for module, names in _WORKFLOW_TESTS.items()
        },
    ),
}
A_DAY = 24 * 60 * 60
"""Seconds after which cosmic-ray ends tests; who goes round in circles is ended by `forked_tests`."""
Z = 1.96
"""Standard normal quantile of a 95 % interval (Wilson)."""


def main() -> int:
    """Run the sample and print score, interval and survivors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=400, help="how many mutants; 0 for all there are")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", metavar="ROOM_OR_MODULE", default=sorted(ROOMS))
    parser.add_argument("--cosmic-ray", default=str(ROOT / ".venv-mutate" / "bin" / "cosmic-ray"))
    chosen = parser.parse_args()
    wanted = {room: _modules(room, chosen.only) for room in sorted(ROOMS)}
    if missing := set(chosen.only) - set(ROOMS) - {one for modules in wanted.values() for one in modules}:
        parser.error(f"no room or module of one: {', '.join(sorted(missing))}; rooms are {', '.join(ROOMS)}")
    wanted = {room: modules for room, modules in wanted.items() if modules}
    for number, (room, modules) in enumerate(wanted.items()):
        share = chosen.sample // len(wanted) + (number < chosen.sample % len(wanted))
        if chosen.sample and not share:
            continue
        print(f"{room}: a sample of {share}, seed {chosen.seed}" if share else f"{room}: all", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / room
            _report(room, _run(room, modules, copy, share, chosen.seed, chosen.cosmic_ray))
    return 0


def _modules(room: str, only: Sequence[str]) -> list[str]:
    home = ROOT / PACKAGE
    there = [one.relative_to(home).as_posix() for star in ROOMS[room].modules for one in home.glob(star)]
    return sorted(one for one in there if room in only or one in only)


def _run(
    room: str, modules: list[str], copy: Path, sample: int, seed: int, cosmic_ray: str
) -> list[tuple[str, ...]]:
    leave_out = shutil.ignore_patterns(".git", ".venv*", "build", "_build", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, copy, ignore=leave_out)
    # bytecode that goes by what a file says: a mutant may come in the same second as the one before
    compiling = [PYTHON, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "src"]
    subprocess.run(compiling, cwd=copy, check=True)
    parts: dict[Circles, list[str]] = defaultdict(list)
    for module in modules:
        parts[ROOMS[room].nearer.get(module, ROOMS[room].tests)].append(module)
    sessions = [_Session(copy, n, *part, cosmic_ray) for n, part in enumerate(parts.items())]
    for session in sessions:
        session.prepare()
    _draw([session.results for session in sessions], copy, sample, seed)
    found: list[tuple[str, ...]] = []
    for session in sessions:
        print(f"{room}: {', '.join(session.modules)}", file=sys.stderr, flush=True)
        found += session.play()
    return found


@dataclass(frozen=True)
class _Session:
    """Mutants of some modules before the tests that are to notice them, in a copy of the checkout."""

    copy: Path
    number: int
    circles: Circles
    modules: list[str]
    cosmic_ray: str

    @property
    def results(self) -> Path:
        return self.copy / f"session{self.number}.sqlite"

    def prepare(self) -> None:
        """Write down which mutants there are."""
        paths = ", ".join(f'"{PACKAGE / module}"' for module in self.modules)
        (self.copy / self._settings).write_text(
            f"[cosmic-ray]\nmodule-path = [{paths}]\nexcluded-modules = []\ntimeout = {A_DAY}\n"
            f"test-command = '{shlex.join(self._asked)}'\n[cosmic-ray.distributor]\nname = \"local\"\n",
            "utf-8",
        )
        self._call(self.cosmic_ray, "init", self._settings, self.results.name)

    def play(self) -> list[tuple[str, ...]]:
        """Run the tests without a mutant, then with each; print and return what became of them."""
        with sqlite3.connect(self.results) as database:
            if not database.execute("SELECT count(*) FROM work_items").fetchone()[0]:
                return []
        socket = self.copy / f"{self.number}.sock"
        program = [PYTHON, "tools/forked_tests.py", "serve", str(socket), *self.circles]
        with subprocess.Popen(program, cwd=self.copy, env=self._environment) as tests:
            try:
                while not socket.exists() and tests.poll() is None:
                    time.sleep(0.1)
                if subprocess.run(self._asked, cwd=self.copy, check=False).returncode:
                    sys.exit(f"Tests fail without a mutant: pytest {' '.join(self.circles)}")
                self._call(self.cosmic_ray, "exec", self._settings, self.results.name)
            finally:
                tests.terminate()
        with sqlite3.connect(self.results) as database:
            found = database.execute(
                "SELECT module_path, operator_name, start_pos_row, test_outcome, diff"
                " FROM mutation_specs JOIN work_results USING (job_id) ORDER BY module_path, start_pos_row"
            ).fetchall()
        _tell(found)
        return found

    @property
    def _settings(self) -> str:
        return f"session{self.number}.toml"

    @property
    def _asked(self) -> list[str]:
        return [PYTHON, "-IS", "tools/forked_tests.py", "ask", f"{self.copy}/{self.number}.sock"]

    @property
    def _environment(self) -> dict[str, str]:
        return {"PYTHONPATH": str(self.copy / "src"), "PATH": "/usr/bin:/bin"}

    def _call(self, *arguments: str) -> None:
        subprocess.run(arguments, cwd=self.copy, env=self._environment, check=True, stdout=subprocess.DEVNULL)


def _draw(files: list[Path], copy: Path, sample: int, seed: int) -> None:
    """Keep a random sample of the mutants of several sessions."""
    jobs: list[tuple[Path, str]] = []
    trees: dict[str, _Places] = {}
    for file in files:
        with sqlite3.connect(file) as session:
            asked = (
                "SELECT module_path, operator_name, start_pos_row, start_pos_col, job_id FROM mutation_specs"
            )
            rows = session.execute(f"{asked} ORDER BY module_path, operator_name, operator_args, occurrence")
            for module, operator, row, column, job in rows:
                if module not in trees:
                    trees[module] = _Places(ast.parse((copy / module).read_text("utf-8")))
                if trees[module].can_be_noticed(operator, (row, column)):
                    jobs.append((file, job))
    kept = set(random.Random(seed).sample(jobs, min(sample or len(jobs), len(jobs))))
    for file in files:
        with sqlite3.connect(file) as session:
            for (job,) in session.execute("SELECT job_id FROM work_items").fetchall():
                if (file, job) not in kept:
                    session.execute("DELETE FROM mutation_specs WHERE job_id = ?", (job,))
                    session.execute("DELETE FROM work_items WHERE job_id = ?", (job,))


class _Places:
    """Where a module has annotations, `slots=True`, and operators between two values."""

    def __init__(self, tree: ast.Module) -> None:
        self._idle: list[tuple[_Place, _Place]] = []
        self._between: list[tuple[_Place, _Place]] = []
        for node in ast.walk(tree):
            if isinstance(node, ast.BinOp):
                self._between.append((_ends(node.left), _starts(node.right)))
            if isinstance(node, ast.keyword) and node.arg == "slots":
                self._idle.append((_starts(node), _ends(node)))
            for name in ("annotation", "returns"):
                if isinstance(one := getattr(node, name, None), ast.expr):
                    self._idle.append((_starts(one), _ends(one)))

    def can_be_noticed(self, operator: str, place: "_Place") -> bool:
        """Whether a mutant there is code that is run, and can be read."""
        if any(start <= place < end for start, end in self._idle):
            return False
        return "BinaryOperator" not in operator or any(start <= place < end for start, end in self._between)


_Place = tuple[int, int]


def _starts(node: ast.expr | ast.keyword) -> _Place:
    return node.lineno, node.col_offset


def _ends(node: ast.expr | ast.keyword) -> _Place:
    return node.end_lineno or 0, node.end_col_offset or 0


def _survived(row: tuple[str, ...]) -> bool:
    return "SURVIVED" in str(row[3]).upper()


def _tell(results: list[tuple[str, ...]]) -> None:
    for module, operator, line, _, diff in filter(_survived, results):
        changed = [
            text for text in str(diff).splitlines() if text[:1] in "+-" and text[:3] not in {"+++", "---"}
        ]
        print(f"  survived: {module}:{line} {operator}", *changed, sep="\n    ", flush=True)


def _report(room: str, results: list[tuple[str, ...]]) -> None:
    """Print the score of each module and of the room."""
    drawn, left = Counter(row[0] for row in results), Counter(row[0] for row in filter(_survived, results))
    width = max(map(len, drawn), default=0)
    for module, total in sorted(drawn.items()):
        noticed = total - left[module]
        print(f"  {module:{width}} {noticed:4} of {total:4} {noticed / total:7.1%}")
    total = len(results)
    noticed = total - left.total()
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
