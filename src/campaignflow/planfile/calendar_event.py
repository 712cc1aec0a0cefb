"""An event of somebody else's calendar, and what came of reading such a calendar.

How they are read is in `campaignflow.planfile.calendar_reading`.
"""

from dataclasses import dataclass
from datetime import date, datetime

from campaignflow.errors import Finding

__all__ = ["IcsEvent", "IcsReading"]


@dataclass(frozen=True, slots=True)
class IcsEvent:
    """An event of somebody else's calendar."""

    uid: str
    """What it is known by for life; one is made up where the file has none."""
    title: str
    start: date | datetime
    """A day, or an aware moment in its zone."""
    end: date | datetime | None = None
    """Its last day, included, or the moment it ends; None where the file says none."""
    zone_written: str = ""
    """The zone as the file names it; empty for a day, for UTC and for a time without a zone."""
    zone: str = ""
    """The IANA zone that was understood; empty for a day."""
    status: str = ""
    """`confirmed`, `tentative` or `cancelled`; empty where nothing is said."""
    rule: str = ""
    """How it comes round, as RFC 5545 writes it (RRULE)."""
    also: tuple[date | datetime, ...] = ()
    """Further times at which it starts (RDATE)."""
    without: tuple[date | datetime, ...] = ()
    """Times of the rule at which it does not take place (EXDATE)."""
    instance: date | datetime | None = None
    """The time of the series that this one stands for (RECURRENCE-ID)."""
    onward: bool = False
    """Whether the times of the series after that one are moved along (RANGE=THISANDFUTURE)."""
    location: str = ""
    description: str = ""
    sequence: int = 0
    """How often its time was changed; the higher one counts."""
    kind_of_day: str = ""
    """`off` or `worked`, where a calendar of public holidays marks its days so (休、班)."""
    line: int = 0
    """The line of the file it begins on."""

    @property
    def all_day(self) -> bool:
        """Whether it is made of days, not of moments."""
        return not isinstance(self.start, datetime)


@dataclass(frozen=True, slots=True)
class IcsReading:
    """What came of reading somebody else's calendar."""

    name: str
    """What the calendar calls itself; empty if nothing."""
    timezone: str
    """The zone that times without one were read in."""
    events: tuple[IcsEvent, ...]
    """In the order of the file."""
    findings: tuple[Finding, ...]
    """What was mended, and what could not be read, each with its line."""
