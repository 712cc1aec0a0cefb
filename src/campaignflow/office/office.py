"""The office people hold: its record, opened from a store; a preview of it, in which nothing is kept.

Its verbs are in `campaignflow.office.verbs`, what it can be asked in `campaignflow.office.readings`.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from types import TracebackType
from typing import Any, Self

from campaignflow.actions import delivering, supervision, telling
from campaignflow.canonical import canonical, parsed
from campaignflow.gate.change import Change, together
from campaignflow.gate.command import Action, Command
from campaignflow.gate.commit import Gate
from campaignflow.gate.look import OFFICE, Look
from campaignflow.gate.overlay import Overlay
from campaignflow.gate.rederiving import rederiving
from campaignflow.hooks.plugins import PluginReport, Plugins
from campaignflow.office.approving import Approving
from campaignflow.office.feeding import Feeding
from campaignflow.office.readings import Readings
from campaignflow.office.verbs import Verbs
from campaignflow.store.mistakes import StoreUnavailable
from campaignflow.store.snapshot import Snapshot
from campaignflow.store.store import Store
from campaignflow.store.verify import Verification
from campaignflow.workflow.definition import Workflow
from campaignflow.workflow.machine import compiled

__all__ = ["Office", "Preview", "open_office"]


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC: the clock of an office that is given no other."""
    return datetime.now(UTC)


class Office(Verbs, Approving, Feeding, Readings):
    """An office and everything it has recorded.  Close it, or use it in a `with` block."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], datetime] = utc_now,
        workflows: Iterable[Workflow] = (),
        listeners: Mapping[str, telling.Listener] | None = None,
        plugins: Plugins | None = None,
    ) -> None:
        self._plugins = plugins or Plugins()
        self._plugins.required(_required(store))
        tellers = {name: _teller(self._plugins, name) for name in self._plugins.implementing(AFTER_COMMIT)}
        self._listeners = {**tellers, **(listeners or {})}
        brought = [one for data in self._plugins.data() for one in data.workflows]
        known = {(one.name, one.version): one for one in (*brought, *workflows)}
        for workflow in known.values():
            compiled(workflow)
        self._carriers = self._plugins.implementing(DELIVER)
        carriers = tuple(f"{delivering.CARRIES}{name}" for name in self._carriers)
        told = tuple(sorted(self._listeners))
        self._gate = Gate(store, clock, known, told, plugins=self._plugins, carriers=carriers)
        self._store = store
        self._way = self
        self._readmitted: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self._note_slow()
        self._store.close()

    @property
    def plugins(self) -> tuple[PluginReport, ...]:
        """The plugins there are, and those that are missing: in force, blocked or set aside, and why."""
        return self._plugins.report()

    def readmit(self, plugin: str) -> bool:
        """Let a plugin that was out of use for being slow be in force again; whether it was so.

        It is, from the next opening on.  Nothing is put on record.
        """
        self._readmitted.add(plugin)
        known = slow_plugins(self._store)
        if plugin not in known:
            return False
        del known[plugin]
        self._store.note(SLOW, canonical(known).decode() if known else "")
        return True

    def _note_slow(self) -> None:
        """Write down which plugins were too slow, so that they are out of use from the next opening on."""
        slow = {name: said for name, said in self._plugins.slow().items() if name not in self._readmitted}
        if not slow:
            return
        try:
            known = slow_plugins(self._store)
            if any(known.get(name) != said for name, said in slow.items()):
                self._store.note(SLOW, canonical({**known, **slow}).decode())
        except StoreUnavailable:
            _log.exception("which plugins were slow could not be written down")

    @contextmanager
    def _look(self, at: datetime | None = None) -> Iterator[Look]:
        with self._store.snapshot() as snapshot:
            yield self._gate.look(snapshot, None, at)

    def act(self, command: Command, action: Action) -> Change:
        """Carry out a command; for hosts that bring verbs of their own.  People use the verbs."""
        change = self._gate.act(command, action)
        if change and self._listeners:
            self._deliver()
        return change

    def _deliver(self) -> None:
        telling.tell(self._store, self._listeners)

    def preview(self) -> "Preview":
        """Return an office in which every verb shows what it would do and nothing is kept (rule 18).

        Use it in a `with` block; `changes` sums up what was tried, `token` can be handed to the real verb
        as `expect=`.
        """
        return Preview(self._gate)

    def run_due(self, now: datetime | None = None) -> list[Change]:
        """Carry out what is due, each exactly once; call it from a timer, a thread or by hand (rules 53, 54).

        After a gap of more than a day everybody gets one digest in place of many reminders.  Then plugins
        carry the reminders to whom they are for; what they have not taken, `undelivered` lists.
        """
        moment = now or self._gate.clock()
        done = supervision.run_due(self._gate, moment)
        self._deliver()
        self._carry(moment)
        self._note_slow()
        return done

    def _carry(self, now: datetime) -> None:
        delivering.carry(self._store, self._reading, self._plugins, self._carriers, now)

    @contextmanager
    def _reading(self) -> Iterator[tuple[Look, Snapshot]]:
        with self._store.snapshot() as snapshot:
            yield self._gate.look(snapshot), snapshot

    def undelivered(self) -> list[delivering.Undelivered]:
        """Return the notices that plugins have not taken yet, with why; those set aside included."""
        with self._reading() as (look, snapshot):
            return delivering.undelivered(look, snapshot)

    def redeliver(self, ids: Iterable[str] = ()) -> int:
        """Have notices carried again now, by default those that were set aside; return how many were tried.

        It is no act: nothing is put on record.  What is not taken stays in `undelivered`.
        """
        tried = delivering.again(self._store, self.undelivered(), frozenset(ids))
        if tried:
            self._carry(self._gate.clock())
        return tried

    def verify(self, head: str | None = None, *, deep: bool = False) -> Verification:
        """Check the record's chains, entries and tables (rule 11); the first bad entry is named.

        With `deep` every body and everything derived from it is worked out again and compared.
        """
        if not deep:
            return self._store.verify(head)
        with self._store.snapshot() as view:
            return self._store.verify(head, partial(rederiving, self._gate, view))


class Preview(Verbs, Approving, Feeding, Readings):
    """An office in which nothing is kept."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._store = gate.store
        self._overlay = Overlay()
        self._changes: list[Change] = []
        self._way = self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing was kept, so there is nothing to undo."""

    @contextmanager
    def _look(self, at: datetime | None = None) -> Iterator[Look]:
        with self._store.snapshot() as snapshot:
            yield self._gate.look(snapshot, self._overlay, at)

    def act(self, command: Command, action: Action) -> Change:
        """Judge a command upon what was previewed before."""
        change = self._gate.preview(command, action, self._overlay)
        self._changes.append(change)
        return change

    @property
    def changes(self) -> Change:
        """Everything that was tried, as one change."""
        return together(self._changes, self._gate.clock())

    @property
    def token(self) -> str:
        """What the preview rests on; hand it to the verb as `expect=`."""
        return self.changes.token


def open_office(  # noqa: PLR0913  # each is a choice people make by name
    url: str = "sqlite:///campaignflow.db",
    *,
    create: bool = True,
    clock: Callable[[], datetime] = utc_now,
    workflows: Iterable[Workflow] = (),
    listeners: Mapping[str, telling.Listener] | None = None,
    plugins: Iterable[object] = (),
    block: Iterable[str] = (),
    autoload: bool = False,
    plugins_dir: str | None = None,
) -> Office:
    """Open the record of an office.

    Args:
        url: The store, as ``sqlite:///publicity.db``; ``sqlite://`` keeps it in memory.
        create: Make the store if there is none.
        clock: Tells the time, aware; the record's instants come from it alone.
        workflows: Lifecycles of the office's own, beside or in place of the shipped ones.
        listeners: By name, who is told of every act after its commit.
        plugins: Plugins handed in: modules or objects with hooks.
        block: Names of plugins that shall not load.
        autoload: Whether installed plugins (entry points of the group `campaignflow`) load, too.
        plugins_dir: A folder whose Python files are plugins; nobody else may be able to write to it.

    Raises:
        StoreUnavailable: the store cannot be opened; the sentence says what to do.
        WorkflowError: a lifecycle is not sound; `findings` lists why.
    """
    store = Store.open(url, create=create, library=version("campaignflow"))
    try:
        loaded = Plugins(
            plugins,
            block=block,
            autoload=autoload,
            plugins_dir=plugins_dir,
            slow_before=slow_plugins(store),
        )
        return Office(store, clock=clock, workflows=workflows, listeners=listeners, plugins=loaded)
    except BaseException:
        store.close()
        raise


AFTER_COMMIT = "campaignflow_after_commit"
DELIVER = "campaignflow_deliver"
SLOW = "slow_plugins"
"""Line of the store's notebook that says which plugins were too slow, and in which version."""

_log = logging.getLogger("campaignflow")


class _Untold(Exception):
    """A plugin could not take notice, and is told again."""


def slow_plugins(store: Store) -> dict[str, dict[str, str]]:
    """Return which plugins were too slow, as the store remembers."""
    with store.snapshot() as snapshot:
        said = snapshot.meta(SLOW)
    return {} if said is None else dict(parsed(said))


def _required(store: Store) -> list[str]:
    with store.snapshot() as snapshot:
        record = snapshot.record(OFFICE)
    said: list[str] = [] if record is None else record.data["plan"].get("requires", [])
    return said


def _teller(plugins: Plugins, name: str) -> telling.Listener:
    """Return what tells one plugin of an entry; it is told again if it could not take notice."""

    def tell(entries: list[dict[str, Any]]) -> None:
        trouble = plugins.after_commit(name, entries)
        if trouble is not None:
            raise _Untold(trouble.code)

    return tell
