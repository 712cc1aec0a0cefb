"""New calendar data: keeping a year's notice, and working out again what follows from it (rule 29, A10)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaignflow.actions.consequences import settle
from campaignflow.canonical import Body
from campaignflow.dates.countries import country
from campaignflow.dates.workdays import Notice
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.look import Look
from campaignflow.gate.permission import allow
from campaignflow.gate.programmes import calendars_of
from campaignflow.types import Ref

__all__ = ["add_calendar", "recalculate"]

CHINA = "CN"


def add_calendar(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Keep a year's notice of days off and extra working days; no date moves by it.

    The notice is a mapping in the form of the holiday-cn project, with `country` beside it (else China).
    """
    allow(look, command.actor, "recalculate")
    said: Mapping[str, Any] = command.arguments["notice"]
    notice = Notice.from_data(said)
    code = str(said.get("country", CHINA))
    calendars_of(look).get(code, country(code)).with_notice(notice)  # refuses days of another year
    days = [
        {"date": day.isoformat(), "isOffDay": day in notice.days_off}
        | ({"name": notice.days_off[day]} if notice.days_off.get(day) else {"name": "-"})
        for day in sorted({*notice.days_off, *notice.extra_workdays})
    ]
    plan: Body = {"country": code, "year": notice.year, "days": days}
    if said.get("source"):
        plan["source"] = str(said["source"])
    ref = str(Ref("calendar", None, f"{code}-{notice.year}"))
    body = {"state": "active", "plan": plan}
    return [Proposal(ref, "calendar_added", body, command.reason, command.note)]


def recalculate(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Work out again every date that may move, by the calendars as they are now; facts stay (A10)."""
    allow(look, command.actor, "recalculate")
    if not command.reason:
        look.refuse("reason-missing")
    if look.reasons:
        return []
    wanted = command.ref.partition(":")[2]
    programmes = [one for one in look.records(kind="programme") if not wanted or one.id == wanted]
    cause = _newest_notice(look)
    proposals = []
    for programme in programmes:
        if look.is_closed(programme.data):
            continue
        for ref, body in sorted(settle(look, programme.id, {}, set(), refresh=True).items()):
            proposals.append(Proposal(ref, "recalculated", body, command.reason, command.note, cause=cause))
    return proposals


def _newest_notice(look: Look) -> str:
    notices = look.records(kind="calendar")
    newest = max(notices, key=lambda one: one.data["plan"]["year"], default=None)
    return "" if newest is None else f"{newest.ref}@{newest.version}"
