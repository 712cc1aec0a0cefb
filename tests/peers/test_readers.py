"""Thunderbird's reader, GNOME's and a Python one find in our calendars what stands there, instant by instant.

`make peers` installs what it needs; libical comes with the system.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.agenda import Agenda, at, briefing, campaign, entry, golden_agenda
from tests.peers import found as here, libical
from tests.peers.readers import READERS, strictly
from tests.peers.zones import CHANGED

from campaignflow.export import lines
from campaignflow.export.ical import Revision, to_ics
from campaignflow.planfile.loader import load
from campaignflow.scheduling.schedule import Schedule, schedule

ROOT = Path(__file__).parents[2]
PLANS = sorted((ROOT / "examples").rglob("*.yaml"))

Read = Callable[[bytes], dict[str, Any]]


@cache
def planned(plan: Path) -> Schedule:
    return schedule(load(plan))


@pytest.fixture(params=READERS)
def read(request: pytest.FixtureRequest) -> Read:
    """How one of them reads; what it finds must be what stands there."""

    def reading(octets: bytes) -> dict[str, Any]:
        found = READERS[request.param](octets)
        assert found == strictly(octets)
        return found

    return reading


def test_the_golden_programme_is_read_as_it_stands_there(read: Read):
    octets = to_ics(
        golden_agenda(),
        todos="both",
        alarm=timedelta(hours=1),
        revisions={"water-week/briefing": Revision(3, at("2027-01-05T16:20"))},
    )
    found = read(octets)
    assert len(found["agenda"]) == 10
    (call,) = [one for one in found["agenda"] if one["summary"].startswith("与联合国水机制连线")]
    assert (call["start"], call["end"]) == ("2027-03-22T13:00:00Z", "2027-03-22T14:00:00Z")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_a_real_plan_is_read_as_it_stands_there(plan: Path, lang: str, read: Read):
    made = planned(plan)
    found = read(to_ics(made, todos="both", lang=lang, alarm=timedelta(days=1)))
    assert bool(found["agenda"]) == any(entry.is_dated for entry in made.entries)
    assert found["name"] == lines.one_line(made.programme_title)


@pytest.mark.parametrize("audience", ["partners", "public"])
def test_what_others_get_of_a_year_is_read_as_it_stands_there(audience: str, read: Read):
    made = planned(ROOT / "examples" / "river_authority_2027.yaml")
    assert read(to_ics(made, audience=audience, as_of=date(2027, 6, 1)))["agenda"]


@pytest.mark.parametrize("zone", CHANGED)
def test_the_instants_are_those_that_were_meant_through_all_changes_of_the_clock(zone: str, read: Read):
    """Three days a month through years of change, and each hour of each day on which the clocks change."""
    octets, meant = through_the_years(zone)
    assert sorted(one["start"] for one in read(octets)["agenda"]) == meant


@cache
def through_the_years(zone: str) -> tuple[bytes, list[str]]:
    """Return the calendar and the instants in it."""
    years = (1986, 1987, 1991, 1992, 2006, 2007, 2010, 2011, 2014, 2016, 2019, 2023, 2024, 2027, 2040)
    days = [date(year, 1, 1) + timedelta(n) for year in years for n in range(365)]
    starts = [at(f"{day}T09:30", zone) for day in days if day.day in {1, 15, 28}]
    for day in days:
        if at(f"{day}T00:00", zone).utcoffset() != at(f"{day + timedelta(1)}T00:00", zone).utcoffset():
            hours = [at(f"{day}T{hour:02d}:30", zone) for hour in range(24)]
            starts += [hour for hour in hours if _is_shown(hour)]
            starts += [hour.replace(fold=1) for hour in hours if _is_shown(hour.replace(fold=1))]
    starts = sorted({start.astimezone(UTC): start for start in starts if _is_shown(start)}.values())
    made = [entry(f"x/{n:04d}", start=start, zone=zone) for n, start in enumerate(starts)]
    meant = sorted(start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for start in starts)
    return to_ics(Agenda(made)), meant


def _is_shown(moment: datetime) -> bool:
    """Whether clocks ever show it."""
    there_and_back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return there_and_back.replace(fold=0) == moment.replace(fold=0) and there_and_back.fold == moment.fold


def test_each_event_is_read_by_its_own_zone_where_a_file_has_many(read: Read):
    made = [
        entry(f"{zone}/{day}", start=at(f"{day}T09:30", zone), zone=zone)
        for zone in CHANGED
        for day in ("2027-01-10", "2027-04-01", "2027-07-10", "2027-10-01")
    ]
    agenda = read(to_ics(Agenda(made)))["agenda"]
    meant = sorted(one.start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for one in made)
    assert sorted(one["start"] for one in agenda) == meant


def test_what_planners_type_comes_back(read: Read):
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
    whole = typed[0].rstrip("\\,")  # libical parts categories at a comma that no backslash stands before
    made = [campaign(title=whole)]
    made += [_like_a_briefing(n, text) for n, text in enumerate(typed)]
    found = read(to_ics(Agenda(made, programme_title=typed[1])))
    titles = {one["summary"] for one in found["agenda"]} - {whole}
    assert titles == {lines.one_line(text) for text in typed}
    assert found["name"] == lines.one_line(typed[1])


def _like_a_briefing(number: int, text: str) -> object:
    start = at(f"2027-03-{number + 1:02d}T09:30")
    return entry(
        f"water-week/{number}", text, start=start, end=start + timedelta(hours=1), note=(text,), where=(text,)
    )


def test_a_short_file_is_read_too(read: Read):
    assert len(read(to_ics(Agenda([briefing()])))["agenda"]) == 1


def test_libical_does_say_what_it_does_not_like():
    here.library()
    octets = to_ics(Agenda([briefing()]))
    assert libical.read(octets)[2:] == ([], [])
    (remark,) = libical.read(octets.replace(b"STATUS:CONFIRMED", b"CONCEPT:x")).remarks
    assert "CONCEPT" in remark
    asked = octets.replace(b"CALSCALE:GREGORIAN", b"METHOD:REQUEST")
    assert any("ORGANIZER" in remark for remark in libical.read(asked).broken)
