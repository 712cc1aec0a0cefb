"""Files for news systems and tables off the record: what changed carries its number."""

import csv
import io
import json
from functools import partial
from typing import Any

import pytest
from tests.office.approval_desk import APPROVED, approve, running, sound
from tests.office.desk import RENAMED, WEEK, Clock, plan, text

import campaignflow as cf


def rows(office: cf.Office, **choices: Any) -> dict[str, dict[str, str]]:
    text = office.to_csv("river-2027", **choices).octets.decode("utf-8-sig")
    return {row["uid"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def titled(office: cf.Office, title: str) -> dict[str, str]:
    (found,) = [row for row in rows(office).values() if row["title"] == title]
    return found


def test_a_move_keeps_the_id_and_raises_the_number(office: cf.Office) -> None:
    before = titled(office, "展览")
    office.reschedule("summer/show", "2027-07-25", reason="场地", actor="chen-jing")
    after = titled(office, "展览")
    assert (after["uid"], after["sequence"]) == (before["uid"], "1")
    assert after["start"] == "2027-07-25"
    assert before["modified"] <= after["modified"]


def test_what_is_cancelled_stays_as_cancelled(office: cf.Office) -> None:
    before = rows(office)
    office.cancel("summer/show", reason="取消", actor="chen-jing")
    after = rows(office)
    assert set(after) == set(before)
    assert titled(office, "展览")["status"] == "cancelled"
    items = json.loads(office.to_ninjs("river-2027").octets)["associations"]
    assert [one["pubStatus"] for one in items if one["title"] == "展览"] == ["canceled"]
    assert b"stat:canceled" in office.to_newsml("river-2027").octets


def test_a_rename_keeps_the_id_of_what_was_handed_out(office: cf.Office) -> None:
    before = set(rows(office))
    office.apply(plan(*RENAMED), reason="更名", actor="li-wei")
    assert before <= set(rows(office))


@pytest.mark.parametrize("write", ["to_ninjs", "to_newsml", "to_csv"])
def test_a_partner_gets_nothing_internal_off_the_record(write: str, office: cf.Office) -> None:
    made = getattr(office, write)("river-2027", partner="people-daily")
    assert "新闻通气会" not in made.octets.decode()
    assert "新闻通气会" in getattr(office, write)("river-2027").octets.decode()


def test_the_calendar_and_the_files_speak_of_the_same_things(office: cf.Office) -> None:
    office.cancel(WEEK, reason="取消", actor="li-wei")
    said = {row["title"]: row["status"] for row in rows(office).values()}
    assert said["新闻通气会"] == "cancelled"
    assert said["展览"] == "planned"


BOOK = {"press": "press@example.org", "people-daily": "desk@daily.example"}
SHARED = ("media: [people-daily]", "media: [people-daily]\n        visibility: partners")


def test_outside_hears_of_a_day_once_it_is_approved(clock: Clock) -> None:
    with sound(clock, text(SHARED, of=APPROVED)) as office:
        running(office)
        since = clock()
        clock.on(hours=1)
        office.reschedule("water-week/briefing", "2027-03-18 14:00-15:00", actor="li-wei", reason="场地")
        (partner,) = rows(office, partner="people-daily").values()
        assert partner["start"] == "2027-03-15T09:30:00+08:00"
        assert titled(office, "新闻通气会")["start"] == "2027-03-18T14:00:00+08:00"
        clock.on(hours=1)
        invite = partial(office.invitations, organizer="pr@example.org", addresses=BOOK)
        assert [one.parties for one in invite(since=since)] == [("press",)]
        office.resubmit(WEEK, actor="li-wei")
        approve(office, "leader")
        (partner,) = rows(office, partner="people-daily").values()
        assert partner["start"] == "2027-03-18T14:00:00+08:00"
        told = {one.parties: one.change for one in invite(since=since)}
        assert told[("people-daily",)] == "updated"
