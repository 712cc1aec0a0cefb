"""A text of iCalendar as a tree of components whose every property knows its line (RFC 5545, section 3.1).

What is broken is mended where it can be, and said; nothing is raised.  What the properties mean is in
`campaignflow.planfile.calendar_reading`.
"""

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
_FRAME = re.compile(r"\s*(BEGIN|END)\s*:", re.IGNORECASE)
_PROPERTY = re.compile(r"\s*[A-Za-z0-9-]+\s*(;|$)")
_BARE_NAMES = frozenset(
    "ACTION ATTACH ATTENDEE CATEGORIES CLASS COMMENT CONTACT CREATED DESCRIPTION DTEND DTSTAMP DTSTART "
    "DURATION EXDATE LAST-MODIFIED LOCATION ORGANIZER PRIORITY RDATE RRULE SEQUENCE STATUS SUMMARY TRANSP "
    "TRIGGER UID URL".split()
)
"""Properties that some writers leave without a value and even without its colon."""
_DEEPEST = 20
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
            open_[-1].inside.append(made)
            open_.append(made)
        elif name == "END":
            _close(open_, value.strip().upper(), number, remarks)
        else:
            open_[-1].properties.append(Property(name, parameters, value, number))
    for one in open_[1:]:
        remarks.report("ics-unclosed", one.line, name=one.name)
    return outside.inside


def _close(open_: list[Component], name: str, line: int, remarks: Remarks) -> None:
    """Close a component, and those inside it that were left open."""
    depth = next((at for at in range(len(open_) - 1, 0, -1) if open_[at].name == name), 0)
    if not depth:
        remarks.report("ics-line-unreadable", line, text=f"END:{name}"[:80])
        return
    for one in open_[depth + 1 :]:
        remarks.report("ics-unclosed", one.line, name=one.name)
    del open_[depth:]


def _logical(text: str, remarks: Remarks) -> Iterator[tuple[int, str]]:
    """Yield the unfolded lines with the number of the first physical line of each."""
    text = _clean(text, remarks)
    started, gathered, told = 0, [""], False
    for number, line in enumerate(_LINE_END.split(text), 1):
        if not told and len(line) * 4 > _LONGEST_OCTETS and len(line.encode()) > _LONGEST_OCTETS:
            remarks.report("ics-not-folded", number)
            told = True
        if line[:1] in {" ", "\t"} and started:
            gathered.append(line[1:])
        elif not line.strip():
            continue
        elif started and not _is_property(line) and not _FRAME.match(gathered[0]):
            # A writer let a line break of the text through; what follows belongs to the line before.
            remarks.report("ics-fold-broken", number, text=line[:80])
            gathered.append("\\n" + line)
        else:
            if started:
                yield started, "".join(gathered)
            started, gathered = number, [line]
    if started:
        yield started, "".join(gathered)


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


def _is_property(line: str) -> bool:
    if line.strip() in _BARE_NAMES:
        return True
    head = _HEAD.match(line)
    return head is not None and _PROPERTY.match(head[1]) is not None


def _parts(line: str) -> tuple[str, Mapping[str, str], str] | None:
    """Return name, parameters and value of a content line; None if it is none."""
    head = _HEAD.match(line)
    if head is None or not _PROPERTY.match(head[1]):
        bare = line.strip()
        return (bare, {}, "") if bare in _BARE_NAMES else None
    said, value = head[1], line[head.end() :]
    if ";" not in said:
        return said.strip().upper(), {}, value
    from icalendar.parser import Contentline  # noqa: PLC0415  # an extra, and 65 ms

    try:
        name, parameters, _ = Contentline(f"{said}:").raw_parts()
    except ValueError:
        return None
    single = {
        str(key).upper(): one if isinstance(one, str) else ",".join(one) for key, one in parameters.items()
    }
    return name.strip().upper(), single, value
