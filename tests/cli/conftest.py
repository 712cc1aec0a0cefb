"""Plays the command line in this process and keeps what it said."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from campaignflow.cli import desk, main
from campaignflow.office import open_office

YEAR = """\
programme:
  {id: river-2027, title: 2027 年度宣传计划, period: 2027, timezone: Asia/Shanghai, working_calendar: CN}
units:
  office: {name: 办公室, coordinator: true}
  press: {name: 宣传出版中心}
people:
  li-wei: {name: 李伟, unit: office, roles: [planner]}
  zhao-min: {name: 赵敏, unit: office, roles: [head-of-unit]}
  chen: {name: 陈晨, unit: press, roles: [planner]}
media:
  people-daily: {name: 人民日报, tier: central, kind: newspaper}
funds:
  special: {title: 专题宣传经费, category: special, amount: 50万元}
routines:
  weekly: {title: 舆情周报, lead: office, when: every friday}
campaigns:
  water-week:
    title: 世界水日 · 中国水周
    lead: office
    support: press
    when: 2027-03-22/28
    key_dates:
      water-day: {title: 世界水日, when: 2027-03-22}
      press-day: {title: 通气会日, when: water-day - 5 workdays, certainty: provisional}
    activities:
      plan: {title: 印发方案, lead: office, due: water-day - 20 workdays}
      briefing:
        title: 新闻通气会
        lead: press
        when: press-day 09:30-11:00
        needs: [plan]
        media: [people-daily]
      wrap-up: {title: 总结报送, lead: office, due: campaign.end + 10 workdays}
    budget:
      - {for: 海报印制, quantity: 1500, unit_cost: 0.37 CNY, fund: special}
  summer:
    title: 暑期安全
    lead: press
    when: 2027-07
    activities:
      poster: {title: 海报, lead: press, due: water-week/press-day + 30 days}
"""
"""A small year; in it two campaigns, one of which hangs on the other."""

NOTICE = """\
{"year": 2027, "days": [
  {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
  {"name": "春节", "date": "2027-02-22", "isOffDay": true},
  {"name": "春节", "date": "2027-02-20", "isOffDay": false}
]}
"""
"""Days off by which 印发方案 has another last day."""


@dataclass(frozen=True)
class Ran:
    """What a command answered."""

    status: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def speak_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment asks for English, unless a test asks for Chinese."""
    for name in ("LC_ALL", "LC_MESSAGES", "CAMPAIGNFLOW_DEBUG", "COLUMNS"):  # xdist sets COLUMNS
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


@pytest.fixture
def plugin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office's folder of plugins, empty."""
    folder = tmp_path / "plugins"
    folder.mkdir(mode=0o755)
    monkeypatch.setenv("CAMPAIGNFLOW_PLUGINS_DIR", str(folder))
    monkeypatch.delenv("CAMPAIGNFLOW_PLUGINS", raising=False)
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs a command."""

    def ran(*arguments: object) -> Ran:
        capsys.readouterr()
        status = main([str(one) for one in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Ran(status, said.out, said.err)

    return ran


@pytest.fixture
def plan(tmp_path: Path) -> Callable[..., Path]:
    """Writes a plan file."""

    def written(text: str, name: str = "plan.yaml") -> Path:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return written


# with a store


class Clock:
    """A clock that stands still until a test moves it on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 12, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def set(self, moment: str) -> None:
        self.now = datetime.fromisoformat(moment).astimezone(UTC)

    def tick(self) -> None:
        self.now += timedelta(minutes=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of every command."""
    made = Clock()
    monkeypatch.setattr(desk, "clock", made)
    return made


@pytest.fixture
def folder(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, empty."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CAMPAIGNFLOW_STORE", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


@pytest.fixture
def year(folder: Path) -> Path:
    """A plan file in the working folder, and no store."""
    file = folder / "plan.yaml"
    file.write_text(YEAR, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store to which the year was applied, made once."""
    folder = tmp_path_factory.mktemp("founded")
    plan, store = folder / "plan.yaml", folder / "campaignflow.db"
    plan.write_text(YEAR, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "clock", Clock())
        assert main(["apply", str(plan), "--as", "li-wei", "--store", f"sqlite:///{store}"]) == 0
    return store


@pytest.fixture
def applied(year: Path, founded: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The plan file, and a store to which it was applied; it does not wait for the disk."""
    shutil.copy(founded, year.parent)
    monkeypatch.setenv("CAMPAIGNFLOW_STORE", "sqlite:///campaignflow.db?synchronous=NORMAL")
    clock.tick()
    return year


@pytest.fixture
def notice(folder: Path) -> Path:
    """A year's days off in the working folder."""
    file = folder / "cn-2027.json"
    file.write_text(NOTICE, encoding="utf-8")
    return file


@pytest.fixture
def journal(folder: Path) -> Callable[[], list[Any]]:
    """Reads the whole journal of the store in the working folder; empty where there is none."""

    def read() -> list[Any]:
        if not (folder / "campaignflow.db").exists():
            return []
        with open_office("sqlite:///campaignflow.db", create=False) as office:
            return [(one.ref, one.version, one.hash) for one in office.journal()]

    return read
