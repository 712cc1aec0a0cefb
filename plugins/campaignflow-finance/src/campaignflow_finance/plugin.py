"""The hooks: which steps the rules ask for, what they refuse, and the rules themselves as data.

All of them are pure: they answer from the case, the campaigns beside it, and rules read once.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import campaignflow as cf
from campaignflow import hookimpl
from campaignflow_finance.funds import FundRule, breaches, nameless
from campaignflow_finance.thresholds import Sum, Threshold, is_reached

__all__ = ["Finance", "Rules"]


@dataclass(frozen=True, slots=True)
class Rules:
    """An office's rules."""

    version: str
    digest: str
    """SHA-256 of what they say."""
    data: Mapping[str, Any]
    """As they were given."""
    thresholds: tuple[Threshold, ...] = ()
    funds: tuple[FundRule, ...] = ()
    uncounted: frozenset[str] = frozenset()
    """States in which a campaign does not count in the sums of others."""
    every_line_names_a_fund: bool = False
    refuses_at: frozenset[str] = frozenset()
    """Triggers at which lines that break a rule are refused."""
    language: str = "zh"


@dataclass(frozen=True, eq=False)
class Finance:
    """The plugin with the rules of one office."""

    rules: Rules
    package: str = field(default="", repr=False)
    """Version of the package."""
    __name__ = "finance"

    @property
    def __version__(self) -> str:
        """Version of the package with that of the rules and the beginning of their digest (PEP 440)."""
        said = re.sub(r"[^A-Za-z0-9]+", ".", f"rules.{self.rules.version}.{self.rules.digest[:12]}")
        return f"{self.package}+{said.lower()}"

    @hookimpl
    def campaignflow_approval_steps(self, case: cf.CaseContext, trigger: str) -> list[cf.ApprovalStep]:
        """Return the steps whose amounts are reached, and those of the stewards of the funds in use."""
        if case.kind != "campaign":
            return []
        beside = _Beside(case, self.rules.uncounted)
        found: dict[str, cf.ApprovalStep] = {}
        for one in self.rules.thresholds:
            if one.step.before == trigger and one.step.id not in found and is_reached(one, case, beside):
                found[one.step.id] = one.step
        for rule in self.rules.funds:
            step = rule.steward
            if step is not None and step.before == trigger and _pays(rule, case):
                found.setdefault(step.id, step)
        return list(found.values())

    @hookimpl
    def campaignflow_veto(self, case: cf.CaseContext, trigger: str) -> list[dict[str, str]]:
        """Return a reason for each line that a fund does not pay."""
        if case.kind != "campaign" or trigger not in self.rules.refuses_at:
            return []
        found = [*(nameless(case) if self.rules.every_line_names_a_fund else ())]
        for rule in self.rules.funds:
            found += breaches(rule, case)
        said = {one.sentence(self.rules.language): one.code for one in found}
        return [{"code": code, "sentence": sentence} for sentence, code in said.items()]

    @hookimpl
    def campaignflow_data(self) -> dict[str, Any]:
        """Return the rules as a policy, as they were given, with the digest by which rounds name them."""
        return {"policies": [{"name": "finance", "digest": self.rules.digest, **self.rules.data}]}


def _pays(rule: FundRule, case: cf.CaseContext) -> bool:
    """Whether the funds of a rule pay anything of a case, be it an unknown amount."""
    return any(
        one.fund is not None
        and rule.only.takes(one, case.programme)
        and (one.amount is None or bool(one.amount.amount))
        for one in case.charges
    )


class _Beside:
    """The campaigns that count beside a case, each list asked for once."""

    def __init__(self, case: cf.CaseContext, uncounted: frozenset[str]) -> None:
        self._case, self._uncounted = case, uncounted
        self._known: dict[bool, tuple[cf.CaseContext, ...]] = {}

    def __call__(self, of: Sum) -> Iterable[cf.CaseContext]:
        everywhere = of.is_everywhere
        if everywhere not in self._known:
            self._known[everywhere] = self._case.others(everywhere=everywhere)
        counted = [one for one in self._known[everywhere] if one.state not in self._uncounted]
        if of is not Sum.SIBLINGS:
            return counted
        larger = self._case.plan.part_of or self._case.id
        return [one for one in counted if larger in {one.plan.part_of, one.id}]
