"""Which differences a step may tolerate: surer, finer, less (rule 31)."""

from typing import Any

import pytest
from tests.small_plan import campaign
from tests.unit.records.recorded import recorded

from campaignflow.records.facets import leaves, tolerated
from campaignflow.types import Ref

REF = Ref("campaign", "office-2027", "week")
BRIEFING = "dates.activities@briefing"
WINDOW = "dates.window"
LINE = "budget@#海报"


def of(activities: str, *rest: str) -> dict[str, Any]:
    made = campaign(activities, rest=rest).schedule
    return leaves(REF, recorded(made).bodies[str(REF)], {"special": "special"})


def briefing(said: str) -> Any:
    """Return the dates of a briefing of which this is said."""
    return of(f"briefing: {{title: 通气会, lead: press, {said}}}").get(BRIEFING)


def line(said: str) -> Any:
    """Return a budget line of which this is said."""
    return of("", f"budget: [{{for: 海报, {said}}}]").get(LINE)


# Dates


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        # surer
        ("when: 2027-03-15, certainty: provisional", "when: 2027-03-15", "confirm"),
        ("when: 2027-03-15", "when: 2027-03-15, certainty: provisional", None),
        ("when: 2027-03-15, certainty: provisional", "when: 2027-03-16", None),
        ("when: every friday, certainty: provisional", "when: every friday", "confirm"),
        ("when: every friday, certainty: provisional", "when: every monday", None),
        # finer
        ("when: 3月中旬", "when: 2027-03-15", "refine"),
        ("when: 3月中旬", "when: 2027-03-15, certainty: provisional", "refine"),
        ("when: 2027-03", "when: 2027-03-mid", "refine"),
        ("when: 2027-03", "when: 2027-03-15/2027-03-20", "refine"),
        ("when: 2027-03-15", "when: 2027-03-15 morning", "refine"),
        ("when: 2027-03-15", "when: 2027-03-15 09:30-11:00", "refine"),
        ("when: 2027-03-15 morning", "when: 2027-03-15 09:30-12:00", "refine"),
        ("when: 2027-03-15 morning", "when: 2027-03-15 09:30-12:30", None),
        ("when: 2027-03-15 morning", "when: 2027-03-15 14:00", None),
        ("when: 2027-03-15 afternoon", "when: 2027-03-15 14:00-18:00", "refine"),
        ("when: 2027-03-15 evening", "when: 2027-03-15 17:30", None),
        (
            "when: 2027-03-15 morning to 2027-03-16 afternoon",
            "when: 2027-03-15 09:00 to 2027-03-16 17:00",
            "refine",
        ),
        (
            "when: 2027-03-15 morning to 2027-03-16 morning",
            "when: 2027-03-15 09:00 to 2027-03-16 17:00",
            None,
        ),
        (
            "when: 2027-03-15 morning to 2027-03-16 afternoon",
            "when: 2027-03-15 13:00 to 2027-03-16 17:00",
            None,
        ),
        ("when: 3月中旬", "when: 2027-03-21", None),
        ("when: 3月中旬", "when: 2027-03-10", None),
        ("when: 2027-03-15", "when: 2027-03-mid", None),
        ("when: 2027-03-15/2027-03-20", "when: 2027-03-16/2027-03-18", None),
        ("when: from 2027-03", "when: from 2027-03-15", "refine"),
        ("when: from 2027-03", "when: until 2027-03-15", None),
        ("when: until 2027-03", "when: until 2027-03-15", "refine"),
        ("when: until 2027-03", "when: from 2027-03-15", None),
        ("due: 3月下旬", "due: 2027-03-25", "refine"),
        ("due: 3月下旬", "due: 2027-04-01", None),
        # more than one date
        ("when: 3月中旬, due: 3月下旬", "when: 2027-03-15, due: 2027-03-25", "refine"),
        ("when: 3月中旬, due: 3月下旬", "when: 2027-03-15, due: 2027-04-25", None),
        ("when: 3月中旬, due: 2027-03-25", "when: 2027-03-15", None),
        ("when: 3月中旬, timezone: Asia/Tokyo", "when: 2027-03-15, timezone: Asia/Seoul", None),
        # an embargo that is finer lifts sooner
        ("when: 2027-03-15, embargo: 2027-03", "when: 2027-03-15, embargo: 2027-03-20", None),
        # what comes round
        ("when: every friday", "when: every friday 09:00-10:00", None),
        ("when: 2027-03", "when: every friday", None),
        ("when: tbd", "when: 2027-03-15", None),
        ("when: 2027-03-15", "when: tbd", None),
        ("when: 2027-03-15", "when: 3月15日", None),
    ],
)
def test_a_date_may_become_surer_and_finer(before: str, after: str, kind: str | None) -> None:
    assert tolerated(BRIEFING, briefing(before), briefing(after)) == kind


def test_a_certain_date_may_not_become_finer_and_less_certain() -> None:
    coarse = {
        "when": {"start": "2027-03-15", "end": "2027-03-15", "precision": "day", "certainty": "confirmed"}
    }
    finer = {**coarse["when"], "precision": "part-of-day", "certainty": "provisional", "part": "morning"}
    assert tolerated(BRIEFING, coarse, {"when": finer}) is None
    assert tolerated(BRIEFING, coarse, {"when": {**finer, "certainty": "confirmed"}}) == "refine"


def test_moments_are_compared_in_time_and_not_as_texts() -> None:
    within = {"start": "2027-03-15T09:00:00+08:00", "end": "2027-03-16", "precision": "day"}
    moved = {"start": "2027-03-15T10:30:00+09:00", "end": "2027-03-15T12:00:00+09:00", "precision": "moment"}
    early = {**moved, "start": "2027-03-15T09:30:00+09:00"}
    assert tolerated(BRIEFING, {"when": within}, {"when": moved}) == "refine"
    assert tolerated(BRIEFING, {"when": within}, {"when": early}) is None


def test_the_window_may_become_surer_and_finer_as_a_whole() -> None:
    april = "a: {title: 甲, when: 2027-04}"
    one, other = of(april), of(april.replace("2027-04", "2027-04-10"))
    assert tolerated(WINDOW, one[WINDOW], other[WINDOW]) == "refine"
    assert tolerated(WINDOW, other[WINDOW], one[WINDOW]) is None
    later = of(april.replace("2027-04", "2027-05-10"))
    assert tolerated(WINDOW, one[WINDOW], later[WINDOW]) is None
    loose = of("", "certainty: provisional")
    assert tolerated(WINDOW, loose[WINDOW], of("")[WINDOW]) == "confirm"


def test_one_time_moved_on_is_tolerated_by_nobody() -> None:
    assert tolerated("dates.activities@report@2027-W12", {"dropped": True}, {"dropped": False}) is None
    assert tolerated("dates.activities@report@2027-W12", None, {"dropped": True}) is None


# Budget


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("amount: 8万元", "amount: 79999.5 CNY", "less"),
        ("amount: 8万元", "amount: 9000 CNY", "less"),
        ("amount: 8万元", "amount: 80000 CNY", None),
        ("amount: 8万元", "amount: 80000.01 CNY", None),
        ("amount: 8万元", "amount: 100 EUR", None),
        ("amount: 8万元", "amount: unknown", None),
        ("amount: unknown", "amount: 100 CNY", None),
        ("amount: 8万元, fund: special", "amount: 7万元, fund: routine", None),
        ("amount: 8万元, fund: special", "amount: 7万元, fund: special", "less"),
        ("amount: 8万元", "amount: 7万元, fund: special", None),
        ("amount: 8万元, kind: deposit", "amount: 7万元, kind: reward", None),
        ("amount: 8万元, charged: 2027-05", "amount: 7万元, charged: 2027-08", "less"),
        ("amount: 8万元, charged: 2027-05", "amount: 7万元, charged: 2028-01", None),
        ("quantity: 5000, unit_cost: 2.5 CNY", "quantity: 4000, unit_cost: 2.4 CNY", "less"),
        ("quantity: 5000, unit_cost: 2.5 CNY", "quantity: 2000, unit_cost: 3 CNY", None),
        ("quantity: 5000 份, unit_cost: 2.5 CNY", "quantity: 400 箱, unit_cost: 2.5 CNY", None),
        ("quantity: unknown, unit_cost: 2.5 CNY", "quantity: unknown, unit_cost: 2 CNY", "less"),
        ("quantity: unknown, unit_cost: 2.5 CNY", "quantity: 10, unit_cost: 2 CNY", None),
        ("quantity: 5000, unit_cost: 2.5 CNY", "amount: 100 CNY", None),
        ("amount: 8万元, quantity: 5000", "amount: 7万元, quantity: 4000", None),
        ("amount: 8万元, share: 59%", "amount: 8万元, share: 40%", None),
        (
            "lines: [{for: 设计, amount: 30 CNY}, {for: 印刷, amount: 50 CNY}]",
            "lines: [{for: 设计, amount: 20 CNY}, {for: 印刷, amount: 50 CNY}]",
            "less",
        ),
        (
            "lines: [{for: 设计, amount: 30 CNY}, {for: 印刷, amount: 50 CNY}]",
            "lines: [{for: 设计, amount: 20 CNY}, {for: 印刷, amount: 51 CNY}]",
            None,
        ),
        ("lines: [{for: 设计, amount: 30 CNY}]", "lines: [{for: 设计, amount: 20 CNY}, {for: 印刷}]", None),
        ("lines: [{for: 设计, amount: 30 CNY}]", "lines: [{for: 设计, amount: 20 CNY, per: month}]", None),
        ("lines: [{for: 设计, amount: 30 CNY}, {for: 印刷}]", "lines: [{for: 设计, amount: 30 CNY}]", None),
    ],
)
def test_a_line_may_become_less(before: str, after: str, kind: str | None) -> None:
    assert tolerated(LINE, line(before), line(after)) == kind


def test_a_line_taken_out_is_not_less() -> None:
    assert tolerated(LINE, line("amount: 8万元"), None) is None
    assert tolerated(LINE, None, line("amount: 8万元")) is None


def test_nothing_else_is_tolerated() -> None:
    dated = {"due": {"due": "2027-03-15", "precision": "day", "certainty": "provisional"}}
    sure = {"due": {**dated["due"], "certainty": "confirmed"}}
    assert tolerated("dates@condition:rain", dated, sure) == "confirm"
    assert tolerated("scope", dated, sure) is None
    for leaf in ("text", "units@briefing", "scope", "partners@briefing", "budget"):
        assert tolerated(leaf, {"title": "甲"}, {"title": "乙"}) is None
