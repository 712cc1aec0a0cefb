"""The project speaks of nobody's machine: no path of somebody's disk, no address to install from."""

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.architecture import ROOT

SOMEBODYS_PATH = re.compile(r"(?<![\w.~*-])/(?:home|root|Users|work)/\w|\b[A-Z]:\\Users")
PIN = re.compile(r"[\w.-]+==[\w.]+( ; [\w. <>='\"]+)?")


def tracked_files(root: Path) -> list[Path]:
    """Return what git tracks or would track."""
    git = shutil.which("git")
    if git is None or not (root / ".git").exists():
        pytest.skip("not a git checkout: there is no list of the project's files")
    command = [git, "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    return [root / name for name in names if name and (root / name).is_file()]


def paths_of_somebodys_disk(files: Iterable[Path]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1)
        if SOMEBODYS_PATH.search(line)
    ]


def not_a_pin(constraints: str) -> list[str]:
    lines = (line for line in constraints.splitlines() if line and not line.startswith("#"))
    return [line for line in lines if not PIN.fullmatch(line)]


def test_no_file_names_a_path_of_somebodys_disk() -> None:
    assert paths_of_somebodys_disk(tracked_files(ROOT)) == []


def test_constraints_pin_versions_and_say_nothing_of_where_to_get_them() -> None:
    assert not_a_pin((ROOT / "constraints.txt").read_text(encoding="utf-8")) == []
