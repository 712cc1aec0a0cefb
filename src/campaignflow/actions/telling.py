"""Telling the listeners of every act, after its commit: at least once, in order for each record (rule 23).

What a listener does never reaches the verb it is told of.  What it does in the office while it is told
follows from what it is told of, and carries that as its cause.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

from campaignflow.gate.cases import title_of
from campaignflow.store.journal import JournalEntry
from campaignflow.store.rows import Notice
from campaignflow.store.snapshot import Snapshot
from campaignflow.store.store import Store
from campaignflow.views.log import as_data

__all__ = ["CAUSE", "Listener", "by_act", "tell"]

Listener = Callable[[list[dict[str, Any]]], None]
"""Told of the entries of one act, as plain data."""

CAUSE: ContextVar[str] = ContextVar("campaignflow_cause", default="")
"""The entry that a listener is being told of, as `ref@version`."""

MOST_ROUNDS = 10
"""How often new entries that listeners caused are told of in a row; the rest waits for the next act."""

_log = logging.getLogger("campaignflow")


def tell(store: Store, listeners: Mapping[str, Listener]) -> int:
    """Tell every listener what it has not been told of; return how often one failed.

    What fails stays, with what comes after it on the same record, and is tried again after the next act.
    """
    if CAUSE.get():  # a listener is acting: it is told of that when it has come back
        return 0
    failures = 0
    for name, listener in listeners.items():
        held: set[str] = set()
        for _ in range(MOST_ROUNDS):
            told, failed = _round(store, name, listener, held)
            failures += failed
            if not told:
                break
    return failures


def _round(store: Store, name: str, listener: Listener, held: set[str]) -> tuple[int, int]:
    """Tell one listener what waits for it, act by act; return how many were told and how many failed."""
    with store.snapshot() as snapshot:
        waiting = [row for row in snapshot.outbox(name) if row.ref not in held]
        said = {row.id: _said(snapshot, row.ref, row.version) for row in waiting}
    told = failed = 0
    for batch in by_act(waiting):
        if any(row.ref in held for row in batch):
            held.update(row.ref for row in batch)
            continue
        token = CAUSE.set(f"{batch[0].ref}@{batch[0].version}")
        try:
            listener([said[row.id] for row in batch])
        except Exception:  # noqa: BLE001  # whatever a listener does, the office goes on
            _log.exception("listener %s failed", name)
            failed += 1
            held.update(row.ref for row in batch)
            for row in batch:
                store.failed(row.id)
        else:
            told += 1
            for row in batch:
                store.delivered(row.id)
        finally:
            CAUSE.reset(token)
    return told, failed


def by_act(waiting: Sequence[Notice]) -> Iterator[list[Notice]]:
    """Yield what waits act by act, an earlier entry of a record always before a later one."""
    acts: dict[str, list[Notice]] = {}
    pending: dict[str, list[Notice]] = {}
    for row in waiting:  # in order of ref and version
        acts.setdefault(row.act, []).append(row)
        pending.setdefault(row.ref, []).append(row)
    while acts:
        ready = (act for act, rows in acts.items() if all(_comes_next(row, pending[row.ref]) for row in rows))
        act = next(ready, None) or next(iter(acts))
        rows = acts.pop(act)
        for row in rows:
            pending[row.ref].remove(row)
        yield rows


def _comes_next(row: Notice, pending: Sequence[Notice]) -> bool:
    """Whether nothing of another act waits before a row on its record."""
    return all(one.act == row.act for one in pending if one.version < row.version)


def _said(snapshot: Snapshot, ref: str, version: int) -> dict[str, Any]:
    """Return an entry as data, with the title of what it is about as it is now."""
    entry: JournalEntry = snapshot.journal(ref=ref, since_version=version - 1, upto=version)[0]
    said = as_data(entry)
    record = snapshot.record(ref)
    if record is not None:
        title = title_of(record.data, str(entry.details.get("item", ""))) or title_of(record.data)
        if title:
            said["title"] = title
    return said
