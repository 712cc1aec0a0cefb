"""Feed addresses: who hands them out, what each shows, and that a revoked one shows nothing."""

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings, strategies as st
from tests.office.desk import RENAMED, Clock, codes, copied, fails, founded, plan, refused, text
from tests.strict_ical import check

import campaignflow as cf
from campaignflow.export.feed import Feeds, feed_app
from campaignflow.export.preconditions import http_date

LI, CHEN, WANG, ZHAO = "li-wei", "chen-jing", "wang-fang", "zhao-min"
SHOWN = (
    ("media: [people-daily]\n", "media: [people-daily]\n        visibility: partners\n"),
    (
        "show: {title: 展览, lead: press, when: 2027-07-mid}",
        "show: {title: 展览, when: 2027-07-01, visibility: public, media: people-daily, embargo: EVE}",
    ),
)
SHOWN = (SHOWN[0], (SHOWN[1][0], SHOWN[1][1].replace("EVE", "2027-06-20 08:00")))
"""The briefing is for partners; the show is for everybody, from 20 June on."""
OUTSIDE = ("  sun-lei:", "  mo-yan: {name: 莫言, unit: press, outside: true}\n  sun-lei:")


@pytest.fixture
def handed(clock: Clock) -> Any:
    """An office whose plan has something for partners."""
    with founded(clock, text(*SHOWN, OUTSIDE)) as office:
        yield office
        found = office.verify(deep=True).problems
        assert not found, found


def asked(office: cf.Office, token: str, clock: Clock, **fields: str) -> Any:
    """Ask at an address as a client does, with a limit that no test reaches."""
    feeds = Feeds(office.feed_of, clock=clock, per_minute=10_000)
    headers = [(name.replace("_", "-"), said) for name, said in fields.items()]
    return feeds.answer("GET", f"/{token}.ics", headers)


def body(office: cf.Office, token: str, clock: Clock) -> str:
    """Return the calendar at an address, its lines not folded."""
    said = asked(office, token, clock)
    assert said.status == 200, said
    check(said.body)
    return said.body.decode().replace("\r\n ", "")


# handing out


def test_an_address_has_a_calendar_and_is_on_record(handed: cf.Office, clock: Clock) -> None:
    token, change = handed.add_feed("press", unit="press", actor=LI, reason="宣传中心要用")
    assert len(token) >= 43
    assert "通气会" in body(handed, token, clock)
    (entry,) = handed.journal("feed:press")
    assert (entry.verb, entry.actor, entry.reason, entry.act) == (
        "feed_added",
        LI,
        "宣传中心要用",
        change.act,
    )
    (feed,) = handed.feeds()
    assert (feed.id, feed.unit, feed.programme, feed.by) == ("press", "press", "river-2027", LI)
    assert (feed.audience, feed.is_open, feed.is_revoked) == ("internal", True, False)


def test_a_token_is_kept_nowhere(handed: cf.Office, clock: Clock) -> None:
    token, change = handed.add_feed("press", unit="press", actor=LI)
    assert token.encode() not in copied(handed)
    assert token not in repr(change) + repr(handed.feeds()) + repr(handed.journal())
    other, _ = handed.add_feed("office", unit="office", actor=LI)
    assert other != token


def test_who_holds_no_permission_hands_out_nothing(handed: cf.Office) -> None:
    assert codes(handed.add_feed, "press", actor=ZHAO) == {"may-not-hand-out"}
    handed.add_feed("press", actor=LI)
    assert codes(handed.revoke_feed, "press", actor=ZHAO, reason="不用了") == {"may-not-hand-out"}
    (reason,) = refused(handed.add_feed, "x", actor=ZHAO)
    assert set(reason.clears) == {LI, CHEN, WANG}


def test_what_is_asked_for_must_be_there(handed: cf.Office) -> None:
    for wrong in ({"unit": "pres"}, {"person": "li"}, {"partner": "nobody"}):
        assert fails(handed.add_feed, "x", actor=LI, **wrong) == "unknown-id", wrong
    assert fails(handed.add_feed, "x", actor=LI, campaign="winter") == "ref-unknown"
    assert fails(handed.add_feed, "x", actor=LI, audience="friends") == "not-one-of"
    assert fails(handed.add_feed, "x", actor=LI, programme="river-2031") == "programme-unknown"
    assert fails(handed.add_feed, "2027-03", actor=LI) == "id-like-a-date"
    for days in (-1, 4000, True, "x"):
        assert fails(handed.add_feed, "x", actor=LI, days_back=days) == "feed-days", days
    assert handed.feeds() == []


def test_an_id_is_given_once_until_it_is_revoked(handed: cf.Office, clock: Clock) -> None:
    first, _ = handed.add_feed("press", unit="press", actor=LI)
    assert codes(handed.add_feed, "press", actor=LI) == {"record-id-taken"}
    handed.revoke_feed("press", actor=LI, reason="地址外泄")
    second, _ = handed.add_feed("press", unit="press", actor=LI)
    assert asked(handed, first, clock).status == 404
    assert asked(handed, second, clock).status == 200
    assert [one.verb for one in handed.journal("feed:press")] == ["feed_added", "feed_revoked", "feed_added"]


def test_a_repeated_call_is_one_act_and_tells_no_second_token(handed: cf.Office, clock: Clock) -> None:
    token, first = handed.add_feed("press", unit="press", actor=LI, key="form-7")
    again, second = handed.add_feed("press", unit="press", actor=LI, key="form-7")
    assert (again, second.replayed, second.act) == ("", True, first.act)
    assert asked(handed, token, clock).status == 200


def test_a_preview_opens_no_address(handed: cf.Office, clock: Clock) -> None:
    with handed.preview() as dry:
        token, change = dry.add_feed("press", actor=LI)
        assert [one.id for one in dry.feeds()] == ["press"]
    assert not change.kept
    assert asked(handed, token, clock).status == 404
    assert handed.feeds() == []


# taking back


def test_a_revoked_address_is_as_if_it_had_never_been(handed: cf.Office, clock: Clock) -> None:
    token, _ = handed.add_feed("press", unit="press", actor=LI)
    tag = dict(asked(handed, token, clock).headers)["ETag"]
    assert codes(handed.revoke_feed, "press", actor=LI, reason=" ") == {"reason-missing"}
    change = handed.revoke_feed("press", actor=WANG, reason="地址外泄")
    assert [(one.verb, one.reason) for one in change.entries] == [("feed_revoked", "地址外泄")]
    assert asked(handed, token, clock) == asked(handed, "never-there", clock)
    assert asked(handed, token, clock, if_none_match=tag).status == 404
    assert "hash" not in handed.record("feed:press").data["plan"]
    assert [(one.is_open, one.is_revoked) for one in handed.feeds()] == [(False, True)]
    assert not handed.revoke_feed("press", actor=LI, reason="再收一次")


def test_what_was_never_handed_out_cannot_be_taken_back(handed: cf.Office) -> None:
    assert fails(handed.revoke_feed, "press", actor=LI, reason="?") == "ref-unknown"


def test_an_address_closes_with_whom_it_is_for(handed: cf.Office, clock: Clock) -> None:
    token, _ = handed.add_feed("sun", person="sun-lei", actor=LI)
    assert asked(handed, token, clock).status == 200
    handed.retire("person:sun-lei", actor=WANG, reason="调离")
    assert asked(handed, token, clock).status == 404
    assert [(one.is_open, one.is_revoked) for one in handed.feeds()] == [(False, False)]
    handed.restore("person:sun-lei", actor=WANG, reason="调回")
    assert asked(handed, token, clock).status == 200


@pytest.mark.parametrize("near", ["", "x", "🌊", "\ud800", "A" * 43])
def test_whatever_is_no_token_opens_nothing(handed: cf.Office, near: str) -> None:
    token, _ = handed.add_feed("press", actor=LI)
    assert handed.feed_of(near) is None
    assert handed.feed_of(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    secret = handed.record("feed:press").data["plan"]["hash"]
    assert handed.feed_of(secret) is None


def test_every_hash_is_compared_whole(handed: cf.Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a wrong token takes tells nothing of the right ones."""
    from campaignflow.views import feeds

    compared: list[tuple[str, str]] = []
    tokens = [handed.add_feed(f"f{number}", actor=LI)[0] for number in range(3)]
    exact = feeds.hmac.compare_digest
    monkeypatch.setattr(
        feeds.hmac, "compare_digest", lambda one, other: compared.append((one, other)) or exact(one, other)
    )
    for token in (*tokens, "wrong"):
        compared.clear()
        handed.feed_of(token)
        assert len(compared) == 3


# who reads what


def test_a_partner_s_address_has_nothing_internal_and_nothing_under_embargo(
    handed: cf.Office, clock: Clock
) -> None:
    token, _ = handed.add_feed("paper", partner="people-daily", days_back=200, actor=LI)
    clock.to("2027-06-20 07:59")
    said = body(handed, token, clock)
    assert "通气会" in said
    assert not any(word in said for word in ("展览", "印发方案", "舆情", "巡查", "防溺水海报"))
    clock.to("2027-06-20 08:00")
    assert "展览" in body(handed, token, clock)


def test_the_lifting_of_an_embargo_is_seen_by_who_asks_with_a_date(handed: cf.Office, clock: Clock) -> None:
    token, _ = handed.add_feed("paper", partner="people-daily", actor=LI)
    clock.to("2027-06-20 07:59")
    stamp = dict(asked(handed, token, clock).headers)["Last-Modified"]
    assert asked(handed, token, clock, if_modified_since=stamp).status == 304
    clock.to("2027-06-20 08:01")
    assert asked(handed, token, clock, if_modified_since=stamp).status == 200


def test_nobody_outside_gets_what_is_the_office_s(handed: cf.Office, clock: Clock) -> None:
    for whom in ({"person": "mo-yan"}, {"partner": "people-daily"}):
        assert codes(handed.add_feed, "x", actor=LI, audience="internal", **whom) == {"feed-outside-internal"}
    handed.add_feed("mo", person="mo-yan", actor=LI)
    handed.add_feed("whole", actor=LI, audience="public")
    assert {one.id: str(one.audience) for one in handed.feeds()} == {"mo": "partners", "whole": "public"}


def test_who_comes_to_be_outside_gets_no_more_than_partners(handed: cf.Office, clock: Clock) -> None:
    token, _ = handed.add_feed("sun", unit="press", person=None, audience="internal", actor=LI)
    assert "防溺水海报" in body(handed, token, clock)
    handed.apply(
        plan(*SHOWN, OUTSIDE, ("press: {name: 宣传中心}", "press: {name: 宣传中心, outside: true}")),
        actor=WANG,
    )
    said = body(handed, token, clock)
    assert "防溺水海报" not in said
    assert "新闻通气会" in said


WORDS = st.sampled_from(["internal", "partners", "public"])


@settings(max_examples=12, deadline=None, phases=[Phase.generate])
@given(
    campaign=WORDS,
    brief=WORDS,
    scheme=WORDS,
    embargo=st.sampled_from(["", "2027-03-01 08:00", "2027-03-20 08:00", "tbd"]),
    day=st.sampled_from(["2027-02-28 12:00", "2027-03-01 08:00", "2027-03-19 23:59", "2027-04-02 00:00"]),
)
def test_a_partner_s_address_never_has_an_internal_or_embargoed_word(
    campaign: str, brief: str, scheme: str, embargo: str, day: str
) -> None:
    """Whatever the plan: every word that only the office or nobody yet may know is absent."""
    said = f"visibility: {brief}\n" + (f"        embargo: {embargo}\n" if embargo else "")
    seen_by = f"media: people-daily, visibility: {scheme}"
    source = text(
        ("title: 世界水日 · 中国水周\n", f"title: 世界水日 · 中国水周\n    visibility: {campaign}\n"),
        ("media: [people-daily]\n", f"media: [people-daily]\n        {said}"),
        (
            "scheme: {title: 印发方案, lead: office,",
            f"scheme: {{title: 印发方案, note: 机密, {seen_by}, lead: office,",
        ),
    )
    clock = Clock()
    with cf.open_office("sqlite://", clock=clock) as office:
        office.apply(cf.loads(source), actor=LI)
        token, _ = office.add_feed("paper", partner="people-daily", actor=LI)
        now = clock.to(day)
        calendar = body(office, token, clock)
    lifted = not embargo or (embargo != "tbd" and datetime.fromisoformat(f"{embargo}+08:00") <= now)
    assert ("新闻通气会" in calendar) is (brief != "internal" and lifted)
    assert ("印发方案" in calendar) is (scheme != "internal")
    assert ("世界水日" in calendar) <= (campaign != "internal")
    assert not any(
        word in calendar for word in ("机密", "舆情周报", "总结报送", "李伟", "人民日报 ·", "海报")
    )


# what is shown, and since when


def test_a_feed_shows_the_days_around_the_day_of_asking(handed: cf.Office, clock: Clock) -> None:
    token, _ = handed.add_feed("whole", actor=LI, days_back=7, days_ahead=14)
    clock.to("2027-03-22 09:00")
    said = body(handed, token, clock)
    assert "新闻通气会" in said  # a week ago, on its last day
    assert "总结报送" not in said
    assert "展览" not in said
    assert [line for line in said.split("\r\n") if line.startswith("DTSTART") and "202701" in line] == []
    clock.to("2027-03-23 00:00")
    assert "新闻通气会" not in body(handed, token, clock)
    clock.to("2027-04-02 09:00")
    assert "总结报送" in body(handed, token, clock)


def test_a_feed_shows_what_goes_on_for_long_on_its_first_day_unless_it_is_to_be_shown_whole(
    handed: cf.Office, clock: Clock
) -> None:
    usual, _ = handed.add_feed("usual", actor=LI)
    whole, _ = handed.add_feed("whole", actor=LI, longest=0)
    short, _ = handed.add_feed("short", actor=LI, longest=2)
    clock.to("2027-03-22 09:00")
    said = [body(handed, token, clock) for token in (usual, whole, short)]
    assert [[line for line in one.split("\r\n") if "DTEND;VALUE=DATE:20270329" in line] for one in said] == [
        ["DTEND;VALUE=DATE:20270329"],
        ["DTEND;VALUE=DATE:20270329"],
        [],
    ]
    assert [one.longest for one in handed.feeds()] == [2, 31, None]


def test_a_campaign_of_which_nothing_is_near_is_an_empty_calendar_with_its_name(
    handed: cf.Office, clock: Clock
) -> None:
    token, _ = handed.add_feed("summer", campaign="summer", actor=LI, days_back=0, days_ahead=0)
    said = body(handed, token, clock)
    assert "BEGIN:VEVENT" not in said
    assert "暑期防溺水" in said


def test_a_renamed_campaign_stays_at_its_address(handed: cf.Office, clock: Clock) -> None:
    token, _ = handed.add_feed("week", campaign="water-week", actor=LI)
    handed.apply(plan(*SHOWN, OUTSIDE, *RENAMED), actor=LI)
    assert "新闻通气会" in body(handed, token, clock)
    assert [one.campaign for one in handed.feeds()] == ["water-week-27"]


def test_a_move_is_seen_by_tag_and_by_date(handed: cf.Office, clock: Clock) -> None:
    token, _ = handed.add_feed("whole", actor=LI)
    clock.on(seconds=5)
    first = dict(asked(handed, token, clock).headers)
    kept = {"if_none_match": first["ETag"]}, {"if_modified_since": first["Last-Modified"]}
    assert [asked(handed, token, clock, **one).status for one in kept] == [304, 304]
    clock.on(minutes=1)
    handed.reschedule("water-week/briefing", "2027-03-18 09:30-11:00", actor=LI, reason="场地冲突")
    clock.on(seconds=2)
    assert [asked(handed, token, clock, **one).status for one in kept] == [200, 200]
    assert "SEQUENCE:1" in body(handed, token, clock)


def test_what_is_not_changed_is_not_sent_again_but_the_window_moves_with_the_day(
    handed: cf.Office, clock: Clock
) -> None:
    token, _ = handed.add_feed("whole", actor=LI)
    clock.to("2027-03-10 18:00")
    first = dict(asked(handed, token, clock).headers)
    assert first["Last-Modified"] == http_date(datetime(2027, 3, 9, 16, tzinfo=UTC))  # midnight in Shanghai
    clock.to("2027-03-10 23:59")
    assert dict(asked(handed, token, clock).headers) == first


def test_when_a_cancelled_event_goes_who_asks_with_a_date_sees_it(handed: cf.Office, clock: Clock) -> None:
    clock.to("2027-03-01 10:30")
    handed.cancel("water-week/briefing", actor=LI, reason="不办了")
    token, _ = handed.add_feed("whole", actor=LI)
    clock.to("2027-03-31 10:29")
    stamp = dict(asked(handed, token, clock).headers)["Last-Modified"]
    assert "STATUS:CANCELLED" in body(handed, token, clock)
    clock.to("2027-03-31 10:31")
    assert "STATUS:CANCELLED" not in body(handed, token, clock)
    assert asked(handed, token, clock, if_modified_since=stamp).status == 200


def test_two_stores_and_two_processes_give_the_same_bytes_and_tag(tmp_path: Path) -> None:
    answers = []
    for name in ("one", "two"):
        clock = Clock()
        with founded(clock, text(*SHOWN), file=tmp_path / f"{name}.db") as office:
            token, _ = office.add_feed("paper", partner="people-daily", actor=LI)
            clock.to("2027-03-10 09:00")
            answers.append(asked(office, token, clock))
        with cf.open_office(f"sqlite:///{tmp_path / name}.db", clock=clock) as again:
            answers.append(asked(again, token, clock))
    assert answers[0].status == 200
    assert all(one == answers[0] for one in answers)


def test_the_file_is_called_in_chinese(handed: cf.Office, clock: Clock) -> None:
    token, _ = handed.add_feed("press", unit="press", actor=LI)
    said = dict(asked(handed, token, clock).headers)["Content-Disposition"]
    assert said.startswith("inline; filename=\"calendar.ics\"; filename*=UTF-8''2027%20%E5%B9%B4")


# when it cannot be given


def test_a_plugin_that_cannot_be_asked_leaves_partners_what_they_have(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        @cf.hookimpl
        def campaignflow_calendar_entries(self, entries: Any, audience: Any) -> Any:
            raise OSError("away")

    with founded(clock, text(*SHOWN), plugins=[Broken()]) as office:
        partner, _ = office.add_feed("paper", partner="people-daily", actor=LI)
        own, _ = office.add_feed("whole", actor=LI)
        said = asked(office, partner, clock)
        assert (said.status, dict(said.headers)["Retry-After"]) == (503, "300")
        assert asked(office, own, clock).status == 200
    assert partner not in caplog.text


def test_a_store_that_cannot_be_read_leaves_everybody_what_they_have(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "office.db"
    with founded(clock, file=file) as office:
        token, _ = office.add_feed("whole", actor=LI)
        office._store._dialect._engine.dispose()
        file.unlink()
        with caplog.at_level(logging.DEBUG, logger="campaignflow"):
            said = asked(office, token, clock)
    assert said.status == 503
    assert token not in caplog.text + said.body.decode()
    assert "Traceback" not in caplog.text


def test_it_is_served_from_an_event_loop(tmp_path: Path, clock: Clock) -> None:
    with founded(clock, file=tmp_path / "office.db") as office:
        token, _ = office.add_feed("whole", actor=LI)
        app, sent = feed_app(office.feed_of, clock=clock), []

        async def send(message: Any) -> None:
            sent.append(message)

        async def ask() -> None:
            scope = {"type": "http", "method": "GET", "path": f"/{token}.ics", "headers": []}
            await asyncio.gather(*(app(dict(scope), None, send) for _ in range(4)))

        asyncio.run(ask())
        expected = asked(office, token, clock)
    assert [one["status"] for one in sent if "status" in one] == [200] * 4
    assert {one["body"] for one in sent if "body" in one} == {expected.body}
