"""Days as they are recorded: every kind of date gives back the very dates that were worked out."""

from datetime import date

import pytest
from tests.small_plan import HEAD, campaign
from tests.unit.records.recorded import recorded

from campaignflow.dates.precision import Certainty, Precision
from campaignflow.dates.span import UNDATED, Point, Span
from campaignflow.records.days import moment_of, recorded as said, span_of, zone_of
from campaignflow.scheduling.resolver import Dates


@pytest.mark.parametrize(
    "dates",
    [
        "when: 2027-03-22",
        "when: 2027-03-22 09:30",
        "when: 2027-03-22 09:30-11:00",
        "when: 2027-03-22 23:00-01:00",
        "when: 2027-03-22 morning",
        "when: 2027-03-22 morning to 2027-03-24 evening",
        "when: 2027-03-22/28",
        "when: 2027-03-22/2027-03-22",
        "when: 2027-03-mid/2027-03-28",
        "when: 2027-03-late",
        "when: all 2027-03",
        "when: from 2027-03-22",
        "when: until 2027-03-late",
        "when: after loose",
        "when: tbd",
        "when: as needed",
        "when: loose + 3 days",
        "when: loose, certainty: provisional",
        "when: loose, certainty: confirmed",
        "when: firm, certainty: provisional",
        "when: firm + 1 workday, certainty: confirmed",
        "when: tbd, due: 2027-03-25",
        "when: 2027-03-22, due: 2027-03-late",
        "due: 2027-03-late",
        "due: loose, certainty: provisional",
        "due: 2027-03-25 18:00",
        "when: 2027-03-22/23 daily 09:00-10:00",
        "when: 2027-03-22/23 daily 09:00-10:00, except: [2027-03-22, 2027-03-23]",
        "when: every tbd",
        "when: every friday, due: 2027-03-28",
        "when: every day, certainty: provisional",
        "when: every week, certainty: provisional",
        "certainty: confirmed",
        "certainty: provisional",
        "title: 活动",
    ],
)
def test_recorded_dates_are_those_that_were_worked_out(dates: str) -> None:
    body = f"""
        item: {{title: 活动, {dates.removeprefix("title: 活动")}}}
        loose: {{title: 粗略, when: 2027-03-late, certainty: provisional}}
        firm: {{title: 到日, when: 2027-03-24}}
    """
    schedule = campaign(body).schedule
    assert schedule.errors == ()
    for name, dates_of_it in recorded(schedule).dates().items():
        assert _without_notes(dates_of_it) == _without_notes(schedule.dates[name])


@pytest.mark.parametrize("due", ["every month", "every quarter on 10", "8 workdays after every quarter"])
def test_recorded_last_days_of_a_series_are_those_that_were_worked_out(due: str) -> None:
    head = HEAD.replace("period: 2027\n", "period: 2027\n  certainty: provisional\n")
    schedule = campaign(
        f"item: {{title: 活动, when: 2027-03-22, due: {due}, until: 2027-12-31}}", head=head
    ).schedule
    found, want = recorded(schedule).dates()["week/item"], schedule.dates["week/item"]
    assert [(one.key, one.end) for one in found.rounds] == [(one.key, one.end) for one in want.rounds]
    assert (found.due_rounds, found.window, found.when) == (True, want.window, want.when)


def _without_notes(dates: Dates) -> list[object]:
    """Return dates without how they were read; of a series without the span that it has none of its own."""
    spans = [dates.due, dates.window, None if dates.rounds else dates.when]
    return [
        *(None if span is None else span._replace(notes=frozenset()) for span in spans),
        [(one.key, one.start, one.end) for one in dates.rounds],
        dates.inherited,
        dates.certainty,
    ]


def test_nothing_is_recorded_of_what_has_no_day() -> None:
    assert said(UNDATED) == {}
    assert span_of({}, "UTC") == UNDATED


def test_whether_an_end_is_one_point_or_two_is_kept() -> None:
    day = Point(date(2027, 3, 22), date(2027, 3, 22), Precision.DAY)
    other = Point(date(2027, 3, 22), date(2027, 3, 22), Precision.DAY)
    for span in (Span(day, day), Span(day, other)):
        again = span_of(said(span), "UTC")
        assert again == span
        assert again.is_single is span.is_single


def test_a_certainty_beside_a_span_is_recorded_with_it() -> None:
    day = Point(date(2027, 3, 22), date(2027, 3, 22), Precision.DAY)
    days = said(Span(day, day), window=Span(day, day, provisional=True))
    assert (days["certainty"], days["provisional"]) == (Certainty.PROVISIONAL, False)


def test_a_moment_in_another_zone_keeps_its_clock() -> None:
    moment = moment_of("2027-03-22T09:30:00+01:00", "Asia/Shanghai")
    assert moment.isoformat() == "2027-03-22T09:30:00+01:00"


def test_a_zone_that_does_not_exist_is_utc() -> None:
    assert [zone_of(name) for name in ("Asia/Shanghai", "Mars/Olympus", "../etc", "")] == [
        "Asia/Shanghai",
        "UTC",
        "UTC",
        "UTC",
    ]
