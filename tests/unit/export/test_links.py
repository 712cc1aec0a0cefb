"""What leads from one thing in a calendar to another: its campaign, what comes first, what it continues."""

from datetime import date

import icalendar
import pytest
from tests.agenda import Agenda, at, briefing, campaign, entry, weekly
from tests.strict_ical import check

from campaignflow.export.ical import Revision, to_ics
from campaignflow.scheduling.entry import Entry
from campaignflow.types import Visibility

DAY = date(2027, 3, 15)
SCHEME = entry("water-week/plan", "印发方案", due=date(2027, 2, 23))
PREP = entry("water-week/prep", "布置", start=DAY, end=DAY)
NEEDS = ("water-week/plan", "water-week/prep")


def links(*entries: Entry, **choices) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Return by kind and title what each component leads to: by which relation, to what title."""
    octets = to_ics(Agenda(entries), **choices)
    check(octets)
    found = [one for one in icalendar.Calendar.from_ical(octets).subcomponents if "UID" in one]
    titles = {str(one["UID"]): f"{one.name}:{one['SUMMARY']}".partition("（3月")[0] for one in found}
    result = {}
    for one in found:
        lines = one.get("RELATED-TO", [])
        lines = lines if isinstance(lines, list) else [lines]
        said = [(line.params["RELTYPE"], titles[str(line)].removeprefix("VEVENT:")) for line in lines]
        result[one.name, str(one["SUMMARY"]).partition("（3月")[0]] = said
    return result


WEEK = "世界水日 · 中国水周"


def test_what_must_come_first_is_a_dependency_in_the_extended_profile():
    found = links(campaign(), SCHEME, PREP, briefing(needs=NEEDS), profile="extended")
    assert found == {
        ("VEVENT", "截止：印发方案"): [("PARENT", WEEK), ("FINISHTOSTART", "新闻通气会")],
        ("VEVENT", "布置"): [("PARENT", WEEK), ("FINISHTOSTART", "新闻通气会")],
        ("VEVENT", "新闻通气会"): [
            ("PARENT", WEEK),
            ("DEPENDS-ON", "截止：印发方案"),
            ("DEPENDS-ON", "布置"),
        ],
        ("VEVENT", WEEK): [],
    }


def test_the_plain_profile_speaks_of_parents_alone_as_older_readers_do():
    found = links(campaign(), SCHEME, PREP, briefing(needs=NEEDS))
    assert found["VEVENT", "截止：印发方案"] == [("PARENT", WEEK)]
    assert found["VEVENT", "新闻通气会"] == [
        ("PARENT", WEEK),
        ("PARENT", "截止：印发方案"),
        ("PARENT", "布置"),
    ]


def test_who_belongs_to_what_it_needs_says_so_once():
    found = links(campaign(), briefing(needs=("water-week",)))
    assert found["VEVENT", "新闻通气会"] == [("PARENT", WEEK)]


def test_a_campaign_leads_to_itself_neither_way():
    own = campaign(campaign="water-week", needs=("water-week",))
    assert links(own, profile="extended") == {("VEVENT", WEEK): []}


def test_nothing_leads_to_what_is_not_there():
    needs = ("water-week/gone", "water-week/song", "routine:report", "water-week/plan")
    entries = [
        entry("water-week/song", "节水歌曲"),
        weekly(("2027-W20", date(2027, 5, 21))),
        SCHEME,
        briefing(needs=needs, visibility=Visibility.PUBLIC),
    ]
    found = links(*entries, profile="extended")
    assert found["VEVENT", "新闻通气会"] == [("DEPENDS-ON", "截止：印发方案")]
    gone = {"water-week/plan": Revision(1, at("2027-01-01T09:00"), cancelled=True)}
    before = links(*entries, revisions=gone, as_of=date(2027, 1, 2), profile="extended")
    after = links(*entries, revisions=gone, as_of=date(2027, 3, 1), profile="extended")
    assert before["VEVENT", "新闻通气会"] == found["VEVENT", "新闻通气会"]
    assert after["VEVENT", "新闻通气会"] == []
    assert links(*entries, audience="public", profile="extended") == {("VEVENT", "新闻通气会"): []}
    assert links(*entries, first=date(2027, 3, 1), profile="extended")["VEVENT", "新闻通气会"] == []


def test_a_to_do_leads_to_to_dos_and_an_event_to_events_where_there_are_both():
    report = entry(
        "water-week/report", "报送", due=date(2027, 3, 30), needs=("water-week/plan", "water-week/prep")
    )
    found = links(campaign(), SCHEME, PREP, report, todos="both", profile="extended")
    assert found["VTODO", "报送"] == [
        ("PARENT", WEEK),
        ("DEPENDS-ON", "VTODO:印发方案"),
        ("DEPENDS-ON", "布置"),
    ]
    assert found["VEVENT", "截止：报送"][1:] == [("DEPENDS-ON", "截止：印发方案"), ("DEPENDS-ON", "布置")]
    assert found["VTODO", "印发方案"] == [("PARENT", WEEK), ("FINISHTOSTART", "VTODO:报送")]


def test_work_with_a_start_and_a_deadline_is_found_by_its_start():
    both = briefing(due=date(2027, 3, 1))
    found = links(
        both, entry("water-week/x", "总结", due=date(2027, 4, 1), needs=(both.id,)), profile="extended"
    )
    assert found["VEVENT", "截止：总结"] == [("DEPENDS-ON", "新闻通气会")]
    assert found["VEVENT", "新闻通气会"] == [("FINISHTOSTART", "截止：总结")]
    assert found["VEVENT", "截止：新闻通气会"] == []


def test_a_list_of_undated_work_belongs_to_its_campaign_and_nothing_leads_to_it():
    song = entry("water-week/song", "节水歌曲")
    found = links(campaign(), song, briefing(needs=(song.id,)), profile="extended")
    assert found["VEVENT", f"日期未定：{WEEK}（1项）"] == [("PARENT", WEEK)]
    assert found["VEVENT", "新闻通气会"] == [("PARENT", WEEK)]
    assert links(song, briefing(needs=(song.id,)))["VEVENT", "新闻通气会"] == []


@pytest.mark.parametrize(("profile", "relation"), [("compat", "SIBLING"), ("extended", "FIRST")])
def test_each_time_of_a_forked_series_points_back_at_the_series_it_continues(profile: str, relation: str):
    old = weekly(("2027-W10", date(2027, 3, 12)), ("2027-W11", date(2027, 3, 19)))
    new = entry("routine:report-2", "新周报", kind="routine", campaign=None, occurrences=old.occurrences[1:])
    revisions = {
        "routine:report": Revision(known_as="routine:bulletin"),
        "routine:report-2": Revision(follows="routine:bulletin"),
    }
    octets = to_ics(Agenda([old, new]), revisions=revisions, profile=profile)
    check(octets)
    first, _, fork = _by_day(octets)
    assert str(fork["RELATED-TO"]) == str(first["UID"])
    assert fork["RELATED-TO"].params["RELTYPE"] == relation
    assert "RELATED-TO" not in first


def _by_day(octets: bytes) -> list:
    """Return the times of the old series, then those of the new one."""
    events = icalendar.Calendar.from_ical(octets).events
    return sorted(events, key=lambda one: ("新" in str(one["SUMMARY"]), one["DTSTART"].dt))


def test_it_points_at_a_time_that_still_stands_where_there_is_one():
    old = weekly(("2027-W10", date(2027, 3, 12)), ("2027-W11", date(2027, 3, 19)))
    new = entry("routine:report-2", "新周报", kind="routine", campaign=None, occurrences=old.occurrences[1:])
    revisions = {
        "routine:report@2027-W10": Revision(1, at("2027-01-01T09:00"), cancelled=True),
        "routine:report-2": Revision(follows="routine:report"),
    }
    octets = to_ics(Agenda([old, new]), revisions=revisions)
    check(octets)
    _, second, fork = _by_day(octets)
    assert str(fork["RELATED-TO"]) == str(second["UID"])


def test_where_all_of_it_is_off_it_points_at_what_is_left_of_it():
    old = weekly(("2027-W10", date(2027, 3, 12)))
    left = entry("routine:report~", "旧", kind="routine", campaign=None, occurrences=old.occurrences)
    new = entry("routine:report-2", "新周报", kind="routine", campaign=None, occurrences=old.occurrences)
    revisions = {
        "routine:report~": Revision(1, at("2027-01-01T09:00"), cancelled=True, known_as="routine:report"),
        "routine:report-2": Revision(follows="routine:report"),
    }
    assert links(left, new, revisions=revisions)["VEVENT", "新周报"] == [("SIBLING", "旧")]


def test_it_points_at_what_goes_by_the_old_name_for_life_and_stands():
    old = weekly(("2027-W10", date(2027, 3, 12)))
    gone = weekly(("2027-W09", date(2027, 3, 5))).occurrences
    left = entry("a-left~", "旧", kind="routine", campaign=None, occurrences=gone)
    new = entry("routine:report-2", "新周报", kind="routine", campaign=None, occurrences=old.occurrences)
    revisions = {
        "a-left~": Revision(1, at("2027-01-01T09:00"), cancelled=True, known_as="routine:bulletin"),
        "routine:report": Revision(known_as="routine:bulletin"),
        "routine:report-2": Revision(follows="routine:bulletin"),
    }
    assert links(left, old, new, revisions=revisions)["VEVENT", "新周报"] == [("SIBLING", "舆情周报")]
