"""campaignflow: plan and run a publicity office's year.

The public names are here and load what they need when they are first used; `import campaignflow`
alone costs next to nothing.  A plan goes *text → programme → schedule → calendar*: `load`,
`schedule`, `to_ics`.  With a store, `open_office` gives the office: its record, its verbs, its questions.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaignflow.dates.observances import Observance as Observance
    from campaignflow.dates.precision import Certainty as Certainty, Precision as Precision
    from campaignflow.dates.when import (
        CalendarTime as CalendarTime,
        ClockTime as ClockTime,
        Duration as Duration,
        When as When,
        WorkingTime as WorkingTime,
    )
    from campaignflow.dates.workdays import Notice as Notice, WorkCalendar as WorkCalendar
    from campaignflow.errors import (
        CampaignflowError as CampaignflowError,
        Finding as Finding,
        InvalidValue as InvalidValue,
        MissingExtra as MissingExtra,
        Place as Place,
        PlanError as PlanError,
        PluginFailed as PluginFailed,
    )
    from campaignflow.export.caldav import CalDAV as CalDAV
    from campaignflow.export.feed import feed_app as feed_app
    from campaignflow.export.ical import (
        Revision as Revision,
        to_ics as to_ics,
        to_ics_calendar as to_ics_calendar,
    )
    from campaignflow.export.invitations import Invitation as Invitation
    from campaignflow.export.newsml import to_newsml as to_newsml
    from campaignflow.export.ninjs import to_ninjs as to_ninjs
    from campaignflow.export.planned import Exported as Exported
    from campaignflow.export.publishing import (
        Published as Published,
        PublishedItem as PublishedItem,
        Remembered as Remembered,
        ServerUnavailable as ServerUnavailable,
        publish as publish,
    )
    from campaignflow.export.table import to_csv as to_csv
    from campaignflow.gate.change import Change as Change
    from campaignflow.gate.refusal import Conflict as Conflict, Reason as Reason, Refused as Refused
    from campaignflow.hooks.context import (
        Attempt as Attempt,
        CaseContext as CaseContext,
        Charge as Charge,
        DutyNotice as DutyNotice,
    )
    from campaignflow.hooks.findings import PlanFinding as PlanFinding
    from campaignflow.hooks.plugins import Plugins as Plugins
    from campaignflow.hooks.specs import hookimpl as hookimpl
    from campaignflow.hooks.typed import Plugin as Plugin
    from campaignflow.money import Money as Money
    from campaignflow.office.office import Office as Office, open_office as open_office
    from campaignflow.plan.approvals import ApprovalStep as ApprovalStep
    from campaignflow.plan.budget import BudgetLine as BudgetLine, Fund as Fund
    from campaignflow.plan.calendars import OwnCalendar as OwnCalendar, OwnObservance as OwnObservance
    from campaignflow.plan.campaign import Campaign as Campaign
    from campaignflow.plan.conduct import (
        AppliesTo as AppliesTo,
        Blackout as Blackout,
        Condition as Condition,
        Directive as Directive,
        Waiver as Waiver,
    )
    from campaignflow.plan.dated import Activity as Activity, KeyDate as KeyDate, Routine as Routine
    from campaignflow.plan.media import Channel as Channel, Medium as Medium
    from campaignflow.plan.organisation import Person as Person, Unit as Unit
    from campaignflow.plan.programme import Programme as Programme
    from campaignflow.plan.quantity import Quantity as Quantity
    from campaignflow.plan.quotas import Points as Points, Quota as Quota
    from campaignflow.planfile.calendar_event import IcsEvent as IcsEvent, IcsReading as IcsReading
    from campaignflow.planfile.calendar_reading import read_ics as read_ics
    from campaignflow.planfile.loader import load as load, loads as loads
    from campaignflow.planfile.writer import dump as dump
    from campaignflow.scheduling.entry import Entry as Entry, Occurrence as Occurrence
    from campaignflow.scheduling.schedule import (
        NoSuchEntry as NoSuchEntry,
        Schedule as Schedule,
        schedule as schedule,
    )
    from campaignflow.store.journal import JournalEntry as JournalEntry
    from campaignflow.store.mistakes import (
        IdempotencyMismatch as IdempotencyMismatch,
        StoreUnavailable as StoreUnavailable,
    )
    from campaignflow.types import Actor as Actor, Ref as Ref, Visibility as Visibility
    from campaignflow.views.feeds import Feed as Feed
    from campaignflow.views.inbox import InboxItem as InboxItem
    from campaignflow.views.rounds import RoundStanding as RoundStanding, StepStanding as StepStanding
    from campaignflow.views.shown import Shown as Shown
    from campaignflow.workflow.definition import Workflow as Workflow
    from campaignflow.workflow.mistakes import WorkflowError as WorkflowError
    from campaignflow.workflow.reader import read_workflow as read_workflow

__version__ = "0.1.0"

_HOMES = {
    "dates.precision": ("Certainty", "Precision"),
    "dates.observances": ("Observance",),
    "dates.workdays": ("Notice", "WorkCalendar"),
    "dates.when": ("CalendarTime", "ClockTime", "Duration", "When", "WorkingTime"),
    "errors": (
        "CampaignflowError",
        "Finding",
        "InvalidValue",
        "MissingExtra",
        "Place",
        "PlanError",
        "PluginFailed",
    ),
    "export.caldav": ("CalDAV",),
    "export.feed": ("feed_app",),
    "export.ical": ("Revision", "to_ics", "to_ics_calendar"),
    "export.invitations": ("Invitation",),
    "export.newsml": ("to_newsml",),
    "export.ninjs": ("to_ninjs",),
    "export.planned": ("Exported",),
    "export.publishing": ("Published", "PublishedItem", "Remembered", "ServerUnavailable", "publish"),
    "export.table": ("to_csv",),
    "gate.change": ("Change",),
    "gate.refusal": ("Conflict", "Reason", "Refused"),
    "hooks.context": ("Attempt", "CaseContext", "Charge", "DutyNotice"),
    "hooks.findings": ("PlanFinding",),
    "hooks.plugins": ("Plugins",),
    "hooks.specs": ("hookimpl",),
    "hooks.typed": ("Plugin",),
    "money": ("Money",),
    "office.office": ("Office", "open_office"),
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
    "planfile.calendar_event": ("IcsEvent", "IcsReading"),
    "planfile.calendar_reading": ("read_ics",),
    "planfile.loader": ("load", "loads"),
    "planfile.writer": ("dump",),
    "scheduling.entry": ("Entry", "Occurrence"),
    "scheduling.schedule": ("NoSuchEntry", "Schedule", "schedule"),
    "store.journal": ("JournalEntry",),
    "store.mistakes": ("IdempotencyMismatch", "StoreUnavailable"),
    "types": ("Actor", "Ref", "Visibility"),
    "views.feeds": ("Feed",),
    "views.inbox": ("InboxItem",),
    "views.rounds": ("RoundStanding", "StepStanding"),
    "views.shown": ("Shown",),
    "workflow.definition": ("Workflow",),
    "workflow.mistakes": ("WorkflowError",),
    "workflow.reader": ("read_workflow",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = ["__version__", *_HOME]  # noqa: PLE0604  # the names are strings, listed once, above


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
