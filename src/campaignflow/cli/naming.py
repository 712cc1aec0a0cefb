"""How things are called on the command line: short refs, titles, states, names of parties, planned values."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from campaignflow import labels
from campaignflow.errors import InvalidValue
from campaignflow.office.readings import Readings
from campaignflow.records.leaves import shown as planned
from campaignflow.types import OFFICE_KINDS
from campaignflow.workflow.definition import Workflow
from campaignflow.workflow.shipped import shipped_version

__all__ = ["Names", "short", "shown", "state_of", "workflow_of"]

_WHOLE = (*OFFICE_KINDS, "programme", "calendar", "feed", "office")
"""Kinds whose refs cannot be shorter than they are."""


def short(ref: str) -> str:
    """Return a ref as people type it while only one programme is live: `water-week`, `request:r-1`."""
    kind, colon, rest = ref.partition(":")
    if kind in _WHOLE or not colon:  # without a kind it is as short as it gets
        return ref
    _, slash, inner = rest.partition("/")
    own = inner if slash else rest
    return own if kind == "campaign" else f"{kind}:{own}"


def shown(value: Any, lang: str) -> str:
    """Return a planned value as people read it."""
    said = planned(value)
    return said if isinstance(said, str) else labels.sentence("names", lang, {"names": said})


def workflow_of(body: Mapping[str, Any]) -> Workflow | None:
    """Return the workflow a record moves by, if it came with the package."""
    said = body.get("workflow")
    try:
        return None if said is None else shipped_version(str(said["name"]), int(said["version"]))
    except InvalidValue:  # the office's own
        return None


def state_of(body: Mapping[str, Any], lang: str) -> str:
    """Return the state of a record by its title, with its name behind it."""
    name = str(body.get("state", ""))
    workflow = workflow_of(body)
    return name if workflow is None else workflow.state(name).named.said(lang)


class Names:
    """What the office calls its units, people and media; and in which zone it lives."""

    def __init__(self, office: Readings) -> None:
        self._names = {
            one.id: str(one.data["plan"].get("name", one.id))
            for kind in ("medium", "person", "unit")
            for one in office.records(kind=kind)
        }
        self._funds = {
            one.id: str(one.data["plan"].get("title", one.id)) for one in office.records(kind="fund")
        }
        own = office.records(kind="office")
        self.zone = ZoneInfo(str(own[0].data["plan"].get("timezone", "UTC")) if own else "UTC")

    def of(self, parties: Iterable[str], lang: str) -> str:
        """Return the names of parties, one behind the other."""
        return ("、" if lang == "zh" else ", ").join(self.one(party) for party in parties)

    def one(self, party: str) -> str:
        """Return the name of a party; what is none stays as it is."""
        return labels.clean(self._names.get(party, party))

    def fund(self, fund: str) -> str:
        """Return what a fund is called; what is none stays as it is."""
        return labels.clean(self._funds.get(fund, fund))

    def moment(self, at: datetime) -> str:
        """Return a moment as the clocks of the office show it."""
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def deadline(self, at: datetime) -> str:
        """Return a moment by which something is due: a day, if it is due with the day's end."""
        there = at.astimezone(self.zone)
        return self.moment(at) if there.time() != time() else f"{there.date() - timedelta(days=1):%Y-%m-%d}"
