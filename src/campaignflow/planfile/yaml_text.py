"""YAML 1.2 read from the parser's event stream: scalars stay text, depth and repeats are capped.

Nothing is constructed and no tag is obeyed, so a file can neither run code nor become a number by
accident.  Why a text did not parse is guessed in `campaignflow.planfile.syntax`.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from campaignflow.errors import Finding, Place
from campaignflow.planfile.tree import (
    MOST_DEPTH,
    MOST_PARTS,
    MOST_REPEATS,
    SURROGATE,
    Block,
    Items,
    TooMuch,
)

__all__ = ["FAST", "Anchors", "read_yaml"]

FAST = bool(yaml.__with_libyaml__)
"""Whether PyYAML was built with the C parser; without it reading is slower and otherwise the same."""

_NO_KEY = object()


class Anchors:
    """What & named so far."""

    __slots__ = ("known", "repeats", "unused")

    def __init__(self) -> None:
        self.repeats = 0
        """Values repeated so far."""
        self.known: dict[str, tuple[Any, int]] = {}
        """For each name the value and how many values it is."""
        self.unused: dict[str, Finding] = {}
        """Unquoted texts that begin with & and are repeated nowhere: no anchors, but texts."""


def read_yaml(
    text: str,
    file: str,
    findings: list[Finding],
    *,
    fast: bool = FAST,
    first_line: int = 0,
    anchors: Anchors | None = None,
) -> Any:
    """Return the tree of a YAML text, or None for an empty one; what is wrong goes into `findings`.

    `anchors` are those of the parts before, where a text is read in parts; whoever gives them says what
    is wrong with them.

    Raises:
        yaml.YAMLError: the text is no YAML from some place on.
        TooMuch: it is too deep, too long or repeats itself too often.
    """
    loader = yaml.CSafeLoader if fast else yaml.SafeLoader
    own = anchors or Anchors()
    tree = _Builder(file, findings, first_line, own).build(loader(text).get_event)
    if anchors is None:
        findings += own.unused.values()
    return tree


class _Builder:
    """Builds the tree from events; a frame of the stack is what an open block or list interrupts."""

    def __init__(self, file: str, findings: list[Finding], first_line: int, anchors: Anchors) -> None:
        self.file = file
        self.findings = findings
        self.first_line = first_line + 1
        self.anchors = anchors
        self.parts = 0
        self.documents = 0
        self.root: Any = None
        self.here: Any = None
        self.key: Any = _NO_KEY
        self.key_spot = (0, 0)
        self.stack: list[tuple[Any, Any, tuple[int, int], tuple[int, int], str | None, int]] = []

    def build(self, get_event: Callable[[], Event | None]) -> Any:
        handlers: dict[type[Event], Callable[[Any], None]] = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._opened,
            SequenceStartEvent: self._opened,
            MappingEndEvent: self._closed,
            SequenceEndEvent: self._closed,
            AliasEvent: self._alias,
            DocumentStartEvent: self._document,
        }
        while self.documents < 2:
            event = get_event()
            if event is None or type(event) is StreamEndEvent:
                break
            handler = handlers.get(type(event))
            if handler is not None:
                handler(event)
        return self.root

    def _scalar(self, event: ScalarEvent) -> None:
        value: Any = event.value
        spot = self._spot(event)
        if event.style == '"' and SURROGATE.search(value):  # only the pure parser lets it through
            self.findings.append(Finding("control-character", self._place(event, self._item())))
            value = SURROGATE.sub("\ufffd", value)
        if event.tag is not None and not event.implicit[0]:
            self._tag(event, value)
        if event.anchor:
            self.anchors.known[event.anchor] = (value, 1)
            if not event.style and value:
                facts = {"mark": "&", "offer": f"'&{event.anchor} {value}'"}
                place = self._place(event, self._item())
                self.anchors.unused[event.anchor] = Finding("text-starts-with-mark", place, facts)
        if self.here.__class__ is Block and self.key is _NO_KEY:
            self.key, self.key_spot = self._key(value, event), spot
            return
        # the style of an unquoted text is None to the pure parser and empty to the fast one
        self._put(None if not value and not event.style else value, spot)

    def _tag(self, event: Any, value: str | None = None) -> None:
        """Refuse a tag, or say that a text starting with ! wants quotes."""
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        place = self._place(event, self._item())
        if value is None or re.match(r"!![a-z]", tag):
            self.findings.append(Finding("tag-refused", place, {"tag": tag}))
        else:
            facts = {"mark": "!", "offer": "'" + f"{tag} {value}".strip() + "'"}
            self.findings.append(Finding("text-starts-with-mark", place, facts))

    def _opened(self, event: Any) -> None:
        if self.here.__class__ is Block and self.key is _NO_KEY:
            raise self._beyond("key-not-text", event)
        if len(self.stack) >= MOST_DEPTH:
            raise self._beyond("too-deep", event, limit=MOST_DEPTH)
        if event.tag is not None and not event.implicit:
            self._tag(event)
        self.stack.append((self.here, self.key, self.key_spot, self._spot(event), event.anchor, self.parts))
        self.here, self.key = Items() if type(event) is SequenceStartEvent else Block(), _NO_KEY
        if self.here.__class__ is Block:
            self.here.flow = bool(event.flow_style)

    def _closed(self, _event: Event) -> None:
        value = self.here
        self.here, self.key, self.key_spot, spot, anchor, before = self.stack.pop()
        if anchor:
            self.anchors.known[anchor] = (value, self.parts - before + 1)
        self._put(value, spot)

    def _alias(self, event: AliasEvent) -> None:
        if self.here.__class__ is Block and self.key is _NO_KEY:
            raise self._beyond("key-not-text", event)
        value, size = self.anchors.known.get(event.anchor or "", (None, 0))
        if not size:
            place = self._place(event, self._item())
            self.findings.append(Finding("alias-unknown", place, {"name": event.anchor}))
        self.anchors.unused.pop(event.anchor or "", None)
        self.anchors.repeats += size
        if self.anchors.repeats > MOST_REPEATS:
            raise self._beyond("alias-bomb", event, limit=MOST_REPEATS)
        self.parts += max(size - 1, 0)
        self._put(value, self._spot(event))

    def _document(self, event: DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self.findings.append(Finding("second-document", self._place(event)))

    def _put(self, value: Any, spot: tuple[int, int]) -> None:
        """Hand a finished value to the block or list it stands in."""
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise TooMuch(Finding("file-too-long", Place(self.file, *spot), {"limit": MOST_PARTS}))
        here, key = self.here, self.key
        if here.__class__ is Block:
            if key is not None:
                here[key] = value
                here.marks[key] = (self.file, *self.key_spot, *spot)
        elif here.__class__ is Items:
            here.append(value)
            here.marks.append((self.file, *spot, *spot))
        else:
            self.root = value
        self.key = _NO_KEY

    def _key(self, text: str, event: ScalarEvent) -> str | None:
        """Return the key, or None for one whose value is to be left out."""
        if text == "<<" and not event.style:
            self.findings.append(Finding("merge-key", self._place(event, self._item(text))))
            self.here.blank.add(text)  # whatever is missing may have been in there
            return None
        if text in self.here:
            facts = {"key": text, "first": self.here.marks[text][1]}
            self.findings.append(Finding("key-twice", self._place(event, self._item(text)), facts))
            return None
        return text

    def _item(self, key: str | None = None) -> str:
        """Return the path of what is being read."""
        open_parts = [(outer, at) for outer, at, *_ in self.stack if outer is not None]
        if self.here is not None:
            open_parts.append((self.here, self.key if key is None else key))
        steps = [len(part) if part.__class__ is Items else at for part, at in open_parts]
        return "/".join(str(step) for step in steps if step is not _NO_KEY)

    def _spot(self, event: Any) -> tuple[int, int]:
        mark = event.start_mark
        return mark.line + self.first_line, mark.column + 1

    def _place(self, event: Event, item: str = "") -> Place:
        return Place(self.file, *self._spot(event), item)

    def _beyond(self, code: str, event: Event, **facts: object) -> TooMuch:
        return TooMuch(Finding(code, self._place(event), facts))
