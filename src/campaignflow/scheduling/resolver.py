"""Works the dates of a whole programme out, each after those it hangs on.

Which thing hangs on which is in `campaignflow.scheduling.nodes`; one expression is worked out in
`campaignflow.dates.resolve`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaignflow.dates import expression as ex
from campaignflow.dates.bases import Setting
from campaignflow.dates.precision import Certainty, Precision
from campaignflow.dates.recurrence import Round, daily, rounds
from campaignflow.dates.resolve import resolve
from campaignflow.dates.span import UNDATED, Point, Span, as_day
from campaignflow.dates.when import When
from campaignflow.errors import Finding, InvalidValue
from campaignflow.plan.dated import Activity, Dated, Routine
from campaignflow.plan.programme import Programme
from campaignflow.scheduling.entry import NEVER
from campaignflow.scheduling.nodes import PROGRAMME, Node, Nodes, refs_in, ring_of
from campaignflow.scheduling.rings import in_order, rings
from campaignflow.scheduling.settings import Settings

__all__ = ["HORIZON", "Dates", "Resolver", "hangs_on_parent"]

_CUT = "?"
"""In the place of a node that a ring was cut at; no id looks like it."""
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

    def __init__(
        self, programme: Programme, settings: Settings, fixed: Mapping[str, Dates] | None = None
    ) -> None:
        self.programme = programme
        self.settings = settings
        self.nodes = Nodes(programme)
        self.findings: list[Finding] = []
        self.dates: dict[str, Dates] = {PROGRAMME: Dates(when=self._period(), window=self._period())}
        self.fixed = {name: dates for name, dates in (fixed or {}).items() if name in self.nodes}
        """Dates that are given and may not move; what hangs on them hangs on these."""
        self.dates.update(self.fixed)
        self._notes: dict[str, list[str]] = {}
        self._embargoes: dict[str, datetime | None] = {}
        self._broken = self._hang()
        for name in self._order():
            if name not in self.fixed:
                self.dates[name] = self._dated(self.nodes[name])

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
            for name, error in self.nodes.hang(node) if node.id not in self.fixed else ():
                broken.add((node.id, name))
                self.find(self._with_prefix(error), node, name)
        return broken

    def _with_prefix(self, error: InvalidValue) -> InvalidValue:
        """Return what to say of a name that is nothing in the plan, but an observance."""
        name = str(error.facts.get("name", ""))
        if error.code == "name-unknown" and self.settings.observance(name):
            return InvalidValue("observance-needs-prefix", name=name, offer=f"observance:{name}")
        return error

    def _order(self) -> list[str]:
        graph = {name: set(node.hangs_on.values()) - {PROGRAMME} for name, node in self.nodes.items()}
        for name, node in self.nodes.items():
            if node.parent is not None and name not in self.fixed and hangs_on_parent(node):
                graph[name].add(node.parent)
        order = in_order(graph)
        place = {name: number for number, name in enumerate(order)}
        if any(place[target] >= place[name] for name, targets in graph.items() for target in targets):
            for ring in rings(graph):
                self._cut(ring, graph)
            order = in_order(graph)
        return order

    def _cut(self, members: list[str], graph: dict[str, set[str]]) -> None:
        """Report a ring of dates; for one another its members count as undated."""
        ring = set(members)
        by_name = [one for one in members if ring.intersection(self.nodes[one].hangs_on.values())]
        for one in by_name:
            node = self.nodes[one]
            node.hangs_on = {ref: _CUT if target in ring else target for ref, target in node.hangs_on.items()}
            graph[one] -= ring - {node.parent if hangs_on_parent(node) else None}
        self.find(ring_of(members), self.nodes[by_name[0]], _field(self.nodes[by_name[0]]), tuple(members))

    def _dated(self, node: Node) -> Dates:
        noun = node.noun
        setting = self.setting(node)
        around = self._around(node)
        due_when = noun.due if isinstance(noun, Activity | Routine) else None
        when = due = None
        found: tuple[Round, ...] = ()
        due_rounds = False
        if noun.when is not None:
            when, found = self._when(node, noun.when, "when", setting, around)
        if due_when is not None:
            due, rounds_due = self._when(node, due_when, "due", setting, around)
            if rounds_due and found:
                self.find(InvalidValue("two-recurrences"), node, "due")
            elif rounds_due:
                found, due_rounds = rounds_due, True
        inherited = when is None and due is None
        own = when if when is not None else due if due is not None else around
        window = _hull(found, (due if due_rounds else when) or own) if found else own
        marked, certainty = self._marked(node), window.certainty
        if marked is Certainty.PROVISIONAL:
            certainty, window = marked, window._replace(provisional=True)
        elif marked is Certainty.CONFIRMED and window.precision.is_exact:
            certainty, window = marked, window._replace(provisional=False)
        return Dates(when, None if due_rounds else due, found, due_rounds, window, inherited, certainty)

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
    ) -> tuple[Span, tuple[Round, ...]]:
        expression = when.expression
        if (node.id, name) in self._broken:
            return UNDATED, ()
        if name == "due" and isinstance(expression, ex.Until):  # 6月8日前 as a last day is that day
            expression = ex.Single(expression.term)
        try:
            if isinstance(expression, ex.Recurrence):
                return self._rounds(node, expression, setting, around)
            if isinstance(expression, ex.Daily):
                return self._daily(node, expression, setting, around)
            span = resolve(expression, setting, throughout=node.kind == "campaign")
            if name == "due":
                _refuse_open_end(span, when)
        except InvalidValue as error:
            self.find(error, node, name)
            return UNDATED, ()
        for note in span.notes:
            self._noted(note, node)
        return span, ()

    def _daily(
        self, node: Node, expression: ex.Daily, setting: Setting, around: Span
    ) -> tuple[Span, tuple[Round, ...]]:
        span = around if expression.span is None else resolve(expression.span, setting, throughout=True)
        within = Span(span.first or around.first, span.last or around.last)
        lower, upper, first, last = self._bounds(node, setting, within)
        if first is None or last is None:
            raise InvalidValue("daily-needs-days")
        is_open = span.start is None or span.end is None
        leave_out = self._left_out(node, setting, first, last)
        found = daily(first, last, expression.clock, setting, leave_out=leave_out) if first <= last else ()
        return Span().and_from(span, around if is_open else span, lower, upper), found

    def _bounds(
        self, node: Node, setting: Setting, around: Span
    ) -> tuple[Span, Span, date | None, date | None]:
        """Return what `from` and `until` say, and the first and last day they leave of what is around."""
        noun = node.noun
        lower = around if noun.from_ is None else self._beside(node, "from", noun.from_, setting)
        upper = around if noun.until is None else self._beside(node, "until", noun.until, setting)
        starts = [span.start for span in (lower, around) if span.start is not None]
        ends = [span.end for span in (upper, around) if span.end is not None]
        return lower, upper, as_day(starts[0]) if starts else None, as_day(ends[0]) if ends else None

    def _left_out(self, node: Node, setting: Setting, first: date, last: date) -> frozenset[date]:
        """Return the days of `except` between two days."""
        leave_out: set[date] = set()
        for when in node.noun.except_:
            span = self._beside(node, "except", when, setting)
            if span.start is not None and span.end is not None:
                low, high = max(as_day(span.start), first), min(as_day(span.end), last)
                leave_out.update(low + timedelta(n) for n in range((high - low).days + 1))
        return frozenset(leave_out)

    def _rounds(
        self, node: Node, expression: ex.Recurrence, setting: Setting, around: Span
    ) -> tuple[Span, tuple[Round, ...]]:
        """Return the occurrences in the window that `from` and `until` narrow, and what they rest on."""
        lower, upper, first, last = self._bounds(node, setting, around)
        first, last = first or self.settings.period[0], last or self.settings.period[1]
        if first is None:
            raise InvalidValue("recurrence-needs-start")
        if last is None:
            last = first + HORIZON
            self._noted("recurrence-cut", node)
        if last < first:
            raise InvalidValue("ends-before-it-starts", start=first, end=last)
        if not setting.week_starts_said and _asks_where_weeks_start(expression):
            self._noted("week-start-assumed", node)
        leave_out = self._left_out(node, setting, first, last)
        found = rounds(expression, (first, last), setting, leave_out=leave_out)
        if node.noun.except_:
            whole = {as_day(one.start) for one in rounds(expression, (first, last), setting)}
            if not whole & leave_out:
                self.find(InvalidValue("except-misses"), node, "except")
        if not found:
            return UNDATED, ()
        return Span().and_from(lower, upper), found

    def _beside(self, node: Node, name: str, when: When, setting: Setting) -> Span:
        """Return the span of `from`, `until` or `except`; what is wrong with it is said there."""
        if (node.id, name) in self._broken:
            return UNDATED
        try:
            return resolve(when.expression, setting)
        except InvalidValue as error:
            self.find(error, node, name)
            return UNDATED

    def setting(self, node: Node) -> Setting:
        """Return what a node's dates are read against."""
        base = self.settings.setting(node.lead, node.zone, node.path)
        around = self.dates.get(node.parent) if node.kind in {"prepare", "agenda"} and node.parent else None
        own_day = None if around is None else around.when
        if not node.hangs_on and own_day is None:
            return base

        def lookup(ref: ex.Ref) -> Span:
            target = node.hangs_on.get(ref)
            return UNDATED if target is None or target == _CUT else self.dates[target].window

        return base._replace(lookup=lookup, own_day=own_day)

    def elsewhere(
        self,
        when: When,
        node: Node | None,
        path: tuple[str | int, ...],
        *,
        throughout: bool = False,
        anywhere: bool = False,
    ) -> Span:
        """Return the span of a date that is no node's own: a charge, a quota, a blackout, an absence.

        Names are looked up as the node around it would; with `anywhere` in the campaign that has them.
        """
        try:
            if anywhere:
                node = self._knowing(when)
            if node is None:
                base, around = self.settings.setting((), None, path), _NOWHERE
            else:
                base = self.settings.setting(node.lead, node.zone, path)
                around = node.inside()
            base = base._replace(lookup=lambda ref: self.dates[self.nodes.named(ref, around)].window)
            return resolve(when.expression, base, throughout=throughout)
        except InvalidValue as error:
            self.findings.append(Finding(error.code, self.programme.place(*path), error.facts))
            return UNDATED

    def embargo(self, holder: Node) -> datetime | None:
        """Return the moment an embargo lifts that is written on a node; a day lifts it when it begins."""
        if holder.id not in self._embargoes and holder.noun.embargo is not None:
            span = self.elsewhere(holder.noun.embargo, holder, (*holder.path, "embargo"))
            lifts = span.start if isinstance(span.start, datetime) else span.end
            if lifts is not None and not isinstance(lifts, datetime):
                zone = self.settings.setting(holder.lead, holder.zone, holder.path).zone
                lifts = datetime(lifts.year, lifts.month, lifts.day, tzinfo=zone)
            if lifts is None:  # written but not decided: nobody outside sees it until it is
                self._noted("embargo-open", holder)
                lifts = NEVER
            self._embargoes[holder.id] = lifts
        return self._embargoes.get(holder.id)

    def _knowing(self, when: When) -> Node | None:
        """Return a campaign in which every name of a date means something, if it names anything.

        Raises:
            InvalidValue: the names mean one thing in one campaign and another in another.
        """
        refs = list(refs_in(when.expression))
        meant: dict[tuple[str, ...], Node] = {}
        for name in self.programme.campaigns if refs else ():
            found = [self.nodes.found(ref, self.nodes[name].inside()) for ref in refs]
            known = tuple(target for target in found if target is not None)
            if len(known) == len(refs):
                meant.setdefault(known, self.nodes[name])
        if len(meant) > 1:
            ids = sorted({target for known in meant for target in known})
            raise InvalidValue("title-twice", name="/".join(refs[0].path), ids=ids)
        return next(iter(meant.values()), None)

    def find(self, error: InvalidValue, node: Node, name: str, items: tuple[str, ...] = ()) -> None:
        """Keep a finding about a field of a node."""
        place = self.programme.place(*node.path, name)
        self.findings.append(Finding(error.code, place, error.facts, items or (node.id,)))

    def _noted(self, code: str, node: Node) -> None:
        self._notes.setdefault(code, []).append(node.id)

    @property
    def notes(self) -> Mapping[str, list[str]]:
        """Codes of notes about how dates were read, each with the nodes it is about."""
        return self._notes


def _refuse_open_end(span: Span, due: When) -> None:
    if span.end is None and span.start is not None:
        raise InvalidValue("due-has-no-end", text=due.text)


def _field(node: Node) -> str:
    """Return a field of a node that names another thing."""
    return next((name for name, when in node.whens if any(refs_in(when.expression))), "when")


def hangs_on_parent(node: Node) -> bool:
    """Whether a node's dates need its parent's: inherited, come round in, or a clock's day."""
    own = [when.expression for name, when in node.whens if name in {"when", "due"}]
    if not own:
        return True
    has_bounds = node.noun.from_ is not None and node.noun.until is not None
    for expression in own:
        match expression:
            case ex.OwnDay() | ex.Daily(None | ex.From() | ex.Until()):
                return True
            case ex.Every() | ex.WorkdaysAfter() | ex.Rrule() | ex.EveryTbd() if not has_bounds:
                return True
    return False


def _asks_where_weeks_start(expression: ex.Recurrence) -> bool:
    match expression:
        case ex.Every("week", step, pick, weekdays):
            return not weekdays and (step > 1 or pick is None or pick.kind != "weekday")
        case ex.WorkdaysAfter(_, period):
            return period == "week"
        case _:
            return False


def _hull(found: tuple[Round, ...], beside: Span) -> Span:
    """Return the span from the first occurrence to the last, with what their bounds rest on."""
    first, last = found[0], max(found, key=lambda one: as_day(one.end))
    return Span(
        Point(first.start, first.start, first.precision),
        Point(last.end, last.end, last.precision),
        provisional=beside.provisional,
        rests_on=beside.rests_on.union(*(one.rests_on for one in found)),
    )
