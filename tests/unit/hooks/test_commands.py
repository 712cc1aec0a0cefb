"""Commands of plugins: registered by name, and left out where nobody could tell which is meant."""

from collections.abc import Callable
from typing import Any

import pytest

from campaignflow.hooks.plugins import Plugins

Build = Callable[..., object]
OURS = ("check", "apply")


def bringing(build: Build, name: str, *commands: str) -> object:
    def hook(register: Any) -> None:
        for command in commands:
            register(command, print, help=f"{command} of {name}")

    return build(name, commands=hook)


def named(plugins: Plugins) -> list[tuple[str, str, str]]:
    return [(one.provider, one.name, one.help) for one in plugins.commands(OURS)]


def found(plugins: Plugins) -> dict[str, list[str]]:
    return {one.name: [finding.code for finding in one.findings] for one in plugins.report()}


def test_plugins_bring_commands_in_the_order_of_their_names(plugin: Build) -> None:
    plugins = Plugins([bringing(plugin, "radio", "tune"), bringing(plugin, "audit", "audit-form", "audit-2")])
    assert named(plugins) == [
        ("audit", "audit-form", "audit-form of audit"),
        ("audit", "audit-2", "audit-2 of audit"),
        ("radio", "tune", "tune of radio"),
    ]


def test_a_command_of_our_name_is_left_out_and_told_and_the_others_stay(plugin: Build) -> None:
    plugins = Plugins([bringing(plugin, "audit", "check", "audit-form")])
    assert [name for _, name, _ in named(plugins)] == ["audit-form"]
    assert found(plugins) == {"audit": ["plugin-command-ours"]}
    assert "check" in plugins.clashes[0].message("zh")


def test_of_two_of_one_name_neither_is_there(plugin: Build) -> None:
    there = [bringing(plugin, "audit", "form", "audit-form"), bringing(plugin, "radio", "form")]
    plugins = Plugins(there)
    assert [name for _, name, _ in named(plugins)] == ["audit-form"]
    assert found(plugins) == {"audit": ["plugin-command-twice"], "radio": ["plugin-command-twice"]}


@pytest.mark.parametrize(
    "wrong",
    [
        lambda register: register("Form", print),
        lambda register: register("", print),
        lambda register: register("-f", print),
        lambda register: register("form", "campaignflow_audit:form"),
        lambda register: register(7, print),
        lambda register: register("form"),
        lambda register: 1 / 0,
    ],
)
def test_a_plugin_that_cannot_say_brings_no_command_and_stops_no_other(plugin: Build, wrong: Any) -> None:
    def partly(register: Any) -> None:
        register("audit-form", print)
        wrong(register)

    plugins = Plugins([plugin("audit", commands=partly), bringing(plugin, "radio", "tune")])
    assert [name for _, name, _ in named(plugins)] == ["tune"]
    assert len(found(plugins)["audit"]) == 1


def test_a_plugin_without_commands_brings_none(plugin: Build) -> None:
    assert named(Plugins([plugin("audit", commands=lambda: None), plugin("radio", veto=lambda: None)])) == []
