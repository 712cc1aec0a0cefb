"""A calendar in pieces, as a CalDAV server keeps it: one resource for each UID (RFC 4791, section 4.1).

A series stays together with what departs from it.  Here is also how two texts of one resource are compared:
servers and clients write the same event anew in other words, so what counts is what it says to a reader.
How pieces get to a server lives in `campaignflow.export.publishing`.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from campaignflow.export.lines import fold, parameter, parted

__all__ = ["Content", "Resource", "content_of", "resources"]

SIGNED = "X-CAMPAIGNFLOW-DIGEST"
"""What we write says in this property what it says, so that somebody else's change can be told from ours."""

Fields = Mapping[str, tuple[str, ...]]
"""What components say: name of a property, with its RECURRENCE-ID before it in a series, and its values."""

_MADE_ANEW = frozenset(("ACKNOWLEDGED", "CREATED", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE"))
"""Properties that clients set when they save, whether or not anything was changed."""
_ANSWERING = frozenset(("EMAIL", "PARTSTAT", "RSVP", "SCHEDULE-FORCE-SEND", "SCHEDULE-STATUS"))
"""Parameters in which whoever is asked answers, and servers say what they sent: no change of the event."""
_ASKED = "NEEDS-ACTION"
_MEETING = frozenset(
    ("DTSTART", "DTEND", "DURATION", "DUE", "RRULE", "RDATE", "EXDATE", "LOCATION", "VLOCATION")
)
"""Time (RFC 6638, section 3.2.8), and place, too: whoever said yes to another is asked again."""
_DEFAULTS = {"CLASS": "PUBLIC", "PRIORITY": "0", "TRANSP": "OPAQUE"}
"""What a property means where it is left out (RFC 5545, section 3.8)."""
_DEEPEST = 5
"""How many components within one another are read."""
_FOLDED = re.compile(r"\r?\n[ \t]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_OF_THE_CALENDAR = ("VERSION", "PRODID", "CALSCALE")
_WORD = re.compile(r"[A-Z0-9-]{1,40}")
_ZONE = re.compile(r';TZID="?([^":;]+)')


class Content(NamedTuple):
    """What one resource says."""

    uid: str
    """Empty if there is none, or more than one."""
    fields: Fields
    digest: str
    """The same for any two texts that say the same."""
    signed: str
    """The digest that we wrote into it; empty if there is none."""
    answers: Mapping[str, str] = MappingProxyType({})
    """What each who is asked has answered (PARTSTAT), by address in small letters; of a series none."""

    @property
    def asks(self) -> bool:
        """Whether anybody is asked to come."""
        return "ATTENDEE" in self.fields

    @property
    def title(self) -> str:
        """What it is called; of a series, the series."""
        return next((values[0] for name, values in self.fields.items() if name == "SUMMARY"), "")

    @property
    def is_cancelled(self) -> bool:
        """Whether all of it is cancelled."""
        statuses = [one for name, one in self.fields.items() if name.rpartition(" ")[2] == "STATUS"]
        return bool(statuses) and all(one == ("CANCELLED",) for one in statuses)

    def apart(self, other: "Content") -> tuple[tuple[str, str, str], ...]:
        """Return each property in which another says something else: name, value here, value there."""
        names = sorted(self.fields.keys() | other.fields.keys())
        pairs = ((name, self.fields.get(name, ()), other.fields.get(name, ())) for name in names)
        return tuple((name, ", ".join(ours), ", ".join(its)) for name, ours, its in pairs if ours != its)


class Resource(NamedTuple):
    """One piece of a calendar, ready for a server."""

    content: Content
    octets: bytes
    """A whole VCALENDAR, with the zones it speaks of and without METHOD."""

    def answered(self, found: Content) -> bytes:
        """Return it with the answers that were given to another text of it.

        Whoever answered for another time or place, or while it was off, is asked again.
        """
        was_off = found.is_cancelled and not self.content.is_cancelled
        is_moved = any(self.content.fields.get(name) != found.fields.get(name) for name in _MEETING)
        if not found.answers or was_off or is_moved:
            return self.octets
        return b"".join(fold(_answered(line, found.answers)) for line in _unfolded(self.octets))


class _Block(NamedTuple):
    kind: str
    lines: list[str]
    """All of them, with BEGIN and END, unfolded."""


def resources(calendar: bytes) -> list[Resource]:
    """Return the pieces of a calendar, in the order in which they stand there."""
    head, blocks = _blocks(_unfolded(calendar))
    opening = [line for line in head if _name(line) in _OF_THE_CALENDAR]
    zones = {_value(block, "TZID"): block for block in blocks if block.kind == "VTIMEZONE"}
    together: dict[str, list[_Block]] = {}
    for block in blocks:
        if block.kind != "VTIMEZONE":
            together.setdefault(_value(block, "UID"), []).append(block)
    return [_resource(opening, zones, parts) for parts in together.values()]


def _resource(opening: Iterable[str], zones: Mapping[str, _Block], parts: list[_Block]) -> Resource:
    content = _content(parts)
    spoken_of = {zone for part in parts for line in part.lines for zone in _ZONE.findall(line)}
    held = [zones[zone].lines for zone in sorted(spoken_of & zones.keys())]
    first, *others = (part.lines for part in parts)
    end = next(at for at, line in enumerate(first) if at and line.startswith(("BEGIN:", "END:")))
    signed = [*first[:end], f"{SIGNED}:{content.digest}", *first[end:]]
    lines = ["BEGIN:VCALENDAR", *opening, *(line for one in (*held, signed, *others) for line in one)]
    return Resource(content._replace(signed=content.digest), b"".join(map(fold, [*lines, "END:VCALENDAR"])))


def content_of(octets: bytes) -> Content:
    """Return what a resource says, however it is written."""
    _, blocks = _blocks(_unfolded(octets))
    return _content([block for block in blocks if block.kind != "VTIMEZONE"])


def _content(parts: list[_Block]) -> Content:
    uids = {_value(part, "UID") for part in parts}
    fields: dict[str, tuple[str, ...]] = {}
    for part in parts:
        at = _value(part, "RECURRENCE-ID")
        for name, values in _fields(part.lines[1:-1]).items():
            called = f"{at} {name}" if at else name
            fields[called] = tuple(sorted((*fields.get(called, ()), *values)))
    kinds = sorted(part.kind for part in parts)
    said = json.dumps([kinds, sorted(fields.items())], ensure_ascii=False).encode("utf-8", "replace")
    signed = next((one for one in (_value(part, SIGNED) for part in parts) if one), "")
    uid = uids.pop() if len(uids) == 1 else ""
    answers = dict(_answers(parts[0])) if len(parts) == 1 else {}
    return Content(uid, fields, hashlib.sha256(said).hexdigest()[:32], signed, answers)


def _answers(part: _Block) -> Iterator[tuple[str, str]]:
    """Yield who of those asked has answered, and what."""
    own, _ = _blocks(part.lines[1:-1])
    for line in own:
        called, parameters, value = parted(line)
        if called.strip().upper() == "ATTENDEE":
            said = {key.upper(): one.upper() for key, one in parameters}
            answer = said.get("PARTSTAT", _ASKED)
            if answer != _ASKED and _WORD.fullmatch(answer):
                yield value.strip().lower(), answer


def _answered(line: str, answers: Mapping[str, str]) -> str:
    called, parameters, value = parted(line)
    answer = answers.get(value.lower()) if called == "ATTENDEE" else None
    if answer is None:
        return line
    said = ((key, answer if key == "PARTSTAT" else one) for key, one in parameters)
    return f"{called}{''.join(f';{key}={parameter(one)}' for key, one in said)}:{value}"


def _fields(lines: list[str], depth: int = 0) -> dict[str, tuple[str, ...]]:
    """Return what the lines inside a component say; a component within is one value."""
    found: dict[str, list[str]] = {}
    own, inside = _blocks(lines)
    for line in own:
        name, parameters, value = _parted(line)
        if name in _MADE_ANEW or name.startswith("X-") or value in {"", _DEFAULTS.get(name)}:
            continue
        found.setdefault(name, []).append(f"{parameters}{value}")
    for block in inside:
        if depth == _DEEPEST:  # nobody writes that; it is not followed down, and counts as it stands
            found.setdefault(block.kind, []).append("\n".join(block.lines))
        elif not block.kind.startswith("X-"):
            within = _fields(block.lines[1:-1], depth + 1)
            found.setdefault(block.kind, []).append(
                "; ".join(f"{name} {', '.join(values)}" for name, values in sorted(within.items()))
            )
    return {name: tuple(sorted(values)) for name, values in found.items()}


def _unfolded(octets: bytes) -> list[str]:
    # not splitlines: U+2028 and the like may stand in a value
    text = _FOLDED.sub("", octets.decode("utf-8", "replace"))
    return [line for line in (one.rstrip("\r") for one in text.split("\n")) if line]


def _blocks(lines: list[str]) -> tuple[list[str], list[_Block]]:
    """Return the properties and the components of a calendar, or of the inside of a component."""
    if lines and lines[0].upper() == "BEGIN:VCALENDAR":
        lines = lines[1:-1]
    own: list[str] = []
    blocks: list[_Block] = []
    depth = 0
    for line in lines:
        mark = line[:6].upper()
        if mark == "BEGIN:":
            if not depth:
                blocks.append(_Block(line[6:].strip().upper(), []))
            depth += 1
        (blocks[-1].lines if depth else own).append(line)
        if mark.startswith("END:"):
            depth = max(0, depth - 1)
    return own, blocks


def _parted(line: str) -> tuple[str, str, str]:
    """Return the name of a property, its parameters in order, and its value without escapes."""
    called, parameters, value = parted(line)
    called = called.strip().upper()
    pairs = [(key.upper(), said) for key, said in parameters]
    if called in {"ATTENDEE", "ORGANIZER"}:
        pairs = [one for one in pairs if one[0] not in _ANSWERING and one != ("ROLE", "REQ-PARTICIPANT")]
        value = re.sub("^mailto:", "mailto:", value, flags=re.IGNORECASE)
    # VALUE says what the value itself shows; parameters of others carry nothing for a reader
    kept = sorted(f"{key}={value}" for key, value in pairs if key != "VALUE" and not key.startswith("X-"))
    value = _ESCAPED.sub(lambda one: "\n" if one[1] in "nN" else one[1], value).strip()
    return called, "".join(f"{one}:" for one in kept), value


def _name(line: str) -> str:
    return _parted(line)[0]


def _value(block: _Block, name: str) -> str:
    """Return the value of a property of the component itself; empty if it has none."""
    return next(_values(block, name), "")


def _values(block: _Block, name: str) -> Iterator[str]:
    own, _ = _blocks(block.lines[1:-1])
    for line in own:
        called, _, value = _parted(line)
        if called == name:
            yield value
