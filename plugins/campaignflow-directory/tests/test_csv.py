"""Tables as offices export them: encodings and headers are read, mistakes named by file and line."""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import campaignflow_directory
from campaignflow_directory import DirectoryError

PEOPLE = """\
工号,姓名,部门,岗位
wang.fang,王芳,财务科,财务审批;审计
li-wei,李伟,办公室,
"""
NAMES = {
    "units": {"财务科": "finance", "办公室": "office"},
    "roles": {"财务审批": "finance-approver", "审计": "auditor"},
}


@dataclass(frozen=True)
class Query:
    kind: str
    text: str


def found(given: Any, text: str, kind: str = "role") -> list[dict[str, Any]]:
    plugin = given if hasattr(given, "sources") else campaignflow_directory.directory(given)
    return plugin.campaignflow_directory(Query(kind, text))


def ids(given: Any, text: str, kind: str = "role") -> list[str]:
    return [one["id"] for one in found(given, text, kind)]


def wrong(given: Any) -> DirectoryError:
    with pytest.raises(DirectoryError) as caught:
        found(given, "finance-approver")
    return caught.value


@pytest.fixture
def table(tmp_path: Path) -> Any:
    """Writes tables, and returns the settings that name them."""

    def write(people: str | bytes = PEOPLE, **others: str) -> dict[str, Any]:
        files = {"people": people, **others}
        for name, text in files.items():
            octets = text if isinstance(text, bytes) else text.encode()
            (tmp_path / f"{name}.csv").write_bytes(octets)
        return {"csv": {name: str(tmp_path / f"{name}.csv") for name in files}, **NAMES}

    return write


@pytest.mark.parametrize(
    "octets",
    [
        PEOPLE.encode(),
        codecs.BOM_UTF8 + PEOPLE.encode(),
        PEOPLE.encode("gb18030"),
        codecs.BOM_UTF16_LE + PEOPLE.encode("utf-16-le"),
        PEOPLE.replace("\n", "\r\n").encode("gb18030"),
    ],
    ids=["utf-8", "with a mark", "gb18030", "utf-16", "of windows"],
)
def test_people_are_read_in_the_encodings_that_offices_have(table, octets: bytes) -> None:
    assert found(table(octets), "finance-approver") == [
        {"id": "wang-fang", "name": "王芳", "unit": "finance", "roles": ("finance-approver", "auditor")}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "id,name,unit,roles\nwang-fang,Wang Fang,finance,finance-approver\n",
        "Roles;Login;Full Name;Department\nauditor|finance-approver;wang.fang;Wang Fang;finance\n",
        "用户名\t姓名\t角色\t备注\nwang.fang@example.org\t王芳\tfinance-approver\t兼任，至年底\n",
        '\n编号,名字,职务\n\nwang-fang,王芳,"finance-approver、auditor"\n\n',
        "ＩＤ,Name,role\nwang fang,王芳,finance-approver\n",
    ],
)  # fmt: skip
def test_columns_are_known_by_their_headers_in_both_languages(table, text: str) -> None:
    assert ids(table(text), "finance-approver") == ["wang-fang"]


def test_a_person_and_a_unit_are_found_too(table) -> None:
    given = table()
    assert ids(given, "wang-fang", "person") == ids(given, "王芳", "person") == ["wang-fang"]
    assert ids(given, "office", "unit") == ["li-wei"]
    assert ids(given, "nobody", "person") == ids(given, "chief") == ids(given, "x", "channel") == []


def test_units_and_roles_may_stand_in_tables_of_their_own(table) -> None:
    people = "id,name,unit\nwang.fang,王芳,综合科\nhe-jun,何军,综合科\n"
    given = table(
        people, units="id,name\ngeneral,综合科\n", roles="角色,人员\n审计,何军;wang.fang\n财务审批,王芳\n"
    )
    assert ids(given, "auditor") == ["he-jun", "wang-fang"]
    assert found(given, "finance-approver")[0]["unit"] == "general"


def test_staff_numbers_get_a_prefix(table) -> None:
    given = {**table("工号,姓名,角色\n10023,王芳,auditor\n"), "prefix": "p"}
    assert ids(given, "auditor") == ["p10023"]


@pytest.mark.parametrize(
    ("text", "en"),
    [
        ("工号,姓名\nwang-fang,王芳\n,李伟\n", "people.csv:3: id/工号 is empty"),
        ("工号,姓名\nwang-fang,\n", "people.csv:2: name/姓名 is empty"),
        ("工号,部门\nwang-fang,财务科\n", "people.csv:1: the header lacks name/姓名; it has 工号, 部门"),
        ("工号,编号,姓名\n1,2,王芳\n", "people.csv:1: two columns mean id/工号: “工号” and “编号”"),
        (
            "工号,姓名\nwang-fang,王芳\nWang.Fang,王芳\n",
            "people.csv:3: Wang-Fang stands at people.csv:2 already",
        ),
        ("工号,姓名\n10023,王芳\n", "people.csv:2: The id “10023” looks like a number or date"),
        ("工号,姓名\nwang/fang,王芳\n", "people.csv:2: The id “wang/fang” may hold letters"),
        ('工号,姓名\nwang-fang,"王芳\n', "people.csv:2: this line cannot be read"),
        ("", "people.csv: the file is empty"),
        ("工号,姓名\n王芳,\x81\n".encode("latin-1", "ignore") + b"\xff\xff\n", "people.csv:"),
    ],
)
def test_a_mistake_is_named_by_file_and_line(table, text: Any, en: str) -> None:
    error = wrong(table(text))
    assert error.en.startswith(en)
    assert error.zh.startswith(en.partition(": ")[0])


def test_a_role_for_nobody_or_for_two_is_a_mistake(table) -> None:
    people = "id,name\na,王芳\nb,王芳\n"
    assert (
        "roles.csv:2: several people are called “王芳”"
        in wrong(table(people, roles="role,person\nauditor,王芳\n")).en
    )
    assert "roles.csv:2: nobody is called “c”" in wrong(table(people, roles="role,person\nauditor,c\n")).en


def test_a_file_that_is_gone_is_named(table, tmp_path: Path) -> None:
    given = table()
    plugin = campaignflow_directory.directory(given)
    assert ids(plugin, "auditor") == ["wang-fang"]
    (tmp_path / "people.csv").unlink()
    with pytest.raises(DirectoryError, match=r"people\.csv"):
        ids(plugin, "auditor")


def test_what_changed_in_the_file_is_what_is_answered(table, tmp_path: Path) -> None:
    plugin = campaignflow_directory.directory(table())
    assert ids(plugin, "auditor") == ["wang-fang"]
    (tmp_path / "people.csv").write_text("工号,姓名,岗位\nhe-jun,何军,审计\n", encoding="utf-8")
    assert ids(plugin, "auditor") == ["he-jun"]


def test_a_file_mended_after_a_mistake_is_read_again(table, tmp_path: Path) -> None:
    plugin = campaignflow_directory.directory(table("工号\nwang-fang\n"))
    for _ in range(2):  # it stays wrong until it is mended
        with pytest.raises(DirectoryError):
            ids(plugin, "auditor")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    assert ids(plugin, "auditor") == ["wang-fang"]
