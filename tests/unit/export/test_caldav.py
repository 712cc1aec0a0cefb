"""What a CalDAV server answers, in our words: try again, look again, not this one, nothing at all."""

from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest

from campaignflow.errors import CampaignflowError
from campaignflow.export.publishing import NotTaken, ServerUnavailable, Stale

pytest.importorskip("caldav", reason="the extra caldav is not installed")


@pytest.fixture
def server():
    """A calendar whose server answers what is put into `answer`; what it was asked stands in `asked`."""
    from campaignflow.export.caldav import CalDAV

    made = CalDAV("https://calendar.example/office", user="office", password="geheim")
    made.asked, made.answer = [], None

    def request(url: str, method: str, body: object, headers: dict[str, str]) -> object:
        made.asked.append((method, url, headers))
        if isinstance(made.answer, Exception):
            raise made.answer
        return SimpleNamespace(status=made.answer, headers={"ETag": '"2"'}, tree=None)

    made._client = SimpleNamespace(request=request)
    return made


def test_what_is_new_is_written_only_if_it_is_not_there(server) -> None:
    server.answer = 201
    assert server.put("a.ics", b"x", None) == '"2"'
    (method, url, headers) = server.asked[0]
    assert (method, url) == ("PUT", "https://calendar.example/office/a.ics")
    assert headers == {"Content-Type": "text/calendar; charset=utf-8", "If-None-Match": "*"}


def test_what_is_there_is_written_or_deleted_only_as_it_was_last_seen(server) -> None:
    server.answer = 204
    server.put("a.ics", b"x", '"1"')
    server.delete("a.ics", '"1"')
    assert [headers["If-Match"] for _, _, headers in server.asked] == ['"1"', '"1"']


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [
        (412, Stale, "publish-stale"),
        (404, NotTaken, "publish-not-taken"),
        (409, NotTaken, "publish-not-taken"),
        (413, NotTaken, "publish-not-taken"),
        (507, NotTaken, "publish-not-taken"),
        (500, ServerUnavailable, "publish-server-trouble"),
        (502, ServerUnavailable, "publish-server-trouble"),
        (ConnectionResetError("reset"), ServerUnavailable, "publish-unreachable"),
    ],
)
def test_each_answer_to_a_write_has_its_meaning(
    status, error: type[CampaignflowError], code: str, server
) -> None:
    server.answer = status
    with pytest.raises(error) as caught:
        server.put("a.ics", b"x", None)
    assert caught.value.code == code


def test_why_a_server_cannot_be_reached_is_said_in_the_words_of_the_system(server) -> None:
    wrapped = OSError("Pool(host='there'): Max retries exceeded (Caused by NewConnection(...))")
    wrapped.__cause__ = ValueError("Failed to establish a new connection")
    wrapped.__cause__.__context__ = ConnectionRefusedError(111, "Connection refused")
    server.answer = wrapped
    with pytest.raises(ServerUnavailable) as caught:
        server.listed()
    assert caught.value.message("en").partition(": ")[2].startswith("Connection refused. ")


def test_what_may_not_be_written_is_no_reason_to_stop(server) -> None:
    from caldav.lib.error import AuthorizationError

    server.answer = AuthorizationError("there", "no")
    with pytest.raises(NotTaken):
        server.put("a.ics", b"x", None)
    with pytest.raises(ServerUnavailable) as caught:
        server.listed()
    assert caught.value.code == "publish-no-entry"


def test_what_is_deleted_already_is_looked_at_again(server) -> None:
    server.answer = 404
    with pytest.raises(Stale):
        server.delete("a.ics", '"1"')


@pytest.mark.parametrize("status", [200, 404, 405])
def test_a_page_that_is_no_calendar_is_said(status: int, server) -> None:
    server.answer = status
    with pytest.raises(ServerUnavailable) as caught:
        server.listed()
    assert caught.value.code == "publish-no-calendar"


def test_a_server_in_trouble_is_not_called_no_calendar(server) -> None:
    server.answer = 503
    with pytest.raises(ServerUnavailable) as caught:
        server.listed()
    assert caught.value.code == "publish-server-trouble"


class Hostile:
    """A server on this machine that answers everything with what is put here."""

    def __init__(self) -> None:
        self.status, self.headers, self.body = 207, {"Content-Type": "application/xml"}, b""
        self.asked: list[tuple[str, str]] = []
        hostile = self

        class Asked(BaseHTTPRequestHandler):
            def answer(self) -> None:
                hostile.asked.append((self.command, self.path))
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status = hostile.status if self.path.startswith("/office") else 200
                self.send_response(status)
                for name, value in hostile.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(hostile.body)))
                self.end_headers()
                self.wfile.write(hostile.body)

            do_GET = do_PROPFIND = do_REPORT = do_PUT = do_DELETE = answer  # noqa: N815

            def log_message(self, *_said: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Asked)
        self.port = self.server.server_port
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    made = Hostile()
    yield made
    made.server.shutdown()
    made.server.server_close()


def calendar_of(hostile: Hostile) -> Any:
    from campaignflow.export.caldav import CalDAV

    return CalDAV(f"http://127.0.0.1:{hostile.port}/office")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_calendar_is_brought_to_no_other_server_than_it_is_for(status: int, hostile: Hostile) -> None:
    hostile.status = status
    hostile.headers = {"Location": f"http://localhost:{hostile.port}/elsewhere"}
    with calendar_of(hostile) as server:
        for call in (lambda: server.put("a.ics", b"x", None), server.listed):
            with pytest.raises(ServerUnavailable, match="sends us on to http://localhost"):
                call()
    assert [path for _, path in hostile.asked] == ["/office/a.ics", "/office/"]


def test_a_page_to_log_in_at_has_taken_nothing(hostile: Hostile) -> None:
    hostile.status, hostile.headers = 302, {"Location": "/login"}
    with calendar_of(hostile) as server, pytest.raises(ServerUnavailable, match="/login"):
        server.put("a.ics", b"x", None)


def test_a_calendar_that_has_moved_on_the_same_server_is_followed(hostile: Hostile) -> None:
    hostile.status, hostile.headers = 308, {"Location": "/moved/a.ics", "ETag": '"2"'}
    with calendar_of(hostile) as server:
        assert server.put("a.ics", b"x", None) == '"2"'
    assert hostile.asked[-1] == ("PUT", "/moved/a.ics")


BOMB = b'<!DOCTYPE l [<!ENTITY a "%s">%s]><l>&h;</l>' % (
    b"x" * 1000,
    b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(7)),
)
OUT_OF_FILE = b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]><l>&a;</l>'
ODD = b'<multistatus xmlns="DAV:"><response>%s</response></multistatus>'
STATUS = b"<href>/office/</href><propstat><prop/><status>no status</status></propstat>"


@pytest.mark.parametrize(
    "body",
    [b"<a", b"\xff\xfe", BOMB, OUT_OF_FILE, ODD % b"", ODD % STATUS],
    ids=["torn", "binary", "bomb", "file", "nothing", "status"],
)
def test_whatever_a_server_says_is_answered_in_a_sentence(body: bytes, hostile: Hostile) -> None:
    hostile.body = body
    with calendar_of(hostile) as server:
        with pytest.raises(ServerUnavailable):
            server.listed()
        with suppress(ServerUnavailable):
            assert server.fetched(["a.ics"]) == {}


def test_an_etag_that_no_header_takes_is_answered_in_a_sentence(hostile: Hostile) -> None:
    with calendar_of(hostile) as server:
        for etag in ('"会"', '"1"\r\nX-Other: 1'):
            with pytest.raises(ServerUnavailable):
                server.put("a.ics", b"x", etag)
    assert hostile.asked == []
