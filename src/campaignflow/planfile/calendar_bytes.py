"""From the bytes of somebody else's calendar to its text: what is none is named, how it was saved is mended.

How the bytes of a plan become a text is in `campaignflow.planfile.decoding`; this adds what only calendars
have.
"""

import re

from campaignflow.planfile.calendar_text import Remarks
from campaignflow.planfile.decoding import decoded

__all__ = ["calendar_text"]

_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"Rar!")
_PAGE = re.compile(r"\s*<(!doctype|html|head|body|\?xml)", re.IGNORECASE)
_BEGIN = re.compile(r"BEGIN\s*:\s*VCALENDAR", re.IGNORECASE)
_SPLIT = re.compile(rb"([\xc2-\xf4][\x80-\xbf]{0,2})((?:\r?\n[ \t])+)([\x80-\xbf]{1,3})")
"""A line that was folded within a character, as RFC 2445 let writers do."""


def calendar_text(data: bytes, shown: str, remarks: Remarks) -> str | None:
    """Return the text of a calendar; None if it is none, which is said."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        remarks.report("ics-empty", None)
        return None
    if data.startswith(_PACKED):
        remarks.report("ics-packed", None)
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        if data.startswith("BEGIN:VCALENDAR".encode(encoding)):
            data = (b"\xff\xfe" if encoding == "utf-16-le" else b"\xfe\xff") + data
    text, notes = decoded(_mended(data, remarks), shown)
    remarks.add(notes)
    if _BEGIN.search(text) is None:
        remarks.report("ics-web-page" if _PAGE.match(text) else "ics-no-calendar", 1)
        return None
    return text


def _mended(data: bytes, remarks: Remarks) -> bytes:
    """Return the bytes with each character whole that a fold went through."""
    split = _SPLIT.search(data)
    if split is None:
        return data
    whole = _SPLIT.sub(rb"\1\3\2", data)
    try:
        whole.decode()
    except UnicodeDecodeError:
        return data
    remarks.report("ics-fold-split", data.count(b"\n", 0, split.start()) + 1)
    return whole
