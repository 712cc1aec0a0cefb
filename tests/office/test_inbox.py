"""What waits for somebody: his turn, why he is asked, what there is to see, and nothing else."""

from collections.abc import Callable

import pytest
from tests.office.desk import SUMMER, WEEK, planted, text
from tests.office.reviewers import BUDGET, TITLE, Room, asking

import campaignflow as cf

Enter = Callable[..., Room]
STEPS = asking(
    "department: {title: 部门审核, by: head-of-unit, in: lead, covers: [text, units]}",
    "money: {title: 财务审核, by: finance-approver, covers: [budget], due: 3 workdays, after: [department]}",
    "named: {title: 审读, by: [lin-yue, press], covers: [text], due: 1 workday}",
)


def test_a_step_waits_for_those_whose_turn_it_is(room: Enter) -> None:
    here = room(STEPS)
    assert here.waits("zhao-min") == []
    here.submit()
    assert here.waits("zhao-min") == ["department"]
    assert here.waits("sun-lei") == ["named"]  # the head of a unit that does not lead
    assert here.waits("qian-duo") == []
    here.approve("department", "zhao-min")
    assert here.waits("zhao-min") == []
    assert here.waits("qian-duo") == here.waits("zhou-ping") == ["money"]
    here.approve("money", "qian-duo")
    assert here.waits("zhou-ping") == []


def test_what_is_not_asked_is_shown_and_is_in_nobody_s_inbox(room: Enter) -> None:
    major = ("campaigns:\n", "conditions:\n  major: {title: 重大活动, decided_by: lin-yue}\ncampaigns:\n")
    chief = "chief: {title: 主要领导签发, by: he-jun, only_if: major, covers: [text]}"
    here = room(text(major, of=asking(chief, "money: {by: qian-duo, covers: [budget]}")))
    here.submit()
    assert here.waits("he-jun") == ["chief"]
    here.office.determine(WEEK, "major", holds=False, actor="lin-yue", reason="日常活动")
    assert here.stands["chief"] == "not_applicable"
    assert here.waits("he-jun") == []


def test_it_says_as_what_one_is_asked(room: Enter) -> None:
    here = room(STEPS)
    here.submit()
    here.approve("department", "zhao-min")
    why = {name: [one.why for one in here.office.inbox(name)] for name in ("qian-duo", "lin-yue", "tan-xin")}
    assert why == {
        "qian-duo": ["role:finance-approver"],
        "lin-yue": ["person:lin-yue"],
        "tan-xin": ["unit:press"],
    }


def test_it_shows_what_the_step_is_about_and_nothing_else(room: Enter) -> None:
    here = room(STEPS)
    here.submit()
    here.approve("department", "zhao-min")
    (item,) = here.office.inbox("qian-duo")
    assert (item.title, item.step_title, item.status, item.on_behalf_of) == (
        "世界水日 · 中国水周",
        "财务审核",
        "waiting",
        "",
    )
    assert set(item.content) == {"budget@#海报印制", "budget@#公益广告投放"}
    assert item.changed == ()


def test_what_is_due_first_comes_first(room: Enter) -> None:
    here = room(
        asking(
            "later: {by: lin-yue, due: 5 workdays}",
            "never: {by: lin-yue}",
            "sooner: {by: lin-yue, due: 1 workday}",
        )
    )
    here.submit()
    here.office.fire(SUMMER, "submit", actor="wang-fang")
    items = [(one.ref, one.step) for one in here.office.inbox("lin-yue")]
    assert items == [
        (SUMMER, "sooner"),
        (WEEK, "sooner"),
        (SUMMER, "later"),
        (WEEK, "later"),
        (SUMMER, "never"),
        (WEEK, "never"),
    ]


def test_what_was_seen_is_what_is_approved(room: Enter) -> None:
    here = room(STEPS)
    here.submit()
    here.approve("department", "zhao-min")
    (item,) = here.office.inbox("qian-duo")
    here.edit(BUDGET, actor="li-wei")
    assert here.against("money", "qian-duo", seen=item.seen) == {"changed-since-seen"}
    (item,) = here.office.inbox("qian-duo")
    assert item.changed == ("budget@#公益广告投放",)
    here.approve("money", "qian-duo", seen=item.seen)


def test_what_somebody_else_s_step_is_about_does_not_bother_him(room: Enter) -> None:
    here = room(STEPS)
    here.submit()
    here.approve("department", "zhao-min")
    (item,) = here.office.inbox("qian-duo")
    here.office.reschedule("water-week/scheme", "2027-03-01", reason="改期", actor="li-wei")
    (again,) = here.office.inbox("qian-duo")
    assert (again.seen, again.changed) == (item.seen, ())
    here.approve("money", "qian-duo", seen=item.seen)


def test_what_was_seen_in_one_place_is_good_in_no_other(room: Enter) -> None:
    here = room(STEPS)
    here.submit()
    (item,) = [one for one in here.office.inbox("lin-yue") if one.ref == WEEK]
    assert here.against("department", "zhao-min", seen=item.seen) == {"never-shown"}
    here.office.fire(WEEK, "withdraw", actor="li-wei", reason="补材料")
    here.submit()
    assert here.against("named", "lin-yue", seen=item.seen) == {"never-shown"}  # another round


def test_it_says_what_changed_since_one_spoke(room: Enter) -> None:
    here = room(asking("all-of-it: {by: lin-yue}", "other: {by: tan-xin, covers: [partners]}"))
    here.submit()
    here.edit(TITLE, actor="li-wei")
    here.approve("all-of-it", "lin-yue")
    assert here.waits("lin-yue") == []
    here.edit(BUDGET, actor="li-wei")
    (item,) = here.office.inbox("lin-yue")
    assert (item.status, item.changed) == ("stale", ("budget@#公益广告投放",))


def test_what_is_gone_counts_as_changed_if_it_was_of_the_step(room: Enter) -> None:
    here = room(asking("money: {by: qian-duo, covers: [budget]}", "text: {by: lin-yue, covers: [text]}"))
    here.submit()
    line = "      - {for: 海报印制, quantity: 1500, unit_cost: 0.37 CNY, fund: special}\n"
    here.edit((line, ""), actor="li-wei")
    (item,) = here.office.inbox("qian-duo")
    assert item.changed == ("budget@#海报印制",)
    (item,) = here.office.inbox("lin-yue")
    assert item.changed == ()


def test_an_author_s_inbox_has_nothing_he_could_not_decide(room: Enter) -> None:
    here = room(asking("text: {by: [gu-yan, tan-xin], covers: [text]}"))
    here.submit()
    here.edit(TITLE, actor="gu-yan")
    assert here.waits("gu-yan") == []
    assert here.waits("tan-xin") == ["text"]


def test_what_one_decides_for_another_stands_there_in_his_name(room: Enter) -> None:
    here = room(STEPS)
    here.office.give_mandate("zhao-min", "tan-xin", actor="zhao-min", from_="2026-12-01", until="2026-12-31")
    here.submit()
    assert here.waits("tan-xin") == ["department for zhao-min", "named"] or here.waits("tan-xin") == [
        "named",
        "department for zhao-min",
    ]
    (item,) = [one for one in here.office.inbox("tan-xin") if one.on_behalf_of]
    here.approve("department", "tan-xin", seen=item.seen, for_=item.on_behalf_of)
    assert here.waits("zhao-min") == []


def test_not_once_the_mandate_is_over_or_he_has_spoken_or_has_sat_already(room: Enter) -> None:
    here = room(asking("panel: {by: [zhao-min, luo-bin, tan-xin], of: 3}"))
    here.office.give_mandate("zhao-min", "tan-xin", actor="zhao-min", from_="2026-12-01", until="2026-12-02")
    here.office.give_mandate("luo-bin", "he-jun", actor="luo-bin", from_="2026-12-01", until="2026-12-31")
    here.submit()
    assert here.waits("tan-xin") == ["panel", "panel for zhao-min"]
    assert here.waits("he-jun") == ["panel for luo-bin"]
    here.approve("panel", "tan-xin")
    assert here.waits("tan-xin") == []
    here.approve("panel", "luo-bin")
    assert here.waits("he-jun") == []
    here.clock.to("2026-12-03 00:00")
    assert here.waits("tan-xin") == []


def test_who_has_left_sees_nothing_be_it_for_another(room: Enter) -> None:
    here = room(STEPS)
    here.office.give_mandate("zhao-min", "tan-xin", actor="zhao-min", from_="2026-12-01", until="2026-12-31")
    here.office.give_mandate("lin-yue", "he-jun", actor="lin-yue", from_="2026-12-01", until="2026-12-31")
    here.submit()
    here.office.retire("person:tan-xin", actor="wang-fang", reason="调离")
    here.office.retire("person:lin-yue", actor="wang-fang", reason="退休")
    assert here.waits("tan-xin") == here.waits("lin-yue") == []
    assert here.waits("he-jun") == []  # for somebody who has left


def test_strangers_have_no_inbox(room: Enter) -> None:
    here = room(STEPS)
    here.submit()
    assert here.office.inbox("nobody") == []


def test_looking_changes_nothing(room: Enter) -> None:
    here = room(STEPS)
    here.submit()
    version = here.office.record(WEEK).version
    assert here.office.inbox("zhao-min") == here.office.inbox("zhao-min")
    assert here.office.record(WEEK).version == version


def test_in_a_preview_the_inbox_is_that_of_the_preview(room: Enter) -> None:
    here = room(STEPS)
    with here.office.preview() as dry:
        dry.fire(WEEK, "submit", actor="li-wei")
        assert [one.step for one in dry.inbox("zhao-min")] == ["department"]
    assert here.waits("zhao-min") == []


def test_tasks_that_were_left_to_people_stand_beside(room: Enter) -> None:
    here = room(STEPS)
    here.submit()
    missed = {
        "kind": "missed-trigger",
        "trigger": "launch",
        "why": ["too-late"],
        "to": ["zhao-min"],
        "due": "2027-03-08",
    }
    planted(here.office, SUMMER, ("tasks", "missed:launch"), missed)
    kinds = [(one.kind, one.ref, one.due and one.due.isoformat()) for one in here.office.inbox("zhao-min")]
    assert kinds == [
        ("missed-trigger", SUMMER, "2027-03-08T16:00:00+00:00"),  # the end of the day, in Shanghai
        ("decide", WEEK, None),
    ]


# several at once


def many(room: Enter) -> Room:
    here = room(
        asking("money: {title: 财务审核, by: finance-approver, covers: [budget]}", "text: {by: lin-yue}")
    )
    here.submit()
    here.office.fire(SUMMER, "submit", actor="wang-fang")
    return here


def test_several_are_decided_at_once_each_by_itself(room: Enter) -> None:
    here = many(room)
    items = here.office.inbox("qian-duo")
    assert [one.ref for one in items] == [SUMMER, WEEK]
    done = here.office.decide_all(items, "approve", actor="qian-duo", note="同意")
    assert [item for item, _ in done] == items
    assert [type(one) for _, one in done] == [cf.Change, cf.Change]
    assert [one.entries[0].note for _, one in done] == ["同意", "同意"]
    assert here.office.inbox("qian-duo") == []


def test_one_that_is_refused_keeps_none_of_the_others(room: Enter) -> None:
    here = many(room)
    items = here.office.inbox("qian-duo")
    here.office.apply(cf.loads(text(BUDGET, of=here.file)), actor="li-wei")
    (_, first), (_, second) = here.office.decide_all(reversed(items), "approve", actor="qian-duo")
    assert isinstance(first, cf.Refused)
    assert [one.code for one in first.reasons] == ["changed-since-seen"]
    assert isinstance(second, cf.Change)
    assert here.stands["money"] == "waiting"


def test_those_for_another_are_decided_for_him(room: Enter) -> None:
    here = many(room)
    here.office.give_mandate("qian-duo", "he-jun", actor="qian-duo", from_="2026-12-01", until="2026-12-31")
    here.office.give_mandate("zhou-ping", "he-jun", actor="zhou-ping", from_="2026-12-01", until="2026-12-31")
    done = here.office.decide_all(here.office.inbox("he-jun"), "approve", actor="he-jun")
    said = [one.entries[0].details["decision"]["principal"] for _, one in done if isinstance(one, cf.Change)]
    assert said == ["qian-duo", "qian-duo"]
    refused = [one.reasons[0].code for _, one in done if isinstance(one, cf.Refused)]
    assert refused == ["sits-already", "sits-already"]


def test_a_task_is_nothing_to_approve(room: Enter) -> None:
    here = many(room)
    planted(here.office, SUMMER, ("tasks", "missed:launch"), {"kind": "missed-trigger", "to": ["qian-duo"]})
    done = here.office.decide_all(here.office.inbox("qian-duo"), "approve", actor="qian-duo")
    assert [type(one).__name__ for _, one in done] == ["Refused", "Change", "Change"]
    ((_, refusal),) = [one for one in done if isinstance(one[1], cf.Refused)]
    assert "不是审批事项" in refusal.message("zh")


def test_what_is_there_no_more_is_refused_by_itself(room: Enter) -> None:
    here = many(room)
    items = here.office.inbox("qian-duo")
    here.office.fire(SUMMER, "withdraw", actor="wang-fang", reason="补材料")
    here.edit(
        ("  water-week:\n    title", "  water-week-27:\n    was: water-week\n    title"),
        ("water-week/press-day", "water-week-27/press-day"),
        actor="li-wei",
    )
    done = here.office.decide_all(items, "approve", actor="qian-duo")
    assert [one.reasons[0].code for _, one in done if isinstance(one, cf.Refused)] == [
        "no-round",
        "record-closed",
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_item_can_be_said_in_a_line(room: Enter, lang: str) -> None:
    here = many(room)
    for one in here.office.inbox("qian-duo"):
        assert "财务审核" in one.message(lang)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("", "世界水日 · 中国水周：请审批“财务审核”。"),
        (", due: 3 workdays", "世界水日 · 中国水周：请审批“财务审核”（2026-12-04前）。"),
        (", due: 4 hours", "世界水日 · 中国水周：请审批“财务审核”（2026-12-01 13:00+08:00前）。"),
    ],
)
def test_the_day_it_is_due_is_said_as_the_office_has_it_and_none_where_there_is_none(
    room: Enter, due: str, said: str
) -> None:
    here = room(asking(f"money: {{title: 财务审核, by: finance-approver, covers: [budget]{due}}}"))
    here.submit()
    assert here.office.inbox("qian-duo")[0].message("zh") == said


# conditions to confirm, overrides to ratify


PROMISE = {"text": "授权书到齐", "owner": "li-wei", "due": "2027-03-10"}


def promised(here: Room, **more: object) -> None:
    here.submit()
    here.says("approve_with_conditions", "money", "qian-duo", conditions=[{**PROMISE, **more}])


def owed(here: Room, person: str) -> list[tuple[str, str, str]]:
    found = [one for one in here.office.inbox(person) if one.condition]
    return [(one.kind, one.condition, one.why) for one in found]


def test_a_condition_waits_for_its_owner_and_for_every_one_of_the_seat_that_imposed_it(room: Enter) -> None:
    here = room(
        asking("money: {title: 财务审核, by: finance-approver, covers: [budget]}", "text: {by: lin-yue}")
    )
    promised(here)
    assert owed(here, "li-wei") == [("condition", "1.1/1", "person:li-wei")]
    assert owed(here, "qian-duo") == [("discharge", "1.1/1", "person:qian-duo")]
    assert owed(here, "zhou-ping") == [("discharge", "1.1/1", "role:finance-approver")]
    assert owed(here, "he-jun") == owed(here, "lin-yue") == owed(here, "wang-fang") == []
    (item,) = [one for one in here.office.inbox("zhou-ping") if one.kind == "discharge"]
    assert (item.ref, item.step_title, item.asks) == (WEEK, "财务审核", "授权书到齐")
    assert item.due is not None
    assert item.due.isoformat() == "2027-03-10T16:00:00+00:00"
    for lang in ("zh", "en"):
        assert "授权书到齐" in item.message(lang)
        assert "2027-03-10" in item.message(lang)
    (undated,) = here.office.inbox("lin-yue")
    assert [undated.message(lang) for lang in ("zh", "en")] == [
        "世界水日 · 中国水周：请审批“text”。",
        "世界水日 · 中国水周: decide “text”.",
    ]


def test_who_finds_it_in_his_inbox_can_end_it_and_nobody_else_can(room: Enter) -> None:
    people = ("li-wei", "qian-duo", "zhou-ping", "he-jun", "lin-yue", "wang-fang", "gu-yan", "press-desk")
    here = room(asking("money: {by: [finance-approver, gu-yan, press-desk], covers: [budget]}"))
    promised(here)
    here.edit(BUDGET, actor="gu-yan", reason="涨价")
    told = {one for one in people if any(kind == "discharge" for kind, _, _ in owed(here, one))}
    can = set()
    for one in people:
        with here.office.preview() as dry:
            try:
                dry.discharge(WEEK, "1.1/1", actor=one)
                can.add(one)
            except cf.Refused:
                pass
    assert told == can == {"qian-duo", "zhou-ping"}
    here.office.discharge(WEEK, "1.1/1", actor="zhou-ping")
    assert {one for one in people if owed(here, one)} == set()


def test_one_that_changes_what_was_approved_comes_with_what_there_is_to_see(room: Enter) -> None:
    here = room(asking("money: {by: finance-approver, covers: [budget]}", "text: {by: lin-yue}"))
    promised(here, expects=["budget"])
    here.edit(BUDGET, actor="li-wei")
    (item,) = [one for one in here.office.inbox("qian-duo") if one.kind == "discharge"]
    assert (set(item.content), item.changed) == (
        {"budget@#海报印制", "budget@#公益广告投放"},
        ("budget@#公益广告投放",),
    )
    done = here.office.discharge(WEEK, item.condition, actor="qian-duo", seen=item.seen)
    assert done.entries[0].details["decision"]["seen"] is True


def test_an_override_waits_for_who_is_to_ratify_it(room: Enter) -> None:
    here = room(asking("money: {title: 财务审核, by: qian-duo, covers: [budget]}"))
    here.submit()
    here.office.override(
        WEEK, "money", actor="wang-fang", reason="汛情紧急", ratify_by="he-jun", within="2 workdays"
    )
    (item,) = here.office.inbox("he-jun")
    assert (item.kind, item.step_title, item.why, item.asks) == (
        "ratify",
        "财务审核",
        "person:he-jun",
        "汛情紧急",
    )
    assert (set(item.content), item.due is not None) == ({"budget@#海报印制", "budget@#公益广告投放"}, True)
    here.office.discharge(WEEK, item.condition, actor="he-jun")
    assert here.office.inbox("he-jun") == []


def test_a_condition_is_nothing_to_approve(room: Enter) -> None:
    here = room(asking("money: {by: qian-duo, covers: [budget]}", "text: {by: lin-yue}"))
    promised(here)
    ((item, refusal),) = here.office.decide_all(here.office.inbox("qian-duo"), "approve", actor="qian-duo")
    assert item.kind == "discharge"
    assert isinstance(refusal, cf.Refused)
    assert "“条件落实后请确认”不是审批事项" in refusal.message("zh")


def test_who_has_left_is_no_longer_told_and_his_seat_still_is(room: Enter) -> None:
    here = room(asking("money: {by: finance-approver, covers: [budget]}", "text: {by: lin-yue}"))
    promised(here)
    here.office.retire("person:qian-duo", actor="wang-fang", reason="退休")
    assert owed(here, "qian-duo") == []
    assert owed(here, "zhou-ping") == [("discharge", "1.1/1", "role:finance-approver")]
