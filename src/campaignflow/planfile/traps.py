"""What planners trip over in YAML that still parses: read, but not as it was meant.

The parser's own tokens say where a text stands in quotes or as a block of lines, and is left alone.
Why a text did not parse at all is guessed in `campaignflow.planfile.syntax`.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

import yaml
from pydantic import BaseModel

from campaignflow.errors import Finding, Place
from campaignflow.plan.mistakes import keys_of
from campaignflow.plan.programme import Programme
from campaignflow.planfile.tree import Block, Items
from campaignflow.planfile.yaml_text import FAST

__all__ = ["HASHTAG", "WIDE_INDENT", "colon_mistake", "misread", "quoted", "split_text", "whole_text"]

HASHTAG = re.compile(r"#(?=[^\s#!])[^#\n]*(?<=\S)#")
WIDE_INDENT = re.compile(r"^[ \t]*([^\S\r\n \t]|[\u200b\u2060\ufeff])")
_COMMENT = re.compile(r"(?:^|(?<=[\s\[{,]))#")
_SUSPICIOUS = re.compile(
    "#[^#\\n]*#|^[ \\t]*(?:[^\\S\\n \\t]|[\u200b\u2060\ufeff])|^[ \\t]*[\\w-]+(?:：|:[^ \\n])"
    "|[，；、][ \\t]*[a-z_]+[:：]",
    re.MULTILINE,
)
_WIDE_COMMA = re.compile(
    r"\s*(?P<mark>[，；、])\s*(?P<key>[a-z_]+)(?:：\s*|:(?=\S))(?P<value>[^\s，；、,}\]]*)"
)
_COLON = re.compile(
    r"^\s*(?:- +)*(?P<key>[^\W\d][\w-]*)(?P<colon>：\s*|:(?![ \t/]|$)\s*)(?P<value>.*)$", re.DOTALL
)

Spot = tuple[int, int]
"""Line and column, from 0."""


def misread(text: str, file: str, first_line: int = 0, *, fast: bool = FAST) -> list[Finding]:
    """Return findings about texts that the parser takes for something else, up to where it stops."""
    if _SUSPICIOUS.search(text) is None:
        return []
    lines, tokens = text.split("\n"), _Tokens(text, fast=fast)
    found = []
    for number, line in enumerate(lines):
        for code, column, facts in _in_line(number, line, tokens):
            found.append(Finding(code, Place(file, number + first_line + 1, column + 1), facts))
    return found


class _Tokens:
    """Where the texts of a plan stand, as far as the parser gets."""

    def __init__(self, text: str, *, fast: bool) -> None:
        self.guarded: list[tuple[Spot, Spot]] = []
        """Texts in quotes and blocks of lines."""
        self.starts: set[Spot] = set()
        self.ends: set[Spot] = set()
        self.nothing: set[Spot] = set()
        """Ends of keys and dashes that nothing follows."""
        self.going_on: set[int] = set()
        """Lines that carry an unquoted text on."""
        before: Any = None
        loader = yaml.CSafeLoader if fast else yaml.SafeLoader
        try:
            for token in yaml.scan(text, Loader=loader):
                self._add(token, before)
                before = token
        except yaml.YAMLError:
            pass

    def _add(self, token: Any, before: Any) -> None:
        if isinstance(before, _OPEN) and isinstance(token, _CLOSE):
            self.nothing.add((before.end_mark.line, before.end_mark.column))
        if isinstance(token, yaml.ScalarToken):
            start, end = (token.start_mark, token.end_mark)
            span = ((start.line, start.column), (end.line, end.column))
            if not token.plain:
                self.guarded.append(span)
                return
            self.starts.add(span[0])
            self.ends.add(span[1])
            self.going_on.update(range(start.line + 1, end.line + 1))

    def comment_in(self, number: int, line: str) -> int | None:
        """Return the column in which a comment begins."""
        for match in _COMMENT.finditer(line):
            if not self.is_guarded((number, match.start())):
                return match.start()
        return None

    def is_guarded(self, spot: Spot) -> bool:
        """Whether a place is inside quotes or a block of lines."""
        return any(start <= spot < end for start, end in self.guarded)


_OPEN = (yaml.ValueToken, yaml.BlockEntryToken)
_CLOSE = (
    *(yaml.KeyToken, yaml.BlockEndToken, yaml.BlockEntryToken, yaml.StreamEndToken, yaml.DocumentEndToken),
    *(yaml.FlowEntryToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken, yaml.DocumentStartToken),
)


def _in_line(number: int, line: str, tokens: _Tokens) -> Iterator[tuple[str, int, dict[str, object]]]:
    if HASHTAG.search(line):
        column = tokens.comment_in(number, line)
        if column is not None and (tag := HASHTAG.match(line, column)):
            spot = (number, len(line[:column].rstrip()))
            if spot in tokens.ends or spot in tokens.nothing:
                yield "hashtag-is-comment", column, {"tag": tag[0], "offer": quoted(whole_text(line))}
    if (wide := WIDE_INDENT.match(line)) and (number, wide.start(1)) in tokens.starts:
        yield "indent-wide-space", wide.start(1), {"code": f"U+{ord(wide[1]):04X}"}
    brace = line.find("{")
    comment = tokens.comment_in(number, line) if brace >= 0 else None
    for comma in (
        _WIDE_COMMA.finditer(line, brace, len(line) if comment is None else comment) if brace >= 0 else ()
    ):
        if comma["key"] in _all_keys() and not tokens.is_guarded((number, comma.start())):
            facts = {"mark": comma["mark"], "offer": f", {comma['key']}: {comma['value']}".rstrip()}
            yield "comma-wide", comma.start("mark"), facts
    if number in tokens.going_on and (colon := _COLON.match(line)) and colon["key"] in _all_keys():
        code, facts = colon_mistake(line) or ("", {})
        yield code, colon.start("colon"), facts


def whole_text(line: str) -> str:
    """Return the whole of the text in a line, whatever the parser makes of it."""
    match = re.match(r"\s*(?:- +)*(?:[^\s:#{\[]+\s*:\s+)?(?P<text>.*)", line)
    return "" if match is None else match["text"].strip()


def quoted(text: str) -> str:
    """Return a text as a YAML scalar that reads back as it is."""
    return "'" + text.replace("'", "''") + "'"


def colon_mistake(text: str) -> tuple[str, dict[str, object]] | None:
    """Return code and facts of a colon that is full-width, or has no space behind it."""
    match = _COLON.match(text)
    if match is None:
        return None
    code = "colon-wide" if match["colon"].startswith("：") else "colon-needs-space"
    return code, {"offer": f"{match['key']}: {match['value'].strip()}".strip()}


@cache
def _all_keys() -> frozenset[str]:
    """Return every key that a plan may hold."""
    nouns: list[Any] = [Programme]  # models, and the forms of types around them
    keys = set[str]()
    seen: set[Any] = set()
    while nouns:
        noun = nouns.pop()
        if noun in seen:
            continue
        seen.add(noun)
        if isinstance(noun, type) and issubclass(noun, BaseModel):
            keys.update(keys_of(noun))
            nouns += [field.annotation for field in noun.model_fields.values()]
        else:
            nouns += get_args(noun)
    return frozenset(keys)


def split_text(block: Any, key: str) -> str | None:
    """Return what was probably meant where a comma inside braces cut a text in two.

    An empty text for the later parts of one text, None where `key` is no such part.
    """
    if not isinstance(block, Block) or not _is_piece(block, key):
        return None
    keys = list(block)
    at = keys.index(key)
    if at == 0 or isinstance(block[keys[at - 1]], Block | Items):
        return None
    if _is_piece(block, keys[at - 1]):
        return ""
    text, before = str(block[keys[at - 1]]), keys[at - 1]
    for piece in keys[at:]:
        if not _is_piece(block, piece):
            break
        text += ("," if _end(block, before) == _start(block, piece) else ", ") + piece
        before = piece
    return f"{keys[at - 1]}: {quoted(text)}"


def _is_piece(block: Block, key: str) -> bool:
    return key in block.blank and block.flow and key not in _all_keys()


def _start(block: Block, key: str) -> tuple[int | None, int]:
    _, line, column, *_ = block.marks[key]
    return line, column or 0


def _end(block: Block, key: str) -> tuple[int | None, int]:
    """Return where the comma after a key's value stands, if nothing is between them."""
    _, line, column, value_line, value_column = block.marks[key]
    if _is_piece(block, key):
        return line, (column or 0) + len(key) + 1
    return value_line, (value_column or 0) + len(str(block[key])) + 1
