"""The whole chain, as the example plays it and on the project's own demo programme."""

import runpy
from pathlib import Path

import pytest
from chinese_office import EXAMPLES, PROOFS, REVIEWS, SECRECY, Desk

import campaignflow as cf
import campaignflow_china

DEMO = Path(__file__).resolve().parents[3] / "examples" / "year_of_a_campaign.yaml"


def test_the_example_runs_from_draft_to_publication(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(EXAMPLES / "publish.py"), run_name="__main__")
    assert capsys.readouterr().out.splitlines()[-1] == "13 released fang-yu"


def test_the_demo_programme_from_an_issue_to_what_is_published(tmp_path: Path) -> None:
    plan = cf.load(DEMO)
    reviewers = {
        name: one for name, one in cf.load(EXAMPLES / "plan.yaml").people.items() if name != "fang-yu"
    }
    staff = {
        name: cf.Person(name=one.name, unit="office", roles=one.roles, same_as=one.same_as)
        for name, one in reviewers.items()
    }
    desk = Desk(tmp_path / "demo.db").opens(campaignflow_china.rules())
    desk.at("2026-12-01 09:00")
    office = desk.office
    own = {"people": {**plan.people, **staff}, "approvals": {}}  # the steps are those of the plugin alone
    office.apply(plan.model_copy(update=own), actor="li-wei")
    office.require(["china"], reason="审核和保密制度", actor="qin-shu")
    office.fire("campaign:saving-week", "submit", actor="li-wei")
    desk.at("2027-03-22 09:00")
    office.fire("campaign:saving-week", "launch", actor="li-wei")

    desk.at("2027-04-05 22:00")  # Qingming
    about = {"title": "网传水厂停水", "unit": "press-centre", "level": "major", "campaign": "saving-week"}
    (issue,) = office.open("issue", actor="lu-siyuan", **about).refs
    office.fire(issue, "respond", actor="chen-tong")
    (item,) = office.open(
        "item", title="情况通报", unit="press-centre", campaign="saving-week", actor="chen-tong"
    ).refs
    office.fire(item, "write", actor="chen-tong")
    office.fire(item, "submit", actor="chen-tong")
    assert [one.step for one in office.inbox("cheng-an")] == ["first-review"]
    desk.approve(item, *REVIEWS, *PROOFS)
    office.fire(item, "release", actor="chen-tong")
    desk.approve(item, SECRECY)
    desk.at("2027-04-06 02:30")
    office.fire(item, "release", actor="chen-tong")
    assert desk.state(item) == "released"
    office.fire(issue, "answer", actor="chen-tong")
    clock = office.record(issue).data["clock"]
    assert (desk.state(issue), clock["used"]) == ("answered", int(4.5 * 3600))
    assert not office.verify(deep=True).problems
    office.close()
