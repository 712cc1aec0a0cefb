"""The errors of this room: a definition that cannot be used, a move that is refused.

Findings, which these gather or stand beside, live in `campaignflow.errors`; the sentences in
`campaignflow.labels.workflow`.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from campaignflow.errors import CampaignflowError, Finding

__all__ = ["MigrationRefused", "TriggerRefused", "WorkflowError", "near"]


class WorkflowError(CampaignflowError, ValueError):
    """A workflow that cannot be used; `findings` lists everything that is wrong with it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__("workflow-has-errors", count=len(self.findings))

    def __str__(self) -> str:
        return "\n".join([self.message(), *(str(finding) for finding in self.findings)])

    def __reduce__(self) -> tuple[object, ...]:
        return WorkflowError, (self.findings,)


class TriggerRefused(CampaignflowError):
    """A trigger that the workflow does not know, or does not allow in this state; nothing moved."""


class MigrationRefused(CampaignflowError):
    """A case that cannot go over to another version of its workflow as asked."""


def near(text: str, names: Iterable[str] | Mapping[str, str]) -> list[str]:
    """Return the name that was probably meant, if one is near; of a mapping what the near key stands for."""
    found = get_close_matches(text, list(names), 1, 0.6)
    return [names[one] for one in found] if isinstance(names, Mapping) else found
