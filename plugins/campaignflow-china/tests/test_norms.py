"""The norms are versioned data with sources; what nobody looked up is off until it is named."""

from decimal import Decimal
from importlib.metadata import version

import pytest
from chinese_office import PROOFS, REVIEWS, Desk

import campaignflow_china
from campaignflow_china import NormOff, UnknownNorm, norm, published, rules

MEMORY = ["web.link.home_deduct", "web.link.other_deduct"]


def test_a_norm_is_looked_up_with_its_value_and_where_it_stands() -> None:
    found = norm("web.home.stale_veto_days")
    assert (found.value, found.unit, found.confidence) == (14, "days", "seen")
    assert found.source.startswith("国办秘函〔2019〕19号")
    assert norm("web.access.fail_ratio_veto").value == Decimal("0.05")
    assert norm("disclosure.report_dates").value == ("01-31", "03-31")
    assert norm("money.meeting_cap").value["II"] == 650


def test_every_norm_says_what_it_is_about_where_it_stands_and_how_sure_that_is() -> None:
    number, norms = published()
    assert number >= 1
    assert len(norms) == 75
    for one in norms.values():
        assert all((one.unit, one.zh, one.en, one.source, one.url)), one.id
        assert one.value is not None
        assert one.confidence in {"law", "seen", "memory"}
        assert one.scope in {"", "local", "abroad"}


def test_nobody_can_change_one() -> None:
    with pytest.raises(TypeError):
        norm("money.meeting_cap").value["II"] = 1000


def test_what_is_from_memory_is_off() -> None:
    assert [one.id for one in published()[1].values() if one.confidence == "memory"] == MEMORY
    for id_ in MEMORY:
        with pytest.raises(NormOff, match="with_memory"):
            norm(id_)
    assert set(MEMORY).isdisjoint(rules().norms)


def test_until_it_is_switched_on_by_name_and_then_alone() -> None:
    chosen = rules(with_memory=["web.link.home_deduct"])
    assert chosen.norm("web.link.home_deduct").value == 1
    assert "web.link.home_deduct" in chosen.norms
    with pytest.raises(NormOff):
        chosen.norm("web.link.other_deduct")


def test_a_name_that_is_none_is_told_with_the_one_that_was_meant() -> None:
    for ask in (norm, lambda id_: rules(with_memory=[id_]), lambda id_: rules(own={id_: 1})):
        with pytest.raises(UnknownNorm, match=r"web\.home\.stale_veto_days"):
            ask("web.home.stale_veto_day")


def test_what_is_not_from_memory_is_not_switched_on() -> None:
    with pytest.raises(ValueError, match="not from memory"):
        rules(with_memory=["web.home.stale_veto_days"])


def test_an_own_value_is_told_apart_from_the_published_one() -> None:
    chosen = rules(own={"web.rectify.workdays": 15})
    assert (chosen.norm("web.rectify.workdays").value, chosen.norm("web.rectify.workdays").is_own) == (
        15,
        True,
    )
    assert not norm("web.rectify.workdays").is_own


def test_what_was_chosen_is_on_record_with_every_round(desk: Desk) -> None:
    desk.opens(rules(with_memory=MEMORY[:1], own={"web.rectify.workdays": 15}))
    item = desk.submitted()
    (opening,) = [one for one in desk.office.journal(item) if "round" in one.details]
    chosen = "0.1.0 (web.link.home_deduct; web.rectify.workdays=15)"
    assert opening.details["round"]["providers"]["china"]["version"] == chosen
    assert {one["provider"]["version"] for one in opening.details["round"]["steps"].values()} == {chosen}
    desk.approve(item, *REVIEWS, *PROOFS)


def test_the_same_choices_give_the_same_plugin_in_whatever_order() -> None:
    one = rules(with_memory=MEMORY, own={"web.rectify.workdays": 15, "web.repost.hours": 12})
    other = rules(with_memory=MEMORY[::-1], own={"web.repost.hours": 12, "web.rectify.workdays": 15})
    assert one.__version__ == other.__version__
    assert one.campaignflow_data() == other.campaignflow_data()


def test_the_version_of_the_plugin_is_that_of_its_distribution() -> None:
    assert campaignflow_china.__version__ == version("campaignflow-china")
