"""A workflow's file is read strictly: every mistake at once, each with its place."""

import pickle
from typing import Any

import pytest

from campaignflow.workflow.definition import Clock
from campaignflow.workflow.mistakes import WorkflowError
from campaignflow.workflow.reader import read_workflow


def mistakes(data: Any) -> list[tuple[str, str]]:
    with pytest.raises(WorkflowError) as refused:
        read_workflow(data)
    return [(finding.code, finding.place.item) for finding in refused.value.findings]


def spoilt(data: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Return the data with another value at a path; None takes the key away."""
    *outer, last = path.split("/")
    here = data
    for key in outer:
        here = here[key]
    if value is None:
        del here[last]
    else:
        here[last] = value
    return data


def test_a_sound_file_is_read(data) -> None:
    workflow = read_workflow(data)
    assert (workflow.name, workflow.kind, workflow.version) == ("bulletin", "bulletin", 1)
    assert workflow.initial == "draft"
    assert workflow.title.said("zh") == "简报"
    assert workflow.trigger("submit").holds_in == "in_review"
    assert workflow.trigger("resume").returns


def test_values_that_are_all_texts_are_read_the_same(data) -> None:
    def as_texts(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: as_texts(inner) for key, inner in value.items()}
        if isinstance(value, bool | int):
            return str(value).lower()
        return value

    assert read_workflow(as_texts(data)) == read_workflow(data)
    assert read_workflow(as_texts(data)).states[3].duties is False


def test_live_means_every_state_that_is_not_final_but_its_own_goal_and_what_it_excepts(data) -> None:
    assert read_workflow(data).trigger("drop").sources == ("draft", "in_review", "cleared", "paused")
    data["triggers"]["drop"]["except"] = ["cleared"]
    assert read_workflow(data).trigger("drop").sources == ("draft", "in_review", "paused")
    data["triggers"]["pause"]["from"] = "live"
    assert read_workflow(data).trigger("pause").sources == ("draft", "in_review", "cleared")


def test_one_name_is_a_list_of_one_and_one_text_a_title_in_both_languages(data) -> None:
    data["triggers"]["print"]["from"] = "cleared"
    data["triggers"]["print"]["title"] = "印发"
    data["triggers"]["drop"]["except"] = "cleared"
    workflow = read_workflow(data)
    assert workflow.trigger("print").sources == ("cleared",)
    assert workflow.trigger("print").title.said("en") == "印发"
    assert "cleared" not in workflow.trigger("drop").sources


def test_states_and_triggers_may_stand_in_lists(data) -> None:
    listed = {
        **data,
        "states": [{"name": name, **state} for name, state in data["states"].items()],
        "triggers": [{"name": name, **trigger} for name, trigger in data["triggers"].items()],
    }
    assert read_workflow(listed) == read_workflow(data)


def test_a_final_state_has_no_duties_unless_it_says_so(data) -> None:
    data["states"]["dropped"]["duties"] = True
    workflow = read_workflow(data)
    assert [state.name for state in workflow.states if not state.duties] == ["paused", "printed"]


def test_a_state_says_what_the_clock_does(data) -> None:
    data["states"]["paused"]["clock"] = "paused"
    assert read_workflow(data).state("paused").clock is Clock.PAUSED


@pytest.mark.parametrize(
    ("path", "value", "code", "place"),
    [
        ("name", None, "missing-key", ""),
        ("kind", None, "missing-key", ""),
        ("version", None, "missing-key", ""),
        ("title", None, "missing-key", ""),
        ("states", None, "missing-key", ""),
        ("triggers", None, "missing-key", ""),
        ("guards", ["os.getcwd"], "unknown-key", "guards"),
        ("name", "os.path", "workflow-name-refused", "name"),
        ("name", 7, "needs-text", "name"),
        ("kind", ["campaign"], "needs-text", "kind"),
        ("version", 0, "number-outside", "version"),
        ("version", True, "needs-whole-number", "version"),
        ("version", "1.0", "needs-whole-number", "version"),
        ("version", "一", "needs-whole-number", "version"),
        ("version", "1" * 5000, "needs-whole-number", "version"),
        ("title", {"zh": "简报"}, "missing-key", "title"),
        ("title", {"zh": "简报", "en": ""}, "empty-text", "title"),
        ("title", {"zh": "a\x01", "en": "b"}, "text-has-control", "title"),
        ("title", {"zh": "简报", "en": "bulletin", "fr": "bulletin"}, "unknown-key", "title/fr"),
        ("title", {"zh": 7, "en": "bulletin"}, "needs-text", "title/zh"),
        ("title", "", "empty-text", "title"),
        ("title", ["简报"], "needs-text", "title"),
        ("states", "draft", "needs-block", "states"),
        ("states/draft", "拟稿", "needs-block", "states/draft"),
        ("states/draft/title", None, "missing-key", "states/draft"),
        ("states/draft/initial", "yes", "needs-yes-or-no", "states/draft/initial"),
        ("states/draft/initial", 1, "needs-yes-or-no", "states/draft/initial"),
        ("states/draft/on_enter", "os.getcwd", "unknown-key", "states/draft/on_enter"),
        ("states/draft/name", "draft", "unknown-key", "states/draft/name"),
        ("states/draft/clock", "ticks", "not-one-of", "states/draft/clock"),
        ("states/draft/clock", True, "needs-text", "states/draft/clock"),
        ("states/live", {"title": "全部"}, "workflow-name-reserved", "states/live"),
        ("states/os.getcwd", {"title": "代码"}, "workflow-name-refused", "states/os.getcwd"),
        ("triggers", 3, "needs-block", "triggers"),
        ("triggers/print", ["cleared", "printed"], "needs-block", "triggers/print"),
        ("triggers/print/verb", None, "missing-key", "triggers/print"),
        ("triggers/print/from", None, "missing-key", "triggers/print"),
        ("triggers/print/from", {"cleared": True}, "needs-list", "triggers/print/from"),
        ("triggers/print/from", ["cleared", 7], "needs-text", "triggers/print/from"),
        ("triggers/print/from", ["*"], "workflow-name-refused", "triggers/print/from"),
        ("triggers/print/from", ["live"], "workflow-name-reserved", "triggers/print/from"),
        ("triggers/print/to", "=", "workflow-name-refused", "triggers/print/to"),
        ("triggers/print/before", "os.getcwd", "unknown-key", "triggers/print/before"),
        ("triggers/print/conditions", ["is_ready"], "unknown-key", "triggers/print/conditions"),
        ("triggers/print/gated", "perhaps", "needs-yes-or-no", "triggers/print/gated"),
        ("triggers/print/permission", "a or b", "workflow-name-refused", "triggers/print/permission"),
        ("triggers/print/except", ["draft"], "except-without-live", "triggers/print/except"),
        ("triggers/drop/except", ["daft"], "state-unknown", "triggers/drop/except"),
        ("triggers/eval()", {}, "workflow-name-refused", "triggers/eval()"),
    ],
)
def test_a_mistake_is_named_with_its_place(data, path: str, value: object, code: str, place: str) -> None:
    assert (code, place) in mistakes(spoilt(data, path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("version", "一"),
        ("title", {"zh": "简报"}),
        ("title", ["简报"]),
        ("states/draft", "拟稿"),
        ("triggers/print/gated", "perhaps"),
        ("triggers/print/from", {"cleared": True}),
        ("triggers/drop/except", ["daft"]),
    ],
)
def test_one_mistake_is_one_finding(data, path: str, value: object) -> None:
    assert len(mistakes(spoilt(data, path, value))) == 1


def test_every_mistake_is_listed_at_once_and_both_languages_say_them(data) -> None:
    data["version"] = "first"
    data["states"]["draft"]["inital"] = True
    data["triggers"]["print"]["gatd"] = True
    with pytest.raises(WorkflowError) as refused:
        read_workflow(data)
    error = refused.value
    assert [finding.code for finding in error.findings] == [
        "needs-whole-number",
        "unknown-key",
        "unknown-key",
    ]
    assert [finding.facts.get("near") for finding in error.findings[1:]] == [["initial"], ["gated"]]
    assert error.message("zh") == "工作流定义有 3 处错误："
    assert str(error).count("\n") == 3
    assert "triggers/print/gatd" in str(error)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (7, "数字", "a number"),
        (7.5, "数字", "a number"),
        (True, "是或否", "yes or no"),
        (["简报"], "列表", "a list"),
        (("简报",), "列表", "a list"),
        ({"zh": "简报"}, "若干“键: 值”", "keys and values"),
    ],
)
def test_what_stands_in_place_of_a_text_is_said(data, value: object, zh: str, en: str) -> None:
    data["name"] = value
    with pytest.raises(WorkflowError) as refused:
        read_workflow(data)
    (finding,) = refused.value.findings
    assert zh in finding.message("zh")
    assert en in finding.message("en")


def test_what_is_missing_or_no_block_or_no_answer_is_said_by_name(data) -> None:
    del data["triggers"]["print"]["verb"]
    data["states"]["draft"] = "拟稿"
    data["states"]["paused"]["duties"] = "perhaps"
    data["triggers"]["print"]["gatd"] = True
    data["states"]["dropped"]["clock"] = "stoped"
    with pytest.raises(WorkflowError) as refused:
        read_workflow(data)
    said = {finding.code: finding.facts for finding in refused.value.findings}
    assert said["missing-key"] == {"key": "verb"}
    assert said["needs-block"] == {"text": "拟稿"}
    assert said["needs-yes-or-no"] == {"text": "perhaps"}
    assert said["unknown-key"]["key"] == "gatd"
    assert set(said["unknown-key"]["known"]) > {"title", "from", "to", "gated", "permission"}
    assert said["not-one-of"]["expected"] == ["runs", "paused", "stopped"]
    assert said["not-one-of"]["near"] == ["stopped"]


def test_a_number_that_is_none_is_said_as_it_was_written(data) -> None:
    for value, code in (("一", "needs-whole-number"), ("0", "number-outside")):
        data["version"] = value
        with pytest.raises(WorkflowError) as refused:
            read_workflow(data)
        assert [(one.code, one.facts) for one in refused.value.findings] == [(code, {"text": value})]
    data["version"] = "12"
    assert read_workflow(data).version == 12


def test_an_unknown_exception_is_said_with_its_trigger(data) -> None:
    data["triggers"]["drop"]["except"] = ["daft"]
    with pytest.raises(WorkflowError) as refused:
        read_workflow(data)
    assert refused.value.findings[0].facts == {"trigger": "drop", "state": "daft", "near": ["draft"]}


def test_what_is_no_block_at_all_is_refused() -> None:
    assert mistakes(["draft"]) == [("needs-block", "")]


def test_a_list_of_states_needs_their_names(data) -> None:
    data["states"] = [{"title": "拟稿"}, "draft"]
    assert mistakes(data)[:2] == [("needs-block", "states/2"), ("missing-key", "states/1")]


def test_the_error_survives_pickling(data) -> None:
    with pytest.raises(WorkflowError) as refused:
        read_workflow({})
    again = pickle.loads(pickle.dumps(refused.value))
    assert again.findings == refused.value.findings
    assert again.facts == {"count": 6}


STEPS = {
    "proof": {"by": ["editor"], "passes": 3, "of": "2", "covers": "text", "must_see": "true"},
    "chief": {"title": "总审", "by": "lin-yue", "distinct": ["proof"], "due": "2 workdays", "refusals": "2"},
}


def test_the_steps_of_a_lifecycle_are_read_and_read_back(data) -> None:
    workflow = read_workflow({**data, "approvals": STEPS})
    assert workflow.approvals["proof"] == {
        "by": ["editor"],
        "covers": ["text"],
        "must_see": True,
        "passes": 3,
        "of": 2,
    }
    assert read_workflow(workflow.data) == workflow
    assert read_workflow(workflow.data).digest == workflow.digest != read_workflow(data).digest


@pytest.mark.parametrize(
    ("key", "value", "code", "item"),
    [
        ("bye", "lin-yue", "unknown-key", "approvals/chief/bye"),
        ("before", "lunch", "not-one-of", "approvals/chief/before"),
        ("of", "most", "quorum-unreadable", "approvals/chief"),
        ("by", None, "step-without-approver", "approvals/chief"),
        ("must_see", "perhaps", "needs-yes-or-no", "approvals/chief/must_see"),
        ("refusals", "none", "needs-whole-number", "approvals/chief/refusals"),
        ("covers", {"text": "all"}, "needs-text", "approvals/chief/covers"),
    ],
)
def test_what_is_wrong_with_a_step_is_found_at_its_place(data, key, value, code, item) -> None:
    steps = {"chief": {**STEPS["chief"], key: value}}
    found = mistakes({**data, "approvals": steps})
    assert (code, item) in found
