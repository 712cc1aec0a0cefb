"""A plan as it is recorded, for tests: its bodies, and what is read back from nothing but these."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import campaignflow as cf
from campaignflow.canonical import Body, canonical, enter, parsed
from campaignflow.plan.noun import Noun
from campaignflow.plan.quotas import Has
from campaignflow.records.body import bodies
from campaignflow.records.entries import Around, around_of, entries_of, recorded_dates
from campaignflow.records.nouns import programme_of
from campaignflow.records.refs import full_ref
from campaignflow.scheduling.entry import Entry, by_time
from campaignflow.scheduling.resolver import Dates
from campaignflow.scheduling.schedule import Schedule, resolved
from campaignflow.types import Ref

__all__ = ["Recorded", "bytes_of", "meant", "recorded", "spelt_out"]


@dataclass(frozen=True)
class Recorded:
    """The bodies of a plan, by full ref."""

    programme: str
    bodies: Mapping[str, Body]

    @cached_property
    def records(self) -> dict[Ref, Body]:
        """The bodies as they are read from the bytes that are stored."""
        return {full_ref(text): parsed(canonical(body)) for text, body in self.bodies.items()}

    def of_kind(self, kind: str) -> dict[str, Body]:
        return {ref.id: body for ref, body in self.records.items() if ref.kind == kind}

    @property
    def own(self) -> Body:
        """The programme's own body."""
        return self.bodies[f"programme:{self.programme}"]

    @cached_property
    def office(self) -> dict[str, dict[str, Body]]:
        return {kind: self.of_kind(kind) for kind in ("unit", "person", "medium", "channel", "fund")}

    @cached_property
    def around(self) -> Around:
        return around_of(self.own, self.office)

    def read_back(self) -> cf.Programme:
        return programme_of(self.programme, self.own, self.of_kind("campaign"), self.office)

    def entries(self) -> list[Entry]:
        found = [entry for ref, body in self.records.items() for entry in entries_of(ref, body, self.around)]
        return sorted(found, key=by_time)

    def dates(self) -> dict[str, Dates]:
        return {
            name: dates
            for ref, body in self.records.items()
            for name, dates in recorded_dates(ref, body, self.around).items()
        }


def recorded(
    plan: cf.Programme | Schedule, before: Mapping[str, Mapping[str, Any]] | None = None
) -> Recorded:
    """Return a plan as it is recorded."""
    made = plan if isinstance(plan, Schedule) else resolved(plan)
    return Recorded(made.programme_id, bodies(made, before))


def bytes_of(plan: Recorded) -> dict[str, bytes]:
    return {ref: canonical(body) for ref, body in plan.bodies.items()}


UNORDERED = {
    *(
        "support",
        "supervise",
        "media",
        "channels",
        "needs",
        "only_if",
        "each",
        "directives",
        "roles",
        "posts",
    ),
    *("beats", "covers", "by", "after", "tier", "units"),
}


def meant(value: Any, name: str = "", currency: str | None = None) -> Any:
    """Return what a plan means by rule 2: what of it is one value however it is written.

    Lists without order sorted, amounts in the programme's currency, texts as rule 3 has them, nothing empty.
    """
    if isinstance(value, Noun):
        currency = value.currency if isinstance(value, cf.Programme) else currency
        fields = {key: meant(inner, key, currency) for key, inner in value.__dict__.items()}
        return type(value)(**{key: None if inner == Has() else inner for key, inner in fields.items()})
    if isinstance(value, cf.Money):
        return value if value.currency else cf.Money(value.amount, currency)
    if isinstance(value, str):
        return type(value)(enter(value))
    if isinstance(value, tuple):
        inner = [meant(one, "", currency) for one in value]
        texts = name in UNORDERED and all(isinstance(one, str) for one in inner)
        return tuple(sorted(inner, key=canonical) if texts else inner)
    if isinstance(value, Mapping):
        kept = {key: meant(inner, "", currency) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner != ()}
    return value


def spelt_out(entry: Entry) -> list[Any]:
    """Return an entry with its moments as texts.

    Python holds a moment that two zones read differently for unequal to itself (PEP 495), and the zone of
    another thing's moment is recorded as its offset.
    """
    rows = [(one.key, one.start, one.end, one.due, one.rests_on) for one in entry.occurrences]
    values = [getattr(entry, name) for name in entry.__slots__ if name != "occurrences"]
    return [_text(value) for value in values] + [[_text(value) for value in row] for row in rows]


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
