"""How the approval of a record stands: its round, step by step, and the conditions that are open.

What waits for whom is `inbox`; how a step stands is worked out in `campaignflow.workflow.standing`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from campaignflow.gate.content import FILLED
from campaignflow.gate.look import Look
from campaignflow.gate.owed import said_of
from campaignflow.gate.rounds import Matter
from campaignflow.gate.waiting import deadline
from campaignflow.store.record import Record
from campaignflow.views.shown import matter_at
from campaignflow.workflow.standing import Standing, Status

__all__ = ["RoundStanding", "StepStanding", "rounds"]


@dataclass(frozen=True, slots=True)
class StepStanding:
    """How one step of a round stands."""

    id: str
    title: str
    status: str
    is_open: bool
    who: tuple[str, ...]
    """Whose word is awaited, of those who may decide it now; who decided it, once it is satisfied."""
    due: datetime | None
    provider: str
    changed: tuple[str, ...] = ()
    self_check: bool = False
    """Whether a published rule has the drafter himself look."""
    allow_author: bool = False
    """Whether office policy lets those decide who wrote it."""
    filled: Mapping[str, str] = field(default_factory=dict)
    """What was filled in with its approval."""


@dataclass(frozen=True, slots=True)
class RoundStanding:
    """How the round of a record stands that counts."""

    n: int
    trigger: str
    outcome: str
    steps: tuple[StepStanding, ...]
    conditions: tuple[str, ...]
    """Conditions that are still open, as text."""
    is_approved: bool
    """Whether everything it asks for has passed."""


def rounds(look: Look, record: Record) -> RoundStanding | None:
    """Return how the round of a record stands that counts; None where nothing was asked."""
    matter = matter_at(look, record)
    standing = matter.standing
    if standing is None:
        return None
    steps = tuple(_step(look, matter, standing, name) for name in standing.statuses)
    held = [one for one in matter.approvals.conditions.values() if not one.ended]
    return RoundStanding(
        standing.round.n,
        standing.round.trigger,
        standing.round.outcome,
        steps,
        tuple(said_of(matter.approvals, one) for one in held),
        standing.passes(),
    )


def _step(look: Look, matter: Matter, standing: Standing, name: str) -> StepStanding:
    status = standing.statuses[name]
    step = standing.round.steps.get(name)
    if step is None:
        return StepStanding(name, name, status.value, is_open=False, who=(), due=None, provider=name)
    if status is Status.SATISFIED:
        who = [one.principal for one in standing.positives(step)]
    elif status is Status.OVERRIDDEN:
        who = [standing.round.overrides[name].actor]
    else:
        who = matter.awaited(step)
    return StepStanding(
        name,
        step.title,
        status.value,
        standing.is_open(name),
        tuple(who),
        deadline(look, matter.ref, matter.body, matter.approvals, step),
        step.provider.name,
        tuple(standing.changed(step)) if status is Status.STALE else (),
        step.self_check,
        step.allow_author,
        matter.content.leaves.get(f"{FILLED}@{name}", {}),
    )
