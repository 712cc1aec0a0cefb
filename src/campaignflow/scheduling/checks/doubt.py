"""Doubt: what rests on something not settled, and what the source prints otherwise."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from campaignflow.dates.chinese import printed_weekday
from campaignflow.dates.precision import Certainty
from campaignflow.dates.span import Span, as_day
from campaignflow.dates.when import When
from campaignflow.errors import Finding, InvalidValue
from campaignflow.labels import Word
from campaignflow.plan.dated import KeyDate
from campaignflow.scheduling.checks.view import View, joined
from campaignflow.scheduling.entry import Entry

__all__ = ["CHECKS"]

_WEEKDAYS = ("weekday-0", "weekday-1", "weekday-2", "weekday-3", "weekday-4", "weekday-5", "weekday-6")


def not_announced(view: View) -> Iterator[Finding]:
    """Dates rest on a calendar that is not announced; one note for each calendar and year (rule 9)."""
    resting: dict[str, list[Entry]] = defaultdict(list)
    for entry in view.entries.values():
        for name in entry.rests_on:
            resting[name].append(entry)
    for name, entries in sorted(resting.items()):
        items = tuple(sorted(entry.id for entry in entries))
        known = name.rpartition(" ")[0] == view.programme.working_calendar
        path = ("working_calendar",) if known else (*min(entries, key=lambda entry: entry.id).path, "when")
        titles = joined(entry.title for entry in entries)
        yield view.about("not-announced", path, items, calendar=name, count=len(entries), titles=titles)


def confirmed_on_provisional(view: View) -> Iterator[Finding]:
    """A date somebody marked as confirmed is fuzzy, or hangs on one that may still move."""
    for entry in view.entries.values():
        noun = view.resolver.nodes[entry.id].noun if entry.id in view.resolver.nodes else None
        if noun is None or noun.certainty is not Certainty.CONFIRMED:
            continue
        if entry.is_fuzzy:
            yield view.found("confirmed-but-fuzzy", entry, field="certainty", written=entry.written)
        for target in dict.fromkeys(view.resolver.nodes[entry.id].hangs_on.values()):
            other = view.entries.get(target)
            if other is not None and other.certainty is Certainty.PROVISIONAL:
                yield view.found(
                    "confirmed-on-provisional", entry, other, field="certainty", other=other.title
                )


def printed_dates(view: View) -> Iterator[Finding]:
    """The source prints another day, or a weekday that the day is not."""
    for entry in view.entries.values():
        node = view.resolver.nodes.get(entry.id)
        if node is None or node.noun.printed is None or entry.start is None:
            continue
        printed = node.noun.printed
        weekday = printed_weekday(printed)
        text = printed if weekday is None else weekday[0]
        start, end = as_day(entry.start), as_day(entry.end or entry.start)
        if weekday is not None and start.weekday() != weekday[1]:
            facts = {"printed": printed, "day": start, "weekday": Word(_WEEKDAYS[start.weekday()])}
            yield view.found("printed-weekday-differs", entry, field="printed", **facts)
        span = _printed_span(view, entry, text)
        if span is None:
            yield view.found("printed-unread", entry, field="printed", printed=printed)
        elif span != (start, end):
            yield view.found("printed-differs", entry, field="printed", printed=printed, start=start, end=end)


def _printed_span(view: View, entry: Entry, text: str) -> tuple[date, date] | None:
    """Read what a source prints: the plan's own grammar, else month/day in the order that fits."""
    node = view.resolver.nodes[entry.id]
    year = as_day(entry.start).year if entry.start is not None else 0
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:\s*[-–—]\s*(?:(\d{1,2})/)?(\d{1,2}))?", text.strip()):
        month, first = int(match[1]), int(match[2])
        try:
            start = date(year, month, first)
            return start, start if match[4] is None else date(year, int(match[3] or month), int(match[4]))
        except ValueError:
            return None
    try:
        when = When(text)
    except InvalidValue:
        return None
    before = len(view.resolver.findings)
    span: Span = view.resolver.elsewhere(
        when, node, (*node.path, "printed"), throughout=not isinstance(node.noun, KeyDate)
    )
    del view.resolver.findings[before:]
    if span.start is None or span.end is None:
        return None
    return as_day(span.start), as_day(span.end)


def readings(view: View) -> Iterator[Finding]:
    """How something was read that could be read otherwise: week starts, fiscal years, cut recurrences."""
    for code, items in sorted(view.resolver.notes.items()):
        entries = [view.entries[item] for item in items if item in view.entries]
        titles = joined(dict.fromkeys(entry.title for entry in entries))
        field = (
            "week_starts"
            if code == "week-start-assumed"
            else "fiscal_year_starts"
            if code == "fiscal-year-named"
            else "period"
        )
        yield view.about(code, (field,), tuple(dict.fromkeys(items)), titles=titles)


CHECKS = (not_announced, confirmed_on_provisional, printed_dates, readings)
