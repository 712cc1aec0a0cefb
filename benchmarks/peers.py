"""The peers: found where they are installed, installed where PyPI has them, else said to be absent.

TaskJuggler comes from Debian and is only looked for.  What stands in `requirements.txt` goes into
`.venv-bench`, an environment of its own, made at the first run.  Libraries that campaignflow stands
on itself (holidays, pydantic) are timed as they are in `.venv`.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = ["Peer", "bench_packages", "bench_python", "library", "taskjuggler"]

HERE = Path(__file__).resolve().parent
REQUIREMENTS = HERE / "requirements.txt"
ENVIRONMENT = HERE.parent / ".venv-bench"


@dataclass(frozen=True, slots=True)
class Peer:
    """Something that campaignflow is timed beside."""

    name: str
    program: str = ""
    """What to call; empty for a library of our own environment, and where the peer is absent."""
    absent: str = ""
    """Why it cannot be timed, in one sentence; empty if it can."""


@cache
def taskjuggler() -> Peer:
    """Return TaskJuggler's `tj3`, if it is installed."""
    program = shutil.which("tj3")
    if program is None:
        return Peer("TaskJuggler", absent="tj3 is not installed (Debian and Ubuntu: apt install tj3)")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"\d+(?:\.\d+)+", said.stdout + said.stderr)
    return Peer(f"TaskJuggler {number[0] if number else '?'}", program)


@cache
def library(name: str) -> Peer:
    """Return a library of `.venv` with its version."""
    try:
        return Peer(f"{name} {version(name)}")
    except PackageNotFoundError:
        return Peer(name, absent=f"{name} is not installed")


@cache
def bench_python(name: str) -> Peer:
    """Return a package of `requirements.txt`; its program is the Python that can import it."""
    python = ENVIRONMENT / "bin" / "python"
    mark = ENVIRONMENT / "requirements.sha256"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    if not mark.exists() or mark.read_text("utf-8") != wanted:
        trouble = _installed(python)
        if trouble:
            return Peer(name, absent=f"{name} could not be installed from PyPI: {trouble}")
        mark.write_text(wanted, "utf-8")
    code = f"from importlib.metadata import version; print(version({name!r}))"
    said = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    if said.returncode:
        return Peer(name, absent=f"{name} is not in {REQUIREMENTS.name}")
    return Peer(f"{name} {said.stdout.strip()}", str(python))


def bench_packages() -> Path:
    """Return the folder that the packages of `requirements.txt` lie in."""
    return next(ENVIRONMENT.glob("lib/python*/site-packages"))


def _installed(python: Path) -> str:
    """Make `.venv-bench`; return what went wrong, or nothing."""
    print(f"Installing peers into {ENVIRONMENT.name}", file=sys.stderr)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)],
        [*pip, "-r", str(REQUIREMENTS)],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            lines = (done.stderr or done.stdout).strip().splitlines()
            return lines[-1] if lines else f"exit status {done.returncode}"
    (ENVIRONMENT / ".gitignore").write_text("*\n", "utf-8")
    return ""
