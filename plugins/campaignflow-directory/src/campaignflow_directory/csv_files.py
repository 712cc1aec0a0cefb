"""People, units and roles from tables that an office exports: CSV in the encodings and headers they have.

Read anew whenever somebody is looked for and a file has changed; a mistake names the file and the line.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from campaignflow_directory.mistakes import DirectoryError
from campaignflow_directory.people import Asked, Names, Person, answering, check_id

__all__ = ["CsvFiles"]

LARGEST = 20_000_000
"""Bytes of a file that are read."""

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "id": (
        *("id", "uid", "login", "username", "user", "account", "staffnumber", "employeeid", "employeenumber"),
        *("编号", "人员编号", "工号", "账号", "帐号", "用户名", "登录名", "单位编号", "部门编号"),
    ),
    "name": (
        *("name", "fullname", "displayname", "title"),
        *("姓名", "名字", "名称", "单位名称", "部门名称"),
    ),
    "unit": (
        *("unit", "department", "dept", "office", "division"),
        *("单位", "部门", "处室", "科室", "所在单位", "所在部门"),
    ),
    "roles": ("roles", "role", "position", "duty", "角色", "岗位", "职务", "职责"),
    "person": ("person", "holder", "member", "people", "人员", "持有人", "成员", "担任人"),
}
_SHORT = {
    "id": "id/工号",
    "name": "name/姓名",
    "unit": "unit/单位",
    "roles": "roles/角色",
    "person": "person/人员",
}
_MANY = re.compile(r"[;；,，、|\n]+")
_Row = tuple[str, dict[str, str]]
"""Where a row stands, and what it says by column."""


@dataclass(slots=True)
class CsvFiles:
    """An office's tables.

    `people` has a row for each person: id, name and, if wanted, unit and roles.  `units` gives ids to the
    names of units; `roles` says in a row who holds a role, by id or name.
    """

    people: tuple[Path, ...]
    units: tuple[Path, ...] = ()
    roles: tuple[Path, ...] = ()
    names: Names = field(default_factory=Names)
    _stamp: tuple[tuple[int, int], ...] = ()
    _known: tuple[Person, ...] = ()

    def answer(self, query: Asked) -> list[Person]:
        """Return the people who answer a query.

        Raises:
            DirectoryError: a file cannot be read, or says what cannot be.
        """
        return answering(self._people(), query)

    def _people(self) -> tuple[Person, ...]:
        try:
            files = [path.stat() for path in (*self.people, *self.units, *self.roles)]
        except OSError as error:
            raise DirectoryError(
                f"读不到人员文件 {error.filename}：{error.strerror}",
                f"cannot open {error.filename}: {error.strerror}",
            ) from error
        stamp = tuple((one.st_mtime_ns, one.st_size) for one in files)
        if stamp != self._stamp:
            self._known, self._stamp = self._read(), stamp
        return self._known

    def _read(self) -> tuple[Person, ...]:
        units = {
            row["name"]: row["id"]
            for path in self.units
            for _, row in _rows(path, ("id", "name"), ("id", "name"))
        }
        names = replace(self.names, units={**units, **self.names.units})
        found: dict[str, Person] = {}
        said_at: dict[str, str] = {}
        for path in self.people:
            for place, row in _rows(path, ("id", "name"), ("id", "name", "unit", "roles")):
                person = _person(row, names, place)
                twin = next((one for one in said_at if one.casefold() == person.id.casefold()), None)
                if twin is not None:
                    raise DirectoryError(
                        f"{place}：{person.id} 在 {said_at[twin]} 已出现过",
                        f"{place}: {person.id} stands at {said_at[twin]} already",
                    )
                found[person.id], said_at[person.id] = person, place
        for path in self.roles:
            for place, row in _rows(path, ("roles", "person"), ("roles", "person")):
                for text in _listed(row["person"]):
                    person = _holder(found, text, names, place)
                    roles = (*person.roles, *map(names.role, _listed(row["roles"])))
                    found[person.id] = replace(person, roles=tuple(dict.fromkeys(roles)))
        return tuple(found.values())


def _person(row: Mapping[str, str], names: Names, place: str) -> Person:
    id_ = names.person(row["id"])
    try:
        check_id(id_)
    except DirectoryError as error:
        raise DirectoryError(f"{place}：{error.zh}", f"{place}: {error.en}") from None
    roles = tuple(dict.fromkeys(map(names.role, _listed(row.get("roles", "")))))
    return Person(id_, row["name"], names.unit(row.get("unit", "")), roles)


def _holder(people: Mapping[str, Person], text: str, names: Names, place: str) -> Person:
    """Return the one person that a row about roles means, by id or else by name."""
    by_id = people.get(text) or people.get(names.person(text))
    called = [by_id] if by_id is not None else [one for one in people.values() if one.name == text]
    if len(called) != 1:
        zh = "有几位" if called else "没有"
        en = "several people are" if called else "nobody is"
        raise DirectoryError(
            f"{place}：人员表中{zh}“{text}”", f"{place}: {en} called “{text}” in the list of people"
        )
    return called[0]


def _listed(cell: str) -> list[str]:
    return [one for part in _MANY.split(cell) if (one := part.strip())]


def _rows(path: Path, needed: tuple[str, ...], known: tuple[str, ...]) -> Iterator[_Row]:
    """Yield the rows of a table by the columns we know; empty lines are left out, other columns not read."""
    text = _decoded(path)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: dict[str, int] = {}
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            place = f"{path.name}:{reader.line_num}"
            if not columns:
                columns = _columns(cells, needed, known, place)
                continue
            row = {
                name: unicodedata.normalize("NFC", cells[at].strip()) if at < len(cells) else ""
                for name, at in columns.items()
            }
            for name in needed:
                if not row[name]:
                    raise DirectoryError(
                        f"{place}：{_SHORT[name]} 一栏是空的", f"{place}: {_SHORT[name]} is empty"
                    )
            yield place, row
    except csv.Error as error:
        place = f"{path.name}:{reader.line_num}"
        raise DirectoryError(
            f"{place}：这一行读不懂（{error}）", f"{place}: this line cannot be read ({error})"
        ) from error
    if not columns:
        raise DirectoryError(f"{path.name}：文件是空的", f"{path.name}: the file is empty")


def _columns(cells: list[str], needed: tuple[str, ...], known: tuple[str, ...], place: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        header = re.sub(r"[\s_\-]", "", unicodedata.normalize("NFKC", cell)).casefold()
        for name in known:
            if header not in _HEADERS[name]:
                continue
            if name in found:
                raise DirectoryError(
                    f"{place}：有两栏都是 {_SHORT[name]}：“{cells[found[name]]}”和“{cell}”",
                    f"{place}: two columns mean {_SHORT[name]}: “{cells[found[name]]}” and “{cell}”",
                )
            found[name] = at
            break
    missing = [_SHORT[name] for name in needed if name not in found]
    if missing:
        raise DirectoryError(
            f"{place}：表头缺少 {'、'.join(missing)}；现有：{'、'.join(cells)}",
            f"{place}: the header lacks {', '.join(missing)}; it has {', '.join(cells)}",
        )
    return found


def _decoded(path: Path) -> str:
    """Return the text of a file: UTF-8 or UTF-16 by its mark, else UTF-8, else GB18030."""
    octets = path.read_bytes()
    if len(octets) > LARGEST:
        raise DirectoryError(f"{path.name}：文件太大", f"{path.name}: the file is too large")
    marks = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    marked = next((encoding for mark, encoding in marks.items() if octets.startswith(mark)), None)
    last: UnicodeDecodeError | None = None
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            return octets.decode(encoding)
        except UnicodeDecodeError as error:
            last = error
    line = octets[: last.start if last else 0].count(b"\n") + 1
    tried = marked or "UTF-8, GB18030"
    raise DirectoryError(
        f"{path.name}:{line}：编码读不懂（试过 {tried}）；请另存为 UTF-8",
        f"{path.name}:{line}: this is not in {tried}; save the file as UTF-8",
    ) from last
