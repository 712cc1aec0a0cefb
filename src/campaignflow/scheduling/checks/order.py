"""Order: what starts before what it needs, ends after its deadline, or lies outside its window."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from campaignflow.dates.span import as_day
from campaignflow.errors import Finding
from campaignflow.scheduling.checks.view import View, days_of, joined
from campaignflow.scheduling.entry import Entry

__all__ = ["CHECKS"]


def needs_come_first(view: View) -> Iterator[Finding]:
    """An activity starts before what it needs has ended, by every reading of their dates."""
    for entry in view.of_kind("activity", "prepare", "agenda"):
        for need in entry.needs:
            other = view.entries[need]
            ready, begins = _ready(other), _latest_start(entry)
            if ready is None or begins is None:
                continue
            if begins < ready:
                yield view.found(
                    "starts-before-needed",
                    entry,
                    other,
                    field="needs",
                    start=begins,
                    other=other.title,
                    ready=ready,
                )


def _ready(entry: Entry) -> date | None:
    """Return the earliest day by which an entry can have ended; fuzzy dates count at their best."""
    if entry.occurrences or entry.inherited:
        return None
    moment = entry.due if entry.start is None else entry.end or entry.start
    if moment is None:
        return None
    if entry.is_fuzzy and entry.start is not None:
        return as_day(entry.start)
    return as_day(moment)


def _latest_start(entry: Entry) -> date | None:
    """Return the latest day on which an entry can begin."""
    if entry.occurrences or entry.inherited:
        return None
    if entry.start is None:
        return None if entry.due is None else as_day(entry.due)
    if entry.is_fuzzy and entry.end is not None:
        return as_day(entry.end)
    return as_day(entry.start)


def deadline_after_start(view: View) -> Iterator[Finding]:
    """A deadline lies before the work begins."""
    for entry in view.entries.values():
        if (
            entry.start is not None
            and entry.due is not None
            and not entry.inherited
            and not entry.occurrences
        ):
            start, due = as_day(entry.start), as_day(entry.due)
            if due < start:
                yield view.found("due-before-start", entry, field="due", due=due, start=start)


def inside_outside(view: View) -> Iterator[Finding]:
    """Preparation ends after what it prepares begins, or an agenda item lies outside its event."""
    for entry in view.of_kind("prepare", "agenda"):
        parent = view.entries[entry.id.rpartition("/")[0]]
        own, around = days_of(entry), days_of(parent)
        if around is None or parent.is_fuzzy or parent.occurrences or entry.occurrences:
            continue
        if entry.kind == "prepare":
            last = (
                as_day(entry.due)
                if entry.due is not None and own is None
                else own[1]
                if own is not None
                else None
            )
            if last is not None and not entry.is_fuzzy and last > around[0]:
                yield view.found(
                    "prepared-too-late", entry, parent, end=last, other=parent.title, start=around[0]
                )
        elif own is not None and not entry.is_fuzzy and not (around[0] <= own[0] and own[1] <= around[1]):
            yield view.found("agenda-outside", entry, parent, start=own[0], other=parent.title)


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
            facts: dict[str, object] = {
                "start": min(moments),
                "end": max(moments),
                "first": first or "…",
                "last": last or "…",
            }
            yield view.found("outside-period", entry, field="", **facts)
    for campaign, entries in outside.items():
        titles = joined(entry.title for entry in entries)
        window = days_of(view.entries[campaign])
        said: dict[str, object] = {
            "count": len(entries),
            "titles": titles,
            "first": window and window[0],
            "last": window and window[1],
        }
        yield view.found("outside-window", view.entries[campaign], *entries, field="", **said)


CHECKS = (needs_come_first, deadline_after_start, inside_outside, outside_window)
