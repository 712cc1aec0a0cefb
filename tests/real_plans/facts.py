"""Counts the facts of the fifteen sources and of the plan files that say them, and pairs the two.

A source fact has a kind and a name; a line of a plan file has a kind and an address. What says what stands
in `matches.yaml`, in whose head the addresses are explained; whether what is paired agrees, `checks` asks.
`python -m tests.real_plans.facts` prints the counts and why they differ.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from campaignflow import Activity, BudgetLine, Campaign, Programme, Quota, Schedule, load, schedule
from campaignflow.planfile.loader import loads

__all__ = ["KINDS", "PLANS", "Fact", "RealPlan", "real_plan"]

FOLDER = Path(__file__).parents[2] / "examples" / "plans"
MATCHES: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "matches.yaml").read_text(encoding="utf-8")
)
PLANS = tuple(MATCHES)
KINDS = ("units", "media", "key_dates", "activities", "milestones", "quotas", "lines", "approvals", "reports")
"""Units hold people, too; media hold own channels; milestones are what is inside an activity."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a source."""

    kind: str
    name: str
    """Its own in its kind: a title, or what it belongs to and a number."""
    says: Mapping[str, Any] = field(compare=False)
    campaign: int = 0
    """Number of its campaign in the source."""
    number: int = 0
    """Place among its like, from 0."""
    inside: str = ""
    """Title of the activity it belongs to."""


class RealPlan:
    """A source, the plan file that says it, and what says what."""

    def __init__(self, name: str, programme: Programme) -> None:
        self.name = name
        self.programme = programme
        self.source: Mapping[str, Any] = json.loads(
            (FOLDER / "sources" / f"{name}.json").read_text(encoding="utf-8")
        )
        self.matches = MATCHES[name]

    @cached_property
    def schedule(self) -> Schedule:
        """The days of the plan file."""
        return schedule(self.programme)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact of the source."""
        return tuple(_source_facts(self.source))

    @cached_property
    def lines(self) -> Mapping[str, tuple[str, Any]]:
        """Kind and noun of every line of the plan file, by address."""
        return dict(_plan_lines(self.programme))

    @cached_property
    def campaigns(self) -> tuple[str, ...]:
        """Campaigns of the plan file, in the order of the source."""
        return tuple(self.matches.get("campaigns", self.programme.campaigns))

    def said_by(self, fact: Fact) -> tuple[str, ...]:
        """Return the addresses of the lines that say a fact; none if nothing does."""
        listed = self.matches.get(fact.kind, {}).get(fact.name)
        if listed is not None:
            return (listed,) if isinstance(listed, str) else tuple(listed)
        found = self._by_itself(fact)
        return (found,) if found in self.lines else ()

    def _by_itself(self, fact: Fact) -> str:
        """Return the address of what has the same id, name, title or place."""
        match fact.kind:
            case "units":
                return f"{'people' if fact.name in self.programme.people else 'units'}/{fact.name}"
            case "media":
                nouns = {**self._named("media"), **self._named("channels")}
                return next((address for address, name in nouns.items() if name == fact.name), "")
            case "key_dates" | "activities":
                return self._titled(fact)
            case "quotas":
                holder = next(
                    one for one in self.facts if (one.kind, one.name) == ("activities", fact.inside)
                )
                return f"{''.join(self.said_by(holder)[:1])}#{fact.number}"
            case "lines":
                return f"{self.campaigns[fact.campaign]}${fact.number}"
            case _:
                return ""

    def _named(self, block: str) -> dict[str, str]:
        return {f"{block}/{name}": noun.name for name, noun in getattr(self.programme, block).items()}

    def _titled(self, fact: Fact) -> str:
        if not self.campaigns:
            return ""
        campaign = self.campaigns[fact.campaign]
        nouns: Mapping[str, Any] = getattr(self.programme.campaigns[campaign], fact.kind)
        return next((f"{campaign}/{name}" for name, noun in nouns.items() if noun.title == fact.name), "")

    @property
    def beyond(self) -> Mapping[str, str]:
        """Lines of the plan that are no fact in a list of the source, with their reasons."""
        return {one: row["because"] for row in self.matches.get("beyond", ()) for one in row["facts"]}

    @property
    def because(self) -> Mapping[str, str]:
        """Reasons for facts that are not said one to one, by name of the fact."""
        return self.matches.get("because", {})

    def counts(self) -> dict[str, tuple[int, int]]:
        """Return, for each kind, how many facts the source has and how many lines the plan file."""
        facts = [fact.kind for fact in self.facts]
        lines = [kind for kind, _ in self.lines.values()]
        return {kind: (facts.count(kind), lines.count(kind)) for kind in KINDS}

    def unsaid(self) -> list[str]:
        """Return the facts of the source that no line of the plan file says."""
        return [f"{fact.kind}: {fact.name}" for fact in self.facts if not self.said_by(fact)]

    def said_by_nothing_there(self) -> list[str]:
        """Return addresses and names in the table of matches that lead nowhere."""
        lost = [one for fact in self.facts for one in self.said_by(fact) if one not in self.lines]
        lost += [one for one in self.beyond if one not in self.lines]
        for kind in KINDS:
            known = {fact.name for fact in self.facts if fact.kind == kind}
            lost += sorted(set(self.matches.get(kind, {})) - known)
        known = {fact.name for fact in self.facts}
        return lost + sorted({*self.because, *self.matches.get("worded", {})} - known)

    def without_a_source(self) -> list[str]:
        """Return the lines of the plan file that say no fact of the source and have no reason."""
        said = {one for fact in self.facts for one in self.said_by(fact)}
        return sorted(set(self.lines) - said - set(self.beyond))

    def not_one_to_one(self) -> set[str]:
        """Return the names of facts said by several lines, by a shared line or by one of another kind."""
        said = [one for fact in self.facts for one in self.said_by(fact)]
        found = set()
        for fact in self.facts:
            addresses = self.said_by(fact)
            other_kind = any(self.lines[one][0] != fact.kind for one in addresses)
            if len(addresses) > 1 or other_kind or any(said.count(one) > 1 for one in addresses):
                found.add(fact.name)
        return found


def _source_facts(source: Mapping[str, Any]) -> Iterator[Fact]:
    yield from (Fact("units", unit["id"], unit) for unit in source["units"])
    yield from (Fact("media", medium["name"], medium) for medium in source["media"])
    for number, campaign in enumerate(source["campaigns"]):
        for key_date in campaign["key_dates"]:
            yield Fact("key_dates", key_date["name"], key_date, number)
        for activity in campaign["activities"]:
            yield from _activity_facts(activity, number)
        for place, line in enumerate((campaign["budget"] or {}).get("lines", ())):
            yield Fact("lines", f"{place + 1}. {line['item']}", line, number, place)
        yield from (Fact("approvals", step["step"], step, number) for step in campaign["reviews"])
        yield from (Fact("reports", duty["what"], duty, number) for duty in campaign["reporting"])


def _activity_facts(activity: Mapping[str, Any], campaign: int) -> Iterator[Fact]:
    title = activity["title"]
    yield Fact("activities", title, activity, campaign)
    milestones = [
        *activity.get("prepare", ()),
        *([activity["depends_on"]] if "depends_on" in activity else ()),
    ]
    for milestone in milestones:
        yield Fact("milestones", f"{title} / {milestone['what']}", milestone, campaign, inside=title)
    quotas = activity.get("quota", [])
    for place, quota in enumerate([quotas] if isinstance(quotas, dict) else quotas):
        yield Fact("quotas", f"{title} #{place + 1}", quota, campaign, place, title)


_BLOCKS = {"units": "units", "people": "units", "media": "media", "channels": "media", "observances": "rules"}
"""Blocks of a plan file with the kinds of what they hold."""


def _plan_lines(programme: Programme) -> Iterator[tuple[str, tuple[str, Any]]]:
    for block, kind in _BLOCKS.items():
        for name, noun in getattr(programme, block).items():
            yield f"{block}/{name}", (kind, noun)
    yield from ((f"!{name}", ("approvals", step)) for name, step in programme.approvals.items())
    for name, routine in programme.routines.items():
        yield f"routine:{name}", ("reports", routine)
    for name, campaign in programme.campaigns.items():
        yield from ((f"{name}/{key}", ("key_dates", noun)) for key, noun in campaign.key_dates.items())
        yield from ((f"{name}!{key}", ("approvals", step)) for key, step in campaign.approvals.items())
        yield from _amounts(name, campaign)
        for key, activity in campaign.activities.items():
            yield from _activity_lines(f"{name}/{key}", "activities", activity)


def _activity_lines(address: str, kind: str, activity: Activity) -> Iterator[tuple[str, tuple[str, Any]]]:
    yield address, (kind, activity)
    yield from ((f"{address}@{who}", ("reports", activity)) for who in activity.report_to)
    yield from ((f"{address}!{key}", ("approvals", step)) for key, step in activity.approvals.items())
    yield from _amounts(address, activity)
    for block in (activity.prepare, activity.agenda):
        for key, inner in block.items():
            yield from _activity_lines(f"{address}/{key}", "milestones", inner)


def _amounts(
    address: str, holder: Campaign | Activity
) -> Iterator[tuple[str, tuple[str, Quota | BudgetLine]]]:
    yield from ((f"{address}#{place}", ("quotas", quota)) for place, quota in enumerate(holder.quotas))
    for place, line in enumerate(holder.budget):
        yield f"{address}${place}", ("lines", line)
        yield from ((f"{address}${place}.{part}", ("lines", inner)) for part, inner in enumerate(line.lines))


def real_plan(name: str, text: str | None = None) -> RealPlan:
    """Return a real plan by its name; with a text, the plan as another text has it."""
    return RealPlan(name, load(FOLDER / f"{name}.yaml") if text is None else loads(text))


def table() -> str:
    """Return the counts of all plans: facts of the source / lines of the plan file."""
    rows = [["plan", *(kind.replace("_", " ") for kind in KINDS), "said"]]
    whole = dict.fromkeys(KINDS, (0, 0))
    said = all_of_them = 0
    for name in PLANS:
        plan = real_plan(name)
        counts = plan.counts()
        whole = {kind: (whole[kind][0] + counts[kind][0], whole[kind][1] + counts[kind][1]) for kind in KINDS}
        unsaid = len(plan.unsaid())
        said, all_of_them = said + len(plan.facts) - unsaid, all_of_them + len(plan.facts)
        rows.append([name, *map(_cell, counts.values()), f"{len(plan.facts) - unsaid} of {len(plan.facts)}"])
    rows.append(["all", *map(_cell, whole.values()), f"{said} of {all_of_them}"])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _cell(counts: tuple[int, int]) -> str:
    return "/".join(map(str, counts)) if any(counts) else "-"


def explained() -> str:
    """Return, plan by plan, why counts differ: what is not said one to one, what goes beyond the source."""
    lines = []
    for name in PLANS:
        plan = real_plan(name)
        rows = [
            f"{fact.name} -> {', '.join(plan.said_by(fact))}: {plan.because[fact.name]}"
            for fact in plan.facts
            if fact.name in plan.not_one_to_one()
        ]
        rows += [f"+ {one}: {reason}" for one, reason in plan.beyond.items()]
        if rows:
            lines += ["", name, *(f"  {row}" for row in rows)]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(f"Facts of the source / lines of the plan file that say them\n\n{table()}\n")
    sys.stdout.write(f"\nWhy they differ\n{explained()}\n")
