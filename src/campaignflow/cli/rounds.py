"""How the approval of a record stands, for people and as data: its round, step by step, and open conditions.

How a round stands is worked out in `campaignflow.views.rounds`; the rest of a record is in `standing`.
"""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any

from campaignflow import labels
from campaignflow.cli.naming import Names, workflow_of
from campaignflow.cli.report import plain
from campaignflow.cli.table import aligned, broken, terminal_width
from campaignflow.dates.span import DAY
from campaignflow.gate.content import approvals_of
from campaignflow.office.readings import Readings
from campaignflow.store.record import Record
from campaignflow.views.rounds import RoundStanding, StepStanding
from campaignflow.workflow.decisions import Condition
from campaignflow.workflow.rounds import OPEN, PASSED, Round
from campaignflow.workflow.standing import PROVIDER

__all__ = ["Approval", "owed"]

_PASSED = frozenset({"satisfied", "overridden"})
_NOT_ASKED = "not_applicable"


class Approval:
    """How the approval of one record stands."""

    def __init__(self, office: Readings, record: Record) -> None:
        self._record = record
        kept = approvals_of(record)
        self._last: Round | None = kept.round
        self._conditions = [one for one in kept.conditions.values() if not one.ended]
        self._round: RoundStanding | None = None
        if kept.standing is not None:
            self._round = office.approvals(record.ref)

    @property
    def _steps(self) -> list[StepStanding]:
        """The steps that are asked."""
        return [] if self._round is None else [one for one in self._round.steps if one.status != _NOT_ASKED]

    @property
    def _done(self) -> int:
        return sum(one.status in _PASSED for one in self._steps)

    def cell(self, lang: str) -> str:
        """Return how many steps have passed, as `1/2`, while something is still to be decided."""
        if (
            self._round is None
            or not self._steps
            or (self._round.outcome != OPEN and self._round.is_approved)
        ):
            return ""
        stale = "stale" if any(one.status == "stale" for one in self._steps) else ""
        said = f"{self._done}/{len(self._steps)}"
        return f"{said} {labels.word(stale, lang)}" if stale else said

    def lines(self, names: Names, lang: str) -> list[str]:
        """Return it in lines for people; none where nothing was ever asked."""
        room = terminal_width()
        lines = [*self._head(lang)]
        if self._round is not None and self._steps:
            columns = ("column-step", "column-id", "column-state", "column-by-whom", "column-until")
            head = tuple(labels.word(column, lang) for column in columns)
            rows = [_row(one, names, lang) for one in self._steps]
            lines += aligned([head, *rows], {0: 12, 3: 12}, ruled=True)
            for one in self._steps:
                if one.changed:
                    leaves = [labels.Leaf(leaf) for leaf in one.changed]
                    said = labels.sentence("stale-since", lang, {"step": one.title, "changed": leaves})
                    lines += broken(said, room, "  ")
        if self._conditions:
            lines.append(labels.word("conditions-open", lang))
            for held in self._conditions:
                lines += owed(self._record, held, names, lang)
        return lines

    def _head(self, lang: str) -> Iterator[str]:
        now, last = self._round, self._last
        if now is not None and self._steps:
            outcome = now.outcome
            if now.is_approved == (outcome == OPEN):  # passed and not fired yet, or fired and changed since
                outcome = "complete" if now.is_approved else "outdated"
            facts = self._about(now.n, now.trigger, outcome, lang)
            counts = {"done": self._done, "total": len(self._steps)}
            code = "round-over-head" if outcome == PASSED else "round-head"
            yield labels.sentence(code, lang, {**facts, **counts})
        if last is not None and last.steps and (now is None or last.n != now.n):
            yield labels.sentence(
                "round-over-head", lang, self._about(last.n, last.trigger, last.outcome, lang)
            )

    def _about(self, n: int, trigger: str, outcome: str, lang: str) -> dict[str, object]:
        outcome = f"round-{outcome}"
        return {"n": n, "trigger": _trigger(self._record, trigger, lang), "outcome": labels.Word(outcome)}

    def data(self) -> dict[str, Any] | None:
        """Return it as data for programs; None where nothing counts."""
        if self._round is None:
            return None
        steps: list[Any] = [plain({name: getattr(one, name) for name in _STEP}) for one in self._round.steps]
        return {
            "round": self._round.n,
            "trigger": self._round.trigger,
            "outcome": self._round.outcome,
            "approved": self._round.is_approved,
            "passed": self._done,
            "asked": len(self._steps),
            "steps": steps,
            "conditions": [{name: getattr(one, name) for name in _CONDITION} for one in self._conditions],
        }


_STEP = tuple(one.name for one in fields(StepStanding))
_CONDITION = ("id", "step", "text", "owner", "blocks", "due")


def owed(record: Record, held: Condition, names: Names, lang: str) -> list[str]:
    """Return a condition that is still open in lines for people."""
    facts = {
        "text": held.text,
        "owner": names.one(held.owner),
        "trigger": _trigger(record, held.blocks, lang),
        "due": _until(held.due, names),
    }
    said = labels.sentence("condition-owed-by" if held.due else "condition-owed", lang, facts)
    return broken(f"  {held.id}  {said}", terminal_width(), "    ")


def _trigger(record: Record, name: str, lang: str) -> str:
    workflow = workflow_of(record.data)
    return name if workflow is None else workflow.trigger(name).title.said(lang)


def _until(due: str, names: Names) -> str:
    """Return a day as it was said, a moment as the clocks of the office show it."""
    return due if len(due) <= DAY else names.deadline(datetime.fromisoformat(due))


def _title(one: StepStanding, lang: str) -> str:
    """Return what a step is called; what stands for a plugin that could not answer, by the plugin."""
    if one.id.startswith(PROVIDER):
        return labels.sentence("provider-step", lang, {"plugin": one.id.removeprefix(PROVIDER)})
    return labels.clean(one.title)


def _row(one: StepStanding, names: Names, lang: str) -> tuple[str, ...]:
    waits = one.status in {"waiting", "stale"}
    state = "not-its-turn" if one.status == "waiting" and not one.is_open else one.status
    marks = {"self-check": one.self_check, "author-allowed": one.allow_author}
    said = [labels.Word(mark) for mark, is_so in marks.items() if is_so]
    behind = labels.sentence("in-brackets", lang, {"said": said}) if said else ""
    return (
        _title(one, lang) + behind,
        one.id,
        labels.word(state, lang),
        names.of(one.who, lang) or "—",
        names.deadline(one.due) if one.due is not None and waits else "",
    )
