"""Sums: printed amounts, parts of a line and funds add up, in one currency, and unknown is not nought."""

import pytest
from tests.small_plan import HEAD, SmallPlan, campaign

FUNDS = HEAD + "funds:\n  special: {title: 专题经费, amount: 10000 CNY}\n"
PARTS = "lines: [{for: 乙, amount: 1 CNY, fund: special}, {for: 丙, amount: 1万元, fund: special}]"
NO_CURRENCY = HEAD.replace("  currency: CNY\n", "")


def budget(*lines: str, head: str = FUNDS) -> SmallPlan:
    """Return a plan whose campaign has these budget lines."""
    return campaign(head=head, rest=["budget:", *(f"  - {line}" for line in lines)])


def test_a_printed_amount_that_is_not_what_comes_out_is_named_with_both() -> None:
    small = budget("{for: 海报, quantity: 1500, unit_cost: 0.37 CNY, printed: 550 CNY}")
    finding = small.only("printed-amount-differs", "week", line="for: 海报")
    assert finding.severity == "warning"
    assert "550 CNY" in finding.message("en")
    assert "555 CNY" in finding.message("en")


@pytest.mark.parametrize(
    "line",
    [
        "{for: 海报, quantity: 1500, unit_cost: 0.37 CNY, printed: 555}",
        "{for: 海报, amount: 8万元, printed: 80000 CNY}",
        "{for: 海报, quantity: 1500, unit_cost: unknown, printed: 555 CNY}",
        "{for: 海报, amount: unknown, printed: 555 CNY}",
        "{for: 海报, printed: 555 CNY, lines: [{for: 甲, amount: 500 CNY}, {for: 乙, amount: '55'}]}",
        "{for: 海报, printed: 555 CNY, lines: [{for: 甲, amount: 500 CNY}, {for: 乙, amount: unknown}]}",
    ],
)
def test_an_amount_that_agrees_or_is_unknown_is_no_finding(line: str) -> None:
    assert not budget(line).has("printed-amount-differs")


def test_a_subtotal_is_checked_against_its_parts() -> None:
    line = "{for: 培训, printed: 1215 CNY, lines: [{for: 甲, amount: 555 CNY}, {for: 乙, amount: 650 CNY}]}"
    assert "1205 CNY" in budget(line).only("printed-amount-differs", "week").message("zh")


@pytest.mark.parametrize(
    ("parts", "code", "severity"), [(600, "parts-exceed-line", "warning"), (400, "parts-below-line", "note")]
)
def test_parts_that_do_not_make_the_line_are_named(parts: int, code: str, severity: str) -> None:
    lines = f"lines: [{{for: 甲, amount: 500 CNY}}, {{for: 乙, amount: {parts} CNY}}]"
    small = budget(f"{{for: 培训, amount: 1000 CNY, {lines}}}")
    finding = small.only(code, "week", line="lines:")
    assert finding.severity == severity
    assert f"{500 + parts} CNY" in finding.message("en")


@pytest.mark.parametrize(
    "lines",
    [
        "[{for: 甲, amount: 400 CNY}, {for: 乙, amount: 600 CNY}]",
        "[{for: 甲, amount: 900 CNY, split: by-kind}, {for: 乙, amount: 900 CNY, split: by-place}]",
        "[{for: 甲, amount: 900 CNY}, {for: 乙, amount: unknown}]",
        "[{for: 甲, amount: 1000 CNY}, {for: 乙, amount: 900 CNY, kind: memo}]",
        "[{for: 甲, amount: 1000 CNY}, {for: 乙, amount: 900 CNY, in_kind: true}]",
        "[{for: 甲, amount: 900 CNY}, {for: 乙, amount: 900 USD}]",
    ],
)
def test_parts_that_add_up_cannot_or_are_not_all_known_are_no_finding(lines: str) -> None:
    small = budget(f"{{for: 培训, amount: 1000 CNY, lines: {lines}}}")
    assert not small.has("parts-exceed-line")
    assert not small.has("parts-below-line")


def test_parts_in_two_currencies_are_left_alone_and_never_an_exception() -> None:
    lines = "lines: [{for: 甲, amount: 1 CNY}, {for: 乙, amount: 1 USD}]"
    small = budget(f"{{for: 论坛, printed: 100 CNY, fund: special, {lines}}}")
    assert small.schedule.errors == ()


def test_an_amount_needs_a_currency_of_its_own_or_of_the_programme() -> None:
    head = NO_CURRENCY + "funds:\n  special: {title: 专题经费, amount: 10万}\n"
    small = budget("{for: 海报, amount: 8万}", "{for: 横幅, amount: 300 CNY}", head=head)
    found = small.found("amount-without-currency")
    assert [finding.facts["text"] for finding in found] == ["10万", "8万"]
    assert [finding.place.line for finding in found] == [small.line("10万"), small.line("8万")]
    assert {finding.severity for finding in found} == {"error"}
    assert not budget("{for: 海报, amount: 8万}").has("amount-without-currency")


def test_a_fund_on_which_more_is_planned_than_it_holds_is_named() -> None:
    small = budget("{for: 甲, amount: 8000 CNY, fund: special}", "{for: 乙, amount: 3000 CNY, fund: special}")
    finding = small.only("fund-exceeded", line="amount: 10000 CNY")
    assert "专题经费" in finding.message("zh")
    assert "11000 CNY" in finding.message("en")


@pytest.mark.parametrize(
    "lines",
    [
        ("{for: 甲, amount: 8000 CNY, fund: special}", "{for: 乙, amount: 2000 CNY, fund: special}"),
        ("{for: 甲, amount: 20000 CNY, fund: special, in_kind: true}",),
        ("{for: 甲, amount: 20000 CNY, fund: special, kind: deposit}",),
        ("{for: 甲, amount: 20000 CNY}",),
        ("{for: 甲, amount: unknown, fund: special}",),
        ("{for: 甲, amount: 20000 USD, fund: special}",),
        ("{for: 甲, amount: 9000 CNY, fund: special, lines: [{for: 乙, amount: 9000 CNY, fund: special}]}",),
    ],
)
def test_what_the_fund_does_not_pay_or_nobody_knows_is_not_counted(lines: tuple[str, ...]) -> None:
    assert not budget(*lines).has("fund-exceeded")


@pytest.mark.parametrize(
    "lines",
    [
        ("{for: 甲, amount: 800 CNY, each: towns, fund: special}",),  # fourteen of them
        ("{for: 甲, kind: reward, amount: 10001 CNY, fund: special}",),
        (f"{{for: 甲, {PARTS}}}",),
    ],
)
def test_members_rewards_and_parts_of_a_line_without_a_fund_are_counted(lines: tuple[str, ...]) -> None:
    assert budget(*lines).has("fund-exceeded")


def test_a_collective_of_unknown_size_costs_an_unknown_sum_and_a_unit_costs_it_once() -> None:
    head = FUNDS.replace("towns: {", "schools: {name: 学校, collective: true}\n  towns: {")
    assert not budget("{for: 甲, amount: 9999 CNY, each: schools, fund: special}", head=head).has(
        "fund-exceeded"
    )
    assert not budget("{for: 甲, amount: 5000 CNY, each: [office, press], fund: special}").has(
        "fund-exceeded"
    )
    assert budget("{for: 甲, amount: 5001 CNY, each: [office, press], fund: special}").has("fund-exceeded")


def test_a_charge_on_an_unknown_day_is_an_error_at_its_line() -> None:
    small = budget("{for: 甲, amount: 1 CNY, charged: the-gala.end}")
    small.only("name-unknown", line="charged:")


@pytest.mark.parametrize("field", ["due", "from", "until"])
def test_dates_of_quotas_and_targets_are_read_so_that_none_is_wrong_unseen(field: str) -> None:
    quota = f"- {{of: article, at_least: 3, {field}: no-such-thing + 1 day}}"
    small = campaign(rest=["targets:", f"  {quota}"])
    small.only("name-unknown", line="of: article")


def test_the_day_a_directive_came_in_is_read_too() -> None:
    head = HEAD + "directives:\n  d1: {title: 部署, received: no-such-thing}\n"
    campaign(head=head, rest=["directives: d1"]).only("name-unknown", line="received:")
