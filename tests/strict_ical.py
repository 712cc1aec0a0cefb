"""A strict reader of iCalendar bytes: every fault it knows is named with its line.

It shares no code with the writer.  It knows RFC 5545, 7986 and 9073 as far as we write them, and what
clients are known to trip over (a METHOD beside ATTENDEE, a UID on the calendar, a TZID nobody explains).
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

LINE = re.compile(
    r'(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*)'
    r'(?:,(?:"[^"]*"|[^";:,]*))*)*):(?P<value>.*)',
    re.DOTALL,
)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "UID", "PRODID"}
ESCAPED = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
ESCAPED_LIST = re.compile(r"(?:[^\\;]|\\[\\;,nN])*")
DATE = re.compile(r"\d{8}")
WALL = re.compile(r"\d{8}T\d{6}")
UTC = re.compile(r"\d{8}T\d{6}Z")
STATUS = {
    "VEVENT": {"TENTATIVE", "CONFIRMED", "CANCELLED"},
    "VTODO": {"NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"},
}
ONCE = (
    "UID DTSTAMP DTSTART DTEND DUE DURATION SUMMARY DESCRIPTION LOCATION STATUS CLASS TRANSP SEQUENCE "
    "LAST-MODIFIED"
).split()
WORDS = {
    "CLASS": re.compile(r"[A-Z0-9-]+"),
    "TRANSP": re.compile(r"OPAQUE|TRANSPARENT"),
    "SEQUENCE": re.compile(r"[0-9]{1,9}"),
}
PARTS = {
    "PARTICIPANT": {
        "needed": {"UID", "PARTICIPANT-TYPE"},
        "known": {"UID", "PARTICIPANT-TYPE", "CALENDAR-ADDRESS", "SUMMARY", "DESCRIPTION"},
    },
    "VLOCATION": {"needed": {"UID"}, "known": {"UID", "NAME"}},
}
"""Components of RFC 9073 (7.1, 7.2): what each must have, and what we write of what it may have once."""
PARTICIPANT_TYPES = (
    "ACTIVE INACTIVE SPONSOR CONTACT BOOKING-CONTACT EMERGENCY-CONTACT PUBLICITY-CONTACT PLANNER-CONTACT "
    "PERFORMER SPEAKER"
).split()
MAILTO = re.compile(r"mailto:[^@\s]+@[^@\s]+")
WITHIN = ["VALARM", "PARTICIPANT", "VLOCATION"]
"""The order in which components stand inside another (RFC 9073, 7)."""
RELTYPES = {"PARENT", "CHILD", "SIBLING", "DEPENDS-ON", "FINISHTOSTART", "FIRST"}
DURATION = re.compile(r"[+-]?P(?:\d+W|\d+D(?:T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))?"
                      r"|T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))")  # fmt: skip


@dataclass
class Line:
    number: int
    name: str
    params: dict[str, str]
    value: str


@dataclass
class Part:
    name: str
    number: int
    lines: list[Line] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def one(self, name: str) -> Line | None:
        return next(iter(self.all(name)), None)


def faults(octets: bytes) -> list[str]:
    """Return every fault of a calendar file, with its line."""
    return list(_faults(octets))


def check(octets: bytes) -> Part:
    """Return a calendar that has no fault."""
    found = faults(octets)
    assert not found, "\n".join(found)
    part, _ = _tree(_unfolded(octets))
    return part


def _unfolded(octets: bytes) -> list[tuple[int, str]]:
    lines: list[tuple[int, bytes]] = []
    for number, line in enumerate(octets.split(b"\r\n")[:-1], 1):
        if line[:1] in {b" ", b"\t"} and lines:
            lines[-1] = (lines[-1][0], lines[-1][1] + line[1:])
        else:
            lines.append((number, line))
    return [(number, line.decode()) for number, line in lines]


def _tree(lines: list[tuple[int, str]]) -> tuple[Part, list[str]]:
    wrong = []
    root = Part("", 0)
    open_parts = [root]
    for number, text in lines:
        match = LINE.fullmatch(text)
        if match is None:
            wrong.append(f"line {number}: no content line: {text[:60]!r}")
            continue
        params = dict(re.findall(r';([A-Z0-9-]+)=("[^"]*"|[^;:]*)', match["params"]))
        line = Line(
            number, match["name"], {key: value.strip('"') for key, value in params.items()}, match["value"]
        )
        here = open_parts[-1]
        if line.name == "BEGIN":
            here.parts.append(Part(line.value, number))
            open_parts.append(here.parts[-1])
        elif line.name == "END":
            if len(open_parts) == 1 or line.value != here.name:
                wrong.append(f"line {number}: END:{line.value} closes {here.name or 'nothing'}")
                continue
            open_parts.pop()
        else:
            if here.parts and here.name != "VCALENDAR":
                wrong.append(f"line {number}: {line.name} after a component inside {here.name}")
            if here.name == "VCALENDAR" and here.parts:
                wrong.append(f"line {number}: {line.name} after the first component")
            here.lines.append(line)
    if len(open_parts) > 1:
        wrong.append(f"{open_parts[-1].name} is never closed")
    if [part.name for part in root.parts] != ["VCALENDAR"] or root.lines:
        wrong.append("not exactly one VCALENDAR")
    return (root.parts or [root])[0], wrong


def _faults(octets: bytes) -> Iterator[str]:
    try:
        octets.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        yield f"not UTF-8: {error}"
        return
    if octets.startswith(b"\xef\xbb\xbf"):
        yield "a byte order mark"
    if not octets.endswith(b"\r\n") or re.search(rb"\r(?!\n)|(?<!\r)\n", octets):
        yield "a line end that is not CRLF"
    for number, raw in enumerate(octets.split(b"\r\n"), 1):
        if len(raw) > 75:
            yield f"line {number}: {len(raw)} octets"
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            yield f"line {number}: a character torn by a fold"
            continue
        if CONTROL.search(text) or BIDI.search(text):
            yield f"line {number}: a control character"
    try:
        calendar, wrong = _tree(_unfolded(octets))
    except UnicodeDecodeError:
        return
    yield from wrong
    yield from _of_calendar(calendar)


def _of_calendar(calendar: Part) -> Iterator[str]:
    names = Counter(line.name for line in calendar.lines)
    for name in ("VERSION", "PRODID"):
        if names[name] != 1:
            yield f"{names[name]} times {name}"
    if names["UID"]:
        yield "a UID on the calendar, which vdirsyncer takes for a single item"
    if names["METHOD"] and any(part.one("ATTENDEE") for part in calendar.parts):
        yield "METHOD beside ATTENDEE"
    if not calendar.parts:
        yield "a calendar without a component"
    zones = [line.value for part in calendar.parts for line in part.all("TZID")]
    yield from (f"two VTIMEZONE for {zone}" for zone, times in Counter(zones).items() if times > 1)
    keys = Counter(
        (uid.value, recurrence.value if (recurrence := part.one("RECURRENCE-ID")) else "")
        for part in calendar.parts
        if (uid := part.one("UID"))
    )
    yield from (f"two components with the UID {uid}" for (uid, _), times in keys.items() if times > 1)
    yield from _of_lines(calendar.lines, zones)
    yield from _of_relations(calendar)
    inner = Counter(
        line.value
        for part in calendar.parts
        for one in part.parts
        if one.name in PARTS
        for line in one.all("UID")
    )
    yield from (f"two parts of components with the UID {uid}" for uid, times in inner.items() if times > 1)
    for part in calendar.parts:
        yield from _of_lines(part.lines, zones)
        if part.name == "VTIMEZONE":
            yield from _of_zone(part)
        elif part.name in STATUS:
            yield from _of_component(part)


def _of_relations(calendar: Part) -> Iterator[str]:
    uids = {uid.value for part in calendar.parts if (uid := part.one("UID"))}
    for part in calendar.parts:
        own = part.one("UID")
        seen: set[tuple[str, str]] = set()
        for line in part.all("RELATED-TO"):
            kind = line.params.get("RELTYPE", "PARENT")
            if kind not in RELTYPES:
                yield f"line {line.number}: nobody knows the relation {kind}"
            if line.value not in uids:
                yield f"line {line.number}: a relation to {line.value}, which is not there"
            if own and line.value == own.value:
                yield f"line {line.number}: a relation to itself"
            if (kind, line.value) in seen:
                yield f"line {line.number}: the same relation again"
            seen.add((kind, line.value))


def _of_lines(lines: list[Line], zones: list[str]) -> Iterator[str]:
    for line in lines:
        if line.name in TEXTS and not ESCAPED.fullmatch(line.value):
            yield f"line {line.number}: {line.name} is not escaped"
        if line.name == "CATEGORIES" and not ESCAPED_LIST.fullmatch(line.value):
            yield f"line {line.number}: CATEGORIES is not escaped"
        if "TZID" in line.params and line.params["TZID"] not in zones:
            yield f"line {line.number}: nobody explains the zone {line.params['TZID']}"
        if line.name in {"DTSTAMP", "LAST-MODIFIED", "CREATED", "COMPLETED"} and not UTC.fullmatch(
            line.value
        ):
            yield f"line {line.number}: {line.name} is not in UTC"
        if line.name in {"DTSTART", "DTEND", "DUE"} and not _is_time(line):
            yield f"line {line.number}: {line.name} is neither a day nor a moment of a known zone"
        if line.name in {"DURATION", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"} and not DURATION.fullmatch(
            line.value
        ):
            yield f"line {line.number}: {line.value} is no duration"


def _is_time(line: Line) -> bool:
    if line.params.get("VALUE") == "DATE":
        return bool(DATE.fullmatch(line.value)) and "TZID" not in line.params
    return bool((WALL if "TZID" in line.params else UTC).fullmatch(line.value))


def _of_zone(zone: Part) -> Iterator[str]:
    if len(zone.all("TZID")) != 1 or not zone.parts:
        yield f"line {zone.number}: a VTIMEZONE without TZID or rules"
    for part in zone.parts:
        names = [line.name for line in part.lines]
        if part.name not in {"STANDARD", "DAYLIGHT"} or "RDATE" in names:
            yield f"line {part.number}: {part.name} is no rule, or has RDATE"
        for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"):
            if names.count(name) != 1:
                yield f"line {part.number}: {names.count(name)} times {name}"
        start = part.one("DTSTART")
        if start is None or not WALL.fullmatch(start.value):
            yield f"line {part.number}: DTSTART is not a wall time"


def _of_component(part: Part) -> Iterator[str]:
    here = f"line {part.number}: {part.name}"
    names = Counter(line.name for line in part.lines)
    needed = ("UID", "DTSTAMP", "DTSTART") if part.name == "VEVENT" else ("UID", "DTSTAMP")
    yield from (f"{here} without {name}" for name in needed if not names[name])
    yield from (f"{here} with {names[name]} times {name}" for name in ONCE if names[name] > 1)
    uid, start, end = part.one("UID"), part.one("DTSTART"), part.one("DTEND") or part.one("DUE")
    if uid and (len(uid.value) > 255 or not uid.value.isascii()):
        yield f"{here} with a UID that is not short ASCII"
    if start and end:
        if start.params.get("VALUE") != end.params.get("VALUE"):
            yield f"{here} that starts and ends in different kinds of time"
        # Wall times of one zone compare as text; one of them may be in UTC in the hour that comes twice.
        elif start.params == end.params and end.value <= start.value:
            yield f"{here} that ends {end.value}, not after it starts {start.value}"
    if end and names["DURATION"]:
        yield f"{here} with an end and a duration"
    if (
        part.name == "VEVENT"
        and start
        and start.params.get("VALUE") != "DATE"
        and not end
        and not names["DURATION"]
    ):
        yield f"{here} that never ends"
    if (status := part.one("STATUS")) and status.value not in STATUS[part.name]:
        yield f"{here} with the status {status.value}"
    yield from _of_words(part)
    yield from _of_people(part)
    yield from _of_alarms(part)
    yield from _of_parts(part)


def _of_words(part: Part) -> Iterator[str]:
    for name, grammar in WORDS.items():
        said = part.one(name)
        if said and not grammar.fullmatch(said.value):
            yield f"line {said.number}: {part.name} with the {name} {said.value}"


def _of_alarms(part: Part) -> Iterator[str]:
    start = part.one("DTSTART")
    for alarm in (one for one in part.parts if one.name not in PARTS):
        action = alarm.one("ACTION")
        if alarm.name != "VALARM" or action is None or len(alarm.all("TRIGGER")) != 1:
            yield f"line {alarm.number}: {alarm.name} without action or trigger"
        elif action.value == "DISPLAY" and not alarm.one("DESCRIPTION"):
            yield f"line {alarm.number}: an alarm that shows nothing"
        elif not start and not alarm.all("TRIGGER")[0].params:
            yield f"line {alarm.number}: an alarm before a start that is not there"


def _of_people(part: Part) -> Iterator[str]:
    organizers, attendees = part.all("ORGANIZER"), part.all("ATTENDEE")
    if len(organizers) > 1:
        yield f"line {part.number}: {len(organizers)} ORGANIZER"
    for line in (*organizers, *attendees):
        if not line.value.startswith(("mailto:", "urn:")):  # which mailbox that is was for its author to say
            yield f"line {line.number}: {line.name} is no address"
    addresses = Counter(line.value for line in attendees)
    yield from (f"{one} is asked twice" for one, times in addresses.items() if times > 1)


def _of_parts(part: Part) -> Iterator[str]:
    kinds = [WITHIN.index(one.name) for one in part.parts if one.name in WITHIN]
    if kinds != sorted(kinds):
        yield f"line {part.number}: the components inside {part.name} are not in order"
    for one in (one for one in part.parts if one.name in PARTS):
        names = Counter(line.name for line in one.lines)
        for name in PARTS[one.name]["needed"] - names.keys():
            yield f"line {one.number}: {one.name} without {name}"
        for name in names.keys() - PARTS[one.name]["known"]:
            yield f"line {one.number}: {one.name} with {name}"
        yield from (f"line {one.number}: {times} times {name}" for name, times in names.items() if times > 1)
        yield from _of_lines(one.lines, [])
        kind, address = one.one("PARTICIPANT-TYPE"), one.one("CALENDAR-ADDRESS")
        if kind and kind.value not in PARTICIPANT_TYPES:
            yield f"line {kind.number}: nobody knows the type {kind.value}"
        if address and not MAILTO.fullmatch(address.value):
            yield f"line {address.number}: {address.value} is no mail address"
