"""Others' calendars as plain events: `read_ics`, through `icalendar`, with a report of what was mended.

How a text becomes components is in `campaignflow.planfile.calendar_text`, what names of zones mean in
`campaignflow.planfile.calendar_zones`, on which days a series falls in `campaignflow.planfile.calendar_days`;
what of it goes into a plan, in `campaignflow.planfile.imported`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from os import PathLike
from pathlib import Path
from zoneinfo import ZoneInfo

from campaignflow.dates.rules import followed
from campaignflow.errors import InvalidValue
from campaignflow.planfile.calendar_bytes import calendar_text
from campaignflow.planfile.calendar_event import IcsEvent, IcsReading
from campaignflow.planfile.calendar_text import Component, Property, Remarks, components, reader
from campaignflow.planfile.calendar_values import (
    YEARS,
    after,
    by_library,
    compact,
    day_meant,
    like,
    unescaped,
)
from campaignflow.planfile.calendar_zones import Zones, known_zone

__all__ = ["IcsEvent", "IcsReading", "read_ics"]

LARGEST = 16 * 1024 * 1024
"""Bytes of one calendar that are read."""
MOST_EVENTS = 50_000
_STATES = frozenset(("confirmed", "tentative", "cancelled"))
_LEFT = ("VTODO", "VJOURNAL", "VFREEBUSY")
_ANSWERS = frozenset(("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"))
"""What is written about an event by those who were invited (RFC 5546)."""
_UNIVERSAL = ("UTC", "GMT", "Z", "COORDINATED UNIVERSAL TIME")
_ISO_UNTIL = re.compile(r"UNTIL=(\d{4}-[^;]*)")
_UNTIL = re.compile(r"UNTIL=(\d{8}T\d{6}Z)")


def read_ics(
    source: "bytes | str | PathLike[str]", *, timezone: str | None = None, file: str | None = None
) -> IcsReading:
    """Return the events of somebody else's calendar (RFC 5545), and what had to be mended to read them.

    Nothing in the file raises: what cannot be read is a finding with its line.  All-day ends are included;
    times keep their zone.  A series is one event with its rule.

    Args:
        source: The bytes of the calendar, or the path of its file.
        timezone: IANA zone of times without a zone, if the calendar names none itself; UTC by default.
        file: What the findings call the file.

    Raises:
        MissingExtra: the extra `ical` is not installed.
        InvalidValue: there is no such zone.
        OSError: the file cannot be read.
    """
    reader()
    if timezone is not None and not known_zone(timezone):
        raise InvalidValue("ics-zone-unknown", zone=timezone)
    if isinstance(source, bytes):
        data, shown = source[: LARGEST + 1], file or "<bytes>"
    else:
        with Path(source).open("rb") as opened:
            data = opened.read(LARGEST + 1)
        shown = file or str(source)
    remarks = Remarks(shown)
    if len(data) > LARGEST:
        remarks.report("file-too-large", None, limit=LARGEST // 1024 // 1024)
        return IcsReading("", timezone or "UTC", (), remarks.all())
    text = calendar_text(data, shown, remarks)
    if text is None:
        return IcsReading("", timezone or "UTC", (), remarks.all())
    calendars = [one for one in components(text, remarks) if one.name == "VCALENDAR"]
    if not calendars:
        remarks.report("ics-no-calendar", 1)
    events: list[IcsEvent] = []
    zone = ""
    for calendar in calendars:
        own = known_zone(calendar.value("X-WR-TIMEZONE"))
        zones = Zones(calendar, own or timezone or "UTC", remarks)
        zone = zone or zones.fallback
        events += _Calendar(calendar, zones, remarks).events()
    named = (unescaped(one.value(key)) for one in calendars for key in ("X-WR-CALNAME", "NAME"))
    return IcsReading(
        next(filter(None, named), ""),
        zone,
        tuple(_placed([*_distinct(events, remarks)], zone, remarks)),
        remarks.all(),
    )


class _Calendar:
    """One VCALENDAR, and how its values are read."""

    def __init__(self, calendar: Component, zones: Zones, remarks: Remarks) -> None:
        self.calendar = calendar
        self.zones = zones
        self.remarks = remarks
        self.cancels = False
        self.floating = self.other_form = self.both_zones = False
        """What has been said once."""

    def events(self) -> Iterator[IcsEvent]:
        """Yield the events that can be read."""
        method = self.calendar.first("METHOD")
        if method is not None and method.value.strip().upper() in _ANSWERS:
            self.remarks.report("ics-answer", method.line, method=method.value.strip().upper())
            return
        self.cancels = method is not None and method.value.strip().upper() == "CANCEL"
        held = [one for one in self.calendar.inside if one.name == "VEVENT"]
        left = [one for one in self.calendar.inside if one.name in _LEFT]
        if left:
            self.remarks.report("ics-left-out", left[0].line, count=len(left), kind=left[0].name)
        if len(held) > MOST_EVENTS:
            self.remarks.report("ics-too-many", held[MOST_EVENTS].line, limit=MOST_EVENTS)
        for one in held[:MOST_EVENTS]:
            made = self._event(one)
            if made is not None:
                yield made

    def _event(self, event: Component) -> IcsEvent | None:
        title = unescaped(event.raw("SUMMARY"))
        starts = event.first("DTSTART")
        if starts is None:
            self.remarks.report("ics-no-start", event.line, title=title)
            return None
        start = self._moment(starts)
        if start is None:
            self.remarks.report("ics-start-unreadable", starts.line, title=title, text=starts.value[:40])
            return None
        start, end = self._ends(event, start, title)
        is_day = not isinstance(start, datetime)
        written = "" if is_day else starts.parameters.get("TZID", "")
        uid = unescaped(event.value("UID"))
        if not uid:
            uid = _made_up(title, start)
            self.remarks.report("ics-no-uid", event.line, title=title)
        status = "cancelled" if self.cancels else event.value("STATUS").lower()
        instance = event.first("RECURRENCE-ID")
        return IcsEvent(
            uid=uid,
            title=title,
            start=start,
            end=end,
            zone_written=written,
            zone="" if not isinstance(start, datetime) else str(getattr(start.tzinfo, "key", "UTC")),
            status=status if status in _STATES else "",
            rule=self._rule(event, start, title),
            also=self._times(event, "RDATE", start),
            without=self._times(event, "EXDATE", start),
            instance=None if instance is None else self._moment(instance),
            onward=instance is not None and instance.parameters.get("RANGE", "").upper() == "THISANDFUTURE",
            location=unescaped(event.raw("LOCATION")),
            description=unescaped(event.raw("DESCRIPTION")),
            sequence=self._number(event),
            kind_of_day=_KINDS_OF_DAY.get(event.value("X-APPLE-SPECIAL-DAY").upper(), ""),
            line=event.line,
        )

    def _ends(
        self, event: Component, start: date, title: str
    ) -> tuple[date | datetime, date | datetime | None]:
        """Return the start and the end as they are meant: a last day included, midnights as days."""
        end = self._written_end(event, start)
        if isinstance(start, datetime):
            if event.value("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE":
                days = self._as_days(start, end)
                if days is not None:
                    self.remarks.report("ics-midnights", event.line, title=title)
                    return days
            if isinstance(end, datetime) and end < start:
                self.remarks.report("ics-end-before-start", event.line, title=title)
                end = None
            elif end is None or end == start:
                self.remarks.report("ics-no-end", event.line, title=title)
                end = None
            return start, end
        last = end.date() if isinstance(end, datetime) else end
        if last is None:
            return start, start
        if last == start:
            self.remarks.report("ics-end-is-start", event.line, title=title)
        elif last < start:
            self.remarks.report("ics-end-before-start", event.line, title=title)
        return start, max(start, last - timedelta(days=1))

    def _written_end(self, event: Component, start: date) -> date | datetime | None:
        """Return the end of the file's own words, of a day the one after the last."""
        ends, lasting = event.first("DTEND"), event.first("DURATION")
        if ends is not None:
            end = self._moment(ends)
            if end is None:
                self.remarks.report("ics-value-unreadable", ends.line, name="DTEND", text=ends.value[:40])
            elif isinstance(start, datetime) and not isinstance(end, datetime):
                # A start with a clock and an end without: to the end of the day before.
                return datetime.combine(end, time(), start.tzinfo)
            return end
        if lasting is None:
            return None
        length = by_library("vDuration", lasting.value)
        end = after(start, length) if isinstance(length, timedelta) else None
        if end is None:
            self.remarks.report(
                "ics-value-unreadable", lasting.line, name="DURATION", text=lasting.value[:40]
            )
        return end

    def _as_days(self, start: datetime, end: date | datetime | None) -> tuple[date, date] | None:
        """Return the days of an event from midnight to midnight, in its zone or the calendar's."""
        for begun in (start, start.astimezone(ZoneInfo(self.zones.fallback))):
            over = end if not isinstance(end, datetime) else end.astimezone(begun.tzinfo)
            if begun.time() == time() and (not isinstance(over, datetime) or over.time() == time()):
                last = begun.date() if over is None else over.date() if isinstance(over, datetime) else over
                return begun.date(), max(begun.date(), last - timedelta(days=1))
        return None

    def _moment(self, written: Property) -> date | datetime | None:
        """Return a day, or an aware moment; None for what is neither."""
        return self._value(written.value.strip(), written)

    def _value(self, said: str, written: Property) -> date | datetime | None:
        value = compact(said)
        if value != said and not self.other_form:
            self.remarks.report("ics-other-form", written.line, text=said[:40])
            self.other_form = True
        if len(value) == 8 and value.isdecimal():
            day = by_library("vDate", value)
            return day if isinstance(day, date) and day.year in YEARS else None
        moment = by_library("vDatetime", value)
        if not isinstance(moment, datetime) or moment.year not in YEARS:
            return None
        named = written.parameters.get("TZID", "")
        if value.endswith(("Z", "z")):
            if not self.both_zones and named and not named.upper().endswith(_UNIVERSAL):
                self.remarks.report("ics-zone-and-utc", written.line, written=named, text=value)
                self.both_zones = True
            return moment.replace(tzinfo=ZoneInfo("UTC"))
        wall = moment.replace(tzinfo=None)
        if named:
            return self.zones.aware(wall, named, written.line)
        if not self.floating:
            self.remarks.report("ics-floating", written.line, zone=self.zones.fallback)
            self.floating = True
        return wall.replace(tzinfo=ZoneInfo(self.zones.fallback))

    def _times(self, event: Component, name: str, start: date) -> tuple[date | datetime, ...]:
        """Return the times of RDATE or EXDATE, of the kind of the start."""
        times = []
        for one in event.each(name):
            for written in filter(None, one.value.strip().split(",")):
                moment = self._value(written.partition("/")[0].strip(), one)
                if moment is None:
                    self.remarks.report("ics-value-unreadable", one.line, name=name, text=written[:40])
                else:
                    times.append(like(moment, start, self.zones.fallback))
        return tuple(dict.fromkeys(one for one in times if one is not None))

    def _rule(self, event: Component, start: date, title: str) -> str:
        """Return the rule of a series; an empty text if there is none that can be followed."""
        written = {re.sub(r"\s+", "", one.value).upper(): one for one in event.each("RRULE")}
        written.pop("", None)
        if not written:
            return ""
        said, first = next(iter(written.items()))
        said = _ISO_UNTIL.sub(lambda found: f"UNTIL={compact(found[1])}", said)
        if not isinstance(start, datetime):
            said = _UNTIL.sub(lambda found: f"UNTIL={self._last_day(found[1])}", said)
        rule = followed(said, start) if len(written) == 1 else None
        if rule is None:
            self.remarks.report("ics-rule-unreadable", first.line, title=title, text=said[:80])
        return rule or ""

    def _last_day(self, until: str) -> str:
        """Return the last day of a series of days whose end is a moment, as Outlook writes it."""
        moment = by_library("vDatetime", until)
        if not isinstance(moment, datetime) or moment.year not in YEARS:
            return until
        return f"{day_meant(moment.replace(tzinfo=ZoneInfo('UTC')), self.zones.fallback):%Y%m%d}"

    def _number(self, event: Component) -> int:
        written = event.value("SEQUENCE")
        return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0


_KINDS_OF_DAY = {"WORK-HOLIDAY": "off", "ALTERNATE-WORKDAY": "worked"}
"""How the calendars of Apple mark the days of a Chinese holiday notice."""


def _made_up(*parts: object) -> str:
    """Return a UID for what has none: the same for the same event."""
    return "made-up-" + sha256("\0".join(map(str, parts)).encode()).hexdigest()[:24]


def _distinct(events: list[IcsEvent], remarks: Remarks) -> Iterator[IcsEvent]:
    """Yield one event for each UID and instance: the newer of two versions, both of two different events."""
    kept: dict[tuple[str, object], IcsEvent] = {}
    for event in events:
        key = (event.uid, event.instance)
        other = kept.get(key)
        if other is None:
            kept[key] = event
            continue
        same = replace(other, line=event.line, sequence=event.sequence) == event
        if same or event.sequence != other.sequence:
            remarks.report("ics-uid-twice", event.line, title=event.title, first=other.line)
            kept[key] = event if event.sequence > other.sequence else other
        else:
            own = replace(event, uid=_made_up(event.uid, event.title, event.start))
            if (own.uid, own.instance) not in kept:
                remarks.report("ics-uid-shared", event.line, title=event.title, first=other.line)
            kept.setdefault((own.uid, own.instance), own)
    yield from kept.values()


def _placed(events: list[IcsEvent], zone: str, remarks: Remarks) -> Iterator[IcsEvent]:
    """Yield the events, what stands for one time of a series as that time is written there."""
    series = {event.uid: event for event in events if event.instance is None}
    seen = {(event.uid, event.instance) for event in events}
    for event in events:
        whole = series.get(event.uid)
        if event.instance is None:
            yield event
        elif whole is None:
            if event.rule:
                remarks.report("ics-rule-unreadable", event.line, title=event.title, text=event.rule[:80])
            yield replace(event, rule="")
        else:
            instance = like(event.instance, whole.start, zone)
            if instance in whole.without and event.sequence < whole.sequence:
                # The series was changed later, and this time of it taken out.
                remarks.report("ics-uid-twice", event.line, title=event.title, first=whole.line)
            elif instance == event.instance or (event.uid, instance) not in seen:
                seen.add((event.uid, instance))
                yield replace(event, rule="", also=(), without=(), instance=instance)
