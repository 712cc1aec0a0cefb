"""A calendar on a CalDAV server (RFC 4791), spoken to through the `caldav` library.

The only module that imports `caldav`, and only once a server is to be spoken to.  What is written there, and
what is left alone, is settled in `campaignflow.export.publishing`.
"""

from collections.abc import Callable, Iterable
from typing import Any, Self
from urllib.parse import urljoin, urlsplit
from xml.sax.saxutils import escape

from campaignflow.errors import InvalidValue, MissingExtra
from campaignflow.export.lines import one_line
from campaignflow.export.publishing import Held, NotTaken, ServerUnavailable, Stale

__all__ = ["CalDAV"]

AT_ONCE = 100
"""Resources that are asked for in one request."""
_SECONDS = 60
"""How long one answer may take, and how long we wait for a server that asks us to."""
_PORTS = {"http": 80, "https": 443}
_NEAR = frozenset(("localhost", "127.0.0.1", "::1"))
_CALENDAR = "{urn:ietf:params:xml:ns:caldav}calendar"
_TYPE, _ETAG = "{DAV:}resourcetype", "{DAV:}getetag"
_LIST = '<D:propfind xmlns:D="DAV:"><D:prop><D:resourcetype/><D:getetag/></D:prop></D:propfind>'
_GET = (
    '<C:calendar-multiget xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
    "<D:prop><D:getetag/><C:calendar-data/></D:prop>{hrefs}</C:calendar-multiget>"
)
_TAKEN = frozenset((200, 201, 204))
_GONE = frozenset((404, 410))
_TROUBLED = 500
_TO_LOOK_AT = frozenset((302, 303))
"""Sent on by these, a client asks with GET, whatever it asked for before."""
_FULL = 507
"""Insufficient storage: the next one will not fit either, but one that is deleted makes room."""


class CalDAV:
    """One calendar on a server: a `CalendarServer` for `publish`.

    Args:
        url: The address of the calendar itself, not of the server or the account; without a password in it.
        user: Who logs in; empty for a calendar that is open to everybody.
        password: The password, or one for this application.

    Raises:
        InvalidValue: the address is none, has a password in it, or a password would go over an open line.
        MissingExtra: the extra `caldav` is not installed.
    """

    def __init__(self, url: str, *, user: str = "", password: str = "") -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InvalidValue("publish-no-address", url=url)
        if parts.username is not None or parts.password is not None:
            raise InvalidValue("publish-login-in-address")
        if password and parts.scheme == "http" and parts.hostname not in _NEAR:
            raise InvalidValue("publish-open-line", url=url)
        try:
            from caldav.davclient import DAVClient  # noqa: PLC0415  # only who publishes pays for it
            from caldav.lib.error import AuthorizationError, DAVError  # noqa: PLC0415  # as above
        except ModuleNotFoundError as error:
            raise MissingExtra("needs-caldav-extra") from error
        self.url = f"{url.rstrip('/')}/"
        self._path = urlsplit(self.url).path
        self._forbidden = AuthorizationError
        # what a server says may be no XML (SyntaxError), or an ETag that no header takes (ValueError)
        self._troubles = (DAVError, OSError, SyntaxError, ValueError)
        self._client: Any = DAVClient(
            self.url,
            username=user or None,
            password=password or None,
            timeout=_SECONDS,
            enable_rfc6764=False,  # the address is the address
            rate_limit_handle=True,
            rate_limit_default_sleep=2,
            rate_limit_max_sleep=_SECONDS,
        )
        self._origin = _origin(self.url)
        session: Any = self._client.session
        follow = session.get_redirect_target
        session.get_redirect_target = lambda resp: self._onward(resp, follow(resp))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def listed(self) -> dict[str, str]:
        """Return the ETag of everything in the calendar, in one request."""
        answer = self._asked("PROPFIND", self.url, _LIST, Depth="1")
        found = {one.href: one.properties for one in self._read(answer.parse_propfind) if one.href}
        itself = min(found, key=len, default="")  # what it holds has longer addresses
        if _CALENDAR not in (found.get(itself, {}).get(_TYPE) or ()):
            raise ServerUnavailable("publish-no-calendar", url=self.url)
        return {
            _last(href): str(said[_ETAG])
            for href, said in found.items()
            if said.get(_ETAG) and not href.endswith("/")
        }

    def fetched(self, names: Iterable[str]) -> dict[str, Held]:
        """Return resources by their names, a hundred at a time."""
        held: dict[str, Held] = {}
        wanted = sorted(names)
        for start in range(0, len(wanted), AT_ONCE):
            part = wanted[start : start + AT_ONCE]
            hrefs = "".join(f"<D:href>{escape(self._path + name)}</D:href>" for name in part)
            answer = self._asked("REPORT", self.url, _GET.format(hrefs=hrefs))
            for one in self._read(answer.parse_calendar_query):
                if one.href and one.calendar_data:
                    octets = one.calendar_data.encode("utf-8", "replace")
                    held[_last(one.href)] = Held(one.etag or "", octets)
        return held

    def put(self, name: str, octets: bytes, etag: str | None) -> str:
        """Write a resource under the condition that it still has this ETag, or is not there (None)."""
        condition = {"If-None-Match": "*"} if etag is None else {"If-Match": etag}
        headers = {"Content-Type": "text/calendar; charset=utf-8", **condition}
        answer = self._written("PUT", name, octets, headers)
        return str(answer.headers.get("ETag") or "")

    def delete(self, name: str, etag: str) -> None:
        """Delete a resource under the condition that it still has this ETag."""
        self._written("DELETE", name, "", {"If-Match": etag} if etag else {})

    def _asked(self, method: str, url: str, body: str, **headers: str) -> Any:
        """Return the answer to a question about the calendar."""
        try:
            answer = self._client.request(url, method, body, headers)
        except self._forbidden as error:
            raise ServerUnavailable("publish-no-entry", url=self.url) from error
        except self._troubles as error:
            raise self._trouble(error) from error
        if answer.status >= _TROUBLED:
            raise ServerUnavailable("publish-server-trouble", status=answer.status)
        if answer.status not in {200, 207} or answer.tree is None:
            raise ServerUnavailable("publish-no-calendar", url=self.url)
        return answer

    def _written(self, method: str, name: str, body: bytes | str, headers: dict[str, str]) -> Any:
        try:
            answer = self._client.request(f"{self.url}{name}", method, body, headers)
        except self._forbidden as error:
            raise NotTaken("publish-forbidden") from error
        except self._troubles as error:
            raise self._trouble(error) from error
        if answer.status == 412 or (method == "DELETE" and answer.status in _GONE):
            raise Stale
        if answer.status >= _TROUBLED and answer.status != _FULL:
            raise ServerUnavailable("publish-server-trouble", status=answer.status)
        if answer.status not in _TAKEN:
            raise NotTaken("publish-not-taken", status=answer.status)
        return answer

    def _read(self, parse: Callable[[], Iterable[Any]]) -> list[Any]:
        """Return what an answer says; the library stumbles over what it did not expect in many ways."""
        try:
            return list(parse())
        except (*self._troubles, AttributeError, LookupError, TypeError) as error:
            raise ServerUnavailable("publish-no-calendar", url=self.url) from error

    def _onward(self, answer: Any, target: str | None) -> str | None:
        """Return where a server sends us on to; a calendar is brought to no other server than it was for.

        Raises:
            OSError: it is another server or another line to it, or a page that is only to be looked at, as
                where one logs in: what that answers is no success.
        """
        is_elsewhere = bool(target) and _origin(urljoin(str(answer.url), target)) != self._origin
        if target and (is_elsewhere or answer.status_code in _TO_LOOK_AT):
            raise OSError(f"it sends us on to {one_line(target)}")
        return target

    def _trouble(self, error: Exception) -> ServerUnavailable:
        return ServerUnavailable("publish-unreachable", url=self.url, why=_why(error))


def _why(error: Exception) -> str:
    """Return what went wrong in the words of the system, which libraries wrap in their own."""
    found: BaseException = error
    inner: BaseException | None = error
    while inner is not None:
        found = inner if isinstance(inner, OSError) else found
        inner = inner.__cause__ or inner.__context__
    said = getattr(found, "strerror", None) or getattr(found, "reason", None) or found
    return str(said) or type(found).__name__


def _origin(url: str) -> tuple[str, str | None, int | None]:
    """Return the server and the line to it that an address is of."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)


def _last(href: str) -> str:
    return href.rpartition("/")[2]
