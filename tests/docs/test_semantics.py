"""Each of the sixty rules is in the table once, and every test that is named there exists and passes."""

import ast

import pytest

from tests.docs import DOCS, ROOT
from tests.docs.markdown import code, rows

RULES = list(rows((DOCS / "explanation" / "semantics.md").read_text(encoding="utf-8")))
NOT_YET = ("later",)
HELD_IN = (
    "office/test_*.py",
    "property/test_approval_laws.py",
    "property/test_facet_laws.py",
    "property/test_gate_laws.py",
    "unit/workflow/test_standing.py",
)


def promises() -> dict[str, bool]:
    """Return the tests of office and approvals by name, each with whether it is expected to fail."""
    found: dict[str, bool] = {}
    listed = [path for place in HELD_IN for path in sorted((ROOT / "tests").glob(place))]
    for path in listed:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                assert node.name not in found, node.name
                found[node.name] = any("xfail" in ast.unparse(one) for one in node.decorator_list)
    return found


TESTS = promises()


def wrong(rule: list[str], tests: dict[str, bool]) -> str:
    """Return what is wrong with a row of the table; empty if nothing is."""
    number, said, held_by = rule
    named = code(held_by)
    if not said.endswith("."):
        return f"{number} is no sentence"
    if not named:
        return "" if held_by in NOT_YET else f"{number} is held by nothing"
    missing = [name for name in named if name not in tests]
    if missing:
        return f"{number} names {missing}, which is not there"
    failing = [name for name in named if tests[name]]
    return f"{number} names {failing}, which is expected to fail" if failing else ""


def test_each_of_the_sixty_rules_is_in_the_table_once() -> None:
    assert [row[0] for row in RULES] == [str(number) for number in range(1, 61)]


def test_every_rule_is_held_by_tests_that_exist_and_pass_or_says_when_it_comes() -> None:
    assert [found for rule in RULES if (found := wrong(rule, TESTS))] == []


def test_every_rule_is_said_in_words_of_its_own() -> None:
    said = [row[1] for row in RULES]
    assert len(set(said)) == len(said)


def test_no_test_holds_two_rules() -> None:
    named = [name for rule in RULES for name in code(rule[2])]
    assert len(named) > 60
    assert sorted(named) == sorted(set(named))


@pytest.mark.parametrize(
    ("held_by", "said"),
    [
        ("", "held by nothing"),
        ("soon", "held by nothing"),
        ("`test_nothing_of_this_name`", "not there"),
        ("`test_that_fails`", "expected to fail"),
        ("`test_that_passes`, `test_nothing_of_this_name`", "not there"),
    ],
)
def test_a_rule_that_is_held_by_nothing_is_seen(held_by: str, said: str) -> None:
    tests = {"test_that_passes": False, "test_that_fails": True}
    assert said in wrong(["1", "A rule.", held_by], tests)
    assert (
        wrong(["1", "A rule.", "`test_that_passes`"], tests) == wrong(["1", "A rule.", "later"], tests) == ""
    )
