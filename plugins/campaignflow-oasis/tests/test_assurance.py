"""The spending gate: from a hundred thousand pounds on, nothing is approved before assurance has answered."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from harbour import FLOOD, QUIET, Office, found, plan

import campaignflow as cf
from campaignflow_oasis import Oasis

Opened = Callable[..., Office]
PENNY = ("39999.99 GBP", "40000 GBP")


def test_below_the_limit_nobody_is_asked(opened: Opened) -> None:
    assert opened().fire(QUIET, "submit") == "approved"


def test_at_the_limit_it_waits_for_assurance(opened: Opened) -> None:
    there = opened(None, PENNY)
    assert there.fire(QUIET, "submit") == "in_review"
    assert there.steps(QUIET) == {"professional-assurance": "waiting"}
    token, _ = there.office.invite(QUIET, "professional-assurance", "pat", actor="cal")
    there.office.answer(token, "approve", note="PASS 27/2029")
    assert there.office.record(QUIET).data["state"] == "approved"


def test_the_answer_is_due_in_twenty_one_days(opened: Opened) -> None:
    there = opened(None, PENNY)
    there.to("2029-02-01 10:00")
    there.fire(QUIET, "submit")
    said = there.office.approvals(QUIET)
    assert said is not None
    (step,) = said.steps
    assert step.due == datetime(2029, 2, 23, tzinfo=UTC)  # the end of the 22nd


@pytest.mark.parametrize(
    "line",
    [
        "{for: Posters, amount: unknown}",
        "{for: Posters, amount: 10 EUR}",
        "{for: Posters, amount: 3333 GBP, per: month}",
    ],
    ids=["unknown", "another currency", "each month"],
)
def test_what_nobody_knows_may_be_of_any_size(line: str, opened: Opened) -> None:
    there = opened(None, ("{for: Posters, amount: 39999.99 GBP}", line))
    assert there.fire(QUIET, "submit") == "in_review"


def test_it_is_asked_for_where_the_office_says_and_nowhere_else() -> None:
    case = cf.CaseContext("campaign", "quiet-nights", QUIET, "draft", plan(PENNY).campaigns["quiet-nights"])
    late = Oasis({"assurance": {"before": "launch"}})
    for plugin, asked in ((Oasis(), "submit"), (late, "launch")):
        found = {one: plugin.campaignflow_approval_steps(case, one) for one in ("submit", "launch", "reopen")}
        assert [one for one, steps in found.items() if steps] == [asked]


def test_a_campaign_without_a_budget_is_not_asked(opened: Opened) -> None:
    assert opened().fire(FLOOD, "submit") == "approved"


def test_a_budget_that_is_raised_later_is_asked_about_later(opened: Opened) -> None:
    there = opened()
    there.fire(QUIET, "submit")
    there.office.apply(plan(PENNY), actor="ann", reason="more posters")
    assert there.office.record(QUIET).data["state"] == "approved"
    with pytest.raises(cf.Refused):
        there.fire(QUIET, "launch")


def test_it_cannot_be_overridden_and_stopping_never_waits_for_it(opened: Opened) -> None:
    there = opened(None, PENNY)
    there.fire(QUIET, "submit")
    with pytest.raises(cf.Refused) as told:
        there.office.override(QUIET, "professional-assurance", actor="cal", reason="no time")
    assert {one.code for one in told.value.reasons} == {"step-not-overridable"}
    assert there.fire(QUIET, "cancel", reason="no funds") == "cancelled"


def test_the_office_says_who_is_asked_from_how_much_on_and_by_when(opened: Opened) -> None:
    given = {"assurance": {"limit": "50000 GBP", "by": ["bea"], "due": "5 days", "title": "Sign-off"}}
    there = opened(given)
    there.fire(QUIET, "submit")
    said = there.office.approvals(QUIET)
    assert said is not None
    (step,) = said.steps
    assert (step.title, step.who, step.due) == ("Sign-off", ("bea",), datetime(2029, 1, 14, tzinfo=UTC))


def test_a_plan_says_beforehand_who_will_be_asked() -> None:
    assert "assurance-needed" not in found(plan())
    assert found(plan(PENNY))["assurance-needed"] == ["quiet-nights"]
    checked = cf.schedule(plan(PENNY), plugins=cf.Plugins([Oasis()]))
    (one,) = [one for one in checked.findings if one.code.endswith("assurance-needed")]
    assert one.severity == "note"
    assert "100000 GBP or more" in one.message("en")
    assert "(21 days)" in one.message("en")
