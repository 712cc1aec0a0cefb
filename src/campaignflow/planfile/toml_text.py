"""TOML read into the same tree; the standard reader gives no places, so findings name item paths."""

import re
import tomllib
from datetime import date, datetime, time
from typing import Any

from campaignflow.errors import Finding, Place
from campaignflow.planfile.tree import MOST_DEPTH, MOST_PARTS, Block, Items, TooMuch

__all__ = ["read_toml"]

_KEY = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
_DOTTED = re.compile(rf"(?<![\w-])(?:{_KEY}){{{MOST_DEPTH}}}")
"""A key of so many parts that the standard reader would never end."""
_SPOT = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_toml(text: str, file: str) -> Block:
    """Return the tree of a TOML text.

    Raises:
        TooMuch: the text is no TOML, or too deep or too long.
    """
    if deep := _DOTTED.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise TooMuch(Finding("too-deep", Place(file, line), {"limit": MOST_DEPTH}))
    try:
        data = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        raise TooMuch(_finding(str(error), file)) from None
    except ValueError:  # a date or number that does not exist is not always a TOMLDecodeError
        raise TooMuch(Finding("toml-unreadable", Place(file))) from None
    except RecursionError:
        raise TooMuch(Finding("too-deep", Place(file), {"limit": MOST_DEPTH})) from None
    tree: Block = _tree(data, file, 0, [0])
    return tree


def _finding(message: str, file: str) -> Finding:
    spot = _SPOT.search(message)
    line, column = (int(spot[1]), int(spot[2])) if spot else (None, None)
    code = "toml-key-twice" if "overwrite" in message else "toml-unreadable"
    return Finding(code, Place(file, line, column))


def _tree(value: Any, file: str, depth: int, parts: list[int]) -> Any:
    parts[0] += 1
    if depth > MOST_DEPTH:
        raise TooMuch(Finding("too-deep", Place(file), {"limit": MOST_DEPTH}))
    if parts[0] > MOST_PARTS:
        raise TooMuch(Finding("file-too-long", Place(file), {"limit": MOST_PARTS}))
    mark = (file, None, None, None, None)
    if isinstance(value, dict):
        block = Block()
        for key, inner in value.items():
            block[key] = _tree(inner, file, depth + 1, parts)
            block.marks[key] = mark
        return block
    if isinstance(value, list):
        items = Items()
        for inner in value:
            items.append(_tree(inner, file, depth + 1, parts))
            items.marks.append(mark)
        return items
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
