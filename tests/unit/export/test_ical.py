"""A schedule as a calendar: every rule of the export, read back by another library.

Who may see what is in `test_audience.py`, the objects of the `ics` library in `test_ics_objects.py`.
"""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from tests.agenda import Agenda, at, briefing, campaign, entry, golden_agenda, weekly
from tests.strict_ical import check

from campaignflow.dates.precision import Certainty, Precision
from campaignflow.errors import InvalidValue
from campaignflow.export.ical import Revision, to_ics
from campaignflow.scheduling.entry import Entry, Occurrence
from campaignflow.types import Visibility

ROOT = Path(__file__).parents[3]
DAY = date(2027, 3, 15)


def calendar(*entries: Entry, **choices) -> icalendar.Calendar:
    """Return what another library reads of the calendar of some entries, after a strict check."""
    octets = to_ics(Agenda(entries), **choices)
    check(octets)
    return icalendar.Calendar.from_ical(octets)


def components(*entries: Entry, **choices) -> list[icalendar.Component]:
    return [one for one in calendar(*entries, **choices).subcomponents if one.name in {"VEVENT", "VTODO"}]


def the_event(*entries: Entry, **choices) -> icalendar.Component:
    (event,) = components(*entries, **choices)
    return event


def said(event: icalendar.Component) -> list[str]:
    return str(event.get("DESCRIPTION", "")).splitlines()


# The calendar as a whole


def test_a_calendar_says_what_it_is_called_for_every_kind_of_client():
    made = calendar(briefing())
    assert made["VERSION"] == "2.0"
    assert made["CALSCALE"] == "GREGORIAN"
    assert made["NAME"] == made["X-WR-CALNAME"] == "2027 年度宣传计划"
    assert made["X-WR-TIMEZONE"] == "Asia/Shanghai"


def test_subscribers_are_asked_in_both_ways_to_look_again():
    made = calendar(briefing())
    assert made["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert made["REFRESH-INTERVAL"].to_ical() == b"PT12H"
    assert made["X-PUBLISHED-TTL"] == "PT12H"


def test_a_calendar_has_neither_an_id_of_its_own_nor_a_method():
    made = calendar(briefing(lead=("office",)))
    assert "UID" not in made
    assert "METHOD" not in made
    assert not any("ATTENDEE" in event for event in made.events)


def test_a_calendar_of_two_zones_claims_neither_as_its_own_and_explains_both():
    other = entry(
        "water-week/call", start=at("2027-03-16T09:00", "America/New_York"), zone="America/New_York"
    )
    made = calendar(briefing(), other)
    assert "X-WR-TIMEZONE" not in made
    assert [zone["TZID"] for zone in made.walk("VTIMEZONE")] == ["America/New_York", "Asia/Shanghai"]


def test_a_calendar_of_one_unit_is_called_after_it():
    made = calendar(briefing(lead=("press-centre",)), unit="press-centre")
    assert made["NAME"] == "2027 年度宣传计划 · 宣传出版中心"


def test_an_empty_calendar_still_holds_something_as_the_standard_asks():
    made = calendar(briefing(lead=("office",)), unit="finance")
    assert [one.name for one in made.subcomponents] == ["VTIMEZONE"]
    assert [one.name for one in calendar().subcomponents] == ["VTIMEZONE"]


def test_events_stand_in_the_order_of_their_days_whatever_the_order_of_the_plan():
    entries = [
        entry("water-week/b", "乙", start=DAY, end=DAY),
        entry("water-week/a", "甲", start=DAY, end=DAY),
        entry("water-week/early", "早", start=date(2027, 3, 1), end=date(2027, 3, 1)),
        briefing(title="通气会"),
    ]
    titles = [str(event["SUMMARY"]) for event in components(*entries)]
    assert titles == ["早", "甲", "乙", "通气会"]
    assert to_ics(Agenda(entries)) == to_ics(Agenda(entries[::-1]))


# Times


def test_a_timed_event_keeps_its_wall_clock_and_its_zone():
    event = the_event(briefing())
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert event["DTSTART"].to_ical() == b"20270315T093000"
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2027, 3, 15, 1, 30, tzinfo=UTC)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=90)
    assert event["TRANSP"] == "OPAQUE"


def test_a_moment_of_another_zone_is_written_in_the_zone_it_is_meant_in():
    event = the_event(
        briefing(start=datetime(2027, 3, 15, 1, 30, tzinfo=UTC), end=datetime(2027, 3, 15, 3, tzinfo=UTC))
    )
    assert event["DTSTART"].to_ical() == b"20270315T093000"


def test_times_meant_in_utc_need_no_time_zone():
    made = calendar(briefing(start=at("2027-03-15T09:30", "UTC"), end=None, zone="UTC"))
    (event,) = made.events
    assert event["DTSTART"].to_ical() == b"20270315T093000Z"
    assert made.walk("VTIMEZONE") == []


def test_an_hour_that_comes_twice_is_written_in_utc_as_clients_take_its_wall_time_for_either_pass():
    zone = ZoneInfo("America/New_York")
    start = datetime(2027, 11, 7, 1, 30, tzinfo=zone)
    event = the_event(briefing(start=start, end=start.replace(fold=1), zone="America/New_York"))
    assert event["DTSTART"].to_ical() == b"20271107T053000Z"
    assert event["DTEND"].to_ical() == b"20271107T063000Z"
    event = the_event(briefing(start=start - timedelta(hours=1), end=start, zone="America/New_York"))
    assert event["DTSTART"].to_ical() == b"20271107T003000"
    assert said(event) == []


@pytest.mark.parametrize("end", [None, at("2027-03-15T09:30")], ids=["no end", "ends as it starts"])
def test_a_timed_event_without_an_end_gets_one_hour_and_says_so(end: datetime | None):
    event = the_event(briefing(end=end))
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=1)
    assert said(event) == ["没有写结束时间，按一小时计。"]


def test_the_hour_assumed_is_an_hour_of_elapsed_time_where_clocks_change():
    start = at("2027-11-07T01:30", "America/New_York")
    event = the_event(briefing(start=start, end=None, zone="America/New_York"))
    assert event["DTEND"].dt.astimezone(UTC) - event["DTSTART"].dt.astimezone(UTC) == timedelta(hours=1)


def test_days_end_on_the_day_after_the_last_and_block_nobodys_calendar():
    event = the_event(entry("water-week/tour", start=date(2027, 3, 22), end=date(2027, 3, 28)))
    assert event["DTSTART"].to_ical() == b"20270322"
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["DTEND"].to_ical() == b"20270329"
    assert event["TRANSP"] == "TRANSPARENT"


def test_part_of_a_day_is_said_in_words_and_no_clock_is_invented():
    event = the_event(
        entry("water-week/x", start=DAY, end=DAY, part="morning", precision=Precision.PART_OF_DAY)
    )
    assert event["DTSTART"].dt == DAY
    assert event["SUMMARY"] == "新闻通气会（上午）"


def test_parts_of_the_first_and_the_last_day_are_told_apart():
    several = entry(
        "water-week/x", start=DAY, end=date(2027, 3, 16), part="afternoon", part_end="morning"
    )  # fmt: skip
    assert the_event(several)["SUMMARY"] == "新闻通气会（首日下午起，末日上午止）"
    english = the_event(several, lang="en")["SUMMARY"]
    assert english == "新闻通气会 (from the afternoon of the first day, until the morning of the last day)"


@pytest.mark.parametrize(
    ("facts", "summary", "days"),
    [
        ({"start": at("2027-03-15T09:30"), "end": date(2027, 3, 17)}, "新闻通气会（首日09:30起）", 3),
        ({"start": DAY, "end": at("2027-03-16T12:00")}, "新闻通气会（末日12:00止）", 2),
        ({"end": at("2027-03-16T12:00")}, "新闻通气会（至此日止，12:00）", 1),
    ],
)
def test_a_clock_on_one_end_only_is_said_in_words(facts: dict, summary: str, days: int):
    event = the_event(entry("water-week/x", **facts))
    assert event["SUMMARY"] == summary
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=days)


def test_an_open_end_is_an_event_on_the_first_day_that_says_from_here_on():
    event = the_event(entry("water-week/x", start=DAY))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (DAY, date(2027, 3, 16))
    assert event["SUMMARY"] == "新闻通气会（自此日起）"
    assert the_event(entry("water-week/x", start=DAY), lang="en")["SUMMARY"] == "新闻通气会 (from here on)"


def test_a_plan_for_ever_has_a_last_day_too():
    event = the_event(entry("water-week/x", start=DAY, end=date.max))
    assert event["DTEND"].dt == date.max
    assert the_event(entry("water-week/x", due=date.max))["DTEND"].dt == date.max
    assert the_event(briefing(start=at("9990-03-15T09:30", "Africa/Cairo"), end=None, zone="Africa/Cairo"))


def test_an_open_start_is_an_event_on_the_last_day_that_says_until_here():
    event = the_event(entry("water-week/x", end=DAY))
    assert event["DTSTART"].dt == DAY
    assert event["SUMMARY"] == "新闻通气会（至此日止）"


# Dates that are not known, or not for certain


@pytest.mark.parametrize(
    ("first", "last", "precision", "zh", "en"),
    [
        (date(2027, 3, 11), date(2027, 3, 20), "third", "3月中旬", "11-20 March"),
        (date(2027, 2, 21), date(2027, 2, 28), "third", "2月下旬", "21-28 February"),
        (date(2027, 3, 1), date(2027, 3, 10), "third", "3月上旬", "1-10 March"),
        (date(2027, 3, 1), date(2027, 3, 31), "month", "3月", "March"),
        (date(2027, 3, 1), date(2027, 5, 31), "month", "3月至5月", "March-May"),
        (date(2027, 4, 1), date(2027, 6, 30), "quarter", "二季度", "April-June"),
        (date(2027, 7, 1), date(2027, 12, 31), "half", "下半年", "July-December"),
        (date(2027, 1, 1), date(2027, 6, 30), "half", "上半年", "January-June"),
        (date(2027, 1, 1), date(2027, 12, 31), "year", "2027年", "2027"),
        (date(2027, 3, 15), date(2027, 3, 21), "week", "3月15日至21日", "15-21 March"),
        (date(2027, 3, 29), date(2027, 4, 4), "week", "3月29日至4月4日", "29 March-4 April"),
        (DAY, DAY, "week", "3月15日", "15 March"),
        (
            date(2026, 12, 21),
            date(2027, 1, 10),
            "third",
            "2026年12月21日至2027年1月10日",
            "21 December 2026-10 January 2027",
        ),
    ],
)
def test_a_fuzzy_date_spans_its_bounds_and_says_that_the_day_is_open(
    first: date, last: date, precision: str, zh: str, en: str
):
    fuzzy = entry(
        "water-week/posters",
        "户外公益广告",
        start=first,
        end=last,
        precision=Precision(precision),
        certainty=Certainty.PROVISIONAL,
        written="as the planner wrote it",
    )
    event = the_event(fuzzy)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (first, last + timedelta(days=1))
    assert event["SUMMARY"] == f"户外公益广告（{zh}，日期未定）"
    assert said(event) == [f"日期未定，在{zh}之内。", "计划原文：as the planner wrote it"]
    english = the_event(fuzzy, lang="en")
    assert english["SUMMARY"] == f"户外公益广告 (some time within {en})"
    assert said(english)[0] == f"The date is not fixed: some time within {en}."


def test_a_campaign_with_a_coarse_window_is_on_throughout_it():
    event = the_event(campaign(start=date(2027, 1, 1), end=date(2027, 3, 31), precision=Precision.QUARTER))
    assert event["SUMMARY"] == "世界水日 · 中国水周"
    assert event["DTEND"].dt == date(2027, 4, 1)


def test_a_fuzzy_beginning_without_an_end_says_both():
    event = the_event(
        entry("water-week/x", start=date(2027, 3, 11), precision=Precision.THIRD, written="from 2027-03-mid")
    )
    assert event["SUMMARY"] == "新闻通气会（自此日起）"
    assert said(event) == ["计划原文：from 2027-03-mid"]


def test_what_is_provisional_is_tentative_and_what_is_confirmed_confirmed():
    assert the_event(briefing())["STATUS"] == "CONFIRMED"
    tentative = the_event(briefing(certainty=Certainty.PROVISIONAL))
    assert tentative["STATUS"] == "TENTATIVE"
    assert said(tentative) == ["日期暂定。"]


def test_a_calendar_not_announced_yet_is_named():
    event = the_event(briefing(rests_on=("CN 2027", "HK 2027")))
    assert said(event) == ["取决于尚未公布的日历：CN 2027、HK 2027。"]


def test_work_without_a_date_is_listed_once_on_the_first_day_of_its_campaign():
    window = {"start": date(2027, 3, 22), "end": date(2027, 3, 28), "inherited": True}
    event = components(
        campaign(),
        entry("water-week/song", "节水歌曲", lead=("office", "finance"), **window),
        entry("water-week/tour", "走进水厂"),
    )[1]
    assert event["SUMMARY"] == "日期未定：世界水日 · 中国水周（2项）"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 3, 22), date(2027, 3, 23))
    assert said(event)[1:] == ["· 节水歌曲（办公室，财务局）", "· 走进水厂"]
    assert (event["STATUS"], event["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")


def test_work_without_a_date_of_a_campaign_without_one_is_listed_where_the_calendar_begins():
    dated = entry("other/x", start=DAY, end=DAY, campaign="other")
    undated = campaign(start=None, end=None, precision=Precision.UNDATED)
    event = components(undated, dated)[1]
    assert event["SUMMARY"] == "日期未定：世界水日 · 中国水周（1项）"
    assert event["DTSTART"].dt == DAY


def test_work_without_a_date_is_listed_on_the_first_day_that_its_own_campaign_shows():
    entries = [
        entry("other/early", start=date(2027, 1, 5), end=date(2027, 1, 5), campaign="other"),
        entry("water-week/x", start=DAY, end=DAY),
        entry("water-week/song", "节水歌曲"),
    ]
    (listed,) = [event for event in components(*entries) if event["SUMMARY"].startswith("日期未定")]
    assert listed["DTSTART"].dt == DAY


def test_a_duty_whose_rhythm_is_open_is_listed_with_the_programme():
    event = the_event(entry("routine:report", "舆情周报", kind="routine", campaign=None))
    assert event["SUMMARY"] == "日期未定：2027 年度宣传计划（1项）"
    assert event["DTSTART"].dt == date(2026, 12, 20)


def test_approvals_and_conditions_without_a_date_are_no_work_to_list():
    assert components(entry("x", kind="approval"), entry("y", kind="condition")) == []


# Deadlines


def test_a_deadline_is_an_event_on_its_last_day():
    event = the_event(entry("water-week/plan", "印发方案", due=date(2027, 2, 23)))
    assert event.name == "VEVENT"
    assert event["SUMMARY"] == "截止：印发方案"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 2, 23), date(2027, 2, 24))
    assert event["TRANSP"] == "TRANSPARENT"


def test_the_hour_of_a_deadline_is_said_in_words_and_blocks_no_hour():
    event = the_event(entry("water-week/plan", "印发方案", due=at("2027-02-23T17:00")))
    assert event["SUMMARY"] == "17:00截止：印发方案"
    assert event["DTSTART"].dt == date(2027, 2, 23)
    assert (
        the_event(entry("x", "Plan", due=at("2027-02-23T17:00")), lang="en")["SUMMARY"] == "Due 17:00: Plan"
    )


def test_a_deadline_may_be_a_todo():
    todo = the_event(entry("water-week/plan", "印发方案", due=date(2027, 2, 23)), todos="todo")
    assert todo.name == "VTODO"
    assert todo["SUMMARY"] == "印发方案"
    assert todo["DUE"].dt == date(2027, 2, 23)
    assert todo["STATUS"] == "NEEDS-ACTION"
    assert "TRANSP" not in todo


def test_the_hour_of_a_todo_is_written_in_its_zone():
    made = calendar(entry("water-week/plan", due=at("2027-02-23T17:00")), todos="todo")
    (todo,) = made.walk("VTODO")
    assert todo["DUE"].params["TZID"] == "Asia/Shanghai"
    assert todo["DUE"].to_ical() == b"20270223T170000"
    assert len(made.walk("VTIMEZONE")) == 1


def test_a_deadline_as_both_has_an_id_for_each():
    both = components(entry("water-week/plan", due=date(2027, 2, 23)), todos="both")
    assert sorted(one.name for one in both) == ["VEVENT", "VTODO"]
    assert len({str(one["UID"]) for one in both}) == 2


def test_work_with_a_start_and_a_deadline_gives_an_event_and_a_deadline():
    both = components(entry("water-week/x", start=DAY, end=date(2027, 3, 17), due=date(2027, 3, 19)))
    assert [str(one["SUMMARY"]) for one in both] == ["新闻通气会", "截止：新闻通气会"]


def test_a_deadline_within_an_inherited_window_is_the_deadline_alone():
    event = the_event(entry("x", start=DAY, end=DAY, inherited=True, due=date(2027, 3, 19)))
    assert event["SUMMARY"] == "截止：新闻通气会"


def test_a_deadline_written_as_a_third_of_a_month_shows_what_was_written():
    event = the_event(
        entry("x", due=date(2027, 5, 31), precision=Precision.THIRD, written="2027-05-late")
    )  # fmt: skip
    assert event["SUMMARY"] == "截止：新闻通气会"
    assert said(event) == ["计划原文：2027-05-late"]


# What comes round


def test_what_comes_round_is_an_event_each_time():
    events = components(weekly(("2027-W01", date(2027, 1, 8)), ("2027-W02", date(2027, 1, 15))))
    assert [event["DTSTART"].dt for event in events] == [date(2027, 1, 8), date(2027, 1, 15)]
    assert len({str(event["UID"]) for event in events}) == 2


def test_an_occurrence_that_moves_stays_the_same_event():
    (before,) = components(weekly(("2027-W01", date(2027, 1, 8))))
    (after,) = components(weekly(("2027-W01", date(2027, 1, 7))))
    assert before["UID"] == after["UID"]


def test_an_occurrence_may_be_a_deadline():
    monthly = entry(
        "routine:report",
        "月报",
        kind="routine",
        campaign=None,
        occurrences=(Occurrence("2027-01", None, None, due=date(2027, 1, 10)),),
    )
    assert the_event(monthly)["SUMMARY"] == "截止：月报"


# Who, where, what


def test_units_stand_in_the_text_and_among_the_categories():
    event = components(
        campaign(),
        briefing(
            lead=("press-centre",),
            support=("office", "finance"),
            owner=("li-wei",),
            media=("people-daily",),
            channels=("wechat",),
            where=("三楼会议室", "线上"),
            note=("请带证件。", "不设直播。"),
        ),
    )[0]
    assert said(event) == [
        "所属：世界水日 · 中国水周",
        "责任单位：宣传出版中心",
        "配合：办公室、财务局",
        "责任人：李伟",
        "媒体：人民日报",
        "渠道：官方微信",
        "请带证件。",
        "不设直播。",
    ]
    assert event["CATEGORIES"].cats == ["世界水日 · 中国水周", "宣传出版中心", "办公室", "财务局"]
    assert event["LOCATION"] == "三楼会议室、线上"


@pytest.mark.parametrize("own", [None, "water-week"])
@pytest.mark.parametrize("order", [1, -1])
def test_a_campaign_does_not_belong_to_itself_and_its_work_belongs_to_it(own: str | None, order: int):
    work, whole = components(*[campaign(campaign=own), briefing(lead=("office",))][::order])
    assert said(work) == ["所属：世界水日 · 中国水周", "责任单位：办公室"]
    assert said(whole) == ["责任单位：办公室"]
    assert whole["CATEGORIES"].cats == work["CATEGORIES"].cats == ["世界水日 · 中国水周", "办公室"]


def test_who_decides_is_not_called_the_unit_that_leads():
    facts = {"due": date(2027, 2, 3), "lead": ("office",)}
    step = entry("water-week/@panel", "方案会商", kind="approval", **facts)
    work = entry("water-week/plan", "印发方案", **facts)
    by_title = {str(one["SUMMARY"]): said(one) for one in components(step, work)}
    assert by_title == {"截止：方案会商": ["审批：办公室"], "截止：印发方案": ["责任单位：办公室"]}


def test_what_stands_inside_an_activity_is_called_after_it_too():
    prepared = entry("water-week/briefing/release", "定稿", kind="prepare", due=DAY)
    assert the_event(prepared)["SUMMARY"] == "截止：定稿"
    titles = [str(event["SUMMARY"]) for event in components(briefing(), prepared)]
    assert titles == ["截止：新闻通气会 · 定稿", "新闻通气会"]
    theirs = entry("water-week/briefing/photo", "合影", kind="agenda", start=DAY, lead=("finance",))
    assert "新闻通气会 · 合影" in the_event(briefing(), theirs, unit="finance")["SUMMARY"]
    undated = entry("water-week/briefing/tea", "茶歇", kind="agenda", lead=("office",))
    listed, _ = components(briefing(), undated)
    assert said(listed)[1:] == ["· 新闻通气会 · 茶歇（办公室）"]


def test_a_calendar_speaks_english_when_asked():
    event = components(campaign(), briefing(lead=("press-centre",), end=None), lang="en")[0]
    assert said(event) == [
        "No end is given; one hour is assumed.",
        "Campaign: 世界水日 · 中国水周",
        "Lead: 宣传出版中心",
    ]


def test_a_comma_in_a_name_does_not_make_two_categories():
    octets = to_ics(
        Agenda([campaign(title="水日，水周；活动"), briefing(lead=("new",))], names={"new": "办公室，综合组"})
    )
    check(octets)
    event = icalendar.Calendar.from_ical(octets).events[0]
    assert event["CATEGORIES"].cats == ["水日，水周；活动", "办公室，综合组"]


def test_each_visibility_has_a_class_of_its_own():
    classes = [
        str(the_event(briefing(visibility=visibility))["CLASS"])
        for visibility in (Visibility.INTERNAL, Visibility.PARTNERS, Visibility.PUBLIC)
    ]
    assert classes == ["CONFIDENTIAL", "PRIVATE", "PUBLIC"]


def test_there_is_an_alarm_only_if_it_is_asked_for_and_it_only_shows_text():
    assert the_event(briefing()).subcomponents == []
    (alarm,) = the_event(briefing(), alarm=timedelta(hours=1)).subcomponents
    assert (alarm["ACTION"], alarm["DESCRIPTION"]) == ("DISPLAY", "新闻通气会")
    assert alarm["TRIGGER"].dt == timedelta(hours=-1)


def test_the_alarm_of_a_todo_counts_back_from_its_end():
    (alarm,) = the_event(entry("x", due=DAY), todos="todo", alarm=timedelta(days=1)).subcomponents
    assert alarm["TRIGGER"].params["RELATED"] == "END"


# Identity and revisions


def test_an_id_never_changes_as_long_as_the_entry_lives():
    """These are in people's calendars: a new id would be a second event."""
    event, deadline = components(briefing(due=date(2027, 3, 19)))
    assert event["UID"] == "bbce6aeef4c8a9614bfb64a7b53d3c67@18ee4ea2bc85.campaignflow"
    assert deadline["UID"] == "a9aad7d530c7b21e68e609e49aacf378@18ee4ea2bc85.campaignflow"


def test_an_id_rests_on_the_programme_and_the_entry_and_on_nothing_that_may_change():
    uid = the_event(briefing())["UID"]
    changed = briefing(title="发布会", start=DAY, end=DAY, lead=("office",), certainty=Certainty.PROVISIONAL)
    assert the_event(changed)["UID"] == uid
    assert the_event(entry("water-week/briefing2", start=DAY, end=DAY))["UID"] != uid
    other = icalendar.Calendar.from_ical(to_ics(Agenda([briefing()], programme_id="other")))
    assert other.events[0]["UID"] != uid


def test_without_a_record_the_stamp_is_the_day_of_issue_and_the_sequence_zero():
    event = the_event(briefing())
    assert event["DTSTAMP"].to_ical() == b"20261220T000000Z"
    assert event["SEQUENCE"] == 0
    assert "LAST-MODIFIED" not in event


def test_stamp_and_sequence_come_from_the_record():
    revision = Revision(3, at("2027-01-05T16:20"))
    event = the_event(briefing(), revisions={"water-week/briefing": revision})
    assert event["SEQUENCE"] == 3
    assert event["DTSTAMP"].to_ical() == event["LAST-MODIFIED"].to_ical() == b"20270105T082000Z"


def test_one_occurrence_may_have_a_revision_of_its_own():
    entries = [weekly(("2027-W01", date(2027, 1, 8)), ("2027-W02", date(2027, 1, 15)))]
    revisions = {"routine:report": Revision(1), "routine:report@2027-W02": Revision(2)}
    assert [event["SEQUENCE"] for event in components(*entries, revisions=revisions)] == [1, 2]


def test_the_list_of_undated_work_moves_with_its_campaign_and_changes_with_what_it_lists():
    entries = [campaign(), entry("water-week/song", "节水歌曲")]
    revisions = {
        "water-week": Revision(2, at("2027-01-05T16:20")),
        "water-week/song": Revision(5, at("2027-01-06T16:20")),
    }
    event = components(*entries, revisions=revisions)[1]
    assert event["SEQUENCE"] == 2
    assert event["DTSTAMP"].to_ical() == b"20270106T082000Z"


def test_what_is_cancelled_stays_a_month_for_all_to_see_and_then_goes():
    revisions = {"water-week/briefing": Revision(4, at("2027-02-01T10:00"), cancelled=True)}
    for as_of in (None, date(2027, 2, 1), date(2027, 3, 3)):
        event = the_event(briefing(), revisions=revisions, as_of=as_of, alarm=timedelta(hours=1))
        assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 4)
        assert event.subcomponents == []
    assert components(briefing(), revisions=revisions, as_of=date(2027, 3, 4)) == []


def test_a_cancelled_todo_is_cancelled_too_and_cancelled_work_without_a_date_is_not_listed():
    gone = {"x": Revision(1, cancelled=True)}
    assert the_event(entry("x", due=DAY), todos="todo", revisions=gone)["STATUS"] == "CANCELLED"
    assert components(entry("x"), revisions=gone) == []


# What is refused


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ({"todos": "all"}, "ics-choice-unknown"),
        ({"profile": "outlook"}, "ics-choice-unknown"),
        ({"lang": "fr"}, "ics-choice-unknown"),
        ({"audience": "friends"}, "ics-choice-unknown"),
        ({"as_of": datetime(2027, 3, 1)}, "ics-moment-naive"),
        ({"unit": "nobody"}, "ics-nobody"),
        ({"partner": "nobody"}, "ics-nobody"),
        ({"person": "nobody"}, "ics-nobody"),
        ({"campaign": "nothing"}, "ics-nobody"),
    ],
)
def test_a_choice_that_means_nothing_is_refused_with_a_sentence(choices: dict, code: str):
    with pytest.raises(InvalidValue) as raised:
        to_ics(Agenda([briefing()]), **choices)
    assert raised.value.code == code
    assert str(raised.value)


def test_who_is_not_in_the_plan_is_named_in_the_words_of_the_glossary():
    with pytest.raises(InvalidValue) as raised:
        to_ics(Agenda([briefing()]), partner="nobody")
    assert "没有叫“nobody”的媒体" in raised.value.message("zh")
    assert "no medium with the id “nobody”" in raised.value.message("en")


def test_a_revision_at_a_naive_moment_is_refused():
    with pytest.raises(InvalidValue):
        Revision(1, datetime(2027, 3, 1))


# Bytes


PROGRAM = """
import datetime, sys
from campaignflow.export.ical import to_ics
from tests.agenda import golden_agenda
sys.stdout.buffer.write(to_ics(golden_agenda(), todos="both", alarm=datetime.timedelta(hours=1)))
"""


@pytest.mark.parametrize("name", ["office", "partner"])
def test_the_file_is_the_golden_one_to_the_byte(name: str):
    choices = {
        "office": {"todos": "both", "alarm": timedelta(hours=1)},
        "partner": {"partner": "people-daily"},
    }
    octets = to_ics(golden_agenda(), **choices[name])
    check(octets)
    assert octets == (ROOT / "tests" / "golden" / f"{name}.ics").read_bytes()


def test_same_plan_same_bytes_on_every_machine():
    outputs = set()
    for seed, zone, language in (
        ("0", "UTC", "C"),
        ("1", "Asia/Shanghai", "zh_CN.UTF-8"),
        ("2", "XYZ+11", "de"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
                "PYTHONHASHSEED": seed,
                "TZ": zone,
                "LANG": language,
            },
            capture_output=True,
            check=True,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert outputs == {(ROOT / "tests" / "golden" / "office.ics").read_bytes()}


def test_the_file_does_without_the_library_that_takes_long_to_load():
    program = "import sys; from campaignflow.export.ical import to_ics; sys.exit('ics' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    assert subprocess.run([sys.executable, "-c", program], env=environment, check=False).returncode == 0
