"""Small types that every room uses: ids, refs, actors, and who may see what.

What an id names lives in `campaignflow.plan`; dates live in `campaignflow.dates`.
"""

import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from typing import Any, NewType, NoReturn, TypeVar

from campaignflow.errors import InvalidValue

__all__ = [
    "Actor",
    "FrozenDict",
    "FundId",
    "PartyId",
    "Ref",
    "UnitId",
    "Visibility",
    "checked_id",
    "folded",
    "meant",
    "without_quotes",
]

UnitId = NewType("UnitId", str)
PartyId = NewType("PartyId", str)
"""A unit, a person or a medium: whoever may lead, support, approve or pay."""
FundId = NewType("FundId", str)

LONGEST_ID = 64
RESERVED = frozenset(
    "tbd as needed all from until after to for daily every on of rrule "
    "programme campaign activity observance system plugin".split()
)
"""Words of the date grammar and of refs that could be read two ways if they were ids."""

_SHAPE = re.compile(r"[^\W_][\w-]*")
_DATE_SHAPED = re.compile(
    r"\d+|\d{4}-\d.*|\d\d-(\d\d|early|mid|late)|\d{4}-[QHWqhw]\d.*|FY\d{4}.*|[QH]\d|M\d\d|\d+(st|nd|rd|th)",
    re.IGNORECASE,
)

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Visibility(StrEnum):
    """Who may see a dated thing in calendars."""

    INTERNAL = "internal"
    PARTNERS = "partners"
    PUBLIC = "public"

    def reaches(self, audience: "Visibility") -> bool:
        """Whether a thing with this visibility is shown to an audience."""
        order = (Visibility.INTERNAL, Visibility.PARTNERS, Visibility.PUBLIC)
        return order.index(self) >= order.index(audience)


class FrozenDict(dict[K, V]):
    """A mapping that cannot be changed; equal to a dict of the same content, and hashable."""

    __slots__ = ()

    def _refuse(self, *_args: object, **_kwargs: object) -> NoReturn:
        msg = "a plan is immutable; build a changed copy with model_copy(update=...)"
        raise TypeError(msg)

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]  # dict sets it to None; ours never changes
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)


def folded(text: str) -> str:
    """Return text for comparing ids: NFKC and case folded (rule C3)."""
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=4096)
def checked_id(text: str) -> str:
    """Return text if it may be an id, else raise `InvalidValue` with what is wrong (rule C3)."""
    if len(text) > LONGEST_ID:
        raise InvalidValue("id-too-long", id=text, limit=LONGEST_ID)
    if folded(text) in RESERVED:
        raise InvalidValue("id-reserved", id=text)
    if _DATE_SHAPED.fullmatch(text):
        raise InvalidValue("id-like-a-date", id=text)
    if not _SHAPE.fullmatch(text):
        raise InvalidValue("id-bad-character", id=text)
    return text


def meant(text: str, called: Mapping[str, str]) -> list[str]:
    """Return the ids of what is called as a text says, else the one that is called nearly so, if any.

    Args:
        text: What somebody wrote where an id was wanted.
        called: By id, what each thing is called.
    """
    exact = [id_ for id_, name in called.items() if text and text == name]
    if exact:
        return exact
    by_name = {name: id_ for id_, name in called.items() if name}
    close = get_close_matches(text, dict.fromkeys([*called, *by_name]), 1, 0.65)
    return [one if one in called else by_name[one] for one in close]


_QUOTES = "“”‘’「」『』＂＇"


def without_quotes(text: str) -> str:
    """Return a text without the quotes that a word processor or a Chinese keyboard puts around it."""
    return text.strip(_QUOTES).strip() if text[:1] in _QUOTES else text


def twins(ids: Iterable[str]) -> list[tuple[str, str]]:
    """Return pairs of ids that a reader could not tell apart: equal after NFKC and case folding."""
    seen: dict[str, str] = {}
    pairs = []
    for one in ids:
        other = seen.setdefault(folded(one), one)
        if other != one:
            pairs.append((other, one))
    return pairs


def frozen(mapping: Mapping[K, V]) -> FrozenDict[K, V]:
    """Return a frozen copy of a mapping."""
    return FrozenDict(mapping)


OFFICE_KINDS = ("unit", "person", "medium", "channel", "fund")
"""Kinds of records that belong to the office and to no programme (rule 1)."""


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """The full name of a record, or of an address inside one (rule 1).

    `campaign:river-authority-2027/water-week` is a record, with `/briefing` behind it an address in it.
    Records of the office (units, people, media, channels, funds) and programmes have no programme.
    """

    kind: str
    programme: str | None
    id: str
    path: tuple[str, ...] = ()
    """Address inside the record: (`briefing`,) or (`briefing`, `release`); empty for the record."""

    def __str__(self) -> str:
        parts = (self.id, *self.path) if self.programme is None else (self.programme, self.id, *self.path)
        return f"{self.kind}:{'/'.join(parts)}"

    @property
    def record(self) -> str:
        """The full ref of the record, as text."""
        return str(Ref(self.kind, self.programme, self.id) if self.path else self)

    @property
    def item(self) -> str:
        """The address inside the record, as `briefing/release`; empty for the record itself."""
        return "/".join(self.path)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the host claims it: the library records the claim and does not authenticate."""

    id: str
    """Id of a person of the office."""
    person: str | None = None
    """The human behind a shared account."""
    on_behalf_of: str | None = None
    """The person for whom this one acts."""
    via: str | None = None
    """How it came: a program, a terminal and its login."""
    auth: str | None = None
    """What the host knows of how the person was authenticated; kept, never read."""

    @classmethod
    def read(cls, actor: "str | Actor") -> "Actor":
        """Return an actor from an id or an Actor."""
        return actor if isinstance(actor, Actor) else cls(actor)

    @property
    def claims(self) -> dict[str, str]:
        """What is recorded beside the id, without what was not said."""
        said = {name: getattr(self, name) for name in ("person", "on_behalf_of", "via", "auth")}
        return {name: value for name, value in said.items() if value}
