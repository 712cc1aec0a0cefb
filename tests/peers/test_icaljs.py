"""Thunderbird's reader and a Python one, given the same file, find the same agenda.

It runs where node and ical.js are: `npm install ical.js` in the checkout, or anywhere and then
`CAMPAIGNFLOW_ICALJS=that/node_modules/ical.js`.
"""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from tests.agenda import Agenda, at, briefing, campaign, entry, golden_agenda

from campaignflow.export import lines
from campaignflow.export.ical import Revision, to_ics
from campaignflow.planfile.loader import load
from campaignflow.scheduling.schedule import schedule

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture(scope="module")
def command() -> list[str]:
    """How to have ical.js read a file."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed, so Thunderbird's reader was NOT asked about our calendars")
    place = Path(os.environ.get("CAMPAIGNFLOW_ICALJS") or ROOT / "node_modules" / "ical.js")
    library = place if place.suffix == ".js" and place.is_file() else place / "dist" / "ical.js"
    if not library.is_file():
        pytest.skip(
            f"there is no ical.js at {place}, so Thunderbird's reader was NOT asked about our calendars: "
            "npm install ical.js, or set CAMPAIGNFLOW_ICALJS"
        )
    return [node, str(HERE / "agenda.mjs"), str(library)]


def by_icaljs(command: list[str], octets: bytes, folder: Path) -> dict:
    file = folder / "calendar.ics"
    file.write_bytes(octets)
    done = subprocess.run([*command, str(file)], capture_output=True, check=True, timeout=60)
    return json.loads(done.stdout)


def by_icalendar(octets: bytes) -> dict:
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
        return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def text(component: icalendar.Component, name: str) -> str | None:
        return str(component[name]) if name in component else None

    def trigger(alarm: icalendar.Component) -> list[str]:
        return [alarm["TRIGGER"].to_ical().decode(), alarm["TRIGGER"].params.get("RELATED", "START")]

    return {
        "name": str(calendar["NAME"]),
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


def same_agenda(command: list[str], octets: bytes, folder: Path) -> dict:
    read = by_icaljs(command, octets, folder)
    assert read == by_icalendar(octets)
    return read


def test_the_golden_programme_is_the_same_agenda_to_both(command: list[str], tmp_path: Path):
    octets = to_ics(
        golden_agenda(),
        todos="both",
        alarm=timedelta(hours=1),
        revisions={"water-week/briefing": Revision(3, at("2027-01-05T16:20"))},
    )
    read = same_agenda(command, octets, tmp_path)
    assert len(read["agenda"]) == 10
    (call,) = [one for one in read["agenda"] if one["summary"].startswith("与联合国水机制连线")]
    assert (call["start"], call["end"]) == ("2027-03-22T13:00:00Z", "2027-03-22T14:00:00Z")


@pytest.mark.parametrize("plan", sorted((ROOT / "examples").rglob("*.yaml")), ids=lambda plan: plan.stem)
def test_a_real_plan_is_the_same_agenda_to_both(plan: Path, command: list[str], tmp_path: Path):
    made = schedule(load(plan))
    read = same_agenda(command, to_ics(made, todos="both"), tmp_path)
    assert bool(read["agenda"]) == any(entry.is_dated for entry in made.entries)


@pytest.mark.parametrize(
    "zone",
    [
        "Asia/Shanghai",
        "Asia/Kolkata",
        "Asia/Gaza",
        "Africa/Cairo",
        "America/New_York",
        "America/Nuuk",
        "Australia/Lord_Howe",
        "Europe/Dublin",
        "Pacific/Apia",
    ],
)
def test_both_find_the_instants_that_were_meant_through_all_changes_of_the_clock(
    zone: str, command: list[str], tmp_path: Path
):
    starts = [
        at(f"{year}-{month:02d}-{day:02d}T09:30", zone)
        for year in (1987, 1991, 2006, 2007, 2012, 2027, 2040)
        for month in range(1, 13)
        for day in (1, 15, 29 if month != 2 else 28)
    ]
    made = [entry(f"x/{n:03d}", start=start, zone=zone) for n, start in enumerate(starts)]
    read = same_agenda(command, to_ics(Agenda(made)), tmp_path)
    meant = sorted(start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for start in starts)
    assert sorted(one["start"] for one in read["agenda"]) == meant


def test_both_read_what_planners_type(command: list[str], tmp_path: Path):
    typed = [
        "通稿, 定稿; 见 C:\\new\\,",
        "一\r\nBEGIN:VEVENT\r\nUID:x",
        "\x00无声\x1b[31m",
        "\u202e左\u200f右\ufeff",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * 20,
        "e\u0301" * 60,
        "坏\ud800字\udfff",
        '“引号” " ^n \\n \\N \\\\',
        "水" * 200,
        "\u2028段\u2029落\x85",
    ]
    made = [campaign(title=typed[0])]
    made += [briefing_like(n, text) for n, text in enumerate(typed)]
    read = same_agenda(command, to_ics(Agenda(made, programme_title=typed[1])), tmp_path)
    titles = {one["summary"] for one in read["agenda"]}
    assert titles == {lines.one_line(text) for text in typed}
    assert read["name"] == lines.one_line(typed[1])


def briefing_like(number: int, text: str):
    start = at(f"2027-03-{number + 1:02d}T09:30")
    return entry(
        f"water-week/{number}", text, start=start, end=start + timedelta(hours=1), note=(text,), where=(text,)
    )


def test_a_short_file_is_read_too(command: list[str], tmp_path: Path):
    assert len(same_agenda(command, to_ics(Agenda([briefing()])), tmp_path)["agenda"]) == 1
    assert same_agenda(command, to_ics(Agenda([])), tmp_path)["agenda"] == []
