"""Makes the entries of a schedule from nodes and their dates, and from decisions with a day of their own.

What an entry is stands in `campaignflow.scheduling.entry`.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from campaignflow.dates.precision import Precision
from campaignflow.dates.recurrence import Round
from campaignflow.dates.span import Span
from campaignflow.dates.when import When
from campaignflow.plan.approvals import ApprovalStep
from campaignflow.plan.campaign import Campaign
from campaignflow.plan.dated import Activity, Dated, KeyDate
from campaignflow.scheduling.entry import Entry, Occurrence
from campaignflow.scheduling.nodes import Node
from campaignflow.scheduling.resolver import Dates, Resolver
from campaignflow.types import Visibility

__all__ = ["entries_of", "moments_of"]

_NOTHING = frozenset[str]()


def entries_of(resolver: Resolver) -> dict[str, Entry]:
    """Return the entries of a resolved programme by id, in the order of the plan."""
    entries = {name: _entry(node, resolver) for name, node in resolver.nodes.items()}
    entries.update((entry.id, entry) for entry in _decisions(resolver))
    return entries


def _decisions(resolver: Resolver) -> Iterator[Entry]:
    """Yield approvals and conditions that are to be decided by a day written for them."""
    programme = resolver.programme
    places: list[tuple[str, Mapping[str, ApprovalStep], tuple[str, ...], Node | None]] = [
        ("approval:", programme.approvals, ("approvals",), None)
    ]
    for name, channel in programme.channels.items():
        places.append((f"approval:channel:{name}/", channel.approvals, ("channels", name, "approvals"), None))
    places += [
        (f"approval:{node.id}/", node.noun.approvals, (*node.path, "approvals"), node)
        for node in resolver.nodes.values()
        if isinstance(node.noun, Activity | Campaign) and node.noun.approvals
    ]
    for prefix, steps, path, around in places:
        for name, step in steps.items():
            if isinstance(step.due, When):
                about = (step.title or name, step.due, step.by)
                yield _decision(resolver, prefix + name, about, (*path, name), around)
    for name, condition in programme.conditions.items():
        if condition.due is not None:
            about = (condition.title, condition.due, condition.decided_by)
            yield _decision(resolver, f"condition:{name}", about, ("conditions", name), None)


def _decision(
    resolver: Resolver,
    name: str,
    about: tuple[str, When, tuple[str, ...]],
    path: tuple[str, ...],
    around: Node | None,
) -> Entry:
    """Return the entry of something to be decided; `about` is its title, by when, and who decides."""
    title, due, who = about
    kind = name.partition(":")[0]
    span = resolver.elsewhere(due, around, (*path, "due"), anywhere=kind == "condition")
    lead = tuple(one for one in who if one in resolver.programme.units or one in resolver.programme.people)
    zone = resolver.settings.setting(lead, None, path).zone.key
    return Entry(
        id=name,
        kind=kind,
        title=title,
        due=span.end,
        precision=span.precision,
        certainty=span.certainty,
        written=due.text,
        zone=zone,
        rests_on=tuple(sorted(span.rests_on)),
        campaign=None if around is None else around.campaign,
        lead=lead,
        path=path,
    )


def _entry(node: Node, resolver: Resolver) -> Entry:
    noun, dates = node.noun, resolver.dates[node.id]
    return Entry(
        id=node.id,
        kind=node.kind,
        title=noun.title,
        **moments_of(dates),
        written=_written(noun),
        zone=resolver.settings.setting(node.lead, node.zone, node.path).zone.key,
        inherited=dates.inherited and node.kind != "campaign",
        campaign=node.campaign,
        lead=node.lead,
        where=noun.where,
        note=noun.note,
        visibility=_visibility(node, resolver),
        embargo=_embargo(node, resolver),
        path=node.path,
        **({} if isinstance(noun, KeyDate) else _people(noun, node, resolver)),
    )


def moments_of(dates: Dates) -> dict[str, Any]:
    """Return what an entry says of its dates, by the names of its fields."""
    span = dates.when if dates.when is not None else (dates.window if dates.inherited else None)
    start, end = (None, None) if span is None else (span.start, span.end)
    if span is not None and isinstance(start, datetime) and span.is_single:
        end = None  # a moment: its end was not written
    due = None if dates.due is None or dates.due.end is None else dates.due.end
    shown = span if span is not None and span.precision is not Precision.UNDATED else dates.due or span
    if dates.rounds:
        start, end, due, shown = _series(dates)
    rests_on = _NOTHING if span is None else span.rests_on
    if dates.due is not None:
        rests_on |= dates.due.rests_on
    for one in dates.rounds:
        rests_on |= one.rests_on
    return {
        "start": start,
        "end": end,
        "due": due,
        "precision": Precision.UNDATED if shown is None else shown.precision,
        "certainty": dates.certainty,
        "part": None if span is None else span.part,
        "part_end": None if span is None else span.part_end,
        "rests_on": tuple(sorted(rests_on)),
        "occurrences": tuple(_occurrence(one, due=dates.due_rounds) for one in dates.rounds),
    }


def _written(noun: Dated) -> str:
    when = noun.when if noun.when is not None else noun.__dict__.get("due")
    return "" if when is None else str(when)


def _people(noun: Dated, node: Node, resolver: Resolver) -> dict[str, Any]:
    """Return what only campaigns, activities and routines say: people, outlets, what they need."""
    said = noun.__dict__
    people = {name: said[name] for name in ("support", "owner", "channels", "media") if said.get(name)}
    if isinstance(noun, Activity) and noun.needs:
        people["needs"] = tuple(_needs(noun, node, resolver))
    return people


def _series(dates: Dates) -> tuple[date | None, date | None, date | None, Span | None]:
    window = dates.window
    if dates.due_rounds:
        return None, None, window.end, window
    return window.start, window.end, None if dates.due is None else dates.due.end, window


def _occurrence(one: Round, *, due: bool) -> Occurrence:
    rests_on = tuple(sorted(one.rests_on))
    if due:
        return Occurrence(one.key, None, None, one.end, rests_on)
    moment_only = isinstance(one.start, datetime) and one.start == one.end
    return Occurrence(one.key, one.start, None if moment_only else one.end, None, rests_on)


def _needs(activity: Activity, node: Node, resolver: Resolver) -> Iterator[str]:
    scopes = [node.parent or "", node.campaign or "", ""]
    for need in activity.needs:
        for scope in scopes:
            found = f"{scope}/{need}" if scope else need
            if found in resolver.nodes:
                yield found
                break


def _above(node: Node, resolver: Resolver) -> Iterator[Dated]:
    here: Node | None = node
    while here is not None:
        yield here.noun
        here = resolver.nodes[here.parent] if here.parent is not None else None


def _visibility(node: Node, resolver: Resolver) -> Visibility:
    for noun in _above(node, resolver):
        if noun.visibility is not None:
            return noun.visibility
    return Visibility.INTERNAL


def _embargo(node: Node, resolver: Resolver) -> datetime | None:
    """Return the moment an embargo lifts that is written on a node or above it."""
    holder: Node | None = node
    while holder is not None and holder.noun.embargo is None:
        holder = resolver.nodes[holder.parent] if holder.parent is not None else None
    return None if holder is None else resolver.embargo(holder)
