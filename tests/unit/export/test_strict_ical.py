"""The strict reader that the tests of calendars rest on sees every fault planted for it."""

import re
from datetime import timedelta

import pytest
from tests.agenda import golden_agenda
from tests.strict_ical import faults

from campaignflow.export.ical import to_ics

FAULTS = {
    "not CRLF": lambda octets: octets.replace(b"\r\n", b"\n"),
    "no last line end": lambda octets: octets.removesuffix(b"\r\n"),
    "76 octets": lambda octets: octets.replace(b"SUMMARY:", b"SUMMARY:" + b"x" * 70, 1),
    "not UTF-8": lambda octets: octets.replace("水".encode(), b"\xe6\xb0", 1),
    "a character torn by a fold": lambda octets: octets.replace("水".encode(), b"\xe6\r\n \xb0\xb4", 1),
    "a byte order mark": lambda octets: b"\xef\xbb\xbf" + octets,
    "a control character": lambda octets: octets.replace(b"SUMMARY:", b"SUMMARY:\x07", 1),
    "text not escaped": lambda octets: octets.replace(b"SUMMARY:", b"SUMMARY:a;b", 1),
    "no VERSION": lambda octets: octets.replace(b"VERSION:2.0\r\n", b""),
    "no UID": lambda octets: octets.replace(b"UID:", b"X-UID:", 1),
    "a calendar UID": lambda octets: octets.replace(b"VERSION:2.0", b"VERSION:2.0\r\nUID:x"),
    "no DTSTAMP": lambda octets: octets.replace(b"DTSTAMP:", b"X-STAMP:", 1),
    "no DTSTART": lambda octets: octets.replace(b"DTSTART;VALUE", b"X-START;VALUE", 1),
    "ends as it starts": lambda octets: octets.replace(
        b"DTEND;VALUE=DATE:20270224", b"DTEND;VALUE=DATE:20270223"
    ),
    "never ends": lambda octets: octets.replace(b"DTEND;TZID", b"X-END;TZID", 1),
    "floating": lambda octets: octets.replace(b";TZID=Asia/Shanghai", b"", 1),
    "no VTIMEZONE": lambda octets: octets.replace(b"TZID:Asia/Shanghai", b"TZID:China Standard Time"),
    "two alike": lambda octets: octets.replace(b"END:VCALENDAR", octets[octets.index(b"BEGIN:VTODO") :], 1),
    "a property after an alarm": lambda octets: octets.replace(
        b"END:VALARM\r\n", b"END:VALARM\r\nCOMMENT:x\r\n", 1
    ),
    "an alarm without text": lambda octets: octets.replace(
        b"ACTION:DISPLAY\r\nDESC", b"ACTION:DISPLAY\r\nX-D", 1
    ),
    "an alarm before no start": lambda octets: octets.replace(b";RELATED=END", b"", 1),
    "a wrong duration": lambda octets: octets.replace(b"PT12H", b"P1W1D"),
    "a wrong status": lambda octets: octets.replace(b"NEEDS-ACTION", b"TENTATIVE", 1),
    "not nested": lambda octets: octets.replace(b"END:VTODO", b"END:VEVENT", 1),
    "a METHOD beside ATTENDEE": lambda octets: octets.replace(
        b"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:PUBLISH"
    ).replace(b"END:VTODO", b"ATTENDEE:mailto:a@example.org\r\nEND:VTODO", 1),
    "a relation to nothing": lambda octets: octets.replace(b"RELTYPE=PARENT:", b"RELTYPE=PARENT:0", 1),
    "a relation nobody knows": lambda octets: octets.replace(b"RELTYPE=PARENT", b"RELTYPE=AUNT", 1),
    "a relation to itself": lambda octets: octets.replace(
        b"DTSTAMP", b"RELATED-TO:" + re.findall(rb"UID:(\S+)", octets)[0] + b"\r\nDTSTAMP", 1
    ),
    "the same relation again": lambda octets: re.sub(
        rb"(RELATED-TO[^\r]*\r\n(?: [^\r]*\r\n)*)", rb"\1\1", octets, count=1
    ),
    "a CLASS that is no word": lambda octets: octets.replace(b"CLASS:CONFIDENTIAL", b"CLASS:A B", 1),
    "a TRANSP of its own": lambda octets: octets.replace(b"TRANSP:OPAQUE", b"TRANSP:GLASS", 1),
    "a SEQUENCE that is no number": lambda octets: octets.replace(b"SEQUENCE:0", b"SEQUENCE:-1", 1),
    "two who invite": lambda octets: octets.replace(b"ORGANIZER;", b"ORGANIZER:mailto:a@b\r\nORGANIZER;", 1),
    "asked without an address": lambda octets: octets.replace(b":mailto:press@", b":press@"),
    "a participant without a type": lambda octets: octets.replace(b"PARTICIPANT-TYPE", b"X-TYPE", 1),
    "a participant with a NAME": lambda octets: octets.replace(b"TYPE:ACTIVE", b"TYPE:ACTIVE\r\nNAME:x", 1),
    "a participant of no known type": lambda octets: octets.replace(b"TYPE:ACTIVE", b"TYPE:GROUP", 1),
    "a place without a UID": lambda octets: octets.replace(b"VLOCATION\r\nUID", b"VLOCATION\r\nX-UID", 1),
    "a place's name not escaped": lambda octets: octets.replace(b"\r\nNAME:\xe4", b"\r\nNAME:a;\xe4", 1),
    "a participant before an alarm": lambda octets: re.sub(
        rb"(?s)(BEGIN:VALARM.*?END:VALARM\r\n)(BEGIN:PARTI.*?END:PARTICIPANT\r\n)", rb"\2\1", octets, count=1
    ),
    "two participants with one UID": lambda octets: re.sub(
        rb"(?s)(BEGIN:PARTICIPANT.*?END:PARTICIPANT\r\n)", rb"\1\1", octets, count=1
    ),
    "dates one by one": lambda octets: octets.replace(b"TZNAME:CST", b"TZNAME:CST\r\nRDATE:19910101T000000"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_the_strict_reader_sees_a_planted_fault(fault: str):
    octets = to_ics(
        golden_agenda(),
        todos="both",
        alarm=timedelta(hours=1),
        profile="extended",
        organizer="office@example.org",
        addresses={"press-centre": "press@example.org"},
    )
    planted = FAULTS[fault](octets)
    assert planted != octets
    assert faults(octets) == []
    assert faults(planted) != []
