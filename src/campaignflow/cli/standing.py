"""Where things stand, for people and as data: the board, one record, why a trigger may not fire.

What is said is read in `campaignflow.views`; here it gets its lines.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from campaignflow import labels
from campaignflow.cli import desk
from campaignflow.cli.changes import reason_data
from campaignflow.cli.naming import Names, short, shown, workflow_of
from campaignflow.cli.report import plain
from campaignflow.cli.rounds import Approval
from campaignflow.cli.table import aligned, bar, broken, day_text, days_text, terminal_width
from campaignflow.office import Office
from campaignflow.records.clock import due
from campaignflow.records.leaves import leaf_name
from campaignflow.scheduling.entry import Entry
from campaignflow.views.board import Item, Standing
from campaignflow.views.why import Why

__all__ = ["Board", "One", "why_data", "why_text"]

_SCHEDULED = ("campaign", "programme")
_LABEL = 12
"""Cells before a fact of one record, at most."""
_BRANCHES = str.maketrans("├└─", "│  ")
"""What stands in the lines below a branch of a tree."""


class Board:
    """Where a programme and its campaigns stand."""

    def __init__(self, office: Office, programme: str | None, names: Names) -> None:
        self._schedule = office.schedule(programme)
        self._id = self._schedule.programme_id
        self._names = names
        self._whole = office.status(f"programme:{self._id}")[0]
        self._campaigns = office.status(programme=self._id)
        self._approvals = {
            one.ref: Approval(office, one) for one in office.records(kind="campaign", programme=self._id)
        }
        self._today = desk.clock().astimezone(names.zone).date()

    def text(self, lang: str) -> str:
        """Return it in lines for people."""
        title = labels.sentence("titled", lang, {"title": self._whole.title, "ref": self._id})
        today = f"{self._today:%Y}-{day_text(self._today, lang)}"
        lines = [f"{title}  {self._whole.state.title.said(lang)}  {today}", ""]
        if not self._campaigns:
            return "\n".join([*lines, labels.word("no-campaigns", lang)])
        lines += self._table(lang)
        late = [item for one in (self._whole, *self._campaigns) for item in one.late]
        if late:
            dates = {entry.id: entry for entry in self._schedule.entries}
            lines += ["", labels.sentence("late-items", lang, {"count": len(late)})]
            lines += aligned(
                [_late(one, dates.get(one.id), self._names, lang) for one in late], {1: 12, 3: 12}
            )
        return "\n".join(lines)

    def _table(self, lang: str) -> list[str]:
        """Return a line for each campaign; how far approvals are, only where some are under way."""
        columns = ("column-state", "column-id", "column-campaign", "column-done", "column-next")
        head = tuple(labels.word(column, lang) for column in columns)
        rows = [_row(one, lang) for one in self._campaigns]
        cells = [self._approvals[one.ref].cell(lang) for one in self._campaigns]
        if not any(cells):
            return aligned([head, *rows], {2: 12, 4: 16}, ruled=True)
        whole = [(*row[:3], cell, *row[3:]) for row, cell in zip(rows, cells, strict=True)]
        head = (*head[:3], labels.word("column-approvals", lang), *head[3:])
        return aligned([head, *whole], {2: 12, 5: 16}, ruled=True)

    def data(self) -> dict[str, Any]:
        """Return it as data for programs."""
        return {
            "programme": self._id,
            "title": self._whole.title,
            "state": self._whole.state.name,
            "today": self._today.isoformat(),
            "campaigns": [_data(one, self._approvals[one.ref]) for one in self._campaigns],
        }


def _row(one: Standing, lang: str) -> tuple[str, ...]:
    coming = one.next if one.state.duties else None
    next_ = "" if coming is None or coming.day is None else f"{day_text(coming.day, lang)} {coming.title}"
    title, next_ = labels.clean(one.title), labels.clean(next_)
    return one.state.title.said(lang), short(one.ref), title, bar(one.done, one.total), next_


def _late(item: Item, entry: Entry | None, names: Names, lang: str) -> tuple[str, ...]:
    return "  " + _when(item, entry, lang), labels.clean(item.title), item.id, names.of(item.lead, lang)


def _when(item: Item, entry: Entry | None, lang: str) -> str:
    if entry is not None and not entry.inherited:
        return days_text(entry, lang)
    return "" if item.day is None else day_text(item.day, lang)


class One:
    """Where one record stands: its items, what it allows, what changed since it was approved."""

    def __init__(self, office: Office, ref: str, names: Names) -> None:
        self._names = names
        self._standing = office.status(ref)[0]
        self._record = office.record(self._standing.ref)
        self._workflow = workflow_of(self._record.data)
        self._approval = Approval(office, self._record)
        self._baselines = office.baseline(self._standing.ref)
        self._changed = office.difference(self._standing.ref)
        self._dates: dict[str, Entry] = {}
        if self._record.kind in _SCHEDULED:
            schedule = office.schedule(self._record.programme or self._record.id)
            self._dates = {entry.id: entry for entry in schedule.entries}

    def text(self, lang: str) -> str:
        """Return it in lines for people."""
        lines = [labels.clean(self._standing.title), *aligned([*self._facts(lang)])]
        approval = self._approval.lines(self._names, lang)
        lines += ["", *approval] if approval else []
        items = [self._item(one, lang) for one in self._standing.items]
        if items:
            columns = ("column-day", "column-title", "column-state", "column-id", "column-lead")
            head = tuple(labels.word(column, lang) for column in columns)
            lines += ["", *aligned([head, *items], {1: 12, 4: 12}, ruled=True)]
        tasks = self._record.data.get("tasks", {})
        if tasks:
            lines += [
                "",
                labels.word("tasks", lang),
                *aligned([self._task(one, tasks[one], lang) for one in sorted(tasks)]),
            ]
        if self._changed:
            base = self._baselines[-1]
            day = datetime.fromisoformat(base.at).astimezone(self._names.zone).date()
            lines += ["", labels.sentence("changed-since", lang, {"version": base.version, "day": day})]
            lines += [f"  {self._change(one, lang)}" for one in self._changed]
        return "\n".join(lines)

    def _facts(self, lang: str) -> Iterator[tuple[str, str]]:
        one = self._standing
        yield self._fact("column-ref", one.ref, lang)
        facts = {"state": one.state.named.said(lang), "version": one.version}
        state = labels.sentence("state-version", lang, facts)
        yield self._fact("column-state", state, lang)
        if one.lead:
            yield self._fact("column-lead", self._names.of(one.lead, lang), lang)
        if one.start is not None:
            days = dict.fromkeys(day.isoformat() for day in (one.start, one.end) if day is not None)
            yield self._fact("column-day", " – ".join(days), lang)
        plan = self._record.data["plan"]
        for name in ("when", "due") if self._record.kind not in _SCHEDULED else ():
            if name in plan:
                yield self._fact(f"field-{name}", shown(plan[name], lang), lang)
        answer = due(self._record.data["clock"]) if "clock" in self._record.data else None
        if answer is not None:
            yield self._fact("answer-by", f"{answer.astimezone(self._names.zone):%Y-%m-%d %H:%M}", lang)
        if one.total:
            yield self._fact("column-done", bar(one.done, one.total), lang)
        if one.allowed:
            titles = [self._trigger(name, lang) for name in one.allowed]
            room = terminal_width()
            said = labels.sentence("names", lang, {"names": titles})
            first, *more = broken(said, None if room is None else room - _LABEL)
            yield self._fact("allowed-now", first, lang)
            yield from (("", line) for line in more)

    def _fact(self, word: str, said: str, lang: str) -> tuple[str, str]:
        return labels.word(word, lang), said

    def _trigger(self, name: str, lang: str) -> str:
        return name if self._workflow is None else self._workflow.trigger(name).named.said(lang)

    def _item(self, one: Item, lang: str) -> tuple[str, ...]:
        when = _when(one, self._dates.get(one.id), lang)
        own = one.id.removeprefix(f"{self._record.id}/")
        state = labels.word("is-late" if one.is_late and self._standing.state.duties else one.state, lang)
        return when, labels.clean(one.title), state, own, self._names.of(one.lead, lang)

    def _task(self, name: str, said: Mapping[str, Any], lang: str) -> tuple[str, ...]:
        about = str(said.get("item", "")) or self._trigger(str(said.get("trigger", "")), lang)
        return (
            f"  {name}",
            labels.word(f"task-{said['kind']}", lang),
            about,
            self._names.of(said.get("to", ()), lang),
        )

    def _change(self, one: Any, lang: str) -> str:
        facts = {
            "what": leaf_name(one.path),
            "before": shown(one.before, lang),
            "after": shown(one.after, lang),
        }
        who = self._names.one(one.by) + (f": {labels.clean(one.reason)}" if one.reason else "")
        told = labels.sentence("leaf-changes", lang, facts)
        return told + labels.sentence("in-brackets", lang, {"said": who})

    def data(self) -> dict[str, Any]:
        """Return it as data for programs."""
        return {
            **_data(self._standing, self._approval),
            "tasks": dict(self._record.data.get("tasks", {})),
            "baseline": asdict(self._baselines[-1]) if self._baselines else None,
            "changed": [{**asdict(one), "path": "/".join(one.path)} for one in self._changed],
        }


def _data(one: Standing, approval: Approval) -> dict[str, Any]:
    said: Any = plain({name: value for name, value in asdict(one).items() if name != "state"})
    titles = {lang: one.state.title.said(lang) for lang in labels.LANGUAGES}
    return {**said, "state": one.state.name, "state_title": titles, "approval": approval.data()}


def why_text(found: Sequence[Why], lang: str) -> str:
    """Return as a tree what each trigger waits for, and who can clear it."""
    if not found:
        return labels.word("nothing-to-fire", lang)
    first = found[0]
    lines = [labels.sentence("titled", lang, {"title": first.title or first.ref, "ref": short(first.ref)})]
    widest = max(len(one.trigger) for one in found)
    for number, one in enumerate(found):
        last = number == len(found) - 1
        head, *rest = one.lines(lang)
        lines.append(f"{'└─' if last else '├─'} {one.trigger:<{widest}}  {head}")
        lines += [f"{'  ' if last else '│ '} {' ' * widest}  {line}" for line in rest]
    return "\n".join(part for line in lines for part in broken(line, terminal_width(), _below(line)))


def _below(line: str) -> str:
    """Return what stands before the rest of a line of a tree that is too long."""
    return line[: len(line) - len(line.lstrip("│├└─ "))].translate(_BRANCHES)


def why_data(found: Sequence[Why], lang: str) -> dict[str, Any]:
    """Return what each trigger waits for as data for programs."""
    return {
        "triggers": [
            {
                "ref": one.ref,
                "title": one.title,
                "state": one.state,
                "trigger": one.trigger,
                "open": one.is_open,
                "leads_to": one.leads_to,
                "who": list(one.who),
                "reasons": [reason_data(reason, lang) for reason in one.reasons],
            }
            for one in found
        ]
    }
