"""Any bytes of a calendar are answered with findings; titles come back as typed or visibly replaced."""

import random
import re
import time
from datetime import date
from pathlib import Path

from hypothesis import given, settings, strategies as st

import campaignflow as cf
from campaignflow.planfile.imported import Window, imported

FILES = sorted((Path(__file__).parents[1] / "data" / "ics").glob("*.ics"))
SEEDS = [file.read_bytes() for file in FILES]
_SPLINTERS = [
    *(b"BEGIN:VEVENT", b"END:VEVENT", b"BEGIN:VCALENDAR", b"\r\n", b"\n ", b";", b":", b'"', b"\\", b","),
    *(
        b"RRULE:FREQ=YEARLY;INTERVAL=0",
        b"DTSTART:00000000",
        b"DTSTART:99991231T235959",
        b"DURATION:P99999999W",
    ),
    *(b"TZID=", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"EXDATE:1,2,", b"RECURRENCE-ID:x", b"SEQUENCE:-1"),
    *(b"DTSTART;TZID=../../etc/passwd:20270101T000000", b"TZOFFSETTO:+9999", b"DTEND:20270101"),
]


def holds(data: bytes) -> cf.IcsReading:
    """Read bytes and check what every reading promises."""
    read = cf.read_ics(data, timezone="Asia/Shanghai")
    for one in read.findings:
        assert one.message("zh")
        assert one.message("en")
        assert one.place.line is None or one.place.line >= 1
    keys = [(one.uid, one.instance) for one in read.events]
    assert len(keys) == len(set(keys))
    for event in read.events:
        assert event.uid
        assert event.end is None or event.end >= event.start
        assert event.all_day is (event.zone == "")
        assert event.all_day or event.start.tzinfo is not None
    assert cf.read_ics(data, timezone="Asia/Shanghai") == read
    return read


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_answered_with_findings(data: bytes) -> None:
    assert holds(data).findings


@given(st.sampled_from(SEEDS), st.randoms(use_true_random=False), st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_any_spoiled_calendar_is_answered_with_findings(
    data: bytes, chance: random.Random, times: int
) -> None:
    for _ in range(times):
        at = chance.randrange(len(data) + 1)
        to = min(len(data), at + chance.choice((0, 0, 1, 2, 40)))
        data = data[:at] + chance.choice(_SPLINTERS) + data[to:]
    holds(data)


_STRANGE = [
    *(
        "BEGIN:VEVENT",
        "END:VCALENDAR",
        "\\",
        "\\n",
        "\n",
        ";",
        ",",
        ":",
        '"',
        "^n",
        "水",
        "🏞",
        "👩‍🚒",
        "\u202e",
        "\u2028",
    ),
    *("\x00", "\x07", "\x85", "é", "e\u0301", " ", "\t", "=?", "X" * 80),
]


def test_ten_thousand_strange_titles_come_back_as_typed_or_visibly_replaced() -> None:
    chance = random.Random(20271123)
    titles = ["".join(chance.choices(_STRANGE, k=chance.randint(1, 8))) for _ in range(10_000)]

    def written(title: str) -> str:
        return re.sub(r"([\\;,])", r"\\\1", title).replace("\n", "\\n")

    body = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTART:20270101\r\nSUMMARY:{written(title)}\r\nEND:VEVENT\r\n"
        for number, title in enumerate(titles)
    )
    read = cf.read_ics(f"BEGIN:VCALENDAR\r\n{body}END:VCALENDAR\r\n".encode())
    assert len(read.events) == len(titles)
    for title, event in zip(titles, read.events, strict=True):
        assert event.title == re.sub("[\x00\x07\x85]", "\ufffd", title)


def test_a_long_calendar_and_a_long_line_are_read_in_bounded_time() -> None:
    began = time.process_time()
    long = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270101\r\nDESCRIPTION:" + b"a;" * 2_000_000
    assert len(cf.read_ics(long + b"\r\nEND:VEVENT\r\nEND:VCALENDAR").events) == 1
    cf.read_ics(b"BEGIN:VCALENDAR\r\nX" + b";" * 1_000_000 + b'"' * 1_000_000)
    never = (
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;COUNT=99999999",
    )
    for rule in never:
        one = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:19020101\r\nRRULE:{rule}\r\nEND:VEVENT"
        year = Window(date(2027, 1, 1), date(2027, 12, 31))
        imported(cf.read_ics(one.encode()), year, name="never", zone="UTC")
    assert time.process_time() - began < 20


def test_whatever_a_title_says_the_plan_that_takes_it_in_can_be_read() -> None:
    chance = random.Random(2027)
    titles = [
        "".join(chance.choices([*_STRANGE, "#", "- ", "{", "&a", "*a", "!x", "|", "~", "010"], k=4))
        for _ in range(800)
    ]
    head = "BEGIN:VCALENDAR\r\nX-WR-CALNAME:BEGIN:VEVENT\\n- a: {\r\n"
    for start, kind in (("20270101", "observances"), ("20270101T090000Z", "key-dates")):
        body = "".join(
            f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTART:{start}\r\nDESCRIPTION:{text}\r\nSUMMARY:{text}\r\nEND:VEVENT\r\n"
            for number, text in enumerate(title.replace("\n", "\\n") for title in titles)
        )
        read = cf.read_ics(f"{head}{body}END:VCALENDAR\r\n".encode())
        made = imported(read, Window(date(2027, 1, 1), date(2027, 12, 31)), name="strange", zone="UTC")
        assert made.kind == kind
        plan = cf.loads(f"programme: {{id: p, title: P, period: 2027}}\n{made.text}")
        assert made.count == len(titles)
        if kind == "key-dates":
            assert len(plan.campaigns["strange"].key_dates) == len(titles)
