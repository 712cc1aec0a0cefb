"""The reference of the command line lists what the commands themselves say of their options."""

import re
from collections.abc import Iterator

import pytest

from campaignflow.cli import main
from tests.docs import DOCS
from tests.docs.markdown import code, rows, without_fences

PAGE = (DOCS / "reference" / "command-line.md").read_text(encoding="utf-8")
SECTIONS = {part.partition("\n")[0].strip(): part for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]}
_LINE = re.compile(r"^  (?P<names>\S+(?:, \S+)?(?: (?:<\w+>|[A-Z=]+))?)  +(?P<said>\S.*)$")


def said_by(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """Return what a command says when it is asked for help, in lines that are not broken."""
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setenv("TERMINAL_WIDTH", "300")
    assert main([*words, "--help", "--lang", "en"]) == 0
    return capsys.readouterr().out


def listed(text: str) -> Iterator[tuple[str, str]]:
    """Yield each argument, option or command of a help text with what is said of it."""
    for line in text.splitlines():
        if match := _LINE.match(line):
            names = re.sub(r" <\w+>", "", match["names"])
            yield names, match["said"].removesuffix("  [required]").rstrip()


@pytest.fixture
def commands(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    return {name: said for name, said in listed(said_by(capsys, monkeypatch)) if not name.startswith("-")}


def test_every_command_has_its_section_with_its_own_sentence(commands: dict[str, str]) -> None:
    assert commands
    for name, said in commands.items():
        assert said in SECTIONS[name]


def test_no_section_is_about_a_command_that_does_not_exist(commands: dict[str, str]) -> None:
    assert set(SECTIONS) - set(commands) == {"Exit status (退出状态)"}


def test_every_option_stands_in_the_table_of_its_command_in_order(
    commands: dict[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in commands:
        table = [(", ".join(code(row[0])), row[1]) for row in rows(SECTIONS[name])]
        assert table == list(listed(said_by(capsys, monkeypatch, name))), name


def test_the_page_shows_the_call_of_each_command(commands: dict[str, str]) -> None:
    for name in commands:
        assert f"campaignflow {name}" in SECTIONS[name].partition("```sh\n")[2].partition("```")[0]


@pytest.mark.parametrize(
    ("words", "status"), [([], 2), (["check"], 2), (["chek", "x"], 2), (["check", "nowhere.yaml"], 2)]
)
def test_exit_statuses_are_those_of_the_table(
    words: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == status
    assert f"| {status} | usage" in without_fences(SECTIONS["Exit status (退出状态)"])
