"""What somebody is shown who decides a step: its content, what changed, the fingerprint a decision names.

What waits for whom is `campaignflow.views.inbox`; deciding is `campaignflow.actions.approvals`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from campaignflow.gate.cases import title_of
from campaignflow.gate.look import Look
from campaignflow.gate.rounds import Matter, matter_of
from campaignflow.gate.waiting import BEARER
from campaignflow.records import facets
from campaignflow.store.record import Record
from campaignflow.types import Ref
from campaignflow.workflow.decisions import Decision
from campaignflow.workflow.standing import Standing
from campaignflow.workflow.steps import Step

__all__ = ["Invited", "Shown", "changed_since", "invited", "last_word", "matter_at", "seen_of", "shown"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a step is about, as it is shown to whoever decides it."""

    ref: str
    """Full ref of the record."""
    title: str
    step: str
    """Id of the step."""
    step_title: str
    status: str
    """How the step stands: `waiting`, `stale`, `satisfied` ..."""
    seen: str
    """The fingerprint of it: hand it to `decide` as `seen=`, and it is refused if anything changed."""
    content: Mapping[str, Any] = field(default_factory=dict)
    """What there is to see, by leaf of the facets the step covers."""
    changed: tuple[str, ...] = ()
    """Leaves that changed since the person last spoke on the step, else since the round was opened."""
    verdicts: tuple[str, ...] = ()
    """What may be said."""
    fills: tuple[str, ...] = ()
    """What is filled in with an approval."""


@dataclass(frozen=True, slots=True)
class Invited:
    """What somebody outside is asked by a token."""

    ref: str
    title: str
    person: str
    step: str
    step_title: str
    until: datetime
    content: Mapping[str, Any]
    """What there is to see, by leaf of the facets the step covers."""
    verdicts: tuple[str, ...]


def shown(look: Look, ref: str, text: str, person: str = "") -> Shown | None:
    """Return what a step shows, by its id or its title; None where the record has no round.

    Raises:
        InvalidValue: the record has no such step.
    """
    record = look.record(look.ref(ref).record)
    if record is None or "workflow" not in record.data:
        return None
    matter = matter_at(look, record)
    standing = matter.standing
    if standing is None:
        return None
    step = matter.step(text)
    last = last_word(matter, standing, step, person)
    return Shown(
        record.ref,
        title_of(record.data) or record.id,
        step.id,
        step.title,
        standing.statuses[step.id].value,
        matter.seen(step),
        seen_of(matter, step),
        tuple(changed_since(matter, step, standing.round.version if last is None else last.version)),
        step.verdicts,
        step.fills,
    )


def invited(look: Look, mark: str) -> Invited | None:
    """Return what a token asks, by what is kept of it; None where it is not valid, or no longer (rule 51)."""
    task = next(iter(look.tasks(f"{BEARER}{mark}")), None)
    record = None if task is None else look.record(task.ref)
    if record is None:
        return None
    matter = matter_at(look, record)
    standing = matter.standing
    token = next((one for one in matter.approvals.tokens.values() if one.hash == mark), None)
    step = None if standing is None or token is None else standing.round.steps.get(token.step)
    if standing is None or token is None or step is None or not matter.takes(token):
        return None
    content = seen_of(matter, step)
    title = title_of(record.data) or record.id
    until = datetime.fromisoformat(token.until)
    return Invited(
        record.ref, title, token.person, step.id, step.title, until, content, step.sayable(by_token=True)
    )


def seen_of(matter: Matter, step: Step) -> dict[str, Any]:
    """Return what there is to see of a step, by leaf."""
    return {leaf: matter.content.leaves[leaf] for leaf in sorted(matter.content.covered(step))}


def last_word(matter: Matter, standing: Standing, step: Step, person: str) -> Decision | None:
    """Return what a person said of a step, or somebody for him."""
    human = matter.approvers.identity(person)
    return next((one for one in standing.round.last_words(step.id) if one.principal == human), None)


def changed_since(matter: Matter, step: Step, since: int) -> list[str]:
    """Return the leaves a step covers that are other than at a version, those that are gone included."""
    before, now = matter.content.at(since), matter.content.leaves
    covered = facets.covered({*before, *now}, matter.content.covers(step))
    return sorted(leaf for leaf in covered if before.get(leaf) != now.get(leaf))


def matter_at(look: Look, record: Record) -> Matter:
    """Return a record before its approvers, as it stands."""
    ref = Ref(record.kind, record.programme, record.id)
    return matter_of(look, ref, record, record.data, record.body_version)
