"""What is recorded of a plan: one body for equal content, and the words and order recorded first."""

import pytest
from tests.small_plan import campaign, plan
from tests.unit.records.recorded import recorded

import campaignflow as cf
from campaignflow.canonical import Body, canonical, checked_body
from campaignflow.errors import InvalidValue
from campaignflow.records.body import body_of, unresolved, unresolved_bodies
from campaignflow.records.days import days_of

REF = "campaign:office-2027/week"


def week(activities: str = "", before: Body | None = None, *rest: str) -> Body:
    """Return the body of a campaign with these activities, as it is recorded after another one."""
    made = campaign(activities, rest=rest).schedule
    return recorded(made, {} if before is None else {REF: before}).bodies[REF]


def budget(*lines: str, before: Body | None = None) -> Body:
    return week("", before, "budget:", *(f"  - {{{line}}}" for line in lines))


# the shape of a body


def test_a_campaign_is_recorded_with_its_plan_and_the_days_of_its_dates() -> None:
    body = week(
        """
        briefing:
          title: 新闻通气会
          lead: press
          when: water-day - 5 workdays 09:30-11:00
          note: 需请示
          media: [tv, daily]
          prepare:
            release: {title: 通稿定稿, due: activity.start - 2 workdays}
        """,
        None,
        "key_dates: {water-day: {title: 世界水日, when: 3月22日}}",
    )
    assert body == {
        "plan": {
            "title": "中国水周",
            "lead": ["office"],
            "when": {
                "written": "2027-03-22/28",
                "resolved": {
                    "start": "2027-03-22",
                    "end": "2027-03-28",
                    "precision": "day",
                    "certainty": "confirmed",
                },
            },
            "key_dates": {
                "water-day": {
                    "title": "世界水日",
                    "when": {
                        "written": "3月22日",
                        "resolved": {
                            "start": "2027-03-22",
                            "end": "2027-03-22",
                            "precision": "day",
                            "certainty": "confirmed",
                        },
                    },
                }
            },
            "activities": {
                "briefing": {
                    "title": "新闻通气会",
                    "lead": ["press"],
                    "when": {
                        "written": "water-day - 5 workdays 09:30-11:00",
                        "resolved": {
                            "start": "2027-03-15T09:30:00+08:00",
                            "end": "2027-03-15T11:00:00+08:00",
                            "precision": "moment",
                            "certainty": "confirmed",
                            "rests_on": ["CN 2027"],
                        },
                    },
                    "note": ["需请示"],
                    "media": ["daily", "tv"],
                    "prepare": {
                        "release": {
                            "title": "通稿定稿",
                            "due": {
                                "written": "activity.start - 2 workdays",
                                "resolved": {
                                    "due": "2027-03-11",
                                    "precision": "day",
                                    "certainty": "confirmed",
                                    "rests_on": ["CN 2027"],
                                },
                            },
                        }
                    },
                }
            },
        }
    }


def test_a_programme_is_recorded_with_what_is_its_own_and_what_it_uses_of_the_office() -> None:
    made = plan("""
        people: {李伟: {name: 李伟, unit: office, away: 2027-02}}
        conditions: {rain: {title: 有雨, kind: state, due: 2027-03-01}}
        calendars: {own: {days_off: [2027-03-08, 2027-05-04]}}
        observances: {水利日: {rule: 04-23, known: {2027: 2027-04-24}}}
        blackouts: {exam: {title: 高考, when: 6月7日—8日, hard: true, applies_to: {units: [press, office]}}}
        waivers: [{finding: no-lead, reason: 待定}]
        routines: {weekly: {title: 周报, lead: office, when: every friday, from: 2027-12-20}}
    """)
    bodies = recorded(made.schedule).bodies
    own = bodies["programme:office-2027"]["plan"]
    assert sorted(bodies) == [
        "person:李伟",
        "programme:office-2027",
        "unit:office",
        "unit:press",
        "unit:towns",
    ]
    assert own["uses"] == {"people": ["李伟"], "units": ["office", "press", "towns"]}
    assert own["period"] == {
        "written": "2027",
        "resolved": {
            "start": "2027-01-01",
            "end": "2027-12-31",
            "precision": "day",
            "certainty": "confirmed",
        },
    }
    assert "id" not in own
    assert own["calendars"] == {"own": {"days_off": [{"written": "2027-03-08"}, {"written": "2027-05-04"}]}}
    assert own["observances"]["水利日"] == {
        "rule": {"written": "04-23"},
        "known": {"2027": {"written": "2027-04-24"}},
    }
    assert own["blackouts"]["exam"]["applies_to"] == {"units": ["office", "press"]}
    assert own["blackouts"]["exam"]["when"]["resolved"]["start"] == "2027-06-07"
    assert own["waivers"] == {"no-lead": {"finding": "no-lead", "reason": "待定"}}
    assert own["routines"]["weekly"]["from"] == {"written": "2027-12-20"}
    assert own["routines"]["weekly"]["when"]["resolved"] == {
        "start": "2027-12-24",
        "end": "2027-12-31",
        "precision": "day",
        "certainty": "confirmed",
        "occurrences": {"2027-12-24": {"start": "2027-12-24"}, "2027-12-31": {"start": "2027-12-31"}},
    }
    assert own["conditions"]["rain"]["due"]["resolved"]["due"] == "2027-03-01"
    assert bodies["person:李伟"]["plan"]["away"] == [
        {
            "written": "2027-02",
            "resolved": {
                "start": "2027-02-01",
                "end": "2027-02-28",
                "precision": "month",
                "certainty": "provisional",
                "throughout": True,
            },
        }
    ]


def test_a_date_that_means_no_day_has_none() -> None:
    assert week("event: {title: 活动, when: tbd}")["plan"]["activities"]["event"]["when"] == {
        "written": "tbd"
    }


def test_a_charge_is_recorded_with_its_fiscal_year() -> None:
    lines = budget(
        "for: 海报, amount: 8万元, charged: campaign.start", "for: 投放, charged: until 2027-03-01"
    )
    assert lines["plan"]["budget"]["海报"]["charged"]["resolved"]["fiscal_year"] == 2027
    assert "fiscal_year" not in lines["plan"]["budget"]["投放"]["charged"]["resolved"]


def test_an_embargo_that_is_a_day_is_recorded_with_the_moment_it_lifts() -> None:
    body = week("""
        day: {title: 稿件, when: 2027-03-22, embargo: 2027-03-21}
        clock: {title: 稿件, when: 2027-03-22, embargo: 2027-03-21 18:00}
        open: {title: 稿件, when: 2027-03-22, embargo: tbd}
    """)
    embargoes = {name: item["embargo"] for name, item in body["plan"]["activities"].items()}
    assert embargoes["day"]["resolved"]["lifts"] == "2027-03-21T00:00:00+08:00"
    assert embargoes["clock"]["resolved"]["start"] == "2027-03-21T18:00:00+08:00"
    assert "lifts" not in embargoes["clock"]["resolved"]
    assert embargoes["open"] == {"written": "tbd"}


def test_nothing_in_a_body_is_refused_at_the_gate() -> None:
    for body in recorded(campaign("event: {title: 活动, due: 3月底}").schedule).bodies.values():
        assert checked_body(body) == body


# one value, one text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("amount: 8万元", "amount: 80000 CNY"),
        ("amount: '80,000.00'", "amount: 80000"),
        ("quantity: 3.2万, unit_cost: 0.370 CNY", "quantity: '32,000', unit_cost: ￥0.37"),
        ("share: 59%", "share: 59.0%"),
        ("amount: 1 CNY, paid_by: office", "amount: 1 CNY, paid_by: [office]"),
        ("amount: 1 CNY, only_if: [rain, heat]", "amount: 1 CNY, only_if: [heat, rain]"),
        ("amount: 1 CNY, in_kind: false", "amount: 1 CNY"),
    ],
)
def test_what_is_one_value_is_one_text(one: str, other: str) -> None:
    assert canonical(budget(f"for: 海报, {one}")) == canonical(budget(f"for: 海报, {other}"))


def test_an_amount_is_recorded_in_the_currency_of_the_programme() -> None:
    assert budget("for: 海报, amount: 8万")["plan"]["budget"]["海报"]["amount"] == {
        "amount": "80000",
        "currency": "CNY",
    }
    line = cf.Campaign(title="水周", budget=[cf.BudgetLine(for_="海报", amount="8万")])
    assert unresolved(line)["plan"]["budget"]["海报"]["amount"] == {"amount": "80000"}
    unknown = cf.Campaign(title="水周", budget=[cf.BudgetLine(for_="海报", amount="unknown")])
    assert unresolved(unknown)["plan"]["budget"]["海报"]["amount"] == "unknown"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0.00 CNY", "0"),
        ("-0 CNY", "0"),
        ("1.50 CNY", "1.5"),
        ("100 CNY", "100"),
        ("-5 CNY", "-5"),
    ],
)
def test_an_amount_is_a_plain_number(written: str, kept: str) -> None:
    fund = unresolved(cf.Fund(title="经费", amount=written))
    assert fund["plan"]["amount"] == {"amount": kept, "currency": "CNY"}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("3.2万", "32000"),
        ("500 m2", "500 m2"),
        ("10.0% of headcount", "10% of headcount"),
        ("3万人", "30000 人"),
        ("3万 万人", "3万 万人"),  # as a number it would be read as ten thousand times as much
        ("-0", "0"),
        ("9" * 28 + "万", "9" * 28 + "万"),  # as a plain number it has too many digits to be read
    ],
)
def test_a_quantity_is_one_text_that_reads_back(written: str, kept: str) -> None:
    quota = unresolved(cf.Campaign(title="水周", quotas=[cf.Quota(of="稿件", at_least=written)]))
    text = quota["plan"]["quotas"]["稿件"]["at_least"]
    assert text == kept
    assert cf.Quantity(text) == cf.Quantity(written)


def test_texts_are_recorded_as_rule_3_has_them() -> None:
    unit = unresolved(cf.Unit(name="节水办", note=["第一行  \r\n第二行", "e\u0301"]))
    assert unit["plan"]["note"] == ["第一行\n第二行", "é"]


def test_a_text_that_may_not_be_recorded_is_refused() -> None:
    with pytest.raises(InvalidValue) as refused:
        unresolved(cf.Unit(name="节水\r办"))
    assert refused.value.code == "text-has-control"


def test_what_says_nothing_but_its_name_is_there_all_the_same() -> None:
    own = recorded(plan("calendars: {own: {}}\n").schedule).own
    assert own["plan"]["calendars"] == {"own": {"named": True}}


def test_nothing_empty_is_recorded() -> None:
    activity = cf.Activity(title="活动", parties={"sponsor": (), "host": ["tv"]})
    body = unresolved(cf.Campaign(title="水周", activities={"event": activity}))
    assert body == {
        "plan": {"title": "水周", "activities": {"event": {"title": "活动", "parties": {"host": ["tv"]}}}}
    }


def test_the_parts_of_a_campaign_keep_their_order_whatever_they_are_called() -> None:
    noun = cf.Campaign(title="水周", parties={"support": ["tv", "daily"], "when": ["b", "a"]})
    assert unresolved(noun)["plan"]["parties"] == {"support": ["tv", "daily"], "when": ["b", "a"]}


# order


def test_order_is_kept_only_where_it_is_not_that_of_the_ids() -> None:
    body = week("""
        b:
          title: 乙
          prepare: {z: {title: 丙, due: 2027-03-01}, y: {title: 丁, due: 2027-03-01}}
        a: {title: 甲, prepare: {k: {title: 己, due: 2027-03-01}, l: {title: 庚, due: 2027-03-01}}}
    """)
    assert body["order"] == {"activities": ["b", "a"], "activities/b/prepare": ["z", "y"]}
    assert "order" not in week("a: {title: 甲}\nb: {title: 乙}")


def test_a_mere_reordering_keeps_the_recorded_order() -> None:
    first = week("b: {title: 乙}\na: {title: 甲}\nc: {title: 丙}")
    assert week("c: {title: 丙}\na: {title: 甲}\nb: {title: 乙}", first) == first
    unmoved = week("a: {title: 甲}\nb: {title: 乙}")
    assert week("b: {title: 乙}\na: {title: 甲}", unmoved) == unmoved


def test_what_is_new_is_put_behind_its_neighbour_in_the_file() -> None:
    first = week("c: {title: 丙}\nb: {title: 乙}\na: {title: 甲}")
    text = "n: {title: 首}\na: {title: 甲}\nm: {title: 次}\nk: {title: 再}\nb: {title: 乙}"
    assert week(text, first)["order"]["activities"] == ["n", "b", "a", "m", "k"]
    between = "c: {title: 丙}\nn: {title: 新}\nb: {title: 乙}\na: {title: 甲}"
    assert week(between, first)["order"]["activities"] == ["c", "n", "b", "a"]


# words


def test_a_date_that_says_the_same_keeps_the_words_it_was_recorded_in() -> None:
    first = week("event: {title: 活动, when: 3月22日—28日, due: 2027-03-29}")
    again = week("event: {title: 活动, when: 03-22/03-28, due: 3月29日}", first)
    event = again["plan"]["activities"]["event"]
    assert event["when"]["written"] == "3月22日—28日"
    assert event["due"]["written"] == "3月29日"  # with the year in the file and without it are two


def test_days_come_anew_whatever_the_words() -> None:
    first = week("event: {title: 活动, when: campaign.start}")
    moved = plan("""
        campaigns:
          week:
            title: 中国水周
            lead: office
            when: 2027-03-23/28
            activities: {event: {title: 活动, when: campaign.start}}
    """)
    body = recorded(moved.schedule, {REF: first}).bodies[REF]
    assert body["plan"]["activities"]["event"]["when"]["resolved"]["start"] == "2027-03-23"


def test_a_list_of_dates_keeps_its_words_as_long_as_none_is_added() -> None:
    first = unresolved(cf.Person(name="李伟", away=["3月1日", "3月2日"]))
    assert unresolved(cf.Person(name="李伟", away=["03-01", "03-02"]), before=first) == first
    longer = unresolved(cf.Person(name="李伟", away=["03-01", "03-02", "03-03"]), before=first)
    assert [one["written"] for one in longer["plan"]["away"]] == ["03-01", "03-02", "03-03"]


def test_a_length_of_time_keeps_its_words_too() -> None:
    first = unresolved(cf.Channel(name="微信", update_within="14天"))
    assert first["plan"]["update_within"] == "14天"
    assert unresolved(cf.Channel(name="微信", update_within="14 days"), before=first) == first
    assert unresolved(cf.Channel(name="微信", update_within="15 days"), before=first) != first


def test_a_length_of_time_in_place_of_a_date_is_another_value() -> None:
    first = unresolved(cf.Channel(name="微信", approvals={"desk": cf.ApprovalStep(by="office", due="03-01")}))
    step = cf.ApprovalStep(by="office", due="3 workdays")
    again = unresolved(cf.Channel(name="微信", approvals={"desk": step}), before=first)
    assert again["plan"]["approvals"]["desk"]["due"] == "3 workdays"


# things without an id of their own


def test_lines_are_named_after_what_they_are_for() -> None:
    body = budget("for: 海报", "for: 车辆/油费", "for: 海报, amount: 1 CNY", "for: 海报, amount: 2 CNY")
    assert list(body["plan"]["budget"]) == ["海报", "车辆／油费", "海报~2", "海报~3"]
    assert body["order"] == {"budget": ["海报", "车辆／油费", "海报~2", "海报~3"]}


def test_a_long_purpose_gives_a_short_name() -> None:
    (uid,) = budget(f"for: {'印' * 100}")["plan"]["budget"]
    assert uid == "印" * 64


def test_a_quota_is_named_after_all_that_it_counts() -> None:
    noun = cf.Campaign(
        title="水周", quotas=[cf.Quota(of=["稿件", "视频"], at_least=3), cf.Quota(of=[], about=1)]
    )
    assert list(unresolved(noun)["plan"]["quotas"]) == ["稿件, 视频", "-"]


def test_a_line_put_in_front_changes_no_other() -> None:
    first = budget("for: 海报, amount: 1 CNY", "for: 海报, amount: 2 CNY")
    more = budget(
        "for: 海报, amount: 9 CNY", "for: 海报, amount: 1 CNY", "for: 海报, amount: 2 CNY", before=first
    )
    lines = more["plan"]["budget"]
    assert {uid: line["amount"]["amount"] for uid, line in lines.items()} == {
        "海报~3": "9",
        "海报": "1",
        "海报~2": "2",
    }
    assert more["order"]["budget"] == ["海报~3", "海报", "海报~2"]


def test_a_second_line_of_a_name_put_in_front_takes_the_new_uid() -> None:
    first = budget("for: 海报, amount: 1 CNY")
    more = budget("for: 海报, amount: 9 CNY", "for: 海报, amount: 1 CNY", before=first)["plan"]["budget"]
    assert {uid: line["amount"]["amount"] for uid, line in more.items()} == {"海报~2": "9", "海报": "1"}


def test_lines_of_one_name_are_told_apart_by_what_they_say() -> None:
    first = budget("for: 海报, amount: 1 CNY", "for: 海报, amount: 2 CNY")
    assert budget("for: 海报, amount: 2 CNY", "for: 海报, amount: 1 CNY", before=first) == first
    left = budget("for: 海报, amount: 2 CNY", before=first)["plan"]["budget"]
    assert list(left) == ["海报~2"]
    changed = budget("for: 海报, amount: 2 CNY", "for: 海报, amount: 3 CNY", before=first)["plan"]["budget"]
    assert {uid: line["amount"]["amount"] for uid, line in changed.items()} == {"海报~2": "2", "海报": "3"}


def test_a_line_inside_a_line_has_its_own_order() -> None:
    parts = "lines: [{for: 乙, amount: 1 CNY}, {for: 丙, amount: 1 CNY}]"
    body = budget(f"for: 印刷, {parts}")
    assert body["order"] == {"budget/印刷/lines": ["乙", "丙"]}


# one record, and none resolved


def test_unresolved_bodies_are_the_bodies_without_their_days() -> None:
    made = campaign("event: {title: 活动, when: 3月22日, due: 2027-03-25}").schedule
    assert unresolved_bodies(made.programme)[REF]["plan"]["activities"] == {
        "event": {"title": "活动", "when": {"written": "3月22日"}, "due": {"written": "2027-03-25"}}
    }
    assert unresolved_bodies(made.programme)[REF] == unresolved(made.programme.campaigns["week"])
    assert unresolved_bodies(made.programme)["programme:office-2027"] == unresolved(made.programme)


def test_the_body_of_one_campaign_is_made_of_its_days_alone() -> None:
    made = plan("""
        campaigns:
          one: {title: 甲, lead: office, when: 2027-03-22, budget: [{for: 海报, charged: 2027-04}]}
          two: {title: 乙, lead: office, when: one + 1 day, budget: [{for: 海报, charged: 2027-05}]}
        routines: {weekly: {title: 周报, lead: office, when: every month}}
    """).schedule
    days = days_of(made, "two")
    assert sorted(days) == [("campaigns", "two", "budget", 0, "charged"), ("campaigns", "two", "when")]
    body = body_of(made.programme.campaigns["two"], ("campaigns", "two"), days, currency="CNY")
    assert body == recorded(made).bodies["campaign:office-2027/two"]
