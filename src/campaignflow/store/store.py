"""A store as other rooms hold it: opened by URL, read through views, written by whole acts.

Everything is done elsewhere: questions in `snapshot`, the writing of an act in `commit`, what only one
database knows in `dialects`.  This module begins and ends transactions, and keeps one thread from writing
while it still reads.
"""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, delete, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError

from campaignflow.errors import Finding
from campaignflow.store.act import Act, Committed, Outcome
from campaignflow.store.checks import check_shape
from campaignflow.store.commit import NOTE, commit
from campaignflow.store.dialects import Dialect, dialect_of
from campaignflow.store.instants import instant_text
from campaignflow.store.mistakes import BadAct, StoreUnavailable
from campaignflow.store.redaction import SCRUB_IS_DUE
from campaignflow.store.snapshot import Snapshot, refusal_key
from campaignflow.store.tables import REVISION, creation, meta, office, outbox, schema, timers
from campaignflow.store.verify import Deep, Verification, verify

__all__ = ["Store"]


class Store:
    """One office's store (C9); several threads and, in a file, several processes may use it at once."""

    office: str
    """Who this store belongs to, in 32 hexadecimal digits; it stands in every hash."""
    path: Path | None
    """The file; None in memory."""

    def __init__(self, dialect: Dialect, office: str, library: str) -> None:
        self._dialect = dialect
        self._library = library
        self._reading = threading.local()
        self.office = office
        self.path = dialect.path

    @classmethod
    def open(cls, url: str, *, create: bool = False, library: str = "") -> Self:
        """Open the store at a URL: `sqlite:///office.db`, `sqlite:////srv/office.db`, `sqlite://` in memory.

        Only `create` makes a store that is not there; what lies in memory is always made.  Each commit is
        on the disk when it returns; `?synchronous=NORMAL` in the address trades the last commits before a
        power cut for speed, never the whole.  `library` is the version that stands in the entries.

        Raises:
            StoreUnavailable: nothing is there, it is no store, or of another version of the library.
        """
        dialect = dialect_of(url, create=create)
        try:
            store = cls(dialect, _office(dialect, library, create=create or dialect.path is None), library)
            if store._scrub_due():
                store.scrub()
        except BaseException:
            dialect.close()
            raise
        return store

    def close(self) -> None:
        """Give everything back; a store in memory is gone then."""
        self._dialect.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is not as it should be though the store works: no write-ahead log, a file not cleaned."""
        return tuple(self._dialect.warnings)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Open one consistent view; it never keeps anybody from writing, but for this thread itself."""
        with self._viewing() as connection:
            yield Snapshot(connection, self._dialect)

    @contextmanager
    def _viewing(self) -> Iterator[Connection]:
        with self._dialect.reading() as connection:
            self._reading.depth = self._depth + 1
            try:
                yield connection
            finally:
                self._reading.depth -= 1

    @property
    def _depth(self) -> int:
        return int(getattr(self._reading, "depth", 0))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._depth:
            raise BadAct("act-inside-view")
        with self._dialect.writing() as connection:
            yield connection

    def commit(self, act: Act) -> Outcome:
        """Write an act whole, or answer why it does not happen (rule 16).

        `Committed`: it happened.  `Replayed`: it happened before, under the same idempotency key.
        `Moved`: what it was judged on has changed, judge again.  `Gone`: a timer it answers is no more.

        Raises:
            IdempotencyMismatch: the key was used for another command (rule 19).
            BadAct: the act contradicts itself or the record, or is handed in while this thread reads.
            InvalidValue: a note, a patch or the act is too large (C12).
            StoreUnavailable: nothing could be written.
        """
        check_shape(act)
        try:
            with self._writing() as connection:
                outcome = commit(connection, act, self.office, self._library)
                if isinstance(outcome, Committed):
                    connection.commit()
        except IntegrityError as error:
            raise BadAct("act-breaks-tables", act=act.id, detail=str(error.orig)) from error
        if act.redactions and isinstance(outcome, Committed):
            return Committed(outcome.act, outcome.entries, self.scrub())
        return outcome

    def fail_timer(self, key: str) -> int:
        """Count that a timer failed, and return how often it has; at 5 it is set aside (rule 53)."""
        with self._writing() as connection:
            connection.execute(
                update(timers).where(timers.c.key == key).values(failures=timers.c.failures + 1)
            )
            failures = connection.scalar(select(timers.c.failures).where(timers.c.key == key))
            connection.commit()
        return failures or 0

    def delivered(self, notice: str) -> None:
        """Take a notice out of the outbox: its listener was told (rule 23)."""
        with self._writing() as connection:
            connection.execute(delete(outbox).where(outbox.c.id == notice))
            connection.execute(delete(meta).where(meta.c.key == refusal_key(notice)))
            connection.commit()

    def failed(self, notice: str, at: datetime | None = None, why: str = "") -> None:
        """Count that telling a listener failed, when, so that the next try can wait, and why."""
        counted = update(outbox).where(outbox.c.id == notice).values(failures=outbox.c.failures + 1)
        if at is not None:
            counted = counted.values(tried_at=instant_text(at))
        with self._writing() as connection:
            connection.execute(counted)
            if why:
                connection.execute(NOTE, {"key": refusal_key(notice), "value": why})
            connection.commit()

    def afresh(self, notice: str) -> None:
        """Let a notice be told as if it had never failed."""
        anew = update(outbox).where(outbox.c.id == notice).values(failures=0, tried_at=None)
        with self._writing() as connection:
            connection.execute(anew)
            connection.commit()

    def note(self, key: str, value: str) -> None:
        """Set a line of the office's notebook; an empty one is taken out."""
        with self._writing() as connection:
            if value:
                connection.execute(NOTE, {"key": key, "value": value})
            else:
                connection.execute(delete(meta).where(meta.c.key == key))
            connection.commit()

    def scrub(self) -> bool:
        """Leave no trace of redacted content in the files (C11); False if a reader was in the way.

        Backups, the free space of the disk and what was told to others are the host's.
        """
        due = self._scrub_due()
        if not self._dialect.scrub():
            self._dialect.warnings.append(Finding("store-not-scrubbed", facts={"path": str(self.path)}))
            return False
        with self._writing() as connection:  # what was redacted meanwhile is still due
            connection.execute(delete(meta).where(meta.c.key == SCRUB_IS_DUE, meta.c.value == due))
            connection.commit()
        return True

    def _scrub_due(self) -> str | None:
        """Return the act whose redaction has not been followed by a cleaning yet."""
        with self.snapshot() as view:
            return view.meta(SCRUB_IS_DUE)

    def verify(self, head: str | None = None, deep: Deep | None = None) -> Verification:
        """Check the store against its journal, in the order of rule 11, naming the first bad entry.

        Chains and columns, acts, records, and with `deep` the bodies and all that is derived from them:
        it is given all records as their journals fold, and what it returns is called with each record's
        ref, entries and body.  A clean answer proves that no entry was
        altered, exchanged, taken out or put in before the newest one.  It does not prove that the newest
        ones are still there: whoever owns the file can cut them off together with their rows in the
        other tables, or write all anew.  `head` will prove that, once there are seals; until then every
        head is unknown.
        """
        with self._viewing() as connection:
            return verify(connection, self._dialect, self.office, head=head, deep=deep)


def _office(dialect: Dialect, library: str, *, create: bool) -> str:
    """Return whose store it is, making it if that is wanted.

    Raises:
        StoreUnavailable: it is no store, or of another version of the library.
    """
    with dialect.reading() as connection:
        empty = not inspect(connection).get_table_names()
    if empty and create:
        _make(dialect, library)
    with dialect.reading() as connection:
        check_schema(connection, str(dialect.path))
        found = str(connection.execute(select(office.c.uuid)).scalar_one())
    dialect.settle()  # only now: somebody else's file stays as it is
    return found


def _make(dialect: Dialect, library: str) -> None:
    with dialect.writing() as connection:
        if inspect(connection).get_table_names():
            return  # somebody was faster
        for statement in (*creation(connection.dialect.name), *dialect.triggers):
            connection.exec_driver_sql(statement)
        connection.execute(insert(office), {"uuid": uuid.uuid4().hex, "library": library})
        connection.execute(insert(schema), {"version_num": REVISION})
        connection.commit()


def check_schema(connection: Connection, path: str) -> None:
    """Refuse what is no store, or one this version of the library cannot use.

    Raises:
        StoreUnavailable: `store-foreign`, `store-older` or `store-newer`.
    """
    tables = set(inspect(connection).get_table_names())
    found = connection.scalar(select(schema.c.version_num)) if {schema.name, office.name} <= tables else None
    if found is None or not found.isdecimal():
        raise StoreUnavailable("store-foreign", path=path)
    if found != REVISION:
        code = "store-older" if int(found) < int(REVISION) else "store-newer"
        raise StoreUnavailable(code, path=path, found=found, needed=REVISION)
