"""What a workflow says: its states, its triggers, and the moves they make.  A frozen value of names.

Nothing here is an expression, and no name can be code.  Reading a workflow from a file's data is
`campaignflow.workflow.reader`; what a sound one may not say is `compile`, running one `machine`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from campaignflow.canonical import canonical, digest, enter
from campaignflow.errors import InvalidValue
from campaignflow.labels.workflow import Named
from campaignflow.types import FrozenDict
from campaignflow.workflow.mistakes import near

__all__ = ["Clock", "Move", "State", "Title", "Trigger", "Turn", "Workflow", "checked_name"]

LIVE = "live"
"""In a file, all states that are not final; so no state may be called that."""
LONGEST_NAME = 64
LONGEST_TITLE = 200
# Words of letters and digits of any script, joined by single underscores: nothing that a program could call.
_NAME = re.compile(r"[^\W\d_][^\W_]*(?:_[^\W_]+)*")


def checked_name(text: str) -> str:
    """Return a text if it may name a workflow, state, trigger, verb or permission.

    Raises:
        InvalidValue: it is no plain word (a dotted path, a call, an expression), too long, or `live`.
    """
    if len(text) > LONGEST_NAME or not _NAME.fullmatch(text):
        raise InvalidValue("workflow-name-refused", text=text, limit=LONGEST_NAME)
    if text == LIVE:
        raise InvalidValue("workflow-name-reserved", text=text)
    return text


class Clock(StrEnum):
    """What a response clock does while a record is in a state."""

    RUNS = "runs"
    PAUSED = "paused"
    """The ball is with somebody else."""
    STOPPED = "stopped"
    """The answer was given, or none will be."""


class Turn(StrEnum):
    """What makes a record move: the trigger itself, or what becomes of the round that it opens."""

    FIRED = "fired"
    """The trigger was fired and, where it is gated, its round has passed."""
    OPENED = "opened"
    """A gated trigger was fired, and its round is under way."""
    SENT_BACK = "sent_back"
    """Somebody asked for changes."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Title:
    """What people read instead of a name."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        for lang in ("zh", "en"):
            text = enter(getattr(self, lang)).strip()
            if not text:
                raise InvalidValue("empty-text")
            if len(text) > LONGEST_TITLE:
                raise InvalidValue("text-too-long")
            object.__setattr__(self, lang, text)

    def said(self, lang: str) -> str:
        """Return it in ``zh`` or ``en``."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class State:
    """One state of a record."""

    name: str
    title: Title
    initial: bool = False
    """Whether records begin in it."""
    final: bool = False
    """Whether the record is closed in it: read-only, and left only by a person with a reason."""
    protected: bool = False
    """Whether it is entered only through a passing round (rule 22); changes in it need a reason (rule 46)."""
    duties: bool = True
    """Whether reminders and deadlines run in it (rule 55)."""
    clock: Clock | None = None
    """What the response clock does in it; None where the workflow has none."""

    def __post_init__(self) -> None:
        checked_name(self.name)

    @property
    def named(self) -> Named:
        """Its name as a fact of a sentence."""
        return Named(self.name, self.title.zh, self.title.en)

    @property
    def data(self) -> dict[str, Any]:
        """The state as a file would say it."""
        said = {"name": self.name, "title": {"zh": self.title.zh, "en": self.title.en}}
        marks = {mark: True for mark in ("initial", "final", "protected") if getattr(self, mark)}
        more = {} if self.clock is None else {"clock": str(self.clock)}
        return {**said, **marks, "duties": self.duties, **more}


@dataclass(frozen=True, slots=True)
class Trigger:
    """What somebody does to a record, and where it leads."""

    name: str
    """An imperative: `submit`."""
    title: Title
    verb: str
    """What the journal calls it when it has happened: `submitted`."""
    sources: tuple[str, ...]
    """The states it may be fired in; beside them always `holds_in`."""
    dest: str | None = None
    """The state it leads to."""
    returns: bool = False
    """Whether it leads to the state that was left for the one it is fired in, instead of to `dest`."""
    stays: bool = False
    """Whether the state stays, instead of going to `dest`."""
    holds_in: str | None = None
    """The state in which the record waits while the round is under way; None: where it was fired."""
    sent_back_to: str | None = None
    """The state after a request for changes; None: the state stays."""
    refused_to: str | None = None
    """The state after a refusal; None: the state stays."""
    gated: bool = False
    """Whether it always needs a passing round (rule 22)."""
    stopping: bool = False
    """Whether nothing but permission, version and reason can refuse it (rule 21)."""
    automatic: bool = False
    """Whether a timer may fire it; else the timer reminds."""
    needs_reason: bool = False
    by_rule: bool = False
    """Whether only a rule fires it, no person and no timer."""
    permission: str | None = None
    """The permission that firing it takes; None where only a rule fires it."""

    def __post_init__(self) -> None:
        named = (self.dest, self.holds_in, self.sent_back_to, self.refused_to, self.permission)
        for name in (self.name, self.verb, *self.sources, *(one for one in named if one is not None)):
            checked_name(name)

    @property
    def named(self) -> Named:
        """Its name as a fact of a sentence."""
        return Named(self.name, self.title.zh, self.title.en)

    @property
    def departures(self) -> tuple[str, ...]:
        """The states it can be fired in: its sources, and where its round waits, to be tried again there."""
        held = () if self.holds_in is None or self.holds_in in self.sources else (self.holds_in,)
        return (*self.sources, *held)

    @property
    def data(self) -> dict[str, Any]:
        """The trigger as a file would say it."""
        named = ("holds_in", "sent_back_to", "refused_to", "permission")
        marks = ("returns", "stays", "gated", "stopping", "automatic", "needs_reason", "by_rule")
        return {
            "name": self.name,
            "title": {"zh": self.title.zh, "en": self.title.en},
            "verb": self.verb,
            "from": list(self.sources),
            **({} if self.dest is None else {"to": self.dest}),
            **{key: getattr(self, key) for key in named if getattr(self, key) is not None},
            **{key: True for key in marks if getattr(self, key)},
        }

    def moves(self) -> Iterator["Move"]:
        """Yield its moves, but for where a returning trigger leads: that hangs on the other triggers."""
        for source in self.departures:
            if not self.returns and (self.stays or self.dest is not None):
                yield Move(self, Turn.FIRED, source, self.dest or source)
            if self.holds_in is not None:
                yield Move(self, Turn.OPENED, source, self.holds_in)
        for source in self.sources if self.holds_in is None else (self.holds_in,):
            if self.sent_back_to is not None:
                yield Move(self, Turn.SENT_BACK, source, self.sent_back_to)
            if self.refused_to is not None:
                yield Move(self, Turn.REFUSED, source, self.refused_to)


class Move(NamedTuple):
    """One way from a state to a state."""

    trigger: Trigger
    turn: Turn
    source: str
    dest: str


@dataclass(frozen=True, slots=True)
class Workflow:
    """The states and triggers of one kind of record, in one version; equal content has an equal digest."""

    name: str
    kind: str
    """The kind of record it is for: `campaign`, `item`."""
    version: int
    title: Title
    states: tuple[State, ...]
    triggers: tuple[Trigger, ...]
    approvals: Mapping[str, Mapping[str, Any]] = field(default_factory=FrozenDict)
    """Approval steps that every such record meets, by id, with the keys of a plan file."""
    digest: str = field(init=False, repr=False, compare=False)
    """SHA-256 of its canonical bytes: the exact definition, for the records that run under it."""
    parking: frozenset[str] = field(init=False, repr=False, compare=False)
    """The states one returns from: while in one, the record remembers the state it left (`came_from`)."""
    _states: dict[str, State] = field(init=False, repr=False, compare=False)
    _triggers: dict[str, Trigger] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        checked_name(self.name)
        checked_name(self.kind)
        if self.version < 1:
            raise InvalidValue("number-outside", text=str(self.version))
        worked_out = {
            "digest": digest(canonical(self.data)),
            "parking": frozenset(source for one in self.triggers if one.returns for source in one.sources),
            "_states": {one.name: one for one in self.states},
            "_triggers": {one.name: one for one in self.triggers},
        }
        for name, value in worked_out.items():
            object.__setattr__(self, name, value)

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def named(self) -> Named:
        """Its name as a fact of a sentence."""
        return Named(self.name, self.title.zh, self.title.en)

    @property
    def data(self) -> dict[str, Any]:
        """The workflow as `read_workflow` reads it back: names, texts, marks, lists in order."""
        return {
            "name": self.name,
            "kind": self.kind,
            "version": self.version,
            "title": {"zh": self.title.zh, "en": self.title.en},
            "states": [one.data for one in self.states],
            "triggers": [one.data for one in self.triggers],
            **({"approvals": dict(self.approvals)} if self.approvals else {}),
        }

    @property
    def initial(self) -> str:
        """The state in which records begin."""
        return next(one.name for one in self.states if one.initial)

    def state(self, name: str) -> State:
        """Return a state; raises `InvalidValue` with what was probably meant."""
        try:
            return self._states[name]
        except KeyError:
            raise InvalidValue("no-such-state", **self.unknown(name, self._states)) from None

    def trigger(self, name: str) -> Trigger:
        """Return a trigger; raises `InvalidValue` with what was probably meant."""
        try:
            return self._triggers[name]
        except KeyError:
            raise InvalidValue("no-such-trigger", **self.unknown(name, self._triggers)) from None

    def unknown(self, name: str, known: Mapping[str, State | Trigger]) -> dict[str, object]:
        """Return the facts about a name that is not there; people also type titles."""
        spelt = {text: one.name for one in known.values() for text in (one.title.zh, one.title.en, one.name)}
        return {
            "text": name,
            "workflow": self.named,
            "known": [one.named for one in known.values()],
            "near": near(name, spelt),
        }

    def is_gated(self, trigger: str, source: str, dest: str) -> bool:
        """Whether a firing needs a passing round: its trigger is marked, or enters protection (rule 22)."""
        enters = self.state(dest).protected and not self.state(source).protected
        return self.trigger(trigger).gated or enters

    def came_from(self, source: str, dest: str, back_to: str | None) -> str | None:
        """Return what the record remembers after a move, to be handed to the firing of a returning trigger.

        Going from one parking state to another (suspended, then postponed) keeps what was remembered: one
        returns to where the work stood.  `back_to` is what was remembered before the move.
        """
        if dest not in self.parking:
            return None
        return back_to if source in self.parking else source

    def moves(self) -> tuple[Move, ...]:
        """Return every move there is, in the order of the triggers."""
        origins = self._origins()
        return tuple(move for trigger in self.triggers for move in self._moves(trigger, origins))

    def _moves(self, trigger: Trigger, origins: Mapping[str, set[str]]) -> Iterator[Move]:
        if trigger.returns:
            for source in trigger.sources:
                for state in self.states:
                    if state.name in origins[source]:
                        yield Move(trigger, Turn.FIRED, source, state.name)
        yield from trigger.moves()

    def _origins(self) -> dict[str, set[str]]:
        """Return for each parking state the states that may have been left for it, by way of others too."""
        origins: dict[str, set[str]] = {name: set() for name in self.parking}
        ways = [move for trigger in self.triggers for move in trigger.moves() if move.dest in self.parking]
        for _ in range(len(self.parking) + 1):
            for move in ways:
                origins[move.dest] |= origins.get(move.source, {move.source})
        return origins
