"""Asks a plugin what offices ask, and makes its answers comparable."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel

from campaignflow.errors import Finding
from campaignflow.hooks.findings import PluginFinding
from campaignflow.hooks.plugins import Plugins
from campaignflow.testing.scenes import Asked, scenes
from campaignflow.types import Visibility

__all__ = ["TOLD", "answer", "plain", "questions", "troubles"]

_COMMIT, _DELIVER = "campaignflow_after_commit", "campaignflow_deliver"
TOLD = frozenset({_COMMIT, _DELIVER})
"""Hooks that are told something rather than asked: what they do need not be the same twice."""
_OURS = Visibility.INTERNAL.value
_Front = Callable[[Plugins, Mapping[str, Any]], Any]
_FRONT: Mapping[str, _Front] = {
    "campaignflow_approval_steps": lambda plugins, said: plugins.approval_steps(**said),
    "campaignflow_veto": lambda plugins, said: plugins.vetoes(**said),
    "campaignflow_check_plan": lambda plugins, said: list(plugins.check_plan(**said).findings),
    "campaignflow_calendar_entries": lambda plugins, said: [
        one for told in plugins.calendar_entries(**said, adds=said["audience"] == _OURS) for one in told[1:]
    ],
    "campaignflow_commands": lambda plugins, said: [*plugins.commands((), **said), *_reported(plugins)],
    "campaignflow_directory": lambda plugins, said: plugins.directory(**said),
    _COMMIT: lambda plugins, said: [
        plugins.after_commit(name, **said) for name in plugins.implementing(_COMMIT)
    ],
    _DELIVER: lambda plugins, said: [
        plugins.deliver(name, **said) for name in plugins.implementing(_DELIVER)
    ],
}


def _reported(plugins: Plugins) -> list[Finding]:
    return [finding for report in plugins.report() for finding in report.findings]


def questions(plugin: object) -> tuple[Plugins, list[Asked]]:
    """Return a plugin in force, and what it is asked in the sample offices."""
    plugins = Plugins([plugin])
    return plugins, [asked for asked in scenes() if plugins.implementing(asked.hook)]


def answer(plugins: Plugins, asked: Asked) -> list[Any]:
    """Return what plugins answer to a question."""
    found: list[Any] = _FRONT[asked.hook](plugins, asked.arguments)
    return found


def troubles(said: list[Any]) -> Iterator[Finding]:
    """Yield why answers could not be given, or not be taken; what a plugin finds in a plan is an answer."""
    for one in said:
        finding = one if isinstance(one, Finding) else getattr(one, "error", None)
        if finding is not None and not isinstance(finding, PluginFinding):
            yield finding


def plain(thing: object) -> Any:
    """Return an answer as plain data, to compare it with another."""
    if isinstance(thing, BaseModel):
        said = {name: plain(getattr(thing, name)) for name in sorted(thing.model_fields_set)}
        return {"id": getattr(thing, "id", ""), **said}
    if is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: plain(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, Mapping):
        return {str(key): plain(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [plain(one) for one in thing]
    if isinstance(thing, set | frozenset):
        return sorted(map(str, thing))
    return thing if isinstance(thing, str | int | float | bool | None) else repr(thing)
