r"""What robots in groups are sent, how it is signed, and what their answers mean.

Everything here is a pure function; the sending is in `campaignflow_notify.webhook`.

* WeCom 企业微信群机器人, <https://developer.work.weixin.qq.com/document/path/91770>: a text of at most 2048
  bytes of UTF-8, which may mention people as `<@userid>`; the key stands in the address; twenty a minute;
  `errcode` is 0 where all went well.
* Feishu 飞书自定义机器人, <https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot>: HMAC-SHA256 of
  nothing with the key `timestamp + "\n" + secret`, in base64, beside the timestamp in seconds in the body;
  a hundred a minute, five a second; at most 20 KB; error 11232 is the limit; `<at user_id="all">` mentions.
* DingTalk 钉钉自定义机器人, <https://open.dingtalk.com/document/group/custom-robot-access>: HMAC-SHA256 of
  `timestamp + "\n" + secret` with the key `secret`, in base64, quoted for the address, beside the timestamp
  in milliseconds; twenty a minute, or the robot is silenced for ten minutes.
* Plain JSON, for a host's own program: the notice as it is, told by the header `Idempotency-Key`; signed, if
  there is a secret, with HMAC-SHA256 of `timestamp + "." + body`, in hexadecimal.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

from campaignflow_notify.mistakes import Away, NotTaken
from campaignflow_notify.rules import Party
from campaignflow_notify.words import Message

__all__ = ["ROBOTS", "Post", "Robot", "dingtalk_sign", "feishu_sign", "json_sign"]

WECOM_BYTES = 2048
LIMITS = frozenset({"11232", "99991400"})
"""Feishu's codes for too much at once; where others have one, it is a refusal like any other."""


@dataclass(frozen=True, slots=True)
class Post:
    """What is posted."""

    body: bytes
    query: str = ""
    """What is added to the address."""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Robot:
    """One kind of robot."""

    make: Callable[[Message, str, str, datetime], Post]
    """Makes what is posted of a message, a keyword, a secret (or none) and the time."""
    judge: Callable[[bytes], None]
    """Raises what an answer says against a message."""
    a_minute: int
    """How many it takes."""
    key: str = ""
    """What the address must say."""
    is_signed: bool = True
    """Whether it knows a secret."""


def feishu_sign(timestamp: int, secret: str) -> str:
    """Return Feishu's signature: the key is what others sign, and the message is empty."""
    key = f"{timestamp}\n{secret}".encode()
    return base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()


def dingtalk_sign(timestamp: int, secret: str) -> str:
    """Return DingTalk's signature, as it stands in the address."""
    said = f"{timestamp}\n{secret}".encode()
    return quote_plus(base64.b64encode(hmac.new(secret.encode(), said, hashlib.sha256).digest()))


def json_sign(timestamp: int, body: bytes, secret: str) -> str:
    """Return the signature of plain JSON."""
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def _octets(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def _text(message: Message, keyword: str) -> str:
    """Return the text for a group; what a plan says mentions nobody, whatever stands in it."""
    return f"{keyword}{' ' if keyword else ''}{message.short}".replace("<", "＜")


def _cut(text: str, octets: int) -> str:
    """Return a text of at most so many bytes, without half a character."""
    if len(text.encode()) <= octets:
        return text
    return text.encode()[: octets - len("…".encode())].decode(errors="ignore") + "…"


def _wecom(message: Message, keyword: str, _secret: str, _now: datetime) -> Post:
    return Post(_octets({"msgtype": "text", "text": {"content": _cut(_text(message, keyword), WECOM_BYTES)}}))


def _feishu(message: Message, keyword: str, secret: str, now: datetime) -> Post:
    data: dict[str, Any] = {"msg_type": "text", "content": {"text": _text(message, keyword)}}
    if secret:
        seconds = int(now.timestamp())
        data = {"timestamp": str(seconds), "sign": feishu_sign(seconds, secret), **data}
    return Post(_octets(data))


def _dingtalk(message: Message, keyword: str, secret: str, now: datetime) -> Post:
    data = {"msgtype": "text", "text": {"content": _text(message, keyword)}, "at": {"isAtAll": False}}
    if not secret:
        return Post(_octets(data))
    milliseconds = int(now.timestamp() * 1000)
    return Post(_octets(data), f"timestamp={milliseconds}&sign={dingtalk_sign(milliseconds, secret)}")


def _json(message: Message, _keyword: str, secret: str, now: datetime) -> Post:
    notice = message.notice
    data = {
        **{
            name: getattr(notice, name) for name in ("id", "kind", "ref", "title", "duty", "zone", "zh", "en")
        },
        "tries": notice.tries,
        "at": notice.at.isoformat(),
        "due": notice.due.isoformat(),
        "to": [_party(one) for one in notice.to],
        "subject": message.subject,
        "text": message.text,
    }
    body = _octets(data)
    headers = {"Idempotency-Key": notice.id}
    if secret:
        seconds = int(now.timestamp())
        headers["X-Campaignflow-Timestamp"] = str(seconds)
        headers["X-Campaignflow-Signature"] = f"sha256={json_sign(seconds, body, secret)}"
    return Post(body, headers=headers)


def _party(party: Party) -> dict[str, Any]:
    people = [_party(one) for one in party.people]
    return {"id": party.id, "name": party.name} | ({"people": people} if people else {})


def _judged(answer: bytes, *codes: str) -> None:
    """Raise what an answer says, by the first of these codes that stands in it."""
    try:
        data = json.loads(answer)
        code = next(data[one] for one in codes if one in data)
    except (ValueError, TypeError, StopIteration):
        raise NotTaken("unclear", answer) from None
    if code != 0 or isinstance(code, bool):
        said = next((data[one] for one in ("errmsg", "msg", "StatusMessage") if one in data), "")
        if str(code) in LIMITS:
            raise Away("slower", f"{code} {said}")
        raise NotTaken("refused", f"{code} {said}")


ROBOTS: Mapping[str, Robot] = {
    "wecom": Robot(_wecom, lambda answer: _judged(answer, "errcode"), 20, key="key", is_signed=False),
    "feishu": Robot(_feishu, lambda answer: _judged(answer, "code", "StatusCode"), 100),
    "dingtalk": Robot(_dingtalk, lambda answer: _judged(answer, "errcode"), 20, key="access_token"),
    "json": Robot(_json, lambda _answer: None, 600),
}
"""Robots by the word that names them in the settings."""
