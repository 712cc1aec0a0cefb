"""Plugins for tests: sound ones to build from functions, and a case of a water publicity week (世界水日)."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from campaignflow.hooks.context import Attempt, CaseContext
from campaignflow.hooks.plugins import Plugins
from campaignflow.hooks.specs import hookimpl
from campaignflow.plan.campaign import Campaign


@pytest.fixture(autouse=True)
def _no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAMPAIGNFLOW_PLUGINS", raising=False)


@pytest.fixture
def plugin() -> Callable[..., object]:
    """Builds an object with hooks: `plugin("audit", veto=function)`."""

    def build(name: str, **hooks: Callable[..., object]) -> object:
        marked = {f"campaignflow_{hook}": hookimpl(function) for hook, function in hooks.items()}
        return SimpleNamespace(__name__=name, **marked)

    return build


@pytest.fixture
def case() -> CaseContext:
    plan = Campaign(title="世界水日", budget=[{"for": "海报印制", "amount": "60000 CNY"}])
    return CaseContext("campaign", "water-day", "campaign:river-2027/water-day", "draft", plan, "river-2027")


@pytest.fixture
def attempt() -> Attempt:
    return Attempt("li-wei", datetime(2027, 3, 1, 9, tzinfo=UTC), reason="场地冲突")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a file of the plugins' folder."""

    def build(name: str, source: str) -> Path:
        folder = tmp_path / "plugins"
        folder.mkdir(mode=0o755, exist_ok=True)
        (folder / name).write_text(source, encoding="utf-8")
        (folder / name).chmod(0o644)
        return folder

    return build


@pytest.fixture
def codes() -> Callable[[Plugins], dict[str, list[str]]]:
    """What the report finds, by plugin."""
    return lambda plugins: {one.name: [found.code for found in one.findings] for one in plugins.report()}
