"""Every term has its place in the glossary, in English and in Chinese."""

import re
from typing import get_args

import pytest

import campaignflow
from campaignflow.dates import expression as ex
from campaignflow.labels import approvals, calendar, exported, planfile, terminal
from campaignflow.labels.words import WORDS
from tests.docs import DOCS
from tests.docs.markdown import code, rows

PAGE = (DOCS / "reference" / "glossary.md").read_text(encoding="utf-8")
ROWS = list(rows(PAGE))
CLASSES = [name for name in campaignflow.__all__ if isinstance(getattr(campaignflow, name), type)]
KINDS = sorted(
    set(WORDS)
    - set(approvals.WORDS)
    - set(calendar.WORDS)
    - set(exported.WORDS)
    - set(planfile.WORDS)
    - set(terminal.WORDS)
    - {*get_args(ex.Period), *get_args(ex.Unit), *(f"weekday-{day}" for day in range(7))}
)


@pytest.mark.parametrize("name", CLASSES)
def test_every_public_class_is_a_term_of_the_glossary(name: str) -> None:
    assert any(name in code(cell) for row in ROWS for cell in row)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_that_sentences_name_is_a_term_in_both_languages(kind: str) -> None:
    chinese, english = WORDS[kind]
    terms = {row[0] for row in ROWS}
    assert {english, kind.replace("-", " "), *english.split(" or ")} & terms
    known = {word for row in ROWS for word in re.split("[、或]", row[1])}
    assert set(re.split("[、或]", chinese)) <= known


@pytest.mark.parametrize("word", approvals.WORDS)
def test_every_word_of_approvals_stands_in_the_glossary_beside_its_chinese(word: str) -> None:
    chinese, english = approvals.WORDS[word]
    assert any(f"{english} {chinese}" in cell for row in ROWS for cell in row)


def test_no_term_stands_there_twice() -> None:
    terms = [row[0] for row in ROWS]
    assert sorted(terms) == sorted(set(terms))


def test_every_term_has_a_chinese_word_beside_it() -> None:
    assert [row[0] for row in ROWS if not re.search("[一-鿿]", row[1])] == []


def test_the_code_names_of_the_glossary_exist() -> None:
    python = {name for row in ROWS for cell in row[3:4] for name in code(cell) if name.isidentifier()}
    assert python <= set(campaignflow.__all__)
