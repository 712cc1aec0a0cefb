"""The plugins of commands that open no store, and the commands that plugins bring.

Nothing of any plugin is loaded where none is set up, nor for the sake of commands where a command of our own
is typed.  Commands that open a store take the plugins of its office (`campaignflow.cli.desk`).
"""

import functools
import logging
import os
import sys
from collections.abc import Callable, Collection
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from campaignflow.errors import CampaignflowError, Finding, InvalidValue

if TYPE_CHECKING:
    from campaignflow.hooks.commands import PluginCommand
    from campaignflow.hooks.plugins import Plugins

__all__ = ["FOLDER", "commands", "guarded", "there"]

FOLDER = "CAMPAIGNFLOW_PLUGINS_DIR"
"""Names the office's folder of plugins; an option left out of one call would leave its gates out, too."""
_SETTING = "CAMPAIGNFLOW_PLUGINS"
_GROUP = "campaignflow"
_HOOK = "campaignflow_commands"
FAILED = 1
_log = logging.getLogger("campaignflow.plugins")


def there() -> "Plugins | None":
    """Return the plugins that are installed and those of the office's folder; None if there are none.

    Raises:
        InvalidValue: the folder is none, or anybody may write to it.
    """
    folder = os.environ.get(FOLDER) or None
    if os.environ.get(_SETTING, "").strip() == "none" or not (folder or entry_points(group=_GROUP)):
        return None
    from campaignflow.hooks.plugins import Plugins

    return Plugins(autoload=True, plugins_dir=folder)


def commands(taken: Collection[str], lang: str) -> "list[PluginCommand]":
    """Return the commands that plugins bring, as far as they can be called.

    One that cannot is told and left out, and so are all if the folder of plugins cannot be used.
    """
    try:
        plugins = there()
    except InvalidValue as error:
        print(error.message(lang), file=sys.stderr)
        return []
    found = [] if plugins is None else plugins.commands(taken)
    sound = [one for one in found if _can_be_built(one)]
    for clash in () if plugins is None else plugins.clashes:
        print(clash.message(lang), file=sys.stderr)
    return sound


def _can_be_built(one: "PluginCommand") -> bool:
    """Whether typer can read the signature of a command; if not, that is told as its plugin's failure."""
    import typer

    alone = typer.Typer(add_completion=False)
    try:
        alone.command(name=one.name)(guarded(one, "en"))
        typer.main.get_command(alone)
    except Exception:  # noqa: BLE001  # a signature may be anything
        _log.exception("a command cannot be built", extra={"plugin": one.provider, "hook": _HOOK})
        return False
    return True


def guarded(one: "PluginCommand", lang: str) -> Callable[..., int]:
    """Return a command of a plugin that ends with a status, whatever happens in it."""
    import typer
    from typer.exceptions import TyperException

    @functools.wraps(one.function)
    def called(*given: Any, **typed: Any) -> int:
        try:
            status = one.function(*given, **typed)
        except (CampaignflowError, TyperException, typer.Abort, typer.Exit):
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is, it is this plugin's
            facts = {"plugin": one.provider, "hook": one.name, "error": f"{type(error).__name__}: {error}"}
            print(Finding("plugin-error", facts=facts).message(lang), file=sys.stderr)
            _log.exception("a command failed", extra={"plugin": one.provider, "hook": _HOOK})
            return FAILED
        return status if isinstance(status, int) else 0

    return called
