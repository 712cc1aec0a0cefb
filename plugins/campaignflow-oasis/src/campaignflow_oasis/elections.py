"""Pre-election periods: nothing starts to go out in them that is not essential.

Their days are named by those who call the election, so the office writes them down; nothing is worked out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import campaignflow as cf

__all__ = ["BEGINS", "Period", "at_work", "refused"]

BEGINS = frozenset({"launch", "release", "resume", "reinstate", "reopen"})
"""Triggers after which something goes out, or goes out again."""


@dataclass(frozen=True, slots=True)
class Period:
    """A pre-election period, both ends included."""

    title: str
    begin: date | datetime
    end: date | datetime
    zone: ZoneInfo
    essential: frozenset[str] = frozenset()
    """Ids of campaigns and items that go out all the same, having been agreed."""

    @property
    def first(self) -> date:
        """Its first day."""
        return self._moments()[0].date()

    @property
    def last(self) -> date:
        """Its last day."""
        return (self._moments()[1] - timedelta(microseconds=1)).date()

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it."""
        begin, end = self._moments()
        return begin <= moment < end

    def spares(self, *names: str) -> bool:
        """Whether something of these ids is essential."""
        return not self.essential.isdisjoint(names)

    def _moments(self) -> tuple[datetime, datetime]:
        """Return the first moment, and the first one after it; a day ends at midnight in its zone."""
        begin, end = self.begin, self.end
        if not isinstance(begin, datetime):
            begin = datetime.combine(begin, time(), self.zone)
        if not isinstance(end, datetime):
            end = datetime.combine(end + timedelta(days=1), time(), self.zone)
        return begin.astimezone(self.zone), end.astimezone(self.zone)

    def sentence(self, language: str) -> str:
        """Return why something may not go out, in `zh` or `en`."""
        if language == "zh":
            return (
                f"{self.title}：{self.first} 至 {self.last} 为选举前敏感期，非必要的宣传不得开始。"
                "请等到其后，或经批准列为必要后，写入设置中该时期的 essential。"
            )
        return (
            f"{self.title}: from {self.first} to {self.last} nothing starts to go out that is not essential."
            " Wait until it is over, or have it agreed as essential and add its id to `essential`"
            " of this period in the settings."
        )


def refused(
    periods: Iterable[Period], case: cf.CaseContext, trigger: str, moment: datetime
) -> Iterator[Period]:
    """Yield the periods in which something must not go out now."""
    if case.kind not in {"campaign", "item"} or trigger not in BEGINS:
        return
    names = {case.id, case.ref}
    if case.kind == "item" and (of := str(case.plan.get("campaign", ""))):
        names |= {of, of.rpartition("/")[2].rpartition(":")[2]}
    yield from (one for one in periods if one.holds(moment) and not one.spares(*names))


def at_work(period: Period, schedule: cf.Schedule) -> dict[str, list[cf.Entry]]:
    """Return what a plan has going out in a period, by campaign: its start, and activities that have a day.

    What is only due then is work, and goes on.
    """
    found: dict[str, dict[str, cf.Entry]] = {}
    for entry in schedule.between(period.first, period.last):
        name = entry.campaign or entry.id
        begins = entry.start is not None and _day(entry.start) >= period.first
        is_out = begins if entry.kind == "campaign" else entry.kind == "activity" and entry.start is not None
        if is_out and not period.spares(name):
            found.setdefault(name, {})[entry.id] = entry
    return {name: list(entries.values()) for name, entries in found.items()}


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
