"""An amount of something that is not money: `3`, `500 m2`, `10% of headcount`, `2 months`."""

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Any, final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, PlainValidator
from pydantic_core import CoreSchema, core_schema

from campaignflow.errors import InvalidValue
from campaignflow.money import read_number
from campaignflow.plan.noun import UNKNOWN, Unknown

__all__ = ["Quantity", "QuantityOrUnknown"]

_SHAPE = re.compile(r"([+-]?[\d,.]+\s*(?:十万|百万|千万|[百千万萬亿億])?)\s*(%)?\s*(.*)", re.DOTALL)

_MORE = re.compile(r"[\d+\-‐–—~〜/]|[eE][+-]?\d")
"""What goes on with the number rather than naming a unit: `1 500`, `3-5`, `1e3`."""


@final
class Quantity:
    """A number and what it counts; a percentage is kept as a share from 0 to 1.

    Raises:
        InvalidValue: the text does not begin with a number.
    """

    __slots__ = ("number", "text", "unit")

    number: Decimal
    unit: str
    """What is counted (`m2`, `months`, `% of headcount`), or an empty text."""
    text: str

    def __init__(self, written: "str | int | Decimal | Quantity") -> None:
        if isinstance(written, bool) or not isinstance(written, str | int | Decimal | Quantity):
            raise InvalidValue("money-not-exact", got=type(written).__name__)
        text = f"{written:f}" if isinstance(written, Decimal) else str(written).strip()
        match = _SHAPE.fullmatch(unicodedata.normalize("NFKC", text))
        number = read_number(match[1]) if match else None
        if match is None or number is None or _MORE.match(match[3]):
            raise InvalidValue("quantity-unreadable", text=text)
        unit = match[3].strip()
        object.__setattr__(self, "number", number / 100 if match[2] else number)
        object.__setattr__(self, "unit", f"% {unit}".strip() if match[2] else unit)
        object.__setattr__(self, "text", text)

    def __setattr__(self, name: str, _value: object) -> None:
        msg = f"a Quantity is immutable: {name}"
        raise AttributeError(msg)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        return (self.number, self.unit) == (other.number, other.unit)

    def __hash__(self) -> int:
        return hash((self.number, self.unit))

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Quantity({self.text!r})"

    def __reduce__(self) -> tuple[type["Quantity"], tuple[str]]:
        return Quantity, (self.text,)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": ["string", "number"], "title": "Quantity"}


def _or_unknown(value: Any) -> Quantity | Unknown:
    return UNKNOWN if value == "unknown" else Quantity(value)


QuantityOrUnknown = Annotated[Quantity | Unknown, PlainValidator(_or_unknown, json_schema_input_type=str)]
"""A quantity, or the word `unknown`."""
