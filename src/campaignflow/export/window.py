"""What of a calendar lies between two days, so that a feed does not grow from year to year."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from campaignflow.export.zones import zone
from campaignflow.scheduling.entry import Entry, Occurrence

__all__ = ["within"]


def within(entries: Iterable[Entry], first: date, last: date) -> list[Entry]:
    """Return what lies on one of the days from the first to the last, both included, in its own zone.

    Of what comes round, the times that do.  What has no day stays, as nobody knows when it will be.
    """
    return list(_within(entries, first, last))


def _within(entries: Iterable[Entry], first: date, last: date) -> Iterator[Entry]:
    for entry in entries:
        if entry.occurrences:
            times = tuple(one for one in entry.occurrences if _touches(one, entry.zone, first, last))
            if times:
                yield replace(entry, occurrences=times)
        elif not entry.is_dated or _touches(entry, entry.zone, first, last):
            yield entry


def _touches(one: Entry | Occurrence, zone_name: str, first: date, last: date) -> bool:
    """Whether its window or its deadline touches some days."""
    due = None if one.due is None else _day(one.due, zone_name)
    if due is not None and first <= due <= last:
        return True
    known = [_day(moment, zone_name) for moment in (one.start, one.end) if moment is not None]
    return bool(known) and min(known) <= last and max(known) >= first


def _day(moment: date | datetime, zone_name: str) -> date:
    return moment.astimezone(zone(zone_name)).date() if isinstance(moment, datetime) else moment
