"""What the gate hands to the store, and what the store answers: one act, whole or not at all.

An act is the result of a judgement: the entries to append, what was read to come to it, and the
projections that follow from the bodies.  How it is written is `campaignflow.store.commit`; how it is
judged is `campaignflow.gate`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from campaignflow.canonical import Body, canonical, digest
from campaignflow.store.journal import JournalEntry

__all__ = [
    "GUARD",
    "REDACTED",
    "RESIDUALS",
    "Act",
    "Committed",
    "Gone",
    "Moved",
    "NewEntry",
    "Outcome",
    "Projection",
    "Redaction",
    "Replayed",
    "Task",
    "Timer",
]

GUARD = "guard:"
"""What stands before the name of a guard where refs of records stand, too."""
REDACTED = "redacted"
"""Verb of the entry that says what was redacted (rule 8)."""
RESIDUALS = "residuals"
"""What that entry says among its details: digest of what is left, by version; the store writes it."""


@dataclass(frozen=True, slots=True)
class Timer:
    """Something that is due of a record, at an instant (rule 52)."""

    key: str
    """Names the duty and this very occasion of it: what fired once never fires again under it."""
    ref: str
    """Full ref of the record."""
    due: datetime
    duty: str
    """What is to be done: `remind`, `escalate`, `launch`."""
    item: str = ""
    """Address inside the record, if it is about one."""
    rung: int = 0
    """Step of the ladder; of two that are due together the lower one comes first."""
    details: Mapping[str, Any] = field(default_factory=dict)
    """Whatever else the duty needs, as JSON."""


@dataclass(frozen=True, slots=True)
class Task:
    """A line of somebody's inbox."""

    id: str
    ref: str
    """Full ref of the record."""
    kind: str
    party: str
    """Whose inbox: a person, a unit or a role."""
    due: str
    """By when, as text that sorts; empty if nobody said."""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Projection:
    """Everything that is derived from a record, whole: what is not in it goes (rule 52)."""

    state: str = ""
    unit: str = ""
    timers: tuple[Timer, ...] = ()
    tasks: tuple[Task, ...] = ()
    revisions: bytes | None = None
    applied: bytes | None = None
    approvals: bytes | None = None


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One entry to append to one record."""

    ref: str
    uid: str
    kind: str
    programme: str | None
    id: str
    base_version: int
    """Version it is appended to; 0 makes the record."""
    patch: Body
    """Merge patch from the body before to the body after; empty if the body stays."""
    after: bytes | None
    """Canonical body after; None if it stays."""
    verb: str
    actor: str
    responsible: str
    capacity: str = ""
    cause: str = ""
    reason: str = ""
    note: str = ""
    details: Body = field(default_factory=dict)
    key: str = ""
    projection: Projection | None = None
    """None keeps what is derived from the record as it is."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """An older entry that loses its content; the act must hold a `redacted` entry on that record."""

    ref: str
    version: int
    residual: Body
    """What stays of {patch, reason, note, details}; folding over it must still give the body."""

    @property
    def residual_bytes(self) -> bytes:
        """What is stored in the place of the content."""
        return canonical(self.residual)

    @property
    def digest(self) -> str:
        """What the `redacted` entry says of it."""
        return digest(self.residual_bytes)


@dataclass(frozen=True, slots=True)
class Act:
    """One verb call: one id, one instant, one transaction (rule 5)."""

    id: str
    at: datetime
    changes: tuple[NewEntry, ...] = ()
    """In order; several on one record have consecutive versions."""
    reads: Mapping[str, int] = field(default_factory=dict)
    """What was read to judge it: ref of a record, or `guard:` and a name, and its version; 0 was absent."""
    raises: frozenset[str] = frozenset()
    """Names of the guards whose version goes up (rule 15)."""
    idempotency: tuple[str, str, str] | None = None
    """Actor, key, and digest of the command (rule 19)."""
    fires: tuple[str, ...] = ()
    """Keys of the timers this act answers; if one is gone, the act does not happen (rule 53).

    A change whose `key` is among them marks the timer as fired for good.
    """
    listeners: tuple[str, ...] = ()
    """Who is told of each entry after the commit (rule 23)."""
    redactions: tuple[Redaction, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    """Lines of the office's small notebook to set, as `last_run`."""


@dataclass(frozen=True, slots=True)
class Committed:
    """The act happened."""

    act: str
    entries: tuple[JournalEntry, ...]
    """In the order of its changes."""
    scrubbed: bool = True
    """False if a reader kept the file from being cleaned after a redaction: call `Store.scrub` again."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """The act happened before, under the same idempotency key."""

    act: str
    entries: tuple[JournalEntry, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """Nothing was written: what was read has changed meanwhile, so judge again (rule 16)."""

    refs: Mapping[str, tuple[int, int]]
    """Record or guard, with the version that was read and the one that is there."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Nothing was written: the timer has fired already, or is no longer wanted."""

    key: str


Outcome = Committed | Replayed | Moved | Gone
