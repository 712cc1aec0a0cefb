"""The table of what is covered is whole, and every name in it exists."""

import re
from collections import Counter

import pytest

import campaignflow as cf
from campaignflow import labels
from campaignflow.cli import main
from campaignflow.cli.usage import COMMANDS
from campaignflow.plan.mistakes import keys_of
from tests.docs import DOCS
from tests.docs.markdown import code, rows

PAGE = (DOCS / "explanation" / "coverage.md").read_text(encoding="utf-8")
TABLES = list(rows(PAGE))
COUNTS, DUTIES = TABLES[0], TABLES[1:]
STATES = ("done", "partly", "not yet")
NOUNS = [thing for thing in (getattr(cf, name) for name in cf.__all__) if hasattr(thing, "model_fields")]
KEYS = {key for noun in NOUNS for key in keys_of(noun)}


def exists(name: str, help_of: dict[str, str]) -> bool:
    """Whether a name in the table is a command, a public name, a key of a plan, a finding or a date."""
    if name.startswith("campaignflow "):
        _, command, *options = name.split()
        return command in help_of and all(option in help_of[command] for option in options)
    if name.startswith("cf."):
        return name[3:] in cf.__all__
    key = re.fullmatch(r"(\w+)(?:: [\w-]+)?", name)
    if (key and key[1] in KEYS) or name in labels.SENTENCES:
        return True
    if re.fullmatch(r"[a-z-]+", name):  # to the grammar any word may be the name of something
        return False
    try:
        return str(cf.When(name)) == name
    except cf.InvalidValue:
        return False


@pytest.fixture
def help_of(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    found = {}
    for command in COMMANDS:
        assert main([command, "--help", "--lang", "en"]) == 0
        found[command] = capsys.readouterr().out
    return found


def test_every_duty_has_its_row() -> None:
    assert [row[0] for row in DUTIES] == [str(number) for number in range(1, 88)]


def test_no_cell_of_a_row_is_empty() -> None:
    assert [row for row in DUTIES if len(row) != 5 or not all(row)] == []


def test_a_row_says_by_what_it_is_done_unless_nothing_is() -> None:
    for number, _, _, state, today in DUTIES:
        assert state in STATES, number
        assert (today == "—") is (state == "not yet"), number
        assert ("not yet" in today) is (state == "partly"), number
        assert state == "not yet" or code(today) or "not yet" in today, number


def test_the_counts_are_those_of_the_rows() -> None:
    states = Counter(row[3] for row in DUTIES)
    assert [str(states[state]) for state in STATES] == COUNTS


def test_every_name_in_the_table_exists(help_of: dict[str, str]) -> None:
    names = [(row[0], name) for row in DUTIES for name in code(row[4])]
    assert len(names) > 50
    assert [(number, name) for number, name in names if not exists(name, help_of)] == []


@pytest.mark.parametrize(
    "name", ["campaignflow report", "campaignflow check --as", "cf.open_store", "nothing", "no-such-finding"]
)
def test_a_name_that_does_not_exist_is_seen(name: str, help_of: dict[str, str]) -> None:
    assert not exists(name, help_of)
