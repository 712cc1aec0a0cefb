"""Approval steps as a plan, or a plugin, declares them.

What a declared step demands of a round is `campaignflow.workflow.steps`.
"""

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, PlainValidator, PrivateAttr

from campaignflow.dates.when import Duration
from campaignflow.errors import InvalidValue
from campaignflow.plan.noun import Due, Id, Ids, Noun, Text
from campaignflow.types import checked_id
from campaignflow.workflow.steps import TOLERANCES

__all__ = ["FACETS", "TRIGGERS", "ApprovalStep"]

FACETS = ("dates", "budget", "partners", "units", "scope", "text", "documents")
"""What a step may cover besides activities."""
TRIGGERS = (
    *("submit", "withdraw", "launch", "wrap_up", "evaluate", "archive", "suspend", "resume", "postpone"),
    *("reinstate", "cancel", "call_off", "reopen", "reapprove", "release"),
)
"""The triggers of the shipped campaign workflow, and a content item's `release`; plugins may bring others."""


_QUORUM = re.compile(r"[1-9]\d{0,3}|all|([1-9]\d{0,3} )?each")


def _quorum(value: Any) -> int | str:
    text = str(value).strip()
    if isinstance(value, bool) or not _QUORUM.fullmatch(text):
        raise InvalidValue("quorum-unreadable", text=text)
    return int(text) if text.isdecimal() else text


Quorum = Annotated[int | str, PlainValidator(_quorum, json_schema_input_type=int | str)]
"""How many: a number, `all` of them, or `each` (`2 each`) of several groups."""

NOTHING = ("none",)
"""What is written of a step that tolerates no change at all; where nothing is written, it is as usual."""


def _tolerated(names: tuple[str, ...]) -> tuple[str, ...]:
    if names in {(), NOTHING}:
        return NOTHING
    for name in names:
        if name not in TOLERANCES:
            raise InvalidValue("not-one-of", text=name, expected=(*TOLERANCES, *NOTHING))
    return names


Tolerances = Annotated[Ids, AfterValidator(_tolerated)]
"""Kinds of change, as `[confirm, refine, less]`; or `none`."""

Length = Annotated[Duration, PlainValidator(Duration, json_schema_input_type=str)]
"""A length of time."""


class ApprovalStep(Noun):
    """One step of an approval: who must agree, to what, by when (审批环节).

    In a plan its id is its key; a plugin says it first: `ApprovalStep("audit", by="auditor")`.
    """

    if TYPE_CHECKING:

        def __init__(self, id_: str = "", /, **fields: Any) -> None: ...

    _id: str = PrivateAttr(default="")

    @classmethod
    def named(cls, id_: str, /, **fields: Any) -> Self:
        """Return a step that knows its id: `ApprovalStep("audit", ...)`."""
        step = cls(**fields)
        step._id = checked_id(id_)
        return step

    @property
    def id(self) -> str:
        """Its id where a plugin said one; in a plan the key it stands under is its id."""
        return self._id

    title: Text | None = None
    """What the step is called."""
    by: Ids
    """Who decides: a person, a unit or a role; of a list any one, unless `of` asks for more."""
    in_: Id | None = Field(default=None, alias="in")
    """Narrows a role to a unit: `lead` or a unit's id."""
    of: Quorum | None = None
    """How many must agree: a number, `all`, or so many of `each` that `by` names (`each`, `2 each`)."""
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
    on_late: Literal["remind", "return", "refuse"] = "remind"
    """What follows when it is late; nothing approves by itself."""
    tolerates: Tolerances = TOLERANCES[:2]
    """What may still change under an approval: a date confirmed or made finer, an amount lowered; or none."""
    refusals: int = Field(default=1, ge=1)
    """How many objections refuse it."""
    distinct: Ids = ()
    """Steps whose people may not decide here, too: three reviews by three people."""
    independent: bool = False
    """Whether the units of those who wrote it may not decide."""
    allow_author: bool = False
    """Whether those who wrote it may decide: office policy, shown as that."""
    overridable: bool = True
    """Whether it may be overridden in an emergency."""
    must_see: bool = False
    """Whether a decision must say what it was shown."""
    carries: bool = True
    """Whether an approval goes into the next round while it stands."""
    bearers: bool = True
    """Whether somebody outside may decide by token."""
    valid_for: Length | None = None
    """How long an approval stands."""
    returns: Literal["at_once", "when_all_spoke"] = "at_once"
    """When a request for changes ends the round."""
    fills: Ids = ()
    """Fields that are filled in with its decision only."""
