"""Money: printed amounts and subtotals that differ, one currency, funds that do not suffice.

Lines without an amount are left out and never counted as nought.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from campaignflow.dates.when import When
from campaignflow.errors import Finding
from campaignflow.money import Money
from campaignflow.plan.budget import BudgetKind, BudgetLine
from campaignflow.plan.dated import Activity
from campaignflow.plan.quantity import Quantity
from campaignflow.scheduling.checks.view import View
from campaignflow.scheduling.nodes import Node

__all__ = ["CHECKS", "lines_of"]

NO_CURRENCY = "XXX"  # no mark of something to do: the code that ISO 4217 has
"""Code of ISO 4217 for amounts in no currency: what the amounts of a plan that names none are in."""

Path = tuple[str | int, ...]


def lines_of(view: View) -> Iterator[tuple[BudgetLine, Path, Node]]:
    """Yield every budget line with its place and the node it belongs to; parts of lines too."""
    for name, campaign in view.programme.campaigns.items():
        yield from _inner(campaign.budget, ("campaigns", name, "budget"), view.resolver.nodes[name])
    for node in view.resolver.nodes.values():
        if isinstance(node.noun, Activity):
            yield from _inner(node.noun.budget, (*node.path, "budget"), node)


def _inner(lines: tuple[BudgetLine, ...], path: Path, node: Node) -> Iterator[tuple[BudgetLine, Path, Node]]:
    for index, line in enumerate(lines):
        yield line, (*path, index), node
        yield from _inner(line.lines, (*path, index, "lines"), node)


def printed_amounts(view: View) -> Iterator[Finding]:
    """A printed amount or subtotal differs from what is written or adds up."""
    for line, path, node in lines_of(view):
        total, printed = _total(view, line), _known(view, line.printed)
        if printed is not None and total is not None and printed != total:
            facts = {"item": line.for_, "printed": str(printed), "total": str(total)}
            yield view.about("printed-amount-differs", (*path, "printed"), (node.id,), **facts)
        written = _known(view, line.amount if isinstance(line.amount, Money) else None)
        parts = _sum(view, line) if _adds_up(line) else None
        if (
            written is not None
            and parts is not None
            and parts.currency == written.currency
            and parts != written
        ):
            facts = {"item": line.for_, "written": str(written), "total": str(parts)}
            code = "parts-exceed-line" if parts > written else "parts-below-line"
            yield view.about(code, (*path, "lines"), (node.id,), **facts)


def _known(view: View, money: Money | None) -> Money | None:
    return None if money is None else money.in_currency(view.programme.currency or NO_CURRENCY)


def _total(view: View, line: BudgetLine) -> Money | None:
    """Return what a line comes to for one period and member; None if unknown or in two currencies."""
    priced = isinstance(line.unit_cost, Money) and isinstance(line.quantity, Quantity)
    return _sum(view, line) if line.amount is None and not priced else _known(view, line.total())


def _sum(view: View, line: BudgetLine) -> Money | None:
    totals = [_total(view, inner) for inner in line.lines if _counts(inner)]
    known = [total for total in totals if total is not None]
    if len(known) < len(totals) or not known or len({total.currency for total in known}) > 1:
        return None
    return sum(known[1:], known[0])


def _adds_up(line: BudgetLine) -> bool:
    """Whether the parts of a line are of one dimension."""
    return len({inner.split for inner in line.lines}) == 1


def currencies(view: View) -> Iterator[Finding]:
    """An amount names no currency and the programme has none."""
    if view.programme.currency is not None:
        return
    for name, fund in view.programme.funds.items():
        if fund.amount is not None and fund.amount.currency is None:
            yield view.about("amount-without-currency", ("funds", name, "amount"), text=fund.amount.text)
    for line, path, node in lines_of(view):
        for field in ("amount", "unit_cost", "printed"):
            money = getattr(line, field)
            if isinstance(money, Money) and money.currency is None:
                yield view.about("amount-without-currency", (*path, field), (node.id,), text=money.text)


def funds(view: View) -> Iterator[Finding]:
    """The lines on a fund come to more than it holds; charges are dated where they are written."""
    for line, path, node in lines_of(view):
        if isinstance(line.charged, When):
            view.resolver.elsewhere(line.charged, node, (*path, "charged"))
    planned: dict[str, list[Money]] = defaultdict(list)
    for line in _on_funds(line for line, path, _ in lines_of(view) if "lines" not in path):
        total = _known(view, _times_members(view, line))
        if line.fund is not None and total is not None:
            planned[line.fund].append(total)
    for name, amounts in sorted(planned.items()):
        fund = view.programme.funds.get(name)
        held = None if fund is None else _known(view, fund.amount)
        if fund is None or held is None or len({amount.currency for amount in (*amounts, held)}) > 1:
            continue
        whole = sum(amounts[1:], amounts[0])
        if whole > held:
            facts = {"fund": fund.title, "amount": str(held), "total": str(whole)}
            yield view.about("fund-exceeded", ("funds", name, "amount"), **facts)


def _on_funds(lines: Iterable[BudgetLine]) -> Iterator[BudgetLine]:
    """Yield the lines that a fund pays; of a line without a fund its parts, if they add up."""
    for line in lines:
        if line.fund is None:
            yield from _on_funds(line.lines if _adds_up(line) else ())
        elif _counts(line):
            yield line


def _counts(line: BudgetLine) -> bool:
    """Whether a line is money spent: no memo, deposit or forfeit, nothing given in kind."""
    return line.kind in {None, BudgetKind.REWARD} and not line.in_kind


def _times_members(view: View, line: BudgetLine) -> Money | None:
    total = _total(view, line)
    if total is None or not line.each:
        return total
    count = 0
    for name in line.each:
        unit = view.programme.units.get(name)
        if unit is not None and unit.collective:
            if unit.members is None:
                return None
            count += unit.members
        else:
            count += 1
    return total * count


def other_dates(view: View) -> Iterator[Finding]:
    """Dates of quotas, targets and directives are read too, so that none is wrong unseen."""
    programme, resolver = view.programme, view.resolver
    for name, directive in programme.directives.items():
        if directive.received is not None:
            resolver.elsewhere(directive.received, None, ("directives", name, "received"))
    for node in resolver.nodes.values():
        for block in ("quotas", "targets"):
            for index, quota in enumerate(node.noun.__dict__.get(block, ())):
                for field, when in (("due", quota.due), ("from", quota.from_), ("until", quota.until)):
                    if when is not None:
                        resolver.elsewhere(when, node, (*node.path, block, index, field))
    yield from ()


CHECKS = (printed_amounts, currencies, funds, other_dates)
