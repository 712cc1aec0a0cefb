"""Several processes and threads on one store lose nothing and tie one chain (law L10)."""

import multiprocessing
import threading
from pathlib import Path

import pytest
from tests.unit.store.building import act, change

from campaignflow.store.act import Committed, Moved
from campaignflow.store.store import Store

REFS = ("fund:water", "fund:press")
COMMITS = 50


def count_up(
    url: str, commits: int, ready: threading.Barrier | None = None, moved: list[int] | None = None
) -> None:
    """Add one to a record, as often as asked for, judging again whenever somebody was faster.

    With `ready` all read before the first of them writes.
    """
    with Store.open(url) as store:
        for number in range(commits):
            ref, other = REFS if number % 2 else REFS[::-1]
            outcome = None
            while not isinstance(outcome, Committed):
                with store.snapshot() as view:
                    record, beside = view.record(ref), view.version(other)
                if ready is not None:
                    ready.wait()
                    ready = None
                body = {"state": "active", "count": record.data["count"] + 1}
                one = change(ref, record.version, record.data, body)
                outcome = store.commit(act(one, reads={other: beside}))
                if isinstance(outcome, Moved) and moved is not None:
                    moved.append(number)


def opened(folder: Path) -> str:
    url = f"sqlite:///{folder}/office.db"
    with Store.open(url, create=True) as store:
        store.commit(act(*(change(ref, 0, {}, {"state": "active", "count": 0}) for ref in REFS)))
    return url


def counted(url: str) -> int:
    """Return what all counters say together, having checked the chains they stand on."""
    with Store.open(url) as store:
        found = store.verify(deep=lambda _: lambda *_: None)
        assert found.ok, found.problems
        with store.snapshot() as view:
            records = view.records()
            assert sum(record.version for record in records) == found.entries
            return sum(record.data["count"] for record in records)


@pytest.mark.slow
def test_four_processes_that_read_and_write_the_same_records_lose_nothing(tmp_path: Path) -> None:
    url = opened(tmp_path)
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=count_up, args=(url, COMMITS)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]
    assert counted(url) == 4 * COMMITS


def test_threads_with_a_store_each_lose_nothing_and_meet(tmp_path: Path) -> None:
    url = opened(tmp_path)
    ready, moved = threading.Barrier(4), []
    threads = [threading.Thread(target=count_up, args=(url, 25, ready, moved)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted(url) == 100
    assert moved.count(0) >= 3


@pytest.mark.parametrize("where", ["memory", "file"])
def test_threads_on_one_store_lose_nothing_and_a_guard_lets_one_of_them_pass(
    where: str, tmp_path: Path
) -> None:
    url = "sqlite://" if where == "memory" else f"sqlite:///{tmp_path}/office.db"
    outcomes = []
    with Store.open(url, create=True) as store:
        ready = threading.Barrier(6)

        def ask(number: int) -> None:
            with store.snapshot() as view:
                seen = view.guard("fund:water/2027")
                requests = len(view.records("request"))
            if where == "file":
                ready.wait()  # in memory one thread reads at a time, so they cannot all wait here
            if requests:
                return
            one = change(f"request:r-{number}", 0, {}, {"state": "draft", "amount": 30_000})
            guarded = {"reads": {"guard:fund:water/2027": seen}, "raises": frozenset({"fund:water/2027"})}
            outcomes.append(store.commit(act(one, **guarded)))

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [type(outcome) for outcome in outcomes].count(Committed) == 1
        with store.snapshot() as view:
            assert len(view.records("request")) == 1
        assert store.verify().ok
