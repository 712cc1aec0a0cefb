"""Roll-over: every date says how it came about, and nothing lands on a day off unsaid."""

from datetime import date
from pathlib import Path

import pytest
from tests.small_plan import HEAD, plan

import campaignflow as cf
from campaignflow.dates.countries import country
from campaignflow.dates.observances import Observance
from campaignflow.dates.precision import Certainty
from campaignflow.dates.when import When
from campaignflow.dates.workdays import WorkCalendar
from campaignflow.errors import InvalidValue
from campaignflow.labels import LANGUAGES
from campaignflow.scheduling.rollover import RolledItem, Rollover, period_in, rolled
from campaignflow.scheduling.schedule import schedule
from campaignflow.scheduling.years import moved, retitled

EXAMPLES = Path(__file__).parents[3] / "examples"
REAL = [*sorted((EXAMPLES / "plans").glob("*.yaml")), EXAMPLES / "river_authority_2027.yaml"]


def over(body: str, *, to: int = 2028, head: str = HEAD, **options) -> Rollover:
    """Return the roll-over of a small plan of 2027."""
    programme = plan(body, head=head).schedule.programme
    return rolled(programme, f"office-{to}", period_in(programme, to), **options)


def week(activities: str = "", *, rest: str = "", when: str = "2027-03-22/28", **options) -> Rollover:
    lines = ["campaigns:", f"  week: {{title: 中国水周, lead: office, when: {when}", rest, "}"]
    inner = f", activities: {{{activities}}}" if activities else ""
    return over("\n".join([lines[0], f"{lines[1]}{rest}{inner}}}"]) + "\n", **options)


def item(made: Rollover, name: str) -> RolledItem:
    (found,) = [one for one in made.items if one.id == name]
    return found


def activity(made: Rollover, name: str = "event") -> cf.Activity:
    return made.programme.campaigns["week"].activities[name]


def why(made: Rollover, name: str) -> str:
    """Return the code of what a person has to see to, whose sentence can be said."""
    finding = item(made, name).why
    assert finding is not None
    for lang in LANGUAGES:
        assert "{" not in finding.message(lang)
    return finding.code


# the words of dates


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("2027-03-22", "2028-03-22"),
        ("2027-03-22/28", "2028-03-22/28"),
        ("2027-03-22 09:30-11:00", "2028-03-22 09:30-11:00"),
        ("2027-12-20/2028-01-05", "2028-12-20/2029-01-05"),
        ("2027-03-late", "2028-03-late"),
        ("2027-Q1", "2028-Q1"),
        ("FY2027-Q1", "FY2028-Q1"),
        ("2027-W12-1", "2028-W12-1"),
        ("all 2027", "all 2028"),
        ("last friday of 2027-03", "last friday of 2028-03"),
        ("2027-01-01 + 1000 workdays", "2028-01-01 + 1000 workdays"),
        ("observance:china-water-week 2027", "observance:china-water-week 2028"),
        ("observance:节水周（云溯） 2027", "observance:节水周（云溯） 2028"),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20271231", "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20281231"),
        ("rrule:freq=yearly;until=20271231t000000z", "rrule:freq=yearly;until=20281231t000000z"),
        ("2027年3月22日—28日", "2028年3月22日—28日"),
        ("2027 年 3 月下旬", "2028 年 3 月下旬"),
        ("二〇二九年三月二十二日", "二〇三〇年三月二十二日"),
        ("二零二九年三月二十二日", "二零三零年三月二十二日"),
        ("\uff12\uff10\uff12\uff17年3月22日", "\uff12\uff10\uff12\uff18年3月22日"),
        ("2026年12月28日-2027年1月3日", "2027年12月28日-2028年1月3日"),
        ("自2027-03-22起", "自2028-03-22起"),
        ("民國104年3月22日 to 民國104年4月22日", "民國105年3月22日 to 民國105年4月22日"),
        ("令和元年6月1日", "令和2年6月1日"),
        ("March 22-28, 2027", "March 22-28, 2028"),
        ("2027年3月22日（周一）上午", "2028年3月22日上午"),
        ("22 March 2027 (Mon)", "22 March 2028"),
        ("water-day - 5 workdays", "water-day - 5 workdays"),
        ("每周一、三、五", "每周一、三、五"),
        ("3月22日—28日", "3月22日—28日"),
        ("tbd", "tbd"),
    ],
)
def test_only_the_year_of_a_date_moves(text, later):
    assert moved(When(text), 1).text == later
    assert moved(When(later), -1) == When(text)


def test_an_id_that_holds_a_year_is_no_year():
    assert moved(When("edition-2027 to 2027-03-22"), 1).text == "edition-2027 to 2028-03-22"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2028-02-29", "no-such-day"),
        ("2028年2月25日—29日", "no-such-day"),
        ("2026-W53", "no-such-week"),
        ("RRULE:FREQ=WEEKLY;UNTIL=20280229", "rrule-unreadable"),
        ("2199-12-31", "year-far-off"),
        ("令和1年6月1日", None),
        ("2027-plan to 2027-03-22", "rollover-not-reworded"),
    ],
)
def test_a_date_that_cannot_be_said_in_the_new_year_is_refused_with_the_reason(text, code):
    if code is None:
        with pytest.raises(InvalidValue):
            moved(When(text), -1)
        return
    with pytest.raises(InvalidValue) as caught:
        moved(When(text), 1)
    assert caught.value.code == code
    assert all(caught.value.message(lang) for lang in LANGUAGES)


@pytest.mark.parametrize(
    ("title", "later"),
    [
        ("2027 年度宣传计划", "2028 年度宣传计划"),
        ("二〇二七年宣传计划", "二〇二八年宣传计划"),
        ("2026-27 学年", "2027-28 学年"),
        ("2026—2027 年度", "2027—2028 年度"),
        ("令和9年度広報計画", "令和10年度広報計画"),
        ("2021-2035 年规划", "2021-2035 年规划"),
        ("2027 年总结 2019 年以来工作", "2027 年总结 2019 年以来工作"),
        ("2000 册手册", "2000 册手册"),
        ("编号 20270101", "编号 20270101"),
    ],
)
def test_a_title_names_the_new_year_unless_it_speaks_of_others(title, later):
    assert retitled(title, 1, {2026, 2027}) == later


def test_in_a_plan_by_an_era_a_bare_year_of_it_moves_too():
    assert retitled("104 年愛水節水月", 1, {2015}, "民國") == "105 年愛水節水月"
    assert retitled("民國104年 30 年回顧", 1, {2015}, "民國") == "民國105年 30 年回顧"
    assert retitled("104 年愛水節水月", 1, {2015}) == "104 年愛水節水月"


# how each date came about


def test_an_absolute_date_is_shifted_by_the_year_and_provisional():
    made = week("event: {title: 通气会, lead: press, when: 2027-03-23 09:30}")
    assert item(made, "week/event") == RolledItem(
        "week/event", "shifted", date(2027, 3, 23), date(2028, 3, 23)
    )
    assert activity(made).when.text == "2028-03-23 09:30"
    assert activity(made).certainty is Certainty.PROVISIONAL


@pytest.mark.parametrize(
    ("when", "after"),
    [
        ("week - 5 workdays", date(2028, 3, 15)),
        ("03-23", date(2028, 3, 23)),
        ("2nd tuesday of 04", date(2028, 4, 11)),
        ("every month on 2nd workday", date(2028, 3, 2)),
        ("tbd", None),
    ],
)
def test_what_follows_a_rule_keeps_its_words(when, after):
    fields = f"title: 活动, lead: press, when: {when}, from: 03-01, until: 03-28".split(", ")
    said = ", ".join(fields if when.startswith("every") else fields[:3])
    rest = ", key_dates: {week-day: {title: 开幕, when: 03-22}}"
    made = week(f"event: {{{said.replace('week -', 'week-day -')}}}", rest=rest)
    assert (item(made, "week/event").how, item(made, "week/event").after) == ("rule", after)
    assert activity(made).when == When(when.replace("week -", "week-day -"))
    assert activity(made).certainty is None


def test_what_inherits_its_campaigns_days_follows_it_by_rule():
    made = week("event: {title: 活动, lead: press}")
    assert item(made, "week/event").how == "rule"
    assert item(made, "week").how == "shifted"


@pytest.mark.parametrize("when", ["observance:world-water-day", "observance:world-water-day 2027"])
def test_an_observance_moves_as_it_falls(when):
    made = week(f"event: {{title: 活动, lead: press, when: {when}}}")
    assert item(made, "week/event").how == "observance"
    assert item(made, "week/event").after == date(2028, 3, 22)
    assert activity(made).certainty is None


def test_the_most_doubtful_of_several_dates_counts():
    made = week("event: {title: 活动, lead: press, when: observance:world-water-day, due: 2027-03-31}")
    assert item(made, "week/event").how == "shifted"


def test_what_was_confirmed_last_year_is_not_confirmed_for_this_one():
    made = week("event: {title: 活动, lead: press, when: 03-23, certainty: confirmed}")
    assert activity(made).certainty is None
    kept = week("event: {title: 活动, lead: press, when: 03-23, certainty: provisional}")
    assert activity(kept).certainty is Certainty.PROVISIONAL


def test_29_february_is_left_to_a_person_and_undated_until_then():
    head = HEAD.replace("2027", "2028")
    made = week("event: {title: 活动, lead: press, when: 2028-02-29}", when="03-22/28", head=head, to=2029)
    assert item(made, "week/event").how == "person"
    assert item(made, "week/event").after is None
    assert why(made, "week/event") == "no-such-day"
    assert activity(made).when == When("tbd")
    assert activity(made).certainty is Certainty.PROVISIONAL


def test_a_left_out_day_that_is_none_any_more_is_left_out_of_the_exceptions():
    head = HEAD.replace("2027", "2028")
    series = "event: {title: 例会, lead: press, when: every tuesday, except: [2028-02-29, 2028-03-07], "
    bounds = "from: 02-01, until: 03-31}"
    made = week(series + bounds, when="03-22/28", head=head, to=2029)
    assert activity(made).except_ == (When("2029-03-07"),)
    assert why(made, "week/event") == "no-such-day"


OWN_DAY = (
    "observances: {river-day: {title: 云溯江保护日, rule: 3rd saturday of 09, known: {2027: 2027-09-24}}}\n"
)


@pytest.mark.parametrize("name", ["river-day", "云溯江保护日"])
def test_an_observance_whose_days_were_known_and_are_not_is_left_to_a_person(name):
    made = week(
        f"event: {{title: 活动, lead: press, when: 'observance:{name} - 1 week'}}", head=HEAD + OWN_DAY
    )
    assert item(made, "week/event").how == "person"
    assert why(made, "week/event") == "rollover-observance-unknown"
    assert activity(made).certainty is Certainty.PROVISIONAL
    assert made.programme.observances["river-day"].known == {"2027": When("2027-09-24")}


def test_an_observance_whose_days_are_known_for_both_years_moves_as_it_falls():
    head = HEAD + OWN_DAY.replace("known: {", "known: {2028: 2028-09-22, ")
    made = week("event: {title: 活动, lead: press, when: observance:river-day}", head=head)
    assert item(made, "week/event").how == "observance"
    assert item(made, "week/event").after == date(2028, 9, 22)


def test_an_observance_by_rule_in_both_years_moves_as_it_falls():
    head = HEAD + OWN_DAY.replace("known: {2027: 2027-09-24}", "known: {2020: 2020-09-19}")
    made = week("event: {title: 活动, lead: press, when: 'observance:river-day - 1 day'}", head=head)
    assert (item(made, "week/event").how, item(made, "week/event").after) == ("observance", date(2028, 9, 15))


def test_known_days_of_a_shipped_observance_are_found_by_any_of_its_names():
    own = "observances: {world-water-day: {known: {2027: 2027-03-23}}}\n"
    made = week("event: {title: 活动, lead: press, when: observance:世界水日}", head=HEAD + own)
    assert why(made, "week/event") == "rollover-observance-unknown"


# days off


def test_what_lands_on_a_day_off_is_left_to_a_person_and_provisional():
    made = week("event: {title: 通气会, lead: press, when: 2027-03-25}")
    assert item(made, "week/event").how == "person"
    assert why(made, "week/event") == "rollover-on-day-off"
    assert "2028-03-25" in item(made, "week/event").why.message("zh")
    assert activity(made).when.text == "2028-03-25"


def test_a_rule_may_land_on_a_day_off_too():
    made = week(
        "event: {title: 总结, lead: press, due: week.end + 1 month}".replace("week.end", "campaign.end")
    )
    assert item(made, "week/event").after == date(2028, 4, 28)
    made = week("event: {title: 总结, lead: press, due: 'campaign.end + 32 days'}")
    assert (item(made, "week/event").how, item(made, "week/event").after) == ("person", date(2028, 4, 29))
    assert activity(made).certainty is Certainty.PROVISIONAL


def test_the_second_day_of_an_event_counts_as_well():
    made = week("event: {title: 培训, lead: press, when: 2027-03-23/25}")
    assert why(made, "week/event") == "rollover-on-day-off"


def test_days_off_are_those_of_the_unit_that_leads():
    head = HEAD.replace("宣传中心}", "宣传中心, working_calendar: desk}")
    desk = WorkCalendar("desk", extra_workdays=[date(2028, 3, 25)], days_off={date(2028, 3, 24): "补休"})
    event, other = (f"{{title: 值班, lead: press, when: 2027-03-{day}}}" for day in (25, 24))
    made = week(f"event: {event}, other: {other}", head=head, calendars={"desk": desk})
    assert item(made, "week/event").how == "shifted"
    assert item(made, "week/other").how == "person"


def test_a_month_may_begin_on_a_day_off_if_it_did_before():
    made = week(when="2027-05-01/05-31")
    assert item(made, "week").how == "shifted"
    made = week(when="2027-04-01/04-30")
    assert why(made, "week") == "rollover-on-day-off"


def test_what_goes_on_without_an_end_may_begin_on_a_day_off_if_it_did_before():
    assert (
        item(week("event: {title: 专栏, lead: press, when: from 2027-05-01}"), "week/event").how == "shifted"
    )


def test_a_fuzzy_date_lands_on_no_day():
    made = week("event: {title: 活动, lead: press, when: 2027-03-early, due: 2027-04-30}")
    assert item(made, "week/event").why.facts["day"] == date(2028, 4, 30)
    for fuzzy in ("due: 2027-04-late", "when: 2027-04"):
        made = week(f"event: {{title: 活动, lead: press, {fuzzy}}}")
        assert item(made, "week/event").how == "shifted"


def test_a_series_that_kept_off_days_off_and_does_not_now_is_left_to_a_person():
    series = "when: every friday, from: 03-01, until: 04-30"
    made = over(f"routines: {{weekly: {{title: 周报, lead: office, {series}}}}}\ncampaigns: {{}}\n")
    assert item(made, "routine:weekly").how == "rule"
    other = f"routines: {{weekly: {{title: 周报, lead: office, {series.replace('friday', 'tuesday')}}}}}\n"
    made = over(other + "campaigns: {}\n")
    assert why(made, "routine:weekly") == "rollover-on-day-off"
    daily = other.replace("every tuesday", "every day")
    assert item(over(daily + "campaigns: {}\n"), "routine:weekly").how == "rule"


def test_a_series_is_shown_by_the_first_day_it_comes_round():
    made = over("routines: {call: {title: 征集需求, lead: office, due: 每月10日前}}\ncampaigns: {}\n")
    assert item(made, "routine:call").before == date(2027, 1, 10)
    assert item(made, "routine:call").after == date(2028, 1, 10)


def test_a_key_date_that_is_an_observance_stays_there_and_says_so():
    rest = ", key_dates: {day: {title: 劳动节, when: observance:labour-day}}"
    made = week(rest=rest)
    assert item(made, "week/day").how == "observance"
    assert why(made, "week/day") == "rollover-on-day-off"
    made = week("event: {title: 慰问, lead: press, when: observance:labour-day}")
    assert item(made, "week/event").how == "person"


def test_a_decision_may_not_fall_due_on_a_day_off_unsaid():
    made = over(
        "conditions: {major: {title: 列为重大活动, decided_by: office, due: 2027-01-15}}\ncampaigns: {}\n"
    )
    assert why(made, "condition:major") == "rollover-on-day-off"
    made = over(
        "conditions: {major: {title: 列为重大活动, decided_by: office, due: 2027-04}}\ncampaigns: {}\n"
    )
    assert item(made, "condition:major").how == "shifted"


# errors


def test_what_is_in_error_now_and_was_not_is_left_to_a_person():
    made = week(
        "event: {title: 通气会, lead: press, when: 03-23}",
        head=HEAD + "blackouts: {quiet: {title: 静默期, when: 03-23, hard: true}}\n"
        "waivers: [{finding: blackout-hard, items: [week/event], reason: 只限内部}]\n",
    )
    assert item(made, "week/event").how == "person"
    assert why(made, "week/event") == "blackout-hard"
    assert activity(made).certainty is Certainty.PROVISIONAL


def test_a_yearless_day_in_a_period_that_has_it_no_more_is_left_to_a_person():
    head = HEAD.replace("period: 2027", "period: 2027-01-01/2027-12-31")
    programme = plan("campaigns: {c: {title: 甲, lead: office, when: 12-15}}\n", head=head).schedule.programme
    made = rolled(programme, "next", "2028-01-01/2028-06-30")
    assert why(made, "c") == "yearless-outside-period"


def test_what_was_in_error_before_is_no_news():
    body = "campaigns: {c: {title: 甲, lead: office, when: nothing - 1 day}}\n"
    assert item(over(body), "c").how == "rule"


def test_an_error_that_is_about_no_entry_is_said_by_its_place():
    body = "routines: {r: {title: 例会, lead: office, when: tbd}}\ncampaigns: {}\n"
    head = HEAD + "calendars: {desk: {days_off: [06-15], based_on: CN}}\n"
    programme = plan(body, head=head).schedule.programme
    made = rolled(programme, "next", "2028-07-01/2028-12-31")
    assert why(made, "calendars/desk/days_off") == "yearless-outside-period"


# what does not travel, and what does


WHOLE = """
people: {li: {name: 李伟, unit: press, away: [2027-08-02/2027-08-06, 10-08]}}
funds: {special: {title: 2027 年专题经费, amount: 8万元, fiscal_year: FY2027}}
conditions: {major: {title: 列为重大活动, decided_by: office}}
calendars: {desk: {days_off: [2027-11-01, 01-02], based_on: CN, covered_until: 2027-12-31}}
blackouts: {quiet: {title: 静默期, when: 2027-07-16/08-15}}
directives:
  notice: {title: 关于做好 2027 年水周宣传的通知, from: 上级, received: 2026-11-09, asks: [week]}
waivers: [{finding: no-owner, reason: 已知}]
campaigns:
  week:
    title: 2027 年中国水周
    was: water
    lead: office
    when: 2027-03-22/28
    directives: notice
    note: 2027 年首次进校园
    approvals:
      panel: {title: 评审, by: office, due: 2027-02-03}
      finance: {title: 财务审核, by: office, due: 3 workdays}
    quotas: [{of: article, at_least: 3, due: 2027-03-31, printed: 三篇}]
    budget:
      - {for: 印制, amount: 8万元, fund: special, charged: 2027-03-30, printed: 80000 CNY}
      - {for: 茶水, amount: 100 CNY, charged: campaign.end}
    key_dates:
      day: {title: 世界水日, when: 03-22, printed: 3月22日}
    activities:
      event: {title: 通气会, lead: press, when: day + 1 day, embargo: 2027-03-23 10:00}
      later: {title: 回访, lead: press, when: 通气会 + 1 week}
"""


@pytest.fixture(scope="module")
def whole() -> Rollover:
    return over(WHOLE, head=HEAD.replace("currency", "issued: 2026-11-20\n  currency"))


def test_what_is_of_the_old_year_alone_stays_behind_and_is_listed(whole):
    assert whole.left == (
        "issued",
        "people/li/away",
        "directives/notice/received",
        "waivers",
        "campaigns/week/key_dates/day/printed",
        "campaigns/week/quotas/0/printed",
        "campaigns/week/budget/0/printed",
        "campaigns/week/was",
    )
    made = whole.programme
    campaign = made.campaigns["week"]
    assert (made.issued, made.waivers, campaign.was) == (None, (), None)
    assert made.people["li"].away == (When("10-08"),)
    assert made.directives["notice"].received is None
    assert campaign.key_dates["day"].printed is None
    assert campaign.quotas[0].printed is campaign.budget[0].printed is None


def test_titles_and_fiscal_years_name_the_new_year_and_remarks_stay(whole):
    made = whole.programme
    assert (made.id, made.title, made.period) == ("office-2028", "2028 年度宣传计划", When("2028"))
    assert made.campaigns["week"].title == "2028 年中国水周"
    assert made.funds["special"].title == "2028 年专题经费"
    assert made.funds["special"].fiscal_year == "FY2028"
    assert made.funds["special"].amount == cf.Money("8万元")
    assert made.campaigns["week"].note == ("2027 年首次进校园",)
    assert made.directives["notice"].title == "关于做好 2027 年水周宣传的通知"


def test_a_title_that_a_date_names_stays_so_that_it_is_found():
    made = week(
        "event: {title: 年会2027, lead: press, when: 03-23}, later: {title: 回访, when: 年会2027 + 1 week}, "
        "other: {title: 座谈会2027}"
    )
    assert activity(made).title == "年会2027"
    assert activity(made, "other").title == "座谈会2028"
    assert item(made, "week/later").after == date(2028, 3, 30)


def test_approvals_money_and_blackouts_move_with_the_year(whole):
    campaign = whole.programme.campaigns["week"]
    assert campaign.approvals["panel"].due == When("2028-02-03")
    assert campaign.approvals["finance"].due == cf.Duration("3 workdays")
    assert [line.charged.text for line in campaign.budget] == ["2028-03-30", "campaign.end"]
    assert [line.amount for line in campaign.budget] == [cf.Money("8万元"), cf.Money("100 CNY")]
    assert campaign.quotas[0].due == When("2028-03-31")
    assert whole.programme.blackouts["quiet"].when.text == "2028-07-16/08-15"


def test_days_of_a_calendar_are_facts_and_left_to_a_person(whole):
    assert whole.programme.calendars["desk"].days_off == (When("2027-11-01"), When("01-02"))
    assert whole.programme.calendars["desk"].covered_until == When("2027-12-31")
    assert why(whole, "calendars/desk") == "rollover-calendar"


def test_a_directive_received_last_year_is_left_to_a_person(whole):
    assert why(whole, "directives/notice") == "rollover-directive"
    assert item(whole, "directives/notice").before == date(2026, 11, 9)


def test_every_entry_is_listed_in_the_order_of_the_plan_and_then_what_else_changed(whole):
    assert [(one.id, one.how) for one in whole.items] == [
        ("week", "shifted"),
        ("week/day", "rule"),
        ("week/event", "shifted"),
        ("week/later", "rule"),
        ("approval:week/panel", "shifted"),
        ("funds/special", "shifted"),
        ("calendars/desk", "person"),
        ("blackouts/quiet", "shifted"),
        ("directives/notice", "person"),
        ("campaigns/week/quotas/0", "shifted"),
        ("campaigns/week/budget/0", "shifted"),
    ]
    assert item(whole, "blackouts/quiet").after == date(2028, 7, 16)
    assert item(whole, "campaigns/week/budget/0").after == date(2028, 3, 30)


def test_the_old_programme_stays_as_it_was_and_the_same_gives_the_same():
    programme = plan(WHOLE).schedule.programme
    before = cf.dump(programme)
    once, again = (rolled(programme, "next", "2028") for _ in range(2))
    assert once == again
    assert cf.dump(programme) == before


def test_a_plan_read_from_a_file_leaves_the_places_of_the_file_behind(whole):
    assert whole.programme.place("campaigns", "week").line is None
    assert all(one.why is None or one.why.place.line is None for one in whole.items)


def test_observances_of_the_house_are_known():
    fair = Observance(id="fair", zh="节水博览会", rule=lambda year: [(date(year, 5, 18), date(year, 5, 18))])
    body = "campaigns: {c: {title: 甲, lead: office, when: 'observance:fair + 1 day'}}\n"
    programme = plan(body, observances=[fair]).schedule.programme
    made = rolled(programme, "next", "2028", observances=[fair])
    assert (item(made, "c").how, item(made, "c").after) == ("observance", date(2028, 5, 19))


# the period


def test_a_period_from_july_to_june_begins_in_the_year_asked_for():
    head = HEAD.replace("period: 2027", "period: 2026-07-01/2027-06-30").replace("2027 年度", "2026—27 年度")
    head = head.replace("id: office-2027", "id: office-2026")
    made = over("campaigns: {c: {title: 甲, lead: office, when: 2027-03-22}}\n", head=head, to=2027)
    assert made.programme.period.text == "2027-07-01/2028-06-30"
    assert made.programme.title == "2027—28 年度宣传计划"
    assert item(made, "c").after == date(2028, 3, 22)


def test_a_period_that_began_on_29_february_begins_on_the_28th_and_says_so():
    for period, later in (
        ("from 2024-02-29", "from 2025-02-28"),
        ("2024-02-29/2024-12-31", "2025-02-28/2025-12-31"),
    ):
        programme = cf.Programme(id="a", title="制度", period=period)
        assert period_in(programme, 2025).text == later
        made = rolled(programme, "b", period_in(programme, 2025))
        assert why(made, "programme") == "no-such-day"
        assert (made.items[0].before, made.items[0].after) == (date(2024, 2, 29), date(2025, 2, 28))


def test_dates_move_by_the_years_between_the_two_beginnings():
    programme = plan("campaigns: {c: {title: 甲, lead: office, when: 2027-03-22}}\n").schedule.programme
    assert item(rolled(programme, "next", "2030-01-01/2030-06-30"), "c").after == date(2030, 3, 22)


@pytest.mark.parametrize(
    ("period", "new_id", "new_period", "code"),
    [
        ("tbd", "b", "2028", "rollover-needs-year"),
        ("2027", "b", "tbd", "rollover-needs-year"),
        ("2027", "b", "until 2028-12-31", "rollover-needs-year"),
        ("2027", "b", "2027-07-01/2028-06-30", "rollover-same-year"),
        ("2027", "a", "2028", "rollover-same-id"),
        ("2027", "2028", "2028", "id-like-a-date"),
        ("2027", "b", "next year", "when-unreadable"),
    ],
)
def test_a_roll_over_that_makes_no_other_year_is_refused(period, new_id, new_period, code):
    with pytest.raises(InvalidValue) as caught:
        rolled(cf.Programme(id="a", title="甲", period=period), new_id, new_period)
    assert caught.value.code == code
    assert all(caught.value.message(lang) for lang in LANGUAGES)


def test_a_period_beyond_the_calendar_is_refused():
    with pytest.raises(InvalidValue):
        period_in(cf.Programme(id="a", title="甲", period="2027"), 2300)
    with pytest.raises(InvalidValue):
        period_in(cf.Programme(id="a", title="甲", period="tbd"), 2028)


# real plans


@pytest.fixture(scope="module", params=REAL, ids=lambda path: path.stem)
def real(request) -> tuple[cf.Programme, Rollover]:
    programme = cf.load(request.param)
    year = schedule(programme).period[0].year + 1
    return programme, rolled(programme, "next-year", period_in(programme, year))


def test_every_dated_thing_of_a_real_plan_is_classified_and_keeps_its_id(real):
    programme, made = real
    listed = {one.id for one in made.items}
    assert set(schedule(programme)) == set(schedule(made.programme)) <= listed
    assert {one.how for one in made.items} <= {"rule", "observance", "shifted", "person"}
    assert all(one.why is not None for one in made.items if one.how == "person")


def test_a_real_plan_of_next_year_reads_back_as_it_was_made(real):
    _, made = real
    assert cf.loads(cf.dump(made.programme)) == made.programme


def test_a_real_plan_of_next_year_has_no_errors_but_those_listed(real):
    _, made = real
    listed = {one.id for one in made.items if one.how == "person"}
    for finding in schedule(made.programme).errors:
        assert set(finding.items) <= listed or finding.place.item in listed


def test_nothing_of_a_real_plan_lands_on_a_day_off_unsaid(real):
    _, made = real
    entries = schedule(made.programme)
    work = (
        country(made.programme.working_calendar) if made.programme.working_calendar else WorkCalendar("any")
    )
    own = {name for name, unit in made.programme.units.items() if unit.working_calendar}
    for one in made.items:
        entry = entries.get(one.id)
        if entry is None or entry.is_fuzzy or entry.occurrences or entry.inherited or own & set(entry.lead):
            continue
        if entry.end == entry.start is not None or (entry.start is None and entry.due is not None):
            assert work.is_workday(one.after) or one.why is not None


def test_a_real_plan_names_no_day_of_the_year_before_where_it_was_shifted(real):
    programme, made = real
    before, after = schedule(programme), schedule(made.programme)
    for one in made.items:
        if one.how == "shifted" and one.before is not None:
            assert one.after.year > one.before.year
        if one.how == "shifted" and one.id in after:
            assert after[one.id].certainty is Certainty.PROVISIONAL or after[one.id].kind in {
                "approval",
                "condition",
            }
            assert after[one.id].precision is before[one.id].precision
