"""Taking the content out of older entries: the one way a line of the journal changes (rule 8, C11).

The chain stays whole, since it runs over the digest of the content and not over the content.  The
salt of that digest goes, and so does the unsalted digest of the command under its idempotency key:
from either a short text could be guessed.  Bodies, timers, tasks and what else was derived from the
content are brought along by the act's own changes; the files are cleaned after the commit
(`Store.scrub`).  Backups and what was told to others are the host's.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, literal, select, update

from campaignflow.canonical import canonical
from campaignflow.store.act import Redaction
from campaignflow.store.chain import StoredEntry, check_chain
from campaignflow.store.journal import fold, uid_of
from campaignflow.store.mistakes import BadAct
from campaignflow.store.snapshot import REFUSED
from campaignflow.store.tables import journal, keys, meta, outbox, records, redacting

__all__ = ["SCRUB_IS_DUE", "redact"]

SCRUB_IS_DUE = "store:scrub"
"""Line of the notebook that stands from the redaction until the files were cleaned."""

_ENTRY = (journal.c.ref == bindparam("of")) & (journal.c.version == bindparam("nth"))
_ACT = select(journal.c.act).where(_ENTRY).scalar_subquery()
_EMPTY = update(journal).where(_ENTRY).values(payload=bindparam("left"), salt=None)
_FORGET_KEY = update(keys).where(keys.c.act == _ACT).values(digest="")
_OF_ENTRY = (outbox.c.ref == bindparam("of")) & (outbox.c.version == bindparam("nth"))
_UNTELL = delete(outbox).where(_OF_ENTRY)
_UNSAY = delete(meta).where(meta.c.key.in_(select(literal(REFUSED) + outbox.c.id).where(_OF_ENTRY)))
_WHOLE = (
    select(*(journal.c[name] for name in StoredEntry._fields))
    .where(journal.c.ref == bindparam("of"))
    .order_by(journal.c.version)
)
_RECORD = select(records.c.uid, records.c.body).where(records.c.ref == bindparam("of"))


def redact(connection: Connection, redactions: Sequence[Redaction], office: str) -> None:
    """Put what is left in the place of what was said.

    Raises:
        BadAct: from what is left the record would no longer follow: its body, its name for life, or what
            an earlier redaction says.
    """
    for one in redactions:
        entry = {"of": one.ref, "nth": one.version}
        connection.execute(insert(redacting), {"ref": one.ref, "version": one.version})
        connection.execute(_EMPTY, {**entry, "left": one.residual_bytes.decode()})
        connection.execute(_FORGET_KEY, entry)
        connection.execute(_UNSAY, entry)  # what was said against a notice may quote it
        connection.execute(_UNTELL, entry)
    connection.execute(delete(redacting))
    for ref in sorted({one.ref for one in redactions}):
        rows = [_as_bytes(row) for row in connection.execute(_WHOLE, {"of": ref})]
        chain = check_chain(office, ref, rows)
        follows = None if chain.problem else (uid_of(chain.entries), canonical(fold(chain.entries)).decode())
        if follows != tuple(connection.execute(_RECORD, {"of": ref}).one()):
            raise BadAct("act-residual-leads-elsewhere", ref=ref)


def _as_bytes(row: Iterable[Any]) -> StoredEntry:
    return StoredEntry._make(value.encode() if isinstance(value, str) else value for value in row)
