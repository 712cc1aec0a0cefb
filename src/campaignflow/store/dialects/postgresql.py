"""PostgreSQL: its place only, until several machines share one store.

What it will have to do is written in `campaignflow.store.dialects.dialect`.
"""

from typing import NoReturn

from campaignflow.store.mistakes import StoreUnavailable

__all__ = ["refuse"]


def refuse() -> NoReturn:
    """Say that a store on PostgreSQL cannot be opened yet."""
    raise StoreUnavailable("store-postgresql-later")
