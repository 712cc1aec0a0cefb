"""Sixty date expressions, taken from real plans, mean the days that were worked out for them by hand.

The expressions stand in `tests/data/date_examples.json`, each with the setting it is read in; here is
only what turns such a context into a `Setting`.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from campaignflow.dates import expression as ex
from campaignflow.dates.atoms import WEEKDAYS
from campaignflow.dates.bases import Setting
from campaignflow.dates.countries import country
from campaignflow.dates.grammar import parse
from campaignflow.dates.observances import Observance, shipped
from campaignflow.dates.precision import Precision
from campaignflow.dates.recurrence import Round, daily, rounds
from campaignflow.dates.resolve import resolve
from campaignflow.dates.span import UNDATED, Moment, Point, Span, as_day
from campaignflow.errors import InvalidValue

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "data" / "date_examples.json").read_text(encoding="utf-8")
)
DATED = [example for example in EXAMPLES if "error" not in example]
REFUSED = [example for example in EXAMPLES if "error" in example]

PARTS_OF_COUNTRIES = {"GB": "GB-ENG"}
"""The parts of the United Kingdom keep different days; the examples mean England."""

REFUSALS = {
    "2013-06-04/2013-06-05 morning": (
        "when-two-readings",
        ["two readings", "2013-06-04 to 2013-06-05 morning", "2013-06-04/2013-06-05 daily 08:00-12:00"],
    ),
    "2026-02-30": ("no-such-day", ["no day 2026-02-30", "2026-02-28"]),
    "03-22 in 2026-01-01/2027-06-30": (
        "yearless-twice",
        ["more than once", "2026-03-22, 2027-03-22", "write the year"],
    ),
    "03-22 in from 2024-02-29": ("yearless-open-period", ["period is open", "write the year"]),
    "observance:world-water-day in 2009-02-09/2012-12-31": (
        "observance-often",
        ["2009-03-22, 2010-03-22, 2011-03-22, 2012-03-22", "name the year"],
    ),
    "2026-03-mid 09:30": ("clock-needs-a-day", ["09:30", "not one day"]),
    "water-day + 24 hours": ("hours-need-a-clock", ["a clock time; give it one", "write days"]),
}
"""For each refused example the code, and what its English sentence must tell: the fault, and what to type."""


def name_of(example: Mapping[str, Any]) -> str:
    period = example["context"]["period"]
    return example["expr"] if period is None else f"{example['expr']} in {period}"


def setting_of(context: Mapping[str, Any]) -> Setting:
    """Return the setting that the context of an example describes."""
    calendar = context["working_calendar"]
    setting = Setting(
        period=(None, None),
        zone=ZoneInfo(context["timezone"]),
        work=country(PARTS_OF_COUNTRIES.get(calendar, calendar)),
        observances=shipped(),
        lookup=names_of({}, UNDATED),
        week_starts=WEEKDAYS.index(context["week_starts"]),
    )
    period = (
        UNDATED if context["period"] is None else resolve(parse(context["period"]), setting, throughout=True)
    )
    setting = setting._replace(period=(day_of(period.start), day_of(period.end)))
    own = [observance_of(name, rule, setting) for name, rule in context.get("observances", {}).items()]
    setting = setting._replace(observances=shipped().with_entries(own))
    names = {name: resolve(parse(text), setting) for name, text in context.get("names", {}).items()}
    own_day = resolve(parse(context["own_day"]), setting) if "own_day" in context else None
    first, last = (day and Point(day, day, Precision.DAY) for day in setting.period)
    return setting._replace(lookup=names_of(names, Span(first, last)), own_day=own_day)


def day_of(moment: Moment | None) -> date | None:
    return None if moment is None else as_day(moment)


def names_of(names: Mapping[str, Span], programme: Span) -> Callable[[ex.Ref], Span]:
    def lookup(ref: ex.Ref) -> Span:
        name = "/".join(ref.path)
        return programme if name == "programme" else names[name]

    return lookup


def observance_of(name: str, written: Mapping[str, Any], setting: Setting) -> Observance:
    """Return an office's own observance: a rule for each year, and the years that are known."""

    def days(year: int, text: str) -> tuple[date, date]:
        span = resolve(parse(text), setting._replace(period=(date(year, 1, 1), date(year, 12, 31))))
        assert span.start is not None
        assert span.end is not None
        return as_day(span.start), as_day(span.end)

    known = {int(year): days(int(year), text) for year, text in written["known"].items()}
    return Observance(id=name, rule=lambda year: [days(year, written["rule"])], known=known)


def read(example: Mapping[str, Any]) -> tuple[Span, tuple[Round, ...]]:
    """Return the span an example means, and the times it comes round, if it does."""
    setting = setting_of(example["context"])
    expression = parse(example["expr"])
    if example["context"]["role"] == "due" and isinstance(expression, ex.Until):
        expression = ex.Single(expression.term)  # 6月8日前 as a last day is that day
    match expression:
        case ex.Daily(None, clock):
            assert setting.own_day is not None
            first, last = day_of(setting.own_day.start), day_of(setting.own_day.end)
            assert first is not None
            assert last is not None
            return around(daily(first, last, clock, setting))
        case ex.EveryTbd():
            return around(rounds(expression, (date.min, date.max), setting))
        case ex.Every() | ex.WorkdaysAfter() | ex.Rrule():
            first, last = setting.period
            assert first is not None
            assert last is not None
            return around(rounds(expression, (first, last), setting))
        case _:
            return resolve(expression, setting), ()


def around(found: tuple[Round, ...]) -> tuple[Span, tuple[Round, ...]]:
    """Return the span from the first round to the last, and the rounds."""
    if not found:
        return UNDATED, ()
    first, last = found[0], found[-1]
    begin = Point(first.start, first.start, first.precision)
    return Span(begin, Point(last.end, last.end, last.precision)), found


def written_moment(text: str | None) -> Moment | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def same_moment(found: Moment | None, text: str | None) -> bool:
    """Whether a day is that day and a moment that moment, at the same distance from UTC."""
    expected = written_moment(text)
    if isinstance(found, datetime) and isinstance(expected, datetime):
        return found == expected and found.utcoffset() == expected.utcoffset()
    return type(found) is type(expected) and found == expected


def test_there_are_sixty_examples_and_no_two_are_alike() -> None:
    assert len(EXAMPLES) == 60
    assert len({name_of(example) for example in EXAMPLES}) == 60


@pytest.mark.parametrize("example", DATED, ids=name_of)
def test_an_expression_means_the_days_worked_out_by_hand(example: dict[str, Any]) -> None:
    """First and last day or moment, precision, the part of the last day, and each time it comes round."""
    span, found = read(example)
    assert same_moment(span.start, example["start"]), span.start
    assert same_moment(span.end, example["end"]), span.end
    assert span.precision == example["precision"]
    assert span.part_end == example.get("part_end")
    if "occurrences" in example:
        assert [as_day(one.start).isoformat() for one in found] == example["occurrences"]


def test_broadcast_hours_after_midnight_come_round_once_for_each_of_twenty_days() -> None:
    example = next(example for example in EXAMPLES if example["expr"] == "daily 24:00-27:00")
    _, found = read(example)
    assert len(found) == 20
    assert {(one.end - one.start).total_seconds() for one in found} == {3 * 3600}  # type: ignore[operator]


def test_the_last_round_of_a_year_rests_on_the_next_year_s_calendar() -> None:
    example = next(example for example in EXAMPLES if example["expr"] == "8 workdays after every quarter")
    _, found = read(example)
    assert [sorted(one.rests_on) for one in found] == [[], [], [], ["CN 2027"]]


def test_every_refusal_is_expected_by_an_example() -> None:
    assert {name_of(example) for example in REFUSED} == set(REFUSALS)


@pytest.mark.parametrize("example", REFUSED, ids=name_of)
def test_an_expression_without_one_meaning_is_refused_with_what_to_type(example: dict[str, Any]) -> None:
    code, told = REFUSALS[name_of(example)]
    with pytest.raises(InvalidValue) as refused:
        read(example)
    assert refused.value.code == code
    assert [text for text in told if text not in refused.value.message("en")] == []
