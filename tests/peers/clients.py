"""vdirsyncer, khal and todoman as somebody runs them who reads our calendars; each in a folder of a test."""

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

from tests.peers.found import python, surroundings

__all__ = [
    "Shown",
    "Subscriber",
    "all_by_khal",
    "by_khal",
    "by_todoman",
    "days_between",
    "listening",
    "served",
]

KHAL = """\
[calendars]
[[plan]]
path = {items}
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
TODOMAN = 'path = "{lists}"\ndate_format = "%Y-%m-%d"\ntime_format = "%H:%M"\n'
PAIR = """\
[pair {name}]
a = "{name}_there"
b = "{name}_here"
collections = null
{choices}
[storage {name}_here]
type = "filesystem"
path = "{folder}/items/{name}/"
fileext = ".ics"
[storage {name}_there]
{there}
"""
FIELDS = ("uid", "start-long", "end-long", "all-day", "status", "location", "title")


def run(module: str, folder: Path, *arguments: str) -> str:
    """Run one of them and return what it prints."""
    done = subprocess.run(
        [python(module), "-W", "ignore", "-m", module, *arguments],
        env=surroundings(folder),
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Subscriber:
    """vdirsyncer, which keeps items from elsewhere as files here: one pair for each name."""

    def __init__(self, folder: Path, there: Mapping[str, Mapping[str, str]]) -> None:
        self._folder = folder
        said = [f'[general]\nstatus_path = "{folder}/status/"\n']
        for name, storage in there.items():
            (folder / "items" / name).mkdir(parents=True)
            lines = "\n".join(f'{key} = "{value}"' for key, value in storage.items())
            # What a feed drops goes here as well, and a calendar that has become empty is one.
            choices = (
                'partial_sync = "ignore"' if storage["type"] == "http" else 'conflict_resolution = "a wins"'
            )
            said.append(PAIR.format(name=name, folder=folder, there=lines, choices=choices))
        (folder / "vdirsyncer.conf").write_text("".join(said))
        self._vdirsyncer = partial(run, "vdirsyncer", folder, "-c", str(folder / "vdirsyncer.conf"))
        self._vdirsyncer("discover")

    def look(self) -> "Subscriber":
        """Fetch what has changed."""
        self._vdirsyncer("sync", "--force-delete")
        return self

    def folder(self, name: str) -> Path:
        """Return where the items are."""
        return self._folder / "items" / name

    def items(self, name: str) -> list[bytes]:
        """Return what is kept, a calendar file for each item."""
        return [file.read_bytes() for file in sorted(self.folder(name).iterdir())]


class Shown(NamedTuple):
    """An event as khal shows it, by the clock of whoever looks."""

    uid: str
    start: str
    end: str
    is_all_day: bool
    status: str
    location: str
    title: str


def by_khal(folder: Path, items: Path, zone: str, first: date, days: int) -> dict[date, list[Shown]]:
    """Return what khal shows on which day to somebody in a zone."""
    listed = _khal(folder, items, zone, "list", "--day-format", "\x1d{date-long}", f"{first}", f"{days}d")
    found: dict[date, list[Shown]] = {}
    for of_day in listed.split("\x1d")[1:]:
        day, _, events = of_day.partition("\x1e")
        found[date.fromisoformat(day.strip())] = list(_shown(events))
    return found


def all_by_khal(folder: Path, items: Path, zone: str, word: str) -> list[Shown]:
    """Return what khal shows somebody in a zone who looks for a word."""
    listed = _khal(folder, items, zone, "search", word).partition("\x1e")[2]
    return list(_shown(listed.replace("\n", " ")))  # it breaks lines at blanks


def _khal(folder: Path, items: Path, zone: str, *arguments: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "khal.conf").write_text(KHAL.format(folder=folder, items=items, zone=zone))
    form = "\x1e" + "\x1f".join(f"{{{name}}}" for name in FIELDS)
    command, *rest = arguments
    return run("khal", folder, "-c", str(folder / "khal.conf"), command, "--format", form, *rest)


def _shown(events: str) -> Iterator[Shown]:
    for event in events.split("\x1e"):
        uid, start, end, whole, status, location, title = event.strip().split("\x1f")
        yield Shown(uid, start, end, whole == "True", status.strip(), location, title)


def by_todoman(folder: Path, lists: str) -> list[dict[str, Any]]:
    """Return the to-dos that todoman shows of folders that a pattern names."""
    (folder / "todo_config.py").write_text(TODOMAN.format(lists=lists))
    shown: list[dict[str, Any]] = json.loads(
        run("todoman", folder, "--config", str(folder / "todo_config.py"), "--porcelain", "list")
    )
    return shown


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Hand out a folder over HTTP, on this machine alone, and yield its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with listening(ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))) as address:
        yield address


@contextmanager
def listening(server: ThreadingHTTPServer) -> Iterator[str]:
    """Let a server answer, and yield its address."""
    with server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def days_between(first: date, last: date) -> Iterable[date]:
    """Return each day from one to another."""
    return (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))
