"""Rows of the tables as the things they stand for.

What is asked of them is in `campaignflow.store.snapshot`; what is written into them comes from
`campaignflow.store.commit`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from campaignflow.canonical import canonical, parsed
from campaignflow.store.act import Task, Timer
from campaignflow.store.instants import instant_of, instant_text
from campaignflow.store.journal import JournalEntry
from campaignflow.store.mistakes import StoreUnavailable
from campaignflow.store.record import Record
from campaignflow.store.tables import journal, outbox, records, tasks, timers

__all__ = [
    "ENTRY",
    "NOTICE",
    "RECORD",
    "TASK",
    "TIMER",
    "Notice",
    "entry_of",
    "notice_of",
    "record_of",
    "task_of",
    "task_row",
    "timer_of",
    "timer_row",
]

RECORD = select(
    records.c.ref,
    records.c.uid,
    records.c.kind,
    records.c.programme,
    records.c.id,
    records.c.version,
    records.c.body_version,
    records.c.head,
    records.c.body,
    records.c.applied,
    records.c.revisions,
    records.c.approvals,
)
ENTRY = select(journal.c.header, journal.c.payload, journal.c.salt, journal.c.ref, journal.c.version)
TIMER = select(
    timers.c.key, timers.c.ref, timers.c.due, timers.c.duty, timers.c.item, timers.c.rung, timers.c.details
)
TASK = select(tasks.c.id, tasks.c.ref, tasks.c.kind, tasks.c.party, tasks.c.due, tasks.c.details)
NOTICE = select(
    outbox.c.id,
    outbox.c.ref,
    outbox.c.version,
    outbox.c.act,
    outbox.c.listener,
    outbox.c.failures,
    outbox.c.tried_at,
)


class Notice(NamedTuple):
    """An entry that somebody is still to be told of."""

    id: str
    """The same after a restore from a backup, so the receiver can tell what it had already."""
    ref: str
    version: int
    act: str
    listener: str
    failures: int
    tried_at: datetime | None
    """When telling it failed last."""


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def record_of(row: Sequence[Any]) -> Record:
    """Return the record of a row of `RECORD`."""
    ref, uid, kind, programme, own, version, body_version, head, body, *rest = row
    derived = map(_bytes, rest)
    return Record(ref, uid, kind, programme, own, version, body_version, head, body.encode(), *derived)


def entry_of(row: Sequence[Any]) -> JournalEntry:
    """Return the entry of a row of `ENTRY`.

    Raises:
        StoreUnavailable: the row is no entry any more; `verify` says which are whole.
    """
    header, payload, salt, ref, version = row
    try:
        return JournalEntry.read(
            header.encode(), payload.encode(), None if salt is None else bytes.fromhex(salt)
        )
    except (ValueError, TypeError) as error:
        raise StoreUnavailable("store-entry-unreadable", ref=ref, version=version) from error


def timer_of(row: Sequence[Any]) -> Timer:
    """Return the timer of a row of `TIMER`."""
    key, ref, due, duty, item, rung, details = row
    return Timer(key, ref, instant_of(due), duty, item, rung, parsed(details))


def timer_row(timer: Timer) -> dict[str, Any]:
    """Return the row of a timer, in the order of `TIMER`."""
    return {
        "key": timer.key,
        "ref": timer.ref,
        "due": instant_text(timer.due),
        "duty": timer.duty,
        "item": timer.item,
        "rung": timer.rung,
        "details": canonical(timer.details).decode(),
    }


def task_of(row: Sequence[Any]) -> Task:
    """Return the task of a row of `TASK`."""
    name, ref, kind, party, due, details = row
    return Task(name, ref, kind, party, due, parsed(details))


def task_row(task: Task) -> dict[str, Any]:
    """Return the row of a task, in the order of `TASK`."""
    return {
        "id": task.id,
        "ref": task.ref,
        "kind": task.kind,
        "party": task.party,
        "due": task.due,
        "details": canonical(task.details).decode(),
    }


def notice_of(row: Sequence[Any]) -> Notice:
    """Return the notice of a row of `NOTICE`."""
    tried_at = row[6]
    return Notice._make([*row[:6], None if tried_at is None else instant_of(tried_at)])
