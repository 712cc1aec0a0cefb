"""By what a step may still be passed, or got rid of, that too few people are left to decide.

Why each of those who are meant may not decide it is `enough`; who may do what, `permission`.
"""

from collections.abc import Iterable

from campaignflow.gate.approvers import Approvers
from campaignflow.gate.look import Look
from campaignflow.gate.permission import GOVERN, OVERRIDE, people_with
from campaignflow.labels import Clause
from campaignflow.workflow.standing import Standing
from campaignflow.workflow.steps import Step

__all__ = ["ways_out"]

WITHDRAW = "withdraw"


def ways_out(look: Look, ref: str, approvers: Approvers, standing: Standing, step: Step) -> list[Clause]:
    """Return what helps, each with who can do it; stopping the record, where nothing else does.

    A mandate does not: who speaks for somebody may no more than he (rules 38, 41).  An author can neither
    override nor hand out a role to any effect (rules 40, 49).
    """

    def others(people: Iterable[str]) -> list[str]:
        authors = approvers.authors(step)
        return [one for one in people if approvers.identity(one) not in authors]

    found = []
    governors, roles = others(people_with(look, GOVERN)), _filled_by_role(look, step)
    if governors and roles:
        found.append(Clause("way-give-role", {"who": governors, "parties": roles}))
    overriders = others(people_with(look, OVERRIDE)) if step.overridable and standing.round.is_open else []
    if overriders:
        found.append(Clause("way-override", {"who": overriders}))
    withdrawers = _withdrawers(look, ref) if standing.round.is_open else []
    withdrawers = [one for one in withdrawers if not approvers.said(one).get("shared")]
    if withdrawers:
        found.append(Clause("way-withdraw", {"who": withdrawers}))
    return found or [Clause("way-stop", {})]


def _filled_by_role(look: Look, step: Step) -> list[str]:
    """Return the roles and units by which others can still be meant; none where each seat is somebody's."""
    if step.everybody:  # whoever is meant was frozen when the round opened
        return []
    return [one for one in step.parties if look.body(f"person:{one}") is None]


def _withdrawers(look: Look, ref: str) -> list[str]:
    """Return who may withdraw a record from where it stands, which is not held up by units or approvals."""
    record = look.record(ref)
    workflow = None if record is None or "workflow" not in record.data else look.workflow(record.data)
    triggers = () if workflow is None else workflow.triggers
    trigger = next((one for one in triggers if one.name == WITHDRAW and one.stopping), None)
    if record is None or trigger is None or record.data["state"] not in trigger.departures:
        return []
    return [] if trigger.permission is None else people_with(look, trigger.permission)
