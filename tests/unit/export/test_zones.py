"""Time zones: two other readers, given what is written, must agree with `zoneinfo` at every event."""

import io
import struct
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from dateutil.tz import tzical
from tests.agenda import at
from tests.strict_ical import check

from campaignflow.errors import InvalidValue
from campaignflow.export import zones

ZONES = [
    "Asia/Shanghai",
    "Asia/Urumqi",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Pyongyang",
    "Asia/Gaza",
    "Asia/Tehran",
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/New_York",
    "America/Nuuk",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/St_Johns",
    "Antarctica/Troll",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/London",
    "Europe/Moscow",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Norfolk",
]
WINDOWS = [(1985, 2040), (2027, 2027), (2006, 2007), (1987, 1988)]


@pytest.fixture(autouse=True)
def same_tables() -> Iterator[None]:
    """Compare with `zoneinfo` on the tables of the package, whatever tables this machine has."""
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=())
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath(to=before)
    zoneinfo.ZoneInfo.clear_cache()


def written(name: str, first: int, last: int | None = None) -> str:
    """Return the VTIMEZONE for events in the first and the last year."""
    zone = zoneinfo.ZoneInfo(name)
    moments = [datetime(year, 7, 1, 9, tzinfo=zone) for year in (first, last or first)]
    octets = zones.vtimezone(name, moments)
    check(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n" + octets + b"END:VCALENDAR\r\n")
    return octets.decode()


def blocks(text: str) -> list[list[str]]:
    """Return the STANDARD and DAYLIGHT parts, a list of unfolded lines each."""
    lines = text.replace("\r\n ", "").splitlines()
    starts = [n for n, line in enumerate(lines) if line in {"BEGIN:STANDARD", "BEGIN:DAYLIGHT"}]
    return [lines[n : lines.index("END" + lines[n][5:], n)] for n in starts]


def onsets(zone: zoneinfo.ZoneInfo, first: int, last: int) -> Iterator[datetime]:
    """Find every instant at which the offset changes, to the second, by asking `zoneinfo` alone."""
    here, end = datetime(first, 1, 1, tzinfo=zone), datetime(last + 1, 1, 1, tzinfo=zone)  # read as UTC
    step, second = timedelta(days=5), timedelta(seconds=1)
    before = zone.fromutc(here).utcoffset()
    while here < end:
        low, high = here, here + step
        after = zone.fromutc(high).utcoffset()
        if after != before:
            while high - low > second:
                middle = (low + (high - low) / 2).replace(microsecond=0)
                low, high = (middle, high) if zone.fromutc(middle).utcoffset() == before else (low, middle)
            yield high.replace(tzinfo=UTC)
        here, before = here + step, after


def wall_times(name: str, first: int, last: int) -> list[datetime]:
    """Return wall times on both sides of every change, and in every year, that mean one instant."""
    zone = zoneinfo.ZoneInfo(name)
    instants = [datetime(year, month, 15, tzinfo=UTC) for year in range(first, last + 1) for month in (1, 7)]
    for onset in onsets(zone, first, last):
        instants += (onset + timedelta(seconds=shift) for shift in (-7200, -1, 0, 7200, 10_000_000))
    walls = (instant.astimezone(zone) for instant in instants)
    return [wall for wall in walls if first <= wall.year <= last and not wall.fold]


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: "{}-{}".format(*window))
@pytest.mark.parametrize("name", ZONES)
def test_two_other_readers_and_zoneinfo_agree_on_every_hour_that_an_event_may_take(
    name: str, window: tuple[int, int]
):
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n{written(name, *window)}END:VCALENDAR\r\n"
    by_dateutil = tzical(io.StringIO(text)).get(name)
    by_icalendar = icalendar.Timezone.from_ical(written(name, *window)).to_tz(lookup_tzid=False)
    wrong = [
        (wall, wall.utcoffset(), naive.replace(tzinfo=tz).utcoffset())
        for wall in wall_times(name, *window)
        for naive in [wall.replace(tzinfo=None)]
        for tz in (by_dateutil, by_icalendar)
        if naive.replace(tzinfo=tz).utcoffset() != wall.utcoffset()
    ]
    assert wrong == []


@pytest.mark.slow
def test_every_zone_there_is_is_right_through_the_years():
    seen = set()
    for name in sorted(zoneinfo.available_timezones()):
        text = written(name, 1985, 2040)
        rules = text.replace(f"TZID:{name}\r\n", "")
        if rules in seen:
            continue
        seen.add(rules)
        zone = tzical(io.StringIO(f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n")).get(name)
        wrong = [
            wall
            for wall in wall_times(name, 1985, 2040)
            if wall.replace(tzinfo=zone).utcoffset() != wall.utcoffset()
        ]
        assert (name, wrong) == (name, [])
    assert len(seen) > 200


def test_a_zone_without_summer_time_is_one_standard_block():
    assert blocks(written("Asia/Shanghai", 2027)) == [
        ["BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0800", "TZOFFSETTO:+0800", "TZNAME:CST"]
    ]


def test_chinas_summer_time_is_there_for_events_of_its_years():
    daylight = [block for block in blocks(written("Asia/Shanghai", 1986, 1991)) if "DAYLIGHT" in block[0]]
    assert [block[1] for block in daylight] == ["DTSTART:19860504T020000", "DTSTART:19870412T020000"]
    assert "TZOFFSETTO:+0900" in daylight[0]


def test_a_zone_with_summer_time_is_two_yearly_rules():
    assert [block[:3] for block in blocks(written("America/New_York", 2027))] == [
        ["BEGIN:DAYLIGHT", "DTSTART:20070311T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"],
        ["BEGIN:STANDARD", "DTSTART:20071104T020000", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"],
    ]


def test_the_rules_before_a_reform_end_and_are_left_out_where_no_event_needs_them():
    with_both = blocks(written("America/New_York", 2006, 2008))
    assert [("UNTIL" in block[2]) for block in with_both] == [True, True, False, False]
    assert len(blocks(written("America/New_York", 2008))) == 2


def test_summer_is_daylight_in_dublin_too_whose_tables_say_the_opposite():
    by_name = {block[0]: block for block in blocks(written("Europe/Dublin", 2027))}
    assert "TZNAME:IST" in by_name["BEGIN:DAYLIGHT"]
    assert "TZNAME:GMT" in by_name["BEGIN:STANDARD"]


def test_a_rule_that_no_yearly_rule_can_say_is_written_year_by_year():
    """Morocco's clocks followed Ramadan: they changed on days that only a table knows."""
    found = blocks(written("Africa/Casablanca", 2020, 2021))
    assert not any(line.startswith(("RRULE", "RDATE")) for block in found for line in block)
    assert len(found) >= 4


@pytest.mark.parametrize("name", ZONES)
def test_no_zone_needs_dates_listed_one_by_one(name: str):
    assert "RDATE" not in written(name, 1985, 2040)


def test_before_the_first_change_a_zone_has_the_time_it_began_with():
    """In 1880 Shanghai had its own mean time, 8 h 5 min 43 s ahead."""
    (block, *_) = blocks(written("Asia/Shanghai", 1880))
    assert "TZOFFSETTO:+080543" in block
    before, after, *_ = blocks(written("Asia/Shanghai", 1880, 1910))
    assert before[:2] == ["BEGIN:STANDARD", "DTSTART:18790101T000000"]
    assert "TZOFFSETTO:+080543" in before
    assert "TZOFFSETTO:+0800" in after


def test_a_change_that_comes_after_the_last_event_is_left_out():
    """Moscow kept +04:00 from 2011 until October 2014."""
    (block,) = blocks(written("Europe/Moscow", 2012))
    assert block[:3] == ["BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0400"]


def test_a_zone_nobody_knows_is_refused_with_a_sentence():
    for name in ("Asia/Nowhere", "../../etc/passwd", "Asia", ""):
        with pytest.raises(InvalidValue) as raised:
            zones.vtimezone(name, [])
        assert raised.value.code == "ics-zone-unknown"


def test_what_is_no_table_is_not_read():
    with pytest.raises(ValueError, match="TZif"):
        zones._Table(b"PK\x03\x04" + bytes(60))


def test_a_table_of_the_first_version_has_no_rule_for_later_years():
    head = struct.pack(">4sc15x6L", b"TZif", b"\0", 0, 0, 0, 1, 2, 8)
    kinds = struct.pack(">l?B", 28800, False, 0) + struct.pack(">l?B", 32400, True, 4)
    table = zones._Table(head + struct.pack(">l", 1_000_000_000) + b"\x01" + kinds + b"CST\0CDT\0")
    assert "TZOFFSETTO:+0900" in table.blocks(2027, 2027)
    assert "TZOFFSETTO:+0800" in table.blocks(1990, 1990)


@pytest.mark.parametrize(
    ("rule", "year", "found"),
    [
        ("M3.2.0", 2027, datetime(2027, 3, 14, 2)),
        ("M10.5.0/3", 2027, datetime(2027, 10, 31, 3)),
        ("M3.5.0/-2", 2027, datetime(2027, 3, 27, 22)),
        ("M10.5.4/24", 2027, datetime(2027, 10, 29)),
        ("J60", 2028, datetime(2028, 3, 1, 2)),
        ("59/0:30", 2028, datetime(2028, 2, 29, 0, 30)),
    ],
)
def test_every_way_posix_has_to_name_a_day_is_understood(rule: str, year: int, found: datetime):
    assert datetime(1970, 1, 1) + timedelta(seconds=zones._on(rule, year)) == found


def test_a_zone_that_only_this_machine_has_is_read_from_it(tmp_path: Path):
    (tmp_path / "Office").write_bytes(tzif("Asia/Kolkata", 2000))
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    assert "TZOFFSETTO:+0530" in zones.vtimezone("Office", [at("2027-03-15T09:30", "Office")]).decode()


def test_a_table_that_vanishes_is_a_zone_nobody_knows(tmp_path: Path):
    (tmp_path / "Gone").write_bytes(tzif("Asia/Kolkata", 2000))
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    moment = at("2027-03-15T09:30", "Gone")
    (tmp_path / "Gone").unlink()
    with pytest.raises(InvalidValue):
        zones.vtimezone("Gone", [moment])


def tzif(name: str, until: int, *, add: int = 0) -> bytes:
    """Return a compiled table with every change up to a year written out, its offsets shifted by seconds."""
    table = zones._table(name, packaged=True)
    changes = table._until(until)
    kinds = list(dict.fromkeys([table._initial, *(change.after for change in changes)]))
    letters = b"".join(kind.abbreviation.encode() + b"\0" for kind in kinds)
    starts = [
        letters.index(kind.abbreviation.encode() + b"\0") if not n else sum(
            len(one.abbreviation) + 1 for one in kinds[:n]
        )
        for n, kind in enumerate(kinds)
    ]  # fmt: skip
    header = struct.pack(">4sc15x6L", b"TZif", b"2", 0, 0, 0, len(changes), len(kinds), len(letters))
    empty = (
        struct.pack(">4sc15x6L", b"TZif", b"2", 0, 0, 0, 0, 1, 1) + struct.pack(">l?B", 0, False, 0) + b"\0"
    )
    body = struct.pack(f">{len(changes)}q", *(change.at for change in changes))
    body += bytes(kinds.index(change.after) for change in changes)
    body += b"".join(
        struct.pack(">l?B", kind.offset + add, kind.summer, start)
        for kind, start in zip(kinds, starts, strict=True)
    )
    footer = "<+09>-9" if add else table._footer
    return empty + header + body + letters + f"\n{footer}\n".encode()


@pytest.mark.parametrize("name", ["America/New_York", "Europe/Berlin", "Australia/Sydney", "Asia/Shanghai"])
def test_a_table_that_writes_out_more_years_gives_the_same_bytes(name: str):
    """Debian compiles its tables with every change up to 2037, the package does not."""
    slim, fat = zones._table(name, packaged=True), zones._Table(tzif(name, 2037))
    for window in ((2027, 2027), (2006, 2030), (1985, 2045)):
        assert slim.blocks(*window) == fat.blocks(*window)


def test_the_tables_that_the_dates_were_worked_out_with_win(tmp_path: Path):
    """A machine whose own tables say otherwise gets a zone that fits its dates."""
    (tmp_path / "Asia").mkdir()
    (tmp_path / "Asia" / "Shanghai").write_bytes(tzif("Asia/Shanghai", 2000, add=3600))
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    zoneinfo.ZoneInfo.clear_cache()
    zones._table.cache_clear()
    moment = at("2027-03-15T09:30")
    assert moment.utcoffset() == timedelta(hours=9)
    assert b"TZOFFSETTO:+0900" in zones.vtimezone("Asia/Shanghai", [moment])
    zones._table.cache_clear()
    zones._written.cache_clear()
