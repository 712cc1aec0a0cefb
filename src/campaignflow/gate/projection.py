"""What is derived from a record with every commit: timers, tasks, calendar revisions, the applied file.

All of it follows from the record's history (rules 11, 52), so that it can be worked out again and compared;
`campaignflow.store` keeps it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from campaignflow.canonical import Body, canonical
from campaignflow.dates.workdays import WorkCalendar
from campaignflow.gate.content import read
from campaignflow.gate.folding import Behind, folded
from campaignflow.gate.look import Look
from campaignflow.gate.owed import condition_duties, condition_tasks
from campaignflow.gate.programmes import around_programme, settings_of
from campaignflow.gate.waiting import decision_duties, decision_tasks
from campaignflow.records import facets
from campaignflow.records.applied import after_change
from campaignflow.records.duties import Duty, Subject, armed, duties, shipped_policy
from campaignflow.records.entries import Around, entries_of
from campaignflow.records.revisions import (
    COUNTED,
    approved_anew,
    counts_of,
    last_runs,
    noted,
    revised,
    scrubbed,
    series_of,
    with_counts,
)
from campaignflow.scheduling.entry import Entry
from campaignflow.store.act import RESIDUALS, Projection, Task, Timer
from campaignflow.types import Ref

__all__ = ["Behind", "Known", "armed_duties", "counted", "duties_of", "own_entries", "project"]


class Known(NamedTuple):
    """What was derived from a record before an entry, as it is stored."""

    applied: bytes | None = None
    revisions: bytes | None = None
    approvals: bytes | None = None


_BY_ITSELF = Around()
"""Calendar revisions follow from the record alone: a unit's zone may be another when they are checked."""
_HAS_ENTRIES = frozenset({"campaign", "programme"})


def project(
    look: Look,
    ref: Ref,
    bodies: tuple[Body, Body],
    details: Mapping[str, Any],
    earlier: Known,
    behind: Behind,
) -> Projection:
    """Return what is derived from a record after an entry.

    Args:
        look: Where the programme and the office around it stand.
        ref: The record.
        bodies: As it stood (empty for a new one), and as it stands now.
        details: Those of the entry.
        earlier: What was derived from it before.
        behind: The entry's version, and the people it is to be put down to.
    """
    before, after = bodies
    applied, revisions, approvals = earlier
    former = details.get("from") if not before else None
    if former is not None:  # renamed: what was handed out goes on under the new ref
        record = look.record(str(former))
        revisions = None if record is None else record.revisions
        approvals = canonical(details["approvals"]) if "approvals" in details else None
    if ref.kind in _HAS_ENTRIES:
        revisions = revised(ref, before, after, _BY_ITSELF, revisions, look.now)
        revisions = with_counts(revisions, details.get(COUNTED))
        revisions = approved_anew(
            revisions, ref, after, _approved_anew(ref, after, details, approvals), look.now
        )
        revisions = noted(revisions, details, look.now)
    if RESIDUALS in details:
        revisions = scrubbed(revisions, "—")
    if "workflow" in after:
        approvals = folded(ref, bodies, details, approvals, behind)
    return Projection(
        state=str(after.get("state", "")),
        unit=_unit(after),
        timers=tuple(_timer(one) for one in armed_duties(look, ref, after, revisions, approvals)),
        tasks=(*_tasks(ref, after), *_decisions(look, ref, after, approvals)),
        revisions=revisions,
        applied=after_change(applied, before, after, details),
        approvals=approvals,
    )


def _approved_anew(
    ref: Ref, body: Body, details: Mapping[str, Any], approvals: bytes | None
) -> frozenset[str]:
    """Return the items whose dates a step approves anew: they were tentative until then (rule 46)."""
    made = details.get("baselines")
    if made is None or approvals is None:
        return frozenset()
    before = read(approvals)
    found: set[str] = set()
    for name in made["steps"]:
        was, round_ = before.baselines.get(name), before.standing
        step = None if round_ is None else round_.steps.get(name)
        if was is not None and step is not None:
            differing = facets.difference(was.leaves, made["leaves"])
            covered = facets.covered(differing, facets.by_first_names(ref, body, step.covers))
            found |= {said.item for said in map(facets.named, covered) if said.facet == "dates"}
    return frozenset(found)


def counted(look: Look, ref: str, body: Mapping[str, Any] | None) -> Body:
    """Return how often the entries of a record have changed once it has another body (rule 8)."""
    record = look.record(ref)
    if record is None or record.kind not in _HAS_ENTRIES:
        return {}
    own = Ref(record.kind, record.programme, record.id)
    after = record.data if body is None else body
    return counts_of(revised(own, record.data, after, _BY_ITSELF, record.revisions, look.now))


def _unit(body: Mapping[str, Any]) -> str:
    plan = body.get("plan", {})
    return str(plan.get("unit") or next(iter(plan.get("lead", ())), ""))


def _programme(ref: Ref) -> str | None:
    return ref.id if ref.kind == "programme" else ref.programme


def _around(look: Look, ref: Ref, body: Body) -> Any:
    return around_programme(look, _programme(ref), body if ref.kind == "programme" else None)


def own_entries(look: Look, ref: Ref, body: Body) -> list[Entry]:
    """Return the entries of a record as they were planned; of a thin noun the one that it is itself."""
    around = _around(look, ref, body)
    if ref.kind in _HAS_ENTRIES:
        return entries_of(ref, body, around)
    if "workflow" not in body:
        return []
    plan = body["plan"]
    lead = [plan["unit"]] if "unit" in plan else []
    # a thin noun is one entry by itself; a campaign's shape holds all that it has
    said = {name: plan[name] for name in ("title", "when", "due", "owner") if name in plan}
    shape = {"plan": {"title": plan["title"], "activities": {"it": {**said, "lead": lead}}}}
    entry = next(
        one
        for one in entries_of(Ref("campaign", ref.programme, ref.id), shape, around)
        if one.kind == "activity"
    )
    return [_as_own(entry, ref)]


def _as_own(entry: Entry, ref: Ref) -> Entry:
    return replace(entry, id=ref.id, kind=ref.kind, campaign=None, path=())


def duties_of(look: Look, ref: Ref, body: Body, approvals: bytes | None) -> list[Duty]:
    """Return everything somebody is to be reminded of on a record as it stands (rule 52)."""
    state = look.state_of(body)
    if state is None or not state.duties:
        return []
    plan = body["plan"]
    subject = Subject(
        ref=Ref(ref.kind, ref.programme, ref.id),
        state=state.name,
        live=True,
        supervise=tuple(plan.get("supervise", ())),
        coordinator=look.coordinators,
        clock=body.get("clock"),
    )
    states = {item: str(said["state"]) for item, said in body.get("progress", {}).items() if "state" in said}
    entries = own_entries(look, ref, body)
    listed = duties(subject, entries, states, shipped_policy(), _workdays(look, ref))
    if approvals is None:
        return listed
    said = read(approvals)
    return [*listed, *decision_duties(look, ref, body, said), *condition_duties(look, ref, body, said)]


def armed_duties(
    look: Look, ref: Ref, body: Body, revisions: bytes | None, approvals: bytes | None
) -> list[Duty]:
    """Return the duties that have a timer: of what comes round the next one since it was last carried out."""
    listed = duties_of(look, ref, body, approvals)
    if not any(one.occurrence for one in listed):
        return listed
    ran, made = last_runs(revisions)
    return armed(listed, lambda duty: ran.get(series_of(duty.item, duty.duty, duty.rung)) or made or look.now)


def _workdays(look: Look, ref: Ref) -> Callable[[tuple[str, ...]], WorkCalendar]:
    settings = settings_of(look, _programme(ref))
    return lambda lead: settings.setting(lead, None, ()).work


def _timer(duty: Duty) -> Timer:
    details: dict[str, Any] = {"target": duty.target.isoformat(), "to": list(duty.to), "title": duty.title}
    if duty.occurrence:
        details["occurrence"] = duty.occurrence
    return Timer(duty.key, duty.ref, duty.at, duty.duty, duty.item, duty.rung, details)


def _decisions(look: Look, ref: Ref, body: Body, approvals: bytes | None) -> Iterator[Task]:
    if approvals is not None and not look.is_closed(body):  # under another id it waits there
        yield from decision_tasks(look, ref, body, read(approvals))
        yield from condition_tasks(look, ref, body, read(approvals))


def _tasks(ref: Ref, body: Mapping[str, Any]) -> Iterator[Task]:
    for name, said in body.get("tasks", {}).items():
        parties = said.get("to") or [_unit(body)]
        for party in parties:
            yield Task(
                f"{ref}#{name}/{party}", str(ref), str(said["kind"]), party, str(said.get("due", "")), said
            )
