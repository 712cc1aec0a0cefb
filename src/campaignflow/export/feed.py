"""Feeds: calendars at addresses that nobody can guess, for clients that look again and again.

`Feeds` answers requests, whoever brought them; `feed_app` is the same as an ASGI application to mount in a
host's own.  Both know neither store nor office: they are given a callable that tells the calendar behind a
token.  Without ASGI, `campaignflow.export.feed_server` brings requests from the standard library's server.

Neither a token nor the trace of an error is ever written to a log.
"""

import asyncio
import gzip
import hashlib
import logging
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from http import HTTPStatus
from math import ceil
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import quote

from campaignflow.errors import CampaignflowError
from campaignflow.export.preconditions import http_date, judged, takes_gzip

__all__ = ["Address", "Addresses", "Answer", "Closed", "Feeds", "Served", "feed_app"]

PER_MINUTE = 60
"""Requests an address takes in a minute: an office behind one address, not a loop."""
RETRY_AFTER = timedelta(minutes=5)
"""When a client is to come again after the calendar could not be written."""

_PATH = re.compile(r"/(?P<token>[A-Za-z0-9_-]{1,128})\.ics", re.ASCII)
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
_NO_FILE_NAME = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff/\\:*?"<>|]+'
)
_LONGEST_NAME = 80
_SECOND = timedelta(seconds=1)
_MOST_COUNTED = 1000

_log = logging.getLogger("campaignflow.feed")


@dataclass(frozen=True)
class Served:
    """A calendar as it is served; given again while it stands, it is marked and compressed only once."""

    content: bytes
    """The iCalendar file; the same record gives the same bytes."""
    modified: datetime | None
    """Aware moment at which it became so; None where nobody knows."""
    name: str
    """What the file is called, without `.ics`, in whatever script."""

    @cached_property
    def tag(self) -> str:
        """Strong entity tag of the content (RFC 9110, section 8.8.3)."""
        return _tag(self.content)

    @cached_property
    def compressed(self) -> bytes:
        """The content by gzip."""
        return gzip.compress(self.content, mtime=0)

    @cached_property
    def compressed_tag(self) -> str:
        """Strong entity tag of what is compressed."""
        return _tag(self.compressed)


def _tag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:40]}"'


class Closed(Exception):
    """An address that was open when it was asked for and is so no more."""


class Address(NamedTuple):
    """A calendar that somebody may read."""

    id: str
    """What logs call it; not its token."""
    write: Callable[[], Served]
    """Writes the calendar as it stands; raises `Closed` where nobody is answered any more."""
    written: Served | None = None
    """The calendar, where it lies written as it stood when the address was asked for."""


Addresses = Callable[[str], Address | None]
"""Tells the address of a token; None for one that is unknown or revoked."""


class Answer(NamedTuple):
    """What is sent back."""

    status: HTTPStatus
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Feeds:
    """Calendars by their tokens: answers GET and HEAD of `/TOKEN.ics` as RFC 9110 has it.

    It may be asked by several threads at once; what it was given is asked by one at a time.
    """

    def __init__(
        self,
        addresses: Addresses,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        per_minute: int = PER_MINUTE,
        retry_after: timedelta = RETRY_AFTER,
    ) -> None:
        self._addresses = addresses
        self._clock = clock
        self._bound = _Bound(per_minute)
        self._one = Lock()
        self._retry_after = ceil(retry_after.total_seconds())

    def answer(self, method: str, path: str, headers: Iterable[tuple[str, str]]) -> Answer:
        """Return what is sent back to a request.

        Args:
            method: As it came; only GET and HEAD are let through.
            path: What follows where the feeds are mounted.
            headers: Fields with their values; a field may come several times.
        """
        if method not in {"GET", "HEAD"}:
            return _refusal(HTTPStatus.METHOD_NOT_ALLOWED, "GET", ("Allow", "GET, HEAD"))
        found = _PATH.fullmatch(path)
        address: Address | None = None
        if found is not None:
            try:
                with self._one:
                    address = self._addresses(found["token"])
            except Exception as error:  # noqa: BLE001  # whatever it is, subscribers shall keep what they have
                return self._unavailable(method, "?", error)
        if found is None or address is None:
            return _refusal(HTTPStatus.NOT_FOUND, method)
        now = self._clock()
        wait = self._bound.wait(hashlib.sha256(found["token"].encode()).digest(), now)
        if wait:
            return _refusal(HTTPStatus.TOO_MANY_REQUESTS, method, ("Retry-After", str(wait)))
        try:
            served = address.written
            if served is None:
                with self._one:
                    served = address.write()
        except Closed:
            return _refusal(HTTPStatus.NOT_FOUND, method)
        except Exception as error:  # noqa: BLE001  # as above
            return self._unavailable(method, address.id, error)
        return _calendar(method, _combined(headers), served, now)

    def _unavailable(self, method: str, id_: str, error: Exception) -> Answer:
        """Return 503, on which clients keep what they have; the log says what failed, and no more."""
        what = error.code if isinstance(error, CampaignflowError) else type(error).__name__
        _log.error("the calendar of feed %s cannot be given: %s", id_, what)
        return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, method, ("Retry-After", str(self._retry_after)))


class _Bound:
    """How many requests each address has left: a bucket that fills by the minute."""

    def __init__(self, per_minute: int) -> None:
        self._most = per_minute
        self._left: dict[bytes, tuple[float, datetime]] = {}
        self._lock = Lock()

    def wait(self, key: bytes, now: datetime) -> int:
        """Count a request; return in how many seconds it may come again, 0 if it may now."""
        with self._lock:
            if key not in self._left and len(self._left) >= _MOST_COUNTED:
                self._left = {
                    one: said for one, said in self._left.items() if self._now(said, now) < self._most
                }
            left = self._now(self._left.get(key, (self._most, now)), now)
            if left >= 1:
                self._left[key] = (left - 1, now)
                return 0
            self._left[key] = (left, now)
            return ceil((1 - left) * 60 / self._most)

    def _now(self, said: tuple[float, datetime], now: datetime) -> float:
        left, at = said
        return min(self._most, left + max(0.0, (now - at).total_seconds()) * self._most / 60)


def _calendar(method: str, headers: Mapping[str, str], served: Served, now: datetime) -> Answer:
    encoded: tuple[tuple[str, str], ...] = ()
    if takes_gzip(headers.get("accept-encoding", "")):
        content, tag = served.compressed, served.compressed_tag
        encoded = (("Content-Encoding", "gzip"),)
    else:
        content, tag = served.content, served.tag
    modified = _whole(served.modified, now)
    kept = (
        ("ETag", tag),
        *((("Last-Modified", http_date(modified)),) if modified is not None else ()),
        # Nobody between us and a client keeps it, and the client asks each time: what is revoked is gone.
        ("Cache-Control", "private, no-cache"),
        ("Vary", "Accept-Encoding"),
        *_QUIET,
    )
    status = judged(headers, tag, modified, now)
    if status is HTTPStatus.NOT_MODIFIED:
        return Answer(status, kept, b"")
    if status is not None:
        return _refusal(status, method)
    described = (
        ("Content-Type", "text/calendar; charset=utf-8"),
        ("Content-Disposition", _disposition(served.name)),
        ("Content-Length", str(len(content))),
    )
    return Answer(HTTPStatus.OK, (*described, *encoded, *kept), b"" if method == "HEAD" else content)


_QUIET = (("X-Content-Type-Options", "nosniff"), ("X-Robots-Tag", "noindex"))


def _whole(modified: datetime | None, now: datetime) -> datetime | None:
    """Return a moment in whole seconds; None while its second lasts, in which it may change once more."""
    if modified is None:
        return None
    whole = modified.astimezone(UTC).replace(microsecond=0)
    return whole if whole + _SECOND <= now else None


def _disposition(name: str) -> str:
    """Return how the file is called: in ASCII, and as it is where that says less (RFC 6266, RFC 8187)."""
    called = _NO_FILE_NAME.sub("-", name).strip(" .-")[:_LONGEST_NAME] or "calendar"
    plain = called if _PLAIN.fullmatch(called) else "calendar"
    if plain == called:
        return f'inline; filename="{called}.ics"'
    exact = quote(f"{called}.ics", safe="!#$&+^`|", errors="replace")
    return f"inline; filename=\"{plain}.ics\"; filename*=UTF-8''{exact}"


def _refusal(status: HTTPStatus, method: str, *headers: tuple[str, str]) -> Answer:
    said = f"{status.value} {status.phrase}\n".encode()
    described = (
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(said))),
        ("Cache-Control", "no-store"),
        *_QUIET,
    )
    return Answer(status, (*headers, *described), b"" if method == "HEAD" else said)


def _combined(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return fields by their names in lower case; one that comes several times is one list."""
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


# as ASGI

_Scope = MutableMapping[str, Any]
_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]


def feed_app(
    addresses: Addresses,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    per_minute: int = PER_MINUTE,
    retry_after: timedelta = RETRY_AFTER,
) -> _App:
    """Return feeds as an ASGI application, to be mounted in a host's own or run by itself.

    Calendars are written in threads, so the loop that it runs in, which must be asyncio's, goes on.

    Args:
        addresses: Tells the address of a token; None for one that is unknown or revoked.
        clock: Tells the time, aware.
        per_minute: Requests an address takes in a minute, in this process.
        retry_after: When clients are to come again after the calendar could not be written.
    """
    feeds = Feeds(addresses, clock=clock, per_minute=per_minute, retry_after=retry_after)

    async def app(scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
            answer = await asyncio.to_thread(feeds.answer, scope["method"], _path(scope), headers)
            lines = [
                (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers
            ]
            await send({"type": "http.response.start", "status": int(answer.status), "headers": lines})
            await send({"type": "http.response.body", "body": answer.body})
        else:
            await send({"type": "websocket.close"})

    return app


def _path(scope: Mapping[str, Any]) -> str:
    """Return the path below the mount; `path` has that in front in some frameworks, and not in others."""
    path, root = str(scope["path"]), str(scope.get("root_path") or "").rstrip("/")
    return path[len(root) :] if root and path.startswith(f"{root}/") else path


async def _live(receive: _Receive, send: _Send) -> None:
    for event in ("startup", "shutdown"):
        while (await receive())["type"] != f"lifespan.{event}":
            pass
        await send({"type": f"lifespan.{event}.complete"})
