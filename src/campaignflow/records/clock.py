"""Response clocks: how much of its hours a request or an issue has used, and when the rest runs out.

A clock runs in hours and minutes of elapsed time (UTC), day and night, on holidays and across changes of
summer time (rule 57).  It pauses while the ball is with the requester.  A clock is the part `clock` of
a record's body: `allowed`, `used` in whole seconds, `since` while it runs, `stopped` once it is answered.
Deadlines in working days are dates of the plan; who is reminded is in `campaignflow.records.duties`.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from campaignflow.canonical import Body
from campaignflow.dates.when import ClockTime, Duration
from campaignflow.errors import InvalidValue

__all__ = ["due", "left", "pause", "resume", "start", "stop"]

Clock = Mapping[str, Any]
"""The part `clock` of a body."""


def start(allowed: Duration | str, at: datetime) -> Body:
    """Return a clock that runs from a moment.

    Raises:
        InvalidValue: `allowed` is no number of hours or minutes, or the moment has no zone.
    """
    length = Duration(allowed)
    if not isinstance(length, ClockTime):
        raise InvalidValue("clock-needs-hours", text=str(length))
    return {"allowed": str(length), "since": _text(at), "used": 0}


def pause(clock: Clock, at: datetime) -> Body:
    """Return the clock as it stands still from a moment: it is the requester's turn.

    Raises:
        InvalidValue: it does not run, or began later than that.
    """
    if "since" not in clock:
        raise InvalidValue("clock-not-running")
    since, now = _moment(clock["since"]), _aware(at)
    if now < since:
        raise InvalidValue("clock-began-later", since=since, at=now)
    still = {name: value for name, value in clock.items() if name != "since"}
    return {**still, "used": clock["used"] + int((now - since).total_seconds())}


def resume(clock: Clock, at: datetime) -> Body:
    """Return the clock as it runs again from a moment, with the time it has used.

    Raises:
        InvalidValue: it runs already, or was stopped: what is asked anew gets a clock of its own.
    """
    if "since" in clock:
        raise InvalidValue("clock-running")
    _refuse_stopped(clock)
    return {**clock, "since": _text(at)}


def stop(clock: Clock, at: datetime) -> Body:
    """Return the clock as it ends at a moment, running or paused: the answer was given.

    Raises:
        InvalidValue: it was stopped before, or began later than that.
    """
    _refuse_stopped(clock)
    still = pause(clock, at) if "since" in clock else dict(clock)
    return {**still, "stopped": _text(at)}


def due(clock: Clock) -> datetime | None:
    """Return the instant (UTC) at which its time is used up; None while it stands still."""
    if "since" not in clock:
        return None
    return _moment(clock["since"]) + _allowed(clock) - timedelta(seconds=clock["used"])


def left(clock: Clock, at: datetime) -> timedelta:
    """Return how much time is left at a moment; negative where it is overrun."""
    used = timedelta(seconds=clock["used"])
    if "since" in clock:
        used += max(_aware(at) - _moment(clock["since"]), timedelta())
    return _allowed(clock) - used


def _refuse_stopped(clock: Clock) -> None:
    if "stopped" in clock:
        raise InvalidValue("clock-stopped", at=_moment(clock["stopped"]))


def _allowed(clock: Clock) -> timedelta:
    length = Duration(clock["allowed"])
    return timedelta(**{length.unit: length.count})


def _aware(at: datetime) -> datetime:
    """Return a moment in UTC, in which differences are elapsed time."""
    if at.tzinfo is None:
        raise InvalidValue("clock-needs-zone", moment=at)
    return at.astimezone(UTC)


def _text(at: datetime) -> str:
    """Write a moment to the second, always cut downwards, so that stretches add up."""
    return f"{_aware(at):%Y-%m-%dT%H:%M:%SZ}"


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
