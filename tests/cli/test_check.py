"""`campaignflow check`: every finding on its line, a summary, and a status that scripts can go by."""

import json
from pathlib import Path

import pytest
from tests.plans import PLAN, activity, marked

TODAY = ("--today", "2026-12-01")
CLEAN = activity("owner: li", "due: 2027-03-22")
SUMMED_UP = "年度计划 (2027-01-01 to 2027-12-31). Campaigns: 1, key dates: 1, activities: 1, routines: 0."
WARNED = CLEAN.replace("coordinator: true", "coordinator: false")


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "en",
            [
                SUMMED_UP,
                "Errors: 0, warnings: 0, notes: 0.",
            ],
        ),
        (
            "zh",
            [
                "年度计划（2027-01-01 至 2027-12-31）：1 项宣传活动，1 个时间节点，1 项活动，0 项例行工作。",
                "0 个错误，0 个警告，0 条说明。",
            ],
        ),
    ],
)
def test_a_clean_plan_is_summed_up(lang: str, lines: list[str], run, plan) -> None:
    ran = run("check", plan(CLEAN), *TODAY, "--lang", lang)
    assert (ran.status, ran.out.splitlines(), ran.err) == (0, lines, "")


def test_an_error_is_a_line_that_an_editor_can_jump_to(run, plan) -> None:
    text, line, column = marked(activity("support: ▲ofice"))
    file = plan(text)
    ran = run("check", file, *TODAY)
    assert ran.status == 1
    assert ran.out.startswith(f"{file}:{line}:{column}: error: The plan has no ")
    assert ran.out.splitlines()[0].endswith("Did you mean office? [unknown-id]")
    assert "Errors: 1," in ran.out.splitlines()[-1]


def test_errors_stand_before_warnings_and_both_in_the_order_of_the_file(run, plan) -> None:
    text = WARNED.replace("tier: county", "tier: countty") + "        support: ofice\n"
    lines = run("check", plan(text), *TODAY).out.splitlines()
    assert [line.rpartition("[")[2] for line in lines[:3]] == [
        "not-one-of]",
        "unknown-id]",
        "coordinator-not-one]",
    ]


def test_a_warning_fails_only_where_one_is_strict(run, plan) -> None:
    file = plan(WARNED)
    assert run("check", file, *TODAY).status == 0
    assert run("check", file, *TODAY, "--strict").status == 1
    assert run("check", plan(CLEAN), *TODAY, "--strict").status == 0


def test_notes_are_shown_to_whoever_asks(run, plan) -> None:
    file = plan(CLEAN.replace("        due: 2027-03-22\n", "        due: 2027-03-22\n        note:\n"))
    quiet, open_ = run("check", file, *TODAY), run("check", file, *TODAY, "--notes")
    assert quiet.status == open_.status == run("check", file, *TODAY, "--strict").status == 0
    assert "[key-without-value]" not in quiet.out
    assert "--notes" in quiet.out
    assert "note: “note” has no value" in open_.out
    assert "--notes" not in open_.out


def test_json_says_everything_once(run, plan) -> None:
    text, line, column = marked(WARNED + "        support: ▲ofice\n        note:\n")
    file = plan(text)
    ran = run("check", file, *TODAY, "--json")
    assert ran.status == 1
    data = json.loads(ran.out)
    assert list(data) == ["findings"]
    first = data["findings"][0]
    assert first["message"].startswith("The plan has no ")
    del first["message"]
    assert first == {
        "severity": "error",
        "code": "unknown-id",
        "file": str(file),
        "line": line,
        "column": column,
        "item": "campaigns/water-week/activities/briefing/support",
        "items": [],
        "facts": {"id": "ofice", "kind": "party", "near": ["office"]},
        "waived": None,
    }
    assert [one["severity"] for one in data["findings"]] == ["error", "warning", "note"]


def test_json_of_a_clean_plan_is_an_empty_list(run, plan) -> None:
    ran = run("check", plan(CLEAN), *TODAY, "--json")
    assert (ran.status, json.loads(ran.out)) == (0, {"findings": []})


def test_json_speaks_the_language_that_was_asked_for(run, plan) -> None:
    ran = run("check", plan(activity("support: ofice")), "--json", "--lang", "zh", *TODAY)
    assert json.loads(ran.out)["findings"][0]["message"].startswith("计划里没有")


def test_what_a_waiver_lifts_is_a_note_with_its_reason(run, plan) -> None:
    text = WARNED + "waivers: [{finding: coordinator-not-one, reason: 机构改革中}]\n"
    ran = run("check", plan(text), *TODAY, "--strict", "--notes")
    assert ran.status == 0
    assert "(waived: 机构改革中) [coordinator-not-one]" in ran.out


def test_what_a_check_says_depends_on_the_day(run, plan) -> None:
    text = CLEAN + "approvals: {head: {title: 审批, by: li, due: 3 workdays}}\n"
    early, late = (run("check", plan(text), "--today", day) for day in ("2026-12-01", "2027-03-21"))
    assert "[submit-too-late]" not in early.out
    assert "[submit-too-late]" in late.out


@pytest.mark.parametrize(("lang", "severity"), [("en", "error"), ("zh", "错误")])
def test_a_file_that_is_no_plan_has_its_sentence(lang: str, severity: str, run, plan) -> None:
    for text in ("", "just words\n", "- a\n", "units: {}\n", "\x00\x01\x02"):
        ran = run("check", plan(text), "--lang", lang)
        assert ran.status == 1
        assert f": {severity}: " in ran.out or f"：{severity}：" in ran.out


@pytest.mark.parametrize(
    ("lang", "missing", "folder"),
    [("en", "There is no file ", " is a folder"), ("zh", "找不到文件 ", " 是文件夹")],
)
def test_a_file_that_cannot_be_read_is_a_mistake_of_usage(
    lang: str, missing: str, folder: str, run, tmp_path: Path
) -> None:
    ran = run("check", tmp_path / "none.yaml", "--lang", lang)
    assert (ran.status, ran.out) == (2, "")
    assert missing in ran.err
    assert "none.yaml" in ran.err
    ran = run("check", tmp_path, "--lang", lang)
    assert (ran.status, ran.out) == (2, "")
    assert folder in ran.err


@pytest.mark.parametrize(("lang", "said"), [("en", "There is no folder "), ("zh", "没有文件夹 ")])
def test_a_folder_that_is_not_there_is_named_and_not_a_file(lang: str, said: str, run, plan) -> None:
    file = plan("programme: {id: p, title: P, period: 2027}\n")
    for output in (file.parent / "none" / "a.ics", file / "a.ics"):
        ran = run("ics", file, "-o", output, "--lang", lang)
        assert (ran.status, ran.out) == (2, "")
        assert f"{said}{output.parent}" in ran.err


@pytest.mark.parametrize("sign", ["\\x1b", "\\x9b", "\\u202e", "\\u2066", "\\r", "\\n", "\\x00", "\\a"])
def test_nothing_in_a_plan_can_play_with_the_terminal(sign: str, run, plan) -> None:
    key = f'"a{sign}[31mred"'
    for text in (f"{key}: 1\n{CLEAN}", activity(f"{key}: 1"), activity(f"support: {key}")):
        ran = run("check", plan(text), *TODAY)
        assert ran.status == 1
        assert not any(ord(one) < 32 or 127 <= ord(one) < 160 for one in ran.out.replace("\n", ""))
        assert not set("\u202e\u2066") & set(ran.out)
        assert len([line for line in ran.out.splitlines() if ": error: " in line]) == 1


@pytest.mark.parametrize(
    "sign",
    ["\\x1b", "\\x9b", "\\x7f", "\\u202e", "\\u2066"],
)
def test_json_escapes_what_could_play_with_a_terminal(sign: str, run, plan) -> None:
    ran = run("check", plan(f'"a{sign}[31mred": 1\n{CLEAN}'), *TODAY, "--json")
    shown = ran.out.replace("\n", "")
    assert not any(ord(one) < 32 or 127 <= ord(one) < 160 or one in "\u202e\u2066" for one in shown)
    key = sign.encode().decode("unicode_escape")
    assert json.loads(ran.out)["findings"][0]["facts"]["key"] == f"a{key}[31mred"


def test_a_plan_in_json_or_toml_is_checked_alike(run, plan) -> None:
    text, _, column = marked('{"programme": {"id": "a", "title": "甲", ▲"perod": 2027}}')
    json_plan = plan(text, "plan.json")
    assert f"{json_plan}:1:{column}: error: “perod” is not known" in run("check", json_plan).out
    toml_plan = plan('[programme]\nid = "a"\ntitle = "甲"\nperod = 2027\n', "plan.toml")
    assert f"{toml_plan}: programme/perod: error: “perod” is not known" in run("check", toml_plan).out


def test_the_whole_file_is_checked_whatever_is_wrong_first(run, plan) -> None:
    text = PLAN.replace("period: 2027", "perod: 2027") + "        titel: 甲\n        due: 3/22\n"
    codes = [line.rpartition("[")[2] for line in run("check", plan(text), *TODAY).out.splitlines()[:-2]]
    assert codes == ["unknown-key]", "unknown-key]", "date-not-iso]"]


# plugins

PLUGIN = """\
from campaignflow import PlanFinding, hookimpl


@hookimpl
def campaignflow_check_plan(programme):
    items = list(programme.campaigns)
    return [PlanFinding("no-review", zh="活动没有保密审查。", severity="{severity}", items=items)]
"""


@pytest.mark.parametrize(("severity", "status"), [("error", 1), ("warning", 0)])
def test_a_plugin_of_the_office_looks_the_plan_over(severity, status, run, plan, plugin_folder) -> None:
    (plugin_folder / "audit.py").write_text(PLUGIN.format(severity=severity), encoding="utf-8")
    ran = run("check", plan(CLEAN), *TODAY)
    assert ran.status == status
    assert f"{severity}: Plugin audit: 活动没有保密审查。 [audit/no-review]" in ran.out


def test_what_a_plugin_finds_keeps_a_plan_from_being_applied(run, plan, plugin_folder, tmp_path) -> None:
    (plugin_folder / "audit.py").write_text(PLUGIN.format(severity="error"), encoding="utf-8")
    store = f"sqlite:///{tmp_path / 'office.db'}"
    ran = run("apply", plan(CLEAN), "--as", "li", "--store", store)
    assert (ran.status, "[audit/no-review]" in ran.err) == (1, True)
    assert not (tmp_path / "office.db").exists()


def test_a_plugin_that_cannot_look_is_told_and_no_plan_is_in_order(run, plan, plugin_folder) -> None:
    (plugin_folder / "audit.py").write_text(PLUGIN.replace("list(programme.campaigns)", "1 / 0"), "utf-8")
    ran = run("check", plan(CLEAN), *TODAY)
    assert (ran.status, "[plugin-error]" in ran.out) == (1, True)


def test_a_plugin_that_cannot_be_loaded_is_named_and_the_plan_is_looked_over(
    run, plan, plugin_folder
) -> None:
    (plugin_folder / "audit.py").write_text("import nowhere", encoding="utf-8")
    ran = run("check", plan(CLEAN), *TODAY)
    assert (ran.status, ran.out.splitlines()[-1]) == (0, "Errors: 0, warnings: 0, notes: 0.")
    assert "plugins named audit" in ran.err


def test_plugins_that_are_switched_off_are_not_even_looked_for(run, plan, plugin_folder, monkeypatch) -> None:
    (plugin_folder / "audit.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.setenv("CAMPAIGNFLOW_PLUGINS", "none")
    ran = run("check", plan(CLEAN), *TODAY)
    assert (ran.status, ran.err) == (0, "")
