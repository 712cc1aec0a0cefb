"""Reminders and escalations for people and as data: what is due, and what was carried out.

What is due is read in `campaignflow.views`; carrying it out is `campaignflow.actions.supervision`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from campaignflow import labels
from campaignflow.actions.delivering import Undelivered
from campaignflow.cli import changes, desk
from campaignflow.cli.naming import Names, short
from campaignflow.cli.report import plain
from campaignflow.cli.table import aligned, broken, day_text, terminal_width
from campaignflow.dates.span import as_day
from campaignflow.gate.cases import title_of
from campaignflow.gate.change import Change
from campaignflow.store.journal import JournalEntry
from campaignflow.views.obligations import Obligation, as_said

__all__ = ["carried_data", "carried_text", "due_data", "due_text", "left_data", "left_text"]


def due_text(found: Sequence[Obligation], names: Names, lang: str) -> str:
    """Return what is due in a table for people."""
    if not found:
        return labels.word("nothing-due", lang)
    columns = ("column-about", "column-why", "column-title", "column-to", "column-id")
    head = tuple(labels.word(column, lang) for column in columns)
    rows = [
        (
            _moment(one.target, one.duty, names, lang)
            + (labels.word("maybe", lang) if one.provisional else ""),
            labels.word(f"duty-{one.duty}", lang),
            labels.clean(one.title),
            names.of(one.to, lang),
            short(one.ref).partition("/approval:")[0],
        )
        for one in found
    ]
    rows = [*dict.fromkeys(rows)]  # the rungs of one ladder, to the same people
    return "\n".join(aligned([head, *rows], {2: 12, 3: 12, 4: 12}, ruled=True))


def due_data(found: Iterable[Obligation]) -> dict[str, Any]:
    """Return what is due as data for programs."""
    return {"obligations": [plain(asdict(one)) for one in found]}


def _moment(at: datetime, duty: str, names: Names, lang: str) -> str:
    said = as_said(at, duty, names.zone)
    year = "" if said.year == desk.clock().astimezone(names.zone).year else f"{said.year}-"
    return f"{year}{day_text(as_day(said), lang)}" + (f" {said:%H:%M}" if isinstance(said, datetime) else "")


def carried_text(done: Sequence[Change], names: Names, lang: str) -> str:
    """Return what a run carried out, in lines for people."""
    rows = [*dict.fromkeys(_row(change, entry, names, lang) for change in done for entry in change.entries)]
    if not rows:
        return labels.word("nothing-was-due", lang)
    told = {one.message(lang) for change in done for one in change.reminders}
    moved = [f"  {line}" for change in done for line in change.lines(lang) if line not in told]
    return "\n".join([*aligned(rows, {2: 12, 3: 12}), *moved])


def _row(change: Change, entry: JournalEntry, names: Names, lang: str) -> tuple[str, ...]:
    said = entry.details
    body = change.after.get(entry.ref) or change.before.get(entry.ref) or {}
    duty = str(said.get("duty", ""))
    target = str(said.get("target", ""))
    item = str(said.get("item", ""))
    occurrence = f"@{said['occurrence']}" if "occurrence" in said else ""
    about = short(entry.ref) + (f"/{item}" if item else "") + occurrence
    return (
        labels.word(entry.verb, lang),
        labels.word(f"duty-{duty}", lang) if duty else "",
        labels.clean(title_of(body, item) or about),
        names.of(said.get("to", ()), lang),
        _moment(datetime.fromisoformat(target), duty, names, lang) if target else "",
    )


def left_text(found: Sequence[Undelivered], names: Names, lang: str) -> str:
    """Return what was not delivered in a table for people, with what was said against each below it."""
    if not found:
        return labels.word("nothing-undelivered", lang)
    columns = ("column-plugin", "column-state", "column-tries", "column-title", "column-to")
    head = tuple(labels.word(column, lang) for column in columns)
    rows = [
        (
            labels.clean(one.plugin),
            labels.word("notice-set-aside" if one.set_aside else "notice-waits", lang),
            str(one.notice.tries),
            labels.clean(one.notice.title),
            names.of((to.id for to in one.notice.to), lang),
        )
        for one in found
    ]
    room = terminal_width()
    why = [line for one in found for line in broken(f"{one.notice.id}  {_against(one, lang)}", room)]
    return "\n".join([*aligned([head, *rows], {3: 12, 4: 12}, ruled=True), "", *why])


def _against(one: Undelivered, lang: str) -> str:
    """Return what was said against a notice: the plugin's words, else what became of its answer."""
    if not one.tried_at:
        return labels.word("notice-untried", lang)
    return labels.word(one.why, lang) if one.why else labels.word("notice-unsaid", lang)


def left_data(found: Iterable[Undelivered]) -> dict[str, Any]:
    """Return what was not delivered as data for programs."""
    return {"undelivered": [plain(asdict(one)) for one in found]}


def carried_data(done: Iterable[Change], lang: str) -> dict[str, Any]:
    """Return what a run carried out as data for programs."""
    return {"changes": [changes.data(one, lang) for one in done]}
