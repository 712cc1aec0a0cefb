"""Cover: nothing without a unit, a person and a date; nothing asked for that nobody planned.

This is the "timetable, roadmap, responsible person" rule (时间表、路线图、责任人).
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from campaignflow.dates import expression as ex
from campaignflow.errors import Finding
from campaignflow.scheduling.checks.view import View, days_of, joined
from campaignflow.scheduling.entry import Entry

__all__ = ["CHECKS"]


def nobody_responsible(view: View) -> Iterator[Finding]:
    """A campaign, activity or routine has no lead."""
    for entry in view.of_kind("campaign", "activity", "routine"):
        if not entry.lead:
            yield view.found("no-lead", entry)


def nobody_by_name(view: View) -> Iterator[Finding]:
    """Activities have no person, in a plan that names people; one note for each campaign."""
    people = view.programme.people
    if not people:
        return
    missing: dict[str, list[Entry]] = defaultdict(list)
    for entry in view.of_kind("activity"):
        if not entry.owner and not any(one in people for one in entry.lead):
            missing[entry.campaign or ""].append(entry)
    for campaign, entries in missing.items():
        titles = joined(entry.title for entry in entries)
        yield view.found("no-owner", view.entries[campaign], *entries, count=len(entries), titles=titles)


def no_date(view: View) -> Iterator[Finding]:
    """Activities have no date yet; one note for each campaign."""
    missing: dict[str, list[Entry]] = defaultdict(list)
    for entry in view.of_kind("campaign", "key-date", "activity", "prepare", "routine"):
        if not entry.is_dated and not entry.occurrences:
            missing[entry.campaign or entry.id].append(entry)
    for campaign, entries in missing.items():
        titles = joined(entry.title for entry in entries)
        yield view.found("no-date", view.entries[campaign], *entries, count=len(entries), titles=titles)


def directives(view: View) -> Iterator[Finding]:
    """A directive from above has nothing planned for it, or something it asks for is not planned."""
    programme = view.programme
    carried = {name for campaign in programme.campaigns.values() for name in campaign.directives}
    for name, directive in programme.directives.items():
        if name not in carried:
            yield view.about("directive-unplanned", ("directives", name), title=directive.title)
        for index, ask in enumerate(directive.asks):
            if ask not in view.entries:
                path = ("directives", name, "asks", index)
                yield view.about("ask-unplanned", path, title=directive.title, ask=ask)


def themes(view: View) -> Iterator[Finding]:
    """A theme of the programme has no campaign, in a plan whose campaigns name their themes."""
    used = {campaign.theme for campaign in view.programme.campaigns.values() if campaign.theme}
    if not used:
        return
    for index, theme in enumerate(view.programme.themes):
        if theme not in used:
            yield view.about("theme-unplanned", ("themes", index), theme=theme)


def beats(view: View) -> Iterator[Finding]:
    """A topic that somebody covers has no campaign or activity."""
    texts = [entry.title for entry in view.entries.values()]
    for campaign in view.programme.campaigns.values():
        texts += [campaign.theme or "", *campaign.objective, *campaign.audience]
    whole = "\n".join(texts)
    for name, person in view.programme.people.items():
        for beat in person.beats:
            if beat not in whole:
                yield view.about("beat-unplanned", ("people", name, "beats"), beat=beat, who=person.name)


def coordinator(view: View) -> Iterator[Finding]:
    """No unit coordinates the programme, or several do (牵头抓总)."""
    heads = [unit.name for unit in view.programme.units.values() if unit.coordinator]
    if view.programme.units and len(heads) != 1:
        yield view.about("coordinator-not-one", ("units",), count=len(heads), names=heads)


def week_gaps(view: View) -> Iterator[Finding]:
    """Numbered weeks of one campaign leave days between them."""
    weeks: dict[str, list[Entry]] = defaultdict(list)
    for entry in view.of_kind("activity", "key-date"):
        if _is_numbered_week(view, entry):
            weeks[entry.campaign or ""].append(entry)
    for entries in weeks.values():
        entries.sort(key=lambda entry: days_of(entry) or (date.max, date.max))
        for one, other in pairwise(entries):
            first, second = days_of(one), days_of(other)
            if (
                first is not None
                and second is not None
                and timedelta(1) < second[0] - first[1] <= timedelta(7)
            ):
                yield view.found(
                    "week-gap", other, one, field="when", first=first[1], last=second[0], other=one.title
                )


def _is_numbered_week(view: View, entry: Entry) -> bool:
    when = view.resolver.nodes[entry.id].noun.when
    match when.expression if when is not None else None:
        case ex.Single(ex.Term(ex.NthWeekOf() | ex.WeekOf(), ())):
            return days_of(entry) is not None
        case _:
            return False


def names_alike(view: View) -> Iterator[Finding]:
    """Two people have one name."""
    seen: dict[str, str] = {}
    for name, person in view.programme.people.items():
        other = seen.setdefault(person.name, name)
        if other != name:
            yield view.about(
                "two-of-one-name", ("people", name, "name"), one=other, other=name, name=person.name
            )


CHECKS = (
    nobody_responsible,
    nobody_by_name,
    no_date,
    directives,
    themes,
    beats,
    coordinator,
    week_gaps,
    names_alike,
)
