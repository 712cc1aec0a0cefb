"""Whom or what somebody means who wrote something else than an id."""

import pytest

from campaignflow.types import meant

PEOPLE = {"li-wei": "李伟", "li-wei-2": "李伟", "zhao-min": "赵敏", "chen": ""}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("李伟", ["li-wei", "li-wei-2"]),
        ("赵敏", ["zhao-min"]),
        ("赵敏敏", ["zhao-min"]),
        ("zhaomin", ["zhao-min"]),
        ("王芳", []),
        ("", []),
    ],
)
def test_a_name_means_all_who_bear_it_and_what_is_nearly_right_the_nearest(text: str, ids: list[str]) -> None:
    assert meant(text, PEOPLE) == ids
