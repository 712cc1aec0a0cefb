"""三审三校、先审后发: no item goes out without three humans, three proofs and the secrecy review."""

import pytest
from chinese_office import EXAMPLES, PROOFS, REVIEWS, SECRECY, Desk

import campaignflow as cf
import campaignflow_china


def test_three_people_review_one_after_the_other(desk: Desk) -> None:
    item = desk.submitted()
    for n, (step, person) in enumerate(REVIEWS):
        for later, who in REVIEWS[n + 1 :]:
            assert "step-not-its-turn" in desk.refused(desk.office.decide, item, later, "approve", actor=who)
        desk.approve(item, (step, person))
    assert desk.state(item) == "in_review"


def test_a_human_with_two_ids_counts_once(desk: Desk) -> None:
    item = desk.submitted()
    desk.approve(item, REVIEWS[0])
    assert desk.refused(desk.office.decide, item, "second-review", "approve", actor="cheng-an-2") == {
        "spoke-on-distinct-step"
    }


def test_nor_does_he_when_he_speaks_for_a_colleague(desk: Desk) -> None:
    item = desk.submitted()
    desk.office.give_mandate("luo-qi", "cheng-an", from_="2027-03-01", until="2027-03-31", actor="luo-qi")
    desk.approve(item, REVIEWS[0])
    said = {"actor": "cheng-an", "for_": "luo-qi"}
    assert "spoke-on-distinct-step" in desk.refused(
        desk.office.decide, item, "second-review", "approve", **said
    )


def test_whoever_wrote_it_reviews_nothing(desk: Desk) -> None:
    plan = cf.load(EXAMPLES / "plan.yaml")
    people = dict(plan.people)
    people["fang-yu"] = cf.Person(name="方瑜", unit="press", roles=["planner", "first-reviewer"])
    desk.office.apply(plan.model_copy(update={"people": people}), actor="shen-lan")
    item = desk.submitted()
    assert desk.refused(desk.office.decide, item, "first-review", "approve", actor="fang-yu") == {
        "author-decides"
    }


def test_with_only_two_humans_to_review_it_cannot_even_be_submitted(desk: Desk) -> None:
    desk.office.retire("person:luo-qi", reason="调离", actor="shen-lan")
    item = desk.drafted()
    assert desk.refused(desk.office.fire, item, "submit", actor="fang-yu") == {"nobody-can-approve"}


def test_three_proofs_follow_the_reviews_in_order(desk: Desk) -> None:
    item = desk.submitted()
    assert "step-not-its-turn" in desk.refused(desk.office.decide, item, "proof-1", "approve", actor="bai-lu")
    desk.approve(item, *REVIEWS)
    for n, (step, person) in enumerate(PROOFS):
        for later, who in PROOFS[n + 1 :]:
            assert "step-not-its-turn" in desk.refused(desk.office.decide, item, later, "approve", actor=who)
        assert desk.state(item) == "in_review"
        desk.approve(item, (step, person))
    assert desk.state(item) == "cleared"


def test_it_is_released_only_after_the_secrecy_review(desk: Desk) -> None:
    item = desk.cleared()
    desk.office.fire(item, "release", actor="fang-yu")
    assert (desk.state(item), desk.stands(item)["secrecy-review"]) == ("cleared", "waiting")
    assert "step-waiting" in desk.refused(desk.office.fire, item, "release", actor="fang-yu")
    desk.approve(item, SECRECY)
    desk.office.fire(item, "release", actor="fang-yu")
    assert desk.state(item) == "released"


def test_a_refusal_of_the_secrecy_review_keeps_it_in(desk: Desk) -> None:
    item = desk.cleared()
    desk.office.fire(item, "release", actor="fang-yu")
    desk.office.decide(item, "secrecy-review", "refuse", actor="jiang-mo", note="涉及未公开数据")
    desk.refused(desk.office.fire, item, "release", actor="fang-yu")
    assert desk.state(item) != "released"


@pytest.mark.parametrize("step", [*dict(REVIEWS), *dict(PROOFS)])
def test_nobody_overrides_a_review_or_a_proof(desk: Desk, step: str) -> None:
    item = desk.submitted()
    said = {"reason": "领导要求今天发", "actor": "shen-lan"}
    assert desk.refused(desk.office.override, item, step, **said) == {"step-not-overridable"}


def test_nobody_overrides_the_secrecy_review(desk: Desk) -> None:
    item = desk.cleared()
    desk.office.fire(item, "release", actor="fang-yu")
    said = {"reason": "领导要求今天发", "actor": "shen-lan"}
    assert desk.refused(desk.office.override, item, "secrecy-review", **said) == {"step-not-overridable"}
    assert desk.state(item) == "cleared"


def test_no_trigger_leads_past_them(desk: Desk) -> None:
    item = desk.drafted()
    for trigger in ("release", "archive"):
        desk.refused(desk.office.fire, item, trigger, actor="fang-yu")
    desk.office.fire(item, "drop", actor="fang-yu", reason="不用了")
    desk.office.fire(item, "reinstate", actor="fang-yu", reason="还是要用")
    desk.refused(desk.office.fire, item, "release", actor="fang-yu")
    assert desk.state(item) == "drafted"


def test_what_was_cleared_before_the_plugin_came_is_reviewed_before_it_goes_out(desk: Desk) -> None:
    desk.opens()
    item = desk.submitted()
    assert desk.state(item) == "cleared"
    desk.opens(campaignflow_china.rules())
    desk.office.fire(item, "release", actor="fang-yu")
    assert set(desk.stands(item)) == {*dict(REVIEWS), *dict(PROOFS), "secrecy-review"}
    desk.approve(item, SECRECY)
    assert "step-waiting" in desk.refused(desk.office.fire, item, "release", actor="fang-yu")
    desk.approve(item, *REVIEWS, *PROOFS)
    desk.office.fire(item, "release", actor="fang-yu")
    assert desk.state(item) == "released"


def test_another_day_of_publication_asks_nobody_again(desk: Desk) -> None:
    (item,) = desk.office.open("item", title="通稿", unit="press", when="2027-03-22", actor="fang-yu").refs
    desk.office.fire(item, "write", actor="fang-yu")
    desk.office.fire(item, "submit", actor="fang-yu")
    desk.approve(item, *REVIEWS)
    desk.office.reschedule(item, "2027-03-23", reason="版面调整", actor="fang-yu")
    assert [desk.stands(item)[step] for step, _ in REVIEWS] == ["satisfied"] * 3


def test_an_office_names_its_own_people_for_a_step(desk: Desk) -> None:
    desk.opens(campaignflow_china.rules(roles={"secrecy-review": "du-heng"}))
    item = desk.cleared()
    desk.office.fire(item, "release", actor="fang-yu")
    desk.approve(item, ("secrecy-review", "du-heng"))
    desk.office.fire(item, "release", actor="fang-yu")
    assert desk.state(item) == "released"
    with pytest.raises(ValueError, match="secrecy"):
        campaignflow_china.rules(roles={"secrecy": "du-heng"})


def test_campaigns_are_left_to_the_plan(desk: Desk) -> None:
    desk.office.fire("campaign:water-week", "submit", actor="li-he")
    assert desk.state("campaign:water-week") == "approved"
