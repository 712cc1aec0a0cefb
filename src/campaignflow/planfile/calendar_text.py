"""A text of iCalendar as a tree of components whose every property knows its line (RFC 5545, section 3.1).

What is broken is mended where it can be, and said; nothing is raised.  What the properties mean is in
`campaignflow.planfile.calendar_reading`.
"""

import quopri
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec

from campaignflow.errors import Finding, MissingExtra, Place

__all__ = ["Component", "Property", "Remarks", "components", "reader"]

MOST_ALIKE = 200
"""Findings of one code that are listed; a file of ten thousand bad lines is told by some of them."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_END = re.compile("\r\n|\n|\r")
_HEAD = re.compile(r'((?:[^":]|"[^"]*")*):')
_PROPERTY = re.compile(r"\s*[A-Za-z0-9-]+\s*(;|$)")
_BEGUN = re.compile(r"[A-Z][A-Z0-9-]*;[A-Z][A-Z0-9-]*=")
"""How a property begins whose value has gone lost with its colon."""
_TEXT = re.compile(r"(SUMMARY|DESCRIPTION|LOCATION|COMMENT|CONTACT|X-[A-Z0-9-]+)\s*[;:]", re.IGNORECASE)
"""The properties whose texts people type, with line breaks in them."""
_BARE_NAMES = frozenset(
    "ACTION ATTACH ATTENDEE CALSCALE CATEGORIES CLASS COMMENT CONTACT CREATED DESCRIPTION DTEND DTSTAMP "
    "DTSTART DURATION EXDATE LAST-MODIFIED LOCATION METHOD ORGANIZER PRIORITY PRODID RDATE RRULE SEQUENCE "
    "STATUS SUMMARY TRANSP TRIGGER UID URL VERSION".split()
)
"""Properties that some writers leave without a value and even without its colon."""
_BARE_OWN = re.compile(r"X-[A-Z0-9-]+")
_OUTERMOST = frozenset(("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"))
"""What stands in a VCALENDAR and nowhere else."""
_QUOTED = re.compile(r";(?:ENCODING=)?QUOTED-PRINTABLE(?=;|$)", re.IGNORECASE)
_DEEPEST = 20
_LONGEST_HEAD = 10_000
"""Characters of a name with its parameters that are put together from broken lines."""
_LONGEST_OCTETS = 75


class Remarks:
    """What is found while a calendar is read, each with its line."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[Finding] = []
        self._counts: Counter[str] = Counter()

    def report(self, code: str, line: int | None, **facts: object) -> None:
        """Add a finding, unless there are many of its kind already."""
        self._counts[code] += 1
        if self._counts[code] <= MOST_ALIKE:
            self._found.append(Finding(code, Place(self._file, line), facts))

    def add(self, found: list[Finding]) -> None:
        """Add findings that others made."""
        self._found += found

    def all(self) -> tuple[Finding, ...]:
        """Return every finding in the order of the file, and how many were left out."""
        left = sum(count - MOST_ALIKE for count in self._counts.values() if count > MOST_ALIKE)
        ordered = sorted(self._found, key=lambda one: (one.place.line or 0, one.code))
        more = [Finding("ics-more", Place(self._file), {"count": left})] if left else []
        return (*ordered, *more)


@dataclass(frozen=True, slots=True)
class Property:
    """One content line: its value is as written, escapes and all."""

    name: str
    parameters: Mapping[str, str]
    value: str
    line: int


@dataclass(slots=True)
class Component:
    """What stands between a BEGIN and its END."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    inside: list["Component"] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        """Return the first property of a name, if there is one."""
        return next((one for one in self.properties if one.name == name), None)

    def each(self, name: str) -> Iterator[Property]:
        """Yield the properties of a name."""
        return (one for one in self.properties if one.name == name)

    def value(self, name: str) -> str:
        """Return what the first property of a name says, without blanks around it."""
        return self.raw(name).strip()

    def raw(self, name: str) -> str:
        """Return what the first property of a name says, blanks and all."""
        first = self.first(name)
        return "" if first is None else first.value


def reader() -> None:
    """Refuse to go on without the library that reads content lines.

    Raises:
        MissingExtra: the extra `ical` is not installed.
    """
    if find_spec("icalendar") is None:
        raise MissingExtra("needs-ical-extra")


def components(text: str, remarks: Remarks) -> list[Component]:
    """Return what a text holds at its outermost, mostly one VCALENDAR."""
    outside = Component("", 0)
    open_ = [outside]
    for number, line in _logical(text, remarks):
        read = _parts(line)
        if read is None or (read[0] == "BEGIN" and len(open_) > _DEEPEST):
            remarks.report("ics-line-unreadable", number, text=line[:80])
            continue
        name, parameters, value = read
        if name == "BEGIN":
            made = Component(value.strip().upper(), number)
            _close_before(open_, made.name, remarks)
            open_[-1].inside.append(made)
            open_.append(made)
        elif name == "END":
            _close(open_, value.strip().upper(), number, remarks)
        else:
            open_[-1].properties.append(Property(name, parameters, value, number))
    for one in open_[1:]:
        remarks.report("ics-unclosed", one.line, name=one.name)
    return outside.inside


def _close_before(open_: list[Component], name: str, remarks: Remarks) -> None:
    """Close what was left open and cannot hold a component that begins: no event stands in another."""
    if name == "VCALENDAR":
        depth = next((at for at, one in enumerate(open_) if one.name == name), len(open_))
    elif name in _OUTERMOST:
        depth = next((at for at, one in enumerate(open_) if one.name in _OUTERMOST), len(open_))
    else:
        return
    _unclosed(open_, depth, remarks)


def _close(open_: list[Component], name: str, line: int, remarks: Remarks) -> None:
    """Close a component, and those inside it that were left open."""
    depth = next((at for at in range(len(open_) - 1, 0, -1) if open_[at].name == name), 0)
    if not depth:
        remarks.report("ics-line-unreadable", line, text=f"END:{name}"[:80])
        return
    _unclosed(open_, depth + 1, remarks)
    del open_[depth:]


def _unclosed(open_: list[Component], depth: int, remarks: Remarks) -> None:
    for one in open_[depth:]:
        remarks.report("ics-unclosed", one.line, name=one.name)
    del open_[depth:]


def _logical(text: str, remarks: Remarks) -> Iterator[tuple[int, str]]:
    """Yield the content lines, each with the number of its first physical line."""
    begun, gathered, whole = 0, [""], False
    for number, line in _unfolded(_clean(text, remarks), remarks):
        if not begun or _is_property(line) or (whole and _BEGUN.match(line)):
            if begun:
                yield begun, "".join(gathered)
            begun, gathered, whole = number, [line], _has_head(line)
        elif whole and _TEXT.match(gathered[0]):
            # A writer let a line break of the text through.
            remarks.report("ics-fold-broken", number, text=line[:80])
            gathered.append("\\n" + line)
        elif not whole and len(gathered[0]) + len(line) < _LONGEST_HEAD:
            # A writer broke the line without a blank.
            remarks.report("ics-fold-broken", number, text=line[:80])
            gathered = [gathered[0] + line]
            whole = _has_head(gathered[0])
        else:
            remarks.report("ics-line-unreadable", number, text=line[:80])
    if begun:
        yield begun, "".join(gathered)


def _unfolded(text: str, remarks: Remarks) -> Iterator[tuple[int, str]]:
    """Yield the lines with what was folded put together, each with the number of its first physical one."""
    begun, gathered, told, soft = 0, [""], False, False
    for number, line in enumerate(_LINE_END.split(text), 1):
        if not told and len(line) * 4 > _LONGEST_OCTETS and len(line.encode()) > _LONGEST_OCTETS:
            remarks.report("ics-not-folded", number)
            told = True
        if soft:
            gathered.append(line)
        elif line[:1] in {" ", "\t"} and begun:
            gathered.append(line[1:])
        elif not line.strip():
            continue
        else:
            if begun:
                yield begun, "".join(gathered)
            begun, gathered = number, [line]
        soft = line.endswith("=") and _is_quoted(gathered[0])
        if soft:
            gathered[-1] = gathered[-1][:-1]
    if begun:
        yield begun, "".join(gathered)


def _clean(text: str, remarks: Remarks) -> str:
    """Return a text without what nobody types, one finding for the first of it."""

    def line_of(at: int) -> int:
        return len(_LINE_END.findall(text, 0, at)) + 1

    bare = re.search("(?<!\r)\n|\r(?!\n)", text)
    if bare is not None:
        remarks.report("ics-bare-lf", line_of(bare.start()))
    first = _CONTROL.search(text)
    if first is None:
        return text
    remarks.report("ics-text-replaced", line_of(first.start()), sign=f"U+{ord(first[0]):04X}")
    return _CONTROL.sub("\ufffd", text)


def _has_head(line: str) -> bool:
    return _HEAD.match(line) is not None


def _is_quoted(line: str) -> bool:
    """Whether a value is quoted-printable, as vCalendar 1.0 has it."""
    head = _HEAD.match(line)
    return head is not None and _QUOTED.search(head[1]) is not None


def _is_bare(line: str) -> bool:
    return line in _BARE_NAMES or _BARE_OWN.fullmatch(line) is not None


def _is_property(line: str) -> bool:
    if _is_bare(line.strip()):
        return True
    head = _HEAD.match(line)
    return head is not None and _PROPERTY.match(head[1]) is not None


def _parts(line: str) -> tuple[str, Mapping[str, str], str] | None:
    """Return name, parameters and value of a content line; None if it is none."""
    head = _HEAD.match(line)
    if head is None or not _PROPERTY.match(head[1]):
        bare = line.strip()
        return (bare, {}, "") if _is_bare(bare) else None
    said, value = head[1], line[head.end() :]
    if ";" not in said:
        return said.strip().upper(), {}, value
    from icalendar.parser import Contentline  # noqa: PLC0415  # an extra, and 65 ms

    plain = _QUOTED.sub("", said)
    try:
        name, parameters, _ = Contentline(f"{plain}:").raw_parts()
    except ValueError:
        return None
    single = {
        str(key).upper(): one if isinstance(one, str) else ",".join(one) for key, one in parameters.items()
    }
    if plain != said:
        value = _unquoted(value, single.get("CHARSET", ""))
    return name.strip().upper(), single, value


def _unquoted(value: str, charset: str) -> str:
    """Return a quoted-printable text as iCalendar would have it."""
    data = quopri.decodestring(value.encode())
    for encoding in (charset or "utf-8", "gb18030"):
        try:
            read = data.decode(encoding)
            break
        except (LookupError, UnicodeError):
            read = data.decode("utf-8", "replace")
    return _CONTROL.sub("\ufffd", _LINE_END.sub(r"\\n", read))
