"""The people of a directory, by the names that the office has for them.

A directory calls people, units and roles by names of its own; `Names` says what the office calls them.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

import campaignflow as cf
from campaignflow_directory.mistakes import DirectoryError

__all__ = ["Asked", "Names", "Person", "answering", "check_id", "merged"]

_SAME: Mapping[str, str] = MappingProxyType({})


class Asked(Protocol):
    """What campaignflow asks: who a person is, who holds a role, who belongs to a unit."""

    @property
    def kind(self) -> str:
        """`person`, `role` or `unit`."""
        ...

    @property
    def text(self) -> str:
        """Id or name of a person; id of a role or unit, as the office has it."""
        ...


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the directory knows, in the office's words."""

    id: str
    name: str
    unit: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """What the office calls what the directory calls otherwise."""

    units: Mapping[str, str] = field(default_factory=lambda: _SAME)
    """Id of a unit by the directory's name of it."""
    roles: Mapping[str, str] = field(default_factory=lambda: _SAME)
    """Role by the directory's name of it."""
    prefix: str = ""
    """Stands before the directory's id in the office's: `p` makes `p10023` of the staff number 10023."""

    def person(self, login: str) -> str:
        """Return the office's id of a login: without `@` and what follows, dots and blanks as hyphens."""
        bare = unicodedata.normalize("NFKC", login).strip().partition("@")[0]
        return self.prefix + re.sub(r"[.\s]+", "-", bare)

    def unit(self, text: str) -> str:
        """Return the office's id of a unit."""
        return self.units.get(text, text)

    def role(self, text: str) -> str:
        """Return the office's name of a role."""
        return self.roles.get(text, text)

    def directory_roles(self, role: str) -> tuple[str, ...]:
        """Return what the directory calls a role."""
        return tuple(one for one, own in self.roles.items() if own == role) or (role,)

    def directory_units(self, unit: str) -> tuple[str, ...]:
        """Return what the directory calls a unit."""
        return tuple(one for one, own in self.units.items() if own == unit) or (unit,)


def check_id(text: str) -> None:
    """Refuse what cannot be the id of a person of the office.

    Raises:
        DirectoryError: with the library's own sentence on what an id may be.
    """
    try:
        cf.ApprovalStep(text, by="-")  # ids of steps and of people obey one rule
    except cf.CampaignflowError as error:
        raise DirectoryError(error.message("zh"), error.message("en")) from error


def answering(people: Iterable[Person], query: Asked) -> list[Person]:
    """Return the people who answer a query."""
    match query.kind:
        case "person":
            return [one for one in people if query.text in {one.id, one.name}]
        case "role":
            return [one for one in people if query.text in one.roles]
        case "unit":
            return [one for one in people if query.text == one.unit]
        case _:
            return []  # a kind that a later campaignflow asks for


def merged(people: Iterable[Person]) -> list[Person]:
    """Return each person once, by id, with the roles that any source says he holds."""
    found: dict[str, Person] = {}
    for one in people:
        first = found.get(one.id)
        if first is None:
            found[one.id] = one
        else:
            roles = tuple(dict.fromkeys((*first.roles, *one.roles)))
            found[one.id] = Person(first.id, first.name, first.unit or one.unit, roles)
    return [found[name] for name in sorted(found)]
