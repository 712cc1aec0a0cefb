"""Hooks that no act waits for: checks of plans, deliveries, calendars; what the store keeps of plugins."""

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from tests.office.desk import Clock, founded, plan

import campaignflow as cf

ZH = "活动没有保密审查，请补上。"


def made(name: str, version: str = "", **hooks: Callable[..., Any]) -> ModuleType:
    """Return a plugin with these hooks."""
    thing = ModuleType(name)
    if version:
        thing.__version__ = version
    for hook, function in hooks.items():
        setattr(thing, f"campaignflow_{hook}", cf.hookimpl(function))
    return thing


def broken(*_: Any, **__: Any) -> Any:
    msg = "目录服务没有响应"
    raise ConnectionError(msg)


@pytest.fixture
def desk(clock: Clock) -> Iterator[Callable[..., cf.Office]]:
    """Opens offices with plugins; all are closed again."""
    there: list[cf.Office] = []

    def enter(*plugins: object, **options: Any) -> cf.Office:
        there.append(founded(clock, plugins=plugins, **options))
        return there[-1]

    yield enter
    for one in there:
        one.close()


# plans


def unreviewed(programme: Any, schedule: Any) -> list[dict[str, Any]]:
    """Find every campaign that nobody reviews."""
    return [
        {"code": "no-review", "zh": ZH, "items": [name], "severity": "error"}
        for name, one in programme.campaigns.items()
        if not one.approvals
    ]


def test_the_office_looks_a_plan_over_with_its_plugins(desk: Callable[..., cf.Office]) -> None:
    office = desk(made("audit", check_plan=unreviewed))
    found = [one for one in office.check(plan()).findings if one.code == "audit/no-review"]
    assert [one.items for one in found] == [("water-week",), ("summer",)]


def test_a_plugin_that_is_required_and_missing_leaves_no_plan_in_order(
    desk: Callable[..., cf.Office],
) -> None:
    office = desk()
    assert office.check(plan()).errors == ()
    office.require(["audit"], actor="wang-fang", reason="集团规定")
    assert [(one.code, one.facts["plugin"]) for one in office.check(plan()).errors] == [
        ("plugin-missing", "audit")
    ]
