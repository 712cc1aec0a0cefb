"""The whole office against a simple model: whatever is done, in whatever order, both come to the same.

The model is `tests.soak.model`, the year `tests.soak.year`.  Each verb is tried in a preview first, which
must show exactly what the act then writes.  `make soak` plays the same machine long and at random.
"""

from datetime import date, timedelta
from typing import Any

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.soak.checks import Calendars, fired, gaps, problems, said, twice
from tests.soak.model import DONE, NOTHING, REDACTED, REFUSED, SOURCES, Model
from tests.soak.year import (
    BEGUN,
    CASES,
    ITEMS,
    NOTICES,
    PEOPLE,
    REPORTS,
    SLOTS,
    TRIGGERS,
    Clock,
    Plan,
    Step,
    founded,
    tried,
)

import campaignflow as cf
from campaignflow.canonical import at
from campaignflow.gate.change import Change
from campaignflow.office import Office

cases = st.sampled_from(CASES)
items = st.sampled_from(ITEMS)
people = st.sampled_from(PEOPLE[:1] * 8 + PEOPLE)
reasons = st.sampled_from([True] * 5 + [False])
NEW_DAYS = ("2027-03-18", "2027-03-17 10:00-11:00", "2027-04-20")
FIXED = ("press_day", "2027-03-mid")  # a briefing at an hour needs a day that is known


class OfficeMachine(RuleBasedStateMachine):
    """An office and its model."""

    office: Office
    model: Model
    clock: Clock

    @initialize()
    def founding(self) -> None:
        self.clock = Clock()
        self.office = founded(clock=self.clock)
        self.model = Model()
        self.plan: Plan = BEGUN
        self.calendars = Calendars()
        self.opened = 0
        self.noticed = self.rolled = False
        self.is_changed = True

    def play(self, step: Step, wanted: str = "", **more: Any) -> Change | None:
        """Try a step, do it, and compare both with each other and with what was wanted."""
        with self.office.preview() as dry:
            shown = tried(dry, step, **more)
            token = {"expect": dry.token} if isinstance(shown, Change) else {}
            done = tried(self.office, step, **token, **more)
        if not isinstance(done, Change):
            assert (type(done), str(done)) == (type(shown), str(shown))
            assert wanted in {REFUSED, ""}, f"{step} is refused: {done}"
            return None
        assert isinstance(shown, Change), f"the preview refuses what is done: {shown}"
        self.is_changed = self.is_changed or bool(done)
        assert said(done) == said(shown)
        assert wanted in {DONE if done else NOTHING, ""}, f"{step}: {wanted}, but {said(done)}"
        return done

    # -- what people do

    @rule(who=people, changed=st.dictionaries(st.sampled_from(sorted(SLOTS)), st.integers(0, 3), max_size=3))
    def apply(self, who: str, changed: dict[str, int]) -> None:
        plan = self.plan | {slot: SLOTS[slot][n % len(SLOTS[slot])] for slot, n in changed.items()}
        if plan[FIXED[0]] == FIXED[1]:
            return
        if self.model.leaves["note"].record == REDACTED:
            return  # with a redaction all that was last applied is forgotten (test_office_laws, L16)
        if self.model.verdicts(plan, who) != self.model.verdicts(plan, who, loose=True):
            return  # what was last applied but changed nothing is not remembered yet (test_office_laws, L16)
        takes = [slot for slot, verdict in self.model.verdicts(plan, who).items() if verdict == "take"]
        if "postponed" in self.model.states_of(takes):
            return  # it has no date that a file could take the place of
        wanted = self.model.apply(plan, who)
        self.play(Step("apply", said={"actor": who, "reason": "领导要求"}, plan=plan), wanted)
        if wanted != REFUSED:
            self.plan = plan

    @rule()
    def apply_what_is_exported(self) -> None:
        exported = cf.loads(self.office.export("river-2027"))
        step = Step("apply", said={"programme": exported, "actor": "li-wei", "reason": "领导要求"})
        self.play(step, NOTHING)
        self.model.applied_as_recorded()

    @rule(ref=cases, any_trigger=st.sampled_from(TRIGGERS), who=people, reason=reasons, data=st.data())
    def fire(self, ref: str, any_trigger: str, who: str, reason: bool, data: Any) -> None:  # noqa: FBT001  # drawn
        open_ = [one for one, sources in SOURCES.items() if self.model.cases[ref].state in sources]
        trigger = data.draw(st.sampled_from([*open_, *open_, any_trigger]))
        wanted = self.model.fire(ref, trigger, who, reason=reason)
        self.play(Step("fire", ref, {"trigger": trigger, **_by(who, reason=reason)}), wanted)

    @rule(
        verb=st.sampled_from("postpone reinstate cancel begin complete reopen pin unpin".split()),
        ref=items,
        who=people,
        reason=reasons,
    )
    def item(self, verb: str, ref: str, who: str, reason: bool) -> None:  # noqa: FBT001  # drawn
        wanted = self.model.item(verb, ref, who, reason=reason)
        self.play(Step(verb, ref, _by(who, reason=reason)), wanted)

    @rule(ref=items, when=st.sampled_from(NEW_DAYS), who=people)
    def reschedule(self, ref: str, when: str, who: str) -> None:
        wanted = self.model.item("reschedule", ref, who, reason=True, when=when)
        self.play(Step("reschedule", ref, {"when": when, **_by(who, reason=True)}), wanted)

    @rule(ref=items, who=people)
    def confirm(self, ref: str, who: str) -> None:
        wanted = self.model.item("confirm", ref, who, reason=True)
        if self.play(Step("confirm", ref, _by(who, reason=True)), REFUSED if wanted == REFUSED else ""):
            self.model.confirmed(ref)

    @rule(ref=cases, who=people, key=st.sampled_from(["k-1", "k-2"]))
    def act_twice_under_one_key(self, ref: str, who: str, key: str) -> None:
        key = f"{key}-{ref.rpartition('/')[2]}-{len(self.office.journal(ref))}"
        step = Step("fire", ref, {"trigger": "submit", "key": key})
        wanted = self.model.fire(ref, "submit", who, reason=True)
        first = self.play(step, wanted, **_by(who, reason=True))
        if first:
            again = tried(self.office, step, **_by(who, reason=True))
            assert isinstance(again, Change)
            assert again.replayed
            assert again.entries == first.entries

    @rule(kind=st.sampled_from(["issue", "request"]), who=people)
    def open(self, kind: str, who: str) -> None:
        asked = {"kind": kind, "title": "网传水质谣言", "unit": "press", "respond_within": "5 hours"}
        self.play(Step("open", said={**asked, "actor": who}), DONE)
        self.opened += 1

    @rule(ref=st.sampled_from(REPORTS), verb=st.sampled_from(["complete", "cancel", "postpone"]))
    def one_time_of_a_series(self, ref: str, verb: str) -> None:
        self.play(Step(verb, ref, _by("li-wei", reason=True)))

    # -- what time does

    @rule(hours=st.sampled_from([1, 10, 30, 24 * 30]))
    def time_goes_on(self, hours: int) -> None:
        self.clock.now += timedelta(hours=hours)
        self.is_changed = True
        due = {timer.key for timer in self._timers() if timer.due <= self.clock.now}
        answered = set(fired(self.office))
        self.office.run_due()
        assert set(fired(self.office)) - answered == due
        assert not self.office.run_due()

    def _timers(self) -> list[Any]:
        with self.office._store.snapshot() as view:
            return view.timers()

    @precondition(lambda self: not self.noticed)
    @rule(notice=st.sampled_from(NOTICES))
    def a_notice_moves_nothing(self, notice: dict[str, Any]) -> None:
        self.play(Step("add_calendar", said={"notice": notice, "actor": "wang-fang"}), DONE)
        self.model.off.clear()  # a notice says all of its year
        for day in notice["days"]:
            (self.model.off if day["isOffDay"] else self.model.worked).add(date.fromisoformat(day["date"]))
        self.noticed = True

    @rule(who=people)
    def recalculate(self, who: str) -> None:
        may = who in {"li-wei", "chen", "wang-fang"}
        wanted = self.model.recalculate() if may else REFUSED
        if wanted == NOTHING and self.noticed:
            wanted = ""  # no day moves, but a date may rest on better ground than before
        self.play(Step("recalculate", said=_by(who, reason=True)), wanted)

    # -- what is rare

    @precondition(lambda self: self.model.leaves["note"].record == SLOTS["note"][1])
    @rule()
    def redact_the_note(self) -> None:
        step = Step("redact", CASES[0], {"path": "plan/note", **_by("wang-fang", reason=True)})
        self.play(step, DONE)
        self.model.redacted("note")

    @precondition(lambda self: not self.rolled)
    @rule()
    def roll_over(self) -> None:
        step = Step("rollover", "river-2027", {"to": 2028, "actor": "li-wei"})
        self.play(step, DONE)
        self.play(step, NOTHING)
        self.rolled = True

    # -- what holds at every step

    @precondition(lambda self: self.is_changed)
    @invariant()
    def what_was_written_is_whole_and_as_the_model_has_it(self) -> None:
        self.is_changed = False
        self._is_whole()
        self._agrees()

    def _agrees(self) -> None:
        for ref, case in self.model.cases.items():
            body = self.office.record(ref).data
            found, wanted = (body["state"], body.get("stopped_with")), (case.state, case.stopped_with)
            assert found == wanted, f"{ref}: recorded {found}, the model has {wanted}"
        for ref, *wanted_item in self.model.standing():
            item = list(self._recorded(ref))
            assert item == wanted_item, f"{ref}: recorded {item}, the model has {wanted_item}"
        autumn = [one.data["state"] for one in self.office.records() if one.ref.endswith("river-2027/autumn")]
        assert autumn == ([self.model.autumn] if self.model.autumn else [])
        assert len(self.office.records("issue")) + len(self.office.records("request")) == self.opened

    def _recorded(self, text: str) -> tuple[str, date | None]:
        """Return the state of an item and its first day as the record has them."""
        ref = self.office.resolve(text)
        body = self.office.record(ref.record).data
        path: tuple[str, ...] = ("plan",)
        for block, name in zip(_blocks(body, ref.path), ref.path, strict=True):
            path = (*path, block, name)
        one = at(body, path)
        days = (one.get("when") or one["due"]).get("resolved", {})
        day = days.get("start") or days.get("due")
        state = at(body, ("progress", ref.item, "state")) or "planned"
        return state, None if day is None else date.fromisoformat(day[:10])

    def _is_whole(self) -> None:
        assert problems(self.office) == []
        assert gaps(self.office) == []
        assert twice(self.office) == []

    @rule()
    def look_closely(self) -> None:
        """What costs more than a step may: everything is derived again, the calendars are read."""
        if not self.noticed:  # what is derived is not brought along with a notice yet (test_office_laws, L11)
            assert problems(self.office, deep=True) == []
        assert self.calendars.faults(self.office.to_ics("river-2027")) == []

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.look_closely()
            self.apply_what_is_exported()
            self.office.close()


def _by(who: str, *, reason: bool) -> dict[str, str]:
    return {"actor": who, "reason": "领导要求" if reason else ""}


def _blocks(body: dict[str, Any], path: tuple[str, ...]) -> tuple[str, ...]:
    first = "key_dates" if path[0] in body["plan"].get("key_dates", {}) else "activities"
    return (first, "prepare")[: len(path)]


TestOffice = OfficeMachine.TestCase
TestOffice.settings = settings(max_examples=10, stateful_step_count=24)
