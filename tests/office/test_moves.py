"""Seven things that happen to a date, pins, and series (dates, Moving)."""

from typing import Any

import pytest
from tests.office.desk import (
    RIVER,
    SUMMER,
    Clock,
    codes,
    day,
    everything,
    fails,
    founded,
    plan,
    refused,
    text,
    timers,
    wrote,
)

import campaignflow as cf

SHOW = "summer/show"
BRIEFING = "water-week/briefing"


def planned(office: cf.Office, *path: str, of: str = "summer") -> Any:
    found: Any = office.record(of).data["plan"]
    for name in path:
        found = found.get(name, {})
    return found


# refine, reschedule


def test_a_finer_date_within_the_old_one_is_a_refinement_and_needs_no_reason(office: cf.Office) -> None:
    assert wrote(office.reschedule(SHOW, "2027-07-15", actor="chen-jing")) == [("summer", "refined")]
    assert wrote(office.refine("summer", "2027-07-10/2027-07-25", actor="chen-jing")) == [
        ("summer", "refined")
    ]


@pytest.mark.parametrize("when", ["2027-07-25", "2027-07", "2027-07-late", "tbd", "2027-07-09/2027-07-12"])
def test_any_other_date_needs_a_reason(office: cf.Office, when: str) -> None:
    assert codes(office.reschedule, SHOW, when, actor="chen-jing") == {"reason-missing"}
    change = office.reschedule(SHOW, when, reason="场地", actor="chen-jing")
    assert wrote(change) == [("summer", "rescheduled")]
    assert change.entries[0].reason == "场地"


def test_the_rule_a_date_hung_on_is_kept_beside_the_new_one(office: cf.Office) -> None:
    change = office.reschedule("summer/poster", "2027-04-20", reason="印刷", actor="chen-jing")
    (entry,) = change.entries
    assert entry.details["before"]["written"] == "water-week/press-day + 30 days"
    assert office.record("summer").data["progress"]["poster"]["rule"] == {
        "due": "water-week/press-day + 30 days"
    }
    office.reschedule("summer/poster", "2027-04-22", reason="又改", actor="chen-jing")
    assert office.record("summer").data["progress"]["poster"]["rule"] == {
        "due": "water-week/press-day + 30 days"
    }
    office.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="li-wei")
    assert str(day(office, "summer/poster")) == "2027-04-22"


def test_one_of_two_dates_is_moved_by_its_name(office: cf.Office) -> None:
    office.reschedule(SHOW, "2027-07-30", field="due", reason="补交", actor="chen-jing")
    entry = office.schedule()[SHOW]
    assert (str(entry.start), str(entry.due)) == ("2027-07-11", "2027-07-30")


@pytest.mark.parametrize("field", ["start", "title"])
def test_there_are_no_other_dates_than_when_and_due(office: cf.Office, field: str) -> None:
    before = everything(office)
    with pytest.raises(cf.CampaignflowError):
        office.reschedule(SHOW, "2027-07-30", field=field, reason="误填", actor="chen-jing")
    assert everything(office) == before


@pytest.mark.parametrize("ref", [RIVER, "unit:press", "person:li-wei", "fund:special"])
def test_what_has_no_date_gets_none(office: cf.Office, ref: str) -> None:
    before = everything(office)
    with pytest.raises(cf.CampaignflowError):
        office.reschedule(ref, "2027-07-30", reason="误填", actor="wang-fang")
    assert everything(office) == before


def test_a_date_that_cannot_be_read_or_be_is_refused(office: cf.Office) -> None:
    assert fails(office.reschedule, SHOW, "2027-13-40", reason="改", actor="chen-jing") == "no-such-month"
    for when in ("下个礼拜", "water-week/nothing", "show.end + 1 day"):
        assert codes(office.reschedule, SHOW, when, reason="改", actor="chen-jing")


def test_moving_takes_a_planner(office: cf.Office) -> None:
    (reason,) = refused(office.reschedule, SHOW, "2027-07-15", actor="sun-lei")
    assert reason.code == "may-not-plan"


def test_the_same_identity_keeps_its_whole_dated_history(office: cf.Office, clock: Clock) -> None:
    for when in ("2027-07-15", "2027-07-20", "2027-07-mid"):
        clock.on(days=1)
        office.reschedule(SHOW, when, reason="场地", actor="chen-jing")
    assert [
        office.as_of(SUMMER, version)["plan"]["activities"]["show"]["when"]["written"]
        for version in (1, 2, 3, 4)
    ] == ["2027-07-mid", "2027-07-15", "2027-07-20", "2027-07-mid"]
    assert office.record("summer").uid == SUMMER


# confirm


def test_a_day_can_be_confirmed_and_stays_so(office: cf.Office) -> None:
    assert office.schedule()["water-week/press-day"].certainty == "provisional"
    assert wrote(office.confirm("water-week/press-day", actor="chen-jing"))[0] == ("water-week", "confirmed")
    assert office.schedule()["water-week/press-day"].certainty == "confirmed"
    assert not office.confirm("water-week/press-day", actor="chen-jing")
    wanted = plan(("30 days", "31 days"))
    assert office.apply(wanted, actor="li-wei")  # the file still says provisional: the record stays
    assert office.schedule()["water-week/press-day"].certainty == "confirmed"


def test_a_confirmed_date_does_not_become_provisional_again(office: cf.Office) -> None:
    office.apply(plan(("certainty: provisional", "certainty: confirmed")), actor="li-wei")
    assert codes(office.apply, plan(), reason="改", actor="li-wei") == {"confirmed-is-one-way"}


@pytest.mark.parametrize("item", [SHOW, "summer"])
def test_what_is_not_known_to_the_day_cannot_be_confirmed(office: cf.Office, item: str) -> None:
    assert codes(office.confirm, item, actor="chen-jing") == {"confirm-needs-day"}


def test_a_confirmed_date_moved_to_a_coarse_one_is_not_confirmed(office: cf.Office) -> None:
    office.reschedule(SHOW, "2027-07-15", actor="chen-jing")
    office.confirm(SHOW, actor="chen-jing")
    office.reschedule(SHOW, "2027-08", reason="场地", actor="chen-jing")
    assert office.schedule()[SHOW].certainty == "provisional"


# postpone, reinstate


def test_a_postponed_item_has_no_days_and_its_money_stays(office: cf.Office) -> None:
    change = office.postpone(BRIEFING, reason="场地冲突", actor="li-wei")
    assert wrote(change) == [("water-week", "postponed")]
    assert day(office, BRIEFING) is None
    assert day(office, f"{BRIEFING}/release") is None
    assert set(planned(office, "budget", of="water-week")) == {"海报印制", "公益广告投放"}
    assert change.money == ()


def test_what_was_postponed_comes_back_on_its_old_date_or_on_another(office: cf.Office) -> None:
    office.postpone(BRIEFING, reason="场地冲突", actor="li-wei")
    assert office.reinstate(BRIEFING, actor="li-wei")
    assert str(day(office, BRIEFING)) == "2027-03-15"
    office.postpone(BRIEFING, reason="又冲突", actor="li-wei")
    office.reinstate(BRIEFING, when="2027-03-18 09:30-11:00", actor="li-wei")
    assert str(day(office, BRIEFING)) == "2027-03-18"
    assert "progress" not in office.record("water-week").data


def test_a_postponed_campaign_comes_back_on_its_old_date_or_on_another(office: cf.Office) -> None:
    said = {"reason": "水位", "actor": "chen-jing"}
    office.postpone(SUMMER, **said)
    assert day(office, "summer") is None
    office.reinstate(SUMMER, **said)
    assert str(day(office, "summer")) == "2027-07-01"
    office.postpone(SUMMER, **said)
    office.reinstate(SUMMER, when="2027-08", **said)
    assert (str(day(office, "summer")), office.record("summer").data["state"]) == ("2027-08-01", "draft")


@pytest.mark.parametrize("item", ["summer", SHOW])
def test_a_new_date_for_something_postponed_is_not_lost_when_it_comes_back(
    office: cf.Office, item: str
) -> None:
    said = {"reason": "水位", "actor": "chen-jing"}
    full = SUMMER if item == "summer" else item
    office.postpone(full, **said)
    try:
        office.reschedule(full, "2027-08-10", **said)
    except cf.Refused:
        return  # to say that it must be reinstated is right as well
    if office.record("summer").data["state"] == "postponed" or day(office, item) is None:
        office.reinstate(full, **said)
    assert str(day(office, item)) == "2027-08-10"


def test_only_what_has_a_date_is_postponed_and_only_what_was_comes_back(office: cf.Office) -> None:
    assert codes(office.reinstate, SHOW, actor="chen-jing") == {"nothing-to-reinstate"}
    office.postpone(SHOW, reason="场地", actor="chen-jing")
    assert codes(office.postpone, SHOW, reason="场地", actor="chen-jing") == {"nothing-to-postpone"}


# cancel, call off


def test_what_is_cancelled_stays_visible_and_is_moved_no_more(office: cf.Office) -> None:
    office.cancel(SHOW, reason="天气", actor="chen-jing")
    assert planned(office, "activities", "show", "title") == "展览"
    for verb in ("postpone", "cancel", "call_off"):
        assert codes(getattr(office, verb), SHOW, reason="再", actor="chen-jing") == {"item-state"}
    assert codes(office.reschedule, SHOW, "2027-07-15", actor="chen-jing") == {"item-state"}
    assert codes(office.complete, SHOW, actor="chen-jing") == {"item-state"}
    assert SHOW not in office.schedule()


def test_what_is_called_off_owes_a_correction(office: cf.Office, clock: Clock) -> None:
    office.call_off(SHOW, reason="天气", actor="chen-jing")
    body = office.record("summer").data
    assert body["progress"]["show"] == {"state": "dropped", "called_off": True}
    assert body["tasks"] == {
        "correction:show": {"kind": "correction", "item": "show", "since": clock.at.date().isoformat()}
    }


@pytest.mark.parametrize("verb", ["postpone", "cancel", "call_off"])
def test_stopping_an_item_takes_a_reason_and_the_permission_to_stop(office: cf.Office, verb: str) -> None:
    assert codes(getattr(office, verb), SHOW, reason="", actor="sun-lei") == {
        "may-not-stop",
        "reason-missing",
    }


# pins and progress


def test_what_is_done_is_taken_up_again_only_with_a_reason(office: cf.Office) -> None:
    office.complete(SHOW, actor="sun-lei")
    assert codes(office.reopen, SHOW, actor="sun-lei") == {"reason-missing"}
    office.reopen(SHOW, reason="误报", actor="sun-lei")
    assert "progress" not in office.record("summer").data


def test_work_is_reported_by_those_who_do_it_or_coordinate(office: cf.Office) -> None:
    assert codes(office.complete, "routine:weekly-report@2027-03-12", actor="sun-lei") == {"may-not-complete"}
    assert office.complete(SHOW, actor="sun-lei")
    assert office.complete("summer/poster", actor="zhao-min")


@pytest.mark.parametrize("ref", ["water-week", "water-week/water-day", "unit:press"])
def test_only_work_is_begun_and_done(office: cf.Office, ref: str) -> None:
    assert codes(office.complete, ref, actor="li-wei") == {"not-an-activity"}


def test_work_done_before_what_it_needs_is_reported(office: cf.Office) -> None:
    change = office.complete(BRIEFING, actor="sun-lei")
    assert [one.code for one in change.reported] == ["done-before-its-needs"]


def test_a_closed_record_is_read_only(office: cf.Office) -> None:
    office.cancel(SUMMER, reason="水位", actor="li-wei")
    for act in (
        lambda: office.reschedule(SHOW, "2027-07-15", actor="li-wei"),
        lambda: office.confirm(SHOW, actor="li-wei"),
        lambda: office.complete(SHOW, actor="li-wei"),
        lambda: office.pin(SHOW, actor="li-wei"),
    ):
        assert codes(act) == {"record-closed"}


# what is in no plan


@pytest.mark.parametrize("kind", ["item", "request", "issue"])
def test_what_was_opened_is_moved_to_real_days(office: cf.Office, kind: str) -> None:
    said = {"unit": "press", "due": "2027-03-20", "actor": "li-wei"}
    (made,) = office.open(kind, title="通稿", programme="river-2027", **said).entries
    office.reschedule(made.ref, "2027-03-25", reason="改期", actor="li-wei")
    due = office.record(made.ref).data["plan"]["due"]
    assert due["written"] == "2027-03-25"
    assert due["resolved"]["due"] == "2027-03-25"


def test_what_is_opened_says_who_and_what_is_known(office: cf.Office) -> None:
    unknown = ({"owner": ["ghost"]}, {"campaign": "nothing"}, {"unit": "nothing"}, {"channels": "nothing"})
    for said in unknown:
        with pytest.raises(cf.CampaignflowError):
            office.open("item", title="通稿", programme="river-2027", actor="li-wei", **said)


@pytest.mark.parametrize("kind", ["item", "request", "issue"])
def test_nobody_is_reminded_of_what_was_opened_without_a_day(office: cf.Office, kind: str) -> None:
    said = {"title": "通稿", "programme": "river-2027", "unit": "press", "actor": "li-wei"}
    (undated,) = office.open(kind, **said).entries
    (dated,) = office.open(kind, due="2027-03-20", **said).entries
    assert timers(office, undated.ref) == []
    assert {one.duty for one in timers(office, dated.ref)} == {"due", "overdue"}


# series: this, this and later, all

PATROL = "summer/patrol"


def times(office: cf.Office, item: str = PATROL) -> dict[str, str]:
    return {one.key: str(one.start) for one in office.schedule()[item].occurrences}


EVERY_FRIDAY = {f"2027-07-{n:02}": f"2027-07-{n:02}" for n in (2, 9, 16, 23, 30)}


def test_one_time_of_a_series_is_moved_and_keeps_its_name(office: cf.Office) -> None:
    assert times(office) == EVERY_FRIDAY
    change = office.reschedule(f"{PATROL}@2027-07-09", "2027-07-08", reason="高温", actor="chen-jing")
    assert wrote(change) == [("summer", "rescheduled")]
    assert times(office) == EVERY_FRIDAY | {"2027-07-09": "2027-07-08"}
    assert planned(office, "activities", "patrol", "when", "written") == "every friday"


def test_one_time_of_a_series_is_done_cancelled_postponed_and_brought_back(office: cf.Office) -> None:
    said = {"reason": "高温", "actor": "chen-jing"}
    office.complete(f"{PATROL}@2027-07-02", actor="sun-lei")
    office.cancel(f"{PATROL}@2027-07-09", **said)
    office.postpone(f"{PATROL}@2027-07-16", **said)
    office.postpone(f"{PATROL}@2027-07-23", **said)
    office.reinstate(f"{PATROL}@2027-07-16", actor="chen-jing")
    office.reinstate(f"{PATROL}@2027-07-23", when="2027-07-24", actor="chen-jing")
    assert times(office) == {
        "2027-07-02": "2027-07-02",
        "2027-07-16": "2027-07-16",
        "2027-07-23": "2027-07-24",
        "2027-07-30": "2027-07-30",
    }
    assert codes(office.complete, f"{PATROL}@2027-07-09", actor="sun-lei") == {"item-state"}


def test_of_a_series_one_must_say_which_time(office: cf.Office) -> None:
    assert codes(office.complete, PATROL, actor="sun-lei") == {"which-occurrence"}
    assert codes(office.reschedule, PATROL, "2027-07-08", scope="this", reason="高温", actor="chen-jing") == {
        "which-occurrence"
    }
    assert fails(office.complete, f"{PATROL}@2027-07-05", actor="sun-lei") == "occurrence-unknown"


def test_this_and_later_ends_the_series_and_begins_another_that_points_back(office: cf.Office) -> None:
    change = office.reschedule(
        f"{PATROL}@2027-07-16", "every monday", scope="this and later", reason="高温", actor="chen-jing"
    )
    assert wrote(change) == [("summer", "forked")]
    assert set(times(office)) == {"2027-07-02", "2027-07-09"}
    assert set(times(office, "summer/patrol-2").values()) == {"2027-07-19", "2027-07-26"}
    assert office.record("summer").data["progress"]["patrol-2"] == {"forked_from": "patrol"}
    assert change.entries[0].details["fork"] == "patrol-2"


def test_what_a_series_is_forked_into_can_be_forked_again(office: cf.Office) -> None:
    said = {"scope": "this and later", "reason": "高温", "actor": "chen-jing"}
    office.reschedule(f"{PATROL}@2027-07-16", "every monday", **said)
    change = office.reschedule("summer/patrol-2@2027-07-26", "every tuesday", **said)
    again = f"summer/{change.entries[0].details['fork']}"
    assert set(times(office, again).values()) == {"2027-07-27"}
    assert set(times(office, "summer/patrol-2").values()) == {"2027-07-19"}


def test_later_ones_need_a_rule(office: cf.Office) -> None:
    assert codes(
        office.reschedule,
        f"{PATROL}@2027-07-16",
        "2027-07-15",
        scope="this and later",
        reason="高温",
        actor="chen-jing",
    ) == {"series-needs-rule"}


def test_all_moves_the_rule(office: cf.Office) -> None:
    office.reschedule(PATROL, "every monday", scope="all", reason="高温", actor="chen-jing")
    assert set(times(office).values()) == {"2027-07-05", "2027-07-12", "2027-07-19", "2027-07-26"}


def test_a_routine_is_moved_like_any_series(office: cf.Office) -> None:
    office.reschedule("routine:weekly-report@2027-03-12", "2027-03-11", reason="调休", actor="li-wei")
    office.complete("routine:weekly-report@2027-03-12", actor="zhao-min")
    assert times(office, "routine:weekly-report")["2027-03-12"] == "2027-03-11"
    assert office.record(RIVER).data["progress"]["weekly-report@2027-03-12"]["state"] == "done"


def test_an_unknown_scope_is_named(office: cf.Office) -> None:
    assert codes(
        office.reschedule, PATROL, "every monday", scope="some", reason="高温", actor="chen-jing"
    ) == {"scope-unknown"}


def test_a_series_with_the_longest_name_can_be_forked(clock: Clock) -> None:
    long = "周" * 64
    with founded(clock, text(("      patrol:", f"      {long}:"))) as office:
        change = office.reschedule(
            f"summer/{long}@2027-07-16",
            "every monday",
            scope="this and later",
            reason="高温",
            actor="chen-jing",
        )
        assert wrote(change) == [("summer", "forked")]
