"""What vdirsyncer keeps, khal shows and todoman lists of our calendars, in another zone than ours.

`make peers` installs them.
"""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.agenda import Agenda, at, campaign, entry, golden_agenda
from tests.peers.clients import Subscriber, all_by_khal, by_khal, by_todoman, days_between, served
from tests.peers.readers import strictly
from tests.peers.zones import CHANGED

from campaignflow.export.ical import to_ics
from campaignflow.export.resources import resources
from campaignflow.planfile.loader import load
from campaignflow.scheduling.schedule import schedule

PLANS = sorted((Path(__file__).parents[2] / "examples").rglob("*.yaml"))
VIEWER = "America/New_York"
"""Where whoever looks is: for most plans another day than the office's."""


@pytest.fixture(scope="module")
def calendars() -> dict[str, bytes]:
    """The calendars of all real plans, and the demo's, by names that vdirsyncer takes."""
    made = {plan.stem: schedule(load(plan)) for plan in PLANS}
    found = {f"p{name.replace('-', '_')}": one for name, one in made.items()}
    events = {name: to_ics(one) for name, one in found.items()}
    return {**events, **{f"todo_{name}": to_ics(one, todos="todo") for name, one in found.items()}}


@pytest.fixture(scope="module")
def kept(calendars: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Subscriber:
    """All of them as vdirsyncer keeps them, once from files and once from feeds."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "there").mkdir()
    for name, octets in calendars.items():
        (folder / "there" / f"{name}.ics").write_bytes(octets)
    with served(folder / "there") as address:
        files = {
            name: {"type": "singlefile", "path": f"{folder}/there/{name}.ics"}
            for name, octets in calendars.items()
            if strictly(octets)["agenda"]
        }
        feeds = {f"feed_{name}": {"type": "http", "url": f"{address}{name}.ics"} for name in files}
        return Subscriber(folder, {**files, **feeds}).look()


def agenda_of(octets: bytes) -> list[dict[str, Any]]:
    return list(strictly(octets)["agenda"])


NOTHING_DATED = "28-xifeng-water-three-reviews"
EVENTS = [f"p{plan.stem.replace('-', '_')}" for plan in PLANS if plan.stem != NOTHING_DATED]


@pytest.mark.parametrize("name", [*EVENTS, *(f"todo_{one}" for one in EVENTS)])
def test_vdirsyncer_keeps_an_item_for_each_uid(name: str, calendars: dict[str, bytes], kept: Subscriber):
    agenda = agenda_of(calendars[name])
    uids = {one["uid"] for one in agenda}
    assert len(uids) == len(agenda)
    items = [uid for item in kept.items(name) for uid in re.findall(rb"^UID:(\S+)", item, re.MULTILINE)]
    assert sorted(uid.decode() for uid in items) == sorted(uids)
    assert len(kept.items(f"feed_{name}")) == len(uids)


@pytest.mark.parametrize("name", EVENTS)
def test_khal_shows_each_event_on_its_days(
    name: str, calendars: dict[str, bytes], kept: Subscriber, tmp_path: Path
):
    agenda = agenda_of(calendars[name])
    wanted: dict[str, tuple[Any, ...]] = {}
    days: dict[str, set[date]] = {}
    for one in agenda:
        is_all_day = "T" not in one["start"]
        start, last = (here(one["start"]), here(one["end"], until=True))
        fields = (start[:10], last[:10]) if is_all_day else (start, here(one["end"]))
        title = (one["status"], one["location"] or "", one["summary"])
        wanted[one["uid"]] = (one["uid"], *fields, is_all_day, *title)
        days[one["uid"]] = set(days_between(date.fromisoformat(start[:10]), date.fromisoformat(last[:10])))
    first, last_day = min(map(min, days.values())), max(map(max, days.values()))
    shown = by_khal(tmp_path, kept.folder(name), VIEWER, first, (last_day - first).days + 1)
    seen: dict[str, set[date]] = {}
    for day, events in shown.items():
        for event in events:
            assert event == wanted[event.uid]
            assert day not in seen.setdefault(event.uid, set()), "it is shown twice"
            seen[event.uid].add(day)
    assert seen == days


def here(when: str, *, until: bool = False) -> str:
    """Return a day, or the clock time for whoever looks; of an end, the last day or the last moment."""
    if "T" not in when:
        return f"{date.fromisoformat(when) - timedelta(days=int(until))}"
    moment = datetime.fromisoformat(when).astimezone(ZoneInfo(VIEWER)) - timedelta(seconds=int(until))
    return f"{moment:%Y-%m-%d %H:%M}"


def test_todoman_lists_each_to_do_and_until_when(
    calendars: dict[str, bytes], kept: Subscriber, tmp_path: Path
):
    names = [name for name in calendars if name.startswith("todo_")]
    todos = [(name, one) for name in names for one in agenda_of(calendars[name]) if one["kind"] == "VTODO"]
    wanted = [(name, one["summary"], one["end"]) for name, one in todos]
    shown = by_todoman(tmp_path, f"{kept.folder('todo_*')}")
    assert sorted((one["list"], one["summary"], due(one["due"])) for one in shown) == sorted(
        (name, title, end[:10]) for name, title, end in wanted
    )
    assert not any(one["completed"] for one in shown)


VIEWERS = ["Asia/Shanghai", "America/New_York", "America/Sao_Paulo", "Pacific/Apia"]


def looked_at(folder: Path, octets: bytes) -> Path:
    """Return where vdirsyncer keeps the items of a calendar."""
    (folder / "there.ics").write_bytes(octets)
    there = {"plan": {"type": "singlefile", "path": f"{folder}/there.ics"}}
    return Subscriber(folder, there).look().folder("plan")


@pytest.mark.parametrize("viewer", VIEWERS)
def test_khal_shows_days_as_days_and_hours_by_the_clock_of_whoever_looks(viewer: str, tmp_path: Path):
    """A day is that day everywhere, whoever's it is; an hour is an instant."""
    hours = [
        entry(f"hour {zone}", f"会 {zone}", start=at("2027-03-22T00:30", zone), zone=zone)
        for zone in ("Asia/Shanghai", "America/New_York")
    ]
    days = [
        entry(f"day {zone}", f"会 {zone}", start=date(2027, 3, 22), end=date(2027, 3, 23), zone=zone)
        for zone in ("Asia/Shanghai", "America/New_York")
    ]
    kept = looked_at(tmp_path, to_ics(Agenda([*hours, *days])))
    shown = by_khal(tmp_path, kept, viewer, date(2027, 3, 20), 5)
    found = sorted((one.start, one.end, one.title) for events in shown.values() for one in set(events))
    wanted = [("2027-03-22", "2027-03-23", one.title) for one in days] * 2
    for one in hours:
        start = one.start.astimezone(ZoneInfo(viewer))
        end = start + timedelta(hours=1)
        wanted += [(f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}", one.title)] * (
            2 if start.date() != (end - timedelta(seconds=1)).date() else 1
        )
    assert found == sorted(wanted)
    assert {day for day, events in shown.items() if any(one.is_all_day for one in events)} == {
        date(2027, 3, 22),
        date(2027, 3, 23),
    }


@pytest.mark.parametrize("viewer", ["Asia/Shanghai", "Pacific/Apia"])
def test_khal_finds_the_instants_of_zones_that_changed_their_rules(viewer: str, tmp_path: Path):
    """In summer and winter, before and after each reform, and where clocks are put back."""
    days = [f"{year}-{month}-20" for year in (1988, 2011, 2012, 2015, 2024) for month in ("01", "07")]
    made = [
        entry(f"{zone}/{day}", f"会 {zone} {day}", start=at(f"{day}T09:30", zone), zone=zone)
        for zone in CHANGED
        for day in days
    ]
    made += [
        entry(f"{zone}/{start.isoformat()}{start.fold}", f"会 {zone} {start.fold}", start=start, zone=zone)
        for zone, when in (("America/New_York", "2027-11-07T01:30"), ("Australia/Sydney", "2027-04-04T02:30"))
        for start in (at(when, zone), at(when, zone).replace(fold=1))
    ]
    items = tmp_path / "items"
    items.mkdir()
    for one in resources(to_ics(Agenda(made))):  # each with its own zone alone, as on a CalDAV server
        (items / f"{one.content.uid}.ics").write_bytes(one.octets)
    shown = all_by_khal(tmp_path, items, viewer, "会")
    wanted = [(f"{one.start.astimezone(ZoneInfo(viewer)):%Y-%m-%d %H:%M}", one.title) for one in made]
    assert sorted((one.start, one.title) for one in shown) == sorted(wanted)


def test_khal_shows_the_golden_programme(tmp_path: Path):
    shown = by_khal(tmp_path, looked_at(tmp_path, to_ics(golden_agenda())), VIEWER, date(2027, 2, 1), 90)
    seen = {one for events in shown.values() for one in events}
    assert len(seen) == len({one.uid for one in seen}) == 9
    assert [one.start for one in seen if one.title == "截止：印发方案"] == ["2027-02-23"]
    assert [one.start for one in seen if one.title.startswith("与联合国")] == ["2027-03-22 09:00"]


def test_todoman_reads_to_dos_that_lead_to_each_other(tmp_path: Path):
    made = [
        campaign(),
        entry("water-week/plan", "印发方案", due=date(2027, 2, 23)),
        entry("water-week/report", '报送，"总结"; 一', due=date(2027, 4, 2), needs=("water-week/plan",)),
    ]
    kept = looked_at(tmp_path, to_ics(Agenda(made), todos="todo", profile="extended"))
    shown = by_todoman(tmp_path, f"{kept}")
    assert {(one["summary"], due(one["due"])) for one in shown} == {
        ("印发方案", "2027-02-23"),
        ('报送，"总结"; 一', "2027-04-02"),
    }


def due(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"
