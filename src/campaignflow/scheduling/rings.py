"""Finds the things that hang on each other in a ring, all of them in one walk (Tarjan 1972).

Which thing hangs on which is in `campaignflow.scheduling.nodes`.
"""

from collections.abc import Iterator, Mapping

__all__ = ["rings"]


def rings(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the largest groups in which everything hangs on everything, each in order of its ids."""
    seen: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: list[str] = []
    is_waiting: set[str] = set()
    found = []

    def enter(name: str) -> tuple[str, Iterator[str]]:
        seen[name] = lowest[name] = len(seen)
        waiting.append(name)
        is_waiting.add(name)
        return name, iter(graph[name])

    for root in graph:
        way = [] if root in seen else [enter(root)]
        while way:
            name, targets = way[-1]
            for target in targets:
                if target not in seen:
                    way.append(enter(target))
                    break
                if target in is_waiting:
                    lowest[name] = min(lowest[name], seen[target])
            else:
                way.pop()
                if way:
                    above = way[-1][0]
                    lowest[above] = min(lowest[above], lowest[name])
                if lowest[name] == seen[name]:
                    group = [waiting.pop()]
                    while group[-1] != name:
                        group.append(waiting.pop())
                    is_waiting.difference_update(group)
                    if len(group) > 1:
                        found.append(sorted(group))
    return sorted(found)
