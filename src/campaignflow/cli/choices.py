"""What is chosen of a calendar or file to hand out on the command line: whose it is, and how it looks."""

from datetime import timedelta
from typing import Any

from campaignflow.errors import InvalidValue
from campaignflow.types import Visibility

__all__ = ["for_whom", "how_shown", "number_of_days"]

_REMINDED = ("minutes", "hours", "days", "weeks")
"""Units of time that are as long everywhere, as a reminder's must be (RFC 5545, section 3.3.6)."""


def for_whom(**said: str) -> dict[str, Any]:
    """Return whose calendar or file was asked for on the command line; what was not said is None.

    Raises:
        InvalidValue: an audience there is not.
    """
    audience = said["audience"]
    if audience and audience not in list(Visibility):
        raise InvalidValue("not-one-of", text=audience, expected=[one.value for one in Visibility])
    return {name: words or None for name, words in said.items()}


def number_of_days(text: str) -> int | None:
    """Return a number of days as typed; None for nothing."""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= len("99999")):
        from campaignflow.actions.feeds import LONGEST_WINDOW

        raise InvalidValue("feed-days", text=text, limit=LONGEST_WINDOW)
    return int(text)


def how_shown(*, longest: str, todos: str, alarm: str, extended: bool) -> dict[str, Any]:
    """Return how a calendar is to look, as `to_ics` takes it.

    Raises:
        InvalidValue: a number or a length of time that cannot be read.
    """
    return {
        "longest": number_of_days(longest) or None,
        "todos": todos or "event",
        "alarm": _before(alarm),
        "profile": "extended" if extended else "compat",
    }


def _before(text: str) -> timedelta | None:
    """Return how long before an entry its reminder is shown, as typed; None for nothing."""
    if not text:
        return None
    from campaignflow.dates.when import Duration, is_duration  # only a reminder wants the grammar of dates

    if not is_duration(text) or Duration(text).unit not in _REMINDED:
        raise InvalidValue("alarm-unreadable", text=text)
    said = Duration(text)
    return timedelta(**{said.unit: said.count})
