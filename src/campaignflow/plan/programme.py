"""The programme: one office's plan for a year, with everything the plan names.

It is built from a file by `campaignflow.planfile` or in Python from these very classes.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, PrivateAttr

from campaignflow.dates.atoms import WEEKDAYS
from campaignflow.dates.precision import Certainty
from campaignflow.dates.when import When
from campaignflow.errors import Finding, InvalidValue, Place
from campaignflow.plan.approvals import ApprovalStep
from campaignflow.plan.budget import Fund
from campaignflow.plan.calendars import OwnCalendar, OwnObservance
from campaignflow.plan.campaign import Campaign
from campaignflow.plan.conduct import Blackout, Condition, Directive, Waiver
from campaignflow.plan.dated import Routine
from campaignflow.plan.media import Channel, Medium
from campaignflow.plan.noun import EMPTY, Facets, Id, Keyed, Noun, Text, Texts
from campaignflow.plan.organisation import Person, Unit
from campaignflow.plan.quotas import Points
from campaignflow.types import checked_id

__all__ = ["Programme"]


def _weekday(text: str) -> str:
    name = text.strip().lower()
    if name not in WEEKDAYS:
        raise InvalidValue("not-one-of", text=text, expected=WEEKDAYS)
    return name


def _currency(text: str) -> str:
    if not re.fullmatch("[A-Z]{3}", text):
        raise InvalidValue("currency-unknown", text=text)
    return text


def _month_day(text: str) -> str:
    if not re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])", text):
        raise InvalidValue("fiscal-year-unreadable", text=text)
    return text


class Programme(Noun):
    """An annual programme (年度宣传计划)."""

    FACETS: ClassVar[Facets] = {
        "dates": (
            *("period", "timezone", "working_calendar", "week_starts", "certainty"),
            *("observances", "calendars"),
        ),
        "budget": ("currency", "fiscal_year_starts"),
        "scope": ("points", "conditions", "blackouts", "directives", "routines"),
        "text": ("title", "themes", "waivers"),
    }
    FREE: ClassVar[tuple[str, ...]] = (
        *("units", "people", "media", "channels", "funds", "campaigns"),  # records of their own
        "id",  # its name in refs
        "issued",  # comes after the approval
        "exported",  # says of the file how old it is
        "approvals",  # who must agree is no part of what they agree to; rounds and rule 25 guard it
    )

    id: Annotated[str, AfterValidator(checked_id)]
    """Name of the programme in refs and file names, as `river-authority-2027`."""
    title: Text
    """What it is called."""
    period: When
    """The span it plans: `2027`, `2026-07-01/2027-06-30`, `from 2024-02-29`, `tbd`."""
    timezone: Id = "UTC"
    """IANA name, as Asia/Shanghai."""
    working_calendar: Id | None = None
    """ISO 3166 code (CN, GB-ENG, US-CA) or a calendar of the plan; None counts Monday to Friday."""
    week_starts: Annotated[str, AfterValidator(_weekday)] | None = None
    """First day of the week; Monday where nothing is said, and then a note where it matters."""
    currency: Annotated[str, AfterValidator(_currency)] | None = None
    """ISO 4217 code that amounts without one are meant in."""
    fiscal_year_starts: Annotated[str, AfterValidator(_month_day)] = "01-01"
    """MM-DD; a fiscal year is named by the calendar year in which it ends."""
    issued: When | None = None
    """Day on which it was issued; the date stamp of calendars."""
    themes: Texts = ()
    """What the year is about; a campaign says which it serves under `theme`."""
    certainty: Certainty | None = None
    """For everything that says nothing else."""
    points: tuple[Points, ...] = ()
    """The office's scoring scheme."""
    exported: Text | None = None
    """The state of its record that it was exported in; written by `export`, and nothing to change."""

    units: Keyed[Unit] = EMPTY
    people: Keyed[Person] = EMPTY
    media: Keyed[Medium] = EMPTY
    channels: Keyed[Channel] = EMPTY
    funds: Keyed[Fund] = EMPTY
    conditions: Keyed[Condition] = EMPTY
    observances: Keyed[OwnObservance] = EMPTY
    calendars: Keyed[OwnCalendar] = EMPTY
    blackouts: Keyed[Blackout] = EMPTY
    directives: Keyed[Directive] = EMPTY
    approvals: Keyed[ApprovalStep] = EMPTY
    """Steps of every campaign and item of the programme."""
    waivers: tuple[Waiver, ...] = ()
    routines: Keyed[Routine] = EMPTY
    campaigns: Keyed[Campaign] = EMPTY

    _locate: Any = PrivateAttr(default=None)
    _read_with: tuple[Finding, ...] = PrivateAttr(default=())

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with some fields changed and checked, which remembers where the rest was read."""
        return super().model_copy(update=update, deep=deep).located(self._locate)

    def place(self, *path: str | int) -> Place:
        """Return where something of the plan stands: file, line and column if it was read from one.

        `path` is as in the file: `place("campaigns", "water-week", "when")`.
        """
        item = "/".join(str(part) for part in path)
        return Place(item=item) if self._locate is None else self._locate(path, item)

    @property
    def read_with(self) -> tuple[Finding, ...]:
        """Warnings and notes about the file it was read from; a schedule says them with its own."""
        return self._read_with

    def located(self, locate: Any, findings: Iterable[Finding] = ()) -> Self:
        """Return the programme, remembering where its parts stand; `locate(path, item)` gives a Place."""
        self._locate = locate
        self._read_with = tuple(findings)
        return self


HEAD = tuple(
    name
    for name in Programme.model_fields
    if name
    not in {
        "units",
        "people",
        "media",
        "channels",
        "funds",
        "conditions",
        "observances",
        "calendars",
        "blackouts",
        "directives",
        "approvals",
        "waivers",
        "routines",
        "campaigns",
    }
)
"""Fields that stand under `programme:` in a plan file; the others are blocks of their own."""
BLOCKS = tuple(name for name in Programme.model_fields if name not in HEAD)
"""Top-level blocks of a plan file beside `programme` and `include`."""
