"""Clashes: one party or place wanted twice, too much on one day, absences, blackouts, embargoes, rivals.

A fuzzy date never clashes by itself (rule 1).  Days off are in `campaignflow.scheduling.checks.days_off`.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from campaignflow.dates.span import as_day
from campaignflow.errors import Finding
from campaignflow.plan.conduct import Blackout
from campaignflow.scheduling.checks.view import View, bounds_of, days_of, is_before, joined, said_bounds
from campaignflow.scheduling.entry import NEVER, Entry, by_time

__all__ = ["CHECKS"]

MOST_A_DAY = {"person": 3, "unit": 6, "medium": 3, "channel": 4}
"""One-day activities on one day that a person, unit, partner or channel is taken to manage."""
MOST_AT_ONCE = 20
"""Activities going on with which another is compared; who has more at once learns it from these."""
SHORT = timedelta(days=14)
"""Campaigns no longer than this compete for an audience, or for the day they open."""


class _Slot(NamedTuple):
    """A time, in UTC, at which an entry wants somebody."""

    start: datetime
    end: datetime
    id: str


def wanted_twice(view: View) -> Iterator[Finding]:
    """Two timed activities want one person, unit or place at the same time."""
    wanted: dict[str, list[_Slot]] = defaultdict(list)
    for entry in view.of_kind("activity", "agenda", "prepare"):
        slots = list(_slots(entry))
        for name in _wants(view, entry) if slots else ():
            wanted[name] += slots
    clashes: dict[tuple[str, str], dict[str, datetime]] = {}
    for name, slots in sorted(wanted.items()):
        for one, other in _overlapping(slots):
            pair = (min(one.id, other.id), max(one.id, other.id))
            if name not in clashes.get(pair, ()) and not _is_shared(view, pair, name):
                clashes.setdefault(pair, {})[name] = other.start
    for pair, names in sorted(clashes.items()):
        one_entry, other_entry = sorted((view.entries[name] for name in pair), key=by_time)
        at = min(names.values()).astimezone(ZoneInfo(one_entry.zone))
        facts = {"who": [_name(view, name) for name in names], "other": other_entry.title, "at": at}
        yield view.found("clash", one_entry, other_entry, field="when", **facts)


def _slots(entry: Entry) -> Iterator[_Slot]:
    for one in entry.occurrences or (entry,):
        if isinstance(one.start, datetime) and not entry.inherited:
            end = one.end if isinstance(one.end, datetime) else one.start + timedelta(minutes=1)
            yield _Slot(one.start.astimezone(UTC), end.astimezone(UTC), entry.id)


def _wants(view: View, entry: Entry) -> set[str]:
    """Return the people an entry names, the units that lead it, and where it takes place (`@`)."""
    programme = view.programme
    noun = view.resolver.nodes[entry.id].noun.__dict__
    named = {*noun["lead"], *noun["support"], *noun["owner"]}.union(*noun["parties"].values())
    units = {one for one in entry.lead if one in programme.units and not programme.units[one].collective}
    return {one for one in named if one in programme.people} | units | {f"@{place}" for place in entry.where}


def _overlapping(slots: list[_Slot]) -> Iterator[tuple[_Slot, _Slot]]:
    slots.sort()
    going_on: list[_Slot] = []
    for slot in slots:
        going_on = [earlier for earlier in going_on if earlier.end > slot.start][-MOST_AT_ONCE:]
        yield from ((earlier, slot) for earlier in going_on if earlier.id != slot.id)
        going_on.append(slot)


def _is_shared(view: View, pair: tuple[str, str], name: str) -> bool:
    """Whether two entries of one event, or of one campaign in one place, may well want something together."""
    one, other = pair
    if other.startswith(one + "/"):
        return True
    if name.startswith("@"):
        return view.entries[one].campaign == view.entries[other].campaign
    return name not in view.programme.people and one.split("/")[:2] == other.split("/")[:2]


def _name(view: View, name: str) -> str:
    programme = view.programme
    for block in (programme.people, programme.units, programme.media, programme.channels):
        if name in block:
            return block[name].name
    return name.removeprefix("@")


def overloaded(view: View) -> Iterator[Finding]:
    """One person, unit, partner or channel has more one-day activities on a day than can be managed."""
    programme = view.programme
    load: dict[tuple[date, str, str], list[Entry]] = defaultdict(list)
    for entry in view.of_kind("activity"):
        days = days_of(entry)
        if days is None or days[0] != days[1] or entry.is_fuzzy or entry.occurrences:
            continue
        for name in {*entry.owner, *entry.lead}:
            if name in programme.people:
                load[days[0], "person", name].append(entry)
            elif name in programme.units and not programme.units[name].collective:
                load[days[0], "unit", name].append(entry)
        for kind, names in (("medium", entry.media), ("channel", entry.channels)):
            for name in names:
                load[days[0], kind, name].append(entry)
    for (day, kind, name), entries in sorted(load.items(), key=lambda item: item[0]):
        if len(entries) > MOST_A_DAY[kind]:
            titles = joined(entry.title for entry in entries)
            facts = {"who": _name(view, name), "day": day, "count": len(entries), "titles": titles}
            yield view.found("overload", entries[0], *entries[1:], field="when", **facts)


def away(view: View) -> Iterator[Finding]:
    """Somebody is wanted on days on which he is away, and nobody stands in who is there."""
    absent = _absences(view)
    stands_in: dict[str, list[str]] = defaultdict(list)
    for name, person in view.programme.people.items():
        for other in person.stands_in_for:
            stands_in[other].append(name)
    for entry in view.of_kind("activity", "agenda", "prepare") if absent else ():
        days = days_of(entry)
        if days is None or entry.is_fuzzy or entry.occurrences:
            continue
        for name in dict.fromkeys((*entry.owner, *entry.lead)):
            away_then = _absence(absent, name, days)
            is_covered = any(_absence(absent, other, days) is None for other in stands_in[name])
            if away_then is not None and not is_covered:
                facts = {"who": _name(view, name)} | said_bounds(*away_then)
                yield view.found("owner-away", entry, field="owner", **facts)


def _absences(view: View) -> dict[str, list[tuple[date, date]]]:
    absent: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for name, person in view.programme.people.items():
        for index, when in enumerate(person.away):
            span = view.resolver.elsewhere(when, None, ("people", name, "away", index), throughout=True)
            bounds = bounds_of(span)
            if bounds is not None:
                absent[name].append(bounds)
    return absent


def _absence(
    absent: dict[str, list[tuple[date, date]]], name: str, days: tuple[date, date]
) -> tuple[date, date] | None:
    """Return the absence of a person in which all of some days lie."""
    return next((one for one in absent.get(name, ()) if one[0] <= days[0] and days[1] <= one[1]), None)


def blackouts(view: View) -> Iterator[Finding]:
    """Something is to go out in a blackout."""
    goes_out = [
        (entry, spans)
        for entry in view.of_kind("activity", "agenda", "routine")
        if (spans := _spans(entry)) and (entry.kind != "routine" or entry.channels)
    ]
    for name, blackout in sorted(view.programme.blackouts.items()):
        span = view.resolver.elsewhere(blackout.when, None, ("blackouts", name, "when"), throughout=True)
        bounds = bounds_of(span)
        if bounds is None:
            continue
        first, last = bounds
        facts = {"blackout": blackout.title} | said_bounds(*bounds)
        code = "blackout-hard" if blackout.hard else "blackout"
        for entry, spans in goes_out:
            if any(begin <= last and end >= first for begin, end in spans) and _applies(blackout, entry):
                yield view.found(code, entry, field="when", **facts)


def _spans(entry: Entry) -> list[tuple[date, date]]:
    """Return the known days of an entry, of each of its occurrences; none where an end is open."""
    days = days_of(entry)
    if days is None or days[1] == date.max or entry.is_fuzzy:
        return []
    found = [(as_day(one.start), as_day(one.end or one.start)) for one in entry.occurrences if one.start]
    return found or [days]


def _applies(blackout: Blackout, entry: Entry) -> bool:
    to = blackout.applies_to
    if not (to.units or to.channels or to.areas):
        return True
    return bool(
        set(to.units) & {*entry.lead, *entry.support}
        or set(to.channels) & set(entry.channels)
        or any(area in place for area in to.areas for place in entry.where)
    )


def competing(view: View) -> Iterator[Finding]:
    """Two short campaigns address one audience at the same time, or open on the same day."""
    going_on: list[tuple[Entry, tuple[date, date]]] = []
    for entry in view.of_kind("campaign"):
        days = days_of(entry)
        if days is None or entry.is_fuzzy or days[1] - days[0] >= SHORT:
            continue
        going_on = [(other, theirs) for other, theirs in going_on if theirs[1] >= days[0]][-MOST_AT_ONCE:]
        for other, theirs in going_on:
            shared = _audience(view, entry) & _audience(view, other)
            if _is_part_of(view, entry, other) or _is_part_of(view, other, entry):
                continue
            if shared:
                facts = {"other": entry.title, "audience": sorted(shared), "day": days[0]}
                yield view.found("campaigns-compete", other, entry, field="when", **facts)
            elif theirs[0] == days[0]:
                facts = {"other": entry.title, "day": days[0]}
                yield view.found("campaigns-open-together", other, entry, field="when", **facts)
        going_on.append((entry, days))


def _audience(view: View, entry: Entry) -> frozenset[str]:
    return frozenset(view.programme.campaigns[entry.id].audience)


def _is_part_of(view: View, one: Entry, other: Entry) -> bool:
    return view.programme.campaigns[one.id].part_of == other.id


def embargoes(view: View) -> Iterator[Finding]:
    """Something is in public before its own embargo lifts."""
    for entry in view.of_kind("activity", "agenda"):
        start, embargo = entry.start, entry.embargo
        if embargo is None or embargo == NEVER or start is None or entry.is_fuzzy or entry.inherited:
            continue
        if entry.visibility == "public" and is_before(start, embargo):
            yield view.found("before-embargo", entry, field="embargo", start=start, embargo=embargo)


CHECKS = (wanted_twice, overloaded, away, blackouts, competing, embargoes)
