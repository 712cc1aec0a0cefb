"""Whatever is done to the tables behind the library's back is found and named (rule 11)."""

import pytest
from tests.unit.store.building import DRAFT, WEEK, act, change, derived, task, timer, write

from campaignflow.canonical import canonical, digest
from campaignflow.store.act import Projection
from campaignflow.store.chain import Problem
from campaignflow.store.journal import header_bytes, payload_bytes, payload_digest
from campaignflow.store.store import Store
from campaignflow.store.verify import Verification

PLANNED = {**DRAFT, "plan": {**DRAFT["plan"], "timers": {"remind": "x"}, "asks": {"wang.fang": "x"}}}
FUND = "fund:water"
TRIGGERS = ("journal_is_kept", "journal_is_not_rewritten")


@pytest.fixture
def told(store: Store) -> Store:
    """A store with a campaign of three entries and a fund, the second act having changed both."""
    store.commit(act(change(WEEK, 0, {}, DRAFT, projection=derived(WEEK, (), DRAFT))))
    store.commit(
        act(
            change(WEEK, 1, DRAFT, PLANNED, projection=derived(WEEK, (), PLANNED)),
            change(FUND, 0, {}, {"state": "active"}, projection=Projection("active")),
            minutes=1,
        )
    )
    store.commit(act(change(WEEK, 2, verb="commented", note="好"), minutes=2))
    return store


def forge(store: Store, *statements: str) -> None:
    """NewEntry the tables as somebody does who owns the file, with no check and no trigger in the way."""
    off = ("PRAGMA foreign_keys=OFF", *(f"DROP TRIGGER IF EXISTS {name}" for name in TRIGGERS))
    with store._dialect._engine.connect() as connection:
        for statement in (*off, *statements, "PRAGMA foreign_keys=ON"):
            connection.exec_driver_sql(statement)


def first(found: Verification) -> tuple[str, str, int]:
    assert not found.ok
    problem = found.problems[0]
    assert problem.message("zh")
    assert problem.message("en")
    assert problem.severity == "error"
    return problem.code, problem.ref, problem.version


def test_a_store_nobody_touched_is_whole(told: Store) -> None:
    assert told.verify() == Verification((), (), 4)
    assert told.verify(deep=lambda _: derived) == Verification((), (), 4)
    assert told.verify().ok


def test_an_empty_store_is_whole(store: Store) -> None:
    assert store.verify(deep=lambda _: derived) == Verification((), (), 0)


@pytest.mark.parametrize(
    ("statement", "code", "version"),
    [
        (
            "UPDATE journal SET header = replace(header, 'li.wei', 'li.wai') WHERE version = 2",
            "verify-entry-altered",
            2,
        ),
        ("UPDATE journal SET header = '[' WHERE version = 1", "verify-entry-altered", 1),
        ("UPDATE journal SET hash = upper(hash) WHERE version = 3", "verify-entry-altered", 3),
        ("UPDATE journal SET salt = upper(salt) || 'A' WHERE version = 2", "verify-entry-altered", 2),
        ("UPDATE journal SET salt = '水' WHERE version = 2", "verify-entry-altered", 2),
        ("UPDATE journal SET payload = '{' WHERE version = 2", "verify-content-altered", 2),
        (
            "UPDATE journal SET payload = replace(payload, '好', '坏') WHERE version = 3",
            "verify-content-altered",
            3,
        ),
        ("UPDATE journal SET payload = CAST(x'ff' AS TEXT) WHERE version = 3", "verify-content-altered", 3),
        ("UPDATE journal SET salt = NULL WHERE version = 3", "verify-redaction-unsaid", 3),
        ("UPDATE journal SET salt = NULL, payload = '{}' WHERE version = 1", "verify-redaction-unsaid", 1),
    ],
)
def test_an_entry_that_was_altered_is_named(told: Store, statement: str, code: str, version: int) -> None:
    forge(told, f"{statement} AND ref = '{WEEK}'")
    assert first(told.verify()) == (code, WEEK, version)


def test_letters_in_another_case_are_not_the_salt_though_they_are_the_same_bytes(told: Store) -> None:
    forge(told, "UPDATE journal SET salt = 'ABCDEF' || substr(salt, 7) WHERE version = 3")
    assert first(told.verify()) == ("verify-entry-altered", WEEK, 3)


def test_an_entry_taken_out_of_the_middle_is_missed(told: Store) -> None:
    forge(told, f"DELETE FROM journal WHERE version = 2 AND ref = '{WEEK}'")
    assert first(told.verify()) == ("verify-entry-missing", WEEK, 2)
    codes = [(problem.code, problem.ref) for problem in told.verify().problems]
    assert ("verify-act-incomplete", FUND) in codes
    assert ("verify-queue-differs", WEEK) in codes


def test_an_entry_taken_out_and_the_rest_moved_up_is_found(told: Store) -> None:
    forge(
        told,
        f"DELETE FROM journal WHERE version = 2 AND ref = '{WEEK}'",
        f"UPDATE journal SET version = 2 WHERE version = 3 AND ref = '{WEEK}'",
    )
    assert first(told.verify()) == ("verify-chain-broken", WEEK, 2)


def test_two_entries_that_changed_places_are_found(told: Store) -> None:
    forge(
        told,
        f"UPDATE journal SET version = 9 WHERE version = 2 AND ref = '{WEEK}'",
        f"UPDATE journal SET version = 2 WHERE version = 3 AND ref = '{WEEK}'",
        f"UPDATE journal SET version = 3 WHERE version = 9 AND ref = '{WEEK}'",
    )
    assert first(told.verify()) == ("verify-chain-broken", WEEK, 2)


def test_the_chains_of_two_records_that_were_exchanged_are_found(told: Store) -> None:
    forge(
        told,
        f"UPDATE journal SET ref = 'x' WHERE ref = '{WEEK}'",
        f"UPDATE journal SET ref = '{WEEK}' WHERE ref = '{FUND}'",
        f"UPDATE journal SET ref = '{FUND}' WHERE ref = 'x'",
    )
    assert first(told.verify()) == ("verify-chain-broken", WEEK, 1)


@pytest.mark.parametrize("column", ["act", "at", "verb", "actor", "responsible", "cause", "key", "fired"])
def test_a_column_that_does_not_repeat_the_header_is_named(told: Store, column: str) -> None:
    forge(told, f"UPDATE journal SET {column} = 'forged' WHERE version = 3")
    found = told.verify()
    assert first(found) == ("verify-column-differs", WEEK, 3)
    assert found.problems[0].facts["columns"] == [column]
    assert column in found.problems[0].message("zh")


def rewritten(store: Store, nth: int, **more: object) -> list[str]:
    """Return what writes one entry anew, hash and all, and makes the record's row point at it."""
    with store.snapshot() as view:
        entry = view.journal(WEEK)[nth - 1]
    payload = payload_bytes(entry.patch, note="改过")
    given: dict[str, object] = {
        "office": store.office,
        "payload_digest": payload_digest(entry.salt, payload),
        **{
            name: getattr(entry, name)
            for name in (
                "ref",
                "version",
                "prev_hash",
                "act",
                "manifest",
                "verb",
                "actor",
                "responsible",
                "at",
                "library",
            )
        },
        **more,
    }
    header = header_bytes(**given)
    here = f"WHERE ref = '{WEEK}' AND version = {nth}"
    return [
        f"UPDATE journal SET header = '{header.decode()}', hash = '{digest(header)}' {here}",
        f"UPDATE journal SET payload = '{payload.decode()}' {here}",
        f"UPDATE unsealed SET hash = '{digest(header)}' {here}",
        f"UPDATE records SET head = '{digest(header)}' WHERE ref = '{WEEK}' AND version = {nth}",
    ]


def test_an_entry_written_anew_is_found_by_the_one_behind_it(told: Store) -> None:
    forge(told, *rewritten(told, 2, verb="approved"))
    assert first(told.verify()) == ("verify-chain-broken", WEEK, 3)


def test_the_newest_entry_written_anew_is_found_by_the_manifest_of_its_act(told: Store) -> None:
    forge(told, *rewritten(told, 3))
    assert first(told.verify()) == ("verify-act-incomplete", WEEK, 3)


@pytest.mark.parametrize(
    ("column", "value"), [("ref", FUND), ("version", 7), ("office", "0" * 32), ("verb", "approved")]
)
def test_a_header_that_says_another_than_its_place_is_found(told: Store, column: str, value: object) -> None:
    forge(told, *rewritten(told, 3, **{column: value}))
    found = told.verify()
    assert (found.problems[0].code, found.problems[0].ref) == ("verify-column-differs", WEEK)
    assert found.problems[0].facts["columns"] == [column]


def test_a_header_of_another_form_is_found(told: Store) -> None:
    forge(told, "UPDATE journal SET header = replace(header, 'cf-entry/1', 'cf-entry/9') WHERE version = 3")
    with told.snapshot() as view:
        header = view.journal(WEEK)[2].header
    forge(told, f"UPDATE journal SET hash = '{digest(header)}' WHERE version = 3")
    assert first(told.verify()) == ("verify-column-differs", WEEK, 3)
    assert told.verify().problems[0].facts["columns"] == ["format"]


def test_a_newest_entry_that_was_cut_is_found_by_what_the_tables_still_say(told: Store) -> None:
    forge(told, "DELETE FROM journal WHERE version = 3")
    found = told.verify()
    assert first(found) == ("verify-record-differs", WEEK, 2)
    assert found.problems[0].facts["columns"] == ["version", "head"]
    assert [problem.code for problem in found.problems] == ["verify-record-differs", "verify-queue-differs"]


def test_a_tail_cut_off_with_all_that_speaks_of_it_is_missed_and_only_a_head_kept_elsewhere_would_tell(
    told: Store,
) -> None:
    with told.snapshot() as view:
        before = view.journal(WEEK)[1]
    forge(
        told,
        "DELETE FROM unsealed WHERE version = 3",
        "DELETE FROM journal WHERE version = 3",
        f"UPDATE records SET version = 2, head = '{before.hash}' WHERE ref = '{WEEK}'",
    )
    assert told.verify(deep=lambda _: derived).ok


def test_a_record_that_was_taken_out_is_missed_by_the_act_it_was_part_of(told: Store) -> None:
    forge(
        told, *(f"DELETE FROM {table} WHERE ref = '{FUND}'" for table in ("unsealed", "journal", "records"))
    )
    assert first(told.verify()) == ("verify-act-incomplete", WEEK, 2)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("uid", "campaign:other"),
        ("kind", "request"),
        ("programme", "river-2028"),
        ("id", "launch-day"),
        ("head", "0" * 64),
        ("version", 4),
    ],
)
def test_a_record_s_row_that_says_another_is_found(told: Store, column: str, value: object) -> None:
    forge(told, f"UPDATE records SET {column} = '{value}' WHERE ref = '{WEEK}'")
    found = told.verify()
    assert first(found) == ("verify-record-differs", WEEK, 3)
    assert found.problems[0].facts["columns"] == [column]


def test_a_record_without_a_row_or_without_a_journal_is_found(told: Store) -> None:
    forge(told, f"UPDATE records SET ref = 'fund:other' WHERE ref = '{FUND}'")
    codes = [(problem.code, problem.ref) for problem in told.verify().problems]
    assert codes == [("verify-record-missing", FUND), ("verify-journal-missing", "fund:other")]


@pytest.mark.parametrize(
    ("statement", "columns"),
    [
        ("UPDATE records SET body = replace(body, '水周', '火周')", ["body"]),
        ("UPDATE records SET body = CAST(x'ff' AS TEXT)", ["body"]),
        ("UPDATE records SET body_version = 3", ["body_version"]),
        ("UPDATE records SET body_version = 1", ["body_version"]),
        ("UPDATE records SET state = 'approved'", ["state"]),
        ("UPDATE records SET unit = 'press'", ["unit"]),
        ("UPDATE records SET applied = '{}'", ["applied"]),
        ("UPDATE records SET revisions = '{}'", ["revisions"]),
        ("UPDATE timers SET due = '2037-01-01T00:00:00.000000Z'", ["timers"]),
        ('UPDATE timers SET details = \'{"to":"li.wei"}\'', ["timers"]),
        ("DELETE FROM timers", ["timers"]),
        ("UPDATE tasks SET party = 'li.wei'", ["tasks"]),
        ("DELETE FROM tasks", ["tasks"]),
    ],
)
def test_what_is_derived_and_was_forged_is_found_by_deriving_it_again(
    told: Store, statement: str, columns
) -> None:
    forge(told, f"{statement} WHERE ref = '{WEEK}'")
    assert told.verify().ok
    found = told.verify(deep=lambda _: derived)
    assert first(found) == ("verify-derived-differs", WEEK, 3)
    assert found.problems[0].facts["columns"] == columns


def test_bodies_are_checked_where_nobody_can_say_what_is_derived(told: Store) -> None:
    forge(told, "UPDATE records SET state = 'approved'")
    assert told.verify(deep=lambda _: lambda *_: None).ok
    forge(told, "UPDATE records SET body = '{}'")
    assert {problem.ref for problem in told.verify(deep=lambda _: lambda *_: None).problems} == {WEEK, FUND}


def test_a_timer_that_fired_is_not_missed_though_the_record_still_wants_it(store: Store) -> None:
    wanted = Projection("draft", "office", (timer("k1"), timer("k2")))
    store.commit(act(change(WEEK, 0, {}, DRAFT, projection=wanted)))
    store.commit(act(change(WEEK, 1, verb="reminded", key="k1", projection=wanted), fires=("k1",)))
    store.fail_timer("k2")
    assert store.verify(deep=lambda _: lambda *_: wanted).ok


def test_timers_and_tasks_of_no_record_are_found(told: Store) -> None:
    lost = Projection("active", "", (timer("k", FUND),), (task("t", FUND),))
    told.commit(act(change(FUND, 1, projection=lost), minutes=9))
    for table in ("timers", "tasks"):
        forge(told, f"UPDATE {table} SET ref = 'fund:other' WHERE ref = '{FUND}'")
    found = [
        problem
        for problem in told.verify(deep=lambda _: derived).problems
        if problem.code == "verify-stray-row"
    ]
    assert [(problem.ref, problem.facts["table"]) for problem in found] == [
        ("fund:other", "timers"),
        ("fund:other", "tasks"),
    ]
    assert found[0].message("zh")


def test_a_ref_that_is_no_text_is_found_where_it_stands(told: Store) -> None:
    forge(told, f"UPDATE journal SET ref = CAST(x'ff' AS TEXT) WHERE ref = '{FUND}'")
    assert {problem.code for problem in told.verify().problems} >= {
        "verify-chain-broken",
        "verify-journal-missing",
    }


def test_no_head_is_known_while_there_are_no_seals(told: Store) -> None:
    found = told.verify(head="1-abc")
    assert [(problem.code, problem.facts) for problem in found.problems] == [
        ("verify-head-unknown", {"head": "1-abc"})
    ]
    assert "1-abc" in found.problems[0].message("zh")


@pytest.mark.parametrize(("back", "found"), [(0.5, 0), (1.0, 0), (1.5, 1), (3600, 1)])
def test_a_clock_that_went_back_more_than_a_second_is_worth_knowing(
    store: Store, back: float, found: int
) -> None:
    write(store, DRAFT, minutes=60)
    write(store, PLANNED, minutes=60 - back / 60)
    seen = store.verify()
    assert len(seen.problems) == found
    assert seen.ok
    for problem in seen.problems:
        assert (problem.code, problem.severity, problem.version) == ("verify-clock-went-back", "warning", 2)
        assert "2027-03-01" in problem.message("zh")


def test_problems_come_in_the_order_of_the_rule_whatever_the_order_of_the_records(told: Store) -> None:
    forge(
        told,
        f"UPDATE records SET body = '{{}}', head = 'x' WHERE ref = '{FUND}'",
        f"UPDATE journal SET cause = 'x' WHERE ref = '{FUND}'",
        f"UPDATE journal SET payload = '{{}}' WHERE ref = '{WEEK}' AND version = 3",
    )
    assert [problem.code for problem in told.verify(deep=lambda _: derived).problems] == [
        "verify-content-altered",
        "verify-column-differs",
        "verify-record-differs",
        "verify-derived-differs",
    ]


def test_a_problem_says_its_sentence_in_the_language_asked_for() -> None:
    problem = Problem("verify-entry-missing", WEEK, 2, {})
    assert problem.message("en") == f"Entry 2 of {WEEK} is missing."
    assert problem.message("zh") == f"{WEEK} 缺第 2 条记录。"


def test_a_projector_gets_ref_entries_and_body(told: Store) -> None:
    seen: list[tuple[str, int, bytes]] = []
    told.verify(deep=lambda _: lambda ref, entries, body: seen.append((ref, len(entries), canonical(body))))
    assert seen == [(WEEK, 3, canonical(PLANNED)), (FUND, 1, b'{"state":"active"}')]
