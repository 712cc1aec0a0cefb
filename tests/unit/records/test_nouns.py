"""From bodies back to nouns: the programme that was recorded, in the order it was written in."""

import pytest
from tests.small_plan import campaign, plan
from tests.unit.records.recorded import recorded

import campaignflow as cf
from campaignflow.errors import PlanError
from campaignflow.records.body import unresolved
from campaignflow.records.nouns import KINDS, fields_of, noun_of, programme_of


@pytest.mark.parametrize(
    ("kind", "noun"),
    [
        ("unit", cf.Unit(name="各乡镇", collective=True, members=14)),
        ("person", cf.Person(name="李伟", roles=["planner"], away="3月1日—3日")),
        ("medium", cf.Medium(name="人民日报", tier="central")),
        (
            "channel",
            cf.Channel(name="微信", update_within="14天", approvals={"desk": cf.ApprovalStep(by=[])}),
        ),
        ("fund", cf.Fund(title="专题经费", amount="50万元", category="special")),
        ("campaign", cf.Campaign(title="水周", budget=[cf.BudgetLine(for_="海报", amount="unknown")])),
    ],
)
def test_a_noun_of_each_kind_reads_back_equal(kind: str, noun: cf.Unit) -> None:
    assert type(noun) is KINDS[kind]
    assert noun_of(kind, unresolved(noun)) == noun


def test_things_come_back_in_the_order_they_were_written_in() -> None:
    made = campaign(
        "c: {title: 丙}\na: {title: 甲}\nb: {title: 乙}",
        rest=["budget: [{for: 乙}, {for: 甲}, {for: 乙, amount: 1 CNY}]"],
    )
    week = recorded(made.schedule).read_back().campaigns["week"]
    assert list(week.activities) == ["c", "a", "b"]
    assert [str(line.for_) for line in week.budget] == ["乙", "甲", "乙"]


def test_what_was_recorded_without_an_order_stands_behind_the_others() -> None:
    body = unresolved(cf.Campaign(title="水周", activities={"b": {"title": "乙"}, "a": {"title": "甲"}}))
    body["plan"]["activities"]["c"] = {"title": "丙"}
    assert list(fields_of(body)["activities"]) == ["b", "a", "c"]


def test_dates_come_back_in_their_words_and_amounts_in_their_one_text() -> None:
    made = campaign("event: {title: 活动, due: 3月下旬}", rest=["budget: [{for: 海报, amount: 8万元}]"])
    week = recorded(made.schedule).read_back().campaigns["week"]
    assert str(week.activities["event"].due) == "3月下旬"
    assert week.budget[0].amount.text == "80000 CNY"


def test_a_programme_gets_what_it_uses_of_the_office_and_no_more() -> None:
    made = recorded(plan("media: {tv: {name: 县电视台}}\n").schedule)
    others = {"medium": {**made.of_kind("medium"), "daily": unresolved(cf.Medium(name="日报"))}}
    again = programme_of(made.programme, made.own, {}, made.office | others)
    assert list(again.media) == ["tv"]
    assert list(again.units) == ["office", "press", "towns"]


def test_nouns_that_were_read_before_are_taken_as_they_are_and_in_their_order() -> None:
    made = recorded(campaign().schedule)
    week = noun_of("campaign", made.bodies["campaign:office-2027/week"])
    other = cf.Campaign(title="普法")
    again = programme_of(made.programme, made.own, {"week": week, "law": other}, made.office)
    assert list(again.campaigns) == ["week", "law"]
    assert again.campaigns["week"] is week


def test_what_is_named_and_says_nothing_comes_back_as_nothing() -> None:
    made = recorded(plan("calendars: {own: {}}\n").schedule)
    assert made.read_back().calendars == {"own": cf.OwnCalendar()}


def test_a_plan_on_record_that_cannot_be_read_says_where() -> None:
    with pytest.raises(PlanError) as refused:
        noun_of("campaign", {"plan": {"title": "水周", "surprise": "?"}})
    assert refused.value.findings[0].code == "unknown-key"
