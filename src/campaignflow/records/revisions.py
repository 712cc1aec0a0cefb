"""Calendar revisions: how often what calendars say of an entry changed, and what is to be cancelled.

Counted with every commit and derived from the journal alone.  What calendars cancel is worked out in
`campaignflow.records.gone`; the calendars themselves are written by `campaignflow.export`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from campaignflow.canonical import Body, canonical, parsed, put
from campaignflow.records.days import moment_of
from campaignflow.records.entries import Around, entries_of, entry_id
from campaignflow.records.gone import handed_out, last_days, left_behind
from campaignflow.records.layout import item_path
from campaignflow.records.lifelong import known_as
from campaignflow.scheduling.entry import LISTED, UNDATED, Entry, Occurrence
from campaignflow.types import Ref

__all__ = [
    "COUNTED",
    "Revised",
    "approved_anew",
    "counts_of",
    "gone",
    "last_runs",
    "noted",
    "restored",
    "revised",
    "revisions_of",
    "scrubbed",
    "series_of",
    "shown",
    "with_counts",
]

COUNTED = "counted"
"""Where an entry says how often each entry of its record changed until then."""
_OFF = frozenset({"cancelled", "postponed", "suspended", "retired"})
"""States of a campaign in which its dates do not hold."""
_MOMENTS = ("start", "end", "due")
_NEVER: Mapping[str, Any] = {"n": 0}


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
    done = {known_as(ref, before, entry_id(ref, time)) for time in _done_times(before)}
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if was != now:
            _count(rows, name, was, now, done, at)
            left = left_behind(gone_.pop(name, None), was and was[0], now and now[0])
            gone_ |= {} if left is None else {name: left}
    _count_list(rows, known_as(ref, after, ref.id), old, new, at)
    parts = {key: part for key, part in (("rows", rows), ("gone", gone_)) if part}
    kept = {key: part for key, part in said.items() if key not in {"rows", "gone"}}
    return canonical({**kept, **parts})


def _by_first_id(
    ref: Ref, body: Mapping[str, Any], around: Around
) -> dict[str, tuple[Entry, frozenset[str]]]:
    return {known_as(ref, body, name): one for name, one in shown(ref, body, around).items()}


def _may_differ(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    names = ("plan", "progress", "postponed", "state")
    return any(before.get(name) != after.get(name) for name in names)


def _done_times(body: Mapping[str, Any]) -> Iterator[str]:
    for item, said in body.get("progress", {}).items():
        if "@" in item and said.get("state") == "done":
            yield item


def _count(  # what a number follows from
    rows: dict[str, Any],
    name: str,
    old: tuple[Entry, frozenset[str]] | None,
    new: tuple[Entry, frozenset[str]] | None,
    done: Collection[str],
    at: datetime,
) -> None:
    """Count an entry up that is another as a whole, else those of its times that are others.

    A time without a number of its own has that of the whole; one that is lost keeps the one it was lost by,
    and is cancelled unless it was done by then.
    """
    known = [key for key in rows if key == name or key.startswith(f"{name}@")]
    if old is None and not known:
        return  # it is handed out for the first time
    was, now = handed_out(old and old[0]), handed_out(new and new[0])
    if old is None or new is None or _signature(*old) != _signature(*new):
        n = max((rows[key]["n"] for key in known), default=0) + 1
        for key in now:
            rows.pop(f"{name}@{key}", None)
        for lost in (f"{name}@{key}" for key in was.keys() - now.keys()):
            rows[lost] = _row(n, at, cancelled=lost not in done)
        rows[name] = _row(n, at, cancelled=new is None or "" in new[1])
        return
    for key in was.keys() | now.keys():
        if was.get(key) != now.get(key) or (key in old[1]) != (key in new[1]):
            one = f"{name}@{key}"
            n = (rows.get(one) or rows.get(name) or _NEVER)["n"] + 1
            rows[one] = _row(n, at, cancelled=one not in done if key not in now else key in new[1])
    if replace(old[0], occurrences=()) != replace(new[0], occurrences=()):
        _touch(rows, name, known, at)


def _touch(rows: dict[str, Any], name: str, known: Collection[str], at: datetime) -> None:
    """Say that words of an entry changed; what is cancelled keeps its moment, as it goes some time after."""
    for one in {name, *known}:
        row = rows.get(one, _NEVER)
        if "x" not in row:
            rows[one] = _row(row["n"], at, cancelled=False)


def _count_list(
    rows: dict[str, Any],
    campaign: str,
    old: Mapping[str, tuple[Entry, frozenset[str]]],
    new: Mapping[str, tuple[Entry, frozenset[str]]],
    at: datetime,
) -> None:
    """Count up the list of what has no date where it ends, and where it begins anew after that."""
    had, has = (any(map(_is_listed, those.values())) for those in (old, new))
    name = f"{campaign}@{UNDATED}"
    if had != has and (had or name in rows):
        n = max(rows.get(one, _NEVER)["n"] for one in (campaign, name)) + 1
        rows[name] = _row(n, at, cancelled=had)


def _is_listed(one: tuple[Entry, frozenset[str]]) -> bool:
    entry, off = one
    return entry.kind in LISTED and "" not in off and not entry.occurrences and not handed_out(entry)


def _row(n: int, at: datetime, *, cancelled: bool) -> dict[str, Any]:
    said = {"n": n, "at": at.isoformat()}
    return {**said, "x": True} if cancelled else said


def _signature(entry: Entry, off: frozenset[str]) -> tuple[object, ...]:
    """Return what makes a new revision when it changes: time, place, status, rule, who comes or may see it.

    Whoever is taken off gets a CANCEL with a higher number; what invites him again must not have a lower one
    (RFC 5546, section 2.1.5).
    """
    times = () if entry.occurrences else (entry.start, entry.end, entry.due)
    rule = entry.written if entry.occurrences else ""
    state = (entry.where, entry.certainty, entry.part, entry.inherited, entry.is_fuzzy, "" in off)
    parties = (frozenset((*entry.lead, *entry.support)), frozenset(entry.media))
    return (*times, rule, entry.zone, *state, *parties, entry.visibility, entry.embargo)


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


def counts_of(known: bytes | None) -> Body:
    """Return how often each entry changed, as it is kept."""
    return {} if known is None else dict(parsed(known).get("rows", {}))


def with_counts(known: bytes | None, counts: Mapping[str, Any] | None) -> bytes | None:
    """Return revisions with counts that were said once more, since what was counted can be told no more."""
    if known is None or not counts:
        return known
    return canonical({**parsed(known), "rows": dict(counts)})


def approved_anew(
    known: bytes | None, ref: Ref, body: Mapping[str, Any], items: Collection[str], at: datetime
) -> bytes | None:
    """Return revisions in which some items count once more: their dates are approved as they are now."""
    if known is None or not items:
        return known
    said = parsed(known)
    rows = dict(said.get("rows", {}))
    for name in sorted({*rows, *_by_first_id(ref, body, Around())}):
        whole = name.partition("@")[0]
        if whole.partition("/" if "/" in whole else ":")[2] in items:
            row = rows.get(name, _NEVER)
            rows[name] = {**row, "n": row["n"] + 1, "at": at.isoformat()}
    return canonical({**said, "rows": rows}) if rows else known


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


def gone(known: bytes | None, around: Around) -> dict[str, Entry]:
    """Return what calendars have to cancel, on its last days, by its name for life."""
    if known is None:
        return {}
    return {name: last_days(said, around) for name, said in parsed(known).get("gone", {}).items()}
