"""Next year's programme from this one's, written down as records of its own that point back (rule 60).

How each date is taken over is `campaignflow.scheduling.rollover`.
"""

import re
from datetime import datetime

from campaignflow.canonical import Body, put
from campaignflow.dates.when import When
from campaignflow.gate.cases import plan_path
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.look import RETIRED, Look
from campaignflow.gate.permission import allow
from campaignflow.gate.programmes import calendars_of, programme_noun, programme_ref
from campaignflow.records.body import bodies
from campaignflow.records.revisions import restored
from campaignflow.scheduling.rollover import period_in, rolled
from campaignflow.scheduling.schedule import resolved
from campaignflow.types import OFFICE_KINDS, checked_id

__all__ = ["next_id", "rollover"]


def rollover(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Make next year's programme; records that are there already stay as they are."""
    allow(look, command.actor, "plan", command.ref)
    old = look.ref(command.ref)
    noun = programme_noun(look, old.id, _as_planned(look, old.id))
    to = str(command.arguments["to"])
    new_id = checked_id(str(command.arguments.get("new_id") or next_id(old.id, to)))
    if noun is None or look.reasons:
        return []
    period = period_in(noun, int(to)) if re.fullmatch(r"\d{4}", to) else When(to)
    made = rolled(noun, new_id, period, calendars=calendars_of(look), observances=look.observances)
    for item in made.items:
        if item.how == "person":
            look.report(
                "rolled-needs-person",
                ref=item.id,
                before=item.before or "—",
                after=item.after or "—",
                findings=() if item.why is None else (item.why,),
            )
    schedule = resolved(made.programme, calendars=calendars_of(look), observances=look.observances)
    proposals = []
    for ref, planned in bodies(schedule).items():
        kind = ref.partition(":")[0]
        if kind in OFFICE_KINDS or look.record(ref) is not None:
            continue
        workflow = look.newest_workflow(kind)
        runs_by = {"name": workflow.name, "version": workflow.version}
        body = {**planned, "state": workflow.initial, "workflow": runs_by}
        before = programme_ref(old.id) if kind == "programme" else ref.replace(new_id, old.id, 1)
        if look.record(before) is not None:
            body["previous"] = before
        proposals.append(Proposal(ref, "rolled_over", body, command.reason, command.note, {"from": old.id}))
    return proposals


def _as_planned(look: Look, programme: str) -> dict[str, Body]:
    """Return the bodies that go over otherwise than they stand: postponed dates back, dropped items out."""
    found = {}
    for record in look.records(kind="campaign", programme=programme):
        body = dict(restored(record.data))
        if body["state"] == "cancelled":
            look.report("rolled-left-out", ref=record.ref)
            body["state"] = RETIRED
        for item, said in record.data.get("progress", {}).items():
            place = plan_path(body, tuple(item.split("/"))) if "@" not in item else None
            if said.get("state") == "dropped" and place is not None:
                look.report("rolled-left-out", ref=f"{record.ref}/{item}")
                body = put(body, place, None)
        if body != record.data:
            found[record.ref] = body
    return found


def next_id(old: str, to: str) -> str:
    """Return the id of the next programme: the year in the old one replaced, else put behind it."""
    year = to[:4]
    for n in range(len(old) - 3):
        part = old[n : n + 4]
        if part.isdecimal() and part.startswith(("19", "20")):
            return f"{old[:n]}{year}{old[n + 4 :]}"
    return f"{old}-{year}"
