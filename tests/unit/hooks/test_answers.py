"""What plugins answer: read into copies of our own, and an error of that plugin where it is no answer."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from campaignflow.hooks.answers import Brought, DirectoryPerson, Query, Veto
from campaignflow.hooks.context import Attempt, CaseContext
from campaignflow.hooks.plugins import Plugins

Build = Callable[..., object]


def step(name: str) -> SimpleNamespace:
    return SimpleNamespace(id=name)


def steps(build: Build, case: CaseContext, given: object) -> Any:
    plugins = Plugins([build("audit", approval_steps=lambda: given)])
    [answer] = plugins.approval_steps(case, "submit")
    return answer


def test_steps_are_given_on_as_they_came(plugin: Build, case: CaseContext) -> None:
    given = [step("audit"), {"id": "finance"}, "left for the gate to read"]
    answer = steps(plugin, case, given)
    assert (answer.provider, answer.steps, answer.error) == ("audit", tuple(given), None)
    given.clear()
    assert len(answer.steps) == 3


@pytest.mark.parametrize("given", [None, [], ()])
def test_a_plugin_without_steps_answers_all_the_same(given: object, plugin: Build, case: CaseContext) -> None:
    answer = steps(plugin, case, given)
    assert (answer.provider, answer.steps, answer.error) == ("audit", (), None)


@pytest.mark.parametrize("given", ["audit", {"id": "audit"}, 7, False, (one for one in ())])
def test_what_is_no_list_of_steps_is_an_error_that_names_the_plugin(
    given: object, plugin: Build, case: CaseContext
) -> None:
    answer = steps(plugin, case, given)
    assert answer.steps == ()
    assert answer.error.code == "plugin-answer-wrong"
    assert answer.error.facts["plugin"] == "audit"
    assert "audit" in answer.error.message("zh")


@pytest.mark.parametrize("other", ["audit", "AUDIT", "ａｕｄｉｔ"])
def test_a_step_id_that_stands_twice_is_an_error(other: str, plugin: Build, case: CaseContext) -> None:
    answer = steps(plugin, case, [step("audit"), {"id": other}])
    assert (answer.steps, answer.error.code) == ((), "plugin-step-twice")
    assert answer.error.facts["step"] == "audit"


def vetoes(build: Build, case: CaseContext, attempt: Attempt, given: object) -> list[Veto]:
    return Plugins([build("radio", veto=lambda: given)]).vetoes(case, "launch", attempt)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, []),
        ([], []),
        (" 汛期不办活动 ", [("vetoed", "汛期不办活动")]),
        (["汛期", "停电"], [("vetoed", "汛期"), ("vetoed", "停电")]),
        (SimpleNamespace(code="flood", sentence="汛期"), [("flood", "汛期")]),
        ([{"code": "flood", "sentence": "汛\n期"}], [("flood", "汛 期")]),
    ],
)
def test_a_veto_is_a_sentence_or_has_a_code_and_one(given, said, plugin, case, attempt) -> None:
    found = vetoes(plugin, case, attempt, given)
    assert [(one.code, one.sentence) for one in found] == said
    assert {one.provider for one in found} <= {"radio"}


def test_a_plugin_cannot_veto_in_the_name_of_another(plugin, case, attempt) -> None:
    [veto] = vetoes(plugin, case, attempt, Veto("audit", "flood", "汛期"))
    assert veto == Veto("radio", "flood", "汛期")
    assert veto.message() == "汛期"


@pytest.mark.parametrize(
    "given", ["", "  ", True, False, 7, [7], {}, {"code": "flood"}, {"sentence": "汛期"}, [None]]
)
def test_what_is_no_veto_refuses_too(given, plugin, case, attempt) -> None:
    [veto] = vetoes(plugin, case, attempt, given)
    assert (veto.provider, veto.code, veto.sentence) == ("radio", "plugin-answer-wrong", "")
    assert "radio" in veto.message("zh")


def people(build: Build, given: object) -> Any:
    [found] = Plugins([build("ldap", directory=lambda query: given)]).directory(Query("role", "auditor"))
    return found


def test_people_are_copied_from_mappings_and_from_objects(plugin: Build) -> None:
    zhao = SimpleNamespace(
        id="zhao-min", name="赵敏", unit="audit-office", roles=["auditor"], mail="z@example.org"
    )
    found = people(plugin, [zhao, {"id": "wang-fang", "name": "王芳"}])
    assert found.people == (
        DirectoryPerson("zhao-min", "赵敏", "audit-office", ("auditor",)),
        DirectoryPerson("wang-fang", "王芳"),
    )
    assert (found.provider, found.error) == ("ldap", None)


def test_a_directory_that_finds_nobody_says_so(plugin: Build) -> None:
    assert (people(plugin, None).people, people(plugin, None).error) == ((), None)


@pytest.mark.parametrize(
    "given",
    [
        "zhao-min",
        ["zhao-min"],
        [{"id": "zhao-min"}],
        [{"id": "zhao/min", "name": "赵敏"}],
        [{"id": "zhao-min", "name": "赵敏", "unit": 7}],
        [{"id": "zhao-min", "name": "赵敏", "roles": "auditor"}],
        [{"id": "zhao-min", "name": "赵敏", "roles": [object()]}],
        [{"id": "zhao-min", "name": "赵敏"}, {"id": "ZHAO-min", "name": "赵敏"}],
    ],
)
def test_people_who_are_none_are_an_error_of_the_directory(given: object, plugin: Build) -> None:
    found = people(plugin, given)
    assert (found.people, found.error.code) == ((), "plugin-answer-wrong")


WORKFLOW = {
    "name": "bulletin",
    "kind": "bulletin",
    "version": 1,
    "title": {"zh": "简报", "en": "bulletin"},
    "states": {
        "draft": {"title": {"zh": "拟稿", "en": "draft"}, "initial": True},
        "printed": {"title": {"zh": "已印发", "en": "printed"}, "final": True},
    },
    "triggers": {
        "print": {
            "title": {"zh": "印发", "en": "print"},
            "verb": "printed",
            "from": ["draft"],
            "to": "printed",
            "permission": "operate",
        }
    },
}


def brought(build: Build, given: object) -> Plugins:
    return Plugins([build("river", data=lambda: given)])


def test_a_plugin_brings_workflows_observances_policies_and_guards(plugin: Build) -> None:
    policy = {"grades": ["一级", "二级"]}
    given = {
        "workflows": [WORKFLOW],
        "observances": [{"id": "river-day", "zh": "河流日"}],
        "policies": [policy],
        "guards": {"is-dry": bool},
    }
    [found] = brought(plugin, given).data()
    assert (found.provider, found.workflows[0].name, found.observances[0].zh) == (
        "river",
        "bulletin",
        "河流日",
    )
    assert (dict(found.policies[0]), dict(found.guards)) == (policy, {"is-dry": bool})
    policy["grades"].append("三级")
    given["guards"].clear()
    assert (found.policies[0]["grades"], dict(found.guards)) == (["一级", "二级"], {"is-dry": bool})
    again = {"workflows": found.workflows, "observances": found.observances}
    assert brought(plugin, again).data() == (Brought("river", found.workflows, found.observances),)


@pytest.mark.parametrize("given", [None, {}])
def test_a_plugin_that_brings_nothing_is_in_force(given: object, plugin: Build) -> None:
    assert [one.state for one in brought(plugin, given).report()] == ["loaded"]


@pytest.mark.parametrize(
    "given",
    [
        [WORKFLOW],
        {"workflow": [WORKFLOW]},
        {"workflows": [{"name": "bulletin"}]},
        {"workflows": 7},
        {"workflows": ["bulletin"]},
        {"observances": [{"id": "river-day", "rule": {"kind": "full-moon"}}]},
        {"policies": [{"since": object()}]},
        {"policies": ["strict"]},
        {"guards": {"is-dry": "campaignflow_river:is_dry"}},
        {"guards": [bool]},
    ],
)
def test_what_cannot_be_brought_quarantines_the_plugin(given: object, plugin: Build) -> None:
    plugins = brought(plugin, given)
    [report] = plugins.report()
    assert (report.state, [one.code for one in report.findings]) == ("quarantined", ["plugin-answer-wrong"])
    assert plugins.data() == ()
