"""Whose calendar it is: everybody gets what is theirs, and nobody what is not meant for them (yet)."""

from datetime import date, datetime

import icalendar
import pytest
from tests.agenda import Agenda, at, briefing, campaign, entry
from tests.strict_ical import check

from campaignflow.dates.precision import Certainty, Precision
from campaignflow.errors import InvalidValue
from campaignflow.export.ical import to_ics
from campaignflow.scheduling.entry import Entry
from campaignflow.types import Visibility

DAY = date(2027, 3, 15)
INTERNAL, PARTNERS, PUBLIC = Visibility.INTERNAL, Visibility.PARTNERS, Visibility.PUBLIC


def day(entry_id: str, title: str, **facts) -> Entry:
    return entry(entry_id, title, **{"start": DAY, "end": DAY, **facts})


def titles(*entries: Entry, **choices) -> list[str]:
    octets = to_ics(Agenda(entries), **choices)
    check(octets)
    read = icalendar.Calendar.from_ical(octets)
    return [str(one["SUMMARY"]) for one in read.subcomponents if one.name in {"VEVENT", "VTODO"}]


def text(*entries: Entry, **choices) -> str:
    octets = to_ics(Agenda(entries), **choices)
    check(octets)
    return octets.replace(b"\r\n ", b"").decode()


def test_a_unit_gets_what_it_leads_supports_or_owns():
    entries = [
        day("a", "牵头", lead=("finance",)),
        day("b", "配合", support=("office", "finance")),
        day("c", "负责", owner=("finance",)),
        day("d", "别人的", lead=("office",), media=("finance",)),
    ]
    assert titles(*entries, unit="finance") == ["牵头", "配合", "负责"]


def test_a_person_gets_what_they_lead_or_own():
    entries = [day("a", "他的", owner=("li-wei",)), day("b", "别人的", owner=("zhao-min",))]
    assert titles(*entries, person="li-wei") == ["他的"]


def test_a_campaign_has_itself_and_what_belongs_to_it():
    entries = [campaign(), day("x", "它的"), day("y", "别的", campaign="other")]
    assert titles(*entries, campaign="water-week") == ["它的", "世界水日 · 中国水周"]


def test_who_is_asked_for_together_is_met_together():
    entries = [
        day("a", "两者", lead=("office",), owner=("li-wei",)),
        day("b", "只有单位", lead=("office",)),
        day("c", "只有人", owner=("li-wei",)),
    ]
    assert titles(*entries, unit="office", person="li-wei") == ["两者"]


def test_a_partner_gets_what_involves_them_and_is_meant_for_partners():
    entries = [
        day("a", "邀请", media=("people-daily",), visibility=PARTNERS),
        day("b", "公开", media=("people-daily", "county-tv"), visibility=PUBLIC),
        day("c", "内部", media=("people-daily",)),
        day("d", "别家", media=("county-tv",), visibility=PARTNERS),
    ]
    assert titles(*entries, partner="people-daily") == ["邀请", "公开"]


def test_a_partner_s_calendar_is_never_internal():
    entries = [day("a", "内部", media=("people-daily",))]
    with pytest.raises(InvalidValue, match="internal"):
        titles(*entries, partner="people-daily", audience="internal")


@pytest.mark.parametrize(
    ("audience", "seen"),
    [(INTERNAL, ["内", "伴", "公"]), (PARTNERS, ["伴", "公"]), (PUBLIC, ["公"]), ("public", ["公"])],
)
def test_an_audience_gets_nothing_beyond_it(audience: Visibility | str, seen: list[str]):
    entries = [
        day("a", "内"),
        day("b", "伴", visibility=PARTNERS),
        day("c", "公", visibility=PUBLIC),
    ]
    assert titles(*entries, audience=audience) == seen


@pytest.mark.parametrize("todos", ["event", "todo", "both"])
@pytest.mark.parametrize("profile", ["compat", "extended"])
def test_nothing_internal_or_embargoed_is_anywhere_in_a_partners_file(todos: str, profile: str):
    """Neither a title nor an id, a note, a campaign's name or what a date hangs on."""
    hidden = {"media": ("people-daily",), "lead": ("office",), "note": ("机密",)}
    entries = [
        campaign(title="机密活动"),
        entry("water-week/机密-1", "机密事项", due=DAY, **hidden),
        entry("water-week/机密-2", "机密工作", inherited=True, start=DAY, end=DAY, **hidden),
        entry("water-week/机密-3", "机密工作", **hidden),
        day("water-week/机密-4", "机密", embargo=at("2027-03-15T10:00"), visibility=PUBLIC, **hidden),
        day(
            "water-week/visit",
            "参观",
            media=("people-daily", "county-tv"),
            visibility=PARTNERS,
            needs=("water-week/机密-1",),
            precision=Precision.THIRD,
            certainty=Certainty.PROVISIONAL,
            written="机密-1 + 3 days",
        ),
    ]
    made = text(*entries, partner="people-daily", todos=todos, profile=profile, as_of=date(2027, 3, 15))
    assert "参观" in made
    assert "机密" not in made
    assert "县电视台" not in made
    assert "水周" not in made
    assert "RELATED-TO" not in made


def test_what_stands_inside_a_hidden_activity_is_shown_without_its_name():
    entries = [
        day("water-week/secret", "机密活动"),
        day("water-week/secret/photo", "合影", kind="agenda", visibility=PUBLIC),
    ]
    assert titles(*entries, audience=PUBLIC) == ["合影"]
    assert titles(*entries) == ["机密活动", "机密活动 · 合影"]


def test_a_campaign_that_its_audience_may_see_is_named_though_it_is_not_shown():
    entries = [
        campaign(visibility=PARTNERS),
        day("x", "参观", media=("people-daily",), visibility=PARTNERS),
    ]
    made = text(*entries, partner="people-daily")
    assert "CATEGORIES:世界水日 · 中国水周" in made
    assert "SUMMARY:世界水日" not in made


def test_undated_work_of_a_hidden_campaign_is_listed_without_its_name():
    entries = [
        campaign(start=date(2027, 1, 1)),
        entry("a", "供稿", media=("people-daily",), visibility=PARTNERS),
        day("b", "参观", media=("people-daily",), visibility=PARTNERS),
    ]
    made = text(*entries, partner="people-daily")
    assert "SUMMARY:日期未定：2027 年度宣传计划（1项）" in made
    assert "20270101" not in made
    assert "水周" not in made


def test_the_list_of_undated_work_is_as_confidential_as_the_most_confidential_in_it():
    entries = [entry("a", "甲", visibility=PUBLIC), entry("b", "乙", visibility=INTERNAL)]
    assert "CLASS:CONFIDENTIAL" in text(*entries)
    assert "CLASS:PUBLIC" in text(*entries, audience=PUBLIC)


@pytest.mark.parametrize("audience", [PARTNERS, PUBLIC])
@pytest.mark.parametrize(
    ("as_of", "seen"),
    [
        (None, []),
        (date(2027, 3, 14), []),
        (date(2027, 3, 15), []),
        (date(2027, 3, 16), ["通稿发布"]),
        (at("2027-03-15T09:59"), []),
        (at("2027-03-15T10:00"), ["通稿发布"]),
        (at("2027-03-15T02:00", "UTC"), ["通稿发布"]),
    ],
)
def test_an_embargo_holds_to_the_minute_and_a_bare_day_counts_from_its_start(
    audience: Visibility, as_of: date | datetime | None, seen: list[str]
):
    embargoed = day("a", "通稿发布", visibility=PUBLIC, embargo=at("2027-03-15T10:00"))
    assert titles(embargoed, audience=audience, as_of=as_of) == seen


def test_an_embargo_lifts_by_the_clock_of_the_place_it_is_meant_in():
    abroad = day(
        "a",
        "发布",
        visibility=PUBLIC,
        embargo=at("2027-03-15T00:00", "America/New_York"),
        zone="America/New_York",
    )
    assert titles(abroad, audience=PUBLIC, as_of=at("2027-03-15T11:59")) == []
    assert titles(abroad, audience=PUBLIC, as_of=at("2027-03-15T12:00")) == ["发布"]
    assert titles(abroad, audience=PUBLIC, as_of=DAY) == ["发布"]


def test_the_office_sees_what_is_under_embargo_and_until_when():
    made = text(day("a", "通稿发布", embargo=at("2027-03-15T10:00")))
    assert "DESCRIPTION:2027-03-15 10:00 前不得对外公布。" in made


@pytest.mark.parametrize("audience", [PARTNERS, PUBLIC])
def test_who_is_answerable_what_is_remarked_and_where_it_goes_out_is_the_office_s_business(
    audience: Visibility,
):
    one = briefing(owner=("li-wei",), note=("内部电话",), channels=("wechat",), visibility=PUBLIC)
    assert {"李伟", "内部电话"} <= {word for word in ("李伟", "内部电话") if word in text(one)}
    assert not any(word in text(one, audience=audience) for word in ("李伟", "内部电话", "渠道"))


def test_which_media_come_is_the_offices_business():
    one = briefing(media=("people-daily", "county-tv"), visibility=PUBLIC)
    assert "县电视台" in text(one)
    assert "县电视台" not in text(one, audience=PARTNERS)
    assert "县电视台" not in text(one, audience=PUBLIC)


def test_a_campaigns_calendar_is_called_after_it_only_before_those_who_may_know_of_it():
    entries = [campaign(), day("x", "参观", visibility=PARTNERS)]
    assert "NAME:2027 年度宣传计划 · 世界水日 · 中国水周\r\n" in text(*entries, campaign="water-week")
    outside = text(*entries, campaign="water-week", audience=PARTNERS)
    assert "NAME:2027 年度宣传计划\r\n" in outside


def test_somebody_known_who_has_nothing_to_do_gets_an_empty_calendar():
    assert titles(day("a", "甲"), unit="finance") == []
    assert titles(day("a", "甲", lead=("outsider",)), unit="outsider") == ["甲"]
