"""An older store is brought up step by step, and ends with the very tables a new one is made with."""

import io
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect
from tests.unit.store.building import DRAFT, WEEK, write

from campaignflow.store import migrations, store as store_module
from campaignflow.store.migrations import FOLDER, migrate, upgrade
from campaignflow.store.migrations.versions import schema_0001
from campaignflow.store.mistakes import StoreUnavailable
from campaignflow.store.store import Store
from campaignflow.store.tables import METADATA, REVISION

STEP = '''
"""A step of tomorrow."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("records", sa.Column("lead", sa.Text))
'''


def schema(connection: sqlite3.Connection) -> dict[str, str]:
    """Return everything a database is made of, without blanks and quotes that mean nothing."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {
        f"{kind} {name}": re.sub(r'[\s"]+', " ", sql).replace("( ", "(").strip() for kind, name, sql in rows
    }


@pytest.fixture
def tomorrow(tmp_path: Path, monkeypatch) -> Iterator[str]:
    """Return the address of a store that lacks one step of the library's."""
    url = f"sqlite:///{tmp_path}/office.db"
    with Store.open(url, create=True) as store:
        write(store, DRAFT)
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    first = (FOLDER / "versions" / "schema_0001.py").read_text(encoding="utf-8")
    (folder / "versions" / "schema_0001.py").write_text(first, encoding="utf-8")
    (folder / "versions" / "schema_0002.py").write_text(STEP, encoding="utf-8")
    monkeypatch.setattr(store_module, "REVISION", "0002")
    monkeypatch.setattr(migrations, "FOLDER", folder)
    return url


def test_a_migrated_store_has_the_tables_of_a_new_one(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path}/new.db", create=True).close()
    engine = create_engine(f"sqlite:///{tmp_path}/migrated.db")
    with engine.begin() as connection:
        assert upgrade(connection) == ("", REVISION)
        assert set(inspect(connection).get_table_names()) == METADATA.tables.keys()
    engine.dispose()
    new, migrated = (sqlite3.connect(tmp_path / f"{name}.db") for name in ("new", "migrated"))
    assert schema(migrated) == schema(new)
    assert len(schema(new)) > 25
    stamps = [one.execute("SELECT version_num FROM alembic_version").fetchall() for one in (new, migrated)]
    assert stamps == [[(REVISION,)], [(REVISION,)]]
    new.close()
    migrated.close()


def test_the_first_step_makes_the_same_tables_wherever_it_is_taken(tmp_path: Path) -> None:
    with Store.open("sqlite://") as store, store.snapshot() as view:
        new = schema(view._connection.connection.driver_connection)
    engine = create_engine(f"sqlite:///{tmp_path}/step.db")
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        schema_0001.upgrade()
        made = schema(connection.connection.driver_connection)
    engine.dispose()
    assert {**made, "table alembic_version": new["table alembic_version"]} == new


def test_on_postgresql_the_first_step_sorts_by_code_point_and_says_nothing_of_sqlite() -> None:
    said = io.StringIO()
    offline = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": said}
    )
    with Operations.context(offline):
        schema_0001.upgrade()
    assert 'ref TEXT COLLATE "C" NOT NULL' in said.getvalue()
    assert "WHERE key != ''" in said.getvalue()
    assert "TRIGGER" not in said.getvalue()
    assert "JSON" not in said.getvalue()


def test_the_newest_step_is_the_one_new_stores_are_marked_with() -> None:
    names = sorted(path.stem for path in (FOLDER / "versions").glob("schema_*.py"))
    assert names[-1] == f"schema_{REVISION}"


def test_an_older_store_is_refused_until_it_is_migrated_and_keeps_what_it_holds(tomorrow: str) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        Store.open(tomorrow)
    assert refused.value.code == "store-older"
    assert migrate(tomorrow) == ("0001", "0002")
    with Store.open(tomorrow) as store:
        with store.snapshot() as view:
            assert view.record(WEEK).data == DRAFT
        assert store.verify(deep=lambda _: lambda *_: None).ok
    assert migrate(tomorrow) == ("0002", "0002")


def test_a_step_that_fails_leaves_the_store_as_it_was(tomorrow: str, tmp_path: Path) -> None:
    step = tmp_path / "migrations" / "versions" / "schema_0002.py"
    step.write_text(f"{STEP}    op.execute('SELECT * FROM films')\n", encoding="utf-8")
    with pytest.raises(Exception, match="films"):
        migrate(tomorrow)
    connection = sqlite3.connect(tmp_path / "office.db")
    assert "lead" not in schema(connection)["table records"]
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    connection.close()


def test_a_store_of_this_version_needs_no_step(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/office.db"
    Store.open(url, create=True).close()
    assert migrate(url) == (REVISION, REVISION)


@pytest.mark.parametrize(("content", "code"), [(None, "store-missing"), (b"", "store-foreign")])
def test_what_is_no_store_is_not_migrated(tmp_path: Path, content: bytes | None, code: str) -> None:
    if content is not None:
        (tmp_path / "office.db").write_bytes(content)
    with pytest.raises(StoreUnavailable) as refused:
        migrate(f"sqlite:///{tmp_path}/office.db")
    assert refused.value.code == code
