"""What an office can be asked: everything that is read off the record and changes nothing.

The read models themselves stand in `campaignflow.views`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time, timedelta

from campaignflow.actions import apply as applying, lifecycle, tokens
from campaignflow.actions.comparison import as_exported
from campaignflow.canonical import Body
from campaignflow.dates.span import DAY
from campaignflow.errors import InvalidValue
from campaignflow.gate.change import Change, change_of
from campaignflow.gate.command import Command
from campaignflow.gate.commit import Gate
from campaignflow.gate.hooked import plugins_of
from campaignflow.gate.judge import judge
from campaignflow.gate.look import Look
from campaignflow.gate.overlay import Overlay
from campaignflow.gate.programmes import calendars_of, programme_noun
from campaignflow.gate.refusal import Reason
from campaignflow.office.outgoing import Outgoing
from campaignflow.plan.programme import Programme
from campaignflow.planfile.writer import dump
from campaignflow.scheduling.schedule import Schedule, schedule
from campaignflow.store.journal import JournalEntry
from campaignflow.store.record import Record
from campaignflow.store.store import Store
from campaignflow.types import Actor, Ref
from campaignflow.views import (
    agenda,
    board,
    difference,
    inbox as waiting,
    obligations,
    rounds,
    shown as showing,
    why,
)
from campaignflow.views.inbox import InboxItem
from campaignflow.views.rounds import RoundStanding
from campaignflow.views.shown import Invited, Shown

__all__ = ["Readings"]

READER = Actor("system:reader")


class Readings(Outgoing):
    """Questions.  None of them resolves a date anew, and none is kept from whom the host lets ask."""

    _gate: Gate
    _store: Store
    _look: Callable[..., AbstractContextManager[Look]]

    # records

    def resolve(self, ref: "str | Ref") -> Ref:
        """Return the full ref that a text names: `campaign:water-week`, `water-week/briefing`.

        Raises:
            InvalidValue: it names nothing, or several things, which are listed.
        """
        with self._look() as look:
            return look.ref(str(ref).partition("@")[0])

    def record(self, ref: "str | Ref") -> Record:
        """Return a record as it stands: version, state, body."""
        with self._look() as look:
            found = look.record(look.ref(str(ref)).record)
            if found is None:
                raise InvalidValue("ref-unknown", text=str(ref), near=[])
            return found

    def records(self, kind: str | None = None, programme: str | None = None) -> list[Record]:
        """Return records as they stand, by kind and programme, in order of their refs."""
        with self._look() as look:
            return look.records(kind=kind, programme=programme)

    def journal(self, ref: "str | Ref | None" = None) -> list[JournalEntry]:
        """Return who did what, when and why: the entries of a record, oldest first, or of all records."""
        with self._look() as look:
            if ref is not None:
                return list(look.journal(look.ref(str(ref)).record))
            return sorted(look.source.journal(), key=lambda one: (one.at, one.ref, one.version))

    def as_of(self, ref: "str | Ref", when: "str | date | datetime | int") -> Body | None:
        """Return the body of a record as it stood, None if it was not there yet (rule 12).

        `when` is a day, at whose end in the office's zone it is meant, an aware moment, a version, or the id
        of an act.
        """
        with self._look() as look:
            found = self._store_as_of(look, look.ref(str(ref)).record, when)
            return None if found is None else found[1]

    def _store_as_of(
        self, look: Look, ref: str, when: "str | date | datetime | int"
    ) -> tuple[int, Body] | None:
        found: tuple[int, Body] | None = look.source.as_of(ref, self._instant(look, when))
        return found

    def _instant(self, look: Look, when: "str | date | datetime | int") -> datetime | int | str:
        """Return an instant, a version or an act; a bare day is its last instant in the office's zone."""
        if isinstance(when, bool):
            raise InvalidValue("moment-unreadable", text=str(when))
        if isinstance(when, int):
            return when
        if isinstance(when, str):
            said = _moment(when)
            if said is None:
                return when  # the id of an act
            when = said
        if isinstance(when, datetime):
            if when.tzinfo is None:
                raise InvalidValue("moment-needs-zone", text=when.isoformat())
            return when.astimezone(UTC)
        return datetime.combine(when + timedelta(days=1), time(), look.zone).astimezone(UTC) - timedelta(
            microseconds=1
        )

    def baseline(self, ref: "str | Ref") -> list[difference.Baseline]:
        """Return the versions at which gated triggers fired, oldest first (rule 45)."""
        return difference.baselines(self.journal(ref))

    def difference(
        self, ref: "str | Ref", since: "str | date | datetime | int" = "baseline"
    ) -> list[difference.LeafChange]:
        """Return what changed in the plan of a record since its last baseline, a version, a day or an act."""
        with self._look() as look:
            full = look.ref(str(ref)).record
            journal = list(look.journal(full))
            if since == "baseline":
                known = difference.baselines(journal)
                return difference.difference(journal, known[-1].version) if known else []
            found = self._store_as_of(look, full, since)
            return difference.difference(journal, 0 if found is None else found[0])

    # what can be done

    def why(self, ref: "str | Ref", trigger: str | None = None) -> list[why.Why]:
        """Return what keeps a trigger, or each in question, from firing; who can clear it, by when."""
        with self._look() as look:
            return why.why(lambda: self._fresh(look), str(ref), lifecycle.fire, trigger)

    def _fresh(self, look: Look) -> Look:
        """Return another look at the same view: reasons are kept in a look."""
        return self._gate.look(look.source, look.overlay, look.now)

    def diff(self, programme: Programme, *, actor: "str | Actor | None" = None) -> "Diff":
        """Return what applying a plan would do, or what stands against it; nothing is written (rule 58).

        With `actor` it is what this person's apply would do; without one, what it would do for whoever made
        the changes that it takes back.
        """
        action, _ = applying.applying(programme)
        with self._look() as look:
            reader = READER if look.office else Actor(next(iter(_planners(programme)), "-"))
            who = reader if actor is None else Actor.read(actor)
            arguments = {} if actor is not None else {"any": True}
            ref = f"programme:{programme.id}"
            command = Command("apply", ref, who, arguments, reason="?", is_own=actor is None)
            look.is_preview = True
            effects = judge(look, command, action)
            act = effects.act(look, "preview")
        entries = () if effects.reasons else Overlay().lay(act, effects.before)
        return Diff(change_of(effects, entries, replayed=False, kept=False), effects.reasons)

    def status(self, ref: "str | Ref | None" = None, programme: str | None = None) -> list[board.Standing]:
        """Return where the campaigns of the programme stand, or where one record does."""
        with self._look() as look:
            today = look.now.astimezone(look.zone).date()
            if ref is None:
                return board.board(look, agenda.live_programme(look, programme).id, today)
            record = look.record(look.ref(str(ref)).record)
            if record is None or "workflow" not in record.data:
                raise InvalidValue("why-needs-record", ref=str(ref))
            return [board.standing(look, record, today)]

    def inbox(self, person: str) -> list[InboxItem]:
        """Return what waits for a person: steps he may decide now, by when, and what there is to see."""
        with self._look() as look:
            return waiting.inbox(look, person)

    def shown(self, ref: "str | Ref", step: str, person: str = "") -> Shown | None:
        """Return what a step, by its id or title, shows to whoever decides it; None where nothing is asked.

        `decide` takes its `seen`.  With `person` it says what changed since he last spoke on the step; the
        inbox has the same, but only while the step waits for somebody.

        Raises:
            InvalidValue: the record has no such step.
        """
        with self._look() as look:
            return showing.shown(look, str(ref), step, person)

    def peek(self, token: str) -> Invited | None:
        """Return what a token asks and shows, without using it up; None if it is not valid, or no longer."""
        with self._look() as look:
            return showing.invited(look, tokens.hashed(self._store.office, token))

    def approvals(self, ref: "str | Ref") -> RoundStanding | None:
        """Return how the approval of a record stands; None where nothing was asked so far."""
        with self._look() as look:
            record = look.record(look.ref(str(ref)).record)
            return None if record is None or "workflow" not in record.data else rounds.rounds(look, record)

    # dates

    def schedule(self, programme: str | None = None) -> Schedule:
        """Return the schedule as the record has it: nothing is resolved, what was dropped is left out."""
        with self._look() as look:
            return agenda.schedule_of(look, programme)

    def obligations(
        self, at: "str | datetime | None" = None, programme: str | None = None
    ) -> list[obligations.Obligation]:
        """Return reminders and escalations due by a moment and not yet carried out."""
        with self._look() as look:
            moment = look.now if at is None else self._instant(look, at)
            if not isinstance(moment, datetime):
                raise InvalidValue("moment-unreadable", text=str(at))
            return obligations.obligations(look, moment, programme)

    # plans

    def check(self, programme: Programme, *, today: "date | str | None" = None) -> Schedule:
        """Return the schedule of a plan that is to be applied; its findings are those of plugins, too.

        Nothing is written.  Days off are counted by the calendars that the office was given.
        """
        with self._look() as look:
            calendars, plugins = calendars_of(look), plugins_of(look)
        return schedule(programme, today=today, calendars=calendars, plugins=plugins)

    def programme(self, programme: str | None = None) -> Programme:
        """Return a programme as the record has it now."""
        with self._look() as look:
            return _noun(look, programme)

    def export(self, programme: str | None = None, notation: str = "yaml") -> str:
        """Return the plan file of a programme as it stands now; applied, it changes nothing.

        Whoever changes it and applies it counts as knowing what others did until now (`exported`).
        """
        with self._look() as look:
            return dump(as_exported(look, _noun(look, programme)), notation)


class Diff:
    """What applying a plan would do, and what stands against it."""

    def __init__(self, change: Change, reasons: tuple[Reason, ...]) -> None:
        self.change = change
        """What would be written; nothing where something stands against it."""
        self.reasons = reasons
        """Everything for which it would be refused."""

    def __bool__(self) -> bool:
        return bool(self.change) or bool(self.reasons)

    @property
    def token(self) -> str:
        """Hand it to `apply` as `expect=`: then nothing else may have come between."""
        return self.change.token

    def lines(self, lang: str | None = None) -> Iterator[str]:
        """Yield it in lines for people."""
        yield from self.change.lines(lang)
        yield from (
            f"{one.ref}: {one.message(lang)}" if one.ref else one.message(lang) for one in self.reasons
        )


def _noun(look: Look, programme: str | None) -> Programme:
    noun = programme_noun(look, agenda.live_programme(look, programme).id)
    if noun is None:
        raise InvalidValue("programme-unknown", id=programme or "", near=[])
    return noun


def _planners(programme: Programme) -> Mapping[str, None]:
    return {name: None for name, person in programme.people.items() if "planner" in person.roles}


def _moment(text: str) -> date | datetime | None:
    try:
        return date.fromisoformat(text) if len(text) == DAY else datetime.fromisoformat(text)
    except ValueError:
        return None
