"""Settings: what may be written, and that every mistake is told with its place before anything is sent."""

from pathlib import Path
from typing import Any

import pytest

from campaignflow_notify import Notify, NotifyError

GOOD = """\
language = "both"
unrouted = "ignore"
partly = "partly.json"

[routes.mail]
kind = "mail"
host = "mail.example.org"
user = "press"
password_file = "password"
from = "宣传处 <press@example.org>"

[routes.group]
kind = "dingtalk"
url_file = "robot"
secret_variable = "DINGTALK_SECRET"
most_per_minute = 10

[addresses]
li-wei = ["li-wei@example.org", "li@example.org"]

[[rules]]
route = "mail"
for = "li-wei"

[[rules]]
route = "group"
kinds = ["escalated", "missed"]
duties = ["launch", "response"]
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DINGTALK_SECRET", "SECthis")
    (tmp_path / "password").write_text("s3cret\n", encoding="utf-8")
    (tmp_path / "robot").write_text(
        "https://oapi.dingtalk.com/robot/send?access_token=k3y\n", encoding="utf-8"
    )
    (tmp_path / "empty").touch()
    path = tmp_path / "notify.toml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_file_says_it_all_and_secrets_stand_elsewhere(file: Path) -> None:
    settings = Notify(file)._settings
    mail: Any = settings.senders["mail"]
    group: Any = settings.senders["group"]
    assert (mail.port, mail.security, mail.password) == (587, "starttls", "s3cret")
    assert (group.secret, settings.a_minute) == ("SECthis", {"mail": 600, "group": 10})
    assert group.url.endswith("access_token=k3y")
    assert settings.partly == file.with_name("partly.json")
    assert settings.routing.addresses == {"li-wei": ("li-wei@example.org", "li@example.org")}
    for secret in ("s3cret", "SECthis", "k3y"):
        assert secret not in repr(settings)


WECOM = 'kind = "wecom"\nurl = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k3y"'
MISTAKES = {
    "no route": (
        "[routes.group]",
        "[router.group]",
        "notify.toml: “router” is not known here; did you mean routes?",
    ),
    "a line that cannot be read": ('host = "mail', "host = mail", "line 7"),
    "a kind that is none": (
        '"dingtalk"',
        '"dingding"',
        "routes.group: kind: this is one of mail, wecom, feishu,",
    ),
    "no kind": ('kind = "mail"\n', "", "routes.mail: kind: write it"),
    "no host": ('host = "mail.example.org"\n', "", "routes.mail: host: write it"),
    "a host that is a number": ('host = "mail.example.org"', "host = 25", "routes.mail: host: write a text"),
    "a key that is none": ("host =", "hots =", "routes.mail: “hots” is not known here; did you mean host?"),
    "a key of the other kind": ("user =", "keyword =", "routes.mail: “keyword” is not known here"),
    "a port that is none": ("user =", "port = 0\nuser =", "routes.mail: port: this is a whole number from 1"),
    "a long timeout": ("user =", "timeout = 60\nuser =", "timeout: this is a whole number from 1 to 10"),
    "a sender that is none": ("press@example.org", "press", "routes.mail: from: “press” is no mail address"),
    "a user without a password": ('password_file = "password"\n', "", "routes.mail: user: this goes with"),
    "a password without a file": ('= "password"', '= "passwort"', "routes.mail: password_file: "),
    "an empty file": ('= "password"', '= "empty"', "empty is empty"),
    "a variable without a value": (
        "DINGTALK_SECRET",
        "OTHER",
        "routes.group: secret_variable: the variable OTHER",
    ),
    "a password in the clear": ("user =", 'security = "none"\nuser =', "would be sent in the clear"),
    "certificates that are none": ("user =", 'ca_file = "robot"\nuser =', "robot holds no certificates"),
    "two addresses of a robot": ("url_file", 'url = "https://a/b"\nurl_file', "write one of them"),
    "no address of a robot": ('url_file = "robot"\n', "", "url_variable / url_file / url: write one of them"),
    "an address in the clear": (
        'url_file = "robot"',
        'url = "http://a.example/?access_token=k3y"',
        "routes.group: url: it would be sent in the clear",
    ),
    "an address without its key": (
        'url_file = "robot"',
        'url = "https://a.example/robot"',
        "routes.group: url: it says no access_token=",
    ),
    "an address that is none": ('url_file = "robot"', 'url = "oapi.dingtalk.com"', "begins with https://"),
    "an address with a port that is none": (
        'url_file = "robot"',
        'url = "https://a:b/c"',
        "begins with https://",
    ),
    "a secret for one that signs nothing": (
        'kind = "dingtalk"\nurl_file = "robot"',
        WECOM,
        "routes.group: secret_variable: wecom signs nothing",
    ),
    "a token for one that takes none": (
        "secret_variable",
        "token_variable",
        "routes.group: token_variable: dingtalk takes none",
    ),
    "a flag that is a text": (
        'url_file = "robot"',
        'url = "http://a.example/?access_token=k3y"\nunencrypted = "yes"',
        "routes.group: unencrypted: this is true or false",
    ),
    "a pace of none": (
        "most_per_minute = 10",
        "most_per_minute = 0",
        "most_per_minute: this is a whole number",
    ),
    "a rule by no route": (
        'route = "group"',
        'route = "chat"',
        "rules[2]: route: there is no route “chat”, but mail",
    ),
    "a rule for a number": ('for = "li-wei"', "for = 1", "rules[1]: for: write a text, or a list of texts"),
    "a kind of notice that is none": (
        '"missed"',
        '"mised"',
        "rules[2]: kinds: “mised” is not known; did you mean",
    ),
    "a duty that is none": (
        '"response"',
        '"dinner"',
        "rules[2]: duties: “dinner” is not known; known are starts",
    ),
    "mail by a robot": (
        "duties =",
        'mail = "a@example.org"\nduties =',
        "rules[2]: mail: this is for a route",
    ),
    "mail to no address": (
        'for = "li-wei"',
        'mail = "nobody"',
        "rules[1]: mail: “nobody” is no mail address",
    ),
    "an address nobody has": (
        "li@example.org",
        "李@example.org",
        "addresses: li-wei: “李@example.org” is no mail",
    ),
    "a language that is none": ('"both"', '"fr"', "notify.toml: language: this is one of zh, en, both"),
}


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_a_sentence_with_its_place(old: str, new: str, said: str, file: Path) -> None:
    assert GOOD.count(old) >= 1
    file.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(NotifyError) as told:
        Notify(file)
    assert said in told.value.en
    assert "notify.toml" in told.value.en
    assert "notify.toml" in told.value.zh
    for secret in ("s3cret", "SECthis", "k3y"):
        assert secret not in str(told.value)


def test_what_is_handed_in_is_told_by_its_name() -> None:
    with pytest.raises(NotifyError) as told:
        Notify({"routes": {"a": {"kind": "mail"}}})
    assert told.value.en == "Notify: routes.a: from: write it"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "there is no route; write [routes.NAME]"),
        ({"routes": []}, "routes: this takes keys with values"),
        ({"routes": {"a": 1}}, "routes.a: this takes keys with values"),
        ({"routes": {"a": {"kind": "json", "url": "https://a/b"}}}, "there is no rule; write [[rules]]"),
    ],
)
def test_routes_and_rules_must_be_there(given: Any, said: str) -> None:
    with pytest.raises(NotifyError) as told:
        Notify(given)
    assert told.value.en == f"Notify: {said}"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotifyError) as told:
        Notify(tmp_path / "notify.toml")
    assert f"cannot read {tmp_path}" in told.value.en
