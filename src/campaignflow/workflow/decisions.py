"""What people said of a step, as it is kept: decisions, overrides, conditions, and the baselines they leave.

How they add up is `campaignflow.workflow.approvals`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Self

__all__ = ["OVERRIDE", "Baseline", "Condition", "Decision", "Kept", "Override", "Token"]


OVERRIDE = "override"
"""Before the step whose override a condition hangs on, where others name a decision."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A value that is kept as JSON, without what says nothing."""

    @property
    def data(self) -> dict[str, Any]:
        """Its JSON."""
        return self.kept

    @property
    def kept(self) -> dict[str, Any]:
        """Its fields as JSON, without those that say nothing."""
        return {
            one.name: _plain(getattr(self, one.name))
            for one in fields(self)
            if not _says_nothing(getattr(self, one.name))
        }

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """Return the value of what `data` kept."""
        return cls(**{name: tuple(one) if isinstance(one, list) else one for name, one in said.items()})


def _says_nothing(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, str | tuple | Mapping) and not value)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return value.data  # type: ignore[union-attr]  # every dataclass kept here has it
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


@dataclass(frozen=True, slots=True)
class Decision(Kept):
    """One verdict on a step: who gave it for whom, by what right, on which content."""

    id: str
    """Round and number, as `1.3`."""
    step: str
    verdict: str
    actor: str
    """Identity of the person who acted."""
    principal: str
    """Identity of the person whose word it is."""
    version: int
    """`body_version` of the content it is about."""
    at: str
    """UTC, ISO 8601."""
    chain: tuple[str, ...] = ()
    """Identities on the way from principal to actor, where mandates were handed on."""
    mandate: str = ""
    groups: tuple[int, ...] = ()
    """Groups of the step that the principal could sit in when he spoke."""
    basis: str = ""
    """As what: a role, a unit, by name; frozen here (rule 38)."""
    leaves: Mapping[str, str] = field(default_factory=dict)
    """Fingerprints of what the step covers (rule 28)."""
    seen: bool = False
    """Whether he said what he had been shown."""
    token: str = ""
    """The bearer token he used, by its id; empty for people of the office."""
    imposed: tuple[str, ...] = ()
    """Conditions that hang on it."""
    carried: bool = False
    """Whether it was given in an earlier round."""
    fills: Mapping[str, str] = field(default_factory=dict)
    """What was filled in with it, by the names that its step declares (rule 27)."""


@dataclass(frozen=True, slots=True)
class Override(Kept):
    """A step let pass without its people, for everybody to see (rule 49)."""

    step: str
    actor: str
    version: int
    at: str
    leaves: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Condition(Kept):
    """What must still be done before a later trigger may be fired (rule 48)."""

    id: str
    step: str
    decision: str
    """The decision it hangs on."""
    text: str
    owner: str
    blocks: str
    """The trigger it holds up."""
    due: str = ""
    expects: tuple[str, ...] = ()
    """Facets that meeting it will change."""
    imposer: str = ""
    """Identity of whoever imposed it."""
    authors: tuple[str, ...] = ()
    """Identities of those who had written what it was imposed on: no trigger makes them judges of it."""
    ended: str = ""
    """`discharged`, `lifted` or `withdrawn`; empty while it holds."""
    ended_by: str = ""

    @property
    def ratifies(self) -> str:
        """The step whose override it is to be ratified by; empty for a condition of an approval (rule 49)."""
        begins, _, step = self.decision.partition(":")
        return step if begins == OVERRIDE else ""


@dataclass(frozen=True, slots=True)
class Token(Kept):
    """What is known of a token that somebody outside holds; dead with the round or what it was bound to."""

    id: str
    hash: str
    step: str
    person: str
    round: int
    until: str
    leaves: Mapping[str, str] = field(default_factory=dict)
    used: bool = False


@dataclass(frozen=True, slots=True)
class Baseline(Kept):
    """What a step had approved when its trigger was fired: nobody before it is an author (rules 39, 45)."""

    version: int
    at: str
    leaves: Mapping[str, str] = field(default_factory=dict)
