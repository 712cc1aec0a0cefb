"""The shape of one sentence in two languages."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Sentence", "error", "note", "warning"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is wrong and what would be right, once in Chinese and once in English."""

    severity: Literal["error", "warning", "note"]
    zh: str
    en: str
    waivable: bool = False
    """Whether an entry of `waivers` may lift the finding."""


def error(zh: str, en: str) -> Sentence:
    """Return a sentence that stops a plan from loading."""
    return Sentence("error", zh, en)


def warning(zh: str, en: str) -> Sentence:
    """Return a sentence about something doubtful, which a waiver may lift."""
    return Sentence("warning", zh, en, waivable=True)


def note(zh: str, en: str) -> Sentence:
    """Return a sentence worth knowing, nothing to mend."""
    return Sentence("note", zh, en, waivable=True)
