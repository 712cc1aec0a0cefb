"""Leaves of plans: whose change a difference is, what may only be governed, and what looks renamed."""

from typing import Any

import pytest

from campaignflow.records.layout import item_path, items_of
from campaignflow.records.leaves import (
    LeafDiff,
    alike,
    drop,
    is_governance,
    leaf_name,
    leaves,
    looks_renamed,
    put,
    same,
    three_way,
)


def day(written: str, **resolved: str) -> dict[str, Any]:
    return {"written": written, "resolved": resolved} if resolved else {"written": written}


WEEK: dict[str, Any] = {
    "title": "水周",
    "lead": ["office"],
    "when": day("2027-03-22/28"),
    "activities": {
        "briefing": {
            "title": "通气会",
            "when": day("3月22日"),
            "prepare": {"release": {"title": "定稿", "due": day("3月20日")}},
            "parties": {"host": ["tv"]},
        }
    },
    "budget": {"海报": {"for": "海报", "amount": {"amount": "80000", "currency": "CNY"}}},
    "quotas": {"稿件": {"of": ["稿件"], "at_least": "3", "has": {"images": "2"}}},
}


def changed(path: str, value: Any) -> dict[str, Any]:
    return put(WEEK, tuple(path.split("/")), value)


def without(path: str) -> dict[str, Any]:
    return drop(WEEK, tuple(path.split("/")))


def verdicts(base: Any, record: Any, file: Any) -> dict[str, str]:
    return {"/".join(one.path): one.verdict for one in three_way(base, record, file)}


# leaves


def test_leaves_are_texts_lists_dates_and_amounts_by_their_path() -> None:
    assert leaves(WEEK) == {
        ("title",): "水周",
        ("lead",): ["office"],
        ("when",): {"written": "2027-03-22/28"},
        ("activities", "briefing", "title"): "通气会",
        ("activities", "briefing", "when"): {"written": "3月22日"},
        ("activities", "briefing", "prepare", "release", "title"): "定稿",
        ("activities", "briefing", "prepare", "release", "due"): {"written": "3月20日"},
        ("activities", "briefing", "parties", "host"): ["tv"],
        ("budget", "海报", "for"): "海报",
        ("budget", "海报", "amount"): {"amount": "80000", "currency": "CNY"},
        ("quotas", "稿件", "of"): ["稿件"],
        ("quotas", "稿件", "at_least"): "3",
        ("quotas", "稿件", "has", "images"): "2",
    }


def test_leaves_of_dates_leave_out_the_days_they_mean() -> None:
    plan = {"when": day("3月22日", start="2027-03-22"), "away": [day("3月1日", start="2027-03-01")]}
    assert leaves(plan) == {("when",): {"written": "3月22日"}, ("away",): [{"written": "3月1日"}]}


def test_things_may_be_called_like_the_parts_of_a_date_or_an_amount() -> None:
    plan = {"activities": {"written": {"title": "甲"}, "amount": {"title": "乙"}}}
    assert leaves(plan) == {("activities", "written", "title"): "甲", ("activities", "amount", "title"): "乙"}
    assert leaves({"budget": {"a": {"for": "a", "amount": "unknown"}}}) == {
        ("budget", "a", "for"): "a",
        ("budget", "a", "amount"): "unknown",
    }


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (day("3月22日"), day("03-22"), True),
        (day("3月22日", start="2027-03-22"), day("3月22日"), True),
        (day("3月22日"), day("3月23日"), False),
        (day("3月22日"), "3月22日", False),
        (day("now and then"), day("now and then"), True),
        (day("now and then"), day("then and now"), False),
        ([day("3月22日")], [day("03-22")], True),
        ([day("3月22日")], [day("03-22"), day("03-23")], False),
        ({"when": day("3月22日")}, {"when": day("03-22")}, True),
        ({"when": day("3月22日")}, {"when": day("03-22"), "title": "甲"}, False),
        (["a", "b"], ["b", "a"], False),
        (True, 1, False),
        (None, None, True),
        (None, "a", False),
        ("a", "a ", False),
    ],
)
def test_two_values_say_the_same_or_do_not(one: Any, other: Any, is_same: bool) -> None:  # noqa: FBT001  # pytest gives it
    assert same(one, other) is is_same


# three plans


def test_where_all_agree_nothing_is_listed() -> None:
    assert three_way(WEEK, WEEK, WEEK) == []
    respelt = changed("activities/briefing/when", day("03-22", start="2027-03-22"))
    assert three_way(WEEK, respelt, WEEK) == []


def test_who_changed_what() -> None:
    file, record = changed("title", "节水周"), changed("lead", ["press"])
    assert three_way(WEEK, record, file) == [
        LeafDiff(("lead",), ["office"], ["press"], ["office"], "drift"),
        LeafDiff(("title",), "水周", "水周", "节水周", "take"),
    ]
    assert verdicts(WEEK, changed("title", "水月"), file) == {"title": "conflict"}
    assert verdicts(WEEK, file, file) == {}


def test_what_is_there_on_one_side_only_is_one_difference() -> None:
    less = without("activities/briefing")
    added = changed("activities/song", {"title": "歌", "when": day("3月")})
    assert verdicts(WEEK, WEEK, less) == {"activities/briefing": "take"}
    assert verdicts(WEEK, less, WEEK) == {"activities/briefing": "drift"}
    assert verdicts(WEEK, WEEK, added) == {"activities/song": "take"}
    assert verdicts(WEEK, added, WEEK) == {"activities/song": "drift"}
    assert verdicts(WEEK, without("activities"), WEEK) == {"activities/briefing": "drift"}
    assert verdicts(WEEK, without("budget"), WEEK) == {"budget/海报": "drift"}


def test_what_one_took_away_and_another_changed_is_a_conflict() -> None:
    amended = changed("activities/briefing/title", "新闻通气会")
    less = without("activities/briefing")
    assert verdicts(WEEK, amended, less) == {"activities/briefing": "conflict"}
    assert verdicts(WEEK, less, amended) == {"activities/briefing": "conflict"}


def test_what_both_added_is_compared_leaf_by_leaf() -> None:
    one = changed("activities/song", {"title": "歌", "lead": ["office"]})
    other = changed("activities/song", {"title": "歌曲", "lead": ["office"], "owner": ["li"]})
    assert verdicts(WEEK, one, other) == {
        "activities/song/owner": "take",
        "activities/song/title": "conflict",
    }


def test_a_party_and_a_known_day_are_leaves_by_their_own_name() -> None:
    assert verdicts(WEEK, WEEK, changed("activities/briefing/parties/host", ["daily"])) == {
        "activities/briefing/parties/host": "take"
    }
    plan = {"observances": {"水利日": {"known": {"2027": day("2027-04-24")}}}}
    later = put(plan, ("observances", "水利日", "known", "2028"), day("2028-04-23"))
    assert verdicts(plan, plan, later) == {"observances/水利日/known/2028": "take"}


def test_a_block_that_is_no_map_of_things_is_compared_leaf_by_leaf() -> None:
    more = changed("quotas/稿件/has/characters", "800")
    assert verdicts(WEEK, WEEK, more) == {"quotas/稿件/has/characters": "take"}
    assert verdicts(WEEK, WEEK, without("quotas/稿件/has")) == {"quotas/稿件/has/images": "take"}


def test_a_date_that_takes_the_place_of_a_length_of_time_is_one_difference() -> None:
    plan = {"approvals": {"desk": {"by": ["li"], "due": "3 workdays"}}}
    dated = put(plan, ("approvals", "desk", "due"), day("3月1日"))
    assert verdicts(plan, plan, dated) == {"approvals/desk/due": "take"}


def test_a_record_that_is_nowhere_yet_or_no_more_is_one_difference() -> None:
    assert three_way(None, None, WEEK) == [LeafDiff((), None, None, WEEK, "take")]
    assert three_way(WEEK, WEEK, None) == [LeafDiff((), WEEK, WEEK, None, "take")]
    assert verdicts(WEEK, None, WEEK) == {"": "drift"}
    assert three_way(WEEK, None, None) == []
    assert verdicts(None, WEEK, changed("title", "水月")) == {"title": "conflict"}


# changing a plan


def test_a_value_is_put_where_nothing_was_and_the_plan_before_stays() -> None:
    assert put({}, ("activities", "a", "title"), "甲") == {"activities": {"a": {"title": "甲"}}}
    before = leaves(WEEK)
    assert put(WEEK, ("title",), "新")["title"] == "新"
    assert leaves(WEEK) == before


def test_a_value_is_put_in_place_of_a_date_that_had_parts() -> None:
    assert put({"when": day("3月")}, ("when",), day("4月")) == {"when": day("4月")}


def test_what_is_dropped_leaves_nothing_empty() -> None:
    plan = {"title": "水周", "activities": {"a": {"parties": {"host": ["tv"]}}}}
    assert drop(plan, ("activities", "a", "parties", "host")) == {"title": "水周"}
    assert drop(plan, ("title",)) == {"activities": plan["activities"]}
    assert plan["title"] == "水周"


def test_what_is_not_there_is_dropped_without_a_word() -> None:
    assert drop(WEEK, ("theme",)) == WEEK
    assert drop(WEEK, ("activities", "song", "title")) == WEEK
    assert drop(WEEK, ("title", "more")) == WEEK
    assert drop(WEEK, ("points", "a")) == WEEK


# alike


def test_two_plans_are_as_alike_as_the_leaves_they_share() -> None:
    assert alike(WEEK, WEEK) == 1
    assert alike(WEEK, changed("activities/briefing/when", day("03-22"))) == 1
    assert alike({"title": "甲", "lead": ["a"]}, {"title": "甲", "lead": ["b"]}) == 0.5
    assert alike({"title": "甲"}, {"title": "甲", "lead": ["b"]}) == 0.5
    assert alike({}, {}) == 0


def test_one_title_or_four_fifths_of_the_leaves_look_like_a_renaming() -> None:
    five = {"title": "甲", "lead": ["a"], "owner": ["b"], "theme": "c", "where": ["d"]}
    assert looks_renamed(five, {"title": "甲"})
    assert looks_renamed(five, {**five, "title": "乙"})
    assert not looks_renamed(five, {**five, "title": "乙", "theme": "e"})
    assert looks_renamed({"name": "办公室", "note": ["一"]}, {"name": "办公室", "note": ["二"]})
    assert not looks_renamed({"name": "办公室"}, {"name": "财务处"})


# governance


@pytest.mark.parametrize(
    ("kind", "path", "governed"),
    [
        ("person", ("roles",), True),
        ("person", ("unit",), True),
        ("person", ("stands_in_for",), True),
        ("person", ("same_as",), True),
        ("person", ("shared",), True),
        ("person", ("outside",), True),
        ("person", ("name",), False),
        ("unit", ("part_of",), True),
        ("unit", ("coordinator",), True),
        ("unit", ("name",), False),
        ("fund", ("amount",), True),
        ("fund", ("title",), False),
        ("channel", ("approvals", "desk", "by"), True),
        ("channel", ("owner",), False),
        ("programme", ("approvals", "finance"), True),
        ("programme", ("routines", "approvals"), False),
        ("programme", ("conditions", "major", "decided_by"), True),
        ("programme", ("conditions", "major", "title"), False),
        ("programme", ("conditions", "major"), False),
        ("campaign", ("approvals", "own"), False),
        ("medium", ("name",), False),
    ],
)
def test_who_may_decide_what_is_governed(kind: str, path: tuple[str, ...], governed: bool) -> None:  # noqa: FBT001  # pytest gives it
    assert is_governance(kind, path) is governed


# places


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("activities/briefing/when", "briefing/when"),
        ("activities/briefing/prepare/release/due", "briefing/release/due"),
        ("activities/agenda/agenda/prepare/title", "agenda/prepare/title"),
        ("key_dates/water-day", "water-day"),
        ("budget/海报/amount", "budget/海报/amount"),
        ("routines/weekly/when", "weekly/when"),
        ("title", "title"),
    ],
)
def test_a_leaf_is_spoken_of_without_the_blocks_around_it(path: str, name: str) -> None:
    assert leaf_name(tuple(path.split("/"))) == name


def test_dated_things_are_found_by_their_address_and_listed() -> None:
    assert item_path(WEEK, "briefing/release") == ("activities", "briefing", "prepare", "release")
    assert item_path(WEEK, "briefing/nothing") is None
    assert item_path(WEEK, "海报") is None
    listed = {"/".join(item): (place, content["title"]) for item, place, content in items_of(WEEK)}
    assert listed == {
        "briefing": (("activities", "briefing"), "通气会"),
        "briefing/release": (("activities", "briefing", "prepare", "release"), "定稿"),
    }


def test_dated_things_are_listed_in_the_order_of_the_plan() -> None:
    inner = {"prepare": {"p": {"title": "三"}}, "agenda": {"q": {"title": "四"}}, "title": "二"}
    plan = {"activities": {"b": inner, "a": {"title": "五"}}, "key_dates": {"k": {"title": "一"}}}
    assert ["/".join(item) for item, _, _ in items_of(plan)] == ["k", "b", "b/p", "b/q", "a"]
