"""What a noun of a recorded plan says by facet, as the nouns themselves declare it.

The facets are `FACETS` in `campaignflow.plan`; leaves are made of these parts, and named, in
`campaignflow.records.facets`.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, get_args

from campaignflow.canonical import canonical
from campaignflow.plan.budget import BudgetLine
from campaignflow.plan.dated import Dated
from campaignflow.plan.noun import Noun
from campaignflow.records.layout import KEYED, LISTED, is_date
from campaignflow.records.planned_days import meant, worded

__all__ = ["Parts", "facet_of", "parts_of"]

Parts = dict[str, dict[str, Any]]
"""What a noun says by facet, and there by the keys of a body."""

_NOTHING: Mapping[str, str] = {}
_IN_DAYS = ("certainty", "from_", "until")
"""Fields of dated things that count in the dates they are about: days made certain, series bounded."""
_WORDED = ("rule", "covered_until")
"""Dates, besides lists of them, of which no days are recorded."""


@cache
def facet_of(kind: type[Noun]) -> Mapping[str, str]:
    """Return the facet of each field of a noun that an approval looks at; the others are free."""
    declared = (vars(one).get("FACETS", {}) for one in reversed(kind.__mro__))
    return {name: facet for facets in declared for facet, names in facets.items() for name in names}


def parts_of(
    kind: type[Noun],
    plan: Mapping[str, Any],
    categories: Mapping[str, str] = _NOTHING,
    calendar: str = "",
) -> Parts:
    """Return what a noun says, without the nouns that stand in it by an id of their own.

    Of lists of nouns (quotas, points) the order says nothing; budget lines stand by their uid.

    Args:
        kind: The noun.
        plan: Its part of a body.
        categories: The category of each fund that has one.
        calendar: Id of the working calendar that what comes round counts by.
    """
    parts: Parts = {}
    keys = _keys(kind)
    for key, value in plan.items():
        facet = keys.facets.get(key)
        if facet is None or key in keys.blocks:
            continue
        inner = keys.nouns.get(key)
        if inner is None:
            said = _plain(key, value, plan, calendar)
            if said is not None:
                parts.setdefault(facet, {})[key] = said
        else:
            for other, part in _inside(key, inner, value, categories):
                parts.setdefault(other, {})[key] = part
    if kind is BudgetLine:
        _charge(parts["budget"], plan, categories)
    return parts


class _Keys(NamedTuple):
    """The fields of a noun by the keys of a body."""

    facets: Mapping[str, str]
    nouns: Mapping[str, type[Noun]]
    """Those that hold nouns, and of which kind."""
    blocks: frozenset[str]
    """Of these the ones that hold them by ids of their own."""


@cache
def _keys(kind: type[Noun]) -> _Keys:
    facets, nouns = {}, {}
    for name, facet in facet_of(kind).items():
        one = kind.model_fields[name]
        if name in _IN_DAYS and issubclass(kind, Dated):
            continue
        facets[one.alias or name] = facet
        for inner in _nouns_in(one.annotation):
            nouns[one.alias or name] = inner
    return _Keys(facets, nouns, KEYED & nouns.keys())


def _nouns_in(annotation: Any) -> Iterator[type[Noun]]:
    if isinstance(annotation, type) and issubclass(annotation, Noun):
        yield annotation
    for one in get_args(annotation):
        yield from _nouns_in(one)


def _plain(key: str, value: Any, plan: Mapping[str, Any], calendar: str) -> Any | None:
    """Return what a field says that holds no noun; None where it says nothing."""
    if isinstance(value, list):
        return value if isinstance(value[0], str) else _dates(value)
    if isinstance(value, str) or not isinstance(value, Mapping):
        return value
    if is_date(value):
        return worded(value) if key in _WORDED else meant(value, plan, calendar)
    inner = ((name, worded(one) if is_date(one) else one) for name, one in value.items())
    return {name: said for name, said in inner if said is not None} or None


def _dates(dates: Iterable[Mapping[str, Any]]) -> list[Any] | None:
    said = (worded(one) for one in dates)
    return sorted((one for one in said if one is not None), key=canonical) or None


def _inside(
    key: str, kind: type[Noun], value: Mapping[str, Any], categories: Mapping[str, str]
) -> Iterator[tuple[str, Any]]:
    """Yield what the nouns of a field say by facet."""
    if key not in LISTED:
        yield from parts_of(kind, value, categories).items()
        return
    rows = {uid: parts_of(kind, row, categories) for uid, row in value.items()}
    for facet in sorted({facet for parts in rows.values() for facet in parts}):
        said = {uid: parts[facet] for uid, parts in rows.items() if facet in parts}
        yield facet, said if facet == "budget" else sorted(said.values(), key=canonical)


def _charge(line: dict[str, Any], plan: Mapping[str, Any], categories: Mapping[str, str]) -> None:
    """Say of a budget line what its fund is for, and of its charge the fiscal year alone if it is one."""
    category = categories.get(plan.get("fund", ""))
    if category:
        line["category"] = category
    year = plan.get("charged", {}).get("resolved", {}).get("fiscal_year")
    if year is not None:
        line["charged"] = year
