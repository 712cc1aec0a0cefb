"""What plugins do to calendars: they take away for anybody, add for the office alone, and change nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.office.desk import plan

import campaignflow as cf

Build = Callable[..., object]
OPEN = ("    title: 世界水日 · 中国水周\n", "    title: 世界水日 · 中国水周\n    visibility: public\n")
BRIEFING = ("        title: 新闻通气会\n", "        title: 新闻通气会\n        visibility: partners\n")


def calendar(*plugins: object, audience: str = "internal", **choices: Any) -> str:
    """Return a calendar as one text, its lines unfolded."""
    made = cf.schedule(plan(OPEN, BRIEFING))
    octets = cf.to_ics(made, audience=audience, plugins=cf.Plugins(plugins), **choices)
    return octets.decode().replace("\r\n ", "")


def without(word: str) -> Callable[..., Any]:
    return lambda entries: [one for one in entries if word not in one.title]


@pytest.mark.parametrize("audience", ["internal", "partners"])
def test_what_a_plugin_takes_away_is_gone(plugin: Build, audience: str) -> None:
    assert "新闻通气会" in calendar(audience=audience)
    assert "新闻通气会" not in calendar(
        plugin("quiet", calendar_entries=without("新闻通气会")), audience=audience
    )


def test_and_is_not_even_named(plugin: Build) -> None:
    said = calendar(plugin("quiet", calendar_entries=without("世界水日 · ")), audience="partners")
    assert "新闻通气会" in said
    assert "世界水日 · " not in said


def test_entries_may_be_named_by_their_ids(plugin: Build) -> None:
    hook = lambda entries: [one.id for one in entries if one.id != "water-week/briefing"]  # noqa: E731
    assert "新闻通气会" not in calendar(plugin("quiet", calendar_entries=hook))


def test_a_plugin_is_asked_for_the_audience_and_shown_only_what_that_may_see(plugin: Build) -> None:
    seen: dict[str, set[str]] = {}

    def hook(entries: Any, audience: str) -> None:
        seen[audience] = {one.id for one in entries}

    for audience in ("public", "partners", "internal"):
        calendar(plugin("quiet", calendar_entries=hook), audience=audience)
    inside = {"water-week/briefing", "water-week/briefing/release"}
    assert seen["partners"] - seen["public"] == inside
    assert {one.partition("/")[0] for one in seen["partners"]} == {"water-week"}
    assert seen["internal"] > {"summer", "routine:weekly-report", *seen["partners"]}


def test_what_several_take_away_is_gone_in_whatever_order(plugin: Build) -> None:
    one = plugin("a", calendar_entries=without("新闻通气会"))
    other = plugin("b", calendar_entries=without("印发方案"))
    for there in ((one, other), (other, one)):
        said = calendar(*there)
        assert ("新闻通气会" in said, "印发方案" in said, "展览" in said) == (False, False, True)


DAY = {"id": "river-day", "title": "河流日", "start": date(2027, 9, 26)}
CALL = {
    "id": "call",
    "title": "会商",
    "start": datetime(2027, 9, 27, 1, tzinfo=UTC),
    "end": datetime(2027, 9, 27, 2, tzinfo=UTC),
    "where": "三楼",
    "note": ["带材料"],
}


def adding(*more: Any) -> Callable[..., Any]:
    return lambda entries: [*entries, *more]


def test_what_a_plugin_adds_is_in_the_office_s_own_calendar(plugin: Build) -> None:
    said = calendar(plugin("rivers", calendar_entries=adding(DAY, CALL)), unit="press")
    assert "DTSTART;VALUE=DATE:20270926\r\nDTEND;VALUE=DATE:20270927\r\n" in said
    assert "SUMMARY:河流日" in said
    assert "DTSTART;TZID" in said or "DTSTART:20270927T010000Z" in said
    assert ("LOCATION:三楼" in said, "带材料" in said, "展览" in said) == (True, True, True)
    assert said == calendar(plugin("rivers", calendar_entries=adding(DAY, CALL)), unit="press")


def test_two_plugins_may_add_the_same_id(plugin: Build) -> None:
    said = calendar(*(plugin(name, calendar_entries=adding(DAY)) for name in ("a", "b")))
    assert said.count("SUMMARY:河流日") == 2
    uids = [line for line in said.split("\r\n") if line.startswith("UID:")]
    assert len(uids) == len(set(uids))


WRONG = {
    "a text": lambda entries: "water-week",
    "an id of nothing": lambda entries: ["autumn"],
    "a number": lambda entries: [7],
    "an entry that was changed": lambda entries: [replace(entries[0], title="别的")],
    "what fails": lambda entries: 1 / 0,
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_where_a_plugin_cannot_say_nobody_outside_gets_a_calendar(
    plugin: Build, wrong: Callable[..., Any]
) -> None:
    for audience in ("partners", "public"):
        with pytest.raises(cf.PluginFailed) as caught:
            calendar(plugin("quiet", calendar_entries=wrong), audience=audience)
        assert (caught.value.code, caught.value.facts["plugin"]) == ("calendar-unheard", "quiet")
    with pytest.raises(cf.PluginFailed):
        calendar(plugin("quiet", calendar_entries=wrong), audience=None, partner="people-daily")


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_and_the_office_has_its_own_with_a_finding(plugin: Build, wrong: Callable[..., Any]) -> None:
    asked = cf.Plugins([plugin("quiet", calendar_entries=wrong)])
    made = cf.schedule(plan(OPEN, BRIEFING))
    assert cf.to_ics(made, plugins=asked) == cf.to_ics(made)
    [report] = asked.report()
    assert {one.code for one in report.findings} <= {"plugin-error", "plugin-answer-wrong"}
    assert report.findings


def test_a_plugin_that_is_required_and_missing_keeps_calendars_in_the_house() -> None:
    asked = cf.Plugins()
    asked.required(["quiet"])
    made = cf.schedule(plan(OPEN, BRIEFING))
    assert cf.to_ics(made, plugins=asked) == cf.to_ics(made)
    with pytest.raises(cf.PluginFailed):
        cf.to_ics(made, plugins=asked, audience="public")


@pytest.mark.parametrize(
    "more",
    [
        {},
        {**DAY, "id": "a/b"},
        {**DAY, "id": 7},
        {**DAY, "title": ""},
        {**DAY, "start": "2027-09-26"},
        {**DAY, "start": datetime(2027, 9, 26)},
        {**DAY, "end": date(2027, 9, 25)},
        {**DAY, "end": datetime(2027, 9, 27, tzinfo=UTC)},
        {**DAY, "where": 7},
        {**DAY, "color": "red"},
    ],
)
def test_what_is_no_entry_adds_nothing(plugin: Build, more: dict[str, Any]) -> None:
    there = plugin("rivers", calendar_entries=adding(more))
    assert calendar(there) == calendar()


def test_one_id_cannot_be_added_twice(plugin: Build) -> None:
    assert calendar(plugin("rivers", calendar_entries=adding(DAY, DAY))) == calendar()


def test_nothing_is_added_to_what_others_read(plugin: Build) -> None:
    with pytest.raises(cf.PluginFailed):
        calendar(plugin("rivers", calendar_entries=adding(DAY)), audience="public")


def test_an_ics_calendar_is_what_the_bytes_are(plugin: Build) -> None:
    made = cf.schedule(plan(OPEN, BRIEFING))
    asked = cf.Plugins([plugin("quiet", calendar_entries=without("新闻通气会"))])
    assert cf.to_ics_calendar(made, plugins=asked).serialize() == cf.to_ics(made, plugins=asked).decode()
