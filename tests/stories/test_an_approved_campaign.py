"""A campaign from the plan to its approval and beyond, as a script of an office would have it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import campaignflow as cf

PLAN = Path(__file__).with_name("river-authority.yaml")
NOW = datetime(2027, 1, 4, 1, tzinfo=UTC)


@pytest.fixture
def programme() -> cf.Programme:
    return cf.load(PLAN)


@pytest.fixture
def office() -> Iterator[cf.Office]:
    with cf.open_office("sqlite://", clock=lambda: NOW) as opened:
        yield opened


def test_a_campaign_is_submitted_approved_questioned_and_asked_about(
    office: cf.Office, programme: cf.Programme
) -> None:
    office.apply(programme, actor="li-wei")
    office.fire("campaign:water-week", "submit", actor="li-wei")
    office.decide("campaign:water-week", "department", "approve", actor="zhao-min")
    task = office.inbox("wang-fang")[0]
    assert (task.step, task.why, str(task.due)) == (
        "finance",
        "role:finance-approver",
        "2027-01-07 16:00:00+00:00",
    )
    office.decide(task.ref, task.step, "approve", actor="wang-fang", seen=task.seen, note="同意")
    assert office.record("campaign:water-week").data["state"] == "approved"
    assert office.why("campaign:water-week", "launch")[0].is_open
    with office.preview() as dry:
        dry.reschedule("water-week/briefing", "2027-03-18", reason="场地冲突", actor="li-wei")
        assert [one.address.rpartition("/")[2] for one in dry.changes.dates] == [
            "briefing",
            "briefing",
            "release",
        ]
        assert [(one.step, one.after) for one in dry.changes.approvals] == [("department", "stale")]
        assert dry.changes.partners == ("people-daily",)
    office.complete("water-week/plan", actor="li-wei")
    assert office.obligations(at="2027-03-10T09:00+08:00")
    office.run_due()
    assert [one.verb for one in office.journal("campaign:water-week")][:5] == [
        "added",
        "submitted",
        "decided",
        "decided",
        "passed",
    ]
    assert office.as_of("campaign:water-week", "2027-02-01") is not None
    assert office.verify(deep=True).ok
    assert b"SEQUENCE" in office.to_ics(unit="press-centre")
    assert not office.apply(cf.loads(office.export("river-authority-2027")), actor="li-wei")


AUDIT = """\
from campaignflow import ApprovalStep, Money, hookimpl


@hookimpl
def campaignflow_approval_steps(case, trigger):
    if case.kind == "campaign" and trigger == "submit" and case.budget.may_exceed(Money("50000 CNY")):
        return [ApprovalStep("audit", by="auditor", covers={"budget"}, due="3 workdays", after={"finance"})]
"""


def test_a_rule_of_forty_lines_is_a_step_like_any_other(programme: cf.Programme, tmp_path: Path) -> None:
    (tmp_path / "campaignflow_audit.py").write_text(AUDIT, encoding="utf-8")
    with cf.open_office("sqlite://", clock=lambda: NOW, plugins_dir=str(tmp_path)) as office:
        office.apply(programme, actor="li-wei")
        office.fire("campaign:water-week", "submit", actor="li-wei")
        for step, person in (("department", "zhao-min"), ("finance", "wang-fang")):
            office.decide("campaign:water-week", step, "approve", actor=person)
        (task,) = office.inbox("he-jun")
        assert (task.step, list(task.content)) == ("audit", ["budget@#公益广告投放", "budget@#海报印制"])
        office.decide(task.ref, task.step, "approve", actor="he-jun", seen=task.seen)
        assert office.record("campaign:water-week").data["state"] == "approved"
