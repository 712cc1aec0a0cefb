"""From the nouns of a plan to the bodies that are recorded: planned content with its dates (rule 2).

Equal content gives equal bytes: amounts are one text, lists without order are sorted, what says nothing
is left out, texts are as rule 3 has them.  Where a record stands already, a date that says the same keeps
the words it was recorded in, and a mere reordering keeps the recorded order.  The way back is in
`campaignflow.records.nouns`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from campaignflow.canonical import Body, canonical, enter
from campaignflow.dates.when import Duration, When, is_duration
from campaignflow.money import Money
from campaignflow.plan.noun import Noun
from campaignflow.plan.programme import Programme
from campaignflow.plan.quantity import Quantity
from campaignflow.records.days import days_of
from campaignflow.records.layout import BLOCKS, LISTED, NAMED, UNORDERED, Place, in_order
from campaignflow.records.leaves import same
from campaignflow.scheduling.elsewhere import Path
from campaignflow.scheduling.schedule import Schedule
from campaignflow.types import OFFICE_KINDS, Ref

__all__ = ["bodies", "body_of", "unresolved", "unresolved_bodies"]

LONGEST_UID = 64
"""Characters of a text that a uid is made of."""

_OF_THE_FILE = "exported"
"""Field of a noun that tells something of the file, and is not recorded."""
_OUTSIDE = frozenset({"id", *BLOCKS.values()})
"""Fields of a programme that are not in the programme's own record."""


def bodies(schedule: Schedule, before: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Body]:
    """Return what is to be recorded of a resolved programme: `plan` and `order` of each record, by full ref.

    Records are the programme, its campaigns, and what it names of the office.  `before` are the bodies as
    they stand, by full ref.
    """
    return _all(schedule.programme, days_of(schedule), before or {})


def unresolved_bodies(
    programme: Programme, before: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, Body]:
    """Return the same without resolved days, which takes no schedule: for comparing one file with another."""
    return _all(programme, {}, before or {})


def unresolved(noun: Noun, *, currency: str | None = None, before: Mapping[str, Any] | None = None) -> Body:
    """Return what is recorded of one noun, without resolved days.

    `currency` is the programme's, in which amounts without one are meant.
    """
    return body_of(noun, (), {}, currency=currency, before=before)


def _all(
    programme: Programme, days: Mapping[Path, Body], before: Mapping[str, Mapping[str, Any]]
) -> dict[str, Body]:
    currency = programme.currency
    ref = str(Ref("programme", None, programme.id))
    found = {ref: body_of(programme, (), days, currency=currency, before=before.get(ref))}
    for kind, block in BLOCKS.items():
        around = None if kind in OFFICE_KINDS else programme.id
        for name, noun in getattr(programme, block).items():
            ref = str(Ref(kind, around, name))
            old = before.get(ref)
            found[ref] = body_of(noun, (block, name), days, currency=currency, before=old)
    return found


def body_of(
    noun: Noun,
    path: Path,
    days: Mapping[Path, Body],
    *,
    currency: str | None = None,
    before: Mapping[str, Any] | None = None,
) -> Body:
    """Return `plan` and `order` of one noun.

    Args:
        noun: A programme, campaign, unit, person, medium, channel or fund.
        path: Where it stands in the plan: ("campaigns", "water-week"), for the programme nothing.
        days: Resolved days by path, as `campaignflow.records.days.days_of` gives them.
        currency: The programme's, in which amounts without one are meant.
        before: The record's body as it stands.
    """
    old = before or {}
    is_programme = isinstance(noun, Programme)
    writer = _Writer(days, noun.currency if isinstance(noun, Programme) else currency, old.get("order", {}))
    plan = writer.fields(noun, path, (), old.get("plan", {}), _OUTSIDE if is_programme else frozenset())
    if is_programme:
        uses = {BLOCKS[kind]: sorted(getattr(noun, BLOCKS[kind]), key=canonical) for kind in OFFICE_KINDS}
        used = {block: ids for block, ids in uses.items() if ids}
        plan |= {"uses": used} if used else {}
    return {"plan": plan, "order": writer.order} if writer.order else {"plan": plan}


class _Field(NamedTuple):
    """One field of a noun."""

    name: str
    key: str
    default: Any
    is_required: bool


@cache
def _fields(kind: type[Noun]) -> tuple[_Field, ...]:
    return tuple(
        _Field(name, one.alias or name, one.default, one.is_required())
        for name, one in kind.model_fields.items()
    )


@dataclass(slots=True)
class _Writer:
    """Writes one record."""

    days: Mapping[Path, Body]
    currency: str | None
    old_order: Mapping[str, list[str]]
    order: dict[str, list[str]] = field(default_factory=dict)

    def fields(
        self,
        noun: Noun,
        path: Path,
        place: Place,
        old: Mapping[str, Any],
        without: frozenset[str] = frozenset(),
    ) -> Body:
        """Return what a noun says beyond its defaults; `place` is where in the record, by uids."""
        plan: Body = {}
        said = noun.__dict__
        for name, key, default, is_required in _fields(type(noun)):
            value = said[name]
            if value is default or name in without or (value == default and not is_required):
                continue
            if name == _OF_THE_FILE:
                continue
            written = self._value(value, key, path, place, old.get(key))
            if written or isinstance(written, bool | int):  # nothing that is empty
                plan[key] = written
        return plan

    def _value(self, value: Any, key: str, path: Path, place: Place, old: Any) -> Any:
        match value:
            case str():
                return enter(value.value if isinstance(value, Enum) else value)
            case When():
                return self._date(value, (*path, key), old)
            case tuple() if value and isinstance(value[0], Noun):
                return self._listed(value, key, (*path, key), (*place, key), old or {})
            case tuple():
                return self._list(value, key, (*path, key), old)
            case Mapping():
                return self._keyed(value, (*path, key), (*place, key), old or {})
            case Noun():
                return self.fields(value, (*path, key), (*place, key), old or {})
            case _:
                return self._measured(value, old)

    def _measured(self, value: Any, old: Any) -> Any:
        """Return an amount, a quantity or a length of time as it is kept; anything else as it is."""
        match value:
            case Money():
                return self._amount(value)
            case Quantity():
                return _quantity(value)
            case Duration():
                return _duration(value, old)
            case _:
                return value

    def _list(self, values: tuple[Any, ...], key: str, path: Path, old: Any) -> list[Any]:
        if values and isinstance(values[0], When):
            olds = old if isinstance(old, list) and len(old) == len(values) else [None] * len(values)
            return [self._date(when, (*path, index), olds[index]) for index, when in enumerate(values)]
        texts = [enter(one.value if isinstance(one, Enum) else one) for one in values]
        return sorted(texts, key=canonical) if key in UNORDERED and len(texts) > 1 else texts

    def _date(self, when: When, path: Path, old: Any) -> Body:
        written = {"written": enter(when.text)}
        if isinstance(old, Mapping) and old["written"] != written["written"] and same(old, written):
            written = {"written": old["written"]}
        days = self.days.get(path)
        return written if days is None else {**written, "resolved": days}

    def _amount(self, money: Money) -> Body:
        currency = money.currency or self.currency
        amount = {"amount": _plain(money.amount)}
        return amount if currency is None else {**amount, "currency": currency}

    def _keyed(
        self, values: Mapping[str, Any], path: Path, place: Place, old: Mapping[str, Any]
    ) -> dict[str, Any]:
        plans: dict[str, Any] = {}
        for name, value in values.items():
            here, inner = (*path, name), old.get(name)
            if isinstance(value, Noun):
                # what is named is there, even if nothing else is said of it
                plans[name] = self.fields(value, here, (*place, name), inner or {}) or {NAMED: True}
            elif isinstance(value, When):
                plans[name] = self._date(value, here, inner)
            elif value:
                plans[name] = self._list(value, "", here, inner)
        self._ordered(place, plans, old)
        return plans

    def _listed(
        self, nouns: tuple[Noun, ...], key: str, path: Path, place: Place, old: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return a list of things with identity as a map by uid."""
        uids = self._uids(nouns, LISTED[key], path, place, old)
        plans = {
            uid: self.fields(noun, (*path, index), (*place, uid), old.get(uid, {}))
            for index, (uid, noun) in enumerate(zip(uids, nouns, strict=True))
        }
        self._ordered(place, plans, old)
        return plans

    def _uids(
        self, nouns: tuple[Noun, ...], of: str, path: Path, place: Place, old: Mapping[str, Any]
    ) -> list[str]:
        """Return a uid for each: the recorded one of what is called the same, alike in content first."""
        named = [_called(getattr(noun, "for_" if of == "for" else of)) for noun in nouns]
        free: dict[str, list[str]] = {}
        for uid in in_order(old, self.old_order.get("/".join(place))):
            free.setdefault(_called(old[uid].get(of, ())), []).append(uid)
        found: dict[int, str] = {}
        if old and (len(set(named)) < len(named) or any(len(uids) > 1 for uids in free.values())):
            bare = _Writer({}, self.currency, {})
            for index, noun in enumerate(nouns):
                plan = bare.fields(noun, path, place, {})
                for uid in free.get(named[index], ()):
                    if same(old[uid], plan):
                        found[index] = uid
                        free[named[index]].remove(uid)
                        break
        taken = {*old}
        for index, name in enumerate(named):
            if index not in found:
                left = free.get(name)
                found[index] = left.pop(0) if left else _fresh(name, taken)
                taken.add(found[index])
        return [found[index] for index in range(len(nouns))]

    def _ordered(self, place: Place, plans: Mapping[str, Any], old: Mapping[str, Any]) -> None:
        """Note the order of a map where it is not that of its keys."""
        where = "/".join(place)
        order = list(plans)
        if old:
            order = _merged([key for key in in_order(old, self.old_order.get(where)) if key in plans], order)
        if len(order) > 1 and order != sorted(order):
            self.order[where] = order


def _merged(kept: list[str], written: Iterable[str]) -> list[str]:
    """Return the recorded order with what is new behind its neighbour in the file."""
    known = set(kept)
    last = -1
    for key in written:
        if key in known:
            last = kept.index(key)
        else:
            last += 1
            kept.insert(last, key)
    return kept


def _called(text: str | Iterable[str]) -> str:
    return enter(text if isinstance(text, str) else ", ".join(text))


def _fresh(name: str, taken: set[str]) -> str:
    """Return a uid made of a text, which stays one step of a path."""
    uid = " ".join(name.split()).replace("/", "／")[:LONGEST_UID].rstrip() or "-"
    number, found = 1, uid
    while found in taken:
        number += 1
        found = f"{uid}~{number}"
    return found


def _duration(duration: Duration, old: Any) -> str:
    text = enter(duration.text)
    is_same = isinstance(old, str) and is_duration(old) and Duration(old) == duration
    return str(old) if is_same else text


def _quantity(quantity: Quantity) -> str:
    """Return one text for equal quantities: `32000`, `500 m2`, `10% of headcount`."""
    unit = enter(quantity.unit)
    share = unit.startswith("%")
    number = _plain(quantity.number * 100 if share else quantity.number)
    text = f"{number}{unit}" if share or not unit else f"{number} {unit}"
    try:
        is_read = Quantity(text) == quantity
    except ValueError:
        is_read = False
    return text if is_read else enter(quantity.text)


def _plain(number: Decimal) -> str:
    """Return a number without exponent, sign of nought or trailing zeros of the fraction."""
    text = f"{number:f}" if number else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text
