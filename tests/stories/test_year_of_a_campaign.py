"""The scripted year of a campaign runs, tells its story and claims nothing that does not hold."""

import importlib.util
import re
from types import ModuleType

import pytest
from tests.architecture import ROOT

import campaignflow as cf

SCRIPT = ROOT / "examples" / "year_of_a_campaign.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("year_of_a_campaign", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_year_runs_from_the_plan_to_next_year_s_plan(
    script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    script.main()  # what it claims it asserts
    told = capsys.readouterr().out
    scenes = re.findall(r"^(\d{4}-\d\d-\d\d) \d\d:\d\d  ", told, flags=re.MULTILINE)
    assert (scenes[0], scenes[-1], scenes) == ("2026-11-23", "2027-11-20", sorted(scenes))
    lines = [line.strip() for line in told.splitlines()]
    for line in (
        "新闻通气会：2027-03-15 09:30 – 11:00 → 2027-03-11 09:30 – 11:00",
        "节水手册付印：截止 2027-04-14 → 2027-04-10",
        "需告知媒体：云溯日报",
        "印发方案：截止 2027-02-15 → 2027-02-16",
        "提醒 12-15 09:00 世界水日 · 中国水周（待审批）→ 唐毅",
        "提醒 12-17 09:00 世界水日 · 中国水周（待审批）→ 赵敏",
        "唐毅的待办 inbox: 世界水日 · 中国水周：请审批“法务审核”（2026-12-16前）。（代方圆）",
        "不行 refused: 您看过之后内容已改：预算 公益广告投放。请重新查看“分管领导审定”后再办。",
        "├─ “财务审核”批准之后又改了：预算 公益广告投放；须由 王芳 再次审批。",
        "不行 refused: 许清 已在另一环节表态，“二审”须由其他人审批。",
        "通稿：已审定（cleared） → 已发布（released）",
        "不行 refused: 李伟 负责落实此条件，不能自己确认。",
        "提醒 03-23 12:00 网传水厂停水（待回应）→ 宣传出版中心",
        "通气会原定 the briefing, as planned on 1 December: 2027-03-15T09:30:00+08:00",
    ):
        assert line in lines
    assert told.count("印发方案（将到期）") == 2, "each reminder once"
    assert lines[-1] == "一年演完，句句属实 / the year is over, and every claim held"


def test_a_claim_that_does_not_hold_stops_the_story(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(script.NOTICE, "days", [{**day, "isOffDay": True} for day in script.NOTICE["days"]])
    with pytest.raises(AssertionError):
        script.main()


def test_without_the_office_s_own_rule_finance_is_not_asked_and_the_story_stops(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script.Above50000, "campaignflow_approval_steps", cf.hookimpl(lambda self, case: []))
    with pytest.raises(AssertionError):
        script.main()
