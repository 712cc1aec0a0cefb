"""Time zones as others' calendars write them, and the IANA zone that each means.

Outlook writes Windows names, other programs prefixes of their own, display names, or rules in a VTIMEZONE
alone.  The table of Windows names is data (`data/windows_zones.json`, of the Unicode CLDR).  How our own
calendars say their zones is in `campaignflow.export.zones`.
"""

import json
import re
import zoneinfo
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from importlib.resources import files

from dateutil.rrule import rrule, rrulestr

from campaignflow.planfile.calendar_text import Component, Remarks

__all__ = ["Zones", "known_zone", "windows_zones"]

UNIVERSAL = frozenset(("UTC", "GMT", "Z", "ETC/UTC", "ETC/GMT", "COORDINATED UNIVERSAL TIME"))
_OFFSET = re.compile(r"(?:UTC|GMT)\s*([+-])(\d{1,2}):?(00)?", re.IGNORECASE)
_WRITTEN_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
_STARTS = re.compile(r"\d{8}T\d{6}")
_LONGEST_RULE = 200


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

    def aware(self, wall: datetime, written: str, line: int) -> datetime:
        """Return a wall time in the zone that is written.

        Where only the file's own rules tell the time, it is given in UTC.
        """
        found = self._found.get(written)
        if found is None:
            found = self._found[written] = self._understood(written.strip().strip('"'), line, wall)
        if isinstance(found, str):
            return wall.replace(tzinfo=zoneinfo.ZoneInfo(found))
        return wall.replace(tzinfo=timezone(found(wall))).astimezone(zoneinfo.ZoneInfo("UTC"))

    def _understood(self, written: str, line: int, at: datetime) -> str | Callable[[datetime], timedelta]:
        """Return the name of a zone, or what its offset is at a wall time."""
        named = known_zone(written)
        if named:
            return named
        named = windows_zones().get(written.casefold(), "") or _at_the_end(written)
        rules = self._rules.get(written.casefold())
        if not named and rules is not None:
            named = known_zone(rules.value("X-LIC-LOCATION"))
        offset = None if named or rules is None else _offsets(rules)
        if offset is not None:
            named = self._alike(offset, at)
            if named:
                self._remarks.report("ics-zone-guessed", line, written=written, zone=named)
                return named
            self._remarks.report("ics-zone-by-rules", line, written=written)
            return offset
        named = named or _by_offset(written)
        if named:
            self._remarks.report("ics-zone-mapped", line, written=written, zone=named)
            return named
        self._remarks.report("ics-zone-unread", line, written=written, zone=self.fallback)
        return self.fallback

    def _alike(self, offset: Callable[[datetime], timedelta], at: datetime) -> str:
        """Return the zone whose clocks go as the rules say through the year around a day, if there is one."""
        dates = (date(at.year, month, day) for month in range(1, 13) for day in (1, 16))
        days = [datetime.combine(one, time(12)) for one in dates]
        wanted = [offset(day) for day in days]
        for name in dict.fromkeys((self.fallback, *_WELL_KNOWN, *windows_zones().values())):
            zone = zoneinfo.ZoneInfo(name)
            if all(
                day.replace(tzinfo=zone).utcoffset() == one for day, one in zip(days, wanted, strict=True)
            ):
                return name
        return ""


_WELL_KNOWN = ("Asia/Shanghai", "Europe/London", "Europe/Berlin", "America/New_York", "Australia/Sydney")
"""Asked first, so that of many zones with the same clocks the one that most people mean is named."""


def _at_the_end(written: str) -> str:
    """Return the IANA name at the end of a longer one: `/freeassociation.sourceforge.net/Asia/Shanghai`."""
    parts = written.strip("/").split("/")
    for count in (3, 2):
        if len(parts) > count:
            found = known_zone("/".join(parts[-count:]))
            if found:
                return found
    return ""


def _by_offset(written: str) -> str:
    """Return the zone of `(UTC+08:00) Beijing` or `GMT+8`; whole hours only, as only those have names."""
    match = _OFFSET.search(written)
    if match is None:
        return ""
    # POSIX counts the other way round: Etc/GMT-8 is eight hours ahead.
    sign = "-" if match[1] == "+" else "+"
    return known_zone(f"Etc/GMT{sign}{int(match[2])}")


def _offsets(rules: Component) -> Callable[[datetime], timedelta] | None:
    """Return what the offset of a VTIMEZONE is at a wall time; None if it cannot be read."""
    onsets = []
    for one in rules.inside:
        offset = _WRITTEN_OFFSET.fullmatch(one.value("TZOFFSETTO"))
        starts = _STARTS.match(one.value("DTSTART"))
        if one.name not in {"STANDARD", "DAYLIGHT"} or offset is None or starts is None:
            continue
        try:
            first = datetime.fromisoformat(starts[0])
        except ValueError:
            continue
        length = timedelta(hours=int(offset[2]), minutes=int(offset[3]), seconds=int(offset[4] or 0))
        if length < timedelta(days=1):
            onsets.append((first, one.value("RRULE"), length if offset[1] == "+" else -length))
    if not onsets:
        return None

    def at(wall: datetime) -> timedelta:
        begun = [(_last_onset(first, rule, wall), length) for first, rule, length in onsets]
        known = [(onset, length) for onset, length in begun if onset is not None]
        return max(known)[1] if known else min(onsets)[2]

    return at


def _last_onset(first: datetime, rule: str, wall: datetime) -> datetime | None:
    """Return when an observance of a zone last began before a wall time."""
    if first > wall:
        return None
    if "FREQ=YEARLY" not in rule.upper() or len(rule) > _LONGEST_RULE or "BYSECOND" in rule.upper():
        return first
    until = re.search(r"UNTIL=(\d{8})", rule, re.IGNORECASE)
    bare = re.sub(r";?(UNTIL|COUNT|INTERVAL)=[^;]*", "", rule, flags=re.IGNORECASE).strip(";")
    last = wall
    try:
        if until is not None:
            last = min(last, datetime.fromisoformat(until[1]) + timedelta(days=1))
        begin = first if last.year - 1 <= first.year else first.replace(year=last.year - 1)
        yearly = rrulestr(bare, dtstart=begin)
    except (ValueError, TypeError, AttributeError, OverflowError, KeyError):
        return first
    onset = yearly.replace(until=last).before(last, inc=True) if isinstance(yearly, rrule) else None
    return onset or first
