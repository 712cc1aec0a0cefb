"""Reachability: whether approvals can be through before a campaign begins.

Walking back from the launch through the time every step may take gives the latest safe day to
submit, which is a working day.  The steps themselves come with the workflow; here only their
declared lengths and days count.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter
from math import ceil
from typing import NamedTuple

from campaignflow.dates.span import as_day
from campaignflow.dates.when import Duration
from campaignflow.dates.workdays import WorkCalendar
from campaignflow.errors import Finding
from campaignflow.plan.approvals import ApprovalStep
from campaignflow.plan.campaign import Campaign
from campaignflow.plan.dated import Activity
from campaignflow.scheduling.checks.view import View
from campaignflow.scheduling.entry import Entry
from campaignflow.scheduling.rings import rings

__all__ = ["CHECKS", "submit_by"]

_BEFORE_LAUNCH = frozenset({"submit", "launch"})
_DAYS = {"days": 1, "weeks": 7, "months": 31, "years": 366}
_HOURS = {"hours": 1, "minutes": 1 / 60}


class _Step(NamedTuple):
    """A step of a campaign's round, with the names in that round of those that go before it."""

    step: ApprovalStep
    after: frozenset[str]


def submit_by(view: View) -> Mapping[str, date]:
    """Return, for each campaign with steps that take time, the latest day to submit it."""
    return {entry.id: day for entry in view.of_kind("campaign") if (day := _latest(view, entry)) is not None}


def _latest(view: View, campaign: Entry) -> date | None:
    steps = _round(view, campaign)
    if campaign.start is None or not any(isinstance(one.step.due, Duration) for one in steps.values()):
        return None
    try:
        order = list(TopologicalSorter({name: one.after for name, one in steps.items()}).static_order())
        return _walked_back(as_day(campaign.start), order, steps, view.calendar(campaign))
    except (CycleError, ValueError, OverflowError):  # a ring, or beyond all calendars
        return None


def _walked_back(
    launch: date, order: list[str], steps: Mapping[str, _Step], calendar: WorkCalendar
) -> date | None:
    """Return the day on which the first step must be opened for the last to be through at the launch."""
    ready = dict.fromkeys(order, launch)
    for name in reversed(order):
        begin = ready[name] = _before(ready[name], steps[name].step, calendar)
        for earlier in steps[name].after:
            ready[earlier] = min(ready[earlier], begin)
    day = min(ready.values())
    return day if calendar.is_workday(day) else calendar.add(day, -1)


def _before(day: date, step: ApprovalStep, calendar: WorkCalendar) -> date:
    """Return the day a step must begin on to be through on a day; a step due on a date takes no time."""
    if not isinstance(step.due, Duration):
        return day
    count, unit = step.due.count * step.passes, step.due.unit
    if unit == "workdays":
        return calendar.add(day, -count) if count else day
    return day - timedelta(count * _DAYS[unit] if unit in _DAYS else ceil(count * _HOURS[unit] / 24))


def _steps(view: View, campaign: Entry) -> dict[str, _Step]:
    """Return every step of a campaign; conditional ones too, since they may be asked."""
    noun = view.programme.campaigns[campaign.id]
    whole = {**view.programme.approvals, **noun.approvals}
    steps = {name: _Step(step, frozenset(step.after) & whole.keys()) for name, step in whole.items()}
    for key, activity in noun.activities.items():
        for name, step in activity.approvals.items():
            after = {f"{key}/{one}" if one in activity.approvals else one for one in step.after}
            known = {f"{key}/{one}" for one in activity.approvals} | whole.keys()
            steps[f"{key}/{name}"] = _Step(step, frozenset(after & known))
    return steps


def _round(view: View, campaign: Entry) -> dict[str, _Step]:
    """Return the steps that gate submission or launch."""
    steps = {k: one for k, one in _steps(view, campaign).items() if one.step.before in _BEFORE_LAUNCH}
    return {name: _Step(one.step, one.after & steps.keys()) for name, one in steps.items()}


def too_late_to_submit(view: View) -> Iterator[Finding]:
    """The latest safe day to submit has passed, and the campaign has not begun."""
    for name, day in submit_by(view).items() if view.today is not None else ():
        entry = view.entries[name]
        start = day if entry.start is None else as_day(entry.start)
        if view.today is not None and day < view.today <= start:
            facts = {"submit": day, "start": start, "today": view.today}
            yield view.found("submit-too-late", entry, field="when", **facts)


def steps_in_a_ring(view: View) -> Iterator[Finding]:
    """Approval steps wait for each other; steps of the whole programme are said once."""
    programme = view.programme
    everywhere = programme.approvals
    for ring in rings({name: everywhere.keys() & step.after for name, step in everywhere.items()}):
        yield view.about("approvals-in-a-ring", ("approvals",), title=programme.title, steps=ring)
    for entry in view.of_kind("campaign"):
        steps = _steps(view, entry)
        for ring in rings({name: set(one.after) for name, one in steps.items()}):
            if any(steps[name].step is not everywhere.get(name) for name in ring):
                yield view.found("approvals-in-a-ring", entry, field="approvals", steps=ring)


def step_after_launch(view: View) -> Iterator[Finding]:
    """A step that must pass before launch is due only after what it approves has begun."""
    for entry in view.of_kind("approval"):
        campaign = view.entries.get(entry.campaign or "")
        if campaign is None or entry.due is None:
            continue
        holder = entry.id.removeprefix("approval:").rpartition("/")[0]
        noun = view.resolver.nodes[holder].noun
        if not isinstance(noun, Activity | Campaign):
            continue
        step = noun.approvals[entry.path[-1]]
        covered = [f"{campaign.id}/{name}" for name in step.covers] if holder == campaign.id else [holder]
        begins = _first_day(view, campaign, covered)
        due = as_day(entry.due)
        if step.before in _BEFORE_LAUNCH and begins is not None and due > begins:
            facts = {"step": entry.title, "due": due, "start": begins}
            yield view.about("approval-after-launch", (*entry.path, "due"), (campaign.id, entry.id), **facts)


def _first_day(view: View, campaign: Entry, covered: Iterable[str]) -> date | None:
    """Return the first day of what a step covers: its activities, else the campaign."""
    found = [view.entries.get(name) for name in covered]
    starts = [as_day(entry.start) for entry in found if entry is not None and entry.start is not None]
    return min(starts) if starts else None if campaign.start is None else as_day(campaign.start)


CHECKS = (too_late_to_submit, steps_in_a_ring, step_after_launch)
