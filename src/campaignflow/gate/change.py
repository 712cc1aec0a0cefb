"""What came, or would come, of a verb: its entries, and what they do to dates, money, partners.

The entries themselves are `campaignflow.store.journal`'s.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from campaignflow import labels
from campaignflow.canonical import Body
from campaignflow.dates.span import DAY
from campaignflow.errors import InvalidValue
from campaignflow.gate.amending import StepMove
from campaignflow.gate.effects import Effects
from campaignflow.gate.refusal import Reason
from campaignflow.records.lifelong import address_in
from campaignflow.store.journal import JournalEntry
from campaignflow.workflow.shipped import shipped_version

__all__ = ["Change", "DateMove", "MoneyMove", "Reminder", "StateMove", "change_of", "together"]

_BLOCKS = ("key_dates", "activities", "prepare", "agenda", "routines")
_FIELDS = ("start", "end", "due")


@dataclass(frozen=True, slots=True)
class DateMove:
    """One date that is another than before."""

    address: str
    """Full ref of the item."""
    title: str
    field: str
    """`start`, `end` or `due`."""
    before: str
    """As a day or a moment in ISO 8601; empty where there was none."""
    after: str


@dataclass(frozen=True, slots=True)
class MoneyMove:
    """A budget line that is charged to another fiscal year than before."""

    ref: str
    line: str
    before: str
    after: str

    def message(self, lang: str | None = None) -> str:
        """Return it as a line for people."""
        facts = {"line": self.line, "before": self.before, "after": self.after}
        return labels.sentence("money-crosses-years", labels.language(lang), facts)


@dataclass(frozen=True, slots=True)
class StateMove:
    """A record or an item that is in another state than before."""

    address: str
    title: str
    before: str
    after: str
    workflow: tuple[str, int] | None = None
    """Name and version of the workflow whose states they are; None for items inside a record."""

    def message(self, lang: str | None = None) -> str:
        """Return it as a line for people."""
        facts = {"title": self.title, "before": self._said(self.before), "after": self._said(self.after)}
        return labels.sentence("state-moves", labels.language(lang), facts)

    def _said(self, state: str) -> str:
        """Return a state by its title; a workflow that is not shipped gives its bare name."""
        if self.workflow is None:
            return labels.Word(state)
        try:
            return shipped_version(*self.workflow).state(state).named
        except InvalidValue:
            return state


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder that was given: of what, to whom."""

    address: str
    """Full ref of the item, with `@` and key for one time of a series."""
    title: str
    duty: str
    """`starts`, `due`, `overdue`, `routine`, `response`, `launch`, `wrap_up`, `decide` or `condition`."""
    verb: str
    """`reminded`, `escalated`, or `lapsed` where it came late, in a digest."""
    target: str
    """The instant it is about, as ISO 8601 in UTC."""
    to: tuple[str, ...]

    def message(self, lang: str | None = None) -> str:
        """Return it as a line for people."""
        lang = labels.language(lang)
        facts = {
            "duty": labels.word(f"duty-{self.duty}", lang),
            "title": self.title or self.address,
            "target": datetime.fromisoformat(self.target),
            "to": self.to or ("—",),
        }
        return labels.sentence("obligation", lang, facts)


@dataclass(frozen=True, slots=True)
class Change:
    """What one act wrote, or would write; true if that is anything at all."""

    entries: tuple[JournalEntry, ...]
    """As they stand in the journal; of a preview, as they would."""
    act: str
    """Id of the act; empty where nothing was written."""
    at: datetime
    replayed: bool
    """Whether the same command with the same key had been carried out before (rule 19)."""
    kept: bool
    """False for a preview."""
    token: str
    """What the answer rests on; hand it to the verb as `expect=`."""
    reported: tuple[Reason, ...]
    """What people should know though it stopped nothing."""
    before: Mapping[str, Body]
    """Bodies as they stood, by full ref; what is new is not in it."""
    after: Mapping[str, Body]

    approvals: tuple[StepMove, ...] = ()
    """The approval steps that stand otherwise: gone stale, asked anew, or approved again."""

    def __bool__(self) -> bool:
        return bool(self.entries)

    @property
    def refs(self) -> tuple[str, ...]:
        """Full refs of the records it touches."""
        return tuple(dict.fromkeys(entry.ref for entry in self.entries))

    def _stood(self, ref: str) -> Body:
        """Return a body as it stood, under another id if it gets a new one; empty for a new one."""
        former = str(self.after[ref].get("was", ""))
        return self.before.get(ref) or self.before.get(former) or {}

    @property
    def dates(self) -> tuple[DateMove, ...]:
        """The dates it moves, those that followed included, in order of their addresses."""
        return tuple(move for ref in sorted(self.after) for move in self._dates(ref))

    def _dates(self, ref: str) -> Iterator[DateMove]:
        stood = self._stood(ref)
        if not stood:
            return
        old, new = dict(_items(stood)), dict(_items(self.after[ref]))
        for path, item in new.items():
            was = old.get(address_in(stood, self.after[ref], path))
            if was is None:
                continue
            address = f"{ref}/{path}" if path else ref
            before, after = _days(was), _days(item)
            for name in _FIELDS:
                if before.get(name) != after.get(name):
                    yield DateMove(
                        address, str(item.get("title", "")), name, before.get(name, ""), after.get(name, "")
                    )

    @property
    def states(self) -> tuple[StateMove, ...]:
        """The records and items that change their state."""
        return tuple(move for ref in sorted(self.after) for move in self._states(ref))

    def _states(self, ref: str) -> Iterator[StateMove]:
        old, new = self._stood(ref), self.after[ref]
        if "renamed_to" in new:
            return
        plan = new.get("plan", {})
        title = str(plan.get("title") or plan.get("name") or ref)
        if old.get("state") != new.get("state") and "state" in old:
            by = new.get("workflow")
            workflow = None if by is None else (str(by["name"]), int(by["version"]))
            yield StateMove(ref, title, str(old["state"]), str(new["state"]), workflow)
        items = dict(_items(new))
        was, now = old.get("progress", {}), new.get("progress", {})
        was = {address_in(new, old, item): said for item, said in was.items()}
        for path in sorted({*was, *now}):
            before = was.get(path, {}).get("state", "planned")
            after = now.get(path, {}).get("state", "planned")
            if before != after:
                said = items.get(path.partition("@")[0], {}).get("title", path)
                yield StateMove(f"{ref}/{path}", str(said), before, after)

    @property
    def money(self) -> tuple[MoneyMove, ...]:
        """The budget lines that would be charged to another fiscal year."""
        return tuple(move for ref in sorted(self.after) for move in self._money(ref))

    def _money(self, ref: str) -> Iterator[MoneyMove]:
        old = _years(self._stood(ref))
        for line, year in _years(self.after[ref]).items():
            if line in old and old[line] != year:
                yield MoneyMove(ref, line, old[line], year)

    @property
    def partners(self) -> tuple[str, ...]:
        """Ids of media that take part in something whose date moves: they are to be told."""
        told: dict[str, None] = {}
        for move in self.dates:
            ref = next(one for one in self.after if move.address == one or move.address.startswith(f"{one}/"))
            item = dict(_items(self.after[ref])).get(move.address[len(ref) + 1 :], {})
            told.update(dict.fromkeys(item.get("media", ())))
        return tuple(told)

    @property
    def notices(self) -> dict[str, tuple[JournalEntry, ...]]:
        """Whom its reminders are for, each with all that concerns him: one notice for everybody."""
        found: dict[str, list[JournalEntry]] = {}
        for entry in self.entries:
            for party in entry.details.get("to", ()) if "duty" in entry.details else ():
                found.setdefault(str(party), []).append(entry)
        return {party: tuple(found[party]) for party in sorted(found)}

    @property
    def reminders(self) -> tuple[Reminder, ...]:
        """The reminders it gave, in order."""
        return tuple(self._reminder(one) for one in self.entries if "duty" in one.details)

    def _reminder(self, entry: JournalEntry) -> Reminder:
        said = entry.details
        item = str(said.get("item", ""))
        items = dict(_items(self.before.get(entry.ref, {})))
        planned = items.get(item) or items[""]  # a step or a condition is said of its record
        time = f"{item}@{said['occurrence']}" if "occurrence" in said else item
        return Reminder(
            f"{entry.ref}/{time}" if time else entry.ref,
            str(planned.get("title", "")),
            str(said["duty"]),
            entry.verb,
            str(said["target"]),
            tuple(said.get("to", ())),
        )

    def lines(self, lang: str | None = None) -> list[str]:
        """Return it in lines for people: states, dates, money, partners, and what is to be known.

        What is titled like something else it touches is named with its id.
        """
        named = self._named(labels.language(lang))
        said = [replace(one, title=named(one.title, one.address)).message(lang) for one in self.states]
        said += [replace(one, line=named(one.line, one.ref)).message(lang) for one in self.money]
        dates = [replace(one, title=named(one.title, one.address)) for one in self.dates]
        said += _date_lines(dates, labels.language(lang))
        said += [replace(one, title=named(one.title, one.address)).message(lang) for one in self.reminders]
        said += [one.message(lang) for one in self.approvals]
        if self.partners:
            said.append(labels.sentence("partners-to-tell", labels.language(lang), {"media": self.partners}))
        return said + [
            f"{one.ref}: {one.message(lang)}" if one.ref else one.message(lang) for one in self.reported
        ]

    def _named(self, lang: str) -> Callable[[str, str], str]:
        """Return what names something by its title and its address, so that nothing else is named so."""
        called: dict[str, set[str]] = {}
        for ref, body in self.after.items():
            for path, item in () if "renamed_to" in body else _items(body):
                called.setdefault(str(item.get("title")), set()).add(f"{ref}/{path}" if path else ref)
            for line in body.get("plan", {}).get("budget", ()):
                called.setdefault(line, set()).add(ref)
        moved: list[StateMove | DateMove | Reminder] = [*self.states, *self.dates, *self.reminders]
        for move in moved:
            called.setdefault(move.title, set()).add(move.address)

        def named(title: str, address: str) -> str:
            if not title or len(called[title]) == 1:
                return title
            record = address.partition(":")[2]
            facts = {"title": title, "id": record.partition("/")[2] or record}
            return labels.sentence("item-named", lang, facts)

        return named


def _items(body: Body) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the address inside a body and the planned part of every dated thing, the record's own first."""
    plan = body.get("plan", {})
    yield "", plan
    yield from _inner("", plan)


def _inner(path: str, part: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for block in _BLOCKS:
        for name, item in part.get(block, {}).items():
            address = f"{path}/{name}" if path else name
            yield address, item
            yield from _inner(address, item)


def _days(item: Mapping[str, Any]) -> dict[str, str]:
    when = item.get("when", {}).get("resolved", {})
    due = item.get("due", {}).get("resolved", {})
    days = {name: when[name] for name in ("start", "end") if name in when}
    if "due" in due:
        days["due"] = due["due"]
    return days


def _years(body: Body) -> dict[str, str]:
    lines = body.get("plan", {}).get("budget", {})
    years = {}
    for uid, line in lines.items():
        year = line.get("charged", {}).get("resolved", {}).get("fiscal_year")
        if year is not None:
            years[uid] = str(year)
    return years


def _date_lines(dates: Iterable[DateMove], lang: str) -> list[str]:
    """Return one line for each item whose dates move, a line of its own for its last day."""
    said = []
    for address, group in groupby(dates, key=lambda move: move.address):
        moves = {move.field: move for move in group}
        when = [moves[name] for name in ("start", "end") if name in moves]
        for parts in (when, [moves["due"]] if "due" in moves else []):
            if parts:
                facts = {
                    "title": parts[0].title or address,
                    "before": _span([one.before for one in parts]),
                    "after": _span([one.after for one in parts]),
                }
                code = "due-moves" if parts is not when else "date-moves"
                said.append(labels.sentence(code, lang, facts))
    return said


def _span(moments: list[str]) -> str:
    """Return days and moments as people read them: one where both are the same."""
    shown = [moment[:16].replace("T", " ") for moment in moments if moment]
    if len(shown) > 1 and shown[0][:10] == shown[-1][:10] and len(shown[-1]) > DAY:
        shown[-1] = shown[-1][11:]
    return " – ".join(dict.fromkeys(shown)) or "—"


def change_of(effects: Effects, entries: Sequence[JournalEntry], *, replayed: bool, kept: bool) -> Change:
    """Return for people what an act did."""
    return Change(
        tuple(entries),
        entries[0].act if entries and kept else "",
        entries[0].at if entries else effects.at,
        replayed,
        kept,
        effects.token,
        effects.reported,
        {ref: record.data for ref, record in effects.before.items()},
        effects.after,
        effects.steps,
    )


def together(changes: Iterable[Change], at: datetime) -> Change:
    """Return several changes, one upon the other, as one."""
    entries: list[JournalEntry] = []
    reported: list[Reason] = []
    before: dict[str, Body] = {}
    after: dict[str, Body] = {}
    token = ""
    steps: dict[tuple[str, str], StepMove] = {}
    for one in changes:
        for move in one.approvals:
            first = steps.get((move.ref, move.step))
            steps[move.ref, move.step] = move if first is None else replace(move, before=first.before)
        entries += one.entries
        reported += [said for said in one.reported if said not in reported]
        for ref, body in one.before.items():
            if ref not in after:
                before.setdefault(ref, body)
        after.update(one.after)
        token = token or one.token
    return Change(
        tuple(entries),
        "",
        at,
        replayed=False,
        kept=False,
        token=token,
        reported=tuple(reported),
        before=before,
        after=after,
        approvals=tuple(one for one in steps.values() if one.before != one.after),
    )
