"""Timers and tasks become what an act derives from its records: what is not wanted goes (rule 52).

Which ones are wanted is the gate's to say; which ones an act fires is deleted in `campaignflow.store.commit`.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, Delete, Insert, Select, bindparam, delete, insert, select

from campaignflow.store.act import Projection
from campaignflow.store.rows import TASK, TIMER, task_row, timer_row
from campaignflow.store.tables import journal, tasks, timers

__all__ = ["in_parts", "reconcile", "wanted_timers"]

PART = 500
"""Values asked for in one statement; databases have a limit."""

_REFS: BindParameter[str] = bindparam("refs", expanding=True)
_FIRED = select(journal.c.fired).where(journal.c.fired.in_(bindparam("wanted", expanding=True)))


class _Shelf(NamedTuple):
    """The statements that read, fill and clear one of the two tables."""

    stored: Select[Any]
    new: Insert
    old: Delete


_TIMERS = _Shelf(
    TIMER.where(timers.c.ref.in_(_REFS)),
    insert(timers),
    delete(timers).where(timers.c.key == bindparam("old")),
)
_TASKS = _Shelf(
    TASK.where(tasks.c.ref.in_(_REFS)), insert(tasks), delete(tasks).where(tasks.c.id == bindparam("old"))
)


def in_parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Return values in parts that fit into one statement each."""
    return (values[start : start + PART] for start in range(0, len(values), PART))


def reconcile(
    connection: Connection, projections: Mapping[str, Projection], known: Iterable[str], fires: Container[str]
) -> None:
    """Write the timers and tasks of records: `known` are those that may have some already.

    A timer that fired once never comes back under its key.  One that stays keeps its count of failures.
    """
    refs = sorted(set(known) & projections.keys())
    wanted: dict[str, dict[str, Any]] = {}
    for projection in projections.values():
        wanted |= wanted_timers(projection, fires)
    new = _without_old(connection, _TIMERS, refs, wanted)
    for part in in_parts(sorted(new)):
        for key in connection.scalars(_FIRED, {"wanted": part}):
            del new[str(key)]
    if new:
        connection.execute(_TIMERS.new, [{**row, "failures": 0} for row in new.values()])
    rows = (task_row(task) for projection in projections.values() for task in projection.tasks)
    asked = _without_old(connection, _TASKS, refs, {row["id"]: row for row in rows})
    if asked:
        connection.execute(_TASKS.new, list(asked.values()))


def wanted_timers(projection: Projection, fired: Container[str]) -> dict[str, dict[str, Any]]:
    """Return the rows of the timers a projection asks for, by key, without those that fired."""
    return {timer.key: timer_row(timer) for timer in projection.timers if timer.key not in fired}


def _without_old(
    connection: Connection, shelf: _Shelf, refs: Sequence[str], wanted: dict[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Delete the rows of some records that are not wanted as they are; return what is still to be written."""
    new = dict(wanted)
    going = []
    for part in in_parts(refs):
        for row in connection.execute(shelf.stored, {"refs": part}):
            name = row[0]
            if name in new and tuple(row) == tuple(new[name].values()):
                del new[name]
            else:
                going.append({"old": name})
    if going:
        connection.execute(shelf.old, going)
    return new
