"""Posting to a robot: one request for each notice, no redirection, and no word of its address afterwards."""

import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from campaignflow_notify.mistakes import Away, NotTaken
from campaignflow_notify.robots import Robot
from campaignflow_notify.words import Message

__all__ = ["Webhook"]

LARGEST = 65_536
"""Bytes of an answer that are read."""
SHORTEST = 8
"""Characters from which on a part of an address may be its key."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An address is a secret, and a redirection would hand it on; so it is a refusal."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow nobody."""


@dataclass(frozen=True, eq=False)
class Webhook:
    """A robot of one group."""

    robot: Robot
    url: str = field(repr=False)
    secret: str = field(default="", repr=False)
    """With which it is signed; empty for not at all."""
    token: str = field(default="", repr=False)
    """Sent as `Authorization: Bearer`; empty for none."""
    keyword: str = ""
    """What every message begins with, where the group asks for a word."""
    context: ssl.SSLContext | None = field(default=None, repr=False)
    timeout: float = 5.0
    """Seconds for each turn of the conversation."""
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC), repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What nobody is told."""
        address = urlsplit(self.url)
        parts = [part.partition("=")[2] for part in address.query.split("&")] + address.path.split("/")
        return (self.url, self.secret, self.token, *(part for part in parts if len(part) >= SHORTEST))

    def send(self, message: Message, _to: Sequence[str], _everybody: Sequence[str], left: float, /) -> None:
        """Post a message.

        Raises:
            NotTaken: the robot did not take it, or nobody can say that it did.
        """
        post = self.robot.make(message, self.keyword, self.secret, self.now())
        url = self.url
        if post.query:
            url += ("&" if urlsplit(url).query else "?") + post.query
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "campaignflow-notify"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(url, post.body, headers | dict(post.headers), method="POST")  # noqa: S310  # checked as the settings were read
        secure = urllib.request.HTTPSHandler(context=self.context)
        opener = urllib.request.build_opener(_NoRedirect, secure)
        try:
            with opener.open(request, timeout=min(self.timeout, left)) as answer:
                said = answer.read(LARGEST)
        except urllib.error.HTTPError as error:
            with error:
                raise _of_status(error.code) from None
        except urllib.error.URLError as error:
            raise Away("away", _kind(error.reason)) from None
        except (HTTPException, OSError, ValueError) as error:  # some of these quote the address
            raise Away("away", type(error).__name__) from None
        self.robot.judge(said)

    def close(self) -> None:
        """Do nothing; each request has a connection of its own."""


def _of_status(status: int) -> NotTaken:
    if status == 429:
        return Away("slower", "HTTP 429")
    return (Away if status >= 500 else NotTaken)("refused", f"HTTP {status}")


def _kind(reason: object) -> object:
    """Return what kept a connection from being made; of what is no error of the system only its name."""
    return reason if isinstance(reason, OSError | str) else type(reason).__name__
