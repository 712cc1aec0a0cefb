"""What waits for somebody: steps to decide, with what there is to see, and tasks left to people.

Deciding is `campaignflow.actions.approvals`; what a person may decide is judged again there.  What somebody
outside is asked is in `shown`; how a whole round stands, in `rounds`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from campaignflow import labels
from campaignflow.dates.span import DAY
from campaignflow.gate.approvers import identity
from campaignflow.gate.cases import title_of
from campaignflow.gate.look import Look
from campaignflow.gate.owed import (
    CONDITION,
    DISCHARGE,
    RATIFY,
    bars_from_ending,
    ends_of,
    imposing,
)
from campaignflow.gate.rounds import Matter
from campaignflow.gate.waiting import CLAIMED, DECIDE, deadline
from campaignflow.hooks.answers import Query
from campaignflow.store.act import Task
from campaignflow.store.record import Record
from campaignflow.views.obligations import as_said
from campaignflow.views.shown import changed_since, last_word, matter_at, seen_of
from campaignflow.workflow.decisions import Condition
from campaignflow.workflow.standing import Standing
from campaignflow.workflow.steps import NEGATIVE, Step

__all__ = ["InboxItem", "inbox"]


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One thing that waits for a person."""

    ref: str
    """Full ref of the record."""
    title: str
    kind: str
    """`decide`; `condition` to meet, `discharge` once it is met, `ratify` an override; or what a task was
    left for: `missed-trigger`, `correction` ...
    """
    step: str = ""
    """Id of the step to decide, or whose condition it is."""
    step_title: str = ""
    why: str = ""
    """As what the person is asked: `role:finance-approver`, `unit:press`, `person:li-wei`."""
    on_behalf_of: str = ""
    """Whose word it would be, where the person holds a mandate."""
    due: datetime | None = None
    """By when, in UTC."""
    by: date | None = None
    """The same as people say it, where the office is: a day, or a moment within one."""
    seen: str = ""
    """Hand it to `decide` as `seen=`: refused then if what it covers has changed meanwhile."""
    content: Mapping[str, Any] = field(default_factory=dict)
    """What there is to see, by leaf of the facets the step covers."""
    changed: tuple[str, ...] = ()
    """Leaves that changed since the person last spoke on the step, else since the round was opened."""
    status: str = ""
    """`waiting`, or `stale` where something else was approved before."""
    verdicts: tuple[str, ...] = ()
    """What may be said."""
    fills: tuple[str, ...] = ()
    """What is filled in with an approval."""
    condition: str = ""
    """Id of the condition to meet, or to `discharge`."""
    asks: str = ""
    """What the condition asks for; of an override its reason."""

    def message(self, lang: str | None = None) -> str:
        """Return it as a line for people."""
        lang = labels.language(lang)
        by = "" if self.by is None else labels.Clause("inbox-by", {"by": self.by})
        facts: dict[str, object] = {"title": self.title, "step": self.step_title, "by": by}
        task = labels.Word(f"task-{self.kind}")
        if self.condition:
            asks = f"{self.step_title} · {self.asks}" if self.kind == RATIFY else self.asks
            return labels.sentence("inbox-condition", lang, {**facts, "kind": task, "asks": asks})
        if self.kind == CLAIMED:
            return labels.sentence("inbox-claimed", lang, facts)
        if self.kind != DECIDE:
            return labels.sentence("inbox-task", lang, {"title": self.title, "kind": task})
        return labels.sentence("inbox-decide", lang, facts)


def inbox(look: Look, person: str) -> list[InboxItem]:
    """Return what waits for a person, what is due first first; of steps only what he may decide now."""
    found: dict[tuple[str, ...], InboxItem] = {}
    own = look.body(f"person:{person}")
    if own is None or own["state"] != "active":
        return []
    for speaks_for in (person, *_principals(look, person)):
        for task in _tasks(look, speaks_for):
            for item in _items(look, task, person, speaks_for):
                what = item.condition or item.step or task.id
                found.setdefault((item.ref, item.kind, what, item.on_behalf_of), item)
    latest = datetime.max.replace(tzinfo=look.now.tzinfo)
    return sorted(found.values(), key=lambda one: (one.due or latest, one.ref, one.step))


def _principals(look: Look, person: str) -> Iterator[str]:
    """Yield whoever gave somebody a mandate, be it by way of others."""
    for name, body in look.named("person").items():
        if body["state"] == "active" and name != person and body.get("mandates"):
            yield name


def _tasks(look: Look, person: str) -> Iterator[Task]:
    """Yield the tasks of a human, of his units and roles, of all ids that he has."""
    people = look.named("person")
    human = identity(people, person)
    parties: dict[str, None] = {}
    for name, body in people.items():
        if body["state"] == "active" and identity(people, name) == human:
            parties |= dict.fromkeys((name, body["plan"].get("unit", ""), *body["plan"].get("roles", ())))
    for answer in [] if look.plugins is None else look.plugins.directory(Query("person", person)):
        parties |= dict.fromkeys(role for one in answer.people if one.id == person for role in one.roles)
    for party in parties:
        if party:
            yield from look.tasks(party)


def _items(look: Look, task: Task, person: str, principal: str) -> Iterator[InboxItem]:
    record = look.record(task.ref)
    if record is None:
        return
    title = title_of(record.data) or record.id
    if task.kind in {CONDITION, DISCHARGE} and person == principal:
        yield from _condition(look, task, record, title, person)
    elif task.kind == CLAIMED and person == principal:
        yield from _claimed(look, task, record, title, person)
    elif task.kind not in {CONDITION, DISCHARGE, CLAIMED, DECIDE} and person == principal:
        due = _moment(look, task.due)
        yield InboxItem(task.ref, title, task.kind, due=due, by=_said(look, due))
    if task.kind != DECIDE:
        return
    matter = matter_at(look, record)
    standing = matter.standing
    step = None if standing is None else standing.round.steps.get(str(task.details["step"]))
    if standing is None or step is None or step not in standing.waiting:
        return
    if not _may(matter, standing, step, person, principal):
        return
    last = last_word(matter, standing, step, principal)
    due = deadline(look, matter.ref, record.data, matter.approvals, step)
    yield InboxItem(
        task.ref,
        title,
        DECIDE,
        step.id,
        step.title,
        next(iter(matter.approvers.groups(step, principal).values())),
        "" if person == principal else principal,
        due,
        _said(look, due),
        matter.seen(step),
        seen_of(matter, step),
        tuple(changed_since(matter, step, standing.round.version if last is None else last.version)),
        standing.statuses[step.id].value,
        step.verdicts,
        step.fills,
    )


def _condition(look: Look, task: Task, record: Record, title: str, person: str) -> Iterator[InboxItem]:
    """Yield a condition, for its owner to meet it, for who may end it to say that it was met."""
    matter = matter_at(look, record)
    held = matter.approvals.conditions.get(str(task.details["condition"]))
    if held is None or held.ended:
        return
    step, due = imposing(matter.approvals, held), ends_of(look, matter.ref, record.data, held)
    item = InboxItem(
        task.ref,
        title,
        task.kind,
        held.step,
        "" if step is None else step.title,
        f"person:{person}",
        due=due,
        by=_said(look, due),
        condition=held.id,
        asks=held.text,
    )
    if task.kind == CONDITION:
        yield item
        return
    if any(bars_from_ending(matter.approvers, held, step, person)):
        return
    if held.imposer != matter.approvers.identity(person) and step is not None:
        item = replace(item, why=next(iter(matter.approvers.groups(step, person).values())))
    yield from _to_ratify(matter, held, item) if held.ratifies else _to_discharge(matter, held, item, person)


def _to_ratify(matter: Matter, held: Condition, item: InboxItem) -> Iterator[InboxItem]:
    """Yield an override to ratify: what the step covered when it was overridden, and what is other since."""
    override, step = matter.overridden(held.ratifies)
    if override is None or step is None:
        return
    then = matter.content.at(override.version)
    yield replace(
        item,
        kind=RATIFY,
        content={leaf: then[leaf] for leaf in sorted(override.leaves) if leaf in then},
        changed=tuple(changed_since(matter, step, override.version)),
    )


def _to_discharge(matter: Matter, held: Condition, item: InboxItem, person: str) -> Iterator[InboxItem]:
    """Yield a condition to discharge; where that is an approval, with what is approved."""
    standing, step = matter.standing, imposing(matter.approvals, held)
    if standing is None or step is None or not held.expects:
        yield item
    elif not any(matter.approvers.bars(step, person, standing.barred(step))):
        last = last_word(matter, standing, step, person)
        yield replace(
            item,
            seen=matter.seen(step),
            content=seen_of(matter, step),
            changed=tuple(changed_since(matter, step, (last or standing.round).version)),
        )


def _claimed(look: Look, task: Task, record: Record, title: str, person: str) -> Iterator[InboxItem]:
    """Yield the steps that somebody could decide, were it not said that he wrote what they cover."""
    matter = matter_at(look, record)
    standing = matter.standing
    if standing is None:
        return
    for step in standing.waiting:
        bars = {one.code for one in matter.approvers.bars(step, person, standing.barred(step))}
        if bars == {"claimed-as-author"}:
            yield InboxItem(task.ref, title, CLAIMED, step_title=step.title)
            return


def _may(matter: Matter, standing: Standing, step: Step, person: str, principal: str) -> bool:
    """Whether somebody may decide a step, for himself or for another who has not, and it is wanted of him."""
    approvers, barred = matter.approvers, standing.barred(step)
    if any(approvers.bars(step, principal, barred)):
        return False
    last = last_word(matter, standing, step, principal)
    if last is not None and standing.stands(last, step):
        return False
    if person == principal:
        return True
    chain = approvers.chain(person, principal, step)
    if chain is None or any(approvers.bars_for_another(step, person, principal, chain, barred)):
        return False
    objects = last is not None and last.verdict in NEGATIVE and last.actor == last.principal
    human = approvers.identity(person)
    return not objects and all(one.actor != human for one in standing.positives(step))


def _moment(look: Look, text: str) -> datetime | None:
    """Return by when a task is due; a day is its end, where the office is."""
    if not text:
        return None
    if len(text) > DAY:
        return datetime.fromisoformat(text)
    return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), look.zone).astimezone(UTC)


def _said(look: Look, due: datetime | None) -> date | None:
    """Return a moment as people say it where the office is: the day that ends with it, or the time of day."""
    return None if due is None else as_said(due, DECIDE, look.zone)
