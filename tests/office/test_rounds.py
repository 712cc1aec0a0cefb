"""Rounds: opened, seen, decided, sent back, carried on, passed (rules 32-38, 42-47; A1-A5, A17, B3-B17)."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.office.approval_desk import (
    APPROVED,
    ASKED,
    FINANCE,
    STAFFED,
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
    step,
    task,
    unsettled,
    verbs,
    with_steps,
)
from tests.office.desk import RIVER, SUMMER, WEEK, Clock, codes, meanwhile, refused, text

import campaignflow as cf

PANEL = "panel: {title: 编委会, by: [qian-duo, zhou-ping, lin-yue], of: 2}"


@pytest.fixture
def office(clock: Clock) -> Iterator[cf.Office]:
    """The office with its four steps; whole at the end of every test."""
    with sound(clock) as office:
        yield office


# what was seen


def test_who_approves_what_he_has_not_seen_is_told_what_changed_since(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    seen = task(office, "qian-duo").seen
    amended(office, money(800000))
    (reason,) = refused(office.decide, WEEK, "finance", "approve", actor="qian-duo", seen=seen)
    assert reason.code == "changed-since-seen"
    assert list(map(str, reason.facts["changed"])) == ["budget@#公益广告投放"]
    assert "公益广告投放" in reason.message("zh")
    assert office.decide(WEEK, "finance", "approve", actor="qian-duo", seen=task(office, "qian-duo").seen)


def test_what_is_named_is_what_changed_since_it_was_seen_not_since_the_round_was_opened(
    office: cf.Office,
) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    amended(office, ("quantity: 1500", "quantity: 1600"))
    seen = task(office, "qian-duo").seen
    amended(office, money(90000))
    (reason,) = refused(office.decide, WEEK, "finance", "approve", actor="qian-duo", seen=seen)
    assert list(map(str, reason.facts["changed"])) == ["budget@#公益广告投放"]


def test_a_change_elsewhere_does_not_make_what_was_seen_old(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    seen = task(office, "shi-jian").seen
    amended(office, money(90000))
    assert office.decide(WEEK, "schedule", "approve", actor="shi-jian", seen=seen)


def test_what_was_seen_in_a_former_round_was_seen_of_that_round(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    seen = task(office, "qian-duo").seen
    office.fire(WEEK, "withdraw", actor="li-wei", reason="再想想")
    office.fire(WEEK, "submit", actor="li-wei")
    assert codes(office.decide, WEEK, "finance", "approve", actor="qian-duo", seen=seen) == {"never-shown"}


def test_a_step_may_demand_that_one_says_what_one_saw(clock: Clock) -> None:
    with sound(clock, with_steps("finance: {title: 财务, by: finance-approver, must_see: true}")) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        blind = codes(office.decide, WEEK, "finance", "approve", actor="qian-duo")
        assert blind == {"must-say-what-was-seen"}
        assert office.decide(WEEK, "finance", "comment", actor="qian-duo", note="请补预算依据")
        seen = task(office, "qian-duo").seen
        assert office.decide(WEEK, "finance", "approve", actor="qian-duo", seen=seen)


def test_a_decision_says_whether_it_says_what_it_was_shown(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    blind = approve(office, "finance")
    told = office.decide(WEEK, "schedule", "approve", actor="shi-jian", seen=task(office, "shi-jian").seen)
    assert [one.entries[0].details["decision"].get("seen", False) for one in (blind, told)] == [False, True]


def test_an_inbox_shows_what_a_step_covers_and_what_changed_since_the_round_was_opened(
    office: cf.Office,
) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    amended(office, money(90000))
    item = task(office, "qian-duo")
    assert set(item.content) == {"budget@#海报印制", "budget@#公益广告投放"}
    assert item.changed == ("budget@#公益广告投放",)


# submit small, then raise (A3)


class Audit:
    """Asks the auditor above 50,000, and for whatever the press leads."""

    def __init__(self, name: str = "audit") -> None:
        self.name = name

    @cf.hookimpl
    def campaignflow_approval_steps(self, case: Any, trigger: str) -> list[cf.ApprovalStep]:
        large = case.budget.may_exceed(cf.Money("50000 CNY"))
        if case.kind == "campaign" and trigger == "submit" and (large or "press" in case.plan.lead):
            return [cf.ApprovalStep(self.name, by="auditor", title="审计", covers={"budget"})]
        return []


SMALL = text(("8万元", "4万元"), of=APPROVED)


def test_what_is_raised_after_submitting_meets_the_step_it_was_too_small_for(clock: Clock) -> None:
    with sound(clock, SMALL, plugins=[Audit()]) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        assert "audit" not in standing(office)
        approve(office, "department", "schedule", "finance")
        assert state(office) == "approved"
        change = amended(office, money(400000, was=40000), reason="扩大投放")
        assert {(one.step, one.before, one.after) for one in change.approvals} == {
            ("finance", "satisfied", "stale"),
            ("audit", "", "waiting"),
        }
        reasons = {one.facts["step"]: one for one in office.why(WEEK, "launch")[0].reasons}
        assert {name: one.code for name, one in reasons.items()} == {
            "财务审核": "step-stale",
            "审计": "step-waiting",
        }
        assert reasons["审计"].clears == ("he-jun",)
        assert "公益广告投放" in reasons["财务审核"].message("zh")
        assert "changed" not in reasons["审计"].facts
        assert codes(office.fire, WEEK, "launch", actor="li-wei") == {"step-stale", "step-waiting"}


def test_what_is_raised_while_it_is_reviewed_is_not_approved_without_the_new_step(clock: Clock) -> None:
    with sound(clock, SMALL, plugins=[Audit()]) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        approve(office, "department", "schedule")
        amended(office, money(400000, was=40000))
        approve(office, "finance")
        assert state(office) == "in_review"
        office.decide(WEEK, "audit", "approve", actor="he-jun")
        assert state(office) == "approved"


def test_a_round_that_has_passed_is_not_closed_again_by_the_next_trigger(clock: Clock) -> None:
    with sound(clock, FINANCE) as office:
        approved(office)
        office.fire(WEEK, "launch", actor="li-wei")
        closed = [one.verb for one in office.journal(WEEK) if "closed" in one.details]
        assert (state(office), len(closed)) == ("running", 1)


def test_what_too_few_refused_was_not_refused_when_the_round_ends(clock: Clock) -> None:
    with sound(clock, with_steps(PANEL.replace("of: 2", "of: 2, refusals: 2"))) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.decide(WEEK, "panel", "refuse", actor="qian-duo", note="不妥")
        office.fire(WEEK, "withdraw", actor="li-wei", reason="重拟")
        (closed,) = [one.details["closed"] for one in office.journal(WEEK) if "closed" in one.details]
        assert (list(closed["returned"]), "refused" in closed) == (["panel"], False)


def test_each_of_two_changes_is_asked_about_at_once(clock: Clock) -> None:
    with sound(clock, SMALL, plugins=[Audit()]) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        amended(office, ("title: 印发方案", "title: 印发实施方案"))
        change = amended(office, money(400000, was=40000))
        assert ("audit", "waiting") in {(one.step, one.after) for one in change.approvals}
        assert standing(office)["audit"] == "waiting"
        assert [one.step for one in office.inbox("he-jun")] == ["audit"]
        asked = office.journal(WEEK)[-1].details["asked"]["version"]
        assert asked == office.record(WEEK).body_version


def test_another_lead_unit_meets_the_steps_of_that_unit(clock: Clock) -> None:
    with sound(clock, SMALL, plugins=[Audit()]) as office:
        approved(office)
        amended(
            office, ("lead: office\n    support: press", "lead: press\n    support: office"), reason="换牵头"
        )
        assert unsettled(office) == {"department": "stale", "audit": "waiting"}
        assert step(office, "department").who == ("sun-lei",)


def test_what_is_lowered_again_leaves_the_step_out_but_remembers_an_objection(clock: Clock) -> None:
    with sound(clock, SMALL, plugins=[Audit()]) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        amended(office, money(400000, was=40000))
        assert standing(office)["audit"] == "waiting"
        amended(office, money(40000, was=400000))
        assert standing(office)["audit"] == "not_applicable"
        assert codes(office.decide, WEEK, "audit", "approve", actor="he-jun") == {"step-not-asked"}


def test_lowering_does_not_get_rid_of_a_refusal(clock: Clock) -> None:
    """A17 (iv): two must object before the step is refused, so the round goes on with one who did."""

    class Panel(Audit):
        @cf.hookimpl
        def campaignflow_approval_steps(self, case: Any, trigger: str) -> list[cf.ApprovalStep]:
            found = super().campaignflow_approval_steps(case, trigger)
            return [
                cf.ApprovalStep("audit", by=["he-jun", "zhou-ping"], of=1, refusals=2, covers={"budget"})
                for _ in found
            ]

    with sound(clock, SMALL, plugins=[Panel()]) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        amended(office, money(400000, was=40000))
        office.decide(WEEK, "audit", "refuse", actor="he-jun")
        amended(office, money(40000, was=400000))
        assert standing(office)["audit"] == "waiting"
        approve(office, "department", "schedule", "finance")
        assert state(office) == "in_review"


def test_a_step_of_the_plan_joins_the_round_when_the_plan_changes(clock: Clock) -> None:
    """Steps that an activity declares: adding the activity adds them, taking it away takes them away."""
    gala = """\
  gala:
        title: 晚会
        lead: office
        when: 2027-03-23
        approvals:
          security: {title: 安保, by: he-jun}
      wrap-up:
"""
    extra = ("  wrap-up:\n", gala)
    with sound(clock) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        amended(office, extra)
        assert standing(office)["gala/security"] == "waiting"
        approve(office, "department", "finance", "schedule")
        assert state(office) == "in_review"
        office.decide(WEEK, "gala/security", "approve", actor="he-jun")
        assert state(office) == "approved"


def test_what_a_step_demands_is_frozen_when_its_round_opens(clock: Clock) -> None:
    with sound(clock) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        eased = ("by: finance-approver\n", "by: scheduler\n")
        office.apply(cf.loads(text(eased, of=office.export("river-2027"))), actor="wang-fang")
        amended(office, money(90000))
        assert codes(office.decide, WEEK, "finance", "approve", actor="shi-jian") == {"not-an-approver"}
        assert approve(office, "finance")


class Fails:
    """A plugin that cannot answer while it is broken."""

    def __init__(self, trigger: str) -> None:
        self.broken, self.trigger = True, trigger

    @cf.hookimpl
    def campaignflow_approval_steps(self, case: Any, trigger: str) -> list[cf.ApprovalStep]:
        if self.broken and trigger == self.trigger:
            msg = "no directory"
            raise ConnectionError(msg)
        return []


@pytest.mark.parametrize("trigger", ["submit", "launch"])
def test_who_cannot_say_what_he_asks_for_holds_up_until_he_can(clock: Clock, trigger: str) -> None:
    plugin = Fails(trigger)
    with sound(clock, FINANCE, plugins=[plugin]) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        approve(office, "finance")
        if trigger == "launch":
            office.fire(WEEK, trigger, actor="li-wei")
        assert "error" in standing(office).values()
        assert codes(office.fire, WEEK, trigger, actor="li-wei") == {"provider-in-error"}
        assert state(office) == ("in_review" if trigger == "submit" else "approved")
        plugin.broken = False
        assert office.fire(WEEK, trigger, actor="li-wei")
        assert state(office) == ("approved" if trigger == "submit" else "running")


def test_who_can_say_again_is_asked_whenever_somebody_looks(clock: Clock) -> None:
    """B14: nothing has to be changed or fired for it."""
    plugin = Fails("submit")
    with sound(clock, FINANCE, plugins=[plugin]) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        plugin.broken = False
        assert unsettled(office) == {"finance": "waiting"}
        assert verbs(approve(office, "finance")) == ["decided", "passed"]


# negatives (rule 42, A17)


@pytest.mark.parametrize("verdict", ["refuse", "request_changes"])
def test_an_objection_ends_the_round_and_sends_the_campaign_back(office: cf.Office, verdict: str) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    approve(office, "department")
    change = office.decide(WEEK, "finance", verdict, actor="qian-duo", note="太贵")
    assert verbs(change) == ["decided", "refused" if verdict == "refuse" else "returned"]
    assert state(office) == "returned"
    assert codes(approve, office, "schedule") == {"no-round"}


def test_what_was_refused_is_not_submitted_unchanged(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    office.decide(WEEK, "finance", "refuse", actor="qian-duo")
    assert codes(office.fire, WEEK, "submit", actor="li-wei") == {"unchanged-since-refusal"}
    assert codes(office.fire, WEEK, "submit", actor="li-wei", note="请再考虑") == {"unchanged-since-refusal"}
    amended(office, ("title: 印发方案", "title: 印发实施方案"))  # of another facet
    assert codes(office.fire, WEEK, "submit", actor="li-wei") == {"unchanged-since-refusal"}
    amended(office, money(60000))
    assert office.fire(WEEK, "submit", actor="li-wei")


def test_what_was_refused_once_stays_refused_when_it_comes_back(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    office.decide(WEEK, "finance", "refuse", actor="qian-duo")
    amended(office, money(60000))
    office.fire(WEEK, "submit", actor="li-wei")
    office.fire(WEEK, "withdraw", actor="li-wei", reason="再想想")
    amended(office, money(80000, was=60000))
    assert codes(office.fire, WEEK, "submit", actor="li-wei") == {"unchanged-since-refusal"}


def test_whoever_may_override_may_submit_what_was_refused(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    office.decide(WEEK, "finance", "refuse", actor="qian-duo")
    assert office.fire(WEEK, "submit", actor="wang-fang")


def test_what_was_sent_back_needs_a_change_or_an_answer(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    office.decide(WEEK, "finance", "request_changes", actor="qian-duo", note="附件?")
    assert codes(office.fire, WEEK, "submit", actor="li-wei") == {"answer-missing"}
    with office.preview() as dry:
        assert dry.fire(WEEK, "submit", actor="li-wei", note="附件已在系统")
    amended(office, money(60000))
    assert office.fire(WEEK, "submit", actor="li-wei")


def test_an_objection_survives_an_edit(clock: Clock) -> None:
    """A17 (i): the others cannot outvote a refusal by one trivial change."""
    with sound(clock, with_steps(PANEL.replace("of: 2", "of: 2, returns: when_all_spoke"))) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.decide(WEEK, "panel", "request_changes", actor="qian-duo")
        amended(office, money(70000))
        office.decide(WEEK, "panel", "approve", actor="zhou-ping")
        assert standing(office) == {"panel": "refused"}


def test_a_panel_is_heard_to_the_end_whoever_speaks_last(clock: Clock) -> None:
    with sound(clock, with_steps(PANEL.replace("of: 2", "of: 2, returns: when_all_spoke"))) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.decide(WEEK, "panel", "request_changes", actor="qian-duo", note="缺依据")
        office.decide(WEEK, "panel", "approve", actor="zhou-ping")
        assert state(office) == "in_review"
        change = office.decide(WEEK, "panel", "approve", actor="lin-yue")
        assert verbs(change) == ["decided", "returned"]
        assert state(office) == "returned"


def test_the_newest_word_of_a_seat_counts(clock: Clock) -> None:
    """A17 (ii): approved at 80,000, objected to at 90,000, edited back: the last word was no."""
    with sound(clock, with_steps(PANEL.replace("of: 2", "of: 2, refusals: 2"))) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.decide(WEEK, "panel", "approve", actor="qian-duo")
        amended(office, money(90000))
        office.decide(WEEK, "panel", "refuse", actor="qian-duo")
        amended(office, money(80000, was=90000))
        office.decide(WEEK, "panel", "approve", actor="zhou-ping")
        assert standing(office) == {"panel": "waiting"}
        office.decide(WEEK, "panel", "approve", actor="qian-duo")
        assert state(office) == "approved"


@pytest.mark.parametrize("trigger", ["withdraw", "cancel"])
def test_withdrawing_the_submission_is_no_way_to_another_member_of_a_panel(
    clock: Clock, trigger: str
) -> None:
    """A17 (iii)."""
    with sound(clock, with_steps(PANEL.replace("of: 2", "of: 2, returns: when_all_spoke"))) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.decide(WEEK, "panel", "request_changes", actor="qian-duo")
        office.fire(WEEK, trigger, actor="li-wei", reason="再想想")
        if trigger == "cancel":
            office.fire(WEEK, "reinstate", actor="li-wei", reason="恢复")
        assert codes(office.fire, WEEK, "submit", actor="li-wei") == {"answer-missing"}
        assert office.fire(WEEK, "submit", actor="li-wei", note="依据见附件")


def test_several_refusals_can_be_needed(clock: Clock) -> None:
    with sound(clock, with_steps(PANEL.replace("of: 2", "of: 1, refusals: 2"))) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.decide(WEEK, "panel", "refuse", actor="qian-duo")
        assert state(office) == "in_review"
        change = office.decide(WEEK, "panel", "refuse", actor="zhou-ping")
        assert verbs(change) == ["decided", "refused"]


# taking back, revoking (rule 47, B17)


def test_a_verdict_is_taken_back_freely_before_its_trigger(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    approve(office, "finance")
    assert codes(office.take_back, WEEK, "finance", actor="zhou-ping") == {"nothing-to-take-back"}
    assert verbs(office.take_back(WEEK, "finance", actor="qian-duo")) == ["took_back"]
    assert standing(office)["finance"] == "waiting"
    assert codes(office.take_back, WEEK, "finance", actor="qian-duo") == {"nothing-to-take-back"}


def test_an_objection_that_is_taken_back_lets_the_round_pass(clock: Clock) -> None:
    with sound(clock, with_steps(PANEL.replace("of: 2", "of: 2, returns: when_all_spoke"))) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.decide(WEEK, "panel", "request_changes", actor="qian-duo")
        office.decide(WEEK, "panel", "approve", actor="zhou-ping")
        office.take_back(WEEK, "panel", actor="qian-duo")
        office.decide(WEEK, "panel", "approve", actor="lin-yue")
        assert state(office) == "approved"


def test_after_its_trigger_it_is_revoked_with_a_reason_and_nothing_is_undone(office: cf.Office) -> None:
    approved(office)
    assert codes(office.take_back, WEEK, "finance", actor="qian-duo") == {"reason-missing"}
    change = office.take_back(WEEK, "finance", actor="qian-duo", reason="发现重复列支")
    assert verbs(change) == ["revoked"]
    assert state(office) == "approved"
    assert missing(office, "launch") == {"step-waiting"}
    office.resubmit(WEEK, actor="li-wei")
    approve(office, "finance")
    assert missing(office, "launch") == {"round-not-opened", "step-waiting"}  # the leader's, as ever


def test_what_was_revoked_does_not_count_again_when_the_resubmission_is_refused(office: cf.Office) -> None:
    running(office)
    amended(office, money(90000), reason="涨价")
    office.resubmit(WEEK, actor="li-wei")
    office.take_back(WEEK, "schedule", actor="shi-jian", reason="发现撞期")
    office.decide(WEEK, "finance", "refuse", actor="qian-duo", note="超出预算")
    amended(office, money(80000, was=90000), reason="恢复原价")
    assert unsettled(office) == {"schedule": "waiting"}


def test_what_was_revoked_after_a_refused_resubmission_is_not_carried_into_the_next(
    office: cf.Office,
) -> None:
    running(office)
    amended(office, money(90000), reason="涨价")
    office.resubmit(WEEK, actor="li-wei")
    office.decide(WEEK, "finance", "refuse", actor="qian-duo", note="超出预算")
    office.take_back(WEEK, "schedule", actor="shi-jian", reason="发现撞期")
    amended(office, money(80000, was=90000), reason="恢复原价")
    office.resubmit(WEEK, actor="li-wei")
    assert unsettled(office) == {"finance": "waiting", "schedule": "waiting"}


def test_a_revoked_step_has_no_baseline_so_that_who_wrote_it_is_its_author_again(clock: Clock) -> None:
    """B17: a planner who is a finance approver, too, may not take the seat of who revoked."""
    both = (
        "zhou-ping: {name: 周平, unit: finance, roles: [",
        "zhou-ping: {name: 周平, unit: finance, roles: [planner, ",
    )
    with sound(clock, text(both, of=FINANCE)) as office:
        amended(office, money(70000), actor="zhou-ping")
        running(office)
        assert "finance" in step_baselines(office)
        office.take_back(WEEK, "finance", actor="qian-duo", reason="依据不足")
        assert "finance" not in step_baselines(office)
        office.resubmit(WEEK, actor="li-wei")
        assert codes(office.decide, WEEK, "finance", "approve", actor="zhou-ping") == {"author-decides"}


def step_baselines(office: cf.Office) -> set[str]:
    """Return the steps that have a baseline."""
    with office._look() as look:
        from campaignflow.gate.content import approvals_of

        return set(approvals_of(look.record(WEEK)).baselines)


def test_what_was_carried_from_a_round_that_passed_is_revoked_not_just_taken_back(
    office: cf.Office,
) -> None:
    running(office)
    amended(office, money(90000), reason="涨价")
    office.resubmit(WEEK, actor="li-wei")
    assert codes(office.take_back, WEEK, "schedule", actor="shi-jian") == {"reason-missing"}
    assert verbs(office.take_back(WEEK, "schedule", actor="shi-jian", reason="撞期")) == ["revoked"]
    assert "schedule" not in step_baselines(office)


# carrying (rule 43, B11)


def test_what_stands_is_carried_into_the_next_round_and_shown_as_that(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    approve(office, "department", "schedule")
    office.decide(WEEK, "finance", "request_changes", actor="qian-duo")
    amended(office, money(60000))
    change = office.fire(WEEK, "submit", actor="li-wei")
    assert standing(office) == {"department": "satisfied", "finance": "waiting", "schedule": "satisfied"}
    carried = change.entries[0].details["round"]["decisions"]
    assert {(one["step"], one["carried"], one["id"]) for one in carried} == {
        ("department", True, "1.1"),
        ("schedule", True, "1.2"),
    }
    approve(office, "finance")
    assert state(office) == "approved"


def test_what_has_changed_since_is_asked_again(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    approve(office, "department", "schedule")
    office.decide(WEEK, "finance", "request_changes", actor="qian-duo")
    amended(office, money(60000), ("title: 印发方案", "title: 印发实施方案"))
    office.fire(WEEK, "submit", actor="li-wei")
    assert unsettled(office) == {"department": "waiting", "finance": "waiting"}


def test_who_became_an_author_is_not_carried(clock: Clock) -> None:
    """Even by putting words there and taking them away again: nothing was fired in between (rule 39)."""
    both = (
        "shi-jian: {name: 时剑, unit: press, roles: [",
        "shi-jian: {name: 时剑, unit: press, roles: [planner, ",
    )
    words = "words: {title: 文字, by: [shi-jian, he-jun], covers: [text]}"
    with sound(clock, text(both, of=with_steps(STEPS[1], words))) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.decide(WEEK, "words", "approve", actor="shi-jian")
        office.decide(WEEK, "finance", "request_changes", actor="qian-duo")
        amended(office, ("title: 印发方案", "title: 印发实施方案"), actor="shi-jian")
        amended(office, ("title: 印发实施方案", "title: 印发方案"), actor="shi-jian")
        office.fire(WEEK, "submit", actor="li-wei", note="答复")
        assert unsettled(office) == {"words": "waiting", "finance": "waiting"}
        assert step(office, "words").who == ("he-jun",)


def test_a_step_that_does_not_carry_is_asked_in_every_round(clock: Clock) -> None:
    with sound(clock, with_steps(STEPS[1], "last: {title: 终审, by: lin-yue, carries: false}")) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.decide(WEEK, "last", "approve", actor="lin-yue")
        office.decide(WEEK, "finance", "request_changes", actor="qian-duo")
        office.fire(WEEK, "submit", actor="li-wei", note="答复")
        assert unsettled(office) == {"last": "waiting", "finance": "waiting"}


def test_what_was_cancelled_in_review_begins_a_new_round_when_it_is_submitted_again(clock: Clock) -> None:
    with sound(clock, with_steps(STEPS[1], "last: {title: 终审, by: lin-yue, carries: false}")) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.decide(WEEK, "last", "approve", actor="lin-yue")
        office.cancel(WEEK, reason="停办", actor="li-wei")
        office.reinstate(WEEK, reason="恢复", actor="li-wei")
        office.fire(WEEK, "submit", actor="li-wei")
        assert unsettled(office) == {"last": "waiting", "finance": "waiting"}


def test_a_step_that_does_not_carry_is_not_asked_again_for_what_comes_after_it(clock: Clock) -> None:
    last = "last: {title: 终审, by: lin-yue, carries: false}"
    with sound(clock, with_steps(last, "start: {title: 启动, by: he-jun, before: launch}")) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.decide(WEEK, "last", "approve", actor="lin-yue")
        office.fire(WEEK, "launch", actor="li-wei")
        assert standing(office) == {"last": "satisfied", "start": "waiting"}


def test_approvals_of_a_round_that_was_sent_back_are_kept_in_a_protected_state_too(
    office: cf.Office,
) -> None:
    running(office)
    amended(office, money(90000), reason="涨价")
    office.resubmit(WEEK, actor="li-wei")
    approve(office, "finance")
    office.decide(WEEK, "leader", "request_changes", actor="lin-yue", note="说明理由")
    assert unsettled(office) == {"finance": "stale", "leader": "stale"}
    office.resubmit(WEEK, actor="li-wei", note="纸价上涨")
    assert unsettled(office) == {"leader": "waiting"}


def test_what_is_restored_is_carried_from_the_round_before_the_last(office: cf.Office) -> None:
    """Finance approved 80,000, was asked about 90,000 and has not answered when it is 80,000 again."""
    running(office)
    amended(office, money(90000), reason="涨价")
    office.resubmit(WEEK, actor="li-wei")
    office.decide(WEEK, "leader", "request_changes", actor="lin-yue")
    amended(office, money(80000, was=90000), ("title: 印发方案", "title: 印发实施方案"), reason="退回")
    office.resubmit(WEEK, actor="li-wei")
    assert unsettled(office) == {"department": "waiting", "leader": "waiting"}


# passing (rule 44, B3, B4)


def test_the_last_decision_brings_the_campaign_to_where_it_was_submitted_for(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    approve(office, "department", "finance")
    change = approve(office, "schedule")
    assert verbs(change) == ["decided", "passed"]
    assert change.states[0].after == "approved"


def test_an_edit_by_its_author_never_completes_a_round(clock: Clock) -> None:
    """B4: lowered under the limit nothing is missing; yet somebody else, or a firing, lets it pass."""
    with sound(clock, APPROVED, plugins=[Audit()]) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        approve(office, "department", "schedule", "finance")
        amended(office, money(40000))
        approve(office, "finance")
        assert standing(office)["audit"] == "not_applicable"
        assert state(office) == "approved"
    with sound(clock, text(("8万元", "9万元"), of=with_steps(STEPS[0])), plugins=[Audit()]) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        approve(office, "department")
        amended(office, money(40000, was=90000))
        assert (state(office), unsettled(office)) == ("in_review", {})
        office.fire(WEEK, "submit", actor="li-wei")
        assert state(office) == "approved"


def test_the_decision_stands_whatever_becomes_of_what_it_was_for(clock: Clock) -> None:
    class Veto:
        @cf.hookimpl
        def campaignflow_veto(self, case: Any, trigger: str, context: Any) -> list[str]:
            wanted = trigger == "submit" and case.state == "in_review" and self.is_against
            return ["媒体静默期"] if wanted else []

        is_against = True

    veto = Veto()
    with sound(clock, FINANCE, plugins=[veto]) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        change = approve(office, "finance")
        assert verbs(change) == ["decided"]
        assert reported(change) == {"vetoed"}
        assert state(office) == "in_review"
        veto.is_against = False
        office.fire(WEEK, "submit", actor="li-wei")
        assert state(office) == "approved"


def test_order_limits_deciding_not_what_was_decided(clock: Clock) -> None:
    """B3: a step before it that is asked again later does not void what came after it."""
    ordered = "finance: {title: 财务审核, by: finance-approver, covers: [budget], after: [department]}"
    with sound(clock, with_steps(STEPS[0], ordered)) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        (reason,) = refused(approve, office, "finance")
        assert (reason.code, list(reason.facts["before"])) == ("step-not-its-turn", ["部门审核"])
        assert not office.inbox("qian-duo")
        approve(office, "department")
        approve(office, "finance")
        amended(office, ("title: 印发方案", "title: 印发实施方案"), reason="更名")
        assert standing(office) == {"department": "stale", "finance": "satisfied"}


def test_without_a_step_a_campaign_passes_at_once(clock: Clock) -> None:
    with sound(clock, STAFFED) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.fire(WEEK, "launch", actor="li-wei")
        assert state(office) == "running"


def test_a_step_before_the_launch_opens_its_round_when_it_is_fired_and_the_state_stays(
    office: cf.Office,
) -> None:
    approved(office)
    change = office.fire(WEEK, "launch", actor="li-wei")
    assert verbs(change) == ["round_opened"]
    assert (state(office), unsettled(office)) == ("approved", {"leader": "waiting"})
    change = approve(office, "leader")
    assert reported(change) == {"round-passes"}
    assert state(office) == "approved"
    assert verbs(office.fire(WEEK, "launch", actor="li-wei")) == ["launched"]


# what is filled in with an approval (A23)

FILLING = (
    "finance: {title: 财务审核, by: finance-approver, covers: [budget], fills: [fund-code, approved-amount]}",
    "panel: {title: 会签, by: he-jun}",
    "leader: {title: 领导审定, by: lin-yue, after: [finance]}",
)


def test_what_finance_fills_in_makes_nobody_an_author_and_nothing_stale(clock: Clock) -> None:
    with sound(clock, with_steps(*FILLING)) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.decide(WEEK, "panel", "approve", actor="he-jun")
        before = office.record(WEEK).body_version
        office.decide(WEEK, "finance", "approve", actor="qian-duo", fills={"fund-code": "2110301"})
        assert unsettled(office) == {"leader": "waiting"}
        assert office.record(WEEK).body_version == before
        assert step(office, "finance").filled == {"fund-code": "2110301"}
        assert task(office, "lin-yue").content["filled@finance"] == {"fund-code": "2110301"}
        assert "filled@finance" not in task_leaves(office, "panel")


def task_leaves(office: cf.Office, name: str) -> set[str]:
    """Return the leaves that the decision on a step was about."""
    said = [one.details["decision"] for one in office.journal(WEEK) if "decision" in one.details]
    return {leaf for one in said if one["step"] == name for leaf in one["leaves"]}


def test_a_later_step_approves_what_was_filled_in_before_it(clock: Clock) -> None:
    with sound(clock, with_steps(*FILLING, "last: {title: 归档, by: shi-jian}")) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.decide(WEEK, "finance", "approve", actor="qian-duo", fills={"approved-amount": "80000"})
        seen = task(office, "lin-yue").seen
        office.decide(WEEK, "leader", "approve", actor="lin-yue", seen=seen)
        office.decide(WEEK, "finance", "approve", actor="zhou-ping", fills={"approved-amount": "60000"})
        assert standing(office)["leader"] == "stale"
        (reason,) = refused(office.decide, WEEK, "leader", "approve", actor="lin-yue", seen=seen)
        assert (reason.code, "filled@finance" in map(str, reason.facts["changed"])) == (
            "changed-since-seen",
            True,
        )
        office.decide(WEEK, "finance", "approve", actor="zhou-ping", fills={"approved-amount": "80000"})
        assert standing(office)["leader"] == "satisfied"


def test_only_what_a_step_declares_is_filled_in_and_only_with_an_approval(clock: Clock) -> None:
    with sound(clock, with_steps(*FILLING)) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        for name, verdict, who, fills in (
            ("finance", "approve", "qian-duo", {"title": "x"}),
            ("finance", "refuse", "qian-duo", {"fund-code": "1"}),
            ("panel", "approve", "he-jun", {"fund-code": "1"}),
        ):
            assert codes(office.decide, WEEK, name, verdict, actor=who, fills=fills) == {"fills-not-asked"}


# who may submit (B12)


def test_an_approver_does_not_submit_and_another_unit_s_planner_neither(office: cf.Office) -> None:
    assert codes(office.fire, WEEK, "submit", actor="zhao-min") == {"may-not-submit"}
    assert codes(office.fire, WEEK, "submit", actor="chen-jing") == {"not-your-unit"}
    assert office.fire(SUMMER, "submit", actor="wang-fang")  # of the coordinating unit


def test_who_may_submit_may_resubmit_and_nobody_else(office: cf.Office) -> None:
    running(office)
    amended(office, money(90000), reason="涨价")
    assert codes(office.resubmit, WEEK, actor="zhao-min") == {"may-not-submit"}
    assert codes(office.resubmit, WEEK, actor="chen-jing") == {"not-your-unit"}
    assert office.resubmit(WEEK, actor="li-wei")


# protected states (rule 46, A5)


def test_a_change_of_what_was_approved_takes_effect_with_a_reason_and_is_unapproved(
    office: cf.Office,
) -> None:
    running(office)
    assert codes(office.reschedule, "water-week/press-day", "2027-03-10", actor="li-wei") == {
        "reason-missing"
    }
    change = office.reschedule("water-week/press-day", "2027-03-10", actor="li-wei", reason="领导时间")
    assert stale(change).keys() == {"schedule", "leader"}
    found = office.approvals(WEEK)
    assert found is not None
    assert not found.is_approved
    assert state(office) == "running"


def test_a_second_change_of_what_is_unapproved_already_needs_its_reason_too(office: cf.Office) -> None:
    running(office)
    day = "water-week/wrap-up"
    office.reschedule(day, "2027-04-20", actor="li-wei", reason="调整")
    office.reschedule("water-week/briefing", "2027-03-16 14:00-15:00", actor="li-wei", reason="场地")
    assert codes(office.reschedule, day, "2027-04-21", actor="li-wei") == {"reason-missing"}
    with office.preview() as dry:
        dry.reschedule(day, "2027-04-21", actor="li-wei", reason="再调整")


def test_what_nothing_covers_needs_no_reason_of_this_kind(clock: Clock) -> None:
    with sound(clock, FINANCE) as office:
        running(office)
        office.reschedule("summer/show", "2027-07-15", actor="chen-jing")  # finer; and another campaign
        refined = office.reschedule(
            "water-week/briefing", "press-day 09:30-10:30", actor="li-wei", reason="缩短"
        )
        assert not refined.approvals


def test_while_a_step_is_stale_gated_triggers_are_refused_and_others_are_not(office: cf.Office) -> None:
    approved(office)
    amended(office, money(90000), reason="涨价")
    assert codes(office.fire, WEEK, "launch", actor="li-wei") == {"step-stale"}
    office.fire(WEEK, "suspend", actor="li-wei", reason="洪水")
    assert state(office) == "suspended"


def test_work_that_is_over_is_not_taken_up_again_while_a_step_is_stale(office: cf.Office) -> None:
    running(office)
    office.fire(WEEK, "wrap_up", actor="li-wei")
    amended(office, money(90000), reason="补列")
    assert codes(office.fire, WEEK, "reopen", actor="li-wei", reason="续办") == {"step-stale"}
    office.resubmit(WEEK, actor="li-wei")
    approve(office, "finance", "leader")
    office.fire(WEEK, "reopen", actor="li-wei", reason="续办")
    assert state(office) == "running"


def test_a_decision_on_what_is_stale_in_a_protected_state_takes_a_resubmission(office: cf.Office) -> None:
    running(office)
    amended(office, money(90000), reason="涨价")
    assert codes(approve, office, "finance") == {"round-over"}
    office.resubmit(WEEK, actor="li-wei")
    assert unsettled(office) == {"finance": "waiting", "leader": "waiting"}
    assert {one.step for one in office.inbox("qian-duo")} == {"finance"}
    assert not office.inbox("shi-jian")


def test_a_resubmission_that_passes_is_approved_anew_and_its_content_is_the_new_baseline(
    office: cf.Office,
) -> None:
    running(office)
    amended(office, money(90000), reason="涨价")
    office.resubmit(WEEK, actor="li-wei")
    approve(office, "finance")
    change = approve(office, "leader")
    assert verbs(change) == ["decided", "passed"]
    assert change.entries[-1].details["trigger"] == "reapprove"
    assert state(office) == "running"
    assert not office.difference(WEEK)
    assert codes(office.resubmit, WEEK, actor="li-wei") == {"nothing-to-resubmit"}


@pytest.mark.parametrize("verdict", ["refuse", "request_changes"])
def test_a_refused_resubmission_leaves_it_unapproved_until_it_is_restored(
    office: cf.Office, verdict: str
) -> None:
    running(office)
    amended(office, money(90000), reason="涨价")
    office.resubmit(WEEK, actor="li-wei")
    office.decide(WEEK, "finance", verdict, actor="qian-duo")
    assert state(office) == "running"
    assert unsettled(office) == {"finance": "stale", "leader": "stale"}
    again = codes(office.resubmit, WEEK, actor="li-wei")
    assert again == {"unchanged-since-refusal" if verdict == "refuse" else "answer-missing"}
    amended(office, money(80000, was=90000), reason="退回原数")
    assert unsettled(office) == {}


def test_a_refused_resubmission_can_be_stopped(office: cf.Office) -> None:
    running(office)
    amended(office, money(90000), reason="涨价")
    office.resubmit(WEEK, actor="li-wei")
    office.decide(WEEK, "finance", "refuse", actor="qian-duo")
    office.fire(WEEK, "call_off", actor="li-wei", reason="未获批准")
    assert state(office) == "cancelled"


def test_there_is_nothing_to_resubmit_where_nothing_is_protected_or_a_round_is_open(
    office: cf.Office,
) -> None:
    assert codes(office.resubmit, WEEK, actor="li-wei") == {"not-to-resubmit"}
    approved(office)
    office.fire(WEEK, "launch", actor="li-wei")
    assert codes(office.resubmit, WEEK, actor="li-wei") == {"round-under-way"}


@pytest.mark.parametrize("kind", ["commitment", "interview"])
def test_nothing_is_promised_for_a_campaign_that_is_unapproved(office: cf.Office, kind: str) -> None:
    running(office)
    assert office.open(kind, title="与电视台联办", campaign="water-week", actor="li-wei")
    amended(office, money(90000), reason="涨价")
    assert codes(office.open, kind, title="加播", campaign="water-week", actor="li-wei") == {
        "unapproved",
        "step-stale",
    }
    assert office.open(kind, title="另一活动", campaign="summer", actor="li-wei")
    assert office.open("issue", title="投诉", campaign="water-week", actor="li-wei")
    office.resubmit(WEEK, actor="li-wei")
    approve(office, "finance", "leader")
    assert office.open(kind, title="加播", campaign="water-week", actor="li-wei")


# standing still while a round is open


def test_what_is_approved_while_it_stands_still_passes_when_it_goes_on(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    approve(office, "department", "finance")
    office.fire(WEEK, "suspend", actor="li-wei", reason="洪水")
    change = approve(office, "schedule")
    assert (verbs(change), reported(change)) == (["decided"], {"round-passes"})
    office.fire(WEEK, "resume", actor="li-wei")
    assert state(office) == "in_review"
    office.fire(WEEK, "submit", actor="li-wei")
    assert state(office) == "approved"


@pytest.mark.parametrize("verdict", ["refuse", "request_changes"])
def test_what_is_objected_to_while_it_is_postponed_comes_back_as_returned(
    office: cf.Office, verdict: str
) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    office.fire(WEEK, "postpone", actor="li-wei", reason="洪水")
    office.decide(WEEK, "finance", verdict, actor="qian-duo")
    assert state(office) == "postponed"
    office.fire(WEEK, "reinstate", actor="li-wei", reason="水退")
    assert state(office) == "returned"


def test_what_is_objected_to_while_it_is_suspended_is_submitted_again_after_it(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    office.fire(WEEK, "suspend", actor="li-wei", reason="洪水")
    office.decide(WEEK, "finance", "refuse", actor="qian-duo")
    office.fire(WEEK, "resume", actor="li-wei")
    assert codes(office.fire, WEEK, "submit", actor="li-wei") == {"unchanged-since-refusal"}
    amended(office, money(60000))
    office.fire(WEEK, "submit", actor="li-wei")
    assert standing(office)["finance"] == "waiting"


def test_what_was_about_to_launch_when_it_was_postponed_comes_back(office: cf.Office) -> None:
    approved(office)
    office.fire(WEEK, "launch", actor="li-wei")
    office.fire(WEEK, "postpone", actor="li-wei", reason="洪水")
    office.fire(WEEK, "reinstate", actor="li-wei", reason="水退")
    assert state(office) == "approved"
    office.fire(WEEK, "launch", actor="li-wei")
    assert unsettled(office) == {"leader": "waiting"}


def test_what_was_resubmitted_when_it_was_postponed_comes_back_once_it_is_approved(
    office: cf.Office,
) -> None:
    running(office)
    amended(office, money(90000), reason="涨价")
    office.resubmit(WEEK, actor="li-wei")
    approve(office, "finance")
    office.fire(WEEK, "postpone", actor="li-wei", reason="洪水")
    office.fire(WEEK, "reinstate", actor="li-wei", reason="水退")
    assert (state(office), unsettled(office)) == ("postponed", {"leader": "waiting"})
    approve(office, "leader")
    office.fire(WEEK, "reinstate", actor="li-wei", reason="水退")
    assert (state(office), unsettled(office)) == ("running", {})


def test_postponing_gets_rid_of_no_objection(clock: Clock) -> None:
    panel = PANEL.replace("of: 2", "of: 2, before: launch, returns: when_all_spoke")
    with sound(clock, with_steps(panel)) as office:
        approved(office)
        office.fire(WEEK, "launch", actor="li-wei")
        office.decide(WEEK, "panel", "request_changes", actor="qian-duo")
        office.fire(WEEK, "postpone", actor="li-wei", reason="洪水")
        assert "round-under-way" in codes(office.fire, WEEK, "reinstate", actor="li-wei", reason="水退")
        office.take_back(WEEK, "panel", actor="qian-duo")
        office.fire(WEEK, "reinstate", actor="li-wei", reason="水退")
        assert state(office) == "approved"


def test_what_is_archived_is_decided_no_more(office: cf.Office) -> None:
    running(office)
    for trigger in ("wrap_up", "evaluate"):
        office.fire(WEEK, trigger, actor="li-wei")
    amended(office, money(90000), reason="补列")
    office.resubmit(WEEK, actor="li-wei")
    office.fire(WEEK, "archive", actor="li-wei")
    assert codes(approve, office, "leader") == {"round-over"}
    assert not office.inbox("lin-yue")


# at once, again, before and after


def test_parallel_decisions_do_not_conflict(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """B13: the second of two is judged again below the first, and is not refused for a version."""
    with sound(clock) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        seen = task(office, "qian-duo").seen
        meanwhile(monkeypatch, office, lambda: approve(office, "schedule"))
        assert office.decide(WEEK, "finance", "approve", actor="qian-duo", seen=seen)
        assert unsettled(office) == {"department": "waiting"}


def test_a_decision_changes_no_body_version_so_that_edits_go_on(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    before = office.record(WEEK)
    approve(office, "finance")
    after = office.record(WEEK)
    assert (after.version, after.body_version) == (before.version + 1, before.body_version)
    assert office.complete("water-week/scheme", actor="li-wei", expect=before.body_version)


def test_an_edit_below_a_decision_is_noticed_by_what_was_seen(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sound(clock) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        seen = task(office, "qian-duo").seen
        meanwhile(monkeypatch, office, lambda: amended(office, money(90000)))
        assert codes(office.decide, WEEK, "finance", "approve", actor="qian-duo", seen=seen) == {
            "changed-since-seen"
        }


@pytest.mark.parametrize(
    "order", [("department", "finance", "schedule"), ("schedule", "finance", "department")]
)
def test_in_which_order_different_seats_decide_changes_nothing(clock: Clock, order: tuple[str, ...]) -> None:
    """L8."""
    with sound(clock) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        approve(office, *order)
        assert (state(office), unsettled(office)) == ("approved", {})


def test_one_more_approval_takes_nothing_away(clock: Clock) -> None:
    """L4."""
    with sound(clock, with_steps(PANEL.replace("of: 2", "of: 1"), STEPS[1])) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        for person in ("qian-duo", "zhou-ping", "lin-yue"):
            office.decide(WEEK, "panel", "approve", actor=person)
            assert standing(office)["panel"] == "satisfied"


def test_the_same_key_decides_once(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    first = office.decide(WEEK, "finance", "approve", actor="qian-duo", key="k1")
    again = office.decide(WEEK, "finance", "approve", actor="qian-duo", key="k1")
    assert again.replayed
    assert [one.hash for one in again.entries] == [one.hash for one in first.entries]
    with pytest.raises(cf.IdempotencyMismatch):
        office.decide(WEEK, "finance", "refuse", actor="qian-duo", key="k1")


def test_a_refused_decision_uses_up_no_key(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    assert codes(office.decide, WEEK, "finance", "approve", actor="lin-yue", key="k1")
    assert office.decide(WEEK, "finance", "approve", actor="qian-duo", key="k1")


def test_a_preview_of_a_round_shows_what_then_happens(office: cf.Office) -> None:
    same_as_previewed(office, lambda it: it.fire(WEEK, "submit", actor="li-wei"))
    for name in ("department", "finance", "schedule"):
        same_as_previewed(office, lambda it, name=name: approve(it, name))
    same_as_previewed(office, lambda it: it.fire(WEEK, "launch", actor="li-wei"))
    same_as_previewed(office, lambda it: approve(it, "leader"))
    same_as_previewed(office, lambda it: it.fire(WEEK, "launch", actor="li-wei"))
    amended(office, money(90000), reason="涨价")
    same_as_previewed(office, lambda it: it.resubmit(WEEK, actor="li-wei"))
    same_as_previewed(office, lambda it: it.decide(WEEK, "finance", "refuse", actor="qian-duo"))
    same_as_previewed(office, lambda it: it.take_back(WEEK, "schedule", actor="shi-jian", reason="撞期"))


def test_a_preview_stands_upon_itself(office: cf.Office) -> None:
    with office.preview() as dry:
        dry.fire(WEEK, "submit", actor="li-wei")
        approve(dry, "department", "finance", "schedule")
        assert state(dry) == "approved"
        assert {one.step for one in dry.inbox("lin-yue")} == set()
    assert state(office) == "draft"


def test_who_asks_why_is_told_who_can_clear_it_and_by_when(clock: Clock) -> None:
    step = "finance: {title: 财务审核, by: finance-approver, covers: [budget], due: 3 workdays}"
    with sound(clock, with_steps(step)) as office:
        office.fire(WEEK, "submit", actor="li-wei")  # on a Tuesday
        (reason,) = office.why(WEEK, "submit")[0].reasons
        assert (reason.code, reason.clears, str(reason.by)) == (
            "step-waiting",
            ("qian-duo", "zhou-ping"),
            "2026-12-04",
        )
        promise = {"text": "补交预算明细", "owner": "li-wei", "due": "2027-01-15"}
        office.decide(WEEK, "finance", "approve_with_conditions", actor="qian-duo", conditions=[promise])
        (reason,) = office.why(WEEK, "launch")[0].reasons
        assert (reason.code, str(reason.by)) == ("condition-open", "2027-01-15")


def test_who_asks_why_opens_no_round(office: cf.Office) -> None:
    before = len(office.journal(WEEK))
    assert office.why(WEEK, "submit")[0].is_open  # submitting is allowed at once; it opens the round
    approved(office)
    assert missing(office, "launch") == {"round-not-opened", "step-waiting"}
    assert standing(office) == {"department": "satisfied", "finance": "satisfied", "schedule": "satisfied"}
    assert len(office.journal(WEEK)) == before + 5  # submitted, three decisions, passed


@pytest.mark.parametrize("person", sorted(set(ASKED.values())))
def test_nobody_finds_in_his_inbox_what_is_not_for_him_to_decide_now(office: cf.Office, person: str) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    listed = {one.step for one in office.inbox(person)}
    assert listed == {name for name, who in ASKED.items() if who == person and name != "leader"}


def test_the_steps_of_a_programme_ask_about_its_campaigns_and_not_about_itself(
    office: cf.Office,
) -> None:
    office.fire(RIVER, "submit", actor="li-wei")
    assert state(office, RIVER) == "approved"


def test_an_item_takes_the_steps_of_each_channel_it_goes_out_on(clock: Clock) -> None:
    steps = "approvals: {final: {title: 终审, by: zhao-min, before: release}}"
    with sound(clock, text(("owner: press}", f"owner: press, {steps}}}"), of=STAFFED)) as office:
        said = {"title": "通稿", "programme": "river-2027", "unit": "press", "actor": "chen-jing"}
        for id_, more in (("post", {"channels": ["wechat"]}), ("leaflet", {})):
            office.open("item", id=id_, **said, **more)
            for trigger in ("write", "submit", "release"):
                office.fire(f"item:{id_}", trigger, actor="chen-jing")
        assert state(office, "item:leaflet") == "released"
        assert standing(office, "item:post") == {"wechat/final": "waiting"}
        (item,) = office.inbox("zhao-min")
        assert set(item.content) == {"scope", "text", "units"}
        assert item.content["scope"] == {"channels": ["wechat"]}
        office.decide("item:post", "wechat/final", "approve", actor="zhao-min", seen=item.seen)
        office.fire("item:post", "release", actor="chen-jing")
        assert state(office, "item:post") == "released"
