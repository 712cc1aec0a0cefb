"""What a step of an approval demands: who, how many, of what, in which order.  Frozen when its round opens.

How steps are declared in a plan is `campaignflow.plan.approvals`; what was decided on them stands in
`rounds`, whether that suffices in `standing`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from campaignflow.canonical import canonical, digest
from campaignflow.errors import InvalidValue

__all__ = [
    "COUNTS",
    "LISTS",
    "MARKS",
    "NEGATIVE",
    "POSITIVE",
    "TEXTS",
    "TOLERANCES",
    "VERDICTS",
    "Group",
    "Provider",
    "Step",
    "declared",
    "in_turn",
    "rings",
]

VERDICTS = (
    "approve",
    "approve_with_conditions",
    "request_changes",
    "refuse",
    "abstain",
    "comment",
)
"""What may be said on a step; a verdict is taken back by withdrawing it."""
CONDITIONAL = "approve_with_conditions"
POSITIVE = frozenset({"approve", CONDITIONAL})
NEGATIVE = frozenset({"request_changes", "refuse"})
TOLERANCES = ("confirm", "refine", "less")
"""Kinds of difference that a decision may outlive (rule 31)."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Who put a step into a round, as recorded with it (C1)."""

    name: str = "plan"
    """`plan`, `workflow`, or a plugin's name."""
    version: str = ""
    digest: str = ""
    """SHA-256 of the file the code came from; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Group:
    """One pool of people, and how many of it must agree."""

    by: tuple[str, ...]
    """People, units, roles; of a list any."""
    seats: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a round."""

    id: str
    groups: tuple[Group, ...]
    title: str = ""
    within: str = ""
    """Narrows roles: `lead`, or a unit's id."""
    everybody: bool = False
    """Whether everybody of the pool, as it is when the round opens, must have spoken (rule 41)."""
    members: tuple[str, ...] = ()
    """The pool frozen at the opening, as identities, where everybody must speak."""
    trigger: str = "submit"
    """The trigger it is asked before."""
    after: tuple[str, ...] = ()
    """Steps that must have passed before it may be decided."""
    covers: tuple[str, ...] = ()
    """Facets, or addresses of items; none means everything."""
    tolerates: tuple[str, ...] = TOLERANCES[:2]
    refusals: int = 1
    """How many negatives refuse it."""
    distinct: tuple[str, ...] = ()
    """Steps whose people may not speak here."""
    pass_of: str = ""
    """The step as it was declared, of which this is one time that it is gone through."""
    independent: bool = False
    """Whether the units of the authors are barred, too."""
    self_check: bool = False
    """Whether a published rule has the drafter himself look first; shown as that."""
    allow_author: bool = False
    """Whether office policy lets authors decide; shown as that."""
    overridable: bool = True
    must_see: bool = False
    """Whether a decision must name what it was shown."""
    carries: bool = True
    """Whether its approvals go into the next round."""
    bearers: bool = True
    """Whether somebody outside may decide by token."""
    valid_for: str = ""
    """Length of time for which an approval stands, as `30 days`; empty for ever."""
    returns: str = "at_once"
    """When a request for changes closes the round: `at_once` or `when_all_spoke`."""
    verdicts: tuple[str, ...] = VERDICTS
    due: str = ""
    """A date, or a length of time from the step's opening."""
    on_late: str = "remind"
    """What follows when it is late: `remind`, `return`, `refuse`; never a positive verdict (rule 55)."""
    escalate_to: tuple[str, ...] = ()
    fills: tuple[str, ...] = ()
    """Paths of the plan that are set in its decision only (rule 27)."""
    only_if: tuple[str, ...] = ()
    """Conditions of the plan under which it is asked."""
    provider: Provider = field(default_factory=Provider)

    @property
    def seats(self) -> int:
        """How many must agree."""
        return len(self.members) if self.everybody else sum(group.seats for group in self.groups)

    @property
    def parties(self) -> list[str]:
        """Whom it means: people, units and roles, each once."""
        return list(dict.fromkeys(party for group in self.groups for party in group.by))

    def is_distinct_from(self, other: "Step") -> bool:
        """Whether nobody may speak on both; of a step that is gone through several times each time counts."""
        return self.id != other.id and (self.bars_from(other) or other.bars_from(self))

    def bars_from(self, other: "Step") -> bool:
        """Whether it says itself that whoever spoke on another step may not speak here."""
        return not {other.id, other.pass_of}.isdisjoint(self.distinct)

    def sayable(self, *, by_token: bool = False) -> tuple[str, ...]:
        """Return what may be said on it; who decides by a token imposes no conditions."""
        return tuple(one for one in self.verdicts if not (by_token and one == CONDITIONAL))

    @property
    def digest(self) -> str:
        """SHA-256 of what it demands; its title and the version of its provider are no part of it."""
        said = self.data
        said["provider"] = self.provider.name
        for name in ("members", "title"):
            said.pop(name, None)
        return digest(canonical(said))

    @property
    def data(self) -> dict[str, Any]:
        """The step as it is kept in a round; what is as usual is left out."""
        said: dict[str, Any] = {"id": self.id, "groups": [_group(one) for one in self.groups]}
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name in {"id", "groups", "provider"} or value == one.default:
                continue
            said[one.name] = list(value) if isinstance(value, tuple) else value
        said["provider"] = {name: text for name, text in asdict(self.provider).items() if text}
        return said

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Step":
        """Return the step of what `data` kept."""
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
        }
        given["groups"] = tuple(
            Group(tuple(one["by"]), int(one.get("seats", 1))) for one in said.get("groups", ())
        )
        given["provider"] = Provider(**said.get("provider", {}))
        return cls(**given)

    def passes(self, times: int) -> Iterator["Step"]:
        """Yield the step as often as it is to be gone through, each time after the one before.

        The last time has the id that was declared: what comes after the step comes after all of them.
        """
        if times == 1:
            yield self
            return
        one, after = replace(self, pass_of=self.id), self.after
        for n in range(1, times):
            yield replace(one, id=f"{self.id}-{n}", after=after, title=f"{self.title} {n}".strip())
            after = (f"{self.id}-{n}",)
        yield replace(one, after=after, title=f"{self.title} {times}".strip())


def declared(
    id_: str,
    said: Mapping[str, Any],
    provider: Provider,
    within: str = "",
    beside: Collection[str] = (),
) -> list[Step]:
    """Return the steps that a declaration makes, as plans, workflows and plugins write one.

    One that is to be gone through several times makes as many.  `within` is the address of the item that
    it is declared on, which is what it covers then; `beside` are the names of the steps declared there,
    which it means before those of the whole record.

    Raises:
        InvalidValue: `of` cannot be read, or nobody is named.
    """
    by = tuple(said.get("by", ()))
    if not by:
        raise InvalidValue("step-without-approver", step=id_)
    groups, everybody = _groups(by, str(said.get("of", 1)))
    named: dict[str, Any] = {name: tuple(said[name]) for name in _LISTS if name in said}
    for name in named.keys() & _OF_STEPS if within else ():
        named[name] = tuple(f"{within}/{one}" if one in beside else one for one in named[name])
    plain: dict[str, Any] = {name: said[name] for name in _PLAIN if name in said}
    if "verdicts" in named:
        unknown = [one for one in named["verdicts"] if one not in VERDICTS]
        if unknown:
            raise InvalidValue("not-one-of", text=unknown[0], expected=VERDICTS)
    step = Step(
        id=f"{within}/{id_}" if within else id_,
        groups=groups,
        everybody=everybody,
        title=str(said.get("title", id_)),
        within=str(said.get("in", "")),
        trigger=str(said.get("before", "submit")),
        due=_written(said.get("due", "")),
        valid_for=_written(said.get("valid_for", "")),
        provider=provider,
        **plain,
        **named,
    )
    if within and not step.covers:
        step = replace(step, covers=(within,))
    return list(step.passes(int(said.get("passes", 1))))


_LISTS = ("after", "covers", "tolerates", "distinct", "verdicts", "escalate_to", "fills", "only_if")
_OF_STEPS = {"after", "distinct"}
MARKS = ("independent", "self_check", "allow_author", "overridable", "must_see", "carries", "bearers")
"""Keys of a declaration that are yes or no."""
_PLAIN = ("refusals", *MARKS, "returns", "on_late")
LISTS = ("by", *_LISTS)
"""Those that hold several names."""
COUNTS = ("refusals", "passes")
"""Those that are whole numbers."""
TEXTS = ("title", "in", "of", "before", "due", "valid_for", "returns", "on_late")
"""Those that are one text."""
_OF = re.compile(r"(?P<all>all)|(?P<each>(?:[1-9][0-9]*)?) ?each|(?P<count>[1-9][0-9]*)")


def _written(said: Any) -> str:
    """Return a date or a length of time as text; a date's days stand beside it in a body."""
    return str(said["written"]) if isinstance(said, Mapping) else str(said)


def _groups(by: tuple[str, ...], of: str) -> tuple[tuple[Group, ...], bool]:
    match = _OF.fullmatch(of.strip())
    if match is None:
        raise InvalidValue("quorum-unreadable", text=of)
    if match["each"] is not None:
        return tuple(Group((one,), int(match["each"] or 1)) for one in by), False
    return (Group(by, int(match["count"] or 1)),), match["all"] is not None


def _group(group: Group) -> dict[str, Any]:
    return {"by": list(group.by), **({} if group.seats == 1 else {"seats": group.seats})}


def in_turn(steps: Mapping[str, Step]) -> list[str]:
    """Return the ids of steps in the order in which their turn comes: each after those it waits for.

    Beside each other they stand by name; steps that wait for themselves come last.
    """
    found: list[str] = []
    rest = sorted(steps)
    while rest:
        ready = [one for one in rest if not any(before in rest for before in steps[one].after)]
        found += ready or rest
        rest = [one for one in rest if one not in found]
    return found


def rings(steps: Iterable[Step]) -> frozenset[str]:
    """Return the ids of steps that wait for themselves, by way of others (rule 37)."""
    after = {one.id: one.after for one in steps}

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        wanted = list(after[start])
        while wanted:
            name = wanted.pop()
            if name in after and name not in seen:
                seen.add(name)
                wanted += after[name]
        return seen

    return frozenset(name for name in after if name in reached(name))
