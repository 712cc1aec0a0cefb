"""Clashes: one person, unit or place wanted twice at once, blackouts, holidays, campaigns that compete.

A fuzzy date never clashes by itself (rule 1).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

from campaignflow.dates import expression as ex
from campaignflow.dates.span import as_day
from campaignflow.dates.when import When
from campaignflow.errors import Finding
from campaignflow.plan.conduct import Blackout
from campaignflow.scheduling.checks.view import View, days_of, joined
from campaignflow.scheduling.entry import Entry

__all__ = ["CHECKS"]

MOST_A_DAY = {"person": 3, "unit": 6}
"""One-day activities on one day that a person or a unit is taken to manage."""
SHORT = timedelta(days=14)
"""Campaigns no longer than this compete for an audience when they overlap."""

_WORK = ("activity", "agenda", "prepare")


def wanted_twice(view: View) -> Iterator[Finding]:
    """Two timed activities want one person, unit, channel or place at the same time."""
    wanted: dict[str, list[tuple[datetime, datetime, Entry]]] = defaultdict(list)
    for entry in view.of_kind(*_WORK):
        for start, end in _times(entry):
            for name in _wants(view, entry):
                wanted[name].append((start, end, entry))
    seen = set()
    for name, slots in wanted.items():
        for one, other in _overlapping(slots):
            pair = (one.id, other.id)
            if pair not in seen and not _nested(one, other):
                seen.add(pair)
                facts = {"who": _name(view, name), "other": other.title, "at": one.start}
                yield view.found("clash", one, other, field="when", **facts)


def _times(entry: Entry) -> Iterator[tuple[datetime, datetime]]:
    for one in [entry.at(occurrence) for occurrence in entry.occurrences] or [entry]:
        if isinstance(one.start, datetime) and not one.inherited:
            end = one.end if isinstance(one.end, datetime) else one.start + timedelta(minutes=1)
            yield one.start.astimezone(UTC), end.astimezone(UTC)


def _wants(view: View, entry: Entry) -> set[str]:
    programme = view.programme
    names = set(entry.owner) | {one for one in (*entry.lead, *entry.support) if one in programme.people}
    names |= {one for one in entry.lead if one in programme.units and not programme.units[one].collective}
    return names | {f"@{place}" for place in entry.where}


def _overlapping(slots: list[tuple[datetime, datetime, Entry]]) -> Iterator[tuple[Entry, Entry]]:
    slots.sort(key=lambda slot: (slot[0], slot[1], slot[2].id))
    open_slots: list[tuple[datetime, datetime, Entry]] = []
    for slot in slots:
        open_slots = [earlier for earlier in open_slots if earlier[1] > slot[0]]
        for earlier in open_slots:
            if earlier[2].id != slot[2].id:
                yield earlier[2], slot[2]
        open_slots.append(slot)


def _nested(one: Entry, other: Entry) -> bool:
    """Whether they belong to one event: an agenda and what it is the agenda of."""
    return (
        one.id.startswith(other.id + "/")
        or other.id.startswith(one.id + "/")
        or (one.kind == other.kind == "agenda" and one.id.rpartition("/")[0] == other.id.rpartition("/")[0])
    )


def _name(view: View, name: str) -> str:
    if name.startswith("@"):
        return name[1:]
    programme = view.programme
    noun = programme.people.get(name) or programme.units.get(name)
    return name if noun is None else noun.name


def overloaded(view: View) -> Iterator[Finding]:
    """One person or unit has more one-day activities on a day than can be managed."""
    load: dict[tuple[str, date], list[Entry]] = defaultdict(list)
    for entry in view.of_kind("activity"):
        days = days_of(entry)
        if days is not None and days[0] == days[1] and not entry.is_fuzzy and not entry.occurrences:
            for name in {*entry.owner, *entry.lead}:
                load[name, days[0]].append(entry)
    for (name, day), entries in sorted(load.items(), key=lambda item: (item[0][1], item[0][0])):
        kind = "person" if name in view.programme.people else "unit"
        if len(entries) > MOST_A_DAY[kind]:
            facts = {
                "who": _name(view, name),
                "day": day,
                "count": len(entries),
                "titles": joined(e.title for e in entries),
            }
            yield view.found("overload", entries[0], *entries[1:], field="when", **facts)


def away(view: View) -> Iterator[Finding]:
    """Somebody is wanted on a day on which he is away, and nobody stands in."""
    programme = view.programme
    absent: dict[str, list[tuple[date, date]]] = {}
    for name, person in programme.people.items():
        for index, when in enumerate(person.away):
            span = view.resolver.elsewhere(when, None, ("people", name, "away", index), throughout=True)
            if span.start is not None and span.end is not None:
                absent.setdefault(name, []).append((as_day(span.start), as_day(span.end)))
    if not absent:
        return
    covered = {one for person in programme.people.values() for one in person.stands_in_for}
    for entry in view.of_kind("activity", "agenda", "prepare"):
        days = days_of(entry)
        if days is None or entry.is_fuzzy or entry.occurrences:
            continue
        for name in dict.fromkeys((*entry.owner, *entry.lead)):
            for first, last in absent.get(name, ()):
                if days[0] >= first and days[1] <= last and name not in covered:
                    yield view.found(
                        "owner-away", entry, field="owner", who=_name(view, name), first=first, last=last
                    )


def blackouts(view: View) -> Iterator[Finding]:
    """Something is to go out in a blackout."""
    for name, blackout in view.programme.blackouts.items():
        span = view.resolver.elsewhere(blackout.when, None, ("blackouts", name, "when"), throughout=True)
        if span.start is None or span.end is None:
            continue
        first, last = as_day(span.start), as_day(span.end)
        for entry in view.of_kind("activity", "agenda", "key-date"):
            days = days_of(entry)
            if days is None or entry.is_fuzzy or not _applies(blackout, entry):
                continue
            spans: Sequence[tuple[date, date]] = [
                (as_day(o.start), as_day(o.end or o.start)) for o in entry.occurrences if o.start is not None
            ] or [days]
            hits = [day for day in spans if day[0] <= last and day[1] >= first]
            if hits and entry.kind != "key-date":
                facts = {"blackout": blackout.title, "first": first, "last": last}
                yield view.found(
                    "blackout-hard" if blackout.hard else "blackout", entry, field="when", **facts
                )


def _applies(blackout: Blackout, entry: Entry) -> bool:
    to = blackout.applies_to
    if not (to.units or to.channels or to.areas):
        return True
    return bool(
        set(to.units) & {*entry.lead, *entry.support}
        or set(to.channels) & set(entry.channels)
        or any(area in place for area in to.areas for place in entry.where)
    )


def holidays(view: View) -> Iterator[Finding]:
    """An activity falls on a public holiday, or a deadline on a day off, without anybody having meant it."""
    for entry in view.of_kind("activity", "prepare", "agenda"):
        noun = view.resolver.nodes[entry.id].noun
        if entry.is_fuzzy or entry.occurrences or entry.inherited:
            continue
        days = days_of(entry)
        if days is not None and days[0] == days[1] and not _is_meant(noun.when):
            name = view.calendar(entry).name_of(days[0])
            if name is not None:
                yield view.found("on-holiday", entry, field="when", day=days[0], holiday=name)
        due = getattr(noun, "due", None)
        if entry.due is not None and due is not None and not _is_meant(due):
            day = as_day(entry.due)
            calendar = view.calendar(entry)
            if not calendar.is_workday(day) and _is_computed(due):
                yield view.found("due-on-day-off", entry, field="due", day=day, offer=calendar.add(day, -1))


def _is_meant(when: When | None) -> bool:
    """Whether a date is another thing's own day (a key date, an observance), so that the day was chosen."""
    match when.expression if when is not None else None:
        case ex.Single(ex.Term(ex.Ref() | ex.Observed(), ())):
            return True
        case _:
            return False


def _is_computed(when: When) -> bool:
    """Whether a date was counted out rather than written as a day."""
    match when.expression:
        case ex.Single(term) | ex.Until(term):
            return bool(term.offsets) and term.offsets[-1].unit != "workdays"
        case _:
            return False


def competing(view: View) -> Iterator[Finding]:
    """Two short campaigns address one audience at the same time."""
    shown: list[tuple[date, date, Entry, frozenset[str]]] = []
    for entry in view.of_kind("campaign"):
        audience = frozenset(view.programme.campaigns[entry.id].audience)
        days = days_of(entry)
        if audience and days is not None and not entry.is_fuzzy and days[1] - days[0] < SHORT:
            shown.append((days[0], days[1], entry, audience))
    for one, other in combinations(sorted(shown, key=lambda item: (item[0], item[2].id)), 2):
        shared = one[3] & other[3]
        if shared and other[0] <= one[1] and not _part_of_each_other(view, one[2], other[2]):
            facts = {"other": other[2].title, "audience": sorted(shared), "day": max(one[0], other[0])}
            yield view.found("campaigns-compete", one[2], other[2], field="when", **facts)


def _part_of_each_other(view: View, one: Entry, other: Entry) -> bool:
    campaigns = view.programme.campaigns
    return campaigns[one.id].part_of == other.id or campaigns[other.id].part_of == one.id


def embargoes(view: View) -> Iterator[Finding]:
    """Something happens in public before its own embargo lifts."""
    for entry in view.of_kind("activity", "agenda"):
        if (
            entry.embargo is not None
            and entry.start is not None
            and not entry.is_fuzzy
            and entry.visibility == "public"
        ):
            early = (
                entry.start < entry.embargo
                if isinstance(entry.start, datetime)
                else as_day(entry.start) < entry.embargo.date()
            )
            if early:
                yield view.found(
                    "before-embargo", entry, field="embargo", start=entry.start, embargo=entry.embargo
                )


CHECKS = (wanted_twice, overloaded, away, blackouts, holidays, competing, embargoes)
