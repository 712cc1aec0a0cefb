"""Asking somebody outside the office: a token, used once, bound to what was shown (rule 51).

Whoever holds it decides, so it is handed over by the host and kept nowhere; the record knows its hash.
Whether one is good still, `campaignflow.gate.rounds` says.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from campaignflow.actions.asked import Asked, asked_of
from campaignflow.actions.mandates import moment_of
from campaignflow.canonical import Body
from campaignflow.gate.approvers import acting
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.look import Look
from campaignflow.gate.permission import allow

__all__ = ["VALID_FOR", "hashed", "invite", "new_secret"]

VALID_FOR = timedelta(days=14)
INVITE = "invite_outside"


def new_secret() -> str:
    """Return a secret of 256 bits, as text for a link."""
    return secrets.token_hex(32)


def hashed(office: str, secret: str) -> str:
    """Return what is kept of a secret; the same text is another one in another office (C9)."""
    return hashlib.sha256(f"cf-token/1\0{office}\0{secret}".encode("utf-8", "replace")).hexdigest()


def invite(look: Look, command: Command, now: datetime) -> list[Proposal]:
    """Ask a person outside for a verdict on a step; an older token of his for it dies."""
    asked = asked_of(look, command)
    if asked is None:
        return []
    ref, step, matter = asked.found.ref.record, asked.step, asked.matter
    person = str(command.arguments["person"])
    _permitted(look, command, asked, person)
    until = command.arguments.get("until")
    ends = now + VALID_FOR if until is None else moment_of(str(until), look.zone, after=True)
    if ends <= now:
        look.refuse("token-ends-before", ref=ref, ends=ends)
    if look.reasons:
        return []
    number = asked.found.record.version + 1
    while f"t{number}" in matter.approvals.tokens:  # of a record that was renamed versions count anew
        number += 1
    token: Body = {
        "id": f"t{number}",
        "hash": str(command.arguments["hash"]),
        "step": step.id,
        "person": person,
        "round": asked.standing.round.n,
        "until": ends.isoformat(),
        "leaves": dict(matter.content.covered(step)),
    }
    own = Proposal(ref, "invited_outside", None, command.reason, command.note, is_event=True)
    said: Mapping[str, Any] = {**matter.details, "minted": token}
    own.details.update(said)
    return [own]


def _permitted(look: Look, command: Command, asked: Asked, person: str) -> None:
    """Refuse for whoever may not ask, for whoever may not be asked, and where nothing is to be asked."""
    ref, step, standing = asked.found.ref.record, asked.step, asked.standing
    approvers = asked.matter.approvers
    allow(look, command.actor, INVITE, ref)
    for one in dict.fromkeys((acting(command.actor), command.actor.on_behalf_of or acting(command.actor))):
        if approvers.identity(one) in approvers.authors(step):
            look.refuse("author-invites", ref=ref, kind="permission", person=one, step=step.title)
    if not approvers.said(person).get("outside"):
        near = [] if approvers.said(person) else look.near_people(person)
        look.refuse("invite-outside-only", ref=ref, kind="permission", person=person, near=near)
    if not standing.round.is_open:
        look.refuse("round-over", ref=ref, kind="steps", step=step.title)
    elif step.id not in standing.round.applies:
        look.refuse("step-not-asked", ref=ref, kind="steps", step=step.title)
    elif not standing.is_open(step.id):
        before = [standing.round.steps[one].title for one in step.after if one in standing.round.steps]
        look.refuse("step-not-its-turn", ref=ref, kind="steps", step=step.title, before=before)
    if not step.bearers:
        look.refuse("step-takes-no-token", ref=ref, kind="steps", step=step.title)
    for bar in approvers.bars(step, person, standing.barred(step), by_token=True):
        look.refuse(bar.code, ref=ref, kind="permission", **bar.facts)
