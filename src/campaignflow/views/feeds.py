"""Feed addresses as the record has them: what each is for, whether it is open, what it shows at a moment.

Making and revoking them is `campaignflow.actions.feeds`; answering at them, `campaignflow.export.feed`.
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from campaignflow.gate.look import RETIRED, Look
from campaignflow.gate.programmes import around_programme
from campaignflow.store.record import Record
from campaignflow.types import Visibility

__all__ = [
    "AHEAD",
    "BACK",
    "LONGEST",
    "PARTIES",
    "REVOKED",
    "Feed",
    "between",
    "feeds",
    "is_outside",
    "open_feed",
    "window_of",
    "with_hash",
]

REVOKED = "feed_revoked"
PARTIES = {"unit": "unit", "partner": "medium", "person": "person"}
"""Whose calendar it is, as `to_ics` has it, and the kind of record that says who that is."""
BACK, AHEAD = 90, 400
"""Days before and after the day of asking that a feed shows unless somebody says otherwise."""
LONGEST = 31
"""Days that something may last to be shown at its full length, likewise."""
_ADDED = "feed_added"


@dataclass(frozen=True, slots=True)
class Feed:
    """An address at which a calendar can be read; its token is known to nobody but whom it was given."""

    id: str
    programme: str
    unit: str | None
    partner: str | None
    person: str | None
    campaign: str | None
    """Id of the campaign as it is called now."""
    audience: Visibility
    """Who may read it: what was said, else `partners` for a partner and for whoever is outside."""
    back: int
    """Days before the day of asking that it shows."""
    ahead: int
    """Days after it."""
    longest: int | None
    """Days; what lasts longer stands on its first day only.  None shows everything at its full length."""
    is_open: bool
    """Whether anybody is answered: it was not revoked, and whom it is for is still of the office."""
    is_revoked: bool
    since: datetime
    """When it was given its token."""
    by: str
    """Who gave it."""


def feeds(look: Look) -> list[Feed]:
    """Return all addresses, those revoked included, by id."""
    return [_feed(look, one) for one in look.records(kind="feed")]


def with_hash(records: Iterable[Record], mark: str) -> Record | None:
    """Return the address whose token has a hash; how near another one was takes no other time."""
    found: Record | None = None
    for one in records:
        kept = str(one.data["plan"].get("hash", ""))
        if hmac.compare_digest(kept, mark):
            found = one
    return found


def open_feed(look: Look, record: Record) -> Feed | None:
    """Return what an address is for, None if nobody is answered there."""
    feed = _feed(look, record)
    return feed if feed.is_open else None


def is_outside(look: Look, plan: Mapping[str, Any]) -> str:
    """Return the unit or person of a feed that is outside the office, a partner too; empty if none is.

    Whoever is of a unit outside is outside, too.
    """
    if plan.get("partner"):
        return str(plan["partner"])
    for name in ("unit", "person"):
        said = _said_of(look, name, plan.get(name))
        if said.get("outside") or _said_of(look, "unit", said.get("unit")).get("outside"):
            return str(plan[name])
    return ""


def _said_of(look: Look, kind: str, name: str | None) -> Mapping[str, Any]:
    """Return what the plan says of a unit or person; nothing of one that is not there."""
    body = look.body(f"{kind}:{name}") if name else None
    found: Mapping[str, Any] = {} if body is None else body["plan"]
    return found


def window_of(look: Look, feed: Feed) -> tuple[date, date]:
    """Return the first and the last day that a feed shows now, by the clocks of its programme."""
    today = look.now.astimezone(_zone(look, feed)).date()
    return today - timedelta(days=feed.back), today + timedelta(days=feed.ahead)


def between(
    look: Look, feed: Feed, changed: datetime | None, turns: Iterable[datetime]
) -> tuple[datetime, datetime]:
    """Return when what a feed shows last could have changed, and when it may next if nobody acts.

    That is with the day, at one of some turns, by an act: `changed` is when anything was last put on record;
    `turns` are the moments, gone by or still to come, at which it changes by itself.
    """
    zone = _zone(look, feed)
    today = look.now.astimezone(zone).date()
    days = [datetime.combine(day, time(), zone) for day in (today, today + timedelta(days=1))]
    moments: list[datetime] = [*days, *turns]
    gone = [one for one in moments if one <= look.now]
    last = max([*gone, *(() if changed is None else (changed,))])
    return last, min(one for one in moments if one > look.now)


def _zone(look: Look, feed: Feed) -> ZoneInfo:
    return ZoneInfo(around_programme(look, feed.programme).timezone)


def _feed(look: Look, record: Record) -> Feed:
    plan = record.data["plan"]
    said = plan.get("audience")
    outside = is_outside(look, plan)
    readers = Visibility.PARTNERS if outside else Visibility.INTERNAL
    if said is not None and not (said == Visibility.INTERNAL and outside):  # made outside since
        readers = Visibility(said)
    given = next(one for one in reversed(look.journal(record.ref)) if one.verb == _ADDED)
    is_revoked = record.data["state"] == REVOKED
    return Feed(
        record.id,
        str(plan["programme"]),
        plan.get("unit"),
        plan.get("partner"),
        plan.get("person"),
        _campaign(look, plan.get("campaign")),
        readers,
        int(plan["back"]),
        int(plan["ahead"]),
        int(plan.get("longest", 0)) or None,
        not is_revoked and all(_is_there(look, plan, name) for name in PARTIES),
        is_revoked,
        given.at,
        given.responsible,
    )


def _is_there(look: Look, plan: Mapping[str, Any], name: str) -> bool:
    if not plan.get(name):
        return True
    body = look.body(f"{PARTIES[name]}:{plan[name]}")
    return body is not None and body["state"] != RETIRED


def _campaign(look: Look, ref: str | None) -> str | None:
    """Return the id of a campaign, under the name that it goes by now."""
    if ref is None:
        return None
    body = look.body(ref)
    while body is not None and "renamed_to" in body:
        ref = str(body["renamed_to"])
        body = look.body(ref)
    return ref.rpartition("/")[2]
