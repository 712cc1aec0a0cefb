"""From recorded bodies back to the nouns of a plan: the way back of `campaignflow.records.body`.

What is read is equal to what was recorded, up to what rule 2 counts as one value: lists without order are
sorted, amounts are in their one text and in the programme's currency, texts are as rule 3 has them.
Nothing is resolved: the days on record are read by `campaignflow.records.entries`.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from campaignflow.money import Money
from campaignflow.plan.budget import Fund
from campaignflow.plan.campaign import Campaign
from campaignflow.plan.media import Channel, Medium
from campaignflow.plan.noun import Noun
from campaignflow.plan.organisation import Person, Unit
from campaignflow.plan.programme import Programme
from campaignflow.records.layout import (
    BLOCKS,
    KEYED,
    LISTED,
    MUST_SAY,
    NAMED,
    Place,
    in_order,
    is_amount,
    is_date,
)

__all__ = ["KINDS", "fields_of", "noun_of", "programme_of"]

KINDS: Mapping[str, type[Noun]] = {
    "unit": Unit,
    "person": Person,
    "medium": Medium,
    "channel": Channel,
    "fund": Fund,
    "campaign": Campaign,
}
"""Kinds of records that are a noun of the plan by themselves."""


def noun_of(kind: str, body: Mapping[str, Any]) -> Noun:
    """Return the noun a record holds: a campaign, unit, person, medium, channel or fund.

    Raises:
        PlanError: the plan on record is none that this version reads.
    """
    return KINDS[kind](**fields_of(body))


def programme_of(
    name: str,
    body: Mapping[str, Any],
    campaigns: Mapping[str, Mapping[str, Any] | Noun],
    office: Mapping[str, Mapping[str, Mapping[str, Any] | Noun]],
) -> Programme:
    """Return the programme of its own record, its campaigns and the records of the office it uses.

    Args:
        name: Id of the programme.
        body: Body of its own record.
        campaigns: Campaigns by id, as bodies or as nouns that were read before; they stay in this order.
        office: By kind and id the records of the office, likewise; those that it does not use are left out.

    Raises:
        PlanError: a plan on record is none that this version reads.
    """
    fields = fields_of(body)
    uses = fields.pop("uses", {})
    blocks: dict[str, Mapping[str, Any]] = {"campaigns": _read("campaign", campaigns, None)}
    for kind, records in office.items():
        blocks[BLOCKS[kind]] = _read(kind, records, frozenset(uses.get(BLOCKS[kind], ())))
    return Programme(**{"id": name, **fields, **blocks})


def _read(
    kind: str, records: Mapping[str, Mapping[str, Any] | Noun], used: frozenset[str] | None
) -> dict[str, Noun]:
    return {
        name: record if isinstance(record, Noun) else noun_of(kind, record)
        for name, record in records.items()
        if used is None or name in used
    }


def fields_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a record's plan says as the mapping a plan file holds, by the keys of the file."""
    return _fields(body["plan"], (), body.get("order", {}))


def _fields(plan: Mapping[str, Any], place: Place, order: Mapping[str, list[str]]) -> dict[str, Any]:
    return {key: _value(value, key, (*place, key), order) for key, value in plan.items() if key != NAMED}


def _value(value: Any, key: str, place: Place, order: Mapping[str, list[str]]) -> Any:
    if isinstance(value, list):
        return [_leaf(one) for one in value]
    if not isinstance(value, Mapping) or is_date(value) or is_amount(value):
        return _leaf(value)
    if key not in KEYED and key not in LISTED:
        return _fields(value, place, order)
    inner = {
        name: _inner(value[name], (*place, name), order)
        for name in in_order(value, order.get("/".join(place)))
    }
    if key in MUST_SAY:
        for fields in inner.values():
            fields.setdefault(MUST_SAY[key], [])
    return list(inner.values()) if key in LISTED else inner


def _inner(value: Any, place: Place, order: Mapping[str, list[str]]) -> Any:
    """Return what stands in a map by its id: a noun, or a date or list of its own."""
    is_noun = isinstance(value, Mapping) and not is_date(value)
    return _fields(value, place, order) if is_noun else _value(value, "", place, order)


def _leaf(value: Any) -> Any:
    if is_date(value):
        return value["written"]
    return Money(Decimal(value["amount"]), value.get("currency")) if is_amount(value) else value
