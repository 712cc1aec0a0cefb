"""Observances: days, weeks and months that people keep, and the catalogue of them by name.

An `Observance` knows in which years it fell when, and a rule for the others; both give a *list*,
because a lunar day can fall twice or never in a Gregorian year.  The catalogue ships as data
(`data/observances.json`); offices and plugins add entries of their own, read by
`read_observances` or made in code.  How each kind of rule works is in
`campaignflow.dates.observance_rules`, which days are off in `campaignflow.dates.countries`.
"""

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from campaignflow.dates.observance_rules import Rule, Span, rule_from
from campaignflow.errors import InvalidValue
from campaignflow.types import folded

__all__ = ["Catalogue", "Happening", "Observance", "read_observances", "shipped"]


class Happening(NamedTuple):
    """One time that an observance comes round."""

    start: date
    end: date
    """Last day, included."""
    provisional: bool = False
    """Whether the dates of this year wait for a notice."""


@dataclass(frozen=True, slots=True, eq=False)
class Observance:
    """A day, week or month that people keep."""

    id: str
    zh: str = ""
    en: str = ""
    rule: Rule | None = None
    """Gives the first and last days of a year's occurrences; None if only known years have any."""
    known: Mapping[int, Span] = field(default_factory=lambda: MappingProxyType({}))
    """First and last day by year, as announced; a known year beats the rule."""
    announced: bool = False
    """Whether a notice fixes each year's dates: what the rule gives is provisional."""
    since_year: int | None = None
    """The first year it was kept; there is none before, unless `since_basis` casts doubt on it."""
    since_basis: str = ""
    """`statute` if an older day was taken up by law in that year, `memory` if nobody looked it up."""
    category: str = ""
    tags: tuple[str, ...] = ()
    public_holiday: bool = False
    water_relevance: int = 0
    """How much it matters to a water authority, 0 to 3."""
    source: str = ""
    note: str = ""

    @classmethod
    def from_data(cls, entry: Mapping[str, Any], sources: Mapping[str, str] = MappingProxyType({})) -> Self:
        """Return an observance from an entry of a data file, the shipped one or an office's own.

        Raises `InvalidValue` for a rule or a known year that cannot be read.
        """
        name = str(entry.get("id") or entry.get("zh") or entry.get("en"))
        rule: Any = entry.get("rule")
        known = entry.get("known") or {}
        announced = isinstance(rule, Mapping) and rule.get("kind") == "announced"
        if announced:
            rule, known = rule.get("typical"), {**rule.get("known", {}), **known}
        return cls(
            id=name,
            zh=entry.get("zh", ""),
            en=entry.get("en", ""),
            rule=rule_from(rule, name) if rule else None,
            known=dict(_known_span(name, year, days) for year, days in known.items()),
            announced=announced,
            since_year=entry.get("since_year"),
            since_basis=entry.get("since_basis", ""),
            category=entry.get("category", ""),
            tags=tuple(entry.get("tags", ())),
            public_holiday=entry.get("public_holiday", False),
            water_relevance=entry.get("water_relevance", 0),
            source=sources.get(entry.get("source", ""), entry.get("source", "")),
            note=entry.get("note", ""),
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The id, the Chinese and the English name, and both halves of a name with a slash."""
        whole = [self.id, self.zh, self.en]
        halves = [half.strip() for name in whole if "/" in name for half in name.split("/")]
        return tuple(dict.fromkeys(name for name in (*whole, *halves) if name))

    def happenings(self, year: int) -> tuple[Happening, ...]:
        """Return the times it comes round in a year: none, one or two, in order.

        A span belongs to the year it starts in, the week of a day to that day's year.  Lunar dates
        and solar terms raise `InvalidValue` outside 1900-2199.
        """
        if year in self.known:
            return (Happening(*self.known[year]),)
        founded = self.since_year is not None and not self.since_basis
        if self.rule is None or (founded and year < (self.since_year or 0)):
            return ()
        return tuple(Happening(start, end, self.announced) for start, end in self.rule(year))


def _known_span(name: str, year: Any, days: Any) -> tuple[int, Span]:
    """Read ``["05-12", "05-18"]``, ``["2026-12-28", "2027-01-03"]`` or a single day ``"05-12"``."""
    try:
        texts = [days, days] if isinstance(days, str) else days
        start, end = (date.fromisoformat(text if len(text) > 5 else f"{year}-{text}") for text in texts)
        key = int(year)
    except (TypeError, ValueError) as cause:
        raise InvalidValue("observance-bad-known", name=name) from cause
    if end < start:
        raise InvalidValue("observance-bad-known", name=name)
    return key, (start, end)


class Catalogue(Mapping[str, Observance]):
    """Observances by id, to be found by any of their names; it never changes.

    Of two entries with the same id or name the later one counts.
    """

    __slots__ = ("_by_name", "_entries")

    def __init__(self, entries: Iterable[Observance] = ()) -> None:
        self._entries: dict[str, Observance] = {}
        for entry in entries:
            self._entries.pop(entry.id, None)  # so that the later one stands later, too
            self._entries[entry.id] = entry
        self._by_name: dict[str, tuple[str, Observance]] = {
            _key(name): (name, entry) for entry in self._entries.values() for name in entry.names
        }

    def __getitem__(self, id_: str) -> Observance:
        return self._entries[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, name: str) -> Observance | None:
        """Return the observance of an id or a Chinese or English name; case and spaces do not count."""
        found = self._by_name.get(_key(name))
        return found[1] if found else None

    def near(self, name: str) -> list[str]:
        """Return up to three names that may have been meant."""
        key = _key(name)
        held = sorted((other for other in self._by_name if key and (key in other or other in key)), key=len)
        close = difflib.get_close_matches(key, self._by_name, n=9, cutoff=0.6)
        texts: dict[str, str] = {}
        for text, entry in (self._by_name[other] for other in (*held, *close)):
            texts.setdefault(entry.id, text)
        return list(texts.values())[:3]

    def with_entries(self, more: Iterable[Observance]) -> "Catalogue":
        """Return a catalogue with more entries, which beat those of the same id or name."""
        return Catalogue((*self._entries.values(), *more))


def _key(name: str) -> str:
    return "".join(folded(name).split())


def read_observances(data: Mapping[str, Any]) -> list[Observance]:
    """Return the entries of a data file: ``observances`` is a list of them, ``sources`` texts by key.

    Raises `InvalidValue` for an entry that cannot be read.
    """
    sources = data.get("sources", {})
    return [Observance.from_data(entry, sources) for entry in data["observances"]]


@cache
def shipped() -> Catalogue:
    """Return the catalogue that comes with the package: 260 Chinese and international observances."""
    text = files("campaignflow").joinpath("data/observances.json").read_text(encoding="utf-8")
    return Catalogue(read_observances(json.loads(text)))
