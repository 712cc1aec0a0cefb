"""What a plan file leaves out: taken out where nothing rests on it, else kept and reported (rule 59)."""

from collections.abc import Collection, Mapping, Sequence
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
    missing = comparison.missing if not only else []
    asked = {one.ref for one in missing if one.id in wanted or one.ref in wanted}
    idle = [one for one in missing if _is_untouched(look, one)]
    mine = [one for one in idle if one.ref in asked or (one.ref not in like and _is_own(look, one, command))]
    planned = {one.ref: one.file["plan"] for one in comparison.differences}
    rested_on = _rested_on(look, mine, planned)
    for record in missing:
        ref, state = record.ref, str(record.data["state"])
        if ref in like and ref not in asked:
            new = like[ref]
            look.refuse("looks-renamed", ref=new, old=record.id, new=new.rpartition("/")[2])
        elif record in mine and ref not in rested_on:
            body = put(record.data, ("state",), RETIRED)
            proposals.append(Proposal(ref, "retired", body, command.reason, command.note))
        elif ref in asked:
            code = "retire-rested-on" if record in mine else "retire-runs"
            look.refuse(code, ref=ref, kind="order", state=state, others=rested_on.get(ref, []))
        else:
            look.report("missing-from-file", ref=ref, state=state)
    if len(proposals) > MOST_RETIRED and not look.is_preview and not isinstance(command.expect, str):
        look.refuse(
            "needs-token", kind="version", count=len(proposals), others=[one.ref for one in proposals[:12]]
        )
    return proposals


def _rested_on(look: Look, records: Sequence[Record], planned: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return for each of some campaigns that cannot go the ids of what stays and rests on it.

    One of them that cannot go stays, too, and keeps those on which it rests.  Of what the file has, what
    it says counts.
    """
    found: dict[str, list[str]] = {}
    going = {one.ref: one for one in records}
    live = [one for one in look.records() if one.data.get("state") != RETIRED] if going else []
    rests = {one.ref: _rests_on(one, planned.get(one.ref, one.data.get("plan", {}))) for one in live}
    while True:
        stays = [one for one in live if one.ref not in going]
        held = {
            ref: [other.id for other in stays if not rests[other.ref].isdisjoint(_called(one))]
            for ref, one in going.items()
        }
        held = {ref: others for ref, others in held.items() if others}
        if not held:
            return found
        found |= held
        going = {ref: one for ref, one in going.items() if ref not in held}


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


def _called(record: Record) -> set[tuple[str | None, str]]:
    """Return by what a campaign is named: from anywhere by its ref, from its programme by id or title."""
    names = (record.id, str(record.data["plan"].get("title", record.id)))
    return {(None, record.ref), *((record.programme, name) for name in names)}


def _rests_on(record: Record, plan: Mapping[str, Any]) -> set[tuple[str | None, str]]:
    """Return what a record belongs to, was promised for, or names."""
    around = record.id if record.kind == "programme" else record.programme
    names = {*names_in(plan), *([plan["part_of"]] if "part_of" in plan else ())}
    return {(None, str(plan.get("campaign", ""))), *((around, str(name)) for name in names)}


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
