"""Counting people: one human has one id, and seats are filled by maximum flow (rule 41): nobody counts twice.

A path goes from whoever acts, through whom he speaks for, to a group; one of each, `seats` of a group.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

__all__ = ["Voice", "assignable", "filled", "identity_of"]


def identity_of(person: str, same_as: Callable[[str], str | None]) -> str:
    """Return the one id by which all ids of a human are known.

    Args:
        person: One of his ids.
        same_as: Says of an id which other the same human has; None where it is said of none.
    """
    seen = [person]
    while (other := same_as(seen[-1])) is not None:
        if other in seen:  # they name each other
            return min(seen[seen.index(other) :])
        seen.append(other)
    return seen[-1]


class Voice(NamedTuple):
    """One positive verdict as it counts: who spoke, for whom, and in which groups he could sit."""

    actor: str
    principal: str
    groups: Collection[int]


_SOURCE, _SINK = ("source", ""), ("sink", "")
_Node = tuple[str, str]


def filled(voices: Iterable[Voice], seats: Sequence[int]) -> int:
    """Return how many seats can be filled at once by these voices; `seats` are those of each group."""
    capacity: dict[_Node, dict[_Node, int]] = {}

    def join(start: _Node, end: _Node, width: int) -> None:
        capacity.setdefault(start, {})[end] = width
        capacity.setdefault(end, {}).setdefault(start, 0)

    for voice in voices:
        actor, principal = ("actor", voice.actor), ("principal", voice.principal)
        behind = ("voice", voice.principal)  # what a principal gives, whoever speaks for him
        join(_SOURCE, actor, 1)
        join(actor, principal, 1)
        join(principal, behind, 1)
        for group in voice.groups:
            join(behind, ("group", str(group)), 1)
    for group, width in enumerate(seats):
        if ("group", str(group)) in capacity:
            join(("group", str(group)), _SINK, width)
    return _flow(capacity)


def assignable(pools: Mapping[str, Collection[str]], wanted: Mapping[str, int]) -> bool:
    """Whether each step can have as many people of its pool as it wants, nobody in two of them."""
    names = list(wanted)
    people = sorted({one for name in names for one in pools.get(name, ())})
    voices = [
        Voice(one, one, [n for n, name in enumerate(names) if one in pools.get(name, ())]) for one in people
    ]
    return filled(voices, [wanted[name] for name in names]) >= sum(wanted.values())


def _flow(capacity: dict[_Node, dict[_Node, int]]) -> int:
    """Return the maximum flow from source to sink; widths are used up (Edmonds and Karp, 1972)."""
    total = 0
    while (way := _way(capacity)) is not None:
        for start, end in way:
            capacity[start][end] -= 1
            capacity[end][start] += 1
        total += 1
    return total


def _way(capacity: Mapping[_Node, Mapping[_Node, int]]) -> list[tuple[_Node, _Node]] | None:
    came: dict[_Node, _Node] = {_SOURCE: _SOURCE}
    queue = deque([_SOURCE])
    while queue:
        node = queue.popleft()
        for other, width in capacity.get(node, {}).items():
            if width > 0 and other not in came:
                came[other] = node
                queue.append(other)
                if other == _SINK:
                    way, end = [], other
                    while end != _SOURCE:
                        way.append((came[end], end))
                        end = came[end]
                    return way
    return None
