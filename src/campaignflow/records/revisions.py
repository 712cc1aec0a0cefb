"""Calendar revisions: how often time, place, status or rule of an entry changed, and what is to be cancelled.

Counted with every commit and derived from the journal alone; the calendars themselves are written by
`campaignflow.export`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from campaignflow.canonical import Body, canonical, parsed, put
from campaignflow.dates.precision import Certainty, Precision
from campaignflow.records.days import moment_of
from campaignflow.records.entries import Around, entries_of, entry_id
from campaignflow.records.layout import item_path
from campaignflow.scheduling.entry import Entry, Occurrence
from campaignflow.types import Ref, Visibility

__all__ = [
    "Revised",
    "gone",
    "known_as",
    "last_runs",
    "noted",
    "restored",
    "revised",
    "revisions_of",
    "scrubbed",
    "series_of",
    "shown",
]

_OFF = frozenset({"cancelled", "postponed", "suspended", "retired"})
"""States of a campaign in which its dates do not hold."""
_KEPT = ("id", "kind", "title", "zone", "campaign")
_MOMENTS = ("start", "end", "due")
_LISTS = ("lead", "support", "owner", "media")


@dataclass(frozen=True, slots=True)
class Revised:
    """How often an entry, or one time of it, changed since it was first recorded."""

    sequence: int
    at: datetime
    cancelled: bool


def shown(ref: Ref, body: Mapping[str, Any], around: Around) -> dict[str, tuple[Entry, frozenset[str]]]:
    """Return the entries of a record as calendars show them, by id, and which of their times are off.

    What is dropped or postponed still stands on its last days; in the set is `""` if all of it is off, else
    the keys of single occurrences.
    """
    whole = restored(body)
    progress = body.get("progress", {})
    states = {entry_id(ref, item): said.get("state") for item, said in progress.items() if "@" not in item}
    single: dict[str, dict[str, Mapping[str, Any]]] = {}
    for item, said in progress.items():
        name, _, key = item.partition("@")
        if key:
            single.setdefault(entry_id(ref, name), {})[key] = said
    all_off = body.get("state") in _OFF
    found = {}
    for entry in entries_of(ref, whole, around):
        off: set[str] = {""} if all_off or _is_off(entry.id, states) else set()
        moved = single.get(entry.id, {})
        off.update(key for key, said in moved.items() if said.get("state") in {"dropped", "postponed"})
        found[entry.id] = _moved(entry, moved), frozenset(off)
    return found


def known_as(ref: Ref, body: Mapping[str, Any], name: str) -> str:
    """Return the id that an entry had when it was first recorded; renaming does not change it (rule 59)."""
    names: Mapping[str, str] = body.get("known_as", {})
    if not names or ref.kind != "campaign":
        return name
    first = names.get("", ref.id)
    if name == ref.id:
        return first
    item = name.removeprefix(f"{ref.id}/")
    outer, slash, rest = item.partition("/")
    return f"{first}/{names.get(outer, outer)}{slash}{rest}"


def _is_off(name: str, states: Mapping[str, str | None]) -> bool:
    while name:
        if states.get(name) in {"dropped", "postponed"}:
            return True
        name = name.rpartition("/")[0]
    return False


def restored(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a body in which what is postponed stands on its former days."""
    whole: Body = dict(body)
    for name, value in body.get("postponed", {}).items():
        whole = put(whole, ("plan", name), value)
    for item, said in body.get("progress", {}).items():
        place = item_path(body["plan"], item) if "@" not in item and item != "." else None
        if place is not None:
            for name, value in said.get("postponed", {}).items():
                whole = put(whole, ("plan", *place, name), value)
    return whole


def _moved(entry: Entry, moved: Mapping[str, Mapping[str, Any]]) -> Entry:
    """Return an entry with the times that were moved one by one on their own days."""
    if not any("when" in said for said in moved.values()):
        return entry
    kept = []
    for one in entry.occurrences:
        days = moved.get(one.key, {}).get("when", {}).get("resolved")
        kept.append(one if days is None else _elsewhere(one, days, entry.zone))
    return replace(entry, occurrences=tuple(kept))


def _elsewhere(one: Occurrence, days: Mapping[str, Any], zone: str) -> Occurrence:
    said = {name: moment_of(days[name], zone) for name in _MOMENTS if name in days}
    if one.due is not None:
        return Occurrence(one.key, None, None, said.get("due", said.get("end")))
    return Occurrence(one.key, said.get("start"), said.get("end"))


def revised(  # what a revision follows from
    ref: Ref,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    around: Around,
    known: bytes | None,
    at: datetime,
) -> bytes | None:
    """Return the revisions of a record after an entry; `before` is empty for a new one."""
    said: Body = {} if known is None else parsed(known)
    if "renamed_to" in after:  # it goes on under the new ref
        return known
    if not before:  # new, or renamed: then it goes on counting
        return canonical({"made": at.isoformat()}) if known is None else known
    if not _may_differ(before, after):
        return known
    old, new = _by_first_id(ref, before, around), _by_first_id(ref, after, around)
    rows, gone_ = dict(said.get("rows", {})), dict(said.get("gone", {}))
    for name in sorted({*old, *new}):
        _count(rows, name, old.get(name), new.get(name), at)
        _keep(gone_, name, old.get(name), new.get(name))
    parts = {key: part for key, part in (("rows", rows), ("gone", gone_)) if part}
    kept = {key: part for key, part in said.items() if key not in {"rows", "gone"}}
    return canonical({**kept, **parts})


def _keep(
    gone_: dict[str, Any],
    name: str,
    old: tuple[Entry, frozenset[str]] | None,
    new: tuple[Entry, frozenset[str]] | None,
) -> None:
    """Keep the last days of what has lost them, single times too, so that calendars can cancel them."""
    was = None if old is None else old[0]
    now = None if new is None else new[0]
    kept = dict(gone_.pop(name, {}))
    times = dict(kept.pop("occurrences", {}))
    if was is not None and was.is_dated:
        kept = _snapshot(was)
        times |= kept.pop("occurrences", {})
    elif not kept and not times:
        return
    for one in () if now is None else now.occurrences:
        times.pop(one.key, None)
    if now is not None and now.is_dated:
        kept = {} if not times else kept
    if times:
        kept["occurrences"] = times
    if kept:
        gone_[name] = kept


def _by_first_id(
    ref: Ref, body: Mapping[str, Any], around: Around
) -> dict[str, tuple[Entry, frozenset[str]]]:
    return {known_as(ref, body, name): one for name, one in shown(ref, body, around).items()}


def _may_differ(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    names = ("plan", "progress", "postponed", "state")
    return any(before.get(name) != after.get(name) for name in names)


def _count(
    rows: dict[str, Any],
    name: str,
    old: tuple[Entry, frozenset[str]] | None,
    new: tuple[Entry, frozenset[str]] | None,
    at: datetime,
) -> None:
    """Count one entry, and its single times, up where they differ."""
    if old is None:
        if name in rows:  # taken out once, and back again
            rows[name] = _row(rows[name], at, cancelled=False)
        return
    if new is None:
        rows[name] = _row(rows.get(name), at, cancelled=True)
        for lost in (f"{name}@{one.key}" for one in old[0].occurrences):
            if lost in rows:
                rows[lost] = _row(rows[lost], at, cancelled=True)
        return
    if _signature(*old) != _signature(*new):
        most = max((rows[key]["n"] for key in rows if key == name or key.startswith(f"{name}@")), default=0)
        for key in [key for key in rows if key.startswith(f"{name}@")]:
            if not rows[key].get("x"):
                del rows[key]
        rows[name] = _row({"n": most}, at, cancelled="" in new[1])
    still = {one.key for one in new[0].occurrences}
    for key in sorted(_single(old, new)):
        one = f"{name}@{key}"
        off = key in new[1] or "" in new[1] or key not in still
        rows[one] = _row(rows.get(one) or rows.get(name), at, cancelled=off)


def _row(row: Mapping[str, Any] | None, at: datetime, *, cancelled: bool) -> dict[str, Any]:
    said = {"n": (row or {}).get("n", 0) + 1, "at": at.isoformat()}
    return {**said, "x": True} if cancelled else said


def _signature(entry: Entry, off: frozenset[str]) -> tuple[object, ...]:
    """Return what makes a new revision when it changes: time, place, status, rule."""
    times = () if entry.occurrences else (entry.start, entry.end, entry.due)
    rule = entry.written if entry.occurrences else ""
    return (*times, rule, entry.zone, entry.where, entry.certainty, entry.part, entry.inherited, "" in off)


def _single(old: tuple[Entry, frozenset[str]], new: tuple[Entry, frozenset[str]]) -> Iterator[str]:
    """Yield the keys of the times of a series that are others than before, one by one."""
    was = {one.key: (one.start, one.end, one.due) for one in old[0].occurrences}
    now = {one.key: (one.start, one.end, one.due) for one in new[0].occurrences}
    for key in {*was, *now}:
        if was.get(key) != now.get(key) or (key in old[1]) != (key in new[1]):
            yield key


def series_of(item: str, duty: str, rung: int) -> str:
    """Return the name of one rung of what comes round."""
    return f"{item} {duty} {rung}"


def noted(known: bytes | None, details: Mapping[str, Any], at: datetime) -> bytes | None:
    """Return revisions that say when a duty of something that comes round was last carried out."""
    if known is None or "duty" not in details or "occurrence" not in details:
        return known
    said = parsed(known)
    name = series_of(str(details.get("item", "")), str(details["duty"]), int(details["rung"]))
    said["ran"] = {**said.get("ran", {}), name: at.isoformat()}
    return canonical(said)


def last_runs(known: bytes | None) -> tuple[dict[str, datetime], datetime | None]:
    """Return when each rung of what comes round was last carried out, and when the record was made."""
    if known is None:
        return {}, None
    said = parsed(known)
    ran = {name: datetime.fromisoformat(at) for name, at in said.get("ran", {}).items()}
    return ran, datetime.fromisoformat(said["made"])


def scrubbed(known: bytes | None, mark: str) -> bytes | None:
    """Return revisions without a title of what was taken out: something of the record was redacted."""
    if known is None:
        return None
    said = parsed(known)
    for snapshot in said.get("gone", {}).values():
        snapshot["title"] = mark
    return canonical(said)


def revisions_of(known: bytes | None) -> tuple[datetime | None, dict[str, Revised]]:
    """Return when a record was made, and its revisions by entry id (with `@` and key for single times)."""
    if known is None:
        return None, {}
    said = parsed(known)
    rows = {
        name: Revised(row["n"], datetime.fromisoformat(row["at"]), bool(row.get("x")))
        for name, row in said.get("rows", {}).items()
    }
    return datetime.fromisoformat(said["made"]), rows


def gone(known: bytes | None) -> list[Entry]:
    """Return the entries that were taken out of a record, on their last days: calendars cancel them."""
    if known is None:
        return []
    return [_entry(said) for said in parsed(known).get("gone", {}).values()]


def _snapshot(entry: Entry) -> dict[str, Any]:
    said: dict[str, Any] = {name: getattr(entry, name) for name in _KEPT if getattr(entry, name)}
    for name in _MOMENTS:
        moment = getattr(entry, name)
        if moment is not None:
            said[name] = moment.isoformat()
    said |= {name: list(getattr(entry, name)) for name in _LISTS if getattr(entry, name)}
    said["visibility"] = entry.visibility.value
    said["precision"] = entry.precision.value
    if entry.embargo is not None:
        said["embargo"] = entry.embargo.isoformat()
    times = {one.key: _times(one) for one in entry.occurrences}
    return {**said, "occurrences": times} if times else said


def _times(one: Occurrence) -> dict[str, str]:
    said = {name: getattr(one, name) for name in _MOMENTS}
    return {name: moment.isoformat() for name, moment in said.items() if moment is not None}


def _entry(said: Mapping[str, Any]) -> Entry:
    zone = str(said.get("zone", "UTC"))
    lists: dict[str, Any] = {name: tuple(said[name]) for name in _LISTS if name in said}
    texts: dict[str, Any] = {name: said[name] for name in _KEPT if name in said}
    moments: dict[str, Any] = {name: moment_of(said[name], zone) for name in _MOMENTS if name in said}
    times = tuple(_time(key, one, zone) for key, one in said.get("occurrences", {}).items())
    embargo = said.get("embargo")
    return Entry(
        **texts,
        **moments,
        **lists,
        visibility=Visibility(said["visibility"]),
        precision=Precision(said["precision"]),
        certainty=Certainty.PROVISIONAL,
        embargo=None if embargo is None else datetime.fromisoformat(embargo),
        occurrences=times,
    )


def _time(key: str, said: Mapping[str, str], zone: str) -> Occurrence:
    start, end, due = (moment_of(said[name], zone) if name in said else None for name in _MOMENTS)
    return Occurrence(key, start, end, due)
