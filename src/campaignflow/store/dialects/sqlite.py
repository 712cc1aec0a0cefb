"""SQLite: one file that several processes of one machine share, or a store in memory.

Writers take the only write lock at once (`BEGIN IMMEDIATE`) and wait for it; readers take none: in the
write-ahead log they go on seeing the state they began with.  In memory there is one connection, so a lock
lets one thread in at a time; it is the store tests use.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Self

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    ExceptionContext,
    LargeBinary,
    cast,
    create_engine,
    event,
)
from sqlalchemy.pool import QueuePool, StaticPool

from campaignflow.errors import Finding
from campaignflow.store.dialects.network_share import network_share
from campaignflow.store.mistakes import StoreUnavailable

__all__ = ["SQLite"]

BUSY_SECONDS = 10.0
"""How long a writer waits for another one."""
_SYNCHRONOUS = ("FULL", "NORMAL")

_KEPT_WHOLE = """
CREATE TRIGGER journal_is_kept BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
"""
# Only content and salt may change, the salt only to nothing, and only where this transaction says so.
_NOT_REWRITTEN = """
CREATE TRIGGER journal_is_not_rewritten BEFORE UPDATE ON journal
WHEN NEW.salt IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM redacting WHERE redacting.ref = OLD.ref AND redacting.version = OLD.version)
  OR NEW.ref IS NOT OLD.ref OR NEW.version IS NOT OLD.version OR NEW.act IS NOT OLD.act
  OR NEW.at IS NOT OLD.at OR NEW.verb IS NOT OLD.verb OR NEW.actor IS NOT OLD.actor
  OR NEW.responsible IS NOT OLD.responsible OR NEW.cause IS NOT OLD.cause OR NEW.key IS NOT OLD.key
  OR NEW.fired IS NOT OLD.fired OR NEW.hash IS NOT OLD.hash OR NEW.header IS NOT OLD.header
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
"""

_NEWEST = "SELECT rowid, hash FROM journal ORDER BY rowid DESC LIMIT 1"

# The log first, it holds pages as they were; then the file; then the log the file was written through.
_SCRUBBING = ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")

# Primary result codes (https://www.sqlite.org/rescode.html); extended ones carry theirs in the low byte.
_TROUBLES = {
    sqlite3.SQLITE_BUSY: "store-locked",
    sqlite3.SQLITE_LOCKED: "store-locked",
    sqlite3.SQLITE_READONLY: "store-readonly",
    sqlite3.SQLITE_PERM: "store-readonly",
    sqlite3.SQLITE_FULL: "store-disk-full",
    sqlite3.SQLITE_NOTADB: "store-foreign",
    sqlite3.SQLITE_CANTOPEN: "store-unopenable",
    sqlite3.SQLITE_CORRUPT: "store-damaged",
    sqlite3.SQLITE_IOERR: "store-disk-fails",
}


class SQLite:
    """A store in a file, or in memory if there is no path."""

    triggers: tuple[str, ...] = (_KEPT_WHOLE, _NOT_REWRITTEN)

    def __init__(self, path: Path | None, mode: str, synchronous: str) -> None:
        self.path = path
        self.warnings: list[Finding] = []
        self._mode = mode
        self._synchronous = synchronous
        self._only_one = threading.RLock()
        in_file = {"poolclass": QueuePool, "max_overflow": -1}
        pool: dict[str, Any] = {"poolclass": StaticPool} if path is None else in_file
        self._engine = create_engine("sqlite://", creator=self._connect, **pool)
        event.listen(self._engine, "handle_error", self._said)

    @classmethod
    def open(cls, url: URL, *, create: bool) -> Self:
        """Return the store of a URL; the file is made only if it may be.

        Raises:
            StoreUnavailable: there is no file, no folder for it, or an option nobody knows.
        """
        options = dict(url.query)
        synchronous = str(options.pop("synchronous", "FULL")).upper()
        if options or synchronous not in _SYNCHRONOUS:
            said = "&".join(f"{name}={value}" for name, value in url.query.items())
            raise StoreUnavailable("store-url-option", option=said)
        if url.database in {None, "", ":memory:"}:
            return cls(None, "memory", synchronous)
        path = Path(str(url.database)).absolute()
        if not path.exists():
            if not create:
                raise StoreUnavailable("store-missing", path=str(path))
            if not path.parent.is_dir():
                raise StoreUnavailable("store-no-folder", folder=str(path.parent))
        return cls(path, "rwc" if create else "rw", synchronous)

    def _connect(self) -> sqlite3.Connection:
        place = ":memory:" if self.path is None else f"{self.path.as_uri()}?mode={self._mode}"
        connection = sqlite3.connect(
            place,
            timeout=BUSY_SECONDS,
            isolation_level=None,  # transactions begin where we say
            check_same_thread=False,  # the pool lends a connection to one thread at a time
            uri=True,
        )
        try:
            for pragma in (
                "foreign_keys=ON",
                "recursive_triggers=ON",  # or REPLACE would delete past the trigger
                "secure_delete=ON",
                f"synchronous={self._synchronous}",
            ):
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    def settle(self) -> None:
        """Take the write-ahead log, or leave it where it cannot work; the file keeps the choice."""
        if self.path is None:
            return
        self._mode = "rw"  # a file that is taken away later is not made again
        share = network_share(self.path)
        wanted = "delete" if share else "wal"
        with self._engine.connect() as connection:
            found = _journal_mode(connection, wanted)
        if share:
            self.warnings.append(Finding("store-on-share", facts={"path": str(self.path), "share": share}))
        elif found != wanted:
            self.warnings.append(Finding("store-without-wal", facts={"path": str(self.path)}))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the store and locks nobody out."""
        with self._alone(), self._engine.connect() as connection:
            if self.path is not None:  # in memory nobody writes meanwhile
                # by the driver: it takes no lock yet and cannot fail, and every look at the record begins so
                connection.connection.cursor().execute("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes; it is rolled back unless it is committed."""
        with self._alone(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    def newest(self, connection: Connection) -> tuple[int, str] | None:
        """Return number and hash of the newest entry: no row of the journal goes, so it is the last."""
        try:  # by the driver, which takes a fifth of the time: whoever has a calendar at hand asks only this
            newest: tuple[int, str] | None = connection.connection.cursor().execute(_NEWEST).fetchone()
        except sqlite3.Error as error:
            raise (self._in_words(error) or error) from error
        return newest

    def raw(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a text column as the bytes it holds, even if they are no text any more."""
        return cast(column, LargeBinary)

    def scrub(self) -> bool:
        """Leave no trace of what was deleted in the files of the store; False if a reader is in the way."""
        try:
            with self._alone(), self._engine.connect() as connection:
                for step in _SCRUBBING:
                    row = connection.exec_driver_sql(step)
                    if row.returns_rows and row.scalar_one():
                        return False  # the log could not be emptied
        except StoreUnavailable as error:
            if error.code == "store-locked":
                return False
            raise
        return True

    def close(self) -> None:
        """Give all connections back."""
        with self._alone():
            self._engine.dispose()

    def _alone(self) -> AbstractContextManager[Any]:
        return self._only_one if self.path is None else nullcontext()

    def _said(self, context: ExceptionContext) -> StoreUnavailable | None:
        return self._in_words(context.original_exception)

    def _in_words(self, error: BaseException | None) -> StoreUnavailable | None:
        """Turn what the driver complains of into a sentence, if it is about the file."""
        trouble = _TROUBLES.get(_primary_code(error))
        return None if trouble is None else StoreUnavailable(trouble, path=str(self.path or "sqlite://"))


def _journal_mode(connection: Connection, wanted: str, tries: int = 10) -> str:
    """Return the journal mode a file was brought to; what is open elsewhere cannot be changed at once."""
    found = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one())
    if found == wanted:
        return found
    try:
        return str(connection.exec_driver_sql(f"PRAGMA journal_mode={wanted}").scalar_one())
    except StoreUnavailable as error:
        if error.code != "store-locked" or not tries:
            raise
    # this pragma does not wait for others, a transaction does
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    connection.rollback()
    return _journal_mode(connection, wanted, tries - 1)


def _primary_code(error: BaseException | None) -> int:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return int(code) & 0xFF
    # the one complaint that has no code: bytes in a column that are no text
    return sqlite3.SQLITE_CORRUPT if isinstance(error, sqlite3.OperationalError) else -1
