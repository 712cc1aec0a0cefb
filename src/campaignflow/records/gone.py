"""The days that calendars once gave something and give it no longer: they have to cancel them (RFC 5545).

What loses its day, is taken out, comes round by another rule, or once instead of many times, leaves events
behind that subscribers have.  They are kept by the entry's name for life (`campaignflow.records.lifelong`)
and by the time of a series, the empty one for what happens once.  How often each changed is counted in
`campaignflow.records.revisions`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaignflow.canonical import Body
from campaignflow.dates.precision import Certainty, Precision
from campaignflow.records.days import moment_of
from campaignflow.records.entries import Around
from campaignflow.scheduling.entry import Entry, Occurrence
from campaignflow.types import Visibility

__all__ = ["ONCE", "handed_out", "last_days", "left_behind"]

ONCE = ""
"""The time of what happens once."""
_TEXTS = ("id", "kind", "title", "zone", "campaign")
_LISTS = ("lead", "support", "owner", "media")
_NO_ZONE = Around().timezone
"""Zone of what has none of its own, where nothing is said of what is around it."""
_EVENT = ("start", "end")
_MOMENTS = (*_EVENT, "due")


def handed_out(entry: Entry | None) -> dict[str, Body]:
    """Return the days that calendars give an entry, by time of a series; none for what only inherits some."""
    if entry is None:
        return {}
    times: Mapping[str, Entry | Occurrence] = {one.key: one for one in entry.occurrences} or {ONCE: entry}
    names = ("due",) if entry.inherited else _MOMENTS
    found = {key: _days(one, names) for key, one in times.items()}
    return {key: days for key, days in found.items() if days}


def _days(one: Entry | Occurrence, names: tuple[str, ...]) -> Body:
    moments = {name: getattr(one, name) for name in names}
    return {name: moment.isoformat() for name, moment in moments.items() if moment is not None}


def left_behind(known: Mapping[str, Any] | None, was: Entry | None, now: Entry | None) -> Body | None:
    """Return what an entry leaves behind after a change, None if nothing; `known` is what it had before.

    A last day and the time of the work itself are two events: each is left behind by itself.
    """
    before = handed_out(was)
    lost = {} if known is None else dict(_times(known))
    for key, days in before.items():
        lost[key] = {**lost.get(key, {}), **days}
    still = handed_out(now)
    lost = {key: left for key, days in lost.items() if (left := _without(days, still.get(key, {})))}
    if not lost:
        return None
    head = _head(was) if was is not None and before else known or {}
    return {**{name: said for name, said in head.items() if name not in _MOMENTS}, "occurrences": lost}


def _without(days: Mapping[str, Any], still: Mapping[str, Any]) -> Body:
    has_event = any(name in still for name in _EVENT)
    return {name: day for name, day in days.items() if not (has_event if name in _EVENT else name in still)}


def _head(entry: Entry) -> Body:
    """Return what a calendar says of an entry beside its days."""
    said: Body = {name: getattr(entry, name) for name in _TEXTS if getattr(entry, name)}
    if said["zone"] == _NO_ZONE:
        del said["zone"]
    said |= {name: list(getattr(entry, name)) for name in _LISTS if getattr(entry, name)}
    said |= {"visibility": entry.visibility.value, "precision": entry.precision.value}
    if entry.embargo is not None:
        said["embargo"] = entry.embargo.isoformat()
    return said


def _times(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the days that were left behind, by time; 0.1 wrote what happens once without one."""
    once = {name: said[name] for name in _MOMENTS if name in said}
    times: Mapping[str, Any] = said.get("occurrences") or {ONCE: once}
    return times


def last_days(said: Mapping[str, Any], around: Around) -> Entry:
    """Return an entry on the days that it left behind; without a zone of its own in that around it."""
    zone = around.zone(said.get("lead", ()), said.get("zone"))
    times = {
        key: {name: moment_of(days[name], zone) for name in _MOMENTS if name in days}
        for key, days in _times(said).items()
    }
    once: dict[str, Any] = times[ONCE] if [*times] == [ONCE] else {}
    lists: dict[str, Any] = {name: tuple(said[name]) for name in _LISTS if name in said}
    texts: dict[str, Any] = {name: said[name] for name in _TEXTS if name in said} | {"zone": zone}
    embargo = said.get("embargo")
    return Entry(
        **texts,
        **lists,
        **once,
        visibility=Visibility(said["visibility"]),
        precision=Precision(said["precision"]),
        certainty=Certainty.CONFIRMED,  # of what is not cancelled: it was done
        embargo=None if embargo is None else datetime.fromisoformat(embargo),
        occurrences=() if once else tuple(_time(key, days) for key, days in times.items()),
    )


def _time(key: str, days: Mapping[str, Any]) -> Occurrence:
    return Occurrence(key, days.get("start"), days.get("end"), days.get("due"))
