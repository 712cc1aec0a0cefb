"""Which plugins' observances the dates of an entry rest on: put on record with it (C1).

The days themselves stand in the body, so what a plugin says later, or that it is gone, moves none (rule 29).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from campaignflow.canonical import Body
from campaignflow.dates.observances import Catalogue
from campaignflow.dates.when import When
from campaignflow.errors import InvalidValue
from campaignflow.gate.look import Look
from campaignflow.records.layout import is_date
from campaignflow.scheduling.years import observed_in
from campaignflow.types import Ref, folded

__all__ = ["observed"]


def observed(look: Look, ref: Ref, patch: Mapping[str, Any], after: Mapping[str, Any]) -> Body:
    """Return for the details of an entry which plugins' observances its dates name, each with its plugin."""
    if look.plugins is None or not look.observances or "plan" not in patch:
        return {}
    own = _own(look, ref)
    brought = {
        one.id: look.plugins.identity(data.provider)
        for data in look.plugins.data()
        for one in data.observances
    }
    catalogue = Catalogue(look.observances)
    found: Body = {}
    for name in _named(patch["plan"], after["plan"]):
        one = None if folded(name) in own else catalogue.find(name)
        if one is not None:
            found[one.id] = brought[one.id]
    return {"observances": found} if found else {}


def _own(look: Look, ref: Ref) -> set[str]:
    """Return the names of the programme's own observances, which count before all others."""
    programme = ref.id if ref.kind == "programme" else ref.programme
    body = None if programme is None else look.body(f"programme:{programme}")
    own = {} if body is None else body["plan"].get("observances", {})
    return {folded(name) for one in own for name in (one, str(own[one].get("title", one)))}


def _named(patch: Any, plan: Any) -> Iterator[str]:
    """Yield the observances that dates name of which a patch says something."""
    if not isinstance(patch, Mapping) or not isinstance(plan, Mapping):
        return
    if is_date(plan):
        try:
            yield from (one.name for one in observed_in(When(str(plan["written"])).expression))
        except InvalidValue:
            return  # what cannot be read has no days
        return
    for name, value in patch.items():
        yield from _named(value, plan.get(name))
