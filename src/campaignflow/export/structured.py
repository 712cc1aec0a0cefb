"""Who takes part and where, as components of their own within an event or a to-do (RFC 9073, section 7).

PARTICIPANT and VLOCATION say to programs what LOCATION and the text say to people, and nothing beyond it.
Only the extended profile has them, as older readers flag them.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from campaignflow.export.attending import Mailbox
from campaignflow.export.lines import mailbox, one_line, text
from campaignflow.labels import word

__all__ = ["Part", "structured"]

Part = tuple[str, Sequence[str]]
"""What somebody is in it (`lead`, `decides`, `support`, `owner`, `media`), and the ids of who is that."""

_TYPES = {
    "lead": "ACTIVE",
    "decides": "ACTIVE",
    "support": "ACTIVE",
    "owner": "CONTACT",
    "media": "INACTIVE",
}
"""PARTICIPANT-TYPE: who takes an active part, whom to ask, who looks on (RFC 9073, section 6.2)."""


def structured(
    uid: str,
    parts: Iterable[Part],
    where: Iterable[str],
    *,
    names: Mapping[str, str],
    addresses: Mapping[str, Mailbox],
    lang: str,
) -> tuple[tuple[str, ...], ...]:
    """Return the lines of a PARTICIPANT for each who takes part, and of a VLOCATION for each place.

    Their UIDs rest on that of what they stand in, on the part and on the id, so they are as stable as those.

    Args:
        uid: UID of what they stand in.
        parts: Those that the readers may know of.
        where: Places as they were written.
        names: Display names by id.
        addresses: Mail addresses by id; whoever has none there has no CALENDAR-ADDRESS.
        lang: `zh` or `en`, for the part that somebody takes.
    """
    found = [
        _participant(uid, part, one, names.get(one, one), addresses.get(one), lang)
        for part, who in parts
        for one in dict.fromkeys(who)
    ]
    return (*found, *(_location(uid, one) for one in dict.fromkeys(where)))


def _participant(uid: str, part: str, who: str, name: str, box: Mailbox | None, lang: str) -> tuple[str, ...]:
    return (
        "BEGIN:PARTICIPANT",
        f"UID:{_uid(uid, part, who)}",
        f"PARTICIPANT-TYPE:{_TYPES[part]}",
        *(() if box is None else (f"CALENDAR-ADDRESS:{mailbox(box.address)}",)),
        f"SUMMARY:{text(one_line(name))}",
        f"DESCRIPTION:{text(word(f'ics-part-{part}', lang))}",
        "END:PARTICIPANT",
    )


def _location(uid: str, where: str) -> tuple[str, ...]:
    named = f"NAME:{text(one_line(where))}"
    return ("BEGIN:VLOCATION", f"UID:{_uid(uid, 'where', where)}", named, "END:VLOCATION")


def _uid(uid: str, part: str, who: str) -> str:
    digest = hashlib.sha256(f"{uid}\0{part}\0{who}".encode()).hexdigest()[:32]
    return f"{digest}@{uid.rpartition('@')[2]}"
