"""Ways round the gate that somebody has tried: each is closed, or said aloud (rules 22, 25, 33, 39-41)."""

from collections.abc import Callable

import pytest
from tests.office.approval_desk import (
    FINANCE,
    STAFFED,
    STEPS,
    amended,
    approve,
    approved,
    missing,
    money,
    reported,
    sound,
    standing,
    state,
    unsettled,
    verbs,
    with_steps,
)
from tests.office.desk import SUMMER, WEEK, Clock, codes, day, planted, refused, text
from tests.office.reviewers import BUDGET, STAFF, TITLE, Room, asking, own

import campaignflow as cf
from campaignflow.types import Actor

Enter = Callable[..., Room]


# a date that is held (rule 26)


def test_to_confirm_a_date_that_is_held_moves_it_nowhere(clock: Clock) -> None:
    with sound(clock, STAFFED) as office:
        before = day(office, "summer/poster")
        office.pin("summer/poster", actor="chen-jing")
        office.reschedule("water-week/press-day", "2027-03-10", actor="li-wei", reason="领导时间")
        assert day(office, "summer/poster") == before
        office.confirm("summer/poster", actor="chen-jing")
        assert day(office, "summer/poster") == before
        assert office.schedule()["summer/poster"].certainty.value == "confirmed"


# the same people, several times (rule 41)

PROOFS = (
    "proof: {title: 校对, by: editor, passes: 3}",
    "chief: {title: 总审, by: [tan-xin, gu-yan, luo-bin], distinct: [proof], after: [proof]}",
)


def test_who_has_read_any_of_the_proofs_does_not_decide_what_is_distinct_from_them(room: Enter) -> None:
    here = room(asking(*PROOFS))
    here.submit()
    here.approve("proof-1", "tan-xin")
    here.approve("proof-2", "gu-yan")
    here.approve("proof", "gu-yan")
    assert here.against("chief", "tan-xin") == {"spoke-on-distinct-step"}
    here.approve("chief", "luo-bin")
    assert here.state == "approved"


def test_the_proofs_themselves_are_read_by_different_people_where_they_say_so(room: Enter) -> None:
    here = room(asking("proof: {title: 校对, by: editor, passes: 3, distinct: [proof]}"))
    here.submit()
    here.approve("proof-1", "tan-xin")
    assert here.against("proof-2", "tan-xin") == {"spoke-on-distinct-step"}
    here.approve("proof-2", "gu-yan")
    assert here.against("proof", "tan-xin") == {"spoke-on-distinct-step"}
    here.approve("proof", "luo-bin")
    assert here.state == "approved"


def test_too_few_people_for_as_many_proofs_is_said_at_once(room: Enter) -> None:
    here = room(asking("proof: {title: 校对, by: [tan-xin, gu-yan], passes: 3, distinct: [proof]}"))
    assert {one.code for one in refused(here.submit)} == {"nobody-can-approve"}


# what is declared while somebody looks (rule 33)

AUDIT = ("approvals:\n", "approvals:\n  audit: {title: 审计, by: auditor, covers: [budget]}\n")


def test_a_step_that_the_office_adds_during_a_review_is_asked_at_once(clock: Clock) -> None:
    with sound(clock, FINANCE) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        change = amended(office, AUDIT, actor="wang-fang", reason="审计要求")
        assert [(one.step, one.after) for one in change.approvals] == [("audit", "waiting")]
        assert verbs(change)[-1] == "asked_anew"
        assert unsettled(office) == {"audit": "waiting", "finance": "waiting"}
        assert [one.step for one in office.inbox("he-jun")] == ["audit"]
        approve(office, "finance")
        assert state(office) == "in_review"
        office.decide(WEEK, "audit", "approve", actor="he-jun")
        assert state(office) == "approved"


def test_it_is_asked_at_once_though_its_campaign_is_changed_in_the_same_breath(clock: Clock) -> None:
    with sound(clock, FINANCE) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        amended(office, AUDIT, money(70000), actor="wang-fang", reason="审计要求")
        assert unsettled(office) == {"audit": "waiting", "finance": "waiting"}
        approve(office, "finance")
        assert state(office) == "in_review"


def test_a_step_that_the_office_takes_away_during_a_review_does_not_apply_from_then_on(clock: Clock) -> None:
    with sound(clock, with_steps(STEPS[1], "audit: {title: 审计, by: auditor, covers: [budget]}")) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        less = text(("  audit:\n", "  audits:\n"), of=office.export("river-2027"))
        lines = less.splitlines(keepends=True)
        at = next(n for n, line in enumerate(lines) if line == "  audits:\n")
        end = next(n for n in range(at + 1, len(lines)) if not lines[n].startswith("    "))
        office.apply(cf.loads("".join(lines[:at] + lines[end:])), actor="wang-fang", reason="取消")
        assert standing(office) == {"audit": "not_applicable", "finance": "waiting"}


def test_what_nobody_reviews_is_left_alone_when_a_step_is_added(clock: Clock) -> None:
    with sound(clock, FINANCE) as office:
        approved(office)
        change = amended(office, AUDIT, actor="wang-fang", reason="审计要求")
        assert "asked_anew" not in verbs(change)
        assert "step-waiting" in missing(office, "launch")  # it is met before the next trigger


def test_another_word_for_a_step_writes_nothing_on_the_campaigns_under_review(clock: Clock) -> None:
    with sound(clock, FINANCE) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        change = amended(office, ("title: 财务审核", "title: 财务审签"), actor="wang-fang")
        assert "asked_anew" not in verbs(change)


# an override that somebody is to ratify (rule 49)

URGENT = {"reason": "防汛应急", "ratify_by": "lin-yue", "within": "3 workdays"}


def test_who_is_to_ratify_an_override_sees_what_was_overridden_and_how_it_was(clock: Clock) -> None:
    with sound(clock, FINANCE) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.override(WEEK, "finance", actor="wang-fang", **URGENT)
        amended(office, money(70000), reason="压缩")
        (found,) = office.inbox("lin-yue")
        assert (found.kind, found.step_title, found.condition) == ("ratify", "财务审核", "1/override-1")
        assert "80000" in str(found.content["budget@#公益广告投放"])
        assert found.changed == ("budget@#公益广告投放",)
        assert "财务审核" in found.message("zh")
        office.discharge(WEEK, found.condition, actor="lin-yue")
        assert office.inbox("lin-yue") == []


def test_whatever_it_holds_up_names_the_step_and_who_let_it_pass(clock: Clock) -> None:
    with sound(clock, FINANCE) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        office.override(WEEK, "finance", actor="wang-fang", **URGENT)
        (why,) = [one for one in office.why(WEEK, "launch") if one.reasons]
        (reason,) = [one for one in why.reasons if one.code == "override-unratified"]
        assert (reason.clears, reason.facts["owner"]) == (("lin-yue",), "wang-fang")
        assert "财务审核 · 防汛应急" in reason.message("zh")
        assert office.approvals(WEEK).conditions == ("财务审核 · 防汛应急",)


# being named (rule 40)

ROLE = asking("money: {title: 财务审核, by: finance-approver, covers: [budget]}")
INSTEAD = ("by: finance-approver", "by: [finance-approver, tan-xin]")


def test_who_an_author_names_in_a_step_of_the_office_does_not_decide_it(room: Enter) -> None:
    here = room(ROLE)
    here.edit(BUDGET, INSTEAD, actor="wang-fang")
    here.submit()
    assert here.against("money", "tan-xin") == {"granted-by-author"}
    assert here.waits("tan-xin") == []
    here.approve("money", "qian-duo")


def test_nor_whoever_holds_a_role_that_an_author_names_there(room: Enter) -> None:
    here = room(ROLE)
    here.edit(BUDGET, ("by: finance-approver", "by: [finance-approver, editor]"), actor="wang-fang")
    here.submit()
    assert here.against("money", "tan-xin") == {"granted-by-author"}
    here.approve("money", "qian-duo")


def test_nor_who_an_author_names_in_a_step_of_the_campaign_that_was_asked_before(room: Enter) -> None:
    here = room(own("money: {title: 财务审核, by: finance-approver, covers: [budget]}"))
    here.submit()
    here.office.fire(WEEK, "withdraw", actor="li-wei", reason="补充")
    here.edit(BUDGET, INSTEAD, actor="wang-fang")
    here.submit()
    assert here.against("money", "tan-xin") == {"granted-by-author"}


def test_who_is_named_by_somebody_else_decides_without_any_role(room: Enter) -> None:
    here = room(ROLE)
    here.edit(INSTEAD, actor="wang-fang")
    here.submit()
    here.approve("money", "tan-xin")
    assert here.state == "approved"


def test_a_step_that_is_new_takes_nobody_s_place_so_whom_it_names_decides_it(room: Enter) -> None:
    here = room(ROLE)
    here.edit(
        BUDGET,
        ("campaigns:\n", "  chief: {title: 总审, by: lin-yue, covers: [budget]}\ncampaigns:\n"),
        actor="wang-fang",
    )
    here.submit()
    here.approve("money", "qian-duo")
    here.approve("chief", "lin-yue")
    assert here.state == "approved"


def test_the_steps_of_a_draft_are_named_by_whoever_writes_it(room: Enter) -> None:
    """They are his own, beside those of the office, and until they were asked he may change them."""
    here = room(own("words: {title: 文字, by: gu-yan, covers: [text]}"))
    here.edit(("by: gu-yan", "by: [gu-yan, tan-xin]"), actor="li-wei")
    here.submit()
    here.approve("words", "tan-xin")
    assert here.state == "approved"


# a programme beside the others (rule 25)

BARE_PEOPLE = (", roles: [planner, administrator]", ", roles: [planner]")
MINE = """\
programme: {id: side-2027, title: 专项, period: 2027, timezone: Asia/Shanghai, currency: CNY}
units: {office: {name: 办公室, coordinator: true}}
campaigns:
  river-day: {title: 河长日, lead: office, when: 2027-04}
"""


def test_a_planner_founds_no_programme_that_lacks_the_office_s_steps(clock: Clock) -> None:
    with sound(clock) as office:
        (reason,) = refused(office.apply, cf.loads(MINE), actor="li-wei")
        assert (reason.code, reason.clears) == ("programme-without-steps", ("wang-fang",))
        assert set(reason.facts["steps"]) == {"部门审核", "财务审核", "排期审核", "领导审定"}
        assert [one.id for one in office.records(kind="programme")] == ["river-2027"]


def test_who_governs_founds_it_and_is_told_which_steps_nothing_in_it_will_meet(clock: Clock) -> None:
    with sound(clock) as office:
        change = office.apply(cf.loads(MINE), actor="wang-fang")
        (told,) = [one for one in change.reported if one.code == "steps-not-taken-over"]
        assert "财务审核" in told.message("zh")
        assert "steps-not-taken-over" not in reported(office.apply(cf.loads(MINE), actor="li-wei"))


def test_next_year_s_programme_made_by_rule_has_the_steps_whoever_makes_it(clock: Clock) -> None:
    with sound(clock) as office:
        office.rollover("river-2027", to=2028, actor="li-wei")
        office.fire("campaign:river-2028/water-week", "submit", actor="li-wei")
        assert set(standing(office, "campaign:river-2028/water-week")) == {
            "department",
            "finance",
            "schedule",
        }


def test_where_no_programme_has_steps_a_planner_founds_another(clock: Clock) -> None:
    with sound(clock, STAFFED) as office:
        assert not {"programme-without-steps", "steps-not-taken-over"} & reported(
            office.apply(cf.loads(MINE), actor="li-wei")
        )


def test_a_new_thing_that_was_nothing_before_is_told_so(clock: Clock) -> None:
    with sound(clock, STAFFED) as office:
        file = office.export("river-2027")
        more = "campaigns:\n  river-day: {title: 河长日, lead: office, when: 2027-04, was: rivers-day}\n"
        change = office.apply(cf.loads(text(("campaigns:\n", more), of=file)), actor="li-wei")
        (told,) = [one for one in change.reported if one.code == "was-names-nothing"]
        assert (told.ref, told.facts["was"]) == ("campaign:river-2027/river-day", "rivers-day")
        again = text(("campaigns:\n", more), of=file)
        assert "was-names-nothing" not in reported(office.apply(cf.loads(again), actor="li-wei"))


def test_an_activity_that_was_nothing_before_is_told_so_and_a_renamed_one_is_not(clock: Clock) -> None:
    with sound(clock, STAFFED) as office:
        show = "show: {title: 展览, lead: press, when: 2027-07-mid}"
        other = "fair: {title: 展览, lead: press, when: 2027-07-mid, was: shows}"
        change = office.apply(cf.loads(text((show, f"{show}\n      {other}"), of=STAFFED)), actor="li-wei")
        assert "was-names-nothing" in reported(change)
        kept = text((show, other.replace("was: shows", "was: show")), of=STAFFED)
        with office.preview() as dry:
            assert "was-names-nothing" not in reported(dry.apply(cf.loads(kept), actor="li-wei"))


# an office without an administrator (rule 25)


def test_that_who_plans_governs_the_steps_of_his_own_plan_is_said(clock: Clock) -> None:
    alone = text(BARE_PEOPLE, of=FINANCE)
    with cf.open_office("sqlite://", clock=clock) as office:
        change = office.apply(cf.loads(alone), actor="li-wei")
        (told,) = [one for one in change.reported if one.code == "founder-governs"]
        assert told.facts["who"] == ["li-wei"]
        assert "administrator" in told.message("zh")
        assert reported(office.fire(WEEK, "submit", actor="wang-fang")) >= {"founder-governs"}
        change = office.apply(cf.loads(FINANCE), actor="li-wei")
        assert "founder-governs" not in reported(change)


def test_the_plan_is_told_so_before_it_is_applied() -> None:
    def found(of: str) -> set[str]:
        return {one.code for one in cf.schedule(cf.loads(of)).findings}

    assert "planner-governs-steps" in found(text(BARE_PEOPLE, of=FINANCE))
    assert "planner-governs-steps" not in found(FINANCE)
    assert "planner-governs-steps" not in found(text(BARE_PEOPLE, of=STAFFED))


# coming back together (rules 22, 26)

NESTED = (
    (
        "  summer:\n    title: 暑期防溺水\n    lead: press\n",
        "  summer:\n    title: 暑期防溺水\n    lead: press\n    part_of: water-week\n",
    ),
    ("  summer:\n", "  talk: {title: 宣讲, lead: office, when: 2027-07-24, part_of: summer}\n  summer:\n"),
)
LINE = {"展板": {"for": "展板", "amount": {"amount": "900000", "currency": "CNY"}, "fund": "special"}}


def cancelled_and_back(office: cf.Office, *, before: Callable[[], object]) -> cf.Change:
    """Cancel the campaign with what belongs to it, do something, and reinstate it."""
    for trigger in ("cancel", "reinstate"):
        with office.preview() as dry:
            dry.fire(WEEK, trigger, actor="li-wei", reason="洪水")
        change = office.fire(WEEK, trigger, actor="li-wei", reason="洪水", expect=dry.token)
        if trigger == "cancel":
            before()
    return change


def test_what_belongs_to_a_part_that_stays_away_stays_with_it(clock: Clock) -> None:
    with sound(clock, text(*NESTED, of=FINANCE)) as office:
        talk = "campaign:river-2027/talk"
        for ref, actor in ((WEEK, "li-wei"), (SUMMER, "chen-jing"), (talk, "li-wei")):
            approved(office, ref, actor)
        change = cancelled_and_back(office, before=lambda: planted(office, SUMMER, ("plan", "budget"), LINE))
        assert "stays-stopped" in reported(change)
        assert [state(office, ref) for ref in (WEEK, SUMMER, talk)] == ["approved", "cancelled", "cancelled"]


def test_nothing_comes_back_before_the_whole_it_belongs_to(clock: Clock) -> None:
    """The whole waits for its round; its parts would run without it."""
    with sound(clock, text(*NESTED, of=FINANCE)) as office:
        approved(office)
        approved(office, SUMMER, "chen-jing")
        more = ("plan", "budget", "公益广告投放", "amount", "amount")
        cancelled_and_back(office, before=lambda: planted(office, WEEK, more, "900000"))
        assert (state(office), unsettled(office)) == ("cancelled", {"finance": "waiting"})
        assert state(office, SUMMER) == "cancelled"
        approve(office, "finance")
        with office.preview() as dry:
            dry.fire(WEEK, "reinstate", actor="li-wei", reason="恢复")
        office.fire(WEEK, "reinstate", actor="li-wei", reason="恢复", expect=dry.token)
        assert (state(office), state(office, SUMMER)) == ("approved", "approved")


# who is said to have written (rules 39, 41, 50)

JUDGE = asking("money: {title: 财务审核, by: [zhao-min, qian-duo], covers: [budget]}")


def named_with(here: Room) -> None:
    """Let the planner say that the judge wrote with him."""
    here.submit()
    here.edit(BUDGET, actor="li-wei", authors=["zhao-min"])


def named_for(here: Room) -> None:
    """Let the planner say that he writes for the judge."""
    here.submit()
    here.edit(BUDGET, actor=Actor("li-wei", on_behalf_of="zhao-min"))


@pytest.mark.parametrize("claim", [named_with, named_for])
def test_who_is_said_to_have_written_denies_it_and_decides(
    room: Enter, claim: Callable[[Room], None]
) -> None:
    here = room(JUDGE)
    claim(here)
    (reason,) = refused(here.says, "approve", "money", "zhao-min")
    assert (reason.code, reason.facts["who"]) == ("claimed-as-author", ["li-wei"])
    (waits,) = here.office.inbox("zhao-min")
    assert (waits.kind, waits.step_title) == ("claimed", "财务审核")
    done = here.office.disown(WEEK, actor="zhao-min", note="我没有参与起草")
    assert verbs(done) == ["disowned"]
    assert here.waits("zhao-min") == ["money"]
    here.approve("money", "zhao-min")
    assert here.state == "approved"
    said = [(one.verb, one.details.get("claimed")) for one in here.office.journal(WEEK)]
    assert ("amended", ["zhao-min"]) in said  # the claim stays on record


def test_whoever_s_act_somebody_says_to_follow_may_deny_it(room: Enter) -> None:
    here = room(JUDGE)
    here.submit()
    (entry,) = here.says("comment", "money", "zhao-min").entries
    cause = f"{WEEK}@{entry.version}"
    here.office.reschedule("water-week/scheme", "2027-03-01", actor="chen-jing", reason="跟进", cause=cause)
    assert here.office.approvals(WEEK).steps[0].who == ("qian-duo", "zhao-min")  # it is about money
    here.office.disown(WEEK, actor="zhao-min")
    here.approve("money", "zhao-min")


def test_who_gave_a_mandate_and_is_written_for_is_an_author_whatever_he_says(room: Enter) -> None:
    here = room(JUDGE)
    here.office.give_mandate(
        "zhao-min", "li-wei", actor="zhao-min", from_="2026-11-01", until="2027-02-01", reason="出差"
    )
    named_for(here)
    assert here.against("money", "zhao-min") == {"author-decides"}
    assert codes(here.office.disown, WEEK, actor="zhao-min") == {"nothing-to-disown"}


def test_who_wrote_himself_cannot_deny_it(room: Enter) -> None:
    here = room(asking("panel: {by: [gu-yan, tan-xin]}"))
    here.submit()
    here.edit(TITLE, actor="gu-yan")
    assert codes(here.office.disown, WEEK, actor="gu-yan") == {"nothing-to-disown"}
    here.edit(BUDGET, actor="li-wei", authors=["gu-yan"])
    here.office.disown(WEEK, actor="gu-yan")
    assert here.against("panel", "gu-yan") == {"author-decides"}


def test_nobody_denies_it_for_another(room: Enter) -> None:
    here = room(JUDGE)
    named_with(here)
    assert codes(here.office.disown, WEEK, actor="qian-duo") == {"nothing-to-disown"}
    masked = Actor("li-wei", person="zhao-min")
    assert codes(here.office.disown, WEEK, actor=masked) == {"account-is-somebody-s"}


def test_what_is_claimed_once_more_is_to_be_denied_once_more(room: Enter) -> None:
    here = room(JUDGE)
    named_with(here)
    here.office.disown(WEEK, actor="zhao-min")
    here.edit(("amount: 9万元", "amount: 10万元"), actor="li-wei", authors=["zhao-min"])
    assert here.against("money", "zhao-min") == {"claimed-as-author"}


# who was one person (rules 39, 40)

TWO_IDS = asking(
    "panel: {title: 会商, by: [tan-xin, tan-xin-2, gu-yan]}",
    of=text(
        (
            "media:\n",
            "  tan-xin-2: {name: 谭欣（夜班）, unit: press, roles: [planner], same_as: tan-xin}\nmedia:\n",
        ),
        of=STAFF,
    ),
)
APART = (", same_as: tan-xin}", "}")


@pytest.mark.parametrize(("writes", "decides"), [("tan-xin-2", "tan-xin"), ("tan-xin", "tan-xin-2")])
def test_who_wrote_under_another_id_is_its_author_though_the_ids_are_taken_apart(
    room: Enter, writes: str, decides: str
) -> None:
    here = room(
        text(
            (
                "tan-xin: {name: 谭欣, unit: press, roles: [editor]}",
                "tan-xin: {name: 谭欣, unit: press, roles: [editor, planner]}",
            ),
            of=TWO_IDS,
        )
    )
    here.submit()
    here.edit(TITLE, actor=writes)
    here.edit(APART, actor="wang-fang", reason="更正")
    assert here.against("panel", decides) == {"author-decides"}
    here.approve("panel", "gu-yan")


def test_what_is_written_after_two_ids_were_taken_apart_is_by_one_of_them(room: Enter) -> None:
    here = room(TWO_IDS)
    here.edit(APART, actor="wang-fang", reason="更正")
    here.submit()
    here.edit(TITLE, actor="tan-xin-2")
    here.approve("panel", "tan-xin")
    assert here.state == "approved"


def test_so_it_is_of_what_came_with_the_first_plan(clock: Clock) -> None:
    other = "  li-wei-2: {name: 李伟, unit: office, roles: [head-of-unit], same_as: li-wei}\nmedia:\n"
    plan = asking("panel: {by: [li-wei-2, gu-yan]}", of=text(("media:\n", other), of=STAFF))
    with sound(clock, plan) as office:
        office.apply(cf.loads(text((", same_as: li-wei}", "}"), of=plan)), actor="wang-fang")
        office.fire(WEEK, "submit", actor="li-wei")
        assert codes(office.decide, WEEK, "panel", "approve", actor="li-wei-2") == {"author-decides"}
