"""Deciding: verdicts on steps, taking them back, letting a step pass without its people (rules 35-49).

Who may is judged in `campaignflow.gate.approvers`; how a step stands, in `campaignflow.workflow.standing`.
Conditions are in `conditions`, mandates in `mandates`, tokens in `tokens`.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from campaignflow.actions.asked import Asked, asked_of
from campaignflow.actions.conditions import imposed, ratified
from campaignflow.actions.outcomes import passed, what_follows
from campaignflow.canonical import Body, enter
from campaignflow.errors import InvalidValue
from campaignflow.gate.approvers import acting
from campaignflow.gate.cases import case
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.enough import refuse_stranding
from campaignflow.gate.look import Look
from campaignflow.gate.permission import OVERRIDE, allow
from campaignflow.gate.rounds import matter_of
from campaignflow.labels import Word, word
from campaignflow.types import meant
from campaignflow.workflow.decisions import Decision, Token
from campaignflow.workflow.steps import NEGATIVE, POSITIVE, VERDICTS

__all__ = ["decide", "override", "resubmit", "take_back", "verdict_of"]


def decide(look: Look, command: Command, now: datetime) -> list[Proposal]:
    """Give a verdict on a step (rule 38); the last one needed fires what it was asked for (rule 44)."""
    asked = asked_of(look, command)
    if asked is None:
        return []
    verdict = verdict_of(str(command.arguments["verdict"]))
    decision = _decision(look, command, asked, verdict, now)
    if decision is None or look.reasons:
        return []
    conditions = imposed(look, command, asked, decision)
    details = {"decision": decision.data, **({"imposed": conditions} if conditions else {})}
    own = Proposal(asked.found.ref.record, "decided", None, command.reason, command.note, is_event=True)
    own.details.update({**asked.matter.details, **details})
    after = asked.matter.after(details)
    if decision.verdict in POSITIVE and after.standing is not None:
        before = asked.matter.approvers, asked.standing
        refuse_stranding(
            look, own.ref, asked.step, decision.principal, before, (after.approvers, after.standing)
        )
        if look.reasons:
            return []
    return [own, *what_follows(look, command, asked.found, after, asked.step, decision)]


def verdict_of(text: str) -> str:
    """Return the verdict that a text names.

    Raises:
        InvalidValue: there is no such verdict.
    """
    if text not in VERDICTS:
        near = meant(text, {one: word(one, "zh") for one in VERDICTS})
        raise InvalidValue("verdict-unknown", text=text, known=[Word(one) for one in VERDICTS], near=near)
    return text


def _decision(look: Look, command: Command, asked: Asked, verdict: str, now: datetime) -> Decision | None:
    """Return the decision as it is kept, or None with every reason against it."""
    matter, standing, step = asked.matter, asked.standing, asked.step
    ref = asked.found.ref.record
    token = _token(look, command, asked)
    actor = acting(command.actor) if token is None else token.person
    principal = command.actor.on_behalf_of or actor
    approvers = matter.approvers
    if verdict != "comment":
        _decidable(look, asked, verdict, step.sayable(by_token=token is not None))
        seen = command.arguments.get("seen")
        matter.check_seen(step, seen)
        if seen is None and step.must_see and token is None:  # a token holds for what it showed, anyway
            look.refuse("must-say-what-was-seen", ref=ref, kind="steps", step=step.title)
    barred = standing.barred(step)
    bars = list(approvers.bars(step, principal, barred, by_token=token is not None))
    way = None
    if principal != actor:
        way = approvers.chain(actor, principal, step)
        bars += approvers.bars_for_another(step, actor, principal, way, barred)
        if way is None:
            look.refuse("no-mandate", ref=ref, kind="permission", actor=actor, principal=principal)
        own = [
            one
            for one in standing.round.last_words(step.id)
            if one.principal == approvers.identity(principal)
        ]
        # an objection stands whatever changed, and nobody else takes it back (rule 36)
        stand = [one for one in own if one.verdict in NEGATIVE or standing.stands(one, step)]
        if any(one.actor == one.principal for one in stand):
            look.refuse("principal-has-spoken", ref=ref, kind="steps", principal=principal)
    human, speaks_for = approvers.identity(actor), approvers.identity(principal)
    seated = [one for one in standing.positives(step) if one.actor == human and one.principal != speaks_for]
    if verdict in POSITIVE and seated:
        look.refuse(
            "sits-already",
            ref=ref,
            kind="steps",
            person=actor,
            step=step.title,
            principal=seated[0].principal,
        )
    for bar in bars if verdict != "comment" else ():
        look.refuse(bar.code, ref=ref, kind="permission", **bar.facts)
    groups = approvers.groups(step, principal)
    if look.reasons:
        return None
    number = sum(one.id.startswith(f"{standing.round.n}.") for one in standing.round.decisions) + 1
    return Decision(
        id=f"{standing.round.n}.{number}",
        step=step.id,
        verdict=verdict,
        actor=approvers.identity(actor),
        principal=approvers.identity(principal),
        version=matter.version,
        at=now.isoformat(),
        chain=() if way is None else tuple(map(approvers.identity, way.people)),
        mandate="" if way is None else way.mandates[0],
        groups=tuple(groups),
        basis=next(iter(groups.values()), ""),
        leaves=dict(matter.content.covered(step)),
        seen=token is not None or command.arguments.get("seen") is not None,
        token="" if token is None else token.id,
        fills=_filled(look, command, asked, verdict),
    )


def _filled(look: Look, command: Command, asked: Asked, verdict: str) -> dict[str, str]:
    """Return what is filled in with an approval; refused is what its step does not ask for (A23)."""
    given = command.arguments.get("fills") or {}
    known = asked.step.fills if verdict in POSITIVE else ()
    wrong = sorted(set(given) - set(known))
    if wrong:
        ref = asked.found.ref.record
        look.refuse(
            "fills-not-asked",
            ref=ref,
            kind="steps",
            step=asked.step.title,
            fields=wrong,
            known=known or ["—"],
        )
    return {str(name): enter(str(value)).strip() for name, value in given.items()}


def _token(look: Look, command: Command, asked: Asked) -> Token | None:
    """Return the token a decision comes by; one that is no good any more is refused, whatever the cause."""
    mark = command.arguments.get("token")
    if mark is None:
        return None
    found = next((one for one in asked.matter.approvals.tokens.values() if one.hash == mark), None)
    if found is None or found.step != asked.step.id or not asked.matter.takes(found):
        look.refuse("token-no-good", kind="permission")
        return None
    return found


def _decidable(look: Look, asked: Asked, verdict: str, sayable: Collection[str]) -> None:
    """Refuse for what keeps everybody from deciding a step now."""
    standing, step, ref = asked.standing, asked.step, asked.found.ref.record
    if not standing.round.is_open:
        look.refuse("round-over", ref=ref, kind="steps", step=step.title)
        return
    if step.id not in standing.round.applies and not standing.negatives(step.id):
        look.refuse("step-not-asked", ref=ref, kind="steps", step=step.title)
    elif not standing.is_open(step.id):
        before = [standing.round.steps[one].title for one in step.after if one in standing.round.steps]
        look.refuse("step-not-its-turn", ref=ref, kind="steps", step=step.title, before=before)
    if verdict not in sayable:
        known = [Word(one) for one in sayable]
        look.refuse(
            "verdict-not-allowed", ref=ref, kind="steps", step=step.title, verdict=Word(verdict), known=known
        )


def take_back(look: Look, command: Command, now: datetime) -> list[Proposal]:
    """Take a verdict back: before its trigger by whoever gave it, afterwards as a revocation (rule 47)."""
    asked = asked_of(look, command)
    if asked is None:
        return []
    ref, step, standing = asked.found.ref.record, asked.step, asked.standing
    approvers = asked.matter.approvers
    actor = acting(command.actor)
    human = approvers.identity(actor)
    principal = approvers.identity(command.actor.on_behalf_of or actor)
    said = [one for one in standing.round.last_words(step.id) if principal == one.principal]
    if not said or human not in {said[-1].principal, said[-1].actor}:
        look.refuse("nothing-to-take-back", ref=ref, kind="steps", person=actor, step=step.title)
        return []
    if human != principal:  # while he acts for him, and as long as he might
        other = str(command.actor.on_behalf_of)
        way = approvers.chain(actor, other, step)
        if way is None:
            look.refuse("no-mandate", ref=ref, kind="permission", actor=actor, principal=other)
        for bar in approvers.bars_for_another(step, actor, other, way):
            look.refuse(bar.code, ref=ref, kind="permission", **bar.facts)
    revoked = asked.matter.has_taken_effect(said[-1])
    if revoked and not command.reason:
        look.refuse("reason-missing", ref=ref)
    number = sum(one.id.startswith(f"{standing.round.n}.") for one in standing.round.decisions) + 1
    one = Decision(
        id=f"{standing.round.n}.{number}",
        step=step.id,
        verdict="withdraw",
        actor=human,
        principal=said[-1].principal,
        version=asked.matter.version,
        at=now.isoformat(),
    )
    details = {"decision": one.data, "of": said[-1].id, **({"revoked": True} if revoked else {})}
    verb = "revoked" if revoked else "took_back"
    own = Proposal(ref, verb, None, command.reason, command.note, is_event=True)
    own.details.update({**asked.matter.details, "taken_back": details})
    left = asked.matter.after({"taken_back": details}).standing
    if left is not None and left.round.is_open and left.passes():  # it was an objection
        trigger = look.workflow(asked.found.body).trigger(left.round.trigger)
        look.report("round-passes", ref=ref, trigger=trigger.named)
    return [own]


def override(look: Look, command: Command, now: datetime) -> list[Proposal]:
    """Let a step pass without its people; bound to the content as it is, and visible for ever (rule 49)."""
    asked = asked_of(look, command)
    if asked is None:
        return []
    ref, step, matter = asked.found.ref.record, asked.step, asked.matter
    allow(look, command.actor, OVERRIDE, ref)
    if not asked.standing.round.is_open:
        look.refuse("round-over", ref=ref, kind="steps", step=step.title)
    if not command.reason:
        look.refuse("reason-missing", ref=ref)
    if not step.overridable:
        look.refuse("step-not-overridable", ref=ref, kind="steps", step=step.title)
    if step.id not in asked.standing.round.applies and not asked.standing.negatives(step.id):
        look.refuse("step-not-asked", ref=ref, kind="steps", step=step.title)
    actor = acting(command.actor)
    for one in dict.fromkeys((actor, command.actor.on_behalf_of or actor)):
        if matter.approvers.identity(one) in matter.approvers.authors(step):
            look.refuse("author-overrides", ref=ref, kind="permission", person=one, step=step.title)
    ratification = ratified(look, command, asked)
    if look.reasons:
        return []
    said: Body = {
        "step": step.id,
        "actor": matter.approvers.identity(actor),
        "version": matter.version,
        "at": now.isoformat(),
        "leaves": dict(matter.content.covered(step)),
    }
    details: Mapping[str, Any] = {"override": said, **ratification}
    own = Proposal(ref, "overridden", None, command.reason, command.note, is_event=True)
    own.details.update({**matter.details, **details})
    return [own, *passed(look, command, asked.found, matter.after(details))]


def resubmit(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Ask again for what has changed since it was approved; what stands is carried over (rule 46)."""
    found = case(look, command.ref)
    ref = found.ref.record
    if found.workflow is None:
        look.refuse("no-lifecycle", ref=ref, kind="order")
        return []
    plan = found.body["plan"]
    leading = [*plan.get("lead", ()), *([plan["unit"]] if "unit" in plan else ())]
    allow(look, command.actor, "submit", ref, of=leading or None)
    again = next((one for one in found.workflow.triggers if one.by_rule and one.gated), None)
    if again is None or found.state not in again.sources:
        look.refuse(
            "not-to-resubmit", ref=ref, kind="order", state=look.workflow(found.body).state(found.state).named
        )
        return []
    matter = matter_of(look, found.ref, found.record, found.body, found.record.body_version)
    standing = matter.standing
    if standing is not None and standing.round.is_open:
        look.refuse(
            "round-under-way",
            ref=ref,
            kind="steps",
            trigger=found.workflow.trigger(standing.round.trigger).named,
        )
        return []
    if standing is None or standing.passes():
        look.refuse("nothing-to-resubmit", ref=ref, kind="steps")
        return []
    opened = matter.opened(again.name, command.note or command.reason, triggers=standing.round.triggers)
    if look.reasons:
        return []
    own = Proposal(ref, "resubmitted", None, command.reason, command.note, is_event=True)
    own.details.update(opened.details)
    return [own, *passed(look, command, found, opened)]
