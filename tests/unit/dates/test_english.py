"""English prose becomes the grammar's words where it has one reading, and stays as it is where it has two."""

import pytest

from campaignflow.dates import english, grammar

DATES = [
    ("March 22", "03-22"),
    ("March 22, 2027", "2027-03-22"),
    ("22nd March 2027", "2027-03-22"),
    ("on the 22nd of March", "03-22"),
    ("5 Sept. 2027", "2027-09-05"),
    ("  22   MARCH ", "03-22"),
    ("２２ March", "03-22"),
    ("mid March", "03-mid"),
    ("mid-March 2027", "2027-03-mid"),
    ("in March", "M03"),
    ("May", "M05"),
    ("Q4 2027", "2027-Q4"),
    ("the third quarter of 2027", "2027-Q3"),
    ("second half", "H2"),
    ("first week of March 2027", "first week of 2027-03"),
    ("week commencing 16 November 2015", "w/c 2015-11-16"),
    ("2nd Thu in November", "2nd thursday of 11"),
    ("31 February", "02-31"),
]
RANGES = [
    ("22–28 March", "03-22/28"),
    ("March 22 - 28", "03-22/28"),
    ("22 to 28 March 2027", "2027-03-22/28"),
    ("22 March - 2 April", "03-22/04-02"),
    ("from 22 March until 2 April", "03-22/04-02"),
    ("22 March 2027 - 2 April 2027", "2027-03-22/2027-04-02"),
    ("22 December 2026 to 2 January 2027", "2026-12-22/2027-01-02"),
    ("March to May 2027", "2027-03/2027-05"),
    ("Q1-Q2 2027", "2027-Q1/2027-Q2"),
    ("late April to late May", "04-late/05-late"),
    ("mid-March to 28 March", "03-mid to 03-28"),
    ("22 March 9am to 23 March 5pm", "03-22 09:00 to 03-23 17:00"),
]
CLOCKS = [
    ("at 9 am", "09:00"),
    ("9-11 a.m.", "09:00-11:00"),
    ("10:30-11:30pm", "22:30-23:30"),
    ("10am-noon", "10:00-12:00"),
    ("12:30 am", "00:30"),
    ("12:30 pm", "12:30"),
    ("9pm-1am", "21:00-01:00"),
    ("22 March, 09:30-11:00", "03-22 09:30-11:00"),
    ("March 22, 2027 at 2.15pm", "2027-03-22 14:15"),
    ("22 March evening", "03-22 evening"),
]
LIMITS = [
    ("no later than 8 June", "until 06-08"),
    ("until 22 March", "until 03-22"),
    ("through 22 March", "until 03-22"),
    ("through March", "until M03"),
    ("by end of Q1 2027", "until 2027-Q1"),
    ("starting March 2027", "from 2027-03"),
    ("from 22 March onwards", "from 03-22"),
]
RECURRENCES = [
    ("Daily", "every day"),
    ("weekly", "every week"),
    ("quarterly", "every quarter"),
    ("annually", "every year"),
    ("every other week", "every 2 week"),
    ("each month", "every month"),
    ("every 3 months", "every 3 month"),
    ("every business day", "every workday"),
    ("every Friday", "every friday"),
    ("each Mon, Wed and Fri", "every monday, wednesday, friday"),
    ("Mondays and Thursdays", "every monday, thursday"),
    ("every Friday 9am-10am", "every friday 09:00-10:00"),
    ("every day 9.30 am", "every day 09:30"),
    ("first Friday of every month, 2pm", "every month on first friday 14:00"),
    ("the last day of each quarter", "every quarter on last day"),
    ("8th working day of every quarter", "every quarter on 8th workday"),
    ("every year on 22 March", "every year on 03-22"),
    ("5 business days after every month", "5 workdays after every month"),
]
OFFSETS = [
    ("one day after launch", "launch + 1 day"),
    ("one day after end of fair", "fair.end + 1 day"),
    ("within 3 days after 22 March", "03-22 + 3 days"),
    ("ten calendar days following launch", "launch + 10 days"),
    ("2 weeks before World Water Day", "World Water Day - 2 weeks"),
    ("3 days after launch/press-day", "launch/press-day + 3 days"),
    ("two hours before the start of briefing", "briefing.start - 2 hours"),
    ("a year prior to observance:世界水日 2028", "observance:世界水日 2028 - 1 year"),
]


@pytest.mark.parametrize(("prose", "words"), english.FORMS)
def test_every_form_in_the_list_says_what_the_list_says(prose, words):
    assert english.formal(prose) == words


@pytest.mark.parametrize(("prose", "words"), english.FORMS)
def test_what_a_form_says_the_parser_reads(prose, words):
    assert grammar.parse(prose) == grammar.parse(words)


@pytest.mark.parametrize(("prose", "words"), DATES + RANGES + CLOCKS + LIMITS + RECURRENCES + OFFSETS)
def test_other_spellings_of_the_forms_are_known(prose, words):
    assert english.formal(prose) == words


@pytest.mark.parametrize(
    "text",
    [
        "before 8 June",  # with the 8th or without
        "by March",  # before it begins, or before it is over
        "by mid-March",
        "end of March",  # its last day, or its last third
        "22-28 March 9am",  # the first day, or each
        "22-28 March afternoon",
        "22 December to 2 January 2027",  # the year turns between them
        "22 March 9:30",  # by day or by night
        "9:30-11:00",
        "12 pm",
        "10am-12pm",
        "11-1pm",
        "within 3 days of launch",  # before or after
        "within 3 days before launch",
        "biweekly",
        "every weekday",  # working day, or Monday to Friday
        "Weds",
        "Friday",
        "from Monday",
        "may",  # a month, or an id of the plan
        "may-june",
        "mid-march",
        "march to june",
        "3/22",
        "22/3",
        "22.3.",
    ],
)
def test_a_text_with_two_readings_is_left_alone(text):
    assert english.formal(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "22 Marsh",
        "32 March",
        "22",
        "22 to 28",
        "early",
        "morning",
        "22-March",
        "first half of March",
        "week of 22-28 March",
        "first week of nothing",
        "last Friday of nothing",
        "25:00-26:00 pm",
        "22 March 25:00",
        "22 March 10:60",
        "22 March 24:00",
        "Mondays or Thursdays",
        "22 March 13 pm",
        "by the end of 8 June",
        "by the end of it",
        "Mondays and more days",
        "every blue moon 9am",
        "3 days after 3/22",
        "3 days after March",
        "3 days after next week",
        "3 days after every Friday",
        "3 days after 2 days after launch",
        "3 days after launch, or later",
        "3 days after " + "x" * 100,
    ],
)
def test_what_is_no_prose_it_knows_is_left_alone(text):
    assert english.formal(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2027-03-22",
        "2027-03-22/28",
        "2027-03-22 morning",
        "03-22",
        "M03 to M05",
        "Q1",
        "09:30-11:00",
        "daily 24:00-27:00",
        "tbd",
        "as needed",
        "all programme",
        "from programme.start",
        "every friday",
        "every friday 09:00",
        "every month on last workday",
        "8 workdays after every quarter",
        "RRULE:FREQ=DAILY;INTERVAL=10",
        "last friday of 09",
        "2nd week of 2021-09",
        "saturday of cps-week",
        "w/c 2015-11-16",
        "after completion",
        "water-day - 20 workdays",
        "observance:cny.start - 1 week to observance:lantern + 1 week",
        "2007-05-late for 1 month",
    ],
)
def test_the_formal_grammar_is_left_to_its_parser(text):
    assert english.formal(text) is None


@pytest.mark.parametrize(
    ("text", "rest", "weekday"),
    [
        ("Monday, 22 March 2027", "22 March 2027", 0),
        ("Tue 22 March", "22 March", 1),
        ("Wednesday March 22, 9am", "March 22, 9am", 2),
        ("22 March (Sunday)", "22 March", 6),
        ("Thurs. the 22nd of March", "the 22nd of March", 3),
    ],
)
def test_a_weekday_printed_beside_a_date_is_taken_out_of_it(text, rest, weekday):
    assert english.printed_weekday(text) == (rest, weekday)


def test_a_range_gives_its_weekdays_one_after_the_other():
    first = english.printed_weekday("Monday 22 - Friday 26 March")
    assert first == ("22 - Friday 26 March", 0)
    assert english.printed_weekday(first[0]) == ("22 - 26 March", 4)


@pytest.mark.parametrize(
    "text", ["every Monday 9am", "every Monday, 9:30", "Monday", "first Monday of March", ""]
)
def test_a_weekday_that_belongs_to_no_date_stays(text):
    assert english.printed_weekday(text) is None
