"""Works the dates of a whole programme out, each after those it hangs on.

Which thing hangs on which is in `campaignflow.scheduling.nodes`; one expression is worked out in
`campaignflow.dates.resolve`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from graphlib import CycleError, TopologicalSorter

from campaignflow.dates import expression as ex
from campaignflow.dates.bases import Setting
from campaignflow.dates.precision import Certainty, Precision
from campaignflow.dates.recurrence import Round, daily, rounds
from campaignflow.dates.resolve import resolve
from campaignflow.dates.span import UNDATED, Point, Span, as_day
from campaignflow.dates.when import When
from campaignflow.errors import Finding, InvalidValue
from campaignflow.plan.dated import Dated
from campaignflow.plan.programme import Programme
from campaignflow.scheduling.nodes import PROGRAMME, Node, Nodes, dated_fields, refs_in
from campaignflow.scheduling.settings import Settings

__all__ = ["HORIZON", "Dates", "Resolver"]

HORIZON = timedelta(days=731)
"""How far a recurrence is followed where neither it nor the programme has an end."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of one node."""

    when: Span | None = None
    """None where it has no `when` of its own."""
    due: Span | None = None
    rounds: tuple[Round, ...] = ()
    due_rounds: bool = False
    """Whether the rounds are last days rather than times at which it happens."""
    window: Span = UNDATED
    """What it lies in: its own span, else the inherited one."""
    inherited: bool = False
    certainty: Certainty = Certainty.PROVISIONAL


_NOWHERE = Node("", "routine", Dated(title="-"), ())
"""Where a date stands that belongs to no dated thing."""


class Resolver:
    """Dates of all nodes; findings about those that have none or more than one reading."""

    def __init__(self, programme: Programme, settings: Settings) -> None:
        self.programme = programme
        self.settings = settings
        self.nodes = Nodes(programme)
        self.findings: list[Finding] = []
        self.dates: dict[str, Dates] = {PROGRAMME: Dates(when=self._period(), window=self._period())}
        self._notes: dict[str, list[str]] = {}
        broken = self._hang()
        for name in self._order():
            self.dates[name] = self._dated(self.nodes[name], broken)

    def _period(self) -> Span:
        first, last = self.settings.period
        return Span(
            None if first is None else Point(first, first, Precision.DAY),
            None if last is None else Point(last, last, Precision.DAY),
        )

    def _hang(self) -> set[tuple[str, str]]:
        """Note what every node hangs on; return the fields that name something unknown."""
        broken = set()
        for node in self.nodes.values():
            for name, error in self.nodes.hang(node, dated_fields(node.noun)):
                broken.add((node.id, name))
                self.find(error, node, name)
        return broken

    def _order(self) -> list[str]:
        graph = {name: set(node.hangs_on.values()) - {PROGRAMME} for name, node in self.nodes.items()}
        for name, node in self.nodes.items():
            if node.parent is not None and _rests_on_parent(node):
                graph[name].add(node.parent)
        while True:
            try:
                return list(TopologicalSorter(graph).static_order())
            except CycleError as error:
                ring = error.args[1]
                self._cut(ring, graph)

    def _cut(self, ring: list[str], graph: dict[str, set[str]]) -> None:
        """Report a ring of dates and take it apart at its first member."""
        members = list(dict.fromkeys(ring))
        by_name = [one for one in members if self.nodes[one].hangs_on]
        victim = min(by_name or members)
        node = self.nodes[victim]
        facts = {"items": sorted(members)}
        where = self.programme.place(*node.path, "when" if node.noun.when is not None else "due")
        self.findings.append(Finding("dates-in-a-ring", where, facts, tuple(sorted(members))))
        for ref in [ref for ref, target in node.hangs_on.items() if target in members]:
            del node.hangs_on[ref]
        graph[victim] -= set(members)

    def _dated(self, node: Node, broken: set[tuple[str, str]]) -> Dates:
        noun = node.noun
        setting = self.setting(node)
        marked = self._marked(node)
        around = self._around(node)
        due_when = dated_fields(noun).get("due")
        when = due = None
        found: tuple[Round, ...] = ()
        due_rounds = False
        if noun.when is not None and (node.id, "when") not in broken:
            when, found = self._when(node, noun.when, "when", setting, around)
        elif noun.when is not None:
            when = UNDATED
        if due_when is not None and (node.id, "due") not in broken:
            due, rounds_due = self._when(node, due_when, "due", setting, around)
            if rounds_due and not found:
                found, due_rounds, due = rounds_due, True, None
        inherited = when is None and due is None and not found and due_when is None
        own = when if when is not None else due if due is not None and not inherited else None
        window = _hull(found, around) if found else own if own is not None else around
        certainty = marked or window.certainty
        if marked is Certainty.PROVISIONAL:
            window = replace(window, provisional=True)
        return Dates(when, due, found, due_rounds, window, inherited, certainty)

    def _around(self, node: Node) -> Span:
        """Return what a node lies in: its parent's window, once that is known, else the period."""
        parent = self.dates.get(node.parent) if node.parent is not None else self.dates[PROGRAMME]
        return UNDATED if parent is None else parent.window

    def _marked(self, node: Node) -> Certainty | None:
        """Return the certainty somebody wrote on a node, or `provisional` written above it."""
        here: Node | None = node
        if node.noun.certainty is not None:
            return node.noun.certainty
        while here is not None:
            # "confirmed" above says that its own dates stand, not that every loose date below is settled
            if here.noun.certainty is not None:
                return here.noun.certainty if here.noun.certainty is Certainty.PROVISIONAL else None
            here = self.nodes[here.parent] if here.parent is not None else None
        return Certainty.PROVISIONAL if self.programme.certainty is Certainty.PROVISIONAL else None

    def _when(
        self, node: Node, when: When, name: str, setting: Setting, around: Span
    ) -> tuple[Span | None, tuple[Round, ...]]:
        expression = when.expression
        if name == "due" and isinstance(expression, ex.Until):  # 6月8日前 as a last day is that day
            expression = ex.Single(expression.term)
        try:
            if isinstance(expression, ex.Every | ex.WorkdaysAfter | ex.Rrule | ex.EveryTbd):
                return UNDATED, self._rounds(node, expression, setting, around)
            if isinstance(expression, ex.Daily):
                return self._daily(expression, setting, around)
            span = resolve(expression, setting, throughout=node.kind == "campaign")
        except InvalidValue as error:
            self.find(error, node, name)
            return UNDATED, ()
        for note in span.notes:
            self._notes.setdefault(note, []).append(node.id)
        return span, ()

    def _daily(self, expression: ex.Daily, setting: Setting, around: Span) -> tuple[Span, tuple[Round, ...]]:
        span = around if expression.span is None else resolve(expression.span, setting, throughout=True)
        if span.start is None or span.end is None:
            raise InvalidValue("daily-needs-days")
        return UNDATED, daily(as_day(span.start), as_day(span.end), expression.clock, setting)

    def _rounds(
        self, node: Node, expression: ex.Recurrence, setting: Setting, around: Span
    ) -> tuple[Round, ...]:
        noun = node.noun
        first = self._bound(noun.from_, setting, around.start, last=False)
        last = self._bound(noun.until, setting, around.end, last=True)
        first = first or self.settings.period[0]
        if first is None:
            raise InvalidValue("recurrence-needs-start")
        if last is None:
            last = self.settings.period[1]
        if last is None:
            last = first + HORIZON
            self._notes.setdefault("recurrence-cut", []).append(node.id)
        leave_out: set[date] = set()
        for when in noun.except_:
            span = resolve(when.expression, setting)
            if span.start is not None and span.end is not None:
                begin = as_day(span.start)
                leave_out.update(begin + timedelta(n) for n in range((as_day(span.end) - begin).days + 1))
        if last < first:
            raise InvalidValue("ends-before-it-starts", start=first, end=last)
        return rounds(expression, (first, last), setting, leave_out=frozenset(leave_out))

    @staticmethod
    def _bound(
        when: When | None, setting: Setting, otherwise: date | datetime | None, *, last: bool
    ) -> date | None:
        if when is None:
            return None if otherwise is None else as_day(otherwise)
        span = resolve(when.expression, setting)
        found = span.end if last else span.start
        return None if found is None else as_day(found)

    def setting(self, node: Node) -> Setting:
        """Return what a node's dates are read against."""
        base = self.settings.setting(node.lead, node.zone, node.path)
        around = self.dates.get(node.parent) if node.kind in {"prepare", "agenda"} and node.parent else None
        own_day = None if around is None else around.when
        if not node.hangs_on and own_day is None:
            return base

        def lookup(ref: ex.Ref) -> Span:
            target = node.hangs_on.get(ref)
            return UNDATED if target is None else self.dates[target].window

        return replace(base, lookup=lookup, own_day=own_day)

    def elsewhere(
        self, when: When, node: Node | None, path: tuple[str | int, ...], *, throughout: bool = False
    ) -> Span:
        """Return the span of a date that is no node's own: a charge, a quota, a blackout, an absence.

        Names are looked up as the node around it would.
        """
        try:
            if node is None:
                base, around = self.settings.setting((), None, path), _NOWHERE
            else:
                base = self.settings.setting(node.lead, node.zone, path)
                around = replace(node, id=f"{node.id}/ ", kind="agenda", parent=node.id)
            base = replace(base, lookup=lambda ref: self.dates[self.nodes.named(ref, around)].window)
            return resolve(when.expression, base, throughout=throughout)
        except InvalidValue as error:
            self.findings.append(Finding(error.code, self.programme.place(*path), error.facts))
            return UNDATED

    def knowing(self, when: When) -> Node | None:
        """Return a campaign in which every name of a date means something, if it names anything."""
        refs = list(refs_in(when.expression))
        for name in self.programme.campaigns if refs else ():
            around = replace(self.nodes[name], id=f"{name}/ ", kind="agenda", parent=name)
            try:
                for ref in refs:
                    self.nodes.named(ref, around)
            except InvalidValue:
                continue
            return self.nodes[name]
        return None

    def find(self, error: InvalidValue, node: Node, name: str) -> None:
        """Keep a finding about a field of a node."""
        place = self.programme.place(*node.path, name)
        self.findings.append(Finding(error.code, place, error.facts, (node.id,)))

    @property
    def notes(self) -> Mapping[str, list[str]]:
        """Codes of notes about how dates were read, each with the nodes it is about."""
        return self._notes


def _rests_on_parent(node: Node) -> bool:
    """Whether a node's dates need its parent's: it inherits them, comes round in them, or has only a clock."""
    noun = node.noun
    due = dated_fields(noun).get("due")
    if noun.when is None and due is None:
        return True
    return any(
        when is not None and (when.is_recurring or isinstance(when.expression, ex.OwnDay | ex.Daily))
        for when in (noun.when, due)
    )


def _hull(found: tuple[Round, ...], around: Span) -> Span:
    """Return the span from the first occurrence to the last."""
    first, last = found[0], max(found, key=lambda one: as_day(one.end))
    rests_on = frozenset[str]().union(*(one.rests_on for one in found))
    return Span(
        Point(first.start, first.start, first.precision),
        Point(last.end, last.end, last.precision),
        provisional=around.provisional,
        rests_on=rests_on,
    )
