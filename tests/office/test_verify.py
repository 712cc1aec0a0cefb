"""What a check of the record finds, and what it stood at some moment (rules 11-13)."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from tests.office.desk import (
    FOUNDED,
    RENAMED,
    RIVER,
    SUMMER,
    WEEK,
    Clock,
    copied,
    founded,
    launched,
    next_year,
    opened,
    plan,
    raw,
)

import campaignflow as cf

AMENDED = (("年度宣传计划", "年度宣传工作计划"), ("title: 暑期防溺水", "title: 暑期"))


@pytest.fixture(scope="module")
def copy() -> bytes:
    clock = Clock()
    with founded(clock) as office:
        touched(office, clock)
        return copied(office)


@pytest.fixture
def lived(copy: bytes, clock: Clock) -> Iterator[cf.Office]:
    """An office some days later: every record of work has been touched by somebody."""
    clock.to("2026-12-04 09:00")
    with opened(copy, clock) as office:
        yield office


def touched(office: cf.Office, clock: Clock) -> None:
    clock.on(days=1)
    office.apply(plan(*AMENDED), actor="li-wei")
    clock.on(days=1)
    office.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="chen-jing")
    office.open("issue", title="水质谣言", unit="press", respond_within="5 hours", actor="sun-lei")
    clock.on(hours=5)
    office.run_due()
    launched(office, WEEK)
    office.fire(SUMMER, "postpone", reason="水位", actor="chen-jing")


# rule 11: verify


def test_an_office_that_lived_is_whole_to_the_last_timer(lived: cf.Office) -> None:
    found = lived.verify(deep=True)
    assert found.ok
    assert found.problems == ()
    assert found.entries == len(lived.journal())


def test_an_office_just_founded_is_whole_to_the_last_timer(office: cf.Office) -> None:
    assert office.verify(deep=True).problems == ()


LATER = {
    "another unit coordinates": lambda o: o.apply(
        plan(*AMENDED, ("{name: 宣传中心}", "{name: 宣传中心, coordinator: true}")), actor="wang-fang"
    ),
    "the programme is in another zone": lambda o: o.apply(
        plan(*AMENDED, ("Asia/Shanghai", "Asia/Tokyo")), reason="迁址", actor="li-wei"
    ),
    "a notice of days off": lambda o: o.add_calendar(
        {"year": 2027, "days": [{"date": "2027-02-19", "isOffDay": True, "name": "放假"}]}, actor="li-wei"
    ),
    "next year's plan": lambda o: o.apply(next_year(), actor="wang-fang"),
    "another id": lambda o: o.apply(plan(*AMENDED, *RENAMED), reason="更名", actor="li-wei"),
    "a roll-over": lambda o: o.rollover("river-2027", to=2028, actor="li-wei"),
}


@pytest.mark.parametrize("act", LATER.values(), ids=LATER)
def test_what_changes_around_a_record_makes_no_false_alarm(lived: cf.Office, act: Any) -> None:
    act(lived)
    assert lived.verify(deep=True).problems == ()


def test_another_zone_of_a_unit_makes_no_false_alarm_over_what_is_gone(lived: cf.Office) -> None:
    gone = ("      show: {title: 展览, lead: press, when: 2027-07-mid}\n", "")
    lived.apply(plan(*AMENDED, gone), reason="删", actor="li-wei")
    zone = ("{name: 宣传中心}", "{name: 宣传中心, timezone: Asia/Tokyo}")
    lived.apply(plan(*AMENDED, gone, zone), reason="迁址", actor="li-wei")
    assert lived.verify(deep=True).problems == ()


UNGUARD = "DROP TRIGGER journal_is_kept; DROP TRIGGER journal_is_not_rewritten; PRAGMA foreign_keys = OFF;"
FORGED = {
    "a reason": (
        f"UPDATE journal SET payload = replace(payload, '领导', '我') WHERE ref = '{WEEK}' AND version = 2",
        "verify-content-altered",
        2,
    ),
    "who is responsible": (
        f"UPDATE journal SET responsible = 'chen-jing' WHERE ref = '{WEEK}' AND version = 3",
        "verify-column-differs",
        3,
    ),
    "the head of a record": (
        f"UPDATE records SET version = version + 1 WHERE ref = '{WEEK}'",
        "verify-record-differs",
        4,
    ),
    "an entry taken out": (
        f"DELETE FROM journal WHERE ref = '{WEEK}' AND version = 2",
        "verify-entry-missing",
        2,
    ),
    "an entry of an act taken out with its record": (
        f"DELETE FROM journal WHERE ref = '{SUMMER}'; DELETE FROM records WHERE ref = '{SUMMER}'",
        "verify-act-incomplete",
        None,
    ),
}
DEEPLY_FORGED = {
    "a body": f"UPDATE records SET body = replace(body, '防', '仿') WHERE ref = '{SUMMER}'",
    "a state": f"UPDATE records SET state = 'running' WHERE ref = '{SUMMER}'",
    "a unit": f"UPDATE records SET unit = 'office' WHERE ref = '{SUMMER}'",
    "a timer": f"DELETE FROM timers WHERE ref = '{WEEK}'",
    "an instant": f"UPDATE timers SET due = '2099-01-01T00:00:00.000000Z' WHERE ref = '{WEEK}'",
    "a sequence number": (
        f"UPDATE records SET revisions = replace(revisions, '\"n\":1', '\"n\":0') WHERE ref = '{WEEK}'"
    ),
    "the file that was applied": f"UPDATE records SET applied = NULL WHERE ref = '{RIVER}'",
}


@pytest.mark.parametrize(("statement", "code", "version"), FORGED.values(), ids=FORGED)
def test_the_first_bad_entry_is_named(
    lived: cf.Office, statement: str, code: str, version: int | None
) -> None:
    with raw(lived) as connection:
        connection.executescript(UNGUARD + statement)
    found = lived.verify()
    assert not found.ok
    assert found.problems[0].code == code
    assert version in {None, found.problems[0].version}
    assert all(problem.message(lang) for problem in found.problems for lang in ("zh", "en"))


@pytest.mark.parametrize("statement", DEEPLY_FORGED.values(), ids=DEEPLY_FORGED)
def test_a_deep_check_works_every_table_out_again(lived: cf.Office, statement: str) -> None:
    with raw(lived) as connection:
        assert connection.executescript(statement)
    found = lived.verify(deep=True)
    assert [problem.code for problem in found.problems] == ["verify-derived-differs"]


@pytest.mark.parametrize("ref", ["unit:press", "person:chen-jing", RIVER, WEEK, "office:office"])
def test_an_altered_journal_accuses_no_other_record(lived: cf.Office, ref: str) -> None:
    lived.apply(plan(*AMENDED, *RENAMED), reason="更名", actor="li-wei")
    with raw(lived) as connection:
        payload = "payload = replace(payload, ':', ';')"
        connection.executescript(
            f"{UNGUARD} UPDATE journal SET {payload} WHERE ref = '{ref}' AND version = 1"
        )
    assert {(one.ref, one.code) for one in lived.verify(deep=True).problems} == {
        (ref, "verify-content-altered")
    }


def test_what_neither_journal_nor_table_says_any_more_is_found_all_the_same(lived: cf.Office) -> None:
    with raw(lived) as connection:
        connection.executescript(
            f"{UNGUARD} UPDATE journal SET payload = '[' WHERE ref = '{RIVER}' AND version = 1;"
            f"UPDATE records SET body = '[' WHERE ref = '{RIVER}'"
        )
    first = lived.verify(deep=True).problems[0]
    assert (first.ref, first.code) == (RIVER, "verify-content-altered")


def test_redactions_are_listed_never_silent(lived: cf.Office) -> None:
    lived.redact("summer", "plan/title", reason="个人信息", actor="wang-fang")
    found = lived.verify(deep=True)
    assert found.ok
    (listed,) = {(one.ref, one.actor, one.reason) for one in found.redactions}
    assert listed == (SUMMER, "wang-fang", "个人信息")
    assert {one.version for one in found.redactions} == {1, 2}


# rule 12: as_of


def test_a_record_stands_as_it_did_at_the_end_of_a_day_of_the_office(office: cf.Office, clock: Clock) -> None:
    clock.to("2027-01-10 23:59:59")
    office.complete("water-week/scheme", actor="li-wei")
    clock.to("2027-01-11 00:00")
    office.begin("water-week/briefing", actor="li-wei")
    for said in ("2027-01-10", date(2027, 1, 10)):
        assert office.as_of(WEEK, said)["progress"] == {"scheme": {"state": "done"}}
    assert "progress" not in office.as_of(WEEK, "2027-01-09")
    assert office.as_of(WEEK, "2027-01-11")["progress"]["briefing"] == {"state": "under_way"}


def test_as_of_takes_a_day_a_moment_a_version_and_an_act(office: cf.Office, clock: Clock) -> None:
    clock.on(hours=1)
    first = office.complete("water-week/scheme", actor="li-wei")
    clock.on(hours=1)
    office.begin("water-week/briefing", actor="li-wei")
    wanted = {"scheme": {"state": "done"}}
    moment = FOUNDED + timedelta(hours=1)
    for said in (2, moment, moment + timedelta(minutes=59), moment.isoformat(), first.act):
        assert office.as_of("water-week", said)["progress"] == wanted, said
    assert "progress" not in office.as_of("water-week", moment - timedelta(microseconds=1))


def test_an_act_on_other_records_is_a_moment_for_this_one(office: cf.Office, clock: Clock) -> None:
    office.complete("water-week/scheme", actor="li-wei")
    clock.on(hours=1)
    other = office.begin("summer/show", actor="li-wei")
    clock.on(hours=1)
    office.begin("water-week/briefing", actor="li-wei")
    assert office.as_of("water-week", other.act)["progress"] == {"scheme": {"state": "done"}}


def test_before_it_was_made_there_is_nothing(office: cf.Office) -> None:
    assert office.as_of(WEEK, "2026-11-30") is None
    assert office.as_of(WEEK, 0) is None
    assert office.as_of(WEEK, 99) is None


def test_a_moment_without_a_zone_is_no_instant(office: cf.Office) -> None:
    for naive in ("2027-01-01T09:00", datetime(2027, 1, 1, 9)):
        with pytest.raises(cf.InvalidValue) as caught:
            office.as_of(WEEK, naive)
        assert caught.value.code == "moment-needs-zone"


STEPS = st.lists(st.sampled_from(["begin", "reopen", "pin", "unpin"]), max_size=8)


@settings(max_examples=6)
@given(steps=STEPS, gaps=st.lists(st.integers(0, 90), min_size=9, max_size=9))
def test_the_past_only_grows(steps: list[str], gaps: list[int]) -> None:
    clock = Clock()
    with founded(clock) as office:
        moments = []
        for verb, gap in zip(steps, gaps, strict=False):
            clock.on(minutes=gap)
            with suppress(cf.Refused):
                getattr(office, verb)("summer/show", reason="试", actor="li-wei")
            moments.append(clock.at)
        bodies = {entry.version: office.as_of(SUMMER, entry.version) for entry in office.journal(SUMMER)}
        versions = []
        for moment in moments:
            stood = office.as_of(SUMMER, moment)
            last = max(entry.version for entry in office.journal(SUMMER) if entry.at <= moment)
            assert stood == bodies[last]
            versions.append(last)
        assert versions == sorted(versions)


# rule 13: order


def test_versions_order_a_record_even_where_the_clock_went_back(office: cf.Office, clock: Clock) -> None:
    clock.on(hours=2)
    office.begin("summer/show", actor="li-wei")
    clock.on(hours=-1)
    office.pin("summer/show", actor="li-wei")
    clock.on(minutes=10)
    office.complete("summer/show", actor="li-wei")
    journal = office.journal("summer")
    assert [entry.version for entry in journal] == [1, 2, 3, 4]
    assert [entry.at for entry in journal] != sorted(entry.at for entry in journal)
    assert office.as_of("summer", clock.at)["progress"]["show"] == {"state": "done", "pinned": True}
    found = office.verify(deep=True)
    assert {problem.code for problem in found.problems} >= {"verify-clock-went-back"}
    assert [problem.version for problem in found.problems if "clock" in problem.code] == [3]
    assert all(problem.severity == "warning" for problem in found.problems if "clock" in problem.code)
