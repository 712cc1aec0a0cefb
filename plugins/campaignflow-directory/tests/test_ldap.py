"""People of an LDAP server: `ldap3`'s own server of memory, and real sockets that do not answer."""

import socket
import time
from dataclasses import dataclass, replace
from typing import Any

import pytest

import campaignflow_directory
from campaignflow_directory import DirectoryError
from campaignflow_directory.ldap_server import LdapServer
from campaignflow_directory.people import Names

pytest.importorskip("ldap3", reason="ldap3 is not installed here: NOTHING OF LDAP IS TESTED")

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # ldap3 2.9.1 with pyasn1 0.6.1 and later
    import ldap3

BASE = "ou=people,dc=example,dc=org"
GROUPS = "ou=groups,dc=example,dc=org"


@dataclass(frozen=True)
class Query:
    kind: str
    text: str


def dn(uid: str) -> str:
    return f"uid={uid},{BASE}"


ENTRIES: dict[str, dict[str, Any]] = {
    dn("wang.fang"): {
        "objectClass": ["person"],
        "uid": "wang.fang",
        "cn": "王芳",
        "departmentNumber": "财务科",
        "employeeType": ["财务审批", "审计"],
        "memberOf": [f"cn=finance-approver,{GROUPS}"],
    },
    dn("li-wei"): {"objectClass": ["person"], "uid": "li-wei", "cn": "李伟", "departmentNumber": "办公室"},
    dn("svc$backup"): {"objectClass": ["person"], "uid": "svc$backup", "cn": "备份", "employeeType": "审计"},
    dn("printer"): {"objectClass": ["device"], "uid": "printer", "cn": "打印机", "employeeType": "审计"},
    f"cn=finance-approver,{GROUPS}": {
        "objectClass": ["groupOfNames"],
        "cn": "finance-approver",
        "member": [dn("wang.fang"), dn("left.already")],
        "memberUid": ["wang.fang", "li-wei"],
    },
}
NAMES = Names({"财务科": "finance", "办公室": "office"}, {"财务审批": "finance-approver", "审计": "auditor"})
SERVER = LdapServer("ldap://directory.example.org", BASE, names=NAMES)


def mocked(server: LdapServer) -> Any:
    """Return a connection to a server of memory that holds the entries."""
    where = ldap3.Server("directory.example.org", get_info=ldap3.NONE)
    connection = ldap3.Connection(
        where, user=server.bind_dn or None, password="secret" if server.bind_dn else None,
        client_strategy=ldap3.MOCK_SYNC, check_names=False,
    )  # fmt: skip
    connection.strategy.add_entry("cn=reader,dc=example,dc=org", {"userPassword": "secret", "sn": "reader"})
    for name, attributes in ENTRIES.items():
        connection.strategy.add_entry(name, attributes)
    return connection


def ids(server: LdapServer, text: str, kind: str = "role") -> list[str]:
    return [one.id for one in replace(server, connect=mocked).answer(Query(kind, text))]


def fails(server: LdapServer, text: str = "auditor") -> DirectoryError:
    with pytest.raises(DirectoryError) as caught:
        server.answer(Query("role", text))
    return caught.value


def test_the_attribute_says_who_holds_a_role() -> None:
    (person,) = replace(SERVER, connect=mocked).answer(Query("role", "finance-approver"))
    assert (person.id, person.name, person.unit) == ("wang-fang", "王芳", "finance")
    assert person.roles == ("finance-approver", "auditor")


def test_who_can_be_no_person_of_the_office_is_left_out() -> None:
    assert ids(SERVER, "auditor") == ["wang-fang"]  # neither svc$backup nor the printer


def test_membership_says_who_holds_a_role() -> None:
    by_group = replace(SERVER, names=Names(), holders=f"(memberOf=cn={{role_dn}},{GROUPS})")
    assert ids(by_group, "finance-approver") == ["wang-fang"]
    assert ids(by_group, "auditor") == []


@pytest.mark.parametrize(
    ("members", "found"), [("member", ["wang-fang"]), ("memberUid", ["wang-fang", "li-wei"])]
)
def test_the_group_itself_says_who_holds_a_role(members: str, found: list[str]) -> None:
    """Where people do not say of which groups they are; who left and is still named is nobody."""
    server = replace(SERVER, names=Names(), groups=GROUPS, members=members)
    assert ids(server, "finance-approver") == found
    assert ids(server, "auditor") == []


def test_a_person_and_a_unit_are_found_too() -> None:
    assert ids(SERVER, "wang.fang", "person") == ids(SERVER, "王芳", "person") == ["wang-fang"]
    assert ids(SERVER, "office", "unit") == ["li-wei"]
    assert ids(SERVER, "x", "channel") == []


def test_a_prefix_stands_before_every_id() -> None:
    assert ids(replace(SERVER, names=replace(NAMES, prefix="p-")), "auditor") == ["p-wang-fang"]


@pytest.mark.parametrize("text", ["*", "x)(uid=*", "x)(|(uid=*))", "\\2a", "x\x00", ",ou=x", "财务审批*"])
@pytest.mark.parametrize("kind", ["role", "person", "unit"])
def test_what_is_asked_stays_a_value_of_the_filter(kind: str, text: str) -> None:
    """C8: no name is a wildcard, and none ends a filter."""
    for server in (
        SERVER,
        replace(SERVER, holders=f"(memberOf=cn={{role_dn}},{GROUPS})"),
        replace(SERVER, groups=GROUPS),
    ):
        assert ids(server, text, kind) == []


def test_who_asks_may_need_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    known = replace(SERVER, bind_dn="cn=reader,dc=example,dc=org", password_variable="X")
    assert ids(known, "auditor") == ["wang-fang"]
    stranger = replace(known, bind_dn="cn=nobody,dc=example,dc=org", connect=mocked)
    assert "refuses: invalidCredentials" in fails(stranger).en


def test_an_empty_password_is_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LDAP_PASSWORD", raising=False)
    known = replace(SERVER, url="ldaps://127.0.0.1:1", bind_dn="cn=reader", password_variable="LDAP_PASSWORD")
    assert fails(known).en == "LDAP_PASSWORD holds no password"


class Answering:
    """A connection whose every search ends with one result."""

    def __init__(self, code: int, description: str) -> None:
        self.result = {"result": code, "description": description, "message": ""}
        self.response: list[Any] = []
        self.left = False

    closed = False

    def bind(self) -> bool:
        return True

    def search(self, *_: Any, **__: Any) -> bool:
        return False

    def unbind(self) -> None:
        self.left = True


@pytest.mark.parametrize(
    ("code", "description", "en"),
    [
        (4, "sizeLimitExceeded", "has over 500 entries"),
        (3, "timeLimitExceeded", "refuses: timeLimitExceeded"),
        (50, "insufficientAccessRights", "refuses: insufficientAccessRights"),
        (32, "noSuchObject", "refuses: noSuchObject"),
        (10, "referral", "refuses: referral"),
    ],
)
def test_half_an_answer_is_none(code: int, description: str, en: str) -> None:
    connection = Answering(code, description)
    assert en in fails(replace(SERVER, connect=lambda _: connection)).en
    assert connection.left


def test_a_server_that_is_away_is_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    error = fails(replace(SERVER, url=f"ldap://127.0.0.1:{port}", timeout=1))
    assert error.en.startswith(f"the directory ldap://127.0.0.1:{port} does not answer")
    assert error.zh.startswith(f"目录服务 ldap://127.0.0.1:{port} 没有应答")


@pytest.mark.parametrize("scheme", ["ldap", "ldaps"])
def test_a_server_that_takes_the_call_and_stays_silent_is_given_up(scheme: str) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        began = time.monotonic()
        error = fails(replace(SERVER, url=f"{scheme}://127.0.0.1:{silent.getsockname()[1]}", timeout=1))
    assert "does not answer" in error.en
    assert time.monotonic() - began < 5


# settings

GIVEN: dict[str, Any] = {"url": "ldaps://directory.example.org", "base": BASE}


@pytest.mark.parametrize(
    ("said", "en"),
    [
        ({"url": ""}, "directory: ldap: write `url`"),
        ({"base": ""}, "directory: ldap: write `base`"),
        ({"url": "http://x"}, "directory: ldap: url: it begins with"),
        ({"bind_dn": "cn=reader"}, "directory: ldap: `bind_dn` and `password_variable`"),
        ({"timeout": 0}, "directory: ldap: timeout: this value does not fit"),
        ({"timeout": True}, "directory: ldap: timeout: this value does not fit"),
        ({"id": 5}, "directory: ldap: id: this value does not fit"),
        ({"time_out": 5}, "directory: ldap: “time_out” is not known here; did you mean timeout?"),
        ({"connect": "x"}, "directory: ldap: “connect” is not known here"),
        (
            {"url": "ldap://x", "bind_dn": "cn=reader", "password_variable": "X"},
            "directory: ldap: the password would be sent in the clear",
        ),
    ],
)
def test_settings_that_do_not_fit_are_named(said: dict[str, Any], en: str) -> None:
    with pytest.raises(DirectoryError) as caught:
        campaignflow_directory.directory({"ldap": {**GIVEN, **said}})
    assert caught.value.en.startswith(en)


@pytest.mark.parametrize("more", [{"start_tls": True}, {"unencrypted": True}, {"url": "ldaps://x"}])
def test_a_password_goes_over_an_encrypted_line_or_by_word_of_the_office(more: dict[str, Any]) -> None:
    known = {"url": "ldap://x", "base": BASE, "bind_dn": "cn=reader", "password_variable": "X"}
    assert campaignflow_directory.directory({"ldap": {**known, **more}}).sources
