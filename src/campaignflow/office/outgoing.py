"""What an office hands out: its calendar, files for news systems and tables, and invitations.

What they say stands in `campaignflow.export`.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, NamedTuple

from campaignflow.errors import InvalidValue
from campaignflow.export.ical import to_ics
from campaignflow.export.invitations import Invitation, Side, Standing, invitations
from campaignflow.export.newsml import to_newsml
from campaignflow.export.ninjs import to_ninjs
from campaignflow.export.planned import Exported
from campaignflow.export.plugged import as_plugins_want
from campaignflow.export.selection import Revision, Selection, View, language_of
from campaignflow.export.table import to_csv
from campaignflow.gate.commit import Gate
from campaignflow.gate.hooked import plugins_of
from campaignflow.gate.look import Look
from campaignflow.gate.past import look_back
from campaignflow.scheduling.schedule import Schedule
from campaignflow.types import Visibility
from campaignflow.views import agenda
from campaignflow.views.feeds import is_outside

__all__ = ["Outgoing", "revisions_in"]


class _Found(NamedTuple):
    schedule: Schedule
    choices: dict[str, Any]
    """What was chosen, with what the record knows of revisions and of the moment."""


class Outgoing:
    """Files to hand out.  Whoever is outside sees the dates that were approved (rule 46)."""

    _gate: Gate
    _look: Callable[..., AbstractContextManager[Look]]
    _instant: Callable[..., datetime | int | str]

    def to_ics(self, programme: str | None = None, **choices: Any) -> bytes:
        """Return the calendar, with sequence numbers and cancellations (RFC 5545, 3.8.7.4).

        The choices are those of `campaignflow.to_ics`: `unit`, `partner`, `person`, `audience` ...  A date
        that was changed after it was approved is tentative to the office until it is approved again, and
        stays what was approved to anybody outside (rule 46).  The office's plugins may take entries away.
        """
        found = self._found(programme, choices)
        return to_ics(found.schedule, **found.choices)

    def to_ninjs(self, programme: str | None = None, **choices: Any) -> Exported:
        """Return what is planned as ninjs 3.1, with versions and cancellations.

        The choices are those of `campaignflow.to_ninjs`: `unit`, `partner`, `person`, `audience` ...
        """
        found = self._found(programme, choices)
        return to_ninjs(found.schedule, **found.choices)

    def to_newsml(self, programme: str | None = None, **choices: Any) -> Exported:
        """Return what is planned as NewsML-G2, with versions and cancellations.

        The choices are those of `campaignflow.to_newsml`: `unit`, `partner`, `person`, `audience` ...
        """
        found = self._found(programme, choices)
        return to_newsml(found.schedule, **found.choices)

    def to_csv(self, programme: str | None = None, **choices: Any) -> Exported:
        """Return what is planned as CSV, with sequence numbers and cancellations.

        The choices are those of `campaignflow.to_csv`: `unit`, `partner`, `person`, `audience` ...
        """
        found = self._found(programme, choices)
        return to_csv(found.schedule, **found.choices)

    def invitations(
        self,
        programme: str | None = None,
        *,
        organizer: str,
        addresses: Mapping[str, str],
        since: str | date | datetime | None = None,
        lang: str | None = None,
        invited: Collection[str] | None = None,
    ) -> list[Invitation]:
        """Return the invitations that follow from what changed since then, for a host's mail (RFC 5546).

        Units get REQUESTs and CANCELs for the activities, agenda items and key dates that they lead or
        support, media for those that name them and that partners may see; UID and SEQUENCE are those of the
        calendar.  Plans hold no mail addresses, so the host gives them; whoever has none is not invited.
        What is over, fuzzy, only due or undated invites nobody.

        Args:
            programme: Which one; not needed while only one is live.
            organizer: The office's own address: `name <address>`, or the address alone.
            addresses: Addresses of units and media by id, written likewise.
            since: When invitations were last sent: an aware moment, a day (its end), or the id of
                an act.  Without it everything to come is new.
            lang: `zh` or `en`; by default Chinese if the programme's title has a Chinese character.
            invited: Ids that had an address then, by default those of `addresses`; whoever has got one since
                is invited to what stands already.

        Raises:
            InvalidValue: an address that is none, a moment that is none, a programme there is not.
        """
        with self._gate.store.snapshot() as view:
            changed = view.changed_at()  # before the record is read, so that no act between is dated too late
        with self._look() as look:
            found = agenda.live_programme(look, programme)
            then = None if since is None else look_back(self._gate, look.source, self._since(look, since))
            after = _standing(look, found.id, changed)
            is_new = then is None or then.record(found.ref) is None
            before = None if then is None or is_new else _standing(then, found.id, None)
            plugins = plugins_of(look)

        def wanted(selection: Selection, view: View) -> Selection:
            return selection if plugins is None else as_plugins_want(selection, view.readers, plugins)

        return invitations(
            after,
            before,
            organizer=organizer,
            addresses=addresses,
            lang=lang or language_of(after.inside.schedule),
            invited=invited,
            wanted=wanted,
        )

    def _since(self, look: Look, since: str | date | datetime) -> datetime | str:
        found = self._instant(look, since)
        if isinstance(found, int) or (isinstance(found, str) and not look.source.journal(act=found)):
            raise InvalidValue("moment-unreadable", text=str(since))
        return found

    def _found(self, programme: str | None, choices: dict[str, Any]) -> _Found:
        with self._look() as look:
            view = View(partner=choices.get("partner"), audience=_audience(look, choices))
            made = agenda.calendar_of(look, programme, outside=view.readers is not Visibility.INTERNAL)
            known = {"as_of": look.now, "plugins": plugins_of(look)}
        choices |= {"audience": view.readers, "revisions": revisions_in(made)}
        return _Found(made.schedule, {**known, **choices})


def _audience(look: Look, choices: Mapping[str, Any]) -> Visibility | str | None:
    """Return who is going to read it as far as that is settled: partners, if it is for somebody outside."""
    said: Visibility | str | None = choices.get("audience")
    return Visibility.PARTNERS if said is None and is_outside(look, choices) else said


def _standing(look: Look, programme: str, changed: datetime | None) -> Standing:
    inside, outside = (agenda.calendar_of(look, programme, outside=one) for one in (False, True))
    # what is internal is told to nobody outside by its embargo, not even when that lifted
    shown = (one for one in outside.schedule.entries if one.visibility is not Visibility.INTERNAL)
    lifted = (one.embargo for one in shown if one.embargo is not None)
    acts = [one.at for one in look.overlay.entries] + ([] if changed is None else [changed])
    turns = [*lifted, *acts]
    return Standing(
        Side(inside.schedule, revisions_in(inside)),
        Side(outside.schedule, revisions_in(outside)),
        look.now,
        max((one for one in turns if one <= look.now), default=look.now),
        inside.schedule.outsiders,
    )


def revisions_in(calendar: agenda.Calendar) -> dict[str, Revision]:
    """Return what the record knows of changes as a calendar's writer takes it."""
    return {
        name: Revision(one.revised.sequence, one.revised.at, one.cancelled, one.known_as, one.follows)
        for name, one in calendar.revisions.items()
    }
