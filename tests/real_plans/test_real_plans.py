"""What fifteen real offices planned, the plan files say: each fact, with its days, people, sums and money."""

from functools import cache

import pytest

from tests.real_plans import checks, facts
from tests.real_plans.facts import FOLDER, PLANS, RealPlan, real_plan

FAULTS = {
    "period_and_zone": ("17-taiwan-water-saving-month-roc104", "to 民國104年4月22日", "to 民國104年4月23日"),
    "units": ("03-jinhu-water-law-2011", "各水利站, collective: true", "各水利站, collective: false"),
    "tiers": ("01-hunan-county-drought", "郴州日报, tier: city", "郴州日报, tier: county"),
    "days": ("18-fdot-safety-calendar-2024", "2024-04-15/2024-04-19", "2024-04-15/2024-04-20"),
    "precision": ("06-yixing-environment-day-2007", "2007-06-early", "2007-06-01/2007-06-10"),
    "responsible": ("04-qianxi-safety-month-2010", "lead: [jsj, cgj]", "lead: [cgj, jsj]"),
    "conditions": ("21-us-census-2010-communications", "only_if: below-average", "note: everywhere"),
    "quotas": ("03-jinhu-water-law-2011", "{of: slogan, exactly: 15}", "{of: slogan, about: 15}"),
    "money": (
        "23-tdpud-water-conservation-pr-2003",
        "unit_cost: 3750 USD, printed",
        "unit_cost: 3705 USD, printed",
    ),
}
"""For each check a plan and what to spoil in it."""


@cache
def the(name: str) -> RealPlan:
    return real_plan(name)


def spoiled(name: str, line: str, fault: str) -> RealPlan:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert line in text
    return real_plan(name, text.replace(line, fault, 1))


def test_there_are_fifteen_plans_and_each_has_its_source_beside_it() -> None:
    assert len(PLANS) == 15
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted(PLANS)
    assert sorted(path.stem for path in (FOLDER / "sources").glob("*.json")) == sorted(PLANS)


@pytest.mark.parametrize("name", PLANS)
def test_the_first_line_of_a_plan_names_its_source(name: str) -> None:
    first, _, _ = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8").partition("\n")
    assert first.startswith(f"# Source: sources/{name}.json (")


@pytest.mark.parametrize("name", PLANS)
def test_a_real_plan_has_no_error(name: str) -> None:
    assert the(name).schedule.errors == ()


@pytest.mark.parametrize("name", PLANS)
def test_a_real_plan_draws_the_listed_warnings_and_no_others(name: str) -> None:
    found = [
        [finding.code, *finding.items[:1]]
        for finding in the(name).schedule.findings
        if finding.severity == "warning"
    ]
    assert sorted(found) == sorted(the(name).matches.get("warnings", []))


@pytest.mark.parametrize("name", PLANS)
def test_no_two_facts_of_a_source_go_by_one_name(name: str) -> None:
    known = [(fact.kind, fact.name) for fact in the(name).facts]
    assert len(set(known)) == len(known)


@pytest.mark.parametrize("name", PLANS)
def test_every_fact_of_the_source_is_said(name: str) -> None:
    assert the(name).unsaid() == []
    assert the(name).said_by_nothing_there() == []


@pytest.mark.parametrize("name", PLANS)
def test_every_line_of_the_plan_has_a_fact_of_the_source_or_a_reason(name: str) -> None:
    assert the(name).without_a_source() == []


@pytest.mark.parametrize("name", PLANS)
def test_what_is_not_said_one_to_one_has_its_reason_and_nothing_else_has(name: str) -> None:
    assert the(name).not_one_to_one() == set(the(name).because)


@pytest.mark.parametrize("name", PLANS)
def test_where_no_difference_is_explained_the_numbers_are_equal(name: str) -> None:
    plan = the(name)
    apart = {fact.kind for fact in plan.facts if fact.name in plan.because}
    apart |= {plan.lines[one][0] for one in plan.beyond}
    apart |= {
        plan.lines[one][0] for fact in plan.facts if fact.name in plan.because for one in plan.said_by(fact)
    }
    differing = {kind for kind, (told, said) in plan.counts().items() if told != said}
    assert differing <= apart


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", PLANS)
def test_the_plan_agrees_with_its_source(name: str, check: checks.Check) -> None:
    assert list(check(the(name))) == []


def test_the_sources_hold_435_facts_and_all_of_them_are_said() -> None:
    told = [fact for name in PLANS for fact in the(name).facts]
    assert len(told) == 435
    assert facts.table().splitlines()[-1].endswith("435 of 435")


def test_the_explanation_gives_every_reason() -> None:
    shown = facts.explained()
    reasons = [
        reason for name in PLANS for reason in (*the(name).because.values(), *the(name).beyond.values())
    ]
    assert reasons
    assert [reason for reason in reasons if reason not in shown] == []


def test_every_check_has_a_planted_fault() -> None:
    assert set(FAULTS) == {check.__name__ for check in checks.CHECKS}


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
def test_a_check_sees_its_fault_and_only_it_does(check: checks.Check) -> None:
    plan = spoiled(*FAULTS[check.__name__])
    assert {one.__name__ for one in checks.CHECKS if list(one(plan))} == {check.__name__}


def test_a_fact_left_out_of_a_plan_is_seen() -> None:
    plan = spoiled("14-mwr-water-week-2023", "{title: 联合国 2023 年水大会", "{title: 另一场会")
    assert plan.unsaid() == []  # by its id, whatever it is called
    plan = spoiled("14-mwr-water-week-2023", "un-conference:", "conference-of-2023:")
    assert plan.said_by_nothing_there() == ["water-week/un-conference"]
    assert plan.without_a_source() == ["water-week/conference-of-2023"]


def test_a_quota_left_out_of_a_plan_is_seen() -> None:
    plan = spoiled("04-qianxi-safety-month-2010", "          - {of: arch, exactly: 2}\n", "")
    assert plan.unsaid() == ["quotas: Flags, balloons and arches #3"]
