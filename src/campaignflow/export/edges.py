"""Where an entry begins and ends: its days and clock in its own zone, and in words what days cannot say."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from campaignflow.export.zones import zone
from campaignflow.scheduling.entry import Entry

__all__ = ["Moment", "clock", "day_of", "edges", "local"]

Moment = date | datetime

# The day after it must still be a day.
_LAST_DAY = date.max - timedelta(days=1)


def edges(entry: Entry, start: Moment | None, end: Moment | None, say: Callable[..., str]) -> Iterator[str]:
    """Yield in words how the first and the last day begin and end, where that was written."""
    parts = [say(part) for part in (entry.part, entry.part_end) if part is not None]
    if end is None:
        yield say("ics-from-here")
        yield from parts
    elif start is None:
        yield say("ics-until-here")
        yield from [clock(end, entry.zone)] if isinstance(end, datetime) else parts
    elif isinstance(start, datetime):
        yield say("ics-from-clock", clock=clock(start, entry.zone))
    elif isinstance(end, datetime):
        yield say("ics-until-clock", clock=clock(end, entry.zone))
    elif start >= end:
        yield from dict.fromkeys(parts)
    else:
        for code, part in (("ics-from-part", entry.part), ("ics-until-part", entry.part_end)):
            if part is not None:
                yield say(code, part=say(part))


def local(moment: datetime, zone_name: str) -> datetime:
    """Return a moment by the clock of a zone."""
    if getattr(moment.tzinfo, "key", None) == zone_name:
        return moment
    return moment.astimezone(zone(zone_name))


def day_of(moment: Moment, zone_name: str) -> date:
    """Return the day of a moment in a zone; never the last of all days, after which none comes."""
    day_there = local(moment, zone_name).date() if isinstance(moment, datetime) else moment
    return min(day_there, _LAST_DAY)


def clock(moment: datetime, zone_name: str) -> str:
    """Return the clock of a moment in a zone, as `09:30`."""
    return f"{local(moment, zone_name):%H:%M}"
