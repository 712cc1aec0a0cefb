"""Who takes part and where, for programs: PARTICIPANT and VLOCATION in the extended profile (RFC 9073)."""

from datetime import date

import icalendar
import pytest
from tests.agenda import Agenda, briefing, campaign, entry, golden_agenda
from tests.shelf import Shelf, in_other_words
from tests.strict_ical import Part, check, faults

from campaignflow.export.ical import to_ics
from campaignflow.export.publishing import publish
from campaignflow.export.resources import content_of, resources
from campaignflow.scheduling.entry import Entry
from campaignflow.types import Visibility

FULL = briefing(
    lead=("press-centre",),
    support=("finance",),
    owner=("li-wei",),
    media=("people-daily",),
    channels=("wechat",),
    where=("三楼会议室", "一号楼；西门, 左"),
    visibility=Visibility.PARTNERS,
)


def parts(*entries: Entry, **choices) -> list[Part]:
    octets = to_ics(Agenda(entries), **{"profile": "extended", **choices})
    icalendar.Calendar.from_ical(octets)
    return [part for event in check(octets).parts if event.name == "VEVENT" for part in event.parts]


def said(part: Part, name: str) -> str:
    line = part.one(name)
    return "" if line is None else line.value


def test_each_who_takes_part_and_each_place_is_a_component() -> None:
    found = parts(FULL)
    assert [(one.name, said(one, "SUMMARY") or said(one, "NAME")) for one in found] == [
        ("PARTICIPANT", "宣传出版中心"),
        ("PARTICIPANT", "财务局"),
        ("PARTICIPANT", "李伟"),
        ("PARTICIPANT", "人民日报"),
        ("VLOCATION", "三楼会议室"),
        ("VLOCATION", "一号楼；西门\\, 左"),
    ]
    roles = [(said(one, "PARTICIPANT-TYPE"), said(one, "DESCRIPTION")) for one in found[:4]]
    assert roles == [
        ("ACTIVE", "责任单位"),
        ("ACTIVE", "配合单位"),
        ("CONTACT", "责任人"),
        ("INACTIVE", "媒体"),
    ]


def test_of_an_approval_they_say_who_decides_as_the_text_does() -> None:
    (panel,) = parts(
        entry("water-week/@panel", "会商", kind="approval", due=date(2027, 2, 3), lead=("office",))
    )
    assert (said(panel, "PARTICIPANT-TYPE"), said(panel, "DESCRIPTION")) == ("ACTIVE", "审批")


def test_the_plain_profile_has_none_of_them() -> None:
    assert parts(FULL, profile="compat") == []


@pytest.mark.parametrize("choices", [{"partner": "people-daily"}, {"audience": "partners"}], ids=str)
def test_outside_only_those_are_named_whom_the_text_names(choices: dict) -> None:
    names = [said(one, "SUMMARY") for one in parts(FULL, **choices) if one.name == "PARTICIPANT"]
    assert names == ["宣传出版中心", "财务局"]


def test_an_address_stands_there_only_if_there_is_one() -> None:
    addressed = parts(FULL, organizer="o@example.org", addresses={"finance": "财务 <finance@example.org>"})
    found = {said(one, "SUMMARY"): said(one, "CALENDAR-ADDRESS") for one in addressed}
    assert found["财务局"] == "mailto:finance@example.org"
    assert found["宣传出版中心"] == ""
    assert not any(one.one("CALENDAR-ADDRESS") for one in parts(FULL))


def test_their_uids_stay_whatever_else_changes() -> None:
    later = entry(
        FULL.id, "改了名", start=date(2027, 4, 1), end=date(2027, 4, 1), lead=("finance", "press-centre")
    )

    def uids(*entries: Entry, **choices) -> dict[str, str]:
        return {said(one, "SUMMARY"): said(one, "UID") for one in parts(*entries, **choices)}

    was, now = uids(FULL), uids(campaign(), later, lang="en")
    assert was["宣传出版中心"] == now["宣传出版中心"]
    assert was["财务局"] != now["财务局"]  # it leads now, and supported before
    assert all(one.isascii() and one.endswith(".campaignflow") for one in was.values())


def test_a_calendar_server_is_given_them_and_keeps_them() -> None:
    calendar = to_ics(golden_agenda(), profile="extended")
    pieces = resources(calendar)
    assert sum(one.octets.count(b"BEGIN:PARTICIPANT") for one in pieces) == calendar.count(
        b"BEGIN:PARTICIPANT"
    )
    for one in pieces:
        # what a relation names stands in another piece
        assert [fault for fault in faults(one.octets) if "a relation to" not in fault] == []
        assert content_of(in_other_words(one.octets)).digest == one.content.digest
    shelf, year = Shelf(), golden_agenda().programme_id
    publish(calendar, shelf, programme=year)
    assert publish(calendar, shelf, programme=year).of("unchanged")
    assert shelf.writes == ["put"] * len(pieces)
