"""The whole office against a simple model: whatever is done, in whatever order, both come to the same.

What a machine stands on is `tests.property.playing`, what it does about approvals `tests.property.reviewing`.
That part is played by itself as well, so that it comes far.  `make soak` plays both long and at random.
"""

from datetime import date
from typing import Any

from hypothesis import settings, strategies as st
from hypothesis.stateful import precondition, rule
from tests.property.reviewing import Reviewing
from tests.soak.model import DONE, NOTHING, REFUSED, SOURCES
from tests.soak.year import (
    CASES,
    ITEMS,
    NOTICES,
    PEOPLE,
    REPORTS,
    SLOTS,
    TRIGGERS,
    Step,
    tried,
)

from campaignflow.gate.change import Change

cases = st.sampled_from(CASES)
items = st.sampled_from(ITEMS)
people = st.sampled_from(PEOPLE[:1] * 8 + PEOPLE)
reasons = st.sampled_from([True] * 5 + [False])
NEW_DAYS = ("2027-03-18", "2027-03-17 10:00-11:00", "2027-04-20")


class OfficeMachine(Reviewing):
    """An office in which everything happens."""

    def compare(self) -> None:
        """Compare everything, and look whether the record is whole."""
        super().compare()
        self._is_whole()
        self._agrees()

    # -- what people do

    @rule(who=people, changed=st.dictionaries(st.sampled_from(sorted(SLOTS)), st.integers(0, 3), max_size=3))
    def apply_a_file(self, who: str, changed: dict[str, int]) -> None:
        self.apply(who, changed)

    @rule(is_applied=st.booleans())
    def look_closely_or_export(self, is_applied: bool) -> None:  # noqa: FBT001  # drawn
        """What costs more than a step may."""
        if is_applied:
            self.apply_what_is_exported()
        else:
            self.look_closely()

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

    # -- what days do

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


def _by(who: str, *, reason: bool) -> dict[str, str]:
    return {"actor": who, "reason": "领导要求" if reason else ""}


TestOffice = OfficeMachine.TestCase
TestOffice.settings = settings(max_examples=10, stateful_step_count=24)
TestReviews = Reviewing.TestCase
TestReviews.settings = settings(max_examples=10, stateful_step_count=25)
