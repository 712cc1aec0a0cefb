"""The two servers, notices, and plugins that are set to them."""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import campaignflow as cf
from campaignflow_notify import Notify

sys.path.insert(0, str(Path(__file__).parent))  # so that the tests find `servers` beside them

from servers import Chat, Post, chat_server, post_office

NOW = datetime(2027, 2, 17, 2, tzinfo=UTC)


def party(id_: str, name: str, *people: Any) -> Any:
    return SimpleNamespace(
        id=id_, name=name, kind="unit" if people else "person", unit="", people=tuple(people)
    )


LI, WANG = party("li-wei", "李伟"), party("wang-fang", "王芳")
OFFICE = party("office", "办公室", LI, WANG)


def notice(number: int = 1, *, to: tuple[Any, ...] = (OFFICE,), **said: Any) -> cf.DutyNotice:
    fields: dict[str, Any] = {
        "id": f"campaign:river-2027/water-week@{number}/deliver:campaignflow_notify",
        "kind": "reminded",
        "at": NOW,
        "to": to,
        "ref": "campaign:river-2027/water-week/scheme",
        "title": "印发方案",
        "duty": "due",
        "due": datetime(2027, 2, 22, 16, tzinfo=UTC),
        "zone": "Asia/Shanghai",
        "zh": "提醒：“印发方案”将到期，时间 2027-02-22。",
        "en": "Reminder (due): “印发方案”, 2027-02-22.",
    }
    return cf.DutyNotice(**(fields | said))


class Clock:
    """Seconds that pass when somebody says so."""

    def __init__(self) -> None:
        self.at = 0.0
        self.passes = 0.0
        """Seconds that pass whenever somebody looks."""

    def __call__(self) -> float:
        self.at += self.passes
        return self.at


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
