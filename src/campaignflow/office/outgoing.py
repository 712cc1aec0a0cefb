"""What an office hands out beside its calendar: files for news systems and tables, off the record.

What they say stands in `campaignflow.export`; the calendar itself is among the other readings.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from campaignflow.export.ical import Revision
from campaignflow.export.newsml import to_newsml
from campaignflow.export.ninjs import to_ninjs
from campaignflow.export.planned import Exported
from campaignflow.export.selection import View
from campaignflow.export.table import to_csv
from campaignflow.gate.hooked import plugins_of
from campaignflow.gate.look import Look
from campaignflow.scheduling.schedule import Schedule
from campaignflow.types import Visibility
from campaignflow.views import agenda

__all__ = ["Outgoing"]


class _Found(NamedTuple):
    schedule: Schedule
    choices: dict[str, Any]
    """What was chosen, with what the record knows of revisions and of the moment."""


class Outgoing:
    """Files to hand out.  Whoever is outside sees the dates that were approved (rule 46)."""

    _look: Callable[..., AbstractContextManager[Look]]

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

    def _found(self, programme: str | None, choices: dict[str, Any]) -> _Found:
        view = View(partner=choices.get("partner"), audience=choices.get("audience"))
        with self._look() as look:
            made = agenda.calendar_of(look, programme, outside=view.readers is not Visibility.INTERNAL)
            known = {"as_of": look.now, "plugins": plugins_of(look)}
        return _Found(made.schedule, {**known, **choices, "revisions": revisions_of(made)})


def revisions_of(made: agenda.Calendar) -> dict[str, Revision]:
    """Return the revisions of a calendar as files carry them."""
    return {
        name: Revision(one.revised.sequence, one.revised.at, one.cancelled, one.known_as)
        for name, one in made.revisions.items()
    }
