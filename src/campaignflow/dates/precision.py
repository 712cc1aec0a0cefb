"""How precise and how certain a date is: two facts about it that are shown everywhere.

What was written lives in `campaignflow.dates.when`, the days it means in `campaignflow.dates.span`.
"""

from enum import StrEnum

__all__ = ["Certainty", "Precision"]


class Precision(StrEnum):
    """The smallest unit of time that was written, finest first."""

    MOMENT = "moment"
    PART_OF_DAY = "part-of-day"
    DAY = "day"
    WEEK = "week"
    THIRD = "third"
    """Early, middle or late part of a month (上旬, 中旬, 下旬)."""
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    UNDATED = "undated"

    @property
    def rank(self) -> int:
        """Place in the order from moment (0) to undated."""
        return _RANK[self]

    @property
    def is_exact(self) -> bool:
        """Whether the day is known: written to the day or better."""
        return _RANK[self] <= _RANK[Precision.DAY]


_RANK = {precision: rank for rank, precision in enumerate(Precision)}


class Certainty(StrEnum):
    """Whether a date stands or may still move."""

    CONFIRMED = "confirmed"
    PROVISIONAL = "provisional"
