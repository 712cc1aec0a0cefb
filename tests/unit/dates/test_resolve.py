"""Every form of a date means the days it should, by the eleven rules, and never a day that was not said."""

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.reading import at, read, refused, setting, shown

from campaignflow.dates.bases import base_text, weeks_between
from campaignflow.dates.grammar import parse
from campaignflow.dates.resolve import instant, resolve
from campaignflow.dates.span import Span
from campaignflow.labels import LANGUAGES

NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
CHATHAM = ZoneInfo("Pacific/Chatham")

MEANINGS = {
    # days and coarse periods, with and without a year
    "2027-03-22": "2027-03-22 day",
    "03-22": "2027-03-22 day",
    "2027-02": "2027-02-01/2027-02-28 month?",
    "M02": "2027-02-01/2027-02-28 month?",
    "2027-02-early": "2027-02-01/2027-02-10 third?",
    "02-mid": "2027-02-11/2027-02-20 third?",
    "2028-02-late": "2028-02-21/2028-02-29 third?",
    "2027-Q3": "2027-07-01/2027-09-30 quarter?",
    "Q4": "2027-10-01/2027-12-31 quarter?",
    "2027-H1": "2027-01-01/2027-06-30 half?",
    "H2": "2027-07-01/2027-12-31 half?",
    "2027": "2027-01-01/2027-12-31 year?",
    "FY2027": "2027-01-01/2027-12-31 year?",
    "FY2027-Q2": "2027-04-01/2027-06-30 quarter?",
    "all 2027-06": "2027-06-01/2027-06-30 day",
    "all programme": "2027-03-22/2027-03-28 day",
    # weeks
    "2027-W12": "2027-03-22/2027-03-28 week?",
    "2026-W53": "2026-12-28/2027-01-03 week?",
    "2027-W12-5": "2027-03-26 day",
    "w/c 2027-10-25": "2027-10-25/2027-10-31 week?",
    "week of 2027-03-24": "2027-03-22/2027-03-28 day",
    "week of water-day": "2027-03-22/2027-03-28 day",
    "first week of 2027-10": "2027-10-01/2027-10-03 day",
    "2nd week of 2027-10": "2027-10-04/2027-10-10 day",
    "last week of 2027-03": "2027-03-29/2027-03-31 day",
    "5th week of 2027-Q1": "2027-01-25/2027-01-31 day",
    "first friday of 04": "2027-04-02 day",
    "last friday of 2027-09": "2027-09-24 day",
    "fifth monday of 2027-03": "2027-03-29 day",
    "saturday of water-week": "2027-03-27 day",
    "2nd tuesday of 2027-Q2": "2027-04-13 day",
    # references and their edges
    "water-day.start": "2027-03-22 day",
    "water-week.end": "2027-03-28 day",
    "loose.start": "2027-03-11/2027-03-20 third?",
    "briefing.start": "2027-03-15 09:30 moment",
    "briefing.end": "2027-03-15 11:00 moment",
    "observance:world-water-day.end": "2027-03-22 day",
    "observance:春节": "2027-02-06/2027-02-08 day",
    "observance:春节.start": "2027-02-06 day",
    "observance:world-water-day 2028": "2028-03-22 day",
    # steps
    "water-day + 10 days": "2027-04-01 day",
    "water-day - 5 workdays": "2027-03-15 day",
    "water-week.end + 2 weeks": "2027-04-11 day",
    "2027-01-31 + 1 month": "2027-02-28 day",
    "2028-01-31 + 1 month": "2028-02-29 day",
    "2028-02-29 + 1 year": "2029-02-28 day",
    "2027-03-31 - 1 month": "2027-02-28 day",
    "2027-03-31 + 1 month - 1 day": "2027-04-29 day",
    "loose - 5 workdays": "2027-03-04/2027-03-15 third?",
    "2027-03 + 1 week": "2027-03-08/2027-04-07 month?",
    "briefing.end + 2 hours": "2027-03-15 13:00 moment",
    "sign-in - 15 minutes": "2027-03-15 09:00 moment",
    "sign-in - 2 workdays": "2027-03-11 day",
    "briefing + 3 days": "2027-03-18 day",
    # clock times and parts of the day
    "2027-03-22 09:30": "2027-03-22 09:30 moment",
    "2027-03-22 22:00-01:00": "2027-03-22 22:00/2027-03-23 01:00 moment",
    "2027-03-22 22:00-24:00": "2027-03-22 22:00/2027-03-23 00:00 moment",
    "briefing 14:00": "2027-03-15 14:00 moment",
    "water-day + 1 day morning": "2027-03-23 part-of-day morning",
    # spans
    "water-day to fair.end": "2027-03-22/2027-05-14 day",
    "2027-03-mid/2027-03-28": "2027-03-11/2027-03-28 third?",
    "2027-03-22 to 2027-05-late": "2027-03-22/2027-05-31 third?",
    "2027-03-22 09:00 to 2027-03-24 12:00": "2027-03-22 09:00/2027-03-24 12:00 moment",
    "2027-03-22 morning to 2027-03-23": "2027-03-22/2027-03-23 day morning",
    "from 2027-03": "2027-03-01/.. month?",
    "from water-day": "2027-03-22/.. day",
    "until 2027-05-late": "../2027-05-31 third?",
    "after water-week": "2027-03-29/.. day?",
    "after briefing": "2027-03-15 11:00/.. moment?",
    "after loose": "2027-03-12/.. third?",
    "after observance:cny": "2027-02-09/.. day?",
    # lengths
    "2027-03-22 for 1 day": "2027-03-22 day",
    "water-day for 3 weeks": "2027-03-22/2027-04-11 day",
    "2027-01-28 for 1 month": "2027-01-28/2027-02-27 day",
    "2027-01-31 for 1 month": "2027-01-31/2027-02-28 day",
    "2027-03-31 for 1 month": "2027-03-31/2027-04-30 day",
    "2028-02-29 for 1 year": "2028-02-29/2029-02-28 day",
    "2027-05-late for 1 month": "2027-05-21/2027-06-30 third?",
    "2027-03-19 for 2 workdays": "2027-03-19/2027-03-22 day",
    "2027-03-20 for 1 workday": "2027-03-20/2027-03-22 day",
    "sign-in for 90 minutes": "2027-03-15 09:15/2027-03-15 10:45 moment",
    # nothing known
    "tbd": "undated",
    "as needed": "undated",
    "not-yet": "undated",
    "not-yet + 3 days": "undated",
    "not-yet 09:30": "undated",
    "not-yet morning": "undated",
    "not-yet for 3 days": "undated",
    "not-yet.start": "undated",
    "after not-yet": "undated",
    "after standing": "undated",
    "standing.end": "undated",
    "week of not-yet": "undated",
    "first week of not-yet": "undated",
    "friday of not-yet": "undated",
    "not-yet to 2027-03-28": "../2027-03-28 day?",
    "2027-03-22 to not-yet": "2027-03-22/.. day?",
}


@pytest.mark.parametrize("text", MEANINGS)
def test_an_expression_means_these_days_and_no_others(text: str) -> None:
    assert shown(read(text)) == MEANINGS[text]


REFUSED: dict[str, tuple[str, list[str]]] = {
    "water-week + 3 days": (
        "needs-start-or-end",
        ["water-week.start + 3 days” is 2027-03-25", "water-week.end + 3 days” is 2027-03-31"],
    ),
    "observance:春节 - 1 week": ("needs-start-or-end", ["observance:春节.start - 1 weeks” is 2027-01-30"]),
    "briefing + 2 hours": (
        "needs-start-or-end",
        ["briefing.start + 2 hours” is 2027-03-15 11:30", "is 2027-03-15 13:00"],
    ),
    "water-week for 2 days": (
        "needs-start-or-end",
        ["“water-week.start for 2 days” is 2027-03-22/2027-03-23", "2027-03-28/2027-03-29"],
    ),
    "week of 03-24 + 3 days": (
        "needs-one-day",
        ["week of 03-24", "2027-03-25 from its first", "2027-03-31 from its last"],
    ),
    "standing + 3 days": ("needs-one-end", ["write standing.start"]),
    "until-june - 3 days": ("needs-one-end", ["write until-june.end"]),
    "water-day + 24 hours": ("hours-need-a-clock", ["a clock time; give it one", "write days"]),
    "water-day for 0 days": ("lasts-nothing", ["at least 1"]),
    "2027-03-28/22": ("ends-before-it-starts", ["2027-03-22", "2027-03-28"]),
    "2027-03-22 11:00 to 2027-03-22 09:00": ("ends-before-it-starts", ["11:00", "09:00"]),
    "2027-03-mid 09:30": ("clock-needs-a-day", ["09:30", "not one day"]),
    "water-week morning": ("clock-needs-a-day", ["morning"]),
    "2027-W12 09:30": ("clock-needs-a-day", ["09:30"]),
    "09:30-10:00": ("clock-needs-a-day", ["09:30-10:00"]),
    "week of water-week": ("week-of-needs-a-day", ["water-week"]),
    "week of 2027-03": ("week-of-needs-a-day", ["2027-03"]),
    "sixth week of 2027-03": ("when-unreadable", []),
    "6th week of 2027-03": ("no-such-week-of", ["2027-03 has no week 6", "5"]),
    "fifth tuesday of 2027-02": ("no-such-weekday", ["2027-02", "4"]),
    "friday of 2027-03": ("weekday-needs-nth", ["2027-03 has 4", "first, 2nd or last"]),
    "tuesday of fair.start": ("weekday-needs-nth", ["fair.start has 0"]),
    "02-29": ("yearless-outside-period", ["02-29", "write the year"]),
    "observance:no-such-feast": ("observance-unknown", ["no-such-feast"]),
    "observance:world-water-da": ("observance-unknown", ["Did you mean world-water-day"]),
    "2199-12-31 + 1 day": ("year-far-off", ["2200", "1900 and 2199"]),
    "2027-03-22 - 99999 days": ("year-far-off", ["1753", "1900 and 2199"]),
    "2027-03-22 - 99999 weeks": ("year-far-off", ["1900 and 2199"]),
    "2027-03-22 - 99999 years": ("offset-too-far", ["99999"]),
    "2027-03-22 - 99999 workdays": ("calendar-out-of-range", ["1900 to 2199"]),
    "every friday": ("recurrence-not-here", ["Only a date fits here"]),
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_has_no_day_or_more_than_one_is_refused_with_what_to_type(text: str) -> None:
    code, words = REFUSED[text]
    error = refused(text)
    assert error.code == code
    assert [word for word in words if word not in error.message("en")] == []
    assert [lang for lang in LANGUAGES if "{" in error.message(lang)] == []


# Rule 1: bounds and precision; nothing becomes a day or a clock time that was not written


@pytest.mark.parametrize(
    "text", ["2027-03", "2027-03-late", "2027-Q1", "2027-H1", "2027", "2027-W12", "FY2027"]
)
def test_a_coarse_period_is_some_time_within_it_or_all_of_it_for_a_window(text: str) -> None:
    within, throughout, whole = read(text), read(text, throughout=True), read(f"all {text}")
    assert within.is_single
    assert not throughout.is_single
    assert (within.start, within.end) == (throughout.start, throughout.end) == (whole.start, whole.end)
    assert within.precision == throughout.precision != whole.precision == "day"


def test_a_part_of_the_day_gets_no_clock_time() -> None:
    span = read("2027-06-04 morning")
    assert (type(span.start), span.part, span.part_end) == (date, "morning", "morning")
    ends = read("2027-06-04 to 2027-06-05 morning")
    assert (ends.part, ends.part_end) == (None, "morning")


# Rule 4: what has no year is looked up in the period


@pytest.mark.parametrize(
    "text", ["03-22", "03-mid", "M03", "Q1", "H1", "week of 03-22", "first friday of 03"]
)
def test_a_yearless_date_is_refused_where_the_period_has_it_twice_never_or_is_open(text: str) -> None:
    twice = (date(2027, 1, 1), date(2028, 12, 31))
    assert refused(text, period=twice).code == "yearless-twice"
    assert "write the year" in refused(text, period=twice).message("en")
    assert refused(text, period=(date(2027, 7, 1), date(2027, 12, 31))).code == "yearless-outside-period"
    for period in [(date(2027, 1, 1), None), (None, None)]:
        assert refused(text, period=period).code == "yearless-open-period"


def test_a_yearless_date_finds_the_one_year_of_a_period_that_crosses_new_year() -> None:
    period = (date(2026, 10, 1), date(2027, 3, 31))
    assert read("11-30", period=period).start == date(2026, 11, 30)
    assert read("02-01", period=period).start == date(2027, 2, 1)
    assert read("02-29", period=(date(2027, 7, 1), date(2028, 6, 30))).start == date(2028, 2, 29)


def test_an_observance_that_falls_often_or_never_asks_for_the_year() -> None:
    often = refused("observance:world-water-day", period=(date(2027, 1, 1), date(2028, 12, 31)))
    assert often.code == "observance-often"
    assert "2027-03-22, 2028-03-22" in often.message("en")
    never = refused("observance:world-water-day", period=(date(2027, 4, 1), date(2027, 12, 31)))
    assert never.code == "observance-never"
    open_period = refused("observance:world-water-day", period=(date(2027, 1, 1), None))
    assert open_period.code == "observance-needs-year"
    assert "2027" in open_period.message("en")


def test_an_observance_that_begins_the_year_before_belongs_to_a_period_it_reaches() -> None:
    start = read("observance:cny", period=(date(2027, 2, 7), date(2027, 12, 31))).start
    assert start == date(2027, 2, 6)


# Rule 6: workdays


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-13 + 1 workday", date(2026, 2, 14)),  # a Saturday that is worked before Spring Festival
        ("2026-02-14 + 1 workday", date(2026, 2, 24)),
        ("2026-02-20 + 0 workdays", date(2026, 2, 24)),
        ("2026-02-14 + 0 workdays", date(2026, 2, 14)),
        ("2026-02-20 - 1 workday", date(2026, 2, 14)),
        ("2026-02-24 - 1 workday", date(2026, 2, 14)),
    ],
)
def test_workdays_are_counted_by_the_calendar_and_never_count_the_base(text: str, day: date) -> None:
    assert read(text).start == day


def test_counting_over_a_year_that_is_not_announced_says_what_it_rests_on() -> None:
    assert read("2026-12-31 + 8 workdays").rests_on == {"CN 2027"}
    assert read("2026-02-13 + 1 workday").rests_on == frozenset()
    assert read("2026-12-30 for 5 workdays").rests_on == {"CN 2027"}
    assert read("2027-03-22 + 5 days").rests_on == frozenset()


# Rule 7: weeks


@pytest.mark.parametrize(
    ("text", "by_monday", "by_sunday"),
    [
        ("week of 2027-03-21", "2027-03-15/2027-03-21 day", "2027-03-21/2027-03-27 day"),
        ("first week of 2027-08", "2027-08-01 day", "2027-08-01/2027-08-07 day"),
        ("2nd week of 2027-08", "2027-08-02/2027-08-08 day", "2027-08-08/2027-08-14 day"),
        ("last week of 2027-02", "2027-02-22/2027-02-28 day", "2027-02-28 day"),
        ("2027-W12", "2027-03-22/2027-03-28 week?", "2027-03-22/2027-03-28 week?"),
        ("w/c 2027-10-25", "2027-10-25/2027-10-31 week?", "2027-10-25/2027-10-31 week?"),
    ],
)
def test_weeks_start_where_the_office_says_but_iso_weeks_on_monday(
    text: str, by_monday: str, by_sunday: str
) -> None:
    assert shown(read(text)) == by_monday
    assert shown(read(text, week_starts=6)) == by_sunday


def test_a_week_rule_notes_that_nobody_said_when_weeks_start() -> None:
    for text in ("week of 03-22", "2nd week of 2027-03"):
        assert read(text, week_starts_said=False).notes == {"week-start-assumed"}
        assert read(text).notes == frozenset()
    assert read("2027-W12", week_starts_said=False).notes == frozenset()


def test_the_weeks_of_a_span_follow_each_other_without_gap_and_overlap() -> None:
    weeks = list(weeks_between(date(2027, 2, 27), date(2027, 3, 31), 0))
    assert weeks[0] == (date(2027, 2, 27), date(2027, 2, 28))
    assert weeks[-1] == (date(2027, 3, 29), date(2027, 3, 31))
    assert [begin for begin, _ in weeks[1:]] == [end + timedelta(1) for _, end in weeks[:-1]]


# Fiscal years


@pytest.mark.parametrize(
    ("text", "starts", "days"),
    [
        ("FY2027", (7, 1), "2026-07-01/2027-06-30 year?"),
        ("FY2027-Q1", (7, 1), "2026-07-01/2026-09-30 quarter?"),
        ("FY2027-Q4", (10, 1), "2027-07-01/2027-09-30 quarter?"),
        ("FY2027-Q2", (4, 6), "2026-07-06/2026-10-05 quarter?"),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_it_ends_in_and_says_so(
    text: str, starts: tuple[int, int], days: str
) -> None:
    span = read(text, fiscal_year_starts=starts)
    assert shown(span) == days
    assert span.notes == {"fiscal-year-named"}
    assert read(text).notes == frozenset()


# Rule 8: moments on a clock that is put forward and back (rule 57 of the semantics)


@pytest.mark.parametrize(
    ("day", "minutes", "zone", "utc"),
    [
        (date(2027, 3, 14), 150, NEW_YORK, "2027-03-14 07:00"),  # 02:30 is skipped: 03:00 EDT
        (date(2027, 3, 14), 119, NEW_YORK, "2027-03-14 06:59"),
        (date(2027, 3, 14), 180, NEW_YORK, "2027-03-14 07:00"),
        (date(2027, 11, 7), 90, NEW_YORK, "2027-11-07 05:30"),  # 01:30 comes twice: the first, EDT
        (date(2027, 10, 3), 135, LORD_HOWE, "2027-10-02 15:30"),  # half an hour: 02:15 is skipped, 02:30 +11
        (date(2027, 4, 4), 105, LORD_HOWE, "2027-04-03 14:45"),  # 01:45 comes twice: the first, +11
        (
            date(2027, 9, 26),
            180,
            CHATHAM,
            "2027-09-25 14:00",
        ),  # 02:45 to 03:45 is skipped, not a whole hour of the clock
    ],
)
def test_a_skipped_wall_time_is_the_first_instant_after_the_gap_and_a_repeated_one_the_first(
    day: date, minutes: int, zone: ZoneInfo, utc: str
) -> None:
    assert instant(day, minutes, zone).astimezone(UTC).isoformat(" ", "minutes")[:16] == utc


def test_a_span_by_the_clock_lasts_as_long_as_a_watch_says() -> None:
    over_the_gap = read("2027-03-13 22:00-06:00", zone=NEW_YORK)
    assert over_the_gap.start is not None
    assert over_the_gap.end is not None
    seven = over_the_gap.end.astimezone(UTC) - over_the_gap.start.astimezone(UTC)  # type: ignore[attr-defined]
    assert seven == timedelta(hours=7)


def test_hours_are_counted_by_the_watch_and_days_by_the_calendar() -> None:
    named = {"opening": read("2027-03-13 09:00", zone=NEW_YORK)}

    def lookup(ref: object) -> Span:
        return named["opening"]

    later = resolve(parse("opening + 24 hours"), setting(zone=NEW_YORK, lookup=lookup))
    assert later.start == at("2027-03-14T10:00", "America/New_York")
    next_day = resolve(parse("opening + 1 day 09:00"), setting(zone=NEW_YORK, lookup=lookup))
    assert next_day.start == at("2027-03-14T09:00", "America/New_York")


def test_broadcast_hours_run_on_past_midnight() -> None:
    assert instant(date(2027, 6, 1), 25 * 60, ZoneInfo("Asia/Shanghai")) == at("2027-06-02T01:00")


def test_a_range_between_zones_is_compared_by_the_instant() -> None:
    named = {"opening": read("2027-03-23 01:00"), "closing": read("2027-03-22 20:00", zone=NEW_YORK)}
    span = resolve(parse("opening to closing"), setting(lookup=lambda ref: named[ref.path[0]]))
    assert (span.start, span.end) == (named["opening"].start, named["closing"].start)


def test_a_clock_alone_is_meant_on_the_one_day_of_the_activity_around() -> None:
    briefing = read("briefing")
    assert shown(read("09:30-10:00", own_day=briefing)) == "2027-03-15 09:30/2027-03-15 10:00 moment"
    assert refused("09:30", own_day=read("water-week")).code == "clock-needs-a-day"


# Rule 9: certainty


@pytest.mark.parametrize(
    "text",
    ["water-day", "water-day + 3 days", "week of water-day", "monday of water-week", "water-day for 3 days"],
)
def test_what_hangs_on_a_provisional_day_is_provisional(text: str) -> None:
    doubtful = {name: read(name)._replace(provisional=True) for name in ("water-day", "water-week")}
    span = read(text, lookup=lambda ref: doubtful[ref.path[0]])
    assert span.certainty == "provisional"
    assert span.provisional
    assert read(text).certainty == "confirmed"


def test_an_observance_that_waits_for_a_notice_is_provisional_and_names_it() -> None:
    span = read("observance:disaster-week")
    assert span.certainty == "provisional"
    assert span.rests_on == {"disaster-week 2027"}


# Sentences


@pytest.mark.parametrize(
    "text",
    [
        "2027-03-22", "03-22", "2027-03-mid", "2027-03", "M03", "2027-Q1", "Q1", "2027-H2", "2027",
        "FY2027-Q2", "FY2027", "2027-W12", "2027-W12-3", "week of 2027-03-22", "2nd week of 2027-03",
        "last week of 2027-03", "w/c 2027-03-22", "saturday of water-week", "11th monday of 2027",
        "22nd friday of 2027", "water-week/briefing.end", "observance:世界水日.start 2027",
    ],
)  # fmt: skip
def test_a_base_is_said_in_words_that_the_grammar_reads_again(text: str) -> None:
    base = parse(text).term.base  # type: ignore[union-attr]
    assert base_text(base) == text
