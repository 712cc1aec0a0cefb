"""Who is asked to come to what: mail addresses, and the lines ORGANIZER and ATTENDEE (RFC 5545, 3.8.4).

Both invitations (`campaignflow.export.invitations`) and calendars for a server that others work on get them
from here.  Nobody outside the office is named beside anybody else.
"""

import re
from collections.abc import Collection, Mapping
from email.utils import getaddresses
from functools import cached_property
from typing import NamedTuple

from campaignflow.errors import InvalidValue
from campaignflow.export.lines import mailbox, parameter
from campaignflow.export.selection import Agenda, View
from campaignflow.scheduling.entry import Entry
from campaignflow.types import Visibility

__all__ = ["ASKED", "COMES", "Attending", "Mailbox", "mailbox_of", "ours", "party_line"]

COMES = frozenset(("activity", "agenda", "key-date"))
"""Kinds that people come to; campaigns, deadlines and routines are work, which the calendar shows."""
ASKED = ";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
"""Parameters of whoever has not answered yet."""
_WORD = r"[^@\s<>,;:\"()?%#\x00-\x1f＠＜＞，；：、（）“”]"
"""Of an address; what a mailto address would take for more than that (RFC 6068) is in none."""
_MAIL = re.compile(rf"{_WORD}+@(?:(?!\.){_WORD})+(?:\.(?:(?!\.){_WORD})+)*")


class Mailbox(NamedTuple):
    """Where mail for somebody goes."""

    name: str
    """Empty where the address alone was given."""
    address: str


def mailbox_of(who: str, text: str) -> Mailbox:
    """Return name and address of `name <address>` or of an address alone.

    Raises:
        InvalidValue: it is no mail address, or more than one; the error names who it was given for.
    """
    found = getaddresses([text])
    if len(found) != 1 or not text.isprintable() or not _MAIL.fullmatch(found[0][1]):
        raise InvalidValue("mail-address-unreadable", who=who, text=text)
    return Mailbox(*found[0])


def party_line(kind: str, more: str, name: str, address: str) -> str:
    """Return a line ORGANIZER or ATTENDEE, with further parameters as they are."""
    called = f";CN={parameter(name)}" if name else ""
    return f"{kind}{called}{more}:{mailbox(address)}"


def ours(entry: Entry, outside: Collection[str]) -> tuple[str, ...]:
    """Return the units of the office that lead or support an entry, the leads first."""
    return tuple(one for one in dict.fromkeys((*entry.lead, *entry.support)) if one not in outside)


class Attending:
    """Whom the entries of one calendar ask to come.

    In the office's own calendar those are its units; in a calendar for one party outside, that one alone.  A
    calendar that several parties outside may read asks nobody.
    """

    def __init__(self, agenda: Agenda, view: View) -> None:
        self._agenda, self._view = agenda, view
        self._known = {who: mailbox_of(who, text) for who, text in (view.addresses or {}).items()}
        # A server that schedules would write to everybody by itself (RFC 6638, section 7.1).
        self._agent = "" if view.server_invites else ";SCHEDULE-AGENT=CLIENT"
        self._organizer = ""
        if view.organizer is not None:
            sender = mailbox_of("organizer", view.organizer)
            self._organizer = party_line("ORGANIZER", self._agent, *sender)

    @cached_property
    def addresses(self) -> Mapping[str, Mailbox]:
        """Mail addresses by id, those of whoever readers of the calendar may see alone."""
        return {one: box for one, box in self._known.items() if self._may_be_seen(one)}

    def lines(self, entry: Entry) -> tuple[str, ...]:
        """Return ORGANIZER and ATTENDEE of an entry; none if nobody is asked to it."""
        if not self._organizer or entry.kind not in COMES or entry.inherited or entry.is_fuzzy:
            return ()
        asked = [one for one in self._parties(entry) if one in self._known]
        if entry.start is None or not asked:
            return ()
        return (self._organizer, *map(self._attendee, asked))

    def _attendee(self, who: str) -> str:
        name, address = self._known[who]
        called = name or self._agenda.names.get(who, who)
        return party_line("ATTENDEE", f";CUTYPE=GROUP{ASKED}{self._agent}", called, address)

    def _parties(self, entry: Entry) -> tuple[str, ...]:
        alone = self._alone
        if alone is not None:
            return (alone,)
        return ours(entry, self._agenda.outsiders) if self._is_internal else ()

    def _may_be_seen(self, who: str) -> bool:
        alone = self._alone
        return self._is_internal if alone is None else who == alone

    @property
    def _alone(self) -> str | None:
        """The one party outside that the calendar is for, if it is for one and not for everybody."""
        view = self._view
        if view.readers is Visibility.PUBLIC:
            return None
        if view.partner is not None:
            return view.partner
        return view.unit if view.unit in self._agenda.outsiders else None

    @property
    def _is_internal(self) -> bool:
        return self._view.readers is Visibility.INTERNAL
