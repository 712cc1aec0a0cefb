"""From files to a programme: decode, read, merge what is included, check, say everything at once.

How each notation is read is in `yaml_text`, `json_text` and `toml_text`; what planners trip over, in
`traps`; what is saved of a YAML text with a syntax error, in `salvage`; how a tree becomes a
programme, in `reading`.  Writing back is in `campaignflow.planfile.writer`.
"""

import re
from os import PathLike
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import yaml

from campaignflow.errors import Finding, Place, PlanError
from campaignflow.labels import Word
from campaignflow.plan.programme import Programme
from campaignflow.plan.references import unknown_references
from campaignflow.planfile.decoding import decoded
from campaignflow.planfile.json_text import read_json
from campaignflow.planfile.reading import Lost, Reading, built
from campaignflow.planfile.salvage import salvaged
from campaignflow.planfile.toml_text import read_toml
from campaignflow.planfile.traps import misread
from campaignflow.planfile.tree import SURROGATE, Block, Items, TooMuch
from campaignflow.planfile.yaml_text import read_yaml

__all__ = ["Reading", "files_of", "load", "loads", "read", "read_text", "tree_of"]

LARGEST = 16 * 1024 * 1024
"""Bytes of one plan file that are read."""
MOST_FILES = 200
NOTATIONS = ("yaml", "json", "toml")

# what YAML 1.2 does not count as printable, and no editor types
_CONTROL = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
        ValueError: the notation is none of the three.
    """
    return _or_raise(read_text(text, notation))


def _or_raise(reading: Reading) -> Programme:
    findings = list(reading.findings)
    if reading.programme is not None:
        unknown = unknown_references(reading.programme)
        findings += [finding for finding in unknown if not reading.excuses(finding)]
    if reading.programme is None or reading.partial or any(f.severity == "error" for f in findings):
        raise PlanError(findings)
    return reading.programme


def read(path: "str | PathLike[str]") -> Reading:
    """Return what came of reading a plan file, without raising for what is wrong in it.

    Raises:
        OSError: the file cannot be read.
    """
    file = Path(path)
    reader = _Reader()
    shown = file.name if str(file.parent) == "." else str(path)
    root = reader.file(file, shown)
    return built(root, shown, reader.findings, reader.lost, partial=reader.partial)


def files_of(path: "str | PathLike[str]") -> set[Path]:
    """Return the files that a plan is made of, its own and those that it includes, as whole paths.

    Raises:
        OSError: the file cannot be read.
    """
    reader = _Reader()
    reader.file(Path(path), str(path))
    return reader.seen


def tree_of(path: "str | PathLike[str]") -> tuple[Block, list[Finding]]:
    """Return the tree of a file beside a plan, in the same notations, and what is wrong with its writing.

    Raises:
        OSError: the file cannot be read.
    """
    reader = _Reader()
    return reader.tree(Path(path), str(path)), reader.findings


def read_text(text: str, notation: str = "yaml", file: str = "<text>") -> Reading:
    """Return what came of reading a plan's text in `yaml`, `json` or `toml`.

    Raises:
        ValueError: the notation is none of the three.
    """
    if notation not in NOTATIONS:
        msg = f"a plan is read as yaml, json or toml, not {notation}"
        raise ValueError(msg)
    reader = _Reader()
    root = reader.text(text, notation, file)
    return built(root, file, reader.findings, reader.lost, partial=reader.partial)


class _Reader:
    """Reads one plan, file by file, and collects what is wrong."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.lost = Lost()
        self.partial = False
        self.seen: set[Path] = set()

    def file(self, path: Path, shown: str) -> Block:
        """Return the tree of a file, with what it includes merged in."""
        root = self.tree(path, shown)
        self._include(root, path, shown)
        return root

    def tree(self, path: Path, shown: str) -> Block:
        """Return the tree of a file alone; what could be saved of one that cannot be read whole."""
        with path.open("rb") as source:
            data = source.read(LARGEST + 1)
        self.seen.add(path.resolve())
        if len(data) > LARGEST:
            return self._unread(Finding("file-too-large", Place(shown), {"limit": LARGEST // 1024 // 1024}))
        text, notes = decoded(data, shown)
        self.findings += notes
        notation = {".json": "json", ".toml": "toml"}.get(path.suffix.lower(), "yaml")
        return self.text(text, notation, shown)

    def text(self, text: str, notation: str, file: str) -> Block:
        """Return the tree of a text; an unreadable one gives what could be saved of it."""
        text = self._printable(text.replace("\r\n", "\n"), notation, file)
        try:
            if notation == "json":
                root = read_json(text, file, self.findings)
            elif notation == "toml":
                root = read_toml(text, file)
            else:
                root = self._yaml(text.replace("\r", "\n"), file)
        except TooMuch as stop:
            return self._unread(stop.finding)
        if root is None:
            return self._unread(Finding("plan-empty", Place(file, 1)))
        if not isinstance(root, Block):
            return self._unread(Finding("plan-no-blocks", Place(file, 1)))
        return root

    def _unread(self, finding: Finding) -> Block:
        self.findings.append(finding)
        self.partial = self.lost.everything = True
        return Block()

    def _printable(self, text: str, notation: str, file: str) -> str:
        """Return a text without characters that no reader takes; one finding for the first of them."""
        pattern = _CONTROL if notation == "yaml" else SURROGATE
        first = pattern.search(text.replace("\r", "\n"))
        if first is None:
            return text
        line = text.count("\n", 0, first.start()) + 1
        column = first.start() - text.rfind("\n", 0, first.start())
        facts = {"code": f"U+{ord(first[0]):04X}"}
        self.findings.append(Finding("control-character", Place(file, line, column), facts))
        return pattern.sub("\ufffd", text)

    def _yaml(self, text: str, file: str) -> Any:
        found: list[Finding] = []
        try:
            root = read_yaml(text, file, found)
        except (yaml.YAMLError, TooMuch) as error:
            if isinstance(error, TooMuch) and error.finding.code != "key-not-text":
                raise
            self.partial = True
            root, found = salvaged(text, file, error, self.lost)
            self.findings += found
            return root
        self.findings += found + misread(text, file)
        return root

    def _include(self, root: Block, path: Path, shown: str) -> None:
        names = root.pop("include", None)
        if names is None:
            root.marks.pop("include", None)
            return
        file, _, _, line, column = root.marks.pop("include")
        marks = names.marks if isinstance(names, Items) else [(file, line, column, line, column)]
        for name, mark in zip(names if isinstance(names, Items) else [names], marks, strict=True):
            place = Place(file, mark[3], mark[4], "include")
            if not isinstance(name, str) or not name:
                self.findings.append(Finding("needs-text", place, {"got": Word("block"), "text": ""}))
                continue
            if PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor:
                self.findings.append(Finding("include-absolute", place, {"file": name}))
                self.partial = self.lost.everything = True
            elif len(self.seen) >= MOST_FILES:
                self.findings.append(Finding("include-too-many", place, {"limit": MOST_FILES}))
                self.partial = self.lost.everything = True
                return
            else:
                self._merge(root, path.parent / name, str(Path(shown).parent / name), place)

    def _merge(self, root: Block, target: Path, shown: str, place: Place) -> None:
        try:
            if target.resolve() in self.seen:
                self.findings.append(Finding("include-twice", place, {"file": shown}))
                return
            if not target.is_file():
                raise FileNotFoundError(shown)
            other = self.file(target, shown)
        except (OSError, ValueError, RuntimeError):  # RuntimeError: links in a ring, before Python 3.13
            self.findings.append(Finding("include-missing", place, {"file": shown}))
            self.partial = self.lost.everything = True
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
            else:
                other_file, line, column, *_ = other.marks[key]
                facts = {"text": value if isinstance(value, str) else key}
                self.findings.append(Finding("needs-block", Place(other_file, line, column, key), facts))

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
