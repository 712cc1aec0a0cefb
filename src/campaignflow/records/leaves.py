"""The leaves of a plan, and how three plans differ by them: last applied, on record, in the file (rule 58).

Maps are descended into; texts, numbers, lists, dates and amounts are leaves.  Something with identity that
is there on one side only is one difference, not as many as it has leaves.  Who changed what, and whether a
difference would take back a colleague's, needs the journal and is for `campaignflow.actions` to say.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from campaignflow.canonical import Body, canonical
from campaignflow.dates.when import When
from campaignflow.errors import InvalidValue
from campaignflow.records.layout import INNER, Place, is_amount, is_date

__all__ = [
    "LeafDiff",
    "Verdict",
    "alike",
    "drop",
    "is_governance",
    "leaf_name",
    "leaves",
    "looks_renamed",
    "put",
    "same",
    "shown",
    "three_way",
]

Verdict = Literal["take", "drift", "conflict"]

LIKELY = 0.8
"""Share of equal leaves from which a record that is gone and a new one look like one that was renamed."""

_GOVERNANCE: Mapping[str, frozenset[str]] = {
    "person": frozenset({"unit", "roles", "stands_in_for", "same_as", "shared", "outside"}),
    "unit": frozenset({"part_of", "coordinator"}),
    "fund": frozenset({"amount"}),
    "channel": frozenset({"approvals"}),
    "programme": frozenset({"approvals"}),
}


class LeafDiff(NamedTuple):
    """One difference between a file and a record; a value is None where there is nothing."""

    path: Place
    base: Any
    """As last applied."""
    record: Any
    file: Any
    verdict: Verdict
    """`take`: only the file changed. `drift`: only the record did. `conflict`: both did, and differ."""


def leaves(plan: Mapping[str, Any]) -> dict[Place, Any]:
    """Return the leaves of a plan by their path; of dates what was written, without the days it means."""
    return dict(_leaves(plan, ()))


def _leaves(value: Mapping[str, Any], path: Place) -> Iterator[tuple[Place, Any]]:
    for key, inner in value.items():
        if _is_map(inner):
            yield from _leaves(inner, (*path, key))
        else:
            yield (*path, key), _bare(inner)


def _is_map(value: Any) -> bool:
    return isinstance(value, Mapping) and not is_date(value) and not is_amount(value)


def _bare(value: Any) -> Any:
    """Return a leaf without resolved days."""
    if is_date(value):
        return {"written": value["written"]}
    return [_bare(one) for one in value] if isinstance(value, list) else value


def same(one: Any, other: Any) -> bool:
    """Whether two values of a plan say the same: dates however they are spelt and resolved."""
    if one is other:
        return True
    if is_date(one) and is_date(other):
        return _reads_alike(one["written"], other["written"])
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(inner, other[key]) for key, inner in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other if isinstance(one, str) else canonical(one) == canonical(other)


def _reads_alike(one: str, other: str) -> bool:
    return one == other or ((date := _read(one)) is not None and date == _read(other))


@lru_cache(maxsize=4096)
def _read(text: str) -> When | None:
    try:
        return When(text)
    except InvalidValue:  # written under a grammar that read it
        return None


def three_way(
    base: Mapping[str, Any] | None, record: Mapping[str, Any] | None, file: Mapping[str, Any] | None
) -> list[LeafDiff]:
    """Return how a plan file and a record differ, and whose change each difference is (rule 58).

    Each is a plan, or None where there is none; `base` is that of the last applied file.  Where file and
    record say the same, nothing is listed.
    """
    return list(_compared(base, record, file, ()))


def _compared(base: Any, record: Any, file: Any, path: Place) -> Iterator[LeafDiff]:
    """Compare a noun's fields."""
    if record is None or file is None:
        yield from _judged(base, record, file, path)
        return
    base = base or {}
    for key in sorted({*base, *record, *file}):
        three = base.get(key), record.get(key), file.get(key)
        if not any(_is_map(one) for one in three):
            yield from _judged(*three, (*path, key))
        else:
            yield from _items(three[0] or {}, three[1] or {}, three[2] or {}, (*path, key))


def _items(base: Any, record: Any, file: Any, path: Place) -> Iterator[LeafDiff]:
    """Compare what a map holds: what is there on one side only is one difference."""
    for key in sorted({*base, *record, *file}):
        three = base.get(key), record.get(key), file.get(key)
        if _is_map(three[1]) and _is_map(three[2]):
            yield from _compared(*three, (*path, key))
        else:
            yield from _judged(*three, (*path, key))


def _judged(base: Any, record: Any, file: Any, path: Place) -> Iterator[LeafDiff]:
    if not same(file, record):
        verdict: Verdict = "drift" if same(file, base) else "take" if same(record, base) else "conflict"
        yield LeafDiff(path, base, record, file, verdict)


def put(plan: Mapping[str, Any], path: Place, value: Any) -> Body:
    """Return a plan with one value set, whatever has to be there for it included."""
    key, *rest = path
    inner: Any = plan.get(key)
    return {**plan, key: put(inner if _is_map(inner) else {}, tuple(rest), value) if rest else value}


def drop(plan: Mapping[str, Any], path: Place) -> Body:
    """Return a plan without one value, and without the maps it leaves empty (rule 2)."""
    key, *rest = path
    kept = dict(plan)
    inner = kept.pop(key, None)
    if rest and inner is not None:
        left = drop(inner, tuple(rest)) if _is_map(inner) else inner
        return {**plan, key: left} if left else kept
    return kept


def alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """Return the share of leaves that two plans have in common, from 0 to 1."""
    first, second = leaves(one), leaves(other)
    common = sum(path in second and same(value, second[path]) for path, value in first.items())
    return common / (len({*first, *second}) or 1)


def looks_renamed(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether a plan that is gone and one that is new look like one thing under two ids (rule 59)."""
    name = "title" if "title" in one else "name"
    return (name in one and same(one[name], other.get(name))) or alike(one, other) >= LIKELY


def is_governance(kind: str, path: Place) -> bool:
    """Whether a leaf of a record says who may decide what, and so needs the permission `govern` (rule 25)."""
    if kind == "programme" and path[0] == "conditions":
        return path[2:] == ("decided_by",)  # whoever it is can say that a step is not asked
    return path[0] in _GOVERNANCE.get(kind, ())


def leaf_name(path: Place) -> str:
    """Return a leaf's path as people speak of it: `briefing/release/due`, `budget/海报印制/amount`.

    The names of the blocks that dated things stand in are left out.
    """
    names, blocks = [], True
    for name in path:
        if blocks and name in INNER:
            blocks = False  # an id follows, whatever it is
        else:
            names.append(name)
            blocks = True
    return "/".join(names)


def shown(value: Any) -> str | list[str]:
    """Return a planned value as people read it; of a list each part, joined as a language joins them."""
    if value is None:
        return "—"
    if isinstance(value, Mapping):
        if "written" in value:
            return str(value["written"])
        if "amount" in value and "currency" in value:
            return f"{value['amount']} {value['currency']}"
        return str(value.get("title") or value.get("name") or value.get("for") or "…")
    return [str(shown(one)) for one in value] if isinstance(value, list) else str(value)
