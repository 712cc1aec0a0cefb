"""Laws of money: nothing is lost in adding, splitting or writing it."""

from decimal import Decimal

from hypothesis import given, strategies as st

from campaignflow.errors import InvalidValue
from campaignflow.money import Money

CURRENCIES = st.sampled_from(["CNY", "USD", "JPY", "KWD"])
AMOUNTS = st.decimals(-(10**12), 10**12, places=4, allow_nan=False, allow_infinity=False)
WEIGHTS = st.lists(
    st.integers(0, 10**6) | st.decimals(0, 1000, places=3, allow_nan=False), min_size=1, max_size=12
).filter(any)


@given(AMOUNTS, CURRENCIES, WEIGHTS)
def test_the_parts_of_an_amount_add_up_to_it_exactly(
    amount: Decimal, currency: str, weights: list[int | Decimal]
) -> None:
    whole = Money(amount, currency)
    parts = whole.split(weights)
    assert len(parts) == len(weights)
    assert sum((part.amount for part in parts), Decimal(0)) == amount
    assert [
        part.amount for part, weight in zip(parts, weights, strict=True) if weight == 0 != part.amount
    ] == []


@given(AMOUNTS, CURRENCIES, st.integers(1, 12))
def test_equal_shares_differ_by_one_smallest_unit_at_most(amount: Decimal, currency: str, count: int) -> None:
    parts = [part.amount for part in Money(amount, currency).split([1] * count)]
    assert max(parts) - min(parts) <= Decimal("0.0001")


@given(AMOUNTS, AMOUNTS, CURRENCIES)
def test_what_is_added_and_taken_away_leaves_the_amount(one: Decimal, other: Decimal, currency: str) -> None:
    first, second = Money(one, currency), Money(other, currency)
    assert (first + second) - second == first
    assert first + second == second + first


@given(AMOUNTS, CURRENCIES)
def test_an_amount_that_is_written_reads_as_itself(amount: Decimal, currency: str) -> None:
    money = Money(amount, currency)
    assert Money(str(money)) == money
    assert Money(money.text) == money


@given(
    st.text(max_size=60)
    | st.from_regex(r"[¥$]?[-+]?[\d,.]{1,40} ?[万亿百千]{0,2}[元A-Z]{0,4}", fullmatch=True)
)
def test_a_text_is_an_amount_or_refused_and_nothing_else(text: str) -> None:
    try:
        money = Money(text)
    except InvalidValue:
        return
    assert money.amount.is_finite()
