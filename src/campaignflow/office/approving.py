"""The verbs about approvals: deciding, taking back, overriding, conditions, mandates, people outside.

What they do stands in `campaignflow.actions`; what waits for whom is asked in `campaignflow.office.readings`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from campaignflow.actions import approvals, conditions, determining, disowning, mandates, tokens
from campaignflow.errors import InvalidValue
from campaignflow.gate.change import Change
from campaignflow.gate.command import Command
from campaignflow.gate.refusal import Conflict, Reason, Refused
from campaignflow.gate.waiting import DECIDE
from campaignflow.labels import Word
from campaignflow.office.doing import Doing, Who
from campaignflow.office.readings import Readings
from campaignflow.types import Actor, Ref
from campaignflow.views.inbox import InboxItem

__all__ = ["Approving"]

_NO_GOOD = Reason("token-no-good", kind="permission")
_OF_THE_VERDICT = frozenset(
    {
        *("verdict-not-allowed", "conditions-and-verdict", "conditions-missing", "condition-incomplete"),
    }
)
"""Reasons against what the holder of a token says, not against his saying it."""


class Approving(Doing, Readings):
    """What people do about approvals."""

    def decide(  # noqa: PLR0913  # each is a choice people make by name
        self,
        ref: "str | Ref",
        step: str,
        verdict: str,
        *,
        actor: Who,
        seen: str | None = None,
        for_: str = "",
        conditions: Iterable[Mapping[str, Any]] = (),
        fills: Mapping[str, str] | None = None,
        **said: Any,
    ) -> Change:
        """Give a verdict on a step of a round (rules 35, 38): `approve`, `request_changes`, `refuse` ...

        Whoever wrote what the step covers can only `comment`.  The last verdict that is needed lets the
        trigger pass in the same act.

        Args:
            ref: The record.
            step: Id of the step, or its title.
            verdict: `approve`, `approve_with_conditions`, `request_changes`, `refuse`, `abstain`, `comment`.
            actor: Who decides.
            for_: For whom, by a mandate; else for oneself.
            seen: What was shown, as `inbox` and `why` hand it out: refused if it has changed since.
            conditions: With `approve_with_conditions`: `text`, `owner`, `blocks` (a later trigger, by default
                the next gated one), `due`, `expects` (facets that meeting it will change).
            fills: What is filled in with an approval, by the names that the step declares (`fills`): a fund
                code, an approved amount.  It is content of the steps that come after, and nobody's writing.
            said: `note=`, `key=`, `reason=`.
        """
        arguments = {
            "step": step,
            "verdict": verdict.replace("-", "_"),
            "seen": seen,
            "conditions": [dict(one) for one in conditions],
            "fills": dict(fills) if fills else None,
        }
        who = replace(Actor.read(actor), on_behalf_of=for_) if for_ else actor
        return self._do(approvals.decide, "decide", ref, actor=who, arguments=arguments, **said)

    def take_back(self, ref: "str | Ref", step: str, *, actor: Who, **said: Any) -> Change:
        """Take one's verdict back; once its trigger was fired it is a revocation, with a reason (rule 47)."""
        return self._do(approvals.take_back, "take_back", ref, actor=actor, arguments={"step": step}, **said)

    def disown(self, ref: "str | Ref", *, actor: Who, **said: Any) -> Change:
        """Say that one did not write what others say one wrote with them, so that one may decide (rule 39).

        Their claim stays on record, and so does this.  Where nobody said so it is refused.
        """
        return self._do(disowning.disown, "disown", ref, actor=actor, **said)

    def override(
        self,
        ref: "str | Ref",
        step: str,
        *,
        actor: Who,
        reason: str,
        ratify_by: str = "",
        within: str = "",
        **said: Any,
    ) -> Change:
        """Let a step pass without its people, for everybody to see (rule 49).

        `ratify_by` names who is to ratify it, `within` which time: a condition on the next gated trigger.
        """
        arguments = {"step": step, "ratify_by": ratify_by, "within": within}
        return self._do(
            approvals.override, "override", ref, actor=actor, arguments=arguments, reason=reason, **said
        )

    def answer(self, token: str, verdict: str, *, note: str = "", **said: Any) -> Change:
        """Decide by a token, as somebody outside the office; it is used up by that (rule 51).

        Raises:
            Refused: the token is not valid, or no longer; which, is not said.
        """
        mark = tokens.hashed(self._store.office, token)
        shown = self.peek(token)
        if shown is None:
            raise Refused([_NO_GOOD])
        arguments = {"step": shown.step, "verdict": verdict.replace("-", "_"), "token": mark}
        who = Actor(f"outside:{shown.person}")
        command = Command(
            "decide", shown.ref, who, arguments, note=note, is_own=True, capacity="bearer", **said
        )
        try:
            return self._way.act(command, approvals.decide)
        except Refused as refused:
            # how he says it is his to mend; whatever else is wrong, is told to nobody who has but a token
            own = [one for one in refused.reasons if one.code in _OF_THE_VERDICT]
            raise Refused(own or [_NO_GOOD]) from None

    def invite(
        self, ref: "str | Ref", step: str, person: str, *, actor: Who, until: str | None = None, **said: Any
    ) -> tuple[str, Change]:
        """Ask somebody outside for a verdict; returns the token, which is shown this once, and the change."""
        secret = tokens.new_secret()
        mark = tokens.hashed(self._store.office, secret)
        arguments = {"step": step, "person": person, "hash": mark, "until": until}
        return secret, self._do(tokens.invite, "invite", ref, actor=actor, arguments=arguments, **said)

    def give_mandate(  # noqa: PLR0913  # each is a choice people make by name
        self,
        person: str,
        to: str,
        *,
        actor: Who,
        from_: "str | date",
        until: "str | date",
        scope: Iterable[str] = (),
        depth: int = 1,
        **said: Any,
    ) -> Change:
        """Let `to` decide for `person` from one day to another, included, on some steps or all (rule 50)."""
        arguments = {"to": to, "from": from_, "until": until, "scope": list(scope), "depth": depth}
        ref = person if ":" in person else f"person:{person}"
        return self._do(mandates.give_mandate, "give_mandate", ref, actor=actor, arguments=arguments, **said)

    def end_mandate(self, person: str, mandate: str, *, actor: Who, **said: Any) -> Change:
        """End a mandate at once; what was decided under it stays."""
        ref = person if ":" in person else f"person:{person}"
        arguments = {"mandate": mandate}
        return self._do(mandates.end_mandate, "end_mandate", ref, actor=actor, arguments=arguments, **said)

    def annul(self, ref: "str | Ref", decision: str, *, actor: Who, reason: str, **said: Any) -> Change:
        """Void a decision, by its id, that was given under a mandate which should not have been (rule 47).

        For those who govern, but not for an author of what was decided.
        """
        arguments = {"decision": decision}
        return self._do(mandates.annul, "annul", ref, actor=actor, arguments=arguments, reason=reason, **said)

    def decide_all(
        self, items: Iterable[InboxItem], verdict: str, *, actor: Who, **said: Any
    ) -> list[tuple[InboxItem, "Change | Refused"]]:
        """Give one verdict on several steps of an inbox, each judged by itself as it was shown.

        One that is refused keeps none of the others; what is no step to decide is refused.
        """
        return [(item, self._decided(item, verdict, actor, said)) for item in items]

    def _decided(
        self, item: InboxItem, verdict: str, actor: Who, said: Mapping[str, Any]
    ) -> "Change | Refused":
        try:
            step = _step_of(item)
            return self.decide(
                item.ref, step, verdict, actor=actor, seen=item.seen, for_=item.on_behalf_of, **said
            )
        except Refused as refused:
            return refused
        except (Conflict, InvalidValue) as error:  # others are at it; or it is there no more
            return Refused([Reason(error.code, error.facts, item.ref, "steps")])

    def resubmit(self, ref: "str | Ref", *, actor: Who, **said: Any) -> Change:
        """Ask again for what has changed since it was approved; what still stands is carried (rule 46)."""
        return self._do(approvals.resubmit, "resubmit", ref, actor=actor, **said)

    def determine(self, ref: "str | Ref", condition: str, *, holds: bool, actor: Who, **said: Any) -> Change:
        """Say whether a condition of the plan holds for a record, as that it is a major matter (重大事项).

        Steps with `only_if` are asked until whoever the condition is `decided_by` says for this record that
        it does not hold; nobody can who wrote part of it.  It takes a reason or a note, and counts for the
        content as it is: after any change the step is asked again, until it is said anew.

        Args:
            ref: The record.
            condition: Id of a condition of the record's programme, or its title.
            holds: Whether it holds.
            actor: Who says so.
            said: `reason=`, `note=`, `key=`.
        """
        arguments = {"condition": condition, "holds": holds}
        return self._do(determining.determine, "determine", ref, actor=actor, arguments=arguments, **said)

    def discharge(
        self, ref: "str | Ref", condition: str, *, actor: Who, seen: str | None = None, **said: Any
    ) -> Change:
        """Say that a condition of an approval has been met (rule 48).

        Only the seat that imposed it can; where meeting it was to change what was approved (`expects`), this
        is that seat's approval of how it is now, and `seen` is what it was shown, as in `decide`.
        """
        arguments = {"condition": condition, "seen": seen}
        return self._do(conditions.discharge, "discharge", ref, actor=actor, arguments=arguments, **said)

    def lift(self, ref: "str | Ref", condition: str, *, actor: Who, reason: str, **said: Any) -> Change:
        """Let a condition of an approval go though it has not been met (rule 48)."""
        arguments = {"condition": condition}
        return self._do(conditions.lift, "lift", ref, actor=actor, arguments=arguments, reason=reason, **said)


def _step_of(item: InboxItem) -> str:
    if item.kind != DECIDE:
        raise InvalidValue("no-step-to-decide", task=Word(f"task-{item.kind}"))
    return item.step
