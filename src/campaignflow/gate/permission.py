"""Who may act: known people, the roles that carry permissions, the units that lead (rules 21, 24, 25, 43).

Everything is judged from the office's own records, so that no directory can hold up a stopping act.
What each role carries is data (`campaignflow.data`, policies).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from campaignflow.gate.look import Look
from campaignflow.types import Actor
from campaignflow.workflow.policy import holders, permissions

__all__ = [
    "ADMINISTRATOR",
    "FOUNDER",
    "GOVERN",
    "OVERRIDE",
    "admit",
    "allow",
    "belongs",
    "has_administrator",
    "may",
    "people_with",
]

GOVERN, OVERRIDE = "govern", "override"
"""Permissions to change who may do what, and to let a step pass without its people."""
ADMINISTRATOR = "administrator"
"""The role of whoever governs."""
FOUNDER = "founder"
"""Where the office says who founded it: he governs while nobody else does."""
_MAY_NOT = {
    "plan": "may-not-plan",
    "submit": "may-not-submit",
    "operate": "may-not-operate",
    "stop": "may-not-stop",
    "complete": "may-not-complete",
    "open": "may-not-open",
    "govern": "may-not-govern",
    "override": "may-not-override",
    "invite_outside": "may-not-invite",
    "hand_out": "may-not-hand-out",
    "redact": "may-not-redact",
    "migrate": "may-not-migrate",
    "recalculate": "may-not-recalculate",
}
"""What is said where a permission is missing."""
RESERVED_ACTORS = ("system", "plugin", "outside", "timer")


def admit(look: Look, actor: Actor) -> Mapping[str, Any] | None:
    """Return what is planned of the acting person; a stranger is refused, and a reserved id (rule 24)."""
    for one in (actor.id, actor.person, actor.on_behalf_of):
        if one is not None and one.partition(":")[0] in RESERVED_ACTORS and ":" in one:
            look.refuse("actor-reserved", kind="permission", actor=one)
            return None
        if one is not None and _plan(look, one) is None:
            known = look.body(f"person:{one}") is not None
            code, near = ("actor-retired", []) if known else ("actor-unknown", look.near_people(one))
            look.refuse(code, kind="permission", actor=one, near=near)
            return None
    return _plan(look, actor.id)


def _plan(look: Look, person: str) -> Mapping[str, Any] | None:
    body = look.body(f"person:{person}")
    if body is None or body["state"] != "active":
        return None
    plan: Mapping[str, Any] = body["plan"]
    return plan


def may(look: Look, actor: Actor, permission: str) -> str:
    """Return as what an actor holds a permission: a role, `founder` or `system`; empty if not at all."""
    if actor.id.startswith("system:"):
        return "system"
    plan = _plan(look, actor.id) or {}
    for role in plan.get("roles", ()):
        if permission in permissions((role,)):
            return str(role)
    if look.office.get(FOUNDER) == actor.id and permission in permissions((ADMINISTRATOR,)):
        return "" if has_administrator(look) else FOUNDER
    return ""


def has_administrator(look: Look) -> bool:
    """Whether somebody else than the founder governs; until then it is he (rule 25)."""
    return any(
        body["state"] == "active" and ADMINISTRATOR in body["plan"].get("roles", ())
        for body in look.named("person").values()
    )


def allow(
    look: Look, actor: Actor, permission: str, ref: str = "", *, of: Iterable[str] | None = None
) -> str:
    """Return as what an actor may act; refuse, naming who could, where he may not.

    With `of`, the permission counts only for people of these parties and of the coordinating unit
    (rule 43): for submitting and running a campaign.
    """
    capacity = may(look, actor, permission)
    look.capacity = look.capacity or capacity
    if not capacity:
        clears = people_with(look, permission)
        look.refuse(
            _MAY_NOT[permission],
            ref=ref,
            kind="permission",
            clears=clears,
            actor=actor.id,
            who=clears or list(holders(permission)),
        )
        return ""
    if of is not None and capacity not in {"system", FOUNDER} and not belongs(look, actor, of):
        units = list(of)
        clears = [one for one in people_with(look, permission) if belongs(look, Actor(one), units)]
        look.refuse(
            "not-your-unit",
            ref=ref,
            kind="permission",
            clears=clears,
            actor=actor.id,
            units=units,
            who=clears or units,
        )
    return capacity


def belongs(look: Look, actor: Actor, parties: Iterable[str]) -> bool:
    """Whether an actor is one of some parties, belongs to one, or to a unit that coordinates."""
    parties = set(parties)
    if actor.id in parties:
        return True
    unit = (_plan(look, actor.id) or {}).get("unit")
    while unit is not None:
        body = look.body(f"unit:{unit}")
        if unit in parties or (body or {}).get("plan", {}).get("coordinator"):
            return True
        unit = None if body is None else body["plan"].get("part_of")
    return False


def people_with(look: Look, permission: str) -> list[str]:
    """Return the ids of people who hold a permission."""
    people = look.named("person")
    found = [
        name
        for name, body in people.items()
        if body["state"] == "active" and permission in permissions(body["plan"].get("roles", ()))
    ]
    founder = str(look.office.get(FOUNDER, ""))
    is_there = people.get(founder, {}).get("state") == "active"
    if not found and is_there and permission in permissions((ADMINISTRATOR,)):
        found = [founder]
    return found
