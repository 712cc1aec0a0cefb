"""A planner's first try: fifteen mistakes in one plan are fifteen findings, none hiding or making another.

The docstring of the test is the plan; its body is what `campaignflow check` says of it.
"""

import inspect
from pathlib import Path
from typing import Any

import pytest

from campaignflow.cli import main


def said(function: Any, folder: Path, capsys: pytest.CaptureFixture[str], lang: str) -> list[str]:
    """Return the lines that a check of a function's docstring prints, without the name of the folder."""
    file = folder / "plan.yaml"
    file.write_text(inspect.cleandoc(function.__doc__) + "\n", encoding="utf-8")
    status = main(["check", str(file), "--notes", "--lang", lang, "--today", "2026-12-01"])
    assert status == 1
    return capsys.readouterr().out.replace(str(file), "plan.yaml").splitlines()


def test_fifteen_mistakes_are_fifteen_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """programme:
      id: water-office-2027
      title: 2027 年度宣传计划
      period: 2027
      timezon: Asia/Shanghai
      week_starts: monday
    units:
      office: {name: 办公室, coordinator: true}
      press: {name: 宣传中心}
      2: {name: 财务处}
      towns: {name: 各乡镇, collective: true, members: 十四}
      office: {name: 综合处}
    people:
      li-wei: {name: 李伟, unit: 办公室}
    media:
      daily-news: {name: 日报, tier: citty}
    routines:
      weekly: {title: @全体 周报, lead: office, when: every friday}
    campaigns:
      water-week:
        title: 世界水日
        lead: office
        when: 2027-03-22/28
        key_dates:
          water-day: {title: 世界水日, when: 3/22}
          close: {title: 闭幕, when: 2027-02-30}
        activities:
          plan: {title: 方案, 预算, lead: office, owner: li-wei, due: 2027-03-22}
          briefing:
            title: 通气会 #节水# 专场
            lead: press
            owner: li-wei
            when: water-day -5 workdays
        quotas:
          - {of: 稿件}
        budget:
          - {for: 海报, amount: 三万元}
      save-water:
        title：节水行动
        lead: press
    """  # noqa: D205, D415  # the docstring is the plan
    expected = [
        (5, 3, "unknown-key", "timezone", "timezone"),
        (10, 3, "id-like-a-date", "加上字母", "letters in front"),
        (11, 49, "needs-whole-number", "整数", "whole number"),
        (12, 3, "key-twice", "第 8 行", "line 8"),
        (14, 28, "unknown-id", "是不是想写 office", "Did you mean office"),
        (16, 32, "not-one-of", "是不是想写 city", "Did you mean city"),
        (18, 19, "text-starts-with-mark", "'@全体 周报'", "'@全体 周报'"),
        (25, 38, "date-not-iso", "请写 03-22", "write 03-22"),
        (26, 32, "no-such-day", "2027-02-28", "2027-02-28"),
        (28, 25, "comma-splits", "title: '方案, 预算'", "title: '方案, 预算'"),
        (30, 20, "hashtag-is-comment", "'通气会 #节水# 专场'", "'通气会 #节水# 专场'"),
        (33, 15, "offset-needs-spaces", "请写 water-day - 5 workdays", "write water-day - 5 workdays"),
        (35, 9, "quota-needs-number", "at_least", "at_least"),
        (37, 27, "money-unreadable", "8万元", "8万元"),
        (39, 10, "colon-wide", "title: 节水行动", "title: 节水行动"),
    ]
    here = test_fifteen_mistakes_are_fifteen_findings
    chinese = said(here, tmp_path, capsys, "zh")
    english = said(here, tmp_path, capsys, "en")
    assert len(expected) == 15
    assert chinese[-1] == f"{len(expected)} 个错误，0 个警告，0 条说明。"
    assert english[-1] == f"Errors: {len(expected)}, warnings: 0, notes: 0."
    for (line, column, code, zh, en), one, other in zip(expected, chinese, english, strict=False):
        place = f"plan.yaml:{line}:{column}: "
        assert one.startswith(f"{place}错误: ")
        assert other.startswith(f"{place}error: ")
        assert zh in one
        assert en in other
        assert one.endswith(f"[{code}]")
        assert other.endswith(f"[{code}]")
