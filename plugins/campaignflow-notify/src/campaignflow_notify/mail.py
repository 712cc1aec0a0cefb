"""Mail by SMTP: one message for each notice, the same octets each time it is sent.

The Message-ID (RFC 5322, 3.6.4) is made of the notice's id, so that whoever gets it twice can tell.
Subjects in Chinese are encoded words (RFC 2047), texts are base64 of UTF-8; `Auto-Submitted` (RFC 3834)
keeps holiday answers away.
"""

import hashlib
import smtplib
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from campaignflow_notify.mistakes import Away, NotTaken
from campaignflow_notify.words import Message

__all__ = ["PORTS", "Mail", "SomeNotTaken"]

PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""Ports by how the connection is secured."""


class SomeNotTaken(Exception):
    """A server took a message for some addresses and not for these."""

    def __init__(self, refused: dict[str, NotTaken]) -> None:
        super().__init__()
        self.refused = refused


class _Timed(smtplib.SMTP):
    """A conversation that ends at a moment, however often the other side answers just in time."""

    until = 0.0
    turn = 0.0
    """Seconds for one turn."""
    clock: Callable[[], float] = staticmethod(time.monotonic)

    def send(self, s: Any) -> None:
        """Send a line or a letter, if there is time left."""
        left = self.until - self.clock()
        if left <= 0:
            raise TimeoutError("timed out")
        if self.sock is not None:
            self.sock.settimeout(min(self.turn, left))
        super().send(s)


class _TimedTls(_Timed, smtplib.SMTP_SSL):
    """The same, secured from the first octet on."""


@dataclass(eq=False)
class Mail:
    """A mail server that takes our messages."""

    host: str
    port: int
    security: str
    """`starttls`, `tls` or `none`; without what is asked for nothing is sent."""
    sender: Address
    user: str = ""
    password: str = field(default="", repr=False)
    context: ssl.SSLContext | None = field(default=None, repr=False)
    timeout: float = 5.0
    """Seconds for each turn of the conversation."""
    hello: str | None = None
    """What we call ourselves; the machine's name if empty."""
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    """Gives seconds."""
    _server: _Timed | None = field(default=None, init=False, repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What nobody is told."""
        return (self.password,)

    def send(self, message: Message, to: Sequence[str], everybody: Sequence[str], left: float, /) -> None:
        """Send a message to addresses; `everybody` stands in its head, whoever has got it before included.

        Raises:
            SomeNotTaken: some of the addresses were refused.
            NotTaken: all were, or nobody can say that it was taken.
        """
        octets = self.letter(message, everybody).as_bytes()
        until = self.clock() + left
        for is_last in (self._server is None, True):
            try:
                server = self._connected(until)
                refused = server.sendmail(self.sender.addr_spec, list(to), octets)
            except smtplib.SMTPServerDisconnected as error:
                self.close()  # a server may end a long conversation between two messages
                if is_last:
                    raise Away("away", error) from None
            except smtplib.SMTPRecipientsRefused as error:
                refused = error.recipients
                break
            except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
                raise NotTaken("refused", _reply(error.smtp_code, error.smtp_error)) from None
            except (smtplib.SMTPException, OSError) as error:
                self.close()
                raise Away("away", _said(error)) from None
            else:
                break
        if refused:
            raise SomeNotTaken({one: NotTaken("refused", _reply(*why)) for one, why in refused.items()})

    def letter(self, message: Message, to: Sequence[str]) -> EmailMessage:
        """Return the message for some addresses."""
        letter = EmailMessage(policy=SMTP)
        letter["From"] = self.sender
        letter["To"] = [Address(addr_spec=one) for one in to]
        # an encoded word would be decoded here, line ends in it too, and what follows become headers
        letter["Subject"] = message.subject.replace("=?", "=\uff1f")
        letter["Date"] = format_datetime(message.notice.at)
        name = hashlib.sha256(f"{self.sender.addr_spec}\n{message.notice.id}".encode()).hexdigest()[:32]
        letter["Message-ID"] = f"<campaignflow.{name}@{self.sender.domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(message.text, charset="utf-8", cte="base64")
        return letter

    def close(self) -> None:
        """End the conversation; the next message begins another."""
        server, self._server = self._server, None
        if server is None:
            return
        try:
            server.quit()
        except (smtplib.SMTPException, OSError):
            server.close()

    def _connected(self, until: float) -> smtplib.SMTP:
        """Return the conversation, begun, secured and logged in."""
        server = self._server
        if server is None:
            turn = max(min(self.timeout, until - self.clock()), 0.01)
            if self.security == "tls":
                server = _TimedTls(self.host, self.port, self.hello, timeout=turn, context=self.context)
            else:
                server = _Timed(self.host, self.port, self.hello, timeout=turn)
            self._server = server
            server.clock, server.turn, server.until = self.clock, self.timeout, until
            if self.security == "starttls":
                server.starttls(context=self.context)
            if self.user:
                server.login(self.user, self.password)
        server.until = until
        return server


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def _reply(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
