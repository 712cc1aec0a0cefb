"""What a hook sees of a case: complete, unknown where it is unknown, and unchangeable."""

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given, strategies as st

from campaignflow.hooks.context import Attempt, Budget, CaseContext
from campaignflow.money import Money
from campaignflow.plan.budget import BudgetLine
from campaignflow.plan.campaign import Campaign
from campaignflow.plan.programme import Programme

LIMIT = Money("50000 CNY")


def budget(*lines: dict[str, object]) -> Budget:
    return Budget(tuple(BudgetLine.model_validate({"for": "海报印制", **line}) for line in lines))


def test_a_budget_holds_the_lines_of_the_campaign_and_of_everything_inside_it() -> None:
    line = {"for": "场租", "amount": "1万元"}
    inner = {"title": "布展", "budget": [line]}
    campaign = Campaign(
        title="世界水日",
        budget=[{**line, "for": "海报"}],
        activities={
            "briefing": {
                "title": "通气会",
                "budget": [line],
                "prepare": {"hall": inner},
                "agenda": {"talk": inner},
            }
        },
    )
    assert [one.for_ for one in Budget.of(campaign).lines] == ["海报", "场租", "场租", "场租"]
    assert Budget.of(campaign).total == Money("40000 CNY")


def test_a_programme_with_its_campaigns_costs_what_they_cost() -> None:
    campaign = Campaign(title="世界水日", budget=[{"for": "海报", "amount": "1万元"}])
    programme = Programme(id="river-2027", title="年度宣传", period="2027", campaigns={"water-day": campaign})
    assert Budget.of(programme).total == Money("10000 CNY")


@pytest.mark.parametrize(
    ("lines", "total", "exceeds"),
    [
        ([{"amount": "50000 CNY"}], "50000 CNY", False),
        ([{"amount": "50000 CNY"}, {"amount": "0.01 CNY"}], "50000.01 CNY", True),
        ([{"unit_cost": "100 CNY", "quantity": "600 张"}], "60000 CNY", True),
        ([{"amount": "1 CNY", "kind": "reward"}], "1 CNY", False),
    ],
)
def test_known_amounts_are_added_up(lines, total, exceeds) -> None:
    assert budget(*lines).total == Money(total)
    assert budget(*lines).may_exceed(LIMIT) is exceeds


@pytest.mark.parametrize(
    "line",
    [
        {"amount": "unknown"},
        {"unit_cost": "1 CNY", "quantity": "unknown"},
        {"share": "59%"},
        {},
        {"amount": "1 CNY", "per": "month"},
        {"amount": "1 CNY", "each": ["town-a", "town-b"]},
        {"lines": [{"for": "甲", "amount": "1 CNY", "split": "地区"}, {"for": "乙", "amount": "1 CNY"}]},
        {"lines": [{"for": "甲", "amount": "1 CNY"}, {"for": "乙", "amount": "unknown"}]},
    ],
)
def test_what_is_unknown_may_exceed_any_limit(line: dict[str, object]) -> None:
    assert budget({"amount": "1 CNY"}, line).total is None
    assert budget({"amount": "1 CNY"}, line).may_exceed(LIMIT)


@pytest.mark.parametrize("amount", ["1 USD", "1"])
def test_another_currency_may_exceed_a_limit_and_raises_nothing(amount: str) -> None:
    assert budget({"amount": "1 CNY"}, {"amount": amount}).total is None
    assert budget({"amount": amount}).may_exceed(LIMIT)
    assert budget({"lines": [{"for": "甲", "amount": "1 CNY"}, {"for": "乙", "amount": amount}]}).may_exceed(
        LIMIT
    )


def test_parts_are_added_where_the_line_itself_says_no_amount() -> None:
    parts = [{"for": "甲", "amount": "30000 CNY"}, {"for": "乙", "amount": "30000 CNY"}]
    assert budget({"lines": parts}).total == Money("60000 CNY")
    assert budget({"amount": "40000 CNY", "lines": parts}).total == Money("40000 CNY")


@pytest.mark.parametrize(
    "more", [{"kind": "memo"}, {"kind": "deposit"}, {"kind": "forfeit"}, {"in_kind": True}]
)
def test_what_is_no_cost_is_not_counted(more: dict[str, object]) -> None:
    assert budget({"amount": "90000 CNY", **more}).total is None
    assert not budget({"amount": "90000 CNY", **more}).may_exceed(LIMIT)


def test_no_lines_have_no_total_and_exceed_nothing() -> None:
    assert Budget().total is None
    assert not Budget().may_exceed(LIMIT)


@given(st.lists(st.integers(0, 10**9) | st.none()), st.integers(0, 10**9))
def test_what_may_not_exceed_a_limit_is_known_and_within_it(amounts: list[int | None], limit: int) -> None:
    lines = [{"amount": "unknown" if one is None else f"{one} CNY"} for one in amounts]
    fits = None not in amounts and sum(one or 0 for one in amounts) <= limit
    assert budget(*lines).may_exceed(Money(limit, "CNY")) is not fits


def test_nothing_a_hook_sees_can_be_changed(case: CaseContext, attempt: Attempt) -> None:
    assert hash(case) == hash(case)  # so everything below is immutable, too
    assert hash(attempt) == hash(attempt)
    assert case.budget.total == Money("60000 CNY")
    for thing, name in ((case, "state"), (case.plan, "title"), (case.budget, "lines"), (attempt, "actor")):
        with pytest.raises((FrozenInstanceError, ValueError)):
            setattr(thing, name, "x")
