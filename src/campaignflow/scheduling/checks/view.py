"""What a check sees: the programme, its entries, their calendars, and where things stand in the file."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from campaignflow.dates.span import Moment, Span, as_day
from campaignflow.dates.workdays import WorkCalendar
from campaignflow.errors import Finding
from campaignflow.plan.programme import Programme
from campaignflow.scheduling.entry import Entry, by_time
from campaignflow.scheduling.resolver import Resolver

__all__ = ["View", "bounds_of", "days_of", "is_before", "joined", "said_bounds"]


class View:
    """A resolved programme, for looking at."""

    def __init__(self, resolver: Resolver, entries: Mapping[str, Entry], today: date | None) -> None:
        self.resolver = resolver
        # In order of time, so that what is found does not depend on the order of the file.
        self.entries = {entry.id: entry for entry in sorted(entries.values(), key=by_time)}
        self.today = today
        self._of_kind: dict[tuple[str, ...], list[Entry]] = {}

    @property
    def programme(self) -> Programme:
        """The programme as planned."""
        return self.resolver.programme

    def of_kind(self, *kinds: str) -> list[Entry]:
        """Return the entries of some kinds, in order of time."""
        found = self._of_kind.get(kinds)
        if found is None:
            found = self._of_kind[kinds] = [one for one in self.entries.values() if one.kind in kinds]
        return found

    def calendar(self, entry: Entry) -> WorkCalendar:
        """Return the working calendar of an entry's lead unit."""
        node = self.resolver.nodes[entry.id]
        return self.resolver.settings.setting(node.lead, node.zone, node.path).work

    def found(self, code: str, entry: Entry, *others: Entry, field: str = "", **facts: object) -> Finding:
        """Return a finding about an entry, at its place in the file."""
        path = (*entry.path, field) if field else entry.path
        items = (entry.id, *(other.id for other in others))
        return Finding(code, self.programme.place(*path), {"title": entry.title, **facts}, items)

    def about(
        self, code: str, path: tuple[str | int, ...], items: Iterable[str] = (), **facts: object
    ) -> Finding:
        """Return a finding about any place of the plan."""
        return Finding(code, self.programme.place(*path), facts, tuple(items))


def days_of(entry: Entry) -> tuple[date, date] | None:
    """Return the first and last day an entry occupies, or None if it has none of its own.

    What has no end (`from 2027-03-01`) lasts until the end of all days.
    """
    if entry.inherited or entry.start is None:
        return None
    first = as_day(entry.start)
    return first, first if entry.end is None and isinstance(entry.start, datetime) else as_day(
        entry.end or date.max
    )


def bounds_of(span: Span) -> tuple[date, date] | None:
    """Return the first and last day of a window, which may be open at one end; None if it has no day."""
    if span.start is None and span.end is None:
        return None
    first = date.min if span.start is None else as_day(span.start)
    return first, date.max if span.end is None else as_day(span.end)


def said_bounds(first: Moment | None, last: Moment | None) -> dict[str, object]:
    """Return the facts `first` and `last`; an open end is said as three dots."""
    return {"first": _said(first), "last": _said(last)}


def _said(moment: Moment | None) -> object:
    return "…" if moment is None or moment in {date.min, date.max} else as_day(moment)


def is_before(one: Moment, other: Moment) -> bool:
    """Whether one moment lies before another: by the clock if both have one, else by the day."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return as_day(one) < as_day(other)


def joined(names: Iterable[str], most: int = 8) -> list[str]:
    """Return names for a sentence, cut where they would fill the screen."""
    listed = list(names)
    return listed if len(listed) <= most else [*listed[:most], f"… ({len(listed)})"]
