"""Time zones as iCalendar says them: a VTIMEZONE in RRULE form for any IANA name (RFC 5545, section 3.6.5).

`zoneinfo` answers questions but shows no rules, so the compiled tables are read here (RFC 9636): the onsets
that are written out and the POSIX rule for the years after them.  Rules are then *inferred* from the onsets
and written only as far as they reproduce them.  RDATE is never used: Outlook reads it wrongly.
What stands on events lives in `campaignflow.export.events`.
"""

import re
import struct
import zoneinfo
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import resources
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from campaignflow.errors import InvalidValue
from campaignflow.export.lines import fold, instant, moment

__all__ = ["UNIVERSAL", "vtimezone", "zone"]

UNIVERSAL = frozenset(("UTC", "UCT", "Universal", "Zulu", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu"))
"""Names of the zone whose times are written with a Z and need no VTIMEZONE."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # wall times and offsets are reckoned apart here
_HEADER = struct.Struct(">4sc15x6L")
_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
# In 28 years each date falls on each day of the week, so a rule that fits so many fits for ever.
_FOR_EVER = 28
# What no yearly rule can say is written out year by year, and not for ever.
_LAST_YEAR = 2200
_FOOTER = re.compile(
    r"(?P<std><[^>]+>|[A-Za-z]+)(?P<std_offset>[-+]?[\d:]+)"
    r"(?:(?P<dst><[^>]+>|[A-Za-z]+)(?P<dst_offset>[-+]?[\d:]+)?,(?P<begins>[^,]+),(?P<ends>[^,]+))?"
)


class _Kind(NamedTuple):
    """What clocks show for a while."""

    offset: int
    summer: bool
    abbreviation: str


class _Onset(NamedTuple):
    """The instant at which clocks change."""

    at: int
    before: _Kind
    after: _Kind

    @property
    def wall(self) -> datetime:
        """The time that clocks showed as they were changed."""
        return _EPOCH + timedelta(seconds=self.at + self.before.offset)

    @property
    def component(self) -> str:
        """DAYLIGHT is where clocks are ahead, in Dublin too, whose tables call its winter the exception."""
        ahead = self.after.offset > self.before.offset and (self.after.summer or self.before.summer)
        return "DAYLIGHT" if ahead else "STANDARD"


def zone(name: str) -> zoneinfo.ZoneInfo:
    """Return a time zone by its IANA name, or raise `InvalidValue`."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidValue("ics-zone-unknown", zone=name) from error


def vtimezone(name: str, moments: Sequence[datetime]) -> bytes:
    """Return the VTIMEZONE of an IANA zone, right at all of some aware moments, as folded lines.

    The tables are those of the `tzdata` package, the same on every machine that has the same version.  Should
    they disagree with `zoneinfo` at one of the moments, those that `zoneinfo` reads are taken, as the moments
    were worked out with them.
    """
    zone(name)
    years = [moment.year for moment in moments] or [1970]
    for packaged in (True, False):
        try:
            table = _table(name, packaged=packaged)
        except (FileNotFoundError, ModuleNotFoundError):
            continue
        if not packaged or table.agrees(moments):
            return _written(name, packaged, min(years), max(years))
    raise InvalidValue("ics-zone-unknown", zone=name)


@lru_cache(maxsize=256)
def _written(name: str, packaged: bool, first: int, last: int) -> bytes:  # noqa: FBT001  # private, cached
    blocks = _table(name, packaged=packaged).blocks(first, last)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}", *blocks, "END:VTIMEZONE"]
    return b"".join(map(fold, lines))


class _Table:
    """The onsets of one zone, as its compiled file has them."""

    def __init__(self, octets: bytes) -> None:
        times, kinds, initial, self._footer = _read(octets)
        self._initial = initial
        self._onsets: list[_Onset] = []
        before = initial
        for at, after in zip(times, kinds, strict=True):
            self._onsets.append(_Onset(at, before, after))
            before = after
        self._written_until = times[-1] if times else -(1 << 62)

    def agrees(self, moments: Iterable[datetime]) -> bool:
        """Whether the zone's offset is the one that each moment has."""
        last = max((moment.year for moment in moments), default=1970)
        onsets = self._until(last + 1)
        times = [onset.at for onset in onsets]
        offsets = [self._initial.offset, *(onset.after.offset for onset in onsets)]
        return all(
            timedelta(seconds=offsets[bisect_right(times, moment.timestamp())]) == moment.utcoffset()
            for moment in moments
        )

    def blocks(self, first: int, last: int) -> list[str]:
        """Return the STANDARD and DAYLIGHT parts that are needed from a year to a year."""
        first, last = min(first, _LAST_YEAR), min(last, _LAST_YEAR)
        onsets = [
            onset
            for onset in self._until(max(last + 1, 2037) + _FOR_EVER)
            if onset.before.offset != onset.after.offset
        ]
        opening = int(datetime(first, 1, 1, tzinfo=UTC).timestamp()) - 86400
        closing = int(datetime(last + 1, 12, 31, tzinfo=UTC).timestamp())
        index = bisect_right([onset.at for onset in onsets], opening)
        earliest = onsets[index - 1].at if index else opening
        if index == len(onsets) or onsets[index].at > closing:
            return _constant(self._in_force(opening), min(first, 1970))
        runs = [run for run in _runs(onsets) if run[-1].at >= earliest and run[0].at <= closing]
        written = [line for run in runs for line in _spelled(run, onsets[-1].wall.year)]
        return written if index else [*_constant(self._initial, first - 1), *written]

    def _in_force(self, at: int) -> _Kind:
        onsets = self._until(_EPOCH.year + at // 31556952 + 1)
        index = bisect_right([onset.at for onset in onsets], at)
        return onsets[index - 1].after if index else self._initial

    def _until(self, year: int) -> list[_Onset]:
        """Return all onsets up to the end of a year, those of the rule after those written out."""
        written = [onset for onset in self._onsets if onset.wall.year <= year]
        if self._onsets and self._onsets[-1].wall.year > year:
            return written
        before = written[-1].after if written else self._initial
        since = written[-1].wall.year if written else _EPOCH.year
        for at, after in self._by_rule(since, year):
            if at > self._written_until and after != before:
                written.append(_Onset(at, before, after))
                before = after
        return written

    def _by_rule(self, first: int, last: int) -> Iterator[tuple[int, _Kind]]:
        match = _FOOTER.fullmatch(self._footer)
        if match is None or match["begins"] is None:
            return
        standard = _Kind(-_seconds(match["std_offset"]), summer=False, abbreviation=match["std"].strip("<>"))
        ahead = -_seconds(match["dst_offset"]) if match["dst_offset"] else standard.offset + 3600
        summer = _Kind(ahead, summer=True, abbreviation=match["dst"].strip("<>"))
        for year in range(first, last + 1):
            pair = (
                (_on(match["begins"], year) - standard.offset, summer),
                (_on(match["ends"], year) - summer.offset, standard),
            )
            yield from sorted(pair, key=lambda one: one[0])


@lru_cache(maxsize=128)
def _table(name: str, *, packaged: bool) -> _Table:
    return _Table(_octets(name, packaged=packaged))


def _octets(name: str, *, packaged: bool) -> bytes:
    if not packaged:
        for folder in zoneinfo.TZPATH:
            path = Path(folder, *name.split("/"))
            if path.is_file():
                return path.read_bytes()
    return resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()


def _read(octets: bytes) -> tuple[list[int], list[_Kind], _Kind, str]:
    """Return onset times, what follows each, what precedes all, and the footer (RFC 9636, section 3)."""
    width, start = 4, 0
    magic, version, *counts = _HEADER.unpack_from(octets)
    if magic != b"TZif":
        msg = "not a TZif file"
        raise ValueError(msg)
    if version >= b"2":
        utc, standard, leaps, times, types, letters = counts
        start = _HEADER.size + times * 5 + types * 6 + letters + leaps * 8 + standard + utc
        width = 8
        _, _, *counts = _HEADER.unpack_from(octets, start)
    utc, standard, leaps, times, types, letters = counts
    at = start + _HEADER.size
    onsets = list(struct.unpack_from(f">{times}{'q' if width == 8 else 'l'}", octets, at))
    at += times * width
    indices = octets[at : at + times]
    at += times
    names = octets[at + types * 6 : at + types * 6 + letters]
    kinds = []
    for offset, summer, letter in struct.iter_unpack(">l?B", octets[at : at + types * 6]):
        kinds.append(_Kind(offset, summer, names[letter : names.index(b"\0", letter)].decode("ascii")))
    at += types * 6 + letters + leaps * (width + 4) + standard + utc
    footer = octets[at:].decode("ascii").strip("\n") if width == 8 else ""
    return onsets, [kinds[index] for index in indices], kinds[0], footer


def _seconds(written: str) -> int:
    sign = -1 if written.startswith("-") else 1
    parts = [int(part) for part in written.lstrip("+-").split(":")]
    return sign * sum(part * unit for part, unit in zip(parts, (3600, 60, 1), strict=False))


def _on(rule: str, year: int) -> int:
    """Return the wall time of a POSIX date rule in a year, in seconds since 1970 (POSIX.1-2024, 8.3)."""
    date, _, clock = rule.partition("/")
    if date.startswith("M"):
        month, week, weekday = (int(part) for part in date[1:].split("."))
        opens, days = monthrange(year, month)
        number = 1 + (weekday - 1 - opens) % 7 + 7 * (week - 1)
        found = datetime(year, month, number if number <= days else number - 7)  # noqa: DTZ001  # wall clock of a zone rule, before any zone
    elif date.startswith("J"):
        # Jn counts no 29 February, so it is the same date every year.
        found = datetime(2001, 1, 1) + timedelta(days=int(date[1:]) - 1)  # noqa: DTZ001  # wall clock of a zone rule, before any zone
        found = found.replace(year=year)
    else:
        found = datetime(year, 1, 1) + timedelta(days=int(date))  # noqa: DTZ001  # wall clock of a zone rule, before any zone
    return int((found - _EPOCH).total_seconds()) + _seconds(clock or "2")


def _runs(onsets: Iterable[_Onset]) -> list[list[_Onset]]:
    """Return the onsets in runs that one yearly rule can say, by the first onset of each run.

    Runs are grown from the last year backwards, so that today's rule reaches back as far as it can.
    """

    def alike(onset: _Onset) -> tuple[object, ...]:
        return (onset.component, onset.before.offset, onset.after, onset.wall.month, onset.wall.time())

    runs: list[list[_Onset]] = []
    for _, group in groupby(sorted(onsets, key=lambda one: (*map(str, alike(one)), -one.at)), alike):
        run: list[_Onset] = []
        for onset in group:
            if run and (onset.wall.year != run[0].wall.year - 1 or _rule([onset, *run]) is None):
                runs.append(run)
                run = []
            run.insert(0, onset)
        runs.append(run)
    return sorted(runs, key=lambda run: run[0].at)


def _rule(run: Sequence[_Onset]) -> str | None:
    """Return the days of a yearly rule that yields a run of onsets, all in one month."""
    walls = [onset.wall for onset in run]
    month = f"BYMONTH={walls[0].month}"
    numbers = [wall.day for wall in walls]
    if len(set(numbers)) == 1:
        return f"{month};BYMONTHDAY={numbers[0]}"
    if len({wall.weekday() for wall in walls}) > 1:
        return None
    weekday = _DAYS[walls[0].isoweekday() % 7]
    if all(monthrange(wall.year, wall.month)[1] - wall.day < 7 for wall in walls):
        return f"{month};BYDAY=-1{weekday}"
    low, high = min(numbers), max(numbers)
    if high - low >= 7:
        return None
    if (low - 1) // 7 == (high - 1) // 7:
        return f"{month};BYDAY={(low - 1) // 7 + 1}{weekday}"
    days = ",".join(str(number) for number in range(low, low + 7))
    return f"{month};BYMONTHDAY={days};BYDAY={weekday}"


def _spelled(run: Sequence[_Onset], horizon: int) -> list[str]:
    onset = run[0]
    lines = _part(onset.component, onset.wall, onset.before, onset.after)
    rule = _rule(run)
    if len(run) > 1 and rule is not None:
        until = ""
        if len(run) < _FOR_EVER or run[-1].wall.year < horizon:
            # A day after the last onset: readers that take UNTIL for wall time find the same onsets.
            last = _EPOCH.replace(tzinfo=UTC) + timedelta(seconds=run[-1].at, days=1)
            until = f"UNTIL={instant(last)};"
        lines.insert(2, f"RRULE:FREQ=YEARLY;{until}{rule}")
    return lines


def _constant(kind: _Kind, year: int) -> list[str]:
    return _part("STANDARD", datetime(year, 1, 1), kind, kind)  # noqa: DTZ001  # wall clock of a zone rule, before any zone


def _part(component: str, wall: datetime, before: _Kind, after: _Kind) -> list[str]:
    return [
        f"BEGIN:{component}",
        f"DTSTART:{moment(wall)}",
        f"TZOFFSETFROM:{_offset(before.offset)}",
        f"TZOFFSETTO:{_offset(after.offset)}",
        f"TZNAME:{after.abbreviation}",
        f"END:{component}",
    ]


def _offset(seconds: int) -> str:
    hours, rest = divmod(abs(seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02d}{minutes:02d}{f'{left:02d}' if left else ''}"
