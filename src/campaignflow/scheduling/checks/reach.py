"""Reachability: whether approvals can be through before a campaign begins.

Walking back from the launch through the working days every step may take gives the latest safe day
to submit.  The steps themselves come with the workflow; here only their declared lengths count.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from graphlib import CycleError, TopologicalSorter

from campaignflow.dates.span import as_day
from campaignflow.dates.when import CalendarTime, Duration, When, WorkingTime
from campaignflow.errors import Finding
from campaignflow.plan.approvals import ApprovalStep
from campaignflow.scheduling.checks.view import View
from campaignflow.scheduling.entry import Entry

__all__ = ["CHECKS", "submit_by"]

_BEFORE_LAUNCH = frozenset({"submit", "launch"})


def submit_by(view: View) -> Mapping[str, date]:
    """Return, for each campaign with steps that take time, the latest day to submit it."""
    return {entry.id: day for entry in view.of_kind("campaign") if (day := _latest(view, entry)) is not None}


def _latest(view: View, campaign: Entry) -> date | None:
    steps = _steps(view, campaign)
    if not steps or campaign.start is None:
        return None
    workdays, days = _length(steps)
    if workdays + days == 0:
        return None
    calendar = view.calendar(campaign)
    ready = (
        as_day(campaign.start) if days == 0 else date.fromordinal(as_day(campaign.start).toordinal() - days)
    )
    return calendar.add(ready, -workdays) if workdays else ready


def _steps(view: View, campaign: Entry) -> dict[str, ApprovalStep]:
    """Return the steps of the round before launch; conditional ones count, since they may be asked."""
    noun = view.programme.campaigns[campaign.id]
    own = {**view.programme.approvals, **noun.approvals}
    for activity in noun.activities.values():
        own.update(activity.approvals)
    return {name: step for name, step in own.items() if step.before in _BEFORE_LAUNCH}


def _length(steps: Mapping[str, ApprovalStep]) -> tuple[int, int]:
    """Return the working days and other days of the longest way through the steps in their order."""

    @cache
    def until(name: str) -> tuple[int, int]:
        step = steps[name]
        before = max((until(other) for other in step.after if other in steps), default=(0, 0))
        workdays, days = _allowance(step.due)
        return before[0] + workdays * step.passes, before[1] + days * step.passes

    try:
        order = list(
            TopologicalSorter(
                {name: set(step.after) & set(steps) for name, step in steps.items()}
            ).static_order()
        )
    except CycleError:
        return 0, 0
    return max(until(name) for name in order)


def _allowance(due: Duration | When | None) -> tuple[int, int]:
    if isinstance(due, WorkingTime):
        return due.count, 0
    if isinstance(due, CalendarTime):
        return 0, due.count * {"days": 1, "weeks": 7, "months": 30, "years": 365}[due.unit]
    return 0, 0


def too_late_to_submit(view: View) -> Iterator[Finding]:
    """The latest safe day to submit has passed, or lies before the plan was issued."""
    for entry in view.of_kind("campaign"):
        day = _latest(view, entry)
        if day is None or entry.start is None:
            continue
        facts = {"submit": day, "start": as_day(entry.start)}
        if view.today is not None and day < view.today <= as_day(entry.start):
            yield view.found("submit-too-late", entry, field="when", today=view.today, **facts)


def step_after_launch(view: View) -> Iterator[Finding]:
    """A step that must pass before launch is due only after it, or steps wait for each other."""
    for entry in view.of_kind("campaign"):
        steps = _steps(view, entry)
        try:
            TopologicalSorter({name: set(step.after) & set(steps) for name, step in steps.items()}).prepare()
        except CycleError as error:
            yield view.found("approvals-in-a-ring", entry, steps=sorted(set(error.args[1])))
        if entry.start is None:
            continue
        noun = view.programme.campaigns[entry.id]
        for name, step in noun.approvals.items():
            if step.before not in _BEFORE_LAUNCH or not isinstance(step.due, When):
                continue
            begins = _covered_start(view, entry, step)
            path = (*entry.path, "approvals", name, "due")
            span = view.resolver.elsewhere(step.due, view.resolver.nodes[entry.id], path)
            if span.start is not None and begins is not None and as_day(span.start) > begins:
                yield view.about(
                    "approval-after-launch",
                    path,
                    (entry.id,),
                    step=step.title or name,
                    due=as_day(span.start),
                    start=begins,
                )


def _covered_start(view: View, campaign: Entry, step: ApprovalStep) -> date | None:
    """Return the first day of what a step covers: its activities, else the campaign."""
    covered = [view.entries.get(f"{campaign.id}/{name}") for name in step.covers]
    starts = [as_day(entry.start) for entry in covered if entry is not None and entry.start is not None]
    return min(starts) if starts else None if campaign.start is None else as_day(campaign.start)


CHECKS = (too_late_to_submit, step_after_launch)
