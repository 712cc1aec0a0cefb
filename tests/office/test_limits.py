"""Limits that plugins set for what is opened: taken over once, kept with where they come from (C1, 57)."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from tests.office.desk import Clock, codes, copied, given, opened, refused, timers
from tests.office.reviewers import STAFF, Room

import campaignflow as cf

Enter = Callable[..., Room]
ISSUE = "issue:issue-1"


def rules(name: str = "rules", version: str = "3", *policies: Any, **hooks: Any) -> ModuleType:
    """Return a plugin that brings policies."""
    thing = ModuleType(name)
    thing.__version__ = version
    said = list(policies or (ISSUES, REQUESTS))
    thing.campaignflow_data = cf.hookimpl(lambda: {"policies": said})
    return thing


ISSUES = {
    "name": "issues",
    "version": 7,
    "kind": "issue",
    "usual": "other",
    "levels": {
        "major": {
            "title": {"zh": "重大", "en": "major"},
            "respond_within": "5 hours",
            "due": "24 hours",
            "norms": ["issue.major.first"],
        },
        "other": {"title": "其他", "respond_within": "48 hours"},
    },
}
REQUESTS = {
    "name": "requests",
    "version": 1,
    "kind": "request",
    "levels": {"disclosure": {"title": "依申请公开", "due": "20 workdays", "norms": ["disclosure.request"]}},
}


def opening(here: Room, kind: str = "issue", **said: Any) -> Any:
    here.office.open(kind, title="网传停水", unit="press", actor="sun-lei", **said)
    return here.office.record(f"{kind}:{kind}-1").data


def test_its_level_sets_the_hours_to_respond_in_day_and_night(room: Enter) -> None:
    here = room(STAFF, plugins=[rules()])
    here.clock.to("2027-10-01 22:00")  # National Day
    here.office.run_due()
    body = opening(here, level="major")
    assert body["clock"] == {"allowed": "5 hours", "since": "2027-10-01T14:00:00Z", "used": 0}
    at_the_end = [one.due for one in timers(here.office, "issue:") if one.duty == "response"]
    here.clock.to("2027-10-02 03:00")
    assert max(at_the_end) == here.clock.at
    assert ("escalated", "response", "issue:issue-1/") in given(here.office.run_due())


def test_and_its_last_moment(room: Enter) -> None:
    here = room(STAFF, plugins=[rules()])
    here.clock.to("2027-10-01 22:00")
    body = opening(here, level="major")
    assert body["plan"]["due"]["resolved"]["due"] == "2027-10-02T22:00:00+08:00"


def test_a_last_day_in_working_days_is_counted_by_the_calendar_of_the_year_it_stands_in(room: Enter) -> None:
    here = room(STAFF, plugins=[rules()])
    here.clock.to("2027-04-26 10:00")
    body = opening(here, "request", level="disclosure")
    assert body["limits"]["rules"]["working_calendar"] == "CN"
    assert (
        body["plan"]["due"]["resolved"]["due"] == "2027-05-26"
    )  # two of the weekdays are off for Labour Day


def test_by_that_of_this_year_s_programme_while_next_year_s_is_made(room: Enter) -> None:
    here = room(STAFF, plugins=[rules()])
    here.office.rollover("river-2027", to="2028", actor="li-wei")
    here.clock.to("2027-04-26 10:00")
    body = opening(here, "request", level="disclosure")
    assert body["plan"]["due"]["resolved"]["due"] == "2027-05-26"
    here.clock.to("2029-04-26 10:00")
    here.office.open("request", title="停水", unit="press", level="disclosure", actor="sun-lei")
    limits = here.office.record("request:request-2").data["limits"]["rules"]
    assert limits["working_calendar"] == "MON-FRI"  # no programme is of that year, and the record says so


def test_without_a_level_the_usual_one_counts(room: Enter) -> None:
    here = room(STAFF, plugins=[rules()])
    assert opening(here)["clock"]["allowed"] == "48 hours"
    assert "limits" not in opening(here, "request")


def test_where_they_come_from_is_kept_with_the_record(room: Enter) -> None:
    here = room(STAFF, plugins=[rules()])
    here.clock.to("2027-03-01 09:00")
    assert opening(here, level="major")["limits"] == {
        "rules": {
            "policy": "issues",
            "version": 7,
            "level": "major",
            "provider": {"version": "3"},
            "norms": ["issue.major.first"],
            "respond_within": "5 hours",
            "due": "24 hours",
            "working_calendar": "CN",
            "until": "2027-03-02T09:00:00+08:00",
        }
    }


def test_whoever_opens_it_may_be_stricter_and_not_laxer(room: Enter) -> None:
    here = room(STAFF, plugins=[rules()])
    (reason,) = refused(
        here.office.open, "issue", title="停水", level="major", respond_within="6 hours", actor="sun-lei"
    )
    assert (reason.code, reason.facts["limit"]) == ("limit-exceeded", "5 hours")
    assert "重大" in reason.message("zh")
    late = {"title": "停水", "level": "major", "due": "2027-12-31", "actor": "sun-lei"}
    assert codes(here.office.open, "issue", **late) == {"limit-exceeded"}
    body = opening(here, level="major", respond_within="2 hours", due="2026-12-01")
    assert body["clock"]["allowed"] == "2 hours"
    assert body["plan"]["due"]["written"] == "2026-12-01"


def test_of_two_plugins_the_shorter_limit_counts_and_both_are_on_record(room: Enter) -> None:
    strict = {**ISSUES, "levels": {"major": {"respond_within": "2 hours"}, "other": {}}}
    for order in ((rules(), rules("strict", "1", strict)), (rules("strict", "1", strict), rules())):
        body = opening(room(STAFF, plugins=list(order)), level="major")
        assert body["clock"]["allowed"] == "2 hours"
        assert {name: one["respond_within"] for name, one in body["limits"].items()} == {
            "rules": "5 hours",
            "strict": "2 hours",
        }


def test_an_unknown_level_is_refused_with_those_there_are(room: Enter) -> None:
    here = room(STAFF, plugins=[rules()])
    (reason,) = refused(here.office.open, "issue", title="停水", level="majr", actor="sun-lei")
    assert (reason.code, reason.facts["known"], reason.facts["near"]) == (
        "level-unknown",
        ["major", "other"],
        ["major"],
    )
    bare = room(STAFF)
    assert codes(bare.office.open, "issue", title="停水", level="major", actor="sun-lei") == {"level-unknown"}


def test_what_is_under_way_keeps_its_limits_whatever_becomes_of_the_plugin(room: Enter) -> None:
    here = room(STAFF, plugins=[rules()])
    body = opening(here, level="major")
    laxer = {**ISSUES, "version": 8, "levels": {"major": {"respond_within": "9 hours"}, "other": {}}}
    for options in ({"plugins": [rules("rules", "4", laxer)]}, {}):
        other = opened(copied(here.office), here.clock, **options)
        here.office.close()
        here.office = other
        assert here.office.record(ISSUE).data == body
        assert not here.office.verify(deep=True).problems
    here.office.fire(ISSUE, "respond", actor="chen-jing")
    assert here.office.record(ISSUE).data["clock"] == body["clock"]


def test_a_required_plugin_that_is_missing_is_reported_and_nothing_waits_for_it(room: Enter) -> None:
    here = room(STAFF, plugins=[rules()])
    here.office.require(["rules"], actor="wang-fang", reason="制度要求")
    other = opened(copied(here.office), here.clock)
    here.office.close()
    here.office = other
    change = here.office.open("issue", title="网传停水", unit="press", actor="sun-lei")
    assert [one.code for one in change.reported] == ["limits-not-known"]


@pytest.mark.parametrize("wrong", [{**ISSUES, "kind": "campaign"}, {**ISSUES, "levels": {"major": 5}}])
def test_a_plugin_whose_limits_cannot_be_read_is_set_aside_and_says_where(
    clock: Clock, wrong: dict[str, Any]
) -> None:
    with cf.open_office("sqlite://", clock=clock, plugins=[rules("rules", "1", wrong)]) as office:
        (report,) = office.plugins
    assert (report.state, [one.code for one in report.findings]) == ("quarantined", ["plugin-answer-wrong"])
    assert "kind" in report.findings[0].message("en") or "levels/major" in report.findings[0].message("en")
