"""Limits of time as a plugin writes them: read whole, or refused with the place that is wrong."""

from typing import Any

import pytest

import campaignflow as cf
from campaignflow.workflow.limits import limits_in, read_limits

MAJOR = {"title": {"zh": "特别重大", "en": "major"}, "respond_within": "5小时", "due": "24 hours"}
ISSUES: dict[str, Any] = {
    "name": "issues",
    "version": 2,
    "kind": "issue",
    "usual": "other",
    "levels": {"major": {**MAJOR, "norms": ["issue.first"]}, "other": {"respond_within": "48 hours"}},
}


def test_a_policy_with_levels_sets_limits_and_any_other_does_not() -> None:
    assert [one.name for one in limits_in([ISSUES, {"grades": ["一级"]}])] == ["issues"]


def test_a_plugin_has_one_policy_a_kind() -> None:
    with pytest.raises(cf.InvalidValue) as caught:
        limits_in([ISSUES, {**ISSUES, "name": "more"}])
    assert (caught.value.code, caught.value.facts["text"]) == ("limits-unreadable", "issue")


def test_limits_are_read_by_level_with_their_lengths_in_one_spelling() -> None:
    limits = read_limits(ISSUES)
    major = limits.level("major")
    assert (limits.name, limits.version, limits.kind) == ("issues", 2, "issue")
    assert major is not None
    assert (major.title.zh, major.respond_within, major.due) == ("特别重大", "5 hours", "24 hours")
    assert major.norms == ("issue.first",)


def test_what_has_no_level_falls_under_the_usual_one_and_without_one_under_none() -> None:
    usual = read_limits(ISSUES).level("")
    assert usual is not None
    assert usual.respond_within == "48 hours"
    assert read_limits({**ISSUES, "usual": ""}).level("") is None
    assert read_limits(ISSUES).level("minor") is None


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"hours": 5}, "hours"),
        ({"version": 0}, "version"),
        ({"version": True}, "version"),
        ({"version": "2"}, "version"),
        ({"kind": "campaign"}, "kind"),
        ({"usual": "minor"}, "usual"),
        ({"levels": []}, "levels"),
        ({"levels": {}, "usual": ""}, "levels"),
        ({"levels": {"other": "48 hours"}}, "levels/other"),
        ({"levels": {"other": {"within": "48 hours"}}}, "levels/other/within"),
        ({"levels": {"other": {"respond_within": "2 workdays"}}}, "levels/other/respond_within"),
        ({"levels": {"other": {"respond_within": "soon"}}}, "levels/other/respond_within"),
        ({"levels": {"other": {"due": 20}}}, "levels/other/due"),
        ({"levels": {"other": {"norms": "issue.first"}}}, "levels/other/norms"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(wrong: dict[str, Any], where: str) -> None:
    with pytest.raises(cf.InvalidValue) as caught:
        read_limits({**ISSUES, **wrong})
    assert (caught.value.code, caught.value.facts["where"]) == ("limits-unreadable", where)
