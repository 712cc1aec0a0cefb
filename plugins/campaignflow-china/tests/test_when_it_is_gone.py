"""The plugin removed, replaced or required: what is under way goes on, and no gate falls."""

from chinese_office import PROOFS, REVIEWS, SECRECY, Desk

import campaignflow_china


def test_a_round_under_way_goes_on_without_the_plugin(desk: Desk) -> None:
    item = desk.submitted()
    desk.approve(item, REVIEWS[0])
    desk.opens()
    assert "spoke-on-distinct-step" in desk.refused(
        desk.office.decide, item, "second-review", "approve", actor="cheng-an-2"
    )
    desk.approve(item, *REVIEWS[1:], *PROOFS)
    assert desk.state(item) == "cleared"


def test_the_secrecy_review_goes_on_too_and_the_release_waits_for_the_plugin(desk: Desk) -> None:
    item = desk.cleared()
    desk.office.fire(item, "release", actor="fang-yu")
    desk.opens()
    said = {"reason": "插件已卸载", "actor": "shen-lan"}
    assert desk.refused(desk.office.override, item, "secrecy-review", **said) == {"step-not-overridable"}
    desk.approve(item, SECRECY)
    assert desk.stands(item)["secrecy-review"] == "satisfied"
    assert desk.refused(desk.office.fire, item, "release", actor="fang-yu") == {"provider-in-error"}
    desk.opens(campaignflow_china.rules())
    desk.office.fire(item, "release", actor="fang-yu")
    assert desk.state(item) == "released"


def test_where_the_office_requires_it_nothing_goes_out_while_it_is_gone(desk: Desk) -> None:
    desk.office.require(["china"], reason="保密和审核制度", actor="shen-lan")
    item = desk.cleared()
    desk.opens()
    assert desk.refused(desk.office.fire, item, "release", actor="fang-yu") == {
        "plugin-missing",
        "provider-in-error",
    }
    assert desk.state(item) == "cleared"
    desk.office.fire(item, "drop", actor="fang-yu", reason="已过时")  # stopping waits for nobody
    assert desk.state(item) == "dropped"


def test_once_it_is_back_the_review_is_asked_for_again(desk: Desk) -> None:
    desk.office.require(["china"], reason="保密和审核制度", actor="shen-lan")
    item = desk.cleared()
    desk.opens()
    desk.refused(desk.office.fire, item, "release", actor="fang-yu")
    desk.opens(campaignflow_china.rules())
    desk.office.fire(item, "release", actor="fang-yu")
    assert desk.stands(item)["secrecy-review"] == "waiting"


def test_a_clock_under_way_runs_on_without_the_plugin(desk: Desk) -> None:
    desk.at("2027-10-01 22:00")
    desk.office.run_due()
    desk.office.open("issue", title="网传停水", unit="press", actor="bai-lu", level="major")
    before = desk.office.record("issue:issue-1").data
    desk.opens()
    assert desk.office.record("issue:issue-1").data == before
    desk.at("2027-10-02 03:00")
    assert "escalated" in {one.verb for change in desk.office.run_due() for one in change.entries}


def test_and_by_the_old_norm_after_an_upgrade(desk: Desk) -> None:
    desk.office.open("issue", title="网传停水", unit="press", actor="bai-lu")
    desk.opens(campaignflow_china.rules(own={"issue.other.response_hours": 12}))
    desk.office.fire("issue:issue-1", "verify", actor="fang-yu")
    assert desk.office.record("issue:issue-1").data["clock"]["allowed"] == "48 hours"
    desk.office.open("issue", title="网传涨价", unit="press", actor="bai-lu")
    assert desk.office.record("issue:issue-2").data["clock"]["allowed"] == "12 hours"
