"""Mail: what is written, to whom, over which connection; what a server refuses is told."""

from collections.abc import Callable
from typing import Any

import pytest
from notices import LI, NOW, OFFICE, WANG, Clock, notice, party
from servers import CERTIFICATE, Post, post_office

from campaignflow_notify import Notify

ADDRESSES = {"li-wei": "li-wei@example.org", "wang-fang": "wang-fang@example.org"}
SetTo = Callable[..., Notify]


def carried(plugin: Notify, *notices: Any) -> list[str | None]:
    return list(plugin.campaignflow_deliver(notices or (notice(),)).values())


def test_a_notice_becomes_one_letter_that_reads_as_it_was_written(
    set_to: SetTo, mailing: dict[str, Any], post: Post
) -> None:
    assert carried(set_to({"mail": mailing}, addresses=ADDRESSES)) == [None]
    ((to, octets),) = post.took
    (letter,) = post.letters
    assert to == ["li-wei@example.org", "wang-fang@example.org"]
    assert letter["Subject"] == "提醒：“印发方案”将到期，时间 2027-02-22。"
    assert str(letter["From"]) == "宣传处 <press@example.org>"
    assert letter.get_content().splitlines() == [
        "提醒：“印发方案”将到期，时间 2027-02-22。",
        "",
        "对象：办公室",
        "事项：campaign:river-2027/water-week/scheme",
        "",
        "此为自动通知，请勿回复。",
    ]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"].datetime == NOW
    assert octets.isascii()
    assert b"=?utf-8?" in octets
    assert max(map(len, octets.split(b"\r\n"))) < 100


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "Reminder (due): “印发方案”, 2027-02-22."),
        ("both", "提醒：“印发方案”将到期，时间 2027-02-22。 / Reminder (due): “印发方案”, 2027-02-22."),
    ],
)
def test_it_is_written_in_the_language_of_the_office(
    language: str, subject: str, set_to: SetTo, mailing: dict[str, Any], post: Post
) -> None:
    carried(set_to({"mail": mailing}, addresses=ADDRESSES, language=language))
    assert post.letters[0]["Subject"] == subject


def test_no_word_of_a_plan_ends_a_header(set_to: SetTo, mailing: dict[str, Any], post: Post) -> None:
    zh = "提醒\r\nBcc: everybody@example.org\n\n正文"
    assert carried(set_to({"mail": mailing}, addresses=ADDRESSES), notice(zh=zh)) == [None]
    assert post.letters[0]["Subject"] == "提醒 Bcc: everybody@example.org 正文"
    assert post.letters[0]["Bcc"] is None
    assert "everybody@example.org" not in post.took[0][0]


def test_no_encoded_word_in_a_title_ends_a_header(set_to: SetTo, mailing: dict[str, Any], post: Post) -> None:
    zh = "提醒 =?utf-8?q?a=0D=0AReply-To:_everybody=40example.org?="
    assert carried(set_to({"mail": mailing}, addresses=ADDRESSES), notice(zh=zh)) == [None]
    assert post.letters[0]["Reply-To"] is None
    assert post.letters[0]["Subject"].endswith("everybody=40example.org?=")


def test_a_notice_that_comes_twice_is_the_same_letter(
    set_to: SetTo, mailing: dict[str, Any], post: Post
) -> None:
    for _ in range(2):
        carried(set_to({"mail": mailing}, addresses=ADDRESSES), notice(1), notice(2))
    one, other, *again = [octets for _, octets in post.took]
    assert again == [one, other]
    names = {letter["Message-ID"] for letter in post.letters}
    assert len(names) == 2
    assert all(name.endswith("@example.org>") for name in names)


def test_the_letters_of_one_digest_go_in_one_conversation(
    set_to: SetTo, mailing: dict[str, Any], post: Post
) -> None:
    carried(set_to({"mail": mailing}, addresses=ADDRESSES), *map(notice, range(5)))
    assert (len(post.took), post.conversations, post.said[-1].upper()) == (5, 1, "QUIT")


def test_a_server_that_hangs_up_after_a_letter_is_called_again(
    set_to: SetTo, mailing: dict[str, Any], post: Post
) -> None:
    post.hangs_up_after = 2
    assert carried(set_to({"mail": mailing}, addresses=ADDRESSES), *map(notice, range(5))) == [None] * 5
    assert (len(post.took), post.conversations) == (5, 3)


def test_an_address_that_is_refused_is_told_and_the_others_are_not_written_to_again(
    set_to: SetTo, mailing: dict[str, Any], post: Post
) -> None:
    plugin = set_to({"mail": mailing}, addresses=ADDRESSES)
    post.refuses["rcpt TO:<wang"] = "550 no such mailbox"
    assert carried(plugin) == ["mail (wang-fang@example.org)：未被接受：550 no such mailbox"]
    post.refuses.clear()
    assert carried(plugin) == [None]
    assert [to for to, _ in post.took] == [["li-wei@example.org"], ["wang-fang@example.org"]]
    assert post.took[0][1] == post.took[1][1]


def test_where_nobody_is_taken_nobody_counts_as_told(
    set_to: SetTo, mailing: dict[str, Any], post: Post
) -> None:
    post.refuses["rcpt"] = "550 no such mailbox"
    plugin = set_to({"mail": mailing}, addresses={"office": "office@example.org"})
    for _ in range(2):
        assert carried(plugin) == ["mail (office@example.org)：未被接受：550 no such mailbox"]


@pytest.mark.parametrize("told", ["mail", "."])
def test_what_is_refused_is_told_with_the_server_s_words(
    told: str, set_to: SetTo, mailing: dict[str, Any], post: Post
) -> None:
    post.refuses[told] = "451 try again later"
    addresses = {"office": "office@example.org"}
    plugin = set_to({"mail": mailing}, addresses=addresses, language="en")
    assert carried(plugin) == ["mail (office@example.org) did not take it: 451 try again later"]
    post.refuses.clear()
    assert carried(plugin, notice(2)) == [None]


def test_a_server_that_is_away_is_not_called_for_each_of_many(
    set_to: SetTo, mailing: dict[str, Any], post: Post, clock: Clock
) -> None:
    post.refuses["ehlo"] = post.refuses["helo"] = "421 too busy"
    plugin = set_to({"mail": mailing}, addresses=ADDRESSES)
    first, second = carried(plugin, notice(1), notice(2))
    assert first is not None
    assert first.startswith("mail：连接不上：")
    assert second == "mail：刚才没有响应，稍后再试"
    post.refuses.clear()
    assert carried(plugin, notice(1)) == ["mail：刚才没有响应，稍后再试"]
    assert post.conversations == 1
    clock.at += 30
    assert carried(plugin, notice(1)) == [None]


def test_a_server_that_answers_slowly_each_time_is_not_waited_for_for_ever(
    set_to: SetTo, mailing: dict[str, Any], post: Post, clock: Clock
) -> None:
    clock.passes = 2.5  # the seconds that pass from line to line
    (why,) = carried(set_to({"mail": mailing}, addresses=ADDRESSES))
    assert why == "mail：连接不上：TimeoutError: timed out"
    assert post.took == []
    assert 0 < len(post.said) < 5


def test_nobody_at_the_port_is_told(set_to: SetTo, mailing: dict[str, Any]) -> None:
    with post_office() as gone:
        port = gone.port
    (why,) = carried(set_to({"mail": mailing | {"port": port}}, addresses=ADDRESSES))
    assert why is not None
    assert why.startswith("mail：连接不上：ConnectionRefusedError")


# who gets it


def test_a_unit_with_an_address_of_its_own_is_written_to_there(
    set_to: SetTo, mailing: dict[str, Any], post: Post
) -> None:
    carried(set_to({"mail": mailing}, addresses=ADDRESSES | {"office": ["office@example.org"]}))
    assert post.took[0][0] == ["office@example.org"]


def test_somebody_without_an_address_is_told_and_the_others_get_it(
    set_to: SetTo, mailing: dict[str, Any], post: Post
) -> None:
    to = (LI, party("sun-lei", "孙磊"))
    plugin = set_to({"mail": mailing}, addresses=ADDRESSES)
    assert carried(plugin, notice(to=to)) == ["mail：没有 sun-lei 的邮箱，请在设置中写入 [addresses]"]
    assert carried(plugin, notice(to=to)) == ["mail：没有 sun-lei 的邮箱，请在设置中写入 [addresses]"]
    assert [one for one, _ in post.took] == [["li-wei@example.org"]]


def test_whoever_is_meant_twice_gets_one_letter(set_to: SetTo, mailing: dict[str, Any], post: Post) -> None:
    rules = [{"route": "mail"}, {"route": "mail", "for": "li-wei"}]
    carried(set_to({"mail": mailing}, addresses=ADDRESSES, rules=rules), notice(to=(OFFICE, WANG)))
    assert [to for to, _ in post.took] == [["li-wei@example.org", "wang-fang@example.org"]]


# connections


def test_without_the_security_that_is_asked_for_nothing_is_sent(
    set_to: SetTo, mailing: dict[str, Any], post: Post
) -> None:
    post.users["press"] = "s3cret-word"
    (why,) = carried(set_to({"mail": mailing | {"security": "starttls"}}, addresses=ADDRESSES))
    assert why is not None
    assert "STARTTLS" in why
    assert not [said for said in post.said if said.split(" ")[0].upper() in {"AUTH", "MAIL"}]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_secured_conversation_carries_the_password_and_the_letter(
    security: str, set_to: SetTo, mailing: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "s3cret-word")
    with post_office(tls=security == "tls") as post:
        post.users["press"] = "s3cret-word"
        post.offers = ("STARTTLS",) if security == "starttls" else ()
        route = mailing | {
            "host": "localhost",
            "port": post.port,
            "security": security,
            "user": "press",
            "password_variable": "MAIL_PASSWORD",
        }
        trusting = set_to({"mail": route | {"ca_file": str(CERTIFICATE)}}, addresses=ADDRESSES)
        assert carried(trusting) == [None]
        (why,) = carried(set_to({"mail": route}, addresses=ADDRESSES))
        assert why is not None
        assert "CERTIFICATE_VERIFY_FAILED" in why
        assert len(post.took) == 1


def test_a_password_is_not_told_whatever_the_server_says(
    set_to: SetTo,
    mailing: dict[str, Any],
    post: Post,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "wrong-s3cret")
    post.users["press"] = "s3cret-word"
    route = mailing | {"user": "press", "password_variable": "MAIL_PASSWORD", "unencrypted": True}
    plugin = set_to({"mail": route}, addresses=ADDRESSES)
    assert carried(plugin) == ["mail：连接不上：535 *** is no password of press"]
    assert carried(plugin, notice(2)) == ["mail：刚才没有响应，稍后再试"]  # no account is locked by trying
    assert "wrong-s3cret" not in f"{caplog.text}{plugin._settings!r}"
