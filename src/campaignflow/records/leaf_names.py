"""What leaves are called, and which of them a step covers.

`<facet>[.<part>][@<address>]`: `dates.window`, `dates.activities@briefing/release`, `text`.  Behind the
address stands `#` and the uid of a budget line (`budget@#海报印制` of the record itself,
`budget@briefing#场租` of an activity), or `@` and the period of one time that people moved or dropped
(`dates.activities@weekly@2027-W12`).  Addresses are those of the first names, so that a new name changes no
leaf; `condition:rain` and the like are what a programme holds beside its routines.  What leaves hold is in
`campaignflow.records.facets`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from campaignflow.labels import Word
from campaignflow.plan.approvals import FACETS
from campaignflow.types import Ref

__all__ = ["LeafName", "by_first_names", "covered", "first_name", "named"]


class LeafName(NamedTuple):
    """What the name of a leaf says; empty what it does not."""

    facet: Word
    """A word of the glossary: `dates`."""
    part: str = ""
    """`window`, `key` or `activities`."""
    item: str = ""
    """Address of the item by its first name."""
    time: str = ""
    """The period one time of a series belongs to."""
    line: str = ""
    """Uid of a budget line."""


def named(leaf: str) -> LeafName:
    """Return what the name of a leaf says, for sentences."""
    whole, _, address = leaf.partition("@")
    facet, _, part = whole.partition(".")
    place, _, line = address.partition("#")
    item, _, time = place.partition("@")
    return LeafName(Word(facet), part, item, time, line)


def covered(names: Iterable[str], covers: Sequence[str]) -> set[str]:
    """Return the leaves that a step covers: of facets, parts of them, and items by their first names.

    Without any covers it is every leaf.
    """
    return {name for name in names if not covers or any(_covers(one, name) for one in covers)}


def by_first_names(ref: Ref, body: Mapping[str, Any], covers: Iterable[str]) -> tuple[str, ...]:
    """Return covers as `covered` takes them: items by their first names, without the campaign's before.

    What is another campaign's covers nothing here, and stays, as nothing at all would cover everything.
    """
    names = (one.removeprefix(f"{ref.id}/") for one in covers)
    return tuple(one if one.partition(".")[0] in FACETS else first_name(body, one) for one in names)


def first_name(body: Mapping[str, Any], address: str) -> str:
    """Return the address of an item by the id that its outermost thing had first."""
    known: Mapping[str, str] = body.get("known_as", {})
    outer, slash, rest = address.partition("/")
    return f"{known.get(outer, outer)}{slash}{rest}"


def _covers(cover: str, leaf: str) -> bool:
    return _is_of(leaf, cover, ".@") or _is_of(leaf.partition("@")[2], cover, "/#@")


def _is_of(text: str, whole: str, then: str) -> bool:
    return text.startswith(whole) and (len(text) == len(whole) or text[len(whole)] in then)
