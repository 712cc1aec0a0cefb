"""The journal for people and as data: its lines, a record as it stood, whether it is whole.

What is said is read in `campaignflow.views` and checked in `campaignflow.store`; here it gets its lines.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from rich.cells import cell_len

from campaignflow import labels
from campaignflow.cli.events import Events
from campaignflow.cli.naming import Names, short, shown, state_of
from campaignflow.cli.report import plain
from campaignflow.cli.table import aligned, broken, padded, terminal_width
from campaignflow.errors import InvalidValue
from campaignflow.gate.cases import title_of
from campaignflow.office import Office
from campaignflow.records.layout import is_amount, is_date
from campaignflow.store.journal import JournalEntry
from campaignflow.store.verify import Verification
from campaignflow.views.log import as_data

__all__ = ["Past", "data", "found_data", "found_text", "text"]

_VERSION = re.compile(r"[0-9]{1,7}")
_DEEPEST = 36
"""Cells before the lines that go on where one was broken, at most."""
_OUTSIDE = "outside:"
"""Before the id of somebody who decided by a token."""
_ACT = re.compile(r"[0-9a-f]{32}")


def text(entries: Iterable[JournalEntry], names: Names, lang: str, *, names_records: bool) -> str:
    """Return one line for each entry: when, who, what, why; with `names_records` also of which record."""
    events = Events(names)
    rows = []
    for entry in entries:
        events.hear(entry)
        rows.append(_row(entry, events, lang, names_records=names_records))
    heads = aligned([row[:-1] for row in rows])
    width, room = max(map(cell_len, heads), default=0), terminal_width()
    inside = " " * min(width + 2, _DEEPEST)
    told = [f"{padded(head, width)}  {row[-1]}".rstrip() for head, row in zip(heads, rows, strict=True)]
    return "\n".join(part for line in told for part in broken(line, room, inside))


def _row(entry: JournalEntry, events: Events, lang: str, *, names_records: bool) -> tuple[str, ...]:
    """Return the cells of an entry; in the last one whatever it says in words."""
    names = events.names
    event = events.said(entry, lang)
    item = "" if event else str(entry.details.get("item", ""))
    about = (short(entry.ref) + (f"/{item}" if item else ""),) if names_records else ()
    said = [*([] if names_records else [labels.clean(item)]), event]
    said += [labels.clean(one) for one in (entry.reason, entry.note)]
    if entry.redacted:
        said.append(labels.sentence("entry-redacted", lang, {}))
    version = () if names_records else (f"v{entry.version}",)
    return (
        f"{entry.at.astimezone(names.zone):%Y-%m-%d %H:%M}",
        *version,
        _who(entry, names, lang),
        labels.word(entry.verb, lang),
        *map(labels.clean, about),
        " · ".join(one for one in said if one),
    )


def _who(entry: JournalEntry, names: Names, lang: str) -> str:
    if entry.actor.startswith("system:"):
        return labels.word("by-itself", lang)
    if entry.actor.startswith(_OUTSIDE):
        return labels.sentence(
            "from-outside", lang, {"person": names.one(entry.actor.removeprefix(_OUTSIDE))}
        )
    if entry.responsible and entry.responsible != entry.actor:
        facts = {"actor": names.one(entry.actor), "person": names.one(entry.responsible)}
        return labels.sentence("actor-for", lang, facts)
    return names.one(entry.actor)


def data(entries: Iterable[JournalEntry]) -> dict[str, Any]:
    """Return entries as data for programs."""
    return {"entries": [as_data(entry) for entry in entries]}


class Past:
    """A record as it stood at a moment.

    Raises:
        InvalidValue: no record was named.
    """

    def __init__(self, office: Office, ref: str | None, when: str) -> None:
        if ref is None:
            raise InvalidValue("as-of-needs-ref")
        self._ref = office.resolve(ref).record
        self._when = when
        self._body = office.as_of(self._ref, _moment(when))

    def text(self, lang: str) -> str:
        """Return it in lines for people."""
        if self._body is None:
            return labels.sentence("not-there-yet", lang, {"ref": self._ref, "when": self._when})
        facts = {"title": title_of(self._body) or self._ref, "ref": self._ref}
        head = [labels.sentence("titled", lang, facts), f"{self._when}  {state_of(self._body, lang)}"]
        rest = {key: value for key, value in self._body.items() if key not in {"plan", "state"}}
        return "\n".join([*head, *_outline(self._body.get("plan", {}), lang), *_outline(rest, lang)])

    def data(self) -> dict[str, Any]:
        """Return it as data for programs."""
        return {"ref": self._ref, "as_of": self._when, "body": self._body}


def _moment(when: str) -> str | int:
    """Return a version as a number, anything else as it was typed.

    Raises:
        InvalidValue: it is neither a version nor a day, a moment or the id of an act.
    """
    if _VERSION.fullmatch(when):
        return int(when)
    if not _ACT.fullmatch(when):
        try:
            datetime.fromisoformat(when)
        except ValueError:
            raise InvalidValue("moment-unreadable", text=when) from None
    return when


def _outline(part: Mapping[str, Any], lang: str, inside: str = "  ") -> Iterator[str]:
    """Yield what stands in a body, one line each, what is inside something indented below it."""
    for key, value in part.items():
        name = labels.clean(str(key))
        if is_date(value):
            yield f"{inside}{name}: {_dated(value)}"
        elif isinstance(value, Mapping) and not is_amount(value):
            yield f"{inside}{name}:"
            yield from _outline(value, lang, inside + "  ")
        else:
            yield f"{inside}{name}: {labels.clean(shown(value, lang))}"


def _dated(value: Mapping[str, Any]) -> str:
    """Return a date as it was written, with the days it meant behind it."""
    resolved = value.get("resolved", {})
    days = [
        str(resolved[name])[:16].replace("T", " ") for name in ("start", "end", "due") if name in resolved
    ]
    written = labels.clean(str(value["written"]))
    meant = " – ".join(dict.fromkeys(days))
    return f"{written}  ({meant})" if meant and meant != written else written


def found_text(found: Verification, lang: str) -> str:
    """Return what a check of the whole journal found, in lines for people."""
    lines = [f"{labels.word(one.severity, lang)}: {one.message(lang)} [{one.code}]" for one in found.problems]
    lines += [
        labels.sentence(
            "was-redacted",
            lang,
            {
                "ref": one.ref,
                "version": one.version,
                "who": one.actor,
                "day": one.at.date(),
                "reason": one.reason,
            },
        )
        for one in found.redactions
    ]
    code = "journal-whole" if found.ok else "journal-broken"
    facts = {"count": found.entries, "problems": len(found.problems)}
    return "\n".join([*lines, labels.sentence(code, lang, facts)])


def found_data(found: Verification, lang: str) -> dict[str, Any]:
    """Return what a check of the whole journal found as data for programs."""
    return {
        "ok": found.ok,
        "entries": found.entries,
        "problems": [
            {
                "code": one.code,
                "severity": one.severity,
                "ref": one.ref,
                "version": one.version,
                "message": one.message(lang),
                "facts": plain(dict(one.facts)),
            }
            for one in found.problems
        ],
        "redactions": [plain(one._asdict()) for one in found.redactions],
    }
