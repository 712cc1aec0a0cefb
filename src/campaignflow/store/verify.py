"""Whether the store is what was written into it: each chain, each act, each table made from them (rule 11).

What a clean answer means, and what it cannot mean, stands at `campaignflow.store.journal`: a tail that
was cut off whole, with all the tables say of it, is missed only by a head that was kept elsewhere.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, and_, exists, select

from campaignflow.canonical import Body, canonical, merged, parsed
from campaignflow.store.act import Projection
from campaignflow.store.chain import (
    Problem,
    Redacted,
    StoredEntry,
    check_chain,
    check_columns,
    clock_problems,
)
from campaignflow.store.dialects import Dialect
from campaignflow.store.journal import JournalEntry, fold, manifest_digest, uid_of
from campaignflow.store.projecting import wanted_timers
from campaignflow.store.record import Record
from campaignflow.store.rows import task_row
from campaignflow.store.tables import journal, records, tasks, timers, unsealed

__all__ = ["Deep", "Projector", "Verification", "verify"]

Projector = Callable[[str, tuple[JournalEntry, ...], Body], Projection | None]
"""What is derived from a record: its ref, its entries and the body they fold to; None leaves it unchecked."""
Deep = Callable[[Mapping[str, Record]], Projector]
"""Given every record as its journal folds, by ref, what works out what is derived from one of them.

What the tables say of a record stands in only where its journal is not whole; it has no `head` then.
"""

_STAGES = ("chain", "columns", "acts", "heads", "queue", "head", "deep", "clock")
_TIMER = ("key", "ref", "due", "duty", "item", "rung", "details")
_TASK = ("id", "ref", "kind", "party", "due", "details")


class Verification(NamedTuple):
    """What was found, in the order of rule 11: the first problem names the first bad entry."""

    problems: tuple[Problem, ...]
    """Of each record only the first bad entry: what follows it rests on it."""
    redactions: tuple[Redacted, ...]
    entries: int
    """Entries that were looked at."""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; a clock that went back is worth knowing and no more."""
        return all(problem.severity != "error" for problem in self.problems)


@dataclass(slots=True)
class _Report:
    problems: dict[str, list[Problem]] = field(default_factory=lambda: {stage: [] for stage in _STAGES})
    redactions: list[Redacted] = field(default_factory=list)
    entries: int = 0

    def add(self, stage: str, code: str, ref: str, version: int, **facts: object) -> None:
        self.problems[stage].append(Problem(code, ref, version, facts))


class _Reader(NamedTuple):
    """Reads columns as the bytes they hold."""

    connection: Connection
    dialect: Dialect

    def rows(self, table: Table, names: Sequence[str], *where: Any) -> Iterator[tuple[Any, ...]]:
        columns = (table.c[name] for name in names)
        raw = [column if column.type.python_type is int else self.dialect.raw(column) for column in columns]
        query = select(*raw).where(*where).order_by(*table.primary_key.columns)
        return (tuple(row) for row in self.connection.execute(query).yield_per(1000))


def verify(
    connection: Connection,
    dialect: Dialect,
    office: str,
    *,
    head: str | None = None,
    deep: Deep | None = None,
) -> Verification:
    """Check a whole store in one view of it; see `Store.verify`."""
    report = _Report()
    reader = _Reader(connection, dialect)
    folded: dict[str, Record] = {}
    for ref, rows in _by_record(reader):
        record = _check_record(reader, report, ref, rows, office)
        if record is not None and deep is not None:
            folded[ref] = record
    if deep is not None:
        _check_all_derived(reader, report, office, folded, deep(folded))
    _check_acts(reader, report)
    _check_tables(reader, report, deep=deep is not None)
    if head is not None:
        report.add("head", "verify-head-unknown", "", 0, head=head)
    problems = tuple(problem for stage in _STAGES for problem in report.problems[stage])
    return Verification(problems, tuple(report.redactions), report.entries)


def _by_record(reader: _Reader) -> Iterator[tuple[str, list[StoredEntry]]]:
    rows = (StoredEntry(*row) for row in reader.rows(journal, StoredEntry._fields))
    for raw_ref, own in groupby(rows, key=itemgetter(0)):
        yield _text(raw_ref), list(own)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _check_record(
    reader: _Reader, report: _Report, ref: str, rows: list[StoredEntry], office: str
) -> Record | None:
    """Check a journal by itself; return what it folds to, or what the tables say where it is not whole."""
    chain = check_chain(office, ref, rows)
    report.entries += len(rows)
    report.redactions += chain.redactions
    report.problems["clock"] += clock_problems(chain.entries)
    for row, entry in zip(rows, chain.entries, strict=False):
        problem = check_columns(office, row, entry)
        if problem is not None:
            report.problems["columns"].append(problem)
            break
    stored = _stored_record(reader, ref)
    if chain.problem is not None:
        report.problems["chain"].append(chain.problem)
        return None if stored is None else _as_stored(ref, stored)
    if stored is None:
        report.add("heads", "verify-record-missing", ref, len(rows))
        return None
    wrong = _wrong(stored, _heads(ref, chain.entries))
    if wrong:
        report.add("heads", "verify-record-differs", ref, len(rows), columns=wrong)
    return _folded(ref, chain.entries)


def _folded(ref: str, entries: Sequence[JournalEntry]) -> Record:
    changed = [entry.version for entry in entries if entry.patch] or [1]
    heads: dict[str, Any] = _heads(ref, entries)
    return Record(ref, **heads, body_version=changed[-1], body=canonical(fold(entries)))


def _as_stored(ref: str, stored: Mapping[str, Any]) -> Record | None:
    """Return what the tables say of a record, None if that cannot be read."""
    try:
        body = canonical(merged({}, parsed(stored["body"])))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    kind, programme, own = _names(ref)
    version, body_version = stored["version"], stored["body_version"]
    return Record(ref, ref, kind, programme, own, version, body_version, "", body)


def _check_all_derived(
    reader: _Reader, report: _Report, office: str, folded: Mapping[str, Record], derive: Projector
) -> None:
    for ref, rows in _by_record(reader):
        stored = _stored_record(reader, ref)
        if stored is not None and ref in folded and folded[ref].head:
            entries = check_chain(office, ref, rows).entries
            wrong = _check_derived(reader, stored, ref, entries, derive, fired=_fired(rows))
            if wrong:
                report.add("deep", "verify-derived-differs", ref, len(rows), columns=wrong)


def _stored_record(reader: _Reader, ref: str) -> dict[str, Any] | None:
    names = records.columns.keys()
    row = next(reader.rows(records, names, records.c.ref == ref), None)
    return None if row is None else dict(zip(names, row, strict=True))


def _wrong(stored: Mapping[str, Any], wanted: Mapping[str, object]) -> list[str]:
    """Return the columns that do not hold what they should."""
    return [name for name, value in wanted.items() if stored[name] != _as_raw(value)]


def _as_raw(value: object) -> object:
    return value.encode() if isinstance(value, str) else value


def _heads(ref: str, entries: Sequence[JournalEntry]) -> dict[str, object]:
    """Return what the columns of a record must say by its ref and its journal alone."""
    kind, programme, own = _names(ref)
    return {
        "uid": uid_of(entries),
        "kind": kind,
        "programme": programme,
        "id": own,
        "version": len(entries),
        "head": entries[-1].hash,
    }


def _names(ref: str) -> tuple[str, str | None, str]:
    """Return kind, programme and id of a ref, whatever was made of it."""
    kind, _, name = ref.partition(":")
    *programme, own = name.split("/")
    return kind, "/".join(programme) or None, own


def _fired(rows: Sequence[StoredEntry]) -> frozenset[str]:
    return frozenset(_text(row.fired) for row in rows if row.fired is not None)


def _check_derived(
    reader: _Reader,
    stored: Mapping[str, Any],
    ref: str,
    entries: list[JournalEntry],
    derive: Projector,
    *,
    fired: frozenset[str],
) -> list[str]:
    body = fold(entries)
    wrong = _wrong(stored, {"body": canonical(body).decode()})
    if not _may_be_body_version(stored["body_version"], entries):
        wrong.append("body_version")
    projection = derive(ref, tuple(entries), body)
    if projection is None:
        return wrong
    named = {
        name: getattr(projection, name) for name in ("state", "unit", "applied", "revisions", "approvals")
    }
    wrong += _wrong(stored, named)
    for table, names, rows in (
        (timers, _TIMER, wanted_timers(projection, fired).values()),
        (tasks, _TASK, [task_row(task) for task in projection.tasks]),
    ):
        there = sorted(reader.rows(table, names, table.c.ref == ref))
        if there != sorted(tuple(_as_raw(row[name]) for name in names) for row in rows):
            wrong.append(table.name)
    return wrong


def _may_be_body_version(version: object, entries: Sequence[JournalEntry]) -> bool:
    """Whether the body can have changed last at a version; of a redacted entry nobody can tell any more."""
    changed = [1, *(entry.version for entry in entries if entry.patch)]
    untold = {entry.version for entry in entries if entry.redacted and entry.version > changed[-1]}
    return version in {changed[-1], *untold}


def _check_acts(reader: _Reader, report: _Report) -> None:
    """Compare the entries of each act with the manifest that each of them names (rule 7)."""
    by_act = (journal.c.act, journal.c.ref, journal.c.version)
    query = select(
        *(reader.dialect.raw(column) for column in by_act[:2]),
        journal.c.version,
        reader.dialect.raw(journal.c.header),
    )
    rows = reader.connection.execute(query.order_by(*by_act)).yield_per(1000)
    for act, own in groupby((tuple[Any, ...](row) for row in rows), key=itemgetter(0)):
        marks = [(_text(ref), version, *_marks(header)) for _, ref, version, header in own]
        manifest = manifest_digest((ref, version, content) for ref, version, _, content in marks)
        other = next((mark for mark in marks if mark[2] != manifest), None)
        if other is not None:
            report.add("acts", "verify-act-incomplete", other[0], other[1], act=_text(act))


def _marks(header: bytes) -> tuple[str, str]:
    """Return manifest and content digest of a header, empty if it is none any more."""
    try:
        entry = JournalEntry.read(header, b"", None)
    except (ValueError, TypeError, RecursionError):
        return "", ""
    return entry.manifest, entry.payload_digest


def _check_tables(reader: _Reader, report: _Report, *, deep: bool) -> None:
    """Find rows that speak of a record or an entry that is not there."""
    is_entry = and_(journal.c.ref == unsealed.c.ref, journal.c.version == unsealed.c.version)
    same = and_(is_entry, journal.c.hash == unsealed.c.hash)
    for ref, version in reader.rows(unsealed, ("ref", "version"), ~exists().where(same)):
        report.add("queue", "verify-queue-differs", _text(ref), version)
    lost = ~exists().where(journal.c.ref == records.c.ref)
    for ref, version in reader.rows(records, ("ref", "version"), lost):
        report.add("heads", "verify-journal-missing", _text(ref), version)
    for table in (timers, tasks) if deep else ():
        for row in reader.rows(table, ("ref",), ~exists().where(records.c.ref == table.c.ref)):
            report.add("deep", "verify-stray-row", _text(row[0]), 0, table=table.name)
