"""Robots in groups: their formats and signatures, and what their answers mean."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from notices import NOW, Clock, notice
from servers import Chat, chat_server

from campaignflow_notify import Notify
from campaignflow_notify.robots import dingtalk_sign, feishu_sign, json_sign

SetTo = Callable[..., Notify]
SHORT = "提醒：“印发方案”将到期，时间 2027-02-22。\n对象：办公室\n事项：campaign:river-2027/water-week/scheme"
SECONDS = int(NOW.timestamp())


def carried(plugin: Notify, *notices: Any) -> list[str | None]:
    return list(plugin.campaignflow_deliver(notices or (notice(),)).values())


# signatures: worked out with `openssl dgst -sha256 -mac HMAC`, which knows nothing of this code


def test_feishu_s_signature_is_that_of_nothing_with_time_and_secret_as_the_key() -> None:
    assert feishu_sign(1599360473, "this is secret") == "/eYKrXQBzTjUZJ3s6NX16VxGbTwmK7AEs8/FnvC1CSw="


def test_dingtalk_s_signature_is_that_of_time_and_secret_and_fit_for_an_address() -> None:
    assert (
        dingtalk_sign(1577262236757, "this is secret") == "hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D"
    )


def test_the_signature_of_plain_json_covers_the_time_and_the_body() -> None:
    expected = "35b4a645a0b3a4e2e267d0b7a7148a216cabaa1b02a35e2f0cb9cd3354654cad"
    assert json_sign(1599360473, b'{"id": 1}', "this is secret") == expected


# formats


def test_wecom_gets_a_text(set_to: SetTo, robot: Callable[..., Any], chat: Chat) -> None:
    assert carried(set_to({"group": robot("wecom")})) == [None]
    assert chat.bodies == [{"msgtype": "text", "text": {"content": SHORT}}]
    ((path, headers, body),) = chat.asked
    assert path == "/send?key=693a91f6-7xxx"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert "印发方案".encode() in body


def test_a_text_for_wecom_has_at_most_2048_bytes(
    set_to: SetTo, robot: Callable[..., Any], chat: Chat
) -> None:
    carried(set_to({"group": robot("wecom")}), notice(zh="水" * 3000))
    (said,) = chat.bodies
    assert 2040 < len(said["text"]["content"].encode()) <= 2048
    assert said["text"]["content"].endswith("水…")


@pytest.mark.parametrize("secret", ["this is secret", ""])
def test_feishu_gets_a_text_and_the_signature_in_the_body(
    secret: str,
    set_to: SetTo,
    robot: Callable[..., Any],
    chat: Chat,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FEISHU", secret)
    chat.usual = {"code": 0, "data": {}, "msg": "success"}
    said = {"secret_variable": "FEISHU"} if secret else {}
    assert carried(set_to({"group": robot("feishu", **said)})) == [None]
    expected: dict[str, Any] = {"msg_type": "text", "content": {"text": SHORT}}
    if secret:
        expected |= {"timestamp": str(SECONDS), "sign": feishu_sign(SECONDS, secret)}
    assert chat.bodies == [expected]


def test_feishu_s_older_answer_is_understood_too(
    set_to: SetTo, robot: Callable[..., Any], chat: Chat
) -> None:
    chat.usual = {"StatusCode": 0, "StatusMessage": "success"}
    assert carried(set_to({"group": robot("feishu")})) == [None]


def test_dingtalk_gets_a_text_and_the_signature_in_the_address(
    set_to: SetTo, robot: Callable[..., Any], chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DINGTALK", "SECthis")
    assert carried(set_to({"group": robot("dingtalk", secret_variable="DINGTALK")})) == [None]
    assert chat.bodies == [{"msgtype": "text", "text": {"content": SHORT}, "at": {"isAtAll": False}}]
    time = SECONDS * 1000
    sign = dingtalk_sign(time, "SECthis")
    assert chat.asked[0][0] == f"/send?access_token=693a91f6-7xxx&timestamp={time}&sign={sign}"


def test_a_program_gets_the_notice_as_it_is_and_can_tell_it_again(
    set_to: SetTo, robot: Callable[..., Any], chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGN", "this is secret")
    monkeypatch.setenv("TOKEN", "t0ken")
    chat.usual = b""
    plugin = set_to({"own": robot("json", secret_variable="SIGN", token_variable="TOKEN")})
    assert carried(plugin, notice()) == [None]
    ((_, headers, body),) = chat.asked
    said = json.loads(body)
    assert (said["id"], said["at"], said["due"]) == (
        notice().id,
        "2027-02-17T02:00:00+00:00",
        "2027-02-22T16:00:00+00:00",
    )
    assert (said["zh"], said["ref"]) == (notice().zh, notice().ref)
    people = [{"id": "li-wei", "name": "李伟"}, {"id": "wang-fang", "name": "王芳"}]
    assert said["to"] == [{"id": "office", "name": "办公室", "people": people}]
    assert headers["Idempotency-Key"] == notice().id
    assert headers["Authorization"] == "Bearer t0ken"
    assert headers["X-Campaignflow-Timestamp"] == str(SECONDS)
    signature = f"sha256={json_sign(SECONDS, body, 'this is secret')}"
    assert headers["X-Campaignflow-Signature"] == signature


@pytest.mark.parametrize("kind", ["wecom", "feishu", "dingtalk"])
def test_what_a_plan_says_calls_nobody(
    kind: str, set_to: SetTo, robot: Callable[..., Any], chat: Chat
) -> None:
    carried(set_to({"group": robot(kind)}), notice(zh='<@all> <at user_id="all">所有人</at>'))
    text = json.dumps(chat.bodies[0], ensure_ascii=False)
    assert "<" not in text
    assert "所有人" in text


def test_a_group_that_asks_for_a_word_gets_it(set_to: SetTo, robot: Callable[..., Any], chat: Chat) -> None:
    carried(set_to({"group": robot("dingtalk", keyword="宣传计划")}))
    assert chat.bodies[0]["text"]["content"] == f"宣传计划 {SHORT}"


# answers


@pytest.mark.parametrize(
    ("kind", "answer", "why"),
    [
        ("wecom", (200, {"errcode": 93000, "errmsg": "invalid webhook url"}), "93000 invalid webhook url"),
        ("feishu", (200, {"code": 19021, "msg": "sign match fail"}), "19021 sign match fail"),
        ("dingtalk", (200, {"errcode": 310000, "errmsg": "keywords not in content"}), "310000 keywords not"),
        ("wecom", (200, {"errcode": "0"}), "未被接受"),
        ("wecom", (200, {"errcode": False}), "未被接受"),
        ("wecom", (200, b"<html>login</html>"), "看不懂答复：<html>login</html>"),
        ("wecom", (200, {"ok": True}), "看不懂答复"),
        ("wecom", (200, []), "看不懂答复"),
        ("feishu", (200, b""), "看不懂答复"),
        ("json", (404, {}), "HTTP 404"),
        ("json", (302, {}), "HTTP 302"),
        ("wecom", (307, {}), "HTTP 307"),
    ],
)
def test_what_the_service_does_not_take_is_refused_with_its_words(
    kind: str,
    answer: tuple[int, Any],
    why: str,
    set_to: SetTo,
    robot: Callable[..., Any],
    chat: Chat,
) -> None:
    chat.answers = [answer]
    chat.usual = {"code": 0, "errcode": 0}
    first, second = carried(set_to({"group": robot(kind)}), notice(1), notice(2))
    assert first is not None
    assert first.startswith("group：")
    assert why in first
    assert second is None
    assert [path.partition("?")[0] for path, *_ in chat.asked] == ["/send", "/send"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((429, {}), "group：发送过快，被限流：HTTP 429"),
        (
            (200, {"code": 11232, "msg": "frequency limited"}),
            "group：发送过快，被限流：11232 frequency limited",
        ),
        ((503, b""), "group：未被接受：HTTP 503"),
    ],
)
def test_a_service_that_takes_no_more_is_left_alone_for_a_while(
    answer: tuple[int, Any],
    why: str,
    set_to: SetTo,
    robot: Callable[..., Any],
    chat: Chat,
    clock: Clock,
) -> None:
    chat.answers, chat.usual = [answer], {"code": 0}
    plugin = set_to({"group": robot("feishu")})
    assert carried(plugin, notice(1), notice(2)) == [why, "group：刚才没有响应，稍后再试"]
    clock.at += 30
    assert carried(plugin, notice(1), notice(2)) == [None, None]
    assert len(chat.asked) == 3


def test_no_more_go_in_a_minute_than_the_service_takes(
    set_to: SetTo, robot: Callable[..., Any], chat: Chat, clock: Clock
) -> None:
    plugin = set_to({"group": robot("dingtalk")})
    said = carried(plugin, *map(notice, range(23)))
    assert said == [None] * 20 + ["group：每分钟最多 20 条，其余稍后再发"] * 3
    clock.at += 60
    assert carried(plugin, *map(notice, range(20, 23))) == [None] * 3
    assert len(chat.asked) == 23


def test_a_service_that_does_not_answer_in_time_has_not_taken_it(
    set_to: SetTo, robot: Callable[..., Any], chat: Chat, clock: Clock
) -> None:
    chat.silent = threading.Event()
    clock.passes = 14.95  # what is left of the call is the time it waits
    (why,) = carried(set_to({"group": robot()}))
    chat.silent.set()
    assert why in {"group：连接不上：timed out", "group：连接不上：TimeoutError"}


def test_a_call_ends_before_it_takes_too_long(
    set_to: SetTo, robot: Callable[..., Any], chat: Chat, clock: Clock
) -> None:
    plugin = set_to({"group": robot()})
    clock.passes = 1.5
    said = carried(plugin, *map(notice, range(9)))
    assert said[0] is None
    assert said[-1] == "group：这一次的时间用完了，稍后再发"


def test_nobody_at_the_address_is_told_without_the_address(set_to: SetTo, robot: Callable[..., Any]) -> None:
    with chat_server() as gone:
        port = gone.port
    url = f"http://127.0.0.1:{port}/send?key=693a91f6-7xxx"
    (why,) = carried(set_to({"group": robot(url=url)}))
    assert why is not None
    assert why.startswith("group：连接不上：")
    assert "693a" not in why


def test_no_secret_is_told_whatever_the_service_says(
    set_to: SetTo,
    robot: Callable[..., Any],
    chat: Chat,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("DINGTALK", "SECthis-is-long")
    chat.usual = {"errcode": 1, "errmsg": "SECthis-is-long for access_token=693a91f6-7xxx"}
    plugin = set_to({"group": robot("dingtalk", secret_variable="DINGTALK")})
    assert carried(plugin) == ["group：未被接受：1 *** for access_token=***"]
    assert "693a" not in f"{caplog.text}{plugin._settings!r}"
    assert "SECthis" not in f"{caplog.text}{plugin._settings!r}"
