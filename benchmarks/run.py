"""Run the benchmarks, print the table, and write `results.md`.

    make bench                          # all rows; writes benchmarks/results.md
    python benchmarks/run.py P8 P9      # only some; writes nothing

Each `p…` module yields rows as they are done; how they are timed is in `measuring`.
"""

import os
import platform
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import p01_plan_to_calendar
import p02_approvals
import p03_step
import p04_what_if
import p06_memory
import p07_calendars
import p08_working_days
import p09_start
import p10_apply
import p12_feeds
from measuring import Row
from peers import taskjuggler

__all__ = ["main"]

RESULTS = Path(__file__).with_name("results.md")
BENCHMARKS: dict[str, Callable[[], Iterator[Row]]] = {
    "P1": p01_plan_to_calendar.rows,
    "P2": p02_approvals.rows,
    "P3": p03_step.rows,
    "P4": p04_what_if.rows,
    "P6": p06_memory.rows,
    "P7": p07_calendars.rows,
    "P8": p08_working_days.rows,
    "P9": p09_start.rows,
    "P10": p10_apply.rows,
    "P12": p12_feeds.rows,
}
LIBRARIES = (
    *("campaignflow", "pydantic", "pydantic_core", "PyYAML", "ics", "holidays", "typer"),
    *("transitions", "SQLAlchemy", "icalendar"),
)
HEAD = ("", "work", "ours", "peer", "its time", "ratio", "CPU ratio", "goal", "met")


def main(wanted: Sequence[str]) -> int:
    """Run the benchmarks that are named, or all; return 1 if a goal is missed."""
    names = [name.upper() for name in wanted] or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"There is no {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    before = os.getloadavg()[0]
    rows, broken = [], []
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            for row in BENCHMARKS[name]():
                print("  ".join(part for part in _cells(row) if part), flush=True)
                rows.append(row)
        except Exception:  # noqa: BLE001  # the others are measured all the same
            traceback.print_exc()
            broken.append(name)
    print()
    print("\n".join(_aligned([HEAD, *map(_cells, rows)])))
    remarks = [*_remarks(rows), *(f"{name}: broke off; not all of it was measured." for name in broken)]
    print("", *remarks, _count(rows), sep="\n")
    if not wanted:
        RESULTS.write_text(_page(rows, remarks, before), "utf-8")
        print(f"Written to {RESULTS.name}.")
    return 1 if broken or any(row.met is False for row in rows) else 0


def _cells(row: Row) -> tuple[str, ...]:
    met = {True: "yes", False: "NO", None: "" if row.theirs is not None or not row.goal else "not run"}
    return (
        row.number,
        row.work,
        str(row.ours),
        row.peer,
        "" if row.theirs is None else str(row.theirs),
        _ratio(row.ratio),
        _ratio(row.cpu_ratio),
        row.goal,
        met[row.met],
    )


def _ratio(ratio: float | None) -> str:
    if ratio is None:
        return ""
    return f"1/{1 / ratio:,.0f}" if ratio < 0.1 else f"{ratio:.2f}"


def _aligned(table: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _remarks(rows: Iterable[Row]) -> list[str]:
    """Return every remark once, with the number of its row."""
    return list(dict.fromkeys(f"{row.number}: {remark}." for row in rows for remark in row.remarks))


def _count(rows: Sequence[Row]) -> str:
    met = [row.met for row in rows if row.goal]
    return (
        f"Goals met: {met.count(True)} of {len(met)}; missed: {met.count(False)}; not run: {met.count(None)}."
    )


def _page(rows: Sequence[Row], remarks: Sequence[str], load: float) -> str:
    lines = [
        "# Results",
        "",
        f"Measured on {datetime.now().astimezone():%Y-%m-%d} by `make bench`; README.md says how to read it.",
        "",
        *(f"- {line}" for line in _machine(load)),
        "",
        f"| {' | '.join(HEAD)} |",
        f"|{'---|' * len(HEAD)}",
        *(f"| {' | '.join(_cells(row))} |" for row in rows),
        "",
        *(f"- {remark}" for remark in remarks),
        "",
        _count(rows),
    ]
    return "\n".join(lines) + "\n"


def _machine(load: float) -> Iterator[str]:
    yield f"{os.cpu_count()} cores, {_processor()}, {platform.system()} {platform.machine()}"
    yield f"load when it began: {load:.1f}, when it ended: {os.getloadavg()[0]:.1f}"
    yield f"{platform.python_implementation()} {platform.python_version()}"
    yield ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    yield taskjuggler().absent or taskjuggler().name


def _processor() -> str:
    """Return the processor's name; Linux tells it in a file."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
