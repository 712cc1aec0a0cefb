"""Units as ATTENDEE of a calendar for a server that others work on: who is asked, and who sees whom."""

from datetime import date

import icalendar
import pytest
from tests.agenda import NAMES, Agenda, at, briefing, campaign, entry, golden_agenda, weekly
from tests.strict_ical import check

from campaignflow.dates.precision import Precision
from campaignflow.errors import InvalidValue
from campaignflow.export.ical import Revision, to_ics
from campaignflow.scheduling.entry import Entry
from campaignflow.types import Visibility

ORGANIZER = "宣传处 <office@example.org>"
BOOK = {
    "office": "office-unit@example.org",
    "press-centre": "press@example.org",
    "finance": "finance@other.example",
    "people-daily": "desk@daily.example",
    "county-tv": "desk@tv.example",
}
OUTSIDE = frozenset(("finance",))
COMMON = briefing(
    lead=("press-centre",),
    support=("office", "finance"),
    media=("people-daily", "county-tv"),
    visibility=Visibility.PARTNERS,
)


def calendar(*entries: Entry, **choices) -> bytes:
    choices = {"organizer": ORGANIZER, "addresses": BOOK, **choices}
    octets = to_ics(Agenda(entries, outsiders=OUTSIDE), **choices)
    for part in check(octets).parts:
        assert bool(part.all("ORGANIZER")) == bool(part.all("ATTENDEE"))
    return octets


def asked(*entries: Entry, **choices) -> dict[str, list[str]]:
    """Return by title whom each event asks."""
    found = {}
    for event in icalendar.Calendar.from_ical(calendar(*entries, **choices)).walk("VEVENT"):
        people = event.get("ATTENDEE", [])
        people = people if isinstance(people, list) else [people]
        found[str(event["SUMMARY"])] = [str(who).removeprefix("mailto:") for who in people]
    return found


def test_without_addresses_a_calendar_asks_nobody() -> None:
    octets = to_ics(golden_agenda())
    assert b"ATTENDEE" not in octets
    assert b"ORGANIZER" not in octets


def test_units_are_groups_that_are_asked_and_that_no_server_writes_to_by_itself() -> None:
    read = icalendar.Calendar.from_ical(calendar(briefing(lead=("press-centre",))))
    assert "METHOD" not in read
    (event,) = read.walk("VEVENT")
    assert str(event["ORGANIZER"]) == "mailto:office@example.org"
    assert dict(event["ORGANIZER"].params) == {"CN": "宣传处", "SCHEDULE-AGENT": "CLIENT"}
    assert str(event["ATTENDEE"]) == "mailto:press@example.org"
    assert dict(event["ATTENDEE"].params) == {
        "CN": "宣传出版中心",
        "CUTYPE": "GROUP",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
        "SCHEDULE-AGENT": "CLIENT",
    }


def test_a_server_may_write_to_them_if_it_is_asked_to() -> None:
    assert b"SCHEDULE-AGENT" not in calendar(COMMON, server_invites=True)


def test_a_name_with_colons_and_commas_is_quoted() -> None:
    odd = 'CN: "a, b"; c'
    agenda = Agenda([briefing(lead=("office",))], names={**NAMES, "office": odd})
    octets = to_ics(agenda, organizer=ORGANIZER, addresses={"office": "o@example.org"})
    check(octets)
    (event,) = icalendar.Calendar.from_ical(octets).walk("VEVENT")
    assert event["ATTENDEE"].params["CN"] == "CN: “a, b”; c"


def test_the_office_s_calendar_asks_its_own_units_alone() -> None:
    assert asked(COMMON) == {"新闻通气会": ["press@example.org", "office-unit@example.org"]}


@pytest.mark.parametrize(
    ("choices", "people"),
    [
        ({"partner": "people-daily"}, ["desk@daily.example"]),
        ({"partner": "county-tv"}, ["desk@tv.example"]),
        ({"unit": "finance", "audience": "partners"}, ["finance@other.example"]),
        ({"unit": "finance"}, ["finance@other.example"]),
        ({"unit": "press-centre", "audience": "partners"}, []),
        ({"audience": "partners"}, []),
    ],
    ids=str,
)
@pytest.mark.parametrize("profile", ["compat", "extended"])
def test_nobody_outside_sees_anybody_else_s_address(choices: dict, people: list[str], profile: str) -> None:
    assert asked(COMMON, profile=profile, **choices) == {"新闻通气会": people}
    said = calendar(COMMON, profile=profile, **choices).replace(b"\r\n ", b"").decode()
    assert [box for box in BOOK.values() if box in said] == people
    assert ("office@example.org" in said) is bool(people)


def test_nobody_is_asked_to_deadlines_routines_campaigns_or_open_dates() -> None:
    lead = {"lead": ("office",)}
    found = asked(
        campaign(),
        entry("water-week/plan", "方案", due=date(2027, 2, 23), **lead),
        entry("water-week/day", "世界水日", kind="key-date", start=date(2027, 3, 22), **lead),
        entry(
            "water-week/open",
            "某日",
            start=date(2027, 3, 1),
            end=date(2027, 3, 31),
            precision=Precision.MONTH,
            **lead,
        ),
        weekly(("2027-W10", date(2027, 3, 12))),
    )
    assert [title for title, people in found.items() if people] == ["世界水日（自此日起）"]


def test_the_deadline_of_an_event_asks_nobody() -> None:
    found = asked(briefing(lead=("office",), due=at("2027-03-10T17:00")))
    assert sorted(len(people) for people in found.values()) == [0, 1]


def test_what_is_cancelled_says_so_to_whom_it_asked() -> None:
    revisions = {"water-week/briefing": Revision(2, at("2027-01-05T10:00"), cancelled=True)}
    octets = calendar(COMMON, revisions=revisions, as_of=date(2027, 1, 6))
    assert b"STATUS:CANCELLED" in octets
    assert octets.count(b"ATTENDEE") == 2


@pytest.mark.parametrize("half", [{"addresses": None}, {"organizer": None}])
def test_half_an_invitation_is_refused(half: dict) -> None:
    with pytest.raises(InvalidValue) as caught:
        calendar(COMMON, **half)
    assert caught.value.code == "ics-half-an-invitation"


def test_an_address_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(InvalidValue, match="press-centre"):
        calendar(COMMON, addresses={"press-centre": "x\r\nATTENDEE:mailto:y@z"})
