"""What plugins bring reaches every command: observances in plan files, limits of what is opened."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import YEAR, Ran

Run = Callable[..., Ran]
PLUGIN = """\
import campaignflow as cf

__version__ = "1.0"


@cf.hookimpl
def campaignflow_data():
    lanterns = {"id": "lanterns", "zh": "河灯节", "rule": {"kind": "fixed", "month": 7, "day": 9}}
    levels = {"major": {"title": "重大", "respond_within": "5 hours"}}
    issues = {"name": "issues", "version": 1, "kind": "issue", "levels": levels}
    return {"observances": [lanterns], "policies": [issues]}
"""
FESTIVAL = YEAR.replace("due: water-week/press-day + 30 days", "due: observance:河灯节")


@pytest.fixture
def plugins(tmp_path: Path, plugin_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office's folder of plugins, with one in it."""
    (plugin_folder / "river.py").write_text(PLUGIN, encoding="utf-8")
    monkeypatch.setenv("CAMPAIGNFLOW_STORE", f"sqlite:///{tmp_path}/office.db?synchronous=NORMAL")
    return plugin_folder


def test_a_plan_file_may_name_a_plugin_s_observance(plugins: Path, plan, run: Run, clock) -> None:
    file = plan(FESTIVAL)
    assert run("check", file).status == 0
    (poster,) = [
        one for one in json.loads(run("schedule", file, "--json").out) if one["id"] == "summer/poster"
    ]
    assert poster["due"] == "2027-07-09"
    assert run("apply", file, "--as", "li-wei").status == 0


def test_without_the_plugin_the_file_says_what_is_unknown(plan, run: Run) -> None:
    ran = run("check", plan(FESTIVAL))
    assert (ran.status, "河灯节" in ran.out) == (1, True)


def test_what_is_opened_has_the_hours_of_its_level(plugins: Path, plan, run: Run, clock) -> None:
    run("apply", plan(YEAR), "--as", "li-wei")
    done = run("open", "issue", "--title", "停水", "--level", "major", "--as", "chen", "--json")
    assert done.status == 0
    assert '"5 hours"' in run("log", "issue:issue-1", "--json").out
    ran = run("open", "issue", "--title", "停水", "--level", "majr", "--as", "chen")
    assert (ran.status, "Did you mean major?" in ran.err) == (3, True)
