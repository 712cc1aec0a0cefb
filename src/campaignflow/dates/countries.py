"""The working days of countries, by ISO 3166 code.

China's calendar ships with the package as resolved data (`data/calendars/CN.json`); those of other
countries are read once from the `holidays` package, which is imported only then.  Until when the
calendars that are announced year by year are known is our own table
(`data/calendars/coverage.json`), because the package does not say.  Counting with a calendar is in
`campaignflow.dates.workdays`.
"""

import difflib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from campaignflow.dates.workdays import FIRST_YEAR, LAST_YEAR, WorkCalendar, YearDays
from campaignflow.errors import InvalidValue

if TYPE_CHECKING:
    from holidays import HolidayBase

__all__ = ["country"]

GB_PARTS = ("GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR")
"""Easter Monday, St Andrew's Day and the like are kept in parts of the United Kingdom only."""

_CODE = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")
_PATTERN_WEEK = [date(2026, 12, 21) + timedelta(late) for late in range(7)]
"""A week that shows a country's weekend of today; other weekends of earlier years are days like others."""


@cache
def country(code: str) -> WorkCalendar:
    """Return the calendar of a country (ISO 3166-1: ``CN``, ``TW``) or a part of one (3166-2: ``US-FL``).

    Raises `InvalidValue` for an unknown code, with what was perhaps meant, and for ``GB``, whose
    parts keep different days.
    """
    if code == "CN":
        return _china()
    if code == "GB":
        raise InvalidValue("calendar-needs-part", calendar=code, parts=GB_PARTS)
    return _from_package(code)


@cache
def _data(name: str) -> Any:
    path = files("campaignflow").joinpath(f"data/calendars/{name}.json")
    return json.loads(path.read_text(encoding="utf-8"))


def _china() -> WorkCalendar:
    data = _data("CN")
    off: dict[date, str] = {}
    extra = []
    for year, row in data["years"].items():
        extra += [date.fromisoformat(f"{year}-{day}") for day in row["work"]]
        for name, spans in row["off"].items():
            off |= {day: name for span in spans for day in _span_days(year, span)}
    years = [int(year) for year in data["years"]]
    return WorkCalendar(
        "CN",
        days_off=off,
        extra_workdays=extra,
        covered_until=date.fromisoformat(data["covered_until"]),
        first_year=min(years),
        last_year=max(years),
    )


def _span_days(year: str, span: str) -> Iterable[date]:
    """Return the days of ``02-15`` or ``02-15/02-23``."""
    first, _, last = span.partition("/")
    low, high = (date.fromisoformat(f"{year}-{day}").toordinal() for day in (first, last or first))
    return map(date.fromordinal, range(low, high + 1))


def _from_package(code: str) -> WorkCalendar:
    shape = _CODE.fullmatch(code)
    if shape is None or not _is_known(shape[1], shape[2]):
        raise InvalidValue("calendar-unknown", calendar=code, near=_near(code))
    book = _book(shape[1], shape[2], range(2026, 2027))
    weekend = frozenset(day.weekday() for day in _PATTERN_WEEK if book.is_weekend(day))
    until = _coverage(shape[1]).get("covered_until")
    years = _known_years(book)
    return WorkCalendar(
        code,
        weekend=weekend,
        covered_until=date.fromisoformat(until) if until else None,
        first_year=years[0],
        last_year=years[-1],
        source=partial(_read, shape[1], shape[2], weekend),
    )


def _coverage(nation: str) -> Mapping[str, Any]:
    row: Mapping[str, Any] = _data("coverage")["countries"].get(nation, {})
    return row


def _known_years(book: "HolidayBase") -> range:
    """Return the years whose days off the package knows; for others it would warn, or say nothing."""
    row = _coverage(book.country)
    first = max(FIRST_YEAR, book.start_year, row.get("first_year", FIRST_YEAR))
    last = min(LAST_YEAR, book.end_year, row.get("last_year", LAST_YEAR))
    return range(first, last + 1)


def _is_known(nation: str, part: str | None) -> bool:
    """Whether the package has a country under this code of ISO 3166, not of another list."""
    import holidays  # noqa: PLC0415  # 60 ms, which plans that work by China's calendar need not pay

    try:
        found = holidays.country_holidays(nation, subdiv=part)
    except NotImplementedError:
        return False
    return found.country == nation and (part is None or part in found.subdivisions)


def _book(nation: str, part: str | None, years: range) -> "HolidayBase":
    """Return what the package has on some years of a country that it knows."""
    import holidays  # noqa: PLC0415  # as above

    empty = holidays.country_holidays(nation, subdiv=part)
    # The package would speak the language of the environment: names must not hang on that.
    own, spoken = empty.default_language, empty.supported_languages
    language = own if own is None or own.startswith("zh") or "en_US" not in spoken else "en_US"
    known = _known_years(empty)
    within = [year for year in years if year in known]
    return holidays.country_holidays(nation, subdiv=part, years=within, expand=False, language=language)


def _read(nation: str, part: str | None, weekend: frozenset[int], first: int, last: int) -> YearDays:
    """Read the years from a first to a last one, and whatever moved workdays the package tells of."""
    book = _book(nation, part, range(first, last + 1))
    extra = set(book.weekend_workdays)
    off = dict(book.items())
    for at in range(date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal() + 1):
        day = date.fromordinal(at)
        was, is_now = book.is_weekend(day), day.weekday() in weekend
        if was and not is_now:
            off.setdefault(day, "")
        elif is_now and not was and day not in off:
            extra.add(day)
    estimated = {day.year for day, name in off.items() if "estimated" in name or "推定" in name}
    return YearDays(off, extra, estimated)


def _near(code: str) -> list[str]:
    """Return up to three codes that may have been meant: ``cn`` and ``China`` are CN, ``US-CAL`` is US-CA."""
    import holidays  # noqa: PLC0415  # as above

    tidy = code.strip().replace("_", "-").upper()
    shape = _CODE.fullmatch(tidy)
    if shape and _is_known(shape[1], shape[2]):
        return _parted(tidy)
    for name in (tidy, code.strip().title().replace(" ", "")):
        known = getattr(getattr(holidays, name, None), "country", None)
        if isinstance(known, str):
            return _parted(known)
    parts = holidays.list_supported_countries(include_aliases=False)
    nation = tidy.partition("-")[0]
    if nation not in parts:
        return difflib.get_close_matches(tidy, parts, cutoff=0.5)
    codes = [f"{nation}-{part}" for part in parts[nation]]
    return difflib.get_close_matches(tidy, codes, cutoff=0.5) or _parted(nation)


def _parted(code: str) -> list[str]:
    return list(GB_PARTS) if code == "GB" else [code]
