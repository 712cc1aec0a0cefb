"""What an act did, or would do, for people and as data: a change, a difference, a reason against one.

The facts are those of `campaignflow.gate`; here they get their lines.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.cells import cell_len

from campaignflow import labels
from campaignflow.canonical import Body
from campaignflow.cli.events import Told
from campaignflow.cli.naming import short, shown
from campaignflow.cli.report import plain
from campaignflow.cli.table import broken, fitted, padded, terminal_width
from campaignflow.gate.cases import title_of
from campaignflow.gate.change import Change
from campaignflow.gate.look import OFFICE
from campaignflow.gate.refusal import Reason
from campaignflow.office.readings import Diff
from campaignflow.records.leaves import leaf_name, three_way
from campaignflow.store.journal import JournalEntry
from campaignflow.views.log import as_data

__all__ = ["data", "diff_data", "diff_text", "reason_data", "reason_line", "text", "told_lines"]

_WRITTEN_ANEW = frozenset({"amended", "governed"})
"""Verbs whose entries are told leaf by leaf."""


def text(change: Change, lang: str, told: Told | None = None) -> str:
    """Return what a change did in lines for people."""
    lines = [labels.word("dry-run", lang)] * (not change.kept) + [*told_lines(change, lang, told)]
    if change.replayed:
        lines.insert(0, labels.word("replayed", lang))
    if not change:
        lines.append(labels.word("nothing-changed", lang))
    elif not change.kept:
        lines.append(labels.sentence("carry-out", lang, {"token": change.token}))
    return "\n".join(lines)


def told_lines(change: Change, lang: str, told: Told | None = None) -> Iterator[str]:
    """Yield what a change did, without how it was kept."""
    room = terminal_width()
    rows = _heads(change, lang)
    verbs = max((cell_len(verb) for verb, _ in rows), default=0)
    yield from (fitted(f"{padded(verb, verbs)}  {what}", room) for verb, what in rows)
    about = Told((), ()) if told is None else told
    yield from (line for said in about.events for line in broken(f"  {said}", room, "    "))
    for entry in change.entries:
        if entry.verb in _WRITTEN_ANEW and entry.ref in change.before:
            yield from _leaves(change, entry.ref, lang)
    yield from (f"  {line}" for line in change.lines(lang))
    yield from (line for said in about.waiting for line in broken(f"  {said}", room, "    "))


def _heads(change: Change, lang: str) -> list[tuple[str, str]]:
    """Return verb and object of each entry, those of one verb and kind together."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for entry in change.entries:
        body = change.after.get(entry.ref) or change.before.get(entry.ref) or {}
        kind, item = entry.ref.partition(":")[0], str(entry.details.get("item", ""))
        found.setdefault((entry.verb, kind, item), []).append(_named(entry, body, item, lang))
    return [
        (labels.word(verb, lang), names[0] if item or kind == "office" else _listed(kind, names, lang))
        for (verb, kind, item), names in found.items()
    ]


def _listed(kind: str, names: list[str], lang: str) -> str:
    facts = {"kind": labels.Word(kind), "count": len(names), "names": names}
    return labels.sentence("one-of-kind" if len(names) == 1 else "many-of-kind", lang, facts)


def _named(entry: JournalEntry, body: Body, item: str, lang: str) -> str:
    if entry.ref == OFFICE:
        return labels.word("office", lang)
    title = title_of(body, item)
    ref = short(entry.ref) + (f"/{item}" if item else "")
    if not item and entry.verb == "added":
        return labels.clean(title) or ref
    return labels.sentence("titled", lang, {"title": title, "ref": ref}) if title else ref


def _leaves(change: Change, ref: str, lang: str) -> Iterator[str]:
    """Yield one line for each planned value that is another than before."""
    before, after = change.before[ref].get("plan", {}), change.after.get(ref, {}).get("plan", {})
    for one in three_way(before, before, after):
        facts = {
            "what": f"{short(ref)}/{leaf_name(one.path)}",
            "before": shown(one.record, lang),
            "after": shown(one.file, lang),
        }
        yield "  " + labels.sentence("leaf-changes", lang, facts)


def data(change: Change, lang: str) -> dict[str, Any]:
    """Return a change as data for programs."""
    return {
        "kept": change.kept,
        "replayed": change.replayed,
        "act": change.act,
        "at": change.at.isoformat(),
        "token": change.token,
        "entries": [as_data(entry) for entry in change.entries],
        "states": [asdict(one) for one in change.states],
        "dates": [asdict(one) for one in change.dates],
        "money": [asdict(one) for one in change.money],
        "partners": list(change.partners),
        "reminders": [asdict(one) for one in change.reminders],
        "reported": [reason_data(one, lang) for one in change.reported],
        "lines": change.lines(lang),
    }


def reason_data(reason: Reason, lang: str) -> dict[str, Any]:
    """Return a reason as data for programs."""
    return {
        "code": reason.code,
        "kind": reason.kind,
        "ref": reason.ref,
        "message": reason.message(lang),
        "clears": list(reason.clears),
        "by": None if reason.by is None else reason.by.isoformat(),
        "facts": plain(dict(reason.facts)),
    }


def reason_line(reason: Reason, lang: str) -> str:
    """Return a reason in a line: what it is about, why, who can clear it and by when."""
    said = reason.message(lang)
    more = []
    if reason.clears and not all(one in said for one in reason.clears):  # most sentences name them
        more.append(labels.sentence("why-clears", lang, {"who": reason.clears}))
    if reason.by is not None:
        more.append(labels.sentence("why-by", lang, {"by": reason.by}))
    about = f"{short(reason.ref)}: " if reason.ref else ""
    behind = labels.sentence("in-brackets", lang, {"said": "; ".join(more)}) if more else ""
    return f"{labels.clean(about)}{said}{behind}"


def diff_text(diff: Diff, file: str, lang: str) -> str:
    """Return what applying a plan file would do, or what stands against it, in lines for people."""
    if not diff and not diff.change.reported:
        return labels.word("no-difference", lang)
    lines = [*told_lines(diff.change, lang)]
    if diff.reasons:
        lines.append(labels.sentence("would-be-refused", lang, {"count": len(diff.reasons)}))
        lines += [f"  {reason_line(one, lang)}" for one in diff.reasons]
    elif diff.change:
        lines.append(labels.sentence("apply-it", lang, {"file": file, "token": diff.token}))
    else:
        lines.append(labels.word("nothing-changed", lang))
    return "\n".join(lines)


def diff_data(diff: Diff, lang: str) -> dict[str, Any]:
    """Return what applying a plan would do as data for programs."""
    return {**data(diff.change, lang), "reasons": [reason_data(one, lang) for one in diff.reasons]}
