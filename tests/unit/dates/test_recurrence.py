"""What comes round falls on the days it should, is named by its period for life, and is not endless."""

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from tests.reading import at, setting

from campaignflow.dates import expression as ex
from campaignflow.dates.grammar import parse
from campaignflow.dates.recurrence import MOST_OCCURRENCES, Round, daily, period_key, periods, rounds
from campaignflow.dates.span import as_day
from campaignflow.errors import InvalidValue

QUARTER = (date(2027, 1, 1), date(2027, 3, 31))
YEAR = (date(2027, 1, 1), date(2027, 12, 31))


def comes_round(text: str, window: tuple[date, date] = QUARTER, **changes: object) -> tuple[Round, ...]:
    expression = parse(text)
    assert isinstance(expression, ex.Every | ex.WorkdaysAfter | ex.Rrule | ex.EveryTbd)
    return rounds(expression, window, setting(**changes))


def starts(text: str, window: tuple[date, date] = QUARTER, **changes: object) -> list[str]:
    return [as_day(one.start).isoformat()[5:] for one in comes_round(text, window, **changes)]


FIRST_DAYS = {
    "every day": ["01-01", "01-02", "01-03"],
    "every 10 days": ["01-01", "01-11", "01-21"],
    "every workday": ["01-04", "01-05", "01-06"],
    "every 2 workdays": ["01-04", "01-06", "01-08"],
    "every friday": ["01-01", "01-08", "01-15"],
    "every monday, wednesday, friday": ["01-01", "01-04", "01-06"],
    "every week": ["01-01", "01-04", "01-11"],
    "every week on thursday": ["01-07", "01-14", "01-21"],
    "every 2 weeks on monday": ["01-11", "01-25", "02-08"],
    "every week on first workday": ["01-04", "01-11", "01-18"],
    "every week on last day": ["01-03", "01-10", "01-17"],
    "every month": ["01-01", "02-01", "03-01"],
    "every month on 10": ["01-10", "02-10", "03-10"],
    "every month on first day": ["01-01", "02-01", "03-01"],
    "every month on last day": ["01-31", "02-28", "03-31"],
    "every month on last workday": ["01-29", "02-26", "03-31"],
    "every month on 8th workday": ["01-13", "02-16", "03-10"],
    "every month on 2nd thursday": ["01-14", "02-11", "03-11"],
    "every month on last friday": ["01-29", "02-26", "03-26"],
    "every month on fifth monday": ["03-29"],
    "every month on friday": ["01-01", "01-08", "01-15"],
    "every quarter on last day": ["03-31"],
    "every quarter on 45": ["02-14"],
    "every year on 03-22": ["03-22"],
    "every year on last friday": [],
    "every tbd": [],
    "RRULE:FREQ=MONTHLY;BYDAY=-1FR": ["01-29", "02-26", "03-26"],
    "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2": ["01-04", "01-11"],
    "RRULE:FREQ=DAILY;INTERVAL=30;UNTIL=20270201": ["01-01", "01-31"],
}


@pytest.mark.parametrize("text", FIRST_DAYS)
def test_a_recurrence_falls_on_these_days_of_the_window(text: str) -> None:
    expected = FIRST_DAYS[text]
    assert starts(text)[: max(len(expected), 1)] == expected


def test_both_ends_of_the_window_are_included_and_nothing_lies_outside() -> None:
    window = (date(2027, 1, 8), date(2027, 1, 22))
    assert starts("every friday", window) == ["01-08", "01-15", "01-22"]
    assert starts("every month on 10", window) == ["01-10"]
    assert starts("every month on first day", window) == []
    assert starts("RRULE:FREQ=WEEKLY;BYDAY=FR", window) == ["01-08", "01-15", "01-22"]


def test_a_leap_day_comes_round_in_leap_years_only() -> None:
    window = (date(2027, 1, 1), date(2033, 1, 1))
    assert [str(one.start) for one in comes_round("every year on 02-29", window)] == [
        "2028-02-29",
        "2032-02-29",
    ]


def test_whole_periods_have_the_precision_of_a_period_and_parts_are_cut_to_the_window() -> None:
    window = (date(2027, 1, 15), date(2027, 3, 10))
    found = [(str(one.start), str(one.end), one.key) for one in comes_round("every month", window)]
    assert found == [
        ("2027-01-15", "2027-01-31", "2027-01"),
        ("2027-02-01", "2027-02-28", "2027-02"),
        ("2027-03-01", "2027-03-10", "2027-03"),
    ]
    for text, precision in [("every week", "week"), ("every quarter", "quarter"), ("every year", "year")]:
        assert {str(one.precision) for one in comes_round(text)} == {precision}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("every month on last workday", ["2027-01", "2027-02", "2027-03"]),
        ("every quarter on last day", ["2027-Q1"]),
        ("every year on 03-22", ["2027"]),
        ("8 workdays after every quarter", ["2027-Q1"]),
        ("every week", ["2026-W53", "2027-W01", "2027-W02"]),
        ("every friday", ["2027-01-01", "2027-01-08", "2027-01-15"]),
        ("every week on thursday", ["2027-01-07", "2027-01-14", "2027-01-21"]),
        ("every month on friday", ["2027-01-01", "2027-01-08", "2027-01-15"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=-1FR", ["2027-01-29", "2027-02-26", "2027-03-26"]),
    ],
)
def test_an_occurrence_is_named_by_the_period_it_belongs_to(text: str, keys: list[str]) -> None:
    assert [one.key for one in comes_round(text)][: len(keys)] == keys


def test_no_two_occurrences_of_a_series_have_one_name() -> None:
    for text in FIRST_DAYS:
        keys = [one.key for one in comes_round(text, YEAR)]
        assert len(set(keys)) == len(keys), text


def test_workdays_after_a_period_belong_to_the_period_that_ended_and_may_fall_after_the_window() -> None:
    found = [(one.key, str(one.start)) for one in comes_round("8 workdays after every quarter", YEAR)]
    assert found[0] == ("2027-Q1", "2027-04-13")
    assert found[-1] == ("2027-Q4", "2028-01-13")
    within = (date(2027, 1, 1), date(2027, 6, 29))  # the second quarter has not ended
    assert [one.key for one in comes_round("8 workdays after every quarter", within)] == ["2027-Q1"]


def test_what_is_counted_in_workdays_says_which_year_is_not_announced() -> None:
    assert {one.rests_on for one in comes_round("every month on last workday")} == {frozenset({"CN 2027"})}
    assert {one.rests_on for one in comes_round("every workday")} == {frozenset({"CN 2027"})}
    assert {one.rests_on for one in comes_round("every month on 10")} == {frozenset()}


def test_weeks_begin_on_the_day_the_office_says() -> None:
    assert starts("every 2 weeks on sunday", week_starts=0)[:2] == ["01-03", "01-17"]
    assert starts("every 2 weeks on sunday", week_starts=6)[:2] == ["01-10", "01-24"]
    sundays = [(str(one.start), one.key) for one in comes_round("every week", week_starts=6)]
    assert sundays[:2] == [("2027-01-01", "2026-W53"), ("2027-01-03", "2027-W01")]


def test_days_that_are_left_out_are_left_out() -> None:
    expression = parse("every friday")
    assert isinstance(expression, ex.Every)
    left = rounds(expression, QUARTER, setting(), leave_out=frozenset({date(2027, 1, 8)}))
    assert [str(one.start) for one in left][:2] == ["2027-01-01", "2027-01-15"]


def test_a_clock_time_is_kept_on_each_day_by_the_clock_of_the_zone() -> None:
    window = (date(2027, 3, 8), date(2027, 3, 15))
    found = comes_round("every monday 02:30-03:30", window, zone=ZoneInfo("America/New_York"))
    assert [(one.start, one.end) for one in found] == [
        (at("2027-03-08T02:30", "America/New_York"), at("2027-03-08T03:30", "America/New_York")),
        (at("2027-03-15T02:30", "America/New_York"), at("2027-03-15T03:30", "America/New_York")),
    ]
    assert {str(one.precision) for one in found} == {"moment"}


def test_a_clock_span_that_ends_before_it_starts_runs_past_midnight_each_day() -> None:
    found = daily(date(2027, 6, 1), date(2027, 6, 2), ex.Clock(23 * 60, 30), setting())
    assert [(one.key, one.end) for one in found] == [
        ("2027-06-01", at("2027-06-02T00:30")),
        ("2027-06-02", at("2027-06-03T00:30")),
    ]


def test_broadcast_hours_after_midnight_keep_the_name_of_the_day_before() -> None:
    (one,) = daily(date(2027, 6, 1), date(2027, 6, 1), ex.Clock(25 * 60, 29 * 60 + 59), setting())
    assert (one.key, one.start, one.end) == ("2027-06-01", at("2027-06-02T01:00"), at("2027-06-02T05:59"))


def test_a_clock_needs_a_day_picked_in_the_period() -> None:
    with pytest.raises(InvalidValue) as refused:
        comes_round("every month 09:00")
    assert refused.value.code == "clock-needs-a-day"
    assert "every month" in refused.value.message("en")


def test_a_series_that_would_fill_every_calendar_is_refused() -> None:
    long = (date(1900, 1, 1), date(2199, 12, 31))
    with pytest.raises(InvalidValue) as refused:
        comes_round("every day", long)
    assert refused.value.code == "recurrence-too-many"
    assert str(MOST_OCCURRENCES) in refused.value.message("en")
    with pytest.raises(InvalidValue):
        daily(*long, ex.Clock(0, 60), setting())


def test_a_rule_that_ends_at_a_moment_ends_on_its_day() -> None:
    assert starts("RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20270111T160000Z") == ["01-04", "01-11"]


def test_a_rule_that_is_no_rule_is_refused_when_it_is_expanded_too() -> None:
    with pytest.raises(InvalidValue) as refused:
        rounds(ex.Rrule("FREQ=MONTHLY;BYDAY=XX"), QUARTER, setting())
    assert refused.value.code == "rrule-unreadable"


@pytest.mark.parametrize("period", ["day", "week", "month", "quarter", "year"])
def test_periods_touch_the_window_and_follow_each_other(period: str) -> None:
    first, last = date(2026, 12, 20), date(2028, 3, 5)
    found = list(periods(period, first, last, 0))
    assert found[0][0] <= first <= found[0][1]
    assert found[-1][0] <= last <= found[-1][1]
    assert all((later[0] - earlier[1]).days == 1 for earlier, later in pairwise(found))
    assert len({period_key(period, begin) for begin, _ in found}) == len(found)


def test_a_moment_has_a_start_and_an_end_even_if_no_end_was_written() -> None:
    (one, *_) = comes_round("every monday 09:00")
    assert isinstance(one.start, datetime)
    assert one.start == one.end
