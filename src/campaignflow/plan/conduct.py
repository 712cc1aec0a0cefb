"""What a plan is bound by: conditions, blackouts, directives from above, and waivers of findings."""

from typing import ClassVar, Literal

from pydantic import Field

from campaignflow.dates.when import When
from campaignflow.plan.noun import Facets, Ids, Noun, Parties, Text, Texts

__all__ = ["AppliesTo", "Blackout", "Condition", "Directive", "Waiver"]


class Condition(Noun):
    """Something work depends on that is not the office's to plan (条件)."""

    FACETS: ClassVar[Facets] = {
        "dates": ("due",),
        "units": ("decided_by",),
        "scope": ("kind",),
        "text": ("title",),
    }

    title: Text
    """What has to be so."""
    kind: Literal["decision", "state"] = "decision"
    """`decision`: taken once; `state`: comes and goes."""
    decided_by: Parties = ()
    """Who decides it."""
    due: When | None = None
    """By when it is decided."""


class AppliesTo(Noun):
    """What a blackout touches; nothing named means everything."""

    FACETS: ClassVar[Facets] = {"scope": ("units", "channels", "areas")}

    units: Parties = ()
    """Parties it touches."""
    channels: Ids = ()
    """Own channels it touches."""
    areas: Texts = ()
    """Places, compared with `where`."""


class Blackout(Noun):
    """A time in which nothing goes out (静默期)."""

    FACETS: ClassVar[Facets] = {"dates": ("when",), "scope": ("hard", "applies_to"), "text": ("title",)}

    title: Text
    """What it is called."""
    when: When
    """The days on which nothing goes out."""
    hard: bool = False
    """Whether nothing may lie in it at all; otherwise it is advice."""
    applies_to: AppliesTo = AppliesTo()
    """Whom and what it touches; nothing named means everything."""


class Directive(Noun):
    """An instruction from above that must be carried out (上级部署)."""

    FACETS: ClassVar[Facets] = {"dates": ("received",), "scope": ("asks",), "text": ("title", "from_")}

    title: Text
    """What it is called."""
    from_: Text | None = Field(default=None, alias="from")
    """Who issued it."""
    received: When | None = None
    """When it came in."""
    asks: Texts = ()
    """What must be planned: ids of campaigns or activities, or words for what is still open."""


class Waiver(Noun):
    """A finding that the office knows of and accepts, with its reason (豁免)."""

    FACETS: ClassVar[Facets] = {"text": ("finding", "items", "reason", "by")}

    finding: Text
    """Code of the finding."""
    items: Ids = ()
    """Entries it is about; none means every one."""
    reason: Text
    """Why it is accepted."""
    by: Text | None = None
    """Who decided so."""
