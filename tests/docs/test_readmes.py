"""Both READMEs say the same, each in its language, and lead somewhere."""

import re
from pathlib import Path

import pytest

from campaignflow.cli import main
from tests.docs import DOCS, READMES, ROOT, named
from tests.docs.markdown import fences, rows, without_fences

LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def shape(page: Path) -> list[str]:
    """Return the headings, blocks and rows of tables of a page, without their words."""
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+(?= )", without_fences(text), flags=re.MULTILINE)
    commands = re.findall(r"^\$ .*$", text, flags=re.MULTILINE)
    return [
        *headings,
        *(fence.language for fence in fences(text)),
        *commands,
        f"{len(list(rows(text)))} rows",
    ]


def test_both_readmes_have_the_same_parts_commands_and_tables() -> None:
    english, chinese = READMES
    assert shape(english) == shape(chinese)


def test_a_part_that_one_readme_lacks_is_seen(tmp_path: Path) -> None:
    shorter = tmp_path / "README.md"
    shorter.write_text(
        READMES[0].read_text(encoding="utf-8").replace("## Install", "Install"), encoding="utf-8"
    )
    assert shape(shorter) != shape(READMES[0])


def test_both_readmes_lead_to_the_same_pages() -> None:
    english, chinese = (set(LINK.findall(page.read_text(encoding="utf-8"))) for page in READMES)
    assert english - {"README.zh-CN.md"} == chinese - {"README.md"}
    assert ("README.zh-CN.md" in english, "README.md" in chinese) == (True, True)


@pytest.mark.parametrize("page", READMES, ids=named)
def test_every_link_of_a_readme_leads_to_a_file(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_what_is_not_there_yet_is_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The READMEs say in one list what comes next; none of it may be half there."""
    for word in ("report", "postgres"):
        assert main([word, "--lang", "en"]) == 2, word
        assert "no command" in capsys.readouterr().err


def test_every_page_of_the_docs_is_reached_from_an_index() -> None:
    for shelf in ("tutorials", "how-to", "reference", "explanation"):
        index = (DOCS / shelf / "index.md").read_text(encoding="utf-8")
        for page in (DOCS / shelf).glob("*.md"):
            if page.name != "index.md":
                assert re.search(rf"^{page.stem}$", index, flags=re.MULTILINE), page
