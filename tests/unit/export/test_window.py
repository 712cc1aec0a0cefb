"""From which day to which a calendar reaches."""

from datetime import UTC, date, datetime

import icalendar
import pytest
from tests.agenda import Agenda, at, briefing, campaign, entry, weekly
from tests.strict_ical import check

from campaignflow.errors import InvalidValue
from campaignflow.export.ical import Revision, to_ics, to_ics_calendar
from campaignflow.scheduling.entry import Entry

MARCH = {"first": date(2027, 3, 1), "last": date(2027, 3, 31)}


def titles(*entries: Entry, **choices) -> list[str]:
    octets = to_ics(Agenda(entries), **choices)
    check(octets)
    assert to_ics_calendar(Agenda(entries), **choices).serialize().encode() == octets
    read = icalendar.Calendar.from_ical(octets).subcomponents
    return [str(one["SUMMARY"]) for one in read if one.name in {"VEVENT", "VTODO"}]


def days(first: str, last: str, title: str = "x") -> Entry:
    return entry(title, title, start=date.fromisoformat(first), end=date.fromisoformat(last))


@pytest.mark.parametrize(
    ("first", "last", "is_shown"),
    [
        ("2027-02-01", "2027-02-28", False),
        ("2027-02-01", "2027-03-01", True),
        ("2027-03-31", "2027-05-01", True),
        ("2027-01-01", "2027-12-31", True),
        ("2027-04-01", "2027-04-01", False),
    ],
)
def test_what_reaches_into_the_window_is_shown_whole_and_nothing_else(
    first: str, last: str, *, is_shown: bool
):
    assert titles(days(first, last), **MARCH) == (["x"] if is_shown else [])


@pytest.mark.parametrize(
    ("start", "end", "is_shown"),
    [
        ("2027-02-28T22:00", "2027-03-01T00:00", False),
        ("2027-02-28T22:00", "2027-03-01T00:01", True),
        ("2027-03-31T23:59", "2027-04-01T09:00", True),
        ("2027-04-01T00:00", "2027-04-01T09:00", False),
    ],
)
def test_hours_count_by_the_clock_of_the_place_they_are_meant_in(start: str, end: str, *, is_shown: bool):
    one = briefing(title="x", start=at(start).astimezone(UTC), end=at(end).astimezone(UTC))
    assert titles(one, **MARCH) == (["x"] if is_shown else [])


@pytest.mark.parametrize("todos", ["event", "todo", "both"])
def test_a_deadline_counts_on_its_last_day(todos: str):
    late = datetime(2027, 3, 31, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    for due, is_shown in ((date(2027, 3, 31), True), (date(2027, 4, 1), False), (late, True)):
        assert bool(titles(entry("x", "x", due=due), todos=todos, **MARCH)) == is_shown


def test_of_what_comes_round_the_times_in_the_window_are_shown():
    rounds = weekly(
        ("2027-W08", date(2027, 2, 26)), ("2027-W09", date(2027, 3, 5)), ("2027-W13", date(2027, 4, 2))
    )
    assert [one.partition("（")[0] for one in titles(rounds, **MARCH)] == ["舆情周报"]


def test_undated_work_is_listed_as_long_as_its_campaign_is_on():
    entries = [campaign(), entry("water-week/song", "节水歌曲")]
    listed = "日期未定：世界水日 · 中国水周（1项）"
    assert listed in titles(*entries, first=date(2027, 3, 28))
    assert titles(*entries, first=date(2027, 3, 29)) == []
    assert titles(*entries, last=date(2027, 3, 21)) == []


def test_the_window_may_be_said_in_months_and_stay_open_on_one_side():
    year = [days(f"2027-{month:02d}-15", f"2027-{month:02d}-15", f"{month}") for month in range(1, 6)]
    assert titles(*year, first="2027-02", last="2027-04") == ["2", "3", "4"]
    assert titles(*year, first="2027-04-15") == ["4", "5"]
    assert titles(*year, last="2027-02-15") == ["1", "2"]
    assert titles(*year, first=datetime(2027, 5, 15, 9, tzinfo=UTC)) == ["5"]


def test_what_moves_out_of_the_window_is_seen_to_go():
    """Else those who subscribed would keep it on its old day, or see it vanish without a word."""
    moved = {"x": Revision(1, at("2027-02-01T09:00"))}
    gone = days("2027-06-01", "2027-06-01")
    assert titles(gone, revisions=moved, as_of=date(2027, 3, 3), **MARCH) == ["x"]
    assert titles(gone, revisions=moved, as_of=date(2027, 3, 4), **MARCH) == []
    never = {"x": Revision(0, at("2027-02-01T09:00"))}
    assert titles(gone, revisions=never, as_of=date(2027, 2, 2), **MARCH) == []


@pytest.mark.parametrize(
    ("window", "code"),
    [
        ({"first": "march"}, "ics-bound-unreadable"),
        ({"last": "2027-13"}, "ics-bound-unreadable"),
        ({"last": "2027-02-30"}, "ics-bound-unreadable"),
        ({"first": "2027-04", "last": "2027-03"}, "ics-window-backwards"),
    ],
)
def test_a_window_that_is_none_is_refused_with_a_sentence(window: dict, code: str):
    with pytest.raises(InvalidValue) as raised:
        to_ics(Agenda([briefing()]), **window)
    assert raised.value.code == code
    assert str(raised.value)
