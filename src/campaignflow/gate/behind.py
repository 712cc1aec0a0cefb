"""Who is behind an entry: whoever acted, for whom, with whom, and his other ids (rule 39).

What an entry says of that is put into it by `campaignflow.gate.claims`.
"""

from collections.abc import Mapping
from typing import Any

from campaignflow.workflow.authorship import CLAIM

__all__ = ["CLAIMED", "SAME", "authors_behind", "people_behind"]

SAME, CLAIMED = "same", "claimed"
"""Where an entry says which other ids the people behind it have, and who only is said to be one of them."""


def people_behind(actor: str, responsible: str, details: Mapping[str, Any]) -> frozenset[str]:
    """Return everybody an entry is to be put down to: who acted, for whom, with whom (rule 39)."""
    claims = details.get("claims", {})
    said = {actor, responsible, *details.get("authors", ()), *details.get("chain", ())}
    said |= set(details.get(SAME, ()))
    said |= {str(claims[name]) for name in ("person", "on_behalf_of") if name in claims}
    return frozenset(one for one in said if one and ":" not in one)


def authors_behind(actor: str, responsible: str, details: Mapping[str, Any]) -> frozenset[str]:
    """Return the same as they are kept: marked who is an author only because somebody says so."""
    claimed = set(details.get(CLAIMED, ()))
    behind = people_behind(actor, responsible, details)
    return frozenset(f"{CLAIM}{one}" if one in claimed else one for one in behind)
