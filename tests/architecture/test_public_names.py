"""What users import from the root stays what it is, and a change to it is a visible diff."""

import difflib
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

import campaignflow
from tests.architecture import ROOT, api_surface

PACKAGE = ROOT / "src" / "campaignflow"

READ_THE_NAMES = "read = {name: getattr(campaignflow, name) for name in campaignflow.__all__}\n"
ORDERS = {
    "names first": READ_THE_NAMES + "load(rooms)",
    "rooms first": "load(rooms)\n" + READ_THE_NAMES,
    "rooms backwards": "load(reversed(rooms))\n" + READ_THE_NAMES,
}
PROGRAM = """
import importlib, pkgutil, types
import campaignflow

rooms = [room.name for room in pkgutil.iter_modules(campaignflow.__path__) if not room.name.startswith("_")]

def load(names):
    for name in names:
        importlib.import_module("campaignflow." + name)

{order}
for name, thing in read.items():
    if isinstance(thing, types.ModuleType) or getattr(campaignflow, name) is not thing:
        print(name)
"""


def submodules(package: Path) -> set[str]:
    """Return what can be imported from a package's folder; a folder of data can be, too."""
    return {path.stem for path in package.iterdir() if path.suffix == ".py" or path.is_dir()}


def shadowed(public: Iterable[str], package: Path) -> set[str]:
    return set(public) & submodules(package)


def test_every_public_name_is_there_once() -> None:
    assert sorted(campaignflow.__all__) == sorted(set(campaignflow.__all__))
    assert set(campaignflow.__all__) <= set(dir(campaignflow))


def test_no_public_name_equals_a_submodule() -> None:
    """`import campaignflow.schedule` would put the module in the place of the function."""
    assert shadowed(campaignflow.__all__, PACKAGE) == set()


@pytest.mark.parametrize("order", ORDERS)
def test_a_public_name_means_the_same_in_any_import_order(order: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(order=ORDERS[order])],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_the_public_surface_is_written_down() -> None:
    written = api_surface.WRITTEN.read_text(encoding="utf-8").splitlines()
    difference = difflib.unified_diff(
        written, api_surface.surface(), "written down", "in the code", lineterm=""
    )
    changed = "\n".join(difference)
    assert not changed, f"{changed}\nIf this is meant: {api_surface.REGENERATE}, and a line in CHANGELOG.md."
