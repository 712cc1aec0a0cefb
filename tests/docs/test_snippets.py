"""What the pages show is what happens: plans check, commands print it, Python runs."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from tests.docs import READMES, ROOT, named, pages
from tests.docs.markdown import Fence, fences
from tests.docs.story import Story

WRITTEN_ON = date(2026, 11, 22)
"""Some findings hang on today; the pages were written on this day."""
WRITTEN_AT = datetime.combine(WRITTEN_ON, time(1), UTC)
"""What the commands take for now: what they record is dated."""
PLAYED = {"yaml", "diff", "console", "python", "pycon"}


def played(page: Path) -> list[Fence]:
    return [fence for fence in fences(page.read_text(encoding="utf-8")) if fence.language in PLAYED]


@pytest.fixture
def known_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaignflow.cli.planning._today", lambda: WRITTEN_ON)
    monkeypatch.setattr("campaignflow.cli.desk.clock", lambda: WRITTEN_AT)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.mark.parametrize("page", [page for page in pages() if played(page)], ids=named)
@pytest.mark.usefixtures("known_day")
def test_what_a_page_shows_is_what_happens(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    language = "zh_CN.UTF-8" if page.name.endswith(".zh-CN.md") else "en_GB.UTF-8"
    monkeypatch.setenv("LC_ALL", language)
    story = Story(tmp_path)
    for fence in played(page):
        story.play(fence)


def test_every_kind_of_page_for_doing_is_played() -> None:
    names = {named(page) for page in pages() if played(page)}
    assert {named(readme) for readme in READMES} <= names
    assert "docs/tutorials/first-plan.md" in names
    done = {name for name in names if name.startswith("docs/how-to/")}
    assert len(done) == len(list((ROOT / "docs" / "how-to").glob("*.md"))) - 1  # but the index


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("yaml", "programme: {id: p, title: T, period: 2027}\ncampaigns: {c: {title: C, lead: nobody}}\n"),
        ("console", "$ campaignflow check nowhere.yaml\nAll is well.\n"),
        ("python", ">>> 1 + 1\n3\n"),
        ("diff", "-    when: nowhere\n"),
    ],
)
def test_a_page_that_shows_something_else_is_seen(language: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("programme:\n", encoding="utf-8")
    with pytest.raises((AssertionError, ValueError)):
        Story(tmp_path).play(Fence(language, text, 1))
