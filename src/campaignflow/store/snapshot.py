"""What can be asked of a store: one consistent view, from the first question on, and never a write lock.

A view is a transaction that only reads.  Judge on it, close it, then commit: an open view would keep the
file from being cleaned after a redaction, and what is read from it after a commit would be old.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, select

from campaignflow.canonical import Body
from campaignflow.store.act import Task, Timer
from campaignflow.store.dialects import Dialect
from campaignflow.store.instants import instant_of, instant_text
from campaignflow.store.journal import JournalEntry, fold
from campaignflow.store.record import Record
from campaignflow.store.rows import (
    ENTRY,
    NOTICE,
    RECORD,
    TASK,
    TIMER,
    Notice,
    entry_of,
    notice_of,
    record_of,
    task_of,
    timer_of,
)
from campaignflow.store.tables import HAS_KEY, guards, journal, keys, meta, outbox, records, tasks, timers

__all__ = ["PATIENCE", "REFUSED", "Snapshot", "refusal_key"]

REFUSED = "refused:"
"""Before the id of a notice, in the notebook: what its listener said against it."""

PATIENCE = 5
"""Failures after which a timer is set aside (rule 53)."""

_BY_ENTRY = ENTRY.order_by(journal.c.ref, journal.c.version)
_OF_REF = _BY_ENTRY.where(journal.c.ref == bindparam("of"))
_ONE = RECORD.where(records.c.ref == bindparam("of"))
_GUARD = select(guards.c.version).where(guards.c.name == bindparam("of"))
_BY_DUE = TIMER.order_by(timers.c.due, timers.c.ref, timers.c.rung, timers.c.key)


class Snapshot:
    """A view of the store; get one from `Store.snapshot`."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        self._connection = connection
        self._dialect = dialect

    # -- records

    def record(self, ref: str) -> Record | None:
        """Return a record by its full ref."""
        row = self._connection.execute(_ONE, {"of": ref}).first()
        return None if row is None else record_of(row)

    def records(
        self,
        kind: str | None = None,
        programme: str | None = None,
        states: Iterable[str] | None = None,
        unit: str | None = None,
    ) -> list[Record]:
        """Return the records that are all of what was asked for, by ref."""
        query = RECORD.order_by(records.c.ref)
        wanted = ((records.c.kind, kind), (records.c.programme, programme), (records.c.unit, unit))
        for column, value in wanted:
            if value is not None:
                query = query.where(column == value)
        if states is not None:
            query = query.where(records.c.state.in_(sorted(states)))
        return [record_of(row) for row in self._connection.execute(query)]

    def find(self, kind: str, id_: str) -> list[str]:
        """Return the full refs of a kind and id, in whatever programme (rule 1)."""
        query = (
            select(records.c.ref).where(records.c.kind == kind, records.c.id == id_).order_by(records.c.ref)
        )
        return list(self._connection.scalars(query))

    def version(self, ref: str) -> int:
        """Return the version of a record; 0 if there is none."""
        return self._connection.scalar(select(records.c.version).where(records.c.ref == ref)) or 0

    def uid_taken(self, uid: str) -> bool:
        """Whether a record has this name for life."""
        return self._connection.scalar(select(records.c.ref).where(records.c.uid == uid).limit(1)) is not None

    def guard(self, name: str) -> int:
        """Return the version of a guard; 0 if nothing raised it yet (rule 15)."""
        return self._connection.scalar(_GUARD, {"of": name}) or 0

    # -- journal

    def journal(
        self, ref: str | None = None, act: str | None = None, since_version: int = 0, upto: int | None = None
    ) -> list[JournalEntry]:
        """Return the entries of a record, of an act, or all, in order of ref and version.

        `since_version` is left out, `upto` is included.
        """
        query = _BY_ENTRY if ref is None else _OF_REF
        if act is not None:
            query = query.where(journal.c.act == act)
        if since_version:
            query = query.where(journal.c.version > since_version)
        if upto is not None:
            query = query.where(journal.c.version <= upto)
        return [entry_of(row) for row in self._connection.execute(query, {} if ref is None else {"of": ref})]

    def newest(self) -> tuple[int, str] | None:
        """Return what marks the newest entry of all records; None where there is none.

        While it is the same, nothing that was on record has changed.
        """
        return self._dialect.newest(self._connection)

    def changed_at(self) -> datetime | None:
        """Return the moment of the newest entry of all records; None where there is none."""
        at = self._connection.scalar(select(func.max(journal.c.at)))
        return None if at is None else instant_of(at)

    def entry_of_key(self, actor: str, key: str) -> JournalEntry | None:
        """Return the first entry somebody wrote under an idempotency key, or a timer under its own."""
        wanted = and_(journal.c.key == key, HAS_KEY, journal.c.actor == actor)
        row = self._connection.execute(_BY_ENTRY.where(wanted).limit(1)).first()
        return None if row is None else entry_of(row)

    def as_of(self, ref: str, when: datetime | int | str) -> tuple[int, Body] | None:
        """Return version and body of a record as they were, None if it was not there yet (rule 12).

        `when` is an instant, a version or the id of an act.  At an instant it is the greatest version
        that was written by then, however the clock was set in between; an act that wrote nothing on
        this record stands for its instant.
        """
        version = self._version_at(ref, when)
        return None if version is None else (version, fold(self.journal(ref, upto=version)))

    def _version_at(self, ref: str, when: datetime | int | str) -> int | None:
        newest = select(func.max(journal.c.version)).where(journal.c.ref == ref)
        if isinstance(when, int):
            there = self.version(ref)
            return when if 1 <= when <= there else None
        if isinstance(when, datetime):
            return self._number(newest.where(journal.c.at <= instant_text(when)))
        own = self._number(newest.where(journal.c.act == when))
        if own is not None:
            return own
        at = self._connection.scalar(select(journal.c.at).where(journal.c.act == when).limit(1))
        return None if at is None else self._number(newest.where(journal.c.at <= at))

    def _number(self, query: Select[Any]) -> int | None:
        found: int | None = self._connection.scalar(query)
        return found

    # -- what hangs on the records

    def timers(self, due_by: datetime | None = None, limit: int | None = None) -> list[Timer]:
        """Return the timers due by an instant, it included, in the order they are to be fired (rule 54)."""
        query = _BY_DUE.where(timers.c.failures < PATIENCE).limit(limit)
        if due_by is not None:
            query = query.where(timers.c.due <= instant_text(due_by))
        return [timer_of(row) for row in self._connection.execute(query)]

    def quarantined(self) -> list[Timer]:
        """Return the timers that failed too often and are not tried again (rule 53)."""
        return [
            timer_of(row) for row in self._connection.execute(_BY_DUE.where(timers.c.failures >= PATIENCE))
        ]

    def keys_fired(self, ref: str) -> frozenset[str]:
        """Return the keys of the timers of a record that have fired."""
        query = select(journal.c.fired).where(journal.c.ref == ref, journal.c.fired.is_not(None))
        return frozenset(self._connection.scalars(query))

    def tasks(self, party: str | None = None, ref: str | None = None) -> list[Task]:
        """Return somebody's tasks, or those of a record, by due date."""
        query = TASK.order_by(tasks.c.due, tasks.c.id)
        if party is not None:
            query = query.where(tasks.c.party == party)
        if ref is not None:
            query = query.where(tasks.c.ref == ref)
        return [task_of(row) for row in self._connection.execute(query)]

    def outbox(self, listener: str | None = None) -> list[Notice]:
        """Return what is still to be told, in order of ref and version; across records there is no order."""
        query = NOTICE.order_by(outbox.c.ref, outbox.c.version, outbox.c.listener)
        if listener is not None:
            query = query.where(outbox.c.listener == listener)
        return [notice_of(row) for row in self._connection.execute(query)]

    def refusal(self, notice: str) -> str | None:
        """Return what a listener said against a notice the last time, if it said anything."""
        return self.meta(refusal_key(notice))

    def replay(self, actor: str, key: str) -> tuple[str, str] | None:
        """Return digest and act of an idempotency key that was used (rule 19).

        The digest is empty if the act was redacted since: what it said cannot be guessed from it then.
        """
        query = select(keys.c.digest, keys.c.act).where(keys.c.actor == actor, keys.c.key == key)
        row = self._connection.execute(query).first()
        return None if row is None else (row.digest, row.act)

    def meta(self, key: str) -> str | None:
        """Return a line of the office's notebook."""
        return self._connection.scalar(select(meta.c.value).where(meta.c.key == key))


def refusal_key(notice: str) -> str:
    """Return the line of the notebook that has what a listener said against a notice."""
    return f"{REFUSED}{notice}"
