"""The calendars of the example plans, read back by another library, hold the days of the schedule."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import icalendar
import pytest

from campaignflow.export.ical import to_ics
from campaignflow.planfile.loader import load
from campaignflow.scheduling.entry import Entry
from campaignflow.scheduling.schedule import Schedule, schedule
from tests.strict_ical import check

ROOT = Path(__file__).parents[2]
PLANS = sorted((ROOT / "examples").rglob("*.yaml"))


def expected(made: Schedule) -> Iterator[tuple[date | datetime, date | datetime]]:
    """Yield start and (exclusive) end of each event that the entries with days of their own give."""
    for entry in made.entries:
        for one in [entry.at(occurrence) for occurrence in entry.occurrences] or [entry]:
            if not one.inherited and (one.start is not None or one.end is not None):
                yield days_or_hours(one)
            if one.due is not None:
                due = one.due.date() if isinstance(one.due, datetime) else one.due
                yield due, due + timedelta(1)


def days_or_hours(entry: Entry) -> tuple[date | datetime, date | datetime]:
    start, end = entry.start, entry.end
    if isinstance(start, datetime) and (end is None or isinstance(end, datetime)):
        return start.astimezone(UTC), (end or start + timedelta(hours=1)).astimezone(UTC)
    first, last = (moment.date() if isinstance(moment, datetime) else moment for moment in (start, end))
    first = first or last
    return first, (last or first) + timedelta(1)


def read_back(octets: bytes) -> Iterator[tuple[date | datetime, date | datetime]]:
    calendar = icalendar.Calendar.from_ical(octets)
    for event in calendar.walk("VEVENT"):
        moments = [event[name].dt for name in ("DTSTART", "DTEND")]
        yield tuple(one.astimezone(UTC) if isinstance(one, datetime) else one for one in moments)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_a_calendar_holds_exactly_the_days_of_its_plan(plan: Path):
    made = schedule(load(plan))
    octets = to_ics(made)
    check(octets)
    found, wanted = Counter(read_back(octets)), Counter(expected(made))
    assert wanted - found == Counter()
    campaigns = len(made.programme.campaigns) + 1
    assert (found - wanted).total() <= campaigns, "beyond them only a list of undated work for each campaign"


FORMS = [
    {"todos": todos, "profile": profile}
    for todos in ("event", "todo", "both")
    for profile in ("compat", "extended")
]


def views(made: Schedule) -> Iterator[dict[str, Any]]:
    """Yield whom a calendar of the plan may be for: everybody in every form, each reader in one of them."""
    plan = made.programme
    blocks = {"unit": plan.units, "person": plan.people, "partner": plan.media, "campaign": plan.campaigns}
    yield from FORMS
    yield from ({"audience": audience, **form} for audience in ("partners", "public") for form in FORMS)
    readers = [{kind: one} for kind, block in blocks.items() for one in block]
    yield from ({**reader, **form} for reader, form in zip(readers, cycle(FORMS), strict=False))


def strictly(octets: bytes) -> list[tuple[str, ...]]:
    """Return what the strict reader finds: kind, UID, title, times, status and links of each component."""
    return sorted(
        (
            part.name,
            *(
                line.value if (line := part.one(name)) else ""
                for name in ("UID", "DTSTART", "DTEND", "DUE", "STATUS")
            ),
            re.sub(r"\\(.)", r"\1", title.value if (title := part.one("SUMMARY")) else ""),
            *(f"{line.params['RELTYPE']}:{line.value}" for line in part.all("RELATED-TO")),
        )
        for part in check(octets).parts
        if part.name != "VTIMEZONE"
    )


def by_icalendar(octets: bytes) -> list[tuple[str, ...]]:
    """Return the same as icalendar finds it."""
    found = []
    for one in icalendar.Calendar.from_ical(octets).subcomponents:
        if one.name != "VTIMEZONE":
            links = one.get("RELATED-TO", [])
            links = links if isinstance(links, list) else [links]
            times = (
                one[name].to_ical().decode() if name in one else "" for name in ("DTSTART", "DTEND", "DUE")
            )
            facts = (str(one["UID"]), *times, str(one.get("STATUS", "")), str(one["SUMMARY"]))
            found.append((one.name, *facts, *(f"{link.params['RELTYPE']}:{link}" for link in links)))
    return sorted(found)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_every_calendar_of_a_plan_is_faultless_and_two_readers_find_the_same_in_it(plan: Path):
    made = schedule(load(plan))
    written = {to_ics(made, **view): view for view in views(made)}
    assert len(written) > 1
    for octets, view in written.items():
        found = strictly(octets)
        # What units and people get is part of what everybody gets; to read it all again takes long.
        if not view.keys() & {"unit", "person"}:
            assert found == by_icalendar(octets), view


PRINT = """
import hashlib, sys
import campaignflow as cf
for plan in sys.argv[1:]:
    print(hashlib.sha256(cf.to_ics(cf.schedule(cf.load(plan)))).hexdigest())
"""


def test_the_bytes_are_the_same_on_every_machine():
    seen = set()
    for seed, zone, language in (
        ("0", "UTC", "C"),
        ("7", "America/New_York", "zh_CN.UTF-8"),
        ("99", "Asia/Tokyo", "en_GB"),
    ):
        surroundings = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": language,
            "PYTHONUTF8": "1",
        }
        done = subprocess.run(
            [sys.executable, "-c", PRINT, *map(str, PLANS)],
            env=surroundings,
            capture_output=True,
            check=True,
            text=True,
        )
        seen.add(done.stdout)
    assert len(seen) == 1
    assert len(seen.pop().split()) == len(PLANS)
