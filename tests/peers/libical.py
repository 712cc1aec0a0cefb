"""libical, the reader of GNOME and KDE, spoken to by ctypes; `libicalss` says what an iTIP message does.

Nothing is compiled: the shared libraries of version 3 are looked for, as Debian's `libical3` has them.
What libical cannot read it marks in its own tree with X-LIC-ERROR; `read` gives those remarks back.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import Structure, c_char_p, c_int, c_int64, c_void_p, cast
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, NamedTuple

__all__ = ["Read", "absent", "classified", "read"]

ABSENT = (
    "libical.so.3 and libicalss.so.3 are not here, so libical was NOT asked about our calendars: "
    "install libical 3 (Debian and Ubuntu: apt install libical3; Fedora: dnf install libical)"
)


class _Time(Structure):
    """`struct icaltimetype` of libical 3."""

    _fields_ = (
        *((name, c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", c_int),
        ("is_daylight", c_int),
        ("zone", c_void_p),
    )


class Read(NamedTuple):
    """What libical makes of a calendar."""

    name: str | None
    agenda: list[dict[str, Any]]
    remarks: list[str]
    """The values of X-LIC-ERROR, wherever they stand."""
    broken: list[str]
    """What its restriction check says, which goes by METHOD."""


class _Library:
    """The functions of both libraries that are called here, with their types."""

    def __init__(self) -> None:
        ical, ss = ctypes.CDLL("libical.so.3"), ctypes.CDLL("libicalss.so.3")

        def known(library: ctypes.CDLL, name: str, result: Any, *arguments: Any) -> Any:
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
            return function

        pointer, text, number = c_void_p, c_char_p, c_int
        self.parsed = known(ical, "icalcomponent_new_from_string", pointer, text)
        self.free = known(ical, "icalcomponent_free", None, pointer)
        self.component_kind = known(ical, "icalcomponent_string_to_kind", number, text)
        self.component_called = known(ical, "icalcomponent_kind_to_string", text, number)
        self.component_is = known(ical, "icalcomponent_isa", number, pointer)
        self.first_component = known(ical, "icalcomponent_get_first_component", pointer, pointer, number)
        self.next_component = known(ical, "icalcomponent_get_next_component", pointer, pointer, number)
        self.first_property = known(ical, "icalcomponent_get_first_property", pointer, pointer, number)
        self.next_property = known(ical, "icalcomponent_get_next_property", pointer, pointer, number)
        self.property_kind = known(ical, "icalproperty_string_to_kind", number, text)
        self.property_called = known(ical, "icalproperty_get_property_name", text, pointer)
        self.property_text = known(ical, "icalproperty_get_value_as_string_r", pointer, pointer)
        self.parameter = known(ical, "icalproperty_get_parameter_as_string_r", pointer, pointer, text)
        self.value = known(ical, "icalproperty_get_value", pointer, pointer)
        self.value_is = known(ical, "icalvalue_isa", number, pointer)
        self.value_kind = known(ical, "icalvalue_string_to_kind", number, text)
        self.plain = known(ical, "icalvalue_get_text", text, pointer)
        self.release = known(ical, "icalmemory_free_buffer", None, pointer)
        self.start = known(ical, "icalcomponent_get_dtstart", _Time, pointer)
        self.end = known(ical, "icalcomponent_get_dtend", _Time, pointer)
        self.due = known(ical, "icalcomponent_get_due", _Time, pointer)
        self.is_null = known(ical, "icaltime_is_null_time", number, _Time)
        self.seconds = known(ical, "icaltime_as_timet_with_zone", c_int64, _Time, pointer)
        self.check = known(ical, "icalrestriction_check", number, pointer)
        self.enum = known(ical, "icalproperty_enum_to_string", text, number)
        self.classify = known(ss, "icalclassify", number, pointer, pointer, text)
        # By default a mistake in a file would end this process.
        known(ical, "icalerror_set_errors_are_fatal", None, number)(0)
        self.text_value = self.value_kind(b"TEXT")

    @contextmanager
    def calendar(self, octets: bytes) -> Iterator[int]:
        parsed = self.parsed(octets)
        assert parsed, "libical reads nothing in it"
        try:
            yield parsed
        finally:
            self.free(parsed)

    def taken(self, held: int | None) -> str:
        """Return a text that libical gave away, and give its memory back."""
        if not held:
            return ""
        said = (cast(held, c_char_p).value or b"").decode()
        self.release(held)
        return said

    def components(self, parent: int, kind: str = "ANY") -> Iterator[int]:
        wanted = self.component_kind(kind.encode())
        found = self.first_component(parent, wanted)
        while found:
            yield found
            found = self.next_component(parent, wanted)

    def properties(self, component: int) -> Iterator[tuple[str, str]]:
        every = 0
        found = self.first_property(component, every)
        while found:
            value = self.value(found)
            if value and self.value_is(value) == self.text_value:
                said = self.plain(value).decode()
            else:
                said = self.taken(self.property_text(found))
            yield self.property_called(found).decode(), said
            found = self.next_property(component, every)


@cache
def _library() -> _Library | None:
    try:
        return _Library()
    except OSError:
        return None


def absent() -> str:
    """Return in a sentence why libical cannot be asked; nothing if it can."""
    return ABSENT if _library() is None else ""


def _here() -> _Library:
    library = _library()
    assert library is not None, ABSENT
    return library


def read(octets: bytes) -> Read:
    """Return what libical finds in a calendar file."""
    library = _here()
    with library.calendar(octets) as calendar:
        remarks = list(_remarks(library, calendar))
        head = dict(library.properties(calendar))
        agenda = [
            _entry(library, one)
            for one in library.components(calendar)
            if library.component_called(library.component_is(one)) in {b"VEVENT", b"VTODO"}
        ]
        library.check(calendar)
        broken = list(_remarks(library, calendar))[len(remarks) :]
    return Read(head.get("NAME"), agenda, remarks, broken)


def _remarks(library: _Library, component: int) -> Iterator[str]:
    yield from (value for name, value in library.properties(component) if name == "X-LIC-ERROR")
    for inside in list(library.components(component)):
        yield from _remarks(library, inside)


def _entry(library: _Library, component: int) -> dict[str, Any]:
    said: dict[str, list[str]] = {}
    for name, value in library.properties(component):
        said.setdefault(name, []).append(value)

    def one(name: str) -> str | None:
        (value,) = said.get(name, [None])
        return value

    kind = library.component_called(library.component_is(component)).decode()
    end = library.end if kind == "VEVENT" else library.due
    return {
        "kind": kind,
        "uid": one("UID"),
        "start": _moment(library, library.start(component)),
        "end": _moment(library, end(component)),
        "summary": one("SUMMARY"),
        "description": one("DESCRIPTION"),
        "location": one("LOCATION"),
        "categories": said.get("CATEGORIES", []),
        "status": one("STATUS"),
        "sequence": int(one("SEQUENCE") or 0),
        "alarms": [_trigger(library, alarm) for alarm in library.components(component, "VALARM")],
    }


def _trigger(library: _Library, alarm: int) -> list[str]:
    """Return how long before, and before what."""
    trigger = library.first_property(alarm, library.property_kind(b"TRIGGER"))
    said = library.taken(library.property_text(trigger))
    return [said, library.taken(library.parameter(trigger, b"RELATED")) or "START"]


def _moment(library: _Library, time: _Time) -> str | None:
    """Return a day, or an instant in UTC by the zones of the file."""
    if library.is_null(time):
        return None
    if time.is_date:
        return date(time.year, time.month, time.day).isoformat()
    assert time.zone, "a time that hangs on no zone"
    seconds = library.seconds(time, time.zone)
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def classified(new: bytes, kept: bytes | None, who: str) -> str:
    """Return what a message does to the one that was kept, for somebody's mail address: `REQUEST-NEW` ..."""
    library = _here()
    with library.calendar(new) as message:
        if kept is None:
            found = library.classify(message, None, who.encode())
        else:
            with library.calendar(kept) as match:
                found = library.classify(message, match, who.encode())
    return library.enum(found).decode()
