"""P10: `apply` of a plan of 11,000 items, again unchanged, and with one date changed, beside the first apply.

The plan is that of P1: 1,000 campaigns of 11 items.  Each call is timed whole: comparison, judgement, dates,
one durable commit into a file.  Reading the plan file is not in it.  The later ones are calls of an office
that was opened anew, as the next command at a terminal does; the same in an office that stayed open is a row
without a goal.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import Cost, Row, Times, call
from p01_plan_to_calendar import plan_text

import campaignflow as cf
from campaignflow.gate.change import Change
from campaignflow.office import Office, open_office

__all__ = ["plan", "rows"]

CAMPAIGNS = 1000
RUNS = 3
PEOPLE = "people:\n  li-wei: {name: 李伟, unit: unit-01, roles: [planner]}\ncampaigns:"
NOW = datetime(2026, 12, 1, 1, tzinfo=UTC)


def _text(campaigns: int) -> str:
    return plan_text(campaigns).replace("campaigns:", PEOPLE, 1)


@cache
def plan(campaigns: int) -> cf.Programme:
    """Return the plan of so many campaigns, with a planner in it."""
    return cf.loads(_text(campaigns))


@cache
def _moved(campaigns: int) -> cf.Programme:
    """Return the plan with the key date of a campaign in the middle a day later."""
    head, mark, tail = _text(campaigns).partition(f"  campaign-{campaigns // 2:04}:")
    line = next(one for one in tail.splitlines() if "launch: {title" in one)
    day = line.rpartition("when: ")[2].rstrip("}")
    later = "2027-06-01" if day != "2027-06-01" else "2027-06-02"
    return cf.loads(head + mark + tail.replace(line, line.replace(day, later), 1))


def _open(folder: Path) -> Office:
    return open_office(f"sqlite:///{folder / 'office.db'}", clock=lambda: NOW)


def _applied(office: Office, programme: cf.Programme, wanted: range) -> Cost:
    """Apply a plan, and return what it took; it must write as many entries as it should."""
    done: list[Change] = []
    cost = call(lambda: done.append(office.apply(programme, actor="li-wei")))
    assert len(done[0].entries) in wanted, len(done[0].entries)
    return cost


def _run() -> dict[str, Cost]:
    """Apply all plans one after the other, in a store of their own."""
    none, few, all_ = range(1), range(1, 5), range(CAMPAIGNS, 2 * CAMPAIGNS)
    with TemporaryDirectory(prefix="campaignflow-p10-") as name:
        folder = Path(name)
        with _open(folder) as office:
            costs = {"first": _applied(office, plan(CAMPAIGNS), all_)}
            costs["unchanged, warm"] = _applied(office, plan(CAMPAIGNS), none)
        with _open(folder) as office:
            costs["unchanged"] = _applied(office, plan(CAMPAIGNS), none)
        with _open(folder) as office:
            costs["moved"] = _applied(office, _moved(CAMPAIGNS), few)
    return costs


def rows() -> Iterator[Row]:
    """Time the four calls in turn, several times over."""
    runs = [_run() for _ in range(RUNS)]
    times = {name: Times([run[name] for run in runs]) for name in runs[0]}
    peer = f"the first apply of {11 * CAMPAIGNS:,} items"
    for name, work, most in (
        ("unchanged", "apply of an unchanged plan of 11,000 items", 0.2),
        ("moved", "apply of it with one date changed", 0.2),
        ("unchanged, warm", "the unchanged plan in an office that stayed open", None),
    ):
        yield Row("P10", work, times[name], peer, times["first"], most=most, goal="≤ 1/5" if most else "")
