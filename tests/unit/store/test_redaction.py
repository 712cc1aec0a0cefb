"""A redaction takes content away for good, says so for ever, and leaves the rest whole (rule 8, C11)."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.store.building import DRAFT, WEEK, act, at, change, derived, task, timer, write

from campaignflow.canonical import canonical, digest
from campaignflow.store.act import Act, Committed, NewEntry, Projection, Redaction, Replayed
from campaignflow.store.dialects import sqlite as sqlite_module
from campaignflow.store.journal import fold
from campaignflow.store.mistakes import BadAct
from campaignflow.store.redaction import SCRUB_IS_DUE
from campaignflow.store.store import Store

SECRET = "王芳的手机号一三八零零一三八零零零"
TOLD = {**DRAFT, "plan": {**DRAFT["plan"], "note": SECRET}}
CLEAN = {**DRAFT, "plan": {**DRAFT["plan"], "note": "［已删］"}}


def redacted(
    *redactions: Redaction, base: int, before: dict = CLEAN, after: dict | None = None, **more
) -> Act:
    one = change(
        WEEK,
        base,
        before,
        after,
        verb="redacted",
        reason="个人信息",
        details={"paths": {"1": ["plan/note"]}},
        projection=Projection("draft", "office"),
        **more,
    )
    return act(one, minutes=base, redactions=redactions)


def residual(patch: dict) -> dict:
    return {"patch": patch}


def tell(store: Store) -> Act:
    """Write the secret wherever an act may carry one, then take it out of the body again."""
    with_secret = Projection(
        "draft",
        "office",
        (timer("k1", details={"to": SECRET}),),
        (task("t1", party=SECRET),),
        revisions=canonical({"note": SECRET}),
        applied=canonical(TOLD),
    )
    first = act(
        change(
            WEEK, 0, {}, TOLD, reason=SECRET, note=SECRET, details={"was": SECRET}, projection=with_secret
        ),
        listeners=("mail",),
        idempotency=("li.wei", "k", digest(SECRET.encode())),
    )
    assert isinstance(store.commit(first), Committed)
    store.failed(f"{WEEK}@1/mail", why=f"{SECRET}：查无此人")
    return first


def redact(store: Store) -> Committed:
    done = store.commit(redacted(Redaction(WEEK, 1, residual(CLEAN)), base=1, before=TOLD, after=CLEAN))
    assert isinstance(done, Committed)
    return done


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def forms(secret: str) -> tuple[bytes, ...]:
    return secret.encode(), secret.encode("utf-16-le"), canonical(secret)[1:-1], secret[:6].encode()


def test_a_secret_is_nowhere_in_the_files_once_it_was_redacted(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path}/office.db", create=True) as store:
        tell(store)
        for number in range(40):
            write(store, {"state": "active", "note": "水" * 2000}, f"unit:u{number}")
        before = bytes_of(tmp_path)
        assert before.count(SECRET.encode()) >= 8
        assert redact(store).scrubbed
        assert {path.suffix for path in tmp_path.iterdir()} == {".db", ".db-wal", ".db-shm"}
        assert [form for form in forms(SECRET) if form in bytes_of(tmp_path)] == []
        with store.snapshot() as view:
            assert len(view.records()) == 41
    assert [form for form in forms(SECRET) if form in bytes_of(tmp_path)] == []


@pytest.mark.parametrize("left_out", ["checkpoint", "vacuum", "both"])
def test_without_each_step_of_the_cleaning_the_secret_would_stay(
    tmp_path: Path, left_out: str, monkeypatch
) -> None:
    """The steps are seen to be needed: the log holds old pages; deletion alone may leave some in the file."""
    kept = {"checkpoint": ("VACUUM",), "vacuum": ("PRAGMA wal_checkpoint(TRUNCATE)",), "both": ()}[left_out]
    monkeypatch.setattr(sqlite_module, "_SCRUBBING", kept)
    with Store.open(f"sqlite:///{tmp_path}/office.db", create=True) as store:
        tell(store)
        redact(store)
        found = SECRET.encode() in bytes_of(tmp_path)
    assert found is (
        left_out != "vacuum"
    )  # secure_delete has overwritten the file; VACUUM is the second lock


def test_a_redacted_store_is_whole_and_says_what_was_taken(store: Store) -> None:
    tell(store)
    done = redact(store)
    found = store.verify(deep=lambda _: derived)
    assert (found.ok, found.problems, found.entries) == (True, (), 2)
    (taken,) = found.redactions
    assert (taken.ref, taken.version, taken.by_version) == (WEEK, 1, 2)
    assert (taken.actor, taken.at, taken.reason) == ("li.wei", at(1), "个人信息")
    with store.snapshot() as view:
        first, second = view.journal(WEEK)
    assert first.redacted
    assert (first.patch, first.reason, first.note, first.details) == (CLEAN, "", "", {})
    assert not second.redacted
    assert second.details == {
        "paths": {"1": ["plan/note"]},
        "residuals": {"1": digest(canonical(residual(CLEAN)))},
    }
    assert second == done.entries[0]
    assert fold([first, second]) == CLEAN


def test_what_a_redaction_left_is_altered_no_more_than_anything_else(store: Store) -> None:
    tell(store)
    redact(store)
    with store._dialect._engine.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_is_not_rewritten")
        connection.exec_driver_sql(
            "UPDATE journal SET payload = replace(payload, '已删', '未删') WHERE version = 1"
        )
    problem = store.verify().problems[0]
    assert (problem.code, problem.ref, problem.version) == ("verify-redaction-unsaid", WEEK, 1)


def test_the_digests_a_chain_stands_on_stay_and_the_salt_goes(store: Store) -> None:
    tell(store)
    with store.snapshot() as view:
        (before,) = view.journal(WEEK)
    redact(store)
    with store.snapshot() as view:
        after = view.journal(WEEK)[0]
    assert (after.header, after.hash, after.payload_digest) == (
        before.header,
        before.hash,
        before.payload_digest,
    )
    assert (after.salt, len(before.salt)) == (None, 16)


def test_what_hung_on_a_redacted_entry_goes_with_it(store: Store) -> None:
    tell(store)
    redact(store)
    with store.snapshot() as view:
        assert (view.timers(), view.tasks(), view.outbox()) == ([], [], [])
        record = view.record(WEEK)
    assert (record.data, record.applied, record.revisions) == (CLEAN, None, None)


def test_a_key_stays_used_and_its_digest_goes_with_the_content_it_was_made_of(store: Store) -> None:
    first = tell(store)
    redact(store)
    with store.snapshot() as view:
        assert view.replay("li.wei", "k") == ("", first.id)
    again = store.commit(act(change("unit:x", 0, {}, DRAFT), idempotency=("li.wei", "k", "whatever")))
    assert isinstance(again, Replayed)
    assert again.act == first.id


def test_a_value_that_was_overwritten_since_is_redacted_without_an_amendment(store: Store) -> None:
    write(store, TOLD)
    write(store, CLEAN)
    write(store, {**CLEAN, "state": "in_review"})
    done = store.commit(redacted(Redaction(WEEK, 1, residual(CLEAN)), base=3, after=None))
    assert isinstance(done, Committed)
    with store.snapshot() as view:
        record = view.record(WEEK)
        assert (record.version, record.body_version) == (4, 3)
        assert view.as_of(WEEK, 1) == (1, CLEAN)
    assert store.verify(deep=lambda _: lambda *_: None).ok


def test_an_entry_may_be_redacted_again(store: Store) -> None:
    tell(store)
    redact(store)
    less = {**CLEAN, "plan": {**CLEAN["plan"], "title": "…"}}
    done = store.commit(redacted(Redaction(WEEK, 1, residual(less)), base=2, before=CLEAN, after=less))
    assert isinstance(done, Committed)
    found = store.verify(deep=lambda _: lambda *_: None)
    assert found.ok
    assert [one.by_version for one in found.redactions] == [3]


def test_several_entries_are_redacted_in_one_act(store: Store) -> None:
    write(store, TOLD)
    write(store, CLEAN, note=SECRET)
    many = (Redaction(WEEK, 1, residual(CLEAN)), Redaction(WEEK, 2, {}))
    assert isinstance(store.commit(redacted(*many, base=2)), Committed)
    found = store.verify(deep=lambda _: lambda *_: None)
    assert found.ok
    assert [one.version for one in found.redactions] == [1, 2]


# -- refusals


@pytest.mark.parametrize(
    ("verb", "version"), [("amended", 1), ("redacted", 2), ("redacted", 3), ("redacted", 0)]
)
def test_content_is_not_taken_without_an_entry_that_says_so(store: Store, verb: str, version: int) -> None:
    write(store, TOLD)
    with pytest.raises(BadAct) as refused:
        store.commit(act(change(WEEK, 1, verb=verb), redactions=(Redaction(WEEK, version, residual(TOLD)),)))
    assert refused.value.code == "act-redacts-unsaid"
    assert refused.value.message("zh")
    with store.snapshot() as view:
        assert not view.journal(WEEK)[0].redacted


@pytest.mark.parametrize(
    "left",
    [{}, residual({"state": "draft"}), residual({**CLEAN, "more": 1})],
    ids=["nothing", "less", "more"],
)
def test_what_is_left_must_still_lead_to_the_body(store: Store, left: dict) -> None:
    write(store, TOLD)
    write(store, CLEAN)
    with pytest.raises(BadAct) as refused:
        store.commit(redacted(Redaction(WEEK, 1, left), base=2))
    assert refused.value.code == "act-residual-leads-elsewhere"
    with store.snapshot() as view:
        assert view.version(WEEK) == 2


def test_a_present_value_is_not_redacted_without_being_amended(store: Store) -> None:
    write(store, TOLD)
    with pytest.raises(BadAct):
        store.commit(redacted(Redaction(WEEK, 1, residual(CLEAN)), base=1))


def test_what_is_left_must_still_say_the_name_for_life(store: Store) -> None:
    write(store, TOLD, uid=f"{WEEK}~2")
    write(store, CLEAN)
    with pytest.raises(BadAct):
        store.commit(redacted(Redaction(WEEK, 1, residual(CLEAN)), base=2, uid=f"{WEEK}~2"))
    kept = {**residual(CLEAN), "details": {"uid": f"{WEEK}~2"}}
    assert isinstance(store.commit(redacted(Redaction(WEEK, 1, kept), base=2, uid=f"{WEEK}~2")), Committed)
    assert store.verify().ok


def test_what_an_earlier_redaction_says_is_not_redacted(store: Store) -> None:
    write(store, TOLD)
    write(store, CLEAN)
    store.commit(redacted(Redaction(WEEK, 1, residual(CLEAN)), base=2))
    with pytest.raises(BadAct):
        store.commit(redacted(Redaction(WEEK, 3, {}), base=3))


def test_nobody_can_say_a_redaction_that_was_none(store: Store) -> None:
    write(store, DRAFT)
    done = write(store, CLEAN, verb="redacted", details={"residuals": {"1": "x", "one": "y"}})
    assert done.entries[0].details == {}
    assert store.verify().redactions == ()


# -- cleaning that cannot be done at once


def reading(store: Store) -> tuple[sqlite3.Connection, Callable[[], None]]:
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM records").fetchall()
    return other, other.close


def test_a_reader_in_the_way_of_the_cleaning_is_said_and_it_is_done_later(
    tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(sqlite_module, "BUSY_SECONDS", 0.01)
    url = f"sqlite:///{tmp_path}/office.db"
    with Store.open(url, create=True) as store:
        tell(store)
        _, leave = reading(store)
        assert not redact(store).scrubbed
        (warning,) = store.warnings
        assert warning.code == "store-not-scrubbed"
        with store.snapshot() as view:
            assert view.meta(SCRUB_IS_DUE) is not None
            assert view.record(WEEK).data == CLEAN
        assert SECRET.encode() in bytes_of(tmp_path)
        assert not store.scrub()
        leave()
        assert store.scrub()
        with store.snapshot() as view:
            assert view.meta(SCRUB_IS_DUE) is None
        assert SECRET.encode() not in bytes_of(tmp_path)


def test_a_cleaning_that_was_cut_short_is_done_when_the_store_is_opened(tmp_path: Path, monkeypatch) -> None:
    url = f"sqlite:///{tmp_path}/office.db"
    with Store.open(url, create=True) as store:
        tell(store)
        monkeypatch.setattr(store._dialect, "scrub", lambda: False)
        assert not redact(store).scrubbed
        with Store.open(url) as other:
            assert other.warnings == ()
            assert SECRET.encode() not in bytes_of(tmp_path)
            with other.snapshot() as view:
                assert view.meta(SCRUB_IS_DUE) is None


def test_a_writer_in_the_way_of_the_cleaning_is_no_error(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(sqlite_module, "BUSY_SECONDS", 0.01)
    with Store.open(f"sqlite:///{tmp_path}/office.db", create=True) as store:
        tell(store)
        other = sqlite3.connect(store.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert not store.scrub()
        other.close()
        assert store.scrub()


def test_without_a_log_the_file_is_cleaned_too_and_waits_for_a_writer_as_well(
    tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(sqlite_module, "BUSY_SECONDS", 0.01)
    monkeypatch.setattr(sqlite_module, "network_share", lambda _: "cifs")
    with Store.open(f"sqlite:///{tmp_path}/office.db", create=True) as store:
        tell(store)
        assert redact(store).scrubbed
        assert [path.name for path in tmp_path.iterdir()] == ["office.db"]
        assert [form for form in forms(SECRET) if form in bytes_of(tmp_path)] == []
        other = sqlite3.connect(store.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert not store.scrub()
        other.close()


def test_a_disk_that_fails_during_the_cleaning_is_not_hidden(in_file: Store, monkeypatch) -> None:
    monkeypatch.setattr(sqlite_module, "_SCRUBBING", ("VACUUM INTO '/nowhere/office.db'",))
    with pytest.raises(sqlite_module.StoreUnavailable) as refused:
        in_file.scrub()
    assert refused.value.code == "store-unopenable"


def test_the_change_that_redacts_is_an_ordinary_change() -> None:
    one = redacted(Redaction(WEEK, 1, residual(CLEAN)), base=1, before=TOLD, after=CLEAN).changes[0]
    assert isinstance(one, NewEntry)
    assert one.patch == {"plan": {"note": "［已删］"}}
