"""The bare side of P2: the same rows by `sqlite3` alone, in the same tables, five commits for each campaign.

Nobody is asked whether he may: the rows are made up, hashed and chained as the journal does it (rule 7), and
written.  Tables, indexes and pragmas are those of a store of campaignflow.
"""

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from measuring import Cost, call

from campaignflow.store.tables import creation

__all__ = ["approved"]

PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "secure_delete=ON",
    "synchronous=FULL",
)
AT, DUE = "2027-01-04T01:00:00.000000Z", "2027-01-06T09:30:00.000000Z"
LEAVES = ("dates.window", "dates.key@press-day", "units", "partners", "scope", "text", "budget@#海报印制")
STANDING = "SELECT version, body_version, head FROM records WHERE ref = ?"
RECORD = (
    "INSERT INTO records (ref, uid, kind, programme, id, version, body_version, head, state, unit, body) "
    "VALUES (?, ?, 'campaign', 'river-2027', ?, 1, 1, ?, 'draft', 'office', ?)"
)
MOVE_ON = (
    "UPDATE records SET version = ?, body_version = ?, head = ?, state = ?, body = ?, approvals = ? "
    "WHERE ref = ?"
)
ENTRY = (
    "INSERT INTO journal "
    "(ref, version, act, at, verb, actor, responsible, cause, key, hash, header, payload, salt) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, '', '', ?, ?, ?, ?)"
)
UNSEALED = "INSERT INTO unsealed (ref, version, hash) VALUES (?, ?, ?)"
TASK = "INSERT INTO tasks (id, ref, kind, party, due, details) VALUES (?, ?, 'decide', ?, ?, ?)"
TIMER = (
    "INSERT INTO timers (key, ref, due, duty, item, rung, details, failures) "
    "VALUES (?, ?, ?, 'step', ?, ?, ?, 0)"
)


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def approved(folder: Path, campaigns: int, body: str, steps: Sequence[tuple[str, str]]) -> Cost:
    """Write the rows of so many campaigns into a new file; return what one took.  The first is not timed."""
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        for statement in creation("sqlite"):
            connection.execute(statement)
        refs = [f"campaign:river-2027/week-{n}" for n in range(campaigns)]
        for ref in refs:
            name = ref.rpartition("/")[2]
            connection.execute(RECORD, (ref, ref, name, _digest(ref), body))
        _campaign(connection, refs[0], body, steps)
        cost = call(lambda: [_campaign(connection, ref, body, steps) for ref in refs[1:]])
    return Cost(cost.wall / (campaigns - 1), cost.cpu / (campaigns - 1))


def _campaign(connection: sqlite3.Connection, ref: str, body: str, steps: Sequence[tuple[str, str]]) -> None:
    """Submit, and decide each step; the last decision approves the campaign."""
    said, text = [], body
    for turn, (verb, actor, content) in enumerate(_contents(steps)):
        connection.execute("BEGIN IMMEDIATE")
        version, body_version, head = connection.execute(STANDING, (ref,)).fetchone()
        moved = {0: "in_review", len(steps): "approved"}.get(turn)
        if moved is not None:
            text, body_version = body.replace('"state":"draft"', f'"state":"{moved}"'), version + 1
        entry = _entry(ref, version + 1, head, verb, actor, _canonical(content))
        connection.execute(ENTRY, (ref, version + 1, secrets.token_hex(16), AT, verb, actor, actor, *entry))
        said.append(content["details"])
        row = (version + 1, body_version, entry[0], moved or "in_review", text, _canonical(said), ref)
        connection.execute(MOVE_ON, row)
        connection.execute(UNSEALED, (ref, version + 1, entry[0]))
        if turn:
            connection.execute("DELETE FROM tasks WHERE ref = ?", (ref,))
            connection.execute("DELETE FROM timers WHERE ref = ?", (ref,))
        if turn < len(steps):
            _ask(connection, ref, *steps[turn])
        connection.execute("COMMIT")


def _contents(steps: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield verb, actor and content of the five acts."""
    asked = [
        {"id": step, "by": [person], "covers": list(LEAVES), "due": "3 workdays"} for step, person in steps
    ]
    opened = {"patch": {"state": "in_review"}, "details": {"round": {"number": 1, "steps": asked}}}
    yield "fired", "li-wei", opened
    for step, person in steps:
        leaves = {leaf: _digest(leaf) for leaf in LEAVES}
        decision = {
            "step": step,
            "verdict": "approve",
            "principal": person,
            "at_version": 2,
            "leaves": leaves,
        }
        yield "decided", person, {"details": {"decision": decision}, "note": "同意"}


def _entry(
    ref: str, version: int, head: str, verb: str, actor: str, payload: str
) -> tuple[str, str, str, str]:
    """Return hash, header, content and salt of an entry."""
    salt = secrets.token_bytes(16)
    mark = hashlib.sha256(salt + payload.encode()).hexdigest()
    manifest = _digest(_canonical([[ref, version, mark]]))
    parts = (
        "cf-entry/1",
        "0" * 32,
        ref,
        version,
        head,
        "act",
        manifest,
        verb,
        actor,
        actor,
        "",
        AT,
        "",
        "",
        mark,
        "1",
    )
    header = _canonical(parts)
    return _digest(header), header, payload, salt.hex()


def _ask(connection: sqlite3.Connection, ref: str, step: str, person: str) -> None:
    """Put a step into an inbox, with a reminder and a last day."""
    shown = _canonical({"step": step, "seen": _digest(ref + step)})
    connection.execute(TASK, (f"{ref}#{step}", ref, person, DUE, shown))
    connection.executemany(
        TIMER, [(f"{ref}#{step}#{rung}", ref, DUE, step, rung, shown) for rung in range(2)]
    )
