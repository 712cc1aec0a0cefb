"""A gate nobody has seen fail is no gate: each one is shown a copy of the house with a fault in it."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture import ROOT, test_light_import, test_modules, test_public_names, test_words

FAULTS = {
    "A room imports only what lies below it": {"types.py": "from campaignflow.plan import media"},
    "Leaf nouns point by id, they do not import each other": {
        "plan/budget.py": "from campaignflow.plan import quotas"
    },
    "Only workflow.machine imports transitions": {"dates/planted.py": "import transitions"},
    "Only store imports sqlalchemy and alembic": {"dates/planted.py": "import sqlalchemy"},
    "Only export.ical imports ics": {"dates/planted.py": "import ics"},
    "Only export.caldav imports caldav": {"dates/planted.py": "import caldav"},
    "Only hooks imports pluggy": {"dates/planted.py": "import pluggy"},
    "Nobody inside imports from the root": {"dates/planted.py": "from campaignflow import Programme"},
    "No import goes in a circle": {
        "dates/planted.py": "from campaignflow.dates import grown",
        "dates/grown.py": "from campaignflow.dates import planted",
    },
}
"""For each contract a fault: what is added to which modules of the package."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the house, to plant a fault in."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(root: Path, module: str, line: str) -> None:
    with (root / "src" / "campaignflow" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")


def broken_contracts(root: Path) -> set[str]:
    """Return the names of the contracts that import-linter finds broken."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONUTF8": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "Contracts: " in done.stdout, done.stdout + done.stderr
    broken = set(re.findall(r"^(.+) BROKEN(?: \(.*\))?$", done.stdout, re.MULTILINE))
    assert bool(broken) == bool(done.returncode)
    return broken


def test_every_contract_has_a_planted_fault() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]} == set(FAULTS)


def test_the_house_as_it_stands_keeps_its_contracts(copy: Path) -> None:
    assert broken_contracts(copy) == set()


@pytest.mark.parametrize("contract", FAULTS)
def test_a_contract_sees_its_fault(contract: str, copy: Path) -> None:
    for module, line in FAULTS[contract].items():
        plant(copy, module, line)
    assert contract in broken_contracts(copy)


def test_a_room_that_nobody_placed_is_seen(copy: Path) -> None:
    plant(copy, "attic.py", '"""A room that stands in no layer."""')
    assert broken_contracts(copy) == {"A room imports only what lies below it"}


def test_a_module_too_long_is_seen(copy: Path) -> None:
    plant(copy, "types.py", "#\n" * test_modules.LONGEST)
    assert [line.split(":")[0] for line in test_modules.too_long(copy)] == ["src/campaignflow/types.py"]


@pytest.mark.parametrize("name", sorted(test_modules.SAYS_NOTHING))
def test_a_name_that_says_nothing_is_seen(name: str, copy: Path) -> None:
    plant(copy, f"plan/{name}.py", '"""Everything else."""')
    assert test_modules.named_for_nothing(copy) == [f"src/campaignflow/plan/{name}.py"]


def test_a_module_without_its_paragraph_is_seen(copy: Path) -> None:
    plant(copy, "plan/planted.py", "LATER = True")
    assert test_modules.without_a_paragraph(copy) == ["src/campaignflow/plan/planted.py"]


def test_a_heavy_import_is_seen(copy: Path) -> None:
    assert "yaml" not in test_light_import.loaded_by_import(copy)
    plant(copy, "__init__.py", "import yaml")
    assert "yaml" in test_light_import.loaded_by_import(copy)


def test_a_module_named_like_a_public_name_is_seen(copy: Path) -> None:
    plant(copy, "schedule.py", '"""A module that would hide the function."""')
    assert test_public_names.shadowed({"load", "schedule"}, copy / "src" / "campaignflow") == {"schedule"}


def test_a_path_of_somebodys_disk_is_seen(tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text("See /{}/li-wei/plan.yaml and src/work/plan.yaml.\n".format("home"), encoding="utf-8")
    assert len(test_words.paths_of_somebodys_disk([note])) == 1
    note.write_text("See src/work/plan.yaml, https://example.org/work/plan.\n", encoding="utf-8")
    assert test_words.paths_of_somebodys_disk([note]) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.org/simple",
        "ics @ file:///ics.whl",
        "ics>=0.7",
        "-e .",
        "./wheels/ics.whl",
    ],
)
def test_a_constraint_that_is_no_pin_is_seen(line: str) -> None:
    assert test_words.not_a_pin(f"# pins\npluggy==1.7.0\n{line}\n") == [line]
