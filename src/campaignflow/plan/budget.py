"""Money that is planned: funds and budget lines.

The amount itself is `campaignflow.money.Money`; what was committed and paid comes with the ledger.
"""

from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import Field, PlainValidator

from campaignflow.dates.when import When
from campaignflow.money import Money
from campaignflow.plan.noun import UNKNOWN, Facets, Id, Ids, Noun, Parties, Text, Unknown
from campaignflow.plan.quantity import Quantity, QuantityOrUnknown
from campaignflow.types import FundId

__all__ = ["BudgetKind", "BudgetLine", "Fund", "FundCategory", "MoneyOrUnknown"]


def _or_unknown(value: Any) -> Money | Unknown:
    return UNKNOWN if value == "unknown" else Money.read(value)


MoneyOrUnknown = Annotated[Money | Unknown, PlainValidator(_or_unknown, json_schema_input_type=str)]
"""An amount, or the word `unknown`."""


class FundCategory(StrEnum):
    """What a fund is for."""

    ROUTINE = "routine"
    """常态化 everyday publicity."""
    SPECIAL = "special"
    """专题 themes and major events."""
    OUTREACH = "outreach"
    """对外 publicity abroad and to the outside."""


class BudgetKind(StrEnum):
    """Lines that are no plain expense."""

    DEPOSIT = "deposit"
    FORFEIT = "forfeit"
    REWARD = "reward"
    MEMO = "memo"
    """Worth knowing, not counted."""


class Fund(Noun):
    """A pot of money (经费)."""

    title: Text
    """What it is called."""
    category: FundCategory | None = None
    """`routine`, `special` or `outreach`."""
    amount: Money | None = None
    """What it holds."""
    owner: Id | None = None
    """The unit that keeps it."""
    fiscal_year: Text | None = None
    """Fiscal year it is good for, as `2027` or `FY2027`."""


class BudgetLine(Noun):
    """One line of a budget: an amount, quantity x unit cost, a share, in kind, or unknown."""

    FACETS: ClassVar[Facets] = {
        "budget": (
            *("for_", "amount", "quantity", "unit_cost", "share", "in_kind", "kind", "fund", "paid_by"),
            *("charged", "only_if", "per", "each", "lines", "split"),
        ),
    }
    FREE: ClassVar[tuple[str, ...]] = ("printed",)  # compared with the sum, and never followed

    for_: Text = Field(alias="for")
    """What the money is for."""
    amount: MoneyOrUnknown | None = None
    """The amount, or `unknown`."""
    quantity: QuantityOrUnknown | None = None
    """How many, for quantity x unit cost; or `unknown`."""
    unit_cost: MoneyOrUnknown | None = None
    """What one costs, or `unknown`."""
    share: Quantity | None = None
    """Part of a total, as `59%`."""
    in_kind: bool = False
    """Given as goods or work, not money."""
    kind: BudgetKind | None = None
    """`deposit`, `forfeit`, `reward` or `memo`, where it is no plain expense."""
    fund: FundId | None = None
    """The fund it is taken from."""
    paid_by: Parties = ()
    """Who pays, if not the fund's owner."""
    charged: When | None = None
    """When it is charged, which decides the fiscal year."""
    only_if: Ids = ()
    """Conditions it depends on."""
    per: Text | None = None
    """It falls due once per this period: `month`, `quarter`, `year`."""
    each: Parties = ()
    """Each of these pays or gets it."""
    lines: "tuple[BudgetLine, ...]" = ()
    """Parts of this line; their sum is checked against `printed`, never added to it."""
    split: Text | None = None
    """The dimension of this part, where parts of different dimensions do not add up."""
    printed: Money | None = None
    """The amount as the source prints it."""

    def total(self) -> Money | None:
        """Return the amount of the line, for one period and one member; None where it is unknown.

        Quantity times unit cost where no amount is written.
        """
        if isinstance(self.amount, Money):
            return self.amount
        if isinstance(self.unit_cost, Money) and isinstance(self.quantity, Quantity):
            return self.unit_cost * self.quantity.number
        if self.amount is None and self.lines:
            parts = [line.total() for line in self.lines]
            known = [part for part in parts if part is not None]
            if len(known) == len(parts):
                return sum(known[1:], known[0])
        return None
