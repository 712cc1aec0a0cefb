"""Tiers of media: the level a medium stands on, and which levels count as "or above"."""

from enum import StrEnum

from campaignflow.errors import InvalidValue

__all__ = ["ABOVE", "Tier", "read_tier"]


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
