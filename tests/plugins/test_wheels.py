"""What stands under `plugins/`, and what `campaignflow new plugin` writes, works as an installed wheel."""

import os
from pathlib import Path
from textwrap import dedent

import pytest

from campaignflow.cli import main
from tests.plugins.wheels import ROOT, installed, run

PLUGINS = sorted(path.parent for path in (ROOT / "plugins").glob("*/pyproject.toml"))
AS_PRINTED = """\
# campaignflow_audit.py, entry point group "campaignflow"
from campaignflow import ApprovalStep, Money, hookimpl

@hookimpl
def campaignflow_approval_steps(case, trigger):
    if case.kind == "campaign" and trigger == "submit" and case.budget.may_exceed(Money("50000 CNY")):
        return [ApprovalStep("audit", by="auditor", covers={"budget"}, due="3 workdays", after={"finance"})]
"""
ITS_PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "campaignflow-audit"
version = "1.2"
dependencies = ["campaignflow"]
[project.entry-points.campaignflow]
campaignflow_audit = "campaignflow_audit"
[tool.hatch.build.targets.wheel]
include = ["campaignflow_audit.py"]
"""
SUBMITS = dedent("""\
    import campaignflow as cf
    from campaignflow.testing import Clock, sample

    with cf.open_office("sqlite://", clock=Clock(), autoload=True) as office:
        (plugin,) = office.plugins
        print(plugin.name, plugin.state, plugin.distribution, plugin.version)
        office.apply(sample(), actor="li-wei")
        office.fire("campaign:water-week", "submit", actor="li-wei")
        (step,) = office.approvals("campaign:water-week").steps
        print(step.id, step.provider, step.status)
        print(cf.__file__)
    """)


@pytest.mark.slow
def test_the_plugin_of_the_documentation_works_as_printed_from_its_own_wheel(tmp_path):
    source = tmp_path / "audit"
    source.mkdir()
    (source / "campaignflow_audit.py").write_text(AS_PRINTED, encoding="utf-8")
    (source / "pyproject.toml").write_text(ITS_PROJECT, encoding="utf-8")
    python = installed(tmp_path, source)
    plugin, steps, where = run([python, "-c", SUBMITS], tmp_path).splitlines()
    assert plugin == "campaignflow_audit loaded campaignflow-audit 1.2"
    assert steps == "audit campaignflow_audit waiting"
    assert Path(where).is_relative_to(tmp_path), "the project's wheel was used, not its tree"


@pytest.mark.slow
def test_a_new_plugin_passes_its_own_tests_as_a_wheel(tmp_path, capsys):
    source = tmp_path / "duty-officer"
    assert main(["new", "plugin", str(source), "--lang", "en"]) == 0
    assert "campaignflow_duty_officer" in capsys.readouterr().out
    python = installed(tmp_path, source)
    told = run([python, "-m", "pytest", "-q", "-p", "no:cacheprovider", source / "tests"], tmp_path)
    assert "11 passed" in told


@pytest.mark.slow
@pytest.mark.parametrize("plugin", PLUGINS, ids=[one.name for one in PLUGINS])
def test_a_shipped_plugin_passes_its_tests_as_a_wheel(plugin, tmp_path):
    python = installed(tmp_path, plugin)
    own = ["-c", os.devnull, "--rootdir", plugin, "-W", "error", "-p", "no:cacheprovider"]
    told = run([python, "-B", "-m", "pytest", "-q", *own, plugin / "tests"], tmp_path)
    assert " passed" in told
    assert " failed" not in told
