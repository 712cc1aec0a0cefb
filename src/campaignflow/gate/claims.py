"""Who is behind an entry beside whoever acts: his other ids, and those whom he says he wrote with (39, 41).

Both are said in the entry itself, so that a later change of the office's people takes nobody out of what he
wrote.  Whom somebody only names, and who has given him no mandate, is an author until he says that he is
none (`campaignflow.actions.disowning`): a planner could keep anybody from deciding otherwise.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from campaignflow.canonical import Body
from campaignflow.gate.approvers import DEEPEST, identity, mandate_holds
from campaignflow.gate.behind import CLAIMED, SAME, people_behind
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.look import Look

__all__ = ["ascribed", "everybody_after", "ids_of"]

People = Mapping[str, Mapping[str, Any]]


def ascribed(
    look: Look, command: Command, responsible: str, details: Mapping[str, Any], people: People
) -> Body:
    """Return what an entry says of those behind it: their other ids, and who is one by another's word."""
    actor = command.actor
    behind = people_behind(actor.id, responsible, {**details, "claims": actor.claims})
    firm = {actor.id, actor.person or actor.id, *details.get("chain", ())}
    if command.is_own or people.get(actor.id, {}).get("plan", {}).get("shared"):
        firm.add(responsible)  # what a program follows is for its host to say
    acts = {identity(people, one) for one in firm}
    firm |= {one for one in behind if acts & set(_deputies(look, people, identity(people, one)))}
    sure = ids_of(people, firm & behind)
    claimed = ids_of(people, behind - firm) - sure
    said = {SAME: sorted((sure | claimed) - behind), CLAIMED: sorted(claimed)}
    return {name: one for name, one in said.items() if one}


def _deputies(look: Look, people: People, human: str, most: int = DEEPEST) -> Iterator[str]:
    """Yield the humans who speak for one by mandates for all steps, handed on as far as they may be (50).

    Under which of their ids they gave them and were given them makes no difference.
    """
    for name, body in people.items():
        for one in body.get("mandates", {}).values() if identity(people, name) == human else ():
            if mandate_holds(one, look.has_come) and not one.get("scope"):
                deputy, left = identity(people, one["to"]), min(most, int(one.get("depth", 1))) - 1
                yield deputy
                yield from _deputies(look, people, deputy, left) if left else ()


def ids_of(people: People, some: Iterable[str]) -> set[str]:
    """Return every id of the humans behind some ids."""
    wanted = set(some)
    humans = {identity(people, one) for one in wanted}
    return wanted | {one for one in people if identity(people, one) in humans}


def everybody_after(look: Look, proposals: Iterable[Proposal]) -> People:
    """Return the people of the office, those included that an act brings."""
    begins = "person:"
    new = {one.ref.removeprefix(begins): one.body for one in proposals if one.ref.startswith(begins)}
    known: dict[str, Mapping[str, Any]] = {name: body for name, body in new.items() if body is not None}
    return known | look.named("person")
