"""Waivers: a finding that the office knows of becomes a note with its reason, and nothing else does."""

import pytest
from tests.small_plan import HEAD, SmallPlan, campaign

PEOPLE = (
    HEAD
    + """\
people:
  li: {name: 李伟, unit: office}
blackouts:
  quiet: {title: 静默期, when: 2027-03-26, hard: true}
"""
)
THREE = """
    one: {title: 甲, lead: towns, owner: li, when: 2027-03-22 09:00-11:00}
    two: {title: 乙, lead: towns, owner: li, when: 2027-03-22 09:30-10:30}
    three: {title: 丙, lead: towns, owner: li, when: 2027-03-22 10:00-12:00}
    quiet-day: {title: 丁, lead: towns, when: 2027-03-26}
    quiet-too: {title: 戊, lead: towns, when: 2027-03-26}
"""


def with_waivers(*waivers: str) -> SmallPlan:
    head = PEOPLE + "waivers:\n" + "".join(f"  - {{{waiver}, reason: 已商定}}\n" for waiver in waivers)
    return campaign(THREE, head=head)


def waived(small: SmallPlan, code: str) -> list[tuple[str, ...]]:
    return [finding.items for finding in small.found(code) if finding.waived is not None]


def test_a_finding_that_is_waived_becomes_a_note_and_keeps_its_reason() -> None:
    small = with_waivers("finding: clash")
    assert {finding.severity for finding in small.found("clash")} == {"note"}
    assert {finding.waived for finding in small.found("clash")} == {"已商定"}
    assert {finding.severity for finding in campaign(THREE, head=PEOPLE).found("clash")} == {"warning"}


@pytest.mark.parametrize(
    ("items", "lifted"),
    [
        ("[week/one, week/two]", [("week/one", "week/two")]),
        ("[week/two, week/one]", [("week/one", "week/two")]),
        ("[week/one]", [("week/one", "week/three"), ("week/one", "week/two")]),
        (
            "[week/one, week/two, week/three]",
            [("week/one", "week/three"), ("week/one", "week/two"), ("week/two", "week/three")],
        ),
        ("[week/one, week/quiet-day]", []),
    ],
)
def test_a_waiver_lifts_what_its_items_say_and_no_clash_with_a_third(
    items: str, lifted: list[tuple[str, ...]]
) -> None:
    assert waived(with_waivers(f"finding: clash, items: {items}"), "clash") == lifted


def test_a_list_of_items_lifts_the_finding_of_each() -> None:
    small = with_waivers("finding: blackout-hard, items: [week/quiet-day, week/quiet-too]")
    assert waived(small, "blackout-hard") == [("week/quiet-day",), ("week/quiet-too",)]
    assert small.schedule.errors == ()


def test_a_hard_blackout_is_an_error_until_it_is_waived() -> None:
    assert len(campaign(THREE, head=PEOPLE).schedule.errors) == 2
    small = with_waivers("finding: blackout-hard, items: week/quiet-day")
    assert [finding.items for finding in small.schedule.errors] == [("week/quiet-too",)]


def test_a_waiver_that_lifts_nothing_is_a_note() -> None:
    finding = with_waivers("finding: overload").only("waiver-unused", line="finding: overload")
    assert finding.severity == "note"
    assert not with_waivers("finding: clash").has("waiver-unused")


def test_a_waiver_of_no_finding_offers_the_one_that_was_meant() -> None:
    finding = with_waivers("finding: clashs").only("waiver-unknown", line="finding: clashs")
    assert finding.severity == "error"
    assert "Did you mean clash" in finding.message("en")


def test_an_error_cannot_be_waived() -> None:
    finding = with_waivers("finding: dates-in-a-ring").only("waiver-refused", line="finding: dates-in-a-ring")
    assert "mend it" in finding.message("en")


def test_a_waiver_of_an_item_that_is_not_there_offers_the_one_that_was_meant() -> None:
    small = with_waivers("finding: clash, items: [week/one, week/tow]")
    finding = small.only("entry-unknown", line="week/tow")
    assert "Did you mean week/two" in finding.message("en")
    assert waived(small, "clash") == []
