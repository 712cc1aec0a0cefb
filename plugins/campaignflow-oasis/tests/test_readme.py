"""What the README shows works as printed."""

import contextlib
import io
import re
from pathlib import Path

from campaignflow_oasis import Oasis
from campaignflow_oasis.elections import BEGINS
from campaignflow_oasis.form import PARTS
from campaignflow_oasis.norms import norms

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return str(found)


def test_the_program_prints_what_stands_below_it() -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(block("python"), "README.md", "exec"), {})
    assert said.getvalue() == block("text")


def test_the_settings_are_settings(tmp_path: Path) -> None:
    path = tmp_path / "oasis.toml"
    path.write_text(block("toml"), encoding="utf-8")
    settings = Oasis(path)._settings
    assert settings.assurance.limit == Oasis()._settings.assurance.limit
    assert [one.title for one in settings.periods] == ["General election 2029"]


def test_every_finding_every_trigger_and_every_source_is_told() -> None:
    assert re.findall(r"\| `(\w+)-missing` \|", README) == list(PARTS)
    assert all(f"`{trigger}`" in README for trigger in BEGINS)
    assert all(one.url in README for one in norms().values())
