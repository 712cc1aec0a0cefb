"""Laws of facets: what says the same has the same fingerprints, and only planning changes one (L1 to L3)."""

import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st
from tests.property.test_record_laws import REAL, plans, real, reordered, respelt, sound
from tests.soak.year import CASES, ITEMS, PROGRAMME, REPORTS, Clock, Step, founded, plan_text, play
from tests.unit.records.recorded import recorded

import campaignflow as cf
from campaignflow.canonical import checked_body, put
from campaignflow.plan.approvals import FACETS
from campaignflow.plan.noun import Noun
from campaignflow.records.body import unresolved_bodies
from campaignflow.records.facets import difference, digests, leaves, named
from campaignflow.records.parts import facet_of
from campaignflow.records.refs import full_ref
from campaignflow.testing.nouns import FIELDS, programmes

whole = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)

CHIEF = {"actor": "li-wei", "reason": "领导要求"}


def fingerprints(bodies: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Return the fingerprints of each record that has any."""
    found = {ref: digests(ref, leaves(full_ref(ref), body)) for ref, body in bodies.items()}
    return {ref: one for ref, one in found.items() if one}


def of(programme: cf.Programme) -> dict[str, dict[str, str]]:
    return fingerprints(recorded(programme).bodies)


# L1: what says the same has the same fingerprints


def has_twins(value: Any) -> bool:
    """Whether two budget lines of one list are called the same: they are told apart by what was recorded."""
    if isinstance(value, Noun):
        lists = [value.__dict__.get(name, ()) for name in ("budget", "lines")]
        called = [[line.for_ for line in lines] for lines in lists]
        return any(len(set(one)) < len(one) for one in called) or any(map(has_twins, value.__dict__.values()))
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ()
    return any(map(has_twins, inner))


@whole
@given(plans, st.randoms(use_true_random=False))
def test_l1_another_order_and_other_words_change_no_fingerprint(programme: cf.Programme, order: Any) -> None:
    before = of(sound(programme))
    assert of(respelt(programme)) == before
    if not has_twins(programme):
        assert of(reordered(programme, order)) == before


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_l1_another_order_and_other_words_of_a_real_plan_change_no_fingerprint(path: Path) -> None:
    programme = real(path)
    before = of(programme)
    assert before
    assert of(respelt(programme)) == before
    if not has_twins(programme):
        assert of(reordered(programme, random.Random(7))) == before


@whole
@given(plans)
def test_every_leaf_is_named_by_a_facet_and_holds_something_that_can_be_written_down(
    programme: cf.Programme,
) -> None:
    for ref, body in recorded(sound(programme)).bodies.items():
        found = leaves(full_ref(ref), body)
        assert {named(leaf).facet for leaf in found} <= set(FACETS)
        for value in found.values():
            assert checked_body(value) == value


# L2: an edit changes the leaves of what was edited


NESTED = {"note", "quotas", "targets", "points", "budget"}
"""Fields whose nouns have remarks, which are text."""


@whole
@given(programmes(), st.data())
def test_l2_one_field_changes_leaves_of_its_own_facet_at_its_own_address(
    programme: cf.Programme, data: st.DataObject
) -> None:
    assume(programme.campaigns)
    campaign_id = data.draw(st.sampled_from(sorted(programme.campaigns)))
    campaign = programme.campaigns[campaign_id]
    item = data.draw(st.sampled_from(["", *sorted(campaign.activities)]))
    noun: Noun = campaign.activities[item] if item else campaign
    keys = sorted({*FIELDS[type(noun)]} - {"key_dates", "activities", "prepare", "agenda"})
    key = data.draw(st.sampled_from(keys))
    name = next(name for name, one in type(noun).model_fields.items() if key in {name, one.alias})
    changed = noun.model_copy(update={name: data.draw(FIELDS[type(noun)][key])})
    if item:
        changed = campaign.model_copy(update={"activities": {**campaign.activities, item: changed}})
    campaigns = {**programme.campaigns, campaign_id: changed}
    ref = f"campaign:{programme.id}/{campaign_id}"
    bodies = unresolved_bodies(programme)
    other = unresolved_bodies(programme.model_copy(update={"campaigns": campaigns}), bodies)
    one, two = (fingerprints(made)[ref] for made in (bodies, other))
    facet = facet_of(type(noun)).get(name)
    for leaf in difference(one, two):
        assert named(leaf).item == item
        assert named(leaf).facet == facet or (named(leaf).facet == "text" and name in NESTED), leaf


# L3: what people do with a plan changes no fingerprint


TRIGGERS = ("submit", "launch", "wrap_up", "evaluate", "archive", "suspend", "resume", "cancel", "call_off")
DOINGS = ("begin", "complete", "reopen", "pin", "unpin", "cancel", "call_off")
doings = st.one_of(
    st.builds(
        lambda ref, name: Step("fire", ref, {"trigger": name, **CHIEF}),
        *map(st.sampled_from, (CASES, TRIGGERS)),
    ),
    st.builds(lambda ref, verb: Step(verb, ref, CHIEF), st.sampled_from(ITEMS), st.sampled_from(DOINGS)),
    st.builds(lambda ref: Step("complete", ref, CHIEF), st.sampled_from(REPORTS[:3])),
    st.builds(lambda hours: Step("wait", hours=hours), st.sampled_from([20, 24 * 30])),
    st.just(Step("run_due")),
)


def standing(office: Any) -> dict[str, dict[str, str]]:
    return fingerprints({one.ref: one.data for one in office.records()})


@settings(max_examples=12)
@given(st.lists(doings, min_size=1, max_size=8))
def test_l3_no_trigger_timer_or_progress_changes_a_fingerprint(steps: list[Step]) -> None:
    clock = Clock()
    office = founded(clock=clock)
    before = standing(office)
    made = [change for step in steps for change in play(office, step, clock)]
    assume(made)
    assert standing(office) == before


@cache
def afresh() -> dict[str, dict[str, str]]:
    return standing(founded())


@pytest.mark.parametrize("ref", [CASES[2], f"{CASES[2]}/show", f"{CASES[1]}/talk", REPORTS[1]])
def test_l3_postponing_and_taking_up_again_changes_no_fingerprint(ref: str) -> None:
    office = founded()
    for verb in ("postpone", "reinstate"):
        if ref in CASES:
            assert office.fire(ref, verb, **CHIEF)
        else:
            assert getattr(office, verb)(ref, **CHIEF)
        assert standing(office) == afresh()


def test_a_time_of_a_series_that_people_drop_or_move_is_a_leaf_of_its_own() -> None:
    office = founded()
    office.cancel(REPORTS[1], **CHIEF)
    office.reschedule(REPORTS[2], when="2027-03-18", **CHIEF)
    own = PROGRAMME.partition(":")[2]
    changed = difference(afresh()[f"programme:{own}"], standing(office)[f"programme:{own}"])
    assert [named(leaf)[1:4] for leaf in changed] == [
        ("activities", "report", REPORTS[1].partition("@")[2]),
        ("activities", "report", REPORTS[2].partition("@")[2]),
    ]


def test_an_activity_under_another_id_has_the_leaves_it_had() -> None:
    office = founded()
    text = plan_text().replace("      briefing:\n", "      meeting:\n        was: briefing\n")
    assert office.apply(cf.loads(text), **CHIEF)
    assert "meeting" in office.record(CASES[0]).data["plan"]["activities"]
    assert standing(office) == afresh()


def test_a_new_calendar_changes_no_fingerprint_until_somebody_recalculates() -> None:
    office = founded()
    days = [{"date": "2027-03-12", "isOffDay": True, "name": "植树节"}]
    office.add_calendar({"year": 2027, "days": days}, actor="li-wei")
    assert {ref: one for ref, one in standing(office).items() if ref in afresh()} == afresh()
    office.recalculate(**CHIEF)
    changed = difference(afresh()[CASES[0]], standing(office)[CASES[0]])
    assert "dates.activities@plan" in changed
    assert {named(leaf).facet for leaf in changed} == {"dates"}


def test_a_fund_of_another_category_changes_the_lines_it_pays() -> None:
    body = put({"plan": {"title": "水周"}}, ("plan", "budget", "海报"), {"for": "海报", "fund": "special"})
    ref = full_ref("campaign:river-2027/water-week")
    one, other = (leaves(ref, body, {"special": name}) for name in ("special", "outreach"))
    assert difference(one, other) == ["budget@#海报"]
