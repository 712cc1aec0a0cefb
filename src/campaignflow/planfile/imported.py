"""Others' calendars as blocks of a plan: key dates of a campaign, or observances and a working calendar.

The blocks stand in a file of their own, which a plan includes and each import writes anew.  Ids come from the
UID of an event, or for observances from the title: the same calendar gives the same file, a moved event keeps
its id.  Reading a calendar is in `campaignflow.planfile.calendar_reading`, how two imports differ in
`campaignflow.planfile.import_changes`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from heapq import nsmallest
from pathlib import PurePath
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from campaignflow.errors import Finding, InvalidValue, Place
from campaignflow.plan.noun import LONGEST_TEXT
from campaignflow.planfile.calendar_days import falling, first_day, last_day
from campaignflow.planfile.calendar_event import IcsEvent, IcsReading
from campaignflow.planfile.writer import as_yaml
from campaignflow.types import checked_id, folded

__all__ = ["FIRST_LINE", "Imported", "Window", "imported", "name_of"]

FIRST_LINE = "# campaignflow import"
"""How a file begins that an import wrote, and only an import writes again."""
UNTITLED = "—"
_DAYS_OFF = re.compile(
    r"\s*[（(\[【]\s*休\s*[）)\]】]|^\s*休\s*[｜|]\s*|\s+(假期|放假)(?=\s|$)"
    r"|(?<=元旦|春节|清明|五一|端午|中秋|国庆|十一)(假期|放假)$|(?<=[明动午秋庆]节)(假期|放假)$"
)
_WORKED = re.compile(
    r"\s*[（(\[【]\s*班\s*[）)\]】]|^\s*班\s*[｜|]\s*|\s+(补班|调休上班|上班)(?=\s|$)|^上班\s*[（(]补|(?<=假期)[）)]$"
)
_COUNTED = re.compile(r"\s*第\s*\d+\s*天\s*[/／]\s*共\s*\d+\s*天")
_YEARLY = re.compile(r"FREQ=YEARLY(;(INTERVAL=1|WKST=\w\w|BYMONTH=(\d+)|BYMONTHDAY=(\d+)))*")
_ENDS = re.compile("COUNT=|UNTIL=")
_LONGEST_NAME = 40
MOST_TAKEN = 10_000
"""Events that one import takes."""
_MOST_SIGNS = 4_000_000
"""Characters that they may have together: a file of a plan has at most 16 MB, and is read whole."""
_MOST_TOLD = 20
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Window(NamedTuple):
    """The days that are taken from a calendar, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Imported:
    """What of somebody else's calendar goes into a plan."""

    kind: Literal["key-dates", "observances"]
    text: str
    """The blocks as YAML, with the line by which an import knows its own file."""
    count: int
    """Events that are in it."""
    findings: tuple[Finding, ...]
    """What was left out, and why."""


def name_of(file: str) -> str:
    """Return the id under which a calendar is imported: its file's name, as far as an id may have it."""
    name = re.sub(r"[^\w-]+", "-", PurePath(file).stem).strip("-_")[:_LONGEST_NAME].strip("-_")
    try:
        return checked_id(name)
    except InvalidValue:
        return checked_id(f"calendar-{name}".strip("-_"))


def imported(  # noqa: PLR0913  # each is a choice people make by name
    reading: IcsReading,
    window: Window,
    *,
    name: str,
    zone: str,
    kind: str = "",
    lead: str = "",
    based_on: str = "CN",
    says_zone: bool = False,
) -> Imported:
    """Return what of a calendar goes into a plan, as a file to include.

    Args:
        reading: The calendar.
        window: The days that are wanted.
        name: The id of the campaign or the working calendar it becomes.
        zone: The programme's time zone.
        kind: `key-dates` or `observances`; by default observances if no event has a clock time.
        lead: Who leads the campaign of the key dates.
        based_on: The working calendar that days marked as off or worked change.
        says_zone: Whether the campaign names its zone, for whatever plan it is pasted into.
    """
    held, findings = _held(reading, window)
    days_only = all(one.all_day for one in reading.events)
    title = _said(reading.name) or name
    taken: Literal["key-dates", "observances"]
    if kind == "observances" or (not kind and days_only):
        taken = "observances"
        timed = sum(not one.all_day for one in held)
        if timed:
            findings.append(Finding("import-timed", Place(), {"count": timed}))
        held = [one for one in held if one.all_day]
        blocks = _observances(held, reading.events, name, title, based_on)
    else:
        taken = "key-dates"
        campaign: dict[str, Any] = {"title": title}
        if lead:
            campaign["lead"] = lead
        if says_zone:
            campaign["timezone"] = zone
        if held:
            campaign["when"] = _around(held, zone)
        campaign["key_dates"] = _key_dates(held, zone)
        blocks = {"campaigns": {name: campaign}} if held else {}
    head = f"{FIRST_LINE}: {name}\n"
    return Imported(taken, head + as_yaml(blocks or {"campaigns": {}}), len(held), tuple(findings))


def _held(reading: IcsReading, window: Window) -> tuple[list[IcsEvent], list[Finding]]:
    """Return what falls on the days that are wanted, the earliest first, and what was left out."""
    kept = [one for one in reading.events if one.status != "cancelled"]
    # A cancelled time of a series still takes the place of that time.
    cut: list[IcsEvent] = []
    fallen = falling(reading.events, *window, cut)
    held = nsmallest(MOST_TAKEN + 1, (one for one in fallen if one.status != "cancelled"), key=first_day)
    seen = {one.uid for one in held}
    told: list[tuple[str, dict[str, object]]] = [
        ("import-series-cut", {"title": one.title, "line": one.line}) for one in cut[:_MOST_TOLD]
    ]
    if len(cut) > _MOST_TOLD:
        told.append(("ics-more", {"count": len(cut) - _MOST_TOLD}))
    if len(kept) < len(reading.events):
        told.append(("import-cancelled", {"count": len(reading.events) - len(kept)}))
    outside = sum(one.uid not in seen for one in kept)
    fitting = _fitting(held)
    if fitting < len(held):
        del held[fitting:]
        told.append(("import-too-many", {"limit": fitting, "last": first_day(held[-1])}))
    elif outside:
        told.append(
            (
                "import-outside" if held else "import-none-inside",
                {"count": outside, "first": window.first, "last": window.last},
            )
        )
    endless = sum(one.uid in seen and _is_endless(one) for one in kept)
    if endless:
        told.append(("import-endless", {"count": endless, "last": window.last}))
    return held, [Finding(code, Place(), facts) for code, facts in told]


def _fitting(held: list[IcsEvent]) -> int:
    """Return how many events, one at least, go into one file of a plan with their texts."""
    signs = 0
    for number, event in enumerate(held[:MOST_TAKEN]):
        signs += sum(min(len(one), LONGEST_TEXT) for one in (event.title, event.location, event.description))
        if signs > _MOST_SIGNS and number:
            return number
    return min(len(held), MOST_TAKEN)


def _is_endless(event: IcsEvent) -> bool:
    """Whether a series has no end, and is not of a day that a rule of a plan can name."""
    return bool(event.rule) and not _ENDS.search(event.rule) and not _comes_each_year(event)


def _key_dates(held: Iterable[IcsEvent], zone: str) -> dict[str, dict[str, Any]]:
    dates: dict[str, dict[str, Any]] = {}
    for event in sorted(held, key=lambda one: (first_day(one), str(one.start), one.uid)):
        when = _when(event, zone)
        date_: dict[str, Any] = {"title": _said(event.title) or UNTITLED, "when": when.written}
        if when.zone != zone:
            date_["timezone"] = when.zone
        if event.status == "tentative":
            date_["certainty"] = "provisional"
        if _said(event.location):
            date_["where"] = _said(event.location)
        if _note(event.description):
            date_["note"] = _note(event.description)
        dates[_id(event, dates)] = date_
    return dates


def _around(held: Iterable[IcsEvent], zone: str) -> str:
    """Return the days from the first to the last event, by the clocks of their places and the programme's."""
    days: list[date] = []
    for event in held:
        days += [first_day(event), last_day(event)]
        moments = (one for one in (event.start, event.end) if isinstance(one, datetime))
        days += [one.astimezone(ZoneInfo(zone)).date() for one in moments]
    return _span(min(days), max(days))


class _When(NamedTuple):
    written: str
    zone: str


def _when(event: IcsEvent, zone: str) -> _When:
    """Return the date of an event as a plan writes it: by its own clock, in place of UTC by the plan's."""
    if not isinstance(event.start, datetime):
        first, last = first_day(event), last_day(event)
        return _When(_span(first, last), zone)
    place = zone if event.zone == "UTC" else event.zone
    start = event.start.astimezone(ZoneInfo(place))
    written = f"{start:%Y-%m-%d %H:%M}"
    if not isinstance(event.end, datetime):
        return _When(written, place)
    end = event.end.astimezone(ZoneInfo(place))
    begins, ends = f"{start:%H:%M}", f"{end:%H:%M}"
    over_night = start.date() + timedelta(days=1) == end.date() and ends < begins
    if (start.date() == end.date() and ends > begins) or over_night:
        return _When(f"{written}-{ends}", place)
    if start.date() < end.date():
        return _When(f"{written} to {end:%Y-%m-%d %H:%M}", place)
    return _When(written, place)


def _id(event: IcsEvent, taken: Mapping[str, Any]) -> str:
    """Return an id that an event has for life, whatever day it moves to."""
    instance = event.instance
    day = "" if instance is None else (instance.date() if isinstance(instance, datetime) else instance)
    made = _hashed(event.uid, str(day))
    return made if made not in taken else _hashed(event.uid, str(instance))


def _hashed(*parts: str) -> str:
    return "e-" + sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _observances(
    held: Iterable[IcsEvent], events: Iterable[IcsEvent], name: str, title: str, based_on: str
) -> dict[str, Any]:
    """Return observances by title, and a working calendar if days are marked as off or worked."""
    rules = {one.uid: one for one in events if _comes_each_year(one)}
    spans: dict[str, list[tuple[date, date]]] = {}
    ruled: dict[str, str] = {}
    off: list[tuple[date, date]] = []
    worked: list[tuple[date, date]] = []
    for event in sorted(held, key=lambda one: (first_day(one), one.uid)):
        plain, mark = _marked(event)
        span = (first_day(event), last_day(event))
        if mark == "worked":
            worked.append(span)
            continue
        if mark == "off":
            off.append(span)
        series = rules.get(event.uid)
        if series is not None and series.title == event.title:
            ruled[plain] = _yearless(first_day(series), last_day(series))
        spans.setdefault(plain, []).append(span)
    blocks: dict[str, Any] = {}
    if spans:
        blocks["observances"] = dict(_by_title(spans, ruled))
    if off or worked:
        calendar: dict[str, Any] = {"title": title, "based_on": based_on}
        calendar |= {key: days for key, days in (("days_off", off), ("extra_workdays", worked)) if days}
        for key in ("days_off", "extra_workdays"):
            if key in calendar:
                calendar[key] = [_span(*one) for one in _joined(calendar[key])]
        blocks["calendars"] = {name: calendar}
    return blocks


def _comes_each_year(event: IcsEvent) -> bool:
    """Whether an event falls on the same days of each year, for ever."""
    match = _YEARLY.fullmatch(event.rule)
    first = first_day(event)
    if match is None or not event.all_day or (first.month, first.day) == (2, 29):
        return False
    return int(match[3] or first.month) == first.month and int(match[4] or first.day) == first.day


def _marked(event: IcsEvent) -> tuple[str, str]:
    """Return a title without the marks of a holiday notice, and `off`, `worked` or nothing."""
    title = _COUNTED.sub("", _said(event.title))
    mark = event.kind_of_day or (
        "worked" if _WORKED.search(title) else "off" if _DAYS_OFF.search(title) else ""
    )
    plain = _DAYS_OFF.sub("", _WORKED.sub("", title).strip()) if mark else title
    return plain.strip() or title or UNTITLED, mark


def _by_title(
    spans: Mapping[str, list[tuple[date, date]]], ruled: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield observances: what falls more than once in a year has an id for each of its times."""
    used: set[str] = set()
    for title, days in spans.items():
        times: dict[int, list[str]] = {}
        for first, last in _joined(days):
            times.setdefault(first.year, []).append(_span(first, last))
        for number in range(max(map(len, times.values()))):
            known = {year: each[number] for year, each in times.items() if len(each) > number}
            said: dict[str, Any] = {"title": title}
            if title in ruled and number == 0:
                said["rule"] = ruled[title]
            else:
                said["known"] = known
            yield _id_of_title(title, number, used), said


def _id_of_title(title: str, number: int, used: set[str]) -> str:
    base = re.sub(r"[^\w-]+", "-", title).strip("-_")[:_LONGEST_NAME].strip("-_")
    try:
        made = checked_id(base if number == 0 else f"{base}-{number + 1}")
    except InvalidValue:
        made = _hashed(title, str(number))
    if folded(made) in used:
        made = _hashed(title, str(number))
    used.add(folded(made))
    return made


def _joined(days: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Return spans in order, those that touch made one."""
    made: list[tuple[date, date]] = []
    for first, last in sorted(days):
        if made and first <= made[-1][1] + timedelta(days=1) and first.year == made[-1][0].year:
            made[-1] = (made[-1][0], max(made[-1][1], last))
        else:
            made.append((first, last))
    return made


def _span(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first}/{last}"


def _yearless(first: date, last: date) -> str:
    return f"{first:%m-%d}" if first == last else f"{first:%m-%d}/{last:%m-%d}"


def _said(text: str) -> str:
    """Return a text on one line, as a plan may hold it."""
    return _NO_TEXT.sub("\ufffd", " ".join(text.split()))[:LONGEST_TEXT].strip()


def _note(text: str) -> str:
    lines = (line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return _NO_TEXT.sub("\ufffd", "\n".join(lines))[:LONGEST_TEXT].strip()
