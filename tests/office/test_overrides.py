"""Letting a step pass without its people: of one content, by no author, for all to see (rule 49, A22)."""

from collections.abc import Iterator

import pytest
from tests.office.approval_desk import (
    FINANCE,
    amended,
    approve,
    approved,
    missing,
    money,
    reported,
    same_as_previewed,
    sound,
    stale,
    standing,
    state,
    step,
    unsettled,
    verbs,
    with_steps,
)
from tests.office.desk import WEEK, Clock, codes, fails, text

import campaignflow as cf
from campaignflow.types import Actor


@pytest.fixture
def office(clock: Clock) -> Iterator[cf.Office]:
    """The office with its four steps; whole at the end of every test."""
    with sound(clock) as office:
        yield office


def submitted(office: cf.Office) -> None:
    """Submit the campaign, and let everything but finance be approved."""
    office.fire(WEEK, "submit", actor="li-wei")
    approve(office, *(name for name in unsettled(office) if name != "finance"))


def test_an_override_lets_a_step_pass_and_is_shown_as_that(office: cf.Office) -> None:
    submitted(office)
    change = office.override(WEEK, "finance", actor="wang-fang", reason="防汛应急")
    assert verbs(change) == ["overridden", "passed"]
    assert state(office) == "approved"
    assert (step(office, "finance").status, step(office, "finance").who) == ("overridden", ("wang-fang",))
    (entry,) = [one for one in office.journal(WEEK) if one.verb == "overridden"]
    assert (entry.reason, entry.capacity) == ("防汛应急", "administrator")


def test_it_takes_a_permission_and_a_reason(office: cf.Office) -> None:
    submitted(office)
    assert codes(office.override, WEEK, "finance", actor="li-wei", reason="急") >= {"may-not-override"}
    assert codes(office.override, WEEK, "finance", actor="wang-fang", reason="") == {"reason-missing"}


def test_an_author_does_not_override_nor_somebody_in_his_name(office: cf.Office) -> None:
    amended(office, money(70000), actor="wang-fang")
    submitted(office)
    assert codes(office.override, WEEK, "finance", actor="wang-fang", reason="急") == {"author-overrides"}
    assert verbs(office.override(WEEK, "schedule", actor="wang-fang", reason="急")) == ["overridden"]


def test_who_acts_for_an_author_does_not_override(office: cf.Office) -> None:
    submitted(office)
    for_author = Actor("wang-fang", on_behalf_of="li-wei")
    assert codes(office.override, WEEK, "finance", actor=for_author, reason="急") == {"author-overrides"}


def test_a_step_may_forbid_it(clock: Clock) -> None:
    with sound(clock, with_steps("finance: {by: finance-approver, overridable: false}")) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        assert codes(office.override, WEEK, "finance", actor="wang-fang", reason="急") == {
            "step-not-overridable"
        }


def test_that_it_is_forbidden_is_frozen_with_the_round(clock: Clock) -> None:
    with sound(
        clock, with_steps("finance: {by: finance-approver, covers: [budget], overridable: false}")
    ) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        eased = text(("    overridable: false\n", ""), of=office.export("river-2027"))
        office.apply(cf.loads(eased), actor="wang-fang")
        amended(office, money(70000))
        assert codes(office.override, WEEK, "finance", actor="wang-fang", reason="急") == {
            "step-not-overridable"
        }


def test_it_is_bound_to_the_content_it_was_given_for(office: cf.Office) -> None:
    """Overridden at 80,000 and raised to ten million is not overridden."""
    submitted(office)
    office.override(WEEK, "finance", actor="wang-fang", reason="急")
    change = amended(office, money(10000000), reason="扩大")
    assert stale(change) == {"finance": {"budget@#公益广告投放"}}
    assert missing(office, "launch") == {"step-stale"}
    amended(office, money(80000, was=10000000), reason="退回")
    assert unsettled(office) == {}


def test_it_holds_for_what_its_step_tolerates(clock: Clock) -> None:
    less = "finance: {title: 财务审核, by: finance-approver, covers: [budget], tolerates: [less]}"
    with sound(clock, with_steps(less)) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.override(WEEK, "finance", actor="wang-fang", reason="急")
        amended(office, money(70000), reason="压缩")
        assert standing(office) == {"finance": "overridden"}


def test_it_is_carried_to_what_comes_after_while_it_stands(office: cf.Office) -> None:
    submitted(office)
    office.override(WEEK, "finance", actor="wang-fang", reason="急")
    office.fire(WEEK, "launch", actor="li-wei")
    assert (standing(office)["finance"], unsettled(office)) == ("overridden", {"leader": "waiting"})
    approve(office, "leader")
    office.fire(WEEK, "launch", actor="li-wei")
    amended(office, ("title: 印发方案", "title: 印发实施方案"), reason="更名")
    office.resubmit(WEEK, actor="li-wei")
    assert (standing(office)["finance"], unsettled(office)) == (
        "overridden",
        {"department": "waiting", "leader": "waiting"},
    )


def test_it_is_not_carried_into_another_submission(office: cf.Office) -> None:
    """What was sent back is another matter; whoever let it pass says so again."""
    office.fire(WEEK, "submit", actor="li-wei")
    office.override(WEEK, "finance", actor="wang-fang", reason="急")
    office.decide(WEEK, "department", "request_changes", actor="zhao-min", note="标题不妥")
    amended(office, ("title: 印发方案", "title: 印发实施方案"))
    office.fire(WEEK, "submit", actor="li-wei", note="已改")
    assert standing(office)["finance"] == "waiting"


def test_an_overridden_step_keeps_no_round_from_opening_though_its_people_have_left(
    office: cf.Office,
) -> None:
    submitted(office)
    office.override(WEEK, "finance", actor="wang-fang", reason="急")
    for name in ("qian-duo", "zhou-ping"):
        office.retire(f"person:{name}", actor="wang-fang", reason="调离")
    office.fire(WEEK, "launch", actor="li-wei")
    assert unsettled(office) == {"leader": "waiting"}


def test_who_overrode_and_became_an_author_overrides_no_longer(office: cf.Office) -> None:
    submitted(office)
    office.override(WEEK, "finance", actor="wang-fang", reason="急")
    amended(office, money(70000), reason="压缩", actor="wang-fang")
    office.resubmit(WEEK, actor="li-wei")
    assert unsettled(office) == {"finance": "waiting"}
    assert codes(office.override, WEEK, "finance", actor="wang-fang", reason="急") == {"author-overrides"}


def test_who_overrode_and_wrote_what_is_tolerated_overrides_no_longer_either(clock: Clock) -> None:
    less = "finance: {title: 财务审核, by: finance-approver, covers: [budget], tolerates: [less]}"
    with sound(clock, with_steps(less, "words: {title: 文字, by: he-jun, covers: [text]}")) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.decide(WEEK, "words", "approve", actor="he-jun")
        office.override(WEEK, "finance", actor="wang-fang", reason="急")
        amended(office, money(70000), reason="压缩", actor="wang-fang")
        amended(office, ("title: 印发方案", "title: 印发实施方案"), reason="更名")
        assert standing(office) == {"finance": "overridden", "words": "stale"}
        office.resubmit(WEEK, actor="li-wei")
        assert unsettled(office) == {"finance": "waiting", "words": "waiting"}


def test_a_standing_objection_can_be_overridden_in_its_round(clock: Clock) -> None:
    panel = "panel: {title: 编委会, by: [qian-duo, zhou-ping], returns: when_all_spoke}"
    with sound(clock, with_steps(panel)) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.decide(WEEK, "panel", "request_changes", actor="qian-duo")
        assert standing(office) == {"panel": "refused"}
        office.override(WEEK, "panel", actor="wang-fang", reason="时限已到")
        assert state(office) == "approved"


def test_what_is_not_asked_or_over_is_not_overridden(office: cf.Office) -> None:
    assert codes(office.override, WEEK, "finance", actor="wang-fang", reason="急") == {"no-round"}
    approved(office)
    assert codes(office.override, WEEK, "finance", actor="wang-fang", reason="急") == {"round-over"}


def test_a_step_that_does_not_apply_is_not_overridden_in_advance(clock: Clock) -> None:
    """Else whatever it is asked for later would have passed already."""

    class Audit:
        @cf.hookimpl
        def campaignflow_approval_steps(self, case: object, trigger: str) -> list[cf.ApprovalStep]:
            wanted = trigger == "submit" and case.budget.may_exceed(cf.Money("50000 CNY"))
            return [cf.ApprovalStep("audit", by="auditor", covers={"text"})] if wanted else []

    with sound(clock, FINANCE, plugins=[Audit()]) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        amended(office, money(40000))
        assert codes(office.override, WEEK, "audit", actor="wang-fang", reason="急") == {"step-not-asked"}


def test_others_conditions_are_not_touched_by_an_override(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    promise = {"text": "补交预算明细", "owner": "li-wei"}
    office.decide(WEEK, "finance", "approve_with_conditions", actor="qian-duo", conditions=[promise])
    approve(office, "department")
    office.override(WEEK, "schedule", actor="wang-fang", reason="急")
    assert "condition-open" in missing(office, "launch")


def test_what_is_to_be_ratified_holds_up_the_next_gate_and_says_so(office: cf.Office) -> None:
    submitted(office)
    said = {"reason": "防汛应急", "ratify_by": "qian-duo", "within": "3 workdays"}
    change = office.override(WEEK, "finance", actor="wang-fang", **said)
    assert reported(change) == {"override-to-ratify"}
    assert state(office) == "approved"
    assert missing(office, "launch") >= {"override-unratified"}
    (condition,) = change.entries[0].details["imposed"]
    assert (condition["owner"], condition["imposer"], condition["blocks"]) == (
        "wang-fang",
        "qian-duo",
        "launch",
    )
    assert codes(office.discharge, WEEK, condition["id"], actor="wang-fang") >= {"owner-discharges"}
    assert office.discharge(WEEK, condition["id"], actor="qian-duo")
    assert missing(office, "launch") == {"round-not-opened", "step-waiting"}


def test_it_is_ratified_by_somebody_else_who_is_there(office: cf.Office) -> None:
    submitted(office)
    for who in ("ghost", "wang-fang", "office"):
        assert codes(office.override, WEEK, "finance", actor="wang-fang", reason="急", ratify_by=who) == {
            "ratifier-missing"
        }
    said = {"reason": "急", "ratify_by": "qian-duo"}
    assert fails(office.override, WEEK, "finance", actor="wang-fang", **said, within="快") == (
        "condition-due-unreadable"
    )


def test_who_ratifies_need_not_be_of_the_seat_and_approves_nothing_by_it(office: cf.Office) -> None:
    submitted(office)
    office.override(WEEK, "finance", actor="wang-fang", reason="急", ratify_by="lin-yue")
    amended(office, money(90000), reason="涨价")
    office.discharge(WEEK, "1/override-1", actor="lin-yue")
    assert unsettled(office) == {"finance": "stale"}


def test_an_override_leaves_a_baseline_that_clears_its_authors(clock: Clock) -> None:
    """Rule 45: of overridden steps, too."""
    both = (
        "qian-duo: {name: 钱多, unit: finance, roles: [",
        "qian-duo: {name: 钱多, unit: finance, roles: [planner, ",
    )
    with sound(clock, text(both, of=FINANCE)) as office:
        amended(office, money(70000), actor="qian-duo")
        office.fire(WEEK, "submit", actor="li-wei")
        office.override(WEEK, "finance", actor="wang-fang", reason="急")
        office.fire(WEEK, "launch", actor="li-wei")
        amended(office, money(75000, was=70000), reason="涨价")
        office.resubmit(WEEK, actor="li-wei")
        assert office.decide(WEEK, "finance", "approve", actor="qian-duo")


def test_a_preview_of_an_override_shows_what_then_happens(office: cf.Office) -> None:
    submitted(office)
    same_as_previewed(
        office,
        lambda it: it.override(
            WEEK, "finance", actor="wang-fang", reason="急", ratify_by="qian-duo", within="3 days"
        ),
    )


def test_an_emergency_runs_to_its_launch_by_overrides_alone_and_everybody_sees_it(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    for name in ("department", "finance", "schedule"):
        office.override(WEEK, name, actor="wang-fang", reason="防汛应急")
    office.fire(WEEK, "launch", actor="li-wei")
    office.override(WEEK, "leader", actor="wang-fang", reason="防汛应急")
    office.fire(WEEK, "launch", actor="li-wei")
    assert (state(office), set(standing(office).values())) == ("running", {"overridden"})
