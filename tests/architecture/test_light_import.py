"""An integrator who imports campaignflow pays for what is used, not for what is there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import ROOT

HEAVY = ("holidays", "ics", "jinja2", "lunar_python", "pluggy", "pydantic", "sqlalchemy", "typer", "yaml")


def loaded_by_import(root: Path) -> list[str]:
    """Return all modules that `import campaignflow` loads in a fresh interpreter."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import campaignflow, sys; print(campaignflow.__file__, *sys.modules, sep='\\n')",
        ],
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    where, *loaded = done.stdout.splitlines()
    assert Path(where).is_relative_to(root)
    return loaded


@pytest.fixture(scope="module")
def loaded() -> list[str]:
    return loaded_by_import(ROOT)


@pytest.mark.parametrize("library", HEAVY)
def test_importing_campaignflow_leaves_a_heavy_library_alone(library: str, loaded: list[str]) -> None:
    assert library not in loaded
