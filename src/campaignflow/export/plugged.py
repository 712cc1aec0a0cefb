"""What plugins leave of a calendar and add to it: after its audience was settled, before anything is written.

For readers outside the office a plugin that cannot be asked keeps the calendar from being written, since
nobody knows what it would have taken away; the office's own goes on without it.
"""

from campaignflow.errors import PluginFailed
from campaignflow.export.selection import Selection
from campaignflow.hooks.plugins import Plugins
from campaignflow.scheduling.entry import Entry
from campaignflow.types import Visibility

__all__ = ["as_plugins_want"]


def as_plugins_want(selection: Selection, readers: Visibility, plugins: Plugins) -> Selection:
    """Return what a calendar shows and names, less what plugins take away, with what they add.

    Raises:
        PluginFailed: it is for readers outside the office, and a plugin could not be asked.
    """
    is_ours = readers is Visibility.INTERNAL
    gone: set[str] = set()
    added: list[Entry] = []
    given = tuple(selection.known.values())
    for plugin, shown, error in plugins.calendar_entries(given, readers.value, adds=is_ours):
        if error is not None and not is_ours:
            raise PluginFailed("calendar-unheard", plugin=plugin, why=error.message())
        if shown is not None:
            gone |= selection.known.keys() - shown.ids
            added += shown.added
    if not gone and not added:
        return selection
    return Selection(
        [*(entry for entry in selection.entries if entry.id not in gone), *added],
        {name: entry for name, entry in selection.known.items() if name not in gone}
        | {entry.id: entry for entry in added},
    )
