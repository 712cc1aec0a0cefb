"""A case goes over to another version of its workflow into a state that it has, and never past a gate."""

from dataclasses import replace

import pytest

from campaignflow.errors import InvalidValue
from campaignflow.labels import LANGUAGES
from campaignflow.workflow.definition import Workflow
from campaignflow.workflow.migration import migrated
from campaignflow.workflow.mistakes import MigrationRefused
from campaignflow.workflow.reader import read_workflow


@pytest.fixture
def newer(data) -> Workflow:
    """The second version: a desk check before the review, no pause but a shelf."""
    data["version"] = 2
    data["states"]["checked"] = {"title": {"zh": "已初核", "en": "checked"}}
    data["states"]["shelved"] = data["states"].pop("paused")
    data["triggers"]["pause"]["to"] = "shelved"
    data["triggers"]["resume"]["from"] = "shelved"
    return read_workflow(data)


def test_a_state_that_both_have_stays(workflow: Workflow, newer: Workflow) -> None:
    assert migrated(workflow, newer, "draft", {}) == "draft"
    assert migrated(workflow, newer, "cleared", {}) == "cleared"


def test_a_state_goes_where_the_mapping_says(workflow: Workflow, newer: Workflow) -> None:
    assert migrated(workflow, newer, "paused", {"paused": "shelved"}) == "shelved"
    assert migrated(workflow, newer, "in_review", {"in_review": "checked"}) == "checked"


def test_a_state_that_is_gone_must_be_mapped(workflow: Workflow, newer: Workflow) -> None:
    with pytest.raises(MigrationRefused) as refused:
        migrated(workflow, newer, "paused", {"draft": "draft"})
    assert refused.value.code == "migration-without-state"
    assert refused.value.facts["state"] == "paused"
    assert refused.value.facts["version"] == 2
    assert "shelved" in refused.value.facts["known"]


def test_migrating_is_no_approval(workflow: Workflow, newer: Workflow) -> None:
    with pytest.raises(MigrationRefused) as refused:
        migrated(workflow, newer, "draft", {"draft": "cleared"})
    assert refused.value.code == "migration-unguarded"
    assert (refused.value.facts["old"], refused.value.facts["new"]) == ("draft", "cleared")


def test_a_state_that_becomes_protected_is_not_entered_by_migrating(workflow: Workflow) -> None:
    states = tuple(
        replace(one, protected=one.protected or one.name == "in_review") for one in workflow.states
    )
    with pytest.raises(MigrationRefused) as refused:
        migrated(workflow, replace(workflow, states=states, version=2), "in_review", {})
    assert refused.value.code == "migration-unguarded"


def test_what_was_approved_goes_over_into_protection_and_out_of_it(
    workflow: Workflow, newer: Workflow
) -> None:
    assert migrated(workflow, newer, "cleared", {"cleared": "printed"}) == "printed"
    assert migrated(workflow, newer, "cleared", {"cleared": "in_review"}) == "in_review"


@pytest.mark.parametrize("states", [{"daft": "draft"}, {"draft": "daft"}])
def test_a_mapping_that_names_no_state_is_refused_whatever_the_case_is_in(
    workflow: Workflow, newer: Workflow, states: dict[str, str]
) -> None:
    with pytest.raises(InvalidValue) as refused:
        migrated(workflow, newer, "cleared", states)
    assert (refused.value.code, refused.value.facts["near"]) == ("no-such-state", ["draft"])


def test_a_case_in_no_state_of_the_old_version_is_refused(workflow: Workflow, newer: Workflow) -> None:
    with pytest.raises(InvalidValue):
        migrated(workflow, newer, "shelved", {})


def test_a_record_does_not_become_one_of_another_kind(workflow: Workflow) -> None:
    with pytest.raises(MigrationRefused) as refused:
        migrated(workflow, replace(workflow, kind="item"), "draft", {})
    assert refused.value.code == "migration-of-another-kind"
    for lang in LANGUAGES:
        assert "item" in refused.value.message(lang)
