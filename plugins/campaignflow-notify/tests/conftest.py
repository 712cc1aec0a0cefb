"""The two servers, and plugins that are set to them."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from campaignflow_notify import Notify

sys.path.insert(0, str(Path(__file__).parent))  # so that the tests find what stands beside them

from notices import NOW, Clock
from servers import Chat, Post, chat_server, post_office


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers are on this machine."""
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as there:
        yield there


@pytest.fixture
def chat() -> Iterator[Chat]:
    with chat_server() as there:
        yield there


@pytest.fixture
def set_to(clock: Clock) -> Callable[..., Notify]:
    """Makes a plugin of routes; one rule sends everything along all of them."""

    def make(routes: dict[str, Any], **said: Any) -> Notify:
        said.setdefault("rules", [{"route": name} for name in routes])
        return Notify({"routes": routes, **said}, now=lambda: NOW, clock=clock)

    return make


@pytest.fixture
def mailing(post: Post) -> dict[str, Any]:
    """A route to the mail server."""
    return {
        "kind": "mail",
        "host": "127.0.0.1",
        "port": post.port,
        "security": "none",
        "from": "宣传处 <press@example.org>",
    }


@pytest.fixture
def robot(chat: Chat) -> Callable[..., dict[str, Any]]:
    """Routes to the web server."""

    def make(kind: str = "wecom", **said: Any) -> dict[str, Any]:
        word = "access_token" if kind == "dingtalk" else "key"
        url = f"http://127.0.0.1:{chat.port}/send?{word}=693a91f6-7xxx"
        return {"kind": kind, "url": url, "unencrypted": True, **said}

    return make
