"""An invitation as mail (RFC 6047): what changed in a sentence, and the message that carries the calendar.

Whom something is sent to, and what, is settled in `campaignflow.export.invitations`; sending it is the
host's business.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from typing import Literal

from campaignflow.export.attending import Mailbox
from campaignflow.export.component import Component
from campaignflow.export.lines import clean, one_line
from campaignflow.export.zones import zone
from campaignflow.labels import word

__all__ = ["Change", "heading", "message", "said", "text_of"]

Change = Literal["new", "updated", "cancelled"]
_DAY = timedelta(days=1)


def said(change: Change, now: Component, before: Component, lang: str, *, is_off: bool) -> str:
    """Return in sentences what changed for those it is sent to.

    Args:
        change: What it is to them.
        now: What they are told; of a cancellation what they knew, or that it is off.
        before: What they were told last; the same where there is nothing.
        lang: `zh` or `en`.
        is_off: Whether what is cancelled takes place for nobody, rather than without them.
    """
    facts = {"title": now.summary, "when": _when(now, lang), "where": one_line(now.location)}
    facts |= {"before": _when(before, lang)}
    if change == "updated":
        codes = _updated(now, before)
    else:
        codes = ["mail-new" if change == "new" else "mail-off" if is_off else "mail-withdrawn"]
    renamed = {**facts, "before": before.summary}
    sentences = [_say(code, lang, **(renamed if code == "mail-renamed" else facts)) for code in codes]
    return ("" if lang == "zh" else " ").join(sentences)


def _updated(now: Component, before: Component) -> list[str]:
    found = []
    if now.summary != before.summary:
        found.append("mail-renamed")
    if (now.start, now.end) != (before.start, before.end):
        found.append("mail-moved")
    if now.location != before.location:
        found.append("mail-place" if now.location else "mail-no-place")
    if now.status != before.status:
        found.append("mail-confirmed" if now.status == "CONFIRMED" else "mail-provisional")
    return found or ["mail-reworded"]


def text_of(sentences: str, component: Component, lang: str) -> str:
    """Return what people read who see no calendar: what changed, when, where, and what is said of it."""
    lines = [sentences, "", _say("mail-when", lang, when=_when(component, lang))]
    if component.location:
        lines.append(_say("mail-where", lang, where=one_line(component.location)))
    if component.description:
        lines += ["", clean(component.description)]
    return "\n".join(lines) + "\n"


def _when(component: Component, lang: str) -> str:
    """Return when something takes place, as a planner writes it."""
    start, end = component.start, component.end
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return _days(start, end)
    begins, ends = (one.astimezone(zone(component.zone)) for one in (start, end))
    until = f"{ends:%H:%M}" if begins.date() == ends.date() else f" {ends:%Y-%m-%d %H:%M}"
    span = f"{begins:%Y-%m-%d %H:%M}-{until}".replace("- ", " - ")
    return _say("mail-zoned", lang, span=span, zone=component.zone)


def _days(start: date | None, end: date | None) -> str:
    first = start if start is not None else end
    last = first if end is None else end - _DAY
    if first is None or last is None:
        return ""
    return f"{first:%Y-%m-%d}" if last <= first else f"{first:%Y-%m-%d} - {last:%Y-%m-%d}"


def _say(code: str, lang: str, **facts: str) -> str:
    return word(code, lang).format_map(facts)


def message(  # noqa: PLR0913  # each is a header or a part of it
    *,
    sender: Mailbox,
    to: Sequence[str],
    subject: str,
    text: str,
    method: str,
    octets: bytes,
    uid: str,
    at: datetime,
) -> bytes:
    """Return a message with CRLF line ends; nothing in it is taken from the clock or drawn by chance.

    Args:
        sender: From.
        to: Addresses of all that it goes to.
        subject: On one line.
        text: The part for whoever reads no calendars.
        method: METHOD of the calendar, which its part repeats (RFC 6047, section 2.4).
        octets: The calendar.
        uid: UID of the event, of whose domain the Message-ID is.
        at: Date.
    """
    key = hashlib.sha256("\0".join((sender.address, *to, text)).encode() + octets).hexdigest()[:32]
    made = EmailMessage(SMTP if "".join((sender.address, *to)).isascii() else SMTPUTF8)
    made["From"] = _address(sender)
    made["To"] = [_address(Mailbox("", one)) for one in to]
    made["Subject"] = heading(subject)
    made["Date"] = at.replace(microsecond=0)
    made["Message-ID"] = f"<{key}@{uid.rpartition('@')[2]}>"
    made.set_content(text, cte="base64")
    made.make_alternative()
    calendar = EmailMessage(made.policy)
    calendar.set_content(octets, "text", "calendar", params={"method": method, "charset": "utf-8"})
    del calendar["MIME-Version"]  # of the message, not of a part
    made.attach(calendar)
    made.set_boundary(f"={key}")
    return made.as_bytes()


def _address(box: Mailbox) -> Address:
    user, _, domain = box.address.rpartition("@")
    return Address(heading(box.name), user, domain)


def heading(text: str) -> str:
    """Return a text for a header, on one line, in which nothing is taken for an encoded word (RFC 2047).

    The library would decode one, line ends in it too, and what follows would be a header of its own.
    """
    return one_line(text).replace("=?", "=\uff1f")
