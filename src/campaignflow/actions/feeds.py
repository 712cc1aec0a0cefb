"""Feed addresses: who may read which calendar at an address that cannot be guessed, until it is revoked.

Whoever has the address can read the calendar, so its token is handed over once and kept nowhere; the record
knows its hash, and not even that once it is revoked.  What an address is for now, `campaignflow.views.feeds`
says; who answers at it, `campaignflow.export.feed`.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaignflow.canonical import Body, put
from campaignflow.errors import InvalidValue
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.look import RETIRED, Look
from campaignflow.gate.permission import allow
from campaignflow.labels import Word
from campaignflow.types import Ref, Visibility, checked_id, meant
from campaignflow.views.agenda import live_programme
from campaignflow.views.feeds import AHEAD, BACK, LONGEST, PARTIES, REVOKED, is_outside

__all__ = ["add_feed", "feed_hash", "new_token", "revoke_feed"]

HAND_OUT = "hand_out"
LONGEST_WINDOW = 3660
"""Days back, and days ahead, that a feed may show: ten years."""


def new_token() -> str:
    """Return a token of 256 bits that can stand in an address."""
    return secrets.token_urlsafe(32)


def feed_hash(office: str, token: str) -> str:
    """Return what is kept of a token; the same text is another one in another office (C9)."""
    return hashlib.sha256(f"cf-feed/1\0{office}\0{token}".encode("utf-8", "replace")).hexdigest()


def add_feed(look: Look, command: Command, _now: datetime, *, mark: str) -> list[Proposal]:
    """Make an address; one of this id that was revoked gets a new token, of which `mark` is the hash."""
    allow(look, command.actor, HAND_OUT)
    said = command.arguments
    id_ = checked_id(str(said["id"]))
    ref = str(Ref("feed", None, id_))
    before = look.body(ref)
    if before is not None and before["state"] != REVOKED:
        look.refuse("record-id-taken", ref=ref, id=id_)
    programme = live_programme(look, said.get("programme"))
    plan: Body = {"programme": programme.id, "hash": mark}
    for name, kind in PARTIES.items():
        if said.get(name):
            plan[name] = _known(look, kind, str(said[name]))
    if said.get("campaign"):
        plan["campaign"] = _campaign(look, programme.id, str(said["campaign"]))
    plan |= _audience(look, ref, said, plan)
    plan["back"] = _days(said.get("back", BACK))
    plan["ahead"] = _days(said.get("ahead", AHEAD))
    plan["longest"] = _days(said.get("longest", LONGEST))
    body = {"state": "active", "plan": plan}
    return [] if look.reasons else [Proposal(ref, "feed_added", body, command.reason, command.note)]


def revoke_feed(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Close an address for good; whoever asks there is told that there is nothing."""
    look.is_stopping = True
    ref = look.ref(command.ref).record
    allow(look, command.actor, HAND_OUT, ref)
    body = look.body(ref)
    if not command.reason:
        look.refuse("reason-missing", ref=ref)
    if body is None or look.reasons:
        return []
    closed = put(put(body, ("plan", "hash"), None), ("state",), REVOKED)
    return [Proposal(ref, "feed_revoked", closed, command.reason, command.note)]


def _known(look: Look, kind: str, id_: str) -> str:
    there = {name: body for name, body in look.named(kind).items() if body["state"] != RETIRED}
    if id_ not in there:
        called = {name: str(body["plan"].get("name", "")) for name, body in there.items()}
        raise InvalidValue("unknown-id", id=id_, kind=Word(kind), near=meant(id_, called)[:1])
    return id_


def _campaign(look: Look, programme: str, text: str) -> str:
    """Return the full ref of a campaign of the programme, by which it is found if it is renamed."""
    full = str(Ref("campaign", programme, text))
    return full if look.record(full) is not None else look.ref(text).record


def _audience(look: Look, ref: str, said: Mapping[str, Any], plan: Body) -> Body:
    """Return who is going to read it, where that was said; nobody outside reads what is the office's."""
    audience = said.get("audience")
    if audience is None:
        return {}
    if audience not in list(Visibility):
        raise InvalidValue("not-one-of", text=str(audience), expected=[one.value for one in Visibility])
    outside = is_outside(look, plan)
    if audience == Visibility.INTERNAL and outside:
        look.refuse("feed-outside-internal", ref=ref, kind="permission", party=outside)
    return {"audience": str(audience)}


def _days(said: Any) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said <= LONGEST_WINDOW:
        raise InvalidValue("feed-days", text=str(said), limit=LONGEST_WINDOW)
    return said
