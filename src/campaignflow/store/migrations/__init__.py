"""How an older store becomes one of this version: each module of `versions` is one step.

A step may change tables and make derived rows anew; it never writes a line of the journal (rule 9).  New
stores are made whole from `campaignflow.store.tables` and marked as being at the newest step, and a test
holds that both ways lead to the same tables.  Nothing imports this package but who migrates: Alembic is
slow to load.
"""

from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from campaignflow.store.dialects import dialect_of
from campaignflow.store.mistakes import StoreUnavailable
from campaignflow.store.store import check_schema

__all__ = ["migrate", "upgrade"]

FOLDER = Path(__file__).parent


def migrate(url: str) -> tuple[str, str]:
    """Bring the store at a URL to this version in one transaction; return the step it was at and is at now.

    Make a backup first: there is no way back.

    Raises:
        StoreUnavailable: there is no store, or it is newer than this version.
    """
    dialect = dialect_of(url)
    try:
        with dialect.writing() as connection:
            try:
                check_schema(connection, str(dialect.path))
            except StoreUnavailable as error:
                if error.code != "store-older":
                    raise
            steps = upgrade(connection, FOLDER)
            connection.commit()
    finally:
        dialect.close()
    return steps


def upgrade(connection: Connection, folder: Path = FOLDER) -> tuple[str, str]:
    """Take every step that is still missing; return the step before, empty if there was none, and after."""
    scripts = ScriptDirectory(str(folder))
    context = MigrationContext.configure(connection)
    found = context.get_current_revision()
    newest = scripts.as_revision_number("head")
    with Operations.context(context):
        for step in reversed(list(scripts.iterate_revisions(newest, found or "base"))):
            step.module.upgrade()
            context.stamp(scripts, step.revision)
    return found or "", str(newest)
