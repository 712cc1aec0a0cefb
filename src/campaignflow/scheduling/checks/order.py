"""Order: what starts before what it needs, ends after its deadline, or lies outside its window."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from campaignflow.dates.span import Moment, as_day
from campaignflow.errors import Finding
from campaignflow.scheduling.checks.view import View, days_of, is_before, joined, said_bounds
from campaignflow.scheduling.entry import Entry
from campaignflow.scheduling.rings import rings

__all__ = ["CHECKS"]


_FAR = timedelta(days=300)
"""Further than this from the period a date is taken for a mistake."""
_APART, _BESIDE = timedelta(days=240), timedelta(days=31)
"""Further than the first from its campaign, and in another year no further than the second: so, too."""


def needs_come_first(view: View) -> Iterator[Finding]:
    """An activity starts before what it needs has ended, by every reading of their dates."""
    for entry in view.of_kind("activity", "prepare", "agenda"):
        begins = _latest_start(view, entry)
        for need in entry.needs if begins is not None else ():
            other = view.entries[need]
            ready = _earliest_end(view, other)
            if begins is not None and ready is not None and is_before(begins, ready):
                facts = {"start": begins, "other": other.title, "ready": ready}
                yield view.found("starts-before-needed", entry, other, field="needs", **facts)


def _latest_start(view: View, entry: Entry) -> Moment | None:
    """Return the latest day or moment at which an entry can begin; of a series the first time."""
    dates = view.resolver.dates[entry.id]
    if dates.due_rounds:
        return None
    if dates.rounds:
        return dates.rounds[0].start
    when = dates.when
    if when is None or (when.first is None and when.last is None):
        return entry.due
    point = when.first or when.last
    return None if point is None else point.hi


def _earliest_end(view: View, entry: Entry) -> Moment | None:
    """Return the earliest day or moment by which an entry can have ended; None if that is open."""
    when = view.resolver.dates[entry.id].when
    if entry.occurrences:
        return None
    if when is None or (when.first is None and when.last is None):
        return entry.due
    return None if when.last is None else when.last.lo


def deadline_after_start(view: View) -> Iterator[Finding]:
    """A deadline lies before the work begins."""
    for entry in view.entries.values():
        start, due = entry.start, entry.due
        once = not entry.inherited and not entry.occurrences
        if once and start is not None and due is not None and is_before(due, start):
            yield view.found("due-before-start", entry, field="due", due=due, start=start)


def inside_outside(view: View) -> Iterator[Finding]:
    """Preparation ends after what it prepares begins, or an agenda item lies outside its event."""
    for entry in view.of_kind("prepare", "agenda"):
        parent = view.entries[entry.id.rpartition("/")[0]]
        if days_of(parent) is None or parent.is_fuzzy or parent.occurrences:
            continue
        if entry.inherited or entry.is_fuzzy or entry.occurrences or parent.start is None:
            continue
        last = entry.end or entry.start or entry.due
        if entry.kind == "prepare":
            if last is not None and is_before(parent.start, last):
                said = {"end": last, "other": parent.title, "start": parent.start}
                yield view.found("prepared-too-late", entry, parent, field="", **said)
        elif entry.start is not None and last is not None:
            ends = parent.end or (None if isinstance(parent.start, datetime) else parent.start)
            if is_before(entry.start, parent.start) or (ends is not None and is_before(ends, last)):
                yield view.found("agenda-outside", entry, parent, start=entry.start, other=parent.title)


def outside_window(view: View) -> Iterator[Finding]:
    """Work lies outside its campaign's window, or a campaign outside the period: legal, but said."""
    first, last = view.resolver.settings.period
    outside: dict[str, list[Entry]] = defaultdict(list)
    for entry in view.of_kind("campaign", "activity", "key-date"):
        moments = [as_day(moment) for moment in (entry.start, entry.end, entry.due) if moment is not None]
        if not moments or entry.inherited or entry.occurrences:
            continue
        if entry.kind != "campaign" and entry.campaign is not None:
            window = days_of(view.entries[entry.campaign])
            if window is not None and (min(moments) < window[0] or max(moments) > window[1]):
                outside[entry.campaign].append(entry)
        elif (first is not None and min(moments) < first) or (last is not None and max(moments) > last):
            said = said_bounds(first, last) | {"start": min(moments), "end": max(moments)}
            yield view.found("outside-period", entry, field="", **said)
    for campaign, entries in outside.items():
        whole = view.entries[campaign]
        said = {"count": len(entries), "titles": joined(entry.title for entry in entries)}
        yield view.found(
            "outside-window", whole, *entries, field="", **said, **said_bounds(whole.start, whole.end)
        )


def far_from_the_period(view: View) -> Iterator[Finding]:
    """Something lies most of a year away from the period: a year was probably mistyped."""
    first, last = view.resolver.settings.period
    for entry in view.of_kind("campaign", "activity", "key-date", "prepare", "agenda"):
        moments = [as_day(moment) for moment in (entry.start, entry.end, entry.due) if moment is not None]
        if not moments or entry.inherited:
            continue
        if _is_far(min(moments), max(moments), first, last):
            facts = {"start": min(moments), "first": first or "…", "last": last or "…"}
            yield view.found("year-doubtful", entry, field="due" if entry.start is None else "when", **facts)


def _is_far(begin: date, end: date, first: date | None, last: date | None) -> bool:
    return (first is not None and first - end > _FAR) or (last is not None and begin - last > _FAR)


def in_another_year(view: View) -> Iterator[Finding]:
    """Work lies most of a year away from its campaign, and in the year before or after would fit."""
    for entry in view.of_kind("activity", "key-date"):
        window = None if entry.campaign is None else days_of(view.entries[entry.campaign])
        moments = [as_day(moment) for moment in (entry.start, entry.end, entry.due) if moment is not None]
        if window is None or not moments or entry.inherited or entry.occurrences:
            continue
        if _is_far(min(moments), max(moments), *view.resolver.settings.period):  # it is told already
            continue
        day, (first, last) = min(moments), window
        if (first - day <= _APART and day - last <= _APART) or str(day.year) in entry.title:
            continue  # near enough, or called by that year: an earlier edition, say
        year = day.year + (1 if day < first else -1)
        meant = day.replace(day=28, year=year) if (day.month, day.day) == (2, 29) else day.replace(year=year)
        if first - meant <= _BESIDE and meant - last <= _BESIDE:
            facts = {"start": day, "other": view.entries[entry.campaign or ""].title, "year": year}
            field = "due" if entry.start is None else "when"
            yield view.found("other-year", entry, field=field, **facts, **said_bounds(first, last))


def needs_in_rings(view: View) -> Iterator[Finding]:
    """Activities need each other in a ring, so that none can come first."""
    graph = {entry.id: set(entry.needs) for entry in view.entries.values()}
    for members in rings(graph) if any(graph.values()) else ():
        first = view.entries[members[0]]
        others = [view.entries[name] for name in members[1:]]
        yield view.found("needs-in-a-ring", first, *others, field="needs", items=members)


CHECKS = (
    needs_come_first,
    needs_in_rings,
    far_from_the_period,
    in_another_year,
    deadline_after_start,
    inside_outside,
    outside_window,
)
