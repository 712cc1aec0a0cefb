"""Timers, what is carried out when, clocks and zones (rules 52-54, 57)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from tests.office.desk import (
    PLAN,
    RIVER,
    WEEK,
    Clock,
    copied,
    everything,
    founded,
    given,
    launched,
    meanwhile,
    opened,
    plan,
    planted,
    text,
    timers,
)

import campaignflow as cf
from campaignflow.actions import supervision
from campaignflow.workflow.shipped import shipped

NOTED = (
    ("title: 2027 年度宣传计划", "title: 2027 年度宣传工作计划"),
    ("title: 世界水日 · 中国水周", "title: 中国水周"),
    ("title: 暑期防溺水", "title: 暑期"),
)


@pytest.fixture(scope="module")
def copy() -> bytes:
    with founded(Clock()) as office:
        office.apply(plan(*NOTED), actor="li-wei")
        office.run_due()
        return copied(office)


@pytest.fixture
def watched(copy: bytes, clock: Clock) -> Iterator[cf.Office]:
    """An office whose work has been touched once since its founding, and that ran once."""
    with opened(copy, clock) as office:
        yield office


def run(office: cf.Office, clock: Clock, moment: str) -> list[tuple[str, str, str]]:
    """Return what is carried out at a moment in Shanghai, when the last run was an hour ago."""
    clock.to(moment)
    due = clock.at
    clock.at = due - timedelta(hours=1)
    office.run_due()
    clock.at = due
    return given(office.run_due())


# rule 52: timers follow from the record

SCHEME_DUE = ("2027-02-17 09:00", "2027-02-22 09:00", "2027-02-23 09:00", "2027-02-26 09:00")


def due_of(office: cf.Office, ref: str, item: str) -> list[datetime]:
    return [one.due for one in timers(office, ref, item)]


def local(moment: str) -> datetime:
    return datetime.fromisoformat(f"{moment}+08:00").astimezone(UTC)


def test_the_first_apply_arms_what_the_plan_asks_for(office: cf.Office) -> None:
    assert due_of(office, WEEK, "scheme") == [local(one) for one in SCHEME_DUE]
    last = timers(office, WEEK, "scheme")[-1]
    assert last.details["to"] == ["office"]


def test_the_first_reminder_of_a_new_plan_is_given(office: cf.Office, clock: Clock) -> None:
    assert run(office, clock, "2027-02-17 09:30") == [("reminded", "due", "water-week/scheme")]


def test_the_first_reminder_of_a_rolled_over_plan_is_given(office: cf.Office, clock: Clock) -> None:
    office.rollover("river-2027", to=2028, actor="li-wei")
    armed = {one.key for one in timers(office, WEEK.replace("2027", "2028"))}
    wanted = {one.key for one in office.obligations("2028-12-31", "river-2028") if "water-week" in one.key}
    assert wanted
    assert wanted <= armed


def test_each_commit_brings_the_timers_along(watched: cf.Office) -> None:
    assert due_of(watched, WEEK, "scheme") == [local(one) for one in SCHEME_DUE]
    watched.reschedule("water-week/scheme", "2027-03-01", reason="改期", actor="li-wei")
    assert due_of(watched, WEEK, "scheme")[1] == local("2027-03-01 09:00")
    assert not {one.key for one in timers(watched, WEEK, "scheme")} & {"2027-02-22T16:00:00Z"}
    watched.complete("water-week/scheme", actor="zhao-min")
    assert due_of(watched, WEEK, "scheme") == []
    watched.reopen("water-week/scheme", reason="误报", actor="zhao-min")
    assert len(due_of(watched, WEEK, "scheme")) == 4


@pytest.mark.parametrize("trigger", ["suspend", "postpone", "cancel", "call_off"])
def test_nobody_is_reminded_of_what_does_not_go_on(watched: cf.Office, clock: Clock, trigger: str) -> None:
    launched(watched, WEEK)
    watched.fire(WEEK, trigger, reason="洪水", actor="li-wei")
    assert timers(watched, WEEK) == []
    assert run(watched, clock, "2027-02-17 09:30") == []


def test_the_key_names_record_duty_rung_and_target(watched: cf.Office) -> None:
    first = timers(watched, WEEK, "scheme")[0]
    assert first.key == f"{WEEK}#scheme due 1.0 2027-02-22T16:00:00Z"
    keys = [one.key for one in timers(watched)]
    assert len(keys) == len(set(keys)) > 20


AROUND = {
    "another zone": lambda o: o.apply(
        plan(*NOTED, ("Asia/Shanghai", "Asia/Tokyo")), reason="迁址", actor="li-wei"
    ),
    "a unit in another zone": lambda o: o.apply(
        plan(*NOTED, ("name: 办公室,", "name: 办公室, timezone: Asia/Tokyo,")), actor="li-wei"
    ),
    "another unit coordinates": lambda o: o.apply(
        plan(*NOTED, ("{name: 宣传中心}", "{name: 宣传中心, coordinator: true}")), actor="wang-fang"
    ),
}


@pytest.mark.parametrize("act", AROUND.values(), ids=AROUND)
def test_no_reminder_is_lost_by_what_changes_around_it(watched: cf.Office, clock: Clock, act: Any) -> None:
    act(watched)
    clock.to("2027-02-17 10:30")
    wanted = {one.key for one in watched.obligations() if one.duty == "due"}
    assert len(wanted) == 1
    armed = {one.key for one in timers(watched)}
    assert wanted <= armed


# rule 53: fire


def test_each_key_fires_once(watched: cf.Office, clock: Clock) -> None:
    assert run(watched, clock, "2027-02-17 09:30") == [("reminded", "due", "water-week/scheme")]
    assert watched.run_due() == []
    clock.on(hours=1)
    assert watched.run_due() == []
    fired = [entry.key for entry in watched.journal("water-week") if entry.verb == "reminded"]
    assert len(fired) == len(set(fired)) == 1


def test_two_runs_at_once_carry_out_each_thing_once(
    watched: cf.Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.to("2027-02-17 08:30")
    watched.run_due()
    clock.to("2027-02-17 09:30")
    others: list[Any] = []
    meanwhile(monkeypatch, watched, lambda: others.extend(given(watched.run_due())))
    mine = given(watched.run_due())
    assert others == [("reminded", "due", "water-week/scheme")]
    assert mine == []


def test_an_edit_between_arming_and_firing_does_not_lose_it(watched: cf.Office, clock: Clock) -> None:
    clock.to("2027-02-17 08:30")
    watched.run_due()
    clock.to("2027-02-17 09:15")
    watched.pin("water-week/briefing", actor="li-wei")
    clock.to("2027-02-17 09:30")
    assert given(watched.run_due()) == [("reminded", "due", "water-week/scheme")]


def test_an_edit_between_arming_and_firing_does_not_lose_what_comes_round(
    watched: cf.Office, clock: Clock
) -> None:
    clock.to("2027-01-08 08:30")
    watched.run_due()
    clock.to("2027-01-08 09:15")
    watched.apply(plan(*NOTED, ("title: 舆情周报", "title: 舆情工作周报")), actor="li-wei")
    clock.to("2027-01-08 09:30")
    assert given(watched.run_due()) == [("reminded", "routine", f"{RIVER}/weekly-report")]


def test_an_edit_while_it_is_being_fired_does_not_lose_it(
    watched: cf.Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.to("2027-02-17 08:30")
    watched.run_due()
    clock.to("2027-02-17 09:30")
    meanwhile(monkeypatch, watched, lambda: watched.pin("water-week/briefing", actor="li-wei"))
    assert given(watched.run_due()) == [("reminded", "due", "water-week/scheme")]
    assert watched.verify(deep=True).ok


def test_what_is_done_while_it_is_being_fired_is_not_fired(
    watched: cf.Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.to("2027-02-17 08:30")
    watched.run_due()
    clock.to("2027-02-17 09:30")
    meanwhile(monkeypatch, watched, lambda: watched.complete("water-week/scheme", actor="zhao-min"))
    assert given(watched.run_due()) == []


def test_a_moved_date_is_reminded_of_anew_and_the_old_one_never(watched: cf.Office, clock: Clock) -> None:
    assert run(watched, clock, "2027-02-17 09:30") == [("reminded", "due", "water-week/scheme")]
    watched.reschedule("water-week/scheme", "2027-03-01", reason="改期", actor="li-wei")
    assert run(watched, clock, "2027-02-22 09:30") == []
    assert run(watched, clock, "2027-02-24 09:30") == [("reminded", "due", "water-week/scheme")]
    keys = [entry.key for entry in watched.journal("water-week") if entry.verb == "reminded"]
    assert len(set(keys)) == 2


def test_a_date_moved_back_is_not_reminded_of_twice(watched: cf.Office, clock: Clock) -> None:
    run(watched, clock, "2027-02-17 09:30")
    watched.reschedule("water-week/scheme", "2027-03-01", reason="改期", actor="li-wei")
    watched.reschedule("water-week/scheme", "water-day - 20 workdays", reason="改回", actor="li-wei")
    clock.on(minutes=10)
    assert watched.run_due() == []


def test_what_is_done_is_not_reminded_of(watched: cf.Office, clock: Clock) -> None:
    watched.complete("water-week/scheme", actor="zhao-min")
    assert run(watched, clock, "2027-02-17 09:30") == []


def test_a_reminder_is_an_entry_that_changes_no_body(watched: cf.Office, clock: Clock) -> None:
    before = watched.record("water-week")
    run(watched, clock, "2027-02-17 09:30")
    after = watched.record("water-week")
    assert (after.version, after.body_version) == (before.version + 1, before.body_version)
    assert after.body == before.body
    entry = watched.journal("water-week")[-1]
    assert (entry.verb, entry.actor, entry.details["to"]) == ("reminded", "system:timer", ["office"])


@pytest.mark.parametrize("error", [cf.InvalidValue("when-unreadable", text="-"), KeyError("plan")])
def test_a_timer_that_fails_is_set_aside_after_five_times_and_stops_no_other(
    watched: cf.Office, clock: Clock, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    watched.open("issue", title="水质谣言", unit="press", due="2027-02-22", actor="sun-lei")
    real = supervision.duties_of

    def poisoned(look: Any, ref: Any, *rest: Any) -> Any:
        if ref.kind == "campaign":
            raise error
        return real(look, ref, *rest)

    clock.to("2027-02-17 08:30")
    watched.run_due()
    clock.to("2027-02-17 09:30")
    monkeypatch.setattr(supervision, "duties_of", poisoned)
    assert given(watched.run_due()) == [("reminded", "due", "issue:issue-1/")]
    for _ in range(4):
        assert watched.run_due() == []
    monkeypatch.setattr(supervision, "duties_of", real)
    assert watched.run_due() == []
    with watched._store.snapshot() as view:
        assert [one.item for one in view.quarantined()] == ["scheme"]


# rule 54: run_due


def test_what_is_due_is_carried_out_in_order_of_instant_ref_and_rung(
    watched: cf.Office, clock: Clock
) -> None:
    for n in (1, 2):
        watched.open("request", title=f"需求{n}", unit="press", due="2027-02-22", actor="sun-lei")
    clock.to("2027-02-17 08:30")
    watched.run_due()
    clock.to("2027-02-17 09:30")
    done = watched.run_due()
    assert [one.entries[0].ref for one in done] == [WEEK, "request:request-1", "request:request-2"]
    clock.to("2027-02-23 08:30")
    watched.run_due()
    clock.to("2027-02-23 10:00")
    assert [one.entries[0].ref for one in watched.run_due()] == [
        WEEK,
        "request:request-1",
        "request:request-2",
    ]


def test_after_a_silence_everything_missed_is_one_digest(watched: cf.Office, clock: Clock) -> None:
    clock.to("2027-04-30 12:00")
    missed = {one.key for one in watched.obligations() if not one.key.startswith(RIVER)}
    done = watched.run_due()
    (digest,) = done
    assert {entry.verb for entry in digest.entries} == {"lapsed"}
    assert {entry.key for entry in digest.entries if entry.ref != RIVER} == missed
    assert len([entry for entry in digest.entries if entry.ref == RIVER]) == 1  # not one a week
    assert watched.run_due() == []
    assert [one.key for one in watched.obligations() if not one.key.startswith(RIVER)] == []


def test_what_came_round_in_a_silence_is_not_owed_for_ever(watched: cf.Office, clock: Clock) -> None:
    clock.to("2027-04-30 12:00")  # a Friday: this week's report was due at nine
    watched.run_due()
    assert watched.obligations() == []


def test_a_silence_before_the_very_first_run_is_a_silence_too(clock: Clock) -> None:
    with founded(clock) as office:
        office.apply(plan(*NOTED), actor="li-wei")
        clock.to("2027-04-30 12:00")
        done = office.run_due()
        assert {entry.verb for one in done for entry in one.entries} == {"lapsed"}


def test_within_a_day_nothing_is_lumped_together(watched: cf.Office, clock: Clock) -> None:
    clock.to("2027-02-16 20:00")
    watched.run_due()
    clock.to("2027-02-17 19:00")
    assert given(watched.run_due()) == [("reminded", "due", "water-week/scheme")]


def test_a_clock_set_back_is_refused_and_nothing_is_carried_out(watched: cf.Office, clock: Clock) -> None:
    clock.to("2027-02-17 12:00")
    watched.run_due()
    before = everything(watched)
    clock.to("2027-02-17 11:59")
    with pytest.raises(cf.InvalidValue) as caught:
        watched.run_due()
    assert caught.value.code == "clock-went-back"
    assert everything(watched) == before


def test_what_comes_round_arms_only_its_next_time(watched: cf.Office, clock: Clock) -> None:
    assert [one.details["occurrence"] for one in timers(watched, RIVER)] == ["2027-01-01"]
    run(watched, clock, "2027-01-01 09:30")
    assert [one.details["occurrence"] for one in timers(watched, RIVER)] == ["2027-01-08"]
    clock.to("2027-06-15 12:00")
    watched.run_due()
    assert [one.details["occurrence"] for one in timers(watched, RIVER)] == ["2027-06-18"]


def test_what_is_owed_is_the_same_list_each_time_and_is_what_a_run_carries_out(
    watched: cf.Office, clock: Clock
) -> None:
    clock.to("2027-02-17 08:30")
    watched.run_due()
    clock.to("2027-02-17 09:30")
    owed = watched.obligations(programme="river-2027")
    assert owed == watched.obligations("2027-02-17T09:30+08:00", "river-2027")
    keys = [one.key for one in owed if not one.key.startswith(RIVER)]
    assert keys == [entry.key for one in watched.run_due() for entry in one.entries] != []
    assert [one.key for one in watched.obligations() if one.key in keys] == []


# timed triggers


def automatic() -> cf.Workflow:
    """Return a version of the campaign's workflow in which a timer may launch."""
    data = shipped()["campaign"].data
    triggers = [one | ({"automatic": True} if one["name"] == "launch" else {}) for one in data["triggers"]]
    return cf.read_workflow({**data, "version": 2, "triggers": triggers})


@pytest.fixture
def timed(clock: Clock) -> Iterator[cf.Office]:
    """An office in which an approved campaign launches by itself on its first day."""
    clock.to("2027-03-21 09:00")
    with founded(clock, workflows=[automatic()]) as office:
        office.migrate(WEEK, reason="换版", actor="wang-fang")
        office.fire(WEEK, "submit", actor="li-wei")
        office.run_due()
        yield office


def test_a_timer_launches_what_the_workflow_lets_it(timed: cf.Office, clock: Clock) -> None:
    clock.to("2027-03-22 08:59")
    timed.run_due()
    assert timed.record("water-week").data["state"] == "approved"
    clock.to("2027-03-22 09:01")
    timed.run_due()
    assert timed.record("water-week").data["state"] == "running"
    entry = timed.journal("water-week")[-1]
    assert (entry.verb, entry.actor, entry.details["trigger"]) == ("launched", "system:timer", "launch")
    assert timed.run_due() == []


def test_a_timed_trigger_that_is_refused_is_left_to_people(timed: cf.Office, clock: Clock) -> None:
    step = ("campaigns:", "approvals:\n  final: {title: 终审, by: zhao-min, before: launch}\ncampaigns:")
    timed.apply(plan(step), actor="wang-fang")
    clock.to("2027-03-22 08:59")
    timed.run_due()
    clock.to("2027-03-22 09:01")
    timed.run_due()
    body = timed.record("water-week").data
    assert body["state"] == "approved"
    (task,) = body["tasks"].values()
    assert (task["kind"], task["trigger"], task["why"]) == (
        "missed-trigger",
        "launch",
        ["round-not-opened", "step-waiting"],
    )
    with timed._store.snapshot() as view:
        assert [one.kind for one in view.tasks("office")] == ["missed-trigger"]


def test_a_timed_trigger_that_comes_too_late_is_left_to_people(timed: cf.Office, clock: Clock) -> None:
    clock.to("2027-03-25 09:01")
    timed.run_due()
    body = timed.record("water-week").data
    assert body["state"] == "approved"
    assert [one["why"] for one in body["tasks"].values()] == [["too-late"]]


def test_without_that_mark_a_timer_only_reminds(watched: cf.Office, clock: Clock) -> None:
    watched.fire(WEEK, "submit", actor="li-wei")
    assert ("reminded", "launch", "water-week/") in run(watched, clock, "2027-03-22 09:30")
    assert watched.record("water-week").data["state"] == "approved"


# response clocks


def test_the_response_clock_stands_still_while_the_ball_is_with_the_requester(
    watched: cf.Office, clock: Clock
) -> None:
    clock.to("2027-01-05 09:00")
    watched.run_due()
    watched.open("request", title="宣传需求", unit="press", respond_within="5 hours", actor="sun-lei")
    assert due_of(watched, "request:request-1", "") == [local("2027-01-05 13:00"), local("2027-01-05 14:00")]
    clock.to("2027-01-05 11:00")
    watched.fire("request:request-1", "ask_back", actor="chen-jing")
    assert timers(watched, "request:request-1") == []
    clock.to("2027-01-06 08:00")
    assert given(watched.run_due()) == []
    clock.to("2027-01-06 10:00")
    watched.fire("request:request-1", "resume", actor="chen-jing")
    assert due_of(watched, "request:request-1", "") == [local("2027-01-06 12:00"), local("2027-01-06 13:00")]
    clock.to("2027-01-06 12:30")
    assert given(watched.run_due()) == [("reminded", "response", "request:request-1/")]
    watched.fire("request:request-1", "accept", actor="chen-jing")
    watched.fire("request:request-1", "answer", actor="chen-jing")
    assert timers(watched, "request:request-1") == []


# rule 57: instants

EUROPE = PLAN.replace("Asia/Shanghai", "Europe/Berlin").replace(
    "working_calendar: CN", "working_calendar: DE"
)


def berlin(*items: str) -> str:
    listed = "".join(f"      {item}\n" for item in items)
    return text(("      show:", f"{listed}      show:"), of=EUROPE)


def test_a_time_that_the_clock_skips_is_the_first_after_it(clock: Clock) -> None:
    with founded(clock, berlin("night: {title: 夜间直播, lead: press, when: 2027-03-28 02:30}")) as office:
        assert office.schedule()["summer/night"].start.isoformat() == "2027-03-28T03:00:00+02:00"


def test_a_time_that_comes_twice_is_the_first_of_both(clock: Clock) -> None:
    with founded(clock, berlin("night: {title: 夜间直播, lead: press, when: 2027-10-31 02:30}")) as office:
        start = office.schedule()["summer/night"].start
        assert start.astimezone(UTC) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_hours_are_elapsed_hours_and_working_days_are_days(clock: Clock) -> None:
    clock.at = datetime(2027, 3, 27, 11, tzinfo=UTC)  # Saturday noon in Berlin; the night is an hour short
    items = ("report: {title: 总结, lead: press, due: 2027-03-26 + 1 workday}",)
    with founded(clock, berlin(*items)) as office:
        office.open("issue", title="谣言", unit="press", respond_within="24 hours", actor="sun-lei")
        ends = [one.due for one in timers(office, "issue:issue-1")][-1]
        assert ends == clock.at + timedelta(hours=24)
        assert ends.astimezone(UTC).hour == 11
        due = office.schedule()["summer/report"].due
        assert str(due) == "2027-03-30"  # Good Friday, a weekend and Easter Monday lie between


def test_reminders_come_at_the_same_local_time_on_both_sides_of_the_change(clock: Clock) -> None:
    with founded(clock, EUROPE) as office:
        planted(office, RIVER, ("plan", "note"), ["一"])
        clock.at = datetime(2027, 3, 25, 9, tzinfo=UTC)
        office.run_due()
        before = timers(office, RIVER)[0].due
        clock.at = datetime(2027, 3, 26, 9, tzinfo=UTC)
        office.run_due()
        after = timers(office, RIVER)[0].due
        assert (before.hour, after.hour) == (8, 7)  # 09:00 in Berlin, in UTC


def test_order_is_by_instant_whatever_the_zone(watched: cf.Office) -> None:
    dues = [one.due for one in timers(watched)]
    assert all(one <= other for one, other in pairwise(dues))
    assert all(one.tzinfo is UTC for one in dues)
