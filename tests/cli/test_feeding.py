"""`feed` and `serve`: addresses made, listed and revoked; the server that answers at them."""

import gc
import http.client
import json
import re
import socket
import threading
from http.server import ThreadingHTTPServer
from typing import Any

import pytest

LI = ("--as", "li-wei")


def path_in(out: str) -> str:
    """Return the path that was printed."""
    (path,) = re.findall(r"/[\w-]{43}\.ics", out)
    return path


def test_an_address_is_made_listed_and_revoked(applied: Any, run: Any) -> None:
    assert run("feed", "list").out == "There are no feed addresses.\n"
    made = run("feed", "add", "press", "--unit", "press", *LI, "--reason", "手机订阅")
    assert made.status == 0, made.err
    path = path_in(made.out)
    listed = run("feed", "list")
    assert listed.out.splitlines()[-1].split() == [
        *("press", "open", "internal", "river-2027", "·", "宣传出版中心", "2026-12-01", "李伟")
    ]
    assert path[1:-4] not in listed.out
    (feed,) = json.loads(run("feed", "list", "--json").out)["feeds"]
    assert (feed["id"], feed["unit"], feed["is_open"], feed["back"], feed["ahead"]) == (
        *("press", "press", True),
        *(90, 400),
    )
    assert run("feed", "revoke", "press", *LI, "--reason", "地址外泄").status == 0
    assert run("feed", "list").out.splitlines()[-1].split()[:2] == ["press", "revoked"]
    assert "revoked" in run("log", "feed:press").out


def test_what_was_made_is_data_with_the_path(applied: Any, run: Any) -> None:
    said = json.loads(run("feed", "add", "people", "--partner", "people-daily", *LI, "--json").out)
    assert path_in(said["path"]) == said["path"]
    assert [one["verb"] for one in said["entries"]] == ["feed_added"]


def test_a_trial_makes_no_address(applied: Any, run: Any) -> None:
    tried = run("feed", "add", "press", *LI, "--dry-run")
    assert (tried.status, ".ics" in tried.out) == (0, False)
    assert run("feed", "list").out == "There are no feed addresses.\n"


def test_what_a_trial_says_carries_it_out_unless_something_came_between(applied: Any, run: Any) -> None:
    (token,) = re.findall("--expect ([0-9a-f]+)", run("feed", "add", "press", *LI, "--dry-run").out)
    other = run("feed", "add", "press", *LI, "--days-back", "30", "--expect", token)
    assert (other.status, ".ics" in other.out) == (3, False)
    done = run("feed", "add", "press", *LI, "--expect", token)
    assert (done.status, ".ics" in done.out) == (0, True)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("feed", "make", "x"), 2, "add, list, revoke"),
        (("feed", "add", *LI), 2, "campaignflow feed add press"),
        (("feed", "add", "x"), 2, "--as"),
        (("feed", "add", "x", *LI, "--unit", "pres"), 2, "Did you mean press?"),
        (("feed", "add", "x", *LI, "--days-back", "-3"), 2, "from 0 to 3660"),
        (("feed", "add", "x", *LI, "--days-ahead", "九"), 2, "from 0 to 3660"),
        (("feed", "add", "x", "--as", "zhao-min"), 3, "may not hand out"),
        (("feed", "add", "x", *LI, "--partner", "people-daily", "--audience", "internal"), 3, "outside"),
        (("feed", "revoke", "x", *LI, "--reason", "r"), 2, "feed:x"),
        (("serve",), 2, "serve --feeds"),
        (("serve", "--feeds", "--port", "0"), 2, "from 1 to 65535"),
        (("serve", "--feeds", "--port", "99999"), 2, "from 1 to 65535"),
    ],
)
def test_what_cannot_be_done_is_said(
    applied: Any, run: Any, words: tuple[str, ...], status: int, said: str
) -> None:
    ran = run(*words)
    assert (ran.status, said in ran.err) == (status, True), ran


def test_feeds_are_served_until_somebody_stops_it(
    applied: Any, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = path_in(run("feed", "add", "press", "--unit", "press", *LI).out)
    answers: list[tuple[int, bytes]] = []
    serve_forever = ThreadingHTTPServer.serve_forever

    def served(server: ThreadingHTTPServer) -> None:
        assert gc.isenabled()
        thread = threading.Thread(target=serve_forever, args=(server, 0.01))
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
        for one in (path, "/nothing.ics"):
            connection.request("GET", one)
            response = connection.getresponse()
            answers.append((response.status, response.read()))
        connection.close()
        server.shutdown()
        thread.join()
        raise KeyboardInterrupt

    monkeypatch.setattr(ThreadingHTTPServer, "serve_forever", served)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    gc.disable()
    try:
        ran = run("serve", "--feeds", "--port", port)
    finally:
        gc.enable()
    assert (ran.status, ran.err) == (0, "")
    assert f"http://127.0.0.1:{port}/TOKEN.ics" in ran.out
    assert [status for status, _ in answers] == [200, 404]
    assert "新闻通气会".encode() in answers[0][1].replace(b"\r\n ", b"")
    assert path[1:-4] not in ran.out + ran.err


def test_a_place_that_others_can_reach_is_warned_of(
    applied: Any, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_server: ThreadingHTTPServer) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ThreadingHTTPServer, "serve_forever", stop)
    with socket.socket() as free:
        free.bind(("0.0.0.0", 0))
        port = free.getsockname()[1]
    ran = run("serve", "--feeds", "--host", "0.0.0.0", "--port", port)
    assert (ran.status, "no TLS" in ran.err) == (0, True)


def test_a_place_that_is_taken_is_said(applied: Any, run: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = run("serve", "--feeds", "--port", port)
    assert (ran.status, f"127.0.0.1:{port}" in ran.err) == (2, True)
