"""What the components of a calendar say of each other: whose they are, what comes first, what they continue.

A link leads only to what stands in the same file: neither to what its readers may not see nor to what the
window leaves out.  What the components say of themselves is settled in `campaignflow.export.events`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from campaignflow.export.component import Component
from campaignflow.export.selection import Revision, Selection, View
from campaignflow.scheduling.entry import Entry

__all__ = ["linked"]

# What is said in its place where only RFC 5545 (3.2.15) is spoken.  What depends on something comes under
# it: so RFC 5545 has readers take a relation that they do not know, those of RFC 9253 too.
_PLAIN = {"PARENT": "PARENT", "DEPENDS-ON": "PARENT", "FIRST": "SIBLING"}
_NONE = Revision()


def linked(
    components: Sequence[Component], lists: Iterable[Component], selection: Selection, view: View
) -> list[Component]:
    """Return components with their RELATED-TO, those of entries first, then lists of undated work.

    PARENT is the campaign.  What an entry needs is DEPENDS-ON, and what is needed says so with FINISHTOSTART
    (RFC 9253, sections 4 and 5).  Each time of a series that goes on where another was ended names that one's
    first time, FIRST.  The plain profile has PARENT for what is needed and SIBLING for the other series.

    Args:
        components: Those of entries, by entry in the order of its times; `place` is the entry's id.
        lists: Components that belong to a campaign, whose id is their `place`, and that nothing leads to.
        selection: What the calendar shows.
        view: How it is to look, with what the record knows.
    """
    links = _Links(components, selection.entries, view)
    found = [(one, tuple(links.of(one))) for one in components]
    found += [(one, tuple(links.to("PARENT", one, one.place))) for one in lists]
    return [one._replace(others=(*one.others, *lines)) if lines else one for one, lines in found]


class _Links:
    """Who stands where, so that links find it."""

    def __init__(self, components: Iterable[Component], entries: Iterable[Entry], view: View) -> None:
        self._is_extended = view.profile == "extended"
        self._revisions = view.revisions or {}
        self._entries = {entry.id: entry for entry in entries}
        self._mains: dict[str, dict[str, Component]] = {}
        for one in components:
            mains = self._mains.setdefault(one.place, {})
            known = mains.get(one.kind)
            if known is None or (known.status == "CANCELLED" != one.status):
                mains[one.kind] = one
        self._needed_by: dict[str, list[str]] = {}
        for entry in self._entries.values():
            for need in entry.needs:
                self._needed_by.setdefault(need, []).append(entry.id)
        self._called = self._names()

    def _names(self) -> Mapping[str, str]:
        """Return entries by what they are called for life, those that stand before those that are off."""
        names: dict[str, str] = {}
        for name in sorted(self._entries, key=lambda one: self._revisions.get(one, _NONE).cancelled):
            names.setdefault(self._revisions.get(name, _NONE).known_as or name, name)
        return names

    def of(self, component: Component) -> Iterator[str]:
        """Yield the links of a component, its campaign first: clients that know one parent take that."""
        entry = self._entries[component.place]
        found = [*self.to("PARENT", component, entry.campaign)] if entry.campaign != entry.id else []
        for need in entry.needs:
            if need in self._entries and not self._entries[need].occurrences:
                found += self.to("DEPENDS-ON", component, need)
        if not entry.occurrences and self._mains[entry.id].get(component.kind) is component:
            for later in self._needed_by.get(entry.id, ()):
                found += self.to("FINISHTOSTART", component, later)
        follows = self._revisions.get(entry.id, _NONE).follows
        if follows:
            found += self.to("FIRST", component, self._called.get(follows))
        yield from dict.fromkeys(found)

    def to(self, kind: str, component: Component, entry_id: str | None) -> Iterator[str]:
        """Yield a link to an entry, if it is there: to its to-do from a to-do, else to its event."""
        relation = kind if self._is_extended else _PLAIN.get(kind)
        mains = self._mains.get(entry_id or "", {})
        main = mains.get(component.kind) or mains.get("VEVENT") or mains.get("VTODO")
        if relation is not None and main is not None and main.uid != component.uid:
            yield f"RELATED-TO;RELTYPE={relation}:{main.uid}"
