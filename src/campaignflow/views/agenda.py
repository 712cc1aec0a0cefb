"""The schedule as the record has it: read back, never resolved; and the revisions its calendars carry.

A schedule worked out anew from a plan is `campaignflow.scheduling`; the calendars are written by
`campaignflow.export`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from campaignflow.dates.span import as_day
from campaignflow.errors import InvalidValue
from campaignflow.gate.look import RETIRED, Look
from campaignflow.gate.programmes import (
    around_programme,
    bare_programme,
    campaigns_of,
    programme_noun,
    programme_ref,
)
from campaignflow.plan.programme import Programme
from campaignflow.records.entries import Around, entries_of, entry_id, with_progress
from campaignflow.records.gone import handed_out
from campaignflow.records.lifelong import known_as
from campaignflow.records.revisions import Revised, gone, revisions_of, shown
from campaignflow.scheduling.entry import UNDATED, Entry
from campaignflow.scheduling.schedule import Schedule
from campaignflow.store.record import Record
from campaignflow.types import Ref
from campaignflow.views.unapproved import as_approved, no_wider

__all__ = ["Calendar", "CalendarRevision", "calendar_of", "live_programme", "schedule_of"]


_BESIDE = "~"
"""Behind the id of something, what calendars cancel of it; no id that a planner gives has it."""


class CalendarRevision(NamedTuple):
    """How often an entry, or one time of it, changed; whether it is off; what it was first handed out as."""

    revised: Revised
    cancelled: bool
    known_as: str
    follows: str = ""
    """The series that this one continues, by what it was first handed out as."""


class _OfRecord(NamedTuple):
    """What calendars take from one record; it hangs on nothing but the record and what is around it."""

    shown: Mapping[str, tuple[Entry, frozenset[str]]]
    """Entries, and which of their times are off, by what they were first handed out as."""
    left: Mapping[str, Entry]
    """What is to be cancelled, on its last days, likewise."""
    revised: Mapping[str, Revised]
    made: datetime | None
    follows: Mapping[str, str]
    """Series, and those that they continue."""
    is_out: bool
    """Whether it was taken out of the plan."""


class Calendar(NamedTuple):
    """What is needed to write a calendar with sequence numbers and cancellations."""

    schedule: Schedule
    revisions: Mapping[str, CalendarRevision]
    """By entry id, or entry id, `@` and key of an occurrence."""


def live_programme(look: Look, programme: str | None) -> Record:
    """Return the record of a programme; without a name, of the only one that is not archived.

    Raises:
        InvalidValue: there is none of that name, none at all, or more than one.
    """
    if programme is not None:
        record = look.record(programme_ref(programme.removeprefix("programme:")))
        if record is None:
            near = [one.id for one in look.records(kind="programme")]
            raise InvalidValue("programme-unknown", id=programme, near=near[:1])
        return record
    live = [one for one in look.records(kind="programme") if not look.is_closed(one.data)]
    if len(live) != 1:
        raise InvalidValue("which-programme", programmes=[one.id for one in live])
    return live[0]


def schedule_of(look: Look, programme: str | None = None) -> Schedule:
    """Return the schedule of a programme as it stands: without what was dropped, moved times moved."""
    record = live_programme(look, programme)
    entries: list[Entry] = []
    around = around_programme(look, record.id)
    for one in (record, *campaigns_of(look, record.id)):
        if _is_cancelled(one):
            continue
        ref = Ref(one.kind, one.programme, one.id)
        entries += with_progress(ref, one.data, entries_of(ref, one.data, around))
    noun = programme_noun(look, record.id)
    if noun is None:
        raise InvalidValue("programme-unknown", id=record.id, near=[])
    return _schedule(look, record, noun, entries)


def _is_cancelled(record: Record) -> bool:
    return record.data.get("state") == "cancelled"


def _schedule(look: Look, record: Record, noun: Programme, entries: list[Entry]) -> Schedule:
    plan = record.data["plan"]
    issued = plan.get("issued", {}).get("resolved", {}).get("start")
    period = around_programme(look, record.id).period
    first, last = (None if one is None else as_day(one) for one in (period.start, period.end))
    return Schedule(
        noun, entries, (), {}, issued=None if issued is None else _day(issued), period=(first, last)
    )


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def calendar_of(look: Look, programme: str | None = None, *, outside: bool = False) -> Calendar:
    """Return the entries of a programme with their revisions; what is off stands on its last days.

    Dates that were changed after they were approved are shown `outside` as they were approved.  The programme
    of the schedule has no campaigns in it.
    """
    record = live_programme(look, programme)
    around = around_programme(look, record.id)
    entries: list[Entry] = []
    revisions: dict[str, CalendarRevision] = {}
    for one in (record, *look.records(kind="campaign", programme=record.id)):
        own = _of_record(look, one, around)
        if own is None:
            continue
        out = frozenset({""} if own.is_out else ())
        here, left = as_approved(look, one, own.shown, own.left, around, outside=outside)
        rows = own.revised, own.made or look.now
        if outside:  # what was kept when the days went may be less open by now
            left = {first: no_wider(last, _entry_of(own, first)) for first, last in left.items()}
        for first, (entry, off) in here.items():
            last = left.pop(first, None)
            if last is None or handed_out(entry):
                entries.append(entry)
                _revise(revisions, entry, first, off | out, rows)
            if last is not None:
                name = f"{entry.id}{_BESIDE}" if handed_out(entry) else entry.id
                entries.append(replace(last, id=name, campaign=entry.campaign))
                _cancel(revisions, entries[-1], first, rows)
        for name, follows in own.follows.items():
            if name in revisions:
                revisions[name] = revisions[name]._replace(follows=follows)
        taken = {entry.id for entry, _ in here.values()}
        for first, entry in left.items():
            name = entry.id if entry.id not in taken else f"{first}{_BESIDE}"
            taken.add(name)
            entries.append(replace(entry, id=name))
            _cancel(revisions, entries[-1], first, rows)
    return Calendar(_schedule(look, record, bare_programme(look, record), entries), revisions)


def _of_record(look: Look, record: Record, around: Around) -> _OfRecord | None:
    """Return what calendars take from a record, read once for each version; None if it was renamed."""

    def read() -> _OfRecord | None:
        ref, body = Ref(record.kind, record.programme, record.id), record.data
        if "renamed_to" in body:
            return None
        made, known = revisions_of(record.revisions)
        return _OfRecord(
            {known_as(ref, body, name): said for name, said in shown(ref, body, around).items()},
            gone(record.revisions, around),
            known,
            made,
            _followed(ref, body),
            body["state"] == RETIRED,
        )

    found: _OfRecord | None = look.remembered(f"calendar:{record.ref}", (record.head, around), read)
    return found


def _entry_of(own: _OfRecord, first: str) -> Entry | None:
    return own.shown[first][0] if first in own.shown else None


def _followed(ref: Ref, body: Mapping[str, Any]) -> dict[str, str]:
    """Return the series that others of a record continue: by the ids of these, what it is called for life."""
    inside = f"{known_as(ref, body, ref.id)}/" if ref.kind == "campaign" else ""
    return {
        entry_id(ref, item): f"{inside}{said['forked_from']}"
        if inside
        else entry_id(ref, said["forked_from"])
        for item, said in body.get("progress", {}).items()
        if "forked_from" in said
    }


def _revise(
    revisions: dict[str, CalendarRevision],
    entry: Entry,
    first: str,
    off: frozenset[str] | set[str],
    known: tuple[Mapping[str, Revised], datetime],
) -> None:
    rows, made = known
    whole = rows.get(first, Revised(0, made, cancelled=False))
    revisions[entry.id] = CalendarRevision(whole, "" in off, first)
    if listed := rows.get(f"{first}@{UNDATED}"):
        revisions[f"{entry.id}@{UNDATED}"] = CalendarRevision(listed, listed.cancelled, first)
    for one in entry.occurrences:
        key = f"{first}@{one.key}"
        if key in rows or one.key in off:
            single = rows.get(key, whole)
            is_off = "" in off or one.key in off
            revisions[f"{entry.id}@{one.key}"] = CalendarRevision(single, is_off, first)


def _cancel(
    revisions: dict[str, CalendarRevision],
    entry: Entry,
    first: str,
    known: tuple[Mapping[str, Revised], datetime],
) -> None:
    """Keep what is to be cancelled, all of it or, of a series, time by time but for those that were done."""
    rows, made = known
    whole = replace(rows.get(first, Revised(0, made, cancelled=True)), cancelled=True)
    once = rows.get(f"{first}@", whole)
    revisions[entry.id] = CalendarRevision(once, once.cancelled, first)
    for one in entry.occurrences:
        single = rows.get(f"{first}@{one.key}", whole)
        revisions[f"{entry.id}@{one.key}"] = CalendarRevision(single, single.cancelled, first)
