"""Deciders: whether the people of the plan can pass its approval steps at all, and who may change these.

Who has written a campaign is known only when it runs; that the deadlines can be kept is `reach`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from campaignflow.errors import Finding
from campaignflow.plan.approvals import ApprovalStep
from campaignflow.plan.organisation import Person
from campaignflow.plan.programme import Programme
from campaignflow.scheduling.checks.view import View
from campaignflow.workflow.seats import assignable, identity_of

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


@dataclass(frozen=True)
class _Pool:
    """Who of the plan can decide a step, each human once: no shared account, outsiders by token only."""

    programme: Programme
    step: ApprovalStep

    @property
    def within(self) -> str | None:
        """The unit that roles are narrowed to; None where they are not, or each campaign has its own."""
        return None if self.step.in_ in {None, "lead"} else self.step.in_

    @cached_property
    def there(self) -> dict[str, set[str]]:
        """Those whom the plan says to be what each party names."""
        return {party: self._humans(party, by_role=True) for party in self.step.by}

    @cached_property
    def reach(self) -> dict[str, set[str]] | None:
        """Those who could come to be that: a host's directory gives roles, to people who are known.

        None where it cannot be said, for of a unit the plan names nobody.
        """
        people = self.programme.people
        units = {one for one in self.step.by if one in self.programme.units}
        roles = [one for one in self.step.by if one not in people and one not in units]
        units |= {self.within} if roles and self.within is not None else set()
        if units - {one.unit for one in people.values()}:
            return None
        return {party: self._humans(party, by_role=False) for party in self.step.by}

    def _humans(self, party: str, *, by_role: bool) -> set[str]:
        people, found = self.programme.people, set()
        for name, one in people.items():
            if party in people:
                is_meant = name == party
            elif party in self.programme.units:
                is_meant = one.unit == party
            else:
                is_meant = self.within in {None, one.unit} and (not by_role or party in one.roles)
            if is_meant and not one.shared and (self.step.bearers or not one.outside):
                found.add(_human(people, name))
        return found


def _human(people: Mapping[str, Person], name: str) -> str:
    """Return the one id by which all ids of a human are known."""
    return identity_of(name, lambda one: people[one].same_as if one in people else None)


def too_few_to_decide(view: View) -> Iterator[Finding]:
    """A step asks for more people than the plan has for it, or only for somebody who writes plans himself."""
    programme = view.programme
    for path, name, step in _places(programme):
        if path[0] != "approvals" and len(path) == _OF_CAMPAIGN and name in programme.approvals:
            yield view.about("approval-declared-twice", path, step=name)
        if not step.by:
            yield view.about("approval-without-decider", path, step=step.title or name)
        else:
            yield from _of_step(view, path, step.title or name, step)


def _of_step(view: View, path: Path, title: str, step: ApprovalStep) -> Iterator[Finding]:
    people, pool, seats = view.programme.people, _Pool(view.programme, step), _seats(step)
    everybody, reach = set().union(*pool.there.values()), pool.reach
    if reach is not None and not assignable(_grouped(step, reach), seats):
        wanted, most = sum(seats.values()), len(set().union(*reach.values()))
        yield view.about("approval-never", path, step=title, parties=step.by, wanted=wanted, most=most)
        return
    if not everybody:  # they may come from the host's directory
        code = "approval-nobody" if reach is None else "approval-nobody-there"
        yield view.about(code, path, step=title, parties=step.by)
        return
    short = _short(step, pool.there, everybody)
    if short is not None:
        wanted, there = short
        yield view.about("approval-too-few", path, step=title, wanted=wanted, there=there)
    if step.refusals > len(everybody):
        refusals, most = step.refusals, len(everybody)
        yield view.about("approval-never-refused", path, step=title, refusals=refusals, most=most)
    planners = {_human(people, name) for name, one in people.items() if PLANNER in one.roles}
    if len(everybody) == 1 and everybody <= planners and not (step.self_check or step.allow_author):
        yield view.about("approval-by-planner", path, step=title, person=min(everybody))


def _seats(step: ApprovalStep) -> dict[str, int]:
    """Return how many must agree, of each party or of all together; where all must, it is one at least."""
    of = "1" if step.of is None else str(step.of)
    if of.endswith("each"):
        return dict.fromkeys(step.by, int(of.removesuffix("each").strip() or 1))
    return {"": 1 if of == "all" else int(of)}


def _grouped(step: ApprovalStep, pools: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
    """Return the people of each seat of a step."""
    return pools if str(step.of).endswith("each") else {"": set().union(*pools.values())}


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
