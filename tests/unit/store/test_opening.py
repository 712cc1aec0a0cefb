"""A store is opened by URL; what is not there, not one, or of another version says so in a sentence."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.unit.store.building import DRAFT, WEEK, act, change, write

from campaignflow.store.mistakes import StoreUnavailable
from campaignflow.store.store import Store


def refusal(url: str, **more: bool) -> StoreUnavailable:
    with pytest.raises(StoreUnavailable) as refused:
        Store.open(url, **more)
    assert refused.value.message("zh")
    assert refused.value.message("en")
    return refused.value


def stamped(path: Path, version: str) -> str:
    Store.open(f"sqlite:///{path}", create=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.close()
    return f"sqlite:///{path}"


# -- addresses


@pytest.mark.parametrize(
    ("url", "offer"),
    [
        ("office.db", "sqlite:///office.db"),
        ("/srv/宣传/office.db", "sqlite:////srv/宣传/office.db"),
        ("C:\\office.db", "sqlite:///C:\\office.db"),
        ("sqlite:office.db", "sqlite:///sqlite:office.db"),
        ("sqlite://office.db", "sqlite:///office.db"),
        ("", "sqlite:///"),
    ],
)
def test_a_plain_path_is_refused_with_the_address_it_stands_for(url: str, offer: str) -> None:
    error = refusal(url, create=True)
    assert (error.code, error.facts["offer"]) == ("store-url", offer)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://localhost/office", "store-other-database"),
        ("postgresql://localhost/office", "store-postgresql-later"),
        ("postgresql+psycopg://localhost/office", "store-postgresql-later"),
        ("sqlite://?synchronous=OFF", "store-url-option"),
        ("sqlite://?journal=wal", "store-url-option"),
    ],
)
def test_what_is_not_served_is_refused(url: str, code: str) -> None:
    assert refusal(url).code == code


def test_a_refusal_does_not_repeat_a_password() -> None:
    assert "geheim" not in refusal("postgresql://office:geheim@localhost/office").message()
    assert "geheim" not in refusal("mysql://office:geheim@localhost/office").message()


def test_a_relative_address_is_meant_from_the_working_folder_for_good(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Store.open("sqlite:///office.db", create=True) as store:
        assert store.path == tmp_path / "office.db"
        monkeypatch.chdir(tmp_path.parent)
        write(store, DRAFT)
    assert (tmp_path / "office.db").exists()
    assert not (tmp_path.parent / "office.db").exists()


def test_a_file_may_have_a_name_that_means_something_in_an_address(tmp_path: Path) -> None:
    folder = tmp_path / "宣传 办#1"
    folder.mkdir()
    with Store.open(f"sqlite:///{folder}/办公 100%.db", create=True) as store:
        write(store, DRAFT)
    assert [path.name for path in folder.iterdir()] == ["办公 100%.db"]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_store_in_memory_is_always_new_and_has_no_path(url: str) -> None:
    with Store.open(url) as one, Store.open(url) as other:
        assert one.path is None
        assert one.office != other.office
        write(one, DRAFT)
        with other.snapshot() as view:
            assert view.record(WEEK) is None


# -- what is there


def test_a_store_keeps_its_office_and_what_was_written(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/office.db"
    with Store.open(url, create=True, library="0.2.0") as store:
        office = store.office
        write(store, DRAFT)
    with Store.open(url, create=True) as store:
        assert store.office == office
        assert len(office) == 32
        with store.snapshot() as view:
            assert view.record(WEEK).data == DRAFT
        assert store.warnings == ()


def test_a_store_that_is_not_there_is_not_made_by_mistake(tmp_path: Path) -> None:
    error = refusal(f"sqlite:///{tmp_path}/office.db")
    assert (error.code, error.facts) == ("store-missing", {"path": f"{tmp_path}/office.db"})
    assert list(tmp_path.iterdir()) == []


def test_a_store_is_not_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    error = refusal(f"sqlite:///{tmp_path}/2027/office.db", create=True)
    assert (error.code, error.facts) == ("store-no-folder", {"folder": f"{tmp_path}/2027"})


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    assert refusal(f"sqlite:///{tmp_path}").code == "store-unopenable"


@pytest.mark.parametrize("create", [True, False])
def test_a_file_of_something_else_is_refused_and_left_alone(tmp_path: Path, create) -> None:
    path = tmp_path / "计划.yaml"
    path.write_text("programme: river-2027\n" * 100, encoding="utf-8")
    before = path.read_bytes()
    assert refusal(f"sqlite:///{path}", create=create).code == "store-foreign"
    assert path.read_bytes() == before


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("table", ["films", "office", "alembic_version"])
def test_the_database_of_another_program_is_refused_and_left_alone(
    tmp_path: Path, table: str, create
) -> None:
    path = tmp_path / "films.db"
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE {table} (version_num TEXT)")
    connection.close()
    before = path.read_bytes()
    assert refusal(f"sqlite:///{path}", create=create).code == "store-foreign"
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", ["a1b2c3", ""])
def test_a_store_with_somebody_else_s_migrations_is_refused(tmp_path: Path, version: str) -> None:
    assert refusal(stamped(tmp_path / "office.db", version)).code == "store-foreign"


def test_an_empty_file_is_no_store_but_may_become_one(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    path.touch()
    assert refusal(f"sqlite:///{path}").code == "store-foreign"
    Store.open(f"sqlite:///{path}", create=True).close()
    Store.open(f"sqlite:///{path}").close()


def test_an_older_store_is_refused_with_the_command_that_helps(tmp_path: Path) -> None:
    error = refusal(stamped(tmp_path / "office.db", "0000"), create=True)
    assert error.code == "store-older"
    assert "campaignflow store migrate" in error.message("zh")
    assert "campaignflow store migrate" in error.message("en")


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    assert refusal(stamped(tmp_path / "office.db", "9999")).code == "store-newer"


def test_a_store_made_by_several_at_once_is_made_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/office.db"
    offices: list[str] = []

    def make() -> None:
        with Store.open(url, create=True) as store:
            offices.append(store.office)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(offices) == 8
    assert len(set(offices)) == 1


def test_a_file_that_is_taken_away_is_not_made_again(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path}/office.db", create=True) as store:
        assert store.path is not None
        store._dialect.close()
        store.path.unlink()
        with pytest.raises(StoreUnavailable) as refused:
            store.commit(act(change(WEEK, 0, {}, DRAFT)))
    assert refused.value.code == "store-unopenable"
    assert list(tmp_path.iterdir()) == []


def test_opening_a_store_loads_no_migrations() -> None:
    program = """
import sys
from campaignflow.store.store import Store
Store.open("sqlite://").close()
print("alembic" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
