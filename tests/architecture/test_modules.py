"""Every module is short, is named for what it holds and says so in its first paragraph.

Each check takes the root of a checkout, so that `test_gates` can show it one with a fault.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import ROOT

LONGEST = 400
SAYS_NOTHING = {"base", "common", "helpers", "manager", "misc", "service", "utils"}


def modules(root: Path) -> Iterator[Path]:
    for room in ("src", "plugins"):
        yield from sorted((root / room).rglob("*.py"))


def too_long(root: Path) -> list[str]:
    lengths = ((path, len(path.read_text(encoding="utf-8").splitlines())) for path in modules(root))
    return [f"{path.relative_to(root)}: {length} lines" for path, length in lengths if length > LONGEST]


def named_for_nothing(root: Path) -> list[str]:
    return [
        str(path.relative_to(root))
        for path in modules(root)
        if SAYS_NOTHING & {part.strip("_") for part in path.relative_to(root).with_suffix("").parts}
    ]


def without_a_paragraph(root: Path) -> list[str]:
    return [
        str(path.relative_to(root))
        for path in modules(root)
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]


def test_there_are_modules_to_look_at() -> None:
    assert any(modules(ROOT))


def test_no_module_is_longer_than_a_reader_takes_in_at_once() -> None:
    assert too_long(ROOT) == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert named_for_nothing(ROOT) == []


def test_every_module_opens_by_saying_what_lives_there() -> None:
    assert without_a_paragraph(ROOT) == []
