"""A step that too few are left to decide says so, why, and what helps; one that waits, for whom alone."""

from collections.abc import Callable
from typing import Any

from tests.office.desk import WEEK, codes, text
from tests.office.reviewers import BUDGET, STAFF, TITLE, Room, asking

import campaignflow as cf

Enter = Callable[..., Room]
CLERK = text(
    ("  press-desk:", "  clerk: {name: 文员, unit: press, roles: [scheduler]}\n  press-desk:"), of=STAFF
)


def held_up(here: Room, trigger: str = "submit") -> dict[str, cf.Reason]:
    (why,) = here.office.why(WEEK, trigger)
    return {str(one.facts.get("step", one.code)): one for one in why.reasons}


def helps(reason: cf.Reason) -> dict[str, Any]:
    return {str(way): way.facts.get("who") for way in reason.facts["ways"]}


def test_a_step_waits_for_those_who_have_not_spoken(room: Enter) -> None:
    here = room(asking("panel: {by: editor, of: 2}"))
    here.submit()
    assert held_up(here)["panel"].clears == ("gu-yan", "luo-bin", "tan-xin")
    here.approve("panel", "tan-xin")
    assert held_up(here)["panel"].clears == here.step("panel").who == ("gu-yan", "luo-bin")
    here.office.take_back(WEEK, "panel", actor="tan-xin")
    assert held_up(here)["panel"].clears == ("gu-yan", "luo-bin", "tan-xin")


def test_who_abstained_may_still_agree_where_nobody_else_is_left(room: Enter) -> None:
    here = room(asking("panel: {by: tan-xin}"))
    here.submit()
    here.says("abstain", "panel", "tan-xin")
    reason = held_up(here)["panel"]
    assert (reason.code, reason.clears) == ("step-waiting", ("tan-xin",))


def test_where_nobody_is_left_it_says_why_and_what_helps(room: Enter) -> None:
    here = room(asking("text: {title: 审读, by: editor, in: press, covers: [text]}"))
    here.submit()
    here.edit(TITLE, actor="gu-yan")
    here.office.retire("person:tan-xin", actor="wang-fang", reason="调离")
    reason = held_up(here)["审读"]
    assert reason.code == "step-stuck"
    assert set(reason.facts["out"]) == {"author-decides", "shared-account-decides"}
    assert helps(reason) == {
        "way-give-role": ["wang-fang"],
        "way-override": ["wang-fang"],
        "way-withdraw": ["chen-jing", "gu-yan", "li-wei", "wang-fang"],
    }
    assert set(reason.clears) == {"chen-jing", "gu-yan", "li-wei", "wang-fang"}
    said = reason.message("zh")
    assert "gu-yan 参与了起草或修改" in said
    assert "由 wang-fang 越过（override）；由 chen-jing、gu-yan、li-wei、wang-fang 撤回（withdraw）。" in said
    assert "授权" not in said  # whoever speaks for an author may no more than he
    assert "—" not in said + reason.message("en")


def test_each_way_that_is_named_leads_out(room: Enter) -> None:
    here = room(asking("text: {title: 审读, by: editor, in: press, covers: [text]}"))
    here.submit()
    here.edit(TITLE, actor="gu-yan")
    here.office.retire("person:tan-xin", actor="wang-fang", reason="调离")
    ways = helps(held_up(here)["审读"])
    with here.office.preview() as dry:
        assert dry.override(WEEK, "审读", actor=ways["way-override"][0], reason="急").states
    with here.office.preview() as dry:
        assert dry.fire(WEEK, "withdraw", actor=ways["way-withdraw"][0], reason="撤").states
    role = ("chen-jing: {name: 陈静, unit: press, roles: [planner]}",)
    here.edit((role[0], role[0].replace("[planner]", "[planner, editor]")), actor=ways["way-give-role"][0])
    assert held_up(here)["审读"].clears == ("chen-jing",)
    here.approve("text", "chen-jing")
    assert here.state == "approved"


def test_nobody_but_who_is_named_can_be_given_a_named_seat(room: Enter) -> None:
    here = room(asking("text: {by: tan-xin, overridable: false}", "each-of-us: {by: auditor, of: all}"))
    here.submit()
    here.office.retire("person:tan-xin", actor="wang-fang", reason="调离")
    here.office.retire("person:he-jun", actor="wang-fang", reason="调离")
    found = held_up(here)
    assert set(helps(found["text"])) == {"way-withdraw"}
    assert set(found["text"].facts["out"]) == {"nobody-else-is-meant"}
    assert set(helps(found["each-of-us"])) == {"way-override", "way-withdraw"}


def test_a_quorum_that_cannot_be_filled_any_more_is_no_mere_waiting(room: Enter) -> None:
    here = room(asking("panel: {by: [tan-xin, luo-bin], of: 2, covers: [text]}"))
    here.submit()
    here.approve("panel", "tan-xin")
    assert held_up(here)["panel"].code == "step-waiting"
    here.office.retire("person:luo-bin", actor="wang-fang", reason="调离")
    reason = held_up(here)["panel"]
    assert (reason.code, reason.facts["seats"]) == ("step-stuck", 2)


def test_what_was_approved_by_somebody_who_left_says_what_changed_and_what_helps(room: Enter) -> None:
    here = room(asking("money: {by: qian-duo, covers: [budget]}"))
    here.submit()
    here.approve("money", "qian-duo")
    here.edit(BUDGET, actor="li-wei", reason="涨价")
    here.office.retire("person:qian-duo", actor="wang-fang", reason="退休")
    reason = held_up(here, "launch")["money"]
    assert reason.code == "step-stale-stuck"
    assert list(reason.facts["changed"]) == ["budget@#公益广告投放"]
    assert helps(reason) == {"way-stop": None}  # its round is over: nothing to withdraw, nothing to override
    assert codes(here.office.fire, WEEK, "launch", actor="wang-fang") >= {"step-stale-stuck"}
    assert here.office.fire(WEEK, "cancel", actor="wang-fang", reason="停办")


def test_an_author_who_governs_is_named_neither_to_override_nor_to_hand_out_the_role(room: Enter) -> None:
    here = room(
        asking("text: {by: tan-xin, covers: [text]}", "other: {by: scheduler, covers: [text]}", of=CLERK)
    )
    here.submit()
    here.edit(TITLE, actor="wang-fang")
    for person in ("tan-xin", "clerk"):
        here.office.retire(f"person:{person}", actor="wang-fang", reason="调离")
    found = held_up(here)
    assert set(helps(found["text"])) == set(helps(found["other"])) == {"way-withdraw"}
