"""What hooks may be asked and may answer, and how an answer is read into a copy of our own.

An answer of a wrong kind is an error of the plugin that gave it, told as a `Finding`.  What a step or
a workflow means is not asked here: `campaignflow.workflow` knows, and the gate turns steps into its own.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from campaignflow.canonical import canonical, parsed
from campaignflow.dates.observances import Observance
from campaignflow.errors import CampaignflowError, Finding
from campaignflow.hooks.reading import Unusable, listed, part, wrong
from campaignflow.labels import clean
from campaignflow.types import checked_id, folded
from campaignflow.workflow.definition import Workflow
from campaignflow.workflow.limits import Limits, limits_in
from campaignflow.workflow.reader import read_workflow

__all__ = [
    "Answer",
    "Brought",
    "Delivery",
    "Directory",
    "DirectoryPerson",
    "Query",
    "Veto",
    "brought_of",
    "nothing_of",
    "people_of",
    "refused_of",
    "steps_of",
    "vetoes_of",
]

VETOED = "vetoed"
"""Code of a veto that names none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one plugin adds to a round, or why it could not say."""

    provider: str
    """Name of the plugin."""
    steps: tuple[Any, ...] = ()
    """As the plugin gave them, no id twice."""
    error: Finding | None = None
    """Why there is no answer: the plugin is missing, it raised, it answered what is no list of steps."""
    version: str = ""
    digest: str = ""
    """SHA-256 of the plugin's file; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Veto:
    """One reason of one plugin to refuse an act."""

    provider: str
    code: str
    """The plugin's own, or that of the error."""
    sentence: str = ""
    """As the plugin says it, in its language; empty for an error."""
    error: Finding | None = None
    """What went wrong, where the plugin could not say."""

    def message(self, lang: str | None = None) -> str:
        """Return the plugin's sentence, or that of the error in ``zh`` or ``en``."""
        return self.sentence if self.error is None else self.error.message(lang)


@dataclass(frozen=True, slots=True)
class Query:
    """Whom the directory is asked for."""

    kind: Literal["person", "role", "unit"]
    """A person by id or name, the holders of a role, the people of a unit."""
    text: str
    """The id or name, the role, or the unit."""


@dataclass(frozen=True, slots=True)
class DirectoryPerson:
    """Somebody the host's directory knows."""

    id: str
    """The id by which the plan knows him."""
    name: str
    """What he is called."""
    unit: str = ""
    """Id of the unit he belongs to."""
    roles: tuple[str, ...] = ()
    """Roles he holds, as steps name them: `finance-approver`."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Whom one plugin's directory found, or why it could not say."""

    provider: str
    people: tuple[DirectoryPerson, ...] = ()
    error: Finding | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of some notices that one plugin was to carry."""

    refused: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Ids of those it did not take, with what it says of them; empty if it says nothing."""
    error: Finding | None = None
    """Why nobody knows: then none counts as taken."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a plugin brings beside its hooks."""

    provider: str
    workflows: tuple[Workflow, ...] = ()
    observances: tuple[Observance, ...] = ()
    policies: tuple[Mapping[str, Any], ...] = ()
    """Plain data, as a file would hold it."""
    limits: tuple[Limits, ...] = ()
    """Those of the policies that set limits of time, read."""
    guards: Mapping[str, Callable[..., object]] = field(default_factory=lambda: MappingProxyType({}))
    """Functions that a workflow may name."""


def _twice(ids: Sequence[str]) -> str | None:
    """Return an id that stands there twice; two that a reader could not tell apart are one."""
    counts = Counter(map(folded, ids))
    return next((one for one in ids if counts[folded(one)] > 1), None)


def nothing_of(_plugin: str, _results: Sequence[object]) -> tuple[()]:
    """Return nothing, whatever a hook returned that is only told."""
    return ()


def refused_of(plugin: str, results: Sequence[object], ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the notices that were not taken, each with why; none if the plugin says nothing at all."""
    refused: dict[str, str] = {}
    for given in results:
        if not isinstance(given, Mapping):
            raise wrong(plugin, "deliver", type(given).__name__)
        for one, why in given.items():
            if one not in ids or not (why is None or isinstance(why, str)):
                raise wrong(plugin, "deliver", f"{one}: {why}")
        refused |= {one: clean(given.get(one) or "") for one in ids if given.get(one, "") is not None}
    return tuple(refused.items())


def steps_of(plugin: str, results: Sequence[object]) -> tuple[Any, ...]:
    """Return the steps of an answer; that each is one is for the caller to find."""
    steps = tuple(listed(plugin, "approval_steps", results))
    twice = _twice([name for step in steps if isinstance(name := part(step, "id"), str)])
    if twice is not None:
        raise Unusable(Finding("plugin-step-twice", facts={"plugin": plugin, "step": twice}))
    return steps


def vetoes_of(plugin: str, results: Sequence[object]) -> tuple[Veto, ...]:
    """Return the vetoes of an answer: sentences, or things with a code and a sentence."""
    vetoes = []
    for given in results:
        for one in given if isinstance(given, list | tuple) else (given,):
            code, said = (VETOED, one) if isinstance(one, str) else (part(one, "code"), part(one, "sentence"))
            if not (isinstance(code, str) and code.strip() and isinstance(said, str) and said.strip()):
                raise wrong(plugin, "veto", f"{type(one).__name__}: {one}")
            vetoes.append(Veto(plugin, clean(code.strip()), clean(said.strip())))
    return tuple(vetoes)


def people_of(plugin: str, results: Sequence[object]) -> tuple[DirectoryPerson, ...]:
    """Return the people of an answer."""
    people = []
    for one in listed(plugin, "directory", results):
        id_, name, unit, roles = (part(one, key) for key in ("id", "name", "unit", "roles"))
        texts = (id_, name, unit or "", *(roles or ()))
        if isinstance(roles, str) or not all(isinstance(text, str) for text in texts):
            raise wrong(plugin, "directory", f"{type(one).__name__}: {one}")
        try:
            people.append(DirectoryPerson(checked_id(id_), clean(name), unit or "", tuple(roles or ())))
        except CampaignflowError as error:
            raise wrong(plugin, "directory", error.message()) from None
    twice = _twice([one.id for one in people])
    if twice is not None:
        raise wrong(plugin, "directory", f"{twice}, {twice}")
    return tuple(people)


def brought_of(plugin: str, results: Sequence[object]) -> tuple[Brought, ...]:
    """Return what a plugin brings, read and checked."""
    return tuple(_brought(plugin, given) for given in results)


def _brought(plugin: str, given: object) -> Brought:
    if not isinstance(given, Mapping):
        raise wrong(plugin, "data", type(given).__name__)
    parts = {"workflows": (), "observances": (), "policies": (), "guards": {}, **given}
    guards = parts.pop("guards")
    if len(parts) > 3 or not isinstance(guards, Mapping) or not all(map(callable, guards.values())):
        raise wrong(plugin, "data", ", ".join(map(str, given)))
    try:
        return Brought(
            plugin,
            tuple(one if isinstance(one, Workflow) else read_workflow(one) for one in parts["workflows"]),
            tuple(
                one if isinstance(one, Observance) else Observance.from_data(one)
                for one in parts["observances"]
            ),
            policies := tuple(MappingProxyType({**parsed(canonical(one))}) for one in parts["policies"]),
            limits_in(policies),
            MappingProxyType(dict(guards)),
        )
    except (AttributeError, CampaignflowError, TypeError, ValueError) as error:
        raise wrong(plugin, "data", f"{type(error).__name__}: {error}") from None
