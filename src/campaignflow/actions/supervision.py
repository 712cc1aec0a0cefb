"""Carrying out what is due: reminders, escalations, timed triggers, each exactly once.

What is due is worked out in `campaignflow.records.duties` and kept as timers; here they fire (rules 52-56).
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from campaignflow.actions.lifecycle import fire
from campaignflow.actions.outcomes import late, put_off
from campaignflow.canonical import put
from campaignflow.errors import InvalidValue
from campaignflow.gate.change import Change
from campaignflow.gate.command import Action, Command, Proposal
from campaignflow.gate.commit import Gate
from campaignflow.gate.judge import named
from campaignflow.gate.look import Look
from campaignflow.gate.projection import duties_of
from campaignflow.gate.refusal import Refused
from campaignflow.gate.waiting import DECIDE
from campaignflow.records.duties import Duty
from campaignflow.store.act import Timer
from campaignflow.types import Actor

__all__ = ["GRACE", "LAST_RUN", "MAX_GAP", "TIMER", "run_due"]

TIMER = Actor("system:timer")
MAX_GAP = timedelta(hours=24)
"""After a longer silence everybody gets one digest (rule 54)."""
GRACE = timedelta(hours=24)
"""A timed trigger that comes later than this is left to people."""
LAST_RUN = "last_run"
LAUNCH = "launch"
"""The duty that a workflow may let a timer carry out."""

_log = logging.getLogger("campaignflow")


def run_due(gate: Gate, now: datetime) -> list[Change]:
    """Fire the timers that are there at the start and due, in order of instant, ref and rung.

    Raises:
        InvalidValue: the last run was later than `now`: a clock was set back.
    """
    with gate.store.snapshot() as snapshot:
        timers = snapshot.timers(now)
        said = snapshot.meta(LAST_RUN)
    last = None if said is None else datetime.fromisoformat(said)
    if last is not None and now < last:
        raise InvalidValue("clock-went-back", now=now, last=last)
    asleep = last is not None and now - last > MAX_GAP
    late = [timer for timer in timers if now - timer.due > MAX_GAP or (asleep and timer.duty != LAUNCH)]
    done = _digest(gate, late, now, last)
    for timer in [timer for timer in timers if timer not in late]:
        change = _fired(gate, timer, now)
        if change:
            done.append(change)
    gate.act(Command("run", "", TIMER, is_own=True), _noting(now), now)
    return done


def _noting(now: datetime) -> Action:
    def note(look: Look, _command: Command, _now: datetime) -> list[Proposal]:
        look.meta[LAST_RUN] = now.isoformat()
        return []

    return note


def _fired(gate: Gate, timer: Timer, now: datetime) -> Change | None:
    """Carry one timer out; one that fails is counted, and after five times set aside (rule 53)."""
    command = Command(
        "fire" if timer.duty == LAUNCH else "remind",
        timer.ref,
        TIMER,
        {"trigger": timer.duty},
        is_own=True,
        fires=(timer.key,),
    )
    try:
        if timer.duty == LAUNCH and now - timer.due <= GRACE:
            try:
                return gate.act(command, _launching(timer), now)
            except Refused as refused:
                codes = [reason.code for reason in refused.reasons]
                return gate.act(command, _leaving_a_task(timer, codes), now)
        return gate.act(command, _reminding(timer), now)
    except Exception:  # noqa: BLE001  # one timer that fails stops no other (rule 53)
        _log.exception("timer failed: %s", timer.key)
        gate.store.fail_timer(timer.key)
        return None


def _wanted(look: Look, timer: Timer) -> Duty | None:
    """Return the duty of a timer as the record has it now; None if it is no longer there (rule 53)."""
    record = look.record(timer.ref)
    if record is None:
        return None
    return next(
        (
            one
            for one in duties_of(look, named(record.ref), record.data, record.approvals)
            if one.key == timer.key
        ),
        None,
    )


def _reminding(timer: Timer) -> Action:
    """Return the action that notes a reminder as given: who was told of what."""

    def remind(look: Look, command: Command, _now: datetime) -> list[Proposal]:
        duty = _wanted(look, timer)
        if duty is None:
            return []
        if duty.duty == DECIDE and duty.rung:
            return [*late(look, command, duty, _told(look, duty, "escalated"))]
        verb = "escalated" if duty.rung and duty.duty in _LADDERS else "reminded"
        return [_told(look, duty, verb)]

    return remind


_LADDERS = ("overdue", "response", "launch", "wrap_up", "decide", "condition")


def _told(look: Look, duty: Duty, verb: str) -> Proposal:
    details: dict[str, object] = {
        "duty": duty.duty,
        "rung": duty.rung,
        "target": duty.target.isoformat(),
    }
    more = {"item": duty.item, "occurrence": duty.occurrence, "to": list(duty.to)}
    details |= {name: value for name, value in more.items() if value}
    cause = _cause(look, duty.ref)
    return Proposal(duty.ref, verb, None, details=details, is_event=True, key=duty.key, cause=cause)


def _cause(look: Look, ref: str) -> str:
    """Return the entry that led to a timer: the one by which the record became what it is (rule 24)."""
    record = look.record(ref)
    return "" if record is None else f"{ref}@{record.body_version}"


def _launching(timer: Timer) -> Action:
    """Return the action of a timed trigger: it fires if the workflow says `automatic`, else it reminds."""

    def launch(look: Look, command: Command, now: datetime) -> list[Proposal]:
        duty = _wanted(look, timer)
        if duty is None:
            return []
        if not _is_automatic(look, timer):
            return [_told(look, duty, "escalated" if duty.rung else "reminded")]
        proposals = fire(look, command, now)
        for one in proposals:
            if one.ref == timer.ref:
                one.key, one.cause = timer.key, _cause(look, timer.ref)
        return proposals

    return launch


def _leaving_a_task(timer: Timer, codes: list[str]) -> Action:
    """Return the action that leaves a timed trigger that was refused to people (rule 56)."""

    def leave(look: Look, _command: Command, _now: datetime) -> list[Proposal]:
        duty = _wanted(look, timer)
        return [] if duty is None else [_task(look, timer, duty, codes)]

    return leave


def _task(look: Look, timer: Timer, duty: Duty, codes: list[str]) -> Proposal:
    task = {"kind": "missed-trigger", "trigger": timer.duty, "why": codes, "to": list(duty.to)}
    said = {name: value for name, value in task.items() if value}
    told = _told(look, duty, "missed")
    told.body = put(look.body(timer.ref) or {}, ("tasks", f"missed:{timer.duty}"), said)
    return told


def _digest(gate: Gate, timers: list[Timer], now: datetime, last: datetime | None) -> list[Change]:
    """Note everything that was missed in one act, so that everybody is told once (rule 54).

    A trigger that a timer should have fired is left to people as a task: nothing is launched late.
    """
    if not timers:
        return []
    keys = tuple(timer.key for timer in timers)
    command = Command("digest", "", TIMER, {"count": len(timers)}, is_own=True, fires=keys)
    try:
        change = gate.act(command, _lapsing(timers, last), now)
    except Exception:  # noqa: BLE001  # one that fails spoils the digest of none: each is tried alone
        _log.exception("the digest failed, so each is carried out alone")
        done = [_fired(gate, timer, now) for timer in timers]
        return [one for one in done if one]
    return [change] if change else []


def _lapsing(timers: Iterable[Timer], last: datetime | None) -> Action:
    """Return the action that notes what was missed; nobody is late by the time in which none was reminded."""

    def lapse(look: Look, _command: Command, now: datetime) -> list[Proposal]:
        proposals = []
        for timer in timers:
            duty = _wanted(look, timer)
            if duty is None:
                continue
            if duty.duty == LAUNCH and _is_automatic(look, timer):
                proposals.append(_task(look, timer, duty, ["too-late"]))
            else:
                told = _told(look, duty, "lapsed")
                if duty.duty == DECIDE and duty.rung:
                    told.details.update(put_off(look, duty, now - (last or timer.due - MAX_GAP)))
                proposals.append(told)
        return proposals

    return lapse


def _is_automatic(look: Look, timer: Timer) -> bool:
    """Whether the workflow lets a timer fire the trigger (rule 22 holds for it all the same)."""
    body = look.body(timer.ref)
    return body is not None and look.workflow(body).trigger(timer.duty).automatic
