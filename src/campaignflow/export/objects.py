"""What objects of the `ics` library say, as components: the way from an `ics.Event` to bytes that are right.

Nothing here imports `ics`; the objects bring what is needed with them, and plain ones are read like those of
`campaignflow.export.ical`, which makes them.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from campaignflow.errors import InvalidValue
from campaignflow.export import zones
from campaignflow.export.component import Component
from campaignflow.export.lines import (
    address,
    clean,
    duration,
    instant,
    mailbox,
    name,
    one_line,
    parameter,
    text,
)

__all__ = ["of_container", "of_event", "of_todo"]

_STRUCTURE = frozenset(("BEGIN", "END"))
_TZID = re.compile(r';TZID="?([^":;]+)')


def of_event(event: Any, stamp: str) -> Component:
    """Return what an `ics.Event` says; `stamp` is its DTSTAMP where it has none.

    Raises:
        InvalidValue: the event has no start.
    """
    if event.begin is None:
        raise InvalidValue("ics-event-without-start", title=event.name or event.uid)
    start, end, zone = event.begin.datetime, event.end.datetime, _zone_of(event.begin.tzinfo)
    if event.all_day:
        # The day where the event is: ics itself turns it to UTC first, which in China is the day before.
        start = start.date()
        end = max(end.date(), start + timedelta(days=1))
    lines = [] if event.geo is None else ["GEO:{:f};{:f}".format(*event.geo)]
    if event.organizer:
        lines.append(_person("ORGANIZER", event.organizer))
    lines += sorted(_person("ATTENDEE", attendee) for attendee in event.attendees)
    return _filled(event, lines, kind="VEVENT", start=start, end=end, zone=zone)._replace(
        stamp=_in_utc(event.created or event.last_modified) or stamp,
        transparent=event.transparent,
    )


def of_todo(todo: Any, stamp: str) -> Component:
    """Return what an `ics.Todo` says; `stamp` is its DTSTAMP where it has none."""
    start = None if todo.begin is None else todo.begin.datetime
    end = None if todo.due is None else todo.due.datetime
    timed = todo.begin or todo.due
    zone = "UTC" if timed is None else _zone_of(timed.tzinfo)
    if end is not None and getattr(todo, "is_due_on_day", False):
        end = end.date()
    lines = [
        f"{key}:{_in_utc(at)}" for key, at in (("COMPLETED", todo.completed), ("CREATED", todo.created)) if at
    ]
    numbers = (("PERCENT-COMPLETE", todo.percent), ("PRIORITY", todo.priority))
    lines += [f"{key}:{number:d}" for key, number in numbers if number is not None]
    return _filled(todo, lines, kind="VTODO", start=start, end=end, zone=zone)._replace(
        stamp=_in_utc(todo.dtstamp) or stamp
    )


def _filled(
    thing: Any, lines: list[str], *, kind: str, start: date | None, end: date | None, zone: str
) -> Component:
    """Return what an event and a to-do have alike."""
    lasting = None
    if isinstance(start, datetime) and isinstance(end, datetime):
        # By the clock of UTC: in the hour that comes twice, the wall clock does not tell what is later.
        if end.timestamp() <= start.timestamp():
            end, lasting = None, timedelta(0)
        else:
            end = end.astimezone(zones.zone(zone))
    url = address(thing.url) if thing.url else None
    sequence = getattr(thing, "sequence", None)
    written = {"UID", "DTSTAMP", "DTSTART"} | ({"SEQUENCE"} if sequence is not None else set())
    extra, inside = of_container(thing.extra, written)
    first = getattr(thing, "first_categories", ())
    rank = {category: number for number, category in enumerate(first)}
    categories = sorted(getattr(thing, "categories", ()), key=lambda one: (rank.get(one, len(rank)), one))
    alarms = (_of_alarm(alarm, thing.name or "", counted_from_end=start is None) for alarm in thing.alarms)
    return Component(
        kind=kind,
        uid=thing.uid,
        stamp="",
        start=start.astimezone(zones.zone(zone)) if isinstance(start, datetime) else start,
        end=end,
        zone=zone,
        summary=thing.name or "",
        description=thing.description or "",
        location=thing.location or "",
        categories=tuple(categories),
        status=name(thing.status or ""),
        visibility=name(getattr(thing, "classification", None) or ""),
        sequence=sequence,
        modified=_in_utc(getattr(thing, "last_modified", None)),
        others=(*([f"URL:{url}"] if url else ()), *lines, *extra),
        place=getattr(thing, "place", ""),
        lasting=lasting,
        inside=(*(alarm for alarm in alarms if alarm), *inside),
        other_zones=tuple(sorted({key for line in extra for key in _TZID.findall(line) if _is_zone(key)})),
    )


def _of_alarm(alarm: Any, title: str, *, counted_from_end: bool) -> tuple[str, ...]:
    extra, _ = of_container(alarm.extra, {"ACTION"})
    lines = [f"ACTION:{name(alarm.action)}"]
    said = getattr(alarm, "display_text", None) or getattr(alarm, "body", None)
    if alarm.action in {"DISPLAY", "EMAIL"}:
        lines.append(f"DESCRIPTION:{text(one_line(said or title))}")
    if alarm.action == "EMAIL":
        lines.append(f"SUMMARY:{text(one_line(alarm.subject or title))}")
        lines += (_person("ATTENDEE", recipient) for recipient in alarm.recipients)
    if isinstance(alarm.trigger, timedelta):
        lines.append(f"TRIGGER{';RELATED=END' if counted_from_end else ''}:{duration(alarm.trigger)}")
    elif alarm.trigger is not None:
        lines.append(f"TRIGGER;VALUE=DATE-TIME:{_in_utc(alarm.trigger)}")
    if alarm.repeat and alarm.duration:
        lines += (f"REPEAT:{alarm.repeat:d}", f"DURATION:{duration(alarm.duration)}")
    if getattr(alarm, "sound", None) is not None:
        lines.append(_line(alarm.sound))
    lines += extra
    if not any(line.startswith("TRIGGER") for line in lines):
        return ()
    return ("BEGIN:VALARM", *lines, "END:VALARM")


def _person(kind: str, person: Any) -> str:
    if isinstance(person, str):
        return f"{kind}:{mailbox(person)}"
    named = person.common_name if person.common_name != person.email else None
    rsvp = getattr(person, "rsvp", None)
    parameters = {
        "CN": named,
        "CUTYPE": getattr(person, "cutype", None),
        "ROLE": getattr(person, "role", None),
        "PARTSTAT": getattr(person, "partstat", None),
        "RSVP": str(rsvp).upper() if rsvp is not None else None,
        "DIR": person.dir,
        "SENT-BY": person.sent_by,
    }
    lists = {key: [value] for key, value in parameters.items() if value}
    return f"{kind}{_parameters({**person.extra, **lists})}:{mailbox(person.email)}"


def of_container(container: Iterable[Any], written: set[str]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return extra lines and components of an `ics` object, made safe, without what is written already."""
    lines, inside = [], []
    for item in container:
        called = name(item.name)
        if isinstance(item, list):
            own, deeper = of_container(item, set())
            block = (f"BEGIN:{called}", *own, *(line for part in deeper for line in part), f"END:{called}")
            inside += [block] if called else []
        elif called and called not in _STRUCTURE | written:
            lines.append(_line(item))
    return lines, inside


def _line(line: Any) -> str:
    value = clean(str(line.value)).replace("\n", "\\n")
    return f"{name(line.name)}{_parameters(line.params)}:{value}"


def _parameters(parameters: Mapping[str, Iterable[Any]]) -> str:
    return "".join(
        f";{name(key)}={','.join(parameter(str(value)) for value in values)}"
        for key, values in parameters.items()
        if name(key)
    )


def _zone_of(tzinfo: Any) -> str:
    """Return the IANA name of a time zone, of `dateutil` too; what has none is written in UTC."""
    key = getattr(tzinfo, "key", None) or str(getattr(tzinfo, "_filename", "")).rpartition("zoneinfo/")[2]
    return key if key and key not in zones.UNIVERSAL and _is_zone(key) else "UTC"


def _is_zone(key: str) -> bool:
    try:
        zones.zone(key)
    except InvalidValue:
        return False
    return True


def _in_utc(value: Any) -> str:
    """Return an Arrow or datetime in UTC; nothing for nothing."""
    if value is None:
        return ""
    return instant(value.datetime if hasattr(value, "datetime") else value)
