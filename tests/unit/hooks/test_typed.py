"""The typed front: a class whose methods are the hooks, for editors and for mypy."""

import inspect
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.architecture import ROOT

import campaignflow as cf
from campaignflow.hooks.plugins import Plugins
from campaignflow.hooks.specs import HOOKS
from campaignflow.hooks.typed import Plugin


class Audit(cf.Plugin):
    """A plugin that refuses every launch, and lets a subclass say why."""

    why = "汛期"

    def campaignflow_veto(self, case: Any, trigger: str, context: Any) -> str | None:
        return self.why if trigger == "launch" else None


class Flood(Audit):
    why = "洪水"

    def campaignflow_after_commit(self, entries: Any) -> None:
        raise ConnectionError


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_a_method_with_the_arguments_of_the_contract(hook: str) -> None:
    _, *arguments = inspect.signature(getattr(Plugin, hook)).parameters
    assert tuple(arguments) == HOOKS[hook]


@pytest.mark.parametrize("given", [Audit, Audit()], ids=["the class", "an object of it"])
def test_a_class_is_a_plugin_with_the_hooks_it_writes(given: object, case, attempt) -> None:
    plugins = Plugins([given])
    [report] = plugins.report()
    assert (report.name, report.state, report.hooks) == ("Audit", "loaded", ("campaignflow_veto",))
    assert [one.sentence for one in plugins.vetoes(case, "launch", attempt)] == ["汛期"]


def test_what_a_class_inherits_counts_too(case, attempt) -> None:
    plugins = Plugins([Flood])
    [report] = plugins.report()
    assert report.hooks == ("campaignflow_after_commit", "campaignflow_veto")
    assert [one.sentence for one in plugins.vetoes(case, "launch", attempt)] == ["洪水"]
    assert plugins.after_commit("Flood", []).code == "plugin-error"


def test_a_mark_may_stand_there_and_changes_nothing(case, attempt) -> None:
    class Marked(cf.Plugin):
        @cf.hookimpl
        def campaignflow_veto(self, case: Any, trigger: str, context: Any) -> str:
            return "汛期"

    assert [one.code for one in Plugins([Marked]).vetoes(case, "launch", attempt)] == ["vetoed"]


def test_a_mistyped_hook_is_refused_with_the_name_that_was_meant() -> None:
    class Mistyped(cf.Plugin):
        def campaignflow_chek_plan(self, programme: Any, schedule: Any) -> None: ...

    [report] = Plugins([Mistyped]).report()
    assert (report.state, [one.code for one in report.findings]) == ("quarantined", ["plugin-hook-unknown"])
    assert "Did you mean campaignflow_check_plan?" in report.findings[0].message("en")


def test_a_class_that_writes_no_hook_is_no_plugin() -> None:
    class Empty(cf.Plugin):
        pass

    [report] = Plugins([Empty]).report()
    assert [one.code for one in report.findings] == ["plugin-without-hooks"]


def test_a_class_that_cannot_be_made_is_set_aside() -> None:
    class Needy(Audit):
        def __init__(self, url: str) -> None:
            self.url = url

    [report] = Plugins([Needy]).report()
    assert [one.code for one in report.findings] == ["plugin-not-imported"]
    [report] = Plugins([Needy("ldap://")]).report()
    assert report.state == "loaded"


# what mypy says

SOUND = """\
from collections.abc import Sequence
import campaignflow as cf

class Audit(cf.Plugin):
    def campaignflow_approval_steps(self, case: cf.CaseContext, trigger: str) -> list[cf.ApprovalStep] | None:
        if case.kind == "campaign" and case.budget.may_exceed(cf.Money("50000 CNY")):
            return [cf.ApprovalStep("audit", by="auditor")]
        return None

    def campaignflow_check_plan(self, programme: cf.Programme, schedule: cf.Schedule) -> list[cf.PlanFinding]:
        return [cf.PlanFinding("no-review", en="Add a review.", items=list(programme.campaigns))]

    def campaignflow_veto(self, case: cf.CaseContext, trigger: str, context: cf.Attempt) -> str | None:
        return context.actor or None

    def campaignflow_deliver(self, notices: Sequence[cf.DutyNotice]) -> dict[str, str | None]:
        return {one.id: None for one in notices}

    def campaignflow_calendar_entries(self, entries: Sequence[cf.Entry], audience: str) -> list[cf.Entry]:
        return [one for one in entries if one.kind != "routine"]
"""
WRONG = """\
from collections.abc import Sequence
import campaignflow as cf

class A(cf.Plugin):
    def campaignflow_veto(self, case: cf.CaseContext, trigger: str) -> str | None:  # arguments
        return None

class B(cf.Plugin):
    def campaignflow_veto(self, case: cf.CaseContext, trigger: int, context: cf.Attempt) -> None:  # argument
        return None

class C(cf.Plugin):
    def campaignflow_check_plan(self, programme: cf.Programme, schedule: cf.Schedule) -> str:  # answer
        return "no-review"

class D(cf.Plugin):
    def campaignflow_deliver(self, notices: Sequence[cf.DutyNotice]) -> None:
        print(notices[0].recipient)  # what it is given
"""


@pytest.mark.slow
def test_mypy_passes_what_is_sound_and_names_every_wrong_line(tmp_path: Path) -> None:
    (tmp_path / "sound.py").write_text(SOUND, encoding="utf-8")
    (tmp_path / "wrong.py").write_text(WRONG, encoding="utf-8")
    call = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), "--no-error-summary"]
    files = [str(tmp_path / name) for name in ("sound.py", "wrong.py")]
    done = subprocess.run(
        [*call, "--follow-imports=silent", "--cache-dir", str(ROOT / ".mypy_cache"), *files],
        cwd=ROOT,
        env={**os.environ, "MYPYPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    told = {(name, int(line)) for name, line in re.findall(r"(\w+)\.py:(\d+): error", done.stdout)}
    meant = {
        ("wrong", number)
        for number, line in enumerate(WRONG.splitlines(), 1)
        if re.search(r"# (argument|answer|what)", line)
    }
    assert told == meant, done.stdout + done.stderr
