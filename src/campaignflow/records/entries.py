"""The entries of a schedule read back from what is recorded: nothing is resolved (rule 29).

They equal those of `campaignflow.schedule` at the time the days were recorded.  What became of an item
since (done, dropped, postponed, one occurrence moved) is laid over them by `with_progress`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from campaignflow.dates.precision import Certainty, Precision
from campaignflow.dates.span import Span
from campaignflow.records.days import dates_of, lifts_of, span_of, zone_of
from campaignflow.records.layout import INNER
from campaignflow.scheduling.entries import moments_of
from campaignflow.scheduling.entry import Entry, Occurrence
from campaignflow.scheduling.resolver import Dates
from campaignflow.types import Ref, Visibility

__all__ = [
    "Around",
    "around_of",
    "entries_of",
    "entry_id",
    "fixed_of",
    "recorded_dates",
    "with_progress",
]

_KINDS = {
    "key_dates": "key-date",
    "activities": "activity",
    "prepare": "prepare",
    "agenda": "agenda",
    "routines": "routine",
}
_NOTHING: Mapping[str, Any] = {}
_UNDATED: Mapping[str, Any] = {
    **dict.fromkeys(("start", "end", "due", "part", "part_end")),
    "precision": Precision.UNDATED,
    "certainty": Certainty.PROVISIONAL,
    "rests_on": (),
    "occurrences": (),
}


@dataclass(frozen=True, slots=True)
class Around:
    """What of the programme and of the office the entries of a record rest on."""

    timezone: str = "UTC"
    """The programme's."""
    certainty: str | None = None
    """The programme's, for everything that says nothing else."""
    period: Span = field(default_factory=Span)
    """First and last day of the programme."""
    units: Mapping[str, str | None] = field(default_factory=dict)
    """Each unit with its time zone, if it has one of its own."""
    people: Mapping[str, str | None] = field(default_factory=dict)
    """Each person with the unit that he or she belongs to."""

    def zone(self, lead: Iterable[str], own: str | None) -> str:
        """Return the zone of something: its own, else that of the unit leading it, else the programme's."""
        units = (self.people.get(one, one) for one in lead)
        unit = next((one for one in units if one in self.units), None)
        return zone_of(own or (unit is not None and self.units[unit]) or self.timezone)


def around_of(programme: Mapping[str, Any], office: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Around:
    """Return what entries rest on, of the programme's own body and the bodies of units and people by id."""
    plan = programme["plan"]
    zone = plan.get("timezone", "UTC")
    return Around(
        timezone=zone,
        certainty=plan.get("certainty"),
        period=span_of(plan["period"].get("resolved", _NOTHING), zone_of(zone)),
        units={name: body["plan"].get("timezone") for name, body in office.get("unit", {}).items()},
        people={name: body["plan"].get("unit") for name, body in office.get("person", {}).items()},
    )


class _Inside(NamedTuple):
    """What a dated thing has of its own or of what it is inside of."""

    id: str
    kind: str
    plan: Mapping[str, Any]
    path: tuple[str, ...]
    campaign: str | None
    parent: str
    lead: tuple[str, ...]
    own_zone: str | None
    zone: str
    visibility: Visibility
    embargo: datetime | None
    dates: Dates


def entries_of(ref: Ref, body: Mapping[str, Any], around: Around) -> list[Entry]:
    """Return the entries of a record in no order: a campaign with all that is in it, a programme's own.

    A programme's own are its routines, conditions and the approval steps with a day of their own, which
    a channel may have too; other records have none.
    """
    found = list(_things(ref, body, around))
    known = {one.id for one in found}
    entries = {one.id: _entry(one, known) for one in found}
    for one in found:
        prefix, path = f"approval:{one.id}/", (*one.path, "approvals")
        entries |= _decisions(prefix, one.plan.get("approvals", _NOTHING), path, one.campaign, around)
    plan = body["plan"]
    if ref.kind == "programme":
        entries |= _decisions("approval:", plan.get("approvals", _NOTHING), ("approvals",), None, around)
        entries |= _decisions("condition:", plan.get("conditions", _NOTHING), ("conditions",), None, around)
    elif ref.kind == "channel":
        prefix, path = f"approval:channel:{ref.id}/", ("channels", ref.id, "approvals")
        entries |= _decisions(prefix, plan.get("approvals", _NOTHING), path, None, around)
    return list(entries.values())


def recorded_dates(ref: Ref, body: Mapping[str, Any], around: Around) -> dict[str, Dates]:
    """Return the recorded dates of everything dated in a record by the id of its entry.

    They are what `fixed` of `campaignflow.scheduling.schedule.resolved` takes.
    """
    return {one.id: one.dates for one in _things(ref, body, around)}


def fixed_of(ref: Ref, body: Mapping[str, Any], item: str, around: Around) -> Dates:
    """Return the recorded dates of one dated thing by its address in the record, as `briefing/release`.

    Raises:
        KeyError: nothing dated has this address.
    """
    return recorded_dates(ref, body, around)[entry_id(ref, item)]


def entry_id(ref: Ref, item: str) -> str:
    """Return the id in the schedule of something by its address in a record; the empty one is the record's.

    `briefing` of the campaign `water-week` is `water-week/briefing`, `weekly` of a programme is
    `routine:weekly`.
    """
    if ref.kind == "programme":
        return item if ":" in item else f"routine:{item}"
    return f"{ref.id}/{item}" if item else ref.id


def _things(ref: Ref, body: Mapping[str, Any], around: Around) -> Iterator[_Inside]:
    """Yield the dated things of a record, each before what is inside it."""
    plan = body["plan"]
    if ref.kind == "campaign":
        path = ("campaigns", ref.id)
        yield from _inner(_outer(ref.id, "campaign", plan, path, around, campaign=ref.id), around)
    elif ref.kind == "programme":
        for name, routine in plan.get("routines", _NOTHING).items():
            path = ("routines", name)
            yield _outer(f"routine:{name}", "routine", routine, path, around)


def _outer(  # what a dated thing is made of
    name: str,
    kind: str,
    plan: Mapping[str, Any],
    path: tuple[str, ...],
    around: Around,
    *,
    campaign: str | None = None,
) -> _Inside:
    """Return a dated thing that is inside nothing but the programme."""
    lead, own_zone = tuple(plan.get("lead", ())), plan.get("timezone")
    zone = around.zone(lead, own_zone)
    said = plan if around.certainty is None else {"certainty": around.certainty, **plan}
    return _Inside(
        name,
        kind,
        plan,
        path,
        campaign,
        "",
        lead,
        own_zone,
        zone,
        Visibility(plan.get("visibility", Visibility.INTERNAL)),
        lifts_of(plan["embargo"].get("resolved", _NOTHING), zone) if "embargo" in plan else None,
        dates_of(said, zone, around.period),
    )


def _inner(outer: _Inside, around: Around) -> Iterator[_Inside]:
    """Yield a dated thing and what is inside it."""
    yield outer
    for block in INNER:
        for name, plan in outer.plan.get(block, _NOTHING).items():
            lead = tuple(plan.get("lead", ())) or outer.lead
            own_zone = plan.get("timezone", outer.own_zone)
            is_alike = lead == outer.lead and own_zone == outer.own_zone
            zone = outer.zone if is_alike else around.zone(lead, own_zone)
            embargo = plan.get("embargo")
            inner = _Inside(
                f"{outer.id}/{name}",
                _KINDS[block],
                plan,
                (*outer.path, block, name),
                outer.campaign,
                outer.id,
                lead,
                own_zone,
                zone,
                Visibility(plan["visibility"]) if "visibility" in plan else outer.visibility,
                outer.embargo if embargo is None else lifts_of(embargo.get("resolved", _NOTHING), zone),
                dates_of(plan, zone, outer.dates.window),
            )
            yield from _inner(inner, around)


def _entry(one: _Inside, known: set[str]) -> Entry:
    plan = one.plan
    written = plan.get("when") or plan.get("due")
    return Entry(
        id=one.id,
        kind=one.kind,
        title=plan["title"],
        **moments_of(one.dates),
        written="" if written is None else written["written"],
        zone=one.zone,
        inherited=one.dates.inherited and one.kind != "campaign",
        campaign=one.campaign,
        lead=one.lead,
        support=tuple(plan.get("support", ())),
        owner=tuple(plan.get("owner", ())),
        media=tuple(plan.get("media", ())),
        channels=tuple(plan.get("channels", ())),
        where=tuple(plan.get("where", ())),
        note=tuple(plan.get("note", ())),
        visibility=one.visibility,
        embargo=one.embargo,
        needs=tuple(_needed(need, one, known) for need in plan.get("needs", ())),
        path=one.path,
    )


def _needed(need: str, one: _Inside, known: set[str]) -> str:
    """Return the id of what is needed: beside it, in its campaign, else what another campaign has."""
    for scope in (one.parent, one.campaign):
        if f"{scope}/{need}" in known:
            return f"{scope}/{need}"
    return need


def _decisions(
    prefix: str,
    steps: Mapping[str, Any],
    path: tuple[str, ...],
    campaign: str | None,
    around: Around,
) -> dict[str, Entry]:
    """Return the approval steps or conditions that are to be decided by a day written for them."""
    found = {}
    for name, step in steps.items():
        due = step.get("due")
        if not isinstance(due, Mapping):  # none, or a length of time
            continue
        who = step.get("by", ()) if path[-1] == "approvals" else step.get("decided_by", ())
        lead = tuple(one for one in who if one in around.units or one in around.people)
        zone = around.zone(lead, None)
        span = span_of(due.get("resolved", _NOTHING), zone)
        found[prefix + name] = Entry(
            id=prefix + name,
            kind=prefix.partition(":")[0],
            title=step.get("title", name),
            due=span.end,
            precision=span.precision,
            certainty=span.certainty,
            written=due["written"],
            zone=zone,
            rests_on=tuple(sorted(span.rests_on)),
            campaign=campaign,
            lead=lead,
            path=(*path, name),
        )
    return found


def with_progress(ref: Ref, body: Mapping[str, Any], entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries of a record as they stand after what became of its items.

    What was dropped is left out with all that is inside it, what is postponed has no days, and a single
    occurrence that was dropped, postponed or moved is left out, has no days or has its own.
    """
    progress = body.get("progress", _NOTHING)
    states = {entry_id(ref, item): said.get("state") for item, said in progress.items()}
    if body.get("state") == "postponed":
        states[ref.id] = "postponed"
    moved: dict[str, dict[str, Mapping[str, Any]]] = {}
    for item, said in progress.items():
        name, _, key = item.partition("@")
        if key:
            moved.setdefault(entry_id(ref, name), {})[key] = said
    found = []
    for entry in entries:
        state = _state(entry.id, states)
        if state == "dropped":
            continue
        one = replace(entry, **_UNDATED) if state == "postponed" else entry
        if one.id in moved and one.occurrences:
            one = _moved(one, moved[one.id])
        found.append(one)
    return found


def _state(name: str, states: Mapping[str, str | None]) -> str | None:
    """Return the state of something: its own, else that of the nearest thing it is inside of."""
    name = name.removeprefix("approval:")
    while name and states.get(name) is None:
        name = name.rpartition("/")[0]
    return states.get(name)


def _moved(entry: Entry, moved: Mapping[str, Mapping[str, Any]]) -> Entry:
    kept = []
    for one in entry.occurrences:
        said = moved.get(one.key, _NOTHING)
        if said.get("state") == "postponed":
            kept.append(Occurrence(one.key, None, None))
        elif said.get("state") != "dropped":
            days = said.get("when", _NOTHING).get("resolved")
            kept.append(one if days is None else _elsewhen(one, days, entry.zone))
    return replace(entry, occurrences=tuple(kept)) if kept else replace(entry, **_UNDATED)


def _elsewhen(one: Occurrence, days: Mapping[str, Any], zone: str) -> Occurrence:
    """Return an occurrence on the days it was moved to; its key stays."""
    span = span_of(days, zone)
    rests_on = tuple(sorted(span.rests_on))
    if one.due is not None:
        return Occurrence(one.key, None, None, span.end, rests_on)
    end = None if isinstance(span.start, datetime) and span.is_single else span.end
    return Occurrence(one.key, span.start, end, None, rests_on)
