"""What must hold of an office whatever was done to it, in the words that laws, machine and trials compare.

Each check returns what it found, so that a failing one shows it.  What is done to the office is `year`.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from campaignflow.gate.change import Change
from campaignflow.office import Office
from campaignflow.store.journal import JournalEntry

__all__ = ["Calendars", "all_entries", "bodies", "fired", "gaps", "plans", "problems", "said", "twice"]

_REVISED = ("DTSTART", "DTEND", "DUE", "DURATION", "RRULE", "LOCATION", "STATUS")
"""Of these a change is a revision (RFC 5545, 3.8.7.4)."""
_COMPONENT = re.compile(r"BEGIN:V(?:EVENT|TODO)\r\n(.*?)END:V(?:EVENT|TODO)", re.DOTALL)


def all_entries(office: Office) -> list[JournalEntry]:
    """Return the journal in order of ref and version."""
    with office._store.snapshot() as view:
        return view.journal()


def bodies(office: Office) -> dict[str, bytes]:
    """Return the body of every record."""
    return {one.ref: one.body for one in office.records()}


def plans(office: Office) -> dict[str, Any]:
    """Return what is planned of every record."""
    return {one.ref: one.data["plan"] for one in office.records()}


def said(change: Change) -> list[tuple[Any, ...]]:
    """Return the entries of a change but for ids, hashes and salts: what a preview promises (rule 18)."""
    return [
        (
            *(one.ref, one.version, one.verb, one.actor, one.responsible, one.capacity, one.at),
            *(one.key, one.cause, one.payload),
        )
        for one in change.entries
    ]


def problems(office: Office, *, deep: bool = False) -> list[str]:
    """Return what `verify` finds wrong."""
    found = office.verify(deep=deep).problems
    return [f"{one.ref}@{one.version} {one.code} {dict(one.facts)}" for one in found if _is_wrong(one)]


def _is_wrong(problem: Any) -> bool:
    return bool(problem.severity == "error")


def fired(office: Office) -> list[str]:
    """Return the keys of the timers that were answered, each time one was."""
    return [one.key for one in all_entries(office) if one.actor == "system:timer" and one.key]


def twice(office: Office) -> list[str]:
    """Return the keys, of people and of timers, under which more than one act was written."""
    acts = {(one.actor, one.key, one.act) for one in all_entries(office) if one.key}
    counted = Counter((actor, key) for actor, key, _ in acts)
    return [f"{actor} {key}" for (actor, key), count in counted.items() if count > 1]


def gaps(office: Office) -> list[str]:
    """Return the records whose versions do not run from 1 without a gap."""
    versions: dict[str, list[int]] = {}
    for one in all_entries(office):
        versions.setdefault(one.ref, []).append(one.version)
    there = {one.ref: one.version for one in office.records()}
    return [ref for ref, found in versions.items() if found != list(range(1, there.get(ref, 0) + 1))]


@dataclass
class Calendars:
    """The calendars somebody was sent: what they say of each event must only go on (RFC 5545, 3.8.7.4)."""

    sequences: dict[tuple[str, str], int] = field(default_factory=dict)
    dates: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def faults(self, calendar: bytes) -> list[str]:
        """Return the events that one more calendar has twice, with a SEQUENCE that fell, or did not rise."""
        found, seen = [], set()
        for component in _COMPONENT.findall(calendar.decode().replace("\r\n ", "")):
            name = _property(component, "UID"), _property(component, "RECURRENCE-ID")
            number = int(_property(component, "SEQUENCE") or 0)
            if name in seen:
                found.append(f"{name} stands there twice")
            if number < self.sequences.get(name, 0):
                found.append(f"{name} fell from {self.sequences[name]} to {number}")
            dates = tuple(_property(component, one) for one in _REVISED)
            if number == self.sequences.get(name) and dates != self.dates[name]:
                found.append(f"{name} stays at {number}: {self.dates[name]} became {dates}")
            seen.add(name)
            self.sequences[name], self.dates[name] = number, dates
        return found


def _property(component: str, name: str) -> str:
    line = re.search(rf"^{name}(?:;[^:\r\n]*)?:(.*?)\r?$", component, re.MULTILINE)
    return "" if line is None else line[1]
