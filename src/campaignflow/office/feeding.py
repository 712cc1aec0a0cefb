"""Feed addresses of an office: made, listed and revoked; and the calendar behind a token.

Who answers at the addresses is `campaignflow.export.feed`: `feed_app(office.feed_of)`.
"""

from functools import partial
from typing import Any

from campaignflow.actions import feeds as handing_out
from campaignflow.export.events import CANCELLED_FOR
from campaignflow.export.feed import Address, Published
from campaignflow.export.ical import to_ics
from campaignflow.gate.change import Change
from campaignflow.gate.hooked import plugins_of
from campaignflow.office.doing import Doing, Who
from campaignflow.office.outgoing import revisions_in
from campaignflow.office.readings import Readings
from campaignflow.types import Visibility
from campaignflow.views import agenda, feeds
from campaignflow.views.feeds import Feed

__all__ = ["Feeding"]


class Feeding(Doing, Readings):
    """What people and servers do with feed addresses."""

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
        with self._look() as look:
            feed = feeds.feed_of(look, mark)
        return None if feed is None else Address(feed.id, partial(self._published, feed))

    def _published(self, feed: Feed) -> Published:
        outside = feed.audience is not Visibility.INTERNAL
        with self._store.snapshot() as view:
            # before the calendar is read: what comes between is then in it, and dated too early at worst
            changed = view.changed_at()
        with self._look() as look:
            made = agenda.calendar_of(look, feed.programme, outside=outside)
            plugins, as_of = plugins_of(look), look.now
            turns = [one.embargo for one in made.schedule.entries if one.embargo is not None]
            # what is cancelled goes then, and so does what moved out of the window
            turns += [one.revised.at + CANCELLED_FOR for one in made.revisions.values()]
            modified = feeds.newest(look, feed, changed, turns)
            first, last = feeds.window_of(look, feed)
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
        whose = [one for one in (feed.unit, feed.partner, feed.person, feed.campaign) if one]
        names = [made.schedule.names.get(one, one) for one in whose]
        return Published(content, modified, "-".join([made.schedule.programme_title, *names]))
