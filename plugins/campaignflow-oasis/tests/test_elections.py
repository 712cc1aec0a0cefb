"""Pre-election periods: nothing starts to go out in them that is not essential, and stopping always works."""

from collections.abc import Callable
from typing import Any

import pytest
from harbour import PERIOD, QUIET, Office, found, plan

Opened = Callable[..., Office]
SENTENCE = (
    "Local elections 2029: from 2029-04-12 to 2029-05-03 nothing starts to go out that is not essential."
    " Wait until it is over, or have it agreed as essential and add its id to `essential` of this period"
    " in the settings."
)


def given(**said: Any) -> dict[str, Any]:
    return {"periods": [PERIOD | said]}


@pytest.mark.parametrize(
    ("moment", "refused"),
    [
        ("2029-04-11 23:59", False),
        ("2029-04-12 00:00", True),
        ("2029-05-03 23:59", True),
        ("2029-05-04 00:00", False),
    ],
)
def test_no_campaign_is_launched_in_the_period(moment: str, refused: bool, opened: Opened) -> None:  # noqa: FBT001  # a column of a table
    there = opened(given())
    there.fire(QUIET, "submit")
    there.to(moment)
    if refused:
        assert there.refusals(QUIET, "launch") == [SENTENCE]
    else:
        assert there.fire(QUIET, "launch") == "running"


def test_a_period_may_begin_at_a_minute(opened: Opened) -> None:
    there = opened(given(**{"from": "2029-04-12T00:01"}))
    there.fire(QUIET, "submit")
    there.to("2029-04-12 00:00")
    assert there.fire(QUIET, "launch") == "running"
    assert there.fire(QUIET, "suspend", reason="elections") == "suspended"
    there.to("2029-04-12 00:01")
    assert there.refusals(QUIET, "resume") == [SENTENCE]


def test_nothing_is_held_up_before_it_goes_out(opened: Opened) -> None:
    there = opened(given())
    there.to("2029-04-20 10:00")
    assert there.fire(QUIET, "submit") == "approved"
    assert there.fire(QUIET, "suspend", reason="elections") == "suspended"
    assert there.fire(QUIET, "cancel", reason="elections") == "cancelled"


def drafted(there: Office, **said: Any) -> str:
    (item,) = there.office.open("item", title="Night trains", unit="comms", actor="bea", **said).refs
    for trigger in ("write", "submit"):
        there.office.fire(item, trigger, actor="bea")
    return str(item)


def test_no_item_is_released_in_the_period(opened: Opened) -> None:
    there = opened(given())
    there.to("2029-04-20 10:00")
    item = drafted(there)
    assert there.refusals(item, "release") == [SENTENCE]
    there.to("2029-05-04 09:00")
    assert there.fire(item, "release") == "released"


def test_what_is_essential_goes_out_all_the_same(opened: Opened) -> None:
    there = opened(given(essential=["quiet-nights", "warning-1"]))
    there.to("2029-04-20 10:00")
    there.fire(QUIET, "submit")
    assert there.fire(QUIET, "launch") == "running"
    assert there.fire(drafted(there, campaign="quiet-nights"), "release") == "released"
    assert there.fire(drafted(there, id="warning-1"), "release") == "released"
    assert there.refusals(drafted(there, campaign="flood-warnings"), "release") == [SENTENCE]


def test_it_says_so_in_chinese_too(opened: Opened) -> None:
    there = opened(given() | {"language": "zh"})
    there.fire(QUIET, "submit")
    there.to("2029-04-20 10:00")
    (sentence,) = there.refusals(QUIET, "launch")
    assert sentence.startswith("Local elections 2029：2029-04-12 至 2029-05-03 为选举前敏感期")


# plans


@pytest.mark.parametrize(
    ("period", "entries"),
    [
        ({}, ["quiet-nights"]),
        ({"until": "2029-05-12"}, ["quiet-nights", "quiet-nights/open-day"]),
        ({"from": "2029-05-05", "until": "2029-05-11"}, None),
        ({"from": "2029-05-12", "until": "2029-06-01"}, ["quiet-nights/open-day"]),
        ({"until": "2029-05-12", "essential": "quiet-nights"}, None),
        ({"from": "2029-03-01", "until": "2029-04-30"}, None),
    ],
    ids=["the start", "the open day", "what is only due", "one under way", "essential", "before"],
)
def test_a_plan_says_what_lies_in_the_period(period: dict[str, Any], entries: list[str] | None) -> None:
    assert found(plan(), given(**period)).get("inside-pre-election-period") == entries


def test_what_comes_round_is_there_for_each_time_but_named_once() -> None:
    weekly = ("when: 2029-05-12}", "when: every saturday}")
    said = found(plan(weekly), given(**{"from": "2029-05-11", "until": "2029-05-30"}))
    assert said["inside-pre-election-period"] == ["quiet-nights/open-day"]
