"""What the gate says when it does not let an act pass: every reason, who can clear it, by when.

A refusal is a value; verbs that people call raise it as `Refused`.  The sentences stand in
`campaignflow.labels.gate`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from campaignflow import labels
from campaignflow.errors import CampaignflowError, Finding

__all__ = ["Conflict", "Kind", "Reason", "Refused"]

Kind = Literal["permission", "version", "order", "steps", "conditions", "vetoes", "content"]
"""What sort of thing stands in the way (rule 20); `content` is the plan or the arguments themselves."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for which an act is refused (rule 20)."""

    code: str
    """Stable name, as the reference lists it."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """What the sentence speaks of."""
    ref: str = ""
    """What it is about: full ref of a record or of an address inside one."""
    kind: Kind = "content"
    clears: tuple[str, ...] = ()
    """Ids of people, units or roles who can clear it."""
    by: date | None = None
    """The day by which it must be cleared to be of use."""
    findings: tuple[Finding, ...] = ()
    """What was found that it rests on."""

    def message(self, lang: str | None = None) -> str:
        """Return the sentence in ``zh`` or ``en``; by default in the language of the environment."""
        said = [labels.sentence(self.code, labels.language(lang), self.facts)]
        return " ".join([*said, *(finding.message(lang) for finding in self.findings)])

    def __str__(self) -> str:
        return f"{self.ref}: {self.message()}" if self.ref else self.message()


class Refused(CampaignflowError):
    """A rule does not let the act pass; `reasons` lists every reason found."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons: tuple[Reason, ...] = tuple(reasons)
        super().__init__("refused", count=len(self.reasons))

    def message(self, lang: str | None = None) -> str:
        """Return the sentences of all reasons, one a line."""
        return "\n".join(
            f"{one.ref}: {one.message(lang)}" if one.ref else one.message(lang) for one in self.reasons
        )

    def __reduce__(self) -> tuple[object, ...]:
        return Refused, (self.reasons,)


class Conflict(CampaignflowError):
    """Somebody changed meanwhile what the act was based on; `changed` says who changed what."""

    def __init__(self, changed: Iterable[tuple[str, int, str]]) -> None:
        self.changed: tuple[tuple[str, int, str], ...] = tuple(changed)
        """(full ref, version, who) of each later change."""
        shown = dict.fromkeys(f"{ref} ({who})" for ref, _, who in self.changed)
        super().__init__("changed-meanwhile", changed=list(shown))

    def __reduce__(self) -> tuple[object, ...]:
        return Conflict, (self.changed,)
