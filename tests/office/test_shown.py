"""What a person is shown who decides a step: what it is about, what changed, and the fingerprint of it."""

from collections.abc import Callable

import pytest
from tests.office.desk import WEEK, fails, refused
from tests.office.reviewers import BUDGET, Room, asking, own

import campaignflow as cf

Enter = Callable[..., Room]
STEPS = asking(
    "money: {title: 财务审核, by: finance-approver, covers: [budget], fills: [fund_code]}",
    "text: {title: 审读, by: lin-yue, covers: [text]}",
)


def test_it_is_what_the_inbox_shows(room: Enter) -> None:
    here = room(STEPS)
    here.submit()
    (item,) = here.office.inbox("qian-duo")
    shown = here.office.shown(WEEK, "财务审核", "qian-duo")
    assert shown is not None
    for name in (
        "ref",
        "title",
        "step",
        "step_title",
        "status",
        "seen",
        "content",
        "changed",
        "verdicts",
        "fills",
    ):
        assert getattr(shown, name) == getattr(item, name), name
    assert shown.fills == ("fund_code",)
    assert here.approve("money", "qian-duo", seen=shown.seen)


def test_it_is_there_while_nobody_is_asked_too(room: Enter) -> None:
    here = room(STEPS)
    assert here.office.shown(WEEK, "money") is None  # nothing was submitted
    assert here.office.shown("unit:office", "money") is None
    here.submit()
    here.approve("money", "qian-duo")
    shown = here.office.shown("water-week", "money")
    assert shown is not None
    assert (shown.status, set(shown.content)) == ("satisfied", {"budget@#海报印制", "budget@#公益广告投放"})


def test_what_changed_is_said_since_that_person_spoke(room: Enter) -> None:
    here = room(STEPS)
    here.submit()
    here.edit(BUDGET, actor="li-wei")
    here.approve("money", "qian-duo")
    changed = {who: here.office.shown(WEEK, "money", who).changed for who in ("", "zhou-ping", "qian-duo")}
    assert changed == {"": ("budget@#公益广告投放",), "zhou-ping": ("budget@#公益广告投放",), "qian-duo": ()}


def test_what_changed_of_an_item_that_was_renamed_is_said_too(room: Enter) -> None:
    here = room(own("hall: {by: lin-yue, covers: [scheme]}"))
    here.edit(
        ("      scheme: {title: 印发方案,", "      work: {was: scheme, title: 印发方案,"),
        ("needs: [scheme]", "needs: [work]"),
        ("covers: [scheme]", "covers: [work]"),
        actor="wang-fang",
    )
    here.submit()
    here.edit(("印发方案", "印发工作方案"), actor="li-wei")
    shown = here.office.shown(WEEK, "hall")
    assert shown is not None
    assert shown.changed == ("text@scheme",)
    assert set(shown.changed) < set(shown.content)


def test_a_step_that_is_not_there_is_said_with_the_one_that_was_meant(room: Enter) -> None:
    here = room(STEPS)
    here.submit()
    assert fails(here.office.shown, WEEK, "mony") == "step-unknown"
    with pytest.raises(cf.InvalidValue) as caught:
        here.office.shown(WEEK, "财务审查")
    assert caught.value.message("zh").endswith("是不是想写 money？")


def test_looking_writes_nothing_and_a_preview_shows_its_own(room: Enter) -> None:
    here = room(STEPS)
    here.submit()
    before, version = here.office.shown(WEEK, "text"), here.office.record(WEEK).version
    with here.office.preview() as dry:
        dry.reschedule("water-week/scheme", "2027-03-01", reason="改期", actor="li-wei")
        assert dry.shown(WEEK, "text") == before
        dry.fire(WEEK, "withdraw", actor="li-wei", reason="补")
        assert dry.shown(WEEK, "text") is None
    assert (here.office.shown(WEEK, "text"), here.office.record(WEEK).version) == (before, version)


# a fingerprint that is no good


def test_a_fingerprint_of_something_else_was_never_shown_here(room: Enter) -> None:
    here = room(STEPS)
    here.submit()
    other = here.office.shown(WEEK, "text").seen
    for seen in (other, "f" * 24, "x"):
        (reason,) = refused(here.office.decide, WEEK, "money", "approve", actor="qian-duo", seen=seen)
        assert (reason.code, reason.kind) == ("never-shown", "version")
        for lang in ("zh", "en"):
            assert "—" not in reason.message(lang)
            assert seen in reason.message(lang)
            assert "inbox" in reason.message(lang)


def test_one_that_was_shown_before_a_change_names_the_change(room: Enter) -> None:
    here = room(STEPS)
    here.submit()
    seen = here.office.shown(WEEK, "money").seen
    here.edit(BUDGET, actor="li-wei")
    (reason,) = refused(here.office.decide, WEEK, "money", "approve", actor="qian-duo", seen=seen)
    assert (reason.code, list(reason.facts["changed"])) == ("changed-since-seen", ["budget@#公益广告投放"])
