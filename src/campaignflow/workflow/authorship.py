"""Who is an author by his own act, and who only because somebody else says so (rule 39).

What each entry changed, and who is behind it, is kept in `campaignflow.workflow.approvals`; here it is read.
"""

from collections.abc import Iterable, Iterator, Mapping

__all__ = ["CLAIM", "Rows", "claimants", "claimed", "denied", "known_as"]

CLAIM = "?"
"""Before the id of somebody who is an author only because another says so, and who has not denied it."""
Rows = Mapping[str, tuple[tuple[int, tuple[str, ...]], ...]]
"""For each leaf the versions that changed it, with the people behind."""


def known_as(person: str) -> str:
    """Return the id of somebody who is behind something, whether he did it or others say so."""
    return person.removeprefix(CLAIM)


def claimed(changes: Rows, created_by: Iterable[str]) -> frozenset[str]:
    """Return who is said to have written some of it, and has not denied it."""
    marked = (one for people in _all(changes, created_by) for one in people if one.startswith(CLAIM))
    return frozenset(map(known_as, marked))


def claimants(changes: Rows, created_by: Iterable[str], persons: Iterable[str]) -> list[str]:
    """Return who says of somebody, under any of his ids, that he wrote some of it with him."""
    wanted = {f"{CLAIM}{one}" for one in persons}
    told = (people for people in _all(changes, created_by) if not wanted.isdisjoint(people))
    return sorted({one for people in told for one in people if not one.startswith(CLAIM)})


def denied(people: Iterable[str], by: Iterable[str]) -> tuple[str, ...]:
    """Return people without those who denied what others say of them."""
    gone = {f"{CLAIM}{one}" for one in by}
    return tuple(one for one in people if one not in gone)


def _all(changes: Rows, created_by: Iterable[str]) -> Iterator[tuple[str, ...]]:
    yield tuple(created_by)
    for rows in changes.values():
        yield from (people for _, people in rows)
