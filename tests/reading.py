"""How tests read a date: in a small office's year, with a few names to hang on and an odd calendar or two."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from campaignflow.dates import expression as ex
from campaignflow.dates.bases import Setting
from campaignflow.dates.countries import country
from campaignflow.dates.grammar import parse
from campaignflow.dates.observances import shipped
from campaignflow.dates.resolve import resolve
from campaignflow.dates.span import UNDATED, Span
from campaignflow.errors import InvalidValue

__all__ = ["NAMES", "at", "named", "read", "refused", "setting", "shown"]

NAMES = {
    "water-day": "2027-03-22",
    "water-week": "2027-03-22/28",
    "fair": "2027-05-10/14",
    "briefing": "2027-03-15 09:30-11:00",
    "sign-in": "2027-03-15 09:15",
    "loose": "2027-03-mid",
    "standing": "from 2027-02-01",
    "until-june": "until 2027-06-08",
    "not-yet": "tbd",
}
"""Things of the plan that a date may hang on."""


def setting(**changes: Any) -> Setting:
    """Return what a Shanghai office that works by China's calendar reads its dates of 2027 against."""
    plain = Setting(
        period=(date(2027, 1, 1), date(2027, 12, 31)),
        zone=ZoneInfo("Asia/Shanghai"),
        work=country("CN"),
        observances=shipped(),
        lookup=named,
    )
    return plain._replace(**changes)


def named(ref: ex.Ref) -> Span:
    """Return the days of one of the names."""
    name = "/".join(ref.path)
    if name in {"campaign", "programme", "activity"}:
        return resolve(parse("2027-03-22/28"), setting())
    if name not in NAMES:
        raise InvalidValue("name-unknown", name=name)
    return resolve(parse(NAMES[name]), setting())


def read(text: str, *, throughout: bool = False, **changes: Any) -> Span:
    """Return the days of an expression in that office."""
    return resolve(parse(text), setting(**changes), throughout=throughout)


def refused(text: str, **changes: Any) -> InvalidValue:
    """Return why an expression is refused, read or resolved."""
    with pytest.raises(InvalidValue) as caught:
        read(text, **changes)
    return caught.value


def shown(span: Span) -> str:
    """Return a span in short: `2027-03-22/2027-03-28 day`, with a question mark if it is provisional."""
    if span is UNDATED or (span.start is None and span.end is None):
        return "undated"
    ends = [".." if moment is None else _short(moment) for moment in (span.start, span.end)]
    text = ends[0] if ends[0] == ends[1] else "/".join(ends)
    part = f" {span.part}" if span.part else ""
    return f"{text} {span.precision}{part}{'?' if span.certainty == 'provisional' else ''}"


def _short(moment: date) -> str:
    return moment.isoformat(" ", "minutes")[:16] if isinstance(moment, datetime) else moment.isoformat()


def at(text: str, zone: str = "Asia/Shanghai") -> datetime:
    """Return an aware moment of an ISO text."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
