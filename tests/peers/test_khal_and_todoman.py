"""What khal shows of our calendars, todoman of our to-dos, and vdirsyncer of a feed that changes.

It runs where they are: `pip install khal todoman vdirsyncer`, or with `--target FOLDER` and then
`CAMPAIGNFLOW_PEERS=FOLDER`.
"""

import functools
import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.agenda import Agenda, at, campaign, entry, golden_agenda

from campaignflow.export.ical import Revision, to_ics

Run = Callable[..., str]
KHAL = """\
[calendars]
[[plan]]
path = {folder}/plan
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = {zone}
default_timezone = {zone}
[sqlite]
path = {folder}/khal.db
[default]
default_calendar = plan
"""
VDIRSYNCER = """\
[general]
status_path = "{folder}/status/"
[pair plan]
a = "feed"
b = "files"
collections = null
[storage feed]
type = "http"
url = "{url}"
[storage files]
type = "filesystem"
path = "{folder}/plan/"
fileext = ".ics"
"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """How to run one of them; what they keep they keep in a folder of the test."""
    (tmp_path / "plan").mkdir()
    path = [one for one in (os.environ.get("CAMPAIGNFLOW_PEERS"),) if one]
    homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(tmp_path))
    surroundings = {
        **os.environ,
        **homes,
        "PYTHONPATH": os.pathsep.join(path),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }

    def run(module: str, *arguments: str) -> str:
        called = [sys.executable, "-W", "ignore", "-m", module, *arguments]
        probe = [sys.executable, "-c", f"import {module}"]
        if subprocess.run(probe, env=surroundings, capture_output=True, check=False).returncode:
            pytest.skip(
                f"{module} is not installed, so it was NOT asked about our calendars: pip install {module}, "
                "or set CAMPAIGNFLOW_PEERS"
            )
        done = subprocess.run(
            called, env=surroundings, capture_output=True, timeout=60, check=False, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def by_khal(run: Run, folder: Path, octets: bytes, zone: str, days: str) -> set[tuple[str, str, str]]:
    """Return start, end and title of what khal shows to somebody in a zone."""
    (folder / "khal.conf").write_text(KHAL.format(folder=folder, zone=zone))
    (folder / "feed.ics").write_bytes(octets)
    khal = functools.partial(run, "khal", "-c", str(folder / "khal.conf"))
    khal("import", "--batch", str(folder / "feed.ics"))
    shown = khal("list", "--format", "{start}|{end}|{title}", "-df", "", *days.split())
    return {tuple(line.split("|")) for line in shown.splitlines() if line}


@pytest.mark.parametrize(
    ("zone", "call"),
    [
        ("Asia/Shanghai", "2027-03-22 21:00"),
        ("America/New_York", "2027-03-22 09:00"),
        ("Pacific/Apia", "2027-03-23 02:00"),
    ],
)
def test_khal_shows_days_as_days_and_hours_by_the_clock_of_whoever_looks(
    zone: str, call: str, run: Run, tmp_path: Path
):
    shown = by_khal(run, tmp_path, to_ics(golden_agenda()), zone, "2027-02-01 90d")
    starts = {title.partition("（")[0]: start for start, _, title in shown}
    assert starts["世界水日"] == "2027-03-22"
    assert starts["截止：印发方案"] == "2027-02-23"
    assert starts["与联合国水机制连线 \U0001f4a7"] == call
    assert ("2027-03-22", "2027-03-28", "世界水日 · 中国水周") in shown
    assert len(shown) == 9


def test_khal_follows_the_clock_over_changes_in_both_hemispheres(run: Run, tmp_path: Path):
    made = [
        entry(f"{zone}-{day}", f"{zone} {day}", start=at(f"{day}T09:00", zone), zone=zone)
        for zone in ("America/New_York", "Australia/Sydney")
        for day in ("2027-03-12", "2027-03-15", "2027-04-02", "2027-04-06", "2027-10-01", "2027-10-05")
    ]
    shown = by_khal(run, tmp_path, to_ics(Agenda(made)), "Asia/Shanghai", "2027-03-01 300d")
    wanted = {one.start.astimezone(at("2027-01-01").tzinfo).strftime("%Y-%m-%d %H:%M") for one in made}
    assert {start for start, _, _ in shown} == wanted
    assert len(shown) == len(made)


def test_todoman_shows_what_is_due_and_until_when(run: Run, tmp_path: Path):
    made = [
        campaign(),
        entry("water-week/plan", "印发方案", due=date(2027, 2, 23)),
        entry("water-week/report", '报送，"总结"; 一', due=date(2027, 4, 2), needs=("water-week/plan",)),
    ]
    octets = to_ics(Agenda(made), todos="todo", profile="extended")
    head, *todos = octets.split(b"BEGIN:VTODO")
    for n, todo in enumerate(todos):
        body = todo.partition(b"END:VTODO")[0]
        opening = head.partition(b"BEGIN:VEVENT")[0]
        (tmp_path / "plan" / f"{n}.ics").write_bytes(
            opening + b"BEGIN:VTODO" + body + b"END:VTODO\r\nEND:VCALENDAR\r\n"
        )
    (tmp_path / "todo.py").write_text(
        f'path = "{tmp_path}/plan"\ndate_format = "%Y-%m-%d"\ntime_format = "%H:%M"\n'
    )
    shown = json.loads(run("todoman", "--config", str(tmp_path / "todo.py"), "--porcelain", "list"))
    assert {one["summary"] for one in shown} == {"印发方案", '报送，"总结"; 一'}
    due = {one["summary"][:2]: datetime.fromtimestamp(one["due"], UTC).date() for one in shown}
    assert due == {"印发": date(2027, 2, 23), "报送": date(2027, 4, 2)}
    assert not any(one["completed"] for one in shown)


@pytest.fixture
def feed(tmp_path: Path) -> Iterator[str]:
    """The address at which `served.ics` of the test's folder is handed out, on this machine alone."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/served.ics"
        server.shutdown()


def test_vdirsyncer_keeps_one_item_for_each_event_through_its_life(run: Run, feed: str, tmp_path: Path):
    """It tells items of a feed apart by what they say, without UID and stamps: what stays must stay so."""
    (tmp_path / "v.conf").write_text(VDIRSYNCER.format(folder=tmp_path, url=feed))
    vdirsyncer = functools.partial(run, "vdirsyncer", "-c", str(tmp_path / "v.conf"))
    day, other = date(2027, 3, 16), entry("y", "别的", start=date(2027, 3, 1), end=date(2027, 3, 1))
    moved = at("2027-01-05T09:00")
    kept: set[bytes] = set()
    life = [
        (day, None, "CONFIRMED"),
        (date(2027, 3, 17), Revision(1, moved), "CONFIRMED"),
        (date(2027, 3, 17), Revision(2, moved, cancelled=True), "CANCELLED"),
    ]
    for n, (when, revision, status) in enumerate(life):
        revisions = {} if revision is None else {"x": revision}
        octets = to_ics(Agenda([entry("x", "水日", start=when, end=when), other]), revisions=revisions)
        (tmp_path / "served.ics").write_bytes(octets)
        if n == 0:
            vdirsyncer("discover")
        vdirsyncer("sync")
        items = [file.read_bytes() for file in (tmp_path / "plan").iterdir()]
        (mine,) = [item for item in items if "水日".encode() in item]
        assert len(items) == 2
        kept.update(item for item in items if item != mine)
        assert f"DTSTART;VALUE=DATE:{when:%Y%m%d}".encode() in mine
        assert f"STATUS:{status}".encode() in mine
    assert len(kept) == 1
    (tmp_path / "served.ics").write_bytes(to_ics(Agenda([other])))
    vdirsyncer("sync", "--force-delete")
    assert len(list((tmp_path / "plan").iterdir())) == 1
