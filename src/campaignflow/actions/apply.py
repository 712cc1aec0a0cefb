"""Apply: a plan as a deployment, in the verbs people would use, all or nothing, with every reason at once.

What differs is found in `campaignflow.actions.comparison`; here it becomes entries, or refusals (rules 25,
58, 59).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from campaignflow.actions.absence import absent
from campaignflow.actions.comparison import (
    Comparison,
    Difference,
    compared,
    file_parts,
    item_renames,
    leaf_history,
    merged_plan,
    renamed_plan,
)
from campaignflow.actions.consequences import follow
from campaignflow.actions.file_rules import later_back_to, rules_of_verbs
from campaignflow.actions.founding import founded, further_programme, lost_names, report_founder
from campaignflow.actions.governance import is_governed
from campaignflow.actions.redaction import MARK
from campaignflow.canonical import Body, at, canonical, digest, put
from campaignflow.gate.behind import authors_behind
from campaignflow.gate.claims import ascribed
from campaignflow.gate.command import Action, Command, Proposal
from campaignflow.gate.folding import renamed
from campaignflow.gate.grants import is_a_role
from campaignflow.gate.judge import named
from campaignflow.gate.look import RETIRED, Look
from campaignflow.gate.permission import ADMINISTRATOR, allow, may, people_with
from campaignflow.plan.programme import Programme
from campaignflow.records.applied import APPLIED, differing, without_text
from campaignflow.records.layout import BLOCKS
from campaignflow.records.leaves import LeafDiff, is_governance, leaf_name, leaves, shown
from campaignflow.records.lifelong import with_own_names
from campaignflow.store.record import Record
from campaignflow.types import OFFICE_KINDS, folded
from campaignflow.workflow.definition import Workflow
from campaignflow.workflow.policy import holders

__all__ = ["applying"]


def applying(programme: Programme) -> tuple[Action, str]:
    """Return the action that applies a programme, and the digest of all that the plan says."""
    parts, digests = file_parts(programme)

    def apply(look: Look, command: Command, _now: datetime) -> list[Proposal]:
        founding = not look.office
        proposals = [founded(look, programme, command)] if founding else []
        _refuse_strange_authors(look, command)
        if look.reasons:
            return []
        person = command.actor.person or command.actor.id
        comparison = compared(
            look, programme, parts, digests, None if command.arguments.get("any") else person
        )
        only = set(command.arguments.get("only", ()))
        if only:
            comparison.differences = [one for one in comparison.differences if _is_meant(one.ref, only)]
        if not founding:
            _allow(look, command, comparison, only)
        reverting = set(command.arguments.get("reverts", ()))
        _settle_conflicts(look, comparison, reverting)
        proposals += absent(look, command, comparison, only)
        for one in comparison.differences:
            proposals += _written(look, command, comparison, one)
            _report_left_out(look, one)
        report_founder(look, programme, command)
        if not founding:
            further_programme(look, command, programme)
            lost_names(look, comparison)
            _refuse_ungoverned(look, command, comparison)
            _refuse_alike(look, comparison)
        if look.reasons:
            return []
        return _in_order(_with_authors(command, follow(look, proposals, reason=command.reason)))

    return apply, digest(canonical(sorted(digests.items())))


def _refuse_strange_authors(look: Look, command: Command) -> None:
    for author in command.arguments.get("authors", ()):
        if look.body(f"person:{author}") is None:
            look.refuse("actor-unknown", kind="permission", actor=author, near=look.near_people(author))


def _allow(look: Look, command: Command, comparison: Comparison, only: set[str]) -> None:
    """Refuse who is no planner; who governs need not be one for what only he may change (rule 25)."""
    gone = [] if only else [record.ref for record in comparison.missing]
    changed = [one for one in comparison.differences if one.record is None or one.takes]
    mine = [one.ref for one in changed if _is_of_who_governs(one)]
    if not mine or may(look, command.actor, "plan") or not may(look, command.actor, "govern"):
        allow(look, command.actor, "plan")
    elif len(mine) == len(changed) and not gone:
        allow(look, command.actor, "govern")
    else:
        clears = people_with(look, "plan")
        look.refuse(
            "governs-only",
            kind="permission",
            clears=clears,
            actor=command.actor.id,
            what=sorted({*(one.ref for one in changed), *gone} - set(mine)),
            who=clears or list(holders("plan")),
            mine=" --only ".join(mine),
        )


def _refuse_alike(look: Look, comparison: Comparison) -> None:
    """Refuse a new id that nobody can tell from one on record (C3)."""
    for ref in (named(one.ref) for one in comparison.differences if one.record is None):
        known = {folded(one.id): one.id for one in look.records(ref.kind, ref.programme)}
        other = known.get(folded(ref.id), ref.id)
        if other != ref.id:
            look.refuse("ids-alike", ref=str(ref), one=other, other=ref.id)


def _is_of_who_governs(one: Difference) -> bool:
    """Whether all of a difference is for those who govern: new people and funds are, too."""
    kind = named(one.ref).kind
    if one.record is None:
        return kind in _NEW
    return all(
        is_governed(kind, one.record, leaf) or (kind == "programme" and leaf.path in _NAMED)
        for leaf in one.takes
    )


_NEW = ("person", "fund")
_NAMED = tuple(("uses", BLOCKS[kind]) for kind in _NEW)


def _report_left_out(look: Look, difference: Difference) -> None:
    """Say who and what of the office the file no longer names: they stay until they are retired."""
    for leaf in difference.takes:
        if leaf.path[0] == "uses" and leaf.path[-1] in _LEFT_OUT:
            gone = set(leaf.record or ()) - set(leaf.file or ())
            for ref in (f"{_LEFT_OUT[leaf.path[-1]]}:{name}" for name in sorted(gone)):
                if (look.body(ref) or {}).get("state") != RETIRED:
                    look.report("left-out", ref=ref)


_LEFT_OUT = {block: kind for kind, block in BLOCKS.items() if kind in OFFICE_KINDS}


def _is_meant(ref: str, only: set[str]) -> bool:
    return any(ref == one or ref.rpartition("/")[2] == one or ref.partition(":")[2] == one for one in only)


def _settle_conflicts(look: Look, comparison: Comparison, reverting: set[str]) -> None:
    """Refuse what only people can settle: conflicts, undoing a colleague, likely renames; report drift."""
    for old, new in comparison.renamed_away:
        look.refuse("id-was-renamed", ref=old, kind="version", old=named(old).id, new=named(new).id)
    for one in comparison.differences:
        for leaf in one.conflicts:
            if _is_reverted(one, leaf, reverting):
                one.takes.append(leaf)
                continue
            look.refuse(
                "conflict",
                ref=one.ref,
                kind="version",
                what=leaf_name(leaf.path),
                record=shown(leaf.record),
                file=shown(leaf.file),
                base=shown(leaf.base),
                who=_changer(look, one.ref, leaf),
            )
        for leaf, entry in one.reverts:
            if _is_reverted(one, leaf, reverting):
                one.takes.append(leaf)
                continue
            look.refuse(
                "would-revert",
                ref=one.ref,
                kind="version",
                what=leaf_name(leaf.path),
                record=shown(leaf.record),
                file=shown(leaf.file),
                who=entry.responsible,
                on=entry.at.date(),
                address=f"{one.ref}/{leaf_name(leaf.path)}",
            )
        for leaf in one.drift:
            is_gone = leaf.record in (MARK, [MARK])
            look.report(
                "redacted-stays" if is_gone else "drift",
                ref=one.ref,
                what=leaf_name(leaf.path),
                record=shown(leaf.record),
                file=shown(leaf.file),
            )


def _is_reverted(one: Difference, leaf: LeafDiff, reverting: set[str]) -> bool:
    """Whether somebody said that the file may have its way with a leaf."""
    return bool({f"{one.ref}/{leaf_name(leaf.path)}", leaf_name(leaf.path)} & reverting)


def _changer(look: Look, ref: str, leaf: LeafDiff) -> str:
    """Return who gave a leaf the value it has on record."""
    history = leaf_history(look.journal(ref), leaf.path)
    return history[-1][0].responsible if history else "—"


def _written(look: Look, command: Command, comparison: Comparison, difference: Difference) -> list[Proposal]:
    """Return the entries that one difference becomes."""
    programme = comparison.programme.id
    if difference.record is None:
        return [_new(look, command, programme, difference)]
    record, ref = difference.record, difference.ref
    renamed = ref if record.ref != ref else None
    is_back = record.kind == "campaign" and record.data["state"] == RETIRED
    renames = item_renames(comparison.programme, ref, record.data["plan"])
    if not difference.takes and renamed is None and not is_back and not renames:
        return []
    if record.data["state"] != RETIRED and look.is_closed(record.data):
        look.refuse("record-closed", ref=ref, kind="order", state=str(record.data["state"]))
        return []
    body = _body_renamed(comparison, record, ref)
    proposals = []
    if is_back:
        body = put(put(body, ("state",), _initial(look, ref)), ("renamed_to",), None)
    if renamed is not None:
        proposals += _moved_record(look, command, record, ref, body)
        body = dict(proposals[-1].body or {})
    elif is_back:
        proposals.append(Proposal(ref, "added", body, command.reason, command.note))
    elif renames:
        said = [f"{old} → {new}" for old, new in sorted(renames.items())]
        proposals.append(Proposal(ref, "renamed", body, command.reason, command.note, {"changes": said}))
    proposals += _taken(look, command, record, difference, body)
    if proposals:
        proposals[-1].details[APPLIED] = _applied(programme, difference, dict(proposals[-1].body or body))
    return proposals


def _taken(
    look: Look, command: Command, record: Record, difference: Difference, body: Body
) -> Iterator[Proposal]:
    """Yield the entries of what is taken from the file: what governs in one of its own (rule 25)."""
    ref = difference.ref
    governed = [one for one in difference.takes if is_governed(named(ref).kind, record, one)]
    planned = [one for one in difference.takes if one not in governed]
    for verb, takes in (("governed", governed), ("amended", planned)):
        if takes:
            kept = rules_of_verbs(look, command, record, body, takes) if verb == "amended" else takes
            after = _with_order({**body, "plan": merged_plan(body["plan"], kept)}, difference.file)
            after = later_back_to(after, body, kept)
            body = with_own_names(after, body)
            said = [_told(one) for one in kept]
            yield Proposal(ref, verb, body, command.reason, command.note, {"changes": said})


def _initial(look: Look, ref: str) -> str:
    kind = named(ref).kind
    return "active" if kind in OFFICE_KINDS else look.newest_workflow(kind).initial


def _new(look: Look, command: Command, programme: str, difference: Difference) -> Proposal:
    kind = named(difference.ref).kind
    body: Body = dict(difference.file)
    if kind in OFFICE_KINDS:
        body["state"] = "active"
    else:
        workflow: Workflow = look.newest_workflow(kind)
        body["state"] = workflow.initial
        body["workflow"] = {"name": workflow.name, "version": workflow.version}
    proposal = Proposal(difference.ref, "added", body, command.reason, command.note)
    proposal.details[APPLIED] = {"programme": programme, "digest": difference.digest}
    return proposal


def _applied(programme: str, difference: Difference, body: Body) -> dict[str, Any]:
    said: dict[str, Any] = {"programme": programme, "digest": difference.digest}
    differs = differing(difference.file["plan"], body["plan"])
    kept = {path: value for path, value in differs.items() if value is not None}
    gone = sorted(path for path, value in differs.items() if value is None)
    said |= {key: value for key, value in (("differs", kept), ("lacks", gone)) if value}
    for path, value in leaves(body["plan"]).items():
        if value in (MARK, [MARK]):  # the file may still have what was taken out for good
            said = without_text(said, path)
    return said


def _with_authors(command: Command, proposals: list[Proposal]) -> list[Proposal]:
    """Name those who wrote a change with the actor, in all that follows from it, too (rule 39)."""
    authors = list(command.arguments.get("authors", ()))
    for one in proposals if authors else ():
        one.details["authors"] = authors
    return proposals


def _told(one: LeafDiff) -> str:
    return leaf_name(one.path)


def _with_order(body: Body, file: Body) -> Body:
    """Return a body with the order of what is new as the file has it; a mere reordering changes nothing."""
    return put(body, ("order",), dict(file.get("order", {})) or None)


def _body_renamed(comparison: Comparison, record: Record, ref: str) -> Body:
    """Return a record's body with its activities under the names that the file gives them."""
    body = dict(record.data)
    renames = item_renames(comparison.programme, ref, body["plan"])
    if not renames:
        return body
    body["plan"] = renamed_plan(body["plan"], renames)
    known: Body = dict(body.get("known_as", {}))
    for old, new in renames.items():
        known[new] = known.pop(old, old)
    body["known_as"] = known
    progress = {_renamed_item(item, renames): said for item, said in body.get("progress", {}).items()}
    return put(body, ("progress",), progress or None)


def _renamed_item(item: str, renames: Mapping[str, str]) -> str:
    first, slash, rest = item.partition("/")
    name, at_, key = first.partition("@")
    return f"{renames.get(name, name)}{at_}{key}{slash}{rest}"


def _moved_record(look: Look, command: Command, record: Record, ref: str, body: Body) -> list[Proposal]:
    """Give a record another id: it keeps its name for life, and its history under the old ref (rule 59)."""
    left = put(record.data, ("state",), RETIRED)
    left = put(left, ("renamed_to",), ref)
    old = Proposal(record.ref, "renamed", left, command.reason, command.note, {"to": ref})
    whole = put(body, ("was",), record.ref)
    whole = put(whole, ("known_as", ""), at(body, ("known_as", "")) or record.id)
    said = {"claims": command.actor.claims, "authors": list(command.arguments.get("authors", ()))}
    responsible = command.responsible or command.actor.person or command.actor.id
    said |= ascribed(look, command, responsible, said, look.named("person"))
    people = authors_behind(command.actor.id, responsible, said)
    details = {"from": record.ref, "approvals": renamed(look, record, whole, people)}
    new = Proposal(ref, "renamed", whole, command.reason, command.note, details, uid=record.uid)
    return [old, new]


def _refuse_ungoverned(look: Look, command: Command, comparison: Comparison) -> None:
    """Refuse the lines that say who may decide what, where the actor does not govern (rule 25)."""
    if may(look, command.actor, "govern"):
        return
    for one in comparison.differences:
        kind = named(one.ref).kind
        lines = [leaf.path for leaf in one.takes if is_governed(kind, one.record, leaf)]
        if one.record is None:
            lines = [(key,) for key in one.file["plan"] if is_governance(kind, (key,))]
            if kind in {"person", "unit"} and is_a_role(look, named(one.ref).id):
                lines.append((named(one.ref).id,))
        for path in lines:
            who = people_with(look, "govern")
            look.refuse(
                "ungoverned",
                ref=one.ref,
                kind="permission",
                clears=who,
                what=leaf_name(path),
                actor=command.actor.id,
                who=who or [ADMINISTRATOR],
            )


def _in_order(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals in a fixed order: the office, what it uses, programmes, campaigns."""
    ranks = ("office", *OFFICE_KINDS, "programme", "campaign")
    return sorted(proposals, key=lambda one: ranks.index(one.ref.partition(":")[0]))
