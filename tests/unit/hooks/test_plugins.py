"""Asking plugins: all of them, in an order that is data, and each one's failure is its own."""

import logging
import timeit
from collections.abc import Callable, Iterator
from itertools import permutations

import pluggy
import pytest

from campaignflow.hooks.answers import Query
from campaignflow.hooks.plugins import Plugins
from campaignflow.hooks.specs import HOOKS, hookimpl
from campaignflow.money import Money

Build = Callable[..., object]


def seconds(*readings: float) -> Callable[[], float]:
    """A clock that shows these."""
    left: Iterator[float] = iter(readings)
    return lambda: next(left)


def test_answers_stand_by_name_whatever_the_order_of_installation(plugin, case, attempt) -> None:
    marks = {"audit": {}, "flood": {"tryfirst": True}, "radio": {"trylast": True}}
    there = []
    for name, mark in marks.items():
        one = plugin(name, approval_steps=lambda: None, directory=lambda: None)
        one.campaignflow_veto = hookimpl(**mark)(_said(name))
        there.append(one)
    for order in permutations(there):
        plugins = Plugins(order)
        assert [one.sentence for one in plugins.vetoes(case, "launch", attempt)] == [
            "audit",
            "flood",
            "radio",
        ]
        assert [one.provider for one in plugins.approval_steps(case, "submit")] == ["audit", "flood", "radio"]
        assert [one.provider for one in plugins.directory(Query("unit", "audit"))] == [
            "audit",
            "flood",
            "radio",
        ]
        assert [one.name for one in plugins.report()] == ["audit", "flood", "radio"]


def _said(name: str) -> Callable[[], str]:
    return lambda: name


def test_hooks_are_given_what_they_ask_for(plugin, case, attempt) -> None:
    seen: list[object] = []
    plugins = Plugins(
        [
            plugin(
                "audit",
                approval_steps=lambda trigger, case: seen.extend((case, trigger)),
                veto=lambda context: seen.extend([context]),
                after_commit=lambda entries: seen.extend([entries]),
                directory=lambda query: seen.extend([query]),
            )
        ]
    )
    plugins.approval_steps(case, "submit")
    plugins.vetoes(case, "launch", attempt)
    assert plugins.after_commit("audit", ["entry"]) is None
    plugins.directory(Query("person", "赵敏"))
    assert seen == [case, "submit", attempt, ("entry",), Query("person", "赵敏")]


def test_the_rule_of_an_office_is_a_few_lines(plugin, case) -> None:
    def audit(case, trigger):
        if case.kind == "campaign" and trigger == "submit" and case.budget.may_exceed(Money("50000 CNY")):
            return [{"id": "audit", "by": "auditor"}]
        return None

    plugins = Plugins([plugin("audit", approval_steps=audit)])
    assert [len(one.steps) for one in plugins.approval_steps(case, "submit")] == [1]
    assert [len(one.steps) for one in plugins.approval_steps(case, "launch")] == [0]


def raises(error: BaseException) -> Callable[[], object]:
    def hook() -> object:
        raise error

    return hook


@pytest.mark.parametrize("error", [ZeroDivisionError("除数"), SystemExit(3), RecursionError()])
def test_a_hook_that_raises_is_an_error_of_its_plugin_and_nobody_else_s(
    error, plugin, case, attempt, caplog
) -> None:
    failing = raises(error)
    plugins = Plugins(
        [
            plugin("audit", approval_steps=failing, veto=failing, directory=failing, after_commit=failing),
            plugin(
                "radio", approval_steps=lambda: [{"id": "radio"}], veto=lambda: "汛期", directory=lambda: ()
            ),
        ]
    )
    with caplog.at_level(logging.ERROR, "campaignflow.plugins"):
        steps = plugins.approval_steps(case, "submit")
        vetoes = plugins.vetoes(case, "launch", attempt)
        found = plugins.directory(Query("role", "auditor"))
        notice = plugins.after_commit("audit", [])
    assert [(one.provider, len(one.steps)) for one in steps] == [("audit", 0), ("radio", 1)]
    assert [(one.provider, one.code) for one in vetoes] == [("audit", "plugin-error"), ("radio", "vetoed")]
    assert [one.provider for one in found] == ["audit", "radio"]
    failures = [steps[0].error, vetoes[0].error, found[0].error, notice]
    assert [one.code for one in failures] == ["plugin-error"] * 4
    assert [one.facts["hook"].removeprefix("campaignflow_") for one in failures] == [
        "approval_steps",
        "veto",
        "directory",
        "after_commit",
    ]
    assert (steps[1].error, found[1].error) == (None, None)
    assert [(one.plugin, one.hook, one.code) for one in caplog.records] == [
        ("audit", one.facts["hook"], "plugin-error") for one in failures
    ]
    assert all(one.exc_info[1] is error for one in caplog.records)
    assert {one.getMessage() for one in caplog.records} == {"a plugin failed"}


def test_an_interrupt_is_not_swallowed(plugin, case) -> None:
    with pytest.raises(KeyboardInterrupt):
        Plugins([plugin("audit", approval_steps=raises(KeyboardInterrupt()))]).approval_steps(case, "submit")


def test_an_answer_that_breaks_while_it_is_read_is_an_error_of_its_plugin(plugin, case, attempt) -> None:
    class Trap:
        @property
        def code(self) -> str:
            raise ValueError

    [veto] = Plugins([plugin("audit", veto=lambda: [Trap()])]).vetoes(case, "launch", attempt)
    assert (veto.provider, veto.code) == ("audit", "plugin-error")


def test_the_report_tells_the_last_failure_of_a_hook_until_it_works_again(
    plugin, case, attempt, codes
) -> None:
    answers = iter(["汛期", 7, "汛期"])
    plugins = Plugins([plugin("audit", veto=lambda: next(answers))])
    assert codes(plugins) == {"audit": []}
    for code in ([], ["plugin-answer-wrong"], [], ["plugin-error"]):
        plugins.vetoes(case, "launch", attempt)
        assert codes(plugins) == {"audit": code}


def test_calls_are_counted_and_measured_and_a_slow_one_is_named(plugin, case, attempt) -> None:
    clock = seconds(0, 0.5, 1, 3.25, 10, 11, 20, 22)
    plugins = Plugins([plugin("audit", veto=lambda: None, directory=lambda: None)], clock=clock)
    for _ in range(3):
        plugins.vetoes(case, "launch", attempt)
    plugins.directory(Query("role", "auditor"))
    [report] = plugins.report()
    assert dict(report.calls) == {"campaignflow_veto": (3, 3.75, 2.25), "campaignflow_directory": (1, 2, 2)}
    [finding] = report.findings
    assert (finding.code, finding.severity, report.state) == ("plugin-slow", "warning", "loaded")
    assert dict(finding.facts) == {
        "plugin": "audit",
        "hook": "campaignflow_veto",
        "seconds": "2.2",
        "limit": "2",
    }


def test_how_long_is_slow_can_be_said(plugin, case, attempt, codes) -> None:
    plugins = Plugins([plugin("audit", veto=raises(ValueError()))], clock=seconds(0, 0.5), slow=0.25)
    plugins.vetoes(case, "launch", attempt)
    assert codes(plugins) == {"audit": ["plugin-error", "plugin-slow"]}


def test_a_report_does_not_change_afterwards(plugin, case, attempt) -> None:
    plugins = Plugins([plugin("audit", veto=lambda: None)])
    [before] = plugins.report()
    plugins.vetoes(case, "launch", attempt)
    assert dict(before.calls) == {}


def test_where_nobody_implements_a_hook_pluggy_is_not_called(plugin, case, attempt, monkeypatch) -> None:
    plugins = Plugins([plugin("audit", directory=lambda: None)], clock=seconds())
    with monkeypatch.context() as patched:  # pytest itself calls pluggy, so it is lamed for these lines only
        patched.setattr(pluggy.HookCaller, "__call__", raises(AssertionError()))
        told = (
            plugins.approval_steps(case, "submit"),
            plugins.vetoes(case, "launch", attempt),
            plugins.after_commit("audit", ["entry"]),
        )
    assert told == ([], [], None)


def test_asking_where_nobody_answers_costs_next_to_nothing(plugin) -> None:
    """About a microsecond; what is held here is twenty of them, for a machine that does other things, too."""
    plugins = Plugins([plugin("audit", directory=lambda: None)])

    def ask() -> None:
        plugins.required(())
        plugins.asked("campaignflow_veto")

    assert min(timeit.repeat(ask, number=1000, repeat=9)) / 1000 < 20e-6


def test_two_offices_share_nothing(plugin, case, attempt) -> None:
    rule = plugin("audit", veto=lambda: "汛期")
    one, other, none = Plugins([rule]), Plugins([rule], block=["audit"]), Plugins()
    other.required(["audit"])
    assert [veto.code for veto in one.vetoes(case, "launch", attempt)] == ["vetoed"]
    assert [veto.code for veto in other.vetoes(case, "launch", attempt)] == ["plugin-missing"]
    assert none.vetoes(case, "launch", attempt) == []
    assert [dict(office.report()[0].calls) == {} for office in (one, other)] == [False, True]


# what was slow before

WAS = {"hook": "campaignflow_veto", "seconds": "3.0", "version": "", "digest": ""}


def test_what_was_slow_is_said_so_that_it_can_be_kept(plugin, case, attempt) -> None:
    plugins = Plugins([plugin("audit", veto=lambda: None)], clock=seconds(0, 3, 4, 5))
    assert plugins.slow() == {}
    plugins.vetoes(case, "launch", attempt)
    plugins.vetoes(case, "launch", attempt)
    assert plugins.slow() == {"audit": WAS}


def test_of_several_slow_hooks_the_slowest_is_kept(plugin, case, attempt) -> None:
    there = plugin("audit", veto=lambda: None, directory=lambda: None)
    plugins = Plugins([there], clock=seconds(0, 9, 10, 13))
    plugins.directory(Query("role", "auditor"))
    plugins.vetoes(case, "launch", attempt)
    assert plugins.slow()["audit"]["hook"] == "campaignflow_directory"


def test_a_plugin_that_was_slow_before_is_out_of_use_and_not_asked_for_its_data(plugin, codes) -> None:
    asked: list[int] = []
    there = plugin("audit", veto=lambda: None, data=lambda: asked.append(1))
    plugins = Plugins([there], slow_before={"audit": WAS, "radio": WAS})
    assert (codes(plugins), asked) == ({"audit": ["plugin-was-slow"]}, [])
    assert "campaignflow plugins again audit" in plugins.report()[0].findings[0].message("zh")


@pytest.mark.parametrize("other", [{"version": "2"}, {"digest": "ab" * 32}])
def test_in_another_version_it_is_in_force(other: dict[str, str], plugin, codes) -> None:
    there = plugin("audit", veto=lambda: None)
    assert codes(Plugins([there], slow_before={"audit": WAS | other})) == {"audit": []}


# what the store requires


def test_a_required_plugin_that_is_not_in_force_holds_up_what_depends_on_it(plugin, case, attempt) -> None:
    there = [
        plugin("audit", approval_steps=lambda: None),
        plugin("broken", veto=lambda caze: None),
        plugin("off", veto=lambda: None),
        plugin("radio", approval_steps=lambda: None, veto=lambda: "汛期"),
    ]
    plugins = Plugins(there, block=["off"])
    plugins.required(["absent", "audit", "broken", "off", "zoo"])
    missing = ["absent", "broken", "off", "zoo"]
    assert [(one.name, one.state) for one in plugins.report()] == [
        ("absent", "missing"),
        ("audit", "loaded"),
        ("broken", "missing"),
        ("off", "missing"),
        ("radio", "loaded"),
        ("zoo", "missing"),
    ]
    steps = plugins.approval_steps(case, "submit")
    assert [one.provider for one in steps] == sorted([*missing, "audit", "radio"])
    assert [one.provider for one in steps if one.error] == missing
    vetoes = plugins.vetoes(case, "launch", attempt)
    assert [(one.provider, one.code) for one in vetoes] == [
        ("absent", "plugin-missing"),
        ("broken", "plugin-missing"),
        ("off", "plugin-missing"),
        ("radio", "vetoed"),
        ("zoo", "plugin-missing"),
    ]
    assert [one.error.code for one in plugins.directory(Query("role", "auditor"))] == ["plugin-missing"] * 4
    assert {plugins.after_commit(name, []).code for name in missing} == {"plugin-missing"}


def test_a_missing_plugin_s_report_says_why_it_is_not_in_force(plugin, codes) -> None:
    plugins = Plugins([plugin("audit", vetoe=lambda: None), plugin("off", veto=lambda: None)], block=["off"])
    plugins.required(["absent", "audit", "off"])
    assert codes(plugins) == {
        "absent": ["plugin-missing"],
        "audit": ["plugin-missing", "plugin-hook-unknown"],
        "off": ["plugin-missing", "plugin-blocked"],
    }


def test_what_is_no_longer_required_is_no_longer_missing(plugin, case) -> None:
    plugins = Plugins()
    plugins.required(["audit"])
    assert [one.error.code for one in plugins.approval_steps(case, "submit")] == ["plugin-missing"]
    plugins.required([])
    assert (plugins.approval_steps(case, "submit"), plugins.report()) == ([], ())


def test_who_implements_a_hook_is_known_by_name(plugin) -> None:
    plugins = Plugins(
        [plugin("radio", after_commit=lambda: None), plugin("audit", after_commit=lambda: None)]
    )
    assert plugins.implementing("campaignflow_after_commit") == ("audit", "radio")
    assert [plugins.implementing(hook) for hook in sorted(HOOKS)][1:] == [()] * 8


def test_what_an_after_commit_hook_returns_is_ignored(plugin) -> None:
    assert Plugins([plugin("audit", after_commit=lambda: 7)]).after_commit("audit", []) is None
