"""A schedule for people: a table by month whose Chinese columns stay aligned, and rows for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

from rich.cells import cell_len

from campaignflow import labels
from campaignflow.dates.precision import Certainty
from campaignflow.dates.span import as_day
from campaignflow.scheduling.entry import Entry
from campaignflow.scheduling.schedule import Schedule

__all__ = ["agenda", "as_csv", "padded"]

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""How a cell may begin that a spreadsheet would take for a formula (rule C5)."""


_UNDER_WAY = (0, 0)


def padded(text: str, width: int) -> str:
    """Return text filled with blanks to a width in terminal cells; a Chinese character is two."""
    return text + " " * (width - cell_len(text))


def agenda(entries: Sequence[Entry], made: Schedule, first: date, lang: str) -> str:
    """Return a table of entries by month; what began before `first` and goes on stands first."""
    if not entries:
        return labels.word("nothing-planned", lang)
    rows = [(_month(entry, first), _row(entry, made.names, lang)) for entry in entries]
    columns = ("column-day", "column-title", "column-kind", "column-lead", "column-mark")
    head = tuple(labels.word(column, lang) for column in columns)
    widths = [
        max(cell_len(row[column]) for row in (head, *(row for _, row in rows))) for column in range(len(head))
    ]
    lines = [_line(head, widths), _line(tuple("─" * width for width in widths), widths)]
    month = None
    for its_month, row in rows:
        if its_month != month:
            month = its_month
            facts = {"year": month[0], "month": month[1]}
            lines.append(
                labels.word("under-way", lang)
                if month == _UNDER_WAY
                else labels.sentence("month-heading", lang, facts)
            )
        lines.append(_line(row, widths))
    return "\n".join(lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(padded(cell, width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _month(entry: Entry, first: date) -> tuple[int, int]:
    if entry.start is not None and as_day(entry.start) < first:
        return _UNDER_WAY
    moment = entry.start if entry.start is not None else entry.due if entry.due is not None else entry.end
    day = date.max if moment is None else as_day(moment)
    return day.year, day.month


def _row(entry: Entry, names: Mapping[str, str], lang: str) -> tuple[str, str, str, str, str]:
    lead = "、" if lang == "zh" else ", "
    return (
        _days(entry, lang),
        labels.clean(entry.title),
        labels.word(entry.kind, lang),
        labels.clean(lead.join(names.get(one, one) for one in entry.lead)),
        _marks(entry, lang),
    )


def _days(entry: Entry, lang: str) -> str:
    if entry.start is None and entry.due is not None:
        return labels.sentence("due-by", lang, {"day": _day(entry.due, lang)})
    if entry.start is None:
        return (
            labels.sentence("until-day", lang, {"day": _day(entry.end, lang)})
            if entry.end is not None
            else ""
        )
    first = _day(entry.start, lang) if not entry.is_fuzzy else f"{as_day(entry.start):%m-%d}"
    if isinstance(entry.start, datetime):
        first += f" {entry.start:%H:%M}"
        if isinstance(entry.end, datetime):
            same = entry.start.date() == entry.end.date()
            first += f"-{entry.end:%H:%M}" if same else f" → {_day(entry.end, lang)} {entry.end:%H:%M}"
        return first
    if entry.part is not None:
        first += f" {labels.word(entry.part, lang)}"
    if entry.end is None:
        return f"{first} →"
    if as_day(entry.end) != as_day(entry.start):
        last = _day(entry.end, lang) if not entry.is_fuzzy else f"{as_day(entry.end):%m-%d}"
        return f"{first} → {last}" if not entry.is_fuzzy else f"{first} ~ {last}"
    return first


def _day(moment: date | datetime, lang: str) -> str:
    return _dated(as_day(moment), lang)


@lru_cache(maxsize=1024)
def _dated(day: date, lang: str) -> str:
    return f"{day:%m-%d} {labels.word(f'weekday-{day.weekday()}', lang)[: 3 if lang == 'en' else None]}"


def _marks(entry: Entry, lang: str) -> str:
    marks = []
    if entry.is_fuzzy and entry.written:
        marks.append(labels.clean(entry.written))
    elif entry.certainty is Certainty.PROVISIONAL:
        marks.append(labels.word("provisional", lang))
    if entry.rests_on:
        marks.append(labels.sentence("rests-on", lang, {"names": entry.rests_on}))
    if entry.start is not None and entry.due is not None:
        marks.append(labels.sentence("due-by", lang, {"day": _day(entry.due, lang)}))
    return "; ".join(marks)


def as_csv(entries: Iterable[Entry], names: Mapping[str, str], lang: str) -> str:
    """Return entries as CSV for spreadsheets: a mark for Excel, and no cell that is a formula (rule C5)."""
    columns = (
        "id",
        "kind",
        "title",
        "start",
        "end",
        "due",
        "precision",
        "certainty",
        "lead",
        "support",
        "owner",
        "where",
        "note",
    )
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([labels.word(f"csv-{name}", lang) for name in columns])
    for entry in entries:
        cells: list[str] = []
        for name in columns:
            value = getattr(entry, name)
            if name in {"lead", "support", "owner"}:
                value = ("、" if lang == "zh" else "; ").join(names.get(one, one) for one in value)
            elif isinstance(value, tuple):
                value = "\n".join(value)
            elif isinstance(value, datetime):
                value = value.isoformat(sep=" ", timespec="minutes")
            elif name == "kind":
                value = labels.word(value, lang)
            cells.append(_defused("" if value is None else str(value)))
        writer.writerow(cells)
    return out.getvalue()


def _defused(text: str) -> str:
    return f"'{text}" if text.startswith(_DANGEROUS) else text
