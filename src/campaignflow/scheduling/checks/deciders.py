"""Deciders: whether the people of the plan can pass its approval steps at all, and who may change these.

Who has written a campaign is known only when it runs; that the deadlines can be kept is `reach`.
"""

from collections.abc import Iterator, Mapping

from campaignflow.errors import Finding
from campaignflow.plan.approvals import ApprovalStep
from campaignflow.plan.programme import Programme
from campaignflow.scheduling.checks.view import View

__all__ = ["CHECKS"]

Path = tuple[str | int, ...]
PLANNER, ADMINISTRATOR = "planner", "administrator"
_OF_CAMPAIGN = 4
"""Length of the place of a step that is a campaign's or a channel's own."""


def _places(programme: Programme) -> Iterator[tuple[Path, str, ApprovalStep]]:
    """Yield every step with its place and its name; the steps of one place in their order."""
    for name, step in programme.approvals.items():
        yield ("approvals", name), name, step
    for key, channel in programme.channels.items():
        for name, step in channel.approvals.items():
            yield ("channels", key, "approvals", name), name, step
    for key, campaign in programme.campaigns.items():
        for name, step in campaign.approvals.items():
            yield ("campaigns", key, "approvals", name), name, step
        for inner, activity in campaign.activities.items():
            for name, step in activity.approvals.items():
                yield ("campaigns", key, "activities", inner, "approvals", name), name, step


def _pools(programme: Programme, step: ApprovalStep) -> Mapping[str, set[str]]:
    """Return for each party a step names the people of the plan that are meant by it."""
    found: dict[str, set[str]] = {}
    for party in step.by:
        if party in programme.people:
            found[party] = {party}
        elif party in programme.units:
            found[party] = {name for name, one in programme.people.items() if one.unit == party}
        else:
            within = None if step.in_ in {None, "lead"} else step.in_
            found[party] = {
                name
                for name, one in programme.people.items()
                if party in one.roles and within in {None, one.unit}
            }
    return found


def too_few_to_decide(view: View) -> Iterator[Finding]:
    """A step asks for more people than the plan has for it, or only for somebody who writes plans himself."""
    programme = view.programme
    for path, name, step in _places(programme):
        if path[0] != "approvals" and len(path) == _OF_CAMPAIGN and name in programme.approvals:
            yield view.about("approval-declared-twice", path, step=name)
        if not step.by:
            yield view.about("approval-without-decider", path, step=step.title or name)
            continue
        pools = _pools(programme, step)
        everybody = set().union(*pools.values())
        if not everybody:  # they may come from the host's directory
            yield view.about("approval-nobody", path, step=step.title or name, parties=step.by)
            continue
        short = _short(step, pools, everybody)
        if short is not None:
            wanted, there = short
            yield view.about("approval-too-few", path, step=step.title or name, wanted=wanted, there=there)
        writes = {one for one in everybody if PLANNER in programme.people[one].roles}
        if writes == everybody and len(writes) == 1 and not (step.self_check or step.allow_author):
            yield view.about("approval-by-planner", path, step=step.title or name, person=min(writes))


def _short(step: ApprovalStep, pools: Mapping[str, set[str]], everybody: set[str]) -> tuple[int, int] | None:
    """Return how many a step wants and how many there are, where that is too few."""
    of = "1" if step.of is None else str(step.of)
    if of == "all":
        return None
    if of.endswith("each"):
        each = int(of.removesuffix("each").strip() or 1)
        least = min(map(len, pools.values()))
        wanted = each * len(pools)
        if least < each:
            return each, least
        return (wanted, len(everybody)) if len(everybody) < wanted else None
    return (int(of), len(everybody)) if len(everybody) < int(of) else None


def nobody_governs(view: View) -> Iterator[Finding]:
    """Who writes the plan may also change who must agree to it: no administrator is named (rule 25)."""
    people = view.programme.people.values()
    writes = any(PLANNER in one.roles for one in people)
    steps = [path for path, _, _ in _places(view.programme)]
    if steps and writes and not any(ADMINISTRATOR in one.roles for one in people):
        yield view.about("planner-governs-steps", ("people",))


CHECKS = (too_few_to_decide, nobody_governs)
