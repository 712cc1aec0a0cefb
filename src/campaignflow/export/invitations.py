"""Invitations for a host's mail (iTIP, RFC 5546): what units and partners are told of the office's calendar.

An invitation has the UID and the SEQUENCE of the same event in the calendar that is handed out.  Each event,
and each time of what comes round, is an event of its own there (docs/decisions/0003), so a file holds one
VEVENT.  Which entries there were and are is read off the record in `campaignflow.office.outgoing`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple

from campaignflow.errors import InvalidValue
from campaignflow.export.attending import ASKED, COMES, Mailbox, mailbox_of, ours, party_line
from campaignflow.export.component import Component, calendar
from campaignflow.export.events import components
from campaignflow.export.lines import instant
from campaignflow.export.mailing import Change, heading, message, said, text_of
from campaignflow.export.selection import Agenda, Revision, Selection, View, selected
from campaignflow.export.zones import zone
from campaignflow.labels import word
from campaignflow.scheduling.entry import Entry
from campaignflow.types import Visibility

__all__ = ["Invitation", "Side", "Standing", "invitations"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One file for a host's mail: what it asks, of whom, and its bytes."""

    change: Change
    method: Literal["REQUEST", "CANCEL"]
    to: tuple[str, ...]
    """Mail addresses it goes to: one message to all of them, or one to each."""
    parties: tuple[str, ...]
    """Ids of the units or of the medium that it is for."""
    entry: str
    """Id of the entry in the schedule."""
    title: str
    uid: str
    """UID of the event, as in the calendar."""
    sequence: int
    octets: bytes
    """The calendar file (RFC 5545)."""
    organizer: str
    """The office's mail address, as it was given."""
    subject: str
    """What a mail is headed."""
    said: str
    """In a sentence or more what changed for them."""
    text: str
    """What a mail says beside the calendar: what changed, when, where, and what the calendar says of it."""
    at: datetime
    """When what it says was put on record, or might be known at last: DTSTAMP, and the date of the mail."""

    def mail(self) -> bytes:
        """Return the message for a host to send (RFC 5322, RFC 6047); the same invitation, the same bytes."""
        return message(
            sender=mailbox_of("organizer", self.organizer),
            to=self.to,
            subject=self.subject,
            text=self.text,
            method=self.method,
            octets=self.octets,
            uid=self.uid,
            at=self.at,
        )

    @property
    def content_type(self) -> str:
        """Value of the header of the part of the mail that carries it (RFC 6047, section 2.4)."""
        return f"text/calendar; method={self.method}; charset=utf-8"


class Side(NamedTuple):
    """What readers inside or outside see: entries, and what the record knows of their changes."""

    schedule: Agenda
    revisions: Mapping[str, Revision]


class Standing(NamedTuple):
    """What the office itself sees at a moment, and what anybody outside does."""

    inside: Side
    outside: Side
    at: datetime
    changed: datetime
    """When anything of it last changed: by an act, or because an embargo lifted."""
    outsiders: frozenset[str] = frozenset()
    """Units and people that are no part of the office; they are told what partners are told."""


class _Event(NamedTuple):
    component: Component
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Circle:
    """Readers who may see the same and each other: the office's own units, or one party outside."""

    party: str
    """The party outside; empty for the office."""
    is_medium: bool = False

    def view(self, standing: Standing, side: Side, lang: str) -> View:
        """Return what they see of their side."""
        audience = Visibility.PARTNERS if self.party else Visibility.INTERNAL
        return View(
            unit=None if self.is_medium else self.party or None,
            partner=self.party if self.is_medium else None,
            audience=audience,
            as_of=standing.at,
            revisions=side.revisions,
            lang=lang,
        )

    def parties(self, entry: Entry, standing: Standing) -> tuple[str, ...]:
        """Return who of them an entry involves."""
        if self.party:
            is_it = self.is_medium or self.party in standing.outsiders
            return (self.party,) if is_it else ()
        return ours(entry, standing.outsiders)


def invitations(  # noqa: PLR0913  # each is a choice people make by name
    after: Standing,
    before: Standing | None,
    *,
    organizer: str,
    addresses: Mapping[str, str],
    lang: str,
    invited: Collection[str] | None = None,
    wanted: Callable[[Selection, View], Selection] | None = None,
) -> list[Invitation]:
    """Return what is to be sent now, given what stood before; all that is to come if nothing did.

    Whoever has no address is not invited.  The office's units see each other; a partner, and a unit outside,
    gets a file of its own that names nobody else.

    Args:
        after: What stands now.
        before: What stood when invitations were last sent.
        organizer: The office's mail address, `name <address>` or the address alone.
        addresses: Mail addresses of units and media, by id.
        lang: `zh` or `en`, the language of what is added to the planner's words.
        invited: Who had an address when invitations were last sent; by default whoever has one now.
        wanted: What plugins leave of a selection.

    Raises:
        InvalidValue: an address that is no mail address.
    """
    sender = mailbox_of("organizer", organizer)
    known = {who: mailbox_of(who, text) for who, text in addresses.items()}
    then = frozenset(known if invited is None else invited)
    desk = _Desk(organizer, sender, known, lang, after)
    told: list[_Told] = []
    for circle in _circles((after, *([before] if before else ())), known):
        was = {} if before is None else _events(circle, before, lang, wanted)
        now = _events(circle, after, lang, wanted)
        for change, event, parties in _changes(was, now, then, frozenset(known)):
            former, latest = _former(was, event), now.get(event.component.uid)
            if not (_is_over(event.component, after.at) and _is_over(former, after.at)):
                is_off = latest is not None and latest.component.status == "CANCELLED"
                told.append(_Told(circle.party, change, event.component, former, parties, is_off))
    found = sorted(_invited_once(told), key=lambda one: (*one.event.order, one.circle, one.change))
    return [_invitation(one, desk) for one in found]


def _circles(standings: Iterable[Standing], known: Mapping[str, object]) -> list[_Circle]:
    media: set[str] = set()
    units: set[str] = set()
    for one in standings:
        for entry in one.outside.schedule.entries:
            media |= known.keys() & set(entry.media)
            units |= known.keys() & set(one.outsiders) & {*entry.lead, *entry.support, *entry.owner}
    outside = [_Circle(one, is_medium=True) for one in sorted(media)] + [
        _Circle(one) for one in sorted(units)
    ]
    return [_Circle(""), *outside]


def _events(
    circle: _Circle, standing: Standing, lang: str, wanted: Callable[[Selection, View], Selection] | None
) -> dict[str, _Event]:
    """Return the events that a circle sees, by UID, with whom of it they involve."""
    side = standing.outside if circle.party else standing.inside
    view = circle.view(standing, side, lang)
    try:
        selection = selected(side.schedule, view)
    except InvalidValue:  # it was not in the plan then
        return {}
    if wanted is not None:
        selection = wanted(selection, view)
    kept = {entry.id: entry for one in selection.entries for entry in _as_event(one)}
    shown = Selection(list(kept.values()), selection.known)
    return {
        one.uid: _Event(one, circle.parties(kept[one.place], standing))
        for one in components(side.schedule, shown, view)
    }


def _as_event(entry: Entry) -> Iterator[Entry]:
    """Yield an entry that people can come to, without its deadline: on known days, from a known start."""
    if entry.kind not in COMES or entry.inherited or entry.is_fuzzy:
        return
    times = tuple(replace(one, due=None) for one in entry.occurrences if one.start is not None)
    if times or (not entry.occurrences and entry.start is not None):
        yield replace(entry, due=None, occurrences=times)


def _changes(
    was: Mapping[str, _Event], now: Mapping[str, _Event], then: frozenset[str], known: frozenset[str]
) -> Iterator[tuple[Change, _Event, tuple[str, ...]]]:
    """Yield what changed for whom.  What is cancelled has its last UID and a higher number than it had."""
    for uid in {**was, **now}:
        old, new = _unless_off(was.get(uid)), _unless_off(now.get(uid))
        invited = _invited(old, then)
        wanted = _invited(new, known)
        if new is not None and wanted:
            if not invited:
                yield "new", new, wanted
            elif invited != wanted or _said(old) != _said(new):
                yield "updated", new, wanted
        lost = tuple(one for one in invited if one not in wanted and one in known)
        if old is not None and lost:
            latest = now.get(uid, old)
            last = max((old.component.sequence or 0) + 1, latest.component.sequence or 0)
            is_off = latest.component.status == "CANCELLED"
            # whoever it does not concern any more is told what he knew, and no newer word
            still = tuple(one for one in lost if is_off and one in latest.parties)
            taken_off = tuple(one for one in lost if one not in still)
            for off, whom in ((latest.component, still), (old.component, taken_off)):
                if whom:
                    gone = off._replace(status="CANCELLED", sequence=last)
                    yield "cancelled", _Event(gone, whom), whom


def _unless_off(event: _Event | None) -> _Event | None:
    return None if event is None or event.component.status == "CANCELLED" else event


def _invited(event: _Event | None, known: frozenset[str]) -> tuple[str, ...]:
    return () if event is None else tuple(one for one in event.parties if one in known)


def _said(event: _Event | None) -> Component | None:
    """Return what people read: a number that went up alone, of a day not approved yet, tells nothing."""
    return None if event is None else event.component._replace(stamp="", modified="", sequence=None)


def _former(was: Mapping[str, _Event], event: _Event) -> Component:
    return was.get(event.component.uid, event).component


def _is_over(component: Component, at: datetime) -> bool:
    end = component.end or component.start
    if isinstance(end, datetime):
        return end <= at
    return end is not None and end <= at.astimezone(zone(component.zone)).date()


class _Desk(NamedTuple):
    """What all invitations of one time have alike."""

    organizer: str
    sender: Mailbox
    known: Mapping[str, Mailbox]
    lang: str
    standing: Standing


class _Told(NamedTuple):
    """What one circle is told of one event."""

    circle: str
    """The party outside; empty for the office."""
    change: Change
    event: Component
    former: Component
    parties: tuple[str, ...]
    is_off: bool


def _invited_once(told: Sequence[_Told]) -> Iterator[_Told]:
    """Yield what is told, without a CANCEL for whoever is invited to the same event by another file.

    That is so for a unit that leaves the office, or comes into it.
    """
    asked = {(one.event.uid, who) for one in told if one.change != "cancelled" for who in one.parties}
    for one in told:
        to = one.parties
        if one.change == "cancelled":
            to = tuple(who for who in to if (one.event.uid, who) not in asked)
        if to:
            yield one._replace(parties=to)


def _invitation(told: _Told, desk: _Desk) -> Invitation:
    change, event, parties = told.change, told.event, told.parties
    method: Literal["REQUEST", "CANCEL"] = "CANCEL" if change == "cancelled" else "REQUEST"
    asked = "" if change == "cancelled" else ASKED
    names, known = desk.standing.inside.schedule.names, desk.known
    people = [
        party_line(
            "ATTENDEE", f";CUTYPE=GROUP{asked}", known[one].name or names.get(one, one), known[one].address
        )
        for one in parties
    ]
    organizer = party_line("ORGANIZER", "", *desk.sender)
    at = desk.standing.changed
    written = event._replace(stamp=instant(at), others=(*event.others, organizer, *people))
    head = ["VERSION:2.0", "PRODID:-//campaignflow//campaignflow", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    sentences = said(change, event, told.former, desk.lang, is_off=told.is_off)
    return Invitation(
        change=change,
        method=method,
        to=tuple(dict.fromkeys(known[one].address for one in parties)),
        parties=parties,
        entry=event.place,
        title=event.summary,
        uid=event.uid,
        sequence=event.sequence or 0,
        octets=calendar(head, [written]),
        organizer=desk.organizer,
        subject=heading(word(f"mail-subject-{change}", desk.lang).format_map({"title": event.summary})),
        said=sentences,
        text=text_of(sentences, event, desk.lang),
        at=at,
    )
