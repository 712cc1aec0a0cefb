"""What a campaign and the things in it are called for life, whatever their ids are now (rules 1, 59).

Calendars, revisions and facts go by these names.  A body notes them in `known_as`, for whatever was given
another id or took one over; anything else is called as its id says.  A new id is given in
`campaignflow.actions.apply`.
"""

import re
from collections.abc import Mapping
from itertools import count
from typing import Any

from campaignflow.canonical import Body, put
from campaignflow.types import Ref

__all__ = ["address_in", "known_as", "with_own_names"]

_ITSELF = ""
"""Under this the campaign itself stands in `known_as`."""
_OUTER = re.compile("[^/@]*")
_BLOCKS = ("key_dates", "activities")


def known_as(ref: Ref, body: Mapping[str, Any], name: str) -> str:
    """Return the id that an entry had when it was first recorded; renaming does not change it."""
    names: Mapping[str, str] = body.get("known_as", {})
    if not names or ref.kind != "campaign":
        return name
    kind, colon, address = name.rpartition(":")
    campaign, slash, item = address.partition("/")
    if not colon or "/" in item:  # a step of the campaign's own approval is in no item
        item = _first(body, item)
    return f"{kind}{colon}{names.get(_ITSELF, campaign)}{slash}{item}"


def address_in(other: Mapping[str, Any], body: Mapping[str, Any], item: str) -> str:
    """Return the address in another body of the same record of what stands at an address in this one."""
    first = _first(body, item)
    outer = _outer(first)
    names: Mapping[str, str] = other.get("known_as", {})
    now = {known: name for name, known in names.items() if name != _ITSELF}
    return now.get(outer, outer) + first[len(outer) :]


def with_own_names(after: Body, before: Mapping[str, Any]) -> Body:
    """Return a body in which what is new has a name of its own, though something else had its id before."""
    names: dict[str, str] = dict(after.get("known_as", {}))
    taken = {first for name, first in names.items() if name != _ITSELF}
    for name in sorted(_ids(after) - _ids(before) - names.keys()):
        if name in taken:
            own = next(one for one in (f"{name}~{n}" for n in count(2)) if one not in taken)
            names[name] = own
            taken.add(own)
    return put(after, ("known_as",), names or None)


def _first(body: Mapping[str, Any], item: str) -> str:
    outer = _outer(item)
    names: Mapping[str, str] = body.get("known_as", {})
    return names.get(outer, outer) + item[len(outer) :] if outer else item


def _outer(item: str) -> str:
    """Return the id of the outermost thing at an address: `briefing` of `briefing/release`, `patrol@...`."""
    found = _OUTER.match(item)
    return "" if found is None else found[0]


def _ids(body: Mapping[str, Any]) -> set[str]:
    plan = body.get("plan", {})
    return {name for block in _BLOCKS for name in plan.get(block, ())}
