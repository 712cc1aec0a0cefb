"""What an act would write: the judge's answer, and the act that the store commits of it.

Judging one is `campaignflow.gate.judge`; what is derived from the bodies, `campaignflow.gate.projection`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from campaignflow.canonical import Body, canonical, digest, put
from campaignflow.gate.behind import authors_behind
from campaignflow.gate.command import Command
from campaignflow.gate.look import Look
from campaignflow.gate.projection import Behind, Known, project
from campaignflow.gate.refusal import Reason
from campaignflow.store.act import Act, NewEntry, Projection, Redaction
from campaignflow.store.record import Record
from campaignflow.types import Ref

__all__ = ["Effects", "Written", "laid_records"]


@dataclass(frozen=True, slots=True)
class Written:
    """One entry that would be written."""

    ref: Ref
    record: Record | None
    """The record as it stands; None where this makes it."""
    version: int
    """The version it is written upon."""
    before: Body
    after: Body
    patch: Body
    verb: str
    reason: str = ""
    note: str = ""
    details: Body = field(default_factory=dict)
    cause: str = ""
    key: str = ""
    uid: str = ""
    responsible: str = ""
    """The person at the root of its cause, where nobody acts (rule 24)."""


@dataclass(frozen=True)
class Effects:
    """What an act would write, or the reasons against it."""

    command: Command
    written: tuple[Written, ...]
    capacity: str
    """As what the actor acts."""
    reads: Mapping[str, int]
    raises: frozenset[str]
    reasons: tuple[Reason, ...]
    reported: tuple[Reason, ...]
    at: datetime
    redactions: tuple[Redaction, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Any, ...] = ()
    """Approval steps that stand otherwise then (`campaignflow.gate.amending.StepMove`)."""

    @property
    def before(self) -> dict[str, Record]:
        """The records as they stand, by full ref; what is new is not in it."""
        return {str(one.ref): one.record for one in self.written if one.record is not None}

    @property
    def after(self) -> dict[str, Body]:
        """The bodies as they would stand, by full ref, where they change."""
        return {str(one.ref): one.after for one in self.written if one.patch}

    @cached_property
    def token(self) -> str:
        """What the answer rests on, as short text: `expect=` it, and nothing else may have come between.

        It is made of the versions of all that was read, people aside, and of what would be written, but for
        the hash of a feed's token, which is another one with each call.
        """
        reads = {ref: at for ref, at in self.reads.items() if not ref.startswith(("person:", "office:"))}
        written = [[str(one.ref), one.verb, digest(canonical(_repeatable(one)))] for one in self.written]
        return digest(canonical([sorted(reads.items()), written]))[:16]

    def act(self, look: Look, act_id: str, listeners: Iterable[str] = ()) -> Act:
        """Return the act to commit, with everything that is derived from the bodies (rule 52)."""
        command = self.command
        key = (command.actor.id, command.key, command.digest) if command.key else None
        return Act(
            id=act_id,
            at=self.at,
            changes=tuple(self._entries(look)),
            reads=self.reads,
            raises=self.raises,
            idempotency=key,
            fires=command.fires,
            listeners=tuple(listeners),
            redactions=self.redactions,
            meta=self.meta,
        )

    def _entries(self, look: Look) -> Iterable[NewEntry]:
        known: dict[Ref, Known] = {}
        look = self._with_what_others_rest_on(look)
        for one in self.written:
            earlier = known.get(one.ref, Known())
            if one.ref not in known and one.record is not None:
                earlier = Known(one.record.applied, one.record.revisions, one.record.approvals)
            derived, said = None, self._said(one)
            if one.patch or one.key or one.details:
                derived = self._derived(look, one, earlier, said["responsible"])
                known[one.ref] = Known(derived.applied, derived.revisions, derived.approvals)
            yield NewEntry(**said, projection=derived)

    def _derived(self, look: Look, one: Written, earlier: Known, responsible: str) -> Projection:
        """Return what is derived from a record; a stopping act goes on without it if need be (rule 21)."""
        try:
            people = authors_behind(self.command.actor.id, responsible, one.details)
            behind = Behind(one.version + 1, people, one.uid)
            return project(look, one.ref, (one.before, one.after), one.details, earlier, behind)
        except Exception:
            if not look.is_stopping:
                raise
            return Projection(str(one.after.get("state", "")), **earlier._asdict())

    def _with_what_others_rest_on(self, look: Look) -> Look:
        """Return a look that has the programmes and the office as they will stand after the act."""
        laid = laid_records(self.written)
        return look.upon(laid) if laid else look

    def _said(self, one: Written) -> dict[str, Any]:
        command = self.command
        return {
            "ref": str(one.ref),
            "uid": one.uid,
            "kind": one.ref.kind,
            "programme": one.ref.programme,
            "id": one.ref.id,
            "base_version": one.version,
            "patch": one.patch,
            "after": canonical(one.after) if one.patch else None,
            "verb": one.verb,
            "actor": command.actor.id,
            "responsible": one.responsible or command.responsible or command.actor.person or command.actor.id,
            "capacity": command.capacity or self.capacity,
            "cause": one.cause or command.cause,
            "reason": one.reason,
            "note": one.note,
            "details": one.details,
            "key": one.key,
        }


def _repeatable(one: Written) -> Body:
    return put(one.patch, ("plan", "hash"), None) if one.ref.kind == "feed" and one.patch else one.patch


def laid_records(written: Iterable[Written]) -> dict[str, Record]:
    """Return the records that others rest on as they will stand: the office's, programmes."""
    return {str(one.ref): _record(one) for one in written if one.patch and one.ref.kind != "campaign"}


def _record(one: Written) -> Record:
    version = one.version + 1
    return Record(
        ref=str(one.ref),
        uid=one.uid,
        kind=one.ref.kind,
        programme=one.ref.programme,
        id=one.ref.id,
        version=version,
        body_version=version,
        head="",
        body=canonical(one.after),
    )
