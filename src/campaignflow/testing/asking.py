"""Asks a plugin what offices ask, and makes its answers comparable."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel

from campaignflow.errors import Finding
from campaignflow.hooks.plugins import Plugins
from campaignflow.testing.scenes import Asked, scenes

__all__ = ["TOLD", "answer", "plain", "questions", "troubles"]

TOLD = "campaignflow_after_commit"
_Front = Callable[[Plugins, Mapping[str, Any]], Any]
_FRONT: Mapping[str, _Front] = {
    "campaignflow_approval_steps": lambda plugins, said: plugins.approval_steps(**said),
    "campaignflow_veto": lambda plugins, said: plugins.vetoes(**said),
    "campaignflow_directory": lambda plugins, said: plugins.directory(**said),
    TOLD: lambda plugins, said: [plugins.after_commit(name, **said) for name in plugins.implementing(TOLD)],
}


def questions(plugin: object) -> tuple[Plugins, list[Asked]]:
    """Return a plugin in force, and what it is asked in the sample offices."""
    plugins = Plugins([plugin])
    return plugins, [asked for asked in scenes() if plugins.implementing(asked.hook)]


def answer(plugins: Plugins, asked: Asked) -> list[Any]:
    """Return what plugins answer to a question."""
    found: list[Any] = _FRONT[asked.hook](plugins, asked.arguments)
    return found


def troubles(said: list[Any]) -> Iterator[Finding]:
    """Yield why answers could not be given, or not be taken."""
    for one in said:
        finding = one if isinstance(one, Finding) else getattr(one, "error", None)
        if finding is not None:
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
