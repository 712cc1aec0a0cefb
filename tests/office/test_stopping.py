"""Stopping is never held up, and nothing slips into a protected state (rules 21, 22)."""

from typing import Any

import pytest
from tests.office.desk import (
    RIVER,
    STEP,
    SUMMER,
    WEEK,
    Clock,
    Ear,
    codes,
    founded,
    launched,
    next_year,
    plan,
    planted,
    raw,
    refused,
    text,
)

import campaignflow as cf
from campaignflow.actions import consequences
from campaignflow.workflow.shipped import shipped

STOPPING = ("suspend", "postpone", "cancel", "call_off")

# rule 21: stopping


@pytest.mark.parametrize("trigger", STOPPING)
def test_stopping_takes_permission_version_and_reason(office: cf.Office, trigger: str) -> None:
    launched(office, WEEK)
    assert codes(office.fire, WEEK, trigger, actor="li-wei") == {"reason-missing"}
    assert codes(office.fire, WEEK, trigger, reason="洪水", actor="sun-lei") == {"may-not-stop"}
    with pytest.raises(cf.Conflict):
        office.fire(WEEK, trigger, reason="洪水", actor="li-wei", expect=1)
    assert office.fire(WEEK, trigger, reason="洪水", actor="li-wei", expect=3)


@pytest.mark.parametrize("trigger", STOPPING)
def test_whoever_may_stop_may_stop_what_another_unit_leads(office: cf.Office, trigger: str) -> None:
    launched(office, WEEK)
    assert codes(office.fire, WEEK, "wrap_up", actor="chen-jing") == {"not-your-unit"}
    assert office.fire(WEEK, trigger, reason="洪水", actor="chen-jing")


def breaks_down(*_: object, **__: object) -> None:
    msg = "the calendar cannot be read"
    raise RuntimeError(msg)


def cannot_be_resolved(*_: object, **__: object) -> None:
    raise cf.PlanError(())


@pytest.mark.parametrize("broken", [breaks_down, cannot_be_resolved])
@pytest.mark.parametrize("trigger", STOPPING)
def test_stopping_passes_though_no_date_can_be_worked_out(
    office: cf.Office, monkeypatch: pytest.MonkeyPatch, trigger: str, broken: Any
) -> None:
    launched(office, WEEK)
    monkeypatch.setattr(consequences, "resolved", broken)
    change = office.fire(WEEK, trigger, reason="洪水", actor="li-wei")
    assert change.states[0].before == "running"


def test_stopping_passes_though_what_hangs_on_it_is_wrong_and_says_so(
    office: cf.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = cf.Finding("dates-in-a-ring", facts={"ring": ["甲", "乙"]})

    class Made:
        findings = (found,)

    monkeypatch.setattr(consequences, "resolved", lambda *_, **__: Made())
    assert codes(office.reschedule, WEEK, "2027-04-01", reason="洪水", actor="li-wei") == {found.code}
    change = office.fire(WEEK, "postpone", reason="洪水", actor="li-wei")
    assert found.code in {reason.code for reason in change.reported}


def test_stopping_passes_though_the_record_cannot_be_read_any_more(office: cf.Office) -> None:
    launched(office, WEEK)
    planted(office, WEEK, ("plan", "activities", "scheme", "nonsense"), "一")
    planted(office, WEEK, ("plan", "activities", "scheme", "due", "written"), "[redacted]")
    with pytest.raises(cf.CampaignflowError):
        office.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="li-wei")
    for trigger in STOPPING:
        with office.preview() as dry:
            assert dry.fire(WEEK, trigger, reason="洪水", actor="li-wei")


def test_a_raising_listener_does_not_keep_a_campaign_running(clock: Clock) -> None:
    with founded(clock, listeners={"mail": Ear(deaf=True)}) as office:
        launched(office, WEEK)
        assert office.fire(WEEK, "suspend", reason="洪水", actor="li-wei")
        assert office.record("water-week").data["state"] == "suspended"


def test_steps_that_wait_do_not_keep_a_campaign_running(office: cf.Office) -> None:
    launched(office, WEEK)
    steps = "approvals:\n" + "".join(
        f"  s{n}: {{by: head-of-unit, before: {one}}}\n" for n, one in enumerate(STOPPING)
    )
    office.apply(plan(("campaigns:", f"{steps}campaigns:")), actor="wang-fang")
    for trigger in STOPPING:
        with office.preview() as dry:
            assert dry.fire(WEEK, trigger, reason="洪水", actor="li-wei")


@pytest.mark.parametrize("has_token", [False, True])
def test_a_whole_programme_is_stopped_without_a_token_as_with_one(
    office: cf.Office, *, has_token: bool
) -> None:
    launched(office, WEEK)
    with office.preview() as dry:
        dry.fire(RIVER, "cancel", reason="机构撤销", actor="li-wei")
    token = dry.token if has_token else None
    change = office.fire(RIVER, "cancel", reason="机构撤销", actor="li-wei", expect=token)
    assert {(move.before, move.after) for move in change.states} == {
        ("draft", "cancelled"),
        ("running", "cancelled"),
    }


UNREADABLE = 'UPDATE records SET body = replace(body, \'"start":"{year}-07-11"\', \'"start":"?"\')'


@pytest.mark.parametrize("year", ["2027", "2028"])
def test_a_whole_programme_is_stopped_whatever_cannot_be_read_in_it_or_beside_it(
    office: cf.Office, year: str
) -> None:
    office.apply(next_year(), actor="wang-fang")
    with raw(office) as connection:
        connection.execute(UNREADABLE.format(year=year))
        connection.commit()
    with pytest.raises(ValueError, match="isoformat"):
        office.apply(plan(("Asia/Shanghai", "Asia/Tokyo")), reason="迁址", actor="li-wei")
    assert office.fire(RIVER, "cancel", reason="机构撤销", actor="li-wei")
    assert {one.data["state"] for one in office.records(programme="river-2027")} == {"cancelled"}


TALK = "  talk: {title: 宣讲, lead: office, when: 2027-03-24, part_of: water-week}\n"
QUIZ = "  quiz: {title: 答题, lead: office, when: 2027-03-25, part_of: water-week}\n"
PARTS = text(("  summer:\n", f"{TALK}{QUIZ}  summer:\n"))


def with_token(office: cf.Office, trigger: str) -> cf.Change:
    """Fire what takes its parts with it."""
    said = {"reason": "洪水", "actor": "li-wei"}
    with office.preview() as dry:
        dry.fire(WEEK, trigger, **said)
    return office.fire(WEEK, trigger, **said, expect=dry.token)


def states(office: cf.Office) -> dict[str, str]:
    return {one.id: one.data["state"] for one in office.records(kind="campaign")}


def test_parts_stop_and_come_back_with_the_whole(clock: Clock) -> None:
    with founded(clock, PARTS) as office:
        change = with_token(office, "postpone")
        assert {entry.cause for entry in change.entries[1:]} == {f"{WEEK}@2"}
        assert {one for one, state in states(office).items() if state == "postponed"} == {
            "water-week",
            "talk",
            "quiz",
        }
        with_token(office, "reinstate")
        assert set(states(office).values()) == {"draft"}


def test_what_was_stopped_for_itself_does_not_come_back_with_the_whole(clock: Clock) -> None:
    with founded(clock, PARTS) as office:
        office.cancel("talk", reason="讲者病了", actor="li-wei")
        with_token(office, "postpone")
        with_token(office, "reinstate")
        assert states(office)["talk"] == "cancelled"
        assert states(office)["quiz"] == "draft"


def test_a_part_that_was_cancelled_while_the_whole_stood_still_stays_cancelled(clock: Clock) -> None:
    with founded(clock, PARTS) as office:
        with_token(office, "postpone")
        office.cancel("talk", reason="讲者病了", actor="li-wei")
        with_token(office, "cancel")
        with_token(office, "reinstate")
        assert states(office)["talk"] == "cancelled"
        assert states(office)["quiz"] == "draft"


@pytest.mark.parametrize("trigger", ["withdraw", "drop"])
def test_other_kinds_are_stopped_as_freely(office: cf.Office, trigger: str) -> None:
    kind = {"withdraw": "request", "drop": "item"}[trigger]
    office.open(kind, title="宣传需求", unit="office", actor="li-wei")
    ref = f"{kind}:{kind}-1"
    assert codes(office.fire, ref, trigger, actor="chen-jing") == {"reason-missing"}
    assert office.fire(ref, trigger, reason="不再需要", actor="chen-jing")


# rule 22: protected states

PROTECTED = {state.name for state in shipped()["campaign"].states if state.protected}


def test_without_a_declared_step_a_gated_trigger_passes_and_notes_its_baseline(office: cf.Office) -> None:
    launched(office, WEEK)
    assert [(one.trigger, one.version) for one in office.baseline("water-week")] == [
        ("submit", 2),
        ("launch", 3),
    ]


OF_ONE = ("    budget:\n", "    approvals: {leader: {title: 领导审签, by: zhao-min}}\n    budget:\n")
OF_WORK = ("title: 展览,", "title: 展览, approvals: {safety: {title: 安全审核, by: sun-lei}},")
STEPS = {"of the office": (STEP, WEEK, "部门审核"), "of a campaign": (OF_ONE, WEEK, "领导审签"),
         "of an activity": (OF_WORK, SUMMER, "安全审核")}  # fmt: skip


@pytest.mark.parametrize(("step", "ref", "title"), STEPS.values(), ids=STEPS)
def test_a_declared_step_keeps_a_campaign_out_of_protection(
    clock: Clock, step: tuple[str, str], ref: str, title: str
) -> None:
    with founded(clock, text(step)) as office:
        office.fire(ref, "submit", actor="li-wei")
        assert office.record(ref).data["state"] == "in_review"
        (reason,) = refused(office.fire, ref, "submit", actor="li-wei")
        assert (reason.code, reason.kind) == ("step-waiting", "steps")
        assert title in reason.message("zh")
        assert office.record(ref).data["state"] == "in_review"


def test_a_step_before_launch_is_asked_for_at_launch(clock: Clock) -> None:
    step = ("campaigns:", "approvals:\n  final: {title: 终审, by: zhao-min, before: launch}\ncampaigns:")
    with founded(clock, text(step)) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.fire(WEEK, "launch", actor="li-wei")
        assert office.record("water-week").data["state"] == "approved"
        assert codes(office.fire, WEEK, "launch", actor="li-wei") == {"step-waiting"}
        office.decide(WEEK, "final", "approve", actor="zhao-min")
        office.fire(WEEK, "launch", actor="li-wei")
        assert office.record("water-week").data["state"] == "running"


def test_no_path_of_triggers_leads_into_protection_past_a_step(clock: Clock) -> None:
    triggers = [one.name for one in shipped()["campaign"].triggers]
    with founded(clock, text(STEP)) as office:
        paths: list[tuple[str, ...]] = [()]
        seen: set[tuple[str, str | None]] = set()
        while paths:
            path = paths.pop()
            with office.preview() as dry:
                for trigger in path:
                    dry.fire(WEEK, trigger, reason="试", actor="li-wei")
                body = dry.record("water-week").data
                assert body["state"] not in PROTECTED, path
                here = (body["state"], body.get("came_from"))
                if here not in seen:
                    seen.add(here)
                    paths += [(*path, one) for one in triggers if can(dry, one)]
    assert {state for state, _ in seen} == {"draft", "in_review", "suspended", "postponed", "cancelled"}


def can(office: Any, trigger: str) -> bool:
    (why,) = office.why(WEEK, trigger)
    return why.is_open


@pytest.mark.parametrize(
    ("out", "back"), [("postpone", "reinstate"), ("cancel", "reinstate"), ("suspend", "resume")]
)
def test_the_way_back_into_protection_asks_for_the_steps_declared_meanwhile(
    office: cf.Office, out: str, back: str
) -> None:
    launched(office, WEEK)
    office.fire(WEEK, out, reason="洪水", actor="li-wei")
    office.apply(plan(STEP), actor="wang-fang")
    before = office.record("water-week").data["state"]
    office.fire(WEEK, back, reason="水退", actor="li-wei")
    assert office.record("water-week").data["state"] == before
    office.decide(WEEK, "department", "approve", actor="zhao-min")
    office.fire(WEEK, back, reason="水退", actor="li-wei")
    assert office.record("water-week").data["state"] == "running"


def test_the_way_back_to_a_draft_is_free(office: cf.Office) -> None:
    office.apply(plan(STEP), actor="wang-fang")
    office.fire(WEEK, "postpone", reason="洪水", actor="li-wei")
    assert office.fire(WEEK, "reinstate", reason="水退", actor="li-wei").states[0].after == "draft"


def second(**called: str) -> cf.Workflow:
    """Return another version of the campaign's workflow, with some of its states called otherwise."""
    data = shipped()["campaign"].data
    triggers = [
        {key: called.get(value, value) if key == "to" else value for key, value in one.items()}
        | {"from": [called.get(state, state) for state in one["from"]]}
        for one in data["triggers"]
    ]
    states = [{**one, "name": called.get(one["name"], one["name"])} for one in data["states"]]
    return cf.read_workflow({**data, "version": 2, "states": states, "triggers": triggers})


def test_migration_is_no_way_into_protection(clock: Clock) -> None:
    with founded(clock, workflows=[second()]) as office:
        assert codes(office.migrate, WEEK, states={"draft": "running"}, reason="换版", actor="wang-fang") == {
            "migration-unguarded"
        }
        assert office.migrate(WEEK, reason="换版", actor="wang-fang")
        assert office.record("water-week").data["workflow"] == {"name": "campaign", "version": 2}


def test_migration_takes_a_permission_of_its_own(clock: Clock) -> None:
    with founded(clock, workflows=[second()]) as office:
        assert codes(office.migrate, WEEK, reason="换版", actor="li-wei") == {"may-not-migrate"}


def test_migration_renames_the_state_one_returns_to_as_well(clock: Clock) -> None:
    with founded(clock, workflows=[second(running="under_way")]) as office:
        launched(office, WEEK)
        office.fire(WEEK, "postpone", reason="洪水", actor="li-wei")
        office.migrate(WEEK, states={"running": "under_way"}, reason="换版", actor="wang-fang")
        change = office.fire(WEEK, "reinstate", reason="水退", actor="li-wei")
        assert change.states[0].after == "under_way"


def test_what_is_archived_is_not_taken_up_again_by_migration(clock: Clock) -> None:
    with founded(clock, workflows=[second()]) as office:
        launched(office, WEEK)
        for trigger in ("wrap_up", "evaluate", "archive"):
            office.fire(WEEK, trigger, actor="li-wei")
        with pytest.raises(cf.Refused):
            office.migrate(WEEK, states={"archived": "running"}, reason="换版", actor="wang-fang")


def test_a_trigger_that_only_a_rule_fires_is_fired_by_nobody(office: cf.Office) -> None:
    launched(office, WEEK)
    assert "trigger-by-rule" in codes(office.fire, WEEK, "reapprove", actor="wang-fang")


def test_a_change_of_what_is_protected_needs_a_reason(office: cf.Office) -> None:
    launched(office, WEEK)
    wanted = plan(("title: 印发方案", "title: 印发实施方案"))
    assert codes(office.apply, wanted, actor="li-wei") == {"reason-missing-protected"}
    assert office.apply(wanted, reason="更名", actor="li-wei")
