"""Spoils real plans: what fingers, editors, spreadsheets and disks do to a file, one to four things at once.

The same seed and number always give the same file.
"""

import json
import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from campaignflow.planfile.loader import load
from campaignflow.planfile.writer import to_data

__all__ = ["MUTATIONS", "PLANS", "broken"]

EXAMPLES = Path(__file__).parents[2] / "examples"
PLANS = (*sorted((EXAMPLES / "plans").glob("*.yaml")), EXAMPLES / "river_authority_2027.yaml")

SIGNS = "[]{}'\"`:,#@*&!|>%?-~=<.\\/ \t\n：，　\u00a0\u200b\ufeff\u2028\x85\x07\r0一"
WIDE = str.maketrans(":,-() ;?!#'\"[]{}/0123", "：，－（）　；？！＃＇＂［］｛｝／０１２３")
DATES = """\
tbd; as needed; 2027; 2027-02-30; 0000-00-00; 99999-01-01; 1899-12-31; 2199-12-31; 2027-W53;
2027-W54-9; FY2027-Q4; 03-22; 02-29; 3/22; 45373; 1e9; every day; every 1 day; every 999 days;
every friday; every month on 31; every year on 02-29; every workday; 8 workdays after every day;
99999 workdays after every year; 2027-03-22 + 99999 workdays; 2027-03-22 - 99999 years;
2027-03-22 for 99999 months; 2199-12-31 + 1 day; 1900-01-01 - 1 day; campaign.start;
campaign.end + 1 day; activity.start - 1 hour; programme.end; observance:春节;
observance:冬至 2199; observance:nothing; after campaign; from 1900; until 2199; 1900/2199;
2027-12-31/2027-01-01; 2027-03-22 24:00-29:59; daily 00:00-29:59; 1900/2199 daily 09:00-10:00;
week of 2027-03-22; fifth week of 2027-02; last sunday of 2027; RRULE:FREQ=DAILY;
RRULE:FREQ=DAILY;COUNT=0; RRULE:FREQ=DAILY;INTERVAL=0; RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;
RRULE:FREQ=MONTHLY;BYDAY=-5MO;BYSETPOS=-9; RRULE:FREQ=WEEKLY;UNTIL=20270101;
RRULE:FREQ=DAILY;BYEASTER=1; 民國0年1月1日; 令和999年12月31日; 会后3天内; 水日前5个工作日; 长期;
全年; 每月31日前; 2027年2月30日; 二月三十; 10 days; 3 workdays; 24 hours""".replace(";\n", "; ").split("; ")
VALUES = (
    "",
    "~",
    "true",
    "-1",
    "0",
    "9" * 5_000,
    "1e400",
    "nan",
    "0x10",
    "x" * 20_000,
    "水" * 11_000,
    "[]",
    "{}",
    "[[]]",
)
WORDS = (
    "CN",
    "Asia/Nowhere",
    "../../etc/passwd",
    "Asia/../Tokyo",
    "unknown",
    "lead",
    "GB",
    "monday",
    "8万元",
    "lots",
    "59%",
)

_DATED = re.compile(r"(when|due|from|until|period|rule|charged|embargo)\"?\s*[:=]\s*\"?([^\n,}\"]+)")


def _at(rng: random.Random, text: str) -> int:
    return rng.randrange(len(text) + 1)


def _line(rng: random.Random, lines: list[str]) -> int:
    return rng.randrange(len(lines))


def insert_sign(rng: random.Random, text: str) -> str:
    """Type a sign that YAML or an eye takes for something else."""
    at = _at(rng, text)
    return text[:at] + rng.choice(SIGNS) * rng.choice((1, 1, 1, 2, 3)) + text[at:]


def delete_sign(rng: random.Random, text: str) -> str:
    """Lose one sign that matters."""
    spots = [match.start() for match in re.finditer(r"[^\w\s]|\n| ", text)]
    at = rng.choice(spots) if spots else 0
    return text[:at] + text[at + 1 :]


def delete_part(rng: random.Random, text: str) -> str:
    """Lose a piece of the file."""
    begin = _at(rng, text)
    return text[:begin] + text[begin + rng.randrange(200) :]


def truncate(rng: random.Random, text: str) -> str:
    """Lose the rest of the file."""
    return text[: _at(rng, text)]


def swap_lines(rng: random.Random, text: str) -> str:
    """Exchange two lines."""
    lines = text.split("\n")
    one, other = _line(rng, lines), _line(rng, lines)
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def duplicate_lines(rng: random.Random, text: str) -> str:
    """Paste some lines twice, there or somewhere else."""
    lines = text.split("\n")
    begin = _line(rng, lines)
    piece = lines[begin : begin + rng.choice((1, 1, 2, 5, 20))]
    at = rng.choice((begin, _line(rng, lines)))
    return "\n".join([*lines[:at], *piece, *lines[at:]])


def delete_lines(rng: random.Random, text: str) -> str:
    """Lose some lines."""
    lines = text.split("\n")
    begin = _line(rng, lines)
    return "\n".join([*lines[:begin], *lines[begin + rng.choice((1, 1, 2, 5, 20)) :]])


def indent(rng: random.Random, text: str) -> str:
    """Indent a line otherwise, or with something that is no space."""
    lines = text.split("\n")
    at = _line(rng, lines)
    bare = lines[at].lstrip(" ")
    spaces = max(0, len(lines[at]) - len(bare) + rng.choice((-4, -2, -1, 1, 2, 4)))
    lines[at] = rng.choice((" " * spaces, " " * spaces, "\t", "\u3000" * 2, "\u00a0" * spaces)) + bare
    return "\n".join(lines)


def widen(rng: random.Random, text: str) -> str:
    """Type a line with a Chinese keyboard."""
    lines = text.split("\n")
    at = _line(rng, lines)
    begin = rng.randrange(len(lines[at]) + 1)
    end = begin + rng.choice((1, 2, 200))
    lines[at] = lines[at][:begin] + lines[at][begin:end].translate(WIDE) + lines[at][end:]
    return "\n".join(lines)


def unquote(rng: random.Random, text: str) -> str:
    """Lose the quotes and brackets of a line."""
    lines = text.split("\n")
    at = rng.choice([n for n, line in enumerate(lines) if re.search(r"[\"'{\[]", line)] or [0])
    lines[at] = re.sub(rng.choice((r"[\"']", r"[{}]", r"[\[\]]", r"[\"'{}\[\]]")), "", lines[at])
    return "\n".join(lines)


def _replace_value(rng: random.Random, text: str, make: Callable[[str], str]) -> str:
    spots = list(re.finditer(r"(?<=: )[^\s\[{|>#][^\n,}\]]*|\"(?:[^\"\\\n]|\\.)*\"(?!\s*:)", text))
    if not spots:
        return text
    spot = rng.choice(spots)
    old = spot[0]
    new = make(old)
    if old.startswith('"'):
        new = json.dumps(new, ensure_ascii=rng.random() < 0.5)
    return text[: spot.start()] + new + text[spot.end() :]


def other_value(rng: random.Random, text: str) -> str:
    """Write a value into the wrong place."""
    values = re.findall(r"(?<=: )[^\s\[{|>#][^\n,}\]]*", text) or [""]
    return _replace_value(rng, text, lambda _old: rng.choice(values).strip('"'))


def odd_date(rng: random.Random, text: str) -> str:
    """Write a date that is at the edge of the grammar, or beyond."""
    dates = list(
        re.finditer(r"(when|due|from|until|period|rule|charged|embargo)\"?\s*[:=]\s*\"?([^\n,}\"]+)", text)
    )
    if not dates:
        return _replace_value(rng, text, lambda _old: rng.choice(DATES))
    spot = rng.choice(dates)
    return text[: spot.start(2)] + rng.choice(DATES) + text[spot.end(2) :]


def odd_value(rng: random.Random, text: str) -> str:
    """Write something that is no such thing, or far too much of it."""
    return _replace_value(rng, text, lambda _old: rng.choice(VALUES))


def misspell(rng: random.Random, text: str) -> str:
    """Mistype a key, an id or a word."""
    words = list(re.finditer(r"[^\W\d_]{3,}", text))
    if not words:
        return text
    spot = rng.choice(words)
    letters = list(spot[0])
    at = rng.randrange(len(letters) - 1)
    letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return text[: spot.start()] + "".join(letters) + text[spot.end() :]


def nest(rng: random.Random, text: str) -> str:
    """Open more than is ever closed."""
    at = _at(rng, text)
    return text[:at] + rng.choice(("[", "{a: ", "- ", '{"a":', "? ")) * rng.choice((2, 70, 3_000)) + text[at:]


def anchors(rng: random.Random, text: str) -> str:
    """Use what YAML can do and plans do not need."""
    at = _at(rng, text)
    piece = rng.choice(
        ("&a ", "*a ", "<<: *a\n", "!!str ", "!!python/object:x.y ", "---\n", "...\n", "%YAML 9.9\n")
    )
    return text[:at] + piece + text[at:]


def twice(rng: random.Random, text: str) -> str:
    """Paste the file behind itself, or into itself."""
    at = rng.choice((len(text), _at(rng, text)))
    return text[:at] + text + text[at:]


def flip_bytes(rng: random.Random, data: bytes) -> bytes:
    """Damage some bytes."""
    spoilt = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 30))):
        if spoilt:
            spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
    return bytes(spoilt)


def insert_bytes(rng: random.Random, data: bytes) -> bytes:
    """Insert bytes of nothing."""
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.randbytes(rng.choice((1, 1, 4, 50))) + data[at:]


def other_encoding(rng: random.Random, data: bytes) -> bytes:
    """Save in another encoding, or name one that it is not in."""
    text = data.decode("utf-8", "replace")
    encoding = rng.choice(("gbk", "gb18030", "big5", "utf-16", "utf-16-le", "utf-32", "latin-1", "utf-7"))
    mark = rng.choice((b"", b"", b"\xef\xbb\xbf", b"\xff\xfe"))
    return mark + text.encode(encoding, "replace")


def other_line_ends(rng: random.Random, data: bytes) -> bytes:
    """End lines as other systems do."""
    return data.replace(b"\n", rng.choice((b"\r\n", b"\r", b"\n\n", "\u2028".encode(), b"\xc2\x85", b"\x0b")))


TEXT_MUTATIONS: tuple[Callable[[random.Random, str], str], ...] = (
    *(insert_sign, delete_sign, delete_part, truncate, swap_lines, duplicate_lines, delete_lines, indent),
    *(widen, unquote, other_value, odd_date, odd_value, misspell, nest, anchors, twice),
    *(other_value, odd_date, odd_date, misspell),  # what still parses goes further
)
BYTE_MUTATIONS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    *(flip_bytes, insert_bytes, other_encoding, other_line_ends),
)
MUTATIONS = tuple(dict.fromkeys(one.__name__ for one in (*TEXT_MUTATIONS, *BYTE_MUTATIONS)))


def broken(seed: int, number: int) -> tuple[str, bytes, tuple[str, ...]]:
    """Return the ending, the bytes and the mutations of the file with a number."""
    rng = random.Random(f"{seed}/{number}")
    notation = rng.choices(("yaml", "json", "toml"), (80, 12, 8))[0]
    text = _text(rng.choice(PLANS), notation)
    done = []
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        change = rng.choice(TEXT_MUTATIONS)
        text = change(rng, text)
        done.append(change.__name__)
    data = text.encode("utf-8", "surrogatepass")
    if rng.random() < 0.15:
        damage = rng.choice(BYTE_MUTATIONS)
        data = damage(rng, data)
        done.append(damage.__name__)
    return notation, data, tuple(done)


@cache
def _text(plan: Path, notation: str) -> str:
    if notation == "yaml":
        return plan.read_text(encoding="utf-8")
    data = to_data(load(plan))
    if notation == "json":
        return json.dumps(data, ensure_ascii=False, indent=1)
    return "\n".join(f"{_key(name)} = {_toml(block)}" for name, block in data.items()) + "\n"


def _toml(value: Any) -> str:
    """Return a value as TOML in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(name)} = {_toml(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",\n  ".join(_toml(inner) for inner in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)
