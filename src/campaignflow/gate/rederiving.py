"""What is derived, worked out again for a deep check: from what the journals fold to, from no table.

So a table that was forged is found by what it is itself, and accuses nobody else.  What is derived with a
commit is `campaignflow.gate.projection`; the comparing is `campaignflow.store.verify`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import takewhile

from campaignflow.canonical import Body, merged
from campaignflow.gate.behind import authors_behind
from campaignflow.gate.commit import Gate
from campaignflow.gate.judge import named
from campaignflow.gate.look import Look, Source
from campaignflow.gate.projection import Behind, Known, project
from campaignflow.store.act import Projection, Task
from campaignflow.store.journal import JournalEntry
from campaignflow.store.record import Record
from campaignflow.store.verify import Projector

__all__ = ["Folded", "rederiving"]


def rederiving(gate: Gate, view: Source, records: Mapping[str, Record]) -> Projector:
    """Return what works out again what is derived from a record, beside all records as they fold.

    A record that goes on under another id rests on the journal of the old one; where that is not whole,
    nothing is said.
    """
    look = replace(gate, memory={}).look(Folded(view, records))

    def derive(ref: str, entries: tuple[JournalEntry, ...], _body: Body) -> Projection | None:
        return _derived(look, ref, entries)

    return derive


def _derived(look: Look, ref: str, entries: Sequence[JournalEntry]) -> Projection | None:
    before: Body = {}
    known, made = Known(), None
    record = look.record(ref)
    uid = ref if record is None else record.uid
    for entry in entries:
        after = merged(before, entry.patch)
        look.now = entry.at
        if entry.patch or entry.key or entry.details:
            here = look if before else _beside_its_former_self(look, entry)
            if here is None:
                return None
            people = authors_behind(entry.actor, entry.responsible, entry.details)
            behind = Behind(entry.version, people, uid)
            made = project(here, named(ref), (before, after), entry.details, known, behind)
            known = Known(made.applied, made.revisions, made.approvals)
        before = after
    return made


def _beside_its_former_self(look: Look, entry: JournalEntry) -> Look | None:
    """Return a look in which the record that was given another id is as it stood just before.

    None where it cannot be known any more; the same look for a record that had no other id.
    """
    ref = str(entry.details.get("from", ""))
    former = look.record(ref) if ref else None
    if former is None:
        return look if not ref else None
    if not former.head:
        return None
    earlier = list(takewhile(lambda one: one.act != entry.act, look.journal(ref)))
    made = _derived(look, ref, earlier)
    look.now = entry.at
    return None if made is None else look.upon({ref: replace(former, revisions=made.revisions)})


class Folded:
    """All records as their journals fold, in the place of a snapshot of the tables."""

    def __init__(self, view: Source, records: Mapping[str, Record]) -> None:
        self._view = view
        self._records = records

    def record(self, ref: str) -> Record | None:
        """Return a record by its full ref."""
        return self._records.get(ref)

    def records(
        self, kind: str | None = None, programme: str | None = None, states: Iterable[str] | None = None
    ) -> list[Record]:
        """Return records by kind, programme and state, by ref."""
        return [
            one
            for _, one in sorted(self._records.items())
            if kind in {None, one.kind}
            and programme in {None, one.programme}
            and (states is None or str(one.data.get("state")) in states)
        ]

    def find(self, kind: str, id_: str) -> list[str]:
        """Return the full refs of a kind and id."""
        return [one.ref for one in self.records(kind=kind) if one.id == id_]

    def guard(self, _name: str) -> int:
        """Return 0: nothing is committed on what is seen here."""
        return 0

    def journal(
        self,
        ref: str | None = None,
        act: str | None = None,
        since_version: int = 0,
        upto: int | None = None,
    ) -> list[JournalEntry]:
        """Return entries of a record or an act."""
        return self._view.journal(ref=ref, act=act, since_version=since_version, upto=upto)

    def as_of(self, ref: str, when: datetime | int | str) -> tuple[int, Body] | None:
        """Return version and body of a record as it stood."""
        return self._view.as_of(ref, when)

    def uid_taken(self, uid: str) -> bool:
        """Whether a record has this name for life."""
        return any(one.uid == uid for one in self._records.values())

    def tasks(self, party: str | None = None, ref: str | None = None) -> list[Task]:
        """Nobody's tasks: nothing is derived from what is derived."""
        del party, ref
        return []

    def keys_fired(self, ref: str) -> frozenset[str]:
        """Return the keys of the timers of a record that have fired."""
        return self._view.keys_fired(ref)
