"""What SQLite does its own way: pragmas, locks, triggers, and its complaints in our words."""

import sqlite3
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError
from tests.unit.store.building import DRAFT, WEEK, act, change, write

from campaignflow.store.dialects import network_share as share_module, sqlite as sqlite_module
from campaignflow.store.dialects.network_share import network_share, share_in
from campaignflow.store.mistakes import StoreUnavailable
from campaignflow.store.store import Store

REVIEW = {**DRAFT, "state": "in_review"}


def pragma(store: Store, name: str) -> object:
    with store.snapshot() as view:
        return view._connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def trouble(store: Store) -> str:
    with pytest.raises(StoreUnavailable) as refused:
        store.commit(act(change(WEEK, 1, DRAFT, REVIEW)))
    assert refused.value.message("zh")
    return refused.value.code


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/office.db"


# -- how a file is kept safe


def test_a_file_is_kept_with_a_write_ahead_log_and_every_commit_reaches_the_disk(in_file: Store) -> None:
    assert pragma(in_file, "journal_mode") == "wal"
    assert pragma(in_file, "synchronous") == 2
    assert (pragma(in_file, "foreign_keys"), pragma(in_file, "recursive_triggers")) == (1, 1)
    assert pragma(in_file, "secure_delete") == 1
    assert pragma(in_file, "busy_timeout") == 10_000


@pytest.mark.parametrize("said", ["NORMAL", "normal"])
def test_the_last_commits_before_a_power_cut_may_be_traded_for_speed(url: str, said: str) -> None:
    with Store.open(f"{url}?synchronous={said}", create=True) as store:
        assert pragma(store, "synchronous") == 1
        write(store, DRAFT)


def test_a_file_system_without_the_log_is_worked_with_and_said(url: str, monkeypatch) -> None:
    connect = sqlite3.connect
    # the dot-file way of locking, made for network shares, has no shared memory
    monkeypatch.setattr(
        sqlite3, "connect", lambda place, **more: connect(f"{place}&vfs=unix-dotfile", **more)
    )
    with Store.open(url, create=True) as store:
        assert pragma(store, "journal_mode") == "delete"
        (warning,) = store.warnings
        assert (warning.code, warning.severity) == ("store-without-wal", "warning")
        assert str(store.path) in str(warning)
        write(store, DRAFT)
        assert store.verify().ok


def test_a_file_on_a_network_share_does_without_the_log_and_says_so(url: str, monkeypatch) -> None:
    Store.open(url, create=True).close()
    monkeypatch.setattr(sqlite_module, "network_share", lambda _: "cifs")
    with Store.open(url) as store:
        assert pragma(store, "journal_mode") == "delete"
        (warning,) = store.warnings
        assert warning.code == "store-on-share"
        assert "cifs" in warning.message("zh")


def test_a_file_on_a_share_that_another_program_has_open_with_its_log_is_not_opened(
    url: str, monkeypatch
) -> None:
    monkeypatch.setattr(sqlite_module, "BUSY_SECONDS", 0.01)
    with Store.open(url, create=True) as store, store.snapshot() as view:
        assert view.version(WEEK) == 0
        monkeypatch.setattr(sqlite_module, "network_share", lambda _: "nfs4")
        with pytest.raises(StoreUnavailable) as refused:
            Store.open(url)
    assert refused.value.code == "store-locked"
    with Store.open(url) as store:
        assert pragma(store, "journal_mode") == "delete"


MOUNTS = (
    "/dev/vda / ext4 rw 0 0\n"
    "//nas/press /mnt/press cifs rw 0 0\n"
    "nas:/home /srv/our\\040files nfs4 rw 0 0\n"
    "tmpfs /mnt/press/local tmpfs rw 0 0\n"
)


@pytest.mark.parametrize(
    ("path", "share"),
    [
        ("/office.db", ""),
        ("/mnt/press/2027/office.db", "cifs"),
        ("/srv/our files/office.db", "nfs4"),
        ("/mnt/press/local/office.db", ""),
        ("/mnt/pressing/office.db", ""),
    ],
)
def test_a_share_is_told_by_the_innermost_mount(path: str, share: str) -> None:
    assert share_in(MOUNTS, PurePosixPath(path)) == share


def test_where_nothing_is_known_of_mounts_no_share_is_assumed(monkeypatch) -> None:
    assert share_in("", PurePosixPath("/office.db")) == ""
    monkeypatch.setattr(share_module, "_MOUNTS", Path("/nowhere/mounts"))
    assert network_share(Path("/office.db")) == ""
    assert network_share(PureWindowsPath("\\\\nas\\press\\office.db")) == "UNC"


# -- who waits for whom


def test_a_reader_takes_no_lock_and_a_writer_takes_its_own_at_once(in_file: Store) -> None:
    other = sqlite3.connect(in_file.path, timeout=0, isolation_level=None)
    try:
        with in_file.snapshot() as view:
            assert view.version(WEEK) == 0
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        with in_file._writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    finally:
        other.close()


def test_a_writer_that_waits_too_long_says_who_is_in_the_way(url: str, monkeypatch) -> None:
    monkeypatch.setattr(sqlite_module, "BUSY_SECONDS", 0.01)
    with Store.open(url, create=True) as store:
        write(store, DRAFT)
        other = sqlite3.connect(store.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert trouble(store) == "store-locked"
        other.close()
        assert write(store, REVIEW)


def test_a_file_that_stays_held_is_not_opened_in_another_mode(url: str, monkeypatch) -> None:
    monkeypatch.setattr(sqlite_module, "BUSY_SECONDS", 0.01)
    Store.open(url, create=True).close()
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("PRAGMA journal_mode=DELETE")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable) as refused:
        Store.open(url)
    assert refused.value.code == "store-locked"
    other.close()
    Store.open(url).close()


def test_a_file_that_is_let_go_in_time_gets_its_log(url: str, monkeypatch) -> None:
    Store.open(url, create=True).close()
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("PRAGMA journal_mode=DELETE")
    monkeypatch.setattr(sqlite_module, "BUSY_SECONDS", 0.01)
    tries: list[str] = []
    asked = sqlite_module.Connection.exec_driver_sql

    def ask(connection, statement: str):
        if statement == "PRAGMA journal_mode=wal":
            tries.append(statement)
            other.execute("BEGIN IMMEDIATE" if len(tries) == 1 else "SELECT 1")
            if len(tries) == 1:
                try:
                    return asked(connection, statement)
                finally:
                    other.execute("ROLLBACK")
        return asked(connection, statement)

    monkeypatch.setattr(sqlite_module.Connection, "exec_driver_sql", ask)
    with Store.open(url) as store:
        assert len(tries) == 2
        assert store.warnings == ()
    other.close()


# -- what the driver complains of


def test_a_store_that_may_only_be_read_says_so(url: str, monkeypatch) -> None:
    with Store.open(url, create=True) as store:
        write(store, DRAFT)
    connect = sqlite3.connect

    def read_only(place: str, **more: object) -> sqlite3.Connection:
        connection = connect(place, **more)
        connection.execute("PRAGMA query_only=ON")
        return connection

    monkeypatch.setattr(sqlite3, "connect", read_only)
    with Store.open(url) as store:
        assert trouble(store) == "store-readonly"


def test_a_full_disk_says_so_and_nothing_is_lost(url: str) -> None:
    with Store.open(url, create=True) as store:
        write(store, DRAFT)
        with store._writing() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1")
        big = {**DRAFT, "note": "水" * 100_000}
        with pytest.raises(StoreUnavailable) as refused:
            store.commit(act(change(WEEK, 1, DRAFT, big)))
        assert refused.value.code == "store-disk-full"
    with Store.open(url) as store, store.snapshot() as view:
        assert view.version(WEEK) == 1


def test_a_damaged_file_says_so(url: str) -> None:
    with Store.open(url, create=True) as store:
        write(store, {**DRAFT, "note": "x" * 50_000})
        path = store.path
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable) as refused, Store.open(url) as store, store.snapshot() as view:
        view.record(WEEK)
    assert refused.value.code == "store-damaged"


def test_a_text_that_is_no_text_any_more_is_damage(in_file: Store) -> None:
    write(in_file, DRAFT)
    with in_file._writing() as connection:
        connection.exec_driver_sql("UPDATE records SET body = CAST(x'ff' AS TEXT)")
        connection.commit()
    with in_file.snapshot() as view:
        with pytest.raises(StoreUnavailable) as refused:
            view.record(WEEK)
        assert view.version(WEEK) == 1
    assert refused.value.code == "store-damaged"


def test_what_is_a_fault_of_the_program_stays_the_driver_s_own_error(in_file: Store) -> None:
    with in_file.snapshot() as view, pytest.raises(DBAPIError, match="no such table"):
        view._connection.exec_driver_sql("SELECT * FROM films")


def test_a_disk_that_fails_is_told_by_its_code() -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
    assert sqlite_module._TROUBLES[sqlite_module._primary_code(error)] == "store-disk-fails"
    assert sqlite_module._primary_code(sqlite3.ProgrammingError("closed")) not in sqlite_module._TROUBLES


# -- the journal is append-only


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal",
        "UPDATE journal SET payload = '{}'",
        "UPDATE journal SET salt = NULL",
        "UPDATE journal SET verb = 'approved'",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal",
    ],
)
def test_the_journal_refuses_to_be_rewritten(store: Store, statement: str) -> None:
    write(store, DRAFT)
    with pytest.raises(IntegrityError, match="append-only"), store._writing() as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("setting", "passes"),
    [
        ("payload = '{}', salt = NULL", True),
        ("payload = '{}'", False),
        ("payload = '{}', salt = 'aa'", False),
        ("salt = NULL, verb = 'approved'", False),
        ("salt = NULL, header = '[]'", False),
        ("salt = NULL, hash = 'x'", False),
        ("salt = NULL, version = 7", False),
        ("salt = NULL, fired = 'k'", False),
    ],
)
def test_a_line_that_is_being_redacted_loses_its_content_and_nothing_else(
    store: Store, setting, passes
) -> None:
    write(store, DRAFT)
    with store._writing() as connection:
        connection.exec_driver_sql(f"INSERT INTO redacting VALUES ('{WEEK}', 1)")
        if passes:
            connection.exec_driver_sql(f"UPDATE journal SET {setting}")
        else:
            with pytest.raises(IntegrityError, match="append-only"):
                connection.exec_driver_sql(f"UPDATE journal SET {setting}")


def test_a_line_beside_the_one_that_is_being_redacted_is_kept(store: Store) -> None:
    write(store, DRAFT)
    write(store, REVIEW)
    with store._writing() as connection:
        connection.exec_driver_sql(f"INSERT INTO redacting VALUES ('{WEEK}', 1)")
        with pytest.raises(IntegrityError, match="append-only"):
            connection.exec_driver_sql("UPDATE journal SET salt = NULL WHERE version = 2")


def test_a_record_is_not_deleted_while_its_journal_is_there(store: Store) -> None:
    write(store, DRAFT)
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), store._writing() as connection:
        connection.exec_driver_sql("DELETE FROM records")
