"""What is taken out is taken out under every id it ever had, and no file brings it back (rule 8)."""

from pathlib import Path
from typing import Any

import pytest
from tests.office.desk import (
    RENAMED,
    SUMMER,
    WEEK,
    Clock,
    day,
    founded,
    plan,
    text,
)

import campaignflow as cf
from campaignflow.actions.comparison import file_parts

SECRET = "举报人王某一三八零零"
TOLD = text(("印发方案", SECRET), ("年度宣传计划", f"年度计划（{SECRET}）"))
ITEM = (("      scheme: {title", "      letter: {was: scheme, title"), ("needs: [scheme]", "needs: [letter]"))
AGAIN = (
    ("  water-week-27:\n    was: water-week\n", "  river-week:\n    was: water-week-27\n"),
    ("      letter: {was: scheme, title", "      paper: {was: letter, title"),
    ("needs: [letter]", "needs: [paper]"),
    ("water-week-27/press-day", "river-week/press-day"),
)
ONCE = text(*RENAMED, *ITEM, of=TOLD)
TWICE = text(*AGAIN, of=ONCE)
WHY = {"reason": "个人信息", "actor": "wang-fang"}
NAMES = {
    "the newest": ("river-week", "paper"),
    "one between": ("water-week-27", "letter"),
    "the first": ("water-week", "scheme"),
}


def octets(file: Path) -> bytes:
    """Return everything the store has on the disk."""
    return b"".join(one.read_bytes() for one in sorted(file.parent.iterdir()))


@pytest.fixture
def renamed(clock: Clock, file: Path) -> Any:
    """An office in a file: a campaign and an activity in it have had three ids each."""
    with founded(clock, TOLD, file=file) as office:
        office.complete("water-week/scheme", actor="li-wei")
        office.apply(cf.loads(ONCE), actor="li-wei", key="一")
        office.reschedule("water-week-27/press-day", "2027-03-10", reason="领导时间", actor="chen-jing")
        office.apply(cf.loads(TWICE), actor="li-wei")
        yield office


@pytest.mark.parametrize(("campaign", "activity"), NAMES.values(), ids=NAMES)
def test_a_text_is_redacted_under_every_id_its_campaign_and_activity_had(
    renamed: cf.Office, file: Path, campaign: str, activity: str
) -> None:
    renamed.redact("programme:river-2027", "plan/title", **WHY)
    assert SECRET.encode() in octets(file)
    ref, path = f"campaign:river-2027/{campaign}", f"plan/activities/{activity}/title"
    with renamed.preview() as dry:
        shown = dry.redact(ref, path, **WHY)
    change = renamed.redact(ref, path, expect=dry.token, **WHY)
    assert [(one.ref, one.payload) for one in change.entries] == [
        (one.ref, one.payload) for one in shown.entries
    ]
    assert {(one.ref.rpartition("/")[2], one.details["path"].split("/")[2]) for one in change.entries} == {
        ("water-week", "scheme"),
        ("water-week-27", "letter"),
        ("river-week", "paper"),
    }
    assert SECRET.encode() not in octets(file)
    assert renamed.verify(deep=True).problems == ()


def test_what_took_an_id_over_keeps_its_title(clock: Clock, file: Path) -> None:
    new = (
        "      letter: {was",
        "      scheme: {title: 新方案, lead: office, due: 2027-03-01}\n      letter: {was",
    )
    with founded(clock, TOLD, file=file) as office:
        office.apply(plan(ITEM[0], ITEM[1], new, of=TOLD), actor="li-wei")
        office.redact("water-week", "plan/activities/letter/title", **WHY)
        titles = {
            name: one["title"] for name, one in office.record("water-week").data["plan"]["activities"].items()
        }
        assert (titles["scheme"], titles["letter"]) == ("新方案", "[redacted]")
        office.redact("programme:river-2027", "plan/title", **WHY)
        assert SECRET.encode() not in octets(file)
        assert office.verify(deep=True).problems == ()


def test_what_was_gone_before_its_campaign_got_another_id_is_redacted_from_calendars_too(
    clock: Clock, file: Path
) -> None:
    told = text(("展览", SECRET))
    gone = (f"      show: {{title: {SECRET}, lead: press, when: 2027-07-mid}}\n", "")
    left = text(gone, of=told)
    with founded(clock, told, file=file) as office:
        office.apply(cf.loads(left), actor="li-wei")
        office.apply(plan(("  summer:\n", "  summer-27:\n    was: summer\n"), of=left), actor="li-wei")
        assert SECRET.encode() in (office.record("summer-27").revisions or b"")
        office.redact("summer-27", "plan/activities/show/title", **WHY)
        assert SECRET.encode() not in octets(file)
        assert office.verify(deep=True).problems == ()


def test_with_a_version_only_the_text_that_it_brought_is_taken_out(renamed: cf.Office) -> None:
    named = text((SECRET, "方案"), of=TWICE)
    renamed.apply(cf.loads(named), actor="li-wei")
    renamed.redact("river-week", "plan/activities/paper/title", version=1, **WHY)
    assert renamed.record("river-week").data["plan"]["activities"]["paper"]["title"] == "方案"
    for one in renamed.records("campaign"):
        assert SECRET not in "".join(entry.payload.decode() for entry in renamed.journal(one.ref))
    assert renamed.verify(deep=True).problems == ()
    with pytest.raises(cf.Refused):
        renamed.redact("river-week", "plan/activities/paper/title", version=1, **WHY)


# and the plan file


@pytest.fixture
def redacted(clock: Clock, file: Path) -> Any:
    """An office in a file, from which a text was taken out that the plan file still has."""
    with founded(clock, TOLD, file=file) as office:
        office.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="li-wei")
        office.redact("programme:river-2027", "plan/title", **WHY)
        office.redact("water-week", "plan/activities/scheme/title", **WHY)
        assert SECRET.encode() not in octets(file)
        yield office


def test_a_file_that_still_has_the_text_does_not_bring_it_back_with_another_change(
    redacted: cf.Office, file: Path
) -> None:
    wanted = plan(("总结报送", "总结上报"), ("舆情周报", "舆情月报"), of=TOLD)
    change = redacted.apply(wanted, actor="li-wei")
    assert {entry.verb for entry in change.entries} == {"amended"}
    assert {one.code for one in change.reported} == {"redacted-stays", "drift"}
    assert SECRET.encode() not in octets(file)
    assert not redacted.apply(wanted, actor="li-wei")
    assert redacted.verify(deep=True).problems == ()


def test_a_redaction_forgets_nothing_else_of_the_file(redacted: cf.Office) -> None:
    assert not redacted.apply(cf.loads(TOLD), actor="li-wei")
    assert str(day(redacted, "water-week/press-day")) == "2027-03-10"
    moved = plan(("- 5 workdays", "- 6 workdays"), of=TOLD)
    assert {one.code for one in _refused(redacted, moved, "chen-jing")} == {"conflict"}


def _refused(office: cf.Office, wanted: cf.Programme, actor: str) -> tuple[cf.Reason, ...]:
    with pytest.raises(cf.Refused) as caught:
        office.apply(wanted, actor=actor)
    return caught.value.reasons


def test_of_a_redacted_text_no_digest_is_left_to_try_guesses_on(redacted: cf.Office, file: Path) -> None:
    _, digests = file_parts(cf.loads(TOLD))
    there = octets(file).decode("latin-1")
    assert digests[SUMMER] in there
    assert digests[WEEK] not in there
    assert digests["programme:river-2027"] not in there


def test_a_reason_redacted_leaves_what_is_known_of_the_file_alone(office: cf.Office) -> None:
    office.reschedule("summer/show", "2027-07-25", reason=SECRET, actor="li-wei")
    before = office.record("summer").applied
    office.redact("summer", "reason", version=2, **WHY)
    assert office.record("summer").applied == before
    assert office.verify(deep=True).problems == ()
