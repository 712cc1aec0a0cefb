"""Which permissions there are and which roles carry them, shipped as data (`data/policies/roles.yaml`).

Every other role of an office carries none: it only names who approves.  Who holds a role is the
office's record, and whether somebody may act is judged in the gate.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from campaignflow.workflow.definition import Title
from campaignflow.workflow.packaged import packaged

__all__ = ["Role", "holders", "known_permissions", "permissions", "roles"]


@dataclass(frozen=True, slots=True)
class Role:
    """A role that carries permissions."""

    name: str
    title: Title
    permissions: frozenset[str]


def permissions(roles_held: Iterable[str]) -> frozenset[str]:
    """Return the permissions that somebody with these roles has; roles of the office's own carry none."""
    return frozenset[str]().union(*(roles()[name].permissions for name in roles_held if name in roles()))


def holders(permission: str) -> tuple[str, ...]:
    """Return the roles that carry a permission; none for a word that is no permission."""
    return tuple(role.name for role in roles().values() if permission in role.permissions)


def known_permissions() -> Mapping[str, Title]:
    """Return every permission there is, with what it allows."""
    return _policy()[0]


def roles() -> Mapping[str, Role]:
    """Return the roles that carry permissions, by name."""
    return _policy()[1]


@cache
def _policy() -> tuple[Mapping[str, Title], Mapping[str, Role]]:
    data = packaged("policies/roles.yaml")
    words = {name: Title(**title) for name, title in data["permissions"].items()}
    carriers = {
        name: Role(name, Title(**role["title"]), frozenset(role["permissions"]))
        for name, role in data["roles"].items()
    }
    return MappingProxyType(words), MappingProxyType(carriers)
