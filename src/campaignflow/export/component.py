"""A calendar as text: what one VEVENT or VTODO holds, and the bytes of components and of the whole file.

The one writer of the house: entries of a schedule (`campaignflow.export.events`) and objects of the `ics`
library (`campaignflow.export.objects`) both come through here, so both come out right.  Lines and folding
live in `campaignflow.export.lines`, time zones in `campaignflow.export.zones`.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from campaignflow.export import zones
from campaignflow.export.lines import categories, day, duration, fold, instant, moment, one_line, text

__all__ = ["Component", "calendar", "write"]


class Component(NamedTuple):
    """What one VEVENT or VTODO says, before it is escaped (RFC 5545, sections 3.6.1 and 3.6.2)."""

    kind: str
    """`VEVENT` or `VTODO`."""
    uid: str
    stamp: str
    """DTSTAMP, in UTC."""
    start: date | datetime | None
    """First day, or aware moment."""
    end: date | datetime | None
    """Day after the last, or aware moment; of a VTODO its last day or moment, included."""
    zone: str
    """IANA name in which aware moments are written."""
    summary: str
    description: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()
    status: str = ""
    transparent: bool | None = None
    visibility: str = ""
    """CLASS."""
    sequence: int | None = None
    modified: str = ""
    """LAST-MODIFIED, in UTC."""
    others: tuple[str, ...] = ()
    """Further content lines, safe as they are, not folded yet."""
    reminder: timedelta | None = None
    """How long before an alarm is shown."""
    place: str = ""
    """What orders components that start together: the id of the entry."""
    lasting: timedelta | None = None
    """Duration, where that is known instead of an end."""
    inside: tuple[tuple[str, ...], ...] = ()
    """Components inside it: the lines of each with BEGIN and END, safe as they are, not folded yet."""
    other_zones: tuple[str, ...] = ()
    """IANA names that `others` speak of."""

    @property
    def order(self) -> tuple[str, str, str]:
        """Sort by start, then by id: the same on every machine."""
        first = self.end if self.start is None else self.start
        begins = "" if first is None else moment(first) if isinstance(first, datetime) else day(first)
        return begins, self.place, self.uid


def calendar(
    head: Iterable[str],
    components: Iterable[Component],
    *,
    fallback_zone: str = "UTC",
    rest: Iterable[str] = (),
) -> bytes:
    """Return a whole VCALENDAR (RFC 5545, section 3.6).

    Every zone that a moment is written in is there as VTIMEZONE.  A VCALENDAR must hold something, so an
    empty one holds the fallback zone.

    Args:
        head: Properties of the calendar, safe as they are.
        components: In any order; they are written by start and id.
        fallback_zone: The zone that an empty calendar holds.
        rest: Lines of further components, safe as they are.
    """
    ordered = sorted(components, key=lambda component: component.order)
    used: dict[str, list[datetime]] = {}
    for component in ordered:
        for one in (component.start, component.end):
            if isinstance(one, datetime) and component.zone not in zones.UNIVERSAL:
                used.setdefault(component.zone, []).append(one)
        for name in component.other_zones:
            used.setdefault(name, []).extend(_moments_in(name, component))
    if not ordered:
        used[fallback_zone] = []
    return b"".join(
        (
            b"BEGIN:VCALENDAR\r\n",
            *map(fold, head),
            *(zones.vtimezone(name, moments) for name, moments in sorted(used.items())),
            *map(write, ordered),
            *map(fold, rest),
            b"END:VCALENDAR\r\n",
        )
    )


def _moments_in(zone: str, component: Component) -> Iterator[datetime]:
    for one in (component.start, component.end):
        if isinstance(one, datetime):
            yield one.astimezone(zones.zone(zone))
        elif one is not None:
            yield datetime.combine(one, time(), tzinfo=zones.zone(zone))


def write(component: Component) -> bytes:
    """Return the lines of one component, folded, with its properties before its alarms."""
    kind, start = component.kind, component.start
    parts = [
        f"BEGIN:{kind}\r\n".encode(),
        *_times(component),
        *_texts(component),
        _states(component).encode(),
    ]
    parts += map(fold, component.others)
    if component.reminder is not None:
        alarm = _alarm(component.reminder, component.summary, counted_from_end=start is None)
        parts += map(fold, alarm)
    for block in component.inside:
        parts += map(fold, block)
    parts.append(f"END:{kind}\r\n".encode())
    return b"".join(parts)


def _times(component: Component) -> Iterator[bytes]:
    yield fold(f"UID:{text(one_line(component.uid))}")
    yield f"DTSTAMP:{component.stamp}\r\n".encode()
    if component.start is not None:
        yield _time("DTSTART", component.start, component.zone)
    if component.end is not None:
        yield _time("DTEND" if component.kind == "VEVENT" else "DUE", component.end, component.zone)
    elif component.lasting is not None:
        yield f"DURATION:{duration(component.lasting)}\r\n".encode()


def _texts(component: Component) -> Iterator[bytes]:
    if component.summary:
        yield fold(f"SUMMARY:{text(one_line(component.summary))}")
    if component.description:
        yield fold(f"DESCRIPTION:{text(component.description)}")
    if component.location:
        yield fold(f"LOCATION:{text(one_line(component.location))}")
    if component.categories:
        yield fold(f"CATEGORIES:{categories(component.categories)}")


def _states(component: Component) -> str:
    found = f"STATUS:{component.status}\r\n" if component.status else ""
    if component.transparent is not None:
        found += "TRANSP:TRANSPARENT\r\n" if component.transparent else "TRANSP:OPAQUE\r\n"
    if component.visibility:
        found += f"CLASS:{component.visibility}\r\n"
    if component.sequence is not None:
        found += f"SEQUENCE:{component.sequence}\r\n"
    if component.modified:
        found += f"LAST-MODIFIED:{component.modified}\r\n"
    return found


def _alarm(before: timedelta, said: str, *, counted_from_end: bool) -> tuple[str, ...]:
    """Return the lines of an alarm some time before; always DISPLAY, as a subscriber would really send EMAIL.

    What has no start counts back from its end (RFC 5545, section 3.8.6.3).
    """
    related = ";RELATED=END" if counted_from_end else ""
    return (
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{text(one_line(said))}",
        f"TRIGGER{related}:{duration(-before)}",
        "END:VALARM",
    )


def _time(name: str, value: date | datetime, zone: str) -> bytes:
    if not isinstance(value, datetime):
        return f"{name};VALUE=DATE:{day(value)}\r\n".encode()
    # In an hour that comes twice a wall time means the first pass (RFC 5545, section 3.3.5), but Thunderbird
    # and libical take the second: either is said in UTC, which nobody reads wrongly.
    if zone in zones.UNIVERSAL or value.replace(fold=0).utcoffset() != value.replace(fold=1).utcoffset():
        return f"{name}:{instant(value)}\r\n".encode()
    return f"{name};TZID={zone}:{moment(value)}\r\n".encode()
