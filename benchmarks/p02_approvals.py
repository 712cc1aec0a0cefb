"""P2: one campaign submitted and approved by four people in order, five durable commits to a file.

Ours through what users call (`p02_ours`), Wagtail's workflow of four group approval tasks (`p02_peers`), and
the same rows by `sqlite3` alone (`p02_sqlite`).  All three write SQLite with a write-ahead log and
synchronous=FULL, into a new file for each run, which holds as many campaigns as are timed.
"""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import p02_ours
import p02_sqlite
from measuring import ENVIRONMENT, Cost, Row, in_turn
from peers import bench_python

__all__ = ["rows"]

CAMPAIGNS = 20
RUNS = 7
PEERS = Path(__file__).with_name("p02_peers.py")
STEPS: Sequence[tuple[str, str]] = tuple(p02_ours.REVIEWERS.items())
TABLES = ("journal", "tasks", "timers", "unsealed")


def _ours(left: dict[str, dict[str, float]]) -> Cost:
    with TemporaryDirectory(prefix="campaignflow-p2-") as name:
        file = p02_ours.store(Path(name), CAMPAIGNS + 1)
        before = _counted(file)
        cost = p02_ours.approved(file, CAMPAIGNS + 1)
        left["ours"] = _each(before, _counted(file))
    return cost


def _bare(left: dict[str, dict[str, float]], body: str) -> Cost:
    with TemporaryDirectory(prefix="campaignflow-p2-") as name:
        cost = p02_sqlite.approved(Path(name), CAMPAIGNS + 1, body, STEPS)
        left["bare"] = _each(dict.fromkeys(TABLES, 0), _counted(Path(name) / "bare.db"))
    return cost


def _wagtail(python: str, site: Path) -> Cost:
    """Let Wagtail play in its own environment, on a copy of the site."""
    with TemporaryDirectory(prefix="campaignflow-p2-") as name:
        file = shutil.copy(site, Path(name) / "site.db")
        return Cost(**json.loads(_run(python, "play", file, CAMPAIGNS)))


def _run(python: str, *arguments: object) -> str:
    command = [python, str(PEERS), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=ENVIRONMENT).stdout


def _counted(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(file)) as connection:
        count = "SELECT count(*) FROM "
        return {name: connection.execute(count + name).fetchone()[0] for name in TABLES}


def _each(before: dict[str, int], after: dict[str, int]) -> dict[str, float]:
    return {name: (after[name] - before[name]) / (CAMPAIGNS + 1) for name in TABLES}


def _remark(side: str, left: dict[str, float]) -> str:
    told = ", ".join(f"{name} {count:g}" for name, count in left.items())
    return f"rows that one campaign leaves behind, {side}: {told}"


def rows() -> Iterator[Row]:
    """Time the sides in turn."""
    left: dict[str, dict[str, float]] = {}
    peer = bench_python("Wagtail")
    with TemporaryDirectory(prefix="campaignflow-p2-") as name:
        body = p02_ours.body(p02_ours.store(Path(name), 1))
        sides: dict[str, Callable[[], Cost]] = {
            "ours": lambda: _ours(left),
            "bare": lambda: _bare(left, body),
        }
        if not peer.absent:
            site = Path(name) / "site.db"
            _run(peer.program, "make", site)
            sides["wagtail"] = lambda: _wagtail(peer.program, site)
        times = in_turn(sides, RUNS)
    work = "one campaign: submit and four approvals, each a durable commit"
    remarks = [_remark(side, left[side]) for side in ("ours", "bare")]
    yield Row(
        "P2",
        work,
        times["ours"],
        peer.absent or f"{peer.name}, workflow",
        times.get("wagtail"),
        most=1 / 40,
        goal="≤ 1/40 of Wagtail",
    )
    yield Row(
        "P2",
        work,
        times["ours"],
        f"sqlite3 {sqlite3.sqlite_version}, the same rows",
        times["bare"],
        most=3.0,
        goal="≤ 3 × bare sqlite3",
        remarks=remarks,
    )
