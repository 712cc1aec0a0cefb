"""What a check sees: the programme, its entries, their calendars, and where things stand in the file."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from campaignflow.dates.span import as_day
from campaignflow.dates.workdays import WorkCalendar
from campaignflow.errors import Finding
from campaignflow.plan.programme import Programme
from campaignflow.scheduling.entry import Entry
from campaignflow.scheduling.resolver import Resolver

__all__ = ["View", "days_of", "joined"]


class View:
    """A resolved programme, for looking at."""

    def __init__(self, resolver: Resolver, entries: Mapping[str, Entry], today: date | None) -> None:
        self.resolver = resolver
        self.entries = entries
        self.today = today

    @property
    def programme(self) -> Programme:
        """The programme as planned."""
        return self.resolver.programme

    def of_kind(self, *kinds: str) -> Iterator[Entry]:
        """Yield the entries of some kinds."""
        return (entry for entry in self.entries.values() if entry.kind in kinds)

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
    """Return the first and last day an entry occupies, or None if it has none of its own."""
    if entry.inherited or entry.start is None:
        return None
    first = as_day(entry.start)
    return first, first if entry.end is None and isinstance(entry.start, datetime) else as_day(
        entry.end or date.max
    )


def joined(names: Iterable[str], most: int = 8) -> list[str]:
    """Return names for a sentence, cut where they would fill the screen."""
    listed = list(names)
    return listed if len(listed) <= most else [*listed[:most], f"… ({len(listed)})"]
