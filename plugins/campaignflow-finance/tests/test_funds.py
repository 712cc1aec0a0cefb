"""What a fund does not pay is refused, with what would be right; who keeps a fund is asked."""

from typing import Any

import pytest

import campaignflow as cf

SPRING, SUMMER, WINTER = (f"campaign:river-2027/{one}" for one in ("spring", "summer", "winter"))
LINE = "[{for: 海报印制, amount: 4万元, fund: special}]"


def rules(language: str = "zh", **fund: Any) -> dict[str, Any]:
    return {"version": "2027-1", "language": language, "funds": [{"categories": ["special"], **fund}]}


def planned(opened: Any, given: dict[str, Any], lines: str) -> Any:
    """Return an office in which the spring's budget is another."""
    here = opened(given)
    here.edit(LINE, f"[{lines}]")
    return here


def test_a_special_fund_has_a_steward_of_its_own(opened) -> None:
    here = opened(rules(step="steward", title="专项经费负责人", by="special-steward"))
    assert here.submit(WINTER) == []
    assert here.submit(SPRING) == ["steward"]
    here.office.decide(SPRING, "steward", "approve", actor="bai-yu")
    assert here.office.record(SPRING).data["state"] == "approved"


def test_the_steward_is_asked_of_an_unknown_amount_and_not_of_nought(opened) -> None:
    given = rules(step="steward", by="special-steward")
    assert planned(opened, given, "{for: 海报, amount: unknown, fund: special}").submit(SPRING) == ["steward"]
    assert planned(opened, given, "{for: 海报, amount: 0 元, fund: special}").submit(SPRING) == []
    assert (
        planned(opened, given, "{for: 海报, amount: 9万元, in_kind: true, fund: special}").submit(SPRING)
        == []
    )


@pytest.mark.parametrize(
    "line",
    [
        "{for: 纪念品与礼品, amount: 100 元, fund: special}",
        "{for: GIFTS for guests, amount: unknown, fund: special}",
    ],
)
def test_a_fund_does_not_pay_for_gifts(opened, line: str) -> None:
    here = planned(opened, rules(never_for=["礼品", "gift"]), line)
    (sentence,) = here.refusals(SPRING)
    assert sentence.startswith("专题宣传经费不得列支")
    assert here.office.record(SPRING).data["state"] == "draft"
    here.edit("fund: special}]\n  summer", "fund: routine}]\n  summer")
    assert here.submit(SPRING) == []


def test_a_gift_in_a_part_of_a_line_is_seen(opened) -> None:
    line = "{for: 活动物料, fund: special, lines: [{for: 海报, amount: 1 元}, {for: 礼品, amount: 2 元}]}"
    (sentence,) = planned(opened, rules(language="en", never_for="礼品"), line).refusals(SPRING)
    assert (
        sentence
        == "专题宣传经费 does not pay “活动物料” (“礼品”); take it from another fund, or out of the budget."
    )


def test_what_is_planned_after_the_approval_is_refused_at_the_launch(opened) -> None:
    here = opened(rules(never_for=["礼品"]))
    here.submit(SPRING)
    here.edit(LINE, "[{for: 礼品, amount: 100 元, fund: special}]", reason="增加")
    assert len(here.refusals(SPRING, "launch")) == 1


def test_the_office_says_at_which_triggers_it_refuses(opened) -> None:
    given = {**rules(never_for=["礼品"]), "refuses_at": ["launch"]}
    here = planned(opened, given, "{for: 礼品, amount: 100 元, fund: special}")
    assert here.submit(SPRING) == []
    assert len(here.refusals(SPRING, "launch")) == 1


@pytest.mark.parametrize("trigger", ["suspend", "postpone", "cancel"])
def test_stopping_is_never_refused(opened, trigger: str) -> None:
    here = opened(rules(never_for=["礼品"]))
    here.submit(SPRING)
    here.edit(LINE, "[{for: 礼品, amount: 100 元, fund: special}]", reason="增加")
    assert here.office.fire(SPRING, trigger, actor="li-wei", reason="汛情")


def test_a_fund_pays_in_its_currency(opened) -> None:
    here = planned(opened, rules(currency="CNY"), "{for: 境外投放, amount: 100 USD, fund: special}")
    assert here.refusals(SPRING) == ["专题宣传经费以 CNY 列支，“境外投放”的金额是 USD；请折算成 CNY。"]


def test_a_fund_for_one_thing_pays_for_nothing_else(opened) -> None:
    given = rules(only_for=["印制", "投放"])
    assert opened(given).submit(SPRING) == []
    assert len(planned(opened, given, "{for: 差旅, amount: 1 元, fund: special}").refusals(SPRING)) == 1


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("{for: 摄像机, quantity: 2, unit_cost: 1000 元, fund: special}", False),
        ("{for: 话筒, quantity: 2, unit_cost: 999.99 元, fund: special}", True),
        ("{for: 设备, amount: 9万元, fund: special}", True),  # of how many pieces?
        ("{for: 设备, quantity: 2, unit_cost: unknown, fund: special}", True),
        ("{for: 相机, quantity: 1, unit_cost: 9000 USD, fund: special}", True),
        ("{for: 设备, fund: special, lines: [{for: 相机, quantity: 1, unit_cost: 1万元}]}", False),
    ],
)
def test_a_capital_fund_pays_for_things_of_a_price(opened, line: str, refused) -> None:
    here = planned(opened, rules(kind="资本性", unit_cost_from="1000 CNY"), line)
    if refused:
        assert "专题宣传经费（资本性）" in here.refusals(SPRING)[0]
    else:
        assert here.submit(SPRING) == []


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("{for: 话筒, quantity: 2, unit_cost: 999.99 元, fund: special}", False),
        ("{for: 摄像机, quantity: 2, unit_cost: 1000 元, fund: special}", True),
        ("{for: 设备, quantity: 2, unit_cost: unknown, fund: special}", True),
        ("{for: 公益广告投放, amount: 9万元, fund: special}", False),  # a service, not a thing
    ],
)
def test_an_operating_fund_pays_for_nothing_of_that_price(opened, line: str, refused) -> None:
    here = planned(opened, rules(kind="operating", unit_cost_below="1000 CNY"), line)
    if refused:
        assert len(here.refusals(SPRING)) == 1
    else:
        assert here.submit(SPRING) == []


def test_a_line_must_name_its_fund_where_the_office_wants_it(opened) -> None:
    here = planned(opened, {"version": "1", "every_line_names_a_fund": True}, "{for: 海报, amount: 1 元}")
    assert here.refusals(SPRING) == ["预算“海报”没有写明经费（fund）；请写明从哪笔经费列支。"]
    assert here.submit(SUMMER) == []


def test_every_breach_is_told_at_once(opened) -> None:
    given = rules(never_for=["礼品"], currency="CNY")
    given["funds"].append({"funds": ["routine"], "only_for": ["日常"]})
    lines = "{for: 礼品, amount: 1 USD, fund: special}, {for: 展板, amount: 1 元, fund: routine}"
    assert len(planned(opened, given, lines).refusals(SPRING)) == 3


def test_the_codes_of_what_is_refused_are_those_of_the_rules(opened) -> None:
    here = planned(opened, rules(never_for=["礼品"]), "{for: 礼品, amount: 1 元, fund: special}")
    with pytest.raises(cf.Refused) as caught:
        here.office.fire(SPRING, "submit", actor="li-wei")
    assert [one.facts["plugin"] for one in caught.value.reasons] == ["finance"]
