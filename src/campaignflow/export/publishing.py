"""A calendar brought to a server on which others work, too: what is ours is kept right, the rest left alone.

Whatever was changed by somebody else is told and stays, unless it is asked to be overwritten.  Nothing here
hangs on having finished: stopped halfway and begun again, it ends as if it had never been stopped.  How a
server is spoken to lives in `campaignflow.export.caldav`; store and office are not known here.
"""

import re
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from campaignflow.errors import CampaignflowError, InvalidValue
from campaignflow.export.events import uid_domain
from campaignflow.export.resources import Content, Resource, content_of, resources

__all__ = [
    "CalendarServer",
    "Held",
    "NotTaken",
    "Outcome",
    "Published",
    "PublishedItem",
    "Remembered",
    "ServerUnavailable",
    "Stale",
    "publish",
]

_PLAIN = re.compile("[0-9A-Za-z]+")
Outcome = Literal["created", "updated", "cancelled", "deleted", "unchanged", "foreign", "failed", "left"]


class Stale(CampaignflowError):
    """What is to be written or deleted is no longer as it was last seen, or is there already (412)."""

    def __init__(self) -> None:
        super().__init__("publish-stale")


class NotTaken(CampaignflowError):
    """One resource that a server does not take; others may still be written."""


class ServerUnavailable(CampaignflowError):
    """A calendar server that cannot be reached or used; what was written is written, trying again is safe."""


class Held(NamedTuple):
    """A resource as a server has it."""

    etag: str
    octets: bytes


class CalendarServer(Protocol):
    """One calendar on a server.  Each may raise `ServerUnavailable`, and what writes `NotTaken`."""

    def listed(self) -> Mapping[str, str]:
        """Return the ETag of everything in the calendar, by the name of the resource."""

    def fetched(self, names: Iterable[str]) -> Mapping[str, Held]:
        """Return resources by their names; what is not there is left out."""

    def put(self, name: str, octets: bytes, etag: str | None) -> str:
        """Write a resource that has this ETag, or is not there (None), and return its new one.

        The ETag is empty if the server does not say it.  Raises `Stale` if the condition does not hold.
        """

    def delete(self, name: str, etag: str) -> None:
        """Delete a resource that has this ETag.  Raises `Stale` if it has another, or is not there."""


class Remembered(NamedTuple):
    """What is remembered of a resource that we wrote."""

    etag: str
    """The ETag it had then; empty if the server did not say."""
    digest: str
    """What it said."""


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """What became of one item of a calendar."""

    uid: str
    title: str
    outcome: Outcome
    apart: tuple[tuple[str, str, str], ...] = ()
    """Of `foreign`: each property that differs, what we say, what stands there; empty if it was deleted."""
    why: CampaignflowError | None = None
    """Why it is `foreign`, `failed` or `left`."""


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a calendar."""

    items: tuple[PublishedItem, ...]
    dry_run: bool

    def of(self, outcome: Outcome) -> list[PublishedItem]:
        """Return the items that ended so."""
        return [one for one in self.items if one.outcome == outcome]

    @property
    def is_complete(self) -> bool:
        """Whether the server has the calendar as it is here."""
        return not any(one.outcome in {"foreign", "failed", "left"} for one in self.items)


def publish(
    calendar: bytes,
    server: CalendarServer,
    *,
    programme: str,
    known: MutableMapping[str, Remembered] | None = None,
    theirs: Literal["keep", "overwrite"] = "keep",
    dry_run: bool = False,
) -> Published:
    """Bring a calendar on a server to what it is here, and return what became of each item.

    Only resources of the programme are looked at, whose UIDs end in its own domain.  What others changed or
    deleted is told and left as it is.  An item that is cancelled here and not there is not written at all.

    Args:
        calendar: What `to_ics` gives.
        server: The calendar on the server; give each calendar one of its own.
        programme: The id of the programme.
        known: What was written before, by UID; it is kept up to date after each step, so that a host may
            keep it even of a run that was stopped.  Without it, content is compared.
        theirs: `overwrite` writes over what others changed, and writes again what they deleted.
        dry_run: Say what would be done, and write nothing.

    Raises:
        ServerUnavailable: the server could not be asked what it has.
        InvalidValue: `theirs` is neither, or something in the calendar is not of the programme.
    """
    if theirs not in {"keep", "overwrite"}:
        raise InvalidValue("not-one-of", text=theirs, expected=["keep", "overwrite"])
    wanted = {one.content.uid: one for one in resources(calendar)}
    domain = uid_domain(programme)
    for uid in wanted:
        if not uid.endswith(domain) or not _PLAIN.fullmatch(uid.removesuffix(domain)):
            raise InvalidValue("publish-not-ours", uid=uid, programme=programme)
    run = _Run(server, {} if known is None else known, overwrites=theirs == "overwrite", dry_run=dry_run)
    return run.through(wanted, domain)


def _resource_name(uid: str) -> str:
    """Return what a resource is called: an @ is written in two ways in addresses, so there is none."""
    return f"{uid.replace('@', '-')}.ics"


@dataclass(slots=True)
class _Step:
    """What is to be done about one UID."""

    uid: str
    want: Resource | None
    """None: it is to go."""
    title: str
    etag: str | None
    """What it has on the server; None: it is not there."""
    outcome: Outcome
    apart: tuple[tuple[str, str, str], ...] = ()
    why: CampaignflowError | None = None
    found: Content | None = None
    """What stands there, where it was looked at."""

    @property
    def octets(self) -> bytes:
        """What is written: ours, with what others answered to what stands there."""
        if self.want is None:
            return b""
        return self.want.octets if self.found is None else self.want.answered(self.found)

    def told(self) -> PublishedItem:
        return PublishedItem(self.uid, self.title, self.outcome, self.apart, self.why)


@dataclass(slots=True)
class _Run:
    """One run: look, compare, write."""

    server: CalendarServer
    known: MutableMapping[str, Remembered]
    overwrites: bool
    dry_run: bool
    unsaid: dict[str, Resource] = field(default_factory=dict)
    """What was written without the server saying its ETag."""

    def through(self, wanted: Mapping[str, Resource], domain: str) -> Published:
        names = {_resource_name(uid): uid for uid in wanted}
        ending = _resource_name(domain).removeprefix("-")
        there: dict[str, str] = {}
        for name, etag in self.server.listed().items():
            if name.endswith(f"-{ending}"):
                there[names.get(name) or _uid_of(name, domain)] = etag
        gone = sorted((there.keys() | self.known.keys()) - wanted.keys())
        unsure = [  # what is to go, too: people are told its title
            uid
            for uid, etag in there.items()
            if uid not in wanted
            or not self._is_as_we_left_it(uid, etag)
            or self._would_lose_answers(uid, wanted.get(uid))
        ]
        held = self._fetched(unsure)
        steps = [self._step(uid, wanted.get(uid), there.get(uid), held) for uid in (*wanted, *gone)]
        items = [one for one in steps if one is not None]
        if not self.dry_run:
            self._carry_out(items)
        return Published(tuple(one.told() for one in items), self.dry_run)

    def _is_as_we_left_it(self, uid: str, etag: str) -> bool:
        known = self.known.get(uid)
        return known is not None and bool(etag) and known.etag == etag

    def _would_lose_answers(self, uid: str, want: Resource | None) -> bool:
        return want is not None and want.content.asks and self.known[uid].digest != want.content.digest

    def _fetched(self, uids: Iterable[str]) -> dict[str, tuple[str, Content]]:
        names = {_resource_name(uid): uid for uid in uids}
        held = self.server.fetched(names) if names else {}
        asked = ((names[name], one) for name, one in held.items() if name in names)
        return {uid: (etag, content_of(octets)) for uid, (etag, octets) in asked}

    # compare

    def _step(
        self, uid: str, want: Resource | None, etag: str | None, held: Mapping[str, tuple[str, Content]]
    ) -> _Step | None:
        """Return what is to be done about a UID, or None if nothing is and nobody needs to hear of it."""
        if etag is None or (not self._is_as_we_left_it(uid, etag) and uid not in held):
            return self._missing(uid, want)
        known = self.known.get(uid)
        if known is not None and uid not in held:
            title = uid if want is None else want.content.title
            same = want is not None and known.digest == want.content.digest
            return _Step(uid, want, title, etag, "unchanged" if same else _meant(want, etag))
        return self._compared(uid, want, *held[uid])

    def _missing(self, uid: str, want: Resource | None) -> _Step | None:
        is_known = uid in self.known
        if want is None or want.content.is_cancelled:
            if not self.dry_run:
                self.known.pop(uid, None)
            return None
        step = _Step(uid, want, want.content.title, None, "created")
        if is_known and not self.overwrites:
            step.outcome, step.why = "foreign", CampaignflowError("publish-deleted-there")
        return step

    def _compared(self, uid: str, want: Resource | None, etag: str, found: Content) -> _Step | None:
        known = self.known.get(uid)
        is_ours = found.digest in {found.signed, *([known.digest] if known is not None else ())}
        if found.uid != uid:  # under our name, but nothing of ours
            if want is None:
                return None
            why = NotTaken("publish-name-taken", uid=found.uid)
            return _Step(uid, want, want.content.title, etag, "failed", why=why)
        step = _Step(
            uid, want, found.title if want is None else want.content.title, etag, "unchanged", found=found
        )
        if want is not None and found.digest == want.content.digest:
            self._remember(uid, etag, want)
        elif is_ours or self.overwrites or self._is_as_we_left_it(uid, etag):
            step.outcome = _meant(want, etag)
        else:
            step.outcome, step.why = "foreign", CampaignflowError("publish-edited-there")
            step.apart = () if want is None else want.content.apart(found)
        return step

    # write

    def _carry_out(self, steps: list[_Step]) -> None:
        stopped: ServerUnavailable | None = None
        for step in (one for one in steps if one.outcome in {"created", "updated", "cancelled", "deleted"}):
            if stopped is None:
                try:
                    self._write(step)
                except NotTaken as error:
                    step.outcome, step.why = "failed", error
                except ServerUnavailable as error:
                    stopped = error
            if stopped is not None:
                step.outcome, step.why = "left", stopped
        if stopped is None:
            self._ask_etags()

    def _write(self, step: _Step, *, again: bool = False) -> None:
        name = _resource_name(step.uid)
        try:
            if step.want is not None:
                etag = self.server.put(name, step.octets, step.etag)
                self._remember(step.uid, etag, step.want)
                if not etag:
                    self.unsaid[step.uid] = step.want
            else:
                self.server.delete(name, step.etag or "")
                self.known.pop(step.uid, None)
        except Stale:
            self._after_stale(step, again=again)

    def _after_stale(self, step: _Step, *, again: bool) -> None:
        """Somebody was quicker: look once more at what is there now."""
        held = self._fetched([step.uid])
        meant = step.outcome
        now = self._step(step.uid, step.want, held[step.uid][0] if held else None, held)
        if now is None:  # gone, which is what we wanted
            return
        step.etag, step.outcome, step.apart, step.why = now.etag, now.outcome, now.apart, now.why
        step.found = now.found
        if step.outcome == "unchanged":
            step.outcome = meant  # it says what we meant to write
        elif step.outcome not in {"foreign", "failed"}:
            if again:
                step.outcome, step.why = "failed", NotTaken("publish-never-still")
            else:
                self._write(step, again=True)

    def _remember(self, uid: str, etag: str, want: Resource) -> None:
        if not self.dry_run:
            self.known[uid] = Remembered(etag, want.content.digest)

    def _ask_etags(self) -> None:
        """Ask for ETags that were not said: a server that says none may have put it in other words."""
        try:
            held = self._fetched(self.unsaid)
        except ServerUnavailable:
            return  # the next run compares content
        for uid, (etag, found) in held.items():
            want = self.unsaid[uid]
            if want.content.digest in {found.digest, found.signed}:
                self._remember(uid, etag, want)


def _meant(want: Resource | None, etag: str | None) -> Outcome:
    if want is None:
        return "deleted"
    if want.content.is_cancelled:
        return "cancelled"
    return "created" if etag is None else "updated"


def _uid_of(name: str, domain: str) -> str:
    return name.removesuffix(f"-{domain.removeprefix('@')}.ics") + domain
