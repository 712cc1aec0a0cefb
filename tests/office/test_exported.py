"""An export says in which state it was made: who works on it knows what others did until then (rule 58)."""

from typing import Any

import pytest
from tests.office.desk import (
    RENAMED,
    RIVER,
    codes,
    day,
    everything,
    refused,
    wrote,
)

import campaignflow as cf

SAID = {"reason": "场地", "actor": "chen-jing"}
MINE = {"reason": "调整", "actor": "li-wei"}


def moved(office: cf.Office, when: str = "2027-07-25") -> None:
    """Move the show, by chen-jing."""
    office.reschedule("summer/show", when, **SAID)


def edited(text: str, *changes: tuple[str, str]) -> cf.Programme:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return cf.loads(text)


@pytest.mark.parametrize("notation", ["yaml", "json"])
def test_a_colleagues_change_that_was_in_the_export_is_no_conflict(office: cf.Office, notation: str) -> None:
    moved(office)
    wanted = cf.loads(office.export(notation=notation).replace("2027-07-25", "2027-07-28"), notation)
    change = office.apply(wanted, **MINE)
    assert wrote(change) == [("summer", "amended")]
    assert change.reported == ()
    assert str(day(office, "summer/show")) == "2027-07-28"
    assert office.verify(deep=True).problems == ()


def test_only_what_is_not_as_it_was_applied_says_its_state(office: cf.Office) -> None:
    assert "exported" not in office.export()
    moved(office)
    found = cf.loads(office.export())
    assert found.exported is None
    assert {name for name, one in found.campaigns.items() if one.exported} == {"summer"}
    assert found.campaigns["summer"].exported == office.record("summer").head[:12]
    assert office.programme().campaigns["summer"].exported is None


def test_the_state_is_nothing_that_is_recorded(office: cf.Office) -> None:
    moved(office)
    exported = office.export()
    before = everything(office)
    assert not office.apply(cf.loads(exported), actor="li-wei")
    assert everything(office) == before
    office.apply(edited(exported, ("title: 展览", "title: 节水展览")), **MINE)
    assert "exported" not in office.record("summer").data["plan"]


def test_what_a_colleague_changed_since_the_export_is_a_conflict(office: cf.Office) -> None:
    moved(office)
    exported = office.export()
    moved(office, "2027-07-26")
    (reason,) = refused(office.apply, edited(exported, ("2027-07-25", "2027-07-28")), **MINE)
    assert reason.code == "conflict"
    assert (str(reason.facts["base"]), str(reason.facts["record"])) == ("2027-07-25", "2027-07-26")
    change = office.apply(edited(exported, ("title: 巡查", "title: 巡河")), **MINE)
    assert {one.code for one in change.reported} == {"drift"}
    assert str(day(office, "summer/show")) == "2027-07-26"


def test_what_was_applied_since_counts_for_more_than_the_export(office: cf.Office) -> None:
    moved(office)
    exported = office.export()
    applied = ("2027-07-25", "2027-07-28")
    office.apply(edited(exported, applied), **MINE)
    moved(office, "2027-07-25")  # back to where it was when the file was exported
    again = edited(exported, ("2027-07-25", "2027-07-30"))
    assert codes(office.apply, again, **MINE) == {"conflict"}
    change = office.apply(edited(exported, applied, ("title: 巡查", "title: 巡河")), **MINE)
    assert {one.code for one in change.reported} == {"drift"}


def test_to_take_a_colleagues_change_back_one_says_so_as_ever(office: cf.Office) -> None:
    moved(office)
    back = edited(office.export(), ("2027-07-25", "2027-07-mid"))
    assert codes(office.apply, back, **MINE) == {"would-revert"}
    assert office.apply(back, reverts=["show/when"], **MINE)


def test_a_state_of_another_record_says_nothing(office: cf.Office) -> None:
    moved(office)
    other = office.record("water-week").head[:12]
    exported = edited(
        office.export(), (office.record("summer").head[:12], other), ("2027-07-25", "2027-07-28")
    )
    assert codes(office.apply, exported, **MINE) == {"conflict"}


def test_an_exported_campaign_can_be_renamed_in_the_same_file(office: cf.Office) -> None:
    office.reschedule("water-week/wrap-up", "2027-04-20", **SAID)
    exported = office.export()
    id_ = ("  water-week:\n", "  water-week-27:\n    was: water-week\n")
    wanted = edited(exported, id_, RENAMED[1], ("2027-04-20", "2027-04-22"))
    assert ("water-week-27", "amended") in wrote(office.apply(wanted, **MINE))
    assert str(day(office, "water-week-27/wrap-up")) == "2027-04-22"
    office.reschedule("water-week-27/wrap-up", "2027-04-26", **SAID)
    later = edited(exported, id_, RENAMED[1], ("2027-04-20", "2027-04-28"))
    assert codes(office.apply, later, **MINE) == {"conflict"}


def test_of_a_year_rolled_over_nothing_a_colleague_moved_is_overwritten(office: cf.Office) -> None:
    office.rollover("river-2027", to=2028, actor="li-wei")
    exported = office.export("river-2028")
    show = next(line for line in exported.splitlines() if line.strip().startswith("when: 2028-07-mid"))
    office.reschedule("campaign:river-2028/summer/show", "2028-07-25", **SAID)
    wanted = edited(exported, (show, show.replace("2028-07-mid", "2028-07-28")))
    assert "conflict" in codes(office.apply, wanted, **MINE)


def test_a_preview_exports_without_a_state_it_does_not_have(office: cf.Office) -> None:
    with office.preview() as dry:
        dry.reschedule("summer/show", "2027-07-25", **SAID)
        assert "exported" not in dry.export()


def test_a_routine_a_colleague_changed_is_known_from_the_export_too(office: cf.Office) -> None:
    said: dict[str, Any] = {"scope": "all", "reason": "周会改期", "actor": "chen-jing"}
    office.reschedule("routine:weekly-report", "every monday", **said)
    exported = office.export()
    assert cf.loads(exported).exported == office.record(RIVER).head[:12]
    wanted = edited(exported, ("every monday", "every thursday"))
    office.apply(wanted, **MINE)
    assert (
        office.record(RIVER).data["plan"]["routines"]["weekly-report"]["when"]["written"] == "every thursday"
    )
