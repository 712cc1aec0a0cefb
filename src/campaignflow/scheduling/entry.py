"""One dated thing of a resolved programme: an entry, and the occurrences of one that comes round.

How entries are worked out lives in `campaignflow.scheduling.resolver` and `.entries`.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Self

from campaignflow.dates.precision import Certainty, Precision
from campaignflow.dates.span import as_day
from campaignflow.types import Visibility

__all__ = ["LISTED", "NEVER", "UNDATED", "Entry", "Occurrence", "by_time"]

LISTED = frozenset(("campaign", "key-date", "activity", "prepare", "agenda", "routine"))
"""Kinds that calendars list while they have no date: work, and what work hangs on."""
UNDATED = "undated"
"""Behind the id of a campaign and an @: the list of what has no date in it."""

NEVER = datetime.max.replace(tzinfo=UTC)
"""The moment of an embargo that is written and not decided yet."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a recurring entry comes round."""

    key: str
    """The period it belongs to (`2027-W12`, `2027-03`, `2027-Q1`, `2027-03-22`); its identity for life."""
    start: date | datetime | None
    end: date | datetime | None
    """Last day (included) or moment."""
    due: date | datetime | None = None
    rests_on: tuple[str, ...] = ()
    """Calendars and years that are not announced yet and may still move it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated thing of the plan with its real dates: `kind` says what it is."""

    id: str
    """`water-week`, `water-week/briefing`, `water-week/briefing/release`, `routine:weekly-report`."""
    kind: str
    """`campaign`, `key-date`, `activity`, `prepare`, `agenda`, `routine`, `approval` or `condition`."""
    title: str
    start: date | datetime | None = None
    """First day, or aware moment; None where no start was written."""
    end: date | datetime | None = None
    """Last day (included), or aware moment; None where there is no end or none is known."""
    due: date | datetime | None = None
    """Last day on which it still counts as done in time (to 24:00 in `zone`), or aware moment."""
    precision: Precision = Precision.UNDATED
    certainty: Certainty = Certainty.PROVISIONAL
    written: str = ""
    """`when` (else `due`) as the planner wrote it; empty where the window is inherited."""
    zone: str = "UTC"
    """IANA name of the time zone it is meant in."""
    part: str | None = None
    """`morning`, `afternoon` or `evening` on the first day, where no clock time was written."""
    part_end: str | None = None
    """Likewise on the last day."""
    rests_on: tuple[str, ...] = ()
    """Calendars and years that are not announced yet and may still move it (`CN 2027`)."""
    inherited: bool = False
    """Whether the window is the campaign's because the item has no date of its own."""
    campaign: str | None = None
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    visibility: Visibility = Visibility.INTERNAL
    embargo: datetime | None = None
    needs: tuple[str, ...] = ()
    """Ids of the entries that must have ended before this one starts."""
    occurrences: tuple[Occurrence, ...] = ()
    """The times it comes round, in order; empty for what happens once."""
    path: tuple[str, ...] = ()
    """Where it stands in the plan file: (`campaigns`, `water-week`, `activities`, `briefing`)."""

    @property
    def is_dated(self) -> bool:
        """Whether it has any day at all."""
        return self.start is not None or self.end is not None or self.due is not None

    @property
    def is_fuzzy(self) -> bool:
        """Whether it happens some time within its bounds rather than on known days."""
        return not self.precision.is_exact

    def involves(self, party: str) -> bool:
        """Whether a unit or person leads, supports or owns it."""
        return party in self.lead or party in self.support or party in self.owner

    def at(self, occurrence: Occurrence) -> Self:
        """Return the entry as it stands at one of its occurrences."""
        return replace(
            self,
            start=occurrence.start,
            end=occurrence.end,
            due=occurrence.due,
            rests_on=occurrence.rests_on,
            occurrences=(occurrence,),
        )


def by_time(entry: Entry) -> tuple[bool, date, bool, str, str]:
    """Return what entries are sorted by: their first day, then clock time, then id; undated ones last."""
    moment = entry.start if entry.start is not None else entry.due if entry.due is not None else entry.end
    day = date.max if moment is None else as_day(moment)
    clock = moment.isoformat() if isinstance(moment, datetime) else ""
    return moment is None, day, bool(clock), clock, entry.id
