"""Writers of P7: the same plain events made into objects of each library, and these into a file.

Each function does all of it: it makes an object for every event and alarm, and writes them.  All three
write UID, DTSTAMP, start and end, SUMMARY, DESCRIPTION, LOCATION, CATEGORIES, STATUS, TRANSP, CLASS and
an alarm that is shown half an hour before.  Ours and `icalendar` also write SEQUENCE, the zone of each
time and its VTIMEZONE; `ics` has none of these and writes all times in UTC.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import icalendar
import ics
from ics.alarm import DisplayAlarm

import campaignflow as cf
from campaignflow.dates.precision import Certainty, Precision
from campaignflow.scheduling.entry import Entry

__all__ = ["WRITERS", "Plain", "front", "plain_events"]

ZONE = "Asia/Shanghai"
ALARM = timedelta(minutes=30)
ISSUED = datetime(2026, 12, 1, tzinfo=UTC)
UNIT, LEAD = "press", "宣传出版中心"
TITLES = (
    "世界水日主题宣传：节水护水，人人有责",
    "新闻通气会",
    "“母亲河”短视频征集启动仪式（线上直播；回放）",
    "通气会, 问答环节",
)
PLACES = ("水利部机关一楼大厅", "郑州市金水路11号黄河宾馆二楼多功能厅")
NOTES = (
    "邀请中央媒体3家、省级媒体5家；通稿须经保密审查后发布。",
    "备雨天预案。\n联系人：宣传出版中心；材料见附件一、附件二，签到表由综合处准备，车辆于八点前到位。",
)


class Plain(NamedTuple):
    """What each side is given of an event."""

    uid: str
    title: str
    start: datetime
    end: datetime
    place: str
    note: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """What `to_ics` asks of a schedule."""

    entries: Sequence[Entry]
    names: Mapping[str, str]
    programme_id: str
    programme_title: str
    stamp: date
    outsiders: frozenset[str] = frozenset()


def plain_events(count: int) -> list[Plain]:
    """Return so many events of working hours, through three years."""
    zone, found = ZoneInfo(ZONE), []
    for number in range(count):
        day, hour = divmod(number, 9)
        start = datetime(2027, 1, 1, 8 + hour, 30, tzinfo=zone) + timedelta(days=day % 1095)
        found.append(
            Plain(
                f"event-{number}",
                f"{TITLES[number % len(TITLES)]} {number}",
                start,
                start + timedelta(minutes=90),
                PLACES[number % len(PLACES)],
                NOTES[number % len(NOTES)],
            )
        )
    return found


def _agenda(events: Sequence[Plain]) -> Agenda:
    entries = [
        Entry(
            id=one.uid,
            kind="activity",
            title=one.title,
            start=one.start,
            end=one.end,
            precision=Precision.MOMENT,
            certainty=Certainty.CONFIRMED,
            zone=ZONE,
            lead=(UNIT,),
            where=(one.place,),
            note=(one.note,),
        )
        for one in events
    ]
    return Agenda(entries, {UNIT: LEAD}, "river-2027", "2027 年度宣传计划", ISSUED.date())


def _ours(events: Sequence[Plain]) -> bytes:
    return cf.to_ics(_agenda(events), alarm=ALARM)


def front(events: Sequence[Plain]) -> bytes:
    """Write them by way of our `ics.Calendar`."""
    written: str = cf.to_ics_calendar(_agenda(events), alarm=ALARM).serialize()
    return written.encode()


def _said(one: Plain) -> str:
    return f"责任单位：{LEAD}\n{one.note}"


def _ics(events: Sequence[Plain]) -> bytes:
    made = ics.Calendar(creator="-//bench//ics//ZH")
    for one in events:
        event = ics.Event(
            uid=one.uid,
            created=ISSUED,
            name=one.title,
            begin=one.start,
            end=one.end,
            description=_said(one),
            location=one.place,
            categories=[LEAD],
            status="CONFIRMED",
            transparent=False,
            classification="CONFIDENTIAL",
            alarms=[DisplayAlarm(trigger=-ALARM, display_text=one.title)],
        )
        made.events.add(event)
    written: str = made.serialize()
    return written.encode()


def _icalendar(events: Sequence[Plain]) -> bytes:
    made = icalendar.Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//bench//icalendar//ZH")
    for one in events:
        event = icalendar.Event()
        values: tuple[tuple[str, Any], ...] = (
            ("uid", one.uid),
            ("dtstamp", ISSUED),
            ("dtstart", one.start),
            ("dtend", one.end),
            ("summary", one.title),
            ("description", _said(one)),
            ("location", one.place),
            ("categories", [LEAD]),
            ("status", "CONFIRMED"),
            ("transp", "OPAQUE"),
            ("class", "CONFIDENTIAL"),
            ("sequence", 0),
        )
        for name, value in values:
            event.add(name, value)
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.title)
        alarm.add("trigger", -ALARM)
        event.add_component(alarm)
        made.add_component(event)
    made.add_missing_timezones()
    return made.to_ical()


WRITERS = {"ours": _ours, "ics": _ics, "icalendar": _icalendar}
"""Each side, by the name of its library."""
