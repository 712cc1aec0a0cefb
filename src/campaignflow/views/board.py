"""The board: where every campaign stands, what comes next, what is late."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from campaignflow.dates.span import as_day
from campaignflow.gate.look import Look
from campaignflow.gate.programmes import around_programme, campaigns_of
from campaignflow.records.entries import entries_of, entry_id, with_progress
from campaignflow.scheduling.entry import Entry, by_time
from campaignflow.store.record import Record
from campaignflow.types import Ref
from campaignflow.workflow.definition import State

__all__ = ["Item", "Standing", "board", "standing"]

_DONE = frozenset({"activity", "prepare", "agenda"})
"""Kinds of items that are done some day; a key date only comes, a routine comes again."""
_WORK = frozenset({"activity", "prepare", "agenda", "key-date", "routine"})


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a record and how far it has come."""

    id: str
    kind: str
    """`key-date`, `activity`, `prepare`, `agenda` or `routine`."""
    title: str
    state: str
    """`planned`, `under_way`, `done`, `dropped` or `postponed`."""
    day: date | None
    """Its first day, else its last."""
    is_late: bool
    lead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one record stands."""

    ref: str
    title: str
    state: State
    lead: tuple[str, ...]
    start: date | None
    end: date | None
    done: int
    """Activities that are done."""
    total: int
    """Activities there are, dropped ones aside."""
    late: tuple[Item, ...]
    """What should be done and is not."""
    next: Item | None
    """What comes next."""
    items: tuple[Item, ...]
    allowed: tuple[str, ...]
    """Triggers that its state allows."""
    version: int
    body_version: int


def board(look: Look, programme: str, today: date) -> list[Standing]:
    """Return where the campaigns of a programme stand, in order of their first days."""
    found = [standing(look, one, today) for one in campaigns_of(look, programme)]
    return sorted(found, key=lambda one: (one.start is None, one.start or date.max, one.ref))


def standing(look: Look, record: Record, today: date) -> Standing:
    """Return where one record stands."""
    body = record.data
    ref = Ref(record.kind, record.programme, record.id)
    programme = record.id if record.kind == "programme" else record.programme
    around = around_programme(look, programme)
    entries = entries_of(ref, body, around) if record.kind in {"campaign", "programme"} else []
    live = {one.id: one for one in with_progress(ref, body, entries)}
    items = tuple(_items(ref, body, sorted(entries, key=by_time), live, today))
    work = [one for one in items if one.state != "dropped"]
    own = live.get(record.id)
    workflow = look.workflow(body)
    state = workflow.state(str(body["state"]))
    coming = [
        one
        for one in work
        if one.state in {"planned", "under_way"} and one.day is not None and one.day >= today
    ]
    return Standing(
        record.ref,
        str(body["plan"].get("title", record.id)),
        state,
        tuple(body["plan"].get("lead", ())) or tuple(one for one in [body["plan"].get("unit")] if one),
        None if own is None or own.start is None else as_day(own.start),
        None if own is None or own.end is None else as_day(own.end),
        sum(one.state == "done" for one in work),
        sum(one.kind in _DONE for one in work),
        tuple(one for one in work if one.is_late) if state.duties else (),
        coming[0] if coming else None,
        items,
        tuple(one.name for one in workflow.triggers if state.name in one.departures and not one.by_rule),
        record.version,
        record.body_version,
    )


def _items(
    ref: Ref, body: Mapping[str, Any], entries: list[Entry], live: Mapping[str, Entry], today: date
) -> Iterator[Item]:
    progress = body.get("progress", {})
    states = {entry_id(ref, item): said.get("state", "planned") for item, said in progress.items()}
    for entry in entries:
        if entry.kind not in _WORK:
            continue
        state = states.get(entry.id, "planned" if entry.id in live else "dropped")
        last = entry.due if entry.due is not None else entry.end
        late = (
            state in {"planned", "under_way"}
            and entry.kind != "key-date"
            and last is not None
            and not entry.occurrences
            and not entry.inherited
            and _is_over(last, today)
        )
        moment = entry.start if entry.start is not None else entry.due
        day = None if moment is None or entry.inherited else as_day(moment)
        yield Item(entry.id, entry.kind, entry.title, state, day, late, entry.lead)


def _is_over(moment: date | datetime, today: date) -> bool:
    return as_day(moment) < today
