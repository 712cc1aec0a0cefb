"""From a tree to a programme: what is wrong is said once, left out, and the rest is read all the same.

Files and notations are read in `campaignflow.planfile.loader`; whether a sentence of pydantic's has a
likelier cause in the way YAML is written is known to `campaignflow.planfile.traps`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from typing import Any

from pydantic import ValidationError

from campaignflow.errors import Finding, Place
from campaignflow.plan.mistakes import Detail, details_of
from campaignflow.plan.programme import BLOCKS, HEAD, Programme
from campaignflow.planfile.traps import colon_mistake, quoted, split_text
from campaignflow.planfile.tree import Block, Items, locate, part_at

__all__ = ["Lost", "Reading", "built"]

Path = tuple[str | int, ...]

MOST_MISTAKES = 1_000
"""Mistakes in keys and values that are listed; whoever has mended these sees the others."""
_ATTEMPTS = 8
"""How often what cannot be read is taken out before the whole plan is given up."""
_TRAPS = frozenset(
    {
        "hashtag-is-comment",
        "indent-wide-space",
        "colon-wide",
        "colon-needs-space",
        "comma-wide",
        "alias-unknown",
        "tag-refused",
    }
)
"""Findings that explain whatever else is wrong in their line."""
_MAY_SEEM: Mapping[str, frozenset[str]] = {
    "unknown-id": frozenset(),
    "unknown-facet": frozenset(),
    "name-unknown": frozenset(),
    "observance-unknown": frozenset(),
    "calendar-unknown": frozenset(),
    "no-date": frozenset({"when", "due"}),
    "no-lead": frozenset({"lead"}),
    "coordinator-not-one": frozenset({"coordinator"}),
    "directive-unplanned": frozenset({"directives", "campaigns"}),
    "ask-unplanned": frozenset({"asks", "activities", "campaigns"}),
    "theme-unplanned": frozenset({"theme", "campaigns"}),
    "amount-without-currency": frozenset({"currency"}),
    "yearless-open-period": frozenset({"period"}),
    "observance-needs-year": frozenset({"period"}),
    "recurrence-needs-start": frozenset({"period"}),
    "recurrence-cut": frozenset({"period"}),
    "daily-needs-days": frozenset({"period"}),
}
"""Findings that may come only of what was left out, and the keys whose loss explains them."""


class Lost:
    """The words of what was left out of a plan: its ids and keys among them."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self.lines: set[tuple[str | None, int | None]] = set()
        """Lines that repeat something of it."""
        self.everything = False
        """Whether more was left out than can be told, as a file that is missing."""

    def text(self, text: str) -> None:
        """Note a text that could not be read."""
        self.words.update(re.findall(r"[\w-]+", text))

    def part(self, path: Iterable[str | int], value: Any) -> None:
        """Note a part of the tree and the path to it."""
        self.words.update(str(step) for step in path)
        stack = [value]
        while stack:
            here = stack.pop()
            if isinstance(here, dict):
                self.words.update(here)
                stack += here.values()
            elif isinstance(here, list):
                stack += here
            else:
                self.text(str(here))


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a plan: the programme, if it could be built, and every finding."""

    programme: Programme | None
    findings: tuple[Finding, ...]
    partial: bool = False
    """Whether something was left out, so that what it names may only seem unknown."""
    left_out: frozenset[str] | None = frozenset()
    """Ids, keys and other words of what was left out; None where they are not known."""

    def excuses(self, finding: Finding) -> bool:
        """Whether a finding about the programme may come only of what was left out of it."""
        if not self.partial or finding.code not in _MAY_SEEM:
            return False
        if self.left_out is None:
            return True
        named = {str(finding.facts.get(fact, "")) for fact in ("id", "name", "calendar")}
        words = {word for name in named for word in re.findall(r"[\w-]+", name)}
        return not self.left_out.isdisjoint(words | _MAY_SEEM[finding.code])


def built(root: Block, file: str, found: Iterable[Finding], lost: Lost, *, partial: bool) -> Reading:
    """Return the programme of a file's tree with what was found in its files and in itself."""
    return _Builder(root, file, found, lost, partial=partial).reading()


class _Builder:
    """Builds one programme and collects what keeps it from being built as it is."""

    def __init__(
        self, root: Block, file: str, found: Iterable[Finding], lost: Lost, *, partial: bool
    ) -> None:
        self.root = root
        self.file = file
        self.findings = list(found)
        self.lost = lost
        self.partial = partial
        traps = [one.place for one in self.findings if one.code in _TRAPS]
        self.trapped = {(place.file, place.line) for place in traps} | lost.lines
        """Lines whose mistake is known."""

    def reading(self) -> Reading:
        blanks = list(_without_blanks(self.root))
        programme = self._programme(self._fields())
        for place, key in blanks:
            if (place.file, place.line) not in self.trapped:
                self.findings.append(Finding("key-without-value", place, {"key": key}))
        self.findings.sort(key=lambda f: (f.place.file or "", f.place.line or 0, f.place.column or 0))
        left_out = None if self.lost.everything else frozenset(self.lost.words)
        if programme is not None:
            programme = programme.located(partial(_place, self.root), self.findings)
        return Reading(programme, tuple(self.findings), self.partial or programme is None, left_out)

    def _fields(self) -> dict[str, Any]:
        """Return the fields of the programme, wherever in the file they stand."""
        root = self.root
        head = root.get("programme")
        known = ["programme", *BLOCKS]
        if isinstance(head, Block):
            for key in [key for key in head if key in BLOCKS]:
                self._find("block-too-deep", ("programme", key), at_key=True, key=key)
                if key not in root:
                    root[key], root.marks[key] = head[key], head.marks[key]
                del head[key]
        elif not self.partial or head is not None:
            self._find("programme-missing", ("programme",))
        fields: dict[str, Any] = dict(head) if isinstance(head, Block) else {}
        for key, value in root.items():
            if key in BLOCKS:
                fields[key] = value
            elif key != "programme":
                self._not_a_block(key, [*known, "include"])
                self._lose((key,), value)
        if not isinstance(head, Block):
            self._lose(HEAD, None)
            fields |= {"id": "missing", "title": "missing", "period": "tbd"}
        return fields

    def _not_a_block(self, key: str, known: list[str]) -> None:
        colon = colon_mistake(key)
        near = get_close_matches(key, known, 1, 0.6)
        if key == "include":
            self._find("include-needs-file", (key,), at_key=True)
        elif colon is not None:
            self._find(colon[0], (key,), at_key=True, written=key, **colon[1])
        else:
            self._find("unknown-block", (key,), at_key=True, key=key, near=near, known=sorted(known))

    def _programme(self, fields: dict[str, Any]) -> Programme | None:
        for attempt in range(_ATTEMPTS):
            try:
                return Programme.model_validate(fields, by_alias=True, by_name=False)
            except ValidationError as error:
                if attempt == 0:
                    self._report(error)
                self._prune(fields, error)
        return None

    def _find(
        self, code: str, path: Path, *, at_key: bool = False, written: str = "", **facts: object
    ) -> None:
        place = locate(self.root, path, at_key=at_key)
        if place.file is None:  # nothing stands in the file that could be pointed at
            place = replace(place, file=self.file, line=1)
        if code in {"colon-wide", "colon-needs-space"} and place.column is not None:
            mark = "：" if code == "colon-wide" else ":"
            place = replace(place, column=place.column + written.index(mark))
        if (place.file, place.line) in self.trapped and place.line is not None:
            return
        self.findings.append(Finding(code, place, facts))
        if code in _TRAPS:
            self.trapped.add((place.file, place.line))

    def _report(self, error: ValidationError) -> None:
        details: list[Detail] = [
            (code, facts, path if path and path[0] in BLOCKS else ("programme", *path))
            for code, facts, path in details_of(error, Programme)
        ]
        meant = {(path[:-1], key) for code, facts, path in details for key in _meant(code, facts, path)}
        # what is missing may be there, under a name that is not quite it
        told = [one for one in details if one[0] != "missing-key" or (one[2][:-1], one[2][-1]) not in meant]
        for code, facts, path in told[:MOST_MISTAKES]:
            if code == "unknown-key" and path[:-1] == ("programme",):
                facts["known"] = HEAD  # the blocks are no keys of it, in a file
            for better, said, at_key in self._likelier(code, facts, path):
                written = str(path[-1] if at_key else part_at(self.root, path))
                self._find(better, path, at_key=at_key, written=written, **said)
        if len(told) > MOST_MISTAKES:
            facts = {"count": len(told) - MOST_MISTAKES}
            self.findings.append(Finding("more-mistakes", locate(self.root, ()), facts))

    def _likelier(
        self, code: str, facts: dict[str, object], path: Path
    ) -> Iterator[tuple[str, dict[str, object], bool]]:
        """Yield what is to be said of a mistake: as it is, by its cause in YAML, or nothing."""
        around, key, given = part_at(self.root, path[:-1]), str(path[-1]), part_at(self.root, path)
        if code == "unknown-key" or code.startswith("id-"):
            written = f"{key}: {given}" if isinstance(given, str) and given else key
            if colon := colon_mistake(written) or _without_colon(key, facts):
                yield (*colon, True)
            elif (split := split_text(around, key)) is None:
                yield code, facts, True
            elif split:
                yield "comma-splits", {"key": key, "offer": split}, True
        elif code == "missing-key" and isinstance(around, Block) and "<<" in around.blank:
            return
        elif code == "missing-key" and isinstance(around, Block) and key in around.blank:
            file, line, column, *_ = around.marks[key]
            if (file, line) not in self.trapped:
                self.trapped.add((file, line))
                place = Place(file, line, column, "/".join(str(step) for step in path))
                self.findings.append(Finding(code, place, facts))
        elif code == "needs-text" and isinstance(given, Block) and (text := _one_line(given)):
            yield "colon-in-text", {"offer": quoted(text)}, False
        elif code == "needs-block" and (better := _no_block(given)):
            yield (*better, False)
        else:
            yield code, facts, code == "missing-key"

    def _prune(self, fields: dict[str, Any], error: ValidationError) -> None:
        """Take out what could not be read, so that the rest of the plan is checked all the same."""
        from_lists: dict[int, tuple[list[Any], set[int]]] = {}
        rows = error.errors(include_url=False, include_context=False, include_input=False)
        bad = {tuple(step for step in row["loc"] if step != "[key]"): row["type"] for row in rows}
        for place, kind in bad.items():
            path: Path = place
            if kind == "missing":
                if self._fill(fields, path):
                    continue
                path = place[:-1]  # without what it lacks it cannot stand
            container, step = _deepest(fields, path)
            if container is None:
                continue
            self._lose(path, container[step])
            if isinstance(container, list):
                from_lists.setdefault(id(container), (container, set()))[1].add(step)
            elif step in {"when", "due", "period"} and container[step] != "tbd":
                container[step] = "tbd"  # what hangs on it has no date either, and nobody is told another one
            else:
                del container[step]
        for items, steps in from_lists.values():
            for step in sorted(steps, reverse=True):
                del items[step]
                if isinstance(items, Items):
                    del items.marks[step]

    def _fill(self, fields: dict[str, Any], path: Path) -> bool:
        """Fill in what a thing is called by, so that it is there for what names it."""
        container, last = _deepest(fields, path[:-1])
        around = fields if len(path) == 1 else container and container[last]
        if not isinstance(around, dict):
            return False
        self.partial = True
        if len(path) == 1:
            around[str(path[0])] = "tbd" if path[0] == "period" else "missing"
            self.lost.words.add(str(path[0]))
        elif path[-1] in {"title", "name"} and isinstance(path[-2], str):
            around[str(path[-1])] = path[-2]
        else:
            return False
        return True

    def _lose(self, path: Iterable[str | int], value: Any) -> None:
        self.partial = True
        self.lost.part(path, value)


def _meant(code: str, facts: Mapping[str, Any], path: Path) -> list[str]:
    """Return the key that was probably meant by one that is not known."""
    if code != "unknown-key":
        return []
    colon = colon_mistake(str(path[-1]))
    return [str(colon[1]["offer"]).partition(":")[0]] if colon else list(facts["near"])


def _without_colon(text: str, facts: Mapping[str, object]) -> tuple[str, dict[str, object]] | None:
    """Return code and facts of a key that is written together with its value, without the colon."""
    key, _, value = text.partition(" ")
    known = facts.get("known", ())
    if not value.strip() or not isinstance(known, list | tuple | frozenset | set) or key not in known:
        return None
    return "colon-left-out", {"text": text, "offer": f"{key}: {value.strip()}"}


def _no_block(given: Any) -> tuple[str, dict[str, object]] | None:
    """Return what is wrong with what stands in the place of keys and values, where that is known."""
    if isinstance(given, Items):
        return "list-for-block", {"offer": _as_block(given)}
    return colon_mistake(str(given))


def _as_block(items: Items) -> str:
    """Return how the first item of a list begins where each has an id; an example if it has none."""
    first = items[0] if items and isinstance(items[0], Block) else {}
    key = next(iter(first), "") if len(first) == 1 else first.get("id", "")
    return f"{key if isinstance(key, str) and key else 'briefing'}: {{title: …}}"


def _one_line(block: Block) -> str:
    """Return a text that was taken for a key and its value, if it stands in one line."""
    if block.flow or len(block) != 1:
        return ""
    ((key, value),) = block.items()
    _, key_line, _, line, _ = block.marks[key]
    return f"{key}: {value}" if isinstance(value, str) and key_line == line else ""


def _deepest(fields: Any, path: Path) -> tuple[Any, Any]:
    """Return the container and the step of what a path means; no container if it is gone already.

    Steps inside a text are no steps of the plan: they name forms the text might have taken.
    """
    container: Any = None
    last: Any = None
    here: Any = fields
    for step in path:
        if not isinstance(here, dict | list):
            break
        if not (step in here if isinstance(here, dict) else isinstance(step, int) and step < len(here)):
            return None, None
        container, last = here, step
        here = container[step]
    return container, last


def _place(root: Block, path: Path, _item: str) -> Place:
    return locate(root, path if path and path[0] in BLOCKS else ("programme", *path))


def _without_blanks(root: Block) -> Iterator[tuple[Place, str]]:
    """Leave out keys that have no value, and yield each (an empty block is just nothing)."""
    stack: list[Any] = [root]
    done: set[int] = set()
    while stack:
        here = stack.pop()
        if id(here) in done:
            continue
        done.add(id(here))
        if isinstance(here, Block):
            for key in [key for key, value in here.items() if value is None]:
                here.blank.add(key)
                if here.flow:  # it may be the rest of a text that a comma cut in two
                    here[key] = ""
                    continue
                file, line, column, *_ = here.marks[key]
                yield Place(file, line, column, key), key
                del here[key]
            stack.extend(value for value in here.values() if isinstance(value, Block | Items))
        else:
            here[:] = ["" if value is None else value for value in here]
            stack.extend(value for value in here if isinstance(value, Block | Items))
