"""How the parts of an answer are read, and what is told where it is none.

What each hook may answer is in `answers` and in the modules beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from campaignflow.errors import Finding

__all__ = ["Unusable", "listed", "part", "several", "wrong"]


class Unusable(Exception):
    """A plugin, or an answer of one, that cannot be used; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def wrong(plugin: str, hook: str, got: str) -> Unusable:
    """Return the error of an answer of a wrong kind."""
    facts = {"plugin": plugin, "hook": f"campaignflow_{hook}", "got": got}
    return Unusable(Finding("plugin-answer-wrong", facts=facts))


def listed(plugin: str, hook: str, results: Sequence[object]) -> Iterator[Any]:
    """Yield what stands in the lists of an answer; anything but a list is wrong."""
    for given in results:
        if not isinstance(given, list | tuple):
            raise wrong(plugin, hook, type(given).__name__)
        yield from given


def part(thing: object, name: str) -> Any:
    """Return a part of a mapping or a field of anything else; None where it has none."""
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def several(value: Any) -> tuple[Any, ...]:
    """Return several things as a tuple: none of None, and what is no list alone, to be told as wrong."""
    return tuple(value) if isinstance(value, list | tuple) else () if value is None else (value,)
