"""The hook: people are looked for in all sources, and what one cannot say is said by nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from campaignflow import hookimpl
from campaignflow_directory.mistakes import DirectoryError
from campaignflow_directory.people import Asked, Person, merged

__all__ = ["Directory", "Source"]


class Source(Protocol):
    """Where people stand."""

    def answer(self, query: Asked) -> list[Person]:
        """Return the people who answer a query."""
        ...


@dataclass(frozen=True, eq=False)
class Directory:
    """The plugin with the sources of one office."""

    sources: Sequence[Source]
    __version__: str
    language: str = "zh"
    """In which it says why it cannot answer."""
    __name__ = "directory"

    @hookimpl
    def campaignflow_directory(self, query: Asked) -> list[dict[str, Any]]:
        """Return the people who answer a query, each once.

        Raises:
            DirectoryError: one of the sources cannot say; campaignflow tells why with the refusal.
        """
        try:
            found = merged(person for source in self.sources for person in source.answer(query))
        except DirectoryError as error:
            raise DirectoryError(error.zh, error.en, self.language) from error
        return [{"id": one.id, "name": one.name, "unit": one.unit, "roles": one.roles} for one in found]
