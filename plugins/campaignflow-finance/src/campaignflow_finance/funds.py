"""What a fund may pay, and who keeps it.

A line that breaks a rule is refused before the case goes on; stopping is never refused, whatever is planned.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import campaignflow as cf
from campaignflow_finance.sentences import Breach
from campaignflow_finance.thresholds import Only

__all__ = ["FundRule", "breaches", "nameless"]


@dataclass(frozen=True, slots=True)
class FundRule:
    """What holds for some funds."""

    only: Only
    kind: str = ""
    """What the office calls such a fund: `capital`, `operating`, 资本性经费; said with what is refused."""
    steward: cf.ApprovalStep | None = None
    """The step that is asked whenever such a fund pays anything."""
    currency: str = ""
    never_for: tuple[str, ...] = ()
    """Words in the purpose of a line that it does not pay."""
    only_for: tuple[str, ...] = ()
    """Words of which one stands in the purpose of every line that it pays."""
    unit_cost_from: cf.Money | None = None
    """It pays only things that cost as much apiece, or more."""
    unit_cost_below: cf.Money | None = None
    """It pays no things that cost as much apiece, or more."""


def nameless(case: cf.CaseContext) -> Iterator[Breach]:
    """Yield what is planned without a fund."""
    for charge in case.charges:
        if charge.fund is None:
            yield Breach("fund-not-named", {"line": charge.line.for_})


def breaches(rule: FundRule, case: cf.CaseContext) -> Iterator[Breach]:
    """Yield what a case would have the funds of a rule pay that they do not."""
    for charge in case.charges:
        if charge.fund is None or not rule.only.takes(charge, case.programme):
            continue
        facts = {"line": charge.line.for_, "fund": _named(charge.fund, rule, case.programme)}
        for code, more in _against(rule, charge.line):
            yield Breach(code, facts | more)


def _against(rule: FundRule, line: cf.BudgetLine) -> Iterator[tuple[str, dict[str, str]]]:
    texts = [_plain(part.for_) for part in _with_parts(line)]
    for word in rule.never_for:
        if any(_plain(word) in text for text in texts):
            yield "fund-never-for", {"word": word}
            break
    if rule.only_for and not any(_plain(word) in texts[0] for word in rule.only_for):
        yield "fund-only-for", {"words": "、".join(rule.only_for)}
    if rule.currency:
        found = sorted({one for part in _with_parts(line) for one in _currencies(part)} - {rule.currency})
        if found:
            yield "fund-currency", {"currency": rule.currency, "found": "、".join(found)}
    for part in _with_parts(line):
        yield from _pieces(rule, part)


def _pieces(rule: FundRule, line: cf.BudgetLine) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what is wrong with the price of one piece; what is unknown may be on the wrong side."""
    known = line.unit_cost if isinstance(line.unit_cost, cf.Money) else None
    if rule.unit_cost_from is not None and not line.lines:
        if known is None or known.currency != rule.unit_cost_from.currency:
            yield "unit-cost-missing", {"part": line.for_, "limit": str(rule.unit_cost_from)}
        elif known < rule.unit_cost_from:
            yield "unit-cost-below", {"part": line.for_, "limit": str(rule.unit_cost_from)}
    if rule.unit_cost_below is not None and line.unit_cost is not None:
        if known is None or known.currency != rule.unit_cost_below.currency:
            yield "unit-cost-missing", {"part": line.for_, "limit": str(rule.unit_cost_below)}
        elif known >= rule.unit_cost_below:
            yield "unit-cost-reached", {"part": line.for_, "limit": str(rule.unit_cost_below)}


def _with_parts(line: cf.BudgetLine) -> Iterator[cf.BudgetLine]:
    yield line
    for part in line.lines:
        yield from _with_parts(part)


def _currencies(line: cf.BudgetLine) -> Iterator[str]:
    for amount in (line.amount, line.unit_cost):
        if isinstance(amount, cf.Money):
            yield amount.currency or "?"


def _named(fund: str, rule: FundRule, programme: cf.Programme | None) -> str:
    known = None if programme is None else programme.funds.get(fund)
    title = fund if known is None else known.title
    return f"{title}（{rule.kind}）" if rule.kind else title


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
