"""Next year's programme from this one's: new records that point back, and nothing decided (rule 60)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from tests.office.desk import (
    RIVER,
    STEP,
    SUMMER,
    WEEK,
    Clock,
    codes,
    copied,
    day,
    everything,
    founded,
    launched,
    opened,
    text,
)

import campaignflow as cf

NEXT_WEEK = "campaign:river-2028/water-week"


@pytest.fixture(scope="module")
def copy() -> bytes:
    with founded(Clock()) as office:
        launched(office, WEEK)
        office.complete("water-week/scheme", note="已印发", actor="zhao-min")
        office.pin("water-week/briefing", actor="li-wei")
        office.call_off("summer/show", reason="天气", actor="chen-jing")
        office.reschedule("summer/patrol@2027-07-09", "2027-07-08", reason="高温", actor="chen-jing")
        return copied(office)


@pytest.fixture
def lived(copy: bytes, clock: Clock) -> Iterator[cf.Office]:
    """This year with all that does not travel: states, progress, pins, reasons, tasks."""
    with opened(copy, clock) as office:
        yield office


def test_each_record_has_a_new_programme_and_points_back(lived: cf.Office) -> None:
    change = lived.rollover("river-2027", to=2028, actor="li-wei")
    assert {entry.ref: entry.patch["previous"] for entry in change.entries} == {
        "programme:river-2028": RIVER,
        NEXT_WEEK: WEEK,
        "campaign:river-2028/summer": SUMMER,
    }
    assert {entry.verb for entry in change.entries} == {"rolled_over"}
    assert lived.record(NEXT_WEEK).uid == NEXT_WEEK


def test_dates_move_by_rule_and_by_observance(lived: cf.Office) -> None:
    lived.rollover("river-2027", to=2028, actor="li-wei")
    assert day(lived, "water-week/water-day", "river-2028") == date(2028, 3, 22)
    assert day(lived, "water-week/press-day", "river-2028") == date(2028, 3, 15)
    assert day(lived, "summer", "river-2028") == date(2028, 7, 1)
    assert lived.record("programme:river-2028").data["plan"]["period"]["written"] == "2028"


def test_nothing_that_was_done_or_decided_travels(lived: cf.Office) -> None:
    lived.rollover("river-2027", to=2028, actor="li-wei")
    for ref in ("programme:river-2028", NEXT_WEEK, "campaign:river-2028/summer"):
        body = lived.record(ref).data
        assert body["state"] == "draft"
        assert set(body) <= {"state", "workflow", "plan", "order", "previous"}
        assert len(lived.journal(ref)) == 1
        assert lived.baseline(ref) == []


def test_this_year_stays_as_it_is(lived: cf.Office) -> None:
    before = [(one.ref, one.version, one.body) for one in lived.records(programme="river-2027")]
    lived.rollover("river-2027", to=2028, actor="li-wei")
    assert [(one.ref, one.version, one.body) for one in lived.records(programme="river-2027")] == before
    assert lived.record(RIVER).version == 1


@pytest.mark.parametrize("times", [2, 3])
def test_run_again_it_changes_nothing(lived: cf.Office, times: int) -> None:
    lived.rollover("river-2027", to=2028, actor="li-wei")
    before = everything(lived)
    for _ in range(times - 1):
        assert not lived.rollover("river-2027", to="2028", actor="chen-jing")
    assert everything(lived) == before


def test_what_was_changed_since_is_not_rolled_over_again(lived: cf.Office) -> None:
    lived.rollover("river-2027", to=2028, actor="li-wei")
    lived.reschedule(f"{NEXT_WEEK}/press-day", "2028-03-10", reason="领导时间", actor="li-wei")
    assert not lived.rollover("river-2027", to=2028, actor="li-wei")
    assert day(lived, "water-week/press-day", "river-2028") == date(2028, 3, 10)


def test_what_needs_a_person_is_listed(lived: cf.Office) -> None:
    lived.reschedule("summer/poster", "2027-07-16", reason="印刷", actor="chen-jing")
    change = lived.rollover("river-2027", to=2028, actor="li-wei")
    (listed,) = [one for one in change.reported if one.code == "rolled-needs-person"]
    assert listed.ref == "summer/poster"
    assert "2028-07-16" in listed.message("zh")  # a Sunday


def test_the_year_after_next_points_to_next_year(lived: cf.Office) -> None:
    lived.rollover("river-2027", to=2028, actor="li-wei")
    change = lived.rollover("river-2028", to=2029, actor="li-wei")
    assert {entry.patch["previous"] for entry in change.entries} == {
        "programme:river-2028",
        NEXT_WEEK,
        "campaign:river-2028/summer",
    }


def test_another_name_can_be_given_and_no_name_twice(lived: cf.Office) -> None:
    change = lived.rollover("river-2027", to=2028, new_id="lakes-2028", actor="li-wei")
    assert change.entries[0].ref == "programme:lakes-2028"
    with pytest.raises(cf.CampaignflowError):
        lived.rollover("river-2027", to=2028, new_id="river-2027", actor="li-wei")


def test_rolling_over_takes_a_planner_and_shows_itself_first(lived: cf.Office) -> None:
    assert codes(lived.rollover, "river-2027", to=2028, actor="zhao-min") == {"may-not-plan"}
    with lived.preview() as dry:
        shown: Any = dry.rollover("river-2027", to=2028, actor="li-wei")
    assert len(shown.entries) == 3
    with pytest.raises(cf.InvalidValue):
        lived.record("programme:river-2028")


def test_the_office_s_approvals_come_along_as_rules_without_decisions(clock: Clock) -> None:
    with founded(clock, text(STEP)) as office:
        office.rollover("river-2027", to=2028, actor="li-wei")
        new = office.record("programme:river-2028").data["plan"]["approvals"]
        assert new == office.record(RIVER).data["plan"]["approvals"]
        office.fire(NEXT_WEEK, "submit", actor="li-wei")
        assert office.record(NEXT_WEEK).data["state"] == "in_review"


def test_rolled_over_the_plan_file_of_next_year_can_be_applied(lived: cf.Office) -> None:
    lived.rollover("river-2027", to=2028, actor="li-wei")
    assert not lived.apply(cf.loads(lived.export("river-2028")), actor="li-wei")
