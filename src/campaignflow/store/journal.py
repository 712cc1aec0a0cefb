"""An entry of the journal: the bytes that are hashed, the chain they form, and the body they fold to.

Rule 7 is written here and nowhere else.  Each record has a chain of its own: the header of an entry
names the hash of the one before it and, through `payload_digest`, its own content; `manifest` names
all entries of the same act, so that the chains of one act hold each other.

What a whole chain proves: no entry before the newest one was altered, exchanged, taken out or put in.
What it does not prove: that the newest entries are still there.  Who owns the file can cut the tail of
a record, the whole record, or write everything anew from any point, and hash it all again.  Against
that helps only a head that was kept elsewhere; seals, which give one, come later (rule 10).

Reading and checking stored entries is in `campaignflow.store.rows` and `campaignflow.store.verify`.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self, cast

from campaignflow.canonical import Body, canonical, digest, merged, parsed
from campaignflow.store.instants import instant_of, instant_text

__all__ = [
    "FORMAT",
    "JournalEntry",
    "fold",
    "genesis",
    "header_bytes",
    "manifest_digest",
    "payload_bytes",
    "payload_digest",
    "uid_of",
]

FORMAT = "cf-entry/1"
"""The first word of each header."""


def genesis(office: str, ref: str) -> str:
    """Return what stands in the place of a previous hash in a record's first entry."""
    return digest((office + ref).encode())


def payload_bytes(
    patch: Mapping[str, Any], reason: str = "", note: str = "", details: Mapping[str, Any] | None = None
) -> bytes:
    """Return the content of an entry as it is stored and hashed; empty parts are left out."""
    parts = {"patch": patch, "reason": reason, "note": note, "details": details}
    return canonical({name: part for name, part in parts.items() if part})


def payload_digest(salt: bytes, payload: bytes) -> str:
    """Return SHA-256 over 16 random bytes and the content.

    The salt goes when the content is redacted, so that nobody can guess from the digest what it was.
    """
    return hashlib.sha256(salt + payload).hexdigest()


def manifest_digest(entries: Iterable[tuple[str, int, str]]) -> str:
    """Return the digest of (ref, version, payload digest) of all entries of an act."""
    return digest(canonical(sorted(entries)))


def header_bytes(  # noqa: PLR0913  # rule 7 lists them
    *,
    office: str,
    ref: str,
    version: int,
    prev_hash: str,
    act: str,
    manifest: str,
    verb: str,
    actor: str,
    responsible: str,
    at: datetime,
    payload_digest: str,
    library: str,
    capacity: str = "",
    key: str = "",
    cause: str = "",
) -> bytes:
    """Return the header of an entry; its SHA-256 is the entry's hash."""
    row = [FORMAT, office, ref, version, prev_hash, act, manifest, verb, actor, responsible, capacity]
    return canonical([*row, instant_text(at), key, cause, payload_digest, library])


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One line of a record's journal, read out of the very bytes that are hashed."""

    ref: str
    version: int
    """Its place in the chain of the record, from 1."""
    act: str
    """Id of the act; entries of one call share it."""
    verb: str
    """What happened, in the past tense: `amended`, `submitted`."""
    actor: str
    """Who did it; `system:` and `plugin:` stand before what is no person."""
    responsible: str
    """The person behind it (rule 24)."""
    capacity: str
    at: datetime
    """When the act was judged by the store's clock, in UTC; it orders nothing (rule 13)."""
    key: str
    """Idempotency key of the call, or the key of the timer that fired."""
    cause: str
    library: str
    """Version of the library that wrote it."""
    prev_hash: str
    manifest: str
    payload_digest: str
    hash: str
    salt: bytes | None
    """None once the content was redacted."""
    header: bytes
    payload: bytes
    """The content; after a redaction what is left of it."""
    _parsed: Body | None = field(default=None, init=False, repr=False, compare=False)

    @classmethod
    def read(cls, header: bytes, payload: bytes, salt: bytes | None) -> Self:
        """Return the entry of stored bytes."""
        _, _, ref, version, prev_hash, act, manifest, verb, actor, *rest = parsed(header)
        responsible, capacity, at, key, cause, content, library = rest
        return cls(
            ref=ref,
            version=version,
            act=act,
            verb=verb,
            actor=actor,
            responsible=responsible,
            capacity=capacity,
            at=instant_of(at),
            key=key,
            cause=cause,
            library=library,
            prev_hash=prev_hash,
            manifest=manifest,
            payload_digest=content,
            hash=digest(header),
            salt=salt,
            header=header,
            payload=payload,
        )

    def _content(self) -> Body:
        if self._parsed is None:
            object.__setattr__(self, "_parsed", parsed(self.payload))
        return cast("Body", self._parsed)

    @property
    def patch(self) -> Body:
        """What changed in the body, as a merge patch (RFC 7396); empty if nothing did."""
        return dict(self._content().get("patch", {}))

    @property
    def reason(self) -> str:
        """Why, as the actor said it."""
        return str(self._content().get("reason", ""))

    @property
    def note(self) -> str:
        """What the actor wrote beside it."""
        return str(self._content().get("note", ""))

    @property
    def details(self) -> Body:
        """Facts of the verb itself: the window a launch was given, what a redaction took away."""
        return dict(self._content().get("details", {}))

    @property
    def redacted(self) -> bool:
        """Whether its content was taken away (rule 8)."""
        return self.salt is None


def fold(entries: Iterable[JournalEntry], upto: int | None = None) -> Body:
    """Return the body a record had at a version, by default at the last of the entries (rule 6).

    The entries are those of one record, from the first, in order.
    """
    body: Body = {}
    for entry in entries:
        if upto is not None and entry.version > upto:
            break
        body = merged(body, entry.patch)
    return body


def uid_of(entries: Sequence[JournalEntry]) -> str:
    """Return the name for life of a record: its ref, unless its first entry says another (rule 1)."""
    return str(entries[0].details.get("uid", entries[0].ref))
