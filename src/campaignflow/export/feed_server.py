"""Feeds over the standard library's HTTP server: for this machine, with a web server in front.

`http.server` does no TLS, starts a thread for each connection and is not made to face strangers.  Who has an
ASGI server runs the application of `campaignflow.export.feed` there instead.
"""

import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from campaignflow.export.feed import Feeds

__all__ = ["feed_server"]

PATIENCE = 15
"""Seconds a connection may say nothing."""


def feed_server(feeds: Feeds, host: str, port: int) -> ThreadingHTTPServer:
    """Return a server that listens; `serve_forever` answers, `server_close` ends it.

    Raises:
        OSError: nobody can listen there.
    """

    class Asked(BaseHTTPRequestHandler):
        """One connection."""

        protocol_version = "HTTP/1.1"
        timeout = PATIENCE

        def answer(self) -> None:
            """Answer one request, whatever its method."""
            path = self.path.partition("?")[0]
            said = feeds.answer(self.command, path, self.headers.items())
            if self.command not in {"GET", "HEAD"} or "content-length" in self.headers:
                self.close_connection = True  # what was sent along is not read
            self.send_response(said.status)
            for name, value in said.headers:
                self.send_header(name, value)
            if self.close_connection:
                self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(said.body)

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer  # noqa: N815  # as http.server calls them

        def version_string(self) -> str:
            """Return what the server calls itself; nobody need know more."""
            return "campaignflow"

        def log_message(self, *_said: object) -> None:
            """Say nothing: each line would have a token in it."""

    class Server(ThreadingHTTPServer):
        """Answers each connection in a thread that does not outlive it."""

        daemon_threads = True
        address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

        def handle_error(self, *_said: object) -> None:
            """Say nothing of a client that went away: the trace would have its request in it."""

    return Server((host, port), Asked)
