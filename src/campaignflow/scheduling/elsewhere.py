"""The days of dates that are no dated thing's own: charges, quotas, blackouts, absences, decisions.

Dates of campaigns, activities and routines themselves are worked out by `campaignflow.scheduling.resolver`;
dates that only define something (days off, rules of observances, bounds of a series) are no days.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from campaignflow.dates.span import Span, as_day
from campaignflow.dates.when import When
from campaignflow.plan.approvals import ApprovalStep
from campaignflow.plan.budget import BudgetLine
from campaignflow.scheduling.nodes import PROGRAMME, Node
from campaignflow.scheduling.resolver import Resolver

__all__ = ["Path", "elsewhere_of", "fiscal_year", "year_of"]

Path = tuple[str | int, ...]
"""Where something stands in the plan: ("campaigns", "water-week", "budget", 0, "charged")."""


def elsewhere_of(resolver: Resolver) -> dict[Path, Span]:
    """Return the days of every date of a resolved programme that is no entry's own, by its path.

    The period and day of issue of the programme; when directives came in, people are away and blackouts
    hold; by when conditions and approval steps are to be decided; charges of budget lines; bounds and
    last days of quotas and targets; embargoes.
    """
    found = dict(_of_programme(resolver))
    for node in resolver.nodes.values():
        found.update(_of_node(resolver, node))
    return found


def _of_programme(resolver: Resolver) -> Iterator[tuple[Path, Span]]:
    programme = resolver.programme
    path: Path
    yield ("period",), resolver.dates[PROGRAMME].window
    if programme.issued is not None:
        yield ("issued",), resolver.elsewhere(programme.issued, None, ("issued",))
    for name, directive in programme.directives.items():
        if directive.received is not None:
            path = ("directives", name, "received")
            yield path, resolver.elsewhere(directive.received, None, path)
    for name, blackout in programme.blackouts.items():
        path = ("blackouts", name, "when")
        yield path, resolver.elsewhere(blackout.when, None, path, throughout=True)
    for name, person in programme.people.items():
        for index, when in enumerate(person.away):
            path = ("people", name, "away", index)
            yield path, resolver.elsewhere(when, None, path, throughout=True)
    for name, condition in programme.conditions.items():
        if condition.due is not None:
            path = ("conditions", name, "due")
            yield path, resolver.elsewhere(condition.due, None, path, anywhere=True)
    yield from _steps(resolver, programme.approvals, ("approvals",), None)
    for name, channel in programme.channels.items():
        yield from _steps(resolver, channel.approvals, ("channels", name, "approvals"), None)


def _of_node(resolver: Resolver, node: Node) -> Iterator[tuple[Path, Span]]:
    said = node.noun.__dict__
    path: Path = node.path
    if said["embargo"] is not None:
        yield (*path, "embargo"), resolver.elsewhere(said["embargo"], node, (*path, "embargo"))
    for block in ("quotas", "targets"):
        for index, quota in enumerate(said.get(block, ())):
            for field, when in (("due", quota.due), ("from", quota.from_), ("until", quota.until)):
                if when is not None:
                    place = (*path, block, index, field)
                    yield place, resolver.elsewhere(when, node, place)
    yield from _charges(resolver, said.get("budget", ()), (*path, "budget"), node)
    yield from _steps(resolver, said.get("approvals", {}), (*path, "approvals"), node)


def _charges(
    resolver: Resolver, lines: Iterable[BudgetLine], path: Path, node: Node
) -> Iterator[tuple[Path, Span]]:
    for index, line in enumerate(lines):
        if line.charged is not None:
            place = (*path, index, "charged")
            yield place, resolver.elsewhere(line.charged, node, place)
        yield from _charges(resolver, line.lines, (*path, index, "lines"), node)


def _steps(
    resolver: Resolver, steps: Mapping[str, ApprovalStep], path: Path, node: Node | None
) -> Iterator[tuple[Path, Span]]:
    for name, step in steps.items():
        if isinstance(step.due, When):
            place = (*path, name, "due")
            yield place, resolver.elsewhere(step.due, node, place)


def fiscal_year(span: Span, starts: str) -> int | None:
    """Return the fiscal year that a span lies in, by the calendar year in which the fiscal year ends.

    `starts` is the programme's `fiscal_year_starts`, as `04-01`.  None where the span is open or lies in
    two fiscal years.
    """
    if span.start is None or span.end is None:
        return None
    first, last = year_of(as_day(span.start), starts), year_of(as_day(span.end), starts)
    return first if first == last else None


def year_of(day: date, starts: str) -> int:
    """Return the fiscal year of a day, by the calendar year in which it ends."""
    return day.year + (starts != "01-01" and f"{day:%m-%d}" >= starts)
