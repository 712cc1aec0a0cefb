"""P9: how long until something happens: the import, and `campaignflow check` on a real plan.

Whole processes, interpreter included, as somebody at a terminal waits for them.  `import campaignflow`
loads next to nothing by itself; the row below it loads what every plan needs.  The empty typer program
has one command that does nothing.
"""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import Row, in_turn, process
from peers import library

__all__ = ["rows"]

RUNS = 15
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"

LIBRARIES = "from pydantic import BaseModel; import transitions, pluggy"
EVERYTHING = "from campaignflow import load, schedule, to_ics"

EMPTY_PROGRAM = """\
import typer

app = typer.Typer()


@app.command()
def main() -> None:
    pass


app()
"""

PLANS = (
    ("plans/08-wusu-environment-day-2013.yaml", "a real plan, calendar of China", True),
    ("plans/18-fdot-safety-calendar-2024.yaml", "the slowest real plan, calendar of Florida", True),
    ("river_authority_2027.yaml", "the large example plan", False),
)
"""Plans to check; whether the goal is about them."""


def rows() -> Iterator[Row]:
    """Time the import and the command."""
    yield from _imports()
    yield from _checks()


def _imports() -> Iterator[Row]:
    lines = {"ours": "import campaignflow", "everything": EVERYTHING, "peer": LIBRARIES, "bare": "pass"}
    times = in_turn(
        {name: partial(process, sys.executable, "-c", line) for name, line in lines.items()}, RUNS
    )
    peer = ", ".join(library(name).name for name in ("pydantic", "transitions", "pluggy"))
    bare = (f"of each, the interpreter alone: {times['bare']}",)
    yield Row(
        "P9",
        "`import campaignflow`",
        times["ours"],
        peer,
        times["peer"],
        most=1.3,
        goal="≤ 1.3 ×",
        remarks=bare,
    )
    yield Row("P9", f"`{EVERYTHING}`", times["everything"], peer, times["peer"])


def _checks() -> Iterator[Row]:
    program = Path(sys.executable).with_name("campaignflow")
    with TemporaryDirectory(prefix="campaignflow-p9-") as name:
        empty = Path(name) / "empty.py"
        empty.write_text(EMPTY_PROGRAM, "utf-8")
        sides = {
            plan: partial(process, program, "check", EXAMPLES / plan, "--lang", "en") for plan, _, _ in PLANS
        }
        times = in_turn(sides | {"empty": partial(process, sys.executable, empty)}, RUNS)
    for plan, what, counts in PLANS:
        yield Row(
            "P9",
            f"`campaignflow check {Path(plan).name}`: {what}",
            times[plan],
            f"an empty program with {library('typer').name}",
            times["empty"],
            most=2.5 if counts else None,
            goal="≤ 2.5 ×" if counts else "",
        )
