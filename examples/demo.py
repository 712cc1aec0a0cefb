"""The main job, end to end: a year's plan becomes checked dates and calendars people can subscribe to.

`make demo` runs it.  It does nothing that the commands it prints would not do.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import campaignflow as cf

HERE = Path(__file__).resolve().parent
PLAN = HERE / "river_authority_2027.yaml"
OUT = HERE.parent / "build" / "demo"
TODAY = "2026-11-22"
"""The demo's today, so that it prints the same on every day."""
LONGEST = 31
"""Days: what goes on for longer stands on its first day, and hides nothing on a phone."""


HOW_TO = """
导入：在手机或电脑的日历应用里打开 .ics 文件。
订阅：把 .ics 文件放到网站上，在日历应用里“添加订阅日历”填网址；计划改了重新写出即可。
给媒体：{command} ics PLAN --partner 媒体id -o FILE（只含可对外的内容）。
To import, open an .ics file with any calendar app.
To subscribe, put it on a web server and add its address as a subscribed calendar.
自己动手 Start your own: {command} new plan my-plan"""


def run(*arguments: str) -> None:
    """Run a campaignflow command as a user would, and show it."""
    shown = [argument.replace(f"{HERE.parent}/", "") for argument in arguments]
    print("$ campaignflow", *shown, flush=True)
    alone = {**os.environ, "CAMPAIGNFLOW_PLUGINS": "none"}  # whatever else is installed here
    subprocess.run([sys.executable, "-m", "campaignflow", *arguments], check=True, env=alone)  # noqa: S603  # our own
    print(flush=True)


def main() -> None:
    """Check the plan, print March, write the calendars and say what to do with them."""
    plan = str(PLAN.relative_to(Path.cwd())) if PLAN.is_relative_to(Path.cwd()) else str(PLAN)
    print("一份虚构的流域管理机构 2027 年度宣传计划：examples/river_authority_2027.yaml")
    print("An invented river authority's publicity programme for 2027.\n")
    run("check", plan, "--lang", "zh", "--today", TODAY)
    span = ("--from", "2027-03-01", "--to", "2027-03-31")
    run("schedule", plan, *span, "--lang", "zh", "--today", TODAY)

    OUT.mkdir(parents=True, exist_ok=True)
    schedule = cf.schedule(cf.load(PLAN))
    written = [("全部 everybody", OUT / "all.ics", cf.to_ics(schedule, longest=LONGEST))]
    written += [
        (unit.name, OUT / f"{name}.ics", cf.to_ics(schedule, unit=name, longest=LONGEST))
        for name, unit in schedule.programme.units.items()
        if not unit.outside
    ]
    print("日历 Calendars:")
    for name, file, calendar in written:
        file.write_bytes(calendar)
        count = calendar.count(b"BEGIN:VEVENT")
        print(f"  {file.relative_to(HERE.parent)!s:36} {count:4} 项 items  {name}")
    beside = Path(sys.executable).with_name("campaignflow")
    command = (
        os.path.relpath(beside) if beside.exists() and not shutil.which("campaignflow") else "campaignflow"
    )
    print(HOW_TO.format(command=command))


if __name__ == "__main__":
    main()
