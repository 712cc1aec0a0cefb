"""A mail server and a web server on this machine, which keep what they are given and answer as they are told.

`localhost.pem` is a certificate with its key, made for these tests; nobody trusts it but who names it.
"""

import base64
import json
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

CERTIFICATE = Path(__file__).parent / "localhost.pem"


def secured() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


@dataclass
class Post:
    """A mail server."""

    port: int = 0
    took: list[tuple[list[str], bytes]] = field(default_factory=list)
    """The addresses of each letter, and its octets."""
    said: list[str] = field(default_factory=list)
    """What it was told, the letters left out."""
    refuses: dict[str, str] = field(default_factory=dict)
    """Answers by the beginning of what it is told: `RCPT TO:<li`, `MAIL`, `EHLO`; `.` is a letter's end."""
    hangs_up_after: int = 0
    """Ends a conversation after so many letters."""
    offers: tuple[str, ...] = ()
    users: dict[str, str] = field(default_factory=dict)
    conversations: int = 0

    @property
    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(octets, policy=default) for _, octets in self.took]


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.post: Post = self.server.post
        self.post.conversations += 1
        self.to: list[str] = []
        self.taken = 0
        self.says("220 localhost")
        while line := self.rfile.readline():
            said = line.decode().strip()
            self.post.said.append(said)
            verb = said.split(" ")[0].lower()
            refusal = next(
                (answer for one, answer in self.post.refuses.items() if said.startswith(one)), None
            )
            answer = refusal or getattr(self, f"on_{verb}", lambda _: "250 ok")(said)
            if answer:
                self.says(answer)
            if verb == "quit" or 0 < self.post.hangs_up_after == self.taken:
                return

    def on_ehlo(self, _said: str) -> str:
        offers = ["localhost", *self.post.offers, *(["AUTH PLAIN"] if self.post.users else [])]
        for one in offers[:-1]:
            self.says(f"250-{one}")
        return f"250 {offers[-1]}"

    def on_starttls(self, _said: str) -> None:
        self.says("220 go on")
        self.connection = secured().wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)

    def on_auth(self, said: str) -> str:
        _, user, password = base64.b64decode(said.split(" ")[2]).decode().split("\0")
        good = self.post.users.get(user) == password
        return "235 welcome" if good else f"535 {password} is no password of {user}"

    def on_rcpt(self, said: str) -> str:
        self.to.append(said.partition("<")[2].rstrip(">"))
        return "250 ok"

    def on_data(self, _said: str) -> str:
        self.says("354 go on")
        octets = b""
        while (part := self.rfile.readline()) != b".\r\n":
            octets += part.removeprefix(b".") if part.startswith(b"..") else part
        to, self.to = self.to, []
        if "." in self.post.refuses:
            return self.post.refuses["."]
        self.post.took.append((to, octets))
        self.taken += 1
        return "250 taken"

    def on_quit(self, _said: str) -> str:
        return "221 bye"

    def finish(self) -> None:
        super().finish()
        self.connection.close()  # another than at the beginning, if it was secured on the way

    def says(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    post: Post

    def get_request(self) -> Any:
        connection, address = super().get_request()
        return (
            secured().wrap_socket(connection, server_side=True) if self.is_secured else connection
        ), address

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up in the middle is what some tests are about."""


@contextmanager
def post_office(*, tls: bool = False) -> Iterator[Post]:
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.is_secured = tls
        server.post = Post(server.server_address[1])
        with _running(server):
            yield server.post


@dataclass
class Chat:
    """A web server that robots are posted to."""

    port: int = 0
    answers: list[tuple[int, Any]] = field(default_factory=list)
    """Its next answers: a status with data for JSON, or octets; then `usual`."""
    usual: Any = field(default_factory=lambda: {"errcode": 0, "errmsg": "ok"})
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    """Path, headers and body of each request."""
    silent: threading.Event | None = None
    """Waits for this before it answers."""

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(body) for _, _, body in self.asked]


class _Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        chat: Chat = self.server.chat
        body = self.rfile.read(int(self.headers["Content-Length"]))
        chat.asked.append((self.path, dict(self.headers), body))
        if chat.silent is not None:
            chat.silent.wait(5)
        status, said = chat.answers.pop(0) if chat.answers else (200, chat.usual)
        octets = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", f"http://127.0.0.1:{chat.port}/elsewhere?key=other")
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, *_: Any) -> None:
        pass


class _Web(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """As above."""


@contextmanager
def chat_server() -> Iterator[Chat]:
    with _Web(("127.0.0.1", 0), _Answer) as server:
        server.chat = Chat(server.server_address[1])
        with _running(server):
            yield server.chat


@contextmanager
def _running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
