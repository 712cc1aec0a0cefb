"""Dates of what stands in no plan: of what is opened, and of what is moved by hand."""

from campaignflow.canonical import Body
from campaignflow.dates.bases import Setting
from campaignflow.dates.resolve import resolve
from campaignflow.dates.when import When
from campaignflow.gate.look import Look
from campaignflow.gate.programmes import calendars_of, programme_noun
from campaignflow.plan.programme import Programme
from campaignflow.scheduling.settings import Settings

__all__ = ["dated"]


def dated(
    look: Look, programme: str | None, written: str, *, last: bool, setting: Setting | None = None
) -> Body:
    """Return a date that stands in no plan as it is kept: as written, and the days it means.

    Args:
        look: Where the programme and its calendars stand.
        programme: The programme it belongs to; None for what is the office's.
        written: The date as somebody wrote it.
        last: Whether it is a last day.
        setting: What it is read against, where that is known; else the programme's.
    """
    when = When(written)
    span = resolve(when.expression, setting or _setting(look, programme))
    days = {"due": span.end} if last else {"start": span.start, "end": span.end}
    resolved: Body = {name: moment.isoformat() for name, moment in days.items() if moment is not None}
    resolved["precision"], resolved["certainty"] = span.precision.value, span.certainty.value
    return {"written": when.text, "resolved": resolved}


def _setting(look: Look, programme: str | None) -> Setting:
    noun = None if programme is None else programme_noun(look, programme)
    if noun is None:
        noun = Programme(id="office", title="-", period="tbd", timezone=look.zone.key)
    return Settings(noun, calendars_of(look), look.observances).setting((), None, ())
