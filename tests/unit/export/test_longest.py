"""What goes on for long stands on its first day, so that it does not hide a month."""

from datetime import date, datetime

import icalendar
import pytest
from tests.agenda import Agenda, at, campaign, entry
from tests.strict_ical import check

from campaignflow.dates.precision import Precision
from campaignflow.errors import InvalidValue
from campaignflow.export.ical import Revision, to_ics, to_ics_calendar
from campaignflow.scheduling.entry import Entry

Days = tuple[date | datetime, date | datetime, str]


def shown(one: Entry, **choices) -> Days:
    octets = to_ics(Agenda([one]), **choices)
    check(octets)
    assert to_ics_calendar(Agenda([one]), **choices).serialize().encode() == octets
    (event,) = icalendar.Calendar.from_ical(octets).events
    return event["DTSTART"].dt, event["DTEND"].dt, str(event["SUMMARY"])


def lasting(first: str, last: str, **facts) -> Entry:
    return entry("x", "法治宣传", start=date.fromisoformat(first), end=date.fromisoformat(last), **facts)


@pytest.mark.parametrize(
    ("last", "ends", "title"),
    [
        ("2027-03-31", date(2027, 4, 1), "法治宣传"),
        ("2027-04-01", date(2027, 3, 2), "法治宣传（3月1日至4月1日）"),
        ("2027-12-31", date(2027, 3, 2), "法治宣传（3月至12月）"),
    ],
)
def test_what_lasts_longer_than_is_asked_for_stands_on_its_first_day_with_its_days(
    last: str, ends: date, title: str
) -> None:
    assert shown(lasting("2027-03-01", last), longest=31) == (date(2027, 3, 1), ends, title)


def test_unless_it_is_asked_for_everything_is_shown_at_its_full_length() -> None:
    assert shown(lasting("2027-01-01", "2027-12-31")) == (date(2027, 1, 1), date(2028, 1, 1), "法治宣传")


def test_a_campaign_too_and_the_text_says_why() -> None:
    octets = to_ics(Agenda([campaign(end=date(2027, 12, 31))]), longest=31, lang="en")
    (event,) = icalendar.Calendar.from_ical(octets).events
    assert str(event["SUMMARY"]).endswith(" (22 March-31 December)")
    assert "It lasts long, so it stands on its first day only." in event["DESCRIPTION"]


def test_a_fuzzy_date_says_its_days_once() -> None:
    fuzzy = lasting("2027-04-01", "2027-06-30", precision=Precision.QUARTER)
    assert shown(fuzzy, longest=31) == (
        date(2027, 4, 1),
        date(2027, 4, 2),
        "法治宣传（二季度，日期未定）",
    )


def test_what_begins_and_ends_by_the_clock_counts_by_its_days() -> None:
    one = entry("x", "展览", start=at("2027-03-01T09:00"), end=at("2027-05-01T17:00"))
    start, end, title = shown(one, longest=31)
    assert (start, end) == (date(2027, 3, 1), date(2027, 3, 2))
    assert title == "展览（3月1日至5月1日，首日09:00起）"
    assert shown(one, longest=62)[0] == at("2027-03-01T09:00")


def test_it_is_the_same_event_as_at_its_full_length() -> None:
    one, known = lasting("2027-01-01", "2027-12-31"), {"x": Revision(3, at("2026-12-01T09:00"))}
    whole, cut = (
        icalendar.Calendar.from_ical(to_ics(Agenda([one]), revisions=known, longest=days)).events[0]
        for days in (None, 31)
    )
    assert [(str(event["UID"]), event["SEQUENCE"]) for event in (whole, cut)] == [(str(whole["UID"]), 3)] * 2


@pytest.mark.parametrize("days", [0, -1])
def test_less_than_a_day_is_refused(days: int) -> None:
    with pytest.raises(InvalidValue) as raised:
        to_ics(Agenda([]), longest=days)
    assert raised.value.code == "ics-longest"
