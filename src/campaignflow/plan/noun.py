"""What every noun of a plan has in common, and the small types their fields are made of.

The nouns themselves stand beside this module, one stem each.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainValidator,
    StringConstraints,
    ValidationError,
)

from campaignflow.dates.when import Duration, When, is_duration
from campaignflow.errors import InvalidValue, PlanError
from campaignflow.plan.mistakes import findings_of
from campaignflow.types import FrozenDict, PartyId, checked_id

__all__ = [
    "UNKNOWN",
    "Due",
    "Facets",
    "Id",
    "Ids",
    "Keyed",
    "Noun",
    "Parties",
    "Text",
    "Texts",
    "Unknown",
    "Whens",
]

LONGEST_TEXT = 10_000
"""Characters of one text (rule C12)."""

T = TypeVar("T")

if TYPE_CHECKING:
    from pydantic._internal._model_construction import (
        ModelMetaclass as _Spoken,
    )  # its name for type checkers only
else:

    class _Spoken(type(BaseModel)):
        """Turns pydantic's report on a noun built in Python into our own findings."""

        def __call__(cls, *args: Any, **fields: Any) -> Any:
            if args and hasattr(cls, "named"):
                return cls.named(*args, **fields)
            try:
                return super().__call__(*args, **fields)
            except ValidationError as error:
                raise PlanError(findings_of(error, cls, cls.__name__)) from None


def _listed(value: object) -> object:
    """Read one thing as a list of one."""
    if isinstance(value, set | frozenset):
        return sorted(value)
    return value if isinstance(value, list | tuple) else (value,)


def _unique(items: tuple[T, ...]) -> tuple[T, ...]:
    if len(items) > 1 and len(set(items)) != len(items):
        twice = next(item for item in items if items.count(item) > 1)
        raise InvalidValue("listed-twice", text=str(twice))
    return items


# C0 but TAB, LF and CR, DEL and C1 are refused at the door (rule 3)
_PRINTABLE = "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]*$"

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT, pattern=_PRINTABLE)
]
"""A text people read."""

Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed)]
"""One text or a list of them, in their order."""

Id = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_PRINTABLE)
]
"""An id of something in the plan; whether it exists is checked over the whole plan."""

Ids = Annotated[tuple[Id, ...], BeforeValidator(_listed), AfterValidator(_unique)]
"""One id or a list of them."""

Parties = Annotated[tuple[PartyId, ...], BeforeValidator(_listed), AfterValidator(_unique)]
"""One party or a list of equals: units, people or media."""

Whens = Annotated[tuple[When, ...], BeforeValidator(_listed)]
"""One date or a list of them."""

Keyed = Annotated[Mapping[Annotated[str, AfterValidator(checked_id)], T], AfterValidator(FrozenDict)]
"""A frozen mapping from ids to a noun."""


class Unknown(StrEnum):
    """A value that the source leaves open; kept as unknown, never taken for nought."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


def _due(value: object) -> When | Duration:
    if isinstance(value, Duration):
        return value
    if isinstance(value, str) and is_duration(value):
        return Duration(value)
    return When.read(value)


Due = Annotated[When | Duration, PlainValidator(_due, json_schema_input_type=str)]
"""A date, or a length of time from the moment the thing opens."""

Facets = Mapping[str, tuple[str, ...]]
"""For each facet that an approval covers, the fields of a noun that belong to it."""


class Noun(BaseModel, metaclass=_Spoken):
    """A frozen record of a plan; equal to another of the same content.

    Raises:
        PlanError: a field is unknown, missing or cannot be read; every finding is listed.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
    )

    FACETS: ClassVar[Facets] = {"text": ("note",)}
    """The fields by facet (rule 27); each kind of noun adds its own to those that it inherits."""
    FREE: ClassVar[tuple[str, ...]] = ()
    """Fields that no approval looks at, each with the reason beside it."""

    note: Texts = ()
    """Remarks; shown, never computed."""

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with some fields changed; what is changed is read and checked like new.

        Raises:
            PlanError: a changed field is unknown or cannot be read.
        """
        if not update:
            return super().model_copy(deep=deep)
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**{**fields, **update})

    def __eq__(self, other: object) -> bool:
        # pydantic would compare private attributes too, and where a plan was read from is no part of it
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__.values()))


EMPTY: FrozenDict[Any, Any] = FrozenDict()
"""The mapping of nothing, shared."""
