"""What waits for somebody, for people and as data: the steps to decide, what there is to see, other tasks.

What waits is read in `campaignflow.views.inbox`; how content is told is `content`.
"""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from campaignflow import labels
from campaignflow.cli.content import Content
from campaignflow.cli.naming import Names, short
from campaignflow.cli.report import plain
from campaignflow.cli.rounds import owed
from campaignflow.cli.table import aligned, broken, terminal_width
from campaignflow.errors import InvalidValue
from campaignflow.gate.cases import title_of
from campaignflow.gate.change import Change
from campaignflow.gate.content import approvals_of
from campaignflow.gate.owed import CONDITION, DISCHARGE, RATIFY
from campaignflow.gate.waiting import DECIDE
from campaignflow.office.readings import Readings
from campaignflow.types import meant
from campaignflow.views.inbox import InboxItem
from campaignflow.views.shown import Invited, Shown
from campaignflow.workflow.steps import VERDICTS

__all__ = [
    "Inbox",
    "expected",
    "handing_over",
    "invitation_data",
    "invitation_text",
    "known_person",
    "shown_lines",
]

_ENDINGS = (DISCHARGE, RATIFY)
"""Tasks of those who say that a condition was met, or that an override was right."""
_INSIDE = "  "
_LABEL = 10
"""Cells before a fact of one task, at most."""


class Inbox:
    """What waits for one person.

    Raises:
        InvalidValue: the office has nobody of this id.
    """

    def __init__(self, office: Readings, person: str, store: str) -> None:
        known_person(office, person)
        self._person = person
        self._store = store
        self._items = [*_once(office.inbox(person))]
        self._names = Names(office)  # read after the items: nothing is told that is older than they are
        self._records = {one.ref: office.record(one.ref) for one in self._items}
        self._typed = {ref: _typed(office, ref) for ref in self._records}

    def text(self, lang: str) -> str:
        """Return it in lines for people."""
        person = self._names.one(self._person)
        if not self._items:
            return labels.sentence("inbox-empty", lang, {"person": person})
        head = labels.sentence("inbox-head", lang, {"person": person, "count": len(self._items)})
        parts = [line for one in self._items for line in ("", *self._lines(one, lang))]
        usual = any(one.verdicts == VERDICTS for one in self._items)
        return "\n".join([head, *parts, *(["", *_others(VERDICTS, lang, "")] if usual else [])])

    def _lines(self, item: InboxItem, lang: str) -> Iterator[str]:
        facts: dict[str, object] = {"title": item.title, "ref": short(item.ref)}
        if item.kind != DECIDE:
            what = labels.word(f"task-{item.kind}", lang)
            yield labels.sentence("inbox-left", lang, {**facts, "what": what})
            yield from self._ending(item, lang) if item.kind in _ENDINGS else self._left(item, lang)
            return
        yield labels.sentence("inbox-step", lang, {**facts, "step": item.step_title or item.step})
        yield from self._facts([*self._about(item, lang)], lang)
        yield f"{_INSIDE}{labels.word('to-see', lang)}"
        content = Content(self._records[item.ref].data, self._names)
        yield from content.lines(item.content, lang, item.changed, _INSIDE)
        yield from self._commands([self._command(item)], lang)
        if item.verdicts != VERDICTS:  # the usual ones are told once
            yield from _others(item.verdicts, lang, _INSIDE)

    def _ending(self, item: InboxItem, lang: str) -> Iterator[str]:
        """Yield what is to be known of a condition by who says that it was met, or ratifies an override."""
        record = self._records[item.ref]
        yield from owed(record, approvals_of(record).conditions[item.condition], self._names, lang)
        yield from self._facts([*self._about(item, lang)], lang)
        if item.content:
            yield f"{_INSIDE}{labels.word('to-see', lang)}"
            content = Content(record.data, self._names)
            yield from content.lines(item.content, lang, item.changed, _INSIDE)
        yield from self._commands([self._discharging(item)], lang)

    def _left(self, item: InboxItem, lang: str) -> Iterator[str]:
        """Yield what is to be known of tasks that are no step to decide."""
        record = self._records[item.ref]
        if item.kind == CONDITION:  # meeting it is work; that it is met, its approver says
            for one in approvals_of(record).conditions.values():
                if not one.ended and one.owner == self._person:
                    yield from owed(record, one, self._names, lang)
            return
        if item.due is not None:
            yield from self._facts([("by-when", self._names.deadline(item.due))], lang)
        yield from self._commands(self._settling(item), lang)

    def _about(self, item: InboxItem, lang: str) -> Iterator[tuple[str, str]]:
        yield "as-what", self._as_what(item, lang)
        if item.status:
            yield "column-state", labels.word(item.status, lang)
        else:
            yield "column-step", item.step_title or item.step
        if item.due is not None:
            yield "by-when", self._names.deadline(item.due)
        if item.changed:
            leaves = [labels.Leaf(one) for one in item.changed]
            yield "has-changed", labels.sentence("names", lang, {"names": leaves})
        if item.fills:
            said = [f"--fills {name}=…" for name in item.fills]
            yield "to-fill-in", labels.sentence("names", lang, {"names": said})

    def _as_what(self, item: InboxItem, lang: str) -> str:
        kind, _, name = item.why.partition(":")
        if kind == "unit":
            said = labels.sentence("as-unit", lang, {"name": self._names.one(name)})
        else:
            said = labels.word("as-person", lang) if kind == "person" else name
        if not item.on_behalf_of:
            return said
        whose = self._names.one(item.on_behalf_of)
        return said + labels.sentence(
            "in-brackets", lang, {"said": labels.sentence("on-behalf-of", lang, {"person": whose})}
        )

    def _facts(self, facts: Sequence[tuple[str, str]], lang: str) -> Iterator[str]:
        rows = [(f"{_INSIDE}{labels.word(word, lang)}", said) for word, said in facts]
        room = terminal_width()
        for line in aligned(rows):
            yield from broken(line, room, " " * _LABEL)

    def _commands(self, commands: Iterable[str], lang: str) -> Iterator[str]:
        """Yield what can be typed: whole, however long, so that it can be copied."""
        told = [*commands]
        if told:
            yield f"{_INSIDE}{labels.word('do-it', lang)}"
        yield from (f"{_INSIDE * 2}{one}" for one in told)

    def _command(self, item: InboxItem) -> str:
        verdict = next(iter(item.verdicts), "approve").replace("_", "-")
        words = [DECIDE, self._typed[item.ref], item.step, verdict, "--as", self._person]
        if item.on_behalf_of:
            words += ["--for", item.on_behalf_of]
        return command([*words, "--seen", item.seen], self._store)

    def _discharging(self, item: InboxItem) -> str:
        words = [DISCHARGE, self._typed[item.ref], item.condition, "--as", self._person]
        return command([*words, *(["--seen", item.seen] if item.seen else [])], self._store)

    def _settling(self, item: InboxItem) -> Iterator[str]:
        tasks = self._records[item.ref].data.get("tasks", {})
        for name in sorted(tasks):
            if tasks[name]["kind"] == item.kind:
                words = ["settle", self._typed[item.ref], name, "--as", self._person]
                yield command(words, self._store)

    def data(self) -> dict[str, Any]:
        """Return it as data for programs."""
        return {"person": self._person, "inbox": [self._data(one) for one in self._items]}

    def _data(self, item: InboxItem) -> dict[str, Any]:
        said: Any = plain(asdict(item))
        if item.kind in _ENDINGS:
            typed = [self._discharging(item)]
        else:
            typed = [self._command(item)] if item.kind == DECIDE else [*self._settling(item)]
        return {**said, "commands": typed}


def known_person(office: Readings, person: str) -> None:
    """Say whom somebody means who is unknown.

    Raises:
        InvalidValue: the office has nobody of this id.
    """
    people = {one.id: title_of(one.data) for one in office.records(kind="person")}
    if person not in people:
        near = meant(person, people)
        raise InvalidValue("unknown-id", id=person, kind=labels.Word("person"), near=near)


def _once(items: Iterable[InboxItem]) -> Iterator[InboxItem]:
    """Yield what waits, the tasks of one kind on one record once: they are listed together."""
    told: set[tuple[str, str]] = set()
    for one in items:
        if one.kind == DECIDE or one.kind in _ENDINGS or (one.ref, one.kind) not in told:
            yield one
        told.add((one.ref, one.kind))


def _typed(office: Readings, ref: str) -> str:
    """Return a ref as it can be typed: short, unless that could mean something else."""
    try:
        return short(ref) if str(office.resolve(short(ref))) == ref else ref
    except InvalidValue:
        return ref


def command(words: Iterable[str], store: str) -> str:
    """Return a command as it can be typed, on the store that was named."""
    named = ["--store", store] if store else []
    return shlex.join(["campaignflow", *words, *named])


def _others(names: Sequence[str], lang: str, inside: str) -> list[str]:
    """Return which verdicts there are beside that of the command that is shown, which is the first."""
    first, *others = verdicts(names, lang) or [""]
    said = labels.sentence("other-verdicts", lang, {"first": first, "verdicts": others})
    return broken(f"{inside}{said}", terminal_width(), f"{inside}{_INSIDE}") if others else []


def verdicts(names: Iterable[str], lang: str) -> list[str]:
    """Return verdicts as people say them and as they are typed."""
    typed = {name: name.replace("_", "-") for name in names}
    if lang == "en":
        return list(typed.values())
    return [f"{labels.word(name, lang)} {said}" for name, said in typed.items()]


def shown_lines(office: Readings, shown: Shown, lang: str) -> list[str]:
    """Return what a step is about in lines for people, with a star before what changed."""
    head = labels.sentence("what-is-decided", lang, {"step": shown.step_title or shown.step})
    told = Content(office.record(shown.ref).data, Names(office))
    return [head, *told.lines(shown.content, lang, shown.changed)]


def expected(office: Readings, ref: str, condition: str, person: str) -> Shown | None:
    """Return what the step of a condition shows, if meeting the condition was to change it."""
    held = approvals_of(office.record(ref)).conditions.get(condition)
    return None if held is None or not held.expects else office.shown(ref, held.step, person)


def handing_over(office: Readings, change: Change, token: str, lang: str) -> list[str]:
    """Return what is said once of a token that was made: the token, whom to hand it to, until when."""
    minted = next(one.details["minted"] for one in change.entries if "minted" in one.details)
    names = Names(office)
    until = names.moment(datetime.fromisoformat(minted["until"]))
    facts = {"person": names.one(minted["person"]), "until": until}
    return [
        labels.sentence("token-shown-once", lang, {"token": token}),
        *broken(labels.sentence("token-handed-over", lang, facts), terminal_width(), _INSIDE),
    ]


def invitation_text(shown: Invited, body: Mapping[str, Any], names: Names, lang: str) -> str:
    """Return what a token asks in lines for people."""
    facts: dict[str, object] = {
        "person": names.one(shown.person),
        "step": shown.step_title or shown.step,
        "title": shown.title,
        "ref": short(shown.ref),
        "until": names.moment(shown.until),
    }
    room = terminal_width()
    head = broken(labels.sentence("token-asks", lang, facts), room, _INSIDE)
    told = {"verdicts": verdicts(shown.verdicts, lang)}
    foot = broken(labels.sentence("answer-with", lang, told), room, _INSIDE)
    return "\n".join([*head, *Content(body, names).lines(shown.content, lang), *foot])


def invitation_data(shown: Invited) -> dict[str, Any]:
    """Return what a token asks as data for programs."""
    said: dict[str, Any] = {name: plain(value) for name, value in asdict(shown).items()}
    return said
