"""Dates of what stands in no plan: of what is opened, and of what is moved by hand."""

from campaignflow.canonical import Body
from campaignflow.dates.resolve import resolve
from campaignflow.dates.when import When
from campaignflow.gate.look import Look
from campaignflow.gate.programmes import settings_of

__all__ = ["dated"]


def dated(look: Look, programme: str | None, written: str, *, last: bool, lead: tuple[str, ...] = ()) -> Body:
    """Return a date that stands in no plan as it is kept: as written, and the days it means.

    Args:
        look: Where the programme's calendars stand.
        programme: The programme it belongs to; None for what is the office's.
        written: The date as somebody wrote it.
        last: Whether it is a last day.
        lead: Who leads it: the working days are theirs.
    """
    when = When(written)
    span = resolve(when.expression, settings_of(look, programme).setting(lead, None, ()))
    days = {"due": span.end} if last else {"start": span.start, "end": span.end}
    resolved: Body = {name: moment.isoformat() for name, moment in days.items() if moment is not None}
    resolved["precision"], resolved["certainty"] = span.precision.value, span.certainty.value
    return {"written": when.text, "resolved": resolved}
