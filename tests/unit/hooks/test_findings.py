"""Findings of plugins about a plan: said in their words, placed, waived and counted like all others."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.office.desk import PLAN, text

import campaignflow as cf
from campaignflow.errors import Finding

Build = Callable[..., object]
EN, ZH = "The water week has no secrecy review; add one.", "世界水日没有保密审查，请补上。"
FOUND = {"code": "no-review", "zh": ZH, "en": EN, "items": ["water-week"]}
WAIVER = "waivers:\n  - {{finding: {code}, reason: 已另行审查}}\nunits:\n"


def found(*plugins: object, of: str = PLAN, **options: Any) -> list[Finding]:
    """Return what is found in a plan, less what campaignflow finds itself."""
    programme = cf.loads(of)
    ours = {one.code for one in cf.schedule(programme).findings} - {"waiver-unused", "waiver-refused"}
    asked = cf.Plugins(plugins, **options)
    return [one for one in cf.schedule(programme, plugins=asked).findings if one.code not in ours]


def waiving(code: str) -> str:
    return text(("units:\n", WAIVER.format(code=code)))


@pytest.mark.parametrize("given", [FOUND, cf.PlanFinding(**FOUND)], ids=["a mapping", "a PlanFinding"])
def test_a_finding_of_a_plugin_names_it_and_stands_where_its_item_does(plugin: Build, given: object) -> None:
    [one] = found(plugin("audit", check_plan=lambda programme, schedule: [given]))
    assert (one.code, one.severity, one.items) == ("audit/no-review", "warning", ("water-week",))
    assert one.place.item == "campaigns/water-week"
    assert one.place.line is not None
    assert (one.message("zh"), one.message("en")) == (f"插件 audit：{ZH}", f"Plugin audit: {EN}")


def test_a_finding_may_say_where_it_stands_and_how_bad_it_is(plugin: Build) -> None:
    path = ("campaigns", "summer", "lead")
    [one] = found(
        plugin("audit", check_plan=lambda: [{**FOUND, "items": (), "path": path, "severity": "error"}])
    )
    assert (one.place.item, one.severity) == ("campaigns/summer/lead", "error")


def test_a_sentence_in_one_language_is_said_in_both(plugin: Build) -> None:
    [one] = found(plugin("audit", check_plan=lambda: [{"code": "no-review", "zh": ZH}]))
    assert (one.message("zh"), one.message("en")) == (f"插件 audit：{ZH}", f"Plugin audit: {ZH}")


def test_it_sees_the_plan_and_its_dates(plugin: Build) -> None:
    seen: list[Any] = []
    found(plugin("audit", check_plan=lambda programme, schedule: seen.extend((programme, schedule))))
    programme, schedule = seen
    assert programme.campaigns["water-week"].title == "世界水日 · 中国水周"
    assert str(schedule["water-week/press-day"].start) == "2027-03-15"


def test_a_waiver_lifts_it_by_its_code(plugin: Build) -> None:
    [one] = found(plugin("audit", check_plan=lambda: [FOUND]), of=waiving("audit/no-review"))
    assert (one.severity, one.waived) == ("note", "已另行审查")


def test_an_error_is_not_waived(plugin: Build) -> None:
    hard = {**FOUND, "severity": "error"}
    codes = [
        one.code
        for one in found(plugin("audit", check_plan=lambda: [hard]), of=waiving("audit/no-review"))
        if one.severity == "error"
    ]
    assert codes == ["audit/no-review", "waiver-refused"]


def test_a_waiver_that_lifts_nothing_is_told_once_its_plugin_was_asked(plugin: Build) -> None:
    plan = waiving("audit/no-review")
    quiet, broken = plugin("audit", check_plan=lambda: None), plugin("audit", check_plan=lambda: 1 / 0)
    assert [one.code for one in found(quiet, of=plan)] == ["waiver-unused"]
    (error,) = found(broken, of=plan)
    assert (error.code, error.place.item) == ("plugin-error", "programme")
    assert found(of=plan) == []
    assert cf.schedule(cf.loads(plan)).errors == ()  # nobody was asked, so nobody knows


@pytest.mark.parametrize(
    "given",
    [
        "no-review",
        7,
        [7],
        [{}],
        [{"code": "no-review"}],
        [{"code": "No Review", "zh": ZH}],
        [{"code": "a/b", "zh": ZH}],
        [{"code": 7, "zh": ZH}],
        [{"code": "no-review", "zh": "  "}],
        [{**FOUND, "severity": "fatal"}],
        [{**FOUND, "items": ["autumn"]}],
        [{**FOUND, "items": "water-week-of-nobody"}],
        [{**FOUND, "items": [7]}],
        [{**FOUND, "path": [object()]}],
    ],
)
def test_what_is_no_finding_is_an_error_that_names_the_plugin(plugin: Build, given: object) -> None:
    there = [plugin("audit", check_plan=lambda: given), plugin("radio", check_plan=lambda: [FOUND])]
    wrong, sound = found(*there)
    assert (wrong.code, wrong.severity, wrong.facts["plugin"]) == ("plugin-answer-wrong", "error", "audit")
    assert sound.code == "radio/no-review"


def test_a_plugin_that_fails_is_an_error_of_the_plan_and_stops_no_other(plugin: Build) -> None:
    there = [plugin("audit", check_plan=lambda: 1 / 0), plugin("radio", check_plan=lambda: [FOUND])]
    assert [(one.code, one.severity) for one in found(*there)] == [
        ("plugin-error", "error"),
        ("radio/no-review", "warning"),
    ]


def test_the_order_of_installation_decides_nothing(plugin: Build) -> None:
    one, other = (plugin(name, check_plan=lambda: [FOUND]) for name in ("audit", "radio"))
    assert [each.code for each in found(one, other)] == [each.code for each in found(other, one)]
