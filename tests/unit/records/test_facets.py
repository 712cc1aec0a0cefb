"""What an approval looks at: the leaves of a record, their values, names, fingerprints (rules 27 to 30)."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import pytest
from tests.small_plan import HEAD, campaign, plan
from tests.unit.records.recorded import recorded

import campaignflow as cf
from campaignflow.actions import opening
from campaignflow.canonical import Body, put
from campaignflow.labels import Word, word
from campaignflow.labels.approvals import WORDS
from campaignflow.plan.approvals import FACETS
from campaignflow.plan.noun import Noun
from campaignflow.records import facets
from campaignflow.records.facets import (
    by_first_names,
    covered,
    difference,
    digests,
    leaves,
    named,
)
from campaignflow.records.parts import facet_of
from campaignflow.types import Ref

REF = Ref("campaign", "office-2027", "week")
OWN = Ref("programme", None, "office-2027")
UID = "campaign:office-2027/week"
CATEGORIES = {"special": "special", "routine": "routine"}


def week(activities: str = "", *rest: str, head: str = HEAD, before: Body | None = None) -> Body:
    """Return the body of a campaign with these activities, as it is recorded after another one."""
    made = campaign(activities, rest=rest, head=head).schedule
    return recorded(made, {} if before is None else {str(REF): before}).bodies[str(REF)]


def programme(*lines: str) -> Body:
    """Return the body of a programme with these blocks."""
    return recorded(plan("\n".join(lines) + "\n").schedule).own


def of(activities: str = "", *rest: str, **more: Any) -> dict[str, Any]:
    return leaves(REF, week(activities, *rest, **more), CATEGORIES)


def date(written: str, name: str = "when") -> Any:
    """Return what a date of an activity counts as."""
    found = of(f"briefing: {{title: 通气会, lead: press, {name}: {written}}}")
    return found.get("dates.activities@briefing", {}).get(name)


def differing(before: Body, after: Body) -> list[str]:
    """Return the leaves whose fingerprints two bodies of one record do not share."""
    one, other = (digests(UID, leaves(REF, body)) for body in (before, after))
    return difference(one, other)


BRIEFING = """
briefing:
  title: 新闻通气会
  lead: press
  owner: [li]
  when: water-day - 5 workdays 09:30-11:00
  where: 机关三楼
  note: 需请示
  media: [tv]
  channels: [wechat]
  quotas: [{of: article, at_least: 3, note: 以刊发为准}]
  budget: [{for: 场租, amount: 8万元, fund: special, charged: 2027-03, note: 含布展}]
  approvals: {check: {by: office}}
  printed: 3月中旬
  prepare:
    release: {title: 通稿定稿, due: activity.start - 2 workdays}
poster: {title: 海报, lead: press}
"""
WATER_DAY = "key_dates: {water-day: {title: 世界水日, when: 3月22日}}"
PEOPLE = """\
people: {li: {name: 李伟, unit: office}}
media: {tv: {name: 电视台}}
channels: {wechat: {name: 官微}}
funds: {special: {title: 专项, category: special}}
"""


def briefing(*rest: str, **more: Any) -> Body:
    return week(BRIEFING, WATER_DAY, *rest, head=HEAD + PEOPLE, **more)


# Every field is in one facet, or free


def nouns_in(annotation: Any) -> Iterator[type[Noun]]:
    if isinstance(annotation, type) and issubclass(annotation, Noun):
        yield annotation
    for inner in get_args(annotation):
        yield from nouns_in(inner)


def declared(kind: type[Noun]) -> list[str]:
    """Return the fields that a noun and what it inherits declare, each as often as they do."""
    found: list[str] = []
    for one in kind.__mro__:
        found += vars(one).get("FREE", ())
        found += (name for names in vars(one).get("FACETS", {}).values() for name in names)
    return sorted(found)


def planned_nouns() -> dict[str, type[Noun]]:
    """Return the nouns that stand in a campaign's or programme's own record in a field that counts."""
    found: dict[str, type[Noun]] = {}
    left: list[type[Noun]] = [cf.Programme, cf.Campaign]
    while left:
        kind = left.pop()
        if kind.__name__ not in found:
            found[kind.__name__] = kind
            left += [
                inner for name in facet_of(kind) for inner in nouns_in(kind.model_fields[name].annotation)
            ]
    return found


@pytest.mark.parametrize("kind", planned_nouns().values(), ids=planned_nouns())
def test_every_planned_field_is_in_exactly_one_facet_or_free(kind: type[Noun]) -> None:
    assert declared(kind) == sorted(kind.model_fields)
    assert set(facet_of(kind).values()) <= set(FACETS)


def test_what_an_approval_looks_at_is_reached_from_the_programme() -> None:
    assert set(planned_nouns()) == {
        *("Programme", "Campaign", "KeyDate", "Activity", "Routine", "Quota", "Has", "Points", "BudgetLine"),
        *("Condition", "Blackout", "AppliesTo", "Directive", "Waiver", "OwnCalendar", "OwnObservance"),
    }


def test_no_facet_holds_who_must_approve() -> None:
    for kind in (cf.Programme, cf.Campaign, cf.Activity):
        assert "approvals" not in facet_of(kind)
        assert "approvals" in kind.FREE


def test_what_is_opened_rather_than_planned_has_a_facet_for_each_field() -> None:
    assert set(facets._THIN) == {"title", *opening.FIELDS}
    assert set(facets._OPENED) == set(opening.OPENED)


def test_every_facet_is_a_word_of_the_glossary() -> None:
    assert set(FACETS) <= set(WORDS)
    assert [word(one, "zh") for one in FACETS[:3]] == ["日期", "预算", "合作媒体"]
    assert [word(one, "en") for one in FACETS] == list(FACETS)


# The leaves of a campaign


def test_a_campaign_has_these_leaves() -> None:
    found = leaves(REF, briefing("budget: [{for: 海报印制, amount: 2000 CNY}]"), CATEGORIES)
    assert found == {
        "dates.window": {
            "when": {
                "start": "2027-03-15",
                "end": "2027-03-28",
                "precision": "day",
                "certainty": "confirmed",
            }
        },
        "dates.key@water-day": {
            "when": {
                "start": "2027-03-22",
                "end": "2027-03-22",
                "precision": "day",
                "certainty": "confirmed",
            }
        },
        "dates.activities@briefing": {
            "when": {
                "start": "2027-03-15T09:30:00+08:00",
                "end": "2027-03-15T11:00:00+08:00",
                "precision": "moment",
                "certainty": "confirmed",
            }
        },
        "dates.activities@briefing/release": {
            "due": {"due": "2027-03-11", "precision": "day", "certainty": "confirmed"}
        },
        "budget@#海报印制": {"for": "海报印制", "amount": {"amount": "2000", "currency": "CNY"}},
        "budget@briefing#场租": {
            "for": "场租",
            "amount": {"amount": "80000", "currency": "CNY"},
            "fund": "special",
            "category": "special",
            "charged": 2027,
        },
        "partners@briefing": {"media": ["tv"]},
        "units": {"lead": ["office"]},
        "units@briefing": {"lead": ["press"], "owner": ["li"]},
        "units@poster": {"lead": ["press"]},
        "scope@briefing": {
            "block": "activities",
            "where": ["机关三楼"],
            "channels": ["wechat"],
            "quotas": [{"of": ["article"], "at_least": "3"}],
        },
        "scope@briefing/release": {"block": "prepare"},
        "scope@poster": {"block": "activities"},
        "text": {"title": "中国水周"},
        "text@water-day": {"title": "世界水日"},
        "text@briefing": {
            "title": "新闻通气会",
            "note": ["需请示"],
            "quotas": [{"note": ["以刊发为准"]}],
            "budget": [{"note": ["含布展"]}],
        },
        "text@briefing/release": {"title": "通稿定稿"},
        "text@poster": {"title": "海报"},
    }


def test_records_of_the_office_and_calendars_have_no_leaves() -> None:
    assert leaves(Ref("unit", None, "office"), {"plan": {"name": "办公室"}}) == {}
    assert leaves(Ref("calendar", None, "CN-2027"), {"plan": {"country": "CN", "year": 2027}}) == {}


def test_what_is_opened_has_leaves_without_an_address() -> None:
    days = {"due": "2027-03-05", "precision": "day", "certainty": "confirmed"}
    undecided = {"precision": "undated", "certainty": "provisional"}
    opened = {
        "title": "网传水质谣言",
        "unit": "press",
        "owner": ["li"],
        "campaign": "campaign:office-2027/week",
        "where": ["河口"],
        "requester": "市电视台",
        "respond_within": "5 hours",
        "when": {"written": "tbd", "resolved": undecided},
        "due": {"written": "3月5日", "resolved": days},
    }
    body = {"state": "received", "plan": opened, "clock": {"allowed": "5 hours", "used": 60}}
    assert leaves(Ref("issue", "office-2027", "issue-1"), body) == {
        "dates.window": {"due": days, "respond_within": "5 hours"},
        "units": {"unit": "press", "owner": ["li"]},
        "scope": {"campaign": "campaign:office-2027/week", "where": ["河口"]},
        "text": {"title": "网传水质谣言", "requester": "市电视台"},
    }


def test_what_is_opened_without_a_date_has_no_leaf_of_dates() -> None:
    found = leaves(Ref("item", None, "item-1"), {"plan": {"title": "推文"}})
    assert found == {"text": {"title": "推文"}}


def test_a_programme_has_leaves_for_what_it_holds_itself() -> None:
    body = programme(
        "routines: {weekly: {title: 舆情周报, lead: office, when: every friday, report_to: [press]}}",
        "conditions: {rain: {title: 有雨, kind: state, decided_by: office, due: 2027-06-30}}",
        "blackouts: {exam: {title: 高考, when: 2027-06-07/09, hard: yes, applies_to: {areas: [校园]}}}",
        "directives: {notice: {title: 通知, from: 水利部, received: 2026-12-01, asks: [week]}}",
        "calendars: {duty: {days_off: [2027-05-04, 2027-05-01], based_on: CN, covered_until: 2027-12-31}}",
        "observances: {river-day: {rule: 09-25, known: {2027: 2027-09-26, 2028: tbd}}}",
        "approvals: {department: {by: office}}",
        "waivers: [{finding: no-lead, reason: 已知}]",
    )
    found = leaves(OWN, body)
    assert found.pop("dates.window") == {
        "when": {"start": "2027-01-01", "end": "2027-12-31", "precision": "day", "certainty": "confirmed"}
    }
    assert {name: tuple(value) for name, value in found.items()} == {
        "dates": ("timezone", "working_calendar", "week_starts"),
        "budget": ("currency",),
        "text": ("title", "waivers"),
        "dates.activities@weekly": ("when",),
        "units@weekly": ("lead", "report_to"),
        "scope@weekly": ("block",),
        "text@weekly": ("title",),
        "dates@condition:rain": ("due",),
        "units@condition:rain": ("decided_by",),
        "scope@condition:rain": ("kind", "block"),
        "text@condition:rain": ("title",),
        "dates@blackout:exam": ("when",),
        "scope@blackout:exam": ("hard", "applies_to", "block"),
        "text@blackout:exam": ("title",),
        "dates@directive:notice": ("received",),
        "scope@directive:notice": ("asks", "block"),
        "text@directive:notice": ("title", "from"),
        "dates@calendar:duty": ("days_off", "based_on", "covered_until"),
        "dates@observance:river-day": ("rule", "known"),
    }
    assert list(found["dates@observance:river-day"]["known"]) == ["2027"]
    days = found["dates@calendar:duty"]["days_off"]
    assert [one["term"]["base"]["day"] for one in days] == [1, 4]


def test_what_has_nothing_in_it_is_no_leaf() -> None:
    assert not any(name.startswith(("partners", "dates.activities")) for name in of("a: {title: 甲}"))
    bare = {"plan": {"title": "水周", "key_dates": {"k": {"title": "日"}}}}
    assert set(leaves(REF, bare)) == {"text", "text@k"}


def test_an_id_that_is_the_word_of_a_field_is_an_id() -> None:
    found = of("title: {title: 甲, when: 2027-03-22, prepare: {lead: {title: 乙}}}")
    assert found["text"] == {"title": "中国水周"}
    assert found["text@title"] == {"title": "甲"}
    assert found["units"] == {"lead": ["office"]}
    assert found["text@title/lead"] == {"title": "乙"}


def test_nothing_hides_behind_another_thing_of_its_id() -> None:
    inner = "{title: 彩排, due: 2027-03-20}", "{title: 议程, when: 2027-03-22}"
    body = week(f"a: {{title: 甲, when: 2027-03-22, prepare: {{x: {inner[0]}}}, agenda: {{x: {inner[1]}}}}}")
    found = leaves(REF, body)
    assert found["scope@a/x"] == {"block": "agenda"}
    assert found["scope@a/x~"] == {"block": "prepare"}


# Dates by what they mean


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2027-03-22", "3月22日"),
        ("2027-03-22", "observance:world-water-day"),
        ("2027-03-22", "2027-03-22/22"),
        ("2027-03-22/24", "2027-03-22 for 3 days"),
        ("2027-03-22 09:30", "3月22日上午9时30分"),
        ("every friday", "每周五"),
        ("2027-03-22/28 daily 09:00-10:00", "2027-03-22/2027-03-28 daily 09:00-10:00"),
        ("every month on last workday", "every month on  last workday"),
    ],
)
def test_what_means_the_same_days_is_one_value(one: str, other: str) -> None:
    assert date(one) == date(other)
    assert date(one) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2027-03-22", "2027-03-23"),
        ("2027-03-22 morning", "2027-03-22 afternoon"),
        ("2027-03-22 09:30", "2027-03-22 10:00"),
        ("2027-03", "2027-03-01/31"),
        ("2027-03-mid/2027-03-31", "2027-03-11/2027-03-late"),
        ("from 2027-03-22", "2027-03-22"),
        ("every friday", "every monday"),
        ("every friday", "every friday 09:00-10:00"),
        ("every 2 weeks", "every week"),
        ("every tbd", "tbd"),
        ("2027-03-22/28 daily 09:00-10:00", "2027-03-22/27 daily 09:00-10:00"),
        ("2027-03-22/28 daily 09:00-10:00", "2027-03-22/28 daily 09:00-11:00"),
    ],
)
def test_what_means_other_days_is_another_value(one: str, other: str) -> None:
    assert date(one) != date(other)


def test_some_time_in_a_month_is_not_the_whole_of_it() -> None:
    some, whole = ({"written": "-", "resolved": {"precision": "month", **more}} for more in ({}, WHOLE))
    assert facets.meant(some) != facets.meant(whole)
    days = {"start": "2027-03-22", "end": "2027-03-22", "precision": "day", "certainty": "confirmed"}
    assert facets.meant({"written": "-", "resolved": {**days, **WHOLE}}) == days


WHOLE = {"throughout": True}


@pytest.mark.parametrize("written", ["tbd", "待定", "as needed"])
def test_what_is_not_decided_is_no_value(written: str) -> None:
    assert date(written) is None
    assert date(written, "due") is None


def test_what_hangs_on_something_undecided_has_no_days_yet() -> None:
    key = "key_dates: {k: {title: 日, when: tbd}}"
    assert "dates.activities@a" not in of("a: {title: 甲, lead: press, when: k + 2 days}", key)


def test_what_a_date_still_rests_on_is_no_content() -> None:
    days = {"start": "2027-03-22", "precision": "day", "certainty": "provisional"}
    resting = {**days, "rests_on": ["CN 2027"], "provisional": True, "marked": True}
    assert facets.meant({"written": "-", "resolved": resting}) == days


def test_a_certainty_counts_in_the_days_it_makes_certain() -> None:
    item = "briefing: {title: 通气会, lead: press, when: 2027-03-22, certainty: %s}"
    assert of(item % "provisional")["dates.activities@briefing"]["when"]["certainty"] == "provisional"
    assert of(item % "confirmed")["dates.activities@briefing"].keys() == {"when"}


def test_a_series_is_its_rule_and_bounds_and_not_the_times_it_comes_to() -> None:
    body = week("a: {title: 周报, when: 每周五, from: 2027-03-01, until: 2027-05-31, except: [2027-04-02]}")
    days = body["plan"]["activities"]["a"]["when"]["resolved"]
    found = leaves(REF, body)["dates.activities@a"]
    assert found.keys() == {"when", "except"}
    rule, certainty, first, last = (
        found["when"].pop(name) for name in ("rule", "certainty", "from", "until")
    )
    assert rule == {"is": "Every", "period": "week", "weekdays": [4]}
    assert certainty == "confirmed"
    assert [one["term"]["base"]["day"] for one in (first, last, *found["except"])] == [1, 31, 2]
    assert found["when"] == {}
    found = leaves(REF, body)["dates.activities@a"]
    fewer = {**days, "occurrences": {"2027-03-05": {"start": "2027-03-05"}}, "end": "2027-03-05"}
    body = put(body, ("plan", "activities", "a", "when", "resolved"), fewer)
    assert leaves(REF, body)["dates.activities@a"] == found


@pytest.mark.parametrize(
    "more",
    ["from: 2027-03-08", "until: 2027-06-30", "except: [2027-04-09]", "certainty: provisional"],
)
def test_another_bound_or_exception_is_another_value(more: str) -> None:
    said = {"from": "from: 2027-03-01", "until": "until: 2027-05-31", "except": "except: [2027-04-02]"}
    changed = {**said, more.partition(":")[0]: more}
    one, other = (
        of(f"a: {{title: 周报, when: every friday, {', '.join(lines.values())}}}")
        for lines in (said, changed)
    )
    assert "dates.activities@a" in difference(one, other)


def test_a_series_whose_bounds_name_something_else_moves_with_it() -> None:
    series = "a: {title: 周报, when: every friday, from: water-day, until: water-day + 30 days}"
    one, other = (
        of(series, f"key_dates: {{water-day: {{title: 水日, when: {day}}}}}")
        for day in ("2027-03-22", "2027-03-29")
    )
    assert one["dates.activities@a"]["when"]["from"] == "2027-03-26"
    assert one["dates.activities@a"]["when"]["until"] == "2027-04-16"
    assert "dates.activities@a" in difference(one, other)


@pytest.mark.parametrize(
    ("when", "lead", "calendar"),
    [
        ("every month on last workday", "press", "GB-ENG"),
        ("8 workdays after every quarter", "office", "CN"),
        ("every workday", "towns", "CN"),
        ("every friday", "press", None),
        ("2027-03-22", "press", None),
    ],
)
def test_what_counts_by_workdays_names_its_calendar(when: str, lead: str, calendar: str | None) -> None:
    body = week(f"a: {{title: 甲, lead: {lead}, when: {when}, from: 2027-01-01, until: 2027-12-31}}")
    calendars = {"press": "GB-ENG", "office": "CN", "": "CN"}
    found = leaves(REF, body, calendars=calendars)["dates.activities@a"]["when"]
    assert found.get("calendar") == calendar


def test_the_calendar_of_what_has_no_lead_is_that_of_what_it_is_inside_of() -> None:
    body = week("a: {title: 甲, lead: press, when: 2027, prepare: {b: {title: 乙, when: every workday}}}")
    found = leaves(REF, body, calendars={"press": "GB-ENG", "office": "CN"})
    assert found["dates.activities@a/b"]["when"]["calendar"] == "GB-ENG"


def test_words_of_an_older_grammar_count_as_they_are() -> None:
    older = {"written": "2027-03-22 09:30/2027-03-28"}
    found = leaves(OWN, {"plan": {"title": "计划", "calendars": {"duty": {"days_off": [older]}}}})
    assert found["dates@calendar:duty"] == {"days_off": [older]}


def test_who_issued_a_directive_is_no_bound_of_a_series() -> None:
    notice = {"title": "通知", "from": "水利部", "received": {"written": "every month"}}
    found = leaves(OWN, {"plan": {"title": "计划", "directives": {"notice": notice}}})
    assert found["dates@directive:notice"] == {"received": {"rule": {"is": "Every", "period": "month"}}}


def test_a_campaign_that_comes_round_has_its_rule_beside_its_window() -> None:
    when = "    when: 2027-03-22/28"
    text = campaign().text.replace(when, when.replace("2027-03-22/28", "every friday"))
    body = recorded(cf.loads(text)).bodies[str(REF)]
    found = leaves(REF, body)
    assert found["dates"]["when"]["rule"]["is"] == "Every"
    assert found["dates.window"]["when"]["start"] == "2027-01-01"


def test_an_embargo_counts_by_the_moment_it_lifts() -> None:
    found = of("", "embargo: 2027-03-20", "timezone: Asia/Tokyo")
    assert found["dates"]["embargo"]["lifts"] == "2027-03-20T00:00:00+09:00"
    assert found["dates"]["timezone"] == "Asia/Tokyo"


def test_a_line_charged_across_two_fiscal_years_counts_by_its_days() -> None:
    line = "budget: [{for: 海报, amount: 1 CNY, charged: 2027-12-01/2028-01-31}]"
    assert of("", line)["budget@#海报"]["charged"]["end"] == "2028-01-31"


# The window


def hull(activities: str = "", *rest: str) -> dict[str, str]:
    found: dict[str, str] = of(activities, *rest)["dates.window"]["when"]
    return found


def test_the_window_reaches_from_the_first_to_the_last_of_all() -> None:
    days = hull("a: {title: 甲, due: 2027-03-01}\nb: {title: 乙, when: 2027-04-02 09:00-10:00}")
    assert (days["start"], days["end"]) == ("2027-03-01", "2027-04-02")


def test_a_key_date_outside_widens_the_window() -> None:
    assert hull("", "key_dates: {k: {title: 日, when: 2027-03-01}}")["start"] == "2027-03-01"


def test_a_key_date_that_turns_confirmed_leaves_the_window_alone() -> None:
    key = "key_dates: {k: {title: 日, when: 2027-03-24, certainty: %s}}"
    one, other = of("", key % "provisional"), of("", key % "confirmed")
    assert difference(one, other) == ["dates.key@k"]


def test_only_the_declared_window_says_how_certain_the_whole_is() -> None:
    assert hull("a: {title: 甲, when: 2027-05-01, certainty: provisional}")["certainty"] == "confirmed"
    assert hull("", "certainty: provisional")["certainty"] == "provisional"


def test_an_activity_moved_inside_the_window_changes_its_own_leaf_only() -> None:
    one, other = (week(f"a: {{title: 甲, when: {day}}}") for day in ("2027-03-23", "2027-03-25 08:00"))
    assert differing(one, other) == ["dates.activities@a"]


def test_an_activity_moved_outside_the_window_changes_the_window_too() -> None:
    one, other = (week(f"a: {{title: 甲, when: {day}}}") for day in ("2027-03-23", "2027-03-29"))
    assert differing(one, other) == ["dates.activities@a", "dates.window"]


def test_a_preparation_before_the_window_is_no_part_of_it() -> None:
    assert hull("a: {title: 甲, prepare: {b: {title: 乙, due: 2027-01-10}}}")["start"] == "2027-03-22"


def test_clock_times_count_in_the_declared_window_only() -> None:
    text = campaign("a: {title: 甲, when: 2027-03-22 08:00}").text
    body = recorded(cf.loads(text.replace("2027-03-22/28", "2027-03-22 09:30-17:00"))).bodies[str(REF)]
    days = leaves(REF, body)["dates.window"]["when"]
    assert (days["start"], days["end"]) == ("2027-03-22T09:30:00+08:00", "2027-03-22T17:00:00+08:00")
    assert days["precision"] == "moment"


def test_what_reaches_beyond_the_window_makes_it_no_finer_than_it_is() -> None:
    assert hull("a: {title: 甲, when: 2027-04}")["precision"] == "month"
    assert hull("a: {title: 甲, when: 2027-04}\nb: {title: 乙, when: 2027-04-30}")["precision"] == "month"
    assert hull("a: {title: 甲, when: 2027-04}\nb: {title: 乙, when: 2027-05-01}")["precision"] == "day"


def window_of(when: str, activities: str = "") -> dict[str, str] | None:
    text = campaign(activities).text.replace("when: 2027-03-22/28", f"when: {when}")
    found = leaves(REF, recorded(cf.loads(text)).bodies[str(REF)]).get("dates.window")
    return None if found is None else found["when"]


def test_a_window_without_an_end_has_none() -> None:
    days = window_of("from 2027-03-22", "a: {title: 甲, when: 2027-03-01/2027-04-02}")
    assert days == {"start": "2027-03-01", "precision": "day", "certainty": "confirmed"}
    assert window_of("until 2027-03-22", "a: {title: 甲, when: 2027-03-01}") == {
        "end": "2027-03-22",
        "precision": "day",
        "certainty": "confirmed",
    }


def test_without_a_declared_window_it_is_that_of_what_happens() -> None:
    days = window_of("tbd", "a: {title: 甲, when: 2027-03-05}\nb: {title: 乙, when: 2027-04-late}")
    assert days == {"start": "2027-03-05", "end": "2027-04-30", "precision": "third"}
    assert window_of("tbd") is None
    assert window_of("tbd", "a: {title: 甲, when: from 2027-03-05}") == {
        "start": "2027-03-05",
        "precision": "day",
    }


# One change, one leaf


def test_a_line_put_in_front_changes_no_other_line() -> None:
    lines = "budget: [%s{for: 海报印制, amount: 100 CNY}, {for: 海报印制, amount: 200 CNY}, {for: 场租}]"
    before = week("", lines % "")
    after = week("", lines % "{for: 展板, amount: 50 CNY}, ", before=before)
    assert differing(before, after) == ["budget@#展板"]


@pytest.mark.parametrize(
    "more",
    [
        *("quantity: 3", "unit_cost: 5 CNY", "kind: deposit", "fund: special", "in_kind: yes", "share: 59%"),
        *("paid_by: press", "per: month", "each: towns", "only_if: rain", "charged: 2027-05", "split: 渠道"),
        "lines: [{for: 一, amount: 1 CNY}]",
    ],
)
def test_whatever_is_said_of_a_line_is_its_budget(more: str) -> None:
    head = HEAD + PEOPLE + "conditions: {rain: {title: 有雨}}\n"
    one, other = (
        week("", f"budget: [{{for: 海报, amount: 100 CNY{said}}}]", head=head) for said in ("", f", {more}")
    )
    assert differing(one, other) == ["budget@#海报"]


def test_what_a_source_prints_is_no_content() -> None:
    one, other = (
        week(
            f"a: {{title: 甲, when: 2027-03-22, quotas: [{{of: 稿件, at_least: 3{said}}}]}}",
            f"budget: [{{for: 海报, amount: 100 CNY{amount}}}]",
            *printed,
        )
        for said, amount, printed in (
            ("", "", ()),
            (", printed: 3篇", ", printed: 100元", ["printed: 3月22日—28日"]),
        )
    )
    assert differing(one, other) == []


def test_a_parts_of_a_line_stand_in_the_line() -> None:
    found = of("", "budget: [{for: 海报, lines: [{for: 设计, amount: 30 CNY, printed: 30元}]}]")
    assert found["budget@#海报"]["lines"] == {
        "设计": {"for": "设计", "amount": {"amount": "30", "currency": "CNY"}}
    }


def test_a_category_is_that_of_the_fund() -> None:
    body = week("", "budget: [{for: 海报, fund: special}]", head=HEAD + PEOPLE)
    found = leaves(REF, body, {"special": "outreach"})["budget@#海报"]
    assert found == {"for": "海报", "fund": "special", "category": "outreach"}
    assert "category" not in leaves(REF, body)["budget@#海报"]


@pytest.mark.parametrize(
    ("field", "leaf"),
    [
        ("visibility: public", "scope@briefing"),
        ("audience: 市民", "scope"),
        ("theme: 依法治水", "text"),
        ("report_to: office", "units@briefing"),
        ("embargo: 2027-03-10", "dates.activities@briefing"),
        ("printed: 三月", None),
        ("approvals: {check: {by: office}}", None),
    ],
)
def test_a_field_counts_in_its_facet(field: str, leaf: str | None) -> None:
    own = leaf is not None and "@" not in leaf
    item = "briefing: {title: 通气会, lead: press, when: 2027-03-22, certainty: confirmed%s}"
    before = week(item % "")
    after = week(item % "", field) if own else week(item % f", {field}")
    assert differing(before, after) == ([] if leaf is None else [leaf])


def test_an_activity_that_is_new_or_gone_shows_in_scope() -> None:
    before, after = week("a: {title: 甲}"), week("a: {title: 甲}\nb: {title: 乙}")
    assert differing(before, after) == differing(after, before) == ["scope@b", "text@b"]


# What people do with a plan is no content (L3)


def test_state_progress_clock_tasks_and_order_change_nothing() -> None:
    before = briefing()
    done = {
        "state": "running",
        "workflow": {"name": "campaign", "version": 3},
        "order": {"activities": ["poster", "briefing"]},
        "clock": {"allowed": "5 hours", "used": 7},
        "tasks": {"correction:briefing": {"kind": "correction"}},
        "was": "campaign:office-2027/old",
        "progress": {
            "briefing": {"state": "done", "pinned": True, "rule": {"when": "water-day - 5 workdays"}},
            "poster": {"state": "dropped", "called_off": True, "forked_from": "briefing"},
            "briefing@2027-W11": {"state": "done"},
            ".": {"rule": {"when": "3月"}},
            "gone@2027-W11": {"state": "dropped"},
        },
    }
    assert differing(before, {**before, **done}) == []


def test_what_is_postponed_keeps_its_leaves_until_it_gets_other_days() -> None:
    before = briefing()
    tbd = {"written": "tbd"}
    path = ("plan", "activities", "briefing", "when")
    former = before["plan"]["activities"]["briefing"]["when"]
    postponed = put(before, path, tbd)
    assert differing(before, postponed) == ["dates.activities@briefing", "dates.window"]
    postponed = put(
        postponed, ("progress", "briefing"), {"state": "postponed", "postponed": {"when": former}}
    )
    assert differing(before, postponed) == []
    whole = put(put(before, ("plan", "when"), tbd), ("postponed", "when"), before["plan"]["when"])
    assert differing(before, {**whole, "state": "postponed"}) == []


def renamed(body: Body) -> Body:
    """Return the body in which the briefing is called a meeting now, and something else a briefing."""
    activities = dict(body["plan"]["activities"])
    activities["meeting"] = activities.pop("briefing")
    other = {**body, "plan": {**body["plan"], "activities": activities}}
    return {**other, "known_as": {"meeting": "briefing", "": "old-week"}}


def test_another_id_changes_no_leaf() -> None:
    before = briefing()
    after = renamed(before)
    assert differing(before, after) == []
    titled = put(after, ("plan", "activities", "meeting", "title"), "通气会")
    assert differing(before, titled) == ["text@briefing"]
    was = put(after, ("plan", "activities", "meeting", "was"), "briefing")
    assert differing(before, was) == []


def test_what_needs_it_still_needs_the_same_under_another_id() -> None:
    before = put(briefing(), ("plan", "activities", "poster", "needs"), ["briefing", "kick-off"])
    after = put(renamed(before), ("plan", "activities", "poster", "needs"), ["kick-off", "meeting"])
    assert differing(before, after) == []


def test_what_takes_over_an_id_has_leaves_of_its_own() -> None:
    after = renamed(briefing())
    after = put(after, ("plan", "activities", "briefing"), {"title": "另一场"})
    after = put(after, ("known_as", "briefing"), "briefing~2")
    found = leaves(REF, after)
    assert found["text@briefing"]["title"] == "新闻通气会"
    assert found["text@briefing~2"] == {"title": "另一场"}


SERIES = "report: {title: 周报, when: every friday, from: 2027-03-01, until: 2027-03-31}"
MOVED = {
    "written": "2027-03-18",
    "resolved": {"start": "2027-03-18", "end": "2027-03-18", "precision": "day"},
}


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ({"when": MOVED}, {"when": MOVED["resolved"]}),
        ({"when": MOVED, "state": "done"}, {"when": MOVED["resolved"]}),
        ({"when": {"written": "tbd"}}, {"when": {"undecided": True}}),
        ({"state": "dropped", "when": MOVED}, {"dropped": True}),
        ({"state": "done"}, None),
        ({"state": "postponed", "postponed": {"when": {"start": "2027-03-19"}}}, None),
    ],
)
def test_one_time_that_people_moved_or_dropped_is_a_leaf_of_its_own(
    said: Mapping[str, Any], value: Any
) -> None:
    before = week(SERIES)
    after = put(before, ("progress", "report@2027-03-19"), said)
    leaf = "dates.activities@report@2027-03-19"
    assert differing(before, after) == ([] if value is None else [leaf])
    assert leaves(REF, after).get(leaf) == value


def test_a_time_moved_before_a_new_name_keeps_its_leaf() -> None:
    before = put(week(SERIES), ("progress", "report@2027-03-19"), {"state": "dropped"})
    activities = {"bulletin": before["plan"]["activities"]["report"]}
    after = put(put(before, ("plan", "activities"), activities), ("known_as", "bulletin"), "report")
    after = put(after, ("progress",), {"bulletin@2027-03-19": {"state": "dropped"}})
    assert differing(before, after) == []


# Names and covers


NAMES = [
    *("dates", "dates.window", "dates.key@press-day", "dates.activities@briefing"),
    *("dates.activities@briefing/release", "dates.activities@briefing@2027-W12", "budget@#briefing"),
    *("budget@briefing#场租", "units", "units@briefing-2", "text@condition:rain"),
]


@pytest.mark.parametrize(
    ("covers", "found"),
    [
        ([], NAMES),
        (["dates"], NAMES[:6]),
        (["dates.window"], ["dates.window"]),
        (["dates.activities"], NAMES[3:6]),
        (["budget"], NAMES[6:8]),
        (["budget@#briefing"], ["budget@#briefing"]),
        (["date"], []),
        (["briefing"], [*NAMES[3:6], "budget@briefing#场租"]),
        (["briefing/release"], ["dates.activities@briefing/release"]),
        (["press-day", "units"], ["dates.key@press-day", "units", "units@briefing-2"]),
        (["condition:rain"], ["text@condition:rain"]),
        (["other/briefing"], []),
    ],
)
def test_a_step_covers_facets_their_parts_and_items_with_all_that_is_in_them(
    covers: list[str], found: list[str]
) -> None:
    assert covered(NAMES, covers) == set(found)


def test_covers_speak_of_items_by_the_ids_they_have_now() -> None:
    body = renamed(briefing())
    said = ["meeting", "week/meeting/release", "poster", "dates.window", "text", "other/meeting"]
    assert by_first_names(REF, body, said) == (
        *("briefing", "briefing/release", "poster", "dates.window", "text", "other/meeting"),
    )


def test_a_facet_is_covered_though_an_item_is_called_so() -> None:
    body = {"plan": {"title": "水周"}, "known_as": {"budget": "money"}}
    assert by_first_names(REF, body, ["budget"]) == ("budget",)


@pytest.mark.parametrize(
    ("leaf", "name"),
    [
        ("text", ("text", "", "", "", "")),
        ("dates.window", ("dates", "window", "", "", "")),
        ("dates.activities@briefing/release", ("dates", "activities", "briefing/release", "", "")),
        ("dates.activities@weekly@2027-W12", ("dates", "activities", "weekly", "2027-W12", "")),
        ("budget@#报纸、@所有人 #1", ("budget", "", "", "", "报纸、@所有人 #1")),
        ("budget@briefing#场租", ("budget", "", "briefing", "", "场租")),
    ],
)
def test_a_name_says_facet_item_and_line(leaf: str, name: tuple[str, ...]) -> None:
    said = named(leaf)
    assert said == name
    assert isinstance(said.facet, Word)


def test_a_difference_names_what_is_new_gone_and_changed() -> None:
    before = {"text": {"title": "甲"}, "units": {"lead": ["office"]}, "scope": {"where": ["河口"]}}
    after = {"text": {"title": "乙"}, "dates": {"timezone": "UTC"}, "scope": {"where": ["河口"]}}
    assert difference(before, after) == ["dates", "text", "units"]
    assert difference(before, before) == []


# Fingerprints


SAMPLE: Body = {
    "state": "drafting",
    "plan": {
        "title": "世界水日 · 中国水周",
        "lead": ["office"],
        "when": {
            "written": "3月22日—28日",
            "resolved": {
                "start": "2027-03-22",
                "end": "2027-03-28",
                "precision": "day",
                "certainty": "confirmed",
            },
        },
        "activities": {
            "通气会": {
                "title": "新闻通气会",
                "media": ["县电视台"],
                "when": {
                    "written": "每月最后一个工作日",
                    "resolved": {
                        "start": "2027-01-29",
                        "end": "2027-12-31",
                        "precision": "day",
                        "certainty": "confirmed",
                        "occurrences": {"2027-01": {"start": "2027-01-29"}},
                    },
                },
                "from": {"written": "3月上旬"},
                "quotas": {"稿件": {"of": ["稿件"], "at_least": "3", "tier": ["county"], "binding": False}},
                "budget": {
                    "海报印制": {
                        "for": "海报印制",
                        "quantity": "5000",
                        "unit_cost": {"amount": "2.5", "currency": "CNY"},
                        "fund": "special",
                    }
                },
            }
        },
    },
}
GOLDEN = {
    "dates.window": "32e544da60b1d02c238c110737d46e2a99e9c4ae389e4d20c3fc5f6b999a88be",
    "text": "fee0ea7604c2befb5ea47515d80ee082735c53255a91988d6cd4721857f9d558",
    "units": "edb45f6880c5945fe7aabdd8b666cdaa416f088b1d258b91d1d8e7758409dd75",
    "budget@通气会#海报印制": "e7da752ed3d80406d683cb7d707329d60d5d8f6ea86bee6f0efc9d53ef04cfda",
    "text@通气会": "75b73c31907f6c1f4be5f546e9f2c732cefa7a2940a21487cba68fa3956b8c1b",
    "partners@通气会": "660af1440582ced12f844b0c8485d8928dbf0b73ea284aa876f96e2a9c8fdf7e",
    "dates.activities@通气会": "d11ea34d193cd0399a9d82cad30529084a5a50f12446ca876058ad8193128f70",
    "scope@通气会": "0d24d678ada03717e42c302e14c41ccb46659653e2a8e7eb6a896edb75c5a987",
}


def test_fingerprints_are_the_same_for_ever() -> None:
    """Whoever changes one makes every decision stale that was ever given: a new `VERSION` is needed then."""
    found = leaves(REF, SAMPLE, CATEGORIES, {"": "CN"})
    assert facets.VERSION == "1"
    assert digests("campaign:office-2027/水周", found) == GOLDEN


def test_a_fingerprint_is_of_one_record_and_one_leaf() -> None:
    value = {"title": "水周"}
    one, other = digests("campaign:a/b", {"text": value}), digests("campaign:a/b~2", {"text": value})
    assert one != other
    both = digests("campaign:a/b", {"text": value, "text@a": value})
    assert len(set(both.values())) == 2
    assert both["text"] == one["text"]
