"""An office's settings: the routes there are, the addresses, and the rules, from a TOML file or a mapping.

A mistake is told as the office is opened, in one sentence that names the file, the place in it and the key.
"""

import ssl
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from campaignflow_notify import words
from campaignflow_notify.mail import PORTS, Mail
from campaignflow_notify.mistakes import NotifyError
from campaignflow_notify.reading import Table
from campaignflow_notify.robots import ROBOTS
from campaignflow_notify.rules import Routing, Rule
from campaignflow_notify.webhook import Webhook

__all__ = ["Clocks", "Settings", "read"]

KINDS = ("reminded", "escalated", "missed", "lapsed")
DUTIES = ("starts", "due", "overdue", "routine", "response", "launch", "wrap_up", "decide")
MAILS_A_MINUTE = 600
LARGEST_TIMEOUT = 10
_TOP = ("language", "unrouted", "partly", "routes", "addresses", "rules")
_MAIL = (
    *("kind", "host", "port", "security", "from", "user", "password_variable", "password_file", "hello"),
    *("ca_file", "timeout", "unencrypted", "most_per_minute"),
)
_ROBOT = (
    *("kind", "url", "url_variable", "url_file", "secret_variable", "secret_file", "keyword"),
    *("token_variable", "token_file", "ca_file", "timeout", "unencrypted", "most_per_minute"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an office has set."""

    senders: Mapping[str, Mail | Webhook]
    a_minute: Mapping[str, int]
    """How many notices each route takes."""
    routing: Routing
    language: str
    """Of what is sent: `zh`, `en` or `both`."""
    partly: Path | None
    """Where it is remembered which ways a notice has gone."""

    @property
    def speaks(self) -> str:
        """The language in which it is said why a notice was not taken."""
        return "en" if self.language == "en" else "zh"


@dataclass(frozen=True, slots=True)
class Clocks:
    """What tells the time."""

    now: Callable[[], datetime]
    """By which messages are signed."""
    seconds: Callable[[], float]
    """By which patience is measured."""


def read(given: "str | Path | Mapping[str, Any]", clocks: Clocks) -> Settings:
    """Return the settings of a TOML file, or of a mapping like one.

    Names of files in it are meant from where the settings stand; in a mapping, from the working directory.

    Raises:
        NotifyError: they cannot be read.
    """
    if isinstance(given, Mapping):
        return _settings(given, "Notify", Path(), clocks)
    path = Path(given)
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise NotifyError(f"读不到设置 {path}：{error}", f"cannot read {path}: {error}") from error
    except UnicodeDecodeError as error:
        raise NotifyError(f"{path}：不是 UTF-8 编码", f"{path}: it is not in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise NotifyError(f"{path}：写法有误：{error}", f"{path}: cannot be read: {error}") from error
    return _settings(said, path.name, path.parent, clocks)


def _settings(said: Mapping[str, Any], place: str, folder: Path, clocks: Clocks) -> Settings:
    top = Table(said, place, folder, _TOP)
    routes = Table(said.get("routes", {}), f"{place}: routes", folder)
    senders: dict[str, Mail | Webhook] = {}
    a_minute: dict[str, int] = {}
    for name, route in routes.said.items():
        one = Table(route, f"{place}: routes.{name}", folder)
        kind = one.one_of("kind", ("mail", *ROBOTS))
        if kind == "mail":
            senders[name], most = _mail(one, clocks), MAILS_A_MINUTE
        else:
            senders[name], most = _robot(one, kind, clocks), ROBOTS[kind].a_minute
        a_minute[name] = one.number("most_per_minute", most, 10_000)
    if not senders:
        raise NotifyError(
            f"{place}：没有发送途径；请写 [routes.名称]", f"{place}: there is no route; write [routes.NAME]"
        )
    mailing = frozenset(name for name, one in senders.items() if isinstance(one, Mail))
    rules = said.get("rules", [])
    if not isinstance(rules, list | tuple) or not rules:
        raise NotifyError(f"{place}：没有规则；请写 [[rules]]", f"{place}: there is no rule; write [[rules]]")
    routing = Routing(
        tuple(_rule(Table(one, f"{place}: rules[{n}]", folder), senders) for n, one in enumerate(rules, 1)),
        mailing,
        _addresses(Table(said.get("addresses", {}), f"{place}: addresses", folder)),
        ignores_others=top.one_of("unrouted", ("refuse", "ignore"), "refuse") == "ignore",
    )
    language = top.one_of("language", words.LANGUAGES, "zh")
    partly = folder / top.text("partly") if "partly" in said else None
    return Settings(senders, a_minute, routing, language, partly)


def _mail(one: Table, clocks: Clocks) -> Mail:
    Table(one.said, one.place, one.folder, _MAIL)
    security = one.one_of("security", tuple(PORTS), "starttls")
    user, password = one.text("user", ""), one.secret("password")
    if bool(user) != bool(password):
        raise one.wrong(
            "user", "须与 password_variable 或 password_file 同时写", "this goes with password_variable/_file"
        )
    if security == "none" and user and not one.flag("unencrypted"):
        raise one.wrong(
            "security",
            "口令会以明文传送；请用 starttls 或 tls（确有必要时写 unencrypted = true）",
            "the password would be sent in the clear; use starttls or tls (or say unencrypted = true)",
        )
    display, address = parseaddr(one.text("from"))
    return Mail(
        host=one.text("host"),
        port=one.number("port", PORTS[security], 65_535),
        security=security,
        sender=_address(one, "from", address, display),
        user=user,
        password=password,
        context=_context(one, is_secured=security != "none"),
        timeout=one.number("timeout", 5, LARGEST_TIMEOUT),
        hello=one.text("hello", "") or None,
        clock=clocks.seconds,
    )


def _robot(one: Table, kind: str, clocks: Clocks) -> Webhook:
    Table(one.said, one.place, one.folder, _ROBOT)
    robot = ROBOTS[kind]
    url = one.secret("url", open_too=True, needed=True)
    try:
        parts = urlsplit(url)
        is_sound = bool(parts.hostname) and parts.port != 0
        is_sound = (
            is_sound and url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc
        )
    except ValueError:
        is_sound = False
    if not is_sound or parts.scheme not in {"https", "http"}:
        raise one.wrong(
            "url", "应是完整的 https:// 地址", "this is a whole address that begins with https://"
        )
    if parts.scheme == "http" and not one.flag("unencrypted"):
        raise one.wrong(
            "url",
            "内容会以明文传送；请用 https://（确有必要时写 unencrypted = true）",
            "it would be sent in the clear; use https:// (or say unencrypted = true)",
        )
    if robot.key and not parse_qs(parts.query).get(robot.key):
        raise one.wrong(
            "url",
            f"地址中没有 {robot.key}=，请从群机器人设置中完整复制",
            f"it says no {robot.key}=; copy all of it",
        )
    secret, token = one.secret("secret"), one.secret("token")
    if secret and not robot.is_signed:
        raise one.wrong("secret_variable", f"{kind} 不签名，请去掉", f"{kind} signs nothing; leave it out")
    if token and kind != "json":
        raise one.wrong("token_variable", f"{kind} 不用令牌，请去掉", f"{kind} takes none; leave it out")
    return Webhook(
        robot=robot,
        url=url,
        secret=secret,
        token=token,
        keyword=one.text("keyword", ""),
        context=_context(one, is_secured=parts.scheme == "https"),
        timeout=one.number("timeout", 5, LARGEST_TIMEOUT),
        now=clocks.now,
    )


def _rule(one: Table, routes: Mapping[str, object]) -> Rule:
    Table(one.said, one.place, one.folder, ("route", "for", "kinds", "duties", "mail"))
    route = one.text("route")
    if route not in routes:
        known = ", ".join(routes)
        raise one.wrong(
            "route", f"没有途径“{route}”；已有：{known}", f"there is no route “{route}”, but {known}"
        )
    mail = one.texts("mail")
    if mail and not isinstance(routes[route], Mail):
        raise one.wrong("mail", "只用于邮件途径", "this is for a route that is mail")
    for address in mail:
        _address(one, "mail", address)
    return Rule(
        route,
        frozenset(one.texts("for")),
        one.words("kinds", KINDS),
        one.words("duties", DUTIES),
        mail,
    )


def _addresses(table: Table) -> dict[str, tuple[str, ...]]:
    found = {str(key): table.texts(key) for key in table.said}
    for key, addresses in found.items():
        for address in addresses:
            _address(table, key, address)
    return found


def _address(one: Table, key: str, address: str, display: str = "") -> Address:
    """Return a mail address that any server takes."""
    try:
        found = Address(display, addr_spec=address)
        is_sound = bool(found.username and found.domain) and address.isascii() and address.isprintable()
    except (ValueError, IndexError, MessageError):
        is_sound = False
    if not is_sound:
        raise one.wrong(key, f"“{address}”不是邮箱地址", f"“{address}” is no mail address")
    return found


def _context(one: Table, *, is_secured: bool) -> ssl.SSLContext:
    """Return how a connection is secured: who answers must be who he says he is."""
    if not is_secured:
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody, and is not asked
    if "ca_file" not in one.said:
        return ssl.create_default_context()
    path = one.folder / one.text("ca_file")
    try:
        return ssl.create_default_context(cafile=str(path))
    except OSError as error:
        raise one.wrong("ca_file", f"读不到证书 {path}", f"{path} holds no certificates") from error
