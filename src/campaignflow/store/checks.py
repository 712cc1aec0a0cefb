"""Whether an act adds up, as far as that can be told before the store is asked.

What is found is a fault of whoever built the act, not of the person who acts; sizes are the exception
(C12).  Whether the record is still what the act was judged on is seen in `campaignflow.store.commit`.
"""

from collections.abc import Iterable

from campaignflow.canonical import LONGEST_PATCH, canonical
from campaignflow.errors import InvalidValue
from campaignflow.store.act import GUARD, REDACTED, Act, NewEntry, Task, Timer
from campaignflow.store.mistakes import BadAct

__all__ = ["LONGEST_NOTE", "WIDEST_ACT", "check_patch_size", "check_shape", "expected"]

LONGEST_NOTE = 10_000
"""Bytes of a note (C12)."""
WIDEST_ACT = 10_000
"""Records one act may touch (C12)."""


def expected(act: Act) -> dict[str, int]:
    """Return each record the act rests on, with the version it must still have."""
    versions = {ref: version for ref, version in act.reads.items() if not ref.startswith(GUARD)}
    for change in act.changes:
        versions.setdefault(change.ref, change.base_version)
    return versions


def check_shape(act: Act) -> None:
    """Refuse an act that contradicts itself, or is too large.

    Raises:
        BadAct: versions with a gap, a name for life that changes or is given twice, a timer or task of
            another record, a redaction without its entry.
        InvalidValue: a note is too long, or more records are touched than one act may.
    """
    _check_versions(act)
    _check_uids(act.changes)
    redacted = {change.ref: change.base_version for change in act.changes if change.verb == REDACTED}
    for redaction in act.redactions:
        if not 1 <= redaction.version <= redacted.get(redaction.ref, 0):
            raise BadAct("act-redacts-unsaid", ref=redaction.ref, version=redaction.version)
    for change in act.changes:
        _check_projection(change)
        if len(change.note) > LONGEST_NOTE // 4 and len(change.note.encode()) > LONGEST_NOTE:
            raise InvalidValue("note-too-large", ref=change.ref, limit=LONGEST_NOTE)


def _check_versions(act: Act) -> None:
    versions = expected(act)
    refs = {change.ref for change in act.changes}
    if len(refs) > WIDEST_ACT:
        raise InvalidValue("act-too-wide", count=len(refs), limit=WIDEST_ACT)
    for change in act.changes:
        if change.base_version != versions[change.ref]:
            raise BadAct(
                "act-skips-version",
                ref=change.ref,
                version=change.base_version,
                expected=versions[change.ref],
            )
        versions[change.ref] += 1


def _check_uids(changes: Iterable[NewEntry]) -> None:
    names: dict[str, str] = {}
    holders: dict[str, str] = {}
    for change in changes:
        new = change.base_version == 0
        if names.setdefault(change.ref, change.uid) != change.uid or (
            new and holders.setdefault(change.uid, change.ref) != change.ref
        ):
            raise BadAct("act-changes-uid", ref=change.ref, uid=change.uid)


def _check_projection(change: NewEntry) -> None:
    if change.projection is not None:
        derived: tuple[Timer | Task, ...] = (*change.projection.timers, *change.projection.tasks)
        for one in derived:
            if one.ref != change.ref:
                raise BadAct("act-projects-elsewhere", ref=change.ref, other=one.ref)


def check_patch_size(change: NewEntry, payload: bytes) -> None:
    """Refuse a patch beyond the limit (C12)."""
    if len(payload) > LONGEST_PATCH and len(canonical(change.patch)) > LONGEST_PATCH:
        raise InvalidValue("patch-too-large", ref=change.ref, limit=LONGEST_PATCH)
