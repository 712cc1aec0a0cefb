"""A plan file as a tree of texts in which every part knows where it stands.

Every scalar is text: the schema of the plan gives it its type, never the notation.
"""

import re
from collections.abc import Iterator
from typing import Any

from campaignflow.errors import Finding, Place

__all__ = [
    "MOST_DEPTH",
    "MOST_PARTS",
    "MOST_REPEATS",
    "SURROGATE",
    "Block",
    "Items",
    "Mark",
    "TooMuch",
    "locate",
    "part_at",
]

MOST_DEPTH = 64
MOST_PARTS = 200_000
"""Values of one plan that are read."""
MOST_REPEATS = 100_000
"""Values that aliases may repeat (the "billion laughs")."""

SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, which no file can hold (rule 3)."""

Mark = tuple[str, int | None, int | None, int | None, int | None]
"""File, line and column of a key, line and column of its value; lines and columns from 1."""


class Block(dict[str, Any]):
    """A mapping from keys to texts, blocks and lists; `marks` holds where each key and value stands."""

    __slots__ = ("blank", "flow", "marks")

    def __init__(self) -> None:
        super().__init__()
        self.marks: dict[str, Mark] = {}
        self.flow = False
        """Whether it is written in braces."""
        self.blank: set[str] = set()
        """Keys that were written without a value."""


class Items(list[Any]):
    """A list of texts, blocks and lists; `marks` holds where each stands."""

    __slots__ = ("marks",)

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[Mark] = []


class TooMuch(Exception):  # it is caught beside us and becomes a finding, never an error
    """A file beyond what is read: too deep, too long, too often repeated."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def part_at(root: Block, path: tuple[str | int, ...]) -> Any:
    """Return what stands at a path, or None."""
    here: Any = root
    for step in path:
        if isinstance(here, Block):
            here = here.get(str(step))
        elif isinstance(here, Items) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            return None
    return here


def locate(root: Block, path: tuple[str | int, ...], *, at_key: bool = False) -> Place:
    """Return the place of what stands at a path, or of the nearest part around it.

    With `at_key` the place of the key rather than of its value.
    """
    item = "/".join(str(part) for part in path)
    here: Any = root
    mark: Mark | None = None
    arrived = True
    for part in path:
        if isinstance(here, Block) and str(part) in here:
            mark, here = here.marks[str(part)], here[str(part)]
        elif isinstance(here, Items) and isinstance(part, int) and part < len(here):
            mark, here = here.marks[part], here[part]
        else:
            arrived = False
            break
    if mark is None:
        return Place(file=next(_files(root), None), line=1 if root.marks else None, column=None, item=item)
    file, key_line, key_column, line, column = mark
    if at_key or not arrived:
        return Place(file, key_line, key_column, item)
    return Place(file, line, column, item)


def _files(root: Block) -> Iterator[str]:
    return (mark[0] for mark in root.marks.values())
