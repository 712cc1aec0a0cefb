"""Every production of the date grammar reads as what it says, and what it refuses says what to type."""

import pytest

from campaignflow.dates import expression as ex
from campaignflow.dates.grammar import LONGEST, parse
from campaignflow.errors import InvalidValue
from campaignflow.labels import LANGUAGES

WATER_DAY = ex.Ref(("water-day",), None)
MARCH_22 = ex.Day(2027, 3, 22)
AT_0930 = ex.Clock(570, None)
MORNING_HOURS = ex.Clock(570, 660)


def single(base: ex.Base, *offsets: ex.Offset, at: ex.Clock | ex.Part | None = None) -> ex.Single:
    return ex.Single(ex.Term(base, offsets, at))


def days(count: int) -> ex.Offset:
    return ex.Offset(count, "days")


def told(text: str) -> InvalidValue:
    with pytest.raises(InvalidValue) as refused:
        parse(text)
    return refused.value


BASES: dict[str, ex.Base] = {
    "2027-03-22": MARCH_22,
    "2027-03": ex.Month(2027, 3),
    "2027": ex.Year(2027),
    "2027-03-early": ex.Third(2027, 3, "early"),
    "2027-03-mid": ex.Third(2027, 3, "mid"),
    "2027-03-late": ex.Third(2027, 3, "late"),
    "2027-Q4": ex.Quarter(2027, 4),
    "2027-H2": ex.Half(2027, 2),
    "2027-W12": ex.IsoWeek(2027, 12, None),
    "2027-W12-7": ex.IsoWeek(2027, 12, 7),
    "2026-W53": ex.IsoWeek(2026, 53, None),
    "FY2027": ex.FiscalYear(2027, None),
    "FY2027-Q1": ex.FiscalYear(2027, 1),
    "03-22": ex.Day(None, 3, 22),
    "02-29": ex.Day(None, 2, 29),
    "03-late": ex.Third(None, 3, "late"),
    "Q2": ex.Quarter(None, 2),
    "H1": ex.Half(None, 1),
    "M03": ex.Month(None, 3),
    "民國104年3月16日": ex.Day(2015, 3, 16),
    "民国104年3月16日": ex.Day(2015, 3, 16),
    "令和6年8月1日": ex.Day(2024, 8, 1),
    "令和元年5月1日": ex.Day(2019, 5, 1),
    "平成31年4月30日": ex.Day(2019, 4, 30),
    "week of 2027-03-22": ex.WeekOf(MARCH_22),
    "week of water-day": ex.WeekOf(WATER_DAY),
    "second week of 2027-03": ex.NthWeekOf(2, ex.Month(2027, 3)),
    "2nd week of 03": ex.NthWeekOf(2, ex.Month(None, 3)),
    "last week of 2027-Q1": ex.NthWeekOf(-1, ex.Quarter(2027, 1)),
    "w/c 2027-10-25": ex.WeekCommencing(ex.Day(2027, 10, 25)),
    "w/c 10-25": ex.WeekCommencing(ex.Day(None, 10, 25)),
    "saturday of water-week": ex.WeekdayOf(None, 5, ex.Ref(("water-week",), None)),
    "first friday of 04": ex.WeekdayOf(1, 4, ex.Month(None, 4)),
    "fifth monday of 2027-03": ex.WeekdayOf(5, 0, ex.Month(2027, 3)),
    "12th sunday of 2027": ex.WeekdayOf(12, 6, ex.Year(2027)),
    "last friday of 2027-09": ex.WeekdayOf(-1, 4, ex.Month(2027, 9)),
    "monday of week of 03-24": ex.WeekdayOf(None, 0, ex.WeekOf(ex.Day(None, 3, 24))),
    "water-day": WATER_DAY,
    "water-week.start": ex.Ref(("water-week",), "start"),
    "water-week.end": ex.Ref(("water-week",), "end"),
    "water-week/briefing": ex.Ref(("water-week", "briefing"), None),
    "water-week/briefing/release.end": ex.Ref(("water-week", "briefing", "release"), "end"),
    "水周/会.start": ex.Ref(("水周", "会"), "start"),
    "programme.end": ex.Ref(("programme",), "end"),
    "campaign": ex.Ref(("campaign",), None),
    "activity.start": ex.Ref(("activity",), "start"),
    "observance:world-water-day": ex.Observed("world-water-day", None, None),
    "observance:世界水日 2028": ex.Observed("世界水日", None, 2028),
    "observance:World Water Day": ex.Observed("World Water Day", None, None),
    "observance:cny.start 2027": ex.Observed("cny", "start", 2027),
    "observance: cny.end": ex.Observed("cny", "end", None),
}


@pytest.mark.parametrize("text", BASES)
def test_a_base_reads_as_what_it_says(text: str) -> None:
    assert parse(text) == single(BASES[text])


TERMS: dict[str, ex.Single] = {
    "water-day + 1 day": single(WATER_DAY, days(1)),
    "water-day + 10 days": single(WATER_DAY, days(10)),
    "water-day - 5 workdays": single(WATER_DAY, ex.Offset(-5, "workdays")),
    "water-day + 0 workdays": single(WATER_DAY, ex.Offset(0, "workdays")),
    "water-day - 1 week": single(WATER_DAY, ex.Offset(-1, "weeks")),
    "water-day + 2 months": single(WATER_DAY, ex.Offset(2, "months")),
    "water-day + 1 year": single(WATER_DAY, ex.Offset(1, "years")),
    "sign-in - 15 minutes": single(ex.Ref(("sign-in",), None), ex.Offset(-15, "minutes")),
    "sign-in + 24 hours": single(ex.Ref(("sign-in",), None), ex.Offset(24, "hours")),
    "water-day + 1 month - 2 days": single(WATER_DAY, ex.Offset(1, "months"), days(-2)),
    "2027-03-22 09:30": single(MARCH_22, at=AT_0930),
    "2027-03-22 9:30-11:00": single(MARCH_22, at=MORNING_HOURS),
    "2027-03-22 22:00-24:00": single(MARCH_22, at=ex.Clock(1320, 1440)),
    "2027-03-22 morning": single(MARCH_22, at=ex.Part("morning")),
    "2027-03-22 afternoon": single(MARCH_22, at=ex.Part("afternoon")),
    "water-day evening": single(WATER_DAY, at=ex.Part("evening")),
    "water-day - 2 days 14:00-15:30": single(WATER_DAY, days(-2), at=ex.Clock(840, 930)),
    "friday of water-week 09:30": single(ex.WeekdayOf(None, 4, ex.Ref(("water-week",), None)), at=AT_0930),
}


@pytest.mark.parametrize("text", TERMS)
def test_a_term_is_a_base_moved_by_steps_at_a_clock_time_or_part_of_the_day(text: str) -> None:
    assert parse(text) == TERMS[text]


def term(text: str) -> ex.Term:
    expression = parse(text)
    assert isinstance(expression, ex.Single)
    return expression.term


FORMS: dict[str, ex.Expression] = {
    "tbd": ex.Tbd(),
    "TBD": ex.Tbd(),
    "as needed": ex.AsNeeded(),
    "all 2027-06": ex.Single(term("2027-06"), throughout=True),
    "all programme": ex.Single(term("programme"), throughout=True),
    "2027-03-22/2027-04-02": ex.Between(term("2027-03-22"), term("2027-04-02")),
    "2027-03-22/04-02": ex.Between(term("2027-03-22"), term("2027-04-02")),
    "2027-03-22/28": ex.Between(term("2027-03-22"), term("2027-03-28")),
    "03-22/28": ex.Between(term("03-22"), term("03-28")),
    "2027-03/2027-05": ex.Between(term("2027-03"), term("2027-05")),
    "2026/2027": ex.Between(term("2026"), term("2027")),
    "2027-04-late/2027-05-late": ex.Between(term("2027-04-late"), term("2027-05-late")),
    "2027-Q1/2027-Q2": ex.Between(term("2027-Q1"), term("2027-Q2")),
    "2027-03-mid/2027-03-28": ex.Between(term("2027-03-mid"), term("2027-03-28")),
    "water-day to fair.end": ex.Between(term("water-day"), term("fair.end")),
    "2027-03-22 09:00 to 2027-03-24 12:00": ex.Between(term("2027-03-22 09:00"), term("2027-03-24 12:00")),
    "observance:cny.start - 1 week to observance:lantern": ex.Between(
        term("observance:cny.start - 1 week"), term("observance:lantern")
    ),
    "from 2027-03": ex.From(term("2027-03")),
    "From water-day + 1 day": ex.From(term("water-day + 1 day")),
    "until 2027-06-08": ex.Until(term("2027-06-08")),
    "after water-week/briefing": ex.After(ex.Ref(("water-week", "briefing"), None)),
    "after observance:cny": ex.After(ex.Observed("cny", None, None)),
    "2027-05-late for 1 month": ex.Lasting(term("2027-05-late"), 1, "months"),
    "water-day for 3 workdays": ex.Lasting(term("water-day"), 3, "workdays"),
    "sign-in for 90 minutes": ex.Lasting(term("sign-in"), 90, "minutes"),
    "2027-08-01/03 daily 18:00-21:00": ex.Daily(
        ex.Between(term("2027-08-01"), term("2027-08-03")), ex.Clock(1080, 1260)
    ),
    "from 2027-08-01 daily 18:00-21:00": ex.Daily(ex.From(term("2027-08-01")), ex.Clock(1080, 1260)),
    "daily 24:00-29:59": ex.Daily(None, ex.Clock(1440, 1799)),
    "09:30": ex.OwnDay(AT_0930),
    "09:30-11:00": ex.OwnDay(MORNING_HOURS),
}


@pytest.mark.parametrize("text", FORMS)
def test_a_span_reads_in_each_of_its_forms(text: str) -> None:
    assert parse(text) == FORMS[text]


RECURRENCES: dict[str, ex.Recurrence] = {
    "every tbd": ex.EveryTbd(),
    "every friday": ex.Every("week", weekdays=(4,)),
    "every Friday": ex.Every("week", weekdays=(4,)),
    "every friday, monday": ex.Every("week", weekdays=(0, 4)),
    "every monday and wednesday": ex.Every("week", weekdays=(0, 2)),
    "every tuesday, thursday 08:30-09:00": ex.Every("week", weekdays=(1, 3), clock=ex.Clock(510, 540)),
    "every day": ex.Every("day"),
    "every 3 days": ex.Every("day", 3),
    "every workday 08:30": ex.Every("workday", clock=ex.Clock(510, None)),
    "every week": ex.Every("week"),
    "every week on thursday": ex.Every("week", pick=ex.Pick("weekday", 0, 3)),
    "every 2 weeks on monday 09:00": ex.Every("week", 2, ex.Pick("weekday", 0, 0), (), ex.Clock(540, None)),
    "every week on first workday": ex.Every("week", pick=ex.Pick("workday", 1)),
    "every month": ex.Every("month"),
    "every month on 10": ex.Every("month", pick=ex.Pick("day", 10)),
    "every month on 28": ex.Every("month", pick=ex.Pick("day", 28)),
    "every month on first day": ex.Every("month", pick=ex.Pick("day", 1)),
    "every month on last day": ex.Every("month", pick=ex.Pick("day", -1)),
    "every month on 8th workday": ex.Every("month", pick=ex.Pick("workday", 8)),
    "every month on last workday": ex.Every("month", pick=ex.Pick("workday", -1)),
    "every month on 2nd thursday": ex.Every("month", pick=ex.Pick("weekday", 2, 3)),
    "every month on fifth friday": ex.Every("month", pick=ex.Pick("weekday", 5, 4)),
    "every month on last friday": ex.Every("month", pick=ex.Pick("weekday", -1, 4)),
    "every month on friday": ex.Every("month", pick=ex.Pick("weekday", 0, 4)),
    "every quarter on last day": ex.Every("quarter", pick=ex.Pick("day", -1)),
    "every 2 quarters on 90": ex.Every("quarter", 2, ex.Pick("day", 90)),
    "every year on 03-22": ex.Every("year", pick=ex.Pick("date", 22, month=3)),
    "every year on 02-29": ex.Every("year", pick=ex.Pick("date", 29, month=2)),
    "8 workdays after every quarter": ex.WorkdaysAfter(8, "quarter"),
    "1 workday after every month": ex.WorkdaysAfter(1, "month"),
    "RRULE:FREQ=MONTHLY;BYDAY=-1FR": ex.Rrule("FREQ=MONTHLY;BYDAY=-1FR"),
    "rrule:freq=weekly;until=20270601": ex.Rrule("FREQ=WEEKLY;UNTIL=20270601"),
    "RRULE:FREQ=DAILY;COUNT=10": ex.Rrule("FREQ=DAILY;COUNT=10"),
    "RRULE:FREQ=DAILY;UNTIL=20270601T160000Z": ex.Rrule("FREQ=DAILY;UNTIL=20270601T160000Z"),
}


@pytest.mark.parametrize("text", RECURRENCES)
def test_a_recurrence_reads_in_each_of_its_forms(text: str) -> None:
    assert parse(text) == RECURRENCES[text]


def test_blanks_around_and_inside_do_not_count() -> None:
    assert parse("  2027-03-22   09:30 ") == parse("2027-03-22 09:30")


REFUSED: dict[str, tuple[str, list[str]]] = {
    "": ("when-empty", ["write tbd"]),
    "x" * (LONGEST + 1): ("when-too-long", ["300"]),
    "“3月15日”": ("quotes-wide", ["“3月15日”", "write 3月15日."]),
    "soon?": ("when-unreadable", ["soon?", "2027-03-22", "every friday", "tbd"]),
    "2027-03-22 to": ("when-unreadable", ["2027-03-22 to"]),
    "2027-03-22/28 for 3 days": ("when-unreadable", []),
    "2013-06-04/2013-06-05 morning": (
        "when-two-readings",
        ["2013-06-04 to 2013-06-05 morning", "2013-06-04/2013-06-05 daily"],
    ),
    "46103": ("date-is-a-serial-number", ["write 2026-03-22"]),
    "46103.0": ("date-is-a-serial-number", ["write 2026-03-22"]),
    "3/22": ("date-not-iso", ["write 03-22"]),
    "3/4": ("date-not-iso", ["write 03-04, 04-03"]),
    "22.3.2027": ("date-not-iso", ["write 2027-03-22"]),
    "3/22/27": ("date-not-iso", ["write 2027-03-22"]),
    "2027/3/22": ("date-not-iso", ["write 2027-03-22"]),
    "2027-3-22": ("date-not-iso", ["write 2027-03-22"]),
    "3/22 09:30": ("date-not-iso", ["write 03-22"]),
    "from 3/22": ("date-not-iso", ["write 03-22"]),
    "2/30": ("when-unreadable", []),
    "2027-02-29": ("no-such-day", ["no day 2027-02-29", "2027-02-28"]),
    "2027/2/30": ("no-such-day", ["2027-02-28"]),
    "04-31": ("no-such-day", ["no day 04-31", "04-30"]),
    "2027-13": ("no-such-month", ["no month 13"]),
    "2027-00-10": ("no-such-month", ["no month 0"]),
    "first friday of 13": ("no-such-month", ["13"]),
    "2027-W53": ("no-such-week", ["2027 has no week 53"]),
    "2027-W00": ("no-such-week", ["2027 has no week 0"]),
    "1899-12-31": ("year-far-off", ["1900", "2199"]),
    "2200": ("year-far-off", ["2199"]),
    "observance:cny 9999": ("year-far-off", ["2199"]),
    "民國300年1月1日": ("year-far-off", ["2211"]),
    "water-day -5 workdays": ("offset-needs-spaces", ["write water-day - 5 workdays"]),
    "water-day-5workdays": ("offset-needs-spaces", ["write water-day - 5 workdays"]),
    "water-day +3days": ("offset-needs-spaces", ["write water-day + 3 days"]),
    "water-day－5 workdays": ("offset-needs-spaces", ["write water-day - 5 workdays"]),
    "2027-03-22 25:00": ("clock-unreadable", ["25:00", "write 09:30 or 09:30-11:00"]),
    "2027-03-22 24:00": ("clock-unreadable", ["24:00"]),
    "2027-03-22 09:60": ("clock-unreadable", ["09:60"]),
    "2027-03-22 09:30-24:30": ("clock-unreadable", []),
    "daily 24:00-30:00": ("clock-unreadable", ["30:00"]),
    "2027-03-22 09:30-09:30": ("clock-span-empty", ["09:30-09:30"]),
    "after 2027-03-22": ("after-needs-a-name", ["2027-03-22", "use “from”"]),
    "w/c 2027-10": ("commencing-needs-a-day", ["2027-10", "first day of the week"]),
    "w/c water-day": ("commencing-needs-a-day", ["water-day"]),
    "every blue moon": ("recurrence-unreadable", ["every friday", "every month on 10"]),
    "every 2 fridays": ("recurrence-unreadable", ["2 fridays"]),
    "every 0 weeks": ("every-zero", ["at least 1"]),
    "every month on some day": ("pick-unreadable", ["some day", "last workday"]),
    "every month on day": ("pick-unreadable", ["first day"]),
    "every month on 31": ("pick-not-in-every-month", ["day 31", "every month on last day"]),
    "every month on 29th day": ("pick-not-in-every-month", ["29", "last day"]),
    "every month on 0": ("pick-outside", ["0", "every month"]),
    "every month on 32": ("pick-outside", ["32", "every month"]),
    "every month on 6th friday": ("pick-outside", ["6th friday"]),
    "every week on 8": ("pick-outside", ["8", "every week"]),
    "every week on 2nd friday": ("pick-outside", ["2nd friday"]),
    "every quarter on 91": ("pick-outside", ["91", "every quarter"]),
    "every day on friday": ("pick-outside", ["friday", "every day"]),
    "every workday on last day": ("pick-outside", ["last day", "every workday"]),
    "every month on 03-22": ("pick-outside", ["03-22", "every month"]),
    "every year on 02-30": ("no-such-day", ["02-29"]),
    "RRULE:FREQ=HOURLY": ("rrule-unreadable", ["DAILY"]),
    "RRULE:FREQ=DAILY;BYHOUR=9": ("rrule-unreadable", ["DAILY"]),
    "RRULE:FREQ=DAILY;INTERVAL=0": ("rrule-unreadable", ["never comes round"]),
    "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30": ("rrule-unreadable", ["never comes round"]),
    "RRULE:FREQ=WEEKLY;UNTIL=next june": ("rrule-unreadable", ["UNTIL as 20270601"]),
    "RRULE:FREQ=MONTHLY;BYDAY=XX": ("rrule-unreadable", []),
    "RRULE:": ("rrule-unreadable", []),
}
"""What is refused, with its code and what the English sentence must tell."""


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_read_is_refused_with_what_to_type(text: str) -> None:
    code, words = REFUSED[text]
    error = told(text)
    assert error.code == code
    assert [word for word in words if word not in error.message("en")] == []


@pytest.mark.parametrize("text", REFUSED)
def test_a_refusal_is_one_filled_sentence_in_both_languages(text: str) -> None:
    for lang in LANGUAGES:
        sentence = told(text).message(lang)
        assert sentence.endswith((".", "。", "?", "?", ")", ")"))
        assert "{" not in sentence
        assert "\n" not in sentence


@pytest.mark.parametrize(
    "text", ["0th friday of 2027-03", "0th week of 2027-03", "every month on 0th friday"]
)
def test_nothing_is_counted_from_nought(text: str) -> None:
    assert told(text).code in {"when-unreadable", "pick-unreadable"}


def test_digits_with_a_slash_are_never_taken_for_a_path_of_the_plan() -> None:
    assert told("2027/30").code != "name-unknown"


@pytest.mark.parametrize(
    ("prose", "formal"),
    [
        ("3月22日—28日", "03-22/28"),
        ("会后3天内", "会 + 3 days"),
        ("first Wednesday of April", "first wednesday of 04"),
    ],
)
def test_prose_means_what_its_formal_words_mean(prose: str, formal: str) -> None:
    """All forms of prose are in the tests of `chinese` and `english`."""
    assert parse(prose) == parse(formal)
