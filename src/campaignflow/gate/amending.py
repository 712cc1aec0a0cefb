"""What a change of content does to approvals: providers are asked anew, steps go stale (33, 34, 46).

Staleness moves no state: it holds up what comes next, until the stale steps alone are asked again.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from campaignflow import labels
from campaignflow.gate.command import Command
from campaignflow.gate.content import approvals_of, may_differ
from campaignflow.gate.effects import Written, laid_records
from campaignflow.gate.look import Look
from campaignflow.gate.openings import waiting
from campaignflow.gate.rounds import Matter, matter_of
from campaignflow.records import facets
from campaignflow.store.record import Record
from campaignflow.types import Ref
from campaignflow.workflow.approvals import DETAILS, Approvals
from campaignflow.workflow.standing import Status

__all__ = ["StepMove", "amended"]

ASKED_ANEW = "asked_anew"
"""Verb of an entry by which a round learns that other steps are declared for its record (rule 33)."""


@dataclass(frozen=True, slots=True)
class StepMove:
    """One approval step that stands otherwise after an act than before."""

    ref: str
    step: str
    title: str
    before: str
    """Its status; empty for a step that joins the round."""
    after: str
    changed: tuple[str, ...] = ()
    """Leaves that its approval did not know."""

    def message(self, lang: str | None = None) -> str:
        """Return it as a line for people."""
        facts: dict[str, object] = {"step": self.title, "after": labels.Word(self.after)}
        if self.changed:
            facts["changed"] = [labels.Leaf(one) for one in self.changed]
        code = "step-goes-stale" if self.changed else "step-moves"
        return labels.sentence(code, labels.language(lang), facts)


def amended(look: Look, command: Command, written: Sequence[Written]) -> tuple[list[Written], list[StepMove]]:
    """Return the entries with what providers answered to them, and the steps that stand otherwise then.

    Refused: a change of what was approved, without a reason, in a protected state (rule 46).
    """
    found, moves = [], list[StepMove]()
    known: dict[Ref, Approvals] = {}
    declared = {str(one.ref) for one in written if _declares_otherwise(one)}
    later = look.upon(laid_records(written)) if declared else look
    for given in (*written, *(_others(look, written, declared) if declared else ())):
        one, listed = _answered(look, later, command, given, declared)
        if one.verb == ASKED_ANEW and not one.details:
            continue
        moves += listed
        record = one.record
        if (record is not None and record.approvals is not None) or not DETAILS.isdisjoint(one.details):
            now = known.get(one.ref, approvals_of(record)).after(one.details)
            waits = waiting(look, one, now)
            if waits is not None:
                one = replace(one, details={**one.details, "waiting": waits})
                now = now.after({"waiting": waits})
            known[one.ref] = now
        found.append(one)
    return found, moves


def _declares_otherwise(one: Written) -> bool:
    """Whether an entry changes the steps that a programme or a channel declares for what is in it."""
    plans = (one.before.get("plan", {}), one.after.get("plan", {}))
    old, new = (said.get("approvals") for said in plans)
    return one.ref.kind in {"programme", "channel"} and old != new


def _others(look: Look, written: Sequence[Written], declared: Collection[str]) -> Iterator[Written]:
    """Yield an entry for each record under review that an act does not touch, but whose steps it changes."""
    touched = {one.ref for one in written}
    cause = next(one for one in written if str(one.ref) in declared)
    for record in look.source.records():
        ref = Ref(record.kind, record.programme, record.id)
        if ref not in touched and _is_declared_for(record, declared) and look.state_of(record.data):
            data, because = record.data, f"{cause.ref}@{cause.version + 1}"
            yield Written(
                ref, record, record.version, data, data, {}, ASKED_ANEW, cause=because, uid=record.uid
            )


def _is_declared_for(record: Record, declared: Collection[str]) -> bool:
    """Whether a record's round is open and asks for steps that others declare, some of which change."""
    round_ = approvals_of(record).round
    if round_ is None or not round_.is_open:
        return False
    channels = record.data["plan"].get("channels", ()) if record.kind == "item" else ()
    return not {f"programme:{record.programme}", *(f"channel:{one}" for one in channels)}.isdisjoint(declared)


def _answered(
    look: Look, later: Look, command: Command, one: Written, declared: Collection[str]
) -> tuple[Written, list[StepMove]]:
    """Return an entry with what providers answer to the change it makes, and how steps stand then.

    `later` has what others declare as it will stand after the act.
    """
    record = one.record
    if record is None or record.approvals is None or "round" in one.details:
        return one, []
    anew = _is_declared_for(record, declared)
    if not anew and not (one.patch and may_differ(one.before, one.after)):
        return one, []
    version = one.version + 1 if one.patch else record.body_version
    before = matter_of(look, one.ref, record, record.data, record.body_version)
    after = matter_of(later, one.ref, record, one.after, version, anew=anew)
    if one.verb == ASKED_ANEW and _says_the_same(before, after):
        return one, []
    listed = list(_moves(before, after))
    state = look.state_of(one.after)
    if (
        state is not None
        and state.protected
        and not (one.reason or command.reason)
        and _untold(before, after)
    ):
        look.refuse("reason-missing", ref=str(one.ref))
    return (replace(one, details={**one.details, **after.details}) if after.details else one), listed


def _says_the_same(before: Matter, after: Matter) -> bool:
    """Whether all who ask for steps ask for the same ones as before."""
    old, new = before.approvals.standing, after.approvals.standing
    if old is None or new is None:
        return True
    return (old.steps, old.applies, old.errors) == (new.steps, new.applies, new.errors)


def _untold(before: Matter, after: Matter) -> bool:
    """Whether a change is one that a step covers and does not tolerate: it takes a reason (rule 46)."""
    was, now, standing = before.content.leaves, after.content.leaves, after.standing
    if standing is None:
        return False
    differing = facets.difference(was, now)
    for name in standing.round.applies:
        step = standing.round.steps[name]
        for leaf in facets.covered(differing, after.content.covers(step)):
            if facets.tolerated(leaf, was.get(leaf), now.get(leaf)) not in step.tolerates:
                return True
    return False


def _moves(before: Matter, after: Matter) -> Iterable[StepMove]:
    old, new = before.standing, after.standing
    if new is None:
        return
    for name, status in new.statuses.items():
        was = "" if old is None else str(old.statuses.get(name, ""))
        if was == status:
            continue
        step = new.round.steps.get(name)
        changed = tuple(new.changed(step)) if step is not None and status is Status.STALE else ()
        title = name if step is None else step.title
        yield StepMove(str(after.ref), name, title, was, status.value, changed)
