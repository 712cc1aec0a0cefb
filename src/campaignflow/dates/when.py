"""The two values people write about time: `When` and `Duration`.

Both keep the words they were written in.  What an expression says is in
`campaignflow.dates.expression`; which days it means, in `campaignflow.dates.resolve`.
"""

import re
from datetime import date, datetime
from typing import Any, Self, final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from campaignflow.dates import expression as ex
from campaignflow.dates.grammar import parse
from campaignflow.errors import InvalidValue

__all__ = ["CalendarTime", "ClockTime", "Duration", "When", "WorkingTime"]


@final
class When:
    """A date as a planner wrote it, read but not yet resolved.

    `When("3月22日—28日")`, `When("water-day - 5 workdays")`, `When(date(2027, 3, 22))`.  Two are equal
    if they say the same, however they are spelt.  Grammar and rules: the plan file's reference.

    Raises:
        InvalidValue: the text cannot be read; the sentence says what to type.
    """

    __slots__ = ("expression", "text")

    text: str
    """As written."""
    expression: ex.Expression
    """What it says."""

    def __init__(self, written: "str | date | When") -> None:
        if isinstance(written, When):
            text = written.text
        elif isinstance(written, datetime):
            text = _moment_text(written)
        elif isinstance(written, date):
            text = written.isoformat()
        elif isinstance(written, str):
            text = written
        else:
            raise InvalidValue("needs-text", got=type(written).__name__)
        object.__setattr__(self, "text", text.strip())
        object.__setattr__(self, "expression", parse(text))

    def __setattr__(self, name: str, _value: object) -> None:
        msg = f"a When is immutable: {name}"
        raise AttributeError(msg)

    @property
    def is_recurring(self) -> bool:
        """Whether it comes round."""
        return isinstance(self.expression, ex.Every | ex.WorkdaysAfter | ex.Rrule | ex.EveryTbd)

    def __eq__(self, other: object) -> bool:
        return self.expression == other.expression if isinstance(other, When) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.expression)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"When({self.text!r})"

    def __reduce__(self) -> tuple[type[Self], tuple[str]]:
        return type(self), (self.text,)

    @classmethod
    def read(cls, value: object) -> "When":
        """Return a date from text, a date or a When; anything else is refused."""
        if isinstance(value, When):
            return value
        if isinstance(value, str | date):
            return cls(value)
        raise InvalidValue("needs-text", got=type(value).__name__)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": ["string", "integer"], "title": "When"}


def _moment_text(moment: datetime) -> str:
    """Return a naive wall time as the grammar writes it; an aware one would lose its zone."""
    if moment.tzinfo is not None:
        raise InvalidValue("moment-needs-its-zone-beside-it", text=moment.isoformat())
    if moment.second or moment.microsecond:
        raise InvalidValue("clock-unreadable", text=moment.time().isoformat())
    return f"{moment:%Y-%m-%d %H:%M}"


class Duration:
    """A length of time: `Duration("3 workdays")`, `Duration("24 hours")`, `Duration("14天")`.

    Working days, calendar spans and clock hours are three types that neither compare nor add up.

    Raises:
        InvalidValue: the text is no whole number of a known unit.
    """

    __slots__ = ("count", "text", "unit")

    count: int
    unit: str
    """`minutes`, `hours`, `days`, `workdays`, `weeks`, `months` or `years`."""
    text: str

    def __new__(cls, written: "str | Duration") -> Self:
        """Return a length of time of the kind its unit belongs to."""
        if not isinstance(written, str | Duration):
            raise InvalidValue("needs-text", got=type(written).__name__)
        text = written.text if isinstance(written, Duration) else written.strip()
        count, unit = _duration(text)
        kind = _KIND[unit]
        if not issubclass(kind, cls):
            raise InvalidValue("duration-of-another-kind", text=text, kind=cls.__name__)
        self = object.__new__(kind)
        object.__setattr__(self, "count", count)
        object.__setattr__(self, "unit", unit)
        object.__setattr__(self, "text", text)
        return self

    def __setattr__(self, name: str, _value: object) -> None:
        msg = f"a Duration is immutable: {name}"
        raise AttributeError(msg)

    def __add__(self, other: "Duration") -> "Duration":
        if not isinstance(other, Duration):
            return NotImplemented
        if self.unit != other.unit:
            raise InvalidValue("duration-of-another-kind", text=other.text, kind=self.unit)
        return Duration(f"{self.count + other.count} {self.unit}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Duration):
            return NotImplemented
        return (self.count, self.unit) == (other.count, other.unit)

    def __hash__(self) -> int:
        return hash((self.count, self.unit))

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"

    def __reduce__(self) -> tuple[type["Duration"], tuple[str]]:
        return Duration, (self.text,)

    @classmethod
    def _read(cls, value: object) -> "Duration":
        if isinstance(value, str | Duration):
            return cls(value)
        raise InvalidValue("needs-text", got=type(value).__name__)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._read, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "title": "Duration"}


class WorkingTime(Duration):
    """Working days: reviews, rectification."""

    __slots__ = ()


class CalendarTime(Duration):
    """Days, weeks, months or years of the calendar."""

    __slots__ = ()


class ClockTime(Duration):
    """Hours or minutes of the clock: response to issues."""

    __slots__ = ()


_KIND: dict[str, type[Duration]] = {
    "workdays": WorkingTime,
    "days": CalendarTime,
    "weeks": CalendarTime,
    "months": CalendarTime,
    "years": CalendarTime,
    "hours": ClockTime,
    "minutes": ClockTime,
}
_DURATION = re.compile(r"(\d{1,5})\s*([a-z]+|[一-鿿]+)")
_DURATION_UNITS = {
    "分钟": "minutes",
    "小时": "hours",
    "个小时": "hours",
    "天": "days",
    "日": "days",
    "个工作日": "workdays",
    "工作日": "workdays",
    "周": "weeks",
    "个星期": "weeks",
    "个月": "months",
    "年": "years",
}


def _duration(text: str) -> tuple[int, str]:
    match = _DURATION.fullmatch(text.lower())
    if match:
        unit = _DURATION_UNITS.get(match[2], match[2] if match[2].endswith("s") else match[2] + "s")
        if unit in _KIND:
            return int(match[1]), unit
    raise InvalidValue("duration-unreadable", text=text)


def is_duration(text: str) -> bool:
    """Whether a text is a length of time rather than a date."""
    match = _DURATION.fullmatch(text.strip().lower())
    return match is not None and (match[2] in _DURATION_UNITS or match[2].rstrip("s") + "s" in _KIND)
