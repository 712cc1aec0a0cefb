"""What a database must be able to do to hold a store.

The databases themselves are the modules beside this one.
"""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection

from campaignflow.errors import Finding

__all__ = ["Dialect"]


class Dialect(Protocol):
    """One database that holds one store."""

    path: Path | None
    """The file, if it is one."""
    warnings: list[Finding]
    """What is not as it should be, though it works."""
    triggers: tuple[str, ...]
    """Statements that make the journal refuse to be rewritten (rule 9)."""

    def settle(self) -> None:
        """Make the store safe to share, now that it is known to be one; what cannot be had is a warning."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a transaction that sees one state of the store and locks nobody out."""

    def writing(self) -> AbstractContextManager[Connection]:
        """Open a transaction that writes; it is rolled back unless it is committed."""

    def newest(self, connection: Connection) -> tuple[int, str] | None:
        """Return what marks the newest entry of all, found without a search; None if there is none.

        While a view gives the same mark as another, both see the same records.
        """

    def raw(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a text column as the bytes it holds, even if they are no text any more."""

    def scrub(self) -> bool:
        """Leave no trace of what was deleted in the files of the store; False if a reader is in the way."""

    def close(self) -> None:
        """Give all connections back."""
