from datetime import date

import pytest

from campaignflow.dates.countries import country
from campaignflow.dates.workdays import Notice, WorkCalendar
from campaignflow.errors import InvalidValue

CN = country("CN")
NOTICE_2027 = {
    "year": 2027,
    "days": [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2026-12-27", "isOffDay": False},
        {"name": "春节", "date": "2027-02-04", "isOffDay": True},
        {"name": "春节", "date": "2027-02-13", "isOffDay": False},
    ],
}


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("base", "n", "there"),
    [
        ("2026-03-22", -20, "2026-02-24"),  # Saturday 28 February works, 15-23 February is off
        ("2025-10-08", 3, "2025-10-11"),  # a Saturday that works
        ("2025-10-01", 0, "2025-10-09"),  # from a day off to the next working day
        ("2025-10-09", 0, "2025-10-09"),
        ("2026-03-22", -5, "2026-03-16"),  # from a Sunday, Friday is the first
        ("2026-03-20", 1, "2026-03-23"),
        ("2026-12-31", 8, "2027-01-13"),
    ],
)
def test_the_base_is_never_counted_and_a_day_off_starts_at_its_neighbour(base, n, there):
    assert CN.add(day(base), n) == day(there)


def test_a_moved_workday_is_the_last_of_its_month():
    assert CN.nth(day("2026-02-01"), day("2026-02-28"), -1) == day("2026-02-28")


def test_the_eighth_workday_of_every_quarter():
    quarters = [("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31")]
    found = [CN.nth(day(f"2026-{first}"), day(f"2026-{last}"), 8) for first, last in quarters]
    assert found == [day("2026-01-13"), day("2026-04-13"), day("2026-07-10"), day("2026-10-16")]


@pytest.mark.parametrize("n", [-3, 0, 3])
def test_a_span_with_too_few_workdays_has_no_nth(n):
    assert CN.nth(day("2026-02-14"), day("2026-02-24"), n) is None


def test_counting_leaves_out_the_first_day_and_takes_in_the_last():
    assert CN.count(day("2026-03-02"), day("2026-03-06")) == 4
    assert CN.count(day("2026-03-06"), day("2026-03-02")) == -4
    assert CN.count(day("2026-03-06"), day("2026-03-06")) == 0


def test_a_holiday_has_a_name_and_a_plain_weekend_has_none():
    assert CN.name_of(day("2026-02-21")) == "春节"
    assert CN.name_of(day("2026-03-07")) is None
    assert CN.name_of(day("2026-02-28")) is None


def test_counting_past_the_last_notice_says_what_is_awaited():
    assert CN.unannounced(day("2026-12-31"), day("2027-01-13")) == ("CN 2027",)
    assert CN.unannounced(day("2028-01-04"), day("2026-12-01")) == ("CN 2027", "CN 2028")
    assert CN.unannounced(day("2026-01-01"), day("2026-12-31")) == ()
    assert CN.unannounced() == ()


def test_years_before_the_first_known_notice_are_not_official():
    assert not CN.is_announced(day("2000-06-01"))
    assert CN.is_announced(day("2001-06-01"))


def test_a_notice_takes_the_place_of_what_was_assumed_of_its_year():
    told = CN.with_notice(Notice.from_data(NOTICE_2027))
    assert [told.is_workday(day(text)) for text in ("2026-12-27", "2027-02-04", "2027-02-13")] == [1, 0, 1]
    assert told.is_workday(day("2027-02-05")), "this notice does not list New Year's Eve"
    assert told.unannounced(day("2026-12-31"), day("2027-12-31")) == ()
    assert told.covered_until == day("2027-12-31")
    assert told.unannounced(day("2028-01-04")) == ("CN 2028",)
    assert not CN.is_workday(day("2027-02-05")), "the calendar it was given to stays as it is"


def test_a_notice_told_again_undoes_the_first():
    """As in 2019 and 2020, when days off were added in the middle of the year."""
    again = CN.with_notice(Notice(2026, {day("2026-01-01"): "元旦"}))
    assert not again.is_workday(day("2026-02-28")), "a Saturday that only the first notice moved"
    assert again.is_workday(day("2026-10-01"))


def test_a_notice_makes_an_estimated_year_official():
    india = country("IN")
    assert not india.is_announced(day("2027-05-01"))
    told = india.with_notice(Notice(2027, {day("2027-01-26"): "Republic Day"}))
    assert told.is_announced(day("2027-05-01"))
    assert not told.is_announced(day("2028-05-01"))


def test_a_notice_for_a_later_year_leaves_the_gap_open():
    told = CN.with_notice(Notice(2028, {day("2028-01-01"): "元旦"}))
    assert told.unannounced(day("2026-06-01"), day("2028-06-01")) == ("CN 2027",)


def test_the_notice_after_a_gap_closes_it():
    late = CN.with_notice(Notice(2028, {})).with_notice(Notice(2027, {}))
    assert late.unannounced(day("2026-06-01"), day("2028-12-31")) == ()


def test_a_notice_may_not_speak_of_other_years():
    with pytest.raises(InvalidValue) as refused:
        CN.with_notice(Notice(2027, {day("2028-01-01"): "元旦"}))
    assert refused.value.code == "notice-other-year"


@pytest.mark.parametrize(
    "data", [{}, {"year": 2027, "days": [{"date": "1 January"}]}, {"year": "?", "days": []}]
)
def test_a_notice_that_cannot_be_read_is_refused(data):
    with pytest.raises(InvalidValue) as refused:
        Notice.from_data(data)
    assert refused.value.code == "notice-unreadable"


def office(**changes):
    return CN.with_changes("gov-office", **changes)


def test_an_office_s_own_days_beat_those_of_the_country():
    own = office(days_off={day("2026-03-20"): "迁址"}, extra_workdays=[day("2026-10-05")])
    assert own.add(day("2026-03-19"), 1) == day("2026-03-23")
    assert own.name_of(day("2026-03-20")) == "迁址"
    assert own.is_workday(day("2026-10-05"))
    assert own.name_of(day("2026-10-05")) is None
    assert own.is_workday(day("2026-02-28")), "the country's moved workdays stay"


def test_an_office_may_take_off_a_moved_workday_and_give_it_no_name():
    own = office(days_off={day("2026-02-28"): ""})
    assert not own.is_workday(day("2026-02-28"))
    assert own.name_of(day("2026-02-28")) is None


def test_an_office_may_have_another_weekend():
    assert office(weekend=frozenset({6})).is_workday(day("2026-03-21"))


def test_an_office_waits_for_the_country_s_notice_unless_it_says_otherwise():
    assert office().unannounced(day("2027-03-01")) == ("CN 2027",)
    covered = office(covered_until=day("2027-12-31"))
    assert covered.unannounced(day("2027-03-01"), day("2028-03-01")) == ("gov-office 2028",)


def test_a_day_cannot_be_both_off_and_worked():
    with pytest.raises(InvalidValue) as refused:
        office(days_off={day("2026-03-20"): ""}, extra_workdays=[day("2026-03-20")])
    assert refused.value.code == "calendar-off-and-on"
    assert "2026-03-20" in str(refused.value)


def test_a_calendar_that_never_works_is_refused():
    with pytest.raises(InvalidValue) as refused:
        WorkCalendar("lazy", weekend=frozenset(range(7)))
    assert refused.value.code == "calendar-never-works"


def test_a_calendar_says_what_it_is_where_programmers_look():
    assert repr(CN) == "WorkCalendar('CN', covered_until=2026-12-31)"


def test_a_calendar_is_known_part_of_a_year():
    half = WorkCalendar("half", covered_until=day("2026-06-30"))
    assert half.unannounced(day("2026-01-01"), day("2026-06-30")) == ()
    assert half.unannounced(day("2026-06-30"), day("2026-07-01")) == ("half 2026",)


@pytest.mark.parametrize(
    "count",
    [
        lambda: CN.add(day("2026-01-01"), 10**9),
        lambda: CN.add(day("2026-01-01"), -(10**9)),
        lambda: CN.add(day("2300-01-01"), 1),
        lambda: CN.is_workday(day("1899-12-31")),
        lambda: CN.count(day("2026-01-01"), day("2200-01-01")),
    ],
)
def test_counting_ends_with_the_years_1900_and_2199(count):
    with pytest.raises(InvalidValue) as refused:
        count()
    assert refused.value.code == "calendar-out-of-range"


def test_a_hundred_years_of_workdays_are_counted():
    plain = WorkCalendar("plain")
    far = plain.add(day("2026-01-01"), 26_000)
    assert plain.count(day("2026-01-01"), far) == 26_000
    assert plain.add(far, -26_000) == day("2026-01-01")


def test_the_last_workday_that_can_be_counted_is_reached():
    assert WorkCalendar("plain").add(day("2199-12-30"), 1) == day("2199-12-31")


def test_a_calendar_that_works_rarely_counts_all_the_same():
    """Thursdays only: far fewer working days a year than the index takes in at first."""
    rare = WorkCalendar("rare", weekend=frozenset({0, 1, 2, 4, 5, 6}))
    assert rare.add(day("2026-01-01"), 1000) == date.fromordinal(day("2026-01-01").toordinal() + 7000)
