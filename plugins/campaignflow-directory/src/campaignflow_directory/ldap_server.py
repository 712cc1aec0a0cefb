"""People, units and roles from an LDAP server, Active Directory included; the only module that knows `ldap3`.

One connection for each question, which reads only, follows no referral, and is given up after a time.
"""

import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from campaignflow_directory.mistakes import DirectoryError
from campaignflow_directory.people import Asked, Names, Person, check_id

__all__ = ["LdapServer", "needs_ldap3"]

_SUCCESS, _SIZE_LIMIT, _NO_SUCH_OBJECT = 0, 4, 32
"""Result codes of RFC 4511, 4.1.9."""


@dataclass(frozen=True, slots=True)
class LdapServer:
    """A server, and where in it the office's people stand."""

    url: str
    """`ldaps://host` or `ldap://host`, with a port if it is another one."""
    base: str
    """DN under which people stand."""
    bind_dn: str = ""
    """Who asks; empty to ask without a name."""
    password_variable: str = ""
    """Variable of the environment that holds the password."""
    start_tls: bool = False
    ca_file: str = ""
    """Certificates that are trusted; empty for those of the system."""
    timeout: int = 5
    """Seconds until a server counts as silent, for connecting and for each answer."""
    most: int = 500
    """People that an answer may have; more is a mistake in the filter."""
    people: str = "(objectClass=person)"
    """Filter of who is a person."""
    holders: str = ""
    """Filter of who holds `{role}`, as `(memberOf=cn={role_dn},ou=groups,dc=example,dc=org)`; where it is
    empty, the attribute `roles` says it."""
    groups: str = ""
    """DN under which groups stand whose members hold a role; for servers that know no `memberOf`."""
    group: str = "(&(objectClass=groupOfNames)(cn={role}))"
    """Filter of the group of `{role}` under `groups`."""
    id: str = "uid"
    name: str = "cn"
    unit: str = "departmentNumber"
    roles: str = "employeeType"
    """Attributes of a person."""
    members: str = "member"
    """Attribute of a group: `member`, `uniqueMember` (DNs) or `memberUid` (ids)."""
    names: Names = field(default_factory=Names)
    connect: "Callable[[LdapServer], Any] | None" = field(default=None, repr=False, compare=False)
    """Makes the connection, for tests; None for a real one."""

    def answer(self, query: Asked) -> list[Person]:
        """Return the people who answer a query.

        Raises:
            DirectoryError: the server cannot be reached, refuses, does not answer, or answers too much.
        """
        ldap3 = needs_ldap3()
        connection = None
        try:
            connection = (self.connect or _connection)(self)
            if self.start_tls:
                connection.open()
                if not connection.start_tls():
                    raise _refused(self, connection.result)
            if not connection.bind():
                raise _refused(self, connection.result)
            return list(self._found(connection, query))
        except (ldap3.core.exceptions.LDAPException, OSError) as error:
            raise DirectoryError(
                f"目录服务 {self.url} 没有应答：{error}", f"the directory {self.url} does not answer: {error}"
            ) from error
        finally:
            _leave(connection, ldap3)

    def _found(self, connection: Any, query: Asked) -> Iterator[Person]:
        asked: Iterable[Mapping[str, Any]]
        match query.kind:
            case "person":
                names = (f"({self.id}={_escaped(query.text)})", f"({self.name}={_escaped(query.text)})")
                asked = self._search(connection, self.base, f"(|{''.join(names)})")
            case "unit":
                units = self.names.directory_units(query.text)
                asked = self._search(
                    connection, self.base, _any(f"({self.unit}={_escaped(one)})" for one in units)
                )
            case "role":
                asked = (
                    entry
                    for role in self.names.directory_roles(query.text)
                    for entry in self._holding(connection, role)
                )
            case _:
                asked = ()
        for entry in asked:
            person = self._person(entry, query)
            if person is not None:
                yield person

    def _holding(self, connection: Any, role: str) -> Iterator[Mapping[str, Any]]:
        """Yield who holds a role, as the directory calls it."""
        if not self.groups:
            wanted = self.holders or f"({self.roles}={{role}})"
            yield from self._search(connection, self.base, _filled(wanted, role))
            return
        by_dn = self.members.casefold() != "memberuid"
        for group in self._entries(connection, self.groups, _filled(self.group, role), [self.members]):
            for member in _texts(group, self.members):
                if by_dn:
                    yield from self._search(connection, member, "(objectClass=*)", scope="BASE")
                else:
                    yield from self._search(connection, self.base, f"({self.id}={_escaped(member)})")

    def _search(
        self, connection: Any, base: str, wanted: str, scope: str = "SUBTREE"
    ) -> list[Mapping[str, Any]]:
        """Return the people under a DN whom a filter takes."""
        attributes = [one for one in (self.id, self.name, self.unit, self.roles) if one]
        return self._entries(connection, base, f"(&{self.people}{wanted})", attributes, scope)

    def _entries(
        self, connection: Any, base: str, wanted: str, attributes: list[str], scope: str = "SUBTREE"
    ) -> list[Mapping[str, Any]]:
        connection.search(
            base,
            wanted,
            search_scope=scope,
            attributes=attributes,
            size_limit=self.most,
            time_limit=self.timeout,
        )
        result = connection.result
        if result["result"] == _SIZE_LIMIT:
            raise DirectoryError(
                f"目录服务 {self.url}：{wanted} 的结果多于 {self.most} 人；请把筛选写得更窄",
                f"the directory {self.url} has over {self.most} entries for {wanted}; make it narrower",
            )
        if result["result"] == _NO_SUCH_OBJECT and scope == "BASE":
            return []  # somebody who has left, and whom a group still names
        if result["result"] != _SUCCESS:
            raise _refused(self, result)
        return [one for one in connection.response or () if one.get("type") == "searchResEntry"]

    def _person(self, entry: Mapping[str, Any], query: Asked) -> Person | None:
        """Return a person of the office; None for somebody it cannot know, having no id that fits."""
        login, name = (next(iter(_texts(entry, one)), "") for one in (self.id, self.name))
        id_ = self.names.person(login) if login else ""
        try:
            check_id(id_)
        except DirectoryError:
            return None
        unit = next(iter(_texts(entry, self.unit)), "") if self.unit else ""
        roles = [self.names.role(one) for one in _texts(entry, self.roles)] if self.roles else []
        if query.kind == "role":
            roles.append(query.text)
        return Person(id_, name or login, self.names.unit(unit), tuple(dict.fromkeys(roles)))


def needs_ldap3() -> Any:
    """Return the library that speaks LDAP.

    Raises:
        DirectoryError: it is not installed.
    """
    with warnings.catch_warnings():
        # ldap3 2.9.1 asks pyasn1 for names that are deprecated since 0.6.1
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            import ldap3  # noqa: PLC0415  # an extra: offices with files alone do without it
            import ldap3.core.exceptions  # noqa: PLC0415  # the same
        except ImportError as error:
            raise DirectoryError(
                "读取 LDAP 需要 ldap3：pip install 'campaignflow-directory[ldap]'",
                "LDAP takes ldap3: pip install 'campaignflow-directory[ldap]'",
            ) from error
    return ldap3


def _connection(server: LdapServer) -> Any:
    """Return a connection that is not open yet."""
    ldap3 = needs_ldap3()
    import ssl  # noqa: PLC0415  # loaded with ldap3 only

    tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=server.ca_file or None)
    where = ldap3.Server(server.url, connect_timeout=server.timeout, get_info=ldap3.NONE, tls=tls)
    return ldap3.Connection(
        where,
        user=server.bind_dn or None,
        password=_password(server),
        receive_timeout=server.timeout,
        read_only=True,
        auto_referrals=False,
        check_names=False,
    )


def _password(server: LdapServer) -> str | None:
    if not server.password_variable:
        return None
    password = os.environ.get(server.password_variable, "")
    if not password:  # an empty one would ask without a name (RFC 4513, 5.1.2)
        raise DirectoryError(
            f"环境变量 {server.password_variable} 没有口令", f"{server.password_variable} holds no password"
        )
    return password


def _leave(connection: Any, ldap3: Any) -> None:
    """Close a connection, also one that failed half-way: ldap3 leaves its socket open then."""
    with suppress(ldap3.core.exceptions.LDAPException, OSError):
        if connection is not None and not connection.closed:
            connection.unbind()
    held = getattr(connection, "socket", None)
    if held is not None:
        held.close()


def _refused(server: LdapServer, result: Mapping[str, Any]) -> DirectoryError:
    said = f"{result.get('description', '')} {result.get('message', '')}".strip()
    return DirectoryError(
        f"目录服务 {server.url} 拒绝：{said}", f"the directory {server.url} refuses: {said}"
    )


def _filled(template: str, role: str) -> str:
    """Return a filter for a role; `{role_dn}` stands inside a DN, `{role}` for a value of its own (C8)."""
    from ldap3.utils.dn import escape_rdn  # noqa: PLC0415  # the extra is there by now

    said = {"{role}": _escaped(role), "{role_dn}": _escaped(escape_rdn(role))}
    return re.sub(r"\{role(_dn)?\}", lambda found: said[found[0]], template)


def _escaped(text: str) -> str:
    from ldap3.utils.conv import escape_filter_chars  # noqa: PLC0415  # the extra is there by now

    escaped: str = escape_filter_chars(text)
    return escaped


def _any(filters: Iterable[str]) -> str:
    return f"(|{''.join(filters)})"


def _texts(entry: Mapping[str, Any], attribute: str) -> list[str]:
    """Return the values of an attribute, whatever its name's case; what is no UTF-8 (RFC 4517) is none."""
    wanted = attribute.casefold()
    values = next((one for name, one in entry["raw_attributes"].items() if name.casefold() == wanted), ())
    return [text for one in values if (text := _text(one))]


def _text(octets: bytes) -> str:
    try:
        return octets.decode().strip()
    except UnicodeDecodeError:
        return ""
