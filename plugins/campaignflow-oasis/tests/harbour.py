"""A harbour's publicity office in England: its plan, offices under settings, and ways to ask them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import campaignflow as cf
from campaignflow_oasis import Oasis

PLAN = """\
programme:
  id: harbour-2029
  title: Harbour communications 2029
  period: 2029
  timezone: Europe/London
  currency: GBP
units:
  comms: {name: Communications, coordinator: true}
people:
  ann: {name: Ann Archer, unit: comms, roles: [planner, administrator, head-of-unit]}
  bea: {name: Bea Brook, unit: comms, roles: [planner, head-of-unit]}
  pat: {name: Pat Ash, outside: true, roles: [professional-assurance]}
  cal: {name: Cal Cove, unit: comms, roles: [administrator, head-of-unit]}
campaigns:
  quiet-nights:
    title: Quiet nights
    lead: comms
    when: 2029-05
    audience: [residents, ferry operators]
    objective: Cut complaints about noise at night by a fifth until September 2029
    theme: Good neighbours
    note: "Insight: most complaints come from three streets, and few know whom to call"
    activities:
      open-day: {title: Open day, lead: comms, when: 2029-05-12}
      leaflet: {title: Leaflet, lead: comms, due: 2029-05-10}
    targets:
      - {of: call, at_least: 200}
    budget:
      - {for: Radio, amount: 60000 GBP}
      - {for: Posters, amount: 39999.99 GBP}
  flood-warnings:
    title: Flood warnings
    lead: comms
    when: 2029-10
"""
QUIET, FLOOD = "campaign:harbour-2029/quiet-nights", "campaign:harbour-2029/flood-warnings"
PERIOD = {"title": "Local elections 2029", "from": "2029-04-12", "until": "2029-05-03"}
LONDON = ZoneInfo("Europe/London")


def plan(*changes: tuple[str, str]) -> cf.Programme:
    text = PLAN
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return cf.loads(text)


def found(programme: cf.Programme, given: Any = None) -> dict[str, list[str]]:
    """Return what the plugin finds in a plan: the entries by the code."""
    checked = cf.schedule(programme, plugins=cf.Plugins([Oasis(given)]))
    said: dict[str, list[str]] = {}
    for one in checked.findings:
        plugin, _, code = one.code.rpartition("/")
        if plugin:
            assert plugin == "oasis"
            said.setdefault(code, []).extend(one.items)
    return said


class Office:
    """An office with the plan, and the time there."""

    def __init__(self, given: Any, *changes: tuple[str, str]) -> None:
        self.to("2029-01-08 10:00")
        self.office = cf.open_office("sqlite://", plugins=[Oasis(given)], clock=lambda: self.at)
        self.office.apply(plan(*changes), actor="ann")

    def to(self, moment: str) -> None:
        """Set the clock to a moment in London."""
        self.at = datetime.fromisoformat(moment).replace(tzinfo=LONDON)

    def fire(self, ref: str, trigger: str, **said: Any) -> str:
        """Fire a trigger and return the state then."""
        self.office.fire(ref, trigger, actor="ann", **said)
        return str(self.office.record(ref).data["state"])

    def refusals(self, ref: str, trigger: str, **said: Any) -> list[str]:
        """Return the sentences for which a trigger is refused."""
        with pytest.raises(cf.Refused) as caught:
            self.office.fire(ref, trigger, actor="ann", **said)
        return [one.facts["sentence"] for one in caught.value.reasons]

    def steps(self, ref: str) -> dict[str, str]:
        said = self.office.approvals(ref)
        return {} if said is None else {one.id: one.status for one in said.steps}
