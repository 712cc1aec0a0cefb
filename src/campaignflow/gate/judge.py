"""The judge: what a command would write, or every reason against it; pure (rule 14).

Preview, `why` and every verb ask this one function; what is kept of its answer is decided in
`campaignflow.gate.commit`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from campaignflow.canonical import LONGEST_PATCH, Body, canonical, checked_patch, difference, merged
from campaignflow.gate.amending import amended
from campaignflow.gate.approvers import identity
from campaignflow.gate.claims import ascribed, everybody_after
from campaignflow.gate.command import Action, Command, Proposal
from campaignflow.gate.effects import Effects, Written, laid_records
from campaignflow.gate.look import Look, graph_guard
from campaignflow.gate.observed import observed
from campaignflow.gate.permission import GOVERN, admit, people_with
from campaignflow.gate.rearming import rearmed
from campaignflow.gate.refusal import Conflict
from campaignflow.types import OFFICE_KINDS, Ref

__all__ = ["judge", "named"]

MOST_RECORDS = 10_000
"""Records one act may touch (C12)."""
_RESTED_ON = frozenset({"unit", "person", "programme", "calendar", "office"})
"""Kinds of records that the duties of others rest on."""
DEEPEST_CAUSE = 5
"""Acts that may follow from each other in a row (rule 23)."""


def judge(look: Look, command: Command, action: Action) -> Effects:
    """Return what a command would write as things stand, or every reason against it.

    Raises:
        Conflict: the record is not at the version that was expected.
        InvalidValue: an argument cannot be read.
    """
    if look.office:
        if not command.is_own:
            admit(look, command.actor)
            _refuse_masks(look, command)
    elif command.verb not in {"apply", "run"}:
        look.refuse("office-not-founded", kind="order")
    if command.cause:
        command = _rooted(look, command)
    if isinstance(command.expect, int):
        _expected(look, command.ref, command.expect)
    proposals = [] if look.reasons else action(look, command, look.now)
    written = [] if look.reasons else _written(look, command, proposals)
    if any(one.patch and one.ref.kind in _RESTED_ON for one in written):
        written += rearmed(look, written)
    _refuse_leaving_nobody(look, written)
    _refuse_nameless(look, command, written)
    look.laid = {str(one.ref): one.after for one in written if one.patch}
    written, steps = amended(look, command, written)
    _refuse_too_much(look, command, written)
    effects = Effects(
        command,
        () if look.reasons else tuple(written),
        look.capacity,
        dict(look.reads),
        frozenset(look.raises),
        tuple(look.reasons),
        tuple(look.reported),
        look.now,
        tuple(look.redactions),
        look.meta,
        tuple(steps),
    )
    if isinstance(command.expect, str) and not look.reasons and command.expect != effects.token:
        raise Conflict([_last(look, one) for one in written])
    return effects


def _last(look: Look, written: Written) -> tuple[str, int, str]:
    """Return who last changed a record, and at which version."""
    entries = look.journal(str(written.ref))
    return (str(written.ref), written.version, entries[-1].responsible if entries else "")


def _rooted(look: Look, command: Command) -> Command:
    """Return a command with the person at the root of its cause; too long a chain is refused (rule 23)."""
    cause, responsible = command.cause, command.responsible
    for _ in range(DEEPEST_CAUSE):
        ref, _, version = cause.rpartition("@")
        entry = next((one for one in look.journal(ref) if str(one.version) == version), None)
        if entry is None:
            look.refuse("cause-unknown", ref=command.ref, cause=cause)
            return command
        responsible = entry.responsible
        if not entry.cause:
            return replace(command, responsible=command.responsible or responsible)
        cause = entry.cause
    look.refuse("cause-too-deep", ref=command.ref, kind="order", limit=DEEPEST_CAUSE)
    return command


def _expected(look: Look, text: str, version: int) -> None:
    ref = look.ref(text).record
    record = look.record(ref)
    if record is not None and record.body_version != version:
        journal = [one for one in look.journal(ref) if one.patch]
        later = [one for one in journal if one.version > version] or journal[-1:]
        raise Conflict([(ref, one.version, one.responsible) for one in later])


def _written(look: Look, command: Command, proposals: Sequence[Proposal]) -> list[Written]:
    """Return the entries of an act: one for each proposal that changes something or tells of an event."""
    written: list[Written] = []
    standing: dict[str, Written] = {}
    people: Mapping[str, Mapping[str, Any]] | None = None
    for one in proposals:
        last = standing.get(one.ref)
        record = look.record(one.ref) if last is None else last.record
        version, before = (0, {}) if record is None else (record.version, record.data)
        if last is not None:
            version, before = last.version + 1, last.after
        patch, after = _entered(before, one.body)
        if not patch and not one.is_event:
            continue
        ref = named(one.ref)
        if patch:
            if len(canonical(patch)) > LONGEST_PATCH:
                look.refuse("change-too-large", ref=one.ref, limit=LONGEST_PATCH // 1_000_000)
            _raise_guards(look, ref, patch, is_new=version == 0)
        details = {**one.details, **observed(look, ref, patch, after)}
        if command.actor.claims:
            details = {**details, "claims": command.actor.claims}
        root = _root(look, one.cause) if command.is_own and one.cause else ""
        if patch:
            people = everybody_after(look, proposals) if people is None else people
            responsible = root or command.responsible or command.actor.person or command.actor.id
            details = {**details, **ascribed(look, command, responsible, details, people)}
        standing[one.ref] = Written(
            ref,
            record,
            version,
            before,
            after,
            patch,
            one.verb,
            one.reason,
            one.note,
            details,
            one.cause,
            one.key or ("" if written else command.key),
            record.uid
            if record is not None
            else last.uid
            if last is not None
            else one.uid or _uid(look, one.ref),
            root,
        )
        written.append(standing[one.ref])
    return written


def _root(look: Look, cause: str) -> str:
    """Return the person responsible for the entry that led to another (rule 24); empty if it is new."""
    ref, _, version = cause.rpartition("@")
    found = (one.responsible for one in look.journal(ref) if str(one.version) == version)
    return next(found, "")


def _entered(before: Body, proposed: Mapping[str, Any] | None) -> tuple[Body, Body]:
    """Return the patch to a proposed body, its texts as they are kept (rule 3), and the body after it."""
    patch = {} if proposed is None else difference(before, proposed)
    if not patch:
        return {}, before
    kept = checked_patch(patch)
    after = merged(before, kept)
    return (kept, after) if kept == patch else (difference(before, after), after)


def _raise_guards(look: Look, ref: Ref, patch: Mapping[str, object], *, is_new: bool) -> None:
    """Raise the guards of what an entry changes for others who sum it up or hang on it (rule 15)."""
    is_office = ref.kind in OFFICE_KINDS  # of these everything is read at once: mandates, too
    if not (is_new or is_office or "plan" in patch or "state" in patch):
        return
    if is_new or "plan" in patch:
        look.raises.add(graph_guard(ref.programme or (ref.id if ref.kind == "programme" else "")))
    if is_office or is_new:
        look.raises.add(graph_guard(""))


def named(ref: str) -> Ref:
    """Return the ref of a record of its full text."""
    kind, _, rest = ref.partition(":")
    programme, slash, id_ = rest.partition("/")
    return Ref(kind, programme, id_) if slash else Ref(kind, None, rest)


def _uid(look: Look, ref: str) -> str:
    """Return the identity of a new record, for life: its full ref, `~n` added if taken (rule 1)."""
    uid, n = ref, 1
    while look.uid_taken(uid):
        n += 1
        uid = f"{ref}~{n}"
    return uid


def _refuse_leaving_nobody(look: Look, written: Sequence[Written]) -> None:
    """Refuse to take from the last person who governs the office what it takes to govern (rule 25)."""
    people = {one.ref.id: str(one.ref) for one in written if one.ref.kind == "person" and one.patch}
    if not people or people_with(look.upon(laid_records(written)), GOVERN):
        return
    for name in people_with(look, GOVERN):
        if name in people:
            look.refuse("last-governor", ref=people[name], kind="permission")


_PERSONAL = frozenset(
    {"decide", "take_back", "override", "discharge", "lift", "determine", "invite", "annul"}
    | {"give_mandate", "end_mandate", "disown"}
)
"""Verbs in which it counts who somebody is, and not only that he may."""


def _refuse_masks(look: Look, command: Command) -> None:
    """Refuse to speak as somebody else from an account that is one person's own."""
    account, person = command.actor.id, command.actor.person
    body = look.body(f"person:{account}")
    if command.verb not in _PERSONAL or person is None or body is None or body["plan"].get("shared"):
        return
    people = look.named("person")
    if identity(people, person) != identity(people, account):
        look.refuse("account-is-somebody-s", ref=command.ref, kind="permission", actor=account, person=person)


def _refuse_nameless(look: Look, command: Command, written: Sequence[Written]) -> None:
    """Refuse to write under a shared account without saying who sits at it: it would have no author (A18)."""
    body = look.body(f"person:{command.actor.id}")
    if look.is_stopping or command.actor.person or body is None or not body["plan"].get("shared"):
        return
    if any(one.before.get("plan") != one.after.get("plan") for one in written):
        look.refuse("shared-account-writes", ref=command.ref, kind="permission", actor=command.actor.id)


def _refuse_too_much(look: Look, command: Command, written: Sequence[Written]) -> None:
    if look.is_stopping:  # however much it takes along (rule 21)
        return
    if len(written) > MOST_RECORDS and len({one.ref for one in written}) > MOST_RECORDS:
        look.refuse("too-many-records", limit=MOST_RECORDS)
    if look.cascade and not look.is_preview and not isinstance(command.expect, str):
        look.refuse(
            "needs-token", kind="version", ref=command.ref, others=look.cascade[:12], count=len(look.cascade)
        )
