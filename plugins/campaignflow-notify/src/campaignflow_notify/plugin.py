"""The hook: each notice goes all the ways that the rules say, and what was not taken is told with its reason.

campaignflow tries again what was not taken, sets it aside after ten times, and lists it then
(`campaignflow notices`).
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import campaignflow as cf
from campaignflow import hookimpl
from campaignflow_notify.mail import SomeNotTaken
from campaignflow_notify.mistakes import Away, NotTaken
from campaignflow_notify.pace import Pace, Partly
from campaignflow_notify.settings import Clocks, Settings, read
from campaignflow_notify.words import Message, written

__all__ = ["PATIENCE", "Notify"]

PATIENCE = 15.0
"""Seconds after which a call begins nothing more: campaignflow sets aside what takes half a minute."""
_log = logging.getLogger("campaignflow.plugins.notify")


class Sender(Protocol):
    """What carries a message."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What nobody is told."""
        ...

    def send(self, message: Message, to: Sequence[str], everybody: Sequence[str], left: float, /) -> None:
        """Carry a message to addresses, those of `everybody` who have not got it yet."""
        ...

    def close(self) -> None:
        """End a conversation that is open."""
        ...


@dataclass(frozen=True, slots=True)
class _Route:
    name: str
    sender: Sender
    pace: Pace


class Notify:
    """The plugin with the settings of one office.

    Args:
        given: A TOML file, or a mapping like one.
        now: The time by which messages are signed.
        clock: Gives seconds, by which the pace is kept.

    Raises:
        NotifyError: the settings cannot be read; it says where, and what would be right.
    """

    __name__ = "notify"

    def __init__(
        self,
        given: "str | Path | Mapping[str, Any]",
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings: Settings = read(given, Clocks(now, clock))
        self._clock = clock
        self._routes = {
            name: _Route(name, sender, Pace(self._settings.a_minute[name], clock))
            for name, sender in self._settings.senders.items()
        }
        self._partly = Partly(self._settings.partly)

    @hookimpl
    def campaignflow_deliver(self, notices: Sequence[cf.DutyNotice]) -> dict[str, str | None]:
        """Carry notices; return each with None, or with why it was not taken all its ways."""
        began = self._clock()
        try:
            return {one.id: self._carried(one, began) for one in notices}
        finally:
            for route in self._routes.values():
                route.sender.close()
            try:
                self._partly.save()
            except OSError as error:
                _log.warning("what was sent partly cannot be written down", extra={"error": str(error)})

    def _carried(self, notice: cf.DutyNotice, began: float) -> str | None:
        ways, amiss = self._settings.routing.of(notice)
        said = [one.sentence(self._settings.speaks) for one in amiss if one.code == "unrouted"]
        mailing = ", ".join(sorted(ways.keys() & self._settings.routing.mailing))
        said += [one.sentence(self._settings.speaks, mailing) for one in amiss if one.code != "unrouted"]
        message = written(notice, self._settings.language)
        for name, everybody in ways.items():
            said += self._sent(self._routes[name], message, everybody, began)
        if said:
            return ("；" if self._settings.speaks == "zh" else "; ").join(dict.fromkeys(said))
        self._partly.forget(notice.id)
        return None

    def _sent(self, route: _Route, message: Message, everybody: Sequence[str], began: float) -> list[str]:
        """Send a message one way, as far as it has not gone it; return what was said against it."""
        is_mail = route.name in self._settings.routing.mailing
        id_ = message.notice.id
        ways = {one: f"{route.name} {one}" for one in (everybody if is_mail else ("",))}
        left = [one for one, way in ways.items() if not self._partly.has(id_, way)]
        refused: dict[str, NotTaken] = {}
        if left:
            try:
                remains = PATIENCE - (self._clock() - began)
                route.pace.check(remains)
                route.pace.goes()
                route.sender.send(message, left, everybody, remains)
            except SomeNotTaken as some:
                refused = some.refused
            except NotTaken as not_taken:
                if isinstance(not_taken, Away):
                    route.pace.rests()
                refused = dict.fromkeys(left, not_taken)
        for one in left:
            if one not in refused:
                self._partly.add(id_, ways[one])
        return [
            one.sentence(
                self._settings.speaks,
                route.name if not (is_mail and one.code == "refused") else f"{route.name} ({address})",
                route.sender.secrets,
            )
            for address, one in refused.items()
        ]
