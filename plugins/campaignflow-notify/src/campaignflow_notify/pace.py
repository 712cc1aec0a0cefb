"""How fast a route is gone, and which notices have gone part of their ways.

campaignflow tries what was refused again, later each time; so nothing here waits.
"""

import hashlib
import json
import os
from collections import deque
from collections.abc import Callable
from pathlib import Path

from campaignflow_notify.mistakes import NotifyError, NotTaken

__all__ = ["REST", "Pace", "Partly"]

REST = 30.0
"""Seconds for which a route that did not answer is left alone, so that no run waits for it each time."""


class Pace:
    """How many notices a route takes in a minute, and whether it is left alone."""

    def __init__(self, a_minute: int, clock: Callable[[], float]) -> None:
        self._most, self._clock = a_minute, clock
        self._sent: deque[float] = deque()
        self._rests_until: float | None = None

    def check(self, left: float) -> None:
        """Refuse a notice that it is too early for, or too late in a call of which `left` seconds are left.

        Raises:
            NotTaken: the route is left alone, or has been sent all that it takes.
        """
        if left <= 0:
            raise NotTaken("time")
        now = self._clock()
        if self._rests_until is not None and now < self._rests_until:
            raise NotTaken("resting")
        while self._sent and now - self._sent[0] >= 60:
            self._sent.popleft()
        if len(self._sent) >= self._most:
            raise NotTaken("pace", self._most)

    def goes(self) -> None:
        """Count a notice that is sent."""
        self._sent.append(self._clock())

    def rests(self) -> None:
        """Leave the route alone for a while."""
        self._rests_until = self._clock() + REST


class Partly:
    """Of notices that go several ways, those they have gone, so that they are not gone again.

    Kept in memory, and in a file if one is named: for programs that run for a moment only.
    """

    MOST = 5_000
    """Notices that are remembered; those that were set aside long ago are forgotten."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._gone: dict[str, set[str]] = {}
        self._written = "{}"
        if path is not None and path.exists():
            try:
                self._written = path.read_text(encoding="utf-8")
                said = json.loads(self._written)
                self._gone = {one: {str(way) for way in ways} for one, ways in said.items()}
            except (OSError, ValueError, AttributeError, TypeError) as error:
                raise NotifyError(
                    f"partly：读不了 {path}（{error}），可以删除它",
                    f"partly: {path} cannot be read ({error}); it may be deleted",
                ) from error

    def has(self, notice: str, way: str) -> bool:
        """Whether a notice has gone a way."""
        return _short(way) in self._gone.get(notice, ())

    def add(self, notice: str, way: str) -> None:
        """Remember that a notice has gone a way."""
        self._gone.setdefault(notice, set()).add(_short(way))

    def forget(self, notice: str) -> None:
        """Forget a notice that has gone all its ways."""
        self._gone.pop(notice, None)

    def save(self) -> None:
        """Write down what is remembered."""
        for one in list(self._gone)[: -self.MOST]:
            del self._gone[one]
        text = json.dumps({one: sorted(ways) for one, ways in self._gone.items()})
        if self._path is None or text == self._written:
            return
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        beside.write_text(text, encoding="utf-8")
        beside.replace(self._path)
        self._written = text


def _short(way: str) -> str:
    """Return what a way is remembered by; an address is nobody's business in a file."""
    return hashlib.sha256(way.encode()).hexdigest()[:16]
