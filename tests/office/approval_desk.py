"""What the tests of approvals share: the plan with its steps, people for them, and an office that is checked.

Department (texts, units, what is done), finance (money), schedule (days) and, before the launch, the leader:
each covers something of its own, so that a test can see which of them a change concerns.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.office.desk import WEEK, Clock, founded, text

import campaignflow as cf

PEOPLE = (
    "  sun-lei: {name: 孙磊, unit: press, roles: [head-of-unit]}\n",
    """\
  sun-lei: {name: 孙磊, unit: press, roles: [head-of-unit]}
  qian-duo: {name: 钱多, unit: finance, roles: [finance-approver]}
  zhou-ping: {name: 周平, unit: finance, roles: [finance-approver]}
  shi-jian: {name: 时剑, unit: press, roles: [scheduler]}
  he-jun: {name: 何军, unit: finance, roles: [auditor]}
  lin-yue: {name: 林悦, unit: office, roles: [leader-in-charge]}
""",
)
UNITS = ("  press: {name: 宣传中心}\n", "  press: {name: 宣传中心}\n  finance: {name: 财务局}\n")
STEPS = (
    "department: {title: 部门审核, by: head-of-unit, in: lead, covers: [text, units, scope]}",
    "finance: {title: 财务审核, by: finance-approver, covers: [budget]}",
    "schedule: {title: 排期审核, by: scheduler, covers: [dates.window, dates.key]}",
    "leader: {title: 领导审定, by: leader-in-charge, before: launch}",
)
STAFFED = text(PEOPLE, UNITS)
"""The plan with people for every step, and no step."""
ASKED = {"department": "zhao-min", "finance": "qian-duo", "schedule": "shi-jian", "leader": "lin-yue"}
"""Who decides which step of what the office leads."""


def with_steps(*steps: str, of: str = STAFFED) -> str:
    """Return the plan with these steps, each as one line of YAML."""
    lines = "".join(f"  {one}\n" for one in steps)
    return text(("campaigns:\n", f"approvals:\n{lines}campaigns:\n"), of=of)


APPROVED = with_steps(*STEPS)
"""The plan with its steps."""
FINANCE = with_steps(STEPS[1])
"""The plan with one step, about money."""


@contextmanager
def sound(clock: Clock, of: str = APPROVED, **options: Any) -> Iterator[cf.Office]:
    """Open an office founded with a plan; at the end its record must be whole, down to what is derived."""
    with founded(clock, of, **options) as office:
        yield office
        is_whole(office)


def is_whole(office: cf.Office) -> None:
    """Check that nothing in the record contradicts anything else in it, and that its past can be asked."""
    found = office.verify(deep=True)
    assert not found.problems, found.problems
    for record in (one for one in office.records() if one.version > 1):
        assert office.as_of(record.ref, record.version) == record.data, record.ref
        assert office.as_of(record.ref, office.journal(record.ref)[-1].act) == record.data, record.ref


def state(office: cf.Office, ref: str = WEEK) -> str:
    """Return the state of a record."""
    return str(office.record(ref).data["state"])


def standing(office: cf.Office, ref: str = WEEK) -> dict[str, str]:
    """Return how the steps of a record stand; empty where nothing was asked."""
    found = office.approvals(ref)
    return {} if found is None else {one.id: one.status for one in found.steps}


def unsettled(office: cf.Office, ref: str = WEEK) -> dict[str, str]:
    """Return the steps that have not passed, and how they stand."""
    passed = ("satisfied", "overridden", "not_applicable")
    return {name: status for name, status in standing(office, ref).items() if status not in passed}


def step(office: cf.Office, name: str, ref: str = WEEK) -> Any:
    """Return one step of a record's round."""
    found = office.approvals(ref)
    assert found is not None
    return next(one for one in found.steps if one.id == name)


def task(office: cf.Office, person: str, name: str = "", ref: str = WEEK) -> Any:
    """Return what waits for a person on a record."""
    (found,) = [one for one in office.inbox(person) if one.ref == ref and (not name or one.step == name)]
    return found


def approve(office: cf.Office, *steps: str, ref: str = WEEK, **said: Any) -> cf.Change:
    """Let each step be approved by whoever is asked; return the last change."""
    for name in steps:
        change = office.decide(ref, name, "approve", actor=ASKED[name], **said)
    return change


def approved(office: cf.Office, ref: str = WEEK, actor: str = "li-wei") -> None:
    """Submit a campaign and have every step approved that is asked before it."""
    office.fire(ref, "submit", actor=actor)
    for name in unsettled(office, ref):
        approve(office, name, ref=ref)
    assert state(office, ref) == "approved"


def running(office: cf.Office, ref: str = WEEK, actor: str = "li-wei") -> None:
    """Bring a campaign to where it runs, through all of its steps."""
    approved(office, ref, actor)
    office.fire(ref, "launch", actor=actor)
    if state(office, ref) != "running":
        approve(office, "leader", ref=ref)
        office.fire(ref, "launch", actor=actor)
    assert state(office, ref) == "running"


def amended(office: cf.Office, *changes: tuple[str, str], actor: str = "li-wei", **said: Any) -> cf.Change:
    """Exchange words in the plan as it stands and apply it, as a planner does in the file."""
    return office.apply(cf.loads(text(*changes, of=office.export("river-2027"))), actor=actor, **said)


def money(amount: int, was: int = 80000) -> tuple[str, str]:
    """Return the words to exchange so that the advertisements cost another amount."""
    return f"amount: {was} CNY", f"amount: {amount} CNY"


def stale(change: cf.Change) -> dict[str, set[str]]:
    """Return the steps that a change makes stale, each with the leaves that were approved otherwise."""
    return {one.step: set(one.changed) for one in change.approvals if one.after == "stale"}


def verbs(change: cf.Change) -> list[str]:
    """Return in which words a change was written."""
    return [entry.verb for entry in change.entries]


def reported(change: cf.Change) -> set[str]:
    """Return the codes of what a change reports."""
    return {one.code for one in change.reported}


def missing(office: cf.Office, trigger: str, ref: str = WEEK) -> set[str]:
    """Return the codes of what keeps a trigger from firing."""
    (why,) = office.why(ref, trigger)
    return {reason.code for reason in why.reasons}


def same_as_previewed(
    office: cf.Office, act: Callable[[Any], cf.Change], of: Iterable[str] = ("details", "patch")
) -> cf.Change:
    """Do something after trying it, check that both wrote the same, entry for entry, and return it."""
    with office.preview() as dry:
        tried = act(dry)
    done = act(office)

    def said(change: cf.Change) -> list[tuple[Any, ...]]:
        parts = ("ref", "version", "verb", "actor", "responsible", "reason", "note", *of)
        return [tuple(getattr(entry, part) for part in parts) for entry in change.entries]

    assert said(tried) == said(done)
    assert tried.approvals == done.approvals
    assert [one.code for one in tried.reported] == [one.code for one in done.reported]
    return done
