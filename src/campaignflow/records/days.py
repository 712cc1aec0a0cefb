"""The days of a date as they are recorded: spans and series to JSON and back, without loss.

`{start, end, precision, certainty}`, in a `due` field `due` in place of `end`, and what else is needed to
get the very same span back.  Nothing is worked out here: that is done in `campaignflow.scheduling`.
"""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from campaignflow.canonical import Body
from campaignflow.dates.precision import Certainty, Precision
from campaignflow.dates.recurrence import Round
from campaignflow.dates.span import Moment, Point, Span, moment_in
from campaignflow.scheduling.elsewhere import Path, fiscal_year
from campaignflow.scheduling.entry import NEVER
from campaignflow.scheduling.resolver import Dates
from campaignflow.scheduling.schedule import Schedule

__all__ = ["dates_of", "days_of", "lifts_of", "moment_of", "recorded", "span_of", "zone_of"]

NOTHING: Mapping[str, Any] = {}
_NOTHING = frozenset[str]()
_PRECISIONS = {precision.value: precision for precision in Precision}
_CONFIRMED = Certainty.CONFIRMED.value
_DECIDED = frozenset({"approval", "condition"})


def days_of(schedule: Schedule, campaign: str | None = None) -> dict[Path, Body]:
    """Return the days of every date of a resolved programme by its path in the plan, or of one campaign.

    Dates of which no day is known are left out.
    """
    found: dict[Path, Body] = {}
    for entry in schedule.entries:
        if entry.kind not in _DECIDED and campaign in {None, entry.campaign}:
            for field, days in _own(schedule.dates[entry.id]):
                found[(*entry.path, field)] = days
    starts = schedule.programme.fiscal_year_starts
    for path, span in schedule.elsewhere.items():
        if campaign is None or path[:2] == ("campaigns", campaign):
            days = recorded(span, last="due" if path[-1] == "due" else "end")
            year = fiscal_year(span, starts) if path[-1] == "charged" else None
            if year is not None:
                days["fiscal_year"] = year
            if path[-1] == "embargo":
                days |= _lifting(schedule, path, span)
            found[path] = days
    return {path: days for path, days in found.items() if days}


def _own(dates: Dates) -> list[tuple[str, Body]]:
    """Return the days of the `when` and `due` of a dated thing."""
    fields = []
    if dates.when is not None:
        is_series = bool(dates.rounds) and not dates.due_rounds
        days = _series(dates, "end") if is_series else recorded(dates.when, window=_shown(dates, "when"))
        fields.append(("when", days))
    if dates.due_rounds:
        fields.append(("due", _series(dates, "due")))
    elif dates.due is not None:
        fields.append(("due", recorded(dates.due, last="due", window=_shown(dates, "due"))))
    return fields


def _shown(dates: Dates, field: str) -> Span | None:
    """Return the window of a dated thing, if it is this field that it comes from."""
    main = "" if dates.rounds else "due" if dates.when is None else "when"
    return dates.window if main == field else None


def _series(dates: Dates, last: str) -> Body:
    window = dates.window
    days = {**_bounds(window, last), **_certain(window, window)}
    days["occurrences"] = {one.key: _occurrence(one, last) for one in dates.rounds}
    return days


def _occurrence(one: Round, last: str) -> Body:
    said: Body = {last: one.end.isoformat()}
    if last == "end":
        said = {"start": one.start.isoformat()} | (said if one.end != one.start else {})
    if one.rests_on:
        said["rests_on"] = sorted(one.rests_on)
    return said


def _lifting(schedule: Schedule, path: Path, span: Span) -> Body:
    """Return the moment an embargo lifts, where that is not the moment that was written."""
    names = [str(name) for name in path[1::2]]
    entry = schedule[f"routine:{names[0]}" if path[0] == "routines" else "/".join(names)]
    is_written = isinstance(span.start, datetime)
    if entry.embargo is None or entry.embargo == NEVER or is_written:
        return {}
    return {"lifts": entry.embargo.isoformat()}


def recorded(span: Span, *, last: str = "end", window: Span | None = None) -> Body:
    """Return a span as it is recorded; empty where nothing is known of it.

    `window` is the same span with the certainty that somebody wrote beside it.
    """
    days = {**_bounds(span, last), **_certain(span, window or span)}
    first, end = span.first, span.last
    bounds = (span.start, span.end, span.precision)
    if (first, end, span.is_single) != _ends(*bounds, throughout=False):
        if (first, end, span.is_single) == _ends(*bounds, throughout=True):
            days["throughout"] = True
        else:
            ends = (("first", first), ("last", end))
            days |= {name: _point(point) for name, point in ends if point is not None}
    for name, part in (("part", span.part), ("part_end", span.part_end)):
        if part is not None:
            days[name] = part
    return days


def _bounds(span: Span, last: str) -> Body:
    days: Body = {}
    start, end = span.start, span.end
    if start is not None and (last == "end" or start != end):
        days["start"] = start.isoformat()
    if end is not None:
        days[last] = end.isoformat()
    if span.rests_on:
        days["rests_on"] = sorted(span.rests_on)
    return days


def _certain(span: Span, window: Span) -> Body:
    precision, certainty = span.precision, window.certainty
    days: Body = {}
    if precision is not Precision.UNDATED:
        days = {"precision": precision.value, "certainty": certainty.value}
    if span.provisional != _is_provisional(precision, certainty):
        days["provisional"] = span.provisional
    if not precision.is_exact and window.provisional != span.provisional:
        days["marked"] = True
    return days


def _is_provisional(precision: Precision, certainty: Certainty) -> bool:
    """Whether a span of which nothing else is said rests on something that may move."""
    if precision.is_exact:
        return certainty is Certainty.PROVISIONAL
    return precision is Precision.UNDATED


def _ends(
    start: Moment | None, end: Moment | None, precision: Precision, *, throughout: bool
) -> tuple[Point | None, Point | None, bool]:
    """Return the ends of a span of which only the bounds are recorded, and whether they are one point.

    One day or moment, and some time within bounds, are one point, unless it is throughout.
    """
    if start is not None and end is not None and not throughout and (start == end or not precision.is_exact):
        point = Point(start, end, precision)
        return point, point, True
    first = None if start is None else Point(start, start, precision)
    return first, None if end is None else Point(end, end, precision), False


def _point(point: Point) -> Body:
    return {"from": point.lo.isoformat(), "to": point.hi.isoformat(), "precision": point.precision.value}


def span_of(days: Mapping[str, Any], zone: str) -> Span:
    """Return the span of recorded days, in the zone of the thing they belong to."""
    precision = _PRECISIONS[days.get("precision", "undated")]
    start, end = _bounds_of(days, zone)
    first, last, _ = _ends(start, end, precision, throughout="throughout" in days)
    if "first" in days or "last" in days:
        first, last = (_point_of(days[name], zone) if name in days else None for name in ("first", "last"))
    return Span(
        first,
        last,
        _provisional_of(days, precision),
        days.get("part"),
        days.get("part_end"),
        frozenset(days["rests_on"]) if "rests_on" in days else _NOTHING,
    )


def _provisional_of(days: Mapping[str, Any], precision: Precision) -> bool:
    certainty = Certainty.CONFIRMED if days.get("certainty") == _CONFIRMED else Certainty.PROVISIONAL
    provisional: bool = days.get("provisional", _is_provisional(precision, certainty))
    return provisional


def _bounds_of(days: Mapping[str, Any], zone: str) -> tuple[Moment | None, Moment | None]:
    last = days.get("due", days.get("end"))
    first = days.get("start", days.get("due"))
    start = None if first is None else moment_of(first, zone)
    return start, None if last is None else start if first == last else moment_of(last, zone)


def _point_of(said: Mapping[str, Any], zone: str) -> Point:
    return Point(moment_of(said["from"], zone), moment_of(said["to"], zone), _PRECISIONS[said["precision"]])


def dates_of(content: Mapping[str, Any], zone: str, around: Span) -> Dates:
    """Return the dates of a recorded dated thing; without any of its own it has those around it.

    `content` is its part of the plan.
    """
    if "when" not in content and "due" not in content:
        return _inherited(content.get("certainty"), around)
    fields = {name: content[name].get("resolved", NOTHING) for name in ("when", "due") if name in content}
    series = next((name for name, days in fields.items() if "occurrences" in days), None)
    spans = {name: span_of(days, zone) for name, days in fields.items() if name != series}
    if series is None:
        main = "when" if "when" in fields else "due"
        window = _marked(fields[main], spans[main])
        return Dates(spans.get("when"), spans.get("due"), window=window, certainty=window.certainty)
    days = fields[series]
    window = _hull(days, zone)
    rounds = tuple(_round(key, days["occurrences"][key], window, zone) for key in sorted(days["occurrences"]))
    beside = Span(provisional=window.provisional, rests_on=window.rests_on)
    return Dates(
        spans.get("when", beside)
        if series == "due" and "when" in fields
        else None
        if series == "due"
        else beside,
        None if series == "due" else spans.get("due"),
        rounds,
        series == "due",
        window,
        certainty=window.certainty,
    )


def _inherited(certainty: str | None, around: Span) -> Dates:
    window = around
    if certainty == Certainty.PROVISIONAL:
        window = window._replace(provisional=True)
    elif certainty == Certainty.CONFIRMED and window.precision.is_exact:
        window = window._replace(provisional=False)
    return Dates(window=window, inherited=True, certainty=window.certainty)


def _marked(days: Mapping[str, Any], span: Span) -> Span:
    """Return a span with the certainty that was written beside it."""
    if span.precision.is_exact:
        provisional = days.get("certainty") != _CONFIRMED
    else:
        provisional = span.provisional or "marked" in days
    return span if provisional == span.provisional else span._replace(provisional=provisional)


def _hull(days: Mapping[str, Any], zone: str) -> Span:
    precision = _PRECISIONS[days["precision"]]
    start, end = _bounds_of(days, zone)
    return Span(
        None if start is None else Point(start, start, precision),
        None if end is None else Point(end, end, precision),
        _provisional_of(days, precision),
        rests_on=frozenset(days.get("rests_on", ())),
    )


def _round(key: str, said: Mapping[str, Any], window: Span, zone: str) -> Round:
    end = moment_of(said.get("due") or said.get("end") or said["start"], zone)
    start = moment_of(said["start"], zone) if "start" in said else end
    return Round(key, start, end, window.precision, frozenset(said.get("rests_on", ())))


def lifts_of(days: Mapping[str, Any], zone: str) -> datetime:
    """Return the moment a recorded embargo lifts; the end of all days where that is not decided."""
    text = days.get("lifts", days.get("start", ""))
    moment = moment_of(text, zone) if text else NEVER
    return moment if isinstance(moment, datetime) else NEVER


def moment_of(text: str, zone: str) -> Moment:
    """Return a recorded day or moment; the moment is in the zone given, if its offset is that zone's."""
    moment = moment_in(text)
    if not isinstance(moment, datetime):
        return moment
    place = _zone(zone)
    for fold in (0, 1):
        local = moment.replace(tzinfo=place, fold=fold)
        if local.utcoffset() == moment.utcoffset():
            return local
    return moment


@lru_cache(maxsize=1024)
def _zone(name: str) -> tzinfo:
    return ZoneInfo(name)


@lru_cache(maxsize=1024)
def zone_of(name: str) -> str:
    """Return the name of a time zone; of one that does not exist, UTC."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"
