"""The rules that a plugin keeps: what each says, and how it is found out.

A rule takes a plugin and yields one sentence for each fault.  One about a hook that the plugin does not
have finds nothing.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from subprocess import CalledProcessError
from types import ModuleType
from typing import Any, NamedTuple

from campaignflow.hooks.plugins import Plugins
from campaignflow.testing.asking import TOLD, answer, plain, questions, troubles
from campaignflow.testing.elsewhere import elsewhere, said_by_other_processes
from campaignflow.testing.rounds import absent, passable

__all__ = ["LIMIT", "RULES", "Rule"]

LIMIT = 0.25
"""Seconds that a call may take, the best of three."""
_DRAWN = 60
"""Campaigns nobody would think of that a plugin is asked about."""


class Rule(NamedTuple):
    """One rule."""

    sentence: str
    faults: Callable[[Any], Iterator[str]]
    """Yields what is wrong with a plugin."""


def _loads(plugin: Any) -> Iterator[str]:
    for report in Plugins([plugin]).report():
        for finding in report.findings if report.state != "loaded" else ():
            yield finding.message("en")


def _answers(plugin: Any) -> Iterator[str]:
    plugins, asked = questions(plugin)
    for one in asked:
        for trouble in troubles(answer(plugins, one)):
            yield f"{one}: {trouble.message('en')}"


def _any_plan(plugin: Any) -> Iterator[str]:
    from campaignflow.testing.strategies import drawn  # noqa: PLC0415  # the only rule that needs hypothesis

    plugins = Plugins([plugin])
    for one in drawn(_DRAWN):
        if plugins.implementing(one.hook):
            for trouble in troubles(answer(plugins, one)):
                yield f"{one}: {trouble.message('en')} It was asked {one.arguments!r}."


def _pure(plugin: Any) -> Iterator[str]:
    plugins, asked = questions(plugin)
    for one in (each for each in asked if each.hook not in TOLD):
        first = plain(answer(plugins, one))
        if plain(answer(plugins, one)) != first:
            yield f"{one}: asked twice, it answers differently"
            continue
        with elsewhere(plugin):
            then = plain(answer(plugins, one))
        if then != first:
            yield f"{one}: its answer hangs on the clock, on chance or on the folder it runs in"


def _changes_nothing(plugin: Any) -> Iterator[str]:
    plugins, asked = questions(plugin)
    for one in asked:
        before = plain(one.arguments)
        answer(plugins, one)
        if plain(one.arguments) != before:
            yield f"{one}: it changes what it was shown"


def _same_order(plugin: Any) -> Iterator[str]:
    if not isinstance(plugin, ModuleType):
        return
    try:
        first, second = said_by_other_processes(plugin.__name__)
    except CalledProcessError as error:
        yield f"in a process of its own it cannot be asked: {error.stderr.strip().splitlines()[-1]}"
        return
    for (one, said), (_, other) in zip(first, second, strict=True):
        if said != other:
            yield f"{one}: another process gives the steps in another order, or others"


def _quick(plugin: Any) -> Iterator[str]:
    plugins, asked = questions(plugin)
    for one in asked:
        took = _took(plugins, one)
        if took > LIMIT:
            took = min(took, _took(plugins, one), _took(plugins, one))
        if took > LIMIT:
            yield f"{one}: it takes {took:.2f} s; more than {LIMIT} s is too long while people wait"
            return


def _took(plugins: Plugins, one: Any) -> float:
    began = time.perf_counter()
    answer(plugins, one)
    return time.perf_counter() - began


def _told_again(plugin: Any) -> Iterator[str]:
    plugins, asked = questions(plugin)
    for one in asked:
        if one.hook in TOLD:
            answer(plugins, one)
            for trouble in troubles(answer(plugins, one)):
                yield f"{one}: told the same once more, it fails: {trouble.message('en')}"


RULES: Mapping[str, Rule] = {
    "loads": Rule("A plugin loads: it has hooks, each named, marked and shaped as specified.", _loads),
    "answers": Rule("A hook answers every question, with what its specification says.", _answers),
    "any-plan": Rule(
        "A hook answers for any plan: without money, of unknown cost, in other words.", _any_plan
    ),
    "pure": Rule("A hook that is asked again answers alike, whenever and wherever it runs.", _pure),
    "changes-nothing": Rule("A hook changes nothing that it is shown.", _changes_nothing),
    "same-order": Rule("Steps come out alike, and in one order, in every process.", _same_order),
    "quick": Rule("A hook answers at once.", _quick),
    "told-again": Rule(
        "Who takes notice after a commit, or carries reminders, takes the same ones twice.", _told_again
    ),
    "passable": Rule("A round with the plugin's steps passes when everybody approves.", passable),
    "absent": Rule("When the plugin is gone, people can decide its steps and stop the work.", absent),
}
"""The rules by name."""
