"""The calendars of the example plans, read back by another library, hold the days of the schedule."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

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
