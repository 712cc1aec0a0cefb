"""The commands that plugins put under `campaignflow`: given to a register, checked, kept apart.

Nothing here knows typer; how a command is built and run is in `campaignflow.cli.plugged`.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from campaignflow.errors import Finding
from campaignflow.hooks.reading import wrong
from campaignflow.labels import clean

__all__ = ["PluginCommand", "Register", "apart"]

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class PluginCommand:
    """One command of a plugin."""

    provider: str
    """Name of the plugin."""
    name: str
    """What is typed after `campaignflow`."""
    function: Callable[..., object]
    """Called with what was typed, as typer reads its signature; returns the exit status, None for 0."""
    help: str = ""
    """What it does, in a line."""


class Register:
    """What `campaignflow_commands` is given: call it once for each command."""

    def __init__(self, plugin: str) -> None:
        self._plugin = plugin
        self._given: list[PluginCommand] = []

    def __call__(
        self,
        name: str,
        function: Callable[..., object],
        *,
        help: str = "",  # noqa: A002  # as typer calls it
    ) -> None:
        """Put a command of small letters, digits and hyphens under `campaignflow`."""
        if not _NAME.fullmatch(name) or not callable(function):
            raise wrong(self._plugin, "commands", f"{name}: {function!r}")
        self._given.append(PluginCommand(self._plugin, name, function, clean(help)))

    @property
    def given(self) -> tuple[PluginCommand, ...]:
        """The commands so far, in the order in which they came."""
        return tuple(self._given)


def apart(
    given: Iterable[PluginCommand], taken: Collection[str]
) -> tuple[list[PluginCommand], list[Finding]]:
    """Return the commands that can be told apart, and a finding for each that cannot.

    Of two of one name neither is there: nothing says which is meant.
    """
    commands = list(given)
    counts = Counter(one.name for one in commands)
    sound, clashes = [], []
    for one in commands:
        facts = {"plugin": one.provider, "command": one.name}
        if one.name in taken:
            clashes.append(Finding("plugin-command-ours", facts=facts))
        elif counts[one.name] > 1:
            clashes.append(Finding("plugin-command-twice", facts=facts))
        else:
            sound.append(one)
    return sound, clashes
