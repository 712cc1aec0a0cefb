"""How plugins are found, brought in one by one, and checked before anything of them is called.

Code of a plugin runs in this process and is fully trusted (C1): what is refused here are accidents, not
attacks.  Who is asked what, and what becomes of a plugin that was refused, is in `plugins`.
"""

import inspect
import os
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from importlib import metadata
from pathlib import Path
from types import MappingProxyType, ModuleType

import pluggy

from campaignflow.canonical import digest
from campaignflow.errors import Finding, InvalidValue
from campaignflow.hooks import specs
from campaignflow.hooks.reading import Unusable
from campaignflow.hooks.specs import HOOKS, PROJECT
from campaignflow.hooks.typed import Plugin, is_of_the_front

__all__ = ["SETTING", "Found", "callers", "found", "switched_off"]

SETTING = "CAMPAIGNFLOW_PLUGINS"
"""Variable of the environment that switches plugins off; it brings none in.

`none` switches all off; names with commas between them leave only these; `-name` switches one off.
"""

_BY_HAND, _IN_FOLDER, _INSTALLED = range(3)
_RESERVED = frozenset({"plan", "workflow"})
"""What a round calls those who ask for steps without being plugins."""


@dataclass(frozen=True, slots=True)
class Found:
    """A plugin of which nothing has been imported yet."""

    name: str
    rank: int
    """Where it comes from; of one name the lowest counts."""
    bring: Callable[[], tuple[object, str]]
    """Imports it; returns it with the SHA-256 of its file, which is empty where there is none."""
    distribution: str = ""
    version: str = ""
    clash: str = ""
    """`plugin-shadowed` if one of this name stands nearer, `plugin-name-twice` if one stands beside it,
    `plugin-name-reserved` if it means something else."""


def switched_off(block: Iterable[str], setting: str) -> Callable[[str], bool]:
    """Return whether a plugin is not to load, from the office's `block` and the environment's setting."""
    words = [word.strip() for word in setting.split(",") if word.strip()]
    only = {word for word in words if not word.startswith("-")}
    off = {block} if isinstance(block, str) else set(block)
    off |= {word[1:].strip() for word in words if word.startswith("-")}
    return lambda name: name in off or (bool(only) and name not in only - {"none"})


def found(plugins: Iterable[object], plugins_dir: str | Path | None, *, autoload: bool) -> list[Found]:
    """Return all plugins there are, by name, without importing any.

    Raises:
        InvalidValue: the folder is none, or anybody may write to it.
    """
    there = [*_by_hand(plugins)]
    if plugins_dir is not None:
        there += _in_folder(Path(plugins_dir))
    if autoload:
        there += _installed()
    there.sort(key=lambda one: (one.name, one.rank))
    nearest = {one.name: one.rank for one in reversed(there)}
    counts = Counter((one.name, one.rank) for one in there)
    return [
        replace(one, clash="plugin-shadowed")
        if one.rank > nearest[one.name]
        else replace(one, clash=_clash(one, counts))
        for one in there
    ]


def _clash(one: Found, counts: Counter[tuple[str, int]]) -> str:
    if one.name in _RESERVED:
        return "plugin-name-reserved"
    return "plugin-name-twice" if counts[one.name, one.rank] > 1 else ""


def _by_hand(plugins: Iterable[object]) -> Iterator[Found]:
    for thing in plugins:
        name = getattr(thing, "__name__", None)
        yield Found(
            name if isinstance(name, str) else type(thing).__name__, _BY_HAND, partial(_as_it_is, thing)
        )


def _in_folder(folder: Path) -> Iterator[Found]:
    if not folder.is_dir():
        raise InvalidValue("plugins-folder-missing", path=str(folder))
    if _anybody_writes(folder):
        raise InvalidValue("plugins-folder-open", path=str(folder))
    for path in folder.glob("*.py"):
        if not path.name.startswith("_"):
            yield Found(path.stem, _IN_FOLDER, partial(_run, path))


def _installed() -> Iterator[Found]:
    for point in metadata.entry_points(group=PROJECT):
        distribution, version = (point.dist.name, point.dist.version) if point.dist else ("", "")
        yield Found(point.name, _INSTALLED, partial(_load, point), distribution, version)


def _as_it_is(thing: object) -> tuple[object, str]:
    file = getattr(thing, "__file__", None) if isinstance(thing, ModuleType) else None
    return thing, digest(Path(file).read_bytes()) if file and Path(file).is_file() else ""


def _load(point: metadata.EntryPoint) -> tuple[object, str]:
    thing = point.load()
    return thing, _as_it_is(sys.modules.get(point.module))[1]


def _run(path: Path) -> tuple[object, str]:
    """Return the module of a file; what runs is what was hashed, never an older compiled copy."""
    if _anybody_writes(path):
        raise Unusable(Finding("plugins-folder-open", facts={"path": str(path)}))
    source = path.read_bytes()
    name = f"{PROJECT}_file_{digest(source)[:16]}_{path.stem}"
    module = ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module  # where dataclasses look for it
    exec(compile(source, path, "exec"), module.__dict__)  # noqa: S102  # the host named the folder
    return module, digest(source)


def _anybody_writes(path: Path) -> bool:
    """Whether strangers may write there; where permissions are no bits, as on Windows, nobody can tell."""
    return os.name == "posix" and bool(path.stat().st_mode & stat.S_IWOTH)


def callers(name: str, thing: object) -> Mapping[str, pluggy.HookCaller]:
    """Return how to call each hook that a plugin implements; a class of the typed front is made one.

    Each plugin has a pluggy manager of its own, so that one that raises is nobody else's affair.

    Raises:
        Unusable: it implements no hook, or one that no call would reach.
    """
    if isinstance(thing, type) and issubclass(thing, Plugin):
        thing = thing()
    manager = pluggy.PluginManager(PROJECT)
    manager.register(thing, name)
    hooks = {caller.name: caller for caller in manager.get_hookcallers(thing) or ()}
    for hook, caller in hooks.items():
        for implementation in caller.get_hookimpls():
            _check(name, hook, implementation)
    for attribute in dir(thing):
        if is_of_the_front(thing, attribute):
            continue
        unmarked = attribute.startswith(f"{PROJECT}_") and not manager.parse_hookimpl_opts(thing, attribute)
        if unmarked and not isinstance(inspect.getattr_static(thing, attribute), ModuleType):
            raise Unusable(Finding("plugin-hook-unmarked", facts={"plugin": name, "hook": attribute}))
    if not hooks:
        raise Unusable(Finding("plugin-without-hooks", facts={"plugin": name}))
    manager.add_hookspecs(specs)
    manager.check_pending()
    return MappingProxyType(hooks)


def _check(plugin: str, hook: str, implementation: pluggy.HookImpl) -> None:
    """Refuse an implementation that pluggy would take and never call as its author meant."""
    facts: dict[str, object] = {"plugin": plugin, "hook": hook}
    if hook not in HOOKS:
        names = {name.removeprefix(f"{PROJECT}_"): name for name in HOOKS}
        near = [names[one] for one in get_close_matches(hook.removeprefix(f"{PROJECT}_"), names, 1, 0.6)]
        raise Unusable(Finding("plugin-hook-unknown", facts={**facts, "near": near}))
    form = _form(implementation)
    for argument in inspect.signature(implementation.function).parameters.values():
        if argument.kind is not argument.POSITIONAL_OR_KEYWORD:
            form = f"{argument.name} ({argument.kind.description})"
        elif argument.name not in HOOKS[hook]:
            near = get_close_matches(argument.name, HOOKS[hook], 1, 0.6)
            unknown = {"argument": argument.name, "known": HOOKS[hook], "near": near}
            raise Unusable(Finding("plugin-hook-argument", facts=facts | unknown))
        elif argument.default is not argument.empty:
            form = f"{argument.name}=..."
    if form:
        raise Unusable(Finding("plugin-hook-form", facts={**facts, "form": form}))


def _form(implementation: pluggy.HookImpl) -> str:
    """Return what makes an implementation more than a plain function, as Python writes it."""
    function = inspect.unwrap(implementation.function)
    if implementation.wrapper or implementation.hookwrapper:
        return "wrapper=True"
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        return "async def"
    return "yield" if inspect.isgeneratorfunction(function) else ""
