"""YAML 1.2 read from the parser's event stream: scalars stay text, depth and repeats are capped.

Nothing is constructed and no tag is obeyed, so a file can neither run code nor become a number by
accident.  Why a text did not parse is guessed in `campaignflow.planfile.traps`.
"""

from collections.abc import Iterator
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
)

from campaignflow.errors import Finding, Place
from campaignflow.planfile.tree import MOST_DEPTH, MOST_PARTS, MOST_REPEATS, Block, Items, Mark, TooMuch

__all__ = ["FAST", "read_yaml"]

FAST = bool(yaml.__with_libyaml__)
"""Whether PyYAML was built with the C parser; without it reading is slower and otherwise the same."""

_NO_KEY = object()


def read_yaml(text: str, file: str, findings: list[Finding], *, fast: bool = FAST, first_line: int = 0) -> Any:
    """Return the tree of a YAML text, or None for an empty one; what is wrong goes into `findings`.

    Raises:
        yaml.YAMLError: the text is no YAML from some place on.
        TooMuch: it is too deep, too long or repeats itself too often.
    """
    loader = yaml.CSafeLoader if fast else yaml.SafeLoader
    return _Builder(file, findings, first_line).build(yaml.parse(text, Loader=loader))


class _Builder:
    """Builds the tree from events; one frame of the stack is one open block or list."""

    def __init__(self, file: str, findings: list[Finding], first_line: int) -> None:
        self.file = file
        self.findings = findings
        self.first_line = first_line + 1
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.parts = 0
        self.repeats = 0

    def build(self, events: Iterator[Event]) -> Any:
        root: Any = None
        documents = 0
        stack: list[list[Any]] = []
        here: Any = None
        key: Any = _NO_KEY
        key_mark: tuple[int, int] = (0, 0)
        for event in events:
            kind = type(event)
            if kind is ScalarEvent:
                value: Any = event.value
                if event.anchor or (event.tag is not None and not event.implicit[0]):
                    self._decorated(event, value)
                if here.__class__ is Block and key is _NO_KEY:
                    key, key_mark = self._key(value, event, here), (event.start_mark.line, event.start_mark.column)
                    continue
                if not value and event.style is None:
                    value = None
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if here.__class__ is Block and key is _NO_KEY:
                    raise self._beyond("key-not-text", event)
                self._opened(event, len(stack))
                value = Block() if kind is MappingStartEvent else Items()
                if kind is MappingStartEvent:
                    value.flow = bool(event.flow_style)
                stack.append([here, key, key_mark, event.anchor, self.parts, event.start_mark])
                here, key = value, _NO_KEY
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                value = here
                here, key, key_mark, anchor, before, start = stack.pop()
                if anchor:
                    self.anchors[anchor] = (value, self.parts - before + 1)
                self._put(here, key, key_mark, value, start)
                if here is None:
                    root = value
                key = _NO_KEY
                continue
            elif kind is AliasEvent:
                if here.__class__ is Block and key is _NO_KEY:
                    raise self._beyond("key-not-text", event)
                value = self._repeated(event)
            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self.findings.append(Finding("second-document", self._place(event)))
                    break
                continue
            else:
                continue
            self._put(here, key, key_mark, value, event.start_mark)
            if here is None:
                root = value
            key = _NO_KEY
        return root

    def _put(self, here: Any, key: Any, key_mark: tuple[int, int], value: Any, start: Any) -> None:
        self.parts += 1
        if self.parts > MOST_PARTS:
            place = Place(self.file, start.line + self.first_line, start.column + 1)
            raise TooMuch(Finding("file-too-long", place, {"limit": MOST_PARTS}))
        line, column = start.line + self.first_line, start.column + 1
        if here.__class__ is Block:
            if key is not None:
                mark: Mark = (self.file, key_mark[0] + self.first_line, key_mark[1] + 1, line, column)
                here[key] = value
                here.marks[key] = mark
        elif here.__class__ is Items:
            here.append(value)
            here.marks.append((self.file, line, column, line, column))

    def _key(self, text: str, event: ScalarEvent, here: Block) -> str | None:
        """Return the key, or None for one whose value is to be left out."""
        if text == "<<" and event.style is None:
            self.findings.append(Finding("merge-key", self._place(event)))
            return None
        if text in here:
            first = here.marks[text]
            self.findings.append(Finding("key-twice", self._place(event, text), {"key": text, "first": first[1]}))
            return None
        return text

    def _decorated(self, event: ScalarEvent, value: str) -> None:
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)
        if event.tag is not None and not event.implicit[0]:
            self.findings.append(Finding("tag-refused", self._place(event), {"tag": event.tag}))

    def _opened(self, event: Any, depth: int) -> None:
        if depth >= MOST_DEPTH:
            raise self._beyond("too-deep", event, limit=MOST_DEPTH)
        if event.tag is not None and not event.implicit:
            self.findings.append(Finding("tag-refused", self._place(event), {"tag": event.tag}))

    def _repeated(self, event: AliasEvent) -> Any:
        if event.anchor not in self.anchors:
            self.findings.append(Finding("alias-unknown", self._place(event), {"name": event.anchor}))
            return None
        value, size = self.anchors[event.anchor]
        self.repeats += size
        self.parts += size - 1
        if self.repeats > MOST_REPEATS:
            raise self._beyond("alias-bomb", event, limit=MOST_REPEATS)
        return value

    def _place(self, event: Event, item: str = "") -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + self.first_line, mark.column + 1, item)

    def _beyond(self, code: str, event: Event, **facts: object) -> TooMuch:
        return TooMuch(Finding(code, self._place(event), facts))
