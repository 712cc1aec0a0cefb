"""The commands as a planner types them, from an empty folder to next year's plan."""

import json
import re
from pathlib import Path

import pytest

CHINESE = re.compile("[一-鿿]")


@pytest.mark.parametrize(("lang", "campaign"), [("zh", "water-week"), ("en", "water-day")])
def test_a_year_is_played_from_an_empty_folder(
    lang: str, campaign: str, folder: Path, run, clock, journal
) -> None:
    def does(*words: str) -> str:
        clock.tick()
        ran = run(*words, "--lang", lang)
        assert (ran.status, ran.err) == (0, ""), ran.err
        return ran.out

    does("new", "plan", ".")
    does("check", "plan.yaml")
    assert does("apply", "plan.yaml", "--as", "planner", "--dry-run")
    assert not (folder / "campaignflow.db").exists()
    does("apply", "plan.yaml", "--as", "planner")
    board = does("status")
    assert campaign in board
    assert bool(re.search("拟订中", board)) is (lang == "zh")
    why = does("why", campaign)
    assert "submit" in why

    does("fire", campaign, "submit", "--as", "planner")
    assert run("decide", campaign, "department", "approve", "--as", "planner", "--lang", lang).status == 3
    assert campaign in does("inbox", "--as", "chief")
    does("decide", campaign, "department", "approve", "--as", "chief")
    does("fire", campaign, "cancel", "--as", "planner", "--reason", "停办")
    assert run("why", campaign, "launch", "--lang", lang).status == 0
    does("fire", campaign, "reinstate", "--as", "planner", "--reason", "恢复")

    moved = does("move", f"{campaign}/briefing", "2027-03-17", "--reason", "场地冲突", "--as", "planner")
    assert "2027-03-17" in moved
    does("done", f"{campaign}/plan", "--as", "planner")
    log = does("log")
    assert "场地冲突" in log
    assert len(log.splitlines()) == len(journal())

    clock.set("2027-03-10T09:00+08:00")
    assert does("due")
    does("run")
    assert json.loads(does("due", "--json")) == {"obligations": []}

    exported = does("export")
    assert "2027-03-17" in exported
    (folder / "now.yaml").write_text(exported, encoding="utf-8")
    does("check", "now.yaml")
    before = journal()
    does("apply", "now.yaml", "--as", "planner")
    assert journal() == before
    does("diff", "now.yaml")
    assert "2027-03-17" in does("diff", "plan.yaml")

    assert "03-17" in does("schedule")
    does("ics")
    rolled = does("rollover", "our-office-2027", "--to", "2028", "--as", "planner")
    assert "2028" in rolled
    assert bool(CHINESE.search(does("log", "--verify"))) is (lang == "zh")


def test_what_the_record_has_is_handed_out_again_with_numbers(applied: Path, run) -> None:
    before = run("ics").out
    assert "SEQUENCE:1" not in before
    assert run("move", "summer/poster", "2027-04-20", "--reason", "印刷", "--as", "li-wei").status == 0
    assert run("cancel", "water-week/wrap-up", "--reason", "合并", "--as", "li-wei").status == 0
    after = run("ics").out
    assert "SEQUENCE:1" in after
    assert "STATUS:CANCELLED" in after
    assert run("ics", "--unit", "nix").status == 2


def test_a_store_is_named_by_option_by_environment_or_by_default(
    year: Path, folder: Path, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("apply", year, "--as", "li-wei", "--store", "sqlite:///one.db").status == 0
    monkeypatch.setenv("CAMPAIGNFLOW_STORE", "sqlite:///two.db")
    assert run("apply", year, "--as", "li-wei").status == 0
    monkeypatch.delenv("CAMPAIGNFLOW_STORE")
    assert run("apply", year, "--as", "li-wei").status == 0
    assert {"one.db", "two.db", "campaignflow.db"} <= {file.name for file in folder.iterdir()}
    assert run("status", "--store", "sqlite:///one.db").status == 0
