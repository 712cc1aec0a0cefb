"""Taking a text out of the record for good, so that the chain still holds (rule 8).

What is taken out stays out of the body, the journal and everything derived from them; that something was
taken out, by whom and why, stays for ever.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaignflow.canonical import Body, at, put
from campaignflow.errors import InvalidValue
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.look import Look
from campaignflow.gate.permission import allow
from campaignflow.store.act import REDACTED, Redaction
from campaignflow.store.journal import JournalEntry

__all__ = ["MARK", "redact"]

MARK = "[redacted]"
"""What stands in the place of a text that was taken out."""
_BESIDE = ("reason", "note")
"""Texts of an entry beside its patch."""
_TEXTS = frozenset(
    "title name note where audience objective deliverables forms posts beats contact themes printed "
    "source requester".split()
)
"""Planned fields that hold nothing but words for people; the office does not work by them."""


def redact(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Take out the text at a path of a record, in every version; or the reason or note of one entry."""
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
    entries = [one for one in look.journal(ref) if version is None or one.version == version]
    touched: dict[int, Body] = {}
    for entry in entries:
        residual = {
            "patch": entry.patch,
            "reason": entry.reason,
            "note": entry.note,
            "details": entry.details,
        }
        left = _without(residual, path)
        if left != residual:
            touched[entry.version] = {name: part for name, part in left.items() if part}
    if not touched:
        look.refuse("redact-nothing", ref=ref, path="/".join(path))
    elif path[0] not in _BESIDE and (path[-1] not in _TEXTS or _is_no_text(at(record.data, path))):
        look.refuse("redact-text-only", ref=ref, path="/".join(path))
    if look.reasons:
        return []
    present = None if path[0] in _BESIDE else at(record.data, path)
    body = None if present is None else put(record.data, path, _marked(present))
    proposals = [_redacted(look, command, ref, path, touched, body)]
    if path[0] in _BESIDE:
        said = {(one.act, getattr(one, path[0])) for one in entries if one.version in touched}
        proposals += _same_elsewhere(look, command, ref, path, said)
    return proposals


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
    details = {"path": "/".join(path), "versions": sorted(touched), "residuals": residuals}
    return Proposal(ref, REDACTED, body, command.reason, command.note, details, is_event=True)


def _same_elsewhere(
    look: Look, command: Command, ref: str, path: tuple[str, ...], said: set[tuple[str, str]]
) -> list[Proposal]:
    """Return the redactions of a reason or note on the other records that the same act wrote it on."""
    found: dict[str, dict[int, Body]] = {}
    for act, text in sorted(said):
        for entry in look.source.journal(act=act):
            if entry.ref != ref and getattr(entry, path[0]) == text:
                left = _without(_content(entry), path)
                kept = {name: part for name, part in left.items() if part}
                found.setdefault(entry.ref, {})[entry.version] = kept
    return [_redacted(look, command, other, path, touched, None) for other, touched in found.items()]


def _content(entry: JournalEntry) -> Body:
    return {"patch": entry.patch, "reason": entry.reason, "note": entry.note, "details": entry.details}


def _is_no_text(value: Any) -> bool:
    if isinstance(value, list):
        return not all(isinstance(one, str) for one in value)
    return value is not None and not isinstance(value, str)


def _marked(value: Any) -> Any:
    return [MARK] if isinstance(value, list) else MARK


def _without(residual: Mapping[str, Any], path: tuple[str, ...]) -> Body:
    """Return the content of an entry with the text marked, wherever the entry holds it."""
    if path[0] in _BESIDE:
        return {name: MARK if name == path[0] and part else part for name, part in residual.items()}
    left: Body = dict(residual)
    patch = residual["patch"]
    here = at(patch, path)
    if isinstance(here, str | list) and here not in (MARK, [MARK]):
        left["patch"] = put(patch, path, _marked(here))
    return left
