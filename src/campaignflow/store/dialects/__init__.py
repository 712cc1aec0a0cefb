"""Where a store lives, by its URL: the part of the work that each database does its own way.

A dialect opens connections, begins transactions, guards the journal by triggers, and says in our words what
its driver complains of.  The tables and all that is asked of them are the same everywhere
(`campaignflow.store.tables`).
"""

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from campaignflow.store.dialects import postgresql
from campaignflow.store.dialects.dialect import Dialect
from campaignflow.store.dialects.sqlite import SQLite
from campaignflow.store.mistakes import StoreUnavailable

__all__ = ["Dialect", "dialect_of"]


def dialect_of(url: str, *, create: bool = False) -> Dialect:
    """Return the dialect of a store's URL: `sqlite:///office.db`, `sqlite:////srv/office.db`, `sqlite://`.

    Two slashes alone are a store in memory; three lead to a path from the working folder, four to one
    from the root.  `?synchronous=NORMAL` trades the last commits before a power cut for speed.

    Raises:
        StoreUnavailable: the URL is none, or of a database that is not served.
    """
    try:
        read = make_url(url)
    except ArgumentError as error:
        raise StoreUnavailable("store-url", url=url, offer=f"sqlite:///{url}") from error
    name = read.get_backend_name()
    if name == "sqlite":
        if read.host:
            raise StoreUnavailable("store-url", url=url, offer=f"sqlite:///{read.host}")
        return SQLite.open(read, create=create)
    if name == "postgresql":
        return postgresql.refuse()
    raise StoreUnavailable("store-other-database", name=name)
