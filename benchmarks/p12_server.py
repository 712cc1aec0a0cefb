"""The server of P12: one process of uvicorn with two mounts, our feeds and a folder of static files.

    main STORE FOLDER SINCE     # says its port, then answers until it is ended

It is run by the Python of `.venv`, which has campaignflow, with the packages of `.venv-bench` behind its own,
which have uvicorn and starlette.  `/used` tells the CPU seconds of the process so far.
"""

import socket
import sys
import time

import uvicorn
from p12_feeds import ticking
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import campaignflow as cf

__all__ = ["main"]


def main() -> None:
    """Answer requests on loopback, by a clock that began at the moment it is told."""
    store, folder, since = sys.argv[1:]
    clock = ticking(float(since))

    def used(_: Request) -> PlainTextResponse:
        return PlainTextResponse(str(time.process_time()))

    with cf.open_office(f"sqlite:///{store}", clock=clock) as office:
        app = Starlette(
            routes=[
                Mount("/feeds", cf.feed_app(office.feed_of, clock=clock, per_minute=10**9)),
                Mount("/files", StaticFiles(directory=folder)),
                Route("/used", used),
            ]
        )
        listening = socket.create_server(("127.0.0.1", 0))
        print(listening.getsockname()[1], flush=True)
        uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run([listening])
