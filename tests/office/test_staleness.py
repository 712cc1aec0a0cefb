"""What makes an approval stale and what does not: facets, tolerance, time (27-36; A10, A11, B5-B9)."""

from collections.abc import Iterator

import pytest
from tests.office.approval_desk import (
    APPROVED,
    FINANCE,
    STEPS,
    amended,
    approve,
    approved,
    money,
    running,
    sound,
    stale,
    standing,
    state,
    unsettled,
    with_steps,
)
from tests.office.desk import SUMMER, WEEK, Clock, codes, event, events, plan, text

import campaignflow as cf

DAYS = "days: {title: 日程, by: scheduler, covers: [dates.activities]}"
WINDOW = "window: {title: 档期, by: lin-yue, covers: [dates.window, dates.key]}"


@pytest.fixture
def office(clock: Clock) -> Iterator[cf.Office]:
    """The office with its four steps; whole at the end of every test."""
    with sound(clock) as office:
        yield office


def decided(office: cf.Office, ref: str = WEEK, **people: str) -> None:
    """Submit a campaign and let each step be approved by a person."""
    office.fire(ref, "submit", actor="wang-fang")
    for name, person in people.items():
        office.decide(ref, name, "approve", actor=person)
    assert state(office, ref) == "approved"


# by facet: B6, B8, B9


@pytest.fixture
def dated(clock: Clock) -> Iterator[cf.Office]:
    """An office where one step covers the window and the key dates, and one the activities."""
    with sound(clock, with_steps(DAYS, WINDOW)) as office:
        decided(office, days="shi-jian", window="lin-yue")
        yield office


def test_a_move_inside_the_window_concerns_only_who_covers_activities(dated: cf.Office) -> None:
    change = dated.reschedule("water-week/briefing", "2027-03-16 14:00-15:00", actor="li-wei", reason="场地")
    assert stale(change) == {"days": {"dates.activities@briefing", "dates.activities@briefing/release"}}


def test_a_move_beyond_it_changes_the_hull(dated: cf.Office) -> None:
    change = dated.reschedule("water-week/wrap-up", "2027-04-30", actor="li-wei", reason="延后")
    assert stale(change) == {"days": {"dates.activities@wrap-up"}, "window": {"dates.window"}}


def test_a_key_date_takes_with_it_what_hangs_on_it(dated: cf.Office) -> None:
    change = dated.reschedule("water-week/press-day", "2027-03-10", actor="li-wei", reason="领导时间")
    assert stale(change)["window"] == {"dates.key@press-day"}
    assert "dates.activities@briefing" in stale(change)["days"]


def test_one_time_of_a_series_that_is_moved_is_a_change_of_its_own(clock: Clock) -> None:
    """B7."""
    with sound(clock, with_steps(DAYS)) as office:
        decided(office, SUMMER, days="shi-jian")
        once = "summer/patrol@2027-07-16"
        assert codes(office.reschedule, once, "2027-07-15", scope="this", actor="chen-jing") == {
            "reason-missing"
        }
        change = office.reschedule(once, "2027-07-15", scope="this", actor="chen-jing", reason="台风")
        assert stale(change) == {"days": {"dates.activities@patrol@2027-07-16"}}
        office.resubmit(SUMMER, actor="wang-fang")
        assert codes(office.decide, SUMMER, "days", "approve", actor="chen-jing") >= {"not-an-approver"}


def test_who_moved_one_time_of_a_series_is_an_author(clock: Clock) -> None:
    both = (
        "shi-jian: {name: 时剑, unit: press, roles: [",
        "shi-jian: {name: 时剑, unit: press, roles: [planner, ",
    )
    days = "days: {title: 日程, by: [shi-jian, he-jun], covers: [dates.activities]}"
    with sound(clock, text(both, of=with_steps(days))) as office:
        office.reschedule(
            "summer/patrol@2027-07-16", "2027-07-15", scope="this", actor="shi-jian", reason="台风"
        )
        office.fire(SUMMER, "submit", actor="wang-fang")
        assert codes(office.decide, SUMMER, "days", "approve", actor="shi-jian") == {"author-decides"}
        assert office.decide(SUMMER, "days", "approve", actor="he-jun")


def test_the_next_times_of_a_series_are_no_change(clock: Clock) -> None:
    with sound(clock, with_steps(DAYS)) as office:
        decided(office, SUMMER, days="shi-jian")
        office.complete("summer/patrol@2027-07-02", actor="chen-jing")
        assert unsettled(office, SUMMER) == {}
        later = ("when: every friday\n        lead: press", "when: every thursday\n        lead: press")
        assert stale(amended(office, later, reason="改期", actor="chen-jing")) == {
            "days": {"dates.activities@patrol"}
        }


def test_a_budget_line_that_is_put_in_front_changes_itself_only(office: cf.Office) -> None:
    approved(office)
    line = (
        "    - for: 海报印制",
        "    - for: 场地租金\n      amount: 3000 CNY\n      fund: special\n    - for: 海报印制",
    )
    assert stale(amended(office, line, reason="增列")) == {"finance": {"budget@#场地租金"}}


def test_money_that_is_charged_to_another_year_is_another_line(clock: Clock) -> None:
    with sound(clock, FINANCE) as office:
        approved(office)
        change = amended(office, ("charged: campaign.start", "charged: 2028-01-15"), reason="跨年支付")
        assert stale(change) == {"finance": {"budget@#公益广告投放"}}


def test_another_display_name_changes_nothing(office: cf.Office) -> None:
    running(office)
    for old, new in (
        ("name: 宣传中心", "name: 宣传出版中心"),
        ("name: 李伟", "name: 李 伟"),
        ("name: 人民日报", "name: 人民日报社"),
    ):
        amended(office, (old, new), actor="wang-fang")
    assert unsettled(office) == {}


def test_a_title_is_text(office: cf.Office) -> None:
    running(office)
    change = amended(office, ("title: 印发方案", "title: 印发实施方案"), reason="更名")
    assert stale(change) == {"department": {"text@scheme"}, "leader": {"text@scheme"}}


def test_another_lead_of_an_activity_is_the_units_facet_and_a_new_activity_the_scope(
    office: cf.Office,
) -> None:
    approved(office)
    change = amended(
        office, ("title: 总结报送\n        lead: office", "title: 总结报送\n        lead: press"), reason="换"
    )
    assert stale(change) == {"department": {"units@wrap-up"}}


def test_saving_reordering_and_respelling_change_nothing(clock: Clock) -> None:
    """L1, L2."""
    with sound(clock) as office:
        running(office)
        before = office.record(WEEK).version
        assert not amended(office)
        respelt = plan(("8万元", "80000 CNY"), ("support: [press]", "support: press"), of=APPROVED)
        assert not office.apply(respelt, actor="li-wei")
        first, rest = APPROVED.split("    key_dates:\n")
        days, rest = rest.split("    activities:\n", 1)
        work, rest = rest.split("    budget:\n", 1)
        budget, others = rest.split("  summer:\n", 1)
        blocks = f"    activities:\n{work}    key_dates:\n{days}    budget:\n{budget}"
        swapped = f"{first}{blocks}  summer:\n{others}"
        office.apply(cf.loads(swapped), actor="li-wei")
        assert (office.record(WEEK).version, unsettled(office)) == (before, {})


def test_progress_reminders_and_questions_change_nothing_that_was_approved(clock: Clock) -> None:
    """L3."""
    with sound(clock) as office:
        running(office)
        office.begin("water-week/scheme", actor="li-wei")
        office.complete("water-week/scheme", actor="li-wei")
        clock.to("2027-03-01 09:00")
        office.run_due()
        office.why(WEEK)
        office.to_ics(programme="river-2027")
        assert unsettled(office) == {}


@pytest.mark.parametrize(
    ("change", "concerned"),
    [
        (money(90000), {"finance"}),
        (("title: 印发方案", "title: 印发实施方案"), {"department"}),
        (("support: press", "support:\n    - press\n    - finance"), {"department"}),
        (("when: 2027-03-22/2027-03-28", "when: 2027-03-22/2027-03-29"), {"schedule"}),
        (("        media: people-daily\n", ""), set()),
    ],
)
def test_an_edit_concerns_only_steps_that_cover_what_it_changes(
    office: cf.Office, change: tuple[str, str], concerned: set[str]
) -> None:
    """L2; partners are covered by the leader alone, who has not been asked yet."""
    approved(office)
    amended(office, change, reason="调整")
    assert {name for name, status in standing(office).items() if status != "satisfied"} == concerned


def test_an_approval_is_told_what_it_did_not_know(office: cf.Office) -> None:
    approved(office)
    change = amended(office, money(90000), reason="涨价")
    (line,) = [one.message("zh") for one in change.approvals]
    assert "财务审核" in line
    assert "公益广告投放" in line


# restored, lapsed


def test_what_is_restored_is_approved_again(office: cf.Office) -> None:
    running(office)
    amended(office, money(90000), reason="涨价")
    change = amended(office, money(80000, was=90000), reason="退回")
    assert {(one.step, one.after) for one in change.approvals} == {
        ("finance", "satisfied"),
        ("leader", "satisfied"),
    }
    assert unsettled(office) == {}


def test_an_approval_stands_for_as_long_as_it_is_valid(clock: Clock) -> None:
    step = "finance: {title: 财务审核, by: finance-approver, covers: [budget], valid_for: 30 days}"
    with sound(clock, with_steps(step)) as office:
        approved(office)
        clock.on(days=29)
        assert unsettled(office) == {}
        clock.on(days=2)
        assert unsettled(office) == {"finance": "stale"}
        assert codes(office.fire, WEEK, "launch", actor="li-wei") == {"step-stale"}
        office.resubmit(WEEK, actor="li-wei")
        approve(office, "finance")
        office.fire(WEEK, "launch", actor="li-wei")
        assert state(office) == "running"


def test_one_that_has_lapsed_while_others_were_asked_waits_for_its_people_again(clock: Clock) -> None:
    step = "finance: {title: 财务审核, by: finance-approver, covers: [budget], valid_for: 5 days}"
    with sound(clock, with_steps(step, STEPS[0])) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        approve(office, "finance")
        clock.on(days=10)
        assert [one.step for one in office.inbox("zhou-ping")] == ["finance"]
        approve(office, "department")
        assert state(office) == "in_review"
        office.decide(WEEK, "finance", "approve", actor="zhou-ping")
        assert state(office) == "approved"


def test_another_category_of_its_fund_is_another_line_and_waits_for_its_people(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    approve(office, "finance")
    amended(office, ("category: special", "category: routine"), actor="wang-fang")
    assert standing(office)["finance"] == "stale"
    assert [one.step for one in office.inbox("zhou-ping")] == ["finance"]


def test_who_gave_a_fund_another_category_is_an_author_of_the_lines_it_pays(clock: Clock) -> None:
    step = "finance: {title: 财务审核, by: [qian-duo, wang-fang], covers: [budget]}"
    with sound(clock, with_steps(step)) as office:
        amended(office, ("category: special", "category: routine"), actor="wang-fang")
        office.fire(WEEK, "submit", actor="li-wei")
        assert codes(office.decide, WEEK, "finance", "approve", actor="wang-fang") == {"author-decides"}
        approve(office, "finance")


def test_a_trigger_clears_who_gave_a_fund_another_category_before_it(clock: Clock) -> None:
    step = "finance: {title: 财务审核, by: [qian-duo, wang-fang], covers: [budget]}"
    with sound(clock, with_steps(step)) as office:
        amended(office, ("category: special", "category: routine"), actor="wang-fang")
        clock.on(hours=1)
        approved(office)
        clock.on(hours=1)
        amended(office, money(90000), reason="涨价")
        office.resubmit(WEEK, actor="li-wei")
        office.decide(WEEK, "finance", "approve", actor="wang-fang")
        clock.on(hours=1)
        amended(office, ("category: routine", "category: special"), actor="wang-fang", reason="更正")
        office.resubmit(WEEK, actor="li-wei")
        assert codes(office.decide, WEEK, "finance", "approve", actor="wang-fang") == {"author-decides"}


# tolerance (rule 31, B5)


def test_confirming_and_refining_are_tolerated_unless_a_step_says_otherwise(clock: Clock) -> None:
    strict = "strict: {title: 核期, by: lin-yue, covers: [dates], tolerates: []}"
    usual = "usual: {title: 排期, by: shi-jian, covers: [dates]}"
    with sound(clock, with_steps(strict, usual)) as office:
        decided(office, strict="lin-yue", usual="shi-jian")
        assert codes(office.confirm, "water-week/press-day", actor="li-wei") == {"reason-missing"}
        change = office.confirm("water-week/press-day", actor="li-wei", reason="已定")
        assert set(stale(change)) == {"strict"}
    with sound(clock, with_steps(strict, usual)) as office:
        decided(office, SUMMER, strict="lin-yue", usual="shi-jian")
        change = office.refine("summer/show", "2027-07-15", actor="chen-jing", reason="定在15日")
        assert set(stale(change)) == {"strict"}


def test_what_is_tolerated_needs_no_reason_as_nothing_is_unapproved_by_it(clock: Clock) -> None:
    with sound(clock, with_steps("usual: {title: 排期, by: shi-jian, covers: [dates]}")) as office:
        decided(office, SUMMER, usual="shi-jian")
        office.refine("summer/show", "2027-07-15", actor="chen-jing")
        assert unsettled(office, SUMMER) == {}


def test_tolerance_is_judged_between_what_was_approved_and_now_never_step_by_step(clock: Clock) -> None:
    """A third of a month, a day in it, another day in it; but not a day outside."""
    with sound(clock, with_steps("usual: {title: 排期, by: shi-jian, covers: [dates.activities]}")) as office:
        decided(office, SUMMER, usual="shi-jian")
        office.refine("summer/show", "2027-07-15", actor="chen-jing")
        moved = office.reschedule("summer/show", "2027-07-18", actor="chen-jing", reason="换日")
        assert not stale(moved)
        assert stale(office.reschedule("summer/show", "2027-07-22", actor="chen-jing", reason="换日")) == {
            "usual": {"dates.activities@show"}
        }
        office.reschedule("summer/show", "2027-07-12", actor="chen-jing", reason="换回")
        assert unsettled(office, SUMMER) == {}


def test_less_money_is_tolerated_where_a_step_says_so(clock: Clock) -> None:
    less = "finance: {title: 财务审核, by: finance-approver, covers: [budget], tolerates: [less]}"
    with sound(clock, with_steps(less)) as office:
        approved(office)
        assert not stale(amended(office, money(60000), reason="节约"))
        assert not stale(amended(office, money(79999, was=60000), reason="回调"))
        assert stale(amended(office, money(80001, was=79999), reason="超出")) == {
            "finance": {"budget@#公益广告投放"}
        }
        amended(office, money(80000, was=80001), reason="退回")
        assert unsettled(office) == {}


def test_less_in_another_fund_is_not_less(clock: Clock) -> None:
    less = "finance: {title: 财务审核, by: finance-approver, covers: [budget], tolerates: [less]}"
    more = ("funds:\n", "funds:\n  routine: {title: 常态化宣传经费, category: routine, amount: 300000 CNY}\n")
    with sound(clock, text(more, of=with_steps(less))) as office:
        approved(office)
        other = ("fund: special\n      charged", "fund: routine\n      charged")
        assert stale(amended(office, money(60000), other, reason="改列"))


# what others do (A10, A11)


def test_what_follows_from_another_campaign_is_asked_again_and_its_mover_is_the_author(clock: Clock) -> None:
    """The poster of the summer hangs on the press day of the water week."""
    both = (
        "shi-jian: {name: 时剑, unit: press, roles: [",
        "shi-jian: {name: 时剑, unit: press, roles: [planner, ",
    )
    days = "days: {title: 日程, by: [shi-jian, he-jun], covers: [dates.activities]}"
    with sound(clock, text(both, of=with_steps(days))) as office:
        office.fire(SUMMER, "submit", actor="chen-jing")
        office.decide(SUMMER, "days", "approve", actor="shi-jian")
        office.fire(SUMMER, "launch", actor="chen-jing")
        change = office.reschedule("water-week/press-day", "2027-03-10", actor="shi-jian", reason="领导时间")
        assert {one.ref for one in change.approvals} == {SUMMER}
        assert stale(change) == {"days": {"dates.activities@poster"}}
        (followed,) = [one for one in change.entries if one.ref == SUMMER]
        assert (followed.verb, followed.responsible) == ("followed", "shi-jian")
        office.resubmit(SUMMER, actor="chen-jing")
        assert codes(office.decide, SUMMER, "days", "approve", actor="shi-jian") == {"author-decides"}
        office.decide(SUMMER, "days", "approve", actor="he-jun")
        assert unsettled(office, SUMMER) == {}


NOTICE = {
    "year": 2027,
    "days": [{"date": f"2027-03-{day}", "isOffDay": True, "name": "放假"} for day in ("16", "17", "18")],
}


def test_a_holiday_notice_makes_nothing_stale_until_dates_are_worked_out_again(office: cf.Office) -> None:
    running(office)
    office.add_calendar(NOTICE, actor="wang-fang")
    assert unsettled(office) == {}
    office.reschedule("summer/show", "2027-07-12", actor="chen-jing", reason="换日")
    assert unsettled(office) == {}
    change = office.recalculate("river-2027", actor="wang-fang", reason="国务院办公厅通知")
    assert "schedule" in stale(change)
    assert "dates.key@press-day" in stale(change)["schedule"]


# calendars (rule 46)

SHARED = ("media: [people-daily]", "media: [people-daily]\n        visibility: partners")


def test_a_partner_sees_the_day_that_was_approved_and_the_office_the_new_one_as_tentative(
    clock: Clock,
) -> None:
    with sound(clock, text(SHARED, of=APPROVED)) as office:
        running(office)
        office.reschedule("water-week/briefing", "2027-03-18 14:00-15:00", actor="li-wei", reason="场地")
        for stage in ("stale", "resubmitted"):
            inside, outside = event(office, "新闻通气会"), event(office, "新闻通气会", partner="people-daily")
            assert (inside.start, inside.status) == ("20270318T140000", "TENTATIVE"), stage
            assert outside.start == "20270315T093000", stage
            assert event(office, "新闻通气会", audience="partners") == outside
            if stage == "stale":
                office.resubmit(WEEK, actor="li-wei")
        approve(office, "leader")
        inside, outside = event(office, "新闻通气会"), event(office, "新闻通气会", partner="people-daily")
        assert inside == outside
        assert (inside.start, inside.status) == ("20270318T140000", "CONFIRMED")


TOUR = (
    "      wrap-up:\n",
    """\
      tour:
        title: 媒体采风
        when: 2027-03-23
        lead: press
        media: people-daily
        visibility: partners
      wrap-up:
""",
)


def test_what_is_no_longer_tentative_has_another_sequence_number(clock: Clock) -> None:
    with sound(clock, text(SHARED, of=APPROVED)) as office:
        running(office)
        office.reschedule("water-week/briefing", "2027-03-18 14:00-15:00", actor="li-wei", reason="场地")
        amended(office, TOUR, reason="增加")
        before = {one.title: one for one in events(office)}
        office.resubmit(WEEK, actor="li-wei")
        approve(office, "department", "leader")
        after = {one.title: one for one in events(office)}
        anew = {one for one in after if before[one].status != after[one].status}
        assert anew > {"新闻通气会", "媒体采风"}
        assert anew < after.keys()
        assert {one for one in after if before[one].sequence < after[one].sequence} == anew


def test_what_is_new_and_not_approved_is_not_shown_to_partners(clock: Clock) -> None:
    with sound(clock, text(SHARED, of=APPROVED)) as office:
        running(office)
        amended(office, TOUR, reason="增加")
        assert [one.title for one in events(office, partner="people-daily")] == ["新闻通气会"]
        assert event(office, "媒体采风").status == "TENTATIVE"
        office.resubmit(WEEK, actor="li-wei")
        approve(office, "department", "leader")
        assert {one.title for one in events(office, partner="people-daily")} == {"新闻通气会", "媒体采风"}


def test_a_partner_is_told_that_something_is_off_whatever_is_approved(clock: Clock) -> None:
    with sound(clock, text(SHARED, of=APPROVED)) as office:
        running(office)
        office.reschedule("water-week/briefing", "2027-03-18 14:00-15:00", actor="li-wei", reason="场地")
        office.cancel("water-week/briefing", actor="li-wei", reason="取消")
        assert event(office, "新闻通气会", partner="people-daily").status == "CANCELLED"


def test_what_no_step_covers_is_shown_to_partners_as_it_is_planned(clock: Clock) -> None:
    with sound(clock, text(SHARED, of=FINANCE)) as office:
        running(office)
        office.reschedule("water-week/briefing", "2027-03-18 14:00-15:00", actor="li-wei", reason="场地")
        assert event(office, "新闻通气会", partner="people-daily").start == "20270318T140000"
