"""Radicale and Xandikos, two CalDAV servers that nobody here wrote, each on this machine, on a free port."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from tests.peers.found import python, surroundings

__all__ = ["asked", "running"]

PATIENCE = 20
"""Seconds that a server may take to start."""


def command(kind: str, folder: Path, port: int) -> list[str]:
    if kind == "radicale":
        return [
            *("-m", "radicale", "--config", "", "--auth-type", "none"),
            *("--server-hosts", f"127.0.0.1:{port}", "--storage-filesystem-folder", str(folder)),
        ]
    return [
        *("-m", "xandikos", "serve", "--defaults", "--current-user-principal", "/plan/"),
        *("-d", str(folder), "-l", "127.0.0.1", "-p", str(port), "--no-detect-systemd"),
    ]


@contextmanager
def running(kind: str, folder: Path) -> Iterator[str]:
    """Run a server and yield its address."""
    program = python(kind)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "log").open("w") as log:
        argv = [program, *command(kind, folder / "kept", port)]
        server = subprocess.Popen(argv, env=surroundings(folder), stdout=log, stderr=log)
        try:
            until = monotonic() + PATIENCE
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    assert monotonic() < until, (folder / "log").read_text()
                    assert server.poll() is None, (folder / "log").read_text()
                    sleep(0.05)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(PATIENCE)


def asked(url: str, at: str, method: str, body: bytes | str = "", **headers: str) -> Any:
    """Ask a server as another client does."""
    from caldav.davclient import DAVClient

    with DAVClient(url, enable_rfc6764=False) as other:
        return other.request(at, method, body, headers)
