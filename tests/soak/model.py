"""What the office should come to, told simply: states, days, progress and who may, for the year of `year`.

It knows nothing of the library: a table of moves, a handful of dates and what hangs on what.  Each method
says what becomes of one verb (`DONE`, `NOTHING`, `REFUSED`) and, if it is done, what changes by it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.soak import review
from tests.soak.year import BEGUN, CASES, ITEMS, Plan

__all__ = ["DONE", "LEAF", "NOTHING", "REDACTED", "REFUSED", "SOURCES", "Model"]

DONE, NOTHING, REFUSED, EITHER = "done", "nothing", "refused", ""
REDACTED = "[redacted]"
"""What stands where a text was taken out, and no file puts anything else there."""
WEEK, FORUM, SUMMER = CASES

SOURCES = {
    "submit": ("draft", "returned"),
    "withdraw": ("in_review",),
    "launch": ("approved",),
    "wrap_up": ("running",),
    "evaluate": ("wrapping_up",),
    "archive": ("evaluated",),
    "suspend": ("in_review", "approved", "running", "wrapping_up"),
    "resume": ("suspended",),
    "postpone": ("draft", "in_review", "returned", "approved", "running", "suspended"),
    "reinstate": ("postponed", "cancelled"),
    "cancel": ("draft", "in_review", "returned", "approved", "running", "suspended", "postponed"),
    "call_off": ("approved", "running", "suspended", "postponed"),
    "reopen": ("wrapping_up", "evaluated"),
}
LEADS_TO = {
    "submit": "approved",  # no step applies
    "launch": "running",
    "wrap_up": "wrapping_up",
    "evaluate": "evaluated",
    "archive": "archived",
    "suspend": "suspended",
    "postpone": "postponed",
    "cancel": "cancelled",
    "call_off": "cancelled",
    "reopen": "running",
}
PARKED = ("suspended", "postponed", "cancelled")
CLOSED = ("archived", "cancelled")
STOPPING = ("withdraw", "suspend", "postpone", "cancel", "call_off")
NEEDS_REASON = (*STOPPING, "reinstate", "reopen")

UNITS = {"li-wei": "office", "chen": "press", "zhao-min": "press", "he-ping": "towns", "wang-fang": "office"}
PLANNERS = ("li-wei", "chen")
STOPPERS = (*PLANNERS, "wang-fang")
LEADS = {WEEK: "office", FORUM: "press", SUMMER: "press"}
SHARES = {WEEK: ("office", "press", "towns"), FORUM: ("press",), SUMMER: ("press",)}

HANGS = {
    "observance:world-water-day": ("", lambda _, __: date(2027, 3, 22)),
    "water-day - 5 workdays": ("water-day", lambda day, work: work(day, -5)),
    "water-day - 20 workdays": ("water-day", lambda day, work: work(day, -20)),
    "press-day 09:30-11:00": ("press-day", lambda day, _: day),
    "activity.start - 2 workdays": ("briefing", lambda day, work: work(day, -2)),
    "water-week/press-day + 3 workdays": ("press-day", lambda day, work: work(day, 3)),
    "water-week/press-day + 30 days": ("press-day", lambda day, _: day + timedelta(30)),
}
"""Words of a date: what it hangs on, and the day that follows from that one's."""
THIRDS = {"mid": 11, "late": 21}
LEAF = {"press_day": ITEMS[1], "briefing": ITEMS[3], "release": ITEMS[4], "talk": ITEMS[5]} | {
    "poster": ITEMS[6],
    "show": ITEMS[7],
}
"""Slots of the plan that are dates of an item."""
ALIKE = {"80000 CNY": "8万元"}


@dataclass
class Case:
    """One campaign."""

    state: str = "draft"
    came_from: str | None = None
    stopped_with: str | None = None


@dataclass
class Item:
    """One dated thing."""

    written: str
    day: date | None = None
    state: str = "planned"
    pinned: bool = False
    former: str | None = None
    """How its date was written before it was postponed."""


@dataclass
class Leaf:
    """One planned value that files change: as last applied, as recorded, and who made it so."""

    base: str
    loose_base: str
    """As last applied by a file that changed something of this record."""
    record: str
    history: list[tuple[str, str]]

    def move(self, value: str, who: str) -> None:
        self.record = value
        if self.history[-1][0] != value:
            self.history.append((value, who))

    def verdict(self, base: str, file: str, who: str) -> str:
        """Return what rule 58 makes of a file's value."""
        if file in {self.record, base} or self.record == REDACTED:
            return "keep"
        if self.record != base and self.history[-1][1] != who:
            return "conflict"  # what he changed himself, he knows of
        away = ""
        for (before, _), (after, mover) in zip(self.history, self.history[1:], strict=False):
            if before == file != after:
                away = mover
        return "revert" if away not in {"", who} else "take"


@dataclass
class Model:
    """The year as it should be."""

    cases: dict[str, Case] = field(default_factory=lambda: {ref: Case() for ref in CASES})
    items: dict[str, Item] = field(default_factory=dict)
    leaves: dict[str, Leaf] = field(default_factory=dict)
    off: set[date] = field(default_factory=lambda: {date(2027, 4, 5)})
    """Days off that a date of the year comes near."""
    worked: set[date] = field(default_factory=set)
    autumn: str = ""
    """State of the campaign that comes and goes with the file; empty before it was first there."""
    autumn_maker: str = ""

    def __post_init__(self) -> None:
        fixed = {ITEMS[0]: "observance:world-water-day", ITEMS[2]: "water-day - 20 workdays"}
        written = fixed | {item: BEGUN[slot] for slot, item in LEAF.items()}
        self.items = {item: Item(written[item]) for item in ITEMS}
        self.leaves = {
            slot: Leaf(*[_meant(value)] * 3, [(_meant(value), "li-wei")]) for slot, value in BEGUN.items()
        }
        self._settle(set(ITEMS))

    # -- days

    def _workday(self, day: date, count: int) -> date:
        step = timedelta(1 if count > 0 else -1)
        while count:
            day += step
            is_worked = day.weekday() < 5 and day not in self.off
            count -= (is_worked or day in self.worked) * (1 if count > 0 else -1)
        return day

    def _hangs_on(self, item: str) -> str:
        target = HANGS.get(self.items[item].written, ("", None))[0]
        return next((one for one in ITEMS if target and one.endswith(f"/{target}")), "")

    def _day(self, item: str) -> date | None:
        written = self.items[item].written
        if written == "tbd":
            return None
        if written in HANGS:
            target, follow = HANGS[written]
            there = self.items[self._hangs_on(item)].day if target else date.min
            return None if there is None else follow(there, self._workday)
        third = re.fullmatch(r"(\d{4}-\d\d)-(mid|late)", written)
        return date.fromisoformat(f"{third[1]}-{THIRDS[third[2]]}" if third else written[:10])

    def _settle(self, changed: set[str]) -> None:
        """Work out again the days of what changed and of all that hangs on it; facts stay."""
        open_ = set(changed)
        while more := {one for one in ITEMS if self._hangs_on(one) in open_} - open_:
            open_ |= more
        for item in ITEMS:  # each stands behind what it hangs on
            if item in changed or (item in open_ and not self._is_fact(item)):
                self.items[item].day = self._day(item)

    def _is_fact(self, item: str) -> bool:
        one = self.items[item]
        return one.pinned or one.state != "planned" or self.is_closed(item)

    def is_closed(self, ref: str) -> bool:
        """Whether the campaign of an item is over, and its record read-only."""
        return self.cases[_case(ref)].state in CLOSED

    def states_of(self, slots: Iterable[str]) -> set[str]:
        """Return the states of the items whose dates some slots are."""
        return {self.items[LEAF[slot]].state for slot in slots if slot in LEAF}

    # -- the lifecycle

    def fire(self, ref: str, trigger: str, who: str, *, reason: bool) -> str:
        """Fire a trigger."""
        case = self.cases[ref]
        may = who in (STOPPERS if trigger in STOPPING else PLANNERS)
        leads = trigger in STOPPING or UNITS[who] in {"office", LEADS[ref]}
        if not (may and leads and case.state in SOURCES[trigger] and (reason or trigger not in NEEDS_REASON)):
            return REFUSED
        self._move(case, trigger)
        child = self.cases[FORUM]
        if ref == WEEK and child.state in SOURCES[trigger]:
            if trigger in STOPPING:
                self._move(child, trigger)
                child.stopped_with = WEEK
            elif trigger in {"resume", "reinstate"} and child.stopped_with == WEEK:
                self._move(child, trigger)
        return DONE

    @staticmethod
    def _move(case: Case, trigger: str) -> None:
        before = case.state
        case.stopped_with = None  # whoever stops it himself does not bring it back with another
        case.state = LEADS_TO.get(trigger) or str(case.came_from)
        if case.state not in PARKED:
            case.came_from = None
        elif before not in PARKED:
            case.came_from = before

    # -- items

    def item(self, verb: str, ref: str, who: str, *, reason: bool, when: str = "") -> str:
        """Play one of the verbs that are about an item."""
        one = self.items[ref]
        may = who in {"postpone": STOPPERS, "cancel": STOPPERS}.get(verb, PLANNERS)
        if verb in {"begin", "complete", "reopen"}:
            may = may or UNITS[who] == "office" or UNITS[who] in SHARES[_case(ref)]
        needs_reason = verb in {"postpone", "cancel", "reopen", "reschedule"}
        if not may or self.is_closed(ref) or (needs_reason and not reason):
            return REFUSED
        play: Callable[[str, Item, str, str], str] = getattr(self, f"_{verb}")
        return play(ref, one, who, when)

    def _reschedule(self, ref: str, one: Item, who: str, when: str) -> str:
        if one.state in {"done", "dropped"}:
            return REFUSED
        if one.former is not None:
            is_same, one.former = one.former == when, when  # it comes back on another day
            return EITHER if is_same else DONE
        if one.written == when:
            return NOTHING
        self._write(ref, when, who)
        return DONE

    def _write(self, ref: str, written: str, who: str) -> None:
        self.items[ref].written = written
        slot = next((slot for slot, item in LEAF.items() if item == ref), None)
        if slot is not None:
            self.leaves[slot].move(written, who)
        self._settle({ref})

    def _confirm(self, ref: str, one: Item, _who: str, _when: str) -> str:
        is_day = one.day is not None and not one.written.endswith(("mid", "late"))
        if one.state in {"done", "dropped"} or not is_day:
            return REFUSED
        return DONE  # or nothing, if that was said before; then the days stay as well

    def confirmed(self, ref: str) -> None:
        """Note that a date was said to stand: it is worked out again with it."""
        self._settle({ref})

    def _postpone(self, ref: str, one: Item, who: str, _when: str) -> str:
        if one.state in {"done", "dropped"} or one.former is not None:
            return REFUSED
        one.former, one.state = one.written, "postponed"
        self._write(ref, "tbd", who)
        return DONE

    def _reinstate(self, ref: str, one: Item, who: str, _when: str) -> str:
        if one.state in {"done", "dropped"} or one.former is None:
            return REFUSED
        written, one.former, one.state = one.former, None, "planned"
        self._write(ref, written, who)
        return DONE

    def _cancel(self, _ref: str, one: Item, _who: str, _when: str) -> str:
        if one.state in {"done", "dropped"}:
            return REFUSED
        one.state = "dropped"
        return DONE

    def _progress(self, ref: str, one: Item, states: tuple[str, ...], state: str) -> str:
        if ref in ITEMS[:2] or one.state not in states:  # key dates are not worked on
            return REFUSED
        one.state = state
        return DONE

    def _begin(self, ref: str, one: Item, _who: str, _when: str) -> str:
        return self._progress(ref, one, ("planned",), "under_way")

    def _complete(self, ref: str, one: Item, _who: str, _when: str) -> str:
        return self._progress(ref, one, ("planned", "under_way"), "done")

    def _reopen(self, ref: str, one: Item, _who: str, _when: str) -> str:
        return self._progress(ref, one, ("done", "under_way"), "planned")

    def _pin(self, _ref: str, one: Item, _who: str, _when: str) -> str:
        was, one.pinned = one.pinned, True
        return NOTHING if was else DONE

    def _unpin(self, _ref: str, one: Item, _who: str, _when: str) -> str:
        was, one.pinned = one.pinned, False
        return DONE if was else NOTHING

    # -- the plan

    def verdicts(self, plan: Plan, who: str, *, loose: bool = False) -> Mapping[str, str]:
        """Return what rule 58 makes of each slot of a file."""
        return {
            slot: leaf.verdict(leaf.loose_base if loose else leaf.base, _meant(plan[slot]), who)
            for slot, leaf in self.leaves.items()
            if slot != "autumn"
        }

    def apply(self, plan: Plan, who: str) -> str:
        """Apply a file; every act that is not a colleague's undoing has its reason."""
        verdicts = self.verdicts(plan, who)
        takes = {slot for slot, verdict in verdicts.items() if verdict == "take"}
        closed = any(self.is_closed(_owner(slot)) for slot in takes if _owner(slot) in self.cases)
        over = self.states_of(takes) & {"done", "dropped"}
        if who not in PLANNERS or {"conflict", "revert"} & set(verdicts.values()) or closed or over:
            return REFUSED
        for slot in takes:
            value = _meant(plan[slot])
            self.leaves[slot].move(value, who)
            if slot in LEAF:
                self.items[LEAF[slot]].written = value
        self._settle({LEAF[slot] for slot in takes & LEAF.keys()})
        for slot, leaf in self.leaves.items():
            leaf.base = _meant(plan[slot])
            if any(_owner(one) == _owner(slot) for one in takes):
                leaf.loose_base = leaf.base
        season = self._autumn(plan["autumn"] != "", who)
        return DONE if takes or season else NOTHING

    def _autumn(self, there: bool, who: str) -> bool:  # noqa: FBT001  # the file has it, or not
        before = self.autumn
        if there:
            self.autumn_maker = self.autumn_maker or who
            self.autumn = "draft"
        elif self.autumn == "draft" and self.autumn_maker == who:
            self.autumn = "retired"
        return self.autumn != before

    def applied_as_recorded(self) -> None:
        """Note that a file was applied that says what the record says."""
        for leaf in self.leaves.values():
            leaf.base = leaf.record

    def redacted(self, slot: str) -> None:
        """Note that a text was taken out."""
        self.leaves[slot] = Leaf(*[REDACTED] * 3, [(REDACTED, "wang-fang")])

    def recalculate(self) -> str:
        """Work out again whatever may move; say whether anything did."""
        before = [one.day for one in self.items.values()]
        facts = {item for item in ITEMS if self._is_fact(item)}
        self._settle(set(ITEMS) - facts)
        return NOTHING if before == [one.day for one in self.items.values()] else DONE

    def standing(self) -> Iterator[tuple[str, str, date | None]]:
        """Yield each item with its state and its first day."""
        for ref, one in self.items.items():
            yield ref, one.state, one.day


def _case(ref: str) -> str:
    return next((case for case in CASES if ref == case or ref.startswith(f"{case}/")), ref)


def _owner(slot: str) -> str:
    """Return the record that a slot of the plan is part of."""
    if slot in LEAF:
        return _case(LEAF[slot])
    if slot in review.VALUES:
        return review.FLOOD
    return {"report": "programme", "autumn": "autumn"}.get(slot, WEEK)


def _meant(value: str) -> str:
    return ALIKE.get(value, value)
