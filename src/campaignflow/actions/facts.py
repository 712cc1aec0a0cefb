"""Dates that are facts: they do not follow when what they hang on moves (rule 26).

So are, for as long as something is postponed, the times of a series that hangs on it: they come back with it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from campaignflow.canonical import Body, at, put
from campaignflow.dates.span import Span
from campaignflow.gate.cases import items_in, plan_path
from campaignflow.gate.judge import named
from campaignflow.gate.look import Look
from campaignflow.gate.programmes import programme_noun
from campaignflow.labels import Word
from campaignflow.plan.programme import Programme
from campaignflow.records.entries import entry_id
from campaignflow.records.lifelong import address_in
from campaignflow.records.revisions import restored
from campaignflow.scheduling.resolver import Dates
from campaignflow.scheduling.schedule import Schedule

__all__ = ["as_if_back", "as_sure", "immovable", "postponed", "series_in", "with_facts"]


def immovable(look: Look, stored: Mapping[str, Body]) -> dict[str, str]:
    """Return the entries whose dates are facts, each with the reason (rule 26)."""
    stuck: dict[str, str] = {}
    for ref, body in stored.items():
        state = look.state_of(body)
        if state is None:
            continue
        kind, _, rest = ref.partition(":")
        prefix = "routine:" if kind == "programme" else f"{rest.partition('/')[2]}/"
        if state.final and kind == "campaign":
            stuck[prefix[:-1]] = "closed"
        for address, place in items_in(body):
            progress = body.get("progress", {}).get(address, {})
            item = at(body, place)
            if progress.get("state"):
                why = str(progress["state"])
            elif progress.get("pinned"):
                why = "pinned"
            elif state.final:
                why = "closed"
            elif state.protected and _is_confirmed(item) and _visibility(body, place) == "public":
                why = "public"
            else:
                continue
            stuck[f"{prefix}{address}"] = why
    return stuck


def _is_confirmed(item: Mapping[str, Any]) -> bool:
    said = [item[name].get("resolved", {}).get("certainty") for name in ("when", "due") if name in item]
    return "confirmed" in said


def as_sure(
    fixed: Mapping[str, Dates], names: Collection[str], work_out: Callable[..., Schedule]
) -> dict[str, Dates]:
    """Return the dates of facts, some of those fixed: on their days, as certain as if they could move."""
    if not names:
        return {}
    free = work_out(fixed={name: dates for name, dates in fixed.items() if name not in names}).dates
    found = {}
    for name in names:
        own, other = fixed[name], free[name]
        window = _as_sure(own.window, other.window) or own.window
        when, due = _as_sure(own.when, other.when), _as_sure(own.due, other.due)
        found[name] = replace(own, when=when, due=due, window=window, certainty=window.certainty)
    return found


def _as_sure(span: Span | None, other: Span | None) -> Span | None:
    if span is None or other is None or not span.precision.is_exact:  # no other is certain but by its words
        return span
    return span._replace(provisional=other.provisional)


def _visibility(body: Mapping[str, Any], place: tuple[str, ...]) -> str:
    """Return who may see an item: what it says itself, else what is around it."""
    for depth in range(len(place), 0, -2):
        said = (at(body, place[:depth]) or {}).get("visibility")
        if said is not None:
            return str(said)
    return "internal"


def with_facts(look: Look, ref: str, after: Body) -> Body:
    """Return a body in which the times of a series that are facts still are, though it has another rule.

    Facts are those that were begun, done, dropped, postponed, pinned or moved by hand.  What becomes of a
    series that is none any more is for calendars to say (`campaignflow.records.gone`).
    """
    times = {item: said for item, said in after.get("progress", {}).items() if "@" in item and _stays(said)}
    recorded = (look.body(ref) or look.body(str(after.get("was", ref))) or {}) if times else {}
    before = restored(recorded) if recorded else {}
    for item, said in times.items():
        name, _, key = item.partition("@")
        was = plan_path(before, tuple(address_in(before, after, name).split("/"))) or ()
        place = plan_path(after, tuple(name.split("/"))) or ()
        for days in (("when", "resolved", "occurrences"), ("due", "resolved", "occurrences")):
            time, now = at(before, (*was, *days, key)), at(after, (*place, *days))
            if time is not None and now is not None and now.get(key) != time:
                after = put(after, (*place, *days, key), time)
                _report(look, ref, item, at(after, place), said, now.get(key, {}))
    return after


def _stays(said: Mapping[str, Any]) -> bool:
    return bool(said.get("state") or said.get("pinned") or "when" in said)


def _report(
    look: Look,
    ref: str,
    item: str,
    plan: Mapping[str, Any],
    said: Mapping[str, Any],
    fresh: Mapping[str, str],
) -> None:
    """Say that a time of a series did not follow; of one moved by hand whoever moved it knows."""
    why = said.get("state") or ("pinned" if said.get("pinned") else None)
    if why is not None:
        would = fresh.get("start") or fresh.get("due") or fresh.get("end") or "—"
        name = entry_id(named(ref), item)
        shown = would[:16].replace("T", " ")
        look.report("did-not-follow", ref=name, title=str(plan["title"]), why=Word(str(why)), would=shown)


def postponed(stored: Mapping[str, Body]) -> set[str]:
    """Return the entries that have lost their date until they are reinstated."""
    found: set[str] = set()
    for ref, body in stored.items():
        items = [item for item, said in body.get("progress", {}).items() if "postponed" in said]
        found |= {entry_id(named(ref), item) for item in items if "@" not in item}
        found |= {named(ref).id} if "postponed" in body else set()
    return found


def series_in(given: Mapping[str, Dates], names: Iterable[str]) -> set[str]:
    """Return which of some entries come round."""
    return {name for name in names if name in given and given[name].rounds}


def as_if_back(
    look: Look,
    programme: str,
    stored: Mapping[str, Body],
    names: Collection[str],
    work_out: Callable[[Programme], Schedule],
) -> dict[str, Dates]:
    """Return the times of series by another rule as they are in the former days of what is postponed."""
    if not names:
        return {}
    former = {ref: dict(restored(body)) for ref, body in stored.items()}
    noun = programme_noun(look, programme, former, former)
    dates = {} if noun is None else work_out(noun).dates
    return {name: dates[name] for name in series_in(dates, names)}
