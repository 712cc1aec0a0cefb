"""Who may act at all: known, active people of the office, and nobody who only looks like one (rule 24)."""

import pytest
from tests.office.desk import RIVER, WEEK, Clock, codes, everything, founded, plan, refused

import campaignflow as cf
from campaignflow.types import Actor

RESERVED = ["system:timer", "system:x", "plugin:audit", "outside:partner", "timer:x"]


@pytest.mark.parametrize("actor", RESERVED)
def test_nobody_acts_under_an_id_of_the_engine(office: cf.Office, actor: str) -> None:
    before = everything(office)
    for act in (
        lambda: office.complete("summer/show", actor=actor),
        lambda: office.fire(WEEK, "submit", actor=actor),
        lambda: office.apply(plan(("500000", "600000")), actor=actor),
        lambda: office.redact("summer", "plan/title", reason="一", actor=actor),
        lambda: office.open("request", title="宣传需求", actor=actor),
    ):
        assert "actor-reserved" in {one.code for one in refused(act)}
    assert everything(office) == before


@pytest.mark.parametrize("actor", ["ghost", "李伟", "", "LI-WEI", "li-wei ", "office", "people-daily"])
def test_a_stranger_may_not_even_do_what_everybody_may(office: cf.Office, actor: str) -> None:
    assert codes(office.open, "request", title="宣传需求", actor=actor) == {"actor-unknown"}


def test_a_mistyped_id_is_answered_with_the_one_that_was_meant(office: cf.Office) -> None:
    (reason,) = refused(office.complete, "summer/show", actor="li-wie")
    assert reason.facts["near"] == ["li-wei"]


def test_who_has_left_may_not_act_any_more(office: cf.Office) -> None:
    office.retire("person:chen-jing", reason="调离", actor="wang-fang")
    for actor in ("chen-jing", Actor("chen-jing", via="网页"), Actor("li-wei", person="chen-jing")):
        assert codes(office.open, "request", title="宣传需求", actor=actor) == {"actor-retired"}


def test_who_has_left_is_not_named_among_those_who_can_help(office: cf.Office) -> None:
    office.retire("person:chen-jing", reason="调离", actor="wang-fang")
    (reason,) = refused(office.fire, WEEK, "submit", actor="sun-lei")
    assert "chen-jing" not in reason.clears


def test_the_human_behind_a_shared_account_is_responsible(office: cf.Office) -> None:
    change = office.complete("summer/show", actor=Actor("chen-jing", person="sun-lei", via="收发室电脑"))
    entry = change.entries[0]
    assert (entry.actor, entry.responsible) == ("chen-jing", "sun-lei")
    assert entry.details["claims"] == {"person": "sun-lei", "via": "收发室电脑"}


@pytest.mark.parametrize("part", ["person", "on_behalf_of"])
@pytest.mark.parametrize("who", ["ghost", "system:x", "plugin:x"])
def test_those_named_beside_the_actor_are_people_of_the_office_too(
    office: cf.Office, part: str, who: str
) -> None:
    found = codes(office.complete, "summer/show", actor=Actor("li-wei", **{part: who}))
    assert found <= {"actor-unknown", "actor-reserved"}
    assert found


@pytest.mark.parametrize("via", ["ssh li@desk-3", "网页"])
def test_how_an_act_came_is_kept_as_it_was_claimed(office: cf.Office, via: str) -> None:
    actor = Actor("li-wei", on_behalf_of="zhao-min", via=via, auth="sso")
    (entry,) = office.complete("water-week/scheme", actor=actor).entries
    assert entry.details["claims"] == {"on_behalf_of": "zhao-min", "via": via, "auth": "sso"}


def test_the_claims_of_an_actor_stand_in_no_body(office: cf.Office) -> None:
    office.complete("water-week/scheme", actor=Actor("li-wei", via="ssh li@desk-3"))
    assert "desk-3" not in office.record("water-week").body.decode()


def test_co_authors_are_people_of_the_office(office: cf.Office) -> None:
    wanted = plan(("title: 展览", "title: 节水展览"))
    change = office.apply(wanted, actor="li-wei", authors=["chen-jing", "sun-lei"])
    assert change.entries[0].details["authors"] == ["chen-jing", "sun-lei"]
    with pytest.raises(cf.CampaignflowError):
        office.apply(plan(), actor="li-wei", authors=["ghost"])


def test_what_the_clock_carries_out_falls_back_on_a_person(clock: Clock) -> None:
    with founded(clock) as office:
        office.open("issue", title="水质谣言", unit="press", respond_within="5 hours", actor="sun-lei")
        clock.on(hours=4, minutes=1)
        office.run_due()
        (entry,) = [one for one in office.journal("issue:issue-1") if one.verb == "reminded"]
        assert entry.actor == "system:timer"
        assert entry.cause == "issue:issue-1@1"
        assert entry.responsible == "sun-lei"


def test_what_follows_on_other_records_falls_back_on_the_mover(office: cf.Office) -> None:
    change = office.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="chen-jing")
    assert {(one.actor, one.responsible) for one in change.entries} <= {
        ("chen-jing", "chen-jing"),
        ("system:consequences", "chen-jing"),
    }


def test_an_empty_office_is_entered_only_by_its_first_apply(empty: cf.Office) -> None:
    assert codes(empty.open, "request", title="宣传需求", actor="li-wei") == {"office-not-founded"}
    with pytest.raises(cf.CampaignflowError):
        empty.fire(RIVER, "submit", actor="li-wei")
    assert empty.journal() == []
