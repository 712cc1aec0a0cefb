"""The directory in an office: it adds roles to people the office knows, and says why where it cannot."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import campaignflow as cf
import campaignflow_directory
from campaignflow_directory import DirectoryError

PLAN = """\
programme:
  id: river-2027
  title: 2027 年度宣传计划
  period: 2027
  timezone: Asia/Shanghai
  currency: CNY
units:
  office: {name: 办公室, coordinator: true}
  finance: {name: 财务科}
people:
  li-wei: {name: 李伟, unit: office, roles: [planner, administrator]}
  qian-duo: {name: 钱多, unit: finance, roles: [finance-approver]}
  wang-fang: {name: 王芳, unit: finance}
approvals:
  money: {title: 财务审核, by: finance-approver, covers: [budget]}
campaigns:
  spring:
    title: 春季节水
    lead: office
    when: 2027-03
    budget: [{for: 海报印制, amount: 4万元}]
"""
SPRING = "campaign:river-2027/spring"
PEOPLE = "工号,姓名,岗位\nwang.fang,王芳,财务审批\nma.chao,马超,财务审批\n"
SETTINGS = '[csv]\npeople = "people.csv"\n\n[roles]\n"财务审批" = "finance-approver"\n'
NOW = datetime(2026, 12, 1, 1, tzinfo=UTC)
Open = Callable[[], cf.Office]


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="gb18030")
    path = tmp_path / "directory.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    return path


@pytest.fixture
def office(settings: Path) -> Iterator[cf.Office]:
    """An office whose spring campaign waits for somebody of finance."""
    with ExitStack() as stack:
        plugin = campaignflow_directory.directory(settings)
        office = stack.enter_context(cf.open_office("sqlite://", plugins=[plugin], clock=lambda: NOW))
        office.apply(cf.loads(PLAN), actor="li-wei")
        office.fire(SPRING, "submit", actor="li-wei")
        yield office
        assert office.verify(deep=True).problems == ()


def refused(office: cf.Office, person: str) -> list[cf.Reason]:
    with pytest.raises(cf.Refused) as caught:
        office.decide(SPRING, "money", "approve", actor=person)
    return list(caught.value.reasons)


def test_whom_the_directory_gives_the_role_may_decide(office: cf.Office) -> None:
    assert [one.step for one in office.inbox("wang-fang")] == ["money"]
    done = office.decide(SPRING, "money", "approve", actor="wang-fang")
    assert done.entries[0].details["decision"]["basis"] == "role:finance-approver@directory"
    assert office.record(SPRING).data["state"] == "approved"


def test_whom_the_office_does_not_know_may_not(office: cf.Office) -> None:
    assert [one.code for one in refused(office, "ma-chao")] == ["actor-unknown"]


def test_whom_the_office_gave_the_role_needs_no_directory(office: cf.Office, settings: Path) -> None:
    (settings.parent / "people.csv").unlink()
    office.decide(SPRING, "money", "approve", actor="qian-duo")
    assert office.record(SPRING).data["state"] == "approved"


def test_a_directory_that_cannot_say_says_why(office: cf.Office, settings: Path) -> None:
    (settings.parent / "people.csv").write_text("工号,姓名\n,王芳\n", encoding="utf-8")
    reasons = {one.code: one.message("zh") for one in refused(office, "wang-fang")}
    assert set(reasons) == {"not-an-approver", "plugin-error"}
    assert "people.csv:2" in reasons["plugin-error"]


def test_a_server_that_is_away_holds_up_no_stop_and_nobody_of_the_office() -> None:
    pytest.importorskip("ldap3", reason="ldap3 is not installed here: NOTHING OF LDAP IS TESTED")
    plugin = campaignflow_directory.directory(
        {"ldap": {"url": "ldap://127.0.0.1:1", "base": "dc=example", "timeout": 1}, "language": "en"}
    )
    with cf.open_office("sqlite://", plugins=[plugin], clock=lambda: NOW) as office:
        office.apply(cf.loads(PLAN), actor="li-wei")
        office.fire(SPRING, "submit", actor="li-wei")
        reasons = {one.code: one.message("en") for one in refused(office, "wang-fang")}
        assert "the directory ldap://127.0.0.1:1 does not answer" in reasons["plugin-error"]
        assert office.fire(SPRING, "cancel", actor="li-wei", reason="汛情")


def test_two_sources_are_one_directory() -> None:
    class Other:
        def __init__(self, *people: campaignflow_directory.people.Person) -> None:
            self.people = people

        def answer(self, query: Any) -> list[campaignflow_directory.people.Person]:
            return list(self.people)

    person = campaignflow_directory.people.Person
    plugin = campaignflow_directory.Directory(
        [
            Other(person("b", "乙"), person("a", "甲", "", ("x",))),
            Other(person("a", "甲甲", "u", ("y", "x"))),
        ],
        "1",
    )
    assert plugin.campaignflow_directory(None) == [
        {"id": "a", "name": "甲", "unit": "u", "roles": ("x", "y")},
        {"id": "b", "name": "乙", "unit": "", "roles": ()},
    ]


# settings


@pytest.mark.parametrize(
    ("given", "en"),
    [
        ({}, "directory: it does not say where people stand; write [csv] or [ldap]"),
        ({"cvs": {}}, "directory: “cvs” is not known here; did you mean csv?"),
        ({"csv": {}}, "directory: csv: name the file of `people`"),
        ({"csv": {"people": 5}}, "directory: csv: people: write the name of a file"),
        ({"csv": "people.csv"}, "directory: csv: this takes keys with values"),
        ({"csv": {"people": "x"}, "roles": {"a": 1}}, "directory: roles: a: write a text"),
        ({"csv": {"people": "x"}, "language": "fr"}, "directory: language: this is zh or en"),
        ({"csv": {"people": "x"}, "prefix": 1}, "directory: prefix: write a text"),
    ],
)
def test_settings_that_do_not_fit_are_named(given: dict[str, Any], en: str) -> None:
    with pytest.raises(DirectoryError) as caught:
        campaignflow_directory.directory(given)
    assert caught.value.en.startswith(en)
    assert caught.value.zh.startswith("directory")


@pytest.mark.parametrize("octets", [None, b"csv = ", b"\xff\xfe\x00"])
def test_a_file_of_settings_that_cannot_be_read_is_named(tmp_path: Path, octets: bytes | None) -> None:
    path = tmp_path / "directory.toml"
    if octets is not None:
        path.write_bytes(octets)
    with pytest.raises(DirectoryError, match=r"directory\.toml"):
        campaignflow_directory.directory(path)


def test_without_ldap3_files_are_read_and_ldap_is_said_to_be_missing(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ldap3", None)
    assert campaignflow_directory.directory(settings).sources
    with pytest.raises(DirectoryError, match=r"campaignflow-directory\[ldap\]"):
        campaignflow_directory.directory({"ldap": {"url": "ldaps://x", "base": "dc=x"}})


SCRIPT = """
import campaignflow as cf
office = cf.open_office("sqlite://", autoload=True)
for one in office.plugins:
    if one.name == "directory":
        print(one.state, one.version, *(found.message("en") for found in one.findings))
"""


def installed() -> bool:
    from importlib.metadata import entry_points

    return any(one.name == "directory" for one in entry_points(group="campaignflow"))


@pytest.mark.skipif(
    not installed(), reason="campaignflow-directory is not installed here: entry points untested"
)
@pytest.mark.parametrize("named", [True, False])
def test_the_installed_plugin_takes_the_settings_that_the_environment_names(settings: Path, named) -> None:
    env = {**os.environ, campaignflow_directory.SETTING: str(settings)}
    if not named:
        del env[campaignflow_directory.SETTING]
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("loaded 0.1.0" if named else "quarantined")
    assert named or "CAMPAIGNFLOW_DIRECTORY" in done.stdout


def test_the_environment_names_the_settings(settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(campaignflow_directory.SETTING, str(settings))
    assert campaignflow_directory.installed.sources
    monkeypatch.delenv(campaignflow_directory.SETTING)
    with pytest.raises(DirectoryError, match="CAMPAIGNFLOW_DIRECTORY"):
        _ = campaignflow_directory.installed
    with pytest.raises(AttributeError):
        _ = campaignflow_directory.instaled


# the README

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_table_and_the_settings_of_the_readme_work(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(README.split("```csv\n")[1].split("```")[0], encoding="utf-8")
    path = tmp_path / "directory.toml"
    path.write_text(README.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    plugin = campaignflow_directory.directory(path)
    asked = SimpleNamespace(kind="role", text="auditor")
    assert plugin.campaignflow_directory(asked) == [
        {"id": "wang-fang", "name": "王芳", "unit": "finance", "roles": ("finance-approver", "auditor")}
    ]


@pytest.mark.parametrize("number", [2, 3])
def test_the_settings_of_servers_in_the_readme_are_read(tmp_path: Path, number: int) -> None:
    pytest.importorskip("ldap3", reason="ldap3 is not installed here: NOTHING OF LDAP IS TESTED")
    path = tmp_path / "directory.toml"
    path.write_text(README.split("```toml\n")[number].split("```")[0], encoding="utf-8")
    assert campaignflow_directory.directory(path).sources


def test_the_program_of_the_readme_runs() -> None:
    told: dict[str, Any] = {}
    exec(README.split("```python\n")[1].split("```")[0], told)
    with told["office"] as office:
        assert [(one.name, one.state) for one in office.plugins] == [("directory", "loaded")]
