"""An act is written whole or not at all, and only onto what it was judged on (rules 5, 6, 15-17, 19)."""

from dataclasses import replace

import pytest
from tests.unit.store.building import DRAFT, WEEK, act, at, change, derived, parts, task, timer, write

from campaignflow.canonical import canonical, difference
from campaignflow.errors import InvalidValue
from campaignflow.store.act import Act, Committed, Gone, Moved, Projection, Replayed
from campaignflow.store.checks import LONGEST_NOTE
from campaignflow.store.journal import manifest_digest
from campaignflow.store.mistakes import BadAct, IdempotencyMismatch
from campaignflow.store.store import Store

REVIEW = {**DRAFT, "state": "in_review"}
LAUNCH_DAY = "campaign:river-2027/launch-day"


def codes_of(refused: pytest.ExceptionInfo) -> tuple[str, str]:
    assert refused.value.message("zh")
    assert refused.value.message("en")
    return type(refused.value).__name__, refused.value.code


def nothing_was_written(store: Store) -> bool:
    with store.snapshot() as view:
        return view.records() == [] and view.journal() == [] and view.timers() == [] and view.outbox() == []


# -- one act


def test_a_record_is_what_its_first_entry_made(store: Store) -> None:
    done = write(store, DRAFT, reason="立项", projection=Projection("draft", "office", applied=b'{"a":1}'))
    (entry,) = done.entries
    with store.snapshot() as view:
        record = view.record(WEEK)
        assert view.journal() == [entry]
    assert record is not None
    assert (record.ref, record.uid, record.kind) == (WEEK, WEEK, "campaign")
    assert (record.programme, record.id) == ("river-2027", "water-week")
    assert (record.version, record.body_version, record.head) == (1, 1, entry.hash)
    assert (record.body, record.data) == (canonical(DRAFT), DRAFT)
    assert record.data is record.data
    assert (record.applied, record.revisions) == (b'{"a":1}', None)
    assert (entry.verb, entry.reason, entry.library, entry.at) == ("created", "立项", "0.2.0", at(0))


def test_each_entry_raises_the_version_and_only_a_changed_body_raises_the_body_s(store: Store) -> None:
    write(store, DRAFT)
    seen = []
    for after, verb in ((None, "commented"), (REVIEW, "submitted"), (None, "approved")):
        with store.snapshot() as view:
            record = view.record(WEEK)
        store.commit(act(change(WEEK, record.version, record.data, after, verb=verb)))
        with store.snapshot() as view:
            record = view.record(WEEK)
            seen.append((record.version, record.body_version, record.data["state"]))
    assert seen == [(2, 1, "draft"), (3, 3, "in_review"), (4, 3, "in_review")]


def test_entries_of_one_act_on_one_record_have_consecutive_versions_and_one_manifest(store: Store) -> None:
    write(store, DRAFT)
    done = store.commit(
        act(
            change(WEEK, 1, DRAFT, REVIEW, verb="submitted"),
            change("unit:office", 0, {}, {"state": "active"}),
            change(WEEK, 2, REVIEW, None, verb="commented", note="请看"),
            change(WEEK, 3, REVIEW, DRAFT, verb="withdrawn"),
        )
    )
    assert isinstance(done, Committed)
    assert [(entry.ref, entry.version) for entry in done.entries] == [
        (WEEK, 2),
        ("unit:office", 1),
        (WEEK, 3),
        (WEEK, 4),
    ]
    first, _, second, third = done.entries
    assert (second.prev_hash, third.prev_hash) == (first.hash, second.hash)
    manifest = manifest_digest((one.ref, one.version, one.payload_digest) for one in done.entries)
    assert {entry.manifest for entry in done.entries} == {manifest}
    assert {entry.act for entry in done.entries} == {done.act}
    with store.snapshot() as view:
        record = view.record(WEEK)
        assert view.journal(act=done.act) == sorted(done.entries, key=lambda one: (one.ref, one.version))
    assert (record.version, record.body_version, record.data, record.head) == (4, 4, DRAFT, third.hash)


def test_a_body_that_comes_back_within_one_act_has_changed_all_the_same(store: Store) -> None:
    write(store, DRAFT)
    store.commit(act(change(WEEK, 1, DRAFT, REVIEW), change(WEEK, 2, REVIEW, DRAFT)))
    with store.snapshot() as view:
        assert view.record(WEEK).body_version == 3


def test_an_act_without_changes_writes_no_entry(store: Store) -> None:
    done = store.commit(act(meta={"last_run": "2027-03-01"}))
    assert done == Committed(done.act, ())
    with store.snapshot() as view:
        assert view.meta("last_run") == "2027-03-01"
        assert view.meta("other") is None
        assert view.journal() == []
    store.commit(act(meta={"last_run": "2027-03-02"}))
    with store.snapshot() as view:
        assert view.meta("last_run") == "2027-03-02"


def test_a_name_for_life_that_is_not_the_ref_is_said_in_the_first_entry(store: Store) -> None:
    done = write(store, DRAFT, uid=f"{WEEK}~2", details={"from": "plan"})
    assert done.entries[0].details == {"from": "plan", "uid": f"{WEEK}~2"}
    with store.snapshot() as view:
        assert view.uid_taken(f"{WEEK}~2")
        assert not view.uid_taken(WEEK)
    assert write(store, REVIEW).entries[0].details == {}


def test_two_entries_of_the_same_content_have_different_digests(store: Store) -> None:
    one, other = (store.commit(act(change(f"unit:{name}", 0, {}, {"state": "active"}))) for name in "ab")
    assert one.entries[0].payload == other.entries[0].payload
    assert one.entries[0].payload_digest != other.entries[0].payload_digest


# -- an act that does not add up


@pytest.mark.parametrize(
    ("patch", "after"),
    [
        ({"state": "in_review"}, DRAFT),
        ({"state": "in_review"}, {**REVIEW, "more": True}),
        ({"plan": {"note": None}}, DRAFT),
        ({"plan": {"pinned": True}}, {**DRAFT, "plan": {**DRAFT["plan"], "pinned": 1}}),
        ({}, REVIEW),
        ({"state": "in_review"}, None),
    ],
    ids=["stays", "more", "removes nothing", "1 is not true", "no patch", "no body"],
)
def test_a_patch_that_does_not_lead_to_the_body_given_with_it_is_refused(store: Store, patch, after) -> None:
    write(store, DRAFT)
    bad = replace(change(WEEK, 1), patch=patch, after=None if after is None else canonical(after))
    with pytest.raises(BadAct) as refused:
        store.commit(act(bad))
    assert codes_of(refused) == ("BadAct", "act-patch-leads-elsewhere")
    with store.snapshot() as view:
        assert view.version(WEEK) == 1


def test_an_unchanged_body_may_be_handed_in_again(store: Store) -> None:
    write(store, DRAFT)
    assert isinstance(store.commit(act(change(WEEK, 1, DRAFT, DRAFT))), Committed)


@pytest.mark.parametrize("base", [0, 2])
def test_a_change_that_skips_a_version_or_repeats_one_is_refused(store: Store, base: int) -> None:
    with pytest.raises(BadAct) as refused:
        store.commit(act(change(WEEK, 0, {}, DRAFT), change(WEEK, base, DRAFT, REVIEW)))
    assert codes_of(refused) == ("BadAct", "act-skips-version")
    assert nothing_was_written(store)


def test_a_change_of_another_version_than_was_read_is_refused(store: Store) -> None:
    with pytest.raises(BadAct) as refused:
        store.commit(act(change(WEEK, 1, DRAFT, REVIEW), reads={WEEK: 2}))
    assert refused.value.facts == {"ref": WEEK, "version": 1, "expected": 2}


@pytest.mark.parametrize("earlier", [True, False])
def test_a_name_for_life_never_changes(store: Store, earlier) -> None:
    first, second = change(WEEK, 0, {}, DRAFT), change(WEEK, 1, DRAFT, REVIEW, uid="campaign:other")
    if earlier:
        store.commit(act(first))
    with pytest.raises(BadAct) as refused:
        store.commit(act(second) if earlier else act(first, second))
    assert codes_of(refused) == ("BadAct", "act-changes-uid")


def test_two_new_records_do_not_get_one_name_for_life(store: Store) -> None:
    with pytest.raises(BadAct, match="name for life"):
        store.commit(act(change(WEEK, 0, {}, DRAFT), change(LAUNCH_DAY, 0, {}, DRAFT, uid=WEEK)))


@pytest.mark.parametrize(
    "stray", [{"timers": (timer("k", "unit:office"),)}, {"tasks": (task("t", "unit:office"),)}]
)
def test_a_change_derives_nothing_of_another_record(store: Store, stray) -> None:
    with pytest.raises(BadAct) as refused:
        store.commit(act(change(WEEK, 0, {}, DRAFT, projection=Projection(**stray))))
    assert codes_of(refused) == ("BadAct", "act-projects-elsewhere")


def test_what_the_tables_refuse_is_a_fault_of_the_act_and_nothing_is_written(store: Store) -> None:
    same = [
        change(ref, 0, {}, DRAFT, projection=Projection(tasks=(task("t", ref),)))
        for ref in (WEEK, LAUNCH_DAY)
    ]
    store.commit(act(same[0]))
    with pytest.raises(BadAct) as refused:
        store.commit(act(same[1]))
    assert codes_of(refused) == ("BadAct", "act-breaks-tables")
    with store.snapshot() as view:
        assert view.record(LAUNCH_DAY) is None


def test_an_id_of_an_act_is_used_once(store: Store) -> None:
    first = write(store, DRAFT)
    with pytest.raises(BadAct) as refused:
        store.commit(act(change(WEEK, 1, DRAFT, REVIEW), id=first.act))
    assert codes_of(refused) == ("BadAct", "act-id-used")


def test_an_act_that_did_not_happen_may_be_handed_in_again_under_its_id(store: Store) -> None:
    first = write(store, DRAFT)
    one = act(change("unit:office", 0, {}, {"state": "active"}), reads={WEEK: 0})
    assert isinstance(store.commit(one), Moved)
    assert store.commit(replace(one, reads={WEEK: 1})).act == one.id != first.act


# -- limits


def test_a_note_beyond_ten_thousand_bytes_is_refused_in_whatever_script(store: Store) -> None:
    write(store, DRAFT, note="水" * (LONGEST_NOTE // 3))
    with pytest.raises(InvalidValue) as refused:
        store.commit(act(change(WEEK, 1, DRAFT, None, note="水" * (LONGEST_NOTE // 3 + 1))))
    assert codes_of(refused) == ("InvalidValue", "note-too-large")


def test_a_patch_beyond_a_megabyte_is_refused_and_one_below_with_much_beside_it_is_not(store: Store) -> None:
    with pytest.raises(InvalidValue) as refused:
        store.commit(act(change(WEEK, 0, {}, {"state": "x" * 1_000_000})))
    assert codes_of(refused) == ("InvalidValue", "patch-too-large")
    assert nothing_was_written(store)
    near = {"state": "x" * 999_000}
    assert isinstance(store.commit(act(change(WEEK, 0, {}, near, reason="r" * 2000))), Committed)


def test_an_act_on_more_than_ten_thousand_records_is_refused(store: Store) -> None:
    one = change("unit:u", 0, {}, {"state": "active"})
    many = [replace(one, **parts(f"unit:u{n}")) for n in range(10_001)]
    with pytest.raises(InvalidValue) as refused:
        store.commit(act(*many))
    assert codes_of(refused) == ("InvalidValue", "act-too-wide")


def test_an_act_on_a_thousand_records_is_one_act(store: Store) -> None:
    refs = [f"campaign:river-2027/c{n}" for n in range(1100)]
    first = [change(ref, 0, {}, DRAFT, projection=derived(ref, (), DRAFT)) for ref in refs]
    assert isinstance(store.commit(act(*first, reads=dict.fromkeys(refs, 0))), Committed)
    armed = {**DRAFT, "plan": {**DRAFT["plan"], "timers": {"a": "b"}}}
    second = [change(ref, 1, DRAFT, armed, projection=derived(ref, (), armed)) for ref in refs]
    assert isinstance(store.commit(act(*second, reads=dict.fromkeys(refs, 1))), Committed)
    with store.snapshot() as view:
        assert len(view.timers()) == 1100
        assert {record.version for record in view.records()} == {2}
    moved = store.commit(act(*second[:1], *second[-1:]))
    assert moved == Moved({refs[0]: (1, 2), refs[-1]: (1, 2)})


# -- expectations


def test_an_act_on_a_record_that_moved_on_is_not_written_and_says_what_moved(store: Store) -> None:
    write(store, DRAFT)
    late = act(change(WEEK, 1, DRAFT, REVIEW))
    write(store, {**DRAFT, "state": "cancelled"})
    assert store.commit(late) == Moved({WEEK: (1, 2)})
    with store.snapshot() as view:
        assert view.version(WEEK) == 2
        assert view.journal(act=late.id) == []


def test_an_act_rests_on_what_was_read_beside_its_own_record(store: Store) -> None:
    write(store, DRAFT)
    write(store, {"state": "active"}, "fund:water")
    late = act(change(WEEK, 1, DRAFT, REVIEW), reads={"fund:water": 1, "unit:office": 0, WEEK: 1})
    write(store, {"state": "active"}, "unit:office")
    write(store, {"state": "retired"}, "fund:water")
    assert store.commit(late) == Moved({"fund:water": (1, 2), "unit:office": (0, 1)})


def test_an_act_on_a_version_that_is_not_there_is_not_written(store: Store) -> None:
    """A store that was restored from a backup knows less than was read from it before."""
    write(store, DRAFT)
    assert store.commit(act(change(WEEK, 5, DRAFT, REVIEW), reads={"unit:office": 2})) == Moved(
        {WEEK: (5, 1), "unit:office": (2, 0)}
    )


def test_two_who_both_make_a_record_make_it_once(store: Store) -> None:
    one, other = (act(change(WEEK, 0, {}, body)) for body in (DRAFT, REVIEW))
    assert isinstance(store.commit(one), Committed)
    assert store.commit(other) == Moved({WEEK: (0, 1)})


def test_a_name_for_life_that_was_given_meanwhile_is_judged_again(store: Store) -> None:
    write(store, DRAFT)
    assert store.commit(act(change(LAUNCH_DAY, 0, {}, DRAFT, uid=WEEK))) == Moved({WEEK: (0, 1)})


def test_a_record_may_hand_its_name_for_life_over_in_the_same_act(store: Store) -> None:
    write(store, DRAFT)
    renamed = act(
        change(WEEK, 1, DRAFT, {**DRAFT, "state": "renamed"}), change(LAUNCH_DAY, 0, {}, DRAFT, uid=WEEK)
    )
    assert isinstance(store.commit(renamed), Committed)
    again, third = {**DRAFT, "state": "renamed"}, "campaign:river-2027/third"
    handed_on = act(change(LAUNCH_DAY, 1, DRAFT, again, uid=WEEK), change(third, 0, {}, DRAFT, uid=WEEK))
    assert isinstance(store.commit(handed_on), Committed)
    taken = act(change("campaign:river-2027/fourth", 0, {}, DRAFT, uid=WEEK))
    assert store.commit(taken) == Moved({WEEK: (0, 2), LAUNCH_DAY: (0, 2), third: (0, 1)})


def test_a_guard_lets_only_one_of_two_acts_pass_that_both_fitted(store: Store) -> None:
    fits = [
        act(
            change(f"request:r-{n}", 0, {}, DRAFT),
            reads={"guard:fund:water/2027": 0},
            raises=frozenset({"fund:water/2027"}),
        )
        for n in (1, 2)
    ]
    assert isinstance(store.commit(fits[0]), Committed)
    assert store.commit(fits[1]) == Moved({"guard:fund:water/2027": (0, 1)})
    with store.snapshot() as view:
        assert view.guard("fund:water/2027") == 1
        assert view.guard("mandates") == 0
    store.commit(act(raises=frozenset({"fund:water/2027", "mandates"})))
    with store.snapshot() as view:
        assert (view.guard("fund:water/2027"), view.guard("mandates")) == (2, 1)


# -- idempotency


def keyed(digest: str = "d1", key: str = "k-1", actor: str = "li.wei", **more) -> Act:
    name = more.pop("name", "unit:office")
    one = change(name, 0, {}, {"state": "active"}, key=key, actor=actor)
    return act(one, idempotency=(actor, key, digest), **more)


def test_the_same_command_under_the_same_key_happens_once_and_is_answered_twice(store: Store) -> None:
    first = store.commit(keyed())
    again = store.commit(keyed())
    assert again == Replayed(first.act, first.entries)
    with store.snapshot() as view:
        assert view.version("unit:office") == 1
        assert view.replay("li.wei", "k-1") == ("d1", first.act)
        assert view.replay("wang.fang", "k-1") is None
        assert view.entry_of_key("li.wei", "k-1") == first.entries[0]
        assert view.entry_of_key("li.wei", "k-2") is None
        assert view.entry_of_key("li.wei", "") is None


def test_another_command_under_the_same_key_is_refused(store: Store) -> None:
    first = store.commit(keyed())
    with pytest.raises(IdempotencyMismatch) as refused:
        store.commit(keyed("d2", name="unit:press"))
    assert codes_of(refused) == ("IdempotencyMismatch", "key-used-otherwise")
    assert refused.value.facts == {"actor": "li.wei", "key": "k-1", "act": first.act}
    with store.snapshot() as view:
        assert view.record("unit:press") is None


def test_a_key_belongs_to_its_actor(store: Store) -> None:
    store.commit(keyed())
    assert isinstance(store.commit(keyed("d2", actor="wang.fang", name="unit:press")), Committed)


def test_an_act_that_did_not_happen_uses_up_no_key(store: Store) -> None:
    write(store, {"state": "retired"}, "unit:office")
    assert isinstance(store.commit(keyed()), Moved)
    assert isinstance(store.commit(keyed(fires=("gone",), name="unit:press")), Gone)
    with store.snapshot() as view:
        assert view.replay("li.wei", "k-1") is None
    assert isinstance(store.commit(keyed(name="unit:press")), Committed)


# -- outbox


def test_each_listener_is_told_of_each_entry_in_the_order_of_the_record(store: Store) -> None:
    write(store, DRAFT)
    done = store.commit(
        act(change(WEEK, 1, DRAFT, REVIEW), change(WEEK, 2, REVIEW, None), listeners=("mail", "chat"))
    )
    with store.snapshot() as view:
        notices = view.outbox()
        assert [(one.ref, one.version, one.listener) for one in notices] == [
            (WEEK, 2, "chat"),
            (WEEK, 2, "mail"),
            (WEEK, 3, "chat"),
            (WEEK, 3, "mail"),
        ]
        assert [one.version for one in view.outbox("mail")] == [2, 3]
    assert {(one.act, one.failures, one.tried_at) for one in notices} == {(done.act, 0, None)}
    assert notices[0].id == f"{WEEK}@2/chat"


def test_a_notice_stays_until_it_is_delivered_and_counts_its_failures(store: Store) -> None:
    store.commit(act(change(WEEK, 0, {}, DRAFT), listeners=("mail", "chat")))
    store.failed(f"{WEEK}@1/mail", at(5))
    store.failed(f"{WEEK}@1/mail")
    store.delivered(f"{WEEK}@1/chat")
    with store.snapshot() as view:
        (notice,) = view.outbox()
    assert (notice.listener, notice.failures, notice.tried_at) == ("mail", 2, at(5))
    store.failed(notice.id, at(7), "信箱已满")
    with store.snapshot() as view:
        assert view.outbox()[0].tried_at == at(7)
        assert (view.refusal(notice.id), view.refusal("another")) == ("信箱已满", None)
    store.failed(notice.id, at(8))
    with store.snapshot() as view:
        assert view.refusal(notice.id) == "信箱已满"  # the last that was said
    store.afresh(notice.id)
    with store.snapshot() as view:
        assert (view.outbox()[0].failures, view.outbox()[0].tried_at) == (0, None)
    store.delivered(notice.id)
    with store.snapshot() as view:
        assert (view.outbox(), view.refusal(notice.id)) == ([], None)


def test_a_line_of_the_notebook_is_set_and_taken_out(store: Store) -> None:
    for value in ("one", "two"):
        store.note("plugins", value)
        with store.snapshot() as view:
            assert view.meta("plugins") == value
    store.note("plugins", "")
    with store.snapshot() as view:
        assert view.meta("plugins") is None


# -- reading and writing


def test_nothing_is_committed_while_the_same_thread_still_reads(store: Store) -> None:
    with store.snapshot() as view:
        assert view.records() == []
        with pytest.raises(BadAct) as refused:
            store.commit(act(change(WEEK, 0, {}, DRAFT)))
        with store.snapshot(), pytest.raises(BadAct):
            store.delivered("x")
    assert codes_of(refused) == ("BadAct", "act-inside-view")
    assert isinstance(store.commit(act(change(WEEK, 0, {}, DRAFT))), Committed)


def test_the_patch_of_the_builders_is_the_difference() -> None:
    assert change(WEEK, 1, DRAFT, REVIEW).patch == difference(DRAFT, REVIEW) == {"state": "in_review"}
