"""The workflows that come with the package, `data/workflows/NAME-VERSION.yaml`, each read at its first use.

An office's own workflows come from plugins and are read by `campaignflow.workflow.reader`.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from campaignflow.errors import InvalidValue
from campaignflow.workflow.definition import Workflow
from campaignflow.workflow.mistakes import near
from campaignflow.workflow.packaged import packaged, packaged_names
from campaignflow.workflow.reader import read_workflow

__all__ = ["shipped", "shipped_version"]


class _Shelf(Mapping[str, Workflow]):
    """The newest version of each, by name."""

    def __getitem__(self, name: str) -> Workflow:
        return shipped_version(name, max(_versions()[name]))

    def __iter__(self) -> Iterator[str]:
        return iter(_versions())

    def __len__(self) -> int:
        return len(_versions())


@cache
def shipped() -> Mapping[str, Workflow]:
    """Return the newest version of each shipped workflow, by name."""
    return _Shelf()


@cache
def shipped_version(name: str, version: int) -> Workflow:
    """Return one version of a shipped workflow; all that were ever shipped stay, for the records under them.

    Raises:
        InvalidValue: there is no such workflow or version.
    """
    if version not in _versions().get(name, ()):
        known = [f"{one} {number}" for one, numbers in _versions().items() for number in numbers]
        raise InvalidValue(
            "no-such-workflow", text=f"{name} {version}", known=known, near=near(name, list(_versions()))
        )
    return read_workflow(packaged(f"workflows/{name}-{version}.yaml"))


@cache
def _versions() -> dict[str, tuple[int, ...]]:
    """Return the versions of each workflow, in order."""
    found: dict[str, list[int]] = {}
    for file in packaged_names("workflows"):
        name, _, version = file.rpartition("-")
        found.setdefault(name, []).append(int(version))
    return {name: tuple(sorted(versions)) for name, versions in found.items()}
