"""Dates that are facts: they do not follow when what they hang on moves (rule 26)."""

from collections.abc import Mapping
from typing import Any

from campaignflow.canonical import Body, at, put
from campaignflow.gate.cases import items_in, plan_path
from campaignflow.gate.look import Look

__all__ = ["immovable", "with_facts"]


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


def _visibility(body: Mapping[str, Any], place: tuple[str, ...]) -> str:
    """Return who may see an item: what it says itself, else what is around it."""
    for depth in range(len(place), 0, -2):
        said = (at(body, place[:depth]) or {}).get("visibility")
        if said is not None:
            return str(said)
    return "internal"


def with_facts(after: Body, before: Body) -> Body:
    """Return a body in which the times of a series that were done, dropped or moved are still there."""
    for item, said in before.get("progress", {}).items():
        name, _, key = item.partition("@")
        if not key or not (said.get("state") or "when" in said):
            continue
        place = plan_path(before, tuple(name.split("/")))
        for field in ("when", "due") if place is not None else ():
            path = (*(place or ()), field, "resolved", "occurrences", key)
            time = at(before, path)
            if time is not None and at(after, path[:-2]) is not None:
                after = put(after, path, time)
    return after
