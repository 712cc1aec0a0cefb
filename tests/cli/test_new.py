"""`campaignflow new`: a starter that checks clean, a plugin called as it should be, and nothing lost."""

from pathlib import Path

import pytest

from campaignflow.planfile.loader import load


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("today", ["2026-11-22", "2026-12-31"])
def test_a_starter_checks_clean_in_its_language(lang: str, today: str, run, tmp_path: Path) -> None:
    made = run("new", "plan", tmp_path / "office", "--lang", lang)
    file = tmp_path / "office" / "plan.yaml"
    assert (made.status, made.err) == (0, "")
    assert f"campaignflow check {file}" in made.out
    checked = run("check", file, "--strict", "--today", today, "--lang", lang)
    assert checked.status == 0
    assert "warnings: 0" in checked.out or "0 个警告" in checked.out
    assert load(file).campaigns


def test_a_starter_is_explained_in_the_language_of_the_reader(run, tmp_path: Path) -> None:
    run("new", "plan", tmp_path / "zh", "--lang", "zh")
    run("new", "plan", tmp_path / "en", "--lang", "en")
    comments = {
        lang: [
            line
            for line in (tmp_path / lang / "plan.yaml").read_text(encoding="utf-8").splitlines()
            if line.startswith("#")
        ]
        for lang in ("zh", "en")
    }
    assert "宣传计划" in "".join(comments["zh"])
    assert "".join(comments["en"]).isascii()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_a_starter_names_exists(lang: str, run, tmp_path: Path) -> None:
    run("new", "plan", tmp_path, "--lang", lang)
    text = (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    for command in ("check", "schedule", "ics"):
        assert f"campaignflow {command} plan.yaml" in text
        assert run(command, tmp_path / "plan.yaml", "--today", "2026-12-01").status == 0


def test_a_dry_run_writes_nothing(run, tmp_path: Path) -> None:
    ran = run("new", "plan", tmp_path / "office", "--dry-run")
    assert ran.status == 0
    assert "nothing written" in ran.out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_a_plan_that_is_there_is_left_as_it_is(options: tuple[str, ...], run, tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text("mine", encoding="utf-8")
    ran = run("new", "plan", tmp_path, *options)
    assert (ran.status, ran.out) == (2, "")
    assert "exists already" in ran.err
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_file_in_the_place_of_the_folder_is_said(run, tmp_path: Path) -> None:
    (tmp_path / "office").write_text("mine", encoding="utf-8")
    ran = run("new", "plan", tmp_path / "office")
    assert (ran.status, ran.out) == (2, "")
    assert "office" in ran.err


@pytest.mark.parametrize(("lang", "said"), [("zh", "可选"), ("en", "plan")])
def test_nothing_else_can_be_begun(lang: str, said: str, run, tmp_path: Path) -> None:
    ran = run("new", "office", tmp_path, "--lang", lang)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_plugin_is_named_after_its_folder(run, tmp_path: Path) -> None:
    done = run("new", "plugin", str(tmp_path / "campaignflow-duty"), "--lang", "en")
    assert done.status == 0
    made = {
        str(one.relative_to(tmp_path / "campaignflow-duty")) for one in tmp_path.rglob("*.*") if one.is_file()
    }
    assert made == {
        "pyproject.toml",
        "README.md",
        "src/campaignflow_duty/__init__.py",
        "tests/test_duty.py",
    }


def test_a_folder_whose_name_makes_no_plugin_is_told_before_anything_is_written(run, tmp_path: Path) -> None:
    done = run("new", "plugin", str(tmp_path / "审计"), "--lang", "zh")
    assert done.status == 2
    assert "“审计”不能作插件的文件夹名" in done.err
    assert not list(tmp_path.iterdir())


def test_a_plugin_is_never_written_over_another(run, tmp_path: Path) -> None:
    assert run("new", "plugin", str(tmp_path / "duty")).status == 0
    mine = tmp_path / "duty" / "README.md"
    mine.write_text("mine", encoding="utf-8")
    assert run("new", "plugin", str(tmp_path / "duty")).status != 0
    assert mine.read_text(encoding="utf-8") == "mine"
