"""Hypothesis strategies for whole programmes: every noun with every field that it may have.

What points at something points at something that exists: the names below are in every programme drawn.
"""

from functools import cache

from hypothesis import strategies as st

from campaignflow.plan.approvals import FACETS, ApprovalStep
from campaignflow.plan.budget import BudgetLine, Fund
from campaignflow.plan.calendars import OwnCalendar, OwnObservance
from campaignflow.plan.campaign import Campaign
from campaignflow.plan.conduct import AppliesTo, Blackout, Condition, Directive, Waiver
from campaignflow.plan.dated import Activity, KeyDate, Routine
from campaignflow.plan.media import Channel, Medium
from campaignflow.plan.organisation import Person, Unit
from campaignflow.plan.programme import Programme
from campaignflow.plan.quotas import Has, Points, Quota
from campaignflow.testing.words import DURATIONS, Strategy, amounts, dates, ids, quantities, texts
from campaignflow.types import folded

__all__ = ["FIELDS", "REQUIRED", "noun", "programmes"]

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
_lines = st.lists(st.deferred(lambda: noun(BudgetLine)), max_size=1)
_quotas = st.lists(st.deferred(lambda: noun(Quota)), max_size=1)
_points = st.lists(st.deferred(lambda: noun(Points)), max_size=1)
_steps = _keyed(st.deferred(lambda: noun(ApprovalStep)), most=1)
_inner = _keyed(st.deferred(lambda: noun(Activity)), most=1)
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
    Unit: {
        "name": _text,
        "coordinator": _truth,
        "part_of": st.sampled_from(UNITS),
        "collective": _truth,
        "members": st.integers(1, 10**6),
        "outside": _truth,
        "working_calendar": st.sampled_from(["CN", "GB-ENG"]),
        "timezone": st.just("Asia/Tokyo"),
    },
    Person: {
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
    Medium: {
        "name": _text,
        "tier": st.sampled_from(["central", "local", "overseas", "省级"]),
        "kind": _text,
        "contact": _texts,
    },
    Channel: {
        "name": _text,
        "platform": _text,
        "owner": st.sampled_from(PARTIES),
        "update_within": st.sampled_from(DURATIONS),
        "core": _truth,
        "approvals": _steps,
    },
    Fund: {
        "title": _text,
        "category": st.sampled_from(["routine", "special", "outreach"]),
        "amount": amounts(),
        "owner": st.sampled_from(PARTIES),
        "fiscal_year": st.just("FY2027"),
    },
    Condition: {
        "title": _text,
        "kind": st.sampled_from(["decision", "state"]),
        "decided_by": _parties,
        "due": _dates,
    },
    OwnObservance: {
        "title": _text,
        "rule": _dates,
        "known": st.dictionaries(st.integers(1990, 2100).map(str), _dates, max_size=2),
    },
    OwnCalendar: {
        "title": _text,
        "days_off": _whens,
        "extra_workdays": _whens,
        "based_on": st.just("CN"),
        "weekend": st.just(["friday", "saturday"]),
        "covered_until": _dates,
    },
    AppliesTo: {"units": _parties, "channels": _some(*CHANNELS), "areas": _texts},
    Blackout: {
        "title": _text,
        "when": _dates,
        "hard": _truth,
        "applies_to": st.deferred(lambda: noun(AppliesTo)),
    },
    Directive: {"title": _text, "from": _text, "received": _dates, "asks": _texts},
    Waiver: {
        "finding": st.just("no-lead"),
        "reason": _text,
        "by": _text,
        "items": st.lists(ids(), max_size=2, unique=True),
    },
    ApprovalStep: {
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
    BudgetLine: {
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
    Quota: {
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
    Points: {
        "for": _text,
        "points": _quantity,
        "tier": _tiers(),
        "per": _text,
        "all_or_nothing": _truth,
    },
    KeyDate: _when,
    Routine: {**_when, **_who, "due": _dates, "channels": _some(*CHANNELS)},
    Activity: {
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
    Campaign: {
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
        "key_dates": st.fixed_dictionaries(dict.fromkeys(DATED[:2], st.deferred(lambda: noun(KeyDate)))),
        "activities": st.builds(
            lambda those, more: {**those, **more},
            st.fixed_dictionaries(dict.fromkeys(DATED[2:], st.deferred(lambda: noun(Activity)))),
            _inner,
        ),
        "quotas": _quotas,
        "targets": _quotas,
        "budget": _lines,
        "points": _points,
        "approvals": _steps,
    },
    Programme: {
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
                ("units", Unit, UNITS),
                ("people", Person, PEOPLE),
                ("media", Medium, MEDIA),
                ("channels", Channel, CHANNELS),
                ("funds", Fund, FUNDS),
                ("conditions", Condition, CONDITIONS),
                ("directives", Directive, DIRECTIVES),
                ("approvals", ApprovalStep, STEPS),
            )
        },
        **{
            block: _keyed(noun(kind), most=1)
            for block, kind in (
                ("observances", OwnObservance),
                ("calendars", OwnCalendar),
                ("blackouts", Blackout),
                ("routines", Routine),
                ("campaigns", Campaign),
            )
        },
        "waivers": st.lists(noun(Waiver), max_size=1),
    },
}
"""For each noun a strategy for each of its fields, by the keys of the file."""

REQUIRED: dict[type, tuple[str, ...]] = {
    Unit: ("name",),
    Person: ("name", "roles"),
    Medium: ("name",),
    Channel: ("name",),
    Fund: ("title",),
    Condition: ("title",),
    Blackout: ("title", "when"),
    Directive: ("title",),
    Waiver: ("finding", "reason"),
    KeyDate: ("title",),
    Activity: ("title",),
    Routine: ("title",),
    Campaign: ("title", "key_dates", "activities"),
    ApprovalStep: ("by",),
    BudgetLine: ("for",),
    Quota: ("of", "at_least"),
    Points: ("for", "points"),
    Programme: (
        *("id", "title", "period", "units", "people", "media", "channels", "funds", "conditions"),
        *("directives", "approvals", "campaigns"),
    ),
}
"""Fields that are always there: without them a noun is none, or what the others name would be missing."""


def programmes() -> Strategy:
    """Return whole programmes in which whatever is named exists."""
    return noun(Programme)
