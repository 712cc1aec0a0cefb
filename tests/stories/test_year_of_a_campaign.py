"""The scripted year of a campaign runs, tells its story and claims nothing that does not hold."""

import importlib.util
import re
from types import ModuleType

import pytest
from tests.architecture import ROOT

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
        "需告知媒体：yunsu-daily",
        "印发方案：截止 2027-02-15 → 2027-02-16",
        "提醒 03-23 12:00 网传水厂停水 (response) → press-centre",
        "通气会原定 the briefing, as planned on 1 December: 2027-03-15T09:30:00+08:00",
    ):
        assert line in lines
    assert told.count("印发方案 (due)") == 2, "each reminder once"
    assert lines[-1] == "一年演完，句句属实 / the year is over, and every claim held"


def test_a_claim_that_does_not_hold_stops_the_story(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(script.NOTICE, "days", [{**day, "isOffDay": True} for day in script.NOTICE["days"]])
    with pytest.raises(AssertionError):
        script.main()
