"""Instants as the store keeps them: UTC texts of one width, which sort as they follow each other.

Days, wall times and zones live in `campaignflow.dates`.
"""

from datetime import UTC, datetime

from campaignflow.errors import InvalidValue

__all__ = ["instant_of", "instant_text"]


def instant_text(moment: datetime) -> str:
    """Return an instant as `2027-03-22T01:00:00.000000Z`.

    Raises:
        InvalidValue: the datetime has no zone, so it names no instant.
    """
    if moment.tzinfo is None:
        raise InvalidValue("instant-without-zone", moment=moment.isoformat(sep=" "))
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def instant_of(text: str) -> datetime:
    """Return the aware datetime, in UTC, of such a text."""
    return datetime.fromisoformat(text)
