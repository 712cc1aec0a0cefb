from datetime import date, timedelta

from hypothesis import given, strategies as st

from campaignflow.dates.countries import country
from campaignflow.dates.workdays import WorkCalendar

FIRST, LAST = date(2020, 1, 1), date(2030, 12, 31)
days = st.dates(FIRST, LAST)
counts = st.integers(-70, 70)


@st.composite
def calendars(draw):
    """China's calendar, or one with any weekend, days off and extra workdays."""
    if draw(st.booleans()):
        return country.__wrapped__("CN")
    off = draw(st.sets(days, max_size=30))
    extra = draw(st.sets(days, max_size=30)) - off
    weekend = draw(st.frozensets(st.integers(0, 6), max_size=6))
    return WorkCalendar("any", days_off=dict.fromkeys(off, ""), extra_workdays=extra, weekend=weekend)


def walked(calendar, day, n):
    """Return what `add` should: walk day by day, never counting the base (rule 6)."""
    if n == 0:
        while not calendar.is_workday(day):
            day += timedelta(1)
        return day
    step = timedelta(1 if n > 0 else -1)
    while n:
        day += step
        n -= step.days * calendar.is_workday(day)
    return day


@given(calendars(), days, counts)
def test_adding_agrees_with_walking_day_by_day(calendar, day, n):
    assert calendar.add(day, n) == walked(calendar, day, n)


@given(calendars(), days, counts)
def test_workdays_added_to_a_workday_and_taken_away_return_to_it(calendar, day, n):
    worked = calendar.add(day, 0)
    assert calendar.add(calendar.add(worked, n), -n) == worked


@given(calendars(), days, counts)
def test_adding_lands_on_a_workday(calendar, day, n):
    assert calendar.is_workday(calendar.add(day, n))


@given(calendars(), days, st.integers(0, 60), st.integers(0, 60))
def test_adding_twice_is_adding_the_sum(calendar, day, some, more):
    worked = calendar.add(day, 0)
    assert calendar.add(calendar.add(worked, some), more) == calendar.add(worked, some + more)


@given(calendars(), days, st.integers(1, 70))
def test_counting_to_where_adding_led_gives_the_number_added(calendar, day, n):
    assert calendar.count(day, calendar.add(day, n)) == n


@given(calendars(), days, days, days)
def test_counts_add_up_along_the_way(calendar, first, second, third):
    assert calendar.count(first, second) + calendar.count(second, third) == calendar.count(first, third)


@given(calendars(), days, st.integers(0, 60), st.integers(-8, 8))
def test_the_nth_workday_of_a_span_is_the_nth_of_those_in_it(calendar, first, length, n):
    last = first + timedelta(length)
    worked = [
        day for day in (first + timedelta(late) for late in range(length + 1)) if calendar.is_workday(day)
    ]
    spot = n - 1 if n > 0 else n
    expected = worked[spot] if n and -len(worked) <= spot < len(worked) else None
    assert calendar.nth(first, last, n) == expected


@given(calendars(), st.lists(st.tuples(st.dates(date(1990, 1, 1), date(2060, 1, 1)), counts), max_size=8))
def test_the_order_of_questions_does_not_matter(calendar, questions):
    """The index grows as it is asked; what it says must not depend on how."""
    again = calendar.with_changes("again")
    forwards = [calendar.add(day, n) for day, n in questions]
    assert [again.add(day, n) for day, n in reversed(questions)] == forwards[::-1]


@given(calendars(), days)
def test_a_day_off_is_either_a_weekend_or_was_given_a_name_or_listed(calendar, day):
    listed = calendar.name_of(day) is not None or day in calendar._days_off
    weekend = day.weekday() in calendar.weekend
    if not calendar.is_workday(day):
        assert listed or weekend
    elif weekend:
        assert day in calendar._extra
