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
from tests.peers.clients import Subscriber, by_khal, by_todoman, days_between, served
from tests.peers.readers import strictly

from campaignflow.export.ical import to_ics
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
    """vdirsyncer after it looked at all of them: as files, and as feeds, whose items it calls by their texts."""
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


EVENTS = [f"p{plan.stem.replace('-', '_')}" for plan in PLANS]


@pytest.mark.parametrize("name", [*EVENTS, *(f"todo_{one}" for one in EVENTS)])
def test_vdirsyncer_keeps_an_item_for_each_uid(name: str, calendars: dict[str, bytes], kept: Subscriber):
    agenda = agenda_of(calendars[name])
    if not agenda:
        pytest.skip("nothing is planned there")
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
    if not agenda:
        pytest.skip("nothing is planned there")
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


def due(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"
