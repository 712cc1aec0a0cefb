"""The writing of an act, in the order of rule 16, inside one transaction that somebody else opened.

Claim the idempotency key, lock and compare everything the act rests on, take the timers it fires, append,
bring the tables along.  The locks are taken in the order of refs, so that two acts cannot wait for each
other; on SQLite the one write lock is held already.  Nothing is judged here.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, case, delete, insert, select, text, update

from campaignflow.store.act import GUARD, Act, Committed, Gone, Moved, NewEntry, Outcome, Replayed
from campaignflow.store.appending import Standing, append
from campaignflow.store.checks import expected
from campaignflow.store.instants import instant_text
from campaignflow.store.journal import JournalEntry
from campaignflow.store.mistakes import BadAct, IdempotencyMismatch
from campaignflow.store.projecting import in_parts, reconcile
from campaignflow.store.redaction import SCRUB_IS_DUE, redact
from campaignflow.store.rows import ENTRY, entry_of
from campaignflow.store.tables import guards, journal, keys, outbox, records, timers, unsealed

__all__ = ["NOTE", "commit"]

_CLAIM = text(
    "INSERT INTO keys (actor, key, digest, act) VALUES (:actor, :key, :digest, :act) "
    "ON CONFLICT (actor, key) DO NOTHING"
)
_CLAIMED = select(keys.c.digest, keys.c.act).where(
    keys.c.actor == bindparam("actor"), keys.c.key == bindparam("key")
)
_OF_ACT = ENTRY.where(journal.c.act == bindparam("act")).order_by(journal.c.ref, journal.c.version)
_USED = select(journal.c.ref).where(journal.c.act == bindparam("act")).limit(1)
_REFS: BindParameter[str] = bindparam("refs", expanding=True)
_STANDING = (
    select(
        records.c.ref,
        records.c.uid,
        records.c.version,
        records.c.body_version,
        records.c.head,
        case((records.c.ref.in_(bindparam("changed", expanding=True)), records.c.body), else_=""),
    )
    .where(records.c.ref.in_(_REFS))
    .order_by(records.c.ref)
    .with_for_update()
)
_GUARDS = (
    select(guards.c.name, guards.c.version)
    .where(guards.c.name.in_(bindparam("names", expanding=True)))
    .order_by(guards.c.name)
    .with_for_update()
)
_HOLDERS = select(records.c.uid, records.c.ref, records.c.version).where(
    records.c.uid.in_(bindparam("uids", expanding=True))
)
_FIRE = delete(timers).where(timers.c.key == bindparam("fired"))
_NEW_RECORD = insert(records)
_RECORD = update(records).where(records.c.ref == bindparam("of"))
_MOVE_ON = _RECORD.values({name: bindparam(name) for name in ("version", "body_version", "head", "body")})
_DERIVED = ("applied", "revisions", "approvals")
_MOVE_ON_AND_PROJECT = _MOVE_ON.values({name: bindparam(name) for name in ("state", "unit", *_DERIVED)})
_NEW_ENTRY = insert(journal)
_NEW_NOTICE = insert(outbox)
_NEW_UNSEALED = insert(unsealed)
_RAISE = text(
    "INSERT INTO guards (name, version) VALUES (:name, 1) "
    "ON CONFLICT (name) DO UPDATE SET version = guards.version + 1"
)
NOTE = text(
    "INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = :value"
)


def commit(connection: Connection, act: Act, office: str, library: str) -> Outcome:
    """Write an act whole, or answer why it does not happen; then the transaction is to be rolled back.

    Raises:
        IdempotencyMismatch: the key was used for another command.
        BadAct: the act contradicts the record it is appended to, or its id was used before.
    """
    earlier = _earlier(connection, act)
    if earlier is not None:
        return earlier
    standings, moved = _locked(connection, act)
    if moved:
        return Moved(moved)
    for key in act.fires:
        if connection.execute(_FIRE, {"fired": key}).rowcount == 0:
            return Gone(key)
    if act.changes and connection.execute(_USED, {"act": act.id}).first():
        raise BadAct("act-id-used", act=act.id)
    known = frozenset(standings)
    entries = append(act, standings, office, library)
    _write_records(connection, standings.values())
    _write_entries(connection, act, entries)
    projections = {ref: one.projection for ref, one in standings.items() if one.projection is not None}
    if projections:
        reconcile(connection, projections, known, act.fires)
    if act.redactions:
        redact(connection, act.redactions, office)
    if act.raises:
        connection.execute(_RAISE, [{"name": name} for name in sorted(act.raises)])
    notes = {**act.meta, SCRUB_IS_DUE: act.id} if act.redactions else act.meta
    if notes:
        connection.execute(NOTE, [{"key": key, "value": notes[key]} for key in sorted(notes)])
    return Committed(act.id, tuple(entries))


def _earlier(connection: Connection, act: Act) -> Replayed | None:
    """Claim the act's idempotency key; return the act that had it already (rule 19)."""
    if act.idempotency is None:
        return None
    actor, key, digest = act.idempotency
    claim = {"actor": actor, "key": key, "digest": digest, "act": act.id}
    if connection.execute(_CLAIM, claim).rowcount:
        return None
    found = connection.execute(_CLAIMED, {"actor": actor, "key": key}).one()
    # A redaction empties the digest, from which the content could be guessed; the key is used all the same.
    if found.digest not in {digest, ""}:
        raise IdempotencyMismatch("key-used-otherwise", actor=actor, key=key, act=found.act)
    rows = connection.execute(_OF_ACT, {"act": found.act})
    return Replayed(found.act, tuple(entry_of(row) for row in rows))


def _locked(connection: Connection, act: Act) -> tuple[dict[str, Standing], dict[str, tuple[int, int]]]:
    """Lock all that the act rests on; return the records it changes, and what has moved."""
    versions = expected(act)
    changed = {change.ref for change in act.changes}
    there: dict[str, int] = {}
    standings = {}
    for part in in_parts(sorted(versions)):
        own = [ref for ref in part if ref in changed]
        for ref, uid, version, body_version, head, body in connection.execute(
            _STANDING, {"refs": part, "changed": own}
        ):
            there[ref] = version
            if ref in changed:
                standings[ref] = Standing(ref, uid, version, body_version, head, body.encode())
    guarded = {ref: version for ref, version in act.reads.items() if ref.startswith(GUARD)}
    for part in in_parts(sorted(ref.removeprefix(GUARD) for ref in guarded)):
        for name, version in connection.execute(_GUARDS, {"names": part}):
            there[GUARD + name] = version
    moved = {
        ref: (version, there.get(ref, 0))
        for ref, version in (versions | guarded).items()
        if there.get(ref, 0) != version
    }
    return standings, moved or _uids_taken(connection, act.changes, changed)


def _uids_taken(
    connection: Connection, changes: Iterable[NewEntry], changed: set[str]
) -> dict[str, tuple[int, int]]:
    """Return the records that got the name for life of a new one meanwhile.

    One that is changed in the same act hands it over; those that had it before that one keep it as well.
    """
    uids = [change.uid for change in changes if change.base_version == 0]
    holders = [row for part in in_parts(uids) for row in connection.execute(_HOLDERS, {"uids": part})]
    handed_over = {uid for uid, ref, _ in holders if ref in changed}
    return {ref: (0, version) for uid, ref, version in holders if uid not in handed_over}


def _write_records(connection: Connection, standings: Iterable[Standing]) -> None:
    new, moved, projected = [], [], []
    for standing in standings:
        row = {
            "version": standing.version,
            "body_version": standing.body_version,
            "head": standing.head,
            "body": standing.body.decode(),
        }
        if standing.new is not None:
            change = standing.new
            name = {"ref": change.ref, "uid": change.uid, "kind": change.kind, "id": change.id}
            new.append({**name, "programme": change.programme, **row, **_derived(standing)})
        elif standing.projection is not None:
            projected.append({"of": standing.ref, **row, **_derived(standing)})
        else:
            moved.append({"of": standing.ref, **row})
    for statement, rows in ((_NEW_RECORD, new), (_MOVE_ON, moved), (_MOVE_ON_AND_PROJECT, projected)):
        if rows:
            connection.execute(statement, rows)


def _derived(standing: Standing) -> dict[str, str | None]:
    one = standing.projection
    if one is None:
        return {"state": "", "unit": "", **dict.fromkeys(_DERIVED)}
    said = {name: getattr(one, name) for name in _DERIVED}
    return {
        "state": one.state,
        "unit": one.unit,
        **{name: None if value is None else value.decode() for name, value in said.items()},
    }


def _write_entries(connection: Connection, act: Act, entries: Sequence[JournalEntry]) -> None:
    if not entries:
        return
    firing = set(act.fires)
    rows = []
    for entry in entries:
        rows.append(_entry_row(entry, fired=entry.key in firing))
        firing.discard(entry.key)  # of several entries with the key the first one answers the timer
    connection.execute(_NEW_ENTRY, rows)
    marks = [{"ref": entry.ref, "version": entry.version, "hash": entry.hash} for entry in entries]
    connection.execute(_NEW_UNSEALED, marks)
    notices = [
        {
            "id": f"{entry.ref}@{entry.version}/{listener}",
            "ref": entry.ref,
            "version": entry.version,
            "listener": listener,
            "act": act.id,
            "failures": 0,
        }
        for entry in entries
        for listener in act.listeners
    ]
    if notices:
        connection.execute(_NEW_NOTICE, notices)


def _entry_row(entry: JournalEntry, *, fired: bool) -> Mapping[str, Any]:
    return {
        "ref": entry.ref,
        "version": entry.version,
        "act": entry.act,
        "at": instant_text(entry.at),
        "verb": entry.verb,
        "actor": entry.actor,
        "responsible": entry.responsible,
        "cause": entry.cause,
        "key": entry.key,
        "fired": entry.key if fired else None,
        "hash": entry.hash,
        "header": entry.header.decode(),
        "payload": entry.payload.decode(),
        "salt": None if entry.salt is None else entry.salt.hex(),
    }
