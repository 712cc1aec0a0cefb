"""Timers of records that an act does not touch, but whose reminders rest on what it changes (rule 52).

Whoever changes a unit's calendar, the coordinating unit or a year's notice changes when others are reminded:
each of their records gets an entry that says so, and its timers are worked out anew.
"""

from collections.abc import Iterable, Sequence

from campaignflow.gate.effects import Written, laid_records
from campaignflow.gate.look import Look
from campaignflow.gate.projection import armed_duties
from campaignflow.records.duties import Duty
from campaignflow.store.record import Record
from campaignflow.types import Ref

__all__ = ["rearmed"]


def rearmed(look: Look, written: Sequence[Written]) -> list[Written]:
    """Return an entry for each record, not touched by an act, whose reminders the act changes."""
    touched = {one.ref for one in written}
    cause = next(one for one in written if one.patch)
    after = look.upon(laid_records(written))
    found = []
    for record in look.source.records():
        ref = Ref(record.kind, record.programme, record.id)
        if ref in touched or look.state_of(record.data) is None:
            continue
        if _is_rearmed(look, after, ref, record):
            found.append(
                Written(
                    ref,
                    record,
                    record.version,
                    record.data,
                    record.data,
                    {},
                    "rearmed",
                    details={"because": str(cause.ref)},
                    cause=f"{cause.ref}@{cause.version + 1}",
                    uid=record.uid,
                )
            )
    return found


def _is_rearmed(look: Look, after: Look, ref: Ref, record: Record) -> bool:
    """Whether the reminders of a record are others after an act; unreadable dates hold up none that stops."""
    try:
        old, new = (
            armed_duties(one, ref, record.data, record.revisions, record.approvals) for one in (look, after)
        )
    except Exception:
        if not look.is_stopping:
            raise
        return False
    return _said(old) != _said(new)


def _said(duties: Iterable[Duty]) -> list[tuple[object, ...]]:
    return [(one.key, one.at, one.to, one.title) for one in duties]
