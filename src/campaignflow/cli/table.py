"""Tables whose Chinese columns stay aligned; a schedule by month, and as rows for spreadsheets."""

import csv
import io
import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

from rich.cells import cell_len

from campaignflow import labels
from campaignflow.dates.precision import Certainty
from campaignflow.dates.span import as_day
from campaignflow.export.cells import harmless
from campaignflow.scheduling.entry import Entry
from campaignflow.scheduling.schedule import Schedule

__all__ = [
    "agenda",
    "aligned",
    "as_csv",
    "bar",
    "broken",
    "day_text",
    "days_text",
    "fitted",
    "padded",
    "terminal_width",
]

_UNDER_WAY = (0, 0)
_CLOSING = "、，；。）"
_BREAKS = f" {_CLOSING}"


def padded(text: str, width: int) -> str:
    """Return text filled with blanks to a width in terminal cells; a Chinese character is two."""
    return text + " " * (width - cell_len(text))


def terminal_width() -> int | None:
    """Return how many cells a line may have; None where it goes to a file or another program."""
    if os.environ.get("COLUMNS", "").isdecimal() or sys.stdout.isatty():
        return shutil.get_terminal_size().columns
    return None


def fitted(text: str, room: int | None) -> str:
    """Return text cut to a width in terminal cells, with a mark where something was left out."""
    if room is None or cell_len(text) <= room:
        return text
    kept = ""
    for sign in text:
        if cell_len(kept + sign) >= room:
            break
        kept += sign
    return kept + "…"


def aligned(
    rows: Sequence[Sequence[str]], least: Mapping[int, int] | None = None, *, ruled: bool = False
) -> list[str]:
    """Return rows as lines with columns of one width.

    Where there is no room, the columns in `least` are cut, the widest first, each to no less than its cells
    there.  With `ruled` the first row is the head, and a rule stands below it.
    """
    if not rows:
        return []
    widths = _widths(rows, least or {})
    lines = [_line(row, widths) for row in rows]
    return [lines[0], _line(["─" * size for size in widths], widths), *lines[1:]] if ruled else lines


def _widths(rows: Sequence[Sequence[str]], least: Mapping[int, int]) -> list[int]:
    """Return how wide each column is to be, where there is room and where there is not."""
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]))]
    room = terminal_width()
    while room is not None and sum(widths) + 2 * (len(widths) - 1) > room:
        wide = [column for column, cells in least.items() if widths[column] > cells]
        if not wide:
            break
        widths[max(wide, key=lambda column: widths[column])] -= 1
    return widths


def broken(text: str, room: int | None, inside: str = "") -> list[str]:
    """Return text in lines of a width, those after the first with `inside` before them.

    A line ends behind a blank or a mark of Chinese punctuation where one is near, else wherever it is full.
    """
    lines: list[str] = []
    while room is not None and cell_len(text) > room:
        head = fitted(text, room).removesuffix("…")
        ends = [at for at in range(len(head) // 2, len(head)) if _may_end(text, at)]
        head = head[: ends[-1] + 1] if ends else head
        while len(head) > len(inside) + 1 and text[len(head)] in _CLOSING:  # as no line begins with it
            head = head[:-1]
        if len(head) <= len(inside):
            break
        lines.append(head.rstrip())
        text = inside + text[len(head) :].lstrip()
    return [*lines, text]


def _may_end(text: str, at: int) -> bool:
    return text[at] in _BREAKS and text[at + 1] not in _CLOSING


def bar(done: int, total: int, cells: int = 8) -> str:
    """Return how much of something is done, drawn and counted."""
    full = cells * done // total if total else 0
    return f"{'█' * full}{'░' * (cells - full)} {done}/{total}"


def agenda(entries: Sequence[Entry], made: Schedule, first: date, lang: str) -> str:
    """Return a table of entries by month; what began before `first` and goes on stands first."""
    if not entries:
        return labels.word("nothing-planned", lang)
    rows = [(_month(entry, first), _row(entry, made.names, lang)) for entry in entries]
    columns = ("column-day", "column-title", "column-kind", "column-lead", "column-mark")
    head = tuple(labels.word(column, lang) for column in columns)
    widths = _widths([head, *(row for _, row in rows)], {1: 12, 3: 12, 4: 12})
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
    cut = (padded(fitted(cell, width), width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(cut).rstrip()


def _month(entry: Entry, first: date) -> tuple[int, int]:
    if entry.start is not None and as_day(entry.start) < first:
        return _UNDER_WAY
    moment = entry.start if entry.start is not None else entry.due if entry.due is not None else entry.end
    day = date.max if moment is None else as_day(moment)
    return day.year, day.month


def _row(entry: Entry, names: Mapping[str, str], lang: str) -> tuple[str, str, str, str, str]:
    lead = "、" if lang == "zh" else ", "
    return (
        days_text(entry, lang),
        labels.clean(entry.title),
        labels.word(entry.kind, lang),
        labels.clean(lead.join(names.get(one, one) for one in entry.lead)),
        _marks(entry, lang),
    )


def days_text(entry: Entry, lang: str) -> str:
    """Return the days or moments of an entry as one cell: `03-15 周一 09:30-11:00`, `截止 04-12 周一`."""
    if entry.start is None and entry.due is not None:
        return labels.sentence("due-by", lang, {"day": day_text(entry.due, lang)})
    if entry.start is None:
        return (
            labels.sentence("until-day", lang, {"day": day_text(entry.end, lang)})
            if entry.end is not None
            else ""
        )
    first = day_text(entry.start, lang) if not entry.is_fuzzy else f"{as_day(entry.start):%m-%d}"
    if isinstance(entry.start, datetime):
        first += f" {entry.start:%H:%M}"
        if isinstance(entry.end, datetime):
            same = entry.start.date() == entry.end.date()
            first += f"-{entry.end:%H:%M}" if same else f" → {day_text(entry.end, lang)} {entry.end:%H:%M}"
        return first
    if entry.part is not None:
        first += f" {labels.word(entry.part, lang)}"
    if entry.end is None:
        return f"{first} →"
    if as_day(entry.end) != as_day(entry.start):
        last = day_text(entry.end, lang) if not entry.is_fuzzy else f"{as_day(entry.end):%m-%d}"
        return f"{first} → {last}" if not entry.is_fuzzy else f"{first} ~ {last}"
    return first


def day_text(moment: date | datetime, lang: str) -> str:
    """Return a day with its weekday: `03-22 周一`."""
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
        marks.append(labels.sentence("due-by", lang, {"day": day_text(entry.due, lang)}))
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
            cells.append(harmless("" if value is None else str(value)))
        writer.writerow(cells)
    return out.getvalue()
