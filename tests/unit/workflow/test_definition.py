"""A definition is a frozen value of names that knows its moves, its gates and its digest."""

import json
import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from campaignflow.canonical import canonical, checked_body, parsed
from campaignflow.errors import InvalidValue
from campaignflow.labels.workflow import Named
from campaignflow.workflow.definition import (
    LONGEST_NAME,
    State,
    Title,
    Trigger,
    Turn,
    Workflow,
    checked_name,
)
from campaignflow.workflow.reader import read_workflow


def ways(workflow: Workflow, trigger: str) -> set[tuple[str, str, str]]:
    return {(str(m.turn), m.source, m.dest) for m in workflow.moves() if m.trigger.name == trigger}


@pytest.mark.parametrize("name", ["submit", "wrap_up", "s2", "审核中", "x" * LONGEST_NAME, "第1轮_复核"])
def test_a_plain_word_of_any_script_may_be_a_name(name: str) -> None:
    assert checked_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "os.getcwd",
        "os.system('x')",
        "lambda: 0",
        "a or b",
        "a-b",
        "=",
        "*",
        "__import__",
        "_private",
        "state_",
        "a__b",
        "2nd",
        "submit\n",
        " submit",
        "x" * (LONGEST_NAME + 1),
        "{{ 7 }}",
        "拟稿。",
    ],
)
def test_nothing_that_looks_like_code_or_a_path_may_be_a_name(name: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        checked_name(name)
    assert refused.value.code == "workflow-name-refused"


def test_the_word_for_all_states_that_are_not_final_names_none() -> None:
    with pytest.raises(InvalidValue) as refused:
        checked_name("live")
    assert refused.value.code == "workflow-name-reserved"


@pytest.mark.parametrize(
    "key", ["name", "verb", "dest", "holds_in", "sent_back_to", "refused_to", "permission"]
)
def test_a_trigger_built_in_python_takes_names_only_too(workflow: Workflow, key: str) -> None:
    with pytest.raises(InvalidValue):
        replace(workflow.trigger("submit"), **{key: "os.getcwd"})
    with pytest.raises(InvalidValue):
        replace(workflow.trigger("submit"), sources=("draft", "os.getcwd"))
    with pytest.raises(InvalidValue):
        replace(workflow.state("draft"), name="os.getcwd")


@pytest.mark.parametrize("key", ["name", "kind"])
def test_a_workflow_and_its_kind_are_names(workflow: Workflow, key: str) -> None:
    with pytest.raises(InvalidValue):
        replace(workflow, **{key: "os.getcwd"})


def test_versions_count_from_one(workflow: Workflow) -> None:
    assert replace(workflow, version=1) == workflow
    with pytest.raises(InvalidValue) as refused:
        replace(workflow, version=0)
    assert refused.value.code == "number-outside"


def test_a_record_begins_in_the_initial_state_wherever_it_is_listed(workflow: Workflow) -> None:
    assert replace(workflow, states=workflow.states[::-1]).initial == "draft"


def test_a_title_is_kept_as_texts_are_kept_and_said_in_the_reader_s_language() -> None:
    title = Title(" 审核中　", "in review ")
    assert title == Title("审核中", "in review")
    assert (title.said("zh"), title.said("en")) == ("审核中", "in review")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" ", "empty-text"),
        ("稿" * 201, "text-too-long"),
        ("a\x00b", "text-has-control"),
    ],
)
def test_a_title_that_cannot_be_shown_is_refused(text: str, code: str) -> None:
    for pair in ((text, "draft"), ("拟稿", text)):
        with pytest.raises(InvalidValue) as refused:
            Title(*pair)
        assert refused.value.code == code
    assert Title("稿" * 200, "x")


def test_a_definition_cannot_be_changed(workflow: Workflow) -> None:
    for one in (workflow, workflow.state("draft"), workflow.trigger("submit")):
        with pytest.raises(FrozenInstanceError):
            one.name = "other"
    with pytest.raises(FrozenInstanceError):
        workflow.title.zh = "通报"


def test_a_state_has_duties_and_no_marks_unless_it_says_otherwise() -> None:
    state = State("draft", Title("拟稿", "draft"))
    assert state.duties
    assert not any(getattr(state, mark) for mark in ("initial", "final", "protected"))
    assert state.clock is None


def test_a_trigger_has_no_marks_unless_it_says_so() -> None:
    trigger = Trigger("keep", Title("兑现", "keep"), "kept", ("promised",))
    marks = ("returns", "stays", "gated", "stopping", "automatic", "needs_reason", "by_rule")
    assert not any(getattr(trigger, mark) for mark in marks)


def test_what_a_workflow_says_is_read_back_as_the_same_workflow_in_the_same_order(workflow: Workflow) -> None:
    again = read_workflow(parsed(canonical(workflow.data)))
    assert again == workflow
    assert again.digest == workflow.digest
    assert hash(again) == hash(workflow)
    assert [one.name for one in again.states] == [one.name for one in workflow.states]


def test_what_a_workflow_says_is_a_body_as_records_hold_them_clocks_and_all(data) -> None:
    for state in data["states"].values():
        state["clock"] = "runs"
    workflow = read_workflow(data)
    assert checked_body(workflow.data) == workflow.data
    assert read_workflow(workflow.data) == workflow


def test_a_pickled_workflow_is_the_same(workflow: Workflow) -> None:
    again = pickle.loads(pickle.dumps(workflow))
    assert again == workflow
    assert again.trigger("drop").sources == ("draft", "in_review", "cleared", "paused")


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"name": "gazette"},
        {"kind": "gazette"},
        {"title": Title("通报", "bulletin")},
    ],
)
def test_the_digest_names_the_exact_definition(workflow: Workflow, change: dict[str, object]) -> None:
    other = replace(workflow, **change)
    assert other.digest != workflow.digest
    assert len(workflow.digest) == 64


def test_every_mark_of_a_state_or_trigger_is_in_the_digest(workflow: Workflow) -> None:
    state, trigger = workflow.states[1], workflow.triggers[1]
    states = [{mark: True} for mark in ("initial", "final", "protected")] + [
        {"duties": False},
        {"clock": "runs"},
    ]
    triggers: list[dict[str, object]] = [{"verb": "issued"}, {"sources": ("draft",)}, {"dest": "dropped"}]
    triggers += [{key: "draft"} for key in ("holds_in", "sent_back_to", "refused_to", "permission")]
    triggers += [
        {mark: True} for mark in ("returns", "stays", "stopping", "automatic", "needs_reason", "by_rule")
    ]
    digests = {workflow.digest}
    digests |= {
        replace(workflow, states=(workflow.states[0], replace(state, **change))).digest for change in states
    }
    digests |= {replace(workflow, triggers=(replace(trigger, **change),)).digest for change in triggers}
    assert len(digests) == 1 + len(states) + len(triggers)


def test_a_name_that_is_not_there_is_answered_with_the_near_one(workflow: Workflow) -> None:
    with pytest.raises(InvalidValue) as refused:
        workflow.state("drafts")
    assert refused.value.code == "no-such-state"
    assert refused.value.facts["near"] == ["draft"]
    with pytest.raises(InvalidValue) as refused:
        workflow.trigger("summit")
    assert refused.value.code == "no-such-trigger"
    assert refused.value.facts["near"] == ["submit"]
    assert refused.value.facts["known"] == [one.name for one in workflow.triggers]
    assert "submit" in refused.value.message("zh")


@pytest.mark.parametrize("typed", ["送审", "print", "Print"])
def test_who_types_a_title_is_told_the_name(workflow: Workflow, typed: str) -> None:
    known = {one.name: one for one in workflow.triggers}
    near = workflow.unknown(typed, known)["near"]
    assert near == ["submit" if typed == "送审" else "print"]


def test_a_gated_trigger_is_always_gated_and_any_other_where_it_enters_protection(workflow: Workflow) -> None:
    assert workflow.is_gated("submit", "draft", "cleared")
    assert workflow.is_gated("print", "cleared", "printed")
    assert workflow.is_gated("resume", "paused", "cleared")
    assert not workflow.is_gated("resume", "paused", "in_review")
    assert not workflow.is_gated("pause", "cleared", "paused")
    assert not workflow.is_gated("drop", "draft", "dropped")


def test_the_moves_of_a_trigger_with_a_waiting_state(workflow: Workflow) -> None:
    assert ways(workflow, "submit") == {
        ("fired", "draft", "cleared"),
        ("fired", "in_review", "cleared"),
        ("opened", "draft", "in_review"),
        ("opened", "in_review", "in_review"),
        ("sent_back", "in_review", "draft"),
        ("refused", "in_review", "dropped"),
    }


def test_a_returning_trigger_leads_to_what_can_be_left_for_its_state(workflow: Workflow) -> None:
    assert ways(workflow, "resume") == {("fired", "paused", "in_review"), ("fired", "paused", "cleared")}


def test_a_trigger_that_stays_leads_where_it_is_and_one_that_says_nothing_nowhere(workflow: Workflow) -> None:
    assert ways(workflow, "reapprove") == {("fired", "cleared", "cleared")}
    silent = replace(workflow.trigger("print"), dest=None)
    assert ways(replace(workflow, triggers=(silent,)), "print") == set()


def test_a_round_that_waits_where_it_was_fired_is_sent_back_from_there(workflow: Workflow) -> None:
    trigger = replace(workflow.trigger("print"), sent_back_to="draft", refused_to="dropped")
    assert {move.turn for move in trigger.moves()} == {Turn.FIRED, Turn.SENT_BACK, Turn.REFUSED}
    assert {move.source for move in trigger.moves()} == {"cleared"}


def test_a_waiting_state_that_is_also_a_source_is_one_departure(workflow: Workflow) -> None:
    trigger = replace(workflow.trigger("submit"), sources=("draft", "in_review"))
    assert trigger.departures == ("draft", "in_review")


def test_one_remembers_the_state_that_was_left_and_keeps_it_from_one_pause_to_the_next(data) -> None:
    data["states"]["shelved"] = {"title": "搁置"}
    data["triggers"]["shelve"] = {**data["triggers"]["pause"], "from": ["draft", "paused"], "to": "shelved"}
    data["triggers"]["resume"]["from"] = ["paused", "shelved"]
    workflow = read_workflow(data)
    assert workflow.parking == {"paused", "shelved"}
    assert workflow.came_from("cleared", "paused", None) == "cleared"
    assert workflow.came_from("paused", "shelved", "cleared") == "cleared"
    assert workflow.came_from("shelved", "cleared", "cleared") is None
    assert workflow.came_from("draft", "in_review", None) is None
    assert {dest for _, source, dest in ways(workflow, "resume") if source == "shelved"} == {
        "draft",
        "in_review",
        "cleared",
    }
    assert {dest for _, source, dest in ways(workflow, "resume") if source == "paused"} == {
        "in_review",
        "cleared",
    }


def test_a_named_fact_is_its_name_to_programs_and_title_and_name_to_people() -> None:
    named = Named("in_review", "审核中", "in review")
    assert named == "in_review"
    assert (named.said("zh"), named.said("en")) == ("审核中（in_review）", "in review (in_review)")
    assert (Named("x").said("zh"), Named("x").said("en")) == ("x", "x")
    assert Named("submit", "报送", "submit").said("en") == "submit"
    assert json.dumps(named) == '"in_review"'
    again = pickle.loads(pickle.dumps(named))
    assert (again, again.said("zh")) == (named, named.said("zh"))
