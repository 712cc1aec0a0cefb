"""What a date expression says, as immutable values: bases, terms and the ways to write a `when`.

The text form is read by `campaignflow.dates.grammar`; days are worked out by
`campaignflow.dates.resolve` and `campaignflow.dates.recurrence`.
"""

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "After",
    "AsNeeded",
    "Base",
    "Between",
    "Clock",
    "Daily",
    "Day",
    "Every",
    "EveryTbd",
    "Expression",
    "FiscalYear",
    "From",
    "Half",
    "IsoWeek",
    "Lasting",
    "Month",
    "NthWeekOf",
    "Observed",
    "Offset",
    "OwnDay",
    "Part",
    "Pick",
    "Quarter",
    "Recurrence",
    "Ref",
    "Rrule",
    "Single",
    "Tbd",
    "Term",
    "Third",
    "Until",
    "WeekCommencing",
    "WeekOf",
    "WeekdayOf",
    "WorkdaysAfter",
    "Year",
]

Edge = Literal["start", "end"] | None
Unit = Literal["minutes", "hours", "days", "workdays", "weeks", "months", "years"]
Period = Literal["day", "workday", "week", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Day:
    """A day; without a year it is looked up in the period."""

    year: int | None
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month; without a year it is looked up in the period."""

    year: int | None
    month: int


@dataclass(frozen=True, slots=True)
class Third:
    """Days 1-10 (`early`), 11-20 (`mid`) or 21 to the last (`late`) of a month."""

    year: int | None
    month: int
    third: Literal["early", "mid", "late"]


@dataclass(frozen=True, slots=True)
class Quarter:
    """A calendar quarter, whatever the fiscal year."""

    year: int | None
    quarter: int


@dataclass(frozen=True, slots=True)
class Half:
    """A half of a calendar year."""

    year: int | None
    half: int


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year."""

    year: int


@dataclass(frozen=True, slots=True)
class IsoWeek:
    """A week of ISO 8601 (Monday to Sunday), or one day of it."""

    year: int
    week: int
    weekday: int | None
    """1 is Monday."""


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A fiscal year, named by the calendar year in which it ends, or a quarter of it."""

    year: int
    quarter: int | None


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The seven days of the week that holds a day."""

    base: "Base"


@dataclass(frozen=True, slots=True)
class NthWeekOf:
    """The n-th week of a longer span, part weeks counted and cut to it; -1 is the last."""

    nth: int
    base: "Base"


@dataclass(frozen=True, slots=True)
class WeekCommencing:
    """The week that begins on a day, known to the week only."""

    base: Day


@dataclass(frozen=True, slots=True)
class WeekdayOf:
    """A weekday inside a span: the n-th one, or the only one."""

    nth: int | None
    weekday: int
    """0 is Monday."""
    base: "Base"


@dataclass(frozen=True, slots=True)
class Observed:
    """An observance by id or name, in a year or in the period."""

    name: str
    edge: Edge
    year: int | None


@dataclass(frozen=True, slots=True)
class Ref:
    """Another dated thing of the plan by its path, or `programme`, `campaign`, `activity`."""

    path: tuple[str, ...]
    edge: Edge


Base = (
    Day
    | Month
    | Third
    | Quarter
    | Half
    | Year
    | IsoWeek
    | FiscalYear
    | WeekOf
    | NthWeekOf
    | WeekCommencing
    | WeekdayOf
    | Observed
    | Ref
)


@dataclass(frozen=True, slots=True)
class Offset:
    """A step forward or back from a base."""

    count: int
    """Negative goes back."""
    unit: Unit


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time, or a span of it, in minutes after midnight (to 29:59 in broadcast hours)."""

    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day, with no clock time."""

    name: Literal["morning", "afternoon", "evening"]


@dataclass(frozen=True, slots=True)
class Term:
    """A base, moved by steps, with a clock time or part of the day."""

    base: Base
    offsets: tuple[Offset, ...] = ()
    at: Clock | Part | None = None


@dataclass(frozen=True, slots=True)
class Tbd:
    """Not decided yet."""


@dataclass(frozen=True, slots=True)
class AsNeeded:
    """Whenever it is needed."""


@dataclass(frozen=True, slots=True)
class Single:
    """One term; `throughout` for "all": the whole of it rather than some time within it."""

    term: Term
    throughout: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """From one term to another, both ends included."""

    first: Term
    last: Term


@dataclass(frozen=True, slots=True)
class From:
    """From a term on, with no end."""

    term: Term


@dataclass(frozen=True, slots=True)
class Until:
    """Up to and including a term, with no start."""

    term: Term


@dataclass(frozen=True, slots=True)
class After:
    """Some time after another thing has ended."""

    ref: Ref | Observed


@dataclass(frozen=True, slots=True)
class Lasting:
    """A term and how long it lasts, the first day counted."""

    term: Term
    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A clock time on the day of the activity around it."""

    clock: Clock


@dataclass(frozen=True, slots=True)
class Daily:
    """A clock window on each day of a span, or of the activity's own days."""

    span: "Single | Between | From | Until | Lasting | None"
    clock: Clock


@dataclass(frozen=True, slots=True)
class Pick:
    """Which day of each period a recurrence means.

    `kind` is `day` (n-th day, -1 the last), `workday` (n-th, -1 the last), `weekday` (n-th, 0 every
    one) or `date` (a month and a day in each year).
    """

    kind: Literal["day", "workday", "weekday", "date"]
    nth: int = 0
    weekday: int = 0
    month: int = 0


@dataclass(frozen=True, slots=True)
class Every:
    """Each n-th period, or a day picked in it, with a clock time or none."""

    period: Period
    step: int = 1
    pick: Pick | None = None
    weekdays: tuple[int, ...] = ()
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class WorkdaysAfter:
    """So many working days after each period has ended; it belongs to the period that ended."""

    count: int
    period: Period


@dataclass(frozen=True, slots=True)
class Rrule:
    """A recurrence rule of RFC 5545 §3.3.10, without its DTSTART."""

    rule: str


@dataclass(frozen=True, slots=True)
class EveryTbd:
    """It comes round; how often is not decided."""


Recurrence = Every | WorkdaysAfter | Rrule | EveryTbd
Expression = Tbd | AsNeeded | Single | Between | From | Until | After | Lasting | OwnDay | Daily | Recurrence
