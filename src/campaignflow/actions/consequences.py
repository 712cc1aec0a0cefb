"""What follows from a changed plan: the dates that hang on what changed are worked out again, and no others.

Facts do not move: what is pinned, started, done, dropped, closed, or public keeps its days and is reported
(rule 26).  New calendar data change nothing by themselves (rule 29): a date is worked out again only if
it, or something it hangs on, was changed.  What an act changes by its words is in
`campaignflow.actions.changed`.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from campaignflow.actions.changed import (
    changed,
    keep_days,
    says_other_dates,
    taken_over,
    without_wide_changes,
)
from campaignflow.actions.facts import as_if_back, as_sure, immovable, postponed, series_in, with_facts
from campaignflow.actions.replanned import Moves, Twice, days_by_campaign, places_of, planned
from campaignflow.canonical import Body, canonical
from campaignflow.errors import Finding
from campaignflow.gate.command import Proposal
from campaignflow.gate.judge import named
from campaignflow.gate.look import Look
from campaignflow.gate.programmes import around_programme, calendars_of, programme_noun, programme_ref
from campaignflow.labels import Word
from campaignflow.plan.programme import Programme
from campaignflow.records.entries import recorded_dates
from campaignflow.records.layout import is_date
from campaignflow.records.leaves import same
from campaignflow.scheduling.nodes import PROGRAMME, Nodes
from campaignflow.scheduling.resolver import Dates, hangs_on_parent
from campaignflow.scheduling.schedule import Schedule, resolved
from campaignflow.types import Ref

__all__ = ["follow", "settle"]


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
        keep_days(look, own)
        laid = {one.ref: dict(one.body or {}) for one in own}
        ids = changed(look, laid)
        if not ids and not says_other_dates(look, laid):
            continue
        moved = _settled(look, programme, laid, ids, stopping=stopping)
        if moved is None:
            continue
        if look.reasons:
            return found
        followed = (_followed(look, own, ref, body, reason) for ref, body in moved.items())
        found += [one for one in followed if one is not None]
    return found


def _followed(look: Look, own: Sequence[Proposal], ref: str, body: Body, reason: str) -> Proposal | None:
    """Give a record's own proposals its days; return the entry by which it follows beside them."""
    mine = [one for one in own if one.ref == ref]
    # under another id nothing moves: what follows has an entry of its own, which calendars count
    last = mine.pop() if mine and "from" not in mine[-1].details else None
    for one in mine:
        one.body = {**(one.body or {}), "plan": _days_from(body["plan"], (one.body or {})["plan"])}
    if last is not None:
        last.body = body
    elif not mine or mine[-1].body != body:
        mover = _mover(own, body)
        return Proposal(ref, "followed", body, reason, cause=f"{mover.ref}@{_next_version(look, mover.ref)}")
    return None


def _mover(own: Sequence[Proposal], body: Body) -> Proposal:
    """Return the change that a record follows: of a record that it names, else the first."""
    text = canonical(body)
    names = [one for one in own if one.ref.startswith("campaign:")]
    return next((one for one in names if one.ref.rpartition("/")[2].encode() in text), own[0])


def _days_from(settled: Any, plan: Any) -> Any:
    """Return a plan in which dates without days have those that a settled one has for the same dates."""
    if not isinstance(plan, Mapping):
        return plan
    if is_date(plan):
        is_new = "resolved" not in plan and is_date(settled) and same(plan, settled)
        return settled if is_new else plan
    said = settled if isinstance(settled, Mapping) else {}
    return {key: _days_from(said.get(key), value) for key, value in plan.items()}


def _settled(
    look: Look, programme: str, laid: Mapping[str, Body], ids: set[str], *, stopping: bool
) -> dict[str, Body] | None:
    """Return what `settle` does; None where dates cannot be worked out and the act stops something."""
    if not stopping:
        return settle(look, programme, laid, ids)
    known = len(look.reasons)
    try:
        moved = settle(look, programme, laid, ids)
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


def settle(
    look: Look, programme: str, laid: Mapping[str, Body], ids: set[str], *, refresh: bool = False
) -> dict[str, Body]:
    """Return the bodies of a programme whose dates are others once some entries changed, laid ones included.

    With `PROGRAMME` among the ids, what comes out otherwise by what the programme itself says is worked out
    again, too.  With `refresh` everything that may move is, by the calendars of today.
    """
    is_whole = refresh or (PROGRAMME in ids and look.body(programme_ref(programme)) is None)
    is_wide = PROGRAMME in ids and not is_whole
    noun = programme_noun(
        look, programme, laid, None if is_whole or is_wide else _near(look, programme, laid)
    )
    if noun is None:
        return dict(laid)
    work_out = partial(resolved, calendars=calendars_of(look), observances=look.observances)
    nodes = Nodes(noun)
    for node in nodes.values():
        for _ in nodes.hang(node):
            pass
    free = Twice(lambda: (work_out(without_wide_changes(look, programme, laid) or noun), work_out(noun)))
    open_ = set(nodes) if is_whole else _closure(nodes, ids | free.entries() if is_wide else ids)
    stored = {ref: laid.get(ref) or look.body(ref) or {} for ref in _records(noun)}
    facts = {name: why for name, why in immovable(look, stored).items() if name in open_}
    inside = facts.keys() & taken_over(look, laid) if facts.keys() & ids else set[str]()
    ids = ids - inside
    stuck = {name: why for name, why in facts.items() if name not in ids}
    given, off = _given(look, noun, stored), postponed(stored)
    held = _closure(nodes, off)  # a series that hangs on what is postponed keeps its times until then
    stays = stuck.keys() | series_in(given, held - ids)
    fixed = {
        name: dates
        for name, dates in given.items()
        if name in stays or (name not in open_ and not dates.inherited)
    }
    around = {name: dates for name, dates in fixed.items() if name not in held}
    fixed |= as_if_back(look, programme, stored, held & ids - off, partial(work_out, fixed=around))
    fixed |= as_sure(fixed, inside, partial(work_out, noun))
    made = work_out(noun, fixed=fixed)
    if _has_errors(look, made, open_, noun):
        return dict(laid)
    if stuck:
        _report_stuck(look, noun, fixed, stuck, made)
    twice = free if is_wide else Twice(lambda: (work_out(noun, fixed=given), made))
    moved, days = dict(laid), days_by_campaign(made)
    for ref, body in stored.items():
        if is_whole or is_wide or ref in laid or _holds(ref, open_, nodes):
            plan = planned(ref, body, noun, days)
            if not is_whole:
                places = places_of(ref, body, open_ - stays | inside)
                moves = Moves(places, partial(twice.places, ref, body, noun), is_wide=is_wide)
                plan = moves.kept(body["plan"], plan)
            after = with_facts(look, ref, {**body, "plan": plan})
            if after != body or ref in laid:
                moved[ref] = after
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
        observances=look.observances,
    )
    for name, why in stuck.items():
        if name not in free or name not in made:
            continue
        here, there = made[name], free[name]
        if (here.start, here.end, here.due) != (there.start, there.end, there.due):
            would = there.start or there.due or there.end
            shown = "—" if would is None else would.isoformat()[:16].replace("T", " ")
            look.report("did-not-follow", ref=name, title=here.title, why=Word(why), would=shown)
