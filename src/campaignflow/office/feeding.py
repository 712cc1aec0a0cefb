"""Feed addresses of an office: made, listed and revoked; and the calendar behind a token.

Who answers at the addresses is `campaignflow.export.feed`: `feed_app(office.feed_of)`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from campaignflow.actions import feeds as handing_out
from campaignflow.export.events import CANCELLED_FOR
from campaignflow.export.feed import Address, Closed, Served
from campaignflow.export.ical import to_ics
from campaignflow.export.selection import Agenda, View, selected
from campaignflow.gate.change import Change
from campaignflow.gate.hooked import CALENDAR, STEPS, asked, plugins_of
from campaignflow.gate.look import Look
from campaignflow.office.doing import Doing, Who
from campaignflow.office.outgoing import revisions_in
from campaignflow.office.readings import Readings
from campaignflow.store.record import Record
from campaignflow.store.snapshot import Snapshot
from campaignflow.types import Visibility
from campaignflow.views import agenda, feeds
from campaignflow.views.feeds import Feed

__all__ = ["Feeding"]

MOST_KEPT = 100
"""Calendars that are kept as they were written."""


class Feeding(Doing, Readings):
    """What people and servers do with feed addresses."""

    _seen: "_Seen | None" = None

    def add_feed(  # noqa: PLR0913  # each is a choice people make by name
        self,
        id: str,  # noqa: A002  # as everywhere
        *,
        actor: Who,
        unit: str | None = None,
        partner: str | None = None,
        person: str | None = None,
        campaign: str | None = None,
        audience: Visibility | str | None = None,
        programme: str | None = None,
        days_back: int = feeds.BACK,
        days_ahead: int = feeds.AHEAD,
        longest: int = feeds.LONGEST,
        **said: Any,
    ) -> tuple[str, Change]:
        """Make an address for a calendar; returns its token, which is shown this once, and the change.

        The choices are those of `to_ics`.  Whoever has the token can read the calendar until it is revoked.
        The same id may be given anew once it was revoked, with another token.  Of a repeated call (`key=`)
        the token is empty: nobody knows it any more.

        Args:
            id: What the office calls it.
            actor: Who hands it out; a planner or an administrator.
            unit: Only what this unit leads, supports or owns.
            partner: Only what involves this medium.
            person: Only what this person leads, supports or owns.
            campaign: Only this campaign.
            audience: Who is going to read it; by default `partners` for a partner and for whoever is marked
                `outside`, else `internal`.
            programme: Which programme; not needed while only one is live.
            days_back: Days before the day of asking that it shows.
            days_ahead: Days after it.
            longest: Days; what lasts longer stands on its first day only.  With 0 nothing is cut.
            said: `reason=`, `note=`, `key=`.
        """
        token = handing_out.new_token()
        arguments = {
            "id": id,
            "unit": unit,
            "partner": partner,
            "person": person,
            "campaign": campaign,
            "audience": None if audience is None else str(audience),
            "programme": programme,
            "back": days_back,
            "ahead": days_ahead,
            "longest": longest,
        }
        # apart from the arguments: under one idempotency key two calls are one although their tokens differ
        adding = partial(handing_out.add_feed, mark=handing_out.feed_hash(self._store.office, token))
        change = self._do(adding, "add_feed", f"feed:{id}", actor=actor, arguments=arguments, **said)
        return "" if change.replayed else token, change

    def revoke_feed(self, feed: str, *, actor: Who, reason: str, **said: Any) -> Change:
        """Close an address for good, by its id: whoever asks there is told that there is nothing."""
        ref = f"feed:{feed}"
        return self._do(handing_out.revoke_feed, "revoke_feed", ref, actor=actor, reason=reason, **said)

    def feeds(self) -> list[Feed]:
        """Return all feed addresses, those revoked included, by id; nobody knows their tokens any more."""
        with self._look() as look:
            return feeds.feeds(look)

    def feed_of(self, token: str) -> Address | None:
        """Return the address of a token; None for one that is unknown or revoked.

        It is what `campaignflow.export.feed.feed_app` asks for.
        """
        mark = handing_out.feed_hash(self._store.office, token)
        with self._store.snapshot() as view:
            seen, look = self._seen_in(view), self._gate.look(view)
            record = feeds.with_hash(seen.records, mark)
            feed = None if record is None else seen.feed(look, record)
        if feed is None:
            return None
        return Address(feed.id, partial(self._write, feed), seen.calendar(feed, look.now))

    def _seen_in(self, view: Snapshot) -> "_Seen":
        """Return what was read and written of the record as it is in a view."""
        newest = view.newest()
        if self._seen is None or self._seen.newest != newest:
            self._seen = _Seen(newest, view.records(kind="feed"))
        return self._seen

    def _write(self, asked_for: Feed) -> Served:
        with self._store.snapshot() as view:
            seen, look = self._seen_in(view), self._gate.look(view)
            feed = seen.still(look, asked_for)
            outside = feed.audience is not Visibility.INTERNAL
            written = seen.calendar(feed, look.now)
            if written is not None:
                return written
            made = agenda.calendar_of(look, feed.programme, outside=outside)
            plugins, as_of = plugins_of(look), look.now
            # no date tells of what the readers may never see
            told = [one for one in made.schedule.entries if one.visibility.reaches(feed.audience)]
            turns = [one.embargo for one in told if one.embargo is not None]
            # what is cancelled goes then, and so does what moved out of the window
            names = {one.id for one in told}
            rows = [one for name, one in made.revisions.items() if name.partition("@")[0] in names]
            turns += [one.revised.at + CANCELLED_FOR for one in rows]
            modified, until = feeds.between(look, feed, view.changed_at(), [*turns, *look.turns])
            first, last = feeds.window_of(look, feed)
            is_told = not asked(look, CALENDAR)  # else a plugin may keep the campaign to itself
            is_settled = is_told and not asked(look, STEPS)
        content = to_ics(
            made.schedule,
            unit=feed.unit,
            partner=feed.partner,
            person=feed.person,
            campaign=feed.campaign,
            audience=feed.audience,
            as_of=as_of,
            revisions=revisions_in(made),
            first=first,
            last=last,
            longest=feed.longest,
            plugins=plugins,
        )
        served = Served(content, modified, _file_name(made.schedule, feed, as_of, told=is_told))
        if is_settled:  # what plugins say may be something else the next time
            seen.keep(feed, _Written(served, as_of, until))
        return served


def _file_name(schedule: Agenda, feed: Feed, as_of: datetime, *, told: bool) -> str:
    """Return what the file is called: as the calendar in it, with nothing that its readers may not see."""
    whose = [one for one in (feed.unit, feed.partner, feed.person) if one]
    names = [schedule.names.get(one, one) for one in whose]
    if feed.campaign and told:
        view = View(campaign=feed.campaign, audience=feed.audience, as_of=as_of)
        campaign = selected(schedule, view).known.get(feed.campaign)
        names += [] if campaign is None else [campaign.title]
    return "-".join([schedule.programme_title, *names])


class _Written(NamedTuple):
    """A calendar that was written, and from when until when nothing but an act changes it."""

    served: Served
    since: datetime
    until: datetime


@dataclass(slots=True)
class _Seen:
    """Feed addresses and their calendars, as the record was at its newest entry."""

    newest: tuple[int, str] | None
    records: Sequence[Record]
    """Those of all addresses."""
    _feeds: dict[str, Feed | None] = field(default_factory=dict)
    _calendars: dict[Feed, _Written] = field(default_factory=dict)

    def feed(self, look: Look, record: Record) -> Feed | None:
        """Return what an address is for, None if nobody is answered there."""
        if record.ref not in self._feeds:
            self._feeds[record.ref] = feeds.open_feed(look, record)
        return self._feeds[record.ref]

    def still(self, look: Look, asked_for: Feed) -> Feed:
        """Return what an address is for now, to whoever has waited for it or holds it.

        Raises:
            Closed: nobody is answered there any more, or it has another token.
        """
        record = next((one for one in self.records if one.id == asked_for.id), None)
        found = None if record is None else self.feed(look, record)
        if found is None or found.since != asked_for.since:
            raise Closed
        return found

    def calendar(self, feed: Feed, now: datetime) -> Served | None:
        """Return a calendar that was written before and still stands."""
        found = self._calendars.get(feed)
        return found.served if found is not None and found.since <= now < found.until else None

    def keep(self, feed: Feed, written: _Written) -> None:
        """Keep a calendar; of many, the one that was written first goes."""
        self._calendars[feed] = written
        if len(self._calendars) > MOST_KEPT:
            del self._calendars[next(iter(self._calendars))]
