"""The journal in lines that people read: when, who, what, why."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from campaignflow import labels
from campaignflow.store.journal import JournalEntry

__all__ = ["as_data", "lines"]


def lines(
    entries: Iterable[JournalEntry], zone: str, lang: str | None = None, *, names: bool = True
) -> Iterator[str]:
    """Yield one line for each entry, times in a zone; with `names` each says which record it is about."""
    lang = labels.language(lang)
    local = ZoneInfo(zone)
    for entry in entries:
        verb = labels.word(entry.verb, lang)
        what = [f"{entry.at.astimezone(local):%Y-%m-%d %H:%M}", f"v{entry.version}", _who(entry, lang), verb]
        if names:
            what.insert(1, entry.ref)
        item = entry.details.get("item")
        if item:
            what.append(str(item))
        said = " · ".join(text for text in (entry.reason, entry.note) if text)
        line = "  ".join(what) + (f"  “{labels.clean(said)}”" if said else "")
        if entry.redacted:
            line += "  " + labels.sentence("entry-redacted", lang, {})
        yield line


def _who(entry: JournalEntry, lang: str) -> str:
    if entry.responsible and entry.responsible != entry.actor:
        return labels.sentence("actor-for", lang, {"actor": entry.actor, "person": entry.responsible})
    return entry.actor


def as_data(entry: JournalEntry) -> dict[str, object]:
    """Return an entry as plain data for programs."""
    said: dict[str, object] = {
        "ref": entry.ref,
        "version": entry.version,
        "act": entry.act,
        "verb": entry.verb,
        "actor": entry.actor,
        "responsible": entry.responsible,
        "capacity": entry.capacity,
        "at": entry.at.isoformat(),
        "cause": entry.cause,
        "reason": entry.reason,
        "note": entry.note,
        "patch": entry.patch,
        "details": entry.details,
        "hash": entry.hash,
    }
    return {name: value for name, value in said.items() if value not in ("", {}, None)}
