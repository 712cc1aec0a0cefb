"""What of a calendar lies between two days: in part or whole, each time by itself, in its own zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from tests.agenda import Agenda, campaign, entry
from tests.strict_ical import check

from campaignflow.export.ical import to_ics, to_ics_calendar
from campaignflow.export.window import within
from campaignflow.scheduling.entry import Entry, Occurrence

FIRST, LAST = date(2027, 3, 10), date(2027, 3, 20)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def day(number: int) -> date:
    return date(2027, 3, 1) + timedelta(days=number - 1)


def kept(*entries: Entry) -> list[str]:
    return [one.id for one in within(entries, FIRST, LAST)]


@pytest.mark.parametrize(
    ("start", "end", "due", "is_kept"),
    [
        (10, 10, None, True),
        (20, 20, None, True),
        (9, 9, None, False),
        (21, 21, None, False),
        (1, 31, None, True),  # around it
        (1, 10, None, True),
        (20, 31, None, True),
        (15, None, None, True),
        (5, None, None, False),
        (None, 10, None, True),
        (None, 21, None, False),
        (None, None, 10, True),
        (None, None, 21, False),
        (1, 2, 12, True),  # its deadline alone
        (None, None, None, True),  # nobody knows when
    ],
)
def test_what_touches_the_days_is_kept(
    start: int | None, end: int | None, due: int | None, *, is_kept: bool
) -> None:
    days = {"start": start, "end": end, "due": due}
    one = entry("a", "甲", **{name: None if said is None else day(said) for name, said in days.items()})
    assert kept(one) == ["a"] * is_kept


def test_a_moment_lies_on_the_day_of_its_own_zone() -> None:
    late = datetime(2027, 3, 9, 16, 30, tzinfo=ZoneInfo("UTC"))  # half past midnight of the tenth in Shanghai
    one = entry("a", "甲", start=late, end=late + timedelta(minutes=20), zone="Asia/Shanghai")
    assert kept(one) == ["a"]
    assert kept(entry("a", "甲", start=late, end=late, zone="UTC")) == []


def test_of_what_comes_round_the_times_are_kept_that_lie_there() -> None:
    times = tuple(Occurrence(f"k{number}", day(number), day(number)) for number in (3, 10, 17, 24))
    (one,) = within([entry("a", "甲", start=day(3), occurrences=times)], FIRST, LAST)
    assert [time.key for time in one.occurrences] == ["k10", "k17"]
    assert kept(entry("a", "甲", start=day(3), occurrences=times[:1])) == []


def test_a_calendar_is_bounded_by_it_and_still_names_the_campaign_outside() -> None:
    inside = entry("water-week/a", "里面", start=day(12), end=day(12))
    outside = entry("water-week/b", "外面", start=day(25), end=day(25))
    agenda = Agenda([campaign(), inside, outside])
    octets = to_ics(agenda, window=(FIRST, LAST))
    check(octets)
    events = icalendar.Calendar.from_ical(octets).events
    assert [str(one["SUMMARY"]) for one in events] == ["里面"]
    assert "世界水日" in str(events[0]["DESCRIPTION"])
    assert to_ics_calendar(agenda, window=(FIRST, LAST)).serialize().encode() == octets
    assert octets != to_ics(agenda)
