"""What is hashed is written down once and for all: other tests build stores, these hold the bytes."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.unit.store.building import WEEK

from campaignflow.canonical import canonical
from campaignflow.errors import InvalidValue
from campaignflow.store.instants import instant_of, instant_text
from campaignflow.store.journal import (
    JournalEntry,
    fold,
    genesis,
    header_bytes,
    manifest_digest,
    payload_bytes,
    payload_digest,
    uid_of,
)

OFFICE = "0123456789abcdef0123456789abcdef"
SALT = bytes(range(16))
AT = datetime(2027, 3, 1, 1, tzinfo=UTC)


def header(**more: object) -> bytes:
    given: dict[str, object] = {
        "office": OFFICE,
        "ref": WEEK,
        "version": 1,
        "prev_hash": genesis(OFFICE, WEEK),
        "act": "act-1",
        "manifest": "m" * 64,
        "verb": "created",
        "actor": "li.wei",
        "responsible": "李伟",
        "at": AT,
        "payload_digest": "d" * 64,
        "library": "0.2.0",
    }
    return header_bytes(**{**given, **more})


def entry(version: int, patch: dict[str, object], **more: object) -> JournalEntry:
    return JournalEntry.read(header(version=version), payload_bytes(patch, **more), SALT)


def test_a_header_is_the_seventeen_parts_of_rule_7_in_their_order_as_canonical_bytes() -> None:
    assert (
        header(capacity="head", key="k", cause="act-0")
        == (
            '["cf-entry/1","0123456789abcdef0123456789abcdef","campaign:river-2027/water-week",1,'
            f'"{genesis(OFFICE, WEEK)}","act-1","{"m" * 64}","created","li.wei","李伟","head",'
            f'"2027-03-01T01:00:00.000000Z","k","act-0","{"d" * 64}","0.2.0"]'
        ).encode()
    )


def test_the_first_entry_of_a_record_rests_on_office_and_ref() -> None:
    assert genesis(OFFICE, WEEK) == hashlib.sha256((OFFICE + WEEK).encode()).hexdigest()
    assert genesis(OFFICE, WEEK) != genesis(OFFICE[::-1], WEEK)


def test_a_content_is_hashed_behind_sixteen_bytes_of_salt() -> None:
    content = payload_bytes({"state": "draft"})
    assert payload_digest(SALT, content) == hashlib.sha256(SALT + b'{"patch":{"state":"draft"}}').hexdigest()


def test_the_parts_of_a_content_that_say_nothing_are_left_out() -> None:
    assert payload_bytes({}) == b"{}"
    assert payload_bytes({}, "改期", "已通知", {"step": "finance"}) == (
        '{"details":{"step":"finance"},"note":"已通知","reason":"改期"}'.encode()
    )


def test_a_manifest_does_not_depend_on_the_order_of_the_entries() -> None:
    rows = [("unit:office", 2, "bb"), ("unit:office", 1, "aa"), ("fund:a", 7, "cc")]
    assert manifest_digest(rows) == manifest_digest(reversed(rows))
    assert manifest_digest(rows) == hashlib.sha256(canonical([list(row) for row in sorted(rows)])).hexdigest()
    assert manifest_digest(rows) != manifest_digest(rows[:2])


def test_an_entry_is_read_out_of_the_bytes_that_are_hashed() -> None:
    read = entry(3, {"state": "draft"}, reason="改期", note="已通知", details={"step": "finance"})
    assert (read.ref, read.version, read.act, read.verb) == (WEEK, 3, "act-1", "created")
    assert (read.actor, read.responsible, read.capacity, read.at) == ("li.wei", "李伟", "", AT)
    assert (read.key, read.cause, read.library) == ("", "", "0.2.0")
    assert (read.patch, read.reason, read.note) == ({"state": "draft"}, "改期", "已通知")
    assert read.details == {"step": "finance"}
    assert read.hash == hashlib.sha256(read.header).hexdigest()
    assert not read.redacted
    assert replace(read, salt=None).redacted


def test_an_entry_that_says_nothing_has_empty_parts() -> None:
    read = entry(1, {})
    assert (read.patch, read.reason, read.note, read.details) == ({}, "", "", {})


def test_the_body_at_a_version_is_the_fold_of_the_patches_up_to_it() -> None:
    entries = [
        entry(1, {"state": "draft", "plan": {"title": "水周", "note": "甲"}}),
        entry(2, {"plan": {"note": None}}),
        entry(3, {}),
        entry(4, {"state": "in_review"}),
    ]
    assert fold(entries, 0) == {}
    assert fold(entries, 2) == fold(entries, 3) == {"state": "draft", "plan": {"title": "水周"}}
    assert fold(entries) == {"state": "in_review", "plan": {"title": "水周"}}


def test_a_record_is_named_for_life_by_its_ref_unless_its_first_entry_says_another() -> None:
    assert uid_of([entry(1, {})]) == WEEK
    assert uid_of([entry(1, {}, details={"uid": f"{WEEK}~2"})]) == f"{WEEK}~2"


def test_an_instant_is_a_text_in_utc_that_sorts_like_time() -> None:
    shanghai = timezone(timedelta(hours=8))
    assert instant_text(datetime(2027, 3, 1, 9, 0, 0, 5, tzinfo=shanghai)) == "2027-03-01T01:00:00.000005Z"
    assert instant_of("2027-03-01T01:00:00.000005Z") == datetime(2027, 3, 1, 1, 0, 0, 5, tzinfo=UTC)
    moments = [AT + timedelta(microseconds=step) for step in (0, 1, 10, 999_999, 1_000_000)]
    assert [instant_text(moment) for moment in moments] == sorted(instant_text(moment) for moment in moments)


def test_a_time_without_a_zone_is_refused_because_it_names_no_instant() -> None:
    with pytest.raises(InvalidValue) as refused:
        instant_text(datetime(2027, 3, 1, 9, 0))
    assert refused.value.code == "instant-without-zone"
    assert "时区" in refused.value.message("zh")
