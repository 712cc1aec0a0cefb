"""Conditions of approvals, and conditions of the plan: imposed, met, lifted; never lapsing (rule 48, A21)."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.office.approval_desk import (
    APPROVED,
    STEPS,
    amended,
    approve,
    approved,
    missing,
    money,
    reported,
    running,
    same_as_previewed,
    sound,
    stale,
    standing,
    state,
    task,
    unsettled,
    verbs,
    with_steps,
)
from tests.office.desk import RENAMED, WEEK, Clock, codes, fails, given, plan, refused, text, timers

import campaignflow as cf
from campaignflow.views.obligations import as_said

SHANGHAI = ZoneInfo("Asia/Shanghai")
PROMISE = {"text": "补交预算明细", "owner": "li-wei"}


@pytest.fixture
def office(clock: Clock) -> Iterator[cf.Office]:
    """The office with its four steps; whole at the end of every test."""
    with sound(clock) as office:
        yield office


def on_condition(office: cf.Office, step: str = "finance", actor: str = "qian-duo", **said: Any) -> cf.Change:
    """Approve a step on a condition."""
    promise = {**PROMISE, **said}
    return office.decide(WEEK, step, "approve_with_conditions", actor=actor, conditions=[promise])


def conditionally_approved(office: cf.Office, **said: Any) -> str:
    """Submit the campaign and let it be approved, by finance on a condition; return the condition's id."""
    office.fire(WEEK, "submit", actor="li-wei")
    change = on_condition(office, **said)
    approve(office, *unsettled(office))
    assert state(office) == "approved"
    return str(change.entries[0].details["imposed"][0]["id"])


# imposing


def test_a_condition_holds_up_the_next_gate_where_nothing_else_is_said(office: cf.Office) -> None:
    conditionally_approved(office)
    found = office.approvals(WEEK)
    assert found is not None
    assert found.conditions == ("补交预算明细",)
    assert "condition-open" in missing(office, "launch")
    (reason,) = refused(office.fire, WEEK, "launch", actor="li-wei")
    assert (reason.code, reason.facts["owner"], reason.clears) == ("condition-open", "li-wei", ("qian-duo",))


def test_a_condition_of_the_launch_itself_holds_the_launch_up_not_some_way_back(office: cf.Office) -> None:
    approved(office)
    office.fire(WEEK, "launch", actor="li-wei")
    on_condition(office, "leader", "lin-yue")
    assert codes(office.fire, WEEK, "launch", actor="li-wei") == {"condition-open"}
    office.discharge(WEEK, "2.1/1", actor="lin-yue")
    office.fire(WEEK, "launch", actor="li-wei")
    assert state(office) == "running"


def test_a_condition_of_a_resubmission_holds_up_what_comes_next_or_the_approval_itself(
    office: cf.Office,
) -> None:
    approved(office)
    amended(office, money(90000), reason="涨价")
    office.resubmit(WEEK, actor="li-wei")
    change = on_condition(office)
    assert change.entries[0].details["imposed"][0]["blocks"] == "launch"
    assert verbs(change) == ["decided", "passed"]
    office.discharge(WEEK, "2.1/1", actor="qian-duo")
    office.fire(WEEK, "launch", actor="li-wei")
    approve(office, "leader")
    office.fire(WEEK, "launch", actor="li-wei")
    amended(office, money(95000, was=90000), reason="再涨")
    office.resubmit(WEEK, actor="li-wei")
    approve(office, "leader")
    change = on_condition(office)
    assert change.entries[0].details["imposed"][0]["blocks"] == "reapprove"
    assert (verbs(change), reported(change)) == (["decided"], {"condition-open"})
    assert verbs(office.discharge(WEEK, "4.2/1", actor="qian-duo")) == ["discharged", "passed"]


def test_a_condition_may_hold_up_what_is_not_gated(office: cf.Office) -> None:
    conditionally_approved(office, blocks="wrap_up")
    office.fire(WEEK, "launch", actor="li-wei")
    approve(office, "leader")
    office.fire(WEEK, "launch", actor="li-wei")
    assert codes(office.fire, WEEK, "wrap_up", actor="li-wei") == {"condition-open"}
    office.discharge(WEEK, "1.1/1", actor="qian-duo")
    office.fire(WEEK, "wrap_up", actor="li-wei")


def test_a_condition_that_holds_up_what_it_was_asked_for_lets_the_decision_stand(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    approve(office, "department", "schedule")
    change = on_condition(office, blocks="submit")
    assert (verbs(change), reported(change)) == (["decided"], {"condition-open"})
    assert (state(office), unsettled(office)) == ("in_review", {})
    assert verbs(office.discharge(WEEK, "1.3/1", actor="qian-duo")) == ["discharged", "passed"]
    assert state(office) == "approved"


@pytest.mark.parametrize("blocks", ["cancel", "suspend", "withdraw"])
def test_no_condition_holds_up_what_stops(office: cf.Office, blocks: str) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    assert codes(on_condition, office, blocks=blocks) == {"condition-blocks-nothing"}


def test_no_condition_holds_up_what_has_been_fired_already(office: cf.Office) -> None:
    running(office)
    amended(office, money(90000), reason="涨价")
    office.resubmit(WEEK, actor="li-wei")
    for gone in ("launch", "submit"):
        assert codes(on_condition, office, blocks=gone) == {"condition-blocks-nothing"}
    assert on_condition(office, blocks="evaluate")


def test_stopping_is_not_held_up_by_a_condition(office: cf.Office) -> None:
    conditionally_approved(office)
    for trigger in ("suspend", "postpone", "cancel", "call_off"):
        with office.preview() as dry:
            assert dry.fire(WEEK, trigger, actor="li-wei", reason="洪水")


def test_a_condition_says_what_who_and_by_when(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    assert codes(on_condition, office, text="") == {"condition-incomplete"}
    assert codes(on_condition, office, owner="ghost") == {"condition-incomplete"}
    assert fails(on_condition, office, due="下周") == "condition-due-unreadable"
    assert fails(on_condition, office, expects=["money"]) == "not-one-of"
    assert fails(on_condition, office, blocks="lunch") == "no-such-trigger"
    assert on_condition(office, due=date(2027, 1, 15), expects=["budget"])


def test_conditions_come_with_their_verdict_and_with_no_other(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    for verdict, conditions, code in (
        ("approve_with_conditions", [], "conditions-missing"),
        ("approve", [PROMISE], "conditions-and-verdict"),
        ("refuse", [PROMISE], "conditions-and-verdict"),
    ):
        said = codes(office.decide, WEEK, "finance", verdict, actor="qian-duo", conditions=conditions)
        assert said == {code}


# holding


def test_a_condition_outlives_staleness_and_rounds(office: cf.Office) -> None:
    conditionally_approved(office)
    amended(office, money(90000), reason="涨价")
    assert missing(office, "launch") == {"step-stale", "condition-open"}
    office.resubmit(WEEK, actor="li-wei")
    approve(office, "finance")  # plainly, and the condition is kept
    assert "condition-open" in missing(office, "launch")
    office.fire(WEEK, "postpone", actor="li-wei", reason="洪水")
    office.fire(WEEK, "reinstate", actor="li-wei", reason="水退")
    assert "condition-open" in missing(office, "launch")


def test_a_condition_outlives_a_round_that_was_withdrawn(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    on_condition(office)
    office.fire(WEEK, "withdraw", actor="li-wei", reason="再想想")
    office.fire(WEEK, "submit", actor="li-wei")
    approve(office, "department", "schedule")
    assert state(office) == "approved"
    assert "condition-open" in missing(office, "launch")


def test_another_id_takes_its_conditions_along(office: cf.Office) -> None:
    name = conditionally_approved(office)
    office.apply(plan(*RENAMED, of=APPROVED), actor="li-wei", reason="更名")
    new = "campaign:river-2027/water-week-27"
    (why,) = office.why(new, "launch")
    assert "condition-open" in {one.code for one in why.reasons}
    assert office.discharge(new, name, actor="qian-duo")


# ending


def test_its_owner_does_not_say_that_it_is_met_nor_does_an_author_or_another_seat(office: cf.Office) -> None:
    name = conditionally_approved(office, owner="he-jun")
    assert codes(office.discharge, WEEK, name, actor="he-jun") == {
        "owner-discharges",
        "not-the-imposing-seat",
    }
    assert codes(office.discharge, WEEK, name, actor="lin-yue") == {"not-the-imposing-seat"}
    assert codes(office.lift, WEEK, name, actor="li-wei", reason="不必") == {
        "author-decides",
        "not-the-imposing-seat",
    }
    assert office.discharge(WEEK, name, actor="zhou-ping")  # of the same seat


def test_an_owner_who_sits_in_the_seat_does_not_discharge_himself(office: cf.Office) -> None:
    name = conditionally_approved(office, owner="zhou-ping")
    assert codes(office.discharge, WEEK, name, actor="zhou-ping") == {"owner-discharges"}
    assert office.discharge(WEEK, name, actor="qian-duo")


def test_an_author_of_the_seat_does_not_discharge_though_the_round_was_sent_back(clock: Clock) -> None:
    both = (
        "qian-duo: {name: 钱多, unit: finance, roles: [",
        "qian-duo: {name: 钱多, unit: finance, roles: [planner, ",
    )
    with sound(clock, text(both, of=APPROVED)) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        on_condition(office)
        office.decide(WEEK, "schedule", "request_changes", actor="shi-jian")
        amended(office, money(70000), actor="qian-duo")
        assert codes(office.discharge, WEEK, "1.1/1", actor="qian-duo") == {"author-decides"}
        assert office.discharge(WEEK, "1.1/1", actor="zhou-ping")


def test_lifting_takes_a_reason_and_a_condition_ends_once(office: cf.Office) -> None:
    name = conditionally_approved(office)
    assert codes(office.lift, WEEK, name, actor="qian-duo", reason="") == {"reason-missing"}
    assert verbs(office.lift(WEEK, name, actor="qian-duo", reason="另案处理")) == ["lifted"]
    assert fails(office.discharge, WEEK, name, actor="qian-duo") == "condition-unknown"
    assert missing(office, "launch") == {"round-not-opened", "step-waiting"}


def test_the_withdrawal_of_its_decision_ends_a_condition(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    on_condition(office)
    office.take_back(WEEK, "finance", actor="qian-duo")
    found = office.approvals(WEEK)
    assert found is not None
    assert found.conditions == ()
    assert fails(office.discharge, WEEK, "1.1/1", actor="qian-duo") == "condition-unknown"


def test_the_withdrawal_of_a_later_decision_ends_no_condition_of_an_earlier_one(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    on_condition(office)
    approve(office, "finance")
    office.take_back(WEEK, "finance", actor="qian-duo")
    found = office.approvals(WEEK)
    assert found is not None
    assert found.conditions == ("补交预算明细",)


# meeting a condition that changes what was approved: the loop is one act long


def test_discharging_what_was_expected_is_the_approval_of_how_it_was_met(office: cf.Office) -> None:
    name = conditionally_approved(office, text="压到五万以内", expects=["budget"])
    assert stale(amended(office, money(50000), reason="落实财务意见")).keys() == {"finance"}
    change = office.discharge(WEEK, name, actor="qian-duo")
    assert verbs(change) == ["discharged"]
    assert unsettled(office) == {}
    assert missing(office, "launch") == {"round-not-opened", "step-waiting"}
    amended(office, money(60000, was=50000), reason="又涨")
    assert unsettled(office) == {"finance": "stale"}


def test_discharging_in_an_open_round_can_be_its_last_word(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    approve(office, "department", "schedule")
    on_condition(office, text="压到五万以内", expects=["budget"], blocks="submit")
    amended(office, money(50000))
    assert unsettled(office) == {"finance": "stale"}
    assert verbs(office.discharge(WEEK, "1.3/1", actor="zhou-ping")) == ["discharged", "passed"]
    assert state(office) == "approved"


def test_discharging_what_was_not_expected_approves_nothing(office: cf.Office) -> None:
    name = conditionally_approved(office)
    amended(office, money(50000), reason="压缩")
    office.discharge(WEEK, name, actor="qian-duo")
    assert unsettled(office) == {"finance": "stale"}


def test_lifting_what_was_expected_approves_nothing(office: cf.Office) -> None:
    name = conditionally_approved(office, expects=["budget"])
    amended(office, money(50000), reason="压缩")
    office.lift(WEEK, name, actor="qian-duo", reason="不再要求")
    assert unsettled(office) == {"finance": "stale"}


def test_discharging_is_no_blind_approval(clock: Clock) -> None:
    step = "finance: {title: 财务审核, by: finance-approver, covers: [budget], must_see: true}"
    with sound(clock, with_steps(step, STEPS[0])) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        seen = task(office, "qian-duo").seen
        office.decide(
            WEEK,
            "finance",
            "approve_with_conditions",
            actor="qian-duo",
            seen=seen,
            conditions=[{**PROMISE, "expects": ["budget"]}],
        )
        amended(office, money(50000))
        assert codes(office.discharge, WEEK, "1.1/1", actor="qian-duo") == {"must-say-what-was-seen"}
        (reason,) = refused(office.discharge, WEEK, "1.1/1", actor="qian-duo", seen=seen)
        assert reason.code == "changed-since-seen"
        assert office.discharge(WEEK, "1.1/1", actor="qian-duo", seen=office.shown(WEEK, "finance").seen)
        assert standing(office)["finance"] == "satisfied"


def test_what_would_be_no_approval_by_decision_is_none_by_discharge(clock: Clock) -> None:
    """Somebody of the seat who spoke on the other of two distinct steps."""
    steps = (
        "first: {title: 初核, by: finance-approver, covers: [budget]}",
        "second: {title: 复核, by: finance-approver, covers: [budget], distinct: [first]}",
    )
    with sound(clock, with_steps(*steps)) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        on_condition(office, "first", "qian-duo", expects=["budget"])
        office.decide(WEEK, "second", "approve", actor="zhou-ping")
        amended(office, money(50000), reason="压缩")
        assert codes(office.discharge, WEEK, "1.1/1", actor="zhou-ping") == {"spoke-on-distinct-step"}
        office.discharge(WEEK, "1.1/1", actor="qian-duo")
        assert unsettled(office) == {"second": "stale"}


def test_a_preview_of_conditions_shows_what_then_happens(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    same_as_previewed(office, lambda it: on_condition(it, due="10 days", expects=["budget"]))
    same_as_previewed(office, lambda it: it.discharge(WEEK, "1.1/1", actor="zhou-ping"))


# by when


def test_a_condition_waits_in_the_inbox_of_its_owner(office: cf.Office) -> None:
    name = conditionally_approved(office, due="2027-01-15")
    (item,) = [one for one in office.inbox("li-wei") if one.kind == "condition"]
    assert (item.ref, str(item.due)) == (WEEK, "2027-01-15 16:00:00+00:00")  # the end of that day in Shanghai
    assert item.message("zh") == "世界水日 · 中国水周：条件待落实，补交预算明细（2027-01-15前）。"
    office.discharge(WEEK, name, actor="qian-duo")
    assert not [one for one in office.inbox("li-wei") if one.kind == "condition"]


def test_a_condition_is_reminded_of_told_to_others_when_it_is_late_and_never_lapses(
    office: cf.Office, clock: Clock
) -> None:
    conditionally_approved(office, due="2027-01-15")
    clock.to("2027-01-13 12:00")
    office.run_due()
    clock.to("2027-01-14 09:30")
    soon = office.run_due()
    assert given(soon) == [("reminded", "condition", "water-week/condition:1.1/1")]
    assert soon[0].reminders[0].to == ("li-wei",)
    clock.to("2027-01-15 09:00")
    office.run_due()
    clock.to("2027-01-16 00:30")
    late = office.run_due()
    assert given(late) == [("escalated", "condition", "water-week/condition:1.1/1")]
    assert late[0].reminders[0].to == ("qian-duo",)
    clock.to("2027-02-15 09:00")
    office.run_due()
    assert "condition-open" in missing(office, "launch")


def test_the_last_day_of_a_condition_is_told_and_not_the_day_after(office: cf.Office, clock: Clock) -> None:
    conditionally_approved(office, due="2027-01-15")
    clock.to("2027-01-16 00:30")
    found = [one for one in office.obligations() if one.duty == "condition"]
    assert [as_said(one.target, one.duty, SHANGHAI) for one in found] == [date(2027, 1, 15)] * 2


def test_a_condition_that_is_met_reminds_nobody(office: cf.Office) -> None:
    name = conditionally_approved(office, due="5 workdays")
    assert {one.duty for one in timers(office, WEEK) if "condition" in one.item} == {"condition"}
    office.discharge(WEEK, name, actor="qian-duo")
    assert not [one for one in timers(office, WEEK) if "condition" in one.item]


def test_a_length_of_time_counts_from_the_decision(office: cf.Office) -> None:
    """Founded on a Tuesday: three working days later is the end of Friday."""
    conditionally_approved(office, due="3 workdays")
    (item,) = [one for one in office.inbox("li-wei") if one.kind == "condition"]
    assert str(item.due) == "2026-12-04 16:00:00+00:00"


# conditions of the plan: a step that is asked only if


MAJOR = text(
    ("approvals:\n", "conditions:\n  major: {title: 重大事项, decided_by: [lin-yue]}\napprovals:\n"),
    of=with_steps(STEPS[1], "chief: {title: 主要领导签发, by: he-jun, only_if: major}"),
)


@pytest.fixture
def ordinary(clock: Clock) -> Iterator[cf.Office]:
    """An office where the chief signs major matters."""
    with sound(clock, MAJOR) as office:
        yield office


def test_a_step_that_is_asked_only_if_is_asked_until_somebody_says_that_it_is_not(
    ordinary: cf.Office,
) -> None:
    ordinary.fire(WEEK, "submit", actor="li-wei")
    assert unsettled(ordinary) == {"finance": "waiting", "chief": "waiting"}
    change = ordinary.determine(WEEK, "major", holds=False, actor="lin-yue", reason="例行活动")
    assert verbs(change) == ["determined"]
    assert [(one.step, one.after) for one in change.approvals] == [("chief", "not_applicable")]
    approve(ordinary, "finance")
    assert state(ordinary) == "approved"


def test_it_can_be_said_before_anything_is_submitted_and_taken_back(ordinary: cf.Office) -> None:
    ordinary.determine(WEEK, "重大事项", holds=False, actor="lin-yue", note="例行活动")
    ordinary.fire(WEEK, "submit", actor="li-wei")
    assert standing(ordinary)["chief"] == "not_applicable"
    ordinary.determine(WEEK, "condition:major", holds=True, actor="lin-yue")
    assert standing(ordinary)["chief"] == "waiting"


def test_only_who_decides_the_condition_says_so_and_nobody_who_wrote_the_record(clock: Clock) -> None:
    both = (
        "lin-yue: {name: 林悦, unit: office, roles: [",
        "lin-yue: {name: 林悦, unit: office, roles: [planner, ",
    )
    with sound(clock, text(both, of=MAJOR)) as office:
        said = {"holds": False, "reason": "例行"}
        assert codes(office.determine, WEEK, "major", actor="li-wei", **said) == {"not-an-approver"}
        assert codes(office.determine, WEEK, "major", actor="wang-fang", **said) == {"not-an-approver"}
        assert codes(office.determine, WEEK, "major", holds=False, actor="lin-yue") == {"reason-missing"}
        assert fails(office.determine, WEEK, "minor", actor="lin-yue", **said) == "plan-condition-unknown"
        amended(office, money(90000), actor="lin-yue")
        assert codes(office.determine, WEEK, "major", actor="lin-yue", **said) == {"author-decides"}


def test_nothing_is_called_ordinary_first_and_made_important_then(ordinary: cf.Office) -> None:
    """A3, once more: it was said of the content as it was."""
    ordinary.determine(WEEK, "major", holds=False, actor="lin-yue", reason="例行活动")
    ordinary.fire(WEEK, "submit", actor="li-wei")
    approve(ordinary, "finance")
    assert state(ordinary) == "approved"
    change = amended(ordinary, ("title: 印发方案", "title: 发布重大政策"), reason="升格")
    assert [(one.step, one.after) for one in change.approvals] == [("chief", "waiting")]
    assert codes(ordinary.fire, WEEK, "launch", actor="li-wei") == {"step-waiting"}
    ordinary.determine(WEEK, "major", holds=False, actor="lin-yue", reason="仍属例行")
    ordinary.fire(WEEK, "launch", actor="li-wei")
    assert state(ordinary) == "running"


def test_it_is_said_of_one_record_and_of_no_other(ordinary: cf.Office) -> None:
    ordinary.determine(WEEK, "major", holds=False, actor="lin-yue", reason="例行活动")
    ordinary.fire("summer", "submit", actor="wang-fang")
    assert standing(ordinary, "summer")["chief"] == "waiting"


def test_an_objection_of_the_chief_stays_whatever_is_said_of_the_matter(clock: Clock) -> None:
    with sound(clock, MAJOR.replace("by: he-jun,", "by: [he-jun, sun-lei], refusals: 2,")) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.decide(WEEK, "chief", "refuse", actor="he-jun")
        office.determine(WEEK, "major", holds=False, actor="lin-yue", reason="例行活动")
        assert standing(office)["chief"] == "waiting"
