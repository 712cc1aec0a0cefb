"""What the README shows works as printed."""

import re
from pathlib import Path

import pytest

import campaignflow as cf
from campaignflow_notify import Notify
from campaignflow_notify.robots import ROBOTS
from campaignflow_notify.settings import DUTIES, KINDS

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return str(found)


def test_the_settings_are_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = block("toml")
    for variable in re.findall(r'_variable = "(\w+)"', text):
        monkeypatch.setenv(
            variable, "https://a.example/?key=k&access_token=k" if "ROBOT" in variable else "s"
        )
    path = tmp_path / "notify.toml"
    path.write_text(text, encoding="utf-8")
    settings = Notify(path)._settings
    assert set(settings.senders) == {"mail", "press-group", "news-group", "duty-group"}
    assert len(settings.routing.rules) == 4
    for words in (KINDS, DUTIES):
        assert f"# {', '.join(words)}\n" in text


def test_the_program_opens_an_office() -> None:
    names: dict[str, cf.Office] = {}
    exec(compile(block("python"), "README.md", "exec"), names)
    with names["office"] as office:
        assert [(one.name, one.state) for one in office.plugins] == [("notify", "loaded")]


def test_the_paces_are_as_told() -> None:
    assert {kind: robot.a_minute for kind, robot in ROBOTS.items() if kind != "json"} == {
        "wecom": 20,
        "dingtalk": 20,
        "feishu": 100,
    }
