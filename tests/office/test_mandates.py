"""Deciding for somebody else: for a time, for some steps, in no ring, and never round four eyes (rule 50)."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.office.desk import WEEK, codes, fails, meanwhile, refused, text, wrote
from tests.office.reviewers import BUDGET, STAFF, TITLE, Room, asking

import campaignflow as cf
from campaignflow.types import Actor

Enter = Callable[..., Room]
HEAD = asking("department: {title: 部门审核, by: head-of-unit, in: lead}")
"""Zhao Min alone decides it."""
PANEL = asking("panel: {title: 会商, by: [zhao-min, tan-xin, luo-bin], of: 2}")
MARCH = {"from_": "2027-03-01", "until": "2027-03-12"}


def given(
    here: Room, person: str = "zhao-min", to: str = "tan-xin", actor: str = "", **said: object
) -> cf.Change:
    """Let somebody hand his seat to another for the first days of March."""
    return here.office.give_mandate(person, to, actor=actor or person, **{**MARCH, **said})


def on(here: Room, moment: str = "2027-03-03 10:00") -> Room:
    here.clock.to(moment)
    return here


# when, for what


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2027-02-28 23:59", "no-mandate"),
        ("2027-03-01 00:00", ""),
        ("2027-03-12 23:59", ""),
        ("2027-03-13 00:00", "no-mandate"),
    ],
)
def test_a_mandate_holds_from_the_first_day_to_the_end_of_the_last_where_the_office_is(
    room: Enter, moment: str, code: str
) -> None:
    here = room(HEAD)
    given(here)
    here.submit()
    on(here, moment)
    if code:
        assert here.against("department", "tan-xin", for_="zhao-min") == {code}
    else:
        here.approve("department", "tan-xin", for_="zhao-min")
        assert here.state == "approved"


def test_it_may_be_given_to_the_minute(room: Enter) -> None:
    here = room(HEAD)
    given(here, from_="2027-03-01T08:30", until="2027-03-01T12:00:00+08:00")
    here.submit()
    on(here, "2027-03-01 12:00")
    assert here.against("department", "tan-xin", for_="zhao-min") == {"no-mandate"}
    here.clock.at = here.clock.at.replace(hour=0, minute=30)  # 08:30 in Shanghai
    here.approve("department", "tan-xin", for_="zhao-min")


def test_days_may_be_dates(room: Enter) -> None:
    here = room(HEAD)
    given(here, from_=date(2027, 3, 1), until=date(2027, 3, 12))
    here.submit()
    on(here).approve("department", "tan-xin", for_="zhao-min")


def test_it_is_for_the_steps_it_names(room: Enter) -> None:
    here = room(asking("department: {by: zhao-min}", "text: {by: zhao-min}"))
    given(here, scope=["text"])
    here.submit()
    on(here)
    assert here.against("department", "tan-xin", for_="zhao-min") == {"no-mandate"}
    here.approve("text", "tan-xin", for_="zhao-min")
    assert here.stands["text"] == "satisfied"


def test_it_is_not_handed_on_unless_it_says_so(room: Enter) -> None:
    here = room(HEAD)
    given(here)
    given(here, "tan-xin", "luo-bin")
    here.submit()
    on(here)
    assert here.against("department", "luo-bin", for_="zhao-min") == {"no-mandate"}


def test_handed_on_as_often_as_it_says_and_no_oftener(room: Enter) -> None:
    here = room(HEAD)
    given(here, depth=2)
    given(here, "tan-xin", "luo-bin", depth=2)
    given(here, "luo-bin", "he-jun")
    here.submit()
    on(here)
    assert here.against("department", "he-jun", for_="zhao-min") == {"no-mandate"}
    done = here.approve("department", "luo-bin", for_="zhao-min")
    said = done.entries[0].details["decision"]
    assert (said["actor"], said["principal"], said["chain"]) == ("luo-bin", "zhao-min", ["tan-xin"])


def test_nobody_hands_on_who_has_left(room: Enter) -> None:
    here = room(HEAD)
    given(here, depth=2)
    given(here, "tan-xin", "luo-bin")
    here.submit()
    here.office.retire("person:tan-xin", actor="wang-fang", reason="调离")
    on(here)
    assert here.against("department", "luo-bin", for_="zhao-min") == {"no-mandate"}


def test_nobody_is_spoken_for_who_has_left(room: Enter) -> None:
    here = room(HEAD)
    given(here)
    here.submit()
    here.office.retire("person:zhao-min", actor="wang-fang", reason="退休")
    on(here)
    assert here.against("department", "tan-xin", for_="zhao-min") == {"actor-retired"}


def test_it_can_be_ended_at_once(room: Enter) -> None:
    here = room(HEAD)
    given(here)
    here.submit()
    on(here)
    assert wrote(here.office.end_mandate("zhao-min", "m1", actor="zhao-min")) == [
        ("person:zhao-min", "mandate_ended")
    ]
    assert here.against("department", "tan-xin", for_="zhao-min") == {"no-mandate"}
    assert fails(here.office.end_mandate, "zhao-min", "m1", actor="zhao-min") == "mandate-unknown"
    assert fails(here.office.end_mandate, "zhao-min", "m7", actor="zhao-min") == "mandate-unknown"


# who gives it, to whom


def test_he_gives_it_himself_or_who_governs_does(room: Enter) -> None:
    here = room(HEAD)
    assert codes(given, here, actor="li-wei") == {"may-not-govern"}
    assert codes(given, here, actor="tan-xin") == {"may-not-govern"}
    assert given(here, actor="wang-fang").entries[0].capacity == "administrator"
    assert given(here, to="luo-bin", actor="zhao-min").entries[0].capacity == "principal"
    assert codes(here.office.end_mandate, "zhao-min", "m1", actor="li-wei") == {"may-not-govern"}


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("nobody", "mandate-for-nobody"),
        ("he-jun", "mandate-for-nobody"),
        ("zhao-min", "mandate-to-himself"),
        ("guo-ming", "mandate-for-no-one-person"),
        ("press-desk", "mandate-for-no-one-person"),
    ],
)
def test_it_is_for_one_other_person_of_the_office(room: Enter, to: str, code: str) -> None:
    here = room(HEAD)
    here.office.retire("person:he-jun", actor="wang-fang", reason="退休")
    assert codes(given, here, to=to) == {code}


def test_two_ids_of_one_human_are_no_two_people_here_either(room: Enter) -> None:
    more = ("media:\n", "  zhao-min-2: {name: 赵敏（手机）, unit: office, same_as: zhao-min}\nmedia:\n")
    here = room(asking("department: {by: zhao-min}", of=text(more, of=STAFF)))
    assert codes(given, here, to="zhao-min-2") == {"mandate-to-himself"}
    given(here, "tan-xin", "zhao-min-2")
    assert codes(given, here) == {"mandate-ring"}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"until": "2027-02-28"}, "mandate-ends-before"),
        ({"from_": "2027-03-01T12:00", "until": "2027-03-01T12:00"}, "mandate-ends-before"),
    ],
)
def test_it_ends_after_it_begins(room: Enter, said: dict[str, str], code: str) -> None:
    assert codes(given, room(HEAD), **said) == {code}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"depth": 0}, "mandate-depth"),
        ({"depth": 4}, "mandate-depth"),
        ({"from_": "三月"}, "moment-unreadable"),
        ({"until": "9999-12-31"}, "moment-unreadable"),
        ({"until": "2027-03-01T25:00"}, "moment-unreadable"),
    ],
)
def test_what_cannot_be_read_is_an_error(room: Enter, said: dict[str, object], code: str) -> None:
    assert fails(given, room(HEAD), **said) == code


def test_only_people_give_mandates(room: Enter) -> None:
    here = room(HEAD)
    assert codes(here.office.give_mandate, "unit:press", "tan-xin", actor="wang-fang", **MARCH) == {
        "mandate-for-nobody"
    }


# rings


def test_two_people_do_not_stand_in_for_each_other_at_one_time(room: Enter) -> None:
    here = room(HEAD)
    given(here)
    assert codes(given, here, "tan-xin", "zhao-min", from_="2027-03-12", until="2027-03-20") == {
        "mandate-ring"
    }
    assert given(here, "tan-xin", "zhao-min", from_="2027-03-13", until="2027-03-20")


def test_nor_do_three(room: Enter) -> None:
    here = room(HEAD)
    given(here)
    given(here, "tan-xin", "luo-bin")
    assert codes(given, here, "luo-bin", "zhao-min") == {"mandate-ring"}


def test_what_never_holds_all_at_once_is_no_ring(room: Enter) -> None:
    here = room(HEAD)
    given(here, until="2027-03-04")
    given(here, "tan-xin", "luo-bin", from_="2027-03-08")
    assert given(here, "luo-bin", "zhao-min")


def test_what_was_ended_closes_no_ring(room: Enter) -> None:
    here = room(HEAD)
    given(here)
    here.office.end_mandate("zhao-min", "m1", actor="zhao-min")
    assert given(here, "tan-xin", "zhao-min")


def test_two_halves_of_a_ring_given_at_once_are_not_both_given(
    room: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = room(HEAD)
    meanwhile(monkeypatch, here.office, lambda: given(here, "tan-xin", "zhao-min"))
    assert codes(given, here) == {"mandate-ring"}


# four eyes


def test_it_is_the_principal_s_word_and_seat(room: Enter) -> None:
    here = room(HEAD)
    given(here)
    here.submit()
    on(here)
    assert here.against("department", "tan-xin") == {"not-an-approver"}  # in his own name
    entry = here.approve("department", "tan-xin", for_="zhao-min").entries[0]
    said = entry.details["decision"]
    assert (entry.actor, entry.responsible) == ("tan-xin", "tan-xin")
    assert (said["actor"], said["principal"], said["mandate"], said["basis"]) == (
        "tan-xin",
        "zhao-min",
        "m1",
        "role:head-of-unit",
    )
    assert here.step("department").who == ("zhao-min",)


def test_nobody_is_spoken_for_who_has_spoken(room: Enter) -> None:
    here = room(PANEL)
    given(here, to="he-jun")
    here.submit()
    on(here).approve("panel", "zhao-min")
    assert here.against("panel", "he-jun", "refuse", for_="zhao-min") == {"principal-has-spoken"}


def test_once_it_is_about_something_else_he_may_be_spoken_for_again(room: Enter) -> None:
    here = room(PANEL)
    given(here, to="he-jun")
    here.submit()
    on(here).approve("panel", "zhao-min")
    here.edit(TITLE, actor="li-wei")
    here.approve("panel", "he-jun", for_="zhao-min")
    here.approve("panel", "tan-xin")
    assert here.state == "approved"


def test_a_delegate_does_not_take_the_principal_s_objection_back_whatever_changed(room: Enter) -> None:
    here = room(asking("panel: {by: [zhao-min, tan-xin, luo-bin], of: 2, refusals: 2}"))
    given(here, to="he-jun")
    here.submit()
    on(here).says("refuse", "panel", "zhao-min")
    here.edit(TITLE, actor="li-wei")
    assert here.against("panel", "he-jun", for_="zhao-min") == {"principal-has-spoken"}


def test_the_principal_s_own_word_takes_the_place_of_his_delegate_s(room: Enter) -> None:
    here = room(PANEL)
    given(here, to="he-jun")
    here.submit()
    on(here).approve("panel", "he-jun", for_="zhao-min")
    here.says("abstain", "panel", "zhao-min")
    here.approve("panel", "tan-xin")
    assert here.stands == {"panel": "waiting"}


def test_a_delegate_who_wrote_it_does_not_decide_it(room: Enter) -> None:
    here = room(HEAD)
    given(here, to="gu-yan")
    here.submit()
    here.edit(TITLE, actor="gu-yan")
    on(here)
    assert here.against("department", "gu-yan", for_="zhao-min") == {"author-decides"}
    assert here.against("department", "gu-yan", "refuse", for_="zhao-min") == {"author-decides"}


def test_nobody_decides_for_an_author(room: Enter) -> None:
    here = room(asking("panel: {by: [gu-yan, tan-xin]}"))
    given(here, "gu-yan", "he-jun")
    here.submit()
    here.edit(TITLE, actor="gu-yan")
    on(here)
    assert here.against("panel", "he-jun", for_="gu-yan") == {"author-decides"}


def test_nor_by_a_way_that_leads_through_one(room: Enter) -> None:
    here = room(HEAD)
    given(here, to="gu-yan", depth=2)
    given(here, "gu-yan", "he-jun")
    here.submit()
    here.edit(TITLE, actor="gu-yan")
    on(here)
    assert here.against("department", "he-jun", for_="zhao-min") == {"author-decides"}


def test_a_mandate_that_an_author_gave_in_somebody_s_name_counts_for_nothing(room: Enter) -> None:
    here = room(HEAD)
    here.submit()
    here.edit(BUDGET, actor="wang-fang")
    given(here, actor="wang-fang")
    on(here)
    assert here.against("department", "tan-xin", for_="zhao-min") == {"granted-by-author"}
    here.approve("department", "zhao-min")


def test_a_mandate_that_somebody_else_gave_in_his_name_counts(room: Enter) -> None:
    here = room(HEAD)
    here.submit()
    given(here, actor="wang-fang")
    on(here).approve("department", "tan-xin", for_="zhao-min")
    assert here.state == "approved"


def test_a_colleague_of_the_authors_does_not_decide_an_independent_step_for_another(room: Enter) -> None:
    here = room(asking("audit: {by: he-jun, independent: true}"))
    given(here, "he-jun", "luo-bin")
    given(here, "he-jun", "qian-duo")
    here.submit()  # li-wei of the office made it
    on(here)
    assert here.against("audit", "luo-bin", for_="he-jun") == {"unit-of-author"}
    here.approve("audit", "qian-duo", for_="he-jun")


def test_who_spoke_in_one_review_does_not_speak_for_somebody_in_a_distinct_one(room: Enter) -> None:
    here = room(
        asking("first: {by: [tan-xin, gu-yan]}", "second: {by: [zhao-min, luo-bin], distinct: [first]}")
    )
    given(here)
    here.submit()
    on(here).approve("first", "tan-xin")
    assert here.against("second", "tan-xin", for_="zhao-min") == {"spoke-on-distinct-step"}


def test_who_spoke_for_somebody_keeps_both_out_of_a_distinct_review(room: Enter) -> None:
    here = room(
        asking(
            "first: {by: [zhao-min, gu-yan]}", "second: {by: [zhao-min, tan-xin, luo-bin], distinct: [first]}"
        )
    )
    given(here)
    here.submit()
    on(here).approve("first", "tan-xin", for_="zhao-min")
    assert here.against("second", "tan-xin") == {"spoke-on-distinct-step"}
    assert here.against("second", "zhao-min") == {"spoke-on-distinct-step"}


def test_one_person_fills_one_seat_in_whoever_s_name(room: Enter) -> None:
    here = room(PANEL)
    given(here)
    here.submit()
    on(here).approve("panel", "tan-xin")
    assert here.against("panel", "tan-xin", for_="zhao-min") == {"sits-already"}
    here.approve("panel", "luo-bin")
    assert here.state == "approved"


def test_who_sits_for_another_does_not_sit_for_himself_until_that_one_speaks(room: Enter) -> None:
    here = room(PANEL)
    given(here)
    here.submit()
    on(here).approve("panel", "tan-xin", for_="zhao-min")
    assert here.against("panel", "tan-xin") == {"sits-already"}
    here.approve("panel", "zhao-min")
    here.approve("panel", "tan-xin")
    assert here.state == "approved"


def test_a_shared_account_speaks_for_nobody_without_its_person(room: Enter) -> None:
    here = room(HEAD)
    given(here)
    here.submit()
    on(here)
    assert here.against("department", "press-desk", for_="zhao-min") == {
        "no-mandate",
        "shared-account-decides",
    }
    here.says("approve", "department", Actor("press-desk", person="tan-xin"), for_="zhao-min")
    assert here.step("department").who == ("zhao-min",)


# what stays


def test_what_was_decided_stays_decided_when_the_mandate_ends(room: Enter) -> None:
    here = room(PANEL)
    given(here, to="he-jun")
    here.submit()
    on(here).approve("panel", "he-jun", for_="zhao-min")
    here.office.end_mandate("zhao-min", "m1", actor="zhao-min")
    on(here, "2027-04-01 09:00").approve("panel", "tan-xin")
    assert here.state == "approved"


def test_applying_the_plan_keeps_mandates(room: Enter) -> None:
    here = room(HEAD)
    given(here)
    here.edit(TITLE, actor="li-wei")
    here.edit(("name: 赵敏, unit: office", "name: 赵敏敏, unit: office"), actor="wang-fang")
    assert list(here.office.record("person:zhao-min").data["mandates"]) == ["m1"]
    here.submit()
    on(here).approve("department", "tan-xin", for_="zhao-min")


def test_mandates_stand_in_no_plan_file(room: Enter) -> None:
    here = room(HEAD)
    given(here)
    assert "mandate" not in here.office.export("river-2027")


# annulling


def test_who_governs_annuls_what_was_decided_under_a_void_mandate(room: Enter) -> None:
    here = room(PANEL)
    given(here, to="he-jun")
    here.submit()
    done = on(here).approve("panel", "he-jun", for_="zhao-min")
    name = done.entries[0].details["decision"]["id"]
    (entry,) = here.office.annul(WEEK, name, actor="wang-fang", reason="委托书系伪造").entries
    assert (entry.verb, entry.actor, entry.reason) == ("annulled", "wang-fang", "委托书系伪造")
    here.approve("panel", "tan-xin")
    assert here.stands == {"panel": "waiting"}
    here.approve("panel", "zhao-min")  # he is not bound by it
    assert here.state == "approved"


def test_after_the_trigger_it_undoes_nothing_but_clears_nobody_any_more(room: Enter) -> None:
    here = room(HEAD)
    given(here)
    here.submit()
    on(here).approve("department", "tan-xin", for_="zhao-min")
    assert here.state == "approved"
    here.office.annul(WEEK, "1.1", actor="wang-fang", reason="委托书系伪造")
    assert here.state == "approved"
    assert here.stands == {"department": "waiting"}
    assert "step-waiting" in codes(here.office.fire, WEEK, "launch", actor="li-wei")
    here.office.resubmit(WEEK, actor="li-wei")
    here.approve("department", "zhao-min")
    assert here.stands == {"department": "satisfied"}


def test_who_wrote_before_an_annulled_approval_is_an_author_again(room: Enter) -> None:
    here = room(asking("department: {by: [zhao-min, gu-yan, lin-yue]}"))
    here.edit(TITLE, actor="gu-yan")
    given(here)
    here.submit()
    on(here).approve("department", "tan-xin", for_="zhao-min")
    here.office.annul(WEEK, "1.1", actor="wang-fang", reason="委托书系伪造")
    here.office.resubmit(WEEK, actor="li-wei")
    assert here.against("department", "gu-yan") == {"author-decides"}
    here.approve("department", "lin-yue")


def test_an_annulled_objection_no_longer_stands(room: Enter) -> None:
    here = room(asking("panel: {by: [zhao-min, tan-xin, luo-bin], of: 2, refusals: 2}"))
    given(here, to="he-jun")
    here.submit()
    on(here).says("refuse", "panel", "he-jun", for_="zhao-min")
    here.office.annul(WEEK, "1.1", actor="wang-fang", reason="委托书系伪造")
    here.approve("panel", "tan-xin", "zhao-min")
    assert here.state == "approved"


def test_annulling_takes_permission_a_reason_and_somebody_who_wrote_none_of_it(room: Enter) -> None:
    here = room(PANEL)
    given(here, to="he-jun")
    here.submit()
    on(here).approve("panel", "he-jun", for_="zhao-min")
    assert codes(here.office.annul, WEEK, "1.1", actor="li-wei", reason="伪造") == {
        "may-not-govern",
        "author-annuls",
    }
    assert codes(here.office.annul, WEEK, "1.1", actor="wang-fang", reason="") == {"reason-missing"}
    here.edit(TITLE, actor="wang-fang")
    assert codes(here.office.annul, WEEK, "1.1", actor="wang-fang", reason="伪造") == {"author-annuls"}


def test_only_what_was_given_under_a_mandate_is_annulled(room: Enter) -> None:
    here = room(PANEL)
    given(here, to="he-jun")
    here.submit()
    on(here).approve("panel", "tan-xin")
    for name in ("1.1", "1.9", ""):
        assert fails(here.office.annul, WEEK, name, actor="wang-fang", reason="伪造") == "nothing-to-annul"


def test_what_was_said_anew_since_needs_no_annulling(room: Enter) -> None:
    here = room(PANEL)
    given(here, to="he-jun")
    here.submit()
    on(here).approve("panel", "he-jun", for_="zhao-min")
    here.approve("panel", "zhao-min")
    (reason,) = refused(here.office.annul, WEEK, "1.1", actor="wang-fang", reason="伪造")
    assert reason.code == "said-anew-since"


def test_a_condition_goes_with_the_decision_it_hangs_on(room: Enter) -> None:
    here = room(HEAD)
    given(here)
    here.submit()
    condition = {"text": "场地批文到齐", "owner": "li-wei", "blocks": "launch"}
    on(here).says("approve_with_conditions", "department", "tan-xin", for_="zhao-min", conditions=[condition])
    assert here.office.approvals(WEEK).conditions
    here.office.annul(WEEK, "1.1", actor="wang-fang", reason="委托书系伪造")
    assert not here.office.approvals(WEEK).conditions


def test_a_delegate_and_his_principal_may_take_a_verdict_back_and_nobody_else(room: Enter) -> None:
    here = room(PANEL)
    given(here, to="he-jun")
    here.submit()
    on(here).approve("panel", "he-jun", for_="zhao-min")
    assert codes(here.office.take_back, WEEK, "panel", actor="tan-xin") == {"nothing-to-take-back"}
    here.office.take_back(WEEK, "panel", actor=Actor("he-jun", on_behalf_of="zhao-min"))
    here.approve("panel", "he-jun", for_="zhao-min")
    here.office.take_back(WEEK, "panel", actor="zhao-min")
    here.approve("panel", "tan-xin")
    assert here.stands == {"panel": "waiting"}


def test_a_delegate_takes_nothing_back_once_his_mandate_is_over_or_he_has_written(room: Enter) -> None:
    here = room(asking("panel: {by: [zhao-min, tan-xin, luo-bin], of: 2, refusals: 2}"))
    given(here, to="gu-yan")
    here.submit()
    delegate = Actor("gu-yan", on_behalf_of="zhao-min")
    on(here).says("refuse", "panel", "gu-yan", for_="zhao-min")
    here.edit(TITLE, actor="gu-yan")
    assert codes(here.office.take_back, WEEK, "panel", actor=delegate) == {"author-decides"}
    on(here, "2027-03-20 10:00")
    assert "no-mandate" in codes(here.office.take_back, WEEK, "panel", actor=delegate)
    here.office.take_back(WEEK, "panel", actor="zhao-min")


def test_nobody_speaks_as_somebody_else_from_an_account_of_his_own(room: Enter) -> None:
    here = room(HEAD)
    here.submit()
    mask = Actor("li-wei", person="zhao-min")
    assert here.against("department", mask) == {"account-is-somebody-s"}
    assert codes(given, here, actor=mask) == {"account-is-somebody-s"}
    here.approve("department", Actor("zhao-min", person="zhao-min"))


def test_an_approval_is_not_carried_once_somebody_between_has_become_an_author(room: Enter) -> None:
    """Though what he wrote is tolerated: he had a hand in it."""
    here = room(
        asking(
            "money: {by: zhao-min, covers: [budget], tolerates: [less]}",
            "text: {by: lin-yue, covers: [text]}",
        )
    )
    given(here, to="gu-yan", depth=2)
    given(here, "gu-yan", "luo-bin", depth=2)
    here.submit()
    on(here).approve("money", "luo-bin", for_="zhao-min")
    here.says("request_changes", "text", "lin-yue")
    here.edit(("amount: 8万元", "amount: 7万元"), TITLE, actor="gu-yan")
    here.submit()
    assert here.stands == {"money": "waiting", "text": "waiting"}
