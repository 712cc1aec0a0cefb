"""The settings of an office: where its people stand, and what it calls what the directory calls otherwise."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from campaignflow_directory.csv_files import CsvFiles
from campaignflow_directory.ldap_server import LdapServer, needs_ldap3
from campaignflow_directory.mistakes import DirectoryError
from campaignflow_directory.people import Names
from campaignflow_directory.plugin import Source

__all__ = ["language", "sources"]

_TOP = ("csv", "ldap", "units", "roles", "prefix", "language")
_CSV = ("people", "units", "roles")
_NOT_SET = {"names", "connect"}
_LDAP = {one.name: one.type for one in fields(LdapServer) if one.name not in _NOT_SET} | {"unencrypted": bool}


def sources(given: Mapping[str, Any], folder: Path, place: str) -> tuple[Source, ...]:
    """Return where people are looked for.

    Args:
        given: The settings, as a TOML file holds them.
        folder: From where names of files are meant.
        place: What the settings are called in errors.

    Raises:
        DirectoryError: they cannot be read.
    """
    _known_keys(given, _TOP, place)
    names = Names(
        _texts(given.get("units", {}), f"{place}: units"),
        _texts(given.get("roles", {}), f"{place}: roles"),
        _text(given.get("prefix", ""), f"{place}: prefix"),
    )
    found: list[Source] = []
    if "csv" in given:
        found.append(_csv(_table(given["csv"], f"{place}: csv"), names, folder, f"{place}: csv"))
    if "ldap" in given:
        found.append(_ldap(_table(given["ldap"], f"{place}: ldap"), names, f"{place}: ldap"))
    if not found:
        raise DirectoryError(
            f"{place}：没有写明人员在哪里；请写 [csv] 或 [ldap]",
            f"{place}: it does not say where people stand; write [csv] or [ldap]",
        )
    return tuple(found)


def language(given: Mapping[str, Any], place: str) -> str:
    """Return the language in which the directory says why it cannot answer."""
    said = given.get("language", "zh")
    if said not in {"zh", "en"}:
        raise DirectoryError(f"{place}: language：应是 zh 或 en", f"{place}: language: this is zh or en")
    return str(said)


def _csv(said: Mapping[str, Any], names: Names, folder: Path, at: str) -> CsvFiles:
    _known_keys(said, _CSV, at)
    files = {name: [folder / one for one in _list(said.get(name, []), f"{at}: {name}")] for name in _CSV}
    if not files["people"]:
        raise DirectoryError(f"{at}：请写 people（人员文件）", f"{at}: name the file of `people`")
    return CsvFiles(tuple(files["people"]), tuple(files["units"]), tuple(files["roles"]), names)


def _ldap(said: Mapping[str, Any], names: Names, at: str) -> LdapServer:
    _known_keys(said, _LDAP, at)
    for key in ("url", "base"):
        if not said.get(key):
            raise DirectoryError(f"{at}：请写 {key}", f"{at}: write `{key}`")
    for key, value in said.items():
        if type(value) is not _LDAP[key] or (isinstance(value, int) and value < 1 and value is not False):
            raise DirectoryError(f"{at}: {key}：这个值不合适", f"{at}: {key}: this value does not fit")
    rest = dict(said)
    unencrypted = rest.pop("unencrypted", False)
    server = LdapServer(**rest, names=names)
    if not server.url.startswith(("ldap://", "ldaps://")):
        raise DirectoryError(
            f"{at}: url：应以 ldaps:// 或 ldap:// 开头", f"{at}: url: it begins with ldaps:// or ldap://"
        )
    if bool(server.bind_dn) != bool(server.password_variable):
        raise DirectoryError(
            f"{at}：bind_dn 和 password_variable 须同时写",
            f"{at}: `bind_dn` and `password_variable` go together",
        )
    is_open = server.url.startswith("ldap://") and not server.start_tls
    if is_open and server.bind_dn and not unencrypted:
        raise DirectoryError(
            f"{at}：口令会以明文传送；请用 ldaps:// 或 start_tls = true（确有必要时写 unencrypted = true）",
            f"{at}: the password would be sent in the clear; use ldaps:// or start_tls = true"
            " (or say unencrypted = true)",
        )
    needs_ldap3()
    return server


def _known_keys(said: Mapping[str, Any], known: Iterable[str], at: str) -> None:
    known = list(known)
    for key in said:
        if key not in known:
            near = get_close_matches(str(key), known, 1, 0.6)
            zh = f"；是否指 {near[0]}？" if near else f"；可用：{'、'.join(known)}"
            en = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
            raise DirectoryError(f"{at}：没有“{key}”这个键{zh}", f"{at}: “{key}” is not known here{en}")


def _table(said: Any, at: str) -> Mapping[str, Any]:
    if not isinstance(said, Mapping):
        raise DirectoryError(f"{at}：应是“键 = 值”的表", f"{at}: this takes keys with values")
    return said


def _texts(said: Any, at: str) -> dict[str, str]:
    return {str(key): _text(value, f"{at}: {key}") for key, value in _table(said, at).items()}


def _text(said: Any, at: str) -> str:
    if not isinstance(said, str):
        raise DirectoryError(f"{at}：请写文字", f"{at}: write a text")
    return said


def _list(said: Any, at: str) -> list[str]:
    listed = [said] if isinstance(said, str) else said
    if not isinstance(listed, list | tuple) or not all(isinstance(one, str) and one for one in listed):
        raise DirectoryError(
            f"{at}：请写一个文件名或一列文件名", f"{at}: write the name of a file, or a list of names"
        )
    return list(listed)
