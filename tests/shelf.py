"""A calendar server in memory, which others use, too: what publishing is tested against without a network."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

import icalendar

from campaignflow.export.publishing import Held, ServerUnavailable, Stale
from campaignflow.export.resources import content_of
from tests.agenda import at


@dataclass
class Shelf:
    """A calendar server in memory, which others use, too."""

    kept: dict[str, Held] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """What it was asked, in order."""
    breaks_after: int | None = None
    """Writes until the line is cut."""
    loses_answers: bool = False
    """Whether the line is cut after the write was done, and not before."""
    tells_etags: bool = True
    reworded: bool = False
    """Whether it keeps what it is given in other words."""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    meanwhile: dict[str, bytes | None] = field(default_factory=dict)
    """What somebody writes (None: deletes) just before we write the same name."""

    def keep(self, name: str, octets: bytes) -> str:
        etag = f'"{next(self.numbers)}"'
        self.kept[name] = Held(etag, octets)
        return etag

    def listed(self) -> dict[str, str]:
        self.asked.append("list")
        return {name: one.etag for name, one in self.kept.items()}

    def fetched(self, names: Iterable[str]) -> dict[str, Held]:
        wanted = list(names)
        self.asked.append(f"fetch {len(wanted)}")
        return {name: self.kept[name] for name in wanted if name in self.kept}

    def put(self, name: str, octets: bytes, etag: str | None) -> str:
        self._before(name)
        held = self.kept.get(name)
        if (held is None) != (etag is None) or (held is not None and held.etag != etag):
            raise Stale
        self.asked.append("put")
        new = self.keep(name, in_other_words(octets) if self.reworded else octets)
        self._after()
        return new if self.tells_etags else ""

    def delete(self, name: str, etag: str) -> None:
        self._before(name)
        if name not in self.kept or self.kept[name].etag != etag:
            raise Stale
        self.asked.append("delete")
        del self.kept[name]
        self._after()

    def _before(self, name: str) -> None:
        if name in self.meanwhile:
            octets = self.meanwhile.pop(name)
            if octets is None:
                del self.kept[name]
            else:
                self.keep(name, octets)
        if self.breaks_after == 0 and not self.loses_answers:
            raise ServerUnavailable("publish-unreachable", url="there", why="cut")

    def _after(self) -> None:
        if self.breaks_after is None:
            return
        self.breaks_after -= 1
        if self.loses_answers and self.breaks_after < 0:
            raise ServerUnavailable("publish-unreachable", url="there", why="cut")

    @property
    def writes(self) -> list[str]:
        return [one for one in self.asked if one in {"put", "delete"}]

    def titles(self) -> list[str]:
        return sorted(content_of(one.octets).title for one in self.kept.values())

    def edit(self, title: str, old: bytes, new: bytes) -> str:
        """Change an item as somebody with another client does; return its name."""
        (name,) = (name for name, one in self.kept.items() if content_of(one.octets).title == title)
        octets = unfolded(self.kept[name].octets)
        assert old in octets
        self.keep(name, octets.replace(old, new))
        return name

    def drop(self, title: str) -> None:
        for name in [name for name, one in self.kept.items() if content_of(one.octets).title == title]:
            del self.kept[name]


def unfolded(octets: bytes) -> bytes:
    return octets.replace(b"\r\n ", b"")


def in_other_words(octets: bytes) -> bytes:
    """Return the same as another writer has it: other order, other folds, another time, marks of its own."""
    calendar = icalendar.Calendar.from_ical(octets)
    for one in calendar.walk():
        if one.name in {"VEVENT", "VTODO"}:
            one["X-MOZ-GENERATION"] = "3"
            one["DTSTAMP"] = icalendar.vDDDTypes(at("2027-01-01T00:00", "UTC"))
            one["SEQUENCE"] = 9
    return calendar.to_ical(sorted=True)
