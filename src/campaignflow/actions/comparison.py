"""A plan file held against the record and the last applied file: new, changed, drifted, gone (58, 59).

Nothing is decided here but what each difference is; what becomes of it is `campaignflow.actions.apply`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from campaignflow.actions.redaction import MARK
from campaignflow.canonical import Body, at, merged
from campaignflow.gate.look import RETIRED, Look
from campaignflow.gate.programmes import programme_ref
from campaignflow.plan.dated import Activity
from campaignflow.plan.noun import Noun
from campaignflow.plan.programme import Programme
from campaignflow.records.applied import APPLIED, applied_digest, base_of
from campaignflow.records.body import unresolved, unresolved_bodies
from campaignflow.records.layout import BLOCKS, is_date
from campaignflow.records.leaves import LeafDiff, drop, looks_renamed, put, same, three_way
from campaignflow.store.journal import JournalEntry
from campaignflow.store.record import Record
from campaignflow.types import OFFICE_KINDS, Ref

__all__ = [
    "Comparison",
    "Difference",
    "as_exported",
    "compared",
    "file_parts",
    "item_renames",
    "leaf_history",
    "merged_plan",
    "renamed_plan",
]


STATE = 12
"""Characters of the hash of an entry by which a file says in which state it was exported."""


@dataclass(slots=True)
class Difference:
    """How a file differs from one record."""

    ref: str
    record: Record | None
    """None where the record is new."""
    file: Body
    """`plan` and `order` as the file has them, without resolved days."""
    digest: str
    """Of the file's part."""
    base: Body | None = None
    """The plan as last applied, or exported since."""
    takes: list[LeafDiff] = field(default_factory=list)
    """Only the file changed these."""
    drift: list[LeafDiff] = field(default_factory=list)
    """Only the record did."""
    conflicts: list[LeafDiff] = field(default_factory=list)
    """Both did, and differ."""
    reverts: list[tuple[LeafDiff, JournalEntry]] = field(default_factory=list)
    """The file has again what another person changed."""


@dataclass(slots=True)
class Comparison:
    """How a plan file differs from the record."""

    programme: Programme
    differences: list[Difference] = field(default_factory=list)
    """Of every record of the file that is not as it was last applied."""
    missing: list[Record] = field(default_factory=list)
    """Campaigns on record that the file does not have."""
    renamed: dict[str, str] = field(default_factory=dict)
    """New full ref by old, where the file says `was`."""
    renamed_away: list[tuple[str, str]] = field(default_factory=list)
    """Refs that the file has although the record was given another id meanwhile, with that one."""
    looks_renamed: list[tuple[str, str]] = field(default_factory=list)
    """Campaigns that are gone and new ones that look like them."""

    @property
    def new(self) -> list[Difference]:
        """Records that are only in the file."""
        return [one for one in self.differences if one.record is None]

    @property
    def changed(self) -> list[Difference]:
        """Records that the file changes."""
        return [one for one in self.differences if one.record is not None and one.takes]


def file_parts(programme: Programme) -> tuple[dict[str, Body], dict[str, str]]:
    """Return what a file says of each record, without resolved days, and the digest of each part."""
    parts = unresolved_bodies(_without_was(programme))
    return parts, {ref: applied_digest(part["plan"]) for ref, part in parts.items()}


def _without_was(programme: Programme) -> Programme:
    """Return a programme without the words that say what was renamed: they are no content."""
    if not any(one.was or _renames(one.activities) for one in programme.campaigns.values()):
        return programme
    campaigns = {
        name: one.model_copy(update={"was": None, "activities": _stripped(one.activities)})
        for name, one in programme.campaigns.items()
    }
    return programme.model_copy(update={"campaigns": campaigns})


def _renames(activities: Mapping[str, Activity]) -> dict[str, str]:
    return {one.was: name for name, one in activities.items() if one.was}


def _stripped(activities: Mapping[str, Activity]) -> dict[str, Activity]:
    return {
        name: one.model_copy(update={"was": None}) if one.was else one for name, one in activities.items()
    }


def compared(
    look: Look,
    programme: Programme,
    parts: Mapping[str, Body],
    digests: Mapping[str, str],
    person: str | None = "",
) -> Comparison:
    """Return how a file differs from the record.

    `person`, who applies it, may undo his own changes; without one nobody's are held against the file.
    """
    found = Comparison(programme)
    on_record = {one.ref: one for one in _records(look, programme)}
    found.renamed = _renamed(programme, on_record)
    old_of = {new: old for old, new in found.renamed.items()}
    bare = _without_was(programme)
    for ref, part in parts.items():
        record = on_record.get(old_of.get(ref, ref)) or _office_record(look, ref)
        if record is None:
            found.differences.append(Difference(ref, None, part, digests[ref]))
            continue
        if "renamed_to" in record.data:
            found.renamed_away.append((ref, _renamed_to(record, on_record)))
            continue
        file = _File(programme, bare, part, digests[ref])
        difference = _one(look, ref, record, file, person)
        if difference is not None or ref in old_of:
            found.differences.append(difference or Difference(ref, record, part, digests[ref]))
    known = {old_of.get(ref, ref) for ref in parts}
    found.missing = [
        one
        for ref, one in on_record.items()
        if one.kind == "campaign" and ref not in known and one.data["state"] != RETIRED
    ]
    found.looks_renamed = [
        (gone.ref, new.ref)
        for gone in found.missing
        for new in found.new
        if new.ref.startswith("campaign:") and looks_renamed(gone.data["plan"], new.file["plan"])
    ]
    return found


def _records(look: Look, programme: Programme) -> list[Record]:
    own = look.record(programme_ref(programme.id))
    return [*([] if own is None else [own]), *look.records(kind="campaign", programme=programme.id)]


def _office_record(look: Look, ref: str) -> Record | None:
    kind = ref.partition(":")[0]
    if kind not in OFFICE_KINDS:
        return None
    return next((one for one in look.records(kind=kind) if one.ref == ref), None)


def _renamed(programme: Programme, on_record: Mapping[str, Record]) -> dict[str, str]:
    found = {}
    for name, campaign in programme.campaigns.items():
        old = str(Ref("campaign", programme.id, str(campaign.was)))
        new = str(Ref("campaign", programme.id, name))
        if campaign.was and old in on_record and new not in on_record:
            found[old] = new
    return found


def _renamed_to(record: Record, on_record: Mapping[str, Record]) -> str:
    """Return the ref that a record has now, however often it was given another id."""
    ref = str(record.data["renamed_to"])
    while "renamed_to" in on_record[ref].data:
        ref = str(on_record[ref].data["renamed_to"])
    return ref


class _File(NamedTuple):
    """What a file says of one record."""

    said: Programme
    """The plan as it was written."""
    bare: Programme
    """The same without `was`, which names no content."""
    part: Body
    digest: str


def _one(look: Look, ref: str, record: Record, file_: _File, person: str | None) -> Difference | None:
    """Return how the file differs from a record; None where the file says what it said before."""
    said, programme, part, digest = file_
    body = record.data
    known, noun = base_of(record.applied, programme.id, body["plan"]), _noun(programme, ref)
    exported = _exported(look, record, noun, programme.id)
    if exported is None and known is not None and known[0] == digest and body["state"] != RETIRED:
        if known[1] == body["plan"]:
            return None
        drift = [one for one in three_way(known[1], body["plan"], known[1]) if one.verdict == "drift"]
        return Difference(ref, record, part, digest, known[1], drift=drift) if drift else None
    file = unresolved(noun, currency=programme.currency, before=body)
    base = known[1] if exported is None and known is not None else exported
    base, plan = _items_renamed(said, ref, base, body["plan"])
    difference = Difference(ref, record, file, digest, base)
    for one in three_way(base, plan, file["plan"]):
        if one.verdict == "drift" or one.record in (MARK, [MARK]):
            difference.drift.append(one)
        elif one.verdict == "conflict" and base is not None and not _is_own(look, record, one, person):
            difference.conflicts.append(one)
        else:
            _taken(look, difference, one, person)
    return difference


def _exported(look: Look, record: Record, noun: Noun, programme: str) -> Body | None:
    """Return the plan as it stood when the file was exported, None if it was not, or was applied since."""
    state = getattr(noun, "exported", None)
    body: Body = {}
    found: Body | None = None
    for entry in look.journal(record.ref) if state is not None else ():
        body = merged(body, entry.patch)
        if entry.details.get(APPLIED, {}).get("programme") == programme:
            found = None
        if entry.hash[:STATE] == state:
            found = body["plan"]
    return found


def as_exported(look: Look, programme: Programme) -> Programme:
    """Return a programme with the state of each record that is not as the last file had it.

    Applied, such a file is compared with what it was exported from: whoever works on it has seen what
    others did until then (rule 58).
    """

    def state(ref: str) -> str | None:
        record = look.record(ref)
        if record is None:
            return None
        known = base_of(record.applied, programme.id, record.data["plan"])
        is_as_applied = known is not None and known[1] == record.data["plan"]
        return None if is_as_applied else record.head[:STATE] or None

    campaigns = {
        name: one.model_copy(update={"exported": state(str(Ref("campaign", programme.id, name)))})
        for name, one in programme.campaigns.items()
    }
    own = state(programme_ref(programme.id))
    return programme.model_copy(update={"campaigns": campaigns, "exported": own})


def _noun(programme: Programme, ref: str) -> Noun:
    kind, _, rest = ref.partition(":")
    if kind == "programme":
        return programme
    noun: Noun = getattr(programme, BLOCKS[kind])[rest.rpartition("/")[2]]
    return noun


def _items_renamed(
    programme: Programme, ref: str, base: Body | None, plan: Mapping[str, Any]
) -> tuple[Body | None, Body]:
    """Return base and record with activities under the names that the file gives them."""
    renames = item_renames(programme, ref, plan)
    if not renames:
        return base, dict(plan)
    return (None if base is None else renamed_plan(base, renames)), renamed_plan(plan, renames)


def item_renames(programme: Programme, ref: str, plan: Mapping[str, Any]) -> dict[str, str]:
    """Return the new ids of a campaign's activities by their old ones, where the file says `was`."""
    kind, _, rest = ref.partition(":")
    campaign = programme.campaigns.get(rest.rpartition("/")[2]) if kind == "campaign" else None
    there = plan.get("activities", {})
    return {
        str(one.was): name
        for name, one in ({} if campaign is None else campaign.activities).items()
        if one.was and one.was in there and name not in there
    }


def renamed_plan(plan: Mapping[str, Any], renames: Mapping[str, str]) -> Body:
    """Return a plan with its activities under other ids."""
    activities = {renames.get(name, name): one for name, one in plan.get("activities", {}).items()}
    return {**plan, "activities": activities} if activities else dict(plan)


def _taken(look: Look, difference: Difference, one: LeafDiff, person: str | None) -> None:
    """Keep a change of the file; set apart what would undo another person's (A7)."""
    undoes = _undone(look, difference, one, person)
    if undoes is None:
        difference.takes.append(one)
    else:
        difference.reverts.append((one, undoes))


def _is_own(look: Look, record: Record, one: LeafDiff, person: str | None) -> bool:
    """Whether whoever applies the file changed the leaf last himself, and so knows of it."""
    history = leaf_history(look.journal(record.ref), one.path)
    return bool(history and history[-1][0].responsible == person)


def _undone(look: Look, difference: Difference, one: LeafDiff, person: str | None) -> JournalEntry | None:
    """Return the entry by which another person moved a leaf away from what the file has again."""
    record = difference.record
    if record is None or record.version == 1 or person is None:
        return None
    history = leaf_history(look.journal(record.ref), one.path)
    away: JournalEntry | None = None
    for (entry, value), (_, former) in zip(history[1:], history, strict=False):
        if _equal(former, one.file) and not _equal(value, one.file):
            away = entry
    return None if away is None or away.responsible == person else away


def leaf_history(journal: Sequence[JournalEntry], path: tuple[str, ...]) -> list[tuple[JournalEntry, Any]]:
    """Return the values a leaf had, each with the entry that gave it."""
    body: Body = {}
    values: list[tuple[JournalEntry, Any]] = []
    for entry in journal:
        body = merged(body, entry.patch)
        value = at(body.get("plan", {}), path)
        if not values or not _equal(values[-1][1], value):
            values.append((entry, value))
    return values


def _equal(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return same(_bare(one), _bare(other))


def _bare(value: Any) -> Any:
    if is_date(value):
        return {"written": value["written"]}
    if isinstance(value, Mapping):
        return {key: _bare(inner) for key, inner in value.items()}
    return value


def merged_plan(plan: Mapping[str, Any], takes: Iterable[LeafDiff]) -> Body:
    """Return a recorded plan with the changes of a file; dates that change have no days yet."""
    after = dict(plan)
    for one in takes:
        after = drop(after, one.path) if one.file is None else put(after, one.path, one.file)
    return after
