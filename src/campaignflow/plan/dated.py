"""Dated things: what all of them share, key dates, activities and routines.

Campaigns, which hold them, are in `campaignflow.plan.campaign`; their real days are worked out in
`campaignflow.scheduling`.
"""

from typing import ClassVar

from pydantic import Field

from campaignflow.dates.precision import Certainty
from campaignflow.dates.when import When
from campaignflow.plan.approvals import ApprovalStep
from campaignflow.plan.budget import BudgetLine
from campaignflow.plan.noun import EMPTY, Facets, Id, Ids, Keyed, Noun, Parties, Text, Texts, Whens
from campaignflow.plan.quotas import Quota
from campaignflow.types import Visibility

__all__ = ["Activity", "Dated", "KeyDate", "Routine"]


class Dated(Noun):
    """What every dated thing may say."""

    FACETS: ClassVar[Facets] = {
        "dates": ("when", "timezone", "certainty", "embargo", "from_", "until", "except_"),
        "scope": ("where", "visibility"),
        "text": ("title",),
    }
    FREE: ClassVar[tuple[str, ...]] = ("printed",)  # compared with what is planned, and never followed

    title: Text
    """What it is called."""
    when: When | None = None
    """When it happens: a day, a span, a rule, or `tbd`."""
    where: Texts = ()
    """Place or places."""
    timezone: Id | None = None
    """IANA name of the zone its clock times are in; else the campaign's, the unit's, the programme's."""
    certainty: Certainty | None = None
    """`confirmed` or `provisional`, for this and what hangs on it; else as it is written."""
    visibility: Visibility | None = None
    """Who may see it in calendars: `internal` (default), `partners` or `public`."""
    embargo: When | None = None
    """A moment before which it is shown to nobody outside."""
    printed: Text | None = None
    """The date as the source prints it, checked against `when`."""
    from_: When | None = Field(default=None, alias="from")
    """Where a recurrence begins."""
    until: When | None = None
    """Where a recurrence ends, included."""
    except_: Whens = Field(default=(), alias="except")
    """Days a recurrence leaves out."""


class KeyDate(Dated):
    """A day or span that a campaign turns on (时间节点)."""


class Activity(Dated):
    """A piece of work or an event of a campaign, or one inside another (活动)."""

    FACETS: ClassVar[Facets] = {
        "dates": ("due",),
        "budget": ("budget",),
        "partners": ("media",),
        "units": ("lead", "support", "owner", "parties", "each", "report_to"),
        "scope": (
            *("needs", "only_if", "forms", "channels", "deliverables", "quotas"),
            *("prepare", "agenda"),
        ),
    }
    FREE: ClassVar[tuple[str, ...]] = (
        "approvals",  # who must agree is no part of what they agree to; rounds and rule 25 guard it
        "was",  # it is the same thing under another id
    )

    lead: Parties = ()
    """Who is responsible: one party, or several of equal rank."""
    support: Parties = ()
    """Who helps."""
    owner: Parties = ()
    """The person or people answerable by name."""
    parties: Keyed[Parties] = EMPTY
    """Other parts, by name: `sponsor`, `host`, `allotted_by`."""
    due: When | None = None
    """The last day on which it counts as done in time, to 24:00 in its zone."""
    needs: Ids = ()
    """What must have ended before this starts."""
    only_if: Ids = ()
    """Conditions it depends on."""
    each: Parties = ()
    """Each of these (members of collectives) does it."""
    forms: Texts = ()
    """Forms it takes: event, poster, video."""
    channels: Ids = ()
    """Own channels it goes out on."""
    media: Ids = ()
    """Media partners it involves."""
    deliverables: Texts = ()
    """What is to be there afterwards."""
    quotas: tuple[Quota, ...] = ()
    """How much of what it owes."""
    budget: tuple[BudgetLine, ...] = ()
    """What it costs."""
    approvals: Keyed[ApprovalStep] = EMPTY
    """Steps of the campaign's round that cover this activity alone."""
    prepare: "Keyed[Activity]" = EMPTY
    """What must be done before it; each ends before it starts."""
    agenda: "Keyed[Activity]" = EMPTY
    """What happens inside it; each lies within it."""
    report_to: Parties = ()
    """Who is to be told of it."""
    was: Id | None = None
    """Its id before it was renamed."""


class Routine(Dated):
    """A duty that comes round (例行工作)."""

    FACETS: ClassVar[Facets] = {
        "dates": ("due",),
        "units": ("lead", "support", "owner", "report_to"),
        "scope": ("channels",),
    }

    lead: Parties = ()
    """Who is responsible."""
    support: Parties = ()
    """Who helps."""
    owner: Parties = ()
    """The person or people answerable by name."""
    due: When | None = None
    """A recurring last day, where that is what is known."""
    channels: Ids = ()
    """Own channels it is about."""
    report_to: Parties = ()
    """Who is to be told of it."""
