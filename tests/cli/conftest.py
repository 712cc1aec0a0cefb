"""Plays the command line in this process and keeps what it said."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from campaignflow.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command answered."""

    status: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def speak_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment asks for English, unless a test asks for Chinese."""
    for name in ("LC_ALL", "LC_MESSAGES", "CAMPAIGNFLOW_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


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
