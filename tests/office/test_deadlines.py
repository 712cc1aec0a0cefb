"""When nobody answers: reminded, told to others, sent back, never approved (rules 53-56)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from tests.office.desk import WEEK, meanwhile, text
from tests.office.reviewers import BUDGET, STAFF, TITLE, Room, asking, own

import campaignflow as cf

Enter = Callable[..., Room]
OFF = ("05", "06", "07", "08", "09", "10", "11")
SPRING = {
    "year": 2027,
    "days": [{"name": "春节", "date": f"2027-02-{day}", "isOffDay": True} for day in OFF]
    + [{"name": "春节", "date": "2027-02-13", "isOffDay": False}],
}
"""The Spring Festival as the notice has it: seven days off, and a Saturday on which one works."""
MONEY = asking("money: {title: 财务审核, by: finance-approver, covers: [budget], due: 3 workdays}")
BACK = text(("due: 3 workdays", "due: 3 workdays, on_late: return"), of=MONEY)


def at(moment: str) -> datetime:
    """Return a moment in Shanghai."""
    return datetime.fromisoformat(f"{moment}+08:00").astimezone(UTC)


def submitted(room: Enter, of: str, moment: str = "2027-03-01 10:00") -> Room:
    """Return an office that ran an hour before the water week was submitted: a Monday, if nothing is said."""
    here = room(of)
    here.clock.at = at(moment) - timedelta(hours=1)
    here.office.run_due()
    here.clock.to(moment)
    here.submit()
    return here


def run(here: Room, moment: str) -> list[cf.Change]:
    """Return what is carried out at a moment, when the last run was an hour ago."""
    here.clock.at = at(moment) - timedelta(hours=1)
    here.office.run_due()
    here.clock.to(moment)
    return here.office.run_due()


def told(changes: list[cf.Change]) -> list[tuple[str, list[str]]]:
    """Return of the water week what was said about its steps, and to whom."""
    return [
        (entry.verb, entry.details["to"])
        for change in changes
        for entry in change.entries
        if entry.ref == WEEK and entry.details.get("duty") == "decide"
    ]


# from when to when


def test_a_deadline_counts_working_days_from_the_step_s_opening(room: Enter) -> None:
    here = submitted(room, MONEY)
    assert here.step("money").due == at("2027-03-05 00:00")
    (item,) = here.office.inbox("qian-duo")
    assert item.due == at("2027-03-05 00:00")


def test_the_spring_festival_does_not_count_and_the_saturday_worked_for_it_does(room: Enter) -> None:
    here = room(MONEY)
    here.office.add_calendar(SPRING, actor="li-wei")
    here.clock.to("2027-02-03 10:00")
    here.submit()
    assert here.step("money").due == at("2027-02-14 00:00")  # 4, 12 and 13 February
    assert here.reminders("money")[0] == (at("2027-02-12 09:00"), ("qian-duo", "zhou-ping"))


def test_hours_are_hours(room: Enter) -> None:
    here = submitted(room, text(("3 workdays", "4 hours"), of=MONEY))
    assert here.step("money").due == at("2027-03-01 14:00")


def test_a_step_after_another_has_its_time_from_when_it_is_its_turn(room: Enter) -> None:
    here = submitted(
        room, asking("text: {by: lin-yue}", "money: {by: qian-duo, due: 3 workdays, after: [text]}")
    )
    assert here.reminders("money") == {}
    here.clock.to("2027-03-08 15:00")
    here.approve("text", "lin-yue")
    assert here.step("money").due == at("2027-03-12 00:00")


def test_a_day_may_be_named_and_may_hang_on_another(room: Enter) -> None:
    here = submitted(
        room,
        own("money: {by: qian-duo, due: 2027-03-03}", "days: {by: lin-yue, due: press-day - 2 workdays}"),
    )
    assert here.step("money").due == at("2027-03-04 00:00")
    assert here.step("days").due == at("2027-03-12 00:00")  # the press day is the 15th
    here.office.reschedule("water-week/press-day", "2027-03-17", reason="领导时间", actor="li-wei")
    assert here.step("days").due == at("2027-03-16 00:00")


def test_so_it_is_with_the_step_of_an_activity(room: Enter) -> None:
    line = "        media: [people-daily]\n"
    step = "        approvals: {speech: {by: lin-yue, due: press-day - 1 workdays}}\n"
    here = submitted(room, text((line, line + step), of=STAFF))
    assert here.step("briefing/speech").due == at("2027-03-13 00:00")


def test_it_stands_still_while_the_campaign_does(room: Enter) -> None:
    here = submitted(room, BACK)
    here.clock.to("2027-03-02 10:00")
    here.office.fire(WEEK, "suspend", actor="li-wei", reason="汛情")
    assert here.reminders("money") == {}
    assert told(run(here, "2027-03-08 10:00")) == []
    here.clock.to("2027-03-09 10:00")
    here.office.fire(WEEK, "resume", actor="li-wei")
    assert here.step("money").due == at("2027-03-12 00:00")  # a week later
    assert here.state == "in_review"


def test_what_is_written_meanwhile_does_not_let_it_run(room: Enter) -> None:
    here = submitted(room, BACK)
    here.office.fire(WEEK, "suspend", actor="li-wei", reason="汛情")
    here.clock.to("2027-03-05 10:00")
    here.edit(TITLE, actor="li-wei", reason="更名")
    here.clock.to("2027-03-08 10:00")
    here.office.fire(WEEK, "resume", actor="li-wei")
    assert here.step("money").due == at("2027-03-12 00:00")  # a week later, not three days


def test_so_it_does_while_it_is_postponed(room: Enter) -> None:
    here = submitted(room, BACK)
    here.office.fire(WEEK, "postpone", actor="li-wei", reason="汛情")
    here.clock.to("2027-03-08 10:00")
    here.office.fire(WEEK, "reinstate", actor="li-wei", reason="恢复")
    assert here.step("money").due == at("2027-03-12 00:00")


def test_a_step_that_is_asked_again_has_its_whole_time_again(room: Enter) -> None:
    here = submitted(
        room, asking("money: {by: qian-duo, covers: [budget], due: 3 workdays}", "text: {by: lin-yue}")
    )
    here.approve("money", "qian-duo")
    assert here.reminders("money") == {}
    here.clock.to("2027-03-10 10:00")
    here.edit(BUDGET, actor="li-wei")
    assert here.stands["money"] == "stale"
    assert here.step("money").due == at("2027-03-16 00:00")


def test_how_often_a_step_was_opened_is_counted_from_one_in_each_round(room: Enter) -> None:
    here = submitted(room, MONEY)
    here.approve("money", "qian-duo")
    here.edit(BUDGET, actor="li-wei", reason="追加投放")
    here.office.resubmit(WEEK, actor="li-wei")
    waits = [one.details["waiting"] for one in here.office.journal(WEEK) if "waiting" in one.details]
    counted = [one["openings"]["money"][0] for one in waits if one["steps"] == ["money"]]
    assert counted == [1, 1]


def test_a_change_while_a_step_waits_gives_it_no_more_time(room: Enter) -> None:
    here = submitted(room, MONEY)
    here.clock.to("2027-03-03 10:00")
    here.edit(BUDGET, actor="li-wei")
    assert here.step("money").due == at("2027-03-05 00:00")


def test_a_new_round_is_a_new_opening_even_on_the_same_day(room: Enter) -> None:
    here = submitted(room, text(("due: 3 workdays", "due: 2027-03-04"), of=MONEY), "2027-03-01 10:00")
    assert [verb for verb, _ in told(run(here, "2027-03-05 00:00"))] == ["escalated"]
    here.office.fire(WEEK, "withdraw", actor="li-wei", reason="补材料")
    here.clock.on(minutes=1)
    here.submit()
    assert [verb for verb, _ in told(here.office.run_due())] == ["escalated"]


# who is told


def test_the_working_day_before_those_are_reminded_whose_word_is_missing(room: Enter) -> None:
    here = submitted(room, text(("by: finance-approver,", "by: finance-approver, of: 2,"), of=MONEY))
    assert here.reminders("money")[0] == (at("2027-03-03 09:00"), ("qian-duo", "zhou-ping"))
    here.approve("money", "qian-duo")
    assert here.reminders("money")[0] == (at("2027-03-03 09:00"), ("zhou-ping",))
    assert told(run(here, "2027-03-03 09:00")) == [("reminded", ["zhou-ping"])]


def test_over_a_weekend_that_is_the_friday(room: Enter) -> None:
    here = submitted(room, MONEY, "2027-03-03 10:00")
    assert here.step("money").due == at("2027-03-09 00:00")  # the end of Monday
    assert here.reminders("money")[0][0] == at("2027-03-05 09:00")


def test_each_is_told_once(room: Enter) -> None:
    here = submitted(room, MONEY)
    assert len(told(run(here, "2027-03-03 09:00"))) == 1
    assert told(run(here, "2027-03-03 12:00")) == []
    here.edit(TITLE, actor="li-wei")
    assert told(run(here, "2027-03-04 09:00")) == []
    assert [verb for verb, _ in told(run(here, "2027-03-05 00:00"))] == ["escalated"]
    assert told(run(here, "2027-03-05 12:00")) == []


def test_nobody_is_reminded_of_what_was_decided_in_time(room: Enter) -> None:
    here = submitted(room, MONEY)
    here.approve("money", "qian-duo")
    assert told(run(here, "2027-03-03 09:00")) == []
    assert told(run(here, "2027-03-05 09:00")) == []


def test_a_reminder_of_what_is_decided_meanwhile_is_not_given(
    room: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = submitted(room, MONEY)
    here.clock.to("2027-03-03 08:00")
    here.office.run_due()
    here.clock.to("2027-03-03 09:00")
    meanwhile(monkeypatch, here.office, lambda: here.approve("money", "qian-duo"))
    assert told(here.office.run_due()) == []


def test_who_is_away_is_not_reminded_but_whom_he_gave_his_seat(room: Enter) -> None:
    away = ("钱多, unit: finance,", "钱多, unit: finance, away: [2027-03-01/2027-03-12],")
    here = room(text(away, of=MONEY))
    here.office.give_mandate("qian-duo", "he-jun", actor="qian-duo", from_="2027-03-01", until="2027-03-12")
    here.clock.to("2027-03-01 10:00")
    here.submit()
    assert here.reminders("money")[0][1] == ("he-jun", "zhou-ping")


def test_authors_and_whoever_spoke_in_a_distinct_step_are_not_reminded(room: Enter) -> None:
    here = submitted(
        room,
        asking(
            "first: {by: [tan-xin, luo-bin]}",
            "second: {by: [tan-xin, gu-yan, luo-bin, lin-yue], distinct: [first], due: 3 workdays}",
        ),
    )
    here.edit(TITLE, actor="gu-yan")
    here.approve("first", "tan-xin")
    assert here.reminders("second")[0][1] == ("lin-yue", "luo-bin")


def test_late_it_is_told_to_whom_the_step_names(room: Enter) -> None:
    here = submitted(room, text(("due: 3 workdays", "due: 3 workdays, escalate_to: [he-jun]"), of=MONEY))
    assert told(run(here, "2027-03-05 00:00")) == [("escalated", ["he-jun"])]


def test_what_is_said_of_a_late_step_names_the_campaign(room: Enter) -> None:
    here = submitted(room, MONEY)
    (change,) = run(here, "2027-03-05 00:00")
    (late,) = change.reminders
    assert (late.title, late.address) == ("世界水日 · 中国水周", f"{WEEK}/approval:money")
    assert "世界水日 · 中国水周" in late.message("zh")


def test_else_to_who_supervises_else_to_who_coordinates(room: Enter) -> None:
    supervised = ("    support: [press]\n", "    support: [press]\n    supervise: [lin-yue]\n")
    here = submitted(room, text(supervised, of=MONEY))
    assert told(run(here, "2027-03-05 00:00")) == [("escalated", ["lin-yue"])]
    other = submitted(room, MONEY)
    assert told(run(other, "2027-03-05 00:00")) == [("escalated", ["office"])]


LADDER = text(
    ("due: 3 workdays", "due: 3 workdays, escalate_to: [li-wei, qian-duo, he-jun, luo-bin, lin-yue]"),
    ("罗斌, unit: office,", "罗斌, unit: office, away: [2027-03-01/2027-03-12],"),
    of=MONEY,
)


def test_authors_those_asked_before_the_retired_and_the_absent_are_passed_over_by_name(room: Enter) -> None:
    here = submitted(room, LADDER)
    here.office.retire("person:he-jun", actor="wang-fang", reason="退休")
    (change,) = run(here, "2027-03-05 00:00")
    assert told([change]) == [("escalated", ["lin-yue"])]
    assert change.entries[0].details["passed_over"] == {
        "li-wei": "author",
        "qian-duo": "asked",
        "he-jun": "retired",
        "luo-bin": "away",
    }


def test_where_nobody_is_left_the_coordinating_unit_is_told(room: Enter) -> None:
    here = submitted(
        room, text(("due: 3 workdays", "due: 3 workdays, escalate_to: [li-wei, qian-duo]"), of=MONEY)
    )
    assert told(run(here, "2027-03-05 00:00")) == [("escalated", ["office"])]


def test_a_change_of_people_changes_who_is_reminded(room: Enter) -> None:
    here = submitted(room, MONEY)
    here.office.retire("person:qian-duo", actor="wang-fang", reason="调离")
    assert here.reminders("money")[0][1] == ("zhou-ping",)


# what follows


@pytest.mark.parametrize(("way", "outcome"), [("return", "returned"), ("refuse", "refused")])
def test_a_step_may_send_it_back_when_it_is_late_and_that_is_nobody_s_verdict(
    room: Enter, way: str, outcome: str
) -> None:
    here = submitted(room, text(("on_late: return", f"on_late: {way}"), of=BACK))
    (change,) = run(here, "2027-03-05 00:00")
    assert [(entry.verb, entry.actor) for entry in change.entries] == [
        ("escalated", "system:timer"),
        (outcome, "system:timer"),
    ]
    assert not [entry for entry in here.office.journal(WEEK) if "decision" in entry.details]
    assert here.state == "returned"
    assert here.waits("qian-duo") == []


def test_it_is_never_approved_by_time(room: Enter) -> None:
    here = submitted(room, MONEY)
    for day in range(5, 28):
        run(here, f"2027-03-{day:02} 00:00")
    assert here.state == "in_review"
    assert here.stands == {"money": "waiting"}


def test_no_step_can_be_told_to_approve_itself() -> None:
    with pytest.raises(cf.PlanError):
        cf.loads(text(("due: 3 workdays", "due: 3 workdays, on_late: approve"), of=MONEY))


def test_sent_back_by_time_it_can_be_submitted_again_with_a_note(room: Enter) -> None:
    here = submitted(room, BACK)
    run(here, "2027-03-05 00:00")
    here.submit(note="已与财务沟通")
    assert here.stands == {"money": "waiting"}
    assert here.step("money").due == at("2027-03-11 00:00")


def test_what_nobody_could_answer_is_not_sent_back_but_put_off_and_said(room: Enter) -> None:
    here = submitted(room, BACK)
    for name in ("qian-duo", "zhou-ping"):
        here.office.retire(f"person:{name}", actor="wang-fang", reason="调离")
    (change,) = run(here, "2027-03-05 00:00")
    assert [(entry.verb, entry.details["to"]) for entry in change.entries] == [("escalated", ["office"])]
    assert [one.code for one in change.reported] == ["nobody-to-decide"]
    assert here.state == "in_review"
    assert here.step("money").due > at("2027-03-08 00:00")
    here.office.restore("person:zhou-ping", actor="wang-fang", reason="借调回来")
    assert here.step("money").due == at("2027-03-08 14:00")  # by as long again as there was
    run(here, "2027-03-08 14:00")
    assert here.state == "returned"


def test_a_day_that_had_passed_when_the_step_opened_sends_nothing_back(room: Enter) -> None:
    here = submitted(room, text(("due: 3 workdays", "due: 2027-02-20"), of=BACK))
    assert [verb for verb, _ in told(here.office.run_due())] == ["lapsed"]
    assert told(run(here, "2027-03-02 12:00")) == []
    assert here.state == "in_review"


def test_not_even_if_it_had_passed_just_now(room: Enter) -> None:
    here = submitted(room, text(("due: 3 workdays", "due: 2027-02-28"), of=BACK))
    assert [verb for verb, _ in told(here.office.run_due())] == ["escalated"]
    assert here.state == "in_review"


def test_two_steps_late_at_one_moment_send_it_back_once(room: Enter) -> None:
    here = submitted(
        room,
        asking(
            "money: {by: qian-duo, due: 3 workdays, on_late: return}",
            "text: {by: lin-yue, due: 3 workdays, on_late: refuse}",
        ),
    )
    changes = run(here, "2027-03-05 00:00")
    verbs = [entry.verb for change in changes for entry in change.entries]
    assert verbs == ["escalated", "returned"]
    assert here.state == "returned"


# after a gap


def asleep(here: Room, since: str, until: str) -> list[cf.Change]:
    """Return what is carried out after the office slept."""
    here.clock.to(since)
    here.office.run_due()
    here.clock.to(until)
    return here.office.run_due()


def test_after_a_gap_there_is_one_digest(room: Enter) -> None:
    here = submitted(room, MONEY)
    (change,) = asleep(here, "2027-03-02 10:00", "2027-03-20 10:00")
    assert {entry.verb for entry in change.entries} == {"lapsed"}
    assert [verb for verb, _ in told([change])] == ["lapsed", "lapsed"]
    assert told(run(here, "2027-03-20 12:00")) == []


def test_nobody_is_late_by_the_time_in_which_nobody_was_reminded(room: Enter) -> None:
    here = submitted(room, BACK)
    asleep(here, "2027-03-02 10:00", "2027-03-12 10:00")
    assert here.state == "in_review"
    assert here.step("money").due == at("2027-03-15 00:00")  # ten days later
    assert here.reminders("money")[1][0] == at("2027-03-15 00:00")
    run(here, "2027-03-15 00:00")
    assert here.state == "returned"


def test_a_first_run_that_comes_late_puts_off_as_well(room: Enter) -> None:
    here = room(BACK)
    here.clock.to("2027-03-01 10:00")
    here.submit()
    here.clock.to("2027-03-20 10:00")
    here.office.run_due()
    assert here.state == "in_review"
    assert here.step("money").due == at("2027-03-21 10:00")


def test_what_is_not_late_yet_keeps_its_day_through_a_gap(room: Enter) -> None:
    here = submitted(room, BACK)
    asleep(here, "2027-03-01 11:00", "2027-03-04 10:00")
    assert here.step("money").due == at("2027-03-05 00:00")


def test_an_opening_that_is_new_has_nothing_of_what_was_put_off(room: Enter) -> None:
    here = submitted(
        room,
        asking(
            "money: {by: qian-duo, covers: [budget], due: 3 workdays, on_late: return}", "text: {by: lin-yue}"
        ),
    )
    asleep(here, "2027-03-02 10:00", "2027-03-12 10:00")
    here.approve("money", "qian-duo")
    here.clock.to("2027-03-15 10:00")
    here.edit(BUDGET, actor="li-wei")
    assert here.step("money").due == at("2027-03-19 00:00")


def test_a_deadline_is_among_what_is_owed(room: Enter) -> None:
    here = submitted(room, MONEY)
    owed = [one for one in here.office.obligations("2027-03-06") if one.duty == "decide"]
    assert [(one.rung, one.at, one.to) for one in owed] == [
        (0, at("2027-03-03 09:00"), ("qian-duo", "zhou-ping")),
        (1, at("2027-03-05 00:00"), ("office",)),
    ]
    assert "财务审核" in owed[0].message("zh")
