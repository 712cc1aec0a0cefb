"""P7: 10,000 events with Chinese text, an alarm and a zone written into a calendar file, and one read.

Writing is whole on every side (`p07_writers`): from the same plain events, which lie in memory, each
makes the objects of its library and writes them: `Entry` and `to_ics`, `ics.Event` and `serialize`,
`icalendar.Event` and `to_ical`.  What is read is the file that `icalendar` wrote: by `read_ics`, which
mends, reports, and gives events with their zones, beside what `icalendar` makes of it by `from_ical`;
`ics` is given fewer events, as it takes a minute for as many. libical (C) only informs: it writes what it
has read, and makes nothing (`p07_libical`).

What the files say is compared after the run, and looked through by the strict reader of our tests.
"""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import icalendar
import ics
import p07_libical
from measuring import Cost, Row, call, in_turn
from p07_writers import WRITERS, Plain, front, plain_events
from peers import library

import campaignflow as cf

sys.path.append(str(Path(__file__).resolve().parent.parent))
from tests.strict_ical import faults

__all__ = ["rows"]

COUNT = 10_000
FEWER = 500
RUNS = 5
PEERS = ("ics", "icalendar")

Facts = frozenset[tuple[str, ...]]


def rows() -> Iterator[Row]:
    """Time the writers in turn, then the readers."""
    events = plain_events(COUNT)
    files = {name: write(events) for name, write in WRITERS.items()}
    found = {name: faults(octets) for name, octets in files.items()}
    if found["ours"] or front(events) != files["ours"]:
        msg = f"what we wrote is not right: {found['ours'][:5]}"
        raise RuntimeError(msg)
    yield from _written(events, files, {name: len(those) for name, those in found.items()})
    yield from _read(files["icalendar"], WRITERS["icalendar"](events[:FEWER]))
    yield from _mended(files["icalendar"])


def _written(events: Sequence[Plain], files: dict[str, bytes], wrong: dict[str, int]) -> Iterator[Row]:
    sides: dict[str, Callable[[], Cost]] = {
        name: partial(call, partial(write, events)) for name, write in {**WRITERS, "front": front}.items()
    }
    c_library = p07_libical.libical()
    if not c_library.absent:
        sides["libical"] = lambda: p07_libical.written(files["ours"])[0]
    times = in_turn(sides, RUNS)
    work = f"{COUNT:,} events written, objects and file"
    facts = {name: _facts(octets) for name, octets in files.items()}
    for name, most, goal in (("ics", 1 / 2, "≥ 2 × its speed"), ("icalendar", 1 / 6, "≥ 6 × its speed")):
        alike = f"of {COUNT:,} events, {name} says {len(facts['ours'] & facts[name]):,} as we do"
        strict = f"faults by a strict reader: ours {wrong['ours']}, {name} {wrong[name]:,}"
        yield Row(
            "P7",
            work,
            times["ours"],
            library(name).name,
            times[name],
            most=most,
            goal=goal,
            remarks=(alike, strict),
        )
    title = "the same by `to_ics_calendar(…).serialize()`, objects of ics in between"
    yield Row("P7", title, times["front"], library("ics").name, times["ics"])
    peer = c_library.absent or f"{c_library.name}, file only"
    yield Row("P7", work, times["ours"], peer, times.get("libical"))


def _read(octets: bytes, fewer: bytes) -> Iterator[Row]:
    text = fewer.decode()
    sides: dict[str, Callable[[], Cost]] = {
        "ours": lambda: call(lambda: cf.read_ics(octets)),
        "icalendar": lambda: call(lambda: icalendar.Calendar.from_ical(octets)),
        "ours, fewer": lambda: call(lambda: cf.read_ics(fewer)),
        "ics": lambda: call(lambda: ics.Calendar(text)),
    }
    c_library = p07_libical.libical()
    if not c_library.absent:
        sides["libical"] = lambda: p07_libical.read(octets)
    times = in_turn(sides, dict.fromkeys(sides, RUNS) | {"ics": 3})
    read = cf.read_ics(octets)
    assert len(read.events) == COUNT
    work = f"{COUNT:,} events read, with a report of repairs"
    yield Row(
        "P7",
        work,
        times["ours"],
        library("icalendar").name,
        times["icalendar"],
        most=1 / 0.8,
        goal="≥ 0.8 × its speed",
        remarks=(f"of a file without faults {len(read.findings)} repairs are reported",),
    )
    yield Row("P7", f"{FEWER} events read", times["ours, fewer"], library("ics").name, times["ics"])
    yield Row("P7", work, times["ours"], c_library.absent or c_library.name, times.get("libical"))


def _mended(octets: bytes) -> Iterator[Row]:
    """Time a file that needs mending, as Outlook and careless scripts write: it must be reported."""
    text = octets.decode().replace("\r\n", "\n").replace("Asia/Shanghai", "China Standard Time")
    text = re.sub(r"^UID:event-\d*7\n", "", text, flags=re.MULTILINE)
    broken = text.encode()
    sides = {
        "ours": lambda: call(lambda: cf.read_ics(broken)),
        "icalendar": lambda: call(lambda: icalendar.Calendar.from_ical(broken)),
    }
    times = in_turn(sides, 3)
    read = cf.read_ics(broken)
    assert len(read.events) == COUNT
    codes = sorted({one.code for one in read.findings})
    yield Row(
        "P7",
        f"{COUNT:,} events read of a file with bare line feeds, a Windows zone, and UIDs left out",
        times["ours"],
        library("icalendar").name,
        times["icalendar"],
        remarks=(f"reported of the broken file: {', '.join(codes)}",),
    )


def _facts(octets: bytes) -> Facts:
    """Return what a file says of each event, as `icalendar` reads it, but for UIDs, which each makes up."""
    calendar: Any = icalendar.Calendar.from_ical(octets)
    return frozenset(
        (
            *(event.decoded(name).isoformat() for name in ("dtstamp",)),
            *(str(event.decoded(name).timestamp()) for name in ("dtstart", "dtend")),
            *(
                str(event[name])
                for name in ("summary", "description", "location", "status", "transp", "class")
            ),
            event["categories"].to_ical().decode(),
            *(
                str((alarm["action"], alarm["description"], alarm["trigger"].dt))
                for alarm in event.walk("valarm")
            ),
        )
        for event in calendar.walk("vevent")
    )
