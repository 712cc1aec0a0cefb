"""Others' calendars are read with the instants their writers meant, and what was mended is said."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import campaignflow as cf
from campaignflow.planfile.calendar_zones import windows_zones

FILES = Path(__file__).parents[2] / "data" / "ics"


def reading(name: str, timezone: str | None = "Asia/Shanghai") -> cf.IcsReading:
    return cf.read_ics(FILES / name, timezone=timezone, file=name)


def event(read: cf.IcsReading, title: str) -> cf.IcsEvent:
    (found,) = (one for one in read.events if one.title == title)
    return found


def codes(read: cf.IcsReading) -> dict[str, int | None]:
    """Return the line of the first finding of each code."""
    return {one.code: one.place.line for one in reversed(read.findings)}


def calendar(*lines: str, before: str = "") -> bytes:
    """Return a calendar of one event with some lines."""
    body = (before, "BEGIN:VEVENT", *lines, "END:VEVENT")
    return "\r\n".join(("BEGIN:VCALENDAR", *filter(None, body), "END:VCALENDAR", "")).encode()


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)


@pytest.mark.parametrize(
    ("file", "title", "instant", "zone"),
    [
        ("outlook.ics", "世界水日新闻通气会", utc(2027, 3, 18, 1, 30), "Asia/Shanghai"),
        ("outlook.ics", "Call with the fair's office", utc(2027, 3, 10, 14), "America/New_York"),
        ("outlook.ics", "Sydney, in its summer", utc(2027, 1, 14, 22), "Australia/Sydney"),
        ("outlook.ics", "Sydney, in its winter", utc(2027, 7, 14, 23), "Australia/Sydney"),
        ("google.ics", "Weekly call", utc(2027, 3, 3, 14), "America/New_York"),
        ("google.ics", "Weekly call (moved)", utc(2027, 3, 25, 19), "America/New_York"),
        ("google.ics", "World Water Day, opening", utc(2027, 3, 22, 1), "UTC"),
        ("apple.ics", "防灾减灾日直播", utc(2027, 5, 12, 6, 30), "Asia/Shanghai"),
        ("apple.ics", "升旗", utc(2027, 9, 30, 22), "Asia/Shanghai"),
        ("gb18030.ics", "宣传干事培训班", utc(2027, 4, 15, 6), "Asia/Shanghai"),
    ],
)
def test_an_event_begins_at_the_instant_its_writer_meant(
    file: str, title: str, instant: datetime, zone: str
) -> None:
    found = event(reading(file), title)
    assert (found.start, found.zone) == (instant, zone)


@pytest.mark.parametrize("timezone", ["Asia/Shanghai", "America/New_York", "UTC"])
def test_all_day_events_keep_their_days_wherever_they_are_read(timezone: str) -> None:
    week = event(reading("outlook.ics", timezone), "中国水周")
    fair = event(reading("google.ics", timezone), "Trade fair")
    assert (week.start, week.end, week.all_day) == (date(2027, 3, 22), date(2027, 3, 28), True)
    assert (fair.start, fair.end, fair.all_day) == (date(2027, 4, 10), date(2027, 4, 11), True)


def test_an_all_day_event_of_outlook_in_utc_is_days_of_the_office() -> None:
    lines = ("UID:1", "SUMMARY:水周", "DTSTART:20270321T160000Z", "DTEND:20270328T160000Z")
    made = cf.read_ics(calendar(*lines, "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"), timezone="Asia/Shanghai")
    assert (made.events[0].start, made.events[0].end) == (date(2027, 3, 22), date(2027, 3, 28))


def test_a_day_that_ends_as_it_starts_is_one_day() -> None:
    read = reading("holidays-community.ics")
    assert [(one.start, one.end) for one in read.events[:2]] == [
        (date(2027, 10, 1),) * 2,
        (date(2027, 10, 2),) * 2,
    ]
    assert "ics-end-is-start" in codes(read)
    assert "ics-bare-lf" in codes(read)
    assert {one.severity for one in read.findings} == {"note"}


def test_windows_names_are_those_of_the_cldr() -> None:
    assert windows_zones()["china standard time"] == "Asia/Shanghai"
    assert len(windows_zones()) > 130
    for zone in windows_zones().values():
        assert cf.read_ics(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", timezone=zone).timezone == zone


@pytest.mark.parametrize(
    ("written", "zone", "code"),
    [
        ("China Standard Time", "Asia/Shanghai", "ics-zone-mapped"),
        ("china standard time", "Asia/Shanghai", "ics-zone-mapped"),
        ("/freeassociation.net/Asia/Shanghai", "Asia/Shanghai", "ics-zone-mapped"),
        ("/ics.py/2020.1/America/Argentina/Ushuaia", "America/Argentina/Ushuaia", "ics-zone-mapped"),
        ("(UTC+08:00) Beijing\\, Chongqing", "Asia/Shanghai", "ics-zone-mapped"),
        ("asia/shanghai", "Asia/Shanghai", None),
        ("Mars/Olympus", "Europe/Paris", "ics-zone-unread"),
    ],
)
def test_a_zone_is_known_by_whatever_name_it_goes(written: str, zone: str, code: str | None) -> None:
    lines = (f'DTSTART;TZID="{written}":20270701T090000', "DURATION:PT1H", "UID:1")
    read = cf.read_ics(calendar(*lines), timezone="Europe/Paris")
    assert read.events[0].zone == zone
    assert [one.code for one in read.findings] == ([code] if code else [])


def test_rules_that_no_zone_has_are_followed_all_the_same() -> None:
    rules = (
        "BEGIN:VTIMEZONE\r\nTZID:Ship\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0217\r\nTZOFFSETTO:+0217\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    )
    read = cf.read_ics(calendar("UID:1", "DTSTART;TZID=Ship:20270701T090000", "DURATION:PT1H", before=rules))
    assert read.events[0].start == utc(2027, 7, 1, 6, 43)
    assert list(codes(read)) == ["ics-zone-by-rules"]


def test_a_calendar_s_own_zone_counts_before_the_office_s_for_times_without_one() -> None:
    own = cf.read_ics(
        calendar("UID:1", "DTSTART:20270701T090000", before="X-WR-TIMEZONE:Europe/Paris"),
        timezone="Asia/Shanghai",
    )
    office = cf.read_ics(calendar("UID:1", "DTSTART:20270701T090000"), timezone="Asia/Shanghai")
    assert own.events[0].start == utc(2027, 7, 1, 7)
    assert office.events[0].start == utc(2027, 7, 1, 1)
    assert codes(office)["ics-floating"] == 4


def test_texts_come_without_their_escapes_and_the_place_keeps_its_lines() -> None:
    meeting = event(reading("outlook.ics"), "世界水日新闻通气会")
    assert meeting.description == "请各单位派一人参加。\n\n地点：一楼会议室; 请带笔记本, 谢谢\n"
    assert meeting.uid.startswith("040000008200E00074C5B7101A82E008")
    assert (meeting.sequence, meeting.zone_written) == (2, "China Standard Time")
    assert event(reading("apple.ics"), "防灾减灾日直播").location == "市防汛指挥部\n东门"
    assert (
        cf.read_ics(calendar("UID:1", r"SUMMARY:C:\\new\, old", "DTSTART:20270101")).events[0].title
        == "C:\\new, old"
    )


def test_a_series_keeps_its_rule_its_exceptions_and_its_moved_instance() -> None:
    read = reading("google.ics")
    series, moved = event(read, "Weekly call"), event(read, "Weekly call (moved)")
    assert series.rule == "FREQ=WEEKLY;WKST=SU;UNTIL=20270401T035959Z;BYDAY=WE"
    assert series.without == (utc(2027, 3, 17, 13),)
    assert (moved.uid, moved.instance) == (series.uid, utc(2027, 3, 24, 13))
    assert event(reading("apple.ics"), "纪录片开机").also == (utc(2027, 6, 8, 1),)


def test_status_is_kept_and_another_s_word_for_it_is_not_invented() -> None:
    read = reading("outlook.ics")
    assert event(read, "Sydney, in its summer").status == "tentative"
    assert event(read, "Sydney, in its winter").status == "cancelled"
    assert event(read, "中国水周").status == ""


def test_days_of_a_holiday_notice_say_whether_they_are_worked() -> None:
    kinds = {one.start: one.kind_of_day for one in reading("holidays-apple.ics").events}
    assert (kinds[date(2027, 2, 5)], kinds[date(2027, 2, 20)], kinds[date(2027, 3, 8)]) == (
        "off",
        "worked",
        "",
    )


def test_a_broken_file_gives_what_can_be_read_and_names_the_line_of_what_cannot() -> None:
    read = reading("broken.ics")
    assert [one.title for one in read.events] == [
        "Moved",
        "Without a UID",
        "Nowhere",
        "Shares a UID",
        "Cut off",
    ]
    assert codes(read) == {
        "file-has-mark": 1,
        "ics-unclosed": 1,
        "ics-end-before-start": 3,
        "ics-fold-broken": 9,
        "ics-no-start": 11,
        "ics-start-unreadable": 17,
        "ics-no-uid": 20,
        "ics-uid-twice": 24,
        "ics-no-end": 31,
        "ics-zone-unread": 33,
        "ics-rule-unreadable": 34,
        "ics-uid-shared": 37,
        "ics-left-out": 43,
    }
    assert codes(reading("gb18030.ics"))["file-gb18030"] == 7


def test_what_has_no_uid_gets_the_same_one_each_time() -> None:
    first, again = reading("broken.ics"), reading("broken.ics")
    assert [one.uid for one in first.events] == [one.uid for one in again.events]
    assert len({one.uid for one in first.events}) == len(first.events)


@pytest.mark.parametrize("data", [b"nothing", b"\xff\xfe\x00", b"BEGIN:VEVENT\r\nEND:VEVENT"])
def test_what_is_no_calendar_is_said_to_be_none(data: bytes) -> None:
    read = cf.read_ics(data)
    assert read.events == ()
    assert "ics-no-calendar" in codes(read)


def test_of_many_findings_of_one_kind_some_are_listed_and_the_rest_counted() -> None:
    read = cf.read_ics(b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 500 + b"END:VCALENDAR")
    assert len(read.findings) == 201
    assert read.findings[-1].facts == {"count": 300}


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(cf.InvalidValue) as caught:
        cf.read_ics(b"", timezone="Mars/Olympus")
    assert caught.value.code == "ics-zone-unknown"


def test_without_the_extra_the_reader_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(cf.MissingExtra) as caught:
        cf.read_ics(b"")
    assert "campaignflow[ical]" in caught.value.message("en")


def test_a_folded_line_is_put_together_without_the_blank_of_its_fold() -> None:
    read = cf.read_ics(calendar("UID:1", "DTSTART:20270101", "SUMMARY:世界水日\r\n 新闻\r\n\t通气会"))
    assert (read.events[0].title, read.findings) == ("世界水日新闻通气会", ())


def test_a_zone_without_a_name_is_where_its_rules_say_they_are() -> None:
    rules = "BEGIN:VTIMEZONE\r\nTZID:Office\r\nX-LIC-LOCATION:Asia/Tokyo\r\nEND:VTIMEZONE"
    read = cf.read_ics(
        calendar("UID:1", "DTSTART;TZID=Office:20270701T090000", "DURATION:PT1H", before=rules)
    )
    assert read.events[0].zone == "Asia/Tokyo"
