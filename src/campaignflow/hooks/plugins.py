"""The plugins of one office: which are in force, which are not and why, and what each answers.

The only place where hooks are called.  Each call has a typed front that never raises: one plugin's
failure is that plugin's answer.  What the hooks promise is in `specs`; how plugins are found and
checked, in `loading`; how answers are read, in `answers`.
"""

import logging
import os
import time
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

import pluggy

from campaignflow.dates.observances import Observance
from campaignflow.errors import Finding
from campaignflow.hooks import answers
from campaignflow.hooks.answers import Answer, Brought, Delivery, Directory, Query, Veto
from campaignflow.hooks.calendars import CalendarAnswer, calendar_of
from campaignflow.hooks.commands import PluginCommand, Register, apart
from campaignflow.hooks.findings import findings_of
from campaignflow.hooks.loading import SETTING, Found, callers, found, switched_off
from campaignflow.hooks.reading import Unusable
from campaignflow.hooks.specs import HOOKS, UNHURRIED
from campaignflow.scheduling.schedule import PlanAnswers

if TYPE_CHECKING:
    from campaignflow.hooks.context import Attempt, CaseContext, DutyNotice
    from campaignflow.plan.programme import Programme
    from campaignflow.scheduling.entry import Entry
    from campaignflow.scheduling.schedule import Schedule

__all__ = ["Calls", "PluginReport", "Plugins"]

PATIENCE = 15
"""How many times as long a hook may take that no act waits for."""

T = TypeVar("T")
Read = Callable[[str, Sequence[object]], tuple[T, ...]]
"""Reads what the implementations of a plugin, given by its name, returned."""
Told = tuple[tuple[T, ...], Finding | None]
"""An answer, or what went wrong."""
State = Literal["loaded", "quarantined", "blocked", "missing"]
_log = logging.getLogger("campaignflow.plugins")


class Calls(NamedTuple):
    """How often a hook of a plugin was called, and how long that took."""

    times: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    """Seconds of the slowest call."""


@dataclass(frozen=True, slots=True)
class PluginReport:
    """What is to be known of one plugin."""

    name: str
    state: State
    """`missing`: the store requires it and it is not in force, for whatever reason."""
    distribution: str = ""
    """The package it was installed with; empty for modules and objects handed in, and for files."""
    version: str = ""
    """That of the package; what a plugin adds behind a `+` to it, as of its own data, is kept."""
    digest: str = ""
    """SHA-256 of its file; of a package, of its `__init__.py`; empty where there is none."""
    hooks: tuple[str, ...] = ()
    """The hooks it implements."""
    calls: Mapping[str, Calls] = field(default_factory=lambda: MappingProxyType({}))
    """By hook, as far as it was called."""
    findings: tuple[Finding, ...] = ()
    """Why it is not in force; what the last call of a hook ran into; which hooks are slow."""


@dataclass(slots=True)
class _Plugin:
    report: PluginReport
    hooks: Mapping[str, pluggy.HookCaller] = field(default_factory=dict)
    brought: tuple[Brought, ...] = ()
    calls: dict[str, Calls] = field(default_factory=dict)
    troubles: dict[str, Finding | None] = field(default_factory=dict)
    """What the last call of each hook ran into."""


class Plugins:
    """The plugins of one office.

    Nothing is imported of a plugin that is switched off.  One that cannot be used is quarantined; the
    others work.  Answers stand in the order of the plugins' names.

    Args:
        plugins: Modules or objects with hooks; an object is called by its `__name__`, else by its class.
        autoload: Whether to take the installed plugins (entry points of the group `campaignflow`), too.
        block: Names of plugins that are not to load.  The environment may name more: `CAMPAIGNFLOW_PLUGINS`.
        plugins_dir: A folder whose `*.py` files are plugins; there is no default.
        clock: Gives seconds, to measure calls by.
        slow: Seconds; a hook with a call beyond this is named in the report, and its plugin is out of use
            from the next opening on.  Hooks that no act waits for have fifteen times as long.
        slow_before: What `slow()` gave before, by plugin; whoever stands there as he is now is quarantined.

    Raises:
        InvalidValue: `plugins_dir` is no folder, or anybody may write to it.
    """

    def __init__(  # noqa: PLR0913  # each is a choice people make by name
        self,
        plugins: Iterable[object] = (),
        *,
        autoload: bool = False,
        block: Iterable[str] = (),
        plugins_dir: str | Path | None = None,
        clock: Callable[[], float] = time.perf_counter,
        slow: float = 2.0,
        slow_before: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self._clock = clock
        self._slow = slow
        self._slow_before = slow_before or {}
        self.clashes: list[Finding] = []
        """The commands that were left out when they were asked for last."""
        is_off = switched_off(block, os.environ.get(SETTING, ""))
        self._plugins = [self._taken(one, is_off) for one in found(plugins, plugins_dir, autoload=autoload)]
        self._in_force = {one.report.name: one for one in self._plugins if one.report.state == "loaded"}
        self._required: frozenset[str] | None = None
        self.required(())

    def required(self, names: Iterable[str]) -> None:
        """Say which plugins the store requires; those not in force answer every question with an error."""
        wanted = frozenset(names)
        if wanted == self._required:  # asked before every act
            return
        self._required = wanted
        self._missing = wanted - self._in_force.keys()
        self._asked = {hook: tuple(sorted({*self.implementing(hook), *self._missing})) for hook in HOOKS}

    def asked(self, hook: str) -> tuple[str, ...]:
        """Return the names of the plugins that a hook asks: who has it, and who is missing."""
        return self._asked[hook]

    def implementing(self, hook: str) -> tuple[str, ...]:
        """Return the names of the plugins in force that implement a hook."""
        return tuple(name for name, one in self._in_force.items() if hook in one.hooks)

    def approval_steps(self, case: "CaseContext", trigger: str) -> list[Answer]:
        """Return what each plugin adds to the round that a trigger opens, plugins without steps included."""
        return [
            Answer(one.name, steps, error, one.version, one.digest)
            for one, steps, error in self._ask(
                "campaignflow_approval_steps", answers.steps_of, case=case, trigger=trigger
            )
        ]

    def vetoes(self, case: "CaseContext", trigger: str, context: "Attempt") -> list[Veto]:
        """Return all vetoes of all plugins; a plugin that cannot say vetoes, too."""
        asked = self._ask("campaignflow_veto", answers.vetoes_of, case=case, trigger=trigger, context=context)
        return [
            veto
            for one, vetoes, error in asked
            for veto in ((Veto(one.name, error.code, error=error),) if error else vetoes)
        ]

    def check_plan(self, programme: "Programme", schedule: "Schedule") -> PlanAnswers:
        """Return what each plugin finds in a plan; one that cannot say is an error itself."""
        read = partial(findings_of, programme=programme, schedule=schedule)
        asked = list(self._ask("campaignflow_check_plan", read, programme=programme, schedule=schedule))
        said = [finding for _, findings, error in asked for finding in ((error,) if error else findings)]
        return PlanAnswers(tuple(said), frozenset(one.name for one, _, error in asked if error is None))

    def calendar_entries(
        self, entries: "Sequence[Entry]", audience: str, *, adds: bool
    ) -> list[tuple[str, CalendarAnswer | None, Finding | None]]:
        """Return what each plugin leaves of a calendar and adds to it, None for all as it is, or an error."""
        given = tuple(entries)
        read = partial(calendar_of, entries=given, adds=adds)
        asked = self._ask("campaignflow_calendar_entries", read, entries=given, audience=audience)
        return [(one.name, next(iter(said), None), error) for one, said, error in asked]

    def commands(self, taken: Collection[str]) -> list[PluginCommand]:
        """Return the commands of all plugins, less those that would hide another or one of those `taken`."""
        given: list[PluginCommand] = []
        for name in self.implementing("campaignflow_commands"):
            register = Register(name)
            _, error = self._call(
                self._in_force[name], "campaignflow_commands", answers.nothing_of, {"register": register}
            )
            given += () if error else register.given
        sound, self.clashes = apart(given, taken)
        return sound

    def directory(self, query: Query) -> list[Directory]:
        """Return whom each plugin's directory finds."""
        asked = self._ask("campaignflow_directory", answers.people_of, query=query)
        return [Directory(one.name, people, error) for one, people, error in asked]

    def data(self) -> tuple[Brought, ...]:
        """Return what the plugins in force bring; a plugin that is missing brings nothing."""
        return tuple(brought for one in self._in_force.values() for brought in one.brought)

    @property
    def observances(self) -> tuple[Observance, ...]:
        """The observances that the plugins in force bring; of two that are called alike the later counts."""
        return tuple(one for brought in self.data() for one in brought.observances)

    def identity(self, name: str) -> dict[str, str]:
        """Return how a plugin in force is put on record: its name, version and digest (C1)."""
        report = self._in_force[name].report
        said = {"name": report.name, "version": report.version, "digest": report.digest}
        return {part: text for part, text in said.items() if text}

    def after_commit(self, name: str, entries: "Iterable[Mapping[str, Any]]") -> Finding | None:
        """Tell one plugin of entries on record; returns why it must be told again, None if all went well."""
        plugin = self._in_force.get(name)
        if plugin is None:
            return _missing(name)
        hook = "campaignflow_after_commit"
        if hook not in plugin.hooks:
            return None
        return self._call(plugin, hook, answers.nothing_of, {"entries": tuple(entries)})[1]

    def deliver(self, name: str, notices: "Sequence[DutyNotice]") -> Delivery:
        """Have one plugin carry notices; return which it did not take, or why nobody knows."""
        plugin = self._in_force.get(name)
        if plugin is None:
            return Delivery(error=_missing(name))
        read = partial(answers.refused_of, ids=[one.id for one in notices])
        refused, error = self._call(plugin, "campaignflow_deliver", read, {"notices": tuple(notices)})
        return Delivery(MappingProxyType(dict(refused)), error)

    def slow(self) -> dict[str, dict[str, str]]:
        """Return which plugins were too slow, each with its slowest hook, version and digest, as texts."""
        return {
            one.report.name: {
                "hook": hook,
                "seconds": f"{calls.slowest:.1f}",
                "version": one.report.version,
                "digest": one.report.digest,
            }
            for one in self._in_force.values()
            for hook, calls in sorted(one.calls.items(), key=lambda row: row[1].slowest)
            if calls.slowest > self._limit(hook)
        }

    def _limit(self, hook: str) -> float:
        return self._slow * (PATIENCE if hook in UNHURRIED else 1)

    def report(self) -> tuple[PluginReport, ...]:
        """Return all plugins there are and all that are missing, by name."""
        known = [self._reported(one) for one in self._plugins]
        strangers = self._missing - {one.name for one in known}
        gone = [PluginReport(name, "missing", findings=(_missing(name),)) for name in strangers]
        return tuple(sorted([*known, *gone], key=lambda one: one.name))

    def _reported(self, plugin: _Plugin) -> PluginReport:
        report = plugin.report
        if report.name in self._missing:
            return replace(report, state="missing", findings=(_missing(report.name), *report.findings))
        slow = tuple(
            Finding(
                "plugin-slow",
                facts={
                    "plugin": report.name,
                    "hook": hook,
                    "seconds": f"{calls.slowest:.1f}",
                    "limit": f"{self._limit(hook):g}",
                },
            )
            for hook, calls in plugin.calls.items()
            if calls.slowest > self._limit(hook)
        )
        clashes = tuple(one for one in self.clashes if one.facts["plugin"] == report.name)
        calls = MappingProxyType(dict(plugin.calls))
        troubles = filter(None, plugin.troubles.values())
        return replace(report, calls=calls, findings=report.findings or (*troubles, *clashes, *slow))

    def _taken(self, one: Found, is_off: Callable[[str], bool]) -> _Plugin:
        """Return a plugin, brought in and checked unless it is switched off or not the one meant."""
        plugin = _Plugin(PluginReport(one.name, "quarantined", one.distribution, one.version))
        code = "plugin-blocked" if is_off(one.name) else one.clash
        if code:
            state: State = "quarantined" if code.startswith("plugin-name") else "blocked"
            finding = Finding(code, facts={"plugin": one.name})
            plugin.report = replace(plugin.report, state=state, findings=(finding,))
            return plugin
        trouble = self._tried(plugin, "", partial(_bring, plugin, one))[1] or self._was_slow(plugin.report)
        if trouble is None and (hook := "campaignflow_data") in plugin.hooks:
            brought, trouble = self._call(plugin, hook, answers.brought_of, {})
            plugin.brought = brought
        if trouble is None:
            plugin.report = replace(plugin.report, state="loaded", hooks=tuple(sorted(plugin.hooks)))
        else:
            plugin.report = replace(plugin.report, findings=(trouble,))
        return plugin

    def _was_slow(self, report: PluginReport) -> Finding | None:
        """Return why a plugin is out of use that was too slow before, in the version it still has."""
        before = self._slow_before.get(report.name)
        if before is None or (before["version"], before["digest"]) != (report.version, report.digest):
            return None
        facts = {"plugin": report.name, "hook": before["hook"], "seconds": before["seconds"]}
        return Finding("plugin-was-slow", facts=facts)

    def _ask(
        self, hook: str, read: Read[T], **given: object
    ) -> Iterator[tuple[PluginReport, tuple[T, ...], Finding | None]]:
        """Yield the answer of every plugin that has the hook, and of every one that is missing."""
        for name in self._asked[hook]:
            plugin = self._in_force.get(name)
            if plugin is None:
                yield PluginReport(name, "missing"), (), _missing(name)
            else:
                yield plugin.report, *self._call(plugin, hook, read, given)

    def _call(self, plugin: _Plugin, hook: str, read: Read[T], given: Mapping[str, Any]) -> Told[T]:
        """Call a hook of one plugin, measure it, and read what it returns."""
        began = self._clock()
        told = self._tried(plugin, hook, lambda: read(plugin.report.name, plugin.hooks[hook](**given)))
        took = self._clock() - began
        calls = plugin.calls.get(hook, Calls())
        plugin.calls[hook] = Calls(calls.times + 1, calls.seconds + took, max(calls.slowest, took))
        plugin.troubles[hook] = told[1]
        return told

    def _tried(self, plugin: _Plugin, hook: str, attempt: Callable[[], tuple[T, ...]]) -> Told[T]:
        """Return what an attempt gives, or what went wrong: whatever it is, it is this plugin's alone."""
        name = plugin.report.name
        error: BaseException | None = None
        try:
            return attempt(), None
        except Unusable as unusable:
            trouble = unusable.finding
        except (Exception, SystemExit) as raised:  # noqa: BLE001  # a plugin may raise anything
            facts = {"plugin": name, "hook": hook, "error": _said(raised)}
            trouble = Finding("plugin-error" if hook else "plugin-not-imported", facts=facts)
            error = raised
        # through fields, never by putting texts together (C7)
        _log.error(
            "a plugin failed", exc_info=error, extra={"plugin": name, "hook": hook, "code": trouble.code}
        )
        return (), trouble


def _bring(plugin: _Plugin, one: Found) -> tuple[()]:
    thing, digest = one.bring()
    version = str(getattr(thing, "__version__", ""))
    if not version.startswith(f"{one.version}+"):  # a local version (PEP 440): `0.1.0+rules.9f2c1a`
        version = one.version or version
    plugin.report = replace(plugin.report, version=version, digest=digest)
    plugin.hooks = callers(one.name, thing)
    return ()


def _said(raised: BaseException) -> str:
    """Return an exception as Python prints it, even if it cannot say itself; what is wrong comes first."""
    lines = traceback.format_exception_only(raised)
    if isinstance(raised, SyntaxError):  # printed with its place before it, and the line
        return f"{lines[-1].strip()} ({Path(raised.filename or '').name}:{raised.lineno})"
    return "".join(lines).strip()


def _missing(name: str) -> Finding:
    return Finding("plugin-missing", facts={"plugin": name})
