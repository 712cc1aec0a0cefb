"""JSON read into the same tree, with the place of every part; scalars stay text.

The standard library decodes the strings; it does not say where things stand, which is what is done
here.
"""

import re
from json import JSONDecoder
from typing import Any

from campaignflow.errors import Finding, Place
from campaignflow.planfile.tree import MOST_DEPTH, MOST_PARTS, SURROGATE, Block, Items, TooMuch

__all__ = ["read_json"]

_TOKEN = re.compile(r'[ \t\r\n]*("|[{}\[\]:,]|[^\s{}\[\]:,"]+)')
_DECODER = JSONDecoder()
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")


def read_json(text: str, file: str, findings: list[Finding]) -> Any:
    """Return the tree of a JSON text (RFC 8259); repeated keys go into `findings`.

    Raises:
        TooMuch: the text is no JSON from some place on, or too deep or too long.
    """
    return _Reader(text, file, findings).whole()


class _Reader:
    def __init__(self, text: str, file: str, findings: list[Finding]) -> None:
        self.text = text
        self.file = file
        self.findings = findings
        self.at = 0
        self.parts = 0
        self.line = 1
        self.line_start = 0
        self.counted = 0
        self.piece = ""
        self.string = ""
        """What the piece says, if it is a quote mark."""
        self.start = 0
        self._next()

    def whole(self) -> Any:
        value = self._value(0)
        if self.piece:
            raise self._bad("json-after-end")
        return value

    def _next(self) -> None:
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            rest = self.text[self.at :].lstrip(" \t\r\n")
            self.start = len(self.text) - len(rest)
            self.piece = ""
            if rest:
                raise self._bad("json-unreadable")
            return
        self.piece, self.start, self.at = match[1], match.start(1), match.end()
        if self.piece == '"':
            self._read_string()

    def _spot(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset; offsets only grow, so lines are counted once."""
        newlines = self.text.count("\n", self.counted, offset)
        if newlines:
            self.line += newlines
            self.line_start = self.text.rindex("\n", self.counted, offset) + 1
        self.counted = max(self.counted, offset)
        return self.line, offset - self.line_start + 1

    def _value(self, depth: int) -> Any:
        if depth > MOST_DEPTH:
            raise self._bad("too-deep", limit=MOST_DEPTH)
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise self._bad("file-too-long", limit=MOST_PARTS)
        piece = self.piece
        if piece == "{":
            return self._block(depth)
        if piece == "[":
            return self._items(depth)
        if piece == '"':
            value: Any = self.string
        elif piece == "null":
            value = None
        elif piece in {"true", "false"} or _NUMBER.fullmatch(piece):
            value = piece
        else:
            raise self._bad("json-unreadable")
        self._next()
        return value

    def _read_string(self) -> None:
        try:
            self.string, self.at = _DECODER.raw_decode(self.text, self.start)
        except ValueError:
            raise self._bad("json-unreadable") from None
        if SURROGATE.search(self.string):
            self.findings.append(Finding("control-character", Place(self.file, *self._spot(self.start))))
            self.string = SURROGATE.sub("\ufffd", self.string)

    def _block(self, depth: int) -> Block:
        block = Block()
        self._next()
        while self.piece != "}":
            if self.piece != '"':
                raise self._bad("json-unreadable")
            key, (line, column) = self.string, self._spot(self.start)
            self._next()
            self._expect(":")
            value_spot = self._spot(self.start)
            value = self._value(depth + 1)
            if key in block:
                facts = {"key": key, "first": block.marks[key][1]}
                self.findings.append(Finding("key-twice", Place(self.file, line, column, key), facts))
            else:
                block[key] = value
                block.marks[key] = (self.file, line, column, *value_spot)
            if self.piece == ",":
                self._next()
                if self.piece == "}":
                    raise self._bad("json-unreadable")
            elif self.piece != "}":
                raise self._bad("json-unreadable")
        self._next()
        return block

    def _items(self, depth: int) -> Items:
        items = Items()
        self._next()
        while self.piece != "]":
            line, column = self._spot(self.start)
            items.append(self._value(depth + 1))
            items.marks.append((self.file, line, column, line, column))
            if self.piece == ",":
                self._next()
                if self.piece == "]":
                    raise self._bad("json-unreadable")
            elif self.piece != "]":
                raise self._bad("json-unreadable")
        self._next()
        return items

    def _expect(self, piece: str) -> None:
        if self.piece != piece:
            raise self._bad("json-unreadable")
        self._next()

    def _bad(self, code: str, **facts: object) -> TooMuch:
        line, column = self._spot(max(self.start, self.counted))
        shown = self.text[self.start : self.start + 20]
        return TooMuch(Finding(code, Place(self.file, line, column), {"text": shown, **facts}))
