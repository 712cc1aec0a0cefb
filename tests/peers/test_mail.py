"""Xandikos takes an invitation out of its mail and follows it: made, moved, taken off (iMIP, RFC 6047).

It runs where `make peers` has put Xandikos.
"""

import subprocess
from pathlib import Path

import icalendar
import pytest
from tests.office.desk import Clock, founded, text
from tests.peers.found import python, surroundings

import campaignflow as cf

BRIEFING = "新闻通气会"


def delivered(folder: Path, mail: bytes) -> list[tuple[str, str, int]]:
    """Deliver a mail as a mail server does; return what then stands in the calendar of whoever got it."""
    argv = [python("xandikos"), "-m", "xandikos", "import-imip", "-d", str(folder), "--autocreate"]
    argv += ["--principal", "/user/"]
    env = surroundings(folder)
    ran = subprocess.run(argv, env=env, input=mail, capture_output=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr.decode()
    events = [
        event
        for file in (folder / "user" / "calendars").rglob("*.ics")
        for event in icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    ]
    return [(str(one["SUMMARY"]), str(one["STATUS"]), one["DTSTART"].dt.day) for one in events]


@pytest.mark.slow
def test_a_calendar_server_follows_the_mail(tmp_path: Path) -> None:
    clock, since = Clock(), None
    with founded(clock, text()) as office:
        steps = [
            (lambda: None, (BRIEFING, "TENTATIVE", 15)),
            (
                lambda: office.reschedule(
                    "water-week/briefing", "2027-03-18 09:30-11:00", reason="场地", actor="chen-jing"
                ),
                (BRIEFING, "CONFIRMED", 18),
            ),
            (
                lambda: office.cancel("water-week/briefing", reason="取消", actor="chen-jing"),
                (BRIEFING, "CANCELLED", 18),
            ),
        ]
        for act, stands in steps:
            act()
            found: list[cf.Invitation] = office.invitations(
                since=since, organizer="pr@example.org", addresses={"press": "press@example.org"}
            )
            (mail,) = [one.mail() for one in found if one.title == BRIEFING]
            assert delivered(tmp_path, mail) == [stands]
            since = clock()
            clock.on(days=1)
