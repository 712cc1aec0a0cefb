"""What is asked of a store is answered from one state of it, and costs the same however large it is."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from tests.unit.store.building import DRAFT, WEEK, at, write

from campaignflow.errors import InvalidValue
from campaignflow.store.act import Committed, Projection
from campaignflow.store.mistakes import StoreUnavailable
from campaignflow.store.store import Store

REVIEW = {**DRAFT, "state": "in_review"}


@pytest.fixture
def peopled(store: Store) -> Store:
    """A store with campaigns of two programmes, some with one id, and a unit."""
    for ref, state, unit in (
        ("campaign:river-2027/water-week", "draft", "office"),
        ("campaign:river-2028/water-week", "running", "office"),
        ("campaign:river-2027/launch-day", "running", "press"),
        ("request:r-1", "draft", "press"),
        ("unit:office", "active", ""),
    ):
        write(store, {"state": state}, ref, projection=Projection(state, unit))
    return store


@pytest.mark.parametrize(
    ("wanted", "refs"),
    [
        (
            {},
            [
                "campaign:river-2027/launch-day",
                "campaign:river-2027/water-week",
                "campaign:river-2028/water-week",
                "request:r-1",
                "unit:office",
            ],
        ),
        ({"kind": "unit"}, ["unit:office"]),
        ({"programme": "river-2027"}, ["campaign:river-2027/launch-day", "campaign:river-2027/water-week"]),
        (
            {"kind": "campaign", "states": ("running",)},
            ["campaign:river-2027/launch-day", "campaign:river-2028/water-week"],
        ),
        ({"unit": "press", "states": {"draft", "active"}}, ["request:r-1"]),
        ({"kind": "campaign", "programme": "river-2029"}, []),
        ({"states": ()}, []),
    ],
)
def test_records_are_found_by_kind_programme_state_and_unit(peopled: Store, wanted, refs) -> None:
    with peopled.snapshot() as view:
        assert [record.ref for record in view.records(**wanted)] == refs


def test_a_short_name_lists_every_record_it_may_mean(peopled: Store) -> None:
    with peopled.snapshot() as view:
        assert view.find("campaign", "water-week") == [
            "campaign:river-2027/water-week",
            "campaign:river-2028/water-week",
        ]
        assert view.find("request", "r-1") == ["request:r-1"]
        assert view.find("campaign", "r-1") == []


def test_what_is_not_there_is_absent_at_version_0(store: Store) -> None:
    with store.snapshot() as view:
        assert view.record(WEEK) is None
        assert (view.version(WEEK), view.guard("fund"), view.uid_taken(WEEK)) == (0, 0, False)
        assert (view.as_of(WEEK, 1), view.as_of(WEEK, at(9)), view.as_of(WEEK, "act-0")) == (None, None, None)


def test_the_journal_is_read_by_record_by_act_and_in_part(store: Store) -> None:
    for state in ("a", "b", "c", "d"):
        last = write(store, {"state": state})
    write(store, {"state": "active"}, "unit:office")
    with store.snapshot() as view:
        assert [entry.version for entry in view.journal(WEEK)] == [1, 2, 3, 4]
        assert [entry.version for entry in view.journal(WEEK, since_version=2)] == [3, 4]
        assert [entry.version for entry in view.journal(WEEK, since_version=1, upto=3)] == [2, 3]
        assert view.journal(act=last.act) == list(last.entries)
        assert view.journal("unit:office", act=last.act) == []
        assert [(entry.ref, entry.version) for entry in view.journal(upto=1)] == [
            (WEEK, 1),
            ("unit:office", 1),
        ]


# -- as it was


def test_a_record_is_as_it_was_at_a_version_an_instant_or_an_act(store: Store) -> None:
    first = write(store, DRAFT, minutes=10)
    second = write(store, REVIEW, minutes=20)
    with store.snapshot() as view:
        assert view.as_of(WEEK, 1) == view.as_of(WEEK, at(10)) == view.as_of(WEEK, first.act) == (1, DRAFT)
        assert view.as_of(WEEK, 2) == view.as_of(WEEK, at(99)) == view.as_of(WEEK, second.act) == (2, REVIEW)
        assert view.as_of(WEEK, at(10) - timedelta(microseconds=1)) is None
        assert view.as_of(WEEK, at(20) - timedelta(microseconds=1)) == (1, DRAFT)
        assert view.as_of(WEEK, 0) is None
        assert view.as_of(WEEK, 3) is None


def test_an_act_on_another_record_stands_for_its_instant(store: Store) -> None:
    write(store, DRAFT, minutes=10)
    other = write(store, {"state": "active"}, "unit:office", minutes=15)
    write(store, REVIEW, minutes=20)
    with store.snapshot() as view:
        assert view.as_of(WEEK, other.act) == (1, DRAFT)
        assert view.as_of("unit:press", other.act) is None


def test_the_greatest_version_counts_however_the_clock_was_set_in_between(store: Store) -> None:
    write(store, {"state": "a"}, minutes=30)
    write(store, {"state": "b"}, minutes=10)
    write(store, {"state": "c"}, minutes=40)
    with store.snapshot() as view:
        assert view.as_of(WEEK, at(5)) is None
        assert view.as_of(WEEK, at(10)) == view.as_of(WEEK, at(35)) == (2, {"state": "b"})
        assert view.as_of(WEEK, at(40)) == (3, {"state": "c"})


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with store.snapshot() as view, pytest.raises(InvalidValue):
        view.as_of(WEEK, datetime(2027, 3, 1))


# -- one state


def test_a_view_goes_on_seeing_the_state_it_began_with(in_file: Store) -> None:
    write(in_file, DRAFT)
    other = Store.open(f"sqlite:///{in_file.path}")
    with other, in_file.snapshot() as view:
        assert view.version(WEEK) == 1
        write(other, REVIEW)
        assert view.version(WEEK) == 1
        assert view.record(WEEK).data == DRAFT
    with in_file.snapshot() as view:
        assert view.version(WEEK) == 2


def test_many_readers_keep_no_writer_waiting(in_file: Store) -> None:
    write(in_file, DRAFT)
    other = Store.open(f"sqlite:///{in_file.path}")
    with other, in_file.snapshot() as one, in_file.snapshot() as two:
        assert one.version(WEEK) == two.version(WEEK) == 1
        assert isinstance(write(other, REVIEW), Committed)


def test_a_store_in_memory_is_the_same_from_every_thread_and_one_thread_at_a_time() -> None:
    with Store.open("sqlite://") as store:
        write(store, DRAFT)
        done: list[str] = []

        def later() -> None:
            write(store, REVIEW)
            done.append("written")

        with store.snapshot() as view:
            thread = threading.Thread(target=later)
            thread.start()
            thread.join(0.05)
            assert done == []
            assert view.version(WEEK) == 1
        thread.join()
        assert done == ["written"]
        with store.snapshot() as view:
            assert view.version(WEEK) == 2


def test_a_row_that_is_no_entry_any_more_is_said_with_its_place(in_file: Store) -> None:
    write(in_file, DRAFT)
    with in_file._writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_is_not_rewritten")
        connection.exec_driver_sql("UPDATE journal SET header = '[]'")
        connection.commit()
    with in_file.snapshot() as view, pytest.raises(StoreUnavailable) as refused:
        view.journal(WEEK)
    assert refused.value.code == "store-entry-unreadable"
    assert WEEK in refused.value.message("zh")


# -- however large


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (lambda view: view.record(WEEK), "sqlite_autoindex_records_1 (ref=?)"),
        (lambda view: view.version(WEEK), "sqlite_autoindex_records_1 (ref=?)"),
        (lambda view: view.records("campaign"), "records_by_state (kind=?)"),
        (lambda view: view.records("campaign", states=["draft"]), "records_by_state (kind=? AND state=?)"),
        (
            lambda view: view.records("campaign", "river", ["draft", "running"]),
            "records_by_programme (programme=? AND kind=? AND state=?)",
        ),
        (lambda view: view.records(programme="river"), "records_by_programme (programme=?)"),
        (
            lambda view: view.records("campaign", states=["draft"], unit="office"),
            "records_by_unit (unit=? AND kind=? AND state=?)",
        ),
        (lambda view: view.find("campaign", "x"), "records_by_id (kind=? AND id=?)"),
        (lambda view: view.uid_taken("x"), "records_by_uid (uid=?)"),
        (
            lambda view: view.journal(WEEK, since_version=3),
            "sqlite_autoindex_journal_1 (ref=? AND version>?)",
        ),
        (lambda view: view.journal(act="a"), "journal_by_act (act=?)"),
        (lambda view: view.entry_of_key("li.wei", "k"), "journal_by_key (key=? AND actor=?)"),
        (lambda view: view.keys_fired(WEEK), "sqlite_autoindex_journal_1 (ref=?)"),
        (lambda view: view.as_of(WEEK, at(1)), "sqlite_autoindex_journal_1 (ref=?)"),
        (lambda view: view.timers(at(1), 100), "timers_by_due (due<?)"),
        (lambda view: view.tasks("wang.fang"), "tasks_by_party (party=?)"),
        (lambda view: view.tasks(ref=WEEK), "tasks_by_record (ref=?)"),
        (lambda view: view.outbox("mail"), "outbox_by_listener (listener=?)"),
        (lambda view: view.replay("li.wei", "k"), "PRIMARY KEY (actor=? AND key=?)"),
        (lambda view: view.guard("g"), "PRIMARY KEY (name=?)"),
        (lambda view: view.meta("m"), "PRIMARY KEY (key=?)"),
    ],
)
def test_a_question_is_answered_from_an_index(in_file: Store, asked, expected: str) -> None:
    write(in_file, DRAFT)
    said: list[str] = []
    with in_file.snapshot() as view:
        raw = view._connection.connection.driver_connection
        raw.set_trace_callback(said.append)
        asked(view)
        raw.set_trace_callback(None)
        query = next(line for line in said if line.startswith("SELECT"))
        plan = [
            row[3]
            for row in view._connection.execute(text("EXPLAIN QUERY PLAN " + query.replace(":", "\\:")))
        ]
    assert any(expected in step for step in plan), plan
    assert not any(step.startswith("SCAN") for step in plan), plan
