"""Observances that plugins bring: plans may name them, and what they came to stays (29, C1)."""

from collections.abc import Callable
from types import ModuleType

from tests.office.desk import WEEK, codes, copied, day, opened, text
from tests.office.reviewers import Room

import campaignflow as cf

Enter = Callable[..., Room]
FESTIVAL = ("when: 2027-07-mid}", "when: 'observance:河灯节'}")
SUMMER = "campaign:river-2027/summer"


def feasts(month: int = 7, version: str = "1") -> ModuleType:
    """Return a plugin that brings an observance."""
    thing = ModuleType("feasts")
    thing.__version__ = version
    lanterns = {"id": "lanterns", "zh": "河灯节", "rule": {"kind": "fixed", "month": month, "day": 9}}
    thing.campaignflow_data = cf.hookimpl(lambda: {"observances": [lanterns]})
    return thing


def again(here: Room, **options: object) -> None:
    other = opened(copied(here.office), here.clock, **options)
    here.office.close()
    here.office = other


def test_a_plan_may_name_the_observance_of_a_plugin(room: Enter) -> None:
    here = room(text(), plugins=[feasts()])
    here.edit(FESTIVAL, actor="li-wei")
    assert str(day(here.office, "summer/show")) == "2027-07-09"


def test_and_without_the_plugin_it_is_refused_by_its_name(room: Enter) -> None:
    here = room(text())
    assert codes(here.edit, FESTIVAL, actor="li-wei") == {"observance-unknown"}


def test_the_entry_says_whose_observance_it_rests_on(room: Enter) -> None:
    here = room(text(), plugins=[feasts()])
    here.edit(FESTIVAL, actor="li-wei")
    assert here.office.journal(SUMMER)[-1].details["observances"] == {
        "lanterns": {"name": "feasts", "version": "1"}
    }
    here.edit(("title: 巡查", "title: 河道巡查"), actor="li-wei")
    assert "observances" not in here.office.journal(SUMMER)[-1].details


def test_an_observance_of_the_plan_s_own_is_not_put_down_to_the_plugin(room: Enter) -> None:
    own = ("campaigns:\n", "observances:\n  lanterns: {title: 河灯节, rule: 07-20}\ncampaigns:\n")
    here = room(text(own), plugins=[feasts()])
    here.edit(FESTIVAL, actor="li-wei")
    assert str(day(here.office, "summer/show")) == "2027-07-20"
    assert "observances" not in here.office.journal(SUMMER)[-1].details


def test_its_days_stay_whatever_becomes_of_the_plugin_until_they_are_recalculated(room: Enter) -> None:
    here = room(text(), plugins=[feasts()])
    here.edit(FESTIVAL, actor="li-wei")
    for options in ({}, {"plugins": [feasts(8, "2")]}):
        again(here, **options)
        here.office.reschedule("water-week/press-day", "2027-03-10", reason="场地", actor="li-wei")
        here.office.reschedule("water-week/press-day", "2027-03-15", reason="场地", actor="li-wei")
        assert str(day(here.office, "summer/show")) == "2027-07-09"
        assert not here.office.verify(deep=True).problems
    here.office.recalculate(actor="li-wei", reason="插件改版")
    assert str(day(here.office, "summer/show")) == "2027-08-09"
    entry = here.office.journal(SUMMER)[-1]
    assert entry.details["observances"]["lanterns"]["version"] == "2"


def test_what_is_pinned_stays_and_is_reported(room: Enter) -> None:
    here = room(text(), plugins=[feasts()])
    here.edit(FESTIVAL, actor="li-wei")
    here.office.pin("summer/show", actor="chen-jing")
    again(here, plugins=[feasts(8, "2")])
    change = here.office.recalculate(actor="li-wei", reason="插件改版")
    assert [(one.code, one.facts["would"]) for one in change.reported] == [("did-not-follow", "2027-08-09")]
    assert str(day(here.office, "summer/show")) == "2027-07-09"


def test_what_is_opened_and_what_is_moved_may_fall_on_one(room: Enter) -> None:
    here = room(text(), plugins=[feasts()])
    here.office.open(
        "interview", title="专访", unit="press", when="observance:lanterns 2027", actor="sun-lei"
    )
    planned = here.office.record("interview:interview-1").data["plan"]["when"]
    assert planned["resolved"]["start"] == "2027-07-09"
    here.office.reschedule(WEEK, "observance:lanterns", reason="改期", actor="li-wei")
    assert str(day(here.office, "water-week")) == "2027-07-09"


def test_next_year_has_it_too(room: Enter) -> None:
    here = room(text(), plugins=[feasts()])
    here.edit(FESTIVAL, actor="li-wei")
    change = here.office.rollover("river-2027", to="2028", actor="li-wei")
    (reported,) = [one for one in change.reported if one.ref == "summer/show"]  # it is a Sunday
    assert "2028-07-09" in reported.message("zh")
    assert str(day(here.office, "summer/show", "river-2028")) == "2028-07-09"
