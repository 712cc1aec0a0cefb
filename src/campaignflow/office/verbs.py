"""The verbs of an office: everything people do to its record, one method each, all through the gate.

What a verb does stands in `campaignflow.actions`; what is only read, in `campaignflow.office.readings`.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from campaignflow.actions import (
    apply as applying,
    calendars,
    governance,
    lifecycle,
    moves,
    opening,
    progress,
    redaction,
    rollover,
    series,
)
from campaignflow.dates.when import When
from campaignflow.gate.change import Change
from campaignflow.gate.command import Action, Command
from campaignflow.office.doing import Doing, Who
from campaignflow.plan.programme import Programme
from campaignflow.types import Ref

__all__ = ["Verbs"]


class Verbs(Doing):
    """What people do to the record."""

    # the plan

    def apply(  # noqa: PLR0913  # each is a choice people make by name
        self,
        programme: Programme,
        *,
        actor: Who,
        reason: str = "",
        note: str = "",
        key: str = "",
        expect: str | None = None,
        retire: Iterable[str] = (),
        only: Iterable[str] = (),
        reverts: Iterable[str] = (),
        authors: Iterable[str] = (),
    ) -> Change:
        """Deploy a plan: add what is new, amend what it changes, all or nothing (rules 58, 59).

        The file is compared with what was last applied and with the record: what others changed meanwhile
        stays (`reported` says so), and nothing that runs is ended.  Applied again it changes nothing.

        Args:
            programme: The plan as it shall be.
            actor: Who applies it; a planner.  The first apply to an empty store founds the office.
            reason: Why; needed where a confirmed date moves or something approved changes.
            note: Kept in the journal.
            key: Idempotency key.
            expect: Token of `diff` or of a preview.
            retire: Ids of campaigns that shall go although the file does not just leave them out.
            only: Refs to which the apply is limited.
            reverts: Addresses at which the file may undo what another person changed.
            authors: Ids of people who wrote the change with the actor.
        """
        action, digest = applying.applying(programme)
        arguments = {
            "retire": sorted(retire),
            "only": sorted(map(str, only)),
            "reverts": sorted(reverts),
            "authors": sorted(authors),
            "file": digest,
        }
        ref = f"programme:{programme.id}"
        return self._do(
            action,
            "apply",
            ref,
            actor=actor,
            arguments=arguments,
            reason=reason,
            note=note,
            key=key,
            expect=expect,
        )

    def rollover(
        self, programme: str, *, to: "str | int | When", actor: Who, new_id: str = "", **said: Any
    ) -> Change:
        """Make next year's programme from this one's, by rule; run twice it changes nothing (rule 60).

        `reported` lists every item that a person must look at, and why.
        """
        arguments = {"to": str(to), "new_id": new_id}
        return self._do(
            rollover.rollover, "rollover", _programme(programme), actor=actor, arguments=arguments, **said
        )

    def recalculate(self, programme: str = "", *, actor: Who, reason: str, **said: Any) -> Change:
        """Work out again the dates that follow from calendars, after new calendar data came in (rule 29)."""
        ref = _programme(programme) if programme else ""
        return self._do(calendars.recalculate, "recalculate", ref, actor=actor, reason=reason, **said)

    def add_calendar(self, notice: Mapping[str, Any], *, actor: Who, **said: Any) -> Change:
        """Keep a year's official notice of days off; nothing moves until `recalculate`."""
        arguments = {"notice": dict(notice)}
        return self._do(calendars.add_calendar, "add_calendar", "", actor=actor, arguments=arguments, **said)

    # the lifecycle

    def fire(self, ref: "str | Ref", trigger: str, *, actor: Who, **said: Any) -> Change:
        """Fire a trigger of a record's lifecycle: `submit`, `launch`, `suspend` ... (rules 21, 22)."""
        arguments = {"trigger": trigger, "when": said.pop("when", None)}
        return self._do(lifecycle.fire, "fire", ref, actor=actor, arguments=arguments, **said)

    def migrate(
        self,
        ref: "str | Ref",
        *,
        actor: Who,
        version: int | None = None,
        states: Mapping[str, str] | None = None,
        **said: Any,
    ) -> Change:
        """Move a running case to another version of its workflow; `states` maps states that are no more."""
        arguments = {"version": version, "states": dict(states or {})}
        return self._do(lifecycle.migrate, "migrate", ref, actor=actor, arguments=arguments, **said)

    def open(self, kind: str, *, title: str, actor: Who, **said: Any) -> Change:
        """Open a record that is in no plan: item, request, issue, finding, commitment, interview.

        Beside `title` it may have `programme`, `id`, `unit`, `when`, `due`, `where`, `owner`, `source`,
        `requester`, `campaign`, `channels` (an item takes their approval steps), `respond_within` (clock
        hours, as ``24 hours``) and, where a plugin's rules know levels, a `level`: then the clock and the
        last day of that level are set.
        """
        frame = {
            name: said.pop(name) for name in ("reason", "note", "key", "expect", "cause") if name in said
        }
        arguments = {"kind": kind, "title": title, **said}
        return self._do(opening.open_, "open", f"{kind}:", actor=actor, arguments=arguments, **frame)

    # items

    def begin(self, ref: "str | Ref", *, actor: Who, **said: Any) -> Change:
        """Mark an activity as under way."""
        return self._do(progress.begin, "begin", ref, actor=actor, **said)

    def complete(self, ref: "str | Ref", *, actor: Who, **said: Any) -> Change:
        """Mark an activity as done; of a series, one time: `routine:weekly-report@2027-W10`."""
        return self._do(progress.complete, "complete", ref, actor=actor, **said)

    def reopen(self, ref: "str | Ref", *, actor: Who, **said: Any) -> Change:
        """Take back that an activity was begun or done; of a record, that it was wrapped up or evaluated."""
        return self._stopped(ref, "reopen", progress.reopen, actor=actor, **said)

    def settle(self, ref: "str | Ref", task: str, *, actor: Who, **said: Any) -> Change:
        """Say that a task that stands on a record (`tasks` of its body) is done."""
        return self._do(progress.settle, "settle", ref, actor=actor, arguments={"task": task}, **said)

    def pin(self, ref: "str | Ref", *, actor: Who, **said: Any) -> Change:
        """Hold an item's dates: they no longer follow what they hang on."""
        return self._do(progress.pin, "pin", ref, actor=actor, **said)

    def unpin(self, ref: "str | Ref", *, actor: Who, **said: Any) -> Change:
        """Let an item's dates follow again."""
        return self._do(progress.unpin, "unpin", ref, actor=actor, **said)

    # dates

    def reschedule(  # each is a choice people make by name
        self,
        ref: "str | Ref",
        when: "str | date | When",
        *,
        actor: Who,
        scope: str = "",
        field: str | None = None,
        **said: Any,
    ) -> Change:
        """Give something another date; what hangs on it follows.

        A date within the old one and finer is a refinement; any other needs a reason.  Of something that
        comes round, `scope` says what is meant: ``this`` (with the occurrence in the ref, as
        ``@2027-W10``), ``this and later`` or ``all``.
        """
        arguments = {"when": When(when).text, "field": field, "scope": scope}
        action = series.reschedule if scope or "@" in str(ref) else moves.reschedule
        return self._do(action, "reschedule", ref, actor=actor, arguments=arguments, **said)

    refine = reschedule

    def confirm(self, ref: "str | Ref", *, actor: Who, **said: Any) -> Change:
        """Say that a provisional date stands; one way."""
        return self._do(moves.confirm, "confirm", ref, actor=actor, **said)

    def postpone(self, ref: "str | Ref", *, actor: Who, reason: str, **said: Any) -> Change:
        """Take a date away without giving another; the slot is free, the money stays."""
        return self._stopped(ref, "postpone", moves.postpone, actor=actor, reason=reason, **said)

    def cancel(self, ref: "str | Ref", *, actor: Who, reason: str, **said: Any) -> Change:
        """End something for good; it stays visible."""
        return self._stopped(ref, "cancel", moves.cancel, actor=actor, reason=reason, **said)

    def call_off(self, ref: "str | Ref", *, actor: Who, reason: str, **said: Any) -> Change:
        """End something the public has been told of; a correction is owed."""
        return self._stopped(ref, "call_off", moves.call_off, actor=actor, reason=reason, **said)

    def reinstate(
        self, ref: "str | Ref", *, actor: Who, when: "str | date | When | None" = None, **said: Any
    ) -> Change:
        """Bring back what was postponed, on its old date or on another one."""
        arguments = {"when": None if when is None else When(when).text}
        return self._stopped(ref, "reinstate", moves.reinstate, actor=actor, arguments=arguments, **said)

    def _stopped(
        self,
        ref: "str | Ref",
        verb: str,
        action: Action,
        *,
        arguments: Mapping[str, Any] | None = None,
        **said: Any,
    ) -> Change:
        """Carry out a verb that is a trigger for a record and a move for an item inside one."""

        def either(look: Any, command: Command, now: datetime) -> Any:
            if "@" in command.ref:
                return series.change(look, command, now)
            return (action if look.ref(command.ref).path else lifecycle.fire)(look, command, now)

        return self._do(either, verb, ref, arguments={"trigger": verb, **(arguments or {})}, **said)

    # the office

    def require(self, plugins: Iterable[str], *, actor: Who, reason: str, **said: Any) -> Change:
        """Say which plugins the office does not do without; one that is missing then blocks what it gates."""
        arguments = {"plugins": sorted(plugins)}
        return self._do(
            governance.require,
            "require",
            "office:office",
            actor=actor,
            arguments=arguments,
            reason=reason,
            **said,
        )

    def retire(self, ref: "str | Ref", *, actor: Who, reason: str, **said: Any) -> Change:
        """Take a person, unit, medium, channel or fund out of the office; it stays on record."""
        return self._do(governance.retire, "retire", ref, actor=actor, reason=reason, **said)

    def restore(self, ref: "str | Ref", *, actor: Who, reason: str, **said: Any) -> Change:
        """Bring back a person, unit, medium, channel or fund that was taken out."""
        return self._do(governance.restore, "restore", ref, actor=actor, reason=reason, **said)

    # the record itself

    def redact(
        self, ref: "str | Ref", path: str, *, actor: Who, reason: str, version: int | None = None, **said: Any
    ) -> Change:
        """Take a value out of the record for good; the hashes stay, so that it shows (rule 8)."""
        arguments = {"path": path, "version": version}
        return self._do(
            redaction.redact, "redact", ref, actor=actor, arguments=arguments, reason=reason, **said
        )


def _programme(name: str) -> str:
    return name if name.startswith("programme:") else f"programme:{name}"
