"""Whether everything a plan points at exists: ids of parties, channels, funds, conditions, dated things.

Names inside dates (`water-day - 5 workdays`) are looked up in `campaignflow.scheduling`.
"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from campaignflow.errors import Finding
from campaignflow.labels import Word, word
from campaignflow.plan.approvals import FACETS, TRIGGERS, ApprovalStep
from campaignflow.plan.budget import BudgetLine
from campaignflow.plan.campaign import Campaign
from campaignflow.plan.dated import Activity
from campaignflow.plan.programme import BLOCKS, Programme
from campaignflow.plan.quotas import Quota
from campaignflow.types import meant, twins, without_quotes

__all__ = ["unknown_references"]

Path = tuple[str | int, ...]

MOST_COMPARED = 20_000
"""Comparisons of ids that are made to find the ones that were meant: where most are wrong, no word helps."""
_FACETS = {name: word(name, "zh") for name in FACETS}
"""What a step may cover, and what it is called."""
_KEYED = tuple(block for block in BLOCKS if block != "waivers")


def unknown_references(programme: Programme) -> list[Finding]:
    """Return a finding for each id that names nothing, and for each pair that cannot be told apart."""
    return list(_Check(programme).all())


class _Check:
    """Knows what exists, and looks each reference up."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.compared = 0
        self.parties: dict[str, str] = {}
        for block in (programme.units, programme.people, programme.media):
            self.parties.update({name: noun.name for name, noun in block.items()})
        self.roles = {role for person in programme.people.values() for role in person.roles}

    def all(self) -> Iterator[Finding]:
        yield from self._namespaces()
        yield from self._organisation()
        yield from self._bounds()
        for name, routine in self.programme.routines.items():
            path: Path = ("routines", name)
            yield from self._parties(routine, path, "lead", "support", "owner", "report_to")
            yield from self._ids(routine.channels, self.programme.channels, "channel", (*path, "channels"))
        yield from self._steps(self.programme.approvals, ("approvals",), self.programme.approvals, {})
        for name, campaign in self.programme.campaigns.items():
            yield from self._campaign(campaign, ("campaigns", name))

    def _namespaces(self) -> Iterator[Finding]:
        programme = self.programme
        for block in _KEYED:
            for one, other in twins(getattr(programme, block)):
                yield self._found("ids-alike", (block, other), one=one, other=other)
        blocks = ("units", "people", "media")
        for index, later in enumerate(blocks):
            for earlier in blocks[:index]:
                for name in sorted(set(getattr(programme, earlier)) & set(getattr(programme, later))):
                    yield self._found("id-taken", (later, name), id=name, block=earlier)
        for name, campaign in programme.campaigns.items():
            path: Path = ("campaigns", name, "activities")
            for twice in sorted(set(campaign.key_dates) & set(campaign.activities)):
                yield self._found("id-taken", (*path, twice), id=twice, block="key_dates")
            for one, other in twins([*campaign.key_dates, *campaign.activities]):
                yield self._found("ids-alike", (*path, other), one=one, other=other)

    def _organisation(self) -> Iterator[Finding]:
        programme = self.programme
        for name, unit in programme.units.items():
            yield from self._ids(_one(unit.part_of), programme.units, "unit", ("units", name, "part_of"))
        for name, person in programme.people.items():
            yield from self._ids(_one(person.unit), programme.units, "unit", ("people", name, "unit"))
            yield from self._ids(
                person.stands_in_for, programme.people, "person", ("people", name, "stands_in_for")
            )
        for name, channel in programme.channels.items():
            yield from self._ids(_one(channel.owner), self.parties, "party", ("channels", name, "owner"))
            yield from self._steps(
                channel.approvals, ("channels", name, "approvals"), programme.approvals, {}
            )
        for name, fund in programme.funds.items():
            yield from self._ids(_one(fund.owner), self.parties, "party", ("funds", name, "owner"))

    def _bounds(self) -> Iterator[Finding]:
        programme = self.programme
        for name, condition in programme.conditions.items():
            yield from self._parties(condition, ("conditions", name), "decided_by")
        for name, blackout in programme.blackouts.items():
            path: Path = ("blackouts", name, "applies_to")
            yield from self._ids(blackout.applies_to.units, self.parties, "party", (*path, "units"))
            yield from self._ids(
                blackout.applies_to.channels, programme.channels, "channel", (*path, "channels")
            )

    def _campaign(self, campaign: Campaign, path: Path) -> Iterator[Finding]:
        programme = self.programme
        yield from self._parties(campaign, path, "lead", "support", "supervise", "owner")
        for part, who in campaign.parties.items():
            yield from self._ids(who, self.parties, "party", (*path, "parties", part))
        yield from self._ids(campaign.directives, programme.directives, "directive", (*path, "directives"))
        yield from self._amounts(campaign, path)
        yield from self._quotas(campaign.targets, (*path, "targets"))
        known = {**programme.approvals, **campaign.approvals}
        yield from self._steps(campaign.approvals, (*path, "approvals"), known, campaign.activities)
        for name, activity in campaign.activities.items():
            yield from self._activity(activity, (*path, "activities", name), campaign, known)

    def _activity(
        self, activity: Activity, path: Path, campaign: Campaign, steps: Mapping[str, ApprovalStep]
    ) -> Iterator[Finding]:
        programme = self.programme
        yield from self._parties(activity, path, "lead", "support", "owner", "each", "report_to")
        for part, who in activity.parties.items():
            yield from self._ids(who, self.parties, "party", (*path, "parties", part))
        yield from self._ids(activity.channels, programme.channels, "channel", (*path, "channels"))
        yield from self._ids(activity.media, programme.media, "medium", (*path, "media"))
        yield from self._ids(activity.only_if, programme.conditions, "condition", (*path, "only_if"))
        for need in activity.needs:
            if not self._is_dated_thing(need, campaign, path):
                near = self._near(need, {**campaign.activities, **campaign.key_dates, **self._siblings(path)})
                yield self._found("unknown-id", (*path, "needs"), id=need, kind=Word("activity"), near=near)
        yield from self._amounts(activity, path)
        yield from self._steps(activity.approvals, (*path, "approvals"), {**steps, **activity.approvals}, {})
        for block in ("prepare", "agenda"):
            for name, inner in getattr(activity, block).items():
                yield from self._activity(inner, (*path, block, name), campaign, steps)

    def _is_dated_thing(self, name: str, campaign: Campaign, path: Path) -> bool:
        first, _, rest = name.partition("/")
        if not rest:
            return (
                first in campaign.activities or first in campaign.key_dates or first in self._siblings(path)
            )
        other = self.programme.campaigns.get(first)
        if other is None:
            return self._is_inside(name, campaign)
        return rest in other.key_dates or self._is_inside(rest, other)

    @staticmethod
    def _is_inside(name: str, campaign: Campaign) -> bool:
        """Whether a path names an activity of a campaign, or something inside one."""
        first, *rest = name.split("/")
        here = campaign.activities.get(first)
        for part in rest:
            here = None if here is None else here.prepare.get(part) or here.agenda.get(part)
        return here is not None

    def _siblings(self, path: Path) -> Mapping[str, Any]:
        here: Any = self.programme
        for part in path[:-1]:
            here = here[part] if isinstance(here, Mapping) else getattr(here, str(part))
        found: Mapping[str, Any] = here
        return found

    def _amounts(self, holder: Campaign | Activity, path: Path) -> Iterator[Finding]:
        yield from self._quotas(holder.quotas, (*path, "quotas"))
        for index, line in enumerate(holder.budget):
            yield from self._line(line, (*path, "budget", index))

    def _quotas(self, quotas: Iterable[Quota], path: Path) -> Iterator[Finding]:
        for index, quota in enumerate(quotas):
            yield from self._parties(quota, (*path, index), "each", "by")
            yield from self._ids(quota.media, self.programme.media, "medium", (*path, index, "media"))
            yield from self._ids(
                quota.channels, self.programme.channels, "channel", (*path, index, "channels")
            )

    def _line(self, line: BudgetLine, path: Path) -> Iterator[Finding]:
        yield from self._parties(line, path, "paid_by", "each")
        yield from self._ids(_one(line.fund), self.programme.funds, "fund", (*path, "fund"))
        yield from self._ids(line.only_if, self.programme.conditions, "condition", (*path, "only_if"))
        for index, inner in enumerate(line.lines):
            yield from self._line(inner, (*path, "lines", index))

    def _steps(
        self,
        steps: Mapping[str, ApprovalStep],
        path: Path,
        known: Mapping[str, ApprovalStep],
        activities: Mapping[str, Activity],
    ) -> Iterator[Finding]:
        deciders = {**self.parties, **dict.fromkeys(self.roles, "")}
        for name, step in steps.items():
            here = (*path, name)
            yield from self._ids(step.by, deciders, "decider", (*here, "by"))
            if step.before not in TRIGGERS:
                near = get_close_matches(step.before, TRIGGERS, 1, 0.6)
                yield self._found("trigger-unknown", (*here, "before"), trigger=step.before, near=near)
            yield from self._ids(step.escalate_to, deciders, "decider", (*here, "escalate_to"))
            if step.in_ not in {None, "lead"}:
                yield from self._ids(_one(step.in_), self.programme.units, "unit", (*here, "in"))
            yield from self._ids(step.after, {**known, **steps}, "step", (*here, "after"))
            yield from self._ids(step.only_if, self.programme.conditions, "condition", (*here, "only_if"))
            for covered in step.covers:
                facet = covered.partition(".")[0]
                if facet not in FACETS and covered not in activities and not self._somewhere(covered):
                    titles = {name: str(one.title or "") for name, one in activities.items()}
                    near = self._near(covered, {**titles, **_FACETS})
                    known_facets = list(FACETS)
                    yield self._found(
                        "unknown-facet", (*here, "covers"), id=covered, known=known_facets, near=near
                    )

    def _somewhere(self, path: str) -> bool:
        campaign, _, activity = path.partition("/")
        found = self.programme.campaigns.get(campaign)
        return found is not None and activity in found.activities

    def _parties(self, noun: Any, path: Path, *fields: str) -> Iterator[Finding]:
        for field in fields:
            yield from self._ids(getattr(noun, field), self.parties, "party", (*path, field))

    def _ids(self, ids: Iterable[str], known: Mapping[str, Any], kind: str, path: Path) -> Iterator[Finding]:
        for one in ids:
            if one in known:
                continue
            if (bare := without_quotes(one)) in known:
                yield self._found("quotes-wide", path, text=one, offer=bare)
            else:
                yield self._found("unknown-id", path, id=one, kind=Word(kind), near=self._near(one, known))

    def _near(self, text: str, known: Mapping[str, Any]) -> list[str]:
        """Return ids of what is called so, or nearly so, as long as few are asked for."""
        self.compared += len(known)
        if self.compared > MOST_COMPARED:
            return []
        return meant(text, {name: _called(noun) or "" for name, noun in known.items()})[:1]

    def _found(self, code: str, path: Path, **facts: object) -> Finding:
        return Finding(code, self.programme.place(*path), facts)


def _called(noun: Any) -> str | None:
    return noun if isinstance(noun, str) else getattr(noun, "name", getattr(noun, "title", None))


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)
