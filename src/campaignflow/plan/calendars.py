"""An office's own working calendars and observances, as a plan writes them.

The calendars themselves are worked out in `campaignflow.dates`.
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator

from campaignflow.dates.when import When
from campaignflow.plan.noun import EMPTY, Facets, Id, Noun, Text, Texts, Whens
from campaignflow.types import FrozenDict

__all__ = ["OwnCalendar", "OwnObservance"]


class OwnCalendar(Noun):
    """A working calendar of the office (工作日历)."""

    FACETS: ClassVar[Facets] = {
        "dates": ("days_off", "extra_workdays", "based_on", "weekend", "covered_until"),
        "text": ("title",),
    }

    title: Text | None = None
    """What its days off are called."""
    days_off: Whens = ()
    """Days or spans off."""
    extra_workdays: Whens = ()
    """Days worked although they would be off (调休上班)."""
    based_on: Id | None = None
    """The calendar it changes: a country code, or another of the plan."""
    weekend: Texts = ()
    """Weekdays off, where it is based on nothing: `[saturday, sunday]` by default."""
    covered_until: When | None = None
    """Last day up to which it is known for sure."""


class OwnObservance(Noun):
    """An observance of the office's own, or known days of a shipped one (节日、纪念日)."""

    FACETS: ClassVar[Facets] = {"dates": ("rule", "known"), "text": ("title",)}

    title: Text | None = None
    """What it is called."""
    rule: When | None = None
    """A yearless date or week rule, resolved in each year."""
    known: Annotated[Mapping[str, When], AfterValidator(FrozenDict)] = EMPTY
    """Days by year; a known year beats the rule."""
