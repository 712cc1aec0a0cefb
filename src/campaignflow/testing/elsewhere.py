"""Another time, other chances, another folder or process: where a pure hook answers as it did before."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta, tzinfo
from types import ModuleType
from typing import Any
from unittest.mock import patch

__all__ = ["elsewhere", "module_of", "said_by_other_processes"]

_LATER = timedelta(days=400)
_ASK = """\
import importlib, json, sys
from campaignflow.testing.asking import plain, questions, answer
plugins, asked = questions(importlib.import_module(sys.argv[1]))
asked = [one for one in asked if one.hook == "campaignflow_approval_steps"]
steps = [[str(one), plain(answer(plugins, one))] for one in asked]
print(json.dumps(steps))
"""


class _SameDays(type):
    """Whatever is a date or a moment counts as one of these, too."""

    def __instancecheck__(cls, thing: object) -> bool:
        return isinstance(thing, cls.__mro__[1])


class _Moment(datetime, metaclass=_SameDays):
    """Moments that are read from the clock 400 days later."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return datetime.now(tz) + _LATER

    @classmethod
    def today(cls) -> Any:
        return datetime.now() + _LATER  # noqa: DTZ005  # as the plugin's own call

    @classmethod
    def utcnow(cls) -> Any:
        return datetime.utcnow() + _LATER  # noqa: DTZ003  # as the plugin's own call


class _Day(date, metaclass=_SameDays):
    """Days that are read from the clock 400 days later."""

    @classmethod
    def today(cls) -> Any:
        return date.today() + _LATER  # noqa: DTZ011  # as the plugin's own call


_FOR: dict[int, type] = {id(datetime): _Moment, id(date): _Day}


def module_of(plugin: object) -> ModuleType | None:
    """Return the module a plugin is, or in which its class stands."""
    if isinstance(plugin, ModuleType):
        return plugin
    kind = plugin if isinstance(plugin, type) else type(plugin)
    return sys.modules.get(kind.__module__)


@contextmanager
def elsewhere(plugin: object) -> Iterator[None]:
    """Run a plugin 400 days later, with other chances, in an empty folder.

    The clock is moved where the plugin's own package names `datetime`, `date` or the module `time`.
    """
    here, chance, now = os.getcwd(), random.getstate(), time.time  # noqa: PTH109  # it is gone back to
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        stack.enter_context(patch.object(time, "time", lambda: now() + _LATER.total_seconds()))
        for module in _package(module_of(plugin)):
            for name, value in list(vars(module).items()):
                if id(value) in _FOR:
                    stack.enter_context(patch.object(module, name, _FOR[id(value)]))
        random.seed(1)
        os.chdir(folder)
        stack.callback(random.setstate, chance)
        stack.callback(os.chdir, here)
        yield


def _package(module: ModuleType | None) -> list[ModuleType]:
    if module is None:
        return []
    within = f"{module.__name__}."
    return [module, *(one for name, one in sys.modules.items() if name.startswith(within))]


def said_by_other_processes(module: str) -> tuple[Any, Any]:
    """Return the steps that a plugin gives in two processes, in which sets have different orders.

    Raises:
        CalledProcessError: one of them could not ask it; `stderr` says why.
    """
    path = os.pathsep.join(filter(None, sys.path))
    started = [
        subprocess.Popen(  # noqa: S603  # this Python, on a module the author named
            [sys.executable, "-c", _ASK, module],
            env={**os.environ, "PYTHONHASHSEED": chance, "PYTHONPATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for chance in "12"
    ]
    told = [(one, *one.communicate()) for one in started]
    for one, said, wrong in told:
        if one.returncode:
            raise subprocess.CalledProcessError(one.returncode, one.args, said, wrong)
    first, second = (json.loads(said) for _, said, _ in told)
    return first, second
