"""From files to a programme: decode, read, merge what is included, check, say everything at once.

How each notation is read is in `yaml_text`, `json_text` and `toml_text`; what planners trip over, in
`traps`.  Writing back is in `campaignflow.planfile.writer`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from campaignflow.errors import Finding, Place, PlanError
from campaignflow.plan.mistakes import details_of
from campaignflow.plan.programme import BLOCKS, HEAD, Programme
from campaignflow.plan.references import unknown_references
from campaignflow.planfile import traps
from campaignflow.planfile.decoding import decoded
from campaignflow.planfile.json_text import read_json
from campaignflow.planfile.toml_text import read_toml
from campaignflow.planfile.tree import Block, Items, TooMuch, locate
from campaignflow.planfile.yaml_text import read_yaml

__all__ = ["Reading", "load", "loads", "read", "read_text"]

LARGEST = 16 * 1024 * 1024
"""Bytes of one plan file that are read."""
MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a plan: the programme, if it could be built, and every finding."""

    programme: Programme | None
    findings: tuple[Finding, ...]
    partial: bool = False
    """Whether something was left out, so that what it names may only seem unknown."""


def load(path: "str | PathLike[str]") -> Programme:
    """Return the programme of a plan file: `.yaml`, `.yml`, `.json` or `.toml`.

    Raises:
        PlanError: the plan has errors; `findings` lists every finding with file, line and column.
        OSError: the file cannot be read.
    """
    return _or_raise(read(path))


def loads(text: str, notation: str = "yaml") -> Programme:
    """Return the programme of a plan's text in `yaml`, `json` or `toml`; nothing can be included.

    Raises:
        PlanError: the plan has errors.
    """
    return _or_raise(read_text(text, notation))


def _or_raise(reading: Reading) -> Programme:
    findings = list(reading.findings)
    if reading.programme is not None:
        findings += unknown_references(reading.programme)
    if reading.programme is None or reading.partial or any(f.severity == "error" for f in findings):
        raise PlanError(findings)
    return reading.programme


def read(path: "str | PathLike[str]") -> Reading:
    """Return what came of reading a plan file, without raising for what is wrong in it.

    Raises:
        OSError: the file cannot be read.
    """
    file = Path(path)
    reader = _Reader(file.parent)
    root = reader.file(file, file.name if str(file.parent) == "." else str(path))
    return reader.built(root)


def read_text(text: str, notation: str = "yaml", file: str = "<text>") -> Reading:
    """Return what came of reading a plan's text in `yaml`, `json` or `toml`."""
    reader = _Reader(None)
    return reader.built(reader.text(text, notation, file))


class _Reader:
    """Reads one plan, file by file, and collects what is wrong."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.findings: list[Finding] = []
        self.partial = False
        self.seen: set[Path] = set()

    def file(self, path: Path, shown: str) -> Block:
        """Return the tree of a file, with what it includes merged in."""
        self.seen.add(path.resolve())
        data = path.read_bytes()
        if len(data) > LARGEST:
            self.findings.append(Finding("file-too-large", Place(shown), {"limit": LARGEST // 1024 // 1024}))
            self.partial = True
            return Block()
        text, notes = decoded(data, shown)
        self.findings += notes
        notation = {".json": "json", ".toml": "toml"}.get(path.suffix.lower(), "yaml")
        root = self.text(text, notation, shown)
        self._include(root, path, shown)
        return root

    def text(self, text: str, notation: str, file: str) -> Block:
        """Return the tree of a text; an unreadable one gives what could be saved of it."""
        try:
            if notation == "json":
                root = read_json(text, file, self.findings)
            elif notation == "toml":
                root = read_toml(text, file)
            else:
                root = self._yaml(text, file)
        except TooMuch as stop:
            self.findings.append(stop.finding)
            self.partial = True
            return Block()
        if root is None:
            self.findings.append(Finding("plan-empty", Place(file, 1)))
        elif not isinstance(root, Block):
            self.findings.append(Finding("plan-no-blocks", Place(file, 1)))
        else:
            return root
        self.partial = True
        return Block()

    def _yaml(self, text: str, file: str) -> Any:
        early = traps.before_parsing(text, file)
        self.findings += early
        try:
            return read_yaml(text, file, self.findings)
        except yaml.YAMLError as error:
            self.partial = True
            if not any(finding.severity == "error" for finding in early):
                self.findings.append(traps.syntax_error(error, text, file))
            return self._blocks_that_parse(text, file)

    def _blocks_that_parse(self, text: str, file: str) -> Block:
        """Read each top-level block alone, so that one mistake does not hide the others."""
        whole = Block()
        for first_line, part in traps.top_level_blocks(text):
            try:
                tree = read_yaml(part, file, [], first_line=first_line)
            except (yaml.YAMLError, TooMuch):
                continue
            if isinstance(tree, Block):
                for key, value in tree.items():
                    if key not in whole:
                        whole[key], whole.marks[key] = value, tree.marks[key]
        return whole

    def _include(self, root: Block, path: Path, shown: str) -> None:
        names = root.pop("include", None)
        mark = root.marks.pop("include", None)
        if names is None or mark is None:
            return
        for name in [names] if isinstance(names, str) else names:
            place = Place(mark[0], mark[3], mark[4], "include")
            if not isinstance(name, str):
                self.findings.append(Finding("needs-text", place, {"got": "block"}))
                continue
            target = path.parent / name
            beside = str(Path(shown).parent / name)
            if Path(name).is_absolute():
                self.findings.append(Finding("include-absolute", place, {"file": name}))
            elif target.resolve() in self.seen:
                self.findings.append(Finding("include-twice", place, {"file": name}))
            elif len(self.seen) >= MOST_FILES:
                self.findings.append(Finding("include-too-many", place, {"limit": MOST_FILES}))
                return
            else:
                self._merge(root, target, beside, place)

    def _merge(self, root: Block, target: Path, shown: str, place: Place) -> None:
        try:
            other = self.file(target, shown)
        except OSError:
            self.findings.append(Finding("include-missing", place, {"file": shown}))
            self.partial = True
            return
        for key, value in other.items():
            mine = root.get(key)
            if mine is None:
                root[key], root.marks[key] = value, other.marks[key]
            elif isinstance(mine, Block) and isinstance(value, Block):
                self._merge_block(mine, value, key)
            elif isinstance(mine, Items) and isinstance(value, Items):
                mine.extend(value)
                mine.marks.extend(value.marks)

    def _merge_block(self, mine: Block, other: Block, name: str) -> None:
        for key, value in other.items():
            file, line, column, *_ = other.marks[key]
            if key in mine:
                first = mine.marks[key]
                facts = {"id": key, "file": first[0], "first": first[1]}
                self.findings.append(
                    Finding("id-in-two-files", Place(file, line, column, f"{name}/{key}"), facts)
                )
            else:
                mine[key], mine.marks[key] = value, other.marks[key]

    def built(self, root: Block) -> Reading:
        """Return the programme of a tree, or the findings that keep it from being one."""
        _without_blanks(root, (), self.findings)
        head = root.get("programme")
        fields: dict[str, Any] = dict(head) if isinstance(head, Block) else {}
        known = {"programme", "include", *BLOCKS}
        for key in list(fields):
            if key in BLOCKS:
                place = locate(root, ("programme", key), at_key=True)
                self.findings.append(Finding("block-too-deep", place, {"key": key}))
                del fields[key]
        for key, value in root.items():
            if key not in known:
                near = get_close_matches(key, known, 1, 0.6)
                place = locate(root, (key,), at_key=True)
                self.findings.append(
                    Finding("unknown-block", place, {"key": key, "near": near, "known": sorted(known)})
                )
            elif key != "programme":
                fields[key] = value
        if not isinstance(head, Block):
            if not self.partial or head is not None:
                self.findings.append(Finding("programme-missing", locate(root, ("programme",))))
            fields |= {"id": "missing", "title": "missing", "period": "tbd"}
            self.partial = True
        return self._validated(root, fields)

    def _validated(self, root: Block, fields: dict[str, Any]) -> Reading:
        programme: Programme | None = None
        for _attempt in range(2):
            try:
                programme = Programme.model_validate(fields, by_alias=True, by_name=False)
                break
            except ValidationError as error:
                if _attempt == 0:
                    self._report(error, root)
                    self.partial = True
                    _prune(fields, error)
        findings = sorted(
            self.findings, key=lambda f: (f.place.file or "", f.place.line or 0, f.place.column or 0)
        )
        if programme is None:
            return Reading(None, tuple(findings), partial=True)
        return Reading(programme.located(_locator(root)), tuple(findings), self.partial)

    def _report(self, error: ValidationError, root: Block) -> None:
        for code, facts, path in details_of(error, Programme):
            whole = ("programme", *path) if (path and path[0] in HEAD) or not path else path
            at_key = code in {"unknown-key", "missing-key"}
            place = locate(root, whole, at_key=at_key)
            if code == "unknown-key" and traps.is_split_text(root, whole):
                self.findings.append(Finding("comma-splits", place, {"key": str(path[-1])}))
            else:
                self.findings.append(Finding(code, place, facts))


def _locator(root: Block) -> Callable[[tuple[str | int, ...], str], Place]:
    def place(path: tuple[str | int, ...], _item: str) -> Place:
        whole = ("programme", *path) if path and path[0] in HEAD else path
        return locate(root, whole)

    return place


def _without_blanks(block: Any, path: tuple[str | int, ...], findings: list[Finding]) -> None:
    """Leave out keys that have no value, with a note for each (an empty block is just nothing)."""
    stack: list[Any] = [block]
    done: set[int] = set()
    while stack:
        here = stack.pop()
        if id(here) in done:
            continue
        done.add(id(here))
        if isinstance(here, Block):
            for key in [key for key, value in here.items() if value is None]:
                file, line, column, *_ = here.marks[key]
                if not here.flow:
                    findings.append(
                        Finding("key-without-value", Place(file, line, column, key), {"key": key})
                    )
                    del here[key]
                else:
                    here[key] = ""
            stack.extend(value for value in here.values() if value.__class__ in {Block, Items})
        else:
            here[:] = ["" if value is None else value for value in here]
            stack.extend(value for value in here if value.__class__ in {Block, Items})


def _prune(fields: dict[str, Any], error: ValidationError) -> None:
    """Take out what could not be read, so that the rest of the plan is checked all the same."""
    for row in error.errors(include_url=False, include_context=False, include_input=False):
        path = [part for part in row["loc"] if part != "[key]"]
        if row["type"] == "missing":
            _remove(fields, path[:-1]) if len(path) > 1 else fields.setdefault(str(path[0]), "missing")
        else:
            _remove(fields, path)
    if "period" in fields and fields["period"] == "missing":
        fields["period"] = "tbd"


def _remove(fields: Any, path: list[Any]) -> None:
    parents: list[tuple[Any, Any]] = []
    here = fields
    for part in path:
        try:
            parents.append((here, part))
            here = here[part]
        except (KeyError, IndexError, TypeError):
            parents.pop()
            break
    if not parents:
        return
    container, part = parents[-1]
    if isinstance(container, dict):
        container.pop(part, None)
    elif isinstance(container, list):
        container[part] = None
