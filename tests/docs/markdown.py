"""What tests need to read of Markdown: fenced blocks and the rows of tables."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_FENCE = re.compile(r"^```(?P<language>[^\n]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_CELL = re.compile(r"(?<!\\)\|")


class Fence(NamedTuple):
    """A fenced block of a page."""

    language: str
    text: str
    line: int
    """Of its first line of text, counted from 1."""


def fences(page: str) -> Iterator[Fence]:
    """Yield the fenced blocks of a page, in order."""
    for match in _FENCE.finditer(page):
        yield Fence(match["language"].strip(), match["text"], page.count("\n", 0, match.start("text")) + 1)


def rows(page: str) -> Iterator[list[str]]:
    """Yield the cells of each row of each table, heads and rules left out."""
    inside = False
    for line in _FENCE.sub("", page).splitlines():
        if not line.startswith("|"):
            inside = False
        elif re.fullmatch(r"\|[\s|:-]+", line):
            inside = True
        elif inside:
            yield [cell.strip().replace("\\|", "|") for cell in _CELL.split(line)[1:-1]]


def code(cell: str) -> list[str]:
    """Return the code spans of a cell."""
    return re.findall(r"`([^`]+)`", cell)


def without_fences(page: str) -> str:
    """Return a page without its fenced blocks."""
    return _FENCE.sub("", page)
