"""What installed plugins, and those of the office's folder, bring to a plan file when no office is opened."""

import os
from importlib import metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaignflow.dates.observances import Observance

__all__ = ["PLUGINS_DIR", "observances"]

PLUGINS_DIR = "CAMPAIGNFLOW_PLUGINS_DIR"
"""Names the office's folder of plugins; an option left out of one call would leave its gates out, too."""


def observances() -> "tuple[Observance, ...]":
    """Return the observances of plugins, as the office would have them.

    Raises:
        InvalidValue: the folder of plugins is none, or anybody may write to it.
    """
    folder = os.environ.get(PLUGINS_DIR) or None
    if folder is None and not metadata.entry_points(group="campaignflow"):
        return ()
    from campaignflow.hooks.plugins import Plugins  # only where there are plugins

    return Plugins(autoload=True, plugins_dir=folder).observances
