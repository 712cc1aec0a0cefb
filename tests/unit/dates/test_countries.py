import sys
from datetime import date, timedelta

import holidays
import pytest

from campaignflow.dates.countries import country
from campaignflow.dates.lunar import lunar_days, solar_term
from campaignflow.errors import InvalidValue


def days(first, last):
    """Yield every day of the years from a first to a last one."""
    day = date(first, 1, 1)
    while day.year <= last:
        yield day
        day += timedelta(1)


def differences(code, first, last):
    nation, _, part = code.partition("-")
    book = holidays.country_holidays(nation, subdiv=part or None, years=range(first, last + 2))
    ours = country(code)
    return [day for day in days(first, last) if ours.is_workday(day) != book.is_working_day(day)]


def statutory(year):
    """Return the days off of the rules of 2024: 13 days by name."""
    eve = lunar_days(year, 12, -1)[0]
    yield from ((date(year, 1, 1), "元旦"), (date(year, 5, 1), "劳动节"), (date(year, 5, 2), "劳动节"))
    yield from ((eve + timedelta(late), "春节") for late in range(4))
    yield solar_term(year, "清明"), "清明节"
    yield lunar_days(year, 5, 5)[0], "端午节"
    yield lunar_days(year, 8, 15)[0], "中秋节"
    yield from ((date(year, 10, late), "国庆节") for late in (1, 2, 3))


def test_china_works_every_day_as_the_notices_have_it():
    assert differences("CN", 2004, 2026) == []


def test_china_s_moved_workdays_at_the_turn_of_a_year_count():
    """31 December 2005 was worked for the New Year of 2006, 29 December 2007 for that of 2008."""
    assert country("CN").is_workday(date(2005, 12, 31))
    assert country("CN").is_workday(date(2007, 12, 29))
    assert not country("CN").is_workday(date(2007, 12, 31))


def test_china_s_days_off_of_2026_are_those_of_the_notice():
    """国办发明电〔2025〕7号, item by item."""
    spans = {
        "元旦": ("01-01", "01-03"),
        "春节": ("02-15", "02-23"),
        "清明节": ("04-04", "04-06"),
        "劳动节": ("05-01", "05-05"),
        "端午节": ("06-19", "06-21"),
        "中秋节": ("09-25", "09-27"),
        "国庆节": ("10-01", "10-07"),
    }
    found = {}
    for day in days(2026, 2026):
        name = country("CN").name_of(day)
        if name:
            first, _ = found.get(name, (f"{day:%m-%d}", ""))
            found[name] = (first, f"{day:%m-%d}")
            assert not country("CN").is_workday(day)
    assert found == spans


@pytest.mark.parametrize("year", range(2027, 2041))
def test_years_that_are_not_announced_have_the_statutory_days_off(year):
    china = country("CN")
    for day, name in statutory(year):
        assert not china.is_workday(day), (day, name)
        assert name in (china.name_of(day) or ""), (day, name)
        assert not china.is_announced(day)
    assert all(not china.is_workday(day) for day in days(year, year) if day.weekday() > 4)


def test_every_statutory_day_at_a_weekend_is_made_up_for():
    """Mid-Autumn falls into the National Day holiday in 2028, 2031 and 2039, then at a weekend."""
    for year in range(2027, 2041):
        statutory_days = [day for day, _ in statutory(year)]
        off = [day for day in days(year, year) if day.weekday() < 5 and not country("CN").is_workday(day)]
        assert len(set(statutory_days)) <= len(off) <= len(statutory_days), year


def test_china_s_calendar_needs_no_other_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "holidays", None)
    assert country.__wrapped__("CN").is_workday(date(2026, 2, 28))


@pytest.mark.parametrize(
    "code", ["TW", "HK", "US-FL", "US-VT", "IN", "GB-ENG", "GB-SCT", "AE", "IL", "MY-01", "RU", "KW"]
)
def test_other_countries_work_as_the_package_has_them(code):
    """Weekends that changed (AE 2022, MY-01 2014 and 2025, KW 2007) and Taiwan's moved Saturdays included."""
    assert differences(code, 2004, 2031) == []


def test_a_workday_that_the_next_year_s_notice_moved_is_known():
    """Saturday 27 December 2014 was worked in Taiwan for 2 January 2015."""
    fresh = country.__wrapped__("TW")
    fresh.is_workday(date(2013, 6, 3))  # takes the years to 2014 into the index
    assert fresh.is_workday(date(2014, 12, 27))


def test_easter_monday_is_kept_in_england_and_not_in_scotland():
    assert not country("GB-ENG").is_workday(date(2026, 4, 6))
    assert country("GB-SCT").is_workday(date(2026, 4, 6))


def test_britain_needs_a_part():
    with pytest.raises(InvalidValue) as refused:
        country("GB")
    assert refused.value.code == "calendar-needs-part"
    assert "GB-NIR" in str(refused.value)


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("cn", ["CN"]),
        ("China", ["CN"]),
        ("USA", ["US"]),
        ("us_fl", ["US-FL"]),
        ("CN-BJ", ["CN"]),
        ("UK", ["GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR"]),
        ("gb", ["GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR"]),
        ("", []),
        ("防汛办", []),
    ],
)
def test_an_unknown_code_is_refused_with_what_was_perhaps_meant(code, near):
    with pytest.raises(InvalidValue) as refused:
        country(code)
    assert refused.value.code == "calendar-unknown"
    assert list(refused.value.facts["near"]) == near
    assert all(name in refused.value.message("zh") for name in near)


def test_a_part_is_named_by_its_iso_code_only():
    """Johor is MY-01; the package would take the letters of number plates, too."""
    with pytest.raises(InvalidValue) as refused:
        country("MY-JHR")
    assert refused.value.code == "calendar-unknown"


def test_an_unknown_part_is_answered_with_parts_of_that_country():
    with pytest.raises(InvalidValue) as refused:
        country("US-CAL")
    assert refused.value.facts["near"][0] == "US-CA"


@pytest.mark.parametrize(
    ("code", "awaited"),
    [
        ("US", ()),
        ("GB-ENG", ()),
        ("TW", ("TW 2027", "TW 2028")),
        ("HK", ("HK 2027", "HK 2028")),
        ("IN", ("IN 2027", "IN 2028")),  # its package calls Diwali and the like estimated
    ],
)
def test_what_is_announced_year_by_year_is_awaited(code, awaited):
    assert country(code).unannounced(date(2026, 1, 1), date(2028, 12, 31)) == awaited


def test_years_of_which_a_package_knows_nothing_are_not_official():
    """And asking does not warn: India's movable feasts are known for 2001 to 2035."""
    india = country.__wrapped__("IN")
    assert india.unannounced(date(1999, 5, 1), date(2001, 5, 1)) == ("IN 1999", "IN 2000")
    assert not india.is_announced(date(2036, 5, 1))


def test_the_names_of_holidays_do_not_hang_on_the_environment(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "th")
    assert country.__wrapped__("TW").name_of(date(2026, 2, 17)) == "春節"
    assert country.__wrapped__("US").name_of(date(2026, 7, 3)) == "Independence Day (observed)"


def test_hong_kong_works_on_saturdays():
    assert country("HK").weekend == {6}
    assert country("HK").is_workday(date(2026, 3, 7))
