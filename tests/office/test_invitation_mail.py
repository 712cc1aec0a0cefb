"""An invitation as mail: a sentence says what changed, and the calendar in it is that of the invitation."""

import email
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import Any

import pytest
from tests.office.desk import Clock, founded, plan, text

import campaignflow as cf

BOOK = {
    "office": "office@example.org",
    "press": "宣传中心 <press@example.org>",
    "people-daily": "desk@daily.example",
}
ORGANIZER = "宣传处 <pr@example.org>"
BRIEFING = "新闻通气会"
WHEN = "2027-03-15 09:30-11:00（Asia/Shanghai）"
FOR_PARTNERS = ("media: [people-daily]", "media: [people-daily]\n        visibility: partners")
WITH_OFFICE = (
    "lead: press\n        when: press-day",
    "lead: press\n        support: [office]\n        when: press-day",
)


def sent(office: cf.Office, since: Any = None, **choices: Any) -> list[cf.Invitation]:
    choices = {"organizer": ORGANIZER, "addresses": BOOK, **choices}
    return [one for one in office.invitations("river-2027", since=since, **choices) if BRIEFING in one.title]


def read(one: cf.Invitation) -> EmailMessage:
    """Return the mail of an invitation as a mail program reads it."""
    octets = one.mail()
    assert octets.replace(b"\r\n", b"").count(b"\n") == 0
    assert octets.isascii()
    found = email.message_from_bytes(octets, policy=default)
    assert isinstance(found, EmailMessage)
    assert [part.defects for part in found.walk()] == [[] for _ in found.walk()]
    assert octets == found.as_bytes(policy=SMTP)
    return found


def plain(one: cf.Invitation) -> str:
    part = read(one).get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_it_has_a_text_and_the_calendar_with_its_method(office: cf.Office) -> None:
    (one,) = sent(office)
    mail = read(one)
    assert mail.get_content_type() == "multipart/alternative"
    words, calendar = mail.iter_parts()
    assert (words.get_content_type(), calendar.get_content_type()) == ("text/plain", "text/calendar")
    assert dict(calendar["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert calendar.get_payload(decode=True) == one.octets
    assert [str(mail[name]) for name in ("From", "To", "Subject")] == [
        ORGANIZER,
        "press@example.org",
        f"邀请：{BRIEFING}",
    ]
    assert plain(one).startswith(f"邀请参加“{BRIEFING}”：{WHEN}。\n\n时间：{WHEN}\n")
    assert "责任单位" in plain(one)


def test_the_same_record_gives_the_same_bytes_whatever_the_clock_says(
    office: cf.Office, clock: Clock
) -> None:
    (first,) = sent(office)
    clock.on(days=2)
    (again,) = sent(office)
    assert (again.mail(), again.octets) == (first.mail(), first.octets)
    assert read(first)["Date"].datetime == first.at < clock()


def test_a_change_has_another_message_id_and_a_later_date(office: cf.Office, clock: Clock) -> None:
    since = clock()
    (first,) = sent(office)
    clock.on(days=1)
    office.reschedule("water-week/briefing", "2027-03-18 09:30-11:00", reason="场地", actor="chen-jing")
    (moved,) = sent(office, since)
    assert read(moved)["Message-ID"] != read(first)["Message-ID"]
    assert moved.at > first.at
    assert f"DTSTAMP:{moved.at:%Y%m%dT%H%M%SZ}".encode() in moved.octets
    assert moved.said == (
        f"“{BRIEFING}”改到 2027-03-18 09:30-11:00（Asia/Shanghai），原定 {WHEN}。“{BRIEFING}”的日期已确定。"
    )
    assert str(read(moved)["Subject"]) == f"更新：{BRIEFING}"


def test_an_embargo_that_lifts_is_dated_when_it_lifted(clock: Clock) -> None:
    held = (
        "media: [people-daily]",
        "media: [people-daily]\n        visibility: partners\n        embargo: 2027-03-01 08:00",
    )
    with founded(clock, text(held)) as office:
        since = clock.to("2027-02-28 09:00")
        clock.to("2027-03-01 09:00")
        (one,) = sent(office, since)
        assert one.at.isoformat() == "2027-03-01T08:00:00+08:00"


CHANGES = {
    "a name": ((BRIEFING, "新闻通气会二"), f"“{BRIEFING}”改称“新闻通气会二”。"),
    "a place": (
        ("when: press-day", "where: 二楼\n        when: press-day"),
        f"“{BRIEFING}”的地点改为：二楼。",
    ),
    "a remark": (
        ("when: press-day", "note: 带证件\n        when: press-day"),
        f"“{BRIEFING}”（{WHEN}）的说明或参加单位有变。",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_says_in_a_sentence_what_changed(change: str, office: cf.Office, clock: Clock) -> None:
    edit, said = CHANGES[change]
    since = clock()
    clock.on(days=1)
    office.apply(plan(edit), actor="li-wei")
    (one,) = sent(office, since)
    assert one.said == said
    assert plain(one).startswith(said)


def test_what_is_off_says_so_to_all_and_who_is_taken_off_hears_that_alone(clock: Clock) -> None:
    with founded(clock, text(WITH_OFFICE)) as office:
        since = clock()
        clock.on(days=1)
        office.apply(plan(), actor="li-wei")
        said = {one.parties: one.said for one in sent(office, since)}
        assert said["office",] == f"“{BRIEFING}”（{WHEN}）的邀请撤回。"
        since = clock()
        clock.on(days=1)
        office.cancel("water-week/briefing", reason="取消", actor="chen-jing")
        (one,) = sent(office, since)
        assert one.said == f"“{BRIEFING}”原定 {WHEN}，现不举行。"
        _, calendar = read(one).iter_parts()
        assert calendar["Content-Type"].params["method"] == "CANCEL"


def test_a_partner_s_mail_names_nobody_else(clock: Clock) -> None:
    with founded(clock, text(FOR_PARTNERS, WITH_OFFICE)) as office:
        (one,) = [one for one in sent(office) if "people-daily" in one.parties]
        assert str(read(one)["To"]) == "desk@daily.example"
        said = one.mail().decode() + plain(one) + one.octets.replace(b"\r\n ", b"").decode()
        assert "press@example.org" not in said
        assert "世界水日" not in said


def test_it_is_written_in_english_too(office: cf.Office) -> None:
    (one,) = sent(office, lang="en")
    assert one.said == f"You are invited to “{BRIEFING}”: 2027-03-15 09:30-11:00 (Asia/Shanghai)."
    assert one.subject == f"Invitation: {BRIEFING}"


def test_whoever_got_an_address_since_is_invited_to_what_stands(clock: Clock) -> None:
    with founded(clock, text(WITH_OFFICE)) as office:
        since = clock()
        clock.on(days=1)
        assert sent(office, since, invited=BOOK) == []
        (one,) = sent(office, since, invited=["press"])
        assert (one.change, one.parties) == ("updated", ("press", "office"))
        (one,) = sent(office, since, invited=[])
        assert one.change == "new"


def test_whoever_lost_the_address_is_left_out_without_ado(office: cf.Office, clock: Clock) -> None:
    since = clock()
    clock.on(days=1)
    assert sent(office, since, addresses={"office": BOOK["office"]}, invited=BOOK) == []


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("处室\t一 <pr@example.org>", BRIEFING),
        ('"a\\" <x@y>" <pr@example.org>', BRIEFING),
        ("a..b@example.org", BRIEFING),
        ("pr@example.org", f"{BRIEFING}\\r\\nBcc: x@example.org"),
        ("pr@example.org", f"{BRIEFING} =?utf-8?q?a=0D=0ABcc:_x=40example.org?="),
        ("pr@example.org", f"{BRIEFING}=?utf-8?b?DQpCY2M6IHhAZXhhbXBsZS5vcmc=?="),
        ("=?utf-8?b?DQpCY2M6IHhAZXhhbXBsZS5vcmc=?= <pr@example.org>", BRIEFING),
    ],
)
def test_nothing_breaks_out_of_a_header(address: str, title: str, clock: Clock) -> None:
    edit = (f"title: {BRIEFING}", f'title: "{title}"')
    with founded(clock, text(edit)) as office:
        try:
            (one,) = sent(office, organizer=address)
        except cf.InvalidValue:
            return
        mail = read(one)
        assert [*mail.keys()] == [
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "MIME-Version",
            "Content-Type",
        ]
        assert str(mail["To"]) == "press@example.org"
        made = EmailMessage(policy=SMTP)
        made["Subject"] = one.subject  # as a host would that makes its own mail
        assert email.message_from_bytes(made.as_bytes()).keys() == ["Subject"]


def test_an_address_beyond_ascii_is_written_as_such_mail_is(office: cf.Office) -> None:
    (one,) = sent(office, addresses={"press": "宣传@例子.中国"})
    octets = one.mail()
    assert "To: 宣传@例子.中国\r\n".encode() in octets
