"""Content lines of iCalendar: text, parameters, dates and addresses that nothing breaks out of, and folding.

What stands on the lines lives in `campaignflow.export.component`; time zones in `campaignflow.export.zones`.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache
from urllib.parse import quote

__all__ = [
    "address",
    "categories",
    "clean",
    "day",
    "duration",
    "fold",
    "instant",
    "mailbox",
    "moment",
    "name",
    "one_line",
    "parameter",
    "parted",
    "text",
]

WIDEST = 75
"""Octets on a line without its CRLF (RFC 5545, section 3.1)."""

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls but TAB and LF, lone surrogates, byte order marks, and what turns the text after it round.
# What only says which way its neighbours run (U+061C, U+200E, U+200F) belongs to Arabic and Hebrew words.
_NEVER = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_REPLACEMENT = "\ufffd"
_ESCAPED = re.compile(r"[\\;,\n]")
_LINE = re.compile(r'([^;:]+)((?:;[^=;:]+=(?:"[^"]*"|[^";:])*)*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([^=;:]+)=((?:"[^"]*"|[^";:])*)')
_QUOTES = re.compile('"([^"]*)"')
_NAME = re.compile(r"[^A-Z0-9-]")
_ALLOWED_ADDRESS = re.compile(r"(?:https?://[^/?#\s]|mailto:\S)", re.IGNORECASE)
# All that RFC 3986 reserves or leaves alone, and "%" of what is encoded already.
_KEPT_IN_ADDRESS = "%:/?#[]@!$&'()*+,;=-._~"
_MARKS = frozenset(("Mn", "Mc", "Me"))
_FARTHEST_BACK = 32


def clean(value: str) -> str:
    """Return text in which � stands for what no calendar can carry; every kind of line end becomes LF.

    That is each C0 and C1 control but TAB and LF, lone surrogate, byte order mark, and each bidirectional
    embedding, override and isolate.
    """
    if value.isprintable():
        return value
    return _NEVER.sub(_REPLACEMENT, _BREAKS.sub("\n", value))


def one_line(value: str) -> str:
    """Return cleaned text on a single line, for titles and names."""
    if value.isprintable():
        return value.strip()
    return clean(value).replace("\n", " ").replace("\t", " ").strip()


def text(value: str) -> str:
    """Return a TEXT value, cleaned and escaped (RFC 5545, section 3.3.11)."""
    value = clean(value)
    if _ESCAPED.search(value) is None:
        return value
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


@lru_cache(maxsize=1024)
def categories(values: tuple[str, ...]) -> str:
    """Return the value of CATEGORIES: several TEXT values on one line (RFC 5545, section 3.8.1.2)."""
    return ",".join(text(one_line(value)) for value in values)


def parameter(value: str) -> str:
    """Return a parameter value, quoted where it must be (RFC 5545, section 3.2).

    A quote, a backslash and a circumflex cannot be carried as they are: RFC 6868 encodes the quote, but
    ruby-icalendar does not decode it, while icalendar and ical.js unescape backslashes that nobody escaped.
    Typographic twins are read alike by everyone.
    """
    value = _QUOTES.sub("\u201c\\1\u201d", one_line(value)).replace('"', "\u201d")
    value = value.replace("\\", "\uff3c").replace("^", "\uff3e")
    return f'"{value}"' if any(mark in value for mark in ":;,") else value


def parted(line: str) -> tuple[str, list[tuple[str, str]], str]:
    """Return the name of a content line, its parameters without quotes, and its value as it is written."""
    match = _LINE.fullmatch(line)
    if match is None:
        return line, [], ""
    pairs = [(key, value.strip('"')) for key, value in _PARAMETER.findall(match[2])]
    return match[1], pairs, match[3]


def name(value: str) -> str:
    """Return the name of a property, parameter or component with nothing in it that ends a name."""
    return _NAME.sub("", value.upper())


@lru_cache(maxsize=4096)
def day(value: date) -> str:
    """Return a DATE (RFC 5545, section 3.3.4)."""
    return f"{value.year:04d}{value.month:02d}{value.day:02d}"


def moment(value: datetime) -> str:
    """Return the wall time of a moment as a DATE-TIME without its zone (RFC 5545, section 3.3.5)."""
    return (
        f"{value.year:04d}{value.month:02d}{value.day:02d}T"
        f"{value.hour:02d}{value.minute:02d}{value.second:02d}"
    )


def instant(value: datetime) -> str:
    """Return an aware moment as a DATE-TIME in UTC (RFC 5545, section 3.3.5, form 2)."""
    offset = value.utcoffset()
    if offset is None:
        msg = "a naive datetime names no instant"
        raise ValueError(msg)
    return moment(value.replace(tzinfo=None) - offset) + "Z"


def duration(value: timedelta) -> str:
    """Return a DURATION: weeks alone, or days and time (RFC 5545, section 3.3.6)."""
    seconds = int(abs(value).total_seconds())
    sign = "-" if value < timedelta(0) and seconds else ""
    days, rest = divmod(seconds, 86400)
    if days and not rest and days % 7 == 0:
        return f"{sign}P{days // 7}W"
    hours, rest_of_hour = divmod(rest, 3600)
    minutes, left = divmod(rest_of_hour, 60)
    clock = [(hours, "H"), (minutes, "M"), (left, "S")]
    used = [index for index, (number, _) in enumerate(clock) if number]
    # Between the first and the last unit none may be left out: dur-hour holds dur-minute holds dur-second.
    spelled = "".join(f"{number}{unit}" for number, unit in clock[used[0] : used[-1] + 1]) if used else ""
    if not days and not spelled:
        return "PT0S"
    return f"{sign}P{f'{days}D' if days else ''}{f'T{spelled}' if spelled else ''}"


def address(value: str) -> str | None:
    """Return a URI for URL, ATTACH and the like, percent-encoded, or None where it may not stand (rule C4).

    Only http, https and mailto may; a URI has no TEXT escapes (RFC 5545, section 3.3.13).
    """
    value = one_line(value)
    return quote(value, safe=_KEPT_IN_ADDRESS) if _ALLOWED_ADDRESS.match(value) else None


def mailbox(value: str) -> str:
    """Return a CAL-ADDRESS: a mail address as mailto URI, or a URN as it is (RFC 5545, section 3.3.3)."""
    value = one_line(value)
    if value[:7].lower() == "mailto:":
        value = value[7:]
    return quote(value if value[:4].lower() == "urn:" else f"mailto:{value}", safe=_KEPT_IN_ADDRESS)


def fold(line: str) -> bytes:
    """Return a content line as octets with its CRLF, folded (RFC 5545, section 3.1).

    No code point is torn, and where it costs little neither an escape nor a character and its marks.
    """
    raw = line.encode()
    if len(raw) <= WIDEST:
        return raw + b"\r\n"
    pieces = []
    start, room = 0, WIDEST
    while len(raw) - start > room:
        cut = _cut(raw, start, start + room)
        pieces.append(raw[start:cut])
        start, room = cut, WIDEST - 1
    pieces.append(raw[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def _cut(raw: bytes, start: int, cut: int) -> int:
    while raw[cut] & 0xC0 == 0x80:
        cut -= 1
    farthest = max(start + 1, cut - _FARTHEST_BACK)
    kinder = cut
    while kinder > farthest:
        if not _belongs_to_what_precedes(raw, kinder):
            return kinder
        kinder -= 1
        while raw[kinder] & 0xC0 == 0x80:
            kinder -= 1
    return cut


def _belongs_to_what_precedes(raw: bytes, at: int) -> bool:
    if raw[at - 1] == 0x5C or raw[at - 3 : at] == b"\xe2\x80\x8d":
        return True
    first = raw[at]
    if first < 0xCC:
        return False
    length = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    character = raw[at : at + length].decode()
    return (
        character == "\u200d"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or unicodedata.category(character) in _MARKS
    )
