"""What can be read of a YAML text with a syntax error: each block alone, and each entry of a broken block.

The place and the cause of an error are found in `campaignflow.planfile.syntax`.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import yaml

from campaignflow.errors import Finding, Place
from campaignflow.planfile.reading import Lost
from campaignflow.planfile.syntax import cause
from campaignflow.planfile.traps import misread
from campaignflow.planfile.tree import Block, TooMuch
from campaignflow.planfile.yaml_text import Anchors, read_yaml

__all__ = ["salvaged"]

_BLOCK = re.compile(r"^[^\s#\-][^\n]*[:：]", re.MULTILINE)
_HEAD = re.compile(r"[^\s#][^\n:]*:[ \t]*(?:#[^\n]*)?\n")
_ENTRY = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*( +)[^\s#-]")

Error = yaml.YAMLError | TooMuch


def salvaged(text: str, file: str, error: Error, lost: Lost) -> tuple[Block, list[Finding]]:
    """Return what could be read, one finding for each part that could not, and those about the rest."""
    reader = _Salvage(file, lost)
    for before, part in _parts(text, _BLOCK):
        reader.read(part, before, inside=False)
    errors = reader.errors or [_finding(error, text, file, 0)]
    return reader.whole, [*errors, *reader.findings, *reader.anchors.unused.values()]


class _Salvage:
    def __init__(self, file: str, lost: Lost) -> None:
        self.file = file
        self.lost = lost
        self.whole = Block()
        self.errors: list[Finding] = []
        self.findings: list[Finding] = []
        self.anchors = Anchors()

    def read(self, part: str, before: int, *, inside: bool) -> None:
        """Read a block, or an entry under the head of its block; `before` counts the lines before it."""
        found: list[Finding] = []
        try:
            tree = read_yaml(part, self.file, found, first_line=before, anchors=self.anchors)
        except (yaml.YAMLError, TooMuch) as error:
            entries = [] if inside else list(_entries(part))
            if len(entries) > 1:
                for more, entry in entries:
                    self.read(entry, before + more, inside=True)
                return
            self.lost.text(part)
            stop = _finding(error, part, self.file, before)
            self.errors.append(stop)
            found = [one for one in misread(part, self.file, before) if one.place.line != stop.place.line]
            self.findings += found
            return
        for one in found:
            if one.code == "alias-unknown" and one.facts["name"] in self.lost.words:
                self.lost.lines.add((one.place.file, one.place.line))
            else:
                self.findings.append(one)
        self.findings += misread(part, self.file, before)
        if isinstance(tree, Block):
            self._add(self.whole, tree, inside=inside)

    def _add(self, whole: Block, tree: Block, *, inside: bool) -> None:
        for key, value in tree.items():
            mine = whole.get(key)
            if inside and isinstance(mine, Block) and isinstance(value, Block):
                self._add(mine, value, inside=False)
            elif key not in whole:
                whole[key], whole.marks[key] = value, tree.marks[key]
            else:
                file, line, column, *_ = tree.marks[key]
                facts = {"key": key, "first": whole.marks[key][1]}
                self.findings.append(Finding("key-twice", Place(file, line, column, key), facts))


def _parts(text: str, start: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield each part with the number of lines before it."""
    starts = [match.start() for match in start.finditer(text)] + [len(text)]
    for begin, end in pairwise(starts):
        yield text.count("\n", 0, begin), text[begin:end]


def _entries(block: str) -> Iterator[tuple[int, str]]:
    """Yield each entry of a block under a copy of its head, which takes the place of the line before."""
    head = _HEAD.match(block)
    first = head and _ENTRY.match(block, head.end())
    if not head or not first:
        return
    start = re.compile(rf"^{first[1]}[^\s#-]", re.MULTILINE)
    for before, entry in _parts(block, start):
        yield before - 1, head[0] + entry


def _finding(error: Error, text: str, file: str, before: int) -> Finding:
    return error.finding if isinstance(error, TooMuch) else cause(error, text, file, before)
