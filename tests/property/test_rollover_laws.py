"""Laws of the roll-over: years add up, words survive, every date is accounted for, whatever the plan."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st

import campaignflow as cf
from campaignflow.dates.span import as_day
from campaignflow.errors import InvalidValue
from campaignflow.scheduling.rollover import period_in, rolled
from campaignflow.scheduling.schedule import schedule
from campaignflow.scheduling.years import moved, retitled, years_in
from campaignflow.testing.nouns import programmes
from campaignflow.testing.words import DATES

quick = settings(deadline=None, derandomize=True)
whole = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        *(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example),
        HealthCheck.filter_too_much,
    ],
)
days = st.dates(date(1990, 1, 1), date(2100, 12, 31)).filter(lambda day: (day.month, day.day) != (2, 29))
forms = st.sampled_from(
    [
        "{0:%Y-%m-%d}",
        "{0:%Y-%m-%d} 09:30",
        "{0:%Y-%m-%d}/{1:%Y-%m-%d}",
        "{0.year}年{0.month}月{0.day}日",
        "{0.year}年{0.month}月",
        "{0:%Y-%m}",
        "{0.year}",
        "FY{0.year}-Q2",
        "from {0:%Y-%m-%d}",
        "{0:%Y-%m-%d} for 3 days",
        "{0.day} March {0.year}",
        "every friday",
        "w/c {0:%Y-%m-%d}",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL={0:%Y%m%d}",
        "observance:world-water-day {0.year}",
        "3月22日",
        "water-day - 5 workdays",
    ]
)
years = st.integers(-20, 20)


@st.composite
def texts(draw: Any) -> str:
    first, last = sorted((draw(days), draw(days)))
    return str(draw(forms)).format(first, last)


@quick
@given(texts(), years, years)
def test_moving_twice_is_moving_by_the_sum(text: str, some: int, more: int) -> None:
    when = cf.When(text)
    assert moved(moved(when, some), more).text == moved(when, some + more).text


@quick
@given(texts(), years)
def test_moving_there_and_back_gives_the_same_words(text: str, count: int) -> None:
    assert moved(moved(cf.When(text), count), -count).text == text


@quick
@given(st.sampled_from(DATES), years)
def test_a_date_of_any_form_moves_by_the_years_or_is_refused(text: str, count: int) -> None:
    when = cf.When(text)
    try:
        there = moved(when, count)
    except InvalidValue:
        return
    assert [year + count for year in years_in(when.expression)] == list(years_in(there.expression))


@quick
@given(st.text("2027年度—-/8 计划民國９", max_size=20), years)
def test_a_title_without_a_year_of_the_plan_stays(text: str, count: int) -> None:
    assert retitled(text, count, {2150}) == text


def one_item(when: str) -> cf.Programme:
    item = cf.KeyDate(title="节点", when=when)
    campaign = cf.Campaign(title="宣传", when="2027-01-01/12-31", key_dates={"day": item})
    return cf.Programme(id="p0", title="2027 计划", period="2027", campaigns={"c": campaign})


@quick
@given(texts(), st.integers(1, 5), st.integers(1, 5))
def test_rolled_twice_falls_on_the_days_of_rolled_by_the_sum(text: str, some: int, more: int) -> None:
    programme = one_item(text.replace("water-day", "campaign.start"))
    steps = rolled(programme, "p1", period_in(programme, 2027 + some)).programme
    steps = rolled(steps, "p2", period_in(steps, 2027 + some + more)).programme
    at_once = rolled(programme, "p2", period_in(programme, 2027 + some + more)).programme
    assert (steps.title, steps.period) == (at_once.title, at_once.period)
    one, other = schedule(steps)["c/day"], schedule(at_once)["c/day"]
    # whether a person had to look on the way is kept, and is the only thing that may differ
    assert replace(one, certainty=other.certainty) == other


@quick
@given(days, st.integers(1, 20))
def test_a_shifted_day_is_the_same_day_of_its_year(day: date, count: int) -> None:
    programme = one_item(day.isoformat())
    made = rolled(programme, "p1", period_in(programme, 2027 + count))
    (item,) = [one for one in made.items if one.id == "c/day"]
    assert item.after == day.replace(year=day.year + count)
    assert item.how == ("shifted" if item.after.weekday() < 5 else "person")


@whole
@given(programmes(), st.integers(1, 3))
def test_any_programme_rolls_over_reads_back_and_accounts_for_every_entry(
    programme: cf.Programme, count: int
) -> None:
    first = schedule(programme).period[0]
    assume(first is not None)
    assert first is not None
    try:
        period = period_in(programme, as_day(first).year + count)
    except InvalidValue:  # it would lie beyond the calendar
        assume(False)
    made = rolled(programme, "the-next-one", period)
    assert cf.loads(cf.dump(made.programme)) == made.programme
    assert rolled(programme, "the-next-one", period) == made
    listed = [one.id for one in made.items]
    assert len(set(listed)) == len(listed)
    after = schedule(made.programme)
    assert set(schedule(programme)) == set(after) <= set(listed)
    unsaid = {one.id for one in made.items if one.how != "person"}
    known = {(one.code, one.items, one.place.item) for one in schedule(programme).errors}
    for finding in after.errors:
        if (finding.code, finding.items, finding.place.item) not in known:
            assert not unsaid & set(finding.items)


@pytest.mark.parametrize("text", DATES)
def test_every_form_of_a_date_is_tried_and_moves_one_year(text: str) -> None:
    when = cf.When(text)
    assert [year + 1 for year in years_in(when.expression)] == list(years_in(moved(when, 1).expression))
