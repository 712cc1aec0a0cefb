"""What a client of a feed says it has and takes: entity tags, dates, encodings (RFC 9110, 8.8, 12.5.3, 13).

What cannot be read counts as not said, so that a client gets the calendar rather than an error.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus

__all__ = ["http_date", "judged", "read_date", "takes_gzip"]

_TAGS = re.compile(r'[ \t,]*(W/)?("[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?=,|$)')
_TIME = r"\d\d:\d\d:\d\d"
_DATE = re.compile(
    rf"\w{{3}}, \d\d \w{{3}} \d{{4}} {_TIME} GMT|\w{{6,9}}, \d\d-\w{{3}}-\d\d {_TIME} GMT"
    rf"|\w{{3}} \w{{3}} [\d ]\d {_TIME} \d{{4}}",
    re.ASCII,
)
_CODING = re.compile(
    r"[ \t]*(?P<name>[\w*!#$%&'+.^`|~-]+)[ \t]*(?:;[ \t]*[qQ]=(?P<q>0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?[ \t]*"
)


def http_date(moment: datetime) -> str:
    """Return an aware moment as HTTP writes dates (RFC 9110, section 5.6.7), without its fraction."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def read_date(text: str) -> datetime | None:
    """Return the moment of an HTTP date in any of its three forms; None for what is none."""
    if not _DATE.fullmatch(text):
        return None
    try:
        said = parsedate_to_datetime(text)
        return said.replace(tzinfo=UTC) if said.tzinfo is None else said.astimezone(UTC)
    except ValueError:
        return None


def judged(
    headers: Mapping[str, str], tag: str, modified: datetime | None, now: datetime
) -> HTTPStatus | None:
    """Return 304 or 412 where the preconditions of a GET or HEAD ask for it, in the order of section 13.2.2.

    A date counts only where there is no tag of the same kind, where the calendar has a date of its own, and
    where it does not lie in the future: a client with a wrong clock would never see a change.

    Args:
        headers: Fields of the request, by their names in lower case.
        tag: The strong entity tag of what would be sent.
        modified: When that changed, in whole seconds; None if that is not known.
        now: The present moment.
    """
    if "if-match" in headers:
        if not _matches(headers["if-match"], tag, weakly=False):
            return HTTPStatus.PRECONDITION_FAILED
    elif modified is not None:
        until = read_date(headers.get("if-unmodified-since", ""))
        if until is not None and modified > until:
            return HTTPStatus.PRECONDITION_FAILED
    if "if-none-match" in headers:
        return HTTPStatus.NOT_MODIFIED if _matches(headers["if-none-match"], tag, weakly=True) else None
    since = read_date(headers.get("if-modified-since", "")) if modified is not None else None
    if modified is not None and since is not None and modified <= since <= now:
        return HTTPStatus.NOT_MODIFIED
    return None


def _matches(said: str, tag: str, *, weakly: bool) -> bool:
    """Whether a list of entity tags, or `*`, has a tag; a server in front may have made ours weak."""
    if said.strip() == "*":
        return True
    position = 0
    while found := _TAGS.match(said, position):
        weak, opaque = found.groups()
        if opaque == tag and (weakly or not weak):
            return True
        position = found.end()
    return False


def takes_gzip(said: str) -> bool:
    """Whether a client would have its answer compressed, by its Accept-Encoding (section 12.5.3)."""
    wanted: dict[str, float] = {}
    for part in said.split(","):
        coding = _CODING.fullmatch(part)
        if coding is not None:
            wanted[coding["name"].lower()] = float(coding["q"] or 1)
    gzip = wanted.get("gzip", wanted.get("x-gzip", wanted.get("*", 0.0)))
    return gzip > 0 and gzip >= wanted.get("identity", 0.0)
