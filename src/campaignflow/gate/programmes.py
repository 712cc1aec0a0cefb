"""A programme as the record has it: its nouns put together from their records, and its calendars.

Nothing is resolved here; what moves when something moves is in `campaignflow.actions.consequences`.
"""

from collections.abc import Collection, Mapping
from typing import Any

from campaignflow.canonical import Body
from campaignflow.dates.countries import country
from campaignflow.dates.workdays import Notice, WorkCalendar
from campaignflow.gate.look import RETIRED, Look, graph_guard
from campaignflow.plan.noun import Noun
from campaignflow.plan.programme import Programme
from campaignflow.records.entries import Around, around_of
from campaignflow.records.nouns import noun_of, programme_of
from campaignflow.scheduling.settings import Settings
from campaignflow.store.record import Record
from campaignflow.types import OFFICE_KINDS

__all__ = [
    "around_programme",
    "bare_programme",
    "calendars_of",
    "campaigns_of",
    "programme_noun",
    "programme_ref",
    "settings_of",
]


def programme_ref(programme: str) -> str:
    """Return the full ref of a programme's own record."""
    return f"programme:{programme}"


def campaigns_of(look: Look, programme: str) -> list[Record]:
    """Return the records of a programme's campaigns that have not been taken out of it."""
    records = look.records(kind="campaign", programme=programme)
    return [one for one in records if one.data["state"] != RETIRED]


def programme_noun(
    look: Look,
    programme: str,
    bodies: Mapping[str, Body] | None = None,
    only: Collection[str] | None = None,
) -> Programme | None:
    """Return a programme from its records, None if there is none.

    `bodies` take the place of those on record, by full ref, or stand beside them.  `only` limits it to
    some campaigns, by full ref.
    """
    laid = dict(bodies or {})
    ref = programme_ref(programme)
    own = laid.get(ref) or look.body(ref)
    if own is None:
        return None
    campaigns: dict[str, Noun | Mapping[str, Any]] = {}
    for one in look.records(kind="campaign", programme=programme):
        if only is not None and one.ref not in only:
            continue
        if one.ref not in laid and one.data["state"] != RETIRED:
            campaigns[one.id] = _noun(look, one)
    for other, body in laid.items():
        prefix = f"campaign:{programme}/"
        if other.startswith(prefix) and body.get("state") != RETIRED and (only is None or other in only):
            campaigns[other.removeprefix(prefix)] = body
    office = {kind: _office(look, kind, laid) for kind in OFFICE_KINDS}
    first = {
        one.id: _first_day(one.data)
        for one in look.records(kind="campaign", programme=programme)
        if one.ref not in laid
    } | {ref.rpartition("/")[2]: _first_day(body) for ref, body in laid.items()}
    in_time = sorted(campaigns, key=lambda name: (first.get(name, ""), name))
    return programme_of(programme, own, {name: campaigns[name] for name in in_time}, office)


def _first_day(body: Mapping[str, Any]) -> str:
    """Return the first day of a campaign, so that plans are written in order of time; undated ones last."""
    resolved = body.get("plan", {}).get("when", {}).get("resolved", {})
    return str(resolved.get("start") or "9999")[:10]


def _office(look: Look, kind: str, laid: Mapping[str, Body]) -> dict[str, Noun | Mapping[str, Any]]:
    found: dict[str, Noun | Mapping[str, Any]] = {
        one.id: _noun(look, one) for one in look.records(kind=kind) if one.ref not in laid
    }
    prefix = f"{kind}:"
    found.update({ref.removeprefix(prefix): body for ref, body in laid.items() if ref.startswith(prefix)})
    return found


def _noun(look: Look, record: Record) -> Noun:
    noun: Noun = look.remembered(record.ref, record.body, lambda: noun_of(record.kind, record.data))
    return noun


def settings_of(look: Look, programme: str | None) -> Settings:
    """Return what dates are counted by in a programme, or, without one, in the office."""
    ref = programme_ref(programme or "")
    record = None if programme is None else look.record(ref)
    body = None if record is None else record.body
    office = look.guard(graph_guard(""))

    def make() -> Settings:
        noun = None if record is None else bare_programme(look, record)
        if noun is None:
            noun = Programme(id="office", title="-", period="tbd", timezone=look.zone.key)
        return Settings(noun, calendars_of(look), look.observances)

    settings: Settings = look.remembered(f"settings:{ref}", (body, office), make)
    return settings


def bare_programme(look: Look, record: Record) -> Programme:
    """Return a programme without its campaigns."""
    office = {kind: {one.id: _noun(look, one) for one in look.records(kind=kind)} for kind in OFFICE_KINDS}
    return programme_of(record.id, record.data, {}, office)


def around_programme(look: Look, programme: str | None, body: Mapping[str, Any] | None = None) -> Around:
    """Return what a programme's entries rest on beside their own records; without one, the office's zone."""
    own = body
    if own is None and programme is not None:
        own = look.body(programme_ref(programme))
    if own is None:
        return Around(timezone=look.zone.key)
    plan, office = own["plan"], look.guard(graph_guard(""))

    def make() -> Around:
        return around_of(own, {kind: look.named(kind) for kind in ("unit", "person")})

    if body is not None:
        return make()
    said = tuple(str(plan.get(name)) for name in ("timezone", "certainty", "period"))
    around: Around = look.remembered(f"around:{programme}", (said, office), make)
    return around


def calendars_of(look: Look) -> dict[str, WorkCalendar]:
    """Return the countries' calendars with the notices that the office was given since."""
    found: dict[str, WorkCalendar] = {}
    for one in look.records(kind="calendar"):
        plan = one.data["plan"]
        code = str(plan["country"])
        found[code] = found.get(code, country(code)).with_notice(Notice.from_data(plan))
    return found
