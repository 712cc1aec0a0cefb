"""P1: from the text of a plan to dates, checks, a table and an iCalendar file, as a whole process.

The plan has N campaigns of 11 items: a key date and ten activities that hang on it or on each other
in working days, led by twenty units, in an office calendar with the weekdays off of 2027.  TaskJuggler
gets the same tasks, dependencies, lengths, days off and people responsible, and writes a table (CSV)
and a calendar; nothing in HTML, and no work is allocated, because ours levels no resources either.
Both sides are told what day it is.  Every first and last day is compared afterwards: what is timed
gives the same schedule.

Ours is one process, as tj3 is (`p01_ours.py` says why).
"""

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from measuring import Cost, Row, Times, in_turn, process
from peers import taskjuggler

from campaignflow import load, schedule
from campaignflow.dates.span import as_day
from campaignflow.dates.workdays import WorkCalendar

__all__ = ["plan_text", "rows", "taskjuggler_text"]

OURS = Path(__file__).with_name("p01_ours.py")
UNITS = 20
BEFORE, AFTER = 30, 9
"""Working days of a campaign before and after its key date."""

DAYS_OFF = (
    ("2027-01-01", "2027-01-01"),
    ("2027-02-05", "2027-02-05"),
    ("2027-02-08", "2027-02-10"),
    ("2027-04-05", "2027-04-05"),
    ("2027-05-03", "2027-05-04"),
    ("2027-06-09", "2027-06-09"),
    ("2027-09-15", "2027-09-15"),
    ("2027-10-01", "2027-10-01"),
    ("2027-10-04", "2027-10-05"),
)
"""Weekdays off: the statutory ones of 2027.  No weekend is worked, which tj3 could not be told."""


class Step(NamedTuple):
    """One activity of a campaign."""

    id: str
    title: str
    needs: str
    """What it follows; empty for the first, which is counted back from the key date."""
    gap: int
    """Working days between the two."""
    length: int


STEPS = (
    Step("brief", "任务书", "", 0, 2),
    Step("research", "选题调研", "brief", 0, 5),
    Step("draft", "文稿起草", "research", 0, 6),
    Step("review", "文稿审核", "draft", 0, 3),
    Step("design", "海报设计", "review", 1, 4),
    Step("film", "短视频制作", "review", 0, 8),
    Step("invitations", "媒体邀请", "design", 0, 2),
    Step("rehearsal", "彩排", "film", 2, 1),
    Step("event", "现场活动", "launch", 0, 3),
    Step("summary", "总结报送", "event", 4, 2),
)


def _calendar() -> WorkCalendar:
    off: dict[date, str] = {}
    for first, last in DAYS_OFF:
        low, high = (date.fromisoformat(day).toordinal() for day in (first, last))
        off |= dict.fromkeys(map(date.fromordinal, range(low, high + 1)), "放假")
    return WorkCalendar("office", days_off=off)


CALENDAR = _calendar()


def _launches(campaigns: int) -> Iterator[date]:
    """Yield the key dates: working days from March to October, in no order."""
    spring = date(2027, 3, 22)
    span = CALENDAR.count(spring, date(2027, 10, 29))
    return (CALENDAR.add(spring, 1 + number * 37 % span) for number in range(campaigns))


def plan_text(campaigns: int) -> str:
    """Return the plan in our notation."""
    off = ", ".join(first if first == last else f"{first}/{last}" for first, last in DAYS_OFF)
    lines = [
        "programme:",
        "  {id: bench, title: 宣传计划, period: 2027, timezone: Asia/Shanghai, working_calendar: office}",
        f"calendars: {{office: {{title: 放假, days_off: [{off}]}}}}",
        "units:",
        "  unit-01: {name: 第1处, coordinator: true}",
        *(f"  unit-{unit:02}: {{name: 第{unit}处}}" for unit in range(2, UNITS + 1)),
        "campaigns:",
    ]
    for number, launch in enumerate(_launches(campaigns)):
        lines += [
            f"  campaign-{number + 1:04}:",
            f"    title: 第{number + 1}项活动",
            f"    lead: unit-{number % UNITS + 1:02}",
            f"    when: launch - {BEFORE} workdays to launch + {AFTER} workdays",
            "    key_dates:",
            f"      launch: {{title: 启动日, when: {launch}}}",
            "    activities:",
        ]
        for place, step in enumerate(STEPS):
            lead = (number + place) % UNITS + 1
            if step.needs:
                base = step.needs if step.needs == "launch" else f"{step.needs}.end"
                when, needs = f"{base} + {step.gap + 1} workdays", f", needs: [{step.needs}]"
            else:
                when, needs = f"launch - {BEFORE} workdays", ""
            lines.append(
                f"      {step.id}: {{title: {step.title}, lead: unit-{lead:02}, "
                f"when: {when} for {step.length} workdays{needs}}}"
            )
    return "\n".join(lines) + "\n"


def taskjuggler_text(campaigns: int) -> str:
    """Return the same plan in TaskJuggler's notation."""
    day = timedelta(1)
    lines = [
        'project bench "宣传计划" 2027-01-01 +1y {',
        '  timezone "Asia/Shanghai"',
        '  timeformat "%Y-%m-%d %H:%M"',
        "  now 2026-12-01",
        "}",
        *(
            f'leaves holiday "放假" {first} - {date.fromisoformat(last) + day}'  # the end is not part of it
            for first, last in DAYS_OFF
        ),
        *(f'resource unit_{unit:02} "第{unit}处"' for unit in range(1, UNITS + 1)),
    ]
    for number, launch in enumerate(_launches(campaigns)):
        lines += [
            f'task campaign_{number + 1:04} "第{number + 1}项活动" {{',
            f"  responsible unit_{number % UNITS + 1:02}",
            f'  task launch "启动日" {{ start {launch}-09:00 milestone }}',
        ]
        for place, step in enumerate(STEPS):
            lead = (number + place) % UNITS + 1
            if not step.needs:
                order = f"scheduling alap precedes !launch {{ gaplength {BEFORE - step.length}d }}"
            else:
                # The key date is a moment at nine in the morning: its own day is a gap, too.
                gap = step.gap + (step.needs == "launch")
                order = f"depends !{step.needs}" + (f" {{ gaplength {gap}d }}" if gap else "")
            rest = f"responsible unit_{lead:02} {order} length {step.length}d"
            lines.append(f'  task {step.id} "{step.title}" {{ {rest} }}')
        lines.append("}")
    lines += [
        'taskreport table "table" {',
        "  formats csv",
        "  columns id, name, start, end, responsible",
        "  hideresource @all",
        "}",
        'icalreport calendar "calendar"',
    ]
    return "\n".join(lines) + "\n"


def rows() -> Iterator[Row]:
    """Time both sides at three sizes, and ours against itself."""
    with TemporaryDirectory(prefix="campaignflow-p1-") as name:
        folder = Path(name)
        for campaigns in (20, 100, 1000):
            (folder / f"{campaigns}.yaml").write_text(plan_text(campaigns), "utf-8")
            (folder / f"{campaigns}.tjp").write_text(taskjuggler_text(campaigns), "utf-8")
        yield _beside_taskjuggler(folder, 20, (11, 11), 0.6, "≤ 0.6 of tj3")
        yield _beside_taskjuggler(folder, 100, (5, 5), None, "")
        yield _beside_taskjuggler(folder, 1000, (5, 3), 1 / 50, "≤ 1/50 of tj3")
        yield _growth(folder)
        yield _two_commands(folder, 1000)


def _ours(folder: Path, campaigns: int) -> Callable[[], Cost]:
    out = folder / f"ours-{campaigns}"
    out.mkdir(exist_ok=True)
    return partial(process, sys.executable, OURS, folder / f"{campaigns}.yaml", out)


def _beside_taskjuggler(
    folder: Path, campaigns: int, runs: tuple[int, int], most: float | None, goal: str
) -> Row:
    peer = taskjuggler()
    sides = {"ours": _ours(folder, campaigns)}
    out = folder / f"tj3-{campaigns}"
    if not peer.absent:
        out.mkdir(exist_ok=True)
        plan = folder / f"{campaigns}.tjp"
        sides["tj3"] = partial(process, peer.program, "--silent", "--no-color", "-o", out, plan)
    times = in_turn(sides, dict(zip(sides, runs, strict=False)))
    return Row(
        "P1",
        f"plan → dates, checks, table, calendar: {campaigns} campaigns × 11",
        times["ours"],
        peer.absent or peer.name,
        times.get("tj3"),
        most=most,
        goal=goal,
        remarks=() if peer.absent else _agreement(folder, campaigns, out),
    )


def _growth(folder: Path) -> Row:
    times = in_turn({"100": _ours(folder, 100), "1000": _ours(folder, 1000)}, 5)
    return Row(
        "P1",
        "ours with 1000 campaigns beside ours with 100",
        times["1000"],
        "ours, 100 campaigns",
        times["100"],
        most=11,
        goal="≤ 11 × for 10 × the items",
    )


def _two_commands(folder: Path, campaigns: int) -> Row:
    """Ours by the command line, each result by a command of its own."""
    plan, program = folder / f"{campaigns}.yaml", Path(sys.executable).with_name("campaignflow")
    today = ("--today", "2026-12-01", "--lang", "zh")
    times = in_turn(
        {
            "table": partial(process, program, "schedule", plan, *today, output=folder / "table.txt"),
            "calendar": partial(process, program, "ics", plan, "-o", folder / "c.ics", *today),
            "one": _ours(folder, campaigns),
        },
        3,
    )
    both = zip(times["table"].costs, times["calendar"].costs, strict=True)
    costs = [Cost(one.wall + other.wall, one.cpu + other.cpu) for one, other in both]
    return Row(
        "P1",
        f"the same as two commands (`schedule`, `ics`): {campaigns} campaigns × 11",
        Times(costs),
        "ours, one process",
        times["one"],
    )


def _agreement(folder: Path, campaigns: int, out: Path) -> Sequence[str]:
    """Compare every first and last day of both sides, and count what the calendars hold."""
    ours = schedule(load(folder / f"{campaigns}.yaml"), today=date(2026, 12, 1))
    same = compared = 0
    with (out / "table.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            entry = ours[row["Id"].replace(".", "/").replace("_", "-")]
            first, last = as_day(entry.start or date.max), as_day(entry.end or entry.start or date.max)
            theirs = _worked(row["Start"], row["End"])
            compared += 1
            same += theirs == (first, last)
    calendar = (folder / f"ours-{campaigns}" / "calendar.ics").read_bytes()
    count = calendar.count(b"\r\nBEGIN:VEVENT\r\n") + calendar.count(b"\r\nBEGIN:VTODO\r\n")
    return (
        f"{campaigns} campaigns: {same} of {compared} entries have the same first and last day on both sides",
        f"{campaigns} campaigns: our calendar holds {count} entries, the plan {len(ours)}",
    )


def _worked(start: str, end: str) -> tuple[date, date]:
    """Return the first and last working day of a TaskJuggler span, whose bounds are moments."""
    begins, ends = (datetime.fromisoformat(moment) for moment in (start, end))
    first = begins.date() if begins.time() < time(17) else CALENDAR.add(begins.date(), 1)
    if begins == ends:
        return first, first
    return first, ends.date() if ends.time() > time(9) else CALENDAR.add(ends.date(), -1)
