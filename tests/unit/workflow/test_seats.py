"""Who fills which seat: one of each, so that nobody counts twice (rule 41)."""

from itertools import permutations

import pytest

from campaignflow.workflow.seats import Voice, assignable, filled, identity_of


def own(person: str, *groups: int) -> Voice:
    return Voice(person, person, groups)


def test_two_of_three_takes_two_people() -> None:
    assert filled([own("zhao-min", 0)], [2]) == 1
    assert filled([own("zhao-min", 0), own("chen-tong", 0)], [2]) == 2


def test_no_more_seats_are_filled_than_there_are() -> None:
    assert filled([own(one, 0) for one in ("zhao-min", "chen-tong", "lin-yue")], [2]) == 2


def test_nobody_fills_no_seat() -> None:
    assert filled([], [2]) == 0
    assert filled([own("zhao-min")], [1]) == 0
    assert filled([own("zhao-min", 0)], []) == 0
    assert filled([own("zhao-min", 3)], [1, 1]) == 0


def test_somebody_in_two_groups_fills_a_seat_in_one_of_them() -> None:
    assert filled([own("zhao-min", 0, 1)], [1, 1]) == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_it_does_not_matter_who_spoke_first(order: tuple[int, int]) -> None:
    """Whoever fits everywhere makes room for whoever fits in one group only."""
    voices = [own("zhao-min", 0, 1), own("chen-tong", 0)]
    assert filled([voices[n] for n in order], [1, 1]) == 2


def test_room_is_made_along_a_chain_of_people() -> None:
    voices = [own("zhao-min", 0, 1), own("chen-tong", 1, 2), own("lin-yue", 2), own("he-jun", 0)]
    assert filled(voices, [1, 1, 1]) == 3
    assert filled(voices, [1, 1, 2]) == 4


def test_whoever_speaks_for_himself_and_for_a_colleague_fills_one_seat() -> None:
    voices = [own("chen-tong", 0), Voice("chen-tong", "zhao-min", (0,))]
    assert filled(voices, [2]) == 1


def test_whoever_is_spoken_for_by_two_fills_one_seat() -> None:
    voices = [Voice("chen-tong", "zhao-min", (0,)), Voice("lin-yue", "zhao-min", (0,))]
    assert filled(voices, [2]) == 1
    voices = [Voice("chen-tong", "zhao-min", (0, 1)), Voice("lin-yue", "zhao-min", (0, 1))]
    assert filled(voices, [1, 1]) == 1


def test_two_who_speak_for_each_other_s_colleagues_fill_two_seats() -> None:
    voices = [Voice("chen-tong", "zhao-min", (0,)), Voice("zhao-min", "lin-yue", (0,))]
    assert filled(voices, [2]) == 2


def test_the_way_through_a_delegate_is_taken_where_he_is_not_needed_for_himself() -> None:
    voices = [own("chen-tong", 0), Voice("chen-tong", "zhao-min", (1,)), own("lin-yue", 0)]
    assert filled(voices, [1, 1]) == 2


def test_whoever_speaks_for_three_fills_one_seat_also_where_others_speak_for_one_of_them() -> None:
    voices = [Voice("he-jun", one, (0,)) for one in ("zhao-min", "chen-tong", "lin-yue")]
    voices += [Voice("li-wei", "zhao-min", (0,)), Voice("wang-fang", "zhao-min", (0,))]
    for order in permutations(voices):
        assert filled(order, [3]) == 2


def test_whoever_fits_everywhere_makes_room_once() -> None:
    """The third group stays empty, in whatever order the three spoke."""
    for order in permutations([own("zhao-min", 0, 1, 2), own("chen-tong", 0), own("lin-yue", 0)]):
        assert filled(order, [1, 1, 1]) == 2


def test_a_group_without_seats_seats_nobody() -> None:
    assert filled([own("zhao-min", 0, 1)], [0, 1]) == 1
    assert filled([own("zhao-min", 0)], [0]) == 0


# three reviews by three people


POOLS = {
    "first": ["zhao-min", "chen-tong"],
    "second": ["zhao-min", "lin-yue"],
    "final": ["lin-yue"],
}


def test_three_reviews_find_three_people_whoever_is_in_which_pool() -> None:
    assert assignable(POOLS, {"first": 1, "second": 1, "final": 1})


def test_three_reviews_by_two_people_cannot_be_done() -> None:
    assert not assignable({**POOLS, "first": ["zhao-min"]}, {"first": 1, "second": 2})
    assert not assignable({**POOLS, "second": ["lin-yue"]}, {"second": 1, "final": 1})


def test_a_review_without_a_pool_cannot_be_done() -> None:
    assert not assignable(POOLS, {"first": 1, "secrecy": 1})
    assert assignable(POOLS, {"first": 2, "secrecy": 0})
    assert assignable(POOLS, {})


@pytest.mark.parametrize(
    ("said", "identities"),
    [
        ({}, {"a": "a", "b": "b", "c": "c"}),
        ({"a": "b"}, {"a": "b", "b": "b", "c": "c"}),
        ({"a": "b", "b": "c"}, {"a": "c", "b": "c", "c": "c"}),
        ({"b": "c", "c": "b"}, {"a": "a", "b": "b", "c": "b"}),
        ({"a": "c", "b": "c", "c": "b"}, {"a": "b", "b": "b", "c": "b"}),
        ({"a": "a"}, {"a": "a", "b": "b", "c": "c"}),
    ],
)
def test_all_ids_of_a_human_are_known_by_one(said: dict[str, str], identities: dict[str, str]) -> None:
    assert {one: identity_of(one, said.get) for one in "abc"} == identities
