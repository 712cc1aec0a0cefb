"""Campaigns: the unit of planning, approval and money.

What they hold is in `dated`, `quotas`, `budget` and `approvals`.
"""

from typing import ClassVar

from campaignflow.plan.approvals import ApprovalStep
from campaignflow.plan.budget import BudgetLine
from campaignflow.plan.dated import Activity, Dated, KeyDate
from campaignflow.plan.noun import EMPTY, Facets, Id, Ids, Keyed, Parties, Text, Texts
from campaignflow.plan.quotas import Points, Quota

__all__ = ["Campaign"]


class Campaign(Dated):
    """A campaign of the programme (宣传活动): its window, key dates, work, money and partners."""

    FACETS: ClassVar[Facets] = {
        "dates": ("key_dates",),
        "budget": ("budget",),
        "units": ("lead", "support", "supervise", "owner", "parties"),
        "scope": (
            *("part_of", "audience", "objective", "directives", "quotas", "targets", "points"),
            "activities",
        ),
        "text": ("theme",),
    }
    FREE: ClassVar[tuple[str, ...]] = (
        "approvals",  # who must agree is no part of what they agree to; rounds and rule 25 guard it
        "was",  # it is the same campaign under another id
        "exported",  # says of the file how old it is
    )

    theme: Text | None = None
    """The theme of the programme it serves."""
    lead: Parties = ()
    """Who is responsible: one party, or several of equal rank."""
    support: Parties = ()
    """Who helps."""
    supervise: Parties = ()
    """Who oversees it."""
    owner: Parties = ()
    """The person or people answerable by name."""
    parties: Keyed[Parties] = EMPTY
    """Other parts, by name: `sponsor`, `host`, `allotted_by`."""
    part_of: Id | None = None
    """The larger campaign it belongs to, of this plan or not."""
    audience: Texts = ()
    """Whom it addresses; two campaigns for one audience on one day compete."""
    objective: Texts = ()
    """What it is to achieve."""
    directives: Ids = ()
    """Directives it carries out."""
    key_dates: Keyed[KeyDate] = EMPTY
    """The days it turns on, by id."""
    activities: Keyed[Activity] = EMPTY
    """The work it consists of, by id."""
    quotas: tuple[Quota, ...] = ()
    """How much of what it owes."""
    budget: tuple[BudgetLine, ...] = ()
    """What it costs, line by line."""
    targets: tuple[Quota, ...] = ()
    """What it should achieve."""
    points: tuple[Points, ...] = ()
    """Its own scoring scheme."""
    approvals: Keyed[ApprovalStep] = EMPTY
    """Steps of this campaign alone, beside the programme's."""
    was: Id | None = None
    """Its id before it was renamed."""
    exported: Text | None = None
    """The state of its record that it was exported in; written by `export`, and nothing to change."""
