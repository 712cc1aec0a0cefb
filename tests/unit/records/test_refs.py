"""Refs as people type them: in full, short, by the keyboard at hand, or not at all."""

from collections.abc import Iterable

import pytest

from campaignflow.errors import InvalidValue
from campaignflow.records.refs import Parts, full_ref, parse_ref, resolve_ref
from campaignflow.types import Ref

RECORDS = [
    Ref("programme", None, "river-2027"),
    Ref("programme", None, "river-2028"),
    Ref("campaign", "river-2027", "water-week"),
    Ref("campaign", "river-2028", "water-week"),
    Ref("campaign", "river-2027", "水周"),
    Ref("campaign", "river-2027", "river-2028"),
    Ref("unit", None, "office"),
    Ref("unit", None, "retired"),
    Ref("request", "river-2027", "r-1"),
    Ref("request", None, "r-2"),
]
LIVE = [ref for ref in RECORDS if ref.programme != "river-2028" and ref.id != "retired"]
ROUTINES = {"weekly": ["river-2027"], "monthly": ["river-2027", "river-2028"]}


def exists(kind: str, programme: str | None, name: str) -> bool:
    return Ref(kind, programme, name) in RECORDS


def find(kind: str, name: str) -> Iterable[Ref]:
    if kind in {"routine", "condition"}:
        return [Ref("programme", None, one) for one in ROUTINES.get(name, ())]
    return [ref for ref in LIVE if (ref.kind, ref.id) == (kind, name)]


def meant(text: str) -> str:
    return str(resolve_ref(text, exists, find))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("campaign:river-2027/water-week", Parts("campaign", ("river-2027", "water-week"), is_bare=False)),
        ("water-week/briefing", Parts("campaign", ("water-week", "briefing"), is_bare=True)),
        ("水周／通气会", Parts("campaign", ("水周", "通气会"), is_bare=True)),
        ("routine：weekly＠2027-W10", Parts("routine", ("weekly@2027-W10",), is_bare=False)),
        (" unit:office ", Parts("unit", ("office",), is_bare=False)),
        ("programme:p/condition:rain", Parts("programme", ("p", "condition:rain"), is_bare=False)),
        ("water-week/talk@2027-03-22", Parts("campaign", ("water-week", "talk@2027-03-22"), is_bare=True)),
    ],
)
def test_a_ref_is_read_as_it_is_typed(text: str, parts: Parts) -> None:
    assert parse_ref(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        *("", ":", "campaign:", "campaign:a//b", "a/", "/a", "a b", "a@b/c", "campaign:a@b", "Campaign:a"),
        *("a/b:c", "a#b", "a.b", "-a", "a" * 401, "routine:@2027-W10", "campaign:a/b@", "水周 通气会"),
    ],
)
def test_what_is_no_ref_says_how_one_is_written(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_ref(text)
    assert refused.value.code == "ref-unreadable"
    assert "campaign:" in refused.value.message("zh")


@pytest.mark.parametrize(
    "ref",
    [*RECORDS, Ref("campaign", "p", "a", ("b", "c@2027-W10")), Ref("programme", None, "p", ("condition:x",))],
)
def test_a_full_ref_says_what_it_was_written_from(ref: Ref) -> None:
    assert full_ref(str(ref)) == ref


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("campaign:river-2027/water-week", "campaign:river-2027/water-week"),
        ("campaign:river-2028/water-week/briefing", "campaign:river-2028/water-week/briefing"),
        ("campaign:water-week", "campaign:river-2027/water-week"),
        ("campaign:water-week/briefing/release", "campaign:river-2027/water-week/briefing/release"),
        ("water-week", "campaign:river-2027/water-week"),
        ("水周/通气会", "campaign:river-2027/水周/通气会"),
        ("river-2027/water-week", "campaign:river-2027/water-week"),
        ("campaign:river-2028/water-week", "campaign:river-2028/water-week"),
        ("unit:office", "unit:office"),
        ("unit:retired", "unit:retired"),
        ("programme:river-2028/weekly", "programme:river-2028/weekly"),
        ("request:r-1", "request:river-2027/r-1"),
        ("request:river-2027/r-1", "request:river-2027/r-1"),
        ("request:r-2", "request:r-2"),
        ("routine:weekly", "programme:river-2027/weekly"),
        ("routine:weekly@2027-W10", "programme:river-2027/weekly@2027-W10"),
        ("routine:river-2028/monthly", "programme:river-2028/monthly"),
        ("condition:weekly", "programme:river-2027/condition:weekly"),
        ("condition:river-2027/rain", "programme:river-2027/condition:rain"),
    ],
)
def test_a_ref_means_the_only_live_record_or_the_one_it_names_in_full(text: str, ref: str) -> None:
    assert meant(text) == ref


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("routine:monthly", ["programme:river-2027/monthly", "programme:river-2028/monthly"]),
        (
            "river-2028/water-week",
            ["campaign:river-2027/river-2028/water-week", "campaign:river-2028/water-week"],
        ),
    ],
)
def test_what_may_mean_more_than_one_lists_each_in_full(text: str, refs: list[str]) -> None:
    with pytest.raises(InvalidValue) as refused:
        meant(text)
    assert (refused.value.code, refused.value.facts["refs"]) == ("ref-ambiguous", refs)
    assert refs[1] in refused.value.message("zh")


@pytest.mark.parametrize(
    "text",
    ["campaign:nothing", "nothing/water-week", "unit:nobody", "routine:daily", "routine:nowhere/weekly"],
)
def test_what_is_nowhere_offers_what_was_probably_meant(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        resolve_ref(text, exists, find, lambda typed: [f"{typed}?"])
    assert refused.value.code == "ref-unknown"
    assert f"{text}?" in refused.value.message("en")
    with pytest.raises(InvalidValue):
        meant(text)
