"""The entries an act appends: bodies checked, contents salted, headers chained and tied by the manifest.

Nothing is written here; what hashes mean is `campaignflow.store.journal`, where rows go is
`campaignflow.store.commit`.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from campaignflow.canonical import canonical, merged, parsed
from campaignflow.store.act import REDACTED, RESIDUALS, Act, NewEntry, Projection
from campaignflow.store.checks import check_patch_size
from campaignflow.store.journal import (
    JournalEntry,
    genesis,
    header_bytes,
    manifest_digest,
    payload_bytes,
    payload_digest,
)
from campaignflow.store.mistakes import BadAct

__all__ = ["Standing", "append"]

SALT_BYTES = 16


@dataclass(slots=True)
class Standing:
    """A record while an act is appended to it."""

    ref: str
    uid: str
    version: int
    body_version: int
    head: str
    body: bytes
    projection: Projection | None = None
    """What the act says is derived from it; None if it says nothing."""
    new: NewEntry | None = field(default=None)
    """The change that makes the record, if this act does."""


def append(act: Act, standings: dict[str, Standing], office: str, library: str) -> list[JournalEntry]:
    """Return the entries of an act, and carry the records along to where they stand after it.

    Raises:
        BadAct: a patch does not lead from the body before to the body after (rule 6), or a name for
            life is another than the record's.
        InvalidValue: a patch is too large.
    """
    contents = []
    for change in act.changes:
        standing = _standing(standings, change, office)
        _move_body(standing, change)
        payload = payload_bytes(change.patch, change.reason, change.note, _details(change, act))
        check_patch_size(change, payload)
        salt = secrets.token_bytes(SALT_BYTES)
        contents.append((change, salt, payload, payload_digest(salt, payload)))
    manifest = manifest_digest((change.ref, change.base_version + 1, mark) for change, _, _, mark in contents)
    entries = []
    for change, salt, payload, mark in contents:
        standing = standings[change.ref]
        header = header_bytes(
            office=office,
            ref=change.ref,
            version=change.base_version + 1,
            prev_hash=standing.head,
            act=act.id,
            manifest=manifest,
            verb=change.verb,
            actor=change.actor,
            responsible=change.responsible,
            capacity=change.capacity,
            at=act.at,
            key=change.key,
            cause=change.cause,
            payload_digest=mark,
            library=library,
        )
        entry = JournalEntry.read(header, payload, salt)
        standing.head = entry.hash
        entries.append(entry)
    return entries


def _standing(standings: dict[str, Standing], change: NewEntry, office: str) -> Standing:
    standing = standings.get(change.ref)
    if standing is None:
        standing = Standing(change.ref, change.uid, 0, 0, genesis(office, change.ref), b"{}", new=change)
        standings[change.ref] = standing
    if standing.uid != change.uid:
        raise BadAct("act-changes-uid", ref=change.ref, uid=change.uid)
    return standing


def _move_body(standing: Standing, change: NewEntry) -> None:
    """Carry body and versions on; the body after must be what the patch makes of the body before."""
    after = standing.body if change.after is None else change.after
    if change.patch:
        led_to = canonical(merged(parsed(standing.body), change.patch))
        adds_up = led_to == after != standing.body
    else:
        adds_up = after == standing.body
    if not adds_up:
        raise BadAct("act-patch-leads-elsewhere", ref=change.ref, version=change.base_version + 1)
    standing.version += 1
    standing.body = after
    if change.patch or standing.version == 1:
        standing.body_version = standing.version
    if change.projection is not None:
        standing.projection = change.projection


def _details(change: NewEntry, act: Act) -> Mapping[str, Any]:
    """Return the details of an entry with what the journal must say for itself.

    The first entry of a record names its uid where that is not its ref, and the `redacted` entry the
    digest of what it leaves (rule 8): both could otherwise not be told from the journal alone.
    """
    said = dict(change.details)
    said.pop(RESIDUALS, None)
    if change.base_version == 0 and change.uid != change.ref:
        said["uid"] = change.uid
    if change.verb == REDACTED and act.redactions:
        said[RESIDUALS] = {str(one.version): one.digest for one in act.redactions if one.ref == change.ref}
    return said
