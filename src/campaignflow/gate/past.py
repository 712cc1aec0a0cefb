"""The record as it stood once: bodies folded from the journal, and what was derived from them by then.

What a record says at a moment is `Office.as_of`; here all records stand together, so that whatever can be
asked of the present can be asked of the past.
"""

from dataclasses import replace
from datetime import datetime

from campaignflow.canonical import canonical
from campaignflow.gate.commit import Gate
from campaignflow.gate.look import Look, Source
from campaignflow.gate.rederiving import Folded, rederiving
from campaignflow.store.journal import fold
from campaignflow.store.record import Record

__all__ = ["look_back"]


def look_back(gate: Gate, view: Source, when: datetime | str) -> Look | None:
    """Return a look at all records as they stood at an instant, or just after an act; None before the first.

    What was redacted since is as empty there as it is in the journal.
    """
    at = when if isinstance(when, datetime) else _instant_of(view, when)
    if at is None:
        return None
    then: dict[str, Record] = {}
    changed: dict[str, int] = {}
    for record in view.records():
        newest = view.journal(record.ref, since_version=record.version - 1)[-1]
        if newest.at <= at and (newest.act == when or newest.at < at or isinstance(when, datetime)):
            then[record.ref] = record
            continue
        found = view.as_of(record.ref, when)
        if found is not None:
            changed[record.ref], body = found
            then[record.ref] = replace(record, version=found[0], body_version=found[0], body=canonical(body))
    derive = rederiving(gate, view, then)
    derived = {}
    for ref, version in changed.items():
        entries = tuple(view.journal(ref, upto=version))
        made = derive(ref, entries, fold(entries))
        revisions, approvals = (None, None) if made is None else (made.revisions, made.approvals)
        derived[ref] = replace(then[ref], revisions=revisions, approvals=approvals)
    return replace(gate, memory={}).look(Folded(view, {**then, **derived}), None, at)


def _instant_of(view: Source, act: str) -> datetime | None:
    return max((entry.at for entry in view.journal(act=act)), default=None)
