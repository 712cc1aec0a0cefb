"""Media partners and own channels.

What was placed with them and what came of it comes with coverage.
"""

from typing import Annotated, Any

from pydantic import PlainValidator

from campaignflow.dates.when import Duration
from campaignflow.plan.approvals import ApprovalStep
from campaignflow.plan.noun import EMPTY, Id, Keyed, Noun, Text, Texts
from campaignflow.plan.tiers import Tier, read_tier

__all__ = ["Channel", "Medium"]


def _tier(value: Any) -> Tier:
    return read_tier(value)


class Medium(Noun):
    """A media partner (媒体)."""

    name: Text
    """Display name."""
    tier: Annotated[Tier, PlainValidator(_tier, json_schema_input_type=str)] | None = None
    """`central provincial city county industry overseas`; `national state local` are read too."""
    kind: Text | None = None
    """newspaper, tv, radio, website ..."""
    contact: Texts = ()
    """How to reach it."""


class Channel(Noun):
    """An own outlet of the office: site, account, board (自有渠道)."""

    name: Text
    """Display name."""
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
