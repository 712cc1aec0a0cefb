"""An office, its models and how they are compared: what the machines of the office stand on.

The models are `tests.soak.model` and `tests.soak.review_model`, the year is `tests.soak.year`.  Each verb is
tried in a preview first, which must show exactly what the act then writes.
"""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.soak.audit import faults
from tests.soak.checks import Calendars, fired, gaps, problems, said, twice
from tests.soak.model import DONE, NOTHING, REDACTED, REFUSED, Model
from tests.soak.review import FLOOD
from tests.soak.review_model import Review
from tests.soak.year import BEGUN, SLOTS, Clock, Plan, Step, founded, tried

import campaignflow as cf
from campaignflow.canonical import at
from campaignflow.gate.change import Change
from campaignflow.office import Office

__all__ = ["Playing"]

FIXED = ("press_day", "2027-03-mid")  # a briefing at an hour needs a day that is known


class Playing(RuleBasedStateMachine):
    """An office and what should become of it."""

    office: Office
    model: Model
    clock: Clock
    review: Review

    @initialize()
    def founding(self) -> None:
        self.clock = Clock()
        self.office = founded(clock=self.clock)
        self.model = Model()
        self.plan: Plan = BEGUN
        self.calendars = Calendars()
        self.review = Review()
        self.shown: dict[tuple[str, str], tuple[str, object]] = {}
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
        if wanted == DONE:
            self.review.edited(plan, takes, who)
        self.play(Step("apply", said={"actor": who, "reason": "领导要求"}, plan=plan), wanted)
        if wanted != REFUSED:
            self.plan = plan

    # -- what any of them does

    def apply_what_is_exported(self) -> None:
        exported = cf.loads(self.office.export("river-2027"))
        step = Step("apply", said={"programme": exported, "actor": "li-wei", "reason": "领导要求"})
        self.play(step, NOTHING)
        self.model.applied_as_recorded()

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

    # -- what holds at every step

    @precondition(lambda self: self.is_changed)
    @invariant()
    def what_was_written_is_as_the_model_has_it(self) -> None:
        self.is_changed = False
        self.compare()

    def compare(self) -> None:
        """Compare what can have become other; what costs more is looked at in the end."""
        self._review_agrees()

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

    def _review_agrees(self) -> None:
        """Compare the campaign with the model, and its journal with what approvals promise."""
        model = self.review
        body = self.office.record(FLOOD).data
        assert (body["state"], body.get("came_from", "")) == (model.state, model.came_from)
        found, seen = self.office.approvals(FLOOD), model.seen()
        if found is None:
            assert model.round is None
            return
        assert {one.id: one.status for one in found.steps} == dict(seen.statuses)
        assert {one.id for one in found.steps if one.is_open} == set(seen.open)
        assert found.is_approved == seen.passes
        assert len(found.conditions) == len(model.open_conditions())
        assert faults(self.office, FLOOD) == []

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

    def look_closely(self) -> None:
        """What costs more than a step may: everything is derived again, the calendars are read."""
        self._is_whole()
        self._agrees()
        if not self.noticed:  # what is derived is not brought along with a notice yet (test_office_laws, L11)
            assert problems(self.office, deep=True) == []
        assert self.calendars.faults(self.office.to_ics("river-2027")) == []

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.look_closely()
            self.apply_what_is_exported()
            self.office.close()


def _blocks(body: dict[str, Any], path: tuple[str, ...]) -> tuple[str, ...]:
    first = "key_dates" if path[0] in body["plan"].get("key_dates", {}) else "activities"
    return (first, "prepare")[: len(path)]
