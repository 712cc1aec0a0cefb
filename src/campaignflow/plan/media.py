"""Media partners and own channels.

What was placed with them and what came of it comes with coverage.
"""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import PlainValidator

from campaignflow.dates.when import Duration
from campaignflow.errors import InvalidValue
from campaignflow.plan.approvals import ApprovalStep
from campaignflow.plan.noun import EMPTY, Id, Keyed, Noun, Text, Texts

__all__ = ["ABOVE", "Channel", "Medium", "Tier", "read_tier"]


class Tier(StrEnum):
    """The level of a medium."""

    CENTRAL = "central"
    PROVINCIAL = "provincial"
    CITY = "city"
    COUNTY = "county"
    INDUSTRY = "industry"
    OVERSEAS = "overseas"


_LEVELS = (Tier.CENTRAL, Tier.PROVINCIAL, Tier.CITY, Tier.COUNTY)
ABOVE = {tier: _LEVELS[: _LEVELS.index(tier) + 1] if tier in _LEVELS else (tier,) for tier in Tier}
"""For each tier, itself and the higher ones; industry and overseas media stand beside the order."""

_ALSO = {
    "national": Tier.CENTRAL,
    "state": Tier.PROVINCIAL,
    "local": Tier.COUNTY,
    "中央": Tier.CENTRAL,
    "省级": Tier.PROVINCIAL,
    "市级": Tier.CITY,
    "县级": Tier.COUNTY,
    "行业": Tier.INDUSTRY,
    "海外": Tier.OVERSEAS,
}


def read_tier(text: object) -> Tier:
    """Return a tier by its code, or by the words that mean one.

    Raises:
        InvalidValue: no tier is called that.
    """
    name = str(text).strip().lower()
    if name in _ALSO:
        return _ALSO[name]
    try:
        return Tier(name)
    except ValueError:
        raise InvalidValue("not-one-of", text=str(text), expected=[tier.value for tier in Tier]) from None


def _tier(value: Any) -> Tier:
    return read_tier(value)


class Medium(Noun):
    """A media partner (媒体)."""

    name: Text
    tier: Annotated[Tier, PlainValidator(_tier, json_schema_input_type=str)] | None = None
    """`central provincial city county industry overseas`; `national state local` are read too."""
    kind: Text | None = None
    """newspaper, tv, radio, website ..."""
    contact: Texts = ()


class Channel(Noun):
    """An own outlet of the office: site, account, board (自有渠道)."""

    name: Text
    platform: Text | None = None
    """website, wechat, weibo, outdoor ..."""
    owner: Id | None = None
    """The unit that keeps it."""
    update_within: Duration | None = None
    """How long it may stay without something new."""
    core: bool = False
    """Whether it is one of the office's main outlets."""
    approvals: Keyed[ApprovalStep] = EMPTY
    """Steps for whatever goes out on it."""
