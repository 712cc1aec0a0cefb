import sys
from datetime import date, timedelta
from itertools import pairwise

import pytest
from lunar_python import Solar

from campaignflow.dates import lunar
from campaignflow.dates.lunar import SOLAR_TERMS, lunar_days, lunar_spans, solar_term
from campaignflow.errors import InvalidValue


def test_the_new_years_that_almanacs_print():
    printed = (
        "2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06".split()
    )
    assert [lunar_days(day.year, 1, 1) for day in map(date.fromisoformat, printed)] == [
        [date.fromisoformat(text)] for text in printed
    ]


@pytest.mark.parametrize("text", ["2024-02-09", "2025-01-28", "2026-02-16", "2027-02-05", "2028-01-25"])
def test_new_year_s_eve_is_the_last_day_of_the_lunar_year(text):
    """On the 29th or the 30th of the twelfth month, whichever the year has."""
    eve = date.fromisoformat(text)
    assert lunar_days(eve.year, 12, -1) == [eve]
    assert lunar_days(eve.year, 1, 1) == [eve + timedelta(1)]


@pytest.mark.parametrize(
    ("year", "count"), [(2021, 1), (2022, 2), (2023, 0), (2024, 1), (2041, 2), (2042, 0)]
)
def test_laba_falls_once_twice_or_never(year, count):
    assert len(lunar_days(year, 12, 8)) == count


def test_the_two_labas_of_2022():
    assert lunar_days(2022, 12, 8) == [date(2022, 1, 10), date(2022, 12, 30)]


def test_a_leap_month_does_not_count():
    """2025 has two sixth months: 25 June and 25 July."""
    assert lunar_days(2025, 6, 1) == [date(2025, 6, 25)]
    assert lunar_days(2025, 6, -1) == [date(2025, 7, 24)]
    assert lunar_days(2025, 7, 1) == [date(2025, 8, 23)]


def test_new_year_s_eve_would_close_a_leap_twelfth_month():
    """The next one is in 3358, far beyond the tables."""
    year = lunar.LunarYear(date(2000, 2, 5), 12, (30,) * 13)
    assert year.day(12, -1) == date(2000, 2, 5) + timedelta(13 * 30 - 1)
    assert year.day(11, -1) == date(2000, 2, 5) + timedelta(11 * 30 - 1)


def test_the_thirtieth_of_a_short_month_does_not_exist():
    assert lunar_days(2025, 12, 30) == []
    assert lunar_spans(2025, (12, 23), (12, 30)) == []


def test_a_lunar_span_may_run_over_the_new_year():
    """小年 to 元宵: from 10 February to 3 March 2026."""
    assert lunar_spans(2026, (12, 23), (1, 15)) == [(date(2026, 2, 10), date(2026, 3, 3))]


def test_spring_festival_lasts_three_days():
    assert lunar_spans(2027, (1, 1), (1, 3)) == [(date(2027, 2, 6), date(2027, 2, 8))]


@pytest.mark.parametrize("year", [1900, 1933, 1957, 1984, 2012, 2026, 2033, 2034, 2057, 2088, 2100])
def test_every_day_of_a_year_is_the_lunar_day_that_lunar_python_says(year):
    """Asked the other way round: from the Gregorian day."""
    ours = {
        found: (month, day)
        for month in range(1, 13)
        for day in range(1, 31)
        for found in lunar_days(year, month, day)
    }
    theirs = {}
    for at in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
        day = date.fromordinal(at)
        found = Solar.fromYmd(day.year, day.month, day.day).getLunar()
        if found.getMonth() > 0:  # a leap month has a negative number
            theirs[day] = (found.getMonth(), found.getDay())
    assert ours == theirs


def test_lunar_days_are_those_of_a_second_package():
    """Borax puts two lunar months of 1900-2100 elsewhere (2089, 2097), with the new moon near midnight."""
    dates = pytest.importorskip("borax.calendars.lunardate", reason="borax is a part of the dev extra")
    for year in (*range(1901, 2089), *range(2090, 2097)):
        theirs = dates.LunarDate(year, 8, 15, 0).to_solar_date()
        assert lunar_days(year, 8, 15) == [theirs]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("清明", "2026-04-05"),
        ("清明", "2027-04-05"),
        ("秋分", "2026-09-23"),
        ("冬至", "2026-12-22"),
        ("冬至", "2027-12-22"),
        ("小寒", "2027-01-05"),
    ],
)
def test_the_solar_terms_that_almanacs_print(term, text):
    day = date.fromisoformat(text)
    assert solar_term(day.year, term) == day


@pytest.mark.parametrize("year", [*range(1900, 2101, 20), 2026, 2027])
def test_every_term_of_a_year_is_the_one_that_lunar_python_names_on_that_day(year):
    """Asked the other way round: what is this day?  冬至 would be a year early from its table."""
    for term in SOLAR_TERMS:
        day = solar_term(year, term)
        assert day.year == year
        assert Solar.fromYmd(day.year, day.month, day.day).getLunar().getJieQi() == term


@pytest.mark.parametrize("year", range(1900, 2101))
def test_the_terms_of_a_year_follow_each_other_by_half_a_month(year):
    found = [solar_term(year, term) for term in SOLAR_TERMS]
    assert {(later - earlier).days for earlier, later in pairwise(found)} <= {14, 15, 16}
    assert [day.month for day in found] == [at // 2 + 1 for at in range(24)]


@pytest.mark.parametrize("year", [1899, 1900, 1984, 2026, 2033, 2057, 2100])
def test_the_shipped_table_is_what_the_package_reckons(year):
    assert lunar._lunar_year(year) == lunar.computed_lunar_year(year)
    if year > 1899:
        assert lunar._terms(year) == lunar.computed_terms(year)


def test_two_centuries_need_no_other_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "lunar_python", None)
    lunar._lunar_year.cache_clear()
    lunar._terms.cache_clear()
    assert lunar_days(1900, 12, -1) == [date(1900, 1, 30)]
    assert lunar_days(2100, 12, 8) == [date(2100, 1, 17)]
    assert solar_term(2100, "冬至") == date(2100, 12, 22)


def test_later_years_are_reckoned():
    assert lunar_days(2150, 1, 1) == [date(2150, 1, 29)]
    assert solar_term(2150, "冬至") == date(2150, 12, 22)


@pytest.mark.parametrize("year", [1899, 2200])
def test_other_centuries_are_refused(year):
    for ask in (
        lambda: lunar_days(year, 1, 1),
        lambda: lunar_spans(year, (1, 1), (1, 3)),
        lambda: solar_term(year, "冬至"),
    ):
        with pytest.raises(InvalidValue) as refused:
            ask()
        assert refused.value.code == "lunar-out-of-range"


def test_an_unknown_solar_term_is_refused_with_near_ones():
    with pytest.raises(InvalidValue) as refused:
        solar_term(2026, "清明节")
    assert refused.value.code == "solar-term-unknown"
    assert refused.value.facts["near"] == ["清明"]
