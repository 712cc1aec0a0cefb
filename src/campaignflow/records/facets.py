"""The facets of a record: what of its planned content a decision covers, leaf by leaf, with fingerprints.

Pure functions of a body's plan (rules 27 to 31): what people do with a plan, and who must agree to it, is in
no leaf.  Which field belongs to which facet the nouns declare (`FACETS` in `campaignflow.plan`), and
`campaignflow.records.parts` reads it so.  Three things are only handed on here, so that whoever decides
needs this module alone: what leaves are called (`leaf_names`), what a date counts as (`planned_days`), which
differences an approval bears (`tolerance`).  Decisions themselves are in `campaignflow.workflow`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from campaignflow.canonical import canonical
from campaignflow.plan.calendars import OwnCalendar, OwnObservance
from campaignflow.plan.campaign import Campaign
from campaignflow.plan.conduct import Blackout, Condition, Directive
from campaignflow.plan.dated import Activity, KeyDate, Routine
from campaignflow.plan.noun import Noun
from campaignflow.plan.programme import Programme
from campaignflow.records.layout import is_date, items_of
from campaignflow.records.leaf_names import LeafName, by_first_names, covered, first_name, named
from campaignflow.records.parts import Parts, facet_of, parts_of
from campaignflow.records.planned_days import meant, window
from campaignflow.records.revisions import restored
from campaignflow.records.tolerance import tolerated
from campaignflow.types import Ref

__all__ = [
    "VERSION",
    "LeafName",
    "by_first_names",
    "covered",
    "difference",
    "digests",
    "leaves",
    "named",
    "tolerated",
]

VERSION = "1"
"""Version of the facet function; a decision is compared under the one it was given by."""

_NOTHING: Mapping[str, Any] = {}


class _Block(NamedTuple):
    """Things that stand in a record by ids of their own."""

    kind: type[Noun]
    dates: str = "dates"
    """The leaf of their dates."""
    begins: str = ""
    """What their addresses begin with, where they are no work."""


_WHOLE: Mapping[str, tuple[type[Noun], str]] = {
    "campaign": (Campaign, "when"),
    "programme": (Programme, "period"),
}
"""Records that are planned, each with its declared window."""
_BLOCKS: Mapping[str, _Block] = {
    "key_dates": _Block(KeyDate, "dates.key"),
    **dict.fromkeys(("activities", "prepare", "agenda"), _Block(Activity, "dates.activities")),
    "routines": _Block(Routine, "dates.activities"),
    "conditions": _Block(Condition, begins="condition:"),
    "blackouts": _Block(Blackout, begins="blackout:"),
    "directives": _Block(Directive, begins="directive:"),
    "calendars": _Block(OwnCalendar, begins="calendar:"),
    "observances": _Block(OwnObservance, begins="observance:"),
}
_IN_SCOPE = {
    block
    for kind in (Campaign, Activity, Programme)
    for block, one in facet_of(kind).items()
    if one == "scope"
}
"""Blocks of which it is content by itself that something stands in them."""
_OPENED = frozenset({"item", "request", "issue", "finding", "commitment", "interview"})
_THIN: Mapping[str, str] = {
    **dict.fromkeys(("when", "due", "respond_within"), "dates"),
    **dict.fromkeys(("unit", "owner"), "units"),
    **dict.fromkeys(("campaign", "channels", "where", "level"), "scope"),
    **dict.fromkeys(("title", "note", "source", "requester"), "text"),
}
"""Facets of the fields of records that are in no plan."""


def leaves(
    ref: Ref,
    body: Mapping[str, Any],
    categories: Mapping[str, str] = _NOTHING,
    calendars: Mapping[str, str] = _NOTHING,
) -> dict[str, Any]:
    """Return the leaves of a record with their values: JSON without null, to be read only.

    A leaf with nothing in it is left out.  What is postponed counts on its former days, so that neither
    postponing nor taking it up again changes anything.  Records of the office have no leaves.

    Args:
        ref: The record.
        body: Its body.
        categories: The category of each fund that has one.
        calendars: The working calendar of each unit and person; under `""` the programme's.
    """
    if ref.kind in _OPENED:
        return _thin(body["plan"])
    if ref.kind not in _WHOLE:
        return {}
    reading = _Reading(restored(body), categories, calendars)
    reading.whole(*_WHOLE[ref.kind])
    reading.things()
    reading.moved()
    if ref.kind == "programme":
        reading.bounds()
    return reading.found


def digests(uid: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Return the fingerprint of each leaf of a record, in hexadecimal (rule 28).

    `uid` is the record's name for life, `values` what `leaves` returned.
    """
    record = hashlib.sha256(b"cf-facet/1\0" + uid.encode() + b"\0")
    found = {}
    for name, value in values.items():
        one = record.copy()
        one.update(f"{name}\0{VERSION}\0".encode() + canonical(value))
        found[name] = one.hexdigest()
    return found


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the names of the leaves that differ, new and gone ones included; values or digests alike."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def _thin(plan: Mapping[str, Any]) -> dict[str, Any]:
    """Return the leaves of a record that is in no plan."""
    found: dict[str, Any] = {}
    for name, value in plan.items():
        said = meant(value) if is_date(value) else value
        if name in _THIN and said is not None:
            found.setdefault(_THIN[name], {})[name] = said
    if "dates" in found:
        found["dates.window"] = found.pop("dates")
    return found


@dataclass(slots=True)
class _Reading:
    """Finds the leaves of one campaign or programme."""

    body: Mapping[str, Any]
    categories: Mapping[str, str]
    calendars: Mapping[str, str]
    found: dict[str, Any] = field(default_factory=dict)
    dated: dict[str, str] = field(default_factory=dict)
    """The leaf of the dates of each item by its address as it is now."""

    def whole(self, kind: type[Noun], declared: str) -> None:
        """Find what the record says itself; `declared` is the key of its declared window."""
        plan = self.body["plan"]
        parts = self._parts(kind, plan, plan.get("lead", ()))
        days = parts.get("dates", _NOTHING)
        if "precision" in days.get(declared, _NOTHING):  # not the rule of a series
            del parts["dates"][declared]
        things = [one for block in ("key_dates", "activities") for one in plan.get(block, _NOTHING).values()]
        hull = window(plan.get(declared), things)
        if hull is not None:
            self.found["dates.window"] = {"when": hull}
        self._keep(parts, "dates", "")

    def things(self) -> None:
        """Find what stands in it by an id of its own."""
        plan = self.body["plan"]
        leads: dict[tuple[str, ...], Sequence[str]] = {(): plan.get("lead", ())}
        for item, place, content in sorted(items_of(plan), key=lambda one: one[:2]):
            address = "/".join(item)
            leads[item] = content.get("lead") or leads[item[:-1]]
            self.dated[address] = self._thing(place[-2], first_name(self.body, address), content, leads[item])

    def bounds(self) -> None:
        """Find what a programme is bound by, and its own calendars."""
        for block, known in _BLOCKS.items():
            if known.begins:
                for name, content in self.body["plan"].get(block, _NOTHING).items():
                    self._thing(block, name, content, ())

    def moved(self) -> None:
        """Find the single times of what comes round that people moved or dropped (B7)."""
        for item, said in self.body.get("progress", _NOTHING).items():
            address, _, time = item.partition("@")
            if not time or address not in self.dated:
                continue
            if said.get("state") == "dropped":
                self.found[f"{self.dated[address]}@{time}"] = {"dropped": True}
            elif "when" in said:
                days = meant(said["when"])
                self.found[f"{self.dated[address]}@{time}"] = {"when": days or {"undecided": True}}

    def _thing(self, block: str, name: str, content: Mapping[str, Any], lead: Sequence[str]) -> str:
        """Keep what a thing says; return the name of the leaf of its dates."""
        known = _BLOCKS[block]
        parts = self._parts(known.kind, content, lead)
        if block in _IN_SCOPE:
            parts.setdefault("scope", {})["block"] = block
        if "needs" in parts.get("scope", _NOTHING):
            needs = (first_name(self.body, one) for one in content["needs"])
            parts["scope"]["needs"] = sorted(needs, key=canonical)
        address = known.begins + name
        while f"text@{address}" in self.found:  # nothing hides behind another thing of its name
            address += "~"
        self._keep(parts, known.dates, address)
        return f"{known.dates}@{address}"

    def _parts(self, kind: type[Noun], plan: Mapping[str, Any], lead: Sequence[str]) -> Parts:
        own = next((one for one in lead if one in self.calendars), "")
        return parts_of(kind, plan, self.categories, self.calendars.get(own, ""))

    def _keep(self, parts: Parts, dates: str, address: str) -> None:
        behind = f"@{address}" if address else ""
        for uid, line in parts.get("budget", {}).pop("budget", _NOTHING).items():
            self.found[f"budget@{address}#{uid}"] = line
        for facet, part in parts.items():
            if part:
                self.found[f"{dates if facet == 'dates' else facet}{behind}"] = part
