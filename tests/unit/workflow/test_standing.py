"""How a step stands, and whether its round passes (rules 34 to 37, 41, 44)."""

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest
from tests.unit.workflow.paper import Paper, step_of

from campaignflow.canonical import canonical, parsed
from campaignflow.workflow.decisions import Decision
from campaignflow.workflow.rounds import Round
from campaignflow.workflow.standing import PROVIDER, Status, refused_content
from campaignflow.workflow.steps import Group

WAITING, SATISFIED, REFUSED, STALE = Status.WAITING, Status.SATISFIED, Status.REFUSED, Status.STALE
OVERRIDDEN, ERROR, NOT_APPLICABLE = Status.OVERRIDDEN, Status.ERROR, Status.NOT_APPLICABLE

DEPARTMENT = step_of("department", "zhao-min", covers=("text", "units"))
FINANCE = step_of("finance", "wang-fang", covers=("budget",))
LEADER = step_of("leader", "lin-yue")
PANEL = step_of("panel", "zhao-min", "chen-tong", "lin-yue", seats=2, covers=("dates", "scope"))


@pytest.fixture
def paper() -> Paper:
    return Paper({"text": "节水从我做起", "budget": "8万元", "dates.window": "3月中旬", "scope": "发布会"})


# what people said (34, 35)


def test_a_step_waits_until_somebody_speaks(paper: Paper) -> None:
    assert paper.status(FINANCE) is WAITING


@pytest.mark.parametrize("verdict", ["approve", "approve_with_conditions"])
def test_an_approval_satisfies_a_step_of_one(paper: Paper, verdict: str) -> None:
    assert paper.status(FINANCE, paper.word("wang-fang", verdict, FINANCE)) is SATISFIED


@pytest.mark.parametrize("verdict", ["request_changes", "refuse"])
def test_an_objection_refuses_a_step(paper: Paper, verdict: str) -> None:
    assert paper.status(FINANCE, paper.word("wang-fang", verdict, FINANCE)) is REFUSED


@pytest.mark.parametrize("verdict", ["comment", "abstain", "withdraw"])
def test_a_comment_an_abstention_or_a_withdrawal_fills_no_seat(paper: Paper, verdict: str) -> None:
    assert paper.status(FINANCE, paper.word("wang-fang", verdict, FINANCE)) is WAITING


def test_of_each_person_the_last_word_counts(paper: Paper) -> None:
    yes, no, back, none = (
        paper.word("wang-fang", verdict, FINANCE) for verdict in ("approve", "refuse", "withdraw", "abstain")
    )
    assert paper.status(FINANCE, yes, no) is REFUSED
    assert paper.status(FINANCE, no, yes) is SATISFIED
    assert paper.status(FINANCE, yes, back) is WAITING
    assert paper.status(FINANCE, no, back) is WAITING
    assert paper.status(FINANCE, yes, none) is WAITING
    assert paper.status(FINANCE, yes, back, yes) is SATISFIED


def test_a_comment_takes_nothing_back(paper: Paper) -> None:
    comment = paper.word("wang-fang", "comment", FINANCE)
    assert paper.status(FINANCE, *paper.yes(FINANCE, "wang-fang"), comment) is SATISFIED
    assert paper.status(FINANCE, paper.word("wang-fang", "refuse", FINANCE), comment) is REFUSED


def test_the_last_word_is_the_principal_s_whoever_speaks_for_him(paper: Paper) -> None:
    no = paper.word("zhao-min", "refuse", DEPARTMENT)
    for_her = paper.word("zhao-min", "approve", DEPARTMENT, acting="chen-tong")
    assert paper.status(DEPARTMENT, no, for_her) is SATISFIED
    own = paper.word("chen-tong", "refuse", DEPARTMENT)
    assert paper.status(DEPARTMENT, for_her, own) is REFUSED  # his own word, not hers


def test_a_word_on_another_step_says_nothing_of_this_one(paper: Paper) -> None:
    words = [paper.word("wang-fang", "refuse", DEPARTMENT), *paper.yes(FINANCE, "wang-fang")]
    standing = paper.standing([DEPARTMENT, FINANCE], words)
    assert standing.statuses == {"department": REFUSED, "finance": SATISFIED}


# refusals (34a, 36)


def test_an_objection_does_not_go_away_with_the_content(paper: Paper) -> None:
    no = paper.word("wang-fang", "refuse", FINANCE)
    paper.edit("budget", "8.5万元")
    paper.today = date(2028, 1, 1)
    assert paper.status(replace(FINANCE, valid_for="30 days"), no) is REFUSED


def test_two_who_agree_do_not_outvote_an_objection(paper: Paper) -> None:
    words = [paper.word("he-jun", "refuse", PANEL), *paper.yes(PANEL, "zhao-min", "chen-tong")]
    assert paper.status(PANEL, *words) is REFUSED


def test_a_step_may_take_two_objections(paper: Paper) -> None:
    step = replace(PANEL, refusals=2)
    one, other = (paper.word(who, "refuse", step) for who in ("he-jun", "chen-tong"))
    assert paper.status(step, one) is WAITING
    assert paper.status(step, one, *paper.yes(step, "zhao-min", "lin-yue")) is SATISFIED
    assert paper.status(step, one, other) is REFUSED
    assert paper.status(step, one, one) is WAITING  # one person objects once


def test_more_objections_than_it_takes_refuse_a_step_too(paper: Paper) -> None:
    words = [paper.word(who, "refuse", PANEL) for who in ("he-jun", "chen-tong")]
    assert paper.status(PANEL, *words) is REFUSED
    assert paper.status(replace(PANEL, refusals=2), *words, paper.word("lin-yue", "refuse", PANEL)) is REFUSED


def test_a_refused_step_that_no_longer_applies_stays_refused(paper: Paper) -> None:
    no = paper.word("wang-fang", "refuse", FINANCE)
    assert paper.status(FINANCE, no, applies=[]) is REFUSED


def test_a_single_objection_keeps_a_step_applying(paper: Paper) -> None:
    step = replace(FINANCE, refusals=2)
    no = paper.word("wang-fang", "request_changes", step)
    assert paper.status(step, no, applies=[]) is WAITING
    assert paper.status(step, no, *paper.yes(step, "he-jun"), applies=[]) is SATISFIED


# steps that do not apply (34b)


def test_a_step_that_nobody_asks_for_is_not_applicable(paper: Paper) -> None:
    assert paper.status(FINANCE, applies=[]) is NOT_APPLICABLE
    assert paper.status(FINANCE, *paper.yes(FINANCE, "wang-fang"), applies=[]) is NOT_APPLICABLE


def test_an_override_of_a_step_that_does_not_apply_is_not_needed(paper: Paper) -> None:
    assert paper.status(FINANCE, overrides=[paper.override(FINANCE)], applies=[]) is NOT_APPLICABLE


# overrides (34a, 34c, 36, 49)


def test_an_override_lets_a_step_pass_without_its_people(paper: Paper) -> None:
    assert paper.status(FINANCE, overrides=[paper.override(FINANCE)]) is OVERRIDDEN


def test_an_overridden_step_says_so_though_its_people_agree_too(paper: Paper) -> None:
    yes = paper.yes(FINANCE, "wang-fang")
    assert paper.status(FINANCE, *yes, overrides=[paper.override(FINANCE)]) is OVERRIDDEN


def test_an_override_outweighs_an_objection(paper: Paper) -> None:
    no = paper.word("wang-fang", "refuse", FINANCE)
    assert paper.status(FINANCE, no, overrides=[paper.override(FINANCE)]) is OVERRIDDEN


def test_an_override_at_ten_thousand_is_none_at_ten_million(paper: Paper) -> None:
    override = paper.override(FINANCE)
    no = paper.word("wang-fang", "refuse", FINANCE)
    paper.edit("budget", "1000万元")
    assert paper.status(FINANCE, overrides=[override]) is STALE
    assert paper.status(FINANCE, no, overrides=[override]) is REFUSED
    assert paper.status(FINANCE, *paper.yes(FINANCE, "wang-fang"), overrides=[override]) is SATISFIED


def test_an_override_bears_what_its_step_tolerates_and_lapses_with_it(paper: Paper) -> None:
    step = replace(FINANCE, tolerates=("less",), valid_for="30 days")
    override = paper.override(step)
    paper.bears["8万元", "7万元"] = "less"
    paper.edit("budget", "7万元")
    assert paper.status(step, overrides=[override]) is OVERRIDDEN
    paper.today = date(2027, 4, 1)
    assert paper.status(step, overrides=[override]) is STALE


# what an approval is tied to (34f, 36, 31)


def test_an_approval_stands_while_what_its_step_covers_is_the_same(paper: Paper) -> None:
    yes = paper.yes(FINANCE, "wang-fang")
    paper.edit("text", "节水进万家")
    assert paper.status(FINANCE, *yes) is SATISFIED
    paper.edit("budget", "9万元")
    assert paper.status(FINANCE, *yes) is STALE
    paper.edit("budget", "8万元")
    assert paper.status(FINANCE, *yes) is SATISFIED


def test_a_new_leaf_and_one_that_is_gone_are_changes(paper: Paper) -> None:
    yes = paper.yes(FINANCE, "wang-fang")
    paper.edit("budget.line", "海报印制 5000元")
    assert paper.status(FINANCE, *yes) is STALE
    paper.edit("budget.line", None)
    paper.edit("budget", None)
    assert paper.status(FINANCE, *yes) is STALE


def test_a_step_that_names_nothing_covers_everything(paper: Paper) -> None:
    yes = paper.yes(LEADER, "lin-yue")
    paper.edit("text", "节水进万家")
    assert paper.status(LEADER, *yes) is STALE


def test_an_approval_bears_what_its_step_tolerates(paper: Paper) -> None:
    paper.bears = {("3月中旬", "3月15日"): "refine", ("8万元", "7万元"): "less"}
    yes = [paper.word("lin-yue", "approve", LEADER)]
    paper.edit("dates.window", "3月15日")
    assert paper.status(LEADER, *yes) is SATISFIED
    paper.edit("budget", "7万元")
    assert paper.status(LEADER, *yes) is STALE
    assert paper.status(replace(LEADER, tolerates=("refine", "less")), *yes) is SATISFIED
    assert paper.status(replace(LEADER, tolerates=()), *yes) is STALE


def test_every_leaf_that_differs_must_be_tolerated(paper: Paper) -> None:
    paper.bears = {("3月中旬", "3月15日"): "refine"}
    yes = paper.yes(LEADER, "lin-yue")
    paper.edit("dates.window", "3月15日")
    paper.edit("text", "节水进万家")
    assert paper.status(LEADER, *yes) is STALE


def test_it_is_compared_with_what_was_approved_not_with_the_last_step_on_the_way(paper: Paper) -> None:
    paper.bears = {("3月中旬", "3月15日"): "refine", ("3月15日", "3月20日"): "refine"}
    yes = paper.yes(LEADER, "lin-yue")
    paper.edit("dates.window", "3月15日")
    paper.edit("dates.window", "3月20日")
    assert paper.status(LEADER, *yes) is STALE
    assert paper.status(LEADER, *paper.yes(LEADER, "lin-yue")) is SATISFIED


def test_an_approval_lapses_when_its_time_has_passed(paper: Paper) -> None:
    step = replace(FINANCE, valid_for="30 days")
    yes = paper.yes(step, "wang-fang")
    paper.today = date(2027, 3, 30)
    assert paper.status(step, *yes) is SATISFIED
    paper.today = date(2027, 3, 31)
    assert paper.status(step, *yes) is STALE
    assert paper.status(FINANCE, *yes) is SATISFIED
    assert paper.status(step, *yes, *paper.yes(step, "wang-fang")) is SATISFIED


def test_a_step_of_two_is_stale_while_one_of_two_approvals_is(paper: Paper) -> None:
    old = paper.yes(PANEL, "zhao-min")
    paper.edit("scope", "发布会和展览")
    new = paper.yes(PANEL, "chen-tong")
    assert paper.status(PANEL, *old, *new) is STALE
    assert paper.status(PANEL, *new) is WAITING
    assert paper.status(PANEL, *old, *new, *paper.yes(PANEL, "lin-yue")) is SATISFIED


def test_a_withdrawn_approval_is_not_stale(paper: Paper) -> None:
    yes = paper.yes(FINANCE, "wang-fang")
    paper.edit("budget", "9万元")
    assert paper.status(FINANCE, *yes, paper.word("wang-fang", "withdraw", FINANCE)) is WAITING


def test_what_has_changed_since_is_named_leaf_by_leaf(paper: Paper) -> None:
    words = [*paper.yes(LEADER, "lin-yue"), paper.word("he-jun", "refuse", LEADER)]
    override = paper.override(LEADER)
    paper.edit("text", "节水进万家")
    paper.edit("units", "宣传处")
    paper.edit("scope", None)
    standing = paper.standing([LEADER, FINANCE], words)
    assert standing.changed(LEADER) == ["scope", "text", "units"]
    assert standing.changed(FINANCE) == []
    assert paper.standing([LEADER], words[1:]).changed(LEADER) == []
    assert paper.standing([LEADER], overrides=[override]).changed(LEADER) == ["scope", "text", "units"]


# how many have agreed (41)


def test_two_of_three_takes_two(paper: Paper) -> None:
    assert paper.status(PANEL, *paper.yes(PANEL, "zhao-min")) is WAITING
    assert paper.status(PANEL, *paper.yes(PANEL, "zhao-min", "lin-yue")) is SATISFIED


def test_two_of_each_unit_takes_two_of_each(paper: Paper) -> None:
    step = step_of("panel", groups=(Group(("science",), 2), Group(("press-centre",), 2)))
    science = paper.yes(step, "zhao-min", "chen-tong", "he-jun", groups=(0,))
    press = paper.yes(step, "lin-yue", "wang-fang", groups=(1,))
    assert paper.status(step, *science, press[0]) is WAITING
    assert paper.status(step, *science, *press) is SATISFIED
    assert paper.standing([step], [*science, *press]).taken(step) == 4
    assert paper.standing([step], [*science, press[0]]).taken(step) == 3


def test_a_delegate_who_speaks_for_himself_too_fills_one_seat(paper: Paper) -> None:
    words = [*paper.yes(PANEL, "chen-tong"), paper.word("zhao-min", "approve", PANEL, acting="chen-tong")]
    assert paper.status(PANEL, *words) is WAITING


def test_a_step_of_no_seats_is_not_satisfied_by_nobody(paper: Paper) -> None:
    assert paper.status(step_of("panel", "zhao-min", seats=0)) is WAITING


EVERYBODY = replace(
    PANEL, groups=(Group(PANEL.groups[0].by),), everybody=True, members=("chen-tong", "lin-yue", "zhao-min")
)


def everybody_says(paper: Paper, **verdicts: str) -> list[Decision]:
    return [paper.word(who.replace("_", "-"), verdict, EVERYBODY) for who, verdict in verdicts.items()]


def test_all_takes_everybody_who_was_there_at_the_opening(paper: Paper) -> None:
    two = everybody_says(paper, chen_tong="approve", lin_yue="approve")
    assert paper.status(EVERYBODY, *two) is WAITING
    assert paper.status(EVERYBODY, *two, *everybody_says(paper, he_jun="approve")) is WAITING
    assert paper.status(EVERYBODY, *two, *everybody_says(paper, zhao_min="approve")) is SATISFIED


def test_of_all_some_may_abstain_but_not_all(paper: Paper) -> None:
    said = everybody_says(paper, chen_tong="approve", lin_yue="abstain", zhao_min="abstain")
    assert paper.status(EVERYBODY, *said) is SATISFIED
    nobody = everybody_says(paper, chen_tong="abstain", lin_yue="abstain", zhao_min="abstain")
    assert paper.status(EVERYBODY, *nobody) is WAITING


def test_of_all_one_who_agrees_and_one_who_abstains_are_two_who_have_spoken(paper: Paper) -> None:
    said = everybody_says(paper, chen_tong="approve", lin_yue="abstain")
    assert paper.standing([EVERYBODY], said).taken(EVERYBODY) == 2
    assert paper.status(EVERYBODY, *said) is WAITING


def test_of_all_a_stale_approval_is_no_approval_and_an_abstention_does_not_go_stale(paper: Paper) -> None:
    said = everybody_says(paper, chen_tong="approve", lin_yue="approve", zhao_min="abstain")
    paper.edit("scope", "发布会和展览")
    assert paper.status(EVERYBODY, *said) is STALE
    assert paper.status(EVERYBODY, *said, *everybody_says(paper, chen_tong="approve")) is STALE
    again = everybody_says(paper, chen_tong="approve", lin_yue="approve")
    assert paper.status(EVERYBODY, *said, *again) is SATISFIED


def test_of_all_nobody_speaks_twice_for_two_members(paper: Paper) -> None:
    said = everybody_says(paper, chen_tong="approve", lin_yue="approve")
    double = paper.word("zhao-min", "approve", EVERYBODY, acting="chen-tong")
    assert paper.status(EVERYBODY, *said, double) is WAITING
    assert paper.standing([EVERYBODY], [*said, double]).taken(EVERYBODY) == 2
    by_another = paper.word("zhao-min", "approve", EVERYBODY, acting="he-jun")
    assert paper.status(EVERYBODY, *said, by_another) is SATISFIED


def test_a_stranger_s_abstention_does_not_stand_in_for_a_member(paper: Paper) -> None:
    said = everybody_says(paper, chen_tong="approve", lin_yue="approve", he_jun="abstain")
    assert paper.status(EVERYBODY, *said) is WAITING


# errors (34e, 37)


def test_a_step_that_cannot_be_evaluated_is_in_error(paper: Paper) -> None:
    faults = {"finance": "calendar-missing"}
    yes, no = paper.yes(FINANCE, "wang-fang"), paper.word("wang-fang", "refuse", FINANCE)
    assert paper.status(FINANCE, faults=faults) is ERROR
    assert paper.status(FINANCE, no, faults=faults) is REFUSED
    assert paper.status(FINANCE, faults=faults, applies=[]) is NOT_APPLICABLE
    assert paper.status(FINANCE, faults=faults, overrides=[paper.override(FINANCE)]) is OVERRIDDEN
    assert paper.status(FINANCE, *yes, faults=faults) is SATISFIED
    paper.edit("budget", "9万元")
    assert paper.status(FINANCE, *yes, faults=faults) is ERROR


def test_a_provider_that_could_not_answer_is_a_step_in_error(paper: Paper) -> None:
    standing = paper.standing([FINANCE], paper.yes(FINANCE, "wang-fang"), errors={"audit": "hook-failed"})
    assert standing.statuses == {"finance": SATISFIED, "provider:audit": ERROR}
    assert standing.missing == [f"{PROVIDER}audit"]
    assert not standing.passes()


def test_a_ring_puts_its_steps_in_error_and_nobody_may_decide_them(paper: Paper) -> None:
    ring = [
        replace(DEPARTMENT, after=("finance",)),
        replace(FINANCE, after=("department",)),
        replace(LEADER, after=("finance",)),
    ]
    standing = paper.standing(ring)
    assert standing.statuses == {"department": ERROR, "finance": ERROR, "leader": WAITING}
    assert [standing.is_open(one.id) for one in ring] == [False, False, False]
    assert standing.waiting == []


def test_a_step_that_was_approved_before_a_ring_closed_stays_satisfied(paper: Paper) -> None:
    finance = replace(FINANCE, after=("audit",))
    audit = step_of("audit", after=("finance",))
    standing = paper.standing([finance, audit], paper.yes(finance, "wang-fang"))
    assert standing.statuses == {"finance": SATISFIED, "audit": ERROR}
    assert not standing.is_open("finance")
    assert not standing.is_open("audit")


# whose turn it is (37)


def test_a_step_opens_when_those_before_it_have_passed(paper: Paper) -> None:
    leader = replace(LEADER, after=("department", "finance"))
    steps = [DEPARTMENT, FINANCE, leader]
    yes = paper.yes(DEPARTMENT, "zhao-min")
    assert not paper.standing(steps).is_open("leader")
    assert not paper.standing(steps, yes).is_open("leader")
    assert paper.standing(steps, [*yes, *paper.yes(FINANCE, "wang-fang")]).is_open("leader")
    assert paper.standing(steps, yes, overrides=[paper.override(FINANCE)]).is_open("leader")
    assert paper.standing(steps, yes, applies=["department", "leader"]).is_open("leader")


@pytest.mark.parametrize("verdict", ["refuse", "abstain", "comment"])
def test_a_step_does_not_open_after_anything_else(paper: Paper, verdict: str) -> None:
    leader = replace(LEADER, after=("finance",))
    words = [paper.word("wang-fang", verdict, FINANCE)]
    assert not paper.standing([FINANCE, leader], words).is_open("leader")


def test_behind_a_step_that_does_not_apply_it_is_the_turn_of_whoever_is_before_that(paper: Paper) -> None:
    finance = replace(FINANCE, after=("department",))
    leader = replace(LEADER, after=("finance",))
    steps, asked = [DEPARTMENT, finance, leader], ["department", "leader"]
    waits = paper.standing(steps, applies=asked)
    assert (waits.statuses["finance"], waits.is_open("leader")) == (NOT_APPLICABLE, False)
    assert paper.standing(steps, paper.yes(DEPARTMENT, "zhao-min"), applies=asked).is_open("leader")


def test_a_name_that_is_not_in_the_round_is_ignored(paper: Paper) -> None:
    assert paper.standing([replace(LEADER, after=("elsewhere",))]).is_open("leader")


def test_beside_a_name_that_is_not_in_the_round_the_others_count(paper: Paper) -> None:
    steps = [FINANCE, replace(LEADER, after=("elsewhere", "finance"))]
    assert not paper.standing(steps).is_open("leader")
    assert paper.standing(steps, paper.yes(FINANCE, "wang-fang")).is_open("leader")


def test_a_step_after_a_provider_that_could_not_answer_does_not_open(paper: Paper) -> None:
    leader = replace(LEADER, after=("provider:audit",))
    assert not paper.standing([leader], errors={"audit": "hook-failed"}).is_open("leader")
    assert paper.standing([leader]).is_open("leader")


def test_what_comes_later_stands_when_what_comes_before_is_stale(paper: Paper) -> None:
    """Order says who may decide, not what counts (B3)."""
    leader = replace(LEADER, covers=("dates",), after=("finance",))
    words = [*paper.yes(FINANCE, "wang-fang"), *paper.yes(leader, "lin-yue")]
    paper.edit("budget", "9万元")
    standing = paper.standing([FINANCE, leader], words)
    assert standing.statuses == {"finance": STALE, "leader": SATISFIED}
    assert not standing.is_open("leader")


def test_what_can_be_decided_now_is_open_and_not_yet_passed(paper: Paper) -> None:
    leader = replace(LEADER, after=("finance",))
    secrecy = step_of("secrecy", "he-jun", covers=("text",))
    steps = [DEPARTMENT, FINANCE, leader, secrecy, PANEL]
    words = [*paper.yes(DEPARTMENT, "zhao-min"), paper.word("he-jun", "refuse", secrecy)]
    standing = paper.standing(steps, words, applies=["department", "finance", "leader", "secrecy"])
    assert standing.waiting == [FINANCE]
    paper.edit("text", "节水进万家")
    assert [one.id for one in paper.standing(steps, words).waiting] == ["department", "finance", "panel"]


# when a round passes (44)


def test_a_round_passes_when_no_step_holds_it_up(paper: Paper) -> None:
    steps = [DEPARTMENT, FINANCE, LEADER, PANEL]
    asked = ["department", "finance", "leader"]
    words = [*paper.yes(DEPARTMENT, "zhao-min"), *paper.yes(FINANCE, "wang-fang")]
    waits = paper.standing(steps, words, applies=asked)
    assert (waits.missing, waits.passes()) == (["leader"], False)
    through = paper.standing(steps, words, applies=asked, overrides=[paper.override(LEADER)])
    assert (through.missing, through.passes()) == ([], True)


def test_three_of_seven_statuses_let_a_round_pass() -> None:
    assert {one for one in Status if one.lets_pass} == {NOT_APPLICABLE, SATISFIED, OVERRIDDEN}
    assert set(Status) == {NOT_APPLICABLE, WAITING, SATISFIED, REFUSED, STALE, OVERRIDDEN, ERROR}


def test_a_round_without_steps_passes(paper: Paper) -> None:
    assert paper.standing([]).passes()


def test_a_round_whose_providers_were_asked_about_something_else_does_not_pass(paper: Paper) -> None:
    yes = paper.yes(FINANCE, "wang-fang")
    asked = paper.version
    paper.edit("text", "节水进万家")
    old = paper.standing([FINANCE], yes, asked=asked)
    assert (old.missing, old.passes()) == ([], False)
    assert paper.standing([FINANCE], yes, asked=paper.version).passes()
    assert paper.standing([FINANCE], yes, asked=paper.version + 1).passes()


# distinct people (41, B1)


FIRST = step_of("first", "zhao-min", "chen-tong")
SECOND = step_of("second", "zhao-min", "chen-tong", distinct=("first",))
THIRD = step_of("third", "zhao-min", "chen-tong")


@pytest.mark.parametrize("verdict", ["approve", "approve_with_conditions", "request_changes", "refuse"])
def test_who_has_spoken_in_one_review_may_not_speak_in_the_next(paper: Paper, verdict: str) -> None:
    words = [paper.word("zhao-min", verdict, FIRST, acting="chen-tong")]
    standing = paper.standing([FIRST, SECOND, THIRD], words)
    assert standing.barred(SECOND) == {"zhao-min", "chen-tong"}
    assert standing.barred(THIRD) == frozenset()
    assert standing.barred(FIRST) == frozenset()


def test_it_does_not_matter_which_of_two_reviews_says_that_they_are_distinct(paper: Paper) -> None:
    standing = paper.standing([FIRST, SECOND], paper.yes(SECOND, "lin-yue"))
    assert standing.barred(FIRST) == {"lin-yue"}
    assert standing.barred(SECOND) == frozenset()


def test_a_review_is_not_distinct_from_itself(paper: Paper) -> None:
    alone = replace(FIRST, distinct=("first",))
    assert paper.standing([alone], paper.yes(alone, "zhao-min")).barred(alone) == frozenset()


def test_nor_is_it_after_its_round_was_read_back_from_the_record(paper: Paper) -> None:
    alone = replace(FIRST, distinct=("first",))
    standing = paper.standing([alone, SECOND], paper.yes(alone, "zhao-min"))
    again = replace(standing, round=Round.read(parsed(canonical(standing.round.data))))
    assert again.barred(alone) == frozenset()
    assert again.barred(SECOND) == {"zhao-min"}


@pytest.mark.parametrize("verdict", ["comment", "abstain", "withdraw"])
def test_who_has_said_nothing_that_counts_may_speak_elsewhere(paper: Paper, verdict: str) -> None:
    words = [paper.word("zhao-min", verdict, FIRST)]
    assert paper.standing([FIRST, SECOND], words).barred(SECOND) == frozenset()


def test_a_stale_approval_still_bars_until_it_is_withdrawn(paper: Paper) -> None:
    words = paper.yes(FIRST, "zhao-min")
    paper.edit("text", "节水进万家")
    assert paper.standing([FIRST, SECOND], words).barred(SECOND) == {"zhao-min"}
    words.append(paper.word("zhao-min", "withdraw", FIRST))
    assert paper.standing([FIRST, SECOND], words).barred(SECOND) == frozenset()


# an answer is an answer (34)


def test_how_a_round_stands_cannot_be_altered_afterwards(paper: Paper) -> None:
    standing = paper.standing([FINANCE], [paper.word("wang-fang", "refuse", FINANCE)])
    with pytest.raises(FrozenInstanceError):
        standing.faults = {}
    with pytest.raises(FrozenInstanceError):
        standing.round.decisions = ()
    assert not standing.passes()


# knowing refused content again (42)


def test_the_same_content_of_what_a_step_covers_is_known_again(paper: Paper) -> None:
    before = refused_content(paper.standing([FINANCE]), FINANCE)
    paper.edit("text", "节水进万家")
    assert refused_content(paper.standing([FINANCE]), FINANCE) == before
    paper.edit("budget", "9万元")
    assert refused_content(paper.standing([FINANCE]), FINANCE) != before
    paper.edit("budget", "8万元")
    assert refused_content(paper.standing([FINANCE]), FINANCE) == before
