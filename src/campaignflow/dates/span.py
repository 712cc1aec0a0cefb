"""The days an expression means: points with bounds, and spans between two points.

How they are worked out lives in `campaignflow.dates.resolve`.
"""

from datetime import date, datetime
from typing import NamedTuple, Self

from campaignflow.dates.precision import Certainty, Precision

__all__ = ["DAY", "Moment", "Point", "Span", "as_day", "moment_in"]

Moment = date | datetime
"""A day, or an aware moment."""
DAY = len("2027-03-01")
"""Length of a day as it is recorded; what is longer is a moment."""


def as_day(moment: Moment) -> date:
    """Return the day of a moment, in the moment's own zone."""
    return moment.date() if isinstance(moment, datetime) else moment


def moment_in(text: str) -> Moment:
    """Return the day or the moment that is recorded as a text.

    Raises:
        ValueError: it is neither.
    """
    return datetime.fromisoformat(text) if len(text) > DAY else date.fromisoformat(text)


class Point(NamedTuple):
    """One end of a span: some time between two bounds, both included."""

    lo: Moment
    hi: Moment
    precision: Precision


class Span(NamedTuple):
    """What a `when` resolves to.  `first` and `last` are the same point for something that happens once."""

    first: Point | None = None
    last: Point | None = None
    provisional: bool = False
    """Whether something it depends on may still move, beyond its own precision."""
    part: str | None = None
    part_end: str | None = None
    rests_on: frozenset[str] = frozenset()
    """Calendars and years not announced yet that it depends on (`CN 2027`)."""
    notes: frozenset[str] = frozenset()
    """Codes of notes about how it was read (`week-start-assumed`, `fiscal-year-named`)."""

    @property
    def start(self) -> Moment | None:
        """The first day or moment it can begin on."""
        return None if self.first is None else self.first.lo

    @property
    def end(self) -> Moment | None:
        """The last day or moment it can end on."""
        return None if self.last is None else self.last.hi

    @property
    def precision(self) -> Precision:
        """The coarser of its two ends."""
        first, last = self.first or self.last, self.last or self.first
        if first is None or last is None:
            return Precision.UNDATED
        is_coarser = last is not first and last.precision.rank > first.precision.rank
        return last.precision if is_coarser else first.precision

    @property
    def certainty(self) -> Certainty:
        """Confirmed if written to the day or better and resting on nothing provisional (rule 9)."""
        settled = self.precision.is_exact and not self.provisional
        return Certainty.CONFIRMED if settled else Certainty.PROVISIONAL

    @property
    def is_single(self) -> bool:
        """Whether it is one point: a day, a moment, or some time within bounds."""
        return self.first is not None and self.first is self.last

    @property
    def is_one_day(self) -> bool:
        """Whether it lies within one known day."""
        if self.first is None or self.last is None:
            return False
        return as_day(self.first.lo) == as_day(self.last.hi)

    def and_from(self, *others: "Span") -> Self:
        """Return this span, carrying also what others rest on."""
        return self._replace(
            provisional=self.provisional or any(other.provisional for other in others),
            rests_on=self.rests_on.union(*(other.rests_on for other in others)),
            notes=self.notes.union(*(other.notes for other in others)),
        )


UNDATED = Span(provisional=True)
"""Kept, shown as undated."""
