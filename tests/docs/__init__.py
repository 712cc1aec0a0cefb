"""Promises about the documentation: what it shows runs, what it lists is complete, what it claims is true."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The checkout."""

DOCS = ROOT / "docs"
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")


def pages() -> list[Path]:
    """Return the pages of the documentation and both READMEs."""
    built = DOCS / "_build"
    return [*READMES, *sorted(path for path in DOCS.rglob("*.md") if built not in path.parents)]


def named(path: Path) -> str:
    """Return the name of a page, for the names of tests."""
    return path.relative_to(ROOT).as_posix()
