"""The plugins of commands that open no store; nothing of any plugin is loaded where none is set up.

Commands that open a store take the plugins of its office (`campaignflow.cli.desk`).
"""

import os
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaignflow.hooks.plugins import Plugins

__all__ = ["FOLDER", "there"]

FOLDER = "CAMPAIGNFLOW_PLUGINS_DIR"
"""Names the office's folder of plugins; an option left out of one call would leave its gates out, too."""
_SETTING = "CAMPAIGNFLOW_PLUGINS"
_GROUP = "campaignflow"


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
