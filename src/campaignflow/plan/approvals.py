"""Approval steps as a plan declares them.

Which steps a round opens, and what a decision binds, comes with the workflow.
"""

from pydantic import Field

from campaignflow.plan.noun import Due, Id, Ids, Noun, Text

__all__ = ["FACETS", "TRIGGERS", "ApprovalStep"]

FACETS = ("dates", "budget", "partners", "units", "scope", "text", "documents")
"""What a step may cover besides activities."""
TRIGGERS = (
    *("submit", "withdraw", "launch", "wrap_up", "evaluate", "archive", "suspend", "resume", "postpone"),
    *("reinstate", "cancel", "call_off", "reopen", "reapprove", "release"),
)
"""The triggers of the shipped campaign workflow, and a content item's `release`; plugins may bring others."""


class ApprovalStep(Noun):
    """One step of an approval: who must agree, to what, by when (审批环节)."""

    title: Text | None = None
    """What the step is called."""
    by: Ids
    """Who decides: a person, a unit or a role; of a list any one, unless `of` asks for more."""
    in_: Id | None = Field(default=None, alias="in")
    """Narrows a role to a unit: `lead` or a unit's id."""
    of: int | None = Field(default=None, ge=1)
    """How many of them must agree."""
    after: Ids = ()
    """Steps that must have passed first."""
    before: Id = "submit"
    """The trigger it gates: `submit`, `launch`, or a content item's `release`."""
    covers: Ids = ()
    """What it approves: facets (dates, budget, partners, units, scope, text, documents) or activities."""
    due: Due | None = None
    """A date, or a length of time from the step's opening."""
    only_if: Ids = ()
    """Conditions under which it is asked."""
    passes: int = Field(default=1, ge=1)
    """How many times it is to be gone through."""
    self_check: bool = False
    """Whether the drafter is meant to be the one, as a published rule has it; shown as that."""
    escalate_to: Ids = ()
    """Who is told when it is late."""
