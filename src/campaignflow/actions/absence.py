"""What a plan file leaves out: taken out where nothing rests on it, else kept and reported (rule 59)."""

from collections.abc import Collection, Mapping
from typing import Any

from campaignflow.actions.comparison import Comparison
from campaignflow.canonical import put
from campaignflow.dates.when import When
from campaignflow.errors import InvalidValue
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.look import RETIRED, Look
from campaignflow.records.layout import is_date
from campaignflow.scheduling.nodes import refs_in
from campaignflow.store.record import Record

__all__ = ["absent"]

MOST_RETIRED = 10
"""Records an apply may retire without the token of a difference (rule 17)."""


def absent(look: Look, command: Command, comparison: Comparison, only: Collection[str]) -> list[Proposal]:
    """Take out campaigns that the file leaves out if nothing hangs on them; report the others (59)."""
    wanted = set(command.arguments.get("retire", ()))
    like = dict(comparison.looks_renamed)
    proposals = []
    going = {one.ref for one in comparison.missing}
    planned = {one.ref: one.file["plan"] for one in comparison.differences}
    for record in comparison.missing if not only else ():
        named_ = record.id in wanted or record.ref in wanted
        if record.ref in like and not named_:
            new = like[record.ref]
            look.refuse("looks-renamed", ref=new, old=record.id, new=new.rpartition("/")[2])
            continue
        state = str(record.data["state"])
        resting = [
            one.id for one in look.records() if one.ref not in going and _rests_on(one, record, planned)
        ]
        alive = not _is_untouched(look, record)
        if alive or resting or not (named_ or _is_own(look, record, command)):
            if named_:
                code = "retire-runs" if alive else "retire-rested-on"
                look.refuse(code, ref=record.ref, kind="order", state=state, others=resting)
            else:
                look.report("missing-from-file", ref=record.ref, state=state)
            continue
        body = put(record.data, ("state",), RETIRED)
        proposals.append(Proposal(record.ref, "retired", body, command.reason, command.note))
    if len(proposals) > MOST_RETIRED and not look.is_preview and not isinstance(command.expect, str):
        look.refuse(
            "needs-token", kind="version", count=len(proposals), others=[one.ref for one in proposals[:12]]
        )
    return proposals


def _is_own(look: Look, record: Record, command: Command) -> bool:
    """Whether whoever applies the file made the record; what a colleague added may just not be in it yet."""
    person = command.actor.person or command.actor.id
    return bool(command.arguments.get("any")) or look.journal(record.ref)[0].responsible == person


def _is_untouched(look: Look, record: Record) -> bool:
    """Whether a record was never submitted, and nothing in it has begun."""
    body = record.data
    if body["state"] != look.workflow(body).initial or body.get("progress"):
        return False
    return all("trigger" not in entry.details for entry in look.journal(record.ref))


def _rests_on(one: Record, record: Record, planned: Mapping[str, Any]) -> bool:
    """Whether a record belongs to a campaign, was promised for it, or names it; the file counts first."""
    if one.ref == record.ref or one.data.get("state") == RETIRED:
        return False
    plan = planned.get(one.ref, one.data.get("plan", {}))
    if plan.get("campaign") == record.ref:
        return True
    if one.programme != record.programme:
        return False
    return plan.get("part_of") == record.id or record.id in names_in(plan)


def names_in(plan: Any) -> set[str]:
    """Return the first names of everything that the dates and needs of a plan name."""
    if isinstance(plan, list):
        return {name for one in plan for name in names_in(one)}
    if not isinstance(plan, Mapping):
        return set()
    if is_date(plan):
        try:
            return {ref.path[0] for ref in refs_in(When(plan["written"]).expression)}
        except InvalidValue:
            return set()
    needs = {str(need).partition("/")[0] for need in plan.get("needs", ()) if "/" in str(need)}
    return needs.union(*(names_in(value) for value in plan.values()))
