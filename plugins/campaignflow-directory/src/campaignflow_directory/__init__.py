"""Who holds a role, asked of the host's directory: people, units and roles from CSV files and LDAP.

The office says in a TOML file, which the variable `CAMPAIGNFLOW_DIRECTORY` names, or in code where its
people stand.  How that is read is in `campaignflow_directory.settings`; the files are `csv_files`, the server
`ldap_server`; the hook is in `plugin`.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from campaignflow_directory.mistakes import DirectoryError
from campaignflow_directory.plugin import Directory
from campaignflow_directory.settings import language, sources

__all__ = ["SETTING", "Directory", "DirectoryError", "directory"]
__version__ = "0.1.0"

SETTING = "CAMPAIGNFLOW_DIRECTORY"
"""Variable of the environment that names the settings of the plugin that is installed."""


def directory(given: "str | Path | Mapping[str, Any]") -> Directory:
    """Return the plugin with the settings of a TOML file, or of a mapping like one.

    Names of files in it are meant from where the settings stand; in a mapping, from the working directory.
    The people themselves are read when somebody is looked for, so that the answer is the directory's of then.

    Raises:
        DirectoryError: the settings cannot be read; it says where, and what would be right.
    """
    if isinstance(given, Mapping):
        return _plugin(given, Path(), "directory")
    path = Path(given)
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise DirectoryError(f"读不到设置 {path}：{error}", f"cannot read {path}: {error}") from error
    return _plugin(said, path.parent, path.name)


def _plugin(said: Mapping[str, Any], folder: Path, place: str) -> Directory:
    return Directory(sources(said, folder, place), __version__, language(said, place))


def __getattr__(name: str) -> Directory:
    """Return the plugin that is installed, with the settings that are named as an office is opened."""
    if name != "installed":
        raise AttributeError(name)
    path = os.environ.get(SETTING, "")
    if not path:
        raise DirectoryError(
            f"没有设置：用环境变量 {SETTING} 指明设置文件，或传入 campaignflow_directory.directory(...)",
            f"there are no settings: name their file in {SETTING},"
            " or hand in campaignflow_directory.directory(...)",
        )
    return directory(path)
