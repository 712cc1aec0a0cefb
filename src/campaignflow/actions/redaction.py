"""Taking a text out of the record for good, so that the chain still holds (rule 8).

What is taken out stays out of the body, the journal and everything derived from them; that something was
taken out, by whom and why, stays for ever.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from campaignflow.canonical import Body, at, merged, put
from campaignflow.errors import InvalidValue
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.content import approvals_of
from campaignflow.gate.look import Look
from campaignflow.gate.permission import allow
from campaignflow.gate.projection import counted
from campaignflow.records.applied import APPLIED, without_text
from campaignflow.records.lifelong import address_in
from campaignflow.records.revisions import COUNTED
from campaignflow.store.act import REDACTED, Redaction
from campaignflow.store.journal import JournalEntry
from campaignflow.store.record import Record

__all__ = ["MARK", "redact"]

MARK = "[redacted]"
"""What stands in the place of a text that was taken out."""
_BESIDE = ("reason", "note")
"""Texts of an entry beside its patch."""
_BLOCKS = ("key_dates", "activities")
_OUTER = 2
"""Place in a path of the id of what stands in a campaign: (`plan`, `activities`, `briefing`, `title`)."""
_TEXTS = frozenset(
    "title name note where audience objective deliverables forms posts beats contact themes printed "
    "source requester".split()
)
"""Planned fields that hold nothing but words for people; the office does not work by them."""


def redact(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Take out the text at a path of a record, in every version; or the reason or note of one entry.

    With a version it is the text that this entry brought, and no other.  What was given another id loses
    it under all it ever had.
    """
    allow(look, command.actor, "redact", command.ref)
    ref = look.ref(command.ref).record
    record = look.record(ref)
    path = tuple(part for part in str(command.arguments["path"]).split("/") if part)
    version = _number(command.arguments.get("version"))
    if not command.reason:
        look.refuse("reason-missing", ref=ref)
    if record is None or not path:
        look.refuse("redact-what", ref=ref)
        return []
    if path[0] in _BESIDE:
        return _redacted_beside(look, command, ref, path, version)
    texts = _texts(look, record, version, path)
    lives = {one.ref: one for one in _lives(look, record)}
    touched = {name: _touched(look.journal(name), record.data, path, texts) for name in lives}
    if not any(touched.values()):
        look.refuse("redact-nothing", ref=ref, path="/".join(path))
    elif path[-1] not in _TEXTS or _is_no_text(at(record.data, path)):
        look.refuse("redact-text-only", ref=ref, path="/".join(path))
    proposals = []
    for name, one in lives.items():  # of each, what is derived may have it
        here = _path_in(one.data, record.data, path)
        present = at(one.data, here)
        body = put(one.data, here, _marked(present)) if _is_told(present, texts) else None
        proposals.append(_redacted(look, command, name, here, touched[name], body))
    return proposals


def _texts(look: Look, record: Record, version: int | None, path: tuple[str, ...]) -> list[Any] | None:
    """Return the text that an entry brought; None for every one that was ever there."""
    stood: Body = {}
    for entry in look.journal(record.ref) if version is not None else ():
        stood = merged(stood, entry.patch)
        if entry.version == version:
            return [at(entry.patch, _path_in(stood, record.data, path))]
    return None if version is None else []


def _redacted_beside(
    look: Look, command: Command, ref: str, path: tuple[str, ...], version: int | None
) -> list[Proposal]:
    """Take out the reason or the note of entries, on all records on which the act wrote it."""
    listed = [one for one in look.journal(ref) if version in {None, one.version}]
    entries = [one for one in listed if getattr(one, path[0]) not in {"", MARK}]
    touched = {one.version: _content_without(one, path) for one in entries}
    if not touched:
        look.refuse("redact-nothing", ref=ref, path="/".join(path))
        return []
    said = {(one.act, getattr(one, path[0])) for one in entries}
    return [
        _redacted(look, command, ref, path, touched, None),
        *_same_elsewhere(look, command, ref, path, said),
    ]


def _lives(look: Look, record: Record) -> list[Record]:
    """Return a record under every id it has or had, the one that was asked for first."""
    found = {record.ref: record}
    waiting = [record]
    while waiting:
        here = waiting.pop().data
        for ref in (here.get("renamed_to"), here.get("was")):
            one = None if ref is None else look.record(str(ref))
            if one is not None and one.ref not in found:
                found[one.ref] = one
                waiting.append(one)
    return list(found.values())


def _touched(
    journal: Iterable[JournalEntry],
    body: Mapping[str, Any],
    path: tuple[str, ...],
    texts: list[Any] | None,
) -> dict[int, Body]:
    """Return what is left of the entries that hold a text, or a digest that it went into, by version.

    `path` is where the text stands in `body`; in an older one it may stand under another id.
    """
    touched: dict[int, Body] = {}
    stood: Body = {}
    for entry in journal:
        stood = merged(stood, entry.patch)
        here = _path_in(stood, body, path)
        left = _without(_content(entry), here, texts, is_there=_is_told(at(stood, here), texts))
        if left != _content(entry):
            touched[entry.version] = {name: part for name, part in left.items() if part}
    return touched


def _path_in(other: Mapping[str, Any], body: Mapping[str, Any], path: tuple[str, ...]) -> tuple[str, ...]:
    """Return where in another body of a campaign that stands which stands at a path of this one."""
    if len(path) > _OUTER and path[1] in _BLOCKS:
        return (*path[:_OUTER], address_in(other, body, path[_OUTER]), *path[_OUTER + 1 :])
    return path


def _number(version: Any) -> int | None:
    if version is None or (isinstance(version, int) and not isinstance(version, bool)):
        return version
    raise InvalidValue("version-unreadable", text=str(version))


def _redacted(  # the parts of a redaction
    look: Look,
    command: Command,
    ref: str,
    path: tuple[str, ...],
    touched: Mapping[int, Body],
    body: Body | None,
) -> Proposal:
    own = [Redaction(ref, version, residual) for version, residual in touched.items()]
    look.redactions += own
    residuals = {str(one.version): one.digest for one in own}
    details: Body = {"path": "/".join(path), "versions": sorted(touched), "residuals": residuals}
    changes = approvals_of(look.record(ref)).changes
    behind = {leaf: rows for leaf, rows in changes.items() if any(version in touched for version, _ in rows)}
    if behind:  # who changed what stays known, though the change itself cannot be told any more
        details["authored"] = {
            leaf: [[n, list(people)] for n, people in rows] for leaf, rows in behind.items()
        }
    if counts := counted(
        look, ref, body
    ):  # words change calendars, and it cannot be told any more that they did
        details[COUNTED] = counts
    return Proposal(ref, REDACTED, body, command.reason, command.note, details, is_event=True)


def _same_elsewhere(
    look: Look, command: Command, ref: str, path: tuple[str, ...], said: set[tuple[str, str]]
) -> list[Proposal]:
    """Return the redactions of a reason or note on the other records that the same act wrote it on."""
    found: dict[str, dict[int, Body]] = {}
    for act, text in sorted(said):
        for entry in look.source.journal(act=act):
            if entry.ref != ref and getattr(entry, path[0]) == text:
                found.setdefault(entry.ref, {})[entry.version] = _content_without(entry, path)
    return [_redacted(look, command, other, path, touched, None) for other, touched in found.items()]


def _content(entry: JournalEntry) -> Body:
    return {"patch": entry.patch, "reason": entry.reason, "note": entry.note, "details": entry.details}


def _is_no_text(value: Any) -> bool:
    if isinstance(value, list):
        return not all(isinstance(one, str) for one in value)
    return value is not None and not isinstance(value, str)


def _marked(value: Any) -> Any:
    return [MARK] if isinstance(value, list) else MARK


def _is_told(value: Any, texts: list[Any] | None) -> bool:
    """Whether something is a text to be taken out."""
    is_text = isinstance(value, str | list) and value not in (MARK, [MARK])
    return is_text and (texts is None or value in texts)


def _content_without(entry: JournalEntry, path: tuple[str, ...]) -> Body:
    """Return the content of an entry with its reason or note marked."""
    said = {name: part for name, part in _content(entry).items() if part}
    return {**said, path[0]: MARK}


def _without(content: Body, path: tuple[str, ...], texts: list[Any] | None, *, is_there: bool) -> Body:
    """Return the content of an entry with the text marked, wherever the entry holds it.

    That of the applied file held it, too, if it was there; its digest would tell a short text.
    """
    left: Body = dict(content)
    here = at(content["patch"], path)
    if _is_told(here, texts):
        left["patch"] = put(content["patch"], path, _marked(here))
    applied = content["details"].get(APPLIED)
    if applied is not None and (is_there or "/".join(path[1:]) in applied.get("differs", {})):
        left["details"] = {**content["details"], APPLIED: without_text(applied, path[1:])}
    return left
