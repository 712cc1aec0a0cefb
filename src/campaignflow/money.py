"""Money: an exact decimal amount in one currency.

Funds and budget lines, which hold money, live in `campaignflow.plan.budget`.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_DOWN, Context, Decimal, DivisionByZero, InvalidOperation, localcontext
from typing import Any, final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from campaignflow.errors import InvalidValue

__all__ = ["Money", "read_number"]

MOST_DIGITS = 28
"""Digits of an amount that are read; more is a mistake, not money."""

_EXACT = Context(prec=100, traps=[InvalidOperation, DivisionByZero])
"""Sums are exact whatever the program around has set for its own decimals."""

_SIGNS = {
    "¥": "CNY",
    "￥": "CNY",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "元": "CNY",
    "人民币": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "新台币": "TWD",
    "港元": "HKD",
    "日元": "JPY",
    "英镑": "GBP",
}
_TIMES = {
    "": 1,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "萬": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "億": 100_000_000,
}
# ISO 4217: currencies whose smallest unit is not a hundredth.
_PLACES = {
    "JPY": 0,
    "KRW": 0,
    "VND": 0,
    "CLP": 0,
    "ISK": 0,
    "XAF": 0,
    "XOF": 0,
    "XPF": 0,
    "UGX": 0,
    "BHD": 3,
    "IQD": 3,
    "JOD": 3,
    "KWD": 3,
    "LYD": 3,
    "OMR": 3,
    "TND": 3,
}

_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"(?P<sign>[¥$€£]|人民币)?\s*(?P<number>{_NUMBER})\s*(?P<times>十万|百万|千万|[百千万萬亿億])?\s*"
    r"(?P<unit>元|人民币|美元|欧元|新台币|港元|日元|英镑|[A-Z]{3})?(?:整|正)?"
)


def read_number(text: str) -> Decimal | None:
    """Return a number as people write it (`1,500`, `１５００`, `3.2万`), or None."""
    match = re.fullmatch(
        rf"({_NUMBER})\s*(十万|百万|千万|[百千万萬亿億])?", unicodedata.normalize("NFKC", text).strip()
    )
    if match is None or len(match[1]) > MOST_DIGITS:
        return None
    return _EXACT.multiply(Decimal(match[1].replace(",", "")), _TIMES[match[2] or ""])


@final
class Money:
    """An amount in a currency: `Money("80000 CNY")`, `Money("8万元")`, `Money(Decimal("0.37"), "CNY")`.

    Amounts are Decimals and floats are refused, because 0.1 is not a float.  A text without a
    currency takes `currency` where one is given and keeps None otherwise, until the plan's is known.
    Sums and comparisons across currencies are refused.

    Raises:
        InvalidValue: the amount cannot be read, or it is a float.
    """

    __slots__ = ("amount", "currency", "text")

    amount: Decimal
    currency: str | None
    """ISO 4217 code; None only in a text that named none."""
    text: str
    """As written, for writing back; equal amounts are equal however they were written."""

    def __init__(self, amount: "str | int | Decimal | Money", currency: str | None = None) -> None:
        if isinstance(amount, Money):
            number, found, text = amount.amount, amount.currency, amount.text
        elif isinstance(amount, str):
            number, found = _read(amount)
            text = amount.strip()
        elif isinstance(amount, bool) or not isinstance(amount, int | Decimal):
            raise InvalidValue("money-not-exact", got=type(amount).__name__)
        else:
            number, found, text = Decimal(amount), None, ""
        if not number.is_finite():
            raise InvalidValue("money-unreadable", text=str(amount))
        code = found or currency
        if found and currency and found != currency:
            raise InvalidValue("money-two-currencies", text=text, one=found, other=currency)
        if code is not None and not re.fullmatch("[A-Z]{3}", code):
            raise InvalidValue("currency-unknown", text=code)
        object.__setattr__(self, "amount", number)
        object.__setattr__(self, "currency", code)
        object.__setattr__(self, "text", text or f"{_plain(number)} {code or ''}".strip())

    def __setattr__(self, name: str, _value: object) -> None:
        msg = f"Money is immutable: {name}"
        raise AttributeError(msg)

    def in_currency(self, currency: str) -> "Money":
        """Return this amount, in a currency if it named none."""
        if self.currency is not None:
            return self
        known = Money(self.amount, currency)
        object.__setattr__(known, "text", self.text)
        return known

    def __add__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(_EXACT.add(self.amount, self._same(other).amount), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(_EXACT.subtract(self.amount, self._same(other).amount), self.currency)

    def __mul__(self, times: "int | Decimal") -> "Money":
        if not _is_exact(times):
            raise InvalidValue("money-not-exact", got=type(times).__name__)
        return Money(_EXACT.multiply(self.amount, times), self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other).amount

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other).amount

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other).amount

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other).amount

    def _same(self, other: object) -> "Money":
        if not isinstance(other, Money):
            msg = f"Money does not compare with {type(other).__name__}"
            raise TypeError(msg)
        if self.currency != other.currency:
            raise InvalidValue(
                "money-two-currencies", text=str(other), one=self.currency, other=other.currency
            )
        return other

    def split(self, weights: Sequence[int | Decimal]) -> "tuple[Money, ...]":
        """Return parts in proportion to weights that add up exactly (largest remainder).

        Parts are whole in the currency's smallest unit, as far as the amount itself is.

        Raises:
            InvalidValue: no weights, a negative one, or all of them zero.
        """
        exact_weights = all(isinstance(weight, int | Decimal) for weight in weights)
        if not exact_weights or any(weight < 0 for weight in weights) or not any(weights):
            raise InvalidValue("split-needs-weights")
        exponent = self.amount.as_tuple().exponent
        places = max(_PLACES.get(self.currency or "", 2), -exponent if isinstance(exponent, int) else 0)
        unit = Decimal(1).scaleb(-places)
        with localcontext(_EXACT):
            total = sum(weights, Decimal(0))
            exact = [self.amount * weight / total for weight in weights]
            parts = [share.quantize(unit, ROUND_DOWN) for share in exact]
            left = int((self.amount - sum(parts, Decimal(0))) / unit)
            step = unit if left >= 0 else -unit
            order = sorted(range(len(parts)), key=lambda index: (-abs(exact[index] - parts[index]), index))
            for index in order[: abs(left)]:
                parts[index] += step
        return tuple(Money(part, self.currency) for part in parts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.amount == other.amount and self.currency == other.currency

    def __hash__(self) -> int:
        return hash((self.amount, self.currency))

    def __str__(self) -> str:
        return f"{_plain(self.amount)} {self.currency or ''}".strip()

    def __repr__(self) -> str:
        return f"Money({str(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.amount, self.currency, self.text)

    @classmethod
    def read(cls, value: object) -> "Money":
        """Return an amount from text, a number or a Money; anything else is refused."""
        if isinstance(value, Money):
            return value
        if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
            return cls(value)
        raise InvalidValue("money-not-exact", got=type(value).__name__)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.plain_serializer_function_ser_schema(lambda money: money.text)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": ["string", "number"], "title": "Money"}


def _is_exact(number: object) -> bool:
    """Whether a number is whole or decimal, and finite."""
    if isinstance(number, Decimal):
        return number.is_finite()
    return isinstance(number, int) and not isinstance(number, bool)


def _again(amount: Decimal, currency: str | None, text: str) -> Money:
    money = Money(amount, currency)
    object.__setattr__(money, "text", text)
    return money


def _read(text: str) -> tuple[Decimal, str | None]:
    match = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        raise InvalidValue("money-unreadable", text=text)
    digits = match["number"].replace(",", "")
    if len(digits) > MOST_DIGITS:
        raise InvalidValue("money-too-long", limit=MOST_DIGITS)
    signs = {_SIGNS.get(name, name) for name in (match["sign"], match["unit"]) if name}
    if len(signs) > 1:
        one, other = sorted(signs)
        raise InvalidValue("money-two-currencies", text=text, one=one, other=other)
    return _EXACT.multiply(Decimal(digits), _TIMES[match["times"] or ""]), signs.pop() if signs else None


def _plain(number: Decimal) -> str:
    """Return a number without exponent or trailing zeros of the fraction."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
