"""A command: one call of a verb, as the gate judges it.

What each verb proposes stands in `campaignflow.actions`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from campaignflow.canonical import canonical, digest, enter
from campaignflow.errors import InvalidValue
from campaignflow.types import Actor

if TYPE_CHECKING:
    from campaignflow.gate.look import Look

__all__ = ["Action", "Command", "Proposal"]

LONGEST_NOTE = 10_000
"""Bytes of a reason or a note (C12)."""


@dataclass(frozen=True, slots=True)
class Command:
    """One call of a verb: who wants what done to which record, and why."""

    verb: str
    """Imperative, as `reschedule`."""
    ref: str
    """Full ref of what it is about, as far as it is one thing."""
    actor: Actor
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """The rest of what was asked, as JSON."""
    reason: str = ""
    note: str = ""
    key: str = ""
    """Idempotency key: the same one twice is one act (rule 19)."""
    expect: int | str | None = None
    """The `body_version` the record must have, or the token of a preview or a difference (rule 17)."""
    cause: str = ""
    """Entry that led to it, as `ref@version`; empty for what a person does."""
    responsible: str = ""
    """The person at the root of `cause` (rule 24); empty where that is the actor."""
    capacity: str = ""
    """As what the actor acts, where the gate does not find out itself."""
    is_own: bool = False
    """Whether the library itself gives it; only then a `system:` actor is let through (rule 24)."""
    fires: tuple[str, ...] = ()
    """Keys of the timers it carries out: if one is gone, the act does not happen (rule 53)."""

    def __post_init__(self) -> None:
        for said in (self.key, *self.actor.claims.values()):
            enter(said)
        for name in ("reason", "note"):
            object.__setattr__(self, name, enter(getattr(self, name)).strip())
            if len(getattr(self, name).encode("utf-8", "replace")) > LONGEST_NOTE:
                raise InvalidValue("note-too-long", name=name, limit=LONGEST_NOTE // 1000)
        if ":" in self.key and not self.is_own:
            raise InvalidValue("key-reserved", key=self.key)

    @property
    def digest(self) -> str:
        """What makes it the same command again: verb, ref, arguments, actor, principal, reason and note."""
        said = [
            self.verb,
            self.ref,
            dict(self.arguments),
            self.actor.id,
            self.actor.on_behalf_of or "",
            self.reason,
            self.note,
        ]
        return digest(canonical(said))


@dataclass(slots=True)
class Proposal:
    """What an action wants written on one record; the gate makes an entry of it."""

    ref: str
    """Full ref of the record."""
    verb: str
    """Past tense, as the journal has it: `rescheduled`."""
    body: Mapping[str, Any] | None = None
    """The body as it shall be; None leaves it."""
    reason: str = ""
    note: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    cause: str = ""
    """`ref@version` of the entry that led to it, where that is another record's (rule 26)."""
    is_event: bool = False
    """Whether it is written although the body stays equal: a reminder, a decision."""
    key: str = ""
    """Timer key of what is carried out (rule 53)."""
    uid: str = ""
    """Identity of a new record where that is an older one's: it was renamed (rule 59)."""


Action = Callable[["Look", Command, datetime], list[Proposal]]
"""A verb: pure; reads through the look, says refusals to it, returns what it proposes."""
