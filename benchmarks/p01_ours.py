"""Our side of P1, a process of its own: plan in; findings, table and calendar out.

    python benchmarks/p01_ours.py PLAN FOLDER

One process, because tj3 is one: it reads the plan once, works the dates out once, and writes
everything.  The command line has a command for each result (`check`, `schedule`, `ics`), and two
commands read the plan twice; P1 times that as well, as a row of its own.  The functions called here
are those that the three commands call.
"""

import gc
import sys
from datetime import date
from pathlib import Path

from campaignflow import schedule, to_ics
from campaignflow.cli.report import Report
from campaignflow.cli.table import agenda
from campaignflow.planfile.loader import read

TODAY = date(2026, 12, 1)


def main(plan: str, folder: Path) -> int:
    """Write `findings.txt`, `table.txt` and `calendar.ics`; return 1 if the plan has errors."""
    gc.disable()  # as the command line does in a process of its own
    reading = read(plan)
    if reading.programme is None:
        return 1
    made = schedule(reading.programme, today=TODAY)
    report = Report([*reading.findings, *made.findings], "zh")
    (folder / "findings.txt").write_text(report.as_text(notes=True, made=made), "utf-8")
    entries = made.between(date.min, date.max)
    (folder / "table.txt").write_text(agenda(entries, made, date.min, "zh"), "utf-8")
    (folder / "calendar.ics").write_bytes(to_ics(made, as_of=TODAY, lang="zh"))
    return 1 if report.errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
