"""Who may decide a step: pools, identities, authors, mandates; judged when he decides (rules 39, 40, 50).

Everything is read from the office's own records.  A plugin's directory may add roles to people the office
knows, and only where people decide: nothing that is derived from a record, and nothing that stops, asks it.
Whether the steps of a round can still be filled is `campaignflow.gate.enough`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from campaignflow.gate.behind import people_behind
from campaignflow.gate.content import RecordContent
from campaignflow.gate.grants import namings
from campaignflow.gate.look import OFFICE, Look
from campaignflow.hooks.answers import Directory, Query
from campaignflow.store.journal import JournalEntry
from campaignflow.types import Actor
from campaignflow.workflow.approvals import Approvals
from campaignflow.workflow.authorship import claimants
from campaignflow.workflow.seats import identity_of
from campaignflow.workflow.steps import Step

__all__ = ["DEEPEST", "Approvers", "Bar", "Chain", "acting", "identity", "mandate_holds"]

DEEPEST = 3
"""How many mandates may lead from a principal to whoever speaks for him."""


class Bar(NamedTuple):
    """Why somebody may not decide a step: a code and its facts."""

    code: str
    facts: Mapping[str, Any]


class Chain(NamedTuple):
    """By which mandates somebody speaks for another: who handed it on, and the mandates' ids."""

    people: tuple[str, ...]
    mandates: tuple[str, ...]


class _Way(NamedTuple):
    """As what somebody is meant by a step, and what in his record makes him that."""

    basis: str
    """`role:head-of-unit`, `unit:press`, `person:li-wei`; behind an `@` the directory that says so."""
    person: str
    role: str = ""
    """The role he must hold."""
    units: tuple[str, ...] = ()
    """The units of which he must belong to one."""


def acting(actor: Actor) -> str:
    """Return the person who acts: of a shared account whoever sits at it."""
    return actor.person or actor.id


def identity(people: Mapping[str, Mapping[str, Any]], person: str) -> str:
    """Return the one human behind an id, for whom all rules count (`same_as`)."""

    def same_as(one: str) -> str | None:
        body = people.get(one)
        return None if body is None else body["plan"].get("same_as")

    return identity_of(person, same_as)


def mandate_holds(said: Mapping[str, Any], has_come: Callable[[datetime], bool]) -> bool:
    """Whether a mandate holds, by what tells which moments have come; its interval is half-open (rule 50)."""
    if "ended" in said:
        return False
    first, last = (datetime.fromisoformat(said[name]) for name in ("from_at", "until_at"))
    return has_come(first) and not has_come(last)


@dataclass(frozen=True)
class Approvers:
    """The people of the office, as they stand to one record."""

    look: Look
    plan: Mapping[str, Any]
    """What is planned of the record: who leads it."""
    content: RecordContent
    approvals: Approvals
    asks_directory: bool = False
    """Whether plugins may add people to roles: where somebody decides, never in what is derived."""
    _known: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict, compare=False)
    """Authors and granters, once they were asked for."""

    @cached_property
    def _everybody(self) -> dict[str, Mapping[str, Any]]:
        return dict(self.look.named("person"))

    @cached_property
    def _people(self) -> dict[str, Mapping[str, Any]]:
        return {name: one for name, one in self._everybody.items() if one["state"] == "active"}

    def said(self, person: str) -> Mapping[str, Any]:
        """Return what is planned of a person; empty for a stranger and for somebody retired."""
        found: Mapping[str, Any] = self._people.get(person, {}).get("plan", {})
        return found

    def identity(self, person: str) -> str:
        """Return the one human behind an id, for whom all rules count (`same_as`)."""
        return identity(self._everybody, person)

    def ids(self, person: str) -> list[str]:
        """Return the ids of a human that are in use, the given one first; none for somebody retired."""
        if person not in self._people:
            return []
        human = self.identity(person)
        return [person, *(one for one in self._people if one != person and self.identity(one) == human)]

    def authors(self, step: Step) -> frozenset[str]:
        """Return the identities of those who wrote what a step covers (rule 39)."""
        if (step.id,) not in self._known:
            self._known[step.id,] = frozenset(map(self.identity, self.content.authors(step)))
        return self._known[step.id,]

    # pools

    def groups(self, step: Step, person: str) -> dict[int, str]:
        """Return the groups of a step that a human is in, each with his standing in it.

        What he was given by an author counts for nothing while he is there by anything else (rule 40).
        """
        found = self._in_groups(step, person)
        good = {number: way for number, way in found.items() if not self._granters(step, way)}
        return {number: way.basis for number, way in (good or found).items()}

    def _in_groups(self, step: Step, person: str) -> dict[int, _Way]:
        if step.everybody and step.members and self.identity(person) not in step.members:
            return {}
        found = {}
        for number, group in enumerate(step.groups):
            ways = [way for one in self.ids(person) for way in self._ways(step, one, group.by)]
            if ways:
                found[number] = next((way for way in ways if not self._granters(step, way)), ways[0])
        return found

    def _ways(self, step: Step, person: str, by: Iterable[str]) -> Iterator[_Way]:
        """Yield as what an id is meant by a list of people, units and roles."""
        said = self.said(person)
        for party in by:
            if party == person:
                yield _Way(f"person:{party}", person)
            elif party in self._everybody:
                continue
            elif self.look.body(f"unit:{party}") is not None:
                if said.get("unit") == party:
                    yield _Way(f"unit:{party}", person, units=(party,))
            elif not step.within or said.get("unit") in self._within(step):
                units = self._within(step)
                if party in said.get("roles", ()):
                    yield _Way(f"role:{party}", person, party, units)
                elif provider := self._listed(party, person):
                    yield _Way(f"role:{party}@{provider}", person, units=units)

    def _within(self, step: Step) -> tuple[str, ...]:
        """Return the units that the roles of a step are narrowed to; none where they are not."""
        if not step.within:
            return ()
        return tuple(self._leading) if step.within == "lead" else (step.within,)

    @cached_property
    def _leading(self) -> list[str]:
        lead = list(self.plan.get("lead", ())) + ([self.plan["unit"]] if "unit" in self.plan else [])
        return [str(self.said(one).get("unit", one)) for one in lead]

    def meant(self, step: Step) -> list[str]:
        """Return everybody who is meant by a step; of a human with several ids those by which he is."""
        by = [group.by for group in step.groups]
        members = set(step.members) if step.everybody else set()
        return [
            one
            for one in self._people
            if (not members or self.identity(one) in members)
            and any(way for each in by for way in self._ways(step, one, each))
        ]

    def pool(self, step: Step) -> dict[str, dict[int, str]]:
        """Return everybody who is meant by a step, with the groups he is in; whoever may not decide, too."""
        return {one: self.groups(step, one) for one in self.meant(step)}

    # directories

    def _listed(self, role: str, person: str) -> str:
        """Return the plugin whose directory says that somebody holds a role; empty if none does."""
        for one in self._found(role):
            if any(person == other.id for other in one.people):
                return one.provider
        return ""

    def _found(self, role: str) -> list[Directory]:
        if not self.asks_directory or self.look.plugins is None:
            return []
        if role not in self.look.listed:
            self.look.listed[role] = self.look.plugins.directory(Query("role", role))
        return self.look.listed[role]

    def _silent(self, step: Step) -> Iterator[Bar]:
        """Yield why a directory could not say who holds the roles of a step."""
        for party in step.parties:
            for one in self._found(party) if self.look.body(f"unit:{party}") is None else ():
                if one.error is not None:
                    yield Bar(one.error.code, one.error.facts)

    # who may

    def bars(
        self, step: Step, person: str, barred: Iterable[str] = (), *, by_token: bool = False
    ) -> Iterator[Bar]:
        """Yield everything that keeps a person from deciding a step himself, or by a token."""
        found = self._in_groups(step, person)
        if not found:
            yield Bar("not-an-approver", {"person": person, "step": step.title, "parties": step.parties})
            yield from self._silent(step)
            return
        yield from self.bars_on_the_way(step, person, barred, by_token=by_token)
        granters = [self._granters(step, way) for way in found.values()]
        if all(granters):
            yield Bar("granted-by-author", {"person": person, "author": min(granters[0])})

    def bars_on_the_way(
        self, step: Step, person: str, barred: Iterable[str] = (), *, by_token: bool = False
    ) -> Iterator[Bar]:
        """Yield what keeps a person from having to do with a verdict at all, be it for somebody else.

        Whoever acts, whoever he speaks for and everybody in between is judged so (rules 38, 41).
        """
        human, said = self.identity(person), self.said(person)
        if said.get("outside") and not by_token:
            yield Bar("outside-needs-token", {"person": person})
        if said.get("shared"):
            yield Bar("shared-account-decides", {"person": person})
        if human in set(barred):
            yield Bar("spoke-on-distinct-step", {"person": person, "step": step.title})
        if step.allow_author or step.self_check:
            return
        authors = self.authors(step)
        if human in authors:
            facts: dict[str, Any] = {"person": person, "step": step.title}
            if human in map(self.identity, self.content.firm_authors(step)):
                yield Bar("author-decides", facts)
            else:
                all_ = self.approvals
                facts["who"] = claimants(all_.changes, all_.created_by, self.ids(person)) or ["—"]
                yield Bar("claimed-as-author", facts)
        elif step.independent:
            units = self._units(authors)
            if units & self._units({human}):
                yield Bar("unit-of-author", {"person": person, "units": sorted(units)})

    def _units(self, humans: Iterable[str]) -> set[str]:
        """Return the units of some humans, be they retired."""
        wanted = set(humans)
        plans = (body["plan"] for one, body in self._everybody.items() if self.identity(one) in wanted)
        return {str(plan["unit"]) for plan in plans if "unit" in plan}

    def _granters(self, step: Step, way: _Way) -> frozenset[str]:
        """Return the authors who made somebody what a step means him as (rule 40)."""
        if not self.authors(step):
            return frozenset()
        known = (step.id, *way[:3], *way.units)
        if known not in self._known:
            given = self._named_by(step, way) | self._given_by(step, way)
            self._known[known] = given & self.authors(step)
        return self._known[known]

    def _named_by(self, step: Step, way: _Way) -> frozenset[str]:
        """Return who put a person, a unit or a role into a step that there was already."""
        party = way.basis.partition(":")[2].partition("@")[0]
        named = namings(self.look, self.content.ref, self.plan, step, party)
        return frozenset().union(*(self._behind(step, one) for one in named))

    def _given_by(self, step: Step, way: _Way) -> frozenset[str]:
        """Return who gave a person his role, his being in a unit, his place in the office."""
        if way.basis.startswith("person:"):  # whatever he is, he is meant himself
            return frozenset()
        given, held = [frozenset[str]()] * 3, [False] * 3
        state, roles, unit = "", set[str](), ""
        for entry in self._history(way.person):
            changed = entry.patch.get("plan") or {}
            state = str(entry.patch.get("state", state))
            roles = set(changed["roles"] or ()) if "roles" in changed else roles
            unit = str(changed.get("unit", unit) or "")
            now = [state == "active", way.role in roles, unit in way.units]
            for n, has in enumerate(now):
                if has and not held[n]:
                    given[n] = self._behind(step, entry)
            held = now
        return frozenset().union(*given)

    def _history(self, person: str) -> Sequence[JournalEntry]:
        """Return a person's journal, read once for each version of his record."""
        ref = f"person:{person}"
        record = self.look.record(ref)
        version = 0 if record is None else record.version
        entries: Sequence[JournalEntry] = self.look.remembered(
            f"journal:{ref}", version, lambda: self.look.journal(ref)
        )
        return entries

    def _behind(self, step: Step, entry: JournalEntry) -> frozenset[str]:
        """Return the identities behind a grant; before the step's baseline, and in founding, none."""
        baseline = self.approvals.baselines.get(step.id)
        before = baseline is not None and entry.at <= datetime.fromisoformat(baseline.at)
        if before or entry.act == self._founding:
            return frozenset()
        return frozenset(map(self.identity, people_behind(entry.actor, entry.responsible, entry.details)))

    @cached_property
    def _founding(self) -> str:
        return next((one.act for one in self.look.journal(OFFICE)), "")

    def may(
        self, step: Step, barred: Iterable[str] = (), *, by_token: bool = False
    ) -> dict[str, dict[int, str]]:
        """Return everybody who may decide a step himself now, with the groups he could sit in."""
        barred = frozenset(barred)
        return {
            one: groups
            for one, groups in self.pool(step).items()
            if not any(self.bars(step, one, barred, by_token=by_token))
        }

    # for somebody else

    def chain(self, actor: str, principal: str, step: Step) -> Chain | None:
        """Return by which mandates an actor speaks for a principal now; None if by none (rule 50)."""
        body = self._people.get(principal)
        for name, said in ({} if body is None else body.get("mandates", {})).items():
            if not mandate_holds(said, self.look.has_come) or not in_scope(said, step):
                continue
            if said["to"] == actor:
                return Chain((), (name,))
            if int(said.get("depth", 1)) > 1:
                further = self.chain(actor, str(said["to"]), step)
                if further is not None and len(further.mandates) < int(said["depth"]):
                    return Chain((str(said["to"]), *further.people), (name, *further.mandates))
        return None

    def bars_for_another(
        self, step: Step, actor: str, principal: str, chain: Chain | None, barred: Iterable[str] = ()
    ) -> Iterator[Bar]:
        """Yield what keeps somebody from speaking for another: himself, a link, a mandate from an author."""
        chain = chain or Chain((), ())
        for person in (actor, *chain.people):
            yield from self.bars_on_the_way(step, person, barred)
        for giver, mandate in zip((principal, *chain.people), chain.mandates, strict=False):
            others = self._mandated(step, giver, mandate) - {self.identity(giver)}
            granters = others & self.authors(step)
            if granters:
                yield Bar("granted-by-author", {"person": actor, "author": min(granters)})

    def _mandated(self, step: Step, principal: str, mandate: str) -> frozenset[str]:
        """Return who gave a mandate in somebody's name, since the step's baseline."""
        given = (
            one
            for one in self._history(principal)
            if one.verb == "mandated" and one.details.get("mandate") == mandate
        )
        return next((self._behind(step, one) for one in given), frozenset())


def in_scope(said: Mapping[str, Any], step: Step) -> bool:
    """Whether a mandate is for a step: one that names none is for all."""
    scope = said.get("scope", ())
    return not scope or step.id in scope
