"""Nothing comes into a protected state, or past a stale step, but by a round (22, L18; A4, A8, A24, B30)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.office.approval_desk import (
    APPROVED,
    STAFFED,
    amended,
    approve,
    approved,
    missing,
    money,
    reported,
    running,
    sound,
    standing,
    state,
    unsettled,
    with_steps,
)
from tests.office.desk import (
    RENAMED,
    RIVER,
    WEEK,
    Clock,
    codes,
    copied,
    opened,
    plan,
    planted,
    text,
)

import campaignflow as cf
from campaignflow.workflow.shipped import shipped


@pytest.fixture
def office(clock: Clock) -> Iterator[cf.Office]:
    """The office with its four steps; whole at the end of every test."""
    with sound(clock) as office:
        yield office


# every path of triggers (L18)

Act = Callable[[cf.Office], object]


def walked(office: cf.Office, ref: str, acts: Iterable[Act], clock: Clock, most: int = 400) -> set[str]:
    """Return every state that some path of acts leads to, tried breadth first; refused ones lead nowhere."""
    start = copied(office)
    seen: set[object] = set()
    states: set[str] = set()
    waiting, acts = [start], list(acts)
    while waiting and len(seen) < most:
        here = waiting.pop(0)
        other: cf.Office | None = None
        for act in acts:
            other = opened(here, clock) if other is None else other
            try:
                act(other)
            except cf.CampaignflowError:
                continue  # what is refused writes nothing, so that the next is tried on the same copy
            body = other.record(ref).data
            key = (body["state"], body.get("came_from"), tuple(standing(other, ref).items()))
            states.add(str(body["state"]))
            if key not in seen:
                seen.add(key)
                waiting.append(copied(other))
            other.close()
            other = None
        if other is not None:
            assert copied(other) == here
            other.close()
    assert len(seen) < most
    return states


def firing(ref: str, *triggers: str, actor: str = "wang-fang") -> list[Act]:
    """Return the acts of firing each trigger, by somebody who may."""

    def fire(name: str) -> Act:
        return lambda office: office.fire(ref, name, actor=actor, reason="试试", note="答复")

    return [fire(name) for name in triggers]


def triggers_of(kind: str) -> tuple[str, ...]:
    (workflow,) = [one for one in shipped().values() if one.kind == kind]
    return tuple(one.name for one in workflow.triggers)


def protected_of(kind: str) -> set[str]:
    (workflow,) = [one for one in shipped().values() if one.kind == kind]
    return {one.name for one in workflow.states if one.protected}


def test_no_path_of_triggers_leads_a_campaign_into_protection(clock: Clock) -> None:
    with sound(clock) as office:
        states = walked(office, WEEK, firing(WEEK, *triggers_of("campaign")), clock)
    assert states == {"in_review", "draft", "suspended", "postponed", "cancelled"}


def test_no_path_leads_to_the_launch_while_the_leader_has_not_spoken(clock: Clock) -> None:
    """Whatever is approved before, changed, resubmitted, overridden by nobody."""
    acts = [
        *firing(WEEK, "submit", "launch", "postpone", "reinstate", "suspend", "resume", "cancel", "wrap_up"),
        *firing(WEEK, "reopen", "evaluate", "archive"),
        lambda office: approve(office, "finance"),
        lambda office: priced(office, 90000),
        lambda office: priced(office, 80000),
        lambda office: office.resubmit(WEEK, actor="li-wei", note="答复"),
    ]
    with sound(clock, with_steps(*STEPS_WITHOUT_DAYS)) as office:
        states = walked(office, WEEK, acts, clock)
    assert "approved" in states
    assert not states & {"running", "wrapping_up", "evaluated", "archived"}


def priced(office: cf.Office, amount: int) -> None:
    """Give the advertisements a price, with a reason."""
    was = office.record(WEEK).data["plan"]["budget"]["公益广告投放"]["amount"]["amount"]
    if int(was) != amount:
        amended(office, money(amount, was=int(was)), reason="调价")


AMOUNT = ("plan", "budget", "公益广告投放", "amount", "amount")
STEPS_WITHOUT_DAYS = (
    "finance: {title: 财务审核, by: finance-approver, covers: [budget]}",
    "leader: {title: 领导审定, by: leader-in-charge, before: launch}",
)


@pytest.mark.parametrize("kind", ["item", "interview", "issue", "programme"])
def test_no_path_of_triggers_leads_anything_else_into_protection(clock: Clock, kind: str) -> None:
    class Everything:
        @cf.hookimpl
        def campaignflow_approval_steps(self, case: Any, trigger: str) -> list[cf.ApprovalStep]:
            return [cf.ApprovalStep("leader", by="leader-in-charge")]

    with sound(clock, STAFFED, plugins=[Everything()]) as office:
        ref = RIVER
        if kind != "programme":
            unit = {} if kind == "interview" else {"unit": "office"}
            office.open(kind, title="记者来访", id="one", programme="river-2027", actor="wang-fang", **unit)
            ref = f"{kind}:river-2027/one"
        start = copied(office)
    with opened(start, clock, plugins=[Everything()]) as office:
        assert not states_of(office, ref, kind, clock) & protected_of(kind)


def states_of(office: cf.Office, ref: str, kind: str, clock: Clock) -> set[str]:
    """Return the states that triggers alone lead to; every copy has the plugin of the office."""
    plugins = office._plugins

    def with_plugin(act: Act) -> Act:
        def acted(other: cf.Office) -> object:
            other._gate.plugins = plugins
            return act(other)

        return acted

    return walked(office, ref, map(with_plugin, firing(ref, *triggers_of(kind))), clock)


# coming back (A4, B15)


@pytest.mark.parametrize(
    ("away", "back"), [("postpone", "reinstate"), ("suspend", "resume"), ("cancel", "reinstate")]
)
def test_what_was_rewritten_while_it_was_away_does_not_come_back_unasked(
    office: cf.Office, away: str, back: str
) -> None:
    running(office)
    office.fire(WEEK, away, actor="li-wei", reason="洪水")
    if away == "cancel":
        planted(office, WEEK, AMOUNT, "900000")
    else:
        amended(office, money(900000), reason="重写")
    office.fire(WEEK, back, actor="li-wei", reason="恢复")
    assert state(office) == {"postpone": "postponed", "suspend": "suspended", "cancel": "cancelled"}[away]
    assert unsettled(office) == {"finance": "waiting", "leader": "waiting"}
    approve(office, "finance", "leader")
    office.fire(WEEK, back, actor="li-wei", reason="恢复")
    assert state(office) == "running"


@pytest.mark.parametrize(
    ("away", "back"), [("postpone", "reinstate"), ("suspend", "resume"), ("cancel", "reinstate")]
)
def test_what_is_as_it_was_approved_comes_back_by_itself(office: cf.Office, away: str, back: str) -> None:
    running(office)
    office.fire(WEEK, away, actor="li-wei", reason="洪水")
    office.fire(WEEK, back, actor="li-wei", reason="恢复")
    assert (state(office), unsettled(office)) == ("running", {})


def test_what_comes_back_on_another_date_is_asked_about_by_those_who_cover_dates(office: cf.Office) -> None:
    approved(office)
    office.fire(WEEK, "postpone", actor="li-wei", reason="洪水")
    change = office.reinstate(WEEK, when="2027-05-10/2027-05-16", actor="li-wei", reason="水退")
    assert change.entries[0].verb == "round_opened"
    assert unsettled(office) == {"schedule": "waiting"}
    assert state(office) == "postponed"
    approve(office, "schedule")
    office.reinstate(WEEK, when="2027-05-10/2027-05-16", actor="li-wei", reason="水退")
    assert state(office) == "approved"


def test_an_approval_that_is_valid_for_a_time_is_asked_for_again_on_the_way_back(clock: Clock) -> None:
    with sound(
        clock, with_steps("finance: {by: finance-approver, covers: [budget], valid_for: 30 days}")
    ) as office:
        running(office)
        office.fire(WEEK, "postpone", actor="li-wei", reason="洪水")
        clock.on(days=40)
        office.fire(WEEK, "reinstate", actor="li-wei", reason="水退")
        assert (state(office), unsettled(office)) == ("postponed", {"finance": "waiting"})


def test_children_come_back_with_their_campaign_through_gates_of_their_own(clock: Clock) -> None:
    child = (
        "  summer:\n    title: 暑期防溺水\n    lead: press\n",
        "  summer:\n    title: 暑期防溺水\n    lead: press\n    part_of: water-week\n",
    )
    with sound(clock, text(child, of=with_steps(*STEPS_WITHOUT_DAYS))) as office:
        running(office)
        summer = "campaign:river-2027/summer"
        office.fire(summer, "submit", actor="chen-jing")
        approve(office, "finance", ref=summer)
        with office.preview() as dry:
            dry.fire(WEEK, "cancel", actor="li-wei", reason="洪水")
        office.fire(WEEK, "cancel", actor="li-wei", reason="洪水", expect=dry.token)
        planted(office, summer, ("plan", "budget"), BUDGET)
        with office.preview() as dry:
            dry.fire(WEEK, "reinstate", actor="li-wei", reason="恢复")
        change = office.fire(WEEK, "reinstate", actor="li-wei", reason="恢复", expect=dry.token)
        assert reported(change) == {"stays-stopped", "round-not-opened", "step-waiting"}
        assert {one.ref for one in change.reported} == {summer}
        assert (state(office), state(office, summer)) == ("running", "cancelled")
        office.fire(summer, "reinstate", actor="chen-jing", reason="恢复")
        assert (state(office, summer), unsettled(office, summer)) == ("cancelled", {"finance": "waiting"})
        approve(office, "finance", ref=summer)
        office.fire(summer, "reinstate", actor="chen-jing", reason="恢复")
        assert state(office, summer) == "approved"


BUDGET = {"展板": {"for": "展板", "amount": {"amount": "900000", "currency": "CNY"}, "fund": "special"}}


# another version of the lifecycle: B30


def second(*, without: str = "", **called: str) -> cf.Workflow:
    """Return version 2 of the campaign's lifecycle: without a trigger, states called otherwise."""
    (old,) = [one for one in shipped().values() if one.kind == "campaign"]
    data = old.data

    def named(name: str) -> str:
        return called.get(name, name)

    states = [{**one, "name": named(one["name"])} for one in data["states"]]
    triggers = [
        {
            **one,
            "from": [named(name) for name in one["from"]],
            **({"to": named(one["to"])} if "to" in one else {}),
        }
        for one in data["triggers"]
        if one["name"] != without
    ]
    return cf.read_workflow({**data, "version": 2, "states": states, "triggers": triggers})


def with_version_2(office: cf.Office, clock: Clock, workflow: cf.Workflow) -> cf.Office:
    """Return the office with a second version of the lifecycle."""
    return opened(copied(office), clock, workflows=[workflow])


def test_migrating_is_no_launch(clock: Clock) -> None:
    with sound(clock) as first:
        approved(first)
        with with_version_2(first, clock, second()) as office:
            past = codes(
                office.migrate, WEEK, states={"approved": "running"}, actor="wang-fang", reason="换版"
            )
            assert past == {"migration-past-a-gate"}
            assert office.migrate(WEEK, actor="wang-fang", reason="换版")
            assert (state(office), unsettled(office)) == ("approved", {})


def test_migrating_what_is_away_is_no_launch_either(clock: Clock) -> None:
    with sound(clock) as first:
        approved(first)
        first.fire(WEEK, "postpone", actor="li-wei", reason="洪水")
        with with_version_2(first, clock, second()) as office:
            past = codes(
                office.migrate, WEEK, states={"approved": "running"}, actor="wang-fang", reason="换版"
            )
            assert past == {"migration-past-a-gate"}


def test_a_protected_state_that_is_called_otherwise_keeps_its_approvals(clock: Clock) -> None:
    with sound(clock) as first:
        running(first)
        with with_version_2(first, clock, second(running="under_way")) as office:
            office.migrate(WEEK, states={"running": "under_way"}, actor="wang-fang", reason="换版")
            assert (state(office), unsettled(office)) == ("under_way", {})
            amended(office, money(90000), reason="涨价")
            office.resubmit(WEEK, actor="li-wei")
            approve(office, "finance", "leader")
            assert unsettled(office) == {}


def test_a_lifecycle_without_the_trigger_that_a_condition_blocks_is_not_migrated_to(clock: Clock) -> None:
    with sound(clock) as first:
        first.fire(WEEK, "submit", actor="li-wei")
        approve(first, "department", "schedule")
        promise = {"text": "补交预算表", "owner": "li-wei", "blocks": "reopen"}
        first.decide(WEEK, "finance", "approve_with_conditions", actor="qian-duo", conditions=[promise])
        with with_version_2(first, clock, second(without="reopen")) as office:
            assert codes(office.migrate, WEEK, actor="wang-fang", reason="换版") == {
                "migration-loses-trigger"
            }
            office.discharge(WEEK, "1.3/1", actor="qian-duo")
            assert office.migrate(WEEK, actor="wang-fang", reason="换版")


def test_an_open_round_is_not_migrated_to_where_its_trigger_is_no_more(clock: Clock) -> None:
    (old,) = [one for one in shipped().values() if one.kind == "campaign"]
    renamed = [replace(one, name="begin") if one.name == "launch" else one for one in old.triggers]
    with sound(clock) as first:
        approved(first)
        first.fire(WEEK, "launch", actor="li-wei")
        with with_version_2(first, clock, replace(old, version=2, triggers=tuple(renamed))) as office:
            assert codes(office.migrate, WEEK, actor="wang-fang", reason="换版") == {
                "migration-loses-trigger"
            }


# the plan file


def test_a_plan_file_changes_what_was_approved_and_approves_nothing(office: cf.Office) -> None:
    approved(office)
    assert codes(amended, office, money(900000)) == {"reason-missing-protected"}
    amended(office, money(900000), reason="扩大")
    assert missing(office, "launch") == {"step-stale"}


def test_by_file_a_step_is_not_taken_away_by_who_does_not_govern(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    eased = cf.loads(text(("by: finance-approver", "by: planner"), of=office.export("river-2027")))
    assert codes(office.apply, eased, actor="li-wei") == {"ungoverned"}


def test_a_step_that_its_governor_takes_away_during_a_round_is_not_asked_any_more_but_shown(
    office: cf.Office,
) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    office.apply(plan(of=APPROVED.replace(FINANCE_LINE, "")), actor="wang-fang")
    assert standing(office)["finance"] == "not_applicable"
    amended(office, money(90000))
    assert standing(office)["finance"] == "not_applicable"


FINANCE_LINE = "  finance: {title: 财务审核, by: finance-approver, covers: [budget]}\n"


def test_a_campaign_that_was_submitted_does_not_vanish_with_the_file(office: cf.Office) -> None:
    """A8."""
    office.fire(WEEK, "submit", actor="li-wei")
    office.fire(WEEK, "withdraw", actor="li-wei", reason="再想想")
    noun = office.programme()
    without = noun.model_copy(update={"campaigns": {k: v for k, v in noun.campaigns.items() if k == "x"}})
    change = office.apply(without, actor="li-wei")
    assert state(office) == "draft"
    assert "missing-from-file" in {one.code for one in change.reported}


# under another id (A24)

NEW = "campaign:river-2027/water-week-27"


def test_another_id_keeps_the_round_and_what_was_said_in_it(office: cf.Office) -> None:
    office.fire(WEEK, "submit", actor="li-wei")
    approve(office, "department", "finance")
    office.apply(plan(*RENAMED, of=APPROVED), actor="li-wei")
    assert unsettled(office, NEW) == {"schedule": "waiting"}
    assert {one.ref for one in office.inbox("shi-jian")} == {NEW}
    assert codes(office.decide, WEEK, "schedule", "approve", actor="shi-jian") == {"record-closed"}
    approve(office, "schedule", ref=NEW)
    assert state(office, NEW) == "approved"


def test_what_changes_with_the_id_is_not_approved_by_what_was_said_before(office: cf.Office) -> None:
    running(office)
    office.apply(plan(*RENAMED, ("8万元", "80万元"), of=APPROVED), actor="li-wei", reason="更名并追加")
    assert unsettled(office, NEW) == {"finance": "stale", "leader": "stale"}
    assert codes(office.open, "commitment", title="追加", campaign="water-week-27", actor="li-wei") == {
        "unapproved",
        "step-stale",
    }
    office.resubmit(NEW, actor="li-wei")
    approve(office, "finance", "leader", ref=NEW)
    assert unsettled(office, NEW) == {}


def test_another_id_makes_nobody_an_author_nor_a_former_author_none(clock: Clock) -> None:
    both = (
        "qian-duo: {name: 钱多, unit: finance, roles: [",
        "qian-duo: {name: 钱多, unit: finance, roles: [planner, ",
    )
    with sound(clock, text(both, of=with_steps(*STEPS_WITHOUT_DAYS))) as office:
        amended(office, money(70000), actor="qian-duo")
        renamed = [(old, new) for old, new in RENAMED]
        renamed[0] = ("  water-week:\n    title", "  water-week-27:\n    was: water-week\n    title")
        office.apply(cf.loads(text(*renamed, of=office.export("river-2027"))), actor="wang-fang")
        office.fire(NEW, "submit", actor="li-wei")
        assert codes(office.decide, NEW, "finance", "approve", actor="qian-duo") == {"author-decides"}
        assert office.decide(NEW, "finance", "approve", actor="zhou-ping")


# rolled over, redacted, recalculated


def test_a_new_year_takes_no_approval_along(office: cf.Office) -> None:
    running(office)
    office.rollover("river-2027", to="2028", new_id="river-2028", actor="wang-fang")
    later = "campaign:river-2028/water-week"
    assert office.approvals(later) is None
    assert state(office, later) == "draft"
    assert codes(office.fire, later, "launch", actor="li-wei") == {"trigger-not-here"}
    office.fire(later, "submit", actor="li-wei")
    assert set(unsettled(office, later).values()) == {"waiting"}


def test_the_same_plan_for_another_year_is_approved_by_itself(office: cf.Office) -> None:
    """A9: what has the same id next year is another campaign."""
    running(office)
    office.apply(plan(("2027", "2028"), of=APPROVED), actor="wang-fang")
    assert office.approvals("campaign:river-2028/water-week") is None
    assert (state(office), unsettled(office)) == ("running", {})


def test_what_is_redacted_in_an_approved_campaign_is_approved_anew(office: cf.Office) -> None:
    running(office)
    office.redact(WEEK, "plan/activities/scheme/title", actor="wang-fang", reason="涉密")
    assert unsettled(office) == {"department": "stale", "leader": "stale"}
    assert codes(office.open, "commitment", title="一", campaign="water-week", actor="li-wei") >= {
        "unapproved"
    }


def test_who_redacts_is_no_author_and_an_author_stays_one(office: cf.Office) -> None:
    amended(office, ("title: 印发方案", "title: 秘密方案"), actor="chen-jing")
    office.redact(WEEK, "plan/activities/scheme/title", actor="wang-fang", reason="涉密")
    office.fire(WEEK, "submit", actor="li-wei")
    with office._look() as look:
        from campaignflow.gate.rounds import matter_of

        record = look.record(WEEK)
        matter = matter_of(look, look.ref(WEEK), record, record.data, record.body_version)
        authors = matter.approvers.authors(matter.approvals.round.steps["department"])
    assert authors == {"li-wei", "chen-jing"}


def test_recalculating_is_no_way_round_a_stale_step(office: cf.Office) -> None:
    approved(office)
    amended(office, money(90000), reason="涨价")
    office.recalculate("river-2027", actor="wang-fang", reason="新历法")
    assert missing(office, "launch") == {"step-stale"}
