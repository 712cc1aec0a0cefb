"""A feed as its clients see it: who gets the calendar, who has it still, who is to come again later.

The application is driven as an ASGI server would drive it; nothing listens anywhere.
"""

import asyncio
import gzip
import http.client
import logging
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest

from campaignflow.errors import PluginFailed
from campaignflow.export.feed import Address, Feeds, Served, feed_app
from campaignflow.export.feed_server import feed_server
from campaignflow.export.preconditions import http_date, judged, read_date, takes_gzip

TOKEN = "Zk3-ThisIsTheAddressOfThePressUnit_0123456789ab"
OTHER = "another-token"
CHANGED = datetime(2027, 3, 1, 8, 30, 15, 250_000, tzinfo=UTC)
NOW = datetime(2027, 3, 10, 9, tzinfo=UTC)
BODY = b"BEGIN:VCALENDAR\r\n" + b"SUMMARY:\xe6\xb0\xb4\xe5\x91\xa8\r\n" * 50 + b"END:VCALENDAR\r\n"
DATE = "Mon, 01 Mar 2027 08:30:15 GMT"


class Desk:
    """What stands behind the addresses: one calendar, a clock, and what may go wrong."""

    def __init__(self) -> None:
        self.now = NOW
        self.served = Served(BODY, CHANGED, "2027 年度宣传计划 · 宣传中心")
        self.trouble: Exception | None = None
        self.lost: Exception | None = None
        self.written = 0

    def clock(self) -> datetime:
        return self.now

    def address(self, token: str) -> Address | None:
        if self.lost is not None:
            raise self.lost
        return Address("press", self.write) if token in {TOKEN, OTHER} else None

    def write(self) -> Served:
        self.written += 1
        if self.trouble is not None:
            raise self.trouble
        return self.served


class Got(NamedTuple):
    """What an ASGI server was told to send."""

    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def get(desk: Desk) -> Any:
    """Asks the application, mounted where a scope says."""
    app = feed_app(desk.address, clock=desk.clock)

    def got(path: str = f"/{TOKEN}.ics", method: str = "GET", root: str = "", **fields: str) -> Got:
        return asked(
            app, path, method, root, [(name.replace("_", "-"), said) for name, said in fields.items()]
        )

    return got


def asked(app: Any, path: str, method: str, root: str, fields: list[tuple[str, str]]) -> Got:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(name.lower().encode(), said.encode("latin-1")) for name, said in fields]
    scope = {"type": "http", "method": method, "path": path, "root_path": root, "headers": headers}
    asyncio.run(app(scope, receive, send))
    assert [one["type"] for one in sent] == ["http.response.start", "http.response.body"]
    told = [(name.decode("ascii"), said.decode("ascii")) for name, said in sent[0]["headers"]]
    assert len(dict(told)) == len(told)
    return Got(sent[0]["status"], dict(told), sent[1]["body"])


# who gets it


def test_whoever_has_the_address_gets_the_calendar(get: Any) -> None:
    got = get()
    assert (got.status, got.body) == (200, BODY)
    assert got.headers["content-type"] == "text/calendar; charset=utf-8"
    assert got.headers["content-length"] == str(len(BODY))
    assert got.headers["last-modified"] == DATE
    assert got.headers["cache-control"] == "private, no-cache"
    assert got.headers["vary"] == "Accept-Encoding"
    assert got.headers["etag"].startswith('"')


@pytest.mark.parametrize(
    "path",
    [
        *("/", f"/{TOKEN}", f"/{TOKEN}x.ics", f"/{TOKEN[:-1]}.ics", "/.ics", f"/{TOKEN}.ics/"),
        *(f"/x/{TOKEN}.ics", f"/{'a' * 500}.ics", "/../etc/passwd.ics", "/宣传.ics", f"/{TOKEN}.ics\n"),
    ],
)
def test_any_other_address_is_nowhere(get: Any, desk: Desk, path: str) -> None:
    got = get(path)
    assert (got.status, got.body) == (404, b"404 Not Found\n")
    assert got.headers["cache-control"] == "no-store"
    assert desk.written == 0


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND", "OPTIONS", "get"])
def test_nothing_but_reading_is_allowed(get: Any, method: str) -> None:
    for path in (f"/{TOKEN}.ics", "/nothing.ics"):
        got = get(path, method)
        assert (got.status, got.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", [f"/calendars/{TOKEN}.ics", f"/{TOKEN}.ics"])
def test_it_may_be_mounted_by_hosts_that_keep_the_path_and_by_those_that_cut_it(get: Any, path: str) -> None:
    assert get(path, root="/calendars").status == 200
    assert get(f"/calendarsx/{TOKEN}.ics", root="/calendars").status == 404


def test_run_by_itself_it_says_that_it_lives_and_takes_no_socket(desk: Desk) -> None:
    app, sent = feed_app(desk.address), []
    coming = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    async def receive() -> Any:
        return coming.pop(0)

    async def send(message: Any) -> None:
        sent.append(message["type"])

    asyncio.run(app({"type": "lifespan"}, receive, send))
    asyncio.run(app({"type": "websocket", "path": f"/{TOKEN}.ics"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete", "websocket.close"]


# how it is sent


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("path", [f"/{TOKEN}.ics", "/nothing.ics"])
def test_head_is_get_without_the_body(get: Any, path: str, encoding: str) -> None:
    whole, head = get(path, accept_encoding=encoding), get(path, "HEAD", accept_encoding=encoding)
    assert (head.status, head.headers, head.body) == (whole.status, whole.headers, b"")


@pytest.mark.parametrize(
    ("said", "compressed"),
    [
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("x-gzip", True),
        ("GZIP;q=1.0", True),
        ("*", True),
        ("br;q=1, gzip;q=0.2", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000, *", False),
        ("gzip;q=0.5, identity", False),
        ("identity", False),
        ("br", False),
        ("", False),
        ("gzip;q=2", False),
        (";;,,", False),
    ],
)
def test_it_is_compressed_for_who_wants_it_so(get: Any, said: str, *, compressed: bool) -> None:
    assert takes_gzip(said) is compressed
    got = get(accept_encoding=said)
    assert got.headers.get("content-encoding") == ("gzip" if compressed else None)
    assert (gzip.decompress(got.body) if compressed else got.body) == BODY
    assert got.headers["content-length"] == str(len(got.body))


def test_what_is_compressed_has_a_tag_of_its_own(get: Any) -> None:
    plain, packed = get(), get(accept_encoding="gzip")
    assert plain.headers["etag"] != packed.headers["etag"]
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
    assert get(accept_encoding="gzip", if_none_match=plain.headers["etag"]).status == 200
    assert get(accept_encoding="gzip", if_none_match=packed.headers["etag"]).status == 304


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("water-week", 'inline; filename="water-week.ics"'),
        (
            "水周",
            "inline; filename=\"calendar.ics\"; filename*=UTF-8''%E6%B0%B4%E5%91%A8.ics",
        ),
        ('a"\r\nX: y', "inline; filename=\"calendar.ics\"; filename*=UTF-8''a-X-%20y.ics"),
        ("../../etc", 'inline; filename="etc.ics"'),
        ("\u202egnp", 'inline; filename="gnp.ics"'),
        ("a%41'*", "inline; filename=\"calendar.ics\"; filename*=UTF-8''a%2541%27.ics"),
        ("…" * 500, "inline; filename=\"calendar.ics\"; filename*=UTF-8''" + "%E2%80%A6" * 80 + ".ics"),
        ("", 'inline; filename="calendar.ics"'),
    ],
)
def test_the_file_is_called_what_the_calendar_is_called(get: Any, desk: Desk, name: str, said: str) -> None:
    desk.served = replace(desk.served, name=name)
    assert get().headers["content-disposition"] == said


# who has it still

TAG = '"right"'
STAMP = CHANGED.replace(microsecond=0)
LATER = http_date(STAMP + timedelta(days=1))
EARLIER = http_date(STAMP - timedelta(seconds=1))
CONDITIONS: list[tuple[dict[str, str], int | None]] = [
    ({}, None),
    ({"if-none-match": TAG}, 304),
    ({"if-none-match": f"W/{TAG}"}, 304),
    ({"if-none-match": f'"a,b" , W/"c",{TAG}'}, 304),
    ({"if-none-match": "*"}, 304),
    ({"if-none-match": '"wrong"'}, None),
    ({"if-none-match": "right"}, None),
    ({"if-none-match": '"right'}, None),
    ({"if-none-match": ""}, None),
    ({"if-modified-since": DATE}, 304),
    ({"if-modified-since": LATER}, 304),
    ({"if-modified-since": EARLIER}, None),
    ({"if-modified-since": "Monday, 01-Mar-27 08:30:15 GMT"}, 304),
    ({"if-modified-since": "Mon Mar  1 08:30:15 2027"}, 304),
    ({"if-modified-since": http_date(NOW + timedelta(days=1))}, None),  # a clock that is wrong
    ({"if-modified-since": "yesterday"}, None),
    ({"if-modified-since": f"{DATE}, {DATE}"}, None),
    ({"if-none-match": '"wrong"', "if-modified-since": LATER}, None),  # the tag goes before the date
    ({"if-none-match": TAG, "if-modified-since": EARLIER}, 304),
    ({"if-none-match": "nonsense", "if-modified-since": LATER}, None),
    ({"if-match": TAG}, None),
    ({"if-match": "*"}, None),
    ({"if-match": f"W/{TAG}"}, 412),
    ({"if-match": '"wrong"'}, 412),
    ({"if-match": '"wrong"', "if-none-match": TAG}, 412),
    ({"if-match": TAG, "if-none-match": TAG}, 304),
    ({"if-unmodified-since": EARLIER}, 412),
    ({"if-unmodified-since": DATE}, None),
    ({"if-match": TAG, "if-unmodified-since": EARLIER}, None),
    ({"if-unmodified-since": "whenever"}, None),
]


@pytest.mark.parametrize(("said", "status"), CONDITIONS)
def test_conditions_are_taken_in_the_order_of_rfc_9110(said: dict[str, str], status: int | None) -> None:
    assert judged(said, TAG, STAMP, NOW) == status


def test_dates_do_not_count_where_nobody_knows_when_it_changed() -> None:
    assert judged({"if-modified-since": LATER}, TAG, None, NOW) is None
    assert judged({"if-unmodified-since": EARLIER}, TAG, None, NOW) is None


@pytest.mark.parametrize(
    "text", ["", "GMT", "Mon, 99 Mar 2027 08:30:15 GMT", "1", "\x00", "Mon, 01 Mar 99999 0:0"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text) is None


def test_who_has_it_gets_the_validators_and_no_body(get: Any) -> None:
    whole = get()
    for field, said in (("if_none_match", whole.headers["etag"]), ("if_modified_since", DATE)):
        got = get(**{field: said})
        assert (got.status, got.body) == (304, b"")
        assert got.headers == {
            name: said
            for name, said in whole.headers.items()
            if name not in {"content-type", "content-length", "content-disposition"}
        }


def test_fields_that_come_several_times_are_one_list(desk: Desk) -> None:
    tag = dict(Feeds(desk.address, clock=desk.clock).answer("GET", f"/{TOKEN}.ics", ()).headers)["ETag"]
    fields = [("If-None-Match", '"a"'), ("if-none-match", tag)]
    assert Feeds(desk.address, clock=desk.clock).answer("GET", f"/{TOKEN}.ics", fields).status == 304


def test_a_change_is_seen_by_who_asks_with_a_tag_or_a_date(get: Any, desk: Desk) -> None:
    tag = get().headers["etag"]
    desk.served = replace(desk.served, content=BODY + b"X", modified=CHANGED + timedelta(hours=1))
    assert get(if_none_match=tag).status == 200
    assert get(if_modified_since=DATE).status == 200


def test_a_second_that_is_not_over_is_no_date_yet(get: Any, desk: Desk) -> None:
    """What changes twice in one second would else stay as it was after the first time."""
    desk.now = CHANGED + timedelta(milliseconds=100)
    assert "last-modified" not in get().headers
    assert get(if_modified_since=DATE).status == 200
    desk.now = CHANGED + timedelta(seconds=1)
    assert get().headers["last-modified"] == DATE


# who is to come again later


def test_an_address_that_is_asked_too_often_is_closed_for_a_while(get: Any, desk: Desk) -> None:
    assert {get().status for _ in range(60)} == {200}
    got = get()
    assert (got.status, got.headers["retry-after"], desk.written) == (429, "1", 60)
    assert get(f"/{OTHER}.ics").status == 200
    assert get(f"/{TOKEN}.ics", "HEAD").status == 429
    desk.now += timedelta(seconds=1)
    assert get().status == 200
    assert get().status == 429
    desk.now -= timedelta(hours=1)  # a clock that is set back opens nothing, and closes nothing for long
    assert get().status == 429
    desk.now += timedelta(hours=2)
    assert {get().status for _ in range(60)} == {200}
    assert get().status == 429


def test_how_often_is_for_the_host_to_say(desk: Desk) -> None:
    feeds = Feeds(desk.address, clock=desk.clock, per_minute=2)
    answers = [feeds.answer("GET", f"/{TOKEN}.ics", ()) for _ in range(3)]
    assert [int(one.status) for one in answers] == [200, 200, 429]
    assert dict(answers[2].headers)["Retry-After"] == "30"


def test_guesses_are_not_remembered(desk: Desk) -> None:
    feeds = Feeds(desk.address, clock=desk.clock)
    for number in range(200):
        assert feeds.answer("GET", f"/guess-{number}.ics", ()).status == 404
    assert feeds._bound._left == {}


@pytest.mark.parametrize(
    "trouble",
    [
        PluginFailed("calendar-unheard", plugin="audit", why="it is away"),
        OSError(f"/{TOKEN} cannot be read"),
        ValueError(TOKEN),
    ],
)
@pytest.mark.parametrize("where", ["trouble", "lost"])
def test_what_cannot_be_written_now_leaves_subscribers_what_they_have(
    get: Any, desk: Desk, caplog: pytest.LogCaptureFixture, trouble: Exception, where: str
) -> None:
    tag = get().headers["etag"]
    setattr(desk, where, trouble)
    with caplog.at_level(logging.DEBUG):
        got = get(if_none_match=tag)
    assert (got.status, got.headers["retry-after"], got.headers["cache-control"]) == (503, "300", "no-store")
    assert "etag" not in got.headers
    ours = [one for one in caplog.records if one.name.startswith("campaignflow")]
    assert len(ours) == 1
    assert ours[0].exc_info is None
    assert TOKEN not in caplog.text + got.body.decode()
    assert "Traceback" not in caplog.text
    setattr(desk, where, None)
    assert get(if_none_match=tag).status == 304


# over a socket


def test_the_standard_library_s_server_brings_the_same_answers(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    feeds = Feeds(desk.address, clock=desk.clock)
    server = feed_server(feeds, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
        for method, path, fields in [
            ("GET", f"/{TOKEN}.ics?a=b", {}),
            ("HEAD", f"/{TOKEN}.ics", {"Accept-Encoding": "gzip"}),
            ("GET", f"/{TOKEN}.ics", {"If-Modified-Since": DATE}),
            ("GET", "/nothing.ics", {}),
            ("POST", f"/{TOKEN}.ics", {}),
        ]:
            connection.request(method, path, headers=fields)
            response = connection.getresponse()
            asked_for = {"Accept-Encoding": "identity", **fields}
            said = feeds.answer(method, path.partition("?")[0], asked_for.items())
            assert (response.status, response.read()) == (said.status, said.body)
            assert set(said.headers) <= set(response.getheaders())
            assert response.headers["Server"] == "campaignflow"
        connection.close()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "")


# what lies written


def test_a_calendar_that_lies_written_is_neither_written_nor_compressed_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds = Feeds(lambda _: Address("press", desk.write, desk.served), clock=desk.clock)
    compress, times = gzip.compress, []
    monkeypatch.setattr(gzip, "compress", lambda *args, **said: times.append(1) or compress(*args, **said))
    answers = [feeds.answer("GET", f"/{TOKEN}.ics", [("Accept-Encoding", "gzip")]) for _ in range(3)]
    assert {gzip.decompress(one.body) for one in answers} == {BODY}
    assert (desk.written, len(times)) == (0, 1)
