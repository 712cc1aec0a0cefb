"""P12: requests for a calendar of 1,000 events, beside the same bytes as a static file of the same server.

One process of uvicorn (httptools, uvloop) has both, our feeds and starlette's `StaticFiles`
(`p12_server`), and one client asks over one connection that stays open.  Only the request is timed, from
sending it to having read all of the answer.  Unchanged: the client says which version it has
(`If-None-Match`) and is told that it has it.  Changed: before each request this process moves a date in
the store's file, each time of another campaign, so that the calendar must be made anew; what is answered
is then laid down as the static file, which is asked for in the same way.  Neither the act nor the laying
down is timed.  CPU time is that of the server.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import ENVIRONMENT, Cost, Row, Times, in_turn
from p10_apply import plan
from peers import bench_packages, bench_python

import campaignflow as cf

__all__ = ["rows", "ticking"]

CAMPAIGNS = 84
"""Of twelve events each: the campaign, a key date, ten activities."""
ASKED = 200
RUNS = 9
CHANGES = 45
SERVER = "import site, sys; site.addsitedir(sys.argv.pop(1)); from p12_server import main; main()"
BEGIN = datetime(2027, 1, 4, 1, tzinfo=UTC)
FILE = "office.ics"
OURS, STATIC = "ours", "static"


UNCHANGED, CHANGED = "unchanged (304)", "changed (200)"
GOALS = ((UNCHANGED, 1 / 0.7, "≥ 0.7 × its speed"), (CHANGED, 1 / 0.3, "≥ 0.3 × its speed"))


class _NotRun(Times):
    """The times of what could not be run, as both sides are answers of the peer's server."""

    def __str__(self) -> str:
        """Say nothing."""
        return ""


def ticking(since: float) -> Callable[[], datetime]:
    """Return a clock that began on a day of 2027 at a moment of the machine's, the same in each process."""
    return lambda: BEGIN + timedelta(seconds=time.time() - since)


class Client:
    """One connection to the server."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str, tag: str = "") -> tuple[int, str, bytes, float]:
        """Return status, ETag and body of an answer, and the seconds until all of it was there."""
        headers = {"If-None-Match": tag} if tag else {}
        began = time.perf_counter()
        self._connection.request("GET", path, headers=headers)
        answer = self._connection.getresponse()
        body = answer.read()
        took = time.perf_counter() - began
        return answer.status, answer.headers.get("ETag", ""), body, took

    def asked(self, path: str, tag: str, status: int, count: int) -> Cost:
        """Ask so many times for what must be answered so; return what one request took."""
        before, took = self.used(), 0.0
        for _ in range(count):
            said, _, _, one = self.get(path, tag)
            assert said == status, said
            took += one
        return Cost(took / count, (self.used() - before) / count)

    def used(self) -> float:
        """Return the CPU seconds of the server so far."""
        return float(self.get("/used")[2])


@contextmanager
def _serving(store: Path, folder: Path, since: float) -> Iterator[Client]:
    """Run the server for a while."""
    command = [sys.executable, "-c", SERVER, *map(str, (bench_packages(), store, folder, since))]
    here = Path(__file__).parent
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT, cwd=here) as server:
        assert server.stdout is not None
        try:
            yield Client(int(server.stdout.readline()))
        finally:
            server.terminate()


def rows() -> Iterator[Row]:
    """Time requests to both addresses in turn."""
    peer = bench_python("uvicorn")
    if peer.absent:
        for work, most, goal in GOALS:
            yield Row("P12", f"feed request, {work}", _NotRun(()), peer.absent, most=most, goal=goal)
        return
    since = time.time()
    with TemporaryDirectory(prefix="campaignflow-p12-") as name:
        folder = Path(name) / "files"
        folder.mkdir()
        store = Path(name) / "office.db"
        with cf.open_office(f"sqlite:///{store}", clock=ticking(since)) as office:
            office.apply(plan(CAMPAIGNS), actor="li-wei")
            token, _ = office.add_feed("whole", actor="li-wei")
            paths = {OURS: f"/feeds/{token}.ics", STATIC: f"/files/{FILE}"}
            with _serving(store, folder, since) as client:
                yield from _rows(client, office, paths, folder / FILE, peer.name)


def _rows(
    client: Client, office: cf.Office, paths: Mapping[str, str], file: Path, server: str
) -> Iterator[Row]:
    said = f"{bench_python('starlette').name}, static file, {server}"
    changed, events = _changed(client, office, paths, file)
    size = file.stat().st_size / 1000
    tags = {side: client.get(path)[1] for side, path in paths.items()}
    asked = {side: partial(client.asked, path, tags[side], 304, ASKED) for side, path in paths.items()}
    times = {UNCHANGED: in_turn(asked, RUNS), CHANGED: changed}
    title = f"feed request, {events:,} events"
    remarks = {
        UNCHANGED: f"a calendar of {size:,.0f} KB",
        CHANGED: f"{CHANGES} changes, after each the whole calendar is sent, the same bytes by both",
    }
    for work, most, goal in GOALS:
        yield Row(
            "P12",
            f"{title}, {work}",
            times[work][OURS],
            said,
            times[work][STATIC],
            most=most,
            goal=goal,
            remarks=(remarks[work],),
        )
    whole = {side: partial(client.asked, path, "", 200, ASKED // 4) for side, path in paths.items()}
    sent = in_turn(whole, RUNS)
    yield Row("P12", f"{title}, unchanged, asked without a version (200)", sent[OURS], said, sent[STATIC])


def _changed(
    client: Client, office: cf.Office, paths: Mapping[str, str], file: Path
) -> tuple[dict[str, Times], int]:
    """Move a date and ask both, again and again; return what requests took, and how many events there are."""
    costs: dict[str, list[Cost]] = {side: [] for side in paths}
    _, tag, body, _ = client.get(paths[OURS])
    file.write_bytes(body)
    tags = {OURS: tag, STATIC: client.get(paths[STATIC])[1]}
    for number in range(CHANGES):
        _move(office, number % CAMPAIGNS + 1)
        bodies = {}
        for side, path in paths.items():
            before = client.used()
            status, tags[side], bodies[side], took = client.get(path, tags[side])
            assert status == 200, status
            costs[side].append(Cost(took, client.used() - before))
            file.write_bytes(bodies[OURS])
        assert bodies[OURS] == bodies[STATIC] != body
        body = bodies[OURS]
    return {side: Times(found) for side, found in costs.items()}, body.count(b"BEGIN:VEVENT")


def _move(office: cf.Office, number: int) -> None:
    """Move the last activity of a campaign by a day."""
    ref = f"campaign:bench/campaign-{number:04}/summary"
    (entry,) = (one for one in office.schedule().entries if one.id == f"campaign-{number:04}/summary")
    assert isinstance(entry.start, date)
    first = entry.start + timedelta(1)
    office.reschedule(ref, f"{first}/{first + timedelta(1)}", actor="li-wei", reason="场地冲突")
