"""What plugins take away from a calendar and add to it, read into entries of our own.

Who may see which entry at all is settled before, in `campaignflow.export.selection`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from campaignflow.dates.precision import Certainty, Precision
from campaignflow.errors import CampaignflowError
from campaignflow.hooks.reading import listed, part, several, wrong
from campaignflow.scheduling.entry import Entry
from campaignflow.types import Visibility, checked_id

__all__ = ["CalendarAnswer", "calendar_of"]


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """What one plugin leaves of a calendar, and what it adds."""

    ids: frozenset[str]
    """Ids of the entries that stay."""
    added: tuple[Entry, ...] = ()
    """New ones; each has an id that no plan can give."""


def calendar_of(
    plugin: str, results: Sequence[object], entries: Sequence[Entry], *, adds: bool
) -> tuple[CalendarAnswer, ...]:
    """Return what a plugin leaves and adds; nothing if it leaves all as it is."""
    if not results:
        return ()
    given = {entry.id: entry for entry in entries}
    stay: set[str] = set()
    added: dict[str, Entry] = {}
    for one in listed(plugin, "calendar_entries", results):
        if isinstance(one, Mapping) and adds:
            entry = _added(plugin, one)
            if entry.id in added:
                raise wrong(plugin, "calendar_entries", f"{one['id']}, {one['id']}")
            added[entry.id] = entry
            continue
        name = one if isinstance(one, str) else getattr(one, "id", None)
        if name not in given or (not isinstance(one, str) and one != given[name]):
            raise wrong(plugin, "calendar_entries", f"{type(one).__name__}: {name or one}")
        stay.add(name)
    return (CalendarAnswer(frozenset(stay), tuple(added.values())),)


def _added(plugin: str, one: Mapping[str, object]) -> Entry:
    """Return a new entry; its id is the plugin's alone, and the same each time, as its UID rests on it."""
    own, title, start, end = (part(one, name) for name in ("id", "title", "start", "end"))
    end = start if end is None else end
    moments = (start, end)
    has_clock = all(isinstance(at, datetime) and at.utcoffset() is not None for at in moments)
    is_day = all(isinstance(at, date) and not isinstance(at, datetime) for at in moments)
    texts = {name: several(one.get(name)) for name in ("where", "note")}
    is_sound = (
        isinstance(own, str)
        and isinstance(title, str)
        and title.strip()
        and (has_clock or is_day)
        and start <= end
        and set(one) <= {"id", "title", "start", "end", "where", "note"}
        and all(isinstance(text, str) for many in texts.values() for text in many)
    )
    if not is_sound:
        raise wrong(plugin, "calendar_entries", f"{own}: {title}")
    try:
        name = f"plugin:{plugin}/{checked_id(own)}"
    except CampaignflowError as error:
        raise wrong(plugin, "calendar_entries", error.message()) from None
    return Entry(
        id=name,
        kind="key-date",
        title=title,
        start=start,
        end=end,
        precision=Precision.MOMENT if has_clock else Precision.DAY,
        certainty=Certainty.CONFIRMED,
        where=texts["where"],
        note=texts["note"],
        visibility=Visibility.INTERNAL,
    )
