"""Everything but what stands in `dialects` is said in words that PostgreSQL understands, too."""

from types import ModuleType

import pytest
from sqlalchemy import ClauseElement
from sqlalchemy.dialects import postgresql

from campaignflow.store import commit, projecting, redaction, rows
from campaignflow.store.tables import METADATA, creation

LOCKING = {"_STANDING", "_GUARDS"}


def statements(module: ModuleType) -> dict[str, ClauseElement]:
    """Return the statements a module keeps ready."""
    kept = {name: one for name, one in vars(module).items() if isinstance(one, ClauseElement)}
    return {name: one for name, one in kept.items() if name.isupper()}


@pytest.mark.parametrize("module", [commit, projecting, redaction, rows], ids=lambda module: module.__name__)
def test_a_statement_is_one_on_postgresql_and_locks_what_it_compares(module: ModuleType) -> None:
    kept = statements(module)
    assert kept
    for name, statement in kept.items():
        said = str(statement.compile(dialect=postgresql.dialect()))
        assert said
        assert said.endswith("FOR UPDATE") is (name in LOCKING), said


def test_locks_are_taken_in_the_order_of_refs() -> None:
    for name in LOCKING:
        said = str(getattr(commit, name).compile(dialect=postgresql.dialect()))
        assert "ORDER BY" in said


def test_no_table_has_a_type_that_would_write_what_is_hashed_anew() -> None:
    said = "\n".join(creation("postgresql"))
    assert said.count("CREATE TABLE") == len(METADATA.tables)
    types = {str(column.type) for table in METADATA.tables.values() for column in table.c}
    assert types == {"TEXT", "INTEGER", "VARCHAR(32)"}
