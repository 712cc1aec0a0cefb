"""Commands that plugins bring: they work like ours, and one that is broken breaks nobody."""

from pathlib import Path

import pytest
from tests.plans import activity

CLEAN = activity("owner: li", "due: 2027-03-22")
PLUGIN = """\
from __future__ import annotations
import campaignflow as cf
import typer


@cf.hookimpl
def campaignflow_commands(register):
    register("audit-form", form, help="Fill in the auditor's form.")


def form(plan: str, copies: int = typer.Option(1, "--copies", help="How many.")) -> int | None:
    programme = cf.load(plan)
    print(f"{programme.title}: {copies}")
    {end}
"""


def put(plugin_folder: Path, end: str = "return None", name: str = "audit") -> None:
    (plugin_folder / f"{name}.py").write_text(PLUGIN.replace("{end}", end), encoding="utf-8")


def test_a_plugin_s_command_is_typed_like_ours(plugin_folder, run, plan) -> None:
    put(plugin_folder)
    ran = run("audit-form", plan(CLEAN), "--copies", "3")
    assert (ran.status, ran.out, ran.err) == (0, "年度计划: 3\n", "")


def test_it_is_listed_and_has_its_help(plugin_folder, run) -> None:
    put(plugin_folder)
    assert "audit-form  " in run("--help").out
    assert "Fill in the auditor's form." in run("--help").out
    assert "--copies" in run("audit-form", "--help").out


@pytest.mark.parametrize(("end", "status"), [("return 7", 7), ("return None", 0), ("return 'done'", 0)])
def test_what_it_returns_is_the_exit_status(end, status, plugin_folder, run, plan) -> None:
    put(plugin_folder, end)
    assert run("audit-form", plan(CLEAN)).status == status


def test_its_usage_errors_are_said_in_our_sentences(plugin_folder, run, plan) -> None:
    put(plugin_folder)
    assert run("audit-form").err == run("check").err.replace("check", "audit-form").replace("PLAN", "plan")
    ran = run("audit-form", plan(CLEAN), "--copis", "3")
    assert (ran.status, "Did you mean --copies?" in ran.err) == (2, True)


def test_a_word_that_is_nearly_one_of_its_commands_is_told(plugin_folder, run) -> None:
    put(plugin_folder)
    assert "Did you mean audit-form?" in run("audit-from").err


def test_our_errors_end_it_as_they_end_our_commands(plugin_folder, run, plan) -> None:
    put(plugin_folder)
    ran = run("audit-form", plan(CLEAN.replace("office:", "ofice:")))
    assert ran.status == 1
    put(plugin_folder, "raise cf.InvalidValue('missing-who', option='--as', help='')")
    assert run("audit-form", plan(CLEAN)).status == 2


def test_one_that_fails_is_told_with_its_plugin(plugin_folder, run, plan) -> None:
    put(plugin_folder, "raise ConnectionError('没有网络')")
    ran = run("audit-form", plan(CLEAN), "--lang", "zh")
    assert ran.status == 1
    assert ran.err.splitlines()[0] == "插件 audit 在 audit-form 中出错：ConnectionError: 没有网络。"


BROKEN = {
    "cannot be imported": "import nowhere",
    "fails": PLUGIN.replace('register("audit-form"', '1 / 0, ("audit-form"').replace("{end}", ""),
    "has a signature that nobody reads": PLUGIN.replace("copies: int", "copies: Nowhere").replace(
        "{end}", ""
    ),
    "takes a name of ours": PLUGIN.replace('"audit-form"', '"check"').replace("{end}", ""),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_one_that_is_broken_breaks_nobody(broken: str, plugin_folder, run, plan) -> None:
    put(plugin_folder, name="radio")
    text = (plugin_folder / "radio.py").read_text(encoding="utf-8").replace("audit-form", "tune")
    (plugin_folder / "radio.py").write_text(text, encoding="utf-8")
    (plugin_folder / "audit.py").write_text(broken, encoding="utf-8")
    assert run("tune", plan(CLEAN)).out == "年度计划: 1\n"
    listed = run("--help")
    assert (listed.status, "tune" in listed.out, "audit-form" in listed.out) == (0, True, False)
    assert "audit" in listed.err
    assert run("audit-form", plan(CLEAN)).status == 2
    assert "Errors: 0" in run("check", plan(CLEAN), "--today", "2026-12-01").out


def test_a_folder_that_is_none_keeps_nobody_from_help(plugin_folder, run) -> None:
    plugin_folder.rmdir()
    ran = run("--help")
    assert (ran.status, "check" in ran.out, "There is no folder" in ran.err) == (0, True, True)


@pytest.mark.parametrize("arguments", [("--help",), ("audit-form",), ("check", "--help"), ("schema",)])
def test_what_is_switched_off_is_not_loaded(arguments, plugin_folder, run, monkeypatch) -> None:
    loads = plugin_folder.parent / "loaded"
    text = PLUGIN.replace("{end}", f"\n\nopen({str(loads)!r}, 'w').close()\n")
    (plugin_folder / "audit.py").write_text(text, encoding="utf-8")
    monkeypatch.setenv("CAMPAIGNFLOW_PLUGINS", "-audit")
    run(*arguments)
    assert not loads.exists()
    monkeypatch.delenv("CAMPAIGNFLOW_PLUGINS")
    run(*arguments)
    assert loads.exists() == (arguments[0] not in {"check", "schema"})  # ours need no plugin for their help
