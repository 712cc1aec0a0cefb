"""Laws of the schedule: no order of the file, no hanging, no exception, and days as they were written."""

import calendar
import json
import random
import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.reading import NAMES, read, refused, setting

import campaignflow as cf
from campaignflow.dates import expression as ex
from campaignflow.dates.countries import country
from campaignflow.dates.grammar import LONGEST, parse
from campaignflow.dates.recurrence import rounds
from campaignflow.dates.resolve import resolve
from campaignflow.errors import InvalidValue
from campaignflow.planfile.writer import to_data
from campaignflow.scheduling.rings import rings
from campaignflow.scheduling.schedule import Schedule, schedule
from campaignflow.testing.nouns import programmes

EXAMPLE = Path(__file__).parents[2] / "examples" / "river_authority_2027.yaml"
CN = country("CN")
YEAR = (date(2027, 1, 1), date(2027, 12, 31))

quick = settings(deadline=None, derandomize=True)
whole = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


# the order of the file


def shuffled(data: Any, order: random.Random) -> Any:
    """Return data with every mapping in another order; lists keep theirs."""
    if isinstance(data, Mapping):
        rows = [(key, shuffled(value, order)) for key, value in data.items()]
        order.shuffle(rows)
        return dict(rows)
    return [shuffled(one, order) for one in data] if isinstance(data, list) else data


def told(made: Schedule) -> set[tuple[object, ...]]:
    """Return the findings of a schedule with where they are but for the line."""
    return {
        (finding.code, finding.severity, finding.items, finding.place.item, finding.message("en"))
        for finding in made.findings
    }


def same_in_any_order(data: Any, seed: int) -> None:
    one = cf.loads(json.dumps(data, ensure_ascii=False), "json")
    other = cf.loads(json.dumps(shuffled(data, random.Random(seed)), ensure_ascii=False), "json")
    assert one == other
    first, second = schedule(one), schedule(other)
    assert first.entries == second.entries
    assert told(first) == told(second)
    assert first.submit_by == second.submit_by


@pytest.mark.parametrize("seed", range(3))
def test_the_example_means_the_same_in_whatever_order_it_is_written(seed: int) -> None:
    same_in_any_order(yaml.load(EXAMPLE.read_text(encoding="utf-8"), yaml.BaseLoader), seed)


QUARRELSOME = """
programme: {id: p, title: 计划, period: from 2027-01-01, fiscal_year_starts: 07-01, working_calendar: CN}
units: {office: {name: 办公室, coordinator: true}, press: {name: 中心, coordinator: true}}
people:
  li: {name: 李伟, unit: office, beats: [节水, 防汛], away: 2027-03-20/30}
  li-2: {name: 李伟, unit: press, beats: [采砂], away: 2027-03-20/30}
blackouts: {one: {title: 静默一, when: 2027-03-22}, two: {title: 静默二, when: 2027-03-22/23, hard: true}}
directives: {d1: {title: 部署一, asks: [nothing]}, d2: {title: 部署二}}
approvals: {a: {by: li, after: [b], due: 1 day}, b: {by: li, after: [a]}}
waivers: [{finding: clash, items: [water/b1, water/b2], reason: 商定}, {finding: overload, reason: 无}]
routines:
  r1: {title: 周报, lead: office, when: every friday}
  r2: {title: 月报, lead: press, when: every 2 weeks on monday}
campaigns:
  water:
    title: 水周
    lead: office
    when: 2027-03-22/24
    audience: 群众
    key_dates: {k1: {title: 甲, when: tbd, embargo: tbd}, k2: {title: 乙, when: tbd, embargo: tbd}}
    activities:
      b1: {title: 一, owner: li, when: 2027-03-22 09:00-11:00, needs: [b4]}
      b2: {title: 二, owner: [li, li-2], when: 2027-03-22 09:00-11:00, needs: [b5]}
      b3: {title: 三, owner: [li-2, li], when: 2027-03-22 09:00-11:00, where: 广场}
      b4: {title: 四, when: week of 2027-04-01, needs: [b1]}
      b5: {title: 五, when: week of 2027-04-01, needs: [b2]}
      b6: {title: 六, when: FY2027-Q4}
      b7: {title: 七, when: FY2027-Q4, certainty: confirmed}
      b8: {title: 八, when: b9 + 1 day}
      b9: {title: 九, when: b8 + 1 day}
      c1: {title: 十, when: nobody + 1 day}
      c2: {title: 十, when: nobody + 1 day}
      c3: {title: 十一, when: 十 + 1 day}
      c4: {title: 十二, due: campaign.start - 5 workdays}
      c5: {title: 十三, due: campaign.start - 5 workdays}
  law:
    title: 普法
    lead: press
    when: 2027-03-22/24
    audience: 群众
    activities: {d1: {title: 咨询, when: 2027-03-22 09:00-10:00, where: 广场}}
"""
"""Two of nearly everything that can be found."""


@pytest.mark.parametrize("seed", range(20))
def test_what_is_found_in_a_plan_full_of_mistakes_is_the_same_in_any_order(seed: int) -> None:
    same_in_any_order(yaml.load(QUARRELSOME, yaml.BaseLoader), seed)


@whole
@given(programme=programmes(), seed=st.integers(0, 9))
def test_a_plan_means_the_same_in_whatever_order_it_is_written(programme: cf.Programme, seed: int) -> None:
    same_in_any_order(to_data(programme), seed)


@whole
@given(programme=programmes())
def test_whatever_is_wrong_with_a_plan_its_schedule_is_made_and_says_so(programme: cf.Programme) -> None:
    made = schedule(programme, today=date(2027, 3, 1))
    assert set(made) >= set(programme.campaigns)
    for finding in made.findings:
        for lang in ("zh", "en"):
            assert "{" not in finding.message(lang) or "{" in str(dict(finding.facts))


def test_a_schedule_made_twice_is_the_same() -> None:
    programme = cf.load(EXAMPLE)
    first, second = schedule(programme), schedule(programme)
    assert first.entries == second.entries
    assert [str(finding) for finding in first.findings] == [str(finding) for finding in second.findings]


# days satisfy what was written: each form worked out again, in the plainest way


def month_of(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]


def stepped(day: date, count: int, works: Callable[[date], bool]) -> date:
    """Walk to the n-th day of a kind, one day after the other."""
    way = timedelta(1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += way
        while not works(day):
            day += way
    return day


MONTHS = st.integers(1, 12)
YEARS = st.integers(2001, 2034)
DAYS = st.dates(date(2001, 1, 1), date(2034, 12, 31))
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NTHS = ("1st", "2nd", "3rd", "4th")


@quick
@given(YEARS, MONTHS, st.integers(0, 6), st.integers(0, 3))
def test_the_nth_weekday_of_a_month_is_the_nth_one_counted(
    year: int, month: int, weekday: int, nth: int
) -> None:
    found = [day for day in month_of(year, month) if day.weekday() == weekday]
    assert read(f"{NTHS[nth]} {WEEKDAYS[weekday]} of {year}-{month:02}").start == found[nth]
    assert read(f"last {WEEKDAYS[weekday]} of {year}-{month:02}").start == found[-1]


@quick
@given(DAYS, st.integers(0, 6))
def test_the_weekday_of_a_week_is_in_that_week(day: date, weekday: int) -> None:
    found = read(f"{WEEKDAYS[weekday]} of week of {day}").start
    assert isinstance(found, date)
    assert found.weekday() == weekday
    assert found.isocalendar()[:2] == day.isocalendar()[:2]


@quick
@given(YEARS, MONTHS, st.sampled_from(["early", "mid", "late"]))
def test_a_third_of_a_month_is_its_days_to_the_10th_20th_or_last(year: int, month: int, third: str) -> None:
    days = {"early": slice(0, 10), "mid": slice(10, 20), "late": slice(20, 31)}[third]
    found = month_of(year, month)[days]
    span = read(f"{year}-{month:02}-{third}")
    assert (span.start, span.end) == (found[0], found[-1])


@quick
@given(YEARS, st.integers(1, 4))
def test_a_quarter_is_three_months_and_two_make_a_half(year: int, quarter: int) -> None:
    span, half = read(f"{year}-Q{quarter}"), read(f"{year}-H{(quarter + 1) // 2}")
    assert span.start == date(year, 3 * quarter - 2, 1)
    assert span.end == month_of(year, 3 * quarter)[-1]
    assert half.start is not None
    assert half.end is not None
    assert half.start <= span.start <= span.end <= half.end


@quick
@given(DAYS)
def test_an_iso_week_holds_its_days_and_begins_on_monday(day: date) -> None:
    year, week, weekday = day.isocalendar()
    span = read(f"{year}-W{week:02}")
    assert isinstance(span.start, date)
    assert isinstance(span.end, date)
    assert span.start.weekday() == 0
    assert (span.end - span.start).days == 6
    assert read(f"{year}-W{week:02}-{weekday}").start == day


@quick
@given(YEARS, MONTHS, st.integers(0, 6))
def test_the_weeks_of_a_month_cover_each_day_once(year: int, month: int, week_starts: int) -> None:
    days: list[date] = []
    nth = 1
    while len(days) < len(month_of(year, month)):
        span = read(f"{nth}th week of {year}-{month:02}", week_starts=week_starts)
        assert isinstance(span.start, date)
        assert isinstance(span.end, date)
        week = [span.start + timedelta(n) for n in range((span.end - span.start).days + 1)]
        assert all(day.weekday() != week_starts for day in week[1:])
        days += week
        nth += 1
    assert days == month_of(year, month)
    assert refused(f"{nth}th week of {year}-{month:02}", week_starts=week_starts).code == "no-such-week-of"


@quick
@given(DAYS, st.integers(-400, 400), st.sampled_from(["days", "weeks"]))
def test_days_and_weeks_are_so_many_days_away(day: date, count: int, unit: str) -> None:
    sign = "-" if count < 0 else "+"
    found = read(f"{day} {sign} {abs(count)} {unit}").start
    assert isinstance(found, date)
    assert (found - day).days == count * (7 if unit == "weeks" else 1)


@quick
@given(DAYS, st.integers(-60, 60))
def test_months_keep_the_day_of_the_month_or_its_last(day: date, count: int) -> None:
    found = read(f"{day} {'-' if count < 0 else '+'} {abs(count)} months").start
    assert isinstance(found, date)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == count
    assert found.day == min(day.day, month_of(found.year, found.month)[-1].day)


@quick
@given(DAYS, st.integers(1, 40) | st.integers(-40, -1))
def test_workdays_are_those_one_meets_on_the_way(day: date, count: int) -> None:
    found = read(f"{day} {'-' if count < 0 else '+'} {abs(count)} workdays").start
    assert found == stepped(day, count, CN.is_workday)


@quick
@given(DAYS, st.integers(0, 300))
def test_working_days_added_to_a_working_day_and_taken_away_return(day: date, count: int) -> None:
    begin = CN.add(day, 0)
    there = read(f"{begin} + {count} workdays").start
    assert read(f"{there} - {count} workdays").start == begin


@quick
@given(DAYS, st.integers(1, 60), st.sampled_from(["days", "weeks", "workdays"]))
def test_a_length_counts_its_first_day(day: date, count: int, unit: str) -> None:
    span = read(f"{day} for {count} {unit}")
    assert isinstance(span.end, date)
    lasted = [day + timedelta(n) for n in range((span.end - day).days + 1)]
    if unit == "workdays":
        assert sum(CN.is_workday(one) for one in lasted) == count
        assert CN.is_workday(span.end)
    else:
        assert len(lasted) == count * (7 if unit == "weeks" else 1)


@quick
@given(MONTHS, st.integers(1, 15))
def test_the_nth_workday_of_every_month_is_the_nth_counted(month: int, nth: int) -> None:
    found = rounds(parse(f"every month on {nth}th workday"), YEAR, setting())  # type: ignore[arg-type]
    worked = [day for day in month_of(2027, month) if CN.is_workday(day)]
    assert found[month - 1].start == worked[nth - 1]
    last = rounds(parse("every month on last workday"), YEAR, setting())  # type: ignore[arg-type]
    assert last[month - 1].start == worked[-1]


@quick
@given(DAYS, DAYS)
def test_a_span_has_both_its_ends_or_is_refused_for_being_backwards(one: date, other: date) -> None:
    if one > other:
        assert refused(f"{one} to {other}").code == "ends-before-it-starts"
        return
    assert (read(f"{one} to {other}").start, read(f"{one}/{other}").end) == (one, other)


# nothing but InvalidValue, and quickly


WORDS = """
2027-03-22 03-22 2027-03 2027-03-late 2027-Q1 2027-W12 FY2027 Q2 M03 programme from until after to for all
daily every on of week first last 2nd w/c + - 3 99999 days workdays months hours minute year month quarter
friday 09:30 09:30-11:00 24:00-27:00 morning tbd .start .end / , observance:cny RRULE: FREQ=DAILY 3月 22日
下旬 前 后 个工作日 每 周一 至 — March
""".split()
WRITTEN = st.lists(st.sampled_from([*NAMES, *WORDS]), min_size=1, max_size=9).flatmap(
    lambda words: st.sampled_from([" ", " ", ""]).map(lambda blank: blank.join(words))
)


def why_not(text: str) -> InvalidValue | None:
    """Read and resolve a text; return why that cannot be done."""
    try:
        expression = parse(text)
        if isinstance(expression, ex.Every | ex.WorkdaysAfter | ex.Rrule | ex.EveryTbd):
            rounds(expression, YEAR, setting())
        else:
            resolve(expression, setting(own_day=read("water-day")))
    except InvalidValue as error:
        return error
    return None


@settings(max_examples=2000, deadline=None, derandomize=True)
@given(WRITTEN)
def test_whatever_is_written_is_resolved_or_refused_with_a_sentence(text: str) -> None:
    error = why_not(text)
    assert error is None or (error.message("zh") and error.message("en"))


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.text(max_size=LONGEST) | st.from_regex(r"[-+0-9:/. a-z月日周至前后]{0,60}", fullmatch=True))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    error = why_not(text)
    assert error is None or (error.message("zh") and error.message("en"))


UNITS = """
a 1 - + a. 1. -. .+.1.day 1/ a/ : 09: 0- week.of. first. of. to. from. for.1. every. daily. 1st. monday,.
monday.and. observance: () ( on. 月 3月 日至 — 每 周一、 个工作日 前 上午9点至 十 (周一) March. 22- mid- 1,
2027-03-22/ after. all. until. .daily.09:00-10:00
""".split()
"""What an adversary repeats; a full stop stands for a blank."""
FRAMES = ("{}", "every {}", "{} for 3 days", "2027-03-22 {}", "observance:{} 2027x", "{}日前!")


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("frame", FRAMES)
def test_no_text_of_three_hundred_characters_takes_long_to_read(unit: str, frame: str) -> None:
    text = frame.format((unit.replace(".", " ") * LONGEST)[: LONGEST - len(frame)])
    begin = time.process_time()
    error = why_not(text)
    assert time.process_time() - begin < 0.5
    assert error is None or error.message("en")


def test_a_longer_text_is_refused_unread() -> None:
    begin = time.process_time()
    with pytest.raises(InvalidValue) as caught:
        parse("a - " * 100_000)
    assert caught.value.code == "when-too-long"
    assert time.process_time() - begin < 0.5


# rings and chains


def chain(whens: Mapping[str, str]) -> cf.Programme:
    activities = {name: {"title": name, "when": when} for name, when in whens.items()}
    campaign = {"title": "水周", "lead": "office", "when": "2027", "activities": activities}
    head = {"id": "p", "title": "计划", "period": "2027", "working_calendar": "CN"}
    units = {"office": {"name": "办公室", "coordinator": "true"}}
    return cf.loads(json.dumps({"programme": head, "units": units, "campaigns": {"week": campaign}}), "json")


@whole
@given(st.lists(st.integers(0, 11), min_size=12, max_size=12))
def test_things_hang_on_each_other_in_a_ring_if_and_only_if_that_is_said(targets: list[int]) -> None:
    """Each thing hangs on one other; thing 0 has a day."""
    whens = {"a0": "2027-03-22"} | {f"a{n}": f"a{targets[n]} + 1 day" for n in range(1, 12)}
    made = schedule(chain(whens))
    said = {item for finding in made.findings if finding.code == "dates-in-a-ring" for item in finding.items}
    for number in range(1, 12):
        way, here = set(), number
        while here not in way and here != 0:
            way.add(here)
            here = targets[here]
        in_a_ring = here == number and here != 0
        assert (f"week/a{number}" in said) is (in_a_ring or (here != 0 and _is_on_ring(number, targets)))
        assert made[f"week/a{number}"].is_dated is (here == 0)


def _is_on_ring(number: int, targets: list[int]) -> bool:
    here = targets[number]
    for _ in targets:
        if here == number:
            return True
        if here == 0:
            return False
        here = targets[here]
    return False


@quick
@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sets(st.sampled_from("abcdefgh"), max_size=3)))
def test_the_rings_of_a_graph_are_what_can_reach_itself(rough: dict[str, set[str]]) -> None:
    graph = {name: rough.get(name, set()) for name in "abcdefgh"}
    reach = {name: set(targets) for name, targets in graph.items()}
    for _ in graph:
        reach = {name: found.union(*(reach[one] for one in found)) for name, found in reach.items()}
    expected = {
        name: {one for one in found if name in reach[one]} for name, found in reach.items() if name in found
    }
    found = rings(graph)
    assert sorted(name for ring in found for name in ring) == sorted(expected)
    assert all(set(ring) == expected[ring[0]] for ring in found)


@pytest.mark.slow
def test_a_chain_of_five_thousand_dates_resolves() -> None:
    whens = {"a0": "2027-03-22"} | {f"a{n}": f"a{n - 1} + {n % 2} days" for n in range(1, 5000)}
    made = schedule(chain(dict(reversed(whens.items()))))
    assert made["week/a4999"].start == date(2027, 3, 22) + timedelta(2500)


@pytest.mark.slow
@pytest.mark.parametrize("step", [1, 2])
def test_very_many_rings_and_a_very_long_one_are_found_at_once(step: int) -> None:
    count = 4000
    pairs = {f"a{n}": f"a{n ^ 1} + 1 day" for n in range(count)}
    ring = {f"a{n}": f"a{(n + 1) % count} + 1 day" for n in range(count)}
    begin = time.process_time()
    made = schedule(chain(pairs if step == 1 else ring))
    assert time.process_time() - begin < 10
    found = [finding for finding in made.findings if finding.code == "dates-in-a-ring"]
    assert len(found) == (count // 2 if step == 1 else 1)
    assert all(len(finding.message("en")) < 400 for finding in found)


@pytest.mark.slow
def test_very_many_names_by_title_and_very_many_unknown_ones_are_quick() -> None:
    count = 4000
    titled = {f"题{n}": "2027-03-22" for n in range(count)} | {
        f"b{n}": f"题{n} + 1 day" for n in range(count)
    }
    unknown = {f"b{n}": f"nobody{n % 40} + 1 day" for n in range(count)}
    begin = time.process_time()
    assert schedule(chain(titled)).errors == ()
    assert len(schedule(chain(unknown)).errors) == count
    assert time.process_time() - begin < 20
