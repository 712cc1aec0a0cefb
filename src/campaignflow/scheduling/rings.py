"""Puts things after those they hang on, and finds the rings among them, in two walks (Kosaraju 1978).

Which thing hangs on which is in `campaignflow.scheduling.nodes`.
"""

from collections.abc import Mapping

__all__ = ["in_order", "rings"]

Graph = Mapping[str, set[str]]


def rings(graph: Graph) -> list[list[str]]:
    """Return the largest groups in which everything hangs on everything, each in order of its ids."""
    against: dict[str, set[str]] = {name: set() for name in graph}
    for name, targets in graph.items():
        for target in targets:
            against[target].add(name)
    seen: set[str] = set()
    groups = [_reached(against, name, seen) for name in reversed(in_order(graph)) if name not in seen]
    return sorted(sorted(group) for group in groups if len(group) > 1 or group[0] in graph[group[0]])


def _reached(graph: Graph, root: str, seen: set[str]) -> list[str]:
    """Return what can be reached from a name and was not seen before."""
    seen.add(root)
    group = [root]
    for name in group:  # which grows while it is walked along
        fresh = graph[name] - seen
        seen |= fresh
        group += fresh
    return group


def in_order(graph: Graph) -> list[str]:
    """Return all names, each after those it hangs on as far as there is no ring; no hash seed changes it."""
    seen: set[str] = set()
    left = []
    for root in graph:
        way = [] if root in seen else [(root, iter(sorted(graph[root])))]
        seen.add(root)
        while way:
            name, targets = way[-1]
            target = next((one for one in targets if one not in seen), None)
            if target is None:
                left.append(name)
                way.pop()
            else:
                seen.add(target)
                way.append((target, iter(sorted(graph[target]))))
    return left
