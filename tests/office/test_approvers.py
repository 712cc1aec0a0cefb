"""Who may decide: nobody his own work, nobody twice, nobody by an author's favour (rules 25, 39-41)."""

from collections.abc import Callable

import pytest
from tests.office.desk import RIVER, SUMMER, WEEK, codes, refused, text
from tests.office.reviewers import BUDGET, STAFF, TITLE, Room, asking, own

import campaignflow as cf
from campaignflow.types import Actor

Enter = Callable[..., Room]
TWO = asking("panel: {title: 会商, by: [gu-yan, tan-xin, luo-bin], of: 2}")


# authors


def test_who_edits_between_two_votes_does_not_fill_the_second_seat(room: Enter) -> None:
    here = room(TWO)
    here.submit()
    here.edit(TITLE, actor="gu-yan")
    here.approve("panel", "tan-xin")
    assert here.against("panel", "gu-yan") == {"author-decides"}
    assert here.stands == {"panel": "waiting"}
    here.approve("panel", "luo-bin")
    assert here.state == "approved"


def test_who_approved_and_then_edits_loses_his_seat_and_does_not_get_it_back(room: Enter) -> None:
    here = room(TWO)
    here.submit()
    here.approve("panel", "gu-yan")
    here.edit(TITLE, actor="gu-yan")
    assert here.stands == {"panel": "stale"}
    here.approve("panel", "tan-xin")
    assert here.against("panel", "gu-yan") == {"author-decides"}
    assert here.state == "in_review"


def test_who_made_the_campaign_is_an_author_of_all_of_it(room: Enter) -> None:
    here = room(asking("own: {by: [li-wei, lin-yue], covers: [budget]}"))
    here.submit(actor="wang-fang")
    assert here.against("own", "li-wei") == {"author-decides"}


@pytest.mark.parametrize("verdict", ["approve", "refuse", "request_changes", "abstain"])
def test_an_author_may_say_neither_yes_nor_no(room: Enter, verdict: str) -> None:
    here = room(TWO)
    here.submit()
    here.edit(TITLE, actor="gu-yan")
    assert here.against("panel", "gu-yan", verdict) == {"author-decides"}


def test_an_author_may_comment_and_that_counts_for_nothing(room: Enter) -> None:
    here = room(TWO)
    here.submit()
    here.edit(TITLE, actor="gu-yan")
    done = here.says("comment", "panel", "gu-yan", note="标题按上级口径改的")
    assert [entry.verb for entry in done.entries] == ["decided"]
    here.approve("panel", "tan-xin")
    assert here.stands == {"panel": "waiting"}


def test_a_change_of_what_a_step_does_not_cover_makes_nobody_its_author(room: Enter) -> None:
    here = room(asking("money: {by: gu-yan, covers: [budget]}"))
    here.submit()
    here.edit(TITLE, actor="gu-yan")
    here.approve("money", "gu-yan")
    assert here.state == "approved"


def test_who_is_named_as_co_author_is_one(room: Enter) -> None:
    here = room(TWO)
    here.submit()
    here.edit(TITLE, actor="li-wei", authors=["tan-xin", "luo-bin"])
    assert {here.against("panel", one) == {"claimed-as-author"} for one in ("tan-xin", "luo-bin")} == {True}


MOVES = (
    "press-day: {title: 通气会日, when: water-day - 5 workdays",
    "press-day: {title: 通气会日, when: 2027-03-09",
)


def test_who_moves_a_date_is_an_author_of_what_follows_it_elsewhere(room: Enter) -> None:
    here = room(asking("days: {by: [chen-jing, tan-xin], covers: [dates]}"))
    here.office.reschedule("water-week/press-day", "2027-03-09", reason="领导时间", actor="chen-jing")
    here.office.fire(SUMMER, "submit", actor="wang-fang")
    assert codes(here.office.decide, SUMMER, "days", "approve", actor="chen-jing") == {"author-decides"}
    here.office.decide(SUMMER, "days", "approve", actor="tan-xin")


def test_co_authors_of_a_move_are_authors_of_what_follows_it_elsewhere(room: Enter) -> None:
    here = room(asking("days: {by: [luo-bin, tan-xin], covers: [dates]}"))
    here.edit(MOVES, actor="li-wei", reason="领导时间", authors=["luo-bin"])
    here.office.fire(SUMMER, "submit", actor="wang-fang")
    assert codes(here.office.decide, SUMMER, "days", "approve", actor="luo-bin") == {"claimed-as-author"}
    here.office.decide(SUMMER, "days", "approve", actor="tan-xin")


def test_for_whom_somebody_writes_is_an_author(room: Enter) -> None:
    here = room(TWO)
    here.submit()
    here.edit(TITLE, actor=Actor("li-wei", on_behalf_of="tan-xin"))
    assert here.against("panel", "tan-xin") == {"claimed-as-author"}


def test_whoever_s_act_a_program_follows_is_an_author_of_what_it_writes(room: Enter) -> None:
    here = room(TWO)
    here.submit()
    commented = here.says("comment", "panel", "tan-xin").entries[0]
    cause = f"{WEEK}@{commented.version}"
    program = Actor("press-desk", person="chen-jing")
    here.office.reschedule("water-week/scheme", "2027-03-01", actor=program, reason="跟进", cause=cause)
    assert here.office.journal(WEEK)[-1].responsible == "tan-xin"
    assert here.against("panel", "tan-xin") == {"author-decides"}


def test_who_sits_at_a_shared_account_is_the_author(room: Enter) -> None:
    here = room(TWO)
    here.submit()
    here.edit(TITLE, actor=Actor("press-desk", person="tan-xin"))
    assert here.against("panel", "tan-xin") == {"author-decides"}
    here.approve("panel", "gu-yan")


def test_nobody_writes_under_a_shared_account_without_saying_who_he_is(room: Enter) -> None:
    here = room(TWO)
    changed = cf.loads(text(TITLE, of=here.file))
    assert codes(here.office.apply, changed, actor="press-desk") == {"shared-account-writes"}
    assert codes(here.office.reschedule, "summer/show", "2027-07-20", actor="press-desk", reason="雨") == {
        "shared-account-writes"
    }


def test_a_shared_account_can_stop_work_all_the_same(room: Enter) -> None:
    here = room(TWO)
    here.office.fire(SUMMER, "postpone", actor="press-desk", reason="汛情")
    assert here.office.record(SUMMER).data["state"] == "postponed"


def test_a_shared_account_decides_only_with_the_person_who_sits_at_it(room: Enter) -> None:
    here = room(asking("text: {by: editor, of: 2}"))
    here.submit()
    assert here.against("text", "press-desk") == {"shared-account-decides"}
    here.approve("text", Actor("press-desk", person="tan-xin"))
    here.approve("text", "tan-xin")  # the same human, who counts once
    assert here.stands == {"text": "waiting"}
    here.approve("text", "luo-bin")
    assert here.state == "approved"


TWICE = asking(
    "panel: {by: editor, of: 2}",
    of=text(
        (
            "media:\n",
            "  tan-xin-2: {name: 谭欣（夜班）, unit: press, roles: [planner], same_as: tan-xin}\nmedia:\n",
        ),
        of=STAFF,
    ),
)


def test_two_ids_of_one_human_are_one_author(room: Enter) -> None:
    here = room(TWICE)
    here.submit()
    here.edit(TITLE, actor="tan-xin-2")
    assert here.against("panel", "tan-xin") == {"author-decides"}
    assert here.against("panel", "tan-xin-2") == {"author-decides"}


def test_two_ids_of_one_human_fill_one_seat(room: Enter) -> None:
    here = room(TWICE)
    here.submit()
    here.approve("panel", "tan-xin", "tan-xin-2")
    assert here.stands == {"panel": "waiting"}


def test_two_ids_that_name_each_other_are_one_human_all_the_same(room: Enter) -> None:
    other = ("roles: [editor]}", "roles: [editor], same_as: tan-xin-2}")
    tan = "tan-xin: {name: 谭欣, unit: press, "
    here = room(text((tan + other[0], tan + other[1]), of=TWICE))
    here.submit()
    here.edit(TITLE, actor="tan-xin-2")
    assert here.against("panel", "tan-xin") == {"author-decides"}
    assert here.against("panel", "tan-xin-2") == {"author-decides"}


def test_a_human_is_meant_by_whichever_of_his_ids_the_step_names(room: Enter) -> None:
    here = room(TWICE)
    here.submit()
    assert here.waits("tan-xin-2") == ["panel"]  # the role is that of the other id
    here.approve("panel", "tan-xin-2", "luo-bin")
    assert here.state == "approved"


def test_a_planner_cannot_make_two_people_of_his_two_ids(room: Enter) -> None:
    here = room(TWICE)
    here.submit()
    apart = cf.loads(text((", same_as: tan-xin}", "}"), of=here.file))
    found = [one for one in refused(here.office.apply, apart, actor="tan-xin-2") if one.code == "ungoverned"]
    assert [(one.ref, one.facts["what"]) for one in found] == [("person:tan-xin-2", "same_as")]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("roles: [planner, editor], shared: true}", "roles: [planner, editor]}", "shared"),
        ("郭明, outside: true, roles", "郭明, roles", "outside"),
    ],
)
def test_a_planner_cannot_let_an_account_decide_that_may_not(
    room: Enter, old: str, new: str, what: str
) -> None:
    here = room(TWO)
    changed = cf.loads(text((old, new), of=here.file))
    assert [one.facts["what"] for one in refused(here.office.apply, changed, actor="li-wei")] == [what]
    assert here.edit((old, new), actor="wang-fang")


# what clears an author, and what does not

MONEY = asking("money: {title: 财务审核, by: [gu-yan, qian-duo], covers: [budget]}")


def test_a_fired_trigger_clears_whoever_wrote_before_it(room: Enter) -> None:
    here = room(MONEY)
    here.edit(BUDGET, actor="gu-yan")
    here.submit()
    assert here.against("money", "gu-yan") == {"author-decides"}
    here.approve("money", "qian-duo")
    here.edit(("amount: 9万元", "amount: 10万元"), actor="li-wei", reason="追加投放")
    here.office.resubmit(WEEK, actor="li-wei")
    here.approve("money", "gu-yan")
    assert here.stands == {"money": "satisfied"}


def test_another_s_vote_clears_nobody(room: Enter) -> None:
    here = room(
        asking("money: {by: [gu-yan, qian-duo, zhou-ping], of: 2, covers: [budget]}", "text: {by: lin-yue}")
    )
    here.edit(BUDGET, actor="gu-yan")
    here.submit()
    here.approve("money", "qian-duo", "zhou-ping")
    assert here.stands["money"] == "satisfied"
    assert here.against("money", "gu-yan") == {"author-decides"}


def test_who_changed_something_since_the_trigger_is_an_author_until_he_undoes_it(room: Enter) -> None:
    here = room(MONEY)
    here.submit()
    here.approve("money", "qian-duo")
    here.edit(BUDGET, actor="gu-yan", reason="追加投放")
    here.office.resubmit(WEEK, actor="li-wei")
    assert here.against("money", "gu-yan") == {"author-decides"}
    here.edit((BUDGET[1], BUDGET[0]), actor="gu-yan", reason="撤回追加")
    here.approve("money", "gu-yan")
    assert here.state == "approved"


def test_before_the_first_trigger_undoing_clears_nobody(room: Enter) -> None:
    here = room(MONEY)
    here.submit()
    here.edit(BUDGET, actor="gu-yan")
    here.edit((BUDGET[1], BUDGET[0]), actor="gu-yan")
    assert here.against("money", "gu-yan") == {"author-decides"}


def test_a_withdrawn_submission_clears_nobody(room: Enter) -> None:
    here = room(MONEY)
    here.edit(BUDGET, actor="gu-yan")
    here.submit()
    here.office.fire(WEEK, "withdraw", actor="li-wei", reason="补材料")
    here.submit()
    assert here.against("money", "gu-yan") == {"author-decides"}


@pytest.mark.parametrize("policy", ["self_check", "allow_author"])
def test_an_author_decides_where_a_published_rule_says_so_and_that_shows(room: Enter, policy: str) -> None:
    here = room(asking(f"own: {{by: [li-wei], {policy}: true}}", "money: {by: qian-duo}"))
    here.submit()
    shown = {one.id: (one.self_check, one.allow_author) for one in here.office.approvals(WEEK).steps}
    assert shown == {"own": (policy == "self_check", policy == "allow_author"), "money": (False, False)}
    here.approve("own", "li-wei")
    assert here.stands["own"] == "satisfied"


def test_what_an_author_may_by_policy_he_may_not_give_himself(room: Enter) -> None:
    here = room(asking("money: {by: finance-approver, allow_author: true}"))
    here.submit()
    here.edit(
        BUDGET,
        ("roles: [planner, administrator]", "roles: [planner, administrator, finance-approver]"),
        actor="wang-fang",
    )
    assert here.against("money", "wang-fang") == {"granted-by-author"}


# independent units

APART = asking("audit: {by: [tan-xin, luo-bin, he-jun], independent: true, covers: [text]}")


def test_colleagues_of_the_authors_do_not_decide_an_independent_step(room: Enter) -> None:
    here = room(APART)
    here.submit()
    here.edit(TITLE, actor="gu-yan")
    assert here.against("audit", "tan-xin") == {"unit-of-author"}  # of the press
    assert here.against("audit", "luo-bin") == {"unit-of-author"}  # of the office, as li-wei who made it
    here.approve("audit", "he-jun")
    assert here.state == "approved"


def test_an_author_is_told_that_he_is_one_not_that_he_is_of_his_own_unit(room: Enter) -> None:
    here = room(APART)
    here.submit()
    here.edit(TITLE, actor="gu-yan", authors=["tan-xin"])
    assert here.against("audit", "tan-xin") == {"claimed-as-author"}


def test_an_author_who_leaves_takes_his_unit_s_bias_not_along(room: Enter) -> None:
    here = room(APART)
    here.submit()
    here.edit(TITLE, actor="gu-yan")
    here.office.retire("person:gu-yan", actor="wang-fang", reason="调离")
    assert here.against("audit", "tan-xin") == {"unit-of-author"}


# grants

FINANCE = asking("money: {title: 财务审核, by: finance-approver, covers: [budget]}")
FRIEND = (
    "tan-xin: {name: 谭欣, unit: press, roles: [editor]}",
    "tan-xin: {name: 谭欣, unit: press, roles: [editor, finance-approver]}",
)


def test_a_role_that_an_author_gave_counts_for_nothing_in_his_step(room: Enter) -> None:
    here = room(FINANCE)
    here.submit()
    here.edit(BUDGET, actor="wang-fang")
    here.edit(FRIEND, actor="wang-fang")
    (reason,) = refused(here.office.decide, WEEK, "money", "approve", actor="tan-xin")
    assert (reason.code, reason.kind, reason.facts["author"]) == (
        "granted-by-author",
        "permission",
        "wang-fang",
    )
    assert here.waits("tan-xin") == []
    here.approve("money", "qian-duo")


def test_it_makes_no_difference_whether_he_gave_it_before_or_after_he_wrote(room: Enter) -> None:
    here = room(FINANCE)
    here.edit(FRIEND, actor="wang-fang")
    here.submit()
    here.edit(BUDGET, actor="wang-fang")
    assert here.against("money", "tan-xin") == {"granted-by-author"}


def test_who_wrote_the_grant_with_the_one_who_governs_gave_it_too(room: Enter) -> None:
    here = room(FINANCE)
    here.submit()
    here.edit(BUDGET, actor="gu-yan")
    here.edit(FRIEND, actor="wang-fang", authors=["gu-yan"])
    assert here.against("money", "tan-xin") == {"granted-by-author"}


def test_a_role_that_somebody_else_gave_counts(room: Enter) -> None:
    here = room(FINANCE)
    here.submit()
    here.edit(FRIEND, actor="wang-fang")
    here.approve("money", "tan-xin")
    assert here.state == "approved"


def test_roles_that_came_with_the_founding_are_nobody_s_grant(room: Enter) -> None:
    here = room(FINANCE)
    assert here.office.journal("person:qian-duo")[0].responsible == "li-wei"  # who is an author, too
    here.submit()
    here.approve("money", "qian-duo")
    assert here.state == "approved"


def test_a_grant_from_before_the_last_trigger_counts(room: Enter) -> None:
    here = room(FINANCE)
    here.clock.on(hours=1)
    here.edit(FRIEND, actor="wang-fang")
    here.clock.on(hours=1)
    here.submit()
    here.approve("money", "qian-duo")
    here.clock.on(hours=1)
    here.edit(BUDGET, actor="wang-fang", reason="追加投放")
    here.office.resubmit(WEEK, actor="li-wei")
    here.approve("money", "tan-xin")
    assert here.stands == {"money": "satisfied"}


def test_one_from_since_then_does_not(room: Enter) -> None:
    here = room(FINANCE)
    here.submit()
    here.approve("money", "qian-duo")
    here.clock.on(hours=1)
    here.edit(BUDGET, FRIEND, actor="wang-fang", reason="追加投放")
    here.office.resubmit(WEEK, actor="li-wei")
    assert here.against("money", "tan-xin") == {"granted-by-author"}


MEMBER = ("tan-xin: {name: 谭欣, unit: press,", "tan-xin: {name: 谭欣, unit: finance,")


def test_a_unit_that_an_author_put_somebody_into_is_a_grant(room: Enter) -> None:
    here = room(asking("money: {by: finance, covers: [budget]}"))
    here.submit()
    here.edit(BUDGET, MEMBER, actor="wang-fang")
    assert here.against("money", "tan-xin") == {"granted-by-author"}


def test_so_it_is_where_a_step_asks_for_a_role_within_the_unit(room: Enter) -> None:
    here = room(asking("text: {by: editor, in: lead, covers: [budget]}"))
    here.submit()
    here.edit(BUDGET, (MEMBER[0], MEMBER[0].replace("press", "office")), actor="wang-fang")
    assert here.against("text", "tan-xin") == {"granted-by-author"}


def test_bringing_back_somebody_who_had_left_is_a_grant(room: Enter) -> None:
    here = room(FINANCE)
    here.office.retire("person:qian-duo", actor="wang-fang", reason="调离")
    here.submit()
    here.edit(BUDGET, actor="wang-fang")
    here.office.restore("person:qian-duo", actor="wang-fang", reason="借调回来")
    assert here.against("money", "qian-duo") == {"granted-by-author"}


def test_what_an_author_gave_fills_no_seat_beside_what_one_has_of_old(room: Enter) -> None:
    here = room(asking("both: {by: [finance-approver, editor], of: each, covers: [budget]}"))
    here.submit()
    here.edit(BUDGET, FRIEND, actor="wang-fang")
    here.approve("both", "tan-xin", "luo-bin")  # two editors: tan-xin's new role would be the other seat
    assert here.stands == {"both": "waiting"}
    here.approve("both", "qian-duo")
    assert here.state == "approved"


def test_who_is_named_himself_needs_no_role(room: Enter) -> None:
    here = room(asking("money: {by: [finance-approver, tan-xin], covers: [budget]}"))
    here.submit()
    here.edit(BUDGET, FRIEND, actor="wang-fang")
    here.approve("money", "tan-xin")
    assert here.state == "approved"


# the rules themselves (rule 25)

PANEL = "panel: {title: 方案会商, by: [gu-yan, tan-xin, luo-bin], of: 2}"
WEAKER = {
    "taking it out": (f"    approvals:\n      {PANEL}\n", ""),
    "fewer seats": ("of: 2}", "of: 1}"),
    "other people": ("by: [gu-yan, tan-xin, luo-bin]", "by: [li-wei, chen-jing]"),
    "another trigger": ("of: 2}", "of: 2, before: launch}"),
    "less covered": ("of: 2}", "of: 2, covers: [partners]}"),
    "a condition": ("of: 2}", "of: 2, only_if: major}"),
    "letting authors in": ("of: 2}", "of: 2, allow_author: true}"),
}


@pytest.mark.parametrize("weaker", WEAKER.values(), ids=WEAKER)
def test_once_submitted_a_planner_does_not_weaken_a_campaign_s_own_step(
    room: Enter, weaker: tuple[str, str]
) -> None:
    here = room(
        own(
            PANEL,
            of=text(("campaigns:\n", "conditions:\n  major: {title: 重大活动}\ncampaigns:\n"), of=STAFF),
        )
    )
    here.submit()
    for actor in ("li-wei", "gu-yan"):
        found = refused(here.office.apply, cf.loads(text(weaker, of=here.file)), actor=actor)
        assert {(one.code, one.ref, one.clears) for one in found} == {("ungoverned", WEEK, ("wang-fang",))}
    assert here.stands == {"panel": "waiting"}


@pytest.mark.parametrize("weaker", WEAKER.values(), ids=WEAKER)
def test_who_governs_may_and_what_was_asked_stays_frozen(room: Enter, weaker: tuple[str, str]) -> None:
    here = room(
        own(
            PANEL,
            of=text(("campaigns:\n", "conditions:\n  major: {title: 重大活动}\ncampaigns:\n"), of=STAFF),
        )
    )
    here.submit()
    done = here.edit(weaker, actor="wang-fang")
    assert [entry.verb for entry in done.entries if entry.ref == WEEK] == ["governed"]
    if here.stands == {"panel": "waiting"}:  # it is still asked, of two people and as it was
        here.approve("panel", "tan-xin")
        assert here.stands == {"panel": "waiting"}
        assert here.step("panel").who == ("gu-yan", "luo-bin")
    else:
        assert here.stands == {"panel": "not_applicable"}


def test_a_condition_added_later_does_not_keep_a_step_from_being_asked(room: Enter) -> None:
    conditions = "conditions:\n  major: {title: 重大活动, decided_by: lin-yue}\ncampaigns:\n"
    here = room(own(PANEL, of=text(("campaigns:\n", conditions), of=STAFF)))
    here.submit()
    here.edit(("of: 2}", "of: 2, only_if: major}"), actor="wang-fang")
    here.office.determine(WEEK, "major", holds=False, actor="lin-yue", reason="规模不大")
    assert here.stands == {"panel": "waiting"}


def test_withdrawing_first_is_no_way_round(room: Enter) -> None:
    here = room(own(PANEL))
    here.submit()
    here.office.fire(WEEK, "withdraw", actor="li-wei", reason="补材料")
    found = refused(here.office.apply, cf.loads(text(("of: 2}", "of: 1}"), of=here.file)), actor="li-wei")
    assert {one.code for one in found} == {"ungoverned"}


def test_before_it_is_submitted_a_campaign_s_own_steps_are_its_planner_s(room: Enter) -> None:
    here = room(own(PANEL))
    here.edit(("of: 2}", "of: 1}"), actor="li-wei")
    here.edit((f"    approvals:\n      {PANEL.replace('of: 2', 'of: 1')}\n", ""), actor="li-wei")
    here.submit()
    assert here.state == "approved"


def test_a_planner_may_add_a_step_at_any_time_and_it_is_asked(room: Enter) -> None:
    here = room(own(PANEL))
    here.submit()
    here.edit((f"      {PANEL}\n", f"      {PANEL}\n      audit: {{by: he-jun}}\n"), actor="li-wei")
    assert here.stands == {"panel": "waiting", "audit": "waiting"}


SPEECH = (
    "        media: [people-daily]\n",
    "        media: [people-daily]\n        approvals: {speech: {by: lin-yue}}\n",
)


@pytest.mark.parametrize(
    "gone", [(SPEECH[1], SPEECH[0]), ("{by: lin-yue}", "{by: chen-jing}")], ids=["out", "other"]
)
def test_nor_the_step_of_one_of_its_activities(room: Enter, gone: tuple[str, str]) -> None:
    here = room(text(SPEECH, of=STAFF))
    here.submit()
    found = refused(here.office.apply, cf.loads(text(gone, of=here.file)), actor="li-wei")
    assert {one.code for one in found} == {"ungoverned"}
    assert here.stands == {"briefing/speech": "waiting"}


def test_nor_by_taking_out_the_activity_with_it(room: Enter) -> None:
    here = room(text(SPEECH, of=STAFF))
    here.submit()
    start, end = here.file.index("      briefing:\n"), here.file.index("      wrap-up:")
    found = refused(here.office.apply, cf.loads(here.file[:start] + here.file[end:]), actor="li-wei")
    assert "ungoverned" in {one.code for one in found}


def test_a_step_that_the_office_adds_after_the_round_is_asked_before_the_next_trigger(room: Enter) -> None:
    here = room(FINANCE)
    here.submit()
    here.approve("money", "qian-duo")
    line = "approvals:\n"
    here.edit((line, f"{line}  audit: {{title: 审计, by: he-jun}}\n"), actor="wang-fang")
    assert "step-waiting" in codes(here.office.fire, WEEK, "launch", actor="li-wei")


def test_programme_and_channel_steps_are_never_a_planner_s(room: Enter) -> None:
    here = room(FINANCE)
    step = ("money: {title: 财务审核, by: finance-approver", "money: {title: 财务审核, by: editor")
    channel = ("owner: press}", "owner: press, approvals: {final: {by: gu-yan}}}")
    found = refused(here.office.apply, cf.loads(text(step, channel, of=here.file)), actor="gu-yan")
    assert {(one.code, one.ref) for one in found} == {("ungoverned", RIVER), ("ungoverned", "channel:wechat")}


def test_a_planner_does_not_choose_who_says_that_a_step_is_not_asked(room: Enter) -> None:
    conditions = "conditions:\n  major: {title: 重大活动, decided_by: lin-yue}\ncampaigns:\n"
    here = room(text(("campaigns:\n", conditions), of=asking("leader: {by: lin-yue, only_if: major}")))
    changed = cf.loads(text(("decided_by: lin-yue", "decided_by: tan-xin"), of=here.file))
    assert [one.code for one in refused(here.office.apply, changed, actor="gu-yan")] == ["ungoverned"]


# seats


def test_one_person_in_two_groups_fills_the_seat_of_one(room: Enter) -> None:
    both = (FRIEND[0], FRIEND[1])
    here = room(asking("both: {by: [finance-approver, editor], of: each}", of=text(both, of=STAFF)))
    here.submit()
    here.approve("both", "tan-xin")
    assert here.stands == {"both": "waiting"}
    here.approve("both", "tan-xin")
    assert here.stands == {"both": "waiting"}
    here.approve("both", "luo-bin")  # the editor; so tan-xin sits for finance, whoever came first
    assert here.state == "approved"


def test_two_of_each_take_four_people(room: Enter) -> None:
    here = room(asking("both: {by: [finance-approver, editor], of: 2 each}"))
    here.submit()
    here.approve("both", "qian-duo", "zhou-ping", "tan-xin")
    assert here.stands == {"both": "waiting"}
    here.approve("both", "luo-bin")
    assert here.state == "approved"


def test_who_abstains_fills_no_seat(room: Enter) -> None:
    here = room(TWO)
    here.submit()
    here.says("abstain", "panel", "gu-yan")
    here.approve("panel", "tan-xin")
    assert here.stands == {"panel": "waiting"}
    here.approve("panel", "luo-bin")
    assert here.state == "approved"


def test_who_changes_his_mind_has_one_voice_the_last(room: Enter) -> None:
    here = room(TWO)
    here.submit()
    here.approve("panel", "tan-xin")
    here.says("abstain", "panel", "tan-xin")
    here.approve("panel", "luo-bin")
    assert here.stands == {"panel": "waiting"}


ALL = asking("everybody: {title: 全体会签, by: finance-approver, of: all}")
NEW = (
    "he-jun: {name: 何军, unit: finance, roles: [auditor]}",
    "he-jun: {name: 何军, unit: finance, roles: [auditor, finance-approver]}",
)


def test_all_are_those_who_were_there_when_it_was_asked(room: Enter) -> None:
    here = room(ALL)
    here.submit()
    here.edit(NEW, actor="wang-fang")
    assert here.against("everybody", "he-jun") == {"not-an-approver"}
    here.approve("everybody", "qian-duo")
    assert here.stands == {"everybody": "waiting"}
    here.approve("everybody", "zhou-ping")
    assert here.state == "approved"


def test_where_all_must_speak_abstaining_is_speaking_but_somebody_must_agree(room: Enter) -> None:
    here = room(ALL)
    here.submit()
    here.says("abstain", "everybody", "qian-duo")
    here.says("abstain", "everybody", "zhou-ping")
    assert here.stands == {"everybody": "waiting"}
    here.approve("everybody", "zhou-ping")
    assert here.state == "approved"


def test_one_of_all_who_has_left_is_still_one_of_all(room: Enter) -> None:
    here = room(ALL)
    here.submit()
    here.office.retire("person:zhou-ping", actor="wang-fang", reason="调离")
    here.approve("everybody", "qian-duo")
    assert here.stands == {"everybody": "waiting"}


def test_who_decided_and_left_counts_still(room: Enter) -> None:
    here = room(TWO)
    here.submit()
    here.approve("panel", "tan-xin")
    here.office.retire("person:tan-xin", actor="wang-fang", reason="调离")
    here.approve("panel", "luo-bin")
    assert here.state == "approved"


def test_who_decided_and_lost_his_role_counts_still(room: Enter) -> None:
    here = room(asking("text: {by: editor, of: 2}"))
    here.submit()
    here.approve("text", "tan-xin")
    here.edit(
        ("tan-xin: {name: 谭欣, unit: press, roles: [editor]}", "tan-xin: {name: 谭欣, unit: press}"),
        actor="wang-fang",
    )
    here.approve("text", "luo-bin")
    assert here.state == "approved"


def test_who_has_left_decides_nothing_more(room: Enter) -> None:
    here = room(TWO)
    here.submit()
    here.office.retire("person:tan-xin", actor="wang-fang", reason="调离")
    assert here.against("panel", "tan-xin") == {"actor-retired"}
    assert here.against("panel", "nobody") == {"actor-unknown"}
    assert here.against("panel", "qian-duo") == {"not-an-approver"}


@pytest.mark.parametrize("actor", ["system:timer", "plugin:audit", "outside:guo-ming", "timer:x"])
def test_no_program_gives_a_verdict(room: Enter, actor: str) -> None:
    here = room(TWO)
    here.submit()
    assert here.against("panel", actor) == {"actor-reserved"}


# enough people, when it is asked


@pytest.mark.parametrize("person", ["wang-fang", "chen-jing"])
def test_nobody_decides_by_his_permissions_alone(room: Enter, person: str) -> None:
    here = room(asking("money: {title: 财务审核, by: finance-approver}"))
    here.submit()
    for verdict in ("approve", "request_changes", "refuse"):
        assert here.against("money", person, verdict) == {"not-an-approver"}


def test_what_nobody_may_approve_is_not_asked_and_each_is_told_why(room: Enter) -> None:
    here = room(asking("panel: {title: 会商, by: [gu-yan, tan-xin], of: 2}"))
    here.edit(TITLE, actor="gu-yan")
    (reason,) = refused(here.office.fire, WEEK, "submit", actor="li-wei")
    assert (reason.code, reason.facts["seats"], list(reason.facts["parties"])) == (
        "nobody-can-approve",
        2,
        ["gu-yan", "tan-xin"],
    )
    assert "gu-yan 参与了起草或修改" in reason.message("zh")
    assert "gu-yan wrote part of" in reason.message("en")
    assert "tan-xin 参与" not in reason.message("zh")
    assert here.state == "draft"


def test_each_way_of_being_out_is_told(room: Enter) -> None:
    here = room(
        asking("text: {title: 审稿, by: [press-desk, gu-yan, tan-xin], covers: [text], independent: true}")
    )
    here.edit(TITLE, actor="gu-yan")
    (reason,) = refused(here.office.fire, WEEK, "submit", actor="li-wei")
    assert [str(one) for one in reason.facts["out"]] == [
        "author-decides",
        "shared-account-decides",
        "unit-of-author",
    ]


def test_people_who_left_are_not_counted_on(room: Enter) -> None:
    here = room(FINANCE)
    for name in ("qian-duo", "zhou-ping"):
        here.office.retire(f"person:{name}", actor="wang-fang", reason="调离")
    assert codes(here.office.fire, WEEK, "submit", actor="li-wei") == {"nobody-can-approve"}


def test_somebody_outside_is_counted_on_for_a_token_can_be_made(room: Enter) -> None:
    here = room(asking("expert: {by: expert}"))
    here.submit()
    assert here.step("expert").who == ("guo-ming",)


def test_but_not_where_a_step_takes_none(room: Enter) -> None:
    here = room(asking("expert: {by: expert, bearers: false}"))
    (reason,) = refused(here.office.fire, WEEK, "submit", actor="li-wei")
    assert [str(one) for one in reason.facts["out"]] == ["outside-needs-token"]


def test_an_approval_that_is_carried_fills_its_seat_though_its_giver_has_left(room: Enter) -> None:
    here = room(
        asking(
            "money: {by: finance-approver, of: 2, covers: [budget]}", "text: {by: lin-yue, covers: [text]}"
        )
    )
    here.submit()
    here.approve("money", "qian-duo")
    here.says("request_changes", "text", "lin-yue")
    here.office.retire("person:qian-duo", actor="wang-fang", reason="调离")
    here.submit(note="标题已核对")
    here.approve("money", "zhou-ping")
    assert here.stands["money"] == "satisfied"


# three reviews by three people

REVIEWS = (
    "first: {title: 一审, by: [gu-yan, tan-xin, luo-bin]}",
    "second: {title: 二审, by: [tan-xin, luo-bin], distinct: [first]}",
    "third: {title: 三审, by: [luo-bin, lin-yue], distinct: [first, second]}",
)


def test_nobody_speaks_in_two_distinct_steps(room: Enter) -> None:
    here = room(asking(*REVIEWS))
    here.submit()
    here.approve("first", "gu-yan")
    here.approve("second", "tan-xin")
    assert here.against("first", "tan-xin") == {"spoke-on-distinct-step"}  # distinct both ways
    assert here.waits("tan-xin") == []
    here.approve("third", "luo-bin")
    assert here.state == "approved"


def test_he_stays_out_though_what_he_said_is_out_of_date(room: Enter) -> None:
    here = room(asking(*REVIEWS))
    here.submit()
    here.approve("first", "tan-xin")
    here.edit(TITLE, actor="li-wei")
    assert here.stands["first"] == "stale"
    assert here.against("second", "tan-xin") == {"spoke-on-distinct-step"}


def test_who_cannot_speak_any_more_is_not_waited_for(room: Enter) -> None:
    second = "second: {by: [tan-xin, luo-bin, lin-yue], of: 2, returns: when_all_spoke, distinct: [first]}"
    here = room(asking("first: {by: [gu-yan, tan-xin]}", second))
    here.submit()
    here.approve("first", "tan-xin")
    here.says("request_changes", "second", "luo-bin")
    assert here.state == "in_review"
    here.approve("second", "lin-yue")
    assert here.state == "returned"


def test_who_takes_his_word_back_may_move_to_another_review(room: Enter) -> None:
    here = room(asking(*REVIEWS))
    here.submit()
    here.approve("first", "tan-xin")
    here.office.take_back(WEEK, "first", actor="tan-xin")
    here.approve("second", "tan-xin")
    assert here.stands["second"] == "satisfied"


def test_who_only_comments_or_abstains_may_review_elsewhere(room: Enter) -> None:
    here = room(asking(*REVIEWS))
    here.submit()
    here.says("comment", "first", "tan-xin")
    here.says("abstain", "first", "tan-xin")
    here.approve("second", "tan-xin")
    assert here.stands["second"] == "satisfied"


def test_the_last_who_could_do_the_next_review_is_not_used_up_on_this_one(room: Enter) -> None:
    here = room(asking(*REVIEWS))
    here.submit()
    here.office.retire("person:tan-xin", actor="wang-fang", reason="调离")
    (reason,) = refused(here.office.decide, WEEK, "first", "approve", actor="luo-bin")
    assert (reason.code, reason.clears, reason.facts["stranded"]) == (
        "would-strand",
        ("gu-yan",),
        ["二审", "三审"],
    )
    here.approve("first", "gu-yan")
    here.approve("second", "luo-bin")
    here.approve("third", "lin-yue")
    assert here.state == "approved"


def test_what_is_left_is_looked_at_together_not_step_by_step(room: Enter) -> None:
    here = room(asking(*REVIEWS))
    here.submit()
    here.office.retire("person:lin-yue", actor="wang-fang", reason="调离")
    # second and third have one person each then, and it would be the same
    assert here.against("first", "tan-xin") == {"would-strand"}
    here.approve("first", "gu-yan")
    assert here.against("second", "luo-bin") == {"would-strand"}
    here.approve("second", "tan-xin")
    here.approve("third", "luo-bin")
    assert here.state == "approved"


def test_objecting_strands_nobody(room: Enter) -> None:
    here = room(asking(*REVIEWS))
    here.submit()
    here.office.retire("person:tan-xin", actor="wang-fang", reason="调离")
    here.says("refuse", "first", "luo-bin")
    assert here.state == "returned"


def test_where_nobody_else_could_take_the_seat_it_is_taken_with_a_remark(room: Enter) -> None:
    here = room(asking(*REVIEWS))
    here.submit()
    for name in ("gu-yan", "tan-xin"):
        here.office.retire(f"person:{name}", actor="wang-fang", reason="调离")
    done = here.approve("first", "luo-bin")
    assert [one.code for one in done.reported] == ["strands"]
    assert "luo-bin" in done.reported[0].message("zh")
    assert here.stands["first"] == "satisfied"


def test_what_is_stranded_already_strands_nobody_s_decision(room: Enter) -> None:
    here = room(asking(*REVIEWS))
    here.submit()
    for name in ("tan-xin", "lin-yue"):
        here.office.retire(f"person:{name}", actor="wang-fang", reason="调离")
    done = here.approve("first", "luo-bin")  # gu-yan could, too, but luo-bin cannot do both of the others
    assert [one.code for one in done.reported] == ["strands"]


def test_two_people_are_too_few_for_three_reviews(room: Enter) -> None:
    here = room(asking(*REVIEWS))
    for name in ("gu-yan", "lin-yue"):
        here.office.retire(f"person:{name}", actor="wang-fang", reason="调离")
    (reason,) = refused(here.office.fire, WEEK, "submit", actor="li-wei")
    assert (reason.code, reason.facts["step"], reason.facts["seats"]) == (
        "nobody-can-approve",
        ["一审", "二审", "三审"],
        3,
    )


def test_a_review_that_nobody_can_do_is_named_by_itself_not_again_with_those_it_is_distinct_from(
    room: Enter,
) -> None:
    here = room(asking(*REVIEWS[:2], "third: {title: 三审, by: lin-yue, distinct: [first, second]}"))
    here.office.retire("person:lin-yue", actor="wang-fang", reason="调离")
    (reason,) = refused(here.office.fire, WEEK, "submit", actor="li-wei")
    assert (reason.code, reason.facts["step"]) == ("nobody-can-approve", ["三审"])


def test_who_abstained_where_all_must_speak_is_free_for_the_next_review(room: Enter) -> None:
    """He has spoken there, and so strands nobody by being the only one left here."""
    here = room(
        asking(
            "panel: {title: 会商, by: [tan-xin, luo-bin, he-jun], of: all}",
            "last: {title: 终审, by: [tan-xin, lin-yue], distinct: [panel]}",
        )
    )
    here.submit()
    here.office.retire("person:lin-yue", actor="wang-fang", reason="调离")
    here.says("abstain", "panel", "tan-xin")
    assert here.approve("panel", "luo-bin").reported == ()
    here.approve("last", "tan-xin")
    here.approve("panel", "he-jun")
    assert here.state == "approved"


def test_steps_that_are_not_distinct_may_have_the_same_people(room: Enter) -> None:
    here = room(
        asking("first: {by: tan-xin}", "second: {by: tan-xin}", "third: {by: tan-xin, after: [first]}")
    )
    here.submit()
    for name in ("first", "second", "third"):
        here.approve(name, "tan-xin")
    assert here.state == "approved"
