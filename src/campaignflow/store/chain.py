"""One record's journal, checked byte by byte: the first entry that is not what was hashed (rule 11).

It takes rows as they are and trusts no column: what is hashed decides.  What is compared across
records, and with the tables derived from the journal, is in `campaignflow.store.verify`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from campaignflow import labels
from campaignflow.canonical import digest, parsed
from campaignflow.store.act import REDACTED, RESIDUALS
from campaignflow.store.instants import instant_text
from campaignflow.store.journal import FORMAT, JournalEntry, genesis, payload_digest

__all__ = ["Chain", "Problem", "Redacted", "StoredEntry", "check_chain", "check_columns", "clock_problems"]

CLOCK_SLACK = timedelta(seconds=1)
"""How far the clock may go back between two entries of a record without being a finding."""


class Problem(NamedTuple):
    """Something that is not as the journal says."""

    code: str
    ref: str
    version: int
    facts: Mapping[str, object]

    @property
    def severity(self) -> str:
        """``error``, or ``warning`` for what a clock that was set back does, too."""
        return labels.severity(self.code)

    def message(self, lang: str | None = None) -> str:
        """Return the sentence in ``zh`` or ``en``; by default in the language of the environment."""
        facts = {"ref": self.ref, "version": self.version, **self.facts}
        return labels.sentence(self.code, labels.language(lang), facts)


class Redacted(NamedTuple):
    """An entry whose content was taken away, and what the entry that took it says (rule 8)."""

    ref: str
    version: int
    by_version: int
    actor: str
    at: datetime
    reason: str


class StoredEntry(NamedTuple):
    """A row of the journal as bytes, whatever they are."""

    ref: bytes
    version: int
    act: bytes
    at: bytes
    verb: bytes
    actor: bytes
    responsible: bytes
    cause: bytes
    key: bytes
    fired: bytes | None
    hash: bytes
    header: bytes
    payload: bytes
    salt: bytes | None


class Chain(NamedTuple):
    """What a record's rows turned out to be."""

    entries: list[JournalEntry]
    """The sound ones, up to the first bad one."""
    problem: Problem | None
    redactions: list[Redacted]


def check_chain(office: str, ref: str, rows: Sequence[StoredEntry]) -> Chain:
    """Walk the rows of a record in order of version, and stop at the first bad one."""
    told = _redactions(ref, rows)
    entries: list[JournalEntry] = []
    previous = genesis(office, ref)
    for place, row in enumerate(rows, 1):
        if row.version != place:
            return _stopped("verify-entry-missing", ref, place, entries, told)
        entry = _sound(row)
        if entry is None:
            return _stopped("verify-entry-altered", ref, place, entries, told)
        if entry.prev_hash != previous:
            return _stopped("verify-chain-broken", ref, place, entries, told)
        if not _content_is_whole(row, entry, told):
            code = "verify-content-altered" if row.salt is not None else "verify-redaction-unsaid"
            return _stopped(code, ref, place, entries, told)
        entries.append(entry)
        previous = entry.hash
    return Chain(entries, None, _of(entries, told))


def _stopped(
    code: str, ref: str, place: int, entries: list[JournalEntry], told: Mapping[int, tuple[str, Redacted]]
) -> Chain:
    return Chain(entries, Problem(code, ref, place, {}), _of(entries, told))


def _of(entries: list[JournalEntry], told: Mapping[int, tuple[str, Redacted]]) -> list[Redacted]:
    return [told[entry.version][1] for entry in entries if entry.redacted]


def _sound(row: StoredEntry) -> JournalEntry | None:
    """Return the entry of a row whose header is the one that was hashed."""
    if digest(row.header).encode() != row.hash:
        return None
    try:
        return JournalEntry.read(row.header, row.payload, _salt(row))
    except (ValueError, TypeError, RecursionError):
        return None


def _salt(row: StoredEntry) -> bytes | None:
    if row.salt is None:
        return None
    salt = bytes.fromhex(row.salt.decode("ascii"))
    if salt.hex().encode() != row.salt:
        raise ValueError(row.salt)  # other letters for the same bytes
    return salt


def _content_is_whole(
    row: StoredEntry, entry: JournalEntry, told: Mapping[int, tuple[str, Redacted]]
) -> bool:
    if entry.salt is not None:
        return payload_digest(entry.salt, row.payload) == entry.payload_digest
    return entry.version in told and told[entry.version][0] == digest(row.payload)


def _redactions(ref: str, rows: Sequence[StoredEntry]) -> dict[int, tuple[str, Redacted]]:
    """Return what sound `redacted` entries say, by version: digest of what was left, and who said it."""
    told: dict[int, tuple[str, Redacted]] = {}
    for row in rows:
        entry = _sound(row) if row.verb == REDACTED.encode() else None
        if entry is not None and _readable(row, entry):
            for version, left in entry.details.get(RESIDUALS, {}).items():
                who = Redacted(ref, int(version), entry.version, entry.actor, entry.at, entry.reason)
                told[int(version)] = (left, who)
    return told


def _readable(row: StoredEntry, entry: JournalEntry) -> bool:
    """Whether what an entry says may be believed: it is what was hashed, or what a redaction left."""
    return entry.salt is None or payload_digest(entry.salt, row.payload) == entry.payload_digest


def check_columns(office: str, row: StoredEntry, entry: JournalEntry) -> Problem | None:
    """Return what is wrong if a column does not repeat the header, or the header is of another office."""
    form, whose, *_ = parsed(row.header)
    texts = {
        "ref": entry.ref,
        "act": entry.act,
        "at": instant_text(entry.at),
        "verb": entry.verb,
        "actor": entry.actor,
        "responsible": entry.responsible,
        "cause": entry.cause,
        "key": entry.key,
    }
    wrong = [name for name, text in texts.items() if getattr(row, name) != text.encode()]
    if row.version != entry.version:
        wrong.append("version")
    if row.fired is not None and row.fired != entry.key.encode():
        wrong.append("fired")
    if whose != office:
        wrong.append("office")
    if form != FORMAT:
        wrong.append("format")
    ref = row.ref.decode("utf-8", "replace")
    return Problem("verify-column-differs", ref, row.version, {"columns": wrong}) if wrong else None


def clock_problems(entries: Sequence[JournalEntry]) -> Iterator[Problem]:
    """Yield the entries that say they were written before the one in front of them."""
    for earlier, later in pairwise(entries):
        if earlier.at - later.at > CLOCK_SLACK:
            facts = {"at": later.at, "before": earlier.at}
            yield Problem("verify-clock-went-back", later.ref, later.version, facts)
