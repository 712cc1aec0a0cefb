"""Laws of records: what is recorded reads back with its days, and equal plans are equal bytes (L1)."""

import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st
from tests.unit.records.recorded import UNORDERED, Recorded, bytes_of, meant, recorded, spelt_out

import campaignflow as cf
from campaignflow.canonical import Body, checked_body
from campaignflow.plan.noun import Noun
from campaignflow.records.body import unresolved, unresolved_bodies
from campaignflow.records.layout import LISTED
from campaignflow.records.leaves import alike, drop, leaves, put, same, three_way
from campaignflow.records.nouns import noun_of
from campaignflow.scheduling.schedule import resolved
from campaignflow.testing.nouns import noun, programmes
from campaignflow.testing.words import DATES

EXAMPLES = Path(__file__).parents[2] / "examples"
REAL = [*sorted((EXAMPLES / "plans").glob("*.yaml")), EXAMPLES / "river_authority_2027.yaml"]

whole = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
quick = settings(max_examples=50, deadline=None, derandomize=True)


# plans that are full of dates


HANGING = [
    *(
        "a.start",
        "a.end + 1 day",
        "b",
        "a + 2 days",
        "c + 24 hours",
        "campaign",
        "b 10:00",
        "first week of a",
    ),
    *("monday of week of b", "after a", "from a", "a to b", "until b", "a for 3 days", "programme.end"),
    *("every month", "every week", "every quarter on last day", "every friday 09:00-10:00"),
    *("2027-11-07 01:30-02:30", "2027-02-10 + 30 workdays", "2027-03-late + 3 days"),
]
WHENS = st.sampled_from([*DATES, *HANGING])


def _said(kind: type[Noun], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return nouns of a kind that say what is not None."""
    drawn = st.fixed_dictionaries(fields)
    return drawn.map(lambda one: kind(**{name: value for name, value in one.items() if value is not None}))


def _maybe(*values: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *values])


def _dated(**fields: Any) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "title": st.just("甲"),
        "when": st.none() | WHENS,
        "certainty": _maybe("confirmed", "provisional"),
        "timezone": _maybe("Asia/Shanghai", "America/New_York", "No/Zone"),
        "visibility": _maybe("public"),
        "embargo": st.none() | WHENS,
        "lead": st.lists(st.sampled_from(["u1", "u2", "p1", "m1"]), max_size=2, unique=True),
        **fields,
    }


@cache
def _activity(depth: int) -> st.SearchStrategy[Any]:
    inside = {
        block: st.dictionaries(st.sampled_from(names), _activity(depth - 1), max_size=1)
        for block, names in (("prepare", "pq"), ("agenda", "rs"))
        if depth
    }
    return _said(
        cf.Activity,
        **_dated(**inside),
        due=st.none() | WHENS,
        from_=_maybe("2027-03-01", "2027-03", "a"),
        until=_maybe("2027-05-31", "2027-05-mid", "b"),
        needs=st.lists(st.sampled_from(["a", "b", "k", "x/a"]), max_size=2, unique=True),
        quotas=st.lists(_said(cf.Quota, of=st.just("稿件"), about=st.just(1), due=WHENS), max_size=1),
        budget=st.lists(_said(cf.BudgetLine, for_=st.just("海报"), charged=WHENS), max_size=2),
        approvals=st.fixed_dictionaries(
            {}, optional={"s": _said(cf.ApprovalStep, by=st.just(["u1", "role"]), due=WHENS)}
        ),
    )


def _campaign() -> st.SearchStrategy[Any]:
    return _said(
        cf.Campaign,
        **_dated(),
        key_dates=st.fixed_dictionaries({"k": _said(cf.KeyDate, title=st.just("乙"), when=WHENS)}),
        activities=st.fixed_dictionaries(dict.fromkeys("abc", _activity(1))),
    )


dense = _said(
    cf.Programme,
    id=st.just("p"),
    title=st.just("计划"),
    period=st.sampled_from(["2027", "2026-07-01/2027-06-30", "from 2027-01-01", "2027-03-22", "tbd"]),
    timezone=st.just("Asia/Shanghai"),
    working_calendar=st.just("CN"),
    certainty=_maybe("confirmed", "provisional"),
    units=st.just({"u1": cf.Unit(name="甲", timezone="America/New_York"), "u2": cf.Unit(name="乙")}),
    people=st.just({"p1": cf.Person(name="丙", unit="u1", away=["2027-03", "from 2027-11-01"])}),
    routines=st.fixed_dictionaries({}, optional={"r": _said(cf.Routine, **_dated(), due=st.none() | WHENS)}),
    conditions=st.just({"c": cf.Condition(title="丁", due="a", decided_by=["u1"])}),
    campaigns=st.fixed_dictionaries({"x": _campaign(), "y": _campaign()}),
)
"""Programmes of which nearly everything is dated and hangs on something."""

plans = st.one_of(programmes(), dense)


def sound(programme: cf.Programme) -> cf.Programme:
    """Return a plan as it is recorded: how old its file is, is not.

    Passed by are plans in which a preparation and an agenda item share an id: there is one entry for both.
    """
    assume(not any(_shares(one) for made in programme.campaigns.values() for one in made.activities.values()))
    campaigns = {name: one.model_copy(update={"exported": None}) for name, one in programme.campaigns.items()}
    return programme.model_copy(update={"exported": None, "campaigns": campaigns})


def _shares(activity: cf.Activity) -> bool:
    inner = [*activity.prepare.items(), *activity.agenda.items()]
    return len({name for name, _ in inner}) < len(inner) or any(_shares(one) for _, one in inner)


@cache
def real(path: Path) -> cf.Programme:
    return cf.load(path)


# bodies and nouns


def reads_back(programme: cf.Programme) -> None:
    made = recorded(programme)
    again = made.read_back()
    assert again == meant(programme)
    assert bytes_of(recorded(again)) == bytes_of(made)
    assert all(checked_body(body) == body for body in made.bodies.values())


@whole
@given(plans)
def test_what_is_recorded_reads_back_as_what_was_meant(programme: cf.Programme) -> None:
    reads_back(sound(programme))


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_real_plan_reads_back_as_what_was_meant(path: Path) -> None:
    reads_back(real(path))


@whole
@given(programmes())
def test_the_file_written_of_a_record_is_recorded_as_that_record(programme: cf.Programme) -> None:
    made = recorded(sound(programme))
    assert bytes_of(recorded(cf.loads(cf.dump(made.read_back())))) == bytes_of(made)


@whole
@given(plans)
def test_unresolved_bodies_say_what_resolved_ones_say(programme: cf.Programme) -> None:
    resolved_ones = recorded(sound(programme)).bodies
    for ref, body in unresolved_bodies(programme).items():
        assert three_way(body["plan"], resolved_ones[ref]["plan"], body["plan"]) == []
        assert body.get("order") == resolved_ones[ref].get("order")
        assert "resolved" not in str(leaves(body["plan"]).values())


# entries


def entries_read_back(programme: cf.Programme) -> None:
    want = resolved(programme)
    assert list(map(spelt_out, recorded(want).entries())) == list(map(spelt_out, want.entries))


@whole
@given(plans)
def test_entries_read_back_are_those_of_the_schedule(programme: cf.Programme) -> None:
    entries_read_back(meant(sound(programme)))


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_the_entries_of_a_real_plan_read_back_are_those_of_its_schedule(path: Path) -> None:
    entries_read_back(meant(real(path)))


@whole
@given(dense, st.randoms(use_true_random=False))
def test_what_is_held_to_the_days_it_has_changes_nothing(
    programme: cf.Programme, some: random.Random
) -> None:
    first = resolved(programme)
    made = recorded(first)
    facts = made.dates()
    held = resolved(programme, fixed=facts)
    assert held.entries == first.entries
    assert bytes_of(recorded(held)) == bytes_of(made)
    assume(all(finding.code != "dates-in-a-ring" for finding in first.findings))  # a fact breaks a ring
    few = {name: facts[name] for name in sorted(facts) if some.random() < 0.5}
    assert list(map(spelt_out, resolved(programme, fixed=few).entries)) == list(map(spelt_out, first.entries))


# L1: equal plans are equal bytes


def reordered(value: Any, order: random.Random, name: str = "") -> Any:
    """Return a plan with everything in another order whose order says nothing."""
    if isinstance(value, Noun):
        return type(value)(**{key: reordered(one, order, key) for key, one in value.__dict__.items()})
    if isinstance(value, Mapping):
        rows = [(key, reordered(one, order)) for key, one in value.items()]
        return dict(order.sample(rows, len(rows)))
    if isinstance(value, tuple):
        inner = [reordered(one, order) for one in value]
        is_free = name in LISTED or (name in UNORDERED and all(isinstance(one, str) for one in inner))
        return tuple(order.sample(inner, len(inner)) if is_free else inner)
    return value


def reordering_changes_nothing(programme: cf.Programme, order: random.Random) -> None:
    made = recorded(programme)
    other = reordered(programme, order)
    assert bytes_of(recorded(other, made.bodies)) == bytes_of(made)


@whole
@given(plans, st.randoms(use_true_random=False))
def test_another_order_changes_no_byte(programme: cf.Programme, order: random.Random) -> None:
    reordering_changes_nothing(sound(programme), order)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_another_order_of_a_real_plan_changes_no_byte(path: Path) -> None:
    reordering_changes_nothing(real(path), random.Random(7))


SPELT = {
    "2027-03-22": "2027年3月22日",
    "03-22": "3月22日",
    "2027-03-22/28": "2027年3月22日—28日",
    "2027-03-22/2027-04-02": "2027年3月22日至4月2日",
    "3月22日—28日": "03-22/03-28",
    "3月下旬": "03-late",
    "2027-03-22 morning": "2027年3月22日上午",
    "every monday, wednesday and friday": "每周一、三、五",
    "tbd": "待定",
    "每月10日前": "every month on 10",
    "一季度": "第一季度",
    "every friday": "每周五",
    "water-day - 5 workdays": "water-day前5个工作日",
}
UNITS = {"workdays": "个工作日", "days": "天", "hours": "小时", "weeks": "周", "months": "个月"}


def respelt(value: Any) -> Any:
    """Return a plan that says the same in other words."""
    if isinstance(value, Noun):
        return type(value)(**{key: respelt(one) for key, one in value.__dict__.items()})
    if isinstance(value, Mapping):
        return {key: respelt(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return tuple(respelt(one) for one in value)
    return _said_otherwise(value)


def _said_otherwise(value: Any) -> Any:
    if isinstance(value, cf.When):
        return cf.When(SPELT.get(value.text, f" {value.text}  "))
    if isinstance(value, cf.Duration):
        return cf.Duration(f"{value.count}{UNITS.get(value.unit, ' ' + value.unit)}")
    if isinstance(value, cf.Money):
        return cf.Money(f"{value.amount:,.4f}", value.currency) if value.currency else value
    if isinstance(value, cf.Quantity) and not value.unit:
        return cf.Quantity(f"{value.number:,.3f}")
    return value.replace("\n", "\r\n") if type(value) is str else value


@pytest.mark.parametrize(("one", "other"), SPELT.items())
def test_the_spellings_of_these_tests_say_the_same(one: str, other: str) -> None:
    assert cf.When(one) == cf.When(other)


def respelling_changes_nothing(programme: cf.Programme) -> None:
    made = recorded(programme)
    other = respelt(programme)
    assert bytes_of(recorded(other, made.bodies)) == bytes_of(made)
    filed = unresolved_bodies(programme)
    assert unresolved_bodies(other, filed) == filed
    assert unresolved_bodies(other, made.bodies) == unresolved_bodies(programme, made.bodies)


@whole
@given(plans)
def test_other_words_change_no_byte(programme: cf.Programme) -> None:
    respelling_changes_nothing(sound(programme))


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_other_words_in_a_real_plan_change_no_byte(path: Path) -> None:
    respelling_changes_nothing(real(path))


@whole
@given(plans)
def test_a_plan_recorded_once_more_changes_no_byte(programme: cf.Programme) -> None:
    made = recorded(sound(programme))
    assert bytes_of(recorded(programme, made.bodies)) == bytes_of(made)
    assert bytes_of(recorded(made.read_back(), made.bodies)) == bytes_of(made)


# three plans


campaigns = noun(cf.Campaign).map(lambda one: unresolved(one, currency="CNY")["plan"])


def taken(plan: Mapping[str, Any], base: Mapping[str, Any], file: Mapping[str, Any]) -> Body:
    after = dict(plan)
    for one in three_way(base, plan, file):
        if one.verdict == "take":
            after = drop(after, one.path) if one.file is None else put(after, one.path, one.file)
    return after


@quick
@given(campaigns, campaigns)
def test_where_the_record_was_left_alone_the_file_is_taken_whole(one: Body, other: Body) -> None:
    assert {diff.verdict for diff in three_way(one, one, other)} <= {"take"}
    assert same(taken(one, one, other), other)


@quick
@given(campaigns, campaigns)
def test_a_file_that_was_left_alone_takes_nothing_back(one: Body, other: Body) -> None:
    assert {diff.verdict for diff in three_way(one, other, one)} <= {"drift"}
    assert taken(other, one, one) == other


@quick
@given(campaigns, campaigns, campaigns)
def test_what_one_side_takes_is_the_drift_of_the_other(base: Body, one: Body, other: Body) -> None:
    turned = {"take": "drift", "drift": "take", "conflict": "conflict"}
    here = {diff.path: diff.verdict for diff in three_way(base, one, other)}
    there = {diff.path: turned[diff.verdict] for diff in three_way(base, other, one)}
    assert here == there


@quick
@given(campaigns, campaigns, campaigns)
def test_taking_twice_is_taking_once(base: Body, record: Body, file: Body) -> None:
    once = taken(record, base, file)
    assert taken(once, base, file) == once
    assert not [one for one in three_way(file, once, file) if one.verdict != "drift"]


@quick
@given(campaigns, st.data())
def test_what_is_put_and_dropped_again_was_never_there(plan: Body, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(leaves(plan))))
    value = leaves(plan)[path]
    less = drop(plan, path)
    assert path not in leaves(less)
    assert same(put(less, path, value), plan)
    assert alike(plan, less) < 1


@quick
@given(noun(cf.Campaign))
def test_a_noun_and_its_body_say_the_same(campaign: cf.Campaign) -> None:
    body = unresolved(campaign)
    again = noun_of("campaign", body)
    assert again == meant(campaign)
    assert unresolved(again) == body


def test_the_real_plans_are_there() -> None:
    assert len(REAL) == 16
    assert isinstance(recorded(real(REAL[0])), Recorded)
