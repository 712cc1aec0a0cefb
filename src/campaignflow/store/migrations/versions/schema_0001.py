"""The first tables.

What they are for stands in `campaignflow.store.tables`; here stands what they were at this step.
"""

import sqlalchemy as sa
from alembic import op

__all__ = ["down_revision", "revision", "upgrade"]

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

# (table, columns: `?` may be null, `#` is a number, primary key, options)
TABLES: tuple[tuple[str, str, str, dict[str, bool]], ...] = (
    ("office", "uuid library", "uuid", {}),
    ("meta", "key value", "key", {"sqlite_with_rowid": False}),
    (
        "records",
        (
            "ref uid kind programme? id version# body_version# head state unit body "
            "applied? revisions? approvals?"
        ),
        "ref",
        {},
    ),
    (
        "journal",
        "ref version# act at verb actor responsible cause key fired? hash header payload salt?",
        "ref version",
        {},
    ),
    ("redacting", "ref version#", "ref version", {}),
    ("tasks", "id ref kind party due details", "id", {}),
    ("timers", "key ref due duty item rung# details failures#", "key", {}),
    ("outbox", "id ref version# listener act failures# tried_at?", "id", {}),
    ("keys", "actor key digest act", "actor key", {"sqlite_with_rowid": False}),
    ("guards", "name version#", "name", {"sqlite_with_rowid": False}),
    ("unsealed", "ref version# hash", "ref version", {"sqlite_with_rowid": False}),
    ("seals", "number# entries# root previous at", "number", {}),
)
OF_RECORD = ("journal", "tasks", "timers")
OF_ENTRY = ("outbox", "unsealed")
INDEXES = (
    ("records_by_uid", "records", "uid"),
    ("records_by_id", "records", "kind id ref"),
    ("records_by_state", "records", "kind state ref"),
    ("records_by_programme", "records", "programme kind state ref"),
    ("records_by_unit", "records", "unit kind state ref"),
    ("journal_by_act", "journal", "act ref version"),
    ("tasks_by_party", "tasks", "party due id"),
    ("tasks_by_record", "tasks", "ref"),
    ("timers_by_due", "timers", "due ref rung key"),
    ("timers_by_record", "timers", "ref"),
    ("outbox_by_listener", "outbox", "listener ref version"),
    ("outbox_by_entry", "outbox", "ref version listener"),
    ("keys_by_act", "keys", "act"),
)
SQLITE_TRIGGERS = (
    """
CREATE TRIGGER journal_is_kept BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
""",
    """
CREATE TRIGGER journal_is_not_rewritten BEFORE UPDATE ON journal
WHEN NEW.salt IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM redacting WHERE redacting.ref = OLD.ref AND redacting.version = OLD.version)
  OR NEW.ref IS NOT OLD.ref OR NEW.version IS NOT OLD.version OR NEW.act IS NOT OLD.act
  OR NEW.at IS NOT OLD.at OR NEW.verb IS NOT OLD.verb OR NEW.actor IS NOT OLD.actor
  OR NEW.responsible IS NOT OLD.responsible OR NEW.cause IS NOT OLD.cause OR NEW.key IS NOT OLD.key
  OR NEW.fired IS NOT OLD.fired OR NEW.hash IS NOT OLD.hash OR NEW.header IS NOT OLD.header
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
""",
)


def upgrade() -> None:
    """Make the tables, their indexes, and the guard of the journal."""
    for table, columns, primary, options in TABLES:
        parts: list[sa.schema.SchemaItem] = [_column(column) for column in columns.split()]
        parts.append(sa.PrimaryKeyConstraint(*primary.split()))
        if table in OF_RECORD:
            parts.append(sa.ForeignKeyConstraint(["ref"], ["records.ref"]))
        if table in OF_ENTRY:
            parts.append(sa.ForeignKeyConstraint(["ref", "version"], ["journal.ref", "journal.version"]))
        op.create_table(table, *parts, **options)
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns.split())
    op.create_index("journal_by_fired", "journal", ["fired"], unique=True)
    some = sa.text("key != ''")
    op.create_index("journal_by_key", "journal", ["key", "actor"], sqlite_where=some, postgresql_where=some)
    if op.get_context().dialect.name == "sqlite":
        for trigger in SQLITE_TRIGGERS:
            op.execute(trigger)


def _column(text: str) -> "sa.Column[str] | sa.Column[int]":
    name = text.rstrip("?#")
    if text.endswith("#"):
        return sa.Column(name, sa.Integer, nullable=False, autoincrement=False)
    return sa.Column(name, TEXT, nullable=text.endswith("?"))
