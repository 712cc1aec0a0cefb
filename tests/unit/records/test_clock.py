"""Response clocks run by elapsed hours, day and night, and stand still while the requester has the ball."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from campaignflow.canonical import checked_body
from campaignflow.dates.when import Duration
from campaignflow.errors import InvalidValue
from campaignflow.labels import LANGUAGES
from campaignflow.records import clock

EIGHT = datetime(2027, 3, 1, 8, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def refused(code: str, act, *args) -> InvalidValue:
    with pytest.raises(InvalidValue) as caught:
        act(*args)
    assert caught.value.code == code
    assert all(caught.value.message(lang) for lang in LANGUAGES)
    return caught.value


def test_a_clock_says_what_is_allowed_since_when_it_runs_and_what_it_has_used():
    assert clock.start("24 hours", EIGHT) == {
        "allowed": "24 hours",
        "since": "2027-03-01T08:00:00Z",
        "used": 0,
    }


def test_a_clock_may_be_written_into_a_body():
    paused = clock.pause(clock.start("5小时", EIGHT), EIGHT)
    assert checked_body({"clock": paused}) == {"clock": {"allowed": "5小时", "used": 0}}


def test_an_issue_found_late_on_a_holiday_is_due_in_the_small_hours():
    found = datetime(2027, 10, 1, 22, tzinfo=SHANGHAI)
    ends = clock.due(clock.start("5 hours", found))
    assert ends is not None
    assert ends.astimezone(SHANGHAI) == datetime(2027, 10, 2, 3, tzinfo=SHANGHAI)
    assert ends.utcoffset() == timedelta()


@pytest.mark.parametrize(
    ("day", "local"), [((2027, 3, 13), "2027-03-14 21:00"), ((2027, 11, 6), "2027-11-07 19:00")]
)
def test_hours_are_elapsed_hours_where_summer_time_begins_and_ends(day, local):
    asked = datetime(*day, 20, tzinfo=NEW_YORK)
    ends = clock.due(clock.start("24 hours", asked))
    assert f"{ends.astimezone(NEW_YORK):%Y-%m-%d %H:%M}" == local
    assert ends - asked.astimezone(UTC) == hours(24)


def test_while_the_requester_has_the_ball_nothing_is_used_and_nothing_is_due():
    paused = clock.pause(clock.start("24 hours", EIGHT), EIGHT + hours(2))
    assert paused == {"allowed": "24 hours", "used": 7200}
    assert clock.due(paused) is None
    assert clock.left(paused, EIGHT + hours(500)) == hours(22)
    again = clock.resume(paused, EIGHT + hours(100))
    assert clock.due(again) == EIGHT + hours(122)


def test_what_is_overrun_is_said_as_less_than_nothing():
    running = clock.start("90 minutes", EIGHT)
    assert clock.left(running, EIGHT + hours(1)) == timedelta(minutes=30)
    assert clock.left(running, EIGHT + hours(2)) == timedelta(minutes=-30)


def test_before_it_began_all_of_it_is_left():
    assert clock.left(clock.start("5 hours", EIGHT), EIGHT - hours(9)) == hours(5)


def test_an_answer_stops_the_clock_for_good():
    stopped = clock.stop(clock.start("24 hours", EIGHT), EIGHT + hours(3))
    assert stopped == {"allowed": "24 hours", "used": 10800, "stopped": "2027-03-01T11:00:00Z"}
    assert clock.due(stopped) is None
    refused("clock-stopped", clock.resume, stopped, EIGHT + hours(4))
    refused("clock-stopped", clock.stop, stopped, EIGHT + hours(4))


def test_a_clock_that_stands_still_can_be_stopped():
    paused = clock.pause(clock.start("24 hours", EIGHT), EIGHT + hours(1))
    assert clock.stop(paused, EIGHT + hours(30))["used"] == 3600


@pytest.mark.parametrize("text", ["3 workdays", "2 days", "1 month", "3个工作日", "14天"])
def test_working_days_and_days_are_no_hours(text):
    assert text in refused("clock-needs-hours", clock.start, text, EIGHT).message("zh")
    refused("clock-needs-hours", clock.start, Duration(text), EIGHT)


def test_pausing_what_stands_still_and_resuming_what_runs_are_refused():
    running = clock.start("24 hours", EIGHT)
    refused("clock-running", clock.resume, running, EIGHT)
    refused("clock-not-running", clock.pause, clock.pause(running, EIGHT), EIGHT)


def test_a_clock_does_not_run_backwards():
    refused("clock-began-later", clock.pause, clock.start("24 hours", EIGHT), EIGHT - hours(1))
    refused("clock-began-later", clock.stop, clock.start("24 hours", EIGHT), EIGHT - hours(1))


def test_a_moment_without_a_zone_names_no_instant():
    naive = datetime(2027, 3, 1, 8)
    refused("clock-needs-zone", clock.start, "24 hours", naive)
    refused("clock-needs-zone", clock.left, clock.start("24 hours", EIGHT), naive)


def test_the_clock_it_was_given_stays_as_it_was():
    running = clock.start("24 hours", EIGHT)
    clock.stop(running, EIGHT + hours(1))
    assert running == clock.start("24 hours", EIGHT)


zones = st.sampled_from([UTC, SHANGHAI, NEW_YORK])


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=12), zones)
def test_the_time_used_is_the_sum_of_the_stretches_it_ran(stretches, zone):
    at, ran = EIGHT, 0
    made = clock.start("48 hours", at.astimezone(zone))
    for number, (runs, rests) in enumerate(stretches):
        if number:
            made = clock.resume(made, at.astimezone(zone))
        at, ran = at + timedelta(seconds=runs), ran + runs
        assert (
            clock.due(made) - at == clock.left(made, at.astimezone(zone)) == timedelta(seconds=172800 - ran)
        )
        made = clock.pause(made, at.astimezone(zone))
        at += timedelta(seconds=rests)
    assert made["used"] == ran
    assert clock.left(made, at) == timedelta(seconds=172800 - ran)


@given(st.lists(st.timedeltas(timedelta(), timedelta(hours=1)), min_size=2, max_size=12))
def test_pausing_and_resuming_at_one_moment_costs_no_time_whatever_its_fractions(steps):
    at = EIGHT
    straight = made = clock.start("48 hours", at)
    for step in steps:
        at += step
        made = clock.resume(clock.pause(made, at), at)
    assert clock.pause(made, at) == clock.pause(straight, at)
