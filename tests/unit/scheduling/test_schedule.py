"""The schedule: real dates for everything, found by id, by day and in order, as the surface promises."""

from datetime import date, datetime

import pytest
from tests.reading import at
from tests.small_plan import HEAD, SmallPlan, campaign, plan

import campaignflow as cf
from campaignflow.dates.observances import Observance
from campaignflow.dates.workdays import WorkCalendar
from campaignflow.errors import CampaignflowError, InvalidValue
from campaignflow.scheduling.schedule import NoSuchEntry, Schedule, schedule

SURFACE = """\
programme:
  id: river-authority-2027
  title: 2027 年度宣传计划
  period: 2027
  timezone: Asia/Shanghai
  working_calendar: CN
  currency: CNY
  fiscal_year_starts: 01-01
units:
  office: {name: 办公室, coordinator: true}
  press-centre: {name: 宣传出版中心}
  finance: {name: 财务局}
  towns: {name: 各乡镇, collective: true, members: 14}
people:
  li-wei: {name: 李伟, unit: office, roles: [planner]}
  zhao-min: {name: 赵敏, unit: office, roles: [head-of-unit]}
  wang-fang: {name: 王芳, unit: finance, roles: [finance-approver]}
media:
  people-daily: {name: 人民日报, tier: central, kind: newspaper}
channels:
  wechat: {name: 官方微信, platform: wechat, owner: press-centre, update_within: 14 days}
approvals:
  department: {title: 部门审核, by: head-of-unit, in: lead, before: submit}
  finance: {title: 财务审核, by: finance-approver, covers: [budget], due: 3 workdays, after: [department]}
routines:
  weekly-report: {title: 舆情周报, lead: office, when: every friday}
  site-check: {title: 网站与新媒体月检, lead: press-centre, when: every month on last workday}
  bulletin: {title: 季度通报, lead: office, when: 8 workdays after every quarter}
campaigns:
  water-week:
    title: 世界水日 · 中国水周
    lead: office
    support: [press-centre, towns]
    when: 2027-03-22/2027-03-28
    key_dates:
      water-day: {title: 世界水日, when: observance:world-water-day}
      press-day: {title: 新闻通气会, when: water-day - 5 workdays, certainty: provisional}
    activities:
      plan: {title: 印发方案, lead: office, due: water-day - 20 workdays}
      briefing:
        title: 新闻通气会
        lead: press-centre
        when: press-day 09:30-11:00
        needs: [plan]
        media: [people-daily]
        prepare:
          release: {title: 通稿定稿, due: activity.start - 2 workdays}
      posters: {title: 户外公益广告, lead: towns, when: 2027-03-mid/2027-03-28, needs: [plan], each: towns}
      song: {title: 节水歌曲, lead: press-centre}
      wrap-up: {title: 总结报送, lead: office, due: campaign.end + 10 workdays, report_to: office}
"""
"""The plan of the surface's first page, somewhat shorter."""


@pytest.fixture(scope="module")
def small() -> SmallPlan:
    return plan(SURFACE, head="")


@pytest.fixture(scope="module")
def made(small: SmallPlan) -> Schedule:
    return small.schedule


# as the surface has it


def test_everything_dated_is_found_by_its_id(made: Schedule) -> None:
    assert set(made) == {
        "water-week",
        "water-week/water-day",
        "water-week/press-day",
        "water-week/plan",
        "water-week/briefing",
        "water-week/briefing/release",
        "water-week/posters",
        "water-week/song",
        "water-week/wrap-up",
        "routine:weekly-report",
        "routine:site-check",
        "routine:bulletin",
    }
    assert len(made) == 12
    assert "water-week/briefing" in made


def test_a_timed_activity_has_aware_moments_and_hangs_on_what_may_move(made: Schedule) -> None:
    entry = made["water-week/briefing"]
    assert (entry.start, entry.end) == (at("2027-03-15T09:30"), at("2027-03-15T11:00"))
    assert isinstance(entry.start, datetime)
    assert entry.start.tzinfo is not None
    assert (entry.due, entry.precision, entry.certainty) == (None, "moment", "provisional")
    assert entry.rests_on == ("CN 2027",)
    assert (entry.needs, entry.media, entry.lead) == (
        ("water-week/plan",),
        ("people-daily",),
        ("press-centre",),
    )
    assert (entry.zone, entry.kind, entry.written) == ("Asia/Shanghai", "activity", "press-day 09:30-11:00")


def test_dates_are_those_worked_out_by_hand(small: SmallPlan) -> None:
    names = ["water-week", "water-week/water-day", "water-week/plan", "water-week/briefing/release"]
    assert small.days(*names, "water-week/posters", "water-week/wrap-up") == [
        "2027-03-22/2027-03-28",
        "2027-03-22",
        "due 2027-02-22",
        "due 2027-03-11",
        "2027-03-11/2027-03-28",
        "due 2027-04-12",
    ]


def test_what_has_only_a_deadline_has_no_start_and_what_has_nothing_inherits(made: Schedule) -> None:
    plan_of_it, song = made["water-week/plan"], made["water-week/song"]
    assert (plan_of_it.start, plan_of_it.end, plan_of_it.inherited) == (None, None, False)
    assert (song.start, song.end, song.inherited, song.written) == (
        date(2027, 3, 22),
        date(2027, 3, 28),
        True,
        "",
    )
    assert not made["water-week"].inherited


def test_loose_dates_keep_their_precision(made: Schedule) -> None:
    posters = made["water-week/posters"]
    assert (posters.precision, posters.certainty, posters.is_fuzzy) == ("third", "provisional", True)


def test_what_happens_between_two_days_comes_in_order_and_series_once_each_time(made: Schedule) -> None:
    found = [
        (entry.id, str(entry.start or entry.due)[:10]) for entry in made.between("2027-03-12", "2027-03-19")
    ]
    assert found == [
        ("water-week/posters", "2027-03-11"),
        ("routine:weekly-report", "2027-03-12"),
        ("water-week/press-day", "2027-03-15"),
        ("water-week/briefing", "2027-03-15"),
        ("routine:weekly-report", "2027-03-19"),
    ]


def test_between_takes_days_and_refuses_texts_that_are_none(made: Schedule) -> None:
    assert made.between(date(2027, 2, 22), date(2027, 2, 22))[0].id == "water-week/plan"
    assert [entry.id for entry in made.between(at("2027-03-22T09:00"), "2027-03-22")] == [
        "water-week/posters",
        "water-week",
        "water-week/water-day",
    ]
    assert made.between("2028-06-01", "2028-06-30") == []
    assert made.between("2027-03-28", "2027-03-01") == []
    with pytest.raises(InvalidValue) as refused:
        made.between("3/1", "2027-03-31")
    assert "2027-03-01" in refused.value.message("en")


def test_what_has_no_end_goes_on_and_a_moment_is_over_the_next_day() -> None:
    small = campaign("""
        standing: {title: 常设, when: from 2027-03-22}
        moment: {title: 一刻, when: 2027-03-22 09:00}
    """)
    found = [entry.id for entry in small.schedule.between("2027-06-01", "2027-06-30")]
    assert found == ["week/standing"]


def test_an_id_that_is_not_there_offers_the_one_that_was_meant(made: Schedule) -> None:
    with pytest.raises(NoSuchEntry) as missing:
        made["water-week/brifing"]
    assert "water-week/briefing" in missing.value.message("en")
    assert isinstance(missing.value, KeyError)
    assert isinstance(missing.value, CampaignflowError)
    assert missing.value.code == "entry-unknown"
    assert made.get("nothing") is None


def test_entries_come_in_order_of_time_and_undated_ones_last() -> None:
    small = campaign("""
        open: {title: 未定, when: tbd}
        late: {title: 晚, when: 2027-03-25}
        timed: {title: 定时, when: 2027-03-25 09:00}
        due: {title: 期限, due: 2027-03-24}
        early: {title: 早, when: until 2027-03-20}
    """)
    assert [entry.id for entry in small.schedule.entries] == [
        "week/early",
        "week",
        "week/due",
        "week/late",
        "week/timed",
        "week/open",
    ]


def test_the_schedule_of_a_loaded_plan_is_the_public_one(tmp_path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(SURFACE, encoding="utf-8")
    made = cf.schedule(cf.load(file))
    assert isinstance(made, cf.Schedule)
    assert made["water-week"].title == "世界水日 · 中国水周"
    assert made.submit_by == {"water-week": date(2027, 3, 17)}
    assert (made.programme_id, made.programme_title) == ("river-authority-2027", "2027 年度宣传计划")
    assert made.names["people-daily"] == "人民日报"
    assert made.errors == ()


def test_a_plan_built_in_python_is_scheduled_like_one_from_a_file(made: Schedule) -> None:
    assert schedule(made.programme).entries == made.entries
    built = cf.Programme(
        id="p",
        title="计划",
        period="2027",
        campaigns={
            "week": cf.Campaign(
                title="水周", when="2027-03-22/28", activities={"a": cf.Activity(title="活动")}
            )
        },
    )
    entry = schedule(built)["week/a"]
    assert (entry.start, entry.inherited) == (date(2027, 3, 22), True)


def test_the_stamp_is_the_day_of_issue_else_the_first_day() -> None:
    assert plan("").schedule.stamp == date(2027, 1, 1)
    issued = HEAD.replace("period: 2027\n", "period: 2027\n  issued: 2026-11-20\n")
    assert plan("", head=issued).schedule.stamp == date(2026, 11, 20)
    undecided = HEAD.replace("period: 2027", "period: tbd")
    assert campaign(head=undecided).schedule.stamp == date(2027, 3, 22)
    assert plan("", head=undecided).schedule.stamp == date(2000, 1, 1)
    wrong = plan("", head=HEAD.replace("period: 2027\n", "period: 2027\n  issued: no-such-day\n"))
    assert wrong.has("name-not-here") or wrong.has("name-unknown")


# names


def test_a_name_is_looked_up_nearest_first_and_an_id_before_a_title() -> None:
    small = plan("""
        campaigns:
          one:
            title: 甲
            lead: office
            when: 2027-03-01/05
            key_dates: {day: {title: 某日, when: 2027-03-01}, other: {title: day, when: 2027-03-02}}
            activities:
              event: {title: 活动, when: day + 1 day}
              outer:
                title: 外层
                when: 2027-03-04
                prepare: {day: {title: 内层, when: 2027-03-03}, text: {title: 稿件, due: day + 1 day}}
          two:
            title: 乙
            lead: office
            when: one.end + 2 days
            activities:
              far: {title: 远, when: one/day + 3 days}
              titled: {title: 按题, when: 某事 + 1 day}
              thing: {title: 某事, when: 2027-03-08}
              whole: {title: 整项, when: 甲.start}
    """)
    assert small.days("one/event", "one/outer/text", "two", "two/far", "two/titled", "two/whole") == [
        "2027-03-02",
        "due 2027-03-04",
        "2027-03-07",
        "2027-03-04",
        "2027-03-09",
        "2027-03-01",
    ]


def test_a_name_that_means_nothing_offers_the_one_that_was_meant_at_its_line() -> None:
    small = campaign(
        "event: {title: 活动, when: watre-day + 1 day}\nother: {title: 另, due: watre-day}",
        rest=["key_dates: {water-day: {title: 世界水日, when: 2027-03-22}}"],
    )
    first, second = small.found("name-unknown")
    assert "Did you mean water-day" in first.message("en")
    assert first.place.line == small.line("title: 活动")
    assert second.items == ("week/other",)
    assert small.days("week/event") == ["undated"]


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ("campaign.start", "nothing-around"),
        ("activity.start + 1 day", "nothing-around"),
        ("event + 1 day", "dates-in-a-ring"),
    ],
)
def test_words_for_what_is_around_mean_nothing_where_it_is_not(when: str, code: str) -> None:
    if when.startswith("campaign"):
        small = plan(f"routines: {{report: {{title: 周报, lead: office, when: {when}}}}}\n")
        small.only(code, "routine:report")
    else:
        campaign(f"event: {{title: 活动, when: {when}}}").only(code, "week/event")


def test_a_clock_time_alone_is_known_only_inside_an_activity() -> None:
    small = plan("""
        campaigns:
          day:
            title: 开放日
            lead: office
            when: 2027-03-22
            activities: {event: {title: 活动, when: 09:30-10:00}}
    """)
    small.only("clock-needs-a-day", "day/event", line="title: 活动")


def test_a_title_that_two_things_have_is_refused_with_their_ids() -> None:
    small = campaign("""
        one: {title: 会, when: 2027-03-22}
        two: {title: 会, when: 2027-03-23}
        minutes: {title: 纪要, due: 会 + 1 day}
    """)
    assert "week/one, week/two" in small.only("title-twice", "week/minutes").message("en")


def test_dates_in_a_ring_are_one_finding_that_names_all_of_them() -> None:
    small = campaign("""
        one: {title: 甲, when: three + 1 day}
        two: {title: 乙, when: one + 1 day}
        three: {title: 丙, when: two + 1 day}
        four: {title: 丁, when: two + 1 day}
        five: {title: 戊, when: 2027-03-22}
    """)
    finding = small.only("dates-in-a-ring", "week/one", "week/three", "week/two", line="title: 甲")
    assert finding.severity == "error"
    assert "week/one, week/three, week/two" in finding.message("en")
    assert small.days("week/one", "week/four", "week/five") == ["undated", "undated", "2027-03-22"]


def test_a_campaign_that_hangs_on_its_own_activity_is_no_ring_unless_that_inherits() -> None:
    body = "campaigns: {week: {title: 水周, lead: office, when: first to last, activities: {%s}}}\n"
    fine = plan(
        body % "first: {title: 首, when: 2027-03-01}, last: {title: 末, when: 2027-03-05 daily 18:00-20:00}"
    )
    assert fine.days("week") == ["2027-03-01/2027-03-05 20:00"]
    ring = plan(body % "first: {title: 首, when: 2027-03-01}, last: {title: 末}")
    ring.only("dates-in-a-ring", "week", "week/last")


def test_a_campaign_may_hang_on_its_own_series_if_that_has_both_bounds() -> None:
    body = "campaigns: {week: {title: 水周, lead: office, when: first to series.end, activities: {%s, %s}}}\n"
    first, series = (
        "first: {title: 首, when: 2027-02-01}",
        "series: {title: 系列, when: every day, from: 2027-03-01%s}",
    )
    assert plan(body % (first, series % ", until: 2027-03-05")).days("week") == ["2027-02-01/2027-03-05"]
    plan(body % (first, series % "")).only("dates-in-a-ring", "week", "week/series")


def test_a_preparation_may_need_what_its_campaign_has() -> None:
    small = campaign("""
        plan: {title: 方案, due: 2027-03-20}
        event:
          title: 活动
          when: 2027-03-22
          prepare:
            text: {title: 稿件, due: 2027-03-19, needs: [plan, set]}
            set: {title: 定稿, due: 2027-03-18}
    """)
    assert small.schedule["week/event/text"].needs == ("week/plan", "week/event/set")


def test_what_has_a_deadline_and_no_day_yet_is_as_precise_as_the_deadline() -> None:
    entry = campaign("event: {title: 活动, when: tbd, due: 2027-03-25}").schedule["week/event"]
    assert (entry.start, entry.due, entry.precision, entry.certainty) == (
        None,
        date(2027, 3, 25),
        "day",
        "provisional",
    )


# rule 9: certainty


def certainties(head: str = HEAD, *rest: str) -> dict[str, str]:
    small = campaign(
        """
        exact: {title: 到日, when: 2027-03-23}
        loose: {title: 粗略, when: 2027-03-late}
        marked:
          title: 已定
          when: 2027-03-24
          certainty: confirmed
          prepare: {inner: {title: 内, due: 2027-03-20}}
        doubtful: {title: 未定, when: 2027-03-25, certainty: provisional}
        hangs: {title: 随之, when: doubtful + 1 day}
        inherits: {title: 全周}
        """,
        head=head,
        rest=rest,
    )
    return {name.partition("/")[2]: str(small.schedule[name].certainty) for name in small.schedule}


def test_what_is_written_to_the_day_is_confirmed_and_what_hangs_on_a_doubtful_day_is_not() -> None:
    assert certainties() == {
        "": "confirmed",
        "exact": "confirmed",
        "loose": "provisional",
        "marked": "confirmed",
        "marked/inner": "confirmed",
        "doubtful": "provisional",
        "hangs": "provisional",
        "inherits": "confirmed",
    }


@pytest.mark.parametrize("rest", ["certainty: provisional", ""])
def test_provisional_above_holds_below_except_where_confirmed_is_written(rest: str) -> None:
    head = HEAD if rest else HEAD.replace("currency: CNY", "currency: CNY\n  certainty: provisional")
    found = certainties(head, *([rest] if rest else []))
    assert {name for name, certainty in found.items() if certainty == "confirmed"} == {
        "marked",
        "marked/inner",
    }


def test_confirmed_above_does_not_settle_a_loose_date_below() -> None:
    assert certainties(HEAD, "certainty: confirmed")["loose"] == "provisional"


def test_a_routine_is_as_provisional_as_the_programme() -> None:
    head = HEAD.replace("currency: CNY", "currency: CNY\n  certainty: provisional")
    small = plan("routines: {report: {title: 周报, lead: office, when: every friday}}\n", head=head)
    assert small.schedule["routine:report"].certainty == "provisional"


# calendars and zones


def test_the_lead_unit_s_own_calendar_counts_its_working_days() -> None:
    head = HEAD.replace("press: {name: 宣传中心}", "press: {name: 宣传中心, working_calendar: duty}")
    head += (
        "calendars:\n  duty: {based_on: CN, extra_workdays: [2027-03-20, 2027-03-21], days_off: [03-19]}\n"
    )
    small = campaign(
        """
        ours: {title: 甲, due: campaign.start - 1 workday}
        theirs: {title: 乙, lead: press, due: campaign.start - 1 workday}
        both: {title: 丙, lead: [li, press], due: campaign.start - 2 workdays}
        hers: {title: 丁, lead: chen, due: campaign.start - 1 workday}
        """,
        head=head + "people:\n  li: {name: 李伟}\n  chen: {name: 陈桐, unit: press}\n",
    )
    assert small.days("week/hers") == ["due 2027-03-21"]
    assert small.days("week/ours", "week/theirs", "week/both") == [
        "due 2027-03-19",
        "due 2027-03-21",
        "due 2027-03-20",
    ]


def test_a_calendar_of_the_plan_s_own_has_days_off_spans_of_them_and_a_weekend() -> None:
    head = HEAD.replace("press: {name: 宣传中心}", "press: {name: 宣传中心, working_calendar: own}")
    head += "calendars:\n  own: {days_off: [observance:nobody, 2027-03-18/19, tbd]}\n"
    small = campaign("report: {title: 甲, lead: press, due: campaign.start - 1 workday}", head=head)
    assert small.days("week/report") == ["due 2027-03-17"]  # after a weekend and two days off
    small.only("observance-unknown", line="days_off:")
    assert "tbd" in small.only("days-need-both-ends", line="days_off:").message("en")


def test_a_weekend_is_named_by_weekdays() -> None:
    head = HEAD + "calendars:\n  own: {weekend: [funday]}\n"
    assert "saturday" in plan("", head=head).only("not-one-of", line="own:").message("en")


def test_a_calendar_handed_in_replaces_one_of_the_plan_and_of_a_country() -> None:
    shut = WorkCalendar("CN", days_off={date(2027, 3, 19): "停工"})
    small = campaign("report: {title: 甲, due: campaign.start - 1 workday}", calendars={"CN": shut})
    assert small.days("week/report") == ["due 2027-03-18"]


def test_an_unknown_calendar_is_an_error_even_where_nobody_works_by_it() -> None:
    head = HEAD.replace("towns: {", "towns: {working_calendar: XX, ")
    small = plan("", head=head + "calendars:\n  duty: {based_on: YY}\n")
    assert [finding.facts["calendar"] for finding in small.found("calendar-unknown")] == ["YY", "XX"]


def test_calendars_based_on_each_other_are_an_error() -> None:
    small = plan("", head=HEAD + "calendars:\n  one: {based_on: two}\n  two: {based_on: one}\n")
    small.only("calendar-ring", line="based_on: one")


def test_a_clock_time_is_meant_in_the_zone_of_item_campaign_unit_or_programme_in_this_order() -> None:
    small = plan(
        """
        campaigns:
          home:
            title: 本地
            lead: office
            when: 2027-03-22
            activities:
              own:
                title: 自定
                when: 2027-03-22 09:00
                timezone: Europe/London
                agenda: {talk: {title: 讲话, when: 09:30}}
              plain: {title: 计划, when: 2027-03-22 09:00}
              unit: {title: 单位, lead: abroad, when: 2027-03-22 09:00}
          away:
            title: 海外
            lead: office
            when: 2027-03-22
            timezone: America/New_York
            activities:
              inherits: {title: 随活动, lead: abroad, when: 2027-03-22 09:00}
        """,
        head=HEAD + "  abroad: {name: 驻外, timezone: Asia/Tokyo}\n",
    )
    found = {name: small.schedule[name].zone for name in small.schedule if "/" in name}
    assert found == {
        "home/own": "Europe/London",
        "home/own/talk": "Europe/London",
        "home/plain": "Asia/Shanghai",
        "home/unit": "Asia/Tokyo",
        "away/inherits": "America/New_York",
    }
    start = small.schedule["away/inherits"].start
    assert isinstance(start, datetime)
    assert start == at("2027-03-22T09:00", "America/New_York")


def test_an_unknown_zone_is_an_error_that_offers_the_right_one() -> None:
    small = plan("", head=HEAD.replace("Asia/Shanghai", "Asia/Shanghia"))
    assert "Did you mean Asia/Shanghai" in small.only("timezone-unknown", line="timezone:").message("en")


# observances of the office's own


def test_an_office_s_own_observance_goes_by_its_rule_except_in_known_years() -> None:
    head = (
        HEAD
        + "observances:\n  river-day: {title: 江河日, rule: 3rd saturday of 09, known: {2027: 2027-09-25}}\n"
    )
    small = campaign(
        "known: {title: 甲, when: observance:river-day}\nrule: {title: 乙, when: observance:江河日 2028}",
        head=head,
    )
    assert small.days("week/known", "week/rule") == ["2027-09-25", "2028-09-16"]


@pytest.mark.parametrize("rule", ["02-29", "fifth sunday of 02", "tbd"])
def test_a_rule_may_have_no_day_in_some_years(rule: str) -> None:
    small = campaign(
        "event: {title: 甲, when: observance:rare}", head=HEAD + f"observances:\n  rare: {{rule: {rule}}}\n"
    )
    small.only("observance-never", "week/event")


def test_a_rule_that_names_its_own_observance_comes_to_an_end() -> None:
    head = HEAD + "observances:\n  cny: {title: 年, rule: 'observance:cny.start - 1 day'}\n"
    assert campaign("event: {title: 甲, when: observance:cny}", head=head).days("week/event") == [
        "2027-02-05"
    ]


@pytest.mark.parametrize(("year", "code"), [("soon", "known-needs-year"), ("99999", "known-needs-year")])
def test_known_days_stand_under_years(year: str, code: str) -> None:
    small = plan("", head=HEAD + f"observances:\n  own: {{known: {{{year}: 09-25}}}}\n")
    small.only(code, line="known:")


@pytest.mark.parametrize("known", ["observance:nobody", "tbd", "from 2027-03-22"])
def test_known_days_that_are_none_leave_the_year_to_the_rule(known: str) -> None:
    head = HEAD + f"observances:\n  own: {{rule: 09-25, known: {{2027: '{known}', 2028: 2028-09-26}}}}\n"
    small = campaign(
        "one: {title: 甲, when: observance:own}\ntwo: {title: 乙, when: observance:own 2028}", head=head
    )
    assert small.days("week/one", "week/two") == ["2027-09-25", "2028-09-26"]
    assert small.has("observance-unknown") is known.endswith("nobody")


def test_a_rule_cannot_hang_on_the_plan() -> None:
    small = plan("", head=HEAD + "observances:\n  own: {rule: some-campaign + 1 day}\n")
    small.only("name-not-here", line="rule:")


@pytest.mark.parametrize(
    ("fields", "days", "certainty"),
    [
        ("title: 减灾周", "2027-05-06/2027-05-12", "provisional"),
        ("known: {2027: 2027-05-10/16}", "2027-05-10/2027-05-16", "confirmed"),
        ("rule: 05-12", "2027-05-12", "confirmed"),
    ],
)
def test_an_office_may_amend_a_shipped_observance(fields: str, days: str, certainty: str) -> None:
    head = HEAD + f"observances:\n  disaster-week: {{{fields}}}\n"
    small = campaign("event: {title: 甲, when: observance:disaster-week}", head=head)
    assert small.days("week/event") == [days]
    assert small.schedule["week/event"].certainty == certainty


def test_observances_handed_in_are_found_by_name() -> None:
    feast = Observance(id="feast", zh="本局日", known={2027: (date(2027, 6, 6), date(2027, 6, 6))})
    small = campaign("event: {title: 甲, when: observance:本局日}", observances=[feast])
    assert small.days("week/event") == ["2027-06-06"]


# rule 10: what comes round


def occurrences(
    fields: str, *, kind: str = "when", head: str = HEAD, rest: tuple[str, ...] = ()
) -> list[str]:
    small = campaign(f"series: {{title: 系列, {kind}: {fields}}}", head=head, rest=rest)
    assert small.schedule.errors == ()
    found = small.schedule["week/series"].occurrences
    return [str(one.start or one.due)[5:10] for one in found]


def test_a_recurrence_runs_inside_the_campaign_s_window_which_from_and_until_change() -> None:
    assert occurrences("every monday and friday") == ["03-22", "03-26"]
    assert occurrences("every friday, from: 2027-03-01") == ["03-05", "03-12", "03-19", "03-26"]
    assert occurrences("every friday, until: 2027-04-early") == ["03-26", "04-02", "04-09"]
    assert occurrences("every friday, from: 2027-03-27, until: 2027-04-02") == ["04-02"]
    assert occurrences("every friday, until: campaign.end + 1 week") == ["03-26", "04-02"]
    assert occurrences("every day, from: 2027-03-23, until: 2027-03-23") == ["03-23"]
    assert occurrences("every day, except: [2027-03-23, 2027-03-25/27]") == ["03-22", "03-24", "03-28"]
    rest = ("key_dates: {holiday: {title: 假日, when: 2027-03-23/27}}",)
    assert occurrences("every day, except: holiday", rest=rest) == ["03-22", "03-28"]


def test_a_recurring_deadline_has_due_days_and_no_start() -> None:
    assert occurrences("every friday", kind="due") == ["03-26"]
    entry = campaign("series: {title: 系列, due: every friday}").schedule["week/series"]
    assert (entry.start, entry.due, entry.occurrences[0].start) == (None, date(2027, 3, 26), None)


def test_two_series_in_one_thing_are_refused_rather_than_one_of_them_dropped() -> None:
    small = campaign("series: {title: 系列, when: every friday, due: every monday}")
    small.only("two-recurrences", "week/series", line="title: 系列")
    assert not campaign("series: {title: 系列, when: every friday, due: 2027-03-28}").has("two-recurrences")


def test_a_routine_runs_inside_the_period() -> None:
    small = plan(
        "routines: {report: {title: 周报, lead: office, when: every month on 10, from: 2027-10-11}}\n"
    )
    assert [one.key for one in small.schedule["routine:report"].occurrences] == ["2027-11", "2027-12"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("daily 18:00-21:00", 7),
        ("2027-03-24/25 daily 18:00-21:00", 2),
        ("from 2027-03-27 daily 18:00-21:00", 2),
        ("2027-04 daily 18:00-21:00", 30),
    ],
)
def test_daily_hours_come_round_on_each_day_of_their_span_or_the_window(fields: str, found: int) -> None:
    assert len(occurrences(fields)) == found


@pytest.mark.parametrize(
    ("fields", "code", "place"),
    [
        ("when: every friday, from: nobody + 1 day", "name-unknown", "from"),
        ("when: every friday, until: observance:nobody", "observance-unknown", "until"),
        ("when: every friday, except: nobody", "name-unknown", "except"),
        ("when: every friday, except: observance:nobody", "observance-unknown", "except"),
        ("when: every friday, until: 2027-03-01", "ends-before-it-starts", "when"),
        ("when: every month 09:00", "clock-needs-a-day", "when"),
    ],
)
def test_what_is_wrong_with_the_bounds_of_a_series_is_said_where_it_stands(
    fields: str, code: str, place: str
) -> None:
    finding = campaign(f"series: {{title: 系列, {fields}}}").only(code, "week/series", line="title: 系列")
    assert finding.place.item.endswith(f"series/{place}")


def test_a_series_is_as_provisional_as_its_bounds() -> None:
    rest = "key_dates: {doubtful: {title: 未定, when: 2027-03-22, certainty: provisional}}"
    small = campaign(
        """
        hangs: {title: 甲, when: every day, from: doubtful, until: 2027-03-28}
        stands: {title: 乙, when: every day, from: 2027-03-22, until: 2027-03-28}
        """,
        rest=[rest],
    )
    assert small.schedule["week/hangs"].certainty == "provisional"
    assert small.schedule["week/stands"].certainty == "confirmed"


def test_daily_hours_without_an_end_are_as_provisional_as_the_window_that_ends_them() -> None:
    small = plan("""
        campaigns:
          week:
            title: 水周
            lead: office
            when: 2027-03-22 to closing
            key_dates: {closing: {title: 闭幕, when: 2027-03-28, certainty: provisional}}
            activities:
              open: {title: 甲, when: from 2027-03-27 daily 18:00-21:00}
              closed: {title: 乙, when: 2027-03-27/28 daily 18:00-21:00}
    """)
    assert small.schedule["week/open"].certainty == "provisional"
    assert small.schedule["week/closed"].certainty == "confirmed"


# periods


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2027", (date(2027, 1, 1), date(2027, 12, 31))),
        ("2026-07-01/2027-06-30", (date(2026, 7, 1), date(2027, 6, 30))),
        ("2027-H1", (date(2027, 1, 1), date(2027, 6, 30))),
        ("from 2024-02-29", (date(2024, 2, 29), None)),
        ("tbd", (None, None)),
        ("2027-01-04 for 30 workdays", (date(2027, 1, 4), date(2027, 2, 18))),  # Spring Festival is off
    ],
)
def test_the_period_of_a_programme_may_be_any_span(
    period: str, days: tuple[date | None, date | None]
) -> None:
    assert plan("", head=HEAD.replace("period: 2027", f"period: {period}")).schedule.period == days


def test_in_an_open_period_a_routine_needs_a_start_and_a_yearless_date_its_year() -> None:
    head = HEAD.replace("period: 2027", "period: tbd")
    small = plan(
        """
        routines:
          report: {title: 周报, lead: office, when: every friday}
          check: {title: 月检, lead: office, when: 03-22}
        """,
        head=head,
    )
    small.only("recurrence-needs-start", "routine:report", line="title: 周报")
    small.only("yearless-open-period", "routine:check", line="title: 月检")


@pytest.mark.parametrize("due", ["from 2027-03-22", "after base"])
def test_a_deadline_without_a_last_day_is_refused(due: str) -> None:
    small = campaign(f"base: {{title: 基准, when: 2027-03-22}}\nreport: {{title: 总结, due: {due}}}")
    assert due in small.only("due-has-no-end", "week/report", line="title: 总结").message("en")


def test_a_deadline_takes_the_last_possible_day() -> None:
    small = campaign("one: {title: 甲, due: 2027-03-late}\ntwo: {title: 乙, due: until 2027-03-25}")
    assert small.days("week/one", "week/two") == ["due 2027-03-31", "due 2027-03-25"]


# approvals and conditions with a day of their own


def test_a_condition_with_a_day_is_an_entry_and_may_name_a_thing_of_any_one_campaign() -> None:
    head = HEAD + "people:\n  li: {name: 李伟}\n"
    head += "conditions:\n  big: {title: 重大, decided_by: li, due: review + 2 days}\n"
    rest = "key_dates: {review: {title: 会商, when: 2027-02-01}}"
    entry = campaign(head=head, rest=[rest]).schedule["condition:big"]
    assert (entry.kind, entry.due, entry.lead) == ("condition", date(2027, 2, 3), ("li",))
    two = plan(
        """
        campaigns:
          one: {title: 甲, lead: office, key_dates: {review: {title: 会, when: 2027-02-01}}}
          two: {title: 乙, lead: office, key_dates: {review: {title: 会, when: 2027-03-01}}}
        """,
        head=head,
    )
    assert "one/review, two/review" in two.only("title-twice", line="due: review").message("en")
    campaign(head=head).only("name-unknown", line="due: review")


def test_an_approval_with_a_day_is_an_entry_of_its_campaign() -> None:
    rest = "approvals: {panel: {title: 会商, by: [office, li, planner], due: campaign.start - 3 days}}"
    head = HEAD + "people:\n  li: {name: 李伟, roles: [planner]}\n"
    entry = campaign(head=head, rest=[rest]).schedule["approval:week/panel"]
    assert (entry.kind, entry.due, entry.campaign) == ("approval", date(2027, 3, 19), "week")
    assert entry.lead == ("office", "li")
