"""Calendars at feed addresses that lie written: given again while they stand, and no moment longer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.office.approval_desk import STAFFED, state, with_steps
from tests.office.desk import RENAMED, SUMMER, Clock, founded, plan, raw, text
from tests.office.test_feeds import SHOWN, asked, body

import campaignflow as cf
from campaignflow.export.feed import Feeds
from campaignflow.office import feeding
from campaignflow.store.mistakes import StoreUnavailable

LI, WANG = "li-wei", "wang-fang"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose calendars were written, one after the other."""
    found: list[str] = []
    write = feeding.to_ics
    monkeypatch.setattr(
        feeding, "to_ics", lambda *args, **said: found.append(said["unit"] or "whole") or write(*args, **said)
    )
    return found


def test_a_calendar_is_written_once_for_all_who_ask_while_nothing_changes(
    clock: Clock, written: list[str]
) -> None:
    with founded(clock) as office:
        whole, press = (
            office.add_feed(one, unit=unit, actor=LI)[0] for one, unit in (("a", None), ("b", "press"))
        )
        clock.to("2027-03-10 09:00")
        tag = dict(asked(office, whole, clock).headers)["ETag"]
        clock.to("2027-03-10 23:59")
        assert asked(office, whole, clock, if_none_match=tag).status == 304
        assert [asked(office, press, clock).status for _ in range(2)] == [200, 200]
        assert written == ["whole", "press"]
        clock.to("2027-03-11 00:00")  # the window moves
        assert asked(office, whole, clock).status == 200
        assert written == ["whole", "press", "whole"]
        office.reschedule("water-week/briefing", "2027-03-18 09:30-11:00", actor=LI, reason="场地冲突")
        assert asked(office, whole, clock, if_none_match=tag).status == 200
        assert asked(office, whole, clock).body == office.to_ics(
            first=clock().date().replace(year=2026, month=12, day=11), last="2028-04-14", as_of=clock()
        )


def test_what_another_process_changes_is_seen_at_once(tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "office.db"
    with founded(clock, file=file) as served, cf.open_office(f"sqlite:///{file}", clock=clock) as other:
        token, _ = other.add_feed("whole", actor=LI)
        tag = dict(asked(served, token, clock).headers)["ETag"]
        other.reschedule("water-week/briefing", "2027-03-18 09:30-11:00", actor=LI, reason="场地冲突")
        assert asked(served, token, clock, if_none_match=tag).status == 200
        assert "DTSTART;TZID=Asia/Shanghai:20270318T093000" in body(served, token, clock)
        other.redact("water-week", "plan/activities/briefing/title", actor=WANG, reason="个人信息")
        assert "新闻通气会" not in body(served, token, clock)
        other.revoke_feed("whole", actor=LI, reason="地址外泄")
        assert asked(served, token, clock).status == 404


def test_a_host_that_holds_an_address_gets_the_calendar_as_it_stands(clock: Clock) -> None:
    with founded(clock) as office:
        token, _ = office.add_feed("whole", actor=LI)
        address = office.feed_of(token)
        assert address is not None
        before = address.write()
        assert address.write() is before
        office.reschedule("water-week/briefing", "2027-03-18 09:30-11:00", actor=LI, reason="场地冲突")
        assert b"SEQUENCE:1" in address.write().content


def test_whoever_waits_at_an_address_gets_what_it_is_for_by_then(clock: Clock) -> None:
    with founded(clock) as office:
        token, _ = office.add_feed("press", unit="press", actor=LI)
        address = office.feed_of(token)
        assert address is not None
        outside = ("press: {name: 宣传中心}", "press: {name: 宣传中心, outside: true}")
        office.apply(plan(outside), actor=WANG, reason="改制")
        assert "通气会" not in address.write().content.decode()
        clock.on(hours=1)
        office.revoke_feed("press", actor=LI, reason="地址外泄")
        held = Feeds(lambda _: address, clock=clock)
        assert held.answer("GET", f"/{token}.ics", []).status == 404
        office.add_feed("press", unit="press", actor=LI)
        assert held.answer("GET", f"/{token}.ics", []).status == 404


def test_a_clock_that_is_set_back_puts_what_was_under_embargo_under_it_again(clock: Clock) -> None:
    with founded(clock, text(*SHOWN)) as office:
        token, _ = office.add_feed("paper", partner="people-daily", actor=LI)
        clock.to("2027-06-20 08:00")
        assert "展览" in body(office, token, clock)
        clock.to("2027-06-20 07:59")
        assert "展览" not in body(office, token, clock)


def test_an_approval_that_lapses_makes_a_refined_day_tentative_at_that_moment(clock: Clock) -> None:
    step = "usual: {title: 排期, by: shi-jian, covers: [dates.activities], valid_for: 36 hours}"
    with founded(clock, with_steps(step, of=STAFFED)) as office:
        token, _ = office.add_feed("summer", campaign="summer", actor=LI)
        office.fire(SUMMER, "submit", actor="chen-jing")
        office.decide(SUMMER, "usual", "approve", actor="shi-jian")
        assert state(office, SUMMER) == "approved"
        office.refine("summer/show", "2027-07-15", actor="chen-jing")
        clock.on(hours=36, minutes=-1)
        first = asked(office, token, clock)
        stamp = dict(first.headers)["Last-Modified"]
        assert "STATUS:CONFIRMED" in _event(first.body, "展览")
        clock.on(minutes=2)
        assert asked(office, token, clock, if_modified_since=stamp).status == 200
        assert "STATUS:TENTATIVE" in _event(asked(office, token, clock).body, "展览")


def _event(octets: bytes, title: str) -> str:
    """Return the event of a title."""
    (found,) = [one for one in octets.decode().split("BEGIN:VEVENT")[1:] if f"SUMMARY:{title}" in one]
    return found


def test_a_plugin_is_asked_every_time(clock: Clock) -> None:
    hidden: list[str] = []

    class Quiet:
        @cf.hookimpl
        def campaignflow_calendar_entries(self, entries: Any) -> Any:
            return [one for one in entries if one.title not in hidden]

    with founded(clock, plugins=[Quiet()]) as office:
        token, _ = office.add_feed("whole", actor=LI)
        assert "展览" in body(office, token, clock)
        hidden.append("展览")
        assert "展览" not in body(office, token, clock)


def test_of_many_calendars_the_first_is_written_anew(
    clock: Clock, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "MOST_KEPT", 1)
    with founded(clock) as office:
        units = ("press", "office")
        tokens = [office.add_feed(one, unit=one, actor=LI)[0] for one in units]
        for token in (*tokens, tokens[1], tokens[0]):
            assert asked(office, token, clock).status == 200
        assert written == ["press", "office", "press"]


def test_an_office_that_stays_open_gives_what_one_opened_anew_would_give(
    tmp_path: Path, clock: Clock
) -> None:
    file = tmp_path / "office.db"
    zone = ("press: {name: 宣传中心}", "press: {name: 新闻宣传中心, timezone: Asia/Urumqi}")
    period = ("period: 2027\n  timezone: Asia/Shanghai", "period: 2027\n  timezone: Asia/Hong_Kong")
    acts: tuple[Callable[[cf.Office], object], ...] = (
        lambda office: office.apply(plan(zone), actor=WANG, reason="改称"),
        lambda office: office.apply(plan(zone, period), actor=WANG, reason="改期"),
        lambda office: office.apply(plan(zone, period, *RENAMED), actor=WANG),
        lambda office: office.reschedule(
            "water-week-27/briefing", "2027-03-18 09:30", actor=LI, reason="场地"
        ),
        lambda office: office.cancel("summer/poster", actor=LI, reason="不印了"),
        lambda office: office.postpone("summer/show", actor=LI, reason="高温"),
        lambda office: office.cancel("summer", actor=WANG, reason="并入明年"),
    )
    with founded(clock, file=file) as office:
        whole, _ = office.add_feed("whole", actor=LI)
        press, _ = office.add_feed("press", unit="press", actor=LI)
        outside, _ = office.add_feed("outside", actor=LI, audience="public")
        asked(office, whole, clock)
        for act in acts:
            clock.on(minutes=10)
            act(office)
            with cf.open_office(f"sqlite:///{file}", clock=clock) as anew:
                for token in (whole, press, outside):
                    assert asked(office, token, clock) == asked(anew, token, clock)


def test_a_journal_that_cannot_be_read_is_said_in_words(tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "office.db"
    with founded(clock, file=file) as office:
        token, _ = office.add_feed("whole", actor=LI)
        with raw(office) as database:
            (root,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'journal'").fetchone()
            (size,) = database.execute("PRAGMA page_size").fetchone()
        office._store._dialect._engine.dispose()
        with file.open("r+b") as pages:
            pages.seek((root - 1) * size)
            pages.write(b"\xff" * size)
        with pytest.raises(StoreUnavailable) as caught:
            office.feed_of(token)
    assert caught.value.code == "store-damaged"
