"""Dates that were changed after they were approved, as calendars show them until that is approved (46).

Whoever is outside sees what was approved; the office sees what is planned now, as tentative.  Which steps
stand and which do not is `campaignflow.workflow.standing`.
"""

from collections.abc import Mapping
from dataclasses import replace

from campaignflow.dates.precision import Certainty
from campaignflow.gate.content import approvals_of
from campaignflow.gate.look import Look
from campaignflow.gate.rounds import Matter, matter_of
from campaignflow.records import facets
from campaignflow.records.entries import Around
from campaignflow.records.lifelong import known_as
from campaignflow.records.revisions import shown
from campaignflow.scheduling.entry import Entry
from campaignflow.store.record import Record
from campaignflow.types import Ref

__all__ = ["as_approved"]

_Shown = tuple[Entry, frozenset[str]]
"""An entry, and which of its times are off."""


def as_approved(
    look: Look, record: Record, here: Mapping[str, _Shown], around: Around, *, outside: bool
) -> dict[str, _Shown]:
    """Return the entries of a record, by what they are called for life, without dates that nobody approved.

    For the office they stay and are provisional; outside they are as they were approved, and what is new
    is not shown yet.  What is off is off for everybody.
    """
    if not approvals_of(record).baselines:
        return dict(here)
    state = look.state_of(record.data)
    if state is None or not state.protected:
        return dict(here)
    ref = Ref(record.kind, record.programme, record.id)
    matter = matter_of(look, ref, record, record.data, record.body_version)
    changed = _changed(matter)
    if not changed:
        return dict(here)
    found = dict(here)
    for first, (entry, off) in here.items():
        version = changed.get(_item(first))
        if version is None:
            continue
        if not outside:
            found[first] = replace(entry, certainty=Certainty.PROVISIONAL), off
            continue
        body = matter.content.body_at(version)
        was = {_item(known_as(ref, body, name)): one for name, (one, _) in shown(ref, body, around).items()}
        old = was.get(_item(first))
        if old is None:
            del found[first]
        else:
            found[first] = replace(old, id=entry.id, campaign=entry.campaign), off
    return found


def _changed(matter: Matter) -> dict[str, int]:
    """Return the items whose dates are other than a step that does not pass has approved, and as of when.

    The version is that of the baseline; the campaign itself is the item without a name.
    """
    standing = matter.standing
    found: dict[str, int] = {}
    if standing is None:
        return found
    for name in standing.missing:
        step, baseline = standing.round.steps.get(name), matter.approvals.baselines.get(name)
        if step is None or baseline is None:
            continue
        differing = facets.difference(baseline.leaves, matter.content.digests)
        for leaf in facets.covered(differing, matter.content.covers(step)):
            said = facets.named(leaf)
            if said.facet == "dates":
                found[said.item] = max(baseline.version, found.get(said.item, baseline.version))
    return found


def _item(name: str) -> str:
    """Return the part of an entry's name that is its address in its record; empty for the campaign."""
    return name.partition("/" if "/" in name else ":")[2]
