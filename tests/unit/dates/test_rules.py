"""The rules by which others' events come round give the days that RFC 5545 says, in bounded time."""

import random
from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr

import campaignflow as cf
from campaignflow.dates.rules import Days, Steps, by_rule, followed
from campaignflow.planfile.calendar_days import falling

YEAR = date(2027, 1, 1), date(2027, 12, 31)


def days(
    rule: str, start: date, first: date = date(2026, 1, 1), last: date = date(2029, 12, 31)
) -> list[date]:
    meant = followed(rule, start)
    assert meant is not None
    return [*map(_day, by_rule(meant, start, Days(first, last), Steps(100_000)))]


def _day(one: date) -> date:
    return one.date() if isinstance(one, datetime) else one


def event(*lines: str) -> bytes:
    return "\r\n".join(
        ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:s", *lines, "END:VEVENT", "END:VCALENDAR")
    ).encode()


_PARTS = {
    "BYMONTH": [1, 2, 3, 6, 12],
    "BYMONTHDAY": [1, 15, 28, 29, 30, 31, -1, -2, -31],
    "BYDAY": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"],
    "BYYEARDAY": [1, 60, 366, -1, -366],
    "BYSETPOS": [1, 2, -1, -2],
}
_MEANT = {
    "DAILY": ["BYMONTH", "BYMONTHDAY", "BYDAY"],
    "WEEKLY": ["BYMONTH", "BYDAY"],
    "MONTHLY": ["BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"],
    "YEARLY": ["BYMONTH", "BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYSETPOS"],
}


def test_hundreds_of_rules_give_the_days_that_another_library_finds() -> None:
    chance = random.Random(2027)
    for _ in range(250):
        frequency = chance.choice([*_MEANT])
        names = chance.sample(_MEANT[frequency], chance.randint(0, 2))
        if names == ["BYSETPOS"] or {"BYYEARDAY", "BYMONTHDAY"} <= {*names}:
            continue
        said = [f"FREQ={frequency}", f"INTERVAL={chance.choice((1, 1, 2, 3, 5))}"]
        if chance.random() < 0.3:
            said.append(f"WKST={chance.choice(('SU', 'MO'))}")
        for name in names:
            values = [str(one) for one in chance.sample(_PARTS[name], chance.randint(1, 3))]
            plain = frequency in {"DAILY", "WEEKLY"} or {"BYMONTHDAY", "BYYEARDAY"} & {*names}
            if name == "BYDAY" and not plain and chance.random() < 0.7:
                # All of them counted or none: the other library takes a mixture for what is both.
                values = [f"{chance.choice((1, -1, 2, 5))}{one}" for one in values]
            said.append(f"{name}={','.join(values)}")
        ends = chance.choice(["", f"COUNT={chance.randint(1, 40)}", "UNTIL=20281015"])
        rule = ";".join([*said, *filter(None, [ends])])
        start = date(2026, 1, 1) + timedelta(days=chance.randrange(700))
        last = datetime(2029, 12, 31)  # a wall clock
        theirs = rrulestr(rule, dtstart=datetime.combine(start, time.min))
        wanted = [one.date() for one in islice(iter(theirs), 5_000) if one <= last] if ends else None
        if wanted is None:
            wanted = [one.date() for one in theirs.between(datetime(2026, 1, 1), last, inc=True)]
        assert days(rule, start) == wanted, (rule, start)


@pytest.mark.parametrize(
    ("rule", "start", "found"),
    [
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", date(2027, 5, 17), ["2027-05-17", "2028-05-15", "2029-05-14"]),
        (
            "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO",
            date(2027, 1, 4),
            ["2027-01-04", "2028-01-03", "2029-01-01", "2029-12-31"],
        ),
        ("RSCALE=CHINESE;FREQ=YEARLY", date(2027, 2, 6), ["2027-02-06", "2028-01-26", "2029-02-13"]),
        (
            "FREQ=YEARLY;RSCALE=CHINESE;BYMONTH=8;BYMONTHDAY=15;COUNT=2",
            date(2027, 9, 15),
            ["2027-09-15", "2028-10-03"],
        ),
        ("RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=OMIT", date(2028, 2, 29), ["2028-02-29"]),
        ("FREQ=MONTHLY;BYDAY=2TU,FR;COUNT=3", date(2027, 3, 1), ["2027-03-05", "2027-03-09", "2027-03-12"]),
        ("FREQ=MONTHLY;BYDAY=MO, TU;BYSETPOS=1;COUNT=2", date(2027, 3, 1), ["2027-03-01", "2027-04-05"]),
        ("FREQ=YEARLY;COUNT=-1;UNTIL=20280301", date(2027, 3, 1), ["2027-03-01", "2028-03-01"]),
    ],
)
def test_a_rule_gives_its_days(rule: str, start: date, found: list[str]) -> None:
    assert [str(one) for one in days(rule, start)] == found


def test_the_last_day_of_a_lunar_year_of_thirty_days_is_left_out_while_years_have_twenty_nine() -> None:
    new_years_eve, last = date(2024, 2, 9), date(2030, 12, 31)
    assert days("RSCALE=CHINESE;FREQ=YEARLY", new_years_eve, new_years_eve, last) == [
        new_years_eve,
        date(2030, 2, 2),
    ]


@pytest.mark.parametrize("weeks", [{1}, {2, 20}, {52}, {53}, {-1}, {-2, -52}, {-53}, {1, -1}])
@pytest.mark.parametrize("weekdays", ["MO", "SU", "TH,FR", "MO,TU,WE,TH,FR,SA,SU"])
def test_weeks_of_a_year_are_those_of_iso_8601_from_either_end(weeks: set[int], weekdays: str) -> None:
    rule = f"FREQ=YEARLY;BYWEEKNO={','.join(map(str, weeks))};BYDAY={weekdays}"
    start, last = date(2015, 1, 1), date(2038, 12, 31)
    wanted = []
    for one in (start + timedelta(days=number) for number in range((last - start).days + 1)):
        year, week, _ = one.isocalendar()
        in_all = date(year, 12, 28).isocalendar().week
        if {week, week - in_all - 1} & weeks and str(_PARTS["BYDAY"][one.weekday()]) in weekdays:
            wanted.append(one)
    assert days(rule, start, start, last) == wanted
    for year in range(2016, 2038):  # seen year by year nothing is left out, either
        alone = [one for one in wanted if one.year == year]
        assert days(rule, start, date(year, 1, 1), date(year, 12, 31)) == alone


@pytest.mark.parametrize(("begins", "found"), [("MO", [5, 10, 19, 24]), ("SU", [5, 17, 19, 31])])
def test_every_other_week_goes_by_the_day_on_which_weeks_begin(begins: str, found: list[int]) -> None:
    rule, august = f"FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST={begins}", date(1997, 8, 5)
    assert [one.day for one in days(rule, august, august)] == found  # RFC 5545, section 3.8.5.3


def test_what_a_program_adds_of_its_own_and_a_semicolon_too_many_change_nothing() -> None:
    assert followed("FREQ=DAILY;X-COLOUR=RED;COUNT=2;", date(2027, 1, 1)) == "FREQ=DAILY;COUNT=2"


def test_a_long_rule_is_read_to_its_end() -> None:
    rule = "FREQ=DAILY;BYMONTHDAY=" + "1," * 488 + "20"
    assert len(rule) == 1_000
    assert {one.day for one in days(rule, date(2027, 1, 1))} == {1, 20}
    assert followed(f"{rule},21", date(2027, 1, 1)) is None


def test_a_clock_that_is_the_start_s_own_says_nothing_new() -> None:
    start = datetime(2027, 3, 1, 9, 30)  # a wall clock
    assert followed("FREQ=DAILY;BYHOUR=9;BYMINUTE=30;BYSECOND=0", start) == "FREQ=DAILY"
    assert followed("FREQ=DAILY;BYHOUR=9,15", start) is None


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY;INTERVAL=6",
        "INTERVAL=2",
        "FREQ=WEEKLY;UNTIL=",
        "FREQ=WEEKLY;UNTIL=20270230",
        "FREQ=WEEKLY;UNTIL=next year",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=many",
        "FREQ=WEEKLY;INTERVAL=99999999999999999999",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTH=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=-32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=YEARLY;BYYEARDAY=367",
        "FREQ=YEARLY;BYWEEKNO=54",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367",
        "FREQ=YEARLY;BYEASTER=1",
        "FREQ=YEARLY;FREQ=DAILY",
        "FREQ=YEARLY;SKIP=FORWARD",
        "FREQ=YEARLY;BYWEEKNO=20;WKST=SU",
        "RSCALE=HEBREW;FREQ=YEARLY",
        "RSCALE=CHINESE;FREQ=MONTHLY",
        "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L",
        "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=1",
        "FREQ=DAILY;BYMONTHDAY=" + ",".join(["1"] * 1_000),
    ],
)
def test_a_rule_that_cannot_be_followed_is_told_and_not_guessed(rule: str) -> None:
    read = cf.read_ics(event("DTSTART;VALUE=DATE:20270206", "SUMMARY:春节", f"RRULE:{rule}"))
    assert [one.code for one in read.findings if one.code != "ics-not-folded"] == ["ics-rule-unreadable"]
    assert [one.start for one in falling(read.events, *YEAR)] == [date(2027, 2, 6)]


def test_a_rule_without_a_word_or_said_twice_is_no_loss() -> None:
    bare = cf.read_ics(event("DTSTART;VALUE=DATE:20270206", "RRULE:"))
    twice = cf.read_ics(event("DTSTART;VALUE=DATE:20270206", *["RRULE:FREQ=DAILY;COUNT=2"] * 2))
    two = cf.read_ics(event("DTSTART;VALUE=DATE:20270206", "RRULE:FREQ=DAILY;COUNT=2", "RRULE:FREQ=YEARLY"))
    assert (bare.events[0].rule, bare.findings) == ("", ())
    assert (twice.events[0].rule, twice.findings) == ("FREQ=DAILY;COUNT=2", ())
    assert [one.code for one in two.findings] == ["ics-rule-unreadable"]


@pytest.mark.parametrize(
    ("until", "last"),
    [("20270330T160000Z", 31), ("20270331T000000Z", 31), ("20270330T155959Z", 30), ("20270330", 30)],
)
def test_a_series_of_days_ends_on_the_day_its_writer_meant(until: str, last: int) -> None:
    lines = ("DTSTART;VALUE=DATE:20270325", f"RRULE:FREQ=DAILY;UNTIL={until}")
    read = cf.read_ics(event(*lines), timezone="Asia/Shanghai")
    assert max(one.start for one in falling(read.events, *YEAR)) == date(2027, 3, last)


def test_a_timed_series_with_a_bare_last_day_includes_it() -> None:
    lines = ("DTSTART;TZID=Asia/Shanghai:20270325T200000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20270327")
    assert len([*falling(cf.read_ics(event(*lines)).events, *YEAR)]) == 3


def test_rules_that_never_come_true_end_with_their_last_day_and_others_with_the_steps_they_may_take() -> None:
    last = date(2198, 12, 31)
    for rule in (
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    ):
        assert days(f"{rule};COUNT=99999", date(1902, 1, 1), last=last) == []
    steps = Steps(1_000)
    assert len([*by_rule("FREQ=DAILY", date(1902, 1, 1), Days(date(1902, 1, 1), last), steps)]) < 1_000
    assert steps.left == 0


def test_a_rule_of_one_time_of_a_series_does_not_begin_a_series_of_its_own() -> None:
    master = "DTSTART;VALUE=DATE:20270301\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:s"
    moved = ("RECURRENCE-ID;VALUE=DATE:20270308", "DTSTART;VALUE=DATE:20270309", "RRULE:FREQ=WEEKLY;COUNT=3")
    found = [*falling(cf.read_ics(event(master, *moved)).events, *YEAR)]
    assert sorted(str(one.start) for one in found) == ["2027-03-01", "2027-03-09", "2027-03-15"]
    alone = cf.read_ics(event(*moved))
    assert [one.code for one in alone.findings] == ["ics-rule-unreadable"]


def test_a_time_that_a_later_version_of_the_series_takes_out_is_gone_though_it_was_moved_before() -> None:
    moved = "RECURRENCE-ID;VALUE=DATE:20270308\r\nDTSTART;VALUE=DATE:20270309\r\nSEQUENCE:1"
    later = (
        "DTSTART;VALUE=DATE:20270301\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nEXDATE;VALUE=DATE:20270308\r\nSEQUENCE:2"
    )
    found = falling(cf.read_ics(event(moved, "END:VEVENT", "BEGIN:VEVENT", "UID:s", later)).events, *YEAR)
    assert [str(one.start) for one in found] == ["2027-03-01", "2027-03-15"]
