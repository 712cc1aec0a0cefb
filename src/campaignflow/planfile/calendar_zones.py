"""Time zones as others' calendars write them, and the IANA zone that each means.

Outlook writes Windows names, other programs prefixes of their own, display names, or rules in a VTIMEZONE
alone.  The table of Windows names is data (`data/windows_zones.json`, of the Unicode CLDR).  How our own
calendars say their zones is in `campaignflow.export.zones`.
"""

import json
import re
import zoneinfo
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

from campaignflow.dates.rules import Days, Steps, by_rule, followed
from campaignflow.planfile.calendar_text import Component, Remarks

__all__ = ["Zones", "known_zone", "windows_zones"]

UNIVERSAL = frozenset(("UTC", "GMT", "Z", "ETC/UTC", "ETC/GMT", "COORDINATED UNIVERSAL TIME"))
_OFFSET = re.compile(r"(?:(?:UTC|GMT)\s*|^)([+-])(\d{1,2}):?(00)?(?!\d|[\d:.]*/)", re.IGNORECASE)
_ALSO = {
    "中国标准时间": "Asia/Shanghai",
    "北京时间": "Asia/Shanghai",
    "台北标准时间": "Asia/Taipei",
    "tzone://microsoft/utc": "UTC",
}
"""Names that are in no table: those of a Chinese Windows, and Microsoft's own of UTC."""
_MOST_CHECKED = 400
"""Days on which a name is held against the rules of the file."""
_WRITTEN_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
_STARTS = re.compile(r"\d{8}(T\d{6})?")
_UNTIL = re.compile(r";?UNTIL=(\d{8}(?:T\d{6})?)Z?", re.IGNORECASE)


@cache
def windows_zones() -> Mapping[str, str]:
    """Return the IANA zone of each Windows name, folded."""
    data = json.loads((files("campaignflow") / "data" / "windows_zones.json").read_text("utf-8"))
    return {name.casefold(): zone for name, zone in data["zones"].items()}


@cache
def _known() -> Mapping[str, str]:
    return {name.casefold(): name for name in zoneinfo.available_timezones()}


@cache
def known_zone(written: str) -> str:
    """Return the IANA name that is written, in whatever case, else an empty text."""
    if written.upper() in UNIVERSAL:
        return "UTC"
    try:
        return zoneinfo.ZoneInfo(written).key
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return _known().get(written.casefold(), "")


class Zones:
    """The zones of one calendar: what each name in it means, found once and said once."""

    def __init__(self, calendar: Component, fallback: str, remarks: Remarks) -> None:
        self.fallback = fallback
        """Zone of what names none."""
        self._remarks = remarks
        self._rules: dict[str, Component] = {}
        for one in calendar.inside:
            if one.name == "VTIMEZONE":
                self._rules.setdefault(one.value("TZID").strip('"').casefold(), one)
        self._found: dict[str, str | Callable[[datetime], timedelta]] = {}
        self._offsets: dict[str, Callable[[datetime], timedelta] | None] = {}
        self._checked: dict[str, dict[date, bool]] = {}
        self._told: set[str] = set()

    def aware(self, wall: datetime, written: str, line: int) -> datetime:
        """Return a wall time in the zone that is written.

        Where only the file's own rules tell the time, it is given in UTC.
        """
        found = self._found.get(written)
        if found is None:
            found = self._found[written] = self._understood(written.strip().strip('"'), line, wall)
        if not isinstance(found, str):
            return wall.replace(tzinfo=timezone(found(wall))).astimezone(zoneinfo.ZoneInfo("UTC"))
        self._hold(written.strip().strip('"'), found, wall, line)
        return wall.replace(tzinfo=zoneinfo.ZoneInfo(found))

    def _hold(self, written: str, zone: str, wall: datetime, line: int) -> None:
        """Say once if the file's own rules for a name give another time than the zone of that name."""
        rules = self._rules.get(written.casefold())
        if rules is None or written in self._told:
            return
        days = self._checked.setdefault(written, {})
        noon = datetime.combine(wall.date(), time(12))
        if noon.date() in days or len(days) >= _MOST_CHECKED:
            return
        if written not in self._offsets:
            self._offsets[written] = _offsets(rules)
        said = self._offsets[written]
        meant = noon.replace(tzinfo=zoneinfo.ZoneInfo(zone)).utcoffset()
        days[noon.date()] = True
        if said is not None and meant is not None and said(noon) != meant:
            self._told.add(written)
            self._remarks.report(
                "ics-zone-contradicted",
                line,
                written=written,
                zone=zone,
                day=noon.date(),
                offset=_written(said(noon)),
                own=_written(meant),
            )

    def _understood(self, written: str, line: int, at: datetime) -> str | Callable[[datetime], timedelta]:
        """Return the name of a zone, or what its offset is at a wall time."""
        named = known_zone(written)
        if named:
            return named
        folded = written.casefold()
        named = windows_zones().get(folded, "") or _ALSO.get(folded, "") or _at_the_end(written)
        rules = self._rules.get(folded)
        if not named and rules is not None:
            named = known_zone(rules.value("X-LIC-LOCATION"))
        offset = None if named or rules is None else _offsets(rules)
        if offset is not None:
            named = self._alike(offset, at) if len(self._found) < _MOST_GUESSED else ""
            if named:
                self._remarks.report("ics-zone-guessed", line, written=written, zone=named)
                return named
            self._remarks.report("ics-zone-by-rules", line, written=written)
            return offset
        named = named or self._by_offset(written, at)
        if named:
            code = "ics-zone-offset" if named.startswith("Etc/") else "ics-zone-mapped"
            self._remarks.report(code, line, written=written, zone=named)
            return named
        self._remarks.report("ics-zone-unread", line, written=written, zone=self.fallback)
        return self.fallback

    def _alike(self, offset: Callable[[datetime], timedelta], at: datetime) -> str:
        """Return the zone whose clocks go as the rules say through the year around a day, if there is one."""
        return _alike(offset, at, (self.fallback, *_WELL_KNOWN, *windows_zones().values()))

    def _by_offset(self, written: str, at: datetime) -> str:
        """Return the zone of `(UTC+08:00) Beijing` or `GMT+8`; whole hours only, as only those have names.

        One that keeps this offset all the year and is well known goes before `Etc/GMT-8`.
        """
        match = _OFFSET.search(written)
        if match is None:
            return ""
        hours = int(match[2]) if match[1] == "+" else -int(match[2])
        kept = _alike(lambda _: timedelta(hours=hours), at, (self.fallback, *_WELL_KNOWN))
        # POSIX counts the other way round: Etc/GMT-8 is eight hours ahead.
        return kept or known_zone(f"Etc/GMT{-hours:+d}")


def _alike(offset: Callable[[datetime], timedelta], at: datetime, zones: Iterable[str]) -> str:
    """Return the first zone whose clocks go as an offset does through the year around a day."""
    dates = (date(at.year, month, day) for month in range(1, 13) for day in (1, 16))
    days = [datetime.combine(one, time(12)) for one in dates]
    wanted = [offset(day) for day in days]
    for name in dict.fromkeys(zones):
        zone = zoneinfo.ZoneInfo(name)
        if all(day.replace(tzinfo=zone).utcoffset() == one for day, one in zip(days, wanted, strict=True)):
            return name
    return ""


def _written(offset: timedelta) -> str:
    """Return an offset as people read it."""
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


_WELL_KNOWN = ("Asia/Shanghai", "Europe/London", "Europe/Berlin", "America/New_York", "Australia/Sydney")
"""Asked first, so that of many zones with the same clocks the one that most people mean is named."""


def _at_the_end(written: str) -> str:
    """Return the IANA name at the end of a longer one: `/freeassociation.sourceforge.net/Asia/Shanghai`."""
    parts = written.strip("/").split("/")
    for count in (3, 2):
        if len(parts) > count or (len(parts) == count and written.startswith("/")):
            found = known_zone("/".join(parts[-count:]))
            if found:
                return found
    return ""


class _Observance(NamedTuple):
    """One STANDARD or DAYLIGHT of a VTIMEZONE."""

    first: datetime
    rule: str
    more: tuple[datetime, ...]
    before: timedelta
    after: timedelta

    def last(self, wall: datetime) -> datetime | None:
        """Return when it last began before a wall time."""
        listed = [one for one in self.more if one <= wall]
        ruled = _last_onset(self.first, self.rule, wall)
        return max([*listed, ruled]) if ruled is not None else max(listed, default=None)


def _offsets(rules: Component) -> Callable[[datetime], timedelta] | None:
    """Return what the offset of a VTIMEZONE is at a wall time; None if it cannot be read."""
    held = []
    for one in rules.inside:
        after = _length(one.value("TZOFFSETTO"))
        first = _onset(one.value("DTSTART")) if one.first("DTSTART") else _ALWAYS
        if one.name in {"STANDARD", "DAYLIGHT"} and after is not None and first is not None:
            before = _length(one.value("TZOFFSETFROM"))
            parts = (part for more in one.each("RDATE") for part in more.value.split(","))
            listed = (_onset(part) for part in islice(parts, _MOST_LISTED))
            more = tuple(found for found in listed if found is not None)
            held.append(
                _Observance(first, one.value("RRULE"), more, after if before is None else before, after)
            )
    if not held:
        return None

    def at(wall: datetime) -> timedelta:
        begun = [(one.last(wall), one.after) for one in held]
        known = [(onset, length) for onset, length in begun if onset is not None]
        return max(known)[1] if known else min(held).before

    return at


_ALWAYS = datetime(1601, 1, 1)  # noqa: DTZ001  # a wall clock, as Outlook writes it
_MOST_LISTED = 400
_MOST_GUESSED = 100
"""Zones of one calendar that are compared with those of the world."""


def _length(written: str) -> timedelta | None:
    match = _WRITTEN_OFFSET.fullmatch(written)
    if match is None:
        return None
    length = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    if length >= timedelta(days=1):
        return None
    return length if match[1] == "+" else -length


def _onset(written: str) -> datetime | None:
    match = _STARTS.match(written.strip())
    try:
        return None if match is None else datetime.fromisoformat(match[0])
    except ValueError:
        return None


def _last_onset(first: datetime, rule: str, wall: datetime) -> datetime | None:
    """Return when an observance of a zone last began before a wall time, by its rule."""
    if first > wall:
        return None
    until = _UNTIL.search(rule)
    yearly = followed(_UNTIL.sub("", rule), first) if "FREQ=YEARLY" in rule.upper() else None
    if not yearly:
        return first
    # What is said in UTC may be the day before on the clocks of the zone.
    last = wall if until is None else min(wall, _onset(until[1]) or wall) + timedelta(days=1)
    last = min(wall, last)
    begins = Days(date(max(last.year - 1, 1), 1, 1), last.date())
    found = [one for one in by_rule(yearly, first, begins, Steps(_MOST_LISTED)) if isinstance(one, datetime)]
    return max((one for one in found if one <= last), default=first)
