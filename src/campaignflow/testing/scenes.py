"""What plugins are asked in an office's ordinary year, recorded from the gate itself.

A plugin that only listens stands in sample offices while they work; what it is asked is kept, so that any
plugin can be asked the same again, as often as one likes, without an office.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from campaignflow.hooks.specs import PROJECT, hookimpl
from campaignflow.office.office import Office
from campaignflow.plan.approvals import ApprovalStep
from campaignflow.testing.offices import SAMPLES, Clock, office, planner, sample
from campaignflow.types import Visibility

__all__ = ["Asked", "approve_all", "scenes"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to a plugin."""

    hook: str
    arguments: Mapping[str, Any]

    def __str__(self) -> str:
        """Return the hook and what it is about, as people would name it."""
        case, trigger = self.arguments.get("case"), self.arguments.get("trigger", "")
        about = "" if case is None else f" of {case.ref}"
        return f"{self.hook.removeprefix(f'{PROJECT}_')}{about}{trigger and f', {trigger}'}"


@dataclass
class _Listening:
    """Keeps what it is asked; one step of its own lets the office look for people, too."""

    __name__ = "listening"
    heard: list[Asked] = field(default_factory=list)

    @hookimpl
    def campaignflow_approval_steps(self, case: Any, trigger: str) -> list[ApprovalStep]:
        self._keep("approval_steps", case=case, trigger=trigger)
        asked = case.kind in {"campaign", "item"} and trigger == "submit"
        return [ApprovalStep.named("seen", by=["finance-approver"])] if asked else []

    @hookimpl
    def campaignflow_veto(self, case: Any, trigger: str, context: Any) -> None:
        self._keep("veto", case=case, trigger=trigger, context=context)

    @hookimpl
    def campaignflow_after_commit(self, entries: Any) -> None:
        self._keep("after_commit", entries=entries)

    @hookimpl
    def campaignflow_directory(self, query: Any) -> None:
        self._keep("directory", query=query)

    @hookimpl
    def campaignflow_check_plan(self, programme: Any, schedule: Any) -> None:
        self._keep("check_plan", programme=programme, schedule=schedule)

    @hookimpl
    def campaignflow_calendar_entries(self, entries: Any, audience: str) -> None:
        self._keep("calendar_entries", entries=entries, audience=audience)

    @hookimpl
    def campaignflow_deliver(self, notices: Any) -> None:
        self._keep("deliver", notices=notices)

    def _keep(self, hook: str, **arguments: Any) -> None:
        self.heard.append(Asked(f"{PROJECT}_{hook}", arguments))


def approve_all(opened: Office, ref: str) -> None:
    """Let everybody approve whatever of a record waits for him, until nothing more does."""
    people = list(opened.programme().people)
    while waiting := next(
        (
            (one, item)
            for one in people
            for item in opened.inbox(one)
            if (item.kind, item.ref) == ("decide", ref)
        ),
        None,
    ):
        person, item = waiting
        opened.decide(ref, item.step, "approve", actor=person, seen=item.seen)


@cache
def scenes() -> tuple[Asked, ...]:
    """Return what plugins are asked while the sample offices plan, submit, publish and answer."""
    return tuple(asked for name in SAMPLES for asked in _played(name))


def _played(name: str) -> Iterator[Asked]:
    listening, clock = _Listening(), Clock()
    plan = sample(name)
    with office(plan, plugins=[listening], clock=clock) as opened:
        who = planner(plan)
        opened.check(plan)
        for campaign in plan.campaigns:
            ref = f"campaign:{plan.id}/{campaign}"
            opened.fire(ref, "submit", actor=who)
            approve_all(opened, ref)
            opened.fire(ref, "launch", actor=who)
        item = opened.open("item", title="通稿 news release", campaign=ref, actor=who).refs[0]
        opened.fire(item, "write", actor=who)
        opened.fire(item, "submit", actor=who)
        approve_all(opened, item)
        opened.fire(item, "release", actor=who)
        unit = next(iter(plan.units))
        issue = opened.open(
            "issue", title="传言 rumour", unit=unit, respond_within="5 hours", actor=who
        ).refs[0]
        for trigger in ("verify", "respond", "answer", "close"):
            opened.fire(issue, trigger, actor=who)
        request = opened.open("request", title="采访线索 request", unit=unit, actor=who).refs[0]
        opened.fire(request, "accept", actor=who)
        opened.fire(request, "answer", actor=who)
        for audience in Visibility:
            opened.to_ics(plan.id, audience=audience)
        clock.move(days=90)
        opened.run_due()
        opened.cancel(ref, reason="另有安排 called off", actor=who)
    yield from listening.heard
    yield Asked(f"{PROJECT}_commands", {})
