"""Approval steps that are asked from an amount on, and what is added up to reach it.

What nobody knows may be of any size: an unknown amount, an amount in another currency than the threshold's
and one of an unknown fiscal year count as if they reached it.
"""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import campaignflow as cf

__all__ = ["Only", "Sum", "Threshold", "is_reached", "may_exceed", "purpose"]


class Sum(StrEnum):
    """What is added up."""

    CAMPAIGN = "campaign"
    """The campaign alone."""
    SIBLINGS = "siblings"
    """With the larger campaign it is part of (`part_of`) and all other parts of that."""
    PROGRAMME = "programme"
    """With the campaigns of its programme, by fiscal year."""
    FUND = "fund"
    """With whatever takes from the same fund, in all programmes, by fund and fiscal year."""
    PURCHASE = "purchase"
    """With what is bought for the same purpose, in all programmes, by fiscal year."""
    OFFICE = "office"
    """With the campaigns of all programmes, by fiscal year."""

    @property
    def is_everywhere(self) -> bool:
        """Whether it goes beyond the programme."""
        return self in {Sum.FUND, Sum.PURCHASE, Sum.OFFICE}


@dataclass(frozen=True, slots=True)
class Only:
    """The funds that something is about; where it names none, all, and lines without a fund, too."""

    funds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    def takes(self, charge: cf.Charge, programme: cf.Programme | None) -> bool:
        """Whether a charge is taken from one of these funds; a fund the programme does not know may be."""
        if not self.funds and not self.categories:
            return True
        if charge.fund is None:
            return False
        if charge.fund in self.funds:
            return True
        known = None if programme is None else programme.funds.get(charge.fund)
        return bool(self.categories) and (known is None or known.category in self.categories)


@dataclass(frozen=True, slots=True)
class Threshold:
    """One approval step, and the amount above which it is asked."""

    step: cf.ApprovalStep
    above: cf.Money
    of: Sum = Sum.CAMPAIGN
    only: Only = Only()


def purpose(charge: cf.Charge) -> str:
    """Return what a charge is for, without what tells one part of a purchase from the next.

    Case, width, blanks, punctuation and numbers go, those of a batch or a part included: 海报印制（第二批）
    and 海报印制 2 are one purchase.
    """
    text = unicodedata.normalize("NFKC", charge.line.for_).casefold()
    text = re.sub(r"第?\s*[\d一二三四五六七八九十]+\s*(批次?|期|次|部分|阶段|包|标段)", "", text)
    text = re.sub(r"\b(part|lot|batch|phase|no)\b\.?\s*(\d+|[ivx]+|[a-z])\b", "", text)
    bare = "".join(sign for sign in text if unicodedata.category(sign)[0] == "L")
    return bare or text


def may_exceed(amounts: Iterable[cf.Money | None], limit: cf.Money) -> bool:
    """Whether amounts come to more than a limit, or nobody can say that they do not."""
    total = cf.Money(0, limit.currency)
    for amount in amounts:
        if amount is None or amount.currency != limit.currency:
            return True
        total += amount
    return total > limit


def is_reached(
    threshold: Threshold,
    case: cf.CaseContext,
    others: Callable[[Sum], Iterable[cf.CaseContext]],
) -> bool:
    """Whether a case brings what is added up above a threshold; what adds nothing brings nothing there.

    The others are asked for only where the case alone does not reach it.
    """

    def counted(one: cf.CaseContext) -> list[cf.Charge]:
        return [
            charge
            for charge in one.charges
            if threshold.only.takes(charge, case.programme)
            and (charge.amount is None or charge.amount.amount)
        ]

    own = counted(case)
    if _any_exceeds(own, threshold, own):
        return True
    if not own or threshold.of is Sum.CAMPAIGN:
        return False
    beside = [charge for one in others(threshold.of) for charge in counted(one)]
    return _any_exceeds(own, threshold, [*own, *beside])


def _any_exceeds(own: list[cf.Charge], threshold: Threshold, charges: list[cf.Charge]) -> bool:
    return any(
        may_exceed((one.amount for one in charges if belongs(one)), threshold.above)
        for belongs in _groups(own, threshold, charges)
    )


def _groups(
    own: list[cf.Charge], threshold: Threshold, charges: list[cf.Charge]
) -> Iterator[Callable[[cf.Charge], bool]]:
    """Yield for each sum that the case adds to whether a charge belongs to it.

    A charge of an unknown year belongs to the sums of all years.
    """
    of, key = threshold.of, _KEYS[threshold.of]
    is_by_year = of not in {Sum.CAMPAIGN, Sum.SIBLINGS}
    for what in dict.fromkeys(map(key, own)):
        mine = [one for one in own if key(one) == what]
        dated = charges if any(one.year is None for one in mine) else mine
        years = sorted({one.year for one in dated if one.year is not None}) if is_by_year else []
        for year in years or (None,):

            def belongs(one: cf.Charge, what: Hashable = what, year: int | None = year) -> bool:
                return key(one) == what and (year is None or one.year in {year, None})

            if any(belongs(one) for one in mine):
                yield belongs


def _nothing(_charge: cf.Charge) -> Hashable:
    return None


def _fund(charge: cf.Charge) -> Hashable:
    return charge.fund


_KEYS: dict[Sum, Callable[[cf.Charge], Hashable]] = {
    **dict.fromkeys(Sum, _nothing),
    Sum.FUND: _fund,
    Sum.PURCHASE: purpose,
}
