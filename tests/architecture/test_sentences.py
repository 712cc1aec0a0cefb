"""Every code that is said has a sentence, every sentence is said somewhere, and facts fill both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import campaignflow
from campaignflow.labels import LANGUAGES, SENTENCES, sentence

SOURCES = [
    path
    for path in sorted(Path(campaignflow.__file__).parent.rglob("*.py"))
    if "labels" not in path.relative_to(Path(campaignflow.__file__).parent).parts
]
SPEAKERS = {
    "BadAct",
    "IdempotencyMismatch",
    "InvalidValue",
    "Finding",
    "MigrationRefused",
    "MissingExtra",
    "NoSuchEntry",
    "PlanError",
    "Problem",
    "Reason",
    "StoreUnavailable",
    "TriggerRefused",
    "refuse",
    "report",
    "found",
    "about",
    "_find",
    "sentence",
}
"""What takes a code as its first argument."""
ADDED = {"found": {"title"}, "Problem": {"ref", "version"}}
"""Facts that a speaker adds itself."""


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Yield where a code is said, by whom, and the call."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if name in SPEAKERS:
                    yield f"{path.name}:{node.lineno}", name, node


def codes(argument: ast.expr) -> list[str]:
    """Return the codes an argument may be: a text, or one of two."""
    if isinstance(argument, ast.IfExp):
        return codes(argument.body) + codes(argument.orelse)
    return [argument.value] if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else []


def facts(name: str, call: ast.Call) -> set[str] | None:
    """Return the names of the facts of a call; None where only running it would tell."""
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    if name in {"Finding", "Problem"}:
        place = {"Finding": 2, "Problem": 3}[name]
        given = [*call.args[place:], *(word.value for word in call.keywords if word.arg == "facts")]
        rows = [argument for argument in given if isinstance(argument, ast.Dict)]
        if given and not rows:
            return None
        keys = [key for row in rows for key in row.keys]
        said = {key.value for key in keys if isinstance(key, ast.Constant)}
        return said | ADDED.get(name, set()) if all(keys) else None
    if name in {"_find", "sentence"}:
        return None
    return {keyword.arg for keyword in call.keywords if keyword.arg} | ADDED.get(name, set())


def fields(template: str) -> set[str]:
    return {field.partition(":")[0] for _, field, _, _ in Formatter().parse(template) if field}


def literals() -> set[str]:
    """Return every text that stands in the sources outside of labels."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES)
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_code_that_is_said_has_a_sentence() -> None:
    said = [(where, code) for where, _, call in calls() for code in codes(call.args[0])]
    assert len(said) > 150
    assert [(where, code) for where, code in said if code not in SENTENCES] == []


def test_every_sentence_is_said_somewhere() -> None:
    assert sorted(SENTENCES.keys() - literals()) == []


def test_whoever_says_a_code_gives_the_facts_its_sentence_speaks_of() -> None:
    known = [
        (where, code, facts(name, call)) for where, name, call in calls() for code in codes(call.args[0])
    ]
    assert sum(given is not None for _, _, given in known) > 100
    missing = {
        (where, code, *sorted(lacking))
        for where, code, given in known
        if given is not None and (lacking := fields(SENTENCES[code].en) - given)
    }
    assert missing == set()


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_speak_of_the_same_facts(code: str) -> None:
    entry = SENTENCES[code]
    assert fields(entry.zh) == fields(entry.en)


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_filled_in_both_languages(code: str) -> None:
    entry = SENTENCES[code]
    said = dict.fromkeys(fields(entry.en), "7")
    for lang in LANGUAGES:
        text = sentence(code, lang, said)
        assert text.strip()
        # a frame around what planners wrote may have no word of its own, but its punctuation is Chinese
        is_chinese = any("一" <= letter <= "鿿" or letter in "：（）、→" for letter in text)
        assert is_chinese or lang == "en" or entry.zh == entry.en == "{names}"
        assert "\n" not in text
