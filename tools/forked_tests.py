"""Tests in forks of one process that has loaded what mutants leave alone, so that a mutant costs little.

    python tools/forked_tests.py serve SOCKET TESTS...    # each argument is the files of one call of pytest
    python tools/forked_tests.py ask SOCKET               # have the tests run; the exit status is theirs

Nothing of the package itself is loaded before the fork: what is mutated is read anew each time.  The first
to ask must ask without a mutant: how long the tests take then tells who goes round in circles later.
"""

import importlib
import os
import resource
import signal
import socket
import sys
from pathlib import Path

_LOADED = "pytest hypothesis hypothesis.stateful pydantic pluggy yaml icalendar typer.testing dateutil.rrule"
_OPTIONS = (
    *("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"),
    *("-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning"),
)
_PATIENCE = 4
"""How many times as much work as without a mutant the tests may do."""


def main() -> int:
    """Serve, or ask who serves."""
    what, where, *circles = sys.argv[1:]
    if what == "serve":
        _serve(where, circles)
    with socket.socket(socket.AF_UNIX) as asked:
        asked.connect(where)
        return int(asked.recv(16) or b"1")


def _serve(where: str, circles: list[str]) -> None:
    sys.path[0] = str(Path.cwd())
    for name in _LOADED.split():
        importlib.import_module(name)
    loaded = sorted(name for name in sys.modules if name.partition(".")[0] in {"campaignflow", "tests"})
    if loaded:
        sys.exit(f"{loaded[0]} would be tested as it was before the mutant")
    limits: dict[str, int] = {}
    with socket.socket(socket.AF_UNIX) as served:
        served.bind(where)
        served.listen()
        while True:
            asking, _ = served.accept()
            with asking:
                asking.sendall(b"%d" % _tested(circles, limits))


def _tested(circles: list[str], limits: dict[str, int]) -> int:
    """Run circle after circle, each in a fork, until one notices something; return its exit status."""
    for circle in circles:
        child = os.fork()
        if not child:
            _run(circle, limits.get(circle, 0))
        _, status, used = os.wait4(child, 0)
        if status:
            return min(abs(os.waitstatus_to_exitcode(status)), 255)
        limits.setdefault(circle, 2 + int(_PATIENCE * (used.ru_utime + used.ru_stime)))
    return 0


def _run(circle: str, seconds: int) -> None:
    """Run tests and leave; going round in circles ends at the limit, waiting for ever at the alarm."""
    status = 1
    try:
        if seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            signal.alarm(10 * seconds)
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            sys.stdout = sys.stderr = nowhere
            status = int(importlib.import_module("pytest").main([*_OPTIONS, *circle.split()]))
    finally:
        os._exit(status)


if __name__ == "__main__":
    sys.exit(main())
