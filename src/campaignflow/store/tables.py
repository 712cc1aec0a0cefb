"""The tables of a store, the same on every database.

Times are UTC texts (`campaignflow.store.instants`); bodies, headers and payloads are TEXT that is exactly
the bytes that are hashed, never a JSON type, which would write them anew.  Everything but `journal`,
`keys`, `guards`, `meta` and the two queues can be made again from the journal.  How an older store gets
these tables is `campaignflow.store.migrations`; what only one database knows is
`campaignflow.store.dialects`.
"""

from functools import cache

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    literal_column,
    make_url,
)
from sqlalchemy.schema import CreateIndex, CreateTable

__all__ = [
    "HAS_KEY",
    "METADATA",
    "REVISION",
    "creation",
    "guards",
    "journal",
    "keys",
    "meta",
    "office",
    "outbox",
    "records",
    "redacting",
    "schema",
    "seals",
    "tasks",
    "timers",
    "unsealed",
]

REVISION = "0001"
"""The newest migration; what a store says in its table `alembic_version`."""

METADATA = MetaData()
# Refs sort by code point here and in Python; only PostgreSQL has to be told.
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


def _must(name: str) -> Column[str]:
    return Column(name, _TEXT, nullable=False)


def _may(name: str) -> Column[str]:
    return Column(name, _TEXT, nullable=True)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _of_record() -> Column[str]:
    return Column("ref", _TEXT, ForeignKey("records.ref"), nullable=False)


schema = Table(
    "alembic_version",
    METADATA,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""One row: the newest migration this store has seen."""

office = Table("office", METADATA, Column("uuid", _TEXT, primary_key=True), _must("library"))
"""One row: whose store it is, and which version of the library made it (C9)."""

meta = Table(
    "meta", METADATA, Column("key", _TEXT, primary_key=True), _must("value"), sqlite_with_rowid=False
)

records = Table(
    "records",
    METADATA,
    Column("ref", _TEXT, primary_key=True),
    _must("uid"),
    _must("kind"),
    _may("programme"),
    _must("id"),
    _number("version"),
    _number("body_version"),
    _must("head"),
    _must("state"),
    _must("unit"),
    _must("body"),
    _may("applied"),
    _may("revisions"),
    _may("approvals"),
    Index("records_by_uid", "uid"),
    Index("records_by_id", "kind", "id", "ref"),
    Index("records_by_state", "kind", "state", "ref"),
    Index("records_by_programme", "programme", "kind", "state", "ref"),
    Index("records_by_unit", "unit", "kind", "state", "ref"),
)

journal = Table(
    "journal",
    METADATA,
    _of_record(),
    _number("version"),
    _must("act"),
    _must("at"),
    _must("verb"),
    _must("actor"),
    _must("responsible"),
    _must("cause"),
    _must("key"),
    _may("fired"),
    _must("hash"),
    _must("header"),
    _must("payload"),
    _may("salt"),
    PrimaryKeyConstraint("ref", "version"),
    Index("journal_by_act", "act", "ref", "version"),
    Index("journal_by_fired", "fired", unique=True),
)
"""The columns before `hash` repeat the header for searching; `fired` is the key of the timer it answered."""
HAS_KEY = journal.c.key != literal_column("''")
Index("journal_by_key", journal.c.key, journal.c.actor, sqlite_where=HAS_KEY, postgresql_where=HAS_KEY)

redacting = Table(
    "redacting", METADATA, _must("ref"), _number("version"), PrimaryKeyConstraint("ref", "version")
)
"""Entries a running transaction may take the content from; empty at every commit."""

tasks = Table(
    "tasks",
    METADATA,
    Column("id", _TEXT, primary_key=True),
    _of_record(),
    _must("kind"),
    _must("party"),
    _must("due"),
    _must("details"),
    Index("tasks_by_party", "party", "due", "id"),
    Index("tasks_by_record", "ref"),
)

timers = Table(
    "timers",
    METADATA,
    Column("key", _TEXT, primary_key=True),
    _of_record(),
    _must("due"),
    _must("duty"),
    _must("item"),
    _number("rung"),
    _must("details"),
    _number("failures"),
    Index("timers_by_due", "due", "ref", "rung", "key"),
    Index("timers_by_record", "ref"),
)

outbox = Table(
    "outbox",
    METADATA,
    Column("id", _TEXT, primary_key=True),
    _must("ref"),
    _number("version"),
    _must("listener"),
    _must("act"),
    _number("failures"),
    _may("tried_at"),
    ForeignKeyConstraint(["ref", "version"], ["journal.ref", "journal.version"]),
    Index("outbox_by_listener", "listener", "ref", "version"),
    Index("outbox_by_entry", "ref", "version", "listener"),
)

keys = Table(
    "keys",
    METADATA,
    _must("actor"),
    _must("key"),
    _must("digest"),
    _must("act"),
    PrimaryKeyConstraint("actor", "key"),
    Index("keys_by_act", "act"),
    sqlite_with_rowid=False,
)
"""Idempotency keys (rule 19)."""

guards = Table(
    "guards", METADATA, Column("name", _TEXT, primary_key=True), _number("version"), sqlite_with_rowid=False
)

unsealed = Table(
    "unsealed",
    METADATA,
    _must("ref"),
    _number("version"),
    _must("hash"),
    PrimaryKeyConstraint("ref", "version"),
    ForeignKeyConstraint(["ref", "version"], ["journal.ref", "journal.version"]),
    sqlite_with_rowid=False,
)
"""Entries no seal stands over yet (rule 10)."""

seals = Table(
    "seals",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _number("entries"),
    _must("root"),
    _must("previous"),
    _must("at"),
)
"""Their place only (rule 10)."""


@cache
def creation(database: str) -> tuple[str, ...]:
    """Return the statements that make all tables and indexes, in the language of a database."""
    dialect = make_url(f"{database}://").get_dialect()()
    made: list[CreateTable | CreateIndex] = [CreateTable(table) for table in METADATA.sorted_tables]
    made += [CreateIndex(index) for table in METADATA.sorted_tables for index in _by_name(table)]
    return tuple(str(one.compile(dialect=dialect)) for one in made)


def _by_name(table: Table) -> list[Index]:
    return sorted(table.indexes, key=lambda index: str(index.name))
