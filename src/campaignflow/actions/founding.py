"""What an apply founds: the office with its first plan, a further programme beside those there are (rule 25).

A programme's steps are for what stands in it, so one that has none would be a way round those of the
others: whoever may only plan does not found it.  What is new under the name of something that never was is
told here, too, since it is founded and not renamed.
"""

from typing import Any

from campaignflow.actions.comparison import Comparison
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.look import OFFICE, RETIRED, Look
from campaignflow.gate.permission import ADMINISTRATOR, FOUNDER, GOVERN, has_administrator, may, people_with
from campaignflow.gate.programmes import programme_ref
from campaignflow.plan.programme import Programme
from campaignflow.types import Ref

__all__ = ["founded", "further_programme", "lost_names", "report_founder"]


def founded(look: Look, programme: Programme, command: Command) -> Proposal:
    """Found the office: its first apply makes its planner the one who governs (rule 25)."""
    planners = [name for name, person in programme.people.items() if "planner" in person.roles]
    if command.actor.id not in planners:
        look.refuse(
            "founder-no-planner" if planners else "no-planner-in-plan",
            kind="permission",
            clears=planners,
            actor=command.actor.id,
            who=planners,
        )
    look.capacity = FOUNDER
    plan = {"timezone": programme.timezone, FOUNDER: command.actor.id}
    return Proposal(OFFICE, "founded", {"state": "active", "plan": plan}, command.reason, command.note)


def report_founder(look: Look, programme: Programme, command: Command) -> None:
    """Say of a plan with steps that whoever founded the office may change them: nobody else governs."""
    governs = any(ADMINISTRATOR in one.roles for one in programme.people.values()) or has_administrator(look)
    if programme.approvals and not governs:
        founder = str(look.office.get(FOUNDER, command.actor.id))
        look.report("founder-governs", ref=OFFICE, who=[founder])


def further_programme(look: Look, command: Command, programme: Programme) -> None:
    """Refuse to found a programme without the steps that others have, but to those who govern; tell them."""
    if look.record(programme_ref(programme.id)) is not None:
        return
    for other in look.records(kind="programme"):
        steps = other.data["plan"].get("approvals", {})
        lacks = [
            str(said.get("title", name)) for name, said in steps.items() if name not in programme.approvals
        ]
        if not lacks or other.data["state"] == RETIRED:
            continue
        ref = programme_ref(programme.id)
        facts: dict[str, Any] = {"programme": programme.id, "other": other.id, "steps": lacks}
        if may(look, command.actor, GOVERN):
            look.report("steps-not-taken-over", ref=ref, **facts)
        else:
            who = people_with(look, GOVERN)
            look.refuse(
                "programme-without-steps",
                ref=ref,
                kind="permission",
                clears=who,
                who=who or [ADMINISTRATOR],
                **facts,
            )


def lost_names(look: Look, comparison: Comparison) -> None:
    """Say of what is new under `was` a name that nothing had: nothing is renamed, it begins anew (59)."""
    programme = comparison.programme
    if look.record(programme_ref(programme.id)) is None:
        return
    for name, campaign in programme.campaigns.items():
        ref = str(Ref("campaign", programme.id, name))
        known = look.record(ref) or look.record(_former(comparison, ref))
        if campaign.was and known is None:
            look.report("was-names-nothing", ref=ref, was=campaign.was)
        there = {} if known is None else known.data["plan"].get("activities", {})
        for inner, activity in campaign.activities.items():
            if activity.was and not {inner, activity.was} & there.keys():
                look.report("was-names-nothing", ref=f"{ref}/{inner}", was=activity.was)


def _former(comparison: Comparison, ref: str) -> str:
    """Return the ref that a campaign has had until now."""
    return next((old for old, new in comparison.renamed.items() if new == ref), ref)
