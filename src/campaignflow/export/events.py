"""What the entries of a calendar become: events, deadlines, or a line in a list of undated work.

What planners did not write is not invented here: no clock time, no day, no end that is not said to be
assumed.  Which entries are shown is settled in `campaignflow.export.selection`, what leads from one to
another in `campaignflow.export.links`, the text of a component in `campaignflow.export.component`.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from campaignflow.dates.precision import Certainty
from campaignflow.export.attending import Attending
from campaignflow.export.component import Component
from campaignflow.export.edges import Moment, clock, day_of, edges, local
from campaignflow.export.lines import day, instant, one_line
from campaignflow.export.links import linked
from campaignflow.export.selection import UNCHANGED, Agenda, Revision, Selection, View, revision_of, title_of
from campaignflow.export.structured import structured
from campaignflow.labels import word
from campaignflow.labels.calendar import span
from campaignflow.scheduling.entry import LISTED, NEVER, UNDATED, Entry
from campaignflow.types import Visibility

__all__ = ["CANCELLED_FOR", "components", "uid_domain"]

CANCELLED_FOR = timedelta(days=30)
"""How long a cancelled entry stays in calendars, as CANCELLED, so that subscribers get to see it."""

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
# A class for each visibility, so that a reader can tell them apart again.  It also keeps a server that hands
# a calendar on (CalDAV, Exchange) from showing everybody the titles of what was not meant for everybody.
_CLASS = {
    Visibility.INTERNAL: "CONFIDENTIAL",
    Visibility.PARTNERS: "PRIVATE",
    Visibility.PUBLIC: "PUBLIC",
}


class _Said(NamedTuple):
    """When one component takes place, and what has to be said about it."""

    part: str
    """`event`, `deadline` or `todo`: components of one entry are told apart by it."""
    start: Moment | None
    end: Moment | None
    summary: str
    caveats: Sequence[str] = ()
    transparent: bool | None = True


def components(agenda: Agenda, selection: Selection, view: View) -> list[Component]:
    """Return what the entries shown become, with links between them; undated work is gathered at the end."""
    draft = _Draft(agenda, selection, view)
    made = [component for entry in selection.entries for component in draft.of(entry)]
    return linked(made, list(draft.undated()), selection, view)


def uid_domain(programme_id: str) -> str:
    """Return how every UID of a programme ends, and no UID of another."""
    return f"@{hashlib.sha256(programme_id.encode()).hexdigest()[:12]}.campaignflow"


class _Draft:
    """The components of one calendar while they are worked out."""

    def __init__(self, agenda: Agenda, selection: Selection, view: View) -> None:
        self._agenda = agenda
        self._entries = selection.entries
        self._view = view
        self._window = view.window
        self._readers = view.readers
        self._revisions = view.revisions or {}
        self._known = selection.known
        self._campaigns = {
            key: one_line(entry.title) for key, entry in selection.known.items() if entry.kind == "campaign"
        }
        self._undated: dict[str, list[Entry]] = {}
        self._stamp = f"{day(agenda.stamp)}T000000Z"
        self._digest = hashlib.sha256(agenda.programme_id.encode())
        self._domain = uid_domain(agenda.programme_id)
        self._attending = Attending(agenda, view)
        self._parties: dict[tuple[object, ...], tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def of(self, entry: Entry) -> Iterator[Component]:
        """Yield an event and a deadline, as far as there are days for them, each time it comes round."""
        if not entry.occurrences:
            yield from self._once(entry, "")
        for occurrence in entry.occurrences:
            yield from self._once(entry.at(occurrence), occurrence.key)

    def _once(self, entry: Entry, key: str) -> Iterator[Component]:
        revision = self._revision(entry.id, key)
        if revision.cancelled and self._is_past(revision, entry.zone):
            return
        is_dated = not entry.inherited and (entry.start is not None or entry.end is not None)
        said = [self._event(entry, entry.start, entry.end)] if is_dated else []
        if entry.due is not None:
            said += self._deadlines(entry, entry.due, alone=not is_dated)
        for one in said:
            component = self._written(entry, key, revision, one)
            if self._window.shows(component) or self._is_news(revision, entry.zone):
                yield component
        if entry.due is None and not is_dated and not key and not revision.cancelled and entry.kind in LISTED:
            self._undated.setdefault(_campaign_of(entry), []).append(entry)

    def undated(self) -> Iterator[Component]:
        """Yield one all-day event for each campaign with undated work, on the campaign's first day.

        Where all of it has a date by now, the list that the office has is cancelled.  Outside it goes without
        a word: nobody knows whether what it was kept for had ever been seen there.
        """
        for campaign, entries in self._undated.items():
            if not self._is_on(campaign):
                continue
            least = min((entry.visibility for entry in entries), key=list(Visibility).index)
            yield self._list(campaign, entries, entries[0].zone, least)
        is_internal = self._readers is Visibility.INTERNAL
        spoken_of = {_campaign_of(entry) for entry in self._entries} if is_internal else set[str]()
        for campaign in (one for one in self._campaigns if one in spoken_of and one not in self._undated):
            own, whole = self._revisions.get(f"{campaign}@{UNDATED}"), self._known[campaign]
            if own is not None and own.cancelled and not self._is_past(own, whole.zone):
                listed = self._list(campaign, [], whole.zone, whole.visibility)
                modified = "" if own.at is None else instant(own.at)
                yield listed._replace(status="CANCELLED", modified=modified)

    def _list(self, campaign: str, entries: Sequence[Entry], zone: str, visibility: Visibility) -> Component:
        first = self._first_day(campaign)
        own = self._revisions.get(f"{campaign}@{UNDATED}", UNCHANGED)
        changes = [self._revision(one, "").at for one in (campaign, *(entry.id for entry in entries))]
        changed = max((at for at in changes if at is not None), default=None)
        modified = "" if changed is None else instant(changed)
        title = self._campaigns.get(campaign, self._agenda.programme_title)
        lines = [self._say("ics-undated-long")]
        lines += (
            f"· {self._remarked(title_of(entry, self._known), self._names(entry.lead))}" for entry in entries
        )
        return Component(
            "VEVENT",
            self._uid(campaign, UNDATED, ""),
            modified or self._stamp,
            first,
            first + _DAY,
            zone,
            self._say("ics-undated", title=title, count=len(entries)),
            "\n".join(lines),
            categories=(title,) if campaign in self._campaigns else (),
            status="TENTATIVE",
            transparent=True,
            visibility=_CLASS[visibility],
            sequence=max(own.sequence, self._revision(campaign, "").sequence),
            modified=modified,
            place=campaign,
        )

    def _first_day(self, campaign: str) -> date:
        """Return the campaign's first day, else the first this calendar shows, else the programme's stamp."""
        known = self._known.get(campaign)
        if known is not None and known.start is not None:
            return day_of(known.start, known.zone)
        first = self._first_days
        return first.get(campaign) or min(first.values(), default=self._agenda.stamp)

    @cached_property
    def _first_days(self) -> Mapping[str, date]:
        """The first day of each campaign among the entries shown."""
        days: dict[str, date] = {}
        for entry in self._entries:
            campaign = _campaign_of(entry)
            for moment in (entry.start, entry.end, entry.due):
                if moment is not None:
                    first = day_of(moment, entry.zone)
                    days[campaign] = min(first, days.get(campaign, first))
        return days

    def _event(self, entry: Entry, start: Moment | None, end: Moment | None) -> _Said:
        if not isinstance(start, datetime) or not (end is None or isinstance(end, datetime)):
            return self._days(entry, start, end)
        caveats: tuple[str, ...] = ()
        if end is None or end.timestamp() <= start.timestamp():
            end = start.astimezone(UTC) + _HOUR
            caveats = (self._say("ics-one-hour"),)
        begins, ends = local(start, entry.zone), local(end, entry.zone)
        if self._is_long(begins.date(), ends.date()):
            return self._days(entry, start, end)
        return _Said("event", begins, ends, title_of(entry, self._known), caveats, transparent=False)

    def _days(self, entry: Entry, start: Moment | None, end: Moment | None) -> _Said:
        """An all-day event; what the days do not say (a clock, half a day, a fuzzy date) is said in words."""
        known = [day_of(moment, entry.zone) for moment in (start, end) if moment is not None]
        first, last = known[0], max(known)
        remarks: list[str] = []
        caveats: list[str] = []
        # A coarse window of a campaign means all of it: the campaign is on throughout.
        if entry.is_fuzzy and entry.kind != "campaign":
            if start is not None and end is not None:
                days = span(first, last, self._view.lang)
                remarks.append(self._say("ics-some-time", span=days))
                caveats.append(self._say("ics-some-time-long", span=days))
            caveats += self._as_written(entry)
        if self._is_long(first, last):
            remarks += [] if remarks else [span(first, last, self._view.lang)]
            caveats.append(self._say("ics-first-day"))
        remarks += edges(entry, start, end, self._say)
        last = first if self._is_long(first, last) else last
        summary = self._remarked(title_of(entry, self._known), remarks)
        return _Said("event", first, last + _DAY, summary, caveats)

    def _is_long(self, first: date, last: date) -> bool:
        return self._view.longest is not None and (last - first).days >= self._view.longest

    def _deadlines(self, entry: Entry, due: Moment, *, alone: bool) -> Iterator[_Said]:
        title = title_of(entry, self._known)
        caveats = self._as_written(entry) if alone and entry.is_fuzzy else []
        if self._view.todos != "todo":
            last = day_of(due, entry.zone)
            if isinstance(due, datetime):
                summary = self._say("ics-due-at", title=title, clock=clock(due, entry.zone))
            else:
                summary = self._say("ics-due", title=title)
            yield _Said("deadline", last, last + _DAY, summary, caveats)
        if self._view.todos != "event":
            moment = local(due, entry.zone) if isinstance(due, datetime) else due
            yield _Said("todo", None, moment, title, caveats, transparent=None)

    def _written(self, entry: Entry, key: str, revision: Revision, said: _Said) -> Component:
        is_todo = said.part == "todo"
        parties, categories = self._of_parties(entry)
        if revision.cancelled:
            status = "CANCELLED"
        elif is_todo:
            status = "NEEDS-ACTION"
        else:
            status = "CONFIRMED" if entry.certainty is Certainty.CONFIRMED else "TENTATIVE"
        modified = "" if revision.at is None else instant(revision.at)
        uid = self._uid(entry.id, said.part, key)
        return Component(
            "VTODO" if is_todo else "VEVENT",
            uid,
            modified or self._stamp,
            said.start,
            said.end,
            entry.zone,
            said.summary,
            "\n".join((*said.caveats, *self._caveats(entry), *parties, *self._remarks(entry))),
            self._say("ics-and").join(entry.where),
            categories,
            status,
            said.transparent,
            _CLASS[entry.visibility],
            revision.sequence,
            modified,
            others=self._attending.lines(entry) if said.part == "event" else (),
            reminder=None if revision.cancelled else self._view.alarm,
            place=entry.id,
            inside=self._structured(entry, uid) if self._view.profile == "extended" else (),
        )

    def _structured(self, entry: Entry, uid: str) -> tuple[tuple[str, ...], ...]:
        """Return who takes part and where, as far as the lines of the text name them."""
        leads = "decides" if entry.kind == "approval" else "lead"
        parts = [(leads, entry.lead), ("support", entry.support)]
        if self._readers is Visibility.INTERNAL:
            parts += [("owner", entry.owner), ("media", entry.media)]
        names, addresses = self._agenda.names, self._attending.addresses
        return structured(uid, parts, entry.where, names=names, addresses=addresses, lang=self._view.lang)

    def _remarks(self, entry: Entry) -> tuple[str, ...]:
        """Remarks are the office's own; nothing says that they were meant for others."""
        return entry.note if self._readers is Visibility.INTERNAL else ()

    def _caveats(self, entry: Entry) -> Iterator[str]:
        if entry.certainty is Certainty.PROVISIONAL and not entry.is_fuzzy:
            yield self._say("ics-provisional")
        if entry.rests_on and self._readers is Visibility.INTERNAL:
            yield self._say("ics-rests-on", calendars=self._say("ics-and").join(entry.rests_on))
        elif entry.rests_on:  # the office's own calendars are called by their ids
            yield self._say("ics-rests-on-some")
        if entry.embargo is not None and self._readers is Visibility.INTERNAL:
            if entry.embargo == NEVER:
                yield self._say("ics-embargo-open")
            else:
                moment = local(entry.embargo, entry.zone)
                yield self._say("ics-embargo", moment=f"{moment:%Y-%m-%d %H:%M}")

    def _as_written(self, entry: Entry) -> list[str]:
        """What the planner wrote may name what others may not see, so only the office gets to read it."""
        if not entry.written or self._readers is not Visibility.INTERNAL:
            return []
        return [self._say("ics-written", text=entry.written)]

    def _of_parties(self, entry: Entry) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the lines that say who and where to, and the categories: the campaign, then the units."""
        belongs = self._campaigns.get(entry.campaign or "") if entry.campaign != entry.id else None
        campaign = self._campaigns.get(_campaign_of(entry))
        who = (entry.kind == "approval", entry.lead, entry.support, entry.owner, entry.media, entry.channels)
        known = self._parties.get(who)
        if known is None:
            known = self._parties[who] = self._worded_parties(entry)
        lines, units = known
        said = (self._say("ics-campaign", names=belongs), *lines) if belongs else lines
        return said, tuple(dict.fromkeys((campaign, *units))) if campaign else units

    def _worded_parties(self, entry: Entry) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the lines that say who and where to, and the names of the units."""
        is_internal = self._readers is Visibility.INTERNAL
        leads, supports = self._names(entry.lead), self._names(entry.support)
        groups = (
            # Who decides is people as often as a unit.
            ("ics-decides" if entry.kind == "approval" else "ics-lead", leads),
            ("ics-support", supports),
            # Who is answerable, which other media come and where it goes out is the office's business.
            ("ics-owner", self._names(entry.owner) if is_internal else []),
            ("ics-media", self._names(entry.media) if is_internal else []),
            ("ics-channels", self._names(entry.channels) if is_internal else []),
        )
        comma = self._say("ics-and")
        lines = tuple(self._say(code, names=comma.join(names)) for code, names in groups if names)
        return lines, tuple(dict.fromkeys((*leads, *supports)))

    def _uid(self, entry_id: str, part: str, key: str) -> str:
        """Return the UID, for life, of a part of an entry each time it comes round (RFC 5545, 3.8.4.7)."""
        known_as = self._revision(entry_id, "").known_as or entry_id
        digest = self._digest.copy()
        digest.update(f"\0{known_as}\0{part}\0{key}".encode())
        return digest.hexdigest()[:32] + self._domain

    def _revision(self, entry_id: str, key: str) -> Revision:
        return revision_of(self._revisions, entry_id, key)

    def _is_news(self, revision: Revision, zone_name: str) -> bool:
        """Whether subscribers have yet to hear of a change: it may have gone out of the window by it."""
        return revision.sequence > 0 and not self._is_past(revision, zone_name)

    def _is_on(self, campaign: str) -> bool:
        """Whether a campaign has a day in the window, else the day on which its undated work is listed."""
        first, whole = self._first_day(campaign), self._known.get(campaign)
        last = first if whole is None or whole.end is None else day_of(whole.end, whole.zone)
        return self._window.holds(first, max(first, last))

    def _is_past(self, revision: Revision, zone_name: str) -> bool:
        return revision.at is not None and not self._view.is_before(revision.at + CANCELLED_FOR, zone_name)

    def _names(self, ids: Iterable[str]) -> list[str]:
        return [one_line(self._agenda.names.get(one, one)) for one in ids]

    def _remarked(self, title: str, remarks: Sequence[str]) -> str:
        if not remarks:
            return title
        return self._say("ics-remarked", title=title, remark=self._say("ics-remark-and").join(remarks))

    def _say(self, code: str, **facts: object) -> str:
        said = word(code, self._view.lang)
        return said.format_map(facts) if facts else said


def _campaign_of(entry: Entry) -> str:
    return entry.id if entry.kind == "campaign" else entry.campaign or ""
