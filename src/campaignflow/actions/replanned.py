"""A record's plan with its days worked out anew: which dates take them, and which keep what is on record.

Which records these are, and why, is `campaignflow.actions.consequences`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from campaignflow.canonical import Body, put
from campaignflow.dates.when import When
from campaignflow.errors import InvalidValue
from campaignflow.gate.cases import items_in
from campaignflow.plan.programme import Programme
from campaignflow.records.body import body_of
from campaignflow.records.days import days_of
from campaignflow.records.layout import is_date
from campaignflow.records.leaves import same
from campaignflow.scheduling.elsewhere import Path
from campaignflow.scheduling.nodes import refs_in
from campaignflow.scheduling.schedule import Schedule

__all__ = ["Moves", "Twice", "days_by_campaign", "places_of", "planned"]


def days_by_campaign(made: Schedule) -> dict[str | None, dict[Path, Body]]:
    """Return the days of every date, by campaign; those of the programme itself under None."""
    found: dict[str | None, dict[Path, Body]] = {None: {}}
    for path, days in days_of(made).items():
        campaign = str(path[1]) if path[0] == "campaigns" else None
        found.setdefault(campaign, {})[path] = days
    return found


def planned(ref: str, body: Body, noun: Programme, days: Mapping[str | None, Mapping[Path, Body]]) -> Body:
    """Return what is planned of a record with the days that were worked out."""
    kind, _, rest = ref.partition(":")
    campaign = rest.partition("/")[2] if kind == "campaign" else None
    path = ("campaigns", campaign) if campaign is not None else ()
    own = noun.campaigns[campaign] if campaign is not None else noun
    plan: Body = body_of(own, path, days.get(campaign, {}), currency=noun.currency, before=body)["plan"]
    return put(plan, ("uses",), body["plan"]["uses"]) if "uses" in body["plan"] else plan


def places_of(ref: str, body: Body, open_: set[str]) -> set[tuple[str, ...]]:
    """Return where in a plan the entries stand that were worked out again."""
    kind, _, rest = ref.partition(":")
    campaign = rest.partition("/")[2]
    prefix = "routine:" if kind == "programme" else f"{campaign}/"
    places = {place[1:] for address, place in items_in(body) if f"{prefix}{address}" in open_}
    return places | ({()} if kind == "campaign" and campaign in open_ else set())


class Twice:
    """A programme worked out twice, without and with what an act changes, by the same calendars.

    What differs is moved by the act; what only new calendar data would move does not differ (rule 29).
    """

    def __init__(self, work_out: Callable[[], tuple[Schedule, Schedule]]) -> None:
        self._work_out = work_out

    @cached_property
    def _made(self) -> tuple[Schedule, Schedule]:
        return self._work_out()

    @cached_property
    def _days(self) -> list[dict[str | None, dict[Path, Body]]]:
        return [days_by_campaign(one) for one in self._made]

    def entries(self) -> set[str]:
        """Return the ids of entries whose dates differ."""
        was, now = (one.dates for one in self._made)
        return {name for name, dates in now.items() if was.get(name) != dates}

    def places(self, ref: str, body: Body, noun: Programme) -> set[tuple[str, ...]]:
        """Return where in the plan of a record dates differ."""
        was, now = (planned(ref, body, noun, days) for days in self._days)
        return set(_apart(was, now, ()))


def _apart(one: Any, other: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield where two plans of the same words have other days."""
    if is_date(other):
        if one != other:
            yield path
    elif isinstance(other, Mapping):
        for key, value in other.items():
            yield from _apart(one[key], value, (*path, key))


@dataclass(frozen=True, slots=True)
class Moves:
    """Which dates of a plan take new days; all others keep what is on record."""

    places: set[tuple[str, ...]]
    """Where the entries stand that were worked out again."""
    others: Callable[[], set[tuple[str, ...]]]
    """Where dates stand that come out otherwise, though they are no entry's own: a charge, a blackout."""
    is_wide: bool
    """Whether any date may; else only those that name something of the plan."""

    def kept(self, old: Any, new: Any, path: tuple[str, ...] = ()) -> Any:
        """Return a new plan with the days on record, but for dates that move and such as are new."""
        if not isinstance(new, Mapping):
            return new
        if not is_date(new):
            said = old if isinstance(old, Mapping) else {}
            return {key: self.kept(said.get(key), value, (*path, key)) for key, value in new.items()}
        was = old.get("resolved") if isinstance(old, Mapping) else None
        if was is None or not same(old, new) or self._moves(path, new["written"]):
            return new
        return {**new, "resolved": was}

    def _moves(self, path: tuple[str, ...], written: str) -> bool:
        if path[:-1] in self.places and path[-1] in {"when", "due"}:
            return True
        return (self.is_wide or _names_something(written)) and path in self.others()


def _names_something(written: str) -> bool:
    try:
        return any(True for _ in refs_in(When(written).expression))
    except InvalidValue:
        return False
