"""What waits for approvers: a task in each inbox, and the reminders of a step's deadline (rules 55, 56).

A deadline counts from the step's opening and stands still while the record does; when it has passed, the
step is told of to others, sent back or refused, but never approved.  What then follows is in
`campaignflow.actions.outcomes`; when a step began to wait, in `openings`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from campaignflow.canonical import Body, at
from campaignflow.dates.bases import Setting
from campaignflow.dates.resolve import resolve
from campaignflow.dates.span import as_day, moment_in
from campaignflow.dates.when import Duration, When, is_duration
from campaignflow.errors import CampaignflowError
from campaignflow.gate.approvers import Approvers, in_scope, mandate_holds
from campaignflow.gate.cases import plan_path
from campaignflow.gate.content import RecordContent, later
from campaignflow.gate.look import Look
from campaignflow.gate.programmes import settings_of
from campaignflow.records.duties import Duty
from campaignflow.store.act import Task
from campaignflow.types import Ref
from campaignflow.workflow.approvals import Approvals
from campaignflow.workflow.authorship import claimed
from campaignflow.workflow.rounds import Round
from campaignflow.workflow.standing import Standing
from campaignflow.workflow.steps import Step

__all__ = [
    "BEARER",
    "CLAIMED",
    "DECIDE",
    "Deadlines",
    "deadline",
    "decision_duties",
    "decision_tasks",
    "reminded_at",
    "step_of",
]

DECIDE = "decide"
"""Kind of the tasks, and duty of the reminders, that are about a step of approval."""
CLAIMED = "claimed"
"""Kind of the task of somebody who may not decide because others say that he wrote some of it."""
BEARER = "token:"
"""Before the hash of a token: the party of the task by which its record is found."""
STEP = "approval:"
"""Before the id of a step: what a reminder is about."""
MORNING = time(9)
ROUND = 1000
"""A reminder names an opening by its round and its number there: 2001 is the first of the second round."""


def step_of(duty: Duty) -> str:
    """Return the step that a reminder is about."""
    return duty.item.removeprefix(STEP)


def _waiting(approvals: Approvals) -> list[Step]:
    round_ = approvals.round
    if round_ is None or not round_.is_open:
        return []
    return [round_.steps[name] for name in round_.waiting]


def _asked(approvals: Approvals) -> list[Step]:
    round_ = approvals.round
    if round_ is None or not round_.is_open:
        return []
    return [round_.steps[name] for name in round_.applies]


# by when


def deadline(
    look: Look, ref: Ref, body: Mapping[str, Any], approvals: Approvals, step: Step
) -> datetime | None:
    """Return by when a waiting step is to be decided, in UTC; None where nothing is said."""
    round_ = approvals.round
    if not step.due or round_ is None or step.id not in round_.openings:
        return None
    more = timedelta(seconds=round_.extended.get(step.id, 0))
    if is_duration(step.due):
        return later(look, ref, body, _opened(round_, step), Duration(step.due)) + more
    day = _planned(look, ref, body, step)
    return None if day is None else _end_of(look, ref, body, day) + more


def _opened(round_: Round, step: Step) -> datetime:
    return datetime.fromisoformat(round_.openings[step.id][1])


def _end_of(look: Look, ref: Ref, body: Mapping[str, Any], moment: date | datetime) -> datetime:
    """Return a moment in UTC; of a day its end, where the record is led."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    noon = datetime.combine(moment, time(12), _setting(look, ref, body).zone)
    return later(look, ref, body, noon, Duration("0 days"))


def _planned(look: Look, ref: Ref, body: Mapping[str, Any], step: Step) -> date | datetime | None:
    """Return the day or moment that the plan says a step is due on, as it was resolved with the plan."""
    around = None if ref.programme is None else look.body(str(Ref("programme", None, ref.programme)))
    address, _, name = step.id.rpartition("/")
    inner = plan_path(body, tuple(address.split("/"))) if address else ("plan",)
    for place in (at(body, inner or ("plan",)), (around or {}).get("plan")):
        said = at(place or {}, ("approvals", name, "due"))
        resolved = said.get("resolved", {}) if isinstance(said, Mapping) else {}
        text = resolved.get("due") or resolved.get("end")
        if text:
            return moment_in(text)
    try:
        return moment_in(step.due)
    except ValueError:
        return None


def _setting(look: Look, ref: Ref, body: Mapping[str, Any]) -> Setting:
    """Return the calendar of those who lead a record."""
    plan = body["plan"]
    lead = tuple(plan.get("lead", ())) or ((str(plan["unit"]),) if "unit" in plan else ())
    return settings_of(look, ref.id if ref.kind == "programme" else ref.programme).setting(lead, None, ())


# what stands in inboxes


def decision_tasks(look: Look, ref: Ref, body: Mapping[str, Any], approvals: Approvals) -> Iterator[Task]:
    """Yield a line for the inbox of each party that a step is for.

    Steps that do not wait have one, too, for time and others' records can make them: who reads it, looks.
    """
    for step in _asked(approvals):
        ends = deadline(look, ref, body, approvals, step)
        due = "" if ends is None else ends.isoformat()
        n = 0 if approvals.round is None else approvals.round.n
        for party in step.parties:
            said = {"kind": DECIDE, "step": step.id, "title": step.title, "round": n}
            yield Task(f"{ref.record}#{DECIDE}/{step.id}/{party}", ref.record, DECIDE, party, due, said)
    for person in sorted(claimed(approvals.changes, approvals.created_by)) if _asked(approvals) else ():
        yield Task(f"{ref.record}#{CLAIMED}/{person}", ref.record, CLAIMED, person, "", {"kind": CLAIMED})
    for token in approvals.tokens.values():
        if not token.used and approvals.round is not None and token.round == approvals.round.n:
            said = {"step": token.step, "person": token.person}
            yield Task(
                f"{ref.record}#{BEARER}{token.id}", ref.record, "token", f"{BEARER}{token.hash}", "", said
            )


# who is told


def reminded_at(look: Look, ref: Ref, body: Mapping[str, Any], ends: datetime) -> datetime:
    """Return when something is reminded of: in the morning of the last working day before it ends."""
    setting = _setting(look, ref, body)
    last = (ends - timedelta(seconds=1)).astimezone(setting.zone).date()
    return datetime.combine(setting.work.add(last, -1), MORNING, setting.zone).astimezone(UTC)


def decision_duties(look: Look, ref: Ref, body: Mapping[str, Any], approvals: Approvals) -> list[Duty]:
    """Return the reminders of the steps that wait: before the deadline to them, at it to whoever is next."""
    return [duty for step in _waiting(approvals) for duty in Deadlines(look, ref, body, approvals).of(step)]


@dataclass(frozen=True)
class Deadlines:
    """The deadlines of a record's round: who is told of them when, and who is passed over."""

    look: Look
    ref: Ref
    body: Mapping[str, Any]
    approvals: Approvals

    @cached_property
    def _content(self) -> RecordContent:
        return RecordContent(self.look, self.ref, self.body, 0, self.approvals)

    @cached_property
    def _approvers(self) -> Approvers:
        return Approvers(self.look, self.body["plan"], self._content, self.approvals)

    def of(self, step: Step) -> Iterator[Duty]:
        """Yield the reminders of a step that waits."""
        ends = deadline(self.look, self.ref, self.body, self.approvals, step)
        round_ = self.approvals.round
        if ends is None or round_ is None:
            return
        before = reminded_at(self.look, self.ref, self.body, ends)
        asked = self.asked(step, before)
        rungs = [(0, before, asked)] if before > _opened(round_, step) else []
        rungs.append((1, ends, self._next(step, ends, asked)))
        for rung, moment, to in rungs:
            opening = ROUND * round_.n + round_.openings[step.id][0]
            told = to or self.look.coordinators
            item = f"{STEP}{step.id}"
            yield Duty(self.ref.record, item, DECIDE, "", rung, moment, ends, told, step.title, opening)

    def asked(self, step: Step, moment: datetime) -> tuple[str, ...]:
        """Return whose word is still missing on a step, and for whoever is away then, his delegates.

        Whether what somebody was granted counts is judged when he decides.
        """
        round_, approvers = self.approvals.round, self._approvers
        if round_ is None:
            return ()
        standing = Standing(round_, self._content)
        spoken = {one.principal for one in round_.last_words(step.id) if standing.stands(one, step)}
        barred = standing.barred(step)
        found: dict[str, None] = {}
        for person in sorted(approvers.meant(step)):
            if approvers.identity(person) in spoken or any(approvers.bars_on_the_way(step, person, barred)):
                continue
            there = [person] if not self._is_away(person, moment) else self._delegates(step, person, moment)
            found |= dict.fromkeys(
                one for one in there if not any(approvers.bars_on_the_way(step, one, barred))
            )
        return tuple(found)

    def _delegates(self, step: Step, person: str, moment: datetime) -> list[str]:
        """Return who decides for somebody at a moment, and is there."""
        given = (self.look.body(f"person:{person}") or {}).get("mandates", {}).values()
        to = [str(one["to"]) for one in given if mandate_holds(one, moment.__ge__) and in_scope(one, step)]
        return [one for one in to if self._approvers.said(one) and not self._is_away(one, moment)]

    def _next(self, step: Step, moment: datetime, asked: Iterable[str]) -> tuple[str, ...]:
        """Return who is told when a step is late: nobody who is passed over (rule 56)."""
        over = self._over(step, moment, asked)
        return tuple(one for one in self._ladder(step) if one not in over)

    def passed_over(self, step: Step) -> Body:
        """Return who is not told although the ladder names him, each with why: `author`, `away` ..."""
        ends = deadline(self.look, self.ref, self.body, self.approvals, step)
        return (
            {}
            if ends is None
            else self._over(step, ends, self.asked(step, reminded_at(self.look, self.ref, self.body, ends)))
        )

    def _ladder(self, step: Step) -> tuple[str, ...]:
        return step.escalate_to or tuple(self.body["plan"].get("supervise", ()))

    def _over(self, step: Step, moment: datetime, asked: Iterable[str]) -> Body:
        approvers = self._approvers
        humans, authors = set(map(approvers.identity, asked)), approvers.authors(step)
        over: Body = {}
        for one in self._ladder(step):
            is_person = self.look.body(f"person:{one}") is not None
            if approvers.identity(one) in authors:
                over[one] = "author"
            elif is_person and not approvers.said(one):
                over[one] = "retired"
            elif approvers.identity(one) in humans:
                over[one] = "asked"
            elif is_person and self._is_away(one, moment):
                over[one] = "away"
        return over

    def _is_away(self, person: str, moment: datetime) -> bool:
        """Whether somebody is away on the day of a moment, as his record says."""
        setting = _setting(self.look, self.ref, self.body)
        day = moment.astimezone(setting.zone).date()
        for said in self._approvers.said(person).get("away", ()):
            try:
                span = resolve(When(said["written"]).expression, setting, throughout=True)
            except CampaignflowError:  # it hangs on what is not known here
                continue
            first, last = span.start or span.end, span.end or span.start
            if first is not None and last is not None and as_day(first) <= day <= as_day(last):
                return True
        return False

    # what becomes of one that has passed

    def closes(self, step: Step, duty: Duty) -> bool:
        """Whether the round ends over a step that is late; not where its day had passed when it opened."""
        round_ = self.approvals.round
        opened = None if round_ is None or step.id not in round_.openings else _opened(round_, step)
        return step.on_late != "remind" and opened is not None and duty.target > opened

    def put_off(self, step: Step, lost: timedelta | None = None) -> Body:
        """Return what is recorded where nobody could answer: the deadline is put off by what was lost.

        Where that is not known, by as long again as there was, and a day at least.
        """
        ends, round_ = deadline(self.look, self.ref, self.body, self.approvals, step), self.approvals.round
        if ends is None or round_ is None or step.on_late == "remind" or ends <= _opened(round_, step):
            return {}
        by = max(ends - _opened(round_, step), timedelta(days=1)) if lost is None else lost
        return {"extended": {step.id: int(by.total_seconds())}}
