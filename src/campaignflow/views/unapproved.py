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
from campaignflow.types import Ref, Visibility

__all__ = ["as_approved", "no_wider"]

_Shown = tuple[Entry, frozenset[str]]
"""An entry, and which of its times are off."""
_DAYS = (
    *("start", "end", "due", "precision", "certainty", "written", "zone", "part", "part_end"),
    *("rests_on", "inherited", "occurrences"),
)
"""What of an entry are its dates."""


def as_approved(
    look: Look,
    record: Record,
    here: Mapping[str, _Shown],
    left: Mapping[str, Entry],
    around: Around,
    *,
    outside: bool,
) -> tuple[dict[str, _Shown], dict[str, Entry]]:
    """Return the entries of a record and what they left behind, without dates that nobody approved.

    Both are by what they are called for life.  For the office they stay and are provisional; outside they
    are as they were approved, and what is new is not shown yet.  What is off is off for everybody, on the
    days that were approved.  Nobody outside sees by an approval of the past what he may not see now, nor by
    a change what nobody has approved that he sees.
    """
    both = dict(here), dict(left)
    if not approvals_of(record).baselines:
        return both
    state = look.state_of(record.data)
    is_off = all("" in off for _, off in here.values())
    if not (outside and is_off) and (state is None or not state.protected):
        return both
    ref = Ref(record.kind, record.programme, record.id)
    matter = matter_of(look, ref, record, record.data, record.body_version)
    changed = _changed(matter, "dates")
    if not outside:
        for first in (one for one in here if _item(one) in changed):
            entry, off = here[first]
            both[0][first] = replace(entry, certainty=Certainty.PROVISIONAL), off
        return both
    return _as_outside(matter, both, changed, _changed(matter, "scope"), around)


def _as_outside(
    matter: Matter,
    both: tuple[dict[str, _Shown], dict[str, Entry]],
    changed: Mapping[str, int],
    scope: Mapping[str, int],
    around: Around,
) -> tuple[dict[str, _Shown], dict[str, Entry]]:
    """Return entries, and what they left behind, as they were when what was changed since was approved."""
    here, left = both
    then = _Then(matter, changed, scope, around)
    of = {first: (then.approved(entry, _item(first)), off) for first, (entry, off) in here.items()}
    found: dict[str, _Shown] = {first: (one, off) for first, (one, off) in of.items() if one is not None}
    cancelled: dict[str, Entry] = {}
    for first, last in left.items():
        # of what is still planned the days that were approved stand, and nothing is lost yet
        one = None if first in here and _item(first) in changed else then.approved(last, _item(first))
        if one is not None:
            cancelled[first] = one
    return found, cancelled


class _Then:
    """The entries of a matter as they were when what was changed since was approved."""

    def __init__(
        self, matter: Matter, changed: Mapping[str, int], scope: Mapping[str, int], around: Around
    ) -> None:
        self._matter, self._around = matter, around
        self._changed, self._scope = changed, scope
        self._versions: dict[int, Mapping[str, Entry]] = {}

    def approved(self, entry: Entry, item: str) -> Entry | None:
        """Return an entry as it was approved; None if one of the approvals did not know it."""
        since = [one[item] for one in (self._changed, self._scope) if item in one]
        if any(item not in self._at(version) for version in since):
            return None
        if item in self._changed:
            old = self._at(self._changed[item])[item]
            entry = replace(entry, **{name: getattr(old, name) for name in _DAYS})
        if item in self._scope:
            entry = replace(entry, where=self._at(self._scope[item])[item].where)
        # what is inside of something has its visibility and its embargo from there
        for version in {*self._changed.values(), *self._scope.values()}:
            entry = no_wider(entry, self._at(version).get(item))
        return entry

    def _at(self, version: int) -> Mapping[str, Entry]:
        if version not in self._versions:
            ref, body = self._matter.ref, self._matter.content.body_at(version)
            known = shown(ref, body, self._around).items()
            self._versions[version] = {_item(known_as(ref, body, name)): one for name, (one, _) in known}
        return self._versions[version]


def no_wider(entry: Entry, other: Entry | None) -> Entry:
    """Return an entry that nobody sees whom another would not be shown to, nor any sooner."""
    if other is None:
        return entry
    embargoes = [one for one in (entry.embargo, other.embargo) if one is not None]
    least = min((entry.visibility, other.visibility), key=list(Visibility).index)
    return replace(entry, visibility=least, embargo=max(embargoes, default=None))


def _changed(matter: Matter, facet: str) -> dict[str, int]:
    """Return the items of which a facet is other than a step that does not pass has approved, and as of when.

    The version is that of the newest baseline; the campaign itself is the item without a name.
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
            if said.facet == facet:
                found[said.item] = max(baseline.version, found.get(said.item, baseline.version))
    return found


def _item(name: str) -> str:
    """Return the part of an entry's name that is its address in its record; empty for the campaign."""
    return name.partition("/" if "/" in name else ":")[2]
