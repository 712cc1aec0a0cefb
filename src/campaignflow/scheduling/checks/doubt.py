"""Doubt: what rests on something not settled, is printed otherwise, or may not say what was meant."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from campaignflow.dates import chinese, english, expression as ex
from campaignflow.dates.precision import Certainty
from campaignflow.dates.span import as_day
from campaignflow.dates.when import When
from campaignflow.errors import Finding, InvalidValue
from campaignflow.labels import Word
from campaignflow.plan.dated import KeyDate
from campaignflow.scheduling.checks.view import View, joined
from campaignflow.scheduling.entry import Entry
from campaignflow.scheduling.nodes import Node

__all__ = ["CHECKS"]

_WEEKDAYS = ("weekday-0", "weekday-1", "weekday-2", "weekday-3", "weekday-4", "weekday-5", "weekday-6")
_BRACKET = re.compile("[(（]")
_DAY, _NIGHT = 24 * 60, 12 * 60
"""Minutes: of a day, and of the longest night that is taken as it is written."""
_SAID_BY = {"week-start-assumed": "week_starts", "fiscal-year-named": "fiscal_year_starts"}
"""What in the head of the plan would say how it is meant."""


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
        node, first = view.resolver.nodes.get(entry.id), entry.start or entry.due
        if node is None or node.noun.printed is None or first is None or entry.occurrences:
            continue
        printed = node.noun.printed
        days = as_day(first), as_day((entry.end if entry.start else None) or first)
        text, weekdays = _apart(printed)
        yield from _wrong_weekday(view, entry, "printed", printed, days, weekdays)
        span = _printed_days(view, node, text, days[0].year)
        if span is None:
            yield view.found("printed-unread", entry, field="printed", printed=printed)
        elif span != days:
            facts = {"printed": printed, "start": days[0], "end": days[1]}
            yield view.found("printed-differs", entry, field="printed", **facts)


def weekdays_beside(view: View) -> Iterator[Finding]:
    """A weekday in brackets beside the plan's own date, `3月22日(周一)`, is not that day's."""
    for entry in view.entries.values():
        node, first = view.resolver.nodes.get(entry.id), entry.start or entry.due
        if node is None or first is None or entry.occurrences:
            continue
        days = as_day(first), as_day((entry.end if entry.start else None) or first)
        for field, when in node.whens:
            if field in {"when", "due"} and _BRACKET.search(when.text):
                yield from _wrong_weekday(view, entry, field, when.text, days, _apart(when.text)[1])


def _wrong_weekday(
    view: View, entry: Entry, field: str, printed: str, days: tuple[date, date], weekdays: list[int]
) -> Iterator[Finding]:
    """Yield a finding about the first day or the last whose weekday is printed wrong."""
    for day, weekday in zip(days, weekdays, strict=False):
        if day.weekday() != weekday:
            facts = {"printed": printed, "day": day, "weekday": Word(_WEEKDAYS[day.weekday()])}
            yield view.found("printed-weekday-differs", entry, field=field, **facts)
            return


def _apart(printed: str) -> tuple[str, list[int]]:
    """Return what is printed without its weekdays, and these, of the first day and of the last."""
    weekdays: list[int] = []
    read = english.printed_weekday if printed.isascii() else chinese.printed_weekday
    while found := read(printed):
        printed = found[0]
        weekdays.append(found[1])
    return printed, weekdays


def _printed_days(view: View, node: Node, text: str, year: int) -> tuple[date, date] | None:
    """Read what a source prints: the plan's own grammar, else month/day in the order that fits."""
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:\s*[-–—]\s*(?:(\d{1,2})/)?(\d{1,2}))?", text.strip()):
        month, first = int(match[1]), int(match[2])
        try:
            start = date(year, month, first)
            end = start if match[4] is None else date(year, int(match[3] or month), int(match[4]))
            return start, end if end >= start else end.replace(year=year + 1)
        except ValueError:
            return None
    try:
        when = When(text)
    except InvalidValue:
        return None
    before = len(view.resolver.findings)
    is_key_date = isinstance(node.noun, KeyDate)
    span = view.resolver.elsewhere(when, node, (*node.path, "printed"), throughout=not is_key_date)
    del view.resolver.findings[before:]
    known = [as_day(moment) for moment in (span.start, span.end) if moment is not None]
    return (known[0], known[-1]) if known else None


def series(view: View) -> Iterator[Finding]:
    """Something comes round and never does, or has bounds and does not come round."""
    broken = {item for finding in view.resolver.findings for item in finding.items}
    for name, node in view.resolver.nodes.items():
        entry = view.entries[name]
        whens = [when.expression for field, when in node.whens if field in {"when", "due"}]
        comes_round = [one for one in whens if isinstance(one, ex.Every | ex.WorkdaysAfter | ex.Rrule)]
        if comes_round and not entry.occurrences and name not in broken:
            yield view.found("recurrence-never", entry, field="when", written=entry.written)
        is_series = comes_round or any(isinstance(one, ex.Daily | ex.EveryTbd) for one in whens)
        bounds = [field for field, _ in node.whens if field in {"from", "until", "except"}]
        if bounds and not is_series:
            fields = list(dict.fromkeys(bounds))
            yield view.found("bounds-without-series", entry, field=fields[0], fields=fields)


def past_midnight(view: View) -> Iterator[Finding]:
    """A clock span whose end is earlier than its start runs into the next day, and for most of a day."""
    for name, node in view.resolver.nodes.items():
        for field, when in node.whens:
            clock = _clock_of(when.expression)
            if clock is None or clock.end is None or clock.end >= clock.start:
                continue
            minutes = clock.end + _DAY - clock.start
            if minutes > _NIGHT:
                hours = f"{minutes / 60:.1f}".removesuffix(".0")
                yield view.found(
                    "clock-past-midnight", view.entries[name], field=field, written=when.text, hours=hours
                )


def _clock_of(expression: object) -> ex.Clock | None:
    """Return the clock times of a date, if it has any."""
    if isinstance(expression, ex.Single):
        return expression.term.at if isinstance(expression.term.at, ex.Clock) else None
    return expression.clock if isinstance(expression, ex.OwnDay | ex.Daily | ex.Every) else None


def readings(view: View) -> Iterator[Finding]:
    """How something was read that could be read otherwise: week starts, fiscal years, cut recurrences."""
    for code, items in sorted(view.resolver.notes.items()):
        named = set(items)
        entries = [entry for entry in view.entries.values() if entry.id in named]
        titles = joined(dict.fromkeys(entry.title for entry in entries))
        path = (*entries[0].path, "embargo") if code == "embargo-open" else (_SAID_BY.get(code, "period"),)
        yield view.about(code, path, [entry.id for entry in entries], titles=titles)


CHECKS = (
    *(not_announced, confirmed_on_provisional, printed_dates, weekdays_beside, series, past_midnight),
    readings,
)
