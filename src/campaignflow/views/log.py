"""Entries of the journal as plain data: what programs are given, and listeners are told."""

from campaignflow.store.journal import JournalEntry

__all__ = ["as_data"]


def as_data(entry: JournalEntry) -> dict[str, object]:
    """Return an entry as plain data for programs."""
    said: dict[str, object] = {
        "ref": entry.ref,
        "version": entry.version,
        "act": entry.act,
        "verb": entry.verb,
        "actor": entry.actor,
        "responsible": entry.responsible,
        "capacity": entry.capacity,
        "at": entry.at.isoformat(),
        "cause": entry.cause,
        "reason": entry.reason,
        "note": entry.note,
        "patch": entry.patch,
        "details": entry.details,
        "hash": entry.hash,
    }
    return {name: value for name, value in said.items() if value not in ("", {}, None)}
