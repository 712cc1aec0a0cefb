"""What goes wrong: errors that stop an action, and findings, which are lines of a report on a plan.

Findings never raise and errors never accumulate; `PlanError` is where the two meet.  The sentences
themselves stand in `campaignflow.labels`, by code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from campaignflow import labels

__all__ = [
    "CampaignflowError",
    "Finding",
    "InvalidValue",
    "MissingExtra",
    "Place",
    "PlanError",
    "PluginFailed",
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a plan something stands; what is not known is None."""

    file: str | None = None
    line: int | None = None
    """Counted from 1."""
    column: int | None = None
    """Counted from 1, in characters."""
    item: str = ""
    """Path of the item inside the plan, as `campaigns/water-week/when`."""

    def __str__(self) -> str:
        spot = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return " ".join(part for part in (spot, self.item) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a report about a plan: what is wrong, where, and what would be right."""

    code: str
    """Stable name of the finding, as `waivers` and the reference list it."""
    place: Place = field(default_factory=Place)
    facts: Mapping[str, object] = field(default_factory=dict)
    """What the sentence speaks of, for programs."""
    items: tuple[str, ...] = ()
    """The entries of the schedule it is about, if any."""
    waived: str | None = None
    """Reason for which a waiver of the plan lifted it; a lifted finding counts as a note."""

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``note``."""
        return labels.severity(self.code) if self.waived is None else "note"

    @property
    def waivable(self) -> bool:
        """Whether a waiver of the plan may lift it."""
        return labels.SENTENCES[self.code].waivable

    def message(self, lang: str | None = None) -> str:
        """Return the sentence in ``zh`` or ``en``; by default in the language of the environment."""
        return labels.sentence(self.code, labels.language(lang), self.facts)

    def at(self, place: Place) -> Self:
        """Return the same finding at another place."""
        return replace(self, place=place)

    def __str__(self) -> str:
        where = str(self.place)
        return f"{where}: {self.message()}" if where else self.message()


class CampaignflowError(Exception):
    """The root of every error this library raises; `code` names the sentence, `facts` fill it."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def message(self, lang: str | None = None) -> str:
        """Return the sentence in ``zh`` or ``en``; by default in the language of the environment."""
        return labels.sentence(self.code, labels.language(lang), self.facts)

    def __str__(self) -> str:
        return self.message()

    def __reduce__(self) -> tuple[object, ...]:
        return _raise_again, (type(self), self.code, self.facts)


def _raise_again(kind: type[CampaignflowError], code: str, facts: dict[str, object]) -> CampaignflowError:
    return kind(code, **facts)


class InvalidValue(CampaignflowError, ValueError):
    """A text that cannot be read as the date, amount, id or calendar it stands for."""


class MissingExtra(CampaignflowError, ImportError):
    """A part of the library that needs an extra which is not installed."""


class PluginFailed(CampaignflowError):
    """Something that must not go on without the word of a plugin, which could not give it."""


class PlanError(CampaignflowError, ValueError):
    """A plan that cannot be used; `findings` lists every finding, in the order of the file."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__("plan-has-errors", count=sum(f.severity == "error" for f in self.findings))

    def __str__(self) -> str:
        return "\n".join([self.message(), *(str(finding) for finding in self.findings)])

    def __reduce__(self) -> tuple[object, ...]:
        return PlanError, (self.findings,)
