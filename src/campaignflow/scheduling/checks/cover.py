"""Cover: nothing without a unit, a person and a date; nothing asked for that nobody planned.

This is the "timetable, roadmap, responsible person" rule (时间表、路线图、责任人).
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from campaignflow.dates import expression as ex
from campaignflow.errors import Finding
from campaignflow.scheduling.checks.view import View, days_of, joined
from campaignflow.scheduling.entry import Entry

__all__ = ["CHECKS"]

WHOLE_DAY, WEEK = timedelta(days=1), timedelta(days=7)


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
    """Something has no date yet, and is not to be done as needed; one note for each campaign."""
    missing: dict[str, list[Entry]] = defaultdict(list)
    for entry in view.of_kind("campaign", "key-date", "activity", "prepare", "routine"):
        when = view.resolver.nodes[entry.id].noun.when
        is_open = when is not None and isinstance(when.expression, ex.AsNeeded)
        if not (is_open or entry.is_dated or entry.occurrences):
            missing[entry.campaign or entry.id].append(entry)
    for campaign, entries in missing.items():
        titles = joined(entry.title for entry in entries)
        others = [entry for entry in entries if entry.id != campaign]
        yield view.found("no-date", view.entries[campaign], *others, count=len(entries), titles=titles)


def directives(view: View) -> Iterator[Finding]:
    """A directive from above has nothing planned for it, or something it asks for is not planned."""
    programme = view.programme
    carried = {name for campaign in programme.campaigns.values() for name in campaign.directives}
    for name, directive in sorted(programme.directives.items()):
        if name not in carried and not any(ask in view.entries for ask in directive.asks):
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
    heads = [unit.name for _, unit in sorted(view.programme.units.items()) if unit.coordinator]
    if view.programme.units and len(heads) != 1:
        yield view.about("coordinator-not-one", ("units",), count=len(heads), names=heads)


def week_gaps(view: View) -> Iterator[Finding]:
    """Numbered weeks of a campaign, or weeks that fill most of its time, leave days between them."""
    weeks: dict[str, list[tuple[Entry, tuple[date, date]]]] = defaultdict(list)
    for entry in view.of_kind("activity", "key-date"):
        days = days_of(entry)
        is_week = days is not None and (days[1] - days[0] == WEEK - WHOLE_DAY or _is_numbered(view, entry))
        if days is not None and is_week and not entry.occurrences:
            weeks[entry.campaign or ""].append((entry, days))
    for found in weeks.values():
        last, until = found[0]
        whole = max(days[1] for _, days in found) - until[0] + WHOLE_DAY
        is_series = 3 * len(found) * WEEK >= 2 * whole  # not a calendar with a week here and there
        for entry, days in found[1:]:
            meant = is_series or (_is_numbered(view, entry) and _is_numbered(view, last))
            if meant and WHOLE_DAY < days[0] - until[1] <= WEEK + WHOLE_DAY:
                facts = {"first": until[1], "last": days[0], "other": last.title}
                yield view.found("week-gap", entry, last, field="when", **facts)
            if days[1] >= until[1]:
                last, until = entry, days


def _is_numbered(view: View, entry: Entry) -> bool:
    """Whether something was given a week by its number; it may be cut at the edge of its month."""
    when = view.resolver.nodes[entry.id].noun.when
    match when.expression if when is not None else None:
        case ex.Single(ex.Term(ex.NthWeekOf(), ())):
            return True
        case _:
            return False


def names_alike(view: View) -> Iterator[Finding]:
    """Two people have one name."""
    seen: dict[str, str] = {}
    for name, person in sorted(view.programme.people.items()):
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
