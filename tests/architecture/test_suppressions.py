"""Whoever silences a checker says why, on the same line."""

import re

import pytest

from tests.docs import ROOT

SILENCED = re.compile(r"# (?:noqa|type: ignore)(?P<which>[:\[][\w,\[\]\s-]*)?(?P<rest>.*)$")
PLACES = ("src", "plugins", "tools", "benchmarks", "examples")


def unexplained(text: str) -> list[int]:
    """Return the numbers of the lines that silence a checker without a reason."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        silenced = SILENCED.search(line)
        if silenced and not re.search(r"\w", silenced["rest"].lstrip("# ").strip()):
            found.append(number)
    return found


def test_every_suppression_says_why():
    files = [
        file for place in PLACES for file in sorted((ROOT / place).rglob("*.py")) if "build" not in file.parts
    ]
    assert len(files) > 300
    told = [
        (str(file.relative_to(ROOT)), line) for file in files for line in unexplained(file.read_text("utf-8"))
    ]
    assert told == []


@pytest.mark.parametrize(
    ("line", "is_seen"),
    [
        ("x = 1  # noqa: N815", True),
        ("x = 1  # noqa", True),
        ("x = 1  # noqa: A002, PLR0913", True),
        ("x = f(y)  # type: ignore[misc]", True),
        ("x = 1  # noqa: N815  # names of the standard library", False),
        ("x = f(y)  # type: ignore[misc]  # ics ships no types", False),
        ("x = 1  # a remark", False),
    ],
)
def test_one_without_a_reason_is_seen(line, is_seen):
    assert bool(unexplained(line)) == is_seen
