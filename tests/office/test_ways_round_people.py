"""Ways round the gate by who somebody is said to be: deputies, co-authors, judges, names (25, 39, 48)."""

from collections.abc import Callable

import pytest
from tests.office.approval_desk import missing, reported, sound, state, verbs, with_steps
from tests.office.desk import WEEK, Clock, codes, text
from tests.office.reviewers import BUDGET, STAFF, Room, asking
from tests.office.test_limits import ISSUE, opening, rules

from campaignflow.types import Actor

Enter = Callable[..., Room]
JUDGE = asking("money: {title: 财务审核, by: [zhao-min, qian-duo], covers: [budget]}")
SPAN = {"from_": "2026-11-01", "until": "2027-02-01", "reason": "出差"}

# who has a deputy writes by him (rules 39, 50)

BY_NIGHT = text(
    (
        "media:\n",
        """\
  zhao-min-2: {name: 赵敏（夜班）, unit: office, same_as: zhao-min}
  li-wei-2: {name: 李伟（夜班）, unit: office, same_as: li-wei}
media:
""",
    ),
    of=JUDGE,
)
CHAINS = {
    "to his other id": [("zhao-min", "li-wei-2", 1)],
    "from his other id": [("zhao-min-2", "li-wei", 1)],
    "handed on": [("zhao-min", "wang-fang", 2), ("wang-fang", "li-wei", 1)],
}


@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)
def test_who_is_written_for_by_his_deputy_cannot_deny_it(
    room: Enter, chain: list[tuple[str, str, int]]
) -> None:
    here = room(BY_NIGHT)
    here.submit()
    for giver, to, depth in chain:
        here.office.give_mandate(giver, to, actor=giver, depth=depth, **SPAN)
    here.edit(BUDGET, actor=Actor("li-wei", on_behalf_of="zhao-min"))
    assert here.against("money", "zhao-min") == {"author-decides"}
    assert codes(here.office.disown, WEEK, actor="zhao-min") == {"nothing-to-disown"}


OTHERS = {
    "not to be handed on": [("zhao-min", "wang-fang", {}), ("wang-fang", "li-wei", {})],
    "for one step only": [("zhao-min", "li-wei", {"scope": ["money"]})],
    "of another": [("qian-duo", "li-wei", {})],
}


@pytest.mark.parametrize("given", OTHERS.values(), ids=OTHERS)
def test_who_is_written_for_by_nobody_s_leave_may_deny_it(
    room: Enter, given: list[tuple[str, str, dict[str, list[str]]]]
) -> None:
    here = room(JUDGE)
    here.submit()
    for giver, to, more in given:
        here.office.give_mandate(giver, to, actor=giver, **SPAN, **more)
    here.edit(BUDGET, actor=Actor("li-wei", on_behalf_of="zhao-min"))
    here.office.disown(WEEK, actor="zhao-min")
    here.approve("money", "zhao-min")


# who is said to have given a fund another category (rule 39)

CATEGORY = ("category: special", "category: routine")


def test_who_is_said_to_have_changed_what_a_fund_is_for_may_deny_it(room: Enter) -> None:
    here = room(JUDGE)
    here.submit()
    here.edit(CATEGORY, actor="li-wei", authors=["zhao-min"])
    assert here.against("money", "zhao-min") == {"claimed-as-author"}
    assert codes(here.office.disown, WEEK, actor="qian-duo") == {"nothing-to-disown"}
    assert verbs(here.office.disown(WEEK, actor="zhao-min")) == ["disowned", "disowned"]
    here.approve("money", "zhao-min")
    assert codes(here.office.disown, WEEK, actor="zhao-min") == {"nothing-to-disown"}


def test_who_changed_it_himself_cannot_and_a_later_claim_is_another(room: Enter) -> None:
    here = room(JUDGE)
    here.submit()
    here.edit(CATEGORY, actor="li-wei", authors=["zhao-min"])
    assert codes(here.office.disown, WEEK, actor="li-wei") == {"nothing-to-disown"}
    here.office.disown(WEEK, actor="zhao-min")
    here.edit((CATEGORY[1], CATEGORY[0]), actor="li-wei", authors=["zhao-min"])
    assert here.against("money", "zhao-min") == {"claimed-as-author"}


# who judges whether a condition is met (rules 48, 49)


def test_an_author_of_the_seat_says_not_that_a_condition_is_met_once_its_trigger_is_fired(
    clock: Clock,
) -> None:
    with sound(clock, with_steps("finance: {title: 财务, by: [qian-duo, zhou-ping, li-wei]}")) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        held = {"text": "补合同", "owner": "zhao-min", "blocks": "launch"}
        office.decide(WEEK, "finance", "approve_with_conditions", actor="qian-duo", conditions=[held])
        assert state(office) == "approved"
        assert codes(office.discharge, WEEK, "1.1/1", actor="li-wei") == {"author-decides"}
        assert codes(office.lift, WEEK, "1.1/1", actor="li-wei", reason="已办") == {"author-decides"}
        assert "condition-open" in missing(office, "launch")
        office.discharge(WEEK, "1.1/1", actor="zhou-ping")
        assert "condition-open" not in missing(office, "launch")


def test_an_author_does_not_ratify_that_his_own_plan_was_let_pass(clock: Clock) -> None:
    with sound(clock, with_steps("finance: {title: 财务, by: finance-approver}")) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.override(WEEK, "finance", actor="wang-fang", reason="防汛应急", ratify_by="li-wei")
        assert state(office) == "approved"
        assert codes(office.discharge, WEEK, "1/override-1", actor="li-wei") == {"author-decides"}
        assert "override-unratified" in missing(office, "launch")
        office.discharge(WEEK, "1/override-1", actor="qian-duo")
        assert "override-unratified" not in missing(office, "launch")


def test_where_authors_decide_by_policy_they_also_say_that_their_conditions_are_met(clock: Clock) -> None:
    alone = with_steps("finance: {title: 财务, by: li-wei, allow_author: true}")
    with sound(clock, alone) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        held = {"text": "补合同", "owner": "zhao-min", "blocks": "launch"}
        office.decide(WEEK, "finance", "approve_with_conditions", actor="li-wei", conditions=[held])
        office.discharge(WEEK, "1.1/1", actor="li-wei")
        assert "condition-open" not in missing(office, "launch")


# a name that meant a role (rules 25, 40)

ROLE = asking("money: {title: 财务审核, by: finance-approver, covers: [budget]}")


@pytest.mark.parametrize("name", ["finance-approver", "editor"])
@pytest.mark.parametrize("line", ["  gu-yan:", "  finance:"], ids=["a person", "a unit"])
def test_a_planner_calls_nobody_by_the_name_of_a_role(room: Enter, name: str, line: str) -> None:
    """A step that asks for the role would ask for whoever is called so, in the place of all who hold it."""
    here = room(ROLE)
    new = (line, f"  {name}: {{name: 新人}}\n{line}")
    assert codes(here.edit, new, actor="chen-jing") == {"ungoverned"}


def test_nor_by_that_of_a_role_nobody_holds_any_more(room: Enter) -> None:
    here = room(ROLE)
    here.submit()
    here.edit(
        ("finance, roles: [finance-approver]}", "finance, roles: [auditor]}"),
        ("by: finance-approver", "by: auditor"),
        actor="wang-fang",
        reason="机构调整",
    )
    new = ("  gu-yan:", "  finance-approver: {name: 新人}\n  gu-yan:")
    assert codes(here.edit, new, actor="chen-jing") == {"ungoverned"}  # a round still asks for it


def test_other_people_are_a_planner_s_to_bring_as_long_as_they_hold_nothing(room: Enter) -> None:
    here = room(ROLE)
    assert here.edit(("  gu-yan:", "  xin-ren: {name: 新人}\n  gu-yan:"), actor="chen-jing")


def test_nobody_is_brought_whose_id_reads_like_that_of_somebody_on_record(room: Enter) -> None:
    here = room(ROLE)
    twin = ("  zhao-min: {name: 赵敏, unit: office, roles: [head-of-unit]}", "  Zhao-Min: {name: 赵敏}")
    assert codes(here.edit, twin, actor="chen-jing") == {"ids-alike"}


# what a limit allows (C1)


def test_who_puts_off_what_has_a_limit_beyond_it_is_told(room: Enter) -> None:
    here = room(STAFF, plugins=[rules()])
    until = opening(here, level="major")["limits"]["rules"]["until"]
    done = here.office.reschedule(ISSUE, "2027-10-30", actor="chen-jing", reason="改期")
    assert "limit-passed" in reported(done)
    back = here.office.reschedule(ISSUE, f"{until[:10]} {until[11:16]}", actor="chen-jing", reason="按时限")
    assert "limit-passed" not in reported(back)
