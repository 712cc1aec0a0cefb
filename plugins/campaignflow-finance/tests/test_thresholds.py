"""From which amount on a step is asked, and what is added up to reach it."""

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import campaignflow as cf
import campaignflow_finance
from campaignflow_finance.thresholds import purpose

NOW = datetime(2026, 12, 1, 1, tzinfo=UTC)
SPRING, SUMMER, WINTER = (f"campaign:river-2027/{one}" for one in ("spring", "summer", "winter"))


def above(amount: str, **more: Any) -> dict[str, Any]:
    """Return rules in which the auditor is asked above an amount."""
    uncounted = {"uncounted": more.pop("uncounted")} if "uncounted" in more else {}
    audit = {"step": "audit", "title": "审计审核", "by": "auditor", "above": amount, **more}
    return {"version": "2027-1", "thresholds": [audit], **uncounted}


def charge(
    amount: str | None, what: str = "海报", fund: str | None = None, year: int | None = 2027
) -> cf.Charge:
    money = None if amount is None else cf.Money(amount)
    return cf.Charge(cf.BudgetLine(**{"for": what}), money, fund, year)


def case(
    *charges: cf.Charge, beside: Any = None, part_of: str | None = None, name: str = "spring"
) -> cf.CaseContext:
    plan = cf.Campaign(title="春季节水", part_of=part_of)
    more = {} if beside is None else {"beside": lambda everywhere: beside}
    return cf.CaseContext(
        "campaign", name, f"campaign:p/{name}", "approved", plan, "p", charges=charges, **more
    )


def asks(rules: dict[str, Any], one: cf.CaseContext, trigger: str = "submit") -> list[str]:
    plugin = campaignflow_finance.rules(rules)
    return [step.id for step in plugin.campaignflow_approval_steps(one, trigger)]


# one campaign


@pytest.mark.parametrize(
    ("limit", "amount", "asked"),
    [
        ("5万元", "50000 CNY", False),
        ("5万元", "50000.01 CNY", True),
        ("50000 CNY", "50000 CNY", False),
        ("50000 CNY", None, True),  # unknown: it may be any
        ("50000 CNY", "1 USD", True),
        ("0 CNY", "0 CNY", False),
        ("0 CNY", "0.01 CNY", True),
    ],
)
def test_a_step_is_asked_above_its_amount(limit: str, amount: str | None, asked) -> None:
    assert asks(above(limit), case(charge(amount))) == (["audit"] if asked else [])


def test_lines_of_all_years_count_for_a_campaign_alone() -> None:
    one = case(charge("3万元", year=2026), charge("3万元"))
    assert asks(above("5万元"), one) == ["audit"]
    assert asks(above("5万元", sum="programme"), one) == []


def test_a_step_is_asked_before_its_own_trigger() -> None:
    rules = above("5万元", before="launch")
    assert asks(rules, case(charge("6万元"))) == []
    assert asks(rules, case(charge("6万元")), "launch") == ["audit"]


def test_what_is_no_campaign_is_asked_for_nothing() -> None:
    item = cf.CaseContext("item", "x", "item:p/x", "draft", {}, "p", charges=(charge(None),))
    assert asks(above("5万元"), item) == []


def test_the_step_is_as_the_rules_have_it(opened) -> None:
    here = opened(above("3万元", due="3 workdays", **{"in": "finance"}))
    here.submit(SPRING)
    (step,) = here.office.approvals(SPRING).steps
    assert (step.id, step.title, step.who, step.status) == ("audit", "审计审核", ("he-jun",), "waiting")
    here.office.decide(SPRING, "audit", "approve", actor="he-jun")
    assert here.office.record(SPRING).data["state"] == "approved"


# together


def test_campaigns_of_a_programme_are_added_up_once_they_are_submitted(opened) -> None:
    here = opened(above("8万元", sum="programme"))
    assert here.submit(SPRING) == []  # 40,000
    assert here.submit(SUMMER) == []  # 70,000
    assert here.submit(WINTER) == ["audit"]  # 90,000


@pytest.mark.parametrize(("uncounted", "asked"), [(["cancelled"], ["audit"]), (["draft", "approved"], [])])
def test_the_office_says_which_states_do_not_count(opened, uncounted: list[str], asked: list[str]) -> None:
    here = opened(above("8万元", sum="programme", uncounted=uncounted))
    assert here.submit(SPRING) == asked


def test_a_cancelled_campaign_counts_no_more(opened) -> None:
    here = opened(above("6万元", sum="programme"))
    here.submit(SPRING)
    here.office.fire(SPRING, "cancel", actor="li-wei", reason="不办了")
    assert here.submit(SUMMER) == []


def test_each_fiscal_year_is_a_sum_of_its_own(opened) -> None:
    here = opened(above("6万元", sum="programme"))
    here.edit("amount: 4万元, fund: special", "amount: 4万元, fund: special, charged: 2026-12-20")
    here.submit(SPRING)
    assert here.submit(SUMMER) == []
    assert here.submit(WINTER) == []


def test_an_unknown_year_counts_in_every_year() -> None:
    early = case(charge("4万元", year=2026), name="early")
    late = case(charge("4万元", year=2027), name="late")
    some = case(charge("4万元", year=None), name="some")
    rules = above("6万元", sum="programme")
    assert asks(rules, case(charge("3万元", year=None), beside=(early,))) == ["audit"]
    assert asks(rules, case(charge("3万元", year=2027), beside=(some,))) == ["audit"]
    assert asks(rules, case(charge("3万元", year=2027), beside=(early,))) == []
    assert asks(rules, case(charge("1万元", year=None), beside=(early, late))) == []


def test_an_unknown_amount_beside_may_bring_any_sum_above() -> None:
    assert asks(
        above("500万元", sum="programme"), case(charge("1元"), beside=(case(charge(None), name="b"),))
    ) == ["audit"]


def test_a_campaign_that_costs_nothing_adds_to_no_sum() -> None:
    beside = (case(charge("100万元"), name="b"),)
    assert asks(above("5万元", sum="programme"), case(beside=beside)) == []
    assert asks(above("5万元", sum="programme"), case(charge("0 CNY"), beside=beside)) == []


def test_funds_are_added_up_each_by_itself_in_all_programmes(opened) -> None:
    here = opened(above("5万元", sum="fund"))
    assert here.submit(WINTER) == []  # 20,000 of the routine fund
    other = here.plan.replace("river-2027", "flood-2027").replace("海报印制", "汛期宣传")
    here.office.apply(cf.loads(other), actor="li-wei")
    assert here.submit("campaign:flood-2027/spring") == []  # 40,000 of the special fund
    assert here.submit(SUMMER) == ["audit"]  # 70,000 of it, in two programmes
    assert here.submit(SPRING) == ["audit"]


def test_one_purchase_in_several_campaigns_is_one_purchase(opened) -> None:
    here = opened(above("55000 CNY", sum="purchase"))
    assert here.submit(WINTER) == []  # boards, not posters
    assert here.submit(SPRING) == []
    assert here.submit(SUMMER) == ["audit"]  # posters, and posters (second lot)


@pytest.mark.parametrize(
    "other",
    ["海报印制（第二批）", "海报印制 2", "海报印制-一期", "海报 印制", "海报印制（2 期）", "海报印制第3部分"],
)
def test_a_batch_or_a_number_makes_no_other_purchase(other: str) -> None:
    assert purpose(charge(None, other)) == purpose(charge(None, "海报印制"))
    assert purpose(charge(None, other)) != purpose(charge(None, "展板制作"))


@pytest.mark.parametrize("other", ["Poster print, part II", "POSTER PRINT (lot 2)", "poster print - batch b"])
def test_nor_does_it_in_english(other: str) -> None:
    assert purpose(charge(None, other)) == purpose(charge(None, "Poster print"))


def test_a_purpose_of_numbers_alone_is_kept() -> None:
    assert purpose(charge(None, "2027")) != purpose(charge(None, "2028"))


def test_parts_of_a_larger_campaign_are_added_up() -> None:
    rules = above("6万元", sum="siblings")
    part = case(charge("4万元"), part_of="water-year", name="part")
    larger = case(charge("4万元", year=2026), name="water-year")
    other = case(charge("4万元"), name="other")
    mine = charge("3万元")
    assert asks(rules, case(mine, part_of="water-year", beside=(part,))) == ["audit"]
    assert asks(rules, case(mine, part_of="water-year", beside=(larger,))) == ["audit"]
    assert asks(rules, case(mine, part_of="water-year", beside=(other,))) == []
    assert asks(rules, case(mine, name="water-year", beside=(part,))) == ["audit"]
    assert asks(rules, case(mine, beside=(other, part))) == []


def test_all_programmes_are_added_up_where_the_office_wants_it() -> None:
    beside = (case(charge("4万元", fund="a"), name="b"),)
    assert asks(above("6万元", sum="office"), case(charge("3万元", fund="b"), beside=beside)) == ["audit"]


def test_only_some_funds_are_counted_if_the_rule_says_so(opened) -> None:
    assert opened(above("1万元", funds=["routine"])).submit(SPRING) == []
    assert opened(above("1万元", funds=["special"])).submit(SPRING) == ["audit"]
    assert opened(above("1万元", categories=["special"])).submit(SPRING) == ["audit"]
    assert opened(above("1万元", categories=["routine"])).submit(SPRING) == []


def test_the_others_are_asked_for_only_where_they_matter() -> None:
    def nobody(**_where: bool) -> Any:
        raise AssertionError

    one = cf.CaseContext(
        "campaign", "a", "campaign:p/a", "draft", cf.Campaign(title="春季节水"), "p",
        charges=(charge("6万元"),), beside=nobody,
    )  # fmt: skip
    assert asks(above("5万元", sum="programme"), one) == ["audit"]
    assert asks(above("50万元"), one) == []
    with pytest.raises(AssertionError):
        asks(above("50万元", sum="office"), one)


def test_two_rules_may_ask_for_one_step() -> None:
    audit = {"step": "audit", "by": "auditor"}
    rules = {
        "version": "1",
        "thresholds": [{**audit, "above": "5万元"}, {**audit, "above": "6万元", "sum": "programme"}],
    }
    beside = (case(charge("4万元"), name="b"),)
    assert asks(rules, case(charge("3万元"))) == []
    assert asks(rules, case(charge("3万元"), beside=beside)) == ["audit"]
    assert asks(rules, case(charge("7万元"), beside=beside)) == ["audit"]


def test_the_answer_is_the_same_each_time_and_in_any_order_of_the_others() -> None:
    some = [case(charge(f"{n} CNY", year=2027 - n % 3 or None), name=f"b{n}") for n in range(1, 9)]
    rules = above("30 CNY", sum="programme")
    answers = {
        tuple(asks(rules, case(charge("1 CNY"), beside=tuple(order))))
        for order in (some, some[::-1], [*some[3:], *some[:3]])
        for _ in range(2)
    }
    assert len(answers) == 1


def test_exact_amounts_are_added_exactly() -> None:
    tenth = [case(charge("0.1 CNY"), name=f"b{n}") for n in range(9)]
    assert asks(above("1 CNY", sum="programme"), case(charge("0.1 CNY"), beside=tuple(tenth))) == []
    over = case(charge("0.1000000001 CNY"), beside=tuple(tenth))
    assert asks(above("1 CNY", sum="programme"), over) == ["audit"]


# later, and at once


def test_what_is_raised_later_meets_the_step_it_never_had(opened) -> None:
    here = opened(above("8万元", sum="programme"))
    here.submit(SPRING)
    here.submit(SUMMER)
    here.edit("amount: 3万元", "amount: 5万元", reason="加印")
    assert here.steps(SUMMER) == ["audit"]


def test_two_campaigns_raised_by_one_file_are_seen_together(opened) -> None:
    here = opened(above("8万元", sum="programme"))
    here.submit(SPRING)
    here.submit(SUMMER)  # 70,000; either raise alone comes to 78,000
    here.plan = here.plan.replace("amount: 4万元", "amount: 48000 CNY")
    here.edit("amount: 3万元", "amount: 38000 CNY", reason="加印")
    assert here.steps(SPRING) == here.steps(SUMMER) == ["audit"]


def test_of_two_submissions_at_once_one_is_asked(opened, tmp_path: Path) -> None:
    """While the first is judged, the second is submitted whole; neither alone reaches the amount."""
    url = f"sqlite:///{tmp_path / 'office.db'}"
    rules = above("6万元", sum="programme")
    opened(rules, store=url)
    plugin = campaignflow_finance.rules(rules)
    asked: list[str] = []

    class Late:
        __name__ = "finance"

        @cf.hookimpl
        def campaignflow_approval_steps(self, case: Any, trigger: str) -> Any:
            found = plugin.campaignflow_approval_steps(case, trigger)
            asked.append(case.ref)
            if len(asked) == 1:
                other = threading.Thread(target=self.summer)
                other.start()
                other.join(20)
            return found

        @staticmethod
        def summer() -> None:
            with cf.open_office(url, plugins=[plugin], autoload=False, clock=lambda: NOW) as office:
                office.fire(SUMMER, "submit", actor="li-wei")

    with cf.open_office(url, plugins=[Late()], autoload=False, clock=lambda: NOW) as office:
        office.fire(SPRING, "submit", actor="li-wei")
        assert office.record(SUMMER).data["state"] == "approved"
        assert office.record(SPRING).data["state"] == "in_review"
        assert [one.id for one in office.approvals(SPRING).steps] == ["audit"]
    assert asked.count(SPRING) == 2  # judged again
