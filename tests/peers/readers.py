"""What different readers find in a calendar file, in one form: `READERS`, and `strictly`, the measure.

An agenda is a list of components; of each kind, UID, start and end (a day, or an instant in UTC), texts,
categories, status, SEQUENCE, alarms.
"""

import json
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from tests.peers import found, libical
from tests.strict_ical import Line, Part, check

__all__ = ["READERS", "strictly"]

Agenda = dict[str, Any]
ESCAPED = re.compile(r"\\(.)")


@cache
def strictly(octets: bytes) -> Agenda:
    """Return what stands there, by the strict reader of the tests and the zones of this machine."""
    calendar = check(octets)
    name = calendar.one("NAME")
    parts = [part for part in calendar.parts if part.name in {"VEVENT", "VTODO"}]
    return {
        "name": None if name is None else _plain(name.value),
        "agenda": [_part(part) for part in parts],
    }


def _part(part: Part) -> dict[str, Any]:
    def text(name: str) -> str | None:
        line = part.one(name)
        return None if line is None else _plain(line.value)

    end = part.one("DTEND") or part.one("DUE")
    categories = part.one("CATEGORIES")
    triggers = [alarm.all("TRIGGER")[0] for alarm in part.parts]
    return {
        "kind": part.name,
        "uid": text("UID"),
        "start": _time(part.one("DTSTART")),
        "end": _time(end),
        "summary": text("SUMMARY"),
        "description": text("DESCRIPTION"),
        "location": text("LOCATION"),
        "categories": [] if categories is None else _listed(categories.value),
        "status": text("STATUS"),
        "sequence": int(text("SEQUENCE") or 0),
        "alarms": [[one.value, one.params.get("RELATED", "START")] for one in triggers],
    }


def _plain(value: str) -> str:
    return ESCAPED.sub(lambda one: "\n" if one[1] in "nN" else one[1], value)


def _listed(value: str) -> list[str]:
    found, start, at = [], 0, 0
    while at < len(value):
        if value[at] == "\\":
            at += 1
        elif value[at] == ",":
            found.append(value[start:at])
            start = at + 1
        at += 1
    return [_plain(one) for one in (*found, value[start:])]


def _time(line: Line | None) -> str | None:
    if line is None:
        return None
    if line.params.get("VALUE") == "DATE":
        return f"{datetime.strptime(line.value, '%Y%m%d').date()}"
    if "TZID" not in line.params:
        return _instant(datetime.strptime(line.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC))
    zone = ZoneInfo(line.params["TZID"])
    return _instant(datetime.strptime(line.value, "%Y%m%dT%H%M%S").replace(tzinfo=zone))


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def by_icalendar(octets: bytes) -> Agenda:
    """Return what the Python library finds, by the zones of the file."""
    calendar = icalendar.Calendar.from_ical(octets)
    zones = {str(one["TZID"]): one.to_tz(lookup_tzid=False) for one in calendar.walk("VTIMEZONE")}

    def time(component: icalendar.Component, name: str) -> str | None:
        if name not in component:
            return None
        found = component[name].dt
        if not isinstance(found, datetime):
            return found.isoformat()
        if "TZID" in component[name].params:
            found = found.replace(tzinfo=zones[component[name].params["TZID"]])
        return _instant(found)

    def text(component: icalendar.Component, name: str) -> str | None:
        return str(component[name]) if name in component else None

    def trigger(alarm: icalendar.Component) -> list[str]:
        return [alarm["TRIGGER"].to_ical().decode(), alarm["TRIGGER"].params.get("RELATED", "START")]

    return {
        "name": text(calendar, "NAME"),
        "agenda": [
            {
                "kind": component.name,
                "uid": str(component["UID"]),
                "start": time(component, "DTSTART"),
                "end": time(component, "DTEND") or time(component, "DUE"),
                "summary": text(component, "SUMMARY"),
                "description": text(component, "DESCRIPTION"),
                "location": text(component, "LOCATION"),
                "categories": list(component["CATEGORIES"].cats) if "CATEGORIES" in component else [],
                "status": text(component, "STATUS"),
                "sequence": component["SEQUENCE"],
                "alarms": [trigger(alarm) for alarm in component.walk("VALARM")],
            }
            for component in calendar.subcomponents
            if component.name in {"VEVENT", "VTODO"}
        ],
    }


def by_icaljs(octets: bytes) -> Agenda:
    """Return what Thunderbird's reader finds, by the zones of the file."""
    command = found.icaljs()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "calendar.ics"
        file.write_bytes(octets)
        done = subprocess.run([*command, str(file)], capture_output=True, check=True, timeout=60)
    read: Agenda = json.loads(done.stdout)
    return read


def by_libical(octets: bytes) -> Agenda:
    """Return what the reader of GNOME and KDE finds, by the zones of the file; it must remark on nothing."""
    found.library()
    read = libical.read(octets)
    assert (read.remarks, read.broken) == ([], [])
    return {"name": read.name, "agenda": read.agenda}


READERS: dict[str, Callable[[bytes], Agenda]] = {
    "icalendar": by_icalendar,
    "ical.js": by_icaljs,
    "libical": by_libical,
}
