"""Calendars of each program go into a plan that checks, and come out of it with the same instants."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest

import campaignflow as cf
from campaignflow.planfile.calendar_days import falling

FILES = Path(__file__).parents[1] / "data" / "ics"
PLAN = """\
programme:
  {id: p-2027, title: 计划, period: 2027, timezone: Asia/Shanghai, working_calendar: CN, week_starts: monday}
units: {office: {name: 办公室, coordinator: true}}
"""
MOVES = {
    "outlook-no-rules": (b"20270412T", b"20270419T", 1),
    "outlook-wrong-rules": (b"20270413T", b"20270420T", 1),
    "exchange": (b"20270414T", b"20270415T", 1),
    "google": (b"20270322T", b"20270323T", 1),
    "google-guests": (b"20270420T", b"20270427T", 1),
    "apple": (b"20270512T", b"20270513T", 1),
    "icloud": (b"20270318", b"20270325", 1),
    "thunderbird": (b"20270701T", b"20270702T", 1),
    "tencent": (b"20270405T", b"20270406T", 1),
    "timetable": (b"T080000", b"T083000", 4),
    "phone": (b"20270416T", b"20270417T", 1),
}
"""What is changed in each file, and how many key dates move by it."""


def meant(file: Path) -> set[tuple[str, object, object]]:
    """Return what a calendar says takes place in the year: title, and instants, or days with the last one."""
    read = cf.read_ics(file, timezone="Asia/Shanghai")
    held = falling(read.events, date(2027, 1, 1), date(2027, 12, 31))
    hour = timedelta(hours=1)  # a time without an end is exported with an hour that is said to be assumed
    return {
        (one.title, _instant(one.start), _instant(one.start + hour if one.end is None else one.end))
        for one in held
        if one.status != "cancelled"
    }


def exported(file: Path) -> set[tuple[str, object, object]]:
    """Return the same of a calendar that was written here, read by another library."""
    found = set()
    for event in icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT"):
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        last = end if isinstance(end, datetime) else end - timedelta(days=1)
        found.add((str(event["SUMMARY"]), _instant(start), _instant(last)))
    return found


def _instant(moment: date) -> object:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


@pytest.mark.parametrize("program", MOVES)
def test_what_was_imported_is_exported_at_the_same_instants(
    program: str, run, plan: Callable[..., Path], tmp_path: Path
) -> None:
    file, source = plan(PLAN), FILES / f"{program}.ics"
    assert run("import", source, "--into", file, "--lead", "office").status == 0
    plan(PLAN + f"include: [imported/{program}.yaml]\n")
    assert run("check", file, "--strict").status == 0
    assert run("ics", file, "--output", tmp_path / "out.ics").status == 0
    campaign = {
        one for one in exported(tmp_path / "out.ics") if one[0] not in {title for title, *_ in meant(source)}
    }
    assert len(campaign) == 1
    assert exported(tmp_path / "out.ics") - campaign == meant(source)


@pytest.mark.parametrize("program", MOVES)
def test_a_second_import_changes_nothing_and_a_moved_event_moves(
    program: str, run, plan: Callable[..., Path], tmp_path: Path
) -> None:
    file, source = plan(PLAN), FILES / f"{program}.ics"
    run("import", source, "--into", file)
    target = tmp_path / "imported" / f"{program}.yaml"
    before = target.read_bytes()
    assert "Nothing has changed since the last import" in run("import", source, "--into", file).out
    assert target.read_bytes() == before
    old, new, count = MOVES[program]
    moved = tmp_path / f"{program}.ics"
    moved.write_bytes(source.read_bytes().replace(old, new))
    said = run("import", moved, "--into", file).out
    assert [said.count(f"  {word}  ") for word in ("moved", "new", "gone", "changed")] == [count, 0, 0, 0]


def test_a_year_of_public_holidays_becomes_days_off_and_worked_ones(run, plan: Callable[..., Path]) -> None:
    file = plan(PLAN)
    assert run("import", FILES / "holiday-cn.ics", "--into", file).status == 0
    plan(PLAN + "include: [imported/holiday-cn.yaml]\n")
    assert run("check", file, "--strict").status == 0
    programme = cf.load(file)
    own = programme.calendars["holiday-cn"]
    assert [one.text for one in own.days_off] == ["2027-04-03/2027-04-05", "2027-05-01/2027-05-03"]
    assert [one.text for one in own.extra_workdays] == ["2027-04-10", "2027-05-08"]
    assert {one.title for one in programme.observances.values()} == {"清明节", "劳动节"}
