"""The nouns of a plan: immutable, compared by what they say, strict with whoever builds them in Python."""

import inspect
import pickle
from datetime import date, datetime
from decimal import Decimal

import pytest
from pydantic import BaseModel, ValidationError
from tests.plans import codes

import campaignflow as cf
from campaignflow.plan.noun import Noun
from campaignflow.planfile.schema import plan_schema
from campaignflow.types import FrozenDict

NOUNS = sorted(
    (
        noun
        for name in cf.__all__
        if isinstance(noun := getattr(cf, name), type) and issubclass(noun, BaseModel)
    ),
    key=lambda noun: noun.__name__,
)


def programme(**fields: object) -> cf.Programme:
    return cf.Programme(**{"id": "office-2027", "title": "年度计划", "period": "2027", **fields})


def whole() -> cf.Programme:
    """Return a programme in which most nouns are met."""
    activity = cf.Activity(
        title="通气会",
        lead=["press"],
        when="water-day - 5 workdays",
        prepare={"draft": cf.Activity(title="稿", due="activity.start - 2 workdays")},
        quotas=[cf.Quota(of="article", at_least=3, tier="county or above")],
        budget=[cf.BudgetLine(**{"for": "场租"}, amount="8万元")],
    )
    campaign = cf.Campaign(
        title="水周",
        lead="office",
        when="2027-03-22/28",
        key_dates={"water-day": cf.KeyDate(title="世界水日", when=date(2027, 3, 22))},
        activities={"briefing": activity},
        parties={"host": ["press"]},
        points=[cf.Points(**{"for": "稿件"}, points=5)],
    )
    return programme(
        units={"office": cf.Unit(name="办公室"), "press": cf.Unit(name="宣传中心")},
        people={"li": cf.Person(name="李伟", unit="office", roles=["planner"])},
        media={"tv": cf.Medium(name="电视台", tier="county")},
        channels={"wechat": cf.Channel(name="官微", update_within="14 days")},
        funds={"special": cf.Fund(title="专项", amount="500000 CNY")},
        conditions={"rain": cf.Condition(title="有雨", kind="state")},
        observances={"own": cf.OwnObservance(known={"2027": "2027-05-01"})},
        calendars={"own": cf.OwnCalendar(days_off=["2027-05-04"])},
        blackouts={"exam": cf.Blackout(title="高考", when="2027-06-07/2027-06-09")},
        directives={"notice": cf.Directive(title="通知", asks=["water-week"])},
        approvals={"department": cf.ApprovalStep(by="planner", due="3 workdays")},
        waivers=[cf.Waiver(finding="no-lead", reason="已知")],
        routines={"weekly": cf.Routine(title="周报", when="every friday")},
        campaigns={"water-week": campaign},
    )


# Immutable


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_public_noun_is_frozen_and_refuses_what_it_does_not_know(noun: type[BaseModel]) -> None:
    assert issubclass(noun, Noun)
    assert noun.model_config["frozen"] is True
    assert noun.model_config["extra"] == "forbid"


def test_nothing_of_a_programme_can_be_changed() -> None:
    made = whole()
    campaign = made.campaigns["water-week"]
    with pytest.raises(ValidationError, match="frozen"):
        made.title = "乙"
    with pytest.raises(TypeError, match="immutable"):
        made.campaigns["other"] = campaign
    with pytest.raises(TypeError, match="immutable"):
        campaign.activities.pop("briefing")
    with pytest.raises(TypeError, match="immutable"):
        campaign.parties |= {"guest": ("press",)}
    assert isinstance(campaign.lead, tuple)
    assert isinstance(campaign.activities["briefing"].budget, tuple)
    with pytest.raises(AttributeError, match="immutable"):
        campaign.when.text = "tbd"
    with pytest.raises(AttributeError, match="immutable"):
        made.funds["special"].amount.currency = "USD"


def test_every_mapping_inside_a_programme_is_frozen() -> None:
    def mappings(value: object):
        if isinstance(value, BaseModel):
            for name in type(value).model_fields:
                yield from mappings(getattr(value, name))
        elif isinstance(value, dict):
            yield value
            for inner in value.values():
                yield from mappings(inner)
        elif isinstance(value, tuple):
            for inner in value:
                yield from mappings(inner)
        else:
            assert not isinstance(value, list | set)

    found = list(mappings(whole()))
    assert len(found) > 20
    assert {type(one) for one in found} == {FrozenDict}


def test_what_is_given_to_a_noun_can_be_changed_afterwards_without_changing_it() -> None:
    leads, activities = ["office"], {"a": cf.Activity(title="甲")}
    campaign = cf.Campaign(title="水周", lead=leads, activities=activities)
    leads.append("press")
    activities["b"] = cf.Activity(title="乙")
    assert campaign.lead == ("office",)
    assert list(campaign.activities) == ["a"]


def test_a_changed_copy_is_another_programme() -> None:
    made = whole()
    copy = made.model_copy(update={"title": "乙"})
    assert (made.title, copy.title) == ("年度计划", "乙")
    assert made != copy


# Equal, hashable, picklable


def test_equal_programmes_are_one_key() -> None:
    assert whole() == whole()
    assert hash(whole()) == hash(whole())
    assert {whole(): 1}[whole()] == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("water-day - 5 workdays", "water-day - 6 workdays"),
        ("8万元", "9万元"),
        ("every friday", "every monday"),
        ("title: 稿", "title: 终稿"),
        ("tier: county", "tier: city"),
        ("points: 5", "points: 6"),
        ("days_off: 2027-05-04", "days_off: 2027-05-05"),
    ],
)
def test_a_difference_anywhere_is_a_difference(old: str, new: str) -> None:
    text = cf.dump(whole())
    assert old in text
    assert cf.loads(text.replace(old, new)) != whole()


def test_spelling_makes_no_difference() -> None:
    assert cf.KeyDate(title="甲", when="3月22日—28日") == cf.KeyDate(title="甲", when="03-22/03-28")
    assert cf.Fund(title="甲", amount="8万元") == cf.Fund(title="甲", amount="80000 CNY")
    assert cf.Fund(title="甲", amount="8万元") == cf.Fund(title="甲", amount=cf.Money(Decimal(80000), "CNY"))
    assert cf.Campaign(title="甲", lead="office") == cf.Campaign(title="甲", lead=["office"])


def test_a_noun_of_another_kind_is_never_equal() -> None:
    assert cf.KeyDate(title="甲") != cf.Routine(title="甲")
    assert cf.KeyDate(title="甲") != {"title": "甲"}


def test_a_programme_survives_pickling() -> None:
    made = whole()
    again = pickle.loads(pickle.dumps(made))
    assert again == made
    assert hash(again) == hash(made)
    assert cf.dump(again) == cf.dump(made)
    with pytest.raises(TypeError, match="immutable"):
        again.campaigns["b"] = made.campaigns["water-week"]


def test_a_programme_that_was_read_survives_pickling_too() -> None:
    read = cf.loads(cf.dump(whole()))
    again = pickle.loads(pickle.dumps(read))
    assert again == read
    assert again.place("campaigns", "water-week").line == read.place("campaigns", "water-week").line


# Built in Python


def test_what_python_people_would_give_is_taken() -> None:
    made = cf.Campaign(
        title="水周",
        lead={"press", "office"},
        when=date(2027, 3, 22),
        embargo=datetime(2027, 3, 20, 9, 0),
        budget=[cf.BudgetLine(for_="海报", quantity=1500, unit_cost=cf.Money("0.37 CNY"))],
        quotas=[cf.Quota(of="article", at_least=Decimal("2.5"), from_="2027-02-01")],
    )
    assert made.lead == ("office", "press")
    assert str(made.when) == "2027-03-22"
    assert str(made.embargo) == "2027-03-20 09:00"
    assert made.budget[0].total() == cf.Money("555 CNY")
    assert str(made.quotas[0].from_) == "2027-02-01"


@pytest.mark.parametrize(
    ("noun", "fields", "expected"),
    [
        ("Campaign", {"titel": "甲", "title": "乙"}, {"unknown-key": "Campaign.titel"}),
        ("Campaign", {}, {"missing-key": "Campaign.title"}),
        ("KeyDate", {"title": "甲", "when": "3/22"}, {"date-not-iso": "KeyDate.when"}),
        ("Unit", {"name": "甲", "members": 0}, {"number-outside": "Unit.members"}),
        ("Unit", {"name": ""}, {"empty-text": "Unit.name"}),
        ("Unit", {"name": "a\x07"}, {"control-character": "Unit.name"}),
        ("Unit", {"name": "\ud800"}, {"control-character": "Unit.name"}),
        ("Unit", {"name": "x" * 10_001}, {"text-too-long": "Unit.name"}),
        ("Fund", {"title": "甲", "amount": 0.1}, {"money-not-exact": "Fund.amount"}),
        ("Quota", {"of": "甲"}, {"quota-needs-number": "Quota"}),
        ("Quota", {"of": "甲", "at_least": 5, "at_most": 3}, {"quota-backwards": "Quota"}),
        ("Quota", {"of": "甲", "at_least": 0.5}, {"money-not-exact": "Quota.at_least"}),
        ("Medium", {"name": "甲", "tier": "citty"}, {"not-one-of": "Medium.tier"}),
        ("Programme", {"id": "2027", "title": "甲", "period": "2027"}, {"id-like-a-date": "Programme.id"}),
        (
            "Programme",
            {"id": "a", "title": "甲", "period": "2027", "currency": "RMB2"},
            {"currency-unknown": "Programme.currency"},
        ),
        (
            "Programme",
            {"id": "a", "title": "甲", "period": "2027", "fiscal_year_starts": "13-01"},
            {"fiscal-year-unreadable": "Programme.fiscal_year_starts"},
        ),
        ("ApprovalStep", {"by": "a", "due": "3 fortnights"}, {"when-unreadable": "ApprovalStep.due"}),
    ],
)
def test_a_noun_that_cannot_be_built_says_why_in_our_own_words(
    noun: str, fields: dict[str, object], expected: dict[str, str]
) -> None:
    with pytest.raises(cf.PlanError) as refused:
        getattr(cf, noun)(**fields)
    found = {finding.code: finding.place.item for finding in refused.value.findings}
    assert found == expected
    for lang in ("zh", "en"):
        assert all(finding.message(lang) for finding in refused.value.findings)
    assert "pydantic" not in str(refused.value)


def test_every_fault_of_a_noun_is_listed_at_once() -> None:
    with pytest.raises(cf.PlanError) as refused:
        cf.Activity(titel="甲", when="3/22", budget=[{"for": "a", "amount": "lots"}], note=[1])
    assert sorted(codes(refused.value.findings)) == [
        "date-not-iso",
        "missing-key",
        "money-unreadable",
        "needs-text",
        "unknown-key",
    ]
    items = [finding.place.item for finding in refused.value.findings]
    assert "Activity.budget.0.amount" in items


def test_a_typo_in_python_is_answered_with_the_key_that_was_meant() -> None:
    with pytest.raises(cf.PlanError) as refused:
        cf.Campaign(title="甲", activites={})
    (finding,) = refused.value.findings
    assert "Did you mean activities?" in finding.message("en")


def test_a_moment_with_a_zone_is_refused_because_the_zone_would_be_lost() -> None:
    with pytest.raises(cf.PlanError) as refused:
        cf.KeyDate(title="甲", when=datetime.now().astimezone())
    assert codes(refused.value.findings) == ["moment-needs-its-zone-beside-it"]


@pytest.mark.parametrize("name", ["in", "for", "from", "except"])
def test_words_of_python_have_an_underscore_there_and_none_in_the_file(name: str) -> None:
    holders = [noun for noun in NOUNS if f"{name}_" in noun.model_fields]
    assert holders
    for noun in holders:
        assert noun.model_fields[f"{name}_"].alias == name
        schema = plan_schema()["$defs"].get(noun.__name__, {})
        assert f"{name}_" not in schema.get("properties", {})


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_noun_says_in_a_sentence_what_it_is(noun: type[BaseModel]) -> None:
    assert noun.__doc__
    assert inspect.cleandoc(noun.__doc__).splitlines()[0].endswith(".")


# Budget lines


@pytest.mark.parametrize(
    ("fields", "total"),
    [
        ({"amount": "8万元"}, "80000 CNY"),
        ({"quantity": 1500, "unit_cost": "0.37 CNY"}, "555 CNY"),
        ({"amount": "1 CNY", "quantity": 2, "unit_cost": "3 CNY"}, "1 CNY"),
        ({"lines": [{"for": "a", "amount": "1 CNY"}, {"for": "b", "amount": "2 CNY"}]}, "3 CNY"),
        ({"lines": [{"for": "a", "amount": "1 CNY"}, {"for": "b", "amount": "unknown"}]}, None),
        ({"amount": "unknown"}, None),
        ({"quantity": "unknown", "unit_cost": "3 CNY"}, None),
        ({"share": "59%"}, None),
        ({}, None),
    ],
)
def test_the_total_of_a_line_is_known_or_unknown_never_nought(fields: dict, total: str | None) -> None:
    assert cf.BudgetLine(**{"for": "海报"}, **fields).total() == (None if total is None else cf.Money(total))


@pytest.mark.parametrize(
    ("written", "tiers"),
    [
        ("county", ["county"]),
        ("county or above", ["central", "provincial", "city", "county"]),
        ("市级及以上", ["central", "provincial", "city"]),
        ("省级以上", ["central", "provincial"]),
        ("national", ["central"]),
        ("industry or above", ["industry"]),
        (["city", "overseas"], ["city", "overseas"]),
    ],
)
def test_a_tier_or_above_means_every_higher_one(written: object, tiers: list[str]) -> None:
    assert list(cf.Quota(of="稿件", at_least=1, tier=written).tier) == tiers
