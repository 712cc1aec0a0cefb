"""What a step demands: how many of whom, how often, after what; and that it is kept as it was frozen."""

from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
from tests.unit.workflow.paper import step_of

from campaignflow.canonical import canonical, parsed
from campaignflow.errors import InvalidValue
from campaignflow.workflow.steps import VERDICTS, Group, Provider, Step, declared, in_turn, rings

PLAN = Provider("plan")


def one(said: dict[str, Any], **more: Any) -> Step:
    """Return the only step that a declaration makes."""
    (step,) = declared("panel", {"by": ["zhao-min", "chen-tong", "lin-yue"], **said}, PLAN, **more)
    return step


# how many


def test_a_step_that_says_nothing_takes_one_of_those_it_names() -> None:
    step = one({})
    assert step.groups == (Group(("zhao-min", "chen-tong", "lin-yue"), 1),)
    assert step.seats == 1
    assert not step.everybody


@pytest.mark.parametrize("said", [2, "2", " 2 "])
def test_of_two_takes_any_two_of_one_group(said: object) -> None:
    step = one({"of": said})
    assert step.groups == (Group(("zhao-min", "chen-tong", "lin-yue"), 2),)
    assert step.seats == 2


@pytest.mark.parametrize(
    ("said", "seats"), [("each", 1), ("2 each", 2), ("2each", 2), ("12 each", 12)], ids=str
)
def test_each_makes_a_group_of_everyone_named(said: str, seats: int) -> None:
    step = one({"by": ["science", "press-centre"], "of": said})
    assert step.groups == (Group(("science",), seats), Group(("press-centre",), seats))
    assert step.seats == 2 * seats
    assert not step.everybody


def test_all_takes_everybody_who_is_in_the_pool_when_the_round_opens() -> None:
    step = one({"of": "all"})
    assert step.everybody
    assert step.groups == (Group(("zhao-min", "chen-tong", "lin-yue"), 1),)
    assert step.seats == 0  # nobody is frozen yet
    assert replace(step, members=("chen-tong", "zhao-min")).seats == 2


@pytest.mark.parametrize(
    "said", ["0", 0, "00", "０", "0 each", "00 each", "-1", "1.5", "some", "", "2 all", "each 2", "2  each"]
)
def test_a_quorum_of_nobody_or_of_no_number_is_refused(said: object) -> None:
    with pytest.raises(InvalidValue) as refused:
        one({"of": said})
    assert refused.value.code == "quorum-unreadable"
    assert refused.value.facts == {"text": str(said)}


def test_a_step_that_names_nobody_is_refused() -> None:
    with pytest.raises(InvalidValue) as refused:
        declared("finance", {"title": "财务审核"}, PLAN)
    assert refused.value.code == "step-without-approver"
    assert refused.value.facts == {"step": "finance"}


def test_a_verdict_that_does_not_exist_is_refused() -> None:
    assert one({"verdicts": ["approve", "refuse"]}).verdicts == ("approve", "refuse")
    with pytest.raises(InvalidValue) as refused:
        one({"verdicts": ["approve", "同意"]})
    assert refused.value.code == "not-one-of"
    assert refused.value.facts == {"text": "同意", "expected": VERDICTS}
    with pytest.raises(InvalidValue) as refused:
        one({"verdicts": ["阅", "approve", "同意"]})
    assert refused.value.facts["text"] == "阅"


# what else is said


def test_a_declaration_is_read_as_it_was_written() -> None:
    said = {
        "title": "财务审核",
        "by": ["finance-approver"],
        "in": "lead",
        "before": "launch",
        "after": ["department"],
        "covers": ["budget"],
        "tolerates": ["less"],
        "refusals": 2,
        "distinct": ["department"],
        "independent": True,
        "self_check": True,
        "allow_author": True,
        "overridable": False,
        "must_see": True,
        "carries": False,
        "bearers": False,
        "valid_for": "30 days",
        "returns": "when_all_spoke",
        "verdicts": ["approve", "refuse"],
        "due": "3 workdays",
        "on_late": "return",
        "escalate_to": ["lin-yue"],
        "fills": ["budget"],
        "only_if": ["major"],
    }
    (step,) = declared("finance", said, Provider("audit-office", "2.1", "ab"))
    assert step == Step(
        id="finance",
        groups=(Group(("finance-approver",)),),
        title="财务审核",
        within="lead",
        trigger="launch",
        after=("department",),
        covers=("budget",),
        tolerates=("less",),
        refusals=2,
        distinct=("department",),
        independent=True,
        self_check=True,
        allow_author=True,
        overridable=False,
        must_see=True,
        carries=False,
        bearers=False,
        valid_for="30 days",
        returns="when_all_spoke",
        verdicts=("approve", "refuse"),
        due="3 workdays",
        on_late="return",
        escalate_to=("lin-yue",),
        fills=("budget",),
        only_if=("major",),
        provider=Provider("audit-office", "2.1", "ab"),
    )


def test_what_is_not_said_is_as_usual() -> None:
    (step,) = declared("finance", {"by": ["finance-approver"]}, PLAN)
    assert step == Step("finance", (Group(("finance-approver",)),), title="finance")
    assert (step.trigger, step.tolerates, step.refusals) == ("submit", ("confirm", "refine"), 1)
    assert (step.overridable, step.carries, step.bearers) == (True, True, True)
    assert [step.everybody, step.independent, step.self_check] == [False, False, False]
    assert [step.allow_author, step.must_see] == [False, False]
    assert (step.returns, step.on_late, step.verdicts) == ("at_once", "remind", VERDICTS)


def test_a_due_date_is_kept_as_it_was_written() -> None:
    body = {"written": "3月5日", "resolved": {"start": "2027-03-05", "end": "2027-03-05"}}
    assert one({"due": body}).due == "3月5日"
    assert one({"due": "2 workdays"}).due == "2 workdays"


# on an activity


def test_a_step_of_an_activity_is_called_by_its_address_and_covers_the_activity() -> None:
    step = one({"title": "发布词审定"}, within="briefing")
    assert (step.id, step.title, step.covers) == ("briefing/panel", "发布词审定", ("briefing",))


def test_a_step_of_an_activity_may_cover_something_else() -> None:
    assert one({"covers": ["text"]}, within="briefing").covers == ("text",)


def test_a_step_of_the_whole_record_covers_everything() -> None:
    assert one({}).covers == ()


def test_a_step_of_an_activity_waits_for_its_neighbour_before_one_of_the_whole_record() -> None:
    said = {"after": ["speech", "department"], "distinct": ["speech", "finance"]}
    step = one(said, within="briefing", beside={"speech", "panel"})
    assert step.after == ("briefing/speech", "department")
    assert step.distinct == ("briefing/speech", "finance")


def test_a_step_of_the_whole_record_means_the_steps_of_the_whole_record() -> None:
    assert one({"after": ["speech"]}, beside={"speech"}).after == ("speech",)
    assert one({"after": ["speech"]}, within="briefing").after == ("speech",)


# several times


def test_three_proofs_are_read_one_after_the_other() -> None:
    said = {"title": "至少三遍校对", "by": ["press-centre"], "after": ["draft-check"], "passes": 3}
    first, second, third = declared("proofs", said, PLAN)
    assert [(step.id, step.after) for step in (first, second, third)] == [
        ("proofs-1", ("draft-check",)),
        ("proofs-2", ("proofs-1",)),
        ("proofs", ("proofs-2",)),
    ]
    assert [step.title for step in (first, second, third)] == [
        "至少三遍校对 1",
        "至少三遍校对 2",
        "至少三遍校对 3",
    ]
    assert {step.groups for step in (first, second, third)} == {(Group(("press-centre",)),)}


def test_what_comes_after_the_proofs_comes_after_the_last_of_them() -> None:
    proofs = declared("proofs", {"by": ["press-centre"], "passes": 3}, PLAN)
    (final,) = declared("final-review", {"by": ["chief-editor"], "after": ["proofs"]}, PLAN)
    assert final.after == (proofs[-1].id,)


def test_a_step_that_is_gone_through_once_has_no_number() -> None:
    assert one({"title": "方案会商", "passes": 1}).title == "方案会商"
    assert one({"title": "", "passes": 1}).title == ""
    assert [step.title for step in declared("proofs", {"by": ["a"], "title": "", "passes": 2}, PLAN)] == [
        "1",
        "2",
    ]


# frozen and kept


FULL = Step(
    id="briefing/panel",
    groups=(Group(("science",), 2), Group(("press-centre", "zhao-min"))),
    title="方案会商",
    within="lead",
    everybody=True,
    members=("chen-tong", "zhao-min"),
    trigger="launch",
    after=("department",),
    covers=("dates", "text"),
    tolerates=(),
    refusals=2,
    distinct=("finance",),
    independent=True,
    self_check=True,
    allow_author=True,
    overridable=False,
    must_see=True,
    carries=False,
    bearers=False,
    valid_for="30 days",
    returns="when_all_spoke",
    verdicts=("approve",),
    due="3月5日",
    on_late="refuse",
    escalate_to=("lin-yue",),
    fills=("budget",),
    only_if=("major",),
    provider=Provider("audit-office", "2.1", "ab"),
)


KEPT = {
    "full": FULL,
    "bare": step_of("finance", "finance-approver"),
    "no seats": step_of("panel", "he-jun", seats=0),
}


@pytest.mark.parametrize("step", KEPT.values(), ids=KEPT)
def test_a_frozen_step_is_read_back_as_it_was_kept(step: Step) -> None:
    assert Step.read(parsed(canonical(step.data))) == step


def test_what_is_as_usual_is_not_kept() -> None:
    assert Step("finance", (Group(("finance-approver",)),)).data == {
        "id": "finance",
        "groups": [{"by": ["finance-approver"]}],
        "provider": {"name": "plan"},
    }
    assert FULL.data["groups"] == [{"by": ["science"], "seats": 2}, {"by": ["press-centre", "zhao-min"]}]
    assert FULL.data["provider"] == {"name": "audit-office", "version": "2.1", "digest": "ab"}
    assert FULL.data["overridable"] is False


def test_whoever_writes_out_what_is_usual_demands_nothing_else() -> None:
    """So that an approval is carried on when the declaration only becomes longer."""
    usual = {"tolerates": ["confirm", "refine"], "verdicts": list(VERDICTS), "after": []}
    assert one(usual).data == one({}).data
    assert one(usual).digest == one({}).digest


CHANGED = {
    "id": "panel",
    "groups": (Group(("science",), 1), Group(("press-centre", "zhao-min"))),
    "within": "",
    "everybody": False,
    "trigger": "submit",
    "after": (),
    "covers": ("dates",),
    "tolerates": ("less",),
    "refusals": 1,
    "distinct": (),
    "independent": False,
    "self_check": False,
    "allow_author": False,
    "overridable": True,
    "must_see": False,
    "carries": True,
    "bearers": True,
    "valid_for": "",
    "returns": "at_once",
    "verdicts": VERDICTS,
    "provider": Provider("plan"),
}


@pytest.mark.parametrize("field", CHANGED)
def test_whatever_a_step_demands_is_in_its_digest(field: str) -> None:
    assert replace(FULL, **{field: CHANGED[field]}).digest != FULL.digest


def test_its_title_and_a_new_version_of_its_provider_are_not() -> None:
    assert replace(FULL, title="会商").digest == FULL.digest
    assert replace(FULL, provider=Provider("audit-office", "3.0", "cd")).digest == FULL.digest


def test_who_was_in_the_pool_is_not_either() -> None:
    assert replace(FULL, members=("lin-yue",)).digest == FULL.digest


@pytest.mark.parametrize(
    ("value", "name"), [(FULL, "groups"), (FULL.groups[0], "seats"), (FULL.provider, "version")]
)
def test_nothing_of_a_frozen_step_can_be_altered(value: Any, name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, None)


# rings


def test_steps_that_wait_for_each_other_are_a_ring() -> None:
    steps = [
        step_of("department", after=("leader",)),
        step_of("finance", after=("department",)),
        step_of("leader", after=("finance", "secrecy")),
        step_of("secrecy", after=("elsewhere",)),
        step_of("proofs", after=("leader",)),
    ]
    assert rings(steps) == {"department", "finance", "leader"}


def test_a_step_that_waits_for_itself_is_a_ring() -> None:
    assert rings([step_of("leader", after=("leader",))]) == {"leader"}


def test_two_ways_to_one_step_are_no_ring() -> None:
    steps = [
        step_of("department"),
        step_of("finance", after=("department",)),
        step_of("secrecy", after=("department",)),
        step_of("leader", after=("finance", "secrecy")),
    ]
    assert rings(steps) == frozenset()
    assert rings([]) == frozenset()


# turns


def test_steps_are_told_in_the_order_of_their_turns_and_beside_each_other_by_name() -> None:
    steps = [
        step_of("chief", after=("finance", "legal")),
        step_of("department"),
        step_of("legal", after=("department", "elsewhere")),
        step_of("finance", after=("department",)),
        step_of("audit"),
    ]
    turns = in_turn({one.id: one for one in steps})
    assert turns == ["audit", "department", "finance", "legal", "chief"]


def test_steps_in_a_ring_come_last_and_none_is_lost() -> None:
    steps = [step_of("a", after=("b",)), step_of("b", after=("a",)), step_of("c", after=("c",)), step_of("d")]
    assert in_turn({one.id: one for one in steps}) == ["d", "a", "b", "c"]
