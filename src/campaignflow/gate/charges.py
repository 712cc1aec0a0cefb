"""What budgets take from which fund in which fiscal year, of one record and of those beside it (rule 15).

What stands beside a case is read through the look: each of those records, and the guard that a new one
raises, is part of what the act rests on.  So two acts at once cannot each overlook the other.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from campaignflow.gate.look import RETIRED, Look
from campaignflow.hooks.context import Budget, CaseContext, Charge
from campaignflow.money import Money
from campaignflow.plan.budget import BudgetLine
from campaignflow.records.nouns import fields_of, noun_of
from campaignflow.scheduling.elsewhere import year_of
from campaignflow.store.record import Record
from campaignflow.types import Ref

__all__ = ["charges_of", "others_of"]

_INSIDE = ("activities", "prepare", "agenda")


@dataclass(frozen=True, slots=True)
class _Charged:
    """From which fund and in which fiscal year something is paid for, unless it says otherwise."""

    starts: str
    """First day of the fiscal year, as `04-01`."""
    fund: str | None = None
    year: int | None = None


def charges_of(look: Look, programme: str | None, body: Mapping[str, Any]) -> tuple[Charge, ...]:
    """Return what the budget of a body takes from which fund and year, what stands inside it included."""
    around = None if programme is None else look.body(str(Ref("programme", None, programme)))
    plan: Mapping[str, Any] = {} if around is None else around["plan"]
    charged = _Charged(str(plan.get("fiscal_year_starts", "01-01")))
    return tuple(_charges(body["plan"], _dated(charged, plan.get("period"))))


def others_of(look: Look, own: str, programme: str | None, *, everywhere: bool) -> tuple[CaseContext, ...]:
    """Return the campaigns beside a record, of its programme or of all, as they would be after the act."""
    if programme is None and not everywhere:
        return ()
    scope = None if everywhere else programme
    records = {one.ref: one for one in look.records(kind="campaign", programme=scope)}
    laid = {ref: body for ref, body in look.laid.items() if _is_campaign(ref, scope)}
    bodies = {ref: laid.get(ref) or one.data for ref, one in records.items()} | laid
    return tuple(
        _context(look, ref, body, None if ref in laid else records[ref])
        for ref, body in sorted(bodies.items())
        if ref != own and body["state"] != RETIRED
    )


def _is_campaign(ref: str, programme: str | None) -> bool:
    return ref.startswith("campaign:" if programme is None else f"campaign:{programme}/")


def _context(look: Look, ref: str, body: Mapping[str, Any], record: Record | None) -> CaseContext:
    """Return another campaign as a hook sees it; what is made of a body on record is kept."""
    programme, _, id_ = ref.partition(":")[2].rpartition("/")
    state, beside = str(body["state"]), partial(others_of, look, ref, programme)
    if record is None:
        plan, charges = noun_of("campaign", body), charges_of(look, programme, body)
    else:
        around = look.record(str(Ref("programme", None, programme)))
        known = (record.body, None if around is None else around.body)
        plan = look.remembered(ref, record.body, partial(noun_of, "campaign", body))
        charges = look.remembered(f"charges:{ref}", known, partial(charges_of, look, programme, body))
    return CaseContext("campaign", id_, ref, state, plan, programme, charges=charges, beside=beside)


def _charges(plan: Mapping[str, Any], charged: _Charged) -> Iterator[Charge]:
    own = _dated(charged, plan.get("when"), plan.get("due"))
    for line in plan.get("budget", {}).values():
        yield from _of_line(line, own)
    for block in _INSIDE:
        for inner in plan.get(block, {}).values():
            yield from _charges(inner, own)


def _of_line(said: Mapping[str, Any], charged: _Charged) -> Iterator[Charge]:
    """Yield what a line takes: its parts by themselves, where they are all there is to know of it.

    Where a line says an amount that its parts, of other funds or years, do not come to, nobody can say what
    each of those pays.
    """
    year = _year(said["charged"], charged.starts) if "charged" in said else charged.year
    own = _Charged(charged.starts, str(said["fund"]) if "fund" in said else charged.fund, year)
    line = BudgetLine(**fields_of({"plan": said}))
    whole = Budget((line,))
    if not whole.counts:
        return
    parts = [part for one in said.get("lines", {}).values() for part in _of_line(one, own)]
    if all((one.fund, one.year) == (own.fund, own.year) for one in parts):
        yield Charge(line, whole.total, own.fund, own.year)
    elif _is_its_parts(line) or (whole.total is not None and _sum(parts) == whole.total):
        yield from parts
    else:
        places = dict.fromkeys([(own.fund, own.year), *((one.fund, one.year) for one in parts)])
        yield from (Charge(line, None, fund, year) for fund, year in places)


def _is_its_parts(line: BudgetLine) -> bool:
    """Whether a line is what its parts come to, once."""
    says = (line.amount, line.quantity, line.unit_cost, line.share, line.per, line.each or None)
    return all(one is None for one in says) and len({part.split for part in line.lines}) == 1


def _sum(charges: Iterable[Charge]) -> Money | None:
    amounts = [one.amount for one in charges]
    known = [one for one in amounts if one is not None]
    if len(known) < len(amounts) or len({one.currency for one in known}) != 1:
        return None
    return sum(known[1:], known[0])


def _dated(charged: _Charged, *dates: Mapping[str, Any] | None) -> _Charged:
    """Return where something is charged that has days of its own: the first of these dates that has any."""
    for one in dates:
        if one is not None and one.get("resolved"):
            return _Charged(charged.starts, charged.fund, _year(one, charged.starts))
    return charged


def _year(said: Mapping[str, Any], starts: str) -> int | None:
    """Return the one fiscal year of a recorded date; None if it is open or lies in two."""
    days = said.get("resolved", {})
    if "fiscal_year" in days:
        return int(days["fiscal_year"])
    ends = [days.get("start", days.get("due")), days.get("end", days.get("due"))]
    years = {year_of(date.fromisoformat(str(one)[:10]), starts) for one in ends if one}
    return years.pop() if all(ends) and len(years) == 1 else None
