"""Mandates: deciding for somebody else for a time, given by himself or by whoever governs (rule 50).

By which mandates somebody speaks for another is judged in `campaignflow.gate.approvers`.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from campaignflow.canonical import Body, at, put
from campaignflow.dates.span import DAY
from campaignflow.errors import InvalidValue
from campaignflow.gate.approvers import DEEPEST, acting, identity
from campaignflow.gate.cases import case
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.look import Look
from campaignflow.gate.permission import GOVERN, allow, may
from campaignflow.gate.rounds import matter_of
from campaignflow.workflow.decisions import Decision

__all__ = ["DEEPEST", "MANDATES", "annul", "end_mandate", "give_mandate", "moment_of"]

MANDATES = "mandates"
"""Where they stand in a person's body, and the guard that keeps rings out (rule 15)."""


def give_mandate(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Let somebody decide for another, from one day to another, the last one included."""
    said = command.arguments
    ref = look.ref(command.ref).record
    record = look.record(ref)
    principal = ref.partition(":")[2]
    _by_himself_or_governor(look, command, principal)
    to, depth = str(said["to"]), int(said.get("depth", 1))
    people = look.named("person")
    found = people.get(to)
    if record is None or record.kind != "person" or found is None or found["state"] != "active":
        look.refuse("mandate-for-nobody", ref=ref, kind="permission", person=to, near=_near(look, to))
        return []
    if found["plan"].get("outside") or found["plan"].get("shared"):
        look.refuse("mandate-for-no-one-person", ref=ref, kind="permission", person=to)
    if identity(people, to) == identity(people, principal):
        look.refuse("mandate-to-himself", ref=ref, kind="permission", person=to)
    if not 1 <= depth <= DEEPEST:
        raise InvalidValue("mandate-depth", text=str(depth), limit=DEEPEST)
    zone = look.zone
    begins = moment_of(str(said["from"]), zone)
    ends = moment_of(str(said["until"]), zone, after=True)
    if ends <= begins:
        look.refuse("mandate-ends-before", ref=ref, begins=begins, ends=ends)
    look.guard(MANDATES)
    look.raises.add(MANDATES)
    mandate: Body = {
        "to": to,
        "from_at": begins.isoformat(),
        "until_at": ends.isoformat(),
        "by": acting(command.actor),
    }
    if depth > 1:
        mandate["depth"] = depth
    if said.get("scope"):
        mandate["scope"] = sorted(map(str, said["scope"]))
    if _closes_ring(people, identity(people, principal), to, (begins, ends)):
        look.refuse("mandate-ring", ref=ref, kind="permission", person=to, principal=principal)
    if look.reasons:
        return []
    taken = record.data.get(MANDATES, {})
    name = f"m{len(taken) + 1}"
    after = put(record.data, (MANDATES, name), mandate)
    return [Proposal(ref, "mandated", after, command.reason, command.note, {"mandate": name})]


def end_mandate(look: Look, command: Command, now: datetime) -> list[Proposal]:
    """End a mandate at once; what was decided under it stays (rule 38)."""
    ref = look.ref(command.ref).record
    record = look.record(ref)
    _by_himself_or_governor(look, command, ref.partition(":")[2])
    name = str(command.arguments["mandate"])
    known = {} if record is None else record.data.get(MANDATES, {})
    if record is None or name not in known or "ended" in known[name]:
        raise InvalidValue("mandate-unknown", ref=ref, mandate=name, known=sorted(known) or ["—"])
    look.guard(MANDATES)
    look.raises.add(MANDATES)
    after = put(record.data, (MANDATES, name, "ended"), now.isoformat())
    return [Proposal(ref, "mandate_ended", after, command.reason, command.note, {"mandate": name})]


def annul(look: Look, command: Command, now: datetime) -> list[Proposal]:
    """Void a decision that was given under a mandate which should not have been (rule 47).

    It no longer counts, and what it had cleared is cleared no more; nothing that followed is undone.
    """
    found = case(look, command.ref)
    ref = found.ref.record
    allow(look, command.actor, GOVERN, ref)
    if not command.reason:
        look.refuse("reason-missing", ref=ref)
    matter = matter_of(look, found.ref, found.record, found.body, found.record.body_version)
    standing = matter.standing
    said = [] if standing is None else [one for one in standing.round.decisions if one.mandate]
    name = str(command.arguments["decision"])
    decision = next((one for one in said if one.id == name), None)
    if standing is None or decision is None:
        raise InvalidValue(
            "nothing-to-annul",
            ref=ref,
            decision=name,
            known=[f"{one.id} {one.step} {one.actor}" for one in said] or ["—"],
        )
    if decision not in standing.round.last_words(decision.step):
        look.refuse("said-anew-since", ref=ref, kind="steps", decision=name, principal=decision.principal)
        return []
    step, actor = standing.round.steps[decision.step], acting(command.actor)
    # who wrote it could otherwise rid himself of an objection
    if matter.approvers.identity(actor) in matter.approvers.authors(step):
        look.refuse("author-annuls", ref=ref, kind="permission", person=actor, step=step.title)
    if look.reasons:
        return []
    number = sum(one.id.startswith(f"{standing.round.n}.") for one in standing.round.decisions) + 1
    void = Decision(
        id=f"{standing.round.n}.{number}",
        step=decision.step,
        verdict="withdraw",
        actor=matter.approvers.identity(actor),
        principal=decision.principal,
        version=matter.version,
        at=now.isoformat(),
    )
    details: Body = {"decision": void.data, "of": decision.id, "annulled": True}
    if matter.has_taken_effect(decision):
        details["revoked"] = True
    own = Proposal(ref, "annulled", None, command.reason, command.note, is_event=True)
    own.details.update({**matter.details, "taken_back": details})
    return [own]


def _near(look: Look, person: str) -> list[str]:
    """Return who was probably meant; nobody where the id is that of somebody."""
    return [] if look.body(f"person:{person}") is not None else look.near_people(person)


def _by_himself_or_governor(look: Look, command: Command, principal: str) -> None:
    if acting(command.actor) == principal:
        look.capacity = look.capacity or may(look, command.actor, GOVERN) or "principal"
        return
    allow(look, command.actor, GOVERN, command.ref)


def moment_of(text: str, zone: ZoneInfo, *, after: bool = False) -> datetime:
    """Return a moment in UTC; a day is its beginning, with `after` its end.

    Raises:
        InvalidValue: it is neither.
    """
    try:
        if len(text) > DAY:
            moment = datetime.fromisoformat(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
        day = date.fromisoformat(text) + timedelta(days=int(after))
    except (ValueError, OverflowError):
        raise InvalidValue("moment-unreadable", text=text) from None
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _closes_ring(
    people: Mapping[str, Mapping[str, Any]], principal: str, to: str, span: tuple[datetime, datetime]
) -> bool:
    """Whether by way of others a mandate leads back to who gives it, while all on the way hold."""
    for name, body in people.items():
        if identity(people, name) != identity(people, to):
            continue
        for one in (at(body, (MANDATES,)) or {}).values():
            shared = _shared(one, span)
            if shared is None:
                continue
            if identity(people, str(one["to"])) == principal or _closes_ring(
                people, principal, str(one["to"]), shared
            ):
                return True
    return False


def _shared(one: Mapping[str, Any], span: tuple[datetime, datetime]) -> tuple[datetime, datetime] | None:
    """Return the time in which a mandate holds within a span; None if in none of it."""
    if "ended" in one:
        return None
    begins = max(span[0], datetime.fromisoformat(one["from_at"]))
    ends = min(span[1], datetime.fromisoformat(one["until_at"]))
    return (begins, ends) if begins < ends else None
