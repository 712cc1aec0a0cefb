"""`campaignflow ninjs`, `newsml`, `csv`: files for newsrooms and tables, asked for as calendars are."""

import json
from pathlib import Path

import pytest
from tests.plans import PLAN

TODAY = ("--today", "2026-12-01")
YEAR = (
    PLAN
    + """\
        title: 新闻通气会
        owner: li
        when: 2027-03-18 09:30-11:00
        media: county-tv
        visibility: partners
      posters:
        title: 户外公益广告
        lead: office
        when: 2027-03-22
"""
)


@pytest.mark.parametrize("command", ["ninjs", "newsml", "csv"])
def test_a_partner_s_file_has_what_is_for_partners(command: str, run, plan, tmp_path: Path) -> None:
    ran = run(command, plan(YEAR), "--partner", "county-tv", "-o", tmp_path / "out", *TODAY)
    assert (ran.status, ran.out) == (0, "")
    said = (tmp_path / "out").read_text(encoding="utf-8")
    assert "新闻通气会" in said
    assert "户外公益广告" not in said
    again = run(command, plan(YEAR), "-o", tmp_path / "out", *TODAY)
    assert again.status == 0
    assert "户外公益广告" in (tmp_path / "out").read_text(encoding="utf-8")


def test_what_a_format_cannot_say_is_said_on_the_other_stream(run, plan) -> None:
    ran = run("ninjs", plan(YEAR), *TODAY, "--lang", "zh")
    assert json.loads(ran.out)["standard"]["version"] == "3.1"
    assert "[export-loses-who-covers]" in ran.err


@pytest.mark.parametrize("command", ["ninjs", "newsml", "csv"])
def test_nothing_but_a_file_of_the_format_is_written_over(command: str, run, plan) -> None:
    file = plan(YEAR)
    before = Path(file).read_bytes()
    ran = run(command, file, "-o", file, *TODAY)
    assert (ran.status, Path(file).read_bytes()) == (2, before)
    assert "nothing was changed" in ran.err


def test_a_plan_with_errors_gives_no_file(run, plan, tmp_path: Path) -> None:
    ran = run("csv", plan(YEAR.replace("lead: office", "lead: nobody")), "-o", tmp_path / "out")
    assert ran.status == 1
    assert not (tmp_path / "out").exists()


def test_an_unknown_id_and_an_unknown_audience_are_refused(run, plan) -> None:
    assert run("csv", plan(YEAR), "--unit", "ofice").status == 2
    assert run("csv", plan(YEAR), "--audience", "everybody").status == 2
