"""What follows from a changed plan: the dates that hang on what changed are worked out again, and no others.

Facts do not move: what is pinned, started, done, dropped, closed, or public keeps its days and is reported
(rule 26).  New calendar data change nothing by themselves (rule 29): a date is worked out again only if
it, or something it hangs on, was changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from campaignflow.actions.facts import immovable, with_facts
from campaignflow.canonical import Body, at, canonical, put
from campaignflow.dates.when import When
from campaignflow.errors import Finding, InvalidValue
from campaignflow.gate.cases import items_in
from campaignflow.gate.command import Proposal
from campaignflow.gate.judge import named
from campaignflow.gate.look import Look
from campaignflow.gate.programmes import around_programme, calendars_of, programme_noun, programme_ref
from campaignflow.labels import Word
from campaignflow.plan.programme import Programme
from campaignflow.records.body import body_of
from campaignflow.records.days import days_of
from campaignflow.records.entries import recorded_dates
from campaignflow.records.layout import is_date
from campaignflow.records.leaves import same
from campaignflow.scheduling.elsewhere import Path
from campaignflow.scheduling.nodes import PROGRAMME, Nodes, refs_in
from campaignflow.scheduling.resolver import Dates, hangs_on_parent
from campaignflow.scheduling.schedule import Schedule, resolved
from campaignflow.types import Ref

__all__ = ["follow", "settle"]

_DATED = frozenset({"when", "due", "from", "until", "except", "certainty", "timezone", "lead"})
"""Planned fields on which the days of a thing depend."""
_HANDED_DOWN = frozenset({"timezone", "lead", "certainty"})
"""Those that what stands inside a thing takes over."""
_OFFICE_DATED = frozenset({"working_calendar", "timezone", "part_of"})


def follow(
    look: Look, proposals: Sequence[Proposal], *, reason: str = "", stopping: bool = False
) -> list[Proposal]:
    """Return proposals with their dates resolved, and those that follow on other records (rule 26).

    The proposals' bodies hold what was planned; dates whose words changed need no days yet.  What is wrong
    with dates is a reason against the act; of a `stopping` one it is only reported (rule 21).
    """
    found = list(proposals)
    by_programme: dict[str, list[Proposal]] = {}
    for one in found:
        programme = _programme_of(one.ref)
        if one.body is not None and programme is not None:
            by_programme.setdefault(programme, []).append(one)
    for programme, own in by_programme.items():
        laid = {one.ref: dict(one.body or {}) for one in own}
        changed = _changed(look, laid)
        if not changed:
            continue
        moved = _settled(look, programme, laid, changed, stopping=stopping)
        if moved is None:
            continue
        if look.reasons:
            return found
        for ref, body in moved.items():
            mine = [one for one in own if one.ref == ref]
            for earlier in mine[:-1]:
                earlier.body = {
                    **(earlier.body or {}),
                    "plan": _days_from(body["plan"], (earlier.body or {})["plan"]),
                }
            if mine:
                mine[-1].body = body
            else:
                mover = _mover(own, body)
                cause = f"{mover.ref}@{_next_version(look, mover.ref)}"
                found.append(Proposal(ref, "followed", body, reason, cause=cause))
    return found


def _mover(own: Sequence[Proposal], body: Body) -> Proposal:
    """Return the change that a record follows: of a record that it names, else the first."""
    text = canonical(body)
    names = [one for one in own if one.ref.startswith("campaign:")]
    return next((one for one in names if one.ref.rpartition("/")[2].encode() in text), own[0])


def _days_from(settled: Any, plan: Any) -> Any:
    """Return a plan with the days that a settled one has for the same dates."""
    if not isinstance(plan, Mapping):
        return plan
    if is_date(plan):
        return settled if is_date(settled) and same(plan, settled) else plan
    said = settled if isinstance(settled, Mapping) else {}
    return {key: _days_from(said.get(key), value) for key, value in plan.items()}


def _settled(
    look: Look, programme: str, laid: Mapping[str, Body], changed: set[str], *, stopping: bool
) -> dict[str, Body] | None:
    """Return what `settle` does; None where dates cannot be worked out and the act stops something."""
    if not stopping:
        return settle(look, programme, laid, changed)
    known = len(look.reasons)
    try:
        moved = settle(look, programme, laid, changed)
    except Exception:  # noqa: BLE001  # a plan that cannot be read must not keep a campaign running (A13)
        look.report("dates-not-followed", ref=programme_ref(programme))
        return None
    broken = look.reasons[known:]
    if broken:
        look.reported += broken
        del look.reasons[known:]
        return None
    return moved


def _next_version(look: Look, ref: str) -> int:
    record = look.record(ref)
    return 1 if record is None else record.version + 1


def _programme_of(ref: str) -> str | None:
    kind, _, rest = ref.partition(":")
    if kind == "programme":
        return rest
    return rest.partition("/")[0] if kind == "campaign" else None


def _changed(look: Look, laid: Mapping[str, Body]) -> set[str]:
    """Return the ids of the schedule's entries whose planned dates are others; `PROGRAMME` stands for all."""
    changed: set[str] = set()
    for ref, body in laid.items():
        before = look.body(ref) or {}
        if before.get("plan") is body["plan"]:
            continue
        if ref.startswith("programme:"):
            changed |= _changed_programme(before, body)
            continue
        campaign = ref.rpartition("/")[2]
        items = {"": ("plan",), **dict(items_in(body))}
        for address, place in items.items():
            old, new = at(before, place), at(body, place)
            fields = _differing(old, new)
            node = f"{campaign}/{address}" if address else campaign
            if fields:
                changed.add(node)
            if fields & _HANDED_DOWN:
                inner = f"{address}/" if address else ""
                changed |= {f"{campaign}/{one}" for one in items if one and one.startswith(inner)}
    return changed


def _changed_programme(before: Mapping[str, Any], body: Mapping[str, Any]) -> set[str]:
    old, new = before.get("plan", {}), body["plan"]
    wide = ("period", "timezone", "working_calendar", "week_starts", "certainty", "calendars", "observances")
    for name in (*wide, "fiscal_year_starts"):
        if not _same(old.get(name), new.get(name)):
            return {PROGRAMME}
    routines = new.get("routines", {})
    return {
        f"routine:{name}"
        for name, one in routines.items()
        if _differing(old.get("routines", {}).get(name), one)
    }


def _differing(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> set[str]:
    """Return the planned fields of a thing that its days depend on and that are others."""
    said = old or {}
    fields = {name for name in _DATED if not _same(said.get(name), new.get(name))}
    unsolved = {
        name for name in ("when", "due") if name in new and "resolved" not in new[name] and old is None
    }
    return fields | unsolved | ({"when"} if old is None else set())


def _same(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return same(one, other)


def settle(
    look: Look, programme: str, laid: Mapping[str, Body], changed: set[str], *, refresh: bool = False
) -> dict[str, Body]:
    """Return the bodies of a programme whose dates are others once some entries changed, laid ones included.

    With `refresh` everything that may move is worked out again, by the calendars of today.
    """
    everything = refresh or PROGRAMME in changed
    near = None if everything else _near(look, programme, laid)
    noun = programme_noun(look, programme, laid, near)
    if noun is None:
        return dict(laid)
    nodes = Nodes(noun)
    for node in nodes.values():
        for _ in nodes.hang(node):
            pass
    open_ = set(nodes) if everything else _closure(nodes, changed)
    stored = {ref: laid.get(ref) or look.body(ref) or {} for ref in _records(noun)}
    stuck = {name: why for name, why in immovable(look, stored).items() if name in open_ - changed}
    fixed = {
        name: dates
        for name, dates in _given(look, noun, stored).items()
        if name not in open_ or name in stuck
    }
    made = resolved(noun, fixed=fixed, calendars=calendars_of(look))
    if _has_errors(look, made, open_, noun):
        return dict(laid)
    if stuck:
        _report_stuck(look, noun, fixed, stuck, made)
    touched = {ref for ref in stored if everything or ref in laid or _holds(ref, open_, nodes)}
    moved = dict(laid)
    days = _days_by_campaign(made)
    for ref in touched:
        body = _with_days(ref, stored[ref], noun, days, open_ - set(stuck), everything=everything)
        if body != stored[ref] or ref in laid:
            moved[ref] = body
    return moved


def _near(look: Look, programme: str, laid: Mapping[str, Body]) -> set[str]:
    """Return the campaigns that are needed to see what follows: those laid, what may name them or be named.

    A campaign is named by its id or title, so what holds neither in its text does not name it.
    """
    texts = {one.ref: (one.body, one.data) for one in look.records(kind="campaign", programme=programme)}
    texts.update((ref, (canonical(body), body)) for ref, body in laid.items() if ref.startswith("campaign:"))
    names = {
        ref: [name.encode() for name in (ref.rpartition("/")[2], str(body.get("plan", {}).get("title", "")))]
        for ref, (_, body) in texts.items()
    }
    found, waiting = set(), [ref for ref in laid if ref in texts]
    if any(ref.startswith("programme:") for ref in laid):  # routines may hang on any campaign, and it on them
        return set(texts)
    while waiting:
        ref = waiting.pop()
        if ref not in found:
            found.add(ref)
            mine = [name for name in names[ref] if name]
            waiting += [other for other, (text, _) in texts.items() if any(name in text for name in mine)]
    named_by = {
        other
        for ref in found
        for other, called in names.items()
        if any(name and name in texts[ref][0] for name in called)
    }
    return found | named_by


def _records(noun: Programme) -> list[str]:
    return [
        programme_ref(noun.id),
        *(str(Ref("campaign", noun.id, name)) for name in noun.campaigns),
    ]


def _holds(ref: str, names: Iterable[str], nodes: Nodes) -> bool:
    """Whether a record holds one of some entries."""
    kind, _, rest = ref.partition(":")
    if kind == "programme":
        return any(name.startswith("routine:") for name in names)
    campaign = rest.partition("/")[2]
    return any(nodes[name].campaign == campaign for name in names if name in nodes)


def _closure(nodes: Nodes, changed: Iterable[str]) -> set[str]:
    """Return the entries that changed and all that hang on them, directly or by way of others."""
    hanging: dict[str, set[str]] = {}
    for name, node in nodes.items():
        for target in node.hangs_on.values():
            hanging.setdefault(target, set()).add(name)
        if node.parent is not None and hangs_on_parent(node):
            hanging.setdefault(node.parent, set()).add(name)
    found, waiting = set(), [name for name in changed if name in nodes]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += hanging.get(name, ())
    return found


def _given(look: Look, noun: Programme, stored: Mapping[str, Body]) -> dict[str, Dates]:
    """Return the dates on record of every entry of a programme."""
    around = around_programme(look, noun.id, stored.get(programme_ref(noun.id)))
    given: dict[str, Dates] = {}
    for ref, body in stored.items():
        if "plan" in body:
            given |= recorded_dates(named(ref), body, around)
    return given


def _has_errors(look: Look, made: Schedule, open_: set[str], noun: Programme) -> bool:
    """Refuse if a date that is worked out again cannot be; say each that cannot."""
    found = [one for one in made.findings if one.severity == "error" and _is_about(one, open_)]
    for finding in found:
        ref = programme_ref(noun.id) if not finding.items else f"{finding.items[0]}"
        look.refuse_for(finding, ref)
    return bool(found)


def _is_about(finding: Finding, open_: set[str]) -> bool:
    return not finding.items or bool(open_.intersection(finding.items))


def _report_stuck(
    look: Look, noun: Programme, fixed: Mapping[str, Dates], stuck: Mapping[str, str], made: Schedule
) -> None:
    """Say which dates would have followed and do not, because they are facts."""
    free = resolved(
        noun,
        fixed={name: dates for name, dates in fixed.items() if name not in stuck},
        calendars=calendars_of(look),
    )
    for name, why in stuck.items():
        if name not in free or name not in made:
            continue
        here, there = made[name], free[name]
        if (here.start, here.end, here.due) != (there.start, there.end, there.due):
            would = there.start or there.due or there.end
            shown = "—" if would is None else would.isoformat()[:16].replace("T", " ")
            look.report("did-not-follow", ref=name, title=here.title, why=Word(why), would=shown)


def _days_by_campaign(made: Schedule) -> dict[str | None, dict[Path, Body]]:
    """Return the days of every date, by campaign; those of the programme itself under None."""
    found: dict[str | None, dict[Path, Body]] = {None: {}}
    for path, days in days_of(made).items():
        campaign = str(path[1]) if path[0] == "campaigns" else None
        found.setdefault(campaign, {})[path] = days
    return found


def _with_days(  # what a body is made anew from
    ref: str,
    body: Body,
    noun: Programme,
    days: Mapping[str | None, Mapping[Path, Body]],
    open_: set[str],
    *,
    everything: bool,
) -> Body:
    """Return a body with the days of what was worked out again; all other days stay as they are."""
    kind, _, rest = ref.partition(":")
    campaign = rest.partition("/")[2] if kind == "campaign" else None
    path = ("campaigns", campaign) if campaign is not None else ()
    own = noun.campaigns[campaign] if campaign is not None else noun
    fresh = body_of(own, path, days.get(campaign, {}), currency=noun.currency, before=body)
    plan = fresh["plan"] if everything else _kept(body["plan"], fresh["plan"], _places(ref, body, open_))
    if "uses" in body["plan"] and campaign is None:
        plan = put(plan, ("uses",), body["plan"]["uses"])
    return with_facts({**body, "plan": plan}, body)


def _places(ref: str, body: Body, open_: set[str]) -> set[tuple[str, ...]]:
    """Return where in a plan the entries stand that were worked out again."""
    kind, _, rest = ref.partition(":")
    campaign = rest.partition("/")[2]
    prefix = "routine:" if kind == "programme" else f"{campaign}/"
    places = {place[1:] for address, place in items_in(body) if f"{prefix}{address}" in open_}
    return places | ({()} if kind == "campaign" and campaign in open_ else set())


def _kept(old: Any, new: Any, places: set[tuple[str, ...]], path: tuple[str, ...] = ()) -> Any:
    """Return a new plan in which days stay as they are on record, but for those at some places.

    A date that names something else of the plan takes its new days, too.
    """
    if not isinstance(new, Mapping):
        return new
    if is_date(new):
        was = old.get("resolved") if isinstance(old, Mapping) else None
        moves = path[:-1] in places and path[-1] in {"when", "due"}
        if was is None or moves or _names_something(new["written"]):
            return new
        return {**new, "resolved": was} if same(old, new) else new
    said = old if isinstance(old, Mapping) else {}
    return {key: _kept(said.get(key), value, places, (*path, key)) for key, value in new.items()}


def _names_something(written: str) -> bool:
    try:
        return any(True for _ in refs_in(When(written).expression))
    except InvalidValue:
        return False
