"""Which notice goes where: the office's rules, and who is meant by each.

How the rules are written is read in `campaignflow_notify.settings`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import campaignflow as cf
from campaignflow_notify.mistakes import NotTaken

__all__ = ["Party", "Routing", "Rule", "names"]


class Party(Protocol):
    """Somebody a notice is for, as `DutyNotice.to` has him."""

    @property
    def id(self) -> str:
        """Id of the unit or person."""
        ...

    @property
    def name(self) -> str:
        """What the unit or person is called."""
        ...

    @property
    def people(self) -> "Sequence[Party]":
        """Of a unit, the people who belong to it."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: notices of some kind for some people go one way."""

    route: str
    """Name of the route."""
    whom: frozenset[str] = frozenset()
    """Ids of units and people; empty for everybody."""
    kinds: frozenset[str] = frozenset()
    """Kinds of notices, as `escalated`; empty for all."""
    duties: frozenset[str] = frozenset()
    """Duties, as `launch`; empty for all."""
    mail: tuple[str, ...] = ()
    """Addresses that it goes to instead of those of whom it is for."""

    def meant(self, notice: cf.DutyNotice) -> tuple[Party, ...] | None:
        """Return whom of a notice's people it is carried to, None if the rule does not speak of it.

        A notice for a unit concerns a rule for somebody in it, and goes to him then.
        """
        if (self.kinds and notice.kind not in self.kinds) or (self.duties and notice.duty not in self.duties):
            return None
        if not self.whom:
            return tuple(notice.to)
        found: dict[str, Party] = {}
        for party in _parties(notice.to):
            if party.id in self.whom:
                found.setdefault(party.id, party)
        return tuple(found.values()) or None


@dataclass(frozen=True, slots=True)
class Routing:
    """All rules, and the addresses of people and units."""

    rules: tuple[Rule, ...]
    mailing: frozenset[str]
    """Names of the routes that are mail."""
    addresses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Mail addresses by the id of a unit or person."""
    ignores_others: bool = False
    """Whether a notice that no rule speaks of counts as taken."""

    def of(self, notice: cf.DutyNotice) -> tuple[dict[str, tuple[str, ...]], list[NotTaken]]:
        """Return the routes a notice goes, each with its addresses (empty for a robot), and what is amiss."""
        ways: dict[str, dict[str, None]] = {}
        amiss: dict[tuple[str, str], NotTaken] = {}
        for rule in self.rules:
            meant = rule.meant(notice)
            if meant is None:
                continue
            way = ways.setdefault(rule.route, {})
            if rule.route not in self.mailing:
                continue
            way.update(dict.fromkeys(rule.mail))
            for party in () if rule.mail else meant:
                found = self._addresses(party)
                way.update(dict.fromkeys(found))
                if not found:
                    amiss["no-address", party.id] = NotTaken("no-address", to=party.id)
            if not rule.mail and not meant:
                amiss["no-address", ""] = NotTaken("no-address", to="?")
        if not ways and not self.ignores_others:
            amiss["unrouted", ""] = NotTaken("unrouted", to=", ".join(one.id for one in notice.to) or "?")
        return {route: tuple(way) for route, way in ways.items()}, list(amiss.values())

    def _addresses(self, party: Party) -> tuple[str, ...]:
        """Return a party's own addresses; of a unit without, those of its people."""
        own = self.addresses.get(party.id)
        if own is not None:
            return own
        return tuple(address for one in party.people for address in self.addresses.get(one.id, ()))


def names(notice: cf.DutyNotice, between: str) -> str:
    """Return what the units and people are called whom a notice is for."""
    return between.join(one.name for one in notice.to)


def _parties(parties: Iterable[Party]) -> Iterator[Party]:
    for party in parties:
        yield party
        yield from party.people
