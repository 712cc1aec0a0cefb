"""What a hook sees: the case and the act in question, as data that cannot be changed.

The gate makes these from the record; nothing here reads a store or knows the office.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from campaignflow.money import Money
from campaignflow.plan.budget import BudgetKind, BudgetLine
from campaignflow.plan.noun import Noun
from campaignflow.plan.quantity import Quantity

__all__ = ["Addressee", "Attempt", "Budget", "CaseContext", "Charge", "DutyNotice"]


@dataclass(frozen=True, slots=True)
class Budget:
    """What a case is planned to cost, its activities included.

    Memos, deposits, forfeits and what is given in kind are no cost.  A line for each member or each
    period, or in parts of several dimensions, counts as unknown: how often it falls due is not said here.
    """

    lines: tuple[BudgetLine, ...] = ()
    """Its lines, as the plan file has them."""

    @classmethod
    def of(cls, plan: Noun) -> "Budget":
        """Return the budget of a noun: its own lines, then those of what stands inside it."""
        return cls(tuple(_lines(plan)))

    @property
    def counts(self) -> bool:
        """Whether any line is a cost, be it of an unknown amount."""
        return any(True for _ in _amounts(self.lines))

    @property
    def total(self) -> Money | None:
        """The sum of all lines; None without lines, with an unknown one, or in several currencies."""
        amounts = list(_amounts(self.lines))
        known = [amount for amount in amounts if amount is not None]
        if not known or len(known) < len(amounts) or len({amount.currency for amount in known}) > 1:
            return None
        return sum(known[1:], known[0])

    def may_exceed(self, limit: Money) -> bool:
        """Whether the lines come to more than a limit, or nobody can say that they do not.

        An unknown amount and one in another currency than the limit's may be of any size, so they
        always may exceed it.  No lines exceed nothing.
        """
        total = Money(0, limit.currency)
        for amount in _amounts(self.lines):
            if amount is None or amount.currency != limit.currency:
                return True
            total += amount
        return total > limit


@dataclass(frozen=True, slots=True)
class Charge:
    """What a line of a budget takes from a fund in a fiscal year, as far as it is a cost (see `Budget`)."""

    line: BudgetLine
    """The line; where parts of a line are charged by themselves, the part."""
    amount: Money | None
    """What it comes to; None where nobody can say."""
    fund: str | None = None
    """Id of the fund; None where the line names none."""
    year: int | None = None
    """The fiscal year: that of `charged`, else of the days of what it pays for, else of the programme; None
    where that is no one year, so that it may be any."""


def _nobody(**_where: bool) -> "tuple[CaseContext, ...]":
    return ()


@dataclass(frozen=True, slots=True)
class CaseContext:
    """The case that a hook is asked about."""

    kind: str
    """`campaign`, `item`, `request` ..."""
    id: str
    """Its own id: `water-week`."""
    ref: str
    """Full ref, as `campaign:river-authority-2027/water-week`."""
    state: str
    """The state it is in, before the act."""
    plan: Any
    """What is planned, as it would be after the act: the noun, as `campaignflow.Campaign`."""
    programme_id: str | None = None
    """Id of the programme it belongs to, if it belongs to one."""
    programme: Any = None
    """The programme it belongs to, without its campaigns; None where it belongs to none."""
    charges: tuple[Charge, ...] = ()
    """What its budget takes from which fund in which fiscal year."""
    beside: "Callable[..., tuple[CaseContext, ...]]" = field(default=_nobody, repr=False, compare=False)
    """Finds what `others` returns; asked with `everywhere`."""

    def others(self, *, everywhere: bool = False) -> "tuple[CaseContext, ...]":
        """Return the other campaigns of its programme, or of all programmes, by ref; while the hook runs.

        A programme's are those in it.  They stand as they would after the act, each without the noun of its
        programme.  What they came to is part of the answer: if one changes before the act is written, the act
        is judged again (rules 15, 16).  So ask for them only where their sum matters, and for those of one
        programme where that is enough.
        """
        return self.beside(everywhere=everywhere)

    @property
    def budget(self) -> Budget:
        """What it is planned to cost."""
        return Budget.of(self.plan)


@dataclass(frozen=True, slots=True)
class Attempt:
    """The act that a veto is asked about, beside its trigger."""

    actor: str
    """Id of the person who acts."""
    at: datetime
    """The moment for which it is judged; the only clock a veto may read."""
    reason: str = ""
    """Why, as the person said it."""
    note: str = ""
    """What else the person said."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody a notice is for, as the office knows him."""

    id: str
    """Id of the unit or person, by which a directory finds an address."""
    kind: str
    """`person` or `unit`; `unknown` for an id that the office does not know (any more)."""
    name: str
    """What the unit or person is called."""
    unit: str = ""
    """Of a person, the id of the unit."""
    people: tuple["Addressee", ...] = ()
    """Of a unit, the people who belong to it."""


@dataclass(frozen=True, slots=True)
class DutyNotice:
    """A reminder or an escalation that is to be carried to somebody."""

    id: str
    """The same each time it is tried, and after a restore from a backup: whoever got it can tell."""
    kind: str
    """The word under which it is on record: `reminded`, `escalated`, `missed`, or `lapsed` in a digest."""
    at: datetime
    """When it was put on record, in UTC."""
    to: tuple[Addressee, ...]
    """Whom it is for; empty if not even a coordinating unit is known."""
    ref: str
    """What it is about: a record, `campaign:river-2027/water-week/briefing`, `routine:weekly@2027-W10`."""
    title: str
    """What that is called."""
    duty: str
    """`starts`, `due`, `overdue`, `routine`, `response`, `launch`, `wrap_up`, `decide` or `condition`."""
    due: datetime
    """The instant it is about, in UTC: a start, the end of a last day, the end of a response."""
    zone: str
    """IANA name of the zone in which people are told of it."""
    zh: str
    """The whole of it in one Chinese sentence."""
    en: str
    """The same in English."""
    tries: int = 0
    """How often it was tried before."""


def _lines(noun: Noun) -> Iterator[BudgetLine]:
    yield from getattr(noun, "budget", ())
    for block in ("campaigns", "activities", "prepare", "agenda"):
        for inner in getattr(noun, block, {}).values():
            yield from _lines(inner)


def _amounts(lines: tuple[BudgetLine, ...]) -> Iterator[Money | None]:
    """Yield what each line comes to, of a line without an amount its parts; None for unknown."""
    for line in lines:
        if line.kind not in {None, BudgetKind.REWARD} or line.in_kind:
            continue
        priced = isinstance(line.unit_cost, Money) and isinstance(line.quantity, Quantity)
        if line.per is not None or line.each:
            yield None
        elif line.amount is not None or priced or not line.lines:
            yield line.total()
        elif len({part.split for part in line.lines}) > 1:
            yield None
        else:
            yield from _amounts(line.lines)
