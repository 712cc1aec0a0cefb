"""What approvals come to, entry by entry: rounds, last words, conditions, baselines, authors (33 to 48)."""

from dataclasses import replace
from typing import Any

import pytest
from tests.unit.workflow.paper import NOON, Paper, round_of, step_of

from campaignflow.canonical import canonical, parsed
from campaignflow.workflow.approvals import _FOLD, DETAILS, Approvals
from campaignflow.workflow.decisions import Baseline, Condition, Decision, Override, Token
from campaignflow.workflow.rounds import OPEN, PASSED, Round
from campaignflow.workflow.steps import Group, Provider

DEPARTMENT = step_of("department", "zhao-min", covers=("text",))
FINANCE = step_of("finance", "wang-fang", covers=("budget",))
LEADER = step_of("leader", "lin-yue")
LATER = "2027-03-05T12:00:00+00:00"
LEAVES = {"text": "a1", "budget": "b1"}


def word(id_: str, step: str, who: str, verdict: str = "approve", **more: Any) -> Decision:
    return Decision(id_, step, verdict, more.pop("actor", who), who, more.pop("version", 3), NOON, **more)


def opened(*steps: Any, was: Approvals | None = None, **more: Any) -> Approvals:
    """Return approvals with a round opened of these steps."""
    round_ = round_of(steps or (DEPARTMENT, FINANCE), **more)
    return (was or Approvals()).after({"round": round_.data})


def said(now: Approvals, *words: Decision) -> Approvals:
    for one in words:
        now = now.after({"decision": one.data})
    return now


def fired(*steps: str, version: int = 5, at: str = NOON, leaves: Any = LEAVES) -> dict[str, Any]:
    """Return what is recorded when a trigger is fired with some steps passed."""
    return {"steps": list(steps), "version": version, "at": at, "leaves": dict(leaves)}


def condition(id_: str, **more: Any) -> dict[str, Any]:
    usual = {
        "step": "finance",
        "decision": "1.1",
        "text": "肖像授权书到齐",
        "owner": "li-wei",
        "blocks": "launch",
        "imposer": "wang-fang",
    }
    return {"id": id_, **usual, **more}


# the last word counts (35)


def test_of_each_person_the_newest_word_counts_in_the_order_of_the_newest() -> None:
    words = [
        word("1.1", "finance", "wang-fang"),
        word("1.2", "finance", "he-jun"),
        word("1.3", "department", "zhao-min"),
        word("1.4", "finance", "wang-fang", "comment"),
        word("1.5", "finance", "wang-fang", "refuse"),
    ]
    round_ = round_of([DEPARTMENT, FINANCE], words)
    assert [one.id for one in round_.last_words("finance")] == ["1.2", "1.5"]
    assert [one.id for one in round_.last_words("department")] == ["1.3"]
    assert round_.last_words("leader") == []


def test_whoever_takes_his_word_back_has_said_nothing() -> None:
    words = [word("1.1", "finance", "wang-fang"), word("1.2", "finance", "wang-fang", "withdraw")]
    assert round_of([FINANCE], words).last_words("finance") == []
    again = [*words, word("1.3", "finance", "wang-fang", "abstain")]
    assert [one.id for one in round_of([FINANCE], again).last_words("finance")] == ["1.3"]


def test_a_word_belongs_to_whom_it_is_given_for() -> None:
    words = [
        word("1.1", "department", "zhao-min", actor="chen-tong"),
        word("1.2", "department", "chen-tong"),
        word("1.3", "department", "zhao-min", "refuse"),
    ]
    assert [one.id for one in round_of([DEPARTMENT], words).last_words("department")] == ["1.2", "1.3"]


def test_words_that_were_read_back_from_the_record_count_as_they_did() -> None:
    words = [
        word("1.1", "finance", "wang-fang"),
        word("1.2", "finance", "wang-fang", "comment"),
        word("1.3", "finance", "he-jun"),
        word("1.4", "finance", "he-jun", "withdraw"),
        word("1.5", "department", "zhao-min"),
    ]
    again = Round.read(parsed(canonical(round_of([DEPARTMENT, FINANCE], words).data)))
    assert [one.id for one in again.last_words("finance")] == ["1.1"]
    assert again.is_open


# what opens a round (32, 43)


def test_a_first_round_is_open_and_counts() -> None:
    now = opened(n=1)
    assert now.round is not None
    assert now.round.is_open
    assert now.standing == now.round
    assert (now.rounds, now.passed) == (1, None)


def test_before_any_round_none_counts() -> None:
    assert Approvals().standing is None


def test_a_round_that_passed_goes_on_counting_and_one_that_was_sent_back_does_not() -> None:
    assert opened().after({"closed": {"outcome": PASSED}}).standing is not None
    for outcome in ("returned", "refused", "withdrawn", "stopped"):
        now = opened().after({"closed": {"outcome": outcome}})
        assert now.round is not None
        assert (now.round.outcome, now.round.is_open, now.standing) == (outcome, False, None)


def test_upon_a_round_that_passed_the_next_one_is_opened_and_if_that_fails_the_first_counts_again() -> None:
    first = opened().after({"closed": {"outcome": PASSED}})
    second = opened(LEADER, was=first, n=2, trigger="launch", triggers=("submit", "launch"))
    assert second.standing == second.round
    assert second.passed == first.round
    back = second.after({"closed": {"outcome": "returned", "returned": {"leader": "x"}}})
    assert back.standing == first.round
    third = opened(LEADER, was=back, n=3, trigger="launch", triggers=("submit", "launch"))
    assert third.passed == first.round
    assert third.rounds == 3


def test_a_round_that_was_left_unfinished_never_counts_as_passed() -> None:
    first = opened().after({"closed": {"outcome": PASSED}})
    second = opened(LEADER, was=first, n=2, trigger="launch", triggers=("submit", "launch"))
    third = opened(LEADER, was=second, n=3, trigger="launch", triggers=("submit", "launch"))
    assert third.passed == first.round


def test_a_round_from_the_beginning_forgets_the_one_that_passed() -> None:
    first = opened().after({"closed": {"outcome": PASSED}})
    again = opened(was=first, n=2)
    assert again.passed is None
    assert again.after({"closed": {"outcome": "returned"}}).standing is None


def test_a_new_round_has_nobody_s_word_but_what_is_carried() -> None:
    first = said(opened(), word("1.1", "finance", "wang-fang"), word("1.2", "department", "zhao-min"))
    carried = replace(word("1.1", "finance", "wang-fang"), carried=True)
    second = first.after({"round": round_of([DEPARTMENT, FINANCE], [carried], n=2).data})
    assert second.round is not None
    assert second.round.decisions == (carried,)
    assert second.round.last_words("finance")[0].carried


def test_opening_answers_whoever_sent_the_last_round_back() -> None:
    back = opened().after({"closed": {"outcome": "returned", "returned": {"finance": "x1"}}})
    assert back.returned == {"finance": "x1"}
    assert opened(was=back, n=2).returned == {}


# asking anew (33)


def test_a_new_step_joins_and_one_that_is_frozen_keeps_what_it_demands() -> None:
    weaker = replace(FINANCE, groups=(Group(("anybody",)),), covers=())
    audit = step_of("audit", "he-jun", covers=("budget",))
    now = opened().after(
        {
            "asked": {
                "version": 7,
                "applies": ["audit", "finance"],
                "steps": {"finance": weaker.data, "audit": audit.data},
                "errors": {"ldap": "hook-failed"},
            }
        }
    )
    assert now.round is not None
    assert now.round.steps == {"department": DEPARTMENT, "finance": FINANCE, "audit": audit}
    assert (now.round.applies, now.round.asked) == (("audit", "finance"), 7)
    assert now.round.errors == {"ldap": "hook-failed"}


def test_an_answer_without_anything_new_clears_errors_and_keeps_the_steps() -> None:
    before = opened(errors={"ldap": "hook-failed"})
    now = before.after({"asked": {"version": 7}})
    assert now.round is not None
    assert now.round.steps == {"department": DEPARTMENT, "finance": FINANCE}
    assert (now.round.applies, now.round.errors) == ((), {})


def test_what_is_asked_decided_or_overridden_belongs_to_the_round_that_counts() -> None:
    """After a later round was sent back that is the last one that passed."""
    first = opened().after({"closed": {"outcome": PASSED}})
    second = opened(LEADER, was=first, n=2, trigger="launch", triggers=("submit", "launch"))
    back = second.after({"closed": {"outcome": "returned"}})
    now = said(back, word("1.9", "finance", "wang-fang"))
    now = now.after({"asked": {"version": 9}, "override": Override("department", "lin-yue", 9, NOON).data})
    assert now.round == back.round
    assert now.standing == now.passed
    assert now.passed is not None
    assert [one.id for one in now.passed.decisions] == ["1.9"]
    assert now.passed.asked == 9
    assert set(now.passed.overrides) == {"department"}


def test_where_no_round_counts_nothing_can_be_asked_decided_or_overridden() -> None:
    for now in (Approvals(), opened().after({"closed": {"outcome": "stopped"}})):
        assert now.after({"asked": {"version": 9}}) == now
        assert said(now, word("1.1", "finance", "wang-fang")) == now
        assert now.after({"override": Override("finance", "lin-yue", 9, NOON).data}) == now


def test_of_two_overrides_of_a_step_the_newer_counts() -> None:
    first, second = (Override("finance", who, n, NOON, LEAVES) for n, who in ((3, "lin-yue"), (4, "he-jun")))
    now = opened().after({"override": first.data}).after({"override": second.data})
    assert now.round is not None
    assert now.round.overrides == {"finance": second}


# taking back (47)


def test_a_word_taken_back_takes_its_conditions_with_it() -> None:
    now = said(opened(), word("1.1", "finance", "wang-fang", "approve_with_conditions"))
    now = now.after({"imposed": [condition("1.1/1"), condition("1.1/2"), condition("1.2/1", decision="1.2")]})
    now = now.after({"imposed": [condition("1.0/1", decision="1.0")]})
    now = now.after({"discharged": {"id": "1.1/2", "how": "discharged", "by": "he-jun"}})
    back = word("1.3", "finance", "wang-fang", "withdraw")
    now = now.after({"taken_back": {"decision": back.data, "of": "1.1"}})
    assert now.round is not None
    assert now.round.last_words("finance") == []
    assert {name: (one.ended, one.ended_by) for name, one in now.conditions.items()} == {
        "1.1/1": ("withdrawn", "wang-fang"),
        "1.1/2": ("discharged", "he-jun"),
        "1.2/1": ("", ""),
        "1.0/1": ("", ""),
    }


def test_a_word_taken_back_before_the_trigger_leaves_baselines_alone() -> None:
    now = opened().after({"baselines": fired("finance", "department")})
    back = word("1.3", "finance", "wang-fang", "withdraw")
    kept = now.after({"taken_back": {"decision": back.data, "of": "1.1"}})
    assert set(kept.baselines) == {"finance", "department"}


def test_a_revoked_approval_takes_the_baseline_of_its_step_with_it() -> None:
    now = opened().after({"closed": {"outcome": PASSED}, "baselines": fired("finance", "department")})
    now = now.changed(3, ["text", "budget"], ["li-wei"])
    assert now.authors(["budget"], LEAVES, "finance") == frozenset()
    back = word("1.3", "finance", "wang-fang", "withdraw")
    revoked = now.after({"taken_back": {"decision": back.data, "of": "1.1", "revoked": True}})
    assert set(revoked.baselines) == {"department"}
    assert revoked.authors(["budget"], LEAVES, "finance") == {"li-wei"}
    assert revoked.after({"taken_back": {"decision": back.data, "revoked": True}}).baselines.keys() == {
        "department"
    }


# what a condition holds up (48)


def test_a_condition_holds_its_trigger_up_until_it_is_discharged_or_lifted() -> None:
    now = opened().after({"imposed": [condition("1.1/1"), condition("1.1/2", blocks="evaluate")]})
    assert [one.id for one in now.holding_up("launch")] == ["1.1/1"]
    assert [one.id for one in now.holding_up("evaluate")] == ["1.1/2"]
    assert now.holding_up("archive") == []
    met = now.after({"discharged": {"id": "1.1/1", "how": "discharged", "by": "he-jun"}})
    assert met.holding_up("launch") == []
    assert (met.conditions["1.1/1"].ended, met.conditions["1.1/1"].ended_by) == ("discharged", "he-jun")
    lifted = met.after({"discharged": {"id": "1.1/2", "how": "lifted", "by": "wang-fang"}})
    assert lifted.conditions["1.1/2"].ended == "lifted"


def test_nobody_discharges_what_is_not_there() -> None:
    now = opened().after({"imposed": [condition("1.1/1")]})
    assert now.after({"discharged": {"id": "9.9/1", "how": "lifted", "by": "he-jun"}}) == now


def test_a_condition_outlives_rounds_and_plain_approvals() -> None:
    now = opened().after({"imposed": [condition("1.1/1")]})
    now = said(now, word("1.2", "finance", "wang-fang"))
    now = opened(was=now.after({"closed": {"outcome": "returned"}}), n=2)
    now = now.after({"baselines": fired("finance")})
    assert [one.id for one in now.holding_up("launch")] == ["1.1/1"]


def test_conditions_are_kept_as_they_were_imposed() -> None:
    now = opened().after({"imposed": [condition("1.1/1", due="3月10日", expects=["budget"])]})
    assert now.conditions["1.1/1"] == Condition(
        id="1.1/1",
        step="finance",
        decision="1.1",
        text="肖像授权书到齐",
        owner="li-wei",
        blocks="launch",
        due="3月10日",
        expects=("budget",),
        imposer="wang-fang",
    )


# since when a step waits (55)


def test_what_waits_since_when_is_noted_with_the_round() -> None:
    waits = {"steps": ["finance"], "openings": {"finance": [2, LATER], "department": [1, NOON]}}
    now = opened().after({"waiting": {**waits, "paused": NOON}})
    assert now.round is not None
    assert now.round.waiting == ("finance",)
    assert now.round.openings == {"finance": (2, LATER), "department": (1, NOON)}
    assert now.round.paused == NOON
    again = now.after({"waiting": {"steps": [], "openings": {}}})
    assert again.round is not None
    assert (again.round.waiting, again.round.openings, again.round.paused) == ((), {}, "")
    assert Approvals().after({"waiting": waits}) == Approvals()


def test_deadlines_are_put_off_until_the_step_opens_anew() -> None:
    now = opened().after(
        {
            "waiting": {
                "steps": ["finance", "department"],
                "openings": {"finance": [1, NOON], "department": [1, NOON]},
            }
        }
    )
    for by in ({"finance": 600, "department": 60}, {"finance": 30}):
        now = now.after({"extended": by})
    assert now.round is not None
    assert now.round.extended == {"finance": 630, "department": 60}
    waits = {"steps": ["finance"], "openings": {"finance": [2, LATER], "department": [1, NOON]}}
    again = now.after({"waiting": waits})
    assert again.round is not None
    assert again.round.extended == {"department": 60}
    assert Approvals().after({"extended": {"finance": 600}}) == Approvals()


# who decides by a token (51)


def minted(id_: str, **more: Any) -> Token:
    usual = {"hash": f"h-{id_}", "step": "finance", "person": "guo-ming", "round": 1, "until": LATER}
    return Token(id_, **{**usual, **more})


def test_a_new_token_ends_those_that_somebody_had_for_the_same_step() -> None:
    tokens = [minted("t1"), minted("t2", step="department"), minted("t3", person="he-jun"), minted("t4")]
    now = opened()
    for one in tokens:
        now = now.after({"minted": one.data})
    assert now.tokens == {"t2": tokens[1], "t3": tokens[2], "t4": tokens[3]}


def test_deciding_uses_up_the_token_it_was_decided_by_and_no_other() -> None:
    now = opened().after({"minted": minted("t1").data})
    now = now.after({"minted": minted("t2", person="he-jun").data})
    own = said(now, word("1.1", "finance", "wang-fang"))
    assert [one.used for one in own.tokens.values()] == [False, False]
    decided = said(own, word("1.2", "finance", "guo-ming", token="t1"))
    assert {name: one.used for name, one in decided.tokens.items()} == {"t1": True, "t2": False}
    assert decided.round is not None
    assert [one.id for one in decided.round.decisions] == ["1.1", "1.2"]


# what was refused and what was sent back (42, 43)


def test_what_was_refused_is_remembered_until_its_step_is_passed() -> None:
    now = opened().after({"closed": {"outcome": "refused", "refused": {"finance": "x1"}}})
    now = opened(was=now, n=2).after({"closed": {"outcome": "refused", "refused": {"finance": "x2"}}})
    assert now.refused == {"finance": ("x1", "x2")}
    assert now.returned == {}
    now = opened(was=now, n=3).after({"baselines": fired("department")})
    assert now.refused == {"finance": ("x1", "x2")}
    assert now.after({"baselines": fired("finance")}).refused == {}


def test_a_round_that_ends_otherwise_asks_for_no_answer() -> None:
    back = opened().after({"closed": {"outcome": "returned", "returned": {"finance": "x1"}}})
    assert back.after({"closed": {"outcome": "stopped"}}).returned == {}
    again = opened(was=back, n=2).after({"closed": {"outcome": "withdrawn"}})
    assert (again.returned, again.refused) == ({}, {})


def test_where_there_was_no_round_none_is_closed() -> None:
    assert Approvals().after({"closed": {"outcome": "stopped"}}) == Approvals()


# who wrote it, and who is cleared of it (39, 45)


def test_without_a_baseline_whoever_changed_what_a_step_covers_is_an_author() -> None:
    now = Approvals().changed(1, ["text", "budget"], ["li-wei"])
    now = now.changed(2, ["budget"], ["wang-fang", "zhao-min", "wang-fang"])
    assert now.changes == {
        "text": ((1, ("li-wei",)),),
        "budget": ((1, ("li-wei",)), (2, ("wang-fang", "zhao-min"))),
    }
    assert now.authors(["budget"], LEAVES, "finance") == {"li-wei", "wang-fang", "zhao-min"}
    assert now.authors(["text"], LEAVES, "department") == {"li-wei"}
    assert now.authors(["scope"], LEAVES, "department") == frozenset()
    assert now.authors([], LEAVES, "leader") == frozenset()


def test_whoever_struck_something_out_is_an_author_of_what_is_left() -> None:
    now = Approvals().changed(1, ["text", "budget"], ["li-wei"]).changed(2, ["budget"], ["wang-fang"])
    assert now.authors(["text", "budget"], {"text": "a1"}, "leader") == {"li-wei", "wang-fang"}


def test_a_fired_trigger_clears_who_wrote_what_it_passed() -> None:
    now = Approvals().changed(1, ["text", "budget"], ["li-wei"])
    now = now.after({"baselines": fired("finance", version=1)})
    assert now.authors(["budget"], LEAVES, "finance") == frozenset()
    assert now.authors(["text"], LEAVES, "department") == {"li-wei"}
    assert now.baselines == {"finance": Baseline(1, NOON, LEAVES)}


def test_after_a_baseline_only_what_differs_from_it_has_authors() -> None:
    now = Approvals().changed(1, ["text", "budget"], ["li-wei"])
    now = now.after({"baselines": fired("leader", version=2)})
    now = now.changed(3, ["budget"], ["wang-fang"]).changed(4, ["text"], ["zhao-min"])
    raised = {**LEAVES, "budget": "b2"}
    assert now.authors(["text", "budget"], raised, "leader") == {"wang-fang"}
    assert now.authors(["text", "budget"], LEAVES, "leader") == frozenset()  # all put back
    again = Approvals.read(parsed(canonical(now.data)))
    assert again.authors(["text", "budget"], LEAVES, "leader") == frozenset()
    assert now.authors(["text", "budget"], {"text": "a1"}, "leader") == {"wang-fang"}  # struck out


def test_who_wrote_what_was_passed_is_no_author_of_what_somebody_made_of_it() -> None:
    now = Approvals().changed(1, ["budget"], ["li-wei"]).changed(2, ["budget"], ["zhao-min"])
    now = now.after({"baselines": fired("finance", version=2)}).changed(3, ["budget"], ["wang-fang"])
    assert now.authors(["budget"], {**LEAVES, "budget": "b3"}, "finance") == {"wang-fang"}


def test_whoever_adds_something_after_a_baseline_is_its_author() -> None:
    now = Approvals().after({"baselines": fired("leader", version=2)}).changed(3, ["scope"], ["zhao-min"])
    assert now.authors(["scope"], {**LEAVES, "scope": "c1"}, "leader") == {"zhao-min"}
    assert now.authors(["scope"], LEAVES, "leader") == frozenset()


def test_a_later_firing_moves_the_baseline_of_the_steps_it_passed() -> None:
    now = Approvals().after({"baselines": fired("finance", "department", version=2)})
    now = now.changed(3, ["budget"], ["wang-fang"])
    raised = {**LEAVES, "budget": "b2"}
    now = now.after({"baselines": fired("finance", version=4, at=LATER, leaves=raised)})
    assert now.authors(["budget"], raised, "finance") == frozenset()
    assert now.baselines["department"].version == 2
    assert now.baselines["finance"] == Baseline(4, LATER, raised)


def test_who_changed_a_redacted_value_is_said_once_more() -> None:
    now = Approvals().changed(1, ["text"], ["li-wei"]).changed(2, ["budget"], ["li-wei"])
    told = now.after({"authored": {"text": [[1, ["li-wei"]], [4, ["he-jun", "lin-yue"]]]}})
    assert told.changes == {
        "text": ((1, ("li-wei",)), (4, ("he-jun", "lin-yue"))),
        "budget": ((2, ("li-wei",)),),
    }
    assert told.authors(["text"], LEAVES, "department") == {"li-wei", "he-jun", "lin-yue"}


# what a new name changes (A24)


def test_a_new_name_clears_no_author() -> None:
    was = Approvals(created_by=("li-wei",)).changed(3, ["budget"], ["wang-fang"])
    now = was.renamed("campaign:water-week", 5, ["text", "budget"])
    assert now.authors(["budget"], LEAVES, "finance") == {"li-wei", "wang-fang"}
    assert now.authors(["text"], LEAVES, "department") == {"li-wei"}
    assert now.created_by == ()
    assert now.changes == {"text": ((-4, ("li-wei",)),), "budget": ((-4, ("li-wei",)), (-2, ("wang-fang",)))}
    again = now.changed(2, ["text"], ["zhao-min"]).renamed("campaign:water-week-27", 3, ["text"])
    assert again.authors(["text"], LEAVES, "department") == {"li-wei", "zhao-min"}
    assert again.changes["text"] == ((-7, ("li-wei",)), (-1, ("zhao-min",)))
    assert again.former == (("campaign:water-week", 5), ("campaign:water-week-27", 3))


def test_who_made_a_record_is_told_once() -> None:
    """He is among the changes already where it was renamed before."""
    was = Approvals().changed(1, ["text"], ["li-wei"])
    assert was.renamed("campaign:water-week", 5, ["text"]).changes == {"text": ((-4, ("li-wei",)),)}


def test_under_a_new_name_a_baseline_clears_what_it_cleared_before() -> None:
    was = Approvals().changed(1, ["text", "budget"], ["li-wei"])
    was = was.after({"baselines": fired("leader", version=2)}).changed(3, ["budget"], ["wang-fang"])
    now = was.renamed("campaign:water-week", 5, [])
    assert now.baselines["leader"].version == -3
    raised = {**LEAVES, "budget": "b2"}
    assert now.authors(["text", "budget"], raised, "leader") == {"wang-fang"}
    assert now.changed(1, ["text"], ["he-jun"]).authors(["text"], {"text": "a2"}, "leader") == {"he-jun"}


def test_under_a_new_name_rounds_count_their_versions_on() -> None:
    first = said(opened(), word("1.1", "finance", "wang-fang", version=4)).after(
        {"override": Override("department", "lin-yue", 4, NOON, LEAVES).data, "closed": {"outcome": PASSED}}
    )
    second = opened(
        LEADER, was=first, n=2, version=5, asked=5, trigger="launch", triggers=("submit", "launch")
    )
    now = second.renamed("campaign:water-week", 5, [])
    assert now.round is not None
    assert now.passed is not None
    assert (now.round.version, now.round.asked) == (0, 0)
    assert (now.passed.version, now.passed.asked) == (-4, -4)
    assert now.passed.decisions[0].version == -1
    assert now.passed.overrides["department"].version == -1
    assert now.passed.decisions[0].id == "1.1"


def test_a_renamed_record_is_asked_about_anew() -> None:
    """Its first version under the new name is later than whatever was asked about."""
    now = opened(asked=9).renamed("campaign:water-week", 5, [])
    assert now.round is not None
    assert now.round.asked == 0


def test_a_record_without_approvals_is_renamed_without_any() -> None:
    assert Approvals().renamed("campaign:water-week", 2, ["text"]) == Approvals(
        former=(("campaign:water-week", 2),)
    )


# several things in one act


def test_what_happens_in_one_act_happens_in_the_order_of_an_act() -> None:
    """Opened, asked, decided, imposed, closed, fired: in whatever order the details are written."""
    decision = word("1.1", "finance", "wang-fang", "approve_with_conditions", leaves=LEAVES)
    act = {
        "baselines": fired("finance", version=3),
        "closed": {"outcome": PASSED, "refused": {"finance": "x1", "department": "x2"}},
        "imposed": [condition("1.1/1")],
        "override": Override("department", "lin-yue", 3, NOON).data,
        "decision": decision.data,
        "asked": {"version": 3, "applies": ["finance"]},
        "round": round_of([FINANCE, DEPARTMENT]).data,
        "authored": {"text": [[1, ["li-wei"]]]},
    }
    now = Approvals().after(act)
    assert now == Approvals().after(dict(reversed(act.items())))
    assert now.round is not None
    assert now.round.decisions == (decision,)
    assert (now.round.outcome, now.round.asked, now.round.applies) == (PASSED, 3, ("finance",))
    assert set(now.round.overrides) == {"department"}
    assert now.refused == {"department": ("x2",)}  # closed first, then fired
    assert set(now.baselines) == {"finance"}
    assert now.holding_up("launch")


def test_a_condition_imposed_and_ended_in_one_act_has_ended() -> None:
    act = {
        "discharged": {"id": "1.1/1", "how": "lifted", "by": "he-jun"},
        "imposed": [condition("1.1/1")],
    }
    assert opened().after(act).conditions["1.1/1"].ended == "lifted"


def test_other_details_are_none_of_its_business() -> None:
    now = opened()
    assert now.after({"trigger": "submit", "target": "2027-03-01"}) == now
    assert set(_FOLD) == DETAILS


# kept as JSON


FULL = Decision(
    id="1.3",
    step="finance",
    verdict="approve",
    actor="chen-tong",
    principal="wang-fang",
    version=0,
    at=NOON,
    chain=("zhao-min",),
    mandate="m1",
    groups=(0, 2),
    basis="role:finance-approver",
    leaves=LEAVES,
    seen=True,
    fills={"budget": "b2"},
    token="t1",
    imposed=("1.3/1",),
    carried=True,
)
KEPT = [
    FULL,
    word("1.1", "finance", "wang-fang"),
    Override("finance", "lin-yue", 4, NOON, LEAVES),
    Override("finance", "lin-yue", -4, NOON),
    Condition.read(condition("1.1/1", due="3月10日", expects=["budget", "text"])),
    Condition.read(condition("1.1/1", ended="lifted", ended_by="he-jun")),
    Baseline(3, NOON, LEAVES),
    Baseline(0, NOON),
    minted("t1", leaves=LEAVES, used=True),
    minted("t1"),
    round_of([]),
    round_of(
        [DEPARTMENT, replace(FINANCE, provider=Provider("audit-office", "2.1", "ab"))],
        [FULL, word("1.4", "finance", "he-jun", "comment")],
        n=3,
        trigger="launch",
        triggers=("submit", "launch"),
        applies=["finance"],
        errors={"ldap": "hook-failed"},
        overrides={"department": Override("department", "lin-yue", 4, NOON, LEAVES)},
        openings={"finance": (2, NOON)},
        waiting=("finance",),
        paused=LATER,
        extended={"finance": 600},
        outcome="returned",
    ),
]


@pytest.mark.parametrize("value", KEPT, ids=lambda one: type(one).__name__)
def test_whatever_is_kept_is_read_back_as_it_was(value: Any) -> None:
    kept = parsed(canonical(value.data))
    assert type(value).read(kept) == value
    assert canonical(type(value).read(kept).data) == canonical(value.data)


def test_what_says_nothing_is_not_kept() -> None:
    assert word("1.1", "finance", "wang-fang").data == {
        "id": "1.1",
        "step": "finance",
        "verdict": "approve",
        "actor": "wang-fang",
        "principal": "wang-fang",
        "version": 3,
        "at": NOON,
    }
    assert Approvals().data == {"rounds": 0}
    assert Baseline(0, NOON).data == {"version": 0, "at": NOON}


def test_a_round_is_kept_with_its_steps_and_words() -> None:
    kept = round_of([FINANCE], [word("1.1", "finance", "wang-fang")], openings={"finance": (1, NOON)}).data
    assert kept["steps"] == {"finance": FINANCE.data}
    assert kept["decisions"] == [word("1.1", "finance", "wang-fang").data]
    assert kept["openings"] == {"finance": [1, NOON]}
    assert (kept["triggers"], kept["outcome"]) == (["submit"], OPEN)


def full() -> Approvals:
    """Return approvals of which every field says something."""
    first = said(opened(), word("1.1", "finance", "wang-fang")).after(
        {
            "minted": minted("t1", leaves=LEAVES).data,
            "imposed": [condition("1.1/1")],
            "closed": {"outcome": PASSED},
            "baselines": fired("finance", "department", version=3),
        }
    )
    second = opened(LEADER, was=first, n=2, trigger="launch", triggers=("submit", "launch"))
    closed = {"outcome": "returned", "refused": {"secrecy": "x1"}, "returned": {"leader": "x2"}}
    now = second.after({"closed": closed, "baselines": fired("leader", version=6, at=LATER)})
    now = replace(
        now,
        uid="river-authority-2027/water-week",
        created_by=("li-wei",),
        former=(("campaign:water-week", 4),),
    )
    return now.changed(2, ["text"], ["li-wei", "zhao-min"])


def test_approvals_are_read_back_as_they_were_kept() -> None:
    now = full()
    assert [name for name in Approvals.__slots__ if not getattr(now, name)] == []
    assert Approvals.read(parsed(canonical(now.data))) == now
    assert Approvals.read(parsed(canonical(Approvals().data))) == Approvals()
    assert Approvals.read({}) == Approvals()


def test_approvals_that_were_read_back_go_on_as_before() -> None:
    now = said(opened(), word("1.1", "finance", "wang-fang", "approve_with_conditions"))
    now = now.after({"imposed": [condition("1.1/1")], "closed": {"outcome": PASSED}})
    first = Approvals.read(parsed(canonical(now.data)))
    assert [one.id for one in first.holding_up("launch")] == ["1.1/1"]
    second = opened(LEADER, was=first, n=2, trigger="launch", triggers=("submit", "launch"))
    assert second.passed == first.round
    back = word("1.2", "finance", "wang-fang", "withdraw")
    ended = second.after({"taken_back": {"decision": back.data, "of": "1.1"}})
    assert ended.holding_up("launch") == []


def test_baselines_that_were_made_together_are_kept_once() -> None:
    kept = full().data
    assert kept["baselines"]["finance"] == kept["baselines"]["department"] != kept["baselines"]["leader"]
    assert list(kept["approved"].values()) == [
        {"version": 3, "at": NOON, "leaves": LEAVES},
        {"version": 6, "at": LATER, "leaves": LEAVES},
    ]


def test_two_firings_on_one_version_are_two_baselines() -> None:
    """A trigger that moves no state leaves the content's version alone."""
    now = Approvals().after({"baselines": fired("finance", version=9)})
    now = now.after({"baselines": fired("department", version=9, at=LATER)})
    again = Approvals.read(parsed(canonical(now.data)))
    assert again.baselines == {"finance": Baseline(9, NOON, LEAVES), "department": Baseline(9, LATER, LEAVES)}


def test_a_paper_goes_through_its_round() -> None:
    """The fold and the standing together: asked, agreed, changed, agreed again, fired."""
    paper = Paper({"text": "节水从我做起", "budget": "8万元"})
    now = opened(FINANCE)

    def status() -> str:
        assert now.round is not None
        standing = paper.standing(now.round.steps.values(), now.round.decisions)
        return standing.statuses["finance"]

    assert status() == "waiting"
    now = said(now, paper.word("wang-fang", "approve", FINANCE))
    assert status() == "satisfied"
    paper.edit("budget", "80万元")
    assert status() == "stale"
    now = said(now, paper.word("wang-fang", "approve", FINANCE, id="1.2"))
    assert status() == "satisfied"
