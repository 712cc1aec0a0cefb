"""Timers and tasks are what the record says they are; what fired once never fires again (rules 52-54)."""

from dataclasses import replace

import pytest
from tests.unit.store.building import DRAFT, WEEK, act, at, change, task, timer, write

from campaignflow.store.act import Committed, Gone, Projection
from campaignflow.store.mistakes import BadAct
from campaignflow.store.store import Store


def project(store: Store, *timers, tasks=(), ref: str = WEEK, **more) -> Committed:
    """Write an entry that leaves the body alone and says what is derived from it."""
    with store.snapshot() as view:
        record = view.record(ref)
    projection = Projection("draft", "office", timers, tuple(tasks))
    if record is None:
        one = change(ref, 0, {}, DRAFT, projection=projection, **more)
    else:
        one = change(ref, record.version, projection=projection, **more)
    done = store.commit(act(one))
    assert isinstance(done, Committed)
    return done


def armed(store: Store) -> list[str]:
    with store.snapshot() as view:
        return [one.key for one in view.timers()]


def fire(store: Store, key: str, *timers, ref: str = WEEK):
    """Answer a timer with an entry under its key, and say what is armed from then on."""
    with store.snapshot() as view:
        version = view.version(ref)
    one = change(ref, version, verb="reminded", key=key, projection=Projection("draft", "office", timers))
    return store.commit(act(one, fires=(key,)))


def test_a_timer_comes_back_as_it_was_armed(store: Store) -> None:
    one = timer("k1", minutes=5, item="briefing/release", rung=2, details={"to": ["wang.fang"], "days": 3})
    project(store, one)
    with store.snapshot() as view:
        assert view.timers() == [one]


def test_what_a_record_no_longer_wants_goes_and_what_it_wants_comes(store: Store) -> None:
    project(store, timer("k1"), timer("k2"), tasks=[task("t1"), task("t2")])
    project(store, timer("k2"), timer("k3"), tasks=[task("t2", party="office"), task("t3")])
    assert armed(store) == ["k2", "k3"]
    with store.snapshot() as view:
        assert [(one.id, one.party) for one in view.tasks()] == [("t2", "office"), ("t3", "wang.fang")]


def test_an_act_that_says_nothing_of_them_leaves_timers_and_tasks_alone(store: Store) -> None:
    project(store, timer("k1"), tasks=[task("t1")])
    store.commit(act(change(WEEK, 1, verb="commented")))
    assert armed(store) == ["k1"]
    with store.snapshot() as view:
        assert view.tasks() == [task("t1")]


def test_of_several_entries_on_a_record_the_last_that_speaks_of_timers_counts(store: Store) -> None:
    one, other = (Projection("draft", "office", (timer(key),)) for key in ("k1", "k2"))
    store.commit(
        act(change(WEEK, 0, {}, DRAFT, projection=one), change(WEEK, 1, projection=other), change(WEEK, 2))
    )
    assert armed(store) == ["k2"]


def test_the_timers_of_one_record_are_not_another_s(store: Store) -> None:
    project(store, timer("a"))
    project(store, timer("b", "unit:office"), ref="unit:office")
    project(store)
    assert armed(store) == ["b"]


def test_a_timer_that_changes_under_its_key_is_armed_anew(store: Store) -> None:
    project(store, timer("k1", details={"to": "li.wei"}))
    store.fail_timer("k1")
    project(store, timer("k1", details={"to": "wang.fang"}))
    with store.snapshot() as view:
        assert [one.details for one in view.timers()] == [{"to": "wang.fang"}]
    assert store.fail_timer("k1") == 1


def test_due_timers_come_by_instant_then_ref_then_rung(store: Store) -> None:
    project(store, timer("d", minutes=1, rung=2), timer("c", minutes=1, rung=1), timer("z", minutes=0))
    project(store, timer("b", "campaign:a/b", minutes=1, rung=9), ref="campaign:a/b")
    project(store, timer("late", "unit:office", minutes=3), ref="unit:office")
    assert armed(store) == ["z", "b", "c", "d", "late"]
    with store.snapshot() as view:
        assert [one.key for one in view.timers(at(1))] == ["z", "b", "c", "d"]
        assert [one.key for one in view.timers(at(0.99))] == ["z"]
        assert [one.key for one in view.timers(at(1), limit=2)] == ["z", "b"]
        assert view.timers(at(-1)) == []


def test_a_timer_fires_once(store: Store) -> None:
    project(store, timer("k1"), timer("k2"))
    assert isinstance(fire(store, "k1", timer("k2")), Committed)
    assert fire(store, "k1", timer("k2")) == Gone("k1")
    assert armed(store) == ["k2"]
    with store.snapshot() as view:
        assert view.version(WEEK) == 2
        assert view.keys_fired(WEEK) == {"k1"}
        assert view.keys_fired("unit:office") == frozenset()


def test_a_timer_that_fired_does_not_come_back_under_its_key(store: Store) -> None:
    project(store, timer("k1"))
    fire(store, "k1", timer("k1"))
    assert armed(store) == []
    project(store, timer("k1"), timer("k1'"))
    assert armed(store) == ["k1'"]


def test_a_timer_that_is_no_longer_wanted_does_not_fire_and_nothing_of_the_act_is_written(
    store: Store,
) -> None:
    project(store, timer("k1"), timer("k2"))
    late = act(change(WEEK, 2, verb="reminded", key="k1"), fires=("k2", "k1"))
    project(store, timer("k2"))
    assert store.commit(late) == Gone("k1")
    assert armed(store) == ["k2"]


def test_a_duty_that_is_gone_takes_its_timer_away_without_an_entry(store: Store) -> None:
    project(store, timer("k1"))
    done = store.commit(act(fires=("k1",)))
    assert done == Committed(done.act, ())
    assert armed(store) == []
    with store.snapshot() as view:
        assert view.version(WEEK) == 1


def test_several_timers_fire_in_one_act_and_a_cascade_under_one_key_is_one_firing(store: Store) -> None:
    project(store, timer("k1"), timer("k2"))
    entries = [change(WEEK, 1 + n, verb="reminded", key=key) for n, key in enumerate(["k1", "k2", "k2"])]
    assert isinstance(store.commit(act(*entries, fires=("k1", "k2"))), Committed)
    with store.snapshot() as view:
        assert view.keys_fired(WEEK) == {"k1", "k2"}


def test_a_timer_fires_whatever_happened_to_the_record_since_it_was_armed(store: Store) -> None:
    project(store, timer("k1"))
    write(store, {**DRAFT, "state": "in_review"})
    assert isinstance(fire(store, "k1"), Committed)


def test_a_user_s_key_that_looks_like_a_timer_s_does_not_use_it_up(store: Store) -> None:
    project(store, timer("k1"), key="k1")
    with store.snapshot() as view:
        assert view.keys_fired(WEEK) == frozenset()
    assert isinstance(fire(store, "k1"), Committed)


def test_a_timer_that_fails_five_times_is_set_aside_until_it_is_armed_anew(store: Store) -> None:
    project(store, timer("k1"), timer("k2", minutes=1))
    assert [store.fail_timer("k1") for _ in range(5)] == [1, 2, 3, 4, 5]
    assert armed(store) == ["k2"]
    with store.snapshot() as view:
        assert view.quarantined() == [timer("k1")]
    project(store, timer("k1"), timer("k2", minutes=1))
    assert armed(store) == ["k2"]
    project(store, timer("k1'"), timer("k2", minutes=1))
    with store.snapshot() as view:
        assert view.quarantined() == []


def test_a_timer_that_is_gone_cannot_fail(store: Store) -> None:
    assert store.fail_timer("gone") == 0


def test_a_forged_timer_that_fired_before_is_not_answered_twice(in_file: Store) -> None:
    project(in_file, timer("k1"))
    fire(in_file, "k1")
    project(in_file, timer("k2"))
    with in_file._writing() as connection:
        connection.exec_driver_sql("UPDATE timers SET key = 'k1'")
        connection.commit()
    with pytest.raises(BadAct):
        fire(in_file, "k1")
    with in_file.snapshot() as view:
        assert view.version(WEEK) == 3


def test_somebody_s_tasks_come_by_due_date(store: Store) -> None:
    project(
        store, tasks=[task("t1", due="2027-03-20"), task("t2", due="2027-03-02"), task("t3", party="office")]
    )
    project(store, tasks=[task("t4", "unit:office", due="")], ref="unit:office")
    with store.snapshot() as view:
        assert [one.id for one in view.tasks("wang.fang")] == ["t4", "t2", "t1"]
        assert [one.id for one in view.tasks(ref=WEEK)] == ["t2", "t1", "t3"]
        assert view.tasks("wang.fang", "unit:office") == [replace(task("t4", "unit:office"), due="")]
        assert view.tasks("nobody") == []
