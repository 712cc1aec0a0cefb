"""Hypothesis strategies for whole programmes: every noun, every form of a date, texts as awkward as people's.

What points at something points at something that exists, so that the programmes load.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

import campaignflow as cf
from campaignflow.errors import InvalidValue
from campaignflow.plan.approvals import FACETS
from campaignflow.types import checked_id, folded

Strategy = st.SearchStrategy[Any]
_CENTURIES = (date(1900, 1, 1), date(2199, 12, 31))

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
    return st.one_of(st.sampled_from(DATES), st.dates(*_CENTURIES)).map(cf.When)


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
        st.decimals(0, 100, places=2).map(Decimal.normalize),
    ).map(cf.Quantity)


@dataclass(frozen=True)
class Names:
    """The ids that a programme has, for its parts to point at."""

    units: tuple[str, ...]
    people: tuple[str, ...]
    media: tuple[str, ...]
    channels: tuple[str, ...]
    funds: tuple[str, ...]
    conditions: tuple[str, ...]
    directives: tuple[str, ...]
    steps: tuple[str, ...]
    roles: tuple[str, ...]

    @property
    def parties(self) -> tuple[str, ...]:
        """Whoever may lead, support or pay."""
        return (*self.units, *self.people, *self.media)


def _some(names: tuple[str, ...]) -> Strategy:
    return st.lists(st.sampled_from(names), max_size=3, unique=True) if names else st.just([])


def _one(names: tuple[str, ...]) -> Strategy:
    return st.sampled_from(names) if names else st.none()


def _texts() -> Strategy:
    return st.lists(texts(), max_size=2)


def _keyed(strategy: Strategy, names: tuple[str, ...] | None = None, most: int = 2) -> Strategy:
    """Return mappings by new ids, or by each of the names."""
    if names is not None:
        return st.fixed_dictionaries(dict.fromkeys(names, strategy))
    return st.lists(st.tuples(ids(), strategy), max_size=most, unique_by=lambda pair: folded(pair[0])).map(
        dict
    )


def _tiers() -> Strategy:
    tier = st.sampled_from("central provincial city county industry overseas national 县级".split())
    return st.one_of(tier, tier.map("{} or above".format), st.lists(tier, max_size=2))


REQUIRED: dict[type, tuple[str, ...]] = {
    cf.Unit: ("name",),
    cf.Person: ("name",),
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
    cf.Campaign: ("title",),
    cf.ApprovalStep: ("by",),
    cf.BudgetLine: ("for",),
    cf.Quota: ("of", "at_least"),
    cf.Points: ("for", "points"),
    cf.Programme: ("id", "title", "period"),
}
"""Fields without which a noun is none; the others are there or not."""


def _built(noun: type, fields: dict[str, Strategy]) -> Strategy:
    required = {name: fields[name] for name in REQUIRED.get(noun, ())}
    optional = {name: one for name, one in fields.items() if name not in required}
    optional["note"] = _texts()
    return st.fixed_dictionaries(required, optional=optional).map(lambda said: noun(**said))


def _dated() -> dict[str, Strategy]:
    return {
        "title": texts(),
        "when": dates(),
        "where": _texts(),
        "timezone": st.sampled_from(["Asia/Shanghai", "America/New_York"]),
        "certainty": st.sampled_from(["confirmed", "provisional"]),
        "visibility": st.sampled_from(["internal", "partners", "public"]),
        "embargo": dates(),
        "printed": texts(),
        "from": dates(),
        "until": dates(),
        "except": st.lists(dates(), max_size=2),
    }


def fields_of(noun: type, names: Names, known: tuple[str, ...] = (), deep: int = 0) -> dict[str, Strategy]:
    """Return a strategy for each field of a noun; `known` are the dated things it may need."""
    parties = _some(names.parties)

    def nested(inner: type, most: int = 2) -> Strategy:
        return st.lists(_built(inner, fields_of(inner, names, known, deep + 1)), max_size=most)

    def keyed(inner: type, most: int = 1) -> Strategy:
        return _keyed(_built(inner, fields_of(inner, names, known, deep + 1)), most=most)

    who = {"lead": parties, "support": parties, "owner": parties}
    match noun:
        case cf.Unit:
            return {
                "name": texts(),
                "coordinator": st.booleans(),
                "part_of": _one(names.units),
                "collective": st.booleans(),
                "members": st.integers(1, 10**6),
                "outside": st.booleans(),
                "working_calendar": st.sampled_from(["CN", "GB-ENG"]),
                "timezone": st.just("Asia/Tokyo"),
            }
        case cf.Person:
            return {
                "name": texts(),
                "unit": _one(names.units),
                "roles": st.just(names.roles),
                "posts": _texts(),
                "beats": _texts(),
                "stands_in_for": _some(names.people),
                "away": st.lists(dates(), max_size=2),
            }
        case cf.Medium:
            tier = st.sampled_from(["central", "local", "overseas"])
            return {"name": texts(), "tier": tier, "kind": texts(), "contact": _texts()}
        case cf.Channel:
            return {
                "name": texts(),
                "platform": texts(),
                "owner": _one(names.parties),
                "core": st.booleans(),
                "update_within": st.sampled_from(DURATIONS),
                "approvals": keyed(cf.ApprovalStep),
            }
        case cf.Fund:
            return {
                "title": texts(),
                "category": st.sampled_from(["routine", "special", "outreach"]),
                "amount": amounts(),
                "owner": _one(names.parties),
                "fiscal_year": st.just("FY2027"),
            }
        case cf.Condition:
            kind = st.sampled_from(["decision", "state"])
            return {"title": texts(), "kind": kind, "decided_by": parties, "due": dates()}
        case cf.OwnObservance:
            known_days = st.dictionaries(st.integers(1990, 2100).map(str), dates(), max_size=2)
            return {"title": texts(), "rule": dates(), "known": known_days}
        case cf.OwnCalendar:
            whens = st.lists(dates(), max_size=2)
            return {
                "title": texts(),
                "days_off": whens,
                "extra_workdays": whens,
                "based_on": st.just("CN"),
                "weekend": st.just(["friday", "saturday"]),
                "covered_until": dates(),
            }
        case cf.Blackout:
            applies = st.fixed_dictionaries(
                {"units": parties, "channels": _some(names.channels), "areas": _texts()}
            )
            return {"title": texts(), "when": dates(), "hard": st.booleans(), "applies_to": applies}
        case cf.Directive:
            return {"title": texts(), "from": texts(), "received": dates(), "asks": _texts()}
        case cf.Waiver:
            return {
                "finding": st.just("no-lead"),
                "reason": texts(),
                "by": texts(),
                "items": st.lists(ids(), max_size=2, unique=True),
            }
        case cf.ApprovalStep:
            deciders = (*names.parties, *(names.roles if names.people else ()))
            return {
                "title": texts(),
                "by": _some(deciders),
                "in": st.just("lead"),
                "of": st.integers(1, 5),
                "after": _some(names.steps),
                "before": st.just("launch"),
                "covers": _some(FACETS),
                "due": st.one_of(dates(), st.sampled_from(DURATIONS)),
                "only_if": _some(names.conditions),
                "passes": st.integers(1, 3),
                "self_check": st.booleans(),
                "escalate_to": _some(deciders),
            }
        case cf.BudgetLine:
            or_unknown = st.one_of(amounts(), st.just("unknown"))
            return {
                "for": texts(),
                "amount": or_unknown,
                "unit_cost": or_unknown,
                "printed": amounts(),
                "quantity": st.one_of(quantities(), st.just("unknown")),
                "share": st.just("59%"),
                "in_kind": st.booleans(),
                "kind": st.sampled_from(["deposit", "forfeit", "reward", "memo"]),
                "fund": _one(names.funds),
                "paid_by": parties,
                "charged": dates(),
                "only_if": _some(names.conditions),
                "per": st.just("month"),
                "each": parties,
                "lines": nested(cf.BudgetLine) if deep < 3 else st.just([]),
                "split": texts(),
            }
        case cf.Quota:
            has = st.fixed_dictionaries({"characters": quantities()}, optional={"images": quantities()})
            per = "day week month quarter year campaign issue stage".split()
            return {
                "of": st.lists(texts(), min_size=1, max_size=2),
                "at_least": quantities(),
                "exactly": quantities(),
                "about": quantities(),
                "binding": st.booleans(),
                "tier": _tiers(),
                "media": _some(names.media),
                "channels": _some(names.channels),
                "each": parties,
                "per": st.sampled_from([*per, "any 14 days"]),
                "by": parties,
                "has": has,
                "counted": st.sampled_from(["submitted", "published"]),
                "due": dates(),
                "from": dates(),
                "until": dates(),
                "printed": texts(),
            }
        case cf.Points:
            return {
                "for": texts(),
                "points": quantities(),
                "tier": _tiers(),
                "per": texts(),
                "all_or_nothing": st.booleans(),
            }
        case cf.KeyDate:
            return _dated()
        case cf.Routine:
            more = {"due": dates(), "channels": _some(names.channels), "report_to": parties}
            return {**_dated(), **who, **more}
        case cf.Activity:
            inner = keyed(cf.Activity) if deep < 2 else st.just({})
            return {
                **_dated(),
                **who,
                "due": dates(),
                "needs": _some(known),
                "only_if": _some(names.conditions),
                "parties": _keyed(parties, most=1),
                "each": parties,
                "report_to": parties,
                "was": ids(),
                "forms": _texts(),
                "deliverables": _texts(),
                "channels": _some(names.channels),
                "media": _some(names.media),
                "quotas": nested(cf.Quota, 1),
                "budget": nested(cf.BudgetLine, 1),
                "approvals": keyed(cf.ApprovalStep),
                "prepare": inner,
                "agenda": inner,
            }
        case _:
            raise AssertionError(noun)


@st.composite
def campaigns(draw: st.DrawFn, names: Names) -> cf.Campaign:
    """Return a campaign whose activities need each other."""
    dated_ids = draw(st.lists(ids(), min_size=0, max_size=4, unique_by=folded))
    cut = draw(st.integers(0, len(dated_ids)))
    known = tuple(dated_ids)
    fields = {
        **_dated(),
        **dict.fromkeys(("lead", "support", "supervise", "owner"), _some(names.parties)),
        "theme": texts(),
        "parties": _keyed(_some(names.parties), most=1),
        "part_of": ids(),
        "was": ids(),
        "audience": _texts(),
        "objective": _texts(),
        "directives": _some(names.directives),
        "key_dates": _keyed(_built(cf.KeyDate, fields_of(cf.KeyDate, names)), known[:cut]),
        "activities": _keyed(_built(cf.Activity, fields_of(cf.Activity, names, known)), known[cut:]),
        "quotas": st.lists(_built(cf.Quota, fields_of(cf.Quota, names)), max_size=1),
        "targets": st.lists(_built(cf.Quota, fields_of(cf.Quota, names)), max_size=1),
        "budget": st.lists(_built(cf.BudgetLine, fields_of(cf.BudgetLine, names)), max_size=2),
        "points": st.lists(_built(cf.Points, fields_of(cf.Points, names)), max_size=1),
        "approvals": _keyed(_built(cf.ApprovalStep, fields_of(cf.ApprovalStep, names)), most=1),
    }
    said = draw(st.fixed_dictionaries({"title": texts()}, optional=fields))
    said |= {name: draw(fields[name]) for name in ("key_dates", "activities")}
    return cf.Campaign(**said)


@st.composite
def programmes(draw: st.DrawFn) -> cf.Programme:
    """Return a whole programme in which whatever is named exists."""
    several = draw(st.lists(ids(), min_size=1, max_size=6, unique_by=folded))
    first, second = sorted(draw(st.tuples(st.integers(0, len(several)), st.integers(0, len(several)))))
    few = st.lists(ids(), max_size=2, unique_by=folded).map(tuple)
    names = Names(
        units=tuple(several[:first]),
        people=tuple(several[first:second]),
        media=tuple(several[second:]),
        channels=draw(few),
        funds=draw(few),
        conditions=draw(few),
        directives=draw(few),
        steps=draw(few),
        roles=("planner", "科长"),
    )
    blocks = {
        "units": (cf.Unit, names.units),
        "people": (cf.Person, names.people),
        "media": (cf.Medium, names.media),
        "channels": (cf.Channel, names.channels),
        "funds": (cf.Fund, names.funds),
        "conditions": (cf.Condition, names.conditions),
        "directives": (cf.Directive, names.directives),
        "approvals": (cf.ApprovalStep, names.steps),
        "observances": (cf.OwnObservance, None),
        "calendars": (cf.OwnCalendar, None),
        "blackouts": (cf.Blackout, None),
        "routines": (cf.Routine, None),
    }
    head = {
        "id": ids(),
        "title": texts(),
        "period": dates(),
        "timezone": st.just("Asia/Shanghai"),
        "working_calendar": st.just("CN"),
        "week_starts": st.sampled_from(["monday", "Sunday"]),
        "currency": st.sampled_from(["CNY", "EUR"]),
        "fiscal_year_starts": st.just("04-01"),
        "issued": dates(),
        "themes": _texts(),
        "certainty": st.just("provisional"),
        "note": _texts(),
        "points": st.lists(_built(cf.Points, fields_of(cf.Points, names)), max_size=1),
        "waivers": st.lists(_built(cf.Waiver, fields_of(cf.Waiver, names)), max_size=1),
    }
    said = draw(
        st.fixed_dictionaries(
            {name: head[name] for name in REQUIRED[cf.Programme]},
            optional={name: one for name, one in head.items() if name not in REQUIRED[cf.Programme]},
        )
    )
    for block, (noun, those) in blocks.items():
        said[block] = draw(_keyed(_roles_held(noun, names), those, most=1))
    said["campaigns"] = draw(_keyed(campaigns(names), most=2))
    return cf.Programme(**said)


def _roles_held(noun: type, names: Names) -> Strategy:
    """Return a noun, with the roles that steps name if it is a person."""
    made = _built(noun, fields_of(noun, names))
    return made.map(lambda one: one.model_copy(update={"roles": names.roles})) if noun is cf.Person else made
