"""Money is exact, of one currency, and read as offices write it."""

import pickle
from decimal import Decimal, localcontext

import pytest
from pydantic import BaseModel

from campaignflow.errors import InvalidValue
from campaignflow.labels import LANGUAGES
from campaignflow.money import Money, read_number

SPELLINGS = {
    "80000 CNY": ("80000", "CNY"),
    "80000CNY": ("80000", "CNY"),
    "80,000 CNY": ("80000", "CNY"),
    "1,234.50 USD": ("1234.5", "USD"),
    "0.37 CNY": ("0.37", "CNY"),
    "-300 CNY": ("-300", "CNY"),
    "8万元": ("80000", "CNY"),
    "8.5万元": ("85000", "CNY"),
    "8 万元": ("80000", "CNY"),
    "8萬元": ("80000", "CNY"),
    "3千元": ("3000", "CNY"),
    "5百元": ("500", "CNY"),
    "12十万元": ("1200000", "CNY"),
    "2百万元": ("2000000", "CNY"),
    "1千万元": ("10000000", "CNY"),
    "1.5亿元": ("150000000", "CNY"),
    "2億日元": ("200000000", "JPY"),
    "100元整": ("100", "CNY"),
    "100元正": ("100", "CNY"),
    "人民币100元": ("100", "CNY"),
    "人民币 100 元整": ("100", "CNY"),
    "¥1,234.50": ("1234.5", "CNY"),
    "￥100": ("100", "CNY"),
    "$5": ("5", "USD"),
    "€ 5.20": ("5.2", "EUR"),
    "£7": ("7", "GBP"),
    "100美元": ("100", "USD"),
    "3万欧元": ("30000", "EUR"),
    "20英镑": ("20", "GBP"),
    "500新台币": ("500", "TWD"),
    "500港元": ("500", "HKD"),
    "￥１，２３４．５０": ("1234.5", "CNY"),
    "１００元": ("100", "CNY"),
    "80000": ("80000", None),
    "8万": ("80000", None),
}


@pytest.mark.parametrize("text", SPELLINGS)
def test_an_amount_is_read_as_it_is_written(text: str) -> None:
    number, currency = SPELLINGS[text]
    money = Money(text)
    assert (money.amount, money.currency) == (Decimal(number), currency)
    assert money.text == text


UNREADABLE = [
    "",
    "a lot",
    "1,23 CNY",
    "1.234,50 CNY",
    "12,34,567 CNY",
    "8万5千元",
    "100 usd",
    "1e5 CNY",
    "NaN CNY",
    "5元5角",
]
UNREADABLE += ["Infinity", "unknown", "十万元", "+-3 CNY", "3. CNY", ".5 CNY", "CNY", "3 CNY 4"]


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_can_be_read_in_two_ways_or_none_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        Money(text)
    assert refused.value.code == "money-unreadable"
    for word in ("80000 CNY", "8万元", "unknown"):
        assert all(word in refused.value.message(lang) for lang in LANGUAGES)


@pytest.mark.parametrize("value", [0.1, 1.0, True, None, [1]])
def test_floats_and_truth_values_are_no_money(value: object) -> None:
    for read in (Money, Money.read):
        with pytest.raises(InvalidValue) as refused:
            read(value)  # type: ignore[operator]
        assert refused.value.code == "money-not-exact"
        assert type(value).__name__ in refused.value.message("en")
    with pytest.raises(InvalidValue):
        Money("1 CNY") * 0.5  # type: ignore[operator]
    with pytest.raises(InvalidValue):
        Money("1 CNY") * True


def test_numbers_that_are_no_amount_are_refused() -> None:
    for number in (Decimal("NaN"), Decimal("Infinity")):
        with pytest.raises(InvalidValue):
            Money(number, "CNY")
    with pytest.raises(InvalidValue) as refused:
        Money("9" * 29)
    assert refused.value.code == "money-too-long"


def test_a_currency_is_three_capital_letters_and_not_two_currencies() -> None:
    assert Money(Decimal("0.37"), "CNY") == Money("0.37 CNY") == Money("0.37", "CNY")
    assert Money("0.37 CNY", "CNY") == Money("0.37 CNY")
    for amount, currency, code in [
        ("5 CNY", "USD", "money-two-currencies"),
        ("$5 CNY", None, "money-two-currencies"),
        ("¥5美元", None, "money-two-currencies"),
        (5, "yuan", "currency-unknown"),
        (5, "cny", "currency-unknown"),
    ]:
        with pytest.raises(InvalidValue) as refused:
            Money(amount, currency)
        assert refused.value.code == code


def test_an_amount_that_names_no_currency_takes_the_plan_s_and_keeps_its_wording() -> None:
    written = Money("8万")
    assert written.in_currency("CNY") == Money("80000 CNY")
    assert written.in_currency("CNY").text == "8万"
    assert Money("8万元").in_currency("USD") == Money("80000 CNY")


def test_sums_differences_and_products_are_exact_whatever_the_program_around_has_set() -> None:
    with localcontext() as context:
        context.prec = 3
        assert Money("80000.01 CNY") + Money("0.01 CNY") == Money("80000.02 CNY")
        assert Money("80000.01 CNY") - Money("0.02 CNY") == Money("79999.99 CNY")
        assert 1500 * Money("0.37 CNY") == Money("0.37 CNY") * 1500 == Money("555 CNY")
        assert Money("6") * Decimal("39.95") == Money("239.70")
        assert Money("123456.7万元") == Money("1234567000 CNY")
    whole = Money("9" * 28 + " CNY") + Money("0.01 CNY")
    assert str(whole) == "9" * 28 + ".01 CNY"


def test_currencies_never_mix() -> None:
    yuan, dollars, unnamed = Money("5 CNY"), Money("5 USD"), Money("5")
    for mix in (
        lambda: yuan + dollars,
        lambda: yuan - dollars,
        lambda: yuan < dollars,
        lambda: yuan <= dollars,
        lambda: yuan > dollars,
        lambda: yuan >= dollars,
        lambda: yuan + unnamed,
    ):
        with pytest.raises(InvalidValue) as refused:
            mix()
        assert refused.value.code == "money-two-currencies"
    assert yuan != dollars
    assert yuan != unnamed


def test_amounts_compare_by_value_not_by_spelling() -> None:
    assert Money("8万元") == Money("80000.00 CNY")
    assert hash(Money("8万元")) == hash(Money("80000.00 CNY"))
    assert Money("1 CNY") < Money("2 CNY") <= Money("2 CNY")
    assert Money("3 CNY") > Money("2 CNY") >= Money("2 CNY")
    assert Money("1 CNY") != 1
    with pytest.raises(TypeError):
        Money("1 CNY") < 2  # type: ignore[operator]  # noqa: B015
    with pytest.raises(TypeError):
        Money("1 CNY") + 2  # type: ignore[operator]
    with pytest.raises(TypeError):
        Money("1 CNY") - 2  # type: ignore[operator]


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        ("100 CNY", [1, 1, 1], ["33.34", "33.33", "33.33"]),
        ("100 CNY", [Decimal("0.5"), Decimal("0.25"), Decimal("0.25")], ["50", "25", "25"]),
        ("100 JPY", [1, 1, 1], ["34", "33", "33"]),
        ("1 KWD", [1, 2], ["0.333", "0.667"]),
        ("-1 CNY", [1, 1, 1], ["-0.34", "-0.33", "-0.33"]),
        ("0.001 CNY", [1, 1], ["0.001", "0"]),
        ("10 CNY", [0, 1], ["0", "10"]),
        ("0 CNY", [2, 1], ["0", "0"]),
    ],
)
def test_parts_are_whole_in_the_smallest_unit_and_add_up(
    amount: str, weights: list[int | Decimal], parts: list[str]
) -> None:
    assert [part.amount for part in Money(amount).split(weights)] == [Decimal(part) for part in parts]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [-1]])
def test_shares_are_positive(weights: list[int]) -> None:
    with pytest.raises(InvalidValue) as refused:
        Money("1 CNY").split(weights)
    assert refused.value.code == "split-needs-weights"


def test_money_never_changes_and_survives_pickling_with_its_wording() -> None:
    money = Money("8万元")
    with pytest.raises(AttributeError, match="immutable"):
        money.amount = Decimal(1)
    again = pickle.loads(pickle.dumps(money))
    assert (again, again.text) == (money, "8万元")
    assert Money(money).text == "8万元"


def test_money_prints_as_the_plan_file_writes_it() -> None:
    assert str(Money("1,234.50 CNY")) == "1234.5 CNY"
    assert repr(Money("8万元")) == "Money('80000 CNY')"
    assert str(Money("8万")) == "80000"
    assert Money(80000, "CNY").text == "80000 CNY"
    assert str(Money(Decimal("1E+5"), "CNY")) == "100000 CNY"


def test_a_field_of_a_model_is_read_and_written_as_text() -> None:
    class Line(BaseModel):
        amount: Money

    line = Line.model_validate({"amount": "8万元"})
    assert line.model_dump(mode="json") == {"amount": "8万元"}
    assert Line.model_validate({"amount": 5}).amount == Money("5")
    assert "string" in Line.model_json_schema()["properties"]["amount"]["type"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,500", "1500"),
        ("１５００", "1500"),
        ("3.2万", "32000"),
        ("-2", "-2"),
        ("1,50", None),
        ("", None),
        ("9" * 29, None),
    ],
)
def test_a_number_is_read_as_people_write_it_or_not_at_all(text: str, number: str | None) -> None:
    assert read_number(text) == (None if number is None else Decimal(number))
