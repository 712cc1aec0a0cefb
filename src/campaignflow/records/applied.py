"""What the last applied file said of a record: the base of the next three-way comparison (rule 58).

Kept is a digest of the file's part and what the record says differently since; so a file that says the same
again is known without looking at its leaves.  Derived from the journal alone, entry by entry.
"""

from collections.abc import Mapping
from typing import Any

from campaignflow.canonical import Body, canonical, digest, parsed
from campaignflow.records.leaves import drop, leaves, put, same

__all__ = ["APPLIED", "after_change", "applied_digest", "base_of", "differing", "without_text"]

APPLIED = "applied"
"""Name of the part of an entry's details that says which file was applied.

It holds `programme`, `digest`, and where the record stays otherwise what the file `differs` in and `lacks`.
"""


def applied_digest(plan: Mapping[str, Any]) -> str:
    """Return the digest of a file's part of a record, without resolved days."""
    return digest(canonical(plan))


def base_of(applied: bytes | None, programme: str, plan: Mapping[str, Any]) -> tuple[str, Body] | None:
    """Return digest and plan of the file that a programme was last applied from, None if it never was."""
    said = _parsed(applied).get(programme)
    if said is None:
        return None
    base: Body = dict(plan)
    for path, value in said.get("differs", {}).items():
        place = tuple(path.split("/"))
        base = drop(base, place) if value is None else put(base, place, value)
    return said["digest"], base


def differing(base: Mapping[str, Any], plan: Mapping[str, Any]) -> dict[str, Any]:
    """Return the leaves of a base that a plan has otherwise, by path; None where the base has nothing."""
    old, new = leaves(base), leaves(plan)
    return {
        "/".join(path): old.get(path)
        for path in sorted({*old, *new})
        if path not in old or path not in new or not same(old[path], new[path])
    }


def after_change(
    applied: bytes | None, before: Mapping[str, Any], after: Mapping[str, Any], details: Mapping[str, Any]
) -> bytes | None:
    """Return what is known of the last applied files after an entry; `before` and `after` are bodies."""
    said = _parsed(applied)
    new = details.get(APPLIED)
    old_plan, plan = before.get("plan", {}), after.get("plan", {})
    redacted = _redacted(details)
    for programme, one in said.items():
        if old_plan == plan and redacted is None:
            continue
        _, base = base_of(applied, programme, old_plan) or ("", plan)
        row = _row(one["digest"], differing(base, plan))
        said[programme] = row if redacted is None else without_text(row, redacted)
    if new is not None:
        differs = {**new.get("differs", {}), **dict.fromkeys(new.get("lacks", ()))}
        said[new["programme"]] = _row(new["digest"], differs)
    return canonical(said) if said else None


def _redacted(details: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return where in the plan a text was taken out; None where nothing of the plan was."""
    first, *path = str(details.get("path", "")).split("/") if "residuals" in details else [""]
    return tuple(path) if first == "plan" else None


def without_text(row: Mapping[str, Any], path: tuple[str, ...]) -> Body:
    """Return what is known of a file without a text of it, which must not be guessed from its digest either.

    What the record has there counts as what the file said.
    """
    differs = {name: value for name, value in row.get("differs", {}).items() if name != "/".join(path)}
    kept = {name: value for name, value in row.items() if name != "differs"}
    return {**kept, "digest": "", **({"differs": differs} if differs else {})}


def _row(file_digest: str, differs: Mapping[str, Any]) -> dict[str, Any]:
    return {"digest": file_digest, "differs": differs} if differs else {"digest": file_digest}


def _parsed(applied: bytes | None) -> dict[str, Any]:
    return {} if applied is None else dict(parsed(applied))
