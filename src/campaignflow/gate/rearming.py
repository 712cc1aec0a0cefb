"""Timers of records that an act does not touch, but whose reminders rest on what it changes (rule 52).

Whoever changes a unit's calendar, the coordinating unit or a year's notice changes when others are reminded:
each of their records gets an entry that says so, and its timers are worked out anew.
"""

from collections.abc import Iterable, Sequence

from campaignflow.gate.effects import Written, laid_records
from campaignflow.gate.look import Look
from campaignflow.gate.projection import armed_duties
from campaignflow.records.duties import Duty
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
        old = _said(armed_duties(look, ref, record.data, record.revisions))
        new = _said(armed_duties(after, ref, record.data, record.revisions))
        if old != new:
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


def _said(duties: Iterable[Duty]) -> list[tuple[object, ...]]:
    return [(one.key, one.at, one.to, one.title) for one in duties]
