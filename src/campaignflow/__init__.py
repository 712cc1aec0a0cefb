"""campaignflow: plan and run a publicity office's year.

The public names are here and load what they need when they are first used; `import campaignflow`
alone costs next to nothing.  A plan goes *text → programme → schedule → calendar*: `load`,
`schedule`, `to_ics`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaignflow.dates.precision import Certainty, Precision
    from campaignflow.dates.when import CalendarTime, ClockTime, Duration, When, WorkingTime
    from campaignflow.errors import CampaignflowError, Finding, InvalidValue, MissingExtra, Place, PlanError
    from campaignflow.export.ical import to_ics, to_ics_calendar
    from campaignflow.money import Money
    from campaignflow.plan.approvals import ApprovalStep
    from campaignflow.plan.budget import BudgetLine, Fund
    from campaignflow.plan.calendars import OwnCalendar, OwnObservance
    from campaignflow.plan.campaign import Campaign
    from campaignflow.plan.conduct import AppliesTo, Blackout, Condition, Directive, Waiver
    from campaignflow.plan.dated import Activity, KeyDate, Routine
    from campaignflow.plan.media import Channel, Medium
    from campaignflow.plan.organisation import Person, Unit
    from campaignflow.plan.programme import Programme
    from campaignflow.plan.quantity import Quantity
    from campaignflow.plan.quotas import Points, Quota
    from campaignflow.planfile.loader import load, loads
    from campaignflow.planfile.writer import dump
    from campaignflow.scheduling.entry import Entry, Occurrence
    from campaignflow.scheduling.schedule import Schedule, schedule
    from campaignflow.types import Visibility

__version__ = "0.1.0"

_HOMES = {
    "dates.precision": ("Certainty", "Precision"),
    "dates.when": ("CalendarTime", "ClockTime", "Duration", "When", "WorkingTime"),
    "errors": ("CampaignflowError", "Finding", "InvalidValue", "MissingExtra", "Place", "PlanError"),
    "export.ical": ("to_ics", "to_ics_calendar"),
    "money": ("Money",),
    "plan.approvals": ("ApprovalStep",),
    "plan.budget": ("BudgetLine", "Fund"),
    "plan.calendars": ("OwnCalendar", "OwnObservance"),
    "plan.campaign": ("Campaign",),
    "plan.conduct": ("AppliesTo", "Blackout", "Condition", "Directive", "Waiver"),
    "plan.dated": ("Activity", "KeyDate", "Routine"),
    "plan.media": ("Channel", "Medium"),
    "plan.organisation": ("Person", "Unit"),
    "plan.programme": ("Programme",),
    "plan.quantity": ("Quantity",),
    "plan.quotas": ("Points", "Quota"),
    "planfile.loader": ("load", "loads"),
    "planfile.writer": ("dump",),
    "scheduling.entry": ("Entry", "Occurrence"),
    "scheduling.schedule": ("Schedule", "schedule"),
    "types": ("Visibility",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [  # noqa: PLE0604 RUF022  # the names are strings; listed by what they are, not by letter
    "__version__",
    *_HOME,
]


def __getattr__(name: str) -> object:
    home = _HOME.get(name)
    if home is None:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
