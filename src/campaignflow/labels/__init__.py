"""Every sentence people read, in Chinese and English, by code.

Sentences live beside each other in the modules of this package, one module for each part of the
house that speaks; `sentence` fills one with its facts.  What does not live here: the findings and
errors that carry codes and facts (`campaignflow.errors`), and text that planners wrote.
"""

import os
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Self

from campaignflow.labels import (
    actions,
    calendar,
    calendars,
    dates,
    exported,
    feeds,
    foreign,
    gate,
    hooks,
    planfile,
    record,
    rounds,
    scheduling,
    store,
    terminal,
    verbs,
    words,
    workflow,
)
from campaignflow.labels.shape import Sentence

__all__ = [
    "LANGUAGES",
    "SENTENCES",
    "Clause",
    "Leaf",
    "Sentence",
    "Word",
    "clean",
    "language",
    "sentence",
    "severity",
    "word",
]

LANGUAGES = ("zh", "en")

SENTENCES: Mapping[str, Sentence] = {
    **calendar.SENTENCES,
    **exported.SENTENCES,
    **planfile.SENTENCES,
    **calendars.SENTENCES,
    **foreign.SENTENCES,
    **dates.SENTENCES,
    **scheduling.SENTENCES,
    **workflow.SENTENCES,
    **record.SENTENCES,
    **store.SENTENCES,
    **gate.SENTENCES,
    **rounds.SENTENCES,
    **hooks.SENTENCES,
    **feeds.SENTENCES,
    **actions.SENTENCES,
    **verbs.SENTENCES,
    **terminal.SENTENCES,
}

# C0 but TAB and LF, DEL, C1, and the bidi controls that can make a line read as another (rule C7).
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LONGEST_FACT = 120


class Word(str):
    """A fact that is itself a word of the glossary and is said in the reader's language."""

    __slots__ = ()


class Leaf(str):
    """A leaf of a facet, as `dates.activities@briefing`: what of a record was approved."""

    __slots__ = ()


class Clause(str):
    """A fact that is itself a sentence: programs read its code, people what it says, without its full stop."""

    __slots__ = ("facts",)
    facts: Mapping[str, object]

    def __new__(cls, code: str, facts: Mapping[str, object]) -> Self:
        """Return the sentence of a code with its facts."""
        made = super().__new__(cls, code)
        made.facts = facts
        return made

    def said(self, lang: str) -> str:
        """Return what it says."""
        return sentence(self, lang, self.facts).rstrip("。.")


def language(wanted: str | None = None) -> str:
    """Return the language to speak: the one asked for, else the environment's, else English.

    The environment is read as POSIX does: ``LC_ALL`` before ``LC_MESSAGES`` before ``LANG``.
    """
    if wanted in LANGUAGES:
        return str(wanted)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def clean(text: str) -> str:
    """Return text safe to print: no control or bidi character, one line (rule C7)."""
    return _UNPRINTABLE.sub("", text).replace("\n", " ").replace("\t", " ")


def word(code: str, lang: str) -> str:
    """Return a word of the glossary in a language; an unknown word stays as it is."""
    pair = words.WORDS.get(code)
    return code if pair is None else pair[lang == "en"]


def severity(code: str) -> str:
    """Return ``error``, ``warning`` or ``note``, as the code's sentence has it."""
    return SENTENCES[code].severity


def _said(fact: object, lang: str) -> str:
    if isinstance(fact, Word):
        return word(fact, lang)
    if isinstance(fact, Leaf):
        facet, _, address = fact.partition("@")
        shown = word(facet.partition(".")[0], lang)
        return f"{shown} {clean(address).lstrip('#')}".strip()
    if isinstance(fact, workflow.Named | Clause):
        return fact.said(lang)
    if isinstance(fact, str):
        shown = clean(fact)
        return shown if len(shown) <= _LONGEST_FACT else shown[: _LONGEST_FACT - 1] + "…"
    if isinstance(fact, datetime):
        return fact.isoformat(sep=" ", timespec="minutes")
    if isinstance(fact, date):
        return fact.isoformat()
    if isinstance(fact, Iterable):
        parts = [*fact]
        mark = 2 * any(isinstance(one, Clause) for one in parts) + (lang != "zh")
        return ("、", ", ", "；", "; ")[mark].join(_said(part, lang) for part in parts)
    return str(fact)


def sentence(code: str, lang: str, facts: Mapping[str, object]) -> str:
    """Return the sentence of a code in ``zh`` or ``en``, filled with its facts."""
    entry = SENTENCES[code]
    template = entry.zh if lang == "zh" else entry.en
    said = {name: _said(fact, lang) for name, fact in facts.items()}
    text = template.format_map(said)
    near = said.get("near")
    if near:
        text += f"是不是想写 {near}？" if lang == "zh" else f" Did you mean {near}?"
    return text
