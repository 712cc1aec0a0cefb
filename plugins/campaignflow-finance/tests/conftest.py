"""A press office that two programmes and three campaigns are planned in, and ways to ask it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import campaignflow as cf
import campaignflow_finance

PLAN = """\
programme:
  id: river-2027
  title: 2027 年度宣传计划
  period: 2027
  timezone: Asia/Shanghai
  currency: CNY
units:
  office: {name: 办公室, coordinator: true}
  finance: {name: 财务科}
people:
  li-wei: {name: 李伟, unit: office, roles: [planner, administrator]}
  qian-duo: {name: 钱多, unit: finance, roles: [finance-approver]}
  he-jun: {name: 何军, unit: finance, roles: [auditor]}
  bai-yu: {name: 白羽, unit: finance, roles: [special-steward]}
funds:
  routine: {title: 常态化宣传经费, category: routine}
  special: {title: 专题宣传经费, category: special}
campaigns:
  spring:
    title: 春季节水
    lead: office
    when: 2027-03
    budget: [{for: 海报印制, amount: 4万元, fund: special}]
  summer:
    title: 暑期防溺水
    lead: office
    when: 2027-07
    budget: [{for: 海报印制（第二批）, amount: 3万元, fund: special}]
  winter:
    title: 冬季节水
    lead: office
    when: 2027-12
    budget: [{for: 展板, amount: 2万元, fund: routine}]
"""
SPRING, SUMMER, WINTER = (f"campaign:river-2027/{one}" for one in ("spring", "summer", "winter"))
NOW = datetime(2026, 12, 1, 1, tzinfo=UTC)


class Office:
    """An office with the plan as its planner has it, and the finance plugin with some rules."""

    def __init__(self, office: cf.Office, plan: str) -> None:
        self.office = office
        self.plan = plan
        office.apply(cf.loads(plan), actor="li-wei")

    def edit(self, old: str, new: str, **said: Any) -> cf.Change:
        assert old in self.plan, old
        self.plan = self.plan.replace(old, new)
        return self.office.apply(cf.loads(self.plan), actor="li-wei", **said)

    def submit(self, ref: str) -> list[str]:
        """Submit a campaign, and return the steps it is asked for."""
        self.office.fire(ref, "submit", actor="li-wei")
        return self.steps(ref)

    def steps(self, ref: str) -> list[str]:
        found = self.office.approvals(ref)
        return [] if found is None else [one.id for one in found.steps if one.status != "not_applicable"]

    def refusals(self, ref: str, trigger: str = "submit") -> list[tuple[str, str]]:
        """Return the vetoes against a trigger, by code and sentence."""
        with pytest.raises(cf.Refused) as caught:
            self.office.fire(ref, trigger, actor="li-wei")
        assert {one.code for one in caught.value.reasons} == {"vetoed"}
        return [one.facts["sentence"] for one in caught.value.reasons]


@pytest.fixture
def opened() -> Iterator[Callable[..., Office]]:
    """Opens an office under rules; what it has on record must be whole at the end."""
    with ExitStack() as stack:
        offices: list[cf.Office] = []

        def enter(given: Any, plan: str = PLAN, store: str = "sqlite://") -> Office:
            plugin = campaignflow_finance.rules(given)
            office = cf.open_office(store, plugins=[plugin], autoload=False, clock=lambda: NOW)
            offices.append(stack.enter_context(office))
            return Office(office, plan)

        yield enter
        for one in offices:
            problems = one.verify(deep=True).problems
            assert not problems, problems


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a file of rules."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
