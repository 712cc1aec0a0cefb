"""What conditions of approvals leave to do: tasks of those who meet them, and reminders until they are (48).

They never lapse: what is overdue is told to whoever imposed it and to whoever supervises, and goes on
holding up what it holds up.  Imposing and discharging are `campaignflow.actions.conditions`; what waits for
a decision is `waiting`.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from campaignflow.dates.span import DAY
from campaignflow.dates.when import Duration
from campaignflow.gate.approvers import Approvers, Bar
from campaignflow.gate.content import later
from campaignflow.gate.look import Look
from campaignflow.gate.programmes import settings_of
from campaignflow.gate.waiting import reminded_at
from campaignflow.records.duties import Duty
from campaignflow.store.act import Task
from campaignflow.types import Ref
from campaignflow.workflow.approvals import Approvals
from campaignflow.workflow.decisions import Condition
from campaignflow.workflow.steps import Step

__all__ = [
    "CONDITION",
    "DISCHARGE",
    "RATIFY",
    "bars_from_ending",
    "condition_duties",
    "condition_tasks",
    "ends_of",
    "imposing",
    "last_day",
    "said_of",
]

CONDITION = "condition"
"""Kind of the tasks, and duty of the reminders, that are about a condition of an approval."""
DISCHARGE, RATIFY = "discharge", "ratify"
"""Kinds of the tasks of those who say that a condition has been met, or that an override was right."""


def _open(approvals: Approvals) -> list[Condition]:
    return [one for one in approvals.conditions.values() if not one.ended]


def imposing(approvals: Approvals, condition: Condition) -> Step | None:
    """Return the step whose seat imposed a condition: of the round that counts, or the last there was."""
    for round_ in (approvals.standing, approvals.round):
        if round_ is not None and condition.step in round_.steps:
            return round_.steps[condition.step]
    return None


def bars_from_ending(
    approvers: Approvers, condition: Condition, step: Step | None, person: str
) -> Iterator[Bar]:
    """Yield what keeps somebody from ending a condition: its owner, an author, anybody of another seat."""
    human = approvers.identity(person)
    if human == approvers.identity(condition.owner):
        yield Bar("owner-discharges", {"person": person})
    if human != condition.imposer and (step is None or not approvers.groups(step, person)):
        yield Bar("not-the-imposing-seat", {"person": person, "imposer": condition.imposer})
    if approvers.said(person).get("shared"):
        yield Bar("shared-account-decides", {"person": person})
    wrote = set(map(approvers.identity, condition.authors))
    if step is not None and human in wrote | approvers.authors(step):
        yield Bar("author-decides", {"person": person, "step": step.title})


def said_of(approvals: Approvals, condition: Condition) -> str:
    """Return what a condition asks; of an override to ratify which step it let pass, and why."""
    for one in (approvals.round, approvals.passed):
        if condition.ratifies and one is not None and condition.ratifies in one.steps:
            return f"{one.steps[condition.ratifies].title} · {condition.text}"
    return condition.text


def condition_tasks(look: Look, ref: Ref, body: Mapping[str, Any], approvals: Approvals) -> Iterator[Task]:
    """Yield a line for the inbox of each owner of a condition, and one for each party that may end it.

    Who is meant by a party and may not end it, sees nothing of it: who reads it, looks.
    """
    for one in _open(approvals):
        ends = ends_of(look, ref, body, one)
        due = "" if ends is None else ends.isoformat()
        said = {"kind": CONDITION, "condition": one.id, "title": said_of(approvals, one), "step": one.step}
        yield Task(f"{ref.record}#{CONDITION}/{one.id}", ref.record, CONDITION, one.owner, due, said)
        step = imposing(approvals, one)
        seat = () if step is None else step.parties
        for party in dict.fromkeys((one.imposer, *seat)):
            name = f"{ref.record}#{DISCHARGE}/{one.id}/{party}"
            yield Task(name, ref.record, DISCHARGE, party, due, {**said, "kind": DISCHARGE})


def condition_duties(look: Look, ref: Ref, body: Mapping[str, Any], approvals: Approvals) -> list[Duty]:
    """Return the reminders of conditions with a due date: to the owner before it, at it to the others."""
    found = []
    for one in _open(approvals):
        ends = ends_of(look, ref, body, one)
        if ends is None:
            continue
        above = dict.fromkeys((one.imposer, *body["plan"].get("supervise", ())))
        above.pop(one.owner, None)
        rungs = (
            (0, reminded_at(look, ref, body, ends), (one.owner,)),
            (1, ends, tuple(above) or look.coordinators),
        )
        found += [
            Duty(
                ref.record,
                f"{CONDITION}:{one.id}",
                CONDITION,
                "",
                rung,
                at,
                ends,
                to,
                said_of(approvals, one),
            )
            for rung, at, to in rungs
        ]
    return found


def last_day(look: Look, ends: datetime | None) -> date | None:
    """Return the day that ends with a moment, where the office is."""
    return None if ends is None else (ends - timedelta(microseconds=1)).astimezone(look.zone).date()


def ends_of(look: Look, ref: Ref, body: Mapping[str, Any], condition: Condition) -> datetime | None:
    """Return the moment by which a condition is to be met; a day ends with its last instant."""
    if len(condition.due) > DAY:
        return datetime.fromisoformat(condition.due)
    if not condition.due:
        return None
    programme = ref.id if ref.kind == "programme" else ref.programme
    zone = settings_of(look, programme).setting(tuple(body["plan"].get("lead", ())), None, ()).zone
    noon = datetime.combine(date.fromisoformat(condition.due), time(12), zone)
    return later(look, ref, body, noon, Duration("0 days"))
