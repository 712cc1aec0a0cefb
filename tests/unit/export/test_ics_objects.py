"""An `ics.Calendar` of ours writes what `to_ics` writes, and stays right when somebody works on with it."""

import warnings
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import arrow
import icalendar
import ics
import pytest
from ics.alarm import AudioAlarm, DisplayAlarm, EmailAlarm
from ics.alarm.custom import CustomAlarm
from ics.grammar.parse import Container, ContentLine
from tests.agenda import Agenda, at, briefing, campaign, entry, golden_agenda
from tests.strict_ical import check, faults

from campaignflow.errors import InvalidValue
from campaignflow.export.ical import Revision, to_ics, to_ics_calendar

CHINA = timezone(timedelta(hours=8))


@pytest.fixture
def made() -> ics.Calendar:
    """A calendar with a single event of ours."""
    return to_ics_calendar(Agenda([briefing()]))


def written(made: ics.Calendar) -> icalendar.Calendar:
    octets = made.serialize().encode()
    check(octets)
    return icalendar.Calendar.from_ical(octets)


def added(made: ics.Calendar, event: ics.Event) -> icalendar.Component:
    """Return what another library reads of an event added to a calendar."""
    made.events.add(event)
    (found,) = [one for one in written(made).events if str(one["UID"]) == event.uid]
    return found


def only(made: ics.Calendar) -> ics.Event:
    (event,) = made.events
    return event


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"todos": "both", "alarm": timedelta(hours=1)},
        {"todos": "todo", "lang": "en", "profile": "extended"},
        {
            "profile": "extended",
            "alarm": timedelta(hours=1),
            "organizer": '"Office; planning: desk" <office@example.org>',
            "addresses": {"press-centre": "press@example.org"},
        },
        {"partner": "people-daily"},
        {"unit": "finance"},
        {"revisions": {"water-week/briefing": Revision(3, at("2027-01-05T16:20"), cancelled=True)}},
    ],
    ids=lambda choices: "+".join(choices) or "default",
)
def test_it_serialises_to_the_very_bytes_of_the_file(choices: dict):
    made = to_ics_calendar(golden_agenda(), **choices)
    assert isinstance(made, ics.Calendar)
    assert made.serialize().encode() == to_ics(golden_agenda(), **choices)
    assert str(made) == made.serialize() == "".join(made.serialize_iter())


def test_an_hour_that_comes_twice_is_the_same_in_both():
    zone = ZoneInfo("America/New_York")
    start = datetime(2027, 11, 7, 1, 30, tzinfo=zone)
    agenda = Agenda(
        [
            briefing(start=start, end=start.replace(minute=10, fold=1), zone="America/New_York"),
            entry("x", start=start.replace(fold=1), end=None, zone="America/New_York"),
        ]
    )
    check(to_ics(agenda))
    assert to_ics_calendar(agenda).serialize().encode() == to_ics(agenda)


def test_its_events_say_what_ics_users_expect():
    events = {event.name: event for event in to_ics_calendar(Agenda([campaign(), briefing()])).events}
    timed, whole = events["新闻通气会"], events["世界水日 · 中国水周"]
    assert timed.begin == arrow.get("2027-03-15T09:30:00+08:00")
    assert timed.duration == timedelta(minutes=90)
    assert whole.all_day
    assert (whole.begin.date(), whole.end.date()) == (date(2027, 3, 22), date(2027, 3, 29))
    assert whole.categories == {"世界水日 · 中国水周", "办公室"}


def test_a_change_to_an_event_is_written(made: ics.Calendar):
    event = only(made)
    event.name = "发布会，改期"
    event.end = event.end.shift(days=1)
    event.begin = event.begin.shift(days=1)
    event.sequence = 1
    event.categories.add("甲")
    (read,) = written(made).events
    assert read["SUMMARY"] == "发布会，改期"
    assert read["DTSTART"].to_ical() == b"20270316T093000"
    assert read["SEQUENCE"] == 1
    assert "甲" in read["CATEGORIES"].cats


def test_a_plain_event_added_later_is_written_as_strictly(made: ics.Calendar):
    read = added(
        made,
        ics.Event(
            name="加一场；" + "水" * 60,
            begin=arrow.get("2027-03-16T09:00:00", tzinfo="Asia/Shanghai"),
            duration=timedelta(days=8),
            uid="plain@example.org",
            description="一\r\nBEGIN:VEVENT",
            location="甲，乙",
            url="https://example.org/?a=1,2",
            categories={"丙", "乙", "甲，丁"},
            attendees=[ics.Attendee("a@b.cn", common_name="宣传部: 新媒体；组", rsvp="TRUE", cutype="GROUP")],
            organizer=ics.Organizer("c@b.cn", common_name='王"小"芳'),
            alarms=[DisplayAlarm(trigger=timedelta(hours=-1))],
            status="tentative",
            classification="private",
            geo=(39.9, 116.4),
            transparent=False,
        ),
    )
    assert read["SUMMARY"] == "加一场；" + "水" * 60
    assert read["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert read["DTSTART"].to_ical() == b"20270316T090000"
    assert read["DTEND"].dt - read["DTSTART"].dt == timedelta(days=8)
    assert read["DESCRIPTION"] == "一\nBEGIN:VEVENT"
    assert read["URL"] == "https://example.org/?a=1,2"
    assert read["CATEGORIES"].cats == ["丙", "乙", "甲，丁"]
    assert read["ATTENDEE"] == "mailto:a@b.cn"
    assert read["ATTENDEE"].params == {"CN": "宣传部: 新媒体；组", "CUTYPE": "GROUP", "RSVP": "TRUE"}
    assert read["ORGANIZER"].params["CN"] == "王“小”芳"
    assert (read["STATUS"], read["CLASS"], read["TRANSP"]) == ("TENTATIVE", "PRIVATE", "OPAQUE")
    assert read["DTSTAMP"].to_ical() == b"20261220T000000Z"


@pytest.mark.parametrize(
    ("begin", "line"),
    [
        ("2027-03-16 09:00:00", b"20270316T090000Z"),
        (datetime(2027, 3, 16, 9, tzinfo=CHINA), b"20270316T010000Z"),
        (arrow.get("2027-03-16T09:00:00+08:00"), b"20270316T010000Z"),
        (datetime(2027, 3, 16, 9, tzinfo=ZoneInfo("America/New_York")), b"20270316T090000"),
    ],
)
def test_a_time_is_written_in_its_zone_if_that_has_a_name_and_else_in_utc(
    made: ics.Calendar, begin, line: bytes
):
    assert (
        added(made, ics.Event(name="x", begin=begin, duration=timedelta(hours=1)))["DTSTART"].to_ical()
        == line
    )


class Village(tzinfo):
    """A zone with a name that only its village knows."""

    key = "Hunan/Village"

    def utcoffset(self, dt):
        return timedelta(hours=8)

    def dst(self, dt):
        return timedelta(0)


def test_a_zone_nobody_knows_is_written_in_utc(made: ics.Calendar):
    begin = datetime(2027, 3, 16, 9, tzinfo=Village())
    read = added(made, ics.Event(name="x", begin=begin, duration=timedelta(hours=1)))
    assert read["DTSTART"].to_ical() == b"20270316T010000Z"


def test_zones_of_dateutil_are_known_by_name(made: ics.Calendar):
    from dateutil import tz

    begin = datetime(2027, 3, 16, 9, tzinfo=tz.gettz("Asia/Shanghai"))
    read = added(made, ics.Event(name="x", begin=begin, duration=timedelta(hours=1)))
    assert read["DTSTART"].to_ical() == b"20270316T090000"


def test_a_whole_day_in_china_stays_that_day(made: ics.Calendar):
    """Ics writes it as the day before."""
    event = ics.Event(name="国庆", begin=datetime(2027, 10, 1, tzinfo=CHINA))
    event.make_all_day()
    read = added(made, event)
    assert (read["DTSTART"].dt, read["DTEND"].dt) == (date(2027, 10, 1), date(2027, 10, 2))
    assert event.begin.to("utc").date() == date(2027, 9, 30)


def test_an_event_that_takes_no_time_says_so_and_one_without_a_start_is_refused(made: ics.Calendar):
    read = added(made, ics.Event(name="x", begin="2027-03-16 09:00:00"))
    assert read["DURATION"].dt == timedelta(0)
    made.events.add(ics.Event(name="无时间"))
    with pytest.raises(InvalidValue) as raised:
        made.serialize()
    assert raised.value.code == "ics-event-without-start"


@pytest.mark.parametrize(
    "attack",
    [
        {"uid": "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:b"},
        {"classification": "PUBLIC\r\nX-EVIL:1"},
        {"url": "https://x.org/\r\nX-EVIL:1"},
        {"url": "javascript:alert(1)"},
        {"categories": ["a\r\nX-EVIL:1"]},
        {"attendees": [ics.Attendee("a@b.cn\r\nX-EVIL:1", common_name='"\r\nX-EVIL:1')]},
        {"organizer": "a@b.cn\r\nX-EVIL:1"},
        {"name": "\x00\ud800\u202e水"},
    ],
    ids=lambda attack: next(iter(attack)),
)
def test_nothing_in_a_plain_event_breaks_out_of_its_line(made: ics.Calendar, attack: dict):
    made.events.add(ics.Event(**{"name": "x", "begin": "2027-03-16 09:00:00", **attack}))
    read = written(made)
    assert len(read.events) == 2
    assert not any("X-EVIL" in event for event in read.events)


def test_an_event_that_ends_in_the_first_pass_of_an_hour_and_starts_in_the_second_takes_no_time(
    made: ics.Calendar,
):
    zone = ZoneInfo("America/New_York")
    start = datetime(2027, 11, 7, 1, 30, fold=1, tzinfo=zone)
    read = added(made, ics.Event(name="x", begin=start, end=start.replace(minute=45, fold=0)))
    assert read["DTSTART"].to_ical() == b"20271107T063000Z"
    assert read["DURATION"].dt == timedelta(0)


def test_attendees_come_out_in_one_order_whatever_their_set_says(made: ics.Calendar):
    attendees = [ics.Attendee(f"{number}@example.org") for number in range(9)]
    read = added(made, ics.Event(name="x", begin="2027-03-16 09:00:00", attendees=attendees))
    assert [str(one) for one in read["ATTENDEE"]] == [f"mailto:{number}@example.org" for number in range(9)]


def test_extra_lines_are_kept_and_cannot_break_out(made: ics.Calendar):
    event = ics.Event(name="每周", begin=at("2027-03-16T09:00"), duration=timedelta(hours=1))
    event.extra.extend(
        [
            ContentLine("RRULE", value="FREQ=WEEKLY;COUNT=3"),
            ContentLine("EXDATE", {"TZID": ["Asia/Tokyo"]}, "20270323T100000"),
            ContentLine("X-NOTE\r\nX-EVIL", {"X-P": ['a"b;c']}, "一\r\nX-EVIL:1"),
            ContentLine("END", value="VEVENT"),
            ContentLine("DTSTAMP", value="20200101T000000Z"),
            Container("VALARM", ContentLine("ACTION", value="AUDIO"), ContentLine("TRIGGER", value="-PT5M")),
            Container(":", ContentLine("X-EVIL", value="1")),
        ]
    )
    read = added(made, event)
    assert read["RRULE"]["COUNT"] == [3]
    assert read["EXDATE"].params["TZID"] == "Asia/Tokyo"
    assert read["X-NOTEX-EVIL"] == "一\\nX-EVIL:1"
    assert "X-EVIL" not in read
    assert [alarm["ACTION"] for alarm in read.walk("VALARM")] == ["AUDIO"]


def test_a_zone_that_only_an_extra_line_speaks_of_is_explained_for_its_years(made: ics.Calendar):
    event = ics.Event(name="x", begin=datetime(2006, 7, 1, tzinfo=UTC))
    event.make_all_day()
    event.extra.append(ContentLine("X-CALL", {"TZID": ["America/New_York"]}, "20060701T100000"))
    added(made, event)
    assert "RRULE:FREQ=YEARLY;UNTIL=20061030T060000Z" in made.serialize()
    todo = ics.Todo(name="x", dtstamp="2027-01-01 00:00:00")
    todo.extra.append(ContentLine("X-CALL", {"TZID": ["Asia/Tokyo"]}, "20060701T100000"))
    made.todos.add(todo)
    assert "TZID:Asia/Tokyo\r\n" in made.serialize()
    written(made)


def test_extra_parts_of_a_calendar_are_kept_but_for_zones_which_are_our_own(made: ics.Calendar):
    made.method = "publish"
    made.extra.append(ContentLine("COLOR", value="steelblue"))
    made.extra.append(
        Container(
            "VJOURNAL",
            ContentLine("UID", value="j@example.org"),
            ContentLine("DTSTAMP", value="20270101T000000Z"),
        )
    )
    made.extra.append(Container("VTIMEZONE", ContentLine("TZID", value="Asia/Shanghai")))
    read = written(made)
    assert read["METHOD"] == "PUBLISH"
    assert read["COLOR"] == "steelblue"
    assert [one.name for one in read.subcomponents] == ["VTIMEZONE", "VEVENT", "VJOURNAL"]


def test_every_kind_of_alarm_is_written_after_the_properties(made: ics.Calendar):
    moment = datetime(2027, 3, 16, 1, tzinfo=UTC)
    audio = AudioAlarm(trigger=timedelta(minutes=-5))
    audio.sound = ContentLine("ATTACH", value="https://example.org/a.wav")
    alarms = [
        DisplayAlarm(trigger=moment, display_text="一\n二", repeat=2, duration=timedelta(minutes=5)),
        EmailAlarm(trigger=timedelta(0), subject="题", body="文", recipients=[ics.Attendee("a@b.cn")]),
        audio,
        CustomAlarm(trigger=timedelta(days=-8), action="X-RING"),
        DisplayAlarm(),
    ]
    read = added(made, ics.Event(name="x", begin=moment, duration=timedelta(hours=1), alarms=alarms))
    by_action = {str(alarm["ACTION"]): alarm for alarm in read.walk("VALARM")}
    assert list(by_action) == ["DISPLAY", "EMAIL", "AUDIO", "X-RING"]
    assert by_action["DISPLAY"]["TRIGGER"].dt == moment
    assert (by_action["DISPLAY"]["DESCRIPTION"], by_action["DISPLAY"]["REPEAT"]) == ("一 二", 2)
    assert by_action["EMAIL"]["ATTENDEE"] == "mailto:a@b.cn"
    assert by_action["X-RING"]["TRIGGER"].to_ical() == b"-P8D"


def test_a_plain_todo_added_later_is_written_as_strictly(made: ics.Calendar):
    made.todos.add(
        ics.Todo(
            name="定稿",
            uid="todo@example.org",
            dtstamp="2027-01-01 00:00:00",
            begin=at("2027-03-16T09:00"),
            due=datetime(2027, 3, 17, 1, tzinfo=UTC),
            completed="2027-03-17 00:00:00",
            created="2027-01-01 00:00:00",
            percent=50,
            priority=1,
            status="in-process",
        )
    )
    made.todos.add(ics.Todo(name="无期", uid="bare@example.org", dtstamp="2027-01-01 00:00:00"))
    todos = {str(todo["UID"]): todo for todo in written(made).walk("VTODO")}
    todo = todos["todo@example.org"]
    assert todo["DTSTART"].to_ical() == b"20270316T090000"
    assert todo["DUE"].to_ical() == b"20270317T090000"
    assert (todo["PERCENT-COMPLETE"], todo["PRIORITY"], todo["STATUS"]) == (50, 1, "IN-PROCESS")
    assert "DUE" not in todos["bare@example.org"]


def test_a_component_alone_has_its_times_in_utc_so_that_any_calendar_may_hold_it():
    made = to_ics_calendar(Agenda([briefing(due=at("2027-03-19T17:00"))]), todos="todo")
    plain = ics.Calendar(events=made.events, todos=made.todos, creator="test")
    text = plain.serialize() + "\r\n"
    assert "DTSTART:20270315T013000Z\r\n" in text
    assert "DUE:20270319T090000Z\r\n" in text
    assert faults(text.encode()) == []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert str(only(made)) == only(made).serialize()


def test_events_that_differ_in_nothing_but_their_id_are_two(made: ics.Calendar):
    twin = only(made).clone()
    twin.uid = "other@example.org"
    made.events.add(twin)
    assert twin != only(to_ics_calendar(Agenda([briefing()])))
    assert only(to_ics_calendar(Agenda([briefing()]))) == only(to_ics_calendar(Agenda([briefing()])))
    assert len(written(made).events) == 2


def test_plain_events_come_out_in_one_order_whatever_their_sets_say():
    octets = set()
    for uids in ("abc", "cba"):
        made = to_ics_calendar(Agenda([]))
        for uid in uids:
            made.events.add(
                ics.Event(name="x", begin="2027-03-16 09:00:00", uid=uid, categories=["b", "a", "c"])
            )
        octets.add(made.serialize())
    assert len(octets) == 1


def test_the_ics_library_reads_what_we_write():
    """Reading back its own type is not what we rely on, but people will try it."""
    octets = to_ics(Agenda([briefing()]))
    (event,) = ics.Calendar(octets.decode()).events
    assert event.begin == arrow.get("2027-03-15T01:30:00+00:00")
