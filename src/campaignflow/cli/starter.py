"""`campaignflow new`: a commented plan to begin with, or a plugin that passes its own tests."""

import re
from collections.abc import Mapping
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from string import Template

from campaignflow.errors import InvalidValue

__all__ = ["write_plugin", "write_starter"]

_PREFIX = "campaignflow"
_LIMIT = "50000 CNY"


def write_starter(folder: Path, lang: str, *, dry_run: bool) -> Path:
    """Write `plan.yaml` into a folder and return its path.

    Raises:
        FileExistsError: there is one already; it is left as it is.
    """
    text = files("campaignflow.data").joinpath(f"starter.{lang}.yaml").read_text("utf-8")
    return _written({folder / "plan.yaml": text}, dry_run=dry_run)


def write_plugin(folder: Path, *, dry_run: bool) -> Path:
    """Write a plugin of one's own into a folder that is called as it is, and return its module's path.

    Raises:
        InvalidValue: the folder's name makes no name of a module.
        FileExistsError: one of the files is there already; all are left as they are.
    """
    said = folder.resolve().name
    own = re.sub(f"^{_PREFIX}[-_.]", "", said.lower()).replace("-", "_").replace(".", "_")
    if not re.fullmatch("[a-z][a-z0-9_]*", own):
        raise InvalidValue("plugin-name-no-module", text=said, offer="audit-rules")
    module = f"{_PREFIX}_{own}"
    names = {
        "module": module,
        "distribution": module.replace("_", "-"),
        "version": version("campaignflow"),
        "limit": _LIMIT,
    }
    main = folder / "src" / module / "__init__.py"
    return _written(
        {
            main: _made("module.py", names),
            folder / "pyproject.toml": _made("pyproject.toml", names),
            folder / "README.md": _made("README.md", names),
            folder / "tests" / f"test_{own}.py": _made("test.py", names),
        },
        dry_run=dry_run,
    )


def _made(template: str, names: Mapping[str, str]) -> str:
    text = files("campaignflow").joinpath("data", "plugin", f"{template}.txt").read_text("utf-8")
    return Template(text).substitute(names)


def _written(texts: Mapping[Path, str], *, dry_run: bool) -> Path:
    """Write files that are not there yet, and return the first; nothing is written if one is there."""
    there = next((path for path in texts if path.exists()), None)
    if there is not None:
        raise FileExistsError(17, "", str(there))
    for path, text in texts.items() if not dry_run else ():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)
    return next(iter(texts))
