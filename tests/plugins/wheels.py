"""Wheels, and environments into which nothing but wheels is installed."""

import os
import site
import subprocess
import sys
import venv
from pathlib import Path

__all__ = ["ROOT", "installed", "run"]

ROOT = Path(__file__).parents[2]
"""The project."""


def installed(folder: Path, *sources: Path) -> Path:
    """Return the Python of a fresh environment that has wheels of the project and of these sources.

    Libraries come from the environment of the tests; what is installed there for editing is not seen.
    """
    houses = folder / "wheels"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    for source in (ROOT, *sources):
        run([*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", houses, source])
    place = folder / "environment"
    venv.create(place, with_pip=False)
    python = next(path for path in place.glob("*/python*") if path.parent.name in {"bin", "Scripts"})
    inside = Path(run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).strip())
    (inside / "libraries.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    wheels = sorted(houses.glob("*.whl"))
    run([*pip, "install", "--no-deps", "--no-index", "--target", inside, *wheels])
    return python


def run(command: list[object], folder: Path | None = None) -> str:
    """Run a command that must go well, outside the project, and return what it prints."""
    said = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**said, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout
