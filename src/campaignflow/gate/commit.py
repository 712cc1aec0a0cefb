"""The gate itself: judge, then one short commit that checks what was read; again if it moved (rule 16).

Every change to any record passes here.  What a verb proposes stands in `campaignflow.actions`, how it is
judged in `campaignflow.gate.judge`.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from campaignflow.canonical import Body
from campaignflow.errors import InvalidValue
from campaignflow.gate.change import Change, change_of
from campaignflow.gate.command import Action, Command
from campaignflow.gate.effects import Effects
from campaignflow.gate.judge import judge
from campaignflow.gate.look import Look, Source
from campaignflow.gate.overlay import Overlay
from campaignflow.gate.refusal import Conflict, Refused
from campaignflow.hooks.plugins import Plugins
from campaignflow.store.act import Committed, Gone, Moved, Replayed
from campaignflow.store.mistakes import IdempotencyMismatch
from campaignflow.store.snapshot import Snapshot
from campaignflow.store.store import Store
from campaignflow.workflow.definition import Workflow

__all__ = ["Gate"]

TRIES = 4
"""How often an act is judged before the office is too busy for it: once, and three times more."""


@dataclass(slots=True)
class Gate:
    """The one way in: every verb hands its command to `act` or, to know what would happen, to `preview`."""

    store: Store
    clock: Callable[[], datetime]
    workflows: Mapping[tuple[str, int], Workflow] = field(default_factory=dict)
    listeners: tuple[str, ...] = ()
    """Names of those who are told after each commit, one row of the outbox each (rule 23)."""
    memory: dict[str, tuple[bytes, Any]] = field(default_factory=dict)
    """Nouns built from bodies, kept between acts."""
    plugins: Plugins | None = None
    carriers: tuple[str, ...] = ()
    """Names of those who carry reminders, told of the acts that answer timers."""

    def look(self, snapshot: Source, overlay: Overlay | None = None, now: datetime | None = None) -> Look:
        """Return what an act would see now."""
        moment = now or self.clock()
        if moment.tzinfo is None:
            raise InvalidValue("moment-needs-zone", text=moment.isoformat())
        return Look(snapshot, moment.astimezone(UTC), overlay, self.workflows, self.memory, self.plugins)

    def preview(self, command: Command, action: Action, overlay: Overlay) -> Change:
        """Lay what a command would do over what was previewed before, and return it (rule 18).

        Raises:
            Refused: a rule does not let it pass.
        """
        with self.store.snapshot() as snapshot:
            look = self.look(snapshot, overlay)
            look.is_preview = True
            effects = judge(look, command, action)
            if effects.reasons:
                raise Refused(effects.reasons)
            entries = overlay.lay(effects.act(look, "preview"), effects.before)
        return change_of(effects, entries, replayed=False, kept=False)

    def act(self, command: Command, action: Action, now: datetime | None = None) -> Change:
        """Judge a command and write what it does, all or nothing.

        Raises:
            Refused: a rule does not let it pass; nothing is written.
            Conflict: what it was based on changed meanwhile.
            IdempotencyMismatch: the key was used for something else.
        """
        for _ in range(TRIES):
            with self.store.snapshot() as snapshot:
                replay = snapshot.replay(command.actor.id, command.key) if command.key else None
                if replay is not None:
                    return self._replayed(snapshot, command, replay)
                look = self.look(snapshot, None, now)
                effects = judge(look, command, action)
                if effects.reasons:
                    raise Refused(effects.reasons)
                if not effects.written and not effects.meta and not command.fires:
                    return change_of(effects, (), replayed=False, kept=True)
                told = (*self.listeners, *(self.carriers if command.fires else ()))
                act = effects.act(look, uuid.uuid4().hex, told)
            outcome = self.store.commit(act)
            match outcome:
                case Committed(_, entries):
                    return change_of(effects, entries, replayed=False, kept=True)
                case Replayed(_, entries):
                    return change_of(effects, entries, replayed=True, kept=True)
                case Gone(_):
                    return change_of(effects, (), replayed=True, kept=True)
                case Moved(refs) if command.expect is not None:
                    raise Conflict(self._who(refs))
                case Moved(refs):
                    moved = refs
        raise Conflict(self._who(moved))

    def _replayed(self, snapshot: Snapshot, command: Command, replay: tuple[str, str]) -> Change:
        digest, act = replay
        if digest not in {command.digest, ""}:  # a redaction empties it
            raise IdempotencyMismatch("key-used-otherwise", actor=command.actor.id, key=command.key, act=act)
        look = self.look(snapshot)
        effects = Effects(command, (), "", {}, frozenset(), (), (), look.now)
        entries = tuple(snapshot.journal(act=act))
        change = change_of(effects, entries, replayed=True, kept=True)
        before: dict[str, Body] = {}
        after: dict[str, Body] = {}
        for entry in entries:
            was, then = snapshot.as_of(entry.ref, entry.version - 1), snapshot.as_of(entry.ref, entry.version)
            if was is not None:
                before.setdefault(entry.ref, was[1])
            if then is not None and entry.patch:
                after[entry.ref] = then[1]
        return replace(change, before=before, after=after)

    def _who(self, refs: Mapping[str, tuple[int, int]]) -> list[tuple[str, int, str]]:
        with self.store.snapshot() as snapshot:
            return [
                (entry.ref, entry.version, entry.responsible)
                for ref, (read, _) in sorted(refs.items())
                if not ref.startswith("guard:")
                for entry in snapshot.journal(ref=ref, since_version=read)
            ]
