"""What needs no store: a diagram of each workflow, the version, dates of every kind in one table."""

import json
import re

import pytest
from tests.plans import PLAN

from campaignflow.workflow.shipped import shipped

TODAY = ("--today", "2026-12-01")


@pytest.mark.parametrize("name", shipped())
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_shipped_workflow_can_be_drawn(name: str, lang: str, run) -> None:
    ran = run("diagram", name, "--lang", lang)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("stateDiagram-v2\n")
    assert bool(re.search("[一-鿿]", ran.out)) is (lang == "zh")


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "是不是想写 campaign？"), ("en", "Did you mean campaign?")]
)
def test_a_workflow_that_does_not_exist_is_named_with_those_that_do(lang: str, said: str, run) -> None:
    ran = run("diagram", "campain", "--lang", lang)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert all(name in ran.err for name in shipped())


def test_the_version_is_said(run) -> None:
    assert re.fullmatch(r"campaignflow \d+\.\d+.*\n", run("--version").out)


def test_dates_of_every_kind_stand_in_one_table(plan, run) -> None:
    text = (
        PLAN
        + """\
        title: 通气会
        when: 2027-03-22 afternoon
      evening: {title: 灯光, lead: office, when: 2027-03-22 19:00-01:00}
      early: {title: 海报, lead: office, when: 2027-03-early, due: 2027-03-20}
      opened: {title: 公布, lead: office, when: from 2027-03-05}
"""
    )
    out = run("schedule", plan(text), *TODAY, "--lang", "zh").out
    for cell in (
        "03-22 周一 下午",
        "03-22 周一 19:00 → 03-23 周二 01:00",
        "03-01 ~ 03-10",
        "03-05 周五 →",
        "截止 03-20 周六",
    ):
        assert cell in out, out


@pytest.mark.parametrize("command", ["schedule", "ics", "diff", "apply"])
def test_a_file_that_is_no_plan_ends_every_command_alike(command: str, applied, plan, run) -> None:
    file = plan("just words\n", "words.yaml")
    ran = run(command, file, *(("--as", "li-wei") if command == "apply" else ()))
    assert ran.status == 1
    assert "[plan-no-blocks]" in ran.err


def test_a_foreign_file_is_no_store_to_apply_to(year, folder, run) -> None:
    (folder / "foreign.db").write_text("no store\n" * 200, encoding="utf-8")
    ran = run("apply", year, "--as", "li-wei", "--store", "sqlite:///foreign.db", "--json")
    assert ran.status == 4
    assert json.loads(ran.out)["error"]["code"] == "store-foreign"
