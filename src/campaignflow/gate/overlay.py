"""What a preview lays over the store: records as they would be, and the entries that would be written.

Nothing of it is ever kept (rule 18).
"""

from dataclasses import dataclass, field

from campaignflow.canonical import canonical
from campaignflow.store.act import Act, NewEntry, Projection, Task
from campaignflow.store.journal import JournalEntry, header_bytes, payload_bytes
from campaignflow.store.record import Record

__all__ = ["Overlay"]

_NONE = Projection()


@dataclass(slots=True)
class Overlay:
    """The records, guards and entries of a preview."""

    records: dict[str, Record] = field(default_factory=dict)
    guards: dict[str, int] = field(default_factory=dict)
    entries: list[JournalEntry] = field(default_factory=list)
    tasks: dict[str, tuple[Task, ...]] = field(default_factory=dict)

    def lay(self, act: Act, before: "dict[str, Record]") -> tuple[JournalEntry, ...]:
        """Lay an act over what is there and return its entries as they would stand."""
        entries = []
        for change in act.changes:
            old = self.records.get(change.ref) or before.get(change.ref)
            self.records[change.ref] = _record(change, old)
            entries.append(_entry(act, change))
            if change.projection is not None:
                self.tasks[change.ref] = change.projection.tasks
        for guard in act.raises:
            self.guards[guard] = self.guards.get(guard, 0) + 1
        self.entries += entries
        return tuple(entries)


def _record(change: NewEntry, old: Record | None) -> Record:
    projection = change.projection or _NONE
    version = change.base_version + 1
    return Record(
        ref=change.ref,
        uid=change.uid,
        kind=change.kind,
        programme=change.programme,
        id=change.id,
        version=version,
        body_version=version if change.after is not None or old is None else old.body_version,
        head="",
        body=change.after or (canonical({}) if old is None else old.body),
        applied=projection.applied,
        revisions=projection.revisions,
        approvals=projection.approvals,
    )


def _entry(act: Act, change: NewEntry) -> JournalEntry:
    header = header_bytes(
        office="",
        ref=change.ref,
        version=change.base_version + 1,
        prev_hash="",
        act=act.id,
        manifest="",
        verb=change.verb,
        actor=change.actor,
        responsible=change.responsible,
        at=act.at,
        payload_digest="",
        library="",
        capacity=change.capacity,
        key=change.key,
        cause=change.cause,
    )
    payload = payload_bytes(change.patch, change.reason, change.note, change.details)
    return JournalEntry.read(header, payload, b"")
