"""How much of what is owed: quotas, targets, and points for what was achieved.

Counting what was delivered comes with coverage; here is only what was planned.
"""

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, PlainValidator, model_validator

from campaignflow.dates.when import When
from campaignflow.errors import InvalidValue
from campaignflow.plan.noun import Facets, Ids, Noun, Parties, Text, Texts
from campaignflow.plan.quantity import Quantity
from campaignflow.plan.tiers import ABOVE, Tier, read_tier

__all__ = ["Has", "Points", "Quota", "Tiers"]

_PER = re.compile(r"day|week|month|quarter|year|campaign|issue|stage|any \d{1,3} days")


def _per(text: str) -> str:
    if not _PER.fullmatch(text):
        raise InvalidValue("per-unreadable", text=text)
    return text


def _tiers(value: Any) -> tuple[Tier, ...]:
    """Read `county`, `[county, city]` or `county or above`."""
    if isinstance(value, str) and (match := re.fullmatch(r"(\w+?)(?: or above|及以上|以上)", value.strip())):
        return ABOVE[read_tier(match[1])]
    return tuple(read_tier(one) for one in (value if isinstance(value, list | tuple) else (value,)))


Tiers = Annotated[tuple[Tier, ...], PlainValidator(_tiers, json_schema_input_type=str | list[str])]
"""Tiers of media that count."""

Per = Annotated[str, AfterValidator(_per)]
"""A stretch of time: `day week month quarter year campaign issue stage` or `any 14 days`."""


class Has(Noun):
    """What each piece must have to count."""

    FACETS: ClassVar[Facets] = {"scope": ("characters", "images")}

    characters: Quantity | None = None
    """At least so many characters of text."""
    images: Quantity | None = None
    """At least so many pictures."""


class Quota(Noun):
    """A number that is owed (任务量), or a target of what it should achieve (目标)."""

    FACETS: ClassVar[Facets] = {
        "scope": (
            *("of", "at_least", "at_most", "exactly", "about", "binding", "tier", "media", "channels"),
            *("per", "each", "by", "counted", "has", "due", "from_", "until"),
        ),
    }
    FREE: ClassVar[tuple[str, ...]] = ("printed",)  # compared with the number, and never followed

    of: Texts
    """What is counted: `article`, `broadcast`, `reads`; of a list, any."""
    at_least: Quantity | None = None
    """No fewer than this."""
    at_most: Quantity | None = None
    """No more than this."""
    exactly: Quantity | None = None
    """This many."""
    about: Quantity | None = None
    """Roughly this many."""
    binding: bool = True
    """False for what is striven for (争取): shown, never failed."""
    tier: Tiers = ()
    """Tiers of media that count; `county or above` includes the higher ones."""
    media: Ids = ()
    """Named media that count."""
    channels: Ids = ()
    """Own channels that count."""
    per: Per | None = None
    """Owed once in each of these; whole periods owe it, parts are shown."""
    each: Parties = ()
    """Owed by each of these, or by each member of a collective."""
    by: Parties = ()
    """Who owes it, if not the lead."""
    counted: Literal["submitted", "published"] | None = None
    """Whether it counts when it is `submitted` or when it is `published`."""
    has: Has | None = None
    """What each piece must have to count."""
    due: When | None = None
    """Last day on which it counts."""
    from_: When | None = Field(default=None, alias="from")
    """First day on which it is owed."""
    until: When | None = None
    """Last day on which it is owed, included."""
    printed: Text | None = None
    """The number as the source prints it."""

    @model_validator(mode="after")
    def _has_a_number(self) -> "Quota":
        least, most = self.at_least, self.at_most
        if all(number is None for number in (least, most, self.exactly, self.about)):
            raise InvalidValue("quota-needs-number")
        if least is not None and most is not None and least.number > most.number:
            raise InvalidValue("quota-backwards", least=least.text, most=most.text)
        return self


class Points(Noun):
    """One row of a scoring scheme (计分办法)."""

    FACETS: ClassVar[Facets] = {"scope": ("for_", "points", "tier", "per", "all_or_nothing")}

    for_: Text = Field(alias="for")
    """What earns them."""
    points: Quantity
    """How many."""
    tier: Tiers = ()
    """Tiers of media that earn them."""
    per: Text | None = None
    """What they are given for: `item`, `month`."""
    all_or_nothing: bool = False
    """Whether falling short of the quota gives none."""
