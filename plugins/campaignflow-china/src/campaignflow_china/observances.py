"""Days on which reports are due, as observances that plans name: `due: observance:china-statistics-q1`.

China's holidays and days of remembrance, and the two days of the annual disclosure reports, come with
campaignflow itself; here are those that rest on the norms.
"""

from typing import Any

from campaignflow import Observance
from campaignflow_china.norms import Norms

__all__ = ["brought", "observances"]

_QUARTERS = {1: ("q4", "上年第四季度"), 4: ("q1", "第一季度"), 7: ("q2", "第二季度"), 10: ("q3", "第三季度")}
"""By the month in which a quarter is reported: its id and its name."""


def observances(norms: Norms | None = None) -> list[Observance]:
    """Return the days for `campaignflow.schedule(programme, observances=...)`, where no office is open.

    `norms` are the office's, from `rules(...)`; else the published ones.
    """
    return [Observance.from_data(one) for one in brought(norms or Norms())]


def brought(norms: Norms) -> list[dict[str, Any]]:
    """Return the days as data: those on which the statistics of a quarter are due."""
    day = norms["submit.stats_due_day"]
    return [
        {
            "id": f"china-statistics-{quarter}",
            "zh": f"{name}信息统计报送日",
            "en": f"statistics of {quarter.upper()} due",
            "rule": {"kind": "fixed", "month": month, "day": int(day.value)},
            "category": "deadline",
            "tags": ["report"],
            "source": f"{day.source} {day.url}",
        }
        for month, (quarter, name) in _QUARTERS.items()
    ]
