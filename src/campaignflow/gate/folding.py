"""What approvals come to with each entry: folded into the record's projection (rules 11, 28, 39).

The fold itself is `campaignflow.workflow.approvals`; here it learns which content an entry changed, and
who is behind that.  Nothing but the record's own entries is read, so that it can be folded again at any time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from campaignflow.canonical import Body, canonical
from campaignflow.gate.content import approvals_of, body_at, may_differ, read
from campaignflow.gate.look import Look
from campaignflow.records import facets
from campaignflow.store.act import RESIDUALS
from campaignflow.store.record import Record
from campaignflow.types import Ref
from campaignflow.workflow.approvals import DETAILS, Approvals

__all__ = ["Behind", "folded", "renamed"]

_NONE = Approvals()


class Behind(NamedTuple):
    """Which entry something follows from, the people behind it, and the record's name for life."""

    version: int
    people: frozenset[str]
    uid: str


def folded(
    ref: Ref,
    bodies: tuple[Body, Body],
    details: Mapping[str, Any],
    earlier: bytes | None,
    behind: Behind,
) -> bytes | None:
    """Return what approvals come to after an entry, as it is stored; None while there is nothing."""
    before, after = bodies
    version, people, uid = behind
    was = _NONE if earlier is None else read(earlier)
    now = was
    if not before:
        now = now if now.former else replace(now, uid=uid, created_by=tuple(sorted(people)))
    elif may_differ(before, after) and RESIDUALS not in details:  # redacting is not writing
        now = now.changed(version, _changed(ref, before, after), people)
    if not DETAILS.isdisjoint(details):
        now = now.after(details)
    if now == was and earlier is not None:
        return earlier
    return canonical(now.data) if now != _NONE else None


def renamed(look: Look, record: Record, after: Mapping[str, Any], people: Iterable[str]) -> Body:
    """Return what approvals came to on a record that goes on under another ref, with what changes on the way.

    It is said in the entry that renames it, so that it can be folded again without the former record.
    """
    was = approvals_of(record)
    old = Ref(record.kind, record.programme, record.id)
    created = _changed(old, {}, body_at(look, record.ref, 1))
    now = was.renamed(record.ref, record.version, created)
    changed = _changed(old, record.data, after)
    return (now.changed(1, changed, people) if changed else now).data


def _changed(ref: Ref, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the leaves that differ by the record alone, so that it can be told again at any time."""
    return facets.difference(facets.leaves(ref, before) if before else {}, facets.leaves(ref, after))
