"""Where clients and servers that nobody here wrote are found; run as a script it says which are not.

`make peers` installs into `.venv-peers` what PyPI and npm have.  Without it, Python packages that happen to
be installed beside campaignflow are asked as well.  libical is only looked for.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from tests.peers import libical

__all__ = ["icaljs", "library", "python", "surroundings", "unheard"]

HERE = Path(__file__).parent
ENVIRONMENT = HERE.parents[1] / ".venv-peers"
ICALJS = ENVIRONMENT / "node_modules" / "ical.js" / "dist" / "ical.js"
MODULES = ("khal", "todoman", "vdirsyncer", "radicale", "xandikos")


def surroundings(folder: Path) -> dict[str, str]:
    """Return an environment in which programs keep what they keep in a folder, and know no time zone."""
    homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(folder))
    # Of this checkout they need nothing.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**kept, **homes, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


@cache
def _python(module: str) -> str | None:
    for program in (str(ENVIRONMENT / "bin" / "python"), sys.executable):
        probe = [program, "-W", "ignore", "-c", f"import {module}"]
        if (
            Path(program).exists()
            and not subprocess.run(probe, capture_output=True, check=False, timeout=60).returncode
        ):
            return program
    return None


def python(module: str) -> str:
    """Return a Python that has a module, or skip the test."""
    found = _python(module)
    if found is None:
        pytest.skip(_no_module(module))
    return found


def icaljs() -> list[str]:
    """Return how to have ical.js read a file, or skip the test."""
    if why := _no_icaljs():
        pytest.skip(why)
    return [shutil.which("node") or "", str(HERE / "agenda.mjs"), str(ICALJS)]


def library() -> None:
    """Skip the test where libical is not."""
    if why := libical.absent():
        pytest.skip(why)


def unheard() -> list[str]:
    """Return in a sentence each who cannot be asked."""
    said = [_no_module(one) for one in MODULES if _python(one) is None]
    return [*said, *(why for why in (_no_icaljs(), libical.absent()) if why)]


def _no_module(module: str) -> str:
    return f"{module} is not installed, so it was NOT asked about our calendars: make peers"


def _no_icaljs() -> str:
    if shutil.which("node") is None:
        return (
            "node is not installed, so ical.js was NOT asked about our calendars: install Node.js, make peers"
        )
    if not ICALJS.is_file():
        return "ical.js is not installed, so it was NOT asked about our calendars: make peers (it needs npm)"
    return ""


if __name__ == "__main__":
    for sentence in unheard():
        sys.stdout.write(f"ABSENT: {sentence}\n")
