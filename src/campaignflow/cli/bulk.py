"""One verdict on all that waits for somebody: each step shown as it is decided, and judged by itself.

What waits is read in `campaignflow.views.inbox`; how one step is shown, in `inbox`.
"""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from campaignflow import labels
from campaignflow.actions.approvals import verdict_of
from campaignflow.canonical import canonical, digest
from campaignflow.cli.changes import data as change_data, reason_data, reason_line, told_lines
from campaignflow.cli.content import Content
from campaignflow.cli.events import Told, told
from campaignflow.cli.inbox import known_person
from campaignflow.cli.naming import Names, short
from campaignflow.cli.refusals import REFUSED
from campaignflow.cli.table import broken, terminal_width
from campaignflow.gate.change import Change
from campaignflow.gate.refusal import Reason, Refused
from campaignflow.gate.waiting import DECIDE
from campaignflow.office import Office
from campaignflow.views.inbox import InboxItem

__all__ = ["Bulk", "Done"]

_TOKEN = 16


class Bulk:
    """The steps that wait for one person, to be decided at once.

    Raises:
        InvalidValue: the office has nobody of this id.
    """

    def __init__(self, office: Office, said: Mapping[str, Any], step: str, lang: str) -> None:
        self._office, self._said, self._lang = office, said, lang
        self._person = said["actor"].person or said["actor"].id
        known_person(office, self._person)
        waiting = [one for one in office.inbox(self._person) if one.kind == DECIDE]
        self._items = [one for one in waiting if step in {"", one.step, one.step_title}]

    @property
    def token(self) -> str:
        """What there is to decide, as it is shown: another inbox has another."""
        said = [[one.ref, one.step, one.on_behalf_of, one.seen] for one in self._items]
        return digest(canonical(said))[:_TOKEN]

    def decided(self, verdict: str, *, expect: str = "", dry_run: bool = False) -> "Done":
        """Decide each as it was shown, or try to; nothing where the inbox is other than was expected.

        Raises:
            Refused: it is other.
            InvalidValue: there is no such verdict.
        """
        verdict_of(verdict)
        if expect and expect != self.token:
            raise Refused([Reason("inbox-changed", kind="version")])
        names = Names(self._office)
        bodies = {one.ref: self._office.record(one.ref).data for one in self._items}
        parts = []
        with self._office.preview() if dry_run else nullcontext(self._office) as way:
            for item in self._items:
                ((_, outcome),) = way.decide_all([item], verdict, **self._said)
                events = None if isinstance(outcome, Refused) else told(way, outcome, self._lang)
                parts.append(_Part(item, Content(bodies[item.ref], names), outcome, events))
        return Done(names.one(self._person), tuple(parts), self.token, dry_run=dry_run)


@dataclass(frozen=True, slots=True)
class _Part:
    """One step, what it showed, and what became of it."""

    item: InboxItem
    content: Content
    outcome: Change | Refused
    told: Told | None

    def lines(self, lang: str) -> Iterator[str]:
        """Yield it in lines for people."""
        step = self.item.step_title or self.item.step
        facts = {"title": self.item.title, "ref": short(self.item.ref), "step": step}
        yield labels.sentence("inbox-step", lang, facts)
        yield from self.content.lines(self.item.content, lang, self.item.changed)
        if isinstance(self.outcome, Refused):
            for reason in self.outcome.reasons:
                yield from broken(
                    f"  {labels.word('not-decided', lang)} {reason_line(reason, lang)}",
                    terminal_width(),
                    "    ",
                )
        else:
            yield from told_lines(self.outcome, lang, self.told)

    def data(self, lang: str) -> dict[str, Any]:
        """Return it as data for programs."""
        said: dict[str, Any] = {name: getattr(self.item, name) for name in _OF_ITEM}
        said["content"] = dict(self.item.content)
        if isinstance(self.outcome, Refused):
            return {
                **said,
                "change": None,
                "reasons": [reason_data(one, lang) for one in self.outcome.reasons],
            }
        return {**said, "change": change_data(self.outcome, lang), "reasons": []}


@dataclass(frozen=True)
class Done:
    """What became of each."""

    person: str
    parts: tuple[_Part, ...]
    token: str
    dry_run: bool

    @property
    def refused(self) -> int:
        """How many were refused."""
        return sum(isinstance(one.outcome, Refused) for one in self.parts)

    @property
    def status(self) -> int:
        """The exit status: 3 if any was refused."""
        return REFUSED if self.refused else 0

    def text(self, lang: str) -> str:
        """Return it in lines for people."""
        if not self.parts:
            return labels.sentence("nothing-to-decide", lang, {"person": self.person})
        lines = [labels.word("dry-run", lang)] if self.dry_run else []
        for part in self.parts:
            lines += [*part.lines(lang), ""]
        counts = {"done": len(self.parts) - self.refused, "left": self.refused}
        lines.append(labels.sentence("decided-in-all", lang, counts))
        if self.dry_run:
            lines.append(labels.sentence("carry-out", lang, {"token": self.token}))
        return "\n".join(lines)

    def data(self, lang: str) -> dict[str, Any]:
        """Return it as data for programs."""
        decided = [one.data(lang) for one in self.parts]
        return {"kept": not self.dry_run, "token": self.token, "decided": decided}


_OF_ITEM = ("ref", "title", "step", "step_title", "on_behalf_of", "seen")
