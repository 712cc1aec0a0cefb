"""What is no calendar is refused with a sentence; what is oddly saved is read; what is hostile is bounded."""

import gzip
import time
from datetime import UTC, date, datetime
from typing import Any

import pytest

import campaignflow as cf
from campaignflow.planfile import calendar_days
from campaignflow.planfile.calendar_days import MOST_TIMES, falling, first_day
from campaignflow.planfile.imported import MOST_TAKEN, Imported, Window, imported

YEAR = Window(date(2027, 1, 1), date(2027, 12, 31))
ONE = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20270310\r\nSUMMARY:渡口开放日\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)


def codes(read: cf.IcsReading) -> list[str]:
    return [one.code for one in read.findings]


def calendar(*events: str, head: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\n{one}\r\nEND:VEVENT\r\n" for one in events)
    return f"BEGIN:VCALENDAR\r\n{head}{body}END:VCALENDAR\r\n".encode()


def utc(hour: int) -> datetime:
    return datetime(2027, 3, 10, hour, tzinfo=UTC)


def taken(data: bytes, **more: Any) -> Imported:
    return imported(cf.read_ics(data), YEAR, name="odd", zone="Asia/Shanghai", **more)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "ics-empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "ics-empty"),
        (gzip.compress(ONE.encode()), "ics-packed"),
        (b"PK\x03\x04\x14\x00calendar.ics", "ics-packed"),
        (b"<!DOCTYPE html>\n<html><body>Please log in</body></html>", "ics-web-page"),
        (b'\n<?xml version="1.0"?><error/>', "ics-web-page"),
        (b'{"code": 401}', "ics-no-calendar"),
    ],
)
def test_what_is_no_calendar_is_named_for_what_it_is(data: bytes, code: str) -> None:
    read = cf.read_ics(data)
    assert read.events == ()
    assert [one.code for one in read.findings if one.severity == "error"] == [code]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_calendar_is_read_however_its_letters_were_saved(encoding: str) -> None:
    read = cf.read_ics(ONE.encode(encoding))
    assert [(one.title, one.start) for one in read.events] == [("渡口开放日", date(2027, 3, 10))]


@pytest.mark.parametrize("fold", [b"\r\n ", b"\n\t", b"\r\n \r\n "])
def test_a_fold_within_a_letter_leaves_it_whole(fold: bytes) -> None:
    name = "渡口".encode()
    for at in range(1, len(name)):
        read = cf.read_ics(
            calendar("UID:1\r\nDTSTART:20270310\r\nSUMMARY:@").replace(b"@", name[:at] + fold + name[at:])
        )
        assert read.events[0].title == "渡口"
        assert {"file-gb18030", "file-not-text"}.isdisjoint(codes(read))


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "REFRESH"])
def test_an_answer_to_an_invitation_is_no_calendar(method: str) -> None:
    read = cf.read_ics(calendar("UID:1\r\nDTSTART:20270310", head=f"METHOD:{method}\r\n"))
    assert (read.events, codes(read), read.findings[0].place.line) == ((), ["ics-answer"], 2)


def test_what_a_cancellation_names_is_cancelled_and_not_taken() -> None:
    data = calendar("UID:1\r\nDTSTART;VALUE=DATE:20270310\r\nSUMMARY:A", head="METHOD:CANCEL\r\n")
    assert [one.status for one in cf.read_ics(data).events] == ["cancelled"]
    assert [one.code for one in taken(data).findings] == ["import-cancelled"]


def test_several_calendars_of_one_file_keep_the_zone_of_each() -> None:
    event = "UID:{}\r\nDTSTART:20270310T090000\r\nDURATION:PT1H\r\nSUMMARY:A"
    data = calendar(event.format(1), head="X-WR-TIMEZONE:Asia/Shanghai\r\n") + calendar(
        event.format(2), head="X-WR-TIMEZONE:Europe/Paris\r\n"
    )
    assert [one.zone for one in cf.read_ics(data).events] == ["Asia/Shanghai", "Europe/Paris"]


def test_an_event_that_is_not_closed_does_not_swallow_the_next() -> None:
    text = ONE.replace("END:VEVENT", "END:VEVNET").replace(
        "END:VCALENDAR", "BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20270311\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    read = cf.read_ics(text.encode())
    assert [one.uid for one in read.events] == ["1", "2"]
    assert set(codes(read)) == {"ics-unclosed", "ics-line-unreadable"}


def test_a_line_that_belongs_nowhere_is_named_and_spoils_neither_uid_nor_start() -> None:
    data = calendar("UID:1\r\nX-RADIUS=49\r\nDTSTART:20270310\r\nSUMMARY=lost\r\nSUMMARY:A\r\nand more")
    read = cf.read_ics(data)
    assert [(one.uid, one.start, one.title) for one in read.events] == [
        ("1", date(2027, 3, 10), "A\nand more")
    ]
    assert [(one.code, one.place.line) for one in read.findings] == [
        ("ics-line-unreadable", 4),
        ("ics-line-unreadable", 6),
        ("ics-fold-broken", 8),
    ]


@pytest.mark.parametrize(
    ("written", "start", "code"),
    [
        (";VALUE=DATE:20270310Z", date(2027, 3, 10), "ics-other-form"),
        (";VALUE=DATE:2027-03-10", date(2027, 3, 10), "ics-other-form"),
        (":2027-03-10T09:00:00Z", utc(9), "ics-other-form"),
        (";TZID=Asia/Shanghai:20270310T0900", utc(1), "ics-other-form"),
        (";TZID=Asia/Shanghai:20270310T090000Z", utc(9), "ics-zone-and-utc"),
        (";TZID=Etc/UTC:20270310T090000Z", utc(9), None),
        (";TZID=GMT+1:20270310T090000", utc(8), "ics-zone-offset"),
        (";TZID=GMT-05.00/-04.00:20270310T090000", utc(9), "ics-zone-unread"),
    ],
)
def test_a_start_that_is_oddly_written_is_read_and_told(written: str, start: date, code: str | None) -> None:
    read = cf.read_ics(calendar(f"UID:1\r\nDTSTART{written}\r\nDURATION:P1D"))
    assert [one.start for one in read.events] == [start]
    assert codes(read) == ([code] if code else [])


def test_a_series_leaves_out_the_day_whose_midnight_is_named_and_ends_at_an_oddly_written_last_one() -> None:
    lines = ("UID:1", "DTSTART:20270405T133000Z", "RRULE:FREQ=WEEKLY;UNTIL=2027-04-26T13:30:00Z")
    read = cf.read_ics(calendar("\r\n".join((*lines, 'EXDATE;TZID="tzone://Microsoft/Utc":20270419T000000'))))
    assert [one.start.day for one in falling(read.events, *YEAR)] == [5, 12, 26]


def test_a_moment_among_days_is_the_office_s_day_where_it_is_its_midnight() -> None:
    lines = ("UID:1", "DTSTART;VALUE=DATE:20270405", "RRULE:FREQ=DAILY;COUNT=4")
    left = ("EXDATE:20270405T160000Z", "EXDATE:20270407T000000Z")
    read = cf.read_ics(calendar("\r\n".join((*lines, *left))), timezone="Asia/Shanghai")
    assert [one.start.day for one in falling(read.events, *YEAR)] == [5, 8]


@pytest.mark.parametrize(
    ("start", "instance"),
    [("20270301T200000", ";VALUE=DATE:20270308"), (";VALUE=DATE:20270301", ":20270307T160000Z")],
)
def test_what_stands_for_one_time_is_known_though_it_names_it_in_the_other_kind(
    start: str, instance: str
) -> None:
    series = f"UID:1\r\nDTSTART{start if start[0] == ';' else ':' + start}\r\nRRULE:FREQ=WEEKLY;COUNT=3"
    moved = f"UID:1\r\nDTSTART;VALUE=DATE:20270309\r\nRECURRENCE-ID{instance}"
    read = cf.read_ics(calendar(series, moved), timezone="Asia/Shanghai")
    assert sorted(first_day(one).day for one in falling(read.events, *YEAR)) == [1, 9, 15]


def test_a_zone_of_the_south_is_in_its_summer_in_january() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Pier\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:20081005T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU\r\n"
        "TZOFFSETFROM:+1000\r\nTZOFFSETTO:+1100\r\nEND:DAYLIGHT\r\n"
        "BEGIN:STANDARD\r\nDTSTART:20090405T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU\r\n"
        "TZOFFSETFROM:+1100\r\nTZOFFSETTO:+1000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    events = (f"UID:{month}\r\nDTSTART;TZID=Pier:2027{month:02d}15T090000" for month in (1, 7))
    summer, winter = cf.read_ics(calendar(*events, head=zone)).events
    assert summer.start == datetime(2027, 1, 14, 22, tzinfo=UTC)
    assert winter.start == datetime(2027, 7, 14, 23, tzinfo=UTC)
    assert {summer.zone, winter.zone} == {"Australia/Sydney"}


def test_of_very_many_zones_some_are_compared_and_all_are_read_right() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Z{0}\r\n"
        "BEGIN:STANDARD\r\nTZOFFSETTO:+0800\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    events = (f"UID:{n}\r\nDTSTART;TZID=Z{n}:20270310T090000" for n in range(150))
    read = cf.read_ics(calendar(*events, head="".join(zone.format(n) for n in range(150))))
    assert {one.start for one in read.events} == {utc(1)}
    assert codes(read).count("ics-zone-guessed") == 100
    assert codes(read).count("ics-zone-by-rules") == 50


HOSTILE = [
    "a: b # c",
    "*alias &anchor",
    "!!python/object/apply:os.system [id]",
    "{{ campaigns }}",
    "- x\\n  campaigns: {evil: {title: x}}",
    "'\"both\"'",
    "%TAG ! tag:evil,2000:",
    "---",
    "null",
    "2027-03-10",
    "| >",
    "include: [/etc/passwd]",
]


@pytest.mark.parametrize("kind", ["key-dates", "observances"])
def test_nothing_a_title_says_becomes_a_part_of_the_plan(kind: str) -> None:
    events = [
        f"UID:{number}\r\nDTSTART;VALUE=DATE:202703{number + 1:02d}\r\n"
        f"SUMMARY:{text}\r\nLOCATION:{text}\r\nDESCRIPTION:{text}"
        for number, text in enumerate(HOSTILE)
    ]
    made = taken(calendar(*events, head="X-WR-CALNAME:a: {b: *c}\\n---\r\n"), kind=kind)
    plan = cf.loads(f"programme: {{id: p, title: P, period: 2027}}\n{made.text}")
    meant = {" ".join(one.replace("\\n", " ").split()) for one in HOSTILE}
    if kind == "key-dates":
        (campaign,) = plan.campaigns.values()
        assert {one.title for one in campaign.key_dates.values()} == meant
    else:
        assert {one.title for one in plan.observances.values()} == meant
        assert plan.campaigns == {}


@pytest.mark.parametrize(
    "uid", ["../../etc/passwd", "/root/.ssh/id", "a\\nb: c", "C:\\\\plan.yaml", "%2e%2e", "x" * 70_000]
)
def test_a_uid_is_never_more_than_what_an_event_is_known_by(uid: str) -> None:
    made = taken(calendar(f"UID:{uid}\r\nDTSTART:20270310T090000Z\r\nSUMMARY:A"), kind="key-dates")
    (key,) = cf.loads(f"programme: {{id: p, title: P, period: 2027}}\n{made.text}").campaigns["odd"].key_dates
    assert key.startswith("e-")
    assert len(key) == 12


def test_more_events_than_a_plan_holds_are_taken_up_to_a_day_that_is_told() -> None:
    events = (
        f"UID:{n}\r\nDTSTART;VALUE=DATE:2027{12 - n % 12:02d}01\r\nSUMMARY:{n}"
        for n in range(MOST_TAKEN + 600)
    )
    made = taken(calendar(*events), kind="key-dates")
    assert made.count == MOST_TAKEN
    (told,) = made.findings
    assert (told.code, told.facts["last"]) == ("import-too-many", date(2027, 12, 1))
    assert (
        len(cf.loads(f"programme: {{id: p, title: P, period: 2027}}\n{made.text}").campaigns["odd"].key_dates)
        == MOST_TAKEN
    )


def test_long_texts_that_come_round_each_day_still_fit_into_the_file_of_a_plan() -> None:
    lines = ("DTSTART:20270101T090000Z", "RRULE:FREQ=DAILY;COUNT=300", "DESCRIPTION:" + "水" * 10_000)
    made = taken(calendar(*("\r\n".join((f"UID:{n}", *lines)) for n in range(3))), kind="key-dates")
    assert 0 < made.count < 900
    assert len(made.text.encode()) < 16 * 1024 * 1024
    (told,) = made.findings
    assert (told.code, told.facts["limit"]) == ("import-too-many", made.count)


def test_a_series_that_comes_round_too_often_is_cut_and_told() -> None:
    read = cf.read_ics(calendar("UID:1\r\nDTSTART:20200101\r\nSUMMARY:晨会\r\nRRULE:FREQ=DAILY"))
    made = imported(
        read, Window(date(2020, 1, 1), date(2027, 12, 31)), name="odd", zone="UTC", kind="key-dates"
    )
    assert made.count == MOST_TIMES
    assert [one.code for one in made.findings] == ["import-series-cut", "import-endless"]
    assert made.findings[0].facts["line"] == 2
    assert (
        taken(
            calendar("UID:1\r\nDTSTART:20200101\r\nSUMMARY:晨会\r\nRRULE:FREQ=DAILY"), kind="key-dates"
        ).count
        == 365
    )


def test_a_series_without_an_end_is_taken_as_far_as_the_period_and_that_is_told() -> None:
    made = taken(calendar("UID:1\r\nDTSTART:20270104T090000Z\r\nSUMMARY:晨会\r\nRRULE:FREQ=WEEKLY"))
    assert (made.count, [(one.code, one.facts["last"]) for one in made.findings]) == (
        52,
        [("import-endless", YEAR.last)],
    )
    for ends in ("RRULE:FREQ=WEEKLY;COUNT=9", "RRULE:FREQ=WEEKLY;UNTIL=20271231"):
        assert not taken(calendar(f"UID:1\r\nDTSTART:20270104T090000Z\r\nSUMMARY:晨会\r\n{ends}")).findings


def test_series_without_number_and_lines_without_sense_take_bounded_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(calendar_days, "MOST_STEPS", 5_000)
    began = time.process_time()
    rule = "RRULE:FREQ=YEARLY;BYDAY=1MO,-1FR,20TU;COUNT=99999"
    made = taken(calendar(*(f"UID:{n}\r\nDTSTART:19020101\r\n{rule}" for n in range(500))))
    told = [one.code for one in made.findings]
    assert told.count("import-series-cut") == 20
    assert told[20] == "ics-more"
    cf.read_ics(b'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nX;A="\r\n' + b"a b:c\r\n" * 50_000)
    cf.read_ics(b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 20_000)
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Z{0}\r\n"
        "BEGIN:STANDARD\r\nTZOFFSETTO:+0217\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    events = (f"UID:{n}\r\nDTSTART;TZID=Z{n}:20270310T090000" for n in range(500))
    read = cf.read_ics(calendar(*events, head="".join(zone.format(n) for n in range(500))))
    assert len(read.events) == 500
    assert time.process_time() - began < 10
