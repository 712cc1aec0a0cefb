"""Which notice goes where, along all its ways and none twice."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from notices import LI, OFFICE, WANG, notice
from servers import Chat, Post

from campaignflow_notify import Notify, NotifyError

SetTo = Callable[..., Notify]
ADDRESSES = {"li-wei": "li-wei@example.org", "wang-fang": "wang-fang@example.org"}


def carried(plugin: Notify, *notices: Any) -> list[str | None]:
    return list(plugin.campaignflow_deliver(notices or (notice(),)).values())


@pytest.fixture
def by(set_to: SetTo, mailing: dict[str, Any], robot: Callable[..., Any]) -> Callable[..., Notify]:
    """A plugin with mail and a group, and these rules."""

    def make(*rules: dict[str, Any], **said: Any) -> Notify:
        routes = {"mail": mailing, "group": robot()}
        return set_to(routes, addresses=ADDRESSES, rules=list(rules), **said)

    return make


@pytest.mark.parametrize(
    ("rule", "to"),
    [
        ({}, [["li-wei@example.org", "wang-fang@example.org"]]),
        ({"for": "office"}, [["li-wei@example.org", "wang-fang@example.org"]]),
        ({"for": ["li-wei"]}, [["li-wei@example.org"]]),
        ({"for": ["press", "wang-fang"]}, [["wang-fang@example.org"]]),
        ({"for": "press"}, []),
        ({"kinds": "escalated"}, []),
        ({"kinds": ["reminded", "missed"]}, [["li-wei@example.org", "wang-fang@example.org"]]),
        ({"duties": ["launch"]}, []),
        ({"duties": "due", "for": "li-wei"}, [["li-wei@example.org"]]),
        ({"mail": "duty@example.org"}, [["duty@example.org"]]),
    ],
)
def test_a_rule_says_whose_notices_of_which_kind_and_duty_go(
    rule: dict[str, Any], to: list[list[str]], by: Callable[..., Notify], post: Post
) -> None:
    assert carried(by({"route": "mail", **rule}, unrouted="ignore")) == [None]
    assert [addresses for addresses, _ in post.took] == to


def test_what_no_rule_speaks_of_is_not_lost_in_silence(by: Callable[..., Notify], post: Post) -> None:
    assert carried(by({"route": "mail", "for": "press"})) == [
        "没有规则涉及这条通知（对象：office），请在设置中添加 [[rules]]"
    ]
    assert post.took == []


def test_what_is_for_nobody_goes_by_a_rule_for_everybody(
    by: Callable[..., Notify], post: Post, chat: Chat
) -> None:
    plugin = by({"route": "mail", "mail": "office@example.org"}, {"route": "group"})
    assert carried(plugin, notice(to=())) == [None]
    assert [to for to, _ in post.took] == [["office@example.org"]]
    assert "对象" not in chat.bodies[0]["text"]["content"]
    assert carried(by({"route": "mail"}), notice(2, to=())) == [
        "mail：没有 ? 的邮箱，请在设置中写入 [addresses]"
    ]


def test_a_group_is_told_once_whoever_is_meant(by: Callable[..., Notify], chat: Chat) -> None:
    carried(by({"route": "group"}, {"route": "group", "for": "li-wei"}), notice(to=(LI, WANG, OFFICE)))
    assert len(chat.asked) == 1
    assert "对象：李伟、王芳、办公室" in chat.bodies[0]["text"]["content"]


def test_the_way_that_failed_is_gone_again_and_no_other(
    by: Callable[..., Notify], post: Post, chat: Chat
) -> None:
    plugin = by({"route": "mail"}, {"route": "group"})
    chat.answers = [(200, {"errcode": 1, "errmsg": "busy"})]
    assert carried(plugin) == ["group：未被接受：1 busy"]
    assert carried(plugin) == [None]
    assert (len(post.took), len(chat.asked)) == (1, 2)


def test_a_program_that_runs_for_a_moment_remembers_it_in_a_file(
    by: Callable[..., Notify], post: Post, chat: Chat, tmp_path: Path
) -> None:
    partly = tmp_path / "partly.json"
    rules = ({"route": "mail"}, {"route": "group"})
    chat.answers = [(200, {"errcode": 1, "errmsg": "busy"})] * 2
    for _ in range(2):
        assert carried(by(*rules, partly=str(partly))) == ["group：未被接受：1 busy"]
    assert "example.org" not in partly.read_text(encoding="utf-8")
    assert carried(by(*rules, partly=str(partly))) == [None]
    assert (len(post.took), len(chat.asked)) == (1, 3)
    assert partly.read_text(encoding="utf-8") == "{}"
    assert [one.name for one in tmp_path.iterdir()] == ["partly.json"]


@pytest.mark.parametrize("text", ["[", "[]", '{"a": 1}'])
def test_a_memory_that_cannot_be_read_is_told_at_once(
    text: str, by: Callable[..., Notify], tmp_path: Path
) -> None:
    partly = tmp_path / "partly.json"
    partly.write_text(text, encoding="utf-8")
    with pytest.raises(NotifyError) as told:
        by({"route": "group"}, partly=str(partly))
    assert f"{partly} cannot be read" in told.value.en


def test_a_memory_that_cannot_be_written_keeps_nothing_from_being_taken(
    by: Callable[..., Notify], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    plugin = by({"route": "mail", "for": "li-wei"}, {"route": "group"}, partly=str(tmp_path / "no" / "p"))
    plugin._partly._written = ""
    assert carried(plugin) == [None]
    assert "cannot be written" in caplog.text
