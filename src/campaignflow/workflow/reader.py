"""Reads a workflow from data, as a YAML or JSON file holds it, and lists everything that cannot be read.

Values may be texts throughout (`"true"`, `"1"`), as the plan-file reader gives them.  Whether what was
read makes a sound workflow is asked in `campaignflow.workflow.compile`.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from campaignflow.errors import Finding, InvalidValue, Place
from campaignflow.labels import Word
from campaignflow.types import frozen
from campaignflow.workflow.definition import LIVE, Clock, State, Title, Trigger, Workflow, checked_name
from campaignflow.workflow.mistakes import WorkflowError, near
from campaignflow.workflow.steps import COUNTS, LISTS, MARKS, TEXTS, Provider, declared

__all__ = ["read_workflow"]

T = TypeVar("T")

_YES_OR_NO = {"true": True, "false": False}
_UNTITLED = Title("-", "-")
_NAMELESS = "nameless"


def read_workflow(data: Mapping[str, Any]) -> Workflow:
    """Return the workflow that a file's data describe.

    `states` and `triggers` are blocks by name, or lists of blocks with a `name`, which keep their order
    wherever they are stored.  `from: live` means all states that are not final, without the trigger's own
    `to` and without those listed in `except`; what is returned names each of them.

    Raises:
        WorkflowError: keys that are unknown, missing or said twice, values of a wrong kind, names that are
            none; each with its place in the data.
    """
    findings: list[Finding] = []
    workflow = _workflow(_Block(data, "", findings))
    if workflow is None or findings:
        raise WorkflowError(findings)
    return workflow


def _workflow(block: "_Block") -> Workflow | None:
    name = block.own_name()
    kind = block.name("kind") or _NAMELESS
    version = block.number("version")
    title = block.title("title")
    states = [_state(one) for one in block.named("states")]
    live = tuple(one.name for one in states if not one.final)
    known = tuple(one.name for one in states)
    triggers = [_trigger(one, live, known) for one in block.named("triggers")]
    approvals = _approvals(block, [one.name for one in triggers])
    block.finish()
    if block.findings:
        return None
    return Workflow(name, kind, version, title, tuple(states), tuple(triggers), approvals)


def _approvals(block: "_Block", triggers: list[str]) -> Mapping[str, Mapping[str, Any]]:
    """Return the approval steps of every such record, in the words of a plan file."""
    if block.peek("approvals") is None:
        block.known.append("approvals")
        return {}
    found: dict[str, Mapping[str, Any]] = {}
    for one in block.named("approvals"):
        name = one.own_name()
        found[name] = said = _step(one)
        before = str(said.get("before", "submit"))
        if before not in triggers:
            facts = {"text": before, "expected": triggers, "near": near(before, triggers)}
            one.found(Finding("not-one-of", one.place("before"), facts))
        try:
            declared(name, said, Provider())
        except InvalidValue as error:
            one.found(Finding(error.code, one.place(), error.facts))
    return frozen(found)


def _step(block: "_Block") -> Mapping[str, Any]:
    """Return what a step says: lists, marks, whole numbers and texts, each as what it is."""
    said: dict[str, Any] = {}
    for key in LISTS:
        if block.peek(key) is not None:
            said[key] = list(block.texts(key))
    for key in MARKS:
        if block.peek(key) is not None:
            said[key] = block.flag(key)
    for key in COUNTS:
        if block.peek(key) is not None:
            said[key] = block.number(key)
    for key in TEXTS:
        if block.peek(key) is not None:
            said[key] = block.quorum() if key == "of" else block.text(key) or ""
    block.known += [*LISTS, *MARKS, *COUNTS, *TEXTS]
    block.finish()
    return said


def _state(block: "_Block") -> State:
    final = block.flag("final")
    state = State(
        name=block.own_name(),
        title=block.title("title"),
        initial=block.flag("initial"),
        final=final,
        protected=block.flag("protected"),
        duties=block.flag("duties", default=not final),
        clock=block.clock("clock"),
    )
    block.finish()
    return state


def _trigger(block: "_Block", live: tuple[str, ...], known: tuple[str, ...]) -> Trigger:
    name = block.own_name()
    dest = block.name("to", needed=False)
    trigger = Trigger(
        name=name,
        title=block.title("title"),
        verb=block.name("verb") or _NAMELESS,
        sources=_sources(block, name, dest, live, known),
        dest=dest,
        returns=block.flag("returns"),
        stays=block.flag("stays"),
        holds_in=block.name("holds_in", needed=False),
        sent_back_to=block.name("sent_back_to", needed=False),
        refused_to=block.name("refused_to", needed=False),
        gated=block.flag("gated"),
        stopping=block.flag("stopping"),
        automatic=block.flag("automatic"),
        needs_reason=block.flag("needs_reason"),
        by_rule=block.flag("by_rule"),
        permission=block.name("permission", needed=False),
    )
    block.finish()
    return trigger


def _sources(
    block: "_Block", trigger: str, dest: str | None, live: tuple[str, ...], known: tuple[str, ...]
) -> tuple[str, ...]:
    says_live = block.peek("from") == LIVE
    without = block.names("except", needed=False)
    if not says_live:
        if without:
            block.found(Finding("except-without-live", block.place("except")))
        return block.names("from")
    block.take("from")
    for name in without:
        if name not in known:
            facts = {"trigger": trigger, "state": name, "near": near(name, known)}
            block.found(Finding("state-unknown", block.place("except"), facts))
    return tuple(name for name in live if name != dest and name not in without)


class _Block:
    """A block of the data, from which keys are taken one by one; what is left in the end is unknown."""

    def __init__(self, value: object, path: str, findings: list[Finding], called: str | None = None) -> None:
        self.path = path
        self.findings = findings
        self.called = called
        """The key it stands under, which is its name."""
        self.known: list[str] = []
        self.left: dict[str, Any] = {}
        self.is_block = isinstance(value, Mapping)
        if isinstance(value, Mapping):
            self.left = {str(key): inner for key, inner in value.items()}
        else:
            self.found(Finding("needs-block", Place(item=path), {"text": str(value)}))

    def place(self, key: str = "") -> Place:
        return Place(item="/".join(part for part in (self.path, key) if part))

    def found(self, finding: Finding) -> None:
        self.findings.append(finding)

    def peek(self, key: str) -> Any:
        return self.left.get(key)

    def take(self, key: str, *, needed: bool = False) -> Any:
        """Return a value and strike it off; None if it is not there: a finding where it is needed."""
        self.known.append(key)
        value = self.left.pop(key, None)
        if value is None and needed and self.is_block:
            self.found(Finding("missing-key", self.place(), {"key": key}))
        return value

    def finish(self) -> None:
        """Report the keys that nobody took."""
        for key in self.left:
            facts = {"key": key, "known": self.known, "near": near(key, self.known)}
            self.found(Finding("unknown-key", self.place(key), facts))

    def _one(self, value: object, read: Callable[[str], T], place: Place) -> T | None:
        """Return one text as `read` reads it, or None and a finding."""
        if not isinstance(value, str):
            self.found(Finding("needs-text", place, {"got": _kind_of(value)}))
            return None
        try:
            return read(value)
        except InvalidValue as error:
            self.found(Finding(error.code, place, error.facts))
            return None

    def _read(self, key: str, read: Callable[[str], T], *, needed: bool) -> T | None:
        value = self.take(key, needed=needed)
        return None if value is None else self._one(value, read, self.place(key))

    def own_name(self) -> str:
        """Return the key it stands under, or its `name` where it stands in a list."""
        if self.called is None:
            return self.name("name") or _NAMELESS
        return self._one(self.called, checked_name, self.place()) or _NAMELESS

    def name(self, key: str, *, needed: bool = True) -> str | None:
        return self._read(key, checked_name, needed=needed)

    def names(self, key: str, *, needed: bool = True) -> tuple[str, ...]:
        """Return a list of names; one alone is a list of one."""
        value = self.take(key, needed=needed)
        if isinstance(value, Mapping):
            self.found(Finding("needs-list", self.place(key)))
            return ()
        listed = () if value is None else value if isinstance(value, list | tuple) else (value,)
        read = [self._one(one, checked_name, self.place(key)) for one in listed]
        return tuple(name for name in read if name is not None)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; one alone is a list of one."""
        value = self.take(key)
        listed = value if isinstance(value, list | tuple) else (value,)
        read = [self._one(one, str.strip, self.place(key)) for one in listed]
        return tuple(text for text in read if text)

    def quorum(self) -> int | str:
        """Return how many must agree: a number, or words that whoever declares steps reads."""
        text = str(self.take("of"))
        return int(text) if text.isdecimal() else text

    def title(self, key: str) -> Title:
        """Return a title: one text, or one for each language."""
        if not isinstance(self.peek(key), Mapping):
            return self._read(key, lambda text: Title(text, text), needed=True) or _UNTITLED
        place = self.place(key)
        block = _Block(self.take(key), place.item, self.findings)
        texts = [block.text(lang) for lang in ("zh", "en")]
        block.finish()
        zh, en = (text or "-" for text in texts)
        if "" in texts:
            self.found(Finding("empty-text", place))
        try:
            return Title(zh, en)
        except InvalidValue as error:
            self.found(Finding(error.code, place, error.facts))
            return _UNTITLED

    def text(self, key: str) -> str | None:
        return self._read(key, str.strip, needed=True)

    def clock(self, key: str) -> Clock | None:
        return self._read(key, _clock, needed=False)

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self.take(key)
        said = _YES_OR_NO.get(value, value) if isinstance(value, str) else value
        if said is None or isinstance(said, bool):
            return default if said is None else said
        self.found(Finding("needs-yes-or-no", self.place(key), {"text": str(value)}))
        return default

    def number(self, key: str) -> int:
        """Return a whole number from 1."""
        value = self.take(key, needed=True)
        text = "1" if value is None else str(value)
        if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,6}", text):
            self.found(Finding("needs-whole-number", self.place(key), {"text": text}))
        elif int(text) < 1:
            self.found(Finding("number-outside", self.place(key), {"text": text}))
        else:
            return int(text)
        return 1

    def named(self, key: str) -> list["_Block"]:
        """Return the blocks of a block of blocks, or of a list of blocks."""
        value = self.take(key, needed=True)
        rows: list[tuple[str, str | None, object]] = []
        if isinstance(value, Mapping):
            rows = [(str(name), str(name), inner) for name, inner in value.items()]
        elif isinstance(value, list | tuple):
            rows = [(str(number), None, inner) for number, inner in enumerate(value, 1)]
        elif value is not None:
            self.found(Finding("needs-block", self.place(key), {"text": str(value)}))
        return [
            _Block(inner, self.place(f"{key}/{at}").item, self.findings, name) for at, name, inner in rows
        ]


def _clock(text: str) -> Clock:
    try:
        return Clock(text)
    except ValueError:
        known = [str(one) for one in Clock]
        raise InvalidValue("not-one-of", text=text, expected=known, near=near(text, known)) from None


def _kind_of(value: object) -> Word:
    kinds = ((Mapping, "block"), (list | tuple, "list"), (bool, "yes-or-no"), (int | float, "number"))
    return Word(next((word for kind, word in kinds if isinstance(value, kind)), type(value).__name__))
