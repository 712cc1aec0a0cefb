"""Whatever is written, in whatever order and by whatever clock: the record is its journal (laws L11-L15)."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import assume, given, settings, strategies as st
from tests.unit.store.building import START, act, at, change, derived, timer

from campaignflow.canonical import Body, canonical
from campaignflow.store.act import Act, Committed, Gone, NewEntry, Projection, Redaction
from campaignflow.store.journal import fold
from campaignflow.store.store import Store

REFS = ("campaign:river-2027/water-week", "campaign:river-2027/world-water-day", "unit:office")
COLUMNS = ("header", "payload", "salt")
SECRET = "王芳的手机号一三八零零"
CLEAN = "［已删］"

keys = st.sampled_from(["state", "plan", "note", "预算", "a"])
leaves = st.one_of(
    st.sampled_from(["水周", "draft", "é", "\U0001f4a7", "\u2028", '"\\', "0", CLEAN]),
    st.booleans(),
    st.integers(-(2**53), 2**53),
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3), st.dictionaries(keys, inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)
bodies: st.SearchStrategy[Body] = st.dictionaries(keys, values, min_size=1, max_size=4)


@dataclass(frozen=True)
class Step:
    """What one act does: the bodies it brings records to (None: it only says something), and when."""

    after: dict[str, Body | None]
    minutes: int
    note: str = ""
    reason: str = ""


steps = st.builds(
    Step,
    st.dictionaries(st.sampled_from(REFS), st.one_of(st.none(), bodies), min_size=1, max_size=3),
    st.integers(0, 500),
    st.sampled_from(["", "好", SECRET]),
    st.sampled_from(["", "改期", f"电话：{SECRET}"]),
)
histories = st.lists(steps, min_size=1, max_size=7)


@dataclass
class Told:
    """A store and what was written into it, as a plain list."""

    store: Store
    bodies: dict[str, list[Body]] = field(default_factory=dict)
    at: dict[str, list[int]] = field(default_factory=dict)

    def tell(self, step: Step) -> Committed:
        changes = tuple(self.change(ref, body, step) for ref, body in step.after.items())
        done = self.store.commit(act(*changes, minutes=step.minutes, listeners=("mail",)))
        assert isinstance(done, Committed)
        return done

    def change(self, ref: str, body: Body | None, step: Step) -> NewEntry:
        past = self.bodies.setdefault(ref, [])
        before = past[-1] if past else {}
        if body is None and not past:
            body = {"state": "draft"}
        now = before if body is None else body
        made = change(
            ref, len(past), before, body, note=step.note, reason=step.reason, projection=derived(ref, (), now)
        )
        past.append(now)
        self.at.setdefault(ref, []).append(step.minutes)
        return made


@contextmanager
def told(history: list[Step], url: str = "sqlite://") -> Iterator[Told]:
    with Store.open(url, create=True) as store:
        model = Told(store)
        for step in history:
            model.tell(step)
        yield model


def forge(store: Store, statement: str, *values: Any) -> None:
    with store._dialect._engine.connect() as connection:
        for name in ("journal_is_kept", "journal_is_not_rewritten"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql(statement, values)


def places(model: Told) -> list[tuple[str, int]]:
    return [(ref, nth) for ref, past in sorted(model.bodies.items()) for nth in range(1, len(past) + 1)]


# -- L11


@given(histories)
@settings(max_examples=40)
def test_l11_the_fold_of_the_journal_is_the_body_at_every_version(history: list[Step]) -> None:
    with told(history) as model, model.store.snapshot() as view:
        for ref, past in model.bodies.items():
            entries, record = view.journal(ref), view.record(ref)
            assert [entry.version for entry in entries] == list(range(1, len(past) + 1))
            for version, body in enumerate(past, 1):
                assert canonical(fold(entries, version)) == canonical(body)
            assert record is not None
            assert (record.version, record.body) == (len(past), canonical(past[-1]))
            last_change = max(
                (n for n in range(1, len(past)) if canonical(past[n]) != canonical(past[n - 1])), default=0
            )
            assert record.body_version == last_change + 1


@given(histories)
@settings(max_examples=25)
def test_l11_what_is_derived_again_from_the_journal_is_what_the_tables_say(history: list[Step]) -> None:
    with told(history) as model:
        found = model.store.verify(deep=lambda _: derived)
        assert [problem for problem in found.problems if problem.severity == "error"] == []
        assert found.entries == sum(len(past) for past in model.bodies.values())


# -- L12


@given(histories, st.lists(st.integers(-10, 510), min_size=2, max_size=6))
@settings(max_examples=40)
def test_l12_as_of_never_goes_back_while_time_goes_on(history: list[Step], moments: list[int]) -> None:
    with told(history) as model, model.store.snapshot() as view:
        for ref, past in model.bodies.items():
            versions = []
            for moment in sorted(moments):
                then = view.as_of(ref, at(moment))
                versions.append(0 if then is None else then[0])
                assert then is None or canonical(then[1]) == canonical(past[then[0] - 1])
                by_then = [n for n, minutes in enumerate(model.at[ref], 1) if minutes <= moment]
                assert versions[-1] == max(by_then, default=0)
            assert versions == sorted(versions)
            assert view.as_of(ref, START + timedelta(days=9)) == view.as_of(ref, len(past))


# -- L13


@given(histories, st.data())
@settings(max_examples=60)
def test_l13_a_single_byte_changed_in_what_is_hashed_is_found_and_located(
    history, data: st.DataObject
) -> None:
    with told(history) as model:
        ref, version = data.draw(st.sampled_from(places(model)))
        column = data.draw(st.sampled_from(COLUMNS))
        with model.store.snapshot() as view:
            entry = view.journal(ref)[version - 1]
        kept = {"header": entry.header, "payload": entry.payload, "salt": entry.salt.hex().encode()}[column]
        spot, byte = data.draw(st.integers(0, len(kept) - 1)), data.draw(st.integers(0, 255))
        assume(kept[spot] != byte)
        forged = kept[:spot] + bytes([byte]) + kept[spot + 1 :]
        forge(
            model.store,
            f"UPDATE journal SET {column} = CAST(? AS TEXT) WHERE ref = ? AND version = ?",
            forged,
            ref,
            version,
        )
        found = model.store.verify()
        assert not found.ok
        assert (found.problems[0].ref, found.problems[0].version) == (ref, version)


@given(histories, st.data())
@settings(max_examples=30)
def test_l13_two_entries_that_changed_places_are_found_and_located(history, data: st.DataObject) -> None:
    with told(history) as model:
        there = places(model)
        assume(len(there) > 1)
        one, other = data.draw(st.lists(st.sampled_from(there), min_size=2, max_size=2, unique=True))
        place = "UPDATE journal SET ref = ?, version = ? WHERE ref = ? AND version = ?"
        for old, new in ((one, ("x", 1)), (other, one), (("x", 1), other)):
            forge(model.store, place, *new, *old)
        found = model.store.verify()
        assert not found.ok
        assert (found.problems[0].ref, found.problems[0].version) in {one, other}


@given(histories, st.data())
@settings(max_examples=30)
def test_l13_an_entry_taken_out_before_the_newest_is_missed_where_it_stood(history, data) -> None:
    with told(history) as model:
        inner = [(ref, nth) for ref, nth in places(model) if nth < len(model.bodies[ref])]
        assume(inner)
        ref, version = data.draw(st.sampled_from(inner))
        forge(model.store, "DELETE FROM journal WHERE ref = ? AND version = ?", ref, version)
        problem = model.store.verify().problems[0]
        assert (problem.code, problem.ref, problem.version) == ("verify-entry-missing", ref, version)


@given(histories, bodies, st.data())
@settings(max_examples=30)
def test_l13_a_forged_body_is_found_and_located(history, body: Body, data: st.DataObject) -> None:
    with told(history) as model:
        ref = data.draw(st.sampled_from(sorted(model.bodies)))
        assume(canonical(body) != canonical(model.bodies[ref][-1]))
        forge(model.store, "UPDATE records SET body = ? WHERE ref = ?", canonical(body).decode(), ref)
        found = model.store.verify(deep=lambda _: derived)
        errors = [problem for problem in found.problems if problem.severity == "error"]
        assert [(problem.ref, problem.facts["columns"]) for problem in errors] == [(ref, ["body"])]


@given(histories, st.sampled_from(["state", "unit", "applied", "revisions"]), st.data())
@settings(max_examples=20)
def test_l13_a_forged_projection_is_found_and_located(history, column: str, data: st.DataObject) -> None:
    with told(history) as model:
        ref = data.draw(st.sampled_from(sorted(model.bodies)))
        forge(model.store, f"UPDATE records SET {column} = 'forged' WHERE ref = ?", ref)
        found = model.store.verify(deep=lambda _: derived)
        errors = [problem for problem in found.problems if problem.severity == "error"]
        assert [(problem.ref, problem.facts["columns"]) for problem in errors] == [(ref, [column])]


# -- L14


def without(secret: str, value: Any) -> Any:
    """Return a value with a secret taken out of every text in it."""
    return json.loads(json.dumps(value, ensure_ascii=False).replace(secret, CLEAN))


def redaction_of(store: Store, ref: str) -> Act | None:
    """Take the secret out of a record, its journal and all that is derived from it."""
    with store.snapshot() as view:
        record, entries = view.record(ref), view.journal(ref)
    assert record is not None
    holding = [entry for entry in entries if SECRET.encode() in entry.payload]
    if not holding:
        return None
    after = without(SECRET, record.data)
    one = change(ref, record.version, record.data, after, verb="redacted", projection=derived(ref, (), after))
    gone = (Redaction(ref, entry.version, without(SECRET, json.loads(entry.payload))) for entry in holding)
    return act(one, minutes=999, redactions=tuple(gone))


@given(histories, st.dictionaries(keys, st.just(SECRET), min_size=1, max_size=2), st.data())
@settings(max_examples=12)
def test_l14_a_redaction_leaves_the_store_whole_and_the_secret_nowhere_in_its_files(
    history: list[Step], secret: Body, data: st.DataObject
) -> None:
    spot = data.draw(st.integers(0, len(history)))
    history = [*history[:spot], Step({REFS[0]: {"plan": secret, "note": "水"}}, 7), *history[spot:]]
    with tempfile.TemporaryDirectory() as folder, told(history, f"sqlite:///{folder}/office.db") as model:
        for ref in sorted(model.bodies):
            redaction = redaction_of(model.store, ref)
            if redaction is not None:
                done = model.store.commit(redaction)
                assert isinstance(done, Committed)
                assert done.scrubbed
        found = model.store.verify(deep=lambda _: derived)
        assert [problem for problem in found.problems if problem.severity == "error"] == []
        assert found.redactions
        files = list(Path(folder).iterdir())
        assert len(files) == 3
        assert [path.name for path in files if SECRET.encode() in path.read_bytes()] == []


# -- L15


@given(
    st.lists(
        st.one_of(
            st.sets(st.sampled_from("abcd"), max_size=3),
            st.tuples(st.sampled_from("abcd"), st.sets(st.sampled_from("abcd"), max_size=3)),
        ),
        max_size=14,
    )
)
@settings(max_examples=50)
def test_l15_a_timer_fires_once_if_it_is_wanted_and_never_twice(acts: list[Any]) -> None:
    ref = REFS[0]
    with Store.open("sqlite://") as store:
        store.commit(act(change(ref, 0, {}, {"state": "draft"})))
        armed: set[str] = set()
        fired: list[str] = []
        for one in acts:
            key, wanted = one if isinstance(one, tuple) else ("", one)
            with store.snapshot() as view:
                base = view.version(ref)
            projection = Projection(timers=tuple(timer(name, ref) for name in sorted(wanted)))
            entry = change(ref, base, verb="reminded", key=key, projection=projection)
            outcome = store.commit(act(entry, fires=(key,) if key else ()))
            if key and key not in armed:
                assert outcome == Gone(key)
            else:
                assert isinstance(outcome, Committed)
                fired += [key] if key else []
                armed = wanted - set(fired)
            with store.snapshot() as view:
                assert {due.key for due in view.timers()} == armed
                assert view.keys_fired(ref) == set(fired)
        assert len(fired) == len(set(fired))
        assert store.verify().ok
