"""Which dates an act changes by what it says: those of the things whose words are others than on record.

What follows from them is `campaignflow.actions.consequences`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from campaignflow.actions.comparison import renamed_plan
from campaignflow.canonical import Body, at
from campaignflow.dates import expression as ex
from campaignflow.dates.when import When
from campaignflow.errors import InvalidValue
from campaignflow.gate.cases import items_in
from campaignflow.gate.command import Proposal
from campaignflow.gate.look import Look
from campaignflow.gate.programmes import programme_noun, programme_ref
from campaignflow.plan.programme import Programme
from campaignflow.records.layout import is_date
from campaignflow.records.leaves import leaves, same
from campaignflow.records.lifelong import address_in
from campaignflow.scheduling.nodes import PROGRAMME

__all__ = ["changed", "keep_days", "says_other_dates", "taken_over", "without_wide_changes"]

_DATED = frozenset({"when", "due", "from", "until", "except", "certainty", "timezone", "lead"})
"""Planned fields on which the days of a thing depend."""
_HANDED_DOWN = frozenset({"timezone", "lead", "certainty"})
"""Those that what stands inside a thing takes over."""
_SURENESS = {"certainty"}
"""Who says only that moves no day."""
_WIDE = (
    *("period", "timezone", "working_calendar", "week_starts", "certainty", "calendars", "observances"),
    "fiscal_year_starts",
)
"""Fields of a programme on which any date in it may depend."""


def changed(look: Look, laid: Mapping[str, Body]) -> set[str]:
    """Return the ids of the schedule's entries whose planned dates are others.

    `PROGRAMME` is among them if the programme itself says something else on which any date may depend.
    """
    said, inside = _changed(look, laid)
    return said | inside


def taken_over(look: Look, laid: Mapping[str, Body]) -> set[str]:
    """Return those ids of `changed` that say no other days themselves: what they are inside of does.

    So do those that are only more or less certain than they were: of a fact that moves no day.
    """
    said, inside = _changed(look, laid)
    return inside - said


def _changed(look: Look, laid: Mapping[str, Body]) -> tuple[set[str], set[str]]:
    """Return what says other dates itself, and what is inside something from which it takes them over."""
    said: set[str] = set()
    inside: set[str] = set()
    names = _names(look, laid)
    for ref, body in laid.items():
        before = _before(look, ref, body)
        if before.get("plan") is body["plan"]:
            continue
        if ref.startswith("programme:"):
            said |= _changed_programme(before, body)
            continue
        campaign = ref.rpartition("/")[2]
        items = {"": ("plan",), **dict(items_in(body))}
        for address, place in items.items():
            differ = _differing(at(before, place), at(body, place), names)
            node = f"{campaign}/{address}" if address else campaign
            if differ == _SURENESS:
                inside.add(node)
            elif differ:
                said.add(node)
            if differ & _HANDED_DOWN:
                inner = f"{address}/" if address else ""
                inside |= {f"{campaign}/{one}" for one in items if one and one.startswith(inner)}
    return said, inside


def says_other_dates(look: Look, laid: Mapping[str, Body]) -> bool:
    """Whether a date is written otherwise than on record: a thing's own, a charge, a blackout, any."""
    for ref, body in laid.items():
        before = _before(look, ref, body)
        if before.get("plan") is not body["plan"]:
            old = leaves(before.get("plan", {}))
            new = leaves(body["plan"])
            if any(_has_dates(value) and not _same(old.get(path), value, {}) for path, value in new.items()):
                return True
    return False


def _has_dates(value: Any) -> bool:
    return any(map(is_date, value)) if isinstance(value, list) else is_date(value)


def _changed_programme(before: Mapping[str, Any], body: Mapping[str, Any]) -> set[str]:
    old, new = before.get("plan", {}), body["plan"]
    found = {
        f"routine:{name}"
        for name, one in new.get("routines", {}).items()
        if _differing(old.get("routines", {}).get(name), one, {})
    }
    return found if same(_wide(old), _wide(new)) else {PROGRAMME, *found}


def _wide(plan: Mapping[str, Any]) -> Body:
    return {name: plan[name] for name in _WIDE if name in plan}


def without_wide_changes(look: Look, programme: str, laid: Mapping[str, Body]) -> Programme | None:
    """Return a programme after an act, but for what it says itself on which any date may depend."""
    ref = programme_ref(programme)
    body, before = laid[ref], look.body(ref) or {}
    plan = {name: value for name, value in body["plan"].items() if name not in _WIDE}
    return programme_noun(
        look, programme, {**laid, ref: {**body, "plan": plan | _wide(before.get("plan", {}))}}
    )


def _differing(old: Mapping[str, Any] | None, new: Mapping[str, Any], names: Mapping[str, str]) -> set[str]:
    """Return the planned fields of a thing that its days depend on and that are others."""
    said = old or {}
    differ = {name for name in _DATED if not _same(said.get(name), new.get(name), names)}
    return differ | ({"when"} if old is None else set())


def _same(one: Any, other: Any, names: Mapping[str, str]) -> bool:
    """Whether two values say the same; a date also where it only calls things by their new names."""
    if one is None or other is None:
        return one is other
    return same(one, other) or (is_date(one) and is_date(other) and _follows_names(one, other, names))


# under another id


def keep_days(look: Look, proposals: Sequence[Proposal]) -> None:
    """Give dates that only call things by the names this act gives them the days they have on record.

    Being renamed moves nothing, so they are not worked out again (rule 29).
    """
    names = _names(look, {one.ref: dict(one.body or {}) for one in proposals})
    for one in proposals if names else ():
        body = dict(one.body or {})
        one.body = {**body, "plan": _kept(_before(look, one.ref, body).get("plan"), body["plan"], names)}


def _kept(old: Any, new: Any, names: Mapping[str, str]) -> Any:
    if not isinstance(new, Mapping) or not isinstance(old, Mapping) or old is new:
        return new
    if is_date(new):
        is_known = is_date(old) and "resolved" in old and "resolved" not in new
        return {**new, "resolved": old["resolved"]} if is_known and _follows_names(old, new, names) else new
    return {key: _kept(old.get(key), value, names) for key, value in new.items()}


def _names(look: Look, laid: Mapping[str, Body]) -> dict[str, str]:
    """Return the new ids of what an act renames by the old ones: campaigns, and activities in them."""
    found: dict[str, str] = {}
    for ref, body in laid.items():
        if ref.startswith("campaign:"):
            known = _standing(look, ref, body)
            if known is not None:
                found |= _item_names(known, body)
                if look.body(ref) is None:
                    found[str(body["was"]).rpartition("/")[2]] = ref.rpartition("/")[2]
    return found


def _standing(look: Look, ref: str, body: Mapping[str, Any]) -> Body | None:
    """Return a record as it stands; of one that is given another id, as it stands under the old one."""
    known = look.body(ref)
    return look.body(str(body["was"])) if known is None and "was" in body else known


def _before(look: Look, ref: str, body: Mapping[str, Any]) -> Body:
    """Return a record as it stands, with its activities under the names they have after the act."""
    known = _standing(look, ref, body)
    if known is None:
        return {}
    names = _item_names(known, body) if ref.startswith("campaign:") else {}
    return {**known, "plan": renamed_plan(known["plan"], names)} if names else known


def _item_names(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Return the new ids of a campaign's activities by the old ones."""
    there = before["plan"].get("activities", {})
    names = {address_in(before, after, name): name for name in after["plan"].get("activities", {})}
    return {old: name for old, name in names.items() if old != name and old in there}


def _follows_names(one: Mapping[str, Any], other: Mapping[str, Any], names: Mapping[str, str]) -> bool:
    """Whether a date says what another one says, but for the new names of things."""
    if not names:
        return False
    try:
        old, new = When(one["written"]).expression, When(other["written"]).expression
    except InvalidValue:
        return False
    return bool(_renamed(old, names) == new)


def _renamed(part: Any, names: Mapping[str, str]) -> Any:
    """Return a part of a date expression with things called by their new names."""
    if isinstance(part, ex.Ref):
        return replace(part, path=tuple(names.get(name, name) for name in part.path))
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{one.name: _renamed(getattr(part, one.name), names) for one in fields(part)})
    return part
