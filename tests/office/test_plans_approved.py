"""Rules of approval that real offices published, each run to the end; the people are invented.

A county water bureau's three reviews and three proofs, a utility board's vote on a campaign in two halves,
and a press office where the head of a unit signs before the editors do.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.office.approval_desk import is_whole, standing, state, unsettled, verbs
from tests.office.desk import Clock, codes, given

import campaignflow as cf

# three reviews, three proofs (三审三校)

XIFENG = """\
programme:
  id: three-reviews
  title: 信息发布"三审三校"制度
  period: 2027
  timezone: Asia/Shanghai
  working_calendar: CN
units:
  slj:      {name: 水务管理局, coordinator: true}
  proof:    {name: 政务公开专职校对小组, part_of: slj}
  stations: {name: 各水务中心、局属站室负责人, collective: true, part_of: slj}
people:
  main:   {name: 石峰, unit: slj, roles: [head-of-unit]}
  vice:   {name: 田丽, unit: slj, roles: [leader-in-charge]}
  head:   {name: 龙飞, unit: slj, roles: [section-head]}
  editor: {name: 罗晓, unit: slj, roles: [drafter, planner]}
  admin:  {name: 姚静, unit: slj, roles: [planner, administrator]}
  p1:     {name: 冉一, unit: proof}
  p2:     {name: 冉二, unit: proof}
  p3:     {name: 冉三, unit: proof}
channels:
  site:   {name: 政府门户网站, platform: website, owner: slj}
conditions:
  major: {title: 重大事项或特殊情况, decided_by: vice}
approvals:
  first:  {title: "一审:文字、差错", by: editor, before: release, self_check: true}
  second: {title: "二审:事实、依据、格式", by: head, after: [first], before: release}
  final:  {title: "终审:政治和政策把关,决定发布", by: vice, after: [second], before: release}
  chief:  {title: 主要领导签发, by: main, after: [final], before: release, only_if: major}
  proofs: {title: "至少三遍校对,重要稿件通读", by: proof, passes: 3, before: release}
campaigns: {}
"""
ITEM = "item:three-reviews/notice"


@pytest.fixture
def bureau(clock: Clock) -> Iterator[cf.Office]:
    """The bureau, with a notice drafted and cleared for release."""
    with cf.open_office("sqlite://", clock=clock) as office:
        office.apply(cf.loads(XIFENG), actor="admin")
        office.open(
            "item", title="供水水质公告", programme="three-reviews", id="notice", unit="slj", actor="editor"
        )
        for trigger in ("write", "submit", "release"):
            office.fire(ITEM, trigger, actor="editor")
        yield office
        is_whole(office)


def says(office: cf.Office, step: str, *people: str, **said: Any) -> None:
    for person in people:
        office.decide(ITEM, step, "approve", actor=person, **said)


def test_a_notice_takes_three_reviews_in_their_order_and_three_proofs(bureau: cf.Office) -> None:
    assert state(bureau, ITEM) == "cleared"
    assert standing(bureau, ITEM) == dict.fromkeys(
        ("first", "second", "final", "chief", "proofs-1", "proofs-2", "proofs"), "waiting"
    )
    assert codes(says, bureau, "second", "head") == {"step-not-its-turn"}
    assert [one.step for one in bureau.inbox("editor")] == ["first"]
    assert [one.step for one in bureau.inbox("p1")] == ["proofs-1"]
    says(bureau, "first", "editor")  # who drafted it looks first: a published rule, and shown as that
    says(bureau, "second", "head")
    says(bureau, "final", "vice")
    assert codes(says, bureau, "proofs", "p3") == {"step-not-its-turn"}
    says(bureau, "proofs-1", "p1")
    says(bureau, "proofs-2", "p2")
    says(bureau, "proofs", "p3")
    assert unsettled(bureau, ITEM) == {"chief": "waiting"}
    assert codes(bureau.fire, ITEM, "release", actor="editor") == {"step-waiting"}


def reviewed(bureau: cf.Office) -> None:
    says(bureau, "first", "editor")
    says(bureau, "second", "head")
    says(bureau, "final", "vice")
    for step, person in (("proofs-1", "p1"), ("proofs-2", "p2"), ("proofs", "p3")):
        says(bureau, step, person)


def test_a_major_matter_is_released_once_the_chief_has_signed(bureau: cf.Office) -> None:
    reviewed(bureau)
    says(bureau, "chief", "main", note="同意发布")
    assert verbs(bureau.fire(ITEM, "release", actor="editor")) == ["released"]
    assert state(bureau, ITEM) == "released"


def test_an_ordinary_one_is_released_without_him_if_the_leader_in_charge_says_so(bureau: cf.Office) -> None:
    reviewed(bureau)
    assert codes(bureau.determine, ITEM, "major", holds=False, actor="editor", reason="日常信息") >= {
        "not-an-approver"
    }
    bureau.determine(ITEM, "major", holds=False, actor="vice", reason="日常信息")
    bureau.fire(ITEM, "release", actor="editor")
    assert state(bureau, ITEM) == "released"


def test_a_word_that_is_changed_goes_through_all_reviews_and_proofs_again(bureau: cf.Office) -> None:
    reviewed(bureau)
    says(bureau, "chief", "main")
    bureau.reschedule(ITEM, "2027-03-01", actor="editor", reason="定发布日")
    assert set(unsettled(bureau, ITEM).values()) == {"stale"}
    assert codes(bureau.fire, ITEM, "release", actor="editor") == {"step-stale"}
    reviewed(bureau)
    says(bureau, "chief", "main")
    bureau.fire(ITEM, "release", actor="editor")
    assert state(bureau, ITEM) == "released"


def test_a_notice_that_a_review_sends_back_is_asked_about_again_with_an_answer(bureau: cf.Office) -> None:
    says(bureau, "first", "editor")
    bureau.decide(ITEM, "second", "request_changes", actor="head", note="数据无出处")
    assert state(bureau, ITEM) == "cleared"
    assert codes(bureau.fire, ITEM, "release", actor="editor") == {"answer-missing"}
    bureau.fire(ITEM, "release", actor="editor", note="出处见附件")
    assert standing(bureau, ITEM)["first"] == "satisfied"
    reviewed(bureau)
    says(bureau, "chief", "main")
    bureau.fire(ITEM, "release", actor="editor")
    assert state(bureau, ITEM) == "released"


# a board, and a campaign in two halves

BOARD = """\
programme:
  id: conservation-2003
  title: PR campaign for the 2003 landscape water conservation program
  period: 2003-03-01/2003-08-31
  timezone: America/Los_Angeles
  working_calendar: US-CA
  currency: USD
units:
  staff:  {name: district conservation staff, coordinator: true}
  agency: {name: Harbor Lane Public Relations}
  board:  {name: Board of Directors}
people:
  gm:     {name: Ruth Alder, unit: staff, roles: [general-manager]}
  pat:    {name: Pat Quill, unit: staff, roles: [planner, administrator]}
  chair:  {name: Joan Tamarack, unit: board}
  member: {name: Luis Ortega, unit: board}
media:
  news: {name: news media, tier: county, kind: newspaper}
funds:
  district: {title: district budget}
conditions:
  funds-available: {title: the review shows that there are funds, decided_by: [gm, board], due: budget-review}
campaigns:
  summer-2003:
    title: Summer 2003 conservation PR
    lead: [gm, staff]
    support: agency
    supervise: board
    when: 2003-05-01/2003-08-31
    key_dates:
      budget-review: {title: review of the second-half-year budget, when: tbd}
    activities:
      may-june:
        title: PR campaign, May and June
        lead: agency
        support: staff
        when: 2003-05-01/2003-06-30
        media: [news]
      july-august:
        title: PR campaign, July and August
        lead: agency
        support: staff
        when: 2003-07-01/2003-08-31
        only_if: funds-available
        media: [news]
    budget:
      - {for: agency fee May-June, quantity: 2 months, unit_cost: 3750 USD, fund: district}
      - for: agency fee July-August
        quantity: 2 months
        unit_cost: 3750 USD
        fund: district
        only_if: funds-available
    approvals:
      two-months:  {title: approve two months, by: board, due: 2003-04, before: launch, covers: [may-june]}
      july-august:
        title: decide on July and August
        by: [gm, board]
        due: budget-review
        before: launch
        covers: [july-august]
        after: [two-months]
"""
SUMMER_2003 = "campaign:conservation-2003/summer-2003"


@pytest.fixture
def district(clock: Clock) -> Iterator[cf.Office]:
    """The district in March 2003: the campaign is submitted, and its launch is asked for."""
    clock.to("2003-03-20 10:00")
    with cf.open_office("sqlite://", clock=clock) as office:
        office.apply(cf.loads(BOARD), actor="pat")
        office.fire(SUMMER_2003, "submit", actor="pat")
        office.fire(SUMMER_2003, "launch", actor="pat")
        yield office
        is_whole(office)


def test_the_board_votes_by_the_end_of_april_and_then_on_the_second_half(district: cf.Office) -> None:
    assert state(district, SUMMER_2003) == "approved"  # nobody is asked before it is submitted
    (item,) = district.inbox("chair")
    assert (item.step, str(item.due)) == ("two-months", "2003-05-01 07:00:00+00:00")
    assert {leaf.partition("@")[2] for leaf in item.content} == {"may-june"}
    assert not district.inbox("gm")
    district.decide(SUMMER_2003, "two-months", "approve", actor="chair")
    (item,) = district.inbox("gm")
    assert (item.step, item.due) == ("july-august", None)
    district.decide(SUMMER_2003, "july-august", "approve", actor="gm")
    district.fire(SUMMER_2003, "launch", actor="pat")
    assert state(district, SUMMER_2003) == "running"


def test_the_board_is_reminded_before_the_end_of_april(district: cf.Office, clock: Clock) -> None:
    clock.to("2003-04-28 10:00")
    district.run_due()
    for moment in ("2003-04-29 09:00", "2003-04-30 09:00", "2003-05-01 02:00"):
        clock.to(moment)
        done = given(district.run_due())
        if done:
            break
    assert ("reminded", "decide", "summer-2003/approval:two-months") in done


def test_the_second_half_that_moves_is_asked_about_again_and_the_first_is_not(district: cf.Office) -> None:
    district.decide(SUMMER_2003, "two-months", "approve", actor="chair")
    district.decide(SUMMER_2003, "july-august", "approve", actor="gm")
    district.fire(SUMMER_2003, "launch", actor="pat")
    district.reschedule("summer-2003/july-august", "2003-07-15/2003-08-31", actor="pat", reason="funds")
    assert unsettled(district, SUMMER_2003) == {"july-august": "stale"}
    district.resubmit(SUMMER_2003, actor="pat")
    district.decide(SUMMER_2003, "july-august", "approve", actor="member")
    assert unsettled(district, SUMMER_2003) == {}


def test_the_second_half_is_approved_on_condition_that_there_is_money(district: cf.Office) -> None:
    district.decide(SUMMER_2003, "two-months", "approve", actor="chair")
    promise = {"text": "the review shows funds", "owner": "pat", "blocks": "wrap_up", "due": "2003-06-30"}
    district.decide(
        SUMMER_2003, "july-august", "approve_with_conditions", actor="chair", conditions=[promise]
    )
    district.fire(SUMMER_2003, "launch", actor="pat")
    assert codes(district.fire, SUMMER_2003, "wrap_up", actor="pat") == {"condition-open"}
    district.discharge(SUMMER_2003, conditions(district)[0], actor="gm")
    district.fire(SUMMER_2003, "wrap_up", actor="pat")
    assert state(district, SUMMER_2003) == "wrapping_up"


def conditions(office: cf.Office) -> list[str]:
    """Return the ids of the conditions that were imposed."""
    return [one["id"] for entry in office.journal(SUMMER_2003) for one in entry.details.get("imposed", ())]


# the head of the unit, then the editors

EDITORS = """\
programme: {id: press-2027, title: 新闻发布, period: 2027, timezone: Asia/Shanghai, working_calendar: CN}
units:
  office: {name: 办公室, coordinator: true}
  desk: {name: 编辑部}
people:
  xu-li: {name: 徐莉, unit: office, roles: [planner, administrator]}
  gao-yuan: {name: 高远, unit: office, roles: [head-of-unit]}
  e1: {name: 甘一, unit: desk, roles: [editor]}
  e2: {name: 甘二, unit: desk, roles: [editor]}
  e3: {name: 甘三, unit: desk, roles: [editor]}
approvals:
  head: {title: 部门负责人审签, by: head-of-unit, in: lead, due: 2 workdays}
  editors: {title: 编辑部审定, by: editor, of: 2, after: [head], due: 3 workdays, refusals: 2}
campaigns:
  open-day:
    title: 开放日
    lead: office
    when: 2027-05-15
    activities:
      tour: {title: 参观, lead: office, when: 2027-05-15 09:00-11:00}
"""
OPEN_DAY = "campaign:press-2027/open-day"


def test_the_head_of_the_unit_signs_first_then_two_editors(clock: Clock) -> None:
    with cf.open_office("sqlite://", clock=clock) as office:
        office.apply(cf.loads(EDITORS), actor="xu-li")
        office.fire(OPEN_DAY, "submit", actor="xu-li")
        assert not office.inbox("e1")
        office.decide(OPEN_DAY, "head", "approve", actor="gao-yuan")
        assert [one.step for one in office.inbox("e1")] == ["editors"]
        office.decide(OPEN_DAY, "editors", "refuse", actor="e1", note="时间太紧")
        office.decide(OPEN_DAY, "editors", "approve", actor="e2")
        assert state(office, OPEN_DAY) == "in_review"
        office.decide(OPEN_DAY, "editors", "approve", actor="e3")
        assert state(office, OPEN_DAY) == "approved"
        office.fire(OPEN_DAY, "launch", actor="xu-li")
        assert state(office, OPEN_DAY) == "running"
        is_whole(office)


def test_the_editors_time_runs_from_when_it_is_their_turn(clock: Clock) -> None:
    with cf.open_office("sqlite://", clock=clock) as office:
        clock.to("2027-03-01 09:00")
        office.apply(cf.loads(EDITORS), actor="xu-li")
        office.fire(OPEN_DAY, "submit", actor="xu-li")
        clock.to("2027-03-04 09:00")
        office.decide(OPEN_DAY, "head", "approve", actor="gao-yuan")
        (item,) = office.inbox("e1")
        assert str(item.due) == "2027-03-09 16:00:00+00:00"  # Thursday, and three working days: Tuesday's end
        is_whole(office)
