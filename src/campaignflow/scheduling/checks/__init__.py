"""Looks a resolved programme over: plain functions over the whole plan, each yielding findings.

`order` and `reach` ask whether the dates can be kept, `deciders` whether anybody can approve, `clashes`
whether they get in each other's way, `days_off` whether anybody works then, `cover` whether anything is
missing, `doubt` what may not be as it seems, `sums` whether the money adds up.  A waiver of the plan lifts
what may be lifted.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from campaignflow.errors import Finding
from campaignflow.labels import SENTENCES
from campaignflow.plan.conduct import Waiver
from campaignflow.plan.programme import Programme
from campaignflow.plan.references import unknown_references
from campaignflow.scheduling.checks import clashes, cover, days_off, deciders, doubt, order, reach, sums
from campaignflow.scheduling.checks.view import View
from campaignflow.scheduling.entry import Entry
from campaignflow.scheduling.resolver import Resolver

__all__ = ["CHECKS", "check", "lifted"]

OF_A_PLUGIN = "/"
"""Between a plugin's name and its own code, in the code of a finding that it gave; ours have none."""

CHECKS: tuple[Callable[[View], Iterator[Finding]], ...] = (
    *order.CHECKS,
    *reach.CHECKS,
    *deciders.CHECKS,
    *clashes.CHECKS,
    *days_off.CHECKS,
    *cover.CHECKS,
    *doubt.CHECKS,
    *sums.CHECKS,
)


def check(
    resolver: Resolver, entries: Mapping[str, Entry], today: date | None, found: Iterable[Finding] = ()
) -> tuple[list[Finding], Mapping[str, date]]:
    """Return every finding about a resolved programme, and the latest day to submit each campaign.

    `found` are the findings of reading it; what waivers lift of them is lifted too.
    """
    view = View(resolver, entries, today)
    findings = [finding for one in CHECKS for finding in one(view)]
    # the dates that checks read are findings of the resolver by now
    everything = [
        *found,
        *unknown_references(view.programme),
        *resolver.settings.findings,
        *resolver.findings,
    ]
    return _waived([*everything, *findings], view), reach.submit_by(view)


def _lifts(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver lifts a finding: it names no items, only such as it is about, or all of them.

    So `[drill, salon]` lifts the clash of these two and not that of `drill` with a third, `[drill]`
    lifts every clash of `drill`, and a list of blackout items lifts each of theirs.
    """
    if waiver.finding != finding.code or not finding.waivable:
        return False
    named, about = set(waiver.items), set(finding.items)
    return not named or named <= about or (bool(about) and about <= named)


def _waived(findings: list[Finding], view: View) -> list[Finding]:
    """Lift what waivers lift; a waiver that lifts nothing is a finding itself."""
    used = _lift(findings, view.programme)
    for index, waiver in enumerate(view.programme.waivers):
        place = view.programme.place("waivers", index, "items")
        for item in waiver.items:
            if item not in view.entries:
                near = get_close_matches(item, view.entries, 1, 0.6)
                findings.append(Finding("entry-unknown", place, {"id": item, "near": near}))
        if OF_A_PLUGIN in waiver.finding:  # `lifted` judges it, once plugins were asked
            continue
        place = view.programme.place("waivers", index, "finding")
        if waiver.finding not in SENTENCES:
            near = get_close_matches(waiver.finding, SENTENCES, 1, 0.6)
            findings.append(Finding("waiver-unknown", place, {"code": waiver.finding, "near": near}))
        elif not SENTENCES[waiver.finding].waivable:
            findings.append(Finding("waiver-refused", place, {"code": waiver.finding}))
        elif index not in used:
            findings.append(Finding("waiver-unused", place, {"code": waiver.finding}))
    return findings


def lifted(findings: Iterable[Finding], programme: Programme, answered: Collection[str]) -> list[Finding]:
    """Return what plugins found, less what waivers lift; one that lifts nothing is a finding itself.

    Only waivers of plugins that have `answered` are judged: of the others nobody knows what they find.
    """
    found = list(findings)
    used = _lift(found, programme)
    firm = {finding.code for finding in found if not finding.waivable}
    for index, waiver in enumerate(programme.waivers):
        place = programme.place("waivers", index, "finding")
        plugin, mark, _ = waiver.finding.partition(OF_A_PLUGIN)
        if not mark or plugin not in answered or index in used:
            continue
        code = "waiver-refused" if waiver.finding in firm else "waiver-unused"
        found.append(Finding(code, place, {"code": waiver.finding}))
    return found


def _lift(findings: list[Finding], programme: Programme) -> set[int]:
    """Lift what waivers lift, in place; return the numbers of the waivers that did."""
    used: set[int] = set()
    for number, finding in enumerate(findings):
        for index, waiver in enumerate(programme.waivers):
            if _lifts(waiver, finding):
                findings[number] = replace(finding, waived=waiver.reason)
                used.add(index)
                break
    return used
