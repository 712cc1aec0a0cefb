"""Listeners are told after the commit, at least once, in order, and harm nobody (rule 23)."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.office.desk import SUMMER, WEEK, Clock, Ear, codes, founded

import campaignflow as cf


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def heard(clock: Clock, ear: Ear) -> Iterator[cf.Office]:
    """An office with one listener."""
    with founded(clock, listeners={"mail": ear}) as office:
        yield office


def test_a_listener_is_told_of_every_entry_of_an_act_at_once(heard: cf.Office, ear: Ear) -> None:
    change = heard.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="li-wei")
    (batch,) = ear.told
    assert {(one["ref"], one["version"]) for one in batch} == {(WEEK, 2), (SUMMER, 2)}
    assert {(one["act"], one["responsible"]) for one in batch} == {(change.act, "li-wei")}


def test_an_act_that_writes_nothing_tells_nobody(heard: cf.Office, ear: Ear) -> None:
    heard.unpin("summer/show", actor="li-wei")
    heard.complete("summer/show", actor="sun-lei", key="一")
    heard.complete("summer/show", actor="sun-lei", key="一")
    assert ear.heard == [("summer", 2)]


def test_a_failing_listener_never_reaches_the_verb(heard: cf.Office, ear: Ear) -> None:
    ear.deaf = True
    change = heard.complete("summer/show", actor="sun-lei")
    assert change.kept
    assert heard.record("summer").version == 2


def test_what_a_listener_missed_it_is_told_with_the_next_act_or_run(heard: cf.Office, ear: Ear) -> None:
    for told_by in (lambda: heard.pin("water-week/briefing", actor="li-wei"), heard.run_due):
        ear.told.clear()
        ear.deaf = True
        heard.begin("summer/show", actor="sun-lei")
        version = heard.record("summer").version
        ear.deaf = False
        told_by()
        assert ("summer", version) in ear.heard
        heard.reopen("summer/show", reason="误报", actor="sun-lei")


def test_a_record_s_entries_are_told_in_their_order_however_often_it_failed(
    heard: cf.Office, ear: Ear
) -> None:
    ear.deaf = True
    for verb in ("begin", "complete"):
        getattr(heard, verb)("summer/show", actor="sun-lei")
        heard.run_due()
    heard.complete("water-week/scheme", actor="zhao-min")
    ear.deaf = False
    heard.run_due()
    assert [one for one in ear.heard if one[0] == "summer"] == [("summer", 2), ("summer", 3)]
    assert ("water-week", 2) in ear.heard


def test_one_listener_that_fails_does_not_stop_the_others(clock: Clock) -> None:
    deaf, well = Ear(deaf=True), Ear()
    with founded(clock, listeners={"alpha": deaf, "beta": well}) as office:
        office.complete("summer/show", actor="sun-lei")
        assert (deaf.heard, well.heard) == ([], [("summer", 2)])
        deaf.deaf = False
        office.run_due()
        assert (deaf.heard, well.heard) == ([("summer", 2)], [("summer", 2)])


def test_acts_that_a_listener_missed_are_told_whole(heard: cf.Office, ear: Ear) -> None:
    ear.deaf = True
    acts = [
        heard.reschedule("water-week/press-day", when, reason="领导时间", actor="li-wei")
        for when in ("2027-03-10", "2027-03-11")
    ]
    ear.deaf = False
    heard.run_due()
    assert [{one["act"] for one in batch} for batch in ear.told] == [{one.act} for one in acts]
    assert [len(batch) for batch in ear.told] == [2, 2]


# acts of listeners


def test_a_listener_may_act_and_its_act_names_its_cause(clock: Clock) -> None:
    calls: list[Any] = []

    def follow_up(entries: list[dict[str, Any]]) -> None:
        calls.append(entries)
        for one in entries:
            if one["verb"] == "submitted" and len(calls) < 30:
                cause = f"{one['ref']}@{one['version']}"
                office.open("item", title="拟写通稿", unit="press", actor="chen-jing", cause=cause)

    with founded(clock, listeners={"follow-up": follow_up}) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        (item,) = office.records(kind="item")
        (made,) = office.journal(item.ref)
        assert (made.actor, made.responsible, made.cause) == ("chen-jing", "li-wei", f"{WEEK}@2")


def test_a_chain_of_causes_ends_at_the_person_at_its_root(office: cf.Office) -> None:
    first = office.fire(WEEK, "submit", actor="li-wei").entries[0]
    cause = f"{first.ref}@{first.version}"
    for _ in range(5):
        (entry,) = office.open("item", title="跟进", unit="press", actor="chen-jing", cause=cause).entries
        assert (entry.actor, entry.responsible) == ("chen-jing", "li-wei")
        cause = f"{entry.ref}@{entry.version}"
    assert codes(office.open, "item", title="跟进", unit="press", actor="chen-jing", cause=cause) == {
        "cause-too-deep"
    }


@pytest.mark.parametrize("cause", [f"{WEEK}@99", "campaign:river-2027/nothing@1", "nonsense", "@", "1"])
def test_a_cause_that_is_no_entry_is_refused(office: cf.Office, cause: str) -> None:
    assert codes(office.complete, "summer/show", actor="sun-lei", cause=cause) == {"cause-unknown"}


def test_a_listener_s_act_can_be_refused_like_anybody_s(clock: Clock) -> None:
    refusals: list[str] = []

    def follow_up(entries: list[dict[str, Any]]) -> None:
        for one in entries:
            if one["verb"] == "completed":
                try:
                    office.fire(WEEK, "launch", actor="sun-lei", cause=f"{one['ref']}@{one['version']}")
                except cf.Refused as refusal:
                    refusals.extend(reason.code for reason in refusal.reasons)

    with founded(clock, listeners={"follow-up": follow_up}) as office:
        office.complete("summer/show", actor="sun-lei")
        assert "may-not-operate" in refusals
        assert office.record("water-week").data["state"] == "draft"
