"""Response clocks and deadlines: by the clock for issues, in working days for disclosure."""

import pytest
from chinese_office import Desk

import campaignflow_china

HOLIDAY = "2027-10-01 22:00"  # National Day


def opened(desk: Desk, kind: str, **said: str) -> dict:
    (ref,) = desk.office.open(kind, title="网传停水", unit="press", actor="bai-lu", **said).refs
    return desk.office.record(ref).data


def test_a_grave_issue_found_at_ten_on_a_holiday_is_due_at_three(desk: Desk) -> None:
    desk.at(HOLIDAY)
    desk.office.run_due()
    opened(desk, "issue", level="major")
    desk.at("2027-10-02 02:59")
    assert "escalated" not in {one.verb for change in desk.office.run_due() for one in change.entries}
    desk.at("2027-10-02 03:00")
    told = [one for change in desk.office.run_due() for one in change.entries]
    (entry,) = [one for one in told if one.verb == "escalated"]
    assert (entry.details["duty"], entry.details["target"]) == ("response", "2027-10-01T19:00:00+00:00")
    assert entry.details["to"] == ["office"]


def test_and_its_press_conference_a_day_after(desk: Desk) -> None:
    desk.at(HOLIDAY)
    plan = opened(desk, "issue", level="major")["plan"]
    assert plan["due"]["resolved"]["due"] == "2027-10-02T22:00:00+08:00"


def test_any_other_issue_has_two_days(desk: Desk) -> None:
    desk.at(HOLIDAY)
    assert opened(desk, "issue")["clock"] == {
        "allowed": "48 hours",
        "since": "2027-10-01T14:00:00Z",
        "used": 0,
    }
    assert opened(desk, "issue", level="other")["clock"]["allowed"] == "48 hours"


def test_the_clock_stands_still_while_facts_are_asked_for(desk: Desk) -> None:
    desk.at(HOLIDAY)
    opened(desk, "issue", level="major")
    desk.office.fire("issue:issue-1", "verify", actor="fang-yu")
    desk.at("2027-10-01 23:00")
    desk.office.fire("issue:issue-1", "ask_back", actor="fang-yu")
    desk.at("2027-10-02 09:00")
    desk.office.fire("issue:issue-1", "resume", actor="fang-yu")
    clock = desk.office.record("issue:issue-1").data["clock"]
    assert (clock["used"], clock["since"]) == (3600, "2027-10-02T01:00:00Z")


@pytest.mark.parametrize(
    ("kind", "level", "due"),
    [
        ("request", "disclosure", "2027-10-25"),
        ("request", "disclosure-correction", "2027-10-06"),
        ("request", "disclosure-third-party", "2027-10-18"),
        ("item", "disclosure", "2027-10-25"),
        ("item", "budget", "2027-10-12"),
        ("issue", "error-report", "2027-09-27"),
        ("finding", "rectify", "2027-10-11"),
    ],
)
def test_days_are_those_of_the_office(desk: Desk, kind: str, level: str, due: str) -> None:
    desk.at("2027-09-22 10:00")  # from 1 to 5 October everybody is off
    (ref,) = desk.office.open(kind, title="公开事项", unit="press", actor="fang-yu", level=level).refs
    assert desk.office.record(ref).data["plan"]["due"]["resolved"]["due"] == due


def test_by_which_norms_stays_with_the_record(desk: Desk) -> None:
    limits = opened(desk, "issue", level="major")["limits"]["china"]
    assert limits["norms"] == ["issue.major.first_info_hours", "issue.major.press_conf_hours"]
    assert (limits["policy"], limits["version"]) == ("china-issue", campaignflow_china.published()[0])
    assert limits["provider"] == {"version": "0.1.0"}


def test_a_longer_time_than_the_norm_is_refused_and_a_shorter_one_is_not(desk: Desk) -> None:
    said = {"title": "网传停水", "level": "major", "actor": "bai-lu"}
    assert desk.refused(desk.office.open, "issue", respond_within="6 hours", **said) == {"limit-exceeded"}
    assert opened(desk, "issue", level="major", respond_within="1 hours")["clock"]["allowed"] == "1 hours"


def test_an_office_s_own_value_counts_and_is_on_record(desk: Desk) -> None:
    desk.opens(campaignflow_china.rules(own={"issue.other.response_hours": 12}))
    body = opened(desk, "issue")
    assert body["clock"]["allowed"] == "12 hours"
    assert body["limits"]["china"]["provider"] == {"version": "0.1.0 (issue.other.response_hours=12)"}
