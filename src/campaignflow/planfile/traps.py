"""What planners trip over in YAML, each found before or behind the parser's own complaint.

The parser says where it stopped; the functions here say what was probably meant and what to type.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import yaml

from campaignflow.errors import Finding, Place
from campaignflow.planfile.tree import Block

__all__ = ["before_parsing", "is_split_text", "syntax_error", "top_level_blocks"]

_WIDE_INDENT = re.compile(r"^[ \t]*([\u3000\u00a0\u2000-\u200b])")
_WIDE_COLON = re.compile(r"^\s*(?:- )?[\w-]+：")
_TAB_INDENT = re.compile(r"^ *\t")
_HASHTAG = re.compile(r"^(?P<key>[^#\n]*?[:\-] )(?P<text>[^'\"#\n{\[]*)(?<=\s)#(?=[^\s#!])(?P<rest>[^#\n]*)#")
_VALUE = r"^\s*(?:- )?[\w-]+\s*:\s+"
_STARTS = (
    ("text-starts-with-quote", re.compile(_VALUE + r"(\"[^\"]*\"|'[^']*')\s*[^\s#,}\]]")),
    ("text-starts-with-mark", re.compile(_VALUE + r"([@`%])")),
    ("text-starts-with-mark", re.compile(_VALUE + r"(\*)(?![\w-]+\s*(?:#.*)?$)")),
    ("text-starts-with-mark", re.compile(_VALUE + r"([&!])(?=[^\w\s]|\s|[一-鿿])")),
    ("text-starts-with-mark", re.compile(_VALUE + r"(-) ")),
)
_IN_BRACES = re.compile(r"[{,]\s*[\w-]+:\s+(\"[^\"]*\"|'[^']*')\s*[^\s,}\]]")
_MARK_IN_BRACES = re.compile(r"[{,]\s*[\w-]+:\s+([@`%])")
_TOP_LEVEL = re.compile(r"^[^\s#\-][^\n]*:", re.MULTILINE)
_COLON_IN_TEXT = re.compile(_VALUE + r"[^'\"\[{|>\n#]*[^\s]: ")


def before_parsing(text: str, file: str) -> list[Finding]:
    """Return findings that show in the lines themselves, whether or not the parser minds them."""
    found: list[Finding] = []
    if (
        "\u3000" in text
        or "\u00a0" in text
        or "：" in text
        or "\t" in text
        or "#" in text
        or "\u200b" in text
    ):
        for number, line in enumerate(text.splitlines(), 1):
            found += _in_line(line, Place(file, number, 1))
    return found


def _in_line(line: str, place: Place) -> Iterator[Finding]:
    stripped = line.lstrip()
    if not stripped or stripped.startswith("#"):
        return
    if wide := _WIDE_INDENT.match(line):
        yield Finding(
            "indent-wide-space",
            Place(place.file, place.line, wide.start(1) + 1),
            {"code": f"U+{ord(wide[1]):04X}"},
        )
    if _TAB_INDENT.match(line):
        yield Finding("indent-tab", place)
    if _WIDE_COLON.match(line):
        yield Finding(
            "colon-wide",
            Place(place.file, place.line, line.index("：") + 1),
            {"offer": line.strip().replace("：", ": ", 1)},
        )
    if hashtag := _HASHTAG.match(line):
        tag = f"#{hashtag['rest']}#"
        text = line[len(hashtag["key"]) :].strip()
        column = len(hashtag["key"]) + len(hashtag["text"]) + 1
        yield Finding(
            "hashtag-is-comment", Place(place.file, place.line, column), {"tag": tag, "offer": f'"{text}"'}
        )


def syntax_error(error: yaml.YAMLError, text: str, file: str) -> Finding:
    """Return one finding for a text that is no YAML from some place on, with the likely cause."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    lines = text.splitlines()
    if mark is None:
        position = getattr(error, "position", None)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else None
        return Finding("control-character", Place(file, line), {"text": "", "got": ""})
    number = min(mark.line, max(len(lines) - 1, 0))
    context = getattr(error, "context_mark", None)
    for candidate in dict.fromkeys((number, number - 1, context.line if context is not None else number)):
        if 0 <= candidate < len(lines):
            found = _likely(lines[candidate], Place(file, candidate + 1))
            if found is not None:
                return found
    shown = lines[number].strip() if lines else ""
    problem = str(getattr(error, "problem", "") or "")
    return Finding(
        "yaml-unreadable", Place(file, number + 1, mark.column + 1), {"text": shown, "why": problem}
    )


def _likely(line: str, place: Place) -> Finding | None:
    for code, pattern in _STARTS:
        if match := pattern.match(line):
            value = line.split(":", 1)[1].strip()
            where = Place(place.file, place.line, match.start(1) + 1)
            return Finding(code, where, {"mark": match[1][0], "offer": _quoted(value)})
    for code, pattern in (("text-starts-with-quote", _IN_BRACES), ("text-starts-with-mark", _MARK_IN_BRACES)):
        if match := pattern.search(line):
            value = re.split(r",\s+[\w-]+:|}", line[match.start(1) :])[0].strip()
            where = Place(place.file, place.line, match.start(1) + 1)
            return Finding(code, where, {"mark": match[1][0], "offer": _quoted(value)})
    if match := _COLON_IN_TEXT.match(line):
        return Finding(
            "colon-in-text",
            Place(place.file, place.line, match.end()),
            {"offer": _quoted(line.split(":", 1)[1].strip())},
        )
    return None


def _quoted(text: str) -> str:
    """Return a text as a YAML scalar that reads back as it is."""
    return "'" + text.replace("'", "''") + "'"


def top_level_blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield each top-level block with the number of lines before it."""
    starts = [match.start() for match in _TOP_LEVEL.finditer(text)] + [len(text)]
    for begin, end in pairwise(starts):
        yield text.count("\n", 0, begin), text[begin:end]


def is_split_text(root: Block, path: tuple[str | int, ...]) -> bool:
    """Whether an unknown key is really the rest of a text that a comma split inside braces."""
    here: Any = root
    for part in path[:-1]:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            return False
    return isinstance(here, Block) and here.flow and here.get(str(path[-1])) == ""
