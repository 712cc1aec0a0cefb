"""What is written to people about a notice: a subject, a text for mail, a line for a group."""

from dataclasses import dataclass

import campaignflow as cf
from campaignflow_notify.rules import names

__all__ = ["LANGUAGES", "Message", "written"]

LANGUAGES = ("zh", "en", "both")
LONGEST_SUBJECT = 150
"""Characters of a subject."""
_FRAMES = {
    "zh": ("对象：{whom}", "、", "事项：{ref}", "此为自动通知，请勿回复。"),
    "en": ("For: {whom}", ", ", "About: {ref}", "This is an automatic notice; please do not reply."),
}


@dataclass(frozen=True, slots=True)
class Message:
    """A notice in words."""

    notice: cf.DutyNotice
    subject: str
    text: str
    """The whole of it, for mail."""
    short: str
    """What a group is told."""


def written(notice: cf.DutyNotice, language: str) -> Message:
    """Return a notice in `zh`, `en` or `both`."""
    said = {"zh": _line(notice.zh), "en": _line(notice.en)}
    chosen = [language] if language in said else list(said)
    subject = " / ".join(said[one] for one in chosen)
    parts, short = [], []
    for one in chosen:
        whom, between, ref, automatic = _FRAMES[one]
        lines = [whom.format(whom=names(notice, between))] if notice.to else []
        lines.append(ref.format(ref=notice.ref))
        parts.append("\n".join([said[one], "", *lines, "", automatic]))
        short.append("\n".join([said[one], *lines]))
    if len(subject) > LONGEST_SUBJECT:
        subject = f"{subject[: LONGEST_SUBJECT - 1]}…"
    return Message(notice, subject, "\n\n".join(parts) + "\n", "\n".join(short))


def _line(text: str) -> str:
    """Return a text as one line, so that nothing in it can end a header."""
    return " ".join(text.split())
