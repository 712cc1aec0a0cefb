"""Hypothesis strategies for whole programmes: every noun, every form of a date, texts as awkward as people's.

What points at something points at something that exists: `NAMES` are in every programme that is drawn.
"""

from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st

import campaignflow as cf
from campaignflow.errors import InvalidValue
from campaignflow.plan.approvals import FACETS
from campaignflow.plan.quotas import Has
from campaignflow.types import checked_id, folded

Strategy = st.SearchStrategy[Any]
CENTURIES = (date(1900, 1, 1), date(2199, 12, 31))

AWKWARD = [
    "#节水#",
    "话题 #节水# 互动",
    "@所有人",
    "- 节水",
    "重要: 通知",
    "时间：三月",
    '"节水"进万家',
    "'90s",
    "a, b",
    "{a: b}",
    "[a] b",
    "*a*",
    "&a b",
    "!a b",
    "| a",
    "> a",
    "%a",
    "`a`",
    "? a",
    "a #b",
    "010",
    "1.10",
    "10:00",
    "no",
    "null",
    "~",
    "2027-02-30",
    "第一行\n第二行",
    "甲\n\n  乙\n丙",
    "a\\nb",
    "节水 \U0001f4a7 行动",
    "8万元",
    "3月下旬",
    "\u3000".join("水周"),
    "水 " * 80 + "水",
]
DATES = [
    "tbd",
    "as needed",
    "2027",
    "2027-03",
    "2027-03-22",
    "2027-03-late",
    "03-22",
    "03-mid",
    "2027-Q1",
    "2027-H2",
    "2027-W12",
    "2027-W12-1",
    "FY2027",
    "FY2027-Q2",
    "民國116年3月22日",
    "令和9年3月22日",
    "2027-03-22/28",
    "2027-03-22/2027-04-02",
    "2027-03-mid/2027-03-28",
    "2027-03-22 to 2027-03-late",
    "all 2027-03",
    "from 2027-03-01",
    "until 2027-03-31",
    "after water-day",
    "2027-03-22 for 3 days",
    "2027-03-22 09:30",
    "2027-03-22 09:30-11:00",
    "2027-03-22 morning",
    "09:30-11:00",
    "2027-03-22/2027-03-28 daily 08:00-12:00",
    "daily 25:00-26:30",
    "week of 2027-03-22",
    "first week of 2027-03",
    "w/c 2027-03-22",
    "last friday of 2027-03",
    "monday of week of 03-22",
    "observance:世界水日",
    "observance:world-water-day.start 2027",
    "water-day - 5 workdays",
    "water-week/water-day.end + 1 week - 2 days",
    "campaign.end + 10 workdays",
    "activity.start - 24 hours",
    "programme.start",
    "every friday",
    "every monday, wednesday and friday",
    "every 2 weeks",
    "every month on 10",
    "every month on last workday",
    "every quarter on first friday",
    "every year on 03-22",
    "every day 09:00-10:00",
    "every tbd",
    "8 workdays after every quarter",
    "RRULE:FREQ=WEEKLY;BYDAY=MO",
    "3月22日—28日",
    "3月下旬",
    "2027年3月22日上午",
    "5月底前",
    "每月10日前",
    "每周一、三、五",
    "会后3天内",
    "水日前5个工作日",
    "一季度",
    "全年",
    "长期",
    "待定",
]
DURATIONS = ["3 workdays", "1 day", "2 weeks", "24 hours", "3个工作日", "14天", "1 month", "30 minutes"]
AMOUNTS = ["8万元", "80000 CNY", "¥1,234.50", "0.370 CNY", "$12", "1.5亿", "30 EUR", "-5 CNY"]
QUANTITIES = ["3", "500 m2", "10% of headcount", "3.2万", "1,500", "2 months", "0.50", "-1"]


def _is_id(text: str) -> bool:
    try:
        checked_id(text)
    except InvalidValue:
        return False
    return True


def texts() -> Strategy:
    """Return texts that people might write, and some that nobody would."""
    strange = st.text(
        st.one_of(
            st.sampled_from("#:：\"'-,{}[]@*&!|>%`?\\\n\t 　水周a1.。"),
            st.characters(exclude_categories=("Cs", "Cc")),
        ),
        min_size=1,
        max_size=30,
    )
    return st.one_of(st.sampled_from(AWKWARD), strange.map(str.strip).filter(bool))


def ids() -> Strategy:
    """Return ids in letters of several scripts."""
    start, rest = st.sampled_from("abpwxé水周办①"), st.text("abcw-_09水周é", max_size=8)
    return st.builds(lambda one, more: one + more, start, rest).filter(_is_id)


def dates() -> Strategy:
    """Return dates in every form the grammar has."""
    return st.one_of(st.sampled_from(DATES), st.dates(*CENTURIES)).map(cf.When)


def amounts() -> Strategy:
    """Return amounts as people write them, and as programs work them out."""
    exact = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=3)
    worked_out = st.builds(cf.Money, exact, st.sampled_from(["CNY", "USD", "JPY"]))
    return st.one_of(st.sampled_from(AMOUNTS).map(cf.Money), worked_out)


def quantities() -> Strategy:
    """Return amounts of something that is no money."""
    return st.one_of(
        st.sampled_from(QUANTITIES),
        st.integers(0, 10**6),
        st.decimals(0, 100, places=2),
    ).map(cf.Quantity)


UNITS = ("office", "宣传中心", "é-①_2")
PEOPLE = ("li-wei", "王芳")
MEDIA = ("人民日报", "tv-2")
PARTIES = (*UNITS, *PEOPLE, *MEDIA)
CHANNELS = ("wechat", "网站")
FUNDS = ("special", "专项")
CONDITIONS = ("rain", "有雨")
DIRECTIVES = ("notice", "通知")
STEPS = ("department", "财务审核")
ROLES = ("planner", "科长")
DATED = ("water-day", "水日", "plan", "通气会")
"""Key dates and activities, half of each, that every campaign has."""


def _some(*names: str) -> Strategy:
    return st.lists(st.sampled_from(names), max_size=3, unique=True)


def _keyed(strategy: Strategy, *, most: int = 2) -> Strategy:
    """Return mappings by new ids."""
    pairs = st.tuples(ids().filter(lambda one: one not in DATED), strategy)
    return st.lists(pairs, max_size=most, unique_by=lambda pair: folded(pair[0])).map(dict)


def _tiers() -> Strategy:
    tier = st.sampled_from("central provincial city county industry overseas national 县级".split())
    return st.one_of(tier, tier.map("{} or above".format), st.lists(tier, max_size=2))


def noun(kind: type) -> Strategy:
    """Return a noun of a kind with what it needs and up to six other fields."""
    return st.deferred(lambda: _said(kind).map(lambda said: kind(**said)))


@cache
def _said(kind: type) -> Strategy:
    """Return what a noun says, by the keys of the file."""
    required = {name: one for name, one in FIELDS[kind].items() if name in REQUIRED.get(kind, ())}
    others = sorted({*FIELDS[kind], "note"} - {*required})
    chosen = st.lists(st.sampled_from(others), max_size=6, unique=True)
    return chosen.flatmap(
        lambda names: st.fixed_dictionaries(
            {**required, **{name: FIELDS[kind].get(name, _texts) for name in names}}
        )
    )


_texts = st.lists(texts(), max_size=2)
_parties = _some(*PARTIES)
_truth = st.booleans()
_dates = dates()
_whens = st.lists(_dates, max_size=2)
_text = texts()
_quantity = quantities()
_or_unknown = st.one_of(amounts(), st.just("unknown"))
_certainty = st.sampled_from(["confirmed", "provisional"])
_lines = st.lists(st.deferred(lambda: noun(cf.BudgetLine)), max_size=1)
_quotas = st.lists(st.deferred(lambda: noun(cf.Quota)), max_size=1)
_points = st.lists(st.deferred(lambda: noun(cf.Points)), max_size=1)
_steps = _keyed(st.deferred(lambda: noun(cf.ApprovalStep)), most=1)
_inner = _keyed(st.deferred(lambda: noun(cf.Activity)), most=1)
_who = {"lead": _parties, "support": _parties, "owner": _parties, "report_to": _parties}
_when = {
    "title": _text,
    "when": _dates,
    "where": _texts,
    "timezone": st.sampled_from(["Asia/Shanghai", "America/New_York"]),
    "certainty": _certainty,
    "visibility": st.sampled_from(["internal", "partners", "public"]),
    "embargo": _dates,
    "printed": _text,
    "from": _dates,
    "until": _dates,
    "except": _whens,
}

FIELDS: dict[type, dict[str, Strategy]] = {
    cf.Unit: {
        "name": _text,
        "coordinator": _truth,
        "part_of": st.sampled_from(UNITS),
        "collective": _truth,
        "members": st.integers(1, 10**6),
        "outside": _truth,
        "working_calendar": st.sampled_from(["CN", "GB-ENG"]),
        "timezone": st.just("Asia/Tokyo"),
    },
    cf.Person: {
        "name": _text,
        "unit": st.sampled_from(UNITS),
        "roles": st.just(ROLES),
        "posts": _texts,
        "beats": _texts,
        "stands_in_for": _some(*PEOPLE),
        "away": _whens,
        "same_as": st.sampled_from(PEOPLE),
        "shared": _truth,
        "outside": _truth,
    },
    cf.Medium: {
        "name": _text,
        "tier": st.sampled_from(["central", "local", "overseas", "省级"]),
        "kind": _text,
        "contact": _texts,
    },
    cf.Channel: {
        "name": _text,
        "platform": _text,
        "owner": st.sampled_from(PARTIES),
        "update_within": st.sampled_from(DURATIONS),
        "core": _truth,
        "approvals": _steps,
    },
    cf.Fund: {
        "title": _text,
        "category": st.sampled_from(["routine", "special", "outreach"]),
        "amount": amounts(),
        "owner": st.sampled_from(PARTIES),
        "fiscal_year": st.just("FY2027"),
    },
    cf.Condition: {
        "title": _text,
        "kind": st.sampled_from(["decision", "state"]),
        "decided_by": _parties,
        "due": _dates,
    },
    cf.OwnObservance: {
        "title": _text,
        "rule": _dates,
        "known": st.dictionaries(st.integers(1990, 2100).map(str), _dates, max_size=2),
    },
    cf.OwnCalendar: {
        "title": _text,
        "days_off": _whens,
        "extra_workdays": _whens,
        "based_on": st.just("CN"),
        "weekend": st.just(["friday", "saturday"]),
        "covered_until": _dates,
    },
    cf.AppliesTo: {"units": _parties, "channels": _some(*CHANNELS), "areas": _texts},
    cf.Blackout: {
        "title": _text,
        "when": _dates,
        "hard": _truth,
        "applies_to": st.deferred(lambda: noun(cf.AppliesTo)),
    },
    cf.Directive: {"title": _text, "from": _text, "received": _dates, "asks": _texts},
    cf.Waiver: {
        "finding": st.just("no-lead"),
        "reason": _text,
        "by": _text,
        "items": st.lists(ids(), max_size=2, unique=True),
    },
    cf.ApprovalStep: {
        "title": _text,
        "by": _some(*PARTIES, *ROLES),
        "in": st.sampled_from(["lead", *UNITS]),
        "of": st.one_of(st.integers(1, 5), st.sampled_from(["all", "each", "2 each"])),
        "after": _some(*STEPS),
        "before": st.just("launch"),
        "covers": _some(*FACETS),
        "due": st.one_of(_dates, st.sampled_from(DURATIONS)),
        "only_if": _some(*CONDITIONS),
        "passes": st.integers(1, 3),
        "self_check": _truth,
        "escalate_to": _some(*PARTIES, *ROLES),
        "on_late": st.sampled_from(["remind", "return", "refuse"]),
        "tolerates": _some("confirm", "refine", "less"),
        "refusals": st.integers(1, 3),
        "distinct": _some(*STEPS),
        "independent": _truth,
        "allow_author": _truth,
        "overridable": _truth,
        "must_see": _truth,
        "carries": _truth,
        "bearers": _truth,
        "valid_for": st.sampled_from(DURATIONS),
        "returns": st.sampled_from(["at_once", "when_all_spoke"]),
        "fills": _some("fund_code", "approved"),
    },
    cf.BudgetLine: {
        "for": _text,
        "amount": _or_unknown,
        "quantity": st.one_of(_quantity, st.just("unknown")),
        "unit_cost": _or_unknown,
        "share": st.just("59%"),
        "in_kind": _truth,
        "kind": st.sampled_from(["deposit", "forfeit", "reward", "memo"]),
        "fund": st.sampled_from(FUNDS),
        "paid_by": _parties,
        "charged": _dates,
        "only_if": _some(*CONDITIONS),
        "per": st.just("month"),
        "each": _parties,
        "lines": _lines,
        "split": _text,
        "printed": amounts(),
    },
    Has: {"characters": _quantity, "images": _quantity},
    cf.Quota: {
        "of": st.lists(_text, min_size=1, max_size=2),
        "at_least": _quantity,
        "exactly": _quantity,
        "about": _quantity,
        "binding": _truth,
        "tier": _tiers(),
        "media": _some(*MEDIA),
        "channels": _some(*CHANNELS),
        "per": st.sampled_from([*"day week month quarter year campaign issue stage".split(), "any 14 days"]),
        "each": _parties,
        "by": _parties,
        "counted": st.sampled_from(["submitted", "published"]),
        "has": st.deferred(lambda: noun(Has)),
        "due": _dates,
        "from": _dates,
        "until": _dates,
        "printed": _text,
    },
    cf.Points: {
        "for": _text,
        "points": _quantity,
        "tier": _tiers(),
        "per": _text,
        "all_or_nothing": _truth,
    },
    cf.KeyDate: _when,
    cf.Routine: {**_when, **_who, "due": _dates, "channels": _some(*CHANNELS)},
    cf.Activity: {
        **_when,
        **_who,
        "due": _dates,
        "needs": _some(*DATED),
        "only_if": _some(*CONDITIONS),
        "parties": _keyed(_parties, most=1),
        "each": _parties,
        "was": ids(),
        "forms": _texts,
        "deliverables": _texts,
        "channels": _some(*CHANNELS),
        "media": _some(*MEDIA),
        "quotas": _quotas,
        "budget": _lines,
        "approvals": _steps,
        "prepare": _inner,
        "agenda": _inner,
    },
    cf.Campaign: {
        **_when,
        **dict.fromkeys(("lead", "support", "supervise", "owner"), _parties),
        "theme": _text,
        "exported": st.just("0f3a9c1b77d2"),
        "parties": _keyed(_parties, most=1),
        "part_of": ids(),
        "was": ids(),
        "audience": _texts,
        "objective": _texts,
        "directives": _some(*DIRECTIVES),
        "key_dates": st.fixed_dictionaries(dict.fromkeys(DATED[:2], st.deferred(lambda: noun(cf.KeyDate)))),
        "activities": st.builds(
            lambda those, more: {**those, **more},
            st.fixed_dictionaries(dict.fromkeys(DATED[2:], st.deferred(lambda: noun(cf.Activity)))),
            _inner,
        ),
        "quotas": _quotas,
        "targets": _quotas,
        "budget": _lines,
        "points": _points,
        "approvals": _steps,
    },
    cf.Programme: {
        "id": ids(),
        "exported": st.just("0f3a9c1b77d2"),
        "title": _text,
        "period": _dates,
        "timezone": st.just("Asia/Shanghai"),
        "working_calendar": st.just("CN"),
        "week_starts": st.sampled_from(["monday", "Sunday"]),
        "currency": st.sampled_from(["CNY", "EUR"]),
        "fiscal_year_starts": st.just("04-01"),
        "issued": _dates,
        "themes": _texts,
        "certainty": _certainty,
        "points": _points,
        **{
            block: st.fixed_dictionaries(dict.fromkeys(names, noun(kind)))
            for block, kind, names in (
                ("units", cf.Unit, UNITS),
                ("people", cf.Person, PEOPLE),
                ("media", cf.Medium, MEDIA),
                ("channels", cf.Channel, CHANNELS),
                ("funds", cf.Fund, FUNDS),
                ("conditions", cf.Condition, CONDITIONS),
                ("directives", cf.Directive, DIRECTIVES),
                ("approvals", cf.ApprovalStep, STEPS),
            )
        },
        **{
            block: _keyed(noun(kind), most=1)
            for block, kind in (
                ("observances", cf.OwnObservance),
                ("calendars", cf.OwnCalendar),
                ("blackouts", cf.Blackout),
                ("routines", cf.Routine),
                ("campaigns", cf.Campaign),
            )
        },
        "waivers": st.lists(noun(cf.Waiver), max_size=1),
    },
}
"""For each noun a strategy for each of its fields, by the keys of the file."""

REQUIRED: dict[type, tuple[str, ...]] = {
    cf.Unit: ("name",),
    cf.Person: ("name", "roles"),
    cf.Medium: ("name",),
    cf.Channel: ("name",),
    cf.Fund: ("title",),
    cf.Condition: ("title",),
    cf.Blackout: ("title", "when"),
    cf.Directive: ("title",),
    cf.Waiver: ("finding", "reason"),
    cf.KeyDate: ("title",),
    cf.Activity: ("title",),
    cf.Routine: ("title",),
    cf.Campaign: ("title", "key_dates", "activities"),
    cf.ApprovalStep: ("by",),
    cf.BudgetLine: ("for",),
    cf.Quota: ("of", "at_least"),
    cf.Points: ("for", "points"),
    cf.Programme: (
        *("id", "title", "period", "units", "people", "media", "channels", "funds", "conditions"),
        *("directives", "approvals", "campaigns"),
    ),
}
"""Fields that are always there: without them a noun is none, or what the others name would be missing."""


def programmes() -> Strategy:
    """Return whole programmes in which whatever is named exists."""
    return noun(cf.Programme)
