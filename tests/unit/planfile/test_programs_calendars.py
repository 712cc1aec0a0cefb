"""Calendars in the shape in which programs write them are read with the instants that were meant.

The files are made up; what is odd about each is what was seen in exports of the program it is called after.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import campaignflow as cf
from campaignflow.planfile.calendar_days import falling

FILES = Path(__file__).parents[2] / "data" / "ics"
YEARS = date(2027, 1, 1), date(2028, 12, 31)


def reading(name: str) -> cf.IcsReading:
    return cf.read_ics(FILES / f"{name}.ics", timezone="Asia/Shanghai", file=name)


def utc(*when: int) -> datetime:
    return datetime(2027, *when, tzinfo=UTC)


WRITTEN: dict[str, dict[str, list[date | datetime]]] = {
    "outlook-no-rules": {
        "渡口通航新闻发布会": [utc(4, 12, 1, 30)],
        "渡口夜景航拍": [utc(4, 13, 12)],
    },
    "outlook-wrong-rules": {
        "渡口通航新闻发布会": [utc(4, 12, 1, 30)],
        "渡口通航座谈会": [utc(4, 13, 1, 30)],
    },
    "exchange": {
        "宣传例会": [utc(4, 5, 1, 30), utc(4, 26, 1, 30)],
        "宣传例会（改到下午）": [utc(4, 19, 6, 30)],
        "Partner call in winter": [utc(1, 12, 9)],
        "Partner call in summer": [utc(7, 13, 8)],
        "直播信号测试": [utc(4, 14, 1)],
        "渡口开放日": [date(2027, 4, 17)],
    },
    "google-guests": {
        "渡口项目碰头会": [utc(4, 20, 6)],
        "早间选题会": [utc(4, 21, 1), utc(4, 23, 1)],
        "早间选题会（全天）": [date(2027, 4, 22)],
    },
    "icloud": {
        "Call about the ferry film": [utc(3, 15, 13)],
        "渡口摄影展": [date(2027, 3, 18)],
        "正月初一团拜": [date(2027, 2, 6), date(2028, 1, 26)],
    },
    "thunderbird": {
        "Harbour film rehearsal": [utc(1, 14, 9), utc(1, 15, 9)],
        "Harbour film rehearsal, later": [utc(1, 16, 13), utc(1, 17, 13)],
        "Ferry on Vienna time": [utc(7, 1, 8)],
    },
    "tencent": {
        "渡口栏目策划会": [utc(4, 5, 9)],
        "渡口周会": [utc(4, 8, 9), utc(4, 22, 9), utc(4, 29, 9)],
        "渡口开通纪念日": [date(2027, 4, 10), date(2028, 4, 10)],
    },
    "timetable": {
        "新闻摄影 | 三教 201": [utc(3, 1), utc(3, 15), utc(3, 29), utc(4, 12)],
    },
    "phone": {"渡口彩排": [utc(4, 16, 6)]},
}
"""What each file says, worked out by hand."""

MENDED: dict[str, set[str]] = {
    "outlook-no-rules": {"ics-zone-mapped"},
    "outlook-wrong-rules": {"ics-zone-mapped", "ics-zone-contradicted"},
    "exchange": {"ics-zone-mapped", "ics-zone-guessed"},
    "google-guests": {"ics-not-folded"},
    "icloud": set(),
    "thunderbird": {"ics-zone-mapped", "ics-zone-guessed"},
    "tencent": {"ics-zone-guessed"},
    "timetable": {"ics-bare-lf", "ics-fold-broken"},
    "phone": {"ics-not-folded"},
}


@pytest.mark.parametrize("file", WRITTEN)
def test_each_program_s_calendar_has_the_instants_it_was_written_with(file: str) -> None:
    read = reading(file)
    found: dict[str, list[date | datetime]] = {}
    for one in falling(read.events, *YEARS):
        found.setdefault(one.title, []).append(one.start)
    assert {title: sorted(times) for title, times in found.items()} == WRITTEN[file]
    assert {one.code for one in read.findings} == MENDED[file]


def test_rules_that_are_not_those_of_the_name_are_told_once_with_both_times() -> None:
    (told,) = (one for one in reading("outlook-wrong-rules").findings if one.severity != "note")
    assert (told.code, told.place.line) == ("ics-zone-contradicted", 14)
    assert (told.facts["offset"], told.facts["own"]) == ("+00:00", "+08:00")


def test_guests_who_are_folded_before_their_colon_do_not_get_into_the_uid() -> None:
    meeting = reading("google-guests").events[0]
    assert meeting.uid == "1a2b3c4d5e6f@google.com"
    assert meeting.location == "三号码头"


def test_the_zone_of_an_office_in_its_winter_is_told_by_rules_that_begin_late_in_a_month() -> None:
    rehearsal = reading("thunderbird").events[0]
    assert (rehearsal.zone, rehearsal.start.utcoffset()) == (
        "Europe/Berlin",
        datetime(2027, 1, 14, 1, tzinfo=UTC) - datetime(2027, 1, 14, tzinfo=UTC),
    )


def test_a_quoted_printable_text_of_a_phone_is_read_in_its_charset() -> None:
    (rehearsal,) = reading("phone").events
    assert (rehearsal.title, rehearsal.description) == ("渡口彩排", "带相机\n带电池")


def test_a_day_that_stands_for_one_time_of_a_timed_series_takes_its_place() -> None:
    series, day = reading("google-guests").events[1:]
    assert (day.uid, day.instance) == (series.uid, utc(4, 22, 1))


def test_what_is_moved_with_all_that_follow_takes_them_along_and_is_as_long() -> None:
    last = max(falling(reading("thunderbird").events, *YEARS), key=lambda one: str(one.instance or ""))
    assert (last.instance, last.start, last.end) == (utc(1, 17, 9), utc(1, 17, 13), utc(1, 17, 14))
